"""Twelve official documents in every format: what they state, and what holds for any document that is read."""

import random
import re
import zlib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks.reading import articles, coverage
from corpus import (
    READERS,
    Clause,
    Document,
    DropReason,
    Level,
    ReadingLimits,
    Source,
    find_files,
    read_document,
    read_library,
    read_text,
)
from tests.corpus.readers.layout_laws import assert_layout_laws

FOLDER = Path(__file__).parents[1] / "documents"
NAMES = sorted(path.name for path in FOLDER.iterdir() if path.suffix in READERS and path.name != "README.md")
COMMITTEE = "全国人民代表大会常务委员会"

FACTS = {
    # file: title, number, issuer, date, effective date, number of articles, number of table rows
    "国办发明电〔2018〕15号.html": (
        "国务院办公厅关于2019年部分节假日安排的通知",
        "国办发明电〔2018〕15号",
        "国务院办公厅",
        "2018-12-04",
        None,
        0,
        0,
    ),
    "国办函〔2018〕74号.html": (
        "国务院办公厅关于调整国务院第二次全国污染源普查领导小组组成人员的通知",
        "国办函〔2018〕74号",
        "国务院办公厅",
        "2018-11-05",
        None,
        0,
        0,
    ),
    "国办发〔2018〕126号.html": (
        "国务院办公厅关于推广第二批支持创新相关改革举措的通知",
        "国办发〔2018〕126号",
        "国务院办公厅",
        "2018-12-23",
        None,
        0,
        18,
    ),
    "国令第706号.html": ("专利代理条例", "中华人民共和国国务院令第706号", "国务院", "2018-11-06", "2019-03-01", 32, 0),
    "省级相关部门职责清单.docx": ("省级相关部门“将健康融入所有政策”职责清单", None, None, None, None, 0, 26),
    "海南省儿童健康促进行动计划.docx": ("海南省儿童健康促进专项行动计划", None, None, None, None, 0, 0),
    "数据出境安全评估办法.pdf": (
        "数据出境安全评估办法",
        "国家互联网信息办公室令第11号",
        "国家互联网信息办公室",
        "2022-07-07",
        "2022-09-01",
        20,
        0,
    ),
    "关键信息基础设施安全保护条例.pdf": ("关键信息基础设施安全保护条例", None, "国务院", None, "2021-09-01", 51, 0),
    "密码法.pdf": (
        "中华人民共和国密码法",
        "中华人民共和国主席令第三十五号",
        COMMITTEE,
        "2019-10-26",
        "2020-01-01",
        44,
        0,
    ),
    "山东省信息化促进条例.md": (
        "山东省信息化促进条例",
        None,
        "山东省人民代表大会常务委员会",
        "2018-09-21",
        "2008-01-01",
        42,
        0,
    ),
    "政府工作报告（2013年）.txt": ("2013年中华人民共和国国务院政府工作报告", None, "国务院", None, None, 0, 0),
}


@cache
def read(name: str) -> tuple[Document, Source]:
    return read_document((FOLDER / name).read_bytes(), name)


def rows(document: Document) -> Iterator[Clause]:
    return (clause for clause in document.walk() if clause.row is not None)


def test_all_formats_are_there() -> None:
    assert len(NAMES) == 12
    assert {Path(name).suffix for name in NAMES} == {".html", ".docx", ".pdf", ".md", ".txt"}


@pytest.mark.parametrize("name", FACTS)
def test_a_document_says_what_it_is(name: str) -> None:
    document, source = read(name)
    title, number, issuer, date, effective, article_count, row_count = FACTS[name]
    known = document.metadata
    values = [known.title, known.number, known.issuer, known.date, known.effective]
    assert [stated.value if stated else None for stated in values] == [title, number, issuer, date, effective]
    assert sum(clause.level is Level.ARTICLE for clause in document.walk()) == article_count
    assert sum(1 for _ in rows(document)) == row_count
    for stated in filter(None, values):
        assert stated.start is not None
        assert stated.end is not None
        assert 0 <= stated.start < stated.end <= len(source.text)


@pytest.mark.parametrize("name", NAMES)
def test_the_layout_fits_the_text(name: str) -> None:
    assert_layout_laws(read(name)[1])


@pytest.mark.parametrize("name", NAMES)
def test_reading_again_gives_the_same(name: str) -> None:
    document, source = read(name)
    assert read_document((FOLDER / name).read_bytes(), name) == (document, source)
    again = read_text(source, document.id, name)
    assert (again.clauses, again.clean, again.metadata) == (document.clauses, document.clean, document.metadata)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_lost(name: str) -> None:
    share, lost = coverage(*read(name))
    assert share >= 0.98
    assert lost == 0


