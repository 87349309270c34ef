"""Answers: statements, the citations they rest on, and refusals. Field for field the JSON of the CLI and the API."""

from dataclasses import dataclass, field
from typing import Literal

Box = tuple[int, float, float, float, float]
"""A rectangle on a page: page from 1, then x0, y0, x1, y1 in points from the top left."""


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """The document a citation points into. `number`, `issuer` and `date` (ISO 8601) are None where unknown."""

    id: str
    title: str
    number: str | None
    issuer: str | None
    date: str | None
    file: str


@dataclass(frozen=True, slots=True)
class ClauseRef:
    """The clause a citation points into: its id, its path from the top and the label a reader would print."""

    id: str
    path: tuple[str, ...]
    label: str


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A stretch of a source text: code points `[start, end)` of the text with this SHA-256."""

    start: int
    end: int
    sha256: str
    page: int | None = None
    boxes: tuple[Box, ...] | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote with its place. `quote` is `source text[source.start:source.end]`, character for character."""

    number: int
    document: DocumentRef
    clause: ClauseRef
    quote: str
    source: SourceRef


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of an answer.

    Attributes:
        kind: `quoted` rests on its citations; `notice` comes from a fixed template that `verify` recomputes.
        text: the words without marks.
        citations: numbers of the citations it rests on, in the order of their marks; empty for a notice.
    """

    kind: Literal["quoted", "notice"]
    text: str
    citations: tuple[int, ...] = ()

    @property
    def marked(self) -> str:
        """The text with its marks, as it stands in the answer: `……5万家[1]。` becomes `……5万家。[1]`."""
        return self.text + "".join(f"[{number}]" for number in self.citations)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer, and the passages that came nearest."""

    reason: str
    nearest: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to one question.

    `answer` is exactly `join_statements(statements)`; it is empty when the status is `refused`.
    """

    question: str
    status: Literal["answered", "refused"]
    answer: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    refusal: Refusal | None
    mode: Literal["extractive", "generated"]
    timings_ms: dict[str, float] = field(default_factory=dict)


def join_statements(statements: tuple[Statement, ...]) -> str:
    """The answer text: every statement with its marks, one a line."""
    return "\n".join(statement.marked for statement in statements)


@dataclass(frozen=True, slots=True)
class UnderstoodDocument:
    """A document that a question means, and by what it is told (标题相符、年份相符)."""

    id: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood of a question, for the reader; empty where nothing was.

    Attributes:
        documents: documents that it means, the likeliest first; where there are many, the first of them.
        clauses: clauses named by number, as `第16条`.
        numbers: document numbers.
        titles: titles, without 《》.
        issuers: issuing bodies, by their full names.
        years: years of documents, not years spoken about.
        places: places.
        columns: columns of tables.
        asks: what is asked about a document itself: 发文字号, 成文日期.
        terms: what was written and what it was taken for: short names, typing slips.
    """

    documents: tuple[UnderstoodDocument, ...] = ()
    clauses: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()

    @property
    def line(self) -> str:
        """In one line: `文件《…》；第16条；经信厅 = 经济和信息化厅`; empty where nothing was understood."""
        named = [f"文件《{document.title}》" for document in self.documents[:_NAMED]]
        if len(self.documents) > _NAMED:
            named[-1] += "等"
        said = [f"{year}年的文件" for year in self.years] if not self.documents else []
        said += [f"文号 {number}" for number in self.numbers] if not self.documents else []
        columns = [f"表格的“{column}”一栏" for column in self.columns]
        terms = [f"{written} = {meant}" for written, meant in self.terms]
        return "；".join([*named, *said, *self.clauses, *self.asks, *columns, *terms])


NOTHING_UNDERSTOOD = Understood()
_NAMED = 3
"""Documents named in a line at most."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One ranked passage, as `yiju search` shows it.

    Attributes:
        rank: from 1.
        score: fused score, 0 to 1 within one question.
        text: the passage's clean text.
        quote: its largest contiguous stretch of the source.
        context: the neighbours shown beside it for reading: the clean text of the clause it was cut from, if longer.
        understood: what was understood of the question.
    """

    rank: int
    score: float
    document: DocumentRef
    clause: ClauseRef
    text: str
    quote: str
    source: SourceRef
    context: str
    understood: Understood = NOTHING_UNDERSTOOD


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier turn of the conversation."""

    question: str
    answer: str
