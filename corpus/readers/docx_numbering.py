"""Automatic numbering of a Word file: the numbers that Word shows and does not store.

ISO/IEC 29500-1, 17.9. Lists that share an abstract definition share their counters, and a start override makes a list
begin anew where it is first used, as Word does it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from corpus.readers.counters import word_number
from corpus.readers.docx_package import Element, whole
from corpus.readers.docx_styles import Styles
from corpus.readers.docx_symbols import symbol

_SLOT = re.compile("%([1-9])")
_SUFFIXES = {"tab": "\t", "space": " ", "nothing": ""}
_MOST_LINKS = 10
_LONGEST_TEXT = 255
"""Characters of the text of a level; Word allows no more."""


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list.

    Attributes:
        start: its first number.
        style: how numbers are written (ST_NumberFormat); `custom:001` counts with leading zeros.
        text: what is shown, with %1 for the number of the first level.
        restart: None: begins anew below each item of a higher level; 0: never; n: below items of levels 1 to n.
        legal: whether all numbers are shown in Arabic digits.
        suffix: what stands behind the number.
        paragraph_style: the paragraph style that uses this level.
        hidden: whether the number is hidden.
        font: the font of the number, which tells what its symbol is.
    """

    start: int = 0
    style: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    suffix: str = "\t"
    paragraph_style: str | None = None
    hidden: bool = False
    font: str = ""


@dataclass(frozen=True, slots=True)
class ListDefinition:
    """A list: whose counters it shares, its levels, and the levels that it starts with another number."""

    counters: int
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


@dataclass(slots=True)
class Numbering:
    """Counts the items of all lists of a story, in reading order."""

    lists: Mapping[int, ListDefinition]
    styles: Styles
    _counts: dict[int, dict[int, int]] = field(default_factory=dict)
    _begun: set[int] = field(default_factory=set)

    def anew(self) -> "Numbering":
        """The same lists with nothing counted."""
        return Numbering(self.lists, self.styles)

    def next_label(self, paragraph: Element) -> str:
        """Count a paragraph and give what Word shows before it, with the blank behind; empty when it has no number."""
        found = self._list_of(paragraph)
        if found is None:
            return ""
        number, at = found
        definition = self.lists.get(number)
        level = definition.levels.get(at) if definition is not None else None
        if definition is None or level is None:
            return ""
        counts = self._counts.setdefault(definition.counters, {})
        if number not in self._begun:
            self._begun.add(number)
            counts.update({index: start - 1 for index, start in definition.starts.items()})
        start = definition.starts.get(at, level.start)
        counts[at] = counts.get(at, start - 1) + 1
        for index in [index for index in counts if index > at]:
            rule = definition.levels[index].restart if index in definition.levels else None
            if rule is None or at < rule:
                del counts[index]
        return "" if level.hidden else _shown(definition, at, counts)

    def _list_of(self, paragraph: Element) -> tuple[int, int] | None:
        """The list and the level of a paragraph: its own, or those of its style."""
        style = paragraph.value("w:pPr", "w:pStyle") or self.styles.default
        number = paragraph.number("w:pPr", "w:numPr", "w:numId")
        level = paragraph.number("w:pPr", "w:numPr", "w:ilvl")
        if number is not None:
            return (number, level or 0) if number else None
        chain = list(self.styles.chain(style))
        number = next((item.number for _, item in chain if item.number is not None), None)
        if not number:
            return None
        if level is None and number in self.lists:
            names = [name for name, _ in chain]
            levels = self.lists[number].levels.items()
            level = next((at for name in names for at, item in levels if item.paragraph_style == name), None)
        if level is None:
            level = next((item.level for _, item in chain if item.level is not None), 0)
        return number, level


def _shown(definition: ListDefinition, at: int, counts: Mapping[int, int]) -> str:
    level = definition.levels[at]

    def number(slot: re.Match[str]) -> str:
        index = int(slot[1]) - 1
        other = definition.levels.get(index, Level())
        count = counts.get(index, definition.starts.get(index, other.start))
        if other.style.startswith("custom:"):
            return str(count).zfill(len(other.style) - len("custom:"))
        return word_number(count, "decimal" if level.legal and other.style != "none" else other.style)

    if level.style == "bullet":
        text = "".join(symbol(char, level.font) for char in level.text)
    else:
        text = _SLOT.sub(number, level.text)
    return text + level.suffix if text else ""


def read_numbering(root: Element | None, styles: Styles) -> Numbering:
    """Read the part `numbering.xml`; None when the file has none."""
    if root is None:
        return Numbering({}, styles)
    abstracts = {item.attributes.get("w:abstractNumId", ""): item for item in root.all("w:abstractNum")}
    numbers = {item.attributes.get("w:numId", ""): item for item in root.all("w:num")}
    lists: dict[int, ListDefinition] = {}
    for order, (ident, item) in enumerate(numbers.items()):
        number = whole(ident)
        if number is None:
            continue
        name = _abstract_of(item, abstracts, numbers, styles)
        levels = _levels(abstracts[name]) if name in abstracts else {}
        starts: dict[int, int] = {}
        for override in item.all("w:lvlOverride"):
            at = whole(override.attributes.get("w:ilvl")) or 0
            own = override.child("w:lvl")
            if own is not None:
                levels[at] = _level(own)
            start = override.number("w:startOverride")
            if start is not None:
                starts[at] = start
        counters = whole(name)
        lists[number] = ListDefinition(-1 - order if counters is None else counters, levels, starts)
    return Numbering(lists, styles)


def _abstract_of(
    item: Element, abstracts: Mapping[str, Element], numbers: Mapping[str, Element], styles: Styles
) -> str:
    """The id of the definition of a list, through the list style that it may point to."""
    name = item.value("w:abstractNumId") or ""
    for _ in range(_MOST_LINKS):
        abstract = abstracts.get(name)
        link = abstract.value("w:numStyleLink") if abstract is not None else None
        style = styles.by_id.get(link) if link else None
        target = numbers.get(str(style.number)) if style is not None else None
        if target is None:
            break
        name = target.value("w:abstractNumId") or ""
    return name


def _levels(abstract: Element) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for item in abstract.all("w:lvl"):
        at = whole(item.attributes.get("w:ilvl"))
        if at is not None:
            levels[at] = _level(item)
    return levels


def _level(item: Element) -> Level:
    fonts = item.child("w:rPr", "w:rFonts")
    level = Level(
        start=item.number("w:start") or 0,
        style=_style(item),
        text=(item.value("w:lvlText") or "")[:_LONGEST_TEXT],
        restart=item.number("w:lvlRestart"),
        legal=item.switch("w:isLgl") or False,
        suffix=_SUFFIXES.get(item.value("w:suff") or "tab", "\t"),
        paragraph_style=item.value("w:pStyle"),
        hidden=item.switch("w:rPr", "w:vanish") or False,
        font=fonts.attributes.get("w:ascii", "") if fonts is not None else "",
    )
    return replace(level, text="•") if item.child("w:lvlPicBulletId") is not None else level


def _style(item: Element) -> str:
    """How a level writes its numbers; newer styles stand beside an older one for older programs."""
    found = item.child("w:numFmt")
    choice = item.child("mc:AlternateContent", "mc:Choice", "w:numFmt")
    fallback = item.child("mc:AlternateContent", "mc:Fallback", "w:numFmt")
    for node in (found, choice, fallback):
        if node is None:
            continue
        name = node.attributes.get("w:val", "decimal")
        first = node.attributes.get("w:format", "").split(",")[0].strip()
        if name != "custom":
            return name
        if first.isdecimal():
            return f"custom:{first[:10]}"
    return "decimal"
