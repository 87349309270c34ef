"""The package of a Word file: a zip of XML parts, opened as if it came from an enemy.

Only the parts that are asked for are unpacked, each up to a limit of bytes that are really there, whatever the zip says
of itself. A part with a document type (the way to entity bombs and to files outside) is refused: Word writes none.
"""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lxml import etree

from corpus.errors import DocumentTooLarge, UnreadableDocument

MOST_ENTRIES = 10_000
LARGEST_TOTAL = 1_000_000_000
"""Bytes that all parts may take when unpacked, by what the zip says; pictures are most of it."""
LARGEST_PART = 48_000_000
"""Bytes that one part may take when it is unpacked."""
MOST_TAGS = 1_500_000
MOST_RATIO = 400
"""How many times smaller a part of more than a megabyte may be packed; text of Word is packed 5 to 40 times."""
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,  # a way of packing that Python does not know
    RuntimeError,  # packed with a password
    ValueError,
    OSError,
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://www.w3.org/XML/1998/namespace": "xml",
}
_REMEDY = "请用 Word 或 WPS 打开，另存为 .docx 后再试"


@dataclass(slots=True, eq=False)
class Element:
    """An element of a part.

    Attributes:
        name: with the usual prefix of its namespace, as `w:p`; `?:name` in a namespace that does not matter here.
        attributes: by name with prefix.
        text: the characters before its first child.
        children: the elements in it.
    """

    name: str
    attributes: Mapping[str, str]
    text: str = ""
    children: "list[Element]" = field(default_factory=list)

    def child(self, *path: str) -> "Element | None":
        """The first element down a path of names."""
        node: Element | None = self
        for name in path:
            if node is None:
                return None
            node = next((child for child in node.children if child.name == name), None)
        return node

    def all(self, name: str) -> "Iterator[Element]":
        """The elements of a name directly inside."""
        return (child for child in self.children if child.name == name)

    def value(self, *path: str) -> str | None:
        """`w:val` of the first element down a path; None when it is not there."""
        node = self.child(*path)
        return None if node is None else node.attributes.get("w:val")

    def number(self, *path: str) -> int | None:
        """The same as a whole number; None when it is none."""
        return whole(self.value(*path))

    def switch(self, *path: str) -> bool | None:
        """Whether a property is switched on; None when it is not there."""
        node = self.child(*path)
        return None if node is None else node.attributes.get("w:val", "1") not in ("0", "false", "off")


def whole(text: str | None) -> int | None:
    """A whole number of at most nine digits."""
    digits = (text or "").strip()
    return int(digits) if digits.lstrip("-").isdecimal() and len(digits) <= 9 and digits.count("-") <= 1 else None


