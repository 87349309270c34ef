"""The training loop: contrastive learning over pairs with in-batch and hard negatives (InfoNCE; Oord et al. 2018)."""

import math
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from benchmarks.training.pairs import Pair

QUERY_PROMPT = "query: "
PASSAGE_PROMPT = "passage: "
_LAYER = re.compile(r"encoder\.layer\.(\d+)\.")


@dataclass(frozen=True, slots=True)
class Recipe:
    """What shapes a run; the defaults are those of the shipped weights.

    Attributes:
        temperature: of the softmax over similarities.
        batch: pairs of a step.
        negatives: hard negatives of a pair, drawn anew in every epoch.
        rate: highest learning rate, reached after the warm-up and falling linearly to zero.
        warm_up: share of the steps.
        decay: weight decay.
        query_tokens: questions are cut there.
        passage_tokens: passages are cut there.
        frozen: layers from the bottom that stay as they are, like the word embeddings.
        budget: tokens encoded at once; bounds memory and padding.
        seed: of every draw.
    """

    temperature: float = 0.02
    batch: int = 32
    negatives: int = 2
    rate: float = 3e-5
    warm_up: float = 0.1
    decay: float = 0.01
    query_tokens: int = 64
    passage_tokens: int = 160
    frozen: int = 4
    budget: int = 2048
    seed: int = 7


class Trainer:
    """Trains the layers of an encoder; its word embeddings stay as they are."""

    def __init__(
        self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, texts: Sequence[str], recipe: Recipe
    ) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._texts = texts
        self._recipe = recipe
        self._tokens: dict[int, list[int]] = {}
        for name, parameter in model.named_parameters():
            layer = _LAYER.match(name)
            parameter.requires_grad_(layer is not None and int(layer[1]) >= recipe.frozen)

    def run(self, epochs: Sequence[Sequence[Sequence[Pair]]], progress: Callable[[int, int, float], None]) -> None:
        """Train over epochs of batches of pairs; `progress` is told the step, their number and the mean loss."""
        recipe = self._recipe
        rng = random.Random(recipe.seed)
        torch.manual_seed(recipe.seed)
        trained = [parameter for parameter in self._model.parameters() if parameter.requires_grad]
        optimiser = torch.optim.AdamW(trained, lr=recipe.rate, weight_decay=recipe.decay)
        steps = sum(map(len, epochs))
        schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate_at(step, steps, recipe.warm_up))
        self._model.train()
        mean = 0.0
        for step, batch in enumerate(batch for epoch in epochs for batch in epoch):
            loss = self._loss(batch, rng)
            loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad(set_to_none=True)
            mean = loss.item() if step == 0 else 0.95 * mean + 0.05 * loss.item()
            progress(step + 1, steps, mean)
        self._model.train(mode=False)

    def _loss(self, batch: Sequence[Pair], rng: random.Random) -> Tensor:
        passages = [pair.passage for pair in batch]
        for pair in batch:
            passages += rng.sample(pair.negatives, min(self._recipe.negatives, len(pair.negatives)))
        columns = list(dict.fromkeys(passages))
        queries = self._encoded([self._ids(QUERY_PROMPT + pair.query, self._recipe.query_tokens) for pair in batch])
        encoded = self._encoded([self._passage(number) for number in columns])
        scores = queries @ encoded.T / self._recipe.temperature
        own = torch.tensor([columns.index(pair.passage) for pair in batch])
        other_right = torch.tensor(
            [[number in pair.right and number != pair.passage for number in columns] for pair in batch]
        )
        return torch.nn.functional.cross_entropy(scores.masked_fill(other_right, -math.inf), own)

    def _passage(self, number: int) -> list[int]:
        if number not in self._tokens:
            self._tokens[number] = self._ids(PASSAGE_PROMPT + self._texts[number], self._recipe.passage_tokens)
        return self._tokens[number]

    def _ids(self, text: str, limit: int) -> list[int]:
        ids: list[int] = self._tokenizer(text, truncation=True, max_length=limit)["input_ids"]
        return ids

    def _encoded(self, sequences: Sequence[Sequence[int]]) -> Tensor:
        return encoded(self._model, sequences, self._recipe.budget, self._tokenizer.pad_token_id)


def encoded(model: PreTrainedModel, sequences: Sequence[Sequence[int]], budget: int, pad: int) -> Tensor:
    """Unit vectors of token sequences in their order (mean of the last layer), encoded in batches of like length."""
    order = sorted(range(len(sequences)), key=lambda at: -len(sequences[at]))
    pieces: list[Tensor] = []
    for positions in _batches(order, [len(sequence) for sequence in sequences], budget):
        longest = len(sequences[positions[0]])
        ids = torch.full((len(positions), longest), pad)
        mask = torch.zeros((len(positions), longest), dtype=torch.long)
        for row, at in enumerate(positions):
            ids[row, : len(sequences[at])] = torch.tensor(sequences[at])
            mask[row, : len(sequences[at])] = 1
        states = model(input_ids=ids, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).to(states.dtype)
        pieces.append((states * weights).sum(1) / weights.sum(1))
    back = torch.empty(len(order), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(order))
    return torch.nn.functional.normalize(torch.cat(pieces)[back], dim=1)


def _batches(order: Sequence[int], lengths: Sequence[int], budget: int) -> Iterator[Sequence[int]]:
    start = 0
    while start < len(order):
        size = max(1, budget // lengths[order[start]])
        yield order[start : start + size]
        start += size


def _rate_at(step: int, steps: int, warm_up: float) -> float:
    rising = max(1, round(steps * warm_up))
    return min((step + 1) / rising, max(0.0, (steps - step) / max(1, steps - rising)))


def epoch_batches(sources: Sequence[tuple[Sequence[Pair], float]], size: int, rng: random.Random) -> list[list[Pair]]:
    """The batches of one epoch, in random order: of each source the given share of its pairs; no batch mixes sources.

    Of equal questions in a batch only one is kept, since the others' right passages would be its negatives.
    """
    batches: list[list[Pair]] = []
    for pairs, share in sources:
        drawn = rng.sample(list(pairs), round(len(pairs) * share))
        batches += [drawn[start : start + size] for start in range(0, len(drawn) - size // 2, size)]
    rng.shuffle(batches)
    return batches
