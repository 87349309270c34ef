"""The outline: the tree of clauses, what each says, and how a reader cites it."""

from itertools import pairwise

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from corpus import Clause, Document, EmptyDocument, Level, Source, UnreadableDocument
from tests.corpus.outlines import SEEDS, leaves, outline, read, seed
from tests.corpus.texts import source_texts

# --- laws --------------------------------------------------------------------------------------------------------

_HEADINGS = st.sampled_from(
    [
        "第一编 总则",
        "第二章 数据",
        "第一节 权益",
        "第三条 为了",
        "一、总体要求",
        "（二）加快建设。",
        "3.推动",
        "（4）打造",
        "5）建立",
        "①开展",
        "专栏1 重点工程",
        "工作目标",
    ]
)
_BODY = st.sampled_from(
    [
        "数据要素市场体系基本建立。",
        "各市（州）人民政府：",
        "附件",
        "附件2",
        "附件：清单",
        "四川省人民政府",
        "2024年11月26日",
        "目录",
        "（本文有删减）",
        "信息公开选项：主动公开",
        "|序号|任务|\n|--|--|\n|1|甲。乙。|\n|2||",
        "| |丙|",
        "关于印发方案的通知",
        "数据管理办法",
        "表1 主要指标",
        "特此通知。",
        "抄送：省委办公厅。",
        "将第二条修改为：“第二条 数据是资源。",
        "来源：国家数据局",
    ]
)
_BUILT = st.lists(st.one_of(_HEADINGS, _BODY), min_size=1, max_size=25).map("\n\n".join)


def check(document: Document, source: Source) -> None:
    """The laws of every outline."""
    clauses = list(document.walk())
    assert len({clause.id for clause in clauses}) == len(clauses)
    _check_level(document.clauses, document.id, [()], (0, len(source.text)))
    for clause in clauses:
        assert document.text(clause) == " | ".join(document.clean.of(part) for part in clause.parts)
        assert all(start < end for start, end in clause.parts)
        assert all(before[1] <= after[0] for before, after in pairwise(clause.parts))
        assert len(clause.parts) == 1 or clause.level is Level.ROW
        assert (clause.row is None) == (clause.level is not Level.ROW)
    parts = sorted(part for clause in leaves(document) for part in clause.parts)
    assert all(before[1] <= after[0] for before, after in pairwise(parts))
    covered = {at for clause in document.clauses for at in range(clause.start, clause.end)}
    said = {document.clean.offset(at) for at, char in enumerate(document.clean.text) if char not in " \n"}
    assert said <= covered


def _check_level(clauses: tuple[Clause, ...], prefix: str, above: list[tuple[str, ...]], span: tuple[int, int]) -> None:
    """Ids and paths follow the place in the tree; children lie inside their parent, in order and apart."""
    for ordinal, clause in enumerate(clauses, 1):
        assert clause.id == f"{prefix}.{ordinal}"
        assert clause.path[:-1] in above
        assert clause.path[-1] != ""
        assert clause.label != ""
        assert span[0] <= clause.start < clause.end <= span[1]
        # The path begins anew with the units of an enclosed document.
        _check_level(
            clause.children,
            clause.id,
            [clause.path, ()] if clause.level is Level.DOCUMENT else [clause.path],
            (clause.start, clause.end),
        )
    apart = [clause for clause in clauses if clause.row is None]
    assert all(before.end <= after.start for before, after in pairwise(apart))


@pytest.mark.parametrize("name", SEEDS)
def test_the_laws_hold_for_the_seed_documents(name: str) -> None:
    check(*seed(name))


@settings(deadline=None)
@given(_BUILT)
@example("|类别|任务|\n|--|--|\n|数据（共2项）|甲|\n|算力（共3项）||\n||乙|\n||丙|\n||丁|\n")
def test_the_laws_hold_for_documents_made_of_units_in_any_order(text: str) -> None:
    check(*read(text))


