"""Running a question set through the same door as users."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

import numpy as np

from assistant import Answer, Assistant, Finding, Status, Texts, verify_answer
from corpus import YijuError
from eval.metrics import cites, evidence_within, holds_answers
from eval.questions import EvalQuestion

KS = (1, 3, 5, 10)
_EXACT = (Status.SAME, Status.REPLACED)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one question: the reply and the passages, or the error."""

    question: EvalQuestion
    answer: Answer | None
    findings: tuple[Finding, ...]
    bad_quotes: int
    error: str | None


def run_questions(
    assistant: Assistant,
    questions: Sequence[EvalQuestion],
    texts: Texts,
    *,
    progress: Callable[[], None] = lambda: None,
) -> tuple[Result, ...]:
    """Ask every question; one that cannot be asked is a recorded result and stops nothing."""
    results: list[Result] = []
    for question in questions:
        try:
            answer = assistant.ask(question.question)
            findings = assistant.search(question.question, k=max(KS))
        except YijuError as error:
            results.append(Result(question, None, (), 0, str(error)))
        else:
            verdicts = verify_answer(answer, texts).verdicts
            wrong = sum(verdict.status not in _EXACT for verdict in verdicts)
            results.append(Result(question, answer, findings, wrong, None))
        progress()
    return tuple(results)


def summary(results: Sequence[Result]) -> dict[str, Any]:
    """The figures of `yiju eval --json`; shares are of the questions they apply to, None where there is none."""
    times = [result.answer.timings_ms["total"] for result in results if result.answer]
    types = dict.fromkeys(result.question.type for result in results)
    return {
        **_figures(results),
        "ms_p50": round(float(np.percentile(times, 50)), 1) if times else None,
        "ms_p95": round(float(np.percentile(times, 95)), 1) if times else None,
        "by_type": {kind: _figures([r for r in results if r.question.type == kind]) for kind in types},
    }


def _figures(results: Sequence[Result]) -> Mapping[str, float | int | None]:
    asked = [result for result in results if result.answer]
    answerable = [result for result in asked if result.question.answerable]
    unanswerable = [result for result in asked if not result.question.answerable]
    return {
        "n": len(results),
        "errors": len(results) - len(asked),
        **{f"ev@{k}": _mean([evidence_within(r.question, r.findings, k) for r in answerable]) for k in KS},
        "cited": _mean([cites(r.question, r.answer.citations) for r in answerable if r.answer]),
        "answer_strings": _mean([holds_answers(r.question, r.answer) for r in answerable if r.answer]),
        "false_refusals": _mean([r.answer.status == "refused" for r in answerable if r.answer]),
        "refused_of_unanswerable": _mean([r.answer.status == "refused" for r in unanswerable if r.answer]),
        "bad_quotes": sum(result.bad_quotes for result in results),
    }


def _mean(values: Sequence[float]) -> float | None:
    return round(fmean(values), 4) if values else None
