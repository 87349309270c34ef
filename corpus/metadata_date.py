"""Dates of a document: the signature, the note of adoption, and the day from which it is in force."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.metadata_forms import NO_SIGNATURE, is_person
from corpus.metadata_head import Part, Piece
from corpus.metadata_page import Page, Stated
from corpus.metadata_words import (
    DATE,
    is_body_name,
    is_date_line,
    is_seal,
    is_second_name,
    read_date,
    read_labelled_date,
)
from corpus.source import Span


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature: the clean spans of the lines with names of bodies (none under an order), and that of the date."""

    bodies: tuple[Span, ...]
    date: Span


@dataclass(frozen=True, slots=True)
class Event:
    """What a note below the title tells of one day: where the date stands, the day, what was done, in which words."""

    date: Span
    day: str
    verb: str
    words: Span


_RUN_IN = re.compile(rf"(?:^|[。！？；])([^。！？；，：]{{3,150}}?)({DATE.pattern})")
_QUOTED = re.compile("《[^《》]*》")
_VERB = re.compile("通过|批准|修订|修正|公布|发布|印发|颁布|施行|废止")
_ASSEMBLY = re.compile("人民代表大会|常务?委员会|人大")
_DONE = ("", "通过", "修订", "修正", "公布", "发布", "印发", "颁布")
_BEGUN = re.compile("[的和与及]")
_MOST_ABOVE = 40


def find_signature(page: Page) -> Signature | None:
    """The first signature: names of bodies and, directly below or behind, the date.

    The first one is the document's own; a document that it forwards carries its own further down. Under an order
    stand the offices and names of those who signed.
    """
    texts = page.texts()
    for at, text in enumerate(texts):
        if is_date_line(text):
            signature = _above(page, texts, at)
        elif DATE.search(text):
            signature = _run_in(page, at, text)
        else:
            continue
        if signature is not None:
            return signature
    return None


def _above(page: Page, texts: Sequence[str], at: int) -> Signature | None:
    """The signature whose date is a line of its own."""
    start = page.lines[at][0]
    found = DATE.search(texts[at])
    if found is None or read_date(found[0]) is None:
        return None
    date = start + found.start(), start + found.end()
    first = at
    while first > 0 and at - first < _MOST_ABOVE and _signs(texts[first - 1]):
        first -= 1
    if first == at:
        return None
    lines = [line for line in range(first, at) if not is_seal(texts[line])]
    broken = bool(lines) and first > 0 and _BEGUN.match(texts[first]) and is_body_name(texts[first - 1] + texts[first])
    if any(is_person(texts[line]) and not is_body_name(texts[line]) for line in lines):
        return Signature((), date)
    bodies = tuple(page.lines[line] for line in lines)
    if broken:
        bodies = ((page.lines[first - 1][0], bodies[0][1]), *bodies[1:])
    return Signature(bodies, date) if any(is_body_name(page.text(line)) for line in lines) else None


def _signs(line: str) -> bool:
    return is_body_name(line) or is_seal(line) or is_second_name(line) or is_person(line)


def _run_in(page: Page, at: int, text: str) -> Signature | None:
    """The signature at the end of a line of running text: `…认真贯彻执行。国务院2023年7月25日`."""
    start = page.lines[at][0]
    for found in _RUN_IN.finditer(text):
        if NO_SIGNATURE.match(text, found.end()) or read_date(found[2]) is None:
            continue
        date = start + found.start(2), start + found.end(2)
        if is_body_name(found[1]):
            return Signature(((start + found.start(1), start + found.end(1)),), date)
        if is_person(found[1]):
            return Signature((), date)
    return None


def read_events(head: Sequence[Piece]) -> list[Event]:
    """What the notes below the title tell, in order (题注)."""
    return [event for piece in head if piece.part is Part.NOTE for event in _events(piece)]


def _events(piece: Piece) -> Iterator[Event]:
    text = piece.text
    dates = [found for found in DATE.finditer(text) if text[found.start() - 1 : found.start()] not in ("自", "从")]
    plain = _QUOTED.sub(lambda quoted: "·" * len(quoted[0]), text)
    ends = [*(found.start() for found in dates[1:]), len(text)]
    for found, end in zip(dates, ends, strict=True):
        day = read_date(found[0])
        verb = _VERB.search(plain, found.end(), end)
        if day is None:
            continue
        span = piece.start + found.start(), piece.start + found.end()
        words = piece.start + found.end(), piece.start + (verb.start() if verb else end)
        yield Event(span, day, verb[0] if verb else "", words)


def adopted(page: Page, events: Sequence[Event]) -> Event | None:
    """The event by which an assembly adopted the document."""
    return next((event for event in events if event.verb == "通过" and _ASSEMBLY.search(_words(page, event))), None)


def _words(page: Page, event: Event) -> str:
    return page.clean.text[slice(*event.words)]


def find_date(page: Page, head: Sequence[Piece], signature: Signature | None, events: Sequence[Event]) -> Stated | None:
    """The day of the document: of the signature, of the adoption or last revision, of the speech, of a line of its own.

    The approval of a local law by a higher assembly is not its adoption. The day on which a web page published the
    document does not stand in for it; the field 成文日期 of its form does.
    """
    dated = _of_events(page, events)
    if signature is not None and (dated is None or _day(page, signature.date) >= dated.day):
        return page.stated(signature.date, _day(page, signature.date))
    if dated is not None:
        return page.stated(dated.date, dated.day)
    return _of_speech(page, head) or _alone(page, head) or _labelled(page, head)


def _day(page: Page, span: Span) -> str:
    return read_date(page.clean.text[slice(*span)]) or ""


def _of_events(page: Page, events: Sequence[Event]) -> Event | None:
    done = [event for event in events if event.verb in _DONE]
    if adopted(page, events) is not None:
        done = [event for event in done if event.verb in ("通过", "修订", "修正")]
    return max(done, key=lambda event: event.day, default=None)


def _of_speech(page: Page, head: Sequence[Piece]) -> Stated | None:
    for piece in head:
        found = DATE.search(piece.text) if piece.part is Part.SPEECH else None
        day = read_date(found[0]) if found else None
        if found and day:
            return page.stated((piece.start + found.start(), piece.start + found.end()), day)
    return None


def _alone(page: Page, head: Sequence[Piece]) -> Stated | None:
    """The first date on a line of its own."""
    labels = {piece.line for piece in head if piece.part is Part.LABEL}
    for at, text in enumerate(page.texts()):
        if at in labels or at - 1 in labels or not is_date_line(text):
            continue
        found = DATE.search(text)
        day = read_date(text)
        if found and day:
            start = page.lines[at][0]
            return page.stated((start + found.start(), start + found.end()), day)
    return None


def _labelled(page: Page, head: Sequence[Piece]) -> Stated | None:
    for piece in head:
        value = piece.text[piece.value :]
        if piece.field == "date" and (day := read_labelled_date(value)) is not None:
            return page.stated((piece.start + piece.value, piece.end), day)
    return None
