"""Typesetting of one line: which blanks stay, and which half-width punctuation becomes full-width."""

import re
import unicodedata

from corpus.characters import LIGATURE, WIDE_FORM, is_han, is_wide
from corpus.misprints import misprints
from corpus.numbering import unit_gap

_SPECIAL = re.compile(f"[ {re.escape(''.join(WIDE_FORM))}]")
_NEAR = 40
"""Characters on each side of a blank among which the words beside it are looked for."""
_BRACKET = re.compile("[()]")


def is_row(line: str) -> bool:
    """Whether a line is a table row: it begins and ends with a bar."""
    return len(line) > 1 and line.startswith("|") and line.endswith("|")


def typeset(line: str, *, cell: bool = False) -> str:
    """The line as it is read; see `edits`."""
    changes = edits(line, cell=cell)
    if not changes:
        return line
    pieces: list[str] = []
    done = 0
    for at, form in changes.items():
        pieces += (line[done:at], form)
        done = at + 1
    return "".join([*pieces, line[done:]])


def edits(line: str, *, cell: bool = False) -> dict[int, str]:
    """By position, in order, what becomes of the characters of a line that do not stay: nothing, or another form.

    The form is one character, but for ligatures, which become two or three. The line holds no invisible characters and
    no other blanks than spaces; `cell` tells that it is the text of a table cell.
    """
    meant = misprints(line)
    if LIGATURE.search(line) is not None:
        meant |= {found.start(): unicodedata.normalize("NFKC", found[0]) for found in LIGATURE.finditer(line)}
    if not meant:
        return _spacing(line, frozenset(), cell=cell)
    closed = frozenset(at for at, form in meant.items() if not form)
    signs = list(line)
    for at, form in meant.items():
        signs[at] = form[:1] or " "
    return dict(sorted((meant | _spacing("".join(signs), closed, cell=cell)).items()))


def _spacing(line: str, closed: frozenset[int], *, cell: bool) -> dict[int, str]:
    """What becomes of blanks and of half-width punctuation. The blanks at `closed` go."""
    specials = [found.start() for found in _SPECIAL.finditer(line)]
    wide = _wide_brackets(line)
    following = _following(line, specials, wide)
    in_row = is_row(line)
    gap = unit_gap(line)
    changes: dict[int, str] = {}
    last, behind = "", 0  # the last character that stays, and where the line goes on behind it
    for at in specials:
        before = line[at - 1] if at > behind else last
        char, after = line[at], following[at]
        if char == " ":
            stays = at == gap or _keeps_blank(before, after, in_row=in_row) or (cell and _parts_names(line, at))
            form = char if stays and at not in closed and before != " " else ""
        elif char in "()":
            form = WIDE_FORM[char] if at in wide else char
        else:
            form = WIDE_FORM[char] if is_wide(before) and (not after or is_wide(after)) else char
        if form != char:
            changes[at] = form
        last, behind = form or before, at + 1
    return changes


def _parts_names(line: str, at: int) -> bool:
    """Whether a blank in a cell stands between two Chinese words of two characters or more, which may be two names.

    The blank in 序 号 spaces one word out.
    """
    before = line[max(0, at - _NEAR) : at].rstrip(" ")[-2:]
    after = line[at : at + _NEAR].lstrip(" ")[:2]
    return len(before) == len(after) == 2 and all(map(is_han, before + after))


def _following(line: str, specials: list[int], wide: set[int]) -> dict[int, str]:
    """For each special position, the nearest character behind it that is no blank, brackets as they are read."""
    result: dict[int, str] = {}
    for at in reversed(specials):
        after = line[at + 1 : at + 2]
        if after == " ":
            after = result[at + 1]
        elif at + 1 in wide:
            after = WIDE_FORM[after]
        result[at] = after
    return result


def _wide_brackets(line: str) -> set[int]:
    """Positions of the half-width brackets that stand in Chinese text, where full-width ones are meant.

    A pair is taken as one: it is wide when the character in front of it or its first or last one is. Brackets that
    touch are taken alike. A bracket without its partner goes by the character inside.
    """
    places = [found.start() for found in _BRACKET.finditer(line)]
    partner = _partners(line, places)
    touching: dict[int, list[int]] = {at: [partner[at]] if at in partner else [] for at in places}
    pending: list[int] = []
    for at in places:
        opens = line[at] == "("
        sides = (-1, 1) if opens and at in partner else (1,) if opens else (-1,)
        for side in sides:
            beside = at + side
            while 0 <= beside < len(line) and line[beside] == " ":
                beside += side
            if not 0 <= beside < len(line):
                continue
            if beside in touching:
                touching[at].append(beside)
                touching[beside].append(at)
            elif is_wide(line[beside]):
                pending.append(at)
    wide: set[int] = set()
    while pending:
        at = pending.pop()
        if at not in wide:
            wide.add(at)
            pending += touching[at]
    return wide


def _partners(line: str, places: list[int]) -> dict[int, int]:
    """The other bracket of each pair."""
    partner: dict[int, int] = {}
    opened: list[int] = []
    for at in places:
        if line[at] == "(":
            opened.append(at)
        elif opened:
            partner[at] = opened.pop()
            partner[partner[at]] = at
    return partner


def _keeps_blank(before: str, after: str, *, in_row: bool) -> bool:
    """A blank between two Latin words stays, once; inside Chinese text it goes.

    Inside a table row a blank between two Chinese words is a line break of the cell, and may separate two names.
    """
    if not before or not after or before == " ":
        return False
    if in_row and (before == "|" or after == "|"):
        return False
    if in_row and is_han(before) and is_han(after):
        return True
    return not is_wide(before) and not is_wide(after)
