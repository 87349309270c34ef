"""The numbering of Chinese official documents: 一、（一）1.（1）① and 编 章 节 条.

The layers follow GB/T 9704-2012 (党政机关公文格式) 7.3.3 for official documents and the Legislation Law (立法法)
article 65 for laws. The variants are those found in real files: half-width brackets, full-width digits, `1、` for `1.`,
spaces inside the marker.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """What kind of unit a clause is. The value is what the JSON shows."""

    PART = "part"
    CHAPTER = "chapter"
    SECTION = "section"
    ARTICLE = "article"
    ATTACHMENT = "attachment"
    HEADING_1 = "heading-1"
    HEADING_2 = "heading-2"
    HEADING_3 = "heading-3"
    HEADING_4 = "heading-4"
    HEADING_5 = "heading-5"
    TABLE = "table"
    ROW = "row"
    PARAGRAPH = "paragraph"


DEPTH: dict[Level, int] = {
    Level.ATTACHMENT: 0,
    Level.PART: 1,
    Level.CHAPTER: 2,
    Level.SECTION: 3,
    Level.ARTICLE: 4,
    Level.HEADING_1: 5,
    Level.HEADING_2: 6,
    Level.HEADING_3: 7,
    Level.HEADING_4: 8,
    Level.HEADING_5: 9,
    Level.PARAGRAPH: 10,
    Level.TABLE: 10,
    Level.ROW: 11,
}
"""How deep a numbered unit nests: a unit holds every following unit of greater depth."""


@dataclass(frozen=True, slots=True)
class Marker:
    """The number that opens a unit.

    Attributes:
        level: the kind of unit.
        ordinal: the number itself, from 1.
        printed: the number in its standard form, e.g. `（二）` for `( 二 )`.
        length: characters of the line taken by the marker and the blanks behind it.
    """

    level: Level
    ordinal: int
    printed: str
    length: int


_HAN = "〇零一二三四五六七八九十百千两"
_DIGIT = "0-9０-９"
_BLANK = r"[ \t\u00a0\u3000]*"
_LONGEST_NUMERAL = 9  # 九千九百九十九 and more; cn2an takes minutes over a numeral of book length
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

_UNITS = {"编": Level.PART, "部分": Level.PART, "章": Level.CHAPTER, "节": Level.SECTION, "条": Level.ARTICLE}
_UNIT = re.compile(rf"第{_BLANK}([{_HAN}]{{1,9}}|[{_DIGIT}]{{1,5}}){_BLANK}(编|部分|章|节|条)(?:之[{_HAN}]{{1,3}})?")
# What follows 第N条 in running text and not at the head of an article: a further reference or what is said of it. The
# words that also open articles (项目, 目录, 所有, 中小企业, 以…为) are let through.
_REFERENCE_TAIL = re.compile(
    "第|款|项(?!目)|目(?!标|录|的|前)|之|的|规定|所[称列述指规涉]|中的|中所|中规|[至到和与或及、]第|以[上下外内]"
    "|[至到、，,；;。）)》]"
)

_PATTERNS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    (Level.HEADING_1, re.compile(rf"([{_HAN}]{{1,5}}){_BLANK}[、．.]")),
    (Level.HEADING_2, re.compile(rf"[（(]{_BLANK}([{_HAN}]{{1,5}}){_BLANK}[）)](?!款|项(?!目))")),
    (Level.HEADING_3, re.compile(rf"([{_DIGIT}]{{1,3}}){_BLANK}[.．、](?![{_DIGIT}])")),
    (Level.HEADING_4, re.compile(rf"[（(]{_BLANK}([{_DIGIT}]{{1,3}}){_BLANK}[）)]")),
    (Level.HEADING_5, re.compile(rf"([{_CIRCLED}])")),
)
_PRINTED = {
    Level.HEADING_1: "{}、",
    Level.HEADING_2: "（{}）",
    Level.HEADING_3: "{}.",
    Level.HEADING_4: "（{}）",
    Level.HEADING_5: "{}",
}
_ATTACHMENT = re.compile(r"附件 ?([0-9]{1,2}|[一二三四五六七八九十]{1,3})? ?[:：]?")
_TRAILING_BLANK = re.compile(_BLANK)


def numeral(text: str) -> int | None:
    """Value of a Chinese (十一), Arabic (11, １１) or circled (⑪) numeral of up to 9 characters; None for all else."""
    if len(text) == 1 and text in _CIRCLED:
        return _CIRCLED.index(text) + 1
    folded = unicodedata.normalize("NFKC", text)
    if len(folded) > _LONGEST_NUMERAL:
        return None
    if folded.isascii() and folded.isdigit():
        return int(folded)
    if not all(char in _HAN for char in folded):
        return None
    import cn2an  # noqa: PLC0415  takes a quarter of a second, which `yiju --help` does not have

    try:
        return int(cn2an.cn2an(folded, "smart"))
    except (ValueError, KeyError):  # cn2an meets 〇十〇 with a KeyError
        return None


def match_marker(line: str) -> Marker | None:
    """The marker at the start of a line, or None. Leading blanks must be stripped already.

    A cross-reference that happens to open a line (`第二条第一款规定…`) is not a marker; a blank behind the number
    shows that it is one.
    """
    if (unit := _UNIT.match(line)) is not None:
        return _unit_marker(line, unit)
    for level, pattern in _PATTERNS:
        found = pattern.match(line)
        if found is None:
            continue
        value = numeral(found[1])
        if value is None or value == 0:
            return None
        digits = unicodedata.normalize("NFKC", found[1]) if level is not Level.HEADING_5 else found[1]
        return Marker(level, value, _PRINTED[level].format(digits), _with_blanks(line, found.end()))
    return None


def attachment_name(line: str) -> str | None:
    """The name of the attachment that a line opens (`附件2`), or None when it does not stand on a line of its own."""
    found = _ATTACHMENT.fullmatch(line)
    return f"附件{found[1] or ''}" if found else None


def unit_gap(line: str) -> int | None:
    """Position of the blank that sets 第N章 or 第N条 at the start of a line apart from its text, if there is one."""
    unit = _UNIT.match(line)
    return unit.end() if unit is not None and line[unit.end() : unit.end() + 1] == " " else None


def _unit_marker(line: str, unit: re.Match[str]) -> Marker | None:
    value = numeral(unit[1])
    if not value or _REFERENCE_TAIL.match(line, unit.end()):
        return None
    printed = re.sub(_BLANK, "", unicodedata.normalize("NFKC", unit[0]))
    return Marker(_UNITS[unit[2]], value, printed, _with_blanks(line, unit.end()))


def _with_blanks(line: str, end: int) -> int:
    blanks = _TRAILING_BLANK.match(line, end)
    return blanks.end() if blanks else end
