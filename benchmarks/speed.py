"""Speed on the two seed documents, as a user meets it: whole commands and HTTP round trips.

    python -m benchmarks.speed [--repeat 5] [--requests 200]

Builds into a fresh home (the model is expanded already), asks cold through the command line, and asks a running server
over HTTP. Prints one JSON value; seconds for commands, milliseconds for requests.
"""

import argparse
import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
import numpy as np

from corpus import find_files, read_library

ROOT = Path(__file__).parent.parent
DOCUMENTS = ROOT / "corpus" / "documents"
YIJU = [str(Path(sys.executable).parent / "yiju")]


def main() -> None:
    """Run everything and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--requests", type=int, default=200)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        figures = {
            "build_s": seconds("build", str(DOCUMENTS), home=home),
            "rebuild_unchanged_s": median(arguments.repeat, "build", str(DOCUMENTS), home=home),
            "ask_cold_s": median(arguments.repeat, "ask", "2021年全省要新增多少家上云企业？", home=home),
            "help_s": median(arguments.repeat, "--help", home=None),
            "documents_s": median(arguments.repeat, "documents", home=home),
            **requests(home, arguments.requests),
        }
    print(json.dumps(figures, indent=2))


def seconds(*words: str, home: Path | None) -> float:
    """Wall time of one command."""
    options = ["--home", str(home)] if home else []
    began = time.perf_counter()
    subprocess.run([*YIJU, *words, *options], check=True, capture_output=True, cwd=ROOT)
    return round(time.perf_counter() - began, 2)


def median(repeat: int, *words: str, home: Path | None) -> float:
    """Median wall time of a command."""
    return round(statistics.median(seconds(*words, home=home) for _ in range(repeat)), 2)


def requests(home: Path, count: int) -> dict[str, float]:
    """`POST /v1/ask` one after another, a different question each time, after 20 to warm up."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [*YIJU, "serve", "--port", str(port), "--home", str(home)], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    began = time.perf_counter()
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            while True:
                try:
                    client.get("/healthz").raise_for_status()
                    break
                except httpx.TransportError:
                    if server.poll() is not None or time.perf_counter() - began > 120:
                        raise
                    time.sleep(0.1)
            started = time.perf_counter() - began
            times = []
            for question in questions(count + 20):
                at = time.perf_counter()
                client.post("/v1/ask", json={"question": question}).raise_for_status()
                times.append((time.perf_counter() - at) * 1000)
    finally:
        server.terminate()
        server.wait(timeout=30)
    warm = times[20:]
    return {
        "serve_ready_s": round(started, 2),
        "ask_http_ms_p50": round(float(np.percentile(warm, 50)), 1),
        "ask_http_ms_p95": round(float(np.percentile(warm, 95)), 1),
        "ask_http_requests": len(warm),
    }


def questions(count: int) -> list[str]:
    """Questions made from the headings and rows of the documents."""
    made: list[str] = []
    for document in read_library(find_files([DOCUMENTS])).documents:
        for clause in document.walk():
            if clause.row is not None:
                made += [f"{cell.text.rstrip('。')}由谁负责？" for cell in clause.row.cells if len(cell.text) > 12]
            elif clause.heading:
                made += [f"怎样{clause.heading}？", f"{clause.heading}有哪些要求？"]
    return [made[at % len(made)] for at in range(count)]


if __name__ == "__main__":
    main()
