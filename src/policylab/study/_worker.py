"""The process that runs notebooks: tasks come as JSON lines, and what happens goes back as JSON lines.

Started by the runner as ``python -m policylab.study._worker FOLDER``, where the folder is a private temporary
one. It is a process of its own and not a pool's child, so that a scholar's script needs no ``__main__`` guard,
and so that the end of the runner, however sudden, ends the kernel too: the input then comes to its end.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import sys
import threading
import time
from pathlib import Path

from policylab.errors import PolicylabError
from policylab.study._files import full_disk_told, write_text
from policylab.study._font import with_font
from policylab.study._kernels import Kernels

# The HTML of a run needs no network: what the template would fetch (require.js, MathJax, mermaid) is left out.
_TEMPLATE = """{% extends 'lab/index.html.j2' %}
{% block html_head_js %}{% endblock %}
{% block html_head_js_mathjax %}{% endblock %}
{% block html_head_js_mermaidjs %}{% endblock %}"""
_ROOM = "Make room and run again, or choose another folder with --out."
_PUT_IN = frozenset({"injected-parameters", "papermill-error-cell-tag"})


class Failure(Exception):
    """A notebook that did not come to its end: `kind` says which way, the message says it in a sentence."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def run_notebook(task: dict, kernels: Kernels, report) -> None:
    """Run one notebook; write it and its HTML when it came to its end, else its half-way copy, and raise Failure."""
    import nbformat
    from papermill.engines import NBClientEngine, papermill_engines
    from papermill.execute import execute_notebook

    under_way: dict = {"notebook": None, "cell": None}

    class Engine(NBClientEngine):
        @classmethod
        def execute_managed_notebook(cls, nb_man, kernel_name, **settings):
            under_way["notebook"] = nb_man.nb  # kept for the half-way copy, which papermill loses with a dead kernel
            return super().execute_managed_notebook(nb_man, kernel_name, **settings)

    def cell_starts(cell, cell_index: int) -> None:
        if cell.cell_type == "code":
            under_way["cell"] = cell_index
            report({"event": "cell", "cell": cell_index + 1, "cells": len(under_way["notebook"].cells)})

    papermill_engines.register("policylab", Engine)
    folder = Path(task["out"]) / "notebooks"
    source = read_cells(Path(task["path"]))
    name = task["name"]
    final, failed = folder / f"{name}.ipynb", folder / f"{name}.failed.ipynb"
    try:
        execute_notebook(
            source,
            None,
            parameters=task["parameters"],
            engine_name="policylab",
            kernel_name="python3",
            language="python",
            progress_bar=False,
            request_save_on_cell_execute=False,
            autosave_cell_every=0,
            cwd=folder,
            start_timeout=60,
            execution_timeout=task["timeout"],
            kernel_manager_class=kernels.manager_class(),
            on_cell_start=cell_starts,
            record_timing=False,
            shutdown_kernel="graceful",  # joblib's processes leave nothing in shared memory then
        )
        result = under_way["notebook"]
        stopped = _error_output(result)
        if stopped is not None:  # papermill passes over sys.exit(0)
            raise _stopped(result, *stopped)
    except Exception as error:
        result = under_way["notebook"]
        failure = _failure(error, result, under_way["cell"], task["timeout"])
        if failure.kind == "dead kernel":  # what it started may live on
            kernels.kill()
        if under_way["cell"] is None:
            raise failure from error
        try:
            with full_disk_told(folder, hint=_ROOM):
                write_text(failed, nbformat.writes(tidy(result)) + "\n")
        except PolicylabError as full:
            raise Failure(failure.kind, f"{failure} It has no half-way copy: {full}") from error
        raise Failure(failure.kind, f"{failure} Its half-way copy is {failed}.") from error
    finally:
        kernels.started = []
    tidy(result)
    page = html_page(result, name)
    with full_disk_told(folder, hint=_ROOM):
        write_text(Path(task["out"]) / "html" / f"{name}.html", page)
        write_text(final, nbformat.writes(result) + "\n")
    failed.unlink(missing_ok=True)


def read_cells(path: Path):
    """Read a notebook; cells without an id, as older programs write them, get one that stays the same."""
    import nbformat

    text = path.read_text(encoding="utf-8")
    notebook = nbformat.v4.upgrade(nbformat.reads(text, as_version=4))
    for number, (written, cell) in enumerate(zip(json.loads(text)["cells"], notebook.cells, strict=True)):
        if "id" not in written:
            cell.id = f"cell-{number}"
    return notebook


