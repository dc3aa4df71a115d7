"""A batch's work, wherever it is done: in this process, in another one, or on another machine."""

from __future__ import annotations

import functools
import hashlib
import os
import pickle
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from policylab.batch._batches import Batch
from policylab.batch._documents import Failure
from policylab.batch._origin import check_origin

_SECONDS_BETWEEN_LOOKS = 2.0


@dataclass(frozen=True)
class Task:
    """What is to be done with every document of a run.

    `segmenter` is pickled, so that each process unpacks it once. `key` stands for all that the results depend on but
    the documents and the steps; `made_with` is the part of it that the worker's own must equal.
    """

    steps: tuple[str, ...]
    max_characters: int
    segmenter: bytes
    key: str
    made_with: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Part:
    """A table of a shard, as Parquet."""

    content: bytes
    rows: int
    sha256: str


@dataclass(frozen=True)
class Result:
    """What came of a batch."""

    number: int
    key: str
    steps: tuple[str, ...]
    parts: dict[str, Part]
    documents: int
    failures: tuple[Failure, ...]


def begin_process() -> None:
    """Prepare a process that does nothing but work on batches.

    It is to end with the run that began it, even if that is killed: nobody would be left to take its results. And
    pyarrow is to do without pandas, which it loads with its first array wherever it is installed: a third of a second
    and 40 MB for each process, though no batch needs it.
    """
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    import pyarrow as pa

    if "pandas" in sys.modules:
        return
    sys.meta_path.insert(0, _NoPandas)
    try:
        pa.array([""])
    finally:
        sys.meta_path.remove(_NoPandas)


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    os._exit(1)


class _NoPandas:
    """In `sys.meta_path` it makes pandas a package that is not installed."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def work_on_batch(batch: Batch, task: Task) -> Result:
    """Do the steps on every document of a batch; give the shard's tables and the documents that failed."""
    # here, as a process that only sends batches away needs none of it
    from policylab.batch._counting import count_words
    from policylab.batch._steps import DocumentWork
    from policylab.batch._tables import SCHEMAS, STEPS, make_table, parquet_bytes

    check_origin(task.made_with)
    segmenter = _segmenter(task.segmenter) if "words" in task.steps else None
    names = ["plans", *(name for step in task.steps for name in STEPS[step])]
    rows: dict[str, list[tuple]] = {name: [] for name in names}
    failures = list(batch.failures)
    digests = []
    for row, document in zip(batch.rows, batch.documents, strict=True):
        digests.append(document.digest())
        done = DocumentWork(document, row, digests[-1])
        done.run(task.steps, max_characters=task.max_characters, segmenter=segmenter)
        for name, made in done.rows.items():
            rows[name] += made
        if done.failure is not None:
            failures.append(done.failure)
        if segmenter is not None:
            # what it remembers of one document is of no use for the next, and would fill the memory
            segmenter.forget()
    parts = {}
    for name in [name for name in SCHEMAS if name in rows]:
        # rows are let go of as soon as Arrow has them, as they take several times its memory
        table = make_table(name, rows.pop(name))
        if name == "tokens":
            rows["word_counts"], rows["word_totals"] = count_words(table, segmenter.keeps)
        content = parquet_bytes(table)
        parts[name] = Part(content, len(table), hashlib.sha256(content).hexdigest())
    failures.sort(key=lambda failure: failure.row)
    return Result(batch.number, batch_key(batch, task, digests), task.steps, parts, len(batch), tuple(failures))


def batch_key(batch: Batch, task: Task, digests: Sequence[str] | None = None) -> str:
    """What a shard is made from, as one hash: the documents' bytes and entries, policylab, word lists, settings.

    A shard whose record has the same key need not be made again.
    """
    if digests is None:
        digests = [document.digest() for document in batch.documents]
    key = hashlib.sha256(task.key.encode())
    for row, document, digest in zip(batch.rows, batch.documents, digests, strict=True):
        key.update(f"\n{row} {digest} {document.described()}".encode("utf-8", "surrogatepass"))
    for failure in batch.failures:
        if failure.step != "worker":
            key.update(f"\n{failure}".encode("utf-8", "surrogatepass"))
    return key.hexdigest()


@functools.lru_cache(maxsize=4)
def _segmenter(pickled: bytes):
    return pickle.loads(pickled)
