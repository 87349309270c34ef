"""Archives: the members of a .zip, listed and read safely. Nothing is ever written to disk.

What a ZIP file says about itself is not believed: names may climb out of the archive, sizes may lie, members may
overlap and unpack to terabytes. The standard library reads the directory, through a file that gives only so many bytes
at once; a member is unpacked here, byte by counted byte.
"""

import io
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from corpus.errors import DocumentError, DocumentTooLarge, UnreadableDocument

MAX_DIRECTORY_BYTES = 4 * 2**20
"""The directory is parsed in memory, and one of 4 MB holds some 20,000 ordinary names."""

_CHUNK = 64 * 1024
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_UNICODE_PATH = 0x7075
_MAX_NAME = 500
_MAX_OFFSET = 2**62
_SMALL = 2**20
"""Bytes: a member that is no larger may be packed as tightly as it likes."""
_UNSHOWN = ("Cc", "Cs", "Zl", "Zp")
_UTF8 = 0x800
_ENCRYPTED = 0x2041  # encrypted, strongly encrypted, masked directory
_DRIVE = re.compile(r"[A-Za-z]:")
_DAMAGED = (zipfile.BadZipFile, struct.error, NotImplementedError, EOFError, ValueError)
"""What the standard library raises for a directory that makes no sense; an undecodable name is a ValueError."""


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """How much an archive may hold.

    Attributes:
        members: number of members.
        member_bytes: unpacked bytes of one member.
        total_bytes: unpacked bytes of all members together.
        ratio: unpacked to packed bytes of one member of more than 1 MB; ordinary text reaches 10, a bomb 1,000.
    """

    members: int = 10_000
    member_bytes: int = 50 * 2**20
    total_bytes: int = 2 * 2**30
    ratio: int = 200


@dataclass(frozen=True, slots=True)
class Member:
    """A member as the directory states it: where its bytes are and what they unpack to."""

    name: str
    offset: int
    packed: int
    size: int
    crc: int
    deflated: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """A member that is not read, and why."""

    name: str
    error: DocumentError


