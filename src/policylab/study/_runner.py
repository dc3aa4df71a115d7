"""Run the notebooks of a study: what changed, in its order, two at a time, each to its end or not at all.

What the folder of a run holds of each notebook is kept in ``run.json``.
"""

from __future__ import annotations

import datetime
import importlib.util
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import gettempdir

import policylab
from policylab.checks import check_int, check_number
from policylab.errors import PolicylabError, invalid, listed
from policylab.files import (
    ensure_writable,
    hash_of,
    only_run,
    read_json,
    remove_leftovers,
    sha256_file,
    write_bytes,
    write_json,
)
from policylab.study._comparison import compare
from policylab.study._describe import WORKBOOK, read_codebook
from policylab.study._execute import Kernels
from policylab.study._inputs import (
    Inputs,
    changed_since,
    check_sources,
    code_hashes,
    differing,
    git_commit,
    resource_hashes,
    spoilt,
    up_to_date,
    versions,
)
from policylab.study._notebooks import (
    FINDINGS,
    RUN_FILE,
    RUN_FORMAT,
    Notebook,
    Study,
    check_apart,
    find_notebooks,
    find_study,
    from_notebooks,
    in_order,
    record_path,
    relative,
    run_record,
    written_twice,
)
from policylab.study._parameters import figure_settings, given_parameters, seeds
from policylab.study._publish import finish_publication
from policylab.study._table_files import table_bytes, table_content
from policylab.study._web_pages import PAGE

DEFAULT_OUT = Path("runs") / "latest"
_LONGEST = 10_000_000  # seconds, four months
_WHOLE = frozenset({"ok", "unchanged"})
Ordered = list[tuple[Notebook, frozenset[str]]]  # each with the names of those before it


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
    read_codebook(study.corpus.parent)  # which the page and the workbook will need
    if out is not None and not str(out).strip():
        raise invalid("out", out, "a folder")
    folder = Path(os.path.abspath(DEFAULT_OUT if out is None else out))
    check_apart(folder, study)
    ensure_writable(folder, hint="Choose another folder with --out.")
    size = min(jobs, len(ordered))
    with only_run(folder) as name, Kernels(size, folder, run=name, figures=told, timeout=timeout) as kernels:
        remove_leftovers(folder)
        run = _Run(study, folder, given, sources, told, kernels, force, progress or (lambda event: None))
        run.go(ordered)
        outdated = {name: changed for name, changed in run.find_outdated().items() if name not in given}
        run.finish()
        return _report(run, parameters or {}, outdated, full=only is None)


