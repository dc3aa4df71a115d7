"""`policylab run`: the notebooks, with a progress bar or plain lines, and what they came to."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policylab.checks import split_list
from policylab.cli._language import Progress, in_language, language, say
from policylab.cli._tables import CorpusOption, catalogue_here, tell
from policylab.errors import PolicylabError
from policylab.resources import CATALOGUE

if TYPE_CHECKING:
    from policylab.study import NotebookResult, RunReport

_PAIR = re.compile(r"[^\W\d]\w*=", re.UNICODE)
LATEST = Path("runs/latest")
_PACKAGED = f"Study: the four plans of Tianjin that come with policylab (no {CATALOGUE} here)."


def join_parameters(arguments: list[str]) -> list[str]:
    """Write ``-p NAME VALUE`` as ``-p NAME=VALUE``, which is what the option parser can repeat.

    >>> join_parameters(["run", "-p", "top", "5", "-p", "lang=en"])
    ['run', '-p', 'top=5', '-p', 'lang=en']
    """
    joined: list[str] = []
    rest = list(arguments)
    while rest:
        argument = rest.pop(0)
        joined.append(argument)
        if argument in {"-p", "--parameter"} and rest:
            name = rest.pop(0)
            joined.append(f"{name}={rest.pop(0)}" if rest and not _PAIR.match(name) else name)
    return joined


def run(
    only: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Run this notebook only; may be repeated.")
    ] = None,
    parameter: Annotated[
        list[str] | None,
        typer.Option("-p", "--parameter", metavar="NAME VALUE", help="A notebook's parameter; may be repeated."),
    ] = None,
    corpus: CorpusOption = None,
    jobs: Annotated[int, typer.Option(metavar="N", help="Notebooks that run at a time.")] = 2,
    out: Annotated[
        str, typer.Option(metavar="DIR", help="Folder for notebooks, HTML, tables, figures, run.json.")
    ] = str(LATEST),
    notebooks: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of notebooks, instead of the study's.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Run again what has not changed, too.")] = False,
    timeout: Annotated[float, typer.Option(metavar="SECONDS", help="Seconds that a cell may take.")] = 600,
    dpi: Annotated[float | None, typer.Option(metavar="N", help="Dots an inch of PNG and TIFF figures; 200 without it.")] = None,
    figure_formats: Annotated[
        str | None, typer.Option(metavar="LIST", help="Formats of the figures beside SVG, such as png,pdf,tiff,eps.")
    ] = None,
    width: Annotated[
        str | None, typer.Option(metavar="WIDTH", help="Draw figures for two columns of a page (double) or for one (single).")
    ] = None,
) -> None:
    """Run the notebooks and compare their tables with the published ones."""
    from policylab.study import run_notebooks

    catalogue = catalogue_here(corpus)
    if catalogue is not None:
        tell_warnings(catalogue)
    with _Progress(_PACKAGED if catalogue is None else "") as progress:
        report = run_notebooks(
            only or None, parameters=_parameters(parameter or []), corpus=catalogue, jobs=jobs, out=out,
            notebooks=notebooks, force=force, timeout=timeout, dpi=dpi, width=width, progress=progress.hear,
            figure_formats=split_list(figure_formats) if figure_formats else None,
        )  # fmt: skip
    for line in report_lines(report, Path(out)):
        say(line)
    if not report.ok:
        raise typer.Exit(1)


def tell_warnings(catalogue: Path) -> None:
    """Say on stderr what must be known of the sources."""
    from policylab import load_corpus
    from policylab.corpus._check_screen import translated

    try:
        sources = load_corpus(catalogue).sources
    except PolicylabError:
        return  # the run says what is wrong with the catalogue
    for source in sources:
        if source.role == "plan":
            tell(source, source.id)
        else:
            for warning in source.warnings:
                say(f"{source.id}: {translated(warning, language())}", err=True)


def _parameters(pairs: list[str]) -> dict[str, object]:
    from policylab.study import TypedText

    parameters = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise PolicylabError(f"`-p` takes a name and a value, as in `-p lang en`, got {pair!r} alone.")
        parameters[name] = TypedText(value)
    return parameters


def report_lines(report: RunReport, out: Path) -> list[str]:
    """What a run came to: a line a notebook, a line on the published tables, and where to look."""
    width = max(len(result.name) for result in report.results)
    lines = []
    for result in report.results:
        spent = f"{result.seconds:6.1f} s" if result.status in {"ok", "failed", "changed"} else " " * 8
        # messages name files by the folder as the reader typed it
        message = result.message.replace(f"{report.out}{os.sep}", f"{out}{os.sep}")
        said = in_language(message or _tables_said(result, report))
        lines.append(f"{result.name:<{width}}  {result.status:<9} {spent}  {said}".rstrip())
    lines += ["", *_verdict(report, out)]
    for name, tables in report.outdated.items():
        given = "" if out == LATEST else f" --out {shlex.quote(str(out))}"
        lines.append(
            f"{name} is out of date: it read {', '.join(tables)} before the change. Run it too: "
            f"`policylab run --only {name}{given}`."
        )
    places = [str(out / name) for name in ("tables", "figures") if (report.out / name).is_dir()]
    lines.append(f"Look at {', '.join([str(out / 'index.html'), *places])}.")
    return lines


def _tables_said(result: NotebookResult, report: RunReport) -> str:
    if report.published is None:
        return ""
    parts = []
    for status, said in (("equal", "as published"), ("differs", "differs"), ("new", "not published")):
        tables = [(name, detail) for name, (found, detail) in result.tables.items() if found == status]
        if tables:
            parts.append(f"{said}: {', '.join(f'{name} ({detail})' if detail else name for name, detail in tables)}")
    return "; ".join(parts)


def _verdict(report: RunReport, out: Path) -> list[str]:
    if report.published is None:
        return ["There are no published tables to compare with."]
    statuses = [(name, status) for result in report.results for name, (status, _) in result.tables.items()]
    names = {name for name, _ in statuses}
    differing = sorted({name for name, status in statuses if status == "differs"})
    new = {name for name, status in statuses if status == "new"} - set(differing)
    equal = len(names) - len(differing) - len(new)
    lines = []
    if not names:
        lines.append("No table was written.")
    elif not differing and not new and not report.missing:
        lines.append(f"All {equal} tables equal the published ones, byte for byte.")
    else:
        lines.append(f"{equal} of {len(names)} tables equal the published ones, byte for byte.")
    if differing:
        command = "policylab diff" if out == LATEST else f"policylab diff {shlex.quote(str(out))}"
        lines.append(f"Differing: {', '.join(differing)}. See them cell by cell with `{command}`.")
    if report.missing:
        lines.append(f"Published, but written by no notebook: {', '.join(report.missing)}.")
    if report.parameters:
        given = ", ".join(f"{name}={value}" for name, value in report.parameters.items())
        lines.append(f"The published tables were made with the default parameters; this run with {given}.")
    return lines


class _Progress(Progress):
    """A bar for each notebook under way; `first` is said when the run begins, which it does not with bad input."""

    def __init__(self, first: str) -> None:
        self._first = first
        self._tasks: dict = {}

    def hear(self, event: dict) -> None:
        name = event["notebook"]
        if self._first:
            if self.bars is None:
                say(self._first, err=True)
            else:
                self.bars.console.print(in_language(self._first), highlight=False)
            self._first = ""
        if self.bars is None:
            if event["event"] == "start":
                say(f"{name}: started", err=True)
            elif event["event"] == "end" and event["status"] != "unchanged":
                say(f"{name}: {event['status']} after {event['seconds']:.1f} s", err=True)
        elif event["event"] == "start":
            self._tasks[name] = self.bars.add_task(name, total=event["cells"], told="")
        elif event["event"] == "cell":
            told = in_language(f"cell {event['cell']} of {event['cells']}")
            self.bars.update(self._tasks[name], completed=event["cell"], total=event["cells"], told=told)
        elif name in self._tasks:
            self.bars.remove_task(self._tasks.pop(name))
