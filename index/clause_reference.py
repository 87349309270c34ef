"""References to clauses by number, as people write them: 第十二条第二款第（三）项, 第三部分（二）, 清单第33项.

How the units of a law are counted follows 立法法 article 65 and 立法技术规范: 条 holds 款, 款 holds 项, 项 holds 目; an
article of one paragraph is its own 第一款, and its items may be named without it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus import Clause, Level, match_marker, numeral

_NUMERAL = r"[0-9]{1,3}|[一二三四五六七八九十百零〇两]{1,7}"
_CLAUSE = re.compile(
    rf"第\s*[（(]?\s*({_NUMERAL})\s*[）)]?\s*(条(?![线件龙])|款(?!式)|项(?!目)|目(?!标|录|的)|点(?!钟|半)|部分|编(?![制辑码])|章(?!程)|节(?![课日目]))(?:之([一二三四五六七八九十]{{1,3}}))?"
    r"|[（(]([一二三四五六七八九十]{1,4})[）)]\s*(?:条|项|点|款)?"
)
_JOINED = re.compile(r"[\s,，]*的?\s*")
_ANOTHER = re.compile(r"\s*(?:[、和与及或]|以及)\s*")
_DEPTH = {"编": 0, "部分": 0, "章": 1, "节": 2, "条": 3, "款": 4, "项": 5, "目": 6, "点": 5, "": 5}
"""How deep a unit stands: one that follows a higher unit directly stands inside it."""


@dataclass(frozen=True, slots=True)
class ClauseReference:
    """A clause named by its number: 第33项, 第（九）条, 第三部分.

    Attributes:
        ordinal: its number.
        unit: what it is called; empty for （二） alone.
        inside: the clause in which it is said to stand: in 第十二条第二款 the article.
        further: the number behind 之: 第十二条之一; 0 when there is none.
    """

    ordinal: int
    unit: str
    inside: "ClauseReference | None" = None
    further: int = 0

    @property
    def printed(self) -> str:
        """The reference for a reader."""
        own = f"第{self.ordinal}{self.unit}" if self.unit else f"（{self.ordinal}）"
        own += f"之{self.further}" if self.further else ""
        return f"{self.inside.printed}{own}" if self.inside else own

    def fits(self, clause: Clause, above: Sequence[Clause] = ()) -> bool:
        """Whether a clause is what is meant.

        Args:
            clause: the clause.
            above: the clauses that hold it, from the top.
        """
        if self.unit == "款" and self.ordinal == 1 and self.inside is not None and _is_own_paragraph(clause):
            return self.inside.fits(clause, above)
        if not self._names(clause, in_chapter=any(unit.level is Level.CHAPTER for unit in above)):
            return False
        return self.inside is None or any(
            self.inside.fits(unit, above[:at]) for at, unit in reversed(list(enumerate(above)))
        )

    def _names(self, clause: Clause, *, in_chapter: bool) -> bool:
        """Whether number and kind are those of a clause, wherever it stands.

        What rules of procedure count as 三十七、 under their chapters is an article to everybody.
        """
        if clause.level is Level.ROW:
            return self.unit == "项" and clause.marker == f"第{self.ordinal}项"
        if _ordinal(clause) != (self.ordinal, self.further):
            return False
        if clause.level is Level.ARTICLE_PARAGRAPH:
            return self.unit == "款" and self.inside is not None
        # What is an item and what is a sub-item, the label says: 第十二条第（三）项第2目.
        counted = clause.label.endswith(("项", "目"))
        if self.unit in ("项", "目"):
            return self.inside is not None and clause.label.endswith(self.unit)
        if self.unit == "条":
            in_name = in_chapter and clause.level is Level.HEADING_1
            return in_name or (clause.level in _LEVELS["条"] and not counted)
        return clause.level in _LEVELS.get(self.unit, ())


_LEVELS: dict[str, tuple[Level, ...]] = {
    "条": (Level.ARTICLE, Level.HEADING_2),  # people call （九） of a policy both 第九条 and 第九点
    "点": (Level.HEADING_1, Level.HEADING_2, Level.HEADING_3),
    "部分": (Level.PART, Level.HEADING_1),
    "编": (Level.PART,),
    "章": (Level.CHAPTER,),
    "节": (Level.SECTION,),
    "": (Level.HEADING_2, Level.HEADING_4),
}
_UNIT = re.compile(r"第(.+)(?:款|编|篇|部分|章|节|条)(?:之([一二三四五六七八九十]{1,3}))?")


def clause_references(text: str) -> tuple[ClauseReference, ...]:
    """The clauses that a text names, in order; one inside another is one reference."""
    return tuple(_references(text))


def _references(text: str) -> Iterator[ClauseReference]:
    last: ClauseReference | None = None
    behind = 0
    for found in _CLAUSE.finditer(text):
        value = numeral(found[1] or found[4])
        if not value:
            continue
        reference = ClauseReference(value, found[2] or "", further=(numeral(found[3]) or 0) if found[3] else 0)
        between = text[behind : found.start()]
        behind = found.end()
        if last is not None and _JOINED.fullmatch(between) and _may_hold(last.unit, reference.unit):
            last = replace(reference, inside=last)
            continue
        if last is not None:
            yield last
            if _ANOTHER.fullmatch(between):
                reference = replace(reference, inside=_holder(last, reference.unit))
        last = reference
    if last is not None:
        yield last


def _may_hold(unit: str, inner: str) -> bool:
    """Whether a unit named right behind another may stand in it; of points and bracketed numbers each may be either."""
    return _DEPTH[unit] < _DEPTH[inner] or {unit, inner} == {"", "点"}


def _holder(before: ClauseReference, unit: str) -> ClauseReference | None:
    """Where a unit stands that is named behind another one: in 第二条第一款和第三款 both stand in 第二条."""
    if _DEPTH[before.unit] < _DEPTH[unit]:
        return None
    holder: ClauseReference | None = before
    while holder is not None and _DEPTH[holder.unit] >= _DEPTH[unit]:
        holder = holder.inside
    return holder


def _is_own_paragraph(clause: Clause) -> bool:
    """Whether a clause is an article of one paragraph."""
    return clause.level is Level.ARTICLE and all(
        child.level is not Level.ARTICLE_PARAGRAPH for child in clause.children
    )


def _ordinal(clause: Clause) -> tuple[int, int]:
    """The number of a clause, and that behind 之; zeros where it has none."""
    if (unit := _UNIT.fullmatch(clause.marker)) is not None:
        return numeral(unit[1]) or 0, (numeral(unit[2]) or 0) if unit[2] else 0
    found = match_marker(clause.marker)
    return (found.ordinal, 0) if found else (0, 0)
