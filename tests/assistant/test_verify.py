"""Verification of saved answers: what is true passes, every kind of change is found."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from assistant import (
    Answer,
    AnswerFileError,
    Assistant,
    Status,
    answer_from_json,
    answer_to_json,
    join_statements,
    verify_answer,
)
from index import SourceStore

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def row(assistant: Assistant) -> Answer:
    """An answer from a table row that was rebuilt."""
    return assistant.ask("数字乡村试点由谁牵头？")


@pytest.fixture(scope="module")
def fact(assistant: Assistant) -> Answer:
    """An answer from running text."""
    return assistant.ask("2021年全省要新增多少家上云企业？")


def changed(answer: Answer, change: Callable[[dict[str, Any]], None]) -> Answer:
    data = answer_to_json(answer)
    change(data)
    return answer_from_json(json.dumps(data))


def test_saving_and_reading_gives_the_same_answer(row: Answer, fact: Answer) -> None:
    for answer in (row, fact):
        assert answer_from_json(json.dumps(answer_to_json(answer), ensure_ascii=False)) == answer


def test_an_untouched_answer_is_sound(row: Answer, fact: Answer, assistant: Assistant, texts: SourceStore) -> None:
    for answer in (row, fact, assistant.ask("明天股市会涨吗？"), assistant.ask("2024年意见的保障措施有哪几条？")):
        outcome = verify_answer(answer, texts, assistant.snapshot)
        assert outcome.ok, outcome
        assert {verdict.status for verdict in outcome.verdicts} == {Status.SAME}


@pytest.mark.parametrize("by", [-1, 1, 1000])
def test_a_moved_quote_is_found(fact: Answer, texts: SourceStore, by: int) -> None:
    def move(data: dict[str, Any]) -> None:
        data["citations"][0]["source"]["start"] += by

    outcome = verify_answer(changed(fact, move), texts)
    assert outcome.verdicts[0].status is Status.DIFFERENT
    assert not outcome.ok


@pytest.mark.parametrize(("old", "new"), [("5 万家", "6 万家"), ("新增", "不得新增"), ("，", ","), ("5 万家", "5万家")])
def test_a_changed_quote_is_found(fact: Answer, texts: SourceStore, old: str, new: str) -> None:
    def change(data: dict[str, Any]) -> None:
        quote = data["citations"][0]["quote"]
        assert old in quote
        data["citations"][0]["quote"] = quote.replace(old, new, 1)

    assert verify_answer(changed(fact, change), texts).verdicts[0].status is Status.DIFFERENT


@pytest.mark.parametrize(
    ("old", "new"), [("省委网信办", "经济和信息化厅5人"), ("全年推进", "2022年推进"), ("牵头", "不得牵头")]
)
def test_a_changed_statement_is_found(row: Answer, texts: SourceStore, old: str, new: str) -> None:
    assert old in row.statements[0].text
    statements = (replace(row.statements[0], text=row.statements[0].text.replace(old, new)), *row.statements[1:])
    altered = replace(row, statements=statements, answer=join_statements(statements))
    outcome = verify_answer(altered, texts)
    assert outcome.problems
    assert not outcome.ok


def test_an_answer_that_is_not_its_statements_is_found(fact: Answer, texts: SourceStore) -> None:
    assert "回答正文与各句不符" in verify_answer(replace(fact, answer=fact.answer + "另外。"), texts).problems


def test_an_invented_notice_is_found(fact: Answer, texts: SourceStore) -> None:
    def add(data: dict[str, Any]) -> None:
        data["statements"].append({"kind": "notice", "text": "共9项。", "citations": []})
        data["answer"] += "\n共9项。"

    assert any("共9项" in problem for problem in verify_answer(changed(fact, add), texts).problems)


def test_a_statement_without_citations_is_found(fact: Answer, texts: SourceStore) -> None:
    statements = (replace(fact.statements[0], citations=()),)
    bare = replace(fact, statements=statements, citations=(), answer=join_statements(statements))
    assert not verify_answer(bare, texts).ok


def test_an_unknown_source_cannot_be_checked(fact: Answer, texts: SourceStore) -> None:
    def forget(data: dict[str, Any]) -> None:
        data["citations"][0]["source"]["sha256"] = "0" * 64

    outcome = verify_answer(changed(fact, forget), texts)
    assert outcome.verdicts[0].status is Status.UNKNOWN
    assert not outcome.ok


@pytest.mark.parametrize("data", ["", "[]", "{}", "null", '{"question": 1}', "不是 JSON", '{"question": "a"'])
def test_what_is_no_answer_is_refused(data: str) -> None:
    with pytest.raises(AnswerFileError) as caught:
        answer_from_json(data)
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("document", "title"), "中华人民共和国宪法"),
        (("document", "number"), "国发〔2021〕1号"),
        (("document", "issuer"), "国务院"),
        (("document", "date"), "2020-01-01"),
        (("document", "file"), "别的.txt"),
        (("clause", "label"), "附件 第1项"),
        (("clause", "path"), ["附件"]),
        (("clause", "id"), "a88626e16ac54f42.1"),
    ],
)
def test_what_a_citation_says_of_its_place_is_checked(
    row: Answer, assistant: Assistant, texts: SourceStore, path: tuple[str, str], value: object
) -> None:
    def change(data: dict[str, Any]) -> None:
        data["citations"][0][path[0]][path[1]] = value

    assert not verify_answer(changed(row, change), texts, assistant.snapshot).ok


@pytest.mark.parametrize(
    "notice",
    [
        "本市取消所有罚款（由用户填写，原文没有写明）。",
        "共1项。",
        "以上摘自该条，全文请看原文。",
        "表中符合条件的共1项。",
    ],
)
def test_a_notice_that_nothing_bears_out_is_found(
    fact: Answer, assistant: Assistant, texts: SourceStore, notice: str
) -> None:
    def add(data: dict[str, Any]) -> None:
        data["statements"].append({"kind": "notice", "text": notice, "citations": []})
        data["answer"] += f"\n{notice}"

    assert not verify_answer(changed(fact, add), texts, assistant.snapshot).ok


def test_an_answer_without_statements_and_a_refusal_with_some_are_found(
    fact: Answer, assistant: Assistant, texts: SourceStore
) -> None:
    empty = replace(fact, statements=(), citations=(), answer="")
    refused = assistant.ask("明天股市会涨吗？")
    both = replace(refused, statements=fact.statements, citations=fact.citations, answer=fact.answer)
    for answer in (empty, both):
        assert "状态与内容不符" in verify_answer(answer, texts, assistant.snapshot).problems


def test_half_the_names_of_a_cell_are_not_the_cell(assistant: Assistant, texts: SourceStore) -> None:
    answer = assistant.ask("清单第42项是什么？")
    assert "经济和信息化厅、民政厅" in answer.statements[0].text
    statements = (replace(answer.statements[0], text=answer.statements[0].text.replace("、民政厅", "")),)
    assert not verify_answer(replace(answer, statements=statements, answer=join_statements(statements)), texts).ok
