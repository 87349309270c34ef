# ruff: noqa: E501  the XML of a run is easier to read on one line
"""Reading Word files: paragraphs, runs, changes, fields, boxes, notes and running heads, as the reader sees them."""

import docx
import pytest
from docx.shared import Pt

from corpus.layout import DropReason
from corpus.readers.docx import read_docx
from corpus.source import Source
from tests.corpus.readers.docx_files import level, lists, members, numbered, package, paragraph, run, saved, word
from tests.corpus.readers.layout_laws import assert_layout_laws


def read(data: bytes) -> Source:
    source = read_docx(data, "文件.docx")
    assert_layout_laws(source)
    return source


def lines(body: str, **parts: str) -> list[str]:
    return read(word(body, **parts)).text.split("\n")


def asides(source: Source) -> list[tuple[str, DropReason]]:
    return [(source.text[aside.start : aside.end], aside.reason) for aside in source.layout.asides]


def field(code: str, result: str) -> str:
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f"{begin}<w:r><w:instrText>{code}</w:instrText></w:r>{separate}{result}{end}"


def box(text: str) -> str:
    return f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"


def test_a_file_of_python_docx_gives_its_paragraphs_one_a_line() -> None:
    document = docx.Document()
    document.add_heading("关于开展试点的通知", 0)
    document.add_paragraph("各市人民政府：")
    line = document.add_paragraph("为加快")
    line.add_run("数据要素").bold = True
    line.add_run("市场建设，").font.size = Pt(16)
    line.add_run().add_break()
    line.add_run("现通知如下。")
    document.add_paragraph("")
    document.add_paragraph("　　国务院")
    source = read(saved(document))
    assert source.text.split("\n") == [
        "关于开展试点的通知",
        "各市人民政府：",
        "为加快数据要素市场建设，",
        "现通知如下。",
        "　　国务院",
    ]
    assert source.layout.paragraphs == (0, 10, 18, 31, 38)
    assert source.layout.asides == ()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('<w:r><w:t xml:space="preserve"> 甲 </w:t></w:r><w:r><w:t> 乙 </w:t></w:r>', " 甲 乙"),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲\t乙"),
        ("<w:r><w:t>甲</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>乙</w:t></w:r>", "甲\u2011\u00ad乙"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t></w:r>', "☑是"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F0A3"/></w:r>', "□"),
        ('<w:r><w:sym w:font="Nobody knows" w:char="2713"/></w:r>', "✓"),
        ('<w:r><w:sym w:font="X" w:char="nonsense"/><w:t>甲</w:t></w:r>', "甲"),
        (f"<w:hyperlink>{run('链接')}</w:hyperlink><w:smartTag>{run('标签')}</w:smartTag>", "链接标签"),
        (f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>", "控件"),
        (f"<w:fldSimple w:instr='PAGE'>{run('5')}</w:fldSimple>", "5"),
        (field("HYPERLINK x", run("显示")) + run("之后"), "显示之后"),
        (field("IF " + "x", run("外") + field("PAGE", run("内"))), "外内"),
        (field("TOC", run("甲")) + field("REF", ""), "甲"),
        ("<w:r><w:ruby><w:rt><w:r><w:t>yī</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>依</w:t></w:r></w:rubyBase></w:ruby></w:r>", "依"),
        ("<m:oMath><m:r><m:t>a=</m:t></m:r><m:f><m:num><m:r><m:t>b</m:t></m:r></m:num><m:den><m:r><m:t>c</m:t></m:r></m:den></m:f></m:oMath>", "a=b/c"),
        ("<w:r><w:t>甲</w:t><w:cr/><w:t>乙</w:t><w:br w:type='page'/></w:r>", "甲\n乙"),
        ("<w:bookmarkStart w:id='0' w:name='a'/><w:proofErr/>" + run("甲") + "<w:bookmarkEnd w:id='0'/>", "甲"),
    ],
)  # fmt: skip
def test_what_a_run_shows_is_read_and_what_it_holds_besides_is_not(content: str, expected: str) -> None:
    assert "\n".join(lines(f"<w:p>{content}</w:p>")) == expected


def test_the_code_of_a_field_that_is_never_ended_hides_no_later_paragraph() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
    assert lines(f"<w:p>{begin}</w:p>" + paragraph("正文")) == ["正文"]


def test_a_field_over_several_paragraphs_shows_its_result() -> None:
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("一、总则")}</w:p>{paragraph("二、附则")}'
        f'<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r>{run("正文")}</w:p>'
    )
    assert lines(body) == ["一、总则", "二、附则", "正文"]


# --- tracked changes and hidden words ------------------------------------------------------------------------------


def test_inserted_words_are_text_and_deleted_ones_are_set_aside() -> None:
    body = (
        f"<w:p>{run('奖励')}<w:del><w:r><w:delText>二十</w:delText></w:r></w:del><w:ins>{run('三十')}</w:ins>{run('万元')}"
        f"<w:moveFrom>{run('，不含税')}</w:moveFrom><w:moveTo>{run('以内')}</w:moveTo></w:p>"
    )
    source = read(word(body))
    assert source.text == "奖励二十三十万元，不含税以内"
    assert asides(source) == [("二十", DropReason.DELETED), ("，不含税", DropReason.DELETED)]


def test_a_paragraph_whose_mark_was_deleted_runs_into_the_next() -> None:
    gone = '<w:rPr><w:del w:id="1"/></w:rPr>'
    assert lines(paragraph("前半，", gone) + paragraph("后半。")) == ["前半，后半。"]


