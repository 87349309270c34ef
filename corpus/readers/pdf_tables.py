"""Tables from ruling lines: lines that touch make a grid; where a rule is missing, cells are merged.

A table may be open at its sides, as official documents often set it, or at the foot of a page: there the ends of its
lines are its edge. Boxes that hold one cell, or one above the other, frame text and are no tables.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.readers.pdf_rules import Rule

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in the reading frame."""

_SNAP = 3.0
"""Points within which lines are one line, and ends touch: borders are joined from pieces, or doubled."""
_COVERED = 0.6
"""Share of the edge between two squares that a rule must take to part them."""
_MAX_SQUARES = 40_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is ruled: its first row and column from 0, how many it takes, and its box."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box


@dataclass(frozen=True, slots=True)
class Ruling:
    """Lines that touch, as the cells they make, by row and then column. `box` is around all of them."""

    cells: tuple[Cell, ...]
    box: Box

    @property
    def is_table(self) -> bool:
        """Whether cells stand beside each other; else they frame text."""
        return any(cell.column > 0 for cell in self.cells)

    def cell_at(self, x: float, y: float) -> int | None:
        """The position in `cells` of the cell around a point, or None outside the box."""
        left, top, right, bottom = self.box
        if not (left <= x <= right and top <= y <= bottom):
            return None
        for index, cell in enumerate(self.cells):
            if cell.box[0] <= x <= cell.box[2] and cell.box[1] <= y <= cell.box[3]:
                return index
        return None


def rulings(rules: Sequence[Rule]) -> list[Ruling]:
    """The grids and frames that the lines of a page make, the largest first."""
    found = [ruling for group in _touching(_merged(rules)) if (ruling := _ruling(group)) is not None]
    return sorted(found, key=lambda ruling: (-_area(ruling.box), ruling.box))


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Lines at one place joined where they touch."""
    result: list[Rule] = []
    for down in (False, True):
        places = _snapped(rule.at for rule in rules if rule.down is down)
        lanes: dict[float, list[tuple[float, float]]] = {}
        for rule in rules:
            if rule.down is down:
                lanes.setdefault(places[rule.at], []).append((rule.start, rule.end))
        for at, spans in sorted(lanes.items()):
            result += (Rule(down, at, start, end) for start, end in _joined(spans))
    return result


def _snapped(values: Iterable[float]) -> dict[float, float]:
    """For each value the middle of the cluster it belongs to."""
    clusters: list[list[float]] = []
    for value in sorted(set(values)):
        if clusters and value - clusters[-1][0] <= _SNAP:
            clusters[-1].append(value)
        else:
            clusters.append([value])
    return {value: (cluster[0] + cluster[-1]) / 2 for cluster in clusters for value in cluster}


def _joined(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    result: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1] + _SNAP:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result


def _touching(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Groups of lines that hang together."""
    parent = list(range(len(rules)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    across = [index for index, rule in enumerate(rules) if not rule.down]
    for index, rule in enumerate(rules):
        if not rule.down:
            continue
        for other in across:
            line = rules[other]
            if rule.start - _SNAP <= line.at <= rule.end + _SNAP and line.start - _SNAP <= rule.at <= line.end + _SNAP:
                parent[root(index)] = root(other)
    groups: dict[int, list[Rule]] = {}
    for index, rule in enumerate(rules):
        groups.setdefault(root(index), []).append(rule)
    return list(groups.values())


def _ruling(group: Sequence[Rule]) -> Ruling | None:
    down, across = [rule for rule in group if rule.down], [rule for rule in group if not rule.down]
    if not down or not across:
        return None
    xs = _positions([rule.at for rule in down], [end for rule in across for end in (rule.start, rule.end)])
    ys = _positions([rule.at for rule in across], [end for rule in down for end in (rule.start, rule.end)])
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > _MAX_SQUARES:
        return None
    cells = _cells(xs, ys, _lanes(down, xs), _lanes(across, ys))
    return Ruling(tuple(cells), (xs[0], ys[0], xs[-1], ys[-1]))


def _positions(places: Sequence[float], ends: Sequence[float]) -> list[float]:
    """Where the lines of one direction lie, and the outermost ends of those that cross them where the side is open."""
    result = sorted(set(places))
    if min(ends) < result[0] - _SNAP:
        result.insert(0, min(ends))
    if max(ends) > result[-1] + _SNAP:
        result.append(max(ends))
    return result


def _lanes(rules: Iterable[Rule], places: Sequence[float]) -> list[list[tuple[float, float]]]:
    """For each place the stretches that its lines cover."""
    lanes: list[list[tuple[float, float]]] = [[] for _ in places]
    for rule in rules:
        lanes[bisect_right(places, rule.at) - 1].append((rule.start, rule.end))
    return lanes


def _covers(spans: Iterable[tuple[float, float]], start: float, end: float) -> bool:
    """Whether lines take most of the edge from `start` to `end`."""
    taken = sum(max(0.0, min(last, end) - max(first, start)) for first, last in spans)
    return taken >= _COVERED * (end - start)


def _cells(
    xs: Sequence[float],
    ys: Sequence[float],
    down: Sequence[Sequence[tuple[float, float]]],
    across: Sequence[Sequence[tuple[float, float]]],
) -> list[Cell]:
    """Squares joined to cells wherever no rule parts them."""
    width, height = len(xs) - 1, len(ys) - 1
    home = list(range(width * height))

    def root(square: int) -> int:
        while home[square] != square:
            home[square] = home[home[square]]
            square = home[square]
        return square

    for row, (top, bottom) in enumerate(pairwise(ys)):
        for column, (left, right) in enumerate(pairwise(xs)):
            square = row * width + column
            if column + 1 < width and not _covers(down[column + 1], top, bottom):
                home[root(square + 1)] = root(square)
            if row + 1 < height and not _covers(across[row + 1], left, right):
                home[root(square + width)] = root(square)
    extents: dict[int, tuple[int, int, int, int]] = {}
    for square in range(width * height):
        row, column = divmod(square, width)
        first_row, first_column, last_row, last_column = extents.get(root(square), (row, column, row, column))
        extents[root(square)] = (
            min(first_row, row), min(first_column, column), max(last_row, row), max(last_column, column)
        )  # fmt: skip
    return _numbered(_rectangles(list(extents.values())), xs, ys)


def _rectangles(extents: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Areas joined until none lies over another: an area that is no rectangle takes in what its box takes in."""
    done: list[tuple[int, int, int, int]] = []
    waiting = sorted(extents, reverse=True)
    while waiting:
        area = waiting.pop()
        over = [
            other
            for other in done
            if other[0] <= area[2] and area[0] <= other[2] and other[1] <= area[3] and area[1] <= other[3]
        ]
        if not over:
            done.append(area)
            continue
        done = [other for other in done if other not in over]
        tops, lefts, bottoms, rights = zip(area, *over, strict=True)
        waiting.append((min(tops), min(lefts), max(bottoms), max(rights)))
    return done


def _numbered(areas: Iterable[tuple[int, int, int, int]], xs: Sequence[float], ys: Sequence[float]) -> list[Cell]:
    """The cells with rows and columns counted by the lines that part some of them."""
    kept = sorted(areas)
    rows = sorted({top for top, _, _, _ in kept})
    columns = sorted({left for _, left, _, _ in kept})
    return [
        Cell(
            row=rows.index(top),
            column=columns.index(left),
            rows=sum(top <= row <= bottom for row in rows),
            columns=sum(left <= column <= right for column in columns),
            box=(xs[left], ys[top], xs[right + 1], ys[bottom + 1]),
        )
        for top, left, bottom, right in kept
    ]
