"""Finding the files of a library: in folders, in .zip archives and by name."""

import errno
import os
import stat
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from corpus.archive import ArchiveLimits, Member, is_hidden_name, list_members, read_member
from corpus.errors import DocumentError, DocumentTooLarge, UnreadableDocument
from corpus.kinds import HEAD_BYTES, NEEDS_CONVERSION, ZIP, mismatch, package_kind, sniff
from corpus.manifest import MANIFEST_NAME
from corpus.readers import READERS

ARCHIVE_SUFFIX = ".zip"
WEB_PAGES = frozenset({".html", ".htm"})
ARCHIVE_LIMITS = ArchiveLimits()

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
    """A file to read: where it is and the relative path it is known by.

    Attributes:
        path: the file, or the archive that holds it.
        file: its relative path, written with `/`; that of a member is `archive.zip/inner/path.txt`.
        root: the folder that the relative path starts from, where a manifest may stand.
        member: the place inside the archive.
        problem: why it cannot be read, when that is known already: a member that was refused, a damaged archive.
    """

    path: Path
    file: str
    root: Path
    member: Member | None = None
    problem: DocumentError | None = None


def find_files(
    roots: Sequence[Path], *, without: Path | None = None, limits: ArchiveLimits = ARCHIVE_LIMITS
) -> list[Entry]:
    """The files under the given folders, in the given archives and the given files themselves, by relative path.

    What lies under `without` is left out: a home inside a folder of documents holds copies of their texts. In a folder
    or an archive only files with a suffix that a reader takes count, and those that have to be converted first, so
    that they are told; hidden ones and links that lead out of the folder are left out. An archive is a folder of its
    members. A file named by itself is always taken, so that a wrong suffix is reported.

    Raises:
        UnreadableDocument: a root does not exist, or a folder cannot be listed.
    """
    for root in roots:
        _check(root)
    found = _files(roots, without, limits)
    wanted = [entry for entry in found if entry.problem or _is_wanted(entry.file) or _is_named(entry, roots)]
    return sorted(wanted, key=lambda entry: entry.file)


def unsupported_files(
    roots: Sequence[Path], *, without: Path | None = None, limits: ArchiveLimits = ARCHIVE_LIMITS
) -> tuple[str, ...]:
    """Relative paths of the visible files in the given folders and archives that no reader takes; see `find_files`."""
    found = _files(roots, without, limits)
    left = [entry for entry in found if not (entry.problem or _is_wanted(entry.file) or _is_named(entry, roots))]
    return tuple(sorted({printable(entry.file) for entry in left}))


def read_bytes(entry: Entry, limit: int) -> bytes:
    """The bytes of a file or of a member of an archive.

    Raises:
        DocumentError: what is known to be wrong with the entry.
        UnreadableDocument: it is gone, no ordinary file, damaged in its archive, or may not be read.
        DocumentTooLarge: it has more than `limit` bytes.
    """
    if entry.problem is not None:
        raise entry.problem
    file = printable(entry.file)
    try:
        state = entry.path.stat()
        if not stat.S_ISREG(state.st_mode):  # reading a pipe would wait for ever
            raise UnreadableDocument(f"{file}：不是普通文件", remedy="请换成普通文件；管道、设备等不能读取")
        if entry.member is not None:
            return read_member(entry.path, entry.member, file, limit)
        if state.st_size > limit:
            raise DocumentTooLarge(
                f"{file}：文件有 {state.st_size / 2**20:.1f} MB，超过 {limit // 2**20} MB 的上限",
                remedy="请拆分后再试",
            )
        with entry.path.open("rb") as handle:
            return handle.read(limit)
    except OSError as error:
        raise UnreadableDocument(
            f"{file}：无法读取，{_reason(error)}", remedy="请检查文件是否存在、是否有读取权限"
        ) from error


def suffix_of(file: str) -> str:
    """The suffix that chooses the reader, in lower case with its dot."""
    return PurePath(file).suffix.lower()


def printable(file: str) -> str:
    r"""The path with bytes that are no UTF-8 written as `\xNN`, so that it can be shown and stored."""
    return os.fsencode(file).decode("utf-8", errors="backslashreplace")


