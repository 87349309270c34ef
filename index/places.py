"""Places: provinces and prefectures, by the names people use for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from index.phrases import Phrases, data_lines, plain

_SUFFIXES = ("特别行政区", "地区", "市", "盟")
_AMBIGUOUS = "!"


@dataclass(frozen=True, slots=True)
class Place:
    """A province-level or prefecture-level division.

    Attributes:
        name: the short name: 四川, 商丘.
        full: the official name.
        province: the short name of the province it belongs to; its own when it is one.
        signs: how document numbers of a province begin: 川.
    """

    name: str
    full: str
    province: str
    signs: tuple[str, ...] = ()

    @property
    def is_province(self) -> bool:
        """Whether it is a province-level division."""
        return self.name == self.province


def places_in(text: str) -> tuple[Place, ...]:
    """The places that a `plain` text names, in order, each once."""
    return tuple(dict.fromkeys(place for _, _, place in found_places(text)))


def named_provinces(text: str) -> tuple[str, ...]:
    """The short names of the province-level divisions that a text names, in order, each once."""
    return tuple(place.name for place in places_in(plain(text)) if place.is_province)


def found_places(text: str) -> Iterator[tuple[int, int, Place]]:
    """The places that a `plain` text names, with their offsets."""
    return _names().find(text)


def place_named(text: str) -> list[tuple[int, int]]:
    """Where a `plain` text names places."""
    return [(start, end) for start, end, _ in found_places(text)]


@cache
def prefectures(province: str) -> tuple[str, ...]:
    """The short names of the prefecture-level divisions of a province."""
    return tuple(_clean(place).name for place in _places() if place.province == province and not place.is_province)


def place_of_number(number: str) -> Place | None:
    """The province whose sign a document number begins with: 川府发〔2024〕21号 is of 四川."""
    return next((place for sign, place in _signs() if number.startswith(sign)), None)


@cache
def _signs() -> tuple[tuple[str, Place], ...]:
    # A sign alone is a character like any other: behind it stands what the body calls itself.
    behind = (
        "府",
        "政",
        "办",
        "委",
        "人",
        "发",
        "工",
        "教",
        "财",
        "科",
        "民",
        "商",
        "卫",
        "环",
        "水",
        "农",
        "交",
        "市监",
    )
    signs = [(sign, place) for place in _places() for sign in place.signs]
    return tuple(
        (f"{sign}{word}", place)
        for sign, place in sorted(signs, key=lambda item: -len(item[0]))
        for word in behind
        # 新发 and 台办 may be anybody's.
        if f"{sign}{word}" not in {"新发", "台办", "港办", "津发改", "青年", "云发"}
    )


@cache
def _names() -> Phrases[Place]:
    named: dict[str, Place] = {}
    for place in _places():
        named.setdefault(place.full, place)
        if _AMBIGUOUS not in place.name:
            named.setdefault(place.name, place)
    return Phrases({name: _clean(place) for name, place in named.items()})


def _clean(place: Place) -> Place:
    return Place(place.name.rstrip(_AMBIGUOUS), place.full, place.province, place.signs)


@cache
def _places() -> tuple[Place, ...]:
    found: list[Place] = []
    for line in data_lines(files("index").joinpath("places.txt").read_text("utf-8")):
        head, _, below = line.partition("｜")
        full, name, signs = head.split()
        found.append(Place(name, full, name, tuple(signs.split("|"))))
        found.extend(_prefecture(entry, name) for entry in below.split())
    return tuple(found)


def _prefecture(entry: str, province: str) -> Place:
    mark = _AMBIGUOUS if entry.endswith(_AMBIGUOUS) else ""
    full, _, short = entry.removesuffix(_AMBIGUOUS).partition("=")
    name = short or next((full.removesuffix(end) for end in _SUFFIXES if full.endswith(end)), full)
    return Place(name + mark, full, province)
