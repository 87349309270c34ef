"""Repair: from the source text to the clean text that people read and search, with the way back kept.

Nothing here changes the source text. Each clean character comes from exactly one source character, so any stretch of
clean text leads to the stretch of the file it stands for.
"""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from corpus.numbering import match_marker
from corpus.source import Span


class DropReason(StrEnum):
    """Why characters of the source do not stand in the clean text. The value is what the reader sees."""

    PAGE_NUMBER = "页码"
    TABLE_RULE = "表格线"
    MARKUP = "标记符号"
    INVISIBLE = "不可见字符"


@dataclass(frozen=True, slots=True)
class Dropped:
    """A span of the source that was left out, with the reason. Blanks and line breaks are not listed."""

    start: int
    end: int
    reason: DropReason


@dataclass(frozen=True, slots=True)
class Run:
    """`length` consecutive clean characters that stand for `length` consecutive source characters."""

    clean: int
    source: int
    length: int


@dataclass(frozen=True)
class CleanText:
    """The repaired text and its map.

    Attributes:
        text: paragraphs and table rows, one a line, separated by a line feed.
        runs: the map, in order, covering every character of `text`.
        dropped: what was left out, in order.
    """

    text: str
    runs: tuple[Run, ...]
    dropped: tuple[Dropped, ...]

    @cached_property
    def _clean_starts(self) -> list[int]:
        return [run.clean for run in self.runs]

    @cached_property
    def _source_starts(self) -> list[int]:
        return [run.source for run in self.runs]

    def offset(self, index: int) -> int:
        """Source offset of the clean character at `index` (0 ≤ index < len(text))."""
        if not 0 <= index < len(self.text):
            message = f"clean offset {index} outside 0..{len(self.text)}"
            raise IndexError(message)
        run = self.runs[bisect_right(self._clean_starts, index) - 1]
        return run.source + index - run.clean

    def span(self, start: int, end: int) -> Span:
        """The source span of the clean characters `[start, end)`, which must not be empty."""
        return self.offset(start), self.offset(end - 1) + 1

    def index(self, offset: int) -> int:
        """The first clean position whose source offset is at least `offset`."""
        at = bisect_right(self._source_starts, offset) - 1
        if at < 0:
            return 0
        run = self.runs[at]
        return min(run.clean + offset - run.source, run.clean + run.length)

    def of(self, span: Span) -> str:
        """The clean form of a source span: the clean characters that come from inside it."""
        return self.text[self.index(span[0]) : self.index(span[1])]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the source: its place and its folded content without outer blanks."""

    start: int
    end: int
    text: str

    @property
    def is_row(self) -> bool:
        return self.text.startswith("|") and self.text.endswith("|") and len(self.text) > 1


_PAGE_NUMBER = re.compile(
    r"[-—–－―·•\s]+[0-9０-９]{1,4}[-—–－―·•\s]+|第\s*[0-9０-９]{1,4}\s*页(\s*[，,/]?\s*共\s*[0-9０-９]{1,4}\s*页)?"
)
_TABLE_RULE = re.compile(r"\|(?:\s*:?-{2,}:?\s*\|)+")
_MARKDOWN_HEADING = re.compile(r"#{1,6}[ \t]+(?=\S)")
_LINE_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]")
_BLANK = " \t\u00a0\u3000\u2002\u2003\u2009"
_TERMINAL = "。！？；：…!?;:"
_CLOSERS = "”’」』）)》〉】]〕"
_SENTENCE_PUNCTUATION = re.compile("[，。；！？,;]")
_OWN_LINE = re.compile(
    r"附件[\s0-9０-９一二三四五六七八九十]*[:：]?$|附件[\s0-9０-９一二三四五六七八九十]*[:：]"
    r"|[（(]?[12１２][0-9０-９]{3}\s*年\s*[0-9０-９]{1,2}\s*月\s*[0-9０-９]{1,2}\s*日[）)]?(印发)?$"
)


def repair(text: str) -> CleanText:
    """Repair a source text.

    Glyph residue and compatibility forms are folded one character to one, full-width digits and letters become
    half-width, blanks inside Chinese text go, lines broken by the page are joined, page numbers and table rules are
    dropped. The result of repairing a clean text again is the same text.
    """
    fold = _Folding(text)
    lines, dropped = _content_lines(text, fold)
    joined = _joined(lines)
    emitted: list[tuple[str, int]] = []
    for line, glued in zip(lines, joined, strict=True):
        if emitted and not glued:
            emitted.append(("\n", _break_before(text, line.start)))
        _emit_line(text, line, fold, emitted, dropped)
    return _assemble(emitted, dropped)


def _content_lines(text: str, fold: "_Folding") -> tuple[list[_Line], list[Dropped]]:
    lines: list[_Line] = []
    dropped: list[Dropped] = []
    breaks = [(m.start(), m.end()) for m in _LINE_BREAK.finditer(text)]
    starts = [0, *(end for _, end in breaks)]
    ends = [*(start for start, _ in breaks), len(text)]
    for first, last in zip(starts, ends, strict=True):
        start, end = first, last
        while start < end and (text[start] in _BLANK or _INVISIBLE.match(text[start])):
            start += 1
        while end > start and (text[end - 1] in _BLANK or _INVISIBLE.match(text[end - 1])):
            end -= 1
        dropped.extend(_invisible(text, first, start))
        dropped.extend(_invisible(text, end, last))
        if start == end:
            continue
        if (heading := _MARKDOWN_HEADING.match(text, start, end)) is not None:
            dropped.append(Dropped(start, heading.end(), DropReason.MARKUP))
            start = heading.end()
        content = "".join(fold(char) for char in text[start:end])
        if _PAGE_NUMBER.fullmatch(content):
            dropped.append(Dropped(start, end, DropReason.PAGE_NUMBER))
        elif _TABLE_RULE.fullmatch(content):
            dropped.append(Dropped(start, end, DropReason.TABLE_RULE))
        else:
            lines.append(_Line(start, end, content))
    return lines, dropped


def _invisible(text: str, start: int, end: int) -> Iterable[Dropped]:
    return (Dropped(at, at + 1, DropReason.INVISIBLE) for at in range(start, end) if _INVISIBLE.match(text[at]))


def display_width(text: str) -> int:
    """Columns the text takes in a fixed-width layout: 2 for wide and full-width characters, 1 for the others (UAX 11)."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _wrap_width(lines: Sequence[_Line]) -> int | None:
    """The column at which the file breaks its lines, or None when it keeps a paragraph on one line.

    In a wrapped file most lines that stop without a full stop stop at nearly the same width.
    """
    widths = [display_width(line.text) for line in lines if not line.is_row and line.text[-1] not in _TERMINAL]
    if len(widths) < 8:
        return None
    long = Counter(round(width / 4) * 4 for width in widths if width >= 30)
    if not long:
        return None
    mode, _ = long.most_common(1)[0]
    near = sum(abs(width - mode) <= 6 for width in widths)
    return mode if near >= 0.5 * len(widths) else None


