"""Names of bodies: taking a list of departments, places and organisations apart, each name with its place.

Names are set apart by 、，；, and in a cell also by the end of a line. A line also ends inside a name where the column
is narrow, so a line end sets apart only what looks like whole names. What stands in brackets belongs to its name.
"""

import re
from collections.abc import Iterator

from corpus.numbering import match_marker
from corpus.source import Span
from corpus.table_grid import closed

_BODY_END = (
    "部|委|厅|局|署|办|院|会|府|社|行|组|室|站|所|处|校|馆|台|中心|公司|集团|大学|协会|联盟|银行|军|军区|机关|部门|单位"
    "|企业|机构|组织|总队|支队|大队|指挥部|工会|团委|妇联|残联|工商联|文联|社科联|科协|医院|学校|园区|新区|地方|省|市|州|县|区|旗"
    "|盟|街道|乡镇|镇|乡|总工会|管委|法院|工信|发改|电力|电信|移动|联通|铁塔|邮政|海关|税务|气象|烟草|园|厂|馆|司|协|站"
)
_NAME = re.compile(rf"[^。！？：]{{0,40}}(?:{_BODY_END})(?:[（(][^（）()]*[）)])?")
_FRAGMENT = re.compile("员会|总局|总署|[部委厅局署办院会府社行省市州县区门位构](?:[等负牵按共]|[^一-鿿]|$)")
"""How the rest of a name begins that a line end broke: no name begins so."""
_NAME_BEGINS = re.compile("各|有关|相关|其他|国家|国务院|中央|最高|中国|[省市州县区]")
_OPEN_END = re.compile(r"[和与及或的（(《“、，,]$")
_PLACES = re.compile("各?(?:省|自治区|直辖市|地|市|州|县|区|旗|盟|乡|镇|街道)(?:[（(][^（）()]*[）)])?")
"""省、市、县人民政府 is one name."""
_JOINED = re.compile(
    "(?<=[部委厅局署社行])[和与及](?=[^，、；]{1,20}(?:部|委|厅|局|署|院|会|社|行|办|府|中心)(?:[等按负、，；,;]|$))"
)
_GROUP = "(?:部门|单位|机构|地方|地区|企业|方面)"
_OTHERS = f"(?:有关|相关|各|国务院)*{_GROUP}(?:[和、与及](?:有关|相关)?{_GROUP})*"
_DUTIES = (
    "按照|按|依|根据|各自|职责|职能|任务|分工|分别|共同|联合|具体|负责|牵头|参与|参加|配合|协同|协助|支持|指导|落实|组织|实施|推进"
    "|办理|承担"
)
_TAIL = re.compile(f"(?:等 ?(?:{_OTHERS})?)?(?: |{'|'.join(' ?'.join(word) for word in _DUTIES.split('|'))})*$")
"""What is said of the bodies behind the last of them: 等部门按职责分工负责."""
_LONGEST = 60
_OPENERS, _CLOSERS = "（(〔【[《", "）)〕】]》"


def is_body(text: str) -> bool:
    """Whether a text looks like the whole name of a body, a place or a group of them (各有关部门)."""
    return len(text) > 1 and _NAME.fullmatch(text) is not None


def split_names(text: str) -> list[Span]:
    """The places of the names in a list, without blanks and separators around them.

    Args:
        text: a list as it reads; a line end is a blank.
    """
    pieces = [span for span in _cut(text, list(_separators(text))) if span[0] < span[1]]
    joined: list[Span] = []
    for start, end in pieces:
        if joined and _PLACES.fullmatch(text[slice(*joined[-1])]) and text[joined[-1][1] : start].strip() == "、":
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def names(text: str) -> tuple[str, ...]:
    """The names in a list, as they read, without what is said behind them (等部门按职责分工负责)."""
    found = (closed(text[start:end]) for start, end in (without_tail(text, span) for span in split_names(text)))
    return tuple(name for name in found if name)


def without_tail(text: str, span: Span) -> Span:
    """The place of a name without what is said behind it; empty when nothing else is there."""
    start, end = span
    tail = _TAIL.search(text, max(start, end - _LONGEST), end)
    return start, start + len(text[start : tail.start()].rstrip()) if tail else end


def list_text(text: str) -> str:
    """A list as it reads: 、 stands where only the end of a line sets two names apart."""
    marked = list(text)
    for start, end in _separators(text):
        if text[start:end] == " ":
            marked[start] = "、"
    return closed("".join(marked))


def _cut(text: str, separators: list[Span]) -> Iterator[Span]:
    start = 0
    for begin, behind in [*separators, (len(text), len(text))]:
        words = text[start:begin]
        lead = len(words) - len(words.lstrip())
        yield start + lead, max(start + lead, begin - (len(words) - len(words.rstrip())))
        start = behind


def _separators(text: str) -> Iterator[Span]:
    """The separators outside brackets, in order."""
    depth = 0
    listed = bool(re.search("[、，,]", text))
    marker = match_marker(text)
    begun = marker.length if marker else 0  # the 、 of 一、 sets no names apart
    for at, char in enumerate(text):
        depth = max(0, depth + (char in _OPENERS) - (char in _CLOSERS))
        if depth or at < begun:
            continue
        if (
            char in "、，,；;"
            or (
                char == " "
                and _ends_name(text[max(begun, at - _LONGEST) : at], text[at + 1 : at + _LONGEST], listed=listed)
            )
            or _JOINED.match(text, at)
        ):
            yield at, at + 1
            begun = at + 1


def _ends_name(before: str, after: str, *, listed: bool) -> bool:
    """Whether a blank stands between two names, and is not the end of a line inside one."""
    before, after = closed(before.strip()), after.strip()
    if not before or not after or _OPEN_END.search(before) or after[0] in "、，,；;" or _FRAGMENT.match(after):
        return False
    if listed and not (is_body(before) and _NAME_BEGINS.match(after)):
        return False  # the list has its own separators; the end of a line is nothing but that
    first = re.split("[ 、，,；;]", after, maxsplit=1)[0]
    first = first[: without_tail(first, (0, len(first)))[1]]
    # 自然资源和 规划厅 is one name; 中国移动 中国电信 are two, although neither ends like a body.
    return is_body(before) or not is_body(first)
