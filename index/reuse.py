"""Reuse: what of the snapshots before goes into the next one."""

from collections.abc import Iterator, Mapping

from corpus import Document
from index.errors import SnapshotDamaged, SnapshotError
from index.home import Home
from index.snapshot import Snapshot, open_published


def previous_snapshot(home: Home) -> Snapshot | None:
    """The snapshot in use, when it can be used; a damaged or foreign one is simply built anew."""
    ident = home.current()
    if ident is None:
        return None
    try:
        return open_published(home, ident, thorough=True)
    except SnapshotError:
        return None


def earlier_snapshots(home: Home, previous: Snapshot | None) -> Iterator[Snapshot]:
    """The snapshots of a home that can be used, that in use first; the others are opened only when they are needed.

    A file that was taken away and put back finds its vectors in the one before.
    """
    if previous is not None:
        yield previous
    for ident in home.published():
        if previous is None or ident != previous.id:
            try:
                yield open_published(home, ident, thorough=True)
            except SnapshotError:
                continue


def known_documents(home: Home, previous: Snapshot | None, version: str) -> Mapping[str, Document]:
    """The documents of the snapshot before that need not be read again: the same reading, and all of it still kept.

    Args:
        home: where it is.
        previous: the snapshot before.
        version: of the reading now.
    """
    if previous is None or previous.manifest.settings.get("reading") != version:
        return {}
    return _Kept(home, previous)


class _Kept(Mapping[str, Document]):
    """The documents of a snapshot all of which is still kept; each is looked at when it is asked for."""

    def __init__(self, home: Home, snapshot: Snapshot) -> None:
        self._home = home
        self._snapshot = snapshot

    def __getitem__(self, ident: str) -> Document:
        if ident in self._snapshot and _is_kept(self._home, document := self._snapshot.document(ident)):
            return document
        raise KeyError(ident)

    def __iter__(self) -> Iterator[str]:
        return (card.id for card in self._snapshot.catalogue if card.id in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return True


def _is_kept(home: Home, document: Document) -> bool:
    try:
        source = home.source(document.source_sha256, document.id)
    except SnapshotDamaged:
        return False
    return source is not None and (not source.layout.pages or home.original(document.id) is not None)
