"""Cuts: what is left out of joined lines, and where they are parted or joined anew."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.clean import CleanText, Writer
from corpus.layout import Dropped, DropReason, Span


@dataclass(frozen=True, slots=True)
class Cuts:
    """Changes to the lines of a clean text, each list in order.

    Attributes:
        repeated: spans that are left out because they stand elsewhere too; disjoint, each inside one line.
        breaks: positions of the characters that begin a line anew.
        closed: positions of the line feeds at which the line goes on.
    """

    repeated: tuple[Span, ...] = ()
    breaks: tuple[int, ...] = ()
    closed: tuple[int, ...] = ()


def recut(joined: CleanText, clean: CleanText, cells: Sequence[bool], cuts: Cuts) -> tuple[CleanText, tuple[bool, ...]]:
    """Cut the joined lines that a clean text was set from.

    Args:
        joined: the lines before they were set; `clean` stands for the characters of its text.
        clean: the lines as they are read, to which the cuts refer.
        cells: which lines are text of table cells.
        cuts: the changes.

    Returns:
        The lines cut anew, and which of them are text of table cells. A line feed put in takes the place of the blank
        in front of it, if there is one.
    """
    repeated = [(clean.offset(start), clean.offset(end - 1) + 1) for start, end in cuts.repeated]
    breaks = sorted(clean.offset(at) for at in cuts.breaks)
    closed = {clean.offset(at) for at in cuts.closed}
    writer = Writer()
    flags: list[bool] = []
    start = written = 0
    for line, cell in zip(joined.text.split("\n"), cells, strict=True):
        end = start + len(line)
        gaps = repeated[bisect_left(repeated, (start, start)) : bisect_left(repeated, (end, end))]
        marks = breaks[bisect_left(breaks, start) : bisect_left(breaks, end)]
        for piece in _pieces(joined.text, (start, end), gaps, marks):
            goes_on = piece[0] == start and start - 1 in closed and written == start - 1
            if goes_on:
                writer.put(" ", start - 1)
            elif flags and written < start:
                writer.put("\n", start - 1)
            elif flags and max([written, *(gap_end for _, gap_end in gaps if gap_end <= piece[0])]) < piece[0]:
                writer.put("\n", piece[0] - 1)
            elif flags:
                writer.put_in("\n")
            if not goes_on:
                flags.append(cell)
            writer.put(joined.text[slice(*piece)], piece[0])
            written = piece[1]
        start = end + 1
    dropped = [Dropped(*span, DropReason.REPEATED) for span in repeated]
    return writer.finished(dropped).behind(joined), tuple(flags)


def _pieces(text: str, line: Span, gaps: Sequence[Span], marks: Sequence[int]) -> Iterator[Span]:
    """The parts of a line that stay, parted at the marks, without blanks at their ends."""
    cuts = sorted([*gaps, *((mark, mark) for mark in marks)])
    start = line[0]
    for cut_start, cut_end in [*cuts, (line[1], line[1])]:
        piece = text[start:cut_start]
        begin = start + len(piece) - len(piece.lstrip(" "))
        end = begin + len(piece.strip(" "))
        if begin < end:
            yield begin, end
        start = max(start, cut_end)
