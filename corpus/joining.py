"""Joining: which lines of a file continue the paragraph of the line before."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.characters import display_width, is_han, is_wide
from corpus.lines import Line
from corpus.numbering import match_marker
from corpus.splitting import Numbers, bare_unit
from corpus.typeset import is_row

_TERMINAL = "。！？；：…!?;:"
# 》 closes a title and no sentence. The bodies in charge of a task often follow its last sentence in brackets.
_ENDED = re.compile(rf"[{_TERMINAL}][”’」』）)】〕\]]*$|[。！？；][（(][^（）()]*[）)]$")
_STOP = re.compile("[。！？；]")
_COMMA = re.compile("[，,;]")
_NEVER_FIRST = "，。、；：！？）》」』】〕,;:!?)"
_ITEM = re.compile("[•●○■□◆]|[-*+](?! ?[0-9.])|——")
_OWN_LINE = re.compile(
    "附件[ 0-9一二三四五六七八九十]*[:：]?$|附件[ 0-9一二三四五六七八九十]*[:：]"
    "|[（(]?[12][0-9]{3} ?年 ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?日[）)]?(?:印发)?$"
)
_LINE_COLUMNS = 40
"""Columns that a line of a page holds at least (GB/T 9704-2012 sets 56): a shorter one may be a heading."""
_HEADING_COLUMNS = 60
_SPACED_WORD = re.compile("第[^第]{1,5}章 ?[总附]$")
"""总 则 and 附 则 are set with a blank inside, at which some pages break the line."""
_HYPHEN = re.compile("[A-Za-z]-$")
_HYPHENATED = re.compile("(?<![A-Za-z-])[A-Za-z]{2,}-$")
_REST_OF_WORD = re.compile("[a-z]{2,}(?![A-Za-z-])")
_ADDRESS = re.compile("(?://|www\\.)[!-~]*[/.?=&_#%-]$")
_GOES_ON_WITH_NUMBER = re.compile("[0-9]|[A-Za-z]{1,3}(?![A-Za-z])")
_PROBE = 200
"""Characters at the beginning and the end of a paragraph that are looked at."""


class _Paragraph:
    """The lines joined so far, and what is asked about them."""

    def __init__(self, line: Line) -> None:
        self.lines = [line]
        self._head = self._tail = line.text[:_PROBE]
        self._tail = line.text[-_PROBE:]
        self._width = display_width(line.text)
        self._stops = bool(_STOP.search(line.text))
        self._commas = bool(_COMMA.search(line.text))

    def add(self, line: Line) -> None:
        self.lines.append(line)
        self._head = (self._head + line.text)[:_PROBE]
        self._tail = (self._tail + line.text)[-_PROBE:]
        self._width += display_width(line.text)
        self._stops |= bool(_STOP.search(line.text))
        self._commas |= bool(_COMMA.search(line.text))

    @property
    def head(self) -> str:
        """Its beginning."""
        return self._head

    @property
    def has_ended(self) -> bool:
        """Whether it stops behind a sentence."""
        return _ENDED.search(self._tail) is not None

    def is_open_for(self, text: str) -> bool:
        """Whether it stops at the bare number of a chapter or an article, or inside a spaced word that `text` ends."""
        last = self.lines[-1].text
        if last == "目" or _SPACED_WORD.search(self._tail):
            return text[0] == ("录" if last == "目" else "则")
        return bare_unit(self._tail)

    @property
    def stands_alone(self) -> bool:
        """Whether it is of a kind that is never more than its line: a table row, an 附件 line, a date."""
        return (is_row(self._head) and is_row(self._tail)) or bool(_OWN_LINE.match(self._head))

    @property
    def is_cut(self) -> bool:
        """Whether it is running text that stops in the middle of a sentence, as at the foot of a page."""
        if _ENDED.search(self._tail) or (self._head[0] in "（(" and self._tail[-1] in "）)"):
            return False
        if self._stops or self._tail[-1] == "、":
            return True
        heading = match_marker(self._head) is not None and self._width <= _HEADING_COLUMNS
        return self._commas and self._width >= _LINE_COLUMNS and not heading


def paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines of each paragraph.

    Where the lines tell whether they begin one, they are believed, but for these: a numbered line that goes on with
    the numbering of the lines before begins a paragraph when the sentence before has ended, and a line that cannot
    stand first (its first sign closes something, or the line before is the bare number of a chapter or an article)
    begins none. The lines of a table cell are joined among themselves only.
    """
    wrap = _wrap_width(lines)
    numbers = Numbers()
    open_paragraph: _Paragraph | None = None
    for line in lines:
        if open_paragraph is not None and _joins(open_paragraph, line, wrap, numbers):
            open_paragraph.add(line)
            continue
        if open_paragraph is not None:
            yield open_paragraph.lines
        open_paragraph = _Paragraph(line)
        if line.cell is None and (marker := match_marker(line.text)) is not None:
            numbers.take(marker)
    if open_paragraph is not None:
        yield open_paragraph.lines


