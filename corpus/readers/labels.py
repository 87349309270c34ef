"""Labels: the information box of an official page, where 索引号, 发文机关, 标题 stand beside their values."""

import re
from collections.abc import Collection

from corpus.readers.flow import BLANKS

_LABELS = frozenset(
    "索引号 信息索引 信息索引号 主题分类 分类 信息分类 组配分类 体裁分类 体裁 文种 发文机关 "
    "发文机构 发文单位 发布机构 发布机关 发布单位 发布部门 制发机关 制定机关 公布机关 责任部门 "
    "责任单位 公开主体 成文日期 发文日期 发布日期 发布时间 生成日期 公布日期 公开日期 印发日期 "
    "标题 名称 信息名称 文件名称 发文字号 发文号 文号 文件编号 文件号 主题词 关键词 关键字 "
    "有效性 时效性 时效 效力 效力状态 有效状态 文件状态 施行日期 实施日期 生效日期 生效时间 "
    "失效日期 失效时间 废止日期 公开方式 公开类型 公开范围 公开属性 公开时限 公开程序 信息来源 "
    "来源 统一登记号 统一编号 登记号 备案号 规范性文件编号 规范性文件登记号 内容概述 内容概要 "
    "内容分类 信息类别 服务对象 适用对象 语种 载体类型".split()
)
_LONGEST_LABEL = 10
_COLONS = "：:"
_GAPS = re.compile(f"[{re.escape(BLANKS)}]+")


def bare(text: str) -> str:
    """A text without any blanks."""
    return _GAPS.sub("", text)


def is_known_label(text: str) -> bool:
    """Whether a text without blanks is a label of the information box of an official page: 索引号, 发文机关：."""
    return text.rstrip(_COLONS) in _LABELS


def is_label(text: str) -> bool:
    """Whether a text without blanks is a known label, or a short one that says so by its colon."""
    return is_known_label(text) or (1 < len(text) <= _LONGEST_LABEL and text[-1] in _COLONS)


def is_information_box(rows: Collection[list[str]]) -> bool:
    """Whether the rows of a table, given by their filled cells without blanks, read label, value, label, value."""
    return sum(map(_is_paired, rows)) * 5 >= len(rows) * 4


def _is_paired(row: list[str]) -> bool:
    """Labels and values take turns; a label may stand without a value before the next label."""
    if not is_label(row[0]):
        return False
    colons = [text[-1] in _COLONS for text in row if is_label(text)]
    return any(not is_label(text) for text in row) or all(colons)
