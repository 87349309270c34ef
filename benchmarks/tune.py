"""Find the weights of `index.fusion.WEIGHTS`: one list for every corpus.

    python -m benchmarks.tune --collection FOLDER HOME … --questions FILE HOME …

See `benchmarks.rankings` for the homes. The weights are those of a linear model that makes the right candidates likely
(listwise softmax loss: Cao et al. 2007; several right ones count together), none negative, every set counting alike,
with a small penalty on their size. The figures are from cross-validation: no question is judged by weights that
learned from it. Prints one table and the weights.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]  # scipy carries no types

from benchmarks.rankings import RankedSet, Ranking, arguments, figures, folds, mean_figures, ranked_sets
from index.fusion import WEIGHTS

PENALTY = 0.002
"""Of the squared weights. Without it a feature that happens to part the right from the wrong grows without bound."""

Weights = NDArray[np.float64]


def main() -> None:
    """Collect, fit, cross-validate, print."""
    assert __doc__ is not None
    sets = ranked_sets(arguments(__doc__))
    names = sets[0].features
    fitted = fit([data.rankings for data in sets], range(len(names)))
    shares = dict(zip(names, (fitted / fitted.sum()).round(3).tolist(), strict=True))
    now = np.array([WEIGHTS[name] for name in names])
    judged = cross_validated(sets, range(len(names)))
    for data, found in zip(sets, judged, strict=True):
        head = f"{data.name} ({len(data.rankings)})"
        print(f"{head:28} {' / '.join(data.metrics):22} in use {_row(figures(data, now))}   tuned {_row(found)}")
    print(shares)


def fit(sets: Sequence[Sequence[Ranking]], columns: Sequence[int]) -> Weights:
    """The weights of some of the features, learned from the questions of each set."""
    columns = list(columns)
    prepared = [
        [
            (ranking.features[:, columns].astype(np.float64), ranking.right)
            for ranking in rankings
            if ranking.right.any()
        ]
        for rankings in sets
    ]
    found = minimize(
        _loss, np.ones(len(columns)), args=(prepared,), jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(columns)
    )
    return np.asarray(found.x, dtype=np.float64)


def cross_validated(sets: Sequence[RankedSet], columns: Sequence[int]) -> list[NDArray[np.float64]]:
    """The figures of each set, every question judged by weights that did not learn from it."""
    splits = [folds(len(data.rankings)) for data in sets]
    parts: list[list[tuple[NDArray[np.float64], int]]] = [[] for _ in sets]
    for turn in zip(*splits, strict=True):
        learned = [[data.rankings[at] for at in train] for data, (train, _) in zip(sets, turn, strict=True)]
        weights = np.zeros(len(sets[0].features))
        weights[list(columns)] = fit(learned, columns)
        for data, (_, test), found in zip(sets, turn, parts, strict=True):
            if test.size:
                found.append((figures(data, weights, test.tolist()), test.size))
    return [mean_figures(found) for found in parts]


def _loss(
    weights: Weights, sets: Sequence[Sequence[tuple[Weights, NDArray[np.bool_]]]]
) -> tuple[float, NDArray[np.float64]]:
    """Loss and gradient: the mean over sets of the mean over questions of `-ln P(right candidate)`."""
    loss = PENALTY * float(weights @ weights)
    gradient = 2 * PENALTY * weights
    for rankings in sets:
        for features, right in rankings:
            scores = features @ weights
            likely = np.exp(scores - scores.max())
            found = right[:, right.any(axis=0)].T
            share = 1 / (len(found) * len(rankings) * len(sets))
            for held in found:
                inside = likely * held
                loss -= share * float(np.log(inside.sum() / likely.sum()))
                gradient -= share * ((inside / inside.sum() - likely / likely.sum()) @ features)
    return loss, gradient


def _row(values: NDArray[np.float64]) -> str:
    return " / ".join(f"{value:.3f}" for value in values)


if __name__ == "__main__":
    main()
