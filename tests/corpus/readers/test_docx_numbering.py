"""Automatic numbers of Word files, as Word shows them."""

import docx
import pytest
from docx.oxml import parse_xml

from corpus.readers.docx import read_docx
from tests.corpus.readers.docx_files import SPACES, level, lists, numbered, paragraph, saved, word
from tests.corpus.readers.layout_laws import assert_layout_laws


def shown(body: str, **parts: str) -> list[str]:
    source = read_docx(word(body, **parts), "文件.docx")
    assert_layout_laws(source)
    return source.text.split("\n")


POLICY = lists(
    level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "（%2）") + level(2, "decimal", "%3.")
    + level(3, "decimalEnclosedCircle", "%4")
)  # fmt: skip


def test_the_layers_of_a_policy_are_numbered_and_begin_anew_below_each_heading() -> None:
    levels = [0, 1, 2, 2, 3, 3, 1, 2, 0, 1, 2]
    body = "".join(numbered("项", 1, at) for at in levels)
    assert shown(body, numbering=POLICY) == [
        "一、项", "（一）项", "1.项", "2.项", "①项", "②项", "（二）项", "1.项", "二、项", "（一）项", "1.项",
    ]  # fmt: skip


def test_other_paragraphs_do_not_interrupt_a_list() -> None:
    body = numbered("甲", 1) + paragraph("正文。") + numbered("乙", 1)
    assert shown(body, numbering=POLICY) == ["一、甲", "正文。", "二、乙"]


def test_numbers_of_higher_levels_are_shown_with_the_own() -> None:
    numbering = lists(level(0, "decimal", "%1") + level(1, "decimal", "%1.%2") + level(2, "lowerLetter", "%1.%2.%3)"))
    body = "".join(numbered("", 1, at) for at in [0, 1, 1, 2, 2, 0, 1])
    assert shown(body, numbering=numbering) == ["1", "1.1", "1.2", "1.2.a)", "1.2.b)", "2", "2.1"]


def test_legal_numbering_shows_all_numbers_in_arabic_digits() -> None:
    numbering = lists(level(0, "chineseCounting", "第%1章") + level(1, "decimal", "%1.%2", "<w:isLgl/>"))
    body = "".join(numbered("", 1, at) for at in [0, 1, 0, 1])
    assert shown(body, numbering=numbering) == ["第一章", "1.1", "第二章", "2.1"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("", ["一", "1", "a", "二", "1", "a", "2", "a"]),
        ('<w:lvlRestart w:val="0"/>', ["一", "1", "a", "二", "1", "b", "2", "c"]),
        ('<w:lvlRestart w:val="1"/>', ["一", "1", "a", "二", "1", "a", "2", "b"]),
    ],
)
def test_a_level_begins_anew_where_its_rule_says(rule: str, expected: list[str]) -> None:
    numbering = lists(
        level(0, "chineseCounting", "%1") + level(1, "decimal", "%2") + level(2, "lowerLetter", "%3", rule)
    )
    body = "".join(numbered("", 1, at) for at in [0, 1, 2, 0, 1, 2, 1, 2])
    assert shown(body, numbering=numbering) == expected


def test_lists_of_one_definition_go_on_unless_one_starts_anew() -> None:
    numbering = lists(
        level(0, "decimal", "%1."),
        numbers='<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="6"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>",
    )
    body = numbered("甲", 1) + numbered("乙", 5) + numbered("丙", 6) + numbered("丁", 6) + numbered("戊", 1)
    assert shown(body, numbering=numbering) == ["1.甲", "2.乙", "1.丙", "2.丁", "3.戊"]


def test_lists_of_different_definitions_count_apart() -> None:
    numbering = lists(level(0, "decimal", "%1."), level(0, "decimal", "%1)", start=5))
    assert shown(numbered("甲", 1) + numbered("乙", 2) + numbered("丙", 1), numbering=numbering) == [
        "1.甲",
        "5)乙",
        "2.丙",
    ]


