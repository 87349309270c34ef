"""The numbering of Chinese official documents: 一、（一）1.（1）① and 编 章 节 条 款 项 目.

The layers follow GB/T 9704-2012 (党政机关公文格式) 7.3.3 for official documents and the Legislation Law (立法法)
article 65 for laws. The variants are those found in real files: half-width brackets, full-width digits, `1、` for `1.`,
spaces inside the marker, numbers in one character (㈠ ⑴ ⒈), `1）` below `（1）`.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Level(StrEnum):
    """What kind of unit a clause is. The value is what the JSON shows."""

    DOCUMENT = "document"
    """A document that this one issues or forwards, with its own title and its own numbering."""
    ATTACHMENT = "attachment"
    PART = "part"
    CHAPTER = "chapter"
    SECTION = "section"
    ARTICLE = "article"
    ARTICLE_PARAGRAPH = "article-paragraph"
    """款: an unnumbered paragraph of an article that has several."""
    HEADING_1 = "heading-1"
    HEADING_2 = "heading-2"
    HEADING_3 = "heading-3"
    HEADING_4 = "heading-4"
    HEADING_5 = "heading-5"
    HEADING = "heading"
    """A heading without a number."""
    BOX = "box"
    """专栏: a boxed list beside the running text."""
    TABLE = "table"
    ROW = "row"
    PARAGRAPH = "paragraph"


DEPTH: dict[Level, int] = {
    Level.DOCUMENT: 0,
    Level.ATTACHMENT: 0,
    Level.PART: 1,
    Level.CHAPTER: 2,
    Level.SECTION: 3,
    Level.ARTICLE: 4,
    Level.ARTICLE_PARAGRAPH: 5,
    Level.HEADING_1: 6,
    Level.HEADING_2: 7,
    Level.HEADING_3: 8,
    Level.HEADING_4: 9,
    Level.HEADING_5: 10,
    Level.HEADING: 11,
    Level.BOX: 12,
    Level.TABLE: 12,
    Level.PARAGRAPH: 13,
    Level.ROW: 14,
}
"""How deep a unit nests by its form: a unit holds the following units of greater depth.

