"""Mentions: the names by which a question speaks of documents, written out, shortened or only in part."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from index.directory import Names, letters

KINDS = (
    "意见 通知 方案 办法 条例 规定 规则 细则 规划 计划 纲要 要点 指南 清单 决定 决议 公告 通告 通报 报告 "
    "批复 复函 函 答复 措施 规程 规范 准则 章程 标准 目录 预案 解释 说明 守则 大纲 法"
).split()
"""Words in which the names of documents end."""

_KIND = re.compile("|".join(sorted(KINDS, key=len, reverse=True)))
_NO_KIND_BEHIND = {
    "法": re.compile("院|律|规|定|治|人|庭|官|学|制|宝|国|语|则|医|网|师|术|官|案|理"),
    "规划": re.compile("局|院|和自然资源|设计|师"),
    "计划": re.compile("生育|经济|单列"),
    "报告": re.compile("给|后|到|书|会|人|制度|义务"),
    "意见": re.compile("书|建议|箱|征集|反馈"),
    "通知": re.compile("书|到|单"),
    "标准": re.compile("化"),
    "函": re.compile("数|授|件|询"),
    "公告": re.compile("栏|期"),
    "规定": re.compile("的?(?:标准|限额|金额|时间|期限)"),
    "目录": re.compile("清单"),
}
"""What stands behind a word of this list makes it another one: 法院, 规划局, 通知书."""
_NO_KIND_BEFORE = re.compile("(?:办|方|做|看|想|设|无|用|合|违|依|执|司|立|非|守|普|手|书|说|没)$")
_KIND_ALONE = re.compile(rf"((?:实施|指导|若干|管理|暂行|工作|行动|发展|促进)*)({_KIND.pattern})")
_SEGMENT = re.compile(r"[^。，；：？！,;:?!\n《》]+$")
_FILLERS = frozenset("的那份这个部项里中在按对于之年版了和与及")
_SPEAKS = re.compile(
    r"(?:里|中|内|的|规定|提出|要求|说|讲|第|是|什么时候|何时|哪|有|把|对|由|从|发|给|》|$|[，。？?！,（(])"
)
_OPENS = re.compile(r"(?:^|[，。？?！,；;]|年的?|该|这份|那份|这个|那个|这部|那部|本|此|按照?|根据|依据|依照|上述)$")
_LONGEST_PHRASE = 40
_SHORTEST_PART = 7
_FILLERS_AT_MOST = 4


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a question that names documents.

    Attributes:
        words: the words that name them.
        names: numbers of the names meant.
        strength: how sure that is, 0 to 1.
        how: what kind of mention it is, for the reader.
    """

    words: str
    names: tuple[int, ...]
    strength: float
    how: str


def marked(title: str, names: Names) -> Mention | None:
    """What a title between 《》 means: the name itself, a name that holds it, or one that it shortens."""
    wanted = letters(title).removeprefix("中华人民共和国")
    if len(wanted) < 2:
        return None
    exact = names.exact(wanted)
    if exact is not None:
        return Mention(title, (exact,), 1.0, "标题")
    holding = names.holding(wanted) if len(wanted) >= 4 else ()
    if len(holding):
        return Mention(title, tuple(int(name) for name in holding), 0.95, "标题")
    kinds = list(_KIND.finditer(wanted))
    if not kinds or kinds[-1].end() != len(wanted):
        return None
    shortened = _shortened(wanted, kinds[-1].start(), kinds[-1].end(), names)
    # What stands between 《》 is all of it: no part may be left over.
    return shortened if shortened and len(letters(shortened.words)) == len(wanted) else None


def unmarked(text: str, names: Names) -> Iterator[Mention]:
    """The names that a `plain` question writes without marks: 关基条例, 农机装备转型升级的意见."""
    for found in _KIND.finditer(text):
        start, end = found.span()
        if _is_other_word(found[0], text, end) or (found[0] == "法" and _NO_KIND_BEFORE.search(text[:start])):
            continue
        mention = _shortened(text, start, end, names)
        if mention is not None:
            yield mention


def _is_other_word(kind: str, text: str, end: int) -> bool:
    pattern = _NO_KIND_BEHIND.get(kind)
    return pattern is not None and pattern.match(text, end) is not None


