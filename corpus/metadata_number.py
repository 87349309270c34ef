"""The document number (发文字号), or the number of an order or a public notice."""

import re
from collections.abc import Sequence

from corpus.metadata_forms import NUMBER, ORDER
from corpus.metadata_head import Part, Piece
from corpus.metadata_page import Page, Stated
from corpus.metadata_title import Title, bodies_in
from corpus.metadata_words import is_body_name, split_bodies

_GIVEN = re.compile("(?:令|公告)$")
_NUMBERED = re.compile(r"[〔\[［（(【第令告]|\d年")
_IN_NOTE = re.compile(rf"(?<=日)({ORDER.pattern})(?=公布|发布)")


def find_number(page: Page, head: Sequence[Piece], title: Title | None) -> Stated | None:
    """The number on a line of its own, that of the order, that in the note below the title, or that of the form.

    A number in running text refers to another document. Of an order with its bodies on lines above, the value begins
    with them.
    """
    for at, piece in enumerate(head):
        if piece.part is Part.UNIT and title is not None and at >= title.last:
            break
        if piece.part is Part.ORDER:
            return _order(page, head, at)
        if piece.part is Part.NUMBER:
            return _numbers(page, head, at)
    return _in_note(page, head) or _labelled(page, head)


def _plain(text: str) -> str:
    """A number without the blanks inside it."""
    return text.replace(" ", "").strip()


def _numbers(page: Page, head: Sequence[Piece], at: int) -> Stated | None:
    """The number of a piece, and those right behind it: a joint document may have several."""
    last = at + 1
    while last < len(head) and head[last].part is Part.NUMBER and head[last].line == head[at].line:
        last += 1
    found = [_span(head[place]) for place in range(at, last)]
    start, end = found[0][0], found[-1][1]
    value = "、".join(_plain(page.clean.text[first:behind]) for first, behind in found)
    return page.stated((start, end), value)


def _span(piece: Piece) -> tuple[int, int]:
    """The clean span of the number in a piece, which may stand in brackets."""
    found = NUMBER.search(piece.text)
    start, end = found.span() if found else (0, len(piece.text))
    return piece.start + start, piece.start + end


def _order(page: Page, head: Sequence[Piece], at: int) -> Stated:
    """An order: the bodies that give it, on its line and above, then 令 or 公告 and its number."""
    piece = head[at]
    found = ORDER.match(piece.text)
    number = piece.text if found is None else found[2]
    names = [_names(page, piece.start, piece.start + len(found[1].rstrip()))] if found and found[1].strip() else []
    first = at
    if found is None and at > 0 and head[at - 1].part is Part.TEXT and (given := _GIVEN.search(head[at - 1].text)):
        first = at - 1
        number = f"{given[0]}{number}"
        if "关于" in head[first].text:  # the words of a title: only the last one belongs to the number
            return page.stated((head[first].start + given.start(), piece.end), _plain(number))
        if given.start() > 0:
            names = [_names(page, head[first].start, head[first].start + given.start())]
    while number.startswith(("令", "公告")) and first > 0 and head[first - 1].part is Part.BODY:
        first -= 1
        names.insert(0, _names(page, head[first].start, head[first].end))
    return page.stated((head[first].start, piece.end), f"{' '.join(names)}{_plain(number)}")


def _names(page: Page, start: int, end: int) -> str:
    """The names of bodies in a clean span, set apart by 、 as they stand there, or else by a blank."""
    words = page.clean.text[start:end]
    return words if "、" in words else " ".join(bodies_in(page, start, end))


def _in_note(page: Page, head: Sequence[Piece]) -> Stated | None:
    for piece in head:
        if piece.part is Part.NOTE and (found := _IN_NOTE.search(piece.text)) is not None and _is_issued(found[2]):
            span = (piece.start + found.start(1), piece.start + found.end(1))
            return page.stated(span, _plain(found[1]))
    return None


def _is_issued(names: str) -> bool:
    return all(is_body_name(names[start:end]) for start, end in split_bodies(names, ()))


def _labelled(page: Page, head: Sequence[Piece]) -> Stated | None:
    for piece in head:
        value = piece.text[piece.value :]
        if piece.field == "number" and value and _NUMBERED.search(value):
            return page.stated((piece.start + piece.value, piece.end), _plain(value))
    return None
