"""Drafts: statements before their citations are numbered and before the gate."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Citation, Statement
from assistant.gate import failures
from assistant.reference import cite
from assistant.support import Place, support_texts
from index import Snapshot


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement to be made and the places it rests on; a notice has none."""

    text: str
    places: tuple[Place, ...] = ()


def passed(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts that the claim gate lets through; notices are templates and need none."""
    return [draft for draft in drafts if not draft.places or not failures(draft.text, support_texts(draft.places))]


def finish(drafts: Sequence[Draft], snapshot: Snapshot) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """Number the citations in order of first use; a span cited twice keeps one number."""
    numbers: dict[tuple[str, int, int], int] = {}
    citations: list[Citation] = []
    statements: list[Statement] = []
    for draft in drafts:
        marks: list[int] = []
        for place in draft.places:
            key = (place.document.source_sha256, *place.span)
            if key not in numbers:
                numbers[key] = len(numbers) + 1
                source = snapshot.source(place.document)
                citations.append(cite(numbers[key], place.document, place.clause, source, place.span))
            marks.append(numbers[key])
        statements.append(Statement("quoted" if draft.places else "notice", draft.text, tuple(dict.fromkeys(marks))))
    return tuple(statements), tuple(citations)
