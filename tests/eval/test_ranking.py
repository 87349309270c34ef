"""Metrics of rankings against formulas written out, and against another implementation."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score

from eval.ranking import interval, ndcg, recall, reciprocal_rank

RANKED = list("abcdefghij")


@pytest.mark.parametrize(
    ("relevant", "k", "expected_recall", "expected_rank", "expected_gain"),
    [
        ("a", 10, 1.0, 1.0, 1.0),
        ("c", 10, 1.0, 1 / 3, 1 / math.log2(4)),
        ("c", 2, 0.0, 0.0, 0.0),
        ("bz", 10, 1 / 2, 1 / 2, (1 / math.log2(3)) / (1 + 1 / math.log2(3))),
        ("ad", 10, 1.0, 1.0, (1 + 1 / math.log2(5)) / (1 + 1 / math.log2(3))),
        ("ab", 1, 1 / 2, 1.0, 1.0),
        ("xyz", 10, 0.0, 0.0, 0.0),
    ],
)
def test_cases_worked_out_by_hand(
    relevant: str, k: int, expected_recall: float, expected_rank: float, expected_gain: float
) -> None:
    right = frozenset(relevant)
    assert recall(RANKED, right, k) == pytest.approx(expected_recall)
    assert reciprocal_rank(RANKED, right, k) == pytest.approx(expected_rank)
    assert ndcg(RANKED, right, k) == pytest.approx(expected_gain)


@given(st.permutations(range(12)), st.sets(st.integers(0, 11), min_size=1), st.integers(1, 12))
@settings(deadline=None, max_examples=60)
def test_the_gain_agrees_with_scikit_learn(order: list[int], relevant: set[int], k: int) -> None:
    scores = np.zeros((1, 12))
    scores[0, order] = np.arange(12, 0, -1)
    truth = np.array([[float(item in relevant) for item in range(12)]])
    ours = ndcg([str(item) for item in order], {str(item) for item in relevant}, k)
    assert ours == pytest.approx(ndcg_score(truth, scores, k=k))


@given(st.permutations("abcdefgh"), st.sets(st.sampled_from("abcdefghxy"), min_size=1))
def test_recall_grows_with_k_up_to_what_was_found(order: list[str], relevant: set[str]) -> None:
    shares = [recall(order, relevant, k) for k in range(1, 9)]
    assert shares == sorted(shares)
    assert shares[-1] == len(relevant & set(order)) / len(relevant)


def test_the_interval_is_that_of_the_normal_distribution_for_many_values() -> None:
    values = np.random.default_rng(1).normal(loc=0.4, scale=0.2, size=2_000)
    low, high = interval(values.tolist())
    error = 1.96 * values.std() / math.sqrt(len(values))
    assert low == pytest.approx(values.mean() - error, abs=0.001)
    assert high == pytest.approx(values.mean() + error, abs=0.001)
    assert interval(values.tolist()) == (low, high), "the same values give the same interval"


def test_values_that_do_not_differ_have_no_width() -> None:
    assert interval([0.5] * 7) == (0.5, 0.5)
    assert interval([1.0]) == (1.0, 1.0)
