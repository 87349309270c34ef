"""Segmentation of Chinese text into search terms."""

import hashlib
import logging
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

STOP_WORDS = frozenset(
    "的 了 和 与 及 或 在 是 为 等 对 把 被 将 由 从 向 到 于 以 之 其 这 那 该 此 各 个 也 都 就 还 又 并 而 且 "
    "什么 哪些 哪个 哪 哪里 哪儿 哪天 哪年 哪月 哪位 哪家 几 几个 几号 几月 多少 多大 多久 多长 多高 多深 多重 "
    "怎么 怎样 如何 为什么 谁 何时 是否 吗 呢 吧 啊 请问 一下 有 没有 会 能 能否 可以 要 分别 具体 关于 有关 相关 "
    "情况 内容 问题 我 我们 你 你们 他 它 他们 上 下 中 里 条 项 第".split()
)
"""Function words and question words: they say what kind of answer is wanted, not what it is about."""


class Segmenter:
    """Splits text into search terms with jieba's search mode: long words are listed together with their parts.

    Uses a tokenizer of its own, so that its word list changes nothing elsewhere in the process.
    """

    def __init__(self, cache: Path) -> None:
        """Load the dictionary.

        Args:
            cache: folder for jieba's compiled dictionary; made when missing.
        """
        import jieba  # noqa: PLC0415  takes a while to import; `yiju documents` does not need it

        logging.getLogger("jieba").setLevel(logging.WARNING)
        cache.mkdir(parents=True, exist_ok=True)
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.tmp_dir = str(cache)
        self._tokenizer.initialize()
        for word in _word_list().split():
            self._tokenizer.add_word(word)

    def terms(self, text: str) -> list[str]:
        """Search terms in order of appearance; see `folded`."""
        return [word for word in self._tokenizer.cut_for_search(folded(text)) if _is_term(word)]

    def words(self, text: str) -> list[str]:
        """Words that do not overlap, for weighing how much of a question a text covers."""
        return [word for word in self._tokenizer.cut(folded(text)) if _is_term(word)]


def folded(text: str) -> str:
    """The form in which words are compared: compatibility forms and case folded (NFKC), simplified."""
    return simplified(unicodedata.normalize("NFKC", text).lower())


def simplified(text: str) -> str:
    """The text in simplified characters (OpenCC, t2s).

    Documents keep their traditional characters; only the search does not tell 數據 from 数据.
    """
    # Most texts hold no traditional character, and looking at each character once is much faster than converting.
    return _converter().convert(text) if any(map(_is_traditional, set(text))) else text


@cache
def _converter() -> "OpenCC":
    from opencc import OpenCC  # noqa: PLC0415  reads its dictionaries; commands that do not search need none

    return OpenCC("t2s")


@lru_cache(maxsize=65536)
def _is_traditional(char: str) -> bool:
    return bool(_converter().convert(char) != char)


def _word_list() -> str:
    return files("index").joinpath("words.txt").read_text("utf-8")


def word_list_digest() -> str:
    """Identifies the word list and the stop words: others make other terms."""
    return hashlib.sha256(" ".join((_word_list(), *sorted(STOP_WORDS))).encode("utf-8")).hexdigest()[:16]


@lru_cache(maxsize=65536)
def _is_term(word: str) -> bool:
    return word not in STOP_WORDS and any(char.isalnum() for char in word)
