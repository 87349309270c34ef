"""Outline: from the clean text to the tree of clauses."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.clause import Clause, TableRow
from corpus.clean import CleanText
from corpus.layout import Grid
from corpus.metadata import Metadata, begins_body, is_body_name, is_date_line, is_title
from corpus.numbering import DEPTH, Level, Marker, attachment_name, match_marker
from corpus.source import Span
from corpus.tables import Table, find_tables

_ATTACHMENT_NOTE = re.compile(r"附件 ?[0-9一二三四五六七八九十]{0,3} ?[:：] ?[^ ]")
_IMPRINT = re.compile(r"信息公开选项|(?:公开方式|公开属性)[:：]|日 ?印发$")
_NOTE = re.compile(r"[（(]本文[^（）()]{0,12}[）)]|[（(]此件[^（）()]{0,12}[）)]")
_SENTENCE_END = re.compile("[。！？；]")
_CONTENTS_ENTRY = re.compile(r"(?:[.·]{3,}|…{2,}) ?\d{1,3}$")
_MOST_CONTENTS = 400
_LISTED = re.compile(r"(?:[2-9]|\d\d)[.．、]")
_ADDRESSED = re.compile(
    "[^。；]{1,200}"
    "(?:政府|[省市州县区旗盟部委厅局办院校所会处站企]|部门|机构|单位|公司|集团|学校|银行|组织|中心|办公室|代表|同志)[）)]?[：:]"
)
_HEADING_LIMIT = 40
"""Characters: a longer first sentence is text, not a heading."""


def clean_lines(clean: CleanText) -> tuple[Span, ...]:
    """Clean spans of the lines of a clean text, without their line feeds; empty lines are left out."""
    spans: list[Span] = []
    start = 0
    for line in clean.text.split("\n"):
        if line:
            spans.append((start, start + len(line)))
        start += len(line) + 1
    return tuple(spans)


@dataclass
class _Node:
    """A clause while the tree grows. Positions are clean ones.

    `lead` is where the text behind the heading begins, `own_end` where the text before the first child ends; `tables`
    counts the tables placed directly in it.
    """

    level: Level
    marker: str
    heading: str
    start: int
    end: int
    lead: int
    own_end: int
    tables: int = 0
    children: list["_Node"] = field(default_factory=list)
    row: TableRow | None = None
    parts: tuple[Span, ...] = ()

    @property
    def name(self) -> str:
        gap = " " if self.marker and self.heading and self.marker[-1].isalnum() else ""
        return f"{self.marker}{gap}{self.heading}"


_HOLDS_PARAGRAPHS = {Level.ATTACHMENT, Level.PART, Level.CHAPTER, Level.SECTION, Level.TABLE}
"""Units whose unnumbered paragraphs are clauses of their own; elsewhere they belong to the numbered unit."""


def read_outline(
    clean: CleanText, metadata: Metadata, document_id: str, grids: Sequence[Grid] = ()
) -> tuple[Clause, ...]:
    """The clauses of a document: top-level clauses in order, each with its subtree."""
    lines = clean_lines(clean)
    growth = _Growth(clean.text, lines, _roles(clean, lines, metadata))
    tables = {table.first_line: table for table in find_tables(clean, lines)}
    at = 0
    while at < len(lines):
        table = tables.get(at)
        if table is not None:
            growth.add_table(table)
            at = table.last_line + 1
        else:
            growth.add_line(at)
            at += 1
    return _freeze(growth.roots, clean, document_id, ())


class _Growth:
    """Places line after line in the tree. `_open` holds the units that are being read, from the top down."""

    def __init__(self, text: str, lines: Sequence[Span], roles: dict[int, str]) -> None:
        self._text = text
        self._lines = lines
        self._roles = roles
        self._root = _Node(Level.PARAGRAPH, "", "", 0, 0, 0, 0)
        self._open: list[_Node] = []

    @property
    def roots(self) -> list[_Node]:
        """The tree so far."""
        return self._root.children

    @property
    def _innermost(self) -> _Node:
        return self._open[-1] if self._open else self._root

    def add_line(self, at: int) -> None:
        """Place a line that belongs to no table."""
        start, end = self._lines[at]
        text = self._text[start:end]
        if (attachment := attachment_name(text)) is not None:
            self._open = []
            self._add(_Node(Level.ATTACHMENT, attachment, "", start, end, end, end), opens=True)
        elif (role := self._roles.get(at)) is not None:
            self._add_role(role, start, end)
        elif (marker := match_marker(text)) is not None:
            self._open_unit(marker, text, start, end)
        elif self._takes_title(text):
            self._open[-1].heading += text
            self._open[-1].lead = self._open[-1].own_end = end
            self._stretch(end)
        else:
            self._add_paragraph(start, end)

    def add_table(self, table: Table) -> None:
        """Place a table: its rows go into the open unit, or into a unit of their own when that has a table already."""
        start, end = self._lines[table.first_line][0], self._lines[table.last_line][1]
        holder = self._innermost
        holder.tables += 1
        if holder is self._root or holder.tables > 1:
            holder = _Node(Level.TABLE, "", f"表{holder.tables}", start, end, end, start)
            self._add(holder, opens=False)
        holder.children.extend(
            _Node(
                Level.ROW,
                f"第{row.ordinal}{'项' if row.numbered else '行'}",
                "",
                start,
                end,
                end,
                end,
                row=TableRow(holder.heading, table.columns, row.cells, row.rebuilt),
                parts=row.own,
            )
            for row in table.rows
        )
        self._stretch(end)

    def _open_unit(self, marker: Marker, text: str, start: int, end: int) -> None:
        while self._open and DEPTH[self._open[-1].level] >= DEPTH[marker.level]:
            self._open.pop()
        heading = _heading(text[marker.length :], marker.level)
        behind = start + marker.length + len(heading)
        if heading and _SENTENCE_END.match(self._text, behind):
            behind += 1
        self._add(_Node(marker.level, marker.printed, heading, start, end, behind, end), opens=True)

    def _takes_title(self, text: str) -> bool:
        """Whether the line is the title that stands right under 附件 or 第N章."""
        if not self._open:
            return False
        node = self._open[-1]
        waits = (
            node.level in _HOLDS_PARAGRAPHS
            and not node.children
            and (not node.heading or node.level is Level.ATTACHMENT)
        )
        return (
            waits and not re.search("[。！？；：:]", text) and text[0] not in "（(" and len(node.heading + text) <= 80
        )

    def _add_role(self, role: str, start: int, end: int) -> None:
        self._open = []
        last = self.roots[-1] if self.roots else None
        if last is not None and last.level is Level.PARAGRAPH and last.marker == role:
            last.end = last.own_end = end
        else:
            self._add(_Node(Level.PARAGRAPH, role, "", start, end, start, end), opens=False)

    def _add_paragraph(self, start: int, end: int) -> None:
        # In a law an unnumbered paragraph behind the items （一）（二） is a paragraph of the article, not of the item.
        article = next((depth for depth, node in enumerate(self._open, 1) if node.level is Level.ARTICLE), 0)
        if article:
            del self._open[article:]
        node = self._innermost
        if node is not self._root and node.level not in _HOLDS_PARAGRAPHS and not node.children:
            node.own_end = end
            self._stretch(end)
        else:
            self._add(_Node(Level.PARAGRAPH, "", "", start, end, start, end), opens=False)

    def _add(self, node: _Node, *, opens: bool) -> None:
        self._innermost.children.append(node)
        self._stretch(node.end)
        if opens:
            self._open.append(node)

    def _stretch(self, end: int) -> None:
        for node in self._open:
            node.end = max(node.end, end)


def _heading(text: str, level: Level) -> str:
    """The heading at the start of a unit's text: a whole line without a full stop, or a short first sentence."""
    if level is Level.ARTICLE:
        return ""
    stop = _SENTENCE_END.search(text)
    if stop is None:
        return text if len(text) <= 2 * _HEADING_LIMIT and text[-1:] not in "：:" else ""
    first = text[: stop.start()]
    return first if len(first) <= _HEADING_LIMIT and not re.search("[，：]", first) else ""


