"""Where a model is: the folder that a setting names, or the copy of a model of the hub.

The libraries that are asked take seconds to import, so they are imported when they are needed and not before.
"""
# ruff: noqa: PLC0415  (imports inside functions, for the reason above)

import logging
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from index.errors import ModelError

# Settings, vocabularies and weights; the same weights for other runtimes would be gigabytes more.
_HUB_FILES = ["*.json", "*.txt", "*.model", "*.safetensors"]
_OTHER_RUNTIMES = ["onnx/*", "openvino/*", "coreml/*"]
_HUB_ID = re.compile(r"\w[\w.-]*(?:/\w[\w.-]*)?", re.ASCII)


def find_model(name: str, kind: str, choices: str, tell: Callable[[str], None]) -> tuple[Path, str]:
    """The folder of a model, and the name that finds it from anywhere.

    Args:
        name: a folder, or a hub id, which is looked up in the local hub cache before it is downloaded.
        kind: what to call such a model in messages, in Chinese.
        choices: what may be given instead, in Chinese.
        tell: told in Chinese of a download.

    Raises:
        ModelError: the name means nothing, or the model cannot be fetched.
    """
    folder = _folder(name)
    if folder is not None:
        return folder, str(folder)
    if not _HUB_ID.fullmatch(name):
        raise ModelError(f"找不到{kind}“{name}”：没有这个文件夹", remedy=choices)
    return _hub_folder(name, kind, choices, tell), name


def quiet_loading() -> None:
    """Loading a model prints nothing: it would stand between the lines of a command's own output."""
    from transformers.utils import logging as chatter

    chatter.set_verbosity_error()  # type: ignore[no-untyped-call]  # transformers leaves its logging untyped
    chatter.disable_progress_bar()  # type: ignore[no-untyped-call]  # as above
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)


def first_line(error: Exception) -> str:
    """What went wrong, in one line."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def unheard(message: str) -> None:
    """Receives progress when nobody asked for it."""


def _folder(name: str) -> Path | None:
    """The existing folder that a setting names, as an absolute path."""
    if not name:
        return None  # an empty path would be the working folder
    try:
        folder = Path(name).expanduser()
    except RuntimeError:
        return None  # ~somebody, who is not on this machine
    return folder.resolve() if folder.is_dir() else None


def _hub_folder(name: str, kind: str, choices: str, tell: Callable[[str], None]) -> Path:
    """The local folder of a model of the hub, downloaded when the local hub cache does not have it."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    fetch = partial(snapshot_download, name, ignore_patterns=_OTHER_RUNTIMES)
    try:
        try:
            folder = Path(fetch(allow_patterns=_HUB_FILES, local_files_only=True))
            if _has_weights(folder):
                return folder
        except LocalEntryNotFoundError:
            tell(f"本机没有{kind} {name}，正在下载")
        folder = Path(fetch(allow_patterns=_HUB_FILES))
        if not _has_weights(folder):
            folder = Path(fetch(allow_patterns=["*.bin"]))
    except (OSError, ValueError) as error:
        raise ModelError(
            f"找不到{kind}“{name}”：没有这个文件夹，从模型库取也失败：{first_line(error)}", remedy=choices
        ) from error
    return folder


def _has_weights(folder: Path) -> bool:
    return any(next(folder.rglob(pattern), None) for pattern in ("*.safetensors", "*.bin"))
