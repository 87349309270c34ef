"""Whether and from when a document is in force, and what it does to other documents."""

import re
from collections.abc import Sequence

from corpus.metadata_date import Event, Signature
from corpus.metadata_head import Part, Piece
from corpus.metadata_labels import LABEL, field_of
from corpus.metadata_page import Page, Stated
from corpus.metadata_title import Title
from corpus.metadata_words import DATE, read_date, read_labelled_date
from corpus.source import Span

_OWN = re.compile(
    "本(?!市|省|区|县|州|地|单位|部门|系统|行政|行业|校|院|级|人|企业|公司|年|届|月|日)[一-鿿]{1,10}[^。；，《》]{0,12}$"
)
_CLOSED = re.compile("[（(][^（）()]*[）)]")
_IN_FORCE = "(?:正式)?(?:施行|实施|执行|生效|试行)"
_FROM = re.compile(rf"[自从](?P<day>{DATE.pattern})(?:零时)?(?:起|开始){_IN_FORCE}")
_FROM_ISSUE = re.compile(rf"自(?P<act>公布|发布|印发|颁布|下发)之日起(?P<later>[^。；，]{{0,12}}?){_IN_FORCE}")
_PUBLISHES = re.compile("现予|公布|发布|印发|通过|批准")
_IMPRINT_DATE = re.compile(rf"({DATE.pattern}) ?印发")
_ISSUED_BY_ORDER = re.compile("现予(?:公布|发布|颁布)|令$|公告$")

_DRAFT = "征求意见稿|公开征求意见|送审稿|审议稿|讨论稿|草案|草稿|初稿"
_DRAFT_BRACKET = re.compile(rf"[（(][^（）()]*({_DRAFT})[^（）()]*[）)]")
_ASKS = re.compile("征求.{0,80}?意见")
_ITSELF = "(?:本|该|此)(?:文件?|办法|规定|条例|法|通知|意见|规章|决定)"
_ENDED = "(?:废止|失效|停止执行|修改)"
_OVER = re.compile(
    rf"[（(【\[](?:{_ITSELF}|全文)?(?:[^（）()。]{{0,40}}?已经?[^（）()。]{{0,40}}?{_ENDED}|现?(?:废止|失效)"
    r"|现行有效|尚未(?:生效|施行))[^（）()。]{0,12}[）)】\]]"
    rf"|{_ITSELF}[^。；]{{0,40}}?(?:已|已经|现已)(?:于[^。；]{{2,20}})?(?:被[^。；]{{0,60}}?)?(?:宣布)?{_ENDED}"
)
_OVER_WORD = re.compile(rf"(?:已经?)?(?:被)?(?:宣布)?{_ENDED}|现行有效|尚未(?:生效|施行)")

_REFERENCE = (
    r"《[^《》]{1,200}(?:《[^《》]{0,200}》[^《》]{0,200}){0,5}》"
    r"(?:[（(][^（）()]{0,200}(?:[（(][^（）()]{0,100}[）)][^（）()]{0,100}){0,5}[）)])?"
)
_CODE = r"[一-鿿]{1,12}[〔\[［（(]\d{4}[〕\]］）)]\d{1,5}号"
_ONE = rf"(?:{_REFERENCE}|{_CODE})(?:文件?)?"
_LIST = rf"{_ONE}(?:(?:[、，；]|和|以及|及|与)(?:原|[一-鿿]{{2,30}}?(?=《))?{_ONE}){{0,40}}"
_ENDS = re.compile(
    rf"(?P<list>{_LIST})(?:等[^。；，《》]{{0,20}})?[，,]?(?:自[^。；，《》]{{2,30}}起)?"
    "(?:即行|相应|一并|予以|均|也|即|现)?(?:同时|一并)?(?:予以|即行)?"
    "(?:废止|失效|停止执行|停止施行|不再执行|不再施行|终止执行)"
)
_ENDS_FIRST = re.compile(rf"(?<!被)(?<!已)(?:废止|停止执行)(?:了)?(?:原|[一-鿿]{{2,30}}(?=《))?(?P<list>{_LIST})")
_CHANGES = re.compile(
    rf"(?:对|将)(?P<list>{_LIST})(?:作出?|做出?|进行|予以)(?:如下|以下|部分|了)?(?:的)?(?:修改|修订|修正|调整)"
    rf"|(?:决定|现)(?:对)?(?:修改|修订|修正)(?P<other>{_LIST})"
)
_TITLES = "(?P<list>[《〈][^《》〈〉]+[》〉](?:(?:、|和|及)[《〈][^《》〈〉]+[》〉])*)"
_CHANGE_TITLE = re.compile(f"关于(?:修改|修订|修正){_TITLES}")
_REPEAL_TITLE = re.compile(f"关于(?:废止|宣布失效){_TITLES}")
_SINGLE = re.compile(rf"{_REFERENCE}|{_CODE}")
_QUOTED = re.compile("[《〈]([^《》〈〉]+)[》〉]")
_AMENDED = re.compile(r"《((?:[^《》]|《[^《》]*》)*关于(?:修改|修正|修订|废止)(?:[^《》]|《[^《》]*》)*)》")
_BRACKETED = re.compile("[（(].*$", re.DOTALL)
_MOST_TOP = 60


