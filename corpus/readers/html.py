"""Web pages: all their visible text, with menus, footers and hidden words set aside, and their data tables."""

import re

from corpus.readers.flow import FlowWriter
from corpus.readers.html_charset import read_page, refuse_damage
from corpus.readers.html_lines import CellMark, GridMark, Line, lines_of, set_lines
from corpus.readers.html_navigation import mark_navigation
from corpus.readers.html_tree import parse
from corpus.source import Source

_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)


def read_html(data: bytes, name: str) -> Source:
    """Read a web page.

    The source text holds what a browser shows, in document order, one line for each line that the page breaks, with
    blanks collapsed as a browser does; numbers of ordered lists are part of it. What is of the site (menus,
    breadcrumbs, tools, footers, lists of other pages) and what a style hides are asides. Tables of data are grids;
    tables that set out the page are not.

    Raises:
        UnreadableDocument: the bytes are no text, or damaged where it shows.
        EmptyDocument: nothing is in the page.
        DocumentTooLarge: the page is too long or too deeply nested.
    """
    text, damaged = read_page(data, name)
    page = parse(text, name)
    items = set_lines(page)
    found = _TITLE.search(text)
    pieces = mark_navigation(lines_of(items), page, found[1] if found else "")
    writer = FlowWriter()
    for item in items:
        if isinstance(item, Line):
            for piece in pieces[id(item)]:
                writer.put(piece.text, piece.reason)
            writer.end_line()
        elif isinstance(item, GridMark):
            (writer.open_grid if item.opens else writer.close_grid)()
        elif isinstance(item, CellMark) and item.place is not None:
            writer.open_cell(item.place)
        else:
            writer.close_cell()
    source = writer.source()
    if damaged:
        refuse_damage(_shown(source), name)
    return source


def _shown(source: Source) -> str:
    """The text without what is left aside."""
    parts, at = [], 0
    for aside in source.layout.asides:
        parts.append(source.text[at : aside.start])
        at = aside.end
    parts.append(source.text[at:])
    return "".join(parts)
