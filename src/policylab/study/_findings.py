"""Findings: those that a notebook states, and those of all notebooks as one table."""

from __future__ import annotations

from pathlib import Path

from policylab.errors import PolicylabError, invalid
from policylab.study._csv import cell_text, parse_table, rows_text

COLUMNS = ["finding", "notebook", "claim", "value", "low", "high", "verdict"]
TABLE = "findings"
LANGUAGES = ("en", "zh")


class Findings:
    """The findings that one notebook states, in the language of its run."""

    def __init__(self, notebook: str, lang: str) -> None:
        self._notebook = notebook
        self._lang = lang
        self._rows: dict[str, dict] = {}
        self._claims: dict[str, list[str]] = {}

    def state(self, finding: str, *, claim_zh: str, claim_en: str, verdict: str, **values: object) -> None:
        """Add a finding; `values` are value, low and high."""
        if not isinstance(finding, str) or not finding.strip():
            raise invalid("finding", finding, "an id like 'rise-5g'")
        if finding in self._rows:
            raise PolicylabError(f"The finding {finding!r} is stated twice in {self._notebook}. Give each its own id.")
        for name, number in values.items():
            try:
                cell_text(number)
            except PolicylabError:
                raise invalid(name, number, "a number or None") from None
        claim = claim_zh if self._lang == "zh" else claim_en
        self._claims[finding] = [str(claim_en), str(claim_zh)]
        self._rows[finding] = {
            "finding": finding, "notebook": self._notebook, "claim": claim, **values, "verdict": verdict or None,
        }  # fmt: skip

    def rows(self) -> list[dict]:
        """Those stated so far, sorted by id."""
        return [self._rows[finding] for finding in sorted(self._rows)]


    def claims(self) -> dict[str, list[str]]:
        """The claims by finding, each in English and in Chinese."""
        return dict(sorted(self._claims.items()))


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
