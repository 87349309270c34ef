"""Archives: a .zip is a folder of documents, and one bad member costs that member only."""

import io
import random
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from corpus import (
    DocumentError,
    DocumentTooLarge,
    Reading,
    UnreadableDocument,
    UnsupportedFormat,
    find_files,
    read_library,
    unsupported_files,
)
from corpus.archive import ArchiveLimits, Member, list_members, read_member

TEXT = "某市人民政府关于促进数据发展的意见\n一、总体要求\n坚持创新。\n"


def put(path: Path, members: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write an archive."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def put_raw(path: Path, members: list[tuple[bytes, bytes]], *, flags: int = 0, extra: bytes = b"") -> Path:
    """Write an archive of stored members whose names are these very bytes."""
    body, table = b"", b""
    for name, data in members:
        fixed = (20, flags, 0, 0, 0x21, zlib.crc32(data), len(data), len(data), len(name), len(extra))
        table += struct.pack("<4s2B5H3L5H2L", b"PK\1\2", 20, 0, *fixed, 0, 0, 0, 0, len(body)) + name + extra
        body += struct.pack("<4s5H3L2H", b"PK\3\4", *fixed) + name + extra + data
    count = len(members)
    path.write_bytes(body + table + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(table), len(body), 0))
    return path


def text(name: str) -> str:
    return f"{TEXT}{name}。\n"


def read(*roots: Path) -> Reading:
    return read_library(find_files(roots))


def names(reading: Reading) -> list[str]:
    return [file for document in reading.documents for file in document.files]


def told(reading: Reading) -> dict[str, tuple[type[DocumentError], str]]:
    return {failure.file: (type(failure.error), failure.error.message) for failure in reading.failures}


# --- an archive is a folder -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_the_members_of_an_archive_are_documents_with_their_paths(tmp_path: Path, method: int) -> None:
    (tmp_path / "库").mkdir()
    (tmp_path / "库" / "甲.txt").write_text(text("甲"), encoding="utf-8")
    archive = put(
        tmp_path / "库" / "省" / "政策.ZIP",
        {"乙.txt": text("乙"), "市/丙.md": text("丙"), "市/": "", "市/录音.mp3": "x"},
        method,
    )
    expected = ["省/政策.ZIP/乙.txt", "省/政策.ZIP/市/丙.md"]
    reading = read(tmp_path / "库")
    assert names(reading) == sorted(["甲.txt", *expected])
    assert reading.failures == ()
    assert unsupported_files([tmp_path / "库"]) == ("省/政策.ZIP/市/录音.mp3",)
    by_file = {document.file: reading.sources[document.id].text for document in reading.documents}
    assert by_file["省/政策.ZIP/乙.txt"] == text("乙")
    assert names(read(archive)) == ["政策.ZIP/乙.txt", "政策.ZIP/市/丙.md"]
    assert len(find_files([archive, tmp_path / "库", archive])) == 3, "each file once, however often it is named"


def test_a_file_inside_and_outside_an_archive_is_one_document(tmp_path: Path) -> None:
    put(tmp_path / "政策.zip", {"甲.txt": TEXT})
    (tmp_path / "甲.txt").write_text(TEXT, encoding="utf-8")
    reading = read(tmp_path)
    assert [document.files for document in reading.documents] == [tuple(sorted(["政策.zip/甲.txt", "甲.txt"]))]


def test_a_manifest_beside_the_archive_speaks_of_its_members(tmp_path: Path) -> None:
    put(tmp_path / "政策.zip", {"省/甲.txt": TEXT})
    (tmp_path / "manifest.csv").write_text(
        "文件,备注\n政策.zip/省/甲.txt,旧版\n政策.zip/省/乙.txt,没有\n", encoding="utf-8"
    )
    reading = read(tmp_path)
    remark = reading.documents[0].metadata.remark
    assert remark is not None
    assert remark.value == "旧版"
    [warning] = reading.warnings
    assert "第 3 行：文件夹里没有文件“政策.zip/省/乙.txt”" in warning


def test_hidden_members_and_what_systems_leave_behind_are_left_out(tmp_path: Path) -> None:
    left: dict[str, str | bytes] = {
        "__MACOSX/._甲.txt": b"x",
        ".隐藏/乙.txt": b"x",
        "省/.丙.txt": b"x",
        "~$丁.txt": b"x",
        "戊.txt": TEXT,
    }
    archive = put(tmp_path / "政策.zip", left)
    assert [entry.file for entry in find_files([archive])] == ["政策.zip/戊.txt"]
    assert unsupported_files([archive]) == ()


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_names_without_a_mark_are_in_the_encoding_that_fits_them(tmp_path: Path, encoding: str) -> None:
    named = (
        ["關於數位發展的意見.txt", "縣級/通知.txt"] if encoding == "big5" else ["关于数字发展的意见.txt", "县/通知.txt"]
    )
    archive = put_raw(tmp_path / "a.zip", [(name.encode(encoding), text(name).encode()) for name in named])
    assert names(read(archive)) == sorted(f"a.zip/{name}" for name in named)


