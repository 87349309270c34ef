"""Evidence: how well the passages found bear on a question, as one number between 0 and 1.

The number decides between an answer and a refusal. Its weights and the threshold come from
`benchmarks/calibrate.py`, which fits a logistic regression on answerable questions (positives) and on the same
questions with every passage that holds their evidence taken away (negatives).
"""

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.question import FILLERS
from index import Hit, Searcher

CONSIDERED = 8
"""Passages looked at."""


@dataclass(frozen=True, slots=True)
class Features:
    """What the evidence score is computed from; each is the best value among the passages considered.

    Attributes:
        coverage: share of the question's terms, weighted by how much they tell, that one passage or its headings hold.
        sentence: the same for one sentence of a passage.
        closeness: cosine of question and passage, as models differ in it measured from what the model says of unrelated
            texts (0) up to 1.
    """

    coverage: float
    sentence: float
    closeness: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic regression over `Features`, and the score below which there is no answer."""

    coverage: float
    sentence: float
    closeness: float
    intercept: float
    threshold: float

    def strength(self, features: Features) -> float:
        """Probability, as far as the calibration data goes, that the evidence is there."""
        logit = (
            self.coverage * features.coverage
            + self.sentence * features.sentence
            + self.closeness * features.closeness
            + self.intercept
        )
        return 1 / (1 + math.exp(-logit))


CALIBRATION = Calibration(coverage=0.25, sentence=3.17, closeness=3.20, intercept=-3.20, threshold=0.24)


def plain(text: str) -> str:
    """The form in which terms are looked up: compatibility forms and case folded, blanks removed."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def term_weights(question: str, searcher: Searcher) -> dict[str, float]:
    """How much each term of a question tells: its inverse document frequency in the snapshot."""
    terms = searcher.segmenter.written_terms(question)
    # 六个月 is searched as 6个月, but looked up in a text as it stands.
    return {plain(written): searcher.snapshot.lexical.idf(term) for term, written in terms if term not in FILLERS}


def coverage(weights: Mapping[str, float], text: str) -> float:
    """Share of the terms' weight that stands in a text (already `plain`)."""
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in text) / total if total else 0.0


def features(
    weights: Mapping[str, float], hits: Sequence[Hit], sentences: Sequence[str], *, unrelated: float
) -> Features:
    """Features of a question's terms against the passages found and their sentences.

    Args:
        weights: see `term_weights`.
        hits: the passages.
        sentences: of those considered.
        unrelated: see `ModelInfo.unrelated`.
    """
    considered = hits[:CONSIDERED]
    nearest = max((hit.dense for hit in considered), default=unrelated)
    return Features(
        coverage=max((coverage(weights, plain(hit.passage.embedded)) for hit in considered), default=0.0),
        sentence=max((coverage(weights, plain(sentence)) for sentence in sentences), default=0.0),
        # A model that holds all texts for the same tells nothing.
        closeness=(nearest - unrelated) / (1 - unrelated) if unrelated < 1 else 0.0,
    )
