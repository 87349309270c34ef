# ruff: noqa: E501  the lines of pages are quoted as sites write them
"""Pages as authorities publish them, invented: what is of the document on them, and what is of the site."""

from dataclasses import dataclass

TITLE = "云岭省人民政府办公厅关于加快数据要素市场建设的实施意见"
PARAGRAPHS = (
    "各市、州人民政府，省政府各部门、各直属机构，有关单位：",
    "为加快数据要素市场建设，更好发挥数据要素作用，经省人民政府同意，现提出以下实施意见。",
    "一、总体要求",
    "以习近平新时代中国特色社会主义思想为指导，坚持政府引导、市场主导，到2027年，全省数据交易额突破50亿元。",
    "二、重点任务",
    "（一）完善数据基础制度。建立数据产权登记制度，推动公共数据授权运营，除法律法规另有规定外，不得设置不合理限制。",
    "（二）培育数据企业。",
    "对首次入库的数据企业，给予不超过20万元的一次性奖励。",
    "三、保障措施",
    "各地各部门要加强组织领导，细化工作举措，确保各项任务落到实处。",
    "云岭省人民政府办公厅",
    "2025年3月18日",
)
ATTACHMENTS = ("附件：1.重点任务分工方案", "2.数据企业入库申报表")


@dataclass(frozen=True, slots=True)
class Page:
    """A page and the lines on it that are of the site; all other lines are of the document."""

    html: str
    site: tuple[str, ...]
    document: tuple[str, ...]


def _p(lines: tuple[str, ...], tag: str = "p") -> str:
    return "".join(f"<{tag}>{line}</{tag}>" for line in lines)


