"""Exact vector search."""

from pathlib import Path

import numpy as np
import pytest

from index.vectors import VectorIndex


@pytest.fixture
def vectors() -> np.ndarray:
    """50 unit vectors of 8 numbers."""
    random = np.random.default_rng(7).normal(size=(50, 8)).astype(np.float32)
    return random / np.linalg.norm(random, axis=1, keepdims=True)


def test_the_nearest_are_those_of_a_plain_matrix_product(vectors: np.ndarray) -> None:
    index = VectorIndex.build(vectors)
    expected = np.argsort(-(vectors @ vectors[3]))[:10]
    assert index.nearest(vectors[3:4], 10).tolist() == expected.tolist()


def test_asking_for_more_than_there_are_gives_all_and_no_padding(vectors: np.ndarray) -> None:
    assert sorted(VectorIndex.build(vectors).nearest(vectors[:1], 500).tolist()) == list(range(50))


def test_vectors_come_back_as_they_went_in(vectors: np.ndarray, tmp_path: Path) -> None:
    VectorIndex.build(vectors).save(tmp_path / "vectors.faiss")
    opened = VectorIndex.load(tmp_path / "vectors.faiss")
    positions = np.array([4, 0, 49, 4])
    np.testing.assert_array_equal(opened.at(positions), vectors[positions])
    assert opened.similarities(vectors[4:5], positions) == pytest.approx(vectors[positions] @ vectors[4], abs=1e-6)
