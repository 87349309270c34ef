"""The words of a paragraph of a Word file: runs, fields, tracked changes, notes and boxes, in order."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.layout import DropReason
from corpus.readers.counters import word_number
from corpus.readers.docx_package import Element
from corpus.readers.docx_styles import Styles
from corpus.readers.docx_symbols import symbol

_BLANKS = " \t\r\n"
_SIGNS = {"w:tab": "\t", "w:ptab": "\t", "w:noBreakHyphen": "\u2011", "w:softHyphen": "\u00ad"}
_NOTES = {"w:footnoteReference": "footnote", "w:endnoteReference": "endnote"}
_OWN_MARKS = ("w:footnoteRef", "w:endnoteRef")
_MOVED_AWAY = ("w:del", "w:moveFrom")
_UNSEEN = frozenset(("w:instrText", "w:delInstrText", "w:rt", "w:binData", "w:movie", "w:fldData", "w:numberingChange"))
_FIELD_CODE, _FIELD_RESULT = "code", "result"


@dataclass(frozen=True, slots=True)
class Words:
    """Characters, and why they are left aside if they are."""

    text: str
    reason: DropReason | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """A line break inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Box:
    """A text box that is anchored here: its paragraphs and tables."""

    content: Element


@dataclass(frozen=True, slots=True)
class NoteCall:
    """A call of a footnote or an endnote: which, and its number as the reader sees it."""

    kind: str
    ident: str
    mark: str


Inline = Words | Break | Box | NoteCall


@dataclass(slots=True)
class Notes:
    """The notes called so far.

    Attributes:
        styles: how the numbers of each kind of note are written.
        calls: the calls in reading order.
        counts: how many calls of each kind were numbered.
    """

    styles: dict[str, str] = field(default_factory=lambda: {"footnote": "decimal", "endnote": "lowerRoman"})
    calls: list[NoteCall] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def call(self, kind: str, reference: Element) -> NoteCall:
        """Number a call; one with a mark of its own does not count."""
        ident = reference.attributes.get("w:id", "")
        if reference.attributes.get("w:customMarkFollows", "0") not in ("0", "false"):
            call = NoteCall(kind, ident, "")
        else:
            self.counts[kind] = self.counts.get(kind, 0) + 1
            text = word_number(self.counts[kind], self.styles[kind])
            call = NoteCall(kind, ident, f"[{text}]" if text.isascii() else text)
        self.calls.append(call)
        return call


