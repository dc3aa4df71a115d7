"""`policylab verify`: anyone's table of numbers, held against the plans."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policylab.cli._messages import say
from policylab.cli._run import catalogue_here
from policylab.cli._tables import CorpusOption, Form, FormOption, OutOption, show
from policylab.errors import PolicylabError

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = ["row", "plan", "indicator", "claimed", "verdict", "why", "start"]


def add_to(app: typer.Typer) -> None:
    """Put the command on the application."""
    app.command("verify")(verify)


def verify(
    table: Annotated[Path, typer.Argument(metavar="TABLE", help="CSV, XLSX or JSON lines: one row a number.")],
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=FIELD", help="What a column is: 指标=indicator. Fields: plan, indicator, value, unit, year, kind, quote."),
    ] = None,
    unlisted: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the statements that the table lacks to this file.")
    ] = None,
    corpus: CorpusOption = None,
    form: FormOption = Form.table,
    out: OutOption = None,
) -> None:
    """Hold a table of numbers, from a person or a model, against the text that it is said to come from."""
    from policylab import extract_targets, targets
    from policylab.study import load

    rows = read_table(table)
    loaded = load(catalogue_here(corpus))
    verified = targets.verify(rows, loaded, columns=_columns(column or []))
    show(verified, form, columns=_SHOWN, out=out)
    ledger = extract_targets(loaded)
    if unlisted is not None:
        show(targets.unlisted_statements(verified, ledger), out=unlisted)
    if form is Form.table:
        totals = targets.verification_summary(verified, ledger)
        said = ", ".join(f"{name} {value:g}" if value >= 1 else f"{name} {value:.3f}" for name, value in totals.values if value)
        say(f"{len(verified)} rows: {said}.")


def read_table(path: Path) -> pd.DataFrame:
    """A table as people send it: CSV in UTF-8 or GB18030, a workbook's first sheet, or JSON lines; all cells as text."""
    import pandas as pd

    from policylab.text import read_source
    from policylab.text._spreadsheets import column_name

    if not path.is_file():
        raise PolicylabError(f"There is no file {path}. Name a CSV, XLSX or JSON lines file.")
    try:
        if path.suffix.lower() == ".xlsx":
            return pd.read_excel(path, dtype=object).rename(columns=column_name)
        if path.suffix.lower() in (".jsonl", ".ndjson", ".json"):
            return pd.read_json(path, lines=path.suffix.lower() != ".json", dtype=False, encoding="utf-8")
        import io

        return pd.read_csv(io.StringIO(read_source(path).text), dtype=str, keep_default_na=False, na_values=[""])
    except PolicylabError:
        raise
    except Exception as error:  # the readers of pandas raise many kinds
        raise PolicylabError(
            f"The file {path} cannot be read as a table: {' '.join(str(error).split())}. Save it as CSV (UTF-8), XLSX or JSON lines."
        ) from error


def _columns(given: list[str]) -> dict[str, str]:
    columns = {}
    for one in given:
        name, sign, known = one.partition("=")
        if not (name and sign and known):
            raise PolicylabError(f"`--column` takes NAME=FIELD, such as 指标=indicator, got {one!r}.")
        columns[name] = known
    return columns