def test_a_name_in_the_unicode_field_is_the_name(tmp_path: Path) -> None:
    raw, name = b"?????.txt", "意见.txt"
    field = struct.pack("<BL", 1, zlib.crc32(raw)) + name.encode()
    extra = struct.pack("<2H", 0x9999, 2) + b"xx" + struct.pack("<2H", 0x7075, len(field)) + field
    archive = put_raw(tmp_path / "a.zip", [(raw, TEXT.encode())], extra=extra)
    assert names(read(archive)) == ["a.zip/意见.txt"]
    stale = put_raw(tmp_path / "b.zip", [(b"renamed.txt", TEXT.encode())], extra=extra)
    assert names(read(stale)) == ["b.zip/renamed.txt"]


# --- hostile members ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        b"../a.txt",
        b"x/../../a.txt",
        b"x\\..\\..\\a.txt",
        b"/etc/a.txt",
        b"\\\\server\\a.txt",
        b"C:\\a.txt",
        b"c:a.txt",
        b"a\x1b[2J.txt",
        b"a\nb.txt",
        b"a\0b.txt",
        b"n" * 600 + b".txt",
    ],
)
def test_a_path_that_leads_out_or_hides_something_is_refused(tmp_path: Path, name: bytes) -> None:
    archive = put_raw(tmp_path / "a.zip", [(name, TEXT.encode()), (b"good.txt", TEXT.encode())])
    entries = find_files([archive])
    assert [entry.file for entry in entries if entry.problem is None] == ["a.zip/good.txt"]
    [problem] = [entry.problem for entry in entries if entry.problem is not None]
    assert isinstance(problem, UnreadableDocument)
    assert "路径不合规" in problem.message
    assert problem.message.isprintable()
    assert len(problem.message) < 600


def test_a_path_with_needless_parts_is_written_plainly(tmp_path: Path) -> None:
    archive = put_raw(tmp_path / "a.zip", [(b"./x//y\\z.txt", TEXT.encode())])
    assert names(read(archive)) == ["a.zip/x/y/z.txt"]


def _link(info: zipfile.ZipInfo) -> None:
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16


def _pipe(info: zipfile.ZipInfo) -> None:
    info.external_attr = (stat.S_IFIFO | 0o644) << 16


def _stored(info: zipfile.ZipInfo) -> None:
    info.compress_type = zipfile.ZIP_STORED


def _bzip2(info: zipfile.ZipInfo) -> None:
    info.compress_type = zipfile.ZIP_BZIP2