def kind_alone(text: str, names: Names) -> Iterator[Mention]:
    """A kind of document that stands for one: 实施意见的发文机关, 该办法."""
    for found in _KIND_ALONE.finditer(text):
        if found[2] == "法" or not _OPENS.search(text[: found.start()]) or not _SPEAKS.match(text, found.end()):
            continue
        fits = tuple(int(name) for name in names.ending(found[2]) if names.texts[name].endswith(found[0]))
        if fits:
            yield Mention(found[0], fits, 0.6, "文种")


def parts(text: str, names: Names) -> Iterator[Mention]:
    """Longer stretches of a name: 三级公立医院绩效考核的指标."""
    at = 0
    while at < len(text) - _SHORTEST_PART + 1:
        # Most stretches end at once: the first pairs of characters stand together in no name.
        fits = names.holding(text[at : at + _SHORTEST_PART])
        if not fits.size:
            at += 1
            continue
        end = at + _SHORTEST_PART
        while end < len(text):
            longer = [name for name in fits if text[at : end + 1] in names.texts[name]]
            if not longer:
                break
            fits, end = np.asarray(longer, dtype=np.int64), end + 1
        yield Mention(text[at:end], tuple(int(name) for name in fits), 0.3, "标题的一部分")
        at = end


def _shortened(text: str, start: int, end: int, names: Names) -> Mention | None:
    """The names that end in the kind at `[start, end)` and hold, in their order, the characters before it."""
    segment = _SEGMENT.search(text[:start])
    phrase = segment[0][-_LONGEST_PHRASE:] if segment else ""
    telling = [char for char in reversed(phrase) if char.isalnum() and char not in _FILLERS][:2]
    if len(telling) < 2:
        return None
    best: list[tuple[_Fit, int]] = []
    ending = names.ending(text[start:end])
    for name in names.with_characters(telling, among=ending):
        fit = _fit(phrase, names.texts[name][: -(end - start)])
        if fit.matched < 2 or (best and fit.score < best[0][0].score):
            continue
        if best and fit.score > best[0][0].score:
            best = []
        best.append((fit, int(name)))
    if not best:
        return None
    bearers = {int(names.documents(name)[0]) for _, name in best}
    strength = max(fit.strength(len(bearers)) for fit, _ in best)
    if strength <= 0:
        return None
    longest = max(fit.taken for fit, _ in best)
    words = phrase[len(phrase) - longest :] + text[start:end]
    return Mention(words, tuple(name for _, name in best), strength, "标题")


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well the end of a phrase fits a name, character by character from its end.

    Attributes:
        matched: characters of the phrase that the name holds in this order.
        blocks: runs of them that stand together in the name.
        taken: characters of the phrase that were gone through.
        complete: whether the phrase ends there, or a word does.
    """

    matched: int
    blocks: int
    taken: int
    complete: bool

    @property
    def score(self) -> float:
        """More characters are better, and fewer runs."""
        return self.matched - 0.7 * self.blocks

    def strength(self, fits: int) -> float:
        """How sure it is that the name is meant, where `fits` names fit as well."""
        if self.score >= 3.3:
            return 0.95 if self.complete else 0.85
        if self.complete and self.matched >= 2:
            # A short form is one only where it is of one document.
            return 0.85 if fits <= 2 else 0.6 if self.score >= 1.3 else 0.0
        return 0.6 if self.score >= 2.3 else 0.0


def _fit(phrase: str, name: str) -> _Fit:
    """Fit the end of a phrase to a name without its kind."""
    matched = blocks = kept = 0
    at = last = len(name)
    fillers = boundary = 0
    for taken, char in enumerate(reversed(phrase), 1):
        held = name.rfind(char, 0, at) if char.isalnum() else -1
        if not char.isalnum() or (char in _FILLERS and held != at - 1):
            boundary += 1
            fillers += char in _FILLERS
            if fillers > _FILLERS_AT_MOST:
                break
            continue
        if held < 0:
            break
        blocks += held != last - 1
        matched, at, last, kept, boundary = matched + 1, held, held, taken, 0
    else:
        boundary += 1
    return _Fit(matched, blocks, kept, complete=boundary > 0)
