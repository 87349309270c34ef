"""Answers of the real assistant over the two seed documents, with the bundled model."""

import re
import unicodedata

import pytest

from assistant import Answer, Assistant, Filters, QuestionError, Turn, join_statements
from index import SourceStore

pytestmark = pytest.mark.model

QUESTIONS = [
    "全年计划新建多少个5G基站？",
    "哪些地方按需建设算力基础设施？",
    "数字乡村试点由谁牵头？",
    "清单第46项是什么任务？",
    "实施意见是哪一天成文的，发文字号是什么？",
    "平台经济方面要怎么做？",
    "2024年意见的第二部分讲哪些方面？",
    "火星移民有什么补贴政策？",
    "2019年建了多少个数据中心？",
    "附件第99项是什么？",
]


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.fixture(scope="module", params=QUESTIONS)
def answer(request: pytest.FixtureRequest, assistant: Assistant) -> Answer:
    return assistant.ask(request.param)


def test_every_quote_is_a_slice_of_its_source(answer: Answer, assistant: Assistant, texts: SourceStore) -> None:
    cited = (*answer.citations, *(answer.refusal.nearest if answer.refusal else ()))
    assert cited, "an answer rests on citations, a refusal shows the nearest passages"
    for citation in cited:
        text = texts.text(citation.source.sha256)
        assert text is not None
        assert citation.quote == text[citation.source.start : citation.source.end] != ""
        document = assistant.snapshot.document(citation.document.id)
        clause = next(unit for unit in document.walk() if unit.id == citation.clause.id)
        assert clause.label == citation.clause.label


def test_the_answer_is_its_statements_and_the_marks_name_citations(answer: Answer) -> None:
    assert answer.answer == join_statements(answer.statements)
    marks = [int(number) for number in re.findall(r"\[(\d+)\]", answer.answer)]
    used = [number for statement in answer.statements for number in statement.citations]
    assert marks == used
    assert sorted(set(used)) == [citation.number for citation in answer.citations]
    assert all(bool(statement.citations) == (statement.kind == "quoted") for statement in answer.statements)


def test_an_answer_is_given_or_refused_never_both(answer: Answer) -> None:
    assert (answer.status == "refused") == (answer.refusal is not None) == (answer.answer == "")


