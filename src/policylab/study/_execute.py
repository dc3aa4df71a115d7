"""How a notebook is executed: in a thread of the runner, by nbclient, which talks to a kernel in which the cells run."""

from __future__ import annotations

import asyncio
import atexit
import contextvars
import importlib
import json
import logging
import queue
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from policylab.errors import PolicylabError
from policylab.files import write_text
from policylab.study._kernels import LOG, Kernels, allow_open_files
from policylab.study._notebooks import PUT_IN


class Workers:
    """Up to `size` notebooks at a time, a thread each: `give` them tasks, `next_event` waits for what they report."""

    def __init__(self, size: int, run: str, figures: str = "") -> None:
        self.size = size
        allow_open_files(size)
        self.kernels = Kernels(run, figures)
        self._threads = ThreadPoolExecutor(size)
        self._events: queue.SimpleQueue = queue.SimpleQueue()

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_) -> None:
        try:
            self.kernels.end()
            self._threads.shutdown(cancel_futures=True)
        finally:  # also with a second Ctrl-C
            self.kernels.close()

    def give(self, task: dict, *, many: bool) -> None:
        """Have a notebook run, one of `many`; its events can be heard until one says ``end``."""
        self.kernels.have_template(everything=many)
        self._threads.submit(contextvars.copy_context().run, self._work, task)  # the context has the run's name

    def next_event(self) -> dict:
        return self._events.get()

    def _work(self, task: dict) -> None:
        def report(event: dict) -> None:
            self._events.put({"notebook": task["name"], **event})

        start, message = time.monotonic(), ""
        try:
            run_notebook(task, self.kernels, report)
        except Failure as failure:
            message = str(failure)
        except PolicylabError as error:
            message = f"could not be finished. {error}"
        except OSError as error:
            message = f"could not be written: {error.strerror or _one_line(error)}."
        except BaseException as error:  # a thread that ends without a word would leave the run waiting
            message = f"could not be finished: {type(error).__name__}: {_one_line(error)}."
        report({"event": "end", "message": message, "seconds": round(time.monotonic() - start, 2)})


class Failure(Exception):
    """A notebook that did not come to its end; the message says it in a sentence."""


def run_notebook(task: dict, kernels: Kernels, report) -> None:
    """Run one notebook; write it and its HTML when it came to its end, else its half-way copy, and raise Failure."""
    _import_jsonschema()
    import nbformat
    from papermill.parameterize import parameterize_notebook

    from policylab.study._web_pages import html_page

    out, name = task["out"], task["name"]
    final, failed = out / "notebooks" / f"{name}.ipynb", out / "notebooks" / f"{name}.failed.ipynb"
    logging.getLogger("papermill").addHandler(LOG.handlers[0])  # it warns of a notebook without parameters
    notebook = parameterize_notebook(read_cells(task["path"]), task["parameters"], kernel_name="python3", language="python")
    under_way: int | None = None

    def cell_starts(cell, cell_index: int) -> None:
        nonlocal under_way
        if cell.cell_type == "code":
            under_way = cell_index
            report({"event": "cell", "cell": cell_index + 1, "cells": len(notebook.cells)})

    try:
        _run_cells(notebook, kernels, final.parent, task["timeout"], cell_starts)
        if _error_output(notebook) is not None:  # sys.exit(0), which is none for nbclient
            raise _stopped(notebook)
    except Exception as error:
        failure = _failure(error, notebook, under_way, task["timeout"])
        kept = under_way is not None and not kernels.ended
        raise (_kept_half_way(failure, notebook, failed) if kept else failure) from error
    tidy(notebook)
    write_text(out / "html" / f"{name}.html", html_page(notebook, name, task["lang"]))
    write_text(final, nbformat.writes(notebook) + "\n")
    failed.unlink(missing_ok=True)


def _import_jsonschema() -> None:
    """Import it without the grammar of web addresses that it builds from 4.25 on, for 1.5 s: no notebook is checked for that."""
    held = sys.modules.setdefault("rfc3987_syntax", None)
    importlib.import_module("jsonschema")
    if held is None:
        sys.modules.pop("rfc3987_syntax", None)


def _run_cells(notebook, kernels: Kernels, folder: Path, timeout: float, cell_starts) -> None:
    """Run the cells of a notebook in a kernel of its own, which works in a folder."""
    from nbclient import NotebookClient

    with kernels.manager() as manager, asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as loop:
        client = NotebookClient(
            notebook, manager, kernel_name="python3", startup_timeout=60, timeout=timeout, raise_on_iopub_timeout=True,
            record_timing=False, on_cell_start=cell_starts, resources={"metadata": {"path": str(folder)}}, log=LOG,
            shutdown_kernel="graceful",  # joblib's processes leave nothing in shared memory then
        )  # fmt: skip
        loop.run(_unless_ended(client, kernels))


async def _unless_ended(client, kernels: Kernels) -> None:
    work = asyncio.ensure_future(client.async_execute(cleanup_kc=True))
    try:
        while not (work.done() or kernels.ended):
            await asyncio.wait({work}, timeout=0.1)
        work.cancel()
        await work
    finally:  # nbclient cleans up only where a kernel has started
        atexit.unregister(client._cleanup_kernel)
        if client.km is not None:
            await client._async_cleanup_kernel()


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
    if cell is None:
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
