"""Decimal numbering: 1, 1.1, 1.1.1, as emergency plans, standards and technical rules number their units."""

import pytest

from corpus.numbering import match_decimal
from tests.corpus.outlines import outline, read, read_lines

PLAN = """某区自然灾害救助应急预案
1 总则
1.1 编制目的
为建立健全本区自然灾害应急救助体系和运行机制，制定本预案。
1.2 工作原则
（1）坚持以人为本。
（2）坚持统一领导。
2 组织体系
2.1 领导机构
2.1.1 《某市突发事件总体应急预案》明确，应急管理工作由区政府统一领导。
2.1.2 区政府设立应急指挥部。
2.2　应急联动机构
联动中心设在区公安分局。
4 附则
4.1 本预案由区民政局负责解释。
4.2 本预案自印发之日起实施。"""


def test_a_plan_is_a_tree_of_decimal_numbers_and_a_number_left_out_is_not_missed() -> None:
    assert outline(read_lines(PLAN))[1:] == [
        "heading-1 1总则",
        "  heading-2 1.1编制目的",
        "  heading-2 1.2工作原则",
        "    heading-4 （1）",
        "    heading-4 （2）",
        "heading-1 2组织体系",
        "  heading-2 2.1领导机构",
        "    heading-3 2.1.1",
        "    heading-3 2.1.2",
        "  heading-2 2.2应急联动机构",
        "heading-1 4附则",
        "  heading-2 4.1",
        "  heading-2 4.2",
    ]


def test_a_unit_is_cited_by_the_headings_above_and_its_own_number() -> None:
    labels = {clause.marker: clause.label for clause in read_lines(PLAN).walk()}
    assert labels["2.1.2"] == "2 组织体系 › 2.1 领导机构 › 2.1.2"


@pytest.mark.parametrize(
    ("above", "inside"),
    [
        ("第一章　总则", ["chapter 第一章总则", "  heading-2 1.1目的", "  heading-2 1.2范围"]),
        ("1. 总体要求", ["heading-3 1.总体要求", "  heading-4 1.1目的", "  heading-4 1.2范围"]),
        ("一、总体要求", ["heading-1 一、总体要求", "  heading-2 1.1目的", "  heading-2 1.2范围"]),
    ],
)
def test_decimal_numbers_go_on_from_a_number_of_another_form(above: str, inside: list[str]) -> None:
    second = above.replace("一", "二").replace("1", "2")
    text = f"某市工作规程\n{above}\n1.1 目的\n规范服务行为。\n1.2 范围\n适用于全市各级机关。\n{second}\n内容。"
    assert outline(read_lines(text))[1:4] == inside
    assert not outline(read_lines(text))[4].startswith(" ")


@pytest.mark.parametrize(
    "lines",
    [
        ["3.5亿元用于改造老旧小区。", "3.6亿元用于修建道路。"],
        ["1.5倍以上的，按照规定处理。", "1.6倍以上的，另行规定。"],
        ["5个重点领域", "6个专项行动"],
        ["2.3 我市财政收入稳步增长。", "今年增长更快。"],
        ["1 我市财政收入稳步增长", "2 今年增长更快"],
    ],
)
def test_numbers_that_make_no_chain_are_text(lines: list[str]) -> None:
    text = "\n".join(["关于某项工作的报告", "现将有关情况报告如下。", *lines, "特此报告。"])
    assert not [line for line in outline(read_lines(text)) if "heading-" in line]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("1.1 编制目的", ((1, 1), 4)),
        ("１．２．３　级别", ((1, 2, 3), 6)),
        ("8 附则", ((8,), 2)),
        ("3.5%", None),
        ("1.2万人", None),
        ("1.2—1.5之间", None),
        ("1. 总则", None),
        ("2021年", None),
        ("0.5公里", None),
        ("总则", None),
    ],
)
def test_what_reads_as_a_decimal_number(line: str, number: tuple[tuple[int, ...], int] | None) -> None:
    assert match_decimal(line) == number


def test_a_heading_with_a_decimal_number_is_no_title_of_an_enclosed_document() -> None:
    document = read_lines(
        "某区人民政府关于印发应急预案的通知\n各镇人民政府：\n现印发给你们。\n某区人民政府\n2013年8月6日\n"
        "某区救助应急预案\n目 录\n1 总则\n1.1 目的\n2 组织方案\n2.1 机构方案\n1 总则\n1.1 目的\n为了救助，制定预案。\n"
        "2 组织方案\n2.1 机构方案\n区政府统一领导全区的救助工作。"
    )
    assert [clause.heading for clause in document.walk() if clause.level == "document"] == ["某区救助应急预案"]
    assert outline(document)[-6:] == [
        "  paragraph 标题",
        "  paragraph 目录",
        "  heading-1 1总则",
        "    heading-2 1.1目的",
        "  heading-1 2组织方案",
        "    heading-2 2.1机构方案",
    ]


def test_a_heading_with_a_decimal_number_is_no_caption_of_the_table_below() -> None:
    table = "|级别|人数|\n|---|---|\n|重大|10人|\n|一般|3人|"
    text = f"某市预案\n1 总则\n1.1 目的\n制定本预案。\n1.2 分级\n{table}\n2 附则\n印发之日施行。"
    assert outline(read(text)[0])[1:] == [
        "heading-1 1总则",
        "  heading-2 1.1目的",
        "  heading-2 1.2分级",
        "heading-1 2附则",
    ]
    assert [clause.label for clause in read(text)[0].walk() if clause.row] == [
        "1 总则 › 1.2 分级 › 第1行",
        "1 总则 › 1.2 分级 › 第2行",
    ]
