"""How files are written: whole or not there, with their hashes, by one run at a time in a folder.

A temporary file is called ``.policylab-RUN-PROCESS-…``. `RUN` is a name that a folder got with its first run and keeps
in its lock; what a killed run left is known by it, and files of anybody else are not touched.
"""

from __future__ import annotations

import contextlib
import contextvars
import errno
import hashlib
import json
import os
import platform
import re
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from policylab.errors import PolicylabError

LOCK_NAME = ".lock"
RUN_VARIABLE = "POLICYLAB_RUN"  # tells kernels and what makes the page whose run they write for
_RUN_NAME = re.compile(r"[0-9a-f]{12}")
_run: contextvars.ContextVar[str | None] = contextvars.ContextVar("policylab_run", default=None)
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextlib.contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """Give a temporary path in the folder of `path`; move it onto `path` when the block ends well.

    A device or a pipe, such as /dev/stdout, is written to as it is.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        yield path
        return
    with _failure_told(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.parent / f"{_prefix()}{secrets.token_hex(6)}{path.suffix}"
        try:
            yield beside
            os.replace(beside, path)
        finally:
            beside.unlink(missing_ok=True)


@contextlib.contextmanager
def folder_beside(folder: Path) -> Iterator[Path]:
    """Give a temporary folder beside `folder`, which goes with all that is in it when the block ends."""
    with _failure_told(folder.parent):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=_prefix(), dir=folder.parent) as name:
            yield Path(name)


def _prefix() -> str:
    return f".policylab-{_run.get() or os.environ.get(RUN_VARIABLE) or _here()}-{os.getpid()}-"


def _here() -> str:
    """What stands in a name for a run where there is none: the machine, on which a process can be looked for."""
    return "at_" + re.sub(r"[^A-Za-z0-9]", "", platform.node())[:20]


@contextlib.contextmanager
def _failure_told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise PolicylabError(
                f"The disk of {folder.absolute()} is full. What was finished stays, and nothing is there by half. Make "
                "room and do the same again, or choose another folder."
            ) from None
        failed = Path(os.fsdecode(error.filename or ""))
        if failed.name.startswith(".policylab-") or failed in (folder, *folder.parents):
            raise _not_written(folder, error, "Choose another folder.") from None
        raise


def _not_written(folder: Path, error: OSError, hint: str) -> PolicylabError:
    return PolicylabError(f"The output folder {folder} cannot be written ({error.strerror or error}). {hint}")


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
    return hashlib.sha256(content).hexdigest()


def canonical_json(value: object) -> str:
    """A value in the one way in which two of the same are compared."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=repr)


def hash_of(value: object) -> str:
    return sha256_bytes(canonical_json(value).encode("utf-8"))


def sha256_file(path: str | Path) -> str | None:
    """The sha256 of a file; None for one that cannot be read."""
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return None


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files that a killed run left in this folder; call it while `only_run` holds the folder.

    Only names that hold the folder's own run are touched, and only where runs write: in the folder and those in it.
    """
    name = _run_name(folder / LOCK_NAME)
    places = [folder, *(path for path in folder.iterdir() if path.is_dir() and not path.is_symlink())]
    for place in [*places, folder / "tables" / "findings"] if name else ():
        for path in place.glob(f".policylab-{name}-*"):
            _remove(path)


def remove_abandoned(*folders: Path) -> None:
    """Remove the temporary files of commands on this machine that were killed, at the top of these folders."""
    if os.name == "nt":  # a process cannot be asked for there without another library
        return
    form = re.compile(rf"\.policylab-{re.escape(_here())}-(\d+)-.+")
    for path in (path for folder in folders for path in folder.iterdir()):
        try:
            if made := form.fullmatch(path.name):
                os.kill(int(made[1]), 0)
        except (ProcessLookupError, OverflowError):
            _remove(path)
        except PermissionError:
            pass  # it lives, as another user's


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def ensure_writable(folder: Path, *, hint: str) -> Path:
    """Make a folder and try to write into it, before any work is done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _not_written(folder, error, hint) from None
    return folder


@contextlib.contextmanager
def only_run(folder: Path) -> Iterator[str]:
    """Hold a folder for one run, and give the run's name; the system lets go of it even when the process is killed."""
    lock = folder / LOCK_NAME
    with lock.open("a+b") as file:
        _lock(file, f"Another run is writing into {folder}. Wait until it has ended, or choose another folder.")
        name = _run_name(lock)
        if name is None:
            if lock.stat().st_size:
                raise PolicylabError(f"The file {lock} is of another program. Choose another folder.")
            name = secrets.token_hex(6)
            file.write(name.encode("ascii"))
            file.flush()
        token = _run.set(name)
        try:
            yield name
        finally:
            _run.reset(token)


@contextlib.contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Hold a folder of the study itself while it is changed, without leaving a file there."""
    if os.name == "nt":  # a folder cannot be locked there; the change itself is one move
        yield
        return
    held = os.open(folder, os.O_RDONLY)
    try:
        _lock(held, f"Another command is changing {folder}. Wait until it has ended, and try again.")
        yield
    finally:
        os.close(held)


def _lock(file: BinaryIO | int, taken: str) -> None:
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(1 << 20)  # far behind what is read there
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise PolicylabError(taken) from None


def _run_name(lock: Path) -> str | None:
    try:
        name = lock.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return None
    return name if _RUN_NAME.fullmatch(name) else None


def cache_folder() -> Path:
    """Folder for what can be made again: ``POLICYLAB_CACHE``, or the place where the system keeps caches."""
    if named := os.environ.get("POLICYLAB_CACHE"):
        return Path(named)
    try:
        home = Path.home()
    except RuntimeError:  # a user whom the system does not know: nothing is kept
        home = Path(os.devnull)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "policylab"
