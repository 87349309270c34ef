"""Fusion of lexical and dense scores."""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


def normalised(scores: Scores) -> Scores:
    """Scores mapped linearly onto 0..1 over the candidates, all zero when they do not differ (min-max; Lee 1997)."""
    if scores.size == 0:
        return scores
    low, high = float(scores.min()), float(scores.max())
    if high <= low:
        return np.zeros_like(scores)
    return ((scores - low) / (high - low)).astype(np.float32)


def weighted_sum(lexical: Scores, dense: Scores, lexical_weight: float) -> Scores:
    """`w · lexical + (1 − w) · dense` of the normalised scores (Bruch, Gai & Ingber 2023).

    Both arrays are over the same candidates; the result is between 0 and 1.
    """
    return (lexical_weight * normalised(lexical) + (1 - lexical_weight) * normalised(dense)).astype(np.float32)


def ranked(scores: Scores, positions: NDArray[np.int64]) -> NDArray[np.int64]:
    """Indices of the candidates from the best down; equal scores stand in passage order."""
    return np.lexsort((positions, -scores.astype(np.float64))).astype(np.int64)
