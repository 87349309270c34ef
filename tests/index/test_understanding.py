"""What a question means: documents, clauses, years, places, other names, typing slips."""

from time import perf_counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Segmenter
from index.understanding import Understander
from tests.index.library import DOCUMENTS, understander


@pytest.fixture(scope="module")
def library(segmenter: Segmenter) -> Understander:
    """Understands questions to the library of these tests."""
    return understander(segmenter)


def meant(library: Understander, question: str) -> set[int]:
    return {int(document.id, 16) for document in library.understand(question).documents}


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        # titles, written out
        ("《数据安全法》第三十三条规定了什么？", {5}),
        ("《中华人民共和国数据安全法》规定了什么", {5}),
        ("《2021年四川省数字经济发展工作方案》由谁负责", {1}),
        ("《上海市数据条例》什么时候施行", {6}),
        # titles without marks, and parts of them
        ("国务院那份农机装备转型升级的意见，机械化率定的是多少？", {3}),
        ("“十四五”数字经济规划提出的目标", {2}),
        ("关基条例第十一条说了什么", {4}),
        ("农機裝備轉型升級的意見提了什么", {3}),
        ("按照关键信息基础设施安全保护条例，要做什么", {4}),
        # other names
        ("“数据二十条”说的三权是哪三权", {14}),
        # document numbers, however written
        ("国发〔2018〕42号是哪份文件", {3}),
        ("国发[2018]42号是哪份文件", {3}),
        ("国发（2018）42号是哪份文件", {3}),
        ("国发【2018】第42号是哪份文件", {3}),
        ("国发 〔 2018 〕 42 号讲什么", {3}),
        ("国发〔２０１８〕４２号讲什么", {3}),
        ("川府发〔2024〕21号的保障措施", {0}),
        ("国务院令第745号什么时候施行", {4}),
        ("按国务院令第745号，谁负责", {4}),
        # places
        ("商丘的企业新装水、气、暖要几天办好", {9}),
        ("在深圳，App能给13岁的小孩推荐吗", {7}),
        ("北京市的营商环境条例怎么规定", {8}),
        # the year of a document
        ("2013年政府工作报告把失业率控制在多少以下", {10}),
        ("二〇一三年政府工作报告定的目标", {10}),
        ("2024年的实施意见有哪些保障措施", {0}),
        # several documents
        ("2013年和2024年政府工作报告的增长目标分别是多少", {10, 11}),
        ("上海和深圳的数据条例有什么区别", {6, 7}),
        ("可信数据空间行动计划，征求意见稿和正式版有什么不同", {12, 13}),
        ("《上海市数据条例》和《数据安全法》各从哪天起施行", {5, 6}),
        # a kind of document that only one is
        ("实施意见的发文机关是谁", {0}),
    ],
)
def test_the_documents_that_a_question_means(library: Understander, question: str, documents: set[int]) -> None:
    assert meant(library, question) == documents


@pytest.mark.parametrize(
    "question",
    [
        "对个人数据授权有什么规定",
        "企业怎么办理登记",
        "有什么办法可以申请补贴",
        "数据标注企业能拿到多少补贴",
        "第三方机构怎么评估",
        "2号线什么时候开通",
        "向谁报告",
        "执法部门怎么处罚",
        "明天股市会涨吗",
        "这个计划生育的奖励多少钱",
        "《电子商务法》第十八条对推荐商品有什么规定",
        "",
        "？",
    ],
)
def test_a_question_that_names_no_document_of_the_library_means_none(library: Understander, question: str) -> None:
    assert meant(library, question) == set()


def test_a_document_says_why_it_is_meant(library: Understander) -> None:
    documents = library.understand("2013年政府工作报告的目标").documents
    assert [(document.title, document.why) for document in documents] == [
        ("2013年国务院政府工作报告", "标题相符、年份相符")
    ]


def test_a_place_alone_pulls_half_as_hard_as_a_title(library: Understander) -> None:
    place, title = (library.understand(f"{name}规定了什么").scope for name in ("北京市", "北京市优化营商环境条例"))
    assert place is not None
    assert title is not None
    np.testing.assert_allclose(place.preference, place.strengths / 2)
    np.testing.assert_array_equal(title.preference, title.strengths)


def test_a_title_of_another_place_is_not_as_strong_as_the_right_one(library: Understander) -> None:
    scope = library.understand("北京市优化营商环境条例规定了什么").scope
    assert scope is not None
    assert scope.strengths[8] > 0.9
    assert scope.strengths[9] < 0.5 * scope.strengths[8]


