"""`policylab check`: what is known about each source, and what is still wrong with it."""

from __future__ import annotations

import typer

from policylab.cli._run import catalogue_here
from policylab.cli._tables import CorpusOption, Form, FormOption, show


def add_to(app: typer.Typer) -> None:
    """Put the command on the application."""
    app.command("check")(check)


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
