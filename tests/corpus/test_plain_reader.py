"""The reader of plain text: the right characters or a clear error, never a wrong guess."""

import codecs
import os
import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from corpus import READERS, DocumentError, EmptyDocument, UnreadableDocument, UnsupportedFormat
from corpus.readers import read_source
from corpus.readers.plain import read_plain

POLICY = (
    "四川省人民政府关于加快数字经济高质量发展的实施意见\r\n川府发〔2024〕21号\r\n"
    "一、总体要求　坚持“创新”驱动，到2027年算力总规模达到40EFLOPS。\n"
)
TRADITIONAL = "數位發展部為推動資料治理，特訂定本要點。各機關應依本要點辦理，並於每年十二月底前提報執行成果。"


def text_of(data: bytes) -> str:
    return read_plain(data, "文件.txt").text


def error_of(data: bytes) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as caught:
        read_plain(data, "文件.txt")
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gbk", "utf-16-le", "utf-16-be"])
def test_chinese_is_read_in_the_encodings_of_offices(encoding: str) -> None:
    assert text_of(POLICY.encode(encoding)) == POLICY


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (b"\x84\x31\x95\x33", "gb18030"),
    ],
)
def test_a_byte_order_mark_tells_the_encoding_and_is_no_part_of_the_text(mark: bytes, encoding: str) -> None:
    assert text_of(mark + POLICY.encode(encoding)) == POLICY
    assert text_of(mark + "ab".encode(encoding)) == "ab"


def test_traditional_chinese_is_read_in_big5_and_in_gb18030() -> None:
    assert text_of(TRADITIONAL.encode("big5")) == TRADITIONAL
    assert text_of(TRADITIONAL.encode("gb18030")) == TRADITIONAL


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "plain ASCII, no Chinese\n",
        "测试",
        "Привет, мир",
        "日本語のテキスト",
        "ꀀꁀꂀ",
        "𠀀𠀁𠀂",
        "é",
        "für Größe, naïve café",
        "甲",
        "\ue000 私有区字符",
        "数据\ufffd要素",
        "第一行\u2028第二行\x85第三行\x0c第四行",
    ],
)
def test_valid_utf_8_is_read_whatever_it_says(text: str) -> None:
    assert text_of(text.encode()) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("测试", "gbk"),
        ("通知", "gbk"),
        ("联通", "gbk"),
        ("数据要素", "gbk"),
        ("测试", "utf-16-le"),
        ("国务院", "utf-16-be"),
    ],
)
def test_a_few_words_are_enough_when_only_one_encoding_makes_sense_of_them(text: str, encoding: str) -> None:
    assert text_of(text.encode(encoding)) == text


@pytest.mark.parametrize(("text", "encoding"), [("測試", "big5"), ("规定", "gbk")])
def test_words_that_make_sense_in_two_encodings_are_refused(text: str, encoding: str) -> None:
    error = error_of(text.encode(encoding))
    assert "分不清" in error.message
    assert "UTF-8" in error.remedy


def test_a_table_drawn_with_lines_is_read() -> None:
    text = "┌───┬───┐\n│序号│任务│\n├───┼───┤\n│ 1 │建设│\n└───┴───┘\n" * 3
    assert text_of(text.encode("gbk")) == text


def test_line_breaks_and_blanks_are_kept_as_they_are() -> None:
    text = "一\r\n二\r三\n\n　四\t\n"
    assert text_of(text.encode()) == text


def test_a_few_control_characters_do_not_make_a_text_unreadable() -> None:
    text = POLICY * 10 + "\x07"
    assert text_of(text.encode()) == text
    assert text_of(text.encode("gb18030")) == text


# --- damage ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", [0, 1, 2, 100, 101, 102, -1])
def test_a_text_with_one_bad_byte_is_refused_with_the_place_and_never_read_as_something_else(at: int) -> None:
    data = bytearray((POLICY * 3).encode())
    data[at] = 0xFF
    error = error_of(bytes(data))
    assert "是 UTF-8 编码的文本，但从第" in error.message
    # The place is that of the first character that cannot be read.
    place = len(bytes(data).decode("utf-8", errors="ignore").encode()) if at == -1 else data.index(0xFF)
    assert f"第 {_first_bad(bytes(data)) + 1} 个字节" in error.message
    assert place >= _first_bad(bytes(data))


def _first_bad(data: bytes) -> int:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error.start
    return len(data)


