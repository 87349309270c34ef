"""Scoring: candidates of both sides, and the features that one score is made of."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from index.encoder import Encoder
from index.fusion import LEGISLATION, WEIGHTS, highest, weighted_sum
from index.scoring import Query, Scorer
from index.segment import Segmenter, Terms
from index.snapshot import Snapshot
from index.text_index import TextIndex
from index.vectors import VectorIndex

TEXTS = [f"第{at}号文件规定企业补助{at}万元" for at in range(1, 61)] + ["老年人数字化服务", "新增上云企业五万家"]


class _Parts(Snapshot):
    """What scoring takes from a snapshot, without its files."""

    def __init__(self, lexical: TextIndex, vectors: VectorIndex, ranks: Sequence[float]) -> None:
        self.lexical = lexical
        self.vectors = vectors
        self.passage_authority = np.asarray(ranks, np.float32)
        self.passage_documents = np.arange(len(TEXTS), dtype=np.int32) // 2


@pytest.fixture
def parts(tiny_encoder: Encoder, segmenter: Segmenter) -> _Parts:
    terms: list[Terms] = [segmenter.passage("", text) for text in TEXTS]
    lexical = TextIndex.build(terms, [at // 2 for at in range(len(TEXTS))])
    ranks = [at % 4 / 3 for at in range(len(TEXTS))]
    return _Parts(lexical, VectorIndex.build(tiny_encoder.encode(TEXTS, "passage")), ranks)


def query(text: str, encoder: Encoder, segmenter: Segmenter, expansions: tuple[tuple[str, float], ...] = ()) -> Query:
    asked = segmenter.question(text)
    return Query(asked.words, encoder.encode([text], "query"), expansions, text=text, pairs=asked.pairs)


def test_candidates_are_the_best_of_each_side(parts: Snapshot, tiny_encoder: Encoder, segmenter: Segmenter) -> None:
    asked = query("新增多少家上云企业", tiny_encoder, segmenter)
    scorer = Scorer(parts, asked)
    lexical = parts.lexical.scores("pairs", asked.pairs)
    near = highest(lexical, 5)
    expected = np.union1d(near[lexical[near] > 0], highest(scorer.features(np.arange(len(TEXTS)))["dense"], 5))
    assert scorer.candidates(5).tolist() == expected.tolist()
    assert 61 in expected


def test_only_allowed_passages_are_candidates(parts: Snapshot, tiny_encoder: Encoder, segmenter: Segmenter) -> None:
    scorer = Scorer(parts, query("新增多少家上云企业", tiny_encoder, segmenter))
    allowed = np.arange(0, 60, 2)
    assert set(scorer.candidates(3, allowed)) <= set(allowed)
    assert scorer.candidates(3, np.array([7, 5])).tolist() == [5, 7]


@pytest.mark.parametrize(("laws", "weights"), [(True, LEGISLATION), (False, WEIGHTS)])
def test_the_fused_score_is_the_weighted_sum_of_all_features(
    parts: _Parts, tiny_encoder: Encoder, segmenter: Segmenter, *, laws: bool, weights: Mapping[str, float]
) -> None:
    if not laws:
        parts.passage_authority[::2] = np.nan
    scorer = Scorer(parts, query("企业补助3万元", tiny_encoder, segmenter))
    candidates = scorer.candidates(5)
    scored = scorer.scores(candidates)
    assert scored.features.keys() == weights.keys()
    np.testing.assert_array_equal(scored.fused, weighted_sum(scored.features, weights))
    np.testing.assert_array_equal(scored.dense, scored.features["dense"])
    assert candidates[int(np.argmax(scored.fused))] == 2


def test_an_expansion_finds_what_the_question_does_not_say(
    parts: Snapshot, tiny_encoder: Encoder, segmenter: Segmenter
) -> None:
    plain = Scorer(parts, query("长者有哪些服务", tiny_encoder, segmenter))
    wider = Scorer(parts, query("长者有哪些服务", tiny_encoder, segmenter, (("老年人", 0.5),)))
    at = np.array([60])
    for name in ("words", "documents"):
        assert wider.features(at)[name] > plain.features(at)[name]
    assert wider.scores(at).lexical > plain.scores(at).lexical
