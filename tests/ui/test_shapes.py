import dataclasses
import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from assistant import (
    Answer,
    Citation,
    ClauseRef,
    DocumentRef,
    Finding,
    Refusal,
    SourceRef,
    Statement,
    answer_to_json,
    findings_to_json,
)
from corpus import PLAIN, Clause, Document, Source, read_document
from ui.shapes import (
    AnswerShape,
    CitationShape,
    ClauseRefShape,
    DocumentShape,
    FindingShape,
    RefusalShape,
    Shape,
    SourceShape,
    StatementShape,
    answer_shape,
    clause_tree,
    document_detail,
    document_summary,
    dropped_spans,
    finding_shapes,
)

SEEDS = sorted((Path(__file__).parent.parent.parent / "corpus" / "documents").glob("*.txt"))
READ = [read_document(path.read_bytes(), path.name) for path in SEEDS]
both = pytest.mark.parametrize(("document", "source"), READ, ids=[document.id for document, _ in READ])

Json = dict[str, Any]

CLAUSE_KEYS = {"id", "label", "level", "heading", "text", "parts", "page", "responsibility", "children"}
ROW_KEYS = CLAUSE_KEYS | {"table", "row", "cells", "more", "rebuilt"}
CUT = """<html><body><h1>示例省任务清单</h1>
<table><tr><td>序号</td><td>任务</td><td>牵头单位</td><td>参与单位</td></tr>
<tr><td>1</td><td>建设平台。</td><td>科技厅</td><td>财政厅</td></tr>
<tr><td>2</td><td>打造中心，完善机制，</td><td>教育厅、工业和</td><td></td></tr></table>
<table><tr><td></td><td>持续推进。</td><td>信息化厅</td><td></td></tr>
<tr><td>3</td><td>成立基金。</td><td>财政厅</td><td></td></tr></table></body></html>
"""
PLAN = """关于示例工作的实施意见
一、重点任务
（一）建设平台。支持建设平台。（省科技厅，省财政厅、省教育厅；列第一位者为牵头单位，下同）
（二）培育人才。支持培育人才。（省教育厅、省人力资源社会保障厅）
（三）完善机制。健全工作机制。
"""


def tree_of(document: Document, source: Source) -> list[Json]:
    return [shape.model_dump(mode="json") for shape in clause_tree(document, source.layout)]


def tree(document: Document) -> list[Json]:
    return [shape.model_dump(mode="json") for shape in clause_tree(document, PLAIN)]


def walk(nodes: list[Json]) -> Iterator[Json]:
    for node in nodes:
        yield node
        yield from walk(node["children"])


def letters(text: str) -> str:
    """What a text says, without blanks, list marks and the forms of its characters."""
    folded = unicodedata.normalize("NFKC", text).translate({ord("ꎬ"): ",", ord("ꎮ"): "。"})
    return re.sub(r"[\s、|]", "", folded)


