"""Rankings: the same indicator for the same year, place by place."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pandas as pd

from policylab.targets._paths import Stated, plain, read_stated, series_names, series_units

PLACES = (
    "series", "indicator", "year", "kind", "rank", "of", "place", "plan", "statement", "comparator", "value", "unit",
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
                name.core,
                tuple(sorted(name.scope)),
                tuple(sorted(name.members)),
                item.measured.kind,
                item.measured.dimension,
                item.measured.base or 0,
            )
            groups[*key, item.year, item.kind].append(item)
    rows = []
    number: dict[tuple, int] = {}
    for key in sorted(groups):
        places: dict[str, list[Stated]] = defaultdict(list)
        for item in groups[key]:
            places[item.place].append(item)
        known = [
            min(items, key=lambda item: item.key)
            for items in places.values()
            if len({(item.amount, item.high) for item in items}) == 1
        ]
        if len(known) < 2:
            continue
        series = number.setdefault(key[:-2], len(number) + 1)
        together = [replace(item, series=series) for item in known]
        unit, factor = series_units(together)[series]
        name = series_names(together)[series]
        for item in sorted(known, key=lambda item: (-item.amount, item.place)):
            rank = 1 + sum(other.amount > item.amount for other in known)
            rows.append(
                (
                    f"C{series:03d}",
                    name,
                    item.year,
                    item.kind,
                    rank,
                    len(known),
                    item.place,
                    item.plan.id,
                    item.statements[0],
                    item.comparator,
                    plain(item.amount / factor),
                    unit or None,
                )  # fmt: skip
            )
    return pd.DataFrame(rows, columns=list(PLACES)).astype({"year": "Int64", "rank": "Int64", "of": "Int64"})
