"""BM25 against a few lines of plain Python, and saving."""

import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.lexical import K1, B, LexicalIndex

PASSAGES = [
    "数字 经济 发展 数字".split(),
    "上云 企业 5 万家".split(),
    "数字 政府 建设".split(),
    "企业 研发 企业 企业 补助".split(),
]
TERMS = st.lists(st.sampled_from("数字 经济 企业 上云 补助 建设 没有的词".split()), max_size=6)


def reference(passages: list[list[str]], query: list[str]) -> list[float]:
    """BM25 as its definition says (variant of Lucene)."""
    count = len(passages)
    average = sum(map(len, passages)) / count
    scores = []
    for passage in passages:
        frequencies = Counter(passage)
        score = 0.0
        for term in query:
            holding = sum(term in other for other in passages)
            if not holding:
                continue
            idf = math.log(1 + (count - holding + 0.5) / (holding + 0.5))
            frequency = frequencies[term]
            score += idf * frequency / (frequency + K1 * (1 - B + B * len(passage) / average))
        scores.append(score)
    return scores


@given(TERMS)
@settings(deadline=None)
def test_scores_agree_with_the_definition(query: list[str]) -> None:
    index = LexicalIndex.build(PASSAGES)
    assert index.scores(query) == pytest.approx(reference(PASSAGES, query), rel=1e-5)


@given(TERMS, TERMS)
@settings(deadline=None)
def test_further_terms_count_as_much_as_they_weigh(query: list[str], others: list[str]) -> None:
    index = LexicalIndex.build(PASSAGES)
    expected = np.array(reference(PASSAGES, query)) + 0.5 * np.array(reference(PASSAGES, others))
    assert index.scores(query, [(term, 0.5) for term in others]) == pytest.approx(expected, rel=1e-5, abs=1e-6)


def test_a_term_that_few_passages_hold_tells_more() -> None:
    index = LexicalIndex.build(PASSAGES)
    assert index.idf("数字") == pytest.approx(math.log(1 + (4 - 2 + 0.5) / 2.5))
    assert index.idf("没有的词") > index.idf("上云") > index.idf("数字")


def test_a_saved_index_gives_the_same_scores(tmp_path: Path) -> None:
    index = LexicalIndex.build(PASSAGES)
    index.save(tmp_path)
    opened = LexicalIndex.load(tmp_path)
    assert opened.size == len(PASSAGES)
    np.testing.assert_array_equal(opened.scores(["数字", "企业"]), index.scores(["数字", "企业"]))


def test_saving_twice_writes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        LexicalIndex.build(PASSAGES).save(tmp_path / name)
    written = [{path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two")]
    assert written[0] == written[1]
    assert "vocabulary.npy" in written[0]


def test_coverage_is_the_share_of_the_terms_that_a_text_holds() -> None:
    index = LexicalIndex.build(PASSAGES)
    asked = ["数字", "经济", "没有的词", "数字"]
    weights = {term: index.idf(term) for term in asked}
    expected = [
        sum(weights[term] for term in weights if term in PASSAGES[at]) / sum(weights.values()) for at in (0, 2, 3)
    ]
    assert index.coverage(asked, np.array([0, 2, 3])) == pytest.approx(expected, rel=1e-6)
    assert index.coverage([], np.array([1])).tolist() == [0]


def test_long_terms_with_the_same_beginning_are_one() -> None:
    index = LexicalIndex.build([["a" * 40 + "1"], ["a" * 40 + "2"], ["b"]])
    assert np.count_nonzero(index.scores(["a" * 40 + "3"])) == 2


@given(st.lists(st.lists(st.sampled_from(list("数字经济发展abc")), max_size=8), min_size=1, max_size=6))
@settings(deadline=None, max_examples=50)
def test_any_texts_are_scored_as_the_definition_says(passages: list[list[str]]) -> None:
    index = LexicalIndex.build(passages)
    query = ["数", "字", "数", "a", "z"]
    assert index.scores(query) == pytest.approx(reference(passages, query), rel=1e-4, abs=1e-6)
