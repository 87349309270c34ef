"""Which lines of a part of a document open numbered units, and how deep its forms of numbering nest."""

import re
from collections.abc import Container, Mapping, Sequence
from itertools import combinations

from corpus.numbering import DEPTH, Level, Marker, match_marker, possible_article
from corpus.outline_decimals import decimal_markers
from corpus.outline_page import Range

_UNFINISHED = re.compile("[、，据照按反依第及或和与至到对]$")
_ENDED = re.compile(r"[。；！？：:…][”’」』）)】]*$")


def line_markers(texts: Sequence[str], part: Range, other: Container[int]) -> list[Marker | None]:
    """The numbers that the lines of one part open with.

    An article whose words read like a reference (第三条规定期限届满的) counts when it is the one that is missing
    between its neighbours; an article that goes on with an unfinished sentence does not. Decimal numbers count as
    links of a chain.

    Args:
        texts: the lines of the document.
        part: the lines `[first, last)`.
        other: lines that are known to be something else, such as rows of a table.
    """
    first, last = part
    found = [None if at in other else match_marker(texts[at]) for at in range(first, last)]
    for at, marker in enumerate(found, first):
        if marker is not None and marker.level is Level.ARTICLE and at > first and _UNFINISHED.search(texts[at - 1]):
            found[at - first] = None
    sure = {marker.ordinal for marker in found if marker is not None and marker.level is Level.ARTICLE}
    latest = 0
    for at, marker in enumerate(found, first):
        if marker is not None:
            latest = marker.ordinal if marker.level is Level.ARTICLE else latest
            continue
        article = None if at in other else possible_article(texts[at])
        if article is None or article.ordinal in sure or article.ordinal != latest + 1 or latest == 0:
            continue
        if at > first and (_ENDED.search(texts[at - 1]) or found[at - 1 - first] is not None):
            found[at - first] = article
            latest = article.ordinal
    for at, decimal in decimal_markers(texts, found, first, other).items():
        found[at - first] = decimal
    return found


def form_ranks(markers: Sequence[Marker]) -> Mapping[Level, float]:
    """How deep each form of numbering nests in one part of a document, given its numbers in order.

    The forms nest as the standard says, unless a part uses two of them the other way round: a list in the higher form
    begins anew below each number of the lower one, whose count goes on (1. （一）（二） 2. （一）).
    """
    ranks = {level: float(depth) for level, depth in DEPTH.items()}
    markers = [marker for marker in markers if marker.rank is None]
    forms = sorted({marker.level for marker in markers if marker.level.startswith("heading-")}, key=DEPTH.__getitem__)
    for upper, lower in combinations(forms, 2):
        if _is_turned(markers, upper, lower):
            ranks[upper] = ranks[lower] + 0.5
    return ranks


def _is_turned(markers: Sequence[Marker], upper: Level, lower: Level) -> bool:
    """Whether the form that the standard puts above the other one stands below it."""
    turned = False
    before: Marker | None = None
    begun: Marker | None = None  # the number of the lower form below which the upper list began
    for marker in markers:
        if marker.level is upper:
            if marker.ordinal == 1:
                begun = before if before is not None and before.level is lower else None
        elif marker.level is lower:
            if marker.ordinal == 1 and before is not None and before.level is upper:
                return False
            turned = turned or (begun is not None and marker.ordinal == begun.ordinal + 1)
            begun = None
        elif DEPTH[marker.level] < DEPTH[upper]:
            begun = None
        before = marker
    return turned
