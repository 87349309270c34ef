"""Re-ranking: a cross-encoder, which reads question and passage together, puts the best passages in a new order.

It is far slower than the search (tens of milliseconds a passage on a CPU) and none comes with the installation; who has
one names it in the settings.
"""
# ruff: noqa: PLC0415  (torch and sentence-transformers take seconds to import: when a model is loaded and not before)

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from index.encoder import native_dtype
from index.errors import ModelError
from index.fusion import Scores
from index.model_folder import find_model, first_line, quiet_loading, unheard

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_CHOICES = "请填 Sentence Transformers 重排模型（CrossEncoder）的文件夹，或可下载的模型名，例如 BAAI/bge-reranker-base"
_HEADS = ("ForSequenceClassification", "ForCausalLM")
_BATCH = 8


class Reranker(Protocol):
    """Anything that says how well passages answer a question."""

    @property
    def name(self) -> str:
        """The setting that loads it."""

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        """A score for each text, the better the higher; only those of one question can be compared."""


class CrossReranker:
    """A `Reranker` over a loaded cross-encoder; several threads may use it at once."""

    def __init__(self, model: "CrossEncoder", name: str) -> None:
        self._model = model
        self._name = name
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """See `Reranker.name`."""
        return self._name

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        """See `Reranker.scores`.

        Raises:
            ModelError: the model computed numbers that are not finite.
        """
        pairs = [(question, text) for text in texts]
        with self._lock:
            computed = self._model.predict(pairs, batch_size=_BATCH, show_progress_bar=False)
        scores = np.asarray(computed, dtype=np.float32)
        if not np.isfinite(scores).all():
            raise ModelError(
                f"重排模型 {self._name} 算出了无效的数", remedy="请把计算精度改为 fp32，或改用其他重排模型"
            )
        return scores


def load_reranker(name: str, *, dtype: str = "auto", progress: Callable[[str], None] | None = None) -> CrossReranker:
    """Load a cross-encoder that gives one number for a pair of texts.

    Args:
        name: the folder of a Sentence Transformers cross-encoder, loaded without touching the network, or a hub id.
        dtype: `fp32`, `bf16` or `auto`; see `load_encoder`.
        progress: told in Chinese what is being done.

    Raises:
        ModelError: the model cannot be found, read or run, or gives several numbers for a pair.
    """
    tell = progress or unheard
    folder, name = find_model(name, "重排模型", _CHOICES, tell)
    tell(f"正在加载重排模型 {name}")
    return CrossReranker(_load(folder, name, dtype), name)


def _load(folder: Path, name: str, dtype: str) -> "CrossEncoder":
    import torch
    from safetensors import SafetensorError
    from sentence_transformers import CrossEncoder

    quiet_loading()
    # What a folder that is no sound model makes these libraries raise.
    expected = (OSError, ValueError, LookupError, TypeError, AttributeError, RuntimeError, ImportError, SafetensorError)
    try:
        model: CrossEncoder = CrossEncoder(str(folder), local_files_only=True)
        chosen = dtype if dtype != "auto" else native_dtype(model.device)
        model.to(torch.bfloat16 if chosen == "bf16" else torch.float32)
        shape = np.asarray(model.predict([("问题", "段落")], show_progress_bar=False)).shape
    except Exception as error:
        # tokenizers reports a damaged tokenizer.json as a plain Exception.
        if not isinstance(error, expected) and type(error) is not Exception:
            raise
        raise ModelError(
            f"无法加载重排模型 {name}：{first_line(error)}",
            remedy="请确认该文件夹是完整的 CrossEncoder 模型，或清除 YIJU_RERANKER",
        ) from error
    # A model without a head for judging pairs is given one of random numbers, and its judgements would be noise.
    architectures = (model.config.architectures if model.config else None) or ()
    if not any(architecture.endswith(_HEADS) for architecture in architectures):
        raise ModelError(f"{name} 不是重排模型（模型结构：{'、'.join(architectures) or '未注明'}）", remedy=_CHOICES)
    if shape != (1,):
        raise ModelError(f"重排模型 {name} 对一对文字给出 {shape[-1]} 个数，不能用来排序", remedy=_CHOICES)
    return model
