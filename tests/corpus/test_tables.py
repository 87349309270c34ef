"""Tables: heads, continuations, merged cells and stacked cells, on small invented tables."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Cell, Source, TableRow, read_document


def rows_of(text: str) -> list[TableRow]:
    document, _ = read_document(text.encode(), "表.md")
    return [clause.row for clause in document.walk() if clause.row is not None]


def texts(rows: list[TableRow]) -> list[dict[str, str]]:
    return [{cell.column: cell.text for cell in row.cells} for row in rows]


def test_a_row_keeps_its_cells_by_column_name_and_leaves_empty_ones_out() -> None:
    rows = rows_of("| 市州 | 目标 | 备注 |\n|---|---|---|\n| 成都 | 10 个 | |\n| 绵阳 | 5 个 | 试点 |\n")
    assert texts(rows) == [{"市州": "成都", "目标": "10个"}, {"市州": "绵阳", "目标": "5个", "备注": "试点"}]
    assert rows[0].cell("目标") == Cell("目标", "10个", ("10个",), 38, 42)
    assert rows[0].cell("备注") is None
    assert rows[0].columns == ("市州", "目标", "备注")
    assert not rows[0].rebuilt


def test_columns_without_a_name_or_with_the_same_name_are_told_apart() -> None:
    rows = rows_of("|指标|2024年|2024年||2024年（2）|\n|--|--|--|--|--|\n|算力|1|2|3|4|\n")
    assert rows[0].columns == ("指标", "2024年", "2024年（3）", "第4列", "2024年（2）")
    assert [cell.text for cell in rows[0].cells] == ["算力", "1", "2", "3", "4"]


def test_cells_beyond_the_head_join_the_last_column_and_missing_ones_are_empty() -> None:
    rows = rows_of("|甲|乙|\n|--|--|\n|1|2|3|\n|4|\n")
    assert texts(rows) == [{"甲": "1", "乙": "2 3"}, {"甲": "4"}]


@pytest.mark.parametrize("head", ["|序号|任务|单位|", "| | | |", "| 序 号 | 任务 | 单位 |"])
def test_a_table_goes_on_below_a_repeated_or_an_empty_head(head: str) -> None:
    rows = rows_of(f"|序号|任务|单位|\n|--|--|--|\n|1|甲|科技厅|\n\n— 2 —\n\n{head}\n|--|--|--|\n|2|乙|教育厅|\n")
    assert texts(rows) == [
        {"序号": "1", "任务": "甲", "单位": "科技厅"},
        {"序号": "2", "任务": "乙", "单位": "教育厅"},
    ]
    assert {row.table for row in rows} == {"表1"}


def test_a_numbered_row_that_a_converter_put_above_a_rule_is_a_row() -> None:
    rows = rows_of("|序号|任务|\n|--|--|\n|1|甲|\n|2|乙|\n|--|--|\n|3|丙|\n")
    assert [row["任务"] for row in texts(rows)] == ["甲", "乙", "丙"]


def test_another_head_begins_another_table() -> None:
    rows = rows_of("|市州|目标|\n|--|--|\n|成都|1|\n|部门|职责|\n|--|--|\n|科技厅|攻关|\n")
    assert texts(rows) == [{"市州": "成都", "目标": "1"}, {"部门": "科技厅", "职责": "攻关"}]
    assert [row.table for row in rows] == ["表1", "表2"]


def test_a_continuation_that_lost_a_column_is_put_under_the_columns_it_looks_like() -> None:
    rows = rows_of(
        "|序号|类别|任务|时限|\n|--|--|--|--|\n|1|建设|建设数据中心。|6月底前|\n|2|建设|建设算力中心。|12月底前|\n"
        "| | | |\n|--|--|--|\n|3|建设标识中心。|9月底前|\n"
    )
    assert texts(rows)[2] == {"序号": "3", "任务": "建设标识中心。", "时限": "9月底前"}
    assert [row.rebuilt for row in rows] == [False, False, True]


def test_a_wide_table_that_lost_half_its_columns_is_aligned_without_trying_all_choices() -> None:
    wide = 40
    letters = [chr(ord("一") + 7 * column) for column in range(wide)]
    head, rule = "|" + "|".join(f"列{column}" for column in range(wide)) + "|\n", "|" + "--|" * wide + "\n"
    kept = list(range(0, wide, 2))
    text = (
        head + rule + "|" + "|".join(letter * 3 for letter in letters) + "|\n"
        + "|" + " |" * len(kept) + "\n|" + "--|" * len(kept) + "\n"
        + "|" + "|".join(letters[column] * 2 for column in kept) + "|\n"
    )  # fmt: skip
    assert texts(rows_of(text))[1] == {f"列{column}": letters[column] * 2 for column in kept}


# --- merged cells ------------------------------------------------------------------------------------------------


def test_a_merged_cell_belongs_to_the_rows_below_it_with_one_span() -> None:
    rows = rows_of("|类别|任务|\n|--|--|\n|数据|甲|\n||乙|\n||丙|\n|算力|丁|\n||戊|\n")
    assert [row["类别"] for row in texts(rows)] == ["数据", "数据", "数据", "算力", "算力"]
    assert len({(cell.start, cell.end) for row in rows if (cell := row.cell("类别"))}) == 2


def test_declared_counts_decide_where_a_merged_cell_belongs() -> None:
    rows = rows_of(
        "|序号|类别|任务|\n|--|--|--|\n|1|数据（共3项）|甲|\n|2|算力（共2项）|乙|\n|3||丙|\n|4||丁|\n|5||戊|\n"
    )
    assert [row["类别"] for row in texts(rows)] == ["数据（共3项）"] * 3 + ["算力（共2项）"] * 2


def test_declared_counts_that_do_not_add_up_are_not_believed() -> None:
    rows = rows_of("|序号|类别|任务|\n|--|--|--|\n|1|数据（共9项）|甲|\n|2||乙|\n|3||丙|\n|4||丁|\n")
    assert [row["类别"] for row in texts(rows)] == ["数据（共9项）"] * 4


def test_a_remark_on_one_row_is_not_given_to_the_others() -> None:
    rows = rows_of("|序号|任务|备注|\n|--|--|--|\n|1|甲|已完成|\n|2|乙||\n|3|丙||\n")
    assert texts(rows)[1:] == [{"序号": "2", "任务": "乙"}, {"序号": "3", "任务": "丙"}]


# --- stacked cells -----------------------------------------------------------------------------------------------


def test_rows_get_back_the_sentences_that_the_cell_above_them_swallowed() -> None:
    text = (
        "|序号|任务|时限|\n|--|--|--|\n"
        "|1|建设平台。 打造中心。 成立基金。|6月|\n|2||7月|\n|3||8月|\n|4|举办大会。|9月|\n"
    )
    rows = rows_of(text)
    assert [row["任务"] for row in texts(rows)] == ["建设平台。", "打造中心。", "成立基金。", "举办大会。"]
    assert [row.rebuilt for row in rows] == [True, True, True, False]
    assert [text[cell.start : cell.end] for row in rows if (cell := row.cell("任务"))] == [
        "建设平台。",
        "打造中心。",
        "成立基金。",
        "举办大会。",
    ]


@pytest.mark.parametrize("task", ["建设平台。打造中心。", "建设平台。打造中心。成立基金。举办大会。"])
def test_a_cell_with_more_or_fewer_sentences_than_rows_is_not_taken_apart(task: str) -> None:
    rows = rows_of(f"|序号|任务|时限|\n|--|--|--|\n|1|{task}|6月|\n|2||7月|\n|3||8月|\n|4|举办大会。|9月|\n")
    assert [row.get("任务") for row in texts(rows)] == [task, None, None, "举办大会。"]
    assert not any(row.rebuilt for row in rows)


def test_a_column_that_is_empty_elsewhere_too_is_not_taken_apart() -> None:
    rows = rows_of(
        "|序号|任务|备注|\n|--|--|--|\n|1|甲|已完成。已验收。|\n|2|乙||\n|3|丙|在建。|\n|4|丁|在建。|\n|5|戊||\n"
    )
    assert [row.get("备注") for row in texts(rows)] == ["已完成。已验收。", None, "在建。", "在建。", None]


# --- lists of bodies ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("科技厅 教育厅", ("科技厅", "教育厅")),
        ("科技厅、教育厅，财政厅", ("科技厅", "教育厅", "财政厅")),
        ("科技厅", ("科技厅",)),
    ],
)
def test_the_bodies_of_a_cell_are_told_apart(cell: str, items: tuple[str, ...]) -> None:
    rows = rows_of(f"|任务|牵头单位|\n|--|--|\n|甲|{cell}|\n|乙|省委网信办、教育厅|\n")
    bodies = rows[0].cell("牵头单位")
    assert bodies is not None
    assert bodies.items == items
    assert bodies.text == cell.replace(" ", "、")


def test_a_line_break_inside_any_other_cell_is_closed() -> None:
    rows = rows_of("|任务|时限|\n|--|--|\n|实现“藏 信链”互联 互通|根据年度工 作要点|\n")
    assert texts(rows) == [{"任务": "实现“藏信链”互联互通", "时限": "根据年度工作要点"}]


# --- laws --------------------------------------------------------------------------------------------------------

_WORD = st.text("数据算力平台建设。、 5", max_size=6)
_GRID = st.integers(1, 5).flatmap(lambda width: st.lists(st.lists(_WORD, min_size=width, max_size=width), min_size=1))


@settings(deadline=None)
@given(_GRID, st.booleans())
def test_a_row_says_nothing_that_its_table_does_not_say(grid: list[list[str]], numbered: bool) -> None:
    if numbered:
        grid = [[str(number), *row] for number, row in enumerate(grid, 1)]
    names = [f"列{column}" for column in range(len(grid[0]))]
    lines = ["|".join(["", *row, ""]) for row in [names, ["--"] * len(names), *grid]]
    document, source = read_document("\n".join(lines).encode(), "表.md")
    held: list[tuple[int, int]] = []
    for clause in document.walk():
        if clause.row is None:
            continue
        held += clause.parts
        assert clause.parts == tuple(sorted(clause.parts))
        assert clause.parts != ()
        for cell in clause.row.cells:
            quote = source.text[cell.start : cell.end]
            words = "".join(quote.split())
            assert words.translate(str.maketrans("", "", "、")) == "".join(cell.items).translate(
                str.maketrans("", "", "、 ")
            )
            assert cell.column in names
            assert "|" not in quote
    assert len(held) == len(set(held))
    spans = sorted(held)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    # No filled cell is lost.
    for start, end in _filled_cells(source):
        assert any(start <= part[0] and part[1] <= end for part in held)


def _filled_cells(source: Source) -> list[tuple[int, int]]:
    """The spans of the body's cells that hold anything, found by counting bars."""
    spans: list[tuple[int, int]] = []
    at = 0
    for number, line in enumerate(source.text.split("\n")):
        start = at + 1
        for cell in line.split("|")[1:-1] if number > 1 else []:
            if cell.strip(" "):
                spans.append((start, start + len(cell)))
            start += len(cell) + 1
        at += len(line) + 1
    return spans


