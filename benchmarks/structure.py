"""Outlines and tables against what was typed from the documents by hand (benchmarks/truth).

    YIJU_DEV_DATA=… python -m benchmarks.structure [--failures]

- outlines: the tree of numbered units of each typed document, as (depth, marker, first characters) in order; a document
  counts when all lines are equal;
- tables: each typed cell, looked up by the column and a row that is told by the words of another cell.

Prints one JSON value.
"""

import argparse
import difflib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.reading import development_files
from corpus import Clause, Document, Level, find_files, read_library, repair

TRUTH = Path(__file__).parent / "truth"
# What the typed outlines leave out: units without a number of their own, 款 and 专栏; what stands in them counts.
_UNNUMBERED = {
    Level.DOCUMENT,
    Level.HEADING,
    Level.BOX,
    Level.ARTICLE_PARAGRAPH,
    Level.PARAGRAPH,
    Level.ROW,
    Level.TABLE,
}


def main() -> None:
    """Read the typed documents and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--failures", action="store_true", help="show every difference")
    arguments = parser.parse_args()
    outlines = {path.name.removesuffix(".txt"): path for path in sorted((TRUTH / "outlines").glob("*.txt"))}
    cells = [json.loads(line) for line in (TRUTH / "tables.jsonl").read_text("utf-8").splitlines() if line.strip()]
    wanted = {*outlines, *(cell["file"] for cell in cells)}
    entries = [entry for entry in find_files(development_files()) if entry.path.name in wanted]
    documents = {document.file.rsplit("/", 1)[-1]: document for document in read_library(entries).documents}
    differences = {
        name: compare(path.read_text("utf-8").splitlines(), outline(documents[name])) for name, path in outlines.items()
    }
    wrong = [problem for cell in cells if (problem := check_cell(documents[cell["file"]], cell))]
    print(
        json.dumps(
            {
                "outlines": len(outlines),
                "outlines_equal": sum(not lines for lines in differences.values()),
                "cells": len(cells),
                "cells_right": len(cells) - len(wrong),
                **(
                    {"outline_differences": {k: v for k, v in differences.items() if v}, "wrong_cells": wrong}
                    if arguments.failures
                    else {}
                ),
            },
            ensure_ascii=False,
            indent=2,
        )
    )


def plain(text: str) -> str:
    """Words without blanks and without the marks between the names of a list, in one form."""
    return re.sub(r"[\s、]+", "", unicodedata.normalize("NFKC", text))


def outline(document: Document) -> list[str]:
    """The numbered units in the form of the truth files."""
    return list(_lines(document, document.clauses, 0))


def _lines(document: Document, clauses: Sequence[Clause], depth: int) -> Iterator[str]:
    for clause in clauses:
        numbered = clause.level not in _UNNUMBERED
        if numbered:
            start, end = document.clean.index(clause.start), document.clean.index(clause.end)
            words = plain(document.clean.text[start:end])
            marker = plain(clause.marker)
            words = words.removeprefix(marker)
            yield f"{'  ' * depth}{marker}\t{words[:12]}"
        yield from _lines(document, clause.children, depth + numbered)


def compare(truth: Sequence[str], found: Sequence[str]) -> list[str]:
    """The units that differ, as a difference without its head; a typed heading may be shorter than 12 characters."""
    left, right = [_split(line) for line in truth if line.strip()], [_split(line) for line in found]
    same = len(left) == len(right) and all(
        typed[:2] == read[:2] and (read[2].startswith(typed[2]) or typed[2].startswith(read[2]))
        for typed, read in zip(left, right, strict=True)
    )
    if same:
        return []
    texts = [["  ".join((str(depth), marker, words[:6])) for depth, marker, words in side] for side in (left, right)]
    return [line for line in difflib.unified_diff(*texts, lineterm="", n=0) if line[:2] not in {"--", "++", "@@"}]


def _split(line: str) -> tuple[int, str, str]:
    """Depth, marker and first words of a line, the words as they are read."""
    head, _, words = line.partition("\t")
    return (len(head) - len(head.lstrip(" "))) // 2, plain(head), plain(repair(words).text)[:12]


def check_cell(document: Document, cell: Mapping[str, Any]) -> str | None:
    """What is wrong with a typed cell, or None: the row is told by a cell of its own, the cell by its column."""
    key, wanted = cell["row"], plain(cell["text"])
    found: list[str] = []
    for clause in document.walk():
        if clause.row is None or not any(
            _names(box.column, key["column"]) and plain(box.text) == plain(key["text"]) for box in clause.row.cells
        ):
            continue
        texts = [plain(box.text) for box in clause.row.cells if _names(box.column, cell["column"])]
        found += texts or [""]
        if any(text.startswith(wanted) if cell.get("prefix") else text == wanted for text in found):
            return None
    place = f"{cell['file']} 表{cell['table']} {key['column']}={key['text']} → {cell['column']}"
    return f"{place}: {wanted!r}, found {found}"


def _names(column: str, typed: str) -> bool:
    """Whether a column name is the typed one, nested heads written one way or the other."""
    one, other = (re.sub("[/·]", "", plain(name)) for name in (column, typed))
    return one == other


if __name__ == "__main__":
    main()