@pytest.mark.parametrize("name", NAMES)
def test_the_leaves_are_disjoint_and_have_ids_of_their_own(name: str) -> None:
    document, source = read(name)
    clauses = list(document.walk())
    spans = sorted(part for clause in clauses if not clause.children for part in clause.parts)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert spans[-1][1] <= len(source.text)
    assert len({clause.id for clause in clauses}) == len(clauses)


@pytest.mark.parametrize("name", [name for name in FACTS if FACTS[name][5]])
def test_the_articles_are_complete_and_in_order(name: str) -> None:
    assert articles(read(name)[0]) == ""


def test_a_reprinted_page_is_kept_once() -> None:
    document, source = read("密码法.pdf")
    repeated = [item for item in document.clean.dropped if item.reason is DropReason.REPEATED]
    share = sum(item.end - item.start for item in repeated) / len(source.text)
    assert 0.4 < share < 0.6
    assert len(re.findall("本法自2020年1月1日起施行", document.clean.text)) == 1
    assert len(re.findall("自2020年1月1日起施行", source.text)) > 2


@pytest.mark.parametrize(
    ("name", "key", "column", "text"),
    [
        ("国办发〔2018〕126号.html", "5", "推广范围", "全国"),
        ("国办发〔2018〕126号.html", "3", "分组", "一、知识产权保护方面（共5项）"),
        ("国办发〔2018〕126号.html", "22", "分组", "五、管理体制创新方面（共3项）"),
        ("国办发〔2018〕126号.html", "23", "指导部门", "国家发展改革委、国务院国资委、审计署"),
        ("阜蒙健促办发〔2020〕3号.docx", "工会、团委、妇联等", "对应的健康因素", "健康环境、健康素养"),
    ],
)
def test_a_cell_is_found_by_its_row_and_column(name: str, key: str, column: str, text: str) -> None:
    document, source = read(name)
    (row,) = [clause.row for clause in rows(document) if clause.row and key in [cell.text for cell in clause.row.cells]]
    cell = row.cell(column)
    assert cell is not None
    assert cell.text == text
    assert re.sub(r"\s", "", source.text[cell.start : cell.end]) == re.sub(r"\s", "", text)


def test_pages_and_places_come_with_the_text_of_a_pdf() -> None:
    document, source = read("数据出境安全评估办法.pdf")
    validity = next(clause for clause in document.walk() if clause.marker == "第十四条")
    page = source.layout.page(validity.start)
    assert page is not None
    assert page == 2
    size = source.layout.pages[page - 1]
    boxes = source.layout.boxes(validity.start, validity.start + 20)
    assert boxes
    for number, left, top, right, bottom in boxes:
        assert number == page
        assert 0 <= left < right <= size.width
        assert 0 <= top < bottom <= size.height


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A file cut off, flipped in places or with a piece missing."""
    at = chance.randrange(1, len(data))
    kind = chance.randrange(3)
    if kind == 0:
        return data[:at]
    if kind == 1:
        return data[:at] + data[at + chance.randrange(1, 2048) :]
    changed = bytearray(data)
    for _ in range(chance.choice([1, 16, 256])):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def test_a_damaged_file_is_a_document_or_one_clear_line(tmp_path: Path) -> None:
    names: list[str] = []
    for name in NAMES:
        chance = random.Random(zlib.crc32(name.encode()))
        for number in range(3):
            names.append(f"{number}-{name}")
            (tmp_path / names[-1]).write_bytes(damaged((FOLDER / name).read_bytes(), chance))
    # Pages whose characters lost their meaning are recognised as pictures, which may take longer than this.
    reading = read_library(find_files([tmp_path]), limits=ReadingLimits(seconds=10, seconds_per_megabyte=0))
    outcomes = [
        *(file for document in reading.documents for file in document.files),
        *(f.file for f in reading.failures),
    ]
    assert sorted(outcomes) == sorted(names)
    for failure in reading.failures:
        assert failure.error.message.startswith(failure.file)
        assert re.search("[一-鿿]", failure.error.remedy)
        assert "\n" not in str(failure.error)
    for document in reading.documents:
        length = len(reading.sources[document.id].text)
        assert all(0 <= start < end <= length for clause in document.walk() for start, end in clause.parts)
