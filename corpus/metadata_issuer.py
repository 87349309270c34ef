"""The bodies that issue a document."""

import re
from collections.abc import Sequence

from corpus.metadata_date import Event, Signature, adopted
from corpus.metadata_forms import ORDER
from corpus.metadata_head import AND_OTHERS, Part, Piece
from corpus.metadata_page import Page, Stated
from corpus.metadata_title import Title, bodies_in
from corpus.metadata_words import SEAL, is_body_name, is_seal, is_second_name
from corpus.source import Span

_TERM = re.compile(r"(?:中华人民共和国)?(?=第.{1,4}届全国)|第[一二三四五六七八九十百零\d]{1,4}届")
_ASSEMBLY = re.compile("(.{0,40}?(?:人民代表大会常务委员会|人民代表大会|常务委员会))(?=第|于|.{0,3}会议)")
_STATED_ASSEMBLY = re.compile("已由(.{0,30}?(?:人民代表大会常务委员会|人民代表大会))(?:第.{1,6}次(?:全体)?会议)?")
_ABOUT = re.compile("关于|转发|批转|印发|发布|公布|对")
_REPRESENTED = re.compile("我代表([^，。；]{2,40}?)(?:，|向|作|做)")
_OFFICE = re.compile(
    "副?(?:主任|部长|局长|署长|行长|总理|省长|市长|主席|州长|县长|区长|书记|院长|检察长|委员长|秘书长|厅长)[一-鿿·]{0,10}$"
)
_RED_HEAD = re.compile("(.{3,60}?)(?:文件)$")
_HEADLINE = re.compile("(.{3,80}?)(?:联合)?(?:印发|发布|公布)(?:《|$)")
_GIVEN_NAMES = re.compile("令|公告")
_MOST_LINES = 40


def find_issuer(
    page: Page, head: Sequence[Piece], title: Title | None, signature: Signature | None, events: Sequence[Event]
) -> Stated | None:
    """The issuing bodies, set apart by 、.

    The first of: who signs; the assembly that adopts a law; who gives the order; who leads the title; who is named in
    the note below it; for whom a report is given; the red head; the name on the cover; the form of the web page (its
    来源 is not the issuer); the head line of a news report or a collection.
    """
    if signature is not None and signature.bodies:
        return _signed(page, signature.bodies)
    return (
        _assembly(page, head, events)
        or _ordering(page, head)
        or _leading(page, head, title)
        or _noted(page, events)
        or _speaking(page, head, title)
        or _red_head(page, head)
        or _on_cover(page, head, title)
        or _labelled(page, head)
        or _reported(page, head)
    )


def _signed(page: Page, spans: Sequence[Span]) -> Stated:
    """The names in the lines of a signature, without the remark that another body's seal stands there."""
    names: list[str] = []
    for start, end in spans:
        text = page.clean.text[start:end]
        seal = SEAL.search(text)
        behind = start + seal.start() if seal else end
        if is_second_name(text) and names:
            names[-1] += page.clean.text[start:behind]
        elif "\n" in text:  # a name broken over lines
            names.append(text.replace("\n", ""))
        elif not is_seal(text):
            names += bodies_in(page, start, behind)
    return page.stated((spans[0][0], spans[-1][1]), _listed(names))


def _assembly(page: Page, head: Sequence[Piece], events: Sequence[Event]) -> Stated | None:
    """The people's congress that adopted a law; its number (第十三届) is not part of its name."""
    event = adopted(page, events)
    if event is not None:
        found = _ASSEMBLY.search(page.clean.text, *event.words)
        if found is not None:
            return page.stated(found.span(1), _TERM.sub("", found[1]).strip())
    for piece in head:
        found = _STATED_ASSEMBLY.search(piece.text) if piece.part is Part.PROSE else None
        if found is not None:
            return page.stated((piece.start + found.start(1), piece.start + found.end(1)), _TERM.sub("", found[1]))
    return None


def _ordering(page: Page, head: Sequence[Piece]) -> Stated | None:
    """The bodies in front of the number of an order or a public notice, on its line and above."""
    for at, piece in enumerate(head):
        if piece.part is Part.ORDER or (piece.part is Part.TEXT and piece.text.endswith("国务院令")):
            return _order_bodies(page, head, at)
    return None


def _order_bodies(page: Page, head: Sequence[Piece], at: int) -> Stated | None:
    spans: list[Span] = []
    while at >= 0 and head[at].part in (Part.ORDER, Part.TEXT, Part.BODY):
        piece = head[at]
        given = _GIVEN_NAMES.search(piece.text)
        name = piece.text[: given.start()] if given else piece.text
        if is_body_name(name.removeprefix("中华人民共和国") if name.endswith("国务院") else name):
            spans.insert(0, (piece.start, piece.start + len(name)))
        elif not given and not ORDER.match(piece.text) and "号" not in piece.text:
            break
        at -= 1
    if not spans:
        return None
    names = [name for start, end in spans for name in bodies_in(page, start, end)]
    return page.stated((spans[0][0], spans[-1][1]), _listed(names))


