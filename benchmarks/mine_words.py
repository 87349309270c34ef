"""Find words of the field that jieba's dictionary lacks, as candidates for `index/words.txt`.

    python -m benchmarks.mine_words --home DIR [--collection FOLDER] [--every 6] > candidates.tsv

Sources of the shipped list: the 81 policy documents of the development set and the two documents under
`corpus/documents` (a home that holds them), and every sixth article of the laws in the STARD collection (official
texts). A run of characters is a candidate when

- it has 3 to 8 characters and stands at least 12 times, in at least 4 documents (or laws);
- its parts belong together: the pointwise mutual information of its weakest split is at least 5 (natural logarithm);
- what stands on either side of it varies: the entropy of its left and of its right neighbours is at least 1.6;
- it neither begins nor ends with a function word, and jieba does not know it or cuts it into pieces.

Prints word, frequency, number of documents, mutual information, and the smaller entropy, the most frequent first. What
of them is a word was decided by reading the list. The two ideas are those of Harris (1955) and Church & Hanks (1990).
"""

import argparse
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from eval import read_folder
from index import Segmenter, open_snapshot
from index.segment import folded

SHORTEST, LONGEST = 3, 8
FREQUENCY, SPREAD, COHESION, FREEDOM = 12, 4, 5.0, 1.6
_HAN = re.compile(r"[㐀-鿿]+")
_EDGES = frozenset("的了和与及或在是为等对把被将由从向到于以之其这那该此各个也都就还又并而且所有不按可应当须第")

Text = tuple[str, str]
"""The name of a document, and words of it."""


def main() -> None:
    """Count, choose, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--collection", type=Path)
    parser.add_argument("--every", type=int, default=6)
    options = parser.parse_args()
    snapshot = open_snapshot(options.home)
    texts: list[Text] = [(document.id, document.clean.text) for document in snapshot.documents]
    if options.collection:
        records = read_folder(options.collection).records[:: options.every]
        texts += [(record.title.split(" ")[0], record.text) for record in records]
    segmenter = Segmenter(snapshot.segmenter_cache)
    for word, *found in candidates(texts):
        if len(segmenter.words(word)) > 1:
            print(word, *(f"{value:.4g}" for value in found), sep="\t")


def candidates(texts: Iterable[Text]) -> Iterator[tuple[str, int, int, float, float]]:
    """The candidates with frequency, documents, mutual information and entropy, the most frequent first."""
    counts: Counter[str] = Counter()
    holders: defaultdict[str, set[str]] = defaultdict(set)
    runs = [(name, run) for name, text in texts for run in _HAN.findall(folded(text))]
    for _, run in runs:
        counts.update(run[at : at + size] for size in range(1, LONGEST + 1) for at in range(len(run) - size + 1))
    total = sum(count for gram, count in counts.items() if len(gram) == 1)
    cohesive = {
        gram: _cohesion(gram, counts, total)
        for gram, count in counts.items()
        if count >= FREQUENCY and len(gram) >= SHORTEST and not (gram[0] in _EDGES or gram[-1] in _EDGES)
    }
    wanted = {gram for gram, value in cohesive.items() if value >= COHESION}
    sides: tuple[defaultdict[str, Counter[str]], ...] = (defaultdict(Counter), defaultdict(Counter))
    for name, run in runs:
        for at in range(len(run)):
            for size in range(SHORTEST, LONGEST + 1):
                gram = run[at : at + size]
                if len(gram) == size and gram in wanted:
                    holders[gram].add(name)
                    # The edge of a run is as good as a neighbour that is never the same.
                    sides[0][gram][run[at - 1] if at else f"<{name}"] += 1
                    sides[1][gram][run[at + size] if at + size < len(run) else f">{name}"] += 1
    for gram in sorted(wanted, key=lambda gram: (-counts[gram], gram)):
        freedom = min(_entropy(side[gram]) for side in sides)
        if len(holders[gram]) >= SPREAD and freedom >= FREEDOM:
            yield gram, counts[gram], len(holders[gram]), cohesive[gram], freedom


def _cohesion(gram: str, counts: Counter[str], total: int) -> float:
    """`ln(P(ab) / P(a)P(b))` of the split that holds together least."""
    splits = ((gram[:at], gram[at:]) for at in range(1, len(gram)))
    return min(math.log(counts[gram] * total / (counts[left] * counts[right])) for left, right in splits)


def _entropy(neighbours: Counter[str]) -> float:
    total = sum(neighbours.values())
    return -sum(count / total * math.log(count / total) for count in neighbours.values())


if __name__ == "__main__":
    main()
