"""How a notebook is executed: the runner gives it to a worker process, which has a kernel for it, in which its cells run.

A worker is started as ``python -m policylab.study._execute FOLDER``, where the folder is a private temporary one. Tasks go
to it as JSON lines, and what happens comes back as JSON lines. It is a process of its own and not a pool's child: a
scholar's script needs no ``__main__`` guard, as it does for `concurrent.futures`; one that dies takes no other with it, as
it does in joblib's pool; and the end of the runner, however sudden, ends the kernel too, for the input then comes to its
end. `Workers` is the runner's end, a thread a worker; below it stand the worker's own, and its kernels.
"""

from __future__ import annotations

import builtins
import contextlib
import gc
import importlib
import itertools
import json
import os
import queue
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from policylab.errors import PolicylabError
from policylab.files import RUN_VARIABLE, ensure_writable, write_text
from policylab.study._notebooks import FIGURES_VARIABLE, PUT_IN
from policylab.words._segmentation_engines import cache_folder

# One thread a kernel: sums come out in one order on every machine, and two kernels do not crowd two cores.
ONE_THREAD = (
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
# What the notebooks of a study import. None of it has threads when it is imported.
_IMPORTED = (
    "ipykernel.kernelapp", "ipykernel.debugger", "IPython.core.pylabtools", "pandas", "matplotlib.pyplot",
    "matplotlib.backends.backend_agg", "networkx",
)  # fmt: skip
_ROOMS = ("coding", "compare", "corpus", "plots", "study", "targets", "topics", "words")
_SOCKET_PATH_LIMIT = 90
_LAUNCHER = "ipykernel_launcher"


class Workers:
    """Up to `size` worker processes: `give` them tasks, `next_event` waits for what they report."""

    def __init__(self, size: int, run: str, figures: str = "") -> None:
        self.size = size
        self._run = run
        self._figures = figures
        self._threads = ThreadPoolExecutor(size)
        self._numbers = itertools.count()
        self._idle: list[_Worker] = []
        self._all: list[_Worker] = []
        self._ended = False
        self._lock = threading.Lock()
        self._events: queue.SimpleQueue = queue.SimpleQueue()
        self._folder = _temporary_folder()

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_) -> None:
        with self._lock:  # a worker that is only being started ends as soon as it is
            self._ended = True
        for worker in self._all:
            worker.end()
        self._threads.shutdown(cancel_futures=True)
        for worker in self._all:
            worker.close()
        self._folder.cleanup()

    def give(self, task: dict) -> None:
        """Have a notebook run; its events can be heard until one says ``end``."""
        self._threads.submit(self._work, task, self._events.put)

    def next_event(self) -> dict:
        return self._events.get()

    def present(self, task: dict) -> dict[str, str]:
        """Have the page and the workbook of a run made, side by side where two workers are idle; give their hashes."""

        def make(part: str) -> dict[str, str]:
            heard: list[dict] = []
            self._work({"name": "", "present": part, **task}, heard.append)
            if heard[-1]["message"]:
                raise PolicylabError(f"The page or the workbook {heard[-1]['message']}")
            return heard[-1]["files"]

        made = (self._threads.map if len(self._idle) > 1 else map)(make, ("page", "workbook"))
        return {name: digest for files in made for name, digest in files.items()}

    def _work(self, task: dict, hear) -> None:
        try:
            try:
                worker = self._idle.pop()
            except IndexError:
                worker = self._new()
            for event in worker.work(task):
                hear(event)
            if worker.alive:
                self._idle.append(worker)
        except Exception as error:  # a thread that ends without a word would leave the run waiting
            hear(_ended(task, f"could not be started: {type(error).__name__}: {_one_line(error)}."))

    def _new(self) -> _Worker:
        folder = Path(self._folder.name) / f"w{next(self._numbers)}"  # short: a socket's path has a limit
        folder.mkdir()
        worker = _Worker(folder, self._run, self._figures)
        with self._lock:
            self._all.append(worker)
            late = self._ended
        if late:
            worker.end()
        return worker