@pytest.mark.parametrize("cut", [1, 2])
def test_a_text_cut_within_its_last_character_is_refused(cut: int) -> None:
    assert "损坏" in error_of("数据要素市场化配置改革".encode()[:-cut]).message


@settings(deadline=None)
@given(st.data())
def test_a_damaged_utf_8_text_is_read_right_or_refused(data: st.DataObject) -> None:
    text = POLICY.encode()
    at = data.draw(st.integers(0, len(text) - 1))
    damaged = text[:at] + data.draw(st.binary(min_size=1, max_size=3)) + text[at + 1 :]
    try:
        read = text_of(damaged)
    except UnreadableDocument:
        return
    assert read.encode() == damaged  # still valid UTF-8


@pytest.mark.parametrize(
    ("mark", "body"),
    [
        (codecs.BOM_UTF8, POLICY.encode("gbk")),
        (codecs.BOM_UTF16_LE, POLICY.encode("utf-16-le")[:-1]),
        (codecs.BOM_UTF16_BE, b"\xd8\x00\x00\x41"),
        (codecs.BOM_UTF32_LE, b"\x00\x00\x00\x7f"),
    ],
)
def test_a_mark_that_does_not_fit_is_an_error(mark: bytes, body: bytes) -> None:
    assert "开头标明是" in error_of(mark + body).message


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89",
        b"\x7fELF\x02\x01\x01\x00" + bytes(8) + b"\x03\x00>\x00\x01\x00\x00\x00",
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xdf\xa4\xd2l",
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Length 5 >>\nstream\n\x8b\x03\xff\x00\x9c",
        b"\x00" * 64,
        b"text\x00with\x00nul",
        POLICY.encode("utf-32-le"),
        "Übergröße für Straßen".encode("latin-1"),
        bytes(range(256)),
    ],
)
def test_what_is_no_text_in_a_known_encoding_is_refused(data: bytes) -> None:
    error = error_of(data)
    assert error.message.startswith("文件.txt：")
    assert "UTF-8" in error.remedy


@pytest.mark.parametrize("size", [64, 65, 1000, 4096])
@pytest.mark.parametrize("seed", range(10))
def test_random_bytes_are_refused(size: int, seed: int) -> None:
    error_of(random.Random(seed).randbytes(size))


# --- laws --------------------------------------------------------------------------------------------------------

_SENTENCES = st.lists(
    st.sampled_from(
        ["数据要素市场化配置改革", "坚持创新驱动发展", "，", "。", "2024年", "（试行）", "各市人民政府", "\n", "GDP "]
    ),
    min_size=1,
    max_size=60,
).map("".join)


@settings(deadline=None)
@given(_SENTENCES, st.sampled_from(["utf-8", "gb18030", "utf-16-le", "utf-16-be"]))
def test_a_text_of_some_length_is_read_in_every_encoding(text: str, encoding: str) -> None:
    assume(sum("一" <= char <= "鿿" for char in text) >= 16)
    assert text_of(text.encode(encoding)) == text


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_and_what_is_read_can_be_stored(data: bytes) -> None:
    try:
        source = read_plain(data, "文件.txt")
    except UnreadableDocument:
        return
    assert source.text.encode("utf-8").decode("utf-8") == source.text
    assert "\0" not in source.text


# --- the choice of a reader --------------------------------------------------------------------------------------


def test_the_suffix_chooses_the_reader() -> None:
    assert set(READERS) >= {".txt", ".md"}
    assert read_source("# 数据".encode(), "政策.MD").text == "# 数据"


@pytest.mark.parametrize(("name", "suffix"), [("政策.xyz", ".xyz"), ("政策", "无扩展名"), (".txt", "无扩展名")])
def test_an_unknown_suffix_is_named_with_those_that_are_known(name: str, suffix: str) -> None:
    with pytest.raises(UnsupportedFormat) as caught:
        read_source(b"", name)
    assert suffix in caught.value.message
    assert ".txt" in caught.value.remedy


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", "　　\n".encode(), codecs.BOM_UTF8])
def test_a_file_without_words_is_empty(data: bytes) -> None:
    with pytest.raises(EmptyDocument) as caught:
        read_source(data, "空.txt")
    assert isinstance(caught.value, DocumentError)
    assert str(caught.value).startswith("空.txt：")


def test_the_message_names_the_file_and_hides_nothing_of_it() -> None:
    name = os.path.join("通知", "某 市.txt")  # noqa: PTH118  a name, not a path of this machine
    with pytest.raises(UnreadableDocument, match="通知"):
        read_plain(bytes(range(256)), name)