class _Bounded(io.RawIOBase):
    """A file that refuses to hand out many bytes at once: the directory is asked for in one piece of stated size."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def read(self, size: int = -1, /) -> bytes:
        if size > MAX_DIRECTORY_BYTES:
            message = "the directory is too large"
            raise zipfile.BadZipFile(message)
        return self._file.read(size)


def directory(file: BinaryIO) -> tuple[str, ...] | None:
    """The names of the members as stored, or None when the directory cannot be read."""
    try:
        with zipfile.ZipFile(_Bounded(file)) as opened:
            return tuple(opened.namelist())
    except _DAMAGED:
        return None


def list_members(path: Path, file: str, limits: ArchiveLimits) -> list[Member | Refused]:
    """The members of an archive in the order of its directory; folders and hidden files are left out.

    Args:
        path: the archive.
        file: the name it is known by, for messages; a member is called `file/name`.
        limits: how much it may hold.

    Raises:
        UnreadableDocument: it is no ZIP file, or damaged.
        DocumentTooLarge: it holds too many members, or too much in all.
        OSError: it cannot be opened.
    """
    with path.open("rb") as handle:
        try:
            with zipfile.ZipFile(_Bounded(handle)) as opened:
                infos = opened.infolist()
        except _DAMAGED as error:
            raise UnreadableDocument(
                f"{file}：压缩包不完整或已损坏，目录读不出来", remedy="请重新取得或重新压缩，或解压后把文件夹交给本程序"
            ) from error
    if len(infos) > limits.members:
        raise DocumentTooLarge(
            f"{file}：压缩包里有 {len(infos)} 个成员，超过 {limits.members} 个的上限", remedy="请分成几个压缩包再试"
        )
    names = _names(infos)
    seen: set[str] = set()
    listed: list[Member | Refused] = []
    for info, name in zip(infos, names, strict=True):
        if info.is_dir() or name.endswith(("/", "\\")) or _is_hidden(name):
            continue
        member = _member(info, name, file, seen, limits)
        listed.append(member)
        seen.add(member.name)
    total = sum(member.size for member in listed if isinstance(member, Member))
    if total > limits.total_bytes:
        raise DocumentTooLarge(
            f"{file}：压缩包解开后有 {total / 2**20:.0f} MB，超过 {limits.total_bytes // 2**20} MB 的上限",
            remedy="请分成几个压缩包再试；来历不明的压缩包请勿解压",
        )
    return listed


def read_member(path: Path, member: Member, file: str, limit: int) -> bytes:
    """The unpacked bytes of a member.

    Args:
        path: the archive.
        member: from `list_members`.
        file: the name of the member, for messages.
        limit: how many bytes it may have.

    Raises:
        UnreadableDocument: the member is damaged or not what the directory states.
        DocumentTooLarge: it has more bytes than the limit.
        OSError: the archive cannot be read.
    """
    damaged = UnreadableDocument(f"{file}：在压缩包里已损坏，解不开", remedy="请重新取得或重新压缩后再试")
    if member.size > limit:
        raise _too_large(file, member.size, limit)
    pieces: list[bytes] = []
    length = 0
    try:
        with path.open("rb") as handle:
            for piece in _unpacked(handle, member):
                length += len(piece)
                if length > member.size:
                    raise damaged
                pieces.append(piece)
    except (zlib.error, struct.error, EOFError) as error:
        raise damaged from error
    data = b"".join(pieces)
    if length != member.size or zlib.crc32(data) != member.crc:
        raise damaged
    return data


def _unpacked(handle: BinaryIO, member: Member) -> Iterator[bytes]:
    """The bytes of a member piece by piece, none longer than a chunk."""
    handle.seek(member.offset)
    head = _LOCAL_HEADER.unpack(handle.read(_LOCAL_HEADER.size))
    if head[0] != b"PK\x03\x04":
        raise EOFError
    handle.seek(head[-2] + head[-1], io.SEEK_CUR)
    left = member.packed
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS) if member.deflated else None
    while left > 0 and (packed := handle.read(min(_CHUNK, left))):
        left -= len(packed)
        if unpacker is None:
            yield packed
            continue
        while packed and not unpacker.eof:
            yield unpacker.decompress(packed, _CHUNK)
            packed = unpacker.unconsumed_tail
    if unpacker is not None:
        # What the last input still unpacks to: at most a chunk is wanted, more is more than the directory states.
        while not unpacker.eof and (piece := unpacker.decompress(b"", _CHUNK)):
            yield piece
        if not unpacker.eof:
            raise EOFError


def _member(info: zipfile.ZipInfo, name: str, file: str, seen: set[str], limits: ArchiveLimits) -> Member | Refused:
    """One member with a safe path, or why it is refused."""
    path = _safe_path(name)
    if path is None:
        shown = _shown(name)
        cause = "绝对路径、指向压缩包之外、太长或含有控制字符"
        unsafe = UnreadableDocument(f"{file}/{shown}：成员的路径不合规（{cause}）", remedy="请改正路径后重新压缩")
        return Refused(shown, unsafe)
    problem = _unreadable(info, f"{file}/{path}") or _too_much(info, f"{file}/{path}", limits)
    if path in seen:
        problem = UnreadableDocument(
            f"{file}/{path}：压缩包里有同名的成员，只读第一个", remedy="请改名后重新压缩，再读其余的"
        )
    if problem is not None:
        return Refused(path, problem)
    deflated = info.compress_type == zipfile.ZIP_DEFLATED
    return Member(path, info.header_offset, info.compress_size, info.file_size, info.CRC, deflated)


def _unreadable(info: zipfile.ZipInfo, file: str) -> DocumentError | None:
    """Why a member of this make is not read."""
    mode = stat.S_IFMT(info.external_attr >> 16)
    if mode not in {0, stat.S_IFREG}:
        what = "链接" if mode == stat.S_IFLNK else "特殊文件"
        return UnreadableDocument(f"{file}：压缩包里的这个成员是{what}", remedy="请换成普通文件后重新压缩")
    if info.flag_bits & _ENCRYPTED:
        return UnreadableDocument(f"{file}：在压缩包里已加密", remedy="请用密码解压后再试")
    if file.lower().endswith(".zip"):
        return UnreadableDocument(f"{file}：压缩包里的压缩包不读", remedy="请先解开外面的一层再试")
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        return UnreadableDocument(f"{file}：压缩方式不支持", remedy="请用普通的 ZIP（Deflate）方式重新压缩")
    if not 0 <= info.header_offset < _MAX_OFFSET:
        return UnreadableDocument(f"{file}：压缩包的目录已损坏，找不到这个成员", remedy="请重新取得或重新压缩后再试")
    return None


def _too_much(info: zipfile.ZipInfo, file: str, limits: ArchiveLimits) -> DocumentError | None:
    """Why a member that states these sizes is not unpacked."""
    if info.file_size > limits.member_bytes:
        return _too_large(file, info.file_size, limits.member_bytes)
    if info.file_size > max(_SMALL, limits.ratio * info.compress_size):
        return DocumentTooLarge(
            f"{file}：压缩比异常，{info.compress_size} 字节声称能解开成 {info.file_size} 字节",
            remedy="来历不明的压缩包请勿解压；确认无误的，请解压后再试",
        )
    return None


def _too_large(file: str, size: int, limit: int) -> DocumentTooLarge:
    return DocumentTooLarge(
        f"{file}：解开后有 {size / 2**20:.1f} MB，超过 {limit // 2**20} MB 的上限", remedy="请拆分后再试"
    )


def _names(infos: Sequence[zipfile.ZipInfo]) -> list[str]:
    """The names of the members in the encoding they were written in.

    A name is UTF-8 when its flag (APPNOTE 4.4.4, bit 11) or its Unicode extra field (4.6.9) says so. Where neither
    does, the standard says code page 437, but Chinese systems write GBK and macOS UTF-8: all such names of the archive
    decide together.
    """
    unmarked = [info.orig_filename.encode("cp437") for info in infos if not info.flag_bits & _UTF8]
    encoding = _encoding(unmarked)
    names: list[str] = []
    for info in infos:
        raw = info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437")
        stated = _unicode_name(info.extra, raw)
        names.append(stated or (info.orig_filename if info.flag_bits & _UTF8 else raw.decode(encoding)))
    return names


def _encoding(names: Sequence[bytes]) -> str:
    """The encoding that fits all names: UTF-8, or the Chinese one in which more of the characters are common ones."""
    together = b"\n".join(names)
    if _decoded(together, "utf-8") is not None:
        return "utf-8"
    simplified, traditional = _decoded(together, "gb18030"), _decoded(together, "big5")
    if simplified is None or traditional is None:
        return "gb18030" if simplified is not None else "big5" if traditional is not None else "cp437"
    # First bytes of the common ideographs: GB 2312 level 1 and Big5 level 1.
    common = _share(simplified, "gb2312", range(0xB0, 0xD8)), _share(traditional, "big5", range(0xA4, 0xC7))
    return "gb18030" if common[0] >= common[1] else "big5"


def _share(text: str, encoding: str, rows: range) -> float:
    """The share of common ideographs among the characters beyond ASCII."""
    codes = [char.encode(encoding, errors="ignore") for char in text if not char.isascii()]
    return sum(len(code) == 2 and code[0] in rows for code in codes) / max(1, len(codes))


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _unicode_name(extra: bytes, raw: bytes) -> str | None:
    """The name in the Info-ZIP Unicode Path field, when there is one and it belongs to this name."""
    at = 0
    while at + 4 <= len(extra):
        ident, length = struct.unpack_from("<2H", extra, at)
        field = extra[at + 4 : at + 4 + length]
        if ident == _UNICODE_PATH and len(field) > 5 and field[0] == 1:
            matches = struct.unpack_from("<L", field, 1)[0] == zlib.crc32(raw)
            return _decoded(field[5:], "utf-8") if matches else None
        at += 4 + length
    return None


def _safe_path(name: str) -> str | None:
    """The path inside the archive in its one spelling with `/`, or None when it leads out or cannot be shown."""
    path = name.replace("\\", "/")
    parts = [part for part in path.split("/") if part not in {"", "."}]
    unsafe = path.startswith("/") or _DRIVE.match(path) or ".." in parts or not parts or len(path) > _MAX_NAME
    return None if unsafe or _shown(path) != path else "/".join(parts)


def _is_hidden(name: str) -> bool:
    """Whether it is none of the documents: hidden, or what macOS and Office leave behind."""
    parts = name.replace("\\", "/").split("/")
    return parts[0] == "__MACOSX" or any(is_hidden_name(part) for part in parts if part not in {"", ".", ".."})


def is_hidden_name(name: str) -> bool:
    """Whether a file or folder of this name is hidden, or the lock file of an open Office document."""
    return name.startswith((".", "~$"))


def _shown(name: str) -> str:
    """A name without control characters; of a long one the end, where its suffix is."""
    return "".join("\ufffd" if unicodedata.category(char) in _UNSHOWN else char for char in name[-_MAX_NAME:])
