"""A document as HTML: its words and nothing else, with the cited passages marked."""

from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Document, DocumentError, Grid, GridCell, Layout, Source, read_document, read_text
from ui.source_view import Highlight, escaped, exact, render_document

DOCUMENTS = Path(__file__).parents[2] / "corpus" / "documents"
FILES = Path(__file__).parents[1] / "documents"
ALLOWED_TAGS = {"p", "h3", "h4", "h5", "b", "mark", "div", "table", "tbody", "tr", "th", "td", "span"}
ALLOWED_ATTRIBUTES = {"class", "id", "data-citation"}


class Reader(HTMLParser):
    """What a browser makes of the HTML: its text, the text inside each citation's marks, its tags and attributes."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.marked: dict[int, str] = defaultdict(str)
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self._open: list[tuple[str, int | None]] = []
        self.feed(str(html))
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append(tag)
        self.attributes.update(values)
        self.ids.extend(value for name, value in attrs if name == "id" and value)
        self._open.append((tag, int(values["data-citation"] or "") if tag == "mark" else None))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        for number in {number for _, number in self._open if number is not None}:
            self.marked[number] += data


def seed(name: str) -> Document:
    return read_document((DOCUMENTS / name).read_bytes(), name)[0]


def made_of(text: str) -> Document:
    return read_document(text.encode(), "文件.txt")[0]


@pytest.fixture(scope="module", params=sorted(path.name for path in DOCUMENTS.glob("*.txt")))
def document(request: pytest.FixtureRequest) -> Document:
    return seed(request.param)


def test_without_its_tags_the_html_is_the_clean_text(document: Document) -> None:
    assert Reader(render_document(document)).text == document.clean.text


def test_the_marks_of_each_clause_hold_the_clean_form_of_its_span(document: Document) -> None:
    clauses = [clause for clause in document.walk() if clause.row is None]
    highlights = [Highlight(number, clause.start, clause.end) for number, clause in enumerate(clauses, 1)]
    reader = Reader(render_document(document, highlights))
    assert reader.text == document.clean.text
    assert dict(reader.marked) == {
        number: document.clean.of((clause.start, clause.end)) for number, clause in enumerate(clauses, 1)
    }
    assert sorted(reader.ids) == sorted(f"source-{number}" for number in range(1, len(clauses) + 1))


def test_the_marks_of_each_cell_hold_the_clean_form_of_its_span(document: Document) -> None:
    spans = [span for clause in document.walk() if clause.row for cell in clause.row.cells for span in cell.spans]
    reader = Reader(render_document(document, [Highlight(at, *span) for at, span in enumerate(spans)]))
    assert reader.text == document.clean.text
    assert dict(reader.marked) == {at: document.clean.of(span) for at, span in enumerate(spans)}


@st.composite
def documents_with_highlights(draw: st.DrawFn) -> tuple[Document, list[Highlight]]:
    lines = st.text(alphabet="一二三、（）.1第条章。，ꎬ１ <>&\"'|-#\t\r\x0b\u3000\u200bAb", max_size=24)
    text = "\n".join(draw(st.lists(lines, min_size=1, max_size=8)))
    try:
        document = made_of(text)
    except DocumentError:
        document = made_of("正文。" + text)
    offsets = st.integers(0, document.source_length)
    spans = draw(st.lists(st.tuples(offsets, offsets).map(sorted), max_size=4))
    return document, [Highlight(number, start, end) for number, (start, end) in enumerate(spans, 1)]


@given(documents_with_highlights())
def test_any_document_keeps_its_words_and_any_span_its_marks(case: tuple[Document, list[Highlight]]) -> None:
    document, highlights = case
    reader = Reader(render_document(document, highlights))
    assert reader.text == document.clean.text
    expected = {item.number: document.clean.of((item.start, item.end)) for item in highlights}
    assert dict(reader.marked) == {number: words for number, words in expected.items() if words}
    assert set(reader.tags) <= ALLOWED_TAGS
    assert reader.attributes <= ALLOWED_ATTRIBUTES
    assert len(reader.ids) == len(set(reader.ids))


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[点这里](javascript:alert(1))",
        '" onmouseover="alert(1)',
        "</p></div></section><iframe src=//example.org>",
        "${alert(1)} {{constructor.constructor('alert(1)')()}} `",
        "&lt;b&gt; &amp;amp; &#x3c;",
    ],
)
def test_hostile_words_stay_words(hostile: str) -> None:
    table = f"| 序号 | {hostile} |\n| --- | --- |\n| 1 | {hostile} |\n"
    document = made_of(f"关于测试的通知\n一、要求\n（一）内容{hostile}如下。\n{table}")
    reader = Reader(render_document(document))
    assert reader.text == document.clean.text
    assert hostile in reader.text
    assert set(reader.tags) <= ALLOWED_TAGS
    assert reader.attributes <= ALLOWED_ATTRIBUTES


def test_headings_and_rows_are_set_as_such() -> None:
    document = made_of(
        "关于测试工作的通知\n一、总体要求\n（一）加强领导。各地要落实责任。\n附件1\n任务清单\n"
        "| 序号 | 任务 |\n| --- | --- |\n| 1 | 建成<平台> |\n"
    )
    html = render_document(document)
    assert '<p class="yj-title">关于测试工作的通知\n</p>' in html
    assert "<h3>一、总体要求\n</h3>" in html
    assert "<p><b>（一）加强领导</b>。各地要落实责任。\n</p>" in html
    assert '<p class="yj-title">任务清单\n</p>' in html
    bar = '<span class="yj-bar">|</span>'
    assert f"<tr><th>{bar}序号{bar}</th><th>任务" in html
    assert f"<tr><td>{bar}1{bar}</td><td>建成&lt;平台&gt;" in html


@pytest.mark.parametrize("path", sorted(FILES.glob("*.*")), ids=lambda path: path.stem)
def test_a_file_of_any_kind_keeps_its_words_and_every_clause_its_marks(path: Path) -> None:
    data = path.read_bytes()
    document, source = read_document(data, path.name)
    spans = [span for clause in document.walk() for span in clause.parts]
    highlights = [Highlight(number, *span) for number, span in enumerate(spans, 1)]
    reader = Reader(render_document(document, highlights, source.layout.grids))
    assert reader.text == document.clean.text
    assert dict(reader.marked) == {number: document.clean.of(span) for number, span in enumerate(spans, 1)}
    assert set(reader.tags) <= ALLOWED_TAGS


def test_the_paragraphs_of_an_article_are_plain_and_only_its_number_is_strong() -> None:
    articles = "第二条 政府应当加强领导。\n部门负责监督。\n第三条 本条例自2024年7月1日起施行。\n"
    html = render_document(made_of(f"示例条例\n第一条 制定本条例。\n{articles}"))
    assert "<p><b>第二条 </b>政府应当加强领导。\n</p><p>部门负责监督。\n</p>" in html


def test_the_named_parts_of_a_law_are_set_apart_from_its_text() -> None:
    html = render_document(
        made_of(
            "示例条例\n（2024年5月10日示例省人民代表大会常务委员会通过）\n目录\n第一章 总则\n第二章 附则\n"
            "第一章 总则\n第一条 制定本条例。\n第二章 附则\n第二条 本条例自2024年7月1日起施行。\n"
        )
    )
    assert '<p class="yj-note">（2024年5月10日' in html
    assert '<p class="yj-contents">目录\n</p>' in html
    assert "<h3>第二章 附则\n</h3>" in html


def test_boxes_unnumbered_headings_and_captions_are_set_as_such() -> None:
    html = render_document(
        made_of(
            "关于示例工作的规划\n一、主要任务\n（一）夯实基础。支持夯实基础。\n"
            "专栏1 基础工程\n1.建设网络。支持建设网络。\n2.建设平台。支持建设平台。\n"
            "（二）培育产业。支持培育产业。\n二、指标\n"
            "表1 主要指标\n| 指标 | 数值 |\n| --- | --- |\n| 规模 | 5万亿元 |\n"
        )
    )
    assert '<h5 class="yj-box-title">专栏1基础工程\n</h5>' in html
    assert '<p class="yj-caption">表1主要指标\n</p>' in html


def test_a_mark_opens_and_closes_at_the_very_characters_cited() -> None:
    document = made_of("到 ２０２７ 年ꎬ建成<五个>平台ꎮ\n")
    text = "到 ２０２７ 年ꎬ建成<五个>平台ꎮ\n"
    start, end = text.index("２"), text.index("平台")
    assert render_document(document, [Highlight(3, start, end)]) == (
        '<p>到<mark id="source-3" data-citation="3">2027年，建成&lt;五个&gt;</mark>平台。</p>'
    )


def test_every_line_break_of_the_file_can_be_shown() -> None:
    html = exact("甲\n\n<乙>ꎬ")
    assert html == '甲<span class="yj-break">\n</span><span class="yj-break">\n</span>&lt;乙&gt;ꎬ'
    assert Reader(html).text == "甲\n\n<乙>ꎬ"


def test_a_carriage_return_survives_the_browsers_parser() -> None:
    assert escaped("甲\r\n乙<") == "甲&#13;\n乙&lt;"


def test_a_table_of_the_layout_is_set_as_a_table_with_its_merged_cells() -> None:
    text = "关于工作的通知\n一、任务\n类别\n任务\n重点\n建设平台。\n完善制度\n二、要求\n落实责任。\n"

    def cell(row: int, column: int, words: str, rows: int = 1, *, head: bool = False) -> GridCell:
        start = text.index(words) if words else text.index("二、")
        return GridCell(row, column, rows, 1, start, start + len(words), head)

    grid = Grid(
        (
            cell(0, 0, "类别", head=True),
            GridCell(0, 1, 1, 1, text.index("\n任务\n") + 1, text.index("\n任务\n") + 3, head=True),
            cell(1, 0, "重点", rows=2),
            cell(1, 1, "建设平台。"),
            cell(2, 1, "完善制度"),
        )
    )
    starts = (0, *(at + 1 for at, char in enumerate(text[:-1]) if char == "\n"))
    document = read_text(Source.of(text, Layout(grids=(grid,), paragraphs=starts)), "0" * 16, "文件.html")
    task = (text.index("完善制度"), text.index("完善制度") + 4)
    html = render_document(document, [Highlight(1, *task)], [grid])
    reader = Reader(html)
    assert reader.text == document.clean.text
    assert reader.marked == {1: "完善制度"}
    assert [reader.tags.count(tag) for tag in ("table", "tr", "th", "td")] == [1, 3, 2, 3]
    assert '<td rowspan="2">重点' in html
