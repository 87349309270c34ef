"""A document: its identity, its texts, and the errors of reading it."""

import hashlib

import pytest

from corpus import (
    DocumentError,
    EmptyDocument,
    Source,
    YijuError,
    document_id,
    read_document,
    text_sha256,
)

LAW = (
    "某市数据条例\r\n第一条　为了发展，制定本条例。\r\n市人民政府应当落实。\r\n"
    "| 序号 | 任务 |\r\n|---|---|\r\n| 1 | 建设 |\r\n"
)


def test_the_id_is_the_beginning_of_the_digest_of_the_bytes() -> None:
    data = LAW.encode("gb18030")
    document, source = read_document(data, "甲.txt")
    assert document.id == document_id(data) == hashlib.sha256(data).hexdigest()[:16]
    assert all(clause.id.startswith(f"{document.id}.") for clause in document.walk())
    assert document.source_sha256 == source.sha256 == text_sha256(LAW) == hashlib.sha256(LAW.encode()).hexdigest()


def test_the_source_text_is_the_decoded_file_and_nothing_else() -> None:
    document, source = read_document(b"\xef\xbb\xbf" + LAW.encode(), "甲.md")
    assert source == Source.of(LAW)
    assert document.source_length == len(LAW)


def test_a_lone_surrogate_cannot_become_a_source() -> None:
    with pytest.raises(UnicodeEncodeError):
        Source.of("\ud800")


def test_the_text_of_a_clause_is_its_clean_form_and_cells_are_set_apart() -> None:
    document, _ = read_document(LAW.encode(), "甲.txt")
    article = document.clauses[1]
    row = article.children[-1].children[-1]
    assert document.text(row) == "1 | 建设"
    assert document.text(article).startswith("第一条 为了发展，制定本条例。\n市人民政府应当落实。\n|序号|任务|")
    assert [child.label for child in article.children] == ["第一条第一款", "第一条第二款"]
    assert row.label == "第一条第二款 › 第1项"


def test_a_file_is_read_the_same_each_time() -> None:
    assert read_document(LAW.encode(), "甲.txt") == read_document(LAW.encode(), "甲.txt")


def test_corrections_change_the_metadata_and_nothing_else() -> None:
    plain, _ = read_document(LAW.encode(), "甲.txt")
    corrected, _ = read_document(LAW.encode(), "甲.txt", {"title": "某市数据条例（2024年修订）"})
    assert corrected.title == "某市数据条例（2024年修订）"
    assert corrected.clauses == plain.clauses
    assert corrected.clean == plain.clean


@pytest.mark.parametrize("text", ["", " \n\n　", "\u200b\n", "— 1 —\n\n— 2 —", "---\n", "<!-- x -->"])
def test_a_file_that_holds_nothing_to_read_is_refused(text: str) -> None:
    with pytest.raises(EmptyDocument) as caught:
        read_document(text.encode(), "空.txt")
    error = caught.value
    assert isinstance(error, DocumentError)
    assert isinstance(error, YijuError)
    assert str(error) == f"{error.message}（{error.remedy}）"
    assert "空.txt" in error.message


@pytest.mark.parametrize(
    ("text", "marker", "words"),
    [
        ("一、目标\n（一）速度。加快建设。\n（二）质量。提高水平。\n", "（一）", "（一）速度"),
        ("一、目标\n（一）速度。加快建设。\n", "一、", "一、目标"),
        (
            "附件1\n某市数字经济\n重点任务清单\n| 序号 | 任务 |\n|---|---|\n| 1 | 建设 |\n",
            "附件1",
            "附件1\n某市数字经济\n重点任务清单",
        ),
    ],
)
def test_a_heading_ends_where_its_words_end_also_over_several_lines(text: str, marker: str, words: str) -> None:
    document, _ = read_document(text.encode(), "甲.txt")
    clause = next(unit for unit in document.walk() if unit.marker == marker)
    start = document.clean.index(clause.start)
    assert document.clean.text[start : document.heading_end(clause)] == words
