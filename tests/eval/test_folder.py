"""Benchmark folders: what is read, and what is refused with file and line."""

import gzip
import json
from pathlib import Path

import pytest

from corpus import Record
from eval import BenchmarkError, BenchmarkQuery, Part, chosen, read_folder

RECORDS = [{"_id": "甲", "title": "题", "text": "文"}, {"_id": "乙", "text": "只有正文", "metadata": {"url": "x"}}]
QUERIES = [{"_id": "1", "text": "问？", "answers": ["答"], "relevant": ["甲", "乙"]}]


def lines(values: list[dict[str, object]]) -> bytes:
    return b"".join(json.dumps(value, ensure_ascii=False).encode() + b"\n" for value in values)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "corpus.jsonl").write_bytes(lines(RECORDS))
    (tmp_path / "queries.jsonl").write_bytes(lines(QUERIES))
    return tmp_path


@pytest.mark.parametrize("packed", [False, True])
def test_records_and_questions_in_their_order(folder: Path, packed: bool) -> None:
    if packed:
        for name in ("corpus.jsonl", "queries.jsonl"):
            (folder / f"{name}.gz").write_bytes(gzip.compress((folder / name).read_bytes()))
            (folder / name).unlink()
    read = read_folder(folder)
    assert read.records == (Record("甲", "题", "文"), Record("乙", "", "只有正文"))
    assert read.queries == (BenchmarkQuery("1", "问？", frozenset({"甲", "乙"})),)


def test_a_byte_order_mark_and_blank_lines_are_passed_over(folder: Path) -> None:
    (folder / "corpus.jsonl").write_bytes(b"\xef\xbb\xbf" + lines(RECORDS[:1]) + b"\n  \n" + lines(RECORDS[1:]))
    assert len(read_folder(folder).records) == 2


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("corpus.jsonl", lines(RECORDS) + b"{", "第 3 行：整行 不是 JSON"),
        ("corpus.jsonl", lines(RECORDS) + b"[" * 10_000, "第 3 行：整行 不是 JSON"),
        ("corpus.jsonl", lines([*RECORDS, {"_id": "丙", "text": 3}]), "第 3 行：text 不是字符串"),
        ("corpus.jsonl", lines([{"title": "题", "text": "文"}]), "第 1 行：_id 没有"),
        ("corpus.jsonl", lines([{"_id": "", "text": "文"}]), "第 1 行：_id 是空的"),
        ("corpus.jsonl", lines([*RECORDS, RECORDS[0]]), "第 3 行：_id“甲”重复"),
        ("corpus.jsonl", lines([{"_id": "甲", "title": " ", "text": ""}]), "第 1 行：title 和 text 都是空的"),
        ("corpus.jsonl", lines(RECORDS) + "文".encode("gbk"), "第 3 行：不是 UTF-8"),
        ("corpus.jsonl", b"3\n", "第 1 行：整行 不是 JSON 对象"),
        ("corpus.jsonl", b" \n", "里没有内容"),
        ("queries.jsonl", lines([*QUERIES, *QUERIES]), "第 2 行：_id“1”重复"),
        ("queries.jsonl", lines([{"_id": "1", "text": "问"}]), "第 1 行：relevant 没有"),
        ("queries.jsonl", lines([{"_id": "1", "text": "问", "relevant": []}]), "第 1 行：relevant 是空的"),
        ("queries.jsonl", lines([{"_id": "1", "text": "问", "relevant": "甲"}]), "第 1 行：relevant 不是列表"),
        ("queries.jsonl", lines([{"_id": "1", "text": " ", "relevant": ["甲"]}]), "第 1 行：text 是空的"),
        ("queries.jsonl", lines([{"_id": "1", "text": "问", "relevant": ["丁"]}]), "第 1 行：relevant 里的“丁”不在"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(folder: Path, name: str, content: bytes, said: str) -> None:
    (folder / name).write_bytes(content)
    with pytest.raises(BenchmarkError) as caught:
        read_folder(folder)
    assert name in caught.value.message
    assert said in caught.value.message
    assert caught.value.remedy


def test_missing_and_damaged_files_are_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(BenchmarkError, match="没有文件夹"):
        read_folder(tmp_path / "nowhere")
    packed = gzip.compress((folder / "corpus.jsonl").read_bytes())
    (folder / "corpus.jsonl").unlink()
    with pytest.raises(BenchmarkError, match=r"没有 corpus\.jsonl，也没有 corpus\.jsonl\.gz"):
        read_folder(folder)
    for damaged in (packed[:-9], packed[:12] + b"\xff\xff" + packed[14:], b"no gzip"):
        (folder / "corpus.jsonl.gz").write_bytes(damaged)
        with pytest.raises(BenchmarkError, match="已损坏"):
            read_folder(folder)


def test_every_question_is_held_out_or_not_by_its_id_alone(folder: Path) -> None:
    queries = [{"_id": str(number), "text": "问", "relevant": ["甲"]} for number in range(500)]
    (folder / "queries.jsonl").write_bytes(lines(queries))
    read = read_folder(folder)
    parts = {part: chosen(read, part, None) for part in Part}
    assert parts[Part.ALL] == read.queries
    assert sorted([*parts[Part.HOLDOUT], *parts[Part.REST]], key=lambda query: int(query.id)) == list(read.queries)
    assert [query.id for query in parts[Part.HOLDOUT]][:3] == ["0", "1", "14"]
    assert 70 <= len(parts[Part.HOLDOUT]) <= 130
    assert chosen(read, Part.REST, 2) == parts[Part.REST][:2]


def test_a_part_without_questions_is_told(folder: Path) -> None:
    held_out = Part.HOLDOUT.holds(read_folder(folder).queries[0])
    with pytest.raises(BenchmarkError, match="没有属于这一部分"):
        chosen(read_folder(folder), Part.REST if held_out else Part.HOLDOUT, None)
