"""The reply view: what the page shows beneath the question box, as HTML.

One piece of HTML holds the answer and the sources it rests on, so that an answer never stands beside the sources of
another. The templates escape everything; only `render_document` hands them finished markup.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from assistant import NOTHING_UNDERSTOOD, Answer, Citation, DocumentRef, Understood
from corpus import Document, Layout, Source, YijuError
from ui.source_view import Highlight, exact, render_document


class Library(Protocol):
    """The documents, and what is kept of them; a snapshot is one."""

    def find(self, reference: str) -> Document:
        """The document with an id."""

    def source(self, document: Document) -> Source:
        """Its source text."""

    def original(self, document: Document) -> Path | None:
        """Its file, when it has pages to show."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the file with the place of a quote on it.

    Attributes:
        number: the citation's number.
        page: the page, from 1.
        address: of the picture.
        ratio: width by height.
        marks: rectangles as left, top, width and height in per cent of the page.
    """

    number: int
    page: int
    address: str
    ratio: float
    marks: tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote on a card.

    Attributes:
        number: the citation's number.
        column: the name of the column when it is a cell of a table row, else empty.
        words: its clean form, for reading.
        exact: the characters of the file.
    """

    number: int
    column: str
    words: str
    exact: str


@dataclass(frozen=True, slots=True)
class Card:
    """The citations of one clause. `about` is what is known of the document besides its title."""

    title: str
    about: str
    label: str
    quotes: tuple[Quote, ...]
    footnote: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A document in the source panel, with the cards that point into it and, for a paged file, the cited pages."""

    id: str
    title: str
    about: str
    file: str
    html: Markup
    cards: tuple[Card, ...]
    sheets: tuple[Sheet, ...]


class ReplyView:
    """Renders every state of the reply: welcome, pending, answered, refused, failed."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=PackageLoader("ui"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["exact"] = exact

    def header(self, documents: int) -> str:
        """The head of the page: name, what it does, and how many documents it knows."""
        return self._render("header.html", documents=documents)

    def welcome(self, *, examples: bool) -> str:
        """The state before the first question; `examples`: whether example questions follow."""
        return self._render("welcome.html", examples=examples)

    def pending(self, question: str) -> str:
        """The state while an answer is sought."""
        return self._render("pending.html", question=question)

    def failure(self, question: str, error: YijuError) -> str:
        """The state after a question that could not be answered for a reason the reader can cure."""
        return self._render("failure.html", question=question, message=error.message, remedy=error.remedy)

    def crash(self) -> str:
        """The state after an error of the program. What went wrong is in the server's log, not on the page."""
        return self._render(
            "failure.html",
            question="",
            message="服务器处理这个问题时出错了",
            remedy="请稍后再问一次；如果反复出现，请联系管理员查看服务器日志",
        )

    def reply(
        self, answer: Answer, library: Library, understood: Understood = NOTHING_UNDERSTOOD, scope: str = ""
    ) -> str:
        """The answer or the refusal, with its cards and the documents they point into.

        Args:
            answer: the reply of the assistant.
            library: holds the documents.
            understood: what was understood of the question.
            scope: what the search was limited to, empty when to nothing.

        Raises:
            NotFound: a citation points to a document the library does not hold.
        """
        citations = answer.refusal.nearest if answer.refusal else answer.citations
        documents = {citation.document.id: library.find(citation.document.id) for citation in citations}
        cards = make_cards(citations, documents)
        leaves = tuple(
            _leaf(document, library, [citation for citation in citations if citation.document.id == key], cards)
            for key, document in documents.items()
        )
        return self._render(
            "reply.html",
            answer=answer,
            cards=cards,
            leaves=leaves,
            seconds=answer.timings_ms.get("total"),
            understood=understood.line,
            scope=scope,
        )

    def _render(self, template: str, **values: object) -> str:
        # Gradio's Markdown block passes HTML through up to the first empty line: written as references, line breaks
        # are still line breaks to the browser and never an empty line to the Markdown reader.
        html = self._environment.get_template(template).render(values).strip()
        # Half a surrogate pair, which a tampered request may bring, is no character that could be sent.
        return html.replace("\r", "&#13;").replace("\n", "&#10;").encode("utf-8", "replace").decode("utf-8")


