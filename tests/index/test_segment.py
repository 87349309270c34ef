"""Segmentation: the terms by which passages and questions meet."""

from pathlib import Path

import pytest

from index.segment import Segmenter, folded, simplified


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
