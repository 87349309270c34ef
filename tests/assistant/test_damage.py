"""A damaged library: opening reads no document, and what was changed is refused when it is read, never quoted."""

import shutil
from pathlib import Path

import pytest

from assistant import Assistant
from index import Searcher, SnapshotDamaged, open_snapshot
from index.encoder import SentenceEncoder

pytestmark = pytest.mark.model

QUESTION = "2021年全省要新增多少家上云企业？"


@pytest.mark.parametrize("name", ["documents.jsonl", "passages.jsonl"])
def test_a_changed_line_is_told_when_it_is_read(
    name: str, built_home: Path, bundled_encoder: SentenceEncoder, tmp_path: Path
) -> None:
    shutil.copytree(built_home, tmp_path / "home")
    [path] = (tmp_path / "home" / "snapshots").glob(f"*/{name}")
    path.write_bytes(path.read_bytes().replace("5万家".encode(), "9万家".encode()))
    opened = Assistant(Searcher(open_snapshot(tmp_path / "home"), bundled_encoder))
    with pytest.raises(SnapshotDamaged, match=rf"{name} 第 \d+ 行已损坏"):
        opened.ask(QUESTION)
