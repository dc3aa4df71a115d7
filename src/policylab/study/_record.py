"""The record of a notebook: what it wrote and read, and where a table comes from that it reads."""

from __future__ import annotations

from pathlib import Path

from policylab.study._files import write_json
from policylab.study._findings import TABLE, joined_findings

# The kinds of what a notebook writes: each has its folder in the run, but for `folders`, which stand there themselves.
WRITTEN = ("tables", "figures", "files", "folders")


class Record:
    """What a notebook wrote and read, with the sha256 of each, in ``provenance/<notebook>.json``.

    Written anew with each entry, so that it is true whenever the notebook is stopped.
    """

    def __init__(self, out: Path | None, notebook: str) -> None:
        self._path = None if out is None else record_path(out, notebook)
        self._content: dict = {"notebook": notebook, **{kind: {} for kind in WRITTEN}, "read": {}, "claims": {}}
        self._write()

    def note(self, kind: str, digests: dict[str, str | None]) -> None:
        """Enter files of one kind by name."""
        self._content[kind] |= digests
        self._write()

    def state(self, claims: dict[str, list[str]]) -> None:
        """Enter the findings' claims, each in English and in Chinese: the table of findings has one language."""
        self._content["claims"] = claims
        self._write()

    def _write(self) -> None:
        if self._path is not None:
            write_json(self._path, self._content)


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
