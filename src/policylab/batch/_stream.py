"""A batch run: documents in, shards out, each once."""

from __future__ import annotations

import contextlib
import os
import pickle
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from policylab.batch._catalogues import Batch, ColumnNames, Failure, make_batches, open_catalogue
from policylab.batch._dataset import STEPS, Shards
from policylab.batch._executors import work_on_batches
from policylab.batch._work import Task, hash_of, origin
from policylab.errors import choice, invalid
from policylab.study._files import ensure_writable, only_run, remove_leftovers

if TYPE_CHECKING:
    from policylab.words import Segmenter


@dataclass(frozen=True)
class BatchReport:
    """What a run came to.

    Attributes
    ----------
    documents : int
        Entries of the catalogue, bad ones among them.
    resumed : int
        Those of them that an earlier run had finished.
    failures : list of Failure
        Of this run and the ones before it on the same shards: row, document, source, step, reason.
    shards : int
    seconds : float
    out : Path
    damaged : list of str
        Files of an earlier run that were found to be damaged, and were made anew.
    """

    documents: int
    resumed: int
    failures: list[Failure]
    shards: int
    seconds: float
    out: Path
    damaged: list[str]


def run_batch(
    source: str | os.PathLike | Iterable,
    out: str | os.PathLike,
    *,
    steps: str | Iterable[str] = tuple(STEPS),
    jobs: int | None = None,
    segmenter: Segmenter | None = None,
    id_column: str | None = None,
    path_column: str | None = None,
    text_column: str | None = None,
    group_column: str | None = None,
    batch_documents: int = 100,
    batch_bytes: int = 8_000_000,
    max_characters: int = 3_000_000,
    progress: Callable[[dict], None] | None = None,
) -> BatchReport:
    """Clean, outline, extract and count any number of documents, in batches of bounded memory.

    Parameters
    ----------
    source : path or iterable
        A catalogue: a `corpus.toml`, or a CSV or Parquet file with a column of paths (relative to it) or of texts, and
        optional columns id, title, group, period_start, period_end, encoding, layout and sha256. Or an iterable of
        `Document`, `Plan`, str, path, pair (id, text), or dict with the fields of `Document`.
    out : path
        The folder for the results. What a stopped run has finished there is kept, not done again.
    steps : str or list of str
        Of clean, outline, targets, words.
    jobs : int or None
        Processes on this machine, -1 for one a core. None is what `joblib.parallel_config` says, or 1: inside
        ``joblib.parallel_config(backend="dask")`` the batches go to the Dask cluster.
    segmenter : Segmenter or None
        None is ``Segmenter(engine="rjieba")``, as fast as large corpora need it.
    id_column, path_column, text_column, group_column : str or None
        Columns of a CSV or Parquet catalogue; None is the first one with a common name (id, path, text, group).
    batch_documents, batch_bytes : int
        The first batches, each of which becomes a shard, have at most so many documents and, but for single larger
        ones, bytes; later ones have a tenth of the documents before them, up to ten times as many.
    max_characters : int
        A longer text is a failure.
    progress : callable or None
        Called with a dict (documents, total, failed, resumed, seconds) whenever a batch is done.

    Returns
    -------
    BatchReport

    Raises
    ------
    CatalogueError
        If the catalogue as a whole cannot be read. Single bad entries are failures, and the others go on.
    PolicylabError
        If a parameter is out of its range, or the disk is full.

    Notes
    -----
    Each table is a folder of Parquet files, ``part-000000.parquet`` and so on, in the order of the input, which
    pandas, polars and DuckDB read as one: plans (always), texts and repairs (clean), sections, paragraphs and agencies
    (outline), targets, and tokens and counts (words). A step that fails on a document leaves the steps that do not
    need it; `failures.csv` names each, with the reason. Values are exact, but for those that have no end behind the
    point: a third is rounded to ten digits. The bytes are the same for any number of jobs, on any backend, and after
    any number of stops. What is found there already is held against its hash, and made anew where it is damaged.

    Examples
    --------
    >>> import tempfile
    >>> from policylab.batch import run_batch
    >>> texts = [("a", "一、总体要求\\n到2025年,建成5G基站7万个。"), ("b", "")]
    >>> with tempfile.TemporaryDirectory() as out:
    ...     report = run_batch(texts, out)
    >>> report.documents, [(failure.document, failure.reason) for failure in report.failures]
    (2, [('b', 'It holds no text.')])
    """
    steps = _check_steps(steps)
    for name, value in (
        ("batch_documents", batch_documents), ("batch_bytes", batch_bytes), ("max_characters", max_characters)
    ):  # fmt: skip
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise invalid(name, value, "an int of at least 1")
    entries = open_catalogue(source, ColumnNames(id_column, path_column, text_column, group_column))
    folder = ensure_writable(Path(out), hint="Choose another folder.")
    begun = time.perf_counter()
    about, task = _describe(steps, segmenter, max_characters)
    with only_run(folder):
        remove_leftovers(folder)
        shards = Shards(folder)
        tally = _Tally(entries.number, begun, progress)
        batches = make_batches(entries.items, documents=batch_documents, size=batch_bytes)
        for missing, todo in _unfinished(batches, shards, task, tally):
            with contextlib.closing(work_on_batches(todo, missing, jobs=jobs)) as results:
                for result in results:
                    tally.add(result.documents, shards.write(result))
        failures = shards.finish(tally.shards, {**about, "catalogue": entries.name, "documents": tally.documents})
    return BatchReport(
        tally.documents, tally.resumed, failures, tally.shards, time.perf_counter() - begun, folder.absolute(),
        shards.damaged,
    )  # fmt: skip


