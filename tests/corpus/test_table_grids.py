"""Tables that a reader saw: merged cells, heads, captions, groups, and tables cut by page breaks."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.tables import Row, Table, find_tables
from tests.corpus.grids import Page, Rows, Set, lines_of, th


def tables(page: Page) -> list[Table]:
    return find_tables(page.clean, lines_of(page.clean), page.grids)


def table(*parts: Rows) -> Table:
    """The one table that some grids, one behind the other, make between two lines of text."""
    page = Page().line("前文。")
    for part in parts:
        page.table(part)
    (found,) = tables(page.line("后文。"))
    return found


def texts(found: Table) -> list[dict[str, str]]:
    return [{cell.column: cell.text for cell in row.cells} for row in found.rows]


def words(page: Page, row: Row) -> list[str]:
    return [page.text[start:end] for start, end in row.own]


# --- cells -------------------------------------------------------------------------------------------------------


def test_a_cell_is_its_source_span_with_line_ends_closed() -> None:
    page = Page().line("一、任务").table([["任务", "时限"], ["建设数据\n中心。\n1.选址", "6月底前"]])
    (found,) = tables(page)
    task, deadline = found.rows[0].cells
    assert page.text[task.start : task.end] == "建设数据\n中心。\n1.选址"
    assert task.text == "建设数据中心。1.选址"
    assert (task.column, deadline.column, deadline.text) == ("任务", "时限", "6月底前")
    assert (found.first_line, found.last_line) == (1, 6)


def test_a_value_over_several_rows_belongs_to_each_with_one_span_and_counts_for_the_first() -> None:
    page = Page().table([th("类别", "任务"), [Set("网络", rows=2), "建5G"], ["建光纤"], ["数据", "归集"]])
    (found,) = tables(page)
    assert texts(found) == [
        {"类别": "网络", "任务": "建5G"},
        {"类别": "网络", "任务": "建光纤"},
        {"类别": "数据", "任务": "归集"},
    ]
    assert found.rows[0].cells[0].spans == found.rows[1].cells[0].spans
    assert [words(page, row) for row in found.rows] == [["网络", "建5G"], ["建光纤"], ["数据", "归集"]]


def test_a_value_over_several_columns_belongs_to_the_first_of_them() -> None:
    found = table([th("项目", "2024年", "2025年"), ["甲", Set("持续推进", columns=2)], ["乙", "1", "2"]])
    assert texts(found) == [{"项目": "甲", "2024年": "持续推进"}, {"项目": "乙", "2024年": "1", "2025年": "2"}]


def test_an_empty_cell_of_a_table_that_merges_cells_is_empty() -> None:
    found = table([th("类别", "子类", "任务"), [Set("网络", rows=3), "接入", "甲"], ["", "乙"], ["", "丙"]])
    assert texts(found)[1:] == [{"类别": "网络", "任务": "乙"}, {"类别": "网络", "任务": "丙"}]


def test_the_lines_of_a_column_of_bodies_are_names_only_where_they_look_like_names() -> None:
    cells = [
        "科技厅\n教育厅",
        "省自然资源和\n规划厅",
        "公安部、住房城乡\n建设部等按职\n责分工负责",
        "中国移动\n中国电信",
    ]
    found = table([th("任务", "责任单位"), *(["甲", cell] for cell in cells)])
    assert [row.cells[1].items for row in found.rows] == [
        ("科技厅", "教育厅"),
        ("省自然资源和规划厅",),
        ("公安部", "住房城乡建设部"),
        ("中国移动", "中国电信"),
    ]
    assert found.rows[2].cells[1].text == "公安部、住房城乡建设部等按职责分工负责"


# --- heads -------------------------------------------------------------------------------------------------------


def test_nested_heads_are_flattened_from_the_top_and_equal_neighbours_said_once() -> None:
    found = table(
        [
            [Set("序号", rows=2), Set("主要指标", rows=2), Set("目标值", columns=2)],
            ["2025年", "2030年"],
            ["1", "算力规模", "10", "20"],
        ]
    )
    assert found.columns == ("序号", "主要指标", "目标值·2025年", "目标值·2030年")
    assert texts(found) == [{"序号": "1", "主要指标": "算力规模", "目标值·2025年": "10", "目标值·2030年": "20"}]


def test_three_levels_of_heads_that_the_file_marks_are_flattened() -> None:
    head = [
        [Set("地区", rows=3, head=True), Set("投资", columns=3, head=True)],
        [Set("建设", columns=2, head=True), Set("建设", rows=2, head=True)],
        th("新建", "改建"),
    ]
    found = table([*head, ["成都", "1", "2", "3"]])
    assert found.columns == ("地区", "投资·建设·新建", "投资·建设·改建", "投资·建设")


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        ([["指标", "数值"], ["GDP", "100亿元"], ["人口", "8000万"]], ("指标", "数值")),
        ([["成都", "10个"], ["绵阳", "5个"]], ("第1列", "第2列")),
        ([["张三", "主任"], ["李四", "副主任"]], ("第1列", "第2列")),
        ([["联系人", "张三"], ["联系电话", "123456"], ["地址", "示例路1号"]], ("第1列", "第2列")),
        ([["1", "建设平台。"], ["2", "举办大会。"]], ("第1列", "第2列")),
        ([["", "2020年", "2025年"], ["算力", "1", "2"], ["数据", "3", "4"]], ("第1列", "2020年", "2025年")),
        ([["对象", "怎么办"], ["企业", "凭营业执照到政务服务大厅的窗口提出申请。"]], ("对象", "怎么办")),
        ([["谁来办", "怎么办"], ["企业", "凭营业执照到政务服务大厅的窗口提出申请。"]], ("谁来办", "怎么办")),
        ([["任务一", "建设平台，完善功能。"], ["任务二", "举办大会，推介产品。"]], ("第1列", "第2列")),
        ([["类别", "全国", "定量"], ["数据", "全国", "定量"]], ("第1列", "第2列", "第3列")),
    ],
)
def test_the_first_row_is_a_head_only_when_it_looks_like_names_of_columns(rows: Rows, columns: tuple[str, ...]) -> None:
    found = table(rows)
    assert found.columns == columns
    assert len(found.rows) == len(rows) - (columns[-1] != f"第{len(columns)}列")


def test_column_names_that_come_twice_are_told_apart() -> None:
    found = table([th("指标", "目标", "目标"), ["算力", "1", "2"]])
    assert found.columns == ("指标", "目标", "目标（2）")


def test_a_head_that_comes_again_inside_the_table_is_no_row() -> None:
    found = table([["序号", "任务"], ["1", "甲"], ["序号", "任务"], ["2", "乙"]])
    assert [row.ordinal for row in found.rows] == [1, 2]
    assert len(found.head) == 4


def test_rows_over_the_whole_width_above_the_head_are_the_caption() -> None:
    found = table([[Set("表1 主要指标", columns=2)], [Set("单位：万元", columns=2)], ["指标", "数值"], ["投资", "5"]])
    assert found.caption == "表1主要指标 单位：万元"
    assert texts(found) == [{"指标": "投资", "数值": "5"}]


# --- groups and remarks ------------------------------------------------------------------------------------------


def test_a_row_over_the_whole_width_groups_the_rows_below_it() -> None:
    found = table(
        [
            th("序号", "任务"),
            [Set("一、基础设施", columns=2)],
            [Set("（一）网络", columns=2)],
            ["1", "建5G"],
            ["2", "建光纤"],
            [Set("（二）算力", columns=2)],
            ["3", "建中心"],
            [Set("二、治理", columns=2)],
            ["4", "一网通办"],
        ]
    )
    assert found.columns == ("分组", "分组（2）", "序号", "任务")
    groups = [[cell.text for cell in row.cells][:-2] for row in found.rows]
    assert groups == [
        ["一、基础设施", "（一）网络"],
        ["一、基础设施", "（一）网络"],
        ["一、基础设施", "（二）算力"],
        ["二、治理"],
    ]
    assert [row.numbered for row in found.rows] == [True] * 4


def test_a_group_without_rows_is_a_row_of_its_own() -> None:
    found = table(
        [
            th("序号", "任务"),
            [Set("一、公开", columns=2)],
            ["1", "甲"],
            [Set("二、不公开", columns=2)],
            [Set("三、公开", columns=2)],
            ["4", "丁"],
        ]
    )
    assert texts(found)[1] == {"分组": "二、不公开"}
    assert [(row.ordinal, row.numbered) for row in found.rows] == [(1, True), (2, False), (4, True)]


def test_a_remark_below_the_last_row_is_text_behind_the_table() -> None:
    page = Page().table([th("任务", "时限"), ["甲", "6月"], [Set("注：以上为2025年任务。", columns=2)]]).line("后文。")
    (found,) = tables(page)
    assert texts(found) == [{"任务": "甲", "时限": "6月"}]
    assert lines_of(page.clean)[found.last_line + 1][0] == page.text.index("注：")


@pytest.mark.parametrize(
    "rows",
    [
        [[Set("专栏1 重大工程", columns=2)], [Set("1.建设平台。", columns=2)]],
        [["专栏1 重大工程"], ["1.建设平台。"]],
        [["发文单位", "签发人：张三"]],
        [["抄送：省委办公厅", ""], ["省政府办公厅", "2021年4月28日印发"]],
        [th("任务", "时限")],
    ],
)
def test_a_frame_around_text_a_single_row_and_the_imprint_are_no_tables(rows: Rows) -> None:
    assert tables(Page().line("前文。").table(rows).line("后文。")) == []


def test_a_grid_without_words_is_no_table() -> None:
    assert tables(Page().line("前文。").table([["", ""], ["", ""]])) == []


# --- tables cut by page breaks -----------------------------------------------------------------------------------

_FIRST = [["序号", "任务", "单位"], ["1", "建设平台。", "科技厅"], ["2", "打造中心。", "教育厅"]]


@pytest.mark.parametrize(
    "head", [[], [["序号", "任务", "单位"]], [th("序号", "任务", "单位")], [th("", "", "")]], ids=str
)
def test_a_table_goes_on_with_no_head_an_equal_one_or_an_empty_one(head: Rows) -> None:
    found = table(_FIRST, [*head, ["3", "成立基金。", "财政厅"]])
    assert [row.ordinal for row in found.rows] == [1, 2, 3]
    assert texts(found)[2] == {"序号": "3", "任务": "成立基金。", "单位": "财政厅"}
    assert not any(row.rebuilt for row in found.rows)


def test_a_head_alone_at_the_foot_of_a_page_is_the_head_of_the_rows_on_the_next() -> None:
    found = table(_FIRST[:1], _FIRST[1:])
    assert found.columns == ("序号", "任务", "单位")
    assert [row.ordinal for row in found.rows] == [1, 2]


def test_a_line_that_says_that_the_table_goes_on_does_not_part_it() -> None:
    page = Page().table(_FIRST).line("续表1").table([["3", "成立基金。", "财政厅"]])
    (found,) = tables(page)
    assert len(found.rows) == 3


@pytest.mark.parametrize(
    "second",
    [
        [["部门", "职责", "电话"], ["科技厅", "攻关", "1"]],
        [["名称", "数量"], ["平台", "3"]],
    ],
)
def test_another_head_or_another_width_begins_another_table(second: Rows) -> None:
    page = Page().table(_FIRST).table(second)
    assert [len(found.rows) for found in tables(page)] == [2, 1]


def test_text_between_parts_two_tables() -> None:
    page = Page().table(_FIRST).line("表2如下：").table(_FIRST)
    assert [len(found.rows) for found in tables(page)] == [2, 2]


def test_a_continuation_without_a_column_is_put_under_the_columns_it_looks_like() -> None:
    first = [
        ["序号", "类别", "任务", "时限"],
        ["1", "建设类", "建设数据中心。", "6月底前"],
        ["2", "推广类", "推广数据标准。", "7月底前"],
    ]
    found = table(first, [["3", "建设标识中心。", "9月底前"]])
    assert texts(found)[2] == {"序号": "3", "任务": "建设标识中心。", "时限": "9月底前"}
    assert [row.rebuilt for row in found.rows] == [False, False, True]


@pytest.mark.parametrize(
    ("foot", "top"),
    [
        (["2", "打造中心，完善机制，", "教育厅、工业和"], ["", "持续推进。", "信息化厅"]),
        (["", "打造中心，完善机制，", "教育厅、工业和"], ["2", "持续推进。", "信息化厅"]),
    ],
    ids=["number above", "number below"],
)
def test_a_row_cut_by_a_page_break_is_one_row_and_says_that_it_was_put_together(
    foot: list[str], top: list[str]
) -> None:
    page = Page().table([*_FIRST[:2], foot]).table([top, ["3", "成立基金。", "财政厅"]])
    (found,) = tables(page)
    number, task, bodies = found.rows[1].cells
    assert [number.text, task.text, bodies.text] == ["2", "打造中心，完善机制，持续推进。", "教育厅、工业和信息化厅"]
    assert bodies.items == ("教育厅", "工业和信息化厅")
    assert [page.text[start:end] for start, end in task.spans] == ["打造中心，完善机制，", "持续推进。"]
    assert [row.rebuilt for row in found.rows] == [False, True, False]
    assert words(page, found.rows[1]) == [item for item in [*foot, *top] if item]


def test_without_numbers_an_empty_key_cell_shows_that_a_row_was_cut() -> None:
    first = [["要素", "方面", "内容"], ["能力", "核验", "应提供注册。"], ["能力", "管控", "应构建策略。"]]
    found = table(first, [["", "", "并保证执行。"], ["能力", "溯源", "应记录来源。"]])
    assert [row["内容"] for row in texts(found)] == ["应提供注册。", "应构建策略。并保证执行。", "应记录来源。"]


def test_a_sentence_that_breaks_off_in_a_column_of_whole_sentences_shows_that_a_row_was_cut() -> None:
    rows = [["要素", "方面", "内容"], [Set("能力", rows=4), "核验", "应提供注册。"], ["管控", "应构建策略。"]]
    cut = [["溯源", "应记录来源。"], ["接入能", "应提供标准化的服"]]
    found = table([*rows, *cut], [["", "力", "务规范。"], ["成效", "汇聚", "评估数量。"]])
    assert texts(found)[3:] == [
        {"要素": "能力", "方面": "接入能力", "内容": "应提供标准化的服务规范。"},
        {"要素": "成效", "方面": "汇聚", "内容": "评估数量。"},
    ]


def test_a_row_that_lacks_its_full_stop_is_not_joined_with_a_whole_row_on_the_next_page() -> None:
    found = table(
        [th("类别", "任务"), *(["网络", f"建设{name}。"] for name in "甲乙丙丁"), ["网络", "建设戊"]],
        [["网络", "建设己。"]],
    )
    assert len(found.rows) == 6


def test_a_merged_cell_cut_by_a_page_break_belongs_to_the_rows_on_both_pages() -> None:
    found = table(
        [th("类别", "任务"), [Set("网络", rows=2), "甲。"], ["乙。"]],
        [[Set("", rows=2), "丙。"], ["丁。"], ["数据", "戊。"]],
    )
    assert [row["类别"] for row in texts(found)] == ["网络"] * 4 + ["数据"]


def test_declared_counts_overrule_where_a_page_break_put_a_merged_cell() -> None:
    found = table(
        [th("序号", "类别", "任务"), ["1", "出台文件（共3项）", "甲"], ["2", "", "乙"]],
        [["3", Set("会议活动（共2项）", rows=3), "丙"], ["4", "丁"], ["5", "戊"]],
    )
    assert [row["类别"] for row in texts(found)] == ["出台文件（共3项）"] * 3 + ["会议活动（共2项）"] * 2


def test_a_merged_cell_with_a_sentence_for_each_of_its_rows_is_taken_apart() -> None:
    found = table(
        [
            th("序号", "任务", "单位"),
            ["1", "建设平台。", "科技厅"],
            ["2", Set("打造中心。成立基金。举办大会。", rows=3), "教育厅"],
            ["3", "财政厅"],
            ["4", "商务厅"],
        ]
    )
    assert [row["任务"] for row in texts(found)] == ["建设平台。", "打造中心。", "成立基金。", "举办大会。"]
    assert [row.rebuilt for row in found.rows] == [False, True, True, True]


def test_a_merged_cell_in_a_column_of_longer_texts_is_shared_as_the_file_says() -> None:
    found = table(
        [
            th("序号", "任务", "单位"),
            ["1", "建设平台。完善功能。", "科技厅"],
            ["2", Set("打造中心。成立基金。举办大会。", rows=3), "教育厅"],
            ["3", "财政厅"],
            ["4", "商务厅"],
        ]
    )
    assert {row["任务"] for row in texts(found)[1:]} == {"打造中心。成立基金。举办大会。"}
    assert not any(row.rebuilt for row in found.rows)


# --- laws --------------------------------------------------------------------------------------------------------

_CELL = st.builds(
    Set,
    text=st.sampled_from(
        ["", "", "1", "2", "3", "序号", "任务", "单位", "一、建设", "建设平台。", "科技厅\n教育厅", "注：无"]
    ),
    rows=st.integers(1, 3),
    columns=st.integers(1, 3),
    head=st.booleans(),
)
_ROWS = st.lists(st.lists(_CELL, min_size=1, max_size=4), min_size=1, max_size=6)


@settings(deadline=None)
@given(st.lists(st.tuples(_ROWS, st.booleans()), min_size=1, max_size=3))
def test_a_table_holds_every_cell_of_its_lines_once(parts: list[tuple[Rows, bool]]) -> None:
    page = Page().line("前文。")
    for rows, parted in parts:
        page.table(rows)
        if parted:
            page.line("其间。")
    clean, lines = page.clean, lines_of(page.clean)
    held: list[tuple[int, int]] = []
    before = 0
    for found in tables(page):
        assert before < found.first_line <= found.last_line < len(lines)
        before = found.last_line
        first, last = clean.offset(lines[found.first_line][0]), clean.offset(lines[found.last_line][1] - 1) + 1
        own = sorted(span for row in found.rows for span in row.own)
        assert all(left[1] <= right[0] for left, right in pairwise(own))
        assert all(first <= start < end <= last for start, end in [*own, *found.head])
        assert len(set(found.columns)) == len(found.columns)
        for row in found.rows:
            assert row.own
            assert all(cell.column in found.columns for cell in row.cells)
            assert len({cell.column for cell in row.cells}) == len(row.cells)
            for cell in row.cells:
                quote = "".join(page.text[start:end] for start, end in cell.spans)
                assert "".join(quote.split()) == "".join(cell.text.replace("、", "").split()).replace(
                    "一建设", "一、建设"
                )
        held += [*own, *found.head]
        for cell in (cell for grid in page.grids for cell in grid.cells if first <= cell.start < cell.end <= last):
            assert any(start <= cell.start and cell.end <= end for start, end in held)