class TestClauseTree:
    @both
    def test_it_holds_every_clause_once_and_in_order(self, document: Document, source: Source) -> None:
        assert [node["id"] for node in walk(tree(document))] == [clause.id for clause in document.walk()]
        assert source.sha256 == document.source_sha256

    @both
    def test_a_row_has_its_cells_and_no_other_clause_has_any(self, document: Document, source: Source) -> None:
        for node in walk(tree(document)):
            assert node.keys() == (ROW_KEYS if node["level"] == "row" else CLAUSE_KEYS), source.sha256

    @both
    def test_every_part_is_a_stretch_of_the_source(self, document: Document, source: Source) -> None:
        for node in walk(tree(document)):
            assert node["parts"]
            for start, end in node["parts"]:
                assert 0 <= start < end <= len(source.text)

    @both
    def test_the_text_says_what_its_parts_say(self, document: Document, source: Source) -> None:
        dropped = {
            position for span in dropped_spans(document) for position in range(span.start, span.end)
        }  # page numbers and table rules stand in the file only
        for node in walk(tree(document)):
            said = "".join(
                source.text[position]
                for start, end in node["parts"]
                for position in range(start, end)
                if position not in dropped
            )
            assert node["text"].strip()
            assert letters(node["text"]) == letters(said)

    @both
    def test_children_stand_inside_their_parent(self, document: Document, source: Source) -> None:
        for node in walk(tree(document)):
            ((start, end),) = node["parts"] if node["children"] else [(0, len(source.text))]
            for child in node["children"]:
                assert all(start <= part[0] < part[1] <= end for part in child["parts"])
                assert child["id"].startswith(f"{node['id']}.")

    @both
    def test_the_leaves_share_no_character(self, document: Document, source: Source) -> None:
        leaves = [node for node in walk(tree(document)) if not node["children"]]
        spans = sorted(tuple(part) for node in leaves for part in node["parts"])
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
        assert spans[-1][1] <= len(source.text)

    @both
    def test_the_cells_of_a_row_are_slices_of_the_source(self, document: Document, source: Source) -> None:
        for node in walk(tree(document)):
            if node["level"] != "row":
                continue
            assert node["row"]
            assert node["row"].keys() == node["cells"].keys()
            for column, (start, end) in node["cells"].items():
                assert letters(source.text[start:end]) == letters(node["row"][column])

    def test_the_rows_of_the_task_list_can_be_read_by_column(self) -> None:
        document = next(document for document, _ in READ if "工作方案" in document.title)
        rows = {node["row"]["序号"]: node for node in walk(tree(document)) if node["level"] == "row"}
        assert len(rows) == 69
        assert rows["9"]["row"] == {
            "序号": "9",
            "重点任务": "出台文件（共13项）",
            "任务清单": "出台《关于加快推动5G发展的实施意见》。",
            "牵头单位": "经济和信息化厅",
            "进度安排": "2月已印发",
        }
        assert rows["9"]["table"] == "四川省2021年数字经济工作重点任务清单"
        assert (rows["9"]["rebuilt"], rows["45"]["rebuilt"]) == (False, True)

    def test_a_cell_cut_by_a_page_break_lists_its_further_spans(self) -> None:
        document, source = read_document(CUT.encode(), "清单.html")
        rows = [node for node in walk(tree_of(document, source)) if node["level"] == "row"]
        cut = rows[1]
        assert cut["row"]["任务"] == "打造中心，完善机制，持续推进。"
        spans = [cut["cells"]["任务"], *cut["more"]["任务"]]
        assert [source.text[start:end] for start, end in spans] == ["打造中心，完善机制，", "持续推进。"]
        assert [row["more"].keys() for row in rows] == [set(), {"任务", "牵头单位"}, set()]

    def test_a_row_says_who_leads_and_who_takes_part(self) -> None:
        document, source = read_document(CUT.encode(), "清单.html")
        (named,) = next(node for node in walk(tree_of(document, source)) if node["level"] == "row")["responsibility"]
        assert (named["leads"], named["participants"], named["told_apart"]) == (["科技厅"], ["财政厅"], True)
        assert [source.text[body["start"] : body["end"]] for body in named["bodies"]] == ["科技厅", "财政厅"]

    def test_a_clause_says_who_leads_and_by_which_legend(self) -> None:
        document, source = read_document(PLAN.encode(), "意见.txt")
        named = {node["heading"]: node["responsibility"] for node in walk(tree_of(document, source)) if node["heading"]}
        ((first,), (second,), third) = named["建设平台"], named["培育人才"], named["完善机制"]
        assert (first["leads"], first["participants"]) == (["省科技厅"], ["省财政厅", "省教育厅"])
        assert (second["leads"], second["participants"]) == (["省教育厅"], ["省人力资源社会保障厅"])
        assert third == named["重点任务"] == []
        for item in (first, second):
            start, end = item["legend"]
            assert source.text[start:end] == "列第一位者为牵头单位，下同"
            assert item["told_apart"]


