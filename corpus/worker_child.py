"""The child's side of reading: a process that reads one file after another and dies with its parent.

It is started as a plain interpreter that calls `main`, not through `multiprocessing`: that would run the parent's main
program again in the child (the script `yiju` with all its libraries, or a script of a user without a guard).

Tasks come in on standard input and outcomes go out on standard output, both as frames: 8 bytes of length and a pickle.
When standard input ends, the parent is gone, and so is the child.
"""

import ctypes
import faulthandler
import os
import pickle
import queue
import signal
import struct
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name
from types import TracebackType
from typing import IO

from corpus.document import Document, document_id
from corpus.errors import DocumentError, UnreadableDocument
from corpus.files import Entry, read_bytes
from corpus.kinds import check_kind
from corpus.source import Source

LAST_RESORT_SECONDS = 10.0
"""How long after its time limit a child ends itself when nobody else did."""

_LENGTH = struct.Struct(">Q")
_PR_SET_PDEATHSIG = 1
_STDIN, _STDOUT, _STDERR = 0, 1, 2

ReadFile = Callable[[bytes, str], tuple[Document, Source]]
"""Reads the bytes of a file under its name, as `read_document` does."""


@dataclass(frozen=True, slots=True)
class Orders:
    """What a child is told once: where the parent's modules are, who the parent is, what it may use."""

    reader: str
    parent: int
    memory: int
    file_bytes: int


@dataclass(frozen=True, slots=True)
class Task:
    """One file to read.

    Attributes:
        entry: where it is.
        name: the path it is shown by; its suffix chooses the reader.
        ident: the id its bytes had when it was found.
        seconds: how long reading may take.
    """

    entry: Entry
    name: str
    ident: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Ready:
    """The child has imported its readers."""


@dataclass(frozen=True, slots=True)
class Read:
    """The file became a document."""

    document: Document
    source: Source


@dataclass(frozen=True, slots=True)
class Refusal:
    """The file cannot become a document."""

    kind: type[DocumentError]
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class OutOfMemory:
    """The file needs more memory than is allowed. The child ends."""


@dataclass(frozen=True, slots=True)
class Defect:
    """The reader failed in a way nobody foresaw. The child ends."""

    description: str


Message = Ready | Read | Refusal | OutOfMemory | Defect


def frame(value: object) -> bytes:
    """A value as it goes through a pipe."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(data)) + data


def read_frame(pipe: IO[bytes]) -> bytes | None:
    """The next pickle of a pipe, or None at its end, also in the middle of a frame."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    data = pipe.read(length)
    return data if len(data) == length else None


def main() -> None:
    """Read files until the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    inbox = os.fdopen(os.dup(_STDIN), "rb")
    outbox = os.fdopen(os.dup(_STDOUT), "wb")
    orders = _unpickled(read_frame(inbox))
    assert isinstance(orders, Orders)  # noqa: S101  the parent's first word, always
    _die_with(orders.parent)
    tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(inbox, tasks), daemon=True).start()
    read: ReadFile = resolve_name(orders.reader)
    sys.excepthook = lambda kind, error, trace: _report(outbox, kind, error, trace)
    _silence()
    _limit_memory(orders.memory)
    _send(outbox, Ready())
    while True:
        task = tasks.get()
        # A thread without Python, so that it also ends a reader that never lets other threads run.
        faulthandler.dump_traceback_later(task.seconds + LAST_RESORT_SECONDS, exit=True, file=_STDERR)
        message = _outcome(task, read, orders.file_bytes)
        faulthandler.cancel_dump_traceback_later()
        _send(outbox, message)


def _outcome(task: Task, read: ReadFile, limit: int) -> Message:
    try:
        data = read_bytes(task.entry, limit)
        if document_id(data) != task.ident:
            raise UnreadableDocument(f"{task.name}：读取的时候文件有改动", remedy="请等它写完后再试")
        check_kind(data, task.name)
        return Read(*read(data, task.name))
    except DocumentError as error:
        return Refusal(type(error), error.message, error.remedy)
    except RecursionError:
        return Refusal(UnreadableDocument, f"{task.name}：内容嵌套得太深，无法读取", "请检查文件是否损坏，或另存后再试")


def _receive(inbox: IO[bytes], tasks: "queue.SimpleQueue[Task]") -> None:
    while (data := read_frame(inbox)) is not None:
        task = _unpickled(data)
        assert isinstance(task, Task)  # noqa: S101  the parent sends nothing else
        tasks.put(task)
    os._exit(0)


def _unpickled(data: bytes | None) -> object:
    if data is None:
        os._exit(0)
    return pickle.loads(data)  # noqa: S301  from the parent


def _send(outbox: IO[bytes], message: Message) -> None:
    try:
        outbox.write(frame(message))
        outbox.flush()
    except BrokenPipeError:
        os._exit(0)


def _report(outbox: IO[bytes], kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Tell the parent of an error that no reader should raise, with its place, and end."""
    if issubclass(kind, MemoryError):
        _send(outbox, OutOfMemory())
    else:
        places = [place for place in traceback.extract_tb(trace) if "corpus" in Path(place.filename).parts]
        where = f"，{Path(places[-1].filename).name} 第 {places[-1].lineno} 行" if places else ""
        words = " ".join(str(error).split())[:200]
        _send(outbox, Defect(f"{kind.__name__}：{words}{where}"))
    os._exit(1)


def _silence() -> None:
    """Let nothing that a library prints get between the frames or onto the terminal."""
    for descriptor, flags in ((_STDIN, os.O_RDONLY), (_STDOUT, os.O_WRONLY), (_STDERR, os.O_WRONLY)):
        nowhere = os.open(os.devnull, flags)
        os.dup2(nowhere, descriptor)
        os.close(nowhere)


def _die_with(parent: int) -> None:
    """End when the parent ends, even while a reader is busy and lets no other thread run (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before the call
            os._exit(0)


def _limit_memory(limit: int) -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  there is no such module on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # other systems do not keep to it
        allowed = resource.getrlimit(resource.RLIMIT_AS)[1]
        least = limit if allowed == resource.RLIM_INFINITY else min(limit, allowed)
        resource.setrlimit(resource.RLIMIT_AS, (least, least))
