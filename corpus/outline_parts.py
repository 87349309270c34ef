"""The named parts of an official document, and the words by which a line shows to which it belongs.

The order is that of GB/T 9704-2012 (党政机关公文格式), the names are those of the standard; 题注 is the note below the
title of a law that says when it was adopted.
"""

import re
from enum import StrEnum

from corpus.clause import CLOSING
from corpus.metadata import is_body_name, is_title
from corpus.numbering import box_name, match_marker
from corpus.outline_signature import is_date, is_signer


class Role(StrEnum):
    """What a line outside the numbered body is. The value is what the reader sees."""

    PAGE = "页面信息"
    CONTENTS = "目录"
    COPY = "份号"
    SECRECY = "密级"
    URGENCY = "紧急程度"
    EMBLEM = "发文机关标志"
    NUMBER = "发文字号"
    SIGNATORY = "签发人"
    TITLE = "标题"
    NOTE_OF_TITLE = "题注"
    AUTHOR = "署名"
    ADDRESSEE = "主送机关"
    CLOSING = CLOSING
    ATTACHED = "附件说明"
    SIGNATURE = "落款"
    REMARK = "附注"
    COPIES = "抄送"
    IMPRINT = "印发信息"


_NUMBER = (
    r"[（(]?[^，。；：]{1,25}[〔\[［（(【] ?\d{4} ?[〕\]］）)】] ?第? ?\d{1,5} ?号[）)]?"
    r"|第 ?[\d〇零一二三四五六七八九十百]{1,6} ?号"
)
_ADDRESSED = (
    "[^。；]{1,400}?"
    "(?:政府|[省市州县区旗盟部委厅局办院校所会处站企]|部门|机构|单位|公司|集团|学校|银行|组织|中心|办公室|代表|委员|同志|"
    "总部|兵团|党组|国务院|机关|各地|网信办)[）)]?[：:]"
)
_HEAD: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile(_NUMBER), Role.NUMBER),
    (re.compile(r"(?:No\.?|№)? ?\d{6}"), Role.COPY),
    (re.compile("(?:绝密|机密|秘密)(?:★.{0,8})?"), Role.SECRECY),
    (re.compile("特急|加急|平急|特提|急件"), Role.URGENCY),
    (re.compile("签发人[:：].{0,30}"), Role.SIGNATORY),
    (re.compile(_ADDRESSED), Role.ADDRESSEE),
)
_ORDER = re.compile(r".{2,60}(?:令|命令|[（(]令[）)])")
_DAY = re.compile(r"[（(]?(?:[12]\d{3}|[〇零○一二三四五六七八九]{4})年")
_ENACTED = re.compile("通过|批准|修订|修正|公布|发布|颁布|印发|会议|令第")
_SPEECH = re.compile(r"[—–-]{1,2} ?[12]\d{3}年.{2,80}上")
_LONGEST_NOTE = 900

_IMPRINT = re.compile(r"信息公开选项|(?:公开方式|公开属性)[:：]|日 ?印发$|[（(]?共印\d+份[）)]?$|^校对[:：]")
_LONGEST_IMPRINT = 60
_REMARK = re.compile(
    r"[（(](?:本文|此件|联系人|联系方式|联系电话|信息公开)[^（）()]{0,60}(?:[（(][^（）()]{0,20}[）)][^（）()]{0,30})?[）)]"
)
_COPIES = re.compile("(?:抄送|抄报|分送|印送|主送|报送)[:：]")
_CLOSING = re.compile(
    r"特此(?:通知|公告|通告|通报|函达|函复|函告|批复|报告|决定|说明|公布|函)[。！]?"
    r"|(?:以上|当否|妥否|可否|是否妥当)[^。]{0,40}(?:批转|审议|批示|指示|批复|函复|审批|执行|审定)[^。]{0,12}[。！]?"
)
_ENDED = re.compile(r"[。；！？：][”’」』）)】]*$")


def ends_sentence(text: str) -> bool:
    """Whether a line ends with the end of a sentence, or with a colon."""
    return bool(_ENDED.search(text))


def begins_body(text: str) -> bool:
    """Whether a line opens a numbered unit, a box, or a table written in signs."""
    return text.startswith("|") or match_marker(text) is not None or box_name(text) is not None


def head_role(text: str, *, titled: bool) -> Role | None:
    """The role of a line before the body, or None; `titled` says whether the title stands above."""
    for pattern, role in _HEAD:
        if pattern.fullmatch(text):
            return role
    paper = text.endswith("文件") and is_body_name(text.removesuffix("文件"))
    if paper or text in {"令", "命令"} or (not titled and _ORDER.fullmatch(text)):
        return Role.EMBLEM
    if is_signer(text):
        return Role.AUTHOR if titled else Role.EMBLEM
    return Role.TITLE if is_title(text) else None


def is_note_of_title(text: str) -> bool:
    """Whether a line says when a document was adopted: （2021年11月25日…会议通过）."""
    bracketed = text[0] in "（("
    if _SPEECH.fullmatch(text) or (bracketed and is_date(text)):
        return True
    adopted = _DAY.match(text) and _ENACTED.search(text) and len(text) <= _LONGEST_NOTE
    return bool(adopted) and (bracketed or not ends_sentence(text))


def tail_role(text: str, above: str, above_role: Role | None, below: str, *, head: bool) -> Role | None:
    """The role of a line of the closing part, or None: closing words, remarks, copies, the imprint.

    Args:
        text: the line.
        above: the line above it.
        above_role: the role of that line.
        below: the line below it.
        head: whether the body has not begun yet.
    """
    if match_marker(text) is not None:
        return None
    if _is_imprint(text, above_role, below):
        return Role.IMPRINT
    if _REMARK.fullmatch(text):
        return Role.REMARK
    if head:
        return None
    goes_on = above_role is Role.COPIES and not above.endswith("。") and bool(re.search("[，、。]", text))
    if goes_on or _COPIES.match(text):
        return Role.COPIES
    return Role.CLOSING if _CLOSING.fullmatch(text) else None


def open_brackets(text: str) -> int:
    """How many more brackets a line opens than it closes."""
    return sum(char in "（(" for char in text) - sum(char in "）)" for char in text)


def _is_imprint(text: str, above: Role | None, below: str) -> bool:
    """Whether a line says who printed the document and when, or how it is made public."""
    if _IMPRINT.search(text) and len(text) <= _LONGEST_IMPRINT:
        return True
    return is_body_name(text) and (above is Role.IMPRINT or bool(re.fullmatch(r"[\d 年月日]{8,14}印发", below)))
