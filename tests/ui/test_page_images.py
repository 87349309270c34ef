"""Pages as pictures: drawn in a process of their own, from real files."""

import io
from pathlib import Path

import pytest
from PIL import Image

from corpus import UnreadableDocument
from ui.page_images import KEPT, WIDTH, PageImages

DOCUMENTS = Path(__file__).parents[1] / "documents"
MEASURES = DOCUMENTS / "数据出境安全评估办法.pdf"


def test_a_page_is_drawn_as_wide_as_promised() -> None:
    with Image.open(io.BytesIO(PageImages().png(MEASURES, 1))) as page:
        assert page.width == WIDTH
        assert page.height == pytest.approx(WIDTH * 842.4 / 595.44, abs=2)
        assert len(page.convert("L").getcolors() or ()) > 2  # not a blank sheet


def test_a_page_is_drawn_once() -> None:
    images = PageImages()
    assert images.png(MEASURES, 2) is images.png(MEASURES, 2)
    assert KEPT >= 16


@pytest.mark.parametrize(("name", "content"), [("坏.pdf", b"%PDF-1.7 nothing"), ("坏.png", b"\x89PNG nothing")])
def test_what_cannot_be_drawn_is_said_in_one_line(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableDocument, match="第 1 页无法显示"):
        PageImages().png(tmp_path / name, 1)


def test_a_page_that_does_not_exist_cannot_be_drawn() -> None:
    with pytest.raises(UnreadableDocument, match="第 99 页无法显示"):
        PageImages().png(MEASURES, 99)
