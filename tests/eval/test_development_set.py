"""The development questions over the two seed documents, where the development data is at hand."""

import os
from pathlib import Path

import pytest

from assistant import Assistant
from eval import read_questions, run_questions, summary
from index import SourceStore

pytestmark = pytest.mark.model


@pytest.fixture
def questions() -> Path:
    """The question set, outside the repository; found by YIJU_DEV_DATA."""
    folder = os.environ.get("YIJU_DEV_DATA")
    if not folder:
        pytest.skip("development data: YIJU_DEV_DATA is not set")
    path = Path(folder) / "questions" / "seed-dev.jsonl"
    assert path.is_file(), f"YIJU_DEV_DATA is set, but {path} is not there"
    return path


def test_the_development_questions_are_answered_as_well_as_promised(
    questions: Path, assistant: Assistant, built_home: Path
) -> None:
    figures = summary(run_questions(assistant, read_questions(questions).questions, SourceStore(built_home)))
    assert figures["errors"] == 0
    assert figures["bad_quotes"] == 0
    assert figures["ev@5"] >= 0.90
    assert figures["refused_of_unanswerable"] >= 0.75
