"""Metadata: what a document says of itself, and where it says it."""

from pathlib import Path

import pytest

from corpus import Document, Origin, Source, Stated, read_document
from corpus.metadata import is_body_name, is_date_line, is_title, read_date

DOCUMENTS = Path(__file__).parents[2] / "corpus" / "documents"
FIELDS = ("title", "number", "issuer", "date", "kind", "abridged")


def read(text: str) -> tuple[Document, Source]:
    return read_document(text.encode(), "数据/通知稿.txt")


def stated(document: Document, field: str) -> Stated | None:
    value: Stated | None = getattr(document.metadata, field)
    return value


def value(text: str, field: str) -> str | None:
    found = stated(read(text)[0], field)
    return found.value if found else None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "川府发〔2024〕21号.txt",
            {
                "title": (
                    "四川省人民政府关于加快数字经济高质量发展的实施意见",
                    "四川省人民政府\n\n关于加快数字经济高质量发展的实施意见",
                ),
                "number": ("川府发〔2024〕21号", "川府发〔２０２４〕２１ 号"),
                "issuer": ("四川省人民政府", "四川省人民政府"),
                "date": ("2024-11-26", "２０２４ 年 １１ 月 ２６ 日"),
                "kind": ("意见", "意见"),
                "abridged": ("本文有删减", "本文有删减"),
            },
        ),
        (
            "川数字经济办〔2021〕3号.txt",
            {
                "title": (
                    "四川省推进数字经济发展领导小组办公室关于印发《2021年四川省数字经济发展工作方案》的通知",
                    "四川省推进数字经济发展领导小组办公室 关于印发《2021年四川省数字经济发展 工作方案》的通知",
                ),
                "number": ("川数字经济办〔2021〕3号", "川数字经济办〔2021〕3号"),
                "issuer": ("四川省推进数字经济发展领导小组办公室", "四川省推进数字经济发展领导小组办公室"),
                "date": ("2021-04-28", "2021年4月28日"),
                "kind": ("通知", "通知"),
                "abridged": None,
            },
        ),
    ],
)
def test_the_seed_documents_state_their_metadata_with_the_place(
    name: str, expected: dict[str, tuple[str, str] | None]
) -> None:
    document, source = read_document((DOCUMENTS / name).read_bytes(), name)
    for field in FIELDS:
        found = stated(document, field)
        wanted = expected[field]
        if wanted is None:
            assert found is None
        else:
            assert found is not None
            assert (found.value, source.text[found.start : found.end], found.origin) == (*wanted, Origin.TEXT)
    assert document.metadata.remark is None
    assert document.metadata.title is not None
    assert document.title == document.metadata.title.value


# --- document numbers --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("川办发〔2020〕15号", "川办发〔2020〕15号"),
        ("川办发[2020]15号", "川办发[2020]15号"),
        ("川办发（2020）15号", "川办发（2020）15号"),
        ("川办发(2020)15号", "川办发（2020）15号"),
        ("川办发［2020］15号", "川办发［2020］15号"),
        ("川办发【2020】15号", "川办发【2020】15号"),
        ("川办发〔２０２０〕１５ 号", "川办发〔2020〕15号"),
        ("阜蒙健促办发[2020] 3 号", "阜蒙健促办发[2020]3号"),
        ("川办发〔2020〕第15号", "川办发〔2020〕第15号"),
        ("（国发〔2015〕40号）", "国发〔2015〕40号"),
        ("四川省人民政府文件 川府发〔2024〕21号", "川府发〔2024〕21号"),
        ("川府发〔2024〕21号　　签发人：张三", "川府发〔2024〕21号"),
        ("发文字号：川府发〔2024〕21号", "川府发〔2024〕21号"),
        ("索引号：008282882 文号：川府发〔2024〕21号 发布日期：2024-11-26", "川府发〔2024〕21号"),
        ("中华人民共和国国务院令第706号", "中华人民共和国国务院令第706号"),
        ("四川省人民政府令 第 341 号", "四川省人民政府令第341号"),
        ("中华人民共和国主席令第八十四号", "中华人民共和国主席令第八十四号"),
        ("第341号令", "第341号令"),
        ("国家税务总局公告2021年第3号", "国家税务总局公告2021年第3号"),
        ("2021年第3号", "2021年第3号"),
        # references, and what is no number
        ("根据国发〔2015〕40号文件精神，制定本办法。", None),
        ("《关于促进大数据发展的意见》（国发〔2015〕40号）已经印发。", None),
        ("川府发〔24〕21号", None),
        ("2024年11月26日", None),
    ],
)
def test_the_number_is_the_one_on_a_line_of_its_own_or_behind_its_label(line: str, number: str | None) -> None:
    assert value(f"{line}\n关于促进数据发展的意见\n一、总体要求\n坚持创新。", "number") == number


