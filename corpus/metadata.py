"""Metadata that the text of an official document states about itself, every value with the span it was read from.

The places follow GB/T 9704-2012: red head, document number, title and addressee before the body; signature and date
behind it. Laws carry a note below the title, orders stand in front of what they publish, web pages put a form beside.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.clean import CleanText
from corpus.metadata_date import find_date, find_signature, read_events
from corpus.metadata_force import find_amended_by, find_amends, find_effective, find_repeals, find_state
from corpus.metadata_head import read_head
from corpus.metadata_issuer import find_issuer
from corpus.metadata_number import find_number
from corpus.metadata_page import Origin, Page, Stated
from corpus.metadata_title import Title, find_title
from corpus.metadata_words import KIND_END, KINDS, begins_body, is_body_name, is_date_line, is_title, read_date
from corpus.source import Span

__all__ = [
    "KINDS",
    "Metadata",
    "Origin",
    "Stated",
    "begins_body",
    "is_body_name",
    "is_date_line",
    "is_title",
    "read_date",
    "read_metadata",
]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document. Dates are ISO 8601 (`2024-11-26`).

    Attributes:
        title: 标题.
        number: 发文字号; several of one document are set apart by 、.
        issuer: 发文机关; several are set apart by 、.
        date: 成文日期; of a law the day of its adoption or last revision.
        kind: 文种.
        abridged: the note 本文有删减, when the text carries one.
        remark: a note of whoever filled in the manifest.
        effective: 施行日期; the words of the text where no day follows from them (自公布之日起施行).
        state: the word by which the text says that it is a draft, or no longer in force; none when it says nothing.
        repeals: the documents that it puts out of force, as it names them.
        amends: the documents that it amends.
        amended_by: the decisions that amended it, as the note below its title names them.
    """

    title: Stated | None = None
    number: Stated | None = None
    issuer: Stated | None = None
    date: Stated | None = None
    kind: Stated | None = None
    abridged: Stated | None = None
    remark: Stated | None = None
    effective: Stated | None = None
    state: Stated | None = None
    repeals: tuple[Stated, ...] = ()
    amends: tuple[Stated, ...] = ()
    amended_by: tuple[Stated, ...] = ()


_ABRIDGED = re.compile("本文[^（）()。]{0,6}有删[减节]")


def read_metadata(clean: CleanText, lines: Sequence[Span]) -> Metadata:
    """Read the metadata of a document from its clean text. `lines` are the clean spans of its lines."""
    page = Page(clean, lines)
    head = read_head(page)
    title = find_title(page, head)
    signature = find_signature(page)
    events = read_events(head)
    abridged = _ABRIDGED.search(clean.text)
    return Metadata(
        title=page.stated(title.span, title.value) if title else None,
        number=find_number(page, head, title),
        issuer=find_issuer(page, head, title, signature, events),
        date=find_date(page, head, signature, events),
        kind=_find_kind(page, title),
        abridged=page.stated(abridged.span()) if abridged else None,
        effective=find_effective(page, head, signature, events),
        state=find_state(page, head, title),
        repeals=find_repeals(page, title),
        amends=find_amends(page, title),
        amended_by=find_amended_by(page, head),
    )


def _find_kind(page: Page, title: Title | None) -> Stated | None:
    """The kind in which the title ends."""
    if title is None:
        return None
    start, end = title.span
    words = page.clean.text[start:end]
    found = KIND_END.search(words.removesuffix("》") if words.startswith("《") else words)
    return page.stated((start + found.start(1), start + found.end(1))) if found else None
