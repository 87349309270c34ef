"""Repair: what becomes of each character, which lines are joined, and the way back to the source."""

import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus import DropReason, Run, Span, display_width, is_han, repair
from tests.corpus.maps import check_map, offsets, places
from tests.corpus.texts import source_texts

DOCUMENTS = Path(__file__).parents[2] / "corpus" / "documents"
LINE_BREAKS = "\n\r\v\f\x85\u2028\u2029"
WIDE_FORMS = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）"}
DASHES = "―─–－‒—-\u2010\u2011"

law = settings(deadline=None)


def is_blank(char: str) -> bool:
    return char == "\t" or unicodedata.category(char) == "Zs"


def may_become(source: str, clean: str) -> bool:
    """Whether repair may write a source character as a clean one: the whole list of foldings."""
    code = ord(source)
    residue = 0xA3A1 <= code <= 0xA3FE
    meant = "。" if source == "ꎮ" else code.to_bytes(2, "big").decode("gbk") if residue else source
    plain = unicodedata.normalize("NFKC", meant)
    return (
        clean in (source, meant)
        or (clean == " " and (is_blank(source) or source in LINE_BREAKS))
        or (clean == "\n" and (is_blank(source) or source in LINE_BREAKS))
        or (clean == plain and (clean.isascii() or is_han(clean)))
        or clean == plain[:1]
        or WIDE_FORMS.get(source) == clean
        or (source in DASHES and clean in "—-")
        or (source in "○◯O0o" and clean == "〇")
        or (source in "．﹒" and clean == ".")
    )


# --- the map -----------------------------------------------------------------------------------------------------


@law
@given(source_texts)
def test_every_clean_character_stands_for_one_source_character_or_was_put_in(text: str) -> None:
    clean = repair(text)
    at = places(clean)
    assert [(text[at[index]], char) for index, char in enumerate(clean.text) if index in at] == [
        (text[at[index]], char)
        for index, char in enumerate(clean.text)
        if index in at and may_become(text[at[index]], char)
    ]
    assert [index for index in range(len(clean.text)) if clean.is_put_in(index)] == [
        index for index in range(len(clean.text)) if index not in at
    ]
    assert {clean.text[index] for index in range(len(clean.text)) if index not in at} <= {"\n"}


@law
@given(source_texts)
def test_source_offsets_strictly_increase_so_that_order_is_kept_and_nothing_is_doubled(text: str) -> None:
    assert all(before < after for before, after in pairwise(offsets(repair(text))))


@law
@given(source_texts)
def test_every_source_character_is_kept_or_dropped_with_a_reason_or_blank_and_never_two_of_these(text: str) -> None:
    clean = repair(text)
    kept = set(offsets(clean))
    dropped = [at for item in clean.dropped for at in range(item.start, item.end)]
    assert len(dropped) == len(set(dropped))
    assert kept.isdisjoint(dropped)
    lost = set(range(len(text))) - kept - set(dropped)
    assert [text[at] for at in sorted(lost) if not is_blank(text[at]) and text[at] not in LINE_BREAKS] == []


@law
@given(source_texts)
def test_what_was_dropped_is_listed_in_order_and_in_longest_spans(text: str) -> None:
    dropped = repair(text).dropped
    assert all(0 <= item.start < item.end <= len(text) for item in dropped)
    for before, after in pairwise(dropped):
        assert before.end < after.start or (before.end == after.start and before.reason is not after.reason)


@law
@given(source_texts)
@example("甲，乙\n丙丁\n戊己")
@example("**一、总则**\n" + "数" * 40)
@example("((((汉")
@example("a (汉")
@example("|甲，乙，丙丁戊己庚辛壬癸子丑寅卯辰巳午未\n申|")
def test_repairing_a_clean_text_changes_nothing(text: str) -> None:
    clean = repair(text)
    again = repair(clean.text)
    assert again.text == clean.text
    assert again.dropped == ()
    assert again.runs == ((Run(0, 0, len(clean.text)),) if clean.text else ())


