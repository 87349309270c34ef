"""Runs one system in a process of its own: `python -m benchmarks.peers.child TASK RESULT`.

TASK and RESULT are JSON files, so that nothing of this process (libraries, memory, threads) is shared with the next.
What this module imports of the product is about 16 MB in every system's figures.
"""

import gc
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import torch

from benchmarks.peers.system import SYSTEMS, System, whole
from benchmarks.peers.task import Outcome, Task
from eval.searching import resident_memory

WARM_UP = 5
"""Questions asked before the clock runs; they are asked again later."""

PROBES = 3
"""Records and questions whose vectors are handed back for comparison."""


def main(arguments: Sequence[str]) -> None:
    """Do the task and write its outcome."""
    task_file, outcome_file = map(Path, arguments)
    with tempfile.TemporaryDirectory() as folder:
        run(Task.read(task_file), Path(folder)).write(outcome_file)


def run(task: Task, folder: Path) -> Outcome:
    """Load, build, ask; `folder` is empty and the system's own."""
    torch.set_num_threads(task.encoder.threads)
    entry = SYSTEMS[task.system]
    began = time.perf_counter()
    system = entry.load(task.encoder, folder)
    load_s = time.perf_counter() - began
    loaded_mb, _ = resident_memory()
    began, worked = time.perf_counter(), time.process_time()
    passages = system.build(task.records)
    build_s, build_cpu_s = time.perf_counter() - began, time.process_time() - worked
    # As the product does where it serves: what is loaded stays, so the collector need not walk it again and again.
    gc.freeze()
    for text in task.queries[:WARM_UP]:
        system.search(text, task.depth)
    found, latency_ms = [], []
    for text in task.queries:
        began = time.perf_counter()
        found.append(system.search(text, task.depth))
        latency_ms.append((time.perf_counter() - began) * 1000)
    rss_mb, rss_peak_mb = resident_memory()
    return Outcome(
        versions={name: version(name) for name in entry.distributions},
        load_s=load_s,
        build_s=build_s,
        build_cpu_s=build_cpu_s,
        passages=passages,
        found=found,
        latency_ms=latency_ms,
        loaded_mb=loaded_mb,
        rss_mb=rss_mb,
        rss_peak_mb=rss_peak_mb,
        vectors=_probes(system, task),
    )


def _probes(system: System, task: Task) -> list[list[float]]:
    passages = [list(system.vector(whole(record), "passage")) for record in task.records[:PROBES]]
    return passages + [list(system.vector(text, "query")) for text in task.queries[:PROBES]]


if __name__ == "__main__":
    main(sys.argv[1:])
