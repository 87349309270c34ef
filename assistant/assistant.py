"""The assistant: a question in, a cited answer or an honest refusal out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from time import perf_counter

from assistant.answer import NOTHING_UNDERSTOOD, Answer, Citation, Finding, Refusal, Turn, Understood, join_statements
from assistant.compose import clause_drafts, compose
from assistant.draft import Draft, finish, passed
from assistant.evidence import CALIBRATION, CONSIDERED, Calibration, features, plain, term_weights
from assistant.facts import asked_facts, fact_drafts, may_stand_elsewhere
from assistant.found import Clauses, Documents, Found
from assistant.named import Named, best_first
from assistant.question import Question, check_question, read_question
from assistant.reference import cite, clause_ref, document_ref, source_ref, understood_ref
from corpus import Clause, Document
from index import EVERYTHING, Card, ClauseReference, Filters, Hit, Searcher, Snapshot, sentences, with_holders

_NEAREST = 3
_POOL = 4 * CONSIDERED
"""Passages searched for, so that enough remain of the year and place asked about."""
_LOOKED_THROUGH = 500
"""Documents whose clauses are looked through for one that a question names by number alone; of more than that only
those in which the words of the question were found."""
_ELLIPTIC = re.compile(r"^(那|那么|它|其中|其|该|这|此|上述|还有|另外)|^(由谁|谁|什么时候|何时|多少|为什么)|呢[？?]?$")


class Assistant:
    """Answers questions over one snapshot. Holds no state between questions and may be used by several threads."""

    def __init__(self, searcher: Searcher, calibration: Calibration = CALIBRATION) -> None:
        self._searcher = searcher
        self._calibration = calibration
        self._documents = Documents(searcher.snapshot)
        self._clauses = Clauses(searcher.snapshot)

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot that is asked."""
        return self._searcher.snapshot

    def ask(self, question: str, *, filters: Filters = EVERYTHING, history: Sequence[Turn] = ()) -> Answer:
        """Answer a question.

        Args:
            question: in everyday Chinese, at most 2,000 characters.
            filters: which documents may be used.
            history: earlier turns, newest last; a question that leans on the one before is completed with it.

        Raises:
            QuestionError: the question is empty, too long, or holds control characters.
        """
        began = perf_counter()
        asked = check_question(question)
        understood = read_question(_completed(asked, history))
        narrowed = self._narrowed(understood, filters)
        hits = self._searcher.search(understood.text, k=_POOL, filters=narrowed)
        searched = perf_counter()
        if hits:
            answer = self._reply(asked, understood, hits, narrowed)
        else:
            # The nearest passages come from all that the asker allowed.
            nearest = self._searcher.search(understood.text, k=_POOL, filters=filters) if narrowed != filters else ()
            numbers = "、".join(understood.numbers)
            reason = f"所选范围内没有文号为{numbers}的文件。" if numbers else "所选范围内没有文件。"
            answer = self._refuse(asked, reason, nearest)
        done = perf_counter()
        timings = {
            "search": round((searched - began) * 1000, 2),
            "compose": round((done - searched) * 1000, 2),
            "total": round((done - began) * 1000, 2),
        }
        return replace(answer, timings_ms=timings)

    def search(self, question: str, *, k: int = 10, filters: Filters = EVERYTHING) -> tuple[Finding, ...]:
        """The `k` best passages for a question, best first.

        Raises:
            QuestionError: see `ask`.
        """
        hits = self._searcher.search(check_question(question), k=k, filters=filters)
        # All hits of a search share what was understood.
        understood = understood_ref(hits[0].understood) if hits else NOTHING_UNDERSTOOD
        return tuple(self._finding(rank, hit, understood) for rank, hit in enumerate(hits, 1))

    def understand(self, question: str) -> Understood:
        """What is understood of a question.

        Raises:
            QuestionError: see `ask`.
        """
        return understood_ref(self._searcher.understand(check_question(question)))

    def _reply(self, asked: str, question: Question, hits: Sequence[Hit], filters: Filters) -> Answer:
        facts = asked_facts(question)
        found = self._found(question, hits, filters, every_document=bool(facts))
        absent = self._absent_titles(question, found.hits)
        if absent is not None:
            return self._refuse(asked, absent, hits)
        drafts = fact_drafts(facts, question, found) if facts else []
        if not drafts and (not facts or may_stand_elsewhere(facts)):
            named = self._named_clauses(question, hits, filters, found.weights)
            reason = self._unanswerable(question, found, named)
            if reason is not None:
                return self._refuse(asked, reason, hits)
            for document, clause in _one_each(question.clauses, named):
                drafts += clause_drafts(question, document, clause, found.weights)
            drafts = drafts or compose(question, found)
        kept = passed(drafts)
        if not drafts:
            return self._refuse(asked, "找到了相关内容，但其中没有写明所问的事项。", hits)
        if not kept:
            return self._refuse(asked, "找到的内容没有通过引文核对，因此不作回答。", hits)
        return self._answer(asked, kept)

    def _answer(self, asked: str, drafts: Sequence[Draft]) -> Answer:
        statements, citations = finish(drafts, self.snapshot)
        return Answer(
            question=asked,
            status="answered",
            answer=join_statements(statements),
            statements=statements,
            citations=citations,
            refusal=None,
            mode="extractive",
        )

    def _refuse(self, asked: str, reason: str, hits: Sequence[Hit]) -> Answer:
        # Signatures, notes and the like are near to nothing; they are shown only when there is nothing else.
        body = [hit for hit in hits if not self._clauses[hit.passage.clause].is_furniture] or list(hits)
        nearest = tuple(self._nearest(number, hit) for number, hit in enumerate(body[:_NEAREST], 1))
        if any(self._documents[hit.passage.document].metadata.abridged for hit in body[:_NEAREST]):
            reason += "其中有的文件注明“本文有删减”，原件里可能另有规定。"
        return Answer(
            question=asked,
            status="refused",
            answer="",
            statements=(),
            citations=(),
            refusal=Refusal(reason, nearest),
            mode="extractive",
        )

    def _nearest(self, number: int, hit: Hit) -> Citation:
        document, clause = self._documents[hit.passage.document], self._clauses[hit.passage.clause]
        return cite(number, document, clause, self.snapshot.source(document), hit.passage.largest)

    def _found(self, question: Question, hits: Sequence[Hit], filters: Filters, *, every_document: bool) -> Found:
        named = {hit.passage.document for hit in hits}
        cards = [
            card for card in self.snapshot.catalogue if (every_document and filters.allows(card)) or card.id in named
        ]
        scope = (
            hit
            for hit in hits
            if not self._clauses[hit.passage.clause].is_furniture
            and self._speaks_of(question.years, hit, question)
            and self._speaks_of(question.places, hit, question)
        )
        return Found(
            hits=list(islice(scope, CONSIDERED)),
            cards=cards,
            documents=self._documents,
            clauses=self._clauses,
            weights=term_weights(question.text, self._searcher),
            words=self._searcher.segmenter.words,
        )

    def _absent_titles(self, question: Question, hits: Sequence[Hit]) -> str | None:
        """Why a question cannot be answered that names documents nobody speaks of, or None."""
        absent = [title for title in question.titles if not self._knows(title, hits)]
        return f"资料库里没有{'、'.join(f'《{title}》' for title in absent)}，也没有提到它。" if absent else None

    def _unanswerable(self, question: Question, found: Found, named: Sequence[Named]) -> str | None:
        """Why the documents hold no answer, or None when they may."""
        if question.clauses:
            absent = _without_clause(question.clauses, named)
            return f"{_scope_name(question)}里没有{_printed(absent)}。" if absent else None
        return _unclear(question) or self._weakness(question, found)

    def _weakness(self, question: Question, found: Found) -> str | None:
        """Why the passages found are no evidence, or None when they may be."""
        if not found.hits:
            years = [f"{year}年" for year in question.years]
            return f"没有找到与{'、'.join((*question.places, *years))}有关的内容。"
        spoken = [hit.passage.text[start:end] for hit in found.hits for start, end in sentences(hit.passage.text)]
        unrelated = self._searcher.encoder.info.unrelated
        strength = self._calibration.strength(features(found.weights, found.hits, spoken, unrelated=unrelated))
        return None if strength >= self._calibration.threshold else "资料库的文件里没有找到能回答这个问题的内容。"

    def _narrowed(self, question: Question, filters: Filters) -> Filters:
        """The filters, narrowed to the documents whose number the question gives."""
        if not question.numbers:
            return filters
        wanted = {plain(number) for number in question.numbers}
        fits = tuple(
            card.id
            for card in self.snapshot.catalogue
            if card.metadata.number
            and any(
                plain(card.metadata.number.value).endswith(number) or number.endswith(plain(card.metadata.number.value))
                for number in wanted
            )
            and filters.allows(card)
        )
        return replace(filters, documents=fits or ("",))

    def _stated(self, document: Document | Card) -> str:
        """What a document says of itself: title, number, issuer, date."""
        meta = document.metadata
        return plain("".join(field.value for field in (meta.title, meta.number, meta.issuer, meta.date) if field))

    def _speaks_of(self, names: Sequence[str], hit: Hit, question: Question) -> bool:
        """Whether a passage, or what its document says of itself, names one of these years or places.

        A passage of another year or province than the one asked about is no evidence, however alike its words are. What
        stands in the title of another document (《…》) does not count, unless the question names that title.
        """
        if not names:
            return True
        text = hit.passage.embedded if question.titles else re.sub("《[^《》]*》", "", hit.passage.embedded)
        spoken = plain(text) + self._stated(self._documents[hit.passage.document])
        return any(name in spoken for name in names)

    def _knows(self, title: str, hits: Sequence[Hit]) -> bool:
        """Whether a document has this title, or a passage found speaks of it."""
        wanted = plain(title)
        titles = (plain(card.title) for card in self.snapshot.catalogue)
        return any(wanted in name for name in titles) or any(wanted in plain(hit.passage.embedded) for hit in hits)

    def _named_clauses(
        self, question: Question, hits: Sequence[Hit], filters: Filters, weights: Mapping[str, float]
    ) -> list[Named]:
        """Clauses that a number names, those likeliest meant first.

        Where the question also names a title, only documents of that title count.
        """
        if not question.clauses:
            return []
        titles = [plain(title) for title in question.titles]
        spoken = (question.years, question.places)
        allowed = [
            card.id
            for card in self.snapshot.catalogue
            if filters.allows(card)
            and all(title in plain(card.title) for title in titles)
            and all(any(name in self._stated(card) for name in names) for names in spoken if names)
        ]
        if len(allowed) > _LOOKED_THROUGH:
            near = {hit.passage.document for hit in hits}
            allowed = [ident for ident in allowed if ident in near]
        fits = [
            (document, clause, above)
            for document in map(self._documents.__getitem__, allowed)
            for clause, above in with_holders(document.clauses)
            if any(reference.fits(clause, above) for reference in question.clauses)
        ]
        return best_first(fits, hits, weights)

    def _finding(self, rank: int, hit: Hit, understood: Understood) -> Finding:
        document, clause = self._documents[hit.passage.document], self._clauses[hit.passage.clause]
        source = self.snapshot.source(document)
        start, end = hit.passage.largest
        whole = document.text(clause)
        return Finding(
            rank=rank,
            score=round(hit.score, 4),
            document=document_ref(document),
            clause=clause_ref(clause),
            text=hit.passage.text,
            quote=source.text[start:end],
            source=source_ref(source, (start, end)),
            context=whole if len(whole) > len(hit.passage.text) else "",
            understood=understood,
        )


