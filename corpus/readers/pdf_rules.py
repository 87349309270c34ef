"""The ruling lines of a PDF page, straight strokes and thin bars across or down, and how much of it images cover.

Word processors draw the border of a cell as a line or as a thin filled rectangle, browsers as one bar for each side of
each cell, publishing systems as one path for a whole table.
"""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import pypdfium2.raw as api
from pypdfium2 import PdfPage

from corpus.readers.pdf_characters import Frame

MAX_OBJECTS = 200_000
"""Drawing objects of a page that are looked at."""
MAX_RULES = 4_000
"""More straight lines than this on one page are a drawing or a map and rule no table."""

_THIN = 4.0
"""Points up to which a bar is a line and no surface."""
_SHORTEST = 3.0
"""Points from which on a line is kept: shorter ones are dots and the joints of borders."""
_STRAIGHT = 0.7
"""Points by which the ends of a line may be out of true."""
_WHITE = 245
_VISIBLE = 16
_DEEPEST = 8
"""Forms within forms that are followed."""

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


class Rule(NamedTuple):
    """A line across (`down` false) or down the page in the reading frame.

    Attributes:
        down: whether it runs from top to bottom.
        at: its place: y of a line across, x of a line down.
        start: its upper or left end.
        end: its lower or right end.
    """

    down: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn on a page besides its characters.

    Attributes:
        rules: lines across and down.
        imaged: the share of the page that its largest image covers, 0 to 1.
    """

    rules: tuple[Rule, ...]
    imaged: float


class TooManyObjects(Exception):
    """A page holds more drawing objects than `MAX_OBJECTS`."""


def read_drawing(page: PdfPage, frame: Frame) -> Drawing:
    """The ruling lines and images of a page.

    Raises:
        TooManyObjects: the page holds more than `MAX_OBJECTS`.
    """
    rules: list[Rule] = []
    imaged = 0.0
    area = max(1.0, frame.shown_size[0] * frame.shown_size[1])
    for seen, (raw, kind, matrix) in enumerate(_objects(page, _IDENTITY, 0)):
        if seen >= MAX_OBJECTS:
            raise TooManyObjects
        if kind == api.FPDF_PAGEOBJ_IMAGE:
            imaged = max(imaged, _covered(raw, matrix, frame) / area)
        elif kind == api.FPDF_PAGEOBJ_PATH and len(rules) <= MAX_RULES:
            rules += _rules(raw, matrix, frame)
    return Drawing(tuple(rules) if len(rules) <= MAX_RULES else (), min(1.0, imaged))


def _objects(parent: object, matrix: Matrix, depth: int) -> Iterator[tuple[object, int, Matrix]]:
    """Every object with its kind and the matrix from its coordinates to those of the page, forms opened."""
    if depth == 0:
        count, get = api.FPDFPage_CountObjects, api.FPDFPage_GetObject
    else:
        count, get = api.FPDFFormObj_CountObjects, api.FPDFFormObj_GetObject
    for index in range(count(parent)):
        raw = get(parent, index)
        if not raw:
            continue
        kind = api.FPDFPageObj_GetType(raw)
        yield raw, kind, matrix
        if kind == api.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            yield from _objects(raw, _product(_matrix(raw), matrix), depth + 1)


def _matrix(raw: object) -> Matrix:
    found = api.FS_MATRIX()
    if not api.FPDFPageObj_GetMatrix(raw, found):
        return _IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _product(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that does the first and then the second (PDF 32000-1:2008, 8.3.4)."""
    a, b, c, d, e, f = first
    k, m, n, o, p, q = second
    return a * k + b * n, a * m + b * o, c * k + d * n, c * m + d * o, e * k + f * n + p, e * m + f * o + q


def _covered(raw: object, matrix: Matrix, frame: Frame) -> float:
    """Square points of the page that an image takes."""
    a, b, c, d, e, f = _product(_matrix(raw), matrix)
    corners = [frame.point(x * a + y * c + e, x * b + y * d + f) for x in (0, 1) for y in (0, 1)]
    width, height = frame.reading_size
    left, right = (sorted(min(max(x, 0.0), width) for x, _ in corners)[at] for at in (0, -1))
    top, bottom = (sorted(min(max(y, 0.0), height) for _, y in corners)[at] for at in (0, -1))
    return (right - left) * (bottom - top)


def _rules(raw: object, matrix: Matrix, frame: Frame) -> Iterator[Rule]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not api.FPDFPath_GetDrawMode(raw, fill, stroke):
        return
    filled = fill.value != api.FPDF_FILLMODE_NONE and _is_visible(raw, api.FPDFPageObj_GetFillColor)
    stroked = bool(stroke.value) and _is_visible(raw, api.FPDFPageObj_GetStrokeColor)
    if not filled and not stroked:
        return
    a, b, c, d, e, f = _product(_matrix(raw), matrix)
    for points, closed in _subpaths(raw):
        placed = [frame.point(x * a + y * c + e, x * b + y * d + f) for x, y in points]
        bar = _bar(placed) if filled or len(placed) > 2 else None
        if bar is not None:
            yield bar
        elif stroked:
            if closed and placed[0] != placed[-1]:
                placed.append(placed[0])
            yield from (rule for first, last in pairwise(placed) if (rule := _line(first, last)) is not None)


def _is_visible(raw: object, get_colour: Callable[..., int]) -> bool:
    """Whether a colour shows on white paper."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not get_colour(raw, red, green, blue, alpha):
        return True  # a pattern or a colour space that PDFium does not resolve
    return alpha.value >= _VISIBLE and min(red.value, green.value, blue.value) < _WHITE


def _subpaths(raw: object) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """The corners of each part of a path that has no curves, and whether it is closed."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    closed = curved = False
    for index in range(api.FPDFPath_CountSegments(raw)):
        segment = api.FPDFPath_GetPathSegment(raw, index)
        if not segment or not api.FPDFPathSegment_GetPoint(segment, x, y):
            return
        kind = api.FPDFPathSegment_GetType(segment)
        if kind == api.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points, closed
            points, closed, curved = [], False, False
        curved |= kind == api.FPDF_SEGMENT_BEZIERTO
        closed |= bool(api.FPDFPathSegment_GetClose(segment))
        points.append((x.value, y.value))
    if len(points) > 1 and not curved:
        yield points, closed


def _bar(points: list[tuple[float, float]]) -> Rule | None:
    """The line that a thin rectangle is, or None for anything else."""
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    width, height = right - left, bottom - top
    if min(width, height) > _THIN or max(width, height) < max(_SHORTEST, 2 * min(width, height)):
        return None
    if width < height:
        return Rule(True, (left + right) / 2, top, bottom)
    return Rule(False, (top + bottom) / 2, left, right)


def _line(first: tuple[float, float], last: tuple[float, float]) -> Rule | None:
    """The line between two points when it runs across or down the page."""
    wide, high = abs(first[0] - last[0]), abs(first[1] - last[1])
    if min(wide, high) > _STRAIGHT or max(wide, high) < _SHORTEST:
        return None
    if wide < high:
        return Rule(True, (first[0] + last[0]) / 2, *sorted((first[1], last[1])))
    return Rule(False, (first[1] + last[1]) / 2, *sorted((first[0], last[0])))
