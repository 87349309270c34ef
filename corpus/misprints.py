"""Misprints: signs that stand for others, and blanks inside numbers; the neighbours show what is meant."""

import re
from collections.abc import Iterator

_SUSPECT = re.compile("[○◯．―─–－‒—]|--|[0-9][ .]| [0-9.%‰℃]|[一二][〇零○◯一二三四五六七八九O0o ]{1,8}年")
_NUMERAL = "一二三四五六七八九〇零"
_CIRCLES = re.compile(rf"(?<=[{_NUMERAL}])(?: ?[○◯])+(?= ?[{_NUMERAL}年月日号条〕）])")
_YEAR_WITH_LETTER = re.compile(rf"(?<![A-Za-z0-9{_NUMERAL}])[一二](?: ?[{_NUMERAL}O0o]){{3}}(?= ?年)")
_POINT = re.compile("(?<=[0-9])．(?=[0-9])")
_SPACED_POINT = re.compile(
    r"(?<=[0-9]) [.．] ?(?=[0-9])|(?<=[0-9])(?<!^[0-9])(?<!^[0-9]{2})[.．] (?=[0-9]+ ?(?:%|‰|万|亿|倍|个百分点))"
    r"|(?<=[0-9]) (?=\.[^0-9 .])"
)
_SPACED_YEAR = re.compile("(?<![0-9.])(?:1 ?9|2 ?0) ?[0-9] ?[0-9](?= ?年)")
_SPACED_DIGITS = re.compile("(?<![0-9.A-Za-z])(?<![0-9.A-Za-z] )[0-9](?: [0-9.])+(?: [%‰℃]|(?= ?[\u4e00-\u9fff%‰℃]))")
_SPACED_UNIT = re.compile("(?<=[0-9]) (?=[%‰℃])")
_ASCENDING = "1 2 3 4 5 6 7 8 9"
_DASHES = "―─–－‒—"
_DASH_PAIR = re.compile(rf"(?<![{_DASHES}-])(?:[{_DASHES}] ?[{_DASHES}]|(?<![!-~])--(?![!-~ ]))(?![{_DASHES}-])")
_LONE_BAR = re.compile("(?<=[0-9\u4e00-\u9fff”）》])[―─](?=[0-9\u4e00-\u9fff“（《])")
_LONE_HYPHEN = re.compile("(?<=[0-9A-Za-z])－(?=[0-9A-Za-z])")
_BOX_DRAWING = re.compile("[\u2501-\u257f]")


def misprints(line: str) -> dict[int, str]:
    """By position what is meant instead: another sign, or nothing for a blank inside a number.

    ○, O and 0 between Chinese numerals are 〇; ． between digits is the decimal point; two of any kind of dash are ——
    and a horizontal bar or a rule of a table between words is a dash; the blanks of `2 0 2 5 年`, `3 . 5` and `1 0 0 %`
    go. The line holds no other blanks than spaces.
    """
    if _SUSPECT.search(line) is None:
        return {}
    found: dict[int, str] = {}
    for pattern in (_CIRCLES, _YEAR_WITH_LETTER):
        found.update(_replaced(pattern, line, "○◯O0o", "〇"))
    found.update((match.start(), ".") for match in _POINT.finditer(line))
    found.update(_replaced(_SPACED_POINT, line, " ", ""))
    found.update(_replaced(_SPACED_POINT, line, "．", "."))
    for pattern in (_SPACED_YEAR, _SPACED_UNIT):
        found.update(_replaced(pattern, line, " ", ""))
    for match in _SPACED_DIGITS.finditer(line):
        if match[0] not in _ASCENDING or len(match[0]) < 5:
            found.update((at, "") for at in range(*match.span()) if line[at] == " ")
    if _BOX_DRAWING.search(line) is None:
        found.update(_replaced(_DASH_PAIR, line, _DASHES + "-", "—"))
        found.update(_replaced(_LONE_BAR, line, "―─", "—"))
    found.update(_replaced(_LONE_HYPHEN, line, "－", "-"))
    return {at: form for at, form in found.items() if form != line[at]}


def _replaced(pattern: re.Pattern[str], line: str, wrong: str, right: str) -> Iterator[tuple[int, str]]:
    return ((at, right) for match in pattern.finditer(line) for at in range(*match.span()) if line[at] in wrong)
