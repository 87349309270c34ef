"""Reader processes: whatever a file does to its reader, it costs that file, and nobody is left behind."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import (
    DocumentError,
    EmptyDocument,
    Failure,
    ReaderCrashed,
    Reading,
    ReadingLimits,
    ReadingTimedOut,
    UnreadableDocument,
    find_files,
    read_library,
)
from corpus.worker import read_files
from corpus.worker_child import Task

ROOT = Path(__file__).resolve().parents[2]
MISBEHAVING = "tests.corpus.misbehaving:read"
OPINION = "某市人民政府关于促进数据发展的意见\n一、总体要求\n坚持创新。\n"
LIMITS = ReadingLimits(processes=2, seconds=30, seconds_per_megabyte=0, memory=2**30)
ONE_AT_A_TIME = replace(LIMITS, processes=1)

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps a process to its memory")
posix = pytest.mark.skipif(os.name != "posix", reason="signals are a thing of POSIX")


def put(folder: Path, **orders: str) -> Path:
    """Write files with what their reader is to do; the words tell them apart."""
    for name, order in orders.items():
        (folder / f"{name}.txt").write_text(f"{order}\n{name}\n{OPINION}", encoding="utf-8")
    return folder


def read(folder: Path, limits: ReadingLimits = LIMITS, reader: str = MISBEHAVING) -> Reading:
    return read_library(find_files([folder]), limits=limits, reader=reader)


def names(reading: Reading) -> list[str]:
    return [document.file for document in reading.documents]


def told(failures: Sequence[Failure]) -> list[tuple[str, type[DocumentError], str]]:
    return [(failure.file, type(failure.error), str(failure.error)) for failure in failures]


def outlives(pid: int, seconds: float = 5.0) -> bool:
    """Whether a process is still there after a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        state = Path(f"/proc/{pid}/stat")
        with suppress(FileNotFoundError, ProcessLookupError):
            if state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z":
                return False  # dead; whoever inherited it has not looked yet
        time.sleep(0.02)
    return True


