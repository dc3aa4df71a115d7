"""Two folders of tables: which are the same, which differ, and in what."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from policylab.errors import PolicylabError
from policylab.study._csv import parse_table
from policylab.study._findings import TABLE, joined_findings

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = 4


@dataclass(frozen=True)
class CellChange:
    """One cell that differs; for a whole row, `column` is empty and `kind` says whether it came or went."""

    table: str
    key: str
    column: str
    kind: str
    before: str
    after: str


def compare_tables(before: str | Path, after: str | Path) -> pd.DataFrame:
    """Compare the tables of two folders, file by file.

    Parameters
    ----------
    before, after : path
        Folders of CSV files, such as ``data/derived`` and ``runs/latest/tables``.

    Returns
    -------
    DataFrame
        Columns table, status (``equal``, ``differs``, ``only before``, ``only after``), detail; sorted by table.

    Raises
    ------
    PolicylabError
        When one of the folders is not there.

    See Also
    --------
    changed_cells : the same, cell by cell.
    """
    import pandas as pd

    first, second = _folder(before), _folder(after)
    rows = []
    for name in table_names(first, second):
        status, detail = compare(table_content(first, name), table_content(second, name))
        rows.append({"table": name, "status": status, "detail": detail})
    return pd.DataFrame(rows, columns=["table", "status", "detail"])


def changed_cells(before: str | Path, after: str | Path) -> pd.DataFrame:
    """Every cell and row that differs between the tables that two folders have in common.

    Parameters
    ----------
    before, after : path
        Folders of CSV files.

    Returns
    -------
    DataFrame
        Columns table, key (the columns that name the row, joined by `` | ``), column, kind (``changed``,
        ``added``, ``removed``; ``column added`` and ``column removed`` for a whole column), before, after.
    """
    import pandas as pd

    first, second = _folder(before), _folder(after)
    changes = []
    for name in table_names(first, second):
        pair = table_content(first, name), table_content(second, name)
        if None not in pair and pair[0] != pair[1]:
            changes += [vars(change) for change in cell_changes(name, *pair)]
    return pd.DataFrame(changes, columns=["table", "key", "column", "kind", "before", "after"])


def table_names(*folders: Path) -> list[str]:
    """Names of all tables in some folders; the findings count as one table."""
    names = {path.stem for folder in folders for path in folder.glob("*.csv")}
    if any((folder / TABLE).is_dir() for folder in folders):
        names.add(TABLE)
    return sorted(names)


def table_content(folder: Path, name: str) -> bytes | None:
    """The bytes of a table, or None."""
    if name == TABLE:
        return joined_findings(folder)
    path = folder / f"{name}.csv"
    return path.read_bytes() if path.is_file() else None


def compare(before: bytes | None, after: bytes | None) -> tuple[str, str]:
    """Status of a table, and in a few words what differs."""
    if before is None or after is None:
        return ("only after" if before is None else "only before"), ""
    if before == after:
        return "equal", ""
    changes = cell_changes("", before, after)
    if not changes:
        return "differs", "the same cells in another order or another way of writing"
    kinds = Counter(change.kind for change in changes)
    columns = sorted({change.column for change in changes if change.kind == "changed"})
    parts = []
    if kinds["changed"]:
        rows = len({change.key for change in changes if change.kind == "changed"})
        shown = ", ".join(columns[:_SHOWN]) + (f" and {len(columns) - _SHOWN} more" if len(columns) > _SHOWN else "")
        parts.append(f"{_count(rows, 'row')} changed in {shown}")
    for kind in ("added", "removed"):
        if kinds[kind]:
            parts.append(f"{_count(kinds[kind], 'row')} {kind}")
    for kind in ("column added", "column removed"):
        names = [change.column for change in changes if change.kind == kind]
        if names:
            parts.append(f"{kind}: {', '.join(names)}")
    return "differs", "; ".join(parts)


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
    for name in [*by_key_a, *(name for name in by_key_b if name not in by_key_a)]:
        shown = " | ".join(name[:-1]) + (f" | {name[-1] + 1}" if name[-1] else "")
        if name not in by_key_b:
            changes.append(CellChange(table, shown, "", "removed", "", ""))
        elif name not in by_key_a:
            changes.append(CellChange(table, shown, "", "added", "", ""))
        else:
            for column in common:
                old, new = by_key_a[name][column], by_key_b[name][column]
                if old != new:
                    changes.append(CellChange(table, shown, column, "changed", old, new))
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


def _folder(path: str | Path) -> Path:
    folder = Path(path)
    if not folder.is_dir():
        raise PolicylabError(f"There is no folder of tables {folder}.")
    return folder


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