def find_state(page: Page, head: Sequence[Piece], title: Title | None) -> Stated | None:
    """What the text says of its state: a draft by its title, or no longer in force by a note or the form of its page.

    The value is the word that says it. Without one nothing is known; a document is not taken to be in force.
    """
    if title is not None:
        words = page.clean.text[slice(*title.span)]
        found = list(_DRAFT_BRACKET.finditer(re.sub("《[^《》]*》", lambda quoted: "·" * len(quoted[0]), words)))
        if found:
            return page.stated((title.span[0] + found[-1].start(1), title.span[0] + found[-1].end(1)))
        if _ASKS.search(words) and (draft := _DRAFT_BRACKET.search(page.clean.text, title.span[1])) is not None:
            return page.stated(draft.span(1))
    return _noted(page, head) or _labelled(page)


def _noted(page: Page, head: Sequence[Piece]) -> Stated | None:
    """A note at the top of the page: （已废止）, 本办法已于2020年1月1日废止."""
    for piece in head[:_MOST_TOP]:
        found = _OVER.search(piece.text) if len(piece.text) <= 120 else None
        if found is not None and piece.part is not Part.NOTE:
            word = list(_OVER_WORD.finditer(piece.text, *found.span()))[-1]
            return page.stated((piece.start + word.start(), piece.start + word.end()))
    return None


def _labelled(page: Page) -> Stated | None:
    """The field 时效 of the form of a web page, which may stand at the end."""
    for start, end in page.lines:
        for found in LABEL.finditer(page.clean.text, start, end):
            if field_of(found[0])[0] == "state":
                value = re.compile("[一-鿿]{2,8}").match(page.clean.text, found.end(), end)
                if value is not None and not LABEL.match(page.clean.text, found.end(), end):
                    return page.stated(value.span())
    return None


def find_effective(
    page: Page, head: Sequence[Piece], signature: Signature | None, events: Sequence[Event]
) -> Stated | None:
    """The day from which the document is in force: what it says of itself, before what others say of it.

    自公布之日起施行 becomes a day when the document states the day of its publication: an order, or a note, gives it.
    Otherwise, and when a time has to pass, the words are the value.
    """
    text = page.clean.text
    days = [found for found in _FROM.finditer(text) if read_date(found["day"]) is not None]
    if (found := _of_itself(text, days)) is not None:
        return page.stated(found.span("day"), read_date(found["day"]))
    if (found := _of_itself(text, list(_FROM_ISSUE.finditer(text)))) is not None:
        issued = None if found["later"] else _day_of(page, head, found["act"], signature, events)
        return page.stated(found.span(), issued)
    for piece in head:
        value = piece.text[piece.value :]
        if piece.field == "effective" and (day := read_labelled_date(value)) is not None:
            return page.stated((piece.start + piece.value, piece.end), day)
    return None


