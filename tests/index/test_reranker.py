"""Re-ranking with a real, tiny cross-encoder of random weights: its order is known only by asking it."""

from pathlib import Path

import numpy as np
import pytest

from index import (
    Encoder,
    ModelError,
    ModelSetting,
    Searcher,
    Segmenter,
    Snapshot,
    build_snapshot,
    load_reranker,
    open_snapshot,
)
from index.fusion import RERANK_WEIGHT, normalised, reordered
from tests.tiny import tiny_model, tiny_reranker

QUESTION = "新增多少家上云企业"


def test_what_was_judged_keeps_its_range_and_the_rest_its_scores() -> None:
    scores = np.array([0.9, 0.2, 0.6, 0.4], dtype=np.float32)
    places, judged = np.array([0, 2, 3]), np.array([-3.0, 5.0, 1.0], dtype=np.float32)

    result = reordered(scores, places, judged)

    assert result[1] == scores[1]
    expected = RERANK_WEIGHT * normalised(judged) + (1 - RERANK_WEIGHT) * normalised(scores[places])
    np.testing.assert_allclose(result[places], 0.4 + 0.6 * expected, atol=1e-6)
    assert result.argmax() == 2


def test_nothing_judged_changes_nothing() -> None:
    scores = np.array([0.9, 0.2], dtype=np.float32)
    np.testing.assert_array_equal(reordered(scores, np.zeros(0, np.int64), np.zeros(0, np.float32)), scores)


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the tiny cross-encoder."""
    return tiny_reranker(tmp_path_factory.mktemp("judge"))


@pytest.fixture
def snapshot(tmp_path: Path, library: Path, model: ModelSetting, segmenter: Segmenter) -> Snapshot:
    """A snapshot of the small library."""
    build_snapshot(tmp_path / "home", [library], model=model, segmenter=segmenter)
    return open_snapshot(tmp_path / "home")


def test_the_best_passages_are_put_in_the_order_of_both_judgements(
    snapshot: Snapshot, tiny_encoder: Encoder, segmenter: Segmenter, judge: Path
) -> None:
    reranker = load_reranker(str(judge), dtype="fp32")
    plain = Searcher(snapshot, tiny_encoder, segmenter).search(QUESTION, k=50)

    again = Searcher(snapshot, tiny_encoder, segmenter, reranker).search(QUESTION, k=50)

    assert {hit.position for hit in again} == {hit.position for hit in plain}
    assert [hit.position for hit in again] != [hit.position for hit in plain]
    judged = reranker.scores(QUESTION, [hit.passage.embedded for hit in again])
    # By the weight of the cross-encoder the best passage is among those that it holds for good.
    assert judged[0] > np.median(judged)


def test_a_name_that_is_neither_folder_nor_hub_id_is_told_in_chinese() -> None:
    with pytest.raises(ModelError, match="找不到重排模型") as caught:
        load_reranker("./没有")
    assert "CrossEncoder" in caught.value.remedy


def test_an_embedding_model_does_not_pass_for_a_cross_encoder(tmp_path: Path, bundled_model: Path) -> None:
    with pytest.raises(ModelError, match="不是重排模型"):
        load_reranker(str(bundled_model), dtype="fp32")
    with pytest.raises(ModelError, match="无法加载重排模型"):
        load_reranker(str(tiny_model(tmp_path / "static")), dtype="fp32")


def test_a_classifier_of_several_labels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="给出 3 个数"):
        load_reranker(str(tiny_reranker(tmp_path / "three", labels=3)), dtype="fp32")
