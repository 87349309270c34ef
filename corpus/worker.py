"""Reader processes: files are read where they can do no harm, several at a time.

A file may hang its reader, make it crash or eat all memory; it then costs its process and nothing else. Each process
reads one file at a time; one that is stopped or ends is replaced when there is more to read. A crash in a process that
has read other files before is not believed: the file gets a second chance in a fresh one, so that what comes out never
depends on which files went before it.
"""

import json
import os
import pickle
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from corpus.document import Document
from corpus.errors import DocumentError, ReaderCrashed, ReadingTimedOut
from corpus.source import Source
from corpus.worker_child import Defect, Message, Orders, OutOfMemory, Read, Ready, Refusal, Task, frame, read_frame

READ_DOCUMENT = "corpus.document:read_document"
"""Import path of the function that reads a file, called in the child."""

_BOOT = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from corpus.worker_child import main; main()"
_BOOT_SECONDS = 120.0
"""How long a process may take to start; on an idle machine it is a fraction of a second."""
_EXIT_SECONDS = 5.0
"""How long a process may take to end after it closed its pipe."""
_REMEDY = "文件可能已损坏；请用 Word、WPS 或浏览器打开，另存为新文件或 PDF 后再试"
_DEATHS = {
    "SIGSEGV": "内存访问出错",
    "SIGBUS": "内存访问出错",
    "SIGABRT": "自行中止",
    "SIGKILL": "被系统终止，可能是内存不够",
    "SIGFPE": "算术出错",
    "SIGILL": "指令出错",
}

Outcome = tuple[Document, Source] | DocumentError


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What reading may use.

    Attributes:
        processes: at most so many readers at a time; None: one for each processor.
        seconds: how long reading one file may take.
        seconds_per_megabyte: what is added for each megabyte of the file.
        memory: address space of one reader in bytes (kept to on Linux).
        file_bytes: larger files are refused before they are read.
    """

    processes: int | None = None
    seconds: float = 60.0
    seconds_per_megabyte: float = 10.0
    memory: int = 2 * 2**30
    file_bytes: int = 50 * 2**20

    def seconds_for(self, size: int) -> float:
        """How long a file of `size` bytes may take."""
        return self.seconds + self.seconds_per_megabyte * size / 2**20


DEFAULT_LIMITS = ReadingLimits()


def read_files(
    tasks: Iterable[Task], *, limits: ReadingLimits, reader: str = READ_DOCUMENT
) -> Iterator[tuple[Task, Outcome]]:
    """Read files in processes of their own and give the outcomes as they come, in no fixed order.

    Closing the iterator, or an exception where it is used, ends all processes at once.

    Args:
        tasks: the files.
        limits: what the processes may use.
        reader: import path `package.module:function` of what reads a file; its shape is that of `read_document`.

    Raises:
        RuntimeError: a process cannot be started; the message holds what it said.
    """
    pool = _Pool(deque(tasks), limits, reader)
    try:
        yield from pool.run()
    finally:
        pool.close()


class _Child:
    """A reader process with the thread that listens to it.

    Attributes:
        task: what it reads now, or None.
        fresh: whether it has read nothing before that.
        ready: whether it has said that it is.
        deadline: when it is to be stopped, on the monotonic clock.
    """

    def __init__(self, events: "queue.SimpleQueue[_Event]", orders: Orders) -> None:
        self.task: Task | None = None
        self.fresh = True
        self.ready = False
        self.deadline = time.monotonic() + _BOOT_SECONDS
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  closed by `end`
        # -P: a file in the working folder never passes for a module.
        command = [sys.executable, "-P", "-c", _BOOT, json.dumps([str(place) for place in sys.path])]
        self._process = subprocess.Popen(  # noqa: S603  our own interpreter
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._said
        )
        self._inbox, self._outbox = self._process.stdin, self._process.stdout
        self._listener = threading.Thread(target=self._listen, args=(events,), daemon=True)
        self._listener.start()
        self._write(orders)

    def give(self, task: Task) -> None:
        """Hand it a file; it must have none."""
        self.task = task
        if self.ready:
            self.deadline = time.monotonic() + task.seconds
        self._write(task)

    def started(self) -> None:
        """It is ready: the time of its first file begins to count."""
        self.ready = True
        if self.task is not None:
            self.deadline = time.monotonic() + self.task.seconds

    def done(self) -> Task:
        """It has read its file."""
        assert self.task is not None  # noqa: S101  it speaks of a file only when it has one
        task, self.task, self.fresh = self.task, None, False
        return task

    def death(self) -> str:
        """Of what it ended, in Chinese; it has."""
        try:
            code = self._process.wait(_EXIT_SECONDS)
        except subprocess.TimeoutExpired:  # it closed its pipe and lives on
            return "不再应答"
        if code >= 0:
            return f"退出码 {code}"
        name = signal.Signals(-code).name if -code in set(signal.Signals) else f"信号 {-code}"
        return _DEATHS.get(name, name)

    def last_words(self) -> str:
        """What it wrote on standard error before it was ready."""
        self._said.seek(0)
        return self._said.read()[-2000:].decode("utf-8", errors="replace").strip()

    def end(self) -> None:
        """Stop it and give back all that belongs to it."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._inbox, self._outbox):
            _close(pipe)
        self._said.close()

    def _write(self, value: object) -> None:
        # Small, and the pipe is empty: this never waits. Of a child that ended the listener tells.
        assert self._inbox is not None  # noqa: S101  it is a pipe
        try:
            self._inbox.write(frame(value))
            self._inbox.flush()
        except BrokenPipeError:
            return

    def _listen(self, events: "queue.SimpleQueue[_Event]") -> None:
        assert self._outbox is not None  # noqa: S101  it is a pipe
        while (data := read_frame(self._outbox)) is not None:
            events.put((self, data))
        events.put((self, None))


