"""What is said of statements and of links between them in one word each: the values of columns that several rooms read or draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

KINDS = ("target", "baseline", "instrument", "structure", "coverage")
COMPARED_KINDS = ("target", "baseline")  # what a series and a comparison of places are made of
OF_KINDS = "a tuple of kinds of statements"  # what a parameter for them must be
GROWTH = ("increase", "decrease", "annual_growth")  # measures of a change
REVISIONS = (
    "raised", "lowered", "kept", "faster", "slower", "same pace", "postponed", "redefined", "continued", "stated alike",
    "stated differently", "cannot be said",
)  # fmt: skip
ANSWERS = ("reached", "missed", "on the way", "cannot be said")


def left_in_tables(specificity: pd.DataFrame, counts: pd.DataFrame | None) -> dict[str, int]:
    """How many targets of each plan stand in tables alone: those that its counts have and its specificity has not."""
    every = {} if counts is None else counts[counts["kind"].eq("target")].groupby("plan")["count"].sum().to_dict()
    return {plan: max(0, int(every.get(plan, 0)) - int(n)) for plan, n in zip(specificity["plan"], specificity["targets"], strict=True)}
