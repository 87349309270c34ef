"""Searching: from a question to ranked passages."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from corpus import Document
from index.encoder import Encoder
from index.errors import ModelError
from index.fusion import ranked
from index.passages import Passage, positions_by_document
from index.scoring import Query, Scorer
from index.segment import Segmenter, simplified
from index.snapshot import Snapshot

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
        self.scorer = Scorer(snapshot)
        self._positions = positions_by_document(snapshot.passages)

    def search(self, question: str, *, k: int = 10, filters: Filters = EVERYTHING) -> tuple[Hit, ...]:
        """The `k` best passages for a question, best first; equal scores stand in passage order."""
        query = Query(tuple(self.segmenter.terms(question)), self.encoder.encode([simplified(question)], "query"))
        candidates = self.scorer.candidates(query, max(k, CANDIDATES), self._allowed(filters))
        if candidates.size == 0:
            return ()
        scored = self.scorer.scores(query, candidates)
        return tuple(
            Hit(
                position=int(candidates[at]),
                passage=self.snapshot.passages[candidates[at]],
                score=float(scored.fused[at]),
                lexical=float(scored.lexical[at]),
                dense=float(scored.dense[at]),
            )
            for at in ranked(scored.fused, candidates)[:k]
        )

    def _allowed(self, filters: Filters) -> NDArray[np.int64] | None:
        """Positions that the filters allow, or None for all."""
        if filters == EVERYTHING:
            return None
        allowed = [document.id for document in self.snapshot.documents if filters.allows(document)]
        return np.asarray([at for ident in allowed for at in self._positions.get(ident, ())], dtype=np.int64)
