"""`policylab check` and `policylab evaluate`: how far the sources and the ledger can be trusted."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policylab.cli._messages import language, say
from policylab.cli._run import catalogue_here
from policylab.cli._tables import SCREEN, CorpusOption, Form, FormOption, plans_of, show
from policylab.errors import PolicylabError
from policylab.resources import data_path

if TYPE_CHECKING:
    import pandas as pd


def add_to(app: typer.Typer) -> None:
    """Put the commands on the application."""
    app.command("check")(check)
    app.command("evaluate")(evaluate)
    app.command("audit")(audit)


def check(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE", help="Text, HTML, PDF or DOCX files, instead of a study's sources.")
    ] = None,
    corpus: CorpusOption = None,
    errors: Annotated[
        str, typer.Option(help="Damaged bytes of a file: 'strict' refuses them, 'replace' reads on and marks the place.")
    ] = "strict",
    everything: Annotated[bool, typer.Option("--all", help="All that is doubtful, with every place, not one screen.")] = False,
    form: FormOption = Form.table,
) -> None:
    """What was read of each source or file, what was changed, what is doubtful, and what to do about it."""
    from policylab.corpus import Corpus, check_lines, read_plan, undated
    from policylab.corpus import check as check_sources
    from policylab.study import doubled_sources, load
    from policylab.targets import unfit_corrections, unread_cells
    from policylab.words._dictionary import read_dictionary, read_stopwords

    width = None if everything else SCREEN
    if files:
        if corpus is not None:
            raise PolicylabError("Name files, or a study with --corpus; not both.")
        read = Corpus([read_plan(path, errors=errors) for path in files])
        table = check_sources(read)
        if form is not Form.table:
            show(table, form)
            return
        for line in check_lines(table, read, lang=language(), width=width):
            typer.echo(line)
        for line in unread_cells(read):
            say(line)
        return
    loaded = load(catalogue_here(corpus))
    read_dictionary(loaded.catalogue.dictionary)
    read_stopwords(loaded.catalogue.stopwords)
    table = check_sources(loaded)
    if form is Form.table:
        misfits = unfit_corrections(loaded) if loaded.corrections else []
        for line in check_lines(table, loaded, lang=language(), width=width):
            typer.echo(line)
        for line in [*undated(loaded), *doubled_sources(loaded), *misfits, *unread_cells(loaded)]:
            say(line)
    else:
        show(table, form)


def evaluate(
    gold: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Annotated statements as CSV. Without it: all of data/gold.")
    ] = None,
    corpus: CorpusOption = None,
    documents: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Score the annotated passages of real documents, of which DIR has copies."),
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="Show what is missed, made up or wrong.")] = False,
    form: FormOption = Form.table,
) -> None:
    """Score the ledger of targets against statements annotated by hand, without the study's corrections and with them."""
    if documents is not None:
        show(_places("real", documents), form)
        return
    import pandas as pd

    from policylab import extract_targets
    from policylab.study import load
    from policylab.targets import evaluate as score
    from policylab.targets import evaluate_sentences, mismatches

    annotated = _gold(gold)
    if errors or gold is not None:
        loaded = load(catalogue_here(corpus))
        texts = {plan.id: plan.text for plan in loaded}
        times = {"before": False, "after": True} if loaded.corrections else {"": True}
        tables = [
            (mismatches if errors else score)(extract_targets(loaded, corrected=corrected), annotated, texts=texts).assign(corrections=name)
            for name, corrected in times.items()
        ]
        show(pd.concat(tables, ignore_index=True) if len(times) > 1 else tables[0].drop(columns="corrections"), form)
        return
    loaded = load()
    texts = {plan.id: plan.text for plan in loaded}
    scores = {"plans": score(extract_targets(loaded), annotated, texts=texts)}
    for name in ("forms", "fresh", "fresh-2"):
        gold_set = _gold(data_path(f"gold/{name}.csv"))
        halves = gold_set.groupby("split", sort=True) if "split" in gold_set else [("", gold_set)]
        for split, rows in halves:
            scores[f"{name}, {split}".rstrip(", ")] = evaluate_sentences(rows)
    gazette = _places("gazette", data_path("raw"))
    scores["gazette"] = gazette[gazette["score"].ne("without doubt")].assign(
        scope="all", precision=gazette["correct"] / gazette["predicted"], recall=gazette["correct"] / gazette["gold"]
    )
    show(pd.concat([table.assign(set=name) for name, table in scores.items()], ignore_index=True)[
        ["set", *scores["plans"].columns]
    ], form)  # fmt: skip


def audit(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE", help="Plans as text, HTML, PDF or DOCX files.")
    ] = None,
    n: Annotated[int, typer.Option("--n", help="How many records, and how many sentences, to check.")] = 100,
    period_end: Annotated[int | None, typer.Option(metavar="YEAR", help="Last year of the files' plans.")] = None,
    sheet: Annotated[Path, typer.Option(metavar="FILE", help="The sheet to write.")] = Path("audit.xlsx"),
    score: Annotated[bool, typer.Option("--score", help="Score a sheet that is filled in.")] = False,
    seed: Annotated[int, typer.Option(help="Seed of the sample.")] = 0,
    corpus: CorpusOption = None,
    form: FormOption = Form.table,
) -> None:
    """Write a blind sheet to check the ledger by hand; --score it when it is filled in."""
    from policylab.study import load
    from policylab.study._files import full_disk_told, write_bytes
    from policylab.targets import audit_sheet, score_audit

    if score:
        show(score_audit(sheet, corpus=None if (where := catalogue_here(corpus)) is None else load(where)), form)
        return
    if sheet.exists():
        raise PolicylabError(f"{sheet} is there already. Move it away, or name another with --sheet.")
    if files:
        import pandas as pd

        from policylab import extract_targets

        plans = plans_of(files, period_end)
        texts = {plan.id: plan.text for plan in plans}
        ledger = pd.concat([extract_targets(plan) for plan in plans], ignore_index=True)
    else:
        from policylab import extract_targets

        loaded = load(catalogue_here(corpus))
        texts = {plan.id: plan.text for plan in loaded}
        ledger = extract_targets(loaded, corrected=False)  # the extractor's own; --score shows it corrected as well
    with full_disk_told(sheet.parent, hint="Make room, or name a place elsewhere with --sheet."):
        with tempfile.TemporaryDirectory() as folder:
            # made elsewhere first, so that there is a whole sheet to fill in, or none
            made = audit_sheet(ledger, texts, Path(folder) / "audit.xlsx", n=n, random_state=seed)
            write_bytes(sheet, made.read_bytes())
    say(f"{sheet}: fill in the two sheets, then `policylab audit --score --sheet {sheet}`.")


def _places(name: str, folder: Path) -> pd.DataFrame:
    """Score a set that is kept as places on the documents in a folder."""
    from policylab.targets import evaluate_documents

    places, passages = (_gold(data_path(f"gold/{name}{part}.csv")) for part in ("", "-passages"))
    return evaluate_documents(places, passages, folder)


def _gold(path: Path | None) -> pd.DataFrame:
    import pandas as pd

    path = data_path("gold/statements.csv") if path is None else path
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except OSError as error:
        raise PolicylabError(
            f"The annotated statements {path} cannot be read ({error.strerror}). Name a CSV file with --gold."
        ) from None
    except ValueError as error:
        raise PolicylabError(f"The file {path} is no CSV table: {error}.") from None
