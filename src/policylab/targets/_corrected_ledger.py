"""A ledger with a reader's corrections put in: statements changed, dropped and added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from policylab.corpus import Plan
from policylab.corpus._reader_corrections import FIELDS, LEDGER, Correction, misfit, refused
from policylab.frames import sorted_by
from policylab.text._line_roles import sentence_spans

if TYPE_CHECKING:
    import pandas as pd

NEEDED = ("kind", "value")  # what a statement that a reader adds must have
DEFAULTS = {"comparator": "eq", "measure": "level"}


def apply_corrections(
    ledger: pd.DataFrame, corrections: Iterable[Correction], plans: Mapping[str, Plan]
) -> tuple[pd.DataFrame, list[str]]:
    """Put a reader's corrections into a ledger of these plans: it, and a sentence for each that was not applied.

    One that does not fit any more is not applied, at that place or at another.
    """
    import pandas as pd

    table = ledger.astype(dict.fromkeys(FIELDS, object))
    added: dict[tuple[str, int, int, str | None], dict[str, object]] = {}
    dropped: set[int] = set()
    unfit = []
    for one in (one for one in corrections if one.table == LEDGER):
        why = misfit(one, plans[one.plan].text) if one.plan in plans else f"the study has no plan {one.plan!r}"
        rows = [] if why or one.what == "add" else list(rows_at(table, one.plan, one.start, one.end, one.indicator).index)
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
        table = sorted_by(table, ["plan", "start", "statement"], plans)
    return table.astype(ledger.dtypes.to_dict()).reset_index(drop=True), unfit


def rows_at(ledger: pd.DataFrame, plan: str, start: int, end: int, indicator: str | None) -> pd.DataFrame:
    """The statements that have their number at a place; of several those with this indicator, if it is given."""
    here = ledger[ledger["plan"].eq(plan) & ledger["start"].eq(start) & ledger["end"].eq(end)]
    return here if indicator is None or len(here) < 2 else here[here["indicator"].eq(indicator)]


def _new_row(number: int, plan: Plan, start: int, end: int, record: Mapping[str, object]) -> dict[str, object]:
    raw_start, raw_end = plan.raw_span(start, end)
    first, last = next((span for span in sentence_spans(plan.text) if start < span[1]), (start, end))
    section = next((one.section for one in reversed(plan.outline[1]) if one.start <= start), None)
    values = {name: record[name] for name in FIELDS if name in record}
    return {
        **DEFAULTS, **values, "statement": f"{plan.id}/c{number:04d}", "plan": plan.id, "section": section,
        "year_from": "corrected" if record.get("year") else None, "sentence": plan.text[first:last].strip(),
        "start": start, "end": end, "raw_start": raw_start, "raw_end": raw_end, "page": plan.page_of(start), "corrected_by": record["corrected_by"],
    }  # fmt: skip
