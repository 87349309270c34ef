"""Metadata that the text of an official document states about itself: title, number, issuer, date, kind.

The places follow GB/T 9704-2012: red head, document number, title and addressee before the body; signature and date
behind it. Every value carries the span it was read from.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import takewhile

from corpus.clean import CleanText
from corpus.numbering import attachment_name, match_marker, numeral
from corpus.source import Span


class Origin(StrEnum):
    """Where a value comes from. The value is what the reader sees."""

    TEXT = "原文"
    MANIFEST = "由用户填写"


@dataclass(frozen=True, slots=True)
class Stated:
    """A metadata value with its source span; a value from the manifest has none."""

    value: str
    origin: Origin
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document. Dates are ISO 8601 (`2024-11-26`).

    Attributes:
        title: 标题.
        number: 发文字号.
        issuer: 发文机关.
        date: 成文日期.
        kind: 文种.
        abridged: the note 本文有删减, when the text carries one.
        remark: a note of whoever filled in the manifest.
    """

    title: Stated | None = None
    number: Stated | None = None
    issuer: Stated | None = None
    date: Stated | None = None
    kind: Stated | None = None
    abridged: Stated | None = None
    remark: Stated | None = None


KINDS = (
    "决议 决定 命令 公报 公告 通告 意见 通知 通报 报告 请示 批复 议案 函 纪要 "  # 党政机关公文处理工作条例, article 8
    "方案 办法 条例 规定 规则 细则 规划 计划 纲要 要点 指南 清单 标准 章程 制度 措施 规程 答复 说明 法 解释 目录"
).split()

_KIND_END = re.compile(rf"({'|'.join(sorted(KINDS, key=len, reverse=True))})(?:[（(][^（）()]{{1,30}}[）)])*$")
_YEAR = r"(?:19|20)\d{2}"
_SERIAL = r"[\d〇零一二三四五六七八九十百]{1,6}"
_NUMBER = (
    rf"[\u4e00-\u9fffA-Za-z]{{1,20}} ?[〔\[［（(【] ?{_YEAR} ?[〕\]］）)】] ?第? ?\d{{1,5}} ?号"  # 川府发〔2024〕21号
    rf"|[\u4e00-\u9fff]{{2,30}}令 ?第? ?{_SERIAL} ?号"  # 国务院令第706号
    rf"|[\u4e00-\u9fff]{{2,30}}公告 ?{_YEAR} ?年 ?第 ?{_SERIAL} ?号"  # 国家税务总局公告2021年第3号
    rf"|(?:{_YEAR} ?年 ?)?第 ?{_SERIAL} ?号令?"
)
_LABEL = "(?:发文字号|发文号|文件编号|文号)"
# The number of the document itself stands on a line of its own or behind its label; any other is a reference.
_OWN_NUMBER = re.compile(rf"(?:{_LABEL}[:：]? ?|.{{2,40}}?文件)?[（(]?({_NUMBER})[）)]?(?: ?签发人.*)?")
_LABELLED_NUMBER = re.compile(rf"{_LABEL}[:：] ?({_NUMBER})")
_BODY_END = re.compile(
    r"(政府|国务院|委员会|办公厅|办公室|人民代表大会|常务委员会|法院|检察院|[一-鿿](厅|局|部|委|署|院|会|办|中心|军委))$"
)
_DATE = re.compile(
    r"([12]\d{3}|[〇零○◯一二三四五六七八九]{4})\s*年\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*月\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
)
_YEAR_DIGITS = str.maketrans("〇零○◯一二三四五六七八九", "0000123456789")
_ADOPTED = re.compile(
    rf"[（(]?{_DATE.pattern} ?(.{{2,40}}?(?:人民代表大会|人民代表大会常务委员会|常务委员会))"
    "第.{1,8}次(?:全体)?会议.{0,4}(?:通过|修订)"
)
_TERM = re.compile(f"第{_SERIAL}届")
_ABRIDGED = re.compile("本文[^（）()。]{0,6}有删[减节]")
_PUNCTUATION = re.compile("[，。；：！？,;]")
_HEAD_LINES = 40
_TITLE_LINES = 4
_WHOLE_TITLE = 8
"""Characters: a shorter line that ends in a kind (实施意见) is the end of a broken title rather than a title."""