def tidy(notebook):
    """Take out of a notebook what differs from run to run: times, durations, made-up cell ids."""
    notebook.metadata.pop("papermill", None)
    for number, cell in enumerate(notebook.cells):
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        tags = cell.metadata.get("tags", [])
        if not tags:
            cell.metadata.pop("tags", None)
        if "injected-parameters" in tags:
            cell.id = "injected-parameters"
        elif "papermill-error-cell-tag" in tags:
            cell.id = f"error-{number}"
    return notebook


def html_page(notebook, name: str) -> str:
    """A notebook as one HTML page that needs no other file."""
    import logging

    from nbconvert.exporters import HTMLExporter

    quiet = logging.getLogger("policylab.html")
    quiet.setLevel(logging.ERROR)  # it warns of every figure without alternative text
    exporter = HTMLExporter(raw_template=_TEMPLATE, log=quiet, embed_images=True)
    page, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": name}})
    return with_font(page)


def _failure(error: Exception, notebook, cell: int | None, timeout: float | None) -> Failure:
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    if isinstance(error, Failure):
        return error
    place = _place(notebook, cell)
    stopped = _error_output(notebook)
    # a cell that ran too long is interrupted, which leaves an error output, too
    if stopped is not None and not isinstance(error, CellTimeoutError):
        return _stopped(notebook, *stopped)
    if isinstance(error, NoSuchKernel):
        return Failure(
            "no kernel",
            'could not start, for this Python has no Jupyter kernel. Install it with `pip install "policylab[lab]"`.',
        )
    if isinstance(error, CellTimeoutError):
        return Failure(
            "timeout", f"ran longer than {timeout:g} s in {place}. Allow more with --timeout, or make it shorter."
        )
    if isinstance(error, DeadKernelError):
        return Failure("dead kernel", f"lost its kernel in {place}: the process died, perhaps for want of memory.")
    if cell is None and isinstance(error, (RuntimeError, TimeoutError)):
        return Failure("kernel start", f"could not start its kernel: {_one_line(error)}.")
    return Failure("error", f"stopped in {place}: {type(error).__name__}: {_one_line(error)}.")


def _stopped(notebook, cell: int, message: str) -> Failure:
    end = "" if message.endswith((".", "!", "?", "。")) else "."
    return Failure("cell", f"failed in {_place(notebook, cell)}: {message}{end}")


def _error_output(notebook) -> tuple[int, str] | None:
    for index, cell in enumerate(notebook.cells if notebook is not None else []):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                message = " ".join(output.evalue.split())
                if output.ename not in {"PolicylabError", "SourceError", "CatalogueError"}:
                    message = f"{output.ename}: {message}" if message else output.ename
                return index, message
    return None


def _place(notebook, cell: int | None) -> str:
    if cell is None or notebook is None:
        return "its start"
    # Counted as in the reader's notebook, without the cells that papermill puts in.
    number = sum(not _PUT_IN & set(other.metadata.get("tags", [])) for other in notebook.cells[: cell + 1])
    lines = [line.strip() for line in notebook.cells[cell].source.splitlines()]
    first = next((line for line in lines if line and not line.startswith("#")), "")
    return f"cell {number}" + (f" (`{first[:60]}`)" if first else "")


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__


def main() -> None:
    """Take tasks until the input ends."""
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
        outcome: dict = {"event": "end", "kind": "ok", "message": ""}
        try:
            run_notebook(task, kernels, report)
        except Failure as failure:
            outcome |= {"kind": failure.kind, "message": str(failure)}
        except PolicylabError as error:
            outcome |= {"kind": "error", "message": f"could not be finished. {error}"}
        except OSError as error:
            outcome |= {"kind": "error", "message": f"could not be written: {error.strerror or _one_line(error)}."}
        except Exception as error:
            outcome |= {"kind": "error", "message": f"could not be finished: {type(error).__name__}: {_one_line(error)}."}
        busy.clear()
        report(outcome | {"seconds": round(time.monotonic() - start, 2)})
    _remove(folder)


def _remove(folder: Path) -> None:
    """Leave nothing behind, also when the runner was killed and cannot."""
    shutil.rmtree(folder, ignore_errors=True)
    with contextlib.suppress(OSError):
        folder.parent.rmdir()


if __name__ == "__main__":
    main()
