"""Corrections of a study: those that no longer fit, and those that a filled-in sheet makes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from policylab.corpus._corrected import COLUMNS, FIELDS, LEDGER, LINKS, read_value, refused
from policylab.errors import SourceError
from policylab.targets._ledger import apply_corrections, extract_targets
from policylab.targets._lineage import unfit_links

if TYPE_CHECKING:
    from policylab.corpus import Corpus

NO = frozenset({"n", "no", "0", "false", "否", "不是"})
ASKED = ("value", "unit", "indicator", "kind", "year")


def unfit_corrections(corpus: Corpus) -> list[str]:
    """A sentence for each correction of a study that no longer fits, and so is not applied."""
    known = {source.id for source in corpus.sources}
    lost = [one for one in corpus.corrections if one.table not in (LEDGER, LINKS) and one.plan not in known]
    ledger, unfit = apply_corrections(extract_targets(corpus, corrected=False), corpus.corrections, {plan.id: plan for plan in corpus})
    return [
        *(refused(one, f"the study has no source {one.plan!r}") for one in lost),
        *(sentence for source in corpus.sources for sentence in source.unfit_corrections()),
        *unfit,
        *unfit_links(ledger, corpus),
    ]


def corrections_of_sheet(sheet: Mapping[str, pd.DataFrame], corpus: Corpus, *, who: str, when: str, why: str = "") -> pd.DataFrame:
    """Turn a filled-in audit sheet, or the ledger's sheet of `tables.xlsx` with changed cells, into corrections.

    Parameters
    ----------
    sheet : mapping of str to DataFrame
        The sheets of the workbook, all cells as text: ``records`` of an audit sheet, or ``targets``.
    corpus : Corpus
        The study that it was made of.
    who, when, why : str
        Whose judgement it is, the day, and the reason.

    Returns
    -------
    DataFrame
        Rows of the form of ``corrections.csv``: plan, start, end, quote, indicator, what, field, value, who, when, why.

    Raises
    ------
    SourceError
        If the workbook has neither sheet, or a statement in it that the study's ledger has not.
    """
    ledger = extract_targets(corpus, corrected=False).set_index("statement")
    if "records" in sheet:
        rows, name = sheet["records"], "id"
    elif "targets" in sheet:
        rows, name = sheet["targets"], "statement"
    else:
        raise SourceError("The workbook has neither a sheet `records` (an audit sheet) nor `targets` (tables.xlsx).")
    found: list[dict[str, object]] = []
    for row in rows.to_dict("records"):
        if not row.get(name):
            continue
        if row[name] not in ledger.index:
            raise SourceError(f"The ledger has no statement {row[name]!r}: the sheet was made of another state of the study.")
        known = ledger.loc[row[name]]
        place = {
            "plan": known["plan"], "start": known["start"], "end": known["end"],
            "quote": corpus[known["plan"]].text[known["start"] : known["end"]], "indicator": known["indicator"],
        }  # fmt: skip
        said = {"who": who, "when": when, "why": why}
        if name == "id" and str(row.get("is_statement", "")).strip().lower() in NO:
            found.append({**place, "what": "drop", "field": "", "value": "", **said})
            continue
        fields = FIELDS if name == "statement" else ASKED
        for field in (field for field in fields if field in row):
            written = str(row[field]).strip()
            # a cell of an audit sheet that is left empty says nothing
            if written == cell_of(known[field]) or (name == "id" and not written):
                continue
            read_value(field, written, where=f"{row[name]}, {field}")  # refused before anything is written
            found.append({**place, "what": "change", "field": field, "value": written, **said})
    return pd.DataFrame(found, columns=list(COLUMNS))


def cell_of(value: object) -> str:
    """A cell of the ledger as a sheet shows it."""
    if value is None or value is pd.NA or value != value:
        return ""
    return f"{value:f}" if hasattr(value, "as_tuple") else str(value)
