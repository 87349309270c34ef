"""Images of pages: what is recognised on them, with the real engine, and what is refused."""

import io
from pathlib import Path

import pytest
from PIL import Image
from rapidfuzz.distance import LCSseq

from corpus import READERS, DocumentTooLarge, EmptyDocument, UnreadableDocument, is_han, read_document
from corpus.page_child import picture
from corpus.readers.image import DOTS_PER_POINT, MAX_PIXELS, open_image, read_image, read_image_with
from corpus.readers.pdf import read_pdf
from tests.corpus.readers.layout_laws import assert_layout_laws

MEASURES = Path(__file__).parents[2] / "documents" / "数据出境安全评估办法.pdf"
SUFFIXES = [".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"]


def saved(image: Image.Image, kind: str = "PNG") -> bytes:
    target = io.BytesIO()
    image.save(target, format=kind)
    return target.getvalue()


def han(text: str) -> str:
    return "".join(filter(is_han, text))


@pytest.fixture(scope="module")
def scan() -> bytes:
    """The upper half of the first page of a regulation, as a scanner at 150 dots per inch would give it."""
    with Image.open(io.BytesIO(picture(MEASURES, 1, 1240))) as page:
        return saved(page.crop((0, 0, page.width, page.height // 2)))


def test_the_text_of_a_scan_is_recognised_with_its_places(scan: bytes) -> None:
    source = read_image(scan, "扫描.png")
    assert_layout_laws(source)
    printed = read_pdf(MEASURES.read_bytes(), MEASURES.name)
    page = han(printed.text[: printed.layout.pages[1].start])
    read = han(source.text)
    assert len(read) > 300
    assert LCSseq.similarity(read, page) >= 0.99 * len(read)
    (sheet,) = source.layout.pages
    assert sheet.width == pytest.approx(1240 / DOTS_PER_POINT)
    title = source.text.index("数据出境安全评估办法")
    ((number, left, top, right, bottom),) = source.layout.boxes(title, title + 10)
    assert number == 1
    assert sheet.width / 3 < left < right < 2 * sheet.width / 3
    assert 0 < top < bottom < sheet.height / 4


def test_a_scan_becomes_a_document_with_clauses(scan: bytes) -> None:
    document, source = read_document(scan, "数据出境安全评估办法.png")
    assert document.metadata.title is not None
    assert document.metadata.title.value == "数据出境安全评估办法"
    articles = [clause.marker for clause in document.walk() if clause.marker.startswith("第") and "条" in clause.marker]
    assert articles[:3] == ["第一条", "第二条", "第三条"]
    assert all(source.layout.page(clause.start) == 1 for clause in document.walk())


def test_without_the_extra_the_message_says_how_to_install_it(scan: bytes) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_image_with(scan, "扫描.png", lambda: None)
    assert caught.value.message.startswith("扫描.png：")
    assert 'pip install "yiju[ocr]"' in caught.value.remedy


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_image_suffix_has_the_reader(suffix: str) -> None:
    with pytest.raises(UnreadableDocument, match="不是能识别的图像"):
        READERS[suffix](b"not an image", f"图{suffix}")


def test_an_image_without_text_is_empty() -> None:
    with pytest.raises(EmptyDocument, match="没有认出文字"):
        read_image(saved(Image.new("RGB", (400, 300), "white")), "白.png")


def test_a_cut_off_image_is_refused(scan: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="图像已损坏"):
        open_image(scan[: len(scan) // 2], "半.png")


def test_an_image_with_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    bomb = saved(Image.new("1", (MAX_PIXELS // 5000 + 1, 5000)))
    assert len(bomb) < 100_000
    with pytest.raises(DocumentTooLarge, match="个像素"):
        open_image(bomb, "大.png")


def test_a_picture_is_turned_upright_and_put_on_white() -> None:
    image = Image.new("RGBA", (40, 20), (0, 0, 0, 0))
    image.putpixel((0, 0), (255, 0, 0, 255))
    opened = open_image(saved(image), "图.png")
    assert (opened.mode, opened.size) == ("RGB", (40, 20))
    assert (opened.getpixel((0, 0)), opened.getpixel((5, 5))) == ((255, 0, 0), (255, 255, 255))
    turned = Image.new("RGB", (40, 20))
    exif = turned.getexif()
    exif[0x0112] = 6  # turned by a quarter, as cameras record it
    target = io.BytesIO()
    turned.save(target, format="JPEG", exif=exif)
    assert open_image(target.getvalue(), "图.jpg").size == (20, 40)
