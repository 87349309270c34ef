"""Searching: from a question to ranked passages."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from corpus import Document
from index.catalogue import Card
from index.encoder import Encoder
from index.engine import LexicalEngine
from index.errors import ModelError
from index.fusion import Scores, ranked, reordered
from index.lookup import heads, is_frame, is_outline, named_clauses, states_field
from index.passages import Passage
from index.preference import FRAME_WEIGHT, LOOKED_AT, OUTLINE_WEIGHT, Positions, arranged, raised, sides_of
from index.reranker import Reranker
from index.scoring import Query, Scorer
from index.segment import Segmenter, simplified
from index.snapshot import Snapshot
from index.understanding import Understander, Understanding

CANDIDATES = 200
"""Passages taken from each side before fusion."""
IN_SCOPE = 100
"""Passages taken besides from the documents that the question means."""
MEANT = 5
"""Documents at most of which a question can ask what they are called, who issued them and when."""
WHICH = 0.5
"""What the title of the best document counts where the question asks which document says something."""
INSIDE = 0.85
"""What counts a passage in a clause that the question names by number, beside the one with which it begins."""
LIKELY = 20
"""Documents opened at most to look up what a question names."""
RERANKED = 30
"""The best passages that a cross-encoder reads, where there is one."""
EXPANSION_WEIGHT = 0.25
"""What a term of another name for the same thing counts beside a term of the question."""


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

    def allows(self, document: Document | Card) -> bool:
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
        understood: what was understood of the question.
    """

    position: int
    passage: Passage
    score: float
    lexical: float
    dense: float
    understood: Understanding


