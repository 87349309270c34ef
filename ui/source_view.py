"""The source view: a document laid out for reading, as escaped HTML, with the cited passages marked.

The words are the document's clean text and nothing else: taking the tags away and resolving the character references
gives the clean text back. Every paragraph and table row keeps its line feed inside its element, the bars of a table
row stay in the markup (the style sheet hides them), and nothing a document says can become a tag or an address.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from markupsafe import Markup, escape

from corpus import Clause, Document, DropReason, Grid, GridCell, Level, match_marker


@dataclass(frozen=True, slots=True)
class Highlight:
    """A cited stretch of a document.

    Attributes:
        number: the citation's number; it names the mark.
        start: source offset of its first character.
        end: source offset behind its last character.
    """

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Block:
    """One line of the clean text `[start, end)`, its line feed included, and how it is set.

    `strong` is the number of leading characters that are the marker and the heading.
    """

    start: int
    end: int
    tag: str
    look: str
    strong: int = 0


_HEADING_TAGS = {
    Level.ATTACHMENT: "h3",
    Level.PART: "h3",
    Level.CHAPTER: "h3",
    Level.SECTION: "h4",
    Level.HEADING_1: "h3",
    Level.HEADING_2: "h4",
    Level.HEADING_3: "h5",
    Level.HEADING_4: "h5",
    Level.HEADING: "h4",
    Level.BOX: "h5",
}
_UNNUMBERED = {Level.HEADING, Level.BOX}
_ROLE_LOOKS = {
    "页面信息": "page-facts",
    "目录": "contents",
    "份号": "flush",
    "密级": "flush",
    "紧急程度": "flush",
    "发文机关标志": "issuer",
    "发文字号": "number-line",
    "签发人": "signed",
    "标题": "title",
    "题注": "note",
    "署名": "note",
    "主送机关": "flush",
    "落款": "signed",
    "附注": "remark",
    "附件说明": "remark",
    "抄送": "remark",
    "印发信息": "remark",
}
"""How the named parts around the body are set; the closing words are a paragraph like others."""

_ELEMENTS = {
    "p": Markup("<p{}>{}{}</p>"),
    "h3": Markup("<h3{}>{}{}</h3>"),
    "h4": Markup("<h4{}>{}{}</h4>"),
    "h5": Markup("<h5{}>{}{}</h5>"),
    "th": Markup("<th{}>{}{}</th>"),
    "td": Markup("<td{}>{}{}</td>"),
}
_TABLE = Markup('<div class="yj-table"><table><tbody>{}</tbody></table></div>')


def mark_id(number: int) -> str:
    """The `id` of the first mark of a citation."""
    return f"source-{number}"


def escaped(text: str) -> Markup:
    """Text as HTML that a browser reads back character for character.

    Besides the five special characters the carriage return is written as a reference: a parser turns a bare one into
    a line feed.
    """
    return Markup(str(escape(text)).replace("\r", "&#13;"))  # noqa: S704  escaped in the same expression


def exact(text: str) -> Markup:
    """The characters of a file as they are; each line feed stands in a `yj-break`, so that it can be shown as one."""
    return Markup('<span class="yj-break">\n</span>').join(escaped(line) for line in text.split("\n"))


def clean_span(document: Document, start: int, end: int) -> tuple[int, int]:
    """The clean positions `[start, end)` of the characters that come from inside a source span."""
    return document.clean.within((start, end))


def render_document(document: Document, highlights: Sequence[Highlight] = (), grids: Sequence[Grid] = ()) -> Markup:
    """The document as HTML.

    Each highlight becomes one or more `<mark data-citation="N">`, split only where an element ends; the first of them
    has the id `mark_id(N)`. Together the marks of a citation hold exactly the clean form of its span. Overlapping
    highlights nest.

    Args:
        document: what to show.
        highlights: the cited spans, in source offsets.
        grids: the tables of its layout.
    """
    writer = _Writer(document, highlights)
    tables = [(clean_span(document, grid.start, grid.end)[0], grid) for grid in grids]
    begins = [start for start, _ in tables]

    def table_of(block: _Block) -> int:
        """The number of the grid a line stands in, -1 for a row between bars, -2 for a paragraph."""
        at = bisect_right(begins, block.start) - 1
        if at >= 0 and block.start < clean_span(document, tables[at][1].start, tables[at][1].end)[1]:
            return at
        return -1 if block.tag == "tr" else -2

    parts: list[Markup] = []
    for number, blocks in groupby(_blocks(document), key=table_of):
        lines = list(blocks)
        if number >= 0:
            parts.append(_TABLE.format(writer.grid(tables[number][1], lines[0].start, lines[-1].end)))
        elif number == -1:
            parts.append(_TABLE.format(Markup("").join(map(writer.row, lines))))
        else:
            parts.append(Markup("").join(map(writer.paragraph, lines)))
    return Markup("").join(parts)


class _Writer:
    """Writes stretches of one document's clean text, opening and closing marks where highlights begin and end."""

    def __init__(self, document: Document, highlights: Sequence[Highlight]) -> None:
        self._document = document
        self._text = document.clean.text
        spans = ((item.number, *clean_span(document, item.start, item.end)) for item in highlights)
        self._spans = sorted((number, start, end) for number, start, end in spans if start < end)
        self._cuts = sorted({cut for _, start, end in self._spans for cut in (start, end)})
        self._named: set[int] = set()

    def words(self, start: int, end: int) -> Markup:
        """The stretch `[start, end)` with its marks; no element but a mark is opened in it."""
        if start >= end:
            return Markup("")
        cuts = [start, *(cut for cut in self._cuts if start < cut < end), end]
        return Markup("").join(self._piece(first, last) for first, last in pairwise(cuts))

    def _piece(self, start: int, end: int) -> Markup:
        """A stretch over which the same highlights are open."""
        result = escaped(self._text[start:end])
        for number, first, last in reversed(self._spans):
            if first <= start and end <= last:
                name = Markup("") if number in self._named else Markup(' id="{}"').format(mark_id(number))
                self._named.add(number)
                result = Markup('<mark{} data-citation="{}">{}</mark>').format(name, number, result)
        return result

    def paragraph(self, block: _Block) -> Markup:
        """A paragraph or heading; a heading that runs into its text is set strong."""
        middle = block.start + block.strong
        lead = self.words(block.start, middle)
        strong = Markup("<b>{}</b>").format(lead) if lead else lead
        return _ELEMENTS[block.tag].format(_class(block.look), strong, self.words(middle, block.end))

    def grid(self, grid: Grid, start: int, end: int) -> Markup:
        """A table as it is set, merged cells included; its lines are the clean stretch `[start, end)`."""
        cells = grid.cells
        begins = [clean_span(self._document, cell.start, cell.end)[0] for cell in cells]
        cuts = [start, *(max(start, min(begin, end)) for begin in begins[1:]), end]
        rows: list[Markup] = []
        for _, group in groupby(zip(cells, pairwise(cuts), strict=True), key=lambda item: item[0].row):
            row = Markup("").join(self._grid_cell(cell, *words) for cell, words in group)
            rows.append(Markup("<tr>{}</tr>").format(row))
        return Markup("").join(rows)

    def _grid_cell(self, cell: GridCell, start: int, end: int) -> Markup:
        spans = Markup("")
        if cell.rows > 1:
            spans += Markup(' rowspan="{}"').format(cell.rows)
        if cell.columns > 1:
            spans += Markup(' colspan="{}"').format(cell.columns)
        return _ELEMENTS["th" if cell.head else "td"].format(spans, self.words(start, end), "")

    def row(self, block: _Block) -> Markup:
        """A table row: each bar closes a cell and stands in it, unseen."""
        bars = [at for at in range(block.start, block.end) if self._text[at] == "|"]
        cells: list[Markup] = []
        for at, bar in enumerate(bars[1:]):
            opening = self._bar(bars[0], bars[0] + 1) if at == 0 else Markup("")
            last = at == len(bars) - 2
            closing = self._bar(bar, block.end if last else bar + 1)
            content = self.words(bars[at] + 1, bar)
            cells.append(_ELEMENTS[block.look].format("", opening + content, closing))
        blank = not self._text[block.start : block.end].strip("| \n")
        return Markup("<tr{}>{}</tr>").format(_class("blank" if blank else ""), Markup("").join(cells))

    def _bar(self, start: int, end: int) -> Markup:
        return Markup('<span class="yj-bar">{}</span>').format(self.words(start, end))


