"""The tables of a plan, made from its plain records."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

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
_FLAGS = ("generic",)


def _frame(rows: list[tuple], columns: tuple[str, ...]) -> pd.DataFrame:
    # here, as rows without a frame are all that a batch run needs
    import pandas as pd

    frame = pd.DataFrame(rows, columns=list(columns))
    for column in columns:
        if column in _INTEGERS:
            frame[column] = frame[column].astype("Int64")
        elif column in _FLAGS:
            frame[column] = frame[column].astype(bool)
        else:
            frame[column] = frame[column].astype(object).where(frame[column].notna(), None)
    return frame


def section_rows(plan: Plan) -> list[tuple]:
    """The rows of `sections`, in the order of `SECTIONS`."""
    return [attrgetter(*SECTIONS)(one) for one in plan.outline[0]]


def paragraph_rows(plan: Plan) -> list[tuple]:
    """The rows of `paragraphs`, in the order of `PARAGRAPHS`."""
    return [attrgetter(*PARAGRAPHS)(one) for one in plan.outline[1]]


def agency_rows(plan: Plan) -> list[tuple]:
    """The rows of `agencies`, in the order of `AGENCIES`."""
    from policylab.corpus._agencies import agencies

    return [attrgetter(*AGENCIES)(one) for one in agencies(plan.text, plan.outline[0])]


def repair_rows(plan: Plan) -> list[tuple]:
    """The rows of `repairs`, in the order of `REPAIRS`; start and end are offsets in the clean text."""
    index_of = plan._clean.aligned.index_of
    return [
        (plan.id, found.origin, found.raw, found.reading, found.raw_start, found.raw_end, index_of(found.raw_start),
         index_of(found.raw_end))
        for found in plan._clean.repairs
    ]  # fmt: skip


def section_frame(plan: Plan) -> pd.DataFrame:
    """The `sections` table of one plan."""
    return _frame(section_rows(plan), SECTIONS)


def paragraph_frame(plan: Plan) -> pd.DataFrame:
    """The `paragraphs` table of one plan."""
    return _frame(paragraph_rows(plan), PARAGRAPHS)


def agency_frame(plan: Plan) -> pd.DataFrame:
    """The `agencies` table of one plan."""
    return _frame(agency_rows(plan), AGENCIES)


def repair_frame(plan: Plan) -> pd.DataFrame:
    """Damaged runs of one plan."""
    return _frame(repair_rows(plan), REPAIRS)


def plan_frame(plans: list[Plan]) -> pd.DataFrame:
    """The `plans` table: one row a plan."""
    rows = [
        (
            p.id, p.title, p.issuer, p.document_number, p.issued.isoformat() if p.issued else None, p.period_start,
            p.period_end, p.source, p.sha256, p.script, len(p.text), len(p.outline[1]),
            sum(one.origin == "proven" for one in p._clean.repairs),
        )  # fmt: skip
        for p in plans
    ]
    return _frame(rows, PLANS)