def _completed(question: str, history: Sequence[Turn]) -> str:
    """The question, led by the one before when it leans on it."""
    if history and _ELLIPTIC.search(question):
        return f"{history[-1].question} {question}"
    return question


def _unclear(question: Question) -> str | None:
    """Why a question cannot be answered as it is put, or None."""
    if question.relative_year is not None:
        return f"“{question.relative_year}”是哪一年无法确定，请写明年份再问。"
    if question.negated:
        return "这个问题带有“不”“除……外”一类的条件，目前还不能据此挑选，请改成正面的问法。"
    return None


def _scope_name(question: Question) -> str:
    """The documents a question names, for a reader."""
    years = (f"{year}年" for year in question.years)
    names = [*question.numbers, *(f"《{title}》" for title in question.titles), *question.places, *years]
    return f"与{'、'.join(names)}相符的文件" if names else "资料库的文件"


def _one_each(references: Sequence[ClauseReference], named: Sequence[Named]) -> list[tuple[Document, Clause]]:
    """The best clause for each number."""
    fits = ([item for item in named if reference.fits(item[1], item[2])] for reference in references)
    return [(items[0][0], items[0][1]) for items in fits if items]


def _without_clause(references: Sequence[ClauseReference], named: Sequence[Named]) -> list[ClauseReference]:
    """The numbers that no clause has."""
    return [ref for ref in references if not any(ref.fits(clause, above) for _, clause, above in named)]


def _printed(references: Iterable[ClauseReference]) -> str:
    return "、".join(reference.printed for reference in references)
