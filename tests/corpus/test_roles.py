"""Who leads a task and who takes part in it: lists of bodies, labels, legends, columns of tables."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.roles import Responsibility, find_roles, row_roles
from corpus.tables import find_tables
from tests.corpus.grids import Page, Rows, Set, lines_of, th
from tests.corpus.outlines import seed


def roles(*lines: str) -> list[Responsibility]:
    page = Page()
    for line in lines:
        page.line(line)
    return list(find_roles(page.clean, lines_of(page.clean)))


def said(found: Responsibility) -> str:
    """The bodies as `name:role`, led by ? where the roles are not told apart."""
    return ("" if found.roles_told_apart else "? ") + " ".join(f"{body.name}:{body.role}" for body in found.bodies)


# --- the seed, written down by reading it ------------------------------------------------------------------------

SEED = "川数字经济办〔2021〕3号.txt"
# By number of the task: leads | those who take part; without | the roles are not told apart.
TASKS = """
科技厅|经济和信息化厅 省发展改革委
科技厅 省地方金融监管局|经济和信息化厅 省发展改革委
科技厅|经济和信息化厅 省发展改革委
省发展改革委 省通信管理局
经济和信息化厅|省委军民融合办 省发展改革委 省通信管理局
省发展改革委|经济和信息化厅 科技厅 省通信管理局 省大数据中心
经济和信息化厅|省发展改革委
经济和信息化厅
经济和信息化厅 省发展改革委 科技厅
经济和信息化厅|省发展改革委 财政厅 省通信管理局
农业农村厅|省委网信办 经济和信息化厅 财政厅
经济和信息化厅 商务厅
省发展改革委|省政府办公厅 省大数据中心
经济和信息化厅 省政务服务和资源交易服务中心|省发展改革委
经济和信息化厅 教育厅 交通运输厅 文化和旅游厅 省卫生健康委
经济和信息化厅 省通信管理局
省发展改革委 省委网信办|经济和信息化厅 科技厅
省委网信办 省发展改革委 经济和信息化厅 省大数据中心
""".strip().splitlines()


def test_the_legend_of_the_seed_tells_leads_from_participants_where_there_is_a_comma() -> None:
    document, source = seed(SEED)
    lines = lines_of(document.clean)
    found = find_roles(document.clean, lines, find_tables(document.clean, lines))
    expected = [line.split("|") for line in TASKS]
    assert len(found) == 18
    for item, (leads, *behind) in zip(found, expected, strict=True):
        participants = behind[0].split() if behind else []
        assert [body.name for body in item.leads] == (leads.split() if behind else [])
        assert [body.name for body in item.participants] == participants
        assert [body.name for body in item.bodies] == [*leads.split(), *participants]
        assert item.roles_told_apart == bool(behind)
        assert item.legend is not None
        assert source.text[slice(*item.legend)] == "逗号前为牵头单位, 下同"
        assert all(source.text[body.start : body.end] == body.name for body in item.bodies)
        assert {source.text[item.start], source.text[item.end - 1]} <= set("()（）")


def test_in_the_annex_of_the_seed_every_body_of_the_column_leads() -> None:
    document, source = seed(SEED)
    rows = [clause.row for clause in document.walk() if clause.row is not None]
    found = [row_roles(document.clean, row.columns, row.cells) for row in rows]
    assert all(item is not None and item.roles_told_apart and item.legend is None for item in found)
    assert [[body.name for body in item.leads] for item in found if item] == [
        list(cell.items) for row in rows if (cell := row.cell("牵头单位"))
    ]
    assert [source.text[body.start : body.end] for item in found[:1] if item for body in item.bodies] == [
        "经济和信息化厅",
        "省发展改革委",
        "省委网信办",
        "省大数据中心",
    ]


# --- words at the names ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("建平台。（省科技厅牵头，省财政厅、省教育厅参与）", "省科技厅:牵头 省财政厅:参与 省教育厅:参与"),
        ("建平台。（省科技厅牵头，省财政厅等按职责分工负责）", "省科技厅:牵头 省财政厅:参与"),
        ("建平台（省科技厅、省财政厅共同牵头）。", "省科技厅:牵头 省财政厅:牵头"),
        ("建平台。（省科技厅负责，省财政厅配合）", "省科技厅:牵头 省财政厅:参与"),
        ("建平台。（省科技厅会同省财政厅、省教育厅负责）", "省科技厅:牵头 省财政厅:参与 省教育厅:参与"),
        ("建平台。（商务部指导，供销合作总社参与）", "商务部:指导 供销合作总社:参与"),
        ("建平台。（生态环境部指导，试点城市政府负责落实）", "生态环境部:指导 试点城市政府:负责"),
        ("建平台。（省科技厅、省财政厅负责）", "? 省科技厅:负责 省财政厅:负责"),
        ("建平台。（各有关部门和单位，各市人民政府按职责分工负责）", "? 各有关部门和单位:负责 各市人民政府:负责"),
        ("建平台。（责任单位：省科技厅、省财政厅）", "? 省科技厅:负责 省财政厅:负责"),
        ("建平台。【牵头单位：省科技厅；配合单位：各市（州）人民政府】", "省科技厅:牵头 各市（州）人民政府:参与"),
        ("〔责任单位：省科技厅；协办单位：省财政厅〕", "省科技厅:牵头 省财政厅:参与"),
        ("牵头单位：省科技厅；责任单位：省财政厅；完成时限：2025年6月", "省科技厅:牵头 省财政厅:参与"),
        ("责任单位：县教育局、县财政局，各乡镇", "? 县教育局:负责 县财政局:负责 各乡镇:负责"),
        ("牵头单位：省科技厅", "省科技厅:牵头"),
        ("建立机制，由省科技厅牵头，省财政厅、省教育厅参与。", "省科技厅:牵头 省财政厅:参与 省教育厅:参与"),
        ("由信息产业部牵头，研究制定办法。", "信息产业部:牵头"),
        ("（省卫生健康委及各市人民政府按职责分工负责）", "? 省卫生健康委:负责 各市人民政府:负责"),
    ],
)  # fmt: skip
def test_words_at_the_names_decide(line: str, expected: str) -> None:
    (found,) = roles(line)
    assert said(found) == expected
    assert found.legend is None


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("建平台。（省科技厅负责）", "（省科技厅负责）"),
        ("建平台。责任单位：省科技厅、省财政厅；完成时限：2025年6月。", "责任单位：省科技厅、省财政厅"),
        ("由省科技厅牵头，省财政厅参与，建立机制。", "由省科技厅牵头，省财政厅"),
    ],
)
def test_the_place_is_the_bracket_or_reaches_from_the_first_word_to_the_last_name(line: str, place: str) -> None:
    (found,) = roles(line)
    assert line[found.start : found.end] == place


def test_a_list_that_ends_in_others_says_so() -> None:
    named, rest = roles("建平台。（省科技厅、省财政厅负责）", "建平台。（省科技厅、省财政厅等有关部门负责）")
    assert (named.open_ended, rest.open_ended) == (False, True)
    assert [body.name for body in rest.bodies] == ["省科技厅", "省财政厅"]


@pytest.mark.parametrize(
    "line",
    [
        "建平台。（科技厅、教育厅）",
        "包括数据（含公共数据、企业数据）。",
        "省人民政府（以下简称省政府）负责。",
        "（共69项）",
        "推进（以市场化方式推进）。",
        "责任单位：",
        "技工院校（技工院校内由人力资源社会保障行政部门负责）。",
        "落实主体责任，牵头抓总。",
    ],
)
def test_brackets_and_words_that_name_no_bodies_in_charge_are_left_alone(line: str) -> None:
    assert roles(line) == []


# --- legends -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("legend", "expected"),
    [
        ("列第一位者为牵头单位，下同", "省科技厅:牵头 省财政厅:参与"),
        ("列第一位的为牵头部门，下同", "省科技厅:牵头 省财政厅:参与"),
        ("排在第一位的部门为牵头部门，其他部门按职责分工负责，下同", "省科技厅:牵头 省财政厅:参与"),
        ("以下任务排名第一的单位为牵头单位", "省科技厅:牵头 省财政厅:参与"),
        ("逗号前为牵头单位，逗号后为配合单位，下同", "? 省科技厅:负责 省财政厅:负责"),
    ],
)
def test_a_legend_holds_from_the_names_it_stands_with(legend: str, expected: str) -> None:
    first, second = roles(f"甲。（省科技厅、省财政厅负责。{legend}）", "乙。（省科技厅、省财政厅负责）")
    assert said(first) == said(second) == expected
    assert first.legend == second.legend


@pytest.mark.parametrize("end", ["", "等负责", "按职责分工负责"])
def test_a_comma_parts_leads_from_participants_whatever_is_said_behind_them(end: str) -> None:
    _, found = roles(f"甲。（省科技厅，省财政厅{end}〔逗号前为牵头单位，下同〕）", f"乙。（省教育厅，省民政厅{end}）")
    assert said(found) == "省教育厅:牵头 省民政厅:参与"


def test_a_new_legend_takes_the_place_of_the_one_before() -> None:
    found = roles(
        "甲。（省科技厅、省财政厅〔逗号前为牵头单位，下同〕）",
        "乙。（省科技厅、省财政厅。列第一位者为牵头单位，下同）",
        "丙。（省教育厅、省财政厅）",
    )
    assert [item.roles_told_apart for item in found] == [False, True, True]
    assert found[2].legend == found[1].legend != found[0].legend


def test_a_legend_that_does_not_say_that_it_holds_on_is_for_its_own_names() -> None:
    first, second = roles("甲。（省科技厅、省财政厅负责。列第一位者为牵头单位）", "乙。（省教育厅、省财政厅负责）")
    assert (first.roles_told_apart, second.roles_told_apart) == (True, False)
    assert second.legend is None


def test_a_legend_that_stands_alone_holds_for_what_follows() -> None:
    (found,) = roles("重点任务（列第一位的为牵头单位）", "甲。（省教育厅、省财政厅负责）")
    assert said(found) == "省教育厅:牵头 省财政厅:参与"


def test_bodies_in_general_are_not_made_the_lead_by_standing_first() -> None:
    _, found = roles("甲。（省科技厅负责。列第一位者为牵头单位，下同）", "乙。（各有关部门、各市人民政府负责）")
    assert said(found) == "? 各有关部门:负责 各市人民政府:负责"


def test_under_a_legend_a_bracket_names_bodies_only_at_the_end_of_a_task() -> None:
    found = roles(
        "甲。（省科技厅，省财政厅〔逗号前为牵头单位，下同〕）",
        "举办大会（省科技厅、省财政厅）和论坛。",
        "建设园区（二期）。",
        "乙。（省教育厅）",
    )
    assert [said(item) for item in found[1:]] == ["? 省教育厅:负责"]


# --- tables ------------------------------------------------------------------------------------------------------


def row(rows: Rows) -> Responsibility | None:
    page = Page().table(rows)
    (table,) = find_tables(page.clean, lines_of(page.clean), page.grids)
    return row_roles(page.clean, table.columns, table.rows[-1].cells)


@pytest.mark.parametrize(
    ("head", "cells", "expected"),
    [
        (("任务", "牵头单位"), ("甲", "科技厅\n教育厅"), "科技厅:牵头 教育厅:牵头"),
        (("任务", "牵头单位", "配合单位"), ("甲", "科技厅", "教育厅、财政厅"), "科技厅:牵头 教育厅:参与 财政厅:参与"),
        (("任务", "责任单位", "配合单位"), ("甲", "科技厅", "教育厅"), "科技厅:牵头 教育厅:参与"),
        (("任务", "牵头单位", "责任单位"), ("甲", "科技厅", "教育厅"), "科技厅:牵头 教育厅:参与"),
        (("任务", "责任单位"), ("甲", "科技厅、教育厅"), "? 科技厅:负责 教育厅:负责"),
        (("任务", "责任单位（列第一位的为牵头单位）"), ("甲", "科技厅、教育厅"), "科技厅:牵头 教育厅:参与"),
        (("任务", "负责单位"), ("甲", "科技部牵头，财政部等按职\n责分工负责"), "科技部:牵头 财政部:参与"),
        (("任务", "主要职责"), ("甲", "科技厅"), None),
    ],
)  # fmt: skip
def test_columns_of_bodies_say_what_the_bodies_do(
    head: tuple[str, ...], cells: tuple[str, ...], expected: str | None
) -> None:
    found = row([th(*head), ["乙", *[""] * (len(head) - 1)], list(cells)])
    assert (said(found) if found else None) == expected


def test_columns_under_a_common_head_are_told_by_their_own_names() -> None:
    head = [
        [Set("任务", rows=2, head=True), Set("责任分工", columns=2, head=True)],
        th("牵头单位", "参与单位"),
    ]
    found = row([*head, ["甲", "科技厅", "教育厅"]])
    assert found is not None
    assert said(found) == "科技厅:牵头 教育厅:参与"


# --- laws --------------------------------------------------------------------------------------------------------

_WORDS = "（ ） 〔 〕 、 ， ； 。 ： 科技厅 教育厅 牵头 参与 等 负责 会同 由 牵头单位 责任单位 建设平台".split()
_LEGENDS = ["逗号前为牵头单位，下同", "列第一位者为牵头单位"]
_PIECES = st.sampled_from([*_WORDS, *_LEGENDS, " ", "\n"])


@settings(deadline=None)
@given(st.lists(_PIECES, max_size=40).map("".join))
def test_every_body_is_a_stretch_of_the_words_that_name_it(text: str) -> None:
    page = Page(text.strip("\n") or "空")
    before = 0
    for item in find_roles(page.clean, lines_of(page.clean)):
        assert item.bodies
        assert before <= item.start < item.end
        before = item.start
        for body in item.bodies:
            assert item.start <= body.start < body.end <= item.end
            assert "".join(page.text[body.start : body.end].split()) == "".join(body.name.split())
        assert set(item.leads) | set(item.participants) <= set(item.bodies)
