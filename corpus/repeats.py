"""Repeats: of a text that a file holds several times, as re-printed web pages do, one copy stays.

Copies are compared on ideographs, digits and Latin letters alone, so that blanks, punctuation and line breaks may
differ. A stretch is matched with the earliest text that holds it, by the places of its 24-character pieces (as LZ77
does), going on where the match before ended when that is possible. Nothing is taken for a copy unless long stretches,
in their order, make up most of the document; a phrase, a sentence or a heading that stands twice stays.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from operator import itemgetter

from corpus.alignment import Block, Compared, matches
from corpus.characters import display_width
from corpus.clean import CleanText
from corpus.cuts import Cuts
from corpus.layout import DropReason, Span
from corpus.numbering import match_marker
from corpus.splitting import bare_unit

_SHORTEST_DOCUMENT = 300
"""Compared characters: a shorter text is not looked at."""
_SEED = 24
_FINE_SEED = 12
_SHORT_WORDS = 4
_SHORT = 100
"""A shorter match may be a phrase that the document repeats."""
_OVERLAP = 12
"""By how much two matches in order may overlap: what follows a gap may begin with the same characters."""
_WIDEST_GAP = 300
_CLOSE = 40
_DENSE = 0.6
_MOST = 0.5
_SENTENCE = re.compile("[^。！？；]*[。！？；]?[”’」』）)】]*")
_ENDED = re.compile("[。！？；：…][”’」』）)】]*$")
_HEADING_COLUMNS = 80


def repeat_count(clean: CleanText) -> int:
    """How many times the file holds the text that stays once, to the nearest whole number; 1 when nothing repeats."""
    repeated = sum(item.end - item.start for item in clean.dropped if item.reason is DropReason.REPEATED)
    kept = sum(run.length for run in clean.runs)
    return max(2, round(1 + repeated / kept)) if repeated and kept else 1


@dataclass
class _Copy:
    """A copy of the document: where it begins and ends among the compared characters."""

    start: int
    end: int
    matched: int = 0
    sources: list[Span] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Other:
    """A copy that goes: where it begins and ends, how far it may reach, and its matches with the one that stays."""

    start: int
    end: int
    limit: int
    blocks: Sequence[Block]


def find_repeats(text: str, cells: Sequence[bool]) -> Cuts | None:
    """What to cut from a text that holds its document several times; None when it does not.

    The most complete copy stays, the first when several are. The others lend it the line breaks that it lacks; a
    sentence that they alone have stays where it is.

    Args:
        text: the lines as they are read.
        cells: which of them are text of table cells: these are never compared.
    """
    compared = Compared.of(text, cells)
    if len(compared.key) < 2 * _SHORTEST_DOCUMENT:
        return None
    copies = _copies(compared.key)
    if not copies:
        return None
    base = _most_complete(compared.key, copies)
    others = list(_others(compared.key, copies, base))
    known = (
        0 if base is copies[0] else base.start,
        max((block.source + block.length for other in others for block in other.blocks), default=base.end),
    )
    spans: list[Span] = []
    done = 0
    for other in others:
        lower = max(done, known[1] if base.start < other.start else 0)
        span = _widened(compared, other, (compared.key[slice(*known)], compared.key[known[0] : base.end]), lower)
        spans += _left_out(compared, span, other, known)
        done = span[1]
    breaks, closed = _borrowed(compared, others, base)
    return Cuts(tuple(spans), tuple(breaks), tuple(closed))


def _copies(key: str) -> list[_Copy]:
    """The copies in order, the first included; none when the text holds its document once."""
    chains = [chain for chain in _chains(key) if chain.matched >= _SHORT and _is_dense(chain)]
    copies: list[_Copy] = []
    for chain in chains:
        last = copies[-1] if copies else None
        if last is not None and chain.sources[0][0] >= last.sources[-1][1] - _OVERLAP:
            last.end, last.matched = chain.end, last.matched + chain.matched
            last.sources += chain.sources
        else:
            copies.append(chain)
    once = len(key) - sum(copy.matched for copy in copies)
    large = [copy for copy in copies if copy.matched >= max(_SHORTEST_DOCUMENT, _MOST * once)]
    if not large or once < _SHORTEST_DOCUMENT:
        return []
    first = _Copy(min(copy.sources[0][0] for copy in large), large[0].start)
    return [first, *(copy for copy in copies if copy.start >= first.end)]


def _chains(key: str) -> list[_Copy]:
    """Runs of matches whose sources go on in their order, without wide gaps between them."""
    blocks = matches(key, (0, len(key)), (0, len(key)), _SEED)
    chains: list[_Copy] = []
    for at, block in enumerate(blocks):
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        last = chains[-1] if chains else None
        end = last.sources[-1][1] if last is not None else 0
        goes_on = last is not None and block.source >= end - _OVERLAP and block.at - last.end <= _WIDEST_GAP
        if block.length < _SHORT and last is not None and following is not None and _is_stray(block, following, end):
            continue
        if last is not None and goes_on:
            last.end = block.at + block.length
            last.matched += block.length
            last.sources.append((block.source, block.source + block.length))
        else:
            source = (block.source, block.source + block.length)
            chains.append(_Copy(block.at, block.at + block.length, block.length, [source]))
    return chains


def _is_stray(block: Block, following: Block, end: int) -> bool:
    """Whether a short match lies outside of the order that the matches before and behind it keep."""
    behind = block.source + block.length
    if following.source < end - _OVERLAP:
        return False
    return block.source < end - _OVERLAP or following.source < behind - _OVERLAP


def _is_dense(chain: _Copy) -> bool:
    return chain.matched >= _DENSE * (chain.end - chain.start)


def _most_complete(key: str, copies: Sequence[_Copy]) -> _Copy:
    """The copy that lacks least of what the others hold; the first unless another one is clearly better."""
    held = [{key[at : at + _FINE_SEED] for at in range(copy.start, copy.end - _FINE_SEED + 1)} for copy in copies]
    lacking = [sum(len(other - own) for other in held) for own in held]
    best = lacking.index(min(lacking))
    worth = max(60, len(held[0]) // 50) * (len(copies) - 1)
    return copies[best] if lacking[0] - lacking[best] > worth else copies[0]


def _others(key: str, copies: Sequence[_Copy], base: _Copy) -> Iterator[_Other]:
    """The copies that go, each with the words behind it that go on closely in their order."""
    for copy, following in zip_longest(copies, copies[1:]):
        if copy is base:
            continue
        limit = following.start if following is not None else len(key)
        blocks: list[Block] = []
        end = copy.end
        for block in matches(key, (base.start, base.end), (copy.start, limit), _FINE_SEED):
            source = blocks[-1].source + blocks[-1].length if blocks else 0
            if block.at >= copy.end and not (block.at - end <= _CLOSE and block.source >= source - _OVERLAP):
                break
            blocks.append(block)
            end = max(end, block.at + block.length)
        yield _Other(copy.start, end, limit, blocks)


def _widened(compared: Compared, other: _Other, known: tuple[str, str], lower: int) -> Span:
    """A copy with the lines right before and behind it that say nothing new.

    `known` is what the base says up to where the copies still follow it (what stands behind may be the first line of a
    copy), and all that it says.
    """
    first, last = other.start, other.end
    while first > lower:
        start = max(lower, compared.line(first - 1).first)
        if compared.key[start:first] not in known[0]:
            break
        first = start
    while last < other.limit:
        end = min(other.limit, compared.line(last).last)
        if compared.key[last:end] not in known[1]:
            break
        last = end
    return first, last


def _left_out(compared: Compared, span: Span, other: _Other, known: Span) -> Iterator[Span]:
    """What goes of a copy, line by line: all of it but the sentences that hold words of their own."""
    own = [(compared.at[start], compared.at[end - 1] + 1) for start, end in _own_words(compared.key, other, known)]
    for stretch in compared.stretches(span):
        done = stretch[0]
        for start, end in [*_sentences(compared.text, stretch, own), (stretch[1], stretch[1])]:
            if done < start:
                yield done, start
            done = end


def _own_words(key: str, other: _Other, known: Span) -> Iterator[Span]:
    """What a copy says that the base does not. A word or two must stand at the same place to be the same."""
    done, source = other.start, known[0]
    for block in [*other.blocks, Block(other.end, known[1], 0)]:
        words = key[done : block.at]
        near = len(words) < _SHORT_WORDS and source <= block.source <= source + _WIDEST_GAP
        if words and words not in (key[source : block.source] if near else key[slice(*known)]):
            yield done, block.at
        done, source = block.at + block.length, block.source + block.length


def _sentences(text: str, stretch: Span, own: Sequence[Span]) -> Iterator[Span]:
    """The sentences of a stretch that hold any of the words, which are in order and disjoint."""
    at = bisect_right(own, stretch[0], key=itemgetter(1))
    for found in _SENTENCE.finditer(text, *stretch):
        while at < len(own) and own[at][1] <= found.start():
            at += 1
        if at == len(own) or own[at][0] >= stretch[1]:
            return
        if own[at][0] < found.end():
            yield found.span()


def _borrowed(compared: Compared, others: Sequence[_Other], base: _Copy) -> tuple[list[int], list[int]]:
    """The line breaks that the base takes over from the copies, and those that the best set copy shows to be wrong."""
    best = max(others, key=lambda other: len(compared.begins((other.start, other.end))))
    breaks: set[int] = set()
    closed: list[int] = []
    for other in others:
        for block in other.blocks:
            inside = compared.begins((block.at, block.at + block.length))
            breaks |= {block.source + start - block.at for start in inside if _is_set_off(compared, start)}
            if other is best:
                mapped = {block.source + start - block.at for start in inside}
                wrong = set(compared.begins((block.source + 1, block.source + block.length))) - mapped
                closed += (compared.line(start).start - 1 for start in sorted(wrong) if _is_cut(compared, start))
    places = [compared.opened(start) for start in sorted(breaks - set(compared.starts)) if start > base.start]
    return [at for at in places if not _in_word(compared.text, at)], sorted(closed)


def _is_set_off(compared: Compared, start: int) -> bool:
    """Whether the line in front of a line ends on its own: behind a sentence, or as a short line does."""
    before = _line_before(compared, start)
    return bool(_ENDED.search(before)) or before[-1:] in tuple("）)】") or display_width(before) <= _HEADING_COLUMNS


def _is_cut(compared: Compared, start: int) -> bool:
    """Whether a line may go on with the one in front, by its words: no number opens it and no sentence ends before."""
    line = compared.line(start)
    return not (match_marker(compared.text[line.start : line.end]) or _ENDED.search(_line_before(compared, start)))


def _line_before(compared: Compared, start: int) -> str:
    end = max(0, compared.line(start).start - 1)
    return compared.text[compared.text.rfind("\n", 0, end) + 1 : end]


def _in_word(text: str, at: int) -> bool:
    """Whether a position lies inside a Latin word or number, or between the number of an article and its words."""
    before, after = text[at - 1], text[at]
    in_latin = before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
    return in_latin or bare_unit(text[max(0, at - 12) : at].rstrip(" "))
