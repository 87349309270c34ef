"""Scanned pages: the seam to character recognition, which is an optional extra."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

from corpus.errors import UnreadableDocument
from corpus.readers import SCAN_REMEDY, reads_scans

_PAGES_NAMED = 6


@dataclass(frozen=True, slots=True)
class Recognised:
    """A line of text found in an image, and the box around it in points from the top left of the image."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class Recogniser(Protocol):
    """Finds the lines of text in the image of a page."""

    def __call__(self, image: NDArray[np.uint8], dots_per_point: float) -> Sequence[Recognised]:
        """Recognise an RGB image of shape (height, width, 3) with `dots_per_point` pixels to a point."""


FindRecogniser = Callable[[], Recogniser | None]
"""Gives the recogniser, or None when the extra is not installed. It is called only when a page needs it."""


def installed_recogniser() -> Recogniser | None:
    """The recogniser of the extra `ocr`; None when it is not installed."""
    if not reads_scans():
        return None
    return cast("Recogniser", import_module("corpus.readers.ocr").recogniser())


def unread_scan(name: str, what: str) -> UnreadableDocument:
    """The error for pictures of text when there is no recogniser; `what` says which pages or file."""
    return UnreadableDocument(f"{name}：{what}是扫描图像，没有可以读取的文字", remedy=SCAN_REMEDY)


def page_names(numbers: Sequence[int], total: int) -> str:
    """Pages as a message names them; `total` is how many the file has."""
    if len(numbers) == total:
        return "各页都" if total > 1 else "页面"
    named = "、".join(map(str, numbers[:_PAGES_NAMED]))
    return f"第 {named} 页" if len(numbers) <= _PAGES_NAMED else f"第 {named} 等 {len(numbers)} 页"
