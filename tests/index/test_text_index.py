"""The lexical side of a snapshot: its three fields."""

from pathlib import Path

import numpy as np
import pytest

from index.lexical import LexicalIndex
from index.segment import Terms
from index.text_index import FIELDS, PAIR_B, PAIR_K1, TextIndex

PASSAGES = [
    Terms(("数字", "经济"), ("数字", "字经", "经济")),
    Terms(("上云", "企业"), ("上云", "云企", "企业")),
    Terms(("数字", "政府"), ("数字", "字政", "政府")),
]
DOCUMENTS = [0, 0, 1]


@pytest.fixture
def index() -> TextIndex:
    return TextIndex.build(PASSAGES, DOCUMENTS)


def test_words_and_pairs_are_scored_passage_by_passage(index: TextIndex) -> None:
    words = LexicalIndex.build([passage.words for passage in PASSAGES])
    pairs = LexicalIndex.build([passage.pairs for passage in PASSAGES], k1=PAIR_K1, b=PAIR_B)
    np.testing.assert_array_equal(index.scores("words", ["数字"]), words.scores(["数字"]))
    np.testing.assert_array_equal(
        index.scores("pairs", ["字经"], [("企业", 0.5)]), pairs.scores(["字经"], [("企业", 0.5)])
    )
    assert index.idf("企业") == words.idf("企业")
    at = np.array([0, 2])
    np.testing.assert_array_equal(index.coverage(["数字", "字经"], at), pairs.coverage(["数字", "字经"], at))


def test_documents_are_scored_by_what_all_their_passages_say(index: TextIndex) -> None:
    whole = LexicalIndex.build([PASSAGES[0].pairs + PASSAGES[1].pairs, PASSAGES[2].pairs], k1=PAIR_K1, b=PAIR_B)
    np.testing.assert_array_equal(index.scores("documents", ["数字", "企业"]), whole.scores(["数字", "企业"]))


def test_a_saved_index_gives_the_same_scores_and_the_same_bytes(index: TextIndex, tmp_path: Path) -> None:
    for name in ("one", "two"):
        TextIndex.build(PASSAGES, DOCUMENTS).save(tmp_path / name)
    written = [
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.*")}
        for name in ("one", "two")
    ]
    assert written[0] == written[1]
    assert len(written[0]) == 5 * len(FIELDS)
    opened = TextIndex.load(tmp_path / "one")
    assert opened.size == 3
    for field in FIELDS:
        np.testing.assert_array_equal(opened.scores(field, ["数字", "字经"]), index.scores(field, ["数字", "字经"]))
