"""A tiny real Sentence Transformers model, written to a folder in a few milliseconds.

Each character has a random vector and a text is their mean, so two texts are close when they share characters. That is
enough for retrieval to have right answers, and `load_encoder` loads it as it loads any other model.
"""

import json
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import NFKC, Lowercase, Sequence
from tokenizers.pre_tokenizers import Split

DIMENSION = 64
_UNKNOWN = "<unk>"
# Characters that nearly every text has would make all texts alike.
_FAINT, _COMMON = 0.05, frozenset("的了和与及在对为等")


def tiny_model(folder: Path, *, prompts: Mapping[str, str] | None = None, seed: int = 7) -> Path:
    """Write the model into `folder` (made when missing) and return it; the same arguments give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    characters = _characters()
    tokenizer = Tokenizer(WordLevel({token: i for i, token in enumerate([_UNKNOWN, *characters])}, unk_token=_UNKNOWN))
    tokenizer.normalizer = Sequence([NFKC(), Lowercase()])
    tokenizer.pre_tokenizer = Split(Regex(r"[\s\S]"), "isolated")
    tokenizer.save(str(folder / "tokenizer.json"))
    weights = np.random.default_rng(seed).standard_normal((len(characters) + 1, DIMENSION), dtype=np.float32)
    loudness = [_FAINT, *(1.0 if _tells(character) else _FAINT for character in characters)]
    save_file(
        {"embedding.weight": weights * np.array(loudness, dtype=np.float32)[:, None]}, folder / "model.safetensors"
    )
    modules = [("0", "", "StaticEmbedding"), ("1", "1_Normalize", "Normalize")]
    (folder / "1_Normalize").mkdir(exist_ok=True)
    for name, content in {
        "1_Normalize/config.json": {},
        "config_sentence_transformers.json": {"prompts": dict(prompts or {}), "similarity_fn_name": "cosine"},
        "modules.json": [
            {"idx": i, "name": name, "path": path, "type": f"sentence_transformers.models.{kind}"}
            for i, (name, path, kind) in enumerate(modules)
        ],
    }.items():
        (folder / name).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return folder


def tiny_reranker(folder: Path, *, labels: int = 1, seed: int = 7) -> Path:
    """Write a cross-encoder with random weights into `folder` and return it; a pair of texts gets `labels` numbers."""
    import torch  # noqa: PLC0415  seconds, for the few tests that need it
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast  # noqa: PLC0415

    characters = _characters()
    tokenizer = Tokenizer(WordLevel({token: i for i, token in enumerate([_UNKNOWN, *characters])}, unk_token=_UNKNOWN))
    tokenizer.pre_tokenizer = Split(Regex(r"[\s\S]"), "isolated")
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, unk_token=_UNKNOWN, pad_token=_UNKNOWN, model_max_length=128
    ).save_pretrained(folder)
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(characters) + 1,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=128,
        num_labels=labels,
        initializer_range=0.5,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


def _characters() -> list[str]:
    """Printable ASCII without capitals, and the characters of GB 2312 (6,763 Han characters, punctuation, numerals)."""
    ascii_ = [chr(code) for code in range(0x20, 0x7F) if not chr(code).isupper()]
    rows = [*range(0xA1, 0xA4), *range(0xB0, 0xF8)]
    table = [bytes((row, cell)).decode("gb2312", "ignore") for row in rows for cell in range(0xA1, 0xFF)]
    return list(dict.fromkeys([*ascii_, *(unicodedata.normalize("NFKC", text).lower()[:1] for text in table if text)]))


def _tells(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN" and character not in _COMMON