@pytest.mark.parametrize("bars", [62, 1000])
def test_a_line_of_bars_is_no_table(bars: int) -> None:
    assert rows_of("|" * bars + "\n|甲|\n") == []


def test_rows_without_a_rule_have_a_head_only_when_the_first_looks_like_one() -> None:
    assert texts(rows_of("|市州|目标|\n|成都|10个|\n|绵阳|5个|\n"))[0] == {"市州": "成都", "目标": "10个"}
    assert texts(rows_of("|成都|10个|\n|绵阳|5个|\n"))[0] == {"第1列": "成都", "第2列": "10个"}


def test_below_an_empty_head_the_first_row_may_name_the_columns() -> None:
    rows = rows_of("| | |\n|--|--|\n|序号|任务|\n|1|甲|\n|2|乙|\n")
    assert texts(rows) == [{"序号": "1", "任务": "甲"}, {"序号": "2", "任务": "乙"}]


def test_a_numbered_row_with_nothing_but_a_name_groups_the_rows_below_it() -> None:
    rows = rows_of("|序号|任务|单位|\n|--|--|--|\n|一|基础设施||\n|1|甲|科技厅|\n|二、治理|||\n|2|乙|教育厅|\n")
    assert texts(rows) == [
        {"分组": "一、基础设施", "序号": "1", "任务": "甲", "单位": "科技厅"},
        {"分组": "二、治理", "序号": "2", "任务": "乙", "单位": "教育厅"},
    ]


def test_numbers_too_long_to_be_row_numbers_are_just_text() -> None:
    rows = rows_of(f"|序号|类别|\n|--|--|\n|{'9' * 5000}|（共{'9' * 5000}项）|\n")
    assert len(rows) == 1


def test_an_escaped_bar_stays_inside_its_cell() -> None:
    text = "|序号|任务|单位|\n|--|--|--|\n|1|建设 \\| 管道|示例厅|\n"
    document, _ = read_document(text.encode(), "表.md")
    row = next(clause.row for clause in document.walk() if clause.row)
    assert [(cell.column, cell.text) for cell in row.cells][2] == ("单位", "示例厅")
