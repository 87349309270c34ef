"""The characters of a web page: which encoding its bytes are in.

The order is that of browsers (HTML Standard, 13.2.3.2): byte order mark, then what the page declares. A declaration is
not believed against the bytes: pages that were saved again keep their old one.
"""

import codecs
import re

from corpus.errors import UnreadableDocument
from corpus.readers.plain import read_plain

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEAD = 8192
"""How many bytes are searched for a declaration; some pages put comments and styles before it."""
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_DECLARED = re.compile(rb"<meta\b[^>]*?charset\s*=\s*[\"']?\s*([a-z0-9_:.-]+)", re.IGNORECASE)
_DECLARED_XML = re.compile(rb"^\s*<\?xml\b[^>]*?encoding\s*=\s*[\"']([a-z0-9_:.-]+)", re.IGNORECASE)
_SAME = {
    # Pages that declare the old standard use its successors; GB18030 holds them all.
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "gb18030": "gb18030",
    "utf8": "utf-8",
    "utf-8": "utf-8",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "x-x-big5": "big5hkscs",
    # A declaration that could be read byte by byte cannot be true of UTF-16.
    "utf-16": "utf-8",
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
}
LOST = "\ufffd"
"""Stands where bytes could not be read."""


def read_page(data: bytes, name: str) -> tuple[str, bool]:
    """The characters of a page, and whether bytes were lost on the way (each run of them is `LOST`).

    A damaged page is read, because damage in what nobody sees (a description cut in the middle of a character) is
    common; the caller refuses it where the damage shows.

    Raises:
        UnreadableDocument: the bytes are not text, or not in one known encoding.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict_or_lost(data[len(mark) :], encoding)
    declared = _declared(data)
    for candidate in ("utf-8", declared):  # bytes that are not UTF-8 hardly ever pass for it
        read = _strict(data, candidate)
        if read is not None:
            return read, False
    if declared is not None:
        text = data.decode(declared, errors="replace")
        if text.count(LOST) <= 2 + len(text) // 200:
            return text, True
    return read_plain(data, name).text, False


def _declared(data: bytes) -> str | None:
    """The encoding that the page declares, as Python's codecs call it; None for none and for one not known here."""
    head = _COMMENT.sub(b"", data[:_HEAD])
    found = _DECLARED.search(head) or _DECLARED_XML.search(head)
    return _SAME.get(found[1].decode("ascii").lower()) if found else None


def _strict(data: bytes, encoding: str | None) -> str | None:
    if encoding is None:
        return None
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _strict_or_lost(data: bytes, encoding: str) -> tuple[str, bool]:
    text = _strict(data, encoding)
    return (text, False) if text is not None else (data.decode(encoding, errors="replace"), True)


def refuse_damage(text: str, name: str) -> None:
    """Refuse a text whose visible part was damaged.

    Raises:
        UnreadableDocument: bytes of the text could not be read.
    """
    lost = text.count(LOST)
    if lost:
        raise UnreadableDocument(
            f"{name}：网页正文有 {lost} 处字符损坏，第一处在第 {text.index(LOST) + 1} 个字附近",
            remedy="请重新取得完整的网页，或用浏览器另存后再试",
        )