def is_body_name(line: str) -> bool:
    """Whether a line is nothing but the name of a public body."""
    named = 3 <= len(line) <= 60 and not _PUNCTUATION.search(line) and bool(_BODY_END.search(line))
    return named and match_marker(line) is None


def is_title(line: str) -> bool:
    """Whether a line reads like the title of an official document: it ends in a kind and is no sentence."""
    if not 4 <= len(line) <= 120 or not _KIND_END.search(line) or line.count("《") != line.count("》"):
        return False
    return not _PUNCTUATION.search(re.sub("《[^》]*》", "", line))


def is_date_line(line: str) -> bool:
    """Whether a line holds nothing but a date (it may stand in brackets)."""
    return bool(_DATE.fullmatch(line.strip("（）()")))


def read_date(text: str) -> str | None:
    """The first date in a text as ISO 8601, or None when there is none or it is no calendar day."""
    found = _DATE.search(unicodedata.normalize("NFKC", text))
    if found is None:
        return None
    year = int(found[1].translate(_YEAR_DIGITS))
    month, day = numeral(found[2]), numeral(found[3])
    if month is None or day is None:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def read_metadata(clean: CleanText, lines: Sequence[Span]) -> Metadata:
    """Read the metadata of a document from its clean text. `lines` are the clean spans of its lines."""
    page = _Page(clean, lines, [clean.text[start:end] for start, end in lines])
    head = head_length(page.texts)
    title = _find_title(page.texts[:head])
    signed = find_signature(page.texts)
    adopted = _find(page.texts[:head], _ADOPTED)
    return Metadata(
        title=page.stated(title, "".join(page.texts[slice(*title)])) if title else None,
        number=_find_number(page, head),
        issuer=_find_issuer(page, title, signed, adopted),
        date=_find_date(page, signed, adopted),
        kind=_find_kind(page, title),
        abridged=page.found(_find(page.texts, _ABRIDGED)),
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines of a document: their clean spans and their texts."""

    clean: CleanText
    lines: Sequence[Span]
    texts: Sequence[str]

    def stated(self, place: tuple[int, int], value: str) -> Stated:
        """A value read from the lines `[first, last)`."""
        return Stated(value, Origin.TEXT, *self.clean.span(self.lines[place[0]][0], self.lines[place[1] - 1][1]))

    def within(self, line: int, start: int, end: int, value: str) -> Stated:
        """A value read from the characters `[start, end)` of a line."""
        begin = self.lines[line][0]
        return Stated(value, Origin.TEXT, *self.clean.span(begin + start, begin + end))

    def found(self, match: "tuple[int, re.Match[str]] | None", group: int = 0) -> Stated | None:
        """What a pattern caught in a line, as it stands there."""
        return self.within(match[0], *match[1].span(group), match[1][group]) if match else None


def _find(texts: Sequence[str], pattern: re.Pattern[str]) -> tuple[int, re.Match[str]] | None:
    """The first line in which a pattern is found."""
    hits = ((at, pattern.search(text)) for at, text in enumerate(texts))
    return next(((at, hit) for at, hit in hits if hit), None)


def begins_body(line: str) -> bool:
    """Whether a line ends the head of a document: a numbered unit, a table or an attachment begins."""
    return line.startswith("|") or attachment_name(line) is not None or match_marker(line) is not None


def head_length(texts: Sequence[str]) -> int:
    """How many lines stand before the first numbered heading (at most 40)."""
    for at, text in enumerate(texts[:_HEAD_LINES]):
        if begins_body(text):
            return at
    return min(len(texts), _HEAD_LINES)


def _find_title(head: Sequence[str]) -> tuple[int, int] | None:
    """The lines `[first, last)` of the title among those before the first numbered heading."""
    for first, text in enumerate(head):
        if "关于" in text and (last := _title_end(head, first)):
            bodies = _body_names_above(head, first) if text.startswith("关于") else 0
            return first - bodies, last
    whole = next((at for at, text in enumerate(head) if is_title(text) and len(text) >= _WHOLE_TITLE), None)
    if whole is not None:
        return whole, whole + 1
    return next(((first, last) for first in range(len(head)) if (last := _title_end(head, first))), None)


def _title_end(head: Sequence[str], first: int) -> int | None:
    """Behind the last line of the title that begins in a line, if one does."""
    for last in range(first + 1, min(first + _TITLE_LINES, len(head)) + 1):
        line = head[last - 1]
        if line.endswith(("：", ":", "。", "文件")) or is_date_line(line) or _OWN_NUMBER.fullmatch(line):
            return None
        if is_title("".join(head[first:last])):
            return last
    return None


def _find_number(page: _Page, head: int) -> Stated | None:
    for at, text in enumerate(page.texts[:head]):
        found = _OWN_NUMBER.fullmatch(text) or _LABELLED_NUMBER.search(text)
        if found is None:
            continue
        if found[1].startswith("第") and at > 0 and page.texts[at - 1].endswith("令"):
            return page.stated((at - 1, at + 1), page.texts[at - 1] + found[1].replace(" ", ""))
        return page.within(at, *found.span(1), found[1].replace(" ", ""))
    return None


def find_signature(texts: Sequence[str]) -> tuple[int, int] | None:
    """The lines `[first, last)` of the signature: names of bodies and, directly below, the date.

    The first one is the document's own; a document that it forwards carries its own further down.
    """
    for at in range(1, len(texts)):
        if is_date_line(texts[at]) and is_body_name(texts[at - 1]):
            return at - _body_names_above(texts, at), at + 1
    return None


def _body_names_above(texts: Sequence[str], line: int) -> int:
    """How many lines directly above a line are names of bodies."""
    return sum(1 for _ in takewhile(is_body_name, (texts[at] for at in range(line - 1, -1, -1))))


def _find_issuer(
    page: _Page,
    title: tuple[int, int] | None,
    signed: tuple[int, int] | None,
    adopted: tuple[int, re.Match[str]] | None,
) -> Stated | None:
    if signed is not None:
        first, last = signed
        return page.stated((first, last - 1), "、".join(page.texts[first : last - 1]))
    if adopted is not None:
        at, found = adopted
        return page.within(at, *found.span(4), _TERM.sub("", found[4]))
    if title is None:
        return None
    first, last = title
    bodies = next((at for at in range(first, last) if not is_body_name(page.texts[at])), first)
    if bodies > first:
        return page.stated((first, bodies), "、".join(page.texts[first:bodies]))
    name, about, _ = page.texts[first].partition("关于")
    return page.within(first, 0, len(name), name) if about and is_body_name(name) else None


def _find_date(page: _Page, signed: tuple[int, int] | None, adopted: tuple[int, re.Match[str]] | None) -> Stated | None:
    if signed is not None:
        at = signed[1] - 1
    elif adopted is not None:
        at = adopted[0]
    else:
        at = next((at for at, text in enumerate(page.texts) if is_date_line(text)), -1)
    found = _DATE.search(page.texts[at]) if at >= 0 else None
    value = read_date(found[0]) if found else None
    return page.within(at, *found.span(), value) if found and value else None


def _find_kind(page: _Page, title: tuple[int, int] | None) -> Stated | None:
    line = page.texts[title[1] - 1] if title else ""
    found = _KIND_END.search(line)
    return page.within(title[1] - 1, *found.span(1), found[1]) if title and found else None
