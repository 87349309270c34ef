"""Question sets: what is read, and what stops the load with file and line."""

import json
from pathlib import Path

import pytest

from eval import QuestionSetError, read_questions

GOOD = {
    "id": "a1",
    "question": "新增多少家？",
    "type": "fact",
    "answers": ["5万家"],
    "evidence": [{"doc": "某府发〔2023〕7号", "quote": "新增上云企业5万家"}],
}


def write(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8")
    return path


def test_questions_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    second = {**GOOD, "id": "a2", "type": "unanswerable", "answers": [], "evidence": [], "reason": "off-topic"}
    questions = read_questions(write(tmp_path / "q.jsonl", GOOD, "", second)).questions
    assert [(question.id, question.answerable) for question in questions] == [("a1", True), ("a2", False)]
    assert questions[0].evidence[0].quote == "新增上云企业5万家"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([], "没有问题"),
        (["", "  "], "没有问题"),
        ([GOOD, "{"], "第 2 行不是 JSON"),
        ([GOOD, GOOD], "第 2 行：编号“a1”重复"),
        ([{**GOOD, "colour": "red"}], "第 1 行：colour"),
        ([{key: value for key, value in GOOD.items() if key != "type"}], "第 1 行：type"),
        ([{**GOOD, "answers": "5万家"}], "第 1 行：answers"),
        ([{**GOOD, "evidence": [{"doc": "x"}]}], "第 1 行：evidence.0.quote"),
        (["[1]"], "第 1 行"),
    ],
)
def test_a_wrong_line_stops_the_load(tmp_path: Path, lines: list[object], message: str) -> None:
    with pytest.raises(QuestionSetError, match=message) as caught:
        read_questions(write(tmp_path / "q.jsonl", *lines))
    assert caught.value.remedy


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError, match=r"nowhere\.jsonl"):
        read_questions(tmp_path / "nowhere.jsonl")
