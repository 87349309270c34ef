"""Plain text and Markdown in the encodings Chinese offices use."""

import codecs
import unicodedata
from collections import Counter

from corpus.characters import is_han
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
_UNMARKED = ("gb18030", "utf-16-le", "utf-16-be", "big5")
# The characters of ordinary Chinese by their place in the national standards: punctuation (rows 1-3), lines of
# tables (row 9) and the common ideographs, GB 2312 level 1 (rows 16-55) for simplified writing and Big5 level 1 for
# traditional writing.
_COMMON = (
    ("gbk", (*range(0xA1, 0xA4), 0xA9, *range(0xB0, 0xD8)), 0xA1),
    ("big5", (*range(0xA1, 0xA4), *range(0xA4, 0xC7)), 0x40),
)
_LEGIBLE = 0.8
"""Share of common characters from which on a decoding reads as Chinese: real text has 0.9 and more, a wrong one 0.6."""
_CLEARLY = 0.1
"""How far the best decoding must be ahead of the next one that is legible too."""
_UTF8_LEGIBLE = 0.5
"""The same for UTF-8, whose strict form hardly fits by chance."""


def read_plain(data: bytes, name: str) -> Source:
    """Decode UTF-8, UTF-16, UTF-32, GB18030 or Big5, with or without a byte order mark, which is no part of the text.

    Without a mark (UTF-32 needs one) the encoding is told by the words: wrong decodings turn Chinese into rare
    characters, right ones do not. What reads well in no encoding, or equally well in two, is refused, so that neither
    a binary file nor a damaged or misread one is ever taken for text.

    Raises:
        UnreadableDocument: no encoding fits, or more than one does.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _decoded(data[len(mark) :], encoding)
            if text is None:
                raise UnreadableDocument(
                    f"{name}：开头标明是 {encoding.upper()} 编码，内容却不是",
                    remedy="文件可能不完整，请重新取得；或用文本编辑器另存为 UTF-8 后再试",
                )
            return Source.of(text)
    text = _decoded(data, "utf-8")
    if text is not None and (text.isascii() or _legibility(text) >= _UTF8_LEGIBLE):
        return Source.of(text)
    readings = ((_decoded(data, encoding), encoding) for encoding in _UNMARKED)
    ranked = sorted(((_legibility(read), read, encoding) for read, encoding in readings if read), reverse=True)
    legible = [reading for reading in ranked if reading[0] >= _LEGIBLE]
    if text is not None and not (legible and _is_all_chinese(legible[0][1])):
        return Source.of(text)  # valid UTF-8 in another language
    if legible and (len(legible) == 1 or legible[0][0] - legible[1][0] >= _CLEARLY):
        return Source.of(legible[0][1])
    if legible:
        raise UnreadableDocument(
            f"{name}：文字太少，分不清是 {legible[0][2].upper()} 还是 {legible[1][2].upper()} 编码",
            remedy="请用文本编辑器另存为 UTF-8 后再试",
        )
    raise _refusal(data, name)


def _refusal(data: bytes, name: str) -> UnreadableDocument:
    """Why bytes that fit no encoding are refused: a damaged UTF-8 file is told apart from what is no text."""
    repaired = data.decode("utf-8", errors="replace")
    lost = repaired.count("\ufffd")
    kept = repaired.replace("\ufffd", "")
    if lost <= 1 + len(repaired) // 50 and _is_text(kept) and not kept.isascii() and _legibility(kept) >= _LEGIBLE:
        place = len(repaired[: repaired.index("\ufffd")].encode("utf-8")) + 1
        return UnreadableDocument(
            f"{name}：是 UTF-8 编码的文本，但从第 {place} 个字节起有 {lost} 处损坏",
            remedy="请重新取得完整的文件，或用文本编辑器改正后另存为 UTF-8",
        )
    return UnreadableDocument(
        f"{name}：不是文本文件，或编码无法识别",
        remedy="支持 UTF-8、UTF-16、GB18030（GBK）和 Big5；请用文本编辑器另存为 UTF-8 后再试",
    )


def _decoded(data: bytes, encoding: str) -> str | None:
    """The text in an encoding, or None when the bytes do not fit it or yield no text."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return text if _is_text(text) else None


def _is_text(text: str) -> bool:
    """Whether control and unassigned code points are rare (at most 1 in 200) and NUL is absent."""
    odd = sum(
        count
        for char, count in Counter(text).items()
        if unicodedata.category(char) in ("Cc", "Cn") and char not in "\t\n\v\f\r\x85"
    )
    return "\0" not in text and odd * 200 <= len(text)


def _legibility(text: str) -> float:
    """The share of common characters among those beyond ASCII, in simplified or in traditional writing; 1 for none."""
    counts = {char: count for char, count in Counter(text).items() if not char.isascii() and not char.isspace()}
    total = sum(counts.values())
    if not total:
        return 1.0
    return max(
        sum(count for char, count in counts.items() if _is_common(char, *repertoire)) / total for repertoire in _COMMON
    )


def _is_all_chinese(text: str) -> bool:
    """Whether a text has several ideographs and no Latin letters: für in UTF-8 is f眉r in GBK."""
    return sum(map(is_han, text)) >= 2 and not any(char.isascii() and char.isalpha() for char in text)


def _is_common(char: str, encoding: str, rows: tuple[int, ...], first_cell: int) -> bool:
    try:
        code = char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and code[0] in rows and code[1] >= first_cell
