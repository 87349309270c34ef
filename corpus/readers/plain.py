"""Plain text and Markdown in the encodings Chinese offices use."""

import codecs
import unicodedata

from corpus.errors import UnreadableDocument
from corpus.source import Source

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the UTF-16 one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_UNMARKED = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
_COMMON = frozenset("的一是不了在有和国人中大为上年工作发展建设管理规定市政府法条第应当本行 ,.，。、；：\n")


def read_plain(data: bytes, name: str) -> Source:
    """Decode UTF-8, UTF-16, UTF-32 or GB18030, with or without a byte order mark, which is no part of the text.

    Without a mark the encodings are tried in turn; a decoding that yields control characters, unassigned code points
    or private-use characters in number is not accepted, so that a binary file is never taken for text.

    Raises:
        UnreadableDocument: no encoding fits.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _decoded(data[len(mark) :], encoding)
            if text is None or not _plausible(text):
                raise UnreadableDocument(
                    f"{name}：开头标明是 {encoding.upper()} 编码，内容却不是",
                    remedy="请用文本编辑器另存为 UTF-8 后再试",
                )
            return Source.of(text)
    for encoding in _UNMARKED:
        text = _decoded(data, encoding)
        if text is not None and _plausible(text) and (encoding == "utf-8" or _reads_as_chinese(text)):
            return Source.of(text)
    raise UnreadableDocument(
        f"{name}：不是文本文件，或编码无法识别",
        remedy="支持 UTF-8、UTF-16、GB18030（GBK）；请用文本编辑器另存为 UTF-8 后再试",
    )


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _plausible(text: str) -> bool:
    """Whether control, unassigned, surrogate and private-use code points are rare: at most 1 in 200, and no NUL."""
    odd = sum(unicodedata.category(char) in ("Cc", "Cn", "Cs", "Co") and char not in "\t\n\v\f\r\x85" for char in text)
    return "\0" not in text and odd * 200 <= len(text)


def _reads_as_chinese(text: str) -> bool:
    """Whether the most common characters of official Chinese make up a fair share: at least 1 in 20.

    Any even number of bytes is valid UTF-16, and nearly any bytes are valid GB18030; only the words tell.
    """
    visible = [char for char in text if not char.isspace()]
    return bool(visible) and sum(char in _COMMON or char.isascii() for char in visible) * 20 >= len(visible)
