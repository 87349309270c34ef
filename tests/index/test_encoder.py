"""Texts to vectors, through a tiny real model and the bundled one."""

import json
import os
import shutil
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.encoder import ADAPTED, BUNDLED, Encoder, ModelInfo, SentenceEncoder, batches, load_encoder, unit
from index.errors import ModelError
from tests.tiny import DIMENSION, tiny_model

TEXTS = [
    "数字经济核心产业增加值占地区生产总值比重达到12.5%。",
    "短句",
    "对符合条件的企业，按照不超过实际投资额的30%给予一次性补助，最高不超过500万元。" * 5,
    "责任单位：市发展改革委",
    "Micro, small and medium-sized enterprises",
    "短句",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def encoder(folder: Path) -> SentenceEncoder:
    return load_encoder(str(folder), cache=folder / "unused", dtype="fp32")


def lengths(vectors: np.ndarray) -> np.ndarray:
    return np.linalg.norm(vectors.astype(np.float64), axis=1)


class TestBatches:
    @pytest.mark.parametrize("budget", [1, 7, 100, 10_000])
    def test_every_text_is_in_one_batch(self, budget: int) -> None:
        sizes = [3, 50, 0, 7, 7, 120, 1]

        made = list(batches(sizes, budget))

        assert sorted(position for batch in made for position in batch) == list(range(len(sizes)))

    def test_a_batch_costs_its_longest_text_for_each_of_its_texts(self) -> None:
        sizes = [10, 9, 9, 5, 5, 5, 1]

        made = list(batches(sizes, 20))

        assert made == [[0, 1], [2, 3], [4, 5, 6]]
        assert all(max(sizes[i] for i in batch) * len(batch) <= 20 for batch in made)

    def test_a_text_over_the_budget_goes_alone(self) -> None:
        assert list(batches([5, 1_000], 100)) == [[1], [0]]

    def test_no_texts_make_no_batches(self) -> None:
        assert list(batches([], 100)) == []


class TestUnit:
    def test_the_direction_stays_and_the_length_becomes_one(self) -> None:
        np.testing.assert_allclose(unit(np.array([[3, 4], [0, -2]], dtype=np.float32)), [[0.6, 0.8], [0, -1]])

    def test_a_zero_vector_stays_zero(self) -> None:
        np.testing.assert_array_equal(unit(np.zeros((1, 3), dtype=np.float32)), [[0, 0, 0]])


class TestEncode:
    @pytest.mark.parametrize("role", ["query", "passage"])
    def test_rows_are_unit_float32_in_the_order_of_the_texts(self, encoder: Encoder, role: str) -> None:
        vectors = encoder.encode(TEXTS, role)

        assert vectors.shape == (len(TEXTS), DIMENSION)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(lengths(vectors), 1, atol=1e-6)
        alone = np.concatenate([encoder.encode([text], role) for text in TEXTS])
        np.testing.assert_allclose(vectors, alone, atol=1e-6)
        np.testing.assert_array_equal(vectors[1], vectors[5])

    def test_the_vector_of_a_text_is_the_mean_of_its_characters(self, encoder: Encoder) -> None:
        whole, first, second = encoder.encode(["税率", "税", "率"], "passage").astype(np.float64)

        # In the plane of the two: what is left after taking out both directions is nothing.
        basis, _ = np.linalg.qr(np.stack([first, second], axis=1))
        np.testing.assert_allclose(basis @ (basis.T @ whole), whole, atol=1e-6)

    def test_no_texts_have_no_rows(self, encoder: Encoder) -> None:
        assert encoder.encode([], "passage").shape == (0, DIMENSION)

    def test_progress_adds_up_to_the_number_of_texts(self, encoder: Encoder) -> None:
        done: list[int] = []

        encoder.encode([text * 20 for text in TEXTS], "passage", progress=done.append)

        assert sum(done) == len(TEXTS)
        assert len(done) > 1

    def test_a_text_without_any_token_is_the_zero_vector(self, encoder: Encoder) -> None:
        vectors = encoder.encode(["", "税率"], "passage")

        np.testing.assert_allclose(lengths(vectors), [0, 1], atol=1e-6)

    def test_half_a_surrogate_pair_is_encoded_as_a_question_mark(self, encoder: Encoder) -> None:
        broken, mended = encoder.encode(["税率\ud83d是多少", "税率?是多少"], "query")

        np.testing.assert_array_equal(broken, mended)

    def test_threads_get_what_one_caller_gets(self, encoder: Encoder) -> None:
        texts = [text * (i % 7 + 1) for i, text in enumerate(TEXTS * 10)]
        expected = encoder.encode(texts, "passage")

        with ThreadPoolExecutor(8) as pool:
            results = list(pool.map(lambda _: encoder.encode(texts, "passage"), range(24)))

        for result in results:
            np.testing.assert_array_equal(result, expected)

    def test_bf16_changes_little_and_gives_unit_float32_rows(self, encoder: Encoder, folder: Path) -> None:
        rough = load_encoder(str(folder), cache=folder / "unused", dtype="bf16")

        vectors = rough.encode(TEXTS, "passage")

        assert rough.info.dtype == "bf16"
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(lengths(vectors), 1, atol=1e-6)
        exact = encoder.encode(TEXTS, "passage")
        assert (vectors * exact).sum(axis=1).min() > 0.999
        assert not np.array_equal(vectors, exact)

    def test_numbers_that_are_not_finite_are_an_error(self, tmp_path: Path) -> None:
        from safetensors.numpy import load_file, save_file  # noqa: PLC0415  (this test alone rewrites weights)

        place = tiny_model(tmp_path / "model")
        weights = load_file(place / "model.safetensors")
        row = json.loads((place / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]["税"]
        weights["embedding.weight"][row] = np.nan
        save_file(weights, place / "model.safetensors")
        broken = load_encoder(str(place), cache=tmp_path, dtype="fp32")

        with pytest.raises(ModelError, match="无效的数"):
            broken.encode(["税率"], "passage")


class TestPrompts:
    @pytest.mark.parametrize(
        ("prompts", "query", "passage"),
        [
            ({}, "", ""),
            ({"query": "问：", "passage": "文："}, "问：", "文："),
            ({"query": "问："}, "问：", ""),
            ({"query": "问：", "document": "文："}, "问：", "文："),
            ({"passage": "文："}, "", "文："),  # Sentence Transformers itself would take its own empty "document"
            ({"passage": "段：", "document": "文："}, "", "段："),
            ({"other": "别："}, "", ""),
        ],
    )
    def test_the_models_own_prompt_goes_before_the_text(
        self, encoder: Encoder, tmp_path: Path, prompts: dict[str, str], query: str, passage: str
    ) -> None:
        prompted = load_encoder(str(tiny_model(tmp_path / "model", prompts=prompts)), cache=tmp_path, dtype="fp32")

        for role, prompt in (("query", query), ("passage", passage)):
            expected = encoder.encode([prompt + text for text in TEXTS], "passage")
            np.testing.assert_allclose(prompted.encode(TEXTS, role), expected, atol=1e-6)


class TestLoading:
    def test_info_says_what_was_loaded(self, encoder: SentenceEncoder, folder: Path) -> None:
        info = encoder.info
        assert info == ModelInfo(str(folder.resolve()), DIMENSION, "fp32", info.digest, info.unrelated)
        assert len(info.digest) == 64
        assert -1 < info.unrelated < 1

    def test_a_relative_folder_is_named_so_that_it_loads_from_anywhere(
        self, encoder: SentenceEncoder, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(folder.parent)

        assert load_encoder(folder.name, cache=folder, dtype="fp32").info == encoder.info

    def test_the_digest_follows_weights_and_settings_and_nothing_else(
        self, encoder: SentenceEncoder, folder: Path, tmp_path: Path
    ) -> None:
        def digest_of(place: Path) -> str:
            return load_encoder(str(place), cache=tmp_path, dtype="fp32").info.digest

        same = Path(shutil.copytree(folder, tmp_path / "same"))
        (same / "README.md").write_text("about this model", encoding="utf-8")
        assert digest_of(same) == encoder.info.digest
        assert digest_of(tiny_model(tmp_path / "weights", seed=8)) != encoder.info.digest
        assert digest_of(tiny_model(tmp_path / "prompts", prompts={"query": "问"})) != encoder.info.digest

    def test_the_number_of_threads_is_torchs(self, folder: Path) -> None:
        import torch  # noqa: PLC0415  (takes seconds; already loaded by then)

        before = torch.get_num_threads()
        try:
            load_encoder(str(folder), cache=folder, threads=1)
            assert torch.get_num_threads() == 1
        finally:
            torch.set_num_threads(before)

    def test_auto_takes_bf16_only_from_a_processor_that_has_it(self, folder: Path) -> None:
        flags = Path("/proc/cpuinfo").read_text(encoding="utf-8") if sys.platform == "linux" else ""
        hardware = "amx_bf16" in flags or "avx512_bf16" in flags

        assert load_encoder(str(folder), cache=folder).info.dtype == ("bf16" if hardware else "fp32")

    def test_a_folder_is_loaded_without_the_network_and_without_a_word(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        def refuse(*where: object) -> None:
            raise AssertionError(f"tried to reach {where}")

        monkeypatch.setattr(socket, "getaddrinfo", refuse)
        monkeypatch.setattr(socket.socket, "connect", refuse)

        load_encoder(str(folder), cache=folder).encode(TEXTS, "query")

        assert capfd.readouterr() == ("", "")

    def test_progress_is_told_in_words(self, folder: Path) -> None:
        heard: list[str] = []

        load_encoder(str(folder), cache=folder, progress=heard.append)

        assert heard == [f"正在加载向量模型 {folder}"]

    def test_neither_torch_nor_sentence_transformers_is_imported_with_the_module(self) -> None:
        program = (
            "import sys, index.encoder; print({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules))"
        )

        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=True
        )

        assert done.stdout == "set()\n"


class TestRefusals:
    @pytest.mark.parametrize("dtype", ["float16", "", "BF16"])
    def test_an_unknown_dtype_is_refused_with_the_choices(self, folder: Path, dtype: str) -> None:
        with pytest.raises(ModelError, match="计算精度") as caught:
            load_encoder(str(folder), cache=folder, dtype=dtype)

        assert caught.value.remedy == "可选 auto、fp32、bf16"

    @pytest.mark.parametrize(
        "name", ["", "/no/such/folder", "no/such/folder", "./model", "bundled:other", "模型", "~nobody-here/model"]
    )
    def test_a_name_that_means_nothing_is_refused_with_the_choices(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(ModelError, match="找不到向量模型") as caught:
            load_encoder(name, cache=tmp_path)

        assert BUNDLED in caught.value.remedy

    def test_a_hub_id_that_cannot_be_fetched_is_one_error_with_a_remedy(self, tmp_path: Path) -> None:
        program = (
            "import sys; from pathlib import Path\n"
            "from index.encoder import load_encoder; from index.errors import ModelError\n"
            "try: load_encoder('nobody/no-such-model', cache=Path(sys.argv[1]))\n"
            "except ModelError as error: print(error.message); print(error.remedy)"
        )
        environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path), "PYTHONIOENCODING": "utf-8"}

        done = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path)],
            env=environment, capture_output=True, encoding="utf-8", check=True,
        )  # fmt: skip

        message, remedy = done.stdout.splitlines()
        assert message.startswith("找不到向量模型“nobody/no-such-model”：")
        assert BUNDLED in remedy
        assert done.stderr == ""

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("modules.json", None),
            ("modules.json", b"{"),
            ("modules.json", b'[{"idx": 0, "name": "0", "path": "", "type": "elsewhere.Module"}]'),
            ("tokenizer.json", None),
            ("tokenizer.json", b"{}"),
            ("model.safetensors", None),
            ("model.safetensors", b"\0" * 64),
        ],
    )
    def test_a_damaged_folder_is_refused(self, folder: Path, tmp_path: Path, name: str, content: bytes | None) -> None:
        place = Path(shutil.copytree(folder, tmp_path / "model"))
        (place / name).unlink()
        if content is not None:
            (place / name).write_bytes(content)

        with pytest.raises(ModelError, match="无法加载向量模型") as caught:
            load_encoder(str(place), cache=tmp_path)

        assert str(place) in caught.value.message
        assert caught.value.remedy

    def test_an_empty_folder_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(ModelError, match="无法加载向量模型"):
            load_encoder(str(tmp_path), cache=tmp_path)


