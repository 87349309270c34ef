"""The outline of small invented documents: regulations, contents, attachments, closing parts, tables."""

import pytest

from corpus import Level, match_marker
from tests.corpus.outlines import leaves, outline, read

# --- laws and regulations ----------------------------------------------------------------------------------------

LAW = """某市数据条例

2021年11月25日 某市第十五届人民代表大会常务委员会第三十七次会议通过

目　　录

第一章　总则
第二章　数据权益
第一节　一般规定

第一章　总　　则

第一条　为了规范数据处理活动，制定本条例。

第二条　本条例中下列用语的含义：

（一）数据，是指任何对信息的记录。

（二）公共数据，包括下列数据：

1.政务数据；

2.公共服务数据。

法律另有规定的，从其规定。

第三条　规定期限届满的，应当自届满之日起三十日内依照本条例第二条
第二款的规定办理。

市人民政府应当公布目录。

第二章　数据权益

第一节　一般规定

第四条之一　项目单位应当备案。
"""


def test_the_outline_of_a_law() -> None:
    assert outline(read(LAW)[0]) == [
        "paragraph 标题",
        "paragraph",
        "paragraph 目录",
        "chapter 第一章总则",
        "  article 第一条",
        "  article 第二条",
        "    paragraph",
        "    heading-2 （一）",
        "    heading-2 （二）",
        "      paragraph",
        "      heading-3 1.",
        "      heading-3 2.",
        "    paragraph",
        "  article 第三条",
        "chapter 第二章数据权益",
        "  section 第一节一般规定",
        "    article 第四条之一",
    ]


def test_a_paragraph_behind_the_items_of_an_article_belongs_to_the_article() -> None:
    document, _ = read(LAW)
    clause = next(clause for clause in document.walk() if document.text(clause) == "法律另有规定的，从其规定。")
    assert clause.label == "第一章 总则 › 第二条 › 第2段"


def test_the_unnumbered_paragraphs_of_an_article_are_its_text() -> None:
    document, _ = read(LAW)
    article = next(clause for clause in document.walk() if clause.marker == "第三条")
    assert document.text(article).split("\n") == [
        "第三条 规定期限届满的，应当自届满之日起三十日内依照本条例第二条第二款的规定办理。",
        "市人民政府应当公布目录。",
    ]


def test_a_table_of_contents_opens_no_chapters() -> None:
    document, _ = read(LAW)
    contents = next(clause for clause in document.clauses if clause.marker == "目录")
    assert document.text(contents) == "目录\n第一章 总则\n第二章 数据权益\n第一节 一般规定"
    assert [clause.marker for clause in document.walk() if clause.level is Level.CHAPTER] == ["第一章", "第二章"]


def test_lines_with_leader_dots_and_a_page_are_contents_even_without_a_title() -> None:
    document, _ = read("数据发展规划\n一、总体要求......3\n二、重点任务……………12\n一、总体要求\n坚持创新。")
    assert outline(document) == ["paragraph 标题", "paragraph 目录", "heading-1 一、总体要求"]


def test_markdown_signs_do_not_hide_the_outline() -> None:
    document, _ = read(
        "# 某市数据条例\n\n<!-- INFO END -->\n\n## 第一章  总则\n\n**第一条** 为了发展。\n\n### **（一）保障数据**\n"
    )
    assert outline(document) == [
        "paragraph 标题",
        "chapter 第一章总则",
        "  article 第一条",
        "    paragraph",
        "    heading-2 （一）",
    ]


# --- attachments, closing parts, tables --------------------------------------------------------------------------


def test_what_is_attached_is_listed_in_one_clause() -> None:
    document, _ = read(
        "关于做好数据工作的通知\n各地要落实。\n附件：1.任务清单\n2.名单\n某市人民政府\n2024年1月2日\n附件1\n任务清单\n一、目标\n建成平台。"
    )
    assert outline(document) == [
        "paragraph 标题",
        "paragraph",
        "paragraph 附件说明",
        "paragraph 落款",
        "attachment 附件1任务清单",
        "  heading-1 一、目标",
    ]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("各市（州）人民政府，有关单位：", "主送机关"),
        ("各省、自治区、直辖市人民政府，国务院各部委、各直属机构：", "主送机关"),
        ("现将有关事项通知如下：", ""),
        ("按照部署，现提出以下意见：", ""),
        ("四川省人民政府办公厅文件", "发文机关标志"),
        ("川办发〔2024〕1号", "发文字号"),
        ("（此件公开发布）", "附注"),
        ("信息公开选项：依申请公开", "印发信息"),
    ],
)
def test_lines_outside_the_numbered_body_are_called_by_what_they_are(line: str, role: str) -> None:
    document, _ = read(f"四川省人民政府关于数据工作的意见\n{line}\n一、总体要求\n坚持创新。")
    assert next(clause.marker for clause in document.walk() if document.text(clause) == line) == role


def test_a_signature_of_several_bodies_is_one_clause() -> None:
    document, _ = read("关于数据工作的通知\n一、总体要求\n坚持创新。\n国家发展改革委\n国家数据局\n2024年1月2日\n")
    signature = document.clauses[-1]
    assert signature.marker == "落款"
    assert document.text(signature) == "国家发展改革委\n国家数据局\n2024年1月2日"


def test_text_between_a_heading_and_its_first_part_is_a_clause() -> None:
    document, _ = read("一、重点任务\n按下列分工推进。\n（一）夯实基础。建设平台。\n（二）培育主体。\n")
    assert outline(document) == [
        "heading-1 一、重点任务",
        "  paragraph",
        "  heading-2 （一）夯实基础",
        "  heading-2 （二）",
    ]
    assert [clause.label for clause in leaves(document)] == [
        "一、重点任务 › 第1段",
        "一、重点任务 ›（一）",
        "一、重点任务 ›（二）",
    ]


def test_the_first_table_of_a_unit_is_its_own_and_the_others_are_units() -> None:
    table = "|任务|单位|\n|--|--|\n|{}|科技厅|\n"
    text = f"附件\n任务清单\n{table.format('甲')}\n说明。\n\n{table.format('乙')}"
    document, _ = read(text)
    rows = [clause for clause in document.walk() if clause.row]
    assert [(clause.label, clause.row.table) for clause in rows if clause.row] == [
        ("附件 任务清单 › 第1行", "任务清单"),
        ("附件 任务清单 › 表2 › 第1行", "表2"),
    ]


@pytest.mark.parametrize("text", ["第二条第一款规定的情形。", "1.4 万亿元。", "2021年，力争突破。", "“十四五”规划。"])
def test_a_reference_or_a_figure_at_the_start_of_a_line_opens_no_unit(text: str) -> None:
    assert match_marker(text) is None
    assert outline(read(f"一、总体要求\n坚持创新。\n{text}")[0]) == ["heading-1 一、总体要求"]
