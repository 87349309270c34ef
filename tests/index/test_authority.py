"""The rank of legislation as a weak preference between articles that fit equally well."""

import numpy as np
import pytest

from index.authority import authority, mostly_legislation, preference


@pytest.mark.parametrize(
    ("title", "rank"),
    [
        ("中华人民共和国民法典", 1.0),
        ("中华人民共和国民法典 第六章 选举程序", 1.0),
        ("中华人民共和国宪法", 2 / 3),
        ("劳动合同法", 2 / 3),
        ("中华人民共和国立法法（2023年修正）", 2 / 3),
        ("最高人民法院关于适用《民法典》有关担保制度的解释", 2 / 3),
        ("最高人民法院关于审理民间借贷案件适用法律若干问题的规定", 2 / 3),
        ("人民法院在线诉讼规则", 0.0),
        ("最高人民法院关于互联网法院审理案件若干问题的规则", 0.0),
        ("物业管理条例", 1 / 3),
        ("国务院关于在线政务服务的若干规定", 1 / 3),
        ("传染病防治法实施办法", 0.0),
        ("个人所得税法实施条例（试行）", 1 / 3),
        ("关于印发数字经济发展规划的通知", None),
        ("政府工作报告", None),
        ("", None),
        ("  ", None),
    ],
)
def test_the_name_tells_the_rank(title: str, rank: float | None) -> None:
    assert authority(title) == rank


RANKS = np.asarray([1, 2 / 3, 1 / 3, 0, np.nan], np.float32)


def test_in_a_library_of_legislation_the_rank_counts() -> None:
    assert preference(RANKS[[0, 2, 3]]).tolist() == pytest.approx([1, 1 / 3, 0])


def test_beside_other_documents_it_does_not() -> None:
    assert preference(RANKS[[0, 3, 4]]).tolist() == [0, 0, 0]


def test_a_stray_document_among_many_laws_counts_nothing() -> None:
    found = preference(RANKS[[0] * 19 + [4]])
    assert found[:19].tolist() == [1] * 19
    assert found[19] == 0


@pytest.mark.parametrize(
    ("picked", "mostly"), [([0, 1, 3], True), ([0] * 9 + [4], True), ([0] * 8 + [4], False), ([], False)]
)
def test_nine_in_ten_are_nearly_all(picked: list[int], mostly: bool) -> None:
    assert mostly_legislation(RANKS[picked]) is mostly