class _Worker:
    def __init__(self, folder: Path, run: str, figures: str) -> None:
        self.alive = True
        self._log = (folder / "log.txt").open("w+b")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "policylab.study._execute", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env=_environment(folder, run, figures),
            encoding="utf-8",
            start_new_session=True,  # Ctrl-C reaches the runner alone, which then ends the workers in order
        )

    def work(self, task: dict):
        """Send a task and give its events; the last one says how it ended, also when the process is gone."""
        with contextlib.suppress(OSError):  # it is gone: its output has come to its end
            self._process.stdin.write(json.dumps(task) + "\n")
            self._process.stdin.flush()
        for line in self._process.stdout:
            event = json.loads(line)
            yield event
            if event["event"] == "end":
                return
        self.alive = False
        yield _ended(task, f"stopped with the process that ran it. {self._last_words()}".strip())

    def end(self) -> None:
        """Let an idle worker go; a busy one ends its kernel first."""
        with contextlib.suppress(OSError, ValueError):
            self._process.stdin.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def close(self) -> None:
        self._process.stdout.close()
        self._log.close()

    def _last_words(self) -> str:
        code = self._process.wait()
        if code < 0:
            return f"It was ended by signal {-code}."
        self._log.seek(0)
        lines = self._log.read().decode("utf-8", errors="replace").split("\n")
        said = next((line.strip() for line in reversed(lines) if line.strip()), "")
        return f"It ended with code {code}" + (f": {said}" if said else "") + "."


def _ended(task: dict, message: str) -> dict:
    return {"event": "end", "notebook": task["name"], "message": message, "seconds": 0.0}


def _temporary_folder() -> tempfile.TemporaryDirectory:
    try:
        return tempfile.TemporaryDirectory(prefix="policylab-", ignore_cleanup_errors=True)
    except OSError as error:
        raise PolicylabError(
            f"There is no folder for temporary files ({error.strerror}). Set TMPDIR to one that can be written."
        ) from None


def _environment(folder: Path, run: str, figures: str) -> dict[str, str]:
    """The environment of workers and kernels, without what a reader's own settings would change in the results."""
    ipython, joblib, settings = folder / "ipython", folder / "joblib", folder / "matplotlibrc"
    ipython.mkdir()
    joblib.mkdir()
    settings.touch()
    inherited = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    return {
        **inherited,
        **dict.fromkeys(ONE_THREAD, "1"),
        RUN_VARIABLE: run,
        FIGURES_VARIABLE: figures,
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "IPYTHONDIR": str(ipython),
        "JOBLIB_TEMP_FOLDER": str(joblib),
        "MATPLOTLIBRC": str(settings),
        "MPLCONFIGDIR": str(_kept_beside(folder)),
    }


def _kept_beside(folder: Path) -> Path:
    """Where matplotlib may keep its list of fonts: it says so in the notebook where its own folder cannot be written."""
    place = cache_folder() / "matplotlib"
    try:
        return ensure_writable(place, hint="")
    except PolicylabError:
        return ensure_writable(folder / "matplotlib", hint="")


class Failure(Exception):
    """A notebook that did not come to its end; the message says it in a sentence."""


