"""Where it is said: passages become a snapshot on disk, a question becomes ranked hits."""

from index.build import SILENT, BuildReport, ModelSetting, Progress, build_snapshot
from index.encoder import BUNDLED, Encoder, ModelInfo, Role, Vectors, load_encoder
from index.errors import (
    BuildError,
    ModelError,
    NotFound,
    SnapshotDamaged,
    SnapshotError,
    SnapshotForeign,
    SnapshotMissing,
)
from index.home import SourceStore
from index.passages import Passage, headed_units, sentences
from index.search import EVERYTHING, Filters, Hit, Searcher
from index.segment import Segmenter
from index.snapshot import Manifest, Snapshot, open_snapshot

__all__ = [
    "BUNDLED",
    "EVERYTHING",
    "SILENT",
    "BuildError",
    "BuildReport",
    "Encoder",
    "Filters",
    "Hit",
    "Manifest",
    "ModelError",
    "ModelInfo",
    "ModelSetting",
    "NotFound",
    "Passage",
    "Progress",
    "Role",
    "Searcher",
    "Segmenter",
    "Snapshot",
    "SnapshotDamaged",
    "SnapshotError",
    "SnapshotForeign",
    "SnapshotMissing",
    "SourceStore",
    "Vectors",
    "build_snapshot",
    "headed_units",
    "load_encoder",
    "open_snapshot",
    "sentences",
]
