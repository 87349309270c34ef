"""Tables of Word files: merged, indented, nested, repeated heads, and tables that hold no data."""

import docx
import pytest

from corpus.layout import DropReason
from corpus.readers.docx import read_docx
from corpus.source import Source
from tests.corpus.readers.docx_files import paragraph, saved, word
from tests.corpus.readers.layout_laws import assert_layout_laws

Placed = list[tuple[int, int, int, int, str]]


def read(data: bytes) -> Source:
    source = read_docx(data, "文件.docx")
    assert_layout_laws(source)
    return source


def cells(source: Source) -> Placed:
    (grid,) = source.layout.grids
    return [(cell.row, cell.column, cell.rows, cell.columns, source.text[cell.start : cell.end]) for cell in grid.cells]


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def table(*rows: str) -> bytes:
    return word(
        paragraph("前") + "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>" + paragraph("后")
    )


GO_ON = "<w:vMerge/>"
BEGIN = '<w:vMerge w:val="restart"/>'


def test_a_table_stands_between_its_paragraphs() -> None:
    source = read(table(cell("市州") + cell("目标"), cell("昆都") + cell("10个")))
    assert source.text == "前\n市州\n目标\n昆都\n10个\n后"
    assert cells(source) == [(0, 0, 1, 1, "市州"), (0, 1, 1, 1, "目标"), (1, 0, 1, 1, "昆都"), (1, 1, 1, 1, "10个")]


def test_cells_merged_by_python_docx_come_back_as_they_were_merged() -> None:
    document = docx.Document()
    made = document.add_table(4, 4)
    for row in range(4):
        for column in range(4):
            made.cell(row, column).text = f"{row}{column}"
    for first, last in (((0, 0), (0, 3)), ((1, 0), (3, 0)), ((2, 2), (3, 3))):
        merged = made.cell(*first).merge(made.cell(*last))
        merged.text = "合"
    source = read(saved(document))
    assert cells(source) == [
        (0, 0, 1, 4, "合"),
        (1, 0, 3, 1, "合"),
        (1, 1, 1, 1, "11"),
        (1, 2, 1, 1, "12"),
        (1, 3, 1, 1, "13"),
        (2, 1, 1, 1, "21"),
        (2, 2, 2, 2, "合"),
        (3, 1, 1, 1, "31"),
    ]


def test_rows_that_begin_or_end_inside_the_grid_keep_their_columns() -> None:
    inset = "<w:trPr><w:gridBefore w:val='1'/><w:gridAfter w:val='1'/></w:trPr>"
    source = read(table(cell("甲") + cell("乙") + cell("丙"), inset + cell("丁"), cell("戊") + cell("己")))
    assert cells(source)[3:] == [(1, 1, 1, 1, "丁"), (2, 0, 1, 1, "戊"), (2, 1, 1, 1, "己")]


def test_old_horizontal_merges_and_merges_without_a_beginning() -> None:
    source = read(
        table(
            cell("甲", '<w:hMerge w:val="restart"/>') + cell("", "<w:hMerge/>") + cell("乙"),
            cell("丙", GO_ON) + cell("丁") + cell("戊"),
        )
    )
    assert cells(source) == [
        (0, 0, 1, 2, "甲"),
        (0, 2, 1, 1, "乙"),
        (1, 0, 1, 1, "丙"),
        (1, 1, 1, 1, "丁"),
        (1, 2, 1, 1, "戊"),
    ]


def test_a_merge_does_not_go_on_below_a_row_without_it_nor_in_another_width() -> None:
    wide = '<w:gridSpan w:val="2"/>'
    source = read(
        table(
            cell("甲", BEGIN) + cell("乙", wide + BEGIN),
            cell("丙") + cell("丁", GO_ON) + cell("戊"),
            cell("己", GO_ON) + cell("庚", wide),
        )
    )
    assert cells(source) == [
        (0, 0, 1, 1, "甲"),
        (0, 1, 1, 2, "乙"),
        (1, 0, 1, 1, "丙"),
        (1, 1, 1, 1, "丁"),
        (1, 2, 1, 1, "戊"),
        (2, 0, 1, 1, "己"),
        (2, 1, 1, 2, "庚"),
    ]


