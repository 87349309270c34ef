"""The signature of an official document (落款): the bodies or persons that issue it, and the date."""

import re
from collections.abc import Container, Sequence

from corpus.metadata import is_body_name, is_title
from corpus.numbering import attachment_name, match_marker, titled_attachment

_DIGITS = "〇零○◯Ｏ一二三四五六七八九"
_DATE = (
    rf"(?:[12]\d{{3}}|[{_DIGITS}]{{4}}) ?年 ?(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}}) ?月"
    r"(?: ?(?:\d{1,2}|[一二三四五六七八九十]{1,3}) ?日)?"
)
_DATE_LINE = re.compile(rf"[（(]?{_DATE}[）)]?")
_DATED = re.compile(rf"(.{{2,80}}?) ?{_DATE}")
_SEAL = re.compile(r"[（(](?:代|公|盖|印)?章[）)]$|[（(](?:盖章|公章|印)[）)]$")
_OFFICE = re.compile(
    r"[^，。；：！？、]{0,40}?(?:总理|主席|主任|部长|省长|市长|州长|盟长|县长|区长|旗长|镇长|局长|厅长|署长|行长|院长|会长|组长|"
    r"审计长|检察长|委员长|司令员|书记|理事长|董事长)[ ·]?[\u4e00-\u9fff·]{2,8}"
)
_BODY = re.compile(
    r"[\u4e00-\u9fff（）()“”·\d ]{2,40}(?:领导小组|指挥部|委员会|公司|集团|大学|学院|学校|医院|银行|协会|学会|联合会|"
    r"党组|工会|秘书[局处]|联席会议|管委会|工委|党委|纪委|监委|政协|人大|[总支大]队|政府|委|办|部|厅|局|署|院|会|社|司|"
    r"处|中心|室)"
)
_MARKS = re.compile("[。，；：！？]")
_ENDED = re.compile(r"[。；：！？][”’」』）)】]*$")
_BEHIND = re.compile(
    r"[（(](?:此件|本文|联系|信息公开)|抄送|抄报|分送|印送|信息公开选项|公开方式|附件|附录|扫一扫|【|责任编辑"
    r"|[^\d（(]{3,40}\d.{6,14}印发$"
)
_MOST_NAMES = 12
_MOST_SHORT = 3
_LONGEST_NAME = 40


def is_date(text: str) -> bool:
    """Whether a line holds nothing but a date, perhaps in brackets; the day may be missing."""
    return bool(_DATE_LINE.fullmatch(text))


def is_signer(text: str) -> bool:
    """Whether a line names nothing but bodies, or a person with the office held."""
    name = _SEAL.sub("", text).strip()
    if not 2 <= len(name) <= 80 or _MARKS.search(name) or match_marker(name) is not None:
        return False
    words = [word.strip("（）()") for word in re.split("[ 、]", name) if word.strip("（）()")]
    bodies = all(is_body_name(word) or _BODY.fullmatch(word) for word in words)
    return bool(words) and (bodies or bool(_OFFICE.fullmatch(name)))


def signature_lines(texts: Sequence[str], outside: Container[int]) -> set[int]:
    """The lines of all signatures: names with the date right below or behind them; at the end also one of them alone.

    Args:
        texts: the lines of the clean text.
        outside: lines that are surely no part of one, such as those of tables.
    """
    found: set[int] = set()
    spoken = False
    for at, text in enumerate(texts):
        if at in outside:
            continue
        if spoken and is_date(text):
            names = _names_above(texts, at, outside)
            if not names and _is_end(texts, at + 1):
                names = _short_lines_above(texts, at, outside)
            if names or (_stops(texts[at - 1]) and _is_end(texts, at + 1)):
                found.update(range(at - names, at + 1))
        elif spoken and (dated := _DATED.fullmatch(text)) is not None and is_signer(dated[1]):
            found.update(range(at - _names_above(texts, at, outside), at + 1))
        elif spoken and is_body_name(text) and _stops(texts[at - 1]) and _ends_here(texts, at):
            found.add(at)
        spoken = spoken or bool(_ENDED.search(text))
    return found


def _stops(text: str) -> bool:
    """Whether the body, or the list of attachments below it, may end with a line."""
    marker = match_marker(text)
    return bool(_ENDED.search(text)) or titled_attachment(text) is not None or (marker is not None and len(text) < 100)


def _names_above(texts: Sequence[str], date: int, outside: Container[int]) -> int:
    """How many lines directly above a date name who signs."""
    first = date
    while first > 0 and date - first < _MOST_NAMES and first - 1 not in outside and is_signer(texts[first - 1]):
        first -= 1
    return date - first


def _short_lines_above(texts: Sequence[str], date: int, outside: Container[int]) -> int:
    """How many short lines without punctuation stand between the end of the body and a date that ends the document."""
    first = date
    while first > 0 and date - first <= _MOST_SHORT and first - 1 not in outside:
        above = texts[first - 1]
        if _stops(above):
            return date - first
        if len(above) > _LONGEST_NAME or _MARKS.search(above):
            return 0
        first -= 1
    return 0


def _ends_here(texts: Sequence[str], at: int) -> bool:
    """Whether a name without a date is the last line, or stands before what follows a signature."""
    last = at + 1
    while last < len(texts) and is_signer(texts[last]):
        last += 1
    return _is_end(texts, last)


def _is_end(texts: Sequence[str], at: int) -> bool:
    if at >= len(texts):
        return True
    text = texts[at]
    opens = attachment_name(text) is not None or titled_attachment(text) is not None
    return opens or bool(_BEHIND.match(text)) or is_title(text)
