"""Numbering: which beginnings of a line number a unit, and which only look like it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Level, Marker, match_marker, numeral
from corpus.numbering import DEPTH, attachment_name, box_name, possible_article, titled_attachment, unit_gap

PART, CHAPTER, SECTION, ARTICLE = Level.PART, Level.CHAPTER, Level.SECTION, Level.ARTICLE
H1, H2, H3, H4, H5 = Level.HEADING_1, Level.HEADING_2, Level.HEADING_3, Level.HEADING_4, Level.HEADING_5


@pytest.mark.parametrize(
    ("line", "level", "ordinal", "printed", "rest"),
    [
        # GB/T 9704-2012: the layers of official documents
        ("一、总体要求", H1, 1, "一、", "总体要求"),
        ("十二、保障措施", H1, 12, "十二、", "保障措施"),
        ("一．总体要求", H1, 1, "一、", "总体要求"),
        ("（二）夯实基础支撑。", H2, 2, "（二）", "夯实基础支撑。"),
        ("( 二 ) 夯实基础支撑。", H2, 2, "（二）", "夯实基础支撑。"),
        ("（二十一）加强领导", H2, 21, "（二十一）", "加强领导"),
        ("1. 推动核心技术突破", H3, 1, "1.", "推动核心技术突破"),
        ("10.推进制造业数字化转型", H3, 10, "10.", "推进制造业数字化转型"),
        ("１．推动", H3, 1, "1.", "推动"),
        ("2、强化企业", H3, 2, "2.", "强化企业"),
        ("（3）打造平台", H4, 3, "（3）", "打造平台"),
        ("(３)打造平台", H4, 3, "（3）", "打造平台"),
        ("①建设", H5, 1, "①", "建设"),
        ("⑳建设", H5, 20, "⑳", "建设"),
        # the Legislation Law: the layers of laws
        ("第一编 总则", PART, 1, "第一编", "总则"),
        ("第二部分 任务", PART, 2, "第二部分", "任务"),
        ("第一章 总则", CHAPTER, 1, "第一章", "总则"),
        ("第一章总则", CHAPTER, 1, "第一章", "总则"),
        ("第 二 节 数据", SECTION, 2, "第二节", "数据"),
        ("第三条 本条例适用于", ARTICLE, 3, "第三条", "本条例适用于"),
        ("第三条本条例适用于", ARTICLE, 3, "第三条", "本条例适用于"),
        ("第12条　申请", ARTICLE, 12, "第12条", "申请"),
        ("第１２条 申请", ARTICLE, 12, "第12条", "申请"),
        ("第一百二十条之一 资助", ARTICLE, 120, "第一百二十条之一", "资助"),
        ("第三条", ARTICLE, 3, "第三条", ""),
        # words that also follow a reference open these articles
        ("第十五条 规定期限届满的", ARTICLE, 15, "第十五条", "规定期限届满的"),
        ("第十五条项目单位应当", ARTICLE, 15, "第十五条", "项目单位应当"),
        ("第十五条目录由省政府公布", ARTICLE, 15, "第十五条", "目录由省政府公布"),
        ("第四条所有企业", ARTICLE, 4, "第四条", "所有企业"),
        ("第四条中小企业", ARTICLE, 4, "第四条", "中小企业"),
        ("第十七条中介机构", ARTICLE, 17, "第十七条", "中介机构"),
        ("第五条以数据为关键要素", ARTICLE, 5, "第五条", "以数据为关键要素"),
        ("（三）项目建设", H2, 3, "（三）", "项目建设"),
        # variants of real files
        ("一 、总体要求", H1, 1, "一、", "总体要求"),
        ("一.总体要求", H1, 1, "一、", "总体要求"),
        ("（ 一 ）指导思想", H2, 1, "（一）", "指导思想"),
        ("(一)指导思想", H2, 1, "（一）", "指导思想"),
        ("（一)指导思想", H2, 1, "（一）", "指导思想"),
        ("㈠指导思想", H2, 1, "（一）", "指导思想"),
        ("㈩指导思想", H2, 10, "（十）", "指导思想"),
        ("⑴打造平台", H4, 1, "（1）", "打造平台"),
        ("⒈推动", H3, 1, "1.", "推动"),
        ("⒒推动", H3, 11, "11.", "推动"),
        ("1 ．推动", H3, 1, "1.", "推动"),
        ("1. 5G网络建设", H3, 1, "1.", "5G网络建设"),
        ("1.5G网络建设", H3, 1, "1.", "5G网络建设"),
        ("2.2025年底前完成", H3, 2, "2.", "2025年底前完成"),
        ("1）建立机制", H5, 1, "1）", "建立机制"),
        ("㉑建设", H5, 21, "㉑", "建设"),
        ("第一篇 总则", PART, 1, "第一篇", "总则"),
        ("第一部分：任务", PART, 1, "第一部分", "任务"),
        ("第一条、为了发展", ARTICLE, 1, "第一条", "为了发展"),
        ("一、二〇二三年工作回顾", H1, 1, "一、", "二〇二三年工作回顾"),
        ("三、一年来的工作", H1, 3, "三、", "一年来的工作"),
    ],
)
def test_a_number_opens_a_unit(line: str, level: Level, ordinal: int, printed: str, rest: str) -> None:
    assert match_marker(line) == Marker(level, ordinal, printed, len(line) - len(rest))


@pytest.mark.parametrize(
    "line",
    [
        "",
        "数据",
        # references
        "第二条第一款规定的情形",
        "第二条、第三条规定的",
        "第二条规定的情形",
        "第二条所称数据",
        "第二条的规定",
        "第二条至第五条",
        "第二条和第三条",
        "第二条之规定",
        "第二条项下的资金",
        "第二条以下简称",
        "第二条，应当",
        "第二条）",
        "（三）项规定的材料",
        "（三）款规定",
        "（一）、（二）项规定的材料",
        "（一）至（三）项",
        "第一章程序",
        "第三编辑部",
        # figures and dates
        "1.4 万亿元",
        "1．4万亿元",
        "15、16日举行",
        "2021年，力争",
        "2021.4.28",
        "100",
        "3.5%的增长",
        "1.5GHz频段",
        "2、3月份",
        "一、二级医院",
        "三、四线城市",
        "五、六年级",
        "一、二、三产业",
        "十、百、千工程",
        "5G 网络",
        "1000.",
        # words that begin with a numeral
        "十四五规划",
        "“十四五”规划",
        "一是加快",
        "一年来，",
        "第一，加强",
        "一带一路",
        "第三方机构",
        "第一批项目",
        "第一年度",
        # brackets
        "（科技厅，经济和信息化厅）",
        "（2021年）",
        "（2021—2023年）",
        "（本文有删减）",
        "()",
        "（十百）",
        "零、总则",
        "第零条 总则",
        "（0）",
        # absurd lengths
        "第" + "一" * 30 + "条 总则",
        "第" + "1" * 5000 + "条 总则",
        "一" * 5000 + "、",
    ],
)
def test_what_only_looks_like_a_number_opens_nothing(line: str) -> None:
    assert match_marker(line) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[("一", 1), ("十", 10), ("十一", 11), ("二十", 20), ("二十三", 23), ("一百零二", 102), ("九百九十九", 999)],
        *[("两", 2), ("〇", 0), ("二〇二四", 2024), ("7", 7), ("０７", 7), ("⑪", 11), ("100", 100)],
        *[
            ("", None),
            ("百", None),
            ("十百", None),
            ("〇十〇", None),
            ("甲", None),
            ("1十", None),
            ("二73", None),
            ("-1", None),
        ],
        *[("1.5", None), ("1" * 10, None), ("一" * 10, None), ("½", None), ("²", 2)],
    ],
)
def test_a_numeral_has_a_value_or_none(text: str, value: int | None) -> None:
    assert numeral(text) == value


@settings(deadline=None)
@given(st.text("〇零一二三四五六七八九十百千两万点负0123456789０①", max_size=12))
def test_no_text_is_too_strange_for_a_numeral(text: str) -> None:
    value = numeral(text)
    assert value is None or value >= 0


def written(number: int) -> str:
    """A number below 1000 in Chinese, digit by digit."""
    digits = "零一二三四五六七八九"
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        text += f"{'' if tens == 1 and not hundreds else digits[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (digits[ones] if ones else "")


@settings(deadline=None)
@given(st.integers(1, 999), st.sampled_from(["{}、", "（{}）", "第{}条 ", "第{}章 "]))
def test_chinese_numerals_are_read_as_they_are_written(number: int, form: str) -> None:
    marker = match_marker(form.format(written(number)) + "要求")
    assert marker is not None
    assert marker.ordinal == number


@settings(deadline=None)
@given(st.text(max_size=30))
def test_a_marker_lies_within_its_line(line: str) -> None:
    marker = match_marker(line)
    assert marker is None or (0 < marker.length <= len(line) and marker.ordinal > 0 and marker.printed)


@pytest.mark.parametrize(
    ("line", "gap"),
    [
        ("第三条 规定", 3),
        ("第 三 条  规定", 5),
        ("第三条规定", None),
        ("一、 总则", None),
        ("第三条", None),
        ("", None),
    ],
)
def test_the_blank_behind_the_number_of_an_article_is_found(line: str, gap: int | None) -> None:
    assert unit_gap(line) == gap


def test_the_layers_nest_in_the_order_of_the_standard() -> None:
    numbered = [PART, CHAPTER, SECTION, ARTICLE, Level.ARTICLE_PARAGRAPH, H1, H2, H3, H4, H5, Level.TABLE, Level.ROW]
    assert sorted(numbered, key=DEPTH.__getitem__) == numbered
    assert DEPTH[Level.ATTACHMENT] == DEPTH[Level.DOCUMENT] < DEPTH[PART]
    assert set(DEPTH) == set(Level)


@pytest.mark.parametrize(
    ("line", "ordinal"),
    [
        ("第三条规定期限届满的", 3),
        ("第三条所称数据", 3),
        ("第三条第一款规定", None),
        ("第三条、第四条规定", None),
        ("三、规定", None),
    ],
)
def test_a_line_that_reads_like_a_reference_may_open_an_article(line: str, ordinal: int | None) -> None:
    found = possible_article(line)
    assert (found.ordinal if found else None) == ordinal


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("附件", "附件"),
        ("附件：", "附件"),
        ("附件2", "附件2"),
        ("附件 2：", "附件2"),
        ("附件一", "附件一"),
        ("附件2-1", "附件2-1"),
        ("附录A", "附录A"),
        ("附件2所列", None),
        ("附件材料", None),
        ("见附件2", None),
    ],
)
def test_the_name_of_an_attachment_stands_on_a_line_of_its_own(line: str, name: str | None) -> None:
    assert attachment_name(line) == name


@pytest.mark.parametrize(
    ("line", "name", "title"),
    [
        ("附件1 任务清单", "附件1", "任务清单"),
        ("附件1任务清单", "附件1", "任务清单"),
        ("附件2：名单", "附件2", "名单"),
        ("附件：1.任务清单", "附件", "1.任务清单"),
        ("附件5.政策解读", "附件5", "政策解读"),
        ("附件一 方案", "附件一", "方案"),
    ],
)
def test_an_attachment_may_stand_before_its_title(line: str, name: str, title: str) -> None:
    found = titled_attachment(line)
    assert found is not None
    assert (found[0], line[found[1] :]) == (name, title)


@pytest.mark.parametrize(
    "line", ["附件2所列项目", "附件2中的数据", "附件1、附件2", "附件材料", "附件1和附件2", "附件：甲。乙。"]
)
def test_a_reference_to_an_attachment_is_no_title(line: str) -> None:
    assert titled_attachment(line) is None


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("专栏1 重点工程", ("专栏1", 4)),
        ("专栏1重点工程", ("专栏1", 3)),
        ("专栏一：重点工程", ("专栏一", 4)),
        ("专栏3", ("专栏3", 3)),
        ("专栏1所列工程", None),
        ("专栏1、专栏2", None),
        ("专栏1的工程，由部门实施。", None),
        ("专栏文章", None),
    ],
)
def test_the_name_of_a_box_opens_its_first_line(line: str, found: tuple[str, int] | None) -> None:
    assert box_name(line) == found
