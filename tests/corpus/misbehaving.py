"""A reader for the tests of the reader processes: the first line of a file says how it is to misbehave."""

import ctypes
import os
import re
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from corpus import Document, Source, document_id, read_document

_LEAKED: list[str] = []


def _sleep(note: str) -> None:
    Path(note).write_text(str(os.getpid()), encoding="ascii")
    time.sleep(600)


def _spin(note: str) -> None:
    """One call into C that never lets another thread run."""
    Path(note).write_text(str(os.getpid()), encoding="ascii")
    re.match("(a+)+$", "a" * 60 + "b")


def _recurse(argument: str) -> None:
    _recurse(argument)


def _defect(argument: str) -> None:
    raise KeyError(argument)


def _eat(megabytes: str) -> None:
    _ = [bytes(2**20) for _ in range(int(megabytes))]


def _chatter(_: str) -> None:
    """What a library might do."""
    os.write(1, b"noise " * 100)
    sys.stdout.write("more noise\n")
    sys.stdout.flush()
    sys.stderr.write("and complaints\n")
    sys.stderr.flush()


def _fragile(_: str) -> None:
    """Come to harm where another file was before."""
    if _LEAKED:
        os.abort()


_ACTIONS: dict[str, Callable[[str], object]] = {
    "sleep": _sleep,
    "spin": _spin,
    "recurse": _recurse,
    "defect": _defect,
    "eat": _eat,
    "chatter": _chatter,
    "leak": _LEAKED.append,
    "fragile": _fragile,
    "segfault": lambda _: ctypes.string_at(0),
    "abort": lambda _: os.abort(),
    "exit": lambda _: os._exit(3),
    "killed": lambda _: os.kill(os.getpid(), 9),
}


def read(data: bytes, name: str) -> tuple[Document, Source]:
    """Read a file after doing what its first line says; a second line is the argument.

    `modules` and `process` give a document that lists what is imported, and where it was read.
    """
    order, _, rest = data.decode("utf-8").partition("\n")
    if order in _ACTIONS:
        _ACTIONS[order](rest.partition("\n")[0])
    text = {
        "modules": "文件\n" + "\n".join(sorted(sys.modules)),
        "process": f"某某人民政府的通知\n进程{os.getpid()}。\n",
    }.get(order)
    document, source = read_document(data if text is None else text.encode(), name)
    return replace(document, id=document_id(data)), source


def read_one_way(data: bytes, name: str) -> tuple[Document, Source]:
    """Some files take long."""
    time.sleep(0.02 * (int(document_id(data), 16) % 5))
    return read_document(data, name)


def read_the_other_way(data: bytes, name: str) -> tuple[Document, Source]:
    """Those that were fast before take long now, and the others are fast."""
    time.sleep(0.02 * (4 - int(document_id(data), 16) % 5))
    return read_document(data, name)
