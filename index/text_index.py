"""The lexical side of a snapshot: what its passages and its documents say, by words and by pairs of characters."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from index.lexical import LexicalIndex
from index.segment import Terms

PAIR_K1 = 0.8
PAIR_B = 0.3
"""BM25 over pairs wants to know whether a pair is there more than how often, and minds long texts little: measured on
the development sets, see `benchmarks/README.md`."""

Field = Literal["words", "pairs", "documents"]
"""What is compared with a question: the words of a passage, its pairs of characters, those of its whole document."""

FIELDS: tuple[Field, ...] = ("words", "pairs", "documents")


class TextIndex:
    """Three BM25 indexes: two over the passages, one over their documents."""

    def __init__(self, indexes: dict[Field, LexicalIndex]) -> None:
        self._indexes = indexes

    @classmethod
    def build(cls, passages: Sequence[Terms], documents: Sequence[int]) -> "TextIndex":
        """Index passages, in order.

        Args:
            passages: their terms.
            documents: for each passage the number of its document, from 0.
        """
        whole: list[list[str]] = [[] for _ in range(max(documents, default=-1) + 1)]
        for passage, document in zip(passages, documents, strict=True):
            whole[document] += passage.pairs
        return cls(
            {
                "words": LexicalIndex.build([passage.words for passage in passages]),
                "pairs": LexicalIndex.build([passage.pairs for passage in passages], k1=PAIR_K1, b=PAIR_B),
                "documents": LexicalIndex.build(whole, k1=PAIR_K1, b=PAIR_B),
            }
        )

    @classmethod
    def load(cls, folder: Path) -> "TextIndex":
        """Open an index that `save` wrote; its arrays stay on disk and are mapped."""
        return cls({field: LexicalIndex.load(folder / field) for field in FIELDS})

    def save(self, folder: Path) -> None:
        """Write the index. The same passages give the same bytes."""
        for field, index in self._indexes.items():
            index.save(folder / field)

    @cached_property
    def size(self) -> int:
        """Number of passages."""
        return self._indexes["words"].size

    def scores(
        self, field: Field, terms: Sequence[str], expansions: Sequence[tuple[str, float]] = ()
    ) -> NDArray[np.float32]:
        """Score of every passage in a field, or of every document in `documents`; see `LexicalIndex.scores`."""
        return self._indexes[field].scores(terms, expansions)

    def coverage(self, terms: Sequence[str], positions: NDArray[np.int64]) -> NDArray[np.float32]:
        """Share of the pairs in `terms` that passages hold; see `LexicalIndex.coverage`."""
        return self._indexes["pairs"].coverage(terms, positions)

    def holds(self, field: Field, term: str) -> bool:
        """Whether a term stands in a field of some passage."""
        return self._indexes[field].holds(term)

    def terms(self, field: Field) -> Iterator[str]:
        """All terms of a field."""
        return self._indexes[field].terms()

    def idf(self, term: str) -> float:
        """How much a word tells; see `LexicalIndex.idf`."""
        return self._indexes["words"].idf(term)
