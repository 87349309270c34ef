"""Dense side: exact inner-product search in FAISS."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors

if TYPE_CHECKING:
    import faiss


class VectorIndex:
    """The vectors of all passages, in passage order."""

    def __init__(self, flat: "faiss.Index") -> None:
        self._flat = flat

    @classmethod
    def build(cls, vectors: Vectors) -> "VectorIndex":
        """Index n × dimension unit vectors."""
        import faiss  # noqa: PLC0415  loads native code; not needed to list documents

        flat = faiss.IndexFlatIP(vectors.shape[1])
        flat.add(np.ascontiguousarray(vectors))
        return cls(flat)

    @classmethod
    def load(cls, path: Path) -> "VectorIndex":
        """Open an index that `save` wrote, mapped from disk."""
        import faiss  # noqa: PLC0415

        return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC))

    def save(self, path: Path) -> None:
        """Write the index."""
        import faiss  # noqa: PLC0415

        faiss.write_index(self._flat, str(path))

    @property
    def size(self) -> int:
        """Number of vectors."""
        return int(self._flat.ntotal)

    def nearest(self, query: Vectors, k: int) -> NDArray[np.int64]:
        """Positions of the at most `k` nearest vectors to one query vector (1 × dimension).

        FAISS pads with −1 when there are fewer; the padding is removed. The order is FAISS's own and not a promise.
        """
        _, positions = self._flat.search(query, min(k, self.size))
        return np.asarray(positions[0][positions[0] >= 0], dtype=np.int64)

    def similarities(self, query: Vectors, positions: NDArray[np.int64]) -> NDArray[np.float32]:
        """Cosine of one query vector to the vectors at the given positions."""
        return np.asarray(self.at(positions) @ query[0], dtype=np.float32)

    def at(self, positions: NDArray[np.int64]) -> Vectors:
        """The vectors at the given positions, one a row."""
        return np.asarray(self._flat.reconstruct_batch(positions), dtype=np.float32)
