"""Two states of a study: which tables and figures differ, in what, and what becomes of the findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from policylab.checks import check_path
from policylab.errors import PolicylabError, listed
from policylab.files import sha256_file
from policylab.resources._translation import in_singular
from policylab.study._describe import read_codebook
from policylab.study._notebooks import FINDINGS, Notebook, Study, find_notebooks, read_run, study_of
from policylab.study._parameters import RESERVED
from policylab.study._table_files import exact_decimal, parse_table, records, table_content

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = 4


class CellChange(NamedTuple):
    """One cell that differs; for a whole row, `column` is empty and `kind` says whether it came or went."""

    table: str
    key: str
    column: str
    kind: str
    before: str
    after: str


def compare_tables(before: str | Path, after: str | Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Compare the tables of two folders, file by file and cell by cell.

    Parameters
    ----------
    before, after : path
        Folders of CSV files, such as ``data/derived`` and ``runs/latest/tables``.

    Returns
    -------
    tables : DataFrame
        Columns table, status (``equal``, ``differs``, ``only before``, ``only after``), detail; sorted by table.
    cells : DataFrame
        Every cell and row that differs in tables that both have: table, key (the columns that name the row, joined by
        `` | ``), column, kind (``changed``, ``added``, ``removed``; ``column added`` and ``column removed`` for a whole
        column), before, after.

    Raises
    ------
    PolicylabError
        When one of the folders is not there.
    """
    check_path("before", before)
    check_path("after", after)
    folders = Path(before), Path(after)
    for folder in folders:
        if not folder.is_dir():
            raise PolicylabError(f"There is no folder of tables {folder}.")
    return _compared(*({name: table_content(folder, name) for name in table_names(*folders)} for folder in folders))


