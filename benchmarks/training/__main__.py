"""Trains the shipped adapter from the bundled model, in rounds; every round draws harder negatives than the one before.

    python -m benchmarks.training --work DIR [--rounds 1] [--epochs 3]

Needs the development data (`YIJU_DEV_DATA`: `bench/stard-laws` and `policy-docs`). A round is: encode all articles with
the model so far, draw negatives from its ranking and from BM25, train from the bundled weights. What a round has
finished is kept in DIR and not done again. The last round's differences are packed into DIR/adapter.safetensors.
"""

import argparse
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from rich.console import Console
from transformers import AutoModel, AutoTokenizer, PreTrainedModel, PreTrainedTokenizerBase

from benchmarks.training.negatives import Ranking, law_pairs, nearest
from benchmarks.training.pack import packed_adapter
from benchmarks.training.pairs import LawQuestion, part_of, read_law_questions, structure_pairs
from benchmarks.training.train import PASSAGE_PROMPT, QUERY_PROMPT, Recipe, Trainer, encoded, epoch_batches
from corpus import find_files, read_library
from index import Passage, Segmenter
from index.bundled import expand_bundled, source_digest
from index.lexical import LexicalIndex
from index.passages import passages_of
from ui.settings import Settings, load_settings

NAME = "yiju-e5-small-1"
MINED_TOKENS = 192
DEPTH = 100
DENSE_RANKS, LEXICAL_RANKS = (6, 50), (4, 30)
"""Ranks that negatives are drawn from, of the dense and of the lexical search."""
STRUCTURE_SHARE = 0.15
"""Share of the structure pairs that an epoch sees."""

_console = Console(stderr=True)


@dataclass(frozen=True, slots=True)
class Material:
    """What is trained on: `texts` are the articles, then the embedded texts of the passages of official documents."""

    texts: Sequence[str]
    articles: int
    questions: Sequence[LawQuestion]
    passages: Sequence[Passage]
    lexical: Ranking


def main() -> None:
    """Run the recipe."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=3)
    arguments = parser.parse_args()
    settings = load_settings()
    if settings.dev_data is None:
        parser.error("YIJU_DEV_DATA is not set")
    work: Path = arguments.work
    work.mkdir(parents=True, exist_ok=True)
    base = expand_bundled(settings.cache)
    material = read_material(settings, settings.dev_data, work)
    current = base
    for number in range(1, arguments.rounds + 1):
        target = work / f"round{number}"
        if not target.exists():
            train_round(material, current, base, target, arguments.epochs, work)
        current = target
    description = {"name": NAME, "base": source_digest(), "strength": "1.0"}
    (work / "adapter.safetensors").write_bytes(packed_adapter(current, base, description))


def read_material(settings: Settings, data: Path, work: Path) -> Material:
    """Read the articles and questions, the official documents, and what BM25 finds for the questions."""
    texts, questions = read_law_questions(data / "bench" / "stard-laws")
    documents = read_library(find_files([data / "policy-docs"], without=settings.home)).documents
    passages = [passage for document in documents for passage in passages_of(document)]
    segmenter = Segmenter(work / "segmenter")
    index = LexicalIndex.build([segmenter.terms(text) for text in texts])
    lexical = np.stack([_best(index.scores(segmenter.terms(question.text)), DEPTH) for question in questions])
    return Material([*texts, *(passage.embedded for passage in passages)], len(texts), questions, passages, lexical)


def train_round(  # noqa: PLR0917  the two models and the two folders of a round
    material: Material, current: Path, base: Path, target: Path, epochs: int, work: Path
) -> None:
    """Mine with the model in `current`, train from the one in `base`, save into `target`."""
    recipe = Recipe()
    tokenizer = AutoTokenizer.from_pretrained(base)
    articles, asked = mined(current, tokenizer, material, work / f"{target.name}-vectors.npz", recipe)
    dense = nearest(asked, articles, DEPTH)
    trained = [row for row, question in enumerate(material.questions) if part_of(question.ident) == "training"]
    law = law_pairs(
        [material.questions[row] for row in trained],
        material.texts[: material.articles],
        [(dense[trained], *DENSE_RANKS), (material.lexical[trained], *LEXICAL_RANKS)],
    )
    numbers = range(material.articles, len(material.texts))
    structure = structure_pairs(material.passages, numbers, random.Random(recipe.seed))
    rng = random.Random(recipe.seed)
    batches = [epoch_batches([(law, 1.0), (structure, STRUCTURE_SHARE)], recipe.batch, rng) for _ in range(epochs)]
    _console.print(f"{len(law)} pairs of questions and articles, {len(structure)} of structure")
    model = AutoModel.from_pretrained(
        base, add_pooling_layer=False, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
    )
    began = time.perf_counter()
    Trainer(model, tokenizer, material.texts, recipe).run(
        batches,
        lambda step, steps, loss: _console.print(
            f"{step}/{steps} loss {loss:.3f} {(time.perf_counter() - began) / 60:.1f} min"
        ),
    )
    model.save_pretrained(target)


def mined(
    folder: Path, tokenizer: PreTrainedTokenizerBase, material: Material, kept: Path, recipe: Recipe
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Vectors of all articles and questions; in 8-bit arithmetic, which is exact enough to find negatives with."""
    if not kept.exists():
        model = AutoModel.from_pretrained(folder, add_pooling_layer=False).eval()
        asked = _vectors(model, tokenizer, [QUERY_PROMPT + question.text for question in material.questions], recipe)
        quick = torch.ao.quantization.quantize_dynamic(  # type: ignore[no-untyped-call]  # torch leaves it untyped
            model, {torch.nn.Linear}, dtype=torch.qint8
        )
        texts = [PASSAGE_PROMPT + text for text in material.texts[: material.articles]]
        np.savez(kept, articles=_vectors(quick, tokenizer, texts, recipe), asked=asked)
    vectors = np.load(kept)
    return vectors["articles"], vectors["asked"]


def _vectors(
    model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, texts: Sequence[str], recipe: Recipe
) -> NDArray[np.float32]:
    ids = tokenizer(list(texts), truncation=True, max_length=MINED_TOKENS)["input_ids"]
    with torch.inference_mode():
        vectors: NDArray[np.float32] = encoded(model, ids, recipe.budget, tokenizer.pad_token_id).numpy()
    return vectors


def _best(scores: NDArray[np.float32], count: int) -> Ranking:
    positions = np.argpartition(-scores, count)[:count]
    return positions[np.lexsort((positions, -scores[positions]))].astype(np.int64)


if __name__ == "__main__":
    main()
