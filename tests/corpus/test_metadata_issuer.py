"""The bodies that issue a document, and how their names are told."""

import pytest

from corpus.metadata import is_body_name
from corpus.metadata_words import split_bodies
from tests.corpus.metadata_texts import read, stated, value


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
        ("国务院、中央军委", True),
        ("某省健康建设委员会（爱国卫生运动委员会）（代章）", True),
        ("优化产业布局", False),
        ("推进经济社会", False),
        ("（本文件已被某市人民政府", False),
    ],
)
def test_a_body_is_told_by_the_end_of_its_name(line: str, expected: bool) -> None:
    assert is_body_name(line) is expected


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        # signatures of several bodies
        ("关于数据的通知\n要落实。\n国务院　中央军委\n2024年1月2日", "国务院、中央军委"),
        (
            "关于数据的通知\n要落实。\n国家发展改革委　国家数据局\n财政部　　中国证监会\n2024年1月2日",
            "国家发展改革委、国家数据局、财政部、中国证监会",
        ),
        (
            "关于数据的通知\n要落实。\n财 政 部\n国家发展改革委\n教 育 部\n2024年1月2日",
            "财政部、国家发展改革委、教育部",
        ),
        (
            "关于数据的通知\n要落实。\n某省健康建设委员会\n（爱国卫生运动委员会）（代章）\n2024年1月2日",
            "某省健康建设委员会（爱国卫生运动委员会）",
        ),
        (
            "关于数据的通知\n要落实。\n某省教育厅某某感染\n的疫情防控工作领导小组\n（某省教育厅代章）\n2024年1月2日",
            "某省教育厅某某感染的疫情防控工作领导小组",
        ),
        ("关于数据的通知\n要落实。某市人民政府2024年1月2日（本文有删减）", "某市人民政府"),
        # orders: those who give them, not those who sign by name
        (
            (
                "某省人民政府令\n第3号\n《某省办法》已经通过，现予公布。\n省长 张三\n2024年1月2日\n"
                "某省办法\n第一条 为了发展。"
            ),
            "某省人民政府",
        ),
        (
            "国家互联网信息办公室中华人民共和国教育部令第15号\n某某办法\n第一条 为了发展。",
            "国家互联网信息办公室、中华人民共和国教育部",
        ),
        ("中华人民共和国国务院令\n《某某条例》已经通过，现予公布。\n某某条例\n第一条 为了发展。", "国务院"),
        # laws: the assembly that adopted them, not the chair who publishes them
        (
            (
                "中华人民共和国主席令\n第35号\n"
                "《某法》已由中华人民共和国第十三届全国人民代表大会常务委员会第十四次会议于201"
                "9年10月26日通过，现予公布。\n中华人民共和国主席 张三\n"
                "2019年10月26日\n中华人民共和国某法\n第一条 为了发展。"
            ),
            "全国人民代表大会常务委员会",
        ),
        ("某省某决议\n（2024年1月25日某省第十四届人民代表大会第二次会议通过）\n会议决定。", "某省人民代表大会"),
        # titles and notes
        ("中共中央　国务院关于发展的意见\n（2022年12月2日）\n数据重要。", "中共中央、国务院"),
        ("国务院办公厅转发某某部关于清理社会团体意见的通知\n各省人民政府：\n要落实。", "国务院办公厅"),
        ("国务院办公厅对第2741号提案的答复\n张三委员：\n答复如下。", "国务院办公厅"),
        ("某某指南\n（2021年2月7日国务院某某委员会印发）\n第一条 为了发展。", "国务院某某委员会"),
        ("某某办法（2024年9月5日公安部、中国人民银行令第170号公布）\n第一条 为了发展。", "公安部、中国人民银行"),
        # reports
        ("政府工作报告\n各位代表：\n现在，我代表国务院，向大会报告政府工作，请予审议。", "国务院"),
        ("2024年某市人民政府工作报告\n各位代表：\n现在，我代表市人民政府，向大会报告工作。", "某市人民政府"),
        (
            (
                "关于某法草案的说明\n——2020年10月13日在全国人民代表大会常务委员会会议上\n"
                "全国人大常委会法制工作委员会副主任 张三\n委员长："
            ),
            "全国人大常委会法制工作委员会",
        ),
        # red head, cover, form, headline, caption
        ("某省人民政府文件\n关于数据发展的意见\n要发展。", "某省人民政府"),
        ("“十四五”某某产业发展规划\n工业和信息化部\n目　录\n一、成效......1", "工业和信息化部"),
        ("发文机关：国务院、中央军委\n关于数据发展的意见\n要发展。", "国务院、中央军委"),
        ("发布机构：\n某市数据局\n关于数据发展的意见\n要发展。", "某市数据局"),
        (
            "中共中央办公厅　国务院办公厅印发《某某纲要》\n《某某纲要》全文如下。\n当今世界日新月异。",
            "中共中央办公厅、国务院办公厅",
        ),
        ("某某管理规定（修订），国家某某办公室\n第一章 总则", "国家某某办公室"),
        # not the issuer
        ("关于数据发展的意见\n来源：某市数据局\n要发展。", None),
        ("关于数据发展的意见，某某部等\n要发展。", None),
        ("关于数据发展的意见，某某办公室等4部门\n要发展。", None),
    ],
)
def test_the_issuers_are_named_in_one_of_these_places(text: str, issuer: str | None) -> None:
    assert value(text, "issuer") == issuer


@pytest.mark.parametrize(
    ("names", "gaps", "single"),
    [
        ("国务院中央军委", (3,), ["国务院", "中央军委"]),
        ("公安部、中国人民银行", (), ["公安部", "中国人民银行"]),
        ("国家发展和改革委员会国家能源局", (), ["国家发展和改革委员会", "国家能源局"]),
        ("中共四川省委四川省人民政府", (), ["中共四川省委", "四川省人民政府"]),
        ("四川省发展和改革委员会四川省财政厅", (), ["四川省发展和改革委员会", "四川省财政厅"]),
        # one name each, although a shorter one stands in it
        ("国务院国有资产监督管理委员会", (), ["国务院国有资产监督管理委员会"]),
        ("中共中央办公厅", (), ["中共中央办公厅"]),
        ("国家税务总局四川省税务局", (), ["国家税务总局四川省税务局"]),
        ("财政部", (1, 2), ["财政部"]),
        # no names
        ("推动平台建设", (), ["推动平台建设"]),
    ],
)
def test_a_line_of_names_is_divided_where_each_part_is_a_name(
    names: str, gaps: tuple[int, ...], single: list[str]
) -> None:
    assert [names[start:end] for start, end in split_bodies(names, gaps)] == single