def test_a_list_may_replace_a_level_of_its_definition() -> None:
    numbering = lists(
        level(0, "decimal", "%1."),
        numbers='<w:num w:numId="7"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
        + level(0, "upperRoman", "%1、", start=3)
        + "</w:lvlOverride></w:num>",
    )
    assert shown(numbered("甲", 7), numbering=numbering) == ["III、甲"]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ('<w:suff w:val="tab"/>', "第一条\t总则"),
        ('<w:suff w:val="space"/>', "第一条 总则"),
        ('<w:suff w:val="nothing"/>', "第一条总则"),
        ('<w:suff w:val="nothing"/><w:rPr><w:vanish/></w:rPr>', "总则"),
    ],
)
def test_what_stands_behind_a_number(more: str, expected: str) -> None:
    numbering = lists(level(0, "chineseCountingThousand", "第%1条", more))
    assert shown(numbered("总则", 1), numbering=numbering) == [expected]


def test_bullets_are_shown_as_the_signs_they_look_like() -> None:
    wingdings = '<w:suff w:val="space"/><w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>'
    numbering = lists(level(0, "bullet", "\uf0d8", wingdings), level(0, "bullet", "\uf0b7"), level(0, "none", ""))
    body = numbered("甲", 1) + numbered("乙", 2) + numbered("丙", 3)
    assert shown(body, numbering=numbering) == ["➢ 甲", "•乙", "丙"]


def test_newer_number_formats_are_shown_with_their_zeros() -> None:
    custom = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/>'
        '</mc:Fallback></mc:AlternateContent><w:suff w:val="nothing"/><w:lvlText w:val="%1"/></w:lvl>'
    )
    assert shown(numbered("", 1) + numbered("", 1), numbering=lists(custom)) == ["001", "002"]


def style(ident: str, number: str = "", base: str = "", default: str = "") -> str:
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return f'<w:style w:type="paragraph" w:styleId="{ident}"{default}>{based}<w:pPr>{number}</w:pPr></w:style>'


def test_styles_bring_their_numbers_with_them() -> None:
    in_list = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    numbering = lists(
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="h1"/>')
        + level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="h2"/>')
    )
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    styles = style("h1", in_list) + style("h2", in_list) + style("h1own", base="h1") + style("plain", off, "h1")
    by_style = '<w:pStyle w:val="{}"/>'
    body = "".join(paragraph("项", by_style.format(name)) for name in ("h1", "h2", "h2", "h1own", "plain", "h2"))
    body += paragraph("止", '<w:pStyle w:val="h1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert shown(body, numbering=numbering, styles=styles) == [
        "一、项", "（一）项", "（二）项", "二、项", "项", "（一）项", "止",
    ]  # fmt: skip


def test_a_definition_may_point_to_a_list_style() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="outline"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="2"><w:styleLink w:val="outline"/>{level(0, "decimal", "%1)")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    )
    in_list = '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>'
    styles = f'<w:style w:type="numbering" w:styleId="outline">{in_list}</w:style>'
    assert shown(numbered("甲", 1) + numbered("乙", 2), numbering=numbering, styles=styles) == ["1)甲", "2)乙"]


def test_deleted_paragraphs_are_not_counted() -> None:
    in_list = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    gone = (
        f"<w:p><w:pPr>{in_list}<w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>"
    )
    assert shown(numbered("甲", 1) + gone + numbered("乙", 1), numbering=POLICY) == ["一、甲", "删", "二、乙"]


def test_a_number_that_no_list_defines_is_not_shown() -> None:
    assert shown(numbered("甲", 9, 3), numbering=POLICY) == ["甲"]
    assert shown(numbered("甲", 1)) == ["甲"]
    assert shown(numbered("甲", 1, 8), numbering=POLICY) == ["甲"]


def test_rows_numbered_by_a_list_show_their_numbers() -> None:
    row = f"<w:tr><w:tc>{numbered('', 1, 2)}</w:tc><w:tc>{paragraph('任务')}</w:tc></w:tr>"
    assert shown(f"<w:tbl>{row * 3}</w:tbl>", numbering=POLICY) == ["1.", "任务", "2.", "任务", "3.", "任务"]


def test_lists_written_by_python_docx_are_numbered() -> None:
    document = docx.Document()
    root = document.part.numbering_part.element
    for xml in (
        f'<w:abstractNum {SPACES} w:abstractNumId="90">{level(0, "decimalFullWidth", "%1．")}</w:abstractNum>',
        f'<w:num {SPACES} w:numId="90"><w:abstractNumId w:val="90"/></w:num>',
    ):
        root.append(parse_xml(xml))
    for text in ("甲", "乙"):
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {SPACES}><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>'))
    document.add_paragraph("丙", style="List Number")
    assert read_docx(saved(document), "文件.docx").text == "１．甲\n２．乙\n1.\t丙"
