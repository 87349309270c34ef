"""Kinds of files: the content decides against the suffix, and a format that is not read is told with its remedy."""

import codecs
import io
import zipfile

import pytest

from corpus import READERS, UnreadableDocument, UnsupportedFormat
from corpus.kinds import NEEDS_CONVERSION, check_kind, sniff

WORDS = "某市人民政府关于促进数据发展的意见\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PAGE = "<!DOCTYPE html>\n<html><body>某市</body></html>"


def package(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return buffer.getvalue()


DOCX = package("[Content_Types].xml", "_rels/.rels", "word/document.xml")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (PAGE.encode(), "网页（HTML）"),
        (codecs.BOM_UTF8 + b"\r\n  <HTML lang=zh>", "网页（HTML）"),
        (codecs.BOM_UTF16_LE + PAGE.encode("utf-16-le"), "网页（HTML）"),
        (codecs.BOM_UTF16_BE + PAGE.encode("utf-16-be"), "网页（HTML）"),
        ('<?xml version="1.0"?><!-- 保存自\n网页 --><html xmlns="x">'.encode("gbk"), "网页（HTML）"),
        (DOCX, "Word 文档（.docx）"),
        (package("[Content_Types].xml", "xl/workbook.xml"), "Excel 表格（.xlsx）"),
        (package("[Content_Types].xml", "ppt/presentation.xml"), "演示文稿（.pptx）"),
        (package("OFD.xml", "Doc_0/Document.xml"), "OFD 版式文件"),
        (package("mimetype", "META-INF/manifest.xml"), "OpenDocument 文件"),
        (package("甲.docx", "乙.pdf"), "ZIP 压缩包"),
        (OLE, "旧版 Office 或 WPS 文件"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "设有打开密码的 Office 文件"),
        (b"{\\rtf1\\ansi", "RTF 文件"),
        (b"MIME-Version: 1.0\r\n", "单一文件网页（MHTML）"),
        (b"\x89PNG\r\n\x1a\n", "PNG 图片"),
        (b"\xff\xd8\xff\xe0", "JPEG 图片"),
        (b"GIF89a", "GIF 图片"),
        (b"II*\0\x08", "TIFF 图片"),
        (b"BM\x36\x10\0\0" + bytes(4), "BMP 图片"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "WebP 图片"),
        (b"Rar!\x1a\x07\0", "RAR 压缩包"),
        (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
        (b"\x1f\x8b\x08\0", "gzip 压缩包"),
    ],
)
def test_the_first_bytes_say_what_a_file_is(data: bytes, name: str) -> None:
    kind = sniff(data)
    assert kind is not None
    assert kind.name == name


@pytest.mark.parametrize(
    "data",
    [
        b"",
        WORDS.encode(),
        WORDS.encode("gbk"),
        codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"),
        "BMS系统管理办法，网页 <html> 的用法".encode(),
        "# 说明\n<div align=center>某市</div>".encode(),
        b"<p>a fragment</p>",
        DOCX[:-30],  # cut off: let the reader say so
    ],
)
def test_what_carries_no_mark_is_left_to_its_reader(data: bytes) -> None:
    assert sniff(data) is None


@pytest.mark.parametrize(
    ("name", "data", "message", "remedy"),
    [
        ("文.txt", OLE, "扩展名是 .txt，内容却是旧版 Office 或 WPS 文件", "另存为 .docx 或 PDF"),
        ("文.md", b"{\\rtf1", "扩展名是 .md，内容却是 RTF 文件", "另存为 .docx 或 PDF"),
        ("文.doc", DOCX, "扩展名是 .doc，内容却是 Word 文档（.docx）", ""),
        ("文.wps", DOCX, "扩展名是 .wps，内容却是 Word 文档（.docx）", ""),
        ("文.doc", PAGE.encode(), "扩展名是 .doc，内容却是网页（HTML）", ""),
        ("文.xls", PAGE.encode(), "扩展名是 .xls，内容却是网页（HTML）", ""),
        ("文.txt", b"%PDF-1.4", "扩展名是 .txt，内容却是 PDF", ""),
        ("文.PDF", b"\xff\xd8\xff\xe0", "扩展名是 .pdf，内容却是 JPEG 图片", ""),
        ("文", b"%PDF-1.4", "没有扩展名，内容却是 PDF", ""),
        ("文.txt", package("甲.txt"), "扩展名是 .txt，内容却是 ZIP 压缩包", "请把扩展名改成 .zip 后再试"),
        ("文.zip", b"Rar!\x1a\x07\0", "扩展名是 .zip，内容却是 RAR 压缩包", "请先解压"),
        ("文.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "文件设有打开密码，无法读取", "取消密码"),
    ],
)
def test_a_file_by_a_wrong_suffix_is_told_what_it_is(name: str, data: bytes, message: str, remedy: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        check_kind(data, name)
    assert caught.value.message == f"{name}：{message}"
    assert caught.value.remedy
    assert remedy in caught.value.remedy


@pytest.mark.parametrize("suffix", [".html", ".pdf", ".docx"])
def test_the_remedy_for_a_wrong_suffix_is_the_right_one_where_there_is_a_reader(suffix: str) -> None:
    data = {".html": PAGE.encode(), ".pdf": b"%PDF-1.4", ".docx": DOCX}[suffix]
    with pytest.raises(UnreadableDocument) as caught:
        check_kind(data, "文.txt")
    assert ("把扩展名改成" in caught.value.remedy) == (suffix in READERS)


@pytest.mark.parametrize("suffix", sorted(set(NEEDS_CONVERSION) - set(READERS)))
def test_a_format_that_has_to_be_converted_is_told_with_its_remedy(suffix: str) -> None:
    with pytest.raises(UnsupportedFormat) as caught:
        check_kind(b"\x01\x02", f"文{suffix}")
    assert caught.value.message.startswith(f"文{suffix}：还不能读取")
    assert caught.value.remedy.startswith("请")


def test_an_office_file_of_before_is_told_by_its_suffix() -> None:
    with pytest.raises(UnsupportedFormat) as caught:
        check_kind(OLE, "文.doc")
    assert (
        str(caught.value)
        == "文.doc：还不能读取旧版 Word 文件（.doc）（请用 Word 或 WPS 打开，另存为 .docx 或 PDF 后再试）"
    )


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_text_is_let_through_by_any_readable_suffix(suffix: str) -> None:
    check_kind(WORDS.encode(), f"文{suffix}")