def test_words_under_a_merged_cell_are_hidden_as_word_hides_them() -> None:
    source = read(table(cell("类", BEGIN) + cell("甲"), cell("暗", GO_ON) + cell("乙")))
    assert cells(source) == [(0, 0, 2, 1, "类"), (0, 1, 1, 1, "甲"), (1, 1, 1, 1, "乙")]
    assert [(source.text[a.start : a.end], a.reason) for a in source.layout.asides] == [("暗", DropReason.HIDDEN)]


def test_the_rows_repeated_on_each_page_are_the_head() -> None:
    head = "<w:trPr><w:tblHeader/></w:trPr>"
    off = '<w:trPr><w:tblHeader w:val="0"/></w:trPr>'
    pair = cell("甲") + cell("乙")
    (grid,) = read(table(head + pair, head + pair, off + pair, head + pair)).layout.grids
    assert [cell.head for cell in grid.cells if cell.column == 0] == [True, True, False, False]


def test_deleted_rows_take_no_place() -> None:
    gone = "<w:trPr><w:del/></w:trPr>"
    source = read(table(cell("甲") + cell("乙"), gone + cell("删") + cell("去"), cell("丙") + cell("丁")))
    assert cells(source)[2:] == [(1, 0, 1, 1, "丙"), (1, 1, 1, 1, "丁")]
    assert [(source.text[a.start : a.end], a.reason) for a in source.layout.asides] == [("删\n去", DropReason.DELETED)]


def test_rows_and_cells_in_content_controls_are_read() -> None:
    body = (
        f"<w:tbl><w:tr><w:sdt><w:sdtContent>{cell('甲')}</w:sdtContent></w:sdt>{cell('乙')}</w:tr>"
        f"<w:sdt><w:sdtContent><w:tr>{cell('丙')}{cell('丁')}</w:tr></w:sdtContent></w:sdt></w:tbl>"
    )
    assert [placed[4] for placed in cells(read(word(body)))] == ["甲", "乙", "丙", "丁"]


def test_a_table_inside_a_cell_becomes_lines_of_the_cell() -> None:
    document = docx.Document()
    made = document.add_table(2, 2)
    for at, text in enumerate("甲乙丙丁"):
        made.cell(at // 2, at % 2).text = text
    inner = made.cell(1, 1).add_table(2, 2)
    for at, text in enumerate("一二三四"):
        inner.cell(at // 2, at % 2).text = text
    assert cells(read(saved(document)))[3] == (1, 1, 1, 1, "丁\n一\n二\n三\n四")


@pytest.mark.parametrize(
    "rows",
    [
        [cell("甲") + cell("乙")],
        [cell("甲"), cell("乙")],
        [cell("") + cell(""), cell("") + cell("")],
        [cell("抄送：省委办公厅。", '<w:gridSpan w:val="2"/>'), cell("省政府办公厅") + cell("2025年3月18日印发")],
    ],
    ids=["one row", "one column", "empty", "imprint"],
)
def test_a_table_that_holds_no_data_is_no_grid(rows: list[str]) -> None:
    source = read(table(*rows))
    assert source.layout.grids == ()
    assert source.text.startswith("前")
    assert source.text.endswith("后")


def test_the_information_box_of_a_copied_page_is_lines_of_labels_and_values() -> None:
    source = read(
        table(
            cell("索引号：") + cell("0001") + cell("成文日期：") + cell("2025年3月18日"),
            cell("标　　题：") + cell("关于试点的通知", '<w:gridSpan w:val="3"/>'),
            cell("主题词：") + cell("") + cell("有效性") + cell("有效"),
        )
    )
    assert source.layout.grids == ()
    assert source.text.split("\n") == [
        "前",
        "索引号：0001",
        "成文日期：2025年3月18日",
        "标　　题：关于试点的通知",
        "主题词：",
        "有效性 有效",
        "后",
    ]
