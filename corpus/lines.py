"""Lines: the lines of a source text that hold words, and the furniture between them that does not."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.characters import INVISIBLE, INVISIBLE_RUN, LINE_BREAK
from corpus.clean import CleanText
from corpus.layout import Dropped, DropReason, Layout, Span
from corpus.numbering import match_marker
from corpus.typeset import typeset


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of the lines of a text before their words are read.

    Attributes:
        begins: offsets of the lines that begin a paragraph, in order, or None when only the words can tell.
        cells: the spans of the table cells that are not empty, in order.
        asides: what is no text of the document, in order and disjoint.
    """

    begins: tuple[int, ...] | None = None
    cells: tuple[Span, ...] = ()
    asides: tuple[Dropped, ...] = ()

    @classmethod
    def of(cls, layout: Layout) -> "Shape":
        """The shape of a source text."""
        cells = sorted((cell.start, cell.end) for grid in layout.grids for cell in grid.cells if cell.end > cell.start)
        return cls(layout.paragraphs, tuple(cells), layout.asides)

    def behind(self, clean: CleanText) -> "Shape":
        """The shape of a clean text of this text: where the paragraphs were told, each of its lines is one."""
        begins = None
        if self.begins is not None:
            begins = (0, *(found.end() for found in re.finditer("\n", clean.text)))
        cells = (clean.within(cell) for cell in self.cells)
        return Shape(begins, tuple((start, end) for start, end in cells if start < end))


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds words.

    Attributes:
        first: offset behind the line break in front of it (of its cell, when it is the first line there that stays).
        pieces: the spans that stay, without outer blanks, asides, markup and invisible characters.
        text: its words as they are read.
        begins: whether it begins a paragraph; None when only the words can tell.
        cell: the number of the table cell that it stands in, if any.
        hyphenated: whether it ends with a soft hyphen, so that its last word goes on in the next line.
    """

    first: int
    pieces: tuple[Span, ...]
    text: str
    begins: bool | None = None
    cell: int | None = None
    hyphenated: bool = False


_OUTER = " " + INVISIBLE
_WORDS = re.compile("[^ ](?:.*[^ ])?", re.DOTALL)
_PAGE_NUMBER = re.compile(
    r"[-—–－―─·•~～ ]+[0-9]{1,4}[-—–－―─·•~～ ]+|第[0-9]{1,4}页(?:[，,/]?[(（]?共[0-9]{1,4}页[)）]?)?"
    "|Page [0-9]{1,4}(?: of [0-9]{1,4})?"
)
_TABLE_RULE = re.compile(r"\|(?::?-{2,}:?\|)+")
_MARKUP_LINE = re.compile(r"<!--.*-->|-{3,}|\*{3,}|_{3,}|={3,}")
_MARKDOWN_HEADING = re.compile(r"(?:#{1,6} +)+(?=[^ ])")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_STRONG = re.compile(r"(\*\*|__)(?=[^\s#>*_-])([^*_\n]*[^\s*_])\1")
_QUOTED = re.compile("(?:> ?)+(?=[^ ])")
_CONTENTS_MARK = re.compile(r"\[TOC\]", re.IGNORECASE)
_FRONT_MATTER = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,40} ?[:：]|-[^-]")
_FRONT_MATTER_LINES = 50


def content_lines(text: str, shape: Shape) -> tuple[list[Line], list[Dropped]]:
    """The lines that hold words, and what is left out. `text` is folded.

    Inside table cells nothing is taken for markup or page furniture: a cell may well say `-2-`.
    """
    breaks = [found.span() for found in LINE_BREAK.finditer(text)]
    starts = [0, *(end for _, end in breaks)]
    ends = [*(start for start, _ in breaks), len(text)]
    asides = _Asides(shape.asides)
    cells = [start for start, _ in shape.cells]
    dropped: list[Dropped] = []
    lines: list[Line] = []
    # Only in a Markdown file, which has headings, are all signs markup: 张**和李** may be names made unreadable.
    plain = shape.begins is None
    markdown = plain and any(_MARKDOWN_HEADING.match(text, first) for first in starts)
    for first, last in zip(starts, ends, strict=True):
        cell: int | None = bisect_right(cells, last) - 1
        if cell is None or cell < 0 or shape.cells[cell][1] <= first:
            cell = None
        begins = None
        if shape.begins is not None:
            at = bisect_left(shape.begins, first)
            begins = at < len(shape.begins) and shape.begins[at] <= last
        place = (first, last)
        line, left_out = _read_line(text, place, list(asides.inside(*place)), begins, cell, markdown=markdown)
        dropped += left_out
        if line is not None:
            lines.append(line)
    taken = _front_matter(lines)
    kept: list[Line] = []
    for number, line in enumerate(lines):
        signs = number < taken or (markdown and _CONTENTS_MARK.fullmatch(line.text))
        reason = DropReason.MARKUP if signs else _furniture(line.text) if line.cell is None else None
        if reason is None:
            if line.cell is None or (kept and kept[-1].cell == line.cell):
                kept.append(line)
            else:
                kept.append(replace(line, first=shape.cells[line.cell][0]))
        else:
            dropped += (Dropped(*piece, reason) for piece in line.pieces)
    return kept, dropped


class _Asides:
    """The asides, asked for line by line."""

    def __init__(self, asides: Sequence[Dropped]) -> None:
        self._asides = asides
        self._at = 0

    def inside(self, first: int, last: int) -> Iterator[Dropped]:
        """Their parts inside a line; lines are asked for in order."""
        while self._at < len(self._asides) and self._asides[self._at].end <= first:
            self._at += 1
        at = self._at
        while at < len(self._asides) and self._asides[at].start < last:
            aside = self._asides[at]
            if aside.start < aside.end:
                yield Dropped(max(first, aside.start), min(last, aside.end), aside.reason)
            at += 1


def _read_line(
    text: str, place: Span, asides: Sequence[Dropped], begins: bool | None, cell: int | None, *, markdown: bool
) -> tuple[Line | None, list[Dropped]]:
    first, last = place
    left_out = [
        Dropped(*found.span(), aside.reason)
        for aside in asides
        for found in _WORDS.finditer(text, aside.start, aside.end)
    ]
    set_aside = [(aside.start, aside.end) for aside in asides]
    start, end = _trimmed(text, first, last, set_aside)
    markup = _markup(text, start, end, markdown=markdown) if cell is None and not asides else []
    left_out += (Dropped(*span, DropReason.MARKUP) for span in markup)
    invisible = [found.span() for found in INVISIBLE_RUN.finditer(text, first, last)]
    left_out += (Dropped(*span, DropReason.INVISIBLE) for run in invisible for span in _outside(run, set_aside))
    pieces: list[Span] = []
    at = start
    for gap_start, gap_end in sorted([*set_aside, *markup, *invisible]):
        if gap_end > at:
            pieces.append((at, min(gap_start, end)))
            at = max(at, gap_end)
    pieces = [piece for piece in [*pieces, (at, end)] if piece[0] < piece[1]]
    words = typeset("".join(text[begin:behind] for begin, behind in pieces), cell=cell is not None)
    hyphenated = text[first:last].rstrip(" ").endswith("\u00ad")
    return (Line(first, tuple(pieces), words, begins, cell, hyphenated) if words else None), left_out


def _trimmed(text: str, first: int, last: int, asides: Sequence[Span]) -> Span:
    """A line without blanks, invisible characters and asides at its two ends."""
    for start, end in asides:
        if not text[first:start].strip(_OUTER):
            first = max(first, end)
    for start, end in reversed(asides):
        if start >= first and not text[end:last].strip(_OUTER):
            last = min(last, start)
    raw = text[first:last]
    start = first + len(raw) - len(raw.lstrip(_OUTER))
    return start, max(start, first + len(raw.rstrip(_OUTER)))


def _outside(span: Span, gaps: Iterable[Span]) -> Iterator[Span]:
    """What is left of a span outside of the gaps, which are in order."""
    start, end = span
    for gap_start, gap_end in gaps:
        if gap_start < end and gap_end > start:
            if start < gap_start:
                yield start, gap_start
            start = max(start, gap_end)
    if start < end:
        yield start, end


def _markup(text: str, start: int, end: int, *, markdown: bool) -> list[Span]:
    """Markdown signs of a line: `## ` before a heading, `**` around a number or a heading with one at its start.

    In a Markdown file also `> ` before a quotation, and all `**` and `__` around words.
    """
    spans: list[Span] = []
    if markdown and (quoted := _QUOTED.match(text, start, end)) is not None:
        spans.append(quoted.span())
        start = quoted.end()
    heading = _MARKDOWN_HEADING.match(text, start, end)
    if heading is not None:
        spans.append(heading.span())
        start = heading.end()
    if markdown:
        for strong in _STRONG.finditer(text, start, end):
            spans += [(strong.start(), strong.start() + 2), (strong.end() - 2, strong.end())]
        return spans
    bold = _BOLD.match(text, start, end)
    if bold is not None and match_marker(bold[1]):
        spans += [(start, start + 2), (bold.end() - 2, bold.end())]
    return spans


def _furniture(line: str) -> DropReason | None:
    if _PAGE_NUMBER.fullmatch(line):
        return DropReason.PAGE_NUMBER
    if _TABLE_RULE.fullmatch(line):
        return DropReason.TABLE_RULE
    return DropReason.MARKUP if _MARKUP_LINE.fullmatch(line) else None


def _front_matter(lines: Sequence[Line]) -> int:
    """How many lines the blocks of `key: value` and `- item` between `---` at the top take."""
    taken = 0
    while taken + 1 < len(lines) and lines[taken].text == "---":
        end = taken + 1
        while end < len(lines) and end - taken <= _FRONT_MATTER_LINES and _FRONT_MATTER.match(lines[end].text):
            end += 1
        if end == len(lines) or end == taken + 1 or lines[end].text != "---":
            break
        taken = end + 1
    return taken