def portal() -> Page:
    """A portal of today: header, nav, breadcrumb, information table, UCAP-CONTENT, share bar, related list, footer."""
    menu = ("首页", "省政府", "新闻动态", "政务公开", "政务服务", "互动交流", "数据开放")
    related = ("一图读懂：数据要素市场建设实施意见", "《关于加快数据要素市场建设的实施意见》政策解读")
    html = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}_云岭省人民政府</title>
    <style>.a{{color:red}}</style><script>var 不可见 = "脚本里的字";</script></head><body>
    <!-- 注释里的字 -->
    <header><div class="logo"><a href="/">云岭省人民政府</a></div><div class="tools"><a href="/en">English</a>
    <a href="/w">无障碍</a> <a href="/l">登录</a></div></header>
    <nav class="main-nav"><ul>{"".join(f'<li><a href="/{at}">{word}</a></li>' for at, word in enumerate(menu))}</ul></nav>
    <div class="container"><div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; 正文</div>
    <div class="policy-info"><table class="bd1"><tbody>
    <tr><td><b>索 引 号：</b></td><td>111530000/2025-00018</td><td><b>主题分类：</b></td><td>科技、信息产业</td></tr>
    <tr><td><b>发文机关：</b></td><td>云岭省人民政府办公厅</td><td><b>成文日期：</b></td><td>2025年3月18日</td></tr>
    <tr><td><b>标　　题：</b></td><td colspan="3">{TITLE}</td></tr>
    <tr><td><b>发文字号：</b></td><td>云政办发〔2025〕12号</td><td><b>发布日期：</b></td><td>2025年3月20日</td></tr>
    </tbody></table></div>
    <h1>{TITLE}</h1>
    <div class="pages-date">来源：省政府办公厅 <span class="font">字号：<a href="#">大</a> <a href="#">中</a> <a href="#">小</a></span></div>
    <div id="UCAP-CONTENT">{_p(PARAGRAPHS)}
    <p>{ATTACHMENTS[0]}</p><p>{ATTACHMENTS[1]}</p></div>
    <div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a></div>
    <div class="tool"><a href="javascript:window.print()">打印</a> <a href="javascript:window.close()">关闭窗口</a></div>
    <div class="xgjd"><h3>相关解读</h3><ul>{"".join(f'<li><a href="/jd/{at}.html">{word}</a></li>' for at, word in enumerate(related))}</ul></div>
    </div>
    <footer><p><a href="/about">关于我们</a> | <a href="/map">网站地图</a></p><p>主办：云岭省人民政府办公厅　技术支持：云岭省大数据中心</p>
    <p>网站标识码：5300000001　滇ICP备05000001号　滇公网安备53010000000001号</p></footer></body></html>"""
    site = (
        "云岭省人民政府", "English 无障碍 登录", *menu, "当前位置：首页 > 政务公开 > 正文", "分享到：微信 微博", "打印 关闭窗口",
        "相关解读", *related, "关于我们 | 网站地图", "主办：云岭省人民政府办公厅　技术支持：云岭省大数据中心",
        "网站标识码：5300000001　滇ICP备05000001号　滇公网安备53010000000001号",
    )  # fmt: skip
    document = (
        "索 引 号：111530000/2025-00018", "主题分类：科技、信息产业", "发文机关：云岭省人民政府办公厅", "成文日期：2025年3月18日",
        f"标　　题：{TITLE}", "发文字号：云政办发〔2025〕12号", "发布日期：2025年3月20日", TITLE, *PARAGRAPHS, *ATTACHMENTS,
    )  # fmt: skip
    return Page(html, site, document)


def old_tables() -> Page:
    """A site of the years of tables, three deep, in GB2312, with a side menu of its own."""
    side = ("机构职能", "政策法规", "规划计划", "财政信息", "人事信息", "统计数据")
    html = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{TITLE}</title></head>
    <body><table width="1000"><tr><td><table><tr><td><a href="/">首 页</a></td><td><a href="/xw">工作动态</a></td>
    <td><a href="/gk">信息公开</a></td><td><a href="/bs">网上办事</a></td></tr></table></td></tr></table>
    <table width="1000"><tr><td width="200" valign="top"><table>
    {"".join(f'<tr><td><a href="/c{at}">{word}</a></td></tr>' for at, word in enumerate(side))}</table></td>
    <td valign="top"><table><tr><td>您现在的位置：<a href="/">首页</a>&gt;&gt;<a href="/zcfg">政策法规</a></td></tr>
    <tr><td align="center"><font size="5">{TITLE}</font></td></tr>
    <tr><td align="center">发布时间：2009-03-18　　点击数：1234　【字号：大 中 小】【打印】【关闭】</td></tr>
    <tr><td><div class="TRS_Editor">{"<br>　　".join(PARAGRAPHS)}</div></td></tr>
    <tr><td align="right">【<a href="#" onclick="window.print()">打印本页</a>】【<a href="#" onclick="window.close()">关闭窗口</a>】</td></tr>
    <tr><td>上一篇：<a href="/1.htm">关于开展春季植树活动的通知</a></td></tr><tr><td>下一篇：没有了</td></tr></table></td></tr></table>
    <table width="1000"><tr><td align="center">版权所有：云岭省信息产业办公室<br>地址：昆都市人民路1号　邮编：650000<br>滇ICP备05000002号</td></tr>
    </table></body></html>"""
    site = (
        "首 页", "工作动态", "信息公开", "网上办事", *side, "您现在的位置：首页>>政策法规",
        "【打印本页】【关闭窗口】", "上一篇：关于开展春季植树活动的通知", "下一篇：没有了",
        "版权所有：云岭省信息产业办公室", "地址：昆都市人民路1号　邮编：650000", "滇ICP备05000002号",
    )  # fmt: skip
    document = (TITLE, PARAGRAPHS[0], *(f"　　{line}" for line in PARAGRAPHS[1:]))
    return Page(html, site, document)


