"""Splitting: where paragraphs begin that a file has run together, told by their numbers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.numbering import DEPTH, Level, Marker, match_marker
from corpus.typeset import is_row

_UNITS = (Level.PART, Level.CHAPTER, Level.SECTION, Level.ARTICLE)
_HAN = "〇零一二三四五六七八九十百千两"
_NUMBER = re.compile(
    rf"第[{_HAN}0-9]{{1,9}}(?:编|篇|部分|章|节|条)|[{_HAN}]{{1,3}}、|[（(] ?(?:[{_HAN}]{{1,4}}|[0-9]{{1,2}}) ?[）)]"
    "|[0-9]{1,2} ?[.．、]|[0-9]{1,2}[）)]|[①-⑳㈠-㈩⑴-⒛]"
)
_PROBE = 40
"""Characters behind a number that tell whether it opens a unit."""
_STOPS = "。！？…"
_CLOSERS = "”’」』）)】〕》"
_HEADING_LENGTH = 45
_ARTICLE_HEADING_LENGTH = 20
_SHORTEST = 12
"""Characters: a shorter line is not taken for several paragraphs."""
_FORWARD = 20
"""How many numbers of its kind are looked at for the one that follows a first one."""
_CONTENTS = re.compile("(?<=[。）)0-9 ])目 ?录(?=第?[一1])")
_DATE = "[12][0-9]{3}年[0-9]{1,2}月[0-9]{1,2}日"
_SIGNED = re.compile(rf"(?<=。)([^，。；：、！？]{{2,60}}?)({_DATE})(?=$|[（(【\[《])")
_BARE_UNIT = re.compile(rf"第[{_HAN}0-9]{{1,9}}(?:编|篇|章|节|条)$")


class Numbers:
    """The numbers met so far, kind by kind."""

    def __init__(self) -> None:
        self._last: dict[Level, int] = {}

    def fits(self, marker: Marker) -> bool:
        """Whether a number goes on from the last of its kind, or begins anew."""
        return marker.ordinal in (1, self._last.get(marker.level, 0) + 1)

    def take(self, marker: Marker) -> None:
        """Go on from this number."""
        self._last[marker.level] = marker.ordinal


def bare_unit(text: str) -> bool:
    """Whether a text ends with the number of a chapter or an article alone, whose words are still to come."""
    return _BARE_UNIT.search(text) is not None


@dataclass(frozen=True, slots=True)
class _Number:
    """A number that may open a paragraph.

    `at` is its place in its line; `behind_heading` tells that the words in front are a heading, not a sentence.
    """

    line: int
    at: int
    marker: Marker
    behind_heading: bool = False


def split_points(lines: Sequence[str], told: Sequence[int] = ()) -> dict[int, list[int]]:
    """By line, in order, the places where paragraphs begin inside lines that are run together.

    A number opens a paragraph when a sentence or a heading ends in front of it and the sequence bears it out: it
    follows the last of its kind, or it is a first one and the second comes later. A cross-reference (第二条第一款, 本法
    第二十七条) stands inside a sentence. A line is taken for several paragraphs only when it holds a further chapter or
    article, a further 一、 or two of the lower numbers, so an enumeration inside a sentence stays as it is.

    Args:
        lines: the text of each line; an empty string for one that must not be split.
        told: the numbers of the lines that are known to be run together.
    """
    numbers = [number for line, text in enumerate(lines) for number in _line_numbers(line, text)]
    inside: dict[int, list[_Number]] = {}
    for number in _in_sequence(numbers):
        if number.at:
            inside.setdefault(number.line, []).append(number)
    known = frozenset(told)
    result: dict[int, list[int]] = {}
    for line, text in enumerate(lines):
        found = inside.get(line, [])
        if line in known or _run_together(text, found):
            points = sorted({number.at for number in found} | _unnumbered(text))
            if points:
                result[line] = points
    return result


def _line_numbers(line: int, text: str) -> Iterator[_Number]:
    """The numbers of a line that may open a paragraph by what stands in front of them."""
    if is_row(text):
        return
    first = match_marker(text[:_PROBE])
    before = None
    if first is not None:
        before = _Number(line, 0, first)
        yield before
    if len(text) < _SHORTEST:
        return
    for found in _NUMBER.finditer(text, 1):
        at = found.start()
        marker = match_marker(text[at : at + _PROBE])
        if marker is None or (before is not None and at < before.at + before.marker.length):
            continue
        behind_heading = _is_behind_heading(text, at, marker, before)
        if behind_heading or _is_behind_sentence(text, at, marker):
            before = _Number(line, at, marker, behind_heading)
            yield before


def _is_behind_sentence(text: str, at: int, marker: Marker) -> bool:
    high = marker.level in _UNITS or marker.level is Level.HEADING_1
    front = text[max(0, at - 6) : at].rstrip(" ")
    if high and front[-1:] in tuple("）)】》"):
        return True
    inner = front.rstrip(_CLOSERS)
    if not inner:
        return False
    if inner[-1] in "；：" and inner == front:
        # 修改为：第四条… quotes an article, and what follows ； in a row of 一、 is a part of the sentence.
        return marker.level not in _UNITS and (marker.level is not Level.HEADING_1 or inner[-1] == "：")
    return inner[-1] in _STOPS


def _is_behind_heading(text: str, at: int, marker: Marker, before: _Number | None) -> bool:
    """Whether a number stands right behind the heading of the number before it, or behind 目录."""
    if marker.ordinal == 1 and text[max(0, at - 8) : at].rstrip(" ").endswith(("目录", "目 录")):
        return True
    if before is None:
        return False
    start = before.at + before.marker.length
    level = before.marker.level
    limit = _ARTICLE_HEADING_LENGTH if level is Level.ARTICLE else _HEADING_LENGTH
    heading = text[start:at].strip() if at - start <= 2 * limit else ""
    if not 0 < len(heading) <= limit or re.search("[。！？；：]", heading):
        return False
    if heading.endswith(tuple("，、的第本与和及或至到按照据")):
        return False
    contents = level in _UNITS[:3] and marker.level in _UNITS[:3]
    if level is Level.ARTICLE and re.search("[，、]", heading):
        return False
    return contents or (level in (*_UNITS, Level.HEADING_1, Level.HEADING_2) and DEPTH[marker.level] > DEPTH[level])


def _in_sequence(numbers: Sequence[_Number]) -> Iterator[_Number]:
    by_level: dict[Level, list[_Number]] = {}
    for number in numbers:
        by_level.setdefault(number.marker.level, []).append(number)
    place = {id(number): at for group in by_level.values() for at, number in enumerate(group)}
    sequence = Numbers()
    for number in numbers:
        group = by_level[number.marker.level]
        at = place[id(number)]
        following = [later.marker.ordinal for later in group[at + 1 : at + 1 + _FORWARD]]
        alone = number.marker.ordinal == 1 and not _second_comes(following)
        if number.at == 0 or (sequence.fits(number.marker) and not alone):
            sequence.take(number.marker)
            yield number


def _second_comes(following: Sequence[int]) -> bool:
    return next((ordinal == 2 for ordinal in following if ordinal in (1, 2)), False)


def _run_together(text: str, found: Sequence[_Number]) -> bool:
    """Whether a line holds several paragraphs, by the numbers inside it."""
    if any(number.marker.level in _UNITS or number.marker.level is Level.HEADING_1 for number in found):
        return True
    lower = [number for number in found if number.marker.level in (Level.HEADING_2, Level.HEADING_3)]
    ended = [number for number in lower if number.behind_heading or text[number.at - 1] in _STOPS]
    return len(ended) >= 2 and any(
        after.marker.ordinal == before.marker.ordinal + 1 for before, after in pairwise(ended)
    )


def _unnumbered(text: str) -> set[int]:
    """Where the list of contents and the signature begin."""
    points = {found.start() for found in _CONTENTS.finditer(text)}
    for found in _SIGNED.finditer(text):
        points |= {found.start(1), found.start(2)}
        if found.end() < len(text):
            points.add(found.end())
    return points
