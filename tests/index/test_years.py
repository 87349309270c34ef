"""The year of a document, as against a year that is spoken about."""

import pytest

from index.years import document_years, named_years


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("2024年的实施意见有哪些保障措施", ("2024",)),
        ("2024年实施意见的保障措施有哪几条", ("2024",)),
        ("2013年政府工作报告把失业率控制在多少", ("2013",)),
        ("2004年的《国务院工作规则》第三十七条", ("2004",)),
        ("两办2024年的意见里怎么说", ("2024",)),
        ("在2021年和2024年文件中分别有什么安排", ("2021", "2024")),
        ("2021年、2022年和2023年的政府工作报告", ("2021", "2022", "2023")),
        ("2018年印发的那个通知", ("2018",)),
        ("2022年9月1日发布的办法", ("2022",)),
        ("2019年版的目录", ("2019",)),
        ("二〇二四年的实施意见", ("2024",)),
        ("２０２４年的实施意见", ("2024",)),
        ("2020年提请审议的个保法草案一共有几章", ("2020",)),
    ],
)
def test_years_of_documents(question: str, years: tuple[str, ...]) -> None:
    assert document_years(question) == years


@pytest.mark.parametrize(
    "question",
    [
        "到2027年四川数字经济的发展目标是什么",
        "到2025年规划的目标是多少",
        "2025年底前建成多少个中心",
        "2025年底前要出台哪些办法",
        "2021年新增多少家上云企业",
        "2021年全省要新增多少家",
        "2021年要制定出台哪些规划",
        "2021年12月底前要举办哪些会议活动",
        "2021—2023年行动计划",
        "截至2020年有多少家",
        "2006年的时候国务院各部门网站有几个开了英文版",
        "2019年国庆节放几天假",
        "2008年之前多长时间开一次会",
        "2030年海南的产前筛查率要达到多少",
        "国发〔2017〕40号是哪份文件",
        "财政部公告2020年第9号怎么规定",
        "《2021年四川省数字经济发展工作方案》里的目标",
        "投资2021万元的办法",
        "12021年的意见",
    ],
)
def test_years_spoken_about_are_no_years_of_documents(question: str) -> None:
    assert document_years(question) == ()


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("2021年和2024年分别怎么安排", ("2021", "2024")),
        ("到２０２７年的目标", ("2027",)),
        ("二〇三五年的目标", ("2035",)),
        ("国发〔2017〕40号", ()),
        ("投资2021万元", ()),
    ],
)
def test_all_years_named(question: str, years: tuple[str, ...]) -> None:
    assert named_years(question) == years
