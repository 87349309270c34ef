"""The directory of a library: what its documents are called, who issued them, where and when.

Built once for a snapshot from what is known of each document; a question is looked up in it without touching the
documents themselves. Documents of one name share an entry, so that sixty thousand articles of a few hundred laws stay
a small table.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus import Metadata
from index.aliases import canonical
from index.phrases import Phrases, plain
from index.places import found_places, place_of_number

Numbers = NDArray[np.int64]
"""Numbers of documents, ascending."""

_ISSUED = re.compile(r"(?:印发|转发|发布|公布|颁布|批转)(?:了)?《?(.+?)》?(?:的)?(?:通知|公告|命令|令|决定)?$")
_ABOUT = re.compile(r"关于(.+)$")
_INNER = re.compile(r"《([^《》]{4,80})》")
_CHAPTER = re.compile(r"\s+(?:第[一二三四五六七八九十百零〇\d]{1,5}[编章节部].*|[一二三四五六七八九十]{1,3}、.*)$")
_NOTE = re.compile(r"[（(][^（）()]{1,30}[）)]$")
_NO_LETTER = re.compile(r"[\W_]+")
_STATE = "中华人民共和国"
_DRAFT = re.compile("征求意见|草案|送审稿|讨论稿|修订稿|公开征求")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_LEADING_HAN = re.compile(r"^[\u4e00-\u9fff]+")
_SHORTEST_BODY = 2
"""Characters that a document number has before its year or its serial at least: 国发, 署令."""
_COUNTY = re.compile(r"[\u4e00-\u9fff]{2,12}?(?:自治县|自治旗|县|区(?!域)|旗)")


class Listed(Protocol):
    """What is known of a document without opening it."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def metadata(self) -> Metadata:
        """What it says of itself."""

    @property
    def short_names(self) -> Sequence[tuple[str, str]]:
        """Pairs of full and short name that it declares."""

    @property
    def nicknames(self) -> Sequence[str]:
        """Other names that it gives itself."""

    @property
    def columns(self) -> Sequence[str]:
        """Names of the columns of its tables."""


def letters(text: str) -> str:
    """A name without punctuation and blanks, in the form in which names are compared."""
    return _NO_LETTER.sub("", plain(text))


def names_of(title: str) -> tuple[str, ...]:
    """The names by which people speak of a document with this title, each by its `letters`.

    Of 关于印发《…》的通知 what is issued counts before the notice; an explanation is known by the law that it explains.
    """
    base = _CHAPTER.sub("", title.strip())
    bare = _NOTE.sub("", base)
    found = [base, bare]
    issued = _ISSUED.search(bare)
    if issued:
        found += [issued[1], _NOTE.sub("", issued[1].rstrip("》"))]
    found += (_NOTE.sub("", inner) for inner in _INNER.findall(bare))
    about = _ABOUT.search(bare)
    if about and not issued:
        found.append(about[1])
    plainly = (letters(name) for name in found)
    return tuple(dict.fromkeys(name.removeprefix(_STATE) for name in plainly if len(name.removeprefix(_STATE)) >= 2))


