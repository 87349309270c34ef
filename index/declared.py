"""What documents declare: short names for bodies and things, other names of their own, columns of their tables."""

import re
from collections.abc import Iterator

from corpus import Document

_SHORT = re.compile(
    r"([\u4e00-\u9fff、A-Za-z0-9（）()]{3,40})[（(]以下(?:简称|统称|称)(?:为)?[“\"《]?([\u4e00-\u9fffA-Za-z]{2,12})[”\"》]?[）)]"
)
_NICKNAME = re.compile(
    r"(?:意见|办法|规定|方案|规划|条例|通知|计划|纲要|决定|措施)[》”\"]?\s*[（(][“\"]?([\u4e00-\u9fff]{3,8})[”\"]?[）)]"
)
_NO_NICKNAME = re.compile(
    "试行|草案|征求|修[订正改]|暂行|全文|节选|摘[要编]|送审|讨论|稿|版|代拟|附件|以下|实施|相关|有关|关于|年$"
)
_NO_NAME = re.compile("[的和与或、]|等$")
_LONGEST = 25
_HEAD = 600
"""Characters at the beginning of a document in which it may give its own other name."""


def short_names(document: Document) -> tuple[tuple[str, str], ...]:
    """Pairs of full and short name that a document declares: 国家互联网信息办公室（以下简称“国家网信办”）."""
    return tuple(dict.fromkeys(_short_names(document.clean.text)))


def _short_names(text: str) -> Iterator[tuple[str, str]]:
    for found in _SHORT.finditer(text):
        full = _full_name(found[1], found[2])
        if full is not None and len(full) <= _LONGEST and not _NO_NAME.search(full):
            yield full, found[2]


def _full_name(words: str, short: str) -> str | None:
    """The end of a text that a short name shortens: it begins with the same character and holds the others in order."""
    for start in range(len(words) - len(short) - 1, -1, -1):
        rest = iter(words[start + 1 :])
        if words[start] == short[0] and all(char in rest for char in short[1:]):
            return words[start:]
    return None


def nicknames(document: Document) -> tuple[str, ...]:
    """Other names that a document gives itself at its beginning: …的意见（数据二十条）."""
    head = document.clean.text[:_HEAD]
    return tuple(dict.fromkeys(name for name in _NICKNAME.findall(head) if not _NO_NICKNAME.search(name)))


def table_columns(document: Document) -> tuple[str, ...]:
    """The names of the columns of its tables, each once."""
    rows = (clause.row for clause in document.walk() if clause.row is not None)
    return tuple(dict.fromkeys(column for row in rows for column in row.columns if column))