Where a document uses the forms in another order, that order counts; and a box has a numbering of its own.
"""


@dataclass(frozen=True, slots=True)
class Marker:
    """The number that opens a unit.

    Attributes:
        level: the kind of unit.
        ordinal: the number itself, from 1.
        printed: the number in its standard form, e.g. `（二）` for `( 二 )`.
        length: characters of the line taken by the marker and the blanks behind it.
        rank: how deep it nests where the form alone does not tell, as with decimal numbers.
    """

    level: Level
    ordinal: int
    printed: str
    length: int
    rank: float | None = None


_HAN = "〇零一二三四五六七八九十百千两"
_DIGIT = "0-9０-９"
_BLANK = r"[ \t\u00a0\u3000]*"
_LONGEST_NUMERAL = 9  # 九千九百九十九 and more; cn2an takes minutes over a numeral of book length
_CIRCLED = "".join(map(chr, (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0))))  # ① to ㊿

_UNITS = {
    "编": Level.PART,
    "篇": Level.PART,
    "部分": Level.PART,
    "章": Level.CHAPTER,
    "节": Level.SECTION,
    "条": Level.ARTICLE,
}
_UNIT = re.compile(
    rf"第{_BLANK}([{_HAN}]{{1,9}}|[{_DIGIT}]{{1,5}}){_BLANK}"
    rf"(编(?![辑制码号外委程纂审队])|篇(?![文章幅])|部分|章(?!程)|节(?![课目能约车])|条(?![线款]))(?:之[{_HAN}]{{1,3}})?"
)
# What follows 第N条 in running text and not at the head of an article: a further reference or what is said of it. The
# words that also open articles (项目, 目录, 所有, 中小企业, 以…为) are let through.
_REFERENCE_TAIL = re.compile(
    "第|款|项(?!目)|目(?!标|录|的|前)|之|的|规定|所[称列述指规涉]|中的|中所|中规|[至到和与或及、]第|以[上下外内]"
    rf"|[至到]|、[{_HAN}{_DIGIT}（(]|[，,；;。）)》]"
)
_REFERENCE_MARK = re.compile("[第款至到和与或及、，,。；;）)》]")

# 一、二级 and 三、四线 count things; the number behind is the next one or a power of ten.
_COUNTED = re.compile(rf"([{_HAN}]{{1,3}})(?:[、，]|[级类线期批次档层季孩审者读是成年月日个项条款章节名等]|产业)")
_POWERS = "百千万亿"
# A further number in brackets, or what 立法 calls the unit, shows a reference: （一）项, （一）至（三）.
_REFERENCE_BEHIND = r"(?!款|项(?!目)|[、至和与或及到][（(第])"
# A digit behind the dot makes a decimal fraction, unless it begins a year or the name of a radio standard.
_NO_FRACTION = rf"(?![{_DIGIT}])|(?=(?:19|20)\d\d年)|(?=[3-6]G(?![A-Za-z]))"

_PATTERNS: tuple[tuple[Level, str, re.Pattern[str]], ...] = (
    (Level.HEADING_1, "{}、", re.compile(rf"([{_HAN}]{{1,5}}){_BLANK}[、．.]")),
    (Level.HEADING_2, "（{}）", re.compile(rf"[（(]{_BLANK}([{_HAN}]{{1,5}}){_BLANK}[）)]{_REFERENCE_BEHIND}")),
    (Level.HEADING_2, "（{}）", re.compile("([㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩])")),
    (Level.HEADING_3, "{}.", re.compile(rf"([{_DIGIT}]{{1,3}}){_BLANK}(?:[.．](?:{_NO_FRACTION})|、(?![{_DIGIT}]))")),
    (Level.HEADING_3, "{}.", re.compile("([⒈-⒛])")),
    (Level.HEADING_4, "（{}）", re.compile(rf"[（(]{_BLANK}([{_DIGIT}]{{1,3}}){_BLANK}[）)]{_REFERENCE_BEHIND}")),
    (Level.HEADING_4, "（{}）", re.compile("([⑴-⒇])")),
    (Level.HEADING_5, "{}）", re.compile(rf"([{_DIGIT}]{{1,2}})[）)]")),
    (Level.HEADING_5, "{}", re.compile(f"([{_CIRCLED}])")),
)
# 1 总则, 1.1 编制目的, 1.1.1; a share, an amount or a range is none.
_DECIMAL = re.compile(rf"[{_DIGIT}]{{1,2}}(?:[.．][{_DIGIT}]{{1,2}}){{0,4}}(?![{_DIGIT}])")
_NO_DECIMAL = re.compile(
    rf"{_BLANK}(?:[%％‰℃°~～×/+:：,，;；)）\]】—-]|[.．、](?:{_BLANK}[{_DIGIT}]|.)|[万亿倍]|个百分点)"
)
_ATTACHMENT_NUMBER = (
    r"(?:[0-9]{1,2}(?:[-—－][0-9]{1,2})?|[一二三四五六七八九十]{1,3}"
    r"|[A-Z](?![A-Za-z])|[（(][一二三四五六七八九十0-9]{1,3}[）)])"
)
_ATTACHMENT = re.compile(rf"(附[件录]) ?({_ATTACHMENT_NUMBER})? ?[:：]?")
_TITLED_ATTACHMENT = re.compile(
    rf"(附[件录]) ?(?:({_ATTACHMENT_NUMBER}) ?[:：.．、]? ?|[:：] ?)"
    r"(?![、，至和与及或到]|[所中的是为之]|规定|要求|附件)(?=\S)"
)
_BOX = re.compile(r"(专栏) ?([0-9]{1,2}|[一二三四五六七八九十]{1,3}) ?[:：.．、]? ?(?![、，至和与及或]|[所中的]|专栏)")
_TRAILING_BLANK = re.compile(_BLANK)


@lru_cache(maxsize=4096)
def numeral(text: str) -> int | None:
    """Value of a Chinese (十一), Arabic (11, １１) or circled (⑪) numeral of up to 9 characters; None for all else."""
    if len(text) == 1 and text in _CIRCLED:
        return int(unicodedata.normalize("NFKC", text))
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


@lru_cache(maxsize=1024)
def match_marker(line: str) -> Marker | None:
    """The marker at the start of a line, or None. Leading blanks must be stripped already.

    A cross-reference that happens to open a line (`第二条第一款规定…`) is not a marker; a blank behind the number
    shows that it is one. Nor are quantities (`3.5%`, `一、二级`) and years.
    """
    if (unit := _UNIT.match(line)) is not None:
        return None if _REFERENCE_TAIL.match(line, unit.end()) else _unit_marker(line, unit)
    for level, form, pattern in _PATTERNS:
        found = pattern.match(line)
        if found is None:
            continue
        inner = found[1] if found[1] in _CIRCLED else unicodedata.normalize("NFKC", found[1]).strip("().")
        value = numeral(inner)
        if not value or (level is Level.HEADING_1 and _counts_things(value, line[found.end() :])):
            return None
        return Marker(level, value, form.format(inner), _with_blanks(line, found.end()))
    return None


def match_decimal(line: str) -> tuple[tuple[int, ...], int] | None:
    """The decimal number at the start of a line (1, 1.1, 1.3.1), and how many characters it takes with blanks, or None.

    Whether it opens a unit only the numbers around it can tell.
    """
    found = _DECIMAL.match(line)
    if found is None or _NO_DECIMAL.match(line, found.end()):
        return None
    path = tuple(int(part) for part in unicodedata.normalize("NFKC", found[0]).split("."))
    return (path, _with_blanks(line, found.end())) if all(path) else None


def possible_article(line: str) -> Marker | None:
    """The article that a line may open although its words read like a reference (`第三条规定期限届满的`), or None.

    Only its place among the other articles can tell.
    """
    unit = _UNIT.match(line)
    if (
        unit is None
        or _UNITS[unit[2]] is not Level.ARTICLE
        or re.match("[第款至到和与或及、，,。；;）)》]", line[unit.end() :])
    ):
        return None
    return _unit_marker(line, unit)


def attachment_name(line: str) -> str | None:
    """The name of the attachment that a line opens (`附件2`), or None when it does not stand on a line of its own."""
    found = _ATTACHMENT.fullmatch(line)
    return f"{found[1]}{found[2] or ''}" if found else None


def titled_attachment(line: str) -> tuple[str, int] | None:
    """The name of an attachment that stands before its title (`附件2：任务清单`), and where the title begins.

    The same words announce an attachment (附件说明) and stand at its head; only their place can tell.
    """
    found = _TITLED_ATTACHMENT.match(line)
    if found is None or re.search("[。！？；].", line) or len(line) > found.end() + 100:
        return None
    return f"{found[1]}{found[2] or ''}", found.end()


def box_name(line: str) -> tuple[str, int] | None:
    """The name of the box that a line opens (`专栏3`), and where its title begins."""
    found = _BOX.match(line)
    if found is None or re.search("[。！？；，]", line) or len(line) > found.end() + 60:
        return None
    return f"{found[1]}{found[2]}", found.end()


def unit_gap(line: str) -> int | None:
    """Position of the blank that sets 第N章 or 第N条 at the start of a line apart from its text, if there is one."""
    unit = _UNIT.match(line)
    return unit.end() if unit is not None and line[unit.end() : unit.end() + 1] == " " else None


def _counts_things(value: int, behind: str) -> bool:
    counted = _COUNTED.match(behind)
    return behind[:1] in tuple(_POWERS) or (counted is not None and numeral(counted[1]) == value + 1)


def _unit_marker(line: str, unit: re.Match[str]) -> Marker | None:
    value = numeral(unit[1])
    if not value:
        return None
    printed = re.sub(_BLANK, "", unicodedata.normalize("NFKC", unit[0]))
    end = unit.end()
    if line[end : end + 1] in tuple("、：:．."):
        end += 1
    return Marker(_UNITS[unit[2]], value, printed, _with_blanks(line, end))


def _with_blanks(line: str, end: int) -> int:
    blanks = _TRAILING_BLANK.match(line, end)
    return blanks.end() if blanks else end
