"""Fusion: normalised scores, weighted sums, and the order of ties."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index.fusion import LEGISLATION, WEIGHTS, highest, normalised, ranked, weighted_sum

SCORES = arrays(np.float32, st.integers(1, 30), elements=st.floats(-100, 100, width=32))


def test_normalised_scores_run_from_zero_to_one() -> None:
    assert normalised(np.array([2, 4, 3], dtype=np.float32)).tolist() == [0, 1, 0.5]


@pytest.mark.parametrize("scores", [[], [7], [3, 3, 3]])
def test_scores_that_do_not_differ_tell_nothing(scores: list[float]) -> None:
    assert normalised(np.array(scores, dtype=np.float32)).tolist() == [0] * len(scores)


def test_the_weighted_sum_is_the_formula() -> None:
    features = {
        "dense": np.array([0.9, 0.8, 0.85], dtype=np.float32),
        "pairs": np.array([0, 10, 5], dtype=np.float32),
    }
    expected = [(0.3 * 1 + 0.2 * 0) / 0.5, (0.3 * 0 + 0.2 * 1) / 0.5, (0.3 * 0.5 + 0.2 * 0.5) / 0.5]
    assert weighted_sum(features, {"dense": 0.3, "pairs": 0.2, "words": 0.5}) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("weights", [WEIGHTS, LEGISLATION])
def test_the_weights_in_use_are_shares(weights: Mapping[str, float]) -> None:
    assert sum(weights.values()) == pytest.approx(1)
    assert all(weight >= 0 for weight in weights.values())


@given(SCORES)
def test_normalising_keeps_the_order(scores: np.ndarray) -> None:
    result = normalised(scores)
    order = np.argsort(scores, kind="stable")
    assert (np.diff(result[order]) >= 0).all()
    assert ((result >= 0) & (result <= 1)).all()


@given(SCORES)
def test_ranking_agrees_with_sorting_pairs(scores: np.ndarray) -> None:
    positions = np.arange(100, 100 + len(scores), dtype=np.int64)
    expected = sorted(range(len(scores)), key=lambda at: (-float(scores[at]), at))
    assert ranked(scores, positions).tolist() == expected


@given(SCORES, st.integers(1, 40))
def test_the_highest_are_the_first_of_the_ranking(scores: np.ndarray, count: int) -> None:
    first = ranked(scores, np.arange(len(scores), dtype=np.int64))[:count]
    assert highest(scores, count).tolist() == sorted(first.tolist())


def test_of_equal_scores_the_first_are_taken() -> None:
    assert highest(np.array([1, 2, 1, 2, 1], dtype=np.float32), 3).tolist() == [0, 1, 3]
