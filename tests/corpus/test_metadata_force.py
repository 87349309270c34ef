"""From when a document is in force, its state, and what it does to other documents."""

import pytest

from tests.corpus.metadata_texts import place, value, values

ORDER = "某省人民政府令\n第3号\n《某省办法》已经通过，现予公布，{force}。\n省长 张三\n2023年1月10日\n某省办法\n{body}"


@pytest.mark.parametrize(
    ("text", "effective", "words"),
    [
        ("某某办法\n第一条 为了发展。\n第九条 本办法自2021年9月1日起施行。", "2021-09-01", "2021年9月1日"),
        ("某某办法\n第九条 本办法（试行）自２０２１年９月１日零时起执行。", "2021-09-01", "２０２１年９月１日"),
        ("某某办法\n第九条 本办法自二〇二一年九月一日起正式实施。", "2021-09-01", "二〇二一年九月一日"),
        ("某某通知\n现印发给你们，自2021年9月1日起施行。", "2021-09-01", "2021年9月1日"),
        (
            "某某办法（2024年9月5日某部令第170号公布，自2024年12月1日起施行）\n第一条 为了发展。",
            "2024-12-01",
            "2024年12月1日",
        ),
        (ORDER.format(force="自2023年3月1日起施行", body="第一条 为了发展。"), "2023-03-01", "2023年3月1日"),
        # the day of publication is stated: an order, a note
        (
            ORDER.format(force="自公布之日起施行", body="第九条 本办法自公布之日起施行。"),
            "2023-01-10",
            "自公布之日起施行",
        ),
        (
            "某某办法\n（2000年9月25日中华人民共和国国务院令第292号公布）\n第九条 本办法自公布之日起施行。",
            "2000-09-25",
            "自公布之日起施行",
        ),
        (
            "某某通知\n本通知自印发之日起施行。\n某局\n2021年3月1日\n某局办公室 2021年3月5日印发",
            "2021-03-05",
            "自印发之日起施行",
        ),
        # it is not: the words stand for themselves
        ("某某政策措施\n本政策措施自印发之日起施行，有效期3年。", "自印发之日起施行", "自印发之日起施行"),
        ("某某办法\n第九条 本办法自发布之日起30日后施行。", "自发布之日起30日后施行", "自发布之日起30日后施行"),
        # the form of a web page
        ("施行日期：2020-05-01\n某某办法\n第一条 为了发展。", "2020-05-01", "2020-05-01"),
        # of another document, left open, no day
        ("某某办法\n第一条 《某某条例》自2010年1月1日起施行以来成效明显。", None, None),
        ("某某办法（草案）\n第九条 本办法自  年  月  日起施行。", None, None),
        ("某某办法\n第九条 本办法自2021年2月30日起施行。", None, None),
        ("某某办法\n第九条 本省自2021年2月3日起实施分类管理。", None, None),
    ],
)
def test_a_document_says_from_when_it_is_in_force(text: str, effective: str | None, words: str | None) -> None:
    assert (value(text, "effective"), place(text, "effective")) == (effective, words)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("某省数据条例（草案）\n第一条 为了发展。", "草案"),
        ("某省数据条例（修订草案征求意见稿）\n第一条 为了发展。", "征求意见稿"),
        ("某省数据办法\n（送审稿）\n第一条 为了发展。", "送审稿"),
        ("关于公开征求《某某计划》意见的公告\n征求意见。\n附件：某某计划（征求意见稿）", "征求意见稿"),
        ("【失效】某市关于加强管理的通知\n各县人民政府：\n要落实。", "失效"),
        ("某市数据管理办法（已废止）\n第一条 为了发展。", "已废止"),
        ("某市数据管理办法\n（本办法已被某市人民政府令第20号废止）\n第一条 为了发展。", "废止"),
        ("本文件已于2020年5月1日废止。\n某市数据管理办法\n第一条 为了发展。", "废止"),
        ("时效性：已被修改\n某市数据管理办法\n第一条 为了发展。", "已被修改"),
        ("某市数据管理办法\n第一条 为了发展。\n成文日期：2016年12月15日\n时　　效：失效", "失效"),
        ("时效性：有效\n某市数据管理办法\n第一条 为了发展。", "有效"),
        # nothing said
        ("某市数据管理办法（试行）\n第一条 为了发展。", None),
        ("某某账号管理规定（修订），国家某某办公室\n第一章 总则", None),
        ("关于《某法（草案）》的说明\n现作说明。", None),
        ("某市数据管理办法\n第一条 为了发展。\n第九条 《某市信息办法》同时废止。", None),
        ("时效性：\n某市数据管理办法\n第一条 为了发展。", None),
    ],
)
def test_the_state_is_what_the_text_says_and_otherwise_unknown(text: str, state: str | None) -> None:
    assert value(text, "state") == state
    assert state is None or state in (place(text, "state") or "")


