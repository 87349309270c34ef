"""Typesetting of one line: which blanks stay, and which half-width punctuation becomes full-width."""

import re

from corpus.characters import WIDE_FORM, is_han, is_wide
from corpus.numbering import unit_gap

_SPECIAL = re.compile(f"[ {re.escape(''.join(WIDE_FORM))}]")


def is_row(line: str) -> bool:
    """Whether a line is a table row: it begins and ends with a bar."""
    return len(line) > 1 and line.startswith("|") and line.endswith("|")


def typeset(line: str) -> str:
    """The line as it is read."""
    changes = edits(line)
    if not changes:
        return line
    pieces: list[str] = []
    done = 0
    for at, form in changes.items():
        pieces += (line[done:at], form)
        done = at + 1
    return "".join([*pieces, line[done:]])


def edits(line: str) -> dict[int, str]:
    """By position, in order, what becomes of the characters of a line that do not stay: nothing, or a full-width form.

    The line holds no invisible characters and no other blanks than spaces.
    """
    specials = [found.start() for found in _SPECIAL.finditer(line)]
    following = _following(line, specials)
    in_row = is_row(line)
    gap = unit_gap(line)
    changes: dict[int, str] = {}
    last, behind = "", 0  # the last character that stays, and where the line goes on behind it
    for at in specials:
        before = line[at - 1] if at > behind else last
        char, after = line[at], following[at]
        if char == " ":
            form = char if at == gap or _keeps_blank(before, after, in_row=in_row) else ""
        else:
            form = WIDE_FORM[char] if _in_han_text(char, before, after) else char
        if form != char:
            changes[at] = form
        last, behind = form or before, at + 1
    return changes


def _following(line: str, specials: list[int]) -> dict[int, str]:
    """For each special position, the nearest character behind it that is no blank; an opening bracket as it is read."""
    result: dict[int, str] = {}
    wide_opening: set[int] = set()
    for at in reversed(specials):
        after = line[at + 1 : at + 2]
        if after == " ":
            after = result[at + 1]
        elif at + 1 in wide_opening:
            after = WIDE_FORM["("]
        result[at] = after
        if line[at] == "(" and is_wide(after):
            wide_opening.add(at)
    return result


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


def _in_han_text(char: str, before: str, after: str) -> bool:
    """Whether half-width punctuation stands in Chinese text, where the full-width form is meant."""
    if char == "(":
        return is_wide(after)
    if char == ")":
        return is_wide(before)
    return is_wide(before) and (not after or is_wide(after))
