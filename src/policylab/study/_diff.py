"""A run against the published study, or against another run: tables, figures, and what becomes of the findings."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from policylab.errors import PolicylabError
from policylab.study._comparison import cell_changes, compare, table_content, table_names
from policylab.study._csv import parse_table, rows_text
from policylab.study._files import read_json, sha256_file
from policylab.study._finding_changes import finding_changes, findings_by_id
from policylab.study._findings import TABLE
from policylab.study._notebooks import RESERVED, Notebook, find_notebooks
from policylab.study._places import Study, find_study
from policylab.study._state import RUN_FILE, RUN_FORMAT

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class RunDiff:
    """What differs between two states of a study, in the notebooks that both have.

    Attributes
    ----------
    before, after : str
        What was compared.
    tables : DataFrame
        Columns table, status, detail.
    cells : DataFrame
        Columns table, key, column, kind, before, after.
    figures : DataFrame
        Columns figure, status.
    findings : DataFrame
        Columns finding, notebook, change, before, after, claim_before, claim_after. `change` is ``added``,
        ``removed``, ``sign``, ``order`` (the place among the findings of its series), ``verdict``, ``interval`` (the
        value left the earlier interval), ``value``, ``bounds`` (of the interval) or ``claim`` (its wording alone).
    parameters : DataFrame
        Columns notebook, parameter, before, after: the parameters that differ.
    left_out : list of str
        Notebooks that one of the two did not run to their end: of their tables, figures and findings nothing is said.
    compared_findings : int
        How many findings the two states have together.
    """

    before: str
    after: str
    tables: pd.DataFrame
    cells: pd.DataFrame
    figures: pd.DataFrame
    findings: pd.DataFrame
    parameters: pd.DataFrame
    left_out: list[str] = field(default_factory=list)
    compared_findings: int = 0

    @property
    def same(self) -> bool:
        """Whether all tables and figures are equal, byte for byte."""
        return bool((self.tables["status"] == "equal").all() and (self.figures["status"] == "equal").all())


@dataclass(frozen=True)
class _State:
    """One side of a comparison; of a run also which notebooks it has, with which parameters."""

    name: str
    tables: Path
    figures: Path
    notebooks: dict[str, dict[str, object]]
    files: dict[str, str]


def diff_runs(run: str | Path, other: str | Path | None = None) -> RunDiff:
    """Compare a run with the published study, or with another run.

    Parameters
    ----------
    run : path
        Folder of a run, such as ``runs/latest``. With one folder, it is what the published study is compared with.
    other : path, optional
        Folder of a second run; then `run` is the earlier state and `other` the later.

    Returns
    -------
    RunDiff

    Raises
    ------
    PolicylabError
        When a folder holds no run, or one of another version's form, or nothing is published yet.
    """
    if other is not None:
        return _diff(_of_run(run), _of_run(other))
    after = _of_run(run)
    study = study_of(run)
    if not any(study.derived.glob("*.csv")):
        raise PolicylabError(f"Nothing is published in {study.derived} yet. Publish a run with `policylab publish`.")
    return _diff(_of_study(study), after)


def read_run(run: str | Path) -> dict:
    """The ``run.json`` of a run's folder."""
    folder = Path(run)
    content = read_json(folder / RUN_FILE)
    if not content:
        why = f"its {RUN_FILE} cannot be read" if (folder / RUN_FILE).exists() else f"it has no {RUN_FILE}"
        raise PolicylabError(f"The folder {folder} holds no run: {why}. Make one with `policylab run`.")
    if content.get("format") != RUN_FORMAT:
        raise PolicylabError(
            f"The run in {folder} was made by policylab {content.get('policylab', 'of an unknown version')}, which "
            "keeps runs in another form. Use that version, or run again into another folder with `policylab run --out`."
        )
    if not {"catalogue", "notebooks"} <= content.keys():
        raise PolicylabError(f"The {RUN_FILE} in {folder} is not one of a run. Make one with `policylab run`.")
    return content


def study_of(run: str | Path) -> Study:
    """The study that a run is of."""
    catalogue = read_run(run)["catalogue"]["file"]
    return find_study(None if catalogue is None else os.path.normpath(Path(run) / catalogue))


