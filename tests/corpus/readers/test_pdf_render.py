"""Pages of a PDF file as pictures."""

import io

import pytest
from PIL import Image

from corpus.errors import UnreadableDocument
from corpus.readers.pdf_render import MAX_PIXELS, MAX_WIDTH, render_page
from tests.corpus.readers.pdf_files import PdfPage, pdf


def picture(data: bytes, page: int = 1, width: int = 595) -> Image.Image:
    return Image.open(io.BytesIO(render_page(data, page, width=width)))


def test_the_picture_is_a_png_of_the_width_asked_for() -> None:
    drawn = picture(pdf(PdfPage()), width=1190)
    assert (drawn.format, drawn.size) == ("PNG", (1190, 1684))


@pytest.mark.parametrize(
    ("rotate", "inside"), [(0, (150, 220)), (90, (842 - 220, 150)), (180, (445, 622)), (270, (220, 445))]
)
def test_what_is_drawn_lies_where_the_layout_says(rotate: int, inside: tuple[int, int]) -> None:
    page = PdfPage(rotate=rotate).bar(100, 200, 100, 40)
    drawn = picture(pdf(PdfPage(), page), 2, width=595 if rotate % 180 == 0 else 842).convert("L")
    assert drawn.getpixel(inside) == 0
    assert drawn.getpixel((inside[0] + 70, inside[1])) == 255 or drawn.getpixel((inside[0], inside[1] + 70)) == 255


def test_a_long_page_is_drawn_smaller_than_asked_for() -> None:
    width, height = picture(pdf(PdfPage(width=100, height=14_000)), width=MAX_WIDTH).size
    assert 0.95 * MAX_PIXELS <= width * height <= 1.01 * MAX_PIXELS


@pytest.mark.parametrize(("page", "width"), [(0, 600), (2, 600), (1, 0), (1, MAX_WIDTH + 1)])
def test_a_page_or_width_that_there_is_not_is_a_mistake(page: int, width: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        render_page(pdf(PdfPage()), page, width=width)


def test_a_file_that_is_no_pdf_is_refused() -> None:
    with pytest.raises(UnreadableDocument):
        render_page(b"hello", 1, width=600)
