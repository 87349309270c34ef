"""The outline of policies: how the numbers nest, what is a heading, and how unnumbered text is divided."""

import pytest

from corpus import Layout, PlacedLine, Source, read_text
from tests.corpus.outlines import leaves, outline, read_lines

TEXT = "加强组织领导，明确任务分工，落实工作责任，确保取得实效。"
LONG = "".join(
    f"到{year}年，建成{year % 89}个中心，形成{year % 83}个平台，服务{year % 79}万户企业。" for year in range(2021, 2031)
)
"""About 300 characters that say nothing twice."""


def below_title(text: str) -> list[str]:
    return outline(read_lines(f"关于数据工作的意见\n{text}\n"))[1:]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        # the layers of the standard, and layers left out
        (
            "一、甲\n（一）乙。写。\n1.丙。写。\n（1）丁。写。\n①戊。写。\n二、己\n写。",
            [
                "heading-1 一、甲",
                "  heading-2 （一）",
                "    paragraph",
                "    heading-3 1.",
                "      paragraph",
                "      heading-4 （1）",
                "        paragraph",
                "        heading-5 ①",
                "heading-1 二、己",
            ],
        ),
        (
            "一、甲\n1.乙。\n2.丙。\n（一）丁。",
            ["heading-1 一、甲", "  heading-3 1.", "  heading-3 2.", "  heading-2 （一）"],
        ),
        ("第一部分 甲\n一、乙\n（一）丙。", ["part 第一部分甲", "  heading-1 一、乙", "    heading-2 （一）"]),
        (
            "第一篇 甲\n第一章 乙\n第一节 丙\n写。",
            ["part 第一篇甲", "  chapter 第一章乙", "    section 第一节丙", "      paragraph"],
        ),
        # numbers that go on, begin anew or come twice
        (
            "一、甲\n（一）乙。\n二、丙\n（二）丁。",
            ["heading-1 一、甲", "  heading-2 （一）", "heading-1 二、丙", "  heading-2 （二）"],
        ),
        ("一、甲\n写。\n一、乙\n写。\n五、丙\n写。", ["heading-1 一、甲", "heading-1 一、乙", "heading-1 五、丙"]),
        # two forms used the other way round
        (
            "1.甲\n（一）乙。\n（二）丙。\n2.丁\n（一）戊。",
            ["heading-3 1.甲", "  heading-2 （一）", "  heading-2 （二）", "heading-3 2.丁", "  heading-2 （一）"],
        ),
    ],
)
def test_the_numbers_nest_by_form_and_by_use(text: str, tree: list[str]) -> None:
    for line, wanted in zip(below_title(text), tree, strict=True):
        assert line.startswith(wanted)


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("一、总体要求", "总体要求"),
        ("一、总体要求：", "总体要求"),
        (f"（一）指导思想。{TEXT}", "指导思想"),
        ("（一）指导思想。", "指导思想"),
        (f"（一）指导思想：{TEXT}", "指导思想"),
        (f"1．推进共享，扩大开放。{TEXT}", "推进共享，扩大开放"),
        (f"（一）“互联网+”行动。{TEXT}", "“互联网+”行动"),
        # the sentence is the unit itself
        (f"（一）{TEXT}", ""),
        (f"（一）{TEXT}{TEXT}", ""),
        ("（一）按下列分工推进，各地抓好落实，省直部门加强指导，企业积极参与：", ""),
    ],
)
def test_the_heading_of_a_unit_ends_with_its_line_its_first_sentence_or_a_colon(line: str, heading: str) -> None:
    document = read_lines(f"关于数据工作的意见\n{line}\n\n{TEXT}\n" if heading else f"关于数据工作的意见\n{line}\n")
    assert document.clauses[1].heading == heading


def test_first_sentences_with_a_comma_are_headings_when_most_of_the_list_has_some() -> None:
    long = TEXT * 2
    mixed = f"一、任务\n（一）建立体系，形成合力。{TEXT}\n（二）{long}\n（三）{long}\n"
    assert below_title(mixed) == [
        "heading-1 一、任务",
        "  heading-2 （一）",
        "  heading-2 （二）",
        "  heading-2 （三）",
    ]


def test_a_number_may_stand_on_a_line_of_its_own() -> None:
    assert below_title(f"一、\n\n总体要求\n\n{TEXT}")[0] == "heading-1 一、总体要求"


# --- unnumbered text ---------------------------------------------------------------------------------------------


def test_each_paragraph_below_a_heading_is_a_clause_when_there_is_much_text() -> None:
    document = read_lines(
        f"政府工作报告\n一、工作回顾\n{LONG}\n——经济回升。{LONG[:200]}\n一是加强调控。{LONG[200:]}\n"
        f"二、任务\n{TEXT}\n各地抓好落实。\n"
    )
    assert outline(document)[1:] == ["heading-1 一、工作回顾", *["  paragraph"] * 3, "heading-1 二、任务"]
    assert [clause.label for clause in leaves(document)][1:] == [
        "一、工作回顾 › 第1段",
        "一、工作回顾 › 第2段",
        "一、工作回顾 › 第3段",
        "二、任务",
    ]


