"""The tables of a plan, made from its plain records."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from policylab.corpus._plan import Plan

SECTIONS = ("section", "plan", "level", "number", "title", "parent", "path", "start", "end")
PARAGRAPHS = ("paragraph", "plan", "section", "role", "text", "start", "end")
AGENCIES = ("plan", "section", "agency", "canonical", "role", "generic", "start", "end")
REPAIRS = ("plan", "origin", "raw", "reading", "raw_start", "raw_end", "start", "end")
PLANS = (
    "plan", "title", "issuer", "document_number", "issued", "period_start", "period_end", "source", "sha256",
    "script", "characters", "paragraphs", "repairs",
)  # fmt: skip
_INTEGERS = ("level", "start", "end", "raw_start", "raw_end", "period_start", "period_end", "characters",
             "paragraphs", "repairs")  # fmt: skip


def _frame(rows: list[dict], columns: tuple[str, ...]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(columns))
    for column in columns:
        if column in _INTEGERS:
            frame[column] = frame[column].astype("Int64")
        elif column == "generic":
            frame[column] = frame[column].astype(bool)
        else:
            frame[column] = frame[column].astype(object).where(frame[column].notna(), None)
    return frame


def _records(records, columns) -> list[dict]:
    return [{k: v for k, v in asdict(record).items() if k in columns} for record in records]


def section_frame(plan: Plan) -> pd.DataFrame:
    """The `sections` table of one plan."""
    return _frame(_records(plan.outline[0], SECTIONS), SECTIONS)


def paragraph_frame(plan: Plan) -> pd.DataFrame:
    """The `paragraphs` table of one plan."""
    return _frame(_records(plan.outline[1], PARAGRAPHS), PARAGRAPHS)


def agency_frame(plan: Plan) -> pd.DataFrame:
    """The `agencies` table of one plan."""
    from policylab.corpus._agencies import agencies

    return _frame(_records(agencies(plan.text, plan.outline[0]), AGENCIES), AGENCIES)


def repair_frame(plan: Plan) -> pd.DataFrame:
    """Damaged runs of one plan; start and end are offsets in the clean text."""
    rows = []
    for found in plan._clean.repairs:
        start = plan._clean.aligned.index_of(found.raw_start)
        rows.append(
            {"plan": plan.id, "origin": found.origin, "raw": found.raw, "reading": found.reading,
             "raw_start": found.raw_start, "raw_end": found.raw_end, "start": start,
             "end": plan._clean.aligned.index_of(found.raw_end)}
        )  # fmt: skip
    return _frame(rows, REPAIRS)


def plan_frame(plans: list[Plan]) -> pd.DataFrame:
    """The `plans` table: one row a plan."""
    rows = [
        {"plan": p.id, "title": p.title, "issuer": p.issuer, "document_number": p.document_number,
         "issued": p.issued.isoformat() if p.issued else None, "period_start": p.period_start,
         "period_end": p.period_end, "source": p.source, "sha256": p.sha256, "script": p.script,
         "characters": len(p.text), "paragraphs": len(p.outline[1]),
         "repairs": sum(r.reading is not None for r in p._clean.repairs)}
        for p in plans
    ]  # fmt: skip
    return _frame(rows, PLANS)
