"""Turns texts into vectors: the seam that the rest of the package asks for, and its Sentence Transformers side.

torch and sentence-transformers take seconds to import, so they are imported when a model is loaded and not before.
"""
# ruff: noqa: PLC0415  (imports inside functions, for the reason above)

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from index.bundled import expand_bundled, folder_digest, recorded_digest
from index.errors import ModelError
from index.model_folder import find_model, first_line, quiet_loading, unheard
from index.unrelated import MATTERS, unrelated_cosine

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

Role = Literal["query", "passage"]
"""What a text is for: models are trained to embed a question and the passage that answers it differently."""

Vectors = NDArray[np.float32]
"""Rows are vectors: n × dimension, float32, of unit length."""

BUNDLED = "bundled:multilingual-e5-small"
"""The setting that stands for the model that comes with the installation (see `index.bundled`)."""

ADAPTED = f"{BUNDLED}+yiju"
"""The same with the weights that were trained for this field merged into it (see `index.adapter`)."""

# Characters in a batch, every text counted as long as the longest one beside it. Measured with Chinese passages of 100
# to 600 characters in fp32: 1,200 to 4,000 take the same time, 16,000 a third more, one text at a time about as long.
_BUDGET = 2_400
_SMALLEST_NORM = np.float32(1e-12)

# The names under which authors keep the prompt of each role, the most telling one first.
_PROMPT_NAMES: dict[Role, tuple[str, ...]] = {
    "query": ("query",),
    "passage": ("passage", "document", "corpus"),
}
_CHOICES = f"请填 {BUNDLED}（内置模型）、模型文件夹的路径，或可下载的模型名，例如 BAAI/bge-small-zh-v1.5"


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What an index must know about the model that made its vectors.

    Attributes:
        name: the setting that loads this model again: `ADAPTED`, `BUNDLED`, an absolute folder path, or a hub id.
        dimension: numbers in a vector.
        dtype: `fp32` or `bf16`, the arithmetic inside the model; the vectors themselves are always float32.
        digest: SHA-256 (hex) over the model's settings, vocabularies and weights.
        unrelated: mean cosine of a question and a text that has nothing to do with it; see `index.unrelated`.
    """

    name: str
    dimension: int
    dtype: str
    digest: str
    unrelated: float = 0.0


class Encoder(Protocol):
    """Anything that turns texts into vectors."""

    @property
    def info(self) -> ModelInfo:
        """The model behind the vectors."""

    def encode(self, texts: Sequence[str], role: Role, *, progress: Callable[[int], None] | None = None) -> Vectors:
        """The vectors of `texts` in their order: len(texts) × dimension.

        Args:
            texts: any number of texts, none included.
            role: what the texts are for.
            progress: told after each step how many texts were done in it.
        """


class SentenceEncoder:
    """An `Encoder` over a loaded Sentence Transformers model; several threads may use it at once.

    A text that is longer than the model's window is cut there, as the model does. A text in which the model sees
    nothing at all has the zero vector: it is equally far from everything.
    """

    def __init__(self, model: "SentenceTransformer", info: ModelInfo) -> None:
        self._model = model
        self._info = info
        self._lock = threading.Lock()

    @property
    def info(self) -> ModelInfo:
        """The model behind the vectors."""
        return self._info

    def encode(self, texts: Sequence[str], role: Role, *, progress: Callable[[int], None] | None = None) -> Vectors:
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
        name: `ADAPTED`, `BUNDLED`, the folder of a Sentence Transformers model, or a hub id. A folder and the bundled
            model are loaded without touching the network; a hub id is looked up in the local hub cache first.
        cache: where the bundled model is expanded.
        dtype: `fp32`, `bf16`, or `auto`: bf16 on a CPU that multiplies bf16 in hardware, fp32 elsewhere.
        threads: CPU threads of torch, a setting of the whole process; None leaves torch's own choice.
        progress: told in Chinese what is being done.

    Raises:
        ModelError: the name means nothing, or the model cannot be found, read or run.
    """
    if dtype not in {"auto", "fp32", "bf16"}:
        raise ModelError(f"不认识的计算精度“{dtype}”", remedy="可选 auto、fp32、bf16")
    tell = progress or unheard
    # These are read when the libraries are first imported. Idle OpenMP threads that spin for long instead of sleeping
    # take the processor from the threads of the other OpenMP runtimes in this process (torch, FAISS and scikit-learn
    # bring one each): with two busy neighbours on 2 cores a question took 450 ms spinning and 60 ms sleeping. GNU's
    # runtime, which torch's Linux builds use, can spin for the time between two layers and sleep after that: a question
    # takes 29 ms instead of 42 on idle cores and about as long beside busy neighbours.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("GOMP_SPINCOUNT", "10000")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    if name in {BUNDLED, ADAPTED}:
        folder = expand_bundled(cache, adapted=name == ADAPTED, progress=progress)
        tell("正在加载内置向量模型")
        return _load(folder, name, dtype, threads, recorded_digest(folder))
    folder, name = find_model(name, "向量模型", _CHOICES, tell)
    tell(f"正在加载向量模型 {name}")
    return _load(folder, name, dtype, threads)


