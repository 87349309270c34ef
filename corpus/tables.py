"""Tables: rows whose cells are kept by column name, each with its own span.

Works on the `|`-separated rows of the clean text. Three things that page breaks and conversion do to tables of official
documents are undone by general mechanisms, none of which looks at what a table is about:

- a continued table repeats an empty or equal head: its rows belong to the table before;
- a continuation that lost a column is aligned to the named columns by what its cells look like;
- a cell that swallowed the cells below it holds as many sentences as there are rows: each row gets its own sentence.

Grouping cells are merged over rows: a value belongs to the rows below it until the next value, unless the values
declare how many rows they hold (`共13项`) and these counts add up to the table, in which case the counts decide.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import sqrt

from corpus.characters import is_han
from corpus.clean import CleanText, DropReason
from corpus.source import Span
from corpus.typeset import is_row


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row.

    Attributes:
        column: the name in the table's head; repeated names are told apart by a number.
        text: the cell's words for reading; the names of a list are joined by 、.
        items: the single names when the column lists several in a cell, else just the text.
        start: source offset of the first character.
        end: source offset behind the last character.
    """

    column: str
    text: str
    items: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    Attributes:
        ordinal: the number in the sequence column, else the position in the table, from 1.
        numbered: whether `ordinal` is printed in the file.
        cells: the cells that are not empty, in column order; a merged cell stands in each row it belongs to.
        own: the spans of its cells, in order; a merged cell counts for the first row it belongs to.
        rebuilt: whether a cell of its own was inferred rather than read in place.
    """

    ordinal: int
    numbered: bool
    cells: tuple[Cell, ...]
    own: tuple[Span, ...]
    rebuilt: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its column names and rows, and the clean-text lines it took."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class _Box:
    """A cell on the grid: clean positions and the text between them."""

    start: int
    end: int
    text: str


_Grid = list[list[_Box]]
"""Rows of cells; a row may be shorter than the table is wide."""

_EMPTY = _Box(0, 0, "")

_SENTENCE = re.compile(r"[^。！？；]*[。！？；][”’」』）》]*|[^。！？；]+$")
_DECLARED_COUNT = re.compile(r"[（(] ?共 ?(\d{1,4}) ?[项个条件次] ?[）)]")
_BODY_COLUMN = re.compile(r"单位|部门|机构|主体|成员|地区|责任人|负责人")
_NUMBER_COLUMN = re.compile(r"序 ?号|编 ?号|项目?号|No\.?", re.IGNORECASE)
_ROW_NUMBER = re.compile(r"\d{1,6}")
_MOST_COLUMNS = 60
"""A line with more cells is no row of a table that people read; it stays text."""
_ROWS_COMPARED = 50
"""Rows above a continuation that tell what its columns hold."""


def find_tables(clean: CleanText, lines: Sequence[Span]) -> list[Table]:
    """All tables of a clean text. `lines` are the clean spans of its lines."""
    heads = _head_lines(clean, lines)
    tables: list[Table] = []
    at = 0
    while at < len(lines):
        if not _is_table_row(clean.text, lines[at]):
            at += 1
            continue
        first = at
        while at < len(lines) and _is_table_row(clean.text, lines[at]):
            at += 1
        tables.extend(_read_block(clean, lines, first, at, heads))
    return tables


def _is_table_row(text: str, line: Span) -> bool:
    return is_row(text[slice(*line)]) and text.count("|", *line) - 1 <= _MOST_COLUMNS


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


def _split_row(clean: CleanText, line: Span) -> list[_Box]:
    boxes: list[_Box] = []
    start = line[0] + 1
    for at in range(start, line[1]):
        # In Markdown `\\|` is a bar inside a cell.
        if clean.text[at] == "|" and clean.text[at - 1] != "\\":
            boxes.append(_Box(start, at, clean.text[start:at]))
            start = at + 1
    return boxes


def _read_block(clean: CleanText, lines: Sequence[Span], first: int, last: int, heads: set[int]) -> list[Table]:
    """The tables of one block of neighbouring row lines."""
    pieces: list[tuple[int, list[_Box], _Grid]] = []
    for at in range(first, last):
        boxes = _split_row(clean, lines[at])
        if at in heads or not pieces:
            pieces.append((at, boxes, []))
        else:
            pieces[-1][2].append(boxes)
    tables: list[Table] = []
    names: tuple[str, ...] = ()
    grid: _Grid = []
    lost: set[int] = set()
    opened = first
    for at, head, body in pieces:
        titles = [box.text for box in head]
        rows = [head, *body] if _goes_on_counting(titles, grid) else body
        if names and (rows is not body or not any(titles) or _column_names(titles) == names):
            aligned, incomplete = _align(rows, grid[-_ROWS_COMPARED:], len(names))
            if incomplete:
                lost.update(range(len(grid), len(grid) + len(aligned)))
            grid.extend(aligned)
            continue
        if names:
            tables.append(_build(clean, names, grid, lost, (opened, at - 1)))
        names, grid, lost, opened = _column_names(titles), [_fitted(row, len(titles)) for row in body], set(), at
    tables.append(_build(clean, names, grid, lost, (opened, last - 1)))
    return tables


def _goes_on_counting(titles: Sequence[str], grid: _Grid) -> bool:
    """Whether what stands above a rule is the next numbered row: a converter took it for a head after a page break."""
    if not grid or len(titles) != len(grid[-1]):
        return False
    before, here = grid[-1][0].text, titles[0]
    numbered = _ROW_NUMBER.fullmatch(before) and _ROW_NUMBER.fullmatch(here)
    return bool(numbered) and int(here) == int(before) + 1


def _column_names(titles: Sequence[str]) -> tuple[str, ...]:
    """Names by position; an empty one is 第N列, a repeated one gets a number, so that no column is lost."""
    titles = [title.replace(" ", "") for title in titles]
    names: list[str] = []
    for position, title in enumerate(titles, 1):
        plain = title or f"第{position}列"
        numbered = (f"{plain}（{number}）" for number in range(2, len(titles) + 2))
        taken = {*names, *titles[position:]}
        names.append(plain if plain not in names else next(name for name in numbered if name not in taken))
    return tuple(names)


def _cell(row: list[_Box], column: int) -> _Box:
    return row[column] if column < len(row) else _EMPTY


def _fitted(row: list[_Box], width: int) -> list[_Box]:
    """A row of at most `width` cells: extra ones join the last."""
    if len(row) <= width:
        return row
    tail = row[width - 1 :]
    return [*row[: width - 1], _Box(tail[0].start, tail[-1].end, " ".join(box.text for box in tail))]


def _align(body: _Grid, above: _Grid, width: int) -> tuple[_Grid, bool]:
    """Put the rows of a continuation under the named columns; say whether a column was lost."""
    have = max((len(row) for row in body), default=0)
    if have >= width or not above:
        return [_fitted(row, width) for row in body], False
    target = [_profile(_cell(row, column).text for row in above) for column in range(width)]
    piece = [_profile(_cell(row, column).text for row in body) for column in range(have)]
    chosen = _best_columns([[_cosine(mine, theirs) for theirs in target] for mine in piece])
    aligned: _Grid = []
    for row in body:
        boxes = [_EMPTY] * width
        for box, column in zip(row, chosen, strict=False):
            boxes[column] = box
        aligned.append(boxes)
    return aligned, True


def _best_columns(likeness: list[list[float]]) -> list[int]:
    """A column for each cell, from left to right, so that the likenesses add up to the most (the first such choice)."""
    width = len(likeness[0])
    # best[column]: the greatest sum for the cells so far within the first `column` columns, and the choice behind it.
    best: list[tuple[float, list[int]]] = [(0.0, [])] * (width + 1)
    for cell, row in enumerate(likeness):
        grown: list[tuple[float, list[int]]] = [(-1.0, [])] * (cell + 1)
        for column in range(cell, width):
            total, choice = best[column]
            taken = (total + row[column], [*choice, column])
            grown.append(max(grown[-1], taken, key=lambda option: option[0]))
        best = grown
    return best[width][1]


def _profile(texts: Iterable[str]) -> Counter[str]:
    """How a column looks: its characters, with every number written as 0."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(re.sub(r"\d+", "0", text))
    return counts


