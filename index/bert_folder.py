"""Writes a packed model as an ordinary Sentence Transformers folder.

The folder holds a BertModel of transformers in float32, a tokenizer, mean pooling, normalisation and the prompts of E5.

What the text goes through is what the packed file says, written as a pipeline of the `tokenizers` library: the
characters of the file's table (NFKC but for control characters, some spaces, and ～, which stays), runs of spaces made
one, words marked by ▁, Unigram pieces, `<s> … </s>`. In two details it follows the original XLM-R tokenizer and not the
engine the file was made for, which takes the short way: combining sequences are composed, and a run of unknown
characters is one `<unk>`.
"""

import json
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from index.adapter import Adapter
from index.packed_model import PackedModel, Shape, Vocabulary

_WEIGHTS = "model.safetensors"

# A noncharacter, which Unicode sets aside for use inside a program: it carries ～ past NFKC, which would make it ~.
_TILDE, _CARRIER = "～", "\ufdd0"


def write_bert_folder(model: PackedModel, folder: Path, adapter: Adapter | None = None) -> None:
    """Write the model into `folder`, which exists; the same model and adapter always give the same bytes.

    Args:
        model: the packed model.
        folder: where to.
        adapter: its differences are added to the weights.

    Raises:
        PackedError: a tensor is missing, has another size, or holds a number that is not finite.
        OSError: the folder cannot be written.
    """
    tensors = dict(_bert_tensors(model))
    if adapter is not None:
        tensors = {name: adapter.added(name, weight) for name, weight in tensors.items()}
    save_file(tensors, folder / _WEIGHTS, metadata={"format": "pt"})
    for name, content in _settings(model.shape, model.vocabulary).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
    tokenizer = json.dumps(tokenizer_pipeline(model.vocabulary), ensure_ascii=False, separators=(",", ":"))
    path = folder / "tokenizer.json"
    path.write_text(tokenizer, encoding="utf-8", newline="\n")
    # safetensors writes files that only their owner may read; a service may run as somebody else.
    (folder / _WEIGHTS).chmod(stat.S_IMODE(path.stat().st_mode))


def _bert_tensors(model: PackedModel) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Every weight under the name that transformers' BertModel gives it; the file has no pooler."""
    shape = model.shape
    hidden, wide = shape.hidden, shape.intermediate
    yield "embeddings.word_embeddings.weight", model.tensor("emb.word", shape.vocabulary, hidden)
    yield "embeddings.position_embeddings.weight", model.tensor("emb.pos", shape.positions, hidden)
    yield "embeddings.token_type_embeddings.weight", model.tensor("emb.type", shape.types, hidden)
    yield "embeddings.LayerNorm.weight", model.tensor("emb.ln.w", hidden)
    yield "embeddings.LayerNorm.bias", model.tensor("emb.ln.b", hidden)
    linear = {
        "q": ("attention.self.query", hidden, hidden),
        "k": ("attention.self.key", hidden, hidden),
        "v": ("attention.self.value", hidden, hidden),
        "ao": ("attention.output.dense", hidden, hidden),
        "fi": ("intermediate.dense", wide, hidden),
        "fo": ("output.dense", hidden, wide),
    }
    norms = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
    for layer in range(shape.layers):
        there = f"encoder.layer.{layer}"
        for short, (name, rows, columns) in linear.items():
            yield f"{there}.{name}.weight", model.tensor(f"l{layer}.{short}.w", rows, columns)
            yield f"{there}.{name}.bias", model.tensor(f"l{layer}.{short}.b", rows)
        for short, name in norms.items():
            yield f"{there}.{name}.weight", model.tensor(f"l{layer}.{short}.w", hidden)
            yield f"{there}.{name}.bias", model.tensor(f"l{layer}.{short}.b", hidden)


