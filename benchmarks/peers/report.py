"""From what was found to figures, a table and a JSON value; pure functions."""

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any

import numpy as np

from benchmarks.peers.task import Outcome
from eval import BenchmarkQuery
from eval.bench import RANKED_TO, scores
from eval.ranking import interval, ndcg

MEASURES = ("R@1", "R@5", "R@10", "MRR@10", "nDCG@10")


def fold(found: Sequence[str]) -> list[str]:
    """Records by their best passage: each one once, where it stands first."""
    return list(dict.fromkeys(found))


def figures(outcome: Outcome, queries: Sequence[BenchmarkQuery]) -> dict[str, Any]:
    """The figures of one system, under the names of `yiju bench --json`."""
    latency = np.asarray(outcome.latency_ms)
    return {
        **scores(queries, [fold(found) for found in outcome.found]),
        "latency_ms": {f"p{part}": round(float(np.percentile(latency, part)), 2) for part in (50, 95, 99)},
        "passages": outcome.passages,
        "load_s": round(outcome.load_s, 2),
        "build_s": round(outcome.build_s, 2),
        "build_cpu_s": round(outcome.build_cpu_s, 2),
        "loaded_mb": round(outcome.loaded_mb, 1),
        "rss_mb": round(outcome.rss_mb, 1),
        "rss_peak_mb": round(outcome.rss_peak_mb, 1),
        "versions": outcome.versions,
    }


def lead(ours: Outcome, other: Outcome, queries: Sequence[BenchmarkQuery]) -> dict[str, Any]:
    """How far `ours` is ahead in nDCG@10: mean and 95 % interval of the difference, question by question."""
    gaps = [
        ndcg(fold(mine), query.relevant, RANKED_TO) - ndcg(fold(theirs), query.relevant, RANKED_TO)
        for mine, theirs, query in zip(ours.found, other.found, queries, strict=True)
    ]
    return {"nDCG@10": round(fmean(gaps), 4), "ci95": [round(end, 4) for end in interval(gaps)]}


def likeness(outcome: Outcome, other: Outcome) -> float:
    """The smallest cosine between what two systems' encoders made of the same texts."""
    left, right = (np.asarray(each.vectors, dtype=np.float64) for each in (outcome, other))
    cosines = (left * right).sum(axis=1) / np.linalg.norm(left, axis=1) / np.linalg.norm(right, axis=1)
    return float(cosines.min())


def table(systems: Mapping[str, Mapping[str, Any]]) -> str:
    """A Markdown table, one system a row; `systems` holds their `figures` by name."""
    head = ["system", "passages", "build s", "p50 ms", "p95 ms", *MEASURES, "nDCG@10, 95 %", "peak MB"]
    rows = [[name, *_row(values)] for name, values in systems.items()]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [head, ["---"] * len(head), *rows])


def _row(values: Mapping[str, Any]) -> list[str]:
    low, high = values["ci95"]["nDCG@10"]
    return [
        f"{values['passages']:,}",
        f"{values['build_s']:.1f}",
        *(f"{values['latency_ms'][part]:.0f}" for part in ("p50", "p95")),
        *(_share(values[name]) for name in MEASURES),
        f"{_share(low)}–{_share(high)}",
        f"{values['rss_peak_mb']:,.0f}",
    ]


def _share(value: float) -> str:
    """Three decimals, without the nought before the point where there is one."""
    return f"{value:.3f}".removeprefix("0")