@law
@given(source_texts)
def test_a_clean_text_has_no_empty_lines_no_outer_blanks_and_one_kind_of_blank(text: str) -> None:
    clean = repair(text).text
    assert all(line and line == line.strip(" ") for line in clean.split("\n")) or clean == ""
    assert "  " not in clean
    assert not any(
        char in "\r\v\f\x85\u2028\u2029\u200b\ufeff\x00" or (is_blank(char) and char != " ") for char in clean
    )


@law
@given(source_texts, st.data())
def test_the_map_agrees_with_a_search_through_all_characters(text: str, data: st.DataObject) -> None:
    clean = repair(text)
    start = data.draw(st.integers(0, len(text)))
    check_map(clean, start, data.draw(st.integers(start, len(text))))
    at = places(clean)
    if at:
        first = data.draw(st.sampled_from(sorted(at)))
        last = data.draw(st.sampled_from([index for index in at if index >= first]))
        assert clean.span(first, last + 1) == (at[first], at[last] + 1)
        assert clean.of(clean.span(first, last + 1)) == clean.text[first : last + 1]


# --- characters --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "clean"),
    [
        ("数据ꎬ算力ꎮ", "数据，算力。"),  # GBK row 3 read as Yi
        ("第一项ꎻ第二项", "第一项；第二项"),
        ("ꀀꎬꀁ", "ꀀꎬꀁ"),  # real Yi writing stays
        ("２０２４ 年 １１ 月", "2024年11月"),
        ("ＩＰｖ６、ＧＤＰ 增长 １５％", "IPv6、GDP增长15%"),
        ("人工智能＋", "人工智能+"),
        ("⼀⽅⾯", "一方面"),  # Kangxi radicals
        ("豈", "豈"),  # a compatibility ideograph
        ("5G 和光纤 “双千兆” 网络", "5G和光纤“双千兆”网络"),
        ("总 则", "总则"),
        ("China Unicom  5G", "China Unicom 5G"),
        ("市(州),县(市、区):", "市（州），县（市、区）："),
        ("f(x), g(y); h", "f(x), g(y); h"),
        ("细颗粒物(PM2.5)浓度", "细颗粒物（PM2.5）浓度"),
        ("规划(2021-2025年)", "规划（2021-2025年）"),
        ("物联网 Internet of Things (IoT) 平台", "物联网Internet of Things (IoT)平台"),
        ("第(一)(1)项", "第（一）（1）项"),
        ("1.4 万亿", "1.4万亿"),
        ("数\u200b据\u00ad要\ufeff素", "数据要素"),
        ("数据\x07要素", "数据要素"),
        ("\ud800甲", "\ud800甲"),
    ],
)  # fmt: skip
def test_characters_are_written_as_they_are_read(source: str, clean: str) -> None:
    assert repair(source).text == clean


@pytest.mark.parametrize(
    ("source", "clean"),
    [
        ("| 经济和信息化厅 省委网信办 | 6 月底前 |", "|经济和信息化厅 省委网信办|6月底前|"),
        ("|  |  a b  |", "||a b|"),
    ],
)
def test_in_a_table_row_a_blank_between_two_words_stays_for_it_may_part_two_names(source: str, clean: str) -> None:
    assert repair(source).text == clean


@pytest.mark.parametrize(
    ("source", "clean"),
    [
        ("第十七条  中介机构应当公开", "第十七条 中介机构应当公开"),
        ("第 一 章　总　　则", "第一章 总则"),
        ("第三条本条例", "第三条本条例"),
    ],
)
def test_the_blank_behind_the_number_of_an_article_stays_for_it_tells_a_number_from_a_reference(
    source: str, clean: str
) -> None:
    assert repair(source).text == clean


@pytest.mark.parametrize(("text", "columns"), [("", 0), ("GDP", 3), ("数据", 4), ("（5G）", 6), ("ｅ", 2)])
def test_wide_characters_take_two_columns(text: str, columns: int) -> None:
    assert display_width(text) == columns


# --- lines -------------------------------------------------------------------------------------------------------

PROSE = "为贯彻党中央国务院关于推进数字经济高质量发展的决策部署，"


