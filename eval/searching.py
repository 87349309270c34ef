"""Searching in a process of its own, which does nothing else: its memory and speed are those of searching."""

import gc
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter

from corpus import YijuError
from eval.errors import BenchmarkError
from index import Progress, Searcher, load_encoder, load_reranker, open_snapshot

_WARMING = 10
"""Questions asked before the clock runs: the first ones wait for pages of the disk and for libraries to settle."""
_MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Searched:
    """What a process that only opens and searches found, and what it took.

    Attributes:
        found: for each question the numbers of the documents whose passages were found, best first, each once.
        latencies: milliseconds of each question, end to end.
        open_seconds: until the snapshot, its indexes and the word list were open; the model is not counted.
        model_seconds: until the model was loaded.
        resident: resident memory at the end, in MB (2^20 bytes).
        peak: the most it ever was.
    """

    found: tuple[tuple[int, ...], ...]
    latencies: tuple[float, ...]
    open_seconds: float
    model_seconds: float
    resident: float
    peak: float


def search_apart(
    home: Path, cache: Path, questions: Sequence[str], *, k: int, progress: Progress, reranker: str | None = None
) -> Searched:
    """Open the snapshot of a home in a new process and ask it one question after another.

    Args:
        home: with a snapshot.
        cache: where the bundled model is expanded.
        questions: at least one.
        k: passages to find for each.
        progress: told of each question.
        reranker: the cross-encoder that re-ranks, if any.

    Raises:
        YijuError: what went wrong there.
        RuntimeError: the process failed in a way that nobody expected.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(theirs, home, cache, tuple(questions), k, reranker))
    process.start()
    theirs.close()
    try:
        while True:
            message = ours.recv()
            if isinstance(message, YijuError):
                raise message
            if isinstance(message, Searched):
                return message
            progress.advance(message)
    except EOFError as error:
        process.join()
        if process.exitcode is not None and process.exitcode < 0:
            raise BenchmarkError(
                f"检索进程被系统中止（信号 {-process.exitcode}）", remedy="内存可能不够，请关掉别的程序再试"
            ) from error
        message = f"the searching process ended with exit code {process.exitcode}; its own message stands above"
        raise RuntimeError(message) from error
    finally:
        ours.close()
        process.terminate()
        process.join()


def _work(  # noqa: PLR0917  a process is started with positional arguments
    results: Connection, home: Path, cache: Path, questions: Sequence[str], k: int, reranker: str | None
) -> None:
    try:
        results.send(_searched(results, home, cache, questions, k, reranker))
    except YijuError as error:
        results.send(error)


def _searched(  # noqa: PLR0917  as above
    results: Connection, home: Path, cache: Path, questions: Sequence[str], k: int, reranker: str | None
) -> Searched:
    # As the entry points do: what is loaded now stays for good, so the collector is kept from walking it.
    gc.disable()
    began = perf_counter()
    snapshot = open_snapshot(home)
    opened = perf_counter()
    made = snapshot.manifest.model
    encoder = load_encoder(made.name, cache=cache, dtype=made.requested_dtype)
    judge = load_reranker(reranker, dtype=made.requested_dtype) if reranker is not None else None
    loaded = perf_counter()
    searcher = Searcher(snapshot, encoder, reranker=judge)
    assert snapshot.vectors.size == snapshot.lexical.size  # noqa: S101  maps both indexes, which belongs to opening
    ready = perf_counter()
    gc.freeze()
    gc.enable()
    for question in questions[:_WARMING]:
        searcher.search(question, k=k)
    found: list[tuple[int, ...]] = []
    latencies: list[float] = []
    for question in questions:
        asked = perf_counter()
        hits = searcher.search(question, k=k)
        latencies.append((perf_counter() - asked) * 1000)
        numbers = (int(snapshot.passage_documents[hit.position]) for hit in hits)
        found.append(tuple(dict.fromkeys(numbers)))
        results.send(1)
    resident, peak = resident_memory()
    return Searched(tuple(found), tuple(latencies), opened - began + ready - loaded, loaded - opened, resident, peak)


def resident_memory() -> tuple[float, float]:
    """Resident memory of this process in MB (2^20 bytes): now, and the most it ever was.

    Where the system does not tell what it is now (it does on Linux), the most stands for both.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = (line.partition(":") for line in status.read_text("ascii", errors="replace").splitlines())
        sizes = {name: int(value.split()[0]) / 1024 for name, _, value in lines if name in {"VmRSS", "VmHWM"}}
        return sizes["VmRSS"], sizes["VmHWM"]
    import resource  # noqa: PLC0415  not every system has it

    # Kilobytes, but bytes on macOS. On Linux it would count the parent, too, as it was when it started this process.
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / _MEGABYTE
    return peak, peak
