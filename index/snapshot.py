"""Snapshots: one built index on disk, immutable, with a manifest that says how it was made.

manifest.json            how it was made, and size and checksum of every other file
catalogue.json           a card for each document: all but its text and clauses
documents.ids.npy        ids of the documents, in their order
documents.jsonl, .lines.npy  the documents, with the place and checksum of each line
passages.jsonl, .lines.npy   the passages, likewise
passages.documents.npy   for each passage the number of its document
passages.digests.npy     for each passage the digest of what the encoder read
vectors.faiss, lexical/  the two indexes

Opening reads the manifest and checks every file: its size, and its checksum too, except for the two JSON Lines files,
whose lines are checked one by one when they are read. So the cost of opening hardly grows with the library, and yet
nothing that was changed is ever shown.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from corpus import Document, Source
from index.authority import authority
from index.catalogue import Card, catalogue
from index.engine import LexicalEngine, VectorEngine
from index.errors import NotFound, SnapshotDamaged, SnapshotForeign, SnapshotMissing
from index.home import Home
from index.lines import Lines, json_lines, write_lines
from index.passages import Passage
from index.text_index import TextIndex
from index.vectors import VectorIndex

FORMAT = 2
PRODUCT = "yiju"
_MANIFEST = "manifest.json"
_DOCUMENTS = "documents.jsonl"
_DOCUMENT_IDS = "documents.ids.npy"
_PASSAGES = "passages.jsonl"
_PASSAGE_DOCUMENTS = "passages.documents.npy"
_AUTHORITY = "authority.npy"
_PASSAGE_DIGESTS = "passages.digests.npy"
_CATALOGUE = "catalogue.json"
_LINES = frozenset({_DOCUMENTS, _PASSAGES})
"""Files of which each line is checked when it is read."""
_VECTORS = "vectors.faiss"
_LEXICAL = "lexical"
_REBUILD = "请重新运行 yiju build"
_KEPT_DOCUMENTS = 16 * 2**20
"""Bytes of parsed documents that are kept: some hundred policy documents. In memory they take five times as much."""
_KEPT_PASSAGES = 4 * 2**20


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """The model whose vectors the snapshot holds; questions are encoded with the same one.

    Attributes:
        name: the setting that loads it.
        requested_dtype: the dtype setting it was built with (`auto`, `fp32`, `bf16`).
        dtype: the arithmetic used.
        dimension: numbers in a vector.
        digest: SHA-256 of its weights and settings.
    """

    name: str
    requested_dtype: str
    dtype: str
    dimension: int
    digest: str


@dataclass(frozen=True, slots=True)
class FileRecord:
    """Size and digest of one file of the snapshot."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """How a snapshot was made.

    Attributes:
        product: always `yiju`.
        format: version of the layout.
        model: the embedding model.
        corpus_digest: SHA-256 of the documents as read, metadata and clauses included, and of their passages.
        settings: what shaped the passages and the lexical index.
        versions: of the libraries that shaped the content.
        files: every other file of the snapshot by relative path.
    """

    product: str
    format: int
    model: ModelRecord
    corpus_digest: str
    settings: Mapping[str, str | int | float]
    versions: Mapping[str, str]
    files: Mapping[str, FileRecord]

    @property
    def id(self) -> str:
        """Name of the snapshot: a digest of all that determines its content."""
        facts = {key: value for key, value in asdict(self).items() if key != "files"}
        return hashlib.sha256(canonical_json(facts)).hexdigest()[:16]


def canonical_json(value: object) -> bytes:
    """One byte sequence for one value: sorted keys, no blanks, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


_manifest = TypeAdapter(Manifest)
_document = TypeAdapter(Document)
_passage = TypeAdapter(Passage)
_cards = TypeAdapter(tuple[Card, ...])


