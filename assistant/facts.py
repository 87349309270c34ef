"""Facts about a document itself: title, number, issuer, dates, whether it is in force, what it puts out of force."""

import re
from collections.abc import Sequence

from assistant.draft import Draft
from assistant.evidence import coverage, plain
from assistant.found import Found
from assistant.notice import by_user_notice
from assistant.question import COMPARES, Question
from assistant.support import METADATA_LABELS, Place, innermost, stated_values, stated_words
from corpus import Document, Stated

_KINDS = "(?:法|条例|办法|规定|规则|细则|意见|通知|方案|规划|计划|措施|指南|决定|公告|令|文件|号|》)"
_WHEN = "(?:什么时候|什么时间|何时|几时|哪[一]?[天年日]|哪[一]?年哪[一]?月)"
_ENDED = "(?:失效|废止|作废)"
_FACTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "issuer",
        re.compile(r"发文(机关|单位|部门)|哪[几些]?个?(机关|部门|单位)(联合)?(发布|印发|发)的|谁(发布|印发|发)的"),
    ),
    ("number", re.compile(r"发文字号|文号|文件编号|几号令")),
    (
        "date",
        re.compile(
            r"成文日期|发文(日期|时间)|(印发|发布)(日期|时间)|(?:号|文件|意见|通知|方案)是?(什么时候|何时|哪[一]?[年天])(印发|发布|发)"
            r"|哪[一]?[年天日]成文|落款[^，。？?]{0,6}(?:日期|时间|哪[一]?[年天日])"
        ),
    ),
    ("title", re.compile(r"(?:文件|号)(的)?(标题|名称|全称)|号是(?:哪[一]?[份个部]|什么)(?:文件|通知|意见|规定|办法)")),
    (
        "effective",
        re.compile(
            rf"(?:施行|生效|实施)(?:日期|时间)|{_WHEN}(?:起|开始|正式|起正式)?(?:施行|生效)"
            rf"|{_KINDS}[是从自将于]?{_WHEN}(?:起|开始|正式|起正式)?(?:实施|执行)|从{_WHEN}起(?:施行|生效|实施|执行)"
        ),
    ),
    (
        "repeals",
        re.compile(
            r"废止了?(?:哪些|哪个|哪几|什么|哪[一]?[部份件])|(?:哪些|哪个|哪几|什么)[^，。？?]{0,10}(?:同时|相应|被它?|即行)废止"
            r"|(?:取代|代替|替代)了?(?:哪些|哪个|哪几|什么|哪[一]?[部份件])"
        ),
    ),
    (
        "amends",
        re.compile(
            r"修[改订正]了?(?:哪些|哪个|哪几|什么|哪[一]?[部份件])[^，。？?]{0,4}(?:文件|法律?|法规|条例|规章|规定|办法)"
        ),
    ),
    (
        "state",
        re.compile(
            rf"是否(?:已经?|还|仍|现行)?(?:被)?(?:{_ENDED}|有效|现行)|(?:还|仍|现在|目前)[^，。？?]{{0,4}}有效(?!期)[^，。？?]{{0,3}}[吗么]"
            rf"|有没有(?:被)?{_ENDED}|{_ENDED}(?:了)?(?:吗|没有|没)|有效(?:吗|还是)"
            r"|(?:是否|是不是|是)(?:一[份个])?(?:正式|征求意见|草案|送审)(?:文件|文本|稿)?(?:吗|还是|[？?]|$)|征求意见稿(?:吗|还是)|时效"
        ),
    ),
)
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
    text = question.text
    found = ((match.start(), field) for field, pattern in _FACTS if (match := pattern.search(text)))
    return tuple(field for _, field in sorted(found) if not question.clauses or field in _OF_THE_PAPER)


def may_stand_elsewhere(fields: Sequence[str]) -> bool:
    """Whether an ordinary sentence may answer where the metadata do not know these fields."""
    return set(fields) <= _OF_THE_TEXT


def fact_drafts(fields: Sequence[str], question: Question, found: Found) -> list[Draft]:
    """The metadata of the document that a question names; of several where it compares documents."""
    words = COMPARES.sub("", question.text)
    for field in fields:
        words = dict(_FACTS)[field].sub("", words)
    about = plain(words)
    named = {term: weight for term, weight in found.weights.items() if term in about and not question.numbers}

    def score(document: Document) -> tuple[float, float]:
        first = next((hit.score for hit in found.hits if hit.passage.document == document.id), 0.0)
        return coverage(named, plain(document.title)), first

    compares = bool(COMPARES.search(question.text))
    # Where documents are set side by side, each title holds the words for one of them.
    least = _NAMED_ONE_OF if compares else _NAMED
    fits = [document for document in found.documents.values() if not named or score(document)[0] >= least]
    local = [document for document in fits if any(place in document.title for place in question.places)]
    ordered = sorted(local or fits, key=score, reverse=True)
    if compares and ordered:
        ordered = [document for document in ordered if score(document)[0] >= _ALIKE * score(ordered[0])[0]]
    compares = compares and len(ordered) > 1
    if not compares and named and ordered and score(ordered[0])[0] < _NAMED:
        return []
    return [
        draft
        for document in ordered[: _SIDES if compares else 1]
        for field in fields
        for draft in _stated(document, field, titled=compares)
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
