"""What every system under comparison looks like, and which there are."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Literal, Protocol

from corpus import Record

Role = Literal["query", "passage"]


def whole(record: Record) -> str:
    """Title and body of a record, the string that every peer is given."""
    return f"{record.title}\n{record.text}" if record.title else record.text


@dataclass(frozen=True, slots=True)
class EncoderSetting:
    """The encoder that every system loads by itself, with the same arithmetic.

    Attributes:
        folder: an ordinary Sentence Transformers folder; pooling (mean, for e5) is written in it.
        dtype: arithmetic inside the model.
        threads: of the encoder, and of everything else that can be told.
        query: put before every question.
        passage: put before every passage.
    """

    folder: Path
    dtype: Literal["fp32", "bf16"]
    threads: int
    query: str
    passage: str

    @classmethod
    def of(cls, folder: Path, dtype: Literal["fp32", "bf16"], threads: int) -> "EncoderSetting":
        """With the prompts that are written in the folder, for those systems that do not read them there."""
        settings = json.loads((folder / "config_sentence_transformers.json").read_text(encoding="utf-8"))
        prompts: dict[str, str] = settings.get("prompts", {})
        passage = prompts.get("passage") or prompts.get("document", "")
        return cls(folder.resolve(), dtype, threads, prompts.get("query", ""), passage)

    @property
    def torch_dtype(self) -> str:
        """The name by which transformers knows the arithmetic."""
        return {"fp32": "float32", "bf16": "bfloat16"}[self.dtype]


class System(Protocol):
    """A loaded system, before and after it has built its index."""

    def build(self, records: Sequence[Record]) -> int:
        """Split, embed and index the records; called once. Returns how many passages there are."""

    def search(self, text: str, k: int) -> list[str]:
        """The records of the best `k` passages, best first; a record stands there once for each of its passages."""

    def vector(self, text: str, role: Role) -> Sequence[float]:
        """What the system's own encoder makes of a text, to see that all use the same."""


@dataclass(frozen=True, slots=True)
class Entry:
    """How a system is started.

    Attributes:
        module: holds it; imported only in the process that runs it.
        factory: the callable of `module` that loads it from an encoder setting and an empty folder of its own.
        distributions: what its figures depend on besides torch and transformers; versions are reported.
    """

    module: str
    factory: str
    distributions: tuple[str, ...]

    def load(self, encoder: EncoderSetting, folder: Path) -> System:
        """Import the system, load its encoder, and return it ready to build."""
        factory: Callable[[EncoderSetting, Path], System] = getattr(import_module(self.module), self.factory)
        return factory(encoder, folder)


_TXTAI = ("txtai", "faiss-cpu")
_LLAMA_INDEX = ("llama-index-core", "llama-index-embeddings-huggingface", "sentence-transformers")
_HAYSTACK = ("haystack-ai", "sentence-transformers-haystack", "sentence-transformers")

SYSTEMS: dict[str, Entry] = {
    "yiju": Entry("benchmarks.peers.yiju", "YijuSystem", ("yiju", "sentence-transformers", "faiss-cpu")),
    "txtai": Entry("benchmarks.peers.txtai", "TxtaiDense", _TXTAI),
    "txtai-hybrid": Entry("benchmarks.peers.txtai", "TxtaiHybrid", _TXTAI),
    "llamaindex": Entry("benchmarks.peers.llamaindex", "LlamaIndexSystem", _LLAMA_INDEX),
    "haystack": Entry("benchmarks.peers.haystack", "HaystackDense", _HAYSTACK),
    "haystack-hybrid": Entry("benchmarks.peers.haystack", "HaystackHybrid", _HAYSTACK),
}
"""By the name in the table, in the order in which they run."""
