"""The scope of a question: what of a library it may be narrowed to, read from loose input, and told in Chinese."""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Protocol

from corpus import Document, YijuError
from index import Card, Filters
from ui.reply_view import chinese_date, in_title_marks

LISTED = 2000
"""A library of more documents than this has them named by the asker instead of listing them all."""
NAMED = 20
"""Documents that may be named at once: looking one up goes through the whole catalogue."""
_TOLD = 3
"""Documents or issuers that are told by name; further ones are counted."""
_QUOTED = 40
_DAY = re.compile("([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


class ScopeError(YijuError):
    """What was entered to narrow the search cannot be understood."""


class Library(Protocol):
    """What is known of the documents; a snapshot is one."""

    @property
    def catalogue(self) -> Sequence[Card]:
        """A card for each document."""

    def find(self, reference: str) -> Document:
        """The document a person means."""


@dataclass(frozen=True, slots=True)
class Entered:
    """What was entered, as it came: a list of texts or a text, and anything else from a request that was tampered with.

    Attributes:
        documents: ids; where the documents are not listed, a text that names one on each line.
        issuers: names of issuing bodies.
        from_: earliest date: a day, or a month or year from its beginning.
        to: latest date: a day, or a month or year to its end.
    """

    documents: object = None
    issuers: object = None
    from_: object = None
    to: object = None


@dataclass(frozen=True, slots=True)
class Name:
    """A document as a reader knows it: its title, and a note of its number and of what else tells it from others."""

    title: str
    note: str

    @property
    def label(self) -> str:
        """Title and note, for a list."""
        return f"{self.title}（{self.note}）" if self.note else self.title

    @property
    def printed(self) -> str:
        """Title and note, for a sentence."""
        return f"《{in_title_marks(self.title)}》" + (f"（{self.note}）" if self.note else "")


class Scope:
    """What a library offers to narrow a question by. Holds no state between questions.

    Attributes:
        names: the documents by id, in their order; no two have the same label.
        listed: whether the documents are to be chosen from a list; if not, they are named.
        issuers: the issuing bodies, the most frequent first.
        undated: how many documents have no date.
    """

    def __init__(self, library: Library, *, listed: int = LISTED) -> None:
        """Look through the catalogue; `listed` is the greatest number of documents that are put in a list."""
        cards = library.catalogue
        self._library = library
        self.names = document_names(cards)
        self.listed = len(cards) <= listed
        self.issuers = by_frequency(cards)
        self.undated = sum(card.metadata.date is None for card in cards)

    @property
    def dated(self) -> bool:
        """Whether any document has a date."""
        return self.undated < len(self.names)

    def filters(self, entered: Entered) -> Filters:
        """What was entered, as the index takes it.

        Raises:
            ScopeError: a date that is none, dates in the wrong order, a document or issuer that the library does not
                have, too many documents, or something that no control of the page sends.
            NotFound: a name fits no document, or several.
        """
        documents = _texts(entered.documents) if self.listed else self._found(_text(entered.documents))
        issuers = _texts(entered.issuers)
        # The page of a visitor may be older than the library.
        if not set(documents) <= self.names.keys() or not set(issuers) <= set(self.issuers):
            raise ScopeError("所选的文件或发文机关已经不在资料库里", remedy="请刷新网页，重新选择")
        first = read_day(_text(entered.from_), end=False)
        last = read_day(_text(entered.to), end=True)
        if first and last and first > last:
            raise ScopeError(f"成文日期从 {first} 到 {last}，先后反了", remedy="请把两个日期对调，或清空其中一个")
        return Filters(documents=documents, issuers=issuers, from_=first, to=last)

    def _found(self, text: str) -> tuple[str, ...]:
        wanted = dict.fromkeys(line.strip() for line in text.splitlines() if line.strip())
        if len(wanted) > NAMED:
            raise ScopeError(
                f"这里写了 {len(wanted)} 份文件，一次最多限定 {NAMED} 份", remedy="请少写几份，或改用其他条件"
            )
        return tuple(dict.fromkeys(self._library.find(reference).id for reference in wanted))

    def told(self, filters: Filters) -> str:
        """What the filters allow, in Chinese; empty when they allow everything.

        Args:
            filters: as `filters` gives them: of documents of this library.
        """
        names = [self.names[ident] for ident in filters.documents]
        # Between titles in title marks stands no comma, unless something else is put between them: GB/T 15834, 4.5.3.5.
        comma = "、" if any(name.note for name in names) else ""
        documents = _listed([name.printed for name in names], comma=comma, unit="份文件")
        issuers = _listed(filters.issuers, comma="、", unit="个机关")
        parts = (documents, f"发文机关为{issuers}" if issuers else "", _period(filters.from_, filters.to))
        return "；".join(part for part in parts if part)


def document_names(cards: Sequence[Card]) -> Mapping[str, Name]:
    """The names of documents by id: title and number; of those that share these, also file name, path or id."""
    named: dict[str, Name] = {}
    for distinction in (_nothing, _file_name, _path):
        names = {card.id: _name(card, distinction(card)) for card in cards if card.id not in named}
        labels = Counter(name.label for name in (*names.values(), *named.values()))
        named |= {ident: name for ident, name in names.items() if labels[name.label] == 1}
    return {card.id: named.get(card.id) or _name(card, card.id) for card in cards}


def _name(card: Card, distinction: str) -> Name:
    number = card.metadata.number.value if card.metadata.number else ""
    return Name(_one_line(card.title), _one_line("，".join(part for part in (number, distinction) if part)))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _nothing(_: Card) -> str:
    return ""


def _file_name(card: Card) -> str:
    return PurePosixPath(card.file).name


def _path(card: Card) -> str:
    return card.file


def by_frequency(cards: Sequence[Card]) -> tuple[str, ...]:
    """The distinct issuing bodies, the most frequent first, those equally frequent in the order of their documents."""
    issuers = Counter(card.metadata.issuer.value for card in cards if card.metadata.issuer)
    return tuple(issuer for issuer, _ in issuers.most_common())


def read_day(text: str, *, end: bool) -> date | None:
    """A day as it is entered: `2024-05-31`, or the first or, with `end`, last day of `2024-05` or `2024`.

    Returns:
        None when nothing is entered.

    Raises:
        ScopeError: the text is no such date.
    """
    entered = text.strip()
    if not entered:
        return None
    match = _DAY.fullmatch(entered)
    day = _calendar_day(*match.groups(), end=end) if match else None
    if day is None:
        raise ScopeError(
            f"成文日期“{entered[:_QUOTED]}”不是有效的日期",
            remedy="请写成 2024-05-31 的样子；也可以只写年月（2024-05）或年份（2024）",
        )
    return day


def _calendar_day(year: str, month: str | None, day: str | None, *, end: bool) -> date | None:
    try:
        first = date(int(year), int(month or ("12" if end else "1")), int(day or "1"))
    except ValueError:
        return None
    return first.replace(day=monthrange(first.year, first.month)[1]) if end and day is None else first


def _texts(value: object) -> tuple[str, ...]:
    """The chosen values of a list, each once."""
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _garbled()
    return tuple(dict.fromkeys(value))


def _text(value: object) -> str:
    """What stands in a text box."""
    if value is not None and not isinstance(value, str):
        raise _garbled()
    return value or ""


def _garbled() -> ScopeError:
    return ScopeError("限定范围的内容无法识别", remedy="请刷新网页，重新填写")


def _listed(names: Sequence[str], *, comma: str, unit: str) -> str:
    more = f"等 {len(names)} {unit}" if len(names) > _TOLD else ""
    return comma.join(names[:_TOLD]) + more


def _period(first: date | None, last: date | None) -> str:
    if first is None and last is None:
        return ""
    start, end = (chinese_date(day.isoformat()) if day else "" for day in (first, last))
    if not start:
        return f"成文日期截至{end}"
    return f"成文日期为{start}至{end}" if end else f"成文日期自{start}起"
