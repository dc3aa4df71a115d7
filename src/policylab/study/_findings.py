"""The findings of all notebooks as one table."""

from __future__ import annotations

from pathlib import Path

from policylab.study._csv import parse_table, rows_text

COLUMNS = ["finding", "notebook", "claim", "value", "low", "high", "verdict"]
TABLE = "findings"


def joined_findings(tables: Path, *, without: str | None = None, only: str | None = None) -> bytes | None:
    """The findings below a folder of tables as CSV bytes, sorted by notebook and finding; None without any.

    A run keeps one file a notebook (``findings/02-keywords.csv``), so that notebooks that run side by side
    never write one file; the published tables have them joined already (``findings.csv``).
    """
    parts = sorted((tables / TABLE).glob("*.csv")) or [tables / f"{TABLE}.csv"]
    rows = []
    for part in parts:
        if part.is_file():
            header, body = parse_table(part.read_bytes())
            rows += [dict(zip(header, row, strict=True)) for row in body]
    rows = [row for row in rows if row["notebook"] != without and only in (None, row["notebook"])]
    if not rows:
        return None
    rows.sort(key=lambda row: (row["notebook"], row["finding"]))
    return rows_text(COLUMNS, ([row.get(column, "") for column in COLUMNS] for row in rows)).encode("utf-8")
