"""What was found for a question: what the composer works on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus import Clause, Document
from index import Hit


@dataclass(frozen=True, slots=True)
class Found:
    """The passages found, and what stands around them.

    Attributes:
        hits: the passages found, best first.
        documents: the documents of the hits by id; for a question about metadata all that may be used.
        clauses: the clauses of these documents by id.
        weights: how much each term of the question tells.
        words: cuts a text into words.
    """

    hits: Sequence[Hit]
    documents: Mapping[str, Document]
    clauses: Mapping[str, Clause]
    weights: Mapping[str, float]
    words: Callable[[str], list[str]]