class _Tally:
    """How far a run is."""

    def __init__(self, total: int | None, begun: float, progress: Callable[[dict], None] | None) -> None:
        self.total, self._begun, self._progress = total, begun, progress
        self.documents = self.resumed = self.failed = self.shards = 0

    def add(self, documents: int, failed: int, *, resumed: bool = False) -> None:
        self.documents += documents
        self.failed += failed
        self.resumed += documents if resumed else 0
        if self._progress is not None:
            self._progress(
                {"documents": self.documents, "total": self.total, "failed": self.failed, "resumed": self.resumed,
                 "seconds": time.perf_counter() - self._begun}
            )  # fmt: skip


def _unfinished(
    batches: Iterator[Batch], shards: Shards, task: Task, tally: _Tally
) -> Iterator[tuple[Task, Iterator[Batch]]]:
    """Runs of batches with the same steps still to do, with these steps; as a rule there is one such run."""
    held: list[tuple[tuple[str, ...], Batch]] = []

    def following() -> tuple[tuple[str, ...], Batch] | None:
        if held:
            return held.pop()
        for batch in batches:
            tally.shards += 1
            missing = shards.missing_steps(batch, task)
            if missing:
                return missing, batch
            tally.add(len(batch), shards.failed(batch.number), resumed=True)
        return None

    def same(steps: tuple[str, ...]) -> Iterator[Batch]:
        while (found := following()) is not None:
            if found[0] != steps:
                held.append(found)
                return
            yield found[1]

    while (first := following()) is not None:
        held.append(first)
        yield replace(task, steps=first[0]), same(first[0])


def _check_steps(steps: str | Iterable[str]) -> tuple[str, ...]:
    named = [part.strip() for part in steps.split(",")] if isinstance(steps, str) else list(steps)
    for step in named:
        if step not in STEPS:
            raise choice("steps", step, STEPS)
    if not named:
        raise invalid("steps", steps, "at least one of " + ", ".join(STEPS))
    return tuple(step for step in STEPS if step in named)


def _describe(steps: tuple[str, ...], segmenter: Segmenter | None, max_characters: int) -> tuple[dict, Task]:
    """What a reader should know of a run, and what its results depend on."""
    from policylab.words import Segmenter

    segmenter = Segmenter(engine="rjieba") if segmenter is None else segmenter
    settings = {"segmenter": segmenter.fingerprint, "max_characters": max_characters}
    made_with = origin()
    key = hash_of([settings, made_with])
    about = {**settings, "made_with": dict(made_with), "key": key}
    return about, Task(steps, max_characters, pickle.dumps(segmenter), key, made_with)
