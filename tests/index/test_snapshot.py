"""Snapshots: what is written is what is read, and what was changed is refused with the remedy."""

import json
from pathlib import Path

import pytest

from index import (
    ModelSetting,
    NotFound,
    Segmenter,
    Snapshot,
    SnapshotDamaged,
    SnapshotForeign,
    SnapshotMissing,
    build_snapshot,
    open_snapshot,
)
from index.home import Home
from index.snapshot import canonical_json, open_published


@pytest.fixture
def home(tmp_path: Path, library: Path, model: ModelSetting, segmenter: Segmenter) -> Path:
    """A home with a built snapshot."""
    build_snapshot(tmp_path / "home", [library], model=model, segmenter=segmenter)
    return tmp_path / "home"


def folder(home: Path) -> Path:
    return home / "snapshots" / (home / "current").read_text()


def read_all(snapshot: Snapshot) -> None:
    """Read everything that is read when it is asked for."""
    for value in (*snapshot.documents, *snapshot.passages):
        assert value


def test_the_manifest_says_how_it_was_made(home: Path, model: ModelSetting) -> None:
    manifest = open_snapshot(home).manifest
    assert (manifest.product, manifest.format) == ("yiju", 2)
    assert (manifest.model.name, manifest.model.dtype, manifest.model.dimension) == (model.name, "fp32", 64)
    assert {"yiju", "jieba", "numpy", "faiss-cpu", "sentence-transformers"} <= set(manifest.versions)
    assert manifest.settings["passage_length"] == 400
    written = {path.relative_to(folder(home)).as_posix() for path in folder(home).rglob("*") if path.is_file()}
    assert set(manifest.files) == written - {"manifest.json"}


def test_a_document_is_read_as_it_was_built(home: Path) -> None:
    snapshot = open_snapshot(home)
    for document in snapshot.documents:
        source = snapshot.source(document)
        assert len(source.text) == document.source_length
        for clause in document.walk():
            assert all(0 <= start < end <= len(source.text) for start, end in clause.parts)
            assert document.text(clause)


@pytest.mark.parametrize("change", ["delete", "truncate", "flip"])
def test_every_changed_file_is_noticed(home: Path, change: str) -> None:
    for name in open_snapshot(home).manifest.files:
        path = folder(home) / name
        original = path.read_bytes()
        if change == "delete":
            path.unlink()
        elif change == "truncate":
            path.write_bytes(original[:-1])
        else:
            path.write_bytes(bytes([original[0] ^ 1]) + original[1:])
        with pytest.raises(SnapshotDamaged, match=Path(name).name) as caught:
            read_all(open_snapshot(home))
        assert "yiju build" in caught.value.remedy
        with pytest.raises(SnapshotDamaged, match=Path(name).name):
            open_published(Home(home), (home / "current").read_text(), thorough=True)
        path.write_bytes(original)
    read_all(open_snapshot(home))


@pytest.mark.parametrize("name", ["documents.jsonl", "passages.jsonl"])
def test_a_flipped_bit_in_any_line_is_noticed_when_that_line_is_read(home: Path, name: str) -> None:
    path = folder(home) / name
    original = path.read_bytes()
    lines = original.splitlines(keepends=True)
    for number, line in enumerate(lines):
        begin = sum(map(len, lines[:number]))
        for place in (begin, begin + len(line) // 2, begin + len(line) - 1):
            path.write_bytes(original[:place] + bytes([original[place] ^ 4]) + original[place + 1 :])
            snapshot = open_snapshot(home)
            values = snapshot.documents if name.startswith("documents") else snapshot.passages
            for other in range(len(lines)):
                if other != number:
                    assert values[other] is values[other]
            with pytest.raises(SnapshotDamaged, match=f"{name} 第 {number + 1} 行"):
                values[number]


def test_documents_and_passages_are_sequences(home: Path) -> None:
    snapshot = open_snapshot(home)
    for values in (snapshot.documents, snapshot.passages):
        everything = list(values)
        assert len(values) == len(everything) > 1
        assert (values[0], values[-1], values[1:]) == (everything[0], everything[-1], everything[1:])
        for outside in (len(values), -len(values) - 1):
            with pytest.raises(IndexError):
                values[outside]


def test_the_catalogue_says_of_each_document_what_the_document_says(home: Path) -> None:
    snapshot = open_snapshot(home)
    first = 0
    for number, (card, document) in enumerate(zip(snapshot.catalogue, snapshot.documents, strict=True)):
        for name in ("id", "files", "file", "title", "source_sha256", "source_length", "metadata", "unread"):
            assert getattr(card, name) == getattr(document, name)
        assert card.clauses == len(document.units) == len(list(document.walk()))
        inside = snapshot.passages[slice(*card.passages)]
        assert inside
        assert card.passages[0] == first
        assert {passage.document for passage in inside} == {document.id}
        assert set(snapshot.passage_documents[slice(*card.passages)].tolist()) == {number}
        first = card.passages[1]
        assert document.id in snapshot
    assert first == len(snapshot.passages) == len(snapshot.passage_digests)
    assert list(snapshot.passage_digests) == [passage.digest for passage in snapshot.passages]
    assert "0" * 16 not in snapshot


@pytest.mark.parametrize(
    ("key", "value"), [("product", "other"), ("format", 1), ("format", 3), ("format", None), ("product", None)]
)
def test_a_foreign_snapshot_is_refused(home: Path, key: str, value: object) -> None:
    path = folder(home) / "manifest.json"
    path.write_bytes(canonical_json({**json.loads(path.read_bytes()), key: value}))
    with pytest.raises(SnapshotForeign, match="格式"):
        open_snapshot(home)


@pytest.mark.parametrize("content", [b"", b"not json", b"{}", b"[]", b"\xff\xfe"])
def test_a_broken_manifest_is_refused(home: Path, content: bytes) -> None:
    (folder(home) / "manifest.json").write_bytes(content)
    with pytest.raises((SnapshotDamaged, SnapshotForeign)):
        open_snapshot(home)


def test_a_manifest_that_names_another_model_is_refused(home: Path) -> None:
    path = folder(home) / "manifest.json"
    data = json.loads(path.read_bytes())
    data["model"]["digest"] = "0" * 64
    path.write_bytes(canonical_json(data))
    with pytest.raises(SnapshotDamaged, match="名称不符"):
        open_snapshot(home)


def test_without_a_build_the_message_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SnapshotMissing, match="还没有建立索引") as caught:
        open_snapshot(tmp_path)
    assert "yiju build" in caught.value.remedy


def test_a_lost_or_changed_source_text_is_noticed(home: Path) -> None:
    snapshot = open_snapshot(home)
    document = snapshot.documents[0]
    path = home / "texts" / f"{document.source_sha256}.txt"
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(SnapshotDamaged, match="存档已损坏"):
        snapshot.source(document)
    path.unlink()
    with pytest.raises(SnapshotDamaged, match="不见了"):
        snapshot.source(document)


def test_a_document_is_found_by_any_name_people_use(home: Path) -> None:
    snapshot = open_snapshot(home)
    wanted = next(document for document in snapshot.documents if document.file == "意见.txt")
    for name in (wanted.id, wanted.id[:6], "意见.txt", "某府发〔2023〕7号", "某市人民政府关于发展数字经济的意见"):
        assert snapshot.find(name) is wanted
    for name in ("意见", wanted.id[:5], "", "../意见.txt", "0" * 16):
        with pytest.raises(NotFound):
            snapshot.find(name)
    with pytest.raises(NotFound):
        snapshot.document("0" * 16)
