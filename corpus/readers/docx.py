"""Word files (.docx): body, tables, text boxes and notes with the numbers that Word shows, running heads aside."""

from collections.abc import Iterator

from corpus.layout import DropReason
from corpus.readers.docx_body import StoryReader
from corpus.readers.docx_numbering import Numbering, read_numbering
from corpus.readers.docx_package import Element, Package
from corpus.readers.docx_runs import Notes, RunReader
from corpus.readers.docx_styles import Styles
from corpus.readers.flow import FlowWriter
from corpus.source import Source

_NOTE_PARTS = (("footnote", "footnotes"), ("endnote", "endnotes"))


def read_docx(data: bytes, name: str) -> Source:
    """Read a Word file.

    The source text holds the headers, the body, the notes and the footers, a paragraph a line (a line break in a
    paragraph begins a line too). Automatic numbers are part of the text; note calls are written [1]. Headers and
    footers, words deleted or moved away with tracked changes, and hidden words are asides. Comments are not read.

    Raises:
        UnreadableDocument: not a .docx file, encrypted, or damaged.
        DocumentTooLarge: more is packed in the file than a document holds.
    """
    package = Package(data, name)
    root = package.part(package.main)
    body = root.child("w:body") if root is not None else None
    related = package.related(package.main)

    def part(kind: str) -> Element | None:
        return package.part(related[kind]) if kind in related else None

    styles = Styles.read(part("styles"))
    numbering = read_numbering(part("numbering"), styles)
    settings = part("settings")
    notes = Notes()
    sections = list(_sections(body)) if body is not None else []
    for kind, _ in _NOTE_PARTS:
        for place in (*sections, settings):
            style = place.value(f"w:{kind}Pr", "w:numFmt") if place is not None else None
            notes.styles[kind] = style or notes.styles[kind]
    writer = FlowWriter()
    margins = [package.part(related[ident]) for ident in _margins(sections, settings, "header") if ident in related]
    _write_margins(writer, margins, numbering)
    if body is not None:
        StoryReader(writer, RunReader(styles, notes), numbering).blocks(body.children)
    for kind, plural in _NOTE_PARTS:
        _write_notes(writer, part(plural), kind, notes, numbering)
    margins = [package.part(related[ident]) for ident in _margins(sections, settings, "footer") if ident in related]
    _write_margins(writer, margins, numbering)
    return writer.source()


def _sections(node: Element) -> Iterator[Element]:
    """The properties of the sections of the body, in order."""
    for child in node.children:
        if child.name == "w:sectPr":
            yield child
        elif child.name in ("w:p", "w:sdt", "w:sdtContent", "w:customXml"):
            inner = child.child("w:pPr", "w:sectPr")
            if inner is not None:
                yield inner
            elif child.name != "w:p":
                yield from _sections(child)


def _margins(sections: list[Element], settings: Element | None, kind: str) -> list[str]:
    """The ids of the headers or footers that are shown, each once."""
    even = settings is not None and settings.switch("w:evenAndOddHeaders")
    shown: dict[str, None] = {}
    for section in sections:
        for reference in section.all(f"w:{kind}Reference"):
            on = reference.attributes.get("w:type", "default")
            if on == "default" or (on == "first" and section.switch("w:titlePg")) or (on == "even" and even):
                shown[reference.attributes.get("r:id", "")] = None
    return list(shown)


def _write_margins(writer: FlowWriter, parts: list[Element | None], numbering: Numbering) -> None:
    """Write running heads or feet, each text once."""
    written: set[str] = set()
    for part in parts:
        if part is None:
            continue
        probe = FlowWriter()
        StoryReader(probe, RunReader(numbering.styles, Notes()), numbering.anew()).blocks(part.children)
        text = probe.source().text
        if text not in written:
            written.add(text)
            story = StoryReader(writer, RunReader(numbering.styles, Notes()), numbering.anew())
            story.blocks(part.children, DropReason.RUNNING_HEAD)
            writer.end_line()


def _write_notes(writer: FlowWriter, part: Element | None, kind: str, notes: Notes, numbering: Numbering) -> None:
    """Write the notes that were called, in the order of their calls, each behind its mark."""
    by_id = {item.attributes.get("w:id", ""): item for item in (part.all(f"w:{kind}") if part is not None else ())}
    for call in [call for call in notes.calls if call.kind == kind]:
        note = by_id.pop(call.ident, None)
        if note is None:
            continue
        if call.mark and not _has_mark(note, kind):
            writer.put(f"{call.mark} ")
        story = StoryReader(writer, RunReader(numbering.styles, notes, own_mark=call.mark), numbering.anew())
        story.blocks(note.children)
        writer.end_line()


def _has_mark(node: Element, kind: str) -> bool:
    return any(child.name == f"w:{kind}Ref" or _has_mark(child, kind) for child in node.children)
