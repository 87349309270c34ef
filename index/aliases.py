"""Aliases: other names for the same body, law or programme."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from index.phrases import Phrases, data_lines, plain

_DIGITS = "零一二三四五六七八九十"
_PLAN = re.compile(
    r"(?P<short>十[一二三四五六七八九])五(?!年|[一二三四五六七八九十百千万亿])|第(?P<long>十[一二三四五六七八九])个五年(?:规划|计划)?"
)


@dataclass(frozen=True, slots=True)
class Alias:
    """A name in a question that has other forms.

    Attributes:
        start: where it stands in the `plain` question.
        end: behind it.
        name: as it stands there.
        forms: all its forms, the fullest first.
    """

    start: int
    end: int
    name: str
    forms: tuple[str, ...]

    @property
    def full(self) -> str:
        """Its full form."""
        return self.forms[0]


class Aliases:
    """The aliases that ship with the product, and those that the documents of a library declare."""

    def __init__(self, declared: Iterable[tuple[str, str]] = ()) -> None:
        """Take what documents declare as pairs of full name and short name (以下简称“…”)."""
        groups = dict(_shipped())
        for full, short in declared:
            long, brief = plain(full), plain(short)
            if brief not in groups and 2 <= len(brief) < len(long):
                groups[brief] = (long, brief)
        self._phrases = Phrases(groups)

    def find(self, text: str) -> Iterator[Alias]:
        """The names in a `plain` text that have other forms, from left to right."""
        for start, end, group in self._phrases.find(text):
            name = text[start:end]
            yield Alias(start, end, name, group)
        for found in _PLAN.finditer(text):
            short = found["short"] or found["long"]
            yield Alias(found.start(), found.end(), found[0], (f"第{short}个五年规划", f"{short}五"))


def canonical(text: str) -> str:
    """A `plain` name with every part that has several forms in its first form: 省发改委 is 省发展和改革委员会."""
    found = list(_names().find(text))
    for start, end, group in reversed(found):
        text = text[:start] + group[0] + text[end:]
    return text


@cache
def _names() -> Phrases[tuple[str, ...]]:
    return Phrases(dict(_shipped()))


@cache
def _shipped() -> tuple[tuple[str, tuple[str, ...]], ...]:
    groups: list[tuple[str, tuple[str, ...]]] = []
    for line in data_lines(files("index").joinpath("aliases.txt").read_text("utf-8")):
        forms = tuple(plain(form) for form in line.split())
        groups += ((form, forms) for form in forms)
    return tuple(groups)
