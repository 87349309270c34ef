"""What a question asks about a document itself: its number, its issuer, its dates."""

import re

_KINDS = "(?:法|条例|办法|规定|规则|细则|意见|通知|方案|规划|计划|措施|指南|决定|公告|令|文件|号|》)"
_KIND_NAMES = "(?:报告|条例|办法|规定|意见|通知|方案|规划|计划|细则|法)"
_WHEN = "(?:什么时候|什么时间|何时|几时|哪[一]?[天年日]|哪[一]?年哪[一]?月)"
_ENDED = "(?:失效|废止|作废)"
FACTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "issuer",
        re.compile(r"发文(机关|单位|部门)|哪[几些]?个?(机关|部门|单位)(联合)?(发布|印发|发)的|谁(发布|印发|发)的"),
    ),
    ("number", re.compile(r"发文字号|文号|文件编号|几号令")),
    (
        "date",
        re.compile(
            r"成文日期|发文(日期|时间)|(印发|发布)(日期|时间)|(?:号|文件|意见|通知|方案)是?(什么时候|何时|哪[一]?[年天])(印发|发布|发)"
            r"|哪[一]?[年天日]成文|落款[^，。？?]{0,6}(?:日期|时间|哪[一]?[年天日])"
        ),
    ),
    ("title", re.compile(r"(?:文件|号)(的)?(标题|名称|全称)|号是(?:哪[一]?[份个部]|什么)(?:文件|通知|意见|规定|办法)")),
    (
        "effective",
        re.compile(
            rf"(?:施行|生效|实施)(?:日期|时间)|{_WHEN}(?:起|开始|正式|起正式)?(?:施行|生效)"
            rf"|{_KINDS}[是从自将于]?{_WHEN}(?:起|开始|正式|起正式)?(?:实施|执行)|从{_WHEN}起(?:施行|生效|实施|执行)"
        ),
    ),
    (
        "repeals",
        re.compile(
            r"废止了?(?:哪些|哪个|哪几|什么|哪[一]?[部份件])|(?:哪些|哪个|哪几|什么)[^，。？?]{0,10}(?:同时|相应|被它?|即行)废止"
            r"|(?:取代|代替|替代)了?(?:哪些|哪个|哪几|什么|哪[一]?[部份件])"
        ),
    ),
    (
        "amends",
        re.compile(
            r"修[改订正]了?(?:哪些|哪个|哪几|什么|哪[一]?[部份件])[^，。？?]{0,4}(?:文件|法律?|法规|条例|规章|规定|办法)"
        ),
    ),
    (
        "state",
        re.compile(
            rf"是否(?:已经?|还|仍|现行)?(?:被)?(?:{_ENDED}|有效|现行)|(?:还|仍|现在|目前)[^，。？?]{{0,4}}有效(?!期)[^，。？?]{{0,3}}[吗么]"
            rf"|有没有(?:被)?{_ENDED}|{_ENDED}(?:了)?(?:吗|没有|没)|有效(?:吗|还是)"
            r"|(?:是否|是不是|是)(?:一[份个])?(?:正式|征求意见|草案|送审)(?:文件|文本|稿)?(?:吗|还是|[？?]|$)|征求意见稿(?:吗|还是)|时效"
        ),
    ),
)
"""The metadata fields, each with the words that ask for it."""

_ADDRESSEE = re.compile(
    r"(?:批复|回复|答复|函复|印发|下发|发|转发|主送|抄送)给(?:了)?(?:哪|谁|什么)|主送(?:机关|单位|哪|谁)|(?:发|批复)往哪"
)
_WHICH = re.compile(
    rf"哪[一]?年的[^，。？?]{{0,10}}{_KIND_NAMES}|(?:哪|什么)[一]?[份部个些项]?(?:{_KIND_NAMES}|文件|法律|法规|规章|政策)"
    r"[^，。？?]{0,4}(?:提出|规定|要求|明确|写|说|提到|讲|涉及|适用|对)"
)


def asked_fields(text: str) -> tuple[str, ...]:
    """The fields of a document's own data that a question asks for, in its order."""
    found = ((match.start(), field) for field, pattern in FACTS if (match := pattern.search(text)))
    return tuple(field for _, field in sorted(found))


def asks_addressee(text: str) -> bool:
    """Whether a question asks to whom a document is addressed."""
    return _ADDRESSEE.search(text) is not None


def asks_which(text: str) -> bool:
    """Whether a question asks which document, or the document of which year, says something."""
    return _WHICH.search(text) is not None
