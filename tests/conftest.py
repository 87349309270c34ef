import os
from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest

from assistant import Assistant
from index import ADAPTED, ModelSetting, Searcher, build_snapshot, load_encoder, open_snapshot
from index.bundled import expand_bundled
from index.encoder import SentenceEncoder
from tests.servers import running

DOCUMENTS = Path(__file__).parent.parent / "corpus" / "documents"
"""The two seed documents."""


@pytest.fixture(scope="session")
def model_cache() -> Path:
    """Where models are expanded: the user's own cache, so that it is done once a machine; YIJU_CACHE moves it."""
    cache = os.environ.get("YIJU_CACHE")
    return Path(cache) if cache else platformdirs.user_cache_path("yiju")


@pytest.fixture(scope="session")
def bundled_model(model_cache: Path) -> Path:
    """Folder of the bundled embedding model."""
    return expand_bundled(model_cache)


@pytest.fixture(scope="session")
def bundled_encoder(model_cache: Path) -> SentenceEncoder:
    """The bundled model with its adapter, as by default, loaded once; fp32, so that every machine computes the same."""
    return load_encoder(ADAPTED, cache=model_cache, dtype="fp32")


@pytest.fixture(scope="session")
def built_home(bundled_encoder: SentenceEncoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a snapshot of the two seed documents, made with the default model; tests only read it."""
    home = tmp_path_factory.mktemp("home")
    model = ModelSetting(ADAPTED, "fp32", lambda _: bundled_encoder)
    build_snapshot(home, [DOCUMENTS], model=model)
    return home


@pytest.fixture(scope="session")
def assistant(built_home: Path, bundled_encoder: SentenceEncoder) -> Assistant:
    """The real assistant over the two seed documents."""
    return Assistant(Searcher(open_snapshot(built_home), bundled_encoder))


@pytest.fixture(scope="session")
def live_server(assistant: Assistant) -> Iterator[str]:
    """Base URL of a real server with API and page, on a free port of 127.0.0.1."""
    # gradio takes seconds to import; tests of the packages below the page do without it.
    from ui.app import create_app  # noqa: PLC0415

    with running(create_app(assistant)) as url:
        yield url
