"""Tables in PDF files: cells from ruling lines."""

from corpus.layout import Grid
from corpus.readers.pdf import read_pdf
from corpus.source import Source
from tests.corpus.readers.layout_laws import assert_layout_laws
from tests.corpus.readers.pdf_files import PdfPage, pdf

XS, YS = [80.0, 200.0, 360.0, 500.0], [100.0, 130.0, 160.0, 190.0]


def read(*pages: PdfPage) -> Source:
    source = read_pdf(pdf(*pages), "样例.pdf")
    assert_layout_laws(source)
    return source


def cells(source: Source, grid: Grid) -> dict[tuple[int, int, int, int], str]:
    """Text by row, column, rows and columns."""
    return {(cell.row, cell.column, cell.rows, cell.columns): source.text[cell.start : cell.end] for cell in grid.cells}


def filled(page: PdfPage, rows: list[list[str]]) -> PdfPage:
    """Words into the squares between XS and YS."""
    for row, words in enumerate(rows):
        for column, word in enumerate(words):
            page.text(XS[column] + 6, YS[row] + 20, word, 12)
    return page


ROWS = [["序号", "任务", "单位"], ["1", "建设平台", "省大数据中心"], ["2", "开放数据", "各市州"]]
PLAIN = {(row, column, 1, 1): word for row, words in enumerate(ROWS) for column, word in enumerate(words)}


def test_ruled_squares_are_cells_read_row_by_row() -> None:
    source = read(filled(PdfPage().grid(XS, YS), ROWS).text(80, 80, "重点任务表").text(80, 230, "以上。"))
    (grid,) = source.layout.grids
    assert cells(source, grid) == PLAIN
    assert source.text.split("\n") == ["重点任务表", *(word for words in ROWS for word in words), "以上。"]


def test_borders_of_thin_bars_and_of_pieces_are_rules_too() -> None:
    page = PdfPage()
    for x in XS:
        for top in YS[:-1]:
            page.bar(x - 0.3, top, 0.6, 29.2)
    for y in YS:
        for left in XS[:-1]:
            page.bar(left + 0.5, y - 0.3, 80, 0.6).bar(left + 80.5, y - 0.3, 39, 0.6)
        page.bar(XS[1] + 119, y - 0.3, 40, 0.6).bar(XS[2] + 119, y - 0.3, 20, 0.6)
    source = read(filled(page, ROWS))
    assert cells(source, source.layout.grids[0]) == PLAIN


def test_a_missing_rule_merges_cells() -> None:
    page = PdfPage()
    for y in (YS[0], YS[1], YS[3]):
        page.rule(XS[0], y, XS[3], y)
    page.rule(XS[1], YS[2], XS[3], YS[2])  # the first column of rows 2 and 3 is one cell
    for x in (XS[0], XS[1], XS[3]):
        page.rule(x, YS[0], x, YS[3])
    page.rule(XS[2], YS[1], XS[2], YS[3])  # the head of columns 2 and 3 is one cell
    filled(page, [["类别", "任务和单位"], ["", "甲", "乙"], ["", "丙", "丁"]]).text(86, 165, "重要事项", 12)
    source = read(page)
    assert cells(source, source.layout.grids[0]) == {
        (0, 0, 1, 1): "类别",
        (0, 1, 1, 2): "任务和单位",
        (1, 0, 2, 1): "重要事项",
        (1, 1, 1, 1): "甲",
        (1, 2, 1, 1): "乙",
        (2, 1, 1, 1): "丙",
        (2, 2, 1, 1): "丁",
    }


def test_a_table_may_be_open_at_its_sides() -> None:
    page = PdfPage()
    for y in YS:
        page.rule(XS[0], y, XS[3], y)
    for x in XS[1:3]:
        page.rule(x, YS[0], x, YS[3])
    source = read(filled(page, ROWS))
    assert cells(source, source.layout.grids[0]) == PLAIN


def test_a_table_may_be_open_at_the_foot_of_its_page() -> None:
    page = PdfPage()
    for x in XS:
        page.rule(x, YS[0], x, YS[3])
    for y in YS[:3]:
        page.rule(XS[0], y, XS[3], y)
    source = read(filled(page, ROWS))
    assert cells(source, source.layout.grids[0]) == PLAIN


