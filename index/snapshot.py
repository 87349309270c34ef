"""Snapshots: one built index on disk, immutable, with a manifest that says how it was made."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from corpus import Document, Source
from index.errors import NotFound, SnapshotDamaged, SnapshotForeign, SnapshotMissing
from index.home import Home
from index.lexical import LexicalIndex
from index.passages import Passage
from index.vectors import VectorIndex

FORMAT = 1
PRODUCT = "yiju"
_MANIFEST = "manifest.json"
_DOCUMENTS = "documents.jsonl"
_PASSAGES = "passages.jsonl"
_VECTORS = "vectors.faiss"
_LEXICAL = "lexical"
_REBUILD = "请重新运行 yiju build"


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


T = TypeVar("T")
_manifest = TypeAdapter(Manifest)
_document = TypeAdapter(Document)
_passage = TypeAdapter(Passage)


def document_lines(documents: Iterable[Document]) -> bytes:
    """The documents as JSON Lines."""
    return b"".join(_document.dump_json(document) + b"\n" for document in documents)


def passage_lines(passages: Iterable[Passage]) -> bytes:
    """The passages as JSON Lines."""
    return b"".join(_passage.dump_json(passage) + b"\n" for passage in passages)


class Snapshot:
    """An opened snapshot. Indexes are mapped from disk when first asked for.

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
        self.documents: tuple[Document, ...] = _read_lines(folder / _DOCUMENTS, _document)
        self._by_id = {document.id: document for document in self.documents}

    @property
    def segmenter_cache(self) -> Path:
        """Folder for jieba's compiled dictionary."""
        return self._home.segmenter

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """All passages in document order."""
        return _read_lines(self._folder / _PASSAGES, _passage)

    @cached_property
    def lexical(self) -> LexicalIndex:
        """The lexical index."""
        return LexicalIndex.load(self._folder / _LEXICAL)

    @cached_property
    def vectors(self) -> VectorIndex:
        """The vector index."""
        return VectorIndex.load(self._folder / _VECTORS)

    def document(self, ident: str) -> Document:
        """The document with this id.

        Raises:
            NotFound: there is none.
        """
        try:
            return self._by_id[ident]
        except KeyError:
            raise NotFound(f"资料库里没有编号为“{ident[:40]}”的文件", remedy="用 yiju documents 查看全部文件") from None

    def find(self, reference: str) -> Document:
        """The document a person means: by id or its first 6 or more digits, file name, document number or title.

        Raises:
            NotFound: no document or several fit.
        """
        wanted = reference.strip()
        fits = [
            document
            for document in self.documents
            if wanted in {document.id, document.title, *document.files}
            or wanted in {file.rsplit("/", 1)[-1] for file in document.files}
            or (document.metadata.number is not None and wanted == document.metadata.number.value)
            or (len(wanted) >= 6 and document.id.startswith(wanted))
        ]
        if len(fits) == 1:
            return fits[0]
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


def _read_lines(path: Path, adapter: TypeAdapter[T]) -> tuple[T, ...]:
    with path.open("rb") as handle:
        return tuple(adapter.validate_json(line) for line in handle)


def write_snapshot(
    folder: Path,
    *,
    manifest: Manifest,
    documents: Sequence[Document],
    passages: Sequence[Passage],
    lexical: LexicalIndex,
    vectors: VectorIndex,
) -> None:
    """Write all files of a snapshot into an empty folder; the manifest comes last, with a checksum for each file."""
    (folder / _DOCUMENTS).write_bytes(document_lines(documents))
    (folder / _PASSAGES).write_bytes(passage_lines(passages))
    lexical.save(folder / _LEXICAL)
    vectors.save(folder / _VECTORS)
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    complete = {**asdict(manifest), "files": {name: asdict(_record(folder / name)) for name in names}}
    (folder / _MANIFEST).write_bytes(canonical_json(complete))


def _record(path: Path) -> FileRecord:
    with path.open("rb") as handle:
        return FileRecord(path.stat().st_size, hashlib.file_digest(handle, "sha256").hexdigest())


def open_snapshot(root: Path) -> Snapshot:
    """Open the snapshot in use of a home and check every file of it.

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


def open_published(home: Home, ident: str) -> Snapshot:
    """Open a published snapshot by its id; see `open_snapshot`."""
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
        path = folder / name
        if not path.is_file() or _record(path) != record:
            raise SnapshotDamaged(f"索引 {ident} 的文件 {name} 已损坏或丢失", remedy=_REBUILD)
    if manifest.id != ident:
        raise SnapshotDamaged(f"索引 {ident} 的清单与名称不符", remedy=_REBUILD)
    return Snapshot(home, folder, manifest)
