"""Lines: the lines of a source text that hold words, and the furniture between them that does not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.characters import INVISIBLE, INVISIBLE_RUN, LINE_BREAK
from corpus.clean import Dropped, DropReason
from corpus.numbering import match_marker
from corpus.source import Span
from corpus.typeset import typeset


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds words.

    Attributes:
        first: offset behind the line break in front of it.
        pieces: the spans that stay, without outer blanks, markup and invisible characters.
        text: its words as they are read.
    """

    first: int
    pieces: tuple[Span, ...]
    text: str


_OUTER = " " + INVISIBLE
_PAGE_NUMBER = re.compile(r"[-—–－―·• ]+[0-9]{1,4}[-—–－―·• ]+|第[0-9]{1,4}页(?:[，,/]?共[0-9]{1,4}页)?")
_TABLE_RULE = re.compile(r"\|(?::?-{2,}:?\|)+")
_MARKUP_LINE = re.compile(r"<!--.*-->|-{3,}|\*{3,}|_{3,}|={3,}")
_MARKDOWN_HEADING = re.compile(r"(?:#{1,6} +)+(?=[^ ])")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_FRONT_MATTER = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,40} ?[:：]|-[^-]")
_FRONT_MATTER_LINES = 50


def content_lines(text: str) -> tuple[list[Line], list[Dropped]]:
    """The lines that hold words, and what is left out. `text` is folded."""
    breaks = [found.span() for found in LINE_BREAK.finditer(text)]
    starts = [0, *(end for _, end in breaks)]
    ends = [*(start for start, _ in breaks), len(text)]
    dropped: list[Dropped] = []
    lines: list[Line] = []
    for first, last in zip(starts, ends, strict=True):
        line, left_out = _read_line(text, first, last)
        dropped += left_out
        if line is not None:
            lines.append(line)
    taken = _front_matter(lines)
    kept: list[Line] = []
    for number, line in enumerate(lines):
        reason = DropReason.MARKUP if number < taken else _furniture(line.text)
        if reason is None:
            kept.append(line)
        else:
            dropped += (Dropped(*piece, reason) for piece in line.pieces)
    return kept, dropped


def _read_line(text: str, first: int, last: int) -> tuple[Line | None, list[Dropped]]:
    raw = text[first:last]
    start = first + len(raw) - len(raw.lstrip(_OUTER))
    end = max(start, first + len(raw.rstrip(_OUTER)))
    markup = _markup(text, start, end)
    left_out = [Dropped(*span, DropReason.MARKUP) for span in markup]
    left_out += (Dropped(*found.span(), DropReason.INVISIBLE) for found in INVISIBLE_RUN.finditer(text, first, last))
    gaps = [*markup, *(found.span() for found in INVISIBLE_RUN.finditer(text, start, end))]
    pieces: list[Span] = []
    at = start
    for gap_start, gap_end in sorted(gaps):
        pieces.append((at, gap_start))
        at = gap_end
    pieces = [piece for piece in [*pieces, (at, end)] if piece[0] < piece[1]]
    words = typeset("".join(text[begin:behind] for begin, behind in pieces))
    return (Line(first, tuple(pieces), words) if words else None), left_out


def _markup(text: str, start: int, end: int) -> list[Span]:
    """Markdown signs at the start of a line: `## ` before a heading, `**` around a number or a heading with one."""
    spans: list[Span] = []
    heading = _MARKDOWN_HEADING.match(text, start, end)
    if heading is not None:
        spans.append(heading.span())
        start = heading.end()
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
