"""From clauses and passages to the references that citations carry."""

from assistant.answer import Citation, ClauseRef, DocumentRef, SourceRef
from corpus import Clause, Document, Source, Span, Stated


def _value(stated: Stated | None) -> str | None:
    return stated.value if stated else None


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
