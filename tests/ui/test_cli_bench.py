"""`yiju bench`: a collection through the product's own build and search code."""

import gzip
import json
from pathlib import Path

import pytest

from index import open_snapshot
from tests.tiny import tiny_model
from ui.cli import run

ARTICLES = {
    "甲": ("某省食堂条例 第一章 总则", "第一条 食堂的蔬菜每天采购一次，大米每月采购三次。"),
    "乙": ("某省停车条例 第一章 总则", "第一条 访客车辆停在北门外，最多停放两小时。"),
    "丙": ("某省档案条例 第二章 保管", "第五条 档案室的钥匙由两人分别保管。\n借出档案须经批准，十日内归还。"),
}
QUERIES = [
    {"_id": "1", "text": "蔬菜多久采购一次？", "answers": ["每天"], "relevant": ["甲"]},
    {"_id": "2", "text": "访客车辆可以停多长时间？", "answers": ["两小时"], "relevant": ["乙"]},
    {"_id": "3", "text": "档案借出以后几天内归还？", "answers": ["十日"], "relevant": ["丙"]},
]
METRICS = ["R@1", "R@5", "R@10", "R@100", "MRR@10", "nDCG@10"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "小集"
    folder.mkdir()
    records = [{"_id": ident, "title": title, "text": text} for ident, (title, text) in ARTICLES.items()]
    for name, values in (("corpus", records), ("queries", QUERIES)):
        text = "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)
        (folder / f"{name}.jsonl.gz").write_bytes(gzip.compress(text.encode()))
    return folder


def test_the_figures_of_a_collection(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YIJU_MODEL", str(tiny_model(tmp_path / "model")))
    home = tmp_path / "home"
    assert run(["--home", str(home), "bench", str(folder), "--json"]) == 0
    printed = capsys.readouterr()
    figures = json.loads(printed.out)
    assert (figures["queries"], figures["documents"], figures["embedded"]) == (3, 3, figures["passages"])
    assert {name: figures[name] for name in METRICS} == dict.fromkeys(METRICS, 1.0)
    assert figures["ci95"] == {name: [1.0, 1.0] for name in METRICS}
    times = figures["latency_ms"]
    assert 0 < times["p50"] <= times["p95"] <= times["p99"] < 10_000
    assert 0 < figures["open_s"] < figures["build_s"] + 10
    assert 50 < figures["rss_mb"] <= figures["rss_peak_mb"]
    assert "检索" in printed.err
    snapshot = open_snapshot(home / "bench" / folder.name)
    assert snapshot.id == figures["snapshot"]
    assert [card.title for card in snapshot.catalogue] == [title for title, _ in ARTICLES.values()]
    for document in snapshot.documents:
        assert snapshot.source(document).text == ARTICLES[document.file][1]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nowhere"], 1, "没有文件夹“nowhere”"),
        ([], 2, "缺少参数：文件夹"),
        (["nowhere", "--part", "half"], 2, "可选 all、holdout、rest"),
        (["nowhere", "--limit", "0"], 2, "太小，最小是 1"),
        (["nowhere", "-k", "x"], 2, "不是整数"),
    ],
)
def test_wrong_usage_and_wrong_folders_are_one_line(
    arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["bench", *arguments]) == code
    printed = capsys.readouterr()
    assert printed.out == ""
    [line] = [line for line in printed.err.splitlines() if line.startswith("错误：")]
    assert said in line


def test_a_wrong_line_is_named_before_anything_is_built(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "queries.jsonl").write_text('{"_id": "1", "text": "问", "relevant": ["丁"]}\n', "utf-8")
    assert run(["bench", str(folder), "--json"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "queries.jsonl 第 1 行：relevant 里的“丁”不在 corpus.jsonl.gz 里" in printed.err
