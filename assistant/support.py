"""Support: the words that a set of citations gives a statement, as the claim gate reads them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from corpus import Clause, Document, Span, Stated
from index import Card

METADATA_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "title": "标题",
        "number": "发文字号",
        "issuer": "发文机关",
        "date": "成文日期",
        "kind": "文种",
        "effective": "施行日期",
        "state": "状态",
        "repeals": "废止的文件",
        "amends": "修改的文件",
    }
)
"""Printed name of each metadata field."""
_BETWEEN = re.compile(r"[\s、]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A span of a document, inside one of its clauses."""

    document: Document
    clause: Clause
    span: Span


def support_texts(places: Sequence[Place]) -> list[str]:
    """One text for each thing cited: a stretch of text as it reads, or a table row as `column：cell；column：cell`.

    Cells of one row belong together, which is what lets a value be said of its neighbour; cells of two rows never do.
    """
    return list(_texts(places))


def stated_values(document: Document | Card, field: str) -> tuple[Stated, ...]:
    """The values of a metadata field: none, one, or all of a list."""
    value: Stated | tuple[Stated, ...] | None = getattr(document.metadata, field)
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def stated_words(document: Document, stated: Stated) -> str:
    """A metadata value as it reads in the text; names set one below the other are set apart by 、 as in the value."""
    if stated.start is None or stated.end is None:
        return stated.value
    words = document.clean.of((stated.start, stated.end))
    return stated.value if _BETWEEN.sub("", stated.value) == _BETWEEN.sub("", words) else words.replace("\n", "")


def innermost(clauses: Sequence[Clause], span: tuple[int, int]) -> Clause | None:
    """The deepest clause in which a source span stands; of a row one of its parts must hold it."""
    for clause in clauses:
        parts = (
            [*clause.parts, *(part for cell in clause.row.cells for part in cell.spans)] if clause.row else clause.parts
        )
        if any(start <= span[0] and span[1] <= end for start, end in parts):
            return innermost(clause.children, span) or clause
    return None


def _texts(places: Sequence[Place]) -> Iterator[str]:
    rows: dict[str, list[Place]] = {}
    for place in places:
        if place.clause.row is not None:
            rows.setdefault(place.clause.id, []).append(place)
        else:
            yield from _labelled(place)
    for cited in rows.values():
        yield "；".join(_cells(cited))


def _cells(places: Sequence[Place]) -> Iterator[str]:
    """The cited cells of one row; of a cell that a page break cut only the parts that are cited."""
    document, row = places[0].document, places[0].clause.row
    cited = {place.span for place in places}
    for cell in row.cells if row is not None else ():
        if cited.issuperset(cell.spans):
            yield f"{cell.column}：{cell.text}"
        elif parts := [document.clean.of(span) for span in cell.spans if span in cited]:
            yield f"{cell.column}：{'；'.join(parts)}"


def _labelled(place: Place) -> Iterator[str]:
    """The clean form of the span; where it is a metadata value, led by the name of the field."""
    named = [
        f"{label}：{stated_words(place.document, stated)}"
        for field, label in METADATA_LABELS.items()
        for stated in stated_values(place.document, field)
        if (stated.start, stated.end) == place.span
    ]
    yield from named or [place.document.clean.of(place.span).replace("\n", "")]
