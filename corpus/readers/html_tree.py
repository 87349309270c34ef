"""The tree of a web page: elements and visible text, without what a browser never shows.

libxml2 parses (no network, no external entities, its limits on); its tree is copied into plain nodes once, so that the
rest of the reader is typed and never meets the parser.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree, html

from corpus.errors import DocumentTooLarge, EmptyDocument, UnreadableDocument

LARGEST_PAGE = 10_000_000
"""Characters. libxml2 has the same limit for one stretch of text; a page of a regulation has thirty thousand."""
_MOST_NODES = 200_000
_UNSEEN = frozenset(
    "head script style template noscript noframes iframe object embed applet canvas audio video datalist title meta "
    "link base param source track map rp rt".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre "
    "search section select summary table tbody td tfoot th thead tr ul listing plaintext xmp".split()
)
_DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*([a-z-]+)", re.IGNORECASE)
_INVISIBLE = re.compile(r"(?:^|;)\s*visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_BLOCK_DISPLAYS = frozenset("block flex grid table list-item flow-root table-row table-cell table-caption".split())
_TABLE_PARTS = frozenset("table thead tbody tfoot tr td th caption".split())


@dataclass(slots=True, eq=False)
class Node:
    """An element that a browser shows, or hides by a style of its own.

    Attributes:
        tag: lower-case name.
        attributes: as the page gives them.
        parent: the element around it.
        children: elements and text between them, in order.
        block: whether it begins and ends a line.
        hidden: whether it, or an element around it, is set not to be shown.
        order: its position among the children of its parent.
        link: the link that it is or stands in.
        heading: whether it is or stands in a heading of one of the first three levels.
    """

    tag: str
    attributes: Mapping[str, str]
    parent: "Node | None" = None
    children: "list[Node | str]" = field(default_factory=list)
    block: bool = False
    hidden: bool = False
    order: int = 0
    link: "Node | None" = None
    heading: bool = False

    def elements(self) -> "Iterator[Node]":
        """The elements directly inside."""
        return (child for child in self.children if isinstance(child, Node))

    def walk(self) -> "Iterator[Node]":
        """This element and all inside it, in document order."""
        pending = [self]
        while pending:
            node = pending.pop()
            yield node
            pending.extend(child for child in reversed(node.children) if isinstance(child, Node))

    def next_element(self) -> "Node | None":
        """The element that follows it in the same parent."""
        if self.parent is None:
            return None
        siblings = self.parent.children
        following = (siblings[at] for at in range(self.order + 1, len(siblings)))
        return next((child for child in following if isinstance(child, Node)), None)

    def ancestors(self) -> "Iterator[Node]":
        """The elements around it, from the inside out."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def text(self, enough: int | None = None) -> str:
        """Its characters: all, or at least as many as are enough."""
        parts: list[str] = []
        length = 0
        pending: list[Node | str] = [self]
        while pending:
            child = pending.pop()
            if isinstance(child, Node):
                pending.extend(reversed(child.children))
                continue
            parts.append(child)
            length += len(child)
            if enough is not None and length >= enough:
                break
        return "".join(parts)

    def number(self, name: str, default: int) -> int:
        """The whole number that an attribute begins with, as browsers read it."""
        found = re.match(r"\s*([+-]?[0-9]{1,9})", self.attributes.get(name, ""))
        return int(found[1]) if found else default


def parse(text: str, name: str) -> Node:
    """Parse a page.

    Raises:
        EmptyDocument: nothing is in it.
        DocumentTooLarge: it is longer, deeper (256 elements) or of more elements than a page is.
        UnreadableDocument: the parser gives up.
    """
    if len(text) > LARGEST_PAGE:
        raise _too_large(name, f"有 {len(text)} 个字符，超过 {LARGEST_PAGE} 个的上限")
    parser = html.HTMLParser(encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True, remove_pis=True)
    # NUL is no character of a text; lone surrogates cannot come out of a decoder but out of character references.
    data = text.replace("\0", "").encode("utf-8", errors="replace")
    try:
        root = html.document_fromstring(data, parser=parser)
    except etree.ParserError:
        raise EmptyDocument(f"{name}：网页里没有内容", remedy="请检查文件是否完整") from None
    except etree.XMLSyntaxError as error:
        raise UnreadableDocument(
            f"{name}：网页无法解析（{error.msg}）", remedy="请用浏览器打开后另存为网页，再试一次"
        ) from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise _too_large(name, "嵌套超过 256 层，或有一段过长的内容")
    return _copy(root, name)


def _too_large(name: str, cause: str) -> DocumentTooLarge:
    return DocumentTooLarge(f"{name}：网页{cause}", remedy="请只保存正文部分，或拆成几个文件后再试")


def _copy(root: Any, name: str) -> Node:  # noqa: ANN401  lxml carries no types
    """Copy the parser's tree without what is never shown."""
    top = Node("html", {}, block=True)
    pending: list[tuple[Any, Node]] = [(root, top)]
    count = 0
    while pending:
        element, node = pending.pop()
        _add_text(node, element.text)
        for child in element:
            count += 1
            if count > _MOST_NODES:
                raise _too_large(name, f"的元素超过 {_MOST_NODES} 个")
            copied = _node(child, node)
            if copied is not None:
                copied.order = len(node.children)
                node.children.append(copied)
                pending.append((child, copied))
            _add_text(node, child.tail)
    return top


def _add_text(node: Node, text: str | None) -> None:
    if text:
        node.children.append(text)


def _node(element: Any, parent: Node) -> Node | None:  # noqa: ANN401  lxml carries no types
    """An element without its content; None when a browser never shows it."""
    tag = element.tag
    if not isinstance(tag, str):  # an entity or a comment
        return None
    tag = tag.lower()
    if tag in _UNSEEN:
        return None
    attributes = {str(key).lower(): str(value) for key, value in element.attrib.items()}
    style = attributes.get("style", "")
    found = _DISPLAY.search(style)
    display = found[1].lower() if found else ""
    hidden = parent.hidden or display == "none" or "hidden" in attributes or _INVISIBLE.search(style) is not None
    block = tag in _BLOCKS or display in _BLOCK_DISPLAYS
    if display.startswith("inline") and tag not in _TABLE_PARTS:
        block = False
    node = Node(tag, attributes, parent, [], block=block, hidden=hidden)
    node.link = node if tag == "a" and ("href" in attributes or "onclick" in attributes) else parent.link
    node.heading = parent.heading or tag in ("h1", "h2", "h3")
    return node
