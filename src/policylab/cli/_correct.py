"""`policylab correct`: a filled-in sheet becomes corrections of the study."""

from __future__ import annotations

import codecs
import datetime
from pathlib import Path
from typing import Annotated

import typer

from policylab.cli._messages import say
from policylab.cli._run import catalogue_here
from policylab.cli._tables import CorpusOption
from policylab.errors import PolicylabError


def add_to(app: typer.Typer) -> None:
    """Put the command on the application."""
    app.command("correct")(correct)


def correct(
    sheet: Annotated[Path, typer.Argument(metavar="SHEET", help="A filled-in audit sheet, or tables.xlsx with changed cells.")],
    who: Annotated[str, typer.Option(metavar="NAME", help="Whose judgement it is; the ledger and the page name it.")],
    why: Annotated[str, typer.Option(metavar="TEXT", help="The reason, kept with each correction.")] = "",
    corpus: CorpusOption = None,
) -> None:
    """Turn changed cells into corrections.csv, which every run puts into the ledger, and say what was understood."""
    import pandas as pd

    from policylab.corpus._correction_file import FILES, corrections_file
    from policylab.study import load, table_text
    from policylab.study._files import write_text
    from policylab.targets._corrections import corrections_of_sheet
    from policylab.text import read_spreadsheet

    where = catalogue_here(corpus)
    if where is None:
        raise PolicylabError("Corrections belong to a study. Make one with `policylab new DIR`, or name it with --corpus.")
    loaded = load(where)
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
    before = next(iter(read_spreadsheet(file).values())) if file.exists() else found.iloc[:0]
    both = pd.concat([before, found], ignore_index=True).fillna("")
    both = both.loc[[number < len(before) or not twice for number, twice in enumerate(both.duplicated())]]
    mark = "\ufeff" if file.exists() and file.read_bytes().startswith(codecs.BOM_UTF8) else ""  # Excel reads it by this mark
    write_text(file, mark + table_text(both))
    new = len(both) - len(before)
    for row in found.itertuples(index=False):
        what = "dropped" if row.what == "drop" else f"{row.field} becomes {row.value or 'empty'}"
        say(f"{row.plan} {row.start}: {row.quote} ({row.indicator or 'no indicator'}): {what}")
    say(f"Wrote {new} corrections to {file}.")
