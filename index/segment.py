"""Segmentation of Chinese text into search terms."""

import hashlib
import logging
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from index.quantities import quantities

if TYPE_CHECKING:
    from opencc import OpenCC

STOP_WORDS = frozenset(
    "的 了 和 与 及 或 在 是 为 等 对 把 被 将 由 从 向 到 于 以 之 其 这 那 该 此 各 个 也 都 就 还 又 并 而 且 "
    "什么 哪些 哪个 哪 哪里 哪儿 哪天 哪年 哪月 哪位 哪家 几 几个 几号 几月 多少 多大 多久 多长 多高 多深 多重 "
    "什么时候 时候 什么样 多少钱 怎么办 怎么 怎样 如何 为什么 谁 何时 是否 吗 呢 吧 啊 请问 一下 有 没有 会 能 能否 "
    "可以 要 分别 具体 关于 有关 相关 "
    "情况 内容 问题 我 我们 你 你们 他 它 他们 上 下 中 里 条 项 第".split()
)
"""Function words and question words: they say what kind of answer is wanted, not what it is about."""


_RUNS = re.compile(r"(?P<han>[〇㐀-鿿\U00020000-\U0003ffff]+)|[a-z\d]+(?:[.+#&_/-]*[a-z\d+#])*|[^\W\d_]+")
"""Runs of Chinese characters, and words in letters and digits (5g, ipv6, c++)."""

_ASKING = re.compile("|".join(sorted((word for word in STOP_WORDS if len(word) > 1), key=len, reverse=True)))


@dataclass(frozen=True, slots=True)
class Terms:
    """What a text is found by, in order of appearance.

    Attributes:
        words: as `Segmenter.terms` cuts them.
        pairs: pairs of neighbouring characters, and quantities; see `pairs`.
    """

    words: tuple[str, ...]
    pairs: tuple[str, ...]


class Segmenter:
    """Splits text into search terms: words of jieba's dictionary with the words inside them, and quantities.

    Words are cut without jieba's model for unknown words: what the dictionary does not hold is found by its pairs of
    characters (`pairs`), and reliably so. Uses a tokenizer of its own, so that its word list changes nothing elsewhere
    in the process. Several threads may use it at once.
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
        for word in sorted(STOP_WORDS):
            # A question word that was cut in two (哪天) would leave a part of it behind as a term.
            if len(word) > 1:
                self._tokenizer.suggest_freq(word, tune=True)
        # Titles and phrases come again and again in a library; cutting is the slowest step of segmentation.
        self._cut = lru_cache(maxsize=65536)(self._cut_run)
        self._heading = lru_cache(maxsize=4096)(self._found_by)

    def terms(self, text: str) -> list[str]:
        """Search terms in order of appearance; see `folded` and `quantities`."""
        return [term for term, _ in self.written_terms(text)]

    def written_terms(self, text: str) -> list[tuple[str, str]]:
        """Search terms in order of appearance, each with the words of the (folded) text that it stands for."""
        return self._scanned(folded(text))[0]

    def passage(self, context: str, body: str) -> Terms:
        """What a passage is found by: its headings and its own words."""
        above, below = self._heading(context), self._found_by(body)
        return Terms(above.words + below.words, above.pairs + below.pairs)

    def question(self, text: str) -> Terms:
        """What a question looks for; words that only ask are no part of it."""
        whole = folded(text)
        terms, counted = self._scanned(whole)
        return Terms(tuple(term for term, _ in terms), (*pairs(_ASKING.sub(" ", whole)), *counted))

    def _found_by(self, text: str) -> Terms:
        whole = folded(text)
        terms, counted = self._scanned(whole)
        return Terms(tuple(term for term, _ in terms), (*pairs(whole), *counted))

    def _scanned(self, whole: str) -> tuple[list[tuple[str, str]], list[str]]:
        """All terms of a folded text with the words they stand for, and those among them that are quantities."""
        terms: list[tuple[str, str]] = []
        counted: list[str] = []
        done = 0
        for found in quantities(whole, self._is_word):
            terms += self._between(whole, done, found.start)
            terms += found.terms
            counted += (term for term, _ in found.terms)
            done = found.end
        return terms + self._between(whole, done, len(whole)), counted

    def cut(self, text: str) -> list[str]:
        """All words of a `folded` text that do not overlap, function words and marks among them."""
        return list(self._tokenizer.cut(text))

    def knows(self, word: str) -> bool:
        """Whether a word stands in the dictionary."""
        return self._is_word(word)

    def words(self, text: str) -> list[str]:
        """Words that do not overlap, for weighing how much of a question a text covers."""
        return [word for word in self._tokenizer.cut(folded(text)) if _is_term(word)]

    def _between(self, text: str, start: int, end: int) -> list[tuple[str, str]]:
        """The terms of a stretch that holds no quantity."""
        terms: list[tuple[str, str]] = []
        for run in _RUNS.finditer(text, start, end):
            words = self._cut(run[0]) if run["han"] else (run[0],)
            terms += [(word, word) for word in words if word not in STOP_WORDS]
        return terms

    def _cut_run(self, run: str) -> tuple[str, ...]:
        """The words of a run of Chinese characters, the words inside a longer one before it."""
        cut: list[str] = []
        for word in self._tokenizer.cut(run, HMM=False):
            length = len(word)
            spans = ((at, at + size) for size in range(2, length) for at in range(length - size + 1))
            cut += [part for start, end in spans if self._is_word(part := word[start:end])]
            cut.append(word)
        return tuple(cut)

    def _is_word(self, text: str) -> bool:
        return bool(self._tokenizer.FREQ.get(text))


def pairs(text: str) -> list[str]:
    """Pairs of neighbouring Chinese characters of a folded text, and words in letters and digits, in order.

    They find what no dictionary holds, and words that stand beside each other (as do the ordered pairs of Metzler &
    Croft 2005). A character that stands alone is a term by itself.
    """
    found: list[str] = []
    for run in _RUNS.finditer(text):
        word = run[0]
        if run["han"] and len(word) > 1:
            found += map("".join, pairwise(word))
        elif word not in STOP_WORDS:
            found.append(word)
    return found


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
