"""Repair: from the source text to the clean text that people read and search, with the way back kept.

Nothing here changes the source text. Each clean character comes from exactly one source character, so any stretch of
clean text leads to the stretch of the file it stands for; only the line feeds put in where a file has run paragraphs
together, and the further letters of ligatures, come from none.
"""

from collections.abc import Sequence

from corpus.characters import LINE_BREAK, folded
from corpus.clean import CleanText, Writer
from corpus.cuts import Cuts, recut
from corpus.joining import joint, paragraphs
from corpus.layout import PLAIN, Dropped, DropReason, Layout
from corpus.lines import Shape, content_lines
from corpus.repeats import find_repeats
from corpus.splitting import split_points
from corpus.typeset import edits

_LISTED_WHOLE = (DropReason.NAVIGATION, DropReason.REPEATED, DropReason.DELETED, DropReason.HIDDEN)
"""What takes many lines is listed as one span, line breaks included."""


def repair(text: str, layout: Layout = PLAIN) -> CleanText:
    """Repair a source text.

    What the layout sets aside is dropped. Glyph residue and compatibility forms are folded one character to one,
    full-width digits and letters become half-width, blanks inside Chinese text and numbers go, lines broken by the page
    are joined, paragraphs that were run together are parted again, and of a text that the file holds several times one
    copy stays; page numbers, table rules, markup and invisible characters are dropped. Where paragraphs begin is taken
    from the layout, or from the words when it does not tell.

    Repairing a clean text of a plain text again gives the same text: the rounds go on until nothing changes. Each round
    that changes something leaves fewer lines, characters or half-width forms, or parts lines at numbers, where no round
    joins them.
    """
    shape = Shape.of(layout)
    clean = _round(text, shape)
    if clean.text == text and shape.behind(clean) == shape:
        return _listed_whole(clean, text)  # another round would read the same and do the same
    while True:
        again = _round(clean.text, shape.behind(clean))
        if again.text == clean.text:
            return _listed_whole(clean, text)
        clean = again.behind(clean)


def _round(text: str, shape: Shape) -> CleanText:
    joined, cells = _joined(folded(text), shape)
    if not cells:
        return joined
    clean = _typeset(joined, cells)
    repeats = find_repeats(clean.text, cells)
    if repeats is not None:
        joined, cells = recut(joined, clean, cells, repeats)
        clean = _typeset(joined, cells)
    starts = _line_starts(clean.text)
    lines = ["" if cell else line for line, cell in zip(clean.text.split("\n"), cells, strict=True)]
    told = range(len(lines)) if repeats is not None else ()
    points = [starts[line] + at for line, places in split_points(lines, told).items() for at in places]
    if points:
        joined, cells = recut(joined, clean, cells, Cuts(breaks=tuple(points)))
        clean = _typeset(joined, cells)
    return clean.behind(joined)


def _joined(text: str, shape: Shape) -> tuple[CleanText, tuple[bool, ...]]:
    """One line a paragraph, a space for each line break inside one; and which lines are text of table cells."""
    lines, dropped = content_lines(text, shape)
    writer = Writer()
    cells: list[bool] = []
    for paragraph in paragraphs(lines):
        cells.append(paragraph[0].cell is not None)
        if paragraph[0] is not lines[0]:
            writer.put("\n", paragraph[0].first - 1)
        for at, line in enumerate(paragraph):
            hyphen, blank = joint(line, paragraph[at + 1]) if at + 1 < len(paragraph) else (False, False)
            for start, end in line.pieces:
                stays = end - 1 if hyphen and end == line.pieces[-1][1] else end
                writer.put(text[start:stays], start)
            if hyphen:
                dropped.append(Dropped(line.pieces[-1][1] - 1, line.pieces[-1][1], DropReason.MARKUP))
            if blank:
                writer.put(" ", paragraph[at + 1].first - 1)
    return writer.finished(dropped), tuple(cells)


def _typeset(joined: CleanText, cells: Sequence[bool]) -> CleanText:
    """The lines of a text as they are read."""
    writer = Writer()
    start = 0
    for line, cell in zip(joined.text.split("\n"), cells, strict=True):
        if start:
            writer.put("\n", start - 1)
        done = 0
        for at, form in edits(line, cell=cell).items():
            writer.put(line[done:at], start + done)
            writer.put(form[:1], start + at)
            writer.put_in(form[1:])
            done = at + 1
        writer.put(line[done:], start + done)
        start += len(line) + 1
    return writer.finished([])


def _line_starts(text: str) -> list[int]:
    return [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]


def _listed_whole(clean: CleanText, text: str) -> CleanText:
    """The clean text with spans that were dropped line by line listed as one."""
    merged: list[Dropped] = []
    for item in clean.dropped:
        before = merged[-1] if merged else None
        if (
            before is not None
            and item.reason is before.reason
            and item.reason in _LISTED_WHOLE
            and not LINE_BREAK.sub("", text[before.end : item.start]).strip()
            and clean.of((before.end, item.start)) == ""
        ):
            merged[-1] = Dropped(before.start, item.end, item.reason)
        else:
            merged.append(item)
    return CleanText(clean.text, clean.runs, tuple(merged))
