"""The title of a document."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.metadata_head import Part, Piece, runs
from corpus.metadata_page import Page
from corpus.metadata_words import KIND_END, is_balanced, is_body_name, is_title, split_bodies, unquoted
from corpus.source import Span


@dataclass(frozen=True, slots=True)
class Title:
    """A title: its clean span, its words, and the pieces of the head `[first, last)` that it stands in."""

    span: Span
    value: str
    first: int
    last: int


_ABOUT = re.compile("关于|转发|批转|印发|发布|公布")
_BEGUN = re.compile("[的与和及暨》”）、]")
_GOES_ON = re.compile("[的与和及暨、“《（]$")
_SHORT = 8
"""Characters: a shorter line that ends in a kind (实施意见) is the end of a broken title rather than a title."""
_SHORT_LINE = 6
_MOST_LINES = 7
_ANNOUNCED = re.compile("^《([^《》]+(?:《[^《》]*》[^《》]*)*)》(?:已|业经|经|由)")
_ORDERED = re.compile(rf"{_ANNOUNCED.pattern}|现(?:予|将)?(?:修订后的)?(?:公布|发布)《([^《》]+)》")
_ORDER_LINE = re.compile("(?:令|公告)$")
_DRAFTED = re.compile("(?:起草|研究制定|修订|形成|拟订|拟定|编制)(?:形成)?了?《([^《》]+)》[^。]*意见")
_IN_FULL = re.compile("《([^《》]+)》全文如下")
_HEADLINE = re.compile("(?:印发|发布|公布)《([^《》]+)》$")
_LONGER = re.compile("(?:(?:19|20)\\d{2}年)?(?P<body>.*)")
_JUNK = re.compile("资料$|网$|文件$|号$|[0-9]{3}|公开$|服务|互动|^附件|政策|浏览|令$|库$")
"""Lines of a web site or a cover above a title."""
_PLACE = re.compile("[一-鿿]{1,10}(?:省|市|自治区|州|县|区|盟|旗)")
_FOLD = re.compile(r"[\s《》〈〉<>＜＞]")


def find_title(page: Page, head: Sequence[Piece]) -> Title | None:
    """The title, by the first rule that finds one.

    What an order or a draft names as the document that follows it; the words next to a document number, a note of
    adoption or an addressee; the form of the web page; the first words that read like a title; the caption of a
    collection.
    """
    lines = runs(head)
    labelled = _labelled(head)
    known = {_folded(text) for text in (*labelled, *(piece.text for piece in head if is_title(piece.text)))}
    found = _bound(page, head, lines, known)
    named = _named(page, head, lines)
    first = _first(page, head, lines, known)
    if named is not None and not _names_it(head, lines, named):
        return named
    return _fuller(page, head, found or _from_label(head) or first or _captioned(head))


def _folded(text: str) -> str:
    return _FOLD.sub("", text)


def _labelled(head: Sequence[Piece]) -> list[str]:
    return [piece.text[piece.value :] for piece in head if piece.field == "title"]


def _names_it(head: Sequence[Piece], lines: Sequence[Span], named: Title) -> bool:
    """Whether the title of the document speaks of the named one: 关于公开征求《…》意见的公告."""
    wanted = _folded(named.value)
    for first, last in lines:
        if first >= named.first >= 0:
            break
        words = "".join(piece.text for piece in head[first:last])
        if wanted in _folded(words) and _folded(words) != wanted and "《" in words and KIND_END.search(words):
            return True
    return False


def _named(page: Page, head: Sequence[Piece], lines: Sequence[Span]) -> Title | None:
    """The title that an order, the preamble of a draft or a news report gives to the document that follows."""
    ordered = any("令" in piece.text for piece in head if piece.part is Part.ORDER or _ORDER_LINE.search(piece.text))
    announced = ordered or any(piece.part is Part.ORDER for piece in head)
    statement = _ORDERED if ordered else _ANNOUNCED if announced else None
    for at, piece in enumerate(head):
        if piece.part not in (Part.PROSE, Part.UNIT):
            continue
        patterns = (statement, _DRAFTED, _IN_FULL) if statement else (_DRAFTED, _IN_FULL)
        found = next((hit for pattern in patterns if (hit := pattern.search(piece.text))), None)
        if found is None:
            continue
        group = 1 if found[1] else 2  # the words between 《》
        return _placed(page, head, lines, found[group]) or Title(
            (piece.start + found.start(group), piece.start + found.end(group)), found[group], at, at + 1
        )
    return None


def _placed(page: Page, head: Sequence[Piece], lines: Sequence[Span], wanted: str) -> Title | None:
    """The last place where the words of a title stand by themselves in the head."""
    places = [
        (first, last)
        for start, end in lines
        for first in range(start, end)
        for last in range(first + 1, min(first + _MOST_LINES, end) + 1)
        if _folded("".join(piece.text for piece in head[first:last])) == _folded(wanted)
    ]
    return _title(page, head, *places[-1]) if places else None


def _bound(page: Page, head: Sequence[Piece], lines: Sequence[Span], known: set[str]) -> Title | None:
    """The first title with a number, a note or an addressee next to it.

    The words 某局公告 above the number of a public notice are its title only when there is no other.
    """
    notice: Title | None = None
    for start, end in lines:
        last = end
        while last > start and not KIND_END.search(unquoted(head[last - 1].text)):
            last -= 1
        behind = _part_behind(head, end)
        before = _part_before(head, start)
        is_bound = behind in (Part.NUMBER, Part.ORDER, Part.NOTE, Part.SPEECH, Part.ADDRESSEE) or (
            before in (Part.NUMBER, Part.ORDER) and behind is not Part.DATE
        )
        if is_bound and last > start and (first := _begin(head, start, last, known)) is not None:
            title = _title(page, head, first, last)
            if behind is not Part.ORDER or "关于" in title.value or not _ORDER_LINE.search(title.value):
                return title
            notice = notice or title
    return notice


def _part_behind(head: Sequence[Piece], at: int) -> Part | None:
    return next((piece.part for piece in head[at:] if piece.part not in (Part.SITE, Part.LABEL)), None)


def _part_before(head: Sequence[Piece], at: int) -> Part | None:
    return next((piece.part for piece in reversed(head[:at]) if piece.part is not Part.SITE), None)


def _begin(head: Sequence[Piece], start: int, last: int, known: set[str]) -> int | None:
    """Where the title that ends before `last` begins: at the earliest at `start`."""
    texts = [piece.text for piece in head]
    firsts = range(last - 1, max(start, last - _MOST_LINES) - 1, -1)
    choices = [first for first in firsts if is_title("".join(texts[first:last]))]
    if not choices:
        return None
    for first in choices:
        words = _folded("".join(texts[first:last]))
        if (last - first > 1 and words in known) or words in map(_folded, texts[start:first]):
            return first
    about = next((at for at in range(start, last) if _ABOUT.search(texts[at])), None)
    if about is not None:
        return _with_bodies(head, start, about) if about <= choices[0] else choices[0]
    for first in choices:
        enough = len("".join(texts[first:last])) >= _SHORT or (first > start and is_title(texts[first - 1]))
        if enough and not _BEGUN.match(texts[first]) and not _continues(head, start, first):
            return first
    return choices[-1]


def _continues(head: Sequence[Piece], start: int, first: int) -> bool:
    """Whether the line above belongs to the title: a fragment of it, neither a name nor a title of its own."""
    if first <= start:
        return False
    above = head[first - 1]
    if _GOES_ON.search(above.text) or not is_balanced(above.text):
        return True
    fragment = above.part is Part.TEXT and len(above.text) >= _SHORT_LINE and not is_title(above.text)
    return fragment and not _JUNK.search(above.text)


def _with_bodies(head: Sequence[Piece], start: int, about: int) -> int:
    """The first line of a title whose words 关于 stand in line `about`: names of bodies may stand above."""
    before = _ABOUT.split(head[about].text, maxsplit=1)[0]
    first = about
    if before and not is_body_name(before):
        joined = before
        while first > start and not is_body_name(joined) and len(joined) < 60:
            joined = head[first - 1].text + joined
            first -= 1
        if not is_body_name(joined):
            return about
    while first > start and head[first - 1].part is Part.BODY and not before.startswith(head[first - 1].text):
        first -= 1  # a name that begins the title too is that of the web site
    return first


def _first(page: Page, head: Sequence[Piece], lines: Sequence[Span], known: set[str]) -> Title | None:
    """The first words that read like a title: with 关于 or of some length rather than short ones."""
    found = [title for start, end in lines for title in _free(page, head, start, end, known)]
    whole = (title for title in found if len(title.value) >= _SHORT or "关于" in title.value)
    return next(whole, found[0] if found else None)


def _free(page: Page, head: Sequence[Piece], start: int, end: int, known: set[str]) -> list[Title]:
    """The title in a run of lines that nothing marks as one."""
    texts = [piece.text for piece in head]
    for behind in range(start + 1, end + 1):
        first = _begin(head, start, behind, known)
        if first is None or (len("".join(texts[first:behind])) < _SHORT and behind < end):
            continue
        last = behind
        while last < end and _goes_on_in(texts[last]) and is_title("".join(texts[first : last + 1])):
            last += 1
        return [_title(page, head, first, last)]
    return []


def _goes_on_in(line: str) -> bool:
    return bool(_BEGUN.match(line)) or line.startswith("（")


def _title(page: Page, head: Sequence[Piece], first: int, last: int) -> Title:
    """The title that stands in the pieces `[first, last)`; names of several bodies are set apart by a blank."""
    parts = head[first:last]
    names = [piece for piece in parts if piece.part is Part.BODY]
    words = "".join(piece.text for piece in parts[len(names) :]) if parts[: len(names)] == names else ""
    if not words:
        names, words = [], "".join(piece.text for piece in parts)
    issuers = [name for piece in names for name in bodies_in(page, piece.start, piece.end)]
    before, about, rest = words.partition("关于")
    if about and before and is_body_name(before) and len(parts) - len(names) == 1:
        issuers += bodies_in(page, parts[-1].start, parts[-1].start + len(before))
        words = about + rest
    leading = "".join(f"{'' if at == 0 or name.startswith('（') else ' '}{name}" for at, name in enumerate(issuers))
    if "、" in "".join(piece.text for piece in names) + before:
        leading = "".join(piece.text for piece in names) + (before if about else "")
    value = unquoted(leading + words)
    return Title((parts[0].start, parts[-1].end), value, first, last)


def bodies_in(page: Page, start: int, end: int) -> list[str]:
    """The single names in a clean span that holds nothing but names of public bodies."""
    text = page.clean.text[start:end]
    return [text[first:last] for first, last in split_bodies(text, page.gaps(start, end))]


def _from_label(head: Sequence[Piece]) -> Title | None:
    for at, piece in enumerate(head):
        value = piece.text[piece.value :]
        if piece.field == "title" and is_title(value):
            return Title((piece.start + piece.value, piece.end), value, at, at + 1)
    return None


def _captioned(head: Sequence[Piece]) -> Title | None:
    """The title of a caption, or of a news report on what was issued."""
    for at, piece in enumerate(head):
        headline = _HEADLINE.search(piece.text) if piece.part is Part.TEXT else None
        if headline is not None:
            return Title((piece.start + headline.start(1), piece.start + headline.end(1)), headline[1], at, at + 1)
        if piece.part is Part.CAPTION:
            return Title((piece.start, piece.start + piece.value - 1), piece.text[: piece.value - 1], at, at + 1)
    return None


def _fuller(page: Page, head: Sequence[Piece], title: Title | None) -> Title | None:
    """The same title where it also stands with its year or its issuer in front."""
    if title is None:
        return None
    for at, piece in enumerate(head):
        words = unquoted(piece.text)
        if piece.part is not Part.TEXT or not words.endswith(title.value) or not is_title(words):
            continue
        more = _LONGER.fullmatch(words.removesuffix(title.value))
        if words == title.value or more is None:
            continue
        if not more["body"] or is_body_name(more["body"]) or _PLACE.fullmatch(more["body"]):
            return _title(page, head, at, at + 1)
    return title
