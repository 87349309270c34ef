"""Scope: how well each document fits what a question says of the document it means.

Every cue of a question (a document number, a title, a place, the year of a document, an issuer, a kind) gives each
document a value between 0 and 1; the strength of a document is their weighted mean, times how sure the cues are
together. Where a question sets documents side by side, each side has its own values for the cue that tells them apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Strengths = NDArray[np.float32]
"""A value between 0 and 1 for each document of the library."""

FITS = 0.9
"""From this value on a document has what a cue says."""
_SURE = 0.7
"""From this certainty on a cue may speak against a document."""
_LEFT = 0.3
"""What is left of the strength of a document that such a cue speaks against."""


@dataclass(frozen=True, eq=False)
class Cue:
    """One thing that a question says of the document it means.

    Attributes:
        kind: what it is: 文号, 标题, 地区, 年份, 发文机关, 稿次, 文种.
        words: as a reader would print it.
        weight: what it counts beside the others.
        certainty: how sure it is that the question means documents by it, 0 to 1.
        values: how well each document fits.
        apart: whether documents are set side by side by it.
        pull: how far the passages of documents that fit come before others, 0 to 1, however sure it is.
    """

    kind: str
    words: str
    weight: float
    certainty: float
    values: Strengths
    apart: bool = False
    pull: float = 1.0

    @property
    def tells(self) -> bool:
        """Whether it fits some documents and not others."""
        fits = self.values >= FITS
        return bool(fits.any() and not fits.all())


@dataclass(frozen=True, eq=False)
class Scope:
    """The documents that a question means.

    Attributes:
        strengths: how well each fits, 0 to 1.
        sides: where documents are set side by side, for each side the documents that are on it, with their strengths.
        cues: what it was read from.
    """

    strengths: Strengths
    sides: tuple[Strengths, ...]
    cues: tuple[Cue, ...]

    @property
    def preference(self) -> Strengths:
        """What each document is preferred by: its strength, less where no cue pulls hard."""
        return self.strengths * np.float32(max(cue.pull for cue in self.cues))

    def best(self, at_least: float = 0.5, near: float = 0.9) -> NDArray[np.int64]:
        """The documents that fit about as well as the best one, the best first."""
        return _best(self.strengths, at_least, near)

    def meant(self) -> NDArray[np.int64]:
        """The documents meant: of each side those that fit it best."""
        if not self.sides:
            return self.best()
        found = [number for side in self.sides for number in _best(side, 0.5, 0.9)]
        return np.asarray(list(dict.fromkeys(found)), dtype=np.int64)

    def why(self, number: int) -> str:
        """Why a document is meant, for the reader."""
        return "、".join(dict.fromkeys(f"{cue.kind}相符" for cue in self.cues if cue.values[number] >= FITS))


def _best(strengths: Strengths, at_least: float, near: float) -> NDArray[np.int64]:
    highest = float(strengths.max(initial=0.0))
    if highest < at_least:
        return np.zeros(0, dtype=np.int64)
    numbers = np.flatnonzero(strengths >= near * highest)
    return numbers[np.lexsort((numbers, -strengths[numbers]))]


def scope_of(cues: Sequence[Cue]) -> Scope | None:
    """The scope that cues make together, or None when they tell no documents from others."""
    telling = [cue for cue in cues if cue.tells]
    if not telling:
        return None
    apart = _set_apart(telling)
    shared = [cue for cue in telling if cue not in apart]
    # Of what stands side by side each document needs to fit one only.
    if len(apart) > 1:
        sides = tuple(_combined([*shared, cue]) * (cue.values >= FITS) for cue in apart)
        return Scope(np.max([_combined([*shared, cue]) for cue in apart], axis=0), sides, tuple(telling))
    return Scope(_combined(telling), (), tuple(telling))


def _set_apart(cues: Sequence[Cue]) -> list[Cue]:
    """The cues of one kind that documents are set side by side by; none when they fit the same documents."""
    for kind in dict.fromkeys(cue.kind for cue in cues if cue.apart):
        group = [cue for cue in cues if cue.kind == kind and cue.apart]
        if len(group) > 1 and not any(
            np.array_equal(one.values >= FITS, other.values >= FITS)
            for at, one in enumerate(group)
            for other in group[:at]
        ):
            return group
    return []


def _combined(cues: Sequence[Cue]) -> Strengths:
    """The weighted mean of the values, less where one of the surer cues speaks against a document."""
    doubt = float(np.prod([1 - cue.certainty for cue in cues]))
    total = sum(cue.weight for cue in cues)
    mean: Strengths = np.sum([cue.weight * cue.values for cue in cues], axis=0) / total
    sure = [cue.values for cue in cues if cue.certainty >= _SURE]
    against = np.min(sure, axis=0) if sure else np.ones_like(mean)
    strengths: Strengths = ((1 - doubt) * mean * (_LEFT + (1 - _LEFT) * against)).astype(np.float32)
    return strengths
