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
        dense: cosine of question and passage.
    """

    coverage: float
    sentence: float
    dense: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic regression over `Features`, and the score below which there is no answer."""

    coverage: float
    sentence: float
    dense: float
    intercept: float
    threshold: float

    def strength(self, features: Features) -> float:
        """Probability, as far as the calibration data goes, that the evidence is there."""
        logit = (
            self.coverage * features.coverage
            + self.sentence * features.sentence
            + self.dense * features.dense
            + self.intercept
        )
        return 1 / (1 + math.exp(-logit))


CALIBRATION = Calibration(coverage=0.84, sentence=2.21, dense=8.32, intercept=-9.08, threshold=0.31)


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


def features(weights: Mapping[str, float], hits: Sequence[Hit], sentences: Sequence[str]) -> Features:
    """Features of a question's terms against the passages found and their sentences."""
    considered = hits[:CONSIDERED]
    return Features(
        coverage=max((coverage(weights, plain(hit.passage.embedded)) for hit in considered), default=0.0),
        sentence=max((coverage(weights, plain(sentence)) for sentence in sentences), default=0.0),
        dense=max((hit.dense for hit in considered), default=0.0),
    )
