"""What was found for a question: what the composer works on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus import Clause, Document
from index import Card, Hit, Snapshot


class Documents(Mapping[str, Document]):
    """The documents of a snapshot by id, each read when it is asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def __getitem__(self, ident: str) -> Document:
        if ident not in self._snapshot:
            raise KeyError(ident)
        return self._snapshot.document(ident)

    def __iter__(self) -> Iterator[str]:
        return (card.id for card in self._snapshot.catalogue)

    def __len__(self) -> int:
        return len(self._snapshot.documents)


class Clauses(Mapping[str, Clause]):
    """The clauses of a snapshot by id; the document of one is read when it is asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._documents = Documents(snapshot)
        self._snapshot = snapshot

    def __getitem__(self, ident: str) -> Clause:
        return self._documents[ident.partition(".")[0]].units[ident]

    def __iter__(self) -> Iterator[str]:
        return (ident for document in self._documents.values() for ident in document.units)

    def __len__(self) -> int:
        return sum(card.clauses for card in self._snapshot.catalogue)


@dataclass(frozen=True, slots=True)
class Found:
    """The passages found, and what stands around them.

    Attributes:
        hits: the passages found, best first.
        cards: the documents of the hits; for a question about metadata all that may be used.
        documents: the documents by id.
        clauses: their clauses by id.
        weights: how much each term of the question tells.
        words: cuts a text into words.
    """

    hits: Sequence[Hit]
    cards: Sequence[Card]
    documents: Mapping[str, Document]
    clauses: Mapping[str, Clause]
    weights: Mapping[str, float]
    words: Callable[[str], list[str]]
