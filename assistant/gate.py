"""Claim gate: what a quoted statement says must stand in what it cites, word for word.

Deterministic, and the same for every statement whoever wrote it. A statement passes when

- it is said in the words of its support: each of its pieces (between ； or 。) stands, as it reads, in one and the same
  support, or is the whole of a support. A value, a body or a deadline therefore cannot be borrowed from another
  sentence, another cell or another row;
- no negation, exception or condition of the sentences it rests on is lost, so that a piece cut out of a sentence never
  turns a rule into its opposite.

A support is the clean form of a cited span; the cells of one table row are one support (see `assistant.support`).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

_PIECE = re.compile(r"[^；;。！？!?\n]+")
_SENTENCE = re.compile(r"[^。！？!?\n]+")
_EDGE = "，,、；;：:。！？!?（）()“”‘’《》〈〉【】〔〕…—"
_CELL_EDGE = "；;。"
_CELL = re.compile(r"[^:;。]{1,20}:[^;]*(?:;[^:;。]{1,20}:|$)")  # as it reads once compatibility forms are folded
_QUALIFIER = re.compile(
    r"不得|不予|不再|不能|不应|不准|不适用|禁止|严禁|未经|尚未|无需|不需|除[^，。；]{1,30}[外的]|但[^，。；]|另有规定|"
    r"原则上|至少|至多|以上|以下|以内|不超过|不低于|不少于|左右|力争|符合[^，。；]{1,20}条件"
)


def failures(statement: str, supports: Sequence[str]) -> list[str]:
    """What the supports do not bear out, in Chinese; empty when the statement passes."""
    said = _plain(statement)
    texts = [_plain(support) for support in supports]
    pieces = _PIECE.findall(said)
    if not pieces:
        return ["没有内容"]
    if not _borne_out(pieces, texts):
        missing = next((piece for piece in pieces if not any(_holds(text, piece) for text in texts)), None)
        return [f"引文里没有“{missing}”" if missing else "把不同条款或不同行的内容合在了一起"]
    lost = [word for sentence in _sentences(said, texts) for word in _QUALIFIER.findall(sentence) if word not in said]
    return [f"漏掉了“{word}”" for word in dict.fromkeys(lost)]


def _plain(text: str) -> str:
    """Compatibility forms and case folded, blanks removed."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).lower())


def _borne_out(pieces: Sequence[str], texts: Sequence[str]) -> bool:
    """Whether one support holds all pieces, or each piece is a support by itself."""
    if any(all(_holds(text, piece) for piece in pieces) for text in texts):
        return True
    whole = {text.strip("；;。") for text in texts}
    return all(piece in whole for piece in pieces)


def _holds(text: str, piece: str) -> bool:
    """Whether a piece stands in a text from one mark of punctuation to another.

    5万家 does not stand in 15万家, 可以收费 not in 不可以收费, and half the names of a cell are not the cell.
    """
    edges = _CELL_EDGE if _CELL.match(text) else _EDGE
    start = text.find(piece)
    while start >= 0:
        before, after = text[max(0, start - 1) : start], text[start + len(piece) : start + len(piece) + 1]
        if (not before or before in edges) and (not after or after in edges):
            return True
        start = text.find(piece, start + 1)
    return False


def _sentences(said: str, texts: Sequence[str]) -> Iterator[str]:
    """The sentences of the supports from which the statement takes a piece."""
    pieces = _PIECE.findall(said)
    for text in texts:
        for sentence in _SENTENCE.findall(text):
            if any(piece in sentence for piece in pieces):
                yield sentence
