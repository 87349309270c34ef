"""Images of single pages: scans and photographs saved as PNG, JPEG, TIFF, BMP or WebP."""

import io
import warnings

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from corpus.errors import DocumentTooLarge, EmptyDocument, UnreadableDocument
from corpus.readers.pdf import spread
from corpus.readers.pdf_blocks import blocks
from corpus.readers.pdf_characters import Frame
from corpus.readers.pdf_source import ReadPage, source_of
from corpus.readers.scan import FindRecogniser, installed_recogniser, unread_scan
from corpus.source import Source

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")
MAX_PIXELS = 60_000_000
"""An A3 page at 600 dots per inch has 70 million; one at 400, the usual most, has 31."""
DOTS_PER_POINT = 200 / 72
"""What an image is taken for when it is put on a page: 200 dots per inch, the usual resolution of a scan."""


def read_image(data: bytes, name: str) -> Source:
    """Recognise the text of an image as one page, sized as if scanned at 200 dots per inch.

    Raises:
        UnreadableDocument: no image, damaged, or the extra `ocr` is not installed.
        DocumentTooLarge: more than 60 million pixels.
        EmptyDocument: it shows no text.
    """
    return read_image_with(data, name, installed_recogniser)


def read_image_with(data: bytes, name: str, find_recogniser: FindRecogniser) -> Source:
    """Read an image as `read_image` does, with a recogniser of one's own."""
    image = open_image(data, name)
    recognise = find_recogniser()
    if recognise is None:
        raise unread_scan(name, "这个文件")
    glyphs = [glyph for line in recognise(np.asarray(image), DOTS_PER_POINT) for glyph in spread(line)]
    if not glyphs:
        raise EmptyDocument(f"{name}：图像里没有认出文字", remedy="请检查图像是否清晰、方向是否端正")
    width, height = image.width / DOTS_PER_POINT, image.height / DOTS_PER_POINT
    frame = Frame(0.0, 0.0, width, height, 0, 0)
    return source_of([ReadPage(frame, tuple(blocks(tuple(glyphs), ())))])


def open_image(data: bytes, name: str) -> Image.Image:
    """The first picture of an image file, upright as its camera recorded it, in RGB on white.

    Raises:
        UnreadableDocument: no image, or damaged.
        DocumentTooLarge: more than 60 million pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit below is our own
            image = Image.open(io.BytesIO(data), formats=FORMATS)
            if image.width * image.height > MAX_PIXELS:
                raise DocumentTooLarge(
                    f"{name}：图像有 {image.width}×{image.height} 个像素，超过 {MAX_PIXELS // 10**6} 百万的上限",
                    remedy="请用较低的分辨率（每英寸 200 至 300 点）重新扫描",
                )
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except UnidentifiedImageError as error:
        raise UnreadableDocument(f"{name}：不是能识别的图像", remedy="支持 PNG、JPEG、TIFF、BMP 和 WebP") from error
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UnreadableDocument(f"{name}：图像已损坏，无法打开", remedy="请重新扫描或取得完整的文件") from error
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright.getchannel("A"))
    return paper
