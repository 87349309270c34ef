"""Benchmarks: a benchmark folder through the product's own build and search code."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np

from corpus import read_records
from eval.errors import BenchmarkError
from eval.folder import BenchmarkFolder, BenchmarkQuery, Part
from eval.ranking import interval, ndcg, recall, reciprocal_rank
from eval.searching import Searched, search_apart
from index import BuildReport, ModelSetting, Progress, build_documents

RECALL_AT = (1, 5, 10, 100)
RANKED_TO = 10
DEFAULT_PASSAGES = 200
"""Passages found for a question; a document counts by its best one, so that many passages are one document or a few."""


def run_bench(
    folder: BenchmarkFolder,
    queries: Sequence[BenchmarkQuery],
    *,
    model: ModelSetting,
    cache: Path,
    progress: Progress,
    home: Path | None = None,
    passages: int = DEFAULT_PASSAGES,
    processes: int = 1,
    reranker: str | None = None,
) -> dict[str, Any]:
    """Build a snapshot of a collection, open it in a process of its own, ask all questions, and score the answers.

    Args:
        folder: the collection.
        queries: those of its questions that are asked; at least one.
        model: the embedding model.
        cache: where the bundled model is expanded.
        progress: told what is being done.
        home: where the snapshot goes, and stays; a temporary folder when not given.
        passages: how many are found for each question.
        processes: how many may read records.
        reranker: the cross-encoder that re-ranks, if any.

    Returns:
        The figures of `yiju bench --json`.

    Raises:
        YijuError: the snapshot cannot be built or searched.
    """
    if home is None:
        with TemporaryDirectory(prefix="yiju-bench-") as place:
            return run_bench(
                folder,
                queries,
                model=model,
                cache=cache,
                progress=progress,
                home=Path(place),
                passages=passages,
                processes=processes,
                reranker=reranker,
            )
    stages = _Stages(progress)
    began = perf_counter()
    stages.stage("读取文档", len(folder.records))
    read = list(read_records(folder.records, processes=processes, progress=stages.advance))
    report = build_documents(
        home,
        [document for document, _ in read],
        {document.id: source for document, source in read},
        model=model,
        progress=stages,
    )
    built = perf_counter() - began
    del read
    stages.stage("检索", len(queries))
    searched = search_apart(
        home, cache, [query.text for query in queries], k=passages, progress=stages, reranker=reranker
    )
    stages.finish()
    names = [record.id for record in folder.records]
    return {
        **scores(queries, [[names[number] for number in found] for found in searched.found]),
        **_figures(report, searched, built),
        "stages_s": {name: round(seconds, 2) for name, seconds in stages.seconds.items()},
    }


def chosen(folder: BenchmarkFolder, part: Part, limit: int | None) -> tuple[BenchmarkQuery, ...]:
    """The questions of a part, the first `limit` of them.

    Raises:
        BenchmarkError: there is none.
    """
    queries = tuple(query for query in folder.queries if part.holds(query))[:limit]
    if not queries:
        raise BenchmarkError(f"“{folder.path}”里没有属于这一部分（{part}）的问题", remedy="请改用 --part all")
    return queries


def scores(queries: Sequence[BenchmarkQuery], rankings: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Means over the questions, each question counting alike, with 95 % intervals under `ci95`."""
    pairs = [(ranking, query.relevant) for query, ranking in zip(queries, rankings, strict=True)]
    values: Mapping[str, list[float]] = {
        **{f"R@{k}": [recall(ranking, relevant, k) for ranking, relevant in pairs] for k in RECALL_AT},
        f"MRR@{RANKED_TO}": [reciprocal_rank(ranking, relevant, RANKED_TO) for ranking, relevant in pairs],
        f"nDCG@{RANKED_TO}": [ndcg(ranking, relevant, RANKED_TO) for ranking, relevant in pairs],
    }
    return {
        "queries": len(queries),
        **{name: round(fmean(found), 4) for name, found in values.items()},
        "ci95": {name: [round(end, 4) for end in interval(found)] for name, found in values.items()},
    }


def _figures(report: BuildReport, searched: Searched, built: float) -> dict[str, Any]:
    latencies = {f"p{level}": round(float(np.percentile(searched.latencies, level)), 2) for level in (50, 95, 99)}
    return {
        "documents": report.documents,
        "passages": report.passages,
        "embedded": report.embedded,
        "snapshot": report.snapshot,
        "latency_ms": latencies,
        "build_s": round(built, 2),
        "open_s": round(searched.open_seconds, 3),
        "model_s": round(searched.model_seconds, 2),
        "rss_mb": round(searched.resident, 1),
        "rss_peak_mb": round(searched.peak, 1),
    }


class _Stages:
    """Passes on what is being done, and keeps how long each stage took."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._name = ""
        self._began = perf_counter()
        self.seconds: dict[str, float] = {}

    def stage(self, name: str, total: int | None) -> None:
        """See `Progress.stage`."""
        self.finish()
        self._name = name
        self._progress.stage(name, total)

    def advance(self, count: int = 1, label: str = "") -> None:
        """See `Progress.advance`."""
        self._progress.advance(count, label)

    def finish(self) -> None:
        """The last stage is over."""
        now = perf_counter()
        if self._name:
            self.seconds[self._name] = self.seconds.get(self._name, 0.0) + now - self._began
        self._name, self._began = "", now