@dataclass
class _Run:
    """A run under way: what may start is started, what is told is heard, until every notebook has its result.

    `results` says what became of each this time. `entries` is what the folder holds of each, kept in ``run.json``: status,
    seconds, message, parameters, seeds, files with their sha256, the tables and files it read with theirs, and its
    inputs by name.
    """

    study: Study
    out: Path
    given: dict[str, dict]
    sources: dict[str, dict[str, str]]
    figures: str
    kernels: Kernels
    force: bool
    progress: Callable[[dict], None]
    results: dict[str, NotebookResult] = field(default_factory=dict)

    def __post_init__(self) -> None:
        record = run_record(self.out)
        self.entries: dict[str, dict] = record.get("notebooks", {})
        self.page: dict = record.get("page", {})
        corpus, notebooks = self.study.corpus, self.study.notebooks
        self._about = {
            "format": RUN_FORMAT,
            "policylab": policylab.__version__,
            "start": _now(),
            "end": None,
            "catalogue": {"file": relative(corpus, self.out) if self.study.own else None, "sha256": sha256_file(corpus)},
            "sources": self.sources,
            "resources": resource_hashes(),
            "git": git_commit(notebooks) if "site-packages" not in notebooks.parts else None,
            "platform": platform.platform(),
            "processor": platform.machine(),
            "cores": os.cpu_count(),
            "versions": versions(),
        }

    def go(self, ordered: Ordered) -> None:
        self.write()  # first of all: by it the folder is known for a run's
        (self.out / "notebooks").mkdir(exist_ok=True)
        self._go_through(ordered)
        for _ in ordered:
            again = self._again(ordered)
            if not again:
                break
            self._go_through(again)
        else:
            self._give_up(ordered)

    def _again(self, ordered: Ordered) -> Ordered:
        """What ran too early, as only running showed: it read a table that was written anew since, or wanted one."""
        early = set()
        for book, before in ordered:
            name, status = book.name, self.results[book.name].status
            if (
                (status in _WHOLE and changed_since(self.study, self.out, name, self.entries[name]))
                or (status == "failed" and self._could_go_on(name))
                or (status == "skipped" and before & early)
            ):
                early.add(name)
        for name in early:
            del self.results[name]
        return [(book, before) for book, before in ordered if book.name in early]

    def _could_go_on(self, name: str) -> bool:
        """Whether a notebook that failed for want of a table would find it now."""
        wanted = self.entries[name].get("wanted", [])
        places = {"tables": self.out / "tables", "derived": self.study.derived, "notebook": name}
        return bool(wanted) and all(table_bytes(table, **places) is not None for table in wanted)

    def _give_up(self, ordered: Ordered) -> None:
        """Notebooks that change each other's tables with every turn have no result."""
        early = sorted(book.name for book, _ in self._again(ordered))
        for name in early:
            others = ", ".join(other for other in early if other != name) or "itself"
            message = f"has no result: it reads tables that {others} writes anew each time. Let one of them not read."
            self.entries[name] |= {"status": "failed", "message": message}
            self._note(name, "failed", message=message)

    def _go_through(self, ordered: Ordered) -> None:
        waiting = list(ordered)
        running: dict[str, tuple[Notebook, Inputs]] = {}
        while waiting or running:
            waiting = [(book, before) for book, before in waiting if not self._settled(book, before)]
            for book, before in list(waiting):
                if before <= self.results.keys() and len(running) < self.kernels.size:
                    running[book.name] = book, self._start_one(book, many=len(waiting) > 2 * self.kernels.size)
                    waiting.remove((book, before))
            if running:
                event = self.kernels.events.get()
                if event["event"] == "end":
                    self._end_one(*running.pop(event["notebook"]), event)
                else:
                    self.progress(event)

    def _settled(self, book: Notebook, before: frozenset[str]) -> bool:
        """Whether a notebook need not or cannot be run, which is known when those before it have ended."""
        if before - self.results.keys():
            return False
        entry = self.entries.get(book.name, {})
        broken = sorted(name for name in before if self.results[name].status not in _WHOLE)
        if broken:
            self.entries[book.name] = {"status": "skipped", "files": entry.get("files", {})}
            self._note(book.name, "skipped", message=f"was not run, for it reads tables of {', '.join(broken)}.")
        elif not self.force and up_to_date(self.study, self.out, book, entry, self._inputs(book)):
            self._note(book.name, "unchanged")
        return book.name in self.results

    def _inputs(self, book: Notebook) -> Inputs:
        return Inputs.read(self.study, self.out, book, self.given[book.name], figures=self.figures)

    def _start_one(self, book: Notebook, *, many: bool) -> Inputs:
        """Start a notebook; until it ends, what is there of it is neither the old nor the new."""
        inputs = self._inputs(book)
        self.entries[book.name] = {"status": "running", "files": self.entries.get(book.name, {}).get("files", {})}
        self.write()
        record_path(self.out, book.name).unlink(missing_ok=True)
        self.progress({"event": "start", "notebook": book.name, "cells": len(book.cells)})
        self.kernels.execute(book, inputs.injected, lang=inputs.parameters.get("lang", "en"), many=many)
        return inputs

    def _end_one(self, book: Notebook, before: Inputs, event: dict) -> None:
        """Enter what a notebook came to: its files and what it read, or why it has no result."""
        name, message, old = book.name, event["message"], self.entries[book.name]["files"]
        record = read_json(record_path(self.out, name))
        entry = {
            "status": "failed" if message else "ok",
            "seconds": event["seconds"],
            "message": message,
            "parameters": before.parameters,
            "seeds": seeds(before.parameters),
        }
        if message:
            entry |= {"files": old, "wanted": sorted(record.get("wanted", {}))}
        else:
            files = self._files(name, record)
            opened = {path: digest for path, digest in record.get("opened", {}).items() if not self._was_temporary(path)}
            changed = differing(before.parts, self._inputs(book).parts)
            changed += changed_since(self.study, self.out, name, {"opened": opened})
            if changed:
                told = f"is of neither state: {listed(sorted(changed), 3)} changed while it ran. Run it again."
                entry |= {"status": "changed", "message": told}
            elif twice := self._written_twice(name, files):
                entry |= {"status": "failed", "message": twice}
            # what the catalogue or a parameter names is among the inputs
            declared = {*before.files, relative(self.study.corpus, self.out / "notebooks")}
            entry |= {
                "files": files,
                "read": record.get("read", {}),
                "opened": {path: digest for path, digest in opened.items() if path not in declared},
                "inputs": before.parts,
            }
            self._remove_outdated(name, old.keys() - files.keys())
        self.entries[name] = entry
        self.write()
        self._note(name, entry["status"], entry["seconds"], entry["message"])

    def _files(self, name: str, record: dict) -> dict[str, str]:
        files = {f"tables/{table}.csv": digest for table, digest in record.get("tables", {}).items()}
        # not the `folders`: people work in them, and a sheet that is filled in is no reason to write it anew
        for kind in ("figures", "files"):
            files |= {f"{kind}/{written}": digest for written, digest in record.get(kind, {}).items()}
        for path in (f"notebooks/{name}.ipynb", f"html/{name}.html"):
            files[path] = sha256_file(self.out / path)
        return dict(sorted(files.items()))

    def _was_temporary(self, path: str) -> bool:
        """Whether a file that was read was one that the notebook made for itself, and is gone."""
        place = from_notebooks(self.out, path)
        return not place.exists() and place.is_relative_to(Path(gettempdir()).resolve())

    def _written_twice(self, name: str, files: dict) -> str:
        """What the cells did not show before they ran: two notebooks of this run write one file."""
        for other in sorted(self.given.keys() - {name}):
            entry = self.entries.get(other, {})
            both = sorted(files.keys() & entry.get("files", {}).keys()) if entry.get("status") == "ok" else []
            if both:
                return str(written_twice(other, name, both[0]))
        return ""

    def _remove_outdated(self, name: str, paths: Iterable[str]) -> None:
        """Remove what an earlier run of this notebook wrote and this one did not, nor any other."""
        others = {path for other, entry in self.entries.items() if other != name for path in entry.get("files", {})}
        for path in set(paths) - others:
            (self.out / path).unlink(missing_ok=True)

    def _note(self, name: str, status: str, seconds: float = 0.0, message: str = "") -> None:
        self.results[name] = NotebookResult(name, status, seconds, message)
        self.progress({"event": "end", "notebook": name, "status": status, "seconds": seconds, "message": message})

    def find_outdated(self) -> dict[str, list[str]]:
        """The notebooks that ended before something changed that they read, with that; noted in ``run.json``."""
        found = {}
        for name, entry in sorted(self.entries.items()):
            entry.pop("outdated", None)
            changed = changed_since(self.study, self.out, name, entry) if entry["status"] == "ok" else []
            if changed:
                entry["outdated"] = found[name] = changed
        return found

    def finish(self) -> None:
        """Write what is made of all notebooks together: the findings, the page and the workbook."""
        joined = table_content(self.out / "tables", FINDINGS)
        if joined is not None:
            write_bytes(self.out / "tables" / f"{FINDINGS}.csv", joined)
        self._present()
        self._about["end"] = _now()
        self.write()

    def _present(self) -> None:
        """Have the page and the workbook made, unless those that are there show the run as it is."""
        key = hash_of([
            {**self._about, "start": None},
            {name: {**entry, "seconds": None} for name, entry in self.entries.items()},
            {path.name: sha256_file(path) for path in (self.out / "tables").glob("*.csv")},
            [sha256_file(self.study.corpus.parent / "codebook.toml"), code_hashes()],
        ])  # fmt: skip
        if self.page.get("key") == key and not spoilt(self.out, self.page["files"]):
            return
        self.write()
        names = (PAGE, WORKBOOK)
        make_pages(names, self.out, self.study.corpus, self.kernels.environment)
        self.page = {"key": key, "files": {name: sha256_file(self.out / name) for name in names}}

    def write(self) -> None:
        notebooks = dict(sorted(self.entries.items()))
        write_json(self.out / RUN_FILE, {**self._about, "page": self.page, "notebooks": notebooks})


