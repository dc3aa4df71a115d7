"""`policylab check`, `evaluate`, `audit`, `verify`, `correct`: what can be trusted, and what a reader puts right."""

from __future__ import annotations

import codecs
import datetime
import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policylab.cli._language import language, say
from policylab.cli._tables import (
    SCREEN,
    CorpusOption,
    ErrorsOption,
    FilesArgument,
    Form,
    FormOption,
    OutOption,
    PeriodOption,
    catalogue_here,
    corpus_here,
    plans_of,
    show,
)
from policylab.errors import PolicylabError
from policylab.resources import data_path

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = ["row", "plan", "indicator", "claimed", "verdict", "why", "start"]


def check(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE", help="Text, HTML, PDF or DOCX files, instead of a study's sources.")
    ] = None,
    corpus: CorpusOption = None,
    errors: ErrorsOption = "strict",
    everything: Annotated[bool, typer.Option("--all", help="All that is doubtful, with every place, not one screen.")] = False,
    form: FormOption = Form.table,
) -> None:
    """What was read of each source or file, what was changed, what is doubtful, and what to do about it."""
    from policylab.corpus import Corpus, check_lines, read_plan, undated
    from policylab.corpus import check as check_sources
    from policylab.study import doubled_sources
    from policylab.targets import unfit_corrections, unread_cells
    from policylab.words._word_lists import read_dictionary, read_stopwords

    if files and corpus is not None:
        raise PolicylabError("Name files, or a study with --corpus; not both.")
    if files:
        read = Corpus([read_plan(path, errors=errors) for path in files])
    else:
        read = corpus_here(corpus)
        read_dictionary(read.catalogue.dictionary)
        read_stopwords(read.catalogue.stopwords)
    table = check_sources(read)
    if form is not Form.table:
        show(table, form)
        return
    for line in check_lines(table, read, lang=language(), width=None if everything else SCREEN):
        typer.echo(line)
    more = [] if files else [*undated(read), *doubled_sources(read), *(unfit_corrections(read) if read.corrections else [])]
    for line in [*more, *unread_cells(read)]:
        say(line)


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
        show(_places(("real", "reports"), documents), form)
        return
    import pandas as pd

    from policylab import extract_targets, load_corpus
    from policylab.targets import evaluate as score
    from policylab.targets import evaluate_sentences, mismatches

    annotated = _first_sheet(gold or data_path("gold/statements.csv"))
    loaded = corpus_here(corpus) if errors or gold is not None else load_corpus()
    texts = {plan.id: plan.text for plan in loaded}
    if errors or gold is not None:
        times = {"before": False, "after": True} if loaded.corrections else {"": True}
        tables = [
            (mismatches if errors else score)(extract_targets(loaded, corrected=corrected), annotated, texts=texts).assign(corrections=name)
            for name, corrected in times.items()
        ]
        show(pd.concat(tables, ignore_index=True) if len(times) > 1 else tables[0].drop(columns="corrections"), form)
        return
    scores = {"plans": score(extract_targets(loaded), annotated, texts=texts)}
    for name in ("forms", "fresh", "fresh-2"):
        gold_set = _first_sheet(data_path(f"gold/{name}.csv"))
        halves = gold_set.groupby("split", sort=True) if "split" in gold_set else [("", gold_set)]
        for split, rows in halves:
            scores[f"{name}, {split}".rstrip(", ")] = evaluate_sentences(rows)
    gazette = _places(("gazette",), data_path("raw"))
    scores["gazette"] = gazette[gazette["score"].ne("without doubt")].assign(
        scope="all", precision=gazette["correct"] / gazette["predicted"], recall=gazette["correct"] / gazette["gold"]
    )
    show(pd.concat([table.assign(set=name) for name, table in scores.items()], ignore_index=True)[
        ["set", *scores["plans"].columns]
    ], form)  # fmt: skip


def audit(
    files: FilesArgument = None,
    n: Annotated[int, typer.Option("--n", help="How many records, and how many sentences, to check.")] = 100,
    period_end: PeriodOption = None,
    sheet: Annotated[Path, typer.Option(metavar="FILE", help="The sheet to write.")] = Path("audit.xlsx"),
    score: Annotated[bool, typer.Option("--score", help="Score a sheet that is filled in.")] = False,
    seed: Annotated[int, typer.Option(help="Seed of the sample.")] = 0,
    corpus: CorpusOption = None,
    form: FormOption = Form.table,
) -> None:
    """Write a blind sheet to check the ledger by hand; --score it when it is filled in."""
    import pandas as pd

    from policylab import extract_targets
    from policylab.targets import audit_sheet, score_audit

    if score:
        show(score_audit(sheet, corpus=corpus_here(corpus)), form)
        return
    if sheet.exists():
        raise PolicylabError(f"{sheet} is there already. Move it away, or name another with --sheet.")
    read = plans_of(files, period_end) if files else corpus_here(corpus)
    texts = {plan.id: plan.text for plan in read}
    # the extractor's own ledger; --score shows it corrected as well
    ledger = pd.concat([extract_targets(one, corrected=False) for one in (read if files else [read])], ignore_index=True)
    audit_sheet(ledger, texts, sheet, n=n, random_state=seed)
    say(f"{sheet}: fill in the two sheets, then `policylab audit --score --sheet {shlex.quote(str(sheet))}`.")


def _places(names: tuple[str, ...], folder: Path) -> pd.DataFrame:
    """Score sets that are kept as places on the documents in a folder; the splits of the second one bear its name."""
    import pandas as pd

    from policylab.targets import evaluate_documents

    places = pd.concat([_first_sheet(data_path(f"gold/{name}.csv")) for name in names], ignore_index=True)
    passages = [_first_sheet(data_path(f"gold/{name}-passages.csv")) for name in names]
    passages = [passages[0], *(table.assign(split=name + ", " + table["split"]) for name, table in zip(names[1:], passages[1:], strict=True))]
    return evaluate_documents(places, pd.concat(passages, ignore_index=True), folder)