@pytest.mark.model
class TestBundled:
    def test_info_says_what_was_loaded(self, bundled_encoder: SentenceEncoder) -> None:
        info = bundled_encoder.info

        assert (info.name, info.dimension, info.dtype) == (ADAPTED, 384, "fp32")

    def test_the_passage_that_answers_is_the_nearest(self, bundled_encoder: SentenceEncoder) -> None:
        passages = [
            "到2027年，全市数字经济核心产业增加值占地区生产总值比重达到12.5%。",
            "本办法自2024年1月1日起施行，有效期5年。",
            "对认定的高新技术企业，给予一次性奖励20万元。",
            "申请人应当提交营业执照复印件、近三年审计报告和承诺书。",
        ]
        questions = [
            "数字经济占GDP的目标是多少？",
            "什么时候开始实施？",
            "高新技术企业能拿多少钱？",
            "需要准备哪些材料？",
        ]

        scores = bundled_encoder.encode(questions, "query") @ bundled_encoder.encode(passages, "passage").T

        assert scores.argmax(axis=1).tolist() == [0, 1, 2, 3]

    def test_the_prompts_of_the_two_roles_differ(self, bundled_encoder: SentenceEncoder) -> None:
        (query,), (passage,) = (bundled_encoder.encode(["税率"], role) for role in ("query", "passage"))

        assert 0.5 < query @ passage < 0.99

    def test_a_text_does_not_depend_on_those_beside_it(self, bundled_encoder: SentenceEncoder) -> None:
        together = bundled_encoder.encode(TEXTS, "passage")

        alone = np.concatenate([bundled_encoder.encode([text], "passage") for text in TEXTS])
        np.testing.assert_allclose(together, alone, atol=1e-5)

    def test_a_text_over_the_window_is_cut_there(self, bundled_encoder: SentenceEncoder) -> None:
        sentence = "各级人民政府应当将数据要素市场培育纳入规划。"

        long, longer = bundled_encoder.encode([sentence * 100, sentence * 100 + "本办法自发布之日起施行。"], "passage")

        np.testing.assert_allclose(long, longer, atol=1e-5)