@dataclass(frozen=True)
class Content:
    """What a snapshot holds besides its indexes, as it is written.

    Attributes:
        documents: the documents in order, as lines of JSON.
        passages: the passages in order, as lines of JSON.
        cards: one for each document.
        digests: of each passage; see `Passage.digest`.
    """

    documents: Sequence[bytes]
    passages: Sequence[bytes]
    cards: tuple[Card, ...]
    digests: Sequence[str]

    @classmethod
    def of(cls, documents: Sequence[Document], passages: Sequence[Passage]) -> "Content":
        """The content of a library; the passages stand in the order of their documents."""
        counts = dict.fromkeys((document.id for document in documents), 0)
        for passage in passages:
            counts[passage.document] += 1
        return cls(
            documents=json_lines(documents, _document),
            passages=json_lines(passages, _passage),
            cards=catalogue(documents, list(counts.values())),
            digests=[passage.digest for passage in passages],
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the documents and their passages."""
        made = hashlib.sha256()
        for lines in (self.documents, self.passages):
            for line in lines:
                made.update(line)
        return made.hexdigest()


class Snapshot:
    """An opened snapshot. What is large stays on disk and is read when it is asked for.

    Several threads may use it at once. Whatever reads from it may raise `SnapshotDamaged`.

    Attributes:
        id: its name.
        manifest: how it was made.
        documents: in order of their files.
        passages: in document order; positions in it are what the indexes speak of.
    """

    def __init__(self, home: Home, folder: Path, manifest: Manifest) -> None:
        self._home = home
        self._folder = folder
        self.id = folder.name
        self.manifest = manifest
        self.documents: Sequence[Document] = Lines(folder / _DOCUMENTS, _document, kept=_KEPT_DOCUMENTS)
        self.passages: Sequence[Passage] = Lines(folder / _PASSAGES, _passage, kept=_KEPT_PASSAGES)

    @cached_property
    def catalogue(self) -> tuple[Card, ...]:
        """A card for each document, in their order: for whatever looks at many of them."""
        return _cards.validate_json((self._folder / _CATALOGUE).read_bytes())

    @cached_property
    def passage_documents(self) -> NDArray[np.int32]:
        """For each passage the number of its document."""
        numbers: NDArray[np.int32] = np.load(self._folder / _PASSAGE_DOCUMENTS)
        return numbers

    @cached_property
    def passage_authority(self) -> NDArray[np.float32]:
        """For each passage the rank of its document as legislation, NaN where it is none; see `index.authority`."""
        ranks: NDArray[np.float32] = np.load(self._folder / _AUTHORITY)
        return ranks

    @cached_property
    def passage_digests(self) -> tuple[str, ...]:
        """For each passage its digest."""
        digests: list[bytes] = np.load(self._folder / _PASSAGE_DIGESTS).tolist()
        return tuple(digest.decode("ascii") for digest in digests)

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        idents: list[bytes] = np.load(self._folder / _DOCUMENT_IDS).tolist()
        return {ident.decode("ascii"): at for at, ident in enumerate(idents)}

    @property
    def segmenter_cache(self) -> Path:
        """Folder for jieba's compiled dictionary."""
        return self._home.segmenter

    @cached_property
    def lexical(self) -> LexicalEngine:
        """The lexical index."""
        return TextIndex.load(self._folder / _LEXICAL)

    @cached_property
    def vectors(self) -> VectorEngine:
        """The vector index."""
        return VectorIndex.load(self._folder / _VECTORS)

    def document(self, ident: str) -> Document:
        """The document with this id.

        Raises:
            NotFound: there is none.
        """
        if ident not in self._numbers:
            raise NotFound(f"资料库里没有编号为“{ident[:40]}”的文件", remedy="用 yiju documents 查看全部文件")
        return self.documents[self._numbers[ident]]

    def __contains__(self, ident: object) -> bool:
        """Whether there is a document with this id."""
        return ident in self._numbers

    def find(self, reference: str) -> Document:
        """The document a person means: by id or its first 6 or more digits, file name, document number or title.

        Raises:
            NotFound: no document or several fit.
        """
        wanted = reference.strip()
        fits = [
            at
            for at, card in enumerate(self.catalogue)
            if wanted in {card.id, card.title, *card.files}
            or wanted in {file.rsplit("/", 1)[-1] for file in card.files}
            or (card.metadata.number is not None and wanted == card.metadata.number.value)
            or (len(wanted) >= 6 and card.id.startswith(wanted))
        ]
        if len(fits) == 1:
            return self.documents[fits[0]]
        problem = f"“{wanted[:60]}”对应多个文件" if fits else f"资料库里没有“{wanted[:60]}”"
        raise NotFound(problem, remedy="用 yiju documents 查看全部文件，再用其中的编号指定")

    def source(self, document: Document) -> Source:
        """The source text of a document.

        Raises:
            SnapshotDamaged: its text is gone or changed.
        """
        source = self._home.source(document.source_sha256, document.id)
        if source is None:
            raise SnapshotDamaged(f"“{document.file}”的原文存档不见了", remedy=_REBUILD)
        return source

    def original(self, document: Document) -> Path | None:
        """The kept file of a document that has pages, or None."""
        return self._home.original(document.id)


def write_snapshot(
    folder: Path,
    *,
    manifest: Manifest,
    content: Content,
    lexical: TextIndex,
    vectors: VectorIndex,
) -> None:
    """Write all files of a snapshot into an empty folder; the manifest comes last, with a checksum for each file."""
    write_lines(folder / _DOCUMENTS, content.documents)
    write_lines(folder / _PASSAGES, content.passages)
    (folder / _CATALOGUE).write_bytes(_cards.dump_json(content.cards, exclude_defaults=True))
    np.save(folder / _DOCUMENT_IDS, np.array([card.id for card in content.cards], dtype="S16"))
    counts = [behind - first for first, behind in (card.passages for card in content.cards)]
    np.save(folder / _PASSAGE_DOCUMENTS, np.repeat(np.arange(len(counts), dtype=np.int32), counts))
    ranks = [authority(card.title) for card in content.cards]
    np.save(folder / _AUTHORITY, np.repeat(np.array(ranks, dtype=np.float32), counts))
    np.save(folder / _PASSAGE_DIGESTS, np.array(content.digests, dtype="S32"))
    lexical.save(folder / _LEXICAL)
    vectors.save(folder / _VECTORS)
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    complete = {**asdict(manifest), "files": {name: asdict(_record(folder / name)) for name in names}}
    (folder / _MANIFEST).write_bytes(canonical_json(complete))


def _record(path: Path) -> FileRecord:
    with path.open("rb") as handle:
        return FileRecord(path.stat().st_size, hashlib.file_digest(handle, "sha256").hexdigest())


def open_snapshot(root: Path) -> Snapshot:
    """Open the snapshot in use of a home and check its files; lines of documents and passages are checked when read.

    Raises:
        SnapshotMissing: nothing was built yet.
        SnapshotDamaged: a file is missing or changed.
        SnapshotForeign: another product or format version wrote it.
    """
    home = Home(root)
    ident = home.current()
    if ident is None:
        raise SnapshotMissing(f"“{root}”里还没有建立索引", remedy="请先运行 yiju build，或用 --home 指定已有的资料库")
    return open_published(home, ident)


def open_published(home: Home, ident: str, *, thorough: bool = False) -> Snapshot:
    """Open a published snapshot by its id; see `open_snapshot`.

    Args:
        home: where it is.
        ident: its id.
        thorough: check every byte now, also of what is checked line by line otherwise.
    """
    folder = home.snapshots / ident
    try:
        data = json.loads((folder / _MANIFEST).read_bytes())
    except (OSError, ValueError) as error:
        raise SnapshotDamaged(f"索引 {ident} 的清单无法读取", remedy=_REBUILD) from error
    if not isinstance(data, dict) or data.get("product") != PRODUCT or data.get("format") != FORMAT:
        raise SnapshotForeign(
            f"索引 {ident} 不是本版本的格式（需要 {PRODUCT} 格式 {FORMAT}）", remedy="请用当前版本重新运行 yiju build"
        )
    try:
        manifest = _manifest.validate_python(data)
    except ValidationError as error:
        raise SnapshotDamaged(f"索引 {ident} 的清单内容不全", remedy=_REBUILD) from error
    for name, record in manifest.files.items():
        if not _is_whole(folder / name, record, by_size=name in _LINES and not thorough):
            raise SnapshotDamaged(f"索引 {ident} 的文件 {name} 已损坏或丢失", remedy=_REBUILD)
    if manifest.id != ident:
        raise SnapshotDamaged(f"索引 {ident} 的清单与名称不符", remedy=_REBUILD)
    return Snapshot(home, folder, manifest)


def _is_whole(path: Path, record: FileRecord, *, by_size: bool) -> bool:
    if not path.is_file() or path.stat().st_size != record.bytes:
        return False
    return by_size or _record(path) == record