def _listed(names: Sequence[str]) -> str:
    return "、".join(names).replace("中华人民共和国国务院", "国务院")


def _leading(page: Page, head: Sequence[Piece], title: Title | None) -> Stated | None:
    """The bodies at the head of the title."""
    if title is None:
        return None
    spans: list[Span] = []
    for piece in head[title.first : title.last]:
        if piece.part is Part.BODY:
            spans.append((piece.start, piece.end))
            continue
        start = max(piece.start, title.span[0])
        cuts = [start + found.start() for found in _ABOUT.finditer(page.clean.text[start : piece.end])]
        cut = next((cut for cut in cuts if is_body_name(page.clean.text[start:cut])), None)
        if cut is None and spans and not is_body_name(page.clean.text[spans[0][0] : spans[-1][1]]):
            return None
        if cut is not None:
            spans.append((start, cut))
        elif not cuts or cuts[0] > start:
            return _broken_lead(page, title)
        break
    return _signed(page, spans) if spans else None


def _broken_lead(page: Page, title: Title) -> Stated | None:
    """The body at the head of a title whose name is broken over lines."""
    words = page.clean.text[slice(*title.span)]
    for found in _ABOUT.finditer(words):
        name = words[: found.start()].replace("\n", "")
        if "\n" in words[: found.start()] and is_body_name(name):
            return page.stated((title.span[0], title.span[0] + found.start()), name)
    return None


def _noted(page: Page, events: Sequence[Event]) -> Stated | None:
    """The bodies that the note below the title names as those who issued the document."""
    for event in events:
        start, end = event.words
        name = _GIVEN_NAMES.split(page.clean.text[start:end], maxsplit=1)[0]
        if event.verb in ("印发", "公布", "发布", "颁布") and is_body_name(name):
            return page.stated((start, start + len(name)), _listed(bodies_in(page, start, start + len(name))))
    return None


def _speaking(page: Page, head: Sequence[Piece], title: Title | None) -> Stated | None:
    """The body for which a report is given, or else that of the speaker."""
    is_report = title is not None and title.value.endswith(("报告", "说明"))
    if not is_report and not any(piece.part is Part.SPEECH for piece in head):
        return None
    for start, end in page.lines[:_MOST_LINES]:
        found = _REPRESENTED.search(page.clean.text, start, end)
        if found is not None:
            return _in_full(page, head, found.span(1))
    for at, piece in enumerate(head):
        if piece.part is not Part.SPEECH:
            continue
        for speaker in head[at + 1 : at + 3]:
            name = _OFFICE.sub("", speaker.text)
            if name != speaker.text and is_body_name(name):
                return page.stated((speaker.start, speaker.start + len(name)))
    return None


def _in_full(page: Page, head: Sequence[Piece], span: Span) -> Stated:
    """The name of a body, or the same with its place in front where the head has that (省人民政府, 四川省人民政府)."""
    name = page.clean.text[slice(*span)]
    for piece in head[:_MOST_LINES]:
        if piece.part is not Part.TEXT:
            continue
        found = re.search(f"(?:^|年)([一-鿿]{{1,10}}{re.escape(name)})", piece.text)
        if found is not None and not found[1].startswith("中华人民共和国"):
            return page.stated((piece.start + found.start(1), piece.start + found.end(1)))
    return page.stated(span)


def _red_head(page: Page, head: Sequence[Piece]) -> Stated | None:
    for piece in head:
        found = _RED_HEAD.fullmatch(piece.text) if piece.part is Part.TEXT else None
        if found is not None and is_body_name(found[1]):
            span = piece.start, piece.start + len(found[1])
            return page.stated(span, _listed(bodies_in(page, *span)))
    return None


def _on_cover(page: Page, head: Sequence[Piece], title: Title | None) -> Stated | None:
    """The names right below the title on a cover."""
    if title is None:
        return None
    last = title.last
    while last < len(head) and head[last].part is Part.BODY:
        last += 1
    behind = head[last].part if last < len(head) else None
    if last == title.last or behind not in (Part.UNIT, Part.DATE, Part.SITE, None):
        return None
    return _signed(page, [(piece.start, piece.end) for piece in head[title.last : last]])


def _labelled(page: Page, head: Sequence[Piece]) -> Stated | None:
    for piece in head:
        start = piece.start + piece.value
        if piece.field == "issuer" and is_body_name(page.clean.text[start : piece.end]):
            return page.stated((start, piece.end), _listed(bodies_in(page, start, piece.end)))
    return None


def _reported(page: Page, head: Sequence[Piece]) -> Stated | None:
    """The bodies of a headline (`国务院印发《…》`), or of the caption in a collection."""
    for piece in head:
        found = _HEADLINE.match(piece.text) if piece.part is Part.TEXT else None
        if found is not None and is_body_name(found[1]):
            span = piece.start, piece.start + len(found[1])
            return page.stated(span, _listed(bodies_in(page, *span)))
        if piece.part is Part.CAPTION:
            start = piece.start + piece.value
            words = page.clean.text[start : piece.end]
            if not AND_OTHERS.search(words):
                return page.stated((start, piece.end), words.replace("/", "、"))
    return None