def test_double_borders_are_one() -> None:
    page = PdfPage().grid(XS, YS).grid([x + 1.5 for x in XS], [y + 1.5 for y in YS])
    source = read(filled(page, ROWS))
    assert cells(source, source.layout.grids[0]) == PLAIN


def test_the_lines_of_a_cell_stay_together_and_only_the_first_begins_a_paragraph() -> None:
    page = PdfPage().grid([80, 240, 500], [100, 200, 240])
    page.lines(86, 120, ["省发展改革委、", "经济和信息化厅"], size=12, step=18)
    page.lines(246, 130, ["启动实施“互联网＋”", "农产品出村进城", "工程"], size=12, step=18)
    page.text(86, 225, "合计", 12).text(246, 225, "2", 12)
    source = read(page)
    (grid,) = source.layout.grids
    first, second = grid.cells[:2]
    assert source.text[first.start : first.end] == "省发展改革委、\n经济和信息化厅"
    assert source.text[second.start : second.end] == "启动实施“互联网＋”\n农产品出村进城\n工程"
    assert source.layout.paragraphs == tuple(cell.start for cell in grid.cells)


def test_an_empty_cell_has_an_empty_span_in_its_place() -> None:
    rows = [["序号", "任务", "单位"], ["", "建设平台", ""], ["2", "", ""]]
    source = read(filled(PdfPage().grid(XS, YS), rows))
    (grid,) = source.layout.grids
    assert cells(source, grid) == {(row, column, 1, 1): rows[row][column] for row in range(3) for column in range(3)}


def test_each_page_has_a_grid_of_its_own() -> None:
    first, second = (filled(PdfPage().grid(XS, YS), ROWS) for _ in range(2))
    source = read(first, second)
    assert [cells(source, grid) for grid in source.layout.grids] == [PLAIN, PLAIN]


def test_a_frame_around_running_text_is_no_table_and_its_lines_are_joined() -> None:
    page = PdfPage().text(80, 80, "\u3000\u3000前文如下。").grid([80, 400], [100, 220])
    page.lines(90, 130, ["\u3000\u3000" + "框" * 16, "内" * 18, "结束。"])
    page.text(80, 260, "后文。")
    source = read(page)
    assert source.layout.grids == ()
    starts = source.layout.paragraphs or ()
    assert [source.text[start:].split("\n")[0].strip()[:2] for start in starts] == ["前文", "框框", "后文"]


def test_a_head_above_a_frame_makes_no_table() -> None:
    page = PdfPage().grid([80, 400], [100, 130, 220]).text(180, 122, "专栏1　重点工程")
    page.lines(90, 155, ["\u3000\u3000" + "框" * 16, "内容。"])
    assert read(page).layout.grids == ()


def test_underlines_and_white_boxes_rule_nothing() -> None:
    page = PdfPage().text(80, 120, "姓名：张三　　单位：某局").rule(128, 123, 176, 123).rule(224, 123, 280, 123)
    page.bar(80, 200, 200, 1, grey=1).bar(80, 240, 200, 1, grey=1).bar(80, 200, 1, 40, grey=1).bar(
        180, 200, 1, 40, grey=1
    )
    page.text(85, 225, "甲").text(190, 225, "乙")
    source = read(page)
    assert source.layout.grids == ()


def test_a_table_set_sideways_is_read_upright() -> None:
    page = PdfPage()
    for y in (100.0, 150.0, 200.0):
        page.rule(y, 842 - 100, y, 842 - 400)
    for x in (100.0, 250.0, 400.0):
        page.rule(100, 842 - x, 200, 842 - x)
    for row, words in enumerate([["序号", "任务"], ["1", "建设平台"]]):
        for column, word in enumerate(words):
            page.text(130 + 50 * row, 842 - 110 - 150 * column, word, 12, matrix="0 1 -1 0")
    source = read(page)
    assert cells(source, source.layout.grids[0]) == {
        (0, 0, 1, 1): "序号",
        (0, 1, 1, 1): "任务",
        (1, 0, 1, 1): "1",
        (1, 1, 1, 1): "建设平台",
    }