def _of_run(run: str | Path) -> _State:
    folder = Path(run)
    ended = {name: entry for name, entry in read_run(folder)["notebooks"].items() if entry["status"] == "ok"}
    return _State(
        name=f"the run in {run}",
        tables=folder / "tables",
        figures=folder / "figures",
        notebooks={name: entry["parameters"] for name, entry in ended.items()},
        files={path: name for name, entry in ended.items() for path in entry["files"]},
    )


def _of_study(study: Study) -> _State:
    books = find_notebooks(study.notebooks)
    return _State(
        name="the published study" if study.own else "the published study that comes with policylab",
        tables=study.derived,
        figures=study.figures,
        notebooks={book.name: book.defaults for book in books},
        files={path: book.name for book in books for path in _written(book)},
    )


def _written(book: Notebook) -> list[str]:
    figures = [f"figures/{name}.{kind}" for name in book.figures for kind in ("svg", "png")]
    return [*(f"tables/{name}.csv" for name in book.outputs - {TABLE}), *figures]


def _diff(before: _State, after: _State) -> RunDiff:
    import pandas as pd

    left_out = before.notebooks.keys() ^ after.notebooks.keys()
    writer = before.files | after.files
    rows, cells = [], []
    for name in table_names(*(state.tables for state in (before, after) if state.tables.is_dir())):
        if name != TABLE and writer.get(f"tables/{name}.csv") in left_out:
            continue
        pair = [_content(state, name, left_out) for state in (before, after)]
        status, detail = compare(*pair)
        rows.append({"table": name, "status": status, "detail": detail})
        if status == "differs":
            cells += [vars(change) for change in cell_changes(name, *pair)]
    findings = [findings_by_id(_content(state, TABLE, left_out)) for state in (before, after)]
    return RunDiff(
        before=before.name,
        after=after.name,
        tables=pd.DataFrame(rows, columns=["table", "status", "detail"]),
        cells=pd.DataFrame(cells, columns=["table", "key", "column", "kind", "before", "after"]),
        figures=_compare_figures(before.figures, after.figures, {p for p, book in writer.items() if book in left_out}),
        findings=pd.DataFrame(
            finding_changes(*findings),
            columns=["finding", "notebook", "change", "before", "after", "claim_before", "claim_after"],
        ),
        parameters=_compare_parameters(before.notebooks, after.notebooks),
        left_out=sorted(left_out),
        compared_findings=len(findings[0].keys() | findings[1].keys()),
    )


def _content(state: _State, name: str, left_out: set[str]) -> bytes | None:
    """A table's bytes; of the findings only those of notebooks that both states have."""
    content = table_content(state.tables, name)
    if content is None or name != TABLE or not left_out:
        return content
    header, rows = parse_table(content)
    place = header.index("notebook")
    return rows_text(header, [row for row in rows if row[place] not in left_out]).encode("utf-8")


def _compare_parameters(before: dict[str, dict], after: dict[str, dict]) -> pd.DataFrame:
    import pandas as pd

    rows = [
        {"notebook": book, "parameter": name, "before": first.get(name), "after": after[book].get(name)}
        for book, first in sorted(before.items())
        if book in after
        for name in dict.fromkeys([*first, *after[book]])
        if name not in RESERVED and first.get(name) != after[book].get(name)
    ]
    return pd.DataFrame(rows, columns=["notebook", "parameter", "before", "after"])


def _compare_figures(before: Path, after: Path, left_out: set[str]) -> pd.DataFrame:
    import pandas as pd

    rows = []
    names = {path.name for folder in (before, after) for kind in ("*.svg", "*.png") for path in folder.glob(kind)}
    for name in sorted(name for name in names if f"figures/{name}" not in left_out):
        pair = sha256_file(before / name), sha256_file(after / name)
        if None in pair:
            status = "only after" if pair[0] is None else "only before"
        else:
            status = "equal" if pair[0] == pair[1] else "differs"
        rows.append({"figure": name, "status": status})
    return pd.DataFrame(rows, columns=["figure", "status"])
