"""The library: which files are found, and that one bad file costs that file only."""

import os
import socket
import sys
from pathlib import Path

import pytest

from corpus import (
    Document,
    DocumentTooLarge,
    EmptyDocument,
    Entry,
    ManifestError,
    Origin,
    ReadingLimits,
    UnreadableDocument,
    UnsupportedFormat,
    document_id,
    find_files,
    read_bytes,
    read_library,
    unsupported_files,
)

posix = pytest.mark.skipif(os.name != "posix", reason="pipes in folders are a thing of POSIX")

OPINION = "某市人民政府关于促进数据发展的意见\n一、总体要求\n坚持创新。\n"


def put(folder: Path, *names: str, text: str = "") -> None:
    """Write files, each with words of its own unless a text is given."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text or f"{OPINION}{name}。\n", encoding="utf-8")


def names(entries: list[Entry]) -> list[str]:
    return [entry.file for entry in entries]


# --- finding -----------------------------------------------------------------------------------------------------


def test_a_folder_gives_its_files_by_relative_path_in_order(tmp_path: Path) -> None:
    put(tmp_path, "乙.txt", "甲.md", "省/丙.TXT", "省/市/丁.txt", "录音.mp3", "无扩展名")
    entries = find_files([tmp_path])
    assert names(entries) == sorted(["乙.txt", "甲.md", "省/丙.TXT", "省/市/丁.txt"])
    assert {entry.root for entry in entries} == {tmp_path}
    assert all(entry.path == tmp_path / entry.file for entry in entries)


def test_hidden_files_and_folders_and_the_manifest_are_left_out(tmp_path: Path) -> None:
    put(tmp_path, ".隐藏.txt", ".git/说明.txt", "可见.txt")
    (tmp_path / "manifest.csv").write_text("文件\n可见.txt\n", encoding="utf-8")
    assert names(find_files([tmp_path])) == ["可见.txt"]


def test_the_folder_that_a_browser_saved_beside_a_page_is_left_out(tmp_path: Path) -> None:
    for name in ("通知.html", "通知_files/logo.png", "通知_files/share.html", "别的_files/正文.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("正文。", encoding="utf-8")
    assert [entry.file for entry in find_files([tmp_path])] == ["别的_files/正文.txt", "通知.html"]


def test_links_are_followed_inside_the_folder_only(tmp_path: Path) -> None:
    put(tmp_path, "库/甲.txt", "外/乙.txt")
    inside = tmp_path / "库"
    (inside / "出去.txt").symlink_to(tmp_path / "外" / "乙.txt")
    (inside / "出去").symlink_to(tmp_path / "外", target_is_directory=True)
    (inside / "省.txt").mkdir()
    put(inside, "省.txt/丙.txt")
    assert names(find_files([inside])) == ["甲.txt", "省.txt/丙.txt"]


def test_a_link_to_a_file_of_the_folder_is_that_file(tmp_path: Path) -> None:
    put(tmp_path, "甲.txt")
    (tmp_path / "又名.txt").symlink_to(tmp_path / "甲.txt")
    assert len(find_files([tmp_path])) == 1


def test_a_home_inside_the_folder_is_left_out(tmp_path: Path) -> None:
    put(tmp_path, "甲.txt", "home/texts/乙.txt", "home2/丙.txt")
    assert names(find_files([tmp_path], without=tmp_path / "home")) == ["home2/丙.txt", "甲.txt"]


def test_a_file_named_twice_is_found_once(tmp_path: Path) -> None:
    put(tmp_path, "省/甲.txt")
    assert names(find_files([tmp_path, tmp_path / "省", tmp_path / "省" / "甲.txt"])) == ["省/甲.txt"]
    assert names(find_files([tmp_path / "省" / "甲.txt", tmp_path])) == ["甲.txt"]


def test_a_file_named_by_itself_is_taken_whatever_its_suffix(tmp_path: Path) -> None:
    put(tmp_path, "录音.mp3", ".隐藏.txt")
    assert names(find_files([tmp_path / "录音.mp3", tmp_path / ".隐藏.txt"])) == [".隐藏.txt", "录音.mp3"]


@pytest.mark.parametrize(
    ("name", "cause"),
    [("没有", "文件不存在"), ("甲.txt/乙", "不是文件夹"), ("名" * 300, "名称太长"), ("空\0字符", "名称无效")],
)
def test_a_path_that_leads_nowhere_is_an_error_with_the_cause(tmp_path: Path, name: str, cause: str) -> None:
    put(tmp_path, "甲.txt")
    with pytest.raises(UnreadableDocument) as caught:
        find_files([tmp_path / name])
    assert cause in caught.value.message
    assert "路径" in caught.value.remedy


# --- reading -----------------------------------------------------------------------------------------------------


def test_documents_come_in_the_order_of_their_paths_with_their_sources(tmp_path: Path) -> None:
    put(tmp_path, "乙.txt", "甲.txt", "省/丙.md")
    seen: list[str] = []
    reading = read_library(find_files([tmp_path]), progress=seen.append)
    assert [document.files for document in reading.documents] == [
        (name,) for name in sorted(["乙.txt", "甲.txt", "省/丙.md"])
    ]
    assert sorted(seen) == sorted(["乙.txt", "甲.txt", "省/丙.md"])
    assert reading.failures == ()
    for document in reading.documents:
        source = reading.sources[document.id]
        assert source.text == (tmp_path / document.file).read_text(encoding="utf-8")
        assert document.source_length == len(source.text)


def test_equal_files_are_one_document_with_all_their_names(tmp_path: Path) -> None:
    put(tmp_path, "乙.txt", "甲.txt", "省/丙.txt", text=OPINION)
    reading = read_library(find_files([tmp_path]))
    assert [document.files for document in reading.documents] == [tuple(sorted(["乙.txt", "甲.txt", "省/丙.txt"]))]
    assert len(reading.sources) == 1


def test_copies_that_cannot_be_read_are_told_each_by_its_name(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "省/c.md"):
        put(tmp_path, name)
        (tmp_path / name).write_bytes(bytes(range(256)))
    failures = read_library(find_files([tmp_path])).failures
    assert [failure.file for failure in failures] == ["a.txt", "b.txt", "省/c.md"]
    assert [failure.error.message.partition("：")[0] for failure in failures] == ["a.txt", "b.txt", "省/c.md"]
    assert len({failure.error.message.partition("：")[2] for failure in failures}) == 1


def test_a_file_that_one_reader_refuses_may_be_read_by_another_name(tmp_path: Path) -> None:
    put(tmp_path, "a.doc", "b.txt", "c.doc", text=OPINION)
    reading = read_library(find_files([tmp_path]))
    assert [document.files for document in reading.documents] == [("b.txt",)]
    assert [failure.file for failure in reading.failures] == ["a.doc", "c.doc"]


def test_the_bytes_of_a_document_are_found_again(tmp_path: Path) -> None:
    put(tmp_path, "甲.txt", "省/乙.txt")
    reading = read_library(find_files([tmp_path]))
    for document in reading.documents:
        data = read_bytes(reading.originals[document.id], limit=10_000)
        assert data == (tmp_path / document.file).read_bytes()
        assert document_id(data) == document.id


def test_formats_that_have_to_be_converted_are_told_and_others_named(tmp_path: Path) -> None:
    put(tmp_path, "甲.txt", "旧.doc", "表.xls", "版.ofd", "音乐.mp3", "省/无扩展名", "~$旧.doc")
    reading = read_library(find_files([tmp_path]))
    assert {failure.file: type(failure.error) for failure in reading.failures} == dict.fromkeys(
        ["旧.doc", "版.ofd", "表.xls"], UnsupportedFormat
    )
    assert all("PDF" in failure.error.remedy for failure in reading.failures)
    assert unsupported_files([tmp_path]) == ("省/无扩展名", "音乐.mp3")


def test_files_of_two_folders_may_have_one_name(tmp_path: Path) -> None:
    put(tmp_path, "省/甲.txt", "市/甲.txt")
    reading = read_library(find_files([tmp_path / "省", tmp_path / "市"]))
    assert [document.file for document in reading.documents] == ["甲.txt", "甲.txt"]
    assert len({document.id for document in reading.documents}) == 2


@posix
def test_a_bad_file_costs_that_file_and_says_why(tmp_path: Path) -> None:
    put(tmp_path, "好.txt")
    put(tmp_path, "空.txt", text=" \n")
    put(tmp_path, "无字.txt", text="— 1 —\n")
    (tmp_path / "损坏.txt").write_bytes(bytes(range(256)))
    (tmp_path / "断链.txt").symlink_to(tmp_path / "没有.txt")
    (tmp_path / "绕圈.txt").symlink_to(tmp_path / "绕圈.txt")
    os.mkfifo(tmp_path / "管道.txt")
    put(tmp_path, "过大.txt", text="数" * 400)
    put(tmp_path, "录音.mp3")
    reading = read_library(find_files([tmp_path, tmp_path / "录音.mp3"]), limits=ReadingLimits(file_bytes=1000))
    assert [document.file for document in reading.documents] == ["好.txt"]
    failures = {failure.file: failure.error for failure in reading.failures}
    assert list(failures) == sorted(failures)
    assert {name: type(error) for name, error in failures.items()} == {
        "录音.mp3": UnsupportedFormat,
        "断链.txt": UnreadableDocument,
        "无字.txt": EmptyDocument,
        "损坏.txt": UnreadableDocument,
        "空.txt": EmptyDocument,
        "管道.txt": UnreadableDocument,
        "绕圈.txt": UnreadableDocument,
        "过大.txt": DocumentTooLarge,
    }
    assert "文件不存在" in failures["断链.txt"].message
    assert "绕成了一圈" in failures["绕圈.txt"].message
    assert "不是普通文件" in failures["管道.txt"].message
    assert all(error.message.startswith(f"{name}：") for name, error in failures.items())


@posix
def test_a_pipe_or_socket_named_by_itself_is_refused_and_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "管道.txt")
    monkeypatch.chdir(tmp_path)  # the path of a socket has to be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.txt")
        reading = read_library(find_files([tmp_path / "管道.txt", tmp_path / "s.txt"]))
    assert [type(failure.error) for failure in reading.failures] == [UnreadableDocument, UnreadableDocument]


def test_a_file_that_vanished_since_it_was_found_is_a_failure(tmp_path: Path) -> None:
    put(tmp_path, "甲.txt", "乙.txt")
    entries = find_files([tmp_path])
    (tmp_path / "甲.txt").unlink()
    reading = read_library(entries)
    assert [failure.file for failure in reading.failures] == ["甲.txt"]
    assert [document.file for document in reading.documents] == ["乙.txt"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep file names in Unicode")
def test_a_file_name_that_is_no_utf_8_is_shown_with_its_bytes(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xb2\xe2.txt"
    with open(path, "wb") as handle:  # noqa: PTH123  pathlib takes no bytes
        handle.write(OPINION.encode())
    reading = read_library(find_files([tmp_path]))
    assert [document.file for document in reading.documents] == ["\\xb2\\xe2.txt"]
    assert reading.documents[0].file.encode()


# --- reading again -----------------------------------------------------------------------------------------------

NO_READER = "nowhere:nothing"
"""Whoever reads a file with this one fails."""


def known(folder: Path) -> dict[str, Document]:
    return {document.id: document for document in read_library(find_files([folder])).documents}


def test_a_file_with_the_same_bytes_is_not_read_again(tmp_path: Path) -> None:
    put(tmp_path, "甲.txt", "乙.txt")
    (tmp_path / "manifest.csv").write_text("文件,备注\n甲.txt,扫描件\n", encoding="utf-8")
    before = known(tmp_path)
    again = read_library(find_files([tmp_path]), known=before, reader=NO_READER)
    assert again.documents == read_library(find_files([tmp_path])).documents
    assert again.reused == frozenset(before)
    assert again.sources == {}
    assert list(again.originals) == [document.id for document in again.documents]


def test_a_document_taken_over_has_the_paths_of_now(tmp_path: Path) -> None:
    put(tmp_path, "甲.txt", "乙.txt", text=OPINION)
    before = known(tmp_path)
    (tmp_path / "乙.txt").rename(tmp_path / "丙.txt")
    put(tmp_path, "丁.txt", text=OPINION)
    again = read_library(find_files([tmp_path]), known=before, reader=NO_READER)
    assert [document.files for document in again.documents] == [("丁.txt", "丙.txt", "甲.txt")]


def test_a_changed_file_and_one_with_another_suffix_are_read_again(tmp_path: Path) -> None:
    put(tmp_path, "甲.txt", "乙.txt", "丙.txt")
    before = known(tmp_path)
    put(tmp_path, "甲.txt", text=OPINION)
    (tmp_path / "乙.txt").rename(tmp_path / "乙.md")
    again = read_library(find_files([tmp_path]), known=before)
    fresh = read_library(find_files([tmp_path]))
    assert again.documents == fresh.documents
    assert {document.file for document in again.documents if document.id not in again.reused} == {"甲.txt", "乙.md"}


@pytest.mark.parametrize("first", ["", "甲.txt,某题,扫描件\n", "甲.txt,某题,\n"])
@pytest.mark.parametrize("second", ["", "甲.txt,某题,扫描件\n", "甲.txt,,旧版\n"])
def test_what_people_fill_in_later_counts_as_if_all_were_read_anew(tmp_path: Path, first: str, second: str) -> None:
    put(tmp_path, "甲.txt")
    manifest = tmp_path / "manifest.csv"
    manifest.write_text("文件,标题,备注\n" + first, encoding="utf-8")
    before = known(tmp_path)
    manifest.write_text("文件,标题,备注\n" + second, encoding="utf-8")
    again = read_library(find_files([tmp_path]), known=before)
    assert again.documents == read_library(find_files([tmp_path])).documents
    assert bool(again.reused) == (first in {"", second})


# --- the manifest ------------------------------------------------------------------------------------------------


def test_what_people_filled_in_outdoes_the_text_and_is_marked(tmp_path: Path) -> None:
    put(tmp_path, "省/甲.txt", "乙.txt")
    (tmp_path / "manifest.csv").write_text(
        "文件,发文字号,成文日期,备注\n省/甲.txt,某府发〔2024〕1号,2024-01-02,扫描件\n", encoding="utf-8-sig"
    )
    reading = read_library(find_files([tmp_path]))
    by_file = {document.file: document.metadata for document in reading.documents}
    filled = by_file["省/甲.txt"]
    assert filled.number
    assert filled.date
    assert filled.remark
    assert filled.title
    assert [(item.value, item.origin, item.start) for item in (filled.number, filled.date, filled.remark)] == [
        ("某府发〔2024〕1号", Origin.MANIFEST, None),
        ("2024-01-02", Origin.MANIFEST, None),
        ("扫描件", Origin.MANIFEST, None),
    ]
    assert filled.title.origin is Origin.TEXT
    assert by_file["乙.txt"].number is None


def test_what_is_filled_in_for_any_name_of_a_file_counts_and_the_first_name_goes_first(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "b.txt", "c.txt", text=OPINION)
    (tmp_path / "manifest.csv").write_text("文件,标题,备注\nb.txt,乙题,\nc.txt,丙题,丙注\n", encoding="utf-8")
    document = read_library(find_files([tmp_path])).documents[0]
    assert document.title == "乙题"
    assert document.metadata.remark is not None
    assert document.metadata.remark.value == "丙注"


def test_a_malformed_manifest_stops_the_reading(tmp_path: Path) -> None:
    put(tmp_path, "甲.txt")
    (tmp_path / "manifest.csv").write_text("名称\n甲.txt\n", encoding="utf-8")
    with pytest.raises(ManifestError):
        read_library(find_files([tmp_path]))


def test_a_row_of_the_manifest_without_its_file_is_a_warning(tmp_path: Path) -> None:
    put(tmp_path, "甲.txt", "录音.mp3")
    (tmp_path / "manifest.csv").write_text(
        "文件,备注\n甲.txt,一\n丙.txt,二\n录音.mp3,三\n没有.zip/丁.txt,四\n" + "长" * 300 + ",五\n",
        encoding="utf-8",
    )
    reading = read_library(find_files([tmp_path]))
    assert len(reading.documents) == 1
    assert [warning.partition("：")[2].partition("（")[0] for warning in reading.warnings] == [
        "文件夹里没有文件“丙.txt”",
        "文件夹里没有文件“没有.zip/丁.txt”",
        f"文件夹里没有文件“{'长' * 300}”",
    ]


def test_a_manifest_is_not_held_to_files_that_were_not_asked_for(tmp_path: Path) -> None:
    put(tmp_path, "甲.txt", "乙.txt")
    (tmp_path / "manifest.csv").write_text("文件,备注\n甲.txt,一\n乙.txt,二\n", encoding="utf-8")
    assert read_library(find_files([tmp_path / "甲.txt"])).warnings == ()