def run_notebook(task: dict, kernels: Kernels, report) -> None:
    """Run one notebook; write it and its HTML when it came to its end, else its half-way copy, and raise Failure."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import DeadKernelError
    from papermill.parameterize import parameterize_notebook

    from policylab.study._web_pages import html_page

    folder, name = Path(task["out"]) / "notebooks", task["name"]
    final, failed = folder / f"{name}.ipynb", folder / f"{name}.failed.ipynb"
    notebook = parameterize_notebook(
        read_cells(Path(task["path"])), task["parameters"], kernel_name="python3", language="python"
    )
    under_way: int | None = None

    def cell_starts(cell, cell_index: int) -> None:
        nonlocal under_way
        if cell.cell_type == "code":
            under_way = cell_index
            report({"event": "cell", "cell": cell_index + 1, "cells": len(notebook.cells)})

    try:
        NotebookClient(
            notebook, kernel_name="python3", kernel_manager_class=kernels.manager_class(), startup_timeout=60,
            timeout=task["timeout"], raise_on_iopub_timeout=True, record_timing=False, on_cell_start=cell_starts,
            resources={"metadata": {"path": str(folder)}},
            shutdown_kernel="graceful",  # joblib's processes leave nothing in shared memory then
        ).execute()  # fmt: skip
        if _error_output(notebook) is not None:  # sys.exit(0), which is none for nbclient
            raise _stopped(notebook)
    except Exception as error:
        failure = _failure(error, notebook, under_way, task["timeout"])
        if isinstance(error, DeadKernelError):  # what it started may live on
            kernels.kill()
        raise (failure if under_way is None else _kept_half_way(failure, notebook, failed)) from error
    finally:
        kernels.manager = None
    tidy(notebook)
    write_text(Path(task["out"]) / "html" / f"{name}.html", html_page(notebook, name, task.get("lang", "en")))
    write_text(final, nbformat.writes(notebook) + "\n")
    failed.unlink(missing_ok=True)


def _kept_half_way(failure: Failure, notebook, path: Path) -> Failure:
    """Write down how far a notebook came; the failure, with where that is."""
    import nbformat

    try:
        write_text(path, nbformat.writes(tidy(notebook)) + "\n")
    except PolicylabError as full:
        return Failure(f"{failure} It has no half-way copy: {full}")
    return Failure(f"{failure} Its half-way copy is {path}.")


def read_cells(path: Path):
    """Read a notebook without its outputs; cells without an id, as older programs write them, get one that stays the same."""
    import nbformat

    text = path.read_text(encoding="utf-8")
    notebook = nbformat.v4.upgrade(nbformat.reads(text, as_version=4))
    notebook.metadata.papermill = {}  # papermill notes the parameters there, and looks for tags in each cell
    for number, (written, cell) in enumerate(zip(json.loads(text)["cells"], notebook.cells, strict=True)):
        if "id" not in written:
            cell.id = f"cell-{number}"
        cell.metadata.setdefault("tags", [])
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def tidy(notebook):
    """Take out of a notebook what differs from run to run, and what papermill notes in it."""
    del notebook.metadata["papermill"]
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        tags = cell.metadata.get("tags", [])
        if not tags:
            cell.metadata.pop("tags", None)
        if PUT_IN in tags:
            cell.id = PUT_IN
    return notebook


def _failure(error: Exception, notebook, cell: int | None, timeout: float | None) -> Failure:
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    if isinstance(error, Failure):
        return error
    place = _place(notebook, cell)
    # a cell that ran too long is interrupted, which leaves an error output, too
    if _error_output(notebook) is not None and not isinstance(error, CellTimeoutError):
        return _stopped(notebook)
    if isinstance(error, NoSuchKernel):
        return Failure(
            'could not start, for this Python has no Jupyter kernel. Install it with `pip install "policylab[lab]"`.',
        )
    if isinstance(error, CellTimeoutError):
        return Failure(f"ran longer than {timeout:g} s in {place}. Allow more with --timeout, or make it shorter.")
    if isinstance(error, DeadKernelError):
        return Failure(f"lost its kernel in {place}: the process died, perhaps for want of memory.")
    if cell is None and isinstance(error, (RuntimeError, TimeoutError)):
        return Failure(f"could not start its kernel: {_one_line(error)}.")
    return Failure(f"stopped in {place}: {type(error).__name__}: {_one_line(error)}.")


def _stopped(notebook) -> Failure:
    cell, message = _error_output(notebook)
    end = "" if message.endswith((".", "!", "?", "。")) else "."
    return Failure(f"failed in {_place(notebook, cell)}: {message}{end}")


def _error_output(notebook) -> tuple[int, str] | None:
    for index, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                message = " ".join(output.evalue.split())
                if output.ename not in {"PolicylabError", "SourceError", "CatalogueError"}:
                    message = f"{output.ename}: {message}" if message else output.ename
                return index, message
    return None


def _place(notebook, cell: int | None) -> str:
    if cell is None:
        return "its start"
    # Counted as in the reader's notebook, without the cell that papermill puts in.
    number = sum(PUT_IN not in other.metadata.get("tags", []) for other in notebook.cells[: cell + 1])
    lines = [line.strip() for line in notebook.cells[cell].source.splitlines()]
    first = next((line for line in lines if line and not line.startswith("#")), "")
    return f"cell {number}" + (f" (`{first[:60]}`)" if first else "")


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__


def be_worker() -> None:
    """Be a worker: run what comes in, and say what happens."""
    # From jsonschema 4.25 on, this builds a grammar of web addresses for 1.5 s, which no notebook is checked against.
    sys.modules.setdefault("rfc3987_syntax", None)
    # What papermill or a library prints must not get between the reports.
    reports = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    folder = Path(sys.argv[1])
    kernels = Kernels(folder)
    tasks: queue.SimpleQueue = queue.SimpleQueue()
    busy = threading.Event()

    def listen() -> None:
        for line in sys.stdin:
            if line.endswith("\n"):  # else the runner was killed while it wrote
                busy.set()
                tasks.put(json.loads(line))
        if busy.is_set():  # the runner is gone, or wants the end
            kernels.kill()
            _remove(folder)
            os._exit(3)
        tasks.put(None)

    threading.Thread(target=listen, daemon=True).start()
    while (task := tasks.get()) is not None:

        def report(event: dict, name: str = task["name"]) -> None:
            reports.write(json.dumps({"notebook": name, **event}) + "\n")

        start = time.monotonic()
        outcome: dict = {"event": "end", "message": ""}
        try:
            if task.get("template"):
                kernels.have_template()
            if "present" in task:
                from policylab.study._web_pages import present

                files = present(task["present"], Path(task["out"]), Path(task["corpus"]), task["entries"])
                outcome |= {"files": files}
            else:
                run_notebook(task, kernels, report)
        except Failure as failure:
            outcome["message"] = str(failure)
        except PolicylabError as error:
            outcome["message"] = f"could not be finished. {error}"
        except OSError as error:
            outcome["message"] = f"could not be written: {error.strerror or _one_line(error)}."
        except Exception as error:
            outcome["message"] = f"could not be finished: {type(error).__name__}: {_one_line(error)}."
        busy.clear()
        report(outcome | {"seconds": round(time.monotonic() - start, 2)})
    kernels.close()
    _remove(folder)


def _remove(folder: Path) -> None:
    """Leave nothing behind, also when the runner was killed and cannot."""
    shutil.rmtree(folder, ignore_errors=True)
    with contextlib.suppress(OSError):
        folder.parent.rmdir()


class Kernels:
    """Makes the kernels of a worker, one at a time: of the running Python, whatever kernels a user has installed.

    Each notebook has one of its own. Where many run one after the other, as the study's do, most of the time of a short
    one would go to its imports. On Linux they are made once then, by a `Template`: a process that imports what notebooks
    need and runs no cell. Kernels are forks of it, so that they have the imports, and nothing of one another.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manager = None  # of the kernel under way
        self._template: Template | None = None

    def have_template(self) -> None:
        """Let kernels be forks of a template from now on, where that can be."""
        if self._template is None and sys.platform == "linux":
            self._template = Template()

    def close(self) -> None:
        if self._template is not None:
            self._template.close()

    def manager_class(self) -> type:
        from jupyter_client.kernelspec import KernelSpecManager
        from jupyter_client.manager import AsyncKernelManager

        kernels = self

        class Manager(AsyncKernelManager):
            def __init__(self, **settings) -> None:
                # Sockets in files, where the system has them: two kernels that start at once cannot take one port.
                connection = kernels.folder / "kernel.json"
                if os.name != "nt" and len(str(connection)) < _SOCKET_PATH_LIMIT:
                    settings |= {"transport": "ipc", "connection_file": str(connection)}
                super().__init__(kernel_spec_manager=KernelSpecManager(kernel_dirs=[]), **settings)
                kernels.manager = self

            async def _async_launch_kernel(self, kernel_cmd: list[str], **settings) -> None:
                template, folder = kernels._template, settings.get("cwd") or os.getcwd()
                process = template.fork(kernel_cmd, folder, settings["env"]) if template else None
                if process is None:
                    await super()._async_launch_kernel(kernel_cmd, **settings)
                    return
                self.provisioner.process = process
                self.provisioner.pid = self.provisioner.pgid = process.pid
                self._reconcile_connection_info(self.provisioner.connection_info)

            _launch_kernel = _async_launch_kernel

        return Manager

    def kill(self) -> None:
        """End the kernel under way at once, and the processes that its cells started."""
        provisioner = getattr(self.manager, "provisioner", None)
        group, process = getattr(provisioner, "pgid", None), getattr(provisioner, "process", None)
        if group:
            # Not SIGKILL: joblib's tracker lets SIGTERM pass, and clears up when the processes it watches are gone.
            with contextlib.suppress(OSError):
                os.killpg(group, signal.SIGTERM)
        if process is not None:
            process.kill()


