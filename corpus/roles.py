"""Roles of bodies: who leads a task and who takes part in it, as the document itself says.

Tasks of policies end with the bodies that answer for them: `（省科技厅，省财政厅、省教育厅）`, `责任单位：县教育局`,
`（发展改革委、商务部等负责）`, `【牵头单位：省科技厅；配合单位：省财政厅】`. What tells the lead from the others is, in
this order:

1. the words at the names: 牵头单位：…；配合单位：…, A牵头，B参与, A会同B负责;
2. the legend in force. 逗号前为牵头单位，下同: those before the first comma lead, those behind it take part, and
   without a comma the roles are not told apart. 列第一位者为牵头单位，下同: the first leads, unless it is 各有关部门 or
   the like. A legend holds from the names it stands with to the end of the document or the next legend; one that
   stands with names and does not say 下同 or 以下 holds for these names only;
3. nothing: then the roles are not told apart, and are not guessed.

Names are kept as they are printed.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.clean import CleanText
from corpus.role_words import (
    Legend,
    Named,
    Role,
    are_bodies,
    column_role,
    find_legend,
    first_label,
    names_no_lead,
    read_bodies,
    resolved,
)
from corpus.source import Span
from corpus.table_grid import closed
from corpus.tables import Cell, Table

__all__ = ["Body", "Responsibility", "Role", "find_roles", "row_roles"]


@dataclass(frozen=True, slots=True)
class Body:
    """A body named with a task.

    Attributes:
        name: its name as it reads.
        role: what it does; ANSWERS where the document does not tell.
        start: source offset of its first character.
        end: source offset behind its last.
    """

    name: str
    role: Role
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Responsibility:
    """The bodies named in one place.

    Attributes:
        bodies: all of them, in order.
        start: source offset of the words that name them, brackets included.
        end: source offset behind them.
        open_ended: whether the list ends in 等, so that it does not name all.
        legend: source span of the legend in force when no words at the names tell the roles apart; else None. It may
            be in force and yet not tell them apart.
    """

    bodies: tuple[Body, ...]
    start: int
    end: int
    open_ended: bool = False
    legend: Span | None = None

    @property
    def roles_told_apart(self) -> bool:
        """Whether the document says which of the bodies leads or guides and which takes part or answers."""
        roles = {body.role for body in self.bodies}
        return Role.ANSWERS not in roles or Role.GUIDES in roles

    @property
    def leads(self) -> tuple[Body, ...]:
        """The bodies that lead."""
        return tuple(body for body in self.bodies if body.role is Role.LEADS)

    @property
    def participants(self) -> tuple[Body, ...]:
        """The bodies that take part."""
        return tuple(body for body in self.bodies if body.role is Role.TAKES_PART)


_PAIRS = {"（": "）", "(": ")", "〔": "〕", "【": "】", "[": "]"}
_BEFORE_LIST = "。！？；;”’"
_RUNNING = re.compile(
    "由[^。；，：由（）]{2,120}?牵头[^。；，：（）]{0,12}"
    "(?:[，,][^。；：（）]{2,200}?(?:参与|参加|配合|协同|协助))?(?=[，,。；;（）]|$)"
)


def find_roles(clean: CleanText, lines: Sequence[Span], tables: Sequence[Table] = ()) -> tuple[Responsibility, ...]:
    """The bodies named with tasks in the text of a document, in order.

    Args:
        clean: the clean text.
        lines: the clean spans of its lines.
        tables: its tables: in their lines only what says of itself that it names bodies in charge is taken. The
            columns of bodies are read by `row_roles`.
    """
    tabled = {line for table in tables for line in range(table.first_line, table.last_line + 1)}
    found: list[Responsibility] = []
    legend: Legend | None = None
    for at, (first, last) in enumerate(lines):
        text = clean.text[first:last]
        for start, end in _stretches(text):
            words, own = _without_legend(text[start:end])
            named = read_bodies(words)
            if own is not None:
                stated = _at(own, clean, first + start)
                legend = stated if own.lasts or not named else legend
            says = any(item.says for item in named)
            bare = not says and own is None
            if bare and (legend is None or at in tabled or not _ends_task(text, start, end)):
                continue
            if are_bodies(words, named, all_of_them=bare):
                in_force = stated if own is not None else legend
                # What a label or 由…牵头 begins ends with the last name; a bracket is one place as a whole.
                behind = end if text[start] in _PAIRS else start + named[-1].end
                found.append(_responsibility(clean, words, named, (first + start, first + behind), in_force))
    return tuple(found)


def row_roles(clean: CleanText, columns: Sequence[str], cells: Sequence[Cell]) -> Responsibility | None:
    """The bodies in those columns of a table row that are for them; None when it has none there.

    In a column 牵头单位 every body leads, in 配合单位 every body takes part, unless words in the cell say otherwise.
    In 责任单位 every body leads where the table has a column of those who take part, and takes part where it has a
    column of those who lead; else a legend in the name of the column decides.

    Args:
        clean: the clean text.
        columns: the names of all columns of the table.
        cells: the cells of the row.
    """
    roles = {column: role for column in columns if (role := column_role(column)) is not None}
    chosen = [cell for cell in cells if cell.column in roles]
    bodies: list[Body] = []
    open_ended = False
    for cell in chosen:
        role = roles[cell.column]
        if role is Role.ANSWERS and Role.LEADS in roles.values():
            role = Role.TAKES_PART
        elif role is Role.ANSWERS and Role.TAKES_PART in roles.values():
            role = Role.LEADS
        for start, end in cell.spans:
            first = clean.index(start)
            words = clean.text[first : clean.index(end)].replace("\n", " ")
            named = read_bodies(words)
            for item in resolved(named, find_legend(cell.column)):
                body = _body(clean, words, item, first)
                bodies.append(Body(body.name, role, body.start, body.end) if body.role is Role.ANSWERS else body)
                open_ended |= item.open_ended
    if not bodies:
        return None
    return Responsibility(tuple(bodies), chosen[0].start, chosen[-1].spans[-1][1], open_ended)


def _stretches(text: str) -> Iterator[Span]:
    """The stretches of a line that may name bodies, in order: brackets; outside them, what labels and 由…牵头 begin."""
    taken = list(_brackets(text))
    starts = [start for start, _ in taken]
    labelled: Span | None = None
    at = 0
    while labelled is None and (start := first_label(text, at)) is not None:
        before = bisect_right(starts, start) - 1
        if before >= 0 and start < taken[before][1]:
            at = taken[before][1]
        else:
            labelled = start, len(text)
    end = labelled[0] if labelled else len(text)
    brackets = [span for span in taken if span[0] < end]
    running = [
        found.span()
        for found in _RUNNING.finditer(text, 0, end)
        if not _meets(brackets, starts, found.start(), found.end())
    ]
    return iter(sorted([*brackets, *running, *([labelled] if labelled else [])]))


def _meets(spans: Sequence[Span], starts: Sequence[int], start: int, end: int) -> bool:
    """Whether a stretch overlaps one of some disjoint spans that begin at `starts`."""
    at = bisect_right(starts, start, 0, len(spans)) - 1
    return any(begin < end and start < behind for begin, behind in spans[max(at, 0) : at + 2])


def _brackets(text: str) -> Iterator[Span]:
    """The outermost pairs of brackets of a line."""
    opened: list[tuple[int, str]] = []
    for at, char in enumerate(text):
        if char in _PAIRS:
            opened.append((at, _PAIRS[char]))
        elif opened and char == opened[-1][1]:
            start, _ = opened.pop()
            if not opened:
                yield start, at + 1


def _without_legend(text: str) -> tuple[str, Legend | None]:
    """A stretch with its brackets as blanks and without the legend in it; the legend, in places of the stretch."""
    words = f" {text[1:-1]} " if text[0] in _PAIRS else text
    legend = find_legend(words)
    if legend is None:
        return words, None
    before = words[: legend.start].rstrip("，,。；;（(〔【[ 注：")
    return before, legend


def _at(legend: Legend, clean: CleanText, first: int) -> Legend:
    """A legend with its place in the source."""
    start, end = clean.span(first + legend.start, first + legend.end)
    return Legend(legend.sign, legend.lasts, start, end)


def _ends_task(text: str, start: int, end: int) -> bool:
    """Whether a bracket ends its line, behind the last sentence or alone."""
    return not text[end:].strip("。 ") and (start == 0 or text[start - 1] in _BEFORE_LIST)


def _responsibility(
    clean: CleanText, words: str, named: Sequence[Named], place: Span, legend: Legend | None
) -> Responsibility:
    told = any(item.role is not Role.ANSWERS for item in named)
    applied = None if told or names_no_lead(words, named) else legend
    bodies = tuple(_body(clean, words, item, place[0]) for item in resolved(named, applied))
    open_ended = any(item.open_ended for item in named)
    span = (applied.start, applied.end) if applied else None
    return Responsibility(bodies, *clean.span(*place), open_ended, span)


def _body(clean: CleanText, words: str, item: Named, first: int) -> Body:
    name = closed(words[item.start : item.end])
    return Body(name, item.role, *clean.span(first + item.start, first + item.end))
