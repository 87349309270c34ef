"""Lists from a table: all rows that meet the conditions a question names.

A condition is a value of a column (a body, a category, a deadline) whose every word the question holds. Conditions on
different columns must all be met; of several values of one column one is enough, unless the question says 共同. With
单独 a list cell must hold that one name and no other. Words of the question that are neither conditions nor names of
columns must stand in the row.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from assistant.evidence import plain
from corpus import Cell, Clause, Level

Words = Callable[[str], list[str]]

_ALONE = re.compile("单独|独立|独自")
_TOGETHER = re.compile("共同|联合|一起")
_DECLARED = re.compile(r"[（(]共\d+[^（）()]*[）)]")
_SHORT = 20
"""Characters: a longer cell says what the row is, it is no value to choose by."""
_GENERIC = frozenset(
    "任务 重点任务 重点 清单 任务清单 事项 项目 工作 举办 召开 开展 完成 推进 实施 牵头 负责 单独 独立 独自 共同 联合 "
    "一起 单位 部门 底前 之前 以前 前 年 月 日 全部 所有 都 列出 列举 共 表 表格 附件".split()
)


def matching_rows(question: str, rows: Sequence[Clause], words: Words) -> list[Clause]:
    """The rows of one table that a question asks for; empty when it names no condition."""
    asked = plain(question)
    conditions = _conditions(asked, rows, words)
    if not conditions:
        return []
    met = [row for row in rows if all(_meets(row, column, values, asked) for column, values in conditions.items())]
    named = [value for values in conditions.values() for value in values]
    known = {word for value in named for word in words(value)} | _column_words(rows, words) | _GENERIC
    rest = asked
    for value in named:
        rest = rest.replace(value, " ")
    topic = [word for word in words(rest) if word not in known and not re.fullmatch(r"\d+年?", word)]
    if not topic:
        return met
    return [row for row in met if any(plain(word) in _text(row) for word in topic)]


def _column_words(rows: Sequence[Clause], words: Words) -> set[str]:
    return {word for row in rows[:1] if row.row for column in row.row.columns for word in words(column)}


def tables_of(clauses: Sequence[Clause], holders: Mapping[str, Clause]) -> list[list[Clause]]:
    """The tables that some rows belong to, each as the list of all its rows, in the order of the rows given."""
    found: dict[str, list[Clause]] = {}
    for clause in clauses:
        holder = clause.id.rsplit(".", 1)[0]
        if clause.row is not None and holder in holders and holder not in found:
            found[holder] = [child for child in holders[holder].children if child.level is Level.ROW]
    return list(found.values())


def _conditions(asked: str, rows: Sequence[Clause], words: Words) -> dict[str, list[str]]:
    """Values that the question names, by column."""
    conditions: dict[str, list[str]] = {}
    for column, values in _values(rows).items():
        named = [value for value in values if len(value) > 1 and _names(asked, value, words)]
        # 科技厅 is not what is meant where the question says 省科技厅 and that is a value too.
        whole = [value for value in named if not any(value != other and value in other for other in named)]
        if whole:
            conditions[column] = whole
    return conditions


def _names(asked: str, value: str, words: Words) -> bool:
    """Whether a question names a value: all its words, or, where it holds a number, the value as it stands."""
    if any(char.isdigit() for char in value):
        return re.search(rf"(?<!\d){re.escape(value)}(?![底前内])", asked) is not None
    return all(plain(word) in asked for word in words(value) or [value])


def _values(rows: Sequence[Clause]) -> dict[str, list[str]]:
    """The short values of each column, in order of appearance; running numbers are no values."""
    values: dict[str, dict[str, None]] = {}
    for row in rows:
        for cell in row.row.cells if row.row else ():
            for value in _choices(cell):
                if len(value) <= _SHORT and not value.isdecimal():
                    values.setdefault(cell.column, {})[value] = None
    return {column: list(found) for column, found in values.items()}


def _choices(cell: Cell) -> list[str]:
    return [plain(_DECLARED.sub("", item)) for item in cell.items]


def _meets(row: Clause, column: str, values: Sequence[str], asked: str) -> bool:
    cell = row.row.cell(column) if row.row else None
    if cell is None:
        return False
    choices = _choices(cell)
    if _ALONE.search(asked) and len(choices) > 1:
        return False
    if _TOGETHER.search(asked):
        return all(value in choices for value in values)
    return any(value in choices for value in values)


def _text(row: Clause) -> str:
    return plain("".join(cell.text for cell in row.row.cells)) if row.row else ""
