"""Source text: what the file itself says, before any repair."""

import hashlib
from dataclasses import dataclass

Span = tuple[int, int]
"""A half-open range of code points `[start, end)`."""


def text_sha256(text: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, in hexadecimal: the name under which a source text is kept."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Source:
    """The immutable text of one file. All offsets in the product count code points of `text`.

    Attributes:
        text: the decoded characters; no newline translation, no byte order mark.
        sha256: digest of the UTF-8 bytes of `text`.
    """

    text: str
    sha256: str

    @classmethod
    def of(cls, text: str) -> "Source":
        """Wrap a text and compute its digest."""
        return cls(text=text, sha256=text_sha256(text))
