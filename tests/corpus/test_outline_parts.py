"""The named parts around the body, the documents inside a document, and the attachments."""

import pytest

from corpus import Document
from tests.corpus.outlines import leaves, outline, read_lines

# --- parts -------------------------------------------------------------------------------------------------------

NOTICE = """000123
机密★1年
特急
四川省人民政府办公厅文件
川办发〔2024〕1号
签发人：张三
四川省人民政府办公厅关于做好数据工作的通知
各市（州）人民政府，省政府各部门：
为了做好数据工作，现通知如下。
一、提高认识
各地要提高认识，加强领导。
二、抓好落实
各地要明确责任，抓好落实。
特此通知。
附件：1.任务清单
2.名单
四川省人民政府办公厅
2024年1月2日
（联系人：李四；联系电话：028-1234567）
（此件公开发布）
抄送：省委办公厅，省人大常委会办公厅。
四川省人民政府办公厅 2024年1月3日印发
"""


def named(document: Document) -> list[tuple[str, str]]:
    """The named parts at the top: name and text."""
    return [(clause.marker, document.text(clause)) for clause in document.clauses if clause.level == "paragraph"]


def test_the_parts_of_a_notice_are_told_apart() -> None:
    assert named(read_lines(NOTICE)) == [
        ("份号", "000123"),
        ("密级", "机密★1年"),
        ("紧急程度", "特急"),
        ("发文机关标志", "四川省人民政府办公厅文件"),
        ("发文字号", "川办发〔2024〕1号"),
        ("签发人", "签发人：张三"),
        ("标题", "四川省人民政府办公厅关于做好数据工作的通知"),
        ("主送机关", "各市（州）人民政府，省政府各部门："),
        ("", "为了做好数据工作，现通知如下。"),
        ("结束语", "特此通知。"),
        ("附件说明", "附件：1.任务清单\n2.名单"),
        ("落款", "四川省人民政府办公厅\n2024年1月2日"),
        ("附注", "（联系人：李四；联系电话：028-1234567）\n（此件公开发布）"),
        ("抄送", "抄送：省委办公厅，省人大常委会办公厅。"),
        ("印发信息", "四川省人民政府办公厅2024年1月3日印发"),
    ]


def test_the_closing_words_have_a_name_but_are_no_furniture() -> None:
    document = read_lines(NOTICE)
    body = [clause.marker for clause in leaves(document) if not clause.is_furniture]
    assert body == ["", "一、", "二、", "结束语"]


@pytest.mark.parametrize(
    "signature",
    [
        "国家发展改革委\n国家数据局\n2024年1月2日",
        "国家发展改革委 国家数据局\n二〇二四年一月二日",
        "某市数据工作领导小组\n2024年1月2日",
        "某市卫生健康委员会（代章）\n2024年1月2日",
        "某市人民政府办公室2024年1月2日",
        "总理 李克强\n2024年1月2日",
        "国家互联网信息办公室主任 庄荣文\n公安部部长 王小洪\n2024年1月2日",
        "数据安全专家组\n2024年1月2日",
        "2024年1月2日",
        "某市人民政府",
    ],
)
def test_a_signature_names_bodies_or_persons_and_the_date(signature: str) -> None:
    document = read_lines(f"关于数据工作的通知\n一、总体要求\n坚持创新，做好工作。\n\n{signature}\n")
    last = document.clauses[-1]
    assert last.marker == "落款"
    assert document.text(last) == signature.replace(" ", "")


