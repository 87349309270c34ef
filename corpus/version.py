"""The version of the reading: what was read by another one is read again."""

import hashlib
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LIBRARIES = (
    "charset-normalizer",
    "cn2an",
    "lxml",
    "onnxruntime",
    "opencc-python-reimplemented",
    "pdfplumber",
    "pypdfium2",
    "python-docx",
    "rapidocr",
    "rapidocr-onnxruntime",
)
"""Distributions whose version may change what is read; those that are not installed read nothing."""

NOT_CODE = ("documents",)
"""Folders of the package that hold documents to read."""


def reading_version() -> str:
    """A digest of this package and of the libraries that its readers use; see `code_version`."""
    return code_version(Path(__file__).parent, LIBRARIES, without=NOT_CODE)


def code_version(package: Path, libraries: Sequence[str] = (), *, without: Sequence[str] = ()) -> str:
    """A digest of a package, its code and word lists, and of the versions of libraries.

    It is the same for the same code on every machine: 16 hexadecimal digits.

    Args:
        package: its folder.
        libraries: distributions; one that is not installed counts as absent.
        without: folders of the package that hold no code.
    """
    digest = hashlib.sha256()
    files = {path.relative_to(package): path for pattern in ("*.py", "*.txt") for path in package.rglob(pattern)}
    for place, path in sorted(files.items(), key=lambda item: item[0].as_posix()):
        if place.parts[0] in without:
            continue
        code = path.read_bytes().replace(b"\r\n", b"\n")  # some checkouts have their own line ends
        digest.update(f"{place.as_posix()}\0{len(code)}\0".encode())
        digest.update(code)
    for name in libraries:
        digest.update(f"{name}\0{_version(name)}\0".encode())
    return digest.hexdigest()[:16]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
