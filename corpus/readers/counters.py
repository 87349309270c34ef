"""Counters: how the number of a list item is written, in the styles of word processors and of web pages.

Style names of word processors are those of ISO/IEC 29500-1, 17.18.59 (ST_NumberFormat); those of web pages are the
counter styles of CSS. A number outside the range of its style is written in Arabic digits, as both do.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

_DIGITS = "〇一二三四五六七八九"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_LEGAL_SIMPLIFIED = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟", "万")
_LEGAL_TRADITIONAL = ("零壹貳參肆伍陸柒捌玖", "拾佰仟", "萬")
_PLAIN = ("零一二三四五六七八九", "十百千", "万")


def _counting(number: int, signs: tuple[str, str, str] = _PLAIN, *, bare_ten: bool = True) -> str:
    """A number up to 99,999,999 in words: 一百零五. `bare_ten`: 十 for 一十 at the beginning."""
    digits, units, myriad = signs
    if not 0 < number < 10**8:
        return str(number)
    high, low = divmod(number, 10_000)
    words = _below_myriad(low, digits, units)
    if high:
        gap = digits[0] if 0 < low < 1000 else ""
        words = _below_myriad(high, digits, units) + myriad + gap + words
    one_ten = digits[1] + units[0]
    return words[1:] if bare_ten and words.startswith(one_ten) else words


def _below_myriad(number: int, digits: str, units: str) -> str:
    words, gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit == 0:
            gap = bool(words)
            continue
        words += (digits[0] if gap else "") + digits[digit] + (units[power - 1] if power else "")
        gap = False
    return words


def _counting_to_99(number: int) -> str:
    """Words below one hundred and single digits from there on: 九十九, 一○○."""
    return _counting(number) if number < 100 else _each_digit(number, _DIGITS.replace("〇", "○"))


def _japanese(number: int) -> str:
    """As 十, 百, 千 without a leading one and without 零: 百五, 千二百."""
    if not 0 < number < 10_000:
        return str(number)
    words = ""
    for power, unit in ((3, "千"), (2, "百"), (1, "十"), (0, "")):
        digit = number // 10**power % 10
        if digit:
            words += ("" if digit == 1 and unit else _DIGITS[digit]) + unit
    return words


def _each_digit(number: int, digits: str = _DIGITS) -> str:
    return "".join(digits[int(digit)] for digit in str(number)) if number >= 0 else str(number)


def _full_width(number: int) -> str:
    return str(number).translate({ord("0") + digit: ord("０") + digit for digit in range(10)})


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    words = ""
    for value, sign in _ROMAN:
        words += sign * (number // value)
        number %= value
    return words


def _repeated_letter(number: int) -> str:
    """Word processors go on from z with aa, bb, cc."""
    if not 0 < number <= 780:
        return str(number)
    times, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (times + 1)


def _letters(number: int) -> str:
    """Web pages go on from z with aa, ab, ac."""
    if number < 1:
        return str(number)
    words = ""
    while number:
        number, letter = divmod(number - 1, 26)
        words = chr(ord("a") + letter) + words
    return words


def _circle(number: int) -> str:
    for first, last, base in ((1, 20, "①"), (21, 35, "㉑"), (36, 50, "㊱"), (0, 0, "⓪")):
        if first <= number <= last:
            return chr(ord(base) + number - first)
    return str(number)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


def _run(base: str, count: int) -> Callable[[int], str]:
    """The first `count` code points from `base` on."""
    return lambda number: chr(ord(base) + number - 1) if 0 < number <= count else str(number)


def _sexagenary(number: int) -> str:
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12] if number > 0 else str(number)


def _ordinal(number: int) -> str:
    ending = "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


WORD_STYLES: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "decimal": str,
        "decimalHalfWidth": str,
        "decimalZero": lambda number: f"{number:02d}",
        "decimalFullWidth": _full_width,
        "decimalFullWidth2": _full_width,
        "decimalEnclosedCircle": _circle,
        "decimalEnclosedCircleChinese": _circle,
        "decimalEnclosedFullstop": _run("⒈", 20),
        "decimalEnclosedParen": _run("⑴", 20),
        "numberInDash": lambda number: f"- {number} -",
        "ordinal": _ordinal,
        "hex": lambda number: f"{number:X}",
        "upperRoman": lambda number: _roman(number).upper(),
        "lowerRoman": _roman,
        "upperLetter": lambda number: _repeated_letter(number).upper(),
        "lowerLetter": _repeated_letter,
        "chineseCounting": _counting_to_99,
        "taiwaneseCounting": _counting_to_99,
        "chineseCountingThousand": _counting,
        "taiwaneseCountingThousand": lambda number: _counting(number, (_PLAIN[0], _PLAIN[1], "萬")),
        "chineseLegalSimplified": lambda number: _counting(number, _LEGAL_SIMPLIFIED, bare_ten=False),
        "ideographLegalTraditional": lambda number: _counting(number, _LEGAL_TRADITIONAL, bare_ten=False),
        "japaneseCounting": _japanese,
        "japaneseDigitalTenThousand": _each_digit,
        "ideographDigital": _each_digit,
        "taiwaneseDigital": lambda number: _each_digit(number, _DIGITS.replace("〇", "○")),
        "ideographTraditional": _cycle(_STEMS),
        "ideographZodiac": _cycle(_BRANCHES),
        "ideographZodiacTraditional": _sexagenary,
        "ideographEnclosedCircle": _run("㊀", 10),
        "none": lambda _: "",
    }
)
"""How word processors write a number, by the name of the style. A style that is not listed is written as `decimal`."""

CSS_STYLES: Mapping[str, tuple[Callable[[int], str], str]] = MappingProxyType(
    {
        "decimal": (str, ". "),
        "decimal-leading-zero": (lambda number: f"{number:02d}", ". "),
        "lower-alpha": (_letters, ". "),
        "lower-latin": (_letters, ". "),
        "upper-alpha": (lambda number: _letters(number).upper(), ". "),
        "upper-latin": (lambda number: _letters(number).upper(), ". "),
        "lower-roman": (_roman, ". "),
        "upper-roman": (lambda number: _roman(number).upper(), ". "),
        "cjk-decimal": (_each_digit, "、"),
        "cjk-ideographic": (_counting, "、"),
        "trad-chinese-informal": (_counting, "、"),
        "simp-chinese-informal": (_counting, "、"),
        "simp-chinese-formal": (lambda number: _counting(number, _LEGAL_SIMPLIFIED, bare_ten=False), "、"),
        "trad-chinese-formal": (lambda number: _counting(number, _LEGAL_TRADITIONAL, bare_ten=False), "、"),
        "cjk-heavenly-stem": (_cycle(_STEMS), "、"),
        "cjk-earthly-branch": (_cycle(_BRANCHES), "、"),
    }
)
"""How web pages write a number and what they put behind it, by the name of the counter style."""


def word_number(number: int, style: str) -> str:
    """A number as a word processor writes it in a style of ST_NumberFormat."""
    return WORD_STYLES.get(style, str)(number)


def css_number(number: int, style: str) -> str:
    """A number as a web page writes it before a list item, with its suffix; empty where the style shows none."""
    found = CSS_STYLES.get(style)
    return found[0](number) + found[1] if found else ""