class Template:
    """The worker's end of a template, which ends with the worker. It has one fork at a time."""

    def __init__(self) -> None:
        # -P: a file of the reader's folder that is named like a library is not taken for it
        command = [sys.executable, "-P", "-c", "from policylab.study._execute import be_template; be_template()"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self._ready: bool | None = None

    def fork(self, command: list[str], cwd: str | Path, env: dict[str, str]) -> Fork | None:
        """A kernel as `command` would start it; None where there can be no fork."""
        if self._ready is None:
            self._ready = self._answer() == "ready"
        if not self._ready:
            return None
        arguments = command[command.index(_LAUNCHER) + 1 :]
        task = {"arguments": arguments, "cwd": str(cwd), "env": env}
        try:
            self._process.stdin.write(json.dumps(task).encode() + b"\n")
        except OSError:
            return None
        told = self._answer()
        return Fork(int(told)) if told else None

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def _answer(self) -> str:
        return self._process.stdout.readline().decode().strip()


class Fork:
    """A kernel that is a fork of the template, as jupyter_client sees a process."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._handle = os.pidfd_open(pid)

    def __del__(self) -> None:
        os.close(self._handle)

    def poll(self, seconds: float | None = 0) -> int | None:
        return 0 if select.select([self._handle], [], [], seconds)[0] else None

    def wait(self) -> int:
        return self.poll(None)

    def send_signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._handle, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


class _Kernel:
    """What IPython is in a kernel, as far as a library asks when it is imported."""

    kernel = True


def be_template() -> None:
    """Be a template: say ready; for each task fork, and say the fork's number."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what a library prints must not get between the answers
    # Read by ipykernel and matplotlib when they are imported: the kernel's parent, and where a kernel shows its figures.
    os.environ["JPY_PARENT_PID"] = str(os.getpid())
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    builtins.get_ipython = _Kernel  # pandas asks once, when it is imported, whether it shows its tables in a terminal
    for name in _IMPORTED:
        importlib.import_module(name)
    del builtins.get_ipython
    for name in _ROOMS:
        room = importlib.import_module(f"policylab.{name}")
        for public in room.__all__:
            getattr(room, public)  # what is loaded on first use is loaded
    importlib.import_module("policylab.words._segmentation_engines").import_jieba()
    gc.collect()
    gc.freeze()  # a collection in a fork would write to, and so copy, all that they share
    if len(_threads()) > 1:  # a fork has no threads but the one that forked
        print("no", file=answers)
        return
    print("ready", file=answers)
    pid = None
    while line := sys.stdin.buffer.raw.readline():  # until the worker is gone; a fork sees that its parent is, and ends
        if pid is not None:
            os.waitpid(pid, 0)
        pid = os.fork()
        if pid == 0:
            answers.close()
            return _be_kernel(**json.loads(line))
        print(pid, file=answers)


def _threads() -> list[str]:
    """The names of this process's threads, but for that of pyarrow's allocator, which knows how to go through a fork."""
    names = [path.read_text().strip() for path in Path("/proc/self/task").glob("*/comm")]
    return [name for name in names if name != "jemalloc_bg_thd"]


def _be_kernel(arguments: list[str], cwd: str, env: dict[str, str]) -> None:
    import numpy as np
    from ipykernel.kernelapp import launch_new_instance

    os.setsid()
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    np.random.seed()  # else a notebook that draws without a seed draws what the one before drew
    sys.argv = [_LAUNCHER, *arguments]
    launch_new_instance(argv=arguments)


if __name__ == "__main__":
    be_worker()
