"""Running a question set through the real assistant."""

from pathlib import Path

import pytest

from assistant import Assistant
from eval import EvalQuestion, Evidence, run_questions, summary
from index import SourceStore

pytestmark = pytest.mark.model

QUESTIONS = [
    EvalQuestion(
        "1",
        "全年计划新建多少个5G基站？",
        "fact",
        ("2.5万个",),
        (Evidence("川数字经济办〔2021〕3号", "新建5G基站2.5万个"),),
    ),
    EvalQuestion("2", "火星移民有什么补贴政策？", "unanswerable", (), ()),
    EvalQuestion("3", "", "fact", ("x",), (Evidence("川数字经济办〔2021〕3号", "x"),)),
    EvalQuestion(
        "4", "火星移民有什么补贴政策？", "fact", ("x",), (Evidence("川数字经济办〔2021〕3号", "原文没有的话"),)
    ),
]


def test_every_question_leaves_a_result(assistant: Assistant, built_home: Path) -> None:
    done: list[None] = []
    results = run_questions(assistant, QUESTIONS, SourceStore(built_home), progress=lambda: done.append(None))
    assert [result.question.id for result in results] == ["1", "2", "3", "4"]
    assert len(done) == 4
    assert results[2].error is not None
    assert "空" in results[2].error
    figures = summary(results)
    assert (figures["n"], figures["errors"], figures["bad_quotes"]) == (4, 1, 0)
    assert (figures["refused_of_unanswerable"], figures["false_refusals"]) == (1.0, 0.5)
    assert (figures["ev@5"], figures["cited"], figures["answer_strings"]) == (0.5, 0.5, 0.5)
    assert figures["by_type"]["unanswerable"]["ev@5"] is None
    assert figures["by_type"]["fact"]["n"] == 3