@pytest.mark.parametrize(
    "lines",
    [
        "索引号：0001/2019\n主题分类：科技\n发文机关：国务院\n标题：关于数据工作的通知\n发布日期：2019年1月9日",
        "索 引 号：\n0001/2019\n发文机关：\n国务院\n标　　题：\n关于数据工作的通知\n主 题 词：",
        "索引号 S0001-0201\n主题分类 城乡建设\n发文机关 国务院\n标题 关于数据工作的通知\n发布日期 2019年1月9日",
        "规范性文件登记号：JNCR-2020-0020012\n发布机构：办公厅",
        "来源：国家数据局 发布时间：2024-10-19",
        "2016-07-27 18:52 来源： 新华社",
        "日期： 2020-06-18 浏览量：1283 来源：办公室",
        "您现在的位置：首页 > 信息公开 > 政策",
        "【字体：大 中 小】 打印 关闭",
    ],
)
def test_what_a_web_page_says_about_the_document_is_no_part_of_it(lines: str) -> None:
    document = read_lines(
        f"{lines}\n\n国务院关于数据工作的通知\n国发〔2019〕4号\n为了发展，现通知如下。\n一、目标\n建成平台。\n"
    )
    page = [clause for clause in document.clauses if clause.marker == "页面信息"]
    assert "".join(map(document.text, page)).replace("\n", "") == "".join(lines.split()).replace(
        "2016-07-2718", "2016-07-27 18"
    )
    assert ("标题", "国务院关于数据工作的通知") in named(document)


def test_the_first_paragraph_below_an_empty_label_is_text() -> None:
    document = read_lines(
        "关于公开征求意见的公告\n时间：2024-05-20 10:08 来源：立法二处 作者：\n"
        "我厅起草了数据条例，现向社会公开征求意见。公众可以通过以下方式反馈意见：\n1.登录网站（网址：http://a.cn）。\n"
        "2.信函寄至某路65号。\n"
    )
    assert [(clause.marker, clause.heading) for clause in document.clauses] == [
        ("标题", ""),
        ("页面信息", ""),
        ("", ""),
        ("1.", ""),
        ("2.", ""),
    ]


@pytest.mark.parametrize(
    "note",
    [
        "（2020年3月27日北京市第十五届人民代表大会常务委员会第二十次会议通过）",
        "2020年3月27日 北京市第十五届人民代表大会常务委员会第二十次会议通过",
        "（二〇〇四年六月十六日国务院\n第54次常务会议修订通过）",
        "（2022年12月2日）",
        "——2024年3月5日在第十四届全国人民代表大会第二次会议上",
    ],
)
def test_the_note_below_a_title_says_when_the_text_was_adopted(note: str) -> None:
    document = read_lines(f"北京市数据条例\n{note}\n第一章 总则\n第一条 为了发展，制定本条例。\n")
    assert [clause.marker for clause in document.clauses] == ["标题", "题注", "第一章"]


def test_the_person_who_gives_a_report_is_its_author() -> None:
    document = read_lines(
        "政府工作报告\n国务院总理\n李强\n各位代表：\n现在，我代表国务院报告工作。\n一、回顾\n成绩很大。\n"
    )
    assert [clause.marker for clause in document.clauses] == ["标题", "署名", "主送机关", "", "一、"]


# --- documents inside a document ---------------------------------------------------------------------------------


def test_what_a_notice_issues_is_a_part_of_its_own() -> None:
    document = read_lines(
        "某市人民政府关于印发《数据规划》的通知\n各区政府：\n现将《数据规划》印发给你们。\n某市人民政府\n2024年1月2日\n（此件公开发布）\n"
        "数据规划\n为了发展，制定本规划。\n一、目标\n建成平台。\n（一）一期。建设中心。\n附件：清单\n附件\n清单\n甲。\n"
    )
    assert outline(document) == [
        "paragraph 标题",
        "paragraph 主送机关",
        "paragraph",
        "paragraph 落款",
        "paragraph 附注",
        "document 数据规划",
        "  paragraph 标题",
        "  paragraph",
        "  heading-1 一、目标",
        "    paragraph",
        "    heading-2 （一）一期",
        "  paragraph 附件说明",
        "attachment 附件清单",
        "  paragraph",
    ]
    # Its units are cited as a reader does; what has no number needs the title.
    labels = {document.text(clause): clause.label for clause in leaves(document)}
    assert labels["（一）一期。建设中心。"] == "一、目标 ›（一）"
    assert labels["为了发展，制定本规划。"] == "数据规划 › 第1段"


