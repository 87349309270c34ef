"""Reading questions: what is one, and what it asks for."""

import pytest

from assistant import MAX_QUESTION, QuestionError, check_question
from assistant.question import Wanted, read_question


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "空"),
        (" \n\u3000", "空"),
        ("？！……", "没有文字"),
        ("问" * (MAX_QUESTION + 1), "2,001 个字符"),
        ("问" * 100_000, "上限"),
        ("上云\x00企业", "U\\+0000"),
        ("上云\x1b[31m企业", "U\\+001B"),
        ("上云\ud800企业", "U\\+D800"),
        ("上云\ue000企业", "U\\+E000"),
    ],
)
def test_what_is_no_question_is_refused_with_a_remedy(text: str, words: str) -> None:
    with pytest.raises(QuestionError, match=words) as caught:
        check_question(text)
    assert caught.value.remedy


@pytest.mark.parametrize(
    "text", ["5G？", "问" * MAX_QUESTION, "一行\n又一行", "𠮷野家在哪里", "數據條例何時施行", "？企业"]
)
def test_ordinary_questions_pass_unchanged(text: str) -> None:
    assert check_question(f"  {text}\n") == text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("全省要新增多少家上云企业？", Wanted.AMOUNT),
        ("建几个中心", Wanted.AMOUNT),
        ("什么时候出台规划", Wanted.TIME),
        ("由谁负责", Wanted.BODY),
        ("哪个部门牵头", Wanted.BODY),
        ("保障措施有哪几条", Wanted.LIST),
        ("第九条的标题是什么", Wanted.HEADING),
        ("对个人数据授权怎么规定", Wanted.TEXT),
    ],
)
def test_the_kind_of_answer_is_read_from_the_question_words(text: str, kind: Wanted) -> None:
    assert read_question(text).wants(kind)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2021年和2024年分别怎么安排", ("2021", "2024")),
        ("到２０２７年的目标", ("2027",)),
        ("12021年号", ()),
        ("投资2021万元", ()),
        ("2021—2023年计划", ("2021", "2023")),
    ],
)
def test_years_are_years_and_no_other_numbers(text: str, years: tuple[str, ...]) -> None:
    assert read_question(text).years == years
