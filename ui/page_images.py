"""Pictures of the pages that citations stand on, drawn in a process of their own."""

import subprocess
import sys
import threading
from collections import OrderedDict
from pathlib import Path

from corpus import UnreadableDocument

WIDTH = 1240
"""Pixels: an A4 page at 150 dots per inch."""
SECONDS = 20
"""How long drawing a page may take."""
KEPT = 64
"""Pictures kept in memory, of some 200 KB each."""
_AT_ONCE = 2
_REMEDY = "可以改看文字，或用 PDF 阅读器打开原件"


class PageImages:
    """Draws pages of kept files and keeps the last pictures. Its methods may be called from several threads."""

    def __init__(self) -> None:
        """Start with nothing drawn."""
        self._kept: OrderedDict[tuple[Path, int], bytes] = OrderedDict()
        self._lock = threading.Lock()
        self._slots = threading.Semaphore(_AT_ONCE)

    def png(self, path: Path, page: int) -> bytes:
        """A page, from 1, of a PDF file or image as PNG.

        Raises:
            UnreadableDocument: it cannot be drawn, or not in time.
        """
        key = (path, page)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        with self._slots:
            picture = _drawn(path, page)
        with self._lock:
            self._kept[key] = picture
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return picture


def _drawn(path: Path, page: int) -> bytes:
    root = str(Path(__file__).parent.parent)
    command = [sys.executable, "-m", "corpus.page_child", str(path.resolve()), str(page), str(WIDTH), str(SECONDS)]
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter; the path is that of a file the home keeps
            command, cwd=root, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS + 5, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableDocument(f"第 {page} 页画了 {SECONDS} 秒还没有画完，已停止", remedy=_REMEDY) from error
    if done.returncode != 0 or not done.stdout.startswith(b"\x89PNG"):
        raise UnreadableDocument(f"第 {page} 页无法显示", remedy=_REMEDY)
    return done.stdout
