"""Notices: the fixed sentences an answer may hold beside its quoted statements. `verify` recomputes them."""

from collections.abc import Collection, Sequence

from assistant.answer import Statement

_COUNT = "共{count}项。"
_ROWS = "表中符合条件的共{count}项。"
_ROWS_CUT = "表中符合条件的不止以上{count}项；完整内容请看原文。"
_PARTIAL = "以上{count}条由检索得到，不一定齐全；完整内容请看原文。"
_BY_USER = "{label}：{value}（由用户填写，原文没有写明）。"


EXCERPT = "以上摘自该条，全文请看原文。"
"""That only some sentences of a clause were quoted."""


def count_notice(count: int) -> str:
    """How many members the list in the statement before has."""
    return _COUNT.format(count=count)


def rows_notice(count: int, *, complete: bool) -> str:
    """How many rows of a table meet the conditions, each a quoted statement before; or that there are more."""
    return (_ROWS if complete else _ROWS_CUT).format(count=count)


def partial_notice(count: int) -> str:
    """That the quoted statements before were found by search and may not be all."""
    return _PARTIAL.format(count=count)


def by_user_notice(label: str, value: str) -> str:
    """A metadata value that people filled in."""
    return _BY_USER.format(label=label, value=value)


def recomputed(statements: Sequence[Statement], at: int, by_user: Collection[str]) -> bool:
    """Whether the notice at a position says what the statements before it bear out.

    Args:
        statements: all statements of the answer.
        at: position of the notice.
        by_user: the notices that the values filled in by people give rise to.
    """
    text = statements[at].text
    quoted = [statement for statement in statements[:at] if statement.kind == "quoted"]
    if text in by_user:
        return True
    if text == count_notice(len(quoted[-1].citations) if quoted else 0):
        # A list in one statement: as many members as citations.
        return len(quoted) == 1 and len(quoted[0].text.rstrip("。").split("；")) == len(quoted[0].citations) > 1
    if text == EXCERPT:
        return len(quoted) > 1
    counted = {partial_notice(len(quoted)), *(rows_notice(len(quoted), complete=whole) for whole in (True, False))}
    return len(quoted) > 1 and text in counted