@dataclass(slots=True)
class RunReader:
    """Reads the words of paragraphs one after the other; a field may begin in one and end in another.

    Attributes:
        styles: the styles of the file.
        notes: the notes called so far.
        own_mark: the mark of the note that is being read.
        fields: for each open field, from the outside in, whether its code or its result is being read.
    """

    styles: Styles
    notes: Notes
    own_mark: str = ""
    fields: list[str] = field(default_factory=list)

    def paragraph(self, paragraph: Element) -> list[Inline]:
        """The words of a paragraph."""
        style = paragraph.value("w:pPr", "w:pStyle") or self.styles.default
        content = list(self._content(paragraph, None, hidden=self.styles.hides(style)))
        # A field code does not go on in the next paragraph: without its end nothing would ever be shown again.
        self.fields = [_FIELD_RESULT if state == _FIELD_CODE else state for state in self.fields]
        return content

    def _content(self, node: Element, reason: DropReason | None, *, hidden: bool) -> Iterator[Inline]:
        for child in node.children:
            name = child.name
            if name == "w:r":
                yield from self._run(child, reason, hidden=hidden)
            elif name in _MOVED_AWAY:
                yield from self._content(child, DropReason.DELETED, hidden=hidden)
            elif name == "mc:AlternateContent":
                yield from self._content(chosen(child), reason, hidden=hidden)
            elif name == "w:ruby":
                yield from self._content(child.child("w:rubyBase") or child, reason, hidden=hidden)
            elif name == "m:t":
                yield from self._text(child, reason, hidden=hidden)
            elif name == "m:f":
                yield from self._fraction(child, reason, hidden=hidden)
            elif not name.endswith("Pr") and name not in _UNSEEN:
                yield from self._content(child, reason, hidden=hidden)

    def _fraction(self, node: Element, reason: DropReason | None, *, hidden: bool) -> Iterator[Inline]:
        above, below = node.child("m:num"), node.child("m:den")
        if above is not None:
            yield from self._content(above, reason, hidden=hidden)
        yield from self._shown("/", reason, hidden=hidden)
        if below is not None:
            yield from self._content(below, reason, hidden=hidden)

    def _run(self, run: Element, reason: DropReason | None, *, hidden: bool) -> Iterator[Inline]:
        own = run.switch("w:rPr", "w:vanish")
        if own is None:
            style = run.value("w:rPr", "w:rStyle")
            own = self.styles.hides(style) if style else False
            hidden = hidden or own
        else:
            hidden = own
        yield from self._run_content(run, reason, hidden=hidden)

    def _run_content(self, run: Element, reason: DropReason | None, *, hidden: bool) -> Iterator[Inline]:
        for child in run.children:
            name = child.name
            if name == "w:t":
                yield from self._text(child, reason, hidden=hidden)
            elif name == "w:delText":
                yield from self._text(child, DropReason.DELETED, hidden=hidden)
            elif name in ("w:br", "w:cr"):
                yield Break()
            elif name == "w:fldChar":
                self._field(child.attributes.get("w:fldCharType", ""))
            elif name in _NOTES:
                if self._is_shown():
                    yield self.notes.call(_NOTES[name], child)
            elif name in ("w:drawing", "w:pict", "w:object"):
                yield from (Box(content) for content in _boxes(child))
            elif name == "mc:AlternateContent":
                yield from self._run_content(chosen(child), reason, hidden=hidden)
            elif name == "w:ruby":
                yield from self._content(child.child("w:rubyBase") or child, reason, hidden=hidden)
            else:
                yield from self._shown(self._sign(child), reason, hidden=hidden)

    def _sign(self, node: Element) -> str:
        """The character that an element stands for, if any."""
        if node.name == "w:sym":
            return _symbol(node)
        return self.own_mark if node.name in _OWN_MARKS else _SIGNS.get(node.name, "")

    def _text(self, node: Element, reason: DropReason | None, *, hidden: bool) -> Iterator[Inline]:
        text = node.text
        if node.attributes.get("xml:space") != "preserve":
            text = text.strip(_BLANKS)
        for blank in "\t\r\n":
            text = text.replace(blank, " ")
        yield from self._shown(text, reason, hidden=hidden)

    def _shown(self, text: str, reason: DropReason | None, *, hidden: bool) -> Iterator[Inline]:
        if text and self._is_shown():
            yield Words(text, reason or (DropReason.HIDDEN if hidden else None))

    def _is_shown(self) -> bool:
        return _FIELD_CODE not in self.fields

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(_FIELD_CODE)
        elif kind == "separate" and self.fields:
            self.fields[-1] = _FIELD_RESULT
        elif kind == "end" and self.fields:
            self.fields.pop()


def chosen(alternatives: Element) -> Element:
    """The one of several forms of the same content that is read: the first that has any."""
    return next((child for child in alternatives.children if child.children), alternatives)


def _boxes(drawing: Element) -> Iterator[Element]:
    """The text boxes of a drawing, each once; boxes inside a box are found when it is read."""
    for child in drawing.children:
        if child.name == "w:txbxContent":
            yield child
        elif child.name == "mc:AlternateContent":
            yield from _boxes(chosen(child))
        else:
            yield from _boxes(child)


def _symbol(node: Element) -> str:
    code = node.attributes.get("w:char", "")
    try:
        char = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return "" if char == "\0" or "\ud800" <= char <= "\udfff" else symbol(char, node.attributes.get("w:font", ""))
