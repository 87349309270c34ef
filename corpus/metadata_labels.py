"""The fields of the form that a web page puts beside a document: 索引号, 发文机关, 成文日期 and the like."""

import re
from collections.abc import Mapping
from types import MappingProxyType

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys("标题 文件标题 文件名称 公文标题 信息名称 名称".split(), "title"),
        **dict.fromkeys("发文字号 发文号 文件编号 文号 公文文号 文件字号 发文文号 文件号 公文编号".split(), "number"),
        **dict.fromkeys(
            "发文机关 发布机关 制定机关 发文单位 发布单位 发布机构 发文机构 制发机关 颁布机关".split(), "issuer"
        ),
        **dict.fromkeys("成文日期 成文时间 发文日期 发文时间 签发日期".split(), "date"),
        **dict.fromkeys("施行日期 实施日期 生效日期 生效时间 实施时间 施行时间".split(), "effective"),
        **dict.fromkeys("时效性 时效 有效性 效力状态 效力 文件状态 是否有效 时效状态".split(), "state"),
    }
)
"""Metadata field by label. 发布日期 and 来源 speak of the web page: they are labels without a field."""

_OTHERS = (
    "索引号 信息索引号 主题分类 信息分类 组配分类 体裁分类 服务对象分类 分类 主题词 关键词 关键字 公文种类 文种 "
    "发布日期 发布时间 公布日期 公开日期 颁布日期 公开时间 更新时间 更新日期 生成日期 废止日期 失效日期 失效时间 "
    "有效期 公开方式 公开类别 公开属性 公开范围 公开形式 公开时限 公开责任部门 责任部门 统一编号 登记号 统一登记号 "
    "来源 信息来源 文章来源 稿件来源 作者 编辑 责编 责任编辑 字号 字体 字体大小 文字大小 浏览字号 浏览次数 浏览量 点击 "
    "点击数 点击量 阅读 阅读次数 阅读量 访问量 日期 时间 文件类型 载体类型 语种 签发人 联系电话 视力保护色 页面功能"
).split()
_NAMES = "|".join(sorted(("[ ]?".join(name) for name in (*FIELDS, *_OTHERS)), key=len, reverse=True))
LABEL = re.compile(rf"[\[【]?({_NAMES})[\]】]? ?[:：] ?")

BARE_LABEL = re.compile(rf"({_NAMES})(?! ?[:：])")
"""A label whose value stands beside it in a table, without a colon. Only the blank behind it tells it from words."""


def field_of(text: str) -> tuple[str, int]:
    """The metadata field that a label names (empty when none), and where its value begins."""
    found = LABEL.match(text) or BARE_LABEL.match(text)
    if found is None:
        return "", 0
    return FIELDS.get(found[1].replace(" ", ""), ""), found.end()
