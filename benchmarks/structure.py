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
from corpus import Clause, Document, Level, find_files, read_library

TRUTH = Path(__file__).parent / "truth"
_UNNUMBERED = {Level.PARAGRAPH, Level.ROW, Level.TABLE}


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
    """Words without blanks, in one form."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


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
    """The lines that differ, as a unified difference without its head."""
    left = [_folded(line) for line in truth if line.strip()]
    right = [_folded(line) for line in found]
    return [
        line
        for line in difflib.unified_diff(left, right, lineterm="", n=0)
        if not line.startswith(("---", "+++", "@@"))
    ]


def _folded(line: str) -> str:
    head, _, words = line.partition("\t")
    depth = len(head) - len(head.lstrip(" "))
    return f"{' ' * depth}{plain(head)}\t{plain(words)[:12]}"


def check_cell(document: Document, cell: Mapping[str, Any]) -> str | None:
    """What is wrong with a typed cell, or None: the row is told by a cell of its own, the cell by its column."""
    key, wanted = cell["row"], plain(cell["text"])
    found: list[str] = []
    for clause in document.walk():
        if clause.row is None or not any(
            _names(box.column, key["column"]) and plain(box.text) == plain(key["text"]) for box in clause.row.cells
        ):
            continue
        found += [plain(box.text) for box in clause.row.cells if _names(box.column, cell["column"])]
        if wanted in found or (not wanted and not any(_names(box.column, cell["column"]) for box in clause.row.cells)):
            return None
    place = f"{cell['file']} 表{cell['table']} {key['column']}={key['text']} → {cell['column']}"
    return f"{place}: {wanted!r}, found {found}"


def _names(column: str, typed: str) -> bool:
    """Whether a column name is the typed one; of a nested head the lowest name is enough."""
    names = [plain(column), *map(plain, column.split("·")[-1:])]
    return plain(typed) in names or plain(typed).replace("·", "") == plain(column).replace("·", "")


if __name__ == "__main__":
    main()