class Searcher:
    """Hybrid search over one snapshot; has no state of its own beside what it was given."""

    def __init__(
        self,
        snapshot: Snapshot,
        encoder: Encoder,
        segmenter: Segmenter | None = None,
        reranker: Reranker | None = None,
    ) -> None:
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
        self.reranker = reranker
        self._documents = snapshot.passage_documents

    @cached_property
    def _understander(self) -> Understander:
        return Understander(self.snapshot.catalogue, self.segmenter, LibraryWords(self.snapshot.lexical))

    def understand(self, question: str) -> Understanding:
        """What a question means: documents, clauses, years, places, other names."""
        return self._understander.understand(question)

    def search(self, question: str, *, k: int = 10, filters: Filters = EVERYTHING) -> tuple[Hit, ...]:
        """The `k` best passages for a question, best first; equal scores stand in passage order.

        Passages of the documents that the question means are preferred, clauses that it names by number come first, and
        where it compares documents each is among the first. See `index.preference`.
        """
        understood = self.understand(question)
        scorer = Scorer(self.snapshot, self._query(understood))
        allowed = self._allowed(filters)
        candidates = self._candidates(scorer, understood, max(k, CANDIDATES), allowed)
        if candidates.size == 0:
            return ()
        scored = scorer.scores(candidates)
        looked_up = self._looked_up(understood, candidates, scored.fused, allowed)
        missing = np.setdiff1d(np.asarray(list(looked_up), dtype=np.int64), candidates)
        if missing.size:
            candidates = np.union1d(candidates, missing)
            scored = scorer.scores(candidates)
        documents = self._documents[candidates]
        scope = understood.scope
        named = np.asarray([looked_up.get(int(at), 0.0) for at in candidates], dtype=np.float32) if looked_up else None
        preferred = None if scope is None else scope.preference[documents]
        scores = raised(scored.fused, preferred, named, None)
        if self.reranker is not None:
            read = ranked(scores, candidates)[:RERANKED]
            texts = [self.snapshot.passages[int(candidates[at])].embedded for at in read]
            judged = self.reranker.scores(understood.text, texts)
            scores = raised(reordered(scored.fused, read, judged), preferred, named, None)
        scores = self._with_frames(scores, candidates, understood)
        states = self._states(understood, candidates, scores)
        if states is not None:
            scores = raised(scores, None, None, states)
        sides = sides_of(scope, documents, scores, candidates, several=understood.several)
        order = arranged(scores, candidates, sides, lambda at: self.snapshot.passages[int(candidates[at])].text)[:k]
        # What was put first by its side or clause is not worse than what follows it.
        shown = np.maximum.accumulate(scores[order][::-1])[::-1]
        return tuple(
            Hit(
                position=int(candidates[at]),
                passage=self.snapshot.passages[int(candidates[at])],
                score=float(score),
                lexical=float(scored.lexical[at]),
                dense=float(scored.dense[at]),
                understood=understood,
            )
            for at, score in zip(order, shown, strict=True)
        )

    def _query(self, understood: Understanding) -> Query:
        vector = self.encoder.encode([simplified(understood.text)], "query")
        asked = self.segmenter.question(understood.text)
        expansions = tuple((form, EXPANSION_WEIGHT) for form in understood.expansions)
        return Query(asked.words, vector, expansions, understood.text, asked.pairs)

    def _candidates(
        self, scorer: Scorer, understood: Understanding, count: int, allowed: Positions | None
    ) -> Positions:
        """Passages worth scoring: the best of all, and the best of the documents that the question means."""
        found = scorer.candidates(count, allowed)
        if understood.scope is None:
            return found
        inside = self._passages_of(understood.scope.meant())
        if allowed is not None:
            inside = np.intersect1d(inside, allowed)
        return np.union1d(found, scorer.candidates(IN_SCOPE, inside)) if inside.size else found

    def _looked_up(
        self, understood: Understanding, candidates: Positions, fused: Scores, allowed: Positions | None
    ) -> dict[int, float]:
        """The positions of the clauses that the question names by number: 1 where each begins, less for the rest."""
        if not understood.clauses:
            return {}
        found: dict[int, float] = {}
        for number in self._likely(understood, candidates, fused):
            clauses = named_clauses(self.snapshot.documents[int(number)], understood.clauses)
            inside = False
            for at in map(int, self._passages_of([number]) if clauses else _NONE):
                named = clauses.get(self.snapshot.passages[at].clause)
                if named is not None:
                    found[at] = 1.0 if named or not inside else INSIDE
                inside = named is not None
        if allowed is None:
            return found
        inside_filters = set(map(int, allowed))
        return {at: value for at, value in found.items() if at in inside_filters}

    def _likely(self, understood: Understanding, candidates: Positions, fused: Scores) -> Sequence[int]:
        """The documents that a question means, or else those of the best passages, the best first."""
        if understood.scope is not None:
            meant = understood.scope.meant()
            if meant.size:
                return [int(number) for number in meant[:LIKELY]]
        order = self._documents[candidates[ranked(fused, candidates)]]
        return list(dict.fromkeys(int(number) for number in order))[:LIKELY]

    def _states(self, understood: Understanding, candidates: Positions, scores: Scores) -> Scores | None:
        """How well each candidate states what is asked about the documents meant, or of the best one."""
        if not (understood.fields or understood.which) or understood.clauses:
            return None
        documents = self._documents[candidates]
        meant = understood.scope.meant() if understood.scope is not None else _NONE
        if not 0 < meant.size <= MEANT:
            meant = documents[ranked(scores, candidates)[:1]].astype(np.int64)
        values = np.zeros(candidates.size, dtype=np.float32)
        for number in meant:
            document = self.snapshot.documents[int(number)]
            for at in np.flatnonzero(documents == number):
                passage = self.snapshot.passages[int(candidates[at])]
                values[at] = max(states_field(document, passage, field) for field in understood.fields or ("title",))
                values[at] *= 1 if understood.fields else WHICH
        return values

    def _with_frames(self, scores: Scores, candidates: Positions, understood: Understanding) -> Scores:
        """The scores, lower for the best passages that are titles, dates and the like, unless these are asked for.

        A list of headings is lower where no list is asked for, and higher where its own heading is named.
        """
        result = scores.copy()
        for at in ranked(scores, candidates)[:LOOKED_AT]:
            passage = self.snapshot.passages[int(candidates[at])]
            if not understood.fields and not understood.which and is_frame(self._title(candidates[at]), passage):
                result[at] -= FRAME_WEIGHT
            elif is_outline(passage):
                if not understood.lists:
                    result[at] -= OUTLINE_WEIGHT
                elif heads(understood.text, passage):
                    result[at] += OUTLINE_WEIGHT
        return np.clip(result, 0, 1).astype(np.float32)

    def _title(self, position: np.int64) -> str:
        return self._understander.directory.title(int(self._documents[position]))

    def _passages_of(self, numbers: Iterable[int]) -> Positions:
        """The positions of the passages of some documents."""
        spans = (self.snapshot.catalogue[number].passages for number in sorted(numbers))
        return np.concatenate([np.arange(*span, dtype=np.int64) for span in spans] or [_NONE])

    def _allowed(self, filters: Filters) -> Positions | None:
        """Positions that the filters allow, or None for all."""
        if filters == EVERYTHING:
            return None
        allowed = np.asarray([filters.allows(card) for card in self.snapshot.catalogue], dtype=np.bool_)
        return np.flatnonzero(allowed[self._documents])


_NONE: Positions = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class LibraryWords:
    """The words of a snapshot, for finding typing slips."""

    engine: LexicalEngine

    def words(self) -> Iterator[str]:
        """All of them."""
        return self.engine.terms("words")

    def holds(self, word: str) -> bool:
        """Whether some passage holds a word."""
        return self.engine.holds("words", word)

    def pairs(self, pair: str) -> bool:
        """Whether two characters stand side by side in some passage."""
        return self.engine.holds("pairs", pair)
