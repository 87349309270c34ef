"""Readers: from the bytes of a file to its source text, one module a format."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import PurePath
from types import MappingProxyType
from typing import Protocol

from corpus.errors import EmptyDocument, UnsupportedFormat
from corpus.readers.plain import read_plain
from corpus.source import Source


class Reader(Protocol):
    """Turns the bytes of one file into its source text."""

    def __call__(self, data: bytes, name: str) -> Source:
        """Read the bytes; `name` is for the message only.

        Raises:
            UnreadableDocument: the bytes are not of this format.
        """


@dataclass(frozen=True, slots=True)
class Deferred:
    """A reader whose module, and the library behind it, is imported only when there is a file to read."""

    module: str
    function: str

    def __call__(self, data: bytes, name: str) -> Source:
        """Read the bytes; see `Reader`."""
        reader: Reader = getattr(import_module(self.module), self.function)
        return reader(data, name)


_HTML = Deferred("corpus.readers.html", "read_html")
_IMAGE = Deferred("corpus.readers.image", "read_image")

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".txt": read_plain,
        ".md": read_plain,
        ".html": _HTML,
        ".htm": _HTML,
        ".docx": Deferred("corpus.readers.docx", "read_docx"),
        ".pdf": Deferred("corpus.readers.pdf", "read_pdf"),
        **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"), _IMAGE),
    }
)
"""Reader by lower-case suffix."""

SCAN_REMEDY = '请先安装文字识别组件：pip install "yiju[ocr]"，然后重新建立索引'
"""What to do about pages that are pictures of text."""

PAGED = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"})
"""Suffixes of files that have pages to show."""


def reads_scans() -> bool:
    """Whether the extra `ocr` is installed, so that scanned pages and images can be read."""
    return find_spec("rapidocr") is not None


def read_source(data: bytes, name: str) -> Source:
    """Read a file's bytes with the reader for the suffix of its name.

    Raises:
        UnsupportedFormat: no reader for this suffix.
        UnreadableDocument: the reader cannot make sense of the bytes.
        EmptyDocument: the file holds nothing but blanks.
    """
    suffix = PurePath(name).suffix.lower()
    reader = READERS.get(suffix)
    if reader is None:
        raise UnsupportedFormat(
            f"{name}：不支持的文件格式“{suffix or '无扩展名'}”",
            remedy=f"目前支持 {'、'.join(READERS)}，请转换格式后再试",
        )
    source = reader(data, name)
    if not source.text.strip():
        raise EmptyDocument(f"{name}：文件里没有文字", remedy="请检查文件是否完整；空文件不会进入资料库")
    return source
