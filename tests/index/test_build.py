"""Building: what is published, what is taken over, and what never happens to a good snapshot."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import numpy as np
import pytest
from filelock import FileLock

from corpus import (
    DocumentTooLarge,
    EmptyDocument,
    Layout,
    ManifestError,
    Page,
    Reading,
    ReadingLimits,
    Record,
    Source,
    UnreadableDocument,
    find_files,
    read_document,
    read_records,
    reading_version,
)
from index import (
    BuildError,
    BuildReport,
    Encoder,
    ModelError,
    ModelSetting,
    Searcher,
    Segmenter,
    build_documents,
    build_snapshot,
    open_snapshot,
)
from index.build import keep_read
from index.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


class Build(Protocol):
    """Builds with one shared segmenter."""

    def __call__(self, home: Path, *paths: Path, model: ModelSetting, only: bool = False) -> BuildReport: ...


@pytest.fixture
def built(segmenter: Segmenter) -> Build:
    def build(home: Path, *paths: Path, model: ModelSetting, only: bool = False) -> BuildReport:
        return build_snapshot(home, paths, model=model, only=only, segmenter=segmenter)

    return build


def titles(home: Path) -> list[str]:
    return [document.title for document in open_snapshot(home).documents]


def forbidden(_: object) -> Encoder:
    pytest.fail("nothing had to be embedded")


def test_a_build_publishes_every_document(built: Build, home: Path, library: Path, model: ModelSetting) -> None:
    report = built(home, library, model=model)
    snapshot = open_snapshot(home)
    assert (report.changed, report.snapshot, report.documents) == (True, snapshot.id, 2)
    assert (report.embedded, report.reused) == (len(snapshot.passages), 0)
    assert snapshot.vectors.size == snapshot.lexical.size == len(snapshot.passages) == report.passages
    assert titles(home) == ["某市人民政府关于发展数字经济的意见", "某省数据条例"]


def test_building_again_changes_nothing_and_loads_no_model(
    built: Build, home: Path, library: Path, model: ModelSetting
) -> None:
    first = built(home, library, model=model)
    again = built(home, library, model=replace(model, load=forbidden))
    assert (again.changed, again.snapshot, again.embedded) == (False, first.snapshot, 0)


def test_only_the_passages_that_changed_are_embedded(
    built: Build, home: Path, library: Path, model: ModelSetting
) -> None:
    first = built(home, library, model=model)
    path = library / "意见.txt"
    path.write_text(path.read_text("utf-8").replace("3000家", "4000家"), "utf-8")
    second = built(home, library, model=model)
    assert (second.changed, second.embedded, second.passages) == (True, 1, first.passages)


def test_reused_vectors_are_those_a_full_build_computes(
    built: Build, home: Path, tmp_path: Path, library: Path, model: ModelSetting
) -> None:
    built(home, library, model=model)
    path = library / "意见.txt"
    path.write_text(path.read_text("utf-8").replace("3000家", "4000家"), "utf-8")
    built(home, library, model=model)
    built(tmp_path / "fresh", library, model=model)
    grown, fresh = open_snapshot(home), open_snapshot(tmp_path / "fresh")
    everything = np.arange(len(fresh.passages))
    assert grown.id == fresh.id
    np.testing.assert_allclose(grown.vectors.at(everything), fresh.vectors.at(everything), atol=1e-6)


def test_a_grown_library_is_searched_as_one_built_at_once(
    built: Build, tmp_path: Path, library: Path, model: ModelSetting, segmenter: Segmenter
) -> None:
    home = tmp_path / "grown"
    built(home, library, model=model)
    (library / "通知.txt").write_text("某县关于放假的通知\n一、时间\n放假三天，数字企业照常上班。\n", "utf-8")
    built(home, library, model=model)
    path = library / "意见.txt"
    path.write_text(path.read_text("utf-8").replace("3000家", "4000家"), "utf-8")
    built(home, library, model=model)
    built(tmp_path / "fresh", library, model=model)
    encoder = model.load(str)
    grown, fresh = (Searcher(open_snapshot(root), encoder, segmenter) for root in (home, tmp_path / "fresh"))
    for question in ("新增多少家上云企业", "放假几天", "数据处理活动", "绿色数据中心", "条例何时施行", "数字人才"):
        hits = [searcher.search(question, k=10) for searcher in (grown, fresh)]
        assert [hit.passage for hit in hits[0]] == [hit.passage for hit in hits[1]]
        assert [hit.score for hit in hits[0]] == pytest.approx([hit.score for hit in hits[1]], abs=1e-5)


def test_a_file_taken_away_and_put_back_is_not_embedded_again(
    built: Build, home: Path, library: Path, model: ModelSetting
) -> None:
    first = built(home, library, model=model)
    text = (library / "意见.txt").read_bytes()
    (library / "意见.txt").unlink()
    built(home, library, model=model)
    (library / "意见.txt").write_bytes(text)
    again = built(home, library, model=model)
    assert (again.changed, again.embedded, again.reused) == (True, 0, first.passages)
    assert again.snapshot == first.snapshot


def test_documents_read_already_become_a_snapshot_of_their_own(
    home: Path, tmp_path: Path, library: Path, model: ModelSetting, segmenter: Segmenter
) -> None:
    records = [Record("乙", "某省条例", "第一条 数据应当登记。"), Record("甲", "某县通知", "放假三天。")]
    read = list(read_records(records))
    documents, sources = [document for document, _ in read], {document.id: source for document, source in read}
    report = build_documents(home, documents, sources, model=model, segmenter=segmenter)
    snapshot = open_snapshot(home)
    assert (report.snapshot, report.documents, report.embedded) == (snapshot.id, 2, len(snapshot.passages))
    assert list(snapshot.documents) == documents, "in the order given"
    assert [snapshot.source(document) for document in documents] == list(sources.values())
    again = build_documents(home, documents, sources, model=replace(model, load=forbidden))
    assert (again.changed, again.embedded) == (False, 0)
    build_snapshot(tmp_path / "library home", [library], model=model, segmenter=segmenter)
    with pytest.raises(BuildError, match="里面有自己的文件"):
        build_documents(tmp_path / "library home", documents, sources, model=model, segmenter=segmenter)


def test_paths_add_up_until_only_replaces_them(
    built: Build, home: Path, tmp_path: Path, library: Path, model: ModelSetting
) -> None:
    more = tmp_path / "more"
    more.mkdir()
    (more / "通知.txt").write_text("某县关于放假的通知\n一、时间\n放假三天。\n", "utf-8")
    built(home, library, model=model)
    assert built(home, more, model=model).documents == 3
    assert built(home, more, model=model, only=True).removed == ("意见.txt", "条例.txt")
    assert titles(home) == ["某县关于放假的通知"]


def test_a_vanished_file_leaves_the_library(built: Build, home: Path, library: Path, model: ModelSetting) -> None:
    built(home, library, model=model)
    (library / "条例.txt").unlink()
    assert built(home, library, model=model).removed == ("条例.txt",)
    assert len(titles(home)) == 1


def test_a_home_inside_the_library_is_not_read(built: Build, library: Path, model: ModelSetting) -> None:
    built(library / "home", library, model=model)
    assert built(library / "home", library, model=model).changed is False
    assert titles(library / "home") == ["某市人民政府关于发展数字经济的意见", "某省数据条例"]


def test_identical_files_are_one_document_with_both_names(
    built: Build, home: Path, library: Path, model: ModelSetting
) -> None:
    shutil.copy(library / "条例.txt", library / "条例副本.txt")
    report = built(home, library, model=model)
    assert (report.documents, report.duplicates) == (2, (("条例.txt", "条例副本.txt"),))


def test_a_file_that_cannot_be_read_costs_only_itself(
    built: Build, home: Path, library: Path, model: ModelSetting
) -> None:
    (library / "空.txt").write_bytes(b"")
    report = built(home, library, model=model)
    assert [(failure.file, type(failure.error)) for failure in report.failures] == [("空.txt", EmptyDocument)]
    assert report.documents == 2


def test_files_of_other_formats_are_named(built: Build, home: Path, library: Path, model: ModelSetting) -> None:
    (library / "报告.epub").write_bytes(b"PK")
    (library / ".hidden.docx").write_bytes(b"PK")
    for _ in range(2):
        assert built(home, library, model=model).unsupported == ("报告.epub",)


def test_when_nothing_can_be_read_the_last_snapshot_stays(
    built: Build, home: Path, tmp_path: Path, library: Path, model: ModelSetting
) -> None:
    built(home, library, model=model)
    before = open_snapshot(home).id
    (tmp_path / "empty").mkdir()
    with pytest.raises(BuildError, match="没有可以读取的文件"):
        built(home, tmp_path / "empty", model=model, only=True)
    (tmp_path / "empty" / "坏.txt").write_bytes(bytes(range(256)))
    with pytest.raises(BuildError, match="没有一个文件能够读取"):
        built(home, tmp_path / "empty", model=model, only=True)
    with pytest.raises(UnreadableDocument, match="找不到"):
        built(home, tmp_path / "nowhere", model=model)
    (library / "manifest.csv").write_text("文件,颜色\n", "utf-8")
    with pytest.raises(ManifestError, match="颜色"):
        built(home, library, model=model)
    assert open_snapshot(home).id == before
    (library / "manifest.csv").unlink()
    assert built(home, library, model=model).changed is False, "the sources stayed as they were, too"


def test_a_model_that_fails_leaves_no_trace(built: Build, home: Path, library: Path, model: ModelSetting) -> None:
    built(home, library, model=model)
    before = open_snapshot(home).id
    (library / "意见.txt").unlink()

    def broken(_: object) -> Encoder:
        raise ModelError("模型坏了", remedy="换一个")

    with pytest.raises(ModelError):
        built(home, library, model=replace(model, load=broken))
    assert open_snapshot(home).id == before
    assert [path.name for path in (home / "snapshots").iterdir()] == [before]


def test_the_current_and_the_previous_snapshot_are_kept(
    built: Build, home: Path, library: Path, model: ModelSetting
) -> None:
    path = library / "意见.txt"
    ids = []
    for count in ("3000", "3001", "3002", "3003"):
        path.write_text(path.read_text("utf-8") + f"（附注{count}）\n", "utf-8")
        ids.append(built(home, library, model=model).snapshot)
    assert sorted(folder.name for folder in (home / "snapshots").iterdir()) == sorted(ids[-2:])


def test_one_builder_at_a_time(built: Build, home: Path, library: Path, model: ModelSetting) -> None:
    home.mkdir()
    with FileLock(home / "lock"), pytest.raises(BuildError, match="另一个进程"):
        built(home, library, model=model)


def test_a_damaged_snapshot_is_built_anew(built: Build, home: Path, library: Path, model: ModelSetting) -> None:
    first = built(home, library, model=model)
    (home / "snapshots" / first.snapshot / "vectors.faiss").write_bytes(b"broken")
    again = built(home, library, model=model)
    assert again.snapshot == first.snapshot
    assert open_snapshot(home).vectors.size == first.passages


def test_two_hash_seeds_and_two_folders_give_the_same_snapshot(
    tmp_path: Path, library: Path, tiny_folder: Path
) -> None:
    """Names, order and lexical files are the same bytes; only the list of sources knows where the files are."""
    script = (
        "import sys; from pathlib import Path; from index import ModelSetting, build_snapshot, load_encoder\n"
        "home, library, model = map(Path, sys.argv[1:])\n"
        "load = lambda _: load_encoder(str(model), cache=model, dtype='fp32')\n"
        "build_snapshot(home, [library], model=ModelSetting(str(model), 'fp32', load))\n"
    )
    moved = tmp_path / "elsewhere" / "deeper"
    shutil.copytree(library, moved)
    written: list[dict[str, bytes]] = []
    for seed, folder in (("1", library), ("2", moved)):
        home = tmp_path / f"home{seed}"
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run(
            [sys.executable, "-c", script, str(home), str(folder), str(tiny_folder)], env=environment, check=True
        )
        snapshots = home / "snapshots"
        written.append(
            {
                path.relative_to(snapshots).as_posix(): path.read_bytes()
                for path in sorted(snapshots.rglob("*"))
                if path.is_file()
            }
        )
    assert written[0].keys() == written[1].keys()
    assert written[0] == written[1]
    assert any("lexical/" in name for name in written[0])


# --- what is read, and what is told ------------------------------------------------------------------------------


def test_only_changed_files_are_read_again(built: Build, home: Path, library: Path, model: ModelSetting) -> None:
    assert built(home, library, model=model).taken_over == 0
    assert built(home, library, model=model).taken_over == 2
    path = library / "意见.txt"
    path.write_text(path.read_text("utf-8").replace("3000家", "4000家"), "utf-8")
    assert built(home, library, model=model).taken_over == 1


def test_another_version_of_the_reading_reads_everything_anew(
    built: Build, home: Path, library: Path, model: ModelSetting, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = built(home, library, model=model)
    assert open_snapshot(home).manifest.settings["reading"] == reading_version()
    monkeypatch.setattr("index.build.reading_version", lambda: "another")
    second = built(home, library, model=model)
    assert (second.changed, second.taken_over, second.embedded) == (True, 0, 0)
    assert second.snapshot != first.snapshot


def test_a_document_whose_kept_text_is_gone_is_read_again(
    built: Build, home: Path, library: Path, model: ModelSetting
) -> None:
    built(home, library, model=model)
    [document] = [document for document in open_snapshot(home).documents if document.file == "意见.txt"]
    (home / "texts" / f"{document.source_sha256}.txt").unlink()
    report = built(home, library, model=model)
    assert (report.changed, report.taken_over) == (False, 1)
    assert open_snapshot(home).source(document).text == (library / "意见.txt").read_text("utf-8")


def test_documents_with_much_the_same_text_are_told(
    built: Build, home: Path, library: Path, model: ModelSetting
) -> None:
    items = "".join(f"（{number}）完善第{number}类数据的登记、评估、流通和监督管理制度。\n" for number in range(1, 60))
    (library / "稿.txt").write_text(f"某省数据管理办法\n一、制度\n{items}", "utf-8")
    (library / "定.txt").write_text(f"某省数据管理办法\n一、制度\n{items}二、附则\n本办法自印发之日起施行。\n", "utf-8")
    report = built(home, library, model=model)
    assert {(pair.smaller, pair.larger) for pair in report.near_duplicates} <= {
        ("稿.txt", "定.txt"),
        ("定.txt", "稿.txt"),
    }
    assert built(home, library, model=model).near_duplicates == report.near_duplicates


def test_a_row_of_the_manifest_without_its_file_is_told_and_does_not_stop_the_build(
    built: Build, home: Path, library: Path, model: ModelSetting
) -> None:
    (library / "manifest.csv").write_text("文件,备注\n没有.txt,旧版\n", "utf-8")
    for _ in range(2):
        [warning] = built(home, library, model=model).warnings
        assert "第 2 行：文件夹里没有文件“没有.txt”" in warning


def test_the_limits_of_reading_are_those_handed_in(
    home: Path, library: Path, model: ModelSetting, segmenter: Segmenter
) -> None:
    (library / "大.txt").write_text("数据" * 1000, "utf-8")
    limits = ReadingLimits(processes=1, file_bytes=2000)
    report = build_snapshot(home, [library], model=model, segmenter=segmenter, limits=limits)
    assert [(failure.file, type(failure.error)) for failure in report.failures] == [("大.txt", DocumentTooLarge)]


def test_files_with_pages_are_kept_as_they_were_read(home: Path, library: Path) -> None:
    [first, second] = find_files([library])
    data = first.path.read_bytes()
    paged = Source.of("某省", Layout(pages=(Page(0, 595.0, 842.0),)))
    documents = [read_document(entry.path.read_bytes(), entry.file)[0] for entry in (first, second)]
    reading = Reading(
        tuple(documents),
        {document.id: paged for document in documents},
        (),
        originals={documents[0].id: first, documents[1].id: first},
    )
    [warning] = keep_read(Home(home), reading, ReadingLimits())
    assert "文件有改动" in warning, "the second is not the file that was read"
    kept = Home(home).original(documents[0].id)
    assert kept is not None
    assert (kept.suffix, kept.read_bytes()) == (".txt", data)
    assert Home(home).original(documents[1].id) is None
    first.path.unlink()
    assert len(keep_read(Home(home), reading, ReadingLimits())) == 2