def _joined(lines: Sequence[_Line]) -> list[bool]:
    """For each line, whether it continues the paragraph of the line before."""
    wrap = _wrap_width(lines)
    return [False, *(_continues(before, after, wrap) for before, after in pairwise(lines))][: len(lines)]


def _continues(before: _Line, after: _Line, wrap: int | None) -> bool:
    if before.is_row or after.is_row or match_marker(after.text) or _OWN_LINE.match(after.text):
        return False
    if _OWN_LINE.match(before.text):
        return False
    ended = before.text.rstrip(_CLOSERS)[-1:] in _TERMINAL and before.text[-1] not in "》〉"
    if wrap is not None:
        if display_width(before.text) < 0.9 * wrap or before.text[-1] in "：:":
            return False
        # A full line that ends a sentence: the paragraph goes on only into another line of running text.
        return not ended or display_width(after.text) >= 0.9 * wrap or after.text.rstrip(_CLOSERS)[-1:] in _TERMINAL
    # One paragraph a line: only a page break cuts a sentence. A line without sentence punctuation is a heading.
    if ended or not _SENTENCE_PUNCTUATION.search(before.text):
        return False
    marker = match_marker(before.text)
    heading = marker is not None and "。" not in before.text and display_width(before.text) <= 60
    return not heading


class _Folding:
    """One character to one character, decided once for a text.

    Some PDF producers emit GBK codes as if they were Unicode: the full-width punctuation of GBK row 0xA3 appears as
    U+A3A1..U+A3FE, which are Yi syllables (ꎬ for ，). A text that really holds Yi writing is left alone.
    """

    def __init__(self, text: str) -> None:
        yi = {char for char in text if "\ua000" <= char <= "\ua4cf"}
        self._gbk_residue = bool(yi) and all("\ua3a1" <= char <= "\ua3fe" for char in yi)

    def __call__(self, char: str) -> str:
        code = ord(char)
        if code < 0x2E80:
            return char
        if self._gbk_residue and 0xA3A1 <= code <= 0xA3FE:
            if char == "\ua3ae":
                return "。"
            char = chr(code - 0xA3A1 + 0xFF01)
            code = ord(char)
        if 0xFF10 <= code <= 0xFF19 or 0xFF21 <= code <= 0xFF3A or 0xFF41 <= code <= 0xFF5A or char in "％＋／":
            return chr(code - 0xFEE0)
        if 0x2F00 <= code <= 0x2FD5 or 0xF900 <= code <= 0xFAD9:
            folded = unicodedata.normalize("NFKC", char)
            return folded if len(folded) == 1 else char
        return char


