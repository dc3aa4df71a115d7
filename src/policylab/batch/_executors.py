"""Where batches are worked on: in this process, in others (loky), or on a Dask cluster, as joblib is configured.

joblib says which; the batches are then handed one by one to its executor (`concurrent.futures`), not through
`joblib.Parallel`. Its loop waits for ever when a document kills its Dask worker each time that it is tried, and loses
all that is under way when one kills a process of its own. Here such a document is found, named, and left out.
"""

from __future__ import annotations

import concurrent.futures as futures
import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import joblib
from joblib.parallel import get_active_backend

from policylab.batch._catalogues import Batch
from policylab.batch._work import Result, Task, begin_process, work_on_batch
from policylab.errors import PolicylabError, invalid

AHEAD = 2  # batches under way for each process: one that is worked on, and one that waits
ENDED = "The process that worked on it was ended: it crashed, or its memory did not suffice."
LOST = "The connection to the Dask cluster was lost. Run the same again: it goes on there."
NEVER_BEGAN = "The processes of this run end as soon as they begin. Is there memory left?"
_TRIES = 3


def work_on_batches(batches: Iterator[Batch], task: Task, *, jobs: int | None) -> Iterator[Result]:
    """Work on batches, a few at a time, and give each result when it is there, in no fixed order.

    Parameters
    ----------
    jobs : int or None
        Processes; -1 is one for each core. None is what `joblib.parallel_config` says, or 1. On Dask it is the
        cluster that decides.
    """
    if jobs is not None and (isinstance(jobs, bool) or not isinstance(jobs, int) or jobs == 0):
        raise invalid("jobs", jobs, "an int: 1, 2, ..., or -1 for one process a core")
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
    from joblib.externals.loky import ProcessPoolExecutor

    return _Engine(
        lambda: ProcessPoolExecutor(number, initializer=begin_process),
        room=lambda: AHEAD * number,
        ended=lambda error: isinstance(error, futures.BrokenExecutor),
        all_end_together=True,
    )


class _Here(futures.Executor):
    """This process."""

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
