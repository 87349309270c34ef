"""Reading web pages: the text as a browser shows it, lists, labels, hidden words, encodings and limits."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import DocumentError, DocumentTooLarge, EmptyDocument, UnreadableDocument
from corpus.layout import DropReason
from corpus.readers.html import read_html
from corpus.source import Source
from tests.corpus.readers.layout_laws import assert_layout_laws

SENTENCE = "为加快数据要素市场建设，更好发挥数据要素作用，经省人民政府同意，现提出以下实施意见。"


def read(html: str | bytes) -> Source:
    source = read_html(html.encode() if isinstance(html, str) else html, "网页.html")
    assert_layout_laws(source)
    return source


def lines(html: str) -> list[str]:
    return read(html).text.split("\n")


def asides(source: Source) -> list[tuple[str, DropReason]]:
    return [(source.text[aside.start : aside.end], aside.reason) for aside in source.layout.asides]


# --- lines ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>一</p><p>二</p>", ["一", "二"]),
        ("一<br>二<br/>三", ["一", "二", "三"]),
        ("<div>一<div>二</div>三</div>", ["一", "二", "三"]),
        ("<p>数据<b>要素</b><span>市场</span></p>", ["数据要素市场"]),
        ("<p>  数据 \n\t 要素 </p>", ["数据 要素"]),
        ("<p>数据 <b> 要素</b></p>", ["数据 要素"]),
        ("<p>　　缩进　两格&nbsp;&nbsp;</p>", ["　　缩进　两格\u00a0\u00a0"]),
        ("<p>一</p><p>&nbsp;</p><p><br></p><p>　</p><p>二</p>", ["一", "二"]),
        ("<pre>一  二\n三</pre>", ["一  二", "三"]),
        ("<p style='white-space: pre-wrap'>一  二\n三</p>", ["一  二", "三"]),
        ("<span style='display:block'>一</span><span style='display: block'>二</span>", ["一", "二"]),
        ("<div style='display:inline-block'>一</div><div style='display:inline'>二</div>", ["一二"]),
        ("<p>一<p>二<table><tr><td>三<tr><td>四</table>五", ["一", "二", "三", "四", "五"]),
        ("<o:p>办公软件的段落</o:p><font face=仿宋>字体</font>", ["办公软件的段落字体"]),
        ("&#x4E00;&#20108;&hellip;&lt;三&gt;&amp;", ["一二…<三>&"]),
        ("只有文字，没有标签", ["只有文字，没有标签"]),
    ],
)
def test_a_line_ends_where_a_browser_ends_it_and_blanks_collapse(html: str, expected: list[str]) -> None:
    assert lines(html) == expected


def test_what_a_browser_never_shows_is_not_in_the_text() -> None:
    html = (
        "<head><title>标题</title><style>p{}</style></head><body><!-- 注释 --><script>'脚本'</script><p>正文</p>"
        "<noscript><p>无脚本</p></noscript><template><p>模板</p></template><iframe><p>框架</p></iframe>"
        "<canvas>画布</canvas><input value=输入><img alt=图片><ruby>依据<rp>(</rp><rt>yī jù</rt></ruby></body>"
    )
    assert lines(html) == ["正文", "依据"]


@pytest.mark.parametrize(
    "hidden",
    [
        "<p style='display:none'>看不见</p>",
        "<p style='color:red; display : none'>看不见</p>",
        "<p hidden>看不见</p>",
        "<div style='visibility:hidden'><p>看不见</p></div>",
        "<table style='display:none'><tr><td>看不见</td></tr></table>",
    ],
)
def test_hidden_words_are_in_the_text_and_set_aside(hidden: str) -> None:
    source = read(f"<p>{SENTENCE}</p>{hidden}<p>{SENTENCE}</p>")
    assert source.text == f"{SENTENCE}\n看不见\n{SENTENCE}"
    assert asides(source) == [("看不见", DropReason.HIDDEN)]


def test_hidden_words_within_a_line_are_set_aside_alone() -> None:
    source = read(f"<p>{SENTENCE}<span style='display:none'>水印</span>有关事项通知如下：</p>")
    assert asides(source) == [("水印", DropReason.HIDDEN)]


def test_every_line_begins_a_paragraph() -> None:
    source = read("<p>一</p><p>二<br>三</p>")
    assert source.layout.paragraphs == (0, 2, 4)


# --- lists and labels ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ol><li>甲<li>乙</ol>", ["1. 甲", "2. 乙"]),
        ("<ol start=9><li>甲<li>乙</ol>", ["9. 甲", "10. 乙"]),
        ("<ol type=a><li>甲<li>乙</ol>", ["a. 甲", "b. 乙"]),
        ("<ol type=A start=26><li>甲<li>乙</ol>", ["Z. 甲", "AA. 乙"]),
        ("<ol type=i start=3><li>甲<li>乙</ol>", ["iii. 甲", "iv. 乙"]),
        ("<ol type=I><li>甲<li>乙</ol>", ["I. 甲", "II. 乙"]),
        ("<ol reversed><li>甲<li>乙</ol>", ["2. 甲", "1. 乙"]),
        ("<ol><li value=5>甲<li>乙</ol>", ["5. 甲", "6. 乙"]),
        ("<ol style='list-style-type:cjk-ideographic'><li>甲<li>乙</ol>", ["一、甲", "二、乙"]),
        ("<ol style='list-style:none'><li>甲<li>乙</ol>", ["甲", "乙"]),
        ("<ol><li><p>甲</p><p>丙</p></li><li>乙</ol>", ["1. 甲", "丙", "2. 乙"]),
        ("<ol><li>甲<ol type=a><li>丙</ol><li>乙</ol>", ["1. 甲", "a. 丙", "2. 乙"]),
        ("<ol><li></li><li>乙</ol>", ["1. ", "2. 乙"]),
        ("<ol><li>1.甲</li><li>（二）乙</li></ol>", ["1.甲", "（二）乙"]),
        ("<ul><li>甲<li>乙</ul>", ["甲", "乙"]),
    ],
)
def test_the_numbers_of_ordered_lists_are_part_of_the_text(html: str, expected: list[str]) -> None:
    assert lines(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<table><tr><td>索引号：<td>0001<td>发文机关：<td>国务院</table>", ["索引号：0001", "发文机关：国务院"]),
        ("<table><tr><th>文号<td>云政1号<tr><th>时效<td>有效</table>", ["文号 云政1号", "时效 有效"]),
        ("<table><tr><td><p><b>标　题：</b></p></td> <td> <p>关于试点</p></table>", ["标　题：关于试点"]),
        ("<table><tr><td>主题词：</td><td></td><td></td></tr></table><p>国务院</p>", ["主题词：", "国务院"]),
        ("<table><tr><td>主题词：<td><td>成文日期：<td>2018年1月2日</table>", ["主题词：", "成文日期：2018年1月2日"]),
        ("<dl><dt>发布机构<dd>省政府<dt>成文日期<dd>2018年1月2日</dl>", ["发布机构 省政府", "成文日期 2018年1月2日"]),
        ("<div><div>索引号：</div><div>0001</div></div><div>正文</div>", ["索引号：0001", "正文"]),
        ("<p>附件：</p><p>1.任务分工</p>", ["附件：", "1.任务分工"]),
        ("<p>各市人民政府：</p><p>现通知如下：</p>", ["各市人民政府：", "现通知如下："]),
    ],
)  # fmt: skip
def test_a_label_and_its_value_stand_on_one_line(html: str, expected: list[str]) -> None:
    assert lines(html) == expected
    assert read(html).layout.grids == ()


# --- encodings -----------------------------------------------------------------------------------------------------


def page(charset: str, body: str = SENTENCE, title: str = "") -> str:
    return f'<html><head><meta charset="{charset}"><title>{title}</title></head><body><p>{body}</p></body></html>'


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (page("utf-8").encode(), SENTENCE),
        (page("gb2312").encode("gb18030"), SENTENCE),
        (page("gb2312", "镕𠮷〇").encode("gb18030"), "镕𠮷〇"),
        (page("GBK").encode("gbk"), SENTENCE),
        (page("big5", "數據要素市場建設").encode("big5"), "數據要素市場建設"),
        (page("gb2312").encode(), SENTENCE),
        (page("utf-8").encode("gb18030"), SENTENCE),
        (page("iso-8859-1").encode("gb18030"), SENTENCE),
        (page("utf-16").encode(), SENTENCE),
        (codecs.BOM_UTF8 + page("gb2312").encode(), SENTENCE),
        (codecs.BOM_UTF16_LE + page("utf-8").encode("utf-16-le"), SENTENCE),
        (
            f'<META HTTP-EQUIV="Content-Type" content="text/html; charset=GB2312"><p>{SENTENCE}'.encode("gb18030"),
            SENTENCE,
        ),
        (f'<?xml version="1.0" encoding="GBK"?><html><body>{SENTENCE}'.encode("gbk"), SENTENCE),
        (f'<!-- <meta charset="big5"> --><meta charset="gb2312"><p>{SENTENCE}'.encode("gb18030"), SENTENCE),
        (f"<p>{SENTENCE}</p>".encode("gb18030"), SENTENCE),
    ],
)
def test_a_page_is_read_in_its_encoding_whatever_it_declares(data: bytes, expected: str) -> None:
    assert read(data).text == expected


def test_a_page_damaged_where_nobody_sees_it_is_read() -> None:
    data = (
        page("gb2312", title="云岭省人民政府办公厅")
        .encode("gb18030")
        .replace("厅</title>".encode("gb18030"), b"\xcc</title>")
    )
    assert read(data).text == SENTENCE


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_page_damaged_in_its_text_is_refused(encoding: str) -> None:
    data = page(encoding, SENTENCE * 20).encode(encoding).replace("同意".encode(encoding), b"\xff", 1)
    with pytest.raises(UnreadableDocument, match=r"^网页\.html：.*损坏"):
        read(data)


# --- hostile and broken pages --------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"   \n", b"<!-- -->", b"<html></html>", b"<script>1</script>"])
def test_a_page_without_words_gives_no_text(data: bytes) -> None:
    message = refusal(data)
    assert message is None or message.startswith("网页.html：网页里没有内容")
    assert message is not None or read(data).text == ""


def refusal(data: bytes) -> str | None:
    """The message with which a page is refused, if it is; the laws of layout are kept otherwise."""
    try:
        assert_layout_laws(read_html(data, "网页.html"))
    except DocumentError as error:
        return error.message
    return None


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 5000 + "深",
        "<table><tr><td>" * 300 + "深",
        f"<p>{'长' * 11_000_000}</p>",
        "<b>" * 450_000,
    ],
    ids=["deep", "deep tables", "long", "many elements"],
)
def test_a_page_beyond_all_measure_is_refused(html: str) -> None:
    with pytest.raises(DocumentTooLarge, match=r"^网页\.html：网页"):
        read(html)


def test_a_page_almost_too_deep_is_read() -> None:
    assert lines("<div>" * 240 + "深" + "</div>" * 240) == ["深"]
    assert lines("<table><tr><td>" * 80 + "深") == ["深"]


def test_spans_of_a_cell_that_claims_the_whole_sheet_are_cut() -> None:
    rows = "".join(f"<tr><td>{at}<td rowspan=65534 colspan=1000>甲</tr>" for at in range(30))
    grid = read(f"<table>{rows}</table>").layout.grids[0]
    assert grid.height == 30
    assert grid.width < 32_000


def test_entities_and_files_outside_are_not_followed() -> None:
    text = read('<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "甲甲甲">]><p>&x;&y;</p>').text
    assert "root" not in text
    assert "甲甲甲</" not in text


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_a_page_cut_or_changed_anywhere_is_read_or_refused(data: st.DataObject) -> None:
    html = (
        f"<html><head><meta charset=gb2312><title>t</title></head><body><li><a href=/>首页</a><p>{SENTENCE}</p>"
        "<table><tr><th>序号<th>任务<tr><td rowspan=2>1<td>甲<tr><td>乙</table><ol><li>丙</ol></body></html>"
    ).encode("gb18030")
    start = data.draw(st.integers(0, len(html)))
    end = data.draw(st.integers(start, len(html)))
    changed = html[:start] + data.draw(st.binary(max_size=4)) + html[end:]
    assert (refusal(changed) or "网页.html：").startswith("网页.html：")


_FRAGMENTS = st.sampled_from(
    [
        *("<table>", "</table>", "<tr>", "<td>", "<td colspan=2>", "<th rowspan=3>", "</td>", "<nav>", "<div hidden>"),
        *("</div>", "<p>", "</p>", "<ol>", "<li>", "<br>", "<a href=/x>", "</a>", " ", "\n"),
        *("数据要素", "索引号：", "附件：1.分工表", "打印", "2024年1月2日。"),
    ]
)


@settings(deadline=None, max_examples=300)
@given(st.lists(_FRAGMENTS, max_size=60).map("".join))
def test_any_tangle_of_tags_keeps_the_laws_of_layout_and_every_word(html: str) -> None:
    try:
        source = read(html)
    except EmptyDocument:
        return
    words = [char for char in source.text if "一" <= char <= "鿿"]
    assert words == [char for char in html if "一" <= char <= "鿿"]
