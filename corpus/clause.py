"""Clauses: the numbered units, paragraphs and table rows of a document, as a tree."""

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.numbering import Level
from corpus.source import Span
from corpus.tables import Cell

CLOSING = "结束语"
"""The name of the closing words of a document: 特此通知。"""


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
        path: the printed names from the top of the document down to this clause; in an enclosed document they begin
            anew with its units, unless these could be taken for units of another part.
        label: how a reader cites it: the headings above it and its own number (`二、重点任务 ›（一）`), the whole name
            when there is nothing above, or the numbers of a law (`第十二条第二款第（三）项`).
        parts: its source spans in order; a parent has one that spans its subtree.
        children: the units inside it, in order.
        row: the cells, when the clause is a table row.
    """

    id: str
    level: Level
    marker: str
    heading: str
    path: tuple[str, ...]
    label: str
    parts: tuple[Span, ...]
    children: tuple["Clause", ...] = ()
    row: TableRow | None = None

    @property
    def is_furniture(self) -> bool:
        """Whether it is a named part around the body: title, document number, addressee, signature, note, imprint.

        The closing words (结束语) have a name, too, but belong to the body.
        """
        return self.level is Level.PARAGRAPH and bool(self.marker) and self.marker != CLOSING

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
