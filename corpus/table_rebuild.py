"""Undoing what page breaks and conversion do to tables, by what the cells look like and by counting.

- A continuation that lost a column is aligned to the named columns by what its cells look like.
- A row that a page break cut in two is put together again.
- A cell that swallowed the cells below it holds as many sentences as there are rows: each row gets its own sentence.
- A grouping value belongs to the rows below it until the next value, unless the values declare how many rows they hold
  (`共13项`) and these counts add up to the table, in which case the counts decide.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from math import sqrt

from corpus.table_grid import EMPTY, Box, Boxes, at_column

_SENTENCE = re.compile(r"[^。！？；]*[。！？；][”’」』）》]*|[^。！？；]+$")
_ENDED = re.compile("[。！？；.;][”’」』）》]*$")
_CLAUSE_END = re.compile("[，、。；：]")
_OPEN_END = re.compile("[，、：,（《“]$")
_DECLARED_COUNT = re.compile(r"[（(] ?共 ?(\d{1,4}) ?[项个条件次] ?[）)]")
_NUMBER_COLUMN = re.compile(r"序 ?号|编 ?号|项目?号|No\.?", re.IGNORECASE)
_ROW_NUMBER = re.compile(r"(\d{1,6})[.．、]?")
_ROWS_COMPARED = 50
"""Rows above a continuation that tell what its columns hold."""
_FEWEST_STACKED = 3
_MANY = 3
"""Rows that all fill a column, so that an empty cell in it says something."""


def row_number(box: Box) -> int | None:
    """The number that a cell of a sequence column holds."""
    found = _ROW_NUMBER.fullmatch(box.text)
    return int(found[1]) if found else None


def goes_on_counting(row: Sequence[Box], above: Boxes) -> bool:
    """Whether a row bears the next number behind the last row above it."""
    before = next((number for line in reversed(above[-2:]) if (number := row_number(at_column(line, 0)))), None)
    return before is not None and row_number(at_column(row, 0)) == before + 1


def sequence(names: Sequence[str], rows: Boxes) -> dict[int, int]:
    """Numbers of the first column when they count the rows; else nothing.

    They count up by one; under the name 序号 they may leave numbers out, as where a part of the rows is not published.
    """
    if not names or not rows:
        return {}
    numbers = [row_number(at_column(row, 0)) for row in rows]
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers):
        return {}
    named = _NUMBER_COLUMN.fullmatch(names[0]) is not None
    counts = all(after > before if named else after == before + 1 for before, after in pairwise(known))
    return dict(enumerate(known)) if counts and (named or known[0] == 1) else {}


# --- continuations -----------------------------------------------------------------------------------------------


def fitted(row: list[Box], width: int) -> list[Box]:
    """A row of at most `width` cells: extra ones join the last."""
    if len(row) <= width:
        return row
    tail = [box for box in row[width - 1 :] if box.text] or [EMPTY]
    if len(tail) == 1:
        return [*row[: width - 1], tail[0]]
    return [*row[: width - 1], Box(tail[0].start, tail[-1].end, " ".join(box.text for box in tail))]


def align(body: Boxes, above: Boxes, width: int) -> tuple[Boxes, bool]:
    """Put the rows of a continuation under the named columns; say whether a column was lost."""
    above = above[-_ROWS_COMPARED:]
    have = max((len(row) for row in body), default=0)
    if have >= width or not above:
        return [fitted(row, width) for row in body], False
    target = [_profile(at_column(row, column).text for row in above) for column in range(width)]
    piece = [_profile(at_column(row, column).text for row in body) for column in range(have)]
    chosen = _best_columns([[_cosine(mine, theirs) for theirs in target] for mine in piece])
    aligned: Boxes = []
    for row in body:
        boxes = [EMPTY] * width
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


def inherited(body: Boxes, above: Boxes) -> Boxes:
    """The rows of a continuation, their empty cells at the top filled from a merged cell that the page break cut."""
    if not body or not above:
        return body
    rows = [list(row) for row in body]
    for column, box in enumerate(body[0]):
        last = at_column(above[-1], column)
        merges = any(at_column(row, column).rows > 1 for row in above)
        if not box.text and last.text and (box.rows > 1 or merges) and not row_number(last):
            for row in rows:
                if row[column] is not box:
                    break
                row[column] = last
    return rows


def is_rest_of_row(rows: Boxes, above: Boxes) -> bool:
    """Whether the first row of a continuation is the rest of the last row above, which a page break cut.

    With a sequence column: one of the two has no number, and the numbers around them count on. Without: a column that
    all other rows fill is empty here, and the others are many, or a cell breaks off above in the middle of a sentence;
    or the first column is empty, and a cell breaks off in a column of many whole sentences.
    """
    first, below = rows[0], rows[1:]
    numbers = [row_number(at_column(row, 0)) for row in above]
    here = row_number(at_column(first, 0))
    counted = [number for number in numbers if number is not None]
    counts_up = all(after == before + 1 for before, after in pairwise(counted))
    if counted and counts_up and len(counted) >= len(numbers) - 1 and (counted[0] == 1 or len(counted) > 2):
        if numbers[-1] is None:
            return here is not None and here == counted[-1] + 1
        return not at_column(first, 0).text and at_column(first, 0).rows == 1 and not _merged(above, 0)
    others = [*above, *below]
    columns = range(len(above[-1]))
    lacks = any(
        all(at_column(row, column).text for row in others)
        for column in columns
        if not at_column(first, column).text and at_column(first, column).rows == 1 and not _merged(others, column)
    )
    breaks_off = any(_breaks_off(first, above, column) for column in columns)
    if not lacks:
        return breaks_off and not at_column(first, 0).text and len(above) > _MANY
    return breaks_off or len(others) >= _MANY


def _merged(rows: Boxes, column: int) -> bool:
    return any(at_column(row, column).rows > 1 for row in rows)


def _breaks_off(first: Sequence[Box], above: Boxes, column: int) -> bool:
    last = at_column(above[-1], column).text
    if not last or not at_column(first, column).text or _ENDED.search(last):
        return False
    others = [text for row in above[:-1] if (text := at_column(row, column).text)]
    if _OPEN_END.search(last) or not others:
        return bool(_CLAUSE_END.search(last))
    return sum(bool(_ENDED.search(text)) for text in others) > 0.8 * len(others)


def joined(last: Sequence[Box], rest: Sequence[Box]) -> list[Box]:
    """A row put together from the two parts that a page break left of it."""
    row: list[Box] = []
    for column in range(max(len(last), len(rest))):
        box, more = at_column(last, column), at_column(rest, column)
        if box.text and more.text and box is not more:
            spans = (*box.more, (more.start, more.end), *more.more)
            row.append(replace(box, text=f"{box.text} {more.text}", more=spans))
        else:
            row.append(box if box.text else more)
    return row


# --- stacked and merged cells ------------------------------------------------------------------------------------


def unstack(rows: Boxes, names: Sequence[str], numbers: dict[int, int]) -> dict[tuple[int, int], Box]:
    """Give rows back the sentences that a cell above them swallowed: a cell by row and column.

    A column is taken for stacked when every empty cell of its numbered rows is explained: the cell above it holds
    exactly one sentence for each of the empty ones and its own. A cell that the file itself sets over several rows is
    taken so only when there are at least three of them and the column is one of single sentences elsewhere.
    """
    result: dict[tuple[int, int], Box] = {}
    if not numbers:
        return result
    for column in range(1, len(names)):
        runs = list(_runs(rows, column))
        merged = [run for run in runs if len(run) > 1 and at_column(rows[run[1]], column).text]
        if merged and not _holds_sentences(rows, column, runs, merged):
            continue
        given: dict[tuple[int, int], Box] = {}
        for run in runs:
            if len(run) == 1:
                continue
            sentences = _sentences(at_column(rows[run[0]], column))
            if len(sentences) != len(run):
                break
            given.update({(at, column): box for at, box in zip(run, sentences, strict=True)})
        else:
            result.update(given)
    return result


def _runs(rows: Boxes, column: int) -> Iterator[range]:
    """The rows of each value of a column: from a value down to above the next."""
    at = 0
    while at < len(rows):
        here = at_column(rows[at], column)
        below = at + 1
        while below < len(rows) and (not (box := at_column(rows[below], column)).text or box is here):
            below += 1
        yield range(at, below)
        at = below


def _holds_sentences(rows: Boxes, column: int, runs: Sequence[range], merged: Sequence[range]) -> bool:
    single = [_sentences(at_column(rows[run[0]], column)) for run in runs if len(run) == 1]
    return all(len(run) >= _FEWEST_STACKED for run in merged) and bool(single) and all(len(s) == 1 for s in single)


def _sentences(box: Box) -> list[Box]:
    result: list[Box] = []
    if box.more:
        return result
    for found in _SENTENCE.finditer(box.text):
        text = found[0].strip()
        if text:
            start = box.start + found.start() + found[0].index(text)
            result.append(Box(start, start + len(text), text))
    return result


def owners(rows: Boxes, names: Sequence[str], numbers: dict[int, int], stacked: set[int]) -> dict[int, dict[int, int]]:
    """For each grouping column, which row's cell each row shares.

    The grouping columns are those left of the rows' own content that are empty more often than not and hold labels,
    not sentences. An empty cell right of them is just empty: a remark on one row says nothing of the next. Where the
    file sets cells over several rows, it says itself what they belong to, and only declared counts overrule it.
    """
    result: dict[int, dict[int, int]] = {}
    sets_merged = any(box.text and box.rows > 1 for row in rows for box in row)
    for column in range(1 if numbers else 0, len(names)):
        filled = [at for at, row in enumerate(rows) if at_column(row, column).text]
        values = [at for at in filled if at == 0 or at_column(rows[at - 1], column) is not at_column(rows[at], column)]
        sentences = any("。" in at_column(rows[at], column).text for at in values)
        if column in stacked or sentences or len(values) > 0.5 * len(rows):
            break
        counts = [_DECLARED_COUNT.search(at_column(rows[at], column).text) for at in values]
        declared = [int(count[1]) for count in counts if count]
        if values and len(declared) == len(values) and sum(declared) == len(rows):
            starts = [0, *accumulate(declared)]
        elif not sets_merged and values and values[0] == 0:
            starts = [*values, len(rows)]
        else:
            continue
        result[column] = {
            at: owner for owner, (start, end) in zip(values, pairwise(starts), strict=True) for at in range(start, end)
        }
    return result
