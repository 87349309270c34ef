"""Navigation: what is of the site is set aside, what is of the document never is."""

import pytest

from corpus.layout import DropReason
from corpus.readers.html import read_html
from corpus.source import Source
from tests.corpus.readers.html_pages import PAGES, PARAGRAPHS, TITLE, Page
from tests.corpus.readers.layout_laws import assert_layout_laws


def read(html: str) -> Source:
    encoding = "gb18030" if "charset=gb2312" in html else "utf-8"
    source = read_html(html.encode(encoding), "网页.html")
    assert_layout_laws(source)
    return source


def parted(source: Source) -> tuple[list[str], list[str]]:
    """Lines of the document, without the parts set aside, and pieces that are of the site."""
    kept, dropped, at = [], [], 0
    for aside in source.layout.asides:
        assert aside.reason is DropReason.NAVIGATION
        kept.append(source.text[at : aside.start])
        dropped.extend(source.text[aside.start : aside.end].split("\n"))
        at = aside.end
    kept.append(source.text[at:])
    return [line for line in "".join(kept).split("\n") if line], dropped


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_the_document_stays_and_the_site_is_set_aside(page: Page) -> None:
    document, site = parted(read(page.html))
    assert [line for line in site if line not in page.site and not line.strip().startswith(("字号", "点击数"))] == []
    assert sorted(set(page.site) - set(site)) == []
    assert [line for line in page.document if line not in document] == []
    assert document.count(PARAGRAPHS[2]) == page.document.count(PARAGRAPHS[2])


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("发布时间：2025-03-20 来源：省数据局 字号：[大 中 小]", "发布时间：2025-03-20 来源：省数据局"),
        ("2025年3月20日　【字体：大 中 小】　【打印】【关闭】", "2025年3月20日　"),
        ("来源：新华社 浏览次数：1234次", "来源：新华社"),
        ("发布日期：2025-03-20 分享到：微信 微博", "发布日期：2025-03-20"),
    ],
)
def test_tools_within_a_line_of_text_are_set_aside_alone(line: str, kept: str) -> None:
    document, _ = parted(read(f"<div>{line}</div>" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)))
    assert document[0].rstrip(" 　【】") == kept.rstrip("　")


@pytest.mark.parametrize(
    "words",
    [
        "位置：昆都市高新区科技路1号",
        "（三）保护数据版权所有者权益",
        "（二）规范ICP备案管理",
        "初审：县级主管部门应当自收到申请之日起5个工作日内完成审核。",
        "审核：由市级主管部门负责",
        "打印设备、复印设备等办公用品",
        "首页显著位置公开办事指南",
        "大力推广、微信、微博等新媒体平台应用",
        "技术支持：由省大数据中心负责",
        "推荐目录",
        "上一年度未完成的项目，不得申报",
        "关于我们做好有关工作的说明",
        "联系电话：0870-1234567",
        "相关政策文件同时废止。",
        "小",
    ],
)
def test_words_of_a_policy_that_sound_like_a_site_are_kept(words: str) -> None:
    body = "".join(f"<p>{text}</p>" for text in (*PARAGRAPHS[:5], words, *PARAGRAPHS[5:]))
    html = f"<nav><a href=/>首页</a><a href=/a>政务公开</a></nav><div>{body}</div>"
    document, site = parted(read(html))
    assert words in document
    assert site == ["首页政务公开"]


def test_links_within_the_text_are_text() -> None:
    text = '根据<a href="/f">《中华人民共和国数据安全法》</a>和<a href="/g">《云岭省数据条例》</a>，制定本办法。'
    document, site = parted(read(f"<title>{TITLE}</title><p>{text}</p>"))
    assert document == ["根据《中华人民共和国数据安全法》和《云岭省数据条例》，制定本办法。"]
    assert site == []


def test_a_list_of_annexes_behind_the_text_is_text_even_when_it_is_all_links() -> None:
    links = "".join(
        f'<p><a href="/art/{at}.html">{at}.{word}</a></p>' for at, word in enumerate(["分工表", "申报表", "评分表"], 1)
    )
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    document, site = parted(read(f"<div>{body}</div><div><p>附件：</p>{links}</div>"))
    assert document[-4:] == ["附件：", "1.分工表", "2.申报表", "3.评分表"]
    assert site == []


def test_a_link_that_is_never_closed_does_not_make_the_text_a_link() -> None:
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    document, _ = parted(read(f'<div><a href="#top">{body}{body}</div>'))
    assert document == [*PARAGRAPHS, *PARAGRAPHS]


def test_a_table_of_data_is_never_navigation() -> None:
    rows = "".join(f'<tr><td>{at}</td><td><a href="/{at}">项目{at}</a></td><td>昆都市</td></tr>' for at in range(9))
    source = read(f"<div class='list'><table><tr><th>序号</th><th>名称</th><th>地区</th></tr>{rows}</table></div>")
    assert len(source.layout.grids) == 1
    assert source.layout.asides == ()
