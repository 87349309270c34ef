"""Where paragraphs begin, told by the places of the lines.

A Chinese paragraph begins two characters in and fills its lines to the margin, but for the last; titles are centred;
signatures stand to the right. So a line begins a paragraph when it is indented, when the line before was not full, when
there is a wider gap or another font size; lines of a centred title and hanging lines of a list go on.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.characters import is_wide
from corpus.numbering import match_decimal, match_marker
from corpus.readers.pdf_lines import Line


@dataclass(frozen=True, slots=True)
class Setting:
    """What lines share their margins: those of a page, or of one frame or column on it.

    Attributes:
        page: index of the page.
        frame: which frame or column of the page; None for the page itself.
        sides: the left and right side of the page, frame or column.
    """

    page: int
    frame: int | None
    sides: tuple[float, float]


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line of running text and where it is set.

    Attributes:
        line: the line.
        setting: its page, frame or column.
        block: number of the block of lines it belongs to; a table or frame on the page parts blocks.
        after_table: whether a table stands between it and the line before.
    """

    line: Line
    setting: Setting
    block: int
    after_table: bool = False


@dataclass(frozen=True, slots=True)
class _Margins:
    """How the lines of a setting lie.

    Attributes:
        left: the edge at which they begin.
        right: the edge at which full lines end.
        justified: whether all full lines end there.
        indents: whether paragraphs begin with an indent.
    """

    left: float
    right: float
    justified: bool
    indents: bool

    def is_centred(self, line: Line) -> bool:
        """Whether a line is centred between the margins."""
        return line.left - self.left >= _CENTRED_FROM * line.size and self.is_even(line)

    def is_even(self, line: Line) -> bool:
        """Whether the blanks on both sides of a line are alike."""
        return abs((line.left - self.left) - (self.right - line.right)) <= _CENTRED * line.size


_SIZE_CHANGE = 0.1
"""Share by which the font sizes of two paragraphs differ when their looks do."""
_GAP = 1.3
"""Times the usual distance of lines that parts paragraphs."""
_INDENT = 0.8
"""Font sizes from the margin from which on a line is indented."""
_CENTRED_FROM = 2.6
"""Font sizes from the margin from which on a line may be centred: closer ones are indented."""
_CENTRED = 1.2
"""Font sizes by which the blanks left and right of a centred line differ at most."""
_ALIGNED = 0.35
"""Font sizes within which edges are the same."""
_JUSTIFIED_SPARE = 0.8
"""Font sizes that a full line of justified text may miss the margin by: half of a punctuation mark is cut off there."""
_SAME_WIDTH = 0.97
"""Share of the usual width from which on a page tells its own margins."""
_WIDE_ENOUGH = 0.6
"""Share of the room between even margins that full lines take at least."""
_NEARLY_FULL = 2.6
"""Font sizes within which lines end near the right margin; where text is justified, ..."""
_JUSTIFIED = 0.9
"""... this share of them ends exactly there."""
_LARGE = 1.12
"""Times the size of the body text from which on a line is a title."""
_CONTENTS = re.compile(r"(?:[.…·．。‥⋯・]{4,}|(?:[.…·．‥⋯・] ){4,}) *[-—(（]? *[0-9０-９ivxIVX]{1,5} *[-—)）]?$")
_FARTHEST = 4
"""Font sizes up to which a step is one from line to line."""
_TELLING = 5
"""Lines that tell how a block is set."""
_LABEL = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff \u3000]{0,8}[\u4e00-\u9fff]：")
"""What opens the lines of a form: 发文机关：…"""
_OPENING = re.compile("附件|附表|附录|目[ \u3000]*[录次]$")
_STOP = re.compile("[。！？；]")
_ENDED = re.compile("[。！？；：!?;:][”’」』）)】]*$")
_NEVER_FIRST = "，。、；：！？）》」』】〕”’％,.;:!?)]}%"
_NEVER_LAST = "（《「『【〔“‘([{"
_HEAD = 12
"""Characters at the head of a line in which the text of an item begins."""


def beginnings(lines: Sequence[SetLine]) -> list[bool]:
    """For each line whether it begins a paragraph."""
    margins = _margins(lines)
    pitch = _Pitch.of(lines)
    body = _body_size(lines)
    result: list[bool] = []
    before = _Before()
    for item in lines:
        mine = margins[item.setting]
        if not result or _parted(before.item(), item, pitch):
            starts = True
        elif mine.is_centred(item.line) or margins[before.item().setting].is_centred(before.item().line):
            starts = not _goes_on_centred(before, item, margins, body)
        else:
            starts = not _goes_on(before, item, margins)
        before.add(item, starts=starts)
        result.append(starts)
    return result


