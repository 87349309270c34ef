"""The process that draws one page of a kept file: `python -m corpus.page_child FILE PAGE WIDTH SECONDS`.

Writes a PNG picture to standard output. Files are hostile: the process ends itself after its seconds and has a limit
to its memory, so that neither a crash nor a hang reaches the service that asked.
"""

import io
import signal
import sys
from pathlib import Path

MEMORY = 2 * 2**30
"""Bytes of address space."""


def main() -> None:
    """Draw the page that the command line names."""
    path, page, width, seconds = Path(sys.argv[1]), *map(int, sys.argv[2:5])
    if sys.platform == "linux":
        import resource  # noqa: PLC0415  there is none on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)  # without a handler the alarm ends the process, also inside a C library
    sys.stdout.buffer.write(picture(path, page, width))


def picture(path: Path, page: int, width: int) -> bytes:
    """A page of a PDF file, or an image, as a PNG picture `width` pixels wide at most.

    Raises:
        ValueError: no such page.
        DocumentError: the file cannot be drawn.
    """
    if path.suffix.lower() == ".pdf":
        from corpus.readers.pdf_render import render_page  # noqa: PLC0415  images do not need PDFium

        return render_page(path.read_bytes(), page, width=width)
    from corpus.readers.image import open_image  # noqa: PLC0415  PDF files do not need it

    image = open_image(path.read_bytes(), path.name)
    image.thumbnail((width, image.height))
    target = io.BytesIO()
    image.save(target, format="PNG")
    return target.getvalue()


if __name__ == "__main__":
    main()
