"""From the blocks of all pages to one source text with its layout."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.layout import Dropped, DropReason, Grid, GridCell, Layout, Page, PlacedLine
from corpus.readers.pdf_blocks import Block, TableBlock, TextBlock
from corpus.readers.pdf_characters import Frame
from corpus.readers.pdf_furniture import PageLines, Place, furniture
from corpus.readers.pdf_lines import Line
from corpus.readers.pdf_paragraphs import SetLine, Setting, beginnings
from corpus.source import Source

_DIGITS = 2
"""Of a place in points: a hundredth is 3.5 micrometres."""


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page as it was read.

    Attributes:
        frame: how its reading frame lies on the page as shown.
        blocks: running text and tables in reading order.
        askew: lines that do not stand upright; they are read last.
    """

    frame: Frame
    blocks: tuple[Block, ...]
    askew: tuple[Line, ...] = ()


def source_of(pages: Sequence[ReadPage]) -> Source:
    """The source text of the pages: line by line, tables cell by cell."""
    writer = _Writer(pages)
    for number, page in enumerate(pages):
        writer.write_page(number, page)
    return writer.finished()


def _text_lines(page: ReadPage) -> Iterator[tuple[int, int, Line]]:
    """The lines of running text of a page: index among them, index of their block, line."""
    blocks = ((number, block) for number, block in enumerate(page.blocks) if isinstance(block, TextBlock))
    lines = ((number, line) for number, block in blocks for line in block.lines)
    yield from ((index, number, line) for index, (number, line) in enumerate(lines))


def _furniture(pages: Sequence[ReadPage]) -> dict[Place, DropReason]:
    """The furniture of the pages; lines that do not stand upright are counted behind the others."""
    looked_at: list[PageLines] = []
    for page in pages:
        lines = [(index, line) for index, _, line in _text_lines(page)]
        askew = list(enumerate(page.askew, len(lines)))
        height = page.frame.reading_size[1]
        looked_at.append(PageLines((*lines, *askew), height, frozenset(index for index, _ in askew)))
    return furniture(looked_at)


def _beginnings(pages: Sequence[ReadPage], asides: dict[Place, DropReason]) -> set[Place]:
    """The lines of running text that begin a paragraph."""
    places: list[Place] = []
    lines: list[SetLine] = []
    count = 0
    after_table = False
    for number, page in enumerate(pages):
        width = page.frame.reading_size[0]
        last = 0
        for index, block, line in _text_lines(page):
            after_table |= any(isinstance(between, TableBlock) for between in page.blocks[last:block])
            last = block
            if (number, index) in asides:
                continue
            places.append((number, index))
            home = page.blocks[block]
            sides = home.sides if isinstance(home, TextBlock) else None
            setting = Setting(number, block if sides else None, sides or (0.0, width))
            lines.append(SetLine(line, setting, count + block, after_table))
            after_table = False
        after_table |= any(isinstance(between, TableBlock) for between in page.blocks[last:])
        count += len(page.blocks)
    return {place for place, begins in zip(places, beginnings(lines), strict=True) if begins}


@dataclass(slots=True)
class _Writer:
    """Writes the lines one by one and notes what is known of each."""

    read: Sequence[ReadPage]
    asides_at: dict[Place, DropReason] = field(init=False)
    beginnings_at: set[Place] = field(init=False)
    texts: list[str] = field(default_factory=list)
    length: int = 0
    pages: list[Page] = field(default_factory=list)
    lines: list[PlacedLine] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    paragraphs: list[int] = field(default_factory=list)
    asides: list[Dropped] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.asides_at = _furniture(self.read)
        self.beginnings_at = _beginnings(self.read, self.asides_at)

    @property
    def next(self) -> int:
        """Where the next line begins."""
        return self.length + 1 if self.texts else 0

    def write_page(self, number: int, page: ReadPage) -> None:
        width, height = page.frame.shown_size
        self.pages.append(Page(self.next, width, height))
        index = 0
        for block in page.blocks:
            if isinstance(block, TableBlock):
                self._write_table(block, number, page.frame)
                continue
            for line in block.lines:
                self._write_text(line, (number, index), page.frame)
                index += 1
        for line in page.askew:
            self._write_text(line, (number, index), page.frame, begins=True)
            index += 1

    def _write_text(self, line: Line, place: Place, frame: Frame, *, begins: bool = False) -> None:
        reason = self.asides_at.get(place)
        start = self._write(line, place[0], frame)
        if reason is not None:
            self.asides.append(Dropped(start, self.length, reason))
        # An aside is no paragraph of its own, so that the text on both sides of it may be one.
        if start == 0 or (reason is None and (begins or place in self.beginnings_at)):
            self.paragraphs.append(start)

    def _write_table(self, block: TableBlock, number: int, frame: Frame) -> None:
        cells: list[GridCell] = []
        behind = self.next
        for cell, lines in block.cells:
            starts = [self._write(line, number, frame) for line in lines]
            if starts:
                self.paragraphs.append(starts[0])
            start, behind = (starts[0], self.length) if starts else (behind, behind)
            cells.append(GridCell(cell.row, cell.column, cell.rows, cell.columns, start, behind))
        self.grids.append(Grid(tuple(cells)))

    def _write(self, line: Line, number: int, frame: Frame) -> int:
        """Write a line of the page and return where it begins."""
        start = self.next
        self.texts.append(line.text)
        self.length = start + len(line.text)
        left, top, right, bottom = frame.as_shown(line.edges[0], line.top, line.edges[-1], line.bottom)
        if frame.turns == frame.shown:
            edges = line.edges
        else:
            edges = tuple(left + (right - left) * at / len(line.text) for at in range(len(line.text) + 1))
        places = tuple(round(edge, _DIGITS) for edge in edges)
        self.lines.append(PlacedLine(start, number + 1, round(top, _DIGITS), round(bottom, _DIGITS), places))
        return start

    def finished(self) -> Source:
        text = "\n".join(self.texts)
        layout = Layout(
            pages=tuple(Page(min(page.start, len(text)), page.width, page.height) for page in self.pages),
            lines=tuple(self.lines),
            grids=tuple(self.grids),
            paragraphs=tuple(self.paragraphs),
            asides=tuple(self.asides),
        )
        return Source.of(text, layout)
