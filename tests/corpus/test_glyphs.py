"""Glyphs and signs: what each character of a file is read as."""

import unicodedata
from pathlib import Path

import pytest

from corpus import is_han, repair
from corpus.characters import folded

RADICALS = Path(__file__).parents[2] / "corpus" / "radicals.txt"


@pytest.mark.parametrize(
    ("source", "clean"),
    [
        # CJK radicals that PDF fonts share with whole characters
        ("部⻔、⻓期、⼈⺠、⻛险、⻋辆、⻅证、⻚码、⻘年", "部门、长期、人民、风险、车辆、见证、页码、青年"),
        ("⻝品、⻢上、⻰头、⻥类、⻦类、⻬全、⻩⾊", "食品、马上、龙头、鱼类、鸟类、齐全、黄色"),
        ("⾯向⽣产⼀线⼯⼈", "面向生产一线工人"),  # Kangxi radicals
        ("⼾籍这项", "户籍这项"),
        ("农戶这项靑年", "农户这项青年"),  # their old forms, in simplified text
        ("農戶門見長", "農戶門見長"),  # traditional text is traditional
        ("⾒证", "見证"),  # the radical's own form: only folded for search
        ("㇐级", "一级"),  # a stroke
        # vertical, small and half-width forms
        ("︵试行︶、︻通知︼、﹁一﹂", "（试行）、【通知】、「一」"),
        ("川府发﹝2024﹞21号", "川府发〔2024〕21号"),
        ("增长3﹒5%，达到1．4万亿", "增长3.5%，达到1.4万亿"),
        ("马克思･恩格斯", "马克思·恩格斯"),
        ("卡尔‧马克思", "卡尔·马克思"),
        ("ガイド・ライン", "ガイド・ライン"),  # Japanese stays
        ("｡｢甲｣､", "。「甲」、"),
        # private codes that a standard documents
        ("甲\ue78d乙\ue78e", "甲，乙。"),
        ("\uf0b7 加强领导", "•加强领导"),
        ("甲\ue000乙", "甲\ue000乙"),
        # full-width signs
        ("收入＝支出＋结余", "收入=支出+结余"),
        ("ｌａｗ＠ｃａｃ．ｇｏｖ．ｃｎ", "law@cac．gov．cn"),
    ],
)  # fmt: skip
def test_glyphs_are_read_as_the_characters_they_stand_for(source: str, clean: str) -> None:
    assert repair(source).text == clean


def test_every_radical_of_the_unicode_table_becomes_an_ideograph() -> None:
    lines = [line.split() for line in RADICALS.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert len(lines) == 348
    pairs = {chr(int(radical, 16)): chr(int(ideograph, 16)) for radical, ideograph in lines}
    assert {radical: folded(radical) for radical in pairs} == pairs
    assert all(is_han(ideograph) for ideograph in pairs.values())
    named = [chr(code) for code in (*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6)) if unicodedata.name(chr(code), "")]
    assert [char for char in named if char not in pairs] == ["⺀"]  # no ideograph looks like it


@pytest.mark.parametrize(
    ("source", "clean"),
    [
        ("2 0 2 5 年", "2025年"),
        ("到20 25年底", "到2025年底"),
        ("2 025年", "2025年"),
        ("增长 1 0 0 %", "增长100%"),
        ("增长 5 %", "增长5%"),
        ("达到 3 . 5 万", "达到3.5万"),
        ("增长3. 5%", "增长3.5%"),
        ("3. 5G 应用", "3. 5G应用"),  # a number and its heading
        ("1 .非法买卖", "1.非法买卖"),
        ("表 1 2 3 4 5 列", "表1 2 3 4 5列"),  # counting
        ("GB/T 23000 系列", "GB/T 23000系列"),
    ],
)
def test_blanks_inside_numbers_go(source: str, clean: str) -> None:
    assert repair(source).text == clean


@pytest.mark.parametrize(
    ("source", "clean"),
    [
        ("二○○四年", "二〇〇四年"),
        ("二 ○ 二 五 年", "二〇二五年"),
        ("二O二四年、二0二一年", "二〇二四年、二〇二一年"),
        ("第一○条", "第一〇条"),
        ("张○○、李○", "张○○、李○"),  # masked names
        ("○一是加强", "○一是加强"),  # a bullet
        ("10月、一00", "10月、一00"),
    ],
)
def test_circles_and_letters_in_chinese_numbers_are_zeros(source: str, clean: str) -> None:
    assert repair(source).text == clean


@pytest.mark.parametrize(
    ("source", "clean"),
    [
        ("――坚持创新", "——坚持创新"),
        ("坚持──创新", "坚持——创新"),
        ("坚持－－创新", "坚持——创新"),
        ("坚持--创新", "坚持——创新"),
        ("— —坚持创新", "——坚持创新"),
        ("1997年4月―1998年2月", "1997年4月—1998年2月"),
        ("2021－2025年", "2021-2025年"),
        ("收入－支出", "收入－支出"),  # minus
        ("├──┤ 甲──乙", "├──┤甲──乙"),  # a drawn table
        ("run --all now", "run --all now"),
    ],
)
def test_dashes_of_all_kinds_are_read_as_the_dash_that_is_meant(source: str, clean: str) -> None:
    assert repair(source).text == clean


def test_a_ligature_becomes_its_letters_of_which_the_first_has_the_place() -> None:
    clean = repair("推广oﬃce软件")
    assert clean.text == "推广office软件"
    assert [clean.offset(index) for index in range(len(clean.text))] == [0, 1, 2, 3, 4, 4, 4, 5, 6, 7]
    assert [clean.is_put_in(index) for index in range(3, 7)] == [False, True, True, False]
    assert clean.span(2, 6) == (2, 4)
    assert clean.of((2, 6)) == "office"
