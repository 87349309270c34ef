"""From clauses and passages to the references that citations carry."""

from assistant.answer import Citation, ClauseRef, DocumentRef, SourceRef, Understood, UnderstoodDocument
from assistant.support import METADATA_LABELS
from corpus import Clause, Document, Source, Span, Stated
from index import Understanding

_ADDRESSEE = "主送机关"


def _value(stated: Stated | None) -> str | None:
    return stated.value if stated else None


def understood_ref(understanding: Understanding) -> Understood:
    """What was understood of a question, for the reader."""
    return Understood(
        documents=tuple(UnderstoodDocument(item.id, item.title, item.why) for item in understanding.documents),
        clauses=tuple(clause.printed for clause in understanding.clauses),
        numbers=understanding.numbers,
        titles=understanding.titles,
        issuers=understanding.issuers,
        years=understanding.years,
        places=understanding.places,
        columns=understanding.columns,
        asks=tuple(METADATA_LABELS.get(field, _ADDRESSEE) for field in understanding.fields),
        terms=understanding.terms,
    )


def document_ref(document: Document) -> DocumentRef:
    """How a citation names a document."""
    meta = document.metadata
    return DocumentRef(
        id=document.id,
        title=document.title,
        number=_value(meta.number),
        issuer=_value(meta.issuer),
        date=_value(meta.date),
        file=document.file,
    )


def clause_ref(clause: Clause) -> ClauseRef:
    """How a citation names a clause."""
    return ClauseRef(clause.id, clause.path, clause.label)


def source_ref(source: Source, span: Span) -> SourceRef:
    """Where a span of a source text stands: its page is that of its first character."""
    start, end = span
    layout = source.layout
    return SourceRef(start, end, source.sha256, layout.page(start), layout.boxes(start, end) if layout.pages else None)


def cite(number: int, document: Document, clause: Clause, source: Source, span: Span) -> Citation:
    """A citation of one contiguous span: the quote is cut from the source, never composed."""
    start, end = span
    if not 0 <= start < end <= len(source.text):
        message = f"span {span} outside the source text of {document.file}"
        raise ValueError(message)
    return Citation(
        number=number,
        document=document_ref(document),
        clause=clause_ref(clause),
        quote=source.text[start:end],
        source=source_ref(source, span),
    )
