"""A batch run: documents in, cut into batches, shards out, each once; in this process, in others (loky), or on a Dask cluster.

joblib says where; the batches are then handed one by one to its executor (`concurrent.futures`), not through
`joblib.Parallel`. Its loop waits for ever when a document kills its Dask worker each time that it is tried, and loses
all that is under way when one kills a process of its own. Here such a document is found, named, and left out.
"""

from __future__ import annotations

import concurrent.futures as futures
import contextlib
import hashlib
import itertools
import os
import pickle
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import joblib
from joblib.parallel import get_active_backend

from policylab.batch._catalogues import Batch, Document, Failure, open_catalogue
from policylab.batch._results_folder import STEPS, Result, Shards, Task
from policylab.batch._work import begin_process, origin, work_on_batch
from policylab.checks import as_list, check_choice, check_has, check_int, check_jobs, check_path
from policylab.errors import PolicylabError, invalid
from policylab.files import ensure_writable, hash_of, only_run, remove_leftovers

if TYPE_CHECKING:
    from policylab.words import Segmenter

BATCH_BYTES = 8_000_000  # of the texts of a batch: a process holds several times as much while it works on them
AHEAD = 2  # batches under way for each process: one that is worked on, and one that waits
LARGEST_GROWTH = 10  # a batch has at most so many times the documents of the first one
TWICE = "The id is that of an earlier document, too. Each document needs an id of its own."
ENDED = "The process that worked on it was ended: it crashed, or its memory did not suffice."
LOST = "The connection to the Dask cluster was lost. Run the same again: it goes on there."
NEVER_BEGAN = "The processes of this run end as soon as they begin. Is there memory left?"
_TRIES = 3


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
    batch_documents : int
        The first batches, each of which becomes a shard, have at most so many documents and, but for single larger
        ones, eight million bytes; later ones have a tenth of the documents before them, up to ten times as many.
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
    check_path("out", out)
    if progress is not None:
        check_has("progress", progress, "__call__", "a function, or None")
    for name, value in (("batch_documents", batch_documents), ("max_characters", max_characters)):
        check_int(name, value, 1)
    columns = dict(id_column=id_column, path_column=path_column, text_column=text_column, group_column=group_column)
    entries, number, name = open_catalogue(source, columns)
    folder = ensure_writable(Path(out), hint="Choose another folder.")
    begun = time.perf_counter()
    about, task = _describe(steps, segmenter, max_characters)
    with only_run(folder):
        remove_leftovers(folder)
        shards = Shards(folder)
        tally = _Tally(number, begun, progress)
        batches = make_batches(entries, documents=batch_documents, size=BATCH_BYTES)
        # one after the other those with the same steps still to do; as a rule these are all
        for missing, todo in itertools.groupby(_unfinished(batches, shards, task, tally), key=lambda found: found[0]):
            same = (batch for _, batch in todo)
            with contextlib.closing(work_on_batches(same, replace(task, steps=missing), jobs=jobs)) as results:
                for result in results:
                    tally.add(result.documents, shards.write(result))
        failures = shards.finish(tally.shards, {**about, "catalogue": name, "documents": tally.documents})
    return BatchReport(
        tally.documents, tally.resumed, failures, tally.shards, time.perf_counter() - begun, folder.absolute(),
        shards.damaged,
    )  # fmt: skip


