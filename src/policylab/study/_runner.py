"""Run the notebooks of a study: what changed, in its order, two at a time, each to its end or not at all."""

from __future__ import annotations

import datetime
import importlib.util
import os
import platform
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import policylab
from policylab.errors import PolicylabError, invalid
from policylab.study._comparison import compare, table_content
from policylab.study._files import (
    ensure_writable,
    only_run,
    read_json,
    remove_leftovers,
    sha256_bytes,
    sha256_file,
    write_bytes,
    write_json,
)
from policylab.study._findings import TABLE, joined_findings
from policylab.study._notebooks import Notebook, find_notebooks, given_parameters, in_order
from policylab.study._places import Study, find_study
from policylab.study._pool import Pool
from policylab.study._provenance import fingerprint, git_commit, resource_hashes, seeds, sources, versions
from policylab.study._session import record_path, table_bytes

RUN_FILE = "run.json"
RUN_FORMAT = 1
DEFAULT_OUT = Path("runs") / "latest"


@dataclass(frozen=True)
class NotebookResult:
    """How a notebook ended.

    Attributes
    ----------
    name : str
    status : {"ok", "unchanged", "failed", "skipped"}
        ``unchanged`` was not run again, ``skipped`` waited for one that failed.
    seconds : float
    message : str
        Why it failed or was skipped.
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
    """

    out: Path
    results: list[NotebookResult]
    published: Path | None
    parameters: dict[str, object]
    missing: list[str]

    @property
    def ok(self) -> bool:
        """Whether every notebook came to its end."""
        return all(result.status in {"ok", "unchanged"} for result in self.results)


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
        For an unknown notebook or parameter, a missing or changed source, a folder that cannot be written or
        that another run writes into; before any notebook starts.
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
    folder = Path(os.path.abspath(DEFAULT_OUT if out is None else out))
    ensure_writable(folder, hint="Choose another folder with --out.")
    with only_run(folder):
        remove_leftovers(folder)
        run = _Run(study, folder, given_sources, given, force=force, timeout=timeout, progress=progress or _silent)
        results = run.go(ordered, jobs)
        return run.report(results, parameters or {}, full=only is None)


