"""Word files that are damaged, disguised or hostile: one clear error each, never more memory than they may take."""

import io
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import DocumentError, DocumentTooLarge, UnreadableDocument
from corpus.readers import docx_package
from corpus.readers.docx import read_docx
from tests.corpus.readers.docx_files import SPACES, level, lists, members, numbered, package, paragraph, word
from tests.corpus.readers.layout_laws import assert_layout_laws

GOOD = word(paragraph("甲") + numbered("乙", 1), numbering=lists(level(0, "decimal", "%1.")))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)


def refusal(data: bytes) -> DocumentError:
    with pytest.raises(DocumentError, match=r"^文件\.docx：") as caught:
        read_docx(data, "文件.docx")
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "不是 Word 文档"),
        ("纯文字".encode(), "不是 Word 文档"),
        (OLE + "WordDocument".encode("utf-16-le"), "旧版 Word"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"%PDF-1.7\n", "PDF"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"<!DOCTYPE html><html>", "网页"),
        (b"PK\x03\x04" + bytes(100), "损坏"),
        (GOOD[:200], "损坏"),
        (GOOD[: len(GOOD) // 2], "损坏"),
        (package({"xl/workbook.xml": "<workbook/>"}), "Excel"),
        (package({"ppt/presentation.xml": "<p/>"}), "PowerPoint"),
        (package({"readme.txt": "x"}), "没有 Word 正文"),
        (package({"word/document.xml": "<html/>"}), "没有 Word 正文"),
        (package({"word/document.xml": f"<w:document {SPACES}><w:body>"}), "损坏"),
        (package({"word/document.xml": b"\xff\xfe\x00"}), "损坏"),
    ],
)
def test_what_is_no_word_file_is_refused_with_the_reason(data: bytes, words: str) -> None:
    error = refusal(data)
    assert isinstance(error, UnreadableDocument)
    assert words in error.message


def test_a_member_packed_with_a_password_is_refused() -> None:
    data = bytearray(GOOD)
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        start = archive.start_dir
    at = data.index(b"PK\x01\x02", start)
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    assert "密码" in refusal(bytes(data)).message


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE w [<!ENTITY a "甲甲甲甲甲甲甲甲"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE w [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_a_part_with_a_document_type_is_refused(prolog: str) -> None:
    parts = members("<w:p><w:r><w:t>甲</w:t></w:r></w:p>")
    assert "文档类型" in refusal(package({**parts, "word/document.xml": prolog + parts["word/document.xml"]})).message


def test_a_bomb_is_not_unpacked() -> None:
    huge = members("")
    huge["word/document.xml"] = f"<w:document {SPACES}><w:body>" + " " * 200_000_000
    data = package(huge)
    del huge
    tracemalloc.start()
    error = refusal(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(error, DocumentTooLarge)
    assert peak < 4 * docx_package.LARGEST_PART


@pytest.mark.parametrize(
    "body",
    [
        "<w:sdt><w:sdtContent>" * 200 + paragraph("深") + "</w:sdtContent></w:sdt>" * 200,
        "<w:p/>" * docx_package.MOST_TAGS,
        "<w:p><w:r><w:t>" + "长" * 2_000_000 + "</w:t></w:r></w:p>",
    ],
    ids=["deep", "many elements", "packed too small"],
)
def test_a_body_beyond_all_measure_is_refused(body: str) -> None:
    assert isinstance(refusal(word(body)), DocumentTooLarge)


def test_a_package_of_too_many_parts_is_refused() -> None:
    many = {f"word/media/{at}": b"" for at in range(docx_package.MOST_ENTRIES + 1)}
    assert isinstance(refusal(package({**members(paragraph("甲")), **many})), DocumentTooLarge)


def test_circles_of_styles_and_lists_end() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:basedOn w:val="{base}"/></w:style>'
        for name, base in (("a", "b"), ("b", "a"))
    )
    numbering = lists('<w:numStyleLink w:val="a"/>')
    data = word(paragraph("甲", '<w:pStyle w:val="a"/>') + numbered("乙", 1), styles=styles, numbering=numbering)
    assert read_docx(data, "文件.docx").text == "甲\n乙"


def test_tables_in_tables_down_to_the_limit_are_read() -> None:
    depth = 60
    body = "<w:tbl><w:tr><w:tc>" * depth + paragraph("深") + "</w:tc></w:tr></w:tbl>" * depth
    assert read_docx(word(body), "文件.docx").text == "深"


@settings(deadline=None, max_examples=200)
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=8), st.booleans())
def test_a_damaged_file_is_read_or_refused(at: int, bytes_: bytes, cut: bool) -> None:
    data = GOOD[:at] if cut else GOOD[:at] + bytes_ + GOOD[at + len(bytes_) :]
    assert _outcome(data).startswith("文件.docx：")


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_a_file_with_damaged_xml_is_read_or_refused(data: st.DataObject) -> None:
    parts = members(paragraph("甲") + numbered("乙", 1), numbering=lists(level(0, "decimal", "%1.")))
    name = data.draw(st.sampled_from(sorted(parts)))
    text = parts[name]
    at = data.draw(st.integers(0, len(text)))
    parts[name] = text[:at] + data.draw(st.text(max_size=5)) + text[data.draw(st.integers(at, len(text))) :]
    assert _outcome(package({key: value.encode("utf-8", "replace") for key, value in parts.items()})).startswith(
        "文件.docx："
    )


def _outcome(data: bytes) -> str:
    """The message of the error, or that there was none; the laws of layout are kept then."""
    try:
        assert_layout_laws(read_docx(data, "文件.docx"))
    except DocumentError as error:
        return error.message
    return "文件.docx：已读"
