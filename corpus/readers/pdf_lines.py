"""From the characters of a page to its visual lines, in reading order.

Characters that follow one another in the file and on the page form runs; runs at one height form a line. Where the text
is clearly set in columns, each column is read to its end before the next.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.characters import is_han, is_wide
from corpus.readers.pdf_characters import Glyph

_SAME_HEIGHT = 0.5
"""Share of the lower of two boxes that lies beside the other when they stand on one line: marks above the line do."""
_BESIDE = 0.15
"""The same when they stand side by side on lines of their own."""
_BASELINE = 0.25
"""Font sizes by which the characters of a run may rise or sink."""
_RUN_GAP = 1.0
"""Font sizes of blank that end a run."""
_OVERLAP = 0.7
"""Font sizes by which characters of one line may lie over each other: the blank half of a punctuation mark does."""
_WORD_GAP = 0.25
"""Font sizes of blank between two Latin letters that part words, where the file holds no space."""
_WIDE_GAP = 0.6
"""The same beside a Chinese character; word processors set a quarter of a size between Chinese and Latin."""
_HAN_GAP = 0.17
"""The same between two ideographs where the line is not spread out: browsers leave spaces out of their files."""
_TELLING = 3
"""Pairs of ideographs that tell whether a line is spread out."""
_ASKEW_STEP = 2.0
"""Font sizes from one character to the next in a line that does not stand upright."""
_OPEN_LINES = 4
"""Lines that a run may still belong to: those set last."""


@dataclass(frozen=True, slots=True)
class Line:
    """A visual line in the reading frame of its page.

    Attributes:
        text: its characters; a blank for each gap that parts words.
        edges: the left edge of each character and the right edge of the last; never decreasing.
        top: upper edge of its main characters.
        bottom: their lower edge.
        size: the usual font size of its characters.
    """

    text: str
    edges: tuple[float, ...]
    top: float
    bottom: float
    size: float

    @property
    def left(self) -> float:
        """Left edge of its first character that is not blank."""
        return self.edges[len(self.text) - len(self.text.lstrip())]

    @property
    def right(self) -> float:
        """Right edge of its last character that is not blank."""
        return self.edges[len(self.text.rstrip())]


@dataclass(slots=True)
class Run:
    """Characters that follow one another in the file and on the page, and the box around them."""

    glyphs: list[Glyph]
    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def of(cls, glyph: Glyph) -> "Run":
        """A run of one character."""
        return cls([glyph], glyph.left, glyph.top, glyph.right, glyph.bottom)

    def goes_on(self, glyph: Glyph) -> bool:
        """Whether a character is the next one of the run."""
        last = self.glyphs[-1]
        size = max(last.size, glyph.size)
        if abs(glyph.bottom - last.bottom) > _BASELINE * size:
            return False
        return last.left - 0.1 * size <= glyph.left and -_OVERLAP * size <= glyph.left - last.right <= _RUN_GAP * size

    def add(self, glyph: Glyph) -> None:
        """Put a character behind the last."""
        self.glyphs.append(glyph)
        self.left, self.right = min(self.left, glyph.left), max(self.right, glyph.right)
        self.top, self.bottom = min(self.top, glyph.top), max(self.bottom, glyph.bottom)

    @property
    def size(self) -> float:
        """The font size of its first character."""
        return self.glyphs[0].size

    @property
    def is_blank(self) -> bool:
        """Whether it shows nothing."""
        return all(glyph.char.isspace() for glyph in self.glyphs)


def runs(glyphs: Iterable[Glyph]) -> list[Run]:
    """The runs of characters in the order of the file."""
    result: list[Run] = []
    for glyph in glyphs:
        if result and result[-1].goes_on(glyph):
            result[-1].add(glyph)
        else:
            result.append(Run.of(glyph))
    return result


def lines_of(parts: Sequence[Run]) -> list[Line]:
    """The lines that runs form, from top to bottom; lines of blanks are none."""
    groups: list[_Group] = []
    for part in sorted(parts, key=lambda run: (run.top + run.bottom, run.left)):
        if part.is_blank:
            continue
        group = next((group for group in groups[: -_OPEN_LINES - 1 : -1] if group.takes(part)), None)
        if group is None:
            groups.append(_Group(part))
        else:
            group.add(part)
    _place_blanks(groups, [part for part in parts if part.is_blank])
    ordered = sorted(groups, key=lambda group: (group.top + group.bottom, group.parts[0].left))
    return _left_first([_line([glyph for part in group.parts for glyph in part.glyphs]) for group in ordered])


def _left_first(lines: list[Line]) -> list[Line]:
    """The lines with each that is set half a line higher, to the right of another, behind that one.

    So are the values of a form whose labels stand at the middle of several lines.
    """
    for at in range(1, len(lines)):
        upper, lower = lines[at - 1], lines[at]
        shared = upper.bottom - lower.top
        beside = upper.edges[0] >= lower.edges[-1]
        if beside and shared >= _BESIDE * min(upper.bottom - upper.top, lower.bottom - lower.top):
            lines[at - 1], lines[at] = lower, upper
    return lines


def askew_lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines of characters that do not stand upright, in the order of the file.

    Such a line has the box around all of it; its characters share the width evenly.
    """
    groups: list[list[Glyph]] = []
    for glyph in glyphs:
        if groups and _distance(groups[-1][-1], glyph) <= _ASKEW_STEP * max(glyph.size, groups[-1][-1].size):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    return [_askew_line(group) for group in groups if not all(glyph.char.isspace() for glyph in group)]


