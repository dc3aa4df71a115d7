"""Run the notebooks of a study: what changed, in its order, two at a time, each to its end or not at all."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from policylab.checks import check_int, check_number
from policylab.errors import PolicylabError, invalid
from policylab.files import ensure_writable, only_run, read_json, remove_leftovers, sha256_file, write_bytes, write_json
from policylab.study._comparison import compare
from policylab.study._describe import WORKBOOK
from policylab.study._execute import Kernels
from policylab.study._notebooks import (
    FINDINGS,
    Notebook,
    Study,
    check_apart,
    figure_settings,
    find_notebooks,
    find_study,
    given_parameters,
    in_order,
)
from policylab.study._run_state import RunState, check_sources, code_hashes, versions
from policylab.study._table_files import joined_findings, table_content
from policylab.study._web_pages import PAGE

DEFAULT_OUT = Path("runs") / "latest"
_PRESENTATION = "provenance/index.html.json"
_LONGEST = 10_000_000  # seconds, four months
_WHOLE = frozenset({"ok", "unchanged"})


@dataclass(frozen=True)
class NotebookResult:
    """How a notebook ended.

    Attributes
    ----------
    name : str
    status : {"ok", "unchanged", "failed", "skipped", "changed"}
        ``unchanged`` was not run again, ``skipped`` waited for one that failed, ``changed`` came to its end while what
        it depends on was changed, so that its results are of neither state.
    seconds : float
    message : str
        Why it is not ok.
    tables : dict of str to (status, detail)
        Its tables against the published ones: ``equal``, ``differs`` or ``new``.
    """

    name: str
    status: str
    seconds: float = 0.0
    message: str = ""
    tables: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class RunReport:
    """What a run came to.

    Attributes
    ----------
    out : Path
        Where everything is.
    results : list of NotebookResult
        In the order of the notebooks' names.
    published : Path or None
        The tables that it was compared with; None where there are none.
    parameters : dict
        Those that were given.
    missing : list of str
        Published tables that the notebooks of a full run did not write.
    outdated : dict of str to list of str
        Notebooks of `out` that were not run this time, though tables that they read have changed; with those tables.
    """

    out: Path
    results: list[NotebookResult]
    published: Path | None
    parameters: dict[str, object]
    missing: list[str]
    outdated: dict[str, list[str]] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether every notebook came to its end."""
        return all(result.status in _WHOLE for result in self.results)


def run_notebooks(
    only: str | Iterable[str] | None = None,
    *,
    parameters: dict[str, object] | None = None,
    corpus: str | Path | None = None,
    jobs: int = 2,
    out: str | Path | None = None,
    notebooks: str | Path | None = None,
    force: bool = False,
    timeout: float = 600,
    dpi: float | None = None,
    figure_formats: Iterable[str] | None = None,
    width: str | None = None,
    progress: Callable[[dict], None] | None = None,
) -> RunReport:
    """Run notebooks, and compare their tables with the published ones.

    A notebook is run again only if something that its results depend on changed since the run that `out` holds: its
    cells, parameters, the catalogue as it is read, sources and lists, the tables and files it read, policylab, the
    libraries, Python, the font. Notebooks that read each other's tables run in their order; one that read a table
    which was written anew after that runs once more. One whose metadata have ``{"policylab": {"long": true}}`` is begun
    before the others that could be.

    Parameters
    ----------
    only : str or iterable of str, optional
        Names of the notebooks, like ``"04-targets"``; without it, all.
    parameters : dict, optional
        Values for the notebooks' parameters; each goes to every notebook that has it.
    corpus : path, optional
        A `corpus.toml`, or the folder of a study; without it, the study that comes with policylab.
    jobs : int
        Notebooks that run at a time, each in its own process.
    out : path, optional
        Where notebooks, HTML, tables, figures and ``run.json`` go; ``runs/latest`` without it.
    notebooks : path, optional
        A folder of notebooks, instead of the study's.
    force : bool
        Run everything again.
    timeout : float
        Seconds that a cell may take.
    dpi : float, optional
        Dots an inch of PNG and TIFF figures; 200 without it.
    figure_formats : iterable of {"svg", "png", "pdf", "tiff", "eps"}, optional
        What each figure is written as; SVG, which the page shows, is always among them. SVG and PNG without it.
    width : {"double", "single"}, optional
        Draw the figures for two columns of a page (183 mm) or for one (89 mm).
    progress : callable, optional
        Called with a dict for each event: ``{"event": "start" | "cell" | "end", "notebook": name, …}``.

    Returns
    -------
    RunReport

    Raises
    ------
    PolicylabError
        Before any notebook starts: for an unknown notebook or parameter, a missing or changed source, a folder that
        cannot be written, that another run writes into, or that holds something else. Later: for a full disk.
    """
    from policylab.study._publish import finish_publication

    check_int("jobs", jobs, 1)
    check_number("timeout", timeout, 0, _LONGEST, closed="right", what="a number of seconds")
    figures = figure_settings(dpi, figure_formats, width)
    told = json.dumps(figures, sort_keys=True) if figures else ""
    _check_installed()
    study = find_study(corpus, notebooks=notebooks)
    finish_publication(study)
    chosen = find_notebooks(study.notebooks, only)
    given = given_parameters(chosen, parameters)
    ordered = in_order(chosen)
    _check_catalogue_parameter(study, chosen)
    sources = check_sources(study)
    if out is not None and not str(out).strip():
        raise invalid("out", out, "a folder")
    folder = Path(os.path.abspath(DEFAULT_OUT if out is None else out))
    check_apart(folder, study)
    ensure_writable(folder, hint="Choose another folder with --out.")
    size = min(jobs, len(ordered))
    with only_run(folder) as name, Kernels(size, folder, run=name, figures=told, timeout=timeout) as kernels:
        remove_leftovers(folder)
        state = RunState(study, folder, given, sources, figures=told)
        run = _Run(state, kernels, force, progress or (lambda event: None))
        results = run.go(ordered)
        outdated = {name: changed for name, changed in state.find_outdated().items() if name not in given}
        _finish(state, kernels)
        return _report(state, results, parameters or {}, outdated, full=only is None)


