"""Comparing strings: after NFKC and without blanks; for answers also without the leading zero of a month or day."""

import re
import unicodedata

_LEADING_ZERO = re.compile(r"(?<=[年月])0(?=\d[月日])")


def comparable(text: str) -> str:
    """NFKC, then all white space removed; punctuation stays."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def comparable_answer(text: str) -> str:
    """`comparable`, and 05月 is 5月."""
    return _LEADING_ZERO.sub("", comparable(text))
