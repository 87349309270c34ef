"""Layout: what a reader knows of a file besides its characters: pages, places, tables, paragraphs, what is no text.

The source text keeps every character that the file shows, in reading order, line by line. A layout says about stretches
of that text what a plain text cannot say. All offsets count code points of the source text; places are in points
(1/72 inch) from the top left corner of the page, as it is shown.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

Span = tuple[int, int]
"""A half-open range of code points `[start, end)`."""

Box = tuple[int, float, float, float, float]
"""A rectangle on a page: page from 1, left, top, right, bottom in points."""


class DropReason(StrEnum):
    """Why characters of the source do not stand in the clean text. The value is what the reader sees."""

    PAGE_NUMBER = "页码"
    RUNNING_HEAD = "页眉页脚"
    TABLE_RULE = "表格线"
    MARKUP = "标记符号"
    INVISIBLE = "不可见字符"
    NAVIGATION = "网页导航"
    REPEATED = "重复文字"
    DELETED = "修订中删去的文字"
    HIDDEN = "隐藏文字"


@dataclass(frozen=True, slots=True)
class Dropped:
    """A span of the source that was left out, with the reason. Blanks and line breaks are not listed."""

    start: int
    end: int
    reason: DropReason


@dataclass(frozen=True, slots=True)
class Page:
    """A page: where its text begins, and its size as shown."""

    start: int
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line of text where it stands on its page.

    Attributes:
        start: source offset of its first character.
        page: its page, from 1.
        top: upper edge.
        bottom: lower edge, greater than `top`.
        edges: the left edge of each of its characters and then the right edge of the last; never decreasing.
    """

    start: int
    page: int
    top: float
    bottom: float
    edges: tuple[float, ...]

    @property
    def end(self) -> int:
        """Source offset behind its last character."""
        return self.start + len(self.edges) - 1


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a table as it is set: merged cells take several rows or columns.

    Attributes:
        row: its first row, from 0.
        column: its first column, from 0.
        rows: how many rows it takes, at least 1.
        columns: how many columns it takes, at least 1.
        start: source offset of its first character.
        end: source offset behind its last; equal to `start` when it is empty.
        head: whether the file marks it as part of the head (`th`, repeated head row).
    """

    row: int
    column: int
    rows: int
    columns: int
    start: int
    end: int
    head: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it is set. Its cells are in reading order (by row, then column) and so are their spans.

    Every cell that is not empty begins on a line of its own and ends with a line: no line of the source text holds
    words of two cells, or of a cell and of the text around the table.
    """

    cells: tuple[GridCell, ...]

    @property
    def start(self) -> int:
        """Source offset of the first character of the table."""
        return self.cells[0].start

    @property
    def end(self) -> int:
        """Source offset behind the last character of the table."""
        return max(cell.end for cell in self.cells)

    @property
    def height(self) -> int:
        """Number of rows."""
        return max(cell.row + cell.rows for cell in self.cells)

    @property
    def width(self) -> int:
        """Number of columns."""
        return max(cell.column + cell.columns for cell in self.cells)


@dataclass(frozen=True)
class Layout:
    """What a reader knows of a source text besides its characters. Everything is in the order of the text.

    Attributes:
        pages: the pages, when the file has any; the starts never decrease, so an empty page is allowed.
        lines: where the text stands on them; disjoint. A line break belongs to no line.
        grids: tables, disjoint.
        paragraphs: offsets of the lines that begin a paragraph (or a table cell's paragraph); a line whose start is
            not listed goes on with the paragraph of the line before. None: the file does not tell (plain text), and
            the words must.
        asides: spans that are in the file but not of the document: navigation, running heads, deleted words. Disjoint.
        unread: pages, from 1, that are pictures of text and were not recognised; the text lacks them.
    """

    pages: tuple[Page, ...] = ()
    lines: tuple[PlacedLine, ...] = ()
    grids: tuple[Grid, ...] = ()
    paragraphs: tuple[int, ...] | None = None
    asides: tuple[Dropped, ...] = ()
    unread: tuple[int, ...] = ()

    @cached_property
    def _page_starts(self) -> list[int]:
        return [page.start for page in self.pages]

    @cached_property
    def _line_starts(self) -> list[int]:
        return [line.start for line in self.lines]

    def page(self, offset: int) -> int | None:
        """The page, from 1, on which the character at a source offset stands; None when there are no pages."""
        return max(1, bisect_right(self._page_starts, offset)) if self.pages else None

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """The rectangles that the characters `[start, end)` take, one a line, in order."""
        return tuple(self._boxes(start, end))

    def _boxes(self, start: int, end: int) -> Iterator[Box]:
        at = max(0, bisect_right(self._line_starts, start) - 1)
        for line in self.lines[at:]:
            if line.start >= end:
                return
            first, last = max(start, line.start), min(end, line.end)
            if first < last:
                left, right = line.edges[first - line.start], line.edges[last - line.start]
                yield line.page, left, line.top, right, line.bottom


PLAIN = Layout()
"""Of a plain text nothing is known but its characters."""
