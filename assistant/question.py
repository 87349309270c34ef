"""Reading a question: is it one, and what does it ask for."""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto

from assistant.errors import QuestionError
from index import ClauseReference, clause_references, named_provinces, named_years

MAX_QUESTION = 2_000
"""Characters."""

FILLERS = frozenset(
    "文件 规定 要求 安排 部署 说 讲 写 写明 提到 提出 介绍 告诉 知道 想 查 怎么办 方面 进行 做 应该 需要 "
    "天 年 月 日 号 位 家 份 部".split()
)
"""Words of a question that say that it is a question to policy documents, not what it is about."""

_CONTROL = {"Cc", "Cs", "Co", "Cn"}
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[(【]\s*(?:19|20)\d{2}\s*[〕\])】]\s*第?\d{1,5}\s*号")
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
    numbers = tuple(dict.fromkeys("".join(found.split()) for found in _NUMBER.findall(folded)))
    years = named_years(folded)
    relative = _RELATIVE_YEAR.search(folded)
    return Question(
        text=text,
        wanted=tuple(kind for kind, pattern in _WANTED if pattern.search(folded)) or (Wanted.TEXT,),
        years=years,
        places=named_provinces(folded),
        clauses=clause_references(_NUMBER.sub(" ", folded)),
        titles=tuple(dict.fromkeys(_TITLE.findall(folded))),
        numbers=numbers,
        relative_year=relative[0] if relative and not years else None,
        negated=bool(_NEGATED.search(folded)),
    )
