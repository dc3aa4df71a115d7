"""`policylab code`: blind sheets for coders, and what comes back: agreement, a sheet to settle, tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policylab.cli._language import say
from policylab.cli._tables import CorpusOption, Form, FormOption, catalogue_here, show
from policylab.errors import PolicylabError

if TYPE_CHECKING:
    import pandas as pd

    from policylab.corpus import Corpus

_AGREEMENT = ["level", "code", "label_zh", "units", "given", "agreed", "alpha", "low", "high", "note"]


def code(
    scheme: Annotated[str, typer.Argument(metavar="SCHEME", help="instruments, directive, pmc, or a TOML file of your own.")],
    sheets: Annotated[list[Path] | None, typer.Argument(metavar="[SHEET ...]", help="With --read: the sheets that came back.")] = None,
    read: Annotated[bool, typer.Option("--read", help="Read filled-in sheets instead of writing empty ones.")] = False,
    coder: Annotated[list[str] | None, typer.Option(metavar="NAME", help="A coder; may be repeated. Without it: A and B.")] = None,
    share: Annotated[float, typer.Option(help="Share of each plan's sentences that all coders get.")] = 0.2,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the order of the rows, and of who gets which.")] = 0,
    corpus: CorpusOption = None,
    themes: Annotated[Path | None, typer.Option(metavar="FILE", help="Themes of your own, TOML or a spreadsheet, for the table theme_codes.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where to write. Without it: the folder coding.")] = None,
    form: FormOption = Form.table,
) -> None:
    """Code sentences with a scheme: write blind sheets, read them back, measure how far the coders agree."""
    from policylab import load_corpus
    from policylab.coding._schemes import read_table

    if read != bool(sheets):
        raise PolicylabError("Name the sheets that came back, after --read." if read else "Sheets are for --read, which reads them.")
    table, _ = read_table(scheme)
    where = catalogue_here(corpus)
    loaded = load_corpus(where)
    folder = out or (Path("coding") if where is None else loaded.catalogue.path.parent / "coding")
    if "variable" in table:
        _read_pmc(sheets, scheme, loaded, out, form) if read else _write_pmc(scheme, loaded, coder or ["A", "B"], folder)
    elif read:
        _read(sheets, scheme, loaded, themes, out, seed, form)
    else:
        _write(scheme, loaded, coder or ["A", "B"], share, seed, folder)


def _write(scheme: str, corpus: Corpus, coders: list[str], share: float, seed: int, folder: Path) -> None:
    from policylab import coding

    known = coding.read_scheme(scheme)
    everything = coding.directive_sentences(corpus, everything=True)
    left_out = everything["left_out"].value_counts()
    sentences = everything[everything["left_out"].isna()]
    sheets = coding.coding_sheets(sentences, coders, share=share, random_state=seed)
    guide, choices = coding.scheme_guide(known), [one.choice for one in known.codes]
    _save({coder: coding.sheet_bytes(sheet, guide, choices, "code") for coder, sheet in sheets.items()}, known.id, folder)
    out = ", ".join(f"{number} {reason}" for reason, number in left_out.items())
    say(f"{len(sentences)} sentences of {len(corpus)} plans" + (f"; left out: {out}." if out else "."))
    files = " ".join(f"coding-{known.id}-{coder}.xlsx" for coder in coders)
    say(f"Fill in the column code, then read them with `policylab code {scheme} --read {files}` in {folder}.")


def _write_pmc(scheme: str, corpus: Corpus, coders: list[str], folder: Path) -> None:
    import pandas as pd

    from policylab import coding

    known = coding.read_pmc_scheme(scheme)
    sheet = coding.judgement_sheet(corpus, known)
    guide = pd.DataFrame({"item": [item.id for item in known.items], "label": [" ".join(item.label) for item in known.items]})
    _save({coder: coding.sheet_bytes(sheet, guide, ["0", "1"], "value") for coder in coders}, known.id, folder)
    say(f"{len(known.items)} items of {len(corpus)} plans. Write 0 or 1 into the column value, and for a 1 the passage into quote.")


def _save(books: dict[str, bytes], scheme: str, folder: Path) -> None:
    """Write workbooks; what a coder may have filled in is never written over."""
    from policylab.files import write_bytes

    paths = {folder / f"coding-{scheme}-{name}.xlsx": content for name, content in books.items()}
    there = next((path for path in paths if path.exists()), None)
    if there is not None:
        raise PolicylabError(f"{there} is there already, and may be filled in. Move it away, or name another folder with --out.")
    for path, content in paths.items():
        write_bytes(path, content)
        say(f"Wrote {path}.")


def _read(sheets: list[Path], scheme: str, corpus: Corpus, themes: Path | None, out: Path | None, seed: int, form: Form) -> None:
    from policylab import coding, words
    from policylab.corpus import matched_pairs

    known, declared = coding.read_scheme(scheme), words.read_themes(themes)
    codings, coded = coding.read_codings(corpus, known, sheets)
    agreement = coding.coder_agreement(codings, coded, known)
    show(agreement, form, columns=_AGREEMENT)
    left = int(coded["decided"].eq("open").sum())
    if out is not None:
        pairs = matched_pairs(corpus, corpus.catalogue.pairs)
        _tables(
            out, coder_agreement=agreement, coded_sentences=coded,
            code_shares=coding.code_shares(coded, codings, known, corpus.sections),
            code_changes=coding.code_changes(coded, codings, known, corpus.sections, pairs),
            theme_codes=coding.theme_codes(coded, known, {theme.id: theme.terms for theme in declared}), agency_codes=coding.agency_codes(coded, known, corpus.agencies),
        )  # fmt: skip
    if left and form is Form.table:
        say(f"{left} sentences are open: the coders differ, and nothing is decided.")
    settled = None if out is None else out / f"coding-{known.id}-adjudicated.xlsx"
    if left and settled is not None and not settled.exists():
        settle = coding.adjudication_sheet(codings[codings["unit"].isin(coded.loc[coded["decided"].eq("open"), "unit"])],
                                           coding.directive_sentences(corpus), random_state=seed)  # fmt: skip
        book = coding.sheet_bytes(settle, coding.scheme_guide(known), [one.choice for one in known.codes], "decision")
        _save({"adjudicated": book}, known.id, out)


def _read_pmc(sheets: list[Path], scheme: str, corpus: Corpus, out: Path | None, form: Form) -> None:
    from policylab import coding

    known = coding.read_pmc_scheme(scheme)
    judged = coding.read_judgements(sheets, known, corpus)
    index, variables = coding.pmc_index(judged, known)
    order, agreement = coding.pmc_order(variables, known), coding.pmc_agreement(judged, known)
    show(index, form)
    if form is Form.table:
        show(order)
        if judged["coder"].nunique() > 1:
            alpha = agreement.loc[0, "alpha"]
            say(f"Krippendorff's alpha of the judgements: {alpha:.3f}. See docs/coding.md for what speaks against the index.")
    if out is not None:
        _tables(out, pmc_judgements=judged, pmc_index=index, pmc_variables=variables, pmc_order=order, pmc_agreement=agreement)


def _tables(folder: Path, **tables: pd.DataFrame) -> None:
    from policylab.files import write_text
    from policylab.study import table_text

    for name, table in tables.items():
        write_text(folder / f"{name}.csv", table_text(table))
    say(f"Wrote {len(tables)} tables to {folder}.")
