"""The growth of an outline: line after line finds its place in the tree of units."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.clause import TableRow
from corpus.numbering import DEPTH, Level, Marker, box_name
from corpus.outline_headings import article_heading_length, heading_length
from corpus.source import Span
from corpus.tables import Table


@dataclass
class Node:
    """A clause while the tree grows. Positions are clean ones.

    `lead` is where the text behind number and heading begins, `own_end` where that of a paragraph with items ends;
    `rank` says how deep it nests; `tables` counts the tables placed directly in it.
    """

    level: Level
    marker: str
    heading: str
    start: int
    end: int
    lead: int
    rank: float = 0.0
    own_end: int = 0
    ordinal: int = 0
    tables: int = 0
    children: list["Node"] = field(default_factory=list)
    row: TableRow | None = None
    parts: tuple[Span, ...] = ()

    @property
    def run_in(self) -> bool:
        """Whether text stands on the line of its number, behind the heading."""
        return bool(self.children) and self.children[0].start == self.lead

    @property
    def name(self) -> str:
        """Number and heading as a reader would print them."""
        gap = " " if self.marker and self.heading and self.marker[-1].isalnum() else ""
        return f"{self.marker}{gap}{self.heading}"


HOLDS_PARAGRAPHS = {
    Level.DOCUMENT,
    Level.ATTACHMENT,
    Level.PART,
    Level.CHAPTER,
    Level.SECTION,
    Level.BOX,
    Level.TABLE,
}
"""Units whose unnumbered paragraphs are always clauses of their own."""

_SCOPES = {Level.DOCUMENT, Level.ATTACHMENT, Level.BOX}
"""Units with a numbering of their own."""

_TITLED = {Level.ATTACHMENT, Level.PART, Level.CHAPTER, Level.SECTION, Level.BOX}
"""Units whose title may stand on the lines below their number."""

_WHOLE_TITLE = re.compile(
    r"(?:表|清单|名单|目录|方案|办法|规定|规则|细则|计划|规划|要点|指南|标准|说明|解释|样式|格式|模板|制度|条例|意见|分工|流程|图|书)"
    r"(?:[（(][^（）()]{1,30}[）)])*$"
)
_VERSION = re.compile(r"[（(](?:[^（）()]{0,16}(?:稿|试行|暂行|修订|版|样式|年)[^（）()]{0,4})[）)]")
_SENTENCE_END = re.compile("[。！？；：:]")
_CLOSES_DOCUMENT = re.compile(
    "(?:各(?:地|级|省|市|县|区|乡|镇|有关|部门|单位|成员|相关|盟)|以上|请各"
    "|本(?:通知|意见|办法|规定|方案|决定|计划|规划|细则|措施|指南|要点)(?:自|由|有效期|从))"
)
_LONGEST_TITLE = 80
_TITLE_LINES = 4
_LONGEST_ITEM = 40
"""Lines between two items of a list."""
_LONGEST_QUOTATION = 40
"""Lines: what is not closed by then was no quotation."""


@dataclass
class _Quotation:
    """A quotation that goes over several lines: the numbered unit in which it stands, and how many lines it has."""

    unit: Node
    lines: int = 0


class Growth:
    """Places line after line in the tree. `_open` holds the units that are being read, from the top down."""

    def __init__(
        self,
        text: str,
        lines: Sequence[Span],
        markers: Sequence[Marker | None],
        ranks: Sequence[Mapping[Level, float]],
    ) -> None:
        """Begin an empty tree.

        Args:
            text: the clean text.
            lines: the clean spans of its lines.
            markers: for each line, the number that it opens with.
            ranks: for each line, how deep the forms of numbering nest in the part of the document where it stands.
        """
        self._text = text
        self._lines = lines
        self._markers = markers
        self._ranks = ranks
        self._root = Node(Level.DOCUMENT, "", "", 0, 0, 0, rank=-1)
        self._open: list[Node] = []
        self._quotation: _Quotation | None = None
        self._title_lines = 0

    @property
    def roots(self) -> list[Node]:
        """The tree so far."""
        return self._root.children

    @property
    def _innermost(self) -> Node:
        return self._open[-1] if self._open else self._root

    def add_document(self, first: int, behind: int) -> None:
        """Open an enclosed document whose title stands on the lines `[first, behind)`."""
        start, end = self._lines[first][0], self._lines[behind - 1][1]
        title = "".join(self._text[slice(*line)] for line in self._lines[first:behind])
        self._open = []
        self._add(Node(Level.DOCUMENT, "", title, start, end, start), opens=True)

    def add_attachment(self, at: int, name: str, length: int) -> None:
        """Open an attachment whose name takes the first `length` characters of a line; its title may follow."""
        start, end = self._lines[at]
        self._open = []
        self._title_lines = 0
        self._add(Node(Level.ATTACHMENT, name, self._text[start + length : end], start, end, end), opens=True)

    def add_role(self, at: int, role: str, *, foot: bool) -> None:
        """Place a line of a named part; those at the foot of the page belong to the document as a whole."""
        start, end = self._lines[at]
        self._close_to_part()
        if foot:
            self._open = []
        siblings = self._innermost.children
        last = siblings[-1] if siblings else None
        if last is not None and last.level is Level.PARAGRAPH and last.marker == role:
            last.end = end
            self._stretch(end)
        else:
            self._add(Node(Level.PARAGRAPH, role, "", start, end, start), opens=False)

    def add_line(self, at: int, *, bare_heading: bool = False, closes: bool = False) -> None:
        """Place a line of the body.

        Args:
            at: its number.
            bare_heading: whether it is a heading without a number.
            closes: whether it is the last paragraph of its part of the document.
        """
        start, end = self._lines[at]
        text = self._text[start:end]
        marker = self._markers[at]
        if self._in_quotation(marker):
            self._add_paragraph(at, start, end)
        elif (box := box_name(text)) is not None:
            self._open_box(box, text, start, end)
        elif marker is not None:
            self._open_unit(marker, at, text, start, end)
        elif self._takes_title(text):
            node = self._innermost
            node.heading += text
            node.lead = end
            self._title_lines += 1
            self._stretch(end)
        elif bare_heading and not any(node.level is Level.ARTICLE for node in self._open):
            self._open_bare_heading(at, text, start, end)
        else:
            if closes and self._is_closing(text):
                self._close_to_part()
            self._add_paragraph(at, start, end)
        self._note_quotation(text)

    def add_table(self, table: Table, caption: int | None = None) -> None:
        """Place a table: its rows go into the open unit.

        They get a unit of their own when the table has a caption, the open unit has a table already, or none is open.

        Args:
            table: the table.
            caption: the line of its caption; neither this line nor those down to the table are placed yet.
        """
        start, end = self._lines[table.first_line][0], self._lines[table.last_line][1]
        holder = self._innermost
        holder.tables += 1
        title = table.caption
        if caption is not None:
            start, behind = self._lines[caption]
            title = self._text[start:behind]
        if holder is self._root or holder.tables > 1 or caption is not None:
            holder = Node(Level.TABLE, "", title or f"表{holder.tables}", start, end, start)
            self._add(holder, opens=False)
            for note in self._lines[caption + 1 : table.first_line] if caption is not None else ():
                holder.children.append(Node(Level.PARAGRAPH, "", "", *note, note[0]))
        name = title or holder.heading
        holder.children.extend(
            Node(
                Level.ROW,
                f"第{row.ordinal}{'项' if row.numbered else '行'}",
                "",
                start,
                end,
                end,
                row=TableRow(name, table.columns, row.cells, row.rebuilt),
                parts=row.own,
            )
            for row in table.rows
        )
        self._stretch(end)

    def waits_for_title(self, at: int) -> bool:
        """Whether a line would become the title of the open unit."""
        return self._takes_title(self._text[slice(*self._lines[at])])

    def close_box(self) -> None:
        """End the open box, if there is one."""
        for depth, node in enumerate(self._open):
            if node.level is Level.BOX:
                del self._open[depth:]
                return

    # --- units -------------------------------------------------------------------------------------------------------

    def _open_unit(self, marker: Marker, at: int, text: str, start: int, end: int) -> None:
        ranks = self._ranks[at]
        rank = ranks[marker.level] if marker.rank is None else marker.rank
        self._leave_box(marker, rank)
        scope = self._scope()
        while len(self._open) > scope and self._open[-1].rank >= rank:
            self._open.pop()
        behind = text[marker.length :]
        if marker.level is Level.ARTICLE:
            unmarked = at + 1 < len(self._lines) and self._markers[at + 1] is None
            following = self._text[slice(*self._lines[at + 1])] if unmarked else ""
            length = article_heading_length(behind, following)
        else:
            length = heading_length(behind, marker.level, in_law=self._in_article())
        lead = start + marker.length + length
        if length and re.match("[。！？：:]", self._text[lead : lead + 1]):
            lead += 1
        node = Node(marker.level, marker.printed, behind[:length], start, end, lead, rank, ordinal=marker.ordinal)
        self._title_lines = 0
        self._add(node, opens=True)
        if marker.level is Level.ARTICLE:
            self._add_article_paragraph(lead, end)
        else:
            self._add_run_in(node, end)

    def _open_box(self, box: tuple[str, int], text: str, start: int, end: int) -> None:
        self.close_box()
        self._title_lines = 0
        self._add(Node(Level.BOX, box[0], text[box[1] :], start, end, end, rank=99), opens=True)

    def _open_bare_heading(self, at: int, text: str, start: int, end: int) -> None:
        rank = self._ranks[at][Level.HEADING]
        self.close_box()
        scope = self._scope()
        while len(self._open) > scope and self._open[-1].rank >= rank:
            self._open.pop()
        self._add(Node(Level.HEADING, "", text, start, end, end, rank), opens=True)

    def _leave_box(self, marker: Marker, rank: float) -> None:
        """A number that goes on with the numbering around a box ends the box."""
        depth = next((depth for depth, node in enumerate(self._open) if node.level is Level.BOX), None)
        if depth is None:
            return
        inside = [node for node in (*self._open[depth:], *self._open[depth].children) if node.level is marker.level]
        if inside and inside[-1].ordinal + 1 == marker.ordinal:
            return
        above = [node for node in self._open[:depth] if node.level is marker.level]
        higher = any(node.rank > rank for node in self._open[:depth] if node.level not in _SCOPES)
        if marker.ordinal > 1 or above or higher or marker.level in (Level.PART, Level.CHAPTER, Level.ARTICLE):
            del self._open[depth:]

    def _scope(self) -> int:
        """How many open units lie around the numbering that is being read."""
        return max((depth for depth, node in enumerate(self._open, 1) if node.level in _SCOPES), default=0)

    def _in_article(self) -> bool:
        return any(node.level is Level.ARTICLE for node in self._open)

    def _close_to_part(self) -> None:
        """Leave all units but the enclosed document or the attachment."""
        self._open = self._open[: bool(self._open) and self._open[0].level in _SCOPES]

    def _is_closing(self, text: str) -> bool:
        """Whether the last paragraph speaks of the whole document, below a list of entries of one paragraph each."""
        node = self._innermost
        last_entry = node.ordinal > 1 and node.run_in and len(node.children) == 1
        return last_entry and bool(_CLOSES_DOCUMENT.match(text))

    def _takes_title(self, text: str) -> bool:
        """Whether the line is the title that stands right under 附件 or 第N章, or goes on with it."""
        if not self._open:
            return False
        node = self._open[-1]
        if node.level not in _TITLED or node.children or len(node.heading + text) > _LONGEST_TITLE:
            return False
        if node.heading and _VERSION.fullmatch(text):
            return True
        if _SENTENCE_END.search(text) or text[0] in "（(|" or self._title_lines >= _TITLE_LINES:
            return False
        return not node.heading or (node.level is Level.ATTACHMENT and not _WHOLE_TITLE.search(node.heading))

    # --- text --------------------------------------------------------------------------------------------------------

    def _add_run_in(self, node: Node, end: int) -> None:
        """The text that stands on the line of a numbered unit, behind its heading."""
        words = self._text[node.lead : end]
        if words.strip():
            start = node.lead + len(words) - len(words.lstrip())
            node.lead = start
            node.children.append(Node(Level.PARAGRAPH, "", "", start, end, start))

    def _add_article_paragraph(self, start: int, end: int) -> None:
        """A paragraph of the open article (款); it is open for the items that follow."""
        if self._text[start:end].strip():
            ordinal = 1 + sum(child.level is Level.ARTICLE_PARAGRAPH for child in self._innermost.children)
            rank = DEPTH[Level.ARTICLE] + 0.5
            node = Node(Level.ARTICLE_PARAGRAPH, "", "", start, end, start, rank, own_end=end, ordinal=ordinal)
            self._add(node, opens=True)

    def _add_paragraph(self, at: int, start: int, end: int) -> None:
        # In a law an unnumbered paragraph behind the items （一）（二） is a paragraph of the article, not of the item.
        article = next((depth for depth, node in enumerate(self._open, 1) if node.level is Level.ARTICLE), 0)
        if article and (item := self._unfinished_item(at, article)) is None:
            del self._open[article:]
            self._add_article_paragraph(start, end)
            return
        if article:
            del self._open[item:]
        node = self._innermost
        waits = node.ordinal and not node.heading and not node.children and not self._text[node.lead : node.end].strip()
        if waits and (length := heading_length(self._text[start:end], node.level)) and start + length == end:
            node.heading, node.lead = self._text[start:end], end  # the number stands on a line of its own
            self._stretch(end)
        else:
            self._add(Node(Level.PARAGRAPH, "", "", start, end, start), opens=False)

    def _unfinished_item(self, at: int, article: int) -> int | None:
        """How many units are open down to the item of the open article to which a paragraph belongs, if there is one.

        What stands between two items of a list belongs to the first of them; and if such a list 一、二、 ends with a
        bare heading, what follows belongs to that.
        """
        for depth in range(len(self._open), article, -1):
            node = self._open[depth - 1]
            if not node.ordinal or node.level is Level.ARTICLE_PARAGRAPH:
                continue
            below = (marker for marker in self._markers[at + 1 : at + 1 + _LONGEST_ITEM] if marker is not None)
            following = next((marker for marker in below if DEPTH[marker.level] <= DEPTH[node.level]), None)
            if following is not None and (following.level, following.ordinal) == (node.level, node.ordinal + 1):
                return depth
            before = next((one for one in reversed(self._open[depth - 2].children) if one is not node), None)
            alike = before is not None and (before.level, before.ordinal + 1) == (node.level, node.ordinal)
            titled = node.level is Level.HEADING_1 and bool(node.heading) and node.lead == node.end
            if before is not None and alike and titled and before.children and not before.run_in:
                return depth
        return None

    # --- quotations --------------------------------------------------------------------------------------------------

    def _in_quotation(self, marker: Marker | None) -> bool:
        """Whether the line stands in a quotation that began in an earlier one, as amended articles do."""
        quotation = self._quotation
        if quotation is None:
            return False
        unit = quotation.unit
        goes_on = marker is not None and (marker.level, marker.ordinal) == (unit.level, unit.ordinal + 1)
        if goes_on or quotation.lines >= _LONGEST_QUOTATION or unit not in self._open:
            self._quotation = None
        return self._quotation is not None

    def _note_quotation(self, text: str) -> None:
        balance = text.count("“") - text.count("”")
        if self._quotation is not None:
            self._quotation.lines += 1
            if balance < 0:
                self._quotation = None
        elif balance > 0 and re.search("[：:]“[^”]*$|^“[^”]*$", text):
            unit = next((node for node in reversed(self._open) if node.ordinal), None)
            self._quotation = _Quotation(unit) if unit is not None else None

    def _add(self, node: Node, *, opens: bool) -> None:
        self._innermost.children.append(node)
        self._stretch(node.end)
        if opens:
            self._open.append(node)

    def _stretch(self, end: int) -> None:
        for node in self._open:
            node.end = max(node.end, end)
