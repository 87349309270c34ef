"""Tables of web pages: data tables become grids with merged cells, tables that set out the page do not."""

import pytest

from corpus.layout import Grid
from corpus.readers.html import read_html
from corpus.source import Source
from tests.corpus.readers.layout_laws import assert_layout_laws


def read(html: str) -> Source:
    source = read_html(html.encode(), "网页.html")
    assert_layout_laws(source)
    return source


def cells(source: Source, grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(cell.row, cell.column, cell.rows, cell.columns, source.text[cell.start : cell.end]) for cell in grid.cells]


def only(html: str) -> list[tuple[int, int, int, int, str]]:
    source = read(html)
    (grid,) = source.layout.grids
    return cells(source, grid)


def test_cells_stand_in_rows_and_columns() -> None:
    source = read("<p>前</p><table><tr><th>市州</th><th>目标</th></tr><tr><td>昆都</td><td>10个</td></tr></table>后")
    (grid,) = source.layout.grids
    assert cells(source, grid) == [
        (0, 0, 1, 1, "市州"),
        (0, 1, 1, 1, "目标"),
        (1, 0, 1, 1, "昆都"),
        (1, 1, 1, 1, "10个"),
    ]
    assert [cell.head for cell in grid.cells] == [True, True, False, False]
    assert source.text == "前\n市州\n目标\n昆都\n10个\n后"


def test_merged_cells_push_the_others_aside_as_a_browser_does() -> None:
    assert only(
        "<table><tr><td rowspan=3>类别</td><td colspan=2>甲</td></tr>"
        "<tr><td rowspan=2>乙</td><td>丙</td></tr><tr><td>丁</td></tr></table>"
    ) == [
        (0, 0, 3, 1, "类别"),
        (0, 1, 1, 2, "甲"),
        (1, 1, 2, 1, "乙"),
        (1, 2, 1, 1, "丙"),
        (2, 2, 1, 1, "丁"),
    ]  # fmt: skip


def test_spans_end_with_their_group_and_before_cells_that_stand_there() -> None:
    assert only(
        "<table><thead><tr><th rowspan=9>序号<th>任务</thead>"
        "<tbody><tr><td>1<td rowspan=0>甲<tr><td>2<tr><td>3</tbody></table>"
    ) == [
        (0, 0, 1, 1, "序号"),
        (0, 1, 1, 1, "任务"),
        (1, 0, 1, 1, "1"),
        (1, 1, 3, 1, "甲"),
        (2, 0, 1, 1, "2"),
        (3, 0, 1, 1, "3"),
    ]
    overlapping = only("<table><tr><td>1<td>2<td rowspan=2>3<tr><td colspan=5>4<tr><td>5<td>6<td>7</table>")
    assert (1, 0, 1, 2, "4") in overlapping


def test_empty_cells_keep_their_place_and_cells_of_several_paragraphs_their_lines() -> None:
    html = (
        "<table><tr><td></td><td>目标</td><td>期限</td></tr>"
        "<tr><td><p>甲</p><p>乙</p></td><td>&nbsp;</td><td>年底</td></tr></table>"
    )
    assert only(html) == [
        (0, 0, 1, 1, ""),
        (0, 1, 1, 1, "目标"),
        (0, 2, 1, 1, "期限"),
        (1, 0, 1, 1, "甲\n乙"),
        (1, 1, 1, 1, ""),
        (1, 2, 1, 1, "年底"),
    ]


def test_a_caption_stands_before_its_table_and_is_no_cell() -> None:
    source = read("<table><caption>表1　目标</caption><tr><td>甲<td>乙<tr><td>丙<td>丁</table>")
    assert source.text == "表1　目标\n甲\n乙\n丙\n丁"
    assert source.layout.grids[0].start == source.text.index("甲")


def test_hidden_rows_take_no_place() -> None:
    source = read("<table><tr><td>甲<td>乙<tr style='display:none'><td>丙<td>丁<tr><td>戊<td>己</table>")
    assert cells(source, source.layout.grids[0])[2:] == [(1, 0, 1, 1, "戊"), (1, 1, 1, 1, "己")]
    assert [source.text[aside.start : aside.end] for aside in source.layout.asides] == ["丙\n丁"]


def test_a_row_header_is_no_head() -> None:
    (grid,) = read("<table><tr><th>甲<td>1<tr><th>乙<td>2</table>").layout.grids
    assert not any(cell.head for cell in grid.cells)


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>外<table><tr><td>甲<td>乙<tr><td>丙<td>丁</table><tr><td>外</table>",
    ],
)
def test_a_table_of_data_inside_one_that_sets_out_the_page_is_a_grid(html: str) -> None:
    source = read(html)
    assert [len(grid.cells) for grid in source.layout.grids] == [4]
    assert source.text == "外\n甲\n乙\n丙\n丁\n外"


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>甲</td><td>乙</td></tr></table>",
        "<table><tr><td>甲</td></tr><tr><td>乙</td></tr></table>",
        "<table role=presentation><tr><td>甲<td>乙<tr><td>丙<td>丁</table>",
        "<table><tr><td>索引号：<td>1<td>主题分类：<td>科技<tr><td>发文机关：<td>国务院<td>成文日期：<td>2018年1月2日</table>",
        "<table><tr><td>索引号<td>1<tr><td>名称<td>关于试点的通知<tr><td>文号<td>国发〔2018〕1号</table>",
        "<table><tr><td>侧栏<td>" + "<p>为加快建设，现提出以下意见。</p>" * 40 + "<tr><td>脚<td>注</table>",
        "<table><tr><td><a href=/1>一</a><td><a href=/2>二</a><tr><td><a href=/3>三</a><td><a href=/4>四</a></table>",
        "<table><tr><td>&nbsp;<td>甲<tr><td> <td>乙</table>",
    ],
    ids=[
        "one row",
        "one column",
        "says so",
        "information box",
        "box without colons",
        "frame",
        "menu",
        "one filled column",
    ],
)
def test_a_table_that_sets_out_the_page_is_no_grid(html: str) -> None:
    assert read(html).layout.grids == ()


def test_a_table_whose_head_names_titles_and_numbers_of_documents_is_a_grid() -> None:
    html = (
        "<table><tr><td>序号<td>文件名称<td>文号<td>发布日期<tr><td>1<td>关于试点的通知<td>国发〔2018〕1号<td>2018年1月2日"
        "<tr><td>2<td>关于推广的通知<td>国发〔2019〕1号<td>2019年1月2日</table>"
    )
    assert len(only(html)) == 12