def _roles(clean: CleanText, lines: Sequence[Span], metadata: Metadata) -> dict[int, str]:
    """What the lines outside the numbered body are, by line number."""
    texts = [clean.text[start:end] for start, end in lines]
    roles = dict.fromkeys(_contents(texts), "目录")
    first_unit = next((at for at, text in enumerate(texts) if at not in roles and begins_body(text)), len(texts))
    for at, (start, end) in enumerate(lines):
        text = texts[at]
        if at in roles:
            continue
        role = _head_role(text, clean.span(start, end), metadata) if at < first_unit else None
        role = role or _tail_role(text, roles.get(at - 1))
        if role is not None:
            roles[at] = role
        elif is_date_line(text):
            names = at - 1
            while names >= 0 and names not in roles and is_body_name(texts[names]):
                names -= 1
            if names < at - 1:
                roles.update(dict.fromkeys(range(names + 1, at + 1), "落款"))
    return roles


def _contents(texts: Sequence[str]) -> set[int]:
    """The lines of a table of contents: from 目录 to where its first entry comes again, and all with leader dots."""
    entries = {at for at, text in enumerate(texts) if _CONTENTS_ENTRY.search(text)}
    title = next((at for at, text in enumerate(texts[:_MOST_CONTENTS]) if text == "目录"), None)
    if title is None or title + 1 == len(texts):
        return entries
    first = _entry(texts[title + 1])
    again = (at for at, text in enumerate(texts[: title + _MOST_CONTENTS]) if at > title + 1 and _entry(text) == first)
    end = next(again, None)
    if end is None:
        return entries | ({title} if title + 1 in entries else set())
    return entries | set(range(title, end))


