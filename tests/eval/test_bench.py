"""Scores of a benchmark, and the figures of the process that searches."""

import mmap
from pathlib import Path

import pytest

from eval import BenchmarkQuery
from eval.bench import scores
from eval.searching import resident_memory, search_apart
from index import SILENT, SnapshotMissing

QUERIES = [
    BenchmarkQuery("1", "问一", frozenset({"甲"})),
    BenchmarkQuery("2", "问二", frozenset({"甲", "乙"})),
    BenchmarkQuery("3", "问三", frozenset({"丙"})),
]


def test_every_question_counts_alike() -> None:
    figures = scores(QUERIES, [["甲", "乙"], ["丙", "乙"], []])
    assert figures["queries"] == 3
    assert figures["R@1"] == pytest.approx(1 / 3, abs=1e-4)
    assert figures["R@5"] == figures["R@100"] == pytest.approx((1 + 1 / 2 + 0) / 3, abs=1e-4)
    assert figures["MRR@10"] == pytest.approx((1 + 1 / 2 + 0) / 3, abs=1e-4)
    for name, (low, high) in figures["ci95"].items():
        assert 0 <= low <= figures[name] <= high <= 1


def test_what_goes_wrong_in_the_process_of_its_own_is_told_here(tmp_path: Path) -> None:
    with pytest.raises(SnapshotMissing, match="还没有建立索引") as caught:
        search_apart(tmp_path, tmp_path, ["问"], k=10, progress=SILENT)
    assert "yiju build" in caught.value.remedy


def test_memory_is_what_the_system_says_of_this_process() -> None:
    with mmap.mmap(-1, 64 * 2**20) as held:  # the system's own pages: an allocator may keep what is freed
        held.write(b"x" * len(held))
        now, peak = resident_memory()
        assert 64 <= now <= peak
    after, peak_after = resident_memory()
    assert after <= now - 60
    assert peak_after >= peak