@pytest.mark.parametrize(
    ("question", "said", "number", "label"),
    [
        (
            "2021年全省要新增多少家上云企业？",
            ["5万家"],
            "川数字经济办〔2021〕3号",
            r"一、|二、重点任务 ›（四）.* › 10\.",
        ),
        ("集群到省内区域数据中心的时延目标是多少？", ["3毫秒"], "川府发〔2024〕21号", r"三、.* ›（四）"),
        ("农产品出村进城工程由哪个部门牵头？", ["农业农村厅", "全年推进"], "川数字经济办〔2021〕3号", "第43项"),
        ("清单第33项和第34项分别由谁负责？", ["信息安全", "信道建模"], "川数字经济办〔2021〕3号", "第33项"),
        ("附件第52项是什么？", ["100%", "省大数据中心"], "川数字经济办〔2021〕3号", "第52项"),
        ("加快发展意见的成文日期是哪天？", ["2024年11月26日"], "川府发〔2024〕21号", "落款"),
        ("工作方案的发文字号是什么？", ["川数字经济办〔2021〕3号"], "川数字经济办〔2021〕3号", "发文字号"),
        ("川府发〔2024〕21号的发文机关是谁？", ["四川省人民政府"], "川府发〔2024〕21号", "落款"),
        ("川数字经济办〔2021〕3号是什么时候印发的？", ["2021年4月28日"], "川数字经济办〔2021〕3号", "落款"),
        # The clause names the bodies in charge, the row of the annex that carries it out says who of them leads.
        ("推进数字政府建设的牵头单位是谁？", ["省发展改革委"], "川数字经济办〔2021〕3号", r"13\.|第8项"),
        ("数字资产交易中心什么时候建成？", ["根据国家政策情况"], "川数字经济办〔2021〕3号", "第48项"),
        ("第（十三）条的标题是什么？", ["加快数字城乡发展"], "川府发〔2024〕21号", r"（十三）"),
    ],
)
def test_facts_are_answered_with_their_clause(
    assistant: Assistant, question: str, said: list[str], number: str, label: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered", answer.refusal
    assert all(words in plain(answer.answer) for words in said), answer.answer
    assert answer.citations[0].document.number == number
    assert re.search(label, answer.citations[0].clause.label), answer.citations[0].clause.label


def test_the_quote_shows_the_file_and_the_statement_reads_well(assistant: Assistant) -> None:
    answer = assistant.ask("集群到省内区域数据中心的时延目标是多少？")
    assert "３ 毫秒" in answer.citations[0].quote
    assert "3毫秒" in answer.statements[0].text


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("明天股市会涨吗？", "没有找到"),
        ("2019年新建多少个5G基站？", "2019年"),
        ("2024年全省要新增多少家上云企业？", "没有"),
        ("2023年新增上云企业多少家？", "没有"),
        ("上海市新增上云企业多少家？", "上海"),
        ("今年新增上云企业多少家？", "请写明年份"),
        ("2024年实施意见的第18项是什么？", "没有第18项"),
        ("浙江省方案第12项由谁负责？", "没有第12项"),
        ("川府发〔2024〕22号第（九）条讲什么？", "没有文号为川府发〔2024〕22号"),
        ("教育厅不牵头的任务有哪些？", "正面的问法"),
        ("新建4G基站多少个？", "没有写明"),
        ("附件第99项是什么？", "没有第99项"),
        ("附件第33项和第99项是什么？", "没有第99项"),
        ("省经济和信息化厅在哪里办公？", "没有写明"),
    ],
)
def test_what_the_documents_do_not_say_is_refused(assistant: Assistant, question: str, reason: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "refused"
    assert answer.refusal is not None
    assert reason in answer.refusal.reason
    assert 1 <= len(answer.refusal.nearest) <= 3


def test_filters_bind_the_answer(assistant: Assistant) -> None:
    plan = assistant.snapshot.find("川数字经济办〔2021〕3号")
    opinion = assistant.snapshot.find("川府发〔2024〕21号")
    inside = assistant.ask("新增上云企业多少家？", filters=Filters(documents=(plan.id,)))
    assert {citation.document.id for citation in inside.citations} == {plan.id}
    outside = assistant.ask("新增上云企业多少家？", filters=Filters(documents=(opinion.id,)))
    assert {
        citation.document.id for citation in (*outside.citations, *(outside.refusal.nearest if outside.refusal else ()))
    } <= {opinion.id}
    nothing = assistant.ask("新增上云企业多少家？", filters=Filters(documents=("0" * 16,)))
    assert nothing.status == "refused"
    assert nothing.refusal is not None
    assert nothing.refusal.nearest == ()


def test_a_question_that_leans_on_the_one_before_is_completed(assistant: Assistant) -> None:
    history = [Turn("数字乡村试点工作什么时候推进？", "全年推进。")]
    answer = assistant.ask("由谁牵头？", history=history)
    assert "省委网信办" in answer.answer
    assert answer.question == "由谁牵头？"


def test_the_same_question_gets_the_same_answer(assistant: Assistant) -> None:
    first, second = assistant.ask("平台经济方面要怎么做？"), assistant.ask("平台经济方面要怎么做？")
    assert (first.answer, first.citations) == (second.answer, second.citations)


def test_search_shows_the_passages_in_order(assistant: Assistant, texts: SourceStore) -> None:
    findings = assistant.search("上云企业", k=5)
    assert [finding.rank for finding in findings] == [1, 2, 3, 4, 5]
    assert "上云企业" in findings[0].text
    for finding in findings:
        text = texts.text(finding.source.sha256)
        assert text is not None
        assert finding.quote == text[finding.source.start : finding.source.end]


def test_no_question_is_no_answer(assistant: Assistant) -> None:
    with pytest.raises(QuestionError):
        assistant.ask("   ")
    with pytest.raises(QuestionError):
        assistant.search("")
