"""Yiju beside txtai, LlamaIndex and Haystack on one corpus, with one encoder, in one run.

    python -m benchmarks.peers FOLDER [--records 5000] [--queries 300] [--part holdout] [--output FILE]

Every system runs in a fresh process of this interpreter, one after the other, with the same encoder folder, prompts,
arithmetic and number of threads. Prints a table; `--output` also writes everything as JSON, after each system. Needs
Linux and the extra `peers`.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.peers.report import figures, lead, likeness, table
from benchmarks.peers.subset import sample
from benchmarks.peers.system import SYSTEMS, EncoderSetting
from benchmarks.peers.task import Outcome, Task
from eval import DEFAULT_PASSAGES, BenchmarkQuery, Part, read_folder
from index.bundled import expand_bundled
from ui.settings import load_settings

ROOT = Path(__file__).resolve().parents[2]

ALIKE = 0.999
"""Cosine below which two encoders are not the same."""

OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
}
"""Nothing is fetched, nobody is told, and no bars stand between our own lines."""


def main() -> int:
    """Run the systems one after the other and print the table."""
    arguments = _parser().parse_args()
    whole = read_folder(arguments.folder)
    records, queries = sample(
        whole.records,
        [query for query in whole.queries if arguments.part.holds(query)],
        record_count=arguments.records,
        query_count=arguments.queries,
    )
    settings = load_settings(adapter=arguments.adapter)
    model = arguments.model or expand_bundled(settings.cache, adapted=settings.adapter == "auto")
    encoder = EncoderSetting.of(model, arguments.dtype, arguments.threads)
    report: dict[str, Any] = {
        "corpus": arguments.folder.name,
        "documents": len(records),
        "queries": len(queries),
        "part": arguments.part.value,
        "encoder": {"folder": encoder.folder.name, "dtype": encoder.dtype, "prompts": [encoder.query, encoder.passage]},
        "threads": arguments.threads,
        "passages_asked_for": arguments.passages,
        "environment": _environment(),
        "systems": {},
    }
    names = arguments.system or list(SYSTEMS)
    outcomes: dict[str, Outcome] = {}
    for name in names:
        print(f"{name} …", file=sys.stderr, flush=True)
        task = Task(name, encoder, arguments.passages, records, [query.text for query in queries])
        outcome = run_apart(task)
        if outcome is None:
            print(f"{name} failed, see above", file=sys.stderr)
            continue
        outcomes[name] = outcome
        report["systems"][name] = {**figures(outcome, queries), **compared(outcome, outcomes, queries)}
        if arguments.output:
            arguments.output.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(f"{arguments.folder.name}: {len(records):,} records, {len(queries):,} questions")
    print(f"{encoder.folder.name}, {encoder.dtype}, {arguments.threads} threads")
    print(table(report["systems"]))
    strange = [name for name, values in report["systems"].items() if values["encoder_cosine"] < ALIKE]
    for name in strange:
        print(f"{name} does not use the same encoder: cosine {report['systems'][name]['encoder_cosine']:.4f}")
    return 1 if strange or len(outcomes) < len(names) else 0


def compared(outcome: Outcome, outcomes: Mapping[str, Outcome], queries: Sequence[BenchmarkQuery]) -> dict[str, Any]:
    """A system beside the first one that ran, which is the product unless it was left out."""
    first = next(iter(outcomes))
    ahead = {} if outcomes[first] is outcome else {f"{first}_lead": lead(outcomes[first], outcome, queries)}
    return {"encoder_cosine": likeness(outcome, outcomes[first]), **ahead}


def run_apart(task: Task) -> Outcome | None:
    """The outcome of a task in a fresh process of this interpreter; None when the process failed."""
    with tempfile.TemporaryDirectory() as name:
        task_file, outcome_file = Path(name) / "task.json", Path(name) / "outcome.json"
        task.write(task_file)
        command = [sys.executable, "-m", "benchmarks.peers.child", str(task_file), str(outcome_file)]
        environment = {**os.environ, **OFFLINE, **_threads(task.encoder.threads)}
        ended = subprocess.run(command, cwd=ROOT, env=environment, check=False)
        return Outcome.read(outcome_file) if ended.returncode == 0 else None


def _threads(count: int) -> dict[str, str]:
    """One number for every library with threads of its own; idle ones sleep, as the product has it."""
    names = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS", "RAYON_NUM_THREADS")
    return {**dict.fromkeys(names, str(count)), "OMP_WAIT_POLICY": "PASSIVE"}


def _environment() -> dict[str, str]:
    return {
        "python": platform.python_version(),
        **{name: version(name) for name in ("torch", "transformers", "sentence-transformers", "numpy")},
        "processor": next(
            (
                line.partition(":")[2].strip()
                for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
                if line.startswith("model name")
            ),
            platform.machine(),
        ),
        "cores": str(os.cpu_count()),
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.peers", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="benchmark folder: corpus.jsonl and queries.jsonl, plain or .gz")
    parser.add_argument("--records", type=int, help="sample this many records; all that answer a question are kept")
    parser.add_argument("--queries", type=int, help="sample this many questions")
    parser.add_argument("--part", type=Part, choices=list(Part), default=Part.ALL, help="which questions may be asked")
    parser.add_argument("--system", action="append", choices=list(SYSTEMS), help="only this one; may be repeated")
    parser.add_argument("--model", type=Path, help="Sentence Transformers folder; default: the bundled model")
    parser.add_argument("--adapter", choices=("auto", "none"), help="weights merged into it; default: as the product")
    parser.add_argument("--dtype", choices=("fp32", "bf16"), default="fp32")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="of every library; default: all cores")
    parser.add_argument("--passages", type=int, default=DEFAULT_PASSAGES, help="asked for with every question")
    parser.add_argument("--output", type=Path, help="write the figures here as JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
