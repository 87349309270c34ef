"""`manifest.csv` beside the documents: what the text cannot tell, or tells wrongly, filled in by people.

A spreadsheet saved as CSV (UTF-8, a byte order mark is fine) with the columns 文件 标题 发文字号 发文机关 成文日期 文种
备注, of which only 文件 is required. An empty cell leaves the value that the text states.
"""

import csv
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from corpus.errors import ManifestError
from corpus.metadata import Metadata, Origin, Stated

MANIFEST_NAME = "manifest.csv"
FILE_COLUMN = "文件"
COLUMNS: Mapping[str, str] = MappingProxyType(
    {"标题": "title", "发文字号": "number", "发文机关": "issuer", "成文日期": "date", "文种": "kind", "备注": "remark"}
)
"""Metadata field by column name."""

Corrections = Mapping[str, Mapping[str, str]]
"""Field values by file path relative to the manifest's folder, written with `/`."""


def read_manifest(folder: Path) -> Corrections:
    """Read the manifest of a folder; empty when there is none.

    Raises:
        ManifestError: unknown column, missing 文件 column, a file listed twice or absent, a date that is no date.
    """
    path = folder / MANIFEST_NAME
    if not path.is_file():
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            table = csv.DictReader(handle, strict=True)
            columns = list(table.fieldnames or [])
            rows = [(table.line_num, row) for row in table]
    except (UnicodeDecodeError, csv.Error) as error:
        raise ManifestError(
            f"{path} 不是 UTF-8 编码的 CSV 表格：{error}", remedy="请用表格软件另存为“CSV UTF-8”"
        ) from error
    _check_columns(path, columns)
    result: dict[str, Mapping[str, str]] = {}
    for line, row in rows:
        name = (row[FILE_COLUMN] or "").strip()
        if not name or not (folder / name).is_file():
            raise ManifestError(f"{path} 第 {line} 行：找不到文件“{name}”", remedy="请核对“文件”一列，或删去这一行")
        if name in result:
            raise ManifestError(f"{path} 第 {line} 行：“{name}”列了两次", remedy="请合并成一行")
        values = {COLUMNS[column]: (row[column] or "").strip() for column in columns if column in COLUMNS}
        if values.get("date"):
            values["date"] = _iso_date(values["date"], path, line)
        result[name] = {field: value for field, value in values.items() if value}
    return result


def _check_columns(path: Path, columns: list[str]) -> None:
    unknown = [column for column in columns if column != FILE_COLUMN and column not in COLUMNS]
    if FILE_COLUMN not in columns or unknown or len(set(columns)) != len(columns):
        problem = f"不认识的列：{'、'.join(unknown)}" if unknown else "缺少“文件”一列，或有重复的列"
        raise ManifestError(f"{path}：{problem}", remedy=f"可用的列：{FILE_COLUMN}、{'、'.join(COLUMNS)}")


def _iso_date(value: str, path: Path, line: int) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise ManifestError(f"{path} 第 {line} 行：“{value}”不是日期", remedy="请写成 2024-11-26 的样子") from error


def corrected(metadata: Metadata, values: Mapping[str, str]) -> Metadata:
    """The metadata with the values that people filled in, marked as such."""
    return replace(metadata, **{field: Stated(value, Origin.MANIFEST) for field, value in values.items()})
