"""What surrounds the text of a document on its page: the label-value lines of a web page, the table of contents."""

import re
from collections.abc import Sequence

from corpus.numbering import match_marker

Range = tuple[int, int]
"""Numbers of lines `[first, last)`."""

_LABELS = (
    "索引号 主题分类 主题词 发文机关 发文机构 发布机构 发布单位 制发机关 公开机构 成文日期 生成日期 制发日期 "
    "发文日期 发布日期 发布时间 公开日期 印发日期 发文字号 发文号 文件编号 文号 统一登记号 信息来源 文章来源 "
    "稿件来源 来源 浏览次数 浏览量 浏览字号 阅读次数 点击数 字号 字体 文字大小 字体大小 时效性 有效性 效力状态 "
    "组配分类 体裁分类 信息分类 公文种类 责任编辑 编辑 信息索引 文件名称 信息名称 公开方式 公开范围 公开形式 "
    "公开时限 关键词 规范性文件登记号 登记号 统一编号 备案号 信息索引号 信息类别 公文目录 内容概述 失效时间"
).split()
_WEAK_LABELS = (
    "标题 名称 类别 日期 有效期 分类 时间 作者 实施日期 施行日期 生效日期 生效时间 废止日期 失效日期 制定机关 公布日期 "
    "类型"
).split()
"""Words that also open lines of the text; they count beside another label only."""


def _label(words: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"[【\[]?(?:{'|'.join(map(_spaced, longest_first))}) ?[:：]")


def _spaced(word: str) -> str:
    return " *".join(word)


_LABELLED = _label(_LABELS)
_WEAKLY_LABELLED = _label(_WEAK_LABELS)
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?"
_NOTED = rf"(?: ?{_CLOCK})?(?: ?[^，。]{{0,6}}来源.*| ?[^，。]{{1,12}}[:：].*)"
_STAMP = re.compile(
    rf"(?:19|20)\d{{2}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?: ?{_CLOCK}|{_NOTED})?"
    rf"|(?:19|20)\d{{2}}年\d{{1,2}}月\d{{1,2}}日(?: ?{_CLOCK}|{_NOTED})"
)
_CRUMBS = re.compile(
    r"(?:您?(?:现在|当前|所在)?的?位置[:：]|首页 ?[>/＞»-]).*"
    r"|[^>＞，。]{2,20}(?: ?[>＞»] ?[^>＞，。]{2,30}){2,}"
)
_BUTTONS = re.compile(
    r"扫一扫在手机(?:上)?打开当前页(?:面)?|[【\[]?(?:打印|关闭|收藏|纠错|分享到?|打印本页|关闭窗口|返回顶部|下载)[】\]]?"
    r"(?:[ |｜【】]*(?:打印|关闭|收藏|纠错|分享到?|打印本页|关闭窗口|返回顶部|下载)[】\]]?)*[:：]?"
    r"|(?:上|下)一[篇条][:：].*"
    r"|附件(?:列表|下载)[:：]?|(?:相关|延伸)(?:链接|阅读|解读|稿件|文档|信息)[:：]?"
)
_NAMED = re.compile(rf"(?:{'|'.join(map(_spaced, sorted(_LABELS, key=len, reverse=True)))})(?=.)")
_WEAKLY_NAMED = re.compile(rf"(?:{'|'.join(map(_spaced, sorted(_WEAK_LABELS, key=len, reverse=True)))})(?=.)")
_FEWEST_NAMED = 3
_INFO_LINES = 80
"""Lines from the top within which the info box of a web page stands."""
_LONGEST_INFO = 200
_SENTENCE = re.compile("[。：:]$|^[^《》]{30,}，")
"""What is no value of a label: words that end like a sentence, or have a comma far in."""


def page_lines(texts: Sequence[str], title: str, grids: Sequence[Range]) -> set[int]:
    """The lines that the web page says about the document: index number, subject, date and source, buttons.

    Args:
        texts: the lines of the clean text.
        title: the title of the document, whose first words are no value of an empty label above them.
        grids: the lines of each table as the reader saw it; the value of a label lies in the same table.
    """
    found: set[int] = set()
    bare = _bare_texts(texts)
    for first, last in grids:
        labels = sum(_is_label(bare[at]) or bool(_WEAKLY_LABELLED.match(bare[at])) for at in range(first, last))
        if labels >= 3 and any(_is_label(bare[at]) for at in range(first, last)) and first < _INFO_LINES:
            found.update(range(first, last))
    inside = {at for first, last in grids for at in range(first, last)}
    found |= _boxed_lines(bare)
    for at, text in enumerate(bare):
        if at in found or at in inside:
            continue
        strong = _is_label(text) or (at < _INFO_LINES and bool(_STAMP.fullmatch(text) or _CRUMBS.fullmatch(text)))
        if (strong and (at < _INFO_LINES or at > len(texts) - 10)) or _BUTTONS.fullmatch(text):
            found.add(at)
    _add_values(bare, title, found, inside)
    _add_weak(bare, found)
    return found


