"""From the grown tree to the clauses: ids, paths, and the labels by which a reader cites them.

A policy is cited by the headings above a unit and its own number; of a law the number of the article is enough:
第十二条第二款第（三）项, or 第十二条第（三）项 when the article has one paragraph only (立法技术规范).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.clause import Clause
from corpus.clean import CleanText
from corpus.numbering import Level
from corpus.outline_growth import HOLDS_PARAGRAPHS, Node

_LONGEST_UNIT = 600
"""Characters: a numbered unit whose paragraphs together are no longer stays one clause."""


@dataclass(frozen=True)
class _Place:
    """Where children stand: the path above them, and what a citation of them begins with.

    Attributes:
        path: names of the units above.
        part: the name of the attachment or enclosed document that a citation of an article names, if any.
        article: the label of the article so far (第十二条第二款), empty outside of one.
        items: how many layers of numbered items lie above, within the article.
        anew: whether the path of a unit begins anew here, in an enclosed document.
    """

    path: tuple[str, ...] = ()
    anew: bool = False
    part: str = ""
    article: str = ""
    items: int = 0


def freeze(nodes: Sequence[Node], clean: CleanText, document_id: str) -> tuple[Clause, ...]:
    """The clauses of a document.

    The units of an enclosed document are cited without its title, as long as no unit of another part of the file has
    the same number.
    """
    taken = [_numbers(nodes), *(_numbers(node.children) for node in nodes if node.level is Level.DOCUMENT)]
    apart = sum(map(len, taken)) == len(set[tuple[Level, str]]().union(*taken))
    return _Freezer(clean, apart).freeze(nodes, document_id, _Place())


def _numbers(nodes: Sequence[Node]) -> set[tuple[Level, str]]:
    """The names by which the units of one part are cited without it: those at its top, and all articles."""
    names: set[tuple[Level, str]] = set()
    for node in nodes:
        if node.level in {Level.PARAGRAPH, Level.DOCUMENT, Level.ATTACHMENT}:
            continue
        names.add((node.level, node.marker or node.heading))
        if node.level in {Level.PART, Level.CHAPTER, Level.SECTION}:
            names |= {name for name in _numbers(node.children) if name[0] is Level.ARTICLE}
    return names


class _Freezer:
    def __init__(self, clean: CleanText, apart: bool) -> None:
        self._clean = clean
        self._apart = apart

    def freeze(self, nodes: Sequence[Node], prefix: str, place: _Place) -> tuple[Clause, ...]:
        """The clauses of sibling nodes."""
        frozen: list[Clause] = []
        unnamed = 0
        _agree_on_headings(nodes)
        for ordinal, node in enumerate(nodes, 1):
            ident = f"{prefix}.{ordinal}"
            self._settle(node, in_law=bool(place.article))
            unnamed += not node.name
            path = (*self._above(node, place), node.name or f"第{unnamed}段")
            label, inner = self._cite(node, replace(place, path=path, anew=False))
            children = self.freeze(node.children, ident, inner)
            parts = node.parts if node.row else (self._clean.span(node.start, node.end),)
            frozen.append(Clause(ident, node.level, node.marker, node.heading, path, label, parts, children, node.row))
        return tuple(frozen)

    def _above(self, node: Node, place: _Place) -> tuple[str, ...]:
        return () if place.anew and node.level is not Level.PARAGRAPH else place.path

    def _settle(self, node: Node, *, in_law: bool) -> None:
        """Give a unit its final shape: paragraphs of articles are numbered, short text is not split from its unit."""
        if node.level is Level.ARTICLE:
            _settle_article(node)
        elif node.level not in HOLDS_PARAGRAPHS:
            plain = all(child.level is Level.PARAGRAPH and not child.marker for child in node.children)
            if plain and (len(node.children) < 2 or node.end - node.lead <= _LONGEST_UNIT):
                node.children = []
        words = self._clean.text[node.lead : node.end].strip()
        if not node.children and not words and node.level not in {*HOLDS_PARAGRAPHS, Level.ROW, Level.HEADING}:
            # A sentence with nothing under it is the unit itself, and so is an item of a law.
            stopped = self._clean.text[node.lead - 1 : node.lead] in tuple("。！？；")
            node.heading = "" if stopped or in_law else node.heading

    def _cite(self, node: Node, place: _Place) -> tuple[str, _Place]:
        """The label of a node, and the place of its children."""
        if node.level is Level.ARTICLE:
            label = f"{place.part} {node.marker}".lstrip()
            return label, replace(place, article=label, items=0)
        if place.article:
            return self._cite_in_article(node, place)
        if node.level is Level.ATTACHMENT:
            place = replace(place, part=node.marker)
        elif node.level is Level.DOCUMENT:
            place = replace(place, part="" if self._apart else node.heading, anew=self._apart)
        return _path_label(node, place.path), place

    def _cite_in_article(self, node: Node, place: _Place) -> tuple[str, _Place]:
        label = place.article
        if node.level is Level.ARTICLE_PARAGRAPH:
            label += node.marker
        elif node.level is Level.PARAGRAPH and not node.marker:
            pass  # what leads in the items is the article or paragraph itself
        elif node.ordinal and place.items < len(_ITEMS):
            unit = _ITEMS[place.items]
            label += f"第{node.marker.rstrip('.、')}{unit}"
            place = replace(place, items=place.items + 1)
        else:
            label += f" › {node.marker or node.name}"
        return label, replace(place, article=label)


def _agree_on_headings(nodes: Sequence[Node]) -> None:
    """First sentences with a comma are headings when most units of a list begin with a heading."""
    for level in {node.level for node in nodes if "，" in node.heading and node.run_in}:
        units = [node for node in nodes if node.level is level]
        if 2 * sum(bool(node.heading) for node in units) <= len(units) and len(units) > 1:
            for node in units:
                node.heading = "" if "，" in node.heading and node.run_in else node.heading


_ITEMS = ("项", "目")
_DIGITS = "零一二三四五六七八九"


def _settle_article(node: Node) -> None:
    paragraphs = [child for child in node.children if child.level is Level.ARTICLE_PARAGRAPH]
    for child in paragraphs:
        if child.children:
            child.children.insert(0, Node(Level.PARAGRAPH, "", "", child.start, child.own_end, child.start))
    if len(paragraphs) == 1 and node.children[0] is paragraphs[0]:
        node.children[:1] = paragraphs[0].children
    else:
        for child in paragraphs:
            child.marker = f"第{_written(child.ordinal)}款"


def _written(number: int) -> str:
    """A number below 100 in Chinese."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else f"{_DIGITS[tens] if tens > 1 else ''}十"
    return head + (_DIGITS[ones] if ones or not tens else "")


def _path_label(node: Node, path: tuple[str, ...]) -> str:
    if len(path) == 1:
        return path[0]
    return " › ".join((*path[:-1], node.marker or path[-1])).replace(" › （", " ›（")