def _check(root: Path) -> None:
    try:
        root.stat()
    except (OSError, ValueError) as error:  # a name with a NUL is a ValueError
        cause = _reason(error) if isinstance(error, OSError) else "名称无效"
        raise UnreadableDocument(f"找不到“{root}”：{cause}", remedy="请检查路径是否写对、是否有读取权限") from error


def _files(roots: Sequence[Path], without: Path | None, limits: ArchiveLimits) -> list[Entry]:
    """All visible files of the roots, each once, the members of archives in place of these."""
    hidden = Path(os.path.realpath(without)) if without is not None else None
    files: dict[str, Entry] = {}
    for root in roots:
        for entry in _walk(root, hidden) if root.is_dir() else [Entry(root, root.name, root.parent)]:
            place = os.path.realpath(entry.path)
            if hidden is None or not Path(place).is_relative_to(hidden):
                files.setdefault(place, entry)
    return [
        found for entry in files.values() for found in (_members(entry, limits) if _is_archive(entry.file) else [entry])
    ]


def _walk(root: Path, hidden: Path | None) -> Iterator[Entry]:
    def refuse(error: OSError) -> None:
        raise UnreadableDocument(
            f"无法读取文件夹“{error.filename}”：{_reason(error)}", remedy="请检查读取权限"
        ) from error

    inside = Path(os.path.realpath(root))
    for folder, names, files in os.walk(root, onerror=refuse):
        if hidden is not None and Path(os.path.realpath(folder)).is_relative_to(hidden):
            names.clear()
            continue
        pages = {Path(name).stem for name in files if suffix_of(name) in WEB_PAGES}
        names[:] = sorted(name for name in names if not is_hidden_name(name) and not _is_page_folder(name, pages))
        for name in sorted(files):
            path = Path(folder) / name
            if is_hidden_name(name) or name == MANIFEST_NAME:
                continue
            # os.path.realpath, unlike Path.resolve, gets over links that lead in a circle.
            if Path(os.path.realpath(path)).is_relative_to(inside):
                yield Entry(path, path.relative_to(root).as_posix(), root)


def _is_page_folder(name: str, pages: Collection[str]) -> bool:
    """Whether a browser put the pictures and scripts of a saved web page beside it into this folder."""
    return any(name == page + ending for page in pages for ending in ("_files", ".files"))


def _members(archive: Entry, limits: ArchiveLimits) -> Iterator[Entry]:
    """What an archive holds; one entry with its problem when it cannot be opened."""
    file = printable(archive.file)
    try:
        if not stat.S_ISREG(archive.path.stat().st_mode):
            raise UnreadableDocument(f"{file}：不是普通文件", remedy="请换成普通文件；管道、设备等不能读取")
        with archive.path.open("rb") as handle:
            kind = sniff(handle.read(HEAD_BYTES))
        if kind is not None and kind is not ZIP:
            raise mismatch(file, kind)
        members = list_members(archive.path, file, limits)
        kind = package_kind([member.name for member in members])
        if kind is not None and kind is not ZIP:
            raise mismatch(file, kind)
    except DocumentError as error:
        yield Entry(archive.path, archive.file, archive.root, problem=error)
        return
    except OSError as error:
        problem = UnreadableDocument(f"{file}：无法读取，{_reason(error)}", remedy="请检查文件是否存在、是否有读取权限")
        yield Entry(archive.path, archive.file, archive.root, problem=problem)
        return
    for member in members:
        inner = f"{archive.file}/{member.name}"
        if isinstance(member, Member):
            yield Entry(archive.path, inner, archive.root, member=member)
        else:
            told = member.error if _is_wanted(inner) or _is_archive(inner) else None
            yield Entry(archive.path, inner, archive.root, problem=told)


def _is_named(entry: Entry, roots: Sequence[Path]) -> bool:
    return entry.member is None and entry.path in roots


def _is_wanted(file: str) -> bool:
    """Whether a file found in a folder is read, or told to be of a format that has to be converted."""
    return suffix_of(file) in READERS or suffix_of(file) in NEEDS_CONVERSION


def _is_archive(file: str) -> bool:
    return suffix_of(file) == ARCHIVE_SUFFIX and ARCHIVE_SUFFIX not in READERS


def _reason(error: OSError) -> str:
    return _REASONS.get(error.errno or 0, "系统拒绝了读取")