def _distance(first: Glyph, second: Glyph) -> float:
    across = (first.left + first.right - second.left - second.right) / 2
    return math.hypot(across, (first.top + first.bottom - second.top - second.bottom) / 2)


def _askew_line(glyphs: Sequence[Glyph]) -> Line:
    left, right = min(glyph.left for glyph in glyphs), max(glyph.right for glyph in glyphs)
    top, bottom = min(glyph.top for glyph in glyphs), max(glyph.bottom for glyph in glyphs)
    edges = tuple(left + (right - left) * at / len(glyphs) for at in range(len(glyphs) + 1))
    return Line("".join(glyph.char for glyph in glyphs), edges, top, max(bottom, top + 0.1), glyphs[0].size)


class _Group:
    """The runs of a line found so far, from left to right."""

    def __init__(self, first: Run) -> None:
        self.parts = [first]
        self.top, self.bottom = first.top, first.bottom

    def takes(self, part: Run) -> bool:
        shared = min(self.bottom, part.bottom) - max(self.top, part.top)
        if shared < _SAME_HEIGHT * min(self.bottom - self.top, part.bottom - part.top):
            return False
        reach = _OVERLAP * min(part.size, self.parts[0].size)
        return all(part.left >= other.right - reach or part.right <= other.left + reach for other in self.parts)

    def add(self, part: Run) -> None:
        if part.bottom - part.top > self.bottom - self.top:
            self.top, self.bottom = part.top, part.bottom
        self.parts.append(part)
        self.parts.sort(key=lambda run: run.left)


def _place_blanks(groups: Sequence[_Group], blanks: Sequence[Run]) -> None:
    """Put each run of blanks into the line that it stands in, if any."""
    ordered = sorted(groups, key=lambda group: group.top)
    for blank in blanks:
        middle = (blank.top + blank.bottom) / 2
        home = next((group for group in ordered if group.top <= middle <= group.bottom), None)
        if home is not None:
            home.parts.append(blank)
            home.parts.sort(key=lambda run: run.left)


def _line(glyphs: Sequence[Glyph]) -> Line:
    text: list[str] = []
    edges: list[float] = []
    behind: Glyph | None = None
    usual = _usual_gap(glyphs)
    for glyph in glyphs:
        if behind is not None and _is_gap(behind, glyph, usual):
            text.append(" ")
            edges.append(behind.right)
        text.append(glyph.char)
        edges.append(glyph.left)
        behind = glyph
    edges.append(max(glyph.right for glyph in glyphs))
    seen = [glyph for glyph in glyphs if not glyph.char.isspace()]
    size = median(glyph.size for glyph in seen)
    main = [glyph for glyph in seen if glyph.size >= 0.8 * size] or seen
    top, bottom = min(glyph.top for glyph in main), max(glyph.bottom for glyph in main)
    return Line("".join(text), tuple(_rising(edges)), top, max(bottom, top + 0.1), size)


def _usual_gap(glyphs: Sequence[Glyph]) -> float:
    """The blank between neighbouring ideographs of a line, in font sizes: more than nothing where it is spread out."""
    gaps = [
        (after.left - before.right) / after.size
        for before, after in pairwise(glyphs)
        if is_han(before.char) and is_han(after.char) and after.size > 0
    ]
    return max(0.0, median(gaps)) if len(gaps) >= _TELLING else _WIDE_GAP


def _is_gap(before: Glyph, after: Glyph, usual: float) -> bool:
    """Whether a blank between two characters parts words and no space in the file says so."""
    if before.char.isspace() or after.char.isspace():
        return False
    gap = after.left - before.right
    size = min(before.size, after.size)
    if is_han(before.char) and is_han(after.char):
        return gap > min(_WIDE_GAP, max(_HAN_GAP, 3 * usual)) * size
    wide = is_wide(before.char) or is_wide(after.char)
    return gap > (_WIDE_GAP if wide else _WORD_GAP) * size


def _rising(edges: Iterable[float]) -> Iterator[float]:
    """The edges, none to the left of the one before."""
    reached = float("-inf")
    for edge in edges:
        reached = max(reached, edge)
        yield reached
