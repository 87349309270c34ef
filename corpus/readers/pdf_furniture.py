"""Page furniture: running heads and feet, page numbers, what a browser prints around a page, watermarks.

Only lines at the head and the foot of a page are looked at, from the outside in. A page number in dashes or words is
told by its form; a bare number must count with the pages. A running head stands at the same place on several pages.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.layout import DropReason
from corpus.readers.pdf_lines import Line

Place = tuple[int, int]
"""A line: the index of its page and its index on the page."""


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of a page that may be furniture, in any order, and the height of the page in points.

    Attributes:
        lines: index on the page and line.
        height: height of the page.
        askew: indices of lines that do not stand upright: they repeat anywhere.
    """

    lines: tuple[tuple[int, Line], ...]
    height: float
    askew: frozenset[int] = frozenset()


_BAND = 0.14
"""Share of the page at its head and foot in which furniture stands (GB/T 9704-2012: margins of 37 and 35 of 297 mm)."""
_LAYERS = 3
"""Lines of furniture above or below each other."""
_PAGES = 3
"""Pages on which a running head stands at least; in a file of two pages, both."""
_DRIFT = 6.0
"""Points by which its place may differ."""
_ALONE = 1.2
"""Font sizes of blank around a bare number that counts no pages but is the only one."""

_NUMBER = "[0-9０-９]{1,4}"
_DASH = "[-—–－―─‐‑一~～·•.]"
_IN_DASHES = re.compile(rf"{_DASH}+ *({_NUMBER}) *{_DASH}+|[-—–－―─]+ *({_NUMBER})|({_NUMBER}) *[-—–－―─]+")
_IN_WORDS = re.compile(
    rf"第 *({_NUMBER}) *页(?:[，,、/ 　]*[共总] *{_NUMBER} *页)?"
    rf"|(?:共 *{_NUMBER} *页[，,、/ 　]*)?第 *({_NUMBER}) *页"
    rf"|[Pp](?:age|AGE)[. ]*({_NUMBER})(?: *(?:/|of|OF) *{_NUMBER})?"
)
_BARE = re.compile(rf"({_NUMBER})(?: */ *{_NUMBER})?")
_ROMAN = re.compile("[ivxIVX]{1,6}|[Ⅰ-Ⅻⅰ-ⅻ]")
_PRINTED_AT = re.compile(
    r"(?:(?:19|20)[0-9]{2}[-/年.][0-9]{1,2}[-/月.][0-9]{1,2}日?|[0-9]{1,2}/[0-9]{1,2}/(?:20)?[0-9]{2})"
    r",? +(?:[上下]午 ?)?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?[AP]M)?(?: .*)?"
)
_ADDRESS = re.compile(r"(?:https?|file|about|chrome)[:：]\S*(?: +[0-9]{1,4} */ *[0-9]{1,4})?")
_NEVER = re.compile(
    "附 *[件表录]|第 *[0-9一二三四五六七八九十百]+ *[章节条编]"
    "|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]"
)
"""Headings, which stand at the head of pages for their own sake."""
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}


def furniture(pages: Sequence[PageLines]) -> dict[Place, DropReason]:
    """The lines of a file that are furniture, with the reason."""
    found = _repeated(pages)
    for _ in range(_LAYERS):
        outer = list(_outermost(pages, found))
        numbers = _numbers(pages, outer)
        printed = {place: DropReason.RUNNING_HEAD for place, line in outer if _is_browser_line(line)}
        if not numbers and not printed:
            break
        found |= {**printed, **numbers}
    return found


def _is_browser_line(line: Line) -> bool:
    text = line.text.strip()
    return bool(_PRINTED_AT.fullmatch(text) or _ADDRESS.fullmatch(text))


def _outermost(pages: Sequence[PageLines], found: Mapping[Place, DropReason]) -> Iterator[tuple[Place, Line]]:
    """The first and the last line of each page that are not yet furniture, where they lie in its head or foot."""
    for number, page in enumerate(pages):
        open_lines = [
            (line, (number, index))
            for index, line in page.lines
            if (number, index) not in found and index not in page.askew
        ]
        if not open_lines:
            continue
        first = min(open_lines, key=lambda item: (item[0].top, item[0].left))
        last = max(open_lines, key=lambda item: (item[0].bottom, item[0].left))
        if first[0].bottom <= _BAND * page.height:
            yield first[1], first[0]
        if last[0].top >= (1 - _BAND) * page.height and last is not first:
            yield last[1], last[0]


