"""`policylab check` and `policylab evaluate`: how far the sources and the ledger can be trusted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policylab.cli._run import catalogue_here
from policylab.cli._tables import CorpusOption, Form, FormOption, show
from policylab.errors import PolicylabError

if TYPE_CHECKING:
    import pandas as pd


def add_to(app: typer.Typer) -> None:
    """Put the commands on the application."""
    app.command("check")(check)
    app.command("evaluate")(evaluate)


def check(corpus: CorpusOption = None, form: FormOption = Form.table) -> None:
    """A line for each source: its hash, damage repaired and left, brackets, headings."""
    from policylab.corpus import check as check_sources
    from policylab.corpus import check_lines
    from policylab.study import load

    table = check_sources(load(catalogue_here(corpus)))
    if form is Form.table:
        for line in check_lines(table):
            typer.echo(line)
    else:
        show(table, form)


def evaluate(
    gold: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Annotated statements as CSV. Without it: data/gold.")
    ] = None,
    corpus: CorpusOption = None,
    errors: Annotated[bool, typer.Option("--errors", help="Show what is missed, made up or wrong.")] = False,
    form: FormOption = Form.table,
) -> None:
    """Score the ledger of targets against statements annotated by hand."""
    from policylab import extract_targets
    from policylab.study import load
    from policylab.targets import evaluate as score
    from policylab.targets import mismatches

    annotated = _gold(gold)
    loaded = load(catalogue_here(corpus))
    texts = {plan.id: plan.text for plan in loaded}
    show((mismatches if errors else score)(extract_targets(loaded), annotated, texts=texts), form)


def _gold(path: Path | None) -> pd.DataFrame:
    import pandas as pd

    from policylab.resources import data_path

    path = data_path("gold") / "statements.csv" if path is None else path
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except OSError as error:
        raise PolicylabError(
            f"The annotated statements {path} cannot be read ({error.strerror}). Name a CSV file with --gold."
        ) from None
    except ValueError as error:
        raise PolicylabError(f"The file {path} is no CSV table: {error}.") from None