@pytest.mark.parametrize(
    ("name", "made", "refusal"),
    [
        ("链.txt", (b"/etc/passwd", _link), (UnreadableDocument, "这个成员是链接")),
        ("管.txt", (b"", _pipe), (UnreadableDocument, "这个成员是特殊文件")),
        ("压.txt", (TEXT.encode(), _bzip2), (UnreadableDocument, "压缩方式不支持")),
        ("内.zip", (b"PK", None), (UnreadableDocument, "压缩包里的压缩包不读")),
        (
            "旧.doc",
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None),
            (UnsupportedFormat, "还不能读取旧版 Word 文件（.doc）"),
        ),
        ("假.txt", (b"%PDF-1.7\n", None), (UnreadableDocument, "扩展名是 .txt，内容却是 PDF")),
        ("弹.txt", (bytes(2**22), None), (DocumentTooLarge, "压缩比异常")),
        ("大.txt", (bytes(51 * 2**20), _stored), (DocumentTooLarge, "解开后有 51.0 MB，超过 50 MB")),
    ],
)
def test_a_member_that_cannot_be_read_costs_itself(
    tmp_path: Path,
    name: str,
    made: tuple[bytes, Callable[[zipfile.ZipInfo], None] | None],
    refusal: tuple[type[DocumentError], str],
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED
        if made[1]:
            made[1](info)
        archive.writestr(info, made[0])
        archive.writestr("好.txt", TEXT)
    reading = read(tmp_path)
    assert names(reading) == ["a.zip/好.txt"]
    assert list(told(reading)) == [f"a.zip/{name}"]
    error, words = told(reading)[f"a.zip/{name}"]
    assert error is refusal[0]
    assert words.startswith(f"a.zip/{name}：")
    assert refusal[1] in words


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    archive = put_raw(tmp_path / "a.zip", [(b"a.txt", TEXT.encode())], flags=1)
    assert told(read(archive)) == {"a.zip/a.txt": (UnreadableDocument, "a.zip/a.txt：在压缩包里已加密")}


def test_of_two_members_of_one_name_the_first_is_read(tmp_path: Path) -> None:
    archive = put_raw(tmp_path / "a.zip", [(b"a.txt", text("1").encode()), (b"./a.txt", text("2").encode())])
    reading = read(archive)
    assert [source.text for source in reading.sources.values()] == [text("1")]
    assert told(reading)["a.zip/a.txt"][1] == "a.zip/a.txt：压缩包里有同名的成员，只读第一个"


def test_a_member_that_is_larger_than_it_says_is_not_unpacked_further(tmp_path: Path) -> None:
    path = put(tmp_path / "a.zip", {"a.txt": bytes(30 * 2**20)})
    [member] = list_members(path, "a.zip", ArchiveLimits(ratio=10**6))
    assert isinstance(member, Member)
    lying = Member(member.name, member.offset, member.packed, 100, member.crc, member.deflated)
    with pytest.raises(UnreadableDocument, match="已损坏"):
        read_member(path, lying, "a.zip/a.txt", 2**20)
    with pytest.raises(DocumentTooLarge):
        read_member(path, member, "a.zip/a.txt", 2**20)
    assert read_member(path, member, "a.zip/a.txt", 2**25) == bytes(30 * 2**20)


# --- hostile archives -----------------------------------------------------------------------------------------------


def _docx() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
    return buffer.getvalue()


def _whole() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("甲.txt", TEXT)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "压缩包不完整或已损坏"),
        (TEXT.encode(), "压缩包不完整或已损坏"),
        (_whole()[:-30], "压缩包不完整或已损坏"),
        (_whole()[-30:], "压缩包不完整或已损坏"),
        (b"Rar!\x1a\x07\x01\0" + bytes(100), "扩展名是 .zip，内容却是 RAR 压缩包"),
        (b"%PDF-1.7\n", "扩展名是 .zip，内容却是 PDF"),
        (_docx(), "扩展名是 .zip，内容却是 Word 文档（.docx）"),
        # a directory that says it has 3 GB
        (b"PK\3\4" + bytes(100) + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, 3 * 2**30, 0, 0), "压缩包不完整"),
    ],
)
def test_what_is_no_sound_archive_is_one_clear_line(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "坏.zip").write_bytes(data)
    (tmp_path / "好.txt").write_text(TEXT, encoding="utf-8")
    reading = read(tmp_path)
    assert names(reading) == ["好.txt"]
    assert list(told(reading)) == ["坏.zip"]
    error, words = told(reading)["坏.zip"]
    assert error is UnreadableDocument
    assert words.startswith("坏.zip：")
    assert message in words


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (ArchiveLimits(members=3), "压缩包里有 4 个成员，超过 3 个的上限"),
        (ArchiveLimits(total_bytes=2**20), "解开后有 4 MB，超过 1 MB 的上限"),
    ],
)
def test_an_archive_that_holds_too_much_is_one_clear_line(tmp_path: Path, limits: ArchiveLimits, message: str) -> None:
    archive = put(tmp_path / "大.zip", {f"{number}.txt": bytes(2**20) for number in range(4)}, zipfile.ZIP_STORED)
    [entry] = find_files([archive], limits=limits)
    assert isinstance(entry.problem, DocumentTooLarge)
    assert message in entry.problem.message
    assert len(find_files([archive])) == 4


def test_an_archive_that_leads_out_of_the_folder_or_is_a_pipe_is_not_opened(tmp_path: Path) -> None:
    inside = tmp_path / "库"
    inside.mkdir()
    put(tmp_path / "外.zip", {"甲.txt": TEXT})
    (inside / "链.zip").symlink_to(tmp_path / "外.zip")
    assert find_files([inside]) == []


def members_of(path: Path) -> list[tuple[str, str | DocumentError]]:
    """What reading all members gives: their texts, or the errors."""
    try:
        listed = list_members(path, "b.zip", ArchiveLimits())
    except DocumentError as error:
        return [("b.zip", error)]
    found: list[tuple[str, str | DocumentError]] = []
    for member in listed:
        if isinstance(member, Member):
            try:
                found.append((member.name, read_member(path, member, f"b.zip/{member.name}", 2**20).decode()))
            except DocumentError as error:
                found.append((member.name, error))
        else:
            found.append((member.name, member.error))
    return found


def test_a_damaged_archive_gives_whole_members_or_lines_and_nothing_else(tmp_path: Path) -> None:
    """Bytes are changed and cut off; no other exception comes out, and no other text."""
    whole = put(tmp_path / "a.zip", {"甲.txt": text("甲") * 50, "省/乙.txt": text("乙"), "丙.doc": b"x"}).read_bytes()
    dice = random.Random(20260101)
    outcomes: list[str | DocumentError] = []
    for round_ in range(600):
        data = bytearray(whole)
        for _ in range(dice.choice((1, 2, 8))):
            data[dice.randrange(len(data))] = dice.randrange(256)
        if round_ % 3 == 0:
            del data[dice.randrange(len(data)) :]
        path = tmp_path / "b.zip"
        path.write_bytes(data)
        outcomes += [outcome for _, outcome in members_of(path)]
    texts = [outcome for outcome in outcomes if isinstance(outcome, str)]
    errors = [outcome.message for outcome in outcomes if not isinstance(outcome, str)]
    assert set(texts) == {text("甲") * 50, text("乙"), "x"}
    assert all(message.startswith(("b.zip：", "b.zip/")) for message in errors)
    assert min(len(texts), len(errors)) > 200
