"""Reading a library: folders and files to documents, with what could not be read and why."""

import errno
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.document import Document, document_id, read_document
from corpus.errors import DocumentError, DocumentTooLarge, UnreadableDocument
from corpus.manifest import MANIFEST_NAME, Corrections, read_manifest
from corpus.readers import READERS
from corpus.source import Source

MAX_FILE_BYTES = 50 * 1024 * 1024
"""Larger files are refused before they are read."""

_REASONS = {
    errno.ENOENT: "文件不存在",
    errno.EACCES: "没有读取权限",
    errno.EPERM: "没有读取权限",
    errno.EISDIR: "它是一个文件夹",
    errno.ENOTDIR: "路径中间有一段不是文件夹",
    errno.ELOOP: "链接绕成了一圈",
    errno.ENAMETOOLONG: "名称太长",
    errno.EIO: "磁盘读取出错",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A file to read: where it is and the relative path it is known by."""

    path: Path
    file: str
    root: Path


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
        sources: the source texts, by document id.
        failures: sorted by path.
    """

    documents: tuple[Document, ...]
    sources: dict[str, Source]
    failures: tuple[Failure, ...]


def find_files(roots: Sequence[Path], *, without: Path | None = None) -> list[Entry]:
    """The files under the given folders and the given files themselves, sorted by relative path.

    What lies under `without` is left out: a home inside a folder of documents holds copies of their texts. In a folder
    only files with a known suffix count; hidden ones and links that lead out of the folder are left out. A file named
    by itself is always taken, so that a wrong suffix is reported.

    Raises:
        UnreadableDocument: a root does not exist, or a folder cannot be listed.
    """
    entries: dict[str, Entry] = {}
    hidden = Path(os.path.realpath(without)) if without is not None else None
    for root in roots:
        try:
            root.stat()
        except (OSError, ValueError) as error:  # a name with a NUL is a ValueError
            cause = _reason(error) if isinstance(error, OSError) else "名称无效"
            raise UnreadableDocument(f"找不到“{root}”：{cause}", remedy="请检查路径是否写对、是否有读取权限") from error
        found = _walk(root) if root.is_dir() else [Entry(root, root.name, root.parent)]
        for entry in found:
            place = os.path.realpath(entry.path)
            if hidden is None or not Path(place).is_relative_to(hidden):
                entries.setdefault(place, entry)
    return sorted(entries.values(), key=lambda entry: entry.file)


def _walk(root: Path) -> Iterator[Entry]:
    def refuse(error: OSError) -> None:
        raise UnreadableDocument(
            f"无法读取文件夹“{error.filename}”：{_reason(error)}", remedy="请检查读取权限"
        ) from error

    inside = Path(os.path.realpath(root))
    for folder, names, files in os.walk(root, onerror=refuse):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(files):
            path = Path(folder) / name
            if name.startswith(".") or name == MANIFEST_NAME or path.suffix.lower() not in READERS:
                continue
            # os.path.realpath, unlike Path.resolve, gets over links that lead in a circle.
            if Path(os.path.realpath(path)).is_relative_to(inside):
                yield Entry(path, path.relative_to(root).as_posix(), root)


def unsupported_files(roots: Sequence[Path], *, without: Path | None = None) -> tuple[str, ...]:
    """Relative paths of the visible files in the given folders that no reader takes, sorted; see `find_files`."""
    hidden = Path(os.path.realpath(without)) if without is not None else None
    found: set[str] = set()
    for root in roots:
        for folder, names, files in os.walk(root):
            names[:] = [name for name in names if not name.startswith(".")]
            if hidden is not None and Path(os.path.realpath(folder)).is_relative_to(hidden):
                names.clear()
                continue
            for name in files:
                if not name.startswith(".") and name != MANIFEST_NAME and Path(name).suffix.lower() not in READERS:
                    found.add((Path(folder) / name).relative_to(root).as_posix())
    return tuple(sorted(_printable(name) for name in found))


def read_library(
    entries: Sequence[Entry],
    *,
    progress: Callable[[str], None] = lambda _: None,
) -> Reading:
    """Read files into documents.

    Args:
        entries: see `find_files`.
        progress: called with each file's relative path when it is done.

    Raises:
        ManifestError: a manifest beside the files is malformed.
    """
    manifests: dict[Path, Corrections] = {}
    documents: dict[str, Document] = {}
    sources: dict[str, Source] = {}
    failures: list[Failure] = []
    for entry in entries:
        if entry.root not in manifests:
            manifests[entry.root] = read_manifest(entry.root)
        values = manifests[entry.root].get(entry.file, {})
        name = _printable(entry.file)
        try:
            data = _read_bytes(entry)
            found = documents.get(ident := document_id(data))
            if found is not None:
                documents[ident] = found.found_again(name, values)
            else:
                documents[ident], source = read_document(data, name, values)
                sources[ident] = source
        except DocumentError as error:
            failures.append(Failure(name, error))
        progress(name)
    ordered = sorted(documents.values(), key=lambda document: (document.files, document.id))
    return Reading(tuple(ordered), sources, tuple(failures))


def _printable(file: str) -> str:
    r"""The path with bytes that are no UTF-8 written as `\xNN`, so that it can be shown and stored."""
    return os.fsencode(file).decode("utf-8", errors="backslashreplace")


def _read_bytes(entry: Entry) -> bytes:
    file = _printable(entry.file)
    try:
        state = entry.path.stat()
        if not stat.S_ISREG(state.st_mode):  # reading a pipe would wait for ever
            raise UnreadableDocument(f"{file}：不是普通文件", remedy="请换成普通文件；管道、设备等不能读取")
        if state.st_size > MAX_FILE_BYTES:
            raise DocumentTooLarge(
                f"{file}：文件有 {state.st_size / 2**20:.1f} MB，超过 {MAX_FILE_BYTES // 2**20} MB 的上限",
                remedy="请拆分后再试",
            )
        return entry.path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(
            f"{file}：无法读取，{_reason(error)}", remedy="请检查文件是否存在、是否有读取权限"
        ) from error


def _reason(error: OSError) -> str:
    return _REASONS.get(error.errno or 0, "系统拒绝了读取")
