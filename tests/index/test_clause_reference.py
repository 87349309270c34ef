"""References to clauses by number: how they are read, and which clauses they mean."""

import pytest

from corpus import Document, read_document
from index import ClauseReference, clause_references, with_holders

LAW = """示例数据条例
（2024年5月1日示例省人民代表大会常务委员会通过）
第一章 总则
第一条 为了规范数据处理活动，制定本条例。
第二条 县级以上人民政府应当加强领导。
市场监督管理部门负责监督。有下列情形之一的，由其责令改正：
（一）未履行告知义务的；
（二）未履行下列安全义务的：
1.未备份数据的；
2.未加密数据的；
（三）其他情形。
第三条 申请人应当符合下列条件：
（一）有固定场所；
（二）有专业人员。
第二章 附则
第四条 本条例自2024年7月1日起施行。
"""
POLICY = """关于加快示例发展的意见
一、总体要求
坚持改革创新。
二、重点任务
（一）夯实基础。
1.建设网络。支持建设网络。
2.建设平台。支持建设平台。
（二）培育产业。支持发展产业。
三、保障措施
（一）加强领导。各地要加强领导。
（二）强化宣传。各地要强化宣传。
附件
任务清单
| 序号 | 任务 |
| --- | --- |
| 33 | 建成平台。 |
| 34 | 建成网络。 |
"""


def read(text: str) -> Document:
    return read_document(text.encode(), "例.txt")[0]


def meant(text: str, question: str) -> list[str]:
    """The labels of the clauses that the references of a question fit, in their order."""
    found = list(with_holders(read(text).clauses))
    return [
        clause.label
        for reference in clause_references(question)
        for clause, above in found
        if reference.fits(clause, above)
    ]


def reference(*steps: tuple[int, str]) -> ClauseReference:
    inner: ClauseReference | None = None
    for ordinal, unit in steps:
        inner = ClauseReference(ordinal, unit, inner)
    assert inner is not None
    return inner


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("清单第33项由谁负责", [reference((33, "项"))]),
        ("第（九）条的标题", [reference((9, "条"))]),
        ("第三部分第2点", [reference((3, "部分"), (2, "点"))]),
        ("第三部分（二）", [reference((3, "部分"), (2, ""))]),
        ("第十六条和第 17 条", [reference((16, "条")), reference((17, "条"))]),
        ("第33项、第34项", [reference((33, "项")), reference((34, "项"))]),
        ("第三章和第五条", [reference((3, "章")), reference((5, "条"))]),
        ("第十二条第二款第（三）项", [reference((12, "条"), (2, "款"), (3, "项"))]),
        ("第2条的第1款", [reference((2, "条"), (1, "款"))]),
        ("第二条第一款和第三款", [reference((2, "条"), (1, "款")), reference((2, "条"), (3, "款"))]),
        ("第二条第(一)项及第（三）项", [reference((2, "条"), (1, "项")), reference((2, "条"), (3, "项"))]),
        ("第十二条之一", [ClauseReference(12, "条", further=1)]),
        ("第二批试点", []),
        ("第二届大赛（2021）", []),
        ("三项任务", []),
    ],
)
def test_clauses_are_named_by_their_numbers(text: str, expected: list[ClauseReference]) -> None:
    assert list(clause_references(text)) == expected


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("第二条规定了什么", ["第二条"]),
        ("第二条第一款", ["第二条第一款"]),
        ("第2条第2款", ["第二条第二款"]),
        ("第二条第二款第（三）项", ["第二条第二款第（三）项"]),
        ("第二条第三项", ["第二条第二款第（三）项"]),
        ("第二条第（二）项第2目", ["第二条第二款第（二）项第2目"]),
        ("第二条（一）", ["第二条第二款第（一）项"]),
        ("第三条第一款", ["第三条"]),
        ("第三条第（二）项", ["第三条第（二）项"]),
        ("第一章第二条第一款", ["第二条第一款"]),
        ("第三条第二款", []),
        ("第二章第二条", []),
        ("第（三）项", []),
        ("第二款", []),
        ("第二条第二款和第三条第（一）项", ["第二条第二款", "第三条第（一）项"]),
    ],
)
def test_articles_paragraphs_and_items_of_a_law_are_told_apart(question: str, labels: list[str]) -> None:
    assert meant(LAW, question) == labels


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("第三部分", ["三、保障措施"]),
        ("第三部分（二）", ["三、保障措施 ›（二）"]),
        ("第二部分第（一）条", ["二、重点任务 ›（一）"]),
        ("第二部分（一）第2点", ["二、重点任务 ›（一）夯实基础 › 2."]),
        ("第（二）条", ["二、重点任务 ›（二）", "三、保障措施 ›（二）"]),
        ("第33项", ["附件 任务清单 › 第33项"]),
        ("第3项", []),
    ],
)
def test_the_parts_and_rows_of_a_policy_are_told_apart(question: str, labels: list[str]) -> None:
    assert meant(POLICY, question) == labels


def test_the_numbers_under_the_chapters_of_rules_are_called_articles() -> None:
    meetings = "第二章 会议\n三、常务会议每月召开。\n"
    rules = f"示例政府工作规则\n第一章 总则\n一、为了规范工作，制定本规则。\n二、实行首长负责制。\n{meetings}"
    assert meant(rules, "第三条") == ["第二章 会议 › 三、"]


def test_an_article_put_in_later_is_not_the_one_before_it() -> None:
    law = LAW.replace("第三条 申请人", "第二条之一 示范单位应当公示。\n第三条 申请人")
    assert meant(law, "第二条之一") == ["第二条之一"]
    assert meant(law, "第二条") == ["第二条"]


def test_a_reference_is_printed_as_a_reader_would() -> None:
    assert [ref.printed for ref in clause_references("第十二条第二款第（三）项、第三部分（二）")] == [
        "第12条第2款第3项",
        "第3部分（2）",
    ]
