"""Lexical side: BM25 over search terms, in arrays that stay on disk."""

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

K1 = 1.2
B = 0.75
_LONGEST = 32
"""Bytes of a term that are kept; longer ones with the same beginning (addresses of web pages) are one term."""

_FILES = ("vocabulary", "ends", "texts", "data", "size")


class LexicalIndex:
    """BM25 scores of every text for a list of terms (Robertson & Zaragoza 2009, in the variant of Lucene).

    `score(d) = Σ idf(t) · tf / (tf + k1 · (1 − b + b · |d| / avg|d|))`, `idf(t) = ln(1 + (N − n + ½) / (n + ½))`,
    summed over the terms of the question, a repeated term counting each time. Everything but the question is computed
    when the index is built, so that a search only adds up numbers (as bm25s does: Lù 2024).
    """

    def __init__(
        self,
        vocabulary: NDArray[np.bytes_],
        ends: NDArray[np.int64],
        texts: NDArray[np.int32],
        data: NDArray[np.float32],
        size: NDArray[np.int64],
    ) -> None:
        """Take the arrays.

        Args:
            vocabulary: the terms in UTF-8, sorted.
            ends: where the texts of each term begin and, one further, end.
            texts: the texts that hold each term, in ascending order, term after term.
            data: what a term adds to the score of a text, beside `texts`.
            size: one number, that of the texts.
        """
        self._vocabulary = vocabulary
        self._ends = ends
        self._texts = texts
        self._data = data
        self._size = size

    @classmethod
    def build(cls, texts: Sequence[Sequence[str]], *, k1: float = K1, b: float = B) -> "LexicalIndex":
        """Index the terms of each text, in order. The same texts give the same arrays."""
        lengths = np.array([len(terms) for terms in texts], dtype=np.int64)
        vocabulary, numbers = _numbered(chain.from_iterable(texts), int(lengths.sum()))
        holders = np.repeat(np.arange(len(texts), dtype=np.int64), lengths)
        # One number for a term in a text; sorted, they stand term after term and text after text.
        found, frequencies = np.unique(numbers * len(texts) + holders, return_counts=True)
        terms, holding = np.divmod(found, max(1, len(texts)))
        counts = np.bincount(terms, minlength=vocabulary.size)
        idf = np.log1p((len(texts) - counts + 0.5) / (counts + 0.5))
        average = lengths.mean() if lengths.any() else 1.0
        saturated = frequencies / (frequencies + k1 * (1 - b + b * lengths[holding] / average))
        return cls(
            vocabulary,
            np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts, dtype=np.int64)]),
            holding.astype(np.int32),
            (idf[terms] * saturated).astype(np.float32),
            np.array(len(texts), dtype=np.int64),
        )

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """Open an index that `save` wrote; the arrays stay on disk and are mapped."""
        return cls(*(np.load(folder / f"{name}.npy", mmap_mode="r") for name in _FILES))

    def save(self, folder: Path) -> None:
        """Write the index into a folder, made when missing. The same texts give the same bytes."""
        folder.mkdir(parents=True, exist_ok=True)
        arrays: tuple[NDArray[np.generic], ...] = (self._vocabulary, self._ends, self._texts, self._data, self._size)
        for name, array in zip(_FILES, arrays, strict=True):
            np.save(folder / f"{name}.npy", array)

    @cached_property
    def size(self) -> int:
        """Number of texts."""
        return int(self._size)

    def scores(self, terms: Sequence[str], expansions: Sequence[tuple[str, float]] = ()) -> NDArray[np.float32]:
        """Score of every text; unknown terms add nothing, and expansions as much as their weights say."""
        total = np.zeros(self.size, dtype=np.float32)
        for term, weight in (*((term, 1.0) for term in terms), *expansions):
            found = self._postings(term)
            # The texts of a term are all different, so nothing is lost by adding to all of them at once.
            total[self._texts[found]] += self._data[found] if weight == 1 else np.float32(weight) * self._data[found]
        return total

    def coverage(self, terms: Sequence[str], positions: NDArray[np.int64]) -> NDArray[np.float32]:
        """Share of the terms that each of some texts holds, each different term weighing its `idf`.

        Args:
            terms: any; one that no text holds weighs the most.
            positions: of the texts.
        """
        held = np.zeros(positions.size, dtype=np.float32)
        total = 0.0
        for term in dict.fromkeys(terms):
            weight = self.idf(term)
            total += weight
            texts = self._texts[self._postings(term)]
            if texts.size:
                at = np.minimum(np.searchsorted(texts, positions), texts.size - 1)
                held += np.float32(weight) * (texts[at] == positions)
        return held / np.float32(total) if total else held

    def holds(self, term: str) -> bool:
        """Whether some text holds a term."""
        found = self._postings(term)
        return bool(found.stop > found.start)

    def terms(self) -> Iterator[str]:
        """All terms that some text holds, without those that are kept in part."""
        return (bytes(term).decode("utf-8") for term in self._vocabulary if len(term) <= _LONGEST - 3)

    def idf(self, term: str) -> float:
        """How much a term tells, `ln(1 + (N − n + ½) / (n + ½))`; a term that no text holds tells the most."""
        found = self._postings(term)
        count = found.stop - found.start
        return math.log(1 + (self.size - count + 0.5) / (count + 0.5))

    def _postings(self, term: str) -> slice:
        """Where the texts of a term stand."""
        key = np.bytes_(_key(term))
        at = int(np.searchsorted(self._vocabulary, key))
        if at == self._vocabulary.size or self._vocabulary[at] != key:
            return slice(0, 0)
        return slice(int(self._ends[at]), int(self._ends[at + 1]))


def _numbered(terms: Iterable[str], count: int) -> tuple[NDArray[np.bytes_], NDArray[np.int64]]:
    """The different terms, sorted, and for each term its number among them."""
    first: dict[str, int] = {}
    met = np.fromiter((first.setdefault(term, len(first)) for term in terms), dtype=np.int64, count=count)
    keys = np.array([_key(term) for term in first], dtype=f"S{_LONGEST}")
    vocabulary, order = np.unique(keys, return_inverse=True)
    return vocabulary, order.astype(np.int64)[met]


def _key(term: str) -> bytes:
    """A term as the vocabulary keeps it."""
    return term.encode("utf-8")[:_LONGEST]
