"""Turns texts into vectors: the seam that the rest of the package asks for, and its Sentence Transformers side.

torch and sentence-transformers take seconds to import, so they are imported when a model is loaded and not before.
"""

import logging
import os
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from index.bundled import expand_bundled, folder_digest, recorded_digest
from index.errors import ModelError

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

Role = Literal["query", "passage"]
"""What a text is for: models are trained to embed a question and the passage that answers it differently."""

Vectors = NDArray[np.float32]
"""Rows are vectors: n × dimension, float32, of unit length."""

BUNDLED = "bundled:multilingual-e5-small"
"""The setting that stands for the model that comes with the installation (see `index.bundled`)."""

# Characters in a batch, every text counted as long as the longest one beside it. Measured on 2 cores with Chinese passages
# of 100–600 characters: 2,000–8,000 differ by less than the noise, 32 texts of 600 are slower.
_BUDGET = 4_000
_SMALLEST_NORM = np.float32(1e-12)

# The names under which authors keep the prompt of each role, the most telling one first.
_PROMPT_NAMES: dict[Role, tuple[str, ...]] = {
    "query": ("query",),
    "passage": ("passage", "document", "corpus"),
}
_HUB_ID = re.compile(r"[\w.-]+(?:/[\w.-]+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What an index must know about the model that made its vectors.

    Attributes:
        name: the setting that loads this model again: `BUNDLED`, an absolute folder path, or a hub id.
        dimension: numbers in a vector.
        dtype: `fp32` or `bf16`, the arithmetic inside the model; the vectors themselves are always float32.
        digest: SHA-256 (hex) over the model's settings, vocabularies and weights.
    """

    name: str
    dimension: int
    dtype: str
    digest: str


class Encoder(Protocol):
    """Anything that turns texts into vectors."""

    @property
    def info(self) -> ModelInfo:
        """The model behind the vectors."""

    def encode(
        self, texts: Sequence[str], role: Role, *, progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """The vectors of `texts` in their order: len(texts) × dimension.

        Args:
            texts: any number of texts, none included.
            role: what the texts are for.
            progress: told after each step how many texts were done in it.
        """


class SentenceEncoder:
    """An `Encoder` over a loaded Sentence Transformers model; several threads may use it at once.

    A text that is longer than the model's window is cut there, as the model does. A text in which the model sees nothing
    at all has the zero vector: it is equally far from everything.
    """

    def __init__(self, model: "SentenceTransformer", info: ModelInfo) -> None:
        self._model = model
        self._info = info
        self._lock = threading.Lock()

    @property
    def info(self) -> ModelInfo:
        """The model behind the vectors."""
        return self._info

    def encode(
        self, texts: Sequence[str], role: Role, *, progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """See `Encoder.encode`.

        Raises:
            ModelError: the model computed numbers that are not finite.
        """
        vectors = np.empty((len(texts), self._info.dimension), dtype=np.float32)
        for batch in batches([len(text) for text in texts], _BUDGET):
            # The lock is held for one batch, so a question does not wait for a whole build.
            with self._lock:
                vectors[batch] = self._compute([texts[i] for i in batch], role)
            if progress is not None:
                progress(len(batch))
        if not np.isfinite(vectors).all():
            raise ModelError(
                f"向量模型 {self._info.name} 算出了无效的数（{self._info.dtype}）",
                remedy="请把计算精度改为 fp32，或改用其他向量模型",
            )
        return unit(vectors)

    def _compute(self, texts: list[str], role: Role) -> Vectors:
        # Half a surrogate pair, as JSON can carry, is not text to the tokenizer; it becomes a question mark.
        sound = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        encode = self._model.encode_query if role == "query" else self._model.encode_document
        computed = encode(sound, prompt=self._prompt(role), batch_size=len(sound), show_progress_bar=False)
        return np.asarray(computed, dtype=np.float32)

    def _prompt(self, role: Role) -> str | None:
        prompts = self._model.prompts
        # Sentence Transformers fills in an empty "document" for models that define none, ahead of a "passage" they do.
        return next((prompts[name] for name in _PROMPT_NAMES[role] if prompts.get(name)), None)


def load_encoder(
    name: str,
    *,
    cache: Path,
    dtype: str = "auto",
    threads: int | None = None,
    progress: Callable[[str], None] | None = None,
) -> SentenceEncoder:
    """Load a model.

    Args:
        name: `BUNDLED`, the folder of a Sentence Transformers model, or a hub id. A folder and the bundled model are
            loaded without touching the network; a hub id is looked up in the local hub cache first.
        cache: where the bundled model is expanded.
        dtype: `fp32`, `bf16`, or `auto`: bf16 on a CPU that multiplies bf16 in hardware, fp32 elsewhere.
        threads: CPU threads of torch, a setting of the whole process; None leaves torch's own choice.
        progress: told in Chinese what is being done.

    Raises:
        ModelError: the name means nothing, or the model cannot be found, read or run.
    """
    if dtype not in {"auto", "fp32", "bf16"}:
        raise ModelError(f"不认识的计算精度“{dtype}”", remedy="可选 auto、fp32、bf16")
    tell = progress or _unheard
    if name == BUNDLED:
        folder = expand_bundled(cache, progress=progress)
        tell("正在加载向量模型")
        return _assemble(_from_folder(folder, name, threads), name, dtype, recorded_digest(folder))
    folder = Path(name).expanduser()
    if folder.is_dir():
        tell(f"正在加载向量模型 {name}")
        place = str(folder.resolve())
        return _assemble(_from_folder(folder, name, threads), place, dtype, folder_digest(folder))
    if not _HUB_ID.fullmatch(name) or folder.exists():
        raise ModelError(
            f"找不到向量模型“{name}”：没有这个文件夹，它也不是模型名",
            remedy=f"请填 {BUNDLED}（内置模型）、模型文件夹的路径，或形如 BAAI/bge-small-zh-v1.5 的模型名",
        )
    tell(f"正在加载向量模型 {name}")
    model = _from_hub(name, threads, tell)
    return _assemble(model, name, dtype, folder_digest(_hub_folder(name, model)))