_Event = tuple[_Child, bytes | None]


class _Pool:
    """The processes and what is left to read."""

    def __init__(self, tasks: deque[Task], limits: ReadingLimits, reader: str) -> None:
        self._tasks = tasks
        self._size = max(1, min(limits.processes or _processors(), len(tasks)))
        self._orders = Orders(reader, os.getpid(), limits.memory, limits.file_bytes)
        self._memory = limits.memory
        self._children: list[_Child] = []
        self._events: queue.SimpleQueue[_Event] = queue.SimpleQueue()

    def run(self) -> Iterator[tuple[Task, Outcome]]:
        """Read everything."""
        while True:
            self._hand_out()
            busy = [child for child in self._children if child.task is not None]
            if not busy:
                return
            yield from self._next_outcome(min(busy, key=lambda child: child.deadline))

    def close(self) -> None:
        """End all processes."""
        while self._children:
            self._children.pop().end()

    def _hand_out(self) -> None:
        """Give every process a file; start one more only when all others are at work."""
        while self._tasks:
            idle = next((child for child in self._children if child.task is None), None)
            if idle is None:
                if len(self._children) >= self._size:
                    return
                idle = self._start()
            idle.give(self._tasks.popleft())

    def _start(self) -> _Child:
        child = _Child(self._events, self._orders)
        self._children.append(child)
        return child

    def _end(self, child: _Child) -> None:
        self._children.remove(child)
        child.end()

    def _next_outcome(self, first: _Child) -> Iterator[tuple[Task, Outcome]]:
        """Wait until a process says something or the first one is over its time."""
        try:
            child, data = self._events.get(timeout=max(0.0, first.deadline - time.monotonic()))
        except queue.Empty:
            yield from self._late(first)
            return
        if child not in self._children:
            return  # the last of one that was stopped
        message: Message | None = None if data is None else pickle.loads(data)  # noqa: S301  from our own process
        match message:
            case Ready():
                child.started()
            case Read(document, source):
                yield child.done(), (document, source)
            case Refusal(kind, text, remedy):
                yield child.done(), kind(text, remedy=remedy)
            case _:
                yield from self._lost(child, message)

    def _late(self, child: _Child) -> Iterator[tuple[Task, Outcome]]:
        if not child.ready:
            self._fail_to_start(child)
        task = child.done()
        self._end(child)
        yield (
            task,
            ReadingTimedOut(
                f"{task.name}：读了 {task.seconds:.0f} 秒还没有读完，已停止",
                remedy="文件可能已损坏；请用 Word、WPS 或浏览器打开后另存，太大的请拆分，再重新读取",
            ),
        )

    def _lost(self, child: _Child, message: OutOfMemory | Defect | None) -> Iterator[tuple[Task, Outcome]]:
        """A process ended, or is about to."""
        if not child.ready:
            self._fail_to_start(child)
        fresh, idle = child.fresh, child.task is None
        cause = child.death() if message is None else ""
        task = None if idle else child.done()
        self._end(child)
        if task is None:
            return
        if not fresh:
            self._start().give(task)
        elif isinstance(message, OutOfMemory):
            limit = self._memory / 2**30
            yield task, ReaderCrashed(f"{task.name}：读取它需要的内存超过 {limit:.3g} GB 的上限", remedy=_REMEDY)
        elif isinstance(message, Defect):
            yield (
                task,
                ReaderCrashed(f"{task.name}：读取程序没有料到这样的内容（{message.description}）", remedy=_REMEDY),
            )
        else:
            yield task, ReaderCrashed(f"{task.name}：读取程序中途退出（{cause}）", remedy=_REMEDY)

    def _fail_to_start(self, child: _Child) -> None:
        message = f"a reader process did not start: {child.death()}\n{child.last_words()}"
        raise RuntimeError(message)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _close(pipe: IO[bytes] | None) -> None:
    """Close a pipe; what was never read by its other end is nobody's loss."""
    if pipe is None:
        return
    try:
        pipe.close()
    except BrokenPipeError:
        return
