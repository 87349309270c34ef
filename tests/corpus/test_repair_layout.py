"""Repair with a layout: what is set aside goes, paragraphs begin where the file says, table cells stay apart."""

import random
from itertools import pairwise

import pytest

from corpus import CleanText, Dropped, DropReason, repair
from corpus.layout import Grid, GridCell, Layout
from tests.corpus.texts import FRAGMENTS


def laid_out(*lines: str, asides: tuple[tuple[str, DropReason], ...] = ()) -> tuple[str, Layout]:
    """A text whose lines that begin with ¶ begin paragraphs, with the asides that its words name."""
    starts: list[int] = []
    text = ""
    for line in lines:
        if line.startswith("¶"):
            starts.append(len(text))
        text += line.removeprefix("¶") + "\n"
    spans = sorted((text.index(words), text.index(words) + len(words), reason) for words, reason in asides)
    return text, Layout(paragraphs=tuple(starts), asides=tuple(Dropped(*span) for span in spans))


def tabled(*rows: tuple[str, ...], before: str = "", behind: str = "") -> tuple[str, Layout]:
    """A text with a table between two stretches of text: a cell's lines are told apart by line feeds."""
    text = before
    cells: list[GridCell] = []
    for row, words in enumerate(rows):
        for column, cell in enumerate(words):
            cells.append(GridCell(row, column, 1, 1, len(text), len(text) + len(cell)))
            text += f"{cell}\n" if cell else ""
    starts = {0, *(cell.start for cell in cells), len(text)}
    return text + behind, Layout(grids=(Grid(tuple(cells)),), paragraphs=tuple(sorted(starts)))


def cells_of(clean: CleanText, layout: Layout) -> list[str]:
    return [clean.of((cell.start, cell.end)) for grid in layout.grids for cell in grid.cells]


# --- asides --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", [reason for reason in DropReason if reason is not DropReason.INVISIBLE])
def test_an_aside_is_dropped_with_its_reason(reason: DropReason) -> None:
    text, layout = laid_out("¶首页 > 政策", "¶第一条 本办法。", asides=(("首页 > 政策", reason),))
    clean = repair(text, layout)
    assert clean.text == "第一条 本办法。"
    assert [(text[item.start : item.end], item.reason) for item in clean.dropped] == [("首页 > 政策", reason)]


def test_an_aside_of_many_lines_is_listed_as_one_span_when_it_is_navigation() -> None:
    text, layout = laid_out(
        "¶首页\n¶新闻\n\n¶政务",
        "¶正文。",
        "¶打印 \u200b关闭",
        asides=(("首页\n¶新闻\n\n¶政务", DropReason.NAVIGATION),),
    )
    clean = repair(text, layout)
    assert clean.text == "正文。\n打印关闭"
    assert [(text[item.start : item.end], item.reason.name) for item in clean.dropped] == [
        ("首页\n¶新闻\n\n¶政务", "NAVIGATION"),
        ("\u200b", "INVISIBLE"),
    ]


def test_words_deleted_inside_a_line_go_and_the_rest_of_the_line_stays_together() -> None:
    text, layout = laid_out("¶罚款五十一万元以下。", asides=(("五十", DropReason.DELETED),))
    clean = repair(text, layout)
    assert clean.text == "罚款一万元以下。"
    assert clean.dropped == (Dropped(2, 4, DropReason.DELETED),)
    assert clean.span(0, 4) == (0, 6)


def test_an_aside_over_the_end_of_a_paragraph_does_not_join_what_is_left() -> None:
    text, layout = laid_out("¶甲一乙", "¶丙二丁", asides=(("乙\n丙", DropReason.DELETED),))
    assert repair(text, layout).text == "甲一\n二丁"


