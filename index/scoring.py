"""Scoring: how well passages match a question, from every side that is measured."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.authority import mostly_legislation, preference
from index.encoder import Vectors
from index.fusion import LEGISLATION, WEIGHTS, Scores, highest, weighted_sum
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
    """Finds and scores the passages of a snapshot for one question; what it has looked up once it keeps."""

    def __init__(self, snapshot: Snapshot, query: Query) -> None:
        self._snapshot = snapshot
        self._query = query

    def candidates(self, count: int, allowed: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
        """Positions worth scoring on every side: the `count` best of each, in passage order.

        Args:
            count: how many to take from each side.
            allowed: the positions that may be found; None for all.
        """
        size = self._snapshot.vectors.size
        if allowed is not None and allowed.size <= 4 * count:
            return np.sort(allowed)
        if allowed is None and size <= 4 * count:
            return np.arange(size, dtype=np.int64)
        if allowed is None:
            best = highest(self._pairs, count)
            near = self._snapshot.vectors.nearest(self._query.vector, count)
        else:
            best = allowed[highest(self._pairs[allowed], count)]
            near = allowed[highest(self._snapshot.vectors.similarities(self._query.vector, allowed), count)]
        return np.unique(np.concatenate([best[self._pairs[best] > 0], near]))

    def scores(self, candidates: NDArray[np.int64]) -> Scored:
        """Scores of the candidates (at least one)."""
        features = self.features(candidates)
        weights = LEGISLATION if mostly_legislation(self._snapshot.passage_authority[candidates]) else WEIGHTS
        return Scored(weighted_sum(features, weights), self._pairs[candidates], features["dense"], features)

    def features(self, candidates: NDArray[np.int64]) -> dict[str, Scores]:
        """What each side says of the candidates, as it says it: `index.fusion` makes one score of them."""
        return {
            "dense": self._snapshot.vectors.similarities(self._query.vector, candidates),
            "words": self._words[candidates],
            "documents": self._documents[self._snapshot.passage_documents[candidates]],
            "coverage": self._snapshot.lexical.coverage(self._query.pairs, candidates),
            "authority": preference(self._snapshot.passage_authority[candidates]),
        }

    @cached_property
    def _pairs(self) -> Scores:
        """Score of every passage by pairs of characters."""
        return self._snapshot.lexical.scores("pairs", self._query.pairs, _expanded_pairs(self._query))

    @cached_property
    def _words(self) -> Scores:
        """Score of every passage by words."""
        return self._snapshot.lexical.scores("words", self._query.terms, self._query.expansions)

    @cached_property
    def _documents(self) -> Scores:
        """Score of every document by pairs of characters."""
        return self._snapshot.lexical.scores("documents", self._query.pairs, _expanded_pairs(self._query))


def _expanded_pairs(query: Query) -> list[tuple[str, float]]:
    """The pairs of the expansions that the question has not, each with the weight of the first expansion it is in."""
    weights: dict[str, float] = {}
    for term, weight in query.expansions:
        for pair in pairs(term):
            weights.setdefault(pair, weight)
    return [(pair, weight) for pair, weight in weights.items() if pair not in query.pairs]