def batches(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Positions of texts in batches of like length, the longest first.

    A batch is padded to its longest text, so its cost is that text's length times its size; it holds as many texts as
    keep this within `budget`, and always one.

    Args:
        lengths: of every text, in any unit.
        budget: the largest cost of a batch, in the same unit.
    """
    order = sorted(range(len(lengths)), key=lambda position: -lengths[position])
    start = 0
    while start < len(order):
        size = max(1, budget // max(1, lengths[order[start]]))
        yield order[start : start + size]
        start += size


def unit(vectors: Vectors) -> Vectors:
    """The vectors at unit length, in float32; zero vectors stay zero."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = vectors / np.maximum(norms, _SMALLEST_NORM)
    return scaled


def _load(folder: Path, name: str, dtype: str, threads: int | None, digest: str | None = None) -> SentenceEncoder:
    """Load the model in `folder` without the network, and see that it can compute a vector."""
    import torch
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer

    quiet_loading()
    if threads is not None:
        torch.set_num_threads(threads)
    # What a folder that is no sound model makes these libraries raise.
    expected = (OSError, ValueError, LookupError, TypeError, AttributeError, RuntimeError, ImportError, SafetensorError)
    try:
        model = SentenceTransformer(str(folder), local_files_only=True)
        chosen = dtype if dtype != "auto" else native_dtype(model.device)
        model.to(torch.bfloat16 if chosen == "bf16" else torch.float32)
        dimension = len(model.encode_query(["向量模型"], show_progress_bar=False)[0])
        encoder = SentenceEncoder(model, ModelInfo(name, dimension, chosen, digest or folder_digest(folder)))
        questions, sentences = zip(*MATTERS, strict=True)
        unrelated = unrelated_cosine(encoder.encode(questions, "query"), encoder.encode(sentences, "passage"))
    except Exception as error:
        # tokenizers reports a damaged tokenizer.json as a plain Exception.
        if not isinstance(error, expected) and type(error) is not Exception:
            raise
        raise ModelError(
            f"无法加载向量模型 {name}：{first_line(error)}",
            remedy="请确认该文件夹是完整的 Sentence Transformers 模型，或改用其他向量模型",
        ) from error
    return SentenceEncoder(model, replace(encoder.info, unrelated=unrelated))


def native_dtype(device: "torch.device") -> str:
    """bf16 where the processor multiplies it in hardware (AMX or AVX-512), fp32 everywhere else.

    Without such hardware bf16 is emulated and slower than fp32. A torch that cannot tell (before 2.10) gets fp32.
    """
    import torch

    capabilities: Mapping[str, object] = getattr(torch.cpu, "get_capabilities", dict)()
    hardware = device.type == "cpu" and (capabilities.get("amx_bf16") or capabilities.get("avx512_bf16"))
    return "bf16" if hardware else "fp32"
