"""Files that are whole or not there: written beside, then moved; and one run at a time in a folder."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from policylab.errors import PolicylabError

_BESIDE = ".policylab-"
LOCK_NAME = ".lock"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextlib.contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """Give a temporary path in the folder of `path`; move it onto `path` when the block ends well."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=_BESIDE, suffix=path.suffix, dir=path.parent)
    os.close(handle)
    beside = Path(name)
    try:
        yield beside
        # mkstemp makes private files; results are ordinary files that a colleague may read.
        beside.chmod(0o666 & ~_umask())
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


@contextlib.contextmanager
def folder_beside(folder: Path) -> Iterator[Path]:
    """Give a temporary folder beside `folder`, which goes with all that is in it when the block ends."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=_BESIDE, dir=folder.parent) as name:
        yield Path(name)


@contextlib.contextmanager
def full_disk_told(folder: Path, *, hint: str) -> Iterator[None]:
    """Say of a full disk which one it is, and what to do; a file that found no room is not there by half."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise PolicylabError(f"The disk of {folder} is full. {hint}") from None
        raise


def write_bytes(path: Path, content: bytes) -> str:
    """Write a whole file in one move; give its sha256."""
    with written_beside(path) as beside:
        beside.write_bytes(content)
    return sha256_bytes(content)


def write_text(path: Path, content: str) -> str:
    """Write UTF-8 with LF on every system, in one move; give its sha256."""
    return write_bytes(path, content.encode("utf-8"))


def write_json(path: Path, content: object) -> str:
    """Write JSON that a person can read, in one move; give its sha256."""
    return write_text(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def read_json(path: Path) -> dict:
    """Read a JSON object; an absent or broken file is an empty one, as only our own records are read so."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def sha256_bytes(content: bytes) -> str:
    """The sha256 of bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def sha256_file(path: Path) -> str | None:
    """The sha256 of a file, or None where there is none."""
    try:
        return sha256_bytes(path.read_bytes())
    except OSError:
        return None


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files of a run that was killed."""
    for path in [*folder.rglob(f"{_BESIDE}*"), *folder.rglob(".*.part")]:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def ensure_writable(folder: Path, *, hint: str) -> Path:
    """Make a folder and try to write into it, before any work is done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(prefix=_BESIDE, dir=folder):
            pass
    except OSError as error:
        reason = error.strerror or str(error)
        raise PolicylabError(f"The output folder {folder} cannot be written ({reason}). {hint}") from None
    return folder


@contextlib.contextmanager
def only_run(folder: Path) -> Iterator[None]:
    """Hold a folder for one run; the system lets go of it even when the process is killed."""
    with (folder / LOCK_NAME).open("a+b") as file:
        try:
            _lock(file)
        except OSError:
            raise PolicylabError(
                f"Another run is writing into {folder}. Wait until it has ended, or choose another folder with --out."
            ) from None
        yield


def _lock(file) -> None:
    if os.name == "nt":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