# --- paragraphs ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "clean"),
    [
        # A line that the page broke goes on; a paragraph begins where the layout says, whatever the words.
        (("¶推进数据要", "素市场化配置，", "¶深化改革"), "推进数据要素市场化配置，\n深化改革"),
        (("¶加快推进，", "¶坚持创新，", "不断前进。"), "加快推进，\n坚持创新，不断前进。"),
        (("¶——甲", "——乙"), "——甲——乙"),
        # Latin words are parted, hyphenated ones joined, compounds kept, numbers and addresses whole.
        (("¶推进 Internet of", "Things 发展"), "推进Internet of Things发展"),
        (("¶推进 Inter-", "net 发展"), "推进Internet发展"),
        (("¶推进 Inter\u00ad", "net 发展"), "推进Internet发展"),
        (("¶推进 Wi-", "Fi 发展"), "推进Wi-Fi发展"),
        (("¶推进 end-", "to-end 发展"), "推进end-to-end发展"),
        (("¶自2021年1", "0月26日起"), "自2021年10月26日起"),
        (("¶共1", ".5万元，增长3", "%。"), "共1.5万元，增长3%。"),
        (("¶建设5", "G网络（GB/T", "23000系列）"), "建设5G网络（GB/T 23000系列）"),
        (("¶见 https://www.gov.cn/", "zhengce/1.htm 。"), "见https://www.gov.cn/zhengce/1.htm。"),
        # A number that goes on with the sequence begins a paragraph although the layout does not say so.
        (("¶第一条 本法。", "第二条 数据。", "第四条 错号。"), "第一条 本法。\n第二条 数据。第四条错号。"),
        (("¶（一）甲；", "（二）乙；", "（三）丙。"), "（一）甲；\n（二）乙；\n（三）丙。"),
        (("¶第一条 违反本法", "第二条 规定的，", "处罚。"), "第一条 违反本法第二条规定的，处罚。"),
        (("¶第一条 依照。", "第二条第一款规定处罚。"), "第一条 依照。第二条第一款规定处罚。"),
        # What closes something never stands first, and a bare number goes on with its words.
        (("¶广义货币M2", "¶，预期增长"), "广义货币M2，预期增长"),
        (("¶第一章", "¶总则", "¶第一条", "¶为了规范"), "第一章 总则\n第一条 为了规范"),
        (("¶第五章　附　", "¶则", "¶第一条 甲"), "第五章 附则\n第一条 甲"),
        (("¶目", "¶录", "¶第一章 总则"), "目录\n第一章 总则"),
        (("¶第一章", "¶第二章"), "第一章\n第二章"),
    ],
)  # fmt: skip
def test_paragraphs_begin_where_the_layout_says_and_where_a_number_must(lines: tuple[str, ...], clean: str) -> None:
    assert repair(*laid_out(*lines)).text == clean


def test_a_hyphen_that_the_page_made_is_listed() -> None:
    text, layout = laid_out("¶推进 Inter-", "net 发展")
    assert [(text[item.start : item.end], item.reason) for item in repair(text, layout).dropped] == [
        ("-", DropReason.MARKUP)
    ]


@pytest.mark.parametrize("furniture", ["— 3 —", "- 12 -", "第 3 页 共 9 页", "―３―", "Page 3 of 12"])
def test_a_page_number_that_the_layout_does_not_mark_is_found_and_the_paragraph_goes_on(furniture: str) -> None:
    text, layout = laid_out("¶推进数据要", f"¶{furniture}", "素市场化。")
    clean = repair(text, layout)
    assert clean.text == "推进数据要素市场化。"
    assert [item.reason for item in clean.dropped] == [DropReason.PAGE_NUMBER]


# --- table cells ---------------------------------------------------------------------------------------------------


def test_the_lines_of_a_cell_are_one_paragraph_and_never_join_another_cell_or_the_text() -> None:
    text, layout = tabled(
        ("序号", "任务"),
        ("1", "推进数据要\n素市场化，"),
        ("2", ""),
        ("3", "，丙"),
        before="见下表，\n",
        behind="，其他。",
    )
    clean = repair(text, layout)
    assert clean.text == "见下表，\n序号\n任务\n1\n推进数据要素市场化，\n2\n3\n，丙\n，其他。"
    assert cells_of(clean, layout) == ["序号", "任务", "1", "推进数据要素市场化，", "2", "", "3", "，丙"]