def _cosine(left: Counter[str], right: Counter[str]) -> float:
    dot = sum(count * right[char] for char, count in left.items())
    norm = sqrt(sum(c * c for c in left.values())) * sqrt(sum(c * c for c in right.values()))
    return dot / norm if norm else 0.0


def _build(clean: CleanText, names: tuple[str, ...], grid: _Grid, lost: set[int], lines: tuple[int, int]) -> Table:
    filled = [(at, row) for at, row in enumerate(grid) if any(box.text for box in row)]
    rows = [row for _, row in filled]
    numbers = _sequence(names, rows)
    split = _unstack(rows, names, numbers)
    rebuilt = {position for position, (at, _) in enumerate(filled) if at in lost} | {at for at, _ in split}
    stacked = {column for _, column in split}
    owner = _merged_owners(rows, names, numbers, stacked)
    lists = {column for column, name in enumerate(names) if _is_list_column(name, rows, column)}
    built: list[Row] = []
    held: set[Span] = set()
    for at in range(len(rows)):
        cells: list[Cell] = []
        for column in sorted({*range(len(rows[at])), *owner, *stacked}):
            shared = owner.get(column, {}).get(at, at)
            box = split.get((shared, column)) or _cell(rows[shared], column)
            if box.text:
                items = _items(box.text, is_list=column in lists)
                cells.append(Cell(names[column], "、".join(items), items, *clean.span(box.start, box.end)))
        spans = {(cell.start, cell.end) for cell in cells}
        if spans - held:  # else every cell of the line belongs to rows above
            ordinal, own = numbers.get(at, at + 1), tuple(sorted(spans - held))
            built.append(Row(ordinal, at in numbers, tuple(cells), own, at in rebuilt))
        held |= spans
    return Table(names, tuple(built), *lines)


