"""Records: documents that are a title and a text in a collection."""

import hashlib
import pickle

import pytest

from corpus import EmptyDocument, Level, Origin, Record, read_record, read_records

LAW = Record("法-1", "某省数据条例 第一章 总则", "第一条 为了规范数据处理活动，制定本条例。")


def test_a_record_is_read_as_a_plain_text_file() -> None:
    document, source = read_record(LAW)
    assert source.text == LAW.text
    assert (document.files, document.title) == ((LAW.id,), LAW.title)
    assert document.metadata.title is not None
    assert document.metadata.title.origin is Origin.MANIFEST, "it is given beside the text and stands nowhere in it"
    [article] = document.clauses
    assert (article.level, article.marker) == (Level.ARTICLE, "第一条")
    assert document.text(article) == LAW.text


def test_the_id_tells_records_apart_whose_parts_are_only_cut_elsewhere() -> None:
    records = [LAW, Record("法", "-1某省", "文"), Record("法-", "1某省", "文"), Record("法-1", "某省", "文")]
    idents = {read_record(record)[0].id for record in records}
    assert len(idents) == len(records)
    data = b"".join(len(part.encode()).to_bytes(8, "big") + part.encode() for part in (LAW.id, LAW.title, LAW.text))
    assert read_record(LAW)[0].id == hashlib.sha256(data).hexdigest()[:16]


@pytest.mark.parametrize("text", ["", " \n　", "-1-\n", "－ 12 －"])
def test_where_the_text_holds_no_words_the_title_is_read(text: str) -> None:
    document, source = read_record(Record("甲", "关于放假的通知", text))
    assert source.text == "关于放假的通知"
    assert [document.text(clause) for clause in document.clauses] == ["关于放假的通知"]


def test_a_record_without_a_title_has_its_name_or_what_the_text_says() -> None:
    assert read_record(Record("甲", "", "放假三天，注意安全。"))[0].title == "甲"


def test_several_processes_read_the_same_in_the_same_order() -> None:
    records = [Record(str(number), f"第{number}号", f"第{number}条 数据{number}。") for number in range(1, 1201)]
    told: list[int] = []
    read = list(read_records(records, processes=2, progress=told.append))
    assert read == [read_record(record) for record in records]
    assert sum(told) == len(records)


def test_an_error_keeps_its_remedy_on_the_way_between_processes() -> None:
    error = EmptyDocument("没有正文", remedy="请补上")
    copied = pickle.loads(pickle.dumps(error))
    assert (type(copied), copied.message, copied.remedy, str(copied)) == (
        EmptyDocument,
        error.message,
        error.remedy,
        str(error),
    )