def _settings(shape: Shape, vocabulary: Vocabulary) -> dict[str, Any]:
    """The small JSON files of the folder, by name: transformers' two and the ones of Sentence Transformers."""
    pieces = vocabulary.pieces
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.intermediate,
            "vocab_size": shape.vocabulary,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.types,
            "layer_norm_eps": shape.epsilon,
            "pad_token_id": vocabulary.padding,
        },
        "tokenizer_config.json": {
            # The generic class takes tokenizer.json as it stands; XLMRobertaTokenizer would build its own normaliser.
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_input_names": ["input_ids", "attention_mask"],
            "model_max_length": shape.positions,
            "bos_token": pieces[vocabulary.begin],
            "cls_token": pieces[vocabulary.begin],
            "eos_token": pieces[vocabulary.end],
            "sep_token": pieces[vocabulary.end],
            "pad_token": pieces[vocabulary.padding],
            "unk_token": pieces[vocabulary.unknown],
            "clean_up_tokenization_spaces": False,
            # Without these transformers parses the whole of tokenizer.json in Python for them, which takes 0.7 s.
            "added_tokens_decoder": {str(token): _added_token(vocabulary, token) for token in _special_ids(vocabulary)},
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "sentence_bert_config.json": {
            "max_seq_length": shape.positions,
            "do_lower_case": False,
            # Mean pooling reads the hidden states; without this a pooler would be made of random numbers.
            "model_args": {"add_pooling_layer": False},
        },
        "1_Pooling/config.json": {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True},
        "2_Normalize/config.json": {},
        "config_sentence_transformers.json": {
            # Sentence Transformers asks for "document" where the model's authors say "passage".
            "prompts": {"query": "query: ", "passage": "passage: ", "document": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }


def tokenizer_pipeline(vocabulary: Vocabulary) -> dict[str, Any]:
    """The content of tokenizer.json: normaliser, pre-tokenizer, Unigram model and `<s> … </s>` template.

    The format is that of the `tokenizers` library. Metaspace puts ▁ before the text and in the place of spaces.
    """
    begin, end = vocabulary.pieces[vocabulary.begin], vocabulary.pieces[vocabulary.end]
    metaspace = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [{"id": token, **_added_token(vocabulary, token)} for token in _special_ids(vocabulary)],
        "normalizer": {"type": "Sequence", "normalizers": list(_normalizers(vocabulary.characters))},
        "pre_tokenizer": metaspace,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [_special(begin), {"Sequence": {"id": "A", "type_id": 0}}, _special(end)],
            "pair": [
                _special(begin),
                {"Sequence": {"id": "A", "type_id": 0}},
                _special(end),
                _special(end),
                {"Sequence": {"id": "B", "type_id": 0}},
                _special(end),
            ],
            "special_tokens": {
                begin: {"id": begin, "ids": [vocabulary.begin], "tokens": [begin]},
                end: {"id": end, "ids": [vocabulary.end], "tokens": [end]},
            },
        },
        "decoder": metaspace,
        "model": {
            "type": "Unigram",
            "unk_id": vocabulary.unknown,
            "byte_fallback": False,
            "vocab": list(zip(vocabulary.pieces, vocabulary.scores.tolist(), strict=True)),
        },
    }


def _special_ids(vocabulary: Vocabulary) -> list[int]:
    return sorted({vocabulary.begin, vocabulary.end, vocabulary.padding, vocabulary.unknown})


def _added_token(vocabulary: Vocabulary, token: int) -> dict[str, Any]:
    flags = dict.fromkeys(("lstrip", "normalized", "rstrip", "single_word"), False)
    return {"content": vocabulary.pieces[token], **flags, "special": True}


def _special(token: str) -> dict[str, Any]:
    return {"SpecialToken": {"id": token, "type_id": 0}}


def _normalizers(characters: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """NFKC, with what the table says differently done before it and ～ carried around it.

    unicodedata may be newer than the table: only characters in the table are compared, and the normal form of an
    assigned character never changes (Unicode's stability policy), so every version of Python writes the same pipeline.
    """
    different: dict[str, list[str]] = {}
    for character, becomes in sorted(characters.items()):
        if unicodedata.normalize("NFKC", character) != becomes:
            different.setdefault(becomes, []).append(character)
    for becomes, group in different.items():
        escaped = "".join(f"\\x{{{ord(character):X}}}" for character in group)
        yield _replace({"Regex": f"[{escaped}]"}, becomes)
    if _TILDE not in characters:
        yield _replace({"String": _TILDE}, _CARRIER)
    yield {"type": "NFKC"}
    if _TILDE not in characters:
        yield _replace({"String": _CARRIER}, _TILDE)
    yield _replace({"Regex": " {2,}"}, " ")


def _replace(pattern: dict[str, str], content: str) -> dict[str, Any]:
    return {"type": "Replace", "pattern": pattern, "content": content}