def _numbers(pages: Sequence[PageLines], outer: Sequence[tuple[Place, Line]]) -> dict[Place, DropReason]:
    """The page numbers among outermost lines."""
    result: dict[Place, DropReason] = {}
    counting: dict[tuple[int, bool], list[Place]] = defaultdict(list)
    for place, line in outer:
        text = line.text.strip()
        if _IN_DASHES.fullmatch(text) or _IN_WORDS.fullmatch(text):
            result[place] = DropReason.PAGE_NUMBER
        elif (value := _value(text)) is not None:
            counting[value - place[0], line.top > pages[place[0]].height / 2].append(place)
    for (offset, at_foot), places in counting.items():
        alone = len(pages) == 1 and offset == 1 and at_foot and _stands_off(pages[0], places[0][1])
        if len(places) > 1 or alone:
            result |= dict.fromkeys(places, DropReason.PAGE_NUMBER)
    return result


def _value(text: str) -> int | None:
    """The number that a bare page number shows."""
    if found := _BARE.fullmatch(text):
        return int(found[1])
    if not _ROMAN.fullmatch(text):
        return None
    if len(text) == 1 and text in "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅺⅻ":
        return (ord(text) - 0x2160) % 16 + 1
    digits = [_ROMAN_VALUES[char] for char in text.lower()]
    return sum(-digit if digit < max(digits[at:]) else digit for at, digit in enumerate(digits))


def _stands_off(page: PageLines, index: int) -> bool:
    """Whether a line is well below the others of its page."""
    line = dict(page.lines)[index]
    above = [other.bottom for at, other in page.lines if at != index]
    return not above or line.top - max(above) >= _ALONE * line.size


def _repeated(pages: Sequence[PageLines]) -> dict[Place, DropReason]:
    """The lines that stand at the same place of several pages, but for the numbers in them."""
    candidates: dict[str, list[tuple[Place, float]]] = defaultdict(list)
    for number, page in enumerate(pages):
        for index, line in _edge_lines(page):
            words = re.sub(r"\s", "", line.text)
            if index in page.askew:
                candidates[f"askew {words}"].append(((number, index), 0.0))
            elif not _NEVER.match(words) and not _value_only(words):
                in_foot = line.top > page.height / 2
                key = re.sub("[0-9０-９]+", "0", words)
                candidates[f"{in_foot} {key}"].append(((number, index), line.top))
    result: dict[Place, DropReason] = {}
    least = _PAGES if len(pages) > 2 else 2
    for items in candidates.values():
        places = _together(items)
        if len({number for number, _ in places}) >= least:
            result |= dict.fromkeys(places, DropReason.RUNNING_HEAD)
    return result


def _value_only(words: str) -> bool:
    return bool(_IN_DASHES.fullmatch(words) or _IN_WORDS.fullmatch(words)) or _value(words) is not None


def _edge_lines(page: PageLines) -> Iterator[tuple[int, Line]]:
    """The lines of a page where furniture may stand."""
    upright = [(index, line) for index, line in page.lines if index not in page.askew]
    by_top = sorted(upright, key=lambda item: item[1].top)
    head = [item for item in by_top[:_LAYERS] if item[1].bottom <= _BAND * page.height]
    foot = [item for item in by_top[-_LAYERS:] if item[1].top >= (1 - _BAND) * page.height]
    yield from head
    yield from (item for item in foot if item not in head)
    yield from (item for item in page.lines if item[0] in page.askew)


def _together(items: Sequence[tuple[Place, float]]) -> list[Place]:
    """The places of the largest group of lines at one height."""
    heights = [round(top / _DRIFT) for _, top in items]
    usual = max(Counter(heights).items(), key=lambda pair: (pair[1], -pair[0]))[0] * _DRIFT
    return [place for place, top in items if abs(top - usual) <= _DRIFT]