def test_a_deleted_paragraph_is_a_line_that_is_set_aside() -> None:
    gone = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>删去一段</w:delText></w:r></w:del></w:p>"
    source = read(word(paragraph("甲") + gone + paragraph("乙")))
    assert source.text == "甲\n删去一段\n乙"
    assert asides(source) == [("删去一段", DropReason.DELETED)]


@pytest.mark.parametrize(
    "hidden",
    [
        f"<w:p>{run('甲')}{run('暗', '<w:vanish/>')}</w:p>",
        f"<w:p>{run('甲')}{run('暗', '<w:rStyle w:val=' + chr(34) + 'dark' + chr(34) + '/>')}</w:p>",
        paragraph("甲") + paragraph("暗", '<w:pStyle w:val="darkParagraph"/>'),
    ],
)
def test_hidden_words_are_set_aside(hidden: str) -> None:
    styles = (
        '<w:style w:type="character" w:styleId="base"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="dark"><w:basedOn w:val="base"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="darkParagraph"><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    source = read(word(hidden + paragraph("乙"), styles=styles))
    assert source.text.replace("\n", "") == "甲暗乙"
    assert asides(source) == [("暗", DropReason.HIDDEN)]


def test_words_that_a_run_shows_against_its_style_are_text() -> None:
    styles = '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style>'
    source = read(
        word(f"<w:p>{run('明', '<w:vanish w:val=' + chr(34) + '0' + chr(34) + '/>')}{run('暗')}</w:p>", styles=styles)
    )
    assert asides(source) == [("暗", DropReason.HIDDEN)]


# --- boxes, notes, running heads -----------------------------------------------------------------------------------


def test_text_boxes_are_read_once_where_they_are_anchored() -> None:
    drawing = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box('框内')}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box('框内')}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(f"<w:p>{drawing}{run('正文')}</w:p>") == ["框内", "正文"]
    assert lines(f"<w:p>{run('正')}{drawing}{run('文')}</w:p>") == ["正文", "框内"]
    old = f"<w:r><w:pict><v:textbox>{box('旧式文本框')}</v:textbox></w:pict></w:r>"
    assert lines(f"<w:p>{old}</w:p>" + paragraph("正文")) == ["旧式文本框", "正文"]
    nested = f"<w:r><w:pict><v:textbox><w:txbxContent><w:p>{old}{run('外框')}</w:p></w:txbxContent></v:textbox></w:pict></w:r>"
    assert lines(f"<w:p>{run('正文')}{nested}</w:p>") == ["正文", "旧式文本框", "外框"]


def test_content_controls_around_paragraphs_are_read() -> None:
    body = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('甲')}<w:customXml>{paragraph('乙')}</w:customXml></w:sdtContent></w:sdt>"
    assert lines(body + paragraph("丙")) == ["甲", "乙", "丙"]


def test_notes_stand_behind_the_text_with_the_marks_of_their_calls() -> None:
    call = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    notes = (
        f'<w:footnote w:type="separator" w:id="0">{paragraph("———")}</w:footnote>'
        f'<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>{run(" 甲的注。")}</w:p>{paragraph("又一段。")}</w:footnote>'
        f'<w:footnote w:id="3">{paragraph("乙的注。")}</w:footnote><w:footnote w:id="9">{paragraph("无人引用")}</w:footnote>'
    )
    endnotes = f'<w:endnote w:id="2">{paragraph("尾注。")}</w:endnote>'
    body = f"<w:p>{run('甲')}{call.format(2)}{run('，乙')}{call.format(3)}{run('。')}<w:r><w:endnoteReference w:id='2'/></w:r></w:p>"
    assert lines(body, footnotes=notes, endnotes=endnotes) == [
        "甲[1]，乙[2]。[i]",
        "[1] 甲的注。",
        "又一段。",
        "[2] 乙的注。",
        "[i] 尾注。",
    ]
    circled = '<w:sectPr><w:footnotePr><w:numFmt w:val="decimalEnclosedCircle"/></w:footnotePr></w:sectPr>'
    assert lines(body + circled, footnotes=notes, endnotes=endnotes)[0] == "甲①，乙②。[i]"


def test_headers_and_footers_are_read_once_and_set_aside() -> None:
    reference = '<w:{0}Reference w:type="{1}" r:id="{2}"/>'
    section = "<w:sectPr>{}</w:sectPr>"
    both = reference.format("header", "default", "header1") + reference.format("footer", "default", "footer1")
    first = reference.format("header", "first", "header2")
    page = f"<w:p>{run('— ')}{field('PAGE', run('2'))}{run(' —')}</w:p>"
    body = (
        f"<w:p><w:pPr>{section.format(both + first)}</w:pPr>{run('甲')}</w:p>" + paragraph("乙") + section.format(both)
    )
    parts = {"header1": paragraph("国家数据局文件"), "header2": paragraph("首页页眉"), "footer1": page}
    source = read(word(body, **parts))
    assert source.text == "国家数据局文件\n甲\n乙\n— 2 —"
    assert asides(source) == [("国家数据局文件", DropReason.RUNNING_HEAD), ("— 2 —", DropReason.RUNNING_HEAD)]
    titled = section.format(both + first + "<w:titlePg/>")
    assert lines(paragraph("甲") + titled, **parts)[:3] == ["国家数据局文件", "首页页眉", "甲"]


def test_the_strict_form_of_the_format_is_read_too() -> None:
    parts = members(paragraph("严格格式") + numbered("甲", 1), numbering=lists(level(0, "decimal", "%1．")))
    strict = {
        name: content.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        for name, content in parts.items()
    }
    assert read(package(strict)).text == "严格格式\n1．甲"
