"""Reading metadata from small texts, for the tests of each field."""

from corpus import Document, Metadata, Source, Stated, read_document


def read(text: str) -> tuple[Document, Source]:
    return read_document(text.encode(), "数据/通知稿.txt")


def metadata(text: str) -> Metadata:
    return read(text)[0].metadata


def stated(document: Document, field: str) -> Stated | None:
    value: Stated | None = getattr(document.metadata, field)
    return value


def value(text: str, field: str) -> str | None:
    found = stated(read(text)[0], field)
    return found.value if found else None


def values(text: str, field: str) -> list[str]:
    several: tuple[Stated, ...] = getattr(metadata(text), field)
    return [one.value for one in several]


def place(text: str, field: str) -> str | None:
    """The words of the source that a value was read from."""
    document, source = read(text)
    found = stated(document, field)
    return source.text[found.start : found.end] if found else None
