"""The processes that run notebooks: tasks go to them as JSON lines, and what happens comes back as JSON lines.

A worker is started as ``python -m policylab.study._processes FOLDER``, where the folder is a private temporary one. It is
a process of its own and not a pool's child, so that a scholar's script needs no ``__main__`` guard, that one which dies
takes no other with it, and that the end of the runner, however sudden, ends the kernel too: the input then comes to its
end. `Workers` is the runner's end, a thread a worker; below it stands the worker's own.
"""

from __future__ import annotations

import contextlib
import html
import itertools
import json
import os
import queue
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from policylab.errors import PolicylabError
from policylab.files import RUN_VARIABLE, ensure_writable, write_text
from policylab.study._notebook_kernels import Kernels
from policylab.study._notebooks import FIGURES_VARIABLE, PUT_IN, prose
from policylab.words._segmentation_engines import cache_folder

# One thread a kernel: sums come out in one order on every machine, and two kernels do not crowd two cores.
ONE_THREAD = (
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
# The HTML of a run needs no network: what the template would fetch (require.js, MathJax, mermaid) is left out.
_TEMPLATE = """{% extends 'lab/index.html.j2' %}
{% block html_head_js %}{% endblock %}
{% block html_head_js_mathjax %}{% endblock %}
{% block html_head_js_mermaidjs %}{% endblock %}"""
_LINK = re.compile(r"""(?P<name>\b(?:href|src|action|formaction))\s*=\s*(?P<mark>["'])(?P<address>[^"'<>]{0,4000})(?P=mark)""", re.I)


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
            [sys.executable, "-m", "policylab.study._processes", str(folder)],
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


def html_page(notebook, name: str, lang: str = "en") -> str:
    """A notebook as one HTML page that needs no other file, its prose in the language of the run."""
    import copy
    import logging

    notebook = copy.deepcopy(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = prose(cell, lang)

    from nbconvert.exporters import HTMLExporter

    quiet = logging.getLogger("policylab.html")
    quiet.setLevel(logging.ERROR)  # it warns of every figure without alternative text
    exporter = HTMLExporter(raw_template=_TEMPLATE, log=quiet, embed_images=True)
    page, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": name}})
    from policylab.study._index_page import with_font

    return with_font(_LINK.sub(_dead_link, page))


def _dead_link(match: re.Match) -> str:
    """An attribute as it is, or without its address, where that is a script: a title or claim may hold a link."""
    address = re.sub(r"[\x00-\x20]", "", html.unescape(match["address"])).lower()
    live = address.startswith(("javascript:", "vbscript:", "data:text/html"))
    return f'{match["name"]}="#"' if live else match[0]


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


def main() -> None:
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
            tasks.put(json.loads(line))
        if busy.is_set():  # the runner is gone, or wants the end
            kernels.kill()
            _remove(folder)
            os._exit(3)
        tasks.put(None)

    threading.Thread(target=listen, daemon=True).start()
    while (task := tasks.get()) is not None:
        busy.set()

        def report(event: dict, name: str = task["name"]) -> None:
            reports.write(json.dumps({"notebook": name, **event}) + "\n")

        start = time.monotonic()
        outcome: dict = {"event": "end", "message": ""}
        try:
            if task.get("template"):
                kernels.have_template()
            if "present" in task:
                from policylab.study._index_page import present

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


if __name__ == "__main__":
    main()