@settings(deadline=None)
@given(source_texts)
def test_the_laws_hold_for_any_text(text: str) -> None:
    assume("\ud800" not in text)  # no reader yields a lone surrogate
    try:
        document, source = read(text)
    except (EmptyDocument, UnreadableDocument):  # blank, or control characters for the most part
        return
    check(document, source)


_OWN_NUMBERING = {Level.DOCUMENT, Level.ATTACHMENT, Level.BOX}


@settings(deadline=None)
@given(_BUILT)
def test_no_unit_lies_in_a_unit_of_the_same_form(text: str) -> None:
    def look(clause: Clause, above: frozenset[Level]) -> None:
        assert clause.level not in above
        if clause.level in _OWN_NUMBERING:
            above = frozenset()
        for child in clause.children:
            look(child, above | {clause.level})

    for clause in read(text)[0].clauses:
        look(clause, frozenset())


@settings(deadline=None)
@given(_BUILT)
def test_the_clauses_cover_the_document(text: str) -> None:
    document, _ = read(text)
    spoken = {at for clause in leaves(document) for start, end in clause.parts for at in range(start, end)}
    for clause in document.walk():
        if clause.children:
            spoken |= set(range(clause.start, min(child.start for child in clause.children)))
    words = [at for at, char in enumerate(document.clean.text) if char not in " \n|"]
    heads = sum(len(name) for clause in document.walk() if clause.row for name in clause.row.columns)
    unsaid = [at for at in words if document.clean.offset(at) not in spoken]
    assert len(unsaid) <= 0.02 * len(words) + heads


@pytest.mark.parametrize("name", SEEDS)
def test_leaves_and_headings_together_say_everything(name: str) -> None:
    document, _ = seed(name)
    spoken = {at for clause in leaves(document) for start, end in clause.parts for at in range(start, end)}
    for clause in document.walk():
        if clause.children:
            first = min(child.start for child in clause.children)
            spoken |= set(range(clause.start, first))
    text = document.clean.text
    unsaid = [at for at, char in enumerate(text) if char not in " \n|" and document.clean.offset(at) not in spoken]
    assert len(unsaid) <= 0.02 * len(text)
    # What is left are the heads of the annex table, which is on every row as its columns.
    assert {char for at in unsaid for char in text[at]} <= set("序号重点任务清单牵头位进度安排")


# --- the seed documents ------------------------------------------------------------------------------------------


def test_the_outline_of_the_opinion_of_2024() -> None:
    document, _ = seed(SEEDS[0])
    assert outline(document) == [
        "paragraph 标题",
        "paragraph 发文字号",
        "paragraph 主送机关",
        "paragraph",
        "heading-1 一、总体要求",
        "heading-1 二、推进数据要素市场化配置，增强数字经济牵引力",
        "  heading-2 （一）促进数据资源有序开发利用",
        "  heading-2 （二）加快培育一体化数据市场",
        "  heading-2 （三）强化数据安全治理保障",
        "heading-1 三、适度超前布局数字基础设施，提升数字经济支撑力",
        "  heading-2 （四）加快网络设施提质扩容",
        "  heading-2 （五）科学布局算力设施",
        "  heading-2 （六）强化数据基础设施建设",
        "heading-1 四、加快发展数字新技术新赛道，塑造数字经济竞争力",
        "  heading-2 （七）加强数字关键核心技术攻关",
        "  heading-2 （八）大力发展人工智能产业",
        "  heading-2 （九）培育发展数据产业",
        "  heading-2 （十）创新发展平台经济",
        "heading-1 五、全面推进数字化赋能，构建数字经济驱动力",
        "  heading-2 （十一）纵深推进工业数智变革",
        "  heading-2 （十二）促进现代服务业数字化发展",
        "  heading-2 （十三）加快数字城乡发展",
        "  heading-2 （十四）推动数字化绿色化协同发展",
        "  heading-2 （十五）深化数字化治理能力建设",
        "heading-1 六、保障措施",
        "  heading-2 （十六）加强统筹推进",
        "  heading-2 （十七）加强政策支持",
        "  heading-2 （十八）加强人才支撑",
        "paragraph 落款",
        "paragraph 附注",
    ]


