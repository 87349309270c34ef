"""The lines of a web page, as a browser breaks them at block elements and `br`, and the cells of its tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.readers.counters import css_number
from corpus.readers.flow import BLANKS, Place
from corpus.readers.html_tables import Cell, is_data_table, placed_cells
from corpus.readers.html_tree import Node
from corpus.readers.labels import bare, is_known_label, is_label

_GAPS = re.compile(r"[ \t\n\r\f]+")
_CELLS = ("td", "th", "dt", "dd")
_BREAKS = re.compile(r"\r\n?|\n")
_PRE_STYLE = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z -]+)", re.IGNORECASE)
_LIST_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_NUMBERED = re.compile(
    r"[（(]?(?:[0-9０-９]{1,3}|[一二三四五六七八九十百]{1,4})[)）、.．]|[①-⑳]|第[一二三四五六七八九十百]+"
)


@dataclass(frozen=True, slots=True)
class Fragment:
    """Characters of a line, with the element that they stand in."""

    text: str
    node: Node


@dataclass(slots=True, eq=False)
class Line:
    """A line: its characters, and whether it stands in the cell of a data table."""

    fragments: list[Fragment]
    in_grid: bool = False

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(fragment.text for fragment in self.fragments)


@dataclass(frozen=True, slots=True)
class GridMark:
    """Where a data table begins or ends."""

    opens: bool


@dataclass(frozen=True, slots=True)
class CellMark:
    """Where a cell of a data table begins, with its place, or ends."""

    place: Place | None


Item = Line | GridMark | CellMark


@dataclass
class _Setter:
    """Sets elements into lines.

    Attributes:
        items: what is set so far.
        line: fragments of the line that is being set.
        space: whether a blank waits for the next word of the line.
        glue: the element that goes on with the line, whatever blocks begin with it; it ends the line.
        cells: the places of the cells of the data table that is being set, by the identity of the element.
        in_cell: whether a cell of it is being set.
    """

    items: list[Item] = field(default_factory=list)
    line: list[Fragment] = field(default_factory=list)
    space: bool = False
    glue: Node | None = None
    cells: dict[int, Place] | None = None
    in_cell: bool = False

    def put(self, text: str, node: Node) -> None:
        if self.space and self.line:
            text = " " + text
        self.space = False
        self.glue = None
        self.line.append(Fragment(text, node))

    def end_line(self) -> None:
        if self.glue is None:
            self.break_line()

    def break_line(self) -> None:
        """End the line even where it was to go on."""
        self.glue = None
        self.space = False
        if any(fragment.text.strip(BLANKS) for fragment in self.line):
            self.items.append(Line(self.line, self.in_cell))
        self.line = []

    def words(self, text: str, node: Node, *, keep_blanks: bool) -> None:
        if keep_blanks:
            for at, line in enumerate(_BREAKS.split(text)):
                if at:
                    self.break_line()
                if line:
                    self.put(line, node)
            return
        words = _GAPS.split(text)
        if not words[0] and self.glue is None:
            self.space = True
        whole = " ".join(word for word in words if word)
        if whole:
            self.put(whole, node)
            self.space = not words[-1]

    def element(self, node: Node, *, keep_blanks: bool = False) -> None:
        """Set an element and all inside it."""
        if node.tag in ("br", "hr"):
            self.break_line()
            return
        if node.tag == "table" and self.cells is None and not node.hidden:
            cells = placed_cells(node)
            if is_data_table(node, cells):
                self.grid(node, cells)
                return
        place = self.cells.get(id(node)) if self.cells is not None else None
        if place is not None:
            self.break_line()
            self.items.append(CellMark(place))
            self.in_cell = True
        elif node.block:
            self.end_line()
        self.content(node, keep_blanks=keep_blanks)
        if place is not None:
            self.break_line()
            self.items.append(CellMark(None))
            self.in_cell = False
        elif node.block:
            self.end_block(node)

    def content(self, node: Node, *, keep_blanks: bool) -> None:
        keep = keep_blanks or node.tag in ("pre", "textarea", "listing", "xmp", "plaintext")
        keep = keep or _PRE_STYLE.search(node.attributes.get("style", "")) is not None
        numbers = _numbers(node) if node.tag == "ol" else {}
        for child in node.children:
            if isinstance(child, str):
                self.words(child, node, keep_blanks=keep)
                continue
            number = numbers.get(id(child))
            if number:
                self.end_line()
                self.put(number, child)
                self.glue = child
            self.element(child, keep_blanks=keep)

    def grid(self, table: Node, cells: list[Cell]) -> None:
        """Set a data table; its caption stands before it."""
        self.break_line()
        for caption in table.elements():
            if caption.tag == "caption":
                self.element(caption)
        self.items.append(GridMark(opens=True))
        self.cells = {id(cell.node): cell.place for cell in cells}
        for child in table.children:
            if isinstance(child, str):
                self.words(child, table, keep_blanks=False)
            elif child.tag != "caption":
                self.element(child)
        self.cells = None
        self.break_line()
        self.items.append(GridMark(opens=False))

    def end_block(self, node: Node) -> None:
        """End the block; a label and the value that follows it stand on one line, as they are shown."""
        value = None if self.in_cell or self.glue is not None else self.value_of(node)
        if value is not None:
            self.glue = value
            self.space = not self.line[-1].text.endswith(("：", ":"))
        elif self.glue is not None and self.glue is not node and self.glue.parent is not node:
            return
        else:
            self.break_line()

    def value_of(self, node: Node) -> Node | None:
        """The element whose words belong behind the line that is being set, when the line is a label."""
        words = bare("".join(fragment.text for fragment in self.line))
        if not is_label(words):
            return None
        while node.next_element() is None and node.parent is not None and node.tag not in (*_CELLS, "tr", "dl"):
            node = node.parent
        value = node.next_element()
        if value is None or bare(node.text(enough=200)) != words or is_label(bare(value.text(enough=40))):
            return None
        if node.tag in _CELLS:
            return value if value.tag in _CELLS else None
        return value if is_known_label(words) and value.block and value.tag == node.tag else None


def _numbers(node: Node) -> dict[int, str]:
    """The shown numbers of the items of an ordered list, by the identity of the item."""
    style = _list_style(node) or _LIST_TYPES.get(node.attributes.get("type", "1"), "decimal")
    items = [child for child in node.elements() if child.tag == "li" and not child.hidden]
    backwards = "reversed" in node.attributes
    number = node.number("start", len(items) if backwards else 1)
    numbers: dict[int, str] = {}
    for item in items:
        number = item.number("value", number)
        own = _list_style(item) or _LIST_TYPES.get(item.attributes.get("type", ""), style)
        if not _NUMBERED.match(
            bare(item.text(enough=40))
        ):  # the page numbers its items itself and hides the list's numbers
            numbers[id(item)] = css_number(number, own)
        number += -1 if backwards else 1
    return numbers


def _list_style(node: Node) -> str:
    found = _LIST_STYLE.search(node.attributes.get("style", ""))
    words = found[1].lower().split() if found else []
    return next((word for word in words if word not in ("inside", "outside")), "")


def set_lines(page: Node) -> list[Item]:
    """The lines of a page in document order, with marks where data tables and their cells begin and end."""
    setter = _Setter()
    setter.element(page)
    setter.break_line()
    return setter.items


def lines_of(items: list[Item]) -> Iterator[Line]:
    """The lines alone."""
    return (item for item in items if isinstance(item, Line))
