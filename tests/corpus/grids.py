"""Source texts with tables, as readers yield them: made from rows of cells, the way HTML writes them."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.clean import CleanText, Writer
from corpus.layout import Grid, GridCell, Span


@dataclass(frozen=True)
class Set:
    """A cell that goes over several rows or columns, or that the file marks as head."""

    text: str = ""
    rows: int = 1
    columns: int = 1
    head: bool = False


def th(*texts: str) -> list[Set]:
    """A row that the file marks as head."""
    return [Set(text, head=True) for text in texts]


Rows = Sequence[Sequence[str | Set]]


@dataclass
class Page:
    """A text with tables while it is written; every cell stands on lines of its own."""

    text: str = ""
    grids: tuple[Grid, ...] = ()

    def line(self, text: str) -> "Page":
        """Add a line of text."""
        self.text += text + "\n"
        return self

    def table(self, rows: Rows) -> "Page":
        """Add a table; a cell takes the next place that no cell above it reaches into."""
        taken: set[tuple[int, int]] = set()
        cells: list[GridCell] = []
        for at, row in enumerate(rows):
            column = 0
            for item in row:
                cell = Set(item) if isinstance(item, str) else item
                while (at, column) in taken:
                    column += 1
                start = len(self.text)
                self.text += cell.text
                cells.append(GridCell(at, column, cell.rows, cell.columns, start, len(self.text), cell.head))
                self.text += "\n" if cell.text else ""
                taken |= {(at + down, column + right) for down in range(cell.rows) for right in range(cell.columns)}
                column += cell.columns
        self.grids = (*self.grids, Grid(tuple(cells)))
        return self

    @property
    def clean(self) -> CleanText:
        """The text as it stands, every character where it was."""
        writer = Writer()
        writer.put(self.text.rstrip("\n"), 0)
        return writer.finished([])


def lines_of(clean: CleanText) -> list[Span]:
    """The clean spans of the lines that are not empty."""
    spans: list[Span] = []
    start = 0
    for line in clean.text.split("\n"):
        if line:
            spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans
