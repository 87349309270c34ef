"""Heads of tables: which rows of a piece are its title and its head, and what the columns are called.

A file may mark its head (a table rule below it, `th`, a repeated head row); else what the first rows look like decides:
names of columns, not values. Nested heads are flattened from the top down: 主要指标 over 2025年 is
主要指标·2025年, equal neighbours once.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.numbering import Level, Marker, match_marker
from corpus.table_grid import EMPTY, Box, Boxes, Piece, at_column

_LEVELS_APART = "·"
_LONGEST_NAME = 24
_LONGEST_SECTION = 60
_ROWS_LOOKED_AT = 30
_MOST_LEVELS = 4
_NUMBER = re.compile(r"[-+]?\d[\d,.]*[%‰]?|[一二三四五六七八九十]+")
_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?|[-—–~至](?:19|20)?\d\d年?)?")
_STOP = re.compile("[。！？；]")
_COLUMN_NAME = re.compile(
    "(?!各|有关|相关)(?:.*(?:序号|编号|代码|名称|姓名|性别|职务|职称|电话|联系人|联系方式|地址|单位|部门|机构|内容|任务|清单|指标|"
    "时限|时间|期限|日期|年度|年份|备注|类别|类型|分类|种类|项目|要素|方面|举措|措施|做法|领域|目标|标准|职责|范围|要求|进度|安排|地区|"
    "区域|市州|市县|区县|城市|省份|依据|属性|性质|说明|事项|数量|金额|占比|比例|增速|增长率|责任人|负责人|责任主体|主体|对象|数值|"
    "情况|来源|环节|阶段|步骤|级别|等级|条件|流程|材料|频次|因素|权重|分值|得分|规模|方式|形式|途径|问题|建议|条款|成果|目的|用途)"
    "|序|项|值|年|月|[省市州县区国](?:[州市县区别])?)"
    "(?:[（(].*[）)])?"
)
"""What columns of official tables are called; a name may end in a remark in brackets."""
_NOTE = re.compile("[（(]?(?:注|备注|说明|注释|附注|资料来源|数据来源|填表说明)[0-9一二三]?[）)]?[:：.、]|[*＊※]")
_ORDINAL = re.compile("[一二三四五六七八九十]{1,3}[、.]?|[（(][一二三四五六七八九十]{1,3}[）)]")


def head_rows(piece: Piece, *, above: Sequence[str] = ()) -> tuple[int, int]:
    """How many rows of a piece are its title and how many below them its head.

    Args:
        piece: the piece.
        above: the column names of a table that it may go on with; its first rows are then a head only when the file
            says so or most of them are names of columns.
    """
    titles = 0
    while titles < len(piece.rows) and lone_box(piece, titles) is not None:
        titles += 1
    if titles == len(piece.rows):
        return 0, 0
    flagged = _flagged(piece.rows[titles:])
    if flagged:
        return titles, flagged
    rows = piece.rows[titles:]
    levels = _levels(rows)
    names = flat_names(rows[:levels], piece.width)
    if levels < len(rows) or not above:
        below = rows[levels : levels + _ROWS_LOOKED_AT]
        found = _names_columns(names) if above else _is_head(names, below)
        if found or (levels > 1 and not above and not any(map(_NUMBER.fullmatch, names))):
            return titles, levels
    if not piece.set and _flagged(piece.rows[:1]):
        return 0, 1  # a head of `|`-rows in which only the first column has a name
    # A title without a head: a section that opens a piece without one, or a title all the same.
    return (0 if above or _is_section(piece, 0) else titles), 0


def _flagged(rows: Boxes) -> int:
    """How many of the first rows the file marks as head; none when it marks all of several rows."""
    count = 0
    while count < len(rows) and all(box.head for box in rows[count] if box.text) and any(b.head for b in rows[count]):
        count += 1
    return count if count < len(rows) or count == 1 else 0


def _levels(rows: Boxes) -> int:
    """How many rows a head takes that begins with the first: as far as the cells reach that go over columns."""
    levels = 1
    while levels < min(len(rows) - 1, _MOST_LEVELS):
        row = rows[levels - 1]
        spans = any(left.text and left is right for left, right in pairwise(row))
        reaches = levels > 1 and any(box.text and box is at_column(rows[levels], at) for at, box in enumerate(row))
        if not spans and not reaches:
            break
        levels += 1
    # Cells that reach down belong to the body unless cells over columns call for another level.
    return levels


def _is_head(names: Sequence[str], below: Boxes) -> bool:
    """Whether texts are the names of the columns of the rows below them."""
    filled = [name for name in names if name]
    if not filled or 2 * len(filled) < len(names) or not _may_name(names):
        return False
    if all(map(_is_name, filled)):
        return True
    labels = [at_column(row, 0).words for row in below]
    if sum(map(_is_name, labels)) > 0.5 * len(labels):
        return False  # the names stand in the first column: each row is a name and its value
    if _names_columns(names):
        return True
    return sum(_difference(name, [at_column(row, at).words for row in below]) for at, name in enumerate(names)) > 0


def _may_name(names: Sequence[str]) -> bool:
    plain = [name for name in names if not _YEAR.fullmatch(name)]
    return all(len(name) <= _LONGEST_NAME and not _STOP.search(name) and not _NUMBER.fullmatch(name) for name in plain)


def _is_name(text: str) -> bool:
    return bool(_COLUMN_NAME.fullmatch(text)) or bool(_YEAR.fullmatch(text))


def _names_columns(names: Sequence[str]) -> bool:
    filled = [name for name in names if name]
    return _may_name(names) and sum(map(_is_name, filled)) >= max(1, 0.5 * len(filled))


def _difference(name: str, values: Sequence[str]) -> int:
    """What speaks for a text being the name of a column (positive) or the first of its values (negative)."""
    values = [value for value in values if value]
    if not name or not values:
        return 0
    if name in values:
        return -2
    digits = sum(bool(re.search(r"\d", value)) for value in values) > 0.5 * len(values)
    has_digit = re.search(r"\d", name) is not None and not _YEAR.fullmatch(name)
    long = sum(len(value) > max(12, 3 * len(name)) or bool(_STOP.search(value)) for value in values)
    return (digits and not has_digit) - (digits and has_digit) + (long > 0.5 * len(values))


def flat_names(rows: Boxes, width: int) -> list[str]:
    """The titles of the columns, flattened; empty where there is none."""
    titles: list[str] = []
    for column in range(width):
        levels: list[str] = []
        for row in rows:
            words = at_column(row, column).words.replace(" ", "")
            if words and words not in levels[-1:]:
                levels.append(words)
        titles.append(_LEVELS_APART.join(levels))
    return titles


def column_names(titles: Sequence[str]) -> tuple[str, ...]:
    """Names by position; an empty one is 第N列, a repeated one gets a number, so that no column is lost."""
    names: list[str] = []
    for position, title in enumerate(titles, 1):
        plain = title or f"第{position}列"
        numbered = (f"{plain}（{number}）" for number in range(2, len(titles) + 2))
        taken = {*names, *titles[position:]}
        names.append(plain if plain not in names else next(name for name in numbered if name not in taken))
    return tuple(names)


# --- rows over the whole width -----------------------------------------------------------------------------------


def lone_box(piece: Piece, at: int) -> Box | None:
    """The one box of a row that goes over the whole width; in `|`-rows the first, when it is the only one of three."""
    row = piece.rows[at]
    box = row[0] if row else EMPTY
    if not box.text or piece.width < 2:
        return None
    if piece.set:
        return box if all(other is box for other in row) else None
    return box if piece.width > 2 and not any(other.text for other in row[1:]) else None


def section_box(piece: Piece, at: int) -> Box | None:
    """The box of a row that groups the rows below it: a heading over the whole width.

    In `|`-rows, which know no merged cells, it must be numbered. A numeral in a cell of its own may stand before it.
    """
    lone = lone_box(piece, at)
    if lone is not None:
        return lone if _is_section(piece, at) else None
    row = piece.rows[at]
    filled = list(dict.fromkeys(box for box in row if box.text))
    if len(filled) == 1 and filled[0] is row[0] and filled[0].rows == 1 and section_marker(row[0].text):
        return row[0] if len(row[0].text) <= _LONGEST_SECTION else None
    if len(filled) != 2 or row[0] is not filled[0] or row[1] is not filled[1] or piece.width < 3:
        return None
    number, name = filled
    spans = name is row[-1] if piece.set else True
    if not spans or not _ORDINAL.fullmatch(number.text) or len(name.text) > _LONGEST_SECTION:
        return None
    gap = "" if number.text[-1] in "、.）)" else "、"
    return Box(number.start, name.end, f"{number.text}{gap}{name.text}")


def _is_section(piece: Piece, at: int) -> bool:
    text = piece.rows[at][0].text
    if len(text) > _LONGEST_SECTION or is_note(text):
        return False
    return piece.set or section_marker(text) is not None


def section_marker(text: str) -> Marker | None:
    """The Chinese number before the name of a group of rows: 一、 （一） 第一部分."""
    marker = match_marker(text)
    return marker if marker and marker.level not in (Level.HEADING_3, Level.HEADING_4, Level.HEADING_5) else None


def is_note(text: str) -> bool:
    """Whether a text is a remark on the table: 注：…, 资料来源：…."""
    return bool(_NOTE.match(text))
