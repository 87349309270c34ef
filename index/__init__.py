"""Where it is said: passages become a snapshot on disk, a question becomes ranked hits."""

from index.asked import FACTS, asked_fields
from index.build import SILENT, BuildReport, ModelSetting, Progress, build_documents, build_snapshot
from index.catalogue import Card
from index.clause_reference import ClauseReference, clause_references
from index.encoder import ADAPTED, BUNDLED, Encoder, ModelInfo, Role, Vectors, load_encoder
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
from index.lookup import with_holders
from index.passages import Passage, headed_units, sentences
from index.places import named_provinces
from index.reranker import Reranker, load_reranker
from index.search import EVERYTHING, Filters, Hit, Searcher
from index.segment import Segmenter, simplified
from index.snapshot import Manifest, Snapshot, open_snapshot
from index.understanding import Understanding
from index.years import named_years

__all__ = [
    "ADAPTED",
    "BUNDLED",
    "EVERYTHING",
    "FACTS",
    "SILENT",
    "BuildError",
    "BuildReport",
    "Card",
    "ClauseReference",
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
    "Reranker",
    "Role",
    "Searcher",
    "Segmenter",
    "Snapshot",
    "SnapshotDamaged",
    "SnapshotError",
    "SnapshotForeign",
    "SnapshotMissing",
    "SourceStore",
    "Understanding",
    "Vectors",
    "asked_fields",
    "build_documents",
    "build_snapshot",
    "clause_references",
    "headed_units",
    "load_encoder",
    "load_reranker",
    "named_provinces",
    "named_years",
    "open_snapshot",
    "sentences",
    "simplified",
    "with_holders",
]
