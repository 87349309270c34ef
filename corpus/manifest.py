"""`manifest.csv` beside the documents: what the text cannot tell, or tells wrongly, filled in by people.

A spreadsheet saved as CSV (UTF-8, a byte order mark is fine) with the columns 文件 标题 发文字号 发文机关 成文日期 文种
施行日期 状态 备注, of which only 文件 is required. An empty cell leaves the value that the text states.
"""

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from corpus.errors import ManifestError
from corpus.metadata import Metadata, Origin, Stated

MANIFEST_NAME = "manifest.csv"
FILE_COLUMN = "文件"
COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "标题": "title",
        "发文字号": "number",
        "发文机关": "issuer",
        "成文日期": "date",
        "文种": "kind",
        "施行日期": "effective",
        "状态": "state",
        "备注": "remark",
    }
)
"""Metadata field by column name."""

Corrections = Mapping[str, Mapping[str, str]]
"""Field values by file path relative to the manifest's folder, written with `/`."""


_DATES = ("date", "effective")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)


def read_manifest(
    folder: Path, *, holds: Callable[[str], bool] | None = None, missing: Callable[[str], None] | None = None
) -> Corrections:
    """Read the manifest of a folder; empty when there is none.

    Args:
        folder: where it stands.
        holds: whether there is a file of this relative path; by default, whether it is on the disk.
        missing: told in one line of each row whose file is not there, which is then passed over; by default such a row
            is an error.

    Raises:
        ManifestError: not CSV in UTF-8, unknown or double column, missing 文件 column, a row longer than the head, a
            file listed twice, absent or outside the folder, a date that is no date.
    """
    path = folder / MANIFEST_NAME
    if not path.is_file():
        return {}
    columns, rows = _read_table(path)
    _check_columns(path, columns)
    result: dict[str, Mapping[str, str]] = {}
    for line, cells in rows:
        if not cells:
            continue
        if len(cells) > len(columns):
            raise ManifestError(
                f"{path} 第 {line} 行：有 {len(cells)} 格，表头只有 {len(columns)} 列",
                remedy="内容里有逗号时，请给这一格加上双引号",
            )
        row = dict(zip(columns, cells, strict=False))
        name = _relative_path(row.get(FILE_COLUMN, ""), f"{path} 第 {line} 行")
        if name in result:
            raise ManifestError(f"{path} 第 {line} 行：“{name}”列了两次", remedy="请合并成一行")
        values = {COLUMNS[column]: value for column, value in row.items() if column in COLUMNS and value}
        values |= {field: _iso_date(values[field], f"{path} 第 {line} 行") for field in _DATES if field in values}
        if holds(name) if holds else (folder / name).is_file():
            result[name] = values
        elif missing is None:
            raise _no_such_file(name, f"{path} 第 {line} 行")
        else:
            missing(str(_no_such_file(name, f"{path} 第 {line} 行")))
    return result


def _read_table(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The head and the rows with their line numbers, without outer blanks and without empty cells at the end."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            table = csv.reader(handle, strict=True)
            rows = [(table.line_num, _trimmed(row)) for row in table]
    except OSError as error:
        raise ManifestError(f"{path} 无法读取", remedy="请检查读取权限") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ManifestError(f"{path} 不是 UTF-8 编码的 CSV 表格", remedy="请用表格软件另存为“CSV UTF-8”") from error
    return (rows[0][1], rows[1:]) if rows else ([], [])


def _trimmed(row: list[str]) -> list[str]:
    cells = [cell.strip() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _relative_path(name: str, place: str) -> str:
    """The path in its one spelling (no `./` and `//`), when it is one inside the folder."""
    path = PurePosixPath(name)
    if not name or "\0" in name or path.is_absolute() or ".." in path.parts or path == PurePosixPath():
        raise ManifestError(
            f"{place}：“{name}”不是这个文件夹里的路径",
            remedy="“文件”一列请写相对路径，用 / 分隔，不能写 ..；或删去这一行",
        )
    return path.as_posix()


def _no_such_file(name: str, place: str) -> ManifestError:
    return ManifestError(
        f"{place}：文件夹里没有文件“{name}”", remedy="请核对“文件”一列（相对路径，用 / 分隔），或删去这一行"
    )


def _check_columns(path: Path, columns: list[str]) -> None:
    unknown = [column for column in columns if column != FILE_COLUMN and column not in COLUMNS]
    if FILE_COLUMN not in columns or unknown or len(set(columns)) != len(columns):
        problem = f"不认识的列：{'、'.join(unknown)}" if unknown else "缺少“文件”一列，或有重复的列"
        raise ManifestError(f"{path}：{problem}", remedy=f"可用的列：{FILE_COLUMN}、{'、'.join(COLUMNS)}")


def _iso_date(value: str, place: str) -> str:
    """The date in ISO 8601; spreadsheets also write 2024/11/26, people 2024年11月26日."""
    parts = _DATE.fullmatch(value)
    try:
        return date(*map(int, parts.groups())).isoformat() if parts else date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise ManifestError(f"{place}：“{value}”不是日期", remedy="请写成 2024-11-26 的样子") from error


def corrected(metadata: Metadata, values: Mapping[str, str]) -> Metadata:
    """The metadata with the values that people filled in, marked as such."""
    changes: dict[str, Any] = {field: Stated(value, Origin.MANIFEST) for field, value in values.items()}
    return replace(metadata, **changes)


def completed(metadata: Metadata, values: Mapping[str, str]) -> Metadata:
    """The same for a file listed under one more path: what is filled in already stays."""
    stated: dict[str, Stated | None] = {field: getattr(metadata, field) for field in values}
    filled_in = {field for field, value in stated.items() if value and value.origin is Origin.MANIFEST}
    return corrected(metadata, {field: value for field, value in values.items() if field not in filled_in})
