"""Support: the words that a set of citations gives a statement, as the claim gate reads them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from corpus import Clause, Document, Span

METADATA_LABELS: Mapping[str, str] = MappingProxyType(
    {"title": "标题", "number": "发文字号", "issuer": "发文机关", "date": "成文日期", "kind": "文种"}
)
"""Printed name of each metadata field."""


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


def _texts(places: Sequence[Place]) -> Iterator[str]:
    rows: dict[str, list[Place]] = {}
    for place in places:
        if place.clause.row is not None:
            rows.setdefault(place.clause.id, []).append(place)
        else:
            yield _labelled(place)
    for cited in rows.values():
        row = cited[0].clause.row
        spans = {place.span for place in cited}
        if row is not None:
            cells = [cell for cell in row.cells if (cell.start, cell.end) in spans]
            yield "；".join(f"{cell.column}：{cell.text}" for cell in cells)


def _labelled(place: Place) -> str:
    """The clean form of the span; where it is a metadata value, led by the name of the field."""
    text = place.document.clean.of(place.span).replace("\n", "")
    for field, label in METADATA_LABELS.items():
        stated = getattr(place.document.metadata, field)
        if stated is not None and (stated.start, stated.end) == place.span:
            return f"{label}：{text}"
    return text
