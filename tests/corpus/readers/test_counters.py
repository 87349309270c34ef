"""How the number of a list item is written."""

import cn2an
import pytest

from corpus.readers.counters import CSS_STYLES, WORD_STYLES, css_number, word_number


@pytest.mark.parametrize("number", [*range(1, 130), 999, 1000, 1001, 1010, 9999, 10_000, 10_010, 20_305, 1_000_001])
def test_counting_in_words_agrees_with_cn2an(number: int) -> None:
    assert word_number(number, "chineseCountingThousand") == cn2an.an2cn(number)
    assert word_number(number, "chineseLegalSimplified") == cn2an.an2cn(number, "up")


@pytest.mark.parametrize(
    ("style", "written"),
    [
        ("decimal", {1: "1", 10: "10"}),
        ("decimalZero", {1: "01", 10: "10", 100: "100"}),
        ("decimalFullWidth", {1: "１", 20: "２０"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "㉑", 36: "㊱", 50: "㊿", 51: "51"}),
        ("decimalEnclosedParen", {1: "⑴", 20: "⒇", 21: "21"}),
        ("decimalEnclosedFullstop", {1: "⒈", 20: "⒛"}),
        ("upperRoman", {1: "I", 4: "IV", 9: "IX", 14: "XIV", 40: "XL", 1999: "MCMXCIX", 4000: "4000"}),
        ("lowerRoman", {3: "iii", 90: "xc"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 28: "BB", 53: "AAA"}),
        ("lowerLetter", {2: "b", 52: "zz"}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 100: "一○○", 105: "一○五"}),
        ("taiwaneseCounting", {12: "十二", 110: "一一○"}),
        ("taiwaneseCountingThousand", {110: "一百一十", 10_000: "一萬"}),
        ("ideographLegalTraditional", {3: "參", 12: "壹拾貳", 6: "陸"}),
        ("japaneseCounting", {1: "一", 10: "十", 20: "二十", 100: "百", 105: "百五", 1200: "千二百"}),
        ("ideographDigital", {1: "一", 10: "一〇", 105: "一〇五"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥"}),
        ("ideographZodiacTraditional", {1: "甲子", 13: "丙子", 60: "癸亥", 61: "甲子"}),
        ("ideographEnclosedCircle", {1: "㊀", 10: "㊉", 11: "11"}),
        ("numberInDash", {5: "- 5 -"}),
        ("ordinal", {1: "1st", 2: "2nd", 3: "3rd", 11: "11th", 21: "21st"}),
        ("hex", {10: "A", 255: "FF"}),
        ("none", {1: ""}),
        ("aStyleOfTheFuture", {7: "7"}),
    ],
)
def test_styles_of_word_processors(style: str, written: dict[int, str]) -> None:
    assert {number: word_number(number, style) for number in written} == written


@pytest.mark.parametrize(
    ("style", "written"),
    [
        ("decimal", {1: "1. ", -1: "-1. "}),
        ("decimal-leading-zero", {1: "01. "}),
        ("lower-alpha", {1: "a. ", 26: "z. ", 27: "aa. ", 28: "ab. ", 703: "aaa. "}),
        ("upper-latin", {28: "AB. "}),
        ("lower-roman", {4: "iv. "}),
        ("cjk-ideographic", {10: "十、", 101: "一百零一、"}),
        ("cjk-decimal", {10: "一〇、"}),
        ("simp-chinese-formal", {10: "壹拾、"}),
        ("none", {1: ""}),
        ("disc", {1: ""}),
    ],
)
def test_styles_of_web_pages(style: str, written: dict[int, str]) -> None:
    assert {number: css_number(number, style) for number in written} == written


@pytest.mark.parametrize("number", [-7, 0, 1, 10**8, 10**9 - 1])
def test_every_style_writes_every_number(number: int) -> None:
    for style in WORD_STYLES:
        assert word_number(number, style) or style == "none"
    for style in CSS_STYLES:
        assert css_number(number, style).strip()
