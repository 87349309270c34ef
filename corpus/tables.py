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
from itertools import accumulate, combinations
from math import sqrt

from corpus.repair import CleanText, DropReason, is_han
from corpus.source import Span


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

_SENTENCE = re.compile(r"[^。！？；]*[。！？；][”’」』）》]*|[^。！？；]+$")
_DECLARED_COUNT = re.compile(r"[（(]\s*共\s*(\d+)\s*[项个条件次]\s*[）)]")
_BODY_COLUMN = re.compile(r"单位|部门|机构|主体|成员|地区|责任人|负责人")
_NUMBER_COLUMN = re.compile(r"序\s*号|编\s*号|项目?号|No\.?", re.IGNORECASE)


def find_tables(clean: CleanText, lines: Sequence[Span]) -> list[Table]:
    """All tables of a clean text. `lines` are the clean spans of its lines."""
    heads = _head_lines(clean, lines)
    tables: list[Table] = []
    at = 0
    while at < len(lines):
        if not _is_row(clean.text[slice(*lines[at])]):
            at += 1
            continue
        first = at
        while at < len(lines) and _is_row(clean.text[slice(*lines[at])]):
            at += 1
        tables.extend(_read_block(clean, lines, first, at, heads))
    return tables


def _is_row(line: str) -> bool:
    return len(line) > 1 and line.startswith("|") and line.endswith("|")


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
        if clean.text[at] == "|":
            boxes.append(_Box(start, at, clean.text[start:at]))
            start = at + 1
    return boxes


def _read_block(clean: CleanText, lines: Sequence[Span], first: int, last: int, heads: set[int]) -> list[Table]:
    """The tables of one block of neighbouring row lines."""
    pieces: list[tuple[int, list[_Box] | None, _Grid]] = []
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
        titles = [box.text for box in head or []]
        if names and (not any(titles) or titles == list(names)):
            aligned, incomplete = _align(body, grid, len(names))
            if incomplete:
                lost.update(range(len(grid), len(grid) + len(aligned)))
            grid.extend(aligned)
            continue
        if names:
            tables.append(_build(clean, names, grid, lost, (opened, at - 1)))
        names, grid, lost, opened = _column_names(titles), [_padded(row, len(titles)) for row in body], set(), at
    tables.append(_build(clean, names, grid, lost, (opened, last - 1)))
    return tables


def _column_names(titles: Sequence[str]) -> tuple[str, ...]:
    """Names by position; an empty one is 第N列, a repeated one gets a number, so that no column is lost."""
    seen: Counter[str] = Counter()
    names: list[str] = []
    for position, title in enumerate(titles, 1):
        name = title.replace(" ", "") or f"第{position}列"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}（{seen[name]}）")
    return tuple(names)


def _padded(row: list[_Box], width: int) -> list[_Box]:
    """A row of exactly `width` cells: missing ones are empty, extra ones join the last."""
    if len(row) <= width:
        end = row[-1].end if row else 0
        return [*row, *(_Box(end, end, "") for _ in range(width - len(row)))]
    tail = row[width - 1 :]
    return [*row[: width - 1], _Box(tail[0].start, tail[-1].end, " ".join(box.text for box in tail))]


def _align(body: _Grid, above: _Grid, width: int) -> tuple[_Grid, bool]:
    """Put the rows of a continuation under the named columns; say whether a column was lost."""
    have = max((len(row) for row in body), default=0)
    if have >= width or not above:
        return [_padded(row, width) for row in body], False
    target = [_profile(row[column].text for row in above) for column in range(width)]
    piece = [_profile(row[column].text for row in body if column < len(row)) for column in range(have)]
    chosen = max(
        combinations(range(width), have),
        key=lambda columns: sum(_cosine(piece[at], target[column]) for at, column in enumerate(columns)),
    )
    aligned: _Grid = []
    for row in body:
        end = row[-1].end
        boxes = [_Box(end, end, "") for _ in range(width)]
        for box, column in zip(_padded(row, have), chosen, strict=True):
            boxes[column] = box
        aligned.append(boxes)
    return aligned, True


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
    damaged = {position for position, (at, _) in enumerate(filled) if at in lost}
    rows = [row for _, row in filled]
    numbers = _sequence(names, rows)
    split = _unstack(rows, names, numbers)
    owner = _merged_owners(rows, names, numbers)
    lists = [_is_list_column(name, [row[column].text for row in rows]) for column, name in enumerate(names)]
    built: list[Row] = []
    held: set[Span] = set()
    for at in range(len(rows)):
        cells: list[Cell] = []
        for column, name in enumerate(names):
            shared = owner.get(column, {}).get(at, at)
            box = split.get((shared, column), rows[shared][column])
            if box.text:
                items = _items(box.text, is_list=lists[column])
                cells.append(Cell(name, "、".join(items), items, *clean.span(box.start, box.end)))
        spans = {(cell.start, cell.end) for cell in cells}
        built.append(
            Row(
                ordinal=numbers.get(at, at + 1),
                numbered=at in numbers,
                cells=tuple(cells),
                own=tuple(sorted(spans - held)),
                rebuilt=at in damaged or any(key[0] == at for key in split),
            )
        )
        held |= spans
    return Table(names, tuple(built), *lines)


