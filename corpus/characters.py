"""Characters: which are blank, invisible or wide, and the one form that each is read in."""

import re
import unicodedata
from collections.abc import Mapping, Set
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

LINE_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")

_BLANKS = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""Unicode's space separators and the tabulator, besides the space itself."""

_INVISIBLE_RANGES = (
    (0x00, 0x08), (0x0E, 0x1F), (0x7F, 0x84), (0x86, 0x9F),  # control characters
    (0xAD, 0xAD), (0x061C, 0x061C), (0x180E, 0x180E), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F),
    (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0xE0001, 0xE007F),  # format characters: hyphens, joiners, directions, tags
    (0xFE00, 0xFE0F), (0xE0100, 0xE01EF),  # variation selectors
)  # fmt: skip
INVISIBLE = "".join(chr(code) for first, last in _INVISIBLE_RANGES for code in range(first, last + 1))
INVISIBLE_RUN = re.compile(f"[{''.join(f'{chr(first)}-{chr(last)}' for first, last in _INVISIBLE_RANGES)}]+")

LIGATURE = re.compile("[\ufb00-\ufb06]")
"""Latin letters set as one piece: ﬁ and the like. They are the only characters that become two."""

WIDE_FORM = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）"}
"""The full-width form of the punctuation that is meant to be full-width inside Chinese text."""

_GBK_ROW_3 = range(0xA3A1, 0xA3FF)


def _radicals() -> Mapping[str, str]:
    lines = Path(__file__).with_name("radicals.txt").read_text("utf-8").splitlines()
    codes = (line.split() for line in lines if not line.startswith("#"))
    return MappingProxyType({chr(int(radical, 16)): chr(int(ideograph, 16)) for radical, ideograph in codes})


_RADICAL = _radicals()
_HALF_WIDTH_MEANT = "％＋／＝＜＞＆＠＃＊＿＄"
_COMPATIBILITY_RANGES = (
    (0xF900, 0xFAD9), (0x2F800, 0x2FA1D),  # ideographs
    (0xFE10, 0xFE19), (0xFE30, 0xFE4F),  # punctuation of vertical lines
    (0xFE50, 0xFE6B),  # small punctuation: ﹒﹐﹝﹞
    (0xFF61, 0xFF64),  # half-width ideographic punctuation
)  # fmt: skip
_OTHER_FORM = MappingProxyType(
    {
        # GB 18030 gave these vertical forms private codes before Unicode had them (GB 18030-2022, annex D).
        "\ue78d": "，",
        "\ue78e": "。",
        "\ue78f": "、",
        "\ue790": "：",
        "\ue791": "；",
        "\ue792": "！",
        "\ue793": "？",
        "\ue794": "〖",
        "\ue795": "〗",
        "\ue796": "…",
        "\uf0b7": "•",  # the bullet of the Symbol font, at its code in Microsoft's private range for symbol fonts
        "\ufe19": "…",
        "\uff65": "·",
        "\u2027": "·",
        "\u2010": "-",
        "\u2011": "-",
    }
)
_MAINLAND_FORM = MappingProxyType({"戶": "户", "戸": "户", "靑": "青"})
"""Old forms that stand for the radicals ⼾ and ⾭, whose glyphs fonts share with 户 and 青."""


def display_width(text: str) -> int:
    """Columns the text takes in a fixed-width layout: 2 for wide and full-width characters, else 1 (UAX 11)."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def is_han(char: str) -> bool:
    """Whether a character is a Chinese ideograph."""
    return (
        "\u3400" <= char <= "\u9fff"
        or "\uf900" <= char <= "\ufaff"
        or "\U00020000" <= char <= "\U0003ffff"
        or char == "〇"
    )


def is_wide(char: str) -> bool:
    """Han, or punctuation set in a full-width cell, curved quotation marks included; no for the empty string."""
    return bool(char) and (is_han(char) or unicodedata.east_asian_width(char) in "WF" or char in "“”‘’—…·×")


def folded(text: str) -> str:
    """The text with every character in the form it is read in, one for one.

    Every blank becomes a space; full-width digits, letters and signs of arithmetic become half-width; radicals,
    compatibility ideographs and forms for vertical lines become the characters they stand for (Unicode's
    Equivalent_Unified_Ideograph and compatibility mappings). Some PDF producers emit GBK codes as if they were Unicode:
    the full-width punctuation of GBK row 0xA3 appears as U+A3A1..U+A3FE, which are Yi syllables (ꎬ for ，). These are
    read as meant, unless other Yi syllables show that the text really holds Yi writing. Traditional characters stay;
    only 戶 and 靑 in a text that is simplified otherwise are residue of 户 and 青.
    """
    characters = frozenset(text)
    residue = all(ord(char) in _GBK_ROW_3 for char in characters if "\ua000" <= char <= "\ua4cf")
    kana = any("\u3041" <= char <= "\u30fa" for char in characters)
    forms = {char: _form(char, gbk_residue=residue) for char in characters}
    if not kana and "・" in characters:
        forms["・"] = "·"
    if any(form in _MAINLAND_FORM for form in forms.values()) and _is_simplified(characters):
        forms = {char: _MAINLAND_FORM.get(form, form) for char, form in forms.items()}
    return text.translate({ord(char): form for char, form in forms.items() if form != char})


@lru_cache(maxsize=32768)
def _form(char: str, *, gbk_residue: bool) -> str:
    code = ord(char)
    if char in _BLANKS:
        return " "
    if gbk_residue and code in _GBK_ROW_3:
        char = code.to_bytes(2, "big").decode("gbk") if char != "\ua3ae" else "。"
        code = ord(char)
    if 0xFF10 <= code <= 0xFF19 or 0xFF21 <= code <= 0xFF3A or 0xFF41 <= code <= 0xFF5A or char in _HALF_WIDTH_MEANT:
        return chr(code - 0xFEE0)
    if (form := _RADICAL.get(char) or _OTHER_FORM.get(char)) is not None:
        return form
    if any(first <= code <= last for first, last in _COMPATIBILITY_RANGES):
        form = unicodedata.normalize("NFKC", char)
        return form if len(form) == 1 else char
    return char


def _is_simplified(characters: Set[str]) -> bool:
    """Whether more of the characters are of simplified writing alone than of traditional writing alone."""
    han = [char for char in characters if is_han(char) and char not in _MAINLAND_FORM]
    simplified = sum(_is_in(char, "gb2312") and not _is_in(char, "big5") for char in han)
    return simplified > sum(_is_in(char, "big5") and not _is_in(char, "gb2312") for char in han)


def _is_in(char: str, charset: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