def _sequence(names: Sequence[str], rows: _Grid) -> dict[int, int]:
    """Numbers of the first column when they count the rows up by one; else nothing."""
    if not names or not rows:
        return {}
    values = [row[0].text for row in rows]
    if not all(_ROW_NUMBER.fullmatch(value) for value in values):
        return {}
    numbers = [int(value) for value in values]
    counts_up = all(after == before + 1 for before, after in pairwise(numbers))
    if counts_up and (_NUMBER_COLUMN.fullmatch(names[0]) or numbers[0] == 1):
        return dict(enumerate(numbers))
    return {}


def _unstack(rows: _Grid, names: Sequence[str], numbers: dict[int, int]) -> dict[tuple[int, int], _Box]:
    """Give rows back the sentences that a cell above them swallowed: a cell by row and column.

    A column is taken for stacked when every empty cell of its numbered rows is explained: the cell above it holds
    exactly one sentence for each of the empty ones and its own.
    """
    result: dict[tuple[int, int], _Box] = {}
    if not numbers:
        return result
    for column in range(1, len(names)):
        given: dict[tuple[int, int], _Box] = {}
        at = 0
        while at < len(rows):
            below = at + 1
            while below < len(rows) and not _cell(rows[below], column).text:
                below += 1
            if below - at > 1:
                sentences = _sentences(_cell(rows[at], column))
                if len(sentences) != below - at:
                    break
                given.update({(at + step, column): box for step, box in enumerate(sentences)})
            at = below
        else:
            result.update(given)
    return result


def _sentences(box: _Box) -> list[_Box]:
    result: list[_Box] = []
    for found in _SENTENCE.finditer(box.text):
        text = found[0].strip()
        if text:
            start = box.start + found.start() + found[0].index(text)
            result.append(_Box(start, start + len(text), text))
    return result


def _merged_owners(
    rows: _Grid, names: Sequence[str], numbers: dict[int, int], stacked: set[int]
) -> dict[int, dict[int, int]]:
    """For each grouping column, which row's cell each row shares.

    The grouping columns are those left of the rows' own content that are empty more often than not and hold labels,
    not sentences. An empty cell right of them is just empty: a remark on one row says nothing of the next.
    """
    owners: dict[int, dict[int, int]] = {}
    for column in range(1 if numbers else 0, len(names)):
        values = [at for at, row in enumerate(rows) if _cell(row, column).text]
        sentences = any("。" in _cell(rows[at], column).text for at in values)
        if column in stacked or sentences or len(values) > 0.5 * len(rows):
            break
        counts = [_DECLARED_COUNT.search(_cell(rows[at], column).text) for at in values]
        declared = [int(count[1]) for count in counts if count]
        if values and len(declared) == len(values) and sum(declared) == len(rows):
            starts = [0, *accumulate(declared)]
        elif values and values[0] == 0:
            starts = [*values, len(rows)]
        else:
            continue
        owners[column] = {
            at: owner for owner, (start, end) in zip(values, pairwise(starts), strict=True) for at in range(start, end)
        }
    return owners


def _is_list_column(name: str, rows: _Grid, column: int) -> bool:
    return bool(_BODY_COLUMN.search(name)) and any(re.search("[ 、]", _cell(row, column).text) for row in rows)


def _items(text: str, *, is_list: bool) -> tuple[str, ...]:
    """Names of a list cell; otherwise the one text, with the blanks of broken lines closed."""
    if is_list:
        return tuple(item for item in re.split("[ 、，,；;]+", text) if item) or (text,)
    closed: list[str] = []
    for at, char in enumerate(text):
        inside = char == " " and 0 < at < len(text) - 1 and is_han(text[at - 1]) and is_han(text[at + 1])
        if not inside:
            closed.append(char)
    return ("".join(closed),)
