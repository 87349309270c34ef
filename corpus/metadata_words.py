"""The words that metadata are told by: names of public bodies, titles and dates of official documents."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date
from functools import lru_cache

from corpus.numbering import attachment_name, match_marker, numeral
from corpus.source import Span

KINDS = (
    "决议 决定 命令 公报 公告 通告 意见 通知 通报 报告 请示 批复 议案 函 纪要 "  # 党政机关公文处理工作条例, article 8
    "方案 办法 条例 规定 规则 细则 规划 计划 纲要 要点 指南 清单 标准 章程 制度 措施 规程 答复 说明 法 解释 目录 "
    "规范 准则 守则 预案 通则 修正案 大纲 战略 须知 名录 名单 公约 协定 布告 导则 倡议 议定书 白皮书 建议"
).split()
_NO_LAW = "(?<![执司立合违依做守普])(?<!(?<!适)用)法"  # 执法, 合法, 用法 and the like are no laws, 法律适用法 is one
_KIND = "|".join(_NO_LAW if kind == "法" else kind for kind in sorted(KINDS, key=len, reverse=True))
KIND_END = re.compile(rf"({_KIND})((?:\s?[（(][^（）()]{{1,30}}[）)])*)$")
_PUNCTUATION = re.compile("[，。；：！？,;!?|]")
_QUOTED = re.compile("《[^《》]*(?:《[^《》]*》[^《》]*)*》|“[^“”]*”")
_PAIRS = ("《》", "“”", "（）")

_YEAR_DIGIT = "[〇零○◯ＯO一二三四五六七八九]"
DIGITS = rf"[12] ?\d ?\d ?\d|(?:{_YEAR_DIGIT} ?){{3}}{_YEAR_DIGIT}"
SMALL = r"\d ?\d|\d|[一二三四五六七八九十](?: ?[一二三四五六七八九十]){0,2}"
DATE = re.compile(rf"({DIGITS}) ?年 ?({SMALL}) ?月 ?({SMALL}) ?日")
_YEAR_DIGITS = str.maketrans("〇零○◯ＯO一二三四五六七八九", "000000123456789")

_NAME_END = re.compile(
    r"(?:政府|国务院|人民代表大会|法院|检察院|委员会|办公厅|办公室|银行|总行|分行|支行|海关|总社|党组|中央军委|联席会议"
    r"|领导小组|协调小组|工作小组|工作组|专班|公司|集团|协会|学会|商会|联合会|总工会|基金会|妇联|残联|文联|侨联|工商联|科协"
    r"|大学|学校|党校|学院|研究所|交易所|办事处|管理处|秘书处|总队|支队|(?:中共|共青团|民革|民盟|民建|民进|农工党|致公党)中央"
    r"|[一-鿿](?:厅|局|部|委|署|院|会|办|中心))$"
)
_NO_NAME = re.compile(
    "(?:布局|格局|全局|大局|结局|时局|全部|内部|外部|[东西中南北]部|局部|部署|社会|机会|体会|都会|举办|承办|主办|督办|交办|兴办|创办"
    "|协办|代办|开办|不办|快办|通办|帮办|为中心|经济中心)$"
)
SEAL = re.compile(r"[（(](?:章|[^（）()]{0,25}(?:代章|盖章|印章|公章))[）)]$")
_BRACKET = re.compile(r"[（(]([^（）()]{2,40})[）)]$")
_LONGEST_NAME = 45
_SHORT_NAME = 60
_LONGEST_LIST = 400
NAME_START = re.compile(
    "中华人民共和国|中国(?!家)|国家|国务院|中共|中央|最高人民|全国|共青团|中华全国|公安部|教育部|科学技术部|科技部|工业和信息化部"
    "|民政部|司法部|财政部|人力资源|自然资源部|生态环境部|住房|交通运输部|水利部|农业农村部|商务部|文化和旅游部|应急管理部"
    "|审计署|海关总署|市场监管总局|金融监管总局|人民银行|证监会|银保监会"
)
_REGION = re.compile("(?:中共|中国共产党)?([一-鿿]{2,10}?(?:省|自治区|市|自治州|州|盟|地区|自治县|县|区|旗))")


def is_seal(line: str) -> bool:
    """Whether a line says only that a seal stands there: （代章）."""
    return bool(SEAL.fullmatch(line))


def is_body_name(line: str) -> bool:
    """Whether a line is nothing but the name of a public body, or several names."""
    name = SEAL.sub("", line)
    bracket = _BRACKET.search(name)
    if bracket and bracket.start() > 0 and _names_body(bracket[1]):
        name = name[: bracket.start()]
    if not 3 <= len(name) <= _LONGEST_LIST or not is_balanced(name) or _PUNCTUATION.search(name):
        return False
    if match_marker(name) is not None:
        return False
    if len(name) > _SHORT_NAME:
        return len(split_bodies(name, ())) > 1
    return _names_body(name)


def is_second_name(line: str) -> bool:
    """Whether a line is the bracketed second name of the body above it."""
    inner = _BRACKET.fullmatch(SEAL.sub("", line))
    return inner is not None and _names_body(inner[1])


def _names_body(name: str) -> bool:
    return len(name) >= 3 and bool(_NAME_END.search(name)) and not _NO_NAME.search(name)


def split_bodies(text: str, gaps: Collection[int]) -> list[Span]:
    """The spans of the single names in a line of names of public bodies.

    Names are set apart by 、, by a blank (`gaps` are the positions where one was taken out), or only by how the next
    one begins (国家…, 中华人民共和国…, the same province again). Of several ways the one with the most names counts.
    One span when the text cannot be divided into names.
    """
    region = _REGION.match(text)
    places = set(gaps) | {found.start() for found in NAME_START.finditer(text)}
    if region:
        places |= {found.start() for found in re.finditer(re.escape(region[1]), text)}
    cuts = sorted(at for at in places if 0 < at < len(text))
    listed = [found.span() for found in re.finditer(r"[^、\s]+", text)]
    spans = [span for start, end in listed for span in _divided(text, start, end, cuts)]
    return spans if all(_is_name(text[start:end]) for start, end in spans) else [(0, len(text))]


def _divided(text: str, start: int, end: int, cuts: list[int]) -> list[Span]:
    """The longest chain of names from `start` to `end`, cut at some of the places."""
    best: dict[int, list[Span]] = {start: []}
    for at in [*(cut for cut in cuts if start < cut < end), end]:
        chains = [
            [*chain, (begin, at)]
            for begin, chain in best.items()
            if at - begin <= _LONGEST_NAME and _is_name(text[begin:at]) and begin < at
        ]
        if chains:
            best[at] = max(chains, key=len)
    return best.get(end) or [(start, end)]


@lru_cache(maxsize=4096)
def _is_name(name: str) -> bool:
    inner = SEAL.sub("", name)
    bracket = _BRACKET.search(inner)
    if bracket and bracket.start() > 0 and _names_body(bracket[1]):
        inner = inner[: bracket.start()]
    return _names_body(inner)


def is_title(line: str) -> bool:
    """Whether a line reads like the title of an official document: it ends in a kind and is no sentence."""
    if not 4 <= len(line) <= 150 or not is_balanced(line):
        return False
    whole = unquoted(line)
    return bool(KIND_END.search(whole)) and not _PUNCTUATION.search(_QUOTED.sub("", whole))


def unquoted(line: str) -> str:
    """A title without the marks 《》 when they stand around the whole of it."""
    return line[1:-1] if line.startswith("《") and line.find("》") == len(line) - 1 else line


def is_balanced(line: str) -> bool:
    """Whether every quotation mark and bracket of a line is closed in it."""
    return all(line.count(pair[0]) == line.count(pair[1]) for pair in _PAIRS)


def is_sentence(text: str) -> bool:
    """Whether a text has the punctuation of running text outside quoted titles."""
    return bool(_PUNCTUATION.search(_QUOTED.sub("", text)))


def is_date_line(line: str) -> bool:
    """Whether a line holds nothing but a date (it may stand in brackets)."""
    return bool(DATE.fullmatch(line.strip("（）()")))


def read_date(text: str) -> str | None:
    """The first date in a text as ISO 8601, or None when there is none or it is no calendar day."""
    found = DATE.search(unicodedata.normalize("NFKC", text))
    if found is None:
        return None
    year, month, day = (part.replace(" ", "") for part in found.groups())
    return _iso(int(year.translate(_YEAR_DIGITS)), numeral(month), numeral(day))


def _iso(year: int, month: int | None, day: int | None) -> str | None:
    if month is None or day is None:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def read_labelled_date(text: str) -> str | None:
    """The date at the start of a field of a form, which may also write 2024-11-26."""
    digits = re.match(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", text)
    if digits:
        return _iso(int(digits[1]), int(digits[2]), int(digits[3]))
    return read_date(text) if DATE.match(text) else None


def begins_body(line: str) -> bool:
    """Whether a line ends the head of a document: a numbered unit, a table or an attachment begins."""
    return line.startswith("|") or attachment_name(line) is not None or match_marker(line) is not None
