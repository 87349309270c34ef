"""PDF files: what is read, where it stands, what is no text of the document, and what is refused."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from corpus.errors import DocumentError, DocumentTooLarge, EmptyDocument, UnreadableDocument
from corpus.layout import DropReason
from corpus.readers.pdf import read_pdf, read_pdf_with
from corpus.readers.pdf_file import MAX_PAGES
from corpus.readers.scan import Recognised
from corpus.source import Source
from tests.corpus.readers.layout_laws import assert_layout_laws
from tests.corpus.readers.pdf_files import PdfPage, pdf

LEFT, TOP, SIZE = 80.0, 110.0, 16.0
FULL = 27  # characters of a full line of these tests: 432 points


def line(words: str) -> str:
    """A full line that begins with the given words."""
    return words + "的" * (FULL - len(words))


def first(words: str) -> str:
    """A full line that begins a paragraph."""
    return "\u3000\u3000" + line(words)[:-2]


def read(*pages: PdfPage) -> Source:
    source = read_pdf(pdf(*pages), "样例.pdf")
    assert_layout_laws(source)
    return source


def asides(source: Source) -> dict[str, DropReason]:
    return {source.text[aside.start : aside.end]: aside.reason for aside in source.layout.asides}


def paragraphs(source: Source) -> list[str]:
    """The paragraphs as they are read: lines joined, asides left out."""
    text, layout = source.text, source.layout
    starts = set(layout.paragraphs or ())
    left_out = {aside.start for aside in layout.asides}
    result: list[str] = []
    for placed in layout.lines:
        if placed.start in left_out:
            continue
        words = text[placed.start : placed.end]
        if placed.start in starts:
            result.append(words)
        else:
            result[-1] += words
    return result


class TestPlaces:
    def test_a_phrase_has_the_box_in_which_it_was_set(self) -> None:
        source = read(PdfPage().text(LEFT, 100, "国务院关于数字经济的意见", 20))
        at = source.text.index("数字经济")
        ((page, left, top, right, bottom),) = source.layout.boxes(at, at + 4)
        assert (page, left, right) == (1, LEFT + 5 * 20, LEFT + 9 * 20)
        assert (top, bottom) == pytest.approx((100 - 0.88 * 20, 100 + 0.12 * 20))

    def test_a_phrase_over_a_line_end_has_two_boxes(self) -> None:
        source = read(PdfPage().lines(LEFT, TOP, [first("甲"), "乙丙。"]))
        boxes = source.layout.boxes(source.text.index("的\n"), source.text.index("丙"))
        assert [round(box[1]) for box in boxes] == [LEFT + (FULL - 1) * SIZE, LEFT]

    def test_pages_have_their_size_and_begin_where_their_text_does(self) -> None:
        source = read(PdfPage().text(LEFT, TOP, "甲"), PdfPage(), PdfPage(width=842, height=595).text(LEFT, TOP, "乙"))
        pages = source.layout.pages
        assert [(page.width, page.height) for page in pages] == [(595, 842), (595, 842), (842, 595)]
        assert [page.start for page in pages] == [0, 2, 2]
        assert [source.layout.page(at) for at in (source.text.index("甲"), source.text.index("乙"))] == [1, 3]

    def test_what_lies_outside_of_the_visible_box_is_not_shown(self) -> None:
        source = read(PdfPage(crop=(50, 42, 545, 792)).text(LEFT, 100, "甲乙").text(100, 30, "裁去"))
        assert source.text == "甲乙"
        assert (source.layout.pages[0].width, source.layout.pages[0].height) == (495, 750)
        ((_, left, top, *_),) = source.layout.boxes(0, 2)
        assert (left, top) == pytest.approx((LEFT - 50, 100 - 50 - 0.88 * SIZE))

    @pytest.mark.parametrize(
        ("rotate", "expected"),
        [
            (0, (100, 200 - 14.08, 132, 200 + 1.92)),
            (90, (842 - 201.92, 100, 842 - 185.92, 132)),
            (180, (595 - 132, 842 - 201.92, 595 - 100, 842 - 185.92)),
            (270, (185.92, 595 - 132, 201.92, 595 - 100)),
        ],
    )
    def test_a_turned_page_is_read_upright_and_its_boxes_lie_where_it_shows_them(
        self, rotate: int, expected: tuple[float, ...]
    ) -> None:
        source = read(PdfPage(rotate=rotate).text(100, 200, "甲乙").text(100, 228, "丙丁"))
        assert source.text == "甲乙\n丙丁"
        ((_, *box),) = source.layout.boxes(0, 2)
        assert box == pytest.approx(expected)

    def test_text_set_sideways_for_a_turned_page_is_read_line_by_line(self) -> None:
        page = PdfPage(rotate=90)
        for number, words in enumerate(["第一行文字", "第二行文字"]):
            page.text(200 + 28 * number, 700, words, matrix="0 1 -1 0")
        source = read(page)
        assert source.text == "第一行文字\n第二行文字"
        ((_, left, top, right, bottom),) = source.layout.boxes(0, 5)
        # Shown turned clockwise, x of the page is the way down, and y the way to the right.
        assert (left, right, top, bottom) == pytest.approx((142, 142 + 80, 200 - 14.08, 200 + 1.92))


class TestCharacters:
    def test_characters_drawn_twice_to_look_bold_are_kept_once(self) -> None:
        page = PdfPage()
        for shift in (0, 0.3, 0.6):
            page.text(LEFT + shift, TOP, "谢谢大家")
        assert read(page).text == "谢谢大家"

    def test_words_that_stand_for_others_lie_where_the_others_are_drawn(self) -> None:
        page = PdfPage().text(LEFT, TOP, "变").meant(LEFT + 16, TOP, "⾰", "革").text(LEFT + 32, TOP, "转型")
        page.meant(LEFT, 200, "甲乙", "变革")
        source = read(page)
        assert source.text == "变革转型\n变革"
        assert source.layout.lines[0].edges == pytest.approx([LEFT + 16 * at for at in range(5)])
        assert source.layout.lines[1].edges == pytest.approx([LEFT + 16 * at for at in range(3)])

    def test_a_hyphen_at_the_end_of_a_line_stays(self) -> None:
        page = PdfPage().lines(LEFT, TOP, ["the inter-", "national plan"])
        assert read(page).text == "the inter-\nnational plan"

    def test_nothing_is_normalised(self) -> None:
        words = "⽂件，２０２１年（一）ꎬ①　Ａ"
        assert read(PdfPage().text(LEFT, TOP, words)).text == words

    def test_blanks_that_part_words_are_kept_or_filled_in(self) -> None:
        page = PdfPage().text(LEFT, 100, "The National Plan").text(LEFT, 150, "部长").text(LEFT + 40, 150, "张三")
        page.text(LEFT, 200, "data").text(LEFT + 40, 200, "space")
        assert read(page).text == "The National Plan\n部长 张三\ndata space"

    def test_spread_out_characters_are_not_parted(self) -> None:
        page = PdfPage()
        for number, char in enumerate("中华人民共和国"):
            page.text(LEFT + number * 20, TOP, char)
        assert read(page).text == "中华人民共和国"

    def test_a_raised_mark_stays_in_its_line(self) -> None:
        page = PdfPage().text(LEFT, TOP, "指标").text(LEFT + 32, TOP - 6, "1", 9).text(LEFT + 38, TOP, "说明")
        assert read(page).text == "指标1说明"

    def test_punctuation_set_half_wide_does_not_part_the_line(self) -> None:
        page = PdfPage().text(LEFT, TOP, "达到64%。").text(LEFT + 16 * 4.5 - 8, TOP, "其中，占比")
        assert read(page).text == "达到64%。其中，占比"

    def test_slanted_words_are_kept_behind_the_others(self) -> None:
        source = read(PdfPage().text(200, 400, "内部资料", matrix="0.707 0.707 -0.707 0.707").text(LEFT, TOP, "正文。"))
        assert source.text == "正文。\n内部资料"

    def test_the_same_bytes_give_the_same_source(self) -> None:
        data = pdf(PdfPage().lines(LEFT, TOP, [line("甲"), line("乙")]))
        assert read_pdf(data, "甲.pdf") == read_pdf(data, "乙.pdf")


class TestReadingOrder:
    def test_the_place_decides_and_not_the_order_in_the_file(self) -> None:
        page = PdfPage().text(LEFT, 200, "后").text(LEFT + 16, 100, "二").text(LEFT, 100, "一")
        assert read(page).text == "一二\n后"

    def test_columns_are_read_one_after_the_other(self) -> None:
        left = [f"左{number}" + "文" * 11 for number in range(8)]
        right = [f"右{number}" + "文" * 11 for number in range(8)]
        page = PdfPage().text(150, 80, "通栏的标题在两栏之上", 22)
        page.lines(60, 130, left).lines(320, 130, right)
        assert read(page).text.split("\n") == ["通栏的标题在两栏之上", *left, *right]

    def test_a_page_number_beyond_the_edge_does_not_hide_the_columns(self) -> None:
        left = [f"左{number}" + "文" * 11 for number in range(8)]
        right = [f"右{number}" + "文" * 11 for number in range(8)]
        page = PdfPage().lines(60, 130, left).lines(320, 130, right).text(555, 800, "1/4", 9)
        assert read(page).text.split("\n") == [*left, *right, "1/4"]

    def test_names_beside_each_other_are_no_columns(self) -> None:
        page = PdfPage()
        for number in range(8):
            page.text(LEFT, 100 + 28 * number, f"单位{number}").text(350, 100 + 28 * number, "日期")
        assert read(page).text.split("\n") == [f"单位{number} 日期" for number in range(8)]


class TestParagraphs:
    def test_lines_go_on_until_the_next_indent(self) -> None:
        page = PdfPage().lines(LEFT, TOP, [first("甲"), line("乙"), "丙。", first("丁"), "戊。"])
        assert [words.replace("的", "") for words in paragraphs(read(page))] == ["甲乙丙。", "丁戊。"]

    def test_a_paragraph_goes_on_over_the_page_and_what_stands_between(self) -> None:
        one = PdfPage().lines(LEFT, 600, [first("甲"), line("乙")]).text(280, 800, "— 1 —", 14)
        two = PdfPage().lines(LEFT, TOP, [line("丙"), "丁。"]).text(280, 800, "— 2 —", 14)
        source = read(one, two)
        assert [words.replace("的", "") for words in paragraphs(source)] == ["甲乙丙丁。"]
        assert asides(source) == {"— 1 —": DropReason.PAGE_NUMBER, "— 2 —": DropReason.PAGE_NUMBER}

    def test_the_word_contents_below_a_title_and_decimal_numbers_begin_paragraphs(self) -> None:
        page = PdfPage().text(297 - 64, 80, "某区救助应急预案").text(297 - 24, 112, "目 录")
        page.lines(
            LEFT, 150, ["\u3000\u30001.1 编制目的", "\u3000\u30001.2 编制依据", "\u3000\u30002.1.1 区政府统一领导。"]
        )
        assert paragraphs(read(page)) == [
            "某区救助应急预案",
            "目 录",
            "1.1 编制目的",
            "1.2 编制依据",
            "2.1.1 区政府统一领导。",
        ]

    def test_a_title_over_several_centred_lines_is_one_paragraph(self) -> None:
        page = PdfPage().text(297 - 88, 80, "国务院关于印发规", 22).text(297 - 44, 112, "划的通知", 22)
        page.text(297 - 64, 150, "国发〔2021〕1号").lines(LEFT, 200, [first("甲"), line("乙"), "丙。"])
        assert paragraphs(read(page))[:2] == ["国务院关于印发规划的通知", "国发〔2021〕1号"]

    def test_centred_headings_one_under_the_other_stay_apart(self) -> None:
        page = PdfPage().text(297 - 48, 80, "第一章　总则").text(297 - 48, 108, "第一节　目的")
        page.lines(LEFT, 140, [first("甲"), line("乙"), "丙。"])
        assert paragraphs(read(page))[:2] == ["第一章　总则", "第一节　目的"]

    def test_signature_date_and_salutation_are_paragraphs(self) -> None:
        page = PdfPage().lines(LEFT, TOP, ["各市人民政府：", first("甲"), line("乙"), "丙。"])
        page.text(400, 240, "四川省人民政府").text(392, 268, "2024年10月5日")
        assert [words[:4] for words in paragraphs(read(page))] == ["各市人民", "甲的的的", "四川省人", "2024"]

    def test_paragraphs_without_indent_are_parted_by_a_gap(self) -> None:
        page = PdfPage().lines(LEFT, TOP, [line("甲"), line("乙"), line("丙")], step=20)
        page.lines(LEFT, TOP + 3 * 20 + 14, [line("丁"), "戊。"], step=20)
        assert [words.replace("的", "") for words in paragraphs(read(page))] == ["甲乙丙", "丁戊。"]

    def test_a_sentence_cut_in_the_middle_goes_on(self) -> None:
        page = PdfPage().lines(LEFT, TOP, [line("甲。乙")[:18], line("丙"), "丁。"])
        assert [words.replace("的", "") for words in paragraphs(read(page))] == ["甲。乙丙丁。"]

    def test_hanging_lines_belong_to_their_item(self) -> None:
        page = PdfPage().lines(LEFT, TOP, [first("正"), line("文"), "完。"])
        page.text(LEFT + 32, 220, "附件：1." + "关" * 21).text(LEFT + 32 + 64, 248, "于某事的方案")
        page.text(LEFT + 32 + 48, 276, "2.另一方案")
        assert [words.replace("关", "") for words in paragraphs(read(page))[1:]] == [
            "附件：1.于某事的方案",
            "2.另一方案",
        ]

    def test_lines_of_contents_stay_apart(self) -> None:
        contents = ["一、总体要求" + "." * 38 + "1", "二、重点任务" + "." * 38 + "3", "三、保障措施" + "." * 38 + "9"]
        assert paragraphs(read(PdfPage().lines(LEFT, TOP, contents))) == contents

    def test_the_labels_of_a_form_stay_apart(self) -> None:
        form = ["索引号：000014349", "发文机关：国务院办公厅", "成文日期：2017年8月13日"]
        assert paragraphs(read(PdfPage().lines(LEFT, TOP, form, step=20))) == form


class TestFurniture:
    @pytest.mark.parametrize("number", ["—０１—", "- 2 -", "第3页 共9页", "第 3 页", "－ 12 －", "Page 3 of 9", "·4·"])
    def test_a_page_number_is_told_by_its_form(self, number: str) -> None:
        source = read(PdfPage().lines(LEFT, TOP, [line("甲"), "乙。"]).text(280, 800, number, 14))
        assert asides(source) == {number: DropReason.PAGE_NUMBER}
        assert number in source.text

    @pytest.mark.parametrize("numbers", [("1", "2", "3"), ("7", "8", "9"), ("i", "ii", "iii"), ("1/3", "2/3", "3/3")])
    def test_bare_numbers_that_count_the_pages_are_page_numbers(self, numbers: Sequence[str]) -> None:
        pages = [PdfPage().text(LEFT, 140, f"正文{number}。").text(290, 800, number, 10) for number in numbers]
        assert asides(read(*pages)) == dict.fromkeys(numbers, DropReason.PAGE_NUMBER)

    def test_bare_numbers_that_do_not_count_the_pages_are_text(self) -> None:
        pages = [PdfPage().text(LEFT, 140, "甲。").text(290, 800, number, 10) for number in ("2021", "350", "17")]
        assert asides(read(*pages)) == {}

    def test_a_line_that_heads_several_pages_is_a_running_head(self) -> None:
        pages = [
            PdfPage()
            .text(200, 50, "四川省人民政府公报", 10)
            .text(420, 50, f"2024年第{number}期", 10)
            .text(LEFT, TOP, body)
            for number, body in enumerate(["甲甲。", "乙乙。", "丙丙。"])
        ]
        source = read(*pages)
        assert set(asides(source).values()) == {DropReason.RUNNING_HEAD}
        assert paragraphs(source) == ["甲甲。", "乙乙。", "丙丙。"]

    def test_headings_that_head_several_pages_are_text(self) -> None:
        pages = [PdfPage().text(LEFT, 60, f"附件{number}").text(LEFT, 300, "内容。") for number in (1, 2, 3)]
        assert asides(read(*pages)) == {}

    def test_what_a_browser_prints_around_a_page_is_left_out(self) -> None:
        head, foot = "2024/5/6 10:22 国务院关于某事的通知", "https://www.gov.cn/zhengce/content.htm 1/1"
        source = read(PdfPage().text(30, 30, head, 8).text(LEFT, TOP, "正文。").text(30, 825, foot, 8))
        assert asides(source) == {head: DropReason.RUNNING_HEAD, foot: DropReason.RUNNING_HEAD}
        assert source.text == f"{head}\n正文。\n{foot}"

    def test_a_slanted_mark_on_each_page_is_left_out(self) -> None:
        pages = [
            PdfPage().text(LEFT, TOP, body).text(200, 500, "内部资料", 40, matrix="0.707 0.707 -0.707 0.707")
            for body in ("甲。", "乙。", "丙。")
        ]
        assert asides(read(*pages)) == {"内部资料": DropReason.RUNNING_HEAD}


def read_or_message(data: bytes) -> Source | str:
    try:
        return read_pdf_with(data, "样例.pdf", lambda: None)
    except DocumentError as error:
        return error.message


class TestRefusals:
    @pytest.mark.parametrize(
        ("data", "error", "words"),
        [
            (b"", EmptyDocument, "空文件"),
            (b"PK\x03\x04" + bytes(100), UnreadableDocument, "压缩包"),
            (b"<html><body>404</body></html>", UnreadableDocument, "PDF 以外"),
            (b"%PDF-1.4\nrubbish\n%%EOF", UnreadableDocument, "损坏"),
            (pdf(PdfPage().text(LEFT, TOP, "甲"))[:-300], UnreadableDocument, "不完整"),
            (pdf(PdfPage().text(LEFT, TOP, "甲"), password=b"secret"), UnreadableDocument, "密码"),
            (pdf(), EmptyDocument, "没有页面"),
            (pdf(PdfPage().bar(10, 10, 50, 50)), EmptyDocument, "没有文字"),
            (pdf(PdfPage(width=90_000).text(LEFT, TOP, "甲")), UnreadableDocument, "大小不合理"),
        ],
        ids=["empty", "zip", "html", "damaged", "cut", "locked", "pages", "blank", "huge"],
    )
    def test_a_file_that_cannot_be_read_is_named_with_the_cause(
        self, data: bytes, error: type[DocumentError], words: str
    ) -> None:
        with pytest.raises(error, match=f"^样例.pdf：.*{words}") as raised:
            read_pdf(data, "样例.pdf")
        assert raised.value.remedy

    def test_a_file_whose_owner_alone_has_a_password_opens(self) -> None:
        data = pdf(PdfPage().text(LEFT, TOP, "甲乙"), password=b"")
        assert read_pdf(data, "样例.pdf").text == "甲乙"

    def test_more_pages_than_the_limit_are_refused(self) -> None:
        with pytest.raises(DocumentTooLarge, match=f"{MAX_PAGES + 1} 页"):
            read_pdf(pdf(*[PdfPage() for _ in range(MAX_PAGES + 1)]), "样例.pdf")

    @settings(max_examples=80, deadline=None)
    @given(st.data())
    def test_a_damaged_file_gives_a_text_or_one_clear_error(self, data: st.DataObject) -> None:
        whole = pdf(PdfPage().grid([80, 200, 400], [80, 120, 160]).lines(LEFT, TOP, ["甲乙", "丙丁"]).scan())
        start = data.draw(st.integers(0, len(whole)))
        bent = whole[:start] + data.draw(st.binary(max_size=40)) + whole[data.draw(st.integers(start, len(whole))) :]
        source = read_or_message(bent)
        if isinstance(source, str):
            assert source.startswith("样例.pdf：")
        else:
            assert_layout_laws(source)


def recognise(image: NDArray[np.uint8], dots_per_point: float) -> list[Recognised]:
    """A recogniser that finds two lines in the upper half of every picture, whatever it shows."""
    height, width, _ = image.shape
    tall, wide = height / dots_per_point, width / dots_per_point
    return [
        Recognised("识别出的第一行", 0.1 * wide, 0.1 * tall, 0.5 * wide, 0.1 * tall + 20),
        Recognised("第二行", 0.1 * wide, 0.2 * tall, 0.3 * wide, 0.2 * tall + 20),
    ]


class TestScans:
    def test_without_a_recogniser_the_message_says_what_to_install(self) -> None:
        with pytest.raises(UnreadableDocument, match="扫描图像") as raised:
            read_pdf_with(pdf(PdfPage().scan(), PdfPage().scan()), "样例.pdf", lambda: None)
        assert 'pip install "yiju[ocr]"' in raised.value.remedy

    def test_with_one_the_page_has_its_lines_and_boxes(self) -> None:
        source = read_pdf_with(pdf(PdfPage().scan()), "样例.pdf", lambda: recognise)
        assert_layout_laws(source)
        assert source.text == "识别出的第一行\n第二行"
        ((page, left, top, right, bottom),) = source.layout.boxes(0, 7)
        assert page == 1
        assert (left, top, right, bottom) == pytest.approx((59.5, 84.2, 297.5, 104.2), abs=0.5)

    def test_a_page_of_words_needs_none(self) -> None:
        def find() -> None:
            raise AssertionError

        assert read_pdf_with(pdf(PdfPage().text(LEFT, TOP, "甲乙")), "样例.pdf", find).text == "甲乙"

    def test_the_mark_of_a_scanning_program_does_not_make_a_page_of_words(self) -> None:
        data = pdf(PdfPage().scan().text(400, 830, "某某扫描", 8))
        assert read_pdf_with(data, "样例.pdf", lambda: recognise).text.startswith("识别出的第一行")

    def test_scanned_pages_between_pages_of_words_are_named(self) -> None:
        data = pdf(PdfPage().text(LEFT, TOP, "甲乙"), PdfPage().scan(), PdfPage().text(LEFT, TOP, "丙丁"))
        assert read_pdf_with(data, "样例.pdf", lambda: None).layout.unread == (2,)
        assert read_pdf_with(data, "样例.pdf", lambda: recognise).layout.unread == ()
