"""Restatement: whether the ledger of a plan has every number that another text says of it."""

from __future__ import annotations

import pandas as pd

from policylab.errors import PolicylabError
from policylab.targets._identity import likeness

NEEDED = ("statement", "kind", "indicator", "value", "value_high", "unit", "year")
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
        unit, year, found (a statement of the plan has the same value and unit), statement (the one whose indicator
        is most alike), plan_indicator, score (likeness of the two indicators, 0 to 1, as in `target_lineage`).

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
        missing = [column for column in NEEDED if column not in frame.columns]
        if missing:
            raise PolicylabError(f"`{name}` lacks the columns {', '.join(missing)}. Make it with `extract_targets`.")
    plan = list(ledger[ledger["kind"].isin(["target", "coverage"])].itertuples())
    rows = []
    for one in restated[restated["kind"].eq("target")].itertuples():
        same = [row for row in plan if (row.value, row.value_high, row.unit) == (one.value, one.value_high, one.unit)]
        scores = [likeness(one.indicator or "", row.indicator or "") for row in same]
        best = max(range(len(same)), key=scores.__getitem__) if same else None
        rows.append(
            (one.statement, one.indicator, one.comparator, one.value, one.unit, one.year, best is not None,
             same[best].statement if same else None, same[best].indicator if same else None,
             scores[best] if same else None)
        )  # fmt: skip
    # object columns keep None as it is, whatever else stands in them
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    table["year"] = pd.array(table["year"], dtype="Int64")
    table["found"] = table["found"].astype(bool)
    table["score"] = table["score"].astype(float)
    return table
