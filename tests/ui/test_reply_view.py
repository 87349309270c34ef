"""What the page shows for a reply: prose with marks, cards, sources; for a refusal or an error, why."""

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from assistant import Answer, Citation, ClauseRef, DocumentRef, QuestionError, Refusal, SourceRef, Statement
from corpus import Clause, Document, Layout, Page, PlacedLine, Source, read_document
from ui.reply_view import Quote, ReplyView, Sheet, chinese_date, footnote, make_cards, sheets

DOCUMENTS = Path(__file__).parents[2] / "corpus" / "documents"
OPINIONS, PLAN = "川府发〔2024〕21号.txt", "川数字经济办〔2021〕3号.txt"
HOSTILE = "<img src=x onerror=alert(1)> [点](javascript:alert(1)) {{7*7}} ${alert(1)}\n\n# 标题\r\r# [点](javascript:1)"


class Html(HTMLParser):
    """Elements as (tag, attributes, text inside), in the order they close, and all text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None], str]] = []
        self.text = ""
        self._open: list[tuple[str, dict[str, str | None], int]] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append((tag, dict(attrs), len(self.text)))

    def handle_endtag(self, tag: str) -> None:
        opened, attributes, start = self._open.pop()
        assert opened == tag
        self.elements.append((tag, attributes, self.text[start:]))

    def handle_data(self, data: str) -> None:
        self.text += data

    def having(self, attribute: str, value: str | None = None) -> list[tuple[dict[str, str | None], str]]:
        """Attributes and text of the elements with an attribute, or with a word in its value."""
        return [
            (attributes, text)
            for _, attributes, text in self.elements
            if attribute in attributes and (value is None or value in (attributes[attribute] or "").split())
        ]


class Library:
    """The two seed documents, cited by hand."""

    def __init__(self) -> None:
        self._by_file: dict[str, tuple[Document, Source]] = {
            name: read_document((DOCUMENTS / name).read_bytes(), name) for name in (OPINIONS, PLAN)
        }

    def document(self, file: str) -> Document:
        return self._by_file[file][0]

    def find(self, ident: str) -> Document:
        return next(document for document, _ in self._by_file.values() if document.id == ident)

    def source(self, document: Document) -> Source:
        return next(source for known, source in self._by_file.values() if known.id == document.id)

    def original(self, _: Document) -> Path | None:
        return None

    def cite(self, number: int, file: str, clause: Clause, start: int, end: int) -> Citation:
        document, source = self._by_file[file]
        facts = document.metadata
        return Citation(
            number,
            DocumentRef(
                document.id,
                document.title,
                facts.number.value if facts.number else None,
                facts.issuer.value if facts.issuer else None,
                facts.date.value if facts.date else None,
                document.file,
            ),
            ClauseRef(clause.id, clause.path, clause.label),
            source.text[start:end],
            SourceRef(start, end, source.sha256),
        )

    def headed(self, file: str, heading: str) -> Clause:
        return next(clause for clause in self.document(file).walk() if clause.heading == heading)

    def row(self, number: int) -> Clause:
        return next(clause for clause in self.document(PLAN).walk() if clause.row and clause.marker == f"第{number}项")


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


@pytest.fixture(scope="module")
def view() -> ReplyView:
    return ReplyView()


@pytest.fixture(scope="module")
def answer(library: Library) -> Answer:
    """A clause of one document, and two cells of a row of the other."""
    clause, row = library.headed(OPINIONS, "科学布局算力设施"), library.row(11)
    assert row.row is not None
    cells = [cell for cell in row.row.cells if cell.column in ("任务清单", "进度安排")]
    citations = (
        library.cite(1, OPINIONS, clause, clause.start, clause.end),
        *(library.cite(number, PLAN, row, cell.start, cell.end) for number, cell in enumerate(cells, 2)),
    )
    statements = (
        Statement("quoted", "加快建设全国一体化算力网国家枢纽节点。", (1,)),
        Statement("quoted", "发布系列产业白皮书，7月底前。", (2, 3)),
        Statement("notice", "共2项。"),
    )
    return Answer("怎么做？", "answered", "", statements, citations, None, "extractive", {"total": 1234.0})


def test_every_citation_has_a_mark_a_card_quote_and_a_marked_passage(
    view: ReplyView, library: Library, answer: Answer
) -> None:
    page = Html(view.reply(answer, library))
    assert [text for _, text in page.having("class", "yj-mark")] == ["[1]", "[2]", "[3]"]
    for citation in answer.citations:
        number = str(citation.number)
        words = library.find(citation.document.id).clean.of((citation.source.start, citation.source.end))
        (quote,) = [text for found, text in page.having("class", "yj-quote") if found["data-open"] == number]
        assert quote.strip().removeprefix(number).endswith(words)
        marks = [text for _, text in page.having("data-citation", number)]
        assert "".join(marks) == words
        (place,) = [text for _, text in page.having("data-place", number)]
        assert citation.clause.label in place


def test_the_exact_characters_of_the_file_are_shown_where_they_differ(
    view: ReplyView, library: Library, answer: Answer
) -> None:
    page = Html(view.reply(answer, library))
    assert [text for _, text in page.having("class", "yj-exact")] == [answer.citations[0].quote]
    assert "ꎬ" in answer.citations[0].quote
    assert len(page.having("class", "yj-exact-note")) == 2


def test_each_cited_document_is_in_the_source_panel_once_and_whole(
    view: ReplyView, library: Library, answer: Answer
) -> None:
    page = Html(view.reply(answer, library))
    assert [found["data-document"] for found, _ in page.having("data-document")] == [
        library.document(OPINIONS).id,
        library.document(PLAN).id,
    ]
    texts = [text for _, text in page.having("class", "yj-text")]
    assert texts == [library.document(name).clean.text for name in (OPINIONS, PLAN)]


def test_cells_of_one_row_share_a_card_and_name_their_columns(library: Library, answer: Answer) -> None:
    documents = {name: library.find(name) for name in (citation.document.id for citation in answer.citations)}
    cards = make_cards(answer.citations, documents)
    assert [[(quote.number, quote.column) for quote in card.quotes] for card in cards] == [
        [(1, "")],
        [(2, "任务清单"), (3, "进度安排")],
    ]
    assert cards[1].label == "附件 四川省2021年数字经济工作重点任务清单 › 第11项"
    assert cards[1].about == "川数字经济办〔2021〕3号 · 2021年4月28日"


def test_the_status_line_tells_how_many_quotes_and_how_long(view: ReplyView, library: Library, answer: Answer) -> None:
    page = Html(view.reply(answer, library))
    assert [text for _, text in page.having("class", "yj-status")] == ["以下为文件原文，共 3 处引文，用时 1.23 秒"]


def test_a_notice_is_set_apart_and_has_no_mark(view: ReplyView, library: Library, answer: Answer) -> None:
    page = Html(view.reply(answer, library))
    assert [text for _, text in page.having("class", "yj-notice")] == ["共2项。"]


def test_a_refusal_tells_its_reason_and_shows_the_nearest_passages(
    view: ReplyView, library: Library, answer: Answer
) -> None:
    refusal = Refusal("文件里没有提到天气。", answer.citations)
    refused = replace(answer, status="refused", statements=(), citations=(), refusal=refusal)
    page = Html(view.reply(refused, library))
    (told,) = [text for _, text in page.having("class", "yj-refusal")]
    assert "资料库里没有找到依据" in told
    assert "文件里没有提到天气。" in told
    assert [found["data-open"] for found, _ in page.having("class", "yj-quote")] == ["1", "2", "3"]
    assert page.having("class", "yj-mark") == []


def test_a_refusal_without_passages_has_neither_cards_nor_a_source_panel(
    view: ReplyView, library: Library, answer: Answer
) -> None:
    refused = replace(answer, status="refused", statements=(), citations=(), refusal=Refusal("没有文件。"))
    page = Html(view.reply(refused, library))
    assert page.having("class", "yj-cards") == []
    assert page.having("class", "yj-source") == []


def test_hostile_words_of_questions_statements_and_errors_stay_words(
    view: ReplyView, library: Library, answer: Answer
) -> None:
    hostile = replace(answer, question=HOSTILE, statements=(Statement("quoted", HOSTILE, (1,)),))
    pages = [
        view.reply(hostile, library),
        view.reply(replace(hostile, statements=(), refusal=Refusal(HOSTILE)), library),
        view.pending(HOSTILE),
        view.failure(HOSTILE, QuestionError(HOSTILE, remedy=HOSTILE)),
    ]
    for html in pages:
        page = Html(html)
        assert HOSTILE in page.text
        assert {tag for tag, _, _ in page.elements}.isdisjoint({"img", "a", "script", "h1"})


def test_no_reply_holds_a_line_feed_that_the_markdown_reader_could_act_on(
    view: ReplyView, library: Library, answer: Answer
) -> None:
    for html in (
        view.header(2),
        view.welcome(examples=True),
        view.pending(HOSTILE),
        view.failure(HOSTILE, QuestionError("问题太长", remedy="请缩短")),
        view.reply(replace(answer, question=HOSTILE), library),
    ):
        assert html.startswith("<")
        assert not {"\n", "\r"} & set(html)


def test_a_crash_shows_no_detail(view: ReplyView) -> None:
    assert Html(view.crash()).text.split() == [
        "服务器处理这个问题时出错了",
        "请稍后再问一次；如果反复出现，请联系管理员查看服务器日志",
    ]


@pytest.mark.parametrize(
    ("date", "expected"), [("2024-11-26", "2024年11月26日"), ("2024-01-05", "2024年1月5日"), ("2024-11", "2024年11月")]
)
def test_dates_are_written_in_chinese(date: str, expected: str) -> None:
    assert chinese_date(date) == expected


REF = DocumentRef(
    "0" * 16, "四川省人民政府关于某事的意见", "川府发〔2024〕21号", "四川省人民政府", "2024-11-26", "a.txt"
)


@pytest.mark.parametrize(
    ("document", "quotes", "expected"),
    [
        (
            REF,
            [Quote(1, "", "加快“智改数转”。", "")],
            "《四川省人民政府关于某事的意见》（川府发〔2024〕21号，2024年11月26日），二、›（一）：“加快‘智改数转’”。",
        ),
        (
            replace(REF, title="关于印发《某方案》的通知", number=None),
            [Quote(1, "", "甲", "")],
            "四川省人民政府：《关于印发〈某方案〉的通知》（2024年11月26日），二、›（一）：“甲”。",
        ),
        (
            replace(REF, number=None, date=None, issuer=None),
            [Quote(1, "任务", "甲\n乙", ""), Quote(2, "时限", "7月底前", "")],
            "《四川省人民政府关于某事的意见》，二、›（一）：任务“甲 乙”，时限“7月底前”。",
        ),
    ],
)
def test_a_footnote_follows_chinese_punctuation(document: DocumentRef, quotes: list[Quote], expected: str) -> None:
    assert footnote(document, "二、›（一）", quotes) == expected


def test_a_quote_over_two_pages_has_a_sheet_for_each_with_its_rectangles() -> None:
    edges = tuple(float(60 + 10 * at) for at in range(6))
    layout = Layout(
        pages=(Page(0, 200.0, 400.0), Page(6, 200.0, 400.0)),
        lines=(PlacedLine(0, 1, 380.0, 392.0, edges), PlacedLine(6, 2, 20.0, 32.0, edges)),
    )
    place = SourceRef(3, 8, "0" * 64, layout.page(3), layout.boxes(3, 8))
    citation = Citation(
        2, DocumentRef("a" * 16, "通知", None, None, None, "a.pdf"), ClauseRef("c", (), "一、"), "x", place
    )
    assert place.page == 1
    assert sheets(citation, layout) == (
        Sheet(2, 1, f"/v1/documents/{'a' * 16}/pages/1", 0.5, ((45.0, 95.0, 10.0, 3.0),)),
        Sheet(2, 2, f"/v1/documents/{'a' * 16}/pages/2", 0.5, ((30.0, 5.0, 10.0, 3.0),)),
    )


def test_the_parts_of_a_cell_that_a_page_break_cut_are_one_quotation_of_the_footnote() -> None:
    document = DocumentRef("0" * 16, "任务清单", None, None, None, "清单.html")
    cut = (Quote(1, "任务", "打造中心，", ""), Quote(2, "任务", "持续推进。", ""))
    quotes = (*cut, Quote(3, "牵头单位", "科技厅", ""))
    assert footnote(document, "第2项", quotes) == "《任务清单》，第2项：任务“打造中心，持续推进”，牵头单位“科技厅”。"
