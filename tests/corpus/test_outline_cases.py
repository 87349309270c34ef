"""The outline of small invented documents: regulations, contents, attachments, closing parts, tables."""

import pytest

from corpus import Level, match_marker
from tests.corpus.outlines import leaves, outline, read, read_lines

# --- laws and regulations ----------------------------------------------------------------------------------------


def test_what_stands_between_two_items_of_an_article_belongs_to_the_first_of_them() -> None:
    document = read_lines(
        "某市工地管理规定\n第一条 管理工作由以下机构负责。\n一、领导机构。\n领导小组负责领导全市的创建工作。\n"
        "二、日常管理机构。\n办公室负责日常工作。\n该办公室设在某局。\n三、工作实施机构。\n依次划分为：\n"
        "（一）重大工程管理块；\n（二）专业工程管理块。\n第二条 有下列情形的，予以表扬：\n（一）整洁：\n场地硬化。\n"
        "（二）安全。\n前款所称场地，包括道路。"
    )
    labels = [(clause.label, document.text(clause).replace("\n", "")[:7]) for clause in leaves(document)][1:]
    assert labels == [
        ("第一条", "管理工作由以下"),
        ("第一条第一项", "一、领导机构。"),
        ("第一条第二项", "二、日常管理机"),
        ("第一条第三项", "依次划分为："),
        ("第一条第三项第（一）目", "（一）重大工程"),
        ("第一条第三项第（二）目", "（二）专业工程"),
        ("第二条第一款", "有下列情形的，"),
        ("第二条第一款第（一）项", "（一）整洁：场"),
        ("第二条第一款第（二）项", "（二）安全。"),
        ("第二条第二款", "前款所称场地，"),
    ]


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
        "paragraph 题注",
        "paragraph 目录",
        "chapter 第一章总则",
        "  article 第一条",
        "  article 第二条",
        "    article-paragraph 第一款",
        "      paragraph",
        "      heading-2 （一）",
        "      heading-2 （二）",
        "        paragraph",
        "        heading-3 1.",
        "        heading-3 2.",
        "    article-paragraph 第二款",
        "  article 第三条",
        "    article-paragraph 第一款",
        "    article-paragraph 第二款",
        "chapter 第二章数据权益",
        "  section 第一节一般规定",
        "    article 第四条之一",
    ]


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("第一条 为了规范数据处理活动，制定本条例。", "第一条"),
        ("本条例中下列用语的含义：", "第二条第一款"),
        ("（一）数据，是指任何对信息的记录。", "第二条第一款第（一）项"),
        ("公共数据，包括下列数据：", "第二条第一款第（二）项"),
        ("2.公共服务数据。", "第二条第一款第（二）项第2目"),
        ("法律另有规定的，从其规定。", "第二条第二款"),
        ("市人民政府应当公布目录。", "第三条第二款"),
        ("第四条之一 项目单位应当备案。", "第四条之一"),
    ],
)
def test_a_law_is_cited_by_article_paragraph_and_item(words: str, label: str) -> None:
    document, _ = read(LAW)
    assert [clause.label for clause in leaves(document) if document.text(clause) == words] == [label]


def test_the_path_of_an_item_names_the_chapter_too() -> None:
    document, _ = read(LAW)
    clause = next(clause for clause in leaves(document) if document.text(clause) == "2.公共服务数据。")
    assert clause.path == ("第一章 总则", "第二条", "第一款", "（二）", "2.")


def test_the_items_of_an_article_of_one_paragraph_are_cited_without_the_paragraph() -> None:
    document, _ = read(
        "数据条例\n第八条 应当具备下列条件：\n（一）有名称；\n（二）有场所。\n第九条 从事业务，应当备案。\n"
    )
    assert [clause.label for clause in leaves(document)][1:] == [
        "第八条",
        "第八条第（一）项",
        "第八条第（二）项",
        "第九条",
    ]


def test_the_paragraphs_of_an_article_whose_number_stands_alone() -> None:
    document, _ = read("数据办法\n第五条\n单位应当备案，并每年报告一次。\n报告应当真实，不得隐瞒。\n")
    assert outline(document)[1:] == [
        "article 第五条",
        "  article-paragraph 第一款",
        "  article-paragraph 第二款",
    ]


def test_an_article_may_have_a_heading_on_the_line_of_its_number() -> None:
    document, _ = read("反垄断指南\n第四条 相关市场界定\n平台经济业务类型复杂，应当结合个案进行具体分析。\n")
    assert outline(document)[1:] == ["article 第四条相关市场界定"]
    assert document.clauses[1].label == "第四条"


def test_an_article_that_reads_like_a_reference_counts_where_it_is_missing() -> None:
    document, _ = read(
        "数据条例\n第一条为了发展，制定本条例。\n第二条规定期限届满的，应当报告。\n"
        "第三条所称数据，包括文字。\n第三条本条例自公布之日起施行。"
    )
    # 第二条 has no other line; 第三条所称… has, so it belongs to the article above.
    assert outline(document)[1:] == [
        "article 第一条",
        "article 第二条",
        "  article-paragraph 第一款",
        "  article-paragraph 第二款",
        "article 第三条",
    ]


def test_numbers_that_skip_or_come_again_are_followed() -> None:
    document, _ = read("数据办法\n第一条 甲。\n第三条 乙。\n第三条 丙。\n第二条 丁。\n")
    assert [clause.marker for clause in document.clauses[1:]] == ["第一条", "第三条", "第三条", "第二条"]


def test_the_amended_words_of_a_decision_open_no_articles() -> None:
    document, _ = read(
        "关于修改数据条例的决定\n"
        "一、将第二条修改为：“第二条 数据包括：\n（一）文字；\n（二）图像。\n第三条 其他数据，从其规定。”\n"
        "二、删去第九条。\n"
    )
    assert outline(document) == ["paragraph 标题", "heading-1 一、", "heading-1 二、"]


def test_a_preface_behind_the_contents_is_none_of_them() -> None:
    contents, body = "目录\n一、回顾\n二、任务\n", "一、回顾\n成绩显著。\n二、任务\n推进创新。\n"
    document = read_lines(f"发展规划\n{contents}软件是数字经济发展的基础。\n{body}")
    assert outline(document)[1:] == ["paragraph 目录", "paragraph", "heading-1 一、回顾", "heading-1 二、任务"]


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


def test_a_row_of_headings_that_come_again_is_a_table_of_contents_without_its_title() -> None:
    heads = "第一章 总则\n第二章 权益\n第三章 附则\n"
    document, _ = read(
        f"数据条例\n{heads}第一章 总则\n第一条 甲。\n第二章 权益\n第二条 乙。\n第三章 附则\n第三条 丙。\n"
    )
    assert [clause.marker for clause in document.clauses] == ["标题", "目录", "第一章", "第二章", "第三章"]


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
