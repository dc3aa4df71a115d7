"""`policylab diff`, `publish`, `new` and `add`: a run against what is published, and studies of one's own."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policylab.cli._language import chinese, in_language, language, say
from policylab.cli._run import LATEST
from policylab.cli._tables import SCREEN, show
from policylab.errors import CatalogueError, PolicylabError
from policylab.resources import CATALOGUE

if TYPE_CHECKING:
    import pandas as pd

    from policylab.study import RunDiff, Study

RunArgument = Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run.")]
_SHOWN_CELLS = 40
_FEWEST_CELLS = 3  # of each table, however many differ
_WEIGHTY = ("sign", "order", "verdict")
_SAID = {
    "sign": "the value changes its sign, from {before} to {after}",
    "order": "the place by value in its series moves from {before} to {after}",
    "verdict": "the verdict changes from {before} to {after}",
    "interval": "the value, {after}, lies outside the earlier interval of {before}",
    "value": "the value changes from {before} to {after}",
    "controls": "the range of what the controls find changes from {before} to {after}",
    "bounds": "the interval changes from {before} to {after}",
    "claim": "the claim is worded in another way",
}


def diff(
    run: RunArgument = LATEST,
    other: Annotated[Path | None, typer.Argument(metavar="[RUN]", help="A second run; else the published.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Show every cell that differs.")] = False,
) -> None:
    """What differs between a run and the published study, or between two runs."""
    from policylab.study import diff_runs

    show_difference(diff_runs(run, other), everything=everything)


def publish(
    run: RunArgument = LATEST,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Make a run the published one, after showing what changes."""
    from policylab.study import diff_runs, publish_run

    if any(_study_here(run).derived.glob("*.csv")):
        show_difference(diff_runs(run), everything=False)
    else:
        say("Nothing is published yet.")
    if not yes:
        if not sys.stdin.isatty():
            raise PolicylabError("Publishing replaces the published tables, figures and notebooks: say so with --yes.")
        typer.confirm(in_language("Publish this run?"), abort=True)
    changed = publish_run(run)
    removed = [path for path in changed if not path.exists()]
    for path in changed:
        say(f"{path} removed" if path in removed else str(path))
    if changed:
        say(f"Published: {len(changed) - len(removed)} files written, {len(removed)} removed.")
    else:
        say("Published already: nothing differs.")


def _study_here(run: Path) -> Study:
    """The study of a run; one of another study than this folder's would be published where nobody looks."""
    from policylab.study._notebooks import PACKAGE, study_of

    study = study_of(run)
    here, catalogue = Path.cwd(), study.corpus.resolve()
    if Path(CATALOGUE).is_file() and Path(CATALOGUE).resolve() != catalogue:
        raise PolicylabError(
            f"The run in {run} is of the study with {catalogue}, not of the one in this folder. Run again here with "
            "`policylab run`, or publish it from its own folder."
        )
    checkout = catalogue.parents[1]
    if not study.own and PACKAGE not in catalogue.parents and not here.resolve().is_relative_to(checkout):
        raise PolicylabError(
            f"The run in {run} is of the four plans that come with policylab, not of a study in this folder. Publish it "
            f"from {checkout}, or make a study of your own with `policylab new`."
        )
    return study


def new(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="The folder to make.")],
    lang: Annotated[
        str | None, typer.Option(metavar="zh|en", help="Language of its notebooks and README; without it, that of the system.")
    ] = None,
) -> None:
    """Make a folder for a study of your own."""
    from policylab.study import new_study

    lang = lang or language()
    made = new_study(folder, lang=lang)
    file = "文件" if lang == "zh" else "FILE"
    add_one = f"`policylab add {file} --id … --title … --period 2021-2025 --short-title … --short-title-zh …`"
    for line in (
        f"Made a study in this folder. Next: {add_one}."
        if made == Path()
        else f"Made {made}. Next: cd {shlex.quote(str(made))}, then {add_one}.",
        "The notebooks follow terms and themes of smart-city plans: choose your own with `-p terms …`, `-p focus …` and "
        "`-p themes_file …`, or in the notebooks. README.md there says how.",
    ):
        say(chinese(line) if lang == "zh" else line)


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
    encoding: Annotated[str | None, typer.Option(help="Its encoding, such as gb18030, where it is not found out.")] = None,
    errors: Annotated[
        str | None, typer.Option(help="Damaged bytes: 'strict' refuses the file, 'replace' marks the place and reads on.")
    ] = None,
    revisions: Annotated[
        str | None, typer.Option(help="Tracked changes of a DOCX: as 'accepted', or the 'original'.")
    ] = None,
    layout: Annotated[str | None, typer.Option(help="'paged' joins what page breaks cut in two.")] = None,
    corpus: Annotated[Path, typer.Option(help="The study's corpus.toml, or its folder.")] = Path(CATALOGUE),
) -> None:
    """Take a source into a study, with its hash."""
    from policylab.study import add_source
    from policylab.study._table_files import exact_date

    if not corpus.exists():
        raise CatalogueError(
            f"There is no {corpus} here. Make a study with `policylab new DIR`, and go into its folder."
        )
    copy = add_source(
        file, corpus=corpus, id=id, title=title, period=period, role=role,
        short_title=short_title, short_title_zh=short_title_zh, issuer=issuer, document_number=document_number,
        issued=None if issued is None else exact_date(issued) or issued, witness_of=witness_of, note=note,
        encoding=encoding, errors=errors, revisions=revisions, layout=layout,
    )  # fmt: skip
    say(f"Added {id} as {copy}.")
    if role == "plan" and not (short_title and short_title_zh):
        say(
            "Figures show the whole title where there is no short one: give --short-title and --short-title-zh, or "
            f"add short_title and short_title_zh to {corpus / CATALOGUE if corpus.is_dir() else corpus}."
        )
    _show_source(id, corpus, plan=role == "plan")


