"""Verification: a saved answer against the stored source texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from assistant.answer import Answer, Citation, Statement, join_statements
from assistant.gate import failures
from assistant.notice import by_user_notice, recomputed
from assistant.reference import clause_ref, document_ref, source_ref
from assistant.support import METADATA_LABELS, Place, stated_values, support_texts
from corpus import Document, Origin, Source, read_text
from index import Snapshot


class Texts(Protocol):
    """Where source texts are kept."""

    def text(self, sha256: str) -> str | None:
        """The text with this digest, or None."""

    def source(self, sha256: str, document: str) -> Source | None:
        """The text as it stands in a document, with its layout, or None."""


class Status(StrEnum):
    """Outcome for one citation. The value is what the reader sees."""

    SAME = "一致"
    REPLACED = "文件已更新"
    DIFFERENT = "引文不符"
    UNKNOWN = "找不到原文"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome for one citation: its number, the status, and what exactly was found."""

    citation: int
    status: Status
    detail: str


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome for an answer.

    Attributes:
        verdicts: one for each citation, those of a refusal's nearest passages included.
        problems: what is wrong with the statements, in Chinese.
    """

    verdicts: tuple[Verdict, ...]
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether every quote is its file's own words and every statement rests on its quotes.

        A file that was replaced since does not make a quote wrong: the words are still those of the file it names.
        """
        sound = all(verdict.status in (Status.SAME, Status.REPLACED) for verdict in self.verdicts)
        return sound and not self.problems


def verify_answer(answer: Answer, texts: Texts, current: Snapshot | None = None) -> Verification:
    """Check a saved answer: quotes, marks, notices and claims.

    Args:
        answer: the saved answer.
        texts: the stored source texts.
        current: the snapshot in use, to tell files that were replaced since.
    """
    live = {card.source_sha256 for card in current.catalogue} if current else None
    nearest = answer.refusal.nearest if answer.refusal else ()
    verdicts = tuple(_verdict(citation, texts, live) for citation in (*answer.citations, *nearest))
    return Verification(verdicts, tuple(_problems(answer, texts, current)))


def _verdict(citation: Citation, texts: Texts, live: set[str] | None) -> Verdict:
    place = citation.source
    text = texts.text(place.sha256)
    if text is None:
        return Verdict(citation.number, Status.UNKNOWN, f"没有存档 {place.sha256[:16]}…，无法核对")
    there = text[place.start : place.end] if 0 <= place.start < place.end <= len(text) else ""
    if there != citation.quote:
        return Verdict(citation.number, Status.DIFFERENT, f"原文 {place.start}–{place.end} 处是“{_short(there)}”")
    if live is not None and place.sha256 not in live:
        return Verdict(citation.number, Status.REPLACED, "引文与当时的文件一致；该文件后来已更新或移除")
    return Verdict(citation.number, Status.SAME, "逐字一致")


def _problems(answer: Answer, texts: Texts, current: Snapshot | None) -> list[str]:
    problems = _structure(answer)
    read = _Reading(texts, current)
    nearest = answer.refusal.nearest if answer.refusal else ()
    for citation in (*answer.citations, *nearest):
        problems += [f"引文 [{citation.number}]：{what}" for what in read.mismatches(citation)]
    for at, statement in enumerate(answer.statements):
        shown = _short(statement.text)
        if statement.kind == "notice":
            if statement.citations or not recomputed(answer.statements, at, read.by_user):
                problems.append(f"提示语“{shown}”无法由前文推出")
        else:
            problems += [f"“{shown}”：{what}" for what in _claims(statement, answer.citations, read)]
    return problems


def _structure(answer: Answer) -> list[str]:
    """What is wrong with how an answer is put together."""
    problems: list[str] = []
    if answer.answer != join_statements(answer.statements):
        problems.append("回答正文与各句不符")
    refused = answer.status == "refused"
    if refused != (answer.refusal is not None) or refused == bool(answer.statements):
        problems.append("状态与内容不符")
    used = list(dict.fromkeys(number for statement in answer.statements for number in statement.citations))
    if used != list(range(1, len(answer.citations) + 1)) or used != [item.number for item in answer.citations]:
        problems.append("引文编号与正文里的次序不符")
    return problems


class _Reading:
    """Documents of an answer, read anew from their stored texts; those in the library as it knows them."""

    def __init__(self, texts: Texts, current: Snapshot | None) -> None:
        self._texts = texts
        self._current = current
        self._read: dict[tuple[str, str], Document] = {}

    @property
    def by_user(self) -> set[str]:
        """The notices that metadata filled in by people give rise to."""
        return {
            by_user_notice(label, stated.value)
            for card in (self._current.catalogue if self._current else ())
            for field, label in METADATA_LABELS.items()
            for stated in stated_values(card, field)
            if stated.origin is Origin.MANIFEST
        }

    def document(self, citation: Citation) -> Document | None:
        """The document a citation points into, or None when its text was never kept."""
        if self._current is not None and citation.document.id in self._current:
            known = self._current.document(citation.document.id)
            if known.source_sha256 == citation.source.sha256:
                return known
        key = (citation.document.id, citation.source.sha256)
        if key not in self._read:
            source = self._texts.source(citation.source.sha256, citation.document.id)
            if source is None:
                return None
            self._read[key] = read_text(source, citation.document.id, citation.document.file)
        return self._read[key]

    def place(self, citation: Citation) -> Place | None:
        """The clause and span of a citation, or None when they cannot be told."""
        document = self.document(citation)
        if document is None:
            return None
        clause = document.units.get(citation.clause.id)
        span = (citation.source.start, citation.source.end)
        return Place(document, clause, span) if clause is not None else None

    def mismatches(self, citation: Citation) -> list[str]:
        """What a citation says of its document and clause that is not so."""
        document, place = self.document(citation), self.place(citation)
        if document is None:
            return []
        if place is None:
            return [f"文件里没有条款 {_short(citation.clause.id)}"]
        problems: list[str] = []
        if citation.clause != clause_ref(place.clause):
            problems.append("条款的名称不符")
        cells = place.clause.row.cells if place.clause.row else ()
        spans = [*place.clause.parts, *(span for cell in cells for span in cell.spans)]
        if not any(start <= place.span[0] < place.span[1] <= end for start, end in spans):
            problems.append("引文不在所说的条款里")
        source = self._texts.source(citation.source.sha256, citation.document.id)
        if source is not None and citation.source != source_ref(source, place.span):
            problems.append("页码或页面上的位置不符")
        if citation.document != document_ref(document):
            problems.append("文件的标题、文号、机关、日期或文件名不符")
        return problems


def _claims(statement: Statement, citations: Sequence[Citation], read: _Reading) -> list[str]:
    """What the claim gate objects to."""
    places: list[Place] = []
    for number in statement.citations:
        if not 1 <= number <= len(citations):
            return [f"没有引文 [{number}]"]
        if read.document(citations[number - 1]) is None:
            return []
        place = read.place(citations[number - 1])
        if place is None or not 0 <= place.span[0] < place.span[1] <= place.document.source_length:
            return [f"引文 [{number}] 的位置不在文件里"]
        places.append(place)
    return failures(statement.text, support_texts(places))


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