def test_the_title_is_needed_where_the_notice_has_the_same_numbers() -> None:
    document = read_lines(
        "关于印发数据规划的通知\n一、请执行。\n二、请报告。\n某市人民政府\n2024年1月2日\n数据规划\n一、目标\n建成平台。\n"
    )
    assert [clause.label for clause in leaves(document) if clause.level == "heading-1"] == [
        "一、",
        "二、",
        "数据规划 › 一、",
    ]


@pytest.mark.parametrize(
    ("before", "title"),
    [
        # signed: the next lines without a full stop are a title, in one line or in several
        ("现予公布。\n总理 李克强\n2018年11月6日", "专利代理条例"),
        (
            "经国务院同意，现转发给你们。\n国务院办公厅\n1996年2月5日",
            "关于重点监视防御区的确定\n和加强防震减灾工作意见的报告",
        ),
        ("现印发你们。\n某市人民政府\n2024年1月2日", "数据规划\n（2024—2028年）"),
        # not signed: the title was announced
        ("《专利代理条例》已经会议通过，现予公布。", "专利代理条例"),
    ],
)
def test_the_title_of_an_issued_document_is_found(before: str, title: str) -> None:
    document = read_lines(f"国务院令\n第706号\n{before}\n{title}\n第一条 为了规范管理，制定本条例。\n")
    inner = document.clauses[-1]
    assert inner.level == "document"
    assert inner.heading == title.replace("\n", "")
    assert [child.marker for child in inner.children] == ["标题", "第一条"]
    assert inner.children[1].label == "第一条"


# --- attachments -------------------------------------------------------------------------------------------------

_BODY = "关于数据工作的通知\n各地要抓好落实。\n"
_SIGNED = "某市人民政府\n2024年1月2日\n"


@pytest.mark.parametrize(
    ("text", "markers"),
    [
        (f"{_BODY}附件：任务清单\n{_SIGNED}附件\n任务清单\n建成平台。\n", ["附件说明", "落款", "附件"]),
        (
            f"{_BODY}附件：\n1.任务清单\n2.名单\n{_SIGNED}附件1\n任务清单\n甲。\n附件2\n名单\n乙。\n",
            ["附件说明", "落款", "附件1", "附件2"],
        ),
        (f"{_BODY}{_SIGNED}附件1：任务清单\n建成平台。\n附件2：名单\n甲。\n", ["落款", "附件1", "附件2"]),
        (f"{_BODY}{_SIGNED}附件一 任务清单\n一、目标\n建成平台。\n", ["落款", "附件一"]),
        (f"{_BODY}{_SIGNED}附件：\n任务清单\n一、目标\n建成平台。\n", ["落款", "附件"]),
        # a list of files to download is no attachment
        (f"{_BODY}{_SIGNED}附件1：清单.docx\n附件2：名单.docx\n", ["落款", "附件说明"]),
        (f"{_BODY}{_SIGNED}附录A 术语\n平台，是指系统。\n", ["落款", "附录A"]),
    ],
)
def test_an_attachment_is_told_from_its_announcement(text: str, markers: list[str]) -> None:
    document = read_lines(text)
    assert [clause.marker for clause in document.clauses if clause.marker][1:] == markers


def test_an_attachment_has_a_numbering_of_its_own_and_is_named_in_its_citations() -> None:
    document = read_lines(
        "关于数据工作的通知\n一、目标\n建成平台。\n附件1\n数据管理办法\n（试行）\n第一条 甲单位应当备案。\n"
        "附件2\n工作方案\n一、任务\n建设中心。\n"
    )
    assert [clause.label for clause in leaves(document)][1:] == ["一、目标", "附件1 第一条", "附件2 工作方案 › 一、"]
    assert document.clauses[2].heading == "数据管理办法（试行）"


@pytest.mark.parametrize("line", ["附件2所列项目由市政府批准。", "附件2中的数据以本通知为准。", "附件材料应当齐全。"])
def test_a_reference_to_an_attachment_opens_none(line: str) -> None:
    document = read_lines(f"关于数据工作的通知\n一、目标\n建成平台。\n{line}\n")
    assert [clause.marker for clause in document.clauses] == ["标题", "一、"]
