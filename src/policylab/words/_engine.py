"""The two engines that cut a run of Han characters into words: jieba, the reference, and rjieba, for speed.

jieba does a good deal when it is imported (it sets up a logger that prints, and it warns), and it keeps its
dictionary in one cache file of the temporary folder that it trusts unread. So it is imported only when a first text
is cut, in silence, and its dictionary is kept by us: in a private folder, under a name made of jieba's version and of
the hash of every dictionary line, with a checksum that is compared before the file is believed.
"""

from __future__ import annotations

import hashlib
import logging
import marshal
import os
import sys
import tempfile
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

from policylab.errors import PolicylabError
from policylab.words._dictionary import Entry

CHECKSUM_BYTES = 32


def cache_folder() -> Path:
    """Folder for what can be made again: ``POLICYLAB_CACHE``, or the place where the system keeps caches."""
    if named := os.environ.get("POLICYLAB_CACHE"):
        return Path(named)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "policylab"


def import_jieba():
    """Import jieba without its warnings and its log lines."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    # jieba hangs a handler of its own on both loggers and sets them to DEBUG
    for name in ("jieba", "jieba._compat"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return jieba


def import_rjieba():
    """Import rjieba, or say how to get it."""
    try:
        import rjieba
    except ImportError as error:
        raise PolicylabError(
            "The engine 'rjieba' is not installed. Install it (`pip install rjieba`), or use engine='jieba'."
        ) from error
    return rjieba


def engine_version(engine: str) -> str:
    """Version of an engine, without importing it: ``"0.42.1"``."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(engine)
    except PackageNotFoundError:
        if engine == "rjieba":
            import_rjieba()
        return str(import_jieba().__version__)


def load_cutter(engine: str, entries: Sequence[Entry], *, hmm: bool) -> Callable[[str], list[str]]:
    """Function that cuts a run of Han characters into words, with the engine's own dictionary and `entries`."""
    if engine == "rjieba":
        cutter = import_rjieba().Jieba()
        for entry in entries:
            cutter.add_word(entry.word, entry.frequency, entry.tag)
        return lambda run: cutter.cut(run, hmm=hmm)
    tokenizer = load_tokenizer(entries)
    return lambda run: tokenizer.lcut(run, HMM=hmm)


def load_tokenizer(entries: Sequence[Entry]):
    """One own ``jieba.Tokenizer`` with `entries` added, from the private cache where it is sound."""
    jieba = import_jieba()
    source = Path(jieba.__file__).with_name("dict.txt").read_bytes()
    key = hashlib.sha256(source)
    key.update("\n".join(entry.line() for entry in entries).encode())
    path = cache_folder() / f"jieba-{jieba.__version__}-{key.hexdigest()[:32]}.marshal"

    tokenizer = jieba.Tokenizer()
    table = _read_cache(path)
    if table is None:
        table = _prefix_table(source.decode("utf-8"))
        tokenizer.FREQ, tokenizer.total = table
        tokenizer.initialized = True
        for entry in entries:
            tokenizer.add_word(entry.word, entry.frequency, entry.tag)
        _write_cache(path, (tokenizer.FREQ, tokenizer.total))
    else:
        tokenizer.FREQ, tokenizer.total = table
        # so that jieba does not go and read its shared cache
        tokenizer.initialized = True
    return tokenizer


def dictionary_tags() -> dict[str, str]:
    """Part-of-speech tag of every word in jieba's own dictionary (ICTCLAS tags: n, v, a, nz …)."""
    source = Path(import_jieba().__file__).with_name("dict.txt").read_text(encoding="utf-8")
    rows = (line.split(" ") for line in source.splitlines())
    return {row[0]: row[2] for row in rows if len(row) == 3}


def _prefix_table(text: str) -> tuple[dict[str, int], int]:
    """Frequencies of the words and 0 for each of their beginnings, in the form that jieba works on."""
    frequencies: dict[str, int] = {}
    total = 0
    for line in text.splitlines():
        word, count = line.split(" ")[:2]
        frequencies[word] = int(count)
        total += int(count)
        for end in range(1, len(word)):
            frequencies.setdefault(word[:end], 0)
    return frequencies, total


def _read_cache(path: Path) -> tuple[dict[str, int], int] | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    checksum, body = content[:CHECKSUM_BYTES], content[CHECKSUM_BYTES:]
    if hashlib.sha256(body).digest() != checksum:
        return None
    return marshal.loads(body)


def _write_cache(path: Path, table: tuple[dict[str, int], int]) -> None:
    """Keep the table for the next run; a folder that cannot be written is no reason to stop."""
    body = marshal.dumps(table)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:
            file.write(hashlib.sha256(body).digest() + body)
        # the move is atomic, so that two processes cannot read each other's half-written file
        os.replace(file.name, path)
    except OSError:
        return
