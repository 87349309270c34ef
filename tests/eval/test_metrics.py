"""Metrics over one question, on hand-made passages and answers."""

import pytest

from assistant import Answer, Citation, ClauseRef, DocumentRef, Finding, SourceRef, Statement
from eval import EvalQuestion, Evidence
from eval.metrics import cites, evidence_rank, evidence_within, holds_answers, names
from eval.text import comparable, comparable_answer

PLAN = DocumentRef("0" * 16, "某市规划", "某府发〔2023〕7号", None, None, "folder/规划.txt")
RULES = DocumentRef("1" * 16, "某省条例", None, None, None, "条例.txt")
CLAUSE = ClauseRef("x.1", ("一、",), "一、")
PLACE = SourceRef(0, 1, "0" * 64)


def finding(rank: int, text: str, document: DocumentRef = PLAN) -> Finding:
    return Finding(rank, 1.0, document, CLAUSE, text, text, PLACE, "")


def question(*quotes: str, answers: tuple[str, ...] = (), doc: str = "规划.txt") -> EvalQuestion:
    return EvalQuestion("q", "？", "fact", answers, tuple(Evidence(doc, quote) for quote in quotes))


def answer(text: str, quote: str, document: DocumentRef = PLAN) -> Answer:
    citation = Citation(1, document, CLAUSE, quote, PLACE)
    return Answer("？", "answered", text, (Statement("quoted", text, (1,)),), (citation,), None, "extractive")


def test_strings_are_compared_without_blanks_and_compatibility_forms() -> None:
    assert comparable("新增 ５ 万家") == comparable("新增5万家")
    assert comparable("（一）") == comparable("(一)")
    assert comparable_answer("2024年05月06日") == comparable_answer("2024年5月6日") != comparable("2024年05月06日")


@pytest.mark.parametrize("reference", ["规划.txt", "files/规划.txt", "某府发〔2023〕7号", "某市规划", "0" * 16])
def test_a_document_has_several_names(reference: str) -> None:
    assert names(reference, PLAN)
    assert not names(reference, RULES)


def test_the_rank_is_that_of_the_first_passage_with_the_words() -> None:
    passages = [finding(1, "别的"), finding(2, "新增 5 万家"), finding(3, "新增5万家")]
    assert evidence_rank(Evidence("规划.txt", "新增5万家"), passages) == 2
    assert evidence_rank(Evidence("条例.txt", "新增5万家"), passages) is None
    assert evidence_rank(Evidence("条例.txt", "新增5万家", also=("规划.txt",)), passages) == 2


def test_only_600_characters_of_a_passage_and_2000_of_all_count() -> None:
    evidence = Evidence("规划.txt", "目标")
    assert evidence_rank(evidence, [finding(1, "字" * 598 + "目标")]) == 1
    assert evidence_rank(evidence, [finding(1, "字" * 599 + "目标")]) is None
    long = [finding(rank, "字" * 700) for rank in (1, 2, 3)]
    assert evidence_rank(evidence, [*long, finding(4, "字" * 198 + "目标")]) == 4
    assert evidence_rank(evidence, [*long, finding(4, "字" * 199 + "目标")]) is None


def test_recall_is_the_share_of_the_evidence() -> None:
    passages = [finding(1, "甲事项"), finding(2, "乙事项")]
    both = question("甲事项", "乙事项")
    assert [evidence_within(both, passages, k) for k in (1, 2)] == [0.5, 1.0]
    assert evidence_within(question("丙事项"), passages, 5) == 0


def test_a_citation_counts_when_either_quote_holds_the_other() -> None:
    for quote in ("新增5万家", "全年新增5万家，", "5万家"):
        assert cites(question("新增 5 万家"), answer("", quote).citations)
    assert not cites(question("新增5万家"), answer("", "新增6万家").citations)
    assert not cites(question("新增5万家"), answer("", "新增5万家", RULES).citations)


def test_all_answer_strings_must_be_said() -> None:
    assert holds_answers(question("x", answers=("5万家", "2年")), answer("新增５ 万家，用2年。", "x"))
    assert not holds_answers(question("x", answers=("5万家", "3年")), answer("新增5万家，用2年。", "x"))
