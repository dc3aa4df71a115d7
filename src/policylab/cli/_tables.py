"""`policylab keywords`, `keyness` and `targets`, and what all commands share that read a study or show a table.

Their options, which study they mean, and how a table is written: on the terminal, as CSV, or as JSON lines.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policylab.checks import split_list
from policylab.cli._language import language, say
from policylab.errors import CatalogueError, PolicylabError
from policylab.frames import as_objects
from policylab.resources import CATALOGUE

if TYPE_CHECKING:
    import pandas as pd

    from policylab.corpus import Corpus, Plan

_WIDE = 200
SCREEN = 100  # columns of what `check` and `add` say of a source


class Form(str, Enum):
    """How a table is written."""

    table = "table"
    csv = "csv"
    jsonl = "jsonl"


FormOption = Annotated[Form, typer.Option("--format", metavar="table|csv|jsonl", help="How to write the table.")]
CorpusOption = Annotated[
    Path | None,
    typer.Option("--corpus", metavar="FILE", help="A corpus.toml, or a folder that has one. Without it: ./corpus.toml."),
]
FilesArgument = Annotated[
    list[Path] | None, typer.Argument(metavar="FILE", help="Plans as text, HTML, PDF or DOCX files.")
]
PeriodOption = Annotated[
    int | None, typer.Option(metavar="YEAR", help="Last year of the files' plans: that of a target without one.")
]
ErrorsOption = Annotated[
    str, typer.Option(help="Damaged bytes of a file: 'strict' refuses them, 'replace' reads on and marks the place.")
]
ByOption = Annotated[str, typer.Option(metavar="VARIABLE", help="Group the plans by a variable, such as province or year.")]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Write all columns to this file: CSV, or JSON lines if it ends in .jsonl."),
]


def catalogue_here(corpus: Path | None) -> Path | None:
    """The catalogue that a command means: the one named, else that of the study one stands in, else policylab's."""
    if corpus is None and Path(CATALOGUE).is_file():
        return Path(CATALOGUE)
    if corpus is None and all(Path(name).is_dir() for name in ("raw", "notebooks")):
        # the study that comes with policylab would be taken for this one
        raise CatalogueError(
            f"This folder has raw/ and notebooks/ as a study has them, but no {CATALOGUE}. Put its catalogue back, or "
            "name another with --corpus."
        )
    return corpus


def corpus_here(corpus: Path | None) -> Corpus:
    """The plans of the catalogue that a command means."""
    from policylab import load_corpus

    return load_corpus(catalogue_here(corpus))


def keywords(
    terms: Annotated[
        list[str], typer.Argument(metavar="TERM", help="Words to count, such as 区块链 5G, or a file of them (TXT, XLSX, CSV).")
    ],
    by: ByOption = "plan",
    corpus: CorpusOption = None,
    form: FormOption = Form.table,
    out: OutOption = None,
) -> None:
    """How often terms occur in each plan, with intervals."""
    from policylab import keyword_trends
    from policylab.words._word_lists import is_sheet, read_terms

    files = [is_sheet(term) or term.lower().endswith(".txt") for term in terms]
    asked = [word for term, file in zip(terms, files) for word in (read_terms(term) if file else split_list(term) or [term])]
    table = keyword_trends(corpus_here(corpus), asked, by=by)
    within = (table["raw_count"] > table["count"]).any()
    columns = ["term", by, "count", *(["raw_count"] if within else []), "per_10k", "low", "high", "paragraphs", "dispersion", "note"]
    show(table, form, columns=columns, out=out)
    if form is Form.table and out is None:
        _say_interval(table, "low and high: {} % interval of per_10k, the rate per 10 000 words, over {}.", by)
        _say_lengths({str(plan): int(words) for plan, words in zip(table[by], table["tokens"])})
        if within:
            say("raw_count: places where the characters stand, also within longer words, which count leaves out.")


def keyness(
    target: Annotated[list[str] | None, typer.Option(metavar="ID", help="A plan, or a group of --by; may be repeated. Without it: all.")] = None,
    reference: Annotated[
        str | None,
        typer.Option(metavar="WHAT", help="Ids joined by commas, 'prose', a frequency list (XLSX, CSV), or a corpus. Without it: the others."),
    ] = None,
    by: ByOption = "plan",
    corpus: CorpusOption = None,
    form: FormOption = Form.table,
    out: OutOption = None,
) -> None:
    """Which words set a plan apart from others, by how much, and how sure that is."""
    from policylab import keyness as compare
    from policylab.words import count_words

    loaded = corpus_here(corpus)
    against: object = reference
    if reference and reference not in loaded.ids and (reference.endswith(".toml") or Path(reference).is_dir()):
        against = Path(reference)
    elif reference and not Path(reference).exists() and len(split_list(reference)) > 1:
        against = split_list(reference)
    words = count_words(loaded)
    table = compare(words, target=target, reference=against, by=by)
    columns = ["term", "target", "reference", "count", "reference_count", "g2", "log_ratio", "low", "high", "p_adjusted", "note"]
    show(table, form, columns=columns, out=out)
    if form is Form.table and out is None:
        _say_interval(table, "low and high: {} % interval of log_ratio, the binary logarithm of the ratio of rates, over {}.", by)
        grouped = words.grouped(by)
        _say_lengths(dict(zip(map(str, grouped.plans), map(int, grouped.plan_tokens))))


def _say_interval(table: pd.DataFrame, sentence: str, by: str) -> None:
    """Say what the bounds in a table of words are, where it has some."""
    if table[["low", "high"]].notna().any(axis=None):
        say(sentence.format(95, "sections of the second level" if by == "plan" else "the plans of each group"))


def _say_lengths(words: dict[str, int]) -> None:
    """Say how many words of the body each plan has, of which the counts are."""
    say(f"Words counted: {', '.join(f'{plan} {number}' for plan, number in words.items())}.")


def targets(
    files: FilesArgument = None,
    plan: Annotated[str | None, typer.Option(help="Only this plan of the corpus.")] = None,
    period_end: PeriodOption = None,
    errors: ErrorsOption = "strict",
    corpus: CorpusOption = None,
    form: FormOption = Form.table,
    out: OutOption = None,
) -> None:
    """The numbers that plans commit to, with indicator, comparator, unit and year."""
    import pandas as pd

    from policylab import extract_targets
    from policylab.targets import unread_cells

    if files:
        if plan is not None or corpus is not None:
            raise PolicylabError("Name files, or a plan of a corpus with --plan and --corpus; not both.")
        sources = plans_of(files, period_end, errors)
    else:
        if period_end is not None:
            raise PolicylabError("--period-end is for files; the plans of a corpus have theirs in its corpus.toml.")
        loaded = corpus_here(corpus)
        sources = [loaded if plan is None else loaded[plan]]
    table = pd.concat(map(extract_targets, sources), ignore_index=True)
    for sentence in (sentence for source in sources for sentence in unread_cells(source)):
        say(sentence, err=True)
    shown = ["plan", "kind", "indicator", "comparator", "value", "value_high", "unit", "measure", "year"]
    show(table, form, columns=shown, out=out)


def plans_of(files: list[Path], period_end: int | None, errors: str = "strict") -> list[Plan]:
    """The plans in files; what must be known of each goes to stderr."""
    from policylab.corpus import read_plan

    names = Counter(path.stem for path in files)
    for path in files:
        if names[path.stem] > 1:
            raise PolicylabError(
                f"{names[path.stem]} files are named {path.stem}, and each plan is named by its file. Give them names of their own, or "
                "make a study of them with `policylab new`."
            )
    plans = [read_plan(path, period_end=period_end, errors=errors) for path in files]
    for path, plan in zip(files, plans):
        tell(plan, path)
    return plans


def tell(plan: Plan, name: object) -> None:
    """Say on stderr what must be known of a plan."""
    from policylab.corpus._check_screen import plan_remarks

    for sentence in plan_remarks(plan, lang=language()):
        say(f"{name}: {sentence}", err=True)


def show(
    frame: pd.DataFrame, form: Form = Form.table, *, columns: list[str] | None = None, out: Path | None = None
) -> None:
    """Write a frame to stdout, or whole to a file; `columns` are those that a terminal has room for."""
    from policylab.study import cell_text

    if out is not None:
        _write(frame, form, out)
    elif form is not Form.table:
        sys.stdout.write(_text(frame, form))
    else:
        from rich import box
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        names = [name for name in columns or frame.columns if name in frame.columns and frame[name].notna().any()]
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for name in names:
            number = frame[name].map(lambda v: isinstance(v, (int, float, Decimal))).all()
            table.add_column(name, justify="right" if number else "left", overflow="fold")
        for row in frame[names].itertuples(index=False):
            table.add_row(*(Text(_short(value) if isinstance(value, float) else cell_text(value)) for value in row))
        # A pipe has no width; a table that is folded there could not be searched.
        Console(width=None if sys.stdout.isatty() else _WIDE).print(table)


def _write(frame: pd.DataFrame, form: Form, out: Path) -> None:
    """A file is UTF-8 with LF whatever shell one types in; Windows PowerShell writes `>` in another encoding."""
    from policylab.files import write_text

    if out.is_dir():
        raise PolicylabError(f"`--out` must be a file, and {out} is a folder. Name a file, such as ledger.csv.")
    if out.suffix.lower() in (".xlsx", ".xls"):
        raise PolicylabError(f"`--out` writes CSV or JSON lines, and {out} would be a workbook. Name it {out.stem}.csv, which Excel opens.")
    write_text(out, _text(frame, Form.jsonl if form is Form.table and out.suffix == ".jsonl" else form))
    say(f"Wrote {len(frame)} rows to {out}.")


def _text(frame: pd.DataFrame, form: Form) -> str:
    """A table as JSON lines, or else as CSV."""
    from policylab.study import table_text

    if form is not Form.jsonl:
        return table_text(frame)
    return "".join(json.dumps(row, ensure_ascii=False, default=_json) + "\n" for row in as_objects(frame).to_dict("records"))


def _short(value: float) -> str:
    """A float as a reader compares it; the other forms have all digits."""
    return "" if value != value else f"{value:.4g}" if abs(value) < 1e4 else f"{value:.0f}"


def _json(value: object) -> object:
    """What JSON has not: decimals as the number they are, or as text where a float would not be the same."""
    if not isinstance(value, Decimal):
        return value.item() if hasattr(value, "item") else str(value)
    if value == value.to_integral_value():
        return int(value)
    return float(value) if Decimal(repr(float(value))) == value else f"{value:f}"
