"""Haystack: its default `DocumentSplitter` (200 words between blanks) and `InMemoryDocumentStore`.

Chinese has no blanks between words, so the default splitter leaves most records whole, cut where the encoder's window
ends.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from haystack import Document
from haystack.components.joiners import DocumentJoiner
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack.utils import ComponentDevice
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

from benchmarks.peers.system import EncoderSetting, Role, whole
from corpus import Record


class HaystackDense:
    """`DocumentSplitter`, the Sentence Transformers embedders and `InMemoryEmbeddingRetriever`.

    The components are called one after another, without the bookkeeping of a `Pipeline`.
    """

    def __init__(self, encoder: EncoderSetting, folder: Path) -> None:
        del folder  # everything is kept in memory
        shared: dict[str, Any] = {
            "model": str(encoder.folder),
            "device": ComponentDevice.from_str("cpu"),
            "model_kwargs": {"dtype": encoder.torch_dtype},
            "progress_bar": False,
            "normalize_embeddings": True,
            "local_files_only": True,
        }
        self._documents = SentenceTransformersDocumentEmbedder(prefix=encoder.passage, **shared)
        self._queries = SentenceTransformersTextEmbedder(prefix=encoder.query, **shared)
        self._documents.warm_up()
        self._queries.warm_up()
        self._store = InMemoryDocumentStore()
        self._retriever = InMemoryEmbeddingRetriever(self._store)

    def build(self, records: Sequence[Record]) -> int:
        """See `System.build`."""
        documents = [Document(content=whole(record), meta={"record": record.id}) for record in records]
        split = DocumentSplitter().run(documents=documents)["documents"]
        return int(self._store.write_documents(self._documents.run(documents=split)["documents"]))

    def search(self, text: str, k: int) -> list[str]:
        """See `System.search`."""
        return [str(document.meta["record"]) for document in self._found(text, k)]

    def vector(self, text: str, role: Role) -> Sequence[float]:
        """See `System.vector`."""
        if role == "query":
            vector = self._queries.run(text=text)["embedding"]
        else:
            vector = self._documents.run(documents=[Document(content=text)])["documents"][0].embedding
        return [float(number) for number in vector]

    def _found(self, text: str, k: int) -> list[Document]:
        embedding = self._queries.run(text=text)["embedding"]
        found: list[Document] = self._retriever.run(query_embedding=embedding, top_k=k)["documents"]
        return found


class HaystackHybrid(HaystackDense):
    """The same with `InMemoryBM25Retriever` beside it, joined by `DocumentJoiner` with reciprocal rank fusion.

    The joiner's own default, concatenation, compares scores of two different scales and is meant for a ranker behind
    it; reciprocal rank fusion is the mode Haystack offers for two retrievers without one.
    """

    def __init__(self, encoder: EncoderSetting, folder: Path) -> None:
        super().__init__(encoder, folder)
        self._lexical = InMemoryBM25Retriever(self._store)
        self._joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion")

    def _found(self, text: str, k: int) -> list[Document]:
        lexical = self._lexical.run(query=text, top_k=k)["documents"]
        joined: list[Document] = self._joiner.run(documents=[lexical, super()._found(text, k)], top_k=k)["documents"]
        return joined