class Package:
    """The parts of a Word file.

    Raises:
        UnreadableDocument: not a Word file, encrypted, or damaged.
        DocumentTooLarge: more is packed in it than a document holds.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        _refuse_other_formats(data, name)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except _DAMAGE as error:
            raise self._damaged(error) from error
        if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_TOTAL:
            raise self._too_large(f"内有 {len(entries)} 个部件，解开后过大")
        self._entries = {entry.filename.lower(): entry for entry in entries}
        self.main = self._main_part()

    def part(self, path: str) -> Element | None:
        """The root of a part; None when the file has no such part."""
        data = self._bytes(path)
        return None if data is None else self._parsed(data, path)

    def related(self, path: str) -> dict[str, str]:
        """The parts that a part refers to inside the file, by the id it uses."""
        folder, base = posixpath.split(path)
        root = self.part(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, str] = {}
        for item in root.children if root is not None else ():
            ident, target = item.attributes.get("Id"), item.attributes.get("Target")
            if ident and target and item.attributes.get("TargetMode") != "External":
                whole_path = posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/")))
                found[ident] = whole_path.lstrip("/")
                kind = item.attributes.get("Type", "").rpartition("/")[2]
                found.setdefault(kind, found[ident])
        return found

    def _main_part(self) -> str:
        """Where the document stands in the package."""
        main = self.related("").get("officeDocument", "word/document.xml")
        if main.lower() not in self._entries:
            main = "word/document.xml"
        if main.lower() in self._entries and self._is_word(main):
            return main
        folders = {name.partition("/")[0] for name in self._entries}
        kind = next(
            (kind for folder, kind in (("xl", "Excel 表格"), ("ppt", "PowerPoint 演示")) if folder in folders), ""
        )
        raise UnreadableDocument(
            f"{self._name}：{f'实际是{kind}文件' if kind else '压缩包里没有 Word 正文'}，不是 Word 文档", remedy=_REMEDY
        )

    def _is_word(self, path: str) -> bool:
        root = self.part(path)
        return root is not None and root.name == "w:document"

    def _bytes(self, path: str) -> bytes | None:
        entry = self._entries.get(path.lower())
        if entry is None:
            return None
        if entry.flag_bits & 1:
            raise UnreadableDocument(f"{self._name}：文件有密码保护", remedy="请解除密码后另存，再试一次")
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(LARGEST_PART + 1)
        except _DAMAGE as error:
            raise self._damaged(error) from error
        if len(data) > LARGEST_PART:
            raise self._too_large(f"的部件 {path} 解开后超过 {LARGEST_PART} 字节")
        if len(data) > 1_000_000 and len(data) > MOST_RATIO * max(1, entry.compress_size):
            raise self._too_large(f"的部件 {path} 压缩比异常")
        if data.count(b"<") > MOST_TAGS:
            raise self._too_large(f"的部件 {path} 的元素过多")
        return data

    def _parsed(self, data: bytes, path: str) -> Element:
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            if "XML_PARSE_HUGE" in str(error.msg):
                raise self._too_large(f"的部件 {path} 嵌套过深或有一段过长") from error
            raise self._damaged(error) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise UnreadableDocument(f"{self._name}：部件 {path} 带有文档类型声明，可能是恶意文件", remedy=_REMEDY)
        return _copy(root)

    def _damaged(self, error: Exception) -> UnreadableDocument:
        cause = str(error).split(",")[0] or type(error).__name__
        return UnreadableDocument(
            f"{self._name}：Word 文件不完整或已损坏（{cause}）", remedy="请重新取得文件，或用 Word 修复后另存再试"
        )

    def _too_large(self, cause: str) -> DocumentTooLarge:
        return DocumentTooLarge(f"{self._name}：文件{cause}", remedy="请确认文件来源可靠；确为正常文件时请拆分后再试")


def _refuse_other_formats(data: bytes, name: str) -> None:
    """Say what a file is that is no Word file of today, as far as its first bytes tell."""
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableDocument(f"{name}：文件有密码保护", remedy="请解除密码后另存为 .docx，再试一次")
        raise UnreadableDocument(f"{name}：实际是旧版 Word（.doc）或 WPS 文件，不是 .docx", remedy=_REMEDY)
    start = data[:1024].lstrip().lower()
    for mark, kind in (
        (b"%pdf", " PDF 文件"),
        (b"{\\rtf", " RTF 文件"),
        (b"<!doctype html", "网页"),
        (b"<html", "网页"),
    ):
        if start.startswith(mark):
            raise UnreadableDocument(f"{name}：实际是{kind}，不是 Word 文档", remedy="请按实际格式改正扩展名后再试")
    if not data.startswith(b"PK"):
        raise UnreadableDocument(f"{name}：不是 Word 文档，或开头已损坏", remedy=_REMEDY)


def _copy(root: Any) -> Element:  # noqa: ANN401  lxml carries no types
    """Copy the parser's tree into plain elements."""
    top = _element(root)
    pending: list[tuple[Any, Element]] = [(root, top)]
    while pending:
        source, target = pending.pop()
        for child in source:
            if isinstance(child.tag, str):
                copied = _element(child)
                target.children.append(copied)
                pending.append((child, copied))
    return top


def _element(source: Any) -> Element:  # noqa: ANN401  lxml carries no types
    attributes = {_named(str(key), default=""): str(value) for key, value in source.attrib.items()}
    return Element(_named(str(source.tag), default="?:"), attributes, source.text or "")


@lru_cache(maxsize=4096)
def _named(tag: str, *, default: str) -> str:
    """A name with its prefix; one without namespace, or in another one, gets the default."""
    if not tag.startswith("{"):
        return tag if not default else default + tag
    space, _, local = tag[1:].partition("}")
    prefix = _PREFIXES.get(space)
    return f"{prefix}:{local}" if prefix else (default or "?:") + local
