"""Reading a library: files to documents, in processes of their own, with what could not be read and why."""

import os
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path, PurePosixPath

from corpus.document import Document, document_id
from corpus.errors import DocumentError
from corpus.files import Entry, printable, read_bytes, suffix_of
from corpus.manifest import Corrections, read_manifest
from corpus.metadata import Metadata, Origin, Stated
from corpus.readers import SCAN_REMEDY
from corpus.source import Source
from corpus.worker import DEFAULT_LIMITS, READ_DOCUMENT, Outcome, ReadingLimits, read_files
from corpus.worker_child import Task

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, and why."""

    file: str
    error: DocumentError


@dataclass(frozen=True, slots=True)
class Reading:
    """The outcome of reading a library.

    Attributes:
        documents: sorted by their first path; identical files are one document with several paths.
        sources: the source texts of the documents that were read now, by document id.
        failures: sorted by path.
        warnings: what should be looked after but cost no document, in Chinese, one line each.
        originals: where the bytes of each document are, by document id; see `read_bytes`.
        reused: ids of the documents that were taken over unread.
    """

    documents: tuple[Document, ...]
    sources: dict[str, Source]
    failures: tuple[Failure, ...]
    warnings: tuple[str, ...] = ()
    originals: Mapping[str, Entry] = field(default_factory=dict)
    reused: frozenset[str] = frozenset()


def read_library(
    entries: Sequence[Entry],
    *,
    progress: Progress = lambda _: None,
    known: Mapping[str, Document] | None = None,
    limits: ReadingLimits = DEFAULT_LIMITS,
    reader: str = READ_DOCUMENT,
) -> Reading:
    """Read files into documents.

    The outcome depends on the files alone, not on how many processes read them nor on which is done first.

    Args:
        entries: see `find_files`.
        progress: called with each file's relative path when it is done, in no fixed order.
        known: documents by id that the same version of the reading (`reading_version`) made before: a file with these
            bytes is not read again, unless its reader or what people filled in for it has changed.
        limits: what reading may use.
        reader: import path of what reads a file; see `read_files`.

    Raises:
        ManifestError: a manifest beside the files is malformed.
        RuntimeError: a reader process cannot be started.
    """
    ordered = sorted(entries, key=lambda entry: entry.file)
    manifests, warnings = _manifests(ordered)
    shelf = _Shelf(manifests, progress)
    waiting: dict[str, _Copies] = {}
    for copies in _identified(ordered, limits.file_bytes, shelf):
        document = (known or {}).get(copies.ident)
        if document is not None and _is_as_before(document, copies, manifests):
            shelf.take_over(document, copies)
        else:
            waiting[copies.ident] = copies
    while waiting:
        tasks = [copies.task(limits) for copies in waiting.values()]
        for task, outcome in read_files(tasks, limits=limits, reader=reader):
            left = shelf.put(task, outcome, waiting.pop(task.ident))
            if left.entries:
                waiting[task.ident] = left
    return shelf.reading(warnings)


@dataclass(frozen=True, slots=True)
class _Copies:
    """The files with the same bytes, in the order of their paths."""

    ident: str
    size: int
    entries: tuple[Entry, ...]

    def task(self, limits: ReadingLimits) -> Task:
        """To read the first of them."""
        first = self.entries[0]
        return Task(first, printable(first.file), self.ident, limits.seconds_for(self.size))


class _Shelf:
    """What has been read so far."""

    def __init__(self, manifests: Mapping[Path, Corrections], progress: Progress) -> None:
        self._manifests = manifests
        self._progress = progress
        self._documents: dict[str, Document] = {}
        self._sources: dict[str, Source] = {}
        self._originals: dict[str, Entry] = {}
        self._reused: set[str] = set()
        self._failures: list[Failure] = []

    def fail(self, entry: Entry, error: DocumentError) -> None:
        """A file cannot be read."""
        name = printable(entry.file)
        self._failures.append(Failure(name, error))
        self._progress(name)

    def take_over(self, document: Document, copies: _Copies) -> None:
        """A document of before stands for these files."""
        self._reused.add(document.id)
        self._keep(document, copies)

    def put(self, task: Task, outcome: Outcome, copies: _Copies) -> _Copies:
        """The outcome of reading the first of the copies; gives those left to read with another reader.

        A file that a reader refuses may be what another one takes, when a copy of it has another suffix.
        """
        if isinstance(outcome, DocumentError):
            suffix = suffix_of(task.entry.file)
            for entry in copies.entries:
                if suffix_of(entry.file) == suffix:
                    self.fail(entry, _said_of(outcome, task.name, printable(entry.file)))
            others = tuple(entry for entry in copies.entries if suffix_of(entry.file) != suffix)
            return replace(copies, entries=others)
        document, source = outcome
        self._sources[document.id] = source
        self._keep(document, copies)
        return replace(copies, entries=())

    def reading(self, warnings: tuple[str, ...]) -> Reading:
        """Everything, in an order of its own."""
        documents = sorted(self._documents.values(), key=lambda document: (document.files, document.id))
        return Reading(
            documents=tuple(documents),
            sources={document.id: self._sources[document.id] for document in documents if document.id in self._sources},
            failures=tuple(sorted(self._failures, key=lambda failure: (failure.file, failure.error.message))),
            warnings=(*warnings, *(unread_pages(document) for document in documents if document.unread)),
            originals={document.id: self._originals[document.id] for document in documents},
            reused=frozenset(self._reused),
        )

    def _keep(self, document: Document, copies: _Copies) -> None:
        found = replace(document, files=())
        for entry in copies.entries:
            found = found.found_again(printable(entry.file), self._manifests[entry.root].get(entry.file, {}))
        self._documents[document.id] = found
        self._originals[document.id] = copies.entries[0]
        for entry in copies.entries:
            self._progress(printable(entry.file))


def unread_pages(document: Document) -> str:
    """The line that says which pages of a document were not read, and the remedy."""
    named = "、".join(map(str, document.unread))
    return f"{document.file}：第 {named} 页是扫描图像，没有读（{SCAN_REMEDY}）"


def _identified(entries: Sequence[Entry], limit: int, shelf: _Shelf) -> list[_Copies]:
    """The files that can be opened, those with the same bytes together, in the order of their first paths."""
    sizes: dict[str, int] = {}
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        try:
            data = read_bytes(entry, limit)
        except DocumentError as error:
            shelf.fail(entry, error)
            continue
        ident = document_id(data)
        sizes[ident] = len(data)
        found[ident].append(entry)
    return [_Copies(ident, sizes[ident], tuple(copies)) for ident, copies in found.items()]


def _said_of(error: DocumentError, name: str, other: str) -> DocumentError:
    """The error of a file, said of another file with the same bytes and suffix."""
    if name == other:
        return error
    return type(error)(f"{other}{error.message.removeprefix(name)}", remedy=error.remedy)


def _is_as_before(document: Document, copies: _Copies, manifests: Mapping[Path, Corrections]) -> bool:
    """Whether reading these files again would give the known document.

    What people fill in comes on top of what the text says, and hides it: a document that carries such values is
    only good for the same ones.
    """
    wanted: dict[str, str] = {}
    for entry in copies.entries:
        for name, value in manifests[entry.root].get(entry.file, {}).items():
            wanted.setdefault(name, value)
    carried = _filled_in(document.metadata)
    same_reader = suffix_of(document.file) == suffix_of(copies.entries[0].file)
    return same_reader and (not carried or carried == wanted)


def _filled_in(metadata: Metadata) -> dict[str, object]:
    """The values that people filled in, by field; where a field holds several, the values themselves."""
    carried: dict[str, object] = {}
    for item in fields(metadata):
        value = getattr(metadata, item.name)
        several = value if isinstance(value, tuple) else (value,)
        if any(isinstance(one, Stated) and one.origin is Origin.MANIFEST for one in several):
            carried[item.name] = value.value if isinstance(value, Stated) else value
    return carried


def _manifests(entries: Sequence[Entry]) -> tuple[dict[Path, Corrections], tuple[str, ...]]:
    """The manifests beside the files, by folder, and a line for each row that names no file."""
    listed: defaultdict[Path, set[str]] = defaultdict(set)
    for entry in entries:
        listed[entry.root].add(entry.file)
    warnings: list[str] = []
    manifests = {
        root: read_manifest(root, holds=_Holdings(root, files).holds, missing=warnings.append)
        for root, files in listed.items()
    }
    return manifests, tuple(sorted(warnings))


@dataclass(frozen=True, slots=True)
class _Holdings:
    """What a folder holds: the files on the disk, and in its archives those that were found to be read."""

    root: Path
    files: set[str]

    def holds(self, name: str) -> bool:
        """Whether there is such a file; of an archive that nobody looked into everything is believed."""
        if name in self.files or self._is_file(name):
            return True
        archives = [str(place) for place in PurePosixPath(name).parents if self._is_file(str(place))]
        return any(not any(file.startswith(f"{archive}/") for file in self.files) for archive in archives)

    def _is_file(self, name: str) -> bool:
        return os.path.isfile(self.root / name)  # noqa: PTH113  a name too long for the disk is no file, and no error
