"""Calibrate the refusal: fit `assistant.evidence.CALIBRATION` on question sets and show how it does.

    python -m benchmarks.calibrate --home DIR [--home DIR ...] QUESTIONS.jsonl [QUESTIONS.jsonl ...]

Homes may differ in size and in the model: one calibration serves them all. Positives are the answerable questions whose
documents the home holds, for each home. Negatives are the same questions with every
passage taken away that holds a piece of their evidence, or stands inside one. The hand-written unanswerable questions
are only reported on. The threshold is the largest that refuses at most 6 % of the positives; figures are from
leave-one-document-out cross-validation: no question is judged by weights that saw a question over its document.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import LeaveOneGroupOut

from assistant.evidence import CONSIDERED, Features, features, term_weights
from assistant.reference import document_ref
from eval import EvalQuestion, read_questions
from eval.metrics import names
from eval.text import comparable
from index import Hit, Searcher, load_encoder, open_snapshot, sentences
from ui.settings import load_settings

FALSE_REFUSALS = 0.06


@dataclass(frozen=True, slots=True)
class Example:
    """The features of one question, whether its evidence was there, and the document it is about."""

    question: str
    features: Features
    kind: str
    group: str


def main() -> None:
    """Collect examples, fit, cross-validate, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path, nargs="+")
    parser.add_argument("--home", type=Path, action="append", required=True)
    arguments = parser.parse_args()
    questions = [question for path in arguments.questions for question in read_questions(path).questions]
    examples = [
        example
        for searcher in map(_searcher, arguments.home)
        for question in questions
        for example in _examples(question, searcher)
    ]
    fitted = [example for example in examples if example.kind != "unanswerable"]
    matrix, labels = _matrix(fitted), np.array([example.kind == "positive" for example in fitted])
    held_out = np.zeros(len(fitted))
    groups = np.array([example.group for example in fitted])
    for train, test in LeaveOneGroupOut().split(matrix, labels, groups):
        held_out[test] = _model().fit(matrix[train], labels[train]).predict_proba(matrix[test])[:, 1]
    model = _model().fit(matrix, labels)
    scores = model.predict_proba(matrix)[:, 1]
    threshold = float(np.quantile(scores[labels], FALSE_REFUSALS))
    unanswerable = [example for example in examples if example.kind == "unanswerable"]
    refused = model.predict_proba(_matrix(unanswerable))[:, 1] < threshold if unanswerable else np.array([])
    print(f"positives {labels.sum()}, negatives {(~labels).sum()}, documents {len(set(groups))}")
    print(f"AUC held out {roc_auc_score(labels, held_out):.3f}, in sample {roc_auc_score(labels, scores):.3f}")
    print(f"threshold {threshold:.3f}")
    print(f"held out: positives refused {np.mean(held_out[labels] < threshold):.3f}")
    print(f"held out: negatives refused {np.mean(held_out[~labels] < threshold):.3f}")
    print(f"hand-written unanswerable refused by the score alone {np.mean(refused):.3f} of {len(refused)}")
    coverage, sentence, closeness = model.coef_[0]
    print(
        f"CALIBRATION = Calibration(coverage={coverage:.2f}, sentence={sentence:.2f}, closeness={closeness:.2f}, "
        f"intercept={model.intercept_[0]:.2f}, threshold={threshold:.2f})"
    )


def _searcher(home: Path) -> Searcher:
    settings = load_settings(home=home)
    snapshot = open_snapshot(settings.home)
    made = snapshot.manifest.model
    return Searcher(snapshot, load_encoder(made.name, cache=settings.cache, dtype=made.requested_dtype))


def _model() -> LogisticRegression:
    return LogisticRegression(C=100, max_iter=10_000)


def _matrix(examples: Sequence[Example]) -> np.ndarray:
    return np.array([[e.features.coverage, e.features.sentence, e.features.closeness] for e in examples])


def _examples(question: EvalQuestion, searcher: Searcher) -> list[Example]:
    references = [document_ref(document) for document in searcher.snapshot.documents]
    homes = [next((r.id for r in references if names(e.doc, r)), None) for e in question.evidence]
    if None in homes:
        return []
    hits = searcher.search(question.question, k=len(searcher.snapshot.passages))
    if not question.answerable:
        return [Example(question.question, _features(question.question, hits, searcher), "unanswerable", "")]
    wanted = [comparable(evidence.quote) for evidence in question.evidence]
    without = [hit for hit in hits if not _holds_evidence(hit, wanted)]
    group = str(homes[0])
    return [
        Example(question.question, _features(question.question, hits, searcher), "positive", group),
        Example(question.question, _features(question.question, without, searcher), "negative", group),
    ]


def _holds_evidence(hit: Hit, wanted: Sequence[str]) -> bool:
    text = comparable(hit.passage.text)
    return any(quote in text or (len(text) >= 8 and text in quote) for quote in wanted)


def _features(question: str, hits: Sequence[Hit], searcher: Searcher) -> Features:
    spoken = [h.passage.text[a:b] for h in hits[:CONSIDERED] for a, b in sentences(h.passage.text)]
    return features(term_weights(question, searcher), hits, spoken, unrelated=searcher.encoder.info.unrelated)


if __name__ == "__main__":
    main()
