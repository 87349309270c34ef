"""Alignment: the ideographs, digits and letters of a text, and the long stretches of them that occur again."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.characters import is_han
from corpus.layout import Span

_OPENERS = "（(《〈“‘「『【〔[<—•● "
_LONG = 200
"""A match of this length is a copy; the places of its pieces are not kept, for the first ones serve."""
_STEP = 64


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch that occurs again: where it stands, where it stood first, and its length."""

    at: int
    source: int
    length: int


def matches(key: str, known: Span, searched: Span, seed: int) -> list[Block]:
    """The stretches of `searched` that occur in `known`, from left to right, each at least `seed` long.

    The two spans are disjoint or the same; in the latter case a stretch is matched with what stands before it. Of
    several places the nearest behind the match before is taken, else the first.
    """
    places: dict[str, list[int]] = {}
    own = known == searched
    if not own:
        for at in range(known[0], known[1] - seed + 1):
            places.setdefault(key[at : at + seed], []).append(at)
    blocks: list[Block] = []
    at, expected = searched[0], known[0]
    while at <= searched[1] - seed:
        piece = key[at : at + seed]
        found = places.get(piece)
        length = 0
        source = 0
        if found is not None:
            near = bisect_left(found, expected)
            source = found[near] if near < len(found) else found[0]
            room = at - source if own else known[1] - source
            length = _common(key, source, at, min(room, searched[1] - at))
        if length < seed:
            if own:
                places.setdefault(piece, []).append(at)
            at += 1
            continue
        blocks.append(Block(at, source, length))
        if own and length < _LONG:
            for inner in range(at, at + length - seed + 1):
                places.setdefault(key[inner : inner + seed], []).append(inner)
        at += length
        expected = source + length
    return blocks


def _common(key: str, first: int, second: int, room: int) -> int:
    """How many characters from two places on are the same, at most `room`."""
    length = 0
    while length + _STEP <= room:
        here, there = first + length, second + length
        if key[here : here + _STEP] != key[there : there + _STEP]:
            break
        length += _STEP
    while length < room and key[first + length] == key[second + length]:
        length += 1
    return length


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """A line of a text: its positions `[start, end)` and the numbers `[first, last)` of its compared characters."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True)
class Compared:
    """What is compared of a text: ideographs, digits and Latin letters.

    Attributes:
        text: the text, line by line.
        key: its compared characters.
        at: their positions in the text.
        lines: its lines, but for those that are left out of the comparison.
    """

    text: str
    key: str
    at: tuple[int, ...]
    lines: tuple[ComparedLine, ...]

    @classmethod
    def of(cls, text: str, left_out: Sequence[bool]) -> "Compared":
        """What is compared of a text; `left_out` tells line by line what is not looked at."""
        wanted = {char for char in set(text) if is_han(char) or char.isalnum()}
        at: list[int] = []
        lines: list[ComparedLine] = []
        start = 0
        for line, out in zip(text.split("\n"), left_out, strict=True):
            if not out:
                first = len(at)
                at += [start + place for place, char in enumerate(line) if char in wanted]
                lines.append(ComparedLine(start, start + len(line), first, len(at)))
            start += len(line) + 1
        return cls(text, "".join(map(text.__getitem__, at)), tuple(at), tuple(lines))

    @cached_property
    def starts(self) -> list[int]:
        """The number of the first compared character of each line."""
        return [line.first for line in self.lines]

    def line(self, number: int) -> ComparedLine:
        """The line of a compared character."""
        return self.lines[bisect_right(self.starts, number) - 1]

    def begins(self, span: Span) -> list[int]:
        """The compared characters of a span that are the first of their lines."""
        inside = self.starts[bisect_left(self.starts, span[0]) : bisect_left(self.starts, span[1])]
        return sorted(set(inside))

    def opened(self, number: int) -> int:
        """The position of a compared character, or that of the opening signs in front of it."""
        at, start = self.at[number], self.line(number).start
        while at > start and self.text[at - 1] in _OPENERS:
            at -= 1
        return at

    def stretches(self, span: Span) -> Iterator[Span]:
        """The positions that a span of compared characters takes, line by line, with their punctuation."""
        first, last = span
        for line in self.lines[max(0, bisect_left(self.starts, first) - 1) :]:
            if line.first >= last:
                return
            if line.last > first or (line.first == line.last and line.first > first):
                start = line.start if line.first >= first else self.opened(first)
                end = line.end if line.last <= last else self.opened(last)
                if start < end:
                    yield start, end
