"""The number of a document: 发文字号, the number of an order or of a public notice."""

import pytest

from tests.corpus.metadata_texts import place, read, stated, value


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("川办发〔2020〕15号", "川办发〔2020〕15号"),
        ("川办发[2020]15号", "川办发[2020]15号"),
        ("川办发（2020）15号", "川办发（2020）15号"),
        ("川办发(2020)15号", "川办发（2020）15号"),
        ("川办发［2020］15号", "川办发［2020］15号"),
        ("川办发【2020】15号", "川办发【2020】15号"),
        ("川办发〔２０２０〕１５ 号", "川办发〔2020〕15号"),
        ("阜蒙健促办发[2020] 3 号", "阜蒙健促办发[2020]3号"),
        ("川办发〔2020〕第15号", "川办发〔2020〕第15号"),
        ("（国发〔2015〕40号）", "国发〔2015〕40号"),
        ("四川省人民政府文件 川府发〔2024〕21号", "川府发〔2024〕21号"),
        ("川府发〔2024〕21号　　签发人：张三", "川府发〔2024〕21号"),
        ("发文字号：川府发〔2024〕21号", "川府发〔2024〕21号"),
        ("索引号：008282882 文号：川府发〔2024〕21号 发布日期：2024-11-26", "川府发〔2024〕21号"),
        ("中华人民共和国国务院令第706号", "中华人民共和国国务院令第706号"),
        ("四川省人民政府令 第 341 号", "四川省人民政府令第341号"),
        ("中华人民共和国主席令第八十四号", "中华人民共和国主席令第八十四号"),
        ("第341号令", "第341号令"),
        ("国家税务总局公告2021年第3号", "国家税务总局公告2021年第3号"),
        ("2021年第3号", "2021年第3号"),
        # references, and what is no number
        ("根据国发〔2015〕40号文件精神，制定本办法。", None),
        ("《关于促进大数据发展的意见》（国发〔2015〕40号）已经印发。", None),
        ("川府发〔24〕21号", None),
        ("2024年11月26日", None),
    ],
)
def test_the_number_is_the_one_on_a_line_of_its_own_or_behind_its_label(line: str, number: str | None) -> None:
    assert value(f"{line}\n关于促进数据发展的意见\n一、总体要求\n坚持创新。", "number") == number


def test_an_order_and_its_number_on_two_lines_are_one_number() -> None:
    text = "四川省人民政府令\n第 341 号\n四川省数据管理办法\n第一条 为了发展。"
    document, source = read(text)
    number = stated(document, "number")
    assert number is not None
    assert (number.value, source.text[number.start : number.end]) == (
        "四川省人民政府令第341号",
        "四川省人民政府令\n第 341 号",
    )


def test_a_number_behind_the_head_is_not_the_documents_own() -> None:
    assert value("关于促进数据发展的意见\n一、总体要求\n国发〔2015〕40号", "number") is None


@pytest.mark.parametrize(
    ("head", "number"),
    [
        # an order: the bodies that give it stand in front, on the line or above
        ("中华人民共和国主席令\n第八十四号", "中华人民共和国主席令第八十四号"),
        ("公安部　财政部　海关总署令第12号", "公安部 财政部 海关总署令第12号"),
        (
            "国家互联网信息办公室\n中华人民共和国工业和信息化部\n中华人民共和国公安部\n令\n第12号",
            "国家互联网信息办公室 中华人民共和国工业和信息化部 中华人民共和国公安部令第12号",
        ),
        (
            "国家互联网信息办公室中华人民共和国教育部国家广播电视总局令第15号",
            "国家互联网信息办公室 中华人民共和国教育部 国家广播电视总局令第15号",
        ),
        ("公安部、国家发展改革委、中国人民银行令第170号", "公安部、国家发展改革委、中国人民银行令第170号"),
        ("中国证券监督管理委员会令\n【第182号】", "中国证券监督管理委员会令【第182号】"),
        # a public notice
        ("财政部　税务总局公告2023年第12号", "财政部 税务总局公告2023年第12号"),
        ("工业和信息化部公告\n2021年　第3号", "工业和信息化部公告2021年第3号"),
        ("某市人民代表大会常务委员会公告\n〔十五届〕第九十四号", "某市人民代表大会常务委员会公告〔十五届〕第九十四号"),
        ("某某总局　某某办公室\n关于实施认证的公告\n2022年第37号", "公告2022年第37号"),
        # older forms
        ("建村[1999]第114号", "建村[1999]第114号"),
        ("国函字〔１９８４〕１２号", "国函字〔1984〕12号"),
        # a joint document may have several
        ("某教发〔2021〕3号　某财教〔2021〕9号", "某教发〔2021〕3号、某财教〔2021〕9号"),
        # the form of a web page, unless the document says it itself
        ("发文字号：国令第706号", "国令第706号"),
        ("发文字号：\n某办发〔2018〕7号", "某办发〔2018〕7号"),
        ("文号：国令第706号\n中华人民共和国国务院令\n第706号", "中华人民共和国国务院令第706号"),
        ("发文字号：\n发布日期：2018年11月28日", None),
        # an empty field takes no value of another kind
        ("文　号：\n成文日期：\n某政办发〔2017〕46号\n各乡镇人民政府：", "某政办发〔2017〕46号"),
        # a form without colons
        (
            "索 引 号　S0001\n发文机关　某省人民政府\n发文字号　某政文〔2020〕84号\n发布日期　2020年6月15日",
            "某政文〔2020〕84号",
        ),
    ],
)
def test_the_number_of_orders_notices_and_forms(head: str, number: str | None) -> None:
    assert value(f"{head}\n某市数据管理办法\n第一条 为了发展。", "number") == number


@pytest.mark.parametrize(
    ("line", "number", "title"),
    [
        (
            "某市关于促进数据发展的意见某府发〔2023〕11号各县人民政府：要落实。",
            "某府发〔2023〕11号",
            "某市关于促进数据发展的意见",
        ),
        ("某市关于促进数据发展的意见（某府发〔2023〕11号）", "某府发〔2023〕11号", "某市关于促进数据发展的意见"),
        (
            "某局关于印发办法的通知某局发〔2023〕23号来源：法规处各科室：现印发给你们。",
            "某局发〔2023〕23号",
            "某局关于印发办法的通知",
        ),
    ],
)
def test_a_number_run_together_with_the_title_is_set_apart_from_it(line: str, number: str, title: str) -> None:
    assert (value(line, "number"), value(line, "title")) == (number, title)


def test_the_note_below_a_title_may_name_the_order() -> None:
    text = "某某管理办法（2024年9月5日公安部、中国人民银行令第170号公布，自2024年12月1日起施行。）\n第一条 为了发展。"
    assert value(text, "number") == "公安部、中国人民银行令第170号"
    assert place(text, "number") == "公安部、中国人民银行令第170号"


def test_a_number_in_a_remark_on_another_document_is_not_its_own() -> None:
    assert value("某市数据管理办法\n（本文件已被某市人民政府令第20号废止）\n第一条 为了发展。", "number") is None
