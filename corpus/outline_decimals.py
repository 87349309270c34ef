"""Decimal numbering: `1 总则`, `1.1 编制目的`, `1.3.1`, as emergency plans, standards and technical rules have it.

A number alone proves little: `3.5` may begin a sentence, `5` may count things. So a line opens a unit only as a link of
a chain that begins with 1 or 1.1, goes on from number to number and has at least two numbers with a dot.
"""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from corpus.numbering import DEPTH, Level, Marker, match_decimal

_LEVELS = (Level.HEADING_1, Level.HEADING_2, Level.HEADING_3, Level.HEADING_4, Level.HEADING_5)
_ABOVE = {Level.PART, Level.CHAPTER, Level.SECTION, Level.HEADING_1, Level.HEADING_3}
"""Forms that decimal numbers go on from: 第一章 or 1. above 1.1."""
_TOP = 5.0
"""Decimal numbers nest below articles and above all other forms, unless they go on from one of these."""
_STEP = 0.1
_LEAST_DOTTED = 2
_MOST_SKIPPED = 3
_LONGEST_TOP = 30
_NO_TOP = re.compile("[。；，：！？…|]|[0-9]$")
_COUNTED = re.compile("[个项条年月日时天人家户次元米吨级类种名位件批所座台套处公倍分点度周岁亩期页千百]|平方|小时")
"""What a number without a dot counts. Headings begin with these too; then 1.1 stands below."""


@dataclass(frozen=True, slots=True)
class _Number:
    """A decimal number that a line begins with.

    Attributes:
        at: the line.
        path: the number: (1, 3, 1) for 1.3.1.
        length: characters of the line that it takes.
        counts: whether it may be the count of something.
    """

    at: int
    path: tuple[int, ...]
    length: int
    counts: bool


def decimal_markers(
    texts: Sequence[str], markers: Sequence[Marker | None], first: int, other: Container[int]
) -> dict[int, Marker]:
    """The lines of one part of a document that open units with decimal numbers, and their markers.

    Args:
        texts: the lines of the document.
        markers: for each line of the part, the number of another form that it opens with.
        first: the first line of the part.
        other: lines that are known to be something else.
    """
    numbers: list[_Number] = []
    for at, marker in enumerate(markers, first):
        if marker is None and at not in other and (number := _number(texts[at], at)) is not None:
            numbers.append(number)
    found: dict[int, Marker] = {}
    for chain in _chains(numbers, markers, first):
        if sum(len(number.path) > 1 for number in chain) < _LEAST_DOTTED:
            continue
        above = _above(chain[0], markers, first)
        base = _TOP if above is None else float(DEPTH[above.level])
        top = 1 if above is None or above.level not in _LEVELS else _LEVELS.index(above.level) + 1
        for number in chain:
            depth = len(number.path)
            level = _LEVELS[min(top + depth - 1, len(_LEVELS)) - 1]
            printed = ".".join(map(str, number.path))
            found[number.at] = Marker(level, number.path[-1], printed, number.length, base + _STEP * depth)
    return found


def opens_decimal(text: str) -> bool:
    """Whether a line by itself reads like one that opens with a decimal number (2.1 领导机构, 8 附则)."""
    number = _number(text, 0)
    return number is not None and not (number.counts and len(number.path) == 1)


def _number(text: str, at: int) -> _Number | None:
    decimal = match_decimal(text)
    if decimal is None:
        return None
    path, length = decimal
    words = text[length:]
    if len(path) == 1 and (not words or len(words) > _LONGEST_TOP or _NO_TOP.search(words)):
        return None
    return _Number(at, path, length, counts=bool(_COUNTED.match(words)))


def _chains(numbers: Sequence[_Number], markers: Sequence[Marker | None], first: int) -> Iterator[list[_Number]]:
    chain: list[_Number] = []
    for number, following in zip_longest(numbers, numbers[1:]):
        below = following is not None and following.path[:2] == (*number.path[:1], 1)
        if chain and _goes_on(chain[-1].path, number, below=below):
            chain.append(number)
        elif _begins(number, below=below, fresh=not chain) and (
            number.path[0] == 1 or _above(number, markers, first) is not None
        ):
            yield chain
            chain = [number]
    yield chain


def _goes_on(last: tuple[int, ...], number: _Number, *, below: bool) -> bool:
    """Whether a number may come next: the first one below the last, or the next one beside it or one above it."""
    path = number.path
    if path <= last:
        return False
    if len(path) == 1:
        return below or (path[0] == last[0] + 1 and not number.counts)
    same = next((at for at, (one, two) in enumerate(zip(last, path, strict=False)) if one != two), len(last))
    ones = path[same:] if same == len(last) else path[same + 1 :]
    return set(ones) <= {1} and (same == len(last) or path[same] - last[same] <= _MOST_SKIPPED)


def _begins(number: _Number, *, below: bool, fresh: bool) -> bool:
    """Whether a chain may begin with a number: 1 with 1.1 below it, or n.1."""
    path = number.path
    if len(path) == 1:
        return path == (1,) and (below or (fresh and not number.counts))
    return set(path[1:]) == {1}


def _above(number: _Number, markers: Sequence[Marker | None], first: int) -> Marker | None:
    """The number of another form that a chain goes on from: 第一章 or 1. above 1.1."""
    if len(number.path) == 1:
        return None
    before = (marker for marker in reversed(markers[: number.at - first]) if marker is not None)
    nearest = next((marker for marker in before if marker.level in _ABOVE), None)
    return nearest if nearest is not None and nearest.ordinal == number.path[0] else None
