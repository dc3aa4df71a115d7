"""Restatement: whether the ledger of a plan has every number that another text says of it."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import pandas as pd

from policylab.errors import check_columns
from policylab.targets._identity import likeness

NEEDED = ("statement", "kind", "indicator", "value", "value_high", "unit", "year")
ALIKE = 0.4  # likeness of two names from which equal numbers are of one thing
COLUMNS = (
    "restated", "indicator", "comparator", "value", "unit", "year", "found", "statement", "plan_indicator", "score",
)  # fmt: skip


def restated_targets(ledger: pd.DataFrame, restated: pd.DataFrame) -> pd.DataFrame:
    """Look up the targets of a text that restates a plan in the ledger of the plan.

    An official interpretation (政策解读) repeats a plan's main targets in other words. Each of them should be in the
    plan's ledger; one that is not there was missed, or the interpretation says something that the plan does not.

    Parameters
    ----------
    ledger : DataFrame
        From `extract_targets` of the plan.
    restated : DataFrame
        From `extract_targets` of the interpretation.

    Returns
    -------
    DataFrame
        One row a target of the interpretation, in its order: restated (statement id), indicator, comparator, value,
        unit, year, found (a statement of the plan has the same value and unit, and an alike indicator), statement (the
        one whose indicator is most alike), plan_indicator, score (likeness of the two indicators, 0 to 1).

    Raises
    ------
    PolicylabError
        If a column is missing.

    Examples
    --------
    >>> import policylab
    >>> from policylab.targets import restated_targets
    >>> plan = policylab.extract_targets("推动5G基站建设7万个,互联网医院达到30家以上。", period_end=2025)
    >>> other = policylab.extract_targets("到2025年,建成5G基站7万个、智慧小镇9个。", period_end=2025)
    >>> restated_targets(plan, other)[["indicator", "found", "plan_indicator"]].values.tolist()
    [['5G基站', True, '5G基站'], ['智慧小镇', False, None]]
    """
    for name, frame in (("ledger", ledger), ("restated", restated)):
        check_columns(frame, NEEDED, name=name, maker="policylab.extract_targets")
    # by value, and within it by name: of statements of one name the first is taken
    plan: dict[tuple, dict[str, NamedTuple]] = defaultdict(dict)
    for row in ledger[ledger["kind"].isin(["target", "coverage"])].itertuples():
        plan[row.value, row.value_high, row.unit].setdefault(row.indicator or "", row)
    rows = []
    for one in restated[restated["kind"].eq("target")].itertuples():
        same = list(plan.get((one.value, one.value_high, one.unit), {}).values())
        scores = [likeness(one.indicator or "", row.indicator or "") for row in same]
        best = max(range(len(same)), key=scores.__getitem__) if same else None
        best = best if best is not None and scores[best] >= ALIKE else None
        rows.append(
            (one.statement, one.indicator, one.comparator, one.value, one.unit, one.year, best is not None,
             *((None, None, None) if best is None else (same[best].statement, same[best].indicator, scores[best])))
        )  # fmt: skip
    # object columns keep None as it is, whatever else stands in them
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    table["year"] = pd.array(table["year"], dtype="Int64")
    table["found"] = table["found"].astype(bool)
    table["score"] = table["score"].astype(float)
    return table
