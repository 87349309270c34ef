"""Looking up what a question names: clauses by their numbers, and the passages that state a document's own data."""

import re
from collections.abc import Iterator, Sequence

from corpus import Clause, Document, Span, Stated
from index.clause_reference import ClauseReference
from index.directory import letters
from index.passages import Passage

_FRAME = re.compile(
    r"\D{0,40}(?:19|20)\d{2}年\d{1,2}月\d{1,2}日|\D{2,40}[二一][〇零○\w]{3}年\w{1,2}月\w{1,3}日|[\u4e00-\u9fff]{2,60}\d{4}\d{1,4}号"
    r"|附件[\u4e00-\u9fff\d]{2,60}|各位代表|\w{0,4}主席"
)
_BOX = re.compile(r"\s*(?:索\s*引\s*号|主题分类|发文机关|发文字号|发布日期|成文日期|标\s*题|首页>|责编|来源)[：:>]?")
_LONGEST_HEADING = 40
_NUMBERED = re.compile(r"^\s*(?:第\S+?[部章节编分]|[（(]?[一二三四五六七八九十\d]+[）)、.．])\s*")
_LONGEST_NOTE = 60
_STOPS = ("。", "；", "：", "！", "，")
_ADDRESSEE = "主送机关"
_LABELS = {
    "issuer": ("发文机关", "发布机构", "发布机关", "制定机关", "发布部门"),
    "number": ("发文字号", "文号"),
    "date": ("成文日期", "发文日期", "发布日期"),
    "title": ("标题：", "标 题", "名称："),
    "state": ("时效", "有效性", "施行状态"),
    "effective": ("施行日期", "生效日期", "实施日期"),
}
"""How the information boxes of web pages call the fields."""


def with_holders(
    clauses: Sequence[Clause], above: tuple[Clause, ...] = ()
) -> Iterator[tuple[Clause, tuple[Clause, ...]]]:
    """All clauses of a tree with those that hold them, in document order."""
    for clause in clauses:
        yield clause, above
        yield from with_holders(clause.children, (*above, clause))


def named_clauses(document: Document, references: Sequence[ClauseReference]) -> dict[str, bool]:
    """The ids of the clauses that references name and of all below them; whether each is named itself."""
    found: dict[str, bool] = {}
    for clause, above in with_holders(document.clauses):
        if any(reference.fits(clause, above) for reference in references):
            for unit in clause.walk():
                found[unit.id] = found.get(unit.id, False) or unit is clause
    return found


def states_field(document: Document, passage: Passage, field: str) -> float:
    """How well a passage states what a document says of itself, 0 to 1.

    1 for a passage that gives the field by its name, .9 for the one from which the value was read, .6 for one that
    repeats the value.
    """
    clause = document.units.get(passage.clause)
    if clause is None:
        return 0.0
    if field == "addressee":
        return float(clause.marker == _ADDRESSEE)
    if clause.is_furniture and any(label in passage.text for label in _LABELS.get(field, ())):
        return 1.0
    values = _values(document, field)
    if any(_holds(passage.parts, value) for value in values):
        return 0.9
    bare = "".join(passage.text.split())
    return 0.6 if any("".join(value.value.split()) in bare for value in values if len(value.value) > 3) else 0.0


def is_frame(title: str, passage: Passage) -> bool:
    """Whether a passage stands around the text of a document: its title, its number, its date, a box of such things.

    Told by its words alone, so that no document is opened for it.
    """
    said, name = letters(passage.text), letters(title)
    headed = said.startswith(name) and len(said) <= len(name) + _LONGEST_NOTE and "。" not in passage.text
    return said in name or headed or _FRAME.fullmatch(said) is not None or _BOX.match(passage.text) is not None


def is_outline(passage: Passage) -> bool:
    """Whether a passage is a list of headings."""
    lines = passage.text.split("\n")
    return len(lines) > 2 and all(len(line) <= _LONGEST_HEADING and not line.endswith(_STOPS) for line in lines)


def heads(question: str, passage: Passage) -> bool:
    """Whether a question names the heading over a list of headings: 保障措施有哪几条 names 六、保障措施."""
    heading = letters(_NUMBERED.sub("", passage.text.split("\n", 1)[0]))
    return len(heading) > 1 and heading in letters(question)


def _values(document: Document, field: str) -> tuple[Stated, ...]:
    value: Stated | tuple[Stated, ...] | None = getattr(document.metadata, field)
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _holds(parts: Sequence[Span], value: Stated) -> bool:
    if value.start is None or value.end is None:
        return False
    return any(start < value.end and value.start < end for start, end in parts)
