"""Looking up a fixed set of names in a text."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from index.segment import simplified

T = TypeVar("T")


def plain(text: str) -> str:
    """The form in which names are compared: compatibility forms and case folded, simplified, without blanks."""
    return simplified("".join(unicodedata.normalize("NFKC", text).lower().split()))


class Phrases(Generic[T]):
    """Finds names in a text, the longest first and none inside another.

    Names are found by their first two characters, so that the cost grows with the text and not with the names.
    """

    def __init__(self, values: Mapping[str, T]) -> None:
        """Take the names, in `plain` form and of two characters or more, with what each stands for."""
        self._values = values
        heads: dict[str, set[int]] = {}
        for name in values:
            heads.setdefault(name[:2], set()).add(len(name))
        self._heads = {head: sorted(lengths, reverse=True) for head, lengths in heads.items()}

    def find(self, text: str) -> Iterator[tuple[int, int, T]]:
        """The names in a `plain` text from left to right: start, end, and what the name stands for."""
        at = 0
        while at < len(text) - 1:
            for length in self._heads.get(text[at : at + 2], ()):
                end = at + length
                name = text[at:end]
                if name in self._values and _stands_alone(text, at, end):
                    yield at, end, self._values[name]
                    at = end
                    break
            else:
                at += 1

    def __contains__(self, name: object) -> bool:
        return name in self._values


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a name of Latin letters is no part of a longer word."""
    before = start > 0 and _is_latin(text[start - 1]) and _is_latin(text[start])
    behind = end < len(text) and _is_latin(text[end]) and _is_latin(text[end - 1])
    return not before and not behind


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def data_lines(text: str) -> Iterable[str]:
    """The lines of a shipped data file without its comments."""
    return (line for line in text.splitlines() if line and not line.startswith("#"))
