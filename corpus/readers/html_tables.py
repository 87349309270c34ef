"""Tables of a web page: which of them hold data and which only set out the page; where their cells stand.

Cells are placed as in the HTML Standard, 4.9.12.1 (forming a table). What is a data table is told by what is in it,
because pages of Chinese authorities are often set out with tables three deep.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.readers.flow import Place
from corpus.readers.html_tree import Node
from corpus.readers.labels import bare, is_information_box

_MOST_COLUMNS, _MOST_ROWS = 1000, 65_534
_MOST_SQUARES = 200_000
"""Beyond it spans are not believed: a page can claim 65,534 × 1,000 squares in one cell."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its place and its characters without blanks."""

    node: Node
    place: Place
    text: str


def rows_of(table: Node) -> Iterator[Node]:
    """The rows of a table, not those of tables inside it; what is hidden takes no place."""
    for child in table.elements():
        if child.tag == "tr" and not child.hidden:
            yield child
        elif child.tag not in ("table", "td", "th", "caption"):
            yield from rows_of(child)


def cells_of(row: Node) -> list[Node]:
    """The cells of a row."""
    return [child for child in row.elements() if child.tag in ("td", "th") and not child.hidden]


def placed_cells(table: Node) -> list[Cell]:
    """The cells of a table with their places, in the order of the page."""
    rows = list(rows_of(table))
    left_in_group = _rows_left(rows)
    taken: list[set[int]] = [set() for _ in rows]
    cells: list[Cell] = []
    squares = 0
    for at, row in enumerate(rows):
        nodes = cells_of(row)
        head = _is_head(row, nodes)
        column = 0
        for node in nodes:
            while column in taken[at]:
                column += 1
            height = node.number("rowspan", 1)
            height = min(left_in_group[at] if height == 0 else max(1, height), left_in_group[at], _MOST_ROWS)
            width = min(max(1, node.number("colspan", 1)), _MOST_COLUMNS)
            width = next((step for step in range(1, width) if column + step in taken[at]), width)
            if squares + height * width > _MOST_SQUARES:
                height = width = 1
            squares += height * width
            for below in range(at, at + height):
                taken[below].update(range(column, column + width))
            cells.append(Cell(node, Place(at, column, height, width, head), bare(node.text())))
            column += width
    return cells


def _rows_left(rows: list[Node]) -> list[int]:
    """For each row, how many rows of its group (thead, tbody, tfoot) remain from it on."""
    left = [1] * len(rows)
    for at in range(len(rows) - 2, -1, -1):
        if rows[at].parent is rows[at + 1].parent:
            left[at] = left[at + 1] + 1
    return left


def _is_head(row: Node, cells: list[Node]) -> bool:
    """Whether a row belongs to the head: it stands in `thead`, or all its cells are `th`."""
    in_head = row.parent is not None and row.parent.tag == "thead"
    return in_head or (len(cells) > 1 and all(cell.tag == "th" for cell in cells))


def is_data_table(table: Node, cells: list[Cell]) -> bool:
    """Whether a table holds data in rows and columns, and is neither a frame of the page nor an information box."""
    if table.attributes.get("role", "").lower() in ("presentation", "none"):
        return False
    if any(node is not table and node.tag == "table" for node in table.walk()):
        return False
    filled = [cell for cell in cells if cell.text]
    height = len({cell.place.row for cell in filled})
    if height < 2 or len({cell.place.column for cell in filled}) < 2:
        return False
    rows: dict[int, list[str]] = {}
    for cell in filled:
        rows.setdefault(cell.place.row, []).append(cell.text)
    if is_information_box(rows.values()):
        return False
    if not any(cell.place.head for cell in cells) and (_has_one_big_cell(filled) or _is_links(filled)):
        return False
    return sum(1 for row in _filled_columns(cells) if row >= 2) * 2 >= height


def _filled_columns(cells: list[Cell]) -> list[int]:
    """How many filled cells each row shows, with those that reach down into it."""
    shown: dict[int, int] = {}
    for cell in cells:
        if cell.text:
            for row in range(cell.place.row, cell.place.row + cell.place.rows):
                shown[row] = shown.get(row, 0) + 1
    return list(shown.values())


def _has_one_big_cell(filled: list[Cell]) -> bool:
    """Whether nearly all words stand in one cell, as running text in the frame of a page."""
    sizes = [len(cell.text) for cell in filled]
    biggest = max(filled, key=lambda cell: len(cell.text))
    paragraphs = sum(1 for node in biggest.node.walk() if node.tag in ("p", "div", "br", "li"))
    return len(biggest.text) * 5 >= sum(sizes) * 4 and len(biggest.text) > 300 and paragraphs >= 4


def _is_links(filled: list[Cell]) -> bool:
    """Whether nearly all words are links: a menu set out as a table."""
    linked = sum(len(bare(node.text())) for cell in filled for node in cell.node.walk() if node.tag == "a")
    return linked * 5 >= sum(len(cell.text) for cell in filled) * 4
