"""Facts about a document itself: title, number, issuer, dates, whether it is in force, what it puts out of force."""

from collections.abc import Sequence

from assistant.draft import Draft
from assistant.evidence import coverage, plain
from assistant.found import Found
from assistant.notice import by_user_notice
from assistant.question import COMPARES, Question
from assistant.support import METADATA_LABELS, Place, innermost, stated_values, stated_words
from corpus import Document, Stated
from index import FACTS, Card, asked_fields

_OF_THE_PAPER = frozenset({"title", "number", "issuer", "date"})
"""Facts that no clause of a document states."""
_OF_THE_TEXT = frozenset({"effective", "repeals", "amends"})
"""Facts that a sentence of the document may state although they were not read as metadata."""
_NAMED = 0.6
"""A title must hold at least this share of the words by which a question names a document."""
_NAMED_ONE_OF = 0.3
"""The same where the question names several documents."""
_ALIKE = 0.7
"""A further document must hold at least this share of what the best one holds."""
_SIDES = 5
"""Documents set side by side at most."""


def asked_facts(question: Question) -> tuple[str, ...]:
    """The metadata fields that a question asks for, in its order; what a named clause says is no such field."""
    return tuple(field for field in asked_fields(question.text) if not question.clauses or field in _OF_THE_PAPER)


def may_stand_elsewhere(fields: Sequence[str]) -> bool:
    """Whether an ordinary sentence may answer where the metadata do not know these fields."""
    return set(fields) <= _OF_THE_TEXT


def fact_drafts(fields: Sequence[str], question: Question, found: Found) -> list[Draft]:
    """The metadata of the document that a question names; of several where it compares documents."""
    words = COMPARES.sub("", question.text)
    for field in fields:
        words = dict(FACTS)[field].sub("", words)
    about = plain(words)
    named = {term: weight for term, weight in found.weights.items() if term in about and not question.numbers}

    def score(card: Card) -> tuple[float, float]:
        first = next((hit.score for hit in found.hits if hit.passage.document == card.id), 0.0)
        return coverage(named, plain(card.title)), first

    compares = bool(COMPARES.search(question.text))
    # Where documents are set side by side, each title holds the words for one of them.
    least = _NAMED_ONE_OF if compares else _NAMED
    fits = [card for card in found.cards if not named or score(card)[0] >= least]
    local = [card for card in fits if any(place in card.title for place in question.places)]
    ordered = sorted(local or fits, key=score, reverse=True)
    if compares and ordered:
        ordered = [card for card in ordered if score(card)[0] >= _ALIKE * score(ordered[0])[0]]
    compares = compares and len(ordered) > 1
    if not compares and named and ordered and score(ordered[0])[0] < _NAMED:
        return []
    return [
        draft
        for card in ordered[: _SIDES if compares else 1]
        for field in fields
        for draft in _stated(found.documents[card.id], field, titled=compares)
    ]


def _stated(document: Document, field: str, *, titled: bool) -> list[Draft]:
    """A metadata value with its place, led by the title where several documents are set side by side."""
    values = stated_values(document, field)
    if values and values[0].start is None:
        return [Draft(by_user_notice(METADATA_LABELS[field], values[0].value))]
    title = stated_values(document, "title") if titled and field != "title" else ()
    drafts: list[Draft] = []
    for value in values:
        named = [*(("title", stated) for stated in title), (field, value)]
        places = tuple(place for _, stated in named if (place := _place(document, stated)) is not None)
        if len(places) == len(named):
            said = (f"{METADATA_LABELS[name]}：{stated_words(document, stated)}" for name, stated in named)
            drafts.append(Draft(f"{'；'.join(said)}。", places))
    return drafts


def _place(document: Document, value: Stated) -> Place | None:
    """Where a value stands, with the innermost clause that holds it."""
    if value.start is None or value.end is None:
        return None
    holder = innermost(document.clauses, (value.start, value.end))
    return Place(document, holder, (value.start, value.end)) if holder is not None else None