def test_text_on_the_line_of_the_number_is_the_first_of_the_paragraphs() -> None:
    first, second = f"建设中心。{LONG}", f"建设平台。{LONG[::-1]}。"
    document = read_lines(f"关于数据工作的意见\n（一）夯实基础。{first}\n{second}\n")
    unit = document.clauses[1]
    assert [document.text(child) for child in unit.children] == [first, second]


def test_a_last_paragraph_on_the_whole_document_belongs_to_no_entry_of_the_list() -> None:
    text = f"一、任务\n（一）甲。{TEXT}\n（二）乙。{TEXT}\n各地、各部门要认真贯彻落实。\n某市人民政府\n2024年1月2日"
    assert below_title(text)[-2:] == ["paragraph", "paragraph 落款"]


@pytest.mark.parametrize(
    "line", ["第一，要加强领导。", "一是加强领导。", "——加强领导。", "2025年，建成平台。", "3.5%的增长。"]
)
def test_enumerations_in_words_and_figures_open_no_units(line: str) -> None:
    assert below_title(f"一、目标\n{TEXT}\n{line}") == ["heading-1 一、目标"]


def test_headings_without_numbers_are_units_when_there_are_several() -> None:
    document = read_lines(
        f"关于数据工作的意见\n总体要求\n{TEXT * 2}\n重点任务\n（一）甲。{TEXT}\n（二）乙。{TEXT}\n"
        f"保障措施\n{TEXT * 2}\n"
    )
    assert outline(document)[1:] == [
        "heading 总体要求",
        "heading 重点任务",
        "  heading-2 （一）甲",
        "  heading-2 （二）乙",
        "heading 保障措施",
    ]
    assert [clause.label for clause in leaves(document)][1:] == [
        "总体要求",
        "重点任务 ›（一）",
        "重点任务 ›（二）",
        "保障措施",
    ]


def test_one_short_line_alone_is_no_heading() -> None:
    assert below_title(f"一、目标\n{TEXT}\n数据要素\n{TEXT * 2}\n二、任务\n{TEXT}")[0] == "heading-1 一、目标"


# --- boxes and tables --------------------------------------------------------------------------------------------


def test_a_box_holds_the_text_below_it_until_the_numbering_around_it_goes_on() -> None:
    document = read_lines(
        f"数据规划\n一、任务\n（一）甲。{TEXT}\n专栏1 重点工程\n1.中心。{TEXT}\n2.平台。{TEXT}\n"
        f"（二）乙。{TEXT}\n专栏2：示范行动\n{TEXT}\n二、保障\n{TEXT}\n"
    )
    assert outline(document)[1:] == [
        "heading-1 一、任务",
        "  heading-2 （一）甲",
        "    paragraph",
        "    box 专栏1重点工程",
        "      heading-3 1.中心",
        "      heading-3 2.平台",
        "  heading-2 （二）乙",
        "    paragraph",
        "    box 专栏2示范行动",
        "      paragraph",
        "heading-1 二、保障",
    ]
    box = next(clause for clause in document.walk() if clause.level == "box")
    assert box.children[1].label == "一、任务 ›（一）甲 › 专栏1 重点工程 › 2."


def test_a_box_ends_where_the_letters_become_larger_again() -> None:
    lines = ["数据规划", "一、任务", TEXT, "专栏1 重点工程", TEXT, TEXT, TEXT]
    heights = [16, 16, 16, 14, 12, 12, 16]
    placed: list[PlacedLine] = []
    start = 0
    for line, height in zip(lines, heights, strict=True):
        edges = tuple(float(edge) for edge in range(len(line) + 1))
        placed.append(PlacedLine(start, 1, start * 20.0, start * 20.0 + height, edges))
        start += len(line) + 1
    source = Source.of("\n".join(lines), Layout(lines=tuple(placed)))
    document = read_text(source, "0" * 16, "规划.pdf")
    assert outline(document)[1:] == [
        "heading-1 一、任务",
        "  paragraph",
        "  box 专栏1重点工程",
        "    paragraph",
        "    paragraph",
        "  paragraph",
    ]


_TABLE = "|指标|数值|\n|--|--|\n|甲|1|\n|乙|2|\n"


@pytest.mark.parametrize(
    ("above", "unit", "caption"),
    [
        ("表1 主要指标\n", "一、目标 › 表1主要指标 › 第1行", "表1主要指标"),
        ("表2-1：主要指标\n（单位：亿元）\n", "一、目标 › 表2-1：主要指标 › 第1行", "表2-1：主要指标"),
        ("数字经济主要指标\n", "一、目标 › 数字经济主要指标 › 第1行", "数字经济主要指标"),
        ("具体见下表。\n", "一、目标 › 第1行", "目标"),
    ],
)
def test_a_line_right_above_a_table_that_names_it_is_its_caption(above: str, unit: str, caption: str) -> None:
    document = read_lines(f"关于数据工作的意见\n一、目标\n{TEXT}\n{above}\n{_TABLE}")
    row = next(clause for clause in document.walk() if clause.row)
    assert row.row is not None
    assert (row.label, row.row.table) == (unit, caption)