def _show_source(id: str, catalogue: Path, *, plan: bool) -> None:
    """What was read of a source, what to look at again, and what cannot be answered of a plan."""
    from policylab import load_corpus
    from policylab.corpus import check, check_lines, undated
    from policylab.study import doubled_sources

    loaded = load_corpus(catalogue)
    for line in check_lines(check(loaded, only=id), loaded, lang=language(), width=SCREEN):
        typer.echo(line)
    for sentence in doubled_sources(loaded, id=id):
        say(f"Look again: {sentence}", err=True)
    for sentence in undated(loaded, id=id) if plan else ():
        say(sentence)


def show_difference(difference: RunDiff, *, everything: bool) -> None:
    """Print a comparison; `everything` shows every cell."""
    say(f"Before: {difference.before}. After: {difference.after}.")
    for row in difference.parameters.itertuples(index=False):
        say(f"Another parameter in {row.notebook}: {row.parameter} was {_value(row.before)}, is {_value(row.after)}.")
    if difference.left_out:
        say(f"Not compared, as only one of the two has run them: {', '.join(difference.left_out)}.")
    if difference.same:
        say(
            f"All {len(difference.tables)} tables and {len(difference.figures)} figures are equal, byte for byte."
        )
        return
    for title, frame in (("Tables", difference.tables), ("Figures", difference.figures)):
        differing = frame[frame["status"] != "equal"]
        say(f"{title}: {len(frame) - len(differing)} of {len(frame)} are equal.")
        if len(differing):
            show(differing)
    cells = difference.cells[difference.cells["table"] != "findings"]
    if len(cells):
        say(f"Rows and cells that differ: {len(cells)}, those of the findings not counted.")
        each = max(_FEWEST_CELLS, _SHOWN_CELLS // cells["table"].nunique())
        shown = cells if everything else cells.groupby("table", sort=False).head(each)
        show(shown)
        if len(shown) < len(cells):
            say(f"… and {len(cells) - len(shown)} more: `policylab diff --all`.")
    for line in finding_lines(difference.findings, difference.compared_findings):
        say(line)


def finding_lines(findings: pd.DataFrame, compared: int) -> Iterator[str]:
    """What becomes of the findings: those first that change sign, order or verdict."""
    if not len(findings):
        yield f"No finding changes: all {compared} are as before." if compared else "There are no findings."
        return
    changed = findings.groupby(["notebook", "finding"], sort=False)["change"].agg(set)
    groups = {
        "change sign, order or verdict": lambda kinds: kinds & set(_WEIGHTY),
        "change in value or interval only": lambda kinds: not kinds & {*_WEIGHTY, "added", "removed"} and kinds != {"claim"},
        "are worded in another way only": lambda kinds: kinds == {"claim"},
        "are new": lambda kinds: "added" in kinds,
        "are not stated any more": lambda kinds: "removed" in kinds,
    }
    yield f"Findings: {compared} compared, {compared - len(changed)} as before."
    for title, belongs in groups.items():
        names = [name for name, kinds in changed.items() if belongs(kinds)]
        if names:
            yield ""
            yield f"{len(names)} findings {title}:"
        for notebook, finding in names:
            rows = findings[(findings["notebook"] == notebook) & (findings["finding"] == finding)]
            yield from _finding(rows)


def _finding(rows: pd.DataFrame) -> Iterator[str]:
    first = rows.iloc[0]
    unsaid = {"value"} if (rows["change"] == "sign").any() else set()  # the one sentence says both
    said = "; ".join(
        _said(row.change, row.before or "nothing", row.after or "nothing")
        for row in rows.itertuples(index=False)
        if row.change in _SAID.keys() - unsaid
    )
    yield f"  {first['finding']} ({first['notebook']})" + (f": {said}." if said else "")
    if first["claim_before"] == first["claim_after"]:
        yield f"      {first['claim_after']}"
        return
    if first["claim_before"]:
        yield f"      before: {first['claim_before']}"
    if first["claim_after"]:
        yield f"      after:  {first['claim_after']}"


def _said(change: str, before: str, after: str) -> str:
    if change == "sign" and "0" in (before, after):
        return f"the value was {before} and is {after}"
    return _SAID[change].format(before=before, after=after)


def _value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
