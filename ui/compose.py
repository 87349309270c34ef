"""Putting the product together from its settings: the one place where the parts are built and handed to each other."""

from collections.abc import Callable
from dataclasses import replace

from assistant import Assistant
from corpus import DEFAULT_LIMITS, ReadingLimits, reads_scans
from index import ADAPTED, BUNDLED, ModelSetting, Searcher, load_encoder, load_reranker, open_snapshot
from ui.settings import Settings


def model_setting(settings: Settings) -> ModelSetting:
    """The embedding model that a build is to use; it is loaded when the build first needs it."""
    name = ADAPTED if settings.model == BUNDLED and settings.adapter == "auto" else settings.model
    return ModelSetting(
        name=name,
        dtype=settings.dtype,
        load=lambda tell: load_encoder(name, cache=settings.cache, dtype=settings.dtype, progress=tell),
    )


_SCAN_SECONDS_PER_MEGABYTE = 300.0
"""Recognising a scanned page takes some ten seconds on one core, and a megabyte may hold twenty of them."""


def reading_limits(settings: Settings) -> ReadingLimits:
    """What reading files may use; where scans are recognised, files get more time by their size."""
    per_megabyte = _SCAN_SECONDS_PER_MEGABYTE if reads_scans() else DEFAULT_LIMITS.seconds_per_megabyte
    return replace(DEFAULT_LIMITS, seconds=settings.reading_seconds, seconds_per_megabyte=per_megabyte)


def open_assistant(settings: Settings, progress: Callable[[str], None] | None = None) -> Assistant:
    """Open the snapshot in use and load the model that made its vectors, whatever model the settings name.

    Args:
        settings: where the home and the cache are.
        progress: told in Chinese what is being done.

    Raises:
        SnapshotError: there is no snapshot, or it cannot be used.
        ModelError: the model that made it, or the one that re-ranks, cannot be loaded here.
    """
    snapshot = open_snapshot(settings.home)
    made = snapshot.manifest.model
    # The dtype that was asked for, not the one it came to: `auto` picks what this machine computes well.
    encoder = load_encoder(made.name, cache=settings.cache, dtype=made.requested_dtype, progress=progress)
    reranker = None
    if settings.reranker is not None:
        reranker = load_reranker(settings.reranker, dtype=settings.dtype, progress=progress)
    return Assistant(Searcher(snapshot, encoder, reranker=reranker))
