"""Reading documents for the tests of the outline, and writing an outline down."""

from pathlib import Path

from corpus import Clause, Document, Layout, Source, read_document, read_text

DOCUMENTS = Path(__file__).parents[2] / "corpus" / "documents"
SEEDS = ("川府发〔2024〕21号.txt", "川数字经济办〔2021〕3号.txt")


def read(text: str) -> tuple[Document, Source]:
    return read_document(text.encode(), "文件.txt")


def read_lines(text: str) -> Document:
    """A document whose file tells that each line is a paragraph, as HTML and Word files do."""
    starts = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
    return read_text(Source.of(text, Layout(paragraphs=tuple(starts))), "0" * 16, "文件.html")


def seed(name: str) -> tuple[Document, Source]:
    return read_document((DOCUMENTS / name).read_bytes(), name)


def outline(document: Document) -> list[str]:
    """The tree as indented lines: level, number, heading."""
    return [
        f"{'  ' * (clause.id.count('.') - 1)}{clause.level} {clause.marker}{clause.heading}".rstrip()
        for clause in document.walk()
        if clause.row is None
    ]


def leaves(document: Document) -> list[Clause]:
    return [clause for clause in document.walk() if not clause.children]