@dataclass
class _Run:
    """The loop of a run: start what may start, hear what happens."""

    state: RunState
    kernels: Kernels
    force: bool
    progress: Callable[[dict], None]
    results: dict[str, NotebookResult] = field(default_factory=dict)

    def go(self, ordered: list[tuple[Notebook, frozenset[str]]]) -> list[NotebookResult]:
        (self.state.out / "notebooks").mkdir(exist_ok=True)
        self._go_through(ordered)
        for _ in ordered:
            again = self._again(ordered)
            if not again:
                break
            self._go_through(again)
        else:
            self._give_up(ordered)
        return [self.results[name] for name in sorted(self.results)]

    def _again(self, ordered: list[tuple[Notebook, frozenset[str]]]) -> list[tuple[Notebook, frozenset[str]]]:
        """What ran too early, as only running showed: it read a table that was written anew since, or wanted one."""
        early = set()
        for book, before in ordered:
            result = self.results[book.name]
            if (result.status in _WHOLE and self.state.changed_since(book.name)) or (
                result.status == "failed" and self.state.could_go_on(book.name)
            ):
                early.add(book.name)
            elif result.status == "skipped" and before & early:
                early.add(book.name)
        for name in early:
            del self.results[name]
        return [(book, before) for book, before in ordered if book.name in early]

    def _give_up(self, ordered: list[tuple[Notebook, frozenset[str]]]) -> None:
        """Notebooks that change each other's tables with every turn have no result."""
        early = sorted(book.name for book, _ in self._again(ordered))
        for name in early:
            others = ", ".join(other for other in early if other != name) or "itself"
            message = f"has no result: it reads tables that {others} writes anew each time. Let one of them not read."
            self.state.entries[name] |= {"status": "failed", "message": message, "key": None}
            self._note(NotebookResult(name, "failed", message=message))

    def _go_through(self, ordered: list[tuple[Notebook, frozenset[str]]]) -> None:
        waiting = list(ordered)
        running: dict[str, Notebook] = {}
        while waiting or running:
            waiting = [(book, before) for book, before in waiting if not self._settled(book, before)]
            for book, before in list(waiting):
                if before <= self.results.keys() and len(running) < self.kernels.size:
                    self._start(book, many=len(waiting) > 2 * self.kernels.size)
                    running[book.name] = book
                    waiting.remove((book, before))
            if running:
                event = self.kernels.next_event()
                if event["event"] == "end":
                    self._finish(running.pop(event["notebook"]), event)
                else:
                    self.progress(event)

    def _settled(self, book: Notebook, before: frozenset[str]) -> bool:
        """Whether a notebook need not or cannot be run, which is known when those before it have ended."""
        if before - self.results.keys():
            return False
        broken = sorted(name for name in before if self.results[name].status not in _WHOLE)
        if broken:
            self.state.skip(book.name)
            message = f"was not run, for it reads tables of {', '.join(broken)}."
            self._note(NotebookResult(book.name, "skipped", message=message))
            return True
        if not self.force and self.state.unchanged(book):
            self._note(NotebookResult(book.name, "unchanged"))
            return True
        return False

    def _start(self, book: Notebook, *, many: bool) -> None:
        inputs = self.state.begin(book)
        self.progress({"event": "start", "notebook": book.name, "cells": len(book.cells)})
        self.kernels.execute(book, inputs.injected, lang=inputs.parameters.get("lang", "en"), many=many)

    def _finish(self, book: Notebook, event: dict) -> None:
        self.state.end(book, event)
        entry = self.state.entries[book.name]
        self._note(NotebookResult(book.name, entry["status"], event["seconds"], entry["message"]))

    def _note(self, result: NotebookResult) -> None:
        self.results[result.name] = result
        event = {"event": "end", "notebook": result.name, "status": result.status}
        self.progress({**event, "seconds": result.seconds, "message": result.message})