@pytest.mark.parametrize(
    ("source", "clean"),
    [
        # A sentence cut by the foot of a page goes on in the next line.
        ("实施“星河”卫星互联网建设工程，\n\n建设地基运控网。", "实施“星河”卫星互联网建设工程，\n建设地基运控网。"),
        (f"{PROSE}\n\n现提出如下意见。", f"{PROSE}现提出如下意见。"),
        ("已经上市。积极推动电商\n\n(跨境)产业带转型。", "已经上市。积极推动电商（跨境）产业带转型。"),
        # Punctuation never begins a line.
        ("广义货币M2\n，预期增长", "广义货币M2，预期增长"),
        ("一、总体要求\n。", "一、总体要求。"),
        # Headings, numbers, items, dates and rows begin a line of their own.
        (f"{PROSE}\n一、总体要求", f"{PROSE}\n一、总体要求"),
        (f"{PROSE}\n第三条 本条例", f"{PROSE}\n第三条 本条例"),
        (f"{PROSE}\n——坚持创新", f"{PROSE}\n——坚持创新"),
        (f"{PROSE}\n2021年4月28日", f"{PROSE}\n2021年4月28日"),
        (f"{PROSE}\n附件：清单", f"{PROSE}\n附件：清单"),
        (f"{PROSE}\n|甲|乙|", f"{PROSE}\n|甲|乙|"),
        ("|甲|乙|\n，丙", "|甲|乙|\n，丙"),
        # A short line may be a heading; a sentence that ended has ended, bodies in charge behind it included.
        ("深化改革，扩大开放\n坚持创新", "深化改革，扩大开放\n坚持创新"),
        (f"{PROSE}现提出。\n各地要落实", f"{PROSE}现提出。\n各地要落实"),
        ("支持上市。（科技厅、省地方金融监管局）\n各地要落实", "支持上市。（科技厅、省地方金融监管局）\n各地要落实"),
        # A note in brackets is whole.
        (f"（2021年6月8日，{PROSE[:15]}）\n法释〔2021〕1号", f"（2021年6月8日，{PROSE[:15]}）\n法释〔2021〕1号"),
        # An enumeration goes on, however short the line.
        ("（二）组织监测、预警、\n反馈、改进等工作；", "（二）组织监测、预警、反馈、改进等工作；"),
        # Latin words are parted where the line was.
        ("实现目标。推进 Internet of\nThings 发展。", "实现目标。推进Internet of Things发展。"),
    ],
)  # fmt: skip
def test_only_a_line_cut_in_its_sentence_is_joined(source: str, clean: str) -> None:
    assert repair(source).text == clean


def test_in_a_file_broken_at_a_width_full_lines_go_on_and_short_ones_end() -> None:
    paragraph = "坚持以新时代中国特色社会主义思想为指导全面贯彻会议精神落实全会部署锚定总目标以数据要素" * 4
    width = 28
    lines = [paragraph[at : at + width] for at in range(0, len(paragraph), width)]
    page = ["总体要求", *lines, "基本原则", *lines]
    assert repair("\n\n".join(page)).text == f"总体要求\n{paragraph}\n基本原则\n{paragraph}"


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\f", "\v", "\x85", "\u2028", "\u2029", "\n\n \u3000\n"])
def test_every_line_break_of_unicode_ends_a_line(line_break: str) -> None:
    clean = repair(f"甲。{line_break}乙。")
    assert clean.text == "甲。\n乙。"
    assert clean.offset(2) == 2 + len(line_break) - 1