def _boxed_lines(texts: Sequence[str]) -> set[int]:
    """The lines of a box without colons: three or more, one below the other, most of which open with a label."""
    found: set[int] = set()
    first = 0
    lines = texts[:_INFO_LINES]
    while first < len(lines):
        last = first
        while last < len(lines) and (_NAMED.match(lines[last]) or _WEAKLY_NAMED.match(lines[last])):
            last += 1
        strong = sum(bool(_NAMED.match(text)) and len(text) <= _LONGEST_INFO for text in lines[first:last])
        if strong >= _FEWEST_NAMED and 2 * strong > last - first:
            found.update(range(first, last))
        first = max(last, first + 1)
    return found


def _is_label(text: str) -> bool:
    """Whether a line opens with a label of the box, or holds one behind another (日期：… 来源：…)."""
    if len(text) > _LONGEST_INFO or text.endswith("。"):
        return False
    weak = _WEAKLY_LABELLED.match(text)
    return bool(_LABELLED.match(text) or (weak and _LABELLED.search(text, weak.end())))


def _bare_texts(texts: Sequence[str]) -> list[str]:
    """The lines without the bars of a table row written in signs."""
    return [text.strip("| ") if text.startswith("|") else text for text in texts]


def _add_values(texts: Sequence[str], title: str, found: set[int], inside: set[int]) -> None:
    """Below a label that ends its line stands its value, unless the next label or the text follows at once."""
    for at in sorted(found):
        if at in inside or at + 1 >= len(texts) or not texts[at].endswith(("：", ":")):
            continue
        value = texts[at + 1]
        words = re.sub(" ", "", texts[at]).startswith(("主题词", "关键词"))
        empty = words and ("关于" in value or title.startswith(value) or value.endswith(("令", "文件", "命令")))
        if not empty and len(value) <= _LONGEST_INFO and not _SENTENCE.search(value):
            found.add(at + 1)


def _add_weak(texts: Sequence[str], found: set[int]) -> None:
    """A weak label counts beside a line of the box; its value may stand below it."""
    waiting = True
    while waiting:
        waiting = False
        for at, text in enumerate(texts[:_INFO_LINES]):
            if at in found or not _WEAKLY_LABELLED.match(text) or not {at - 1, at + 1} & found:
                continue
            found.add(at)
            waiting = True
            if text.endswith(("：", ":")) and at + 1 < len(texts) and at + 2 in found:
                found.add(at + 1)


_CONTENTS_ENTRY = re.compile(r"(?:[.·]{3,}|…{2,}) ?\d{1,3}$")
_CONTENTS_TITLE = re.compile("目[ 　]*[录次]")
_RUN_ON_CONTENTS = re.compile("目[ 　]*录.{0,4}第[一1]章.{2,60}?第[二2]章.*|目[ 　]*录.{0,4}一、.{2,60}?二、[^。]*")
_MOST_CONTENTS = 400
_FEWEST_ENTRIES = 3
_LONGEST_ENTRY = 60


def contents_lines(texts: Sequence[str]) -> set[int]:
    """The lines of a table of contents.

    It goes from 目录 to running text or to where its first entry comes again; without that word it is a row of
    headings with nothing between them that come again further down. Lines with leader dots and a page are entries
    anywhere.
    """
    found = {at for at, text in enumerate(texts) if _CONTENTS_ENTRY.search(text)}
    found |= {at for at, text in enumerate(texts[:_MOST_CONTENTS]) if _RUN_ON_CONTENTS.fullmatch(text)}
    found |= _repeated_headings(texts)
    title = next((at for at, text in enumerate(texts[:_MOST_CONTENTS]) if _CONTENTS_TITLE.fullmatch(text)), None)
    if title is None or title + 1 == len(texts):
        return found
    first = _entry(texts[title + 1])
    again = (at for at, text in enumerate(texts[: title + _MOST_CONTENTS]) if at > title + 1 and _entry(text) == first)
    end = next(again, None)
    if end is None:
        return found | ({title} if title + 1 in found else set())
    # A preface may stand between the contents and the first heading of the body.
    running = (at for at in range(title + 1, end) if texts[at].endswith("。") and not _CONTENTS_ENTRY.search(texts[at]))
    return found | set(range(title, next(running, end)))


def _repeated_headings(texts: Sequence[str]) -> set[int]:
    """Rows of at least three headings, one below the other, most of which come again below."""
    found: set[int] = set()
    first = 0
    while first < min(len(texts), _MOST_CONTENTS):
        last = first
        begins = _entry(texts[first])
        while last < len(texts) and _may_be_entry(texts[last]) and (last == first or _entry(texts[last]) != begins):
            last += 1
        if last - first >= _FEWEST_ENTRIES:
            below = {_entry(text) for text in texts[last:]}
            if sum(_entry(text) in below for text in texts[first:last]) > (last - first) / 2:
                found.update(range(first, last))
        first = max(last, first + 1)
    return found


def _may_be_entry(text: str) -> bool:
    return len(text) <= _LONGEST_ENTRY and match_marker(text) is not None and not re.search("[。；：]", text)


def _entry(line: str) -> str:
    """An entry of a table of contents without its page."""
    return re.sub(r"[.…· ]*\d{0,3}$", "", line).replace(" ", "")
