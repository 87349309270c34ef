"""Benchmark folders: a collection of records, and questions that name the right ones (after BEIR, Thakur 2021)."""

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus import Record
from eval.errors import BenchmarkError

_CORPUS, _QUERIES = "corpus.jsonl", "queries.jsonl"
_HELD_OUT = 5


class Part(StrEnum):
    """Which questions are asked; the split is a function of their ids, so nobody draws it anew."""

    ALL = "all"
    HOLDOUT = "holdout"
    REST = "rest"

    def holds(self, query: "BenchmarkQuery") -> bool:
        """Whether a question belongs to this part: every fifth one, by its id, is held out."""
        held_out = int(hashlib.sha256(query.id.encode("utf-8")).hexdigest(), 16) % _HELD_OUT == 0
        return self is Part.ALL or held_out == (self is Part.HOLDOUT)


@dataclass(frozen=True, slots=True)
class BenchmarkQuery:
    """A question, and the ids of the records that are right."""

    id: str
    text: str
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True)
class BenchmarkFolder:
    """A collection and its questions, in the order of the files."""

    path: Path
    records: tuple[Record, ...]
    queries: tuple[BenchmarkQuery, ...]


_Name = Annotated[str, Field(min_length=1, alias="_id")]
# Collections carry keys of their own (url, metadata, answers); what is not needed here is let be.
_LENIENT = ConfigDict(extra="ignore", strict=True, frozen=True)


class _RecordLine(BaseModel):
    model_config = _LENIENT
    id: _Name
    title: str = ""
    text: str = ""


class _QueryLine(BaseModel):
    model_config = _LENIENT
    id: _Name
    text: str
    relevant: Annotated[list[str], Field(min_length=1)]


Line = TypeVar("Line", bound=BaseModel)

_REMEDIES = {
    _CORPUS: '每行写 {"_id": "…", "title": "…", "text": "…"}，值都是字符串',
    _QUERIES: '每行写 {"_id": "…", "text": "…", "relevant": ["文档的 _id", …]}',
}
_PROBLEMS = {
    "missing": "没有",
    "string_type": "不是字符串",
    "list_type": "不是列表",
    "too_short": "是空的",
    "string_too_short": "是空的",
    "model_type": "不是 JSON 对象",
    "json_invalid": "不是 JSON",
}


def read_folder(path: Path) -> BenchmarkFolder:
    """Read a benchmark folder: `corpus.jsonl` and `queries.jsonl`, plain or with `.gz` behind their names.

    Raises:
        BenchmarkError: a file is missing or cannot be read, a line is not what it should be, an id stands twice, a
            question names a record that is not there, or there is none.
    """
    corpus, queries = _file(path, _CORPUS), _file(path, _QUERIES)
    records: dict[str, Record] = {}
    for number, line in _lines(corpus):
        record = _parsed(_RecordLine, corpus, number, line)
        if not (record.title.strip() or record.text.strip()):
            raise _wrong(corpus, number, "title 和 text 都是空的", "请补上内容，或删去这一行")
        _refuse_twice(record.id, records, corpus, number)
        records[record.id] = Record(record.id, record.title, record.text)
    asked: dict[str, BenchmarkQuery] = {}
    for number, line in _lines(queries):
        query = _parsed(_QueryLine, queries, number, line)
        if not query.text.strip():
            raise _wrong(queries, number, "text 是空的", "请补上问题，或删去这一行")
        _refuse_twice(query.id, asked, queries, number)
        unknown = next((name for name in query.relevant if name not in records), None)
        if unknown is not None:
            problem = f"relevant 里的“{unknown[:60]}”不在 {corpus.name} 里"
            raise _wrong(queries, number, problem, "relevant 只能写文档的 _id")
        asked[query.id] = BenchmarkQuery(query.id, query.text, frozenset(query.relevant))
    return BenchmarkFolder(path, tuple(records.values()), tuple(asked.values()))


def _file(folder: Path, name: str) -> Path:
    if not folder.is_dir():
        raise BenchmarkError(f"没有文件夹“{folder}”", remedy=f"请指定含有 {_CORPUS} 和 {_QUERIES} 的文件夹")
    for path in (folder / name, folder / f"{name}.gz"):
        if path.is_file():
            return path
    raise BenchmarkError(
        f"“{folder}”里没有 {name}，也没有 {name}.gz", remedy=f"基准文件夹要有 {_CORPUS} 和 {_QUERIES}，可以用 gzip 压缩"
    )


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, numbered from 1; at least one."""
    number = 0
    found = False
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as handle:
            for number, data in enumerate(handle, 1):
                line = data.decode("utf-8-sig" if number == 1 else "utf-8").strip()
                if line:
                    found = True
                    yield number, line
    except UnicodeDecodeError as error:
        raise _wrong(path, number, "不是 UTF-8 编码", "请把文件另存为 UTF-8") from error
    except (OSError, EOFError, zlib.error) as error:
        problem = "压缩内容已损坏" if path.suffix == ".gz" else "无法读取"
        raise BenchmarkError(
            f"{path} {problem}（读到第 {number} 行）", remedy="请检查权限，或重新取得这个文件"
        ) from error
    if not found:
        raise BenchmarkError(f"{path} 里没有内容", remedy="每行写一个 JSON 对象")


def _parsed(kind: type[Line], path: Path, number: int, line: str) -> Line:
    try:
        return kind.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "整行"
        problem = f"{where} {_PROBLEMS.get(first['type'], first['type'])}"
        raise _wrong(path, number, problem, _REMEDIES[path.name.removesuffix(".gz")]) from error


def _refuse_twice(ident: str, known: "dict[str, Record] | dict[str, BenchmarkQuery]", path: Path, number: int) -> None:
    if ident in known:
        raise _wrong(path, number, f"_id“{ident[:60]}”重复", "每行要有不同的 _id")


def _wrong(path: Path, number: int, problem: str, remedy: str) -> BenchmarkError:
    return BenchmarkError(f"{path} 第 {number} 行：{problem}", remedy=remedy)
