"""The adapter: what training for this field adds to the weights of the bundled model.

The file is a safetensors file of differences. A matrix is kept in blocks of 32 numbers, as in `index.packed_model`: a
float16 scale, and a nibble q for each number, which stands for (q − 8) · scale. What is small is kept as float16. Its
metadata names the packed model the differences are to, how they were made, and how much of them is to be added.

How it was trained is in `index/adapter.md`.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load

from index.errors import ModelError

BLOCK = 32
SCALE, NIBBLES = ".scale", ".nibbles"
_FILE = "adapter.safetensors"
_REMEDY = "请重新安装本软件，或把设置 YIJU_ADAPTER 设为 none，不用适配权重"


@dataclass(frozen=True, slots=True)
class Adapter:
    """Differences to add to the weights of a model.

    Attributes:
        name: with its version.
        digest: SHA-256 (hex) of the file.
        base: SHA-256 (hex) of the packed model that it belongs to.
        differences: float32, by the name that transformers gives the weight, in the shape of the weight.
    """

    name: str
    digest: str
    base: str
    differences: Mapping[str, NDArray[np.float32]]

    def added(self, name: str, weight: NDArray[np.float32]) -> NDArray[np.float32]:
        """The weight with its difference, or as it is when it has none.

        Raises:
            ModelError: the difference has another shape.
        """
        difference = self.differences.get(name)
        if difference is None:
            return weight
        if difference.shape != weight.shape:
            raise ModelError(f"适配权重 {self.name} 里 {name} 的形状与内置模型不符", remedy=_REMEDY)
        summed: NDArray[np.float32] = weight + difference
        return summed


@cache
def shipped_adapter() -> Adapter:
    """The adapter that comes with the product.

    Raises:
        ModelError: its file is missing or damaged.
    """
    try:
        data = files("index").joinpath(_FILE).read_bytes()
    except OSError as error:
        raise ModelError(f"适配权重 {_FILE} 无法读取：{error.strerror}", remedy=_REMEDY) from error
    return parse_adapter(data)


def parse_adapter(data: bytes) -> Adapter:
    """Read the bytes of an adapter file.

    Raises:
        ModelError: they are none.
    """
    try:
        tensors = load(data)
        length = int.from_bytes(data[:8], "little")
        described = json.loads(data[8 : 8 + length])["__metadata__"]
        strength = float(described["strength"])
        differences = {name: value * np.float32(strength) for name, value in _differences(tensors).items()}
        return Adapter(described["name"], hashlib.sha256(data).hexdigest(), described["base"], differences)
    except (SafetensorError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"适配权重的文件已损坏：{error}", remedy=_REMEDY) from error


def _differences(tensors: Mapping[str, NDArray[np.generic]]) -> dict[str, NDArray[np.float32]]:
    found: dict[str, NDArray[np.float32]] = {}
    for name, value in tensors.items():
        if name.endswith(SCALE):
            whole = name.removesuffix(SCALE)
            found[whole] = _numbers(value.astype(np.float32), tensors[whole + NIBBLES])
        elif not name.endswith(NIBBLES):
            found[name] = value.astype(np.float32)
    return found


def _numbers(scale: NDArray[np.float32], nibbles: NDArray[np.generic]) -> NDArray[np.float32]:
    """The matrix of rows × (columns / 32) scales and rows × (columns / 2) bytes, low nibbles before high ones."""
    rows, blocks = scale.shape
    packed = nibbles.astype(np.uint8).reshape(rows, blocks, BLOCK // 2)
    values = np.concatenate([packed & 15, packed >> 4], axis=2).astype(np.float32) - 8
    return (values * scale[:, :, None]).reshape(rows, blocks * BLOCK)