@pytest.mark.parametrize(
    ("sentence", "repeals"),
    [
        ("《某省信息化条例》同时废止。", ["《某省信息化条例》"]),
        (
            "《甲办法》（某府发〔2001〕3号）、《乙办法》（某府发〔2003〕8号）同时废止。",
            ["《甲办法》（某府发〔2001〕3号）", "《乙办法》（某府发〔2003〕8号）"],
        ),
        ("2015年5月20日公布的《甲办法》和《乙规定》同时废止。", ["《甲办法》", "《乙规定》"]),
        ("原《甲办法》（以下简称原办法）自本办法施行之日起停止执行。", ["《甲办法》"]),
        ("2020年公布的《甲办法》（国家某某办公室令第6号）同时废止。", ["《甲办法》（国家某某办公室令第6号）"]),
        ("某府发〔2010〕1号文件同时废止。", ["某府发〔2010〕1号"]),
        (
            "经研究，决定废止《甲办法》（某府发〔2001〕3号）、《乙规定》。",
            ["《甲办法》（某府发〔2001〕3号）", "《乙规定》"],
        ),
        # no repeal by this document
        ("《甲办法》已经废止。", []),
        ("及时修改、废止有关规定。", []),
        ("依照《甲办法》执行。", []),
    ],
)
def test_what_a_document_repeals_is_named_as_it_names_it(sentence: str, repeals: list[str]) -> None:
    assert (
        values(f"某省数据办法\n第一条 为了发展。\n第九条 本办法自2021年3月1日起施行。{sentence}", "repeals") == repeals
    )


@pytest.mark.parametrize(
    ("text", "amends"),
    [
        ("国务院关于修改《甲条例》的决定\n国务院决定对《甲条例》作如下修改：\n一、将第五条删去。", ["《甲条例》"]),
        ("关于修改《甲条例》和《乙条例》的决定\n现作出决定。", ["《甲条例》", "《乙条例》"]),
        ("某某决定\n一、对《甲办法》（某府发〔2001〕3号）作出修改\n删去第五条。", ["《甲办法》（某府发〔2001〕3号）"]),
        ("某省数据办法\n第一条 根据《甲条例》，制定本办法。", []),
    ],
)
def test_what_a_document_amends_stands_in_its_title_and_its_words(text: str, amends: list[str]) -> None:
    assert values(text, "amends") == amends


def test_the_decisions_that_amended_a_law_stand_in_the_note_below_its_title() -> None:
    text = (
        "某法\n（1999年8月30日全国人民代表大会常务委员会第十一次会议通过　根据2017年12月27日全国人民代表大会常务委员会"
        "第三十一次会议《关于修改〈某法〉、〈某某法〉的决定》修正）\n第一条 为了发展。"
    )
    assert values(text, "amended_by") == ["《关于修改〈某法〉、〈某某法〉的决定》"]
    assert values(text, "amends") == []