@pytest.mark.parametrize(
    ("question", "clauses"),
    [
        ("第16条说什么", ["第16条"]),
        ("第十六条说什么", ["第16条"]),
        ("第（十四）条的标题", ["第14条"]),
        ("第二部分第3点", ["第2部分第3点"]),
        ("附件第57项由谁负责", ["第57项"]),
        ("清单第五十七项由谁负责", ["第57项"]),
        ("第十二条第二款第（三）项", ["第12条第2款第3项"]),
        ("第三方机构", []),
        ("第一时间报告", []),
        ("2号线", []),
        ("数据二十条", []),
        ("国发〔2018〕42号", []),
        ("国务院令第745号", []),
        ("第三条线索", []),
        ("第二节课", []),
        ("第一章程", []),
    ],
)
def test_clauses_are_named_by_number(library: Understander, question: str, clauses: list[str]) -> None:
    assert [clause.printed for clause in library.understand(question).clauses] == clauses


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("四川的目标", ("四川",)),
        ("四川省成都市的安排", ("四川", "成都")),
        ("内蒙古自治区怎么规定", ("内蒙古",)),
        ("长治久安怎么保障", ()),
        ("长治市怎么保障", ("长治",)),
        ("来宾登记有什么要求", ()),
        ("阿里巴巴上市了吗", ()),
        ("深圳经济特区数据条例", ("深圳",)),
        ("《上海市数据条例》", ()),
    ],
)
def test_places(library: Understander, question: str, places: tuple[str, ...]) -> None:
    assert library.understand(question).places == places


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("省发改委牵头哪些任务", ("发改委", "发展和改革委员会")),
        ("经信厅负责什么", ("经信厅", "经济和信息化厅")),
        ("人社厅负责什么", ("人社厅", "人力资源和社会保障厅")),
        ("卫健委负责什么", ("卫健委", "卫生健康委员会")),
        ("工信部发的通知", ("工信部", "工业和信息化部")),
        ("网信办负责什么", ("网信办", "互联网信息办公室")),
        ("十四五的目标", ("十四五", "第十四个五年规划")),
        ("AI生成的内容怎么标识", ("ai", "人工智能")),
        ("个保法怎么规定", ("个保法", "个人信息保护法")),
        ("宜改怎么推进", ("宜改", "丘陵山区农田宜机化改造")),
    ],
)
def test_short_names_are_known_by_their_full_ones(library: Understander, question: str, terms: tuple[str, str]) -> None:
    understood = library.understand(question)
    assert terms in understood.terms
    assert terms[1] in understood.expansions


@pytest.mark.parametrize(
    "question",
    ["MAIN函数", "他们发展改革的委托", "五年来的变化", "十五年前的规定", "二十五个项目", "工业和信息化厅负责什么"],
)
def test_what_is_no_short_name_is_taken_for_none(library: Understander, question: str) -> None:
    assert library.understand(question).terms == ()


@pytest.mark.parametrize(
    ("question", "wrong", "right"),
    [
        ("数宇经济的发展目标", "数宇经济", "数字经济"),
        ("上云企页有多少", "上云企页", "上云企业"),
        ("优化营商环镜", "营商环镜", "营商环境"),
        ("公共数居开放分几类", "公共数居", "公共数据"),
    ],
)
def test_typing_slips_are_put_right_and_told(library: Understander, question: str, wrong: str, right: str) -> None:
    understood = library.understand(question)
    assert understood.text == question.replace(wrong, right)
    ((written, read),) = understood.corrections
    assert wrong in written
    assert right in read


@pytest.mark.parametrize(
    "question",
    [
        "数字经济的发展目标",
        "农村集体土地怎么流转",
        "银行卡被冻结怎么办",
        "骑手的工伤怎么赔",
        "2021年全省要新增多少家上云企业",
    ],
)
def test_words_that_the_library_does_not_hold_are_left_alone(library: Understander, question: str) -> None:
    understood = library.understand(question)
    assert understood.corrections == ()
    assert understood.text == question


def test_columns_of_tables_and_what_is_asked_of_a_document(library: Understander) -> None:
    assert library.understand("第33项的牵头单位和进度安排").columns == ("牵头单位", "进度安排")
    assert library.understand("这份意见的文号和成文日期是什么").fields == ("number", "date")
    assert library.understand("国发〔2018〕42号是发给哪些单位的").fields == ("addressee",)
    assert library.understand("国务院办公厅发的通知").issuers == ("国务院办公厅",)
    assert library.understand("国办发的通知").issuers == ("国务院办公厅",)
    assert library.understand("国务院各部门网站有几个").issuers == ()


def test_a_long_part_of_a_title_is_a_hint(library: Understander) -> None:
    scope = library.understand("三级公立医院绩效考核的指标体系由哪几个方面构成？").scope
    assert scope is not None
    assert int(scope.strengths.argmax()) == 15
    assert 0 < scope.strengths[15] < 0.5


def test_every_document_is_meant_by_its_own_title(library: Understander) -> None:
    for at, (title, *_) in enumerate(DOCUMENTS):
        named = title.replace("《", "〈").replace("》", "〉")
        assert at in meant(library, f"《{title}》的主要内容") | meant(library, f"{named}的主要内容"), title


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_is_understood(library: Understander, text: str) -> None:
    understood = library.understand(text)
    assert understood.question == text
    assert understood.scope is None or (
        understood.scope.strengths.shape == (len(DOCUMENTS),)
        and bool(np.all((understood.scope.strengths >= 0) & (understood.scope.strengths <= 1)))
    )
    assert library.understand(text) == understood


QUESTION_WORDS = st.lists(
    st.sampled_from(
        "《 》 〔2021〕 国发 号 第 三 条 （二） 2024年 到2027年 政府工作报告 上海 深圳 和 "
        "征求意见稿 条例 办法 数据 的 意见 法 ， 省发改委".split()
    ),
    max_size=14,
)


@given(QUESTION_WORDS)
@settings(max_examples=150, deadline=None)
def test_any_heap_of_words_is_understood(library: Understander, words: list[str]) -> None:
    understood = library.understand("".join(words))
    assert len(understood.documents) <= 10
    assert all(document.why for document in understood.documents)


def test_understanding_takes_a_few_milliseconds(library: Understander) -> None:
    questions = [f"《{title}》和2021年、2024年的{title}第三条有什么区别" for title, *_ in DOCUMENTS]
    for question in questions:
        library.understand(question)
    began = perf_counter()
    for question in questions:
        library.understand(question)
    # Ten times what it takes here: it must not grow with a slow machine into a failing test.
    assert (perf_counter() - began) / len(questions) < 0.05
