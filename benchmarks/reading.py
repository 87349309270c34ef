"""Honesty and completeness of reading, on the development documents and the two seeds.

    YIJU_DEV_DATA=… python -m benchmarks.reading [--failures]

- speed: one `read_library` over all files, in the worker processes a build uses;
- honesty: the Han characters of the source text against an independent extractor (pdftotext, lxml, the raw `w:t` of
  Word, the decoded file itself), as the longest common subsequence over the longer of the two;
- coverage: source characters (blanks and the bars of Markdown tables aside) that stand in a clause, of all that are
  not listed as dropped; and how many are neither in the clean text, nor in a clause, nor listed: there must be none;
- articles: for laws and regulations, 第N条 counted in the text by a pattern of its own against the clauses.

Prints one JSON value. Needs poppler-utils and the `dev` extra.
"""

import argparse
import io
import json
import os
import re
import subprocess
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import lxml.html
from lxml import etree
from rapidfuzz.distance import LCSseq

from corpus import Clause, Document, Level, Source, Span, find_files, is_han, numeral, read_library

SEEDS = Path(__file__).parent.parent / "corpus" / "documents"
_WORD_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
_ARTICLE = re.compile(
    r"(?:^|[\n。；：　 ”）])\s*第\s*([〇零一二三四五六七八九十百千]{1,6})\s*条(?![第款项的之、，）和至]|规定)"
)

_REPEATED = re.compile(r"(.{2,40}?)\1+")


def development_files() -> list[Path]:
    """The folders that hold the documents."""
    return [Path(os.environ["YIJU_DEV_DATA"]) / "policy-docs" / "files", SEEDS]


def main() -> None:
    """Read everything once and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--failures", action="store_true", help="list every file below a target")
    arguments = parser.parse_args()
    entries = find_files(development_files())
    began = time.perf_counter()
    reading = read_library(entries)
    took = time.perf_counter() - began
    paths = {entry.file: entry.path for entry in entries}
    low: list[str] = []
    honest = {
        document.file: honesty(paths[document.file], reading.sources[document.id].text)
        for document in reading.documents
    }
    covered = {document.file: coverage(document, reading.sources[document.id]) for document in reading.documents}
    counted = {document.file: found for document in reading.documents if (found := articles(document)) is not None}
    low += [f"honesty {file}: {share:.4f}" for file, share in honest.items() if share < 0.995]
    low += [
        f"coverage {file}: {share:.4f}, lost {lost}" for file, (share, lost) in covered.items() if share < 0.98 or lost
    ]
    low += [f"articles {file}: {wrong}" for file, wrong in counted.items() if wrong]
    print(
        json.dumps(
            {
                "files": len(entries),
                "failures": [str(failure.error) for failure in reading.failures],
                "reading_s": round(took, 1),
                "honest_99.5": sum(share >= 0.995 for share in honest.values()),
                "covered_98": sum(share >= 0.98 for share, _ in covered.values()),
                "lost_characters": sum(lost for _, lost in covered.values()),
                "laws": len(counted),
                "laws_complete": sum(not wrong for wrong in counted.values()),
                **({"low": low} if arguments.failures else {}),
            },
            ensure_ascii=False,
            indent=2,
        )
    )


def han(text: str) -> str:
    """The Han characters of a text, in order."""
    return "".join(filter(is_han, text))


def likeness(left: str, right: str) -> float:
    """Length of the longest common subsequence over the longer text."""
    return LCSseq.similarity(left, right) / max(len(left), len(right), 1)


def honesty(path: Path, text: str) -> float:
    """How well a source text agrees with what another program reads.

    What is drawn twice at one place to look bold is one character to this product and two to pdftotext: in a PDF,
    words directly followed by themselves count once on both sides.
    """
    if path.suffix.lower() != ".pdf":
        return likeness(han(extracted(path)), han(text))
    return likeness(_REPEATED.sub(r"\1", han(pdf_text(path))), _REPEATED.sub(r"\1", han(text)))


def extracted(path: Path) -> str:
    """The text of a file that is no PDF as another program reads it."""
    suffix, data = path.suffix.lower(), path.read_bytes()
    if suffix in {".html", ".htm"}:
        tree = lxml.html.document_fromstring(data.decode("utf-8"))
        for element in tree.xpath("//script|//style|//head|//comment()"):
            element.drop_tree()
        return str(tree.text_content())
    if suffix == ".docx":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            root = etree.fromstring(archive.read("word/document.xml"))
        return "".join(node.text or "" for node in root.iter(_WORD_TEXT))
    return data.decode("utf-8-sig")


def own_spans(clause: Clause) -> Iterator[Span]:
    """What of the source is the clause's own: its parts, or what stands around and between the units below it.

    That is a number and a heading, or the head of a table.
    """
    if not clause.children:
        yield from clause.parts
        return
    at = clause.start
    for child in clause.children:
        yield at, max(at, child.start)
        at = max(at, child.end)
    yield at, max(at, clause.end)


def pdf_text(path: Path) -> str:
    """What pdftotext reads, in the order of the file."""
    command = ["pdftotext", "-q", "-raw", "-enc", "UTF-8", str(path), "-"]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")


def coverage(document: Document, source: Source) -> tuple[float, int]:
    """The share of what is not dropped that stands in a clause; how many characters are neither in one nor listed."""
    length = len(source.text)
    inside, listed, mapped = bytearray(length), bytearray(length), bytearray(length)
    for start, end in (span for clause in document.walk() for span in own_spans(clause)):
        inside[start:end] = b"\1" * (end - start)
    for item in document.clean.dropped:
        listed[item.start : item.end] = b"\1" * (item.end - item.start)
    for run in document.clean.runs:
        mapped[run.source : run.source + run.length] = b"\1" * run.length
    kept = [at for at, char in enumerate(source.text) if not (char.isspace() or char == "|" or listed[at])]
    lost = sum(1 for at in kept if not mapped[at] and not inside[at])
    return sum(inside[at] for at in kept) / max(len(kept), 1), lost


def articles(document: Document) -> str | None:
    """What is wrong with the list of 第N条 of a law or regulation; None when the document is none."""
    found = [
        value
        for clause in document.walk()
        if clause.level is Level.ARTICLE and (value := numeral(re.sub("[第条]|之.*", "", clause.marker))) is not None
    ]
    text = document.clean.text
    stated = Counter(filter(None, (numeral(hit[1]) for hit in _ARTICLE.finditer(text))))
    if len(stated) < 5:
        return None
    last = max(stated)
    wanted = list(range(1, last + 1))
    missing = sorted(set(wanted) - set(found))
    disorder = [f"{before}>{after}" for before, after in pairwise(found) if after != before + 1]
    problems = [f"missing {missing}"] if missing else []
    problems += [f"out of order {disorder}"] if disorder else []
    return "; ".join(problems)


if __name__ == "__main__":
    main()
