"""Growing tables: pieces that belong together become one table of lines, each a row or the heading of some rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.numbering import DEPTH
from corpus.source import Span
from corpus.table_grid import EMPTY, Box, Boxes, Piece, body_row
from corpus.table_head import column_names, flat_names, head_rows, is_note, lone_box, section_box, section_marker
from corpus.table_rebuild import align, goes_on_counting, inherited, is_rest_of_row, joined

GROUP_COLUMN = "分组"
"""The column of the rows that go over the whole width and group the rows below them."""

_IMPRINT = re.compile(r"(?:抄 ?送|主 ?送|印 ?发)[:：]|.*日 ?印发$")
_IMPRINT_ROWS = 4
_ROWS_LOOKED_AT = 200
_UNNUMBERED = max(DEPTH.values()) + 1


@dataclass(slots=True)
class Line:
    """A line of a table while it grows.

    Attributes:
        boxes: its boxes by column.
        lines: the clean lines that it took, first and last.
        section: the heading of a group of rows that it is, or None for a row.
        lone: the box that it has over the whole width, if any.
        rebuilt: whether its boxes were put under their columns by rule.
        groups: the headings above it, outermost first.
    """

    boxes: list[Box]
    lines: Span
    section: Box | None
    lone: Box | None
    rebuilt: bool = False
    groups: list[Box] = field(default_factory=list)


class GrowingTable:
    """A table while pieces are put together.

    Attributes:
        names: the names of its columns.
        caption: the boxes of its title.
        head: the boxes of its title and its heads, repeated ones included.
        body: its lines.
        first_line: the first clean line of its pieces.
        last_line: the last clean line of its pieces.
    """

    def __init__(self, piece: Piece) -> None:
        """Begin with a first piece: it decides what the columns are called."""
        self.first_line, self.last_line = piece.first_line, piece.last_line
        self.head: list[Box] = []
        self.body: list[Line] = []
        self._set = piece.set
        titles, levels = head_rows(piece)
        if levels and titles + levels < len(piece.rows) and not any(flat_names(piece.rows[:levels], piece.width)):
            # An empty head says nothing; the names may stand in the row below it.
            piece = piece.below(levels)
            titles, levels = head_rows(piece)
        self.names = column_names(flat_names(piece.rows[titles : titles + levels], piece.width))
        self.caption = _boxes(piece.rows[:titles])
        self._has_head = levels > 0
        self._add(piece, titles + levels, [])

    def takes(self, piece: Piece) -> bool:
        """Take a piece that follows, when it goes on with this table; say whether it does."""
        above = self._last_rows
        titles, levels = head_rows(piece, above=self.names)
        counts = titles < len(piece.rows) and goes_on_counting(piece.rows[titles], above)
        if counts:
            levels = 0  # what looks like a head is the next row: a converter took it for one after a page break
        names = flat_names(piece.rows[titles : titles + levels], piece.width)
        if self._ends_in_note or (any(names) and column_names(names) != self.names):
            return False
        narrower = piece.width < len(self.names)
        if not levels and piece.width != len(self.names) and not (counts and narrower):
            return False
        self._add(piece, titles + levels, above)
        self.last_line = max(self.last_line, piece.last_line)
        return True

    @property
    def _last_rows(self) -> Boxes:
        return [line.boxes for line in self.body[-_ROWS_LOOKED_AT:] if line.section is None]

    @property
    def _ends_in_note(self) -> bool:
        lone = self.body[-1].lone if self.body else None
        return lone is not None and is_note(lone.text)

    def _add(self, piece: Piece, first: int, above: Boxes) -> None:
        """Take the rows of a piece from `first` on; those before it are titles and heads."""
        self.head += _boxes(piece.rows[:first])
        reaching = set(self.head)
        lines: list[Line] = []
        for at in range(first, len(piece.rows)):
            boxes = body_row([EMPTY if box in reaching else box for box in piece.rows[at]])
            if piece.set and [box.words for box in boxes] == list(self.names):
                self.head += _boxes([boxes])  # the head again, on a page of its own print
            else:
                lines.append(Line(boxes, piece.lines[at], section_box(piece, at), lone_box(piece, at)))
        rows, lost = align([line.boxes for line in lines], above, len(self.names))
        for line, row in zip(lines, rows, strict=True):
            line.boxes, line.rebuilt = row, lost
        if lines and self._goes_on(piece, lines, above):
            last, rest = self.body[-1], lines.pop(0)
            last.boxes, last.rebuilt = joined(last.boxes, rest.boxes), True
            last.lines = (last.lines[0], max(last.lines[1], rest.lines[1]))
        for line, row in zip(lines, inherited([line.boxes for line in lines], above), strict=True):
            line.boxes = row
        self.body += lines

    def _goes_on(self, piece: Piece, lines: list[Line], above: Boxes) -> bool:
        """Whether the first of some lines is the rest of the last row, which a page break cut."""
        if not piece.set or not above or self.body[-1].section is not None or lines[0].lone is not None:
            return False
        return lines[0].section is None and is_rest_of_row([line.boxes for line in lines if line.lone is None], above)

    # --- what has grown ------------------------------------------------------------------------------------------

    @property
    def is_table(self) -> bool:
        """Whether it is a table, and not a frame around text, a single row or the imprint of a document."""
        if not self._set:
            return bool(self.body) and len(self.body) + self._has_head > 1
        rows = [line for line in self.body if line.section is None and line.lone is None]
        if not rows or len(rows) + self._has_head < 2:
            return False
        filled = {box.column for line in rows for box in line.boxes if box.text}
        filled |= {box.column for box in self.head if box.columns < len(self.names)}
        imprint = not self._has_head and len(self.body) <= _IMPRINT_ROWS
        return len(filled) > 1 and not (
            imprint and any(_IMPRINT.match(box.text) for line in rows for box in line.boxes)
        )

    def lines(self) -> tuple[list[Line], int]:
        """Its lines with the headings above them, and the last clean line of them.

        Remarks behind the last row are left out. A heading with no rows below it stays a line of its own; where most
        have none, they are rows.
        """
        lines, last_line = list(self.body), self.last_line
        while len(lines) > 1 and self._is_behind(lines[-1]):
            last_line = lines.pop().lines[0] - 1
        alone = [_is_alone(lines, at) for at in range(len(lines))]
        if 2 * sum(alone) > sum(line.section is not None for line in lines):
            return [replace(line, section=None) for line in lines], last_line
        above: list[tuple[int, Box]] = []
        result: list[Line] = []
        for at, line in enumerate(lines):
            if line.section is not None:
                depth = _depth(line.section)
                above = [(outer, box) for outer, box in above if outer < depth]
                above.append((depth, line.section))
            if line.section is None or alone[at]:
                boxes = [] if alone[at] else line.boxes
                result.append(replace(line, boxes=boxes, groups=[box for _, box in above]))
        return result, last_line

    def _is_behind(self, line: Line) -> bool:
        return line.lone is not None and (is_note(line.lone.text) or (self._set and line.section is None))


def _is_alone(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is the heading of a group without rows: none follow, or a heading of no lower level does."""
    section = lines[at].section
    if section is None:
        return False
    below = lines[at + 1].section if at + 1 < len(lines) else section
    return below is not None and _depth(below) <= _depth(section)


def _depth(section: Box) -> int:
    marker = section_marker(section.text)
    return DEPTH[marker.level] if marker else _UNNUMBERED


def _boxes(rows: Boxes) -> list[Box]:
    """The boxes of some rows that hold words, each once, in order."""
    return list(dict.fromkeys(box for row in rows for box in row if box.text))