def test_an_order_and_its_number_on_two_lines_are_one_number() -> None:
    text = "四川省人民政府令\n第 341 号\n四川省数据管理办法\n第一条 为了发展。"
    document, source = read(text)
    number = stated(document, "number")
    assert number is not None
    assert (number.value, source.text[number.start : number.end]) == (
        "四川省人民政府令第341号",
        "四川省人民政府令\n第 341 号",
    )


def test_a_number_behind_the_head_is_not_the_documents_own() -> None:
    assert value("关于促进数据发展的意见\n一、总体要求\n国发〔2015〕40号", "number") is None


# --- dates -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024年11月26日", "2024-11-26"),
        ("2024 年 1 月 6 日", "2024-01-06"),
        ("２０２４年１１月２６日", "2024-11-26"),
        ("二〇二四年十一月二十六日", "2024-11-26"),
        ("二○二四年一月六日", "2024-01-06"),
        ("二零二四年十月三十一日", "2024-10-31"),
        ("印发日期为2024年11月26日，2025年1月1日起施行", "2024-11-26"),
        ("2024年2月30日", None),
        ("2024年13月1日", None),
        ("2024年11月", None),
        ("二〇二四年十百月一日", None),
        ("", None),
    ],
)
def test_a_date_is_read_when_it_is_a_day_of_the_calendar(text: str, date: str | None) -> None:
    assert read_date(text) == date


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2024年11月26日", True),
        ("（2024年11月26日）", True),
        ("二〇二四年十一月二十六日", True),
        ("2024年11月26日印发", False),
        ("截至2024年11月26日", False),
    ],
)
def test_a_date_line_holds_nothing_but_a_date(line: str, expected: bool) -> None:
    assert is_date_line(line) is expected


@pytest.mark.parametrize(
    ("text", "date", "slice_of_source"),
    [
        ("关于数据的通知\n各地要落实。\n某市人民政府\n二〇二四年一月二日", "2024-01-02", "二〇二四年一月二日"),
        ("关于数据的通知\n（2024年1月2日）\n各地要落实。", "2024-01-02", "2024年1月2日"),
        # the signature outdoes an earlier date
        ("关于数据的通知\n2024年1月2日\n各地要落实。\n某市人民政府\n2024年1月3日", "2024-01-03", "2024年1月3日"),
        (
            "某市数据条例\n2021年11月25日 某市第十五届人民代表大会常务委员会第三十七次会议通过\n第一条 为了发展。",
            "2021-11-25",
            "2021年11月25日",
        ),
        ("关于数据的通知\n自2024年1月2日起施行。", None, None),
        ("关于数据的通知\n某市人民政府\n2024年2月31日", None, None),
    ],
)
def test_the_date_is_that_of_the_signature_the_adoption_or_a_line_of_its_own(
    text: str, date: str | None, slice_of_source: str | None
) -> None:
    document, source = read(text)
    found = stated(document, "date")
    assert (found.value if found else None) == date
    assert (source.text[found.start : found.end] if found else None) == slice_of_source


