"""Opening PDF files that nobody has looked at yet: what is no PDF, cut off, locked or too large is refused by name."""

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium
import pypdfium2.raw as api

from corpus.errors import DocumentError, DocumentTooLarge, EmptyDocument, UnreadableDocument

MAX_PAGES = 2_000
_HEAD = 1_024
"""Bytes at the beginning in which `%PDF-` stands, and ..."""
_TAIL = 65_536
"""... at the end in which `%%EOF` does; readers allow for rubbish on both sides."""
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@contextmanager
def open_pdf(data: bytes, name: str) -> Iterator[pdfium.PdfDocument]:
    """A PDF document that has pages, closed at the end. `name` is for the message.

    Raises:
        UnreadableDocument: the bytes are no PDF, incomplete, damaged, or encrypted with a password to open.
        EmptyDocument: the file is empty, or has no pages.
        DocumentTooLarge: more than `MAX_PAGES` pages.
    """
    _look_at(data, name)
    # Opened by hand: PDFium keeps the reason of its last failure, so that only a failure may ask for it.
    handle = api.FPDF_LoadMemDocument64(data, len(data), None)
    if not handle:
        raise _refusal(api.FPDF_GetLastError(), name)
    with pdfium.PdfDocument(handle) as document:
        if len(document) < 1:
            raise EmptyDocument(f"{name}：PDF 文件里没有页面", remedy="请检查文件是否完整；空文件不会进入资料库")
        if len(document) > MAX_PAGES:
            raise DocumentTooLarge(
                f"{name}：有 {len(document)} 页，超过 {MAX_PAGES} 页的上限", remedy="请把文件拆成几个后再试"
            )
        yield document


def _look_at(data: bytes, name: str) -> None:
    if not data:
        raise EmptyDocument(f"{name}：是空文件", remedy="请重新取得文件")
    if b"%PDF-" not in data[:_HEAD]:
        kind = "Office 文档或压缩包" if data.startswith((_ZIP, _OLE)) else "PDF 以外的文件"
        raise UnreadableDocument(
            f"{name}：扩展名是 .pdf，内容却是{kind}", remedy="请改用与内容相符的扩展名，或重新取得文件"
        )
    if b"%%EOF" not in data[-_TAIL:]:
        raise UnreadableDocument(f"{name}：PDF 文件不完整，没有结尾", remedy="可能没有下载完，请重新取得完整的文件")


def _refusal(reason: int, name: str) -> DocumentError:
    if reason == api.FPDF_ERR_PASSWORD:
        return UnreadableDocument(f"{name}：PDF 文件已加密，要有密码才能打开", remedy="请去掉密码后再试")
    if reason == api.FPDF_ERR_SECURITY:
        return UnreadableDocument(f"{name}：PDF 文件的加密方式不受支持", remedy="请另存为未加密的 PDF 后再试")
    return UnreadableDocument(f"{name}：PDF 文件已损坏，无法打开", remedy="请重新取得完整的文件")
