"""Searching: from a question to ranked passages."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from corpus import Document
from index.encoder import Encoder, Vectors
from index.errors import ModelError
from index.fusion import ranked, weighted_sum
from index.passages import Passage, positions_by_document
from index.segment import Segmenter, simplified
from index.snapshot import Snapshot

LEXICAL_WEIGHT = 0.6
"""Share of the lexical score in the fused one."""

CANDIDATES = 200
"""Passages taken from each side before fusion."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents may be searched; an empty field allows all.

    Attributes:
        documents: ids.
        issuers: names of issuing bodies, as the documents give them.
        from_: earliest date of the document; documents without a date are left out once a date is asked for.
        to: latest date of the document.
    """

    documents: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    from_: date | None = None
    to: date | None = None

    def allows(self, document: Document) -> bool:
        """Whether a document may be searched."""
        if self.documents and document.id not in self.documents:
            return False
        issuer = document.metadata.issuer.value if document.metadata.issuer else None
        if self.issuers and issuer not in self.issuers:
            return False
        if self.from_ is None and self.to is None:
            return True
        if document.metadata.date is None:
            return False
        dated = date.fromisoformat(document.metadata.date.value)
        return (self.from_ is None or dated >= self.from_) and (self.to is None or dated <= self.to)


EVERYTHING = Filters()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found.

    Attributes:
        position: of the passage in the snapshot.
        passage: the passage.
        score: fused, 0 to 1 within one question.
        lexical: BM25 score.
        dense: cosine of question and passage.
    """

    position: int
    passage: Passage
    score: float
    lexical: float
    dense: float


class Searcher:
    """Hybrid search over one snapshot; has no state of its own beside what it was given."""

    def __init__(self, snapshot: Snapshot, encoder: Encoder, segmenter: Segmenter | None = None) -> None:
        """Put the parts together.

        Raises:
            ModelError: the encoder is not the model that made the vectors.
        """
        made = snapshot.manifest.model
        if (encoder.info.digest, encoder.info.dimension) != (made.digest, made.dimension):
            raise ModelError(
                f"索引用的向量模型是 {made.name}，当前加载的是 {encoder.info.name}，两者不同",
                remedy="请换回原来的模型，或用当前模型重新运行 yiju build",
            )
        self.snapshot = snapshot
        self.encoder = encoder
        self.segmenter = segmenter or Segmenter(snapshot.segmenter_cache)
        self._positions = positions_by_document(snapshot.passages)

    def search(self, question: str, *, k: int = 10, filters: Filters = EVERYTHING) -> tuple[Hit, ...]:
        """The `k` best passages for a question, best first; equal scores stand in passage order."""
        query = self.encoder.encode([simplified(question)], "query")
        lexical = self.snapshot.lexical.scores(self.segmenter.terms(question))
        allowed = self._allowed(filters)
        candidates = self._candidates(lexical, query, max(k, CANDIDATES), allowed)
        if candidates.size == 0:
            return ()
        dense = self.snapshot.vectors.similarities(query, candidates)
        fused = weighted_sum(lexical[candidates], dense, LEXICAL_WEIGHT)
        return tuple(
            Hit(
                position=int(candidates[at]),
                passage=self.snapshot.passages[candidates[at]],
                score=float(fused[at]),
                lexical=float(lexical[candidates[at]]),
                dense=float(dense[at]),
            )
            for at in ranked(fused, candidates)[:k]
        )

    def _allowed(self, filters: Filters) -> NDArray[np.int64] | None:
        """Positions that the filters allow, or None for all."""
        if filters == EVERYTHING:
            return None
        allowed = [document.id for document in self.snapshot.documents if filters.allows(document)]
        return np.asarray([at for ident in allowed for at in self._positions.get(ident, ())], dtype=np.int64)

    def _candidates(
        self, lexical: NDArray[np.float32], query: Vectors, count: int, allowed: NDArray[np.int64] | None
    ) -> NDArray[np.int64]:
        """Positions worth scoring on both sides: the best of each, in passage order."""
        if allowed is not None and allowed.size <= 4 * count:
            return np.sort(allowed)
        if allowed is None and lexical.size <= 4 * count:
            return np.arange(lexical.size, dtype=np.int64)
        if allowed is None:
            best = ranked(lexical, np.arange(lexical.size, dtype=np.int64))[:count]
            near = self.snapshot.vectors.nearest(query, count)
        else:
            best = allowed[ranked(lexical[allowed], allowed)[:count]]
            dense = self.snapshot.vectors.similarities(query, allowed)
            near = allowed[ranked(dense, allowed)[:count]]
        return np.unique(np.concatenate([best[lexical[best] > 0], near]))
