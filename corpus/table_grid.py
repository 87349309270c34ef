"""Grids of boxes: the cells of a table at their rows and columns, from `|`-rows of a text or from a reader's grid.

Both ways lead to the same piece of a table: rows that are all as wide as the piece, in which a merged cell stands at
every place that it covers, so that what follows need not know where the table comes from.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.characters import is_wide
from corpus.clean import CleanText, DropReason
from corpus.layout import Grid, GridCell
from corpus.numbering import match_marker
from corpus.source import Span
from corpus.typeset import is_row

MOST_COLUMNS = 60
"""A row with more cells is no row of a table that people read; it stays text."""
_MOST_BOXES = 200_000


@dataclass(frozen=True, slots=True)
class Box:
    """A cell while a table is put together. Positions are clean ones.

    Attributes:
        start: position of its first character.
        end: position behind its last; equal to `start` when it is empty.
        text: the characters between, as long as the stretch, line breaks as blanks; then those of `more`.
        column: the first column it takes, from 0.
        rows: how many rows it takes.
        columns: how many columns it takes.
        head: whether the file marks it as part of the head.
        more: the stretches on later pages that go on with it.
    """

    start: int
    end: int
    text: str
    column: int = 0
    rows: int = 1
    columns: int = 1
    head: bool = False
    more: tuple[Span, ...] = ()

    @property
    def words(self) -> str:
        """Its text with the blanks of broken lines closed."""
        return closed(self.text)


EMPTY = Box(0, 0, "")

Boxes = list[list[Box]]
"""Rows of boxes. A row may be shorter than the table is wide; a merged box stands at every place that it covers."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A table, or the part of one on a page, as it is set.

    Attributes:
        rows: its rows, with the lines that each row took: first and last.
        width: its number of columns.
        set: whether a reader saw its cells, merged ones included; False for `|`-rows.
    """

    rows: Boxes
    lines: list[Span]
    width: int
    set: bool

    @property
    def first_line(self) -> int:
        """The first clean line that it took."""
        return self.lines[0][0]

    @property
    def last_line(self) -> int:
        """The last clean line that it took."""
        return max(last for _, last in self.lines)

    def below(self, first: int) -> "Piece":
        """The piece without its first rows."""
        return Piece(self.rows[first:], self.lines[first:], self.width, self.set)


def closed(text: str) -> str:
    """A text without the blanks that broken lines leave; one before a numbered item stays, as between Latin words."""
    kept: list[str] = []
    for at, char in enumerate(text):
        if char == " " and 0 < at < len(text) - 1 and _closes(text, at):
            continue
        kept.append(char)
    return "".join(kept)


def _closes(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at + 1]
    if not is_wide(before) and not is_wide(after):
        return False
    return match_marker(text[at + 1 : at + 13]) is None or (is_wide(before) and before in "。！？；：、，”’（《")


def at_column(row: Sequence[Box], column: int) -> Box:
    """The box at a place, EMPTY where the row ends before."""
    return row[column] if column < len(row) else EMPTY


def body_row(row: Sequence[Box]) -> list[Box]:
    """The row with each box at the first of its columns only: a value over several columns belongs to the first."""
    return [box if box.column == column or not box.text else EMPTY for column, box in enumerate(row)]


def find_pieces(clean: CleanText, lines: Sequence[Span], grids: Sequence[Grid]) -> list[Piece]:
    """All pieces of tables of a clean text, in order. `lines` are the clean spans of its lines."""
    starts = [start for start, _ in lines]
    pieces = [piece for grid in grids if (piece := _grid_piece(clean, starts, grid)) is not None]
    taken = {line for piece in pieces for line in range(piece.first_line, piece.last_line + 1)}
    pieces += _row_pieces(clean, lines, taken)
    return sorted(pieces, key=lambda piece: piece.first_line)


# --- grids of a reader -------------------------------------------------------------------------------------------


def _grid_piece(clean: CleanText, starts: Sequence[int], grid: Grid) -> Piece | None:
    """A grid as a piece; None when it holds no words, or is too large to be a table that people read.

    `starts` are the clean positions where the lines begin.
    """
    height, width = 1 + max(cell.row for cell in grid.cells), grid.width
    if width > MOST_COLUMNS or height * width > _MOST_BOXES:
        return None
    rows: Boxes = [[EMPTY] * width for _ in range(height)]
    taken: list[list[int]] = [[] for _ in range(height)]
    for cell in grid.cells:
        box = _box(clean, cell)
        for row in rows[cell.row : cell.row + cell.rows]:
            row[cell.column : cell.column + cell.columns] = [box] * cell.columns
        if box.text:
            taken[cell.row] += (bisect_right(starts, at) - 1 for at in (box.start, box.end - 1))
    # A row without words of its own is one that merged cells cover, or none at all.
    filled = [at for at in range(height) if taken[at]]
    if not filled:
        return None
    return Piece([rows[at] for at in filled], [(min(taken[at]), max(taken[at])) for at in filled], width, set=True)


def _box(clean: CleanText, cell: GridCell) -> Box:
    start, end = clean.index(cell.start), clean.index(cell.end)
    raw = clean.text[start:end].replace("\n", " ")
    text = raw.strip(" ")
    start += len(raw) - len(raw.lstrip(" "))
    return Box(start, start + len(text), text, cell.column, cell.rows, cell.columns, cell.head)


# --- `|`-rows ----------------------------------------------------------------------------------------------------


def _row_pieces(clean: CleanText, lines: Sequence[Span], taken: set[int]) -> list[Piece]:
    """The blocks of neighbouring `|`-rows; a row above a table rule is a head and begins a piece."""
    heads = _head_lines(clean, lines)
    pieces: list[Piece] = []
    before = -1
    for at, line in enumerate(lines):
        if at in taken or not _is_table_row(clean.text, line):
            continue
        row = _split_row(clean, line, head=at in heads)
        if before != at - 1 or at in heads or not pieces:
            pieces.append(Piece([], [], len(row), set=False))
        pieces[-1].rows.append(row)
        pieces[-1].lines.append((at, at))
        before = at
    return pieces


def _is_table_row(text: str, line: Span) -> bool:
    return is_row(text[slice(*line)]) and text.count("|", *line) - 1 <= MOST_COLUMNS


def _head_lines(clean: CleanText, lines: Sequence[Span]) -> set[int]:
    """Lines directly above a table rule."""
    starts = [clean.offset(start) if end > start else -1 for start, end in lines]
    rules = [item.start for item in clean.dropped if item.reason is DropReason.TABLE_RULE]
    heads: set[int] = set()
    line = 0
    for rule in rules:
        while line < len(lines) and starts[line] < rule:
            line += 1
        if line:
            heads.add(line - 1)
    return heads


def _split_row(clean: CleanText, line: Span, *, head: bool) -> list[Box]:
    boxes: list[Box] = []
    start = line[0] + 1
    for at in range(start, line[1]):
        # In Markdown `\\|` is a bar inside a cell.
        if clean.text[at] == "|" and clean.text[at - 1] != "\\":
            boxes.append(Box(start, at, clean.text[start:at], column=len(boxes), head=head))
            start = at + 1
    return boxes
