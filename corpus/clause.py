"""Clauses: the numbered units, paragraphs and table rows of a document, as a tree."""

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.numbering import Level
from corpus.source import Span
from corpus.tables import Cell


@dataclass(frozen=True, slots=True)
class TableRow:
    """What a clause keeps besides its parts when it is a table row.

    Attributes:
        table: the caption of the table, empty when it has none.
        columns: all column names of the table, in order.
        cells: the cells of the row that are not empty.
        rebuilt: whether the row was rebuilt from damage, so that a cell was inferred.
    """

    table: str
    columns: tuple[str, ...]
    cells: tuple[Cell, ...]
    rebuilt: bool

    def cell(self, column: str) -> Cell | None:
        """The cell under a column name, or None when it is empty."""
        return next((cell for cell in self.cells if cell.column == column), None)


@dataclass(frozen=True, slots=True)
class Clause:
    """One unit of the outline.

    Attributes:
        id: `<document>.<ordinal path>`, the same on every build and machine.
        level: what kind of unit it is.
        marker: its number as a reader would print it (`（二）`, `第43项`), or the name of an unnumbered part (`落款`).
        heading: its heading, empty when it has none.
        path: the printed names from the top of the document down to this clause.
        parts: its source spans in order; a parent has one that spans its subtree.
        children: the units inside it, in order.
        row: the cells, when the clause is a table row.
    """

    id: str
    level: Level
    marker: str
    heading: str
    path: tuple[str, ...]
    parts: tuple[Span, ...]
    children: tuple["Clause", ...] = ()
    row: TableRow | None = None

    @property
    def label(self) -> str:
        """How a reader cites it: the headings above it, then its own number; with nothing above, its whole name."""
        if len(self.path) == 1:
            return self.path[0]
        own = self.marker or self.path[-1]
        return " › ".join((*self.path[:-1], own)).replace(" › （", " ›（")

    @property
    def is_furniture(self) -> bool:
        """Whether it is a named part around the body: title, document number, addressee, signature, note, imprint."""
        return self.level is Level.PARAGRAPH and bool(self.marker)

    @property
    def start(self) -> int:
        """Source offset of its first character."""
        return self.parts[0][0]

    @property
    def end(self) -> int:
        """Source offset behind its last character."""
        return max(end for _, end in self.parts)

    def walk(self) -> Iterator["Clause"]:
        """This clause and all below it, parents first, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()
