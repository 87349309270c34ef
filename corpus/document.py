"""Documents: one policy file as metadata, clean text and clauses."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath

from corpus.clause import Clause
from corpus.clean import CleanText
from corpus.errors import EmptyDocument
from corpus.manifest import completed, corrected
from corpus.metadata import Metadata, read_metadata
from corpus.outline import clean_lines, read_outline
from corpus.readers import read_source
from corpus.repair import repair
from corpus.source import Source


def document_id(data: bytes) -> str:
    """The first 16 hexadecimal digits of the file's SHA-256."""
    return hashlib.sha256(data).hexdigest()[:16]


@dataclass(frozen=True)
class Document:
    """One file of the library.

    Attributes:
        id: see `document_id`.
        files: every relative path that holds these bytes, sorted, written with `/`.
        source_sha256: the source text's digest, under which it is kept.
        source_length: code points of the source text.
        clean: the repaired text with its map.
        metadata: what is known about the document.
        clauses: the top-level clauses in order.
        unread: pages, from 1, that are pictures of text and were not recognised.
    """

    id: str
    files: tuple[str, ...]
    source_sha256: str
    source_length: int
    clean: CleanText
    metadata: Metadata
    clauses: tuple[Clause, ...]
    unread: tuple[int, ...] = ()

    @property
    def file(self) -> str:
        """The first of its paths."""
        return self.files[0]

    @property
    def title(self) -> str:
        """Its title, or its file name when the text states none."""
        return self.metadata.title.value if self.metadata.title else PurePosixPath(self.file).stem

    def text(self, clause: Clause) -> str:
        """The clean form of a clause's parts; the cells of a table row are set apart by ` | `."""
        return " | ".join(self.clean.of(part) for part in clause.parts)

    def heading_end(self, clause: Clause) -> int:
        """Clean position behind the heading of a clause, or its first position when it has no heading.

        A heading set over several lines stands in the clean text with its line feeds.
        """
        start, end = self.clean.within((clause.start, clause.end))
        if not clause.heading:
            return start
        at = self.clean.text.find(clause.heading, start, end)
        if at >= 0:
            return at + len(clause.heading)
        found = re.compile(r"\s*".join(map(re.escape, clause.heading))).search(self.clean.text, start, end)
        return found.end() if found else start

    @cached_property
    def units(self) -> Mapping[str, Clause]:
        """All clauses by id."""
        return {clause.id: clause for clause in self.walk()}

    def walk(self) -> Iterator[Clause]:
        """All clauses, parents first, in document order."""
        for clause in self.clauses:
            yield from clause.walk()

    def found_again(self, file: str, corrections: Mapping[str, str]) -> "Document":
        """The same document found under one more path; what was filled in for an earlier path stays."""
        files = tuple(sorted({*self.files, file}))
        return replace(self, files=files, metadata=completed(self.metadata, corrections))


def read_document(data: bytes, file: str, corrections: Mapping[str, str] | None = None) -> tuple[Document, Source]:
    """Read one file.

    Args:
        data: the bytes of the file.
        file: its relative path; the suffix chooses the reader.
        corrections: metadata values filled in by people, by field name.

    Raises:
        DocumentError: the file cannot become a document; the subclass says why.
    """
    source = read_source(data, file)
    document = read_text(source, document_id(data), file)
    if not document.clean.text:
        raise EmptyDocument(f"{file}：文件里没有正文", remedy="请检查文件是否完整；没有正文的文件不会进入资料库")
    return replace(document, metadata=corrected(document.metadata, corrections or {})), source


def read_text(source: Source, ident: str, file: str) -> Document:
    """Read a source text that was extracted before: repair, metadata as the text states it, outline."""
    clean = repair(source.text, source.layout)
    metadata = read_metadata(clean, clean_lines(clean))
    return Document(
        id=ident,
        files=(file,),
        source_sha256=source.sha256,
        source_length=len(source.text),
        clean=clean,
        metadata=metadata,
        clauses=read_outline(clean, metadata, ident, source.layout.grids, source.layout.lines),
    )
