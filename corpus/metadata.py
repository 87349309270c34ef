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

from corpus.numbering import match_marker, numeral
from corpus.repair import CleanText
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
_NUMBER = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,20}\s*[〔\[（(【]\s*(?:19|20)\d{2}\s*[〕\]）)】]\s*第?\s*\d{1,5}\s*号")
_BODY_END = re.compile(
    r"(政府|国务院|委员会|办公厅|办公室|人民代表大会|常务委员会|法院|检察院|[一-鿿](厅|局|部|委|署|院|会|办|中心|军委))$"
)
_DATE = re.compile(
    r"([12]\d{3}|[〇零○一二三四五六七八九]{4})\s*年\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*月\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
)
_IMPRINT = re.compile(r"日\s*印发$")
_ABRIDGED = re.compile(r"[（(]?本文[^（）()。]{0,6}有删[减节]")
_PUNCTUATION = re.compile("[，。；：！？,;]")
_HEAD_LINES = 40


def is_body_name(line: str) -> bool:
    """Whether a line is nothing but the name of a public body."""
    return 3 <= len(line) <= 60 and not _PUNCTUATION.search(line) and bool(_BODY_END.search(line))


def is_title(line: str) -> bool:
    """Whether a line reads like the title of an official document: it ends in a kind and is no sentence."""
    bare = re.sub("《[^》]*》", "", line)
    return len(line) <= 120 and bool(_KIND_END.search(line)) and not _PUNCTUATION.search(bare)


def is_date_line(line: str) -> bool:
    """Whether a line holds nothing but a date (it may stand in brackets)."""
    return bool(_DATE.fullmatch(line.strip("（）()")))


def read_date(text: str) -> str | None:
    """The first date in a text as ISO 8601, or None when there is none or it is no calendar day."""
    found = _DATE.search(unicodedata.normalize("NFKC", text))
    if found is None:
        return None
    year_text = found[1].replace("○", "〇")
    year = (
        int(year_text)
        if year_text.isdecimal()
        else int("".join(str("〇一二三四五六七八九".find(c) if c != "零" else 0) for c in year_text))
    )
    month, day = numeral(found[2]), numeral(found[3])
    if month is None or day is None:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def read_metadata(clean: CleanText, lines: Sequence[Span]) -> Metadata:
    """Read the metadata of a document from its clean text. `lines` are the clean spans of its lines."""
    texts = [clean.text[start:end] for start, end in lines]
    title = _find_title(texts)
    signed = _find_signature(texts)
    title_text = "".join(texts[title[0] : title[1] + 1]) if title else ""
    kind = _KIND_END.search(title_text)
    return Metadata(
        title=_stated(clean, lines, title, title_text) if title else None,
        number=_find_in(clean, lines, _NUMBER, texts[:_HEAD_LINES]),
        issuer=_find_issuer(clean, lines, texts, title, signed),
        date=_find_date(clean, lines, texts, signed),
        kind=_kind(clean, lines, title, kind),
        abridged=_find_in(clean, lines, _ABRIDGED, texts),
    )


def head_length(texts: Sequence[str]) -> int:
    """How many lines stand before the first numbered heading (at most 40)."""
    for at, text in enumerate(texts[:_HEAD_LINES]):
        if match_marker(text) or text.startswith("|"):
            return at
    return min(len(texts), _HEAD_LINES)


def _find_title(texts: Sequence[str]) -> tuple[int, int] | None:
    """First and last line of the title."""
    head = head_length(texts)
    candidates = [at for at in range(head) if is_title(texts[at])]
    about = [at for at in candidates if "关于" in texts[at]]
    if not candidates:
        return None
    at = (about or candidates)[0]
    if texts[at].startswith("关于") and at > 0 and is_body_name(texts[at - 1]):
        return at - 1, at
    return at, at


def _find_signature(texts: Sequence[str]) -> int | None:
    """The line of the date that a body's name stands directly above: the first one is the document's own."""
    for at in range(1, len(texts)):
        if is_date_line(texts[at]) and is_body_name(texts[at - 1]):
            return at
    return None


def _find_issuer(
    clean: CleanText, lines: Sequence[Span], texts: Sequence[str], title: tuple[int, int] | None, signed: int | None
) -> Stated | None:
    if signed is not None:
        return _stated(clean, lines, (signed - 1, signed - 1), texts[signed - 1])
    if title is None:
        return None
    first, last = title
    if first < last:
        return _stated(clean, lines, (first, first), texts[first])
    name, about, _ = texts[first].partition("关于")
    if about and is_body_name(name):
        start = lines[first][0]
        return Stated(name, Origin.TEXT, *clean.span(start, start + len(name)))
    return None


def _find_date(clean: CleanText, lines: Sequence[Span], texts: Sequence[str], signed: int | None) -> Stated | None:
    dated = [at for at, text in enumerate(texts) if is_date_line(text)]
    at = signed if signed is not None else next(iter(dated), None)
    if at is None:
        return None
    value = read_date(texts[at])
    return _stated(clean, lines, (at, at), value) if value else None


def _kind(
    clean: CleanText, lines: Sequence[Span], title: tuple[int, int] | None, kind: re.Match[str] | None
) -> Stated | None:
    if title is None or kind is None:
        return None
    end = lines[title[1]][1] - (len(kind.string) - kind.end(1))
    return Stated(kind[1], Origin.TEXT, *clean.span(end - len(kind[1]), end))


def _find_in(clean: CleanText, lines: Sequence[Span], pattern: re.Pattern[str], texts: Sequence[str]) -> Stated | None:
    for (start, _), text in zip(lines, texts, strict=False):
        found = pattern.search(text)
        if found:
            return Stated(found[0].strip("（("), Origin.TEXT, *clean.span(start + found.start(), start + found.end()))
    return None


def _stated(clean: CleanText, lines: Sequence[Span], place: tuple[int, int], value: str) -> Stated:
    return Stated(value, Origin.TEXT, *clean.span(lines[place[0]][0], lines[place[1]][1]))
