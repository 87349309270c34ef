"""Shared with the tests of this package."""

from pathlib import Path

import pytest

from index import SourceStore


@pytest.fixture(scope="session")
def texts(built_home: Path) -> SourceStore:
    """The stored source texts of the real library."""
    return SourceStore(built_home)
