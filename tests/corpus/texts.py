"""Random texts of the kind that files hold: pieces of policy prose, damage, blanks of all kinds, markup and tables."""

from hypothesis import strategies as st

FRAGMENTS = (
    *("数据", "四川省", "人民政府", "办公室", "关于", "的通知", "（省级）", "“数场”", "《规划》"),
    *("、", "，", "。", "；", "：", "”", "』", "……", "—", "-", "．", "｜", "(", ")", ",", ";", ":", "!", "?"),
    *("ꎬ", "ꎮ", "ꎻ", "ꀀ", "２０２４", "ＧＤＰ", "％", "⼀", "豈", "〇", "𠀀", "😀", "\ud800"),
    *("GDP", "5G", "1.4", "a", "Wi-Fi"),
    *(" ", "  ", "\t", "\u3000", "\u00a0", "\u2003", "\u202f"),
    *("\u200b", "\ufeff", "\u00ad", "\u202e", "\ufe0f", "\x00", "\x1f", "\x9f"),
    *("\n", "\n", "\n\n", "\r\n", "\r", "\f", "\v", "\x85", "\u2028", "\u2029"),
    *("一、", "（一）", "( 二 )", "1.", "1．", "（3）", "①", "第一条 ", "第二章", "第三条第一款", "第 二 节 "),
    *("附件", "附件：", "附件1", "2021年4月28日", "日印发", "目录", "总则......1", "（本文有删减）"),
    *("— 3 —", "第 3 页 共 5 页", "# ", "## 一、", "**一、总则**", "**", "---", "***", "<!-- x -->", "a: b", "- "),
    *("|", "||", "|--|--|", "|---|---|---|", "| 1 | 甲 |", "| 2 | |", "|序号|任务|单位|", "| | | |"),
    "|（共2项）|甲。乙。|丙|",
    "数据要素市场化配置改革为主线统筹数据发展和安全坚持创新驱动发展和体制机制",
    "加快推进数字产业化，持续提升治理能力，" * 3,
)


_MIXED = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join)
_WORDS = st.text("数据经济建设发展工作管理服务安全平台", min_size=1, max_size=30)
_LINE = st.tuples(
    st.sampled_from(("", "", "", "一、", "第二条 ", "（三）", "　　")), _WORDS, st.sampled_from("。，；、：）域")
)


def _wrapped(lines: list[tuple[str, str, str]], width: int, line_break: str) -> str:
    """Paragraphs broken at a width, as a page breaks them."""
    paragraphs = ["".join(line) * 3 for line in lines]
    return line_break.join(text[start : start + width] for text in paragraphs for start in range(0, len(text), width))


_PAGES = st.builds(
    _wrapped, st.lists(_LINE, min_size=1, max_size=12), st.integers(8, 40), st.sampled_from(("\n", "\n\n", "\r\n"))
)

source_texts = st.one_of(_MIXED, _PAGES, st.tuples(_PAGES, _MIXED, _PAGES).map("".join), st.text(max_size=60))
"""Texts as a reader may yield them, and worse: lone surrogates are among them."""
