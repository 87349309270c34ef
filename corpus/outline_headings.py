"""Headings: where that of a numbered unit ends, which lines are headings without a number, and what names a table."""

import re
from collections.abc import Container, Sequence

from corpus.metadata import is_body_name
from corpus.numbering import Level, box_name, match_marker
from corpus.outline_signature import is_date, is_signer

_SENTENCE_END = re.compile("[。！？；]")
_ENDED = re.compile(r"[。！？；：:…][”’」』）)】]*$")
_LONGEST_LINE = 80
"""Characters: a whole line without a full stop is a heading up to here."""
_LONGEST_SENTENCE = 40
_LONGEST_WITH_COMMA = 30
_MOST_COMMAS = 2
_LONGEST_LABEL = 16
_LONGEST_BARE = 30
_LABEL = re.compile(rf"[^，。；：:、]{{2,{_LONGEST_LABEL}}}(?=[：:].)")
_LONGEST_CAPTION = 60
_TEXT = 30
"""Characters: what stands under a heading without a number is at least so long, or numbered."""

_CAPTION = re.compile(
    r"(?:附表|附图|表|图表) ?[0-9一二三四五六七八九十]{0,3}(?:[-—.．－][0-9]{1,2})?(?:[:： ]|(?=[^，。；：]))"
)
_UNIT_NOTE = re.compile(r"[（(]?(?:计量)?单位[:：][^，。]{1,20}[）)]?")


def heading_length(text: str, level: Level, *, in_law: bool = False) -> int:
    """How many characters at the beginning of a unit's text are its heading; 0 when it has none.

    A heading is a whole line without a full stop, or the first sentence, or a short name before a colon, when more
    follows. In a law a comma shows that the words are the rule itself, and an article begins with its rule.
    """
    if level is Level.ARTICLE:
        return 0
    stop = _SENTENCE_END.search(text)
    if stop is None:
        return _line_heading(text)
    first = text[: stop.start()]
    if not in_law and (label := _LABEL.match(first)) is not None and label[0].count("（") == label[0].count("）"):
        return label.end()
    if stop[0] == "；" or re.search("[：:]", first):
        return 0
    if "，" not in first:
        return len(first) if len(first) <= _LONGEST_SENTENCE else 0
    behind = len(text) - stop.end()
    short = not in_law and first.count("，") <= _MOST_COMMAS and len(first) <= _LONGEST_WITH_COMMA
    return len(first) if short and (behind == 0 or behind > len(first)) else 0


def _line_heading(text: str) -> int:
    """A whole line without a full stop; one that ends in a colon leads in what follows, unless it is short."""
    bare = text.rstrip("：:")
    if bare != text:
        return len(bare) if len(bare) <= _LONGEST_LABEL and not re.search("[，：:]", bare) else 0
    return len(text) if len(text) <= _LONGEST_LINE else 0


def article_heading_length(text: str, following: str) -> int:
    """How many characters of the line of an article are its heading: all when a paragraph follows a short bare line."""
    bare = 2 <= len(text) <= _LONGEST_BARE and not re.search("[。！？；：:，,]", text)
    follows = bool(_ENDED.search(following)) or len(following) >= _TEXT
    return len(text) if bare and follows else 0


def bare_headings(texts: Sequence[str], other: Container[int]) -> set[int]:
    """Lines that are headings without a number: short, without punctuation, between paragraphs, with text below.

    One alone may be anything; they count from two in a document on. `other` are lines that are known to be something
    else.
    """
    found: set[int] = set()
    for at, text in enumerate(texts):
        if at in other or not _may_be_heading(text):
            continue
        if at > 0 and at - 1 not in other and not _ENDED.search(texts[at - 1]) and match_marker(texts[at - 1]) is None:
            continue
        if at + 1 < len(texts) and at + 1 not in other and _holds_text(texts[at + 1]):
            found.add(at)
    return found if len(found) > 1 else set()


def _may_be_heading(text: str) -> bool:
    if not 3 <= len(text) <= _LONGEST_BARE or re.search(r"[。！？；：:，,|…\d]$|[。！？；：:，,|]", text):
        return False
    if text[0] in "（(【[—-•·“《" or match_marker(text) is not None or not re.search("[\u4e00-\u9fff]{2}", text):
        return False
    return not (is_date(text) or is_body_name(text) or is_signer(text))


def _holds_text(text: str) -> bool:
    marker = match_marker(text)
    if marker is not None:
        return marker.ordinal == 1 and marker.level not in (Level.PART, Level.CHAPTER, Level.SECTION, Level.ARTICLE)
    return len(text) >= _TEXT and bool(_ENDED.search(text))


def caption_line(texts: Sequence[str], table: int, other: Container[int]) -> int | None:
    """The line of the caption right above a table; a note on the unit may stand between.

    Args:
        texts: the lines of the clean text.
        table: the first line of the table.
        other: lines that are known to be something else.
    """
    at = table - 1
    if at >= 0 and at not in other and _UNIT_NOTE.fullmatch(texts[at]):
        at -= 1
    if at < 0 or at in other or match_marker(texts[at]) is not None or box_name(texts[at]) is not None:
        return None
    text = texts[at]
    marks = re.search("[。！？；，：:]", _CAPTION.sub("", text, count=1))
    return None if marks or len(text) > _LONGEST_CAPTION or text[0] in "（(" else at
