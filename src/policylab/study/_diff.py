"""A run against the published study, or against another run: tables, figures, and what becomes of the findings."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from policylab.errors import PolicylabError
from policylab.study._comparison import changed_cells, compare_tables, table_content
from policylab.study._csv import parse_table
from policylab.study._files import read_json, sha256_file
from policylab.study._findings import TABLE
from policylab.study._places import Study, find_study
from policylab.study._state import RUN_FILE, RUN_FORMAT

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class RunDiff:
    """What differs between two states of a study.

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
        Columns finding, notebook, change, before, after. `change` is ``added``, ``removed``, ``sign``, ``order``,
        ``verdict``, ``interval`` (the value left the earlier interval), ``value`` or ``claim``.
    """

    before: str
    after: str
    tables: pd.DataFrame
    cells: pd.DataFrame
    figures: pd.DataFrame
    findings: pd.DataFrame

    @property
    def same(self) -> bool:
        """Whether all tables and figures are equal, byte for byte."""
        return bool((self.tables["status"] == "equal").all() and (self.figures["status"] == "equal").all())


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
    read_run(run)
    if other is not None:
        read_run(other)
        first, second = Path(run), Path(other)
        return _diff(str(first), first / "tables", first / "figures", str(second), second)
    study = study_of(run)
    if not any(study.derived.glob("*.csv")):
        raise PolicylabError(f"Nothing is published in {study.derived} yet. Publish a run with `policylab publish`.")
    return _diff("published", study.derived, study.figures, str(run), Path(run))


def read_run(run: str | Path) -> dict:
    """The ``run.json`` of a run's folder."""
    folder = Path(run)
    content = read_json(folder / RUN_FILE)
    if not content:
        raise PolicylabError(f"The folder {folder} holds no run: it has no {RUN_FILE}. Make one with `policylab run`.")
    if content.get("format") != RUN_FORMAT:
        raise PolicylabError(
            f"The run in {folder} was made by policylab {content.get('policylab', 'of an unknown version')}, which "
            "keeps runs in another form. Run again with `policylab run`."
        )
    return content


def study_of(run: str | Path) -> Study:
    """The study that a run is of."""
    catalogue = read_run(run)["catalogue"]["file"]
    return find_study(None if catalogue is None else os.path.normpath(Path(run) / catalogue))


def _diff(before: str, tables: Path, figures: Path, after: str, run: Path) -> RunDiff:
    import pandas as pd

    contents = [table_content(folder, TABLE) for folder in (tables, run / "tables")]
    return RunDiff(
        before=before,
        after=after,
        tables=compare_tables(tables, run / "tables"),
        cells=changed_cells(tables, run / "tables"),
        figures=_compare_figures(figures, run / "figures"),
        findings=pd.DataFrame(
            finding_changes(*(_by_id(content) for content in contents)),
            columns=["finding", "notebook", "change", "before", "after"],
        ),
    )


def _compare_figures(before: Path, after: Path) -> pd.DataFrame:
    import pandas as pd

    rows = []
    names = {path.name for folder in (before, after) for kind in ("*.svg", "*.png") for path in folder.glob(kind)}
    for name in sorted(names):
        pair = sha256_file(before / name), sha256_file(after / name)
        if None in pair:
            status = "only after" if pair[0] is None else "only before"
        else:
            status = "equal" if pair[0] == pair[1] else "differs"
        rows.append({"figure": name, "status": status})
    return pd.DataFrame(rows, columns=["figure", "status"])


def finding_changes(before: dict[tuple, dict], after: dict[tuple, dict]) -> list[dict]:
    """What becomes of each finding, by notebook and id."""
    ranks = _ranks(before, before.keys() & after.keys()), _ranks(after, before.keys() & after.keys())
    changes = []
    for name in sorted(before.keys() | after.keys()):
        notebook, finding = name

        def note(change: str, old: str, new: str, notebook: str = notebook, finding: str = finding) -> None:
            changes.append(
                {"finding": finding, "notebook": notebook, "change": change, "before": old, "after": new}
            )  # fmt: skip

        if name not in before:
            note("added", "", after[name]["claim"])
            continue
        if name not in after:
            note("removed", before[name]["claim"], "")
            continue
        old, new = before[name], after[name]
        old_value, new_value = _number(old["value"]), _number(new["value"])
        if None not in (old_value, new_value) and _sign(old_value) != _sign(new_value):
            note("sign", old["value"], new["value"])
        if ranks[0].get(name) != ranks[1].get(name):
            note("order", ranks[0][name], ranks[1][name])
        if old["verdict"] != new["verdict"]:
            note("verdict", old["verdict"], new["verdict"])
        low, high = _number(old["low"]), _number(old["high"])
        if None not in (new_value, low, high) and not low <= new_value <= high:
            note("interval", f"{old['low']} to {old['high']}", new["value"])
        if old["value"] != new["value"]:
            note("value", old["value"], new["value"])
        elif old["claim"] != new["claim"]:
            note("claim", old["claim"], new["claim"])
    return changes


def _by_id(content: bytes | None) -> dict[tuple, dict]:
    header, rows = parse_table(content or b"")
    found = [dict(zip(header, row, strict=True)) for row in rows]
    return {(row["notebook"], row["finding"]): row for row in found}


def _ranks(findings: dict[tuple, dict], names: Iterable[tuple]) -> dict[tuple, str]:
    """Place of each finding by its value, within its series: ids that share the part before the last ``-``."""
    series: dict[tuple, list[tuple]] = {}
    for notebook, finding in sorted(names):
        stem, dash, _ = finding.rpartition("-")
        if dash and _number(findings[notebook, finding]["value"]) is not None:
            series.setdefault((notebook, stem), []).append((notebook, finding))
    ranks = {}
    for members in series.values():
        values = [_number(findings[member]["value"]) for member in members]
        for member, value in zip(members, values, strict=True):
            ranks[member] = f"{1 + sum(other > value for other in values)} of {len(members)}"
    return ranks


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _sign(value: Decimal) -> int:
    return (value > 0) - (value < 0)
