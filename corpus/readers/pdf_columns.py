"""Columns: where a page is clearly set in columns, its parts in the order in which they are read.

A page has columns where a blank strip runs between two stacks of well filled lines. Lines that cross the strip part the
page into bands; inside each band the left column is read before the right one (the idea of Nagy's X-Y cut, 1984, in the
reading order of a page set in one direction).
"""

import math
from collections.abc import Sequence
from itertools import accumulate
from statistics import median

from corpus.readers.pdf_lines import Line, Run, lines_of

_LEAST_LINES = 6
"""Lines that each of two columns has at least."""
_LEAST_CHARACTERS = 9
"""Characters that half of the lines of a column have at least: table columns are narrower."""
_FILLED = 0.55
"""Share of the lines of a column that reach its right edge."""
_SLACK = 2.0
"""Font sizes by which a line may miss the edge."""
_GUTTER = 0.9
"""Font sizes that the strip is wide at least."""
_STEP = 2.0
_MIDDLE = (0.2, 0.8)
"""The part of the width in which a strip is looked for."""


def columns(parts: Sequence[Run]) -> list[list[Line]]:
    """The lines of a page or frame, block by block in reading order; one block where there are no columns."""
    seen = [part for part in parts if not part.is_blank]
    strip = _strip(seen) if len(seen) >= 2 * _LEAST_LINES else None
    if strip is None:
        return _blocks(parts)
    result: list[list[Line]] = []
    plain: list[Run] = []
    for band in _bands(parts, strip):
        left = [part for part in band if (part.left + part.right) / 2 <= strip]
        right = [part for part in band if (part.left + part.right) / 2 > strip]
        if _crosses(band[0], strip) or not (_is_column(lines_of(left)) and _is_column(lines_of(right))):
            plain += band
            continue
        result += [*_blocks(plain), *columns(left), *columns(right)]
        plain = []
    return [*result, *_blocks(plain)]


def _blocks(parts: Sequence[Run]) -> list[list[Line]]:
    lines = lines_of(parts)
    return [lines] if lines else []


def _crosses(part: Run, strip: float) -> bool:
    return part.left < strip < part.right


def _strip(parts: Sequence[Run]) -> float | None:
    """The place of the blank strip that the fewest runs cross, or None when the sides are no columns."""
    size = median(part.size for part in parts)
    left, right = min(part.left for part in parts), max(part.right for part in parts)
    low, high = (left + share * (right - left) for share in _MIDDLE)
    half = _GUTTER * size / 2
    # How many runs come within half a strip of each place: they enter and leave at these steps.
    steps = max(1, int((high - low) / _STEP))
    changes = [0] * (steps + 1)
    for part in parts:
        enters, leaves = (part.left - half - low) / _STEP, (part.right + half - low) / _STEP
        if leaves > 0 and enters < steps:
            changes[max(0, math.floor(enters) + 1)] += 1
            changes[min(steps, max(0, math.ceil(leaves)))] -= 1
    crossing = list(accumulate(changes[:steps]))
    best = min(range(steps), key=crossing.__getitem__)
    if crossing[best] > len(parts) / 4:
        return None
    x = low + best * _STEP
    sides = ([part for part in parts if part.right <= x], [part for part in parts if part.left >= x])
    return x if all(len(side) >= _LEAST_LINES for side in sides) else None


def _bands(parts: Sequence[Run], strip: float) -> list[list[Run]]:
    """The runs between those that cross the strip, from top to bottom; each that crosses is a band of its own."""
    ordered = sorted(parts, key=lambda part: (part.top + part.bottom, part.left))
    bands: list[list[Run]] = []
    crossed = True
    for part in ordered:
        crosses = _crosses(part, strip) and not part.is_blank
        if crosses or crossed:
            bands.append([part])
        else:
            bands[-1].append(part)
        crossed = crosses
    return bands


def _is_column(lines: Sequence[Line]) -> bool:
    """Whether lines are the running text of a column: enough of them, long, and most filled to the right edge."""
    if len(lines) < _LEAST_LINES or median(len(line.text) for line in lines) < _LEAST_CHARACTERS:
        return False
    # The edge is where most lines end: a page number at the foot may stand further right.
    filled = max(sum(abs(line.right - edge.right) <= _SLACK * line.size for line in lines) for edge in lines)
    return filled >= _FILLED * len(lines)
