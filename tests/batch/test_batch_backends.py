"""One job, two, loky, Dask, and Dask with a worker killed half-way: the same bytes."""

from __future__ import annotations

import contextlib
import functools
import multiprocessing
import os
import signal
import subprocess
import sys
import time

import joblib
import pytest

from policylab.batch import _stream, read_table, run_batch
from policylab.errors import PolicylabError

SMALL = {"batch_documents": 4}


@contextlib.contextmanager
def dask_cluster():
    """Two workers of this machine, each a process, and a client of theirs."""
    distributed = pytest.importorskip("dask.distributed", reason="the extra `cluster` is not installed")
    import dask

    # forks, where there are any, of a process that has imported distributed already
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    with dask.config.set({"distributed.worker.multiprocessing-method": method}), distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50, host="127.0.0.1"
    ) as cluster, distributed.Client(cluster) as client:
        yield client


@pytest.fixture(scope="module")
def expected(texts, tmp_path_factory, digests):
    """What one job writes."""
    out = tmp_path_factory.mktemp("one")
    report = run_batch(texts, out, jobs=1, **SMALL)
    assert (report.documents, report.shards, report.failures) == (24, 6, [])
    return digests(out)


def test_two_jobs_write_the_same_bytes_as_one(texts, tmp_path, digests, expected):
    run_batch(texts, tmp_path, jobs=2, **SMALL)
    assert digests(tmp_path) == expected


def test_loky_by_joblibs_configuration_writes_the_same_bytes(texts, tmp_path, digests, expected):
    with joblib.parallel_config(backend="loky", n_jobs=2):
        run_batch(texts, tmp_path, **SMALL)
    assert digests(tmp_path) == expected


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_dask_writes_the_same_bytes_with_two_workers_and_with_one_killed_half_way(texts, tmp_path, digests, expected):
    killed = []

    def kill(event: dict) -> None:
        if event["documents"] >= 12 and not killed:
            killed.append(event["documents"])
            os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)

    with dask_cluster() as client, joblib.parallel_config(backend="dask", client=client):
        run_batch(texts, tmp_path / "both", **SMALL)
        report = run_batch(texts, tmp_path / "killed", progress=kill, **SMALL)
    assert digests(tmp_path / "both") == expected
    assert killed and killed[0] < 24
    assert report.failures == []
    assert digests(tmp_path / "killed") == expected


def test_a_document_that_kills_its_process_is_named_and_the_others_are_done(texts, tmp_path, deadly):
    documents = [*texts[:10], {"id": "deadly", "text": "一、目标\n这是致命的一段。"}, *texts[10:]]
    report = run_batch(documents, tmp_path, jobs=2, segmenter=deadly, **SMALL)
    [failure] = report.failures
    assert (failure.row, failure.document, failure.step) == (11, "deadly", "worker")
    assert failure.reason == "The process that worked on it was ended: it crashed, or its memory did not suffice."
    plans = [plan for frame in read_table(tmp_path, "plans") for plan in frame["plan"]]
    assert plans == [document["id"] for document in texts]


def test_a_batch_that_was_under_way_when_the_executor_was_let_go_counts_as_ended():
    """A process that dies breaks its executor before the batches under way: some are let go in between."""
    engine = _stream._engine(2)
    with contextlib.closing(engine):
        engine._executor = engine.make()
        under_way = engine._executor.submit(time.sleep, 60)
        engine._drop()
        assert engine.was_ended(under_way)


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_document_that_kills_its_dask_workers_is_named(texts, tmp_path, deadly):
    documents = [*texts[:3], {"id": "deadly", "text": "一、目标\n这是致命的一段。"}]
    with dask_cluster() as client, joblib.parallel_config(backend="dask", client=client):
        client.cluster.scheduler.allowed_failures = 0
        report = run_batch(documents, tmp_path, segmenter=deadly, **SMALL)
    assert [(failure.document, failure.step) for failure in report.failures] == [("deadly", "worker")]
    plans = [plan for frame in read_table(tmp_path, "plans") for plan in frame["plan"]]
    assert plans == [document["id"] for document in texts[:3]]


