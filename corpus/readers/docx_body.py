"""The body of a Word file: its paragraphs and tables in reading order, with their numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from corpus.layout import DropReason
from corpus.readers.docx_numbering import Numbering
from corpus.readers.docx_package import Element
from corpus.readers.docx_runs import Box, Break, Inline, NoteCall, RunReader, Words, chosen
from corpus.readers.docx_tables import Row, is_data_table, read_rows
from corpus.readers.flow import FlowWriter
from corpus.readers.labels import is_label

_CONTAINERS = frozenset("w:sdt w:sdtContent w:customXml w:ins w:moveTo w:smartTag w:body w:txbxContent".split())
_MOVED_AWAY = ("w:del", "w:moveFrom")


@dataclass(slots=True)
class StoryReader:
    """Reads a story (the body, a header, a note) into the source text.

    Attributes:
        writer: where it is written.
        runs: reads the words of its paragraphs.
        numbering: counts its numbered paragraphs.
        in_grid: whether a table is open; tables inside it become lines of its cells.
    """

    writer: FlowWriter
    runs: RunReader
    numbering: Numbering
    in_grid: bool = False

    def blocks(self, nodes: Iterable[Element], reason: DropReason | None = None) -> None:
        """Read paragraphs and tables; `reason`: why all of it is left aside."""
        for node in nodes:
            if node.name == "w:p":
                self.paragraph(node, reason)
            elif node.name == "w:tbl":
                self.table(node, reason)
            elif node.name == "mc:AlternateContent":
                self.blocks(chosen(node).children, reason)
            elif node.name in _MOVED_AWAY:
                self.blocks(node.children, reason or DropReason.DELETED)
            elif node.name in _CONTAINERS:
                self.blocks(node.children, reason)

    def paragraph(self, node: Element, reason: DropReason | None, *, ends: bool = True) -> None:
        """Read a paragraph; its text boxes stand before or behind it, as they are anchored.

        `ends`: whether its line ends with it.
        """
        content = self.runs.paragraph(node)
        words = [item for item in content if not isinstance(item, Box)]
        first = next((at for at, item in enumerate(content) if isinstance(item, Words)), len(content))
        before = [item for item in content[:first] if isinstance(item, Box)]
        behind = [item for item in content[first:] if isinstance(item, Box)]
        removed = any(node.child("w:pPr", "w:rPr", name) is not None for name in _MOVED_AWAY)
        only_removed = all(isinstance(item, Words) and item.reason is DropReason.DELETED for item in words)
        for box in before:
            self.blocks(box.content.children, reason)
        mark_hidden = node.switch("w:pPr", "w:rPr", "w:vanish") and all(
            isinstance(item, Words) and item.reason is not None for item in words
        )
        if not removed and not mark_hidden:
            self.writer.put(self.numbering.next_label(node), reason)
        self._write(words, reason)
        # Without its mark a paragraph runs into the next one; when nothing of it is left, nothing does.
        if ends and (behind or not removed or only_removed):
            self.writer.end_line()
        for box in behind:
            self.blocks(box.content.children, reason)

    def _write(self, content: Iterable[Inline], reason: DropReason | None) -> None:
        for item in content:
            if isinstance(item, Break):
                self.writer.end_line()
            elif isinstance(item, NoteCall):
                self.writer.put(item.mark, reason)
            elif isinstance(item, Words):
                self.writer.put(item.text, reason or item.reason)

    def table(self, node: Element, reason: DropReason | None) -> None:
        """Read a table: a grid when it holds data, otherwise the lines of its cells."""
        rows = read_rows(node)
        self.writer.end_line()
        if self.in_grid or reason is not None or not is_data_table(rows):
            self._lines(rows, reason)
            return
        self.writer.open_grid()
        self.in_grid = True
        for row in rows:
            for cell in row.cells:
                if row.deleted:
                    self.blocks(cell.node.children, DropReason.DELETED)
                elif cell.place is None:
                    self.blocks(cell.node.children, DropReason.HIDDEN)  # Word shows only the first of merged cells
                else:
                    self.writer.open_cell(cell.place)
                    self.blocks(cell.node.children)
                    self.writer.close_cell()
                self.writer.end_line()
        self.in_grid = False
        self.writer.close_grid()

    def _lines(self, rows: list[Row], reason: DropReason | None) -> None:
        """The cells one after the other; a label and the value beside it stand on one line, as they are shown."""
        for row in rows:
            why = DropReason.DELETED if row.deleted else reason
            for cell, beside in pairwise([*row.cells, None]):
                if cell is None:
                    continue
                labels = beside is not None and bool(beside.text) and is_label(cell.text) and not is_label(beside.text)
                paragraphs = list(cell.node.all("w:p"))
                if labels and len(cell.node.children) == len(paragraphs) + len(list(cell.node.all("w:tcPr"))) == 2:
                    self.paragraph(paragraphs[0], why, ends=False)
                    self.writer.put("" if cell.text.endswith(("：", ":")) else " ", why)
                    continue
                self.blocks(cell.node.children, why)
                self.writer.end_line()
            self.writer.end_line()
