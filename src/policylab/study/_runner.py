"""Run the notebooks of a study: what changed, in its order, two at a time, each to its end or not at all."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from policylab.errors import PolicylabError, invalid
from policylab.study._files import ensure_writable, full_disk_told, only_run, remove_leftovers, write_bytes
from policylab.study._findings import TABLE, joined_findings
from policylab.study._notebooks import Notebook, find_notebooks, given_parameters, in_order
from policylab.study._places import Study, check_apart, find_study
from policylab.study._pool import Pool
from policylab.study._provenance import sources
from policylab.study._report import NotebookResult, RunReport, report_of
from policylab.study._state import RunState

_ROOM = "What was finished stays. Make room and run again, or choose another folder with --out."
DEFAULT_OUT = Path("runs") / "latest"


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
    progress: Callable[[dict], None] | None = None,
) -> RunReport:
    """Run notebooks through papermill, and compare their tables with the published ones.

    A notebook is run again only if its cells, parameters, sources, the tables it reads, policylab or the
    libraries changed since the run that `out` holds.

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
    if isinstance(jobs, bool) or not isinstance(jobs, int) or jobs < 1:
        raise invalid("jobs", jobs, "an int of at least 1")
    if isinstance(timeout, bool) or not isinstance(timeout, (int, float)) or not timeout > 0:
        raise invalid("timeout", timeout, "a number of seconds above 0")
    _check_installed()
    study = find_study(corpus, notebooks=notebooks)
    chosen = find_notebooks(study.notebooks, only)
    given = given_parameters(chosen, parameters)
    ordered = in_order(chosen)
    _check_catalogue_parameter(study, chosen)
    given_sources = sources(study)
    if out is not None and not str(out).strip():
        raise invalid("out", out, "a folder")
    folder = Path(os.path.abspath(DEFAULT_OUT if out is None else out))
    check_apart(folder, study)
    ensure_writable(folder, hint="Choose another folder with --out.")
    with only_run(folder), full_disk_told(folder, hint=_ROOM):
        remove_leftovers(folder)
        state = RunState(study, folder, given, given_sources)
        run = _Run(state, force=force, timeout=timeout, progress=progress or _silent)
        results = run.go(ordered, jobs)
        outdated = state.find_outdated()
        _finish(state, given_sources)
        return replace(report_of(state, results, parameters or {}, full=only is None), outdated=outdated)


class _Run:
    """The loop of a run: start what may start, hear what happens."""

    def __init__(self, state: RunState, *, force: bool, timeout: float, progress: Callable[[dict], None]) -> None:
        self.state = state
        self.force = force
        self.timeout = timeout
        self.progress = progress
        self.results: dict[str, NotebookResult] = {}

    def go(self, ordered: list[tuple[Notebook, frozenset[str]]], jobs: int) -> list[NotebookResult]:
        (self.state.out / "notebooks").mkdir(exist_ok=True)
        waiting = list(ordered)
        running: dict[str, Notebook] = {}
        with Pool(jobs) as pool:
            while waiting or running:
                for book, before in list(waiting):
                    if self._settled(book, before):
                        waiting.remove((book, before))
                    elif before <= self.results.keys() and pool.has_room:
                        self._start(book, pool)
                        running[book.name] = book
                        waiting.remove((book, before))
                if running:
                    event = pool.next_event()
                    if event["event"] == "end":
                        self._finish(running.pop(event["notebook"]), event)
                    else:
                        self.progress(event)
        return [self.results[name] for name in sorted(self.results)]

    def _settled(self, book: Notebook, before: frozenset[str]) -> bool:
        """Whether a notebook need not or cannot be run, which is known when those before it have ended."""
        if before - self.results.keys():
            return False
        broken = sorted(name for name in before if self.results[name].status in {"failed", "skipped"})
        if broken:
            self.state.skip(book.name)
            message = f"was not run, for it reads tables of {', '.join(broken)}."
            self._note(NotebookResult(book.name, "skipped", message=message))
            return True
        if not self.force and self.state.unchanged(book):
            self._note(NotebookResult(book.name, "unchanged"))
            return True
        return False

    def _start(self, book: Notebook, pool: Pool) -> None:
        self.state.begin(book)
        self.progress({"event": "start", "notebook": book.name, "cells": len(book.sources)})
        pool.give(
            {
                "name": book.name,
                "path": str(book.path.resolve()),
                "out": str(self.state.out),
                "parameters": self.state.injected(book),
                "timeout": self.timeout,
            }
        )

    def _finish(self, book: Notebook, event: dict) -> None:
        self.state.end(book, event)
        status = self.state.entries[book.name]["status"]
        self._note(NotebookResult(book.name, status, event["seconds"], event["message"]))

    def _note(self, result: NotebookResult) -> None:
        self.results[result.name] = result
        event = {"event": "end", "notebook": result.name, "status": result.status}
        self.progress({**event, "seconds": result.seconds, "message": result.message})


def _finish(state: RunState, given_sources: dict) -> None:
    """Write what is made of all notebooks together: the findings, the page and the workbook."""
    # here, as the page needs pandas, which the loop of a run does without
    from policylab.study._presentation import write_presentation

    tables = state.out / "tables"
    joined = joined_findings(tables)
    if joined is not None:
        write_bytes(tables / f"{TABLE}.csv", joined)
    write_presentation(state, given_sources)
    state.write(ended=True)


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


def _silent(event: dict) -> None:
    del event
