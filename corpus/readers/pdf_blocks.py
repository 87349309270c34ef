"""Blocks: a page as stretches of running text and tables, in reading order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from corpus.readers.pdf_characters import Glyph
from corpus.readers.pdf_columns import columns
from corpus.readers.pdf_lines import Line, lines_of, runs
from corpus.readers.pdf_rules import Rule
from corpus.readers.pdf_tables import Box, Cell, Ruling, rulings


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines that are set one under the other: the page, a column, or the inside of a frame.

    Attributes:
        lines: the lines, at least one.
        sides: the left and right side of the frame or column, or None where the page is neither.
    """

    lines: tuple[Line, ...]
    sides: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table: its cells by row and column, each with its lines."""

    cells: tuple[tuple[Cell, tuple[Line, ...]], ...]


Block = TextBlock | TableBlock


@dataclass(slots=True)
class _Region:
    """What a ruling encloses: `glyphs[i]` are the characters of its i-th cell, `inside` the rulings within a frame."""

    ruling: Ruling | None
    glyphs: list[list[Glyph]]
    inside: list["_Region"] = field(default_factory=list)

    @property
    def top(self) -> float:
        return self.ruling.box[1] if self.ruling else 0.0


def blocks(glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> list[Block]:
    """The blocks of a page in reading order: from top to bottom, tables and frames where they stand."""
    page = _Region(None, [[]])
    for ruling in rulings(rules):
        region = _Region(ruling, [[] for _ in ruling.cells])
        home = _home(page, ruling.box)
        if home is not None:
            home.inside.append(region)
    for glyph in glyphs:
        _put(page, glyph)
    return list(_flow(page))


def _home(page: _Region, box: Box) -> _Region | None:
    """The innermost frame around a box; None when a table is around it, whose cells take what it holds."""
    home = page
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    while True:
        inner = next(
            (region for region in home.inside if region.ruling and region.ruling.cell_at(x, y) is not None), None
        )
        if inner is None:
            return home
        if inner.ruling and inner.ruling.is_table:
            return None
        home = inner


def _put(region: _Region, glyph: Glyph) -> None:
    """Give a character to the innermost cell around its middle."""
    x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
    index = 0
    while True:
        for inner in region.inside:
            found = inner.ruling.cell_at(x, y) if inner.ruling else None
            if found is not None:
                region, index = inner, found
                break
        else:
            region.glyphs[index].append(glyph)
            return


def _flow(region: _Region) -> Iterable[Block]:
    """The blocks of the page or of a frame: its lines, parted where something stands between them."""
    inner = sorted(region.inside, key=lambda child: child.top)
    pending = [child for child in inner if any(any(cell) for cell in child.glyphs) or child.inside]
    texts = [columns(runs(glyphs)) for glyphs in region.glyphs]
    for lines, sides in ((lines, _sides(region, text, lines)) for text in texts for lines in text):
        rest = list(lines)
        while (child := _next_child(pending, rest)) is not None:
            pending.remove(child)
            before = [line for line in rest if (line.top + line.bottom) / 2 < child.top]
            rest = rest[len(before) :]
            yield from _text(before, sides)
            yield from _inside(child)
        yield from _text(rest, sides)
    for child in pending:
        yield from _inside(child)


def _next_child(pending: Sequence[_Region], lines: Sequence[Line]) -> _Region | None:
    """The first frame or table that begins above the last of the lines and stands over, under or among them."""
    if not lines:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    last = (lines[-1].top + lines[-1].bottom) / 2
    for child in pending:
        if child.ruling and child.ruling.box[1] <= last and child.ruling.box[0] < right and child.ruling.box[2] > left:
            return child
    return None


def _inside(region: _Region) -> Iterable[Block]:
    ruling = region.ruling
    if ruling is None or not ruling.is_table:
        return _flow(region)
    cells = tuple(
        (cell, tuple(lines_of(runs(glyphs)))) for cell, glyphs in zip(ruling.cells, region.glyphs, strict=True)
    )
    if sum(bool(lines) for _, lines in cells) > 1:
        return (TableBlock(cells),)
    return _text((line for _, lines in cells for line in lines), (ruling.box[0], ruling.box[2]))


def _sides(region: _Region, text: Sequence[Sequence[Line]], lines: Sequence[Line]) -> tuple[float, float] | None:
    """The sides between which lines of a region are set, when they are not those of the page."""
    if len(text) > 1:
        return min(line.left for line in lines), max(line.right for line in lines)
    return (region.ruling.box[0], region.ruling.box[2]) if region.ruling else None


def _text(lines: Iterable[Line], sides: tuple[float, float] | None) -> Iterable[Block]:
    kept = tuple(lines)
    return (TextBlock(kept, sides),) if kept else ()