def _compared(before: dict[str, bytes | None], after: dict[str, bytes | None]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Status of each table of two states, and the cells that differ."""
    import pandas as pd

    rows, cells = [], []
    for name in before:
        status, detail, changes = compare(before[name], after[name], name)
        rows.append((name, status, detail))
        cells += changes
    tables = pd.DataFrame(rows, columns=["table", "status", "detail"])
    return tables, pd.DataFrame(cells, columns=list(CellChange._fields))


def table_names(*folders: Path) -> list[str]:
    """Names of all tables in some folders; the findings count as one table."""
    names = {path.stem for folder in folders for path in folder.glob("*.csv")}
    if any((folder / FINDINGS).is_dir() for folder in folders):
        names.add(FINDINGS)
    return sorted(names)


def compare(before: bytes | None, after: bytes | None, table: str = "") -> tuple[str, str, list[CellChange]]:
    """Status of a table, in a few words what differs, and each cell and row that does."""
    status = _status(before, after)
    if status != "differs":
        return status, "", []
    changes = cell_changes(table, before, after)
    return status, _summary(changes), changes


def _summary(changes: list[CellChange]) -> str:
    if not changes:
        return "the same cells in another order or another way of writing"
    kinds: dict[str, list[CellChange]] = {}
    for change in changes:
        kinds.setdefault(change.kind, []).append(change)
    parts = []
    if changed := kinds.get("changed"):
        columns = sorted({change.column for change in changed})
        parts.append(f"{len({change.key for change in changed})} rows changed in {listed(columns, _SHOWN)}")
    parts += [f"{len(kinds[kind])} rows {kind}" for kind in ("added", "removed") if kind in kinds]
    for kind in ("column added", "column removed"):
        if kind in kinds:
            parts.append(f"{kind}: {', '.join(change.column for change in kinds[kind])}")
    return in_singular("; ".join(parts))


def _status(before: object, after: object) -> str:
    if before == after:
        return "equal"
    return "only after" if before is None else "only before" if after is None else "differs"


def cell_changes(table: str, before: bytes, after: bytes) -> list[CellChange]:
    """What differs between two CSV tables; rows are matched by the columns that name them."""
    header_a, rows_a = parse_table(before)
    header_b, rows_b = parse_table(after)
    common = [column for column in header_a if column in header_b]
    changes = [CellChange(table, "", column, "column removed", "", "") for column in header_a if column not in common]
    changes += [CellChange(table, "", column, "column added", "", "") for column in header_b if column not in common]
    first = [dict(zip(header_a, row, strict=False)) for row in rows_a]
    second = [dict(zip(header_b, row, strict=False)) for row in rows_b]
    key = _key_columns(common, first, second)
    by_key_a, by_key_b = _numbered(first, key), _numbered(second, key)
    for name in {**by_key_a, **by_key_b}:
        shown = " | ".join(name[:-1]) + (f" | {name[-1] + 1}" if name[-1] else "")
        if name not in by_key_a or name not in by_key_b:
            changes.append(CellChange(table, shown, "", "added" if name in by_key_b else "removed", "", ""))
            continue
        old, new = by_key_a[name], by_key_b[name]
        changes += [
            CellChange(table, shown, column, "changed", old[column], new[column])
            for column in common
            if old[column] != new[column]
        ]
    return changes


def _key_columns(columns: list[str], *tables: list[dict]) -> list[str]:
    """The first columns that name every row of both tables; our tables begin with their key."""
    for length in range(1, len(columns)):
        key = columns[:length]
        if all(len({tuple(row[c] for c in key) for row in table}) == len(table) for table in tables):
            return key
    return columns


def _numbered(table: list[dict], key: list[str]) -> dict[tuple, dict]:
    """Rows by key; rows that are alike to the last cell are told apart by a running number."""
    seen: Counter = Counter()
    found = {}
    for row in table:
        name = tuple(row[column] for column in key)
        found[(*name, seen[name])] = row
        seen[name] += 1
    return found


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
        ``removed``, ``sign``, ``order`` (the place among the findings of its series, where its own value changed), ``verdict``,
        ``interval`` (the value left the earlier interval), ``value``, ``bounds`` (of the interval), ``controls`` (the range
        of what they find) or ``claim`` (its wording alone).
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


def _of_run(run: str | Path) -> _State:
    check_path("run", run)
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
    return [*(f"tables/{name}.csv" for name in book.outputs - {FINDINGS}), *figures]


def _diff(before: _State, after: _State) -> RunDiff:
    import pandas as pd

    states = before, after
    left_out = before.notebooks.keys() ^ after.notebooks.keys()
    passed_over = {path for path, book in (before.files | after.files).items() if book in left_out}
    names = [name for name in table_names(before.tables, after.tables) if f"tables/{name}.csv" not in passed_over]
    contents = [
        {name: table_content(state.tables, name, of=lambda book: book not in left_out) for name in names} for state in states
    ]
    tables, cells = _compared(*contents)
    findings = [
        {(row["notebook"], row["finding"]): row for row in records(content.get(FINDINGS) or b"")} for content in contents
    ]
    drawn = {path.name for state in states for kind in ("*.svg", "*.png") for path in state.figures.glob(kind)}
    figures = [
        (name, _status(*(sha256_file(state.figures / name) for state in states)))
        for name in sorted(drawn)
        if f"figures/{name}" not in passed_over
    ]
    parameters = [
        (book, name, first.get(name), after.notebooks[book].get(name))
        for book, first in sorted(before.notebooks.items())
        if book in after.notebooks
        for name in dict.fromkeys([*first, *after.notebooks[book]])
        if name not in RESERVED and first.get(name) != after.notebooks[book].get(name)
    ]
    return RunDiff(
        before=before.name,
        after=after.name,
        tables=tables,
        cells=cells,
        figures=pd.DataFrame(figures, columns=["figure", "status"]),
        findings=pd.DataFrame(
            finding_changes(*findings),
            columns=["finding", "notebook", "change", "before", "after", "claim_before", "claim_after"],
        ),
        parameters=pd.DataFrame(parameters, columns=["notebook", "parameter", "before", "after"]),
        left_out=sorted(left_out),
        compared_findings=len(findings[0].keys() | findings[1].keys()),
    )


def finding_changes(before: dict[tuple, dict], after: dict[tuple, dict]) -> list[dict]:
    """What becomes of each finding, by notebook and id; a row a change, with the claims of both states."""
    common, codebook = before.keys() & after.keys(), read_codebook()
    ranks = _ranks(before, common), _ranks(after, common)
    changes = []
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        claims = {"claim_before": old["claim"] if old else "", "claim_after": new["claim"] if new else ""}
        if old is None or new is None:
            found = [("added" if old is None else "removed", claims["claim_before"], claims["claim_after"])]
        else:
            controlled = "bounds" in codebook.basis(name[1])  # low and high are no interval, but what the controls give
            found = _changes(old, new, controlled, *(rank.get(name) for rank in ranks))
        changes += [
            {"finding": name[1], "notebook": name[0], "change": change, "before": first, "after": second, **claims}
            for change, first, second in found
        ]
    return changes


def _changes(old: dict, new: dict, controlled: bool, old_rank: str | None, new_rank: str | None) -> Iterator[tuple[str, str, str]]:
    values = exact_decimal(old["value"]), exact_decimal(new["value"])
    bounds = _bounds(old), _bounds(new)
    if None not in values and (values[0] > 0, values[0] < 0) != (values[1] > 0, values[1] < 0):
        yield "sign", old["value"], new["value"]
    if old_rank != new_rank and old["value"] != new["value"]:  # that another one of its series moves is told of that one
        yield "order", old_rank or "", new_rank or ""
    if old["verdict"] != new["verdict"]:
        yield "verdict", old["verdict"], new["verdict"]
    low, high = exact_decimal(old["low"]), exact_decimal(old["high"])
    outside = None not in (values[1], low, high) and not low <= values[1] <= high
    if old["value"] != new["value"] and outside and not controlled:
        yield "interval", bounds[0], new["value"]
    if old["value"] != new["value"]:
        yield "value", old["value"], new["value"]
    if bounds[0] != bounds[1]:
        yield ("controls" if controlled else "bounds"), *bounds
    if old["claim"] != new["claim"] and old["value"] == new["value"]:
        yield "claim", old["claim"], new["claim"]


def _ranks(findings: dict[tuple, dict], names: Iterable[tuple]) -> dict[tuple, str]:
    """Place of each finding by its value, within its series: ids that share the part before the last ``-``."""
    series: dict[tuple, dict[tuple, Decimal]] = {}
    for notebook, finding in names:
        stem, dash, _ = finding.rpartition("-")
        value = exact_decimal(findings[notebook, finding]["value"])
        if dash and value is not None:
            series.setdefault((notebook, stem), {})[notebook, finding] = value
    return {
        name: f"{1 + sum(other > value for other in values.values())} of {len(values)}"
        for values in series.values()
        for name, value in values.items()
    }


def _bounds(finding: dict) -> str:
    return f"{finding['low']} to {finding['high']}" if finding["low"] or finding["high"] else ""
