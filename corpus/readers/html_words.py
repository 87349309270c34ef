"""The words of a web page that are not of the document: 打印, 关闭窗口, 当前位置, 版权所有, 相关阅读.

All tests but `tool_runs` take the words of a line without any blanks, because sites set 打　印 and 首 页 apart.
"""

import re

_TOOL_WORDS = (
    "打印本页 打印本文 打印此页 打印文章 网页打印 打印 关闭窗口 关闭本页 关闭页面 关闭网页 关闭此页 关闭 "
    "加入收藏 收藏本页 收藏此页 收藏本站 收藏 设为首页 字体大小 字号 字体 超大 特大 大 中 小 默认 标准 放大 "
    "缩小 恢复 分享到 分享 转发 微信 微博 新浪微博 腾讯微博 QQ空间 QQ好友 QQ 人人网 豆瓣 百度贴吧 一键复制 "
    "复制链接 复制 朗读 语音播报 听全文 收听 播放 暂停 下载本文 下载文字版 下载图片版 保存本页 返回顶部 "
    "回到顶部 返回首页 返回列表 返回上一页 返回上页 返回 顶部 TOP 纠错 我要纠错 页面纠错 网站纠错 点赞 评论 "
    "留言 二维码 手机版 电脑版 无障碍 无障碍浏览 无障碍阅读 适老化 长者模式 关怀版 长者版 繁体版 繁体 繁體 "
    "繁體版 简体版 简体 English 英文版 登录 注册 个人中心 搜索 检索 高级搜索 站内搜索 邮箱 RSS 订阅 客户端 "
    "移动版 首页 网站首页 上一篇 下一篇 上一页 下一页 上一条 下一条 更多 查看更多 展开 收起 T+ T- A+ A-"
).split()
_TOOLS = "|".join(sorted(map(re.escape, _TOOL_WORDS), key=len, reverse=True))
_BETWEEN = r"[|｜丨/／·•>》＞→,，、;；\[\]【】()（）「」:：*+]*+"
# Possessive: the longest tool is the right one, and no line makes the matcher try all ways to cut it into tools.
_TOOL_LINE = re.compile(f"{_BETWEEN}(?>(?:{_TOOLS}){_BETWEEN})++", re.IGNORECASE)
_LONE_SIZES = re.compile("[大中小]+|标准|暂停|恢复|复制|推荐|客户端")
"""Words that are tools beside other tools and may be words of a document alone, as in the cell of a table."""
_BREADCRUMB = re.compile(
    r"(?:您|你|当前|现在|目前)[^。；]{0,8}(?:位置|栏目|页面)[^。；]{0,120}"
    r"|.{0,8}(?:位置|栏目|导航)[：:].{0,20}(?:首页|[>＞»›]).*"
    r"|(?:网站)?首页(?:>|＞|»|›|/|→|\\|-|—|·)+.{0,80}"
)
_FOOTER = re.compile(
    r"版权所有(?![者权人])|著作权所有(?![者权人])|Copyright|©|ICP[备证].{0,6}[0-9]|网安备.{0,6}[0-9]|网站标识码|技术支持[：:]"
    r"|(?:主办|承办|协办)(?:单位)?[：:].{2,30}(?:主办|承办|协办|技术支持|维护|地址|电话|邮编)|网站(?:声明|地图)|本站(?:已支持)?IPv6"
    r"|(?:建议|推荐)您?使用.{0,30}(?:浏览器|分辨率|浏览)|分辨率.{0,12}浏览|网站.{0,6}(?:访问量|浏览量)|政府网站找错"
    r"|未经.{0,12}(?:授权|许可|同意).{0,20}(?:转载|镜像)",
    re.IGNORECASE,
)
_STRONG_FOOTER = re.compile(
    r"版权所有(?![者权人])|Copyright|©|ICP备.{0,6}[0-9]|公网安备.{0,6}[0-9]|网站标识码[：:]?[0-9A-Za-z]", re.IGNORECASE
)
_FURNITURE = re.compile(
    r"扫[一码描]?扫?.{0,6}(?:手机|微信|二维码|关注|分享|下载|查看|打开).{0,24}"
    r"|(?:请|用|使用)?微信.{0,4}扫一扫.{0,20}"
    r"|(?:责任编辑|责编|网站编辑|网络编辑)[：:].{0,20}"
    r"|(?:上|下)一(?:篇|页|条)[：:].{0,100}"
    r"|欢迎您?(?:访问|光临|来到)[^。]{0,30}|今天是[^。]{0,40}|现在时间.{0,30}"
    r"|(?:浏览|阅读|点击|访问)(?:次数|量|数)[：:]?[0-9]*次?"
    r"|(?:本|此)?(?:文章|信息|页面|稿件)?(?:已被|共被|被)?(?:浏览|阅读|访问)[：:]?[0-9]+次"
    r"|.{0,20}(?:浏览器)?(?:不支持|禁用了?)(?:脚本|JavaScript|Flash).{0,40}"
    r"|请输入(?:关键[字词]|搜索|检索|您要).{0,12}",
    re.IGNORECASE,
)
_SIGNED_OFF = re.compile(
    r"(?:(?:编辑|校对|审核|录入|校核|编审|初审|复审|终审|供稿|作者)(?:人员?)?[：:][^：:。；]{0,12})+|热(?:门搜索|搜)[词]?[：:].{0,80}"
)
_PAGES = "稿件 阅读 链接 文章 新闻 信息 政策解读 政策文件 政策 解读 文件 报道 内容 推荐 资讯 专题 动态 法规".split()
_RELATED = re.compile(
    rf"[【\[]?(?:(?:相关|延伸|关联|推荐|热点|热门|最新|更多|近期|同类)(?:{'|'.join(_PAGES)}){{1,2}}|猜你喜欢|推荐阅读"
    r"|(?:政策|文件|图文|视频|部门|专家|媒体|文字)解读(?:材料)?|解读(?:材料|回应)?"
    r"|友情链接|(?:快速|网站|常用|部门|区县)(?:导航|链接|通道|入口)"
    r"|(?:新闻|阅读|点击|热点)排行|信息公开(?:目录|指南|年报|制度))[】\]]?[：:]?(?:更多)?[>》]*"
)
_BLANK = r"[ \t\u00a0\u3000]*"
_SEPARATORS = r"[ \t\u00a0\u3000|｜/、,，:：;；\[\]【】]*"
_TOOL_RUN = re.compile(
    rf"[【\[（(｜|]?{_BLANK}(?:"
    rf"字{_BLANK}[号体]{_BLANK}(?:大{_BLANK}小)?{_BLANK}[：:]?{_SEPARATORS}"
    rf"(?:(?:超大|特大|[大中小]|默认|标准|[TA][+-]?){_SEPARATORS}){{2,5}}"
    rf"|(?<=[【\[（(]){_BLANK}(?:打{_BLANK}印(?:本页|此页|文章)?|关{_BLANK}闭(?:窗口|本页|页面)?|(?:加入)?收{_BLANK}藏)"
    rf"(?={_BLANK}[】\]）)])"
    rf"|分{_BLANK}享{_BLANK}到?{_BLANK}[：:]{_SEPARATORS}(?:(?:{_TOOLS}){_SEPARATORS})*$"
    rf"|(?<=[ \t\u00a0\u3000|｜】\]])(?:打{_BLANK}印(?:本页|此页|文章)?|关闭窗口|我要纠错|收藏){_BLANK}"
    rf"(?:[|｜ \u00a0\u3000]+(?:{_TOOLS}){_BLANK})*$"
    rf"|(?:浏览|阅读|点击)(?:次数|量|数){_BLANK}[：:]{_BLANK}[0-9]*{_BLANK}次?"
    rf"){_BLANK}[】\]）)｜|]?"
)