def _class(look: str) -> Markup:
    return Markup(' class="yj-{}"').format(look) if look else Markup("")


def _blocks(document: Document) -> Iterable[_Block]:
    """The lines of the clean text in order, each with its line feed."""
    text = document.clean.text
    opened, looks = _openings(document)
    heads = {
        document.clean.index(item.start) for item in document.clean.dropped if item.reason is DropReason.TABLE_RULE
    }
    start = 0
    for line in text.split("\n"):
        stop = start + len(line)
        end = min(stop + 1, len(text))
        if len(line) > 1 and line.startswith("|") and line.endswith("|"):
            yield _Block(start, end, "tr", "th" if stop in heads else "td")
        elif start in looks:
            yield _Block(start, end, "p", looks[start])
        elif start in opened:
            yield _unit(opened[start], line, start, end)
        elif start < end:
            yield _Block(start, end, "p", "")
        start = stop + 1


def _openings(document: Document) -> tuple[dict[int, Clause], dict[int, str]]:
    """By the clean position where a line starts: the clause it opens, and the look of a line outside the numbering."""
    opened: dict[int, Clause] = {}
    looks: dict[int, str] = {}
    for clause in document.walk():
        start, end = clean_span(document, clause.start, clause.end)
        if clause.marker in _ROLE_LOOKS:
            looks.update(dict.fromkeys(_line_starts(document, start, end), _ROLE_LOOKS[clause.marker]))
        elif clause.level is Level.TABLE:
            looks.update(dict.fromkeys(_caption_lines(document, clause), "caption"))
        elif clause.level is Level.ATTACHMENT:
            below = clean_span(document, clause.children[0].start, clause.end)[0] if clause.children else end
            looks.update(dict.fromkeys(list(_line_starts(document, start, below))[1:], "title"))
            opened[start] = clause
        elif clause.level is not Level.ROW:
            opened[start] = clause
    return opened, looks