def is_han(char: str) -> bool:
    """Whether a character is a Chinese ideograph."""
    return (
        "\u3400" <= char <= "\u9fff"
        or "\uf900" <= char <= "\ufaff"
        or "\U00020000" <= char <= "\U0003ffff"
        or char == "〇"
    )


def _is_wide(char: str) -> bool:
    """Han, or punctuation set in a full-width cell, curved quotation marks included."""
    return is_han(char) or unicodedata.east_asian_width(char) in "WF" or char in "“”‘’—…·×"


_WIDE_FORM = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）"}


def _break_before(text: str, start: int) -> int:
    """Offset of the line break nearest before `start`: where the line feed of the clean text comes from."""
    at = start - 1
    while at > 0 and not _LINE_BREAK.match(text[at]):
        at -= 1
    return at


def _emit_line(text: str, line: _Line, fold: _Folding, emitted: list[tuple[str, int]], dropped: list[Dropped]) -> None:
    kept: list[tuple[str, int]] = []
    for at in range(line.start, line.end):
        if _INVISIBLE.match(text[at]):
            dropped.append(Dropped(at, at + 1, DropReason.INVISIBLE))
        else:
            kept.append((" " if text[at] in _BLANK else fold(text[at]), at))
    glued = bool(emitted) and emitted[-1][0] != "\n"
    if glued and kept:
        before, after = emitted[-1][0], kept[0][0]
        if not _is_wide(before) and not _is_wide(after):
            emitted.append((" ", _break_before(text, line.start)))
    following_chars = _next_visible([char for char, _ in kept])
    for position, ((char, at), following) in enumerate(zip(kept, following_chars, strict=True)):
        previous = emitted[-1][0] if emitted and (position or glued) else ""
        if char == " ":
            if previous != " " and _keeps_blank(previous, following, in_row=line.is_row):
                emitted.append((char, at))
        elif char in _WIDE_FORM and _in_han_text(char, previous, following):
            emitted.append((_WIDE_FORM[char], at))
        else:
            emitted.append((char, at))


def _next_visible(chars: Sequence[str]) -> list[str]:
    """For each character, the nearest one behind it that is not a blank; empty at the end."""
    result: list[str] = []
    following = ""
    for char in reversed(chars):
        result.append(following)
        if char != " ":
            following = char
    return result[::-1]


def _keeps_blank(before: str, after: str, *, in_row: bool) -> bool:
    """A blank between two Latin words stays; inside Chinese text it goes.

    Inside a table row a blank between two Chinese words is a line break of the cell, and may separate two names.
    """
    if not before or not after:
        return False
    if in_row and (before == "|" or after == "|"):
        return False
    if in_row and is_han(before) and is_han(after):
        return True
    return not _is_wide(before) and not _is_wide(after)


def _in_han_text(char: str, before: str, after: str) -> bool:
    """Whether half-width punctuation stands in Chinese text, where the full-width form is meant."""
    if char == "(":
        return _is_wide(after)
    if char == ")":
        return _is_wide(before)
    return _is_wide(before) and (not after or _is_wide(after))


def _assemble(emitted: Sequence[tuple[str, int]], dropped: list[Dropped]) -> CleanText:
    runs: list[Run] = []
    for index, (_, at) in enumerate(emitted):
        last = runs[-1] if runs else None
        if last is not None and at == last.source + last.length:
            runs[-1] = Run(last.clean, last.source, last.length + 1)
        else:
            runs.append(Run(index, at, 1))
    ordered = tuple(sorted(_merged(dropped), key=lambda span: span.start))
    return CleanText("".join(char for char, _ in emitted), tuple(runs), ordered)


def _merged(dropped: list[Dropped]) -> list[Dropped]:
    """Join neighbouring spans with the same reason."""
    result: list[Dropped] = []
    for item in sorted(dropped, key=lambda span: span.start):
        if result and result[-1].end == item.start and result[-1].reason is item.reason:
            result[-1] = Dropped(result[-1].start, item.end, item.reason)
        else:
            result.append(item)
    return result
