"""What a run came to: how each notebook ended, and its tables beside the published ones."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from policylab.study._comparison import compare, table_content
from policylab.study._csv import parse_table
from policylab.study._findings import TABLE, joined_findings
from policylab.study._ledger_view import CONJECTURED
from policylab.study._state import RunState


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
    conjectured : dict of str to int
        Rows of its tables that rest on a conjectured repair of damaged text, by table; tables without any are left
        out.
    outdated : dict of str to list of str
        Notebooks of `out` that were not run this time, though tables that they read have changed; with those tables.
    """

    out: Path
    results: list[NotebookResult]
    published: Path | None
    parameters: dict[str, object]
    missing: list[str]
    conjectured: dict[str, int] = field(default_factory=dict)
    outdated: dict[str, list[str]] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether every notebook came to its end."""
        return all(result.status in {"ok", "unchanged"} for result in self.results)


def report_of(state: RunState, results: list[NotebookResult], parameters: dict, *, full: bool) -> RunReport:
    """The report of a run, compared with what is published; `full` says that no notebook was left out."""
    tables, derived = state.out / "tables", state.study.derived
    if not any(derived.glob("*.csv")):
        return RunReport(state.out, results, None, parameters, [], _conjectured(tables))
    compared = [replace(result, tables=_compared(state, result)) for result in results]
    missing = []
    if full and all(result.status in {"ok", "unchanged"} for result in results):
        missing = sorted(path.stem for path in derived.glob("*.csv") if not (tables / path.name).is_file())
    return RunReport(state.out, compared, derived, parameters, missing, _conjectured(tables))


def _conjectured(tables: Path) -> dict[str, int]:
    """How many rows of each table say that they rest on a conjecture."""
    counts = {}
    for path in sorted(tables.glob("*.csv")):
        header, rows = parse_table(path.read_bytes())
        if CONJECTURED in header:
            place = header.index(CONJECTURED)
            counts[path.stem] = sum(row[place] == "true" for row in rows)
    return {name: count for name, count in counts.items() if count}


def _compared(state: RunState, result: NotebookResult) -> dict[str, tuple[str, str]]:
    """A notebook's tables against the published ones; of the findings, its own."""
    if result.status not in {"ok", "unchanged"}:
        return {}
    compared = {}
    for name in state.tables(result.name):
        if name == f"{TABLE}/{result.name}":
            name = TABLE
            pair = [joined_findings(folder, only=result.name) for folder in (state.study.derived, state.out / "tables")]
        else:
            pair = [table_content(folder, name) for folder in (state.study.derived, state.out / "tables")]
        status, detail = compare(*pair)
        compared[name] = ("new" if status == "only after" else status, detail)
    return compared
