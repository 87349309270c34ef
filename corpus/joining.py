"""Joining: which lines of a file continue the paragraph of the line before."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.characters import display_width
from corpus.lines import Line
from corpus.numbering import match_marker
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
    def stands_alone(self) -> bool:
        """Whether it is of a kind that is never more than its line: a table row, an 附件 line, a date."""
        return (is_row(self._head) and is_row(self._tail)) or bool(_OWN_LINE.match(self._head))

    @property
    def is_cut(self) -> bool:
        """Whether it is running text that stops in the middle of a sentence, as at the foot of a page."""
        if _ENDED.search(self._tail):
            return False
        if self._stops:
            return True
        heading = match_marker(self._head) is not None and self._width <= _HEADING_COLUMNS
        return self._commas and self._width >= _LINE_COLUMNS and not heading


def paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines of each paragraph."""
    wrap = _wrap_width(lines)
    open_paragraph: _Paragraph | None = None
    for line in lines:
        if open_paragraph is not None and _continues(open_paragraph, line, wrap):
            open_paragraph.add(line)
            continue
        if open_paragraph is not None:
            yield open_paragraph.lines
        open_paragraph = _Paragraph(line)
    if open_paragraph is not None:
        yield open_paragraph.lines


def _continues(before: _Paragraph, line: Line, wrap: int | None) -> bool:
    text = line.text
    if is_row(text) or before.stands_alone:
        return False
    if text[0] in _NEVER_FIRST:
        return True
    if match_marker(text) or _OWN_LINE.match(text) or _ITEM.match(text):
        return False
    return before.is_cut or (wrap is not None and _reaches_margin(before.lines[-1].text, text, wrap))


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
