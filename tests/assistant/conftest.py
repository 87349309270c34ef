"""Shared with the tests of this package."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from assistant import Assistant
from index import ModelSetting, Searcher, SourceStore, build_snapshot, load_encoder, open_snapshot
from tests.assistant.law_texts import CUT, DRAFT, LAW, LONG_LAW
from tests.tiny import tiny_model


@pytest.fixture(scope="session")
def texts(built_home: Path) -> SourceStore:
    """The stored source texts of the real library."""
    return SourceStore(built_home)


def assistant_over(folder: Path, files: Mapping[str, str]) -> Assistant:
    """A real assistant over some files, with a tiny model."""
    documents = folder / "documents"
    documents.mkdir()
    for name, text in files.items():
        (documents / name).write_text(text, encoding="utf-8")
    encoder = load_encoder(str(tiny_model(folder / "model")), cache=folder / "cache", dtype="fp32")
    build_snapshot(folder / "home", [documents], model=ModelSetting("tiny", "fp32", lambda _: encoder))
    return Assistant(Searcher(open_snapshot(folder / "home"), encoder))


@pytest.fixture(scope="session")
def law_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of `laws`; its home is `home` in it."""
    return tmp_path_factory.mktemp("laws")


@pytest.fixture(scope="session")
def laws(law_home: Path) -> Assistant:
    """An assistant over small laws, a draft, and a table that a page break cut."""
    files = {"条例.txt": LAW, "办法.txt": LONG_LAW, "草案.txt": DRAFT, "清单.html": CUT}
    return assistant_over(law_home, files)
