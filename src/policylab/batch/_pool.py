"""Where batches are worked on: in this process, in others (loky), or on a Dask cluster, as joblib is configured.

joblib says which; the batches are then handed over one by one, not through `joblib.Parallel`. Its loop waits for ever
when a document kills its Dask worker each time that it is tried, and loses all that is under way when one kills a
process of its own. Here such a document is found, named, and left out.
"""

from __future__ import annotations

import concurrent.futures as futures
import contextlib
from collections.abc import Iterator

import joblib
from joblib.parallel import get_active_backend

from policylab.batch._batches import Batch
from policylab.batch._work import Result, Task, begin_process, work_on_batch
from policylab.errors import PolicylabError, invalid

AHEAD = 2  # batches under way for each process: one that is worked on, and one that waits
ENDED = "The process that worked on it was ended: it crashed, or its memory did not suffice."
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
    backend, _ = get_active_backend()
    client = getattr(backend, "client", None)
    if hasattr(client, "get_executor"):
        pool: _Pool = _DaskPool(client)
    else:
        number = joblib.effective_n_jobs(jobs)
        pool = _HerePool() if number == 1 else _ProcessPool(number)
    with contextlib.closing(pool):
        yield from _work(pool, batches, task)


def _work(pool: _Pool, batches: Iterator[Batch], task: Task) -> Iterator[Result]:
    waiting: dict[futures.Future, Batch] = {}
    more = True
    while more or waiting:
        while more and len(waiting) < pool.room():
            batch = next(batches, None)
            more = batch is not None
            if more:
                waiting[pool.submit(batch, task)] = batch
        if not waiting:
            return
        done, _ = futures.wait(waiting, return_when=futures.FIRST_COMPLETED)
        suspects = []
        for future in done:
            batch = waiting.pop(future)
            if pool.was_ended(future):
                suspects.append(batch)
            else:
                yield future.result()
        if suspects and pool.all_end_together:
            # one process took the others with it: whose batch it was, only trying each alone can tell
            futures.wait(waiting)
            for future in list(waiting):
                batch = waiting.pop(future)
                if pool.was_ended(future):
                    suspects.append(batch)
                else:
                    yield future.result()
        for batch in sorted(suspects, key=lambda batch: batch.number):
            yield _work_alone(pool, batch, task)


def _work_alone(pool: _Pool, batch: Batch, task: Task) -> Result:
    """Work on a batch that may have ended its process; if it does it again, without the documents that do so."""
    whole = _try(pool, batch, task)
    if whole is not None:
        return whole
    if _try(pool, batch.without(dict.fromkeys(range(len(batch.documents)), ENDED)), task) is None:
        raise PolicylabError(NEVER_BEGAN)  # it is no document's fault
    lost: dict[int, str] = {}
    for place in range(len(batch.documents)):
        if _try(pool, batch.only(place), task) is None:
            lost[place] = ENDED
    rest = _try(pool, batch.without(lost), task)
    if rest is None:
        # each of them is well by itself, but together they are not: none can be blamed, and none is done
        rest = work_on_batch(batch.without(dict.fromkeys(range(len(batch.documents)), ENDED)), task)
    return rest


def _try(pool: _Pool, batch: Batch, task: Task) -> Result | None:
    future = pool.submit(batch, task)
    futures.wait([future])
    return None if pool.was_ended(future) else future.result()


class _Pool:
    """Something that batches can be handed to."""

    all_end_together = False

    def room(self) -> int:
        """How many batches may be under way, which bounds the memory."""
        raise NotImplementedError

    def submit(self, batch: Batch, task: Task) -> futures.Future:
        raise NotImplementedError

    def was_ended(self, future: futures.Future) -> bool:
        """Whether a process ended while it worked on this batch, or on another one beside it."""
        return False

    def close(self) -> None:
        """Let go of what is still under way."""


class _HerePool(_Pool):
    """This process."""

    def room(self) -> int:
        return 1

    def submit(self, batch: Batch, task: Task) -> futures.Future:
        future: futures.Future = futures.Future()
        future.set_result(work_on_batch(batch, task))
        return future


class _ProcessPool(_Pool):
    """Processes of this machine (loky)."""

    all_end_together = True

    def __init__(self, number: int) -> None:
        self._number = number
        self._executor = None

    def room(self) -> int:
        return AHEAD * self._number

    def submit(self, batch: Batch, task: Task) -> futures.Future:
        from joblib.externals.loky import ProcessPoolExecutor

        for _ in range(_TRIES):
            if self._executor is None:
                self._executor = ProcessPoolExecutor(self._number, initializer=begin_process)
            try:
                return self._executor.submit(work_on_batch, batch, task)
            except futures.BrokenExecutor:
                self._drop()
        raise PolicylabError(NEVER_BEGAN)

    def was_ended(self, future: futures.Future) -> bool:
        if not isinstance(future.exception(), futures.BrokenExecutor):
            return False
        self._drop()
        return True

    def close(self) -> None:
        self._drop()

    def _drop(self) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=True, kill_workers=True)
            self._executor = None


class _DaskPool(_Pool):
    """The cluster of a `dask.distributed.Client`, which tries a batch again when its worker is lost."""

    def __init__(self, client) -> None:
        self._client = client
        self._executor = client.get_executor(pure=False)
        self._under_way: set[futures.Future] = set()

    def room(self) -> int:
        # a cluster grows and shrinks; one that has no worker yet may get some
        return AHEAD * max(1, sum(self._client.ncores().values()))

    def submit(self, batch: Batch, task: Task) -> futures.Future:
        future = self._executor.submit(work_on_batch, batch, task)
        self._under_way.add(future)
        future.add_done_callback(self._under_way.discard)
        return future

    def was_ended(self, future: futures.Future) -> bool:
        if future.cancelled():
            raise PolicylabError("The connection to the Dask cluster was lost. Run the same again: it goes on there.")
        # by name, as policylab imports no dask
        return type(future.exception()).__name__ == "KilledWorker"

    def close(self) -> None:
        for future in list(self._under_way):
            future.cancel()