# --- titles ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("某市人民政府关于促进数据发展的意见", "某市人民政府关于促进数据发展的意见"),
        ("某市人民政府\n关于促进数据发展的意见", "某市人民政府关于促进数据发展的意见"),
        ("国家发展改革委\n国家数据局\n关于促进数据发展的意见", "国家发展改革委国家数据局关于促进数据发展的意见"),
        (
            "某市人民政府办公室关于印发《某市数据\n行动计划》的通知",
            "某市人民政府办公室关于印发《某市数据行动计划》的通知",
        ),
        ("关于加快推进数字经济\n高质量发展的实施意见", "关于加快推进数字经济高质量发展的实施意见"),
        (
            "某市人民政府文件\n某府发〔2024〕1号\n某市人民政府\n关于促进数据发展的意见",
            "某市人民政府关于促进数据发展的意见",
        ),
        ("内部资料\n某市关于促进数据发展的意见", "某市关于促进数据发展的意见"),
        ("中华人民共和国数据安全法", "中华人民共和国数据安全法"),
        ("某市数据管理办法（试行）", "某市数据管理办法（试行）"),
        ("2021 年四川省数字经济发展\n工作方案", "2021年四川省数字经济发展工作方案"),
        ("可信数据空间发展行动计划（2024—2028年）", "可信数据空间发展行动计划（2024—2028年）"),
        ("# 某市数据条例", "某市数据条例"),
        ("目录", None),
        ("通知", None),
        ("各地要认真落实本办法。", None),
        ("根据《数据条例》，制定本办法", None),
    ],
)
def test_the_title_is_put_together_from_its_lines(head: str, title: str | None) -> None:
    assert value(f"{head}\n\n各市人民政府：\n现提出以下要求。\n一、总体要求\n坚持创新。", "title") == title


def test_a_document_without_a_title_is_called_by_its_file() -> None:
    document, _ = read("坚持创新。")
    assert document.metadata.title is None
    assert document.title == "通知稿"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("某市人民政府关于促进数据发展的实施意见", "意见"),
        ("某市数据管理办法（试行）", "办法"),
        ("中华人民共和国数据安全法", "法"),
        ("关于《某市数据条例（草案）》的说明", "说明"),
        ("关于印发《某市数据条例》的通知", "通知"),
        ("国务院关于同意设立数据产业园的批复", "批复"),
    ],
)
def test_the_kind_is_the_end_of_the_title(title: str, kind: str) -> None:
    document, source = read(f"{title}\n一、总体要求\n坚持创新。")
    found = stated(document, "kind")
    assert found is not None
    assert (found.value, source.text[found.start : found.end]) == (kind, kind)


@pytest.mark.parametrize(
    "line", ["数据", "数据意见", "会议通过了关于数据，的意见", "方案》的通知书》的通知", "意" * 119 + "意见"]
)
def test_titles_are_neither_fragments_nor_sentences(line: str) -> None:
    assert is_title(line) is (line == "数据意见")


# --- issuers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "issuer", "slice_of_source"),
    [
        ("关于数据的通知\n各地要落实。\n某市数据局\n2024年1月2日", "某市数据局", "某市数据局"),
        (
            "关于数据的通知\n各地要落实。\n国家发展改革委\n国家数据局\n2024年1月2日",
            "国家发展改革委、国家数据局",
            "国家发展改革委\n国家数据局",
        ),
        ("某市人民政府关于数据发展的意见\n各地要落实。", "某市人民政府", "某市人民政府"),
        ("某市人民政府\n关于数据发展的意见\n各地要落实。", "某市人民政府", "某市人民政府"),
        (
            "某市数据条例\n2021年11月25日某市第十五届人民代表大会常务委员会第三十七次会议通过\n第一条 为了发展。",
            "某市人民代表大会常务委员会",
            "某市第十五届人民代表大会常务委员会",
        ),
        ("某市数据条例\n第一条 为了发展。", None, None),
    ],
)
def test_the_issuer_signs_adopts_or_stands_in_the_title(
    text: str, issuer: str | None, slice_of_source: str | None
) -> None:
    document, source = read(text)
    found = stated(document, "issuer")
    assert (found.value if found else None) == issuer
    assert (source.text[found.start : found.end] if found else None) == slice_of_source


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("四川省人民政府", True),
        ("四川省推进数字经济发展领导小组办公室", True),
        ("国家发展改革委", True),
        ("最高人民法院", True),
        ("市局", False),
        ("各市人民政府，省政府各部门", False),
        ("一、四川省人民政府", False),
        ("推动平台建设", False),
    ],
)
def test_a_body_is_told_by_the_end_of_its_name(line: str, expected: bool) -> None:
    assert is_body_name(line) is expected
