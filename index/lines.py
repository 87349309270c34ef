"""JSON Lines on disk: mapped, and each line checked and parsed when it is asked for.

A library of a hundred thousand documents opens as fast as one of ten, and holds in memory what was read of it.
"""

import mmap
import operator
import threading
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Generic, TypeVar, overload

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from index.errors import SnapshotDamaged

T = TypeVar("T")

_TABLE = np.dtype([("end", "<i8"), ("crc32", "<u4")])
"""For each line where it ends, the line feed included, and its checksum."""

_REMEDY = "请重新运行 yiju build"


def table_path(path: Path) -> Path:
    """Where the table of a JSON Lines file stands: beside it."""
    return path.with_suffix(".lines.npy")


def write_lines(path: Path, lines: Sequence[bytes]) -> None:
    """Write lines, which end with a line feed each, and their table beside them."""
    table = np.empty(len(lines), dtype=_TABLE)
    table["end"] = np.cumsum([len(line) for line in lines], dtype=np.int64)
    table["crc32"] = [zlib.crc32(line) for line in lines]
    with path.open("wb") as handle:
        handle.writelines(lines)
    np.save(table_path(path), table)


class Lines(Sequence[T]):
    """The values of a JSON Lines file that `write_lines` wrote. Several threads may read it at once.

    What was parsed last is kept, so that asking again is cheap: as many lines as fit into `kept` bytes of the file.
    """

    def __init__(self, path: Path, adapter: TypeAdapter[T], *, kept: int) -> None:
        """Map the file.

        Args:
            path: the file; the table stands beside it.
            adapter: parses a line.
            kept: bytes of lines whose values are kept.

        Raises:
            SnapshotDamaged: the file is not as long as its table says.
        """
        self._path = path
        self._adapter = adapter
        table: NDArray[np.void] = np.load(table_path(path))
        self._ends: NDArray[np.int64] = table["end"]
        self._checksums: NDArray[np.uint32] = table["crc32"]
        self._bytes = _mapped(path)
        self._recent: _Recent[T] = _Recent(kept)
        if len(self._bytes) != (int(self._ends[-1]) if len(self._ends) else 0):
            raise SnapshotDamaged(f"索引的文件 {path.name} 与它的行表不符", remedy=_REMEDY)

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, at: int) -> T: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...

    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        """The value of a line, or of several.

        Raises:
            SnapshotDamaged: a line is not the one that was written.
        """
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        number = operator.index(at)
        if not -len(self) <= number < len(self):
            message = f"line {number} of {len(self)}"
            raise IndexError(message)
        number %= len(self)
        known = self._recent.get(number)
        if known is not None:
            return known
        line = self.line(number)
        try:
            value = self._adapter.validate_json(line)
        except ValidationError as error:
            raise self._damaged(number) from error
        self._recent.put(number, value, len(line))
        return value

    def __iter__(self) -> Iterator[T]:
        return (self[number] for number in range(len(self)))

    def line(self, number: int) -> bytes:
        """The bytes of a line.

        Raises:
            SnapshotDamaged: they are not the ones that were written.
        """
        start = int(self._ends[number - 1]) if number else 0
        line = self._bytes[start : int(self._ends[number])]
        if zlib.crc32(line) != self._checksums[number]:
            raise self._damaged(number)
        return line

    def _damaged(self, number: int) -> SnapshotDamaged:
        return SnapshotDamaged(f"索引的文件 {self._path.name} 第 {number + 1} 行已损坏", remedy=_REMEDY)


class _Recent(Generic[T]):
    """The values used last, up to a total size."""

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._spent = 0
        self._values: OrderedDict[int, tuple[T, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: int) -> T | None:
        with self._lock:
            found = self._values.get(key)
            if found is None:
                return None
            self._values.move_to_end(key)
            return found[0]

    def put(self, key: int, value: T, size: int) -> None:
        with self._lock:
            if key in self._values:
                return
            self._values[key] = value, size
            self._spent += size
            while self._spent > self._budget and len(self._values) > 1:
                self._spent -= self._values.popitem(last=False)[1][1]


def _mapped(path: Path) -> "mmap.mmap | bytes":
    with path.open("rb") as handle:
        # An empty file cannot be mapped.
        return mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""


def json_lines(values: Iterable[T], adapter: TypeAdapter[T]) -> list[bytes]:
    """Values as lines of JSON, each with its line feed."""
    return [adapter.dump_json(value) + b"\n" for value in values]