def _is_tools(text: str) -> bool:
    return _TOOL_LINE.fullmatch(text) is not None and _LONE_SIZES.fullmatch(text) is None


def is_furniture(text: str) -> bool:
    """Whether a line, by its words alone, is of the site: 【打印】【关闭】, 当前位置：首页>政策, 版权所有…."""
    return (
        _is_tools(text)
        or _BREADCRUMB.fullmatch(text) is not None
        or _FURNITURE.fullmatch(text) is not None
        or (len(text) <= 300 and is_strong_footer(text))
    )


def is_furniture_outside(text: str) -> bool:
    """Whether a line is of the site by its words, where it stands outside the running text: 审核：李明."""
    return _SIGNED_OFF.fullmatch(text) is not None


def is_footer(text: str) -> bool:
    """Whether a line talks as the foot of a site does: who runs it, who built it, under which licence."""
    return _FOOTER.search(text) is not None


def is_strong_footer(text: str) -> bool:
    """Whether a line can stand only in the foot of a site."""
    return _STRONG_FOOTER.search(text) is not None and "。" not in text[:-1]


def is_related(text: str) -> bool:
    """Whether a line is the head of a list of other pages."""
    return _RELATED.fullmatch(text) is not None


def tool_runs(text: str) -> list[tuple[int, int]]:
    """Where tools stand within a line that also says something else: 来源：… 字号：[大 中 小] 【打印】."""
    return [found.span() for found in _TOOL_RUN.finditer(text) if found.end() > found.start()]
