"""What `benchmarks.tune` and `benchmarks.ablation` work on: the features of the candidates of many questions.

Homes are built before, by the product itself, so that everything is as it is in use and nothing is embedded twice:

    yiju bench FOLDER --home HOME        for a benchmark folder
    yiju build PATH --home HOME          for the documents of a question set
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from assistant.reference import document_ref
from eval import Part, chosen, read_folder, read_questions
from eval.metrics import PASSAGE_LIMIT, names
from eval.text import comparable
from index import Searcher, load_encoder, open_snapshot, simplified
from index.fusion import normalised, ranked
from index.scoring import Query, Scorer
from index.search import CANDIDATES
from ui.settings import load_settings

FOLDS = 4

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The candidates of one question.

    Attributes:
        candidates: their positions.
        features: candidates × features, each feature normalised over the candidates.
        right: candidates × what is wanted (a right document, a piece of evidence): whether they hold it.
        documents: of each candidate the number of its document.
        wanted: how many right documents there are, found or not.
    """

    candidates: NDArray[np.int64]
    features: Matrix
    right: NDArray[np.bool_]
    documents: NDArray[np.int32]
    wanted: int


@dataclass(frozen=True, slots=True)
class RankedSet:
    """The questions of one set.

    Attributes:
        name: as it is printed.
        by_document: whether documents are wanted and counted once each, or else passages with evidence.
        features: names of the columns of `Ranking.features`.
        rankings: one for each question.
    """

    name: str
    by_document: bool
    features: tuple[str, ...]
    rankings: tuple[Ranking, ...]

    @property
    def metrics(self) -> tuple[str, str, str]:
        """What `figures` returns."""
        return ("R@1", "R@10", "MRR@10") if self.by_document else ("ev@1", "ev@5", "ev@10")


def arguments(description: str) -> argparse.Namespace:
    """The command line of both scripts."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--collection", nargs=2, action="append", default=[], metavar=("FOLDER", "HOME"), help="a benchmark folder"
    )
    parser.add_argument(
        "--questions", nargs=2, action="append", default=[], metavar=("FILE", "HOME"), help="a question set"
    )
    return parser.parse_args()


def ranked_sets(options: argparse.Namespace) -> list[RankedSet]:
    """All sets of the command line; of collections the questions that are not held out."""
    sets = [_collection(Path(folder), _searcher(home)) for folder, home in options.collection]
    return sets + [_questions(Path(file), _searcher(home)) for file, home in options.questions]


def figures(data: RankedSet, weights: NDArray[np.float64], only: Sequence[int] | None = None) -> NDArray[np.float64]:
    """Means of the three metrics of a set over its questions, or over some of them, for weights of the features."""
    chosen_rankings = data.rankings if only is None else [data.rankings[at] for at in only]
    one = _by_document if data.by_document else _by_passage
    return np.mean([one(ranking, weights) for ranking in chosen_rankings], axis=0, dtype=np.float64)


def folds(count: int) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """The questions to learn from and those to judge by, `FOLDS` times, each question judged once."""
    numbers = np.arange(count)
    return [(numbers[numbers % FOLDS != fold], numbers[numbers % FOLDS == fold]) for fold in range(FOLDS)]


def _order(ranking: Ranking, weights: NDArray[np.float64]) -> NDArray[np.int64]:
    return ranked((ranking.features @ weights).astype(np.float32), ranking.candidates)


def _by_passage(ranking: Ranking, weights: NDArray[np.float64]) -> list[float]:
    """Share of the evidence within the first 1, 5 and 10 passages."""
    held = ranking.right[_order(ranking, weights)]
    return [float(held[:k].any(axis=0).mean()) for k in (1, 5, 10)]


def _by_document(ranking: Ranking, weights: NDArray[np.float64]) -> list[float]:
    """Recall at 1 and 10 and reciprocal rank of documents, each where its best passage stands."""
    order = _order(ranking, weights)
    _, first = np.unique(ranking.documents[order], return_index=True)
    hits = ranking.right[order[np.sort(first)[:10]], 0]
    reciprocal = 1 / (int(np.argmax(hits)) + 1) if hits.any() else 0.0
    return [float(hits[:1].sum()) / ranking.wanted, float(hits.sum()) / ranking.wanted, reciprocal]


def _searcher(home: str) -> Searcher:
    settings = load_settings(home=Path(home))
    snapshot = open_snapshot(settings.home)
    made = snapshot.manifest.model
    return Searcher(snapshot, load_encoder(made.name, cache=settings.cache, dtype=made.requested_dtype))


def _collection(path: Path, searcher: Searcher) -> RankedSet:
    folder = read_folder(path)
    records = np.array([record.id for record in folder.records])
    documents = searcher.snapshot.passage_documents

    def rankings() -> Iterator[Ranking]:
        for query in chosen(folder, Part.REST, None):
            right = np.isin(records, list(query.relevant))
            yield _ranking(searcher, query.text, lambda at, right=right: right[documents[at]], len(query.relevant))

    return RankedSet(path.name, True, _names(searcher), tuple(rankings()))


def _questions(path: Path, searcher: Searcher) -> RankedSet:
    snapshot = searcher.snapshot
    known = list(snapshot.documents)
    texts = [comparable(passage.text[:PASSAGE_LIMIT]) for passage in snapshot.passages]

    def holding(doc: Sequence[str], quote: str) -> NDArray[np.bool_]:
        meant = np.array([any(names(name, document_ref(document)) for name in doc) for document in known])
        inside = np.array([comparable(quote) in text for text in texts])
        held: NDArray[np.bool_] = meant[snapshot.passage_documents] & inside
        return held

    def rankings() -> Iterator[Ranking]:
        for question in read_questions(path).questions:
            if question.answerable:
                pieces = [holding((piece.doc, *piece.also), piece.quote) for piece in question.evidence]
                right = np.stack(pieces, axis=1)
                yield _ranking(searcher, question.question, lambda at, right=right: right[at], len(pieces))

    return RankedSet(path.stem, False, _names(searcher), tuple(rankings()))


def _names(searcher: Searcher) -> tuple[str, ...]:
    return tuple(Scorer(searcher.snapshot, _query(searcher, "数据")).features(np.zeros(1, dtype=np.int64)))


def _query(searcher: Searcher, question: str) -> Query:
    asked = searcher.segmenter.question(question)
    vector = searcher.encoder.encode([simplified(question)], "query")
    return Query(asked.words, vector, text=question, pairs=asked.pairs)


def _ranking(
    searcher: Searcher, question: str, right: Callable[[NDArray[np.int64]], NDArray[np.bool_]], wanted: int
) -> Ranking:
    scorer = Scorer(searcher.snapshot, _query(searcher, question))
    candidates = scorer.candidates(CANDIDATES)
    features = scorer.features(candidates)
    held = right(candidates)
    return Ranking(
        candidates=candidates,
        features=np.stack([normalised(scores) for scores in features.values()], axis=1),
        right=held if held.ndim == 2 else held[:, None],
        documents=searcher.snapshot.passage_documents[candidates],
        wanted=wanted,
    )


def mean_figures(parts: Sequence[tuple[NDArray[np.float64], int]]) -> NDArray[np.float64]:
    """The mean of figures over parts of a set, each part counting as many times as it has questions."""
    return np.array(
        [fmean(values, [count for _, count in parts]) for values in zip(*(p for p, _ in parts), strict=True)]
    )
