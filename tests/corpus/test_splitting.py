"""Splitting: paragraphs that a file has run together begin again where their numbers say so."""

import random

import pytest

from corpus import repair
from corpus.splitting import bare_unit, split_points


def split(text: str) -> list[str]:
    return repair(text).text.split("\n")


LAW = (
    "中华人民共和国密码法（2019年10月26日第十三届全国人民代表大会常务委员会第十四次会议通过）"
    "目　　录第一章　总　　则第二章　核心密码、普通密码第三章　附　　则第一章　总　　则"
    "第一条为了规范密码应用和管理，促进密码事业发展，制定本法。第二条本法所称密码，是指采用特定变换的方法对信息等进行"
    "加密保护、安全认证的技术、产品和服务。第三条密码工作应当遵守下列规定：（一）坚持总体国家安全观；（二）遵循统一领导、"
    "分级负责；（三）依法管理、保障安全。第二章　核心密码、普通密码第四条违反本法第三条第（二）项、第十二条规定的，依照"
    "第二条第一款处理。第十二条第二款规定的除外。第五条商用密码检测、认证机构违反本法第二十五条第二款规定的，给予警告。"
    "第三章　附　　则第六条本法自2020年1月1日起施行。"
)


def test_a_law_in_one_line_becomes_its_chapters_articles_and_items() -> None:
    assert split(LAW) == [
        "中华人民共和国密码法（2019年10月26日第十三届全国人民代表大会常务委员会第十四次会议通过）",
        "目录",
        "第一章 总则",
        "第二章 核心密码、普通密码",
        "第三章 附则",
        "第一章 总则",
        "第一条为了规范密码应用和管理，促进密码事业发展，制定本法。",
        "第二条本法所称密码，是指采用特定变换的方法对信息等进行加密保护、安全认证的技术、产品和服务。",
        "第三条密码工作应当遵守下列规定：",
        "（一）坚持总体国家安全观；",
        "（二）遵循统一领导、分级负责；",
        "（三）依法管理、保障安全。",
        "第二章 核心密码、普通密码",
        "第四条违反本法第三条第（二）项、第十二条规定的，依照第二条第一款处理。第十二条第二款规定的除外。",
        "第五条商用密码检测、认证机构违反本法第二十五条第二款规定的，给予警告。",
        "第三章 附则",
        "第六条本法自2020年1月1日起施行。",
    ]


def test_a_policy_in_one_line_becomes_its_headings_and_its_signature() -> None:
    assert split(
        "各省、自治区、直辖市党委网信办：近年来，网上泛娱乐化倾向屡禁不止，现就有关工作措施通知如下：一、严把内容导向"
        "1.加强正面引导。强化信息导向管理，坚持正确舆论导向。2.建立负面清单。不得含有法律、行政法规明确禁止的内容。"
        "二、规范信息呈现，强化重点环节（一）指导思想。原则上自然传播，在第十一条规定的重点环节呈现。（二）基本原则。一是"
        "依法管理。三、加强账号管理10.分级监测管理明星账号。达到80。5.5亿元以上的除外。务求取得工作实效。"
        "中央网信办秘书局2021年10月26日（本文有删减）"
    ) == [
        "各省、自治区、直辖市党委网信办：近年来，网上泛娱乐化倾向屡禁不止，现就有关工作措施通知如下：",
        "一、严把内容导向",
        "1.加强正面引导。强化信息导向管理，坚持正确舆论导向。",
        "2.建立负面清单。不得含有法律、行政法规明确禁止的内容。",
        "二、规范信息呈现，强化重点环节",
        "（一）指导思想。原则上自然传播，在第十一条规定的重点环节呈现。",
        "（二）基本原则。一是依法管理。",
        "三、加强账号管理10.分级监测管理明星账号。达到80。5.5亿元以上的除外。务求取得工作实效。",
        "中央网信办秘书局",
        "2021年10月26日",
        "（本文有删减）",
    ]


