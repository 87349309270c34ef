"""Repair: from the source text to the clean text that people read and search, with the way back kept.

Nothing here changes the source text. Each clean character comes from exactly one source character, so any stretch of
clean text leads to the stretch of the file it stands for.
"""

from corpus.characters import folded
from corpus.clean import CleanText, Writer
from corpus.layout import PLAIN, Layout
from corpus.joining import paragraphs
from corpus.lines import content_lines
from corpus.typeset import edits


def repair(text: str, layout: Layout = PLAIN) -> CleanText:
    """Repair a source text.

    Glyph residue and compatibility forms are folded one character to one, full-width digits and letters become
    half-width, blanks inside Chinese text go, lines broken by the page are joined; page numbers, table rules, markup
    and invisible characters are dropped. Repairing a clean text again gives the same text: the rounds go on until
    nothing changes, and each round that changes something leaves fewer lines, characters or half-width forms.
    """
    clean = _round(text)
    while (again := _round(clean.text)).text != clean.text:
        clean = again.behind(clean)
    return clean


def _round(text: str) -> CleanText:
    joined = _joined(folded(text))
    writer = Writer()
    start = 0
    for line in joined.text.split("\n"):
        _write_line(line, start, writer)
        start += len(line) + 1
        if start <= len(joined.text):
            writer.put("\n", start - 1)
    return writer.finished([]).behind(joined)


def _joined(text: str) -> CleanText:
    """One line a paragraph, a space for each line break inside one."""
    lines, dropped = content_lines(text)
    writer = Writer()
    for paragraph in paragraphs(lines):
        for line in paragraph:
            if line is not lines[0]:
                writer.put("\n" if line is paragraph[0] else " ", line.first - 1)
            for start, end in line.pieces:
                writer.put(text[start:end], start)
    return writer.finished(dropped)


def _write_line(line: str, start: int, writer: Writer) -> None:
    done = 0
    for at, form in edits(line).items():
        writer.put(line[done:at], start + done)
        writer.put(form, start + at)
        done = at + 1
    writer.put(line[done:], start + done)
