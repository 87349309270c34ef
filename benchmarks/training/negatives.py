"""Hard negatives: passages that look like an answer, to a lexical or to a dense search, and are none."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.training.pairs import LawQuestion, Pair

Ranking = NDArray[np.int64]
"""Positions of articles from the best down, one question a row."""


def law_pairs(
    questions: Sequence[LawQuestion],
    texts: Sequence[str],
    rankings: Sequence[tuple[Ranking, int, int]],
) -> list[Pair]:
    """One pair for each right article of each question.

    Args:
        questions: to be trained on.
        texts: of all articles; an article with the words of a right one is right, too.
        rankings: of each search, one row a question in the order of `questions`, with the first and the last rank
            (from 1) that negatives are drawn from. The very first ranks hold answers that nobody marked.
    """
    twins: dict[str, set[int]] = {}
    for at, text in enumerate(texts):
        twins.setdefault(text, set()).add(at)
    pairs: list[Pair] = []
    for row, question in enumerate(questions):
        right = frozenset(twin for at in question.relevant for twin in twins[texts[at]])
        drawn: dict[int, None] = {}
        for ranking, first, last in rankings:
            drawn.update(dict.fromkeys(map(int, ranking[row, first - 1 : last])))
        negatives = tuple(at for at in drawn if at not in right)
        pairs += [Pair(question.text, at, right, negatives) for at in question.relevant]
    return pairs


def nearest(queries: NDArray[np.float32], passages: NDArray[np.float32], count: int) -> Ranking:
    """The `count` nearest passages of each query by inner product, best first."""
    scores = queries @ passages.T
    top = np.argpartition(-scores, count, axis=1)[:, :count]
    order = np.argsort(-np.take_along_axis(scores, top, axis=1), axis=1, kind="stable")
    return np.take_along_axis(top, order, axis=1)
