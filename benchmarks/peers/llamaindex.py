"""LlamaIndex: `VectorStoreIndex` with its default `SentenceSplitter` (1,024 tokens, 200 shared) and store.

The store is the default `SimpleVectorStore`, in memory.
"""

from collections.abc import Sequence
from pathlib import Path

from llama_index.core import Document, VectorStoreIndex
from llama_index.embeddings.huggingface import HuggingFaceEmbedding

from benchmarks.peers.system import EncoderSetting, Role, whole
from corpus import Record


class LlamaIndexSystem:
    """`VectorStoreIndex.from_documents(…).as_retriever(…)`."""

    def __init__(self, encoder: EncoderSetting, folder: Path) -> None:
        del folder  # everything is kept in memory
        self._encoder = HuggingFaceEmbedding(
            model_name=str(encoder.folder),
            query_instruction=encoder.query,
            text_instruction=encoder.passage,
            device="cpu",
            model_kwargs={"dtype": encoder.torch_dtype},
        )
        self._index: VectorStoreIndex | None = None

    def build(self, records: Sequence[Record]) -> int:
        """See `System.build`."""
        documents = [Document(text=whole(record), doc_id=record.id) for record in records]
        self._index = VectorStoreIndex.from_documents(documents, embed_model=self._encoder)
        return len(self._index.index_struct.nodes_dict)

    def search(self, text: str, k: int) -> list[str]:
        """See `System.search`."""
        if self._index is None:
            raise RuntimeError("build first")
        return [str(found.node.ref_doc_id) for found in self._index.as_retriever(similarity_top_k=k).retrieve(text)]

    def vector(self, text: str, role: Role) -> Sequence[float]:
        """See `System.vector`."""
        embed = self._encoder.get_query_embedding if role == "query" else self._encoder.get_text_embedding
        return [float(number) for number in embed(text)]
