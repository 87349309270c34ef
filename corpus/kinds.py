"""Kinds of files: what the first bytes say a file is, and whether its suffix agrees.

Content decides against the suffix: a PDF called `.txt` is never read as text. The marks are those of the formats'
own specifications (PDF 32000-1 7.5.2, APPNOTE.TXT for ZIP, ECMA-376 for Office Open XML, GB/T 33190 for OFD).
"""

import codecs
import io
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from types import MappingProxyType

from corpus.archive import directory
from corpus.errors import UnreadableDocument, UnsupportedFormat
from corpus.readers import READERS


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is by its content.

    Attributes:
        name: as a reader calls it.
        suffixes: the suffixes it may carry; the first is the usual one.
        remedy: what to do when no reader takes it.
    """

    name: str
    suffixes: tuple[str, ...]
    remedy: str


_TEXT_REMEDY = "请用 Word 或 WPS 打开，另存为 .docx 或 PDF 后再试"
_SHEET_REMEDY = "请用 Excel 或 WPS 打开，另存为 PDF，或把表格放进 .docx 后再试"
_SLIDE_REMEDY = "请用 PowerPoint 或 WPS 打开，另存为 PDF 后再试"
_VIEWER_REMEDY = "请用相应的阅读软件打开，另存（或打印）为 PDF 后再试"
_UNPACK_REMEDY = "请先解压，或改用 .zip 压缩后再试"
_IMAGE_REMEDY = "请改用 PDF 或文字版后再试"

PDF = Kind("PDF", (".pdf",), _VIEWER_REMEDY)
HTML = Kind("网页（HTML）", (".html", ".htm", ".xhtml", ".shtml"), "请用浏览器打开，打印为 PDF 后再试")
DOCX = Kind("Word 文档（.docx）", (".docx", ".docm", ".dotx"), _TEXT_REMEDY)
XLSX = Kind("Excel 表格（.xlsx）", (".xlsx", ".xlsm"), _SHEET_REMEDY)
PPTX = Kind("演示文稿（.pptx）", (".pptx", ".pptm", ".ppsx"), _SLIDE_REMEDY)
OFD = Kind("OFD 版式文件", (".ofd",), _VIEWER_REMEDY)
ODF = Kind("OpenDocument 文件", (".odt", ".ods", ".odp"), _TEXT_REMEDY)
ZIP = Kind("ZIP 压缩包", (".zip",), _UNPACK_REMEDY)
OLE = Kind("旧版 Office 或 WPS 文件", (".doc", ".dot", ".wps", ".wpt", ".xls", ".et", ".ppt", ".dps"), _TEXT_REMEDY)
LOCKED = Kind("设有打开密码的 Office 文件", (), "请用 Word 或 WPS 打开，取消密码并另存后再试")
RTF = Kind("RTF 文件", (".rtf",), _TEXT_REMEDY)
MHTML = Kind("单一文件网页（MHTML）", (".mht", ".mhtml"), "请用浏览器打开，打印为 PDF 后再试")
PNG = Kind("PNG 图片", (".png",), _IMAGE_REMEDY)
JPEG = Kind("JPEG 图片", (".jpg", ".jpeg"), _IMAGE_REMEDY)
GIF = Kind("GIF 图片", (".gif",), _IMAGE_REMEDY)
TIFF = Kind("TIFF 图片", (".tif", ".tiff"), _IMAGE_REMEDY)
BMP = Kind("BMP 图片", (".bmp",), _IMAGE_REMEDY)
WEBP = Kind("WebP 图片", (".webp",), _IMAGE_REMEDY)
RAR = Kind("RAR 压缩包", (".rar",), _UNPACK_REMEDY)
SEVEN_ZIP = Kind("7z 压缩包", (".7z",), _UNPACK_REMEDY)
GZIP = Kind("gzip 压缩包", (".gz", ".tgz"), _UNPACK_REMEDY)

_MARKS = (
    (b"%PDF-", PDF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"{\\rtf", RTF),
    (b"MIME-Version:", MHTML),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"Rar!\x1a\x07", RAR),
    (b"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
    (b"\x1f\x8b\x08", GZIP),
)
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head)\b", re.IGNORECASE | re.DOTALL
)
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
HEAD_BYTES = 4096
"""As far as a file is looked at for the mark of its format."""

NEEDS_CONVERSION: Mapping[str, Kind] = MappingProxyType(
    {
        ".doc": Kind("旧版 Word 文件（.doc）", (), _TEXT_REMEDY),
        ".dot": Kind("旧版 Word 模板（.dot）", (), _TEXT_REMEDY),
        ".wps": Kind("WPS 文字文件（.wps）", (), _TEXT_REMEDY),
        ".wpt": Kind("WPS 文字模板（.wpt）", (), _TEXT_REMEDY),
        ".rtf": RTF,
        ".odt": ODF,
        ".ods": ODF,
        ".xls": Kind("旧版 Excel 表格（.xls）", (), _SHEET_REMEDY),
        ".xlsx": XLSX,
        ".et": Kind("WPS 表格文件（.et）", (), _SHEET_REMEDY),
        ".ppt": Kind("旧版演示文稿（.ppt）", (), _SLIDE_REMEDY),
        ".pptx": PPTX,
        ".dps": Kind("WPS 演示文件（.dps）", (), _SLIDE_REMEDY),
        ".ofd": OFD,
        ".ceb": Kind("CEB 版式文件（.ceb）", (), _VIEWER_REMEDY),
        ".caj": Kind("CAJ 文件（.caj）", (), _VIEWER_REMEDY),
        ".mht": MHTML,
        ".mhtml": MHTML,
        ".rar": RAR,
        ".7z": SEVEN_ZIP,
    }
)
"""Formats in which documents are handed around and that no reader takes, by suffix: each is told with its remedy."""


def sniff(data: bytes) -> Kind | None:
    """What the content is, or None when it carries no mark (plain text has none)."""
    if data.startswith(b"PK\x03\x04"):
        names = directory(io.BytesIO(data))
        return None if names is None else package_kind(names)
    for mark, kind in _MARKS:
        if data.startswith(mark):
            return LOCKED if kind is OLE and _ENCRYPTED_PACKAGE in data else kind
    if data.startswith(b"BM") and data[6:10] == bytes(4):
        return BMP
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return WEBP
    return HTML if _HTML_START.match(_head_text(data)) else None


def package_kind(names: Collection[str]) -> Kind | None:
    """What a ZIP with members of these names is; None for an Office package of an unknown make."""
    tops = {name.partition("/")[0] for name in names if "/" in name}
    if "[Content_Types].xml" in names:
        return next((kind for top, kind in (("word", DOCX), ("xl", XLSX), ("ppt", PPTX)) if top in tops), None)
    if "OFD.xml" in names:
        return OFD
    if "mimetype" in names and "META-INF/manifest.xml" in names:
        return ODF
    return ZIP


def check_kind(data: bytes, name: str) -> None:
    """Refuse a file whose content is not what its suffix says, or whose format has to be converted first.

    Raises:
        UnreadableDocument: suffix and content disagree.
        UnsupportedFormat: they agree on a format that no reader takes.
    """
    suffix = PurePath(name).suffix.lower()
    kind = sniff(data)
    if kind is not None and suffix not in kind.suffixes:
        raise mismatch(name, kind)
    if suffix not in READERS and suffix in NEEDS_CONVERSION:
        told = NEEDS_CONVERSION[suffix]
        raise UnsupportedFormat(f"{name}：还不能读取{_spaced(told.name)}", remedy=told.remedy)


def mismatch(name: str, kind: Kind) -> UnreadableDocument:
    """The error for a file whose content is of another kind than its suffix says."""
    if kind is LOCKED:
        return UnreadableDocument(f"{name}：文件设有打开密码，无法读取", remedy=kind.remedy)
    suffix, usual = PurePath(name).suffix.lower(), kind.suffixes[0]
    readable = usual in READERS or kind is ZIP
    return UnreadableDocument(
        f"{name}：{f'扩展名是 {suffix}' if suffix else '没有扩展名'}，内容却是{_spaced(kind.name)}",
        remedy=f"请把扩展名改成 {usual} 后再试" if readable else kind.remedy,
    )


def _spaced(name: str) -> str:
    """A name behind Chinese words: one that begins with Latin letters is set off by a blank."""
    return f" {name}" if name[0].isascii() else name


def _head_text(data: bytes) -> str:
    """The first characters, as far as ASCII goes; what is not ASCII comes out as any character."""
    head = data[:HEAD_BYTES]
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, errors="replace")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")
