"""Passages: clauses and windows, every word kept, every span exact."""

import re
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Clause, CleanText, Document, Level, Span, find_files, read_document, read_library
from index.passages import MAX_LENGTH, Passage, passages_of, sentences

DOCUMENTS = Path(__file__).parents[2] / "corpus" / "documents"
FILES = Path(__file__).parents[1] / "documents"
LONG = "数据处理者应当建立全流程数据安全管理制度，组织开展数据安全教育培训，采取相应的技术措施保障数据安全。"


@pytest.fixture(scope="module", params=["川府发〔2024〕21号.txt", "川数字经济办〔2021〕3号.txt"])
def document(request: pytest.FixtureRequest) -> Document:
    """Each seed document."""
    reading = read_library(find_files([DOCUMENTS / request.param]))
    return reading.documents[0]


def read(text: str) -> list[Passage]:
    return list(passages_of(read_document(text.encode(), "例.txt")[0]))


def inside(clean: CleanText, spans: Iterable[Span]) -> set[int]:
    """The clean positions of the characters in some source spans."""
    return {at for span in spans for at in range(*clean.within(span))}


def lost(document: Document) -> dict[str, str]:
    """By the label of a clause the words of it that stand in no passage, nor in the headings above one."""
    passages = list(passages_of(document))
    searched = inside(document.clean, (part for passage in passages for part in passage.parts))
    contexts = {passage.clause: passage.context for passage in passages}
    result: dict[str, str] = {}
    for clause in document.walk():
        own = inside(document.clean, _parts(clause)) - inside(
            document.clean, (part for child in clause.children for part in _parts(child))
        )
        words = "".join(re.findall(r"\w", "".join(document.clean.text[at] for at in sorted(own - searched))))
        said = "".join(re.findall(r"\w", clause.marker + clause.heading))
        below = [context for unit in clause.walk() if (context := contexts.get(unit.id))]
        if words and not (words == said and any(clause.path[-1] in context.split(" › ") for context in below)):
            result[clause.label] = words
    return result


def _parts(clause: Clause) -> tuple[Span, ...]:
    return tuple(span for cell in clause.row.cells for span in cell.spans) if clause.row else clause.parts


def test_no_word_of_a_document_is_lost_from_its_passages(document: Document) -> None:
    assert lost(document) == {}


@pytest.mark.parametrize("path", sorted(FILES.glob("*.*")), ids=lambda path: path.stem)
def test_no_word_of_a_file_of_any_kind_is_lost_from_its_passages(path: Path) -> None:
    found = read_document(path.read_bytes(), path.name)[0]
    assert {label: words for label, words in lost(found).items() if label != "目录"} == {}


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


def test_a_short_article_is_one_passage_with_its_paragraphs_and_items() -> None:
    text = "第二条 政府应当加强领导。\n部门负责监督。有下列情形的：\n（一）未告知；\n（二）其他。"
    found = [passage for passage in read(f"示例条例\n第一条 制定本条例。\n{text}\n") if "政府" in passage.text]
    assert [passage.text for passage in found] == [text]
    assert found[0].context == "示例条例"


def test_a_long_article_is_searched_by_paragraphs_and_these_by_items_with_the_words_that_lead_them_in() -> None:
    items = f"（一）{LONG * 4}\n（二）{LONG * 4}\n（三）其他情形。"
    text = f"第二条 {LONG * 3}\n部门负责监督。有下列情形之一的，责令改正：\n{items}\n鼓励举报。"
    found = [passage for passage in read(f"示例条例\n第一条 制定本条例。\n{text}\n") if passage.clause.count(".") > 1]
    head = "示例条例 › 第二条"
    lead = "部门负责监督。有下列情形之一的，责令改正："
    assert [(passage.context, passage.text[:6]) for passage in found] == [
        (head, LONG[:6]),
        (f"{head} › 第二款", lead[:6]),
        (f"{head} › 第二款 › {lead}", "（一）数据处"),
        (f"{head} › 第二款 › {lead}", "（二）数据处"),
        (f"{head} › 第二款 › {lead}", "（三）其他情"),
        (head, "鼓励举报。"),
    ]


def test_the_paragraphs_of_a_long_section_without_numbers_are_passages_of_their_own() -> None:
    paragraphs = [f"{lead}，{LONG * 5}" for lead in ("过去一年", "一年来", "同时也要看到")]
    text = "2024年政府工作报告\n一、工作回顾\n" + "\n".join(paragraphs) + "\n二、总体部署\n今年要稳中求进。\n"
    found = [passage for passage in read(text) if "一、工作回顾" in passage.context]
    assert [passage.text for passage in found] == paragraphs


def test_the_entries_of_a_table_of_contents_are_not_searched_beside_the_headings() -> None:
    body = "第一章 总则\n第一条 制定本条例。\n第二章 附则\n第二条 自公布之日起施行。\n"
    text = f"示例条例\n目录\n第一章 总则\n第二章 附则\n{body}"
    assert [passage.text for passage in read(text) if "附则" in passage.text] == []


def test_the_head_of_a_table_is_searched_beside_its_rows() -> None:
    text = (
        "关于工作的通知\n一、要求\n抓好落实。\n附件1\n任务清单\n（截至2025年）\n|序号|任务|\n|--|--|\n|1|建设平台。|\n"
    )
    assert any("截至2025年" in passage.text for passage in read(text))


def test_a_chapter_is_found_by_the_headings_under_it(document: Document) -> None:
    outlines = [p for p in passages_of(document) if len(p.parts) > 1 and " | " not in p.text]
    chapters = [
        c for c in document.walk() if sum(bool(k.heading) for k in c.children if k.level is not Level.TABLE) > 1
    ]
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