def chinese_date(date: str) -> str:
    """An ISO 8601 date, or the year or month of one, as it is written in Chinese: `2024-11-26` is 2024年11月26日."""
    return "".join(f"{int(part)}{unit}" for part, unit in zip(date.split("-"), "年月日", strict=False))


def in_title_marks(title: str) -> str:
    """A title as it stands between 《》: title marks inside it become 〈〉.

    So asks GB/T 15834-2011 (标点符号用法), 4.15.
    """
    return title.translate(str.maketrans("《》〈〉", "〈〉《》"))


def footnote(document: DocumentRef, label: str, quotes: Sequence[Quote]) -> str:
    """A citation as a footnote of a Chinese text, on one line.

    Quotation marks inside the quote become single ones, as GB/T 15834-2011 (标点符号用法) 4.8 asks for.
    """
    about = "，".join(
        part for part in (document.number, chinese_date(document.date) if document.date else None) if part
    )
    issuer = f"{document.issuer}：" if document.issuer and not document.title.startswith(document.issuer) else ""
    # The parts of a cell that a page break cut are one quotation.
    groups = [(column, list(run)) for column, run in groupby(quotes, key=lambda quote: quote.column)]
    merged = [
        (column, words)
        for column, run in groups
        for words in (["".join(quote.words for quote in run)] if column else [quote.words for quote in run])
    ]
    quoted = "，".join(f"{column}“{_quoted(words)}”" for column, words in merged)
    return f"{issuer}《{in_title_marks(document.title)}》{f'（{about}）' if about else ''}，{label}：{quoted}。"


def _quoted(words: str) -> str:
    return " ".join(words.split("\n")).rstrip("。").translate(str.maketrans("“”‘’", "‘’“”"))


def make_cards(citations: Sequence[Citation], documents: dict[str, Document]) -> tuple[Card, ...]:
    """One card for each run of citations of the same clause, in the order of the citations.

    The cells of a table row are cited one by one; they belong on one card.
    """
    cards: list[Card] = []
    for _, group in groupby(citations, key=lambda citation: citation.clause.id):
        run = list(group)
        first = run[0]
        quotes = tuple(_quote(citation, documents[citation.document.id]) for citation in run)
        cards.append(
            Card(
                title=first.document.title,
                about=_about(first.document),
                label=first.clause.label,
                quotes=quotes,
                footnote=footnote(first.document, first.clause.label, quotes),
            )
        )
    return tuple(cards)


def _quote(citation: Citation, document: Document) -> Quote:
    span = (citation.source.start, citation.source.end)
    row = next((clause.row for clause in document.walk() if clause.id == citation.clause.id), None)
    column = next((cell.column for cell in row.cells if span in cell.spans), "") if row else ""
    return Quote(citation.number, column, document.clean.of(span), citation.quote)


def _about(document: DocumentRef) -> str:
    return " · ".join(
        part for part in (document.number, chinese_date(document.date) if document.date else None) if part
    )


def page_address(document: str, page: int) -> str:
    """Where the picture of a page is served."""
    return f"/v1/documents/{document}/pages/{page}"


def sheets(citation: Citation, layout: Layout) -> tuple[Sheet, ...]:
    """The pages on which a quote stands, with its rectangles."""
    boxes = citation.source.boxes or ()
    found: list[Sheet] = []
    for page, group in groupby(boxes, key=lambda box: box[0]):
        size = layout.pages[page - 1]
        marks = tuple(
            (
                round(100 * left / size.width, 3),
                round(100 * top / size.height, 3),
                round(100 * (right - left) / size.width, 3),
                round(100 * (bottom - top) / size.height, 3),
            )
            for _, left, top, right, bottom in group
        )
        address = page_address(citation.document.id, page)
        found.append(Sheet(citation.number, page, address, round(size.width / size.height, 4), marks))
    return tuple(found)


def _leaf(document: Document, library: Library, citations: Sequence[Citation], cards: Sequence[Card]) -> Leaf:
    highlights = [Highlight(item.number, item.source.start, item.source.end) for item in citations]
    numbers = {item.number for item in citations}
    layout = library.source(document).layout
    paged = library.original(document) is not None
    return Leaf(
        id=document.id,
        title=document.title,
        about=_about(citations[0].document),
        file=document.file,
        html=render_document(document, highlights, layout.grids),
        cards=tuple(card for card in cards if card.quotes[0].number in numbers),
        sheets=tuple(sheet for citation in citations for sheet in sheets(citation, layout)) if paged else (),
    )