@dataclass(slots=True)
class _Before:
    """What is known of the paragraph so far."""

    last: SetLine | None = None
    lines: int = 0
    has_stop: bool = False

    def item(self) -> SetLine:
        """Its last line."""
        if self.last is None:
            raise LookupError
        return self.last

    def add(self, item: SetLine, *, starts: bool) -> None:
        """Put a line behind the last, or begin anew."""
        self.last = item
        self.lines = 1 if starts else self.lines + 1
        self.has_stop = bool(_STOP.search(item.line.text)) or (self.has_stop and not starts)

    @property
    def is_cut(self) -> bool:
        """Whether it is running text that stops in the middle of a sentence."""
        return self.has_stop and not _ENDED.search(self.item().line.text.rstrip())


def _parted(before: SetLine, item: SetLine, pitch: "_Pitch") -> bool:
    """Whether two lines are parted by what no paragraph runs over: a table, a frame, a gap, another size."""
    if item.after_table or _CONTENTS.search(before.line.text.rstrip()) or _CONTENTS.search(item.line.text.rstrip()):
        return True
    if _LABEL.match(before.line.text.strip()) and _LABEL.match(item.line.text.strip()):
        return True
    sizes = before.line.size, item.line.size
    if abs(sizes[0] - sizes[1]) > _SIZE_CHANGE * max(sizes):
        return True
    if before.setting.page != item.setting.page:
        return False
    step = item.line.bottom - before.line.bottom
    if before.block != item.block:
        return step > -2 * item.line.size  # not from the foot of a column to the head of the next
    return step > _GAP * max(pitch.usual(item), item.line.size)


def _goes_on_centred(before: _Before, item: SetLine, margins: Mapping[Setting, "_Margins"], body: float) -> bool:
    """Whether a line goes on with the title before it, when one of the two is centred."""
    line, mine = item.line, margins[item.setting]
    last, last_mine = before.item().line, margins[before.item().setting]
    title = line.size >= _LARGE * body and last_mine.is_even(last) and mine.is_even(line)
    return ((mine.is_centred(line) and last_mine.is_centred(last)) or title) and not _opens(line.text)


def _goes_on(before: _Before, item: SetLine, margins: Mapping[Setting, "_Margins"]) -> bool:
    """Whether a line goes on with the paragraph of the one before, when neither is centred."""
    line, mine = item.line, margins[item.setting]
    last, last_mine = before.item().line, margins[before.item().setting]
    full = _is_full(last, line, last_mine)
    if line.left - mine.left < _INDENT * line.size:
        if _opens(line.text) and not mine.indents:
            return full and not _ENDED.search(last.text.rstrip())
        return full or before.is_cut or _closes(last.text, line.text)
    if not full or _opens(line.text):
        return False
    shift = mine.left - last_mine.left  # to the next page or column
    reach = _ALIGNED * line.size
    if abs(last.left + shift - line.left) <= reach and not _ENDED.search(last.text.rstrip()):
        return before.lines > 1 or not _opens(last.text)  # all lines of the paragraph are indented
    return _hangs(last, line.left - shift, reach)


def _closes(before: str, after: str) -> bool:
    """Whether a bracket that is open at the end of a line is closed in the next."""
    opened = max(before.rfind("（"), before.rfind("《"))
    if opened < 0:
        return False
    partner = "）" if before[opened] == "（" else "》"
    at = after.find(partner)
    return partner not in before[opened:] and at >= 0 and before[opened] not in after[:at]


def _hangs(before: Line, left: float, reach: float) -> bool:
    """Whether a line that begins at `left` hangs under the text of an item, behind its number or 附件：."""
    if left < before.left + _INDENT * before.size:
        return False
    blank = len(before.text) - len(before.text.lstrip())
    head = before.text[blank : blank + _HEAD]
    colon = head.find("：") + 1
    starts = [marker.length if (marker := match_marker(head)) else 0, colon]
    if colon and (marker := match_marker(head[colon:])):
        starts.append(colon + marker.length)
    return any(start > 0 and abs(before.edges[blank + start] - left) <= reach for start in starts)


def _opens(text: str) -> bool:
    """Whether a line begins with the number of a heading or item, or with 附件, or is the word 目录."""
    words = text.strip()
    decimal = match_decimal(words)
    dotted = decimal is not None and len(decimal[0]) > 1
    return dotted or match_marker(words) is not None or bool(_OPENING.match(words))


def _is_full(before: Line, line: Line, margins: _Margins) -> bool:
    """Whether the first word of a line would not have fitted behind the line before it."""
    spare = margins.right - before.right
    if spare <= _JUSTIFIED_SPARE * before.size:
        return True
    slack = 0.0 if margins.justified else _ALIGNED * before.size
    return spare < max(_first_word(line), line.size if is_wide(line.text.lstrip()[0]) else 0.0) + slack


def _first_word(line: Line) -> float:
    """The width of what cannot be parted at the head of a line."""
    text = line.text
    start = end = len(text) - len(text.lstrip())
    while end < len(text) - 1 and text[end] in _NEVER_LAST:
        end += 1
    if is_wide(text[end]):
        end += 1
    else:
        while end < len(text) and not is_wide(text[end]) and not text[end].isspace():
            end += 1
    while end < len(text) and text[end] in _NEVER_FIRST:
        end += 1
    return line.edges[end] - line.edges[start]