def _entry(line: str) -> str:
    """An entry of a table of contents without its page."""
    return re.sub(r"[.…· ]*\d{0,3}$", "", line).replace(" ", "")


def _head_role(text: str, source: Span, metadata: Metadata) -> str | None:
    """The role of a line before the numbered body, in the order of GB/T 9704-2012."""
    title, number = metadata.title, metadata.number
    if title and title.start is not None and title.end is not None and title.start <= source[0] < title.end:
        return "标题"
    if number and number.start is not None and source[0] <= number.start < source[1] and len(text) <= 60:
        return "发文字号"
    if text.endswith("文件") and is_body_name(text.removesuffix("文件")):
        return "发文机关标志"
    if _ADDRESSED.fullmatch(text):
        return "主送机关"
    return "标题" if is_title(text) else None


def _tail_role(text: str, before: str | None) -> str | None:
    """The role of a line of the closing part: what is attached, remarks, the imprint."""
    if before == "附件说明" and _LISTED.match(text):
        return "附件说明"
    if match_marker(text) is not None:
        return None
    if _IMPRINT.search(text) and len(text) <= 60:
        return "印发信息"
    if _ATTACHMENT_NOTE.match(text):
        return "附件说明"
    if _NOTE.fullmatch(text):
        return "附注"
    return "印发信息" if before == "印发信息" and is_body_name(text) else None


def _freeze(nodes: Sequence[_Node], clean: CleanText, prefix: str, above: tuple[str, ...]) -> tuple[Clause, ...]:
    frozen: list[Clause] = []
    unnamed = 0
    for ordinal, node in enumerate(nodes, 1):
        ident = f"{prefix}.{ordinal}"
        if not node.children and not clean.text[node.lead : node.end].strip() and node.level is not Level.ROW:
            # A heading with nothing under it is a one-sentence unit.
            node.heading = node.heading if node.level in _HOLDS_PARAGRAPHS else ""
        unnamed += not node.name
        path = (*above, node.name or f"第{unnamed}段")
        children = _freeze(_with_lead(node, clean.text), clean, ident, path)
        parts = node.parts if node.row else (clean.span(node.start, node.end),)
        frozen.append(Clause(ident, node.level, node.marker, node.heading, path, parts, children, node.row))
    return tuple(frozen)


def _with_lead(node: _Node, text: str) -> list[_Node]:
    """The children, led by the text that stands between the heading and the first of them."""
    if not node.children or not text[node.lead : node.own_end].strip():
        return node.children
    start = node.lead + len(text[node.lead : node.own_end]) - len(text[node.lead : node.own_end].lstrip())
    return [_Node(Level.PARAGRAPH, "", "", start, node.own_end, start, node.own_end), *node.children]
