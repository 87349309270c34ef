"""Quantities: one form for all writings."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from index.quantities import quantities
from index.segment import folded

WORDS = frozenset({"一次性", "七台河"})


@pytest.fixture
def forms() -> Callable[[str], list[str]]:
    def find(text: str) -> list[str]:
        return [term for found in quantities(folded(text), WORDS.__contains__) for term, _ in found.terms]

    return find


@pytest.mark.parametrize(
    ("writings", "expected"),
    [
        (["6个月", "六个月", "６个月", "6 个月"], ["6个月"]),
        (["20%", "２０％", "百分之二十", "百分之20"], ["20%"]),
        (["20万元", "二十万元", "200,000元", "20 万元", "200000块钱"], ["200000元"]),
        (["1.5亿元", "15000万元"], ["150000000元"]),
        (["五万家", "5万家", "50000家"], ["50000家"]),
        (["二十亿五千万元"], ["2050000000元"]),
        (["十五天", "15日", "15天"], ["15日"]),
        (["两年", "2年"], ["2年"]),
        (["3毫秒"], ["3毫秒"]),
        (["三分之二"], ["2/3"]),
        (["第十六条", "第16条", "第 16 条"], ["第16条"]),
        (["2025年3月1日", "2025年03月01日", "二〇二五年三月一日"], ["2025年", "2025年3月", "2025年3月1日"]),
        (["2025年3月"], ["2025年", "2025年3月"]),
        (["2025年", "2025", "二○二五年".replace("○", "〇")], ["2025年"]),
        (["国发〔2017〕40号", "国发[2017]40号", "国发（2017）40号"], ["〔2017〕40号", "国发〔2017〕40号"]),
        (["〔2017〕40号"], ["〔2017〕40号"]),
        (["3-5年"], ["3", "5年"]),
        (["12.50元"], ["12.5元"]),
    ],
)
def test_the_same_quantity_has_one_form(
    forms: Callable[[str], list[str]], writings: list[str], expected: list[str]
) -> None:
    for text in writings:
        # An amount of 100 or more is found without its unit, too, where it stands in Arabic digits.
        assert [form for form in forms(text) if not (form.isdigit() and len(form) > 2)] == expected, text


@pytest.mark.parametrize(
    "text", ["一次性补助", "七台河市", "一网通办", "十四五规划", "三农工作", "5g基站", "ipv6", "万企上云", ""]
)
def test_words_hold_no_quantity(forms: Callable[[str], list[str]], text: str) -> None:
    assert forms(text) == []


def test_a_large_amount_is_found_without_its_unit(forms: Callable[[str], list[str]]) -> None:
    assert forms("5万家") == ["50000家", "50000"]


def test_finds_stand_in_order_and_do_not_overlap() -> None:
    text = folded("到2025年，国发〔2017〕40号要求六个月内完成20%，计5万家")
    found = list(quantities(text, WORDS.__contains__))
    assert [text[one.start : one.end] for one in found] == ["2025年", "国发〔2017〕40号", "六个月", "20%", "5万家"]
    assert all(left.end <= right.start for left, right in pairwise(found))


def test_each_form_names_the_words_it_stands_for() -> None:
    (date,) = quantities("2025年03月01日", WORDS.__contains__)
    assert dict(date.terms) == {"2025年": "2025年", "2025年3月": "2025年03月", "2025年3月1日": "2025年03月01日"}
