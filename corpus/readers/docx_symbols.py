"""Symbols of Word files: characters of the symbol fonts by the Unicode characters that look like them.

Symbol fonts number their signs from U+F000 in the private use area; what is not known stays as it is.
"""

_WINGDINGS = {
    0x21: "✏", 0x22: "✂", 0x28: "☎", 0x2A: "✉", 0x46: "☞", 0x4A: "☺", 0x4E: "☠", 0x51: "✈",
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x73: "◆", 0x74: "◆", 0x75: "◆",
    0x76: "❖", 0x77: "◆", 0x6B: "★", 0x9F: "•", 0xA0: "▪", 0xA1: "○", 0xA2: "○", 0xA7: "▪", 0xA8: "□", 0xAA: "✦",
    0xAB: "★", 0xD8: "➢", 0xDC: "➲", 0xE0: "→", 0xDF: "←", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    **{0x81 + number: chr(ord("①") + number) for number in range(10)},
    **{0x8C + number: chr(ord("❶") + number) for number in range(10)},
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x2A: "□", 0xA3: "□", 0x97: "●", 0x98: "●",
    **{0x6A + number: chr(ord("①") + number) for number in range(10)},
}  # fmt: skip
_SYMBOL = {
    0xB7: "•", 0xA8: "◆", 0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xAE: "→", 0xAC: "←",
    0xAD: "↑", 0xAF: "↓", 0xB0: "°", 0xD7: "⋅", 0xD6: "√", 0xE5: "∑", 0x61: "α", 0x62: "β", 0x67: "γ", 0x6D: "μ",
    0x57: "Ω", 0x44: "Δ", 0xBB: "≈", 0xA5: "∞", 0x25: "%", 0x2D: "−",
}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}


def symbol(char: str, font: str) -> str:
    """The character that looks like a sign of a symbol font; other characters unchanged."""
    signs = _FONTS.get(font.strip().lower())
    code = ord(char)
    if signs is None:
        return "•" if 0xF000 <= code <= 0xF0FF and code & 0xFF == 0xB7 else char
    return signs.get(code & 0xFF, char) if code < 0x100 or 0xF000 <= code <= 0xF0FF else char
