"""A page of a PDF file as a picture, for showing a citation where it stands."""

import io
from contextlib import closing

import pypdfium2 as pdfium
from PIL.Image import Image

from corpus.errors import UnreadableDocument
from corpus.readers.pdf_file import open_pdf

MAX_WIDTH = 4_000
"""Pixels of the widest picture."""
MAX_PIXELS = 16_000_000
"""Pixels of the largest picture: an A4 page at 400 dots per inch has 15 million."""


def render_page(data: bytes, page: int, *, width: int) -> bytes:
    """A page as a PNG picture, drawn as a reader program shows it, annotations included.

    Args:
        data: the bytes of the PDF file.
        page: its number from 1.
        width: pixels from left to right; fewer where the page is so long that it would pass `MAX_PIXELS`.

    Raises:
        ValueError: no such page, or `width` outside 1 to `MAX_WIDTH`.
        UnreadableDocument, EmptyDocument, DocumentTooLarge: the file cannot be opened or the page not be drawn.
    """
    if not 1 <= width <= MAX_WIDTH:
        message = f"width {width} outside 1..{MAX_WIDTH}"
        raise ValueError(message)
    with open_pdf(data, "PDF") as document:
        if not 1 <= page <= len(document):
            message = f"page {page} outside 1..{len(document)}"
            raise ValueError(message)
        try:
            with closing(document[page - 1]) as opened:
                page_width, page_height = opened.get_size()
                if not (page_width > 0 and page_height > 0):
                    raise UnreadableDocument(f"第 {page} 页没有大小，无法显示", remedy="请检查文件是否完整")
                scale = min(width / page_width, (MAX_PIXELS / (page_width * page_height)) ** 0.5)
                return _png(drawn(opened, scale))
        except pdfium.PdfiumError as error:
            raise UnreadableDocument(f"第 {page} 页已损坏，无法显示", remedy="请重新取得完整的文件") from error


def drawn(page: pdfium.PdfPage, scale: float) -> Image:
    """A page drawn with `scale` pixels to a point, as an RGB Pillow image of its own memory."""
    with closing(page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)) as bitmap:
        picture: Image = bitmap.to_pil().convert("RGB").copy()
        return picture


def _png(image: Image) -> bytes:
    target = io.BytesIO()
    image.save(target, format="PNG")
    return target.getvalue()