def test_processes_that_cannot_begin_are_no_fault_of_the_documents(texts, tmp_path, monkeypatch):
    monkeypatch.setattr(_stream, "begin_process", functools.partial(os._exit, 1))
    with pytest.raises(PolicylabError, match="The processes of this run end as soon as they begin"):
        run_batch(texts[:2], tmp_path, jobs=2)


def test_the_processes_of_a_run_do_without_pandas():
    code = (
        "import sys\n"
        "from policylab.batch._work import begin_process\n"
        "begin_process()\n"
        "import pyarrow\n"
        "print(pyarrow.array(['基站', None]).null_count, 'pandas' in sys.modules)\n"
        "import pandas\n"
        "print(pyarrow.table({'a': [1]}).to_pandas().shape)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "1 False\n(1, 1)\n"


@pytest.mark.skipif(not os.path.exists("/proc/self/task"), reason="needs the list of children that Linux keeps")
def test_the_processes_of_a_run_end_with_it_when_it_is_killed(tmp_path):
    code = (
        "import os, signal, sys\n"
        "from policylab.batch import run_batch\n"
        "def kill(event):\n"
        "    print(open(f'/proc/self/task/{os.getpid()}/children').read(), flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "texts = ['一、目标\\n到2025年，建成基站7万个。'] * 40\n"
        f"run_batch(texts, {str(tmp_path)!r}, jobs=2, batch_documents=4, progress=kill)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert done.returncode == -signal.SIGKILL
    begun = [int(number) for number in done.stdout.split()]
    assert len(begun) >= 2
    last = time.monotonic() + 60
    while any(map(is_alive, begun)) and time.monotonic() < last:
        time.sleep(0.2)
    assert not any(map(is_alive, begun))


def is_alive(process: int) -> bool:
    try:
        with open(f"/proc/{process}/stat") as file:
            return file.read().rpartition(") ")[2][0] != "Z"
    except OSError:
        return False


def test_a_worker_with_another_version_is_refused(texts, tmp_path):
    from dataclasses import replace

    from policylab.batch._catalogues import as_document
    from policylab.batch._stream import _describe, make_batches
    from policylab.batch._work import work_on_batch

    [batch] = make_batches([as_document(texts[0], 1)], documents=4, size=1000)
    _, task = _describe(("clean",), None, 1000)
    older = replace(task, made_with=tuple((name, "0.0.1" if name == "opencc" else v) for name, v in task.made_with))
    with pytest.raises(ValueError, match=r"A worker has other versions than .*: opencc \([0-9.]+, not 0.0.1\)"):
        work_on_batch(batch, older)


@contextlib.contextmanager
def dask_scheduler(folder):
    """A scheduler and a worker, each a process of its own that can be killed, and a client."""
    distributed = pytest.importorskip("dask.distributed", reason="the extra `cluster` is not installed")
    address = folder / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    run = [sys.executable, "-m", "dask"]
    scheduler = subprocess.Popen(
        [*run, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(address)], **quiet
    )
    worker = None
    try:
        last = time.monotonic() + 60
        while not address.exists() and time.monotonic() < last:
            time.sleep(0.1)
        worker = subprocess.Popen(
            [*run, "worker", "--nthreads", "1", "--no-dashboard", "--no-nanny", "--death-timeout", "20",
             "--local-directory", str(folder), "--scheduler-file", str(address)], **quiet
        )  # fmt: skip
        client = distributed.Client(scheduler_file=str(address), timeout=60)
        client.wait_for_workers(1, timeout=60)
        yield scheduler, client
        client.close(timeout=1)
    finally:
        for process in filter(None, (worker, scheduler)):
            process.kill()
            process.wait()


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::ResourceWarning", "ignore::RuntimeWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_scheduler_that_is_lost_half_way_ends_the_run_in_one_sentence_and_the_next_goes_on(texts, tmp_path, digests, expected):
    with dask_scheduler(tmp_path) as (scheduler, client), joblib.parallel_config(backend="dask", client=client):

        def kill(event: dict) -> None:
            if event["documents"] >= 12:
                scheduler.kill()

        with pytest.raises(PolicylabError, match=r"The connection to the Dask cluster was lost\. Run the same again"):
            run_batch(texts, tmp_path / "out", progress=kill, **SMALL)
    run_batch(texts, tmp_path / "out", jobs=1, **SMALL)
    assert digests(tmp_path / "out") == expected
