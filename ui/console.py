"""The terminal: where results and messages go, how JSON is printed, and the progress bar."""

import io
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

_LABEL_WIDTH = 40
_UNBROKEN = 100_000

# C0 and C1 controls but for tab and newline: a document may hold them, a terminal would obey them.
_CONTROLS = {code: "\ufffd" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"}


def results() -> Console:
    """The console for what a command was asked for: standard output. Lines are broken for a terminal only."""
    width = None if sys.stdout.isatty() else _UNBROKEN
    return Console(width=width, markup=False, highlight=False, emoji=False)


def messages() -> Console:
    """The console for everything else: standard error."""
    return Console(stderr=True, markup=False, highlight=False, emoji=False)


def make_streams_safe() -> None:
    """Let a terminal that cannot show a character show a question mark instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def visible(text: str) -> Text:
    """Text of a document or a user, without the control characters that a terminal would obey."""
    return Text(text.translate(_CONTROLS))


def print_json(value: object) -> None:
    """Print one JSON value on standard output, in UTF-8 whatever the terminal speaks."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n")
    sys.stdout.flush()


def print_error(message: str, remedy: str = "") -> None:
    """Print one line on standard error: what went wrong, and what to do about it."""
    end = "" if not remedy or message.endswith(("。", "？", "！")) else "。"
    line = f"错误：{message}{end}{remedy}"
    messages().print(visible(" ".join(line.split("\n"))), soft_wrap=True, style="red")


@contextmanager
def waiting() -> Iterator[Callable[[str], None]]:
    """Show on a terminal that something is being prepared; the value is told what, and the line vanishes at the end."""
    with messages().status("正在打开资料库") as status:
        yield lambda text: status.update(Text(text))


class ProgressBar:
    """A progress bar on standard error, one line a stage; what `index.Progress` asks for.

    Use it as a context manager: the bar lives as long as the block.
    """

    def __init__(self) -> None:
        self._bar = Progress(
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[label]}", markup=False),
            console=messages(),
        )
        self._task: TaskID | None = None

    def __enter__(self) -> "ProgressBar":
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._finish()
        self._bar.stop()

    def stage(self, name: str, total: int | None) -> None:
        """Close the line before and begin one; without a total the bar only shows that something is going on."""
        self._finish()
        self._task = self._bar.add_task(name, total=total, label="")

    def advance(self, count: int = 1, label: str = "") -> None:
        """Move on; the label says with what."""
        if self._task is not None:
            shown = visible(label)
            shown.truncate(_LABEL_WIDTH, overflow="ellipsis")
            self._bar.update(self._task, advance=count, label=shown.plain)

    def _finish(self) -> None:
        if self._task is not None:
            done = self._bar.tasks[-1].completed
            self._bar.update(self._task, total=done or 1, completed=done or 1, label="")
