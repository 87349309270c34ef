"""Passages: what is embedded and searched.

Every word of the body stands in a passage or in the headings above one: a leaf of the outline is a passage, or windows
of sentences when it is long; an article of a law, or one of its paragraphs, that is short enough is one passage with
all its items; a heading with the headings right below it is a passage; and so is what stands between a heading and the
first unit under it, such as the head of a table.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus import Clause, Document, Level, Span
from index.segment import simplified

MAX_LENGTH = 400
"""Characters of a passage's clean text at most, unless a single sentence is longer."""

_LONGEST_LEAD = 150
_OF_LAW = frozenset({Level.ARTICLE, Level.ARTICLE_PARAGRAPH})
_CONTENTS = "目录"
_STOPS = ("。", "！", "？", "；")
_ISSUED = re.compile(r"(?:印发|转发|发布|公布)《(.+)》的?(?:通知|公告|命令|令)?$")
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]+[”’」』）》]*|[^。！？；\n]+$")


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause, a window of sentences of a long one, the headings under a heading, or words of a unit's own.

    Attributes:
        document: id of its document.
        clause: id of its clause.
        parts: its source spans, in order.
        text: the clean form of its parts; the cells of a table row are set apart by ` | `.
        context: title and headings above it.
        body: what is searched below the context: the text, or the cells of a row with the names of their columns.
    """

    document: str
    clause: str
    parts: tuple[Span, ...]
    text: str
    context: str
    body: str

    @property
    def embedded(self) -> str:
        """What is searched: what the encoder reads and the terms are cut from, in simplified characters."""
        return simplified(f"{self.context}\n{self.body}")

    @property
    def digest(self) -> str:
        """Identifies what the encoder read, so that its vector can be used again."""
        return hashlib.sha256(self.embedded.encode("utf-8")).hexdigest()[:32]

    @property
    def largest(self) -> Span:
        """Its longest contiguous span; of equal ones the first."""
        return max(self.parts, key=lambda span: span[1] - span[0])


def passages_of(document: Document) -> Iterator[Passage]:
    """All passages of a document in document order; the entries of a table of contents, its headings, are left out."""
    for clause in document.clauses:
        yield from _passages(document, clause, "")


def _passages(document: Document, clause: Clause, lead: str) -> Iterator[Passage]:
    """The passages of a clause and all below it; `lead` are the words above it that its meaning hangs on."""
    if clause.row is not None:
        yield _row_passage(document, clause)
    elif not clause.children or _is_searched_whole(document, clause):
        yield from _windows(document, clause, lead)
    else:
        yield from _own_passages(document, clause)
        below = _lead(document, clause) if clause.level in _OF_LAW else ""
        for child in clause.children:
            yield from _passages(document, child, below if child.marker else "")


def _is_searched_whole(document: Document, clause: Clause) -> bool:
    """Whether an article, or a paragraph of one, is short enough to be searched with all that stands under it."""
    start, end = document.clean.within((clause.start, clause.end))
    plain = all(unit.row is None for unit in clause.walk())
    return clause.level in _OF_LAW and plain and end - start <= MAX_LENGTH


def _lead(document: Document, clause: Clause) -> str:
    """The words with which an article leads in its items (`有下列情形之一的，处以罚款：`), unless they are many."""
    first = clause.children[0]
    words = document.text(first) if first.level is Level.PARAGRAPH and not first.marker else ""
    return words if words.endswith(("：", ":")) and len(words) <= _LONGEST_LEAD else ""


def sentences(text: str) -> list[Span]:
    """Spans of the sentences of a text, blanks and line breaks between them left out; together they hold every word."""
    spans: list[Span] = []
    for found in _SENTENCE.finditer(text):
        words = found[0].strip()
        if words:
            start = found.start() + found[0].index(words)
            spans.append((start, start + len(words)))
    return spans


def _context(document: Document, clause: Clause) -> str:
    return " › ".join((_topic(document.title), *clause.path[:-1]))


def _topic(title: str) -> str:
    """What a document is about: of 关于印发《…》的通知 the title inside, which every clause would repeat in vain."""
    issued = _ISSUED.search(title)
    return issued[1] if issued else title


def _windows(document: Document, clause: Clause, lead: str) -> Iterator[Passage]:
    """The clause in one piece when it is short enough, else in runs of whole sentences of about equal length."""
    clean = document.clean
    start, end = clean.within((clause.start, clause.end))
    text = clean.text[start:end]
    spans = sentences(text)
    if clause.is_furniture and clause.marker == _CONTENTS:
        spans = [span for span in spans if text[span[0] : span[1]].endswith(_STOPS)]
    if not spans:
        return
    count = -(-len(text) // MAX_LENGTH)
    target = len(text) / count
    window: list[Span] = []
    done = 0
    context = f"{_context(document, clause)} › {lead}" if lead else _context(document, clause)
    for at, span in enumerate(spans):
        window.append(span)
        last = at == len(spans) - 1
        too_long = not last and spans[at + 1][1] - window[0][0] > MAX_LENGTH
        # A window ends with a paragraph where one ends not far before.
        whole = not last and "\n" in text[span[1] : spans[at + 1][0]] and span[1] >= target * (done + 0.7)
        if last or too_long or (count > 1 and (whole or span[1] >= target * (done + 1))):
            done += 1
            first, behind = start + window[0][0], start + window[-1][1]
            # What has neither number nor heading is called 第1段 for readers; to a search that is noise.
            behind_first = window[0][0] != spans[0][0] and (clause.marker or clause.heading)
            heading = f"{context} › {clause.path[-1]}" if behind_first else context
            words = clean.text[first:behind]
            yield Passage(document.id, clause.id, (clean.span(first, behind),), words, heading, words)
            window = []


def _row_passage(document: Document, clause: Clause) -> Passage:
    row = clause.row
    assert row is not None  # noqa: S101  the caller asks for rows only
    return Passage(
        document=document.id,
        clause=clause.id,
        parts=tuple(span for cell in row.cells for span in cell.spans),
        text=" | ".join(cell.text for cell in row.cells),
        context=_context(document, clause),
        body="；".join(f"{cell.column}：{cell.text}" for cell in row.cells),
    )


def _own_passages(document: Document, clause: Clause) -> Iterator[Passage]:
    """What a unit with units under it says itself: its heading with theirs, and its words outside of theirs.

    Its number and heading alone are no passage: they lead the context of all that stands under it.
    """
    clean = document.clean
    context = _context(document, clause)
    outline = _outline_passage(document, clause)
    if outline is not None:
        yield outline
    first, behind = clean.within((clause.start, clause.end))
    inside = [span for child in clause.children for span in _clean_parts(document, child)]
    for start, end in _between(first, behind, inside):
        words = clean.text[start:end]
        said = re.sub(r"\W", "", clause.marker + clause.heading) if start == first else ""
        if re.sub(r"\W", "", words) == said:
            continue
        text = words.strip()
        at = start + words.index(text)
        span = clean.span(at, at + len(text))
        if outline is None or not any(part[0] <= span[0] and span[1] <= part[1] for part in outline.parts):
            yield Passage(document.id, clause.id, (span,), text, context, text)


def _clean_parts(document: Document, clause: Clause) -> list[Span]:
    """The clean characters of a clause, those of the cells of a row by themselves."""
    spans = [span for cell in clause.row.cells for span in cell.spans] if clause.row else clause.parts
    return [document.clean.within(span) for span in spans]


def _between(start: int, end: int, inside: Sequence[Span]) -> Iterator[Span]:
    """What of `[start, end)` no span holds."""
    for first, last in [*sorted(inside), (end, end)]:
        if start < first:
            yield start, first
        start = max(start, last)


def _outline_passage(document: Document, clause: Clause) -> Passage | None:
    """The heading with the headings right below it: what a question for the parts of a chapter looks for."""
    headed = headed_units(clause)
    if len(headed) < 2:
        return None
    parts = [_heading_span(document, unit) for unit in (clause, *headed)]
    text = "\n".join(document.clean.of(part) for part in parts)
    if len(text) > 3 * MAX_LENGTH:
        return None
    return Passage(document.id, clause.id, tuple(parts), text, _context(document, clause), text)


def headed_units(clause: Clause) -> list[Clause]:
    """The units right below a clause that have headings; the name of a table need not stand in the text."""
    return [child for child in clause.children if child.heading and child.level is not Level.TABLE]


def _heading_span(document: Document, clause: Clause) -> Span:
    """From the number to the end of the heading, or of the number where there is none."""
    start = document.clean.index(clause.start)
    return document.clean.span(start, max(document.heading_end(clause), start + max(1, len(clause.marker))))
