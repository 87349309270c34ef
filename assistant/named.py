"""Clauses named by their numbers: which of those that bear a number is meant."""

from collections.abc import Mapping, Sequence

from assistant.evidence import coverage, plain
from corpus import Clause, Document
from index import Hit

Named = tuple[Document, Clause, tuple[Clause, ...]]
"""A clause with its document and the clauses that hold it, from the top."""


def best_first(named: Sequence[Named], hits: Sequence[Hit], weights: Mapping[str, float]) -> list[Named]:
    """The clauses that a question may mean, the likeliest first.

    Likely is a clause whose document's title holds the words of the question, and which was found by them: it, a
    clause in it, or one around it.
    """
    found: dict[str, float] = {}
    documents: dict[str, float] = {}
    for hit in reversed(hits):
        found[hit.passage.clause] = hit.score
        documents[hit.passage.document] = hit.score

    def likelihood(item: Named) -> float:
        document, clause, above = item
        titled = coverage(weights, plain(document.title))
        near = max(found.get(unit.id, 0.0) for unit in (*clause.walk(), *above))
        return titled + near + 0.5 * documents.get(document.id, 0.0)

    return sorted(named, key=likelihood, reverse=True)
