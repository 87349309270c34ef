"""Example questions come from the library at hand."""

from pathlib import Path

import pytest

from corpus import Document, read_document
from ui.examples import example_questions

DOCUMENTS = Path(__file__).parents[2] / "corpus" / "documents"


def made_of(text: str) -> Document:
    return read_document(text.encode(), "文件.txt")[0]


def test_the_documents_take_turns() -> None:
    names = ["川府发〔2024〕21号.txt", "川数字经济办〔2021〕3号.txt"]
    documents = [read_document((DOCUMENTS / name).read_bytes(), name)[0] for name in names]
    assert example_questions(documents) == (
        "关于“促进数据资源有序开发利用”，文件是怎么规定的？",
        "关于“推动核心技术突破”，文件是怎么规定的？",
        "关于“科学布局算力设施”，文件是怎么规定的？",
        "关于“推进新技术基础设施建设”，文件是怎么规定的？",
    )


@pytest.mark.parametrize("count", [0, 1, 3])
def test_there_are_never_more_than_asked_for(count: int) -> None:
    name = "川府发〔2024〕21号.txt"
    document = read_document((DOCUMENTS / name).read_bytes(), name)[0]
    assert len(example_questions([document], count)) == count


def test_headings_of_the_level_that_says_most_are_taken() -> None:
    text = "关于测试的通知\n一、本次测试的总目标\n达到目标。\n二、主要任务\n"
    text += "（一）建设公共测试平台。建。\n（二）培养专业测试人才。育。\n"
    assert example_questions([made_of(text)]) == (
        "关于“建设公共测试平台”，文件是怎么规定的？",
        "关于“培养专业测试人才”，文件是怎么规定的？",
    )


def test_the_same_heading_is_asked_about_once() -> None:
    text = "关于{}的通知\n一、建设公共测试平台\n建。\n"
    documents = [made_of(text.format("甲")), made_of(text.format("乙"))]
    assert example_questions(documents) == ("关于“建设公共测试平台”，文件是怎么规定的？",)


@pytest.mark.parametrize("text", ["没有标题，只有一段话。\n", "关于测试的通知\n一、总则\n内容。\n"])
def test_without_fitting_headings_there_are_no_examples(text: str) -> None:
    assert example_questions([made_of(text)]) == ()


def test_an_empty_library_has_no_examples() -> None:
    assert example_questions([]) == ()
