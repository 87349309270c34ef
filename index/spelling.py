"""Typing slips: a word that the library does not know, one character off from one that it does."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus import Span, is_han

_LONGEST = 8
_SHORTEST = 3
_SHORTEST_UNEVEN = 4
"""Characters of a word from which a missing or odd one is told, too."""
_TOKENS = 5
_COUNTS = re.compile("[第一二三四五六七八九十百千万亿几两]")


@dataclass(frozen=True, slots=True)
class Correction:
    """A slip: what stands at `[start, end)` of the text, and what it should be."""

    start: int
    end: int
    wrong: str
    right: str


class Vocabulary(Protocol):
    """The words of a library, in the form in which its terms are written."""

    def words(self) -> Iterable[str]:
        """All of them."""

    def holds(self, word: str) -> bool:
        """Whether the library holds a word."""

    def pairs(self, pair: str) -> bool:
        """Whether two characters stand side by side somewhere in the library."""


class Spelling:
    """Finds typing slips by the words of a library (optimal string alignment distance 1; Damerau 1964).

    A slip shows by two characters side by side that nowhere in the library stand so. Only words of three or more
    characters are corrected: one of two is one character off from too many.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Take the words of the library."""
        self._vocabulary = vocabulary

    @cached_property
    def _by_length(self) -> dict[int, tuple[NDArray[np.uint32], list[str]]]:
        groups: dict[int, list[str]] = {}
        for word in sorted(self._vocabulary.words()):
            if _SHORTEST <= len(word) <= _LONGEST and all(map(is_han, word)):
                groups.setdefault(len(word), []).append(word)
        return {
            length: (np.array(words, dtype=f"<U{length}").view(np.uint32).reshape(len(words), length), words)
            for length, words in groups.items()
        }

    def corrections(
        self, text: str, tokens: Sequence[str], function_words: Collection[str], is_word: Callable[[str], bool]
    ) -> list[Correction]:
        """The slips of a text.

        Args:
            text: the text in the form in which terms are compared.
            tokens: its words in order; together with what stands between them they are the text.
            function_words: words that are never part of a slip.
            is_word: whether a word is one of the language.
        """
        odd = self._odd(text)
        if not odd:
            return []
        places = [place for place in _places(text, tokens) if all(map(is_han, text[slice(*place)]))]
        whole = {place: _is_whole(text[slice(*place)], function_words, is_word) for place in places}
        found: list[Correction] = []
        behind = 0
        for at, (start, _) in enumerate(places):
            if start >= behind and not _COUNTS.match(text, start):
                slip = self._slip(text, places[at : at + _TOKENS], whole, odd)
                if slip is not None:
                    found.append(slip)
                    behind = slip.end
        return found

    def _odd(self, text: str) -> set[int]:
        """Where two characters of Chinese stand side by side that never do in the library."""
        return {
            at
            for at in range(len(text) - 1)
            if is_han(text[at]) and is_han(text[at + 1]) and not self._vocabulary.pairs(text[at : at + 2])
        }

    def _slip(
        self, text: str, places: Sequence[Span], whole: Mapping[Span, bool], odd: Collection[int]
    ) -> Correction | None:
        """The slip that begins with the first token, in the longest run of tokens that comes to one known word."""
        found: Correction | None = None
        start = end = places[0][0]
        for count, place in enumerate(places, 1):
            if place[0] != end or place[1] - start > _LONGEST or _COUNTS.search(text[slice(*place)]):
                break
            end = place[1]
            run = text[start:end]
            strange = [at - start for at in odd if start <= at < end - 1]
            doubtful = _doubtful(places[:count], whole)
            if len(run) < _SHORTEST or self._vocabulary.holds(run) or not strange or not doubtful:
                continue
            near = [word for word in self._near(run) if _mends(run, word, strange, doubtful)]
            if len(near) == 1:
                found = Correction(start, end, run, near[0])
        return found

    def _near(self, word: str) -> list[str]:
        """The words that are one change off: another, a missing or an odd character, or two exchanged."""
        codes = np.array([word], dtype=f"<U{len(word)}").view(np.uint32)
        found: set[str] = set()
        if len(word) in self._by_length:
            table, words = self._by_length[len(word)]
            found.update(words[row] for row in np.flatnonzero((table != codes).sum(axis=1) == 1))
        for i in range(len(word) - 1):
            exchanged = word[:i] + word[i + 1] + word[i] + word[i + 2 :]
            found.update([exchanged] if self._vocabulary.holds(exchanged) else [])
        if len(word) > _SHORTEST_UNEVEN:
            shorter = (word[:i] + word[i + 1 :] for i in range(len(word)))
            found.update(form for form in shorter if self._vocabulary.holds(form))
        if len(word) + 1 in self._by_length and len(word) >= _SHORTEST_UNEVEN:
            table, words = self._by_length[len(word) + 1]
            # With the character left out at i, what stands before it agrees, and what stands behind it.
            before = np.logical_and.accumulate(table[:, :-1] == codes, axis=1)
            behind = np.logical_and.accumulate((table[:, 1:] == codes)[:, ::-1], axis=1)[:, ::-1]
            inside = (before[:, :-1] & behind[:, 1:]).any(axis=1)
            found.update(words[row] for row in np.flatnonzero(inside | before[:, -1] | behind[:, 0]))
        return sorted(found - {word})


def _places(text: str, tokens: Sequence[str]) -> list[Span]:
    places: list[Span] = []
    at = 0
    for token in tokens:
        start = text.find(token, at)
        if start < 0:
            continue
        at = start + len(token)
        places.append((start, at))
    return places


def _is_whole(token: str, function_words: Collection[str], is_word: Callable[[str], bool]) -> bool:
    """Whether a token is a word in itself, and no rest of one that was misspelt."""
    return token in function_words or (len(token) > 1 and is_word(token))


def _doubtful(run: Sequence[Span], whole: Mapping[Span, bool]) -> set[int]:
    """The characters of a run of tokens that may be slips, counted from its start.

    One character alone at the edge of a run is a verb or a preposition as a rule: 济南|打, 给|视频.
    """
    found: set[int] = set()
    for at, place in enumerate(run):
        if whole[place]:
            continue
        single = place[1] - place[0] == 1
        beside = [run[i] for i in (at - 1, at + 1) if 0 <= i < len(run)]
        rest_beside = any(other[1] - other[0] == 1 and not whole[other] for other in beside)
        if not single or len(beside) == 2 or rest_beside:
            found.update(range(place[0] - run[0][0], place[1] - run[0][0]))
    return found


def _mends(wrong: str, right: str, odd: Sequence[int], doubtful: Collection[int]) -> bool:
    """Whether a word differs from a slip in a doubtful character alone, and none of the odd pairs is left in it."""
    left = {right[at : at + 2] for at in range(len(right) - 1)}
    first = next((i for i, (a, b) in enumerate(zip(wrong, right, strict=False)) if a != b), len(wrong) - 1)
    return first in doubtful and all(wrong[at : at + 2] not in left for at in odd)