def _body_size(lines: Sequence[SetLine]) -> float:
    """The font size of most of the text."""
    counts: Counter[float] = Counter()
    for item in lines:
        counts[round(item.line.size * 2) / 2] += len(item.line.text)
    return max(counts.items(), key=lambda pair: (pair[1], pair[0]), default=(0.0, 0))[0]


@dataclass(frozen=True, slots=True)
class _Pitch:
    """The steps from line to line, in points: how often each occurs in the file and in each block, by font size."""

    file: Mapping[int, Counter[int]]
    block: Mapping[tuple[int, int], Counter[int]]

    @classmethod
    def of(cls, lines: Sequence[SetLine]) -> "_Pitch":
        """Count the steps between neighbouring lines of one block and size."""
        file: dict[int, Counter[int]] = defaultdict(Counter)
        block: dict[tuple[int, int], Counter[int]] = defaultdict(Counter)
        for before, item in pairwise(lines):
            step, size = item.line.bottom - before.line.bottom, round(item.line.size)
            if before.block == item.block and 0 < step <= _FARTHEST * item.line.size:
                file[size][round(step)] += 1
                block[item.block, size][round(step)] += 1
        return cls(file, block)

    def usual(self, item: SetLine) -> float:
        """The distance of the lines of a paragraph: the usual one of the file, unless the block has none such."""
        size = round(item.line.size)
        file, block = self.file.get(size), self.block.get((item.block, size))
        if file is None or block is None:
            return item.line.size
        usual = _most_frequent(file)
        near = sum(block[usual + off] for off in (-1, 0, 1))
        return usual if near >= min(2, block.total()) else _most_frequent(block)


def _most_frequent(steps: Counter[int]) -> int:
    return max(steps.items(), key=lambda pair: (pair[1], -pair[0]))[0]


def _margins(lines: Sequence[SetLine]) -> dict[Setting, _Margins]:
    """How each setting lies; a page too short to tell lies as most pages do, if it keeps inside their margins."""
    members: dict[Setting, list[Line]] = defaultdict(list)
    for item in lines:
        members[item.setting].append(item.line)
    own = {setting: _edges(kept, setting) for setting, kept in members.items()}
    usual: dict[int, _Margins] = {}
    for parity in (0, 1):
        told = [
            own[setting]
            for setting, kept in members.items()
            if len(kept) >= _TELLING and setting.frame is None and setting.page % 2 == parity
        ]
        if told:
            usual[parity] = _most_common(told)
    result: dict[Setting, _Margins] = {}
    for setting, kept in members.items():
        page, mine = usual.get(setting.page % 2) or usual.get(1 - setting.page % 2), own[setting]
        size = kept[0].size
        if (
            page is None
            or setting.frame is not None
            or mine.right - mine.left >= _SAME_WIDTH * (page.right - page.left)
        ):
            result[setting] = mine
        else:
            inside = min(line.left for line in kept) >= page.left - size
            inside &= max(line.right for line in kept) <= page.right + size
            result[setting] = page if inside else mine
    return result


def _most_common(margins: Sequence[_Margins]) -> _Margins:
    places = Counter((round(item.left), round(item.right)) for item in margins)
    usual = max(places.items(), key=lambda pair: (pair[1], pair[0][1] - pair[0][0]))[0]
    near = [item for item in margins if (round(item.left), round(item.right)) == usual]
    return _Margins(
        near[0].left,
        near[0].right,
        sum(item.justified for item in near) * 2 > len(near),
        sum(item.indents for item in near) * 2 > len(near),
    )


def _inked(line: Line) -> float:
    """The right edge of a line without the blank half of its last punctuation mark, which may hang over the margin."""
    text = line.text.rstrip()
    return line.right - line.size / 2 if text[-1] in _NEVER_FIRST and is_wide(text[-1]) else line.right


def _edges(lines: Sequence[Line], setting: Setting) -> _Margins:
    """The leftmost and rightmost edges that several lines share, and how the lines lie to them.

    Where no long lines share one, the blank on the right is taken to be that on the left.
    """
    reach = _ALIGNED * max(line.size for line in lines)
    lefts, rights = sorted(line.left for line in lines), sorted(map(_inked, lines), reverse=True)
    least = max(2, len(lines) // 8)
    left = next((edge for edge in lefts if sum(abs(edge - x) <= reach for x in lefts) >= least), lefts[0])
    even = setting.sides[1] - max(0.0, left - setting.sides[0])
    right = next((edge for edge in rights if sum(abs(edge - x) <= reach for x in rights) >= least), None)
    if right is None or right - left < _WIDE_ENOUGH * (even - left):
        right = max(rights[0], even)
    long = sum(right - line.right <= _NEARLY_FULL * line.size for line in lines)
    at_edge = sum(right - line.right <= _JUSTIFIED_SPARE * line.size for line in lines)
    indented = sum(_INDENT * line.size <= line.left - left <= _CENTRED_FROM * line.size for line in lines)
    return _Margins(left, right, at_edge >= max(3, _JUSTIFIED * long), indented >= max(1, len(lines) // 20))
