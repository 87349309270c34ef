"""Preference: what a question says of documents and clauses, added to the scores of passages, and their order.

Scope is a strong preference, not a filter: a passage of another document comes first where it matches the question so
much better that the difference of the fused scores is greater than the weight of the scope.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from index.fusion import Scores, ranked
from index.scope import Scope

SCOPE_WEIGHT = 0.3
"""What the scope counts beside the fused score, which is between 0 and 1."""
CLAUSE_WEIGHT = 1.0
"""A clause named by its number comes before all others."""
FIELD_WEIGHT = 1.0
"""What counts that a passage states what the question asks about the document."""
FRAME_WEIGHT = 0.2
"""What a passage loses that stands around the text, where nothing of the kind is asked."""
OUTLINE_WEIGHT = 0.1
"""What a list of headings loses where no list is asked for."""
ROUNDS = 2
"""How many passages of each side come first where documents are set side by side."""
LOOKED_AT = 20
"""How many of the first passages are compared with each other for repetitions."""

Positions = NDArray[np.int64]


def raised(fused: Scores, preferred: Scores | None, named: Scores | None, states: Scores | None) -> NDArray[np.float32]:
    """The scores with what the question prefers, again between 0 and 1.

    Args:
        fused: scores of the candidates, between 0 and 1.
        preferred: how far the scope prefers the document of each; see `Scope.preference`.
        named: whether each is a clause named by its number, or part of one.
        states: how well each states what is asked about a document.
    """
    total, highest = fused.astype(np.float32).copy(), 1.0
    for part, weight in ((preferred, SCOPE_WEIGHT), (named, CLAUSE_WEIGHT), (states, FIELD_WEIGHT)):
        if part is not None and part.any():
            total += np.float32(weight) * part
            highest += weight
    return (total / np.float32(highest)).astype(np.float32)


def arranged(
    scores: Scores,
    candidates: Positions,
    sides: Sequence[Positions],
    text: Callable[[int], str],
) -> Positions:
    """Indices of the candidates in the order in which they are shown.

    Args:
        scores: of the candidates.
        candidates: their positions; of equal scores the first position comes first.
        sides: indices of the candidates on each side, where documents are set side by side.
        text: the text of a candidate by its index; of passages with one text the best comes first, the others later.
    """
    best = ranked(scores, candidates)
    first = list(_distinct(best, text, LOOKED_AT))
    if len(sides) > 1:
        first = list(_in_turn(first, sides))
    return np.asarray(first, dtype=np.int64)


def _distinct(order: Positions, text: Callable[[int], str], count: int) -> Iterator[int]:
    """The first `count` with those that repeat another's text behind the others, then the rest."""
    seen: set[str] = set()
    repeated: list[int] = []
    for at in map(int, order[:count]):
        words = "".join(text(at).split())
        if words in seen:
            repeated.append(at)
        else:
            seen.add(words)
            yield at
    yield from repeated
    yield from map(int, order[count:])


def _in_turn(order: Sequence[int], sides: Sequence[Positions]) -> Iterator[int]:
    """The best of each side in turn, `ROUNDS` times, then the rest in order."""
    members = [set(map(int, side)) for side in sides]
    queues = [[at for at in order if at in side] for side in members]
    queues.sort(key=lambda queue: order.index(queue[0]) if queue else len(order))
    taken: list[int] = []
    for _ in range(ROUNDS):
        for queue in queues:
            following = next((at for at in queue if at not in taken), None)
            if following is not None:
                taken.append(following)
    yield from taken
    chosen = set(taken)
    yield from (at for at in order if at not in chosen)


def sides_of(
    scope: Scope | None, documents: NDArray[np.int32], scores: Scores, candidates: Positions, *, several: bool
) -> list[Positions]:
    """The candidates on each side of a comparison; none where nothing is compared.

    Args:
        scope: what the question says of documents.
        documents: for each candidate the number of its document.
        scores: of the candidates.
        candidates: their positions.
        several: whether the question speaks of several documents without naming them: then the best two are the sides.
    """
    if scope is not None and scope.sides:
        return [np.flatnonzero(side[documents] > 0) for side in scope.sides]
    if not several:
        return []
    best = dict.fromkeys(int(documents[at]) for at in ranked(scores, candidates))
    return [np.flatnonzero(documents == document) for document in list(best)[:2]]
