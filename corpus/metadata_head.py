"""The head of a document, piece by piece: titles, names, numbers, notes and the text of the web site around them.

A file from a web page may hold many of these on one line (`…的意见发布时间：2020-04-09来源：新华社国发〔2020〕1号…：`),
a page of paper one on several lines. So a line of the head is cut wherever a piece begins that is known by its form.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from corpus import metadata_forms as forms
from corpus.metadata_labels import BARE_LABEL, LABEL, field_of
from corpus.metadata_page import Page
from corpus.metadata_words import DATE, NAME_START, is_body_name, is_second_name, is_sentence, is_title
from corpus.numbering import Level, attachment_name, match_marker
from corpus.source import Span


class Part(Enum):
    """What a piece of the head is."""

    TEXT = auto()
    """Words without the punctuation of a sentence: a title or a part of one."""
    BODY = auto()
    """Names of public bodies."""
    NUMBER = auto()
    """发文字号."""
    ORDER = auto()
    """The number of an order or a public notice, with the body in front when that stands on the same line."""
    NOTE = auto()
    """题注: when and by whom the document was adopted, revised, issued."""
    SPEECH = auto()
    """When and where a report was given."""
    DATE = auto()
    LABEL = auto()
    """A field of a form: `发文机关：国务院`."""
    SITE = auto()
    """Words of the web site, page numbers and remarks."""
    ADDRESSEE = auto()
    """主送机关."""
    UNIT = auto()
    """A numbered unit, a row, the mark of an attachment or a table of contents."""
    CAPTION = auto()
    """`…的通知，国务院`: title and issuer as collections of files head a document; the issuer begins at `value`."""
    PROSE = auto()
    """A sentence."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the head.

    Attributes:
        part: what it is.
        start: its first clean character.
        text: its characters.
        line: the line it stands in.
        field: of a LABEL, the metadata field that it names, if it names one.
        value: of a LABEL and a CAPTION, where its value begins in `text`.
    """

    part: Part
    start: int
    text: str
    line: int
    field: str = ""
    value: int = 0

    @property
    def end(self) -> int:
        """Behind its last clean character."""
        return self.start + len(self.text)


_PLACED = (
    LABEL,
    forms.STAMP,
    forms.DATELINE,
    forms.NOTE,
    forms.SPEECH,
    DATE,
    forms.CHAPTER,
    forms.ADDRESSED,
    forms.QUOTED_SUBJECT,
    forms.SITE,
    forms.CRUMBS,
    forms.STANDING,
)
_FIXED = (
    (Part.NOTE, forms.NOTE),
    (Part.NOTE, forms.PLAIN_NOTE),
    (Part.SPEECH, forms.SPEECH),
    (Part.SITE, forms.STAMP),
    (Part.SITE, forms.STANDING),
    (Part.SITE, forms.DATELINE),
    (Part.SITE, forms.SITE),
)
_AFTER_VALUE = (LABEL, forms.STAMP, forms.SITE, forms.DATELINE, forms.CHAPTER, forms.NOTE, forms.ADDRESSED)
_STOP = re.compile("[。！？；]")
_COLON = re.compile("[^。；！？]{2,300}?[：:]")
AND_OTHERS = re.compile("等(?:[0-9一二三四五六七八九十]{0,3}个?(?:部门|部委|单位|机构))?$")
_CAPTION = re.compile("[^。；，：]{4,120}?(?=，)")
_WHOLE_TITLE = 8
_LONGEST_VALUE = 300
_MOST_LINES = 120
_MOST_PIECES = 400
_LONGEST_LINE = 4000
_FEWEST_LABELS = 3


def read_head(page: Page) -> list[Piece]:
    """The pieces of the first 120 lines, of long ones the first 4000 characters, up to the first article of a law."""
    pieces: list[Piece] = []
    boxed = _boxed_lines(page)
    for number, (start, last) in enumerate(page.lines[:_MOST_LINES]):
        end = min(last, start + _LONGEST_LINE)
        line = page.clean.text[start:end]
        marker = match_marker(line)
        if marker is not None and marker.level is Level.ARTICLE:
            break
        for piece in _Cutter(line, page.gaps(start, end), boxed=number in boxed).pieces(start, number):
            pieces.append(piece)
            if len(pieces) > _MOST_PIECES or (piece.part is Part.UNIT and piece.text.startswith("第一条")):
                return _with_values(pieces, page)
    return _with_values(pieces, page)


def _boxed_lines(page: Page) -> set[int]:
    """The lines of an information box whose labels have no colon: at least three that begin with one and a blank."""
    found: set[int] = set()
    for number, (start, end) in enumerate(page.lines[:_MOST_LINES]):
        label = BARE_LABEL.match(page.clean.text, start, end)
        if label is not None and label.end() < end and label.end() - start in page.gaps(start, label.end() + 1):
            found.add(number)
    return found if len(found) >= _FEWEST_LABELS else set()


def runs(pieces: Sequence[Piece]) -> list[Span]:
    """The runs `[first, last)` of neighbouring pieces that may be lines of one title."""
    found: list[Span] = []
    for at, piece in enumerate(pieces):
        if piece.part not in (Part.TEXT, Part.BODY):
            continue
        if found and found[-1][1] == at:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return found


class _Cutter:
    """Cuts a line. `_gaps` are the positions where a blank or a line break was taken out.

    A `boxed` line is one of an information box: it begins with a label that has no colon.
    """

    def __init__(self, line: str, gaps: frozenset[int], *, boxed: bool) -> None:
        self._line = line
        self._gaps = sorted(gaps)
        self._boxed = boxed

    def pieces(self, offset: int, number: int) -> Iterator[Piece]:
        """The pieces of the line, which begins at a clean position."""
        at = 0
        while at < len(self._line):
            if self._line[at] == " ":
                at += 1
                continue
            for part, start, end in self._next(at):
                text = self._line[start:end]
                field, value = field_of(text) if part is Part.LABEL else ("", text.find("，") + 1)
                yield Piece(part, offset + start, text, number, field, value)
                at = end

    def _next(self, at: int) -> list[tuple[Part, int, int]]:
        """The piece that begins at a position; two when words are cut at a blank inside them."""
        known = self._known(at)
        if known is not None:
            return [(known[0], at, known[1])]
        for place in self._places(at):
            words = self._line[at:place]
            if is_sentence(words):
                break
            if self._may_precede(words, place):
                return self._words(at, place)
        if not is_sentence(self._line[at:]):
            return self._words(at, len(self._line))
        return self._caption(at) or [self._sentence(at)]

    def _places(self, at: int) -> list[int]:
        """Where pieces known by their form may begin in the sentence, behind a position."""
        line = self._line
        stop = _STOP.search(line, at)
        end = min((stop.end() if stop else len(line)) + 40, len(line))
        found = {hit.start() for pattern in _PLACED for hit in pattern.finditer(line, at + 1, end)}
        starts = forms.number_start(line, at), forms.order_start(line, at)
        return sorted(found | {start for start in starts if start is not None and start > at})

    def _known(self, at: int) -> tuple[Part, int] | None:
        """The piece known by its form that begins at a position, and its end."""
        line = self._line
        if line[at:].startswith("|") and line.endswith("|"):
            return Part.UNIT, len(line)
        bare = BARE_LABEL.match(line) if self._boxed and at == 0 else None
        if label := LABEL.match(line, at) or bare:
            return Part.LABEL, self._value_end(label.end(), whole=field_of(label[0])[0] == "title")
        for part, pattern in _FIXED:
            if (found := pattern.match(line, at)) is not None:
                return part, found.end()
        if crumbs := forms.CRUMBS.match(line, at):
            ends = (pattern.search(line, at + 2, crumbs.end()) for pattern in (forms.CRUMBS_END, forms.SITE))
            return Part.SITE, min([crumbs.end(), *(hit.start() for hit in ends if hit)])
        return self._numbered(at) or self._opened(at)

    def _numbered(self, at: int) -> tuple[Part, int] | None:
        """A document number, which may stand in brackets, the number of an order, or the date of a signature."""
        line = self._line
        first = at + (line[at] in "（(")
        number = forms.NUMBER.match(line, first)
        if number is not None and number[0][0] not in "〔[（(【［" and forms.number_start(line, first) == first:
            end = number.end() + (first > at and line[number.end() : number.end() + 1] in "）)")
            if self._may_follow_number(end):
                return Part.NUMBER, end
        if forms.order_start(line, at) == at and (order := forms.ORDER.match(line, at)) is not None:
            return Part.ORDER, order.end()
        if (bare := forms.BARE_ORDER.fullmatch(line, at)) is not None:
            return Part.ORDER, bare.end()
        date = DATE.match(line, at)
        if date is not None and not forms.NO_SIGNATURE.match(line, date.end()):
            return Part.DATE, date.end()
        return None

    def _may_follow_number(self, end: int) -> bool:
        behind = self._line[end:].lstrip()
        if not behind or end in self._gaps or behind.startswith(("签发人", "（", "(", "《")):
            return True
        known = self._known(end)
        return known is not None and known[0] in (Part.ADDRESSEE, Part.LABEL, Part.NUMBER, Part.UNIT, Part.SITE)

    def _opened(self, at: int) -> tuple[Part, int] | None:
        """A numbered unit, or those to whom the document is addressed."""
        line = self._line
        if attachment_name(line[at:]) is not None or line[at:] in ("目录", "目次"):
            return Part.UNIT, len(line)
        if forms.CHAPTER.match(line, at) or match_marker(line[at : at + 40]) is not None:
            return Part.UNIT, self._sentence(at)[2]
        return self._addressed(at)

    def _addressed(self, at: int) -> tuple[Part, int] | None:
        line = self._line
        colon = _COLON.match(line, at)
        if colon is None:
            return None
        inner = {forms.number_start(line, at) or 0, line.find("，", at)}
        inner |= {hit.start() for hit in forms.ADDRESSED.finditer(line, at + 1)}
        if any(is_title(line[at:place]) for place in inner if place > at):
            return None
        if LABEL.search(line, at, colon.end()) or forms.NOT_ADDRESSED.search(line, at, colon.end() - 1):
            return None
        if colon.end() == len(line) or forms.ADDRESSED.match(line, at):
            return Part.ADDRESSEE, colon.end()
        return None

    def _value_end(self, at: int, *, whole: bool) -> int:
        """Where the value of a label ends: at the next piece known by its form, or where names of bodies begin.

        A `whole` value is a title, in which these may stand.
        """
        line = self._line
        for pattern in (forms.STAMP, DATE, forms.NUMBER):
            if (known := pattern.match(line, at)) is not None:
                return known.end()
        last = min(len(line), at + _LONGEST_VALUE)
        later = (pattern.search(line, at, last) for pattern in _AFTER_VALUE)
        end = min([last, *(hit.start() for hit in later if hit)])
        if whole:
            return end
        order = forms.order_start(line, at)
        starts = [found.start() for found in NAME_START.finditer(line, at + 1, end)] if self._gaps else []
        for place in (*starts, *self._gaps):
            behind = line[place:end]
            if at < place < end and (is_body_name(behind) or (is_title(behind) and "关于" in behind) or order == place):
                return place
        return end

    def _may_precede(self, words: str, place: int) -> bool:
        """Whether words may stand in front of the piece known by its form at a place."""
        if (known := self._known(place)) is None:
            return False
        if known[0] is Part.DATE:
            return is_body_name(words) or forms.is_person(words)
        if known[0] in (Part.NUMBER, Part.ORDER, Part.ADDRESSEE):
            return is_title(words) or is_body_name(words) or words.endswith("文件")
        return known[0] is not Part.UNIT or is_title(words)

    def _words(self, start: int, end: int) -> list[tuple[Part, int, int]]:
        """Words without a sentence: one piece, or two where a whole title or name ends at a blank."""
        line = self._line
        for gap in self._gaps:
            if not start < gap < end:
                continue
            first, second = line[start:gap], line[gap:end]
            named = is_body_name(first) and is_title(second) and not second.startswith(("关于", "印发", "转发"))
            titled = is_title(first) and len(first) >= _WHOLE_TITLE and (is_title(second) or is_body_name(second))
            if named or titled:
                return [(_part_of(first), start, gap), (_part_of(second), gap, end)]
        return [(_part_of(line[start:end]), start, end)]

    def _caption(self, at: int) -> list[tuple[Part, int, int]] | None:
        """`…的通知，国务院`: a title with its issuer, as collections of files head a document."""
        found = _CAPTION.match(self._line, at)
        if found is None or not is_title(found[0]):
            return None
        begin = found.end() + 1
        ends = [gap for gap in self._gaps if gap > begin] + self._places(begin) + [len(self._line)]
        for end in ends:
            if is_body_name(AND_OTHERS.sub("", self._line[begin:end]).replace("/", "、")):
                return [(Part.CAPTION, at, end)]
        return None

    def _sentence(self, at: int) -> tuple[Part, int, int]:
        stop = _STOP.search(self._line, at)
        return Part.PROSE, at, stop.end() if stop else len(self._line)


def _part_of(words: str) -> Part:
    if is_body_name(words) or is_second_name(words):
        return Part.BODY
    return Part.SITE if words.isdigit() or forms.REMARK.fullmatch(words) else Part.TEXT


def _with_values(pieces: Sequence[Piece], page: Page) -> list[Piece]:
    """The pieces, each label whose value stands on the next line joined with that."""
    joined: list[Piece] = []
    for piece in pieces:
        label = joined[-1] if joined else None
        if label is not None and _takes(label, piece, page):
            text = page.clean.text[label.start : piece.end]
            value = piece.start - label.start
            joined[-1] = Piece(Part.LABEL, label.start, text, label.line, label.field, value)
        else:
            joined.append(piece)
    return joined


def _takes(label: Piece, piece: Piece, page: Page) -> bool:
    """Whether a label without a value has it in the piece on the next line.

    What stands below an empty 主题词 may be the title: a list of key words has blanks.
    """
    if label.part is not Part.LABEL or label.value < len(label.text) or piece.line != label.line + 1:
        return False
    if piece.part in (Part.LABEL, Part.UNIT, Part.PROSE, Part.ADDRESSEE):
        return False
    if piece.part in (Part.NUMBER, Part.ORDER) and label.field not in ("", "number"):
        return False
    if label.field in ("date", "effective") and piece.part not in (Part.DATE, Part.SITE):
        return False
    if label.text.startswith(("主题词", "关键词", "关键字")):
        return piece.part is Part.TEXT and bool(page.gaps(piece.start, piece.end))
    return True
