"""Values with their places, and the page that they are read from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.clean import CleanText
from corpus.source import Span


class Origin(StrEnum):
    """Where a value comes from. The value is what the reader sees."""

    TEXT = "原文"
    MANIFEST = "由用户填写"


@dataclass(frozen=True, slots=True)
class Stated:
    """A metadata value with its source span; a value from the manifest has none."""

    value: str
    origin: Origin
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The clean text of a document and the clean spans of its lines."""

    clean: CleanText
    lines: Sequence[Span]

    def text(self, line: int) -> str:
        """The text of a line."""
        start, end = self.lines[line]
        return self.clean.text[start:end]

    def texts(self) -> list[str]:
        """The texts of all lines."""
        return [self.clean.text[start:end] for start, end in self.lines]

    def stated(self, span: Span, value: str | None = None) -> Stated:
        """The value read from a clean span: the words as they stand there, unless another form is given."""
        words = self.clean.text[slice(*span)] if value is None else value
        return Stated(words, Origin.TEXT, *self.clean.span(*span))

    def gaps(self, start: int, end: int) -> frozenset[int]:
        """Where, in the clean characters `[start, end)` counted from `start`, blanks or line breaks were taken out."""
        found: set[int] = set()
        behind: int | None = None
        for at, source, length in self.clean.pieces(start, end):
            if behind is not None and source > behind:
                found.add(at - start)
            behind = source + length
        found |= {at.start() + 1 for at in re.finditer(" ", self.clean.text[start:end])}
        return frozenset(found)
