"""What a run came to: how each notebook ended, and its tables beside the published ones."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from policylab.study._comparison import compare, table_content
from policylab.study._findings import TABLE, joined_findings
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
        return all(result.status in {"ok", "unchanged"} for result in self.results)


def report_of(state: RunState, results: list[NotebookResult], parameters: dict, *, full: bool) -> RunReport:
    """The report of a run, compared with what is published; `full` says that no notebook was left out."""
    tables, derived = state.out / "tables", state.study.derived
    if not any(derived.glob("*.csv")):
        return RunReport(state.out, results, None, parameters, [])
    compared = [replace(result, tables=_compared(state, result)) for result in results]
    missing = []
    if full and all(result.status in {"ok", "unchanged"} for result in results):
        missing = sorted(path.stem for path in derived.glob("*.csv") if not (tables / path.name).is_file())
    return RunReport(state.out, compared, derived, parameters, missing)


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
