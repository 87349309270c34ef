"""The promised figures of reading, held against the development documents where these are at hand."""

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.metadata import FIELDS, WANTED, accepted, folded, value
from benchmarks.reading import SEEDS, articles, coverage, honesty
from benchmarks.structure import TRUTH, check_cell, compare, outline
from corpus import Document, Reading, find_files, read_library


@pytest.fixture(scope="module")
def files() -> dict[str, Path]:
    """The development documents and the seeds by name; outside the repository, found by YIJU_DEV_DATA."""
    folder = os.environ.get("YIJU_DEV_DATA")
    if not folder:
        pytest.skip("development data: YIJU_DEV_DATA is not set")
    documents = Path(folder) / "policy-docs" / "files"
    assert documents.is_dir(), f"YIJU_DEV_DATA is set, but {documents} is not there"
    return {entry.file: entry.path for entry in find_files([documents, SEEDS])}


@pytest.fixture(scope="module")
def reading(files: dict[str, Path]) -> Reading:
    return read_library(find_files(list(files.values())))


@pytest.fixture(scope="module")
def documents(reading: Reading) -> dict[str, Document]:
    return {document.file: document for document in reading.documents}


def typed(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (TRUTH / name).read_text("utf-8").splitlines() if line.strip()]


def test_every_document_is_read(reading: Reading, files: dict[str, Path]) -> None:
    assert reading.failures == ()
    assert len(reading.documents) == len(files) == 83


def test_nothing_is_lost(reading: Reading) -> None:
    covered = {document.file: coverage(document, reading.sources[document.id]) for document in reading.documents}
    assert {file: share for file, share in covered.items() if share[0] < 0.98 or share[1]} == {}


def test_the_source_texts_say_what_other_extractors_say(reading: Reading, files: dict[str, Path]) -> None:
    shares = {
        document.file: honesty(files[document.file], reading.sources[document.id].text)
        for document in reading.documents
        if not document.file.endswith(".pdf")  # these need pdftotext, see benchmarks/reading.py
    }
    assert len(shares) >= 50
    assert {file: share for file, share in shares.items() if share < 0.995} == {}


def test_the_articles_of_laws_are_complete_and_in_order(documents: dict[str, Document]) -> None:
    found = {file: wrong for file, document in documents.items() if (wrong := articles(document)) is not None}
    assert len(found) >= 20
    assert {file: wrong for file, wrong in found.items() if wrong} == {}


def test_outlines_are_as_typed(documents: dict[str, Document]) -> None:
    outlines = {path.name.removesuffix(".txt"): path for path in (TRUTH / "outlines").glob("*.txt")}
    different = {
        name: lines
        for name, path in outlines.items()
        if (lines := compare(path.read_text("utf-8").splitlines(), outline(documents[name])))
    }
    assert len(outlines) >= 15
    assert different == {}


def test_cells_are_as_typed(documents: dict[str, Document]) -> None:
    cells = typed("tables.jsonl")
    wrong = [problem for cell in cells if (problem := check_cell(documents[str(cell["file"])], cell))]
    assert len({(cell["file"], cell["table"]) for cell in cells}) >= 10
    assert wrong == []


def test_metadata_are_as_typed(documents: dict[str, Document]) -> None:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for truth in typed("metadata.jsonl"):
        for field in FIELDS:
            wanted = {folded(one) for one in accepted(truth, field)}
            if wanted:
                total[field] += 1
                right[field] += folded(value(documents[str(truth["file"])], field)) in wanted
    assert {
        field: right[field] / total[field] for field, goal in WANTED.items() if right[field] < goal * total[field]
    } == {}
