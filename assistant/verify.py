"""Verification: a saved answer against the stored source texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from assistant.answer import Answer, Citation, Statement, join_statements
from assistant.gate import failures
from assistant.notice import recomputed
from assistant.support import Place, support_texts
from corpus import Document, Source, read_text
from index import Snapshot


class Texts(Protocol):
    """Where source texts are kept."""

    def text(self, sha256: str) -> str | None:
        """The text with this digest, or None."""


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
    live = {document.source_sha256 for document in current.documents} if current else None
    nearest = answer.refusal.nearest if answer.refusal else ()
    verdicts = tuple(_verdict(citation, texts, live) for citation in (*answer.citations, *nearest))
    return Verification(verdicts, tuple(_problems(answer, texts)))


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


def _problems(answer: Answer, texts: Texts) -> list[str]:
    problems: list[str] = []
    if answer.answer != join_statements(answer.statements):
        problems.append("回答正文与各句不符")
    if [citation.number for citation in answer.citations] != list(range(1, len(answer.citations) + 1)):
        problems.append("引文编号不连续")
    if (answer.status == "refused") != (answer.refusal is not None):
        problems.append("状态与内容不符")
    documents: dict[str, Document] = {}
    for at, statement in enumerate(answer.statements):
        shown = _short(statement.text)
        if statement.kind == "notice":
            if statement.citations or not recomputed(answer.statements, at):
                problems.append(f"提示语“{shown}”无法由前文推出")
        else:
            problems += [f"“{shown}”：{what}" for what in _claims(statement, answer.citations, texts, documents)]
    return problems


def _claims(
    statement: Statement, citations: Sequence[Citation], texts: Texts, documents: dict[str, Document]
) -> list[str]:
    """What the claim gate objects to, with the documents read anew from their stored texts."""
    places: list[Place] = []
    for number in statement.citations:
        if not 1 <= number <= len(citations):
            return [f"没有引文 [{number}]"]
        citation = citations[number - 1]
        text = texts.text(citation.source.sha256)
        if text is None:
            return []
        key = f"{citation.document.id}:{citation.source.sha256}"
        if key not in documents:
            documents[key] = read_text(
                Source(text, citation.source.sha256), citation.document.id, citation.document.file
            )
        clause = next((unit for unit in documents[key].walk() if unit.id == citation.clause.id), None)
        if clause is None:
            return [f"文件里没有条款 {citation.clause.id}"]
        span = (citation.source.start, citation.source.end)
        if not 0 <= span[0] < span[1] <= len(text):
            return [f"引文 [{number}] 的位置不在文件里"]
        places.append(Place(documents[key], clause, span))
    return failures(statement.text, support_texts(places))


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
