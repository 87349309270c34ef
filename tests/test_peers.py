"""The parts of the side-by-side benchmark that need none of the systems compared."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from benchmarks.peers.report import figures, fold, lead, likeness, table
from benchmarks.peers.subset import sample
from benchmarks.peers.system import SYSTEMS, EncoderSetting, whole
from benchmarks.peers.task import Outcome, Task
from corpus import Record
from eval import BenchmarkQuery

RECORDS = [Record(f"r{number}", f"标题{number}", f"正文{number}") for number in range(40)]
QUERIES = [
    BenchmarkQuery(f"q{number}", f"问题{number}", frozenset({f"r{number}", f"r{39 - number}"})) for number in range(9)
]


def outcome(found: list[list[str]], *, vectors: list[list[float]] | None = None) -> Outcome:
    return Outcome(
        versions={"yiju": "0"},
        load_s=1.0,
        build_s=2.25,
        build_cpu_s=4.0,
        passages=1234,
        found=found,
        latency_ms=[10.0, 20.0, 30.0][: len(found)],
        loaded_mb=300.0,
        rss_mb=400.0,
        rss_peak_mb=1500.4,
        vectors=vectors or [[1.0, 0.0]],
    )


def test_a_sample_has_the_size_asked_for_and_every_record_that_answers_its_questions() -> None:
    records, queries = sample(RECORDS, QUERIES, record_count=20, query_count=4)
    assert (len(records), len(queries)) == (20, 4)
    assert {name for query in queries for name in query.relevant} <= {record.id for record in records}


def test_a_sample_is_the_same_whatever_the_order_of_what_it_is_drawn_from() -> None:
    records, queries = sample(RECORDS, QUERIES, record_count=20, query_count=4)
    turned_records, turned_queries = sample(RECORDS[::-1], QUERIES[::-1], record_count=20, query_count=4)
    assert (turned_records, turned_queries) == (records[::-1], queries[::-1])


def test_a_smaller_sample_of_questions_is_part_of_a_larger_one() -> None:
    _, few = sample(RECORDS, QUERIES, query_count=3)
    _, many = sample(RECORDS, QUERIES, query_count=6)
    assert set(few) < set(many)


def test_nothing_is_left_out_unless_asked_for() -> None:
    assert sample(RECORDS, QUERIES) == (RECORDS, QUERIES)


def test_records_that_answer_are_kept_when_they_are_more_than_asked_for() -> None:
    records, _ = sample(RECORDS, QUERIES, record_count=5)
    assert {record.id for record in records} == {name for query in QUERIES for name in query.relevant}


def test_a_record_stands_where_its_best_passage_stands() -> None:
    assert fold(["b", "a", "b", "c", "a"]) == ["b", "a", "c"]


def test_figures_count_records_and_not_passages() -> None:
    queries = [BenchmarkQuery("1", "甲", frozenset({"a"})), BenchmarkQuery("2", "乙", frozenset({"x", "y"}))]
    values = figures(outcome([["b", "b", "a"], ["x", "c", "c", "y"]]), queries)
    assert values["MRR@10"] == pytest.approx((1 / 2 + 1) / 2)
    assert values["R@1"] == pytest.approx((0 + 1 / 2) / 2)
    second = (1 + 1 / math.log2(3 + 1)) / (1 + 1 / math.log2(2 + 1))
    assert values["nDCG@10"] == pytest.approx((1 / math.log2(2 + 1) + second) / 2, abs=1e-4)
    assert values["latency_ms"]["p50"] == pytest.approx(15)


def test_the_lead_is_the_mean_difference_over_the_same_questions() -> None:
    queries = [BenchmarkQuery(name, name, frozenset({"a"})) for name in ("1", "2")]
    ahead = lead(outcome([["a"], ["a"]]), outcome([["a"], ["b", "a"]]), queries)
    assert ahead["nDCG@10"] == pytest.approx((0 + 1 - 1 / math.log2(2 + 1)) / 2, abs=1e-4)
    low, high = ahead["ci95"]
    assert low <= ahead["nDCG@10"] <= high


def test_two_encoders_are_as_alike_as_the_pair_of_vectors_that_differs_most() -> None:
    one = outcome([["a"]], vectors=[[1.0, 0.0], [0.0, 2.0]])
    other = outcome([["a"]], vectors=[[3.0, 0.0], [1.0, 1.0]])
    assert likeness(one, one) == pytest.approx(1)
    assert likeness(one, other) == pytest.approx(math.sqrt(1 / 2))


def test_the_table_has_a_row_for_each_system() -> None:
    queries = [BenchmarkQuery("1", "甲", frozenset({"a"}))]
    values: dict[str, dict[str, Any]] = {
        "yiju": figures(outcome([["a"]]), queries),
        "txtai": figures(outcome([["b", "a"]]), queries),
    }
    head, rule, *rows = table(values).splitlines()
    assert {line.count("|") for line in (head, rule, *rows)} == {13}
    assert rows == [
        "| yiju | 1,234 | 2.2 | 10 | 10 | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 | 1.000–1.000 | 1,500 |",
        "| txtai | 1,234 | 2.2 | 10 | 10 | .000 | 1.000 | 1.000 | .500 | .631 | .631–.631 | 1,500 |",
    ]


def test_a_task_and_an_outcome_are_read_as_they_were_written(tmp_path: Path) -> None:
    encoder = EncoderSetting(tmp_path / "model", "fp32", 2, "query: ", "passage: ")
    task = Task("yiju", encoder, 200, RECORDS[:2], ["问题\u2028一"])
    task.write(tmp_path / "task.json")
    assert Task.read(tmp_path / "task.json") == task
    result = outcome([["a"]])
    result.write(tmp_path / "outcome.json")
    assert Outcome.read(tmp_path / "outcome.json") == result


def test_every_system_is_given_the_prompts_of_the_encoder_folder(tmp_path: Path) -> None:
    prompts = {"query": "问：", "document": "文："}
    (tmp_path / "config_sentence_transformers.json").write_text(json.dumps({"prompts": prompts}), encoding="utf-8")
    setting = EncoderSetting.of(tmp_path, "bf16", 2)
    assert (setting.query, setting.passage, setting.torch_dtype) == ("问：", "文：", "bfloat16")


@pytest.mark.parametrize(("title", "expected"), [("标题", "标题\n正文"), ("", "正文")])
def test_a_record_is_given_with_its_title_in_front(title: str, expected: str) -> None:
    assert whole(Record("1", title, "正文")) == expected


def test_the_product_runs_first_so_that_the_others_are_set_beside_it() -> None:
    assert next(iter(SYSTEMS)) == "yiju"
