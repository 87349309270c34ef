"""Outline: from the clean text to the tree of clauses.

The grammar is that of Chinese official documents (GB/T 9704-2012) and laws (立法法, 立法技术规范): `numbering` knows
the numbers, `outline_roles` the named parts around the body, `outline_growth` how units nest, `outline_labels` how
they are cited.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Container, Mapping, Sequence
from itertools import pairwise

from corpus.clause import Clause
from corpus.clean import CleanText
from corpus.layout import Grid, PlacedLine
from corpus.metadata import Metadata, Stated
from corpus.numbering import Level, Marker, box_name
from corpus.outline_growth import Growth, Node
from corpus.outline_headings import bare_headings, caption_line
from corpus.outline_labels import freeze
from corpus.outline_markers import form_ranks, line_markers
from corpus.outline_page import Range
from corpus.outline_roles import Role, StatedLines, read_roles
from corpus.source import Span
from corpus.tables import find_tables

_FOOT = {Role.PAGE, Role.COPIES, Role.IMPRINT}
"""Parts that belong to the whole document, wherever they stand."""

_LARGER = 1.08
"""The letters of the text are larger than those of a box by this factor at least."""

_BEHIND_BODY = {Role.SIGNATURE, Role.ATTACHED, Role.IMPRINT, Role.COPIES, Role.CLOSING, Role.REMARK}


def clean_lines(clean: CleanText) -> tuple[Span, ...]:
    """Clean spans of the lines of a clean text, without their line feeds; empty lines are left out."""
    spans: list[Span] = []
    start = 0
    for line in clean.text.split("\n"):
        if line:
            spans.append((start, start + len(line)))
        start += len(line) + 1
    return tuple(spans)


def read_outline(
    clean: CleanText,
    metadata: Metadata,
    document_id: str,
    grids: Sequence[Grid] = (),
    placed: Sequence[PlacedLine] = (),
) -> tuple[Clause, ...]:
    """The clauses of a document: top-level clauses in order, each with its subtree.

    Args:
        clean: the clean text.
        metadata: what the text states about itself; the title and the document number are found again by their places.
        document_id: begins the id of every clause.
        grids: the tables that the reader saw, in source offsets.
        placed: where the text stands on its pages; the size of the letters shows where a box ends.
    """
    lines = clean_lines(clean)
    return freeze(_Outline(clean, lines, metadata, grids, placed).grow(), clean, document_id)


class _Outline:
    """The lines of a document, with all that is known of them before the tree grows."""

    def __init__(
        self,
        clean: CleanText,
        lines: Sequence[Span],
        metadata: Metadata,
        grids: Sequence[Grid],
        placed: Sequence[PlacedLine],
    ) -> None:
        self._lines = lines
        self._texts = texts = [clean.text[start:end] for start, end in lines]
        self._grids = [_line_range(clean, lines, (grid.start, grid.end)) for grid in grids]
        tables = find_tables(clean, lines, grids)
        number = _stated_lines(clean, lines, metadata.number)
        stated = StatedLines(
            title=metadata.title.value if metadata.title else "",
            titled=_stated_lines(clean, lines, metadata.title),
            number=number[1] - 1 if number[0] < number[1] else None,
        )
        spans = [(table.first_line, table.last_line + 1) for table in tables]
        self._read = read_roles(texts, stated, spans, self._grids)
        self._tables = {table.first_line: table for table in tables if table.first_line not in self._read.roles}
        rows = {at for table in self._tables.values() for at in range(table.first_line, table.last_line + 1)}
        self._other = rows | set(self._read.roles) | set(self._read.attachments)
        bounds = sorted({0, len(lines), *self._read.attachments, *self._read.enclosed})
        parts = list(pairwise(bounds))
        markers = [marker for part in parts for marker in line_markers(texts, part, self._other)]
        self._numbered = {at for at, marker in enumerate(markers) if marker is not None}
        bare = bare_headings(texts, self._other) - self._numbered
        ranks = [ranks for first, last in parts for ranks in _part_ranks(markers, bare, first, last)]
        self._bare = bare
        self._box_ends = self._find_box_ends(_heights(clean, lines, placed))
        self._growth = Growth(clean.text, lines, markers, ranks)

    def grow(self) -> list[Node]:
        """The tree of all lines."""
        captions = {
            caption: table
            for first, table in self._tables.items()
            if (caption := caption_line(self._texts, first, self._other | self._numbered)) is not None
        }
        at = 0
        while at < len(self._lines):
            if at in self._box_ends:
                self._growth.close_box()
            table, caption = self._tables.get(at), None
            if table is None and at in captions and not self._growth.waits_for_title(at):
                table, caption = captions[at], at
            if table is not None:
                self._growth.add_table(table, caption)
                at = table.last_line + 1
            else:
                self._add_line(at)
                at += 1
        return self._growth.roots

    def _add_line(self, at: int) -> None:
        if at in self._read.enclosed:
            self._growth.add_document(at, self._read.enclosed[at])
        if at in self._read.attachments:
            self._growth.add_attachment(at, *self._read.attachments[at])
        elif (role := self._read.roles.get(at)) is not None:
            self._growth.add_role(at, role.value, foot=role in _FOOT)
        else:
            self._growth.add_line(at, bare_heading=at in self._bare, closes=self._is_last(at))

    def _find_box_ends(self, heights: Sequence[float]) -> set[int]:
        """The lines that stand right behind a box: behind its frame, or where the letters become larger again."""
        ends = {last for first, last in self._grids if last > first and box_name(self._texts[first]) is not None}
        inside: float | None = None
        for at, text in enumerate(self._texts):
            if box_name(text) is not None:
                inside = heights[at + 1] if at + 1 < len(heights) else None
            elif inside is not None and inside > 0 and heights[at] > _LARGER * inside:
                ends.add(at)
                inside = None
        return ends

    def _is_last(self, at: int) -> bool:
        """Whether the body of its part ends with a line."""
        below = at + 1
        ends = below in self._read.enclosed or below in self._read.attachments
        return below == len(self._lines) or ends or self._read.roles.get(below) in _BEHIND_BODY


def _part_ranks(
    markers: Sequence[Marker | None], bare: Container[int], first: int, last: int
) -> list[Mapping[Level, float]]:
    """For each line of a part, how deep the forms nest; a heading without a number stands above its list."""
    ranks = form_ranks([marker for marker in markers[first:last] if marker is not None])
    below = [markers[at + 1] for at in range(first, last - 1) if at in bare]
    led = [ranks[marker.level] for marker in below if marker is not None]
    heading = min(led) - 0.25 if led else ranks[Level.HEADING]
    return [{**ranks, Level.HEADING: heading}] * (last - first)


def _heights(clean: CleanText, lines: Sequence[Span], placed: Sequence[PlacedLine]) -> list[float]:
    """How high the letters are with which each line begins, in points; 0 where nothing is known."""
    starts = [line.start for line in placed]
    heights: list[float] = []
    for start, _ in lines:
        offset = clean.offset(start)
        at = bisect_right(starts, offset) - 1
        known = at >= 0 and offset < placed[at].end
        heights.append(placed[at].bottom - placed[at].top if known else 0.0)
    return heights


def _line_range(clean: CleanText, lines: Sequence[Span], span: Span) -> Range:
    """The lines that hold the clean characters of a source span."""
    start, end = clean.index(span[0]), clean.index(span[1])
    first = bisect_right(lines, start, key=lambda line: line[1])
    return first, max(first, bisect_left(lines, end, key=lambda line: line[0]))


def _stated_lines(clean: CleanText, lines: Sequence[Span], stated: Stated | None) -> Range:
    """The lines on which a value was found; an empty range when there is none."""
    if stated is None or stated.start is None or stated.end is None:
        return 0, 0
    return _line_range(clean, lines, (stated.start, stated.end))
