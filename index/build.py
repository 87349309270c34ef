"""Building: from files to a published snapshot."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Protocol

import numpy as np

from corpus import (
    DEFAULT_LIMITS,
    Document,
    DocumentError,
    Failure,
    NearDuplicate,
    Reading,
    ReadingLimits,
    Source,
    code_version,
    document_id,
    find_files,
    near_duplicates,
    read_bytes,
    read_library,
    reading_version,
    unsupported_files,
)
from index.encoder import Encoder, ModelInfo, Vectors
from index.errors import BuildError
from index.home import Home
from index.lexical import K1, B
from index.passages import MAX_LENGTH, Passage, passages_of
from index.reuse import earlier_snapshots, known_documents, previous_snapshot
from index.segment import Segmenter, Terms, word_list_digest
from index.snapshot import (
    FORMAT,
    PRODUCT,
    Content,
    Manifest,
    ModelRecord,
    Snapshot,
    open_published,
    write_snapshot,
)
from index.text_index import PAIR_B, PAIR_K1, TextIndex
from index.vectors import VectorIndex

_SHAPING = ("yiju", "jieba", "numpy", "faiss-cpu", "opencc-python-reimplemented", "sentence-transformers", "torch")
"""Distributions whose version shapes the content of a snapshot."""


class Progress(Protocol):
    """Is told what a build is doing. Names and labels are Chinese."""

    def stage(self, name: str, total: int | None) -> None:
        """A stage begins; `total` steps, or None when that is not known."""

    def advance(self, count: int = 1, label: str = "") -> None:
        """`count` steps of the stage are done; `label` says which."""


class _Silent:
    def stage(self, name: str, total: int | None) -> None:
        """Say nothing."""

    def advance(self, count: int = 1, label: str = "") -> None:
        """Say nothing."""


SILENT: Progress = _Silent()


@dataclass(frozen=True, slots=True)
class ModelSetting:
    """Which embedding model to use, and how to get it.

    Attributes:
        name: the setting, as `load_encoder` takes it.
        dtype: `auto`, `fp32` or `bf16`.
        load: loads it; called only when something has to be embedded.
    """

    name: str
    dtype: str
    load: Callable[[Callable[[str], None]], Encoder]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """The outcome of a build.

    Attributes:
        snapshot: id of the snapshot now in use.
        changed: False when nothing had to be done.
        documents: number of documents in it.
        clauses: number of clauses.
        passages: number of passages.
        embedded: passages that were embedded now.
        reused: passages whose vectors were taken from the snapshot before.
        failures: files that could not be read.
        duplicates: for each document found more than once, its paths.
        removed: paths that the snapshot before held and this one does not.
        unsupported: files in the folders that no reader takes.
        taken_over: documents that were not read again, because neither they nor their reader changed.
        near_duplicates: documents with much the same text, in pairs.
        warnings: what should be looked after but cost no document, in Chinese, one line each.
    """

    snapshot: str
    changed: bool
    documents: int
    clauses: int
    passages: int
    embedded: int
    reused: int
    failures: tuple[Failure, ...]
    duplicates: tuple[tuple[str, ...], ...]
    removed: tuple[str, ...]
    unsupported: tuple[str, ...] = ()
    taken_over: int = 0
    near_duplicates: tuple[NearDuplicate, ...] = ()
    warnings: tuple[str, ...] = ()


def build_snapshot(
    root: Path,
    paths: Sequence[Path],
    *,
    model: ModelSetting,
    only: bool = False,
    progress: Progress = SILENT,
    segmenter: Segmenter | None = None,
    limits: ReadingLimits = DEFAULT_LIMITS,
) -> BuildReport:
    """Read the library and publish a snapshot of it; what is in use stays in use until the new one is complete.

    Args:
        root: the home.
        paths: folders and files to add to the library's sources; those already listed are read again.
        model: the embedding model.
        only: replace the list of sources instead of adding to it.
        progress: told what is being done.
        segmenter: cuts the terms; made here when not given.
        limits: what reading may use: processes, time, memory.

    Raises:
        BuildError: no document could be read, or another process is building.
        DocumentError: a path does not exist or cannot be listed.
        ManifestError: a manifest beside the documents is malformed.
        ModelError: the model cannot be loaded.
    """
    home = Home(root)
    with home.building():
        sources = _sources(home, paths, only=only)
        previous = previous_snapshot(home)
        entries = find_files(sources, without=home.root)
        progress.stage("读取文件", len(entries))
        reading = read_library(
            entries,
            progress=lambda file: progress.advance(1, file),
            known=known_documents(home, previous, reading_version()),
            limits=limits,
        )
        if not reading.documents:
            raise _nothing_to_publish(sources, reading)
        snapshot, embedded = _Workshop(home, model, segmenter, progress).indexed(reading.documents, previous)
        # The texts come before the snapshot that quotes them.
        warnings = keep_read(home, reading, limits)
        home.keep_sources(sources)
        _put_in_use(home, snapshot, previous)
        report = _read_report(snapshot, reading, previous, embedded=embedded)
        unsupported = unsupported_files(sources, without=home.root)
        return replace(report, unsupported=unsupported, warnings=(*reading.warnings, *warnings))


def build_documents(
    root: Path,
    documents: Sequence[Document],
    sources: Mapping[str, Source],
    *,
    model: ModelSetting,
    progress: Progress = SILENT,
    segmenter: Segmenter | None = None,
) -> BuildReport:
    """Publish a snapshot of documents that were read already, in their order, in a home without sources of its own.

    Args:
        root: the home.
        documents: at least one.
        sources: their source texts by document id.
        model: the embedding model.
        progress: told what is being done.
        segmenter: cuts the terms; made here when not given.

    Raises:
        BuildError: the home has sources, whose documents these would displace; or another process is building.
        ModelError: the model cannot be loaded.
    """
    home = Home(root)
    with home.building():
        if home.sources():
            raise BuildError(f"“{root}”是一个资料库，里面有自己的文件", remedy="请换一个文件夹，以免替换掉已有的索引")
        previous = previous_snapshot(home)
        snapshot, embedded = _Workshop(home, model, segmenter, progress).indexed(documents, previous)
        home.keep_texts(sources)
        _put_in_use(home, snapshot, previous)
        return _report(snapshot, previous, embedded=embedded)


@dataclass(frozen=True, slots=True)
class _Workshop:
    """What it takes to make a snapshot."""

    home: Home
    model: ModelSetting
    segmenter: Segmenter | None
    progress: Progress

    def indexed(self, documents: Sequence[Document], previous: Snapshot | None) -> tuple[Snapshot, int]:
        """A published snapshot of documents, not yet in use, and how many passages were embedded for it.

        It is the one before when nothing has changed.
        """
        passages = [passage for document in documents for passage in passages_of(document)]
        content = Content.of(documents, passages)
        if previous is not None and _is_current(previous, content.digest, self.model):
            return previous, 0
        self.progress.stage("准备模型", None)
        encoder = self.model.load(lambda text: self.progress.advance(0, text))
        vectors, embedded = _embed(
            passages, content.digests, encoder, earlier_snapshots(self.home, previous), self.progress
        )
        lexical = _lexical(passages, self.segmenter or Segmenter(self.home.segmenter), self.progress)
        manifest = _manifest(content.digest, encoder.info, self.model)
        self.progress.stage("发布", None)
        with self.home.staged(manifest.id) as folder:
            write_snapshot(
                folder, manifest=manifest, content=content, lexical=lexical, vectors=VectorIndex.build(vectors)
            )
        return open_published(self.home, manifest.id), embedded


def _put_in_use(home: Home, snapshot: Snapshot, previous: Snapshot | None) -> None:
    """Switch to a snapshot; the one before stays for those who have it open."""
    if previous is None or snapshot.id != previous.id:
        home.switch(snapshot.id)
        home.prune({snapshot.id} | ({previous.id} if previous else set()))


def _sources(home: Home, paths: Sequence[Path], *, only: bool) -> list[Path]:
    listed = [] if only else [path for path in home.sources() if path.exists()]
    asked = [path.resolve() for path in paths]
    return list(dict.fromkeys([*listed, *asked]))


def _nothing_to_publish(sources: Sequence[Path], reading: Reading) -> BuildError:
    where = "、".join(str(path) for path in sources) or "（未指定路径）"
    if not reading.failures:
        return BuildError(f"“{where}”下没有可以读取的文件", remedy="请放入政策文件，或指定别的路径")
    reasons = "；".join(str(failure.error) for failure in reading.failures[:5])
    return BuildError(f"没有一个文件能够读取：{reasons}", remedy="请修正后再试；原有的索引没有改动")


def keep_read(home: Home, reading: Reading, limits: ReadingLimits) -> tuple[str, ...]:
    """Keep the source texts that were read, and the files that have pages to show; tells what could not be kept."""
    warnings: list[str] = []
    for document in reading.documents:
        source = reading.sources.get(document.id)
        if source is None:
            continue
        home.keep_source(document.id, source)
        if source.layout.pages:
            try:
                data = read_bytes(reading.originals[document.id], limits.file_bytes)
            except DocumentError as error:
                warnings.append(str(error))
                continue
            if document_id(data) == document.id:
                home.keep_original(document.id, PurePosixPath(document.file).suffix.lower(), data)
            else:
                warnings.append(f"{document.file}：建立索引的时候文件有改动，没有保存页面（请再运行一次 yiju build）")
    return tuple(warnings)


def _settings() -> Mapping[str, str | int | float]:
    return {
        "reading": reading_version(),
        "indexing": code_version(Path(__file__).parent),
        "passage_length": MAX_LENGTH,
        "words_k1": K1,
        "words_b": B,
        "pairs_k1": PAIR_K1,
        "pairs_b": PAIR_B,
        "word_list": word_list_digest(),
    }


def _versions() -> Mapping[str, str]:
    return {name: version(name) for name in _SHAPING}


def _is_current(snapshot: Snapshot, digest: str, model: ModelSetting) -> bool:
    made = snapshot.manifest
    return (
        made.corpus_digest == digest
        and (made.model.name, made.model.requested_dtype) == (model.name, model.dtype)
        and made.settings == _settings()
        and made.versions == _versions()
    )


def _lexical(passages: Sequence[Passage], segmenter: Segmenter, progress: Progress) -> TextIndex:
    progress.stage("建立索引", len(passages))
    terms: list[Terms] = []
    for passage in passages:
        terms.append(segmenter.passage(passage.context, passage.body))
        progress.advance()
    numbers: dict[str, int] = {}
    return TextIndex.build(terms, [numbers.setdefault(passage.document, len(numbers)) for passage in passages])


def _manifest(digest: str, info: ModelInfo, model: ModelSetting) -> Manifest:
    return Manifest(
        product=PRODUCT,
        format=FORMAT,
        model=ModelRecord(info.name, model.dtype, info.dtype, info.dimension, info.digest),
        corpus_digest=digest,
        settings=_settings(),
        versions=_versions(),
        files={},
    )


def _embed(
    passages: Sequence[Passage],
    digests: Sequence[str],
    encoder: Encoder,
    earlier: Iterable[Snapshot],
    progress: Progress,
) -> tuple[Vectors, int]:
    """Vectors of all passages; those that earlier snapshots hold for the same words and model are taken from them."""
    vectors = np.empty((len(passages), encoder.info.dimension), dtype=np.float32)
    new = list(range(len(passages)))
    for snapshot in earlier:
        made = snapshot.manifest.model
        if (made.digest, made.dtype) != (encoder.info.digest, encoder.info.dtype):
            continue
        known = {digest: at for at, digest in enumerate(snapshot.passage_digests)}
        old = [at for at in new if digests[at] in known]
        if old:
            vectors[old] = snapshot.vectors.at(np.asarray([known[digests[at]] for at in old], dtype=np.int64))
            new = [at for at in new if digests[at] not in known]
        if not new:
            break
    progress.stage("计算向量", len(new))
    vectors[new] = encoder.encode([passages[at].embedded for at in new], "passage", progress=progress.advance)
    return vectors, len(new)


def _report(snapshot: Snapshot, previous: Snapshot | None, *, embedded: int) -> BuildReport:
    """What can be told of a build by the snapshot it made; nothing of files, which not every build reads."""
    return BuildReport(
        snapshot=snapshot.id,
        changed=previous is None or previous.id != snapshot.id,
        documents=len(snapshot.documents),
        clauses=sum(card.clauses for card in snapshot.catalogue),
        passages=len(snapshot.passages),
        embedded=embedded,
        reused=len(snapshot.passages) - embedded,
        failures=(),
        duplicates=(),
        removed=(),
    )


def _read_report(snapshot: Snapshot, reading: Reading, previous: Snapshot | None, *, embedded: int) -> BuildReport:
    files = {file for document in reading.documents for file in document.files}
    before = {file for card in previous.catalogue for file in card.files} if previous else set()
    return replace(
        _report(snapshot, previous, embedded=embedded),
        failures=reading.failures,
        duplicates=tuple(card.files for card in snapshot.catalogue if len(card.files) > 1),
        removed=tuple(sorted(before - files)),
        taken_over=len(reading.reused),
        near_duplicates=near_duplicates(reading.documents),
    )
