"""Answers over laws: articles, paragraphs and items by number, and what a document says of itself."""

from pathlib import Path

import pytest

from assistant import Answer, Assistant, verify_answer
from index import SourceStore
from tests.assistant.law_texts import LONG, SECOND


def sound(answer: Answer, laws: Assistant, home: Path) -> Answer:
    outcome = verify_answer(answer, SourceStore(home / "home"), laws.snapshot)
    assert outcome.ok, outcome
    return answer


@pytest.mark.parametrize(
    ("question", "said", "labels"),
    [
        ("《示例省数据条例》第一条规定了什么？", ["第一条 为了规范数据处理活动，制定本条例。"], ["第一条"]),
        ("数据条例第二条第一款怎么规定？", ["县级以上人民政府应当加强对数据工作的领导。"], ["第二条第一款"]),
        ("数据条例第二条第二款第（一）项是什么？", ["（一）未履行告知义务的；"], ["第二条第二款第（一）项"]),
        ("数据条例第二条第（三）项是什么？", ["（三）其他情形。"], ["第二条第二款第（三）项"]),
        (
            "数据条例第三条第（一）项和第（二）项",
            ["（一）有固定场所；", "（二）有专业人员。"],
            ["第三条第（一）项", "第三条第（二）项"],
        ),
        (
            "数据条例第三条第一款",
            ["第三条 申请人应当符合下列条件：（一）有固定场所；（二）有专业人员。"],
            ["第三条"],
        ),
        ("数据条例第二条怎么规定？", ["".join(SECOND.split("\n"))], ["第二条"]),
        (
            "平台办法第二条怎么规定？",
            [LONG * 6, LONG * 5, "平台应当接受监督。"],
            ["第二条第一款", "第二条第二款", "第二条第三款"],
        ),
    ],
)
def test_a_clause_asked_for_by_number_is_quoted_in_full(
    laws: Assistant, law_home: Path, question: str, said: list[str], labels: list[str]
) -> None:
    answer = sound(laws.ask(question), laws, law_home)
    assert [statement.text for statement in answer.statements] == said
    assert [citation.clause.label for citation in answer.citations] == labels


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("《示例省数据条例》第九条规定了什么？", "没有第9条"),
        ("《示例省数据条例》第二条第三款规定了什么？", "没有第2条第3款"),
        ("《示例省数据条例》第二条第（三）项和第（四）项是什么？", "没有第2条第4项"),
    ],
)
def test_a_clause_that_is_not_there_is_not_answered_by_another(laws: Assistant, question: str, missing: str) -> None:
    answer = laws.ask(question)
    assert answer.refusal is not None
    assert missing in answer.refusal.reason


@pytest.mark.parametrize(
    ("question", "said", "label"),
    [
        ("示例省数据条例什么时候施行？", "施行日期：2024年7月1日。", "第四条"),
        ("示例省数据条例的施行日期是哪天？", "施行日期：2024年7月1日。", "第四条"),
        ("平台办法何时生效？", "施行日期：自公布之日起施行。", "第三条"),
        ("示例省数据条例废止了哪些文件？", "废止的文件：《示例省信息化条例》。", "第四条"),
        ("算力管理办法是征求意见稿吗？", "状态：征求意见稿。", "标题"),
        ("算力管理办法是否有效？", "状态：征求意见稿。", "标题"),
    ],
)
def test_what_a_document_says_of_itself_is_cited_where_it_says_so(
    laws: Assistant, law_home: Path, question: str, said: str, label: str
) -> None:
    answer = sound(laws.ask(question), laws, law_home)
    assert [statement.text for statement in answer.statements] == [said]
    assert [citation.clause.label for citation in answer.citations] == [label]
    assert answer.citations[0].quote in said


def test_several_facts_are_answered_in_the_order_of_the_question(laws: Assistant, law_home: Path) -> None:
    answer = sound(laws.ask("示例省数据条例废止了哪些文件，什么时候施行？"), laws, law_home)
    assert [statement.text for statement in answer.statements] == [
        "废止的文件：《示例省信息化条例》。",
        "施行日期：2024年7月1日。",
    ]


def test_the_same_fact_of_two_documents_is_set_side_by_side(laws: Assistant, law_home: Path) -> None:
    answer = sound(laws.ask("数据条例和平台办法各是从哪天开始施行的？"), laws, law_home)
    assert sorted(statement.text for statement in answer.statements) == [
        "标题：示例市平台办法；施行日期：自公布之日起施行。",
        "标题：示例省数据条例；施行日期：2024年7月1日。",
    ]


def test_a_state_that_no_document_states_is_not_guessed(laws: Assistant) -> None:
    assert laws.ask("示例省数据条例是否已经失效？").status == "refused"


def test_a_cell_cut_by_a_page_break_is_cited_by_its_parts(laws: Assistant, law_home: Path) -> None:
    answer = sound(laws.ask("任务清单第2项是什么？"), laws, law_home)
    (statement,) = answer.statements
    assert statement.text == "任务：打造中心，完善机制，持续推进；牵头单位：教育厅、工业和信息化厅。"
    assert [citation.quote for citation in answer.citations] == [
        "打造中心，完善机制，",
        "持续推进。",
        "教育厅、工业和",
        "信息化厅",
    ]
    assert {citation.clause.label for citation in answer.citations} == {answer.citations[0].clause.label}
