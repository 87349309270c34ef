"""Source text: what the file itself says, before any repair."""

import hashlib
from dataclasses import dataclass

from corpus.layout import PLAIN, Layout, Span

__all__ = ["Source", "Span", "text_sha256"]


def text_sha256(text: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, in hexadecimal: the name under which a source text is kept."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Source:
    """The immutable text of one file. All offsets in the product count code points of `text`.

    Attributes:
        text: the decoded characters; no newline translation, no byte order mark.
        sha256: digest of the UTF-8 bytes of `text`.
        layout: what is known of the text besides its characters.
    """

    text: str
    sha256: str
    layout: Layout = PLAIN

    @classmethod
    def of(cls, text: str, layout: Layout = PLAIN) -> "Source":
        """Wrap a text and compute its digest."""
        return cls(text=text, sha256=text_sha256(text), layout=layout)
