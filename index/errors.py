"""Errors of this package; the whole tree is drawn in `corpus.errors`."""

from corpus.errors import YijuError


class ModelError(YijuError):
    """The embedding model cannot be found, expanded or loaded, or what it computes cannot be used."""


class SnapshotError(YijuError):
    """The index on disk cannot be used; the subclasses say why."""


class SnapshotMissing(SnapshotError):
    """No snapshot was built yet."""


class SnapshotDamaged(SnapshotError):
    """A file of the snapshot is missing, or its checksum differs."""


class SnapshotForeign(SnapshotError):
    """The snapshot was made by another format version, or by another product."""


class BuildError(YijuError):
    """Nothing could be published."""


class NotFound(YijuError):
    """A document or clause was asked for that the snapshot does not hold."""