def _of_itself(text: str, found: Sequence[re.Match[str]]) -> re.Match[str] | None:
    """Of sentences about the day from which something is in force the one in which a document speaks of itself.

    The last article (本办法自…起施行) comes before an order (现予公布，自…) or a note in brackets.
    """
    sentences = [_before(text, one.start()) for one in found]
    pairs = list(zip(found, sentences, strict=True))
    own = [one for one, before in pairs if _OWN.search(before)]
    others = [one for one, before in pairs if _PUBLISHES.search(before) or not before.strip("，")]
    return own[-1] if own else next(iter(others), None)


def _before(text: str, at: int) -> str:
    """The sentence, or the open bracket, as far as a position; what is bracketed in it is left out."""
    start = max(text.rfind(mark, 0, at) for mark in "。；\n") + 1
    words = _CLOSED.sub("", text[start:at])
    return words[max(words.rfind(mark) for mark in "（(") + 1 :]


def _day_of(
    page: Page, head: Sequence[Piece], act: str, signature: Signature | None, events: Sequence[Event]
) -> str | None:
    """The day on which the document was published, when it says so."""
    if act in ("印发", "下发"):
        found = _IMPRINT_DATE.search(page.clean.text)
        return read_date(found[1]) if found else None
    published = next((event.day for event in events if event.verb in ("公布", "发布", "颁布")), None)
    ordered = any(piece.part is Part.ORDER or _ISSUED_BY_ORDER.search(piece.text) for piece in head)
    if published is None and ordered and signature is not None:
        return read_date(page.clean.text[slice(*signature.date)])
    return published


def find_repeals(page: Page, title: Title | None) -> tuple[Stated, ...]:
    """The documents that this one puts out of force, as it names them."""
    spans = _listed(page, _ENDS) + _listed(page, _ENDS_FIRST)
    return _distinct(page, sorted(spans) + _in_title(page, title, _REPEAL_TITLE))


def find_amends(page: Page, title: Title | None) -> tuple[Stated, ...]:
    """The documents that this one amends, as it names them."""
    return _distinct(page, sorted(_listed(page, _CHANGES)) + _in_title(page, title, _CHANGE_TITLE))


def find_amended_by(page: Page, head: Sequence[Piece]) -> tuple[Stated, ...]:
    """The decisions by which this document was amended, as the note below its title names them."""
    spans = [
        (piece.start + found.start(), piece.start + found.end())
        for piece in head
        if piece.part is Part.NOTE
        for found in _AMENDED.finditer(piece.text)
    ]
    return _distinct(page, spans)


def _listed(page: Page, pattern: re.Pattern[str]) -> list[Span]:
    """The single references in the lists that a pattern finds."""
    return [
        single.span()
        for found in pattern.finditer(page.clean.text)
        for name, names in found.groupdict().items()
        if names and not _is_past(page.clean.text, found.start(), found.end())
        for single in _SINGLE.finditer(page.clean.text, *found.span(name))
    ]


def _is_past(text: str, start: int, end: int) -> bool:
    """Whether a sentence reports that something was repealed before, or by others."""
    return bool(re.search("已经?(?:被)?$|被$", text[max(0, start - 4) : start])) or bool(
        re.match("的", text[end : end + 1])
    )


def _in_title(page: Page, title: Title | None, pattern: re.Pattern[str]) -> list[Span]:
    found = pattern.search(page.clean.text, *title.span) if title is not None else None
    if found is None:
        return []
    return [quoted.span() for quoted in _QUOTED.finditer(page.clean.text, *found.span("list"))]


def _distinct(page: Page, spans: Sequence[Span]) -> tuple[Stated, ...]:
    """The values of spans, each document once: of several mentions the first."""
    found: dict[str, Stated] = {}
    for span in spans:
        words = page.clean.text[slice(*span)]
        bracket = _BRACKETED.search(words) if words.startswith("《") else None
        if bracket and not re.search("[号令]", bracket[0]):
            span = span[0], span[0] + bracket.start()  # noqa: PLW2901  a bracket without a number is an aside
            words = words[: bracket.start()]
        name = _BRACKETED.sub("", words).strip("《》〈〉") if words[0] in "《〈" else words
        found.setdefault(name, page.stated(span))
    return tuple(found.values())
