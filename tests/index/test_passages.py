"""Passages: clauses and windows, every word kept, every span exact."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Document, Level, find_files, read_document, read_library
from index.passages import MAX_LENGTH, Passage, passages_of, sentences

DOCUMENTS = Path(__file__).parents[2] / "corpus" / "documents"


@pytest.fixture(scope="module", params=["川府发〔2024〕21号.txt", "川数字经济办〔2021〕3号.txt"])
def document(request: pytest.FixtureRequest) -> Document:
    """Each seed document."""
    reading = read_library(find_files([DOCUMENTS / request.param]))
    return reading.documents[0]


def read(text: str) -> list[Passage]:
    return list(passages_of(read_document(text.encode(), "例.txt")[0]))


def test_every_leaf_clause_is_covered_by_its_passages(document: Document) -> None:
    by_clause: dict[str, str] = {}
    for passage in passages_of(document):
        by_clause[passage.clause] = by_clause.get(passage.clause, "") + "".join(map(document.clean.of, passage.parts))
    for clause in document.walk():
        if clause.children or clause.row:
            continue
        assert by_clause[clause.id].replace("\n", "") == document.text(clause).replace("\n", "")


def test_the_text_of_a_passage_is_the_clean_form_of_its_parts(document: Document) -> None:
    for passage in passages_of(document):
        clean = [document.clean.of(part) for part in passage.parts]
        if " | " in passage.text:
            # Cells close the blanks of broken lines, and list several names with 、.
            assert "".join(passage.text.split(" | ")).replace("、", "") == "".join(clean).replace(" ", "").replace(
                "、", ""
            )
        else:
            assert passage.text == "\n".join(clean)


def test_the_largest_part_is_a_slice_of_the_source(document: Document) -> None:
    for passage in passages_of(document):
        start, end = passage.largest
        assert 0 <= start < end <= document.source_length
        assert all(end - start >= last - first for first, last in passage.parts)


def test_a_long_clause_is_cut_at_sentences() -> None:
    sentence = "支持企业开展数字化转型并给予相应的资金补助。"
    passages = [passage for passage in read("一、总体要求\n" + sentence * 60) if passage.text.startswith(("一", "支"))]
    assert len(passages) > 1
    assert all(len(passage.text) <= MAX_LENGTH for passage in passages)
    assert all(passage.text.endswith("。") for passage in passages)
    assert "一、总体要求" in passages[1].context, "a later window says which clause it is from"


def test_a_row_is_searched_with_the_names_of_its_columns() -> None:
    row = next(p for p in read("|序号|任务|牵头单位|\n|--|--|--|\n|1|建设平台。|科技厅 财政厅|\n") if "平台" in p.text)
    assert row.text == "1 | 建设平台。 | 科技厅、财政厅"
    assert row.body == "序号：1；任务：建设平台。；牵头单位：科技厅、财政厅"


def test_a_chapter_is_found_by_the_headings_under_it(document: Document) -> None:
    outlines = [p for p in passages_of(document) if len(p.parts) > 1 and " | " not in p.text]
    chapters = [c for c in document.walk() if sum(bool(k.heading) for k in c.children if k.level is not Level.ROW) > 1]
    assert [passage.clause for passage in outlines] == [chapter.id for chapter in chapters]


def test_the_context_of_an_issued_plan_is_its_own_title() -> None:
    head = "某市人民政府关于印发《某市数字规划》的通知\n某府发〔2024〕1号\n"
    text = head + "一、总体要求\n坚持以人为本。\n二、任务\n建平台。\n"
    assert {passage.context.split(" › ")[0] for passage in read(text)} == {"某市数字规划"}


@given(st.text(alphabet="数字经济发展，。！？；”）\n 一2A", max_size=200))
def test_sentences_hold_every_word_in_order(text: str) -> None:
    spans = sentences(text)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
