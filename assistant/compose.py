"""The extractive composer: picks what answers the question from the passages found, in the file's own words."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.draft import Draft
from assistant.evidence import coverage, plain
from assistant.found import Found
from assistant.notice import EXCERPT, count_notice, partial_notice, rows_notice
from assistant.question import COMPARES, Question, Wanted
from assistant.rows import matching_rows, tables_of
from assistant.support import Place, innermost
from corpus import Cell, Clause, Document, Level, TableRow
from index import headed_units, sentences

_NUMBER = re.compile(
    r"[0-9]|[二三四五六七八九十百两半][个家项条年月日天成级次倍万千百亿种类人户名]|[一二三四五六七八九]成|百分之"
)
_TIME_COLUMN = re.compile(r"(?:进度|时限|时间|期限|完成)[^；：]{0,4}：[^；]*")
_TIME = re.compile(
    r"(?:进度|时限|时间|期限|完成)[^；：]{0,4}：|[0-9一二三四五六七八九十]\s*(年|月|日|天|季度)|底前|全年|每年|近期|之日起"
)
_CLOSING_BODIES = re.compile(r"[（(][^（）()]*(?:厅|局|部|委|办|院|署|中心|政府)(?:〔[^〔〕]*〕)?[）)]$")
_BODY = re.compile(
    r"(?:单位|部门|主体|机构)[^；：]{0,4}：|[（(][^（）()]*(?:厅|局|部|委|办|院|署|中心|政府)(?:〔[^〔〕]*〕)?[）)]$"
    r"|由[^，。；]{2,30}(?:负责|牵头|主管|承担)|(?:厅|局|部|委|院|署|中心|政府|部门|机关|机构)[^，。；]{0,6}(?:负责|牵头|主管|应当)"
)
_MONEY = re.compile(r"多少(?:万|亿)?元|多少钱|补贴.{0,6}多少|多少.{0,4}补贴|金额")
_LATIN = re.compile(r"[a-z0-9]*[a-z][a-z0-9]*")
_PLACE = re.compile(r"位于|地址|设在|设立在|地点|[路街道巷]\s*[0-9]+\s*号")
_ASKS_PLACE = re.compile(r"在哪里|在哪儿|地址|什么地方|地点")
_COUNTED = re.compile(r"(?:多少|几)[个家项条所座处名户种]([\u4e00-\u9fff]{2,14})")
_ROW_NUMBER = re.compile(r"序\s*号|编\s*号")
_CLOSE = 0.85
"""A further statement must score at least this share of the best one."""
_ON_TOPIC = 0.6
"""A statement with the asked kind of value must cover at least this share of what the best one without it covers."""
_HEADED = 0.7
"""A heading that holds at least this share of a question's words is what the question is about."""
_IN_FULL = 400
"""Characters: a clause up to this length is quoted in full."""
_MOST_ROWS = 30
"""Rows listed at most."""
_LONGEST = 3
"""Statements at most."""
_OF_LAW = frozenset({Level.ARTICLE, Level.ARTICLE_PARAGRAPH})


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that could be said, and how well it answers."""

    draft: Draft
    document: str
    score: float
    coverage: float
    is_row: bool = False


def compose(question: Question, found: Found) -> list[Draft]:
    """Drafts that answer the question, best first; none when nothing of the asked kind was found."""
    whole = _rows(question, found) or _outline(question, found) or _headed(question, found)
    if whole:
        return whole
    candidates = sorted(_candidates(question, found), key=lambda candidate: -candidate.score)
    covered = max((candidate.coverage for candidate in candidates), default=0.0)
    candidates = [candidate for candidate in candidates if _is_asked_kind(question, candidate.draft.text)]
    if not candidates or candidates[0].coverage < _ON_TOPIC * covered:
        return []
    if COMPARES.search(question.text) and len({candidate.document for candidate in candidates}) > 1:
        return _side_by_side(candidates)
    best = candidates[0].score
    limit = _LONGEST if question.wants(Wanted.LIST) or question.wanted == (Wanted.TEXT,) else 1
    chosen = [candidate for candidate in candidates if candidate.score >= _CLOSE * best][:limit]
    drafts = [candidate.draft for candidate in chosen]
    if question.wants(Wanted.LIST) and sum(candidate.is_row for candidate in chosen) > 1:
        drafts.append(Draft(partial_notice(len(drafts))))
    return drafts


def clause_drafts(question: Question, document: Document, clause: Clause, weights: Mapping[str, float]) -> list[Draft]:
    """What a clause named by its number says: its heading when that was asked, a row, or its text.

    An article of a law is quoted in full, paragraph by paragraph when it is long; so are its paragraphs and items.
    """
    if clause.row is not None:
        return [row_draft(document, clause, clause.row)]
    clean = document.clean
    start, end = clean.within((clause.start, clause.end))
    if question.wants(Wanted.HEADING) and clause.heading:
        named = _quoted(document, clause, (start, document.heading_end(clause)))
        return [Draft(f"{named.text}。", named.places)]
    if end - start <= _IN_FULL:
        return [_quoted(document, clause, (start, end))]
    if _is_of_law(clause):
        paragraphs = [child for child in clause.children if child.level is Level.ARTICLE_PARAGRAPH]
        return [_quoted(document, unit, clean.within((unit.start, unit.end))) for unit in paragraphs or [clause]]
    spans = [(start + first, start + last) for first, last in sentences(clean.text[start:end])]
    best = sorted(spans, key=lambda span: -coverage(weights, plain(clean.text[slice(*span)])))[:_LONGEST]
    return [*(_quoted(document, clause, span) for span in sorted(best)), Draft(EXCERPT)]


def _is_of_law(clause: Clause) -> bool:
    """Whether a clause is an article, or a paragraph or item of one, without tables in it."""
    counted = clause.level in _OF_LAW or clause.label.endswith(("项", "目"))
    return counted and all(unit.row is None for unit in clause.walk())


def row_draft(document: Document, clause: Clause, row: TableRow) -> Draft:
    """A table row as `列：值；…`, each cell cited by itself, one that a page break cut by its parts.

    The running number is left to the citation's label, and what a cell merged over several rows says to its heading.
    """
    spans = Counter(
        (cell.start, cell.end) for unit in document.walk() if unit.row is not None for cell in unit.row.cells
    )
    cells: list[Cell] = [
        cell for cell in row.cells if not _ROW_NUMBER.fullmatch(cell.column) and spans[cell.start, cell.end] == 1
    ]
    text = "；".join(f"{cell.column}：{cell.text.rstrip('。')}" for cell in cells)
    return Draft(f"{text}。", tuple(Place(document, clause, span) for cell in cells for span in cell.spans))


def _outline(question: Question, found: Found) -> list[Draft]:
    """For a question that asks for the parts of something: the headings under the heading it names."""
    if not _asks_in_general(question):
        return []
    for hit in found.hits[:3]:
        clause = found.clauses[hit.passage.clause]
        if len(hit.passage.parts) < 2 or clause.row is not None or not clause.heading:
            continue
        asked = plain(question.text)
        said = all(word in asked for word in found.words(clause.heading))
        if not said and coverage(found.weights, plain(clause.heading)) < _HEADED:
            continue
        document = found.documents[hit.passage.document]
        headed = headed_units(clause)
        spans = hit.passage.parts[1:]
        names = "；".join(document.clean.of(span) for span in spans)
        places = tuple(Place(document, child, span) for child, span in zip(headed, spans, strict=True))
        return [Draft(f"{names}。", places), Draft(count_notice(len(places)))]
    return []


def _rows(question: Question, found: Found) -> list[Draft]:
    """For a question that asks for a list and names values of a table: all rows that have them."""
    if not question.wants(Wanted.LIST) or COMPARES.search(question.text):
        return []
    hit_clauses = [found.clauses[hit.passage.clause] for hit in found.hits]
    for table in tables_of(hit_clauses, found.clauses):
        rows = matching_rows(question.text, table, found.words)
        if len(rows) > 1:
            document = found.documents[rows[0].id.split(".", 1)[0]]
            drafts = [row_draft(document, row, row.row) for row in rows[:_MOST_ROWS] if row.row is not None]
            return [*drafts, Draft(rows_notice(len(drafts), complete=len(rows) <= _MOST_ROWS))]
    return []


def _headed(question: Question, found: Found) -> list[Draft]:
    """For a question in the words of a heading: the clause under that heading, in full when it is short enough."""
    if not _asks_in_general(question):
        return []
    shares = [coverage(found.weights, plain(found.clauses[hit.passage.clause].heading)) for hit in found.hits]
    for share, hit in sorted(zip(shares, found.hits, strict=True), key=lambda pair: -pair[0]):
        clause = found.clauses[hit.passage.clause]
        if share < _HEADED or _is_outline(clause):
            continue
        document = found.documents[hit.passage.document]
        start = _body_start(document, clause)
        _, end = document.clean.within((clause.start, clause.end))
        spans = [(start + first, start + last) for first, last in sentences(document.clean.text[start:end])]
        if not spans:
            continue
        if spans[-1][1] - spans[0][0] <= _IN_FULL:
            spans = [(spans[0][0], spans[-1][1])]
        drafts = [_quoted(document, clause, span) for span in spans[:_LONGEST]]
        return [*drafts, Draft(EXCERPT)] if len(spans) > _LONGEST else drafts
    return []


def _asks_in_general(question: Question) -> bool:
    """Whether a question asks what is said about something, not for one value."""
    general = question.wants(Wanted.LIST) or question.wanted == (Wanted.TEXT,)
    return general and not COMPARES.search(question.text)


def _is_outline(clause: Clause) -> bool:
    """Whether a clause is a heading over others: what its own passages say are headings and heads of tables."""
    return bool(clause.children) and clause.level not in _OF_LAW


def _body_start(document: Document, clause: Clause) -> int:
    """Clean position behind the heading of a clause and its full stop; of an article with paragraphs, of the first."""
    if clause.children and clause.level is Level.ARTICLE:
        return document.clean.index(clause.children[0].start)
    end = document.heading_end(clause)
    return end + (bool(clause.heading) and document.clean.text[end : end + 1] in tuple("。；："))


def _quoted(document: Document, clause: Clause, span: tuple[int, int]) -> Draft:
    """The words of a clean span as a statement that cites them, with the innermost clause that holds them."""
    words = document.clean.text[slice(*span)].replace("\n", "")
    place = document.clean.span(*span)
    return Draft(words, (Place(document, innermost((clause,), place) or clause, place),))


def _candidates(question: Question, found: Found) -> list[Candidate]:
    result: dict[str, Candidate] = {}
    for hit in found.hits:
        document, clause = found.documents[hit.passage.document], found.clauses[hit.passage.clause]
        above = coverage(found.weights, plain(hit.passage.context + clause.heading))
        if clause.row is not None:
            draft = row_draft(document, clause, clause.row)
            own = coverage(found.weights, plain(hit.passage.body))
            result[draft.text] = Candidate(draft, document.id, own + 0.3 * above + 0.3 * hit.score, own, is_row=True)
            continue
        if _is_outline(clause):
            continue
        start = document.clean.index(hit.passage.parts[0][0])
        body = _body_start(document, clause)
        for begin, last in sentences(hit.passage.text):
            # A heading names what the sentences under it are about; it answers nothing itself.
            if start + last <= body:
                continue
            first = max(begin, body - start) if clause.children else begin
            draft = _quoted(document, clause, (start + first, start + last))
            if question.wants(Wanted.BODY):
                draft = _with_bodies(draft, document, clause)
            own = coverage(found.weights, plain(draft.text))
            score = own + 0.3 * above + 0.3 * hit.score + _year_bonus(question, draft.text, document)
            result.setdefault(draft.text, Candidate(draft, document.id, score, own))
    return list(result.values())


def _with_bodies(draft: Draft, document: Document, clause: Clause) -> Draft:
    """The sentence with the bodies that stand in brackets at the end of its clause, where official plans name them."""
    clean = document.clean
    start, end = clean.within((clause.start, clause.end))
    closing = _CLOSING_BODIES.search(clean.text[start:end])
    if closing is None or closing[0] in draft.text:
        return draft
    bodies = _quoted(document, clause, (start + closing.start(), start + closing.start() + len(closing[0])))
    return Draft(draft.text + bodies.text, (*draft.places, *bodies.places))


def _year_bonus(question: Question, words: str, document: Document) -> float:
    """A sentence of the year that is asked about, or of a document of that year, goes first."""
    if not question.years:
        return 0.0
    dated = document.metadata.date.value[:4] if document.metadata.date else ""
    return 0.2 * any(year in plain(words) or year == dated for year in question.years)


def _is_asked_kind(question: Question, text: str) -> bool:
    """Whether a statement can hold the kind of value asked for: an amount, a time, a body, a place."""
    checks = {
        Wanted.AMOUNT: _NUMBER,
        Wanted.TIME: _TIME,
        Wanted.BODY: _BODY,
    }
    if _ASKS_PLACE.search(question.text) and not _PLACE.search(text):
        return False
    if (counted := _COUNTED.search(question.text)) is not None and not _speaks_of(text, counted[1]):
        return False
    if not set(_LATIN.findall(plain(question.text))) <= set(_LATIN.findall(plain(text))):
        return False
    first = next((kind for kind in question.wanted if kind in checks), None)
    if first is Wanted.AMOUNT:
        # The date in a column of dates is no amount of what the row is about.
        amounts = _TIME_COLUMN.sub("", text)
        return bool(_NUMBER.search(amounts)) and ("元" in amounts or not _MONEY.search(question.text))
    return first is None or bool(checks[first].search(text))


def _speaks_of(text: str, noun: str) -> bool:
    """Whether a text holds at least two in five of the character pairs of a noun."""
    said = plain(text)
    pairs = [noun[at : at + 2] for at in range(len(noun) - 1)]
    return sum(pair in said for pair in pairs) >= 0.4 * len(pairs)


def _side_by_side(candidates: Sequence[Candidate]) -> list[Draft]:
    """The best statement of each document, in the order of their scores."""
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        best.setdefault(candidate.document, candidate)
    top = max(candidate.coverage for candidate in best.values())
    chosen = [candidate for candidate in best.values() if candidate.coverage >= 0.5 * top]
    return [candidate.draft for candidate in chosen[:_LONGEST]]
