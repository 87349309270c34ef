"""Smaller samples of a benchmark that anyone draws again the same."""

from collections.abc import Sequence
from hashlib import sha256

from corpus import Record
from eval import BenchmarkQuery


def sample(
    records: Sequence[Record],
    queries: Sequence[BenchmarkQuery],
    *,
    record_count: int | None = None,
    query_count: int | None = None,
) -> tuple[list[Record], list[BenchmarkQuery]]:
    """A sample of both, in the order they came in.

    Questions are chosen by the SHA-256 of their ids, and so are records, after every record that answers a chosen
    question; if those are more than `record_count`, there are more.

    Args:
        records: the corpus.
        queries: the questions.
        record_count: how many records; None keeps all.
        query_count: how many questions; None keeps all.
    """
    chosen = set(_first([query.id for query in queries], query_count))
    asked = [query for query in queries if query.id in chosen]
    wanted = {identity for query in asked for identity in query.relevant}
    others = [record.id for record in records if record.id not in wanted]
    room = None if record_count is None else max(0, record_count - len(wanted))
    kept = wanted.union(_first(others, room))
    return [record for record in records if record.id in kept], asked


def _first(identities: Sequence[str], count: int | None) -> list[str]:
    return sorted(identities, key=_digest)[:count]


def _digest(identity: str) -> int:
    return int(sha256(identity.encode("utf-8")).hexdigest(), 16)
