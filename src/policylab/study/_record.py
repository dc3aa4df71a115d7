"""The record of a notebook: what it wrote and read, and where a table comes from that it reads."""

from __future__ import annotations

from pathlib import Path

from policylab.study._findings import TABLE, joined_findings


def record_path(out: Path, notebook: str) -> Path:
    """The file that says what a notebook wrote and read."""
    return out / "provenance" / f"{notebook}.json"


def table_bytes(name: str, *, tables: Path | None, derived: Path, notebook: str) -> bytes | None:
    """The CSV bytes that a notebook gets when it reads a table: of the run, else the published ones."""
    for folder in (tables, derived):
        if folder is None:
            continue
        if name == TABLE:
            content = joined_findings(folder, without=notebook)
            if content is not None:
                return content
        elif (folder / f"{name}.csv").is_file():
            return (folder / f"{name}.csv").read_bytes()
    return None
