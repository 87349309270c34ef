"""txtai: `Embeddings` with its default index (faiss: flat up to 5,000 vectors, IVF beyond) and no splitter.

txtai leaves splitting to the caller, so a record is one passage, cut where the encoder's window ends.
"""

from collections.abc import Sequence
from pathlib import Path

from txtai.embeddings import Embeddings

from benchmarks.peers.system import EncoderSetting, Role, whole
from corpus import Record


class _Txtai:
    _hybrid: bool

    def __init__(self, encoder: EncoderSetting, folder: Path) -> None:
        del folder  # everything is kept in memory
        # txtai pools as the folder says; "data" is its name for what is indexed.
        self._embeddings = Embeddings(
            path=str(encoder.folder),
            instructions={"query": encoder.query, "data": encoder.passage},
            vectors={"dtype": encoder.torch_dtype},
            gpu=False,
            hybrid=self._hybrid,
        )

    def build(self, records: Sequence[Record]) -> int:
        """See `System.build`."""
        self._embeddings.index((record.id, whole(record), None) for record in records)
        return int(self._embeddings.count())

    def search(self, text: str, k: int) -> list[str]:
        """See `System.search`."""
        return [str(identity) for identity, _ in self._embeddings.search(text, k)]

    def vector(self, text: str, role: Role) -> Sequence[float]:
        """See `System.vector`."""
        category = "query" if role == "query" else "data"
        return [float(number) for number in self._embeddings.batchtransform([text], category)[0]]


class TxtaiDense(_Txtai):
    """`Embeddings(path=…)`."""

    _hybrid = False


class TxtaiHybrid(_Txtai):
    """`Embeddings(path=…, hybrid=True)`: the same beside its BM25, half and half."""

    _hybrid = True
