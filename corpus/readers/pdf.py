"""PDF files: the text as the pages show it, with the place of every character.

The source text has one visual line a line, in reading order; running heads and page numbers stay in it and are named
as asides. Lines that an aside parts from their paragraph still go on with it.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pypdfium2 as pdfium

from corpus.characters import display_width
from corpus.errors import DocumentTooLarge, EmptyDocument, UnreadableDocument
from corpus.readers.pdf_blocks import blocks
from corpus.readers.pdf_characters import UNKNOWN, Characters, Frame, Glyph, TooManyCharacters, read_characters
from corpus.readers.pdf_file import open_pdf
from corpus.readers.pdf_lines import askew_lines
from corpus.readers.pdf_render import MAX_PIXELS, drawn
from corpus.readers.pdf_rules import Drawing, TooManyObjects, read_drawing
from corpus.readers.pdf_source import ReadPage, source_of
from corpus.readers.scan import (
    FindRecogniser,
    Recognised,
    Recogniser,
    installed_recogniser,
    page_names,
    unread_scan,
)
from corpus.source import Source

MAX_CHARACTERS = 4_000_000
"""Characters that a file may hold."""
_LARGEST = 20_000.0
"""Points of the longest side of a page; the format itself allows 14,400 (ISO 32000-1, annex C)."""
_IMAGED = 0.3
"""Share of a page without words that an image covers when the page is a scan, and ..."""
_MOSTLY_IMAGED = 0.6
"""... of a page with next to no words, such as the mark of a scanning program."""
_FEW = 30
_UNKNOWN_SHARE = 0.5
"""Share of characters without a Unicode value from which on a page is read by its looks."""
_SCAN_SCALE = 200 / 72
"""Pixels to a point of the picture that is recognised: 200 dots per inch."""


def read_pdf(data: bytes, name: str) -> Source:
    """Read a PDF file; pages that are pictures of text are recognised where the extra `ocr` is installed.

    Raises:
        UnreadableDocument: no PDF, damaged, cut off, locked by a password, or scanned and no recogniser there.
        EmptyDocument: no page shows any text.
        DocumentTooLarge: more pages, characters or drawn objects than the limits allow.
    """
    return read_pdf_with(data, name, installed_recogniser)


def read_pdf_with(data: bytes, name: str, find_recogniser: FindRecogniser) -> Source:
    """Read a PDF file as `read_pdf` does, with a recogniser of one's own for pages that are pictures of text."""
    find_recogniser = cache(find_recogniser)
    pages: list[ReadPage] = []
    unread: list[int] = []
    characters = 0
    with open_pdf(data, name) as document:
        for number in range(1, len(document) + 1):
            contents = _contents(document, number, name)
            if contents.is_scan and (recognise := find_recogniser()) is not None:
                contents = _recognised(document, number, name, contents.characters.frame, recognise)
            elif contents.is_scan and not contents.has_words:
                unread.append(number)
            characters += len(contents.characters.upright) + len(contents.characters.askew)
            if characters > MAX_CHARACTERS:
                raise DocumentTooLarge(f"{name}：文字超过 {MAX_CHARACTERS} 个字", remedy="请把文件拆成几个后再试")
            pages.append(_read(contents))
    if not any(page.blocks or page.askew for page in pages):
        if unread:
            raise unread_scan(name, page_names(unread, len(pages)))
        raise EmptyDocument(f"{name}：PDF 文件里没有文字", remedy="请检查文件是否完整；空白的文件不会进入资料库")
    source = source_of(pages)
    return replace(source, layout=replace(source.layout, unread=tuple(unread)))


@dataclass(frozen=True, slots=True)
class _Contents:
    """What a page holds."""

    characters: Characters
    drawing: Drawing

    @property
    def _seen(self) -> list[str]:
        glyphs = (*self.characters.upright, *self.characters.askew)
        return [glyph.char for glyph in glyphs if not glyph.char.isspace()]

    @property
    def has_words(self) -> bool:
        """Whether it shows characters that are known."""
        return any(char != UNKNOWN for char in self._seen)

    @property
    def is_scan(self) -> bool:
        """Whether its words are a picture, or characters that the file gives no meaning."""
        seen = self._seen
        if not seen:
            return self.drawing.imaged >= _IMAGED
        if sum(char == UNKNOWN for char in seen) > _UNKNOWN_SHARE * len(seen):
            return True
        return len(seen) < _FEW and self.drawing.imaged >= _MOSTLY_IMAGED


def _contents(document: pdfium.PdfDocument, number: int, name: str) -> _Contents:
    try:
        with closing(document[number - 1]) as page:
            width, height = page.get_size()
            if not (0 < width <= _LARGEST and 0 < height <= _LARGEST):
                raise UnreadableDocument(
                    f"{name}：第 {number} 页的大小不合理（{width:.0f}×{height:.0f} 点）",
                    remedy="请检查文件是否完整，或另存为新的 PDF 后再试",
                )
            characters = read_characters(page)
            return _Contents(characters, read_drawing(page, characters.frame))
    except pdfium.PdfiumError as error:
        raise UnreadableDocument(f"{name}：第 {number} 页已损坏，无法读取", remedy="请重新取得完整的文件") from error
    except (TooManyCharacters, TooManyObjects) as error:
        what = "文字" if isinstance(error, TooManyCharacters) else "图形"
        raise DocumentTooLarge(
            f"{name}：第 {number} 页的{what}太多，超过上限", remedy="请检查文件是否正常，或另存为新的 PDF 后再试"
        ) from error


def _recognised(document: pdfium.PdfDocument, number: int, name: str, frame: Frame, recognise: Recogniser) -> _Contents:
    """What a recogniser reads on the picture of a page."""
    try:
        with closing(document[number - 1]) as page:
            width, height = frame.shown_size
            scale = min(_SCAN_SCALE, (MAX_PIXELS / (width * height)) ** 0.5)
            image = np.asarray(drawn(page, scale))
    except pdfium.PdfiumError as error:
        raise UnreadableDocument(f"{name}：第 {number} 页已损坏，无法显示", remedy="请重新取得完整的文件") from error
    glyphs = [glyph for line in recognise(image, scale) for glyph in spread(line)]
    return _Contents(Characters(replace(frame, turns=frame.shown), tuple(glyphs), ()), Drawing((), 0.0))


def spread(line: Recognised) -> Iterator[Glyph]:
    """The characters of a recognised line side by side over its box, a wide one taking twice a narrow one."""
    widths = [display_width(char) for char in line.text]
    step = (line.right - line.left) / max(1, sum(widths))
    left = line.left
    for char, width in zip(line.text, widths, strict=True):
        yield Glyph(char, left, line.top, left + width * step, line.bottom, line.bottom - line.top)
        left += width * step


def _read(contents: _Contents) -> ReadPage:
    characters = contents.characters
    return ReadPage(
        characters.frame,
        tuple(blocks(characters.upright, contents.drawing.rules)),
        tuple(askew_lines(characters.askew)),
    )
