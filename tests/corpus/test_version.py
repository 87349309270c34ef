"""The version of the reading changes with what may change a reading, and with nothing else."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from corpus import reading_version, version

PACKAGE = Path(version.__file__).parent


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the package whose version is asked for in place of the package's."""
    copy = tmp_path / "corpus"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(version, "__file__", str(copy / "version.py"))
    return copy


def test_it_is_the_same_in_every_process_and_place(copied: Path) -> None:
    assert copied.is_dir()
    script = "from corpus import reading_version; print(reading_version())"
    told = subprocess.run(
        [sys.executable, "-c", script], cwd=PACKAGE.parent, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == reading_version()
    assert len(reading_version()) == 16


def _change(package: Path) -> None:
    with (package / "repair.py").open("a", encoding="utf-8") as file:
        file.write("# more\n")


def _add(package: Path) -> None:
    (package / "readers" / "new.py").write_text("", encoding="utf-8")


def _move(package: Path) -> None:
    (package / "repair.py").rename(package / "mend.py")


def _extend(package: Path) -> None:
    (package / "words.txt").write_text("新词\n", encoding="utf-8")


@pytest.mark.parametrize("change", [_change, _add, _move, _extend])
def test_it_changes_with_the_code(copied: Path, change: Callable[[Path], None]) -> None:
    before = reading_version()
    change(copied)
    assert reading_version() != before


def test_it_does_not_change_with_line_ends_caches_and_documents(copied: Path) -> None:
    before = reading_version()
    path = copied / "repair.py"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    (copied / "__pycache__").mkdir()
    (copied / "__pycache__" / "repair.pyc").write_bytes(b"x")
    (copied / "documents" / "新.txt").write_text("新", encoding="utf-8")
    assert reading_version() == before


def test_it_changes_with_the_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    def with_lxml(number: str | None) -> str:
        def version_of(name: str) -> str:
            if name == "lxml" and number is not None:
                return number
            raise PackageNotFoundError(name)

        monkeypatch.setattr(version, "version", version_of)
        return reading_version()

    assert len({with_lxml("6.0"), with_lxml("6.1"), with_lxml(None)}) == 3