def _first_sheet(path: Path) -> pd.DataFrame:
    """A table as people send it: CSV in UTF-8 or GB18030, or a workbook's first sheet; every cell as text."""
    from policylab.text import read_spreadsheet

    return next(iter(read_spreadsheet(path).values()))


def verify(
    table: Annotated[Path, typer.Argument(metavar="TABLE", help="CSV, XLSX or JSON lines: one row a number.")],
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=FIELD", help="What a column is: 指标=indicator. Fields: plan, indicator, value, unit, year, kind, quote."),
    ] = None,
    unlisted: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the statements that the table lacks to this file.")
    ] = None,
    sheet: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the statements in dispute to this workbook; `policylab correct` reads what you change in it.")
    ] = None,
    corpus: CorpusOption = None,
    form: FormOption = Form.table,
    out: OutOption = None,
) -> None:
    """Hold a table of numbers, from a person or a model, against the text that it is said to come from."""
    from policylab import extract_targets, targets
    from policylab.files import write_bytes
    from policylab.targets._audit_sheet import disputed_sheet

    rows = _table_of(table)
    loaded = corpus_here(corpus)
    verified = targets.verify(rows, loaded, columns=_columns(column or []))
    show(verified, form, columns=_SHOWN, out=out)
    ledger = extract_targets(loaded)
    if unlisted is not None:
        show(targets.unlisted_statements(verified, ledger), out=unlisted)
    if sheet is not None:
        if sheet.exists():
            raise PolicylabError(f"{sheet} is there already. Move it away, or name another with --sheet.")
        write_bytes(sheet, disputed_sheet(verified, ledger))
    if form is Form.table:
        totals = targets.verification_summary(verified, ledger).dropna()
        said = ", ".join(f"{name} {value:g}" if value >= 1 else f"{name} {value:.3f}" for name, value in totals.values if value or name == "kappa of kinds")
        say(f"{len(verified)} rows: {said}.")


def _table_of(path: Path) -> pd.DataFrame:
    """A spreadsheet, or records of JSON: one a line or in a list, also between the fences of Markdown that models write."""
    import pandas as pd

    if path.suffix.lower() not in (".jsonl", ".ndjson", ".json"):
        return _first_sheet(path)
    try:
        lines = [line for line in path.read_text("utf-8-sig").splitlines() if line.strip() and not line.startswith("```")]
        try:
            rows = json.loads("\n".join(lines))
        except ValueError:
            rows = [json.loads(line) for line in lines]
        return pd.DataFrame(rows if isinstance(rows, list) else [rows], dtype=object)
    except (OSError, ValueError, RecursionError) as error:
        raise PolicylabError(f"The file {path} cannot be read as a table: {' '.join(str(error).split())}. Save it as CSV (UTF-8), XLSX or JSON lines.") from None


def _columns(given: list[str]) -> dict[str, str]:
    columns = {}
    for one in given:
        name, sign, known = one.partition("=")
        if not (name and sign and known):
            raise PolicylabError(f"`--column` takes NAME=FIELD, such as 指标=indicator, got {one!r}.")
        columns[name] = known
    return columns


def correct(
    sheet: Annotated[Path, typer.Argument(metavar="SHEET", help="A filled-in audit sheet, or tables.xlsx with changed cells.")],
    who: Annotated[str, typer.Option(metavar="NAME", help="Whose judgement it is; the ledger and the page name it.")],
    why: Annotated[str, typer.Option(metavar="TEXT", help="The reason, kept with each correction.")] = "",
    corpus: CorpusOption = None,
) -> None:
    """Turn changed cells into corrections.csv, which every run puts into the ledger, and say what was understood."""
    import pandas as pd

    from policylab import load_corpus
    from policylab.corpus._reader_corrections import FILES, corrections_file
    from policylab.files import write_text
    from policylab.study import table_text
    from policylab.targets._audit_sheet import corrections_of_sheet
    from policylab.text import read_spreadsheet

    where = catalogue_here(corpus)
    if where is None:
        raise PolicylabError("Corrections belong to a study. Make one with `policylab new DIR`, or name it with --corpus.")
    loaded = load_corpus(where)
    folder = loaded.catalogue.path.parent
    sheets = read_spreadsheet(sheet)
    found = corrections_of_sheet(sheets, loaded, who=who, when=datetime.date.today().isoformat(), why=why)
    if found.empty:
        say(f"{sheet} says nothing else than the ledger: no correction was written.")
        return
    file = corrections_file(folder) or folder / FILES[0]
    if file.suffix == ".xlsx":
        raise PolicylabError(f"The study keeps its corrections in {file}. Write them there, or save it as {FILES[0]} first.")
    found = found.astype(str)
    before = _first_sheet(file) if file.exists() else found.iloc[:0]
    both = pd.concat([before, found], ignore_index=True).fillna("")
    both = both[~both.duplicated() | (both.index < len(before))]
    mark = "\ufeff" if file.exists() and file.read_bytes().startswith(codecs.BOM_UTF8) else ""  # Excel reads it by this mark
    write_text(file, mark + table_text(both))
    new = len(both) - len(before)
    for row in found.itertuples(index=False):
        what = "dropped" if row.what == "drop" else f"{row.field} becomes {row.value or 'empty'}"
        say(f"{row.plan} {row.start}: {row.quote} ({row.indicator or 'no indicator'}): {what}")
    say(f"Wrote {new} corrections to {file}.")
