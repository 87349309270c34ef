"""Pieces of the head of a document that are known by their form: numbers, notes, dates, words of web sites."""

import re

from corpus.metadata_words import DATE, DIGITS, SMALL, is_body_name, is_sentence, is_title

_YEAR = r"(?:19|20) ?\d ?\d"
_SERIAL = r"(?:\d(?: ?\d){0,4}|[〇零一二三四五六七八九十百]{1,6})"
_LEFT, _RIGHT = r"[〔\[［（(【]", r"[〕\]］）)】]"
_CORE = re.compile(rf" ?{_LEFT} ?{_YEAR} ?年? ?{_RIGHT} ?(?:[一-鿿]{{1,8}}?)?第? ?{_SERIAL} ?号")
NUMBER = re.compile(rf"[一-鿿A-Za-z]{{0,20}}{_CORE.pattern}")
"""发文字号: 川府发〔2024〕21号, with brackets of any kind."""

_SESSION = rf"{_LEFT}(?:[一二三四五六七八九十]{{1,3}}|\d{{1,2}})届{_RIGHT} ?"
_ORDER_CORE = re.compile(
    rf"(?:令|公告) ?(?:{_LEFT}?{_YEAR} ?{_RIGHT}? ?年? ?|{_SESSION})?{_LEFT}?第? ?{_SERIAL} ?号{_RIGHT}?"
)
ORDER = re.compile(rf"([一-鿿、（） ]{{0,300}}?)({_ORDER_CORE.pattern})")
"""国务院令第706号, 国家税务总局公告2021年第3号: the bodies, and the rest."""
BARE_ORDER = re.compile(rf"(?:{_YEAR} ?年 ?|{_SESSION}|{_LEFT})?第 ?{_SERIAL} ?号{_RIGHT}?(?:令)?")
"""The number of an order on a line of its own."""

NOTE = re.compile(rf"[（(](?:根据)?{DATE.pattern}(?:[^（）()]|[（(][^（）()]{{0,200}}[）)]){{0,1000}}[）)]")
"""题注 in brackets."""
PLAIN_NOTE = re.compile(
    rf"{DATE.pattern}[^。；]{{0,120}}?(?:会议|常委会)[^。；]{{0,80}}?(?:通过|批准|修订|修正)(?=$|[）)（(\d])[）)]?"
    rf"|^(?:根据)?{DATE.pattern}[^。；]{{0,200}}(?:通过|批准|修订|修正|公布|发布)[）)]?$"
)
"""题注 without brackets."""
_GIVEN = rf"{DATE.pattern}在[^。；，]{{4,80}}?会(?:议)?上"
SPEECH = re.compile(rf"[—－-]{{1,3}} ?{_GIVEN}|^[（(]?{_GIVEN}[）)]?$")
"""——2024年3月5日在第十四届全国人民代表大会第二次会议上."""

_CLOCK = r"(?<!\d)\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?!\d)"
STAMP = re.compile(
    rf"(?<!\d)\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?!\d)(?: ?{_CLOCK})?"
    rf"|\d{{4}}年\d{{1,2}}月\d{{1,2}}日 ?{_CLOCK}|{_CLOCK}"
)
"""When a web site published a page."""
_BUTTON = "打印(?:本页|此页)?|收藏|留言|分享到?|关闭(?:窗口|本页)?|返回(?:顶部|首页)|纠错"
SITE = re.compile(
    rf"(?:默认大超大|打印收藏留言|大中小|【?我要纠错】?|[【\[](?:{_BUTTON}|大|中|小)[】\]]|(?:{_BUTTON})(?=[|】\]]|$)|默认|超大"
    r"|下载(?:图片|文字|PDF|WORD|Word|pdf)?版|扫一扫在手机打开当前页|[|])+"
)
"""What can be clicked on a page."""
DATELINE = re.compile(r"(?:新华社|中新社|人民日报)[一-鿿]{2,8}?\d{1,2}月\d{1,2}日[电讯](?:（[^（）]{1,30}）)?")
CRUMBS = re.compile(
    r"(?:(?:当前|您?(?:现在)?(?:的|所在))(?:的)?位置[:：]?)?(?:网站)?首页"
    r"(?: ?(?:[>/›»＞]|&gt;)+ ?[^>/›»＞，。《（|]{1,20})*[>/›»＞]?"
)
"""The path to a page in its site."""
CRUMBS_END = re.compile("国务院|国家|中共|中华人民共和国|全国|最高人民|关于|下载|[一-鿿]{2,8}?(?:省|市|自治区)人民")
STANDING = re.compile(r"[【\[（(](?:已?废止|已?失效|已被?修改|已修订|现行有效|有效|尚未生效|尚未施行)[】\]）)]")
"""Whether the document is in force, as a data base marks it."""
REMARK = re.compile(
    r"[（(](?:此件|本文|此文|联系人|附注|(?:本|该)[一-鿿]{1,6}已)[^（）()]*[）)]"
    rf"|(?:{DIGITS}) ?年(?: ?(?:{SMALL}) ?月)?"
)
"""附注, and the year or month on a cover."""

