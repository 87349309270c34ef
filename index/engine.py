"""The seam to search engines: what scoring asks of the lexical and of the vector side, and no more.

Here both sides are files of the snapshot (arrays, FAISS). An engine of another kind, for a corpus that is too large for
these, has to answer these questions about the passages of one snapshot, by their positions.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.text_index import Field


class LexicalEngine(Protocol):
    """Scores passages by the terms they share with a question."""

    @property
    def size(self) -> int:
        """Number of passages."""

    def scores(
        self, field: Field, terms: Sequence[str], expansions: Sequence[tuple[str, float]] = ()
    ) -> NDArray[np.float32]:
        """Score of every passage in a field, or of every document; see `index.text_index.TextIndex.scores`."""

    def coverage(self, terms: Sequence[str], positions: NDArray[np.int64]) -> NDArray[np.float32]:
        """Share of the terms that passages hold; see `index.text_index.TextIndex.coverage`."""

    def holds(self, field: Field, term: str) -> bool:
        """Whether a term stands in a field of some passage."""

    def terms(self, field: Field) -> Iterator[str]:
        """All terms of a field."""

    def idf(self, term: str) -> float:
        """How much a term tells: the fewer passages hold it, the more."""


class VectorEngine(Protocol):
    """Finds passages by their vectors."""

    @property
    def size(self) -> int:
        """Number of passages."""

    def nearest(self, query: Vectors, k: int) -> NDArray[np.int64]:
        """Positions of the at most `k` passages nearest to one query vector (1 × dimension), in any order."""

    def similarities(self, query: Vectors, positions: NDArray[np.int64]) -> NDArray[np.float32]:
        """Cosine of one query vector to the passages at the given positions."""

    def at(self, positions: NDArray[np.int64]) -> Vectors:
        """The vectors of the passages at the given positions, one a row."""