def _sequence(names: Sequence[str], rows: _Grid) -> dict[int, int]:
    """Numbers of the first column when they count the rows up by one; else nothing."""
    if not names or not rows:
        return {}
    values = [row[0].text for row in rows]
    if not all(value.isdecimal() for value in values):
        return {}
    numbers = [int(value) for value in values]
    counts_up = all(after == before + 1 for before, after in zip(numbers, numbers[1:], strict=False))
    if counts_up and (_NUMBER_COLUMN.fullmatch(names[0]) or numbers[0] == 1):
        return dict(enumerate(numbers))
    return {}


def _unstack(rows: _Grid, names: Sequence[str], numbers: dict[int, int]) -> dict[tuple[int, int], _Box]:
    """Give rows back the sentences that a cell above them swallowed.

    A cell counts as swallowed when its column is normally filled, the numbered rows below it are empty there, and it
    holds exactly one sentence for each of these rows and its own.
    """
    result: dict[tuple[int, int], _Box] = {}
    if not numbers:
        return result
    for column in range(1, len(names)):
        empties = sum(not row[column].text for row in rows)
        if empties > 0.5 * len(rows):
            continue
        at = 0
        while at < len(rows):
            below = at + 1
            while below < len(rows) and not rows[below][column].text:
                below += 1
            sentences = _sentences(rows[at][column])
            if below - at > 1 and len(sentences) == below - at:
                result.update({(at + step, column): box for step, box in enumerate(sentences)})
            at = below
    return result


def _sentences(box: _Box) -> list[_Box]:
    result: list[_Box] = []
    for found in _SENTENCE.finditer(box.text):
        text = found[0].strip()
        if text:
            start = box.start + found.start() + found[0].index(text)
            result.append(_Box(start, start + len(text), text))
    return result


def _merged_owners(rows: _Grid, names: Sequence[str], numbers: dict[int, int]) -> dict[int, dict[int, int]]:
    """For each grouping column, which row's cell each row shares.

    A grouping column stands left of the row's own content and is empty more often than not.
    """
    owners: dict[int, dict[int, int]] = {}
    for column in range(1 if numbers else 0, len(names)):
        values = [at for at, row in enumerate(rows) if row[column].text]
        if not values or len(values) > 0.5 * len(rows):
            continue
        counts = [_DECLARED_COUNT.search(rows[at][column].text) for at in values]
        declared = [int(count[1]) for count in counts if count]
        if len(declared) == len(values) and sum(declared) == len(rows):
            ends = list(accumulate(declared))
            owners[column] = {
                at: owner
                for owner, start, end in zip(values, [0, *ends], ends, strict=False)
                for at in range(start, end)
            }
        elif values[0] == 0:
            owners[column] = {at: max(value for value in values if value <= at) for at in range(len(rows))}
    return owners


def _is_list_column(name: str, texts: Sequence[str]) -> bool:
    return bool(_BODY_COLUMN.search(name)) and any(" " in text or "、" in text for text in texts)


def _items(text: str, *, is_list: bool) -> tuple[str, ...]:
    """Names of a list cell; otherwise the one text, with the blanks of broken lines closed."""
    if is_list:
        return tuple(item for item in re.split(r"[\s、，,；;]+", text) if item)
    closed: list[str] = []
    for at, char in enumerate(text):
        inside = char == " " and 0 < at < len(text) - 1 and is_han(text[at - 1]) and is_han(text[at + 1])
        if not inside:
            closed.append(char)
    return ("".join(closed),)
