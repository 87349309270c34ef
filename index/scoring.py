"""Scoring: how well passages match a question, from every side that is measured."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.fusion import Scores, ranked, weighted_sum
from index.snapshot import Snapshot

LEXICAL_WEIGHT = 0.6
"""Share of the lexical score in the fused one."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the indexes take it.

    Attributes:
        terms: search terms in order of appearance.
        vector: 1 × dimension, of unit length.
    """

    terms: tuple[str, ...]
    vector: Vectors


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores of candidates, each array as long as they are many.

    Attributes:
        fused: what they are ranked by, 0 to 1 within one question.
        lexical: BM25 scores.
        dense: cosines of question and passage.
    """

    fused: Scores
    lexical: Scores
    dense: Scores


class Scorer:
    """Finds and scores passages of one snapshot; has no state of its own beside it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def candidates(self, query: Query, count: int, allowed: NDArray[np.int64] | None) -> NDArray[np.int64]:
        """Positions worth scoring on every side: the `count` best of each, in passage order.

        Args:
            query: the question.
            count: how many to take from each side.
            allowed: the positions that may be found; None for all.
        """
        size = self._snapshot.vectors.size
        if allowed is not None and allowed.size <= 4 * count:
            return np.sort(allowed)
        if allowed is None and size <= 4 * count:
            return np.arange(size, dtype=np.int64)
        lexical = self._snapshot.lexical.scores(query.terms)
        if allowed is None:
            best = ranked(lexical, np.arange(size, dtype=np.int64))[:count]
            near = self._snapshot.vectors.nearest(query.vector, count)
        else:
            best = allowed[ranked(lexical[allowed], allowed)[:count]]
            dense = self._snapshot.vectors.similarities(query.vector, allowed)
            near = allowed[ranked(dense, allowed)[:count]]
        return np.unique(np.concatenate([best[lexical[best] > 0], near]))

    def scores(self, query: Query, candidates: NDArray[np.int64]) -> Scored:
        """Scores of the candidates (at least one)."""
        lexical = self._snapshot.lexical.scores(query.terms)[candidates]
        dense = self._snapshot.vectors.similarities(query.vector, candidates)
        return Scored(weighted_sum(lexical, dense, LEXICAL_WEIGHT), lexical, dense)