class TestDocumentShapes:
    def test_the_summary_says_what_the_document_says(self) -> None:
        path = next(path for path in SEEDS if path.name.startswith("川府发"))
        document, source = read_document(path.read_bytes(), path.name)
        assert document_summary(document).model_dump(mode="json") == {
            "id": "6dbf3824d5718b87",
            "title": "四川省人民政府关于加快数字经济高质量发展的实施意见",
            "number": "川府发〔2024〕21号",
            "issuer": "四川省人民政府",
            "date": "2024-11-26",
            "file": path.name,
            "kind": "意见",
            "effective": None,
            "state": None,
            "abridged": "本文有删减",
            "unread_pages": [],
            "remark": None,
            "files": [path.name],
            "sha256": source.sha256,
            "characters": len(source.text),
            "clauses": len(list(document.walk())),
        }

    @both
    def test_the_detail_is_the_summary_with_metadata(self, document: Document, source: Source) -> None:
        detail = document_detail(document).model_dump(mode="json")
        facts = detail.pop("metadata")
        assert detail == document_summary(document).model_dump(mode="json")
        assert facts.keys() == {field.name for field in dataclasses.fields(document.metadata)}
        for name, values in facts.items():
            for stated in values if isinstance(values, list) else [values] if values else []:
                assert stated["origin"] == "原文"
                assert isinstance(values, list) or stated["value"] == detail[name]
                assert source.text[stated["start"] : stated["end"]].strip()

    def test_the_detail_says_from_when_it_is_in_force_and_what_it_does_to_others(self) -> None:
        text = (
            "示例省数据条例（草案）\n第一条 为了规范数据处理活动，制定本条例。\n"
            "第二条 本条例自2024年7月1日起施行。《示例省信息化条例》同时废止。\n"
        )
        document, source = read_document(text.encode(), "条例.txt")
        detail = document_detail(document)
        assert (detail.effective, detail.state) == ("2024-07-01", "草案")
        (repealed,) = detail.metadata.repeals
        assert repealed.value == source.text[repealed.start : repealed.end] == "《示例省信息化条例》"
        assert detail.metadata.amends == detail.metadata.amended_by == ()

    def test_what_a_person_filled_in_says_so(self) -> None:
        corrections = {"issuer": "某省某厅", "remark": "扫描件转换"}
        document, _ = read_document("关于某事的通知\n\n一、要求\n\n请照办。\n".encode(), "某.txt", corrections)
        detail = document_detail(document)
        assert (detail.issuer, detail.remark) == ("某省某厅", "扫描件转换")
        assert detail.metadata.issuer is not None
        assert detail.metadata.issuer.model_dump(mode="json") == {
            "value": "某省某厅",
            "origin": "由用户填写",
            "start": None,
            "end": None,
        }

    @both
    def test_what_was_dropped_is_listed_with_its_reason(self, document: Document, source: Source) -> None:
        spans = [shape.model_dump(mode="json") for shape in dropped_spans(document)]
        assert len(spans) == len(document.clean.dropped) > 0
        for span in spans:
            assert span.keys() == {"start", "end", "reason"}
            if span["reason"] == "页码":
                assert re.fullmatch(r"[-—\s]*\d+[-—\s]*", source.text[span["start"] : span["end"]])


SOURCE = SourceRef(start=3, end=9, sha256="0" * 64, page=2, boxes=((2, 56.5, 70.0, 300.25, 84.0),))
CITATION = Citation(
    number=1,
    document=DocumentRef("0123456789abcdef", "标题", None, "某省某厅", "2024-11-26", "甲/乙.pdf"),
    clause=ClauseRef("0123456789abcdef.2", ("一、要求",), "一、"),
    quote="请照办。\n第",
    source=SOURCE,
)
ANSWERED = Answer(
    question="怎么办？",
    status="answered",
    answer="请照办。[1]\n共1项。",
    statements=(Statement("quoted", "请照办。", (1,)), Statement("notice", "共1项。")),
    citations=(CITATION,),
    refusal=None,
    mode="extractive",
    timings_ms={"total": 1.5},
)
REFUSED = Answer("怎么办？", "refused", "", (), (), Refusal("文中未提及。", (CITATION,)), "generated", {})
FOUND = Finding(1, 0.5, CITATION.document, CITATION.clause, "请照办。第", "请照办。\n第", SOURCE, "")


class TestAnswerShapes:
    @pytest.mark.parametrize("answer", [ANSWERED, REFUSED], ids=["answered", "refused"])
    def test_an_answer_reads_as_a_saved_answer_does(self, answer: Answer) -> None:
        assert answer_shape(answer).model_dump(mode="json") == answer_to_json(answer)

    def test_a_finding_reads_as_in_the_contract(self) -> None:
        (shape,) = finding_shapes([FOUND])
        assert [shape.model_dump(mode="json")] == findings_to_json((FOUND,))

    @pytest.mark.parametrize(
        ("shape", "value"),
        [
            (AnswerShape, Answer),
            (StatementShape, Statement),
            (CitationShape, Citation),
            (DocumentShape, DocumentRef),
            (ClauseRefShape, ClauseRef),
            (SourceShape, SourceRef),
            (RefusalShape, Refusal),
            (FindingShape, Finding),
        ],
    )
    def test_a_shape_has_the_fields_of_its_value_in_order(self, shape: type[Shape], value: type) -> None:
        assert list(shape.model_fields) == [field.name for field in dataclasses.fields(value)]

    def test_boxes_are_lists_of_five_numbers(self) -> None:
        citation = answer_shape(ANSWERED).model_dump(mode="json")["citations"][0]
        assert citation["source"]["boxes"] == [[2, 56.5, 70.0, 300.25, 84.0]]


def test_every_clause_of_the_seeds_was_looked_at() -> None:
    clauses: list[Clause] = [clause for document, _ in READ for clause in document.walk()]
    assert len(READ) == 2
    assert {clause.level.value for clause in clauses} >= {"attachment", "heading-1", "heading-2", "row", "paragraph"}