def soup() -> Page:
    """A ministry's page of nothing but div and span, with names that say little."""
    menu = ("本部概况", "要闻", "政务公开", "在线服务", "公众参与")
    hot = (
        "关于组织开展2025年数字化转型试点申报的通知",
        "部长出席中国国际大数据产业博览会开幕式",
        "前两月软件业收入同比增长10.2%",
    )
    html = f"""<!doctype html><html><head><title>{TITLE}</title></head><body><div id="w1">
    <div class="c1"><span>欢迎访问云岭省数据局网站</span><span>今天是2025年3月20日 星期四</span></div>
    <div class="c2">{"".join(f'<div class="c3"><a href="/m{at}">{word}</a></div>' for at, word in enumerate(menu))}</div>
    <div class="c4"><a href="/">首页</a> &gt; <a href="/a">政务公开</a> &gt; <a href="/b">文件</a></div>
    <div class="c5">{TITLE}</div><div class="c6"><span>发布时间：2025-03-20</span> <span>来源：省数据局</span></div>
    <div class="c7">{_p(PARAGRAPHS, "div")}
    <div>附件：</div><div><a href="/files/P020250320.pdf">1.重点任务分工方案.pdf</a></div>
    <div><a href="/art/2025/3/20/art_1.html">2.数据企业入库申报表</a></div></div>
    <div class="c8"><span>扫一扫在手机打开当前页</span></div>
    <div class="c9"><div>热点新闻</div>{"".join(f'<div><a href="/n{at}.html">{word}</a></div>' for at, word in enumerate(hot))}</div>
    <div class="c10"><div><a href="/1">网站声明</a><a href="/2">联系我们</a></div><div>承办单位：云岭省数据局信息中心 技术支持：某公司</div>
    <div>Copyright © 2025 云岭省数据局</div></div></div></body></html>"""
    site = (
        "欢迎访问云岭省数据局网站今天是2025年3月20日 星期四", *menu, "首页 > 政务公开 > 文件", "扫一扫在手机打开当前页",
        "热点新闻", *hot, "网站声明联系我们", "承办单位：云岭省数据局信息中心 技术支持：某公司", "Copyright © 2025 云岭省数据局",
    )  # fmt: skip
    document = (
        TITLE, "发布时间：2025-03-20 来源：省数据局", *PARAGRAPHS, "附件：", "1.重点任务分工方案.pdf", "2.数据企业入库申报表",
    )  # fmt: skip
    return Page(html, site, document)


def article() -> Page:
    """A page of semantic elements, with the title in the header of the article and the signature in its footer."""
    html = f"""<!doctype html><html><head><meta charset=utf-8><title>{TITLE} - 政策库</title></head><body>
    <div role="navigation"><ol class="breadcrumb"><li><a href="/">首页</a></li><li><a href="/z">政策库</a></li><li>{TITLE}</li></ol></div>
    <main><article><header><h1>{TITLE}</h1><p>云政办发〔2025〕12号</p></header>
    {_p(PARAGRAPHS[:-2])}<footer><p>{PARAGRAPHS[-2]}</p><p>{PARAGRAPHS[-1]}</p></footer></article>
    <section class="related"><h2>相关文件</h2><ul><li><a href="/1">云岭省数据条例（2024年5月30日云岭省人民代表大会常务委员会通过）</a></li>
    <li><a href="/2">云岭省公共数据管理办法</a></li></ul></section></main>
    <aside><h2>推荐阅读</h2><a href="/3">数字经济发展规划</a><a href="/4">政务数据共享目录</a></aside>
    <footer>版权所有 © 云岭省人民政府</footer></body></html>"""
    site = (
        "1. 首页", "2. 政策库", f"3. {TITLE}", "相关文件", "云岭省数据条例（2024年5月30日云岭省人民代表大会常务委员会通过）", "云岭省公共数据管理办法",
        "推荐阅读", "数字经济发展规划政务数据共享目录", "版权所有 © 云岭省人民政府",
    )  # fmt: skip
    return Page(html, site, (TITLE, "云政办发〔2025〕12号", *PARAGRAPHS))