def pid_in(path: Path) -> int:
    """The process id that a reader leaves in a file."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if path.exists() and (text := path.read_text("ascii")):
            return int(text)
        time.sleep(0.02)
    pytest.fail("the reader never began")


# --- what a file may do to its reader -------------------------------------------------------------------------------


@posix
@pytest.mark.parametrize(
    ("order", "message"),
    [
        ("segfault", "坏.txt：读取程序中途退出（内存访问出错）"),
        ("abort", "坏.txt：读取程序中途退出（自行中止）"),
        ("killed", "坏.txt：读取程序中途退出（被系统终止，可能是内存不够）"),
        ("exit", "坏.txt：读取程序中途退出（退出码 3）"),
        ("defect", "坏.txt：读取程序没有料到这样的内容（KeyError：'坏'，misbehaving.py 第 "),
    ],
)
def test_a_crash_costs_its_file_and_says_how(tmp_path: Path, order: str, message: str) -> None:
    reading = read(put(tmp_path, 一=OPINION, 坏=order, 二=OPINION, 三=OPINION), ONE_AT_A_TIME)
    assert names(reading) == sorted(["一.txt", "三.txt", "二.txt"])
    [failure] = reading.failures
    assert (failure.file, type(failure.error)) == ("坏.txt", ReaderCrashed)
    assert failure.error.message.startswith(message)
    assert failure.error.remedy
    assert "\n" not in str(failure.error)


def test_a_reader_that_nests_too_deep_is_an_unreadable_file(tmp_path: Path) -> None:
    reading = read(put(tmp_path, 深="recurse", 好=OPINION))
    assert names(reading) == ["好.txt"]
    assert [(failure.file, type(failure.error)) for failure in reading.failures] == [("深.txt", UnreadableDocument)]
    assert "嵌套得太深" in reading.failures[0].error.message


@linux
def test_a_file_that_needs_too_much_memory_costs_itself(tmp_path: Path) -> None:
    (tmp_path / "大.txt").write_text("eat\n4096\n", encoding="utf-8")
    (tmp_path / "中.txt").write_text(f"eat\n100\n{OPINION}", encoding="utf-8")
    reading = read(tmp_path)
    assert names(reading) == ["中.txt"]
    [failure] = reading.failures
    assert (failure.file, type(failure.error)) == ("大.txt", ReaderCrashed)
    assert "内存超过 1 GB 的上限" in failure.error.message


@posix
@pytest.mark.parametrize("order", ["sleep", "spin"])
def test_a_reader_that_hangs_is_stopped_at_its_time_limit(tmp_path: Path, order: str) -> None:
    folder = tmp_path / "库"
    folder.mkdir()
    note = tmp_path / "pid"
    put(folder, 一=OPINION, 二=OPINION)
    (folder / "停.txt").write_text(f"{order}\n{note}\n", encoding="utf-8")
    begun = time.monotonic()
    reading = read(folder, replace(LIMITS, seconds=1))
    assert time.monotonic() - begun < 20
    assert names(reading) == ["一.txt", "二.txt"]
    assert [(failure.file, type(failure.error)) for failure in reading.failures] == [("停.txt", ReadingTimedOut)]
    assert reading.failures[0].error.message == "停.txt：读了 1 秒还没有读完，已停止"
    assert not outlives(pid_in(note))


def test_the_time_limit_grows_with_the_size_of_the_file() -> None:
    limits = ReadingLimits(seconds=60, seconds_per_megabyte=10)
    assert limits.seconds_for(0) == 60
    assert limits.seconds_for(3 * 2**20) == 90


def test_what_a_library_prints_gets_nowhere(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    reading = read(put(tmp_path, 吵="chatter", 静=OPINION))
    assert names(reading) == sorted(["吵.txt", "静.txt"])
    assert capfd.readouterr() == ("", "")


@posix
def test_a_file_is_not_blamed_for_what_another_one_did_to_the_process(tmp_path: Path) -> None:
    """The process is spoilt by the first file; the second is read again in a fresh one, and well."""
    reading = read(put(tmp_path, a="leak", b="fragile"), ONE_AT_A_TIME)
    assert names(reading) == ["a.txt", "b.txt"]
    assert reading.failures == ()


def test_a_file_that_changes_while_it_is_read_is_told(tmp_path: Path) -> None:
    put(tmp_path, 一=OPINION)
    [entry] = find_files([tmp_path])
    task = Task(entry, entry.file, ident="0" * 16, seconds=30)
    [(_, outcome)] = read_files([task], limits=LIMITS)
    assert isinstance(outcome, UnreadableDocument)
    assert outcome.message == "一.txt：读取的时候文件有改动"


# --- the processes --------------------------------------------------------------------------------------------------


def test_the_outcome_does_not_depend_on_who_is_done_first(tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"{number:02}.txt").write_text(f"{OPINION}{number}。\n", encoding="utf-8")
    for number in range(3):
        (tmp_path / f"空{number}.txt").write_text(" " * number, encoding="utf-8")
    entries = find_files([tmp_path])
    orders: list[list[str]] = []
    readings: list[Reading] = []
    for way, processes in (("read_one_way", 1), ("read_one_way", 3), ("read_the_other_way", 3)):
        seen: list[str] = []
        limits = replace(LIMITS, processes=processes)
        reader = f"tests.corpus.misbehaving:{way}"
        readings.append(read_library(entries, progress=seen.append, limits=limits, reader=reader))
        orders.append(seen)
    assert orders[1] != orders[2], "the files were done in one order whatever they took"
    assert [sorted(order) for order in orders] == [sorted(orders[0])] * 3
    first = readings[0]
    assert len(first.documents) == 12
    assert {type(failure.error) for failure in first.failures} == {EmptyDocument}
    for other in readings[1:]:
        assert other.documents == first.documents
        assert list(other.sources.items()) == list(first.sources.items())
        assert told(other.failures) == told(first.failures)


def test_no_more_processes_are_started_than_there_are_files_or_allowed(tmp_path: Path) -> None:
    put(tmp_path, **{f"文{number}": "process" for number in range(6)})
    # Every document says in which process it was read; the texts are equal where the process is.
    for processes, most in ((1, 1), (2, 2), (50, 6)):
        reading = read(tmp_path, replace(LIMITS, processes=processes))
        assert len(reading.documents) == 6
        pids = {re.findall(r"进程(\d+)", document.clean.text)[0] for document in reading.documents}
        assert 1 <= len(pids) <= most
        assert str(os.getpid()) not in pids
        assert not any(outlives(int(pid), 0.5) for pid in pids)


def test_no_files_start_no_process() -> None:
    assert read_library([], reader="nowhere:nothing").documents == ()


def test_a_reader_that_cannot_be_imported_is_a_defect_that_says_so(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="No module named 'nowhere'"):
        read(put(tmp_path, 一=OPINION), reader="nowhere:nothing")


SCRIPT = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
import json, fractions
from pathlib import Path
from corpus import find_files, read_library
reading = read_library(find_files([Path(sys.argv[1])]), reader={MISBEHAVING!r})
print(json.dumps([document.clean.text for document in reading.documents]))
"""


