"""Scoring: how well passages match a question, from every side that is measured."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.authority import preference
from index.encoder import Vectors
from index.fusion import Scores, highest, weighted_sum
from index.segment import pairs
from index.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the indexes take it.

    Attributes:
        terms: words of the question, see `Segmenter.question`.
        vector: 1 × dimension, of unit length.
        expansions: other terms for the same things (aliases), each with what it counts beside a term of the question,
            below 1.
        text: the question itself, for what looks at more than its terms.
        pairs: pairs of characters of the question, see `Segmenter.question`.
    """

    terms: tuple[str, ...]
    vector: Vectors
    expansions: tuple[tuple[str, float], ...] = ()
    text: str = ""
    pairs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores of candidates, each array as long as they are many.

    Attributes:
        fused: what they are ranked by, 0 to 1 within one question.
        lexical: BM25 scores over pairs of characters.
        dense: cosines of question and passage.
        features: everything that the fused score is made of, by name; see `index.fusion.WEIGHTS`.
    """

    fused: Scores
    lexical: Scores
    dense: Scores
    features: Mapping[str, Scores]


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
        lexical = self._paired(query)
        if allowed is None:
            best = highest(lexical, count)
            near = self._snapshot.vectors.nearest(query.vector, count)
        else:
            best = allowed[highest(lexical[allowed], count)]
            near = allowed[highest(self._snapshot.vectors.similarities(query.vector, allowed), count)]
        return np.unique(np.concatenate([best[lexical[best] > 0], near]))

    def scores(self, query: Query, candidates: NDArray[np.int64]) -> Scored:
        """Scores of the candidates (at least one)."""
        features = self.features(query, candidates)
        return Scored(weighted_sum(features), features["pairs"], features["dense"], features)

    def features(self, query: Query, candidates: NDArray[np.int64]) -> dict[str, Scores]:
        """What each side says of the candidates, as it says it: `index.fusion` makes one score of them."""
        lexical = self._snapshot.lexical
        others = _expanded_pairs(query)
        return {
            "dense": self._snapshot.vectors.similarities(query.vector, candidates),
            "pairs": self._paired(query)[candidates],
            "words": lexical.scores("words", query.terms, query.expansions)[candidates],
            "documents": lexical.scores("documents", query.pairs, others)[candidates],
            "coverage": lexical.coverage(query.pairs, candidates),
            "authority": preference(self._snapshot.passage_authority, candidates),
        }

    def _paired(self, query: Query) -> Scores:
        """Score of every passage by pairs of characters."""
        return self._snapshot.lexical.scores("pairs", query.pairs, _expanded_pairs(query))


def _expanded_pairs(query: Query) -> list[tuple[str, float]]:
    """The pairs of the expansions that the question has not, each with the weight of the first expansion it is in."""
    weights: dict[str, float] = {}
    for term, weight in query.expansions:
        for pair in pairs(term):
            weights.setdefault(pair, weight)
    return [(pair, weight) for pair, weight in weights.items() if pair not in query.pairs]
