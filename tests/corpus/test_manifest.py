"""manifest.csv: what may be filled in, and which mistakes are told with their line."""

from pathlib import Path

import pytest

from corpus import ManifestError
from corpus.manifest import read_manifest

HEAD = "文件,标题,发文字号,发文机关,成文日期,文种,施行日期,状态,备注\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two files to fill in for."""
    (tmp_path / "省").mkdir()
    for name in ("甲.txt", "省/乙.txt"):
        (tmp_path / name).write_text("正文", encoding="utf-8")
    return tmp_path


def write(folder: Path, content: str | bytes) -> None:
    data = content.encode() if isinstance(content, str) else content
    (folder / "manifest.csv").write_bytes(data)


def test_a_folder_without_a_manifest_has_no_corrections(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) == {}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (HEAD, {}),
        ("文件\n甲.txt\n", {"甲.txt": {}}),
        (
            HEAD + "甲.txt,某题,某发〔2024〕1号,某局,2024-01-02,意见,2024/2/1,已废止,扫描件\n",
            {
                "甲.txt": {
                    "title": "某题",
                    "number": "某发〔2024〕1号",
                    "issuer": "某局",
                    "date": "2024-01-02",
                    "kind": "意见",
                    "effective": "2024-02-01",
                    "state": "已废止",
                    "remark": "扫描件",
                }
            },
        ),
        ("\ufeff备注,文件\r\n 旧版 , 省/乙.txt \r\n", {"省/乙.txt": {"remark": "旧版"}}),
        ("文件,标题,备注\n甲.txt,,\n省/乙.txt\n", {"甲.txt": {}, "省/乙.txt": {}}),
        # what spreadsheets leave behind: empty rows and columns
        ("文件,备注,,\n甲.txt,注,,\n,,,\n\n", {"甲.txt": {"remark": "注"}}),
        ('文件,备注\n甲.txt,"一，二,三\n四"\n', {"甲.txt": {"remark": "一，二,三\n四"}}),
        ("文件,备注\n./省//乙.txt,注\n", {"省/乙.txt": {"remark": "注"}}),
    ],
)
def test_a_manifest_gives_the_values_that_are_filled_in(
    folder: Path, content: str, expected: dict[str, dict[str, str]]
) -> None:
    write(folder, content)
    assert read_manifest(folder) == expected


@pytest.mark.parametrize("value", ["2024-01-02", "2024/1/2", "2024.1.2", "2024年1月2日", "20240102"])
def test_a_date_may_be_written_as_people_and_spreadsheets_write_it(folder: Path, value: str) -> None:
    write(folder, f"文件,成文日期\n甲.txt,{value}\n")
    assert read_manifest(folder) == {"甲.txt": {"date": "2024-01-02"}}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "缺少“文件”一列"),
        ("标题\n某题\n", "缺少“文件”一列"),
        ("文件,题目\n甲.txt,某题\n", "不认识的列：题目"),
        ("文件,标题,标题\n甲.txt,一,二\n", "重复的列"),
        ("文件,,标题\n甲.txt,一,二\n", "不认识的列"),
        ("文件,标题\n,某题\n", "第 2 行：“”不是这个文件夹里的路径"),
        ("文件,标题\n.,某题\n", "第 2 行：“.”不是这个文件夹里的路径"),
        ("文件,标题\n/甲.txt,某题\n", "第 2 行：“/甲.txt”不是这个文件夹里的路径"),
        ("文件,标题\n../{folder}/甲.txt,某题\n", "第 2 行：“../{folder}/甲.txt”不是这个文件夹里的路径"),
        ("文件,标题\n甲.txt,一\n甲.txt,二\n", "第 3 行：“甲.txt”列了两次"),
        ("文件,标题\n甲.txt,一\n./甲.txt,二\n", "第 3 行：“甲.txt”列了两次"),
        ("文件,备注\n甲.txt,一,二\n", "第 2 行：有 3 格，表头只有 2 列"),
        ("文件,成文日期\n甲.txt,2024-02-30\n", "第 2 行：“2024-02-30”不是日期"),
        ("文件,施行日期\n甲.txt,明年\n", "第 2 行：“明年”不是日期"),
        ("文件,成文日期\n甲.txt,去年\n", "第 2 行：“去年”不是日期"),
        ('文件,备注\n甲.txt,"没有收尾\n', "不是 UTF-8 编码的 CSV 表格"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_the_remedy(folder: Path, content: str, problem: str) -> None:
    write(folder, content.replace("{folder}", folder.name))
    with pytest.raises(ManifestError) as caught:
        read_manifest(folder)
    assert problem.replace("{folder}", folder.name) in caught.value.message
    assert caught.value.remedy


def test_a_manifest_saved_in_gbk_is_refused_with_the_remedy(folder: Path) -> None:
    write(folder, "文件,标题\n甲.txt,某题\n".encode("gbk"))
    with pytest.raises(ManifestError, match="CSV UTF-8"):
        read_manifest(folder)


@pytest.mark.parametrize("name", ["丙.txt", "省", "省\\乙.txt", "合集.zip/丁.txt"])
def test_a_row_for_a_file_that_is_not_there_is_an_error_unless_somebody_wants_to_be_told(
    folder: Path, name: str
) -> None:
    write(folder, f"文件,备注\n{name},注\n甲.txt,注\n")
    with pytest.raises(ManifestError, match="第 2 行"):
        read_manifest(folder)
    told: list[str] = []
    assert read_manifest(folder, missing=told.append) == {"甲.txt": {"remark": "注"}}
    assert len(told) == 1
    assert f"“{name}”" in told[0]


def test_whoever_knows_what_a_folder_holds_may_say_so(folder: Path) -> None:
    write(folder, "文件,备注\n合集.zip/丁.txt,注\n")
    assert read_manifest(folder, holds=lambda name: name == "合集.zip/丁.txt") == {"合集.zip/丁.txt": {"remark": "注"}}
