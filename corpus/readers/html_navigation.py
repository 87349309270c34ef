"""Navigation: which lines of a web page are of the site and not of the document on it.

A line is navigation only on evidence; what has none is text. The page is weighed as a tree: words, links and running
text (prose) are summed for every element. An element that holds prose is never left aside as a whole, unless it is a
`nav` or a foot of the page; one without prose is left aside when it is a list of links, a part of the page that calls
itself navigation and looks like it, or speaks the language of menus and footers. In the manner of boilerplate detection
by shallow text features (Kohlschütter, Fankhauser, Nejdl, WSDM 2010), but one-sided: no doubt costs a policy its words.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from corpus.layout import DropReason
from corpus.readers.flow import Piece
from corpus.readers.html_lines import Fragment, Line
from corpus.readers.html_tree import Node
from corpus.readers.html_words import (
    is_footer,
    is_furniture,
    is_furniture_outside,
    is_related,
    is_strong_footer,
    tool_runs,
)
from corpus.readers.labels import bare, is_known_label

_PROSE = 24
"""Characters outside links from which a line with a full stop or commas is running text."""
_SENTENCE = re.compile("[。；]|，.*，|[：:]$")
_STOP = re.compile("[。；：]")
_ATTACHMENT = re.compile(
    r"附\s*[件表录]?\s*[0-9一二三四五六七八九十]*\s*[：:.．、]|附[件表录图]|.{0,6}附件(?:下载|列表)?[：:]?$|下载[：:]"
)
_LISTED = re.compile(r"[0-9０-９]{1,2}\s*[.．、]|[（(][0-9一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、")
_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|dps|ofd|zip|rar|7z|txt|jpe?g|png|ceb|rtf|csv)(?:[?#].*)?$", re.IGNORECASE
)
_FILE_NAME = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|rar)\)?$", re.IGNORECASE)
_DATE = re.compile(r"[12][0-9]{3}年[0-9]{1,2}月[0-9]{1,2}日|[〇○零一二三四五六七八九]{4}年.{1,3}月.{1,3}日")
_DOCUMENT_NUMBER = re.compile(r"[〔\[（(【][12][0-9]{3}[〕\])）】]\s*第?[0-9]+号|第[0-9〇一二三四五六七八九十百千]+号")
_TITLE = re.compile(
    r".{4,}(?:通知|意见|办法|条例|规定|方案|决定|批复|复?函|公告|通告|规划|计划|纲要|细则|法|报告|令|通报|章程|规则|要点|标准|目录|清单|指南|说明)"
    r"(?:[（(].{1,12}[）)])*"
)
_LONGEST_LINK = 200
_LONGEST_META = 300
"""Characters of a line that may hold tools beside a date and a source."""
_NAMES = re.compile(
    r"(?:^|[-_\s])(?:nav|navi|navbar|navigation|menu|submenu|breadcrumbs?|crumbs?|bread|foot|footer|footers|bottom|copyright|"
    r"share|sharing|bdshare\w*|social|sidebar|sider|side|related|relevant|relate|xgxx|xgwz|xgjd|toolbar|tools?|topbar|banner|"
    r"header|head|top|logo|search|login|links?|friendlinks?|friend|yqlj|dqwz|wz|position|location|place|mbx|weizhi|dangqian|"
    r"pagination|pager|page-?nav|qrcode|qr|ewm|erweima|print|fontsize|zihao|tags?|hot|recommend|rank|ranking|aside|"
    r"advert|ads?|float|fixed|subnav|leftnav|rightnav|dh|daohang|fenxiang|dayin)(?:$|[-_\s0-9])",
    re.IGNORECASE,
)
_BREADCRUMB = re.compile(r"crumb|(?:^|[-_\s])(?:dqwz|mbx|bread)(?:$|[-_\s0-9])", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SITE_ROLES = frozenset("navigation banner contentinfo complementary search menu menubar toolbar".split())
_TOOL_TAGS = frozenset("nav menu select button search".split())
_PARTS = frozenset("header footer aside".split())
_NEVER = frozenset("html body main article a".split())


@dataclass(slots=True, eq=False)
class _Judged:
    """A line with what is to be known of it.

    Attributes:
        line: the line.
        text: its characters without blanks.
        size: how many of them are shown.
        linked: how many of them are in links.
        links: how many links it holds.
        prose: how many characters of running text it is.
        furniture: whether its words alone say that it is of the site.
        kept: whether something speaks against leaving it aside: a heading, a date, an attachment.
        aside: whether it is navigation.
    """

    line: Line
    text: str
    size: int
    linked: int
    links: int
    prose: int = 0
    furniture: bool = False
    kept: bool = False
    aside: bool = False


@dataclass(slots=True)
class _Weight:
    """The lines of an element, from the first to behind the last, and what they amount to."""

    first: int
    last: int
    size: int = 0
    linked: int = 0
    links: int = 0
    prose: int = 0
    furniture: int = 0
    kept: int = 0
    talking: int = 0
    signed: int = 0

    def add(self, item: _Judged, at: int) -> None:
        """Add the line at a place."""
        self.add_all(
            _Weight(
                first=at,
                last=at + 1,
                size=item.size,
                linked=item.linked,
                links=item.links,
                prose=item.prose,
                furniture=item.size if item.furniture else 0,
                kept=item.kept,
                talking=item.furniture or is_footer(item.text),
                signed=is_strong_footer(item.text),
            )
        )

    def add_all(self, inner: "_Weight") -> None:
        """Add the lines of an element inside."""
        self.first, self.last = min(self.first, inner.first), max(self.last, inner.last)
        self.size += inner.size
        self.linked += inner.linked
        self.links += inner.links
        self.prose += inner.prose
        self.furniture += inner.furniture
        self.kept += inner.kept
        self.talking += inner.talking
        self.signed += inner.signed


@dataclass(frozen=True, slots=True)
class _Page:
    lines: list[_Judged]
    weights: dict[int, _Weight]
    first_prose: int
    last_prose: int
    prose: int


def mark_navigation(lines: Iterable[Line], page: Node, title: str) -> dict[int, list[Piece]]:
    """The pieces of every line, by the identity of the line; `title` is what the head of the page says it is."""
    judged = [_judge(line) for line in lines]
    _keep_attachments(judged)
    _keep_title(judged, bare(title))
    weights = _weigh(judged, page)
    first, last = _prose_range(judged, weights, page)
    site = _Page(judged, weights, first, last, sum(item.prose for item in judged))
    _mark_elements(site, page)
    for item in judged:
        if item.furniture:
            item.aside = True
    _mark_lone_links(site)
    _close(site, page)
    return {id(item.line): _pieces(item) for item in judged}


def _judge(line: Line) -> _Judged:
    text = bare(line.text)
    shown = not all(fragment.node.hidden for fragment in line.fragments)
    linked = links = 0
    seen: Node | None = None
    for fragment in line.fragments:
        anchor = _anchor(fragment.node) if shown else None
        if anchor is not None:
            linked += len(bare(fragment.text))
            links += anchor is not seen
        seen = anchor
    plain = len(text) - linked
    item = _Judged(line, text, len(text) if shown else 0, linked, links)
    item.furniture = shown and not line.in_grid and is_furniture(text)
    is_prose = plain >= _PROSE and _SENTENCE.search(text) is not None and not is_footer(text)
    if shown and not item.furniture and (is_prose or (line.in_grid and linked * 2 <= len(text))):
        item.prose = plain
    heading = line.fragments[0].node.heading
    item.kept = not item.furniture and (
        line.in_grid
        or (linked * 2 < len(text) and (_DATE.search(text) is not None or _DOCUMENT_NUMBER.search(text) is not None))
        or (heading and len(text) > 12)
        or (not linked and 8 <= len(text) <= 80 and _TITLE.fullmatch(text) is not None)
        or any(is_known_label(part) for part in re.split("[：:]", text)[:1] if part)
    )
    return item


def _anchor(node: Node) -> Node | None:
    """The link in which an element stands, if any; one around a whole text was never closed and is none."""
    link = node.link
    return link if link is not None and len(link.text(enough=_LONGEST_LINK)) < _LONGEST_LINK else None


def _keep_attachments(lines: list[_Judged]) -> None:
    """Keep 附件 and the list behind it, and links to files: they are of the document, wherever they stand."""
    listing = False
    for item in lines:
        if item.furniture:
            listing = False
            continue
        starts = _ATTACHMENT.match(item.text) is not None and len(item.text) <= 120
        to_file = any(_leads_to_file(fragment) for fragment in item.line.fragments)
        listing = starts or to_file or (listing and (_LISTED.match(item.text) is not None or item.links > 0))
        if listing and is_related(item.text):
            listing = False
        item.kept = item.kept or listing


def _leads_to_file(fragment: Fragment) -> bool:
    anchor = _anchor(fragment.node)
    if anchor is None:
        return False
    return _FILE.search(anchor.attributes.get("href", "")) is not None or _FILE_NAME.search(fragment.text) is not None


def _keep_title(lines: list[_Judged], title: str) -> None:
    """Keep lines that say the title of the page again, whole or broken into lines."""
    for item in lines:
        if len(item.text) >= 6 and item.text in title and item.linked * 2 < len(item.text) and not item.furniture:
            item.kept = True


def _weigh(lines: list[_Judged], page: Node) -> dict[int, _Weight]:
    """What the lines in each element amount to, by the identity of the element."""
    weights: dict[int, _Weight] = {}
    for at, item in enumerate(lines):
        weights.setdefault(id(item.line.fragments[0].node), _Weight(at, at + 1)).add(item, at)
    for node in reversed(list(page.walk())):  # what is inside comes before what is around it
        weight = weights.get(id(node))
        if weight is not None and node.parent is not None:
            weights.setdefault(id(node.parent), _Weight(weight.first, weight.last)).add_all(weight)
    return weights


def _prose_range(lines: list[_Judged], weights: dict[int, _Weight], page: Node) -> tuple[int, int]:
    """The lines from the first to behind the last running text of the element that holds most of it."""
    node = page
    while True:
        total = weights[id(node)].prose if id(node) in weights else 0
        inner = (child for child in node.elements() if id(child) in weights)
        main = next((child for child in inner if weights[id(child)].prose * 10 >= total * 7), None)
        if main is None or not total:
            break
        node = main
    if not total:
        return 0, len(lines)
    weight = weights[id(node)]
    places = [at for at in range(weight.first, weight.last) if lines[at].prose]
    return places[0], places[-1] + 1


def _mark_elements(site: _Page, page: Node) -> None:
    """Leave aside, from the outside in, the elements that are of the site as a whole."""
    pending = [page]
    while pending:
        node = pending.pop()
        weight = site.weights.get(id(node))
        if weight is None or node.hidden:
            continue
        if _is_of_site(site, node, weight):
            for item in site.lines[weight.first : weight.last]:
                item.aside = True
        else:
            pending.extend(node.elements())


def _is_of_site(site: _Page, node: Node, weight: _Weight) -> bool:
    """Whether an element is of the site as a whole."""
    if weight.links and not weight.prose and _is_breadcrumb(node):
        return True
    if node.tag in _NEVER or weight.kept:
        return False
    share = weight.linked / max(1, weight.size)
    named = node.tag in _TOOL_TAGS or _has_site_role(node)
    if weight.prose:
        little = weight.prose * 5 <= site.prose and (named or node.tag == "footer")
        return little and (share >= 0.5 or weight.signed > 0)
    return named or weight.furniture * 2 > weight.size or _looks_so(site, node, weight, share)


def _looks_so(site: _Page, node: Node, weight: _Weight, share: float) -> bool:
    """Whether an element without running text looks like a part of the site; `share`: how much of it is links."""
    inside = weight.first >= site.first_prose and weight.last <= site.last_prose
    before = site.lines[weight.first - 1].text if weight.first else ""
    headed = is_related(site.lines[weight.first].text) or is_related(before)
    return (
        (node.tag in _PARTS and (share >= 0.3 or weight.talking > 0))
        or (headed and share >= 0.5)
        or (_is_named_so(node) and (share >= (0.8 if inside else 0.3) or weight.talking > 0))
        or (weight.first >= site.last_prose and weight.signed > 0)
        or (not inside and weight.links >= 3 and share >= 0.6)
    )


def _is_breadcrumb(node: Node) -> bool:
    """Whether an element shows the way to the page, which may end with its title."""
    return (
        node.tag == "nav"
        or node.attributes.get("role", "").lower() == "navigation"
        or _BREADCRUMB.search(f"{node.attributes.get('class', '')} {node.attributes.get('id', '')}") is not None
    )


def _has_site_role(node: Node) -> bool:
    return node.attributes.get("role", "").lower() in _SITE_ROLES


def _is_named_so(node: Node) -> bool:
    """Whether the class or id of an element says that it is a part of the site."""
    names = f"{node.attributes.get('class', '')} {node.attributes.get('id', '')}"
    return _NAMES.search(_CAMEL.sub("-", names)) is not None


def _mark_lone_links(site: _Page) -> None:
    """Leave aside lines outside the text that are one link to elsewhere, head a list of pages, or name an editor."""
    for at, item in enumerate(site.lines):
        outside = not site.first_prose <= at < site.last_prose
        if item.kept or item.prose or not outside:
            continue
        behind = site.lines[at + 1] if at + 1 < len(site.lines) else None
        if is_furniture_outside(item.text):
            item.aside = True
        heads = is_related(item.text) and (behind is None or behind.aside or behind.linked * 2 > len(behind.text))
        if heads or (item.linked and item.linked * 10 >= len(item.text) * 9):
            item.aside = True


def _close(site: _Page, page: Node) -> None:
    """Leave aside the short words between menus: an element most of which is navigation, and none of it prose."""
    marked_before = list(accumulate((item.size if item.aside else 0 for item in site.lines), initial=0))
    pending = [page]
    while pending:
        node = pending.pop()
        weight = site.weights.get(id(node))
        if weight is None:
            continue
        marked = marked_before[weight.last] - marked_before[weight.first]
        outside = weight.last <= site.first_prose or weight.first >= site.last_prose
        if not marked or marked == weight.size:
            continue
        if not (outside and marked * 10 >= weight.size * 6 and _close_element(site, weight)):
            pending.extend(node.elements())


def _close_element(site: _Page, weight: _Weight) -> bool:
    """Leave aside what is left of an element, when it is nothing but short words."""
    rest = [item for item in site.lines[weight.first : weight.last] if not item.aside]
    if any(item.prose or item.kept or len(item.text) > 30 or _STOP.search(item.text) for item in rest):
        return False
    for item in rest:
        item.aside = True
    return True


def _pieces(item: _Judged) -> list[Piece]:
    """The pieces of a line: hidden words, navigation, tools within a line of text, and text."""
    pieces: list[Piece] = []
    whole = item.line.text
    runs = (
        tool_runs(whole) if len(whole) <= _LONGEST_META and not (item.aside or item.line.in_grid or item.prose) else []
    )
    at = 0
    for fragment in item.line.fragments:
        if fragment.node.hidden:
            pieces.append(Piece(fragment.text, DropReason.HIDDEN))
        elif item.aside:
            pieces.append(Piece(fragment.text, DropReason.NAVIGATION))
        else:
            pieces.extend(_cut(fragment.text, at, runs))
        at += len(fragment.text)
    return pieces


def _cut(text: str, offset: int, runs: list[tuple[int, int]]) -> Iterable[Piece]:
    """A stretch of a line that begins at `offset`, cut where tools begin and end."""
    done = 0
    for start, end in runs:
        first, last = max(start - offset, done), min(end - offset, len(text))
        if first >= last:
            continue
        if first > done:
            yield Piece(text[done:first])
        yield Piece(text[first:last], DropReason.NAVIGATION)
        done = last
    if done < len(text):
        yield Piece(text[done:])
