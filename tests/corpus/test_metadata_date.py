"""The day of a document, and how dates are read."""

import pytest

from corpus.metadata import is_date_line, read_date
from tests.corpus.metadata_texts import place, read, stated, value


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
        ("二O二四年一月六日", "2024-01-06"),
        ("2024年1 1月2 6日", "2024-11-26"),
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


LAW = "某省数据条例\n{note}\n第一条 为了发展。\n第九条 本条例自2030年1月1日起施行。"


@pytest.mark.parametrize(
    ("note", "date"),
    [
        ("（2021年6月10日某省第十三届人民代表大会常务委员会第二十九次会议通过）", "2021-06-10"),
        (
            (
                "2020年2月28日 某市第五届人民代表大会常务委员会第二十次会议通过\n"
                "2020年3月31日 某省第十三届人民代表大会常务委员会第十七次会议批准"
            ),
            "2020-02-28",
        ),
        (
            (
                "（1999年8月30日某省第九届人民代表大会常务委员会第十一次会议通过　根据20"
                "17年12月27日某省第十二届人民代表大会常务委员会第三十一次会议《关于修改〈某"
                "省数据条例〉的决定》修正）"
            ),
            "2017-12-27",
        ),
        (
            (
                "2007年11月23日 某省第十届人民代表大会常务委员会第三十一次会议通过\n"
                "2018年9月21日 某省第十三届人民代表大会常务委员会第五次会议《关于修改〈某"
                "省条例〉等十件地方性法规的决定》第二次修正"
            ),
            "2018-09-21",
        ),
        (
            "（2007年4月5日中华人民共和国国务院令第492号公布　2019年4月3日中华人民共和国国务院令第711号修订）",
            "2019-04-03",
        ),
        (
            (
                "2000年9月25日中华人民共和国国务院令第292号公布\n"
                "根据2011年1月8日《国务院关于废止和修改部分行政法规的决定》修订"
            ),
            "2011-01-08",
        ),
        ("（2021年2月7日国务院反垄断委员会印发）", "2021-02-07"),
        ("（2020年3月30日）", "2020-03-30"),
        ("（2024年9月5日公安部令第170号公布，自2024年12月1日起施行）", "2024-09-05"),
    ],
)
def test_the_note_below_the_title_tells_the_adoption_or_the_last_revision(note: str, date: str) -> None:
    assert value(LAW.format(note=note), "date") == date


@pytest.mark.parametrize(
    ("tail", "date"),
    [
        ("某市人民政府\n2024年1月3日\n（此件公开发布）", "2024-01-03"),
        ("国家发展改革委　财政部\n教育部\n2024年1月3日", "2024-01-03"),
        ("某市人民政府（代章）\n2024年1月3日", "2024-01-03"),
        ("某市数据局 2024年1月3日", "2024-01-03"),
        ("某市人民政府2024年1月3日（本文有删减）", "2024-01-03"),
        ("省长　张三\n2024年1月3日", "2024-01-03"),
        ("某某部部长 张三某某局局长 李四2024年1月3日", "2024-01-03"),
        ("国家数据局\n2024年1月3日\n附件\n某实施方案\n某专家组\n2023年9月1日", "2024-01-03"),
        # no signature
        ("某市人民政府办公室　　2024年2月9日印发", None),
        ("某市人民政府2024年1月3日公布的办法同时废止。", None),
    ],
)
def test_the_signature_tells_the_day(tail: str, date: str | None) -> None:
    assert value(f"关于数据的通知\n各地要认真落实。\n{tail}", "date") == date


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("成文日期：2024年1月2日", "2024-01-02"),
        ("成文日期：\n2024年1月2日", "2024-01-02"),
        ("发文日期：2024-01-02", "2024-01-02"),
        ("发布日期：2024-01-02", None),
        ("发布时间：2024年1月2日 来源：新华社", None),
        ("2024-01-02 18:05来源：新华社", None),
        ("成文日期：2024年2月31日", None),
    ],
)
def test_the_form_of_a_web_page_tells_the_day_but_not_by_the_day_of_its_publication(
    head: str, date: str | None
) -> None:
    assert value(f"{head}\n关于数据的通知\n各地要认真落实。", "date") == date


def test_the_signature_outdoes_the_form_of_the_web_page() -> None:
    text = "成文日期：2025年05月15日\n关于数据的通知\n各地要落实。\n某市数据局\n2025年3月17日"
    assert (value(text, "date"), place(text, "date")) == ("2025-03-17", "2025年3月17日")


def test_a_report_has_the_day_on_which_it_was_given() -> None:
    text = "政府工作报告\n——2024年3月5日在某市第十四届人民代表大会第二次会议上\n某市市长 张三\n各位代表：\n稳中求进。"
    assert (value(text, "date"), place(text, "date")) == ("2024-03-05", "2024年3月5日")
