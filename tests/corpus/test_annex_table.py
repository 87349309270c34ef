"""The annex of 川数字经济办〔2021〕3号, cell by cell, against a table written down by reading the file.

The file is damaged: its table goes over six pages, each with a head of its own or an empty one, a category stands once
for all its rows and not always beside the first of them, and the tasks of rows 41-51 and 66-69 are stacked in one cell
of a page that has lost its category column.
"""

import csv
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from corpus import Clause, Document, Level, Source, TableRow, read_document
from corpus.tables import find_tables
from tests.corpus.grids import Page, lines_of

NAME = "川数字经济办〔2021〕3号.txt"
HERE = Path(__file__).parent
COLUMNS = ("序号", "重点任务", "任务清单", "牵头单位", "进度安排")
COUNTS = {"出台文件": 13, "会议活动": 15, "重要事项": 24, "重点项目": 17}

with (HERE / "annex_69_rows.tsv").open(encoding="utf-8", newline="") as handle:
    EXPECTED = list(csv.DictReader(handle, delimiter="\t"))


@pytest.fixture(scope="module")
def read() -> tuple[Document, Source]:
    return read_document((HERE.parents[1] / "corpus" / "documents" / NAME).read_bytes(), NAME)


@pytest.fixture(scope="module")
def rows(read: tuple[Document, Source]) -> list[tuple[Clause, TableRow]]:
    return [(clause, clause.row) for clause in read[0].walk() if clause.row is not None]


def without_blanks(text: str) -> str:
    return "".join(text.split())


def test_the_table_written_down_has_69_rows_in_the_categories_the_file_counts() -> None:
    assert [row["序号"] for row in EXPECTED] == [str(number) for number in range(1, 70)]
    assert Counter(row["重点任务"] for row in EXPECTED) == COUNTS


def test_every_row_is_found_once_and_in_order(rows: list[tuple[Clause, TableRow]]) -> None:
    assert [clause.marker for clause, _ in rows] == [f"第{number}项" for number in range(1, 70)]
    assert {row.columns for _, row in rows} == {COLUMNS}
    assert {row.table for _, row in rows} == {"四川省2021年数字经济工作重点任务清单"}


@pytest.mark.parametrize("number", range(1, 70))
def test_every_cell_says_what_the_file_says(
    number: int, read: tuple[Document, Source], rows: list[tuple[Clause, TableRow]]
) -> None:
    source = read[1].text
    row, expected = rows[number - 1][1], EXPECTED[number - 1]
    cells = {cell.column: cell for cell in row.cells}
    quotes = {column: without_blanks(source[cell.start : cell.end]) for column, cell in cells.items()}
    category = f"{expected['重点任务']}（共{COUNTS[expected['重点任务']]}项）"
    bodies = expected["牵头单位"].split("、")
    assert tuple(cells) == COLUMNS
    assert {column: cell.text for column, cell in cells.items()} == {**expected, "重点任务": category}
    assert cells["牵头单位"].items == tuple(bodies)
    # What the spans point at are the file's own words: nothing is changed but blanks.
    in_file = f"{expected['重点任务']}(共{COUNTS[expected['重点任务']]}项)"
    assert quotes == {**expected, "重点任务": in_file, "牵头单位": "".join(bodies)}


def test_rows_whose_tasks_were_stacked_in_one_cell_say_that_they_were_rebuilt(
    rows: list[tuple[Clause, TableRow]],
) -> None:
    rebuilt = {number for number, (_, row) in enumerate(rows, 1) if row.rebuilt}
    assert rebuilt == {*range(41, 52), *range(66, 70)}


def test_no_two_rows_share_the_span_of_a_task(rows: list[tuple[Clause, TableRow]]) -> None:
    spans = [(cell.start, cell.end) for _, row in rows if (cell := row.cell("任务清单"))]
    assert len(spans) == 69
    assert all(end <= start for (_, end), (start, _) in pairwise(sorted(spans)))


def test_a_merged_category_is_one_span_that_all_its_rows_share(rows: list[tuple[Clause, TableRow]]) -> None:
    spans = Counter((cell.text, cell.start, cell.end) for _, row in rows if (cell := row.cell("重点任务")))
    assert {text.partition("（")[0]: count for (text, _, _), count in spans.items()} == COUNTS
    assert len(spans) == 4


def test_a_shared_category_belongs_to_the_parts_of_one_row_only(
    read: tuple[Document, Source], rows: list[tuple[Clause, TableRow]]
) -> None:
    parts = Counter(part for clause, _ in rows for part in clause.parts)
    assert max(parts.values()) == 1
    assert [clause.marker for clause, _ in rows if any("（共" in read[0].clean.of(part) for part in clause.parts)] == [
        "第1项",
        "第14项",
        "第29项",
        "第53项",
    ]


def test_a_row_is_cited_by_its_number_in_the_annex(rows: list[tuple[Clause, TableRow]]) -> None:
    clause, _ = rows[42]
    assert clause.level is Level.ROW
    assert clause.label == "附件 四川省2021年数字经济工作重点任务清单 › 第43项"
    assert clause.path == ("附件 四川省2021年数字经济工作重点任务清单", "第43项")


def test_the_same_damaged_table_as_grids_of_pages_gives_the_same_cells(read: tuple[Document, Source]) -> None:
    page = Page()
    pieces: list[list[list[str]]] = []
    for line in read[1].text.split("\n"):
        cells = [cell.strip(" ") for cell in line.split("|")[1:-1]]
        if not cells:
            pieces.append([])
        elif not set(cells[0]) <= {"-"} or not cells[0]:
            # A line end inside a cell, which the file shows as a blank between two Chinese words.
            pieces[-1].append([re.sub("(?<=[一-鿿]) (?=[一-鿿])", "\n", cell) for cell in cells])
    for piece in pieces:
        if piece:
            page.table(piece)
    (table,) = find_tables(page.clean, lines_of(page.clean), page.grids)
    assert [row.ordinal for row in table.rows] == list(range(1, 70))
    for row, expected in zip(table.rows, EXPECTED, strict=True):
        category = f"{expected['重点任务']}(共{COUNTS[expected['重点任务']]}项)"
        assert {cell.column: without_blanks(cell.text) for cell in row.cells} == {**expected, "重点任务": category}
    assert {row.ordinal for row in table.rows if row.rebuilt} == {*range(41, 52), *range(66, 70)}
