"""Fusion: one score out of what each side says of a passage."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

WEIGHTS: Mapping[str, float] = {
    "dense": 0.43,
    "words": 0.14,
    "documents": 0.16,
    "coverage": 0.27,
    "authority": 0.0,
}
"""Share of each feature in the score; the features are those of `Scorer.features`.

Near what `python -m benchmarks.tune` finds with the adapter, rounded by hand. What each adds, see
`benchmarks/README.md`.
"""

LEGISLATION: Mapping[str, float] = {
    "dense": 0.77,
    "words": 0.05,
    "documents": 0.04,
    "coverage": 0.06,
    "authority": 0.08,
}
"""The same where nearly all candidates are articles of laws and regulations (`mostly_legislation`).

Policies are asked about in their own words, laws in words of everyday life that they do not use (东西坏了 for
质量不符合约定), so the words tell less there. The share of the dense feature was chosen on the 59 questions of STARD
that are for tuning.
"""

RERANK_WEIGHT = 0.7
"""What a cross-encoder's judgement counts beside the fused score."""


def normalised(scores: Scores) -> Scores:
    """Scores mapped linearly onto 0..1 over the candidates, all zero when they do not differ (min-max; Lee 1997)."""
    if scores.size == 0:
        return scores
    low, high = float(scores.min()), float(scores.max())
    if high <= low:
        return np.zeros_like(scores)
    return ((scores - low) / (high - low)).astype(np.float32)


def weighted_sum(features: Mapping[str, Scores], weights: Mapping[str, float] = WEIGHTS) -> Scores:
    """`Σ wᵢ · normalised(featureᵢ) / Σ wᵢ` (Bruch, Gai & Ingber 2023), between 0 and 1.

    A feature that is the same for all candidates says nothing and does not count, in neither sum.

    Args:
        features: scores over the same candidates, at least one feature.
        weights: of each feature by its name, none negative and not all zero.
    """
    fused = np.zeros(len(next(iter(features.values()))), dtype=np.float64)
    total = 0.0
    for name, scores in features.items():
        if scores.size and scores.max() > scores.min():
            total += weights[name]
            fused += weights[name] * normalised(scores)
    return (fused / total if total else fused).astype(np.float32)


def reordered(scores: Scores, places: NDArray[np.int64], judged: Scores) -> Scores:
    """Fused scores in which some candidates are put in an order that follows another judgement.

    Each of them gets a score between their lowest and 1: `RERANK_WEIGHT` of what was judged and the rest of what was
    fused, both normalised over them.

    Args:
        scores: fused scores of all candidates.
        places: which of them were judged.
        judged: scores of these, in the same order, on any scale.
    """
    result = scores.copy()
    if places.size:
        low = float(scores[places].min())
        mixed = RERANK_WEIGHT * normalised(judged) + (1 - RERANK_WEIGHT) * normalised(scores[places])
        result[places] = low + (1 - low) * mixed
    return result


def ranked(scores: Scores, positions: NDArray[np.int64]) -> NDArray[np.int64]:
    """Indices of the candidates from the best down; equal scores stand in passage order."""
    return np.lexsort((positions, -scores.astype(np.float64))).astype(np.int64)


def highest(scores: Scores, count: int) -> NDArray[np.int64]:
    """Positions of the `count` highest scores, in ascending order; of equal scores the first ones.

    The same as the first of `ranked`, without putting the rest in order.
    """
    if scores.size <= count:
        return np.arange(scores.size, dtype=np.int64)
    least = np.partition(scores, -count)[-count]
    above = np.flatnonzero(scores > least)
    level = np.flatnonzero(scores == least)[: count - above.size]
    return np.sort(np.concatenate([above, level])).astype(np.int64)