ADDRESSED = re.compile(
    "各(?:省|市|州|区|县|盟|旗|地|乡|镇|部|级|有关|相关|中央|直属|设区|人民政府|单位|会员|银行|高等|高校|学校|国家|直辖|民主|保险|证券)"
)
"""How 主送机关 often begins."""
NOT_ADDRESSED = re.compile("如下|以下|下列|包括|例如|规定|[0-9一二三四五六七八九十]、|是$|为$|[:：].")
QUOTED_SUBJECT = re.compile("《[^《》]+》(?:已|业经|经|由)")
CHAPTER = re.compile("目录(?=第[一1]|[一1]、)|第(?:一|1)(?:章|编|条)(?!第|之|规定)")
NO_SIGNATURE = re.compile(
    "公布|发布|印发|颁布|下发|出台|批准|通过|召开|作出|施行|以|起|前|后|至|到|[，、。；：:的在令]"
)
"""What follows a date that belongs to a sentence."""

_PERSON = re.compile(
    "(?:主任|部长|局长|署长|行长|总理|主席|省长|市长|州长|县长|区长|盟长|书记|委员长|会长|院长|检察长|审计长|秘书长|厅长)"
    "[：:]?[一-鿿·]{2,10}$"
)
_CODE_LENGTH = 12
_LONGEST_CODE = 20
_AHEAD = 400
"""Characters: a number that stands farther on does not belong to the words here."""


def is_person(text: str) -> bool:
    """Whether a line ends in an office and the name of who holds it: the signature under an order."""
    return bool(_PERSON.search(text)) and not is_sentence(text.replace("：", ""))


def number_start(line: str, at: int) -> int | None:
    """Where the next document number behind a position begins: behind a title or a red head on the same line."""
    core = _CORE.search(line, at, at + _AHEAD)
    if core is None:
        return None
    for cut in range(core.start() - 1, at, -1):
        words = line[at:cut]
        if words.endswith("文件") or (core.start() - cut <= _CODE_LENGTH and len(words) >= 6 and is_title(words)):
            return cut
    run = re.compile("[一-鿿A-Za-z]*$").search(line[at : core.start()])
    first = at + run.start() if run else core.start()
    return max(first, core.start() - _LONGEST_CODE)


def order_start(line: str, at: int) -> int | None:
    """Where the next order or public notice with its number begins: with the name of the body that gives it."""
    for core in _ORDER_CORE.finditer(line, at, at + _AHEAD):
        run = re.compile("[一-鿿、（） ]*$").search(line[at : core.start()])
        first = at + (run.start() if run else 0)
        before = line[first : core.start()]
        if not before:
            return core.start()
        if (chair := re.search("(?:中华人民共和国)?主席$", before)) is not None:
            return first + chair.start()
        if is_body_name(before) or re.fullmatch("[一-鿿]{2,12}(?:省|市|自治区|州|县|区|盟|旗)长?", before):
            return first
    return None