@pytest.mark.parametrize(
    "text",
    [
        # references, wherever they stand
        "第一条违反本法的，处罚。第二条第一款规定的情形除外。第二条、第三条规定的情形从其规定。",
        "第七条根据本法第八条、第九条的规定，报告第十条所列事项，依照本法第八条处理，由第八条规定的机关负责。",
        "（一）依照前款第（二）项、第（三）项的规定处理。（三）项规定的除外，第一项、第二项同。",
        # what a sentence enumerates
        "第五条主管部门应当履行下列职责：（一）制定规划；（二）组织实施；（三）监督检查；（四）其他职责。",
        "支持企业①加强研发；②引进人才；③开拓市场，并做好（1）登记、（2）评估、（3）公示三项工作，按时完成。",
        "会议强调，一、二、三产业要融合发展，第一、第二、第三方面的工作要抓紧。一、二级响应由市里启动，要快。",
        # numbers that no sequence bears out
        "第一条为了规范管理，制定本办法。第九条国家保护数据，任何人不得侵犯，法律另有规定的从其规定。",
        "工作全面推进。一、这一点很重要，其余从略，各地区各部门要结合实际抓好落实，务求取得实效，不得拖延。",
        "现修改如下：第一条修改为：“第一条为了规范。”第二条修改为：“第二条本法适用。”其余条文顺延调整。",
        "增长达到3.5。2.5倍以上的地区有三个，1.2倍以上的有五个，其余地区持平，个别地区略有下降，总体向好。",
        "|第一条甲。第二条乙。第三条丙。第四条丁。第五条戊。第六条己。第七条庚。|",
        "第三章规定的，从其规定。第四章的规定同样适用于本办法施行前的行为，但第五章另有规定的除外，不再重复。",
    ],
)
def test_references_and_enumerations_stay_inside_their_paragraph(text: str) -> None:
    assert repair(text).text == text


def test_a_first_number_needs_a_second_one() -> None:
    one = "为此，提出如下意见：一、总体要求坚持以人民为中心，贯彻新发展理念，推动高质量发展，构建新格局。"
    assert split(one) == [one]
    assert split(f"{one}二、重点任务深化改革，扩大开放，强化创新，保障民生。") == [
        "为此，提出如下意见：",
        one[one.index("一、") :],
        "二、重点任务深化改革，扩大开放，强化创新，保障民生。",
    ]


def test_numbering_that_runs_through_the_chapters_or_begins_anew_is_followed() -> None:
    assert split(
        "一、总体要求（一）指导思想。以新发展理念为引领。（二）基本原则。依法有序。二、重点任务（三）夯实基础。建设设施。"
        "（四）完善制度。健全规则。三、保障措施（一）加强领导。落实责任。（二）加强宣传。营造氛围。"
    ) == [
        "一、总体要求",
        "（一）指导思想。以新发展理念为引领。",
        "（二）基本原则。依法有序。",
        "二、重点任务",
        "（三）夯实基础。建设设施。",
        "（四）完善制度。健全规则。",
        "三、保障措施",
        "（一）加强领导。落实责任。",
        "（二）加强宣传。营造氛围。",
    ]


def test_the_sequence_goes_on_from_the_lines_before() -> None:
    assert split_points(["第一条甲。", "第二条乙。第三条丙是另外的一条，内容也不太长。", "第四条丁。"]) == {1: [5]}
    assert split_points(["第一条甲。", "第二条乙。第四条丙是另外的一条，内容也不太长。", "第五条丁。"]) == {}


def test_a_line_feed_that_was_put_in_lies_between_two_characters_of_the_file() -> None:
    text = "第一条为了规范管理，制定本法。第二条本法所称数据，是指记录。"
    clean = repair(text)
    at = clean.text.index("\n")
    assert clean.text == text[:15] + "\n" + text[15:]
    assert clean.is_put_in(at)
    assert (clean.span(0, at), clean.span(at + 1, len(clean.text))) == ((0, 15), (15, len(text)))
    assert (clean.of((0, 15)), clean.of((15, len(text)))) == (text[:15], text[15:])


def test_a_blank_between_the_paragraphs_becomes_the_line_feed() -> None:
    clean = repair("第一条为了规范管理，制定本法。　第二条本法所称数据，是指记录。")
    assert clean.text == "第一条为了规范管理，制定本法。\n第二条本法所称数据，是指记录。"
    assert not clean.is_put_in(15)
    assert clean.offset(15) == 15


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("第一章", True),
        ("制定本法。第十二条", True),
        ("第二条为了", False),
        ("第一章总则", False),
        ("条", False),
        ("", False),
    ],
)
def test_a_bare_number_is_one_without_words(text: str, *, bare: bool) -> None:
    assert bare_unit(text) is bare


NUMERALS = "一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七 十八 十九 二十".split()


@pytest.mark.parametrize("seed", range(100))
def test_whatever_is_run_together_the_words_stay_the_same_and_articles_in_sequence_are_found(seed: int) -> None:
    chance = random.Random(seed)
    words = (
        "数据处理者应当依法开展活动",
        "国家鼓励开发利用",
        "违反本法第三条第二款规定的，给予警告",
        "依照第十九条的规定处理",
    )
    articles = [
        f"第{NUMERALS[number]}条{'，'.join(chance.choices(words, k=chance.randrange(1, 4)))}。"
        for number in range(chance.randrange(2, 20))
    ]
    text = articles[0]
    for article in articles[1:]:
        text += chance.choice(("", "", "\n", "　")) + article
    clean = repair(text)
    assert clean.text.split("\n") == articles
    assert clean.text.replace("\n", "") == text.replace("\n", "").replace("　", "")
    assert clean.dropped == ()
    assert repair(clean.text).text == clean.text
