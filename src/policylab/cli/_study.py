"""`policylab diff`, `publish`, `new` and `add`: a run against what is published, and studies of one's own."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policylab.cli._run import CATALOGUE
from policylab.cli._tables import show
from policylab.errors import CatalogueError, PolicylabError, invalid

if TYPE_CHECKING:
    from policylab.study import RunDiff

_SHOWN_CELLS = 40
RunArgument = Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run.")]


def add_to(app: typer.Typer) -> None:
    """Put the commands on the application."""
    app.command("diff")(diff)
    app.command("publish")(publish)
    app.command("new")(new)
    app.command("add")(add)


def diff(
    run: RunArgument = Path("runs/latest"),
    other: Annotated[Path | None, typer.Argument(metavar="[RUN]", help="A second run; else the published.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Show every cell that differs.")] = False,
) -> None:
    """What differs between a run and the published study, or between two runs."""
    from policylab.study import diff_runs

    _show_diff(diff_runs(run, other), everything=everything)


def publish(
    run: RunArgument = Path("runs/latest"),
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Make a run the published one, after showing what changes."""
    from policylab.study import diff_runs, publish_run

    try:
        difference = diff_runs(run)
    except PolicylabError as error:
        if "Nothing is published" not in str(error):
            raise
        typer.echo("Nothing is published yet.")
    else:
        _show_diff(difference, everything=False)
    if not yes:
        if not sys.stdin.isatty():
            raise PolicylabError("Publishing replaces the published tables, figures and notebooks: say so with --yes.")
        typer.confirm("Publish this run?", abort=True)
    changed = publish_run(run)
    removed = [path for path in changed if not path.exists()]
    for path in changed:
        typer.echo(f"{path} removed" if path in removed else str(path))
    if changed:
        typer.echo(f"Published: {len(changed) - len(removed)} files written, {len(removed)} removed.")
    else:
        typer.echo("Published already: nothing differs.")


def new(folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")]) -> None:
    """Make a folder for a study of your own."""
    from policylab.study import new_study

    new_study(folder)
    typer.echo(f"Made {folder}. Next: cd {folder}, then `policylab add FILE --id … --title … --period 2021-2025`.")


def add(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The source, as you got it.")],
    id: Annotated[str, typer.Option(help="Its name in every table, such as my-city-2021.")],
    title: Annotated[str, typer.Option(help="Its title, as it stands in the source.")],
    period: Annotated[str | None, typer.Option(help="Its years, such as 2021-2025.")] = None,
    role: Annotated[str, typer.Option(help="plan, witness or reference.")] = "plan",
    short_title: Annotated[str | None, typer.Option(help="For figures in English.")] = None,
    short_title_zh: Annotated[str | None, typer.Option(help="For figures in Chinese.")] = None,
    issuer: Annotated[str | None, typer.Option(help="Who issued it.")] = None,
    document_number: Annotated[str | None, typer.Option(help="Such as 津政办发〔2021〕52号.")] = None,
    issued: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="The day it was issued.")] = None,
    witness_of: Annotated[str | None, typer.Option(help="For a witness: the plan's id.")] = None,
    note: Annotated[str | None, typer.Option(help="What a reader must know about this copy.")] = None,
    corpus: Annotated[Path, typer.Option(help="The study's corpus.toml, or its folder.")] = Path(CATALOGUE),
) -> None:
    """Take a source into a study, with its hash."""
    from policylab.study import add_source

    if not corpus.exists():
        raise CatalogueError(
            f"There is no {corpus} here. Make a study with `policylab new DIR`, and go into its folder."
        )
    copy = add_source(
        file, corpus=corpus, id=id, title=title, period=period, role=role,
        short_title=short_title, short_title_zh=short_title_zh, issuer=issuer, document_number=document_number,
        issued=_date(issued), witness_of=witness_of, note=note,
    )  # fmt: skip
    typer.echo(f"Added {id} as {copy}.")


def _date(text: str | None) -> datetime.date | None:
    if text is None:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise invalid("issued", text, "a date like 2021-12-28") from None


def _show_diff(difference: RunDiff, *, everything: bool) -> None:
    typer.echo(f"Before: {difference.before}. After: {difference.after}.")
    if difference.same:
        typer.echo(
            f"All {len(difference.tables)} tables and {len(difference.figures)} figures are equal, byte for byte."
        )
        return
    for title, frame in (("Tables", difference.tables), ("Figures", difference.figures)):
        differing = frame[frame["status"] != "equal"]
        typer.echo(f"{title}: {len(frame) - len(differing)} of {len(frame)} are equal.")
        if len(differing):
            show(differing)
    cells = difference.cells
    if len(cells):
        shown = cells if everything else cells.head(_SHOWN_CELLS)
        typer.echo(f"Rows and cells that differ: {len(cells)}.")
        show(shown)
        if len(shown) < len(cells):
            typer.echo(f"… and {len(cells) - len(shown)} more: `policylab diff --all`.")
    if len(difference.findings):
        typer.echo("What becomes of the findings:")
        show(difference.findings)
    else:
        typer.echo("No finding changes.")
