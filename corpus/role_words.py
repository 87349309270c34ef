"""Words about roles: the bodies that a stretch of text names for a task, and the legends that tell the lead.

Works on a stretch of text alone; `roles` finds the stretches and gives places in the source.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from corpus.source import Span
from corpus.table_bodies import is_body, split_names, without_tail
from corpus.table_grid import closed


class Role(StrEnum):
    """What a body does. The value is what the reader sees."""

    LEADS = "牵头"
    TAKES_PART = "参与"
    GUIDES = "指导"
    ANSWERS = "负责"
    """It answers for the task; the document does not tell whether it leads or takes part."""


class Sign(StrEnum):
    """By what a legend lets the lead be known."""

    COMMA = "逗号前"
    SEMICOLON = "分号前"
    FIRST = "第一位"


@dataclass(frozen=True, slots=True)
class Legend:
    """Words that say how the lead is told from the others.

    Attributes:
        sign: by what the lead is known.
        lasts: whether they say that they hold for what follows too (下同, 以下).
        start: where they begin in the text they were found in.
        end: where they end.
    """

    sign: Sign
    lasts: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Named:
    """A body as a stretch of text names it.

    Attributes:
        start: where its name begins.
        end: where its name ends.
        role: what the words at it say; ANSWERS when they do not tell.
        commas: how many commas stand before it.
        semicolons: how many semicolons stand before it.
        says: whether words say that it does something (牵头, 等负责), not just a list.
        open_ended: whether 等 follows it.
    """

    start: int
    end: int
    role: Role
    commas: int
    semicolons: int
    says: bool
    open_ended: bool


_KIND = "(?:单位|部门|机关|机构|者)"
_LEGEND = re.compile(
    rf"(?P<before>以下[^，。；（）]{{0,12}}?)?"
    rf"(?:(?P<comma>逗号之?前)|(?P<semicolon>分号之?前)|(?:排名|名列|位列|排列|列|排)?在?(?:第一|首)[位个家名]?)"
    rf"面?的?{_KIND}?均?(?:为|是|系)总?(?:牵头|主办|负责|责任){_KIND}"
    rf"(?:[，,；;、]?(?:逗号|分号)?之?(?:后|其余|其他)面?的?{_KIND}?(?:为|是)?(?:配合|参与|参加|协办|责任|协同){_KIND}?)?"
    rf"(?P<after>[^。（）]{{0,20}}?下[皆均]?同)?"
)
_LABELS: tuple[tuple[Role, str], ...] = (
    (Role.LEADS, "(?:总?牵头|主办|主要责任|第一责任)(?:责任)?(?:单位|部门|机关|机构)?"),
    (Role.TAKES_PART, "(?:配合|参与|参加|协办|协同|协助|协作)(?:责任)?(?:单位|部门|机关|机构)?"),
    (Role.GUIDES, "(?:指导|督导)(?:单位|部门|机关)"),
    (Role.ANSWERS, "(?:责任|负责|实施|承办|落实)(?:单位|部门|主体|机关|机构|处室)"),
)
_LABEL = re.compile(
    "(?<![一-鿿])(?:"
    + "|".join(f"(?P<{role.name}>{words})" for role, words in _LABELS)
    + ")(?:[（(][^（）()：:]{0,30}[）)])?[：:]"
)
_OTHER_LABEL = re.compile("(?<![一-鿿])[一-鿿]{2,8}[：:]")
_COLUMN = tuple((role, re.compile(rf"(?:.*·)?{words}(?:[（(].*[）)])?[0-9]?")) for role, words in _LABELS)
_DUTY = re.compile("负责|牵头|参与|参加|配合|协同|协助|支持|指导|督导|落实|实施|推进|办理|承担|职责")
_DUTIES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.LEADS, re.compile("牵头")),
    (Role.TAKES_PART, re.compile("参与|参加|配合|协同|协助|支持")),
    (Role.GUIDES, re.compile("指导|督导")),
)
_WITH = "会同"
_IN_GENERAL = re.compile("各|有关|相关")
_LONGEST_NAME = 40


def find_legend(text: str) -> Legend | None:
    """The first legend in a text."""
    found = _LEGEND.search(text)
    if found is None:
        return None
    sign = Sign.COMMA if found["comma"] else Sign.SEMICOLON if found["semicolon"] else Sign.FIRST
    return Legend(sign, bool(found["before"] or found["after"]), *found.span())


def column_role(name: str) -> Role | None:
    """The role of the bodies in a column of a table, by its name (`牵头单位`, `分工·配合部门`); None for others."""
    return next((role for role, words in _COLUMN if words.fullmatch(name)), None)


def first_label(text: str, start: int = 0) -> int | None:
    """Where the first label stands that names bodies in charge (`责任单位：`), from `start` on."""
    found = _LABEL.search(text, start)
    return found.start() if found else None


def read_bodies(text: str) -> list[Named]:
    """The bodies that a text names, with what the words at each say.

    The text is a list with labels (`牵头单位：…；配合单位：…`), with words (`…牵头，…参与`) or without either.
    """
    labels = list(_LABEL.finditer(text))
    if not labels:
        return list(_listed(text, 0, _sentence_end(text, 0, len(text)), Role.ANSWERS))
    named: list[Named] = []
    for label, behind in zip(labels, [*(label.start() for label in labels[1:]), len(text)], strict=True):
        other = _OTHER_LABEL.search(text, label.end(), behind)
        end = _sentence_end(text, label.end(), other.start() if other else behind)
        role = Role[label.lastgroup or Role.ANSWERS.name]
        named += (replace(item, says=True) for item in _listed(text, label.end(), end, role))
    return named


def _sentence_end(text: str, start: int, end: int) -> int:
    stop = text.find("。", start, end)
    return end if stop < 0 else stop


def _listed(text: str, start: int, end: int, default: Role) -> Iterator[Named]:
    """The bodies of a list. Words behind a name say what it and those before it, back to a comma, do."""
    waiting: list[Named] = []
    commas = semicolons = 0
    behind_with = False
    at = start
    for piece in _pieces(text, start, end):
        between = text[at : piece[0]]
        if re.search("[，,；;]", between):
            yield from waiting
            waiting, behind_with = [], False
            commas += bool(re.search("[，,]", between))
            semicolons += bool(re.search("[；;]", between))
        behind_with |= between.endswith(_WITH)
        first, last = without_tail(text, piece)
        first += text.startswith("由", first, last)
        tail = closed(text[last : piece[1]])
        at = piece[1]
        if first >= last:
            continue
        role = next((role for role, words in _DUTIES if words.search(tail)), default)
        if text.startswith(_WITH, at, end):
            role = Role.LEADS
        elif behind_with:
            role = Role.TAKES_PART
        says = bool(_DUTY.search(tail)) or behind_with or role is not default
        waiting.append(Named(first, last, role, commas, semicolons, says, "等" in tail))
        if says and not behind_with:
            yield from (replace(item, role=role, says=True) for item in waiting)
            waiting = []
    yield from waiting


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    for first, last in split_names(text[start:end]):
        words = text[start + first : start + last]
        meets = words.find(_WITH)
        if 0 < meets < len(words) - len(_WITH):
            yield start + first, start + first + meets
            yield start + first + meets + len(_WITH), start + last
        else:
            yield start + first, start + last


def resolved(named: Sequence[Named], legend: Legend | None) -> list[Named]:
    """The bodies with their roles told apart, as far as the words at them and the legend in force do so."""
    roles = {item.role for item in named}
    if Role.LEADS in roles:
        return [_as(item, Role.TAKES_PART) for item in named]
    if Role.TAKES_PART in roles:
        return [_as(item, Role.LEADS) for item in named]
    if legend is None or not named or Role.GUIDES in roles:
        return list(named)
    if legend.sign is Sign.FIRST:
        return [_as(item, Role.TAKES_PART if at else Role.LEADS) for at, item in enumerate(named)]
    behind = [item.commas if legend.sign is Sign.COMMA else item.semicolons for item in named]
    if not any(behind):
        return list(named)
    return [_as(item, Role.TAKES_PART if count else Role.LEADS) for item, count in zip(named, behind, strict=True)]


def _as(item: Named, role: Role) -> Named:
    return replace(item, role=role) if item.role is Role.ANSWERS else item


def names_no_lead(text: str, named: Sequence[Named]) -> bool:
    """Whether a list begins with bodies in general (各有关部门), which no legend makes the lead."""
    return bool(named) and _IN_GENERAL.match(text, named[0].start) is not None


def are_bodies(text: str, named: Sequence[Named], *, all_of_them: bool) -> bool:
    """Whether what a list names are bodies: all, or the first or half of them where other words say so too."""
    names = [text[item.start : item.end] for item in named]
    if not names or any(len(name) > _LONGEST_NAME or "由" in name for name in names):
        return False
    count = sum(map(is_body, names))
    return count == len(names) if all_of_them else is_body(names[0]) or 2 * count >= len(names)
