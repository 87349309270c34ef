"""Packs what training changed into the adapter file that is shipped (see `index.adapter`)."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save

from index.adapter import BLOCK, NIBBLES, SCALE

_SMALL = 4096
"""Tensors of fewer numbers are kept as float16: they weigh little, and errors in norms and biases cost most."""


def packed_adapter(tuned: Path, base: Path, description: Mapping[str, str]) -> bytes:
    """The bytes of an adapter: the differences between the weights of two model folders.

    Args:
        tuned: the trained model.
        base: the model it was trained from.
        description: metadata; `name`, `base` and `strength` are needed.
    """
    before, after = load_file(base / "model.safetensors"), load_file(tuned / "model.safetensors")
    tensors: dict[str, NDArray[np.generic]] = {}
    for name in sorted(after):
        difference = after[name] - before[name]
        if not difference.any():
            continue
        if difference.size < _SMALL or difference.ndim != 2 or difference.shape[1] % BLOCK:
            tensors[name] = difference.astype(np.float16)
        else:
            tensors[name + SCALE], tensors[name + NIBBLES] = quantised(difference)
    return save(tensors, metadata=dict(description))


def quantised(matrix: NDArray[np.float32]) -> tuple[NDArray[np.float16], NDArray[np.uint8]]:
    """Scales and nibbles of a matrix, the scale of each block the one of several with the least squared error."""
    rows, columns = matrix.shape
    blocks = matrix.reshape(rows, columns // BLOCK, BLOCK)
    extreme = np.take_along_axis(blocks, np.abs(blocks).argmax(axis=2, keepdims=True), axis=2)[:, :, 0]
    best_scale = np.zeros(extreme.shape, np.float16)
    best_values = np.full(blocks.shape, 8, np.uint8)
    best_error = (blocks**2).sum(axis=2)
    for divisor in np.arange(-9.0, -5.5, 0.25):
        scale = (extreme / divisor).astype(np.float16)
        safe = np.where(scale == 0, 1, scale).astype(np.float32)[:, :, None]
        values = np.clip(np.rint(blocks / safe) + 8, 0, 15)
        error = (((values - 8) * safe - blocks) ** 2).sum(axis=2)
        better = (error < best_error) & (scale != 0)
        best_error = np.where(better, error, best_error)
        best_scale = np.where(better, scale, best_scale).astype(np.float16)
        best_values = np.where(better[:, :, None], values.astype(np.uint8), best_values)
    half = BLOCK // 2
    nibbles = best_values[:, :, :half] | (best_values[:, :, half:] << 4)
    return best_scale.astype(np.float16), nibbles.reshape(rows, columns // 2).astype(np.uint8)