def test_the_outline_of_the_plan_of_2021() -> None:
    document, _ = seed(SEEDS[1])
    assert outline(document) == [
        "paragraph 发文机关标志",
        "paragraph 发文字号",
        "paragraph 标题",
        "paragraph 主送机关",
        "paragraph",
        "paragraph 落款",
        "document 2021年四川省数字经济发展工作方案",
        "  paragraph 标题",
        "  paragraph",
        "  heading-1 一、工作思路及目标",
        "  heading-1 二、重点任务",
        "    heading-2 （一）提升数字经济创新能力",
        "      heading-3 1.推动核心技术突破",
        "      heading-3 2.强化企业创新主体培育",
        "      heading-3 3.打造高能级创新平台",
        "    heading-2 （二）夯实数字经济基础支撑",
        "      heading-3 4.优化提升网络基础设施",
        "      heading-3 5.推进新技术基础设施建设",
        "      heading-3 6.加快数据基础设施布局",
        "    heading-2 （三）做强数字经济核心产业",
        "      heading-3 7.加快培育电子信息产业集群",
        "      heading-3 8.大力发展软件和信息服务业",
        "      heading-3 9.培育发展数字经济新兴产业",
        "    heading-2 （四）深化数字经济融合赋能",
        "      heading-3 10.推进制造业数字化转型",
        "      heading-3 11.大力发展数字农业",
        "      heading-3 12.培育发展数字服务业",
        "    heading-2 （五）打造数字经济应用示范",
        "      heading-3 13.推进数字政府建设",
        "      heading-3 14.提升智慧化治理能力",
        "      heading-3 15.开展数字应用场景建设",
        "    heading-2 （六）推动数字经济协同发展",
        "      heading-3 16.深化成渝地区区域联动",
        "      heading-3 17.推进创新发展试验区建设",
        "      heading-3 18.做强数字经济发展品牌",
        "  heading-1 三、实施保障",
        "    heading-2 （一）强化政策引领",
        "    heading-2 （二）强化要素支撑",
        "    heading-2 （三）强化人才引培",
        "  paragraph 附件说明",
        "attachment 附件四川省2021年数字经济工作重点任务清单",
        "  paragraph",
        "paragraph 印发信息",
    ]


@pytest.mark.parametrize(
    ("name", "begins", "label"),
    [
        (SEEDS[1], "4.优化提升网络基础设施。", "二、重点任务 ›（二）夯实数字经济基础支撑 › 4."),
        (SEEDS[1], "（一）强化政策引领。", "三、实施保障 ›（一）"),
        (SEEDS[1], "一、工作思路及目标", "一、工作思路及目标"),
        (SEEDS[1], "（共69项）", "附件 四川省2021年数字经济工作重点任务清单 › 第1段"),
        (SEEDS[1], "信息公开选项", "印发信息"),
        (SEEDS[1], "为深入贯彻中央", "2021年四川省数字经济发展工作方案 › 第1段"),
        (SEEDS[0], "（五）科学布局算力设施。", "三、适度超前布局数字基础设施，提升数字经济支撑力 ›（五）"),
        (SEEDS[0], "为贯彻党中央、国务院", "第1段"),
    ],
)
def test_a_clause_is_cited_by_the_headings_above_it_and_its_own_number(name: str, begins: str, label: str) -> None:
    document, _ = seed(name)
    assert [clause.label for clause in leaves(document) if document.text(clause).startswith(begins)] == [label]


def test_a_clause_ends_where_the_next_begins() -> None:
    document, source = seed(SEEDS[1])
    clause = next(clause for clause in document.walk() if clause.heading == "推进新技术基础设施建设")
    quote = source.text[clause.start : clause.end]
    assert quote.startswith("5. 推进新技术基础设施建设。落地国家“星火·链网”超级节点, 构建")
    assert "卫星互联网建设工程,\n\n建设地基 AI 卫星运控网" in quote
    assert quote.endswith("（经济和信息化厅，省委军民融合办、省发展改革委、省通信管理局）")
