"""The year of a document, as against a year that is spoken about."""

import re
import unicodedata

_HAN_YEAR = re.compile(r"[一二][〇零○九][〇零○一二三四五六七八九]{2}(?=年)")
_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)(?=年|版|年度|－|—|-)")
NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,12}?\s*[〔\[(【〈<{]\s*((?:19|20)\d{2})\s*年?\s*[〕\])】〉>}]\s*第?\s*\d{1,5}\s*号"
    r"|[\u4e00-\u9fff、]{2,30}(?:令|公告)\s*(?:(?:19|20)\d{2}\s*年)?\s*第?\s*(?:\d{1,4}|[〇零一二三四五六七八九十百]{1,7})\s*号"
)
"""A document number in brackets of any kind, or the number of an order."""

_KIND = (
    "意见|通知|方案|办法|条例|规定|规则|细则|规划|计划|纲要|要点|指南|清单|决定|决议|公告|通告|通报|报告|批复|复函|命令|措施|规程|答复"
    "|规范|准则|章程|标准|目录|预案|文件|政策|草案|征求意见稿|法"
)
_NAMED = rf"(?:{_KIND})(?![规律制度人治庭院])"
# Between a year and the name of a document stand no verb of what is to be done, no amount and no question word.
_BETWEEN = (
    r"(?:(?!要|将|应|须|需|可|会|能|达|实现|完成|新增|新建|累计|建成|争取|力争|确保|之前|以前|底|末|前|后|初|哪|什么|多少|几"
    r"|以来|期间|至今|开始|起|的时候|\d{1,2}月|全省|全市|全国|全年|(?:19|20)\d{2})[\u4e00-\u9fffA-Za-z0-9“”\"+·（）()]){0,24}?"
)
_OF_DOCUMENT = re.compile(
    rf"(?<!\d)((?:19|20)\d{{2}})(?:年度?版?|版)的?(?:那|这)?[一两二三几]?[份个部项]?(?:《|{_BETWEEN}{_NAMED})"
    rf"|(?<!\d)((?:19|20)\d{{2}})年(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?(?:印发|发布|公布|出台|下发|制定|通过|发|颁布|修订|修正|成文|签发)的"
    r"|(?<!\d)((?:19|20)\d{2})版"
)
_LISTED = re.compile(r"((?:19|20)\d{2})(?:年度?|版)?(?:的)?(?:[和与、及]|以及|同|跟|还是|对比|相比|比)$")
_UNTIL = re.compile(r"(?:到|至|截至|截止|截止到|直到|[—－~～-])$")


def in_digits(text: str) -> str:
    """The text with its years in Arabic digits: 二〇二四年 becomes 2024年. Offsets stay the same."""
    return _HAN_YEAR.sub(lambda found: found[0].translate(_HAN_DIGITS), text)


def folded(text: str) -> str:
    """The text in compatibility forms, with its years in digits."""
    return in_digits(unicodedata.normalize("NFKC", text))


def named_years(text: str) -> tuple[str, ...]:
    """All calendar years that a text names, in order; the year inside a document number is not one of them."""
    return tuple(dict.fromkeys(_YEAR.findall(NUMBER.sub(" ", folded(text)))))


def document_years(text: str) -> tuple[str, ...]:
    """The years by which a question names documents: 2024年的实施意见, 2013年政府工作报告, 2021年和2024年文件.

    A year until which something is to be done, or in which it is, is none: 到2027年, 2025年底前, 2021年新增.
    """
    bare = re.sub(r"《[^《》]*》", lambda found: "《" + "·" * (len(found[0]) - 2) + "》", folded(text))
    bare = NUMBER.sub(" ", bare)
    found: list[tuple[int, str]] = []
    for match in _OF_DOCUMENT.finditer(bare):
        at = match.start()
        if _UNTIL.search(bare[:at]):
            continue
        found.append((at, next(year for year in match.groups() if year)))
        # 2021年和2024年文件: what is said of the last one is said of all.
        before = bare[:at]
        while (listed := _LISTED.search(before)) is not None:
            before = before[: listed.start()]
            if _UNTIL.search(before):
                break
            found.append((listed.start(), listed[1]))
    return tuple(dict.fromkeys(year for _, year in sorted(found)))
