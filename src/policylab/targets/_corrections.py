"""Corrections of the ledger: a scholar's own judgement, put in after extraction on every run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from policylab.corpus._corrected import misfit, refused
from policylab.corpus._correction_file import COLUMNS, FIELDS, LEDGER, LINKS, Correction, read_value
from policylab.errors import SourceError

if TYPE_CHECKING:
    from policylab.corpus import Corpus, Plan

NEEDED = ("kind", "value")  # what a statement that is added must have
DEFAULTS = {"comparator": "eq", "measure": "level"}
NO = frozenset({"n", "no", "0", "false", "否", "不是"})
ASKED = ("value", "unit", "indicator", "kind", "year")


def apply_corrections(
    ledger: pd.DataFrame, corrections: Iterable[Correction], plans: Mapping[str, Plan]
) -> tuple[pd.DataFrame, list[str]]:
    """Put a reader's corrections into a ledger.

    Parameters
    ----------
    ledger : DataFrame
        From `extract_targets`.
    corrections : iterable of Correction
        From the study's file; one that does not fit any more is not applied, at that place or at another.
    plans : mapping of str to Plan
        The plans of the ledger by id.

    Returns
    -------
    ledger : DataFrame
        With the column `corrected_by` set where somebody changed or added a statement.
    unfit : list of str
        A sentence for each correction that was not applied.
    """
    table = ledger.astype(dict.fromkeys(FIELDS, object))
    added: dict[tuple[str, int, int, str | None], dict[str, object]] = {}
    dropped: set[int] = set()
    unfit = []
    for one in (one for one in corrections if one.table == LEDGER):
        why = misfit(one, plans[one.plan].text) if one.plan in plans else f"the study has no plan {one.plan!r}"
        rows = [] if why or one.what == "add" else _at(table, one)
        if why or (one.what != "add" and not rows):
            unfit.append(refused(one, why or "no statement of the ledger has its number there"))
        elif one.what == "drop":
            dropped |= set(rows)
        elif one.what == "change":
            table.loc[rows, one.field] = one.value
            table.loc[rows, "corrected_by"] = one.who
            if one.field == "year":
                table.loc[rows, "year_from"] = None if one.value is None else "corrected"
        else:
            record = added.setdefault((one.plan, one.start, one.end, one.indicator), {"corrected_by": one.who, "row": one.row})
            record[one.field] = one.value
    table = table.drop(index=list(dropped))
    new = []
    for (plan, start, end, _), record in added.items():
        missing = [name for name in NEEDED if name not in record]
        if missing:
            unfit.append(f"Row {record['row']} of the corrections: an addition needs a row for {' and for '.join(missing)}.")
        else:
            new.append(_new_row(len(new) + 1, plans[plan], start, end, record))
    if new:
        table = pd.concat([table, pd.DataFrame(new).reindex(columns=table.columns)], ignore_index=True)
        order = {plan: place for place, plan in enumerate(plans)}
        key = pd.DataFrame({"plan": table["plan"].map(order), "start": table["start"], "id": table["statement"]})
        table = table.loc[key.sort_values(["plan", "start", "id"]).index]
    return table.astype(ledger.dtypes.to_dict()).reset_index(drop=True), unfit


def unfit_corrections(corpus: Corpus) -> list[str]:
    """A sentence for each correction of a study that no longer fits, and so is not applied."""
    from policylab.targets._ledger import extract_targets
    from policylab.targets._lineage import unfit_links

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
    from policylab.targets._ledger import extract_targets

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


def _at(table: pd.DataFrame, one: Correction) -> list[int]:
    here = table["plan"].eq(one.plan) & table["start"].eq(one.start) & table["end"].eq(one.end)
    if one.indicator is not None and here.sum() > 1:
        here &= table["indicator"].eq(one.indicator)
    return list(table.index[here])


def _new_row(number: int, plan: Plan, start: int, end: int, record: Mapping[str, object]) -> dict[str, object]:
    raw_start, raw_end = plan.raw_span(start, end)
    first = max(plan.text.rfind(mark, 0, start) for mark in "。\n") + 1
    last = min((at for at in (plan.text.find(mark, end) for mark in "。\n") if at >= 0), default=len(plan.text))
    section = next((one.section for one in reversed(plan.outline[1]) if one.start <= start), None)
    values = {name: record[name] for name in FIELDS if name in record}
    return {
        **DEFAULTS, **values, "statement": f"{plan.id}/c{number:04d}", "plan": plan.id, "section": section,
        "year_from": "corrected" if record.get("year") else None, "sentence": plan.text[first : last + 1].strip(),
        "start": start, "end": end, "raw_start": raw_start, "raw_end": raw_end, "page": plan.page_of(start), "corrected_by": record["corrected_by"],
    }  # fmt: skip

