"""Damaged files: every one must become a document or one clear error, in time, and leave nothing behind.

    YIJU_DEV_DATA=… python -m benchmarks.mutations [--count 2000] [--seed 1]

Makes files out of the development documents by truncating, flipping bytes, cutting pieces out, renaming to another
suffix and re-encoding, reads them the way a build does and checks: one outcome a file, the time limit, a Chinese
message with a remedy for each error, no process left over, and that the clauses of every document point into its
source text. That a build in which nothing can be read leaves the snapshot in use alone is a test of `tests/index`.

Prints one JSON value.
"""

import argparse
import json
import os
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.reading import development_files
from corpus import Document, Failure, Reading, find_files, read_library

BATCH = 100
_SUFFIXES = (".txt", ".md", ".html", ".docx", ".pdf")
_CHINESE = re.compile(r"[一-鿿]")


def main() -> None:
    """Make the files batch by batch, read them, check and count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    outcomes: Counter[str] = Counter()
    problems: list[str] = []
    before = children()
    began = time.perf_counter()
    slowest = 0.0
    for folder, names in batches(arguments.count, random.Random(arguments.seed)):
        started = time.perf_counter()
        reading = read_library(find_files([folder]))
        slowest = max(slowest, time.perf_counter() - started)
        outcomes.update(type(failure.error).__name__ for failure in reading.failures)
        outcomes["document"] += sum(len(document.files) for document in reading.documents)
        problems += check(reading, names)
    left = children() - before
    print(
        json.dumps(
            {
                "files": arguments.count,
                "outcomes": dict(outcomes.most_common()),
                "problems": problems,
                "processes_left": len(left),
                "slowest_batch_s": round(slowest, 1),
                "total_s": round(time.perf_counter() - began, 1),
            },
            ensure_ascii=False,
            indent=2,
        )
    )


def batches(count: int, chance: random.Random) -> Iterator[tuple[Path, list[str]]]:
    """Folders of damaged files, each removed when the next is asked for, with the names of its files."""
    originals = [entry.path for entry in find_files(development_files())]
    for first in range(0, count, BATCH):
        with tempfile.TemporaryDirectory() as name:
            names: list[str] = []
            for number in range(first, min(first + BATCH, count)):
                path = originals[number % len(originals)]
                suffix, data = mutated(path.suffix.lower(), path.read_bytes(), chance)
                names.append(f"{number:05d}{suffix}")
                (Path(name) / names[-1]).write_bytes(data)
            yield Path(name), names


def mutated(suffix: str, data: bytes, chance: random.Random) -> tuple[str, bytes]:
    """A damaged copy of a file, and its suffix."""
    kind = chance.choice(["truncated", "flipped", "cut", "renamed", "re-encoded", "doubled"])
    at = chance.randrange(len(data))
    if kind == "truncated":
        return suffix, data[:at]
    if kind == "flipped":
        changed = bytearray(data)
        for _ in range(chance.choice([1, 8, 64, 512])):
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        return suffix, bytes(changed)
    if kind == "cut":
        return suffix, data[:at] + data[min(len(data), at + chance.randrange(1, 4096)) :]
    if kind == "renamed":
        return chance.choice(_SUFFIXES), data
    if kind == "doubled":
        return suffix, data[:at] + data
    text = data.decode("utf-8", errors="replace")
    return suffix, text.encode(chance.choice(["gb18030", "utf-16", "big5", "utf-8-sig"]), errors="replace")


def check(reading: Reading, names: Sequence[str]) -> list[str]:
    """What is wrong with the outcome of a batch."""
    read = [file for document in reading.documents for file in document.files]
    told = [failure.file for failure in reading.failures]
    problems = [f"{name}: no outcome, or two" for name in names if (read + told).count(name) != 1]
    problems += [problem for failure in reading.failures if (problem := unclear(failure))]
    return problems + [problem for document in reading.documents for problem in unfaithful(document, reading)]


def unclear(failure: Failure) -> str | None:
    """Why the message of an error is none that a reader can act on."""
    message, remedy = failure.error.message, failure.error.remedy
    clear = _CHINESE.search(message) and _CHINESE.search(remedy) and "\n" not in message + remedy
    return None if clear and failure.file in message else f"{failure.file}: {failure.error!r}"


def unfaithful(document: Document, reading: Reading) -> Iterator[str]:
    """Where a document does not fit its source text."""
    length = len(reading.sources[document.id].text)
    for clause in document.walk():
        if not all(0 <= start < end <= length for start, end in clause.parts):
            yield f"{document.file}: {clause.id} outside the text"


def children() -> set[int]:
    """Processes whose parent is this one."""
    found: set[int] = set()
    for entry in Path("/proc").iterdir():
        try:
            stat = (entry / "stat").read_text() if entry.name.isdigit() else ""
        except OSError:  # it has just ended
            continue
        if stat and int(stat.rpartition(")")[2].split()[1]) == os.getpid():
            found.add(int(entry.name))
    return found


if __name__ == "__main__":
    main()
