"""Lexical side: BM25 over search terms, in bm25s."""

import json
import math
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import bm25s

K1 = 1.2
B = 0.75
_METHOD = "lucene"


class LexicalIndex:
    """BM25 scores of every passage for a list of terms (Robertson & Zaragoza 2009, in the variant of Lucene).

    `score(d) = Σ idf(t) · tf / (tf + k1 · (1 − b + b · |d| / avg|d|))`, `idf(t) = ln(1 + (N − n + ½) / (n + ½))`,
    summed over the terms of the question, a repeated term counting each time.
    """

    def __init__(self, scorer: "bm25s.BM25", vocabulary: Mapping[str, int]) -> None:
        self._scorer = scorer
        self._vocabulary = vocabulary

    @classmethod
    def build(cls, passages: Sequence[Sequence[str]]) -> "LexicalIndex":
        """Index the terms of each passage, in order.

        The vocabulary is sorted here: bm25s would take its order from a set, which changes with the hash seed.
        """
        import bm25s  # noqa: PLC0415  imports scipy; not needed to list documents

        vocabulary = {term: at for at, term in enumerate(sorted({term for terms in passages for term in terms}))}
        identifiers = [[vocabulary[term] for term in terms] for terms in passages]
        scorer = bm25s.BM25(k1=K1, b=B, method=_METHOD)
        scorer.index((identifiers, vocabulary), create_empty_token=False, show_progress=False)
        return cls(scorer, vocabulary)

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """Open an index that `save` wrote; the arrays stay on disk and are mapped."""
        import bm25s  # noqa: PLC0415

        scorer = bm25s.BM25.load(folder, load_corpus=False, mmap=True, load_vocab=False)
        return cls(scorer, json.loads((folder / "vocabulary.json").read_text("utf-8")))

    def save(self, folder: Path) -> None:
        """Write the index. The same passages give the same bytes."""
        self._scorer.save(folder, show_progress=False)
        # bm25s's own copy of the vocabulary is not needed twice.
        (folder / "vocab.index.json").unlink()
        text = json.dumps(self._vocabulary, ensure_ascii=False, separators=(",", ":"))
        (folder / "vocabulary.json").write_text(text, "utf-8")

    @cached_property
    def size(self) -> int:
        """Number of passages."""
        return int(self._scorer.scores["num_docs"])

    def scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """Score of every passage; unknown terms add nothing."""
        known = [self._vocabulary[term] for term in terms if term in self._vocabulary]
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        return np.asarray(self._scorer.get_scores_from_ids(known), dtype=np.float32)

    def idf(self, term: str) -> float:
        """How much a term tells, `ln(1 + (N − n + ½) / (n + ½))`; a term that no passage holds tells the most."""
        at = self._vocabulary.get(term)
        pointers = self._scorer.scores["indptr"]
        count = 0 if at is None else int(pointers[at + 1] - pointers[at])
        return math.log(1 + (self.size - count + 0.5) / (count + 0.5))
