"""Quantities, dates, ordinals and document numbers in a text, each in one form however it was written.

六个月 and 6个月, 二十万元 and 20万元, 百分之二十 and 20％ meet as one search term each. The text is folded already
(`index.segment.folded`): half-width, small letters, simplified.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from corpus import numeral

_ONES = "一二两三四五六七八九十"
_HAN = f"〇零{_ONES}百千万亿"
_SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_UNITS = (
    "个工作日 工作日 个百分点 百分点 个月 个学时 学时 课时 学分 个小时 小时 分钟 毫秒 微秒 秒 周岁 岁 年 月 日 天 周 "
    "季度 年级 周年 学年 万元 亿元 元 万美元 亿美元 美元 块钱 块 倍 成 % ‰ 度 公里 千米 平方公里 平方千米 平方米 "
    "立方米 米 厘米 毫米 微米 纳米 公顷 亩 吨 公斤 千克 克 升 毫升 千瓦时 万千瓦 千瓦 兆瓦 伏 户 家 人次 人 名 位 个 "
    "种 类 项 条 款 章 节 编 件 台 套 辆 架 艘 所 座 处 批 期 级 届 次 份 篇 部 页 张 床 颗 株 棵 头 只 轮 步 字"
)
_SAME = {
    "个工作日": "工作日",
    "个百分点": "百分点",
    "个学时": "学时",
    "个小时": "小时",
    "天": "日",
    "块钱": "元",
    "块": "元",
    "千米": "公里",
    "平方千米": "平方公里",
    "公斤": "千克",
}
"""Units with two names, and the one that stands for both."""

_UNIT = "|".join(sorted(set(_UNITS.split()), key=lambda unit: (-len(unit), unit)))
_ORDINAL_UNIT = "编|章|节|条|款|项|目|号|届|次|批|期|季度|学期|类|级|页|部分|点|轮|名"
_FORMS = re.compile(
    rf"""(?P<number>[\u4e00-\u9fff]{{0,2}}[〔\[(（](?P<of>(?:19|20)\d\d)[〕\])）]\s*第?(?P<serial>\d+)号)
    |(?P<year>(?:19|20)\d\d|[一二][〇零一二三四五六七八九]{{3}})年
        (?:\s*(?P<month>\d{{1,2}}|十[一二]?|[一二三四五六七八九])月
            (?:\s*(?P<day>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})日)?)?
    |百分之(?P<percent>\d+(?:\.\d+)?|[{_HAN}]+)
    |(?P<below>[{_ONES}]{{1,3}})分之(?P<above>[{_ONES}]{{1,3}})
    |第\s*(?P<ordinal>\d+|[{_HAN}]+)\s*(?P<place>{_ORDINAL_UNIT})
    |(?<![a-z\d.])(?P<amount>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![a-z\d])
        \s*(?P<scale>[十百千万亿]{{0,2}})\s*(?P<unit>{_UNIT})?
    |(?P<han>[{_ONES}][{_HAN}]*)(?P<counted>{_UNIT})""",
    re.VERBOSE,
)

Named = tuple[str, str]
"""A term in its one form, and the words of the text that it stands for."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One find.

    Attributes:
        start: where it begins in the text.
        end: behind its last character.
        terms: its forms; a date also as its month and as its year.
    """

    start: int
    end: int
    terms: tuple[Named, ...]


def quantities(text: str, is_word: Callable[[str], bool]) -> Iterator[Quantity]:
    """All finds in a text from left to right.

    Args:
        text: folded.
        is_word: whether the dictionary holds a word; 一次性 and 七台河 are words and hold no quantity.
    """
    for found in _FORMS.finditer(text):
        terms = _terms(found, text, is_word)
        if terms:
            yield Quantity(found.start(), found.end(), terms)


def _terms(found: re.Match[str], text: str, is_word: Callable[[str], bool]) -> tuple[Named, ...]:
    """The forms of a find; none when it is no quantity after all."""
    if found["number"]:
        return _number(found)
    if found["year"]:
        return _date(found)
    if found["amount"]:
        return _amount(found)
    # One character on may turn the counter into a part of a word.
    if found["han"] and found.end() < len(text) and is_word(text[found.start() : found.end() + 1]):
        return ()
    form = _form(found)
    return ((form, found[0]),) if form else ()


def _form(found: re.Match[str]) -> str | None:
    """The form of a find that has only one, or None when its numeral is none."""
    if found["below"]:
        below, above = numeral(found["below"]), numeral(found["above"])
        return f"{above}/{below}" if below and above else None
    value = _value(found["percent"] or found["ordinal"] or found["han"])
    if value is None:
        return None
    if found["percent"]:
        return f"{value}%"
    return f"第{value}{found['place']}" if found["ordinal"] else value + _unit(found["counted"])


def _unit(unit: str) -> str:
    return _SAME.get(unit, unit)


def _number(found: re.Match[str]) -> tuple[Named, ...]:
    """A document number: its year and serial, and these with the two characters before them."""
    tail = f"〔{found['of']}〕{int(found['serial'])}号"
    start = found.start("of") - 1 - found.start()
    body, written = found[0][:start], found[0][start:]
    return ((tail, written), (body + tail, found[0])) if body else ((tail, written),)


def _date(found: re.Match[str]) -> tuple[Named, ...]:
    year = _digits(found["year"])
    start = found.start()
    terms = [(f"{year}年", found[0][: found.end("year") + 1 - start])]
    if found["month"] and (month := _value(found["month"])):
        terms.append((f"{year}年{month}月", found[0][: found.end("month") + 1 - start]))
        if found["day"] and (day := _value(found["day"])):
            terms.append((f"{year}年{month}月{day}日", found[0]))
    return tuple(terms)


def _amount(found: re.Match[str]) -> tuple[Named, ...]:
    value = Decimal(found["amount"].replace(",", ""))
    for scale in found["scale"]:
        value *= _SCALES[scale]
    unit = found["unit"] or ""
    plain = _plain(value)
    if not unit:
        year = found["amount"].isdigit() and not found["scale"] and 1949 <= value <= 2099
        return ((f"{plain}年" if year else plain, found[0]),)
    for scale in ("亿", "万"):
        if unit.startswith(scale):
            value, unit = value * _SCALES[scale], unit.removeprefix(scale)
    whole = (_plain(value) + _unit(unit), found[0])
    return (whole, (_plain(value), found[0])) if value >= 100 else (whole,)


def _plain(value: Decimal) -> str:
    """A number in digits alone, without zeros that say nothing."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _value(text: str) -> str | None:
    """The value of an Arabic or Chinese numeral in digits, or None."""
    if text[0].isascii():
        return _plain(Decimal(text))
    value = _counted(text)
    return None if value is None else str(value)


def _counted(text: str) -> int | None:
    """The value of a Chinese numeral, that of what stands before 亿 or 万 times as much as these."""
    for scale in ("亿", "万"):
        if scale in text:
            before, _, behind = text.rpartition(scale)
            high, low = _counted(before), _counted(behind) if behind else 0
            return None if high is None or low is None else high * _SCALES[scale] + low
    return numeral(text) if text else None


def _digits(year: str) -> str:
    """A year in Arabic digits, 二〇二一 too."""
    han = "〇一二三四五六七八九"
    return "".join(digit if digit.isascii() else str(han.index(digit.replace("零", "〇"))) for digit in year)
