"""Clean text: the repaired text of a document with the way back to every source character."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from corpus.layout import Dropped, DropReason, Span

__all__ = ["CleanText", "DropReason", "Dropped", "Run", "Writer"]


@dataclass(frozen=True, slots=True)
class Run:
    """`length` consecutive clean characters that stand for `length` consecutive source characters."""

    clean: int
    source: int
    length: int


@dataclass(frozen=True)
class CleanText:
    """The repaired text and its map.

    Attributes:
        text: paragraphs and table rows, one a line, separated by a line feed.
        runs: the map, in order, covering every character of `text`; source offsets strictly increase.
        dropped: what was left out, in order and disjoint.
    """

    text: str
    runs: tuple[Run, ...]
    dropped: tuple[Dropped, ...]

    @cached_property
    def _clean_starts(self) -> list[int]:
        return [run.clean for run in self.runs]

    @cached_property
    def _source_starts(self) -> list[int]:
        return [run.source for run in self.runs]

    def offset(self, index: int) -> int:
        """Source offset of the clean character at `index` (0 ≤ index < len(text))."""
        if not 0 <= index < len(self.text):
            message = f"clean offset {index} outside 0..{len(self.text)}"
            raise IndexError(message)
        run = self.runs[bisect_right(self._clean_starts, index) - 1]
        return run.source + index - run.clean

    def span(self, start: int, end: int) -> Span:
        """The source span of the clean characters `[start, end)`, which must not be empty."""
        return self.offset(start), self.offset(end - 1) + 1

    def index(self, offset: int) -> int:
        """The first clean position whose source offset is at least `offset`; `len(text)` behind the last."""
        at = bisect_right(self._source_starts, offset) - 1
        if at < 0:
            return 0
        run = self.runs[at]
        return min(run.clean + offset - run.source, run.clean + run.length)

    def of(self, span: Span) -> str:
        """The clean form of a source span: the clean characters that come from inside it."""
        return self.text[self.index(span[0]) : self.index(span[1])]

    def behind(self, first: "CleanText") -> "CleanText":
        """The clean text of a chain of two repairs, when this one repaired the text of `first`."""
        writer = Writer()
        for run in self.runs:
            for at, source, length in first.pieces(run.source, run.source + run.length):
                begin = run.clean + at - run.source
                writer.put(self.text[begin : begin + length], source)
        dropped = [
            Dropped(source, source + length, item.reason)
            for item in self.dropped
            for _, source, length in first.pieces(item.start, item.end)
        ]
        return writer.finished([*first.dropped, *dropped])

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """The clean characters `[start, end)` run by run: their clean position, source offset and number."""
        at = bisect_right(self._clean_starts, start) - 1
        while start < end:
            run = self.runs[at]
            length = min(end, run.clean + run.length) - start
            yield start, run.source + start - run.clean, length
            start += length
            at += 1


class Writer:
    """Writes a clean text from left to right."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._runs: list[Run] = []
        self._length = 0

    def put(self, text: str, source: int) -> None:
        """Append characters that stand for the source characters from `source` on, one for one."""
        if not text:
            return
        last = self._runs[-1] if self._runs else None
        if last is not None and source == last.source + last.length:
            self._runs[-1] = Run(last.clean, last.source, last.length + len(text))
        else:
            self._runs.append(Run(self._length, source, len(text)))
        self._pieces.append(text)
        self._length += len(text)

    def finished(self, dropped: Iterable[Dropped]) -> CleanText:
        """The text written so far, with what was left out; neighbouring spans with one reason become one."""
        merged: list[Dropped] = []
        for item in sorted(dropped, key=lambda span: span.start):
            if merged and merged[-1].end == item.start and merged[-1].reason is item.reason:
                merged[-1] = Dropped(merged[-1].start, item.end, item.reason)
            else:
                merged.append(item)
        return CleanText("".join(self._pieces), tuple(self._runs), tuple(merged))
