"""Metrics of a ranking against the set of what is right; pure functions.

The usual definitions for graded-as-right-or-wrong retrieval, as trec_eval computes them. Written out here: the
libraries that offer them (ranx, ir-measures) bring a compiler or another evaluator with them for four formulas.
"""

import math
from collections.abc import Sequence, Set

import numpy as np

RESAMPLES = 2_000
"""Samples that an interval is taken from."""

_SEED = 20_261_122


def recall(ranked: Sequence[str], relevant: Set[str], k: int) -> float:
    """Share of what is relevant that stands among the first `k`: `|top k ∩ relevant| / |relevant|`."""
    return len(set(ranked[:k]) & relevant) / len(relevant)


def reciprocal_rank(ranked: Sequence[str], relevant: Set[str], k: int) -> float:
    """`1 / rank` of the first that is relevant, 0 when none of the first `k` is (Voorhees 1999)."""
    return next((1 / rank for rank, item in enumerate(ranked[:k], 1) if item in relevant), 0.0)


def ndcg(ranked: Sequence[str], relevant: Set[str], k: int) -> float:
    """Normalised discounted cumulated gain of the first `k` (Järvelin & Kekäläinen 2002).

    `Σ 1 / log2(rank + 1)` over the ranks of what is relevant, divided by the same sum of the best order there is.
    """
    gained = math.fsum(_discount(rank) for rank, item in enumerate(ranked[:k], 1) if item in relevant)
    return gained / math.fsum(_discount(rank) for rank in range(1, min(k, len(relevant)) + 1))


def _discount(rank: int) -> float:
    return 1 / math.log2(rank + 1)


def interval(values: Sequence[float], *, level: float = 0.95, seed: int = _SEED) -> tuple[float, float]:
    """Confidence interval of the mean of at least one value (percentile bootstrap; Efron & Tibshirani 1993, ch. 13).

    The same values give the same interval.
    """
    sample = np.asarray(values, dtype=np.float64)
    random = np.random.default_rng(seed)
    means = [sample[random.integers(0, len(sample), len(sample))].mean() for _ in range(RESAMPLES)]
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