# --- what is dropped ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("— 12 —", DropReason.PAGE_NUMBER),
        ("—０１—", DropReason.PAGE_NUMBER),
        ("- 3 -", DropReason.PAGE_NUMBER),
        ("第 3 页", DropReason.PAGE_NUMBER),
        ("第 3 页  共 12 页", DropReason.PAGE_NUMBER),
        ("|----|:---:|---|", DropReason.TABLE_RULE),
        ("| --- | ---: |", DropReason.TABLE_RULE),
        ("<!-- INFO END -->", DropReason.MARKUP),
        ("---", DropReason.MARKUP),
        ("\u200b\u200b", DropReason.INVISIBLE),
    ],
)
def test_a_line_that_is_no_text_is_dropped_with_its_reason(line: str, reason: DropReason) -> None:
    source = f"甲。\n{line}\n乙。"
    clean = repair(source)
    assert clean.text == "甲。\n乙。"
    assert [(source[item.start : item.end], item.reason) for item in clean.dropped] == [(line, reason)]


@pytest.mark.parametrize("line", ["12", "—", "第3页的内容", "|-|-|", "2021年", "<!--", "--", "**", "1 - 2"])
def test_a_line_that_only_looks_like_furniture_stays(line: str) -> None:
    assert repair(f"甲。\n{line}\n乙。").dropped == ()


@pytest.mark.parametrize(
    ("source", "clean", "signs"),
    [
        ("## 第一章  总则", "第一章 总则", ["## "]),
        ("# # 总则", "总则", ["# # "]),
        ("**第一条** 为了", "第一条 为了", ["**", "**"]),
        ("### **一、总体要求**", "一、总体要求", ["### **", "**"]),
        ("李**、王**", "李**、王**", []),  # masked names
        ("#1 机组", "#1机组", []),
        ("**重点** 任务", "**重点**任务", []),
    ],
)
def test_markdown_signs_in_front_of_a_heading_are_dropped(source: str, clean: str, signs: list[str]) -> None:
    repaired = repair(source)
    assert repaired.text == clean
    assert [source[item.start : item.end] for item in repaired.dropped] == signs


def test_in_a_markdown_file_signs_inside_the_text_are_dropped_too() -> None:
    clean = repair(
        "# 规划\n\n[TOC]\n\n**专栏1 指标**\n\n数字经济**持续壮大。**\n\n1. **加快建设。** 推进部署。\n\n> 专栏2\n"
    )
    assert clean.text == "规划\n专栏1指标\n数字经济持续壮大。\n1.加快建设。推进部署。\n专栏2"
    assert {drop.reason for drop in clean.dropped} == {DropReason.MARKUP}


def test_in_a_plain_file_names_made_unreadable_stay() -> None:
    assert repair("经查，张**和李**违反规定。").text == "经查，张**和李**违反规定。"


def test_the_front_matter_of_a_markdown_file_is_dropped() -> None:
    source = "---\ntitle: 数据条例\ntags:\n- 数据\n---\n\n# 数据条例\n"
    clean = repair(source)
    assert clean.text == "数据条例"
    assert {item.reason for item in clean.dropped} == {DropReason.MARKUP}
    assert repair("---\n总则\n---\n正文").text == "总则\n正文"


# --- the seed documents ------------------------------------------------------------------------------------------


def seed(name: str) -> str:
    return (DOCUMENTS / f"{name}.txt").read_bytes().decode("utf-8")


@pytest.mark.parametrize(("name", "lines"), [("川府发〔2024〕21号", 34), ("川数字经济办〔2021〕3号", 123)])
def test_the_seed_documents_become_whole_paragraphs(name: str, lines: int) -> None:
    clean = repair(seed(name))
    texts = clean.text.split("\n")
    assert len(texts) == lines
    assert not any(char in clean.text for char in "ꎬꎮ０１２３\u3000\r")
    assert {item.reason for item in clean.dropped} <= {DropReason.PAGE_NUMBER, DropReason.TABLE_RULE}


def test_a_sentence_broken_over_six_lines_is_one_span_of_the_file() -> None:
    source = seed("川府发〔2024〕21号")
    clean = repair(source)
    sentence = "算力总规模达到40EFLOPS（每秒10的18次方次浮点运算）"
    start = clean.text.index(sentence)
    span: Span = clean.span(start, start + len(sentence))
    quote = source[slice(*span)]
    assert quote == "算力总规模达到\n\n４０ＥＦＬＯＰＳ(每秒 １０ 的 １８ 次方次浮点运算)"
    assert clean.of(span) == sentence