def test_a_paragraph_that_begins_inside_a_cell_stays_one() -> None:
    text, layout = tabled(("甲。\n乙。",))
    told = Layout(grids=layout.grids, paragraphs=(0, text.index("乙")))
    assert repair(text, layout).text == "甲。乙。"
    assert repair(text, told).text == "甲。\n乙。"


@pytest.mark.parametrize("cell", ["-2-", "3", "第3页", "---", "|-|-|", "# 1", "第一章"])
def test_nothing_in_a_cell_is_taken_for_page_furniture_or_markup(cell: str) -> None:
    text, layout = tabled((cell, "乙"), before="甲\n", behind="丙")
    clean = repair(text, layout)
    assert cells_of(clean, layout)[1] == "乙"
    assert cells_of(clean, layout)[0].replace(" ", "") == cell.replace(" ", "")
    assert clean.dropped == ()


def test_a_cell_is_not_split_at_its_numbers_and_the_text_around_it_is() -> None:
    run_together = "第一条本法适用。第二条本法所称数据，是指记录。第三条国家保护数据。"
    text, layout = tabled((run_together,), before=f"{run_together}\n")
    assert repair(text, layout).text == run_together.replace("。第", "。\n第") + "\n" + run_together


@pytest.mark.parametrize(
    ("cell", "clean"),
    [("序 号", "序号"), ("备　　注", "备注"), ("科技厅 省委网信办", "科技厅 省委网信办"), ("2 0 2 5 年", "2025年")],
)
def test_a_blank_in_a_cell_stays_where_it_may_part_two_names(cell: str, clean: str) -> None:
    assert repair(*tabled((cell, "乙"))).text == f"{clean}\n乙"


# --- laws ----------------------------------------------------------------------------------------------------------


def random_layout(chance: random.Random) -> tuple[str, Layout]:
    """A text of random pieces with random paragraphs, cells and asides."""
    text = "".join(chance.choices(FRAGMENTS, k=chance.randrange(60)))
    lines = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
    cells: list[GridCell] = []
    at = chance.randrange(len(lines))
    while at + 1 < len(lines) and len(cells) < 6:
        behind = min(len(lines) - 1, at + chance.randrange(1, 3))
        cells.append(GridCell(len(cells), 0, 1, 1, lines[at], max(lines[at], lines[behind] - 1)))
        at = behind
    marks = sorted(chance.sample(range(len(text) + 1), min(len(text) + 1, 2 * chance.randrange(4))))
    reasons = [DropReason.NAVIGATION, DropReason.DELETED, DropReason.RUNNING_HEAD]
    asides = tuple(Dropped(*span, chance.choice(reasons)) for span in zip(marks[::2], marks[1::2], strict=False))
    paragraphs = tuple(start for start in lines if chance.random() < 0.6)
    return text, Layout(grids=(Grid(tuple(cells)),) if cells else (), paragraphs=paragraphs, asides=asides)


@pytest.mark.parametrize("seed", range(150))
def test_with_any_layout_every_character_is_kept_once_or_dropped_or_blank(seed: int) -> None:
    text, layout = random_layout(random.Random(seed))
    clean = repair(text, layout)
    kept = [run.source + step for run in clean.runs for step in range(run.length)]
    dropped = [at for item in clean.dropped for at in range(item.start, item.end)]
    assert all(before < after for before, after in pairwise(kept))
    assert len(dropped) == len(set(dropped))
    assert not set(kept) & set(dropped)
    lost = set(range(len(text))) - set(kept) - set(dropped)
    assert [text[at] for at in sorted(lost) if not text[at].isspace()] == []
    aside = {at for item in layout.asides for at in range(item.start, item.end)}
    assert [text[at] for at in sorted(aside & set(kept)) if not text[at].isspace()] == []
    cells = [clean.within((cell.start, cell.end)) for grid in layout.grids for cell in grid.cells]
    for start, end in cells:
        assert start == end or (start == 0 or clean.text[start - 1] == "\n")
        assert start == end or end == len(clean.text) or clean.text[end] == "\n"
