"""Metrics over one question; pure functions."""

from collections.abc import Sequence

from assistant import Answer, Citation, DocumentRef, Finding
from eval.questions import EvalQuestion, Evidence
from eval.text import comparable, comparable_answer

PASSAGE_LIMIT = 600
"""Characters of a passage that count."""

TOTAL_LIMIT = 2_000
"""Characters of the first k passages together that count, so that long passages bring no advantage."""


def names(reference: str, document: DocumentRef) -> bool:
    """Whether a reference of a question set (file name, number or title) means this document."""
    base = reference.rsplit("/", 1)[-1]
    return base in {document.file.rsplit("/", 1)[-1], document.number, document.title, document.id}


def evidence_rank(evidence: Evidence, findings: Sequence[Finding]) -> int | None:
    """Rank of the first passage, within the limits, whose text holds the evidence; None when none does."""
    quote = comparable(evidence.quote)
    left = TOTAL_LIMIT
    for finding in findings:
        text = finding.text[: min(PASSAGE_LIMIT, left)]
        left -= len(text)
        right_place = any(names(doc, finding.document) for doc in (evidence.doc, *evidence.also))
        if right_place and quote in comparable(text):
            return finding.rank
    return None


def evidence_within(question: EvalQuestion, findings: Sequence[Finding], k: int) -> float:
    """Share of the question's evidence that the first k passages hold (recall@k over pieces of evidence)."""
    ranks = [evidence_rank(evidence, findings[:k]) for evidence in question.evidence]
    return sum(rank is not None for rank in ranks) / len(ranks)


def cites(question: EvalQuestion, citations: Sequence[Citation]) -> bool:
    """Whether any citation overlaps any piece of evidence: one of the two quotes holds the other."""
    return any(_overlap(evidence, citation) for evidence in question.evidence for citation in citations)


def _overlap(evidence: Evidence, citation: Citation) -> bool:
    if not any(names(doc, citation.document) for doc in (evidence.doc, *evidence.also)):
        return False
    wanted, quote = comparable(evidence.quote), comparable(citation.quote)
    return wanted in quote or quote in wanted


def holds_answers(question: EvalQuestion, answer: Answer) -> bool:
    """Whether an answered reply contains every required string."""
    said = comparable_answer(answer.answer)
    return answer.status == "answered" and all(comparable_answer(string) in said for string in question.answers)
