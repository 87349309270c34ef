"""The characters of a PDF page with their places, as PDFium draws them.

PDFium's text page also guesses words and lines: blanks, line breaks and hyphens that are not in the file. Those are
left out here; lines are rebuilt from the places. Places are in points in the reading frame of the page: the page as it
is shown, turned so that most of its text stands upright, origin at the top left.
"""

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as api

MAX_CHARACTERS = 60_000
"""Characters that a page may hold: a densely set A3 page has about 10,000."""

UNKNOWN = "\ufffd"
"""Stands for a character to which the file gives no Unicode value."""

_ASCENT = 0.88
"""Share of the font size above the baseline; East Asian fonts set their glyphs in this em box."""
_SLANT = math.sin(math.radians(10))
"""Text whose direction is off by more does not stand upright."""
_MOST = 0.6
"""Share of the characters that must lie on their side for the page to be read turned."""
_TWICE = 0.12
"""The same character this close again, in font sizes, is one character drawn twice to look bold."""
_HYPHEN = "-"


class Glyph(NamedTuple):
    """A character and its em box: its advance wide, its font size high. `size` is the font size as shown."""

    char: str
    left: float
    top: float
    right: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible box of a page in PDF coordinates, and how often it is turned clockwise by a quarter to be read.

    Attributes:
        left: left edge of the box.
        bottom: lower edge.
        right: right edge.
        top: upper edge.
        shown: quarter turns that the file asks for.
        turns: quarter turns under which the text is upright, 0 to 3.
    """

    left: float
    bottom: float
    right: float
    top: float
    shown: int
    turns: int

    @property
    def shown_size(self) -> tuple[float, float]:
        """Width and height of the page as shown, in points."""
        size = (self.right - self.left, self.top - self.bottom)
        return size if self.shown % 2 == 0 else size[::-1]

    @property
    def reading_size(self) -> tuple[float, float]:
        """Width and height of the reading frame, in points."""
        return self.shown_size if self.turns % 2 == self.shown % 2 else self.shown_size[::-1]

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of PDF coordinates in the reading frame."""
        width, height = self.right - self.left, self.top - self.bottom
        return _turned(x - self.left, self.top - y, width, height, self.turns)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """A rectangle of PDF coordinates in the reading frame: left, top, right, bottom."""
        return _ordered(self.point(x0, y0), self.point(x1, y1))

    def as_shown(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """A rectangle of the reading frame on the page as shown."""
        back = (self.shown - self.turns) % 4
        width, height = self.reading_size
        return _ordered(_turned(left, top, width, height, back), _turned(right, bottom, width, height, back))


def _turned(x: float, y: float, width: float, height: float, turns: int) -> tuple[float, float]:
    """Where a point of a page, from its top left, lies after the page is turned clockwise by quarters."""
    match turns:
        case 1:
            return height - y, x
        case 2:
            return width - x, height - y
        case 3:
            return y, width - x
        case _:
            return x, y


def _ordered(first: tuple[float, float], second: tuple[float, float]) -> tuple[float, float, float, float]:
    left, right = sorted((first[0], second[0]))
    top, bottom = sorted((first[1], second[1]))
    return left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of a page in the order of the file.

    Attributes:
        frame: how the page is read.
        upright: those that stand upright in the frame.
        askew: those that do not: watermarks, text along an axis.
    """

    frame: Frame
    upright: tuple[Glyph, ...]
    askew: tuple[Glyph, ...]


class TooManyCharacters(Exception):
    """A page holds more characters than `MAX_CHARACTERS`."""


class _Placed(NamedTuple):
    """A character in PDF coordinates.

    `turns`: quarter turns clockwise under which it stands upright, None for none. `width`: font size along the line.
    """

    char: str
    box: tuple[float, float, float, float]  # left, bottom, right, top
    baseline: tuple[float, float]
    size: float
    width: float
    turns: int | None


def read_characters(page: pdfium.PdfPage) -> Characters:
    """The characters of a page that lie at least partly on it.

    Characters drawn twice at nearly the same place are kept once; those for which the file knows no Unicode value
    become U+FFFD.

    Raises:
        TooManyCharacters: the page holds more than `MAX_CHARACTERS`.
        PdfiumError: PDFium cannot read the page.
    """
    shown = page.get_rotation() // 90
    left, bottom, right, top = page.get_bbox()
    with closing(page.get_textpage()) as text:
        if text.count_chars() > MAX_CHARACTERS:
            raise TooManyCharacters
        placed = list(_spread(_placed(text.raw, text.count_chars())))
    counts = Counter(item.turns for item in placed if not item.char.isspace())
    turns, most = max(
        ((turn, count) for turn, count in counts.items() if turn is not None), key=_second, default=(0, 0)
    )
    if most < _MOST * counts.total():
        turns = shown
    frame = Frame(left, bottom, right, top, shown, turns)
    width, height = frame.reading_size
    upright: list[Glyph] = []
    askew: list[Glyph] = []
    for item in placed:
        glyph = _glyph(item, frame, upright=item.turns == turns)
        if glyph.right > 0 and glyph.bottom > 0 and glyph.left < width and glyph.top < height:
            (upright if item.turns == turns else askew).append(glyph)
    return Characters(frame, tuple(_once(upright)), tuple(_once(askew)))


def _second(pair: tuple[int, int]) -> tuple[int, int]:
    return pair[1], -pair[0]


def _placed(text: object, count: int) -> Iterator[_Placed]:
    loose, matrix = api.FS_RECTF(), api.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    edges = tuple(ctypes.c_double() for _ in range(4))
    high = 0
    for index in range(count):
        code = api.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        char = _character(text, index, code, high)
        high = 0
        if char is None:
            continue
        known = (
            api.FPDFText_GetLooseCharBox(text, index, loose)
            and api.FPDFText_GetCharOrigin(text, index, x, y)
            and api.FPDFText_GetMatrix(text, index, matrix)
            and api.FPDFText_GetCharBox(text, index, *edges)
        )
        left, right, bottom, top = (edge.value for edge in edges)
        places = (loose.left, loose.bottom, loose.right, loose.top, left, bottom, right, top, x.value, y.value)
        if not known or not all(map(math.isfinite, places)):
            continue
        size = api.FPDFText_GetFontSize(text, index)
        item = _Placed(
            char,
            places[:4],
            (x.value, y.value),
            size * math.hypot(matrix.c, matrix.d),
            size * math.hypot(matrix.a, matrix.b),
            _upright_turns(matrix.a, matrix.b),
        )
        if _is_same_box(places[:4], places[4:8]) or loose.left == loose.right or loose.top == loose.bottom:
            item = _mended(item._replace(box=places[4:8]), matrix)
        if math.isfinite(item.size) and math.isfinite(item.width):
            yield item


def _is_same_box(first: tuple[float, ...], second: tuple[float, ...]) -> bool:
    return all(abs(one - other) < 0.01 for one, other in zip(first, second, strict=True))


def _mended(item: _Placed, matrix: api.FS_MATRIX) -> _Placed:
    """A character whose font box PDFium does not know: a shape of a Type 3 font, or a text given for other characters.

    The place of the latter (ActualText) inside of a form is in the coordinates of the form; only the matrix of its text
    is in those of the page.
    """
    if item.turns is None:
        return item
    (x, y), (left, bottom, right, top) = item.baseline, item.box
    away = abs(x - matrix.e) if item.turns % 2 else abs(y - matrix.f)
    if away > item.size:
        x, y = matrix.e, matrix.f
        left, bottom, right, top = x, y, x, y
    wide, high = _least_advance(item.char) * item.width, _ASCENT * item.size
    match item.turns:
        case 0:
            box = min(left, x), min(bottom, y), max(right, x + wide), max(top, y + high)
        case 1:
            box = min(left, x - high), min(bottom, y), max(right, x), max(top, y + wide)
        case 2:
            box = min(left, x - wide), min(bottom, y - high), max(right, x), max(top, y)
        case _:
            box = min(left, x), min(bottom, y - wide), max(right, x + high), max(top, y)
    return item._replace(box=box, baseline=(x, y))


def _spread(items: Iterable[_Placed]) -> Iterator[_Placed]:
    """Characters that share one box, as those of a ligature do, side by side in it."""
    for _, group in groupby(items, key=lambda item: (item.box, item.baseline)):
        sharing = list(group)
        if len(sharing) == 1 or sharing[0].turns is None:
            yield from sharing
            continue
        for at, item in enumerate(sharing):
            yield item._replace(box=_share(item, at, len(sharing)))


def _share(item: _Placed, at: int, count: int) -> tuple[float, float, float, float]:
    """The part of a box that the character at a place among `count` takes, in the direction of writing."""
    left, bottom, right, top = item.box
    wide = max(right - left, count * _least_advance(item.char) * item.width)
    high = max(top - bottom, count * _least_advance(item.char) * item.width)
    match item.turns:
        case 0:
            return left + wide * at / count, bottom, left + wide * (at + 1) / count, top
        case 1:
            return left, bottom + high * at / count, right, bottom + high * (at + 1) / count
        case 2:
            return right - wide * (at + 1) / count, bottom, right - wide * at / count, top
        case _:
            return left, top - high * (at + 1) / count, right, top - high * at / count


def _character(text: object, index: int, code: int, high: int) -> str | None:
    """The character at an index of the text page, or None for what PDFium made up or what has no shape."""
    if api.FPDFText_IsGenerated(text, index) == 1:
        return None
    if api.FPDFText_IsHyphen(text, index) == 1:
        return _HYPHEN  # PDFium marks a hyphen at the end of a line by a code of its own
    if api.FPDFText_HasUnicodeMapError(text, index) == 1:
        return UNKNOWN
    if 0xDC00 <= code < 0xE000:
        return chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00) if high else UNKNOWN
    if code == 0 or code > 0x10FFFF:
        return UNKNOWN
    # Line breaks are ours to set; a control character is no shape on a page.
    return " " if code < 0x20 or 0x7F <= code < 0xA0 or code in (0x2028, 0x2029) else chr(code)


def _least_advance(char: str) -> float:
    """The width of a character in font sizes, as far as fonts agree on it."""
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    return 0.5 if char.isdigit() else 0.25


def _upright_turns(along: float, across: float) -> int | None:
    """The quarter turns clockwise under which a direction of PDF coordinates points to the right."""
    length = math.hypot(along, across)
    if length == 0:
        return 0
    along, across = along / length, across / length
    if abs(across) <= _SLANT:
        return 0 if along > 0 else 2
    if abs(along) <= _SLANT:
        return 1 if across > 0 else 3
    return None


def _glyph(item: _Placed, frame: Frame, *, upright: bool) -> Glyph:
    left, top, right, bottom = frame.box(*item.box)
    size = item.size
    if not upright:
        return Glyph(item.char, left, top, right, bottom, size)
    height = bottom - top
    if not 0.4 * height < size < 4 * height:
        size = height  # a font with a matrix of its own: its nominal size says nothing
    baseline = frame.point(*item.baseline)[1]
    return Glyph(item.char, left, baseline - _ASCENT * size, right, baseline + (1 - _ASCENT) * size, size)


def _once(glyphs: list[Glyph]) -> Iterator[Glyph]:
    """The characters without those that repeat one at nearly the same place."""
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    for glyph in glyphs:
        if glyph.char.isspace():
            yield glyph
            continue
        reach = _TWICE * glyph.size
        column, row = round(glyph.left / 4), round(glyph.bottom / 4)
        near = (
            other
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for other in seen.get((glyph.char, column + dx, row + dy), ())
        )
        if any(abs(other.left - glyph.left) <= reach and abs(other.bottom - glyph.bottom) <= reach for other in near):
            continue
        seen.setdefault((glyph.char, column, row), []).append(glyph)
        yield glyph