def _caption_lines(document: Document, table: Clause) -> Iterable[int]:
    """Where the lines of the caption of a table start, when its words stand above it."""
    start, behind = clean_span(document, table.start, table.start)[0], document.heading_end(table)
    return _line_starts(document, start, behind)


def _line_starts(document: Document, start: int, end: int) -> Iterable[int]:
    """`start`, and every position behind a line feed in `[start, end)`."""
    while start < end:
        yield start
        found = document.clean.text.find("\n", start, end)
        start = end if found < 0 else found + 1


def _unit(clause: Clause, line: str, start: int, end: int) -> _Block:
    """The first line of a unit: a heading of its own, or a paragraph whose beginning is set strong.

    Paragraphs are plain, those of an article (款) too, even when they begin with a number: that is a reference.
    """
    if clause.level in (Level.PARAGRAPH, Level.ARTICLE_PARAGRAPH):
        return _Block(start, end, "p", "")
    marker = match_marker(line)
    lead = marker.length if marker else 0
    if clause.level in _UNNUMBERED:
        return _Block(start, end, _HEADING_TAGS[clause.level], "box-title" if clause.level is Level.BOX else "")
    if clause.heading and line.startswith(clause.heading, lead):
        lead += len(clause.heading)
    tag = _HEADING_TAGS.get(clause.level)
    heads = clause.level is Level.ATTACHMENT or (lead and line[lead:] in ("", "。"))
    if tag is not None and heads:
        return _Block(start, end, tag, "")
    return _Block(start, end, "p", "", lead)
