"""What goes into the process of one system and what comes out of it."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.peers.system import EncoderSetting
from corpus import Record


@dataclass(frozen=True, slots=True)
class Task:
    """What one process is to do.

    Attributes:
        system: a name of `SYSTEMS`.
        encoder: the encoder.
        depth: passages asked for with every question.
        records: the corpus.
        queries: the texts of the questions.
    """

    system: str
    encoder: EncoderSetting
    depth: int
    records: list[Record]
    queries: list[str]

    def write(self, path: Path) -> None:
        """Write the task to a file."""
        value = asdict(self)
        value["encoder"]["folder"] = str(self.encoder.folder)
        path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "Task":
        """Read a task that `write` wrote."""
        value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        encoder = value.pop("encoder")
        return cls(
            encoder=EncoderSetting(**{**encoder, "folder": Path(encoder["folder"])}),
            records=[Record(**record) for record in value.pop("records")],
            **value,
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one process found.

    Attributes:
        versions: distribution → version.
        load_s: seconds to import the system and load the encoder.
        build_s: seconds from records in memory to an index that answers.
        build_cpu_s: seconds of processor time of this process, all threads, which a busy machine disturbs less.
        passages: passages in the index.
        found: for every question the records of the passages found, best first, before folding.
        latency_ms: milliseconds of every question, its own embedding included.
        loaded_mb: resident memory in MB (2^20 bytes) once the encoder is loaded.
        rss_mb: after the last question.
        rss_peak_mb: the most it ever was.
        vectors: of the first records and questions.
    """

    versions: dict[str, str]
    load_s: float
    build_s: float
    build_cpu_s: float
    passages: int
    found: list[list[str]]
    latency_ms: list[float]
    loaded_mb: float
    rss_mb: float
    rss_peak_mb: float
    vectors: list[list[float]]

    def write(self, path: Path) -> None:
        """Write the outcome to a file."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "Outcome":
        """Read an outcome that `write` wrote."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))