def _finish(state: RunState, kernels: Kernels) -> None:
    """Write what is made of all notebooks together: the findings, the page and the workbook."""
    tables = state.out / "tables"
    joined = joined_findings(tables)
    if joined is not None:
        write_bytes(tables / f"{FINDINGS}.csv", joined)
    _present(state, kernels)
    state.write(ended=True)


def _present(state: RunState, kernels: Kernels) -> None:
    """Have the page and the workbook made, unless those that are there show the run as it is.

    Processes of their own make them: they have today's code and word lists, which a session open for long has not.
    """
    out, study = state.out, state.study
    record = read_json(out / _PRESENTATION)
    parts = {
        "tables": {path.name: sha256_file(path) for path in sorted((out / "tables").glob("*.csv"))},
        "notebooks": {
            name: [entry.get("status"), entry.get("files"), entry.get("parameters", {}).get("lang"), entry.get("outdated")]
            for name, entry in sorted(state.entries.items())
        },
        "catalogue": sha256_file(study.corpus),
        "codebook": sha256_file(study.corpus.parent / "codebook.toml"),
        "sources": state._sources,
        "code": code_hashes(),
        "versions": versions(),
    }
    files = record.get("files", {})
    if record.get("inputs") == parts and files and all(sha256_file(out / name) == files[name] for name in files):
        return
    state.write()
    command = [sys.executable, "-P", "-m", "policylab.study._web_pages", out, study.corpus]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    makers = [subprocess.Popen([*command, name], env=kernels.environment(), **pipes) for name in (PAGE, WORKBOOK)]
    said = [maker.communicate()[1].decode(errors="replace").strip() for maker in makers]
    for maker, text in zip(makers, said, strict=True):
        if maker.returncode:
            why = text.rpartition("\n")[2] or f"The process that made it ended with code {maker.returncode}."
            raise PolicylabError(f"The page or the workbook could not be finished. {why}")
    files = {name: sha256_file(out / name) for name in (PAGE, WORKBOOK)}
    write_json(out / _PRESENTATION, {"inputs": parts, "files": files})


def _report(
    state: RunState, results: list[NotebookResult], parameters: dict, outdated: dict[str, list[str]], *, full: bool
) -> RunReport:
    """The report of a run, compared with what is published; `full` says that no notebook was left out."""
    tables, derived = state.out / "tables", state.study.derived
    if not any(derived.glob("*.csv")):
        return RunReport(state.out, results, None, parameters, [], outdated)
    compared = [replace(result, tables=_compared(state, result)) for result in results]
    missing = []
    if full and all(result.status in _WHOLE for result in results):
        missing = sorted(path.stem for path in derived.glob("*.csv") if not (tables / path.name).is_file())
    return RunReport(state.out, compared, derived, parameters, missing, outdated)


def _compared(state: RunState, result: NotebookResult) -> dict[str, tuple[str, str]]:
    """A notebook's tables against the published ones; of the findings, its own."""
    if result.status not in _WHOLE:
        return {}
    compared = {}
    for name in state.tables(result.name):
        name = FINDINGS if name == f"{FINDINGS}/{result.name}" else name
        folders = state.study.derived, state.out / "tables"
        status, detail, _ = compare(*(table_content(folder, name, only=result.name) for folder in folders))
        compared[name] = ("new" if status == "only after" else status, detail)
    return compared


def _check_installed() -> None:
    missing = [name for name in ("papermill", "nbconvert", "nbformat") if importlib.util.find_spec(name) is None]
    if missing:
        raise PolicylabError(
            f"To run notebooks {' and '.join(missing)} must be installed: `pip install \"policylab[lab]\"`."
        )


def _check_catalogue_parameter(study: Study, notebooks: list[Notebook]) -> None:
    """A notebook that cannot be told the catalogue would show the wrong plans."""
    for book in notebooks:
        if study.own and "corpus_file" not in book.defaults:
            raise PolicylabError(
                f"The notebook {book.name} cannot be run on another catalogue: its parameters cell has no "
                "`corpus_file`. Add the line `corpus_file = None` and load with `study.load(corpus_file)`."
            )
