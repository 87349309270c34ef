"""Tables: rows whose cells are kept by column name, each with its own span.

Tables come as `|`-rows of the text or as grids that a reader saw; `table_grid` makes pieces of both. Pieces that follow
each other with no line of text between them are one table when the later one has no head, an empty head or the same
head. What page breaks and conversion did to the rows is undone in `table_rebuild`.

Rules for what does not stand in one row and one column:

- A cell over several rows belongs to each of them with one span; a cell over several columns belongs to the first of
  them, in a head to all of them (`table_head`).
- A row over the whole width above the head is the caption; below the head it groups the rows that follow, which carry
  it in a column 分组; at the end of the table it is text behind the table, not part of it.
- A grid with words in one column only is a frame around text, a grid of one row or the imprint of a document is no
  table either: their lines stay text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.clean import CleanText
from corpus.layout import Grid
from corpus.source import Span
from corpus.table_bodies import list_text
from corpus.table_bodies import names as body_names
from corpus.table_grid import Box, Boxes, Piece, at_column, find_pieces
from corpus.table_growth import GROUP_COLUMN, GrowingTable, Line
from corpus.table_head import column_names
from corpus.table_rebuild import owners, sequence, unstack


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row.

    Attributes:
        column: the name in the table's head; repeated names are told apart by a number.
        text: the cell's words for reading; line ends between the names of a list become 、.
        items: the single names when the column lists several in a cell, else just the text.
        start: source offset of the first character.
        end: source offset behind the last character.
        more: the source spans in which a cell goes on that a page break cut; empty for nearly all cells.
    """

    column: str
    text: str
    items: tuple[str, ...]
    start: int
    end: int
    more: tuple[Span, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """All its source spans, in order."""
        return (self.start, self.end), *self.more


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    Attributes:
        ordinal: the number in the sequence column, else the position in the table, from 1.
        numbered: whether `ordinal` is printed in the file.
        cells: the cells that are not empty, in column order; a merged cell stands in each row it belongs to.
        own: the spans of its cells, in order; a merged cell counts for the first row it belongs to.
        rebuilt: whether a cell of its own was inferred rather than read in place.
    """

    ordinal: int
    numbered: bool
    cells: tuple[Cell, ...]
    own: tuple[Span, ...]
    rebuilt: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        columns: the names of its columns, in order.
        rows: its rows, in order.
        first_line: the first clean line that it takes.
        last_line: the last clean line that it takes.
        caption: its title, when a row over its whole width says so above the head; else empty.
        head: the source spans of the cells of its caption and heads, in order.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    first_line: int
    last_line: int
    caption: str = ""
    head: tuple[Span, ...] = ()


_BODY_COLUMN = re.compile(
    "(?:(?<!计量)单位|部门|机构|主体|成员|地区|责任人|负责人|责任分工|任务分工)[0-9一二三]?(?:[（(].*[）)])?$"
)
"""A column whose cells may list several names."""
_CONTINUED = re.compile(r"[（(]?(?:续 ?表|接上表|续)[ 0-9一二三四五六七八九十]{0,4}[）)]?|表[ 0-9.\-]{1,6}[（(]续[）)]")
"""A line between the parts of a table that says nothing but that it goes on."""


def find_tables(clean: CleanText, lines: Sequence[Span], grids: Sequence[Grid] = ()) -> list[Table]:
    """All tables of a clean text, in order.

    Args:
        clean: the clean text.
        lines: the clean spans of its lines, empty ones left out; what the line numbers of a table count.
        grids: the tables that the reader saw; their places are source offsets.
    """
    tables: list[Table] = []
    growing: GrowingTable | None = None
    for piece in find_pieces(clean, lines, grids):
        if growing is not None and _follows(clean.text, lines, growing.last_line, piece) and growing.takes(piece):
            continue
        tables += _finished(growing, clean)
        growing = GrowingTable(piece)
    return tables + _finished(growing, clean)


def _follows(text: str, lines: Sequence[Span], last_line: int, piece: Piece) -> bool:
    between = lines[last_line + 1 : piece.first_line]
    return all(_CONTINUED.fullmatch(text[start:end]) for start, end in between)


def _finished(growing: GrowingTable | None, clean: CleanText) -> list[Table]:
    """The table that has grown, in a list; an empty list when it is none."""
    if growing is None or not growing.is_table:
        return []
    lines, last_line = growing.lines()
    levels = max((len(line.groups) for line in lines), default=0)
    columns = column_names([*[GROUP_COLUMN] * levels, *growing.names])
    caption = " ".join(box.words for box in growing.caption)
    head = tuple(clean.span(box.start, box.end) for box in growing.head)
    rows = _rows(clean, lines, columns[:levels], columns[levels:])
    return [Table(columns, rows, growing.first_line, last_line, caption, head)]


def _rows(clean: CleanText, lines: Sequence[Line], groups: Sequence[str], names: Sequence[str]) -> tuple[Row, ...]:
    """The rows of a table, each with the headings above it and the cells that it shares with other rows."""
    grid = [line.boxes for line in lines]
    filled = [at for at, row in enumerate(grid) if any(box.text for box in row)]
    numbers, shared = _shared(names, [grid[at] for at in filled])
    place = {at: position for position, at in enumerate(filled)}
    lists = {column for column, name in enumerate(names) if _is_list_column(name, grid, column)}
    rows: list[Row] = []
    held: set[Span] = set()
    for ordinal, (at, line) in enumerate(
        ((at, line) for at, line in enumerate(lines) if at in place or line.groups), 1
    ):
        boxes = list(zip(groups, line.groups, strict=False))
        cells = [_cell(clean, name, box, is_list=False) for name, box in boxes]
        rebuilt = line.rebuilt
        for column, name in enumerate(names) if at in place else ():
            box, inferred = shared.get((place[at], column), (at_column(line.boxes, column), False))
            rebuilt |= inferred
            if box.text:
                cells.append(_cell(clean, name, box, is_list=column in lists))
        spans = {span for cell in cells for span in cell.spans}
        if spans - held:  # else every cell of the line belongs to rows above
            number = numbers.get(place[at]) if at in place else None
            own = tuple(sorted(spans - held))
            rows.append(Row(number or ordinal, number is not None, tuple(cells), own, rebuilt))
        held |= spans
    return tuple(rows)


def _shared(names: Sequence[str], rows: Boxes) -> tuple[dict[int, int], dict[tuple[int, int], tuple[Box, bool]]]:
    """The printed numbers of rows; and by row and column the boxes that rows do not hold in place.

    A box comes with whether it was inferred: a sentence taken out of a stack was, a grouping value was read.
    """
    numbers = sequence(names, rows)
    split = unstack(rows, names, numbers)
    stacked = {column for _, column in split}
    result = {place: (box, True) for place, box in split.items()}
    for column, owner in owners(rows, names, numbers, stacked).items():
        result |= {(at, column): (at_column(rows[above], column), False) for at, above in owner.items()}
    return numbers, result


def _cell(clean: CleanText, column: str, box: Box, *, is_list: bool) -> Cell:
    text = list_text(box.text) if is_list else box.words
    items = (body_names(box.text) if is_list else ()) or (text,)
    more = tuple(clean.span(start, end) for start, end in box.more)
    return Cell(column, text, items, *clean.span(box.start, box.end), more)


def _is_list_column(name: str, rows: Boxes, column: int) -> bool:
    texts = [text for row in rows if (text := at_column(row, column).text)]
    sentences = sum("。" in text for text in texts) > 0.5 * len(texts)
    return bool(_BODY_COLUMN.search(name)) and not sentences and any(re.search("[ 、]", text) for text in texts)
