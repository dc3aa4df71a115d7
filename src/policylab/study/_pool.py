"""The processes that run notebooks, seen from the runner: give a task, hear what happens."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

# One thread a kernel: sums come out in one order on every machine, and two kernels do not crowd two cores.
_ONE_THREAD = (
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)


class Pool:
    """Up to `size` worker processes; `give` a task to a free one, `next_event` waits for what they report."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._workers: list[_Worker] = []
        self._events: queue.SimpleQueue = queue.SimpleQueue()
        self._folder = tempfile.TemporaryDirectory(prefix="policylab-", ignore_cleanup_errors=True)

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_) -> None:
        for worker in self._workers:
            worker.end()
        self._folder.cleanup()

    @property
    def has_room(self) -> bool:
        """Whether a task given now would start at once."""
        return sum(worker.task is not None for worker in self._workers) < self._size

    def give(self, task: dict) -> None:
        """Start a task."""
        worker = next((worker for worker in self._workers if worker.task is None), None)
        if worker is None:
            folder = Path(self._folder.name) / f"w{len(self._workers)}"
            worker = _Worker(folder, self._events)
            self._workers.append(worker)
        worker.start(task)

    def next_event(self) -> dict:
        """Wait for the next report: a cell that starts, or the end of a notebook."""
        worker, event = self._events.get()
        if event is None:  # the worker is gone
            self._workers.remove(worker)
            task, worker.task = worker.task, None
            if task is None:
                return self.next_event()
            return {
                "event": "end",
                "notebook": task["name"],
                "kind": "worker",
                "message": f"stopped with the process that ran it. {worker.last_words()}".strip(),
                "seconds": 0.0,
            }
        if event["event"] == "end":
            worker.task = None
        return event


class _Worker:
    def __init__(self, folder: Path, events: queue.SimpleQueue) -> None:
        folder.mkdir()
        self.task: dict | None = None
        self._log = (folder / "log.txt").open("w+b")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "policylab.study._worker", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env=_environment(folder),
            encoding="utf-8",
            start_new_session=True,  # Ctrl-C reaches the runner alone, which then ends the workers in order
        )
        self._listener = threading.Thread(target=self._listen, args=(events,), daemon=True)
        self._listener.start()

    def _listen(self, events: queue.SimpleQueue) -> None:
        for line in self._process.stdout:
            events.put((self, json.loads(line)))
        events.put((self, None))

    def start(self, task: dict) -> None:
        self.task = task
        try:
            self._process.stdin.write(json.dumps(task) + "\n")
            self._process.stdin.flush()
        except OSError:
            pass  # it is gone: `_listen` says so

    def end(self) -> None:
        """Let an idle worker go; a busy one ends its kernel first."""
        try:
            self._process.stdin.close()
        except OSError:
            pass
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._listener.join()
        self._process.stdout.close()
        self._log.close()

    def last_words(self) -> str:
        code = self._process.wait()
        self._log.seek(0)
        lines = self._log.read().decode("utf-8", errors="replace").split("\n")
        said = next((line.strip() for line in reversed(lines) if line.strip()), "")
        if code < 0:
            return f"It was ended by signal {-code}."
        return f"It ended with code {code}" + (f": {said}" if said else "") + "."


def _environment(folder: Path) -> dict[str, str]:
    """The environment of workers and kernels, without what a reader's own settings would change in the results."""
    ipython, joblib, settings = folder / "ipython", folder / "joblib", folder / "matplotlibrc"
    ipython.mkdir()
    joblib.mkdir()
    settings.touch()
    inherited = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    return {
        **inherited,
        **dict.fromkeys(_ONE_THREAD, "1"),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "IPYTHONDIR": str(ipython),
        "JOBLIB_TEMP_FOLDER": str(joblib),
        "MATPLOTLIBRC": str(settings),
    }
