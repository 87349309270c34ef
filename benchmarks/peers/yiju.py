"""The product itself, through the code that `yiju bench` runs: read, segment, embed, publish on disk, open, search."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.peers.system import EncoderSetting, Role
from corpus import Record, read_records
from index import ModelSetting, Searcher, build_documents, load_encoder, open_snapshot


class YijuSystem:
    """`build_documents` into a home of its own, then `Searcher`."""

    def __init__(self, encoder: EncoderSetting, folder: Path) -> None:
        self._home = folder / "home"
        self._readers = encoder.threads
        # The folder is a model by its own name, so nothing is expanded into the cache.
        self._encoder = load_encoder(
            str(encoder.folder), cache=folder / "cache", dtype=encoder.dtype, threads=encoder.threads
        )
        self._model = ModelSetting(str(encoder.folder), encoder.dtype, lambda _: self._encoder)
        self._searcher: Searcher | None = None
        self._names: list[str] = []

    def build(self, records: Sequence[Record]) -> int:
        """See `System.build`."""
        read = list(read_records(records, processes=self._readers))
        documents = [document for document, _ in read]
        build_documents(self._home, documents, {document.id: source for document, source in read}, model=self._model)
        snapshot = open_snapshot(self._home)
        self._searcher = Searcher(snapshot, self._encoder)
        self._names = [record.id for record in records]
        return len(snapshot.passages)

    def search(self, text: str, k: int) -> list[str]:
        """See `System.search`."""
        if self._searcher is None:
            raise RuntimeError("build first")
        documents = self._searcher.snapshot.passage_documents
        return [self._names[int(documents[hit.position])] for hit in self._searcher.search(text, k=k)]

    def vector(self, text: str, role: Role) -> Sequence[float]:
        """See `System.vector`."""
        return [float(number) for number in self._encoder.encode([text], role)[0]]
