"""Readers: from the bytes of a file to its source text, one module a format."""

from collections.abc import Mapping
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


READERS: Mapping[str, Reader] = MappingProxyType({".txt": read_plain, ".md": read_plain})
"""Reader by lower-case suffix."""


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
