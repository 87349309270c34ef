"""The order of passages by what the question says of documents: arithmetic, and through a real search."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Encoder, Filters, ModelSetting, Searcher, Segmenter, build_snapshot, open_snapshot
from index.preference import SCOPE_WEIGHT, arranged, raised, sides_of
from index.scope import Cue, scope_of

VALUES = st.lists(st.floats(0, 1, width=32), min_size=1, max_size=20)


@given(VALUES, st.data())
def test_raised_scores_stay_between_zero_and_one(fused: list[float], data: st.DataObject) -> None:
    size = len(fused)
    parts = [
        np.asarray(data.draw(st.lists(st.floats(0, 1, width=32), min_size=size, max_size=size)), dtype=np.float32)
        for _ in range(3)
    ]
    scores = raised(np.asarray(fused, dtype=np.float32), *parts)
    assert np.all((scores >= 0) & (scores <= 1.00001))


def test_without_preferences_scores_stay_as_they_are() -> None:
    fused = np.asarray([0.1, 1.0, 0.5], dtype=np.float32)
    assert np.array_equal(raised(fused, None, None, None), fused)
    assert np.array_equal(raised(fused, np.zeros(3, dtype=np.float32), None, None), fused)


def test_scope_yields_to_a_passage_that_fits_much_better() -> None:
    inside = np.asarray([1.0, 0.0], dtype=np.float32)
    near = raised(np.asarray([1 - SCOPE_WEIGHT / 2, 1.0], dtype=np.float32), inside, None, None)
    far = raised(np.asarray([0.9 - SCOPE_WEIGHT, 1.0], dtype=np.float32), inside, None, None)
    assert near[0] > near[1]
    assert far[0] < far[1]


def test_sides_take_turns_and_nothing_is_lost() -> None:
    scores = np.asarray([0.9, 0.8, 0.7, 0.6, 0.2, 0.1], dtype=np.float32)
    order = arranged(scores, np.arange(6), [np.asarray([0, 1, 2, 3]), np.asarray([4, 5])], str)
    assert list(order) == [0, 4, 1, 5, 2, 3]


def test_a_text_is_shown_once_before_it_is_repeated() -> None:
    scores = np.asarray([0.9, 0.8, 0.7], dtype=np.float32)
    assert list(arranged(scores, np.arange(3), [], lambda at: ["甲", "甲 ", "乙"][at])) == [0, 2, 1]


@given(VALUES)
def test_every_candidate_is_in_the_order_once(values: list[float]) -> None:
    scores = np.asarray(values, dtype=np.float32)
    half = np.arange(0, len(values), 2)
    order = arranged(
        scores, np.arange(len(values)), [half, np.setdiff1d(np.arange(len(values)), half)], lambda at: str(at % 3)
    )
    assert sorted(order) == list(range(len(values)))


def test_several_documents_without_names_are_the_best_two() -> None:
    documents = np.asarray([0, 0, 1, 2], dtype=np.int32)
    scores = np.asarray([0.9, 0.8, 0.1, 0.3], dtype=np.float32)
    sides = sides_of(None, documents, scores, np.arange(4), several=True)
    assert [list(side) for side in sides] == [[0, 1], [3]]
    assert sides_of(None, documents, scores, np.arange(4), several=False) == []


def cue(kind: str, values: list[float], *, apart: bool = False, certainty: float = 0.9) -> Cue:
    return Cue(kind, kind, 1.0, certainty, np.asarray(values, dtype=np.float32), apart)


def test_cues_that_fit_all_documents_or_none_say_nothing() -> None:
    assert scope_of([]) is None
    assert scope_of([cue("地区", [1, 1, 1]), cue("标题", [0, 0, 0])]) is None


def test_a_cue_against_a_document_weighs_more_than_its_share() -> None:
    scope = scope_of([cue("标题", [1, 1, 0]), cue("年份", [1, 0, 0])])
    assert scope is not None
    assert scope.strengths[0] > 0.9
    assert scope.strengths[1] < 0.25
    assert scope.strengths[2] == 0
    assert list(scope.meant()) == [0]


def test_what_stands_side_by_side_makes_sides() -> None:
    scope = scope_of(
        [cue("标题", [1, 1, 1, 0]), cue("年份", [1, 0, 0, 0], apart=True), cue("年份", [0, 1, 0, 0], apart=True)]
    )
    assert scope is not None
    assert len(scope.sides) == 2
    assert list(scope.meant()) == [0, 1]
    assert scope.strengths[0] == scope.strengths[1] > scope.strengths[2]


RULES = """{place}市停车条例
第一章 总则
第一条 为了规范停车秩序，制定本条例。
第二条 在道路上停车，每小时收费{fee}元。
第二章 附则
第三条 本条例自{year}年1月1日起施行。
"""


@pytest.fixture(scope="module")
def searcher(
    tmp_path_factory: pytest.TempPathFactory, tiny_folder: Path, tiny_encoder: Encoder, segmenter: Segmenter
) -> Searcher:
    """A searcher over the same rules of three cities, and a plan."""
    folder = tmp_path_factory.mktemp("cities")
    for place, fee, year in (("成都", "三", 2021), ("杭州", "五", 2022), ("长沙", "四", 2023)):
        (folder / f"{place}.txt").write_text(RULES.format(place=place, fee=fee, year=year), "utf-8")
    (folder / "方案.txt").write_text("充电设施建设方案\n一、目标\n建成充电桩五千个。\n", "utf-8")
    home = tmp_path_factory.mktemp("home")
    build_snapshot(
        home, [folder], model=ModelSetting(str(tiny_folder), "fp32", lambda _: tiny_encoder), segmenter=segmenter
    )
    return Searcher(open_snapshot(home), tiny_encoder, segmenter)


@pytest.mark.parametrize("place", ["成都", "杭州", "长沙"])
def test_the_place_asked_about_comes_first(searcher: Searcher, place: str) -> None:
    hits = searcher.search(f"在{place}，道路停车每小时收费多少？", k=3)
    assert searcher.snapshot.document(hits[0].passage.document).title == f"{place}市停车条例"
    assert "每小时收费" in hits[0].passage.text
    assert hits[0].understood.places == (place,)


@pytest.mark.parametrize("place", ["成都", "杭州", "长沙"])
def test_a_clause_named_by_number_comes_first(searcher: Searcher, place: str) -> None:
    for number in ("第三条", "第3条", "第（三）条"):
        hits = searcher.search(f"《{place}市停车条例》{number}说了什么", k=1)
        assert hits[0].passage.text.startswith("第三条")
        assert searcher.snapshot.document(hits[0].passage.document).title == f"{place}市停车条例"


def test_of_what_is_compared_each_is_among_the_first(searcher: Searcher) -> None:
    hits = searcher.search("成都和长沙的停车条例各从哪天起施行", k=4)
    titles = [searcher.snapshot.document(hit.passage.document).title for hit in hits[:2]]
    assert set(titles) == {"成都市停车条例", "长沙市停车条例"}


def test_scope_yields_when_nothing_in_it_fits(searcher: Searcher) -> None:
    hits = searcher.search("成都要建成充电桩多少个，充电设施建设方案的目标", k=2)
    assert "充电桩五千个" in hits[0].passage.text


def test_a_filter_is_strict_whatever_the_question_names(searcher: Searcher) -> None:
    other = next(card.id for card in searcher.snapshot.catalogue if card.title == "杭州市停车条例")
    hits = searcher.search("《成都市停车条例》第三条", k=20, filters=Filters(documents=(other,)))
    assert {hit.passage.document for hit in hits} == {other}


def test_scores_fall_also_where_sides_take_turns(searcher: Searcher) -> None:
    for question in ("成都和长沙的停车条例各从哪天起施行", "《杭州市停车条例》第三条", "停车", "两份文件怎么规定停车"):
        scores = [hit.score for hit in searcher.search(question, k=50)]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)
        assert len(scores) == len(searcher.snapshot.passages)
