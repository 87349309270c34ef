"""Laws that the layout of every source text keeps, whatever file it was read from."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from corpus.layout import Grid, PlacedLine, Span
from corpus.source import Source, text_sha256


def assert_layout_laws(source: Source) -> None:
    """Fail with the law that is broken, when the layout does not fit the text."""
    text, layout = source.text, source.layout
    assert source.sha256 == text_sha256(text), "the digest is that of the text"
    assert "\r" not in text, "lines end with a line feed alone"
    _assert_paragraphs(text, layout.paragraphs)
    _assert_disjoint(((aside.start, aside.end) for aside in layout.asides), text, "asides")
    filled = [grid for grid in layout.grids if grid.end > grid.start]
    _assert_disjoint(((grid.start, grid.end) for grid in filled), text, "grids")
    for grid in layout.grids:
        _assert_grid(text, grid)
    _assert_pages(source)
    _assert_places(text, layout.lines)


def _assert_paragraphs(text: str, paragraphs: tuple[int, ...] | None) -> None:
    if paragraphs is None:
        return
    assert all(left < right for left, right in pairwise(paragraphs)), "paragraphs are sorted and listed once"
    for start in paragraphs:
        assert 0 <= start < max(1, len(text)), f"paragraph at {start} begins outside the text"
        assert _begins_line(text, start), f"paragraph at {start} does not begin a line: {_around(text, start)}"
    if text:
        assert paragraphs[:1] == (0,), "the first line begins a paragraph"


def _assert_disjoint(spans: Iterable[Span], text: str, what: str) -> None:
    behind = 0
    for start, end in spans:
        assert start < end, f"{what}: empty span at {start}"
        assert start >= behind, f"{what}: {start}..{end} is out of order or overlaps: {_around(text, start)}"
        assert end <= len(text), f"{what}: {start}..{end} ends outside the text"
        behind = end


def _assert_grid(text: str, grid: Grid) -> None:
    assert grid.cells, "a grid has cells"
    assert grid.cells[0].start == min(cell.start for cell in grid.cells), "the first cell begins first"
    places = [(cell.row, cell.column) for cell in grid.cells]
    assert places == sorted(set(places)), "cells are in reading order, one a place"
    taken: set[tuple[int, int]] = set()
    behind = 0
    for cell in grid.cells:
        assert min(cell.row, cell.column) >= 0, f"cell at {cell.row}, {cell.column}"
        assert min(cell.rows, cell.columns) >= 1, f"cell {cell.row}, {cell.column} takes no room"
        squares = {
            (row, column)
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        }
        assert not squares & taken, f"cell {cell.row}, {cell.column} lies over another"
        taken |= squares
        assert behind <= cell.start <= cell.end <= len(text), f"cell {cell.row}, {cell.column} is out of order"
        behind = cell.end
        if cell.start == cell.end:
            continue
        words = text[cell.start : cell.end]
        assert words == words.strip("\n"), f"cell {cell.row}, {cell.column} has outer line breaks: {words!r}"
        assert words.strip(), f"cell {cell.row}, {cell.column} holds only blanks"
        assert _begins_line(text, cell.start), f"cell {cell.row}, {cell.column} does not begin a line: {words!r}"
        assert _ends_line(text, cell.end), f"cell {cell.row}, {cell.column} does not end a line: {words!r}"


def _assert_pages(source: Source) -> None:
    starts = [page.start for page in source.layout.pages]
    assert starts == sorted(starts), "pages are in order"
    assert all(0 <= start <= len(source.text) for start in starts), "pages begin inside the text"
    assert not starts or starts[0] == 0, "the first page begins with the text"
    assert all(min(page.width, page.height) > 0 for page in source.layout.pages), "pages have a size"


def _assert_places(text: str, lines: Sequence[PlacedLine]) -> None:
    _assert_disjoint(((line.start, line.end) for line in lines), text, "placed lines")
    for line in lines:
        assert "\n" not in text[line.start : line.end], f"a line break has no place: {line.start}"
        assert line.page >= 1, f"line {line.start} stands on no page"
        assert line.top < line.bottom, f"line {line.start} has no height"
        assert list(line.edges) == sorted(line.edges), f"the edges of line {line.start} decrease"


def _begins_line(text: str, offset: int) -> bool:
    return offset == 0 or text[offset - 1] == "\n"


def _ends_line(text: str, offset: int) -> bool:
    return offset == len(text) or text[offset] == "\n"


def _around(text: str, offset: int) -> str:
    return repr(text[max(0, offset - 10) : offset + 10])