def make_batches(items: Iterable[Document | Failure], *, documents: int, size: int) -> Iterator[Batch]:
    """Cut the input into batches of bounded numbers of documents and, but for single larger ones, of bytes.

    A batch has a tenth of the documents before it, but at least so many and at most ten times as many: the first
    ones keep all processes busy, and of many documents there are few files. Where the cuts fall depends on the input
    alone, and stays where it was when documents are added at its end. A document whose id was there before is a
    failure.
    """
    # hashes of the ids, as the ids of a large corpus would not fit into a bounded memory for long
    seen: set[int] = set()
    rows: list[int] = []
    kept: list[Document] = []
    failures: list[Failure] = []
    number = weight = before = 0
    for row, item in enumerate(items, start=1):
        if isinstance(item, Document):
            mark = hashlib.blake2b(item.id.encode("utf-8", "surrogatepass"), digest_size=7).digest()
            mark = int.from_bytes(mark, "little")
            if mark in seen:
                item = Failure(row, item.id, item.source, "catalogue", TWICE)
            seen.add(mark)
        more = item.weight() if isinstance(item, Document) else 0
        most = min(max(documents, before // 10), LARGEST_GROWTH * documents)
        if len(kept) + len(failures) >= most or (kept and weight + more > size * most // documents):
            yield Batch(number, tuple(rows), tuple(kept), tuple(failures))
            number, before = number + 1, before + len(kept) + len(failures)
            weight, rows, kept, failures = 0, [], [], []
        weight += more
        if isinstance(item, Document):
            rows.append(row)
            kept.append(item)
        else:
            failures.append(item)
    if kept or failures:
        yield Batch(number, tuple(rows), tuple(kept), tuple(failures))


class _Tally:
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
) -> Iterator[tuple[tuple[str, ...], Batch]]:
    """The batches that are not finished, with the steps still to do on each."""
    for batch in batches:
        tally.shards += 1
        missing = shards.missing_steps(batch, task)
        if missing:
            yield missing, batch
        else:
            tally.add(len(batch), shards.failed(batch.number), resumed=True)


def _check_steps(steps: str | Iterable[str]) -> tuple[str, ...]:
    expected = "at least one of " + ", ".join(STEPS)
    named = [part.strip() for part in steps.split(",")] if isinstance(steps, str) else as_list("steps", steps, expected)
    for step in named:
        check_choice("steps", step, STEPS)
    if not named:
        raise invalid("steps", steps, expected)
    return tuple(step for step in STEPS if step in named)


def _describe(steps: tuple[str, ...], segmenter: Segmenter | None, max_characters: int) -> tuple[dict, Task]:
    """What a reader should know of a run, and what its results depend on."""
    from policylab.words import Segmenter
    from policylab.words._segmenter import check_segmenter

    check_segmenter(segmenter)
    segmenter = Segmenter(engine="rjieba") if segmenter is None else segmenter
    settings = {"segmenter": segmenter.fingerprint, "max_characters": max_characters}
    made_with = origin()
    key = hash_of([settings, made_with])
    about = {**settings, "made_with": dict(made_with), "key": key}
    return about, Task(steps, max_characters, pickle.dumps(segmenter), key, made_with)


def work_on_batches(batches: Iterator[Batch], task: Task, *, jobs: int | None) -> Iterator[Result]:
    """Work on batches, a few at a time, and give each result when it is there; `jobs` as for `run_batch`."""
    check_jobs("jobs", jobs, "process")
    with contextlib.closing(_engine(jobs)) as engine:
        try:
            yield from _work(engine, batches, task)
        except OSError as error:  # a scheduler that is gone may show at any call of the client
            if type(error).__module__.startswith("distributed"):
                raise PolicylabError(LOST) from error
            raise


def _engine(jobs: int | None) -> _Engine:
    client = getattr(get_active_backend()[0], "client", None)
    if hasattr(client, "get_executor"):
        # a cluster grows and shrinks; one that has no worker yet may get some
        return _Engine(
            lambda: client.get_executor(pure=False),
            room=lambda: AHEAD * max(1, sum(client.ncores().values())),
            # by name, as policylab imports no dask
            ended=lambda error: type(error).__name__ == "KilledWorker",
        )
    number = joblib.effective_n_jobs(jobs)
    if number == 1:
        return _Engine(_Here, room=lambda: 1, ended=lambda error: False)
    from joblib.externals.loky.process_executor import ProcessPoolExecutor, ShutdownExecutorError

    return _Engine(
        lambda: ProcessPoolExecutor(number, initializer=begin_process),
        room=lambda: AHEAD * number,
        # the second where the executor was let go before it had told of all that went down with a process
        ended=lambda error: isinstance(error, futures.BrokenExecutor | ShutdownExecutorError),
        all_end_together=True,
    )


class _Here(futures.Executor):
    def submit(self, function, /, *args, **options) -> futures.Future:
        future: futures.Future = futures.Future()
        future.set_result(function(*args, **options))
        return future


@dataclass
class _Engine:
    """An executor, which is made again where it broke.

    `room` says how many batches may be under way, which bounds the memory; `ended` whether an error means that a
    process was ended, and `all_end_together` whether it takes the others, and the executor, with it.
    """

    make: Callable[[], futures.Executor]
    room: Callable[[], int]
    ended: Callable[[BaseException | None], bool]
    all_end_together: bool = False
    _executor: futures.Executor | None = None
    _under_way: set[futures.Future] = field(default_factory=set)

    def submit(self, batch: Batch, task: Task) -> futures.Future:
        for _ in range(_TRIES):
            self._executor = self._executor or self.make()
            try:
                future = self._executor.submit(work_on_batch, batch, task)
            except futures.BrokenExecutor:
                self._drop()
                continue
            self._under_way.add(future)
            future.add_done_callback(self._under_way.discard)
            return future
        raise PolicylabError(NEVER_BEGAN)

    def was_ended(self, future: futures.Future) -> bool:
        """Whether a process ended while it worked on this batch, or on another one beside it."""
        if future.cancelled():
            raise PolicylabError(LOST)
        ended = self.ended(future.exception())
        if ended and self.all_end_together:
            self._drop()
        return ended

    def close(self) -> None:
        """Let go of what is still under way."""
        if self.all_end_together:
            self._drop()
        for future in list(self._under_way):
            future.cancel()

    def _drop(self) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=True, kill_workers=True)
            self._executor = None


def _work(engine: _Engine, batches: Iterator[Batch], task: Task) -> Iterator[Result]:
    waiting: dict[futures.Future, Batch] = {}
    more = True
    while more or waiting:
        while more and len(waiting) < engine.room():
            batch = next(batches, None)
            more = batch is not None
            if more:
                waiting[engine.submit(batch, task)] = batch
        done, _ = futures.wait(waiting, return_when=futures.FIRST_COMPLETED)
        suspects = []
        while done:
            for future in done:
                batch = waiting.pop(future)
                if engine.was_ended(future):
                    suspects.append(batch)
                else:
                    yield future.result()
            # one process took the others with it: whose batch it was, only trying each alone can tell
            done = futures.wait(waiting)[0] if suspects and engine.all_end_together else ()
        for batch in sorted(suspects, key=lambda batch: batch.number):
            yield _work_alone(engine, batch, task)


def _work_alone(engine: _Engine, batch: Batch, task: Task) -> Result:
    """Work on a batch that may have ended its process; if it does it again, without the documents that do so."""
    whole = _try(engine, batch, task)
    if whole is not None:
        return whole
    none = batch.without(dict.fromkeys(range(len(batch.documents)), ENDED))
    if _try(engine, none, task) is None:
        raise PolicylabError(NEVER_BEGAN)  # it is no document's fault
    places = range(len(batch.documents))
    lost = {place: ENDED for place in places if _try(engine, batch.only(place), task) is None}
    # where each of them is well by itself, but together they are not, none can be blamed, and none is done
    return _try(engine, batch.without(lost), task) or work_on_batch(none, task)


def _try(engine: _Engine, batch: Batch, task: Task) -> Result | None:
    future = engine.submit(batch, task)
    futures.wait([future])
    return None if engine.was_ended(future) else future.result()
