"""Reading a question: is it one, and what does it ask for."""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto

from assistant.clause_reference import ClauseReference, clause_references
from assistant.errors import QuestionError

MAX_QUESTION = 2_000
"""Characters."""

FILLERS = frozenset(
    "文件 规定 要求 安排 部署 说 讲 写 写明 提到 提出 介绍 告诉 知道 想 查 怎么办 方面 进行 做 应该 需要".split()
)
"""Words of a question that say that it is a question to policy documents, not what it is about."""

PROVINCES = (
    "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 重庆 "
    "四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 香港 澳门 台湾"
).split()
"""Province-level divisions (GB/T 2260), by the names people use."""

_CONTROL = {"Cc", "Cs", "Co", "Cn"}
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)(?=年|版|年度|－|—|-)")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[(【]\s*(?:19|20)\d{2}\s*[〕\])】]\s*第?\d{1,5}\s*号")
_HAN_YEAR = re.compile(r"[一二][〇零○九][〇零○一二三四五六七八九]{2}(?=年)")
_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_RELATIVE_YEAR = re.compile(r"今年|明年|去年|前年|后年|本年度|上年|次年")
_NEGATED = re.compile(
    r"不(?:由|是由?)?[^，。？?]{0,12}(?:牵头|负责|参与)的|除(?:了)?[^，。？?]{1,20}(?:之外|以外|外)|非[^，。？?]{1,12}(?:牵头|负责)"
)
COMPARES = re.compile(r"分别|比较|对比|区别|不同|两[份个部篇](?:文件|意见|通知|方案|条例)?|各自|各是|各为|两[地省市]")
"""Words by which a question sets things side by side."""
_TITLE = re.compile(r"《([^《》]{2,100})》")


class Wanted(Enum):
    """What kind of answer a question asks for."""

    AMOUNT = auto()
    TIME = auto()
    BODY = auto()
    LIST = auto()
    HEADING = auto()
    TEXT = auto()


_WANTED: tuple[tuple[Wanted, re.Pattern[str]], ...] = (
    (Wanted.HEADING, re.compile(r"标题是|题目是|叫什么")),
    (Wanted.LIST, re.compile(r"哪些|哪几|有什么|包括什么|分别|都有|列出|列举|几条|几项")),
    (
        Wanted.AMOUNT,
        re.compile(r"多少|几[个家项条年天月日成级次倍]|多大|多长|多久|多高|百分之几|比例|目标值|金额|时延"),
    ),
    (Wanted.TIME, re.compile(r"什么时候|何时|哪[一]?年|哪[一]?天|几月|几号|截止|时间|期限|进度")),
    (Wanted.BODY, re.compile(r"谁|哪个部门|哪个单位|哪家|哪些部门|哪些单位|由.{0,6}负责|牵头|主管")),
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    Attributes:
        text: the words as asked, blanks around them removed.
        wanted: the kinds of answer asked for, the most telling first; never empty.
        years: calendar years named, in order.
        places: province-level divisions named.
        clauses: clauses named by number.
        titles: what stands between 《》, without the marks.
        numbers: document numbers, blanks removed.
        relative_year: 今年 and the like, when no calendar year is named beside it.
        negated: whether it asks for what does not meet a condition.
    """

    text: str
    wanted: tuple[Wanted, ...]
    years: tuple[str, ...]
    places: tuple[str, ...]
    clauses: tuple[ClauseReference, ...]
    titles: tuple[str, ...]
    numbers: tuple[str, ...]
    relative_year: str | None
    negated: bool

    def wants(self, kind: Wanted) -> bool:
        """Whether this kind of answer is among those asked for."""
        return kind in self.wanted


def check_question(text: str) -> str:
    """The question without the blanks around it.

    Raises:
        QuestionError: empty, longer than 2,000 characters, or with characters that are no text.
    """
    stripped = text.strip()
    if not stripped:
        raise QuestionError("问题是空的", remedy="请输入要问的内容，例如“2021年要新增多少家上云企业？”")
    if len(stripped) > MAX_QUESTION:
        raise QuestionError(
            f"问题有 {len(stripped):,} 个字符，超过 {MAX_QUESTION:,} 个的上限", remedy="请缩短问题，或分几次来问"
        )
    odd = next((char for char in stripped if unicodedata.category(char) in _CONTROL and char not in "\t\n\r"), None)
    if odd is not None:
        raise QuestionError(f"问题里有不能识别的控制字符（U+{ord(odd):04X}）", remedy="请删去这个字符后再问")
    if not any(char.isalnum() for char in stripped):
        raise QuestionError("问题里没有文字", remedy="请输入要问的内容，例如“2021年要新增多少家上云企业？”")
    return stripped


def read_question(text: str) -> Question:
    """Understand a question that `check_question` has passed."""
    folded = unicodedata.normalize("NFKC", text)
    dated = _HAN_YEAR.sub(lambda found: found[0].translate(_HAN_DIGITS), folded)
    numbers = tuple(dict.fromkeys("".join(found.split()) for found in _NUMBER.findall(folded)))
    bare = _NUMBER.sub(" ", dated)
    years = tuple(dict.fromkeys(_YEAR.findall(bare)))
    relative = _RELATIVE_YEAR.search(folded)
    return Question(
        text=text,
        wanted=tuple(kind for kind, pattern in _WANTED if pattern.search(folded)) or (Wanted.TEXT,),
        years=years,
        places=tuple(name for name in PROVINCES if name in folded),
        clauses=clause_references(_NUMBER.sub(" ", folded)),
        titles=tuple(dict.fromkeys(_TITLE.findall(folded))),
        numbers=numbers,
        relative_year=relative[0] if relative and not years else None,
        negated=bool(_NEGATED.search(folded)),
    )
