"""How close a model holds what has nothing to do with each other."""

import numpy as np
import pytest

from index.encoder import SentenceEncoder
from index.unrelated import MATTERS, unrelated_cosine


def test_a_question_and_the_sentence_of_its_own_matter_do_not_count() -> None:
    apart = np.eye(len(MATTERS), dtype=np.float32)
    assert unrelated_cosine(apart, apart) == 0


def test_it_is_the_mean_cosine_of_all_others() -> None:
    draw = np.random.default_rng(3)
    questions, sentences = draw.normal(size=(2, 5, 8)).astype(np.float32)
    expected = [questions[i] @ sentences[j] for i in range(5) for j in range(5) if i != j]
    assert unrelated_cosine(questions, sentences) == pytest.approx(np.mean(expected), abs=1e-6)


@pytest.mark.model
def test_the_model_holds_a_question_closer_to_its_own_matter_than_to_what_is_unrelated(
    bundled_encoder: SentenceEncoder,
) -> None:
    questions, sentences = zip(*MATTERS, strict=True)
    own = np.sum(bundled_encoder.encode(questions, "query") * bundled_encoder.encode(sentences, "passage"), axis=1)
    assert own.min() > bundled_encoder.info.unrelated
