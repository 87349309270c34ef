"""Understanding a question by rule: which documents it means, which clauses it names, what its words stand for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from index.aliases import Alias, Aliases, canonical
from index.asked import asked_fields, asks_addressee, asks_which
from index.clause_reference import ClauseReference, clause_references
from index.directory import Directory, Listed, Numbers
from index.mentions import Mention, kind_alone, marked, parts, unmarked
from index.phrases import Phrases, plain
from index.places import Place, place_named, places_in, prefectures
from index.scope import Cue, Scope, Strengths, scope_of
from index.segment import STOP_WORDS, Segmenter
from index.segment import folded as simplified_form
from index.spelling import Correction, Spelling, Vocabulary
from index.years import NUMBER, document_years, folded

_TITLE = re.compile(r"《([^《》]{2,100})》")
_PLACE_PULL = 0.5
"""A place is as often what a document speaks of as where it comes from. With 1 and a scope weight of .4 MRR@10 on
ncp-policies was .858, with this and .3 it is .869; on the development questions it makes no difference."""
_DRAFT = re.compile(r"征求意见稿|修订草案|草案|送审稿|讨论稿|修订稿|征求意见")
_FINAL = re.compile(r"正式[版稿]|定稿|正式(?:文件|文本)|最终[版稿]|印发稿|正式(?:发布|印发|出台|公布)的?")
_SEVERAL = re.compile(
    r"[两二三几各](?:份|个|部|篇)(?:文件|意见|通知|方案|条例|办法|规定|报告|规划|法规)|两[份部]|各文件|两文件"
)
_LISTS = re.compile(
    "哪些|哪几|有什么(?!不同|区别|差别|变化|差异)|有几|包括|分别|都有|列出|列举|列全|几[条项个点章节类种份方]|构成|组成|标题|题目|框架|结构|要点|[三四五六七八九十两二][条项个大类化权](?!月)"
)
_SPEAKS_FOR = re.compile(
    r"(?:的?(?:那|这)[份个部]|关于|印发|发布|发的|下发|出台|制定|要求|提出|规定|令|是?怎么|答复|批复|复函|\d{4}年的)"
)
_DOCUMENTS_SHOWN = 10
_LONGEST_COLUMN = 12
_SURE = 0.8


@dataclass(frozen=True, slots=True)
class NamedDocument:
    """A document that a question means, and why."""

    id: str
    title: str
    why: str


@dataclass(frozen=True)
class Understanding:
    """A question as understood.

    Attributes:
        question: as asked.
        text: what is searched: the question, with typing slips put right.
        documents: documents that it means, the likeliest first.
        clauses: clauses named by number.
        issuers: issuing bodies that it speaks of, by their full names.
        years: years of documents; not years spoken about.
        places: places named.
        numbers: document numbers as written.
        titles: what stands between 《》.
        columns: columns of tables that it names.
        fields: what it asks about a document itself (`number`, `issuer`, `date`, `effective`, …, `addressee`).
        which: whether it asks which document says something.
        corrections: typing slips: what was written and what was read.
        aliases: short names: what was written, and the full name.
        expansions: other forms of the names written.
        several: whether it sets documents side by side without naming them.
        lists: whether it asks for a list or for headings.
        scope: how well each document fits; None when nothing is said of documents.
    """

    question: str
    text: str
    documents: tuple[NamedDocument, ...] = ()
    clauses: tuple[ClauseReference, ...] = ()
    issuers: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    expansions: tuple[str, ...] = ()
    which: bool = False
    several: bool = False
    lists: bool = False
    scope: Scope | None = field(default=None, compare=False, repr=False)

    @property
    def terms(self) -> tuple[tuple[str, str], ...]:
        """What was written, and what it was taken for: typing slips, and other names."""
        return (*self.corrections, *((name, full) for name, full in self.aliases))


class Understander:
    """Understands questions to one library."""

    def __init__(
        self,
        listed: Sequence[Listed],
        segmenter: Segmenter,
        vocabulary: Vocabulary,
    ) -> None:
        """Take what is known of a library.

        Args:
            listed: its documents, in their order.
            segmenter: cuts words.
            vocabulary: the words of the library, by which typing slips are found.
        """
        self.directory = Directory(listed)
        self._segmenter = segmenter
        self._spelling = Spelling(vocabulary)
        declared = [pair for item in listed for pair in item.short_names]
        self._aliases = Aliases(pair for pair in declared if not segmenter.knows(plain(pair[1])))
        columns = dict.fromkeys(name for item in listed for name in item.columns)
        self._columns = Phrases({plain(name): name for name in columns if 2 <= len(plain(name)) <= _LONGEST_COLUMN})

    def understand(self, question: str) -> Understanding:
        """Understand a question; any text is one."""
        corrections, text = self._corrected(question)
        said = _Said.of(text)
        aliases = list(self._aliases.find(said.open))
        years = document_years(text)
        cues = list(self._cues(said, aliases, years))
        scope = scope_of(cues)
        fields = (*asked_fields(folded(text)), *(["addressee"] if asks_addressee(folded(text)) else []))
        return Understanding(
            question=question,
            text=text,
            documents=self._named(scope),
            clauses=clause_references(NUMBER.sub(" ", folded(text))),
            issuers=tuple(cue.words for cue in cues if cue.kind == "发文机关"),
            years=years,
            places=tuple(place.name for place in places_in(said.open)),
            numbers=said.numbers,
            titles=said.titles,
            columns=tuple(dict.fromkeys(column for _, _, column in self._columns.find(said.open))),
            fields=fields,
            which=asks_which(folded(text)),
            corrections=tuple((item.wrong, item.right) for item in corrections),
            aliases=tuple(dict.fromkeys((alias.name, alias.full) for alias in aliases if alias.name != alias.full)),
            expansions=tuple(dict.fromkeys(form for alias in aliases for form in alias.forms if form != alias.name)),
            several=_SEVERAL.search(said.open) is not None,
            lists=_LISTS.search(said.open) is not None,
            scope=scope,
        )

    def _corrected(self, question: str) -> tuple[list[Correction], str]:
        """The typing slips of a question, and the question without them."""
        text = simplified_form(question)
        tokens = self._segmenter.cut(text)
        found = self._spelling.corrections(text, tokens, STOP_WORDS, self._segmenter.knows)
        if not found:
            return [], question
        for item in reversed(found):
            text = text[: item.start] + item.right + text[item.end :]
        return found, text

    def _named(self, scope: Scope | None) -> tuple[NamedDocument, ...]:
        if scope is None:
            return ()
        meant = scope.meant()[:_DOCUMENTS_SHOWN]
        return tuple(
            NamedDocument(self.directory.id(number), self.directory.title(number), scope.why(number))
            for number in meant
        )

    def _cues(self, said: "_Said", aliases: Sequence[Alias], years: Sequence[str]) -> Iterator[Cue]:
        if not self.directory.size:
            return
        for number in said.numbers:
            yield self._cue("文号", number, 4, 0.97, self.directory.numbered(number), apart=True)
        yield from self._title_cues(said, aliases)
        yield from self._place_cues(said.open)
        yield from self._year_cues(years)
        yield from self._issuer_cues(said.open)
        yield from self._draft_cues(said.whole)

    def _cue(self, kind: str, words: str, weight: float, certainty: float, numbers: Numbers, *, apart: bool) -> Cue:
        return Cue(kind, words, weight, certainty, self._values(numbers), apart)

    def _values(self, numbers: Numbers, *, otherwise: float = 0.0) -> Strengths:
        values = np.full(self.directory.size, otherwise, dtype=np.float32)
        values[numbers] = 1.0
        return values

    def _title_cues(self, said: "_Said", aliases: Sequence[Alias]) -> Iterator[Cue]:
        names = self.directory.names
        found = [mention for title in said.titles if (mention := marked(title, names))]
        found += [Mention(name, (at,), 0.95, "简称") for _, _, (name, at) in names.nicknames.find(said.whole)]
        found += unmarked(said.bare, names)
        full = _with_full_names(said.bare, aliases)
        if full != said.bare:
            found += unmarked(full, names)
        sure = _distinct([(mention, self._bearers(mention)) for mention in found if mention.strength >= _SURE])
        apart = len(sure) > 1 and all(
            not np.intersect1d(one, other).size for at, (_, one) in enumerate(sure) for _, other in sure[:at]
        )
        for mention, documents in sure:
            yield self._cue("标题", mention.words, 3, mention.strength, documents, apart=apart)
        if sure:
            return
        others = [*found, *parts(said.bare, names), *kind_alone(said.open, names)]
        for mention in sorted(others, key=lambda item: -item.strength)[:1]:
            kind = "文种" if mention.how == "文种" else "标题"
            yield self._cue(kind, mention.words, 1, mention.strength, self._bearers(mention), apart=False)

    def _bearers(self, mention: Mention) -> Numbers:
        return np.unique(np.concatenate([self.directory.names.documents(name) for name in mention.names]))

    def _place_cues(self, text: str) -> Iterator[Cue]:
        named = places_in(text)
        # 四川省成都市 is one place.
        finest = [place for place in named if not any(place.name == other.province != other.name for other in named)]
        for place in finest:
            values, certainty = self._of_place(place)
            if values is not None:
                yield Cue("地区", place.name, 2, certainty, values, apart=len(finest) > 1, pull=_PLACE_PULL)
        for _, _, county in self.directory.counties.find(text):
            yield Cue("地区", county, 2, 0.75, self._placed(self.directory.of_place(county)), pull=_PLACE_PULL)

    def _of_place(self, place: Place) -> tuple[Strengths | None, float]:
        """How well each document fits a place, and how sure that is."""
        own, above = self.directory.of_place(place.name), self.directory.of_place(place.province)
        if not own.size and not above.size:
            return None, 0.0
        values = self._placed(own)
        if place.is_province:
            for below in prefectures(place.name):
                documents = np.setdiff1d(self.directory.of_place(below), own)
                values[documents] = 0.5
        else:
            values[np.setdiff1d(above, own)] = 0.6 if own.size else 1.0
        return values, 0.75 if own.size else 0.5

    def _placed(self, own: Numbers) -> Strengths:
        """1 for the documents of a place, less for those of a body of no place, 0 for those of other places.

        A document that does not say who issued it may be of any place.
        """
        values = np.full(self.directory.size, 0.89, dtype=np.float32)
        values[self.directory.issued] = 0.4
        values[self.directory.placed] = 0.0
        values[own] = 1.0
        return values

    def _year_cues(self, years: Sequence[str]) -> Iterator[Cue]:
        for year in years:
            titled, dated = self.directory.titled_year(year), self.directory.dated_year(year)
            values = np.zeros(self.directory.size, dtype=np.float32)
            values[self.directory.undated] = 0.3
            values[dated] = 0.9
            values[titled] = 1.0
            yield Cue("年份", f"{year}年", 1.5, 0.75, values, apart=len(years) > 1)

    def _issuer_cues(self, text: str) -> Iterator[Cue]:
        full = canonical(text)
        for _, end, body in self.directory.issuers.find(full):
            if _SPEAKS_FOR.match(full, end):
                yield Cue("发文机关", body, 1, 0.5, self._values(self.directory.issued_by(body), otherwise=0.2))

    def _draft_cues(self, text: str) -> Iterator[Cue]:
        draft, final = _DRAFT.search(text), _FINAL.search(text)
        drafts = self.directory.drafts
        if not drafts.size or not (draft or final):
            return
        both = draft is not None and final is not None
        if draft:
            yield self._cue("稿次", draft[0], 1.5, 0.3, drafts, apart=both)
        if final:
            others = np.setdiff1d(np.arange(self.directory.size), drafts)
            yield self._cue("稿次", final[0], 1.5, 0.3, others, apart=both)


@dataclass(frozen=True, slots=True)
class _Said:
    """The words of a question, taken apart.

    Attributes:
        whole: all of it, in `plain` form.
        open: without what stands between 《》 and without document numbers.
        bare: also without the places and years that documents are told apart by; the same length as `open`.
        numbers: the document numbers.
        titles: what stands between 《》.
    """

    whole: str
    open: str
    bare: str
    numbers: tuple[str, ...]
    titles: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "_Said":
        readable = folded(text)
        numbers = tuple(dict.fromkeys("".join(found[0].split()) for found in NUMBER.finditer(readable)))
        whole = plain(readable)
        without = plain(_TITLE.sub("《》", NUMBER.sub(" 〔〕 ", readable)))
        bare = re.sub(r"(?:19|20)\d{2}年度?", lambda found: "·" * len(found[0]), _without_places(without))
        return cls(whole, without, bare, numbers, tuple(dict.fromkeys(_TITLE.findall(readable))))


def _without_places(text: str) -> str:
    for start, end in place_named(text):
        text = text[:start] + "·" * (end - start) + text[end:]
    return text


def _with_full_names(text: str, aliases: Sequence[Alias]) -> str:
    """The text with the fullest form for every alias; offsets are those of the text with which they were found."""
    for alias in sorted(aliases, key=lambda item: -item.start):
        if text[alias.start : alias.end] == alias.name:
            text = text[: alias.start] + alias.full + text[alias.end :]
    return text


def _distinct(mentions: Sequence[tuple[Mention, Numbers]]) -> list[tuple[Mention, Numbers]]:
    """Mentions without those that mean documents which a surer one means, too."""
    kept: list[tuple[Mention, Numbers]] = []
    for mention, documents in sorted(mentions, key=lambda item: (-item[0].strength, item[1].size)):
        if not any(np.isin(documents, other).all() or np.isin(other, documents).all() for _, other in kept):
            kept.append((mention, documents))
    return kept