class _Run:
    """One run into one folder: which notebooks are up to date, under way and done, and its ``run.json``."""

    def __init__(self, study: Study, out: Path, given_sources: dict, given: dict, *, force, timeout, progress) -> None:
        self.study = study
        self.out = out
        self.given = given
        self.sources = given_sources
        self.force = force
        self.timeout = timeout
        self.progress = progress
        previous = read_json(out / RUN_FILE)
        self.entries: dict[str, dict] = previous.get("notebooks", {}) if previous.get("format") == RUN_FORMAT else {}
        self.start = _now()
        self.commit = git_commit(study.notebooks) if "site-packages" not in study.notebooks.parts else None

    def go(self, ordered: list[tuple[Notebook, frozenset[str]]], jobs: int) -> list[NotebookResult]:
        (self.out / "notebooks").mkdir(exist_ok=True)
        results: dict[str, NotebookResult] = {}
        waiting = list(ordered)
        with Pool(jobs) as pool:
            running: dict[str, Notebook] = {}
            while waiting or running:
                for book, before in list(waiting):
                    if before - results.keys():
                        continue
                    broken = sorted(name for name in before if results[name].status in {"failed", "skipped"})
                    if broken:
                        message = f"was not run, for it reads tables of {', '.join(broken)}."
                        self._end(results, NotebookResult(book.name, "skipped", message=message))
                    elif self._unchanged(book):
                        self._end(results, NotebookResult(book.name, "unchanged"))
                    elif pool.has_room:
                        self._begin(book)
                        pool.give(self._task(book))
                        running[book.name] = book
                    else:
                        continue
                    waiting.remove((book, before))
                if not running:
                    continue
                event = pool.next_event()
                if event["event"] == "end":
                    book = running.pop(event["notebook"])
                    self._end(results, self._finished(book, event))
                else:
                    self.progress(event)
        return [results[book.name] for book in sorted((book for book, _ in ordered), key=lambda book: book.name)]

    def _begin(self, book: Notebook) -> None:
        # Until it ends, what the folder holds of this notebook is neither the old nor the new: no key.
        old = self.entries.get(book.name, {})
        self.entries[book.name] = {"status": "running", "files": old.get("files", {})}
        record_path(self.out, book.name).unlink(missing_ok=True)
        self._write()
        self.progress({"event": "start", "notebook": book.name, "cells": len(book.sources)})

    def _end(self, results: dict, result: NotebookResult) -> None:
        results[result.name] = result
        if result.status == "skipped":
            self.entries[result.name] = {**self.entries.get(result.name, {}), "status": "skipped", "key": None}
        self.progress(
            {"event": "end", "notebook": result.name, "status": result.status, "seconds": result.seconds,
             "message": result.message}
        )  # fmt: skip

    def _finished(self, book: Notebook, event: dict) -> NotebookResult:
        entry = {
            "status": "ok" if event["kind"] == "ok" else "failed",
            "seconds": event["seconds"],
            "message": event["message"],
            "parameters": self._resolved(book),
            "seeds": seeds(self._resolved(book)),
        }
        old_files = self.entries[book.name]["files"]
        if event["kind"] == "ok":
            record = read_json(record_path(self.out, book.name))
            entry["files"] = self._files(book.name, record)
            entry["read"] = record.get("read", {})
            entry["key"] = self._key(book)
            self._remove_outdated(book.name, old_files, entry["files"])
        else:
            entry["kind"] = event["kind"]
            entry["files"] = old_files
        self.entries[book.name] = entry
        self._write()
        return NotebookResult(book.name, entry["status"], event["seconds"], event["message"])

    def _files(self, name: str, record: dict) -> dict[str, str]:
        files = {f"tables/{table}.csv": digest for table, digest in record.get("tables", {}).items()}
        files |= {f"figures/{figure}": digest for figure, digest in record.get("figures", {}).items()}
        for path in (f"notebooks/{name}.ipynb", f"html/{name}.html"):
            files[path] = sha256_file(self.out / path)
        return dict(sorted(files.items()))

    def _remove_outdated(self, name: str, old: dict, new: dict) -> None:
        """Remove what an earlier run of this notebook wrote and this one does not write any more."""
        others = {path for other, entry in self.entries.items() if other != name for path in entry.get("files", {})}
        for path in old.keys() - new.keys() - others:
            (self.out / path).unlink(missing_ok=True)

    def _unchanged(self, book: Notebook) -> bool:
        entry = self.entries.get(book.name, {})
        if self.force or entry.get("status") != "ok" or entry.get("key") != self._key(book):
            return False
        if any(sha256_file(self.out / path) != digest for path, digest in entry["files"].items()):
            return False
        for table, digest in entry["read"].items():
            content = table_bytes(
                table, tables=self.out / "tables", derived=self.study.derived, notebook=book.name
            )
            if content is None or sha256_bytes(content) != digest:
                return False
        return True

    def _task(self, book: Notebook) -> dict:
        return {
            "name": book.name,
            "path": str(book.path.resolve()),
            "out": str(self.out),
            "parameters": injected(self.study, self.out, book, self.given[book.name]),
            "timeout": self.timeout,
        }

    def _resolved(self, book: Notebook) -> dict[str, object]:
        return {**book.defaults, **injected(self.study, self.out, book, self.given[book.name])}

    def _key(self, book: Notebook) -> str:
        return key_of(self.study, self.out, book, self.given[book.name], self.sources)

    def _write(self, *, end: str | None = None) -> None:
        write_json(
            self.out / RUN_FILE,
            {
                "format": RUN_FORMAT,
                "policylab": policylab.__version__,
                "start": self.start,
                "end": end,
                "catalogue": {
                    "file": _relative(self.study.corpus, self.out) if self.study.own else None,
                    "sha256": sha256_file(self.study.corpus),
                },
                "sources": self.sources,
                "resources": resource_hashes(),
                "git": self.commit,
                "platform": platform.platform(),
                "processor": platform.machine(),
                "cores": os.cpu_count(),
                "versions": versions(),
                "notebooks": dict(sorted(self.entries.items())),
            },
        )

    def report(self, results: list[NotebookResult], parameters: dict, *, full: bool) -> RunReport:
        tables, derived = self.out / "tables", self.study.derived
        joined = joined_findings(tables)
        if joined is not None:
            write_bytes(tables / f"{TABLE}.csv", joined)
        self._write(end=_now())
        published = derived if any(derived.glob("*.csv")) else None
        compared = [self._compared(result) for result in results] if published else results
        missing: list[str] = []
        if published and full and all(result.status in {"ok", "unchanged"} for result in results):
            missing = sorted(path.stem for path in derived.glob("*.csv") if not (tables / path.name).is_file())
        return RunReport(self.out, compared, published, parameters, missing)

    def _compared(self, result: NotebookResult) -> NotebookResult:
        if result.status not in {"ok", "unchanged"}:
            return result
        compared = {}
        for path in self.entries[result.name]["files"]:
            if not path.startswith("tables/"):
                continue
            name = path.removeprefix("tables/").removesuffix(".csv")
            if name.startswith(f"{TABLE}/"):
                name = TABLE
                before, after = (joined_findings(folder, only=result.name) for folder in (self.study.derived, self.out / "tables"))
            else:
                before, after = (table_content(folder, name) for folder in (self.study.derived, self.out / "tables"))
            status, detail = compare(before, after)
            compared[name] = ("new" if status == "only after" else status, detail)
        return NotebookResult(result.name, result.status, result.seconds, result.message, compared)


def injected(study: Study, out: Path, book: Notebook, given: dict[str, object]) -> dict[str, object]:
    """The parameters that papermill writes into a notebook.

    A kernel works in the run's folder of notebooks, as JupyterLab does when one is opened there: with paths
    relative to it, a run gives the same notebooks wherever it is, and may be moved.
    """
    values = dict(given)
    if study.own:
        values["corpus_file"] = _relative(study.corpus, out / "notebooks")
    if "out" in book.defaults:
        values["out"] = ".."
    return values


def key_of(study: Study, out: Path, book: Notebook, given: dict[str, object], given_sources: dict) -> str:
    """The fingerprint of what a notebook's results depend on in a run."""
    return fingerprint(book, {**book.defaults, **injected(study, out, book, given)}, given_sources)


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


def _relative(path: Path, start: Path) -> str:
    try:
        return Path(os.path.relpath(path.resolve(), start.resolve())).as_posix()
    except ValueError:  # another drive
        return path.resolve().as_posix()


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def _silent(event: dict) -> None:
    del event
