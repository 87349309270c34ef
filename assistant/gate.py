"""Claim gate: what a quoted statement says must stand in what it cites.

Deterministic, and the same for every statement whoever wrote it. A statement passes when

- each value in it (a number with its unit, a date, a document number) stands in its quotes, in the same clause of a
  sentence, or the same table row, as the words it is said of;
- each negation, exception and condition of the sentences it rests on stands in the statement too, and the other way
  round, so that trimming never turns a rule into its opposite.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

_VALUE = re.compile(
    r"[\u4e00-\u9fffa-z]{1,20}〔\d{4}〕\d+号"
    r"|\d+(?:[.,]\d+)*\s*(?:%|‰|℃|[a-z]+|[万亿千百]*[一-鿿])?"
)
_QUALIFIER = re.compile(
    r"不得|不予|不再|不能|不应|不准|禁止|严禁|未经|尚未|无需|不需|除[^，。；]{1,30}外|但是?[^，。；]|另有规定|原则上|至少|以上|以下|以内|不超过|不低于|不少于|左右"
)
_CLAUSE_BREAK = re.compile(r"[，,；;。！？!?\n]")
_CHINESE_NUMBER = re.compile(r"[一二三四五六七八九十百]{1,5}(?=个?[月年日天倍家项条户人次])")
_DIGITS = {char: at for at, char in enumerate("〇一二三四五六七八九")}


def failures(statement: str, quotes: Sequence[str]) -> list[str]:
    """What the quotes do not bear out, in Chinese; empty when the statement passes."""
    if not quotes:
        return ["没有引文"]
    said = _plain(statement)
    supports = [_plain(quote) for quote in quotes]
    together = "\n".join(supports)
    found = [f"“{value}”不在引文中" for value in _values(said) if not _holds(together, value)]
    found += [
        f"“{value}”与所说的事项不在同一句中" for value, near in _claims(said) if not _beside(value, near, supports)
    ]
    for qualifier in dict.fromkeys(_QUALIFIER.findall(said)):
        if qualifier not in together:
            found.append(f"引文中没有“{qualifier}”")
    for sentence in _resting_on(said, supports):
        found += [f"漏掉了“{word}”" for word in dict.fromkeys(_QUALIFIER.findall(sentence)) if word not in said]
    return found


def _plain(text: str) -> str:
    """Compatibility forms folded, blanks removed, Chinese numbers before units as digits (六个月 = 6个月)."""
    folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).lower())
    return _CHINESE_NUMBER.sub(lambda found: str(_number(found[0])), folded)


def _number(text: str) -> int:
    """Value of a Chinese number below 1000."""
    total = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        else:
            total += (digit or 1) * {"十": 10, "百": 100}[char]
            digit = 0
    return total + digit


def _values(text: str) -> Iterator[str]:
    return (found[0] for found in _VALUE.finditer(text))


def _holds(text: str, value: str) -> bool:
    """Whether a value stands in a text as a whole: 5万家 does not stand in 15万家, nor 10个 in 10.5个."""
    start = text.find(value)
    while start >= 0:
        before, after = text[start - 1 : start], text[start + len(value) : start + len(value) + 1]
        cut_before = value[0].isdigit() and (before.isdigit() or before in (".", ","))
        cut_after = value[-1].isdigit() and (after.isdigit() or after in (".", ","))
        if not cut_before and not cut_after:
            return True
        start = text.find(value, start + 1)
    return False


def _claims(text: str) -> Iterator[tuple[str, str]]:
    """Each value with the words it is said of: those of its own clause of the sentence."""
    for clause in _CLAUSE_BREAK.split(text):
        for value in _values(clause):
            near = clause.replace(value, " ")
            if len(near.replace(" ", "")) >= 2:
                yield value, near


def _beside(value: str, near: str, supports: Sequence[str]) -> bool:
    """Whether one clause of a quote holds the value and at least half of the character pairs said of it.

    The cells of a table row are quotes of their own: a value that is a whole quote is judged with the row.
    """
    pairs = _pairs(near)
    row = "".join(support for support in supports if len(support) <= 200) if len(supports) > 1 else ""
    for support in supports:
        for clause in _CLAUSE_BREAK.split(support):
            if _holds(clause, value) and _shared(pairs, clause) >= 0.5:
                return True
    return bool(row) and _holds(row, value) and _shared(pairs, row) >= 0.5


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1) if " " not in text[at : at + 2]}


def _shared(pairs: set[str], text: str) -> float:
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 1.0


def _resting_on(said: str, supports: Sequence[str]) -> Iterator[str]:
    """The sentences of the quotes that the statement takes its words from."""
    pairs = _pairs(said)
    for support in supports:
        for sentence in re.split(r"[。！？\n]", support):
            own = _pairs(sentence)
            if own and len(own & pairs) >= 0.5 * min(len(own), len(pairs)):
                yield sentence