def joint(before: Line, line: Line) -> tuple[bool, bool]:
    """What a line break inside a paragraph stands for: whether a hyphen in front of it goes, and whether a blank stays.

    A word hyphenated at the end of a line becomes one again, a compound keeps its hyphen. A blank parts Latin words;
    inside Chinese text it is closed later, and no number is broken by one.
    """
    tail, head = before.text[-40:], line.text[:40]
    if before.hyphenated:
        return False, False
    if line.cell is not None and (is_wide(tail[-1:]) or is_wide(head[:1])):
        return False, False  # a blank set inside a cell may part two names, but this is a line break of the page
    if _HYPHEN.search(tail):
        return bool(_HYPHENATED.search(tail) and _REST_OF_WORD.match(head)), not head[:1].isalpha()
    if _ADDRESS.search(tail) and head[:1].isascii():
        return False, False
    in_number = tail[-1:].isdigit() and any(map(is_han, tail)) and bool(_GOES_ON_WITH_NUMBER.match(head))
    return False, not in_number and head[:1] not in ".%"


def _joins(before: _Paragraph, line: Line, wrap: int | None, numbers: Numbers) -> bool:
    last = before.lines[-1]
    if line.cell is not None or last.cell is not None:
        return line.cell == last.cell and not line.begins
    if line.begins is None:
        return _continues(before, line, wrap)
    text = line.text
    if is_row(text) or is_row(before.head):
        return False
    if line.begins:
        return text[0] in _NEVER_FIRST or (not _begins_by_words(text) and before.is_open_for(text))
    marker = match_marker(text)
    return marker is None or not before.has_ended or not numbers.fits(marker)


def _begins_by_words(text: str) -> bool:
    return bool(match_marker(text) or _OWN_LINE.match(text) or _ITEM.match(text))


def _continues(before: _Paragraph, line: Line, wrap: int | None) -> bool:
    text = line.text
    if is_row(text) or before.stands_alone:
        return False
    if text[0] in _NEVER_FIRST:
        return True
    if _begins_by_words(text):
        return False
    if before.is_open_for(text) or before.is_cut:
        return True
    return wrap is not None and _reaches_margin(before.lines[-1].text, text, wrap)


def _reaches_margin(before: str, after: str, wrap: int) -> bool:
    """Whether a line is as long as the file's lines are, so that its paragraph may go on in the next."""
    if not 0.9 * wrap <= display_width(before) <= 1.15 * wrap or before[-1] in "：:":
        return False
    # A full line that ends a sentence: the paragraph goes on only into another line of running text.
    return not _ENDED.search(before) or display_width(after) >= 0.9 * wrap or bool(_ENDED.search(after))


def _wrap_width(lines: Sequence[Line]) -> int | None:
    """The column at which the file breaks its lines, or None when it keeps a paragraph on one line.

    In a wrapped file most lines that stop without a full stop stop at nearly the same width.
    """
    widths = [display_width(line.text) for line in lines if not is_row(line.text) and line.text[-1] not in _TERMINAL]
    if len(widths) < 8:
        return None
    long = Counter(round(width / 4) * 4 for width in widths if width >= 30)
    if not long:
        return None
    mode, _ = long.most_common(1)[0]
    near = sum(abs(width - mode) <= 6 for width in widths)
    return mode if near >= 0.5 * len(widths) else None
