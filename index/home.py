"""The home: the folder that holds a library's sources, texts and snapshots.

<home>/sources.json        folders and files the library is built from
<home>/texts/<sha256>.txt  source texts, kept also after a file was replaced
<home>/layouts/<id>.<sha256>.json  where their characters stand, by document and text, when the file tells
<home>/originals/<id>.<suffix>     the files themselves, when they have pages to show
<home>/snapshots/<id>/     built snapshots; the current one and the one before it are kept
<home>/current             id of the snapshot in use
<home>/segmenter/          jieba's compiled dictionary
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from corpus import PLAIN, Layout, Source
from index.errors import BuildError, SnapshotDamaged

_layout = TypeAdapter(Layout)


class Home:
    """Paths inside one home folder, and the few writes that must be atomic."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.snapshots = root / "snapshots"
        self.segmenter = root / "segmenter"
        self._texts = root / "texts"
        self._layouts = root / "layouts"
        self._originals = root / "originals"
        self._current = root / "current"
        self._sources = root / "sources.json"

    def current(self) -> str | None:
        """Id of the snapshot in use, or None when none was published."""
        try:
            return self._current.read_text("ascii").strip() or None
        except FileNotFoundError:
            return None

    def published(self) -> tuple[str, ...]:
        """Ids of the snapshots that are kept."""
        if not self.snapshots.is_dir():
            return ()
        return tuple(sorted(folder.name for folder in self.snapshots.iterdir() if is_document_id(folder.name)))

    def switch(self, snapshot: str) -> None:
        """Make a published snapshot the one in use."""
        write_atomically(self._current, snapshot.encode("ascii"))

    def sources(self) -> tuple[Path, ...]:
        """Folders and files the library is built from.

        Raises:
            SnapshotDamaged: the list cannot be read.
        """
        try:
            paths = json.loads(self._sources.read_text("utf-8"))
        except FileNotFoundError:
            return ()
        except ValueError as error:
            raise SnapshotDamaged(
                f"{self._sources} 已损坏，无法读取资料来源", remedy="请用 yiju build --only 路径… 重新指定资料"
            ) from error
        return tuple(Path(path) for path in paths)

    def keep_sources(self, paths: Sequence[Path]) -> None:
        """Replace the list of sources."""
        text = json.dumps([str(path) for path in paths], ensure_ascii=False, indent=2)
        write_atomically(self._sources, text.encode("utf-8"))

    def keep_source(self, document: str, source: Source) -> None:
        """Keep the source text of a document under its digest, and its layout beside it."""
        _keep(self._texts / f"{source.sha256}.txt", source.text.encode("utf-8"))
        if source.layout != PLAIN:
            layout = _layout.dump_json(source.layout, exclude_defaults=True)
            _keep(self._layout_path(document, source.sha256), layout)

    def keep_texts(self, sources: Mapping[str, Source]) -> None:
        """Keep many source texts at once, by document id: the disk is waited for once at the end."""
        self._texts.mkdir(parents=True, exist_ok=True)
        for document, source in sources.items():
            if source.layout != PLAIN:
                self.keep_source(document, source)
                continue
            path = self._texts / f"{source.sha256}.txt"
            data = source.text.encode("utf-8")
            if not path.is_file() or path.read_bytes() != data:
                path.write_bytes(data)
        os.sync()

    def keep_original(self, document: str, suffix: str, data: bytes) -> None:
        """Keep the bytes of a file whose pages can be shown. `suffix` is its own, in lower case, with the dot."""
        _keep(self._originals / f"{document}{suffix}", data)

    def original(self, document: str) -> Path | None:
        """The kept file of a document, or None when it has none."""
        return next(self._originals.glob(f"{document}.*"), None)

    def source(self, sha256: str, document: str) -> Source | None:
        """A kept source text with the layout it has in a document, or None when there is none under this digest.

        Raises:
            SnapshotDamaged: what is stored is not what was kept.
        """
        text = self.text(sha256)
        if text is None:
            return None
        try:
            layout = _layout.validate_json(self._layout_path(document, sha256).read_bytes())
        except FileNotFoundError:
            layout = PLAIN
        except ValidationError as error:
            raise SnapshotDamaged(f"文件 {document} 的版面存档已损坏", remedy="请重新运行 yiju build") from error
        return Source(text, sha256, layout)

    def _layout_path(self, document: str, sha256: str) -> Path:
        return self._layouts / f"{document}.{sha256[:16]}.json"

    def text(self, sha256: str) -> str | None:
        """A kept source text, or None when there is none under this digest.

        Raises:
            SnapshotDamaged: the stored bytes are not the ones that were kept.
        """
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            return None
        try:
            data = (self._texts / f"{sha256}.txt").read_bytes()
        except FileNotFoundError:
            return None
        if hashlib.sha256(data).hexdigest() != sha256:
            raise SnapshotDamaged(f"原文 {sha256[:16]}… 的存档已损坏", remedy="请重新运行 yiju build")
        return data.decode("utf-8")

    @contextmanager
    def building(self) -> Iterator[None]:
        """Hold the right to build; one builder at a time.

        Raises:
            BuildError: another process is building, or the folder cannot be written.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            with FileLock(self.root / "lock", timeout=0):
                yield
        except Timeout as error:
            raise BuildError(f"另一个进程正在建立“{self.root}”的索引", remedy="请等它完成后再试") from error

    @contextmanager
    def staged(self, snapshot: str) -> Iterator[Path]:
        """A new folder that becomes `snapshots/<snapshot>` when the block ends well, and vanishes when it does not."""
        self.snapshots.mkdir(parents=True, exist_ok=True)
        for left in self.snapshots.glob(".building-*"):
            shutil.rmtree(left)
        folder = Path(tempfile.mkdtemp(prefix=".building-", dir=self.snapshots))
        try:
            yield folder
            sync_tree(folder)
            target = self.snapshots / snapshot
            if target.exists():
                # A damaged snapshot of the same name: what is there now is the same content, whole.
                target.rename(Path(tempfile.mkdtemp(prefix=".building-", dir=self.snapshots)) / "replaced")
            folder.rename(target)
            _sync(self.snapshots)
        finally:
            if folder.exists():
                shutil.rmtree(folder)

    def prune(self, keep: set[str]) -> None:
        """Remove all snapshots but the given ones."""
        for folder in self.snapshots.iterdir():
            if folder.is_dir() and folder.name not in keep:
                shutil.rmtree(folder)


class SourceStore:
    """Source texts by digest, for checking saved answers."""

    def __init__(self, home: Path) -> None:
        self._home = Home(home)

    def text(self, sha256: str) -> str | None:
        """The text, or None when it was never kept here.

        Raises:
            SnapshotDamaged: the stored bytes changed.
        """
        return self._home.text(sha256)

    def source(self, sha256: str, document: str) -> Source | None:
        """The text with the layout it has in a document; see `Home.source`."""
        return self._home.source(sha256, document) if is_document_id(document) else None


def is_document_id(text: str) -> bool:
    """Whether a text can be the id of a document: 16 hexadecimal digits."""
    return len(text) == 16 and set(text) <= set("0123456789abcdef")


def _keep(path: Path, data: bytes) -> None:
    """Write a file unless it holds these bytes already; one that was damaged is replaced."""
    if path.is_file() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, data)


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that readers see the old bytes or the new ones, also after a power cut."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync(path.parent)


def sync_tree(folder: Path) -> None:
    """Flush every file and folder of a tree to the disk."""
    for parent, _, names in os.walk(folder):
        for name in names:
            _sync(Path(parent) / name)
        _sync(Path(parent))


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
