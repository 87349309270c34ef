"""Records: documents that come as a title and a text, many in one file, and not as files of their own."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.document import Document, read_text
from corpus.metadata import Origin, Stated
from corpus.source import Source

_CHUNK = 1_000
"""Records that a process reads at once: it takes about a second to start, and about one to read them."""

_ID_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Record:
    """A document of a collection.

    Attributes:
        id: its name in the collection, any text.
        title: its title; may be empty.
        text: what it says; where it is blank the title is all there is.
    """

    id: str
    title: str
    text: str


def record_id(record: Record) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of name, title and text, each after its length."""
    digest = hashlib.sha256()
    for part in (record.id, record.title, record.text):
        data = part.encode("utf-8")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()[:_ID_DIGITS]


def read_record(record: Record) -> tuple[Document, Source]:
    """Read a record as a plain text file with these words is read. The title is given beside it and not read from it.

    Where the text holds nothing to read, not even behind page numbers and the like, the title is read instead.
    """
    ident = record_id(record)
    source = Source.of(record.text)
    document = read_text(source, ident, record.id)
    if not record.title.strip():
        return document, source
    if not document.clauses:
        source = Source.of(record.title)
        document = read_text(source, ident, record.id)
    title = Stated(" ".join(record.title.split()), Origin.MANIFEST)
    return replace(document, metadata=replace(document.metadata, title=title)), source


def read_records(
    records: Sequence[Record], *, processes: int = 1, progress: Callable[[int], None] = lambda _: None
) -> Iterator[tuple[Document, Source]]:
    """Read records, in their order, in processes of their own when there are many.

    Args:
        records: any number.
        processes: how many processes may read.
        progress: told after each step how many records were read in it.
    """
    chunks = [records[at : at + _CHUNK] for at in range(0, len(records), _CHUNK)]
    if processes < 2 or len(chunks) < 2:
        for record in records:
            yield read_record(record)
            progress(1)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  no other command needs it
    from multiprocessing import get_context  # noqa: PLC0415  as above

    # The parent may hold threads of the embedding library, which a forked child would deadlock on.
    with ProcessPoolExecutor(min(processes, len(chunks)), mp_context=get_context("spawn")) as pool:
        for read in pool.map(_read_chunk, chunks):
            yield from read
            progress(len(read))


def _read_chunk(records: Sequence[Record]) -> list[tuple[Document, Source]]:
    return [read_record(record) for record in records]
