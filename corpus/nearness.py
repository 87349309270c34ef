"""Near-duplicates: documents of the library that say much the same, such as a draft and the final text.

Texts are compared by their shingles, the stretches of eight Chinese characters with all else left out (Broder, On the
resemblance and containment of documents, 1997). Both measures are estimated from a sample: the shingles whose CRC-32
is a multiple of 8, the same ones in every document (Broder's `mod m` sketch), so that a share of a text of 4,000
characters is right to two or three hundredths. Two documents that overlap share at least one of the rarest shingles
of the smaller sample, so only these are looked up (prefix filtering: Bayardo, Ma and Srikant, Scaling Up All Pairs
Similarity Search, 2007).
"""

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.document import Document

SHINGLE = 8
RESEMBLANCE = 0.5
"""Share of the shingles of either that are shingles of both (Jaccard) from which on a pair is near."""
CONTAINMENT = 0.8
"""Share of the shingles of the smaller that are shingles of both from which on a pair is near."""
MIN_CHARACTERS = 200
"""A text of fewer Chinese characters is not compared: short notices are alike by nature."""

_SAMPLED = 8
_LEAST = 2 * RESEMBLANCE / (1 + RESEMBLANCE)
"""Containment of the smaller in every near pair: resemblance r makes it 2r/(1+r) for equal lengths, more for others."""
_MOST = 64
"""So many documents are compared with each at most, those first that share its rarest shingles. Only in a library of
hundreds of documents after one template is a nearer one ever passed over."""
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
_BYTES = 2 * SHINGLE  # UTF-16: two bytes a character


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """Two documents whose texts overlap strongly; the shares are estimates.

    Attributes:
        smaller: path of the one that says less.
        larger: path of the other.
        resemblance: share of their shingles that stand in both.
        containment: share of the smaller's shingles that stand in the larger.
    """

    smaller: str
    larger: str
    resemblance: float
    containment: float


@dataclass(frozen=True, slots=True)
class _Pair:
    """The same by document ids; an id tells the documents of two folders apart that have one path."""

    smaller: str
    larger: str
    resemblance: float
    containment: float

    @property
    def rank(self) -> tuple[float, float, str, str]:
        """The closest first."""
        return -self.resemblance, -self.containment, self.smaller, self.larger


def near_duplicates(documents: Sequence[Document]) -> tuple[NearDuplicate, ...]:
    """Each document that is near another one, with the one that it is nearest to; the closest pairs first.

    Two documents are near when their resemblance or the containment of the smaller reaches its threshold. Of a family
    of n there are at most n pairs.
    """
    samples = {document.id: sample for document in documents if (sample := shingle_sample(document.clean.text))}
    nearest: dict[str, _Pair] = {}
    for pair in _near_pairs(samples):
        for ident in (pair.smaller, pair.larger):
            nearest[ident] = min(nearest.get(ident, pair), pair, key=lambda one: one.rank)
    files = {document.id: document.file for document in documents}
    return tuple(
        NearDuplicate(files[pair.smaller], files[pair.larger], pair.resemblance, pair.containment)
        for pair in sorted(set(nearest.values()), key=lambda one: one.rank)
    )


def shingle_sample(text: str) -> frozenset[int]:
    """The checksums of those shingles of a text whose checksum is a multiple of 8; none for a short text."""
    han = "".join(_HAN.findall(text))
    if len(han) < MIN_CHARACTERS:
        return frozenset()
    data = memoryview(han.encode("utf-16-le"))
    crc32 = zlib.crc32
    sums = [crc32(data[at : at + _BYTES]) for at in range(0, len(data) - _BYTES + 1, 2)]
    return frozenset(value for value in sums if not value % _SAMPLED)


def _near_pairs(samples: dict[str, frozenset[int]]) -> Iterator[_Pair]:
    """The near pairs."""
    frequency = Counter(value for sample in samples.values() for value in sample)
    holders: defaultdict[int, list[str]] = defaultdict(list)
    # From the largest sample on, so that whatever a smaller one may be near to is held already.
    for ident in sorted(samples, key=lambda ident: (len(samples[ident]), ident), reverse=True):
        sample = samples[ident]
        needed = int(_LEAST * len(sample))
        rarest = sorted(sample, key=lambda value: (frequency[value], value))[: len(sample) - needed + 1]
        for other in _first(_MOST, (other for value in rarest for other in holders[value])):
            common = len(sample & samples[other])
            resemblance = common / (len(sample) + len(samples[other]) - common)
            containment = common / len(sample)
            if resemblance >= RESEMBLANCE or containment >= CONTAINMENT:
                yield _Pair(ident, other, resemblance, containment)
        for value in sample:
            if frequency[value] > 1:
                holders[value].append(ident)


def _first(number: int, items: Iterable[str]) -> list[str]:
    """The first distinct items."""
    found: dict[str, None] = {}
    for item in items:
        found[item] = None
        if len(found) == number:
            break
    return list(found)
