"""Scoring: candidates of both sides, and the features that one score is made of."""

from collections.abc import Sequence

import numpy as np
import pytest

from index.encoder import Encoder
from index.fusion import WEIGHTS, highest, weighted_sum
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


@pytest.fixture
def scorer(tiny_encoder: Encoder, segmenter: Segmenter) -> Scorer:
    terms: list[Terms] = [segmenter.passage("", text) for text in TEXTS]
    lexical = TextIndex.build(terms, [at // 2 for at in range(len(TEXTS))])
    ranks = [at % 4 / 3 for at in range(len(TEXTS))]
    return Scorer(_Parts(lexical, VectorIndex.build(tiny_encoder.encode(TEXTS, "passage")), ranks))


def query(text: str, encoder: Encoder, segmenter: Segmenter, expansions: tuple[tuple[str, float], ...] = ()) -> Query:
    asked = segmenter.question(text)
    return Query(asked.words, encoder.encode([text], "query"), expansions, text=text, pairs=asked.pairs)


def test_candidates_are_the_best_of_each_side(scorer: Scorer, tiny_encoder: Encoder, segmenter: Segmenter) -> None:
    asked = query("新增多少家上云企业", tiny_encoder, segmenter)
    everything = np.arange(len(TEXTS))
    features = scorer.features(asked, everything)
    pairs = highest(features["pairs"], 5)
    expected = np.union1d(pairs[features["pairs"][pairs] > 0], highest(features["dense"], 5))
    assert scorer.candidates(asked, 5, None).tolist() == expected.tolist()
    assert 61 in expected


def test_only_allowed_passages_are_candidates(scorer: Scorer, tiny_encoder: Encoder, segmenter: Segmenter) -> None:
    asked = query("新增多少家上云企业", tiny_encoder, segmenter)
    allowed = np.arange(0, 60, 2)
    assert set(scorer.candidates(asked, 3, allowed)) <= set(allowed)
    assert scorer.candidates(asked, 3, np.array([7, 5])).tolist() == [5, 7]


def test_the_fused_score_is_the_weighted_sum_of_all_features(
    scorer: Scorer, tiny_encoder: Encoder, segmenter: Segmenter
) -> None:
    asked = query("企业补助3万元", tiny_encoder, segmenter)
    candidates = scorer.candidates(asked, 5, None)
    scored = scorer.scores(asked, candidates)
    assert scored.features.keys() == WEIGHTS.keys()
    np.testing.assert_array_equal(scored.fused, weighted_sum(scored.features))
    np.testing.assert_array_equal(scored.lexical, scored.features["pairs"])
    assert candidates[int(np.argmax(scored.fused))] == 2


def test_an_expansion_finds_what_the_question_does_not_say(
    scorer: Scorer, tiny_encoder: Encoder, segmenter: Segmenter
) -> None:
    plain = query("长者有哪些服务", tiny_encoder, segmenter)
    wider = query("长者有哪些服务", tiny_encoder, segmenter, (("老年人", 0.5),))
    at = np.array([60])
    for name in ("pairs", "words", "documents"):
        assert scorer.features(wider, at)[name] > scorer.features(plain, at)[name]