def bare_text() -> Page:
    """A page that is all text, without any site around it."""
    html = f"<h2>{TITLE}</h2>{_p(PARAGRAPHS)}<p>附件：</p><ol><li>重点任务分工方案</li><li>数据企业入库申报表</li></ol>"
    return Page(html, (), (TITLE, *PARAGRAPHS, "附件：", "1. 重点任务分工方案", "2. 数据企业入库申报表"))


def short_reply() -> Page:
    """A reply of two lines between long menus: no running text to hold on to."""
    menu = tuple(f"栏目{sign}" for sign in "甲乙丙丁戊己庚辛壬癸")
    html = f"""<html><head><title>关于同意设立云岭大数据学院的批复</title></head><body><ul class="nav">
    {"".join(f'<li><a href="/{at}">{word}</a></li>' for at, word in enumerate(menu))}</ul>
    <div class="content"><p>关于同意设立云岭大数据学院的批复</p><p>云政函〔2025〕3号</p><p>省教育厅：</p><p>同意设立云岭大数据学院。</p>
    <p>云岭省人民政府</p><p>2025年1月8日</p></div><div class="bottom">滇ICP备05000003号</div></body></html>"""
    document = (
        "关于同意设立云岭大数据学院的批复", "云政函〔2025〕3号", "省教育厅：", "同意设立云岭大数据学院。", "云岭省人民政府", "2025年1月8日",
    )  # fmt: skip
    return Page(html, (*menu, "滇ICP备05000003号"), document)


def provincial_disclosure() -> Page:
    """A disclosure page: the information box as a list, files to download behind the text, a column of the latest pages."""
    latest = (
        "云岭省2025年政府工作报告",
        "关于做好防汛工作的通知",
        "关于公布行政许可事项清单的通知",
        "省政府第40次常务会议召开",
    )
    html = f"""<html><head><meta charset=utf-8><title>{TITLE}</title></head><body>
    <div class="top"><form action="/so"><input name=q><button>搜索</button></form></div>
    <div class="xxgk-left"><ul><li><a href="/a">政府信息公开指南</a></li><li><a href="/b">政府信息公开制度</a></li>
    <li><a href="/c">法定主动公开内容</a></li></ul></div>
    <div class="xxgk-right"><ul class="info"><li><span>索引号：</span><span>53000-2025-18</span></li>
    <li><span>有效性：</span><span>有效</span></li></ul>
    <dl><dt>发布机构：</dt><dd>云岭省人民政府办公厅</dd><dt>文　　号：</dt><dd>云政办发〔2025〕12号</dd></dl>
    <div class="article-title">{TITLE}</div><div class="view TRS_UEDITOR trs_paper_default">{_p(PARAGRAPHS)}</div>
    <div class="fujian"><p>附件下载：</p><p><a href="./P020250320588.doc">重点任务分工方案</a></p>
    <p><a href="./P020250320589.xlsx">数据企业入库申报表.xlsx</a></p></div>
    <div class="latest"><p>最新信息</p>{"".join(f'<p><a href="/z{at}.htm">{word}</a></p>' for at, word in enumerate(latest))}</div></div>
    <div class="footer-wrap"><div>主办单位：云岭省人民政府办公厅 承办单位：云岭省大数据中心</div><div>政府网站标识码：5300000001</div>
    <div>本网站内容未经许可不得转载</div></div></body></html>"""
    site = (
        "搜索", "政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "最新信息", *latest,
        "主办单位：云岭省人民政府办公厅 承办单位：云岭省大数据中心", "政府网站标识码：5300000001", "本网站内容未经许可不得转载",
    )  # fmt: skip
    document = (
        "索引号：53000-2025-18", "有效性：有效", "发布机构：云岭省人民政府办公厅", "文　　号：云政办发〔2025〕12号", TITLE, *PARAGRAPHS,
        "附件下载：", "重点任务分工方案", "数据企业入库申报表.xlsx",
    )  # fmt: skip
    return Page(html, site, document)


PAGES = {
    page.__name__: page() for page in (portal, old_tables, soup, article, bare_text, short_reply, provincial_disclosure)
}
