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

    Nearly every clean character stands for one source character. Those that stand for none were put in: the line feed
    where a paragraph begins in the middle of a line of the file and no blank is there to stand for it, and the further
    letters of a ligature (ﬁ). Such a character takes no room in the source: it stands at the offset of the character
    behind it, and a span that ends with it ends where the character before it ends.

    Attributes:
        text: paragraphs and table rows, one a line, separated by a line feed.
        runs: the map, in order, covering every character of `text` but those put in; source offsets strictly increase.
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
        """Source offset of the clean character at `index` (0 ≤ index < len(text)).

        A character that was put in has that of the next one that was not (of the end of the last, behind it).
        """
        if not 0 <= index < len(self.text):
            message = f"clean offset {index} outside 0..{len(self.text)}"
            raise IndexError(message)
        at = bisect_right(self._clean_starts, index) - 1
        run = self.runs[at]
        if index < run.clean + run.length:
            return run.source + index - run.clean
        return self.runs[at + 1].source if at + 1 < len(self.runs) else run.source + run.length

    def is_put_in(self, index: int) -> bool:
        """Whether the clean character at `index` (0 ≤ index < len(text)) stands for no source character."""
        run = self.runs[bisect_right(self._clean_starts, index) - 1]
        return index >= run.clean + run.length

    def span(self, start: int, end: int) -> Span:
        """The source span of the clean characters `[start, end)`, which must not be empty."""
        first = self.offset(start)
        last = self.runs[bisect_right(self._clean_starts, end - 1) - 1]
        if end - last.clean <= last.length:
            return first, self.offset(end - 1) + 1
        return first, max(first, last.source + last.length)

    def index(self, offset: int) -> int:
        """The first clean position of a source character at `offset` or behind it; `len(text)` behind the last.

        A line feed that was put in right before it is passed over, so as an end of a slice use `within` instead.
        """
        at = bisect_right(self._source_starts, offset) - 1
        if at < 0:
            return 0
        run = self.runs[at]
        if offset - run.source < run.length:
            return run.clean + offset - run.source
        return self.runs[at + 1].clean if at + 1 < len(self.runs) else len(self.text)

    def within(self, span: Span) -> Span:
        """The clean characters that come from inside a source span, without a line feed put in at its end."""
        start, end = self.index(span[0]), self.index(span[1])
        while end > start and self.text[end - 1] == "\n" and self.is_put_in(end - 1):
            end -= 1
        return start, end

    def of(self, span: Span) -> str:
        """The clean form of a source span: the clean characters that come from inside it."""
        start, end = self.within(span)
        return self.text[start:end]

    def behind(self, first: "CleanText") -> "CleanText":
        """The clean text of a chain of two repairs, when this one repaired the text of `first`."""
        writer = Writer()
        done = 0
        for run in self.runs:
            writer.put_in(self.text[done : run.clean])
            done = run.clean
            for at, source, length in first.pieces(run.source, run.source + run.length):
                begin = run.clean + at - run.source
                writer.put_in(self.text[done:begin])
                done = begin + length
                writer.put(self.text[begin:done], source)
        writer.put_in(self.text[done:])
        dropped = [
            Dropped(source, source + length, item.reason)
            for item in self.dropped
            for _, source, length in first.pieces(item.start, item.end)
        ]
        return writer.finished([*first.dropped, *dropped])

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """The clean characters `[start, end)` run by run: their clean position, source offset and number.

        Characters that were put in are in no run.
        """
        at = max(0, bisect_right(self._clean_starts, start) - 1)
        while at < len(self.runs) and self.runs[at].clean < end:
            run = self.runs[at]
            first = max(start, run.clean)
            length = min(end, run.clean + run.length) - first
            if length > 0:
                yield first, run.source + first - run.clean, length
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
        if last is not None and (source, self._length) == (last.source + last.length, last.clean + last.length):
            self._runs[-1] = Run(last.clean, last.source, last.length + len(text))
        else:
            self._runs.append(Run(self._length, source, len(text)))
        self._pieces.append(text)
        self._length += len(text)

    def put_in(self, text: str) -> None:
        """Append characters that stand for no source character; never in front of the first that does."""
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