def make_pages(names: Iterable[str], out: Path, corpus: Path, environment: Callable[[], dict[str, str]]) -> None:
    """Have the page and the workbook of a run made, each by a process of its own.

    They have today's code and word lists, which a session open for long has not.
    """
    command = [sys.executable, "-P", "-m", "policylab.study._web_pages", out, corpus]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    makers = [subprocess.Popen([*command, name], env=environment(), **pipes) for name in names]
    said = [maker.communicate()[1].decode(errors="replace").strip() for maker in makers]
    for maker, text in zip(makers, said, strict=True):
        if maker.returncode:
            why = text.rpartition("\n")[2] or f"The process that made it ended with code {maker.returncode}."
            raise PolicylabError(f"The page or the workbook could not be finished. {why}")


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def _report(run: _Run, parameters: dict, outdated: dict[str, list[str]], *, full: bool) -> RunReport:
    """The report of a run, compared with what is published; `full` says that no notebook was left out."""
    results = [run.results[name] for name in sorted(run.results)]
    published = sorted(run.study.derived.glob("*.csv"))
    if not published:
        return RunReport(run.out, results, None, parameters, [], outdated)
    whole = full and all(result.status in _WHOLE for result in results)
    missing = [path.stem for path in published if whole and not (run.out / "tables" / path.name).is_file()]
    compared = [replace(result, tables=_compared(run, result)) for result in results]
    return RunReport(run.out, compared, run.study.derived, parameters, missing, outdated)


def _compared(run: _Run, result: NotebookResult) -> dict[str, tuple[str, str]]:
    """A notebook's tables against the published ones; of the findings, its own."""
    compared = {}
    for path in run.entries[result.name]["files"] if result.status in _WHOLE else ():
        folder, _, name = path.removesuffix(".csv").partition("/")
        if folder == "tables":
            name = name.partition("/")[0]  # its findings are in a folder
            folders = run.study.derived, run.out / "tables"
            status, detail, _ = compare(*(table_content(place, name, of=result.name.__eq__) for place in folders))
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
