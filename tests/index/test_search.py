"""Searching a small library with the tiny model."""

from datetime import date
from pathlib import Path

import pytest

from index import (
    Encoder,
    Filters,
    ModelError,
    ModelSetting,
    Searcher,
    Segmenter,
    build_snapshot,
    load_encoder,
    open_snapshot,
)
from tests.tiny import tiny_model


@pytest.fixture
def searcher(
    tmp_path: Path, library: Path, model: ModelSetting, tiny_encoder: Encoder, segmenter: Segmenter
) -> Searcher:
    """A searcher over the small library."""
    build_snapshot(tmp_path / "home", [library], model=model, segmenter=segmenter)
    return Searcher(open_snapshot(tmp_path / "home"), tiny_encoder, segmenter)


def found(searcher: Searcher, question: str, filters: Filters | None = None) -> list[str]:
    return [hit.passage.text for hit in searcher.search(question, k=3, filters=filters or Filters())]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("新增多少家上云企业", "新增上云企业3000家"),
        ("绿色数据中心谁来建", "支持企业建设绿色数据中心"),
        ("条例什么时候开始施行", "自2022年1月1日起施行"),
    ],
)
def test_the_passage_that_answers_comes_first(searcher: Searcher, question: str, words: str) -> None:
    assert words in found(searcher, question)[0]


def test_scores_fall_and_lie_between_zero_and_one(searcher: Searcher) -> None:
    hits = searcher.search("数字经济", k=50)
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert len({hit.position for hit in hits}) == len(hits) == len(searcher.snapshot.passages)


def test_the_same_question_gives_the_same_order(searcher: Searcher) -> None:
    assert searcher.search("数据") == searcher.search("数据")


def test_filters_are_strict(searcher: Searcher) -> None:
    rules = next(d for d in searcher.snapshot.documents if d.title == "某省数据条例")
    plan = next(d for d in searcher.snapshot.documents if d is not rules)
    cases = [
        (Filters(documents=(rules.id,)), {rules.id}),
        (Filters(documents=("0" * 16,)), set()),
        (Filters(issuers=("某市人民政府",)), {plan.id}),
        (Filters(from_=date(2023, 5, 6), to=date(2023, 5, 6)), {plan.id}),
        (Filters(from_=date(2023, 5, 7)), set()),
        (Filters(to=date(2023, 5, 5)), set()),
        (Filters(), {plan.id, rules.id}),
    ]
    for filters, expected in cases:
        hits = searcher.search("上云企业", k=50, filters=filters)
        assert {hit.passage.document for hit in hits} == expected, filters


def test_a_question_without_known_words_still_ranks_by_meaning(searcher: Searcher) -> None:
    assert len(searcher.search("ωωω", k=3)) == 3


def test_another_model_than_the_snapshots_is_refused(searcher: Searcher, tmp_path: Path) -> None:
    other = load_encoder(str(tiny_model(tmp_path / "other", seed=8)), cache=tmp_path, dtype="fp32")
    with pytest.raises(ModelError, match="两者不同"):
        Searcher(searcher.snapshot, other)
