"""Tables of a Word file: where their cells stand, with what is merged."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.readers.docx_package import Element
from corpus.readers.flow import Place
from corpus.readers.labels import bare, is_information_box

_MOST_COLUMNS = 1000
"""Word itself allows 63."""
_WRAPPERS = ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag")
_IMPRINT = re.compile(r"(?:抄送|主送|抄报|分送)[：:].*|.*印发")


@dataclass(slots=True, eq=False)
class Cell:
    """A cell of a row.

    Attributes:
        node: its element.
        place: where it stands; None for one that only goes on with a merged cell.
        text: its characters without blanks.
    """

    node: Element
    place: Place | None
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells, and whether it was deleted with tracked changes."""

    cells: list[Cell]
    deleted: bool


def read_rows(table: Element) -> list[Row]:
    """The rows of a table with their cells placed; deleted rows take no place."""
    rows: list[Row] = []
    open_cells: dict[int, Cell] = {}
    head = True
    at = 0
    for node in _inside(table, "w:tr"):
        cells = [Cell(cell, None, _text(cell)) for cell in _inside(node, "w:tc")]
        deleted = node.child("w:trPr", "w:del") is not None
        rows.append(Row(cells, deleted))
        if deleted:
            continue
        head = head and (node.switch("w:trPr", "w:tblHeader") or False)
        open_cells = _place_row(node, cells, open_cells, at, head=head)
        at += 1
    return rows


def _place_row(row: Element, cells: list[Cell], above: dict[int, Cell], at: int, *, head: bool) -> dict[int, Cell]:
    """Place the cells of a row; `above` and the result are the cells that may go on below, by their first column."""
    column = min(max(0, row.number("w:trPr", "w:gridBefore") or 0), _MOST_COLUMNS)
    going: dict[int, Cell] = {}
    last: Cell | None = None
    for cell in cells:
        span = min(max(1, cell.node.number("w:tcPr", "w:gridSpan") or 1), _MOST_COLUMNS)
        sideways = cell.node.child("w:tcPr", "w:hMerge")
        downward = cell.node.child("w:tcPr", "w:vMerge")
        upper = above.get(column)
        if sideways is not None and sideways.attributes.get("w:val") != "restart" and last is not None and last.place:
            last.place = replace(last.place, columns=last.place.columns + span)
        elif _continues(downward) and upper is not None and upper.place is not None and upper.place.columns == span:
            upper.place = replace(upper.place, rows=upper.place.rows + 1)
            going[column] = upper
            last = None
        else:
            cell.place = Place(at, column, 1, span, head)
            last = cell
            if downward is not None:
                going[column] = cell
        column += span
    return going


def _continues(merge: Element | None) -> bool:
    return merge is not None and merge.attributes.get("w:val", "continue") != "restart"


def _inside(node: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also those in content controls."""
    for child in node.children:
        if child.name == name:
            yield child
        elif child.name in _WRAPPERS:
            yield from _inside(child, name)


def _text(node: Element) -> str:
    parts: list[str] = []
    pending = [node]
    while pending:
        child = pending.pop()
        if child.name in ("w:t", "m:t", "w:sym"):
            parts.append(child.text or "□")
        elif child.name == "w:numPr":
            parts.append("#")
        pending.extend(reversed(child.children))
    return bare("".join(parts))


def is_data_table(rows: list[Row]) -> bool:
    """Whether a table holds data in rows and columns, and is no information box and no imprint (抄送, 印发)."""
    filled = [(cell.place, cell.text) for row in rows for cell in row.cells if cell.place is not None and cell.text]
    texts: dict[int, list[str]] = {}
    for place, text in filled:
        texts.setdefault(place.row, []).append(text)
    if len(texts) < 2 or len({place.column for place, _ in filled}) < 2:
        return False
    imprint = len(texts) <= 3 and any(_IMPRINT.fullmatch(text) for _, text in filled)
    return not imprint and not is_information_box(texts.values())
