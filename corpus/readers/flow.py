"""Flow: writes the source text of a file that flows (HTML, DOCX) line by line, together with its layout."""

from dataclasses import dataclass, replace

from corpus.layout import Dropped, DropReason, Grid, GridCell, Layout
from corpus.source import Source

BLANKS = " \t\n\r\f\v\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""Characters that show nothing but room."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one line that share a fate: they are of the document, or left aside for a reason."""

    text: str
    reason: DropReason | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands in its table: first row and column from 0, how many it takes, whether it is head."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    head: bool = False


class FlowWriter:
    """Collects lines, tables and asides in reading order.

    A line without visible characters is not written. Between `open_grid` and `close_grid` every cell is opened and
    closed in reading order; what is written outside a cell stands on lines of its own.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._line: list[Piece] = []
        self._paragraphs: list[int] = []
        self._asides: list[Dropped] = []
        self._grids: list[Grid] = []
        self._cells: list[GridCell] | None = None
        self._cell: tuple[Place, int] | None = None
        self._cell_end = 0

    def put(self, text: str, reason: DropReason | None = None) -> None:
        """Append characters without line breaks to the line."""
        if text:
            self._line.append(Piece(text, reason))

    def end_line(self) -> None:
        """End the line, when it shows anything."""
        pieces, self._line = self._line, []
        if not any(piece.text.strip(BLANKS) for piece in pieces):
            return
        if self._length:
            self._parts.append("\n")
            self._length += 1
        self._paragraphs.append(self._length)
        for piece in pieces:
            start = self._length
            self._parts.append(piece.text)
            self._length += len(piece.text)
            if piece.reason is not None:
                self._set_aside(start, piece.reason)
        self._cell_end = self._length

    def _set_aside(self, start: int, reason: DropReason) -> None:
        """Leave aside what stands from `start` on; with what was left aside right before, for the same reason."""
        last = self._asides[-1] if self._asides else None
        starts_line = start == self._paragraphs[-1]
        if last is not None and last.reason is reason and last.end == (start - 1 if starts_line else start):
            self._asides[-1] = replace(last, end=self._length)
        else:
            self._asides.append(Dropped(start, self._length, reason))

    def open_grid(self) -> None:
        """Begin a table. Tables do not nest."""
        self.end_line()
        self._cells = []

    def open_cell(self, place: Place) -> None:
        """Begin a cell."""
        self.end_line()
        self._cell = (place, len(self._paragraphs))

    def close_cell(self) -> None:
        """End the cell."""
        self.end_line()
        if self._cell is None or self._cells is None:
            message = "no cell is open"
            raise RuntimeError(message)
        place, first = self._cell
        filled = first < len(self._paragraphs)
        start, end = (self._paragraphs[first], self._cell_end) if filled else (-1, -1)
        cell = GridCell(place.row, place.column, place.rows, place.columns, start, end, place.head)
        self._cells.append(cell)
        self._cell = None

    def close_grid(self) -> None:
        """End the table; one without any words leaves no trace."""
        self.end_line()
        cells, self._cells = self._cells, None
        if cells is None:
            message = "no table is open"
            raise RuntimeError(message)
        if any(cell.start >= 0 for cell in cells):
            self._grids.append(Grid(_placed(cells)))

    def source(self) -> Source:
        """What was written."""
        self.end_line()
        layout = Layout(grids=tuple(self._grids), paragraphs=tuple(self._paragraphs), asides=tuple(self._asides))
        return Source.of("".join(self._parts), layout)


def _placed(cells: list[GridCell]) -> tuple[GridCell, ...]:
    """Give each empty cell a place: before the next filled one, or behind the last."""
    at = max(cell.end for cell in cells)
    placed = []
    for cell in reversed(cells):
        if cell.start < 0:
            placed.append(replace(cell, start=at, end=at))
        else:
            placed.append(cell)
            at = cell.start
    return tuple(reversed(placed))