class Directory:
    """Looks up documents by what a question says of them. Documents are spoken of by their numbers in the library."""

    def __init__(self, listed: Sequence[Listed]) -> None:
        self._listed = listed
        self.size = len(listed)

    def id(self, number: int) -> str:
        """The id of a document."""
        return self._listed[number].id

    def title(self, number: int) -> str:
        """The title of a document."""
        return self._listed[number].title

    @cached_property
    def names(self) -> "Names":
        """The names of the documents."""
        by_title: dict[str, list[int]] = {}
        for at, item in enumerate(self._listed):
            by_title.setdefault(_CHAPTER.sub("", item.title.strip()), []).append(at)
        by_name: dict[str, list[int]] = {}
        for title, numbers in by_title.items():
            for name in names_of(title):
                by_name.setdefault(name, []).extend(numbers)
        given: dict[str, list[int]] = {}
        for at, item in enumerate(self._listed):
            for name in item.nicknames:
                given.setdefault(plain(name), []).append(at)
        for name, numbers in given.items():
            by_name.setdefault(name, []).extend(numbers)
        return Names(by_name, given)

    @cached_property
    def _by_number(self) -> Mapping[str, Numbers]:
        stated = ((at, item.metadata.number) for at, item in enumerate(self._listed))
        return _grouped((comparable_number(number.value), at) for at, number in stated if number)

    def numbered(self, number: str) -> Numbers:
        """The documents with a document number, however it is written; also by its tail: 令第11号."""
        wanted = comparable_number(number)
        exact = self._by_number.get(wanted)
        if exact is not None:
            return exact
        for cut in range(len(wanted)):
            rest = wanted[cut:]
            body = len(rest) - len(_LEADING_HAN.sub("", rest))
            if body < _SHORTEST_BODY:
                break
            found = [self._by_number[known] for known in self._by_tail.get(_tail(rest), ()) if known.endswith(rest)]
            if found:
                return np.unique(np.concatenate(found))
        return _NONE

    @cached_property
    def _by_tail(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        for number in self._by_number:
            found.setdefault(_tail(number), []).append(number)
        return found

    @cached_property
    def issuers(self) -> "Phrases[str]":
        """The issuing bodies by all their names."""
        return Phrases({name: name for name in self._by_issuer if len(name) >= 2})

    @cached_property
    def _by_issuer(self) -> Mapping[str, Numbers]:
        pairs: list[tuple[str, int]] = []
        known: dict[str, tuple[str, ...]] = {}
        for at, item in enumerate(self._listed):
            if item.metadata.issuer is None:
                continue
            value = item.metadata.issuer.value
            if value not in known:
                known[value] = tuple(
                    canonical(plain(body)).removeprefix(_STATE) for body in value.split("、") if body.strip()
                )
            pairs += ((body, at) for body in known[value])
        return _grouped(pairs)

    def issued_by(self, body: str) -> Numbers:
        """The documents of a body, by its canonical name."""
        return self._by_issuer.get(body, _NONE)

    @cached_property
    def _by_place(self) -> Mapping[str, Numbers]:
        pairs: list[tuple[str, int]] = []
        known: dict[str, tuple[str, ...]] = {}
        for at, item in enumerate(self._listed):
            issuer, number = item.metadata.issuer, item.metadata.number
            said = f"{_CHAPTER.sub('', item.title)}|{issuer.value if issuer else ''}|{number.value if number else ''}"
            if said not in known:
                known[said] = _places_of(item.title, issuer.value if issuer else "", number.value if number else "")
            pairs += ((place, at) for place in known[said])
        return _grouped(pairs)

    def of_place(self, place: str) -> Numbers:
        """The documents of a place, by its name."""
        return self._by_place.get(place, _NONE)

    @cached_property
    def issued(self) -> Numbers:
        """The documents of which it is known who issued them."""
        return np.asarray(
            [at for at, item in enumerate(self._listed) if item.metadata.issuer or item.metadata.number], dtype=np.int64
        )

    @cached_property
    def placed(self) -> Numbers:
        """The documents that are of some province or prefecture; where a county lies, its name does not tell."""
        found = [documents for place, documents in self._by_place.items() if not _COUNTY.fullmatch(place)]
        return np.unique(np.concatenate(found)) if found else _NONE

    @cached_property
    def counties(self) -> "Phrases[str]":
        """The counties and districts that titles and issuers name."""
        return Phrases({name: name for name in self._by_place if _COUNTY.fullmatch(name)})

    @cached_property
    def _years(self) -> tuple[Mapping[str, Numbers], Mapping[str, Numbers]]:
        titled: list[tuple[str, int]] = []
        dated: list[tuple[str, int]] = []
        for at, item in enumerate(self._listed):
            titled += ((year, at) for year in dict.fromkeys(_YEAR.findall(item.title)))
            meta = item.metadata
            stated = "".join(field.value for field in (meta.number, meta.date) if field)
            dated += ((year, at) for year in dict.fromkeys(_YEAR.findall(stated)))
        return _grouped(titled), _grouped(dated)

    def titled_year(self, year: str) -> Numbers:
        """The documents with a year in their title."""
        return self._years[0].get(year, _NONE)

    def dated_year(self, year: str) -> Numbers:
        """The documents with a year in their date or document number."""
        return self._years[1].get(year, _NONE)

    @cached_property
    def undated(self) -> Numbers:
        """The documents of which no year is known."""
        found = [docs for years in self._years for docs in years.values()]
        return np.setdiff1d(np.arange(self.size), np.concatenate(found) if found else _NONE)

    @cached_property
    def drafts(self) -> Numbers:
        """The documents that say that they are drafts."""
        return np.asarray(
            [
                at
                for at, item in enumerate(self._listed)
                if _DRAFT.search(item.title) or (item.metadata.state and _DRAFT.search(item.metadata.state.value))
            ],
            dtype=np.int64,
        )


class Names:
    """Names of documents, each with the documents that bear it."""

    def __init__(self, documents: Mapping[str, Sequence[int]], nicknames: Collection[str] = ()) -> None:
        self.texts: tuple[str, ...] = tuple(documents)
        self._documents = [np.unique(np.asarray(numbers, dtype=np.int64)) for numbers in documents.values()]
        self._known = {name: at for at, name in enumerate(self.texts)}
        self._endings: dict[str, Numbers] = {}
        self.nicknames = Phrases({name: (name, self._known[name]) for name in nicknames})

    def documents(self, name: int) -> Numbers:
        """The documents that bear a name."""
        return self._documents[name]

    def exact(self, name: str) -> int | None:
        """The name that is written so."""
        return self._known.get(name)

    def holding(self, text: str) -> Numbers:
        """The names in which a text stands."""
        pairs = [text[at : at + 2] for at in range(len(text) - 1)]
        candidates = self._with_all(self._pairs, pairs)
        return np.asarray([name for name in candidates if text in self.texts[name]], dtype=np.int64)

    def with_characters(self, characters: Iterable[str], among: Numbers) -> Numbers:
        """Those of some names that hold all of these characters."""
        found = among
        for char in dict.fromkeys(characters):
            if not found.size:
                break
            found = np.intersect1d(found, self._characters.get(char, _NONE), assume_unique=True)
        return found

    def ending(self, kind: str) -> Numbers:
        """The names that end in these characters."""
        if kind not in self._endings:
            candidates = self._with_all(self._characters, dict.fromkeys(kind))
            self._endings[kind] = np.asarray(
                [name for name in candidates if self.texts[name].endswith(kind)], dtype=np.int64
            )
        return self._endings[kind]

    @cached_property
    def _characters(self) -> Mapping[str, Numbers]:
        return _grouped((char, at) for at, text in enumerate(self.texts) for char in set(text))

    @cached_property
    def _pairs(self) -> Mapping[str, Numbers]:
        return _grouped(
            (pair, at) for at, text in enumerate(self.texts) for pair in {text[i : i + 2] for i in range(len(text) - 1)}
        )

    def frequency(self, pair: str) -> int:
        """How many names hold two characters side by side."""
        return self._pairs.get(pair, _NONE).size

    def sharing(self, pair: str) -> Numbers:
        """The names that hold two characters side by side."""
        return self._pairs.get(pair, _NONE)

    def _with_all(self, postings: Mapping[str, Numbers], keys: Iterable[str]) -> Numbers:
        lists = sorted((postings.get(key, _NONE) for key in keys), key=len)
        if not lists:
            return _NONE
        found = lists[0]
        for other in lists[1:]:
            if not found.size:
                break
            found = np.intersect1d(found, other, assume_unique=True)
        return found


def comparable_number(number: str) -> str:
    """A document number without brackets, blanks and 第: 国发〔2017〕40号 and 国发[2017]第40号 are one."""
    return re.sub(r"[\W_第年]+", "", plain(number))


def _tail(number: str) -> str:
    """The serial with which a comparable document number ends."""
    found = re.search(r"[\d〇零一二三四五六七八九十百]+号?$", number)
    return found[0] if found else ""


def _places_of(title: str, issuer: str, number: str) -> tuple[str, ...]:
    """The places a document is of or about: named in its title or by its issuer, or by the sign of its number."""
    found: list[str] = []
    for text in (plain(title), *(plain(body) for body in issuer.split("、"))):
        behind = 0
        for start, end, place in found_places(text):
            found.append(place.name)
            # 阜新蒙古族自治县 is named as a whole, 湖北省巴东县 is not.
            behind = end if text[start:end] == place.full else start
        # 北京市怀柔区…: a county stands behind its province or prefecture, or first.
        county = _COUNTY.match(text, behind)
        if county:
            found.append(county[0])
    signed = place_of_number(plain(number)) if number else None
    if signed is not None and not found:
        found.append(signed.name)
    return tuple(dict.fromkeys(found))


def _grouped(pairs: Iterable[tuple[str, int]]) -> Mapping[str, Numbers]:
    found: dict[str, list[int]] = {}
    for key, at in pairs:
        found.setdefault(key, []).append(at)
    return {key: np.unique(np.asarray(numbers, dtype=np.int64)) for key, numbers in found.items()}


_NONE: Numbers = np.zeros(0, dtype=np.int64)
