"""Segmentation: the terms by which passages and questions meet."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.segment import Segmenter, folded, pairs, simplified


@pytest.fixture(scope="module")
def segmenter(tmp_path_factory: pytest.TempPathFactory) -> Segmenter:
    return Segmenter(tmp_path_factory.mktemp("segmenter"))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("數據經濟發展", "数据经济发展"),
        ("２０２５年ＡＩ應用", "2025年ai应用"),
        ("戶籍、乾坤、乾淨", "户籍、乾坤、干净"),
        ("著作权和著名品牌", "著作权和著名品牌"),
        ("公共数据授权运营", "公共数据授权运营"),
    ],
)
def test_traditional_and_compatibility_forms_are_folded(written: str, read: str) -> None:
    assert folded(written) == read


def test_a_simplified_text_stays_as_it_is() -> None:
    for path in (Path(__file__).parents[2] / "corpus" / "documents").glob("*.txt"):
        text = path.read_text("utf-8")
        assert simplified(text) == text


def test_both_writings_yield_the_same_terms(segmenter: Segmenter) -> None:
    assert segmenter.terms("加快發展數字經濟產業集群") == segmenter.terms("加快发展数字经济产业集群")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("六个月内处二十万元罚款", ["6个月", "内", "处", "200000元", "罚款"]),
        ("5G基站的IPv6改造", ["5g", "基站", "ipv6", "改造"]),
        ("什么时候建设省大数据中心", ["建设", "大数", "数据", "中心", "数据中心", "大数据中心", "省大数据中心"]),
        ("哪些是、怎么办？", []),
        ("", []),
    ],
)
def test_terms_are_words_the_words_inside_them_and_quantities(
    segmenter: Segmenter, text: str, expected: list[str]
) -> None:
    assert segmenter.terms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("数字经济", ["数字", "字经", "经济"]),
        ("数字，经济", ["数字", "经济"]),
        ("税", ["税"]),
        ("5g和ipv6", ["5g", "ipv6"]),
        ("（）", []),
    ],
)
def test_pairs_do_not_reach_over_punctuation(text: str, expected: list[str]) -> None:
    assert pairs(text) == expected


def test_a_passage_is_found_by_its_headings_and_by_its_words(segmenter: Segmenter) -> None:
    found = segmenter.passage("工作方案", "补助5万家")
    assert found.pairs == ("工作", "作方", "方案", "补助", "5", "万家", "50000家", "50000")
    assert found.words == (*segmenter.terms("工作方案"), *segmenter.terms("补助5万家"))


def test_a_question_looks_for_no_words_that_only_ask(segmenter: Segmenter) -> None:
    assert segmenter.question("新增多少家企业").pairs == ("新增", "家企", "企业")


@given(st.text(st.sampled_from("数据六个月20%第三条，。 aA1万元國"), max_size=30))
@settings(deadline=None)
def test_every_term_names_words_of_the_text(segmenter: Segmenter, text: str) -> None:
    assert all(written in folded(text) for _, written in segmenter.written_terms(text))
