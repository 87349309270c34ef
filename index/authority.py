"""Authority: which of several pieces of legislation is asked about when the question does not say.

Chinese law ranks its sources (立法法, chapter 5): the constitution and laws above administrative regulations, those
above rules. People who ask how something is regulated mean the general law before the rules that carry it out for one
trade: of the articles marked as right for the training questions of STARD, half stand in codes and 3 in 10 in other
laws, which are 2 % and 35 % of its articles; administrative regulations and rules are half of the articles and hold 4 %
of the answers.
"""

import re

import numpy as np
from numpy.typing import NDArray

_NAME = re.compile(r"\S+")
_BRACKETED = re.compile(r"(?:[（(][^（）()]*[）)])+$")
_COURTS = ("最高人民法院", "最高人民检察院")
_RANKS: tuple[tuple[float, tuple[str, ...]], ...] = (
    (1.0, ("法典",)),
    (0.0, ("办法", "细则", "规则", "规程")),
    (2 / 3, ("宪法", "法", "解释")),
    (1 / 3, ("条例", "规定")),
)


def authority(title: str) -> float | None:
    """The rank of a piece of legislation by its title, 0 (rules) to 1 (codes); None for what is no legislation.

    What stands behind a blank (a chapter) or in brackets at the end (（试行）) is no part of the name.
    """
    named = _NAME.match(title.strip())
    name = _BRACKETED.sub("", named[0]) if named else ""
    for rank, endings in _RANKS:
        if name.endswith(endings):
            return max(rank, 2 / 3) if name.startswith(_COURTS) and rank > 0 else rank
    return None


def preference(ranks: NDArray[np.float32]) -> NDArray[np.float32]:
    """What the authority of each candidate counts, 0 to 1.

    All zero unless nearly all candidates are legislation: in a library of policies a law is no better an answer than
    the notice that was asked about.

    Args:
        ranks: of the candidates; NaN for what is no legislation.
    """
    return np.nan_to_num(ranks, nan=0.0) if mostly_legislation(ranks) else np.zeros_like(ranks)


def mostly_legislation(ranks: NDArray[np.float32]) -> bool:
    """Whether nearly all candidates are legislation."""
    return bool(ranks.size) and float(np.mean(~np.isnan(ranks))) >= _MOSTLY


_MOSTLY = 0.9
