"""Counterparts: the same indicator for the same year, place by place; and the numbers of a plan in a text that restates it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from policylab.errors import check_columns
from policylab.targets._identity import likeness
from policylab.targets._paths import Stated, plain, read_stated, series_names, series_units

PLACES = (
    "series", "indicator", "year", "kind", "rank", "of", "place", "plan", "statement", "comparator", "value", "unit",
)  # fmt: skip
NEEDED = ("statement", "kind", "indicator", "value", "value_high", "unit", "year")
ALIKE = 0.4  # likeness of two names from which equal numbers are of one thing
COLUMNS = (
    "restated", "indicator", "comparator", "value", "unit", "year", "found", "statement", "plan_indicator", "score",
)  # fmt: skip


def compare_targets(
    ledger: pd.DataFrame, corpus: object = None, *, kinds: tuple[str, ...] = ("target",), year: int | None = None
) -> pd.DataFrame:
    """Compare places: the same indicator for the same year, ranked.

    Whether a place reaches a target is a question to its own plans (`target_lineage`); this table says where places
    stand.

    Parameters
    ----------
    ledger, corpus
        As in `target_series`; only plans whose place is known are compared.
    kinds : tuple of str, default ("target",)
        ``"target"``, ``"baseline"`` or both; each is ranked by itself.
    year : int, optional
        Only this year.

    Returns
    -------
    DataFrame
        One row a place in a comparison: series (an id for the comparison), indicator, year, kind, rank (1 is the
        largest value; equal values share a rank), of (number of places), place, plan, statement, comparator, value,
        unit (the same for all rows of a comparison). A place that states two values is left out.

    Examples
    --------
    >>> import pandas as pd, policylab
    >>> from policylab.targets import compare_targets
    >>> texts = {"a": "2025年,粮食产量达到1285万吨。", "b": "2025年,粮食产量达到732.5亿斤。"}
    >>> ledger = pd.concat([policylab.extract_targets(text, period_end=2025, plan=id) for id, text in texts.items()])
    >>> plans = pd.DataFrame({"plan": ["a", "b"], "issuer": ["甲省人民政府", "乙省人民政府"]})
    >>> compare_targets(ledger, plans)[["rank", "place", "value", "unit"]].values.tolist()
    [[1, '乙省', Decimal('36625000'), '吨'], [2, '甲省', Decimal('12850000'), '吨']]
    """
    groups: dict[tuple, list[Stated]] = defaultdict(list)
    for item in read_stated(ledger, corpus):
        if item.kind in kinds and item.place and not item.bare and item.year is not None and year in (None, item.year):
            name = item.names[0]
            key = (
                name.core, tuple(sorted(name.scope)), tuple(sorted(name.members)),
                item.measured.kind, item.measured.dimension, item.measured.base or 0,
            )  # fmt: skip
            groups[*key, item.year, item.kind].append(item)
    rows = []
    number: dict[tuple, int] = {}
    for key in sorted(groups):
        places: dict[str, list[Stated]] = defaultdict(list)
        for item in groups[key]:
            places[item.place].append(item)
        known = [min(items, key=lambda item: item.key) for items in places.values() if len({item.said for item in items}) == 1]
        if len(known) < 2:
            continue
        series = number.setdefault(key[:-2], len(number) + 1)
        together = [replace(item, series=series) for item in known]
        unit, factor = series_units(together)[series]
        name = series_names(together)[series]
        for item in sorted(known, key=lambda item: (-item.amount, item.place)):
            rank = 1 + sum(other.amount > item.amount for other in known)
            rows.append((
                f"C{series:03d}", name, item.year, item.kind, rank, len(known), item.place, item.plan.id, item.statements[0],
                item.comparator, plain(item.amount / factor), unit or None,
            ))  # fmt: skip
    return pd.DataFrame(rows, columns=list(PLACES)).astype({"year": "Int64", "rank": "Int64", "of": "Int64"})


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
