"""The catalogue: what is known of each document without reading it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from corpus import Document, Metadata
from index.declared import nicknames, short_names, table_columns


@dataclass(frozen=True, slots=True)
class Card:
    """All of a document but its text and its clauses: what lists, filters and names need.

    Attributes:
        id: id of the document.
        files: see `Document.files`.
        source_sha256: digest of its source text.
        source_length: code points of its source text.
        metadata: what is known about it.
        unread: see `Document.unread`.
        clauses: how many clauses it has.
        passages: its passages: position of the first one, and the position behind the last one.
        short_names: pairs of full and short name that it declares.
        nicknames: other names that it gives itself.
        columns: names of the columns of its tables.
    """

    id: str
    files: tuple[str, ...]
    source_sha256: str
    source_length: int
    metadata: Metadata
    unread: tuple[int, ...]
    clauses: int
    passages: tuple[int, int]
    short_names: tuple[tuple[str, str], ...] = ()
    nicknames: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The first of its paths."""
        return self.files[0]

    @property
    def title(self) -> str:
        """Its title, or its file name when the text states none."""
        return self.metadata.title.value if self.metadata.title else PurePosixPath(self.file).stem


def catalogue(documents: Sequence[Document], passages: Sequence[int]) -> tuple[Card, ...]:
    """The cards of documents; `passages` says how many each has."""
    cards: list[Card] = []
    first = 0
    for document, count in zip(documents, passages, strict=True):
        cards.append(
            Card(
                id=document.id,
                files=document.files,
                source_sha256=document.source_sha256,
                source_length=document.source_length,
                metadata=document.metadata,
                unread=document.unread,
                clauses=sum(1 for _ in document.walk()),
                passages=(first, first + count),
                short_names=short_names(document),
                nicknames=nicknames(document),
                columns=table_columns(document),
            )
        )
        first += count
    return tuple(cards)
