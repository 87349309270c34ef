"""Lists from a table: the rows that meet the conditions, all of them and no others."""

from pathlib import Path

import pytest

from assistant.rows import matching_rows
from corpus import Clause, Level, find_files, read_library
from index import Segmenter

DOCUMENTS = Path(__file__).parents[2] / "corpus" / "documents"


@pytest.fixture(scope="module")
def rows() -> list[Clause]:
    """The 69 rows of the annex."""
    reading = read_library(find_files([DOCUMENTS / "川数字经济办〔2021〕3号.txt"]))
    return [clause for clause in reading.documents[0].walk() if clause.level is Level.ROW]


@pytest.fixture(scope="module")
def segmenter(tmp_path_factory: pytest.TempPathFactory) -> Segmenter:
    return Segmenter(tmp_path_factory.mktemp("segmenter"))


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("教育厅牵头的任务有哪些？", [61]),
        ("交通运输厅负责哪些任务？", [62, 63]),
        ("文化和旅游厅牵头的事项有哪些", [45, 60]),
        ("科技厅单独牵头的重点任务有哪些？", [12, 33, 35, 68]),
        ("科技厅和成都市人民政府共同牵头的任务有哪些", [57, 59]),
        ("2021年12月底前要举办哪些会议活动？", [16, 18, 22, 25, 26, 28]),
        ("6月底前出台的文件有哪些？", [1, 2, 5, 6, 8]),
        ("9月底前由科技厅完成的任务有哪些", [12, 27]),
        ("省大数据中心牵头的任务里，与立法有关的有哪些？", [51]),
        ("农业农村厅牵头的火星任务有哪些？", []),
        ("数据标注有哪些要求？", []),
        ("人工智能方面有哪些任务？", []),
    ],
)
def test_the_rows_that_meet_the_conditions_are_listed(
    rows: list[Clause], segmenter: Segmenter, question: str, numbers: list[int]
) -> None:
    found = matching_rows(question, rows, segmenter.words)
    assert [row.marker for row in found] == [f"第{number}项" for number in numbers]