@pytest.mark.parametrize("way", ["script", "command", "standard input", "module"])
def test_a_reader_process_imports_the_corpus_and_nothing_of_the_program(tmp_path: Path, way: str) -> None:
    """Whatever the main program is (the script `yiju` has no suffix and no guard), it is not run again in the child."""
    library = tmp_path / "库"
    library.mkdir()
    put(library, 一="modules")
    (tmp_path / "yiju").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "program.py").write_text(SCRIPT, encoding="utf-8")
    if way != "module":  # a module run by name has its folder on the path
        (tmp_path / "json.py").write_text("raise SystemExit('a file of the working folder was taken for a module')")
    commands = {"script": ["yiju"], "command": ["-c", SCRIPT], "standard input": ["-"], "module": ["-m", "program"]}
    run = subprocess.run(
        [sys.executable, *(["-P"] if way != "module" else []), *commands[way], str(library)],
        input=SCRIPT if way == "standard input" else None,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.stderr == ""
    modules = set(run.stdout.replace("\\n", " ").replace('"', " ").split())
    assert "corpus.worker_child" in modules
    assert modules & {"fractions", "program"} == set(), "the main program was run again"
    assert {name.partition(".")[0] for name in modules} & {"index", "assistant", "eval", "ui"} == set()
    assert modules & {"torch", "faiss", "gradio", "fastapi", "transformers", "jieba", "pydantic"} == set()


def test_a_reader_process_of_a_test_run_imports_no_part_of_it(tmp_path: Path) -> None:
    # This test itself is run by pytest, which has imported the whole product for its fixtures.
    assert {"pytest", "index", "pydantic"} <= set(sys.modules)
    reading = read(put(tmp_path, 一="modules"))
    modules = set(reading.documents[0].clean.text.split())
    assert "corpus.worker_child" in modules
    assert modules & {"pytest", "_pytest", "index", "pydantic"} == set()


# --- the end of the parent ------------------------------------------------------------------------------------------


@posix
@pytest.mark.parametrize("order", ["sleep", "spin"])
@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_reader_outlives_its_parent(tmp_path: Path, order: str, way: signal.Signals) -> None:
    if order == "spin" and way != signal.SIGINT and sys.platform != "linux":
        pytest.skip("only Linux tells a busy process of the end of its parent")
    library = tmp_path / "库"
    library.mkdir()
    note = tmp_path / "pid"
    (library / "停.txt").write_text(f"{order}\n{note}\n", encoding="utf-8")
    parent = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(library)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with parent:
        child = pid_in(note)
        begun = time.monotonic()
        # Ctrl-C reaches the whole group.
        os.killpg(parent.pid, way) if way == signal.SIGINT else parent.send_signal(way)
        out, complaints = parent.communicate(timeout=30)
    assert time.monotonic() - begun < 10
    assert not outlives(child)
    assert out == ""
    assert complaints.count("Traceback") == (1 if way == signal.SIGINT else 0)
    assert "worker_child" not in complaints
