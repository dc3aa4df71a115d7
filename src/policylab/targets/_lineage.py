"""Lineage: the same indicator from plan to plan, how its target changed, and whether a baseline answers it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import pandas as pd

from policylab.errors import PolicylabError, invalid
from policylab.numbers import convert, find_unit
from policylab.targets._likeness import Item, alike, comparable, core_of, fits, likeness, pairs_of, renamed, score_of

COLUMNS = (
    "lineage", "change", "from_plan", "from_statement", "from_indicator", "from_comparator", "from_value", "from_year",
    "to_plan", "to_statement", "to_indicator", "to_comparator", "to_value", "to_year", "unit", "difference", "pace",
    "score", "reason",
)  # fmt: skip
NEEDED = ("statement", "plan", "kind", "indicator", "comparator", "value", "unit", "measure", "year")
PLACES = Decimal("0.0001")


def target_lineage(ledger: pd.DataFrame, *, threshold: float = 0.6) -> pd.DataFrame:
    """Link the targets of an indicator across plans and type what changed.

    Parameters
    ----------
    ledger : DataFrame
        From `extract_targets`, with the plans in chronological order.
    threshold : float
        Score from which two indicators are the same, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a link, in the order of lineages and years; a statement that no other answers has a row with one side
        missing.

        - lineage: id of the indicator's lineage
        - change: ``raised``, ``lowered``, ``kept``, ``extended`` (the same value for a later year), ``redefined``
          (what is counted differs), ``new``, ``dropped``; ``reached`` and ``missed`` where a later plan's baseline
          answers an earlier target
        - from_plan … to_year: the two statements
        - unit: the canonical unit of the two values where their units differ, else the unit as written
        - difference: to_value less from_value, in that unit
        - pace: the difference by year, rounded to 4 places; missing where the years are the same or unknown
        - score: likeness of the two indicators, 0 to 1
        - reason: why the link was made

    Raises
    ------
    PolicylabError
        If columns are missing or the threshold is not between 0 and 1.

    Notes
    -----
    Qualifiers that change what is counted (累计, 新增 …, `lineage_words.toml`) are set apart first. The score of the
    rest is the mean of the Dice coefficient of its character bigrams (Dice, 1945) and the share of the shorter one
    that both have at their end, where Chinese noun phrases have their head. Units must be of one dimension, and the
    measure must be the same. Indicators whose wording and qualifiers both differ count as less alike. Groups grow
    from the best pair on, the same wording before alike ones, and take in a statement only if it fits all members
    that are there; of one plan only milestones, the same indicator in other years, stand in one lineage, and no link
    is made between them. A number that two plans say of the same place in the same unit is one renamed thing where
    its names have a word and their end in common.

    Examples
    --------
    >>> import pandas as pd, policylab
    >>> old = policylab.extract_targets("到2023年,建成5G基站5万个以上。", period_end=2023, plan="2021a")
    >>> new = policylab.extract_targets("到2025年,5G基站达到7万个。", period_end=2025, plan="2021b")
    >>> links = policylab.target_lineage(pd.concat([old, new], ignore_index=True))
    >>> links[["change", "from_value", "to_value", "pace", "reason"]]
       change from_value to_value   pace        reason
    0  raised      50000    70000  10000  same wording
    """
    missing = [name for name in NEEDED if name not in ledger.columns]
    if missing:
        raise PolicylabError(f"The ledger lacks the columns {', '.join(missing)}. Make it with `extract_targets`.")
    if isinstance(threshold, bool) or not isinstance(threshold, (int, float)) or not 0 < threshold <= 1:
        raise invalid("threshold", threshold, "a number above 0 and at most 1")
    items = _items(ledger)
    plans = list(dict.fromkeys(ledger["plan"]))
    rows = []
    for number, group in enumerate(_groups([item for item in items if item.kind == "target"], threshold), start=1):
        baselines = [item for item in items if item.kind == "baseline"]
        rows += _rows(f"L{number:03d}", group, baselines, plans, threshold)
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    for name in ("from_year", "to_year"):
        table[name] = pd.array(table[name], dtype="Int64")
    return table


def _items(ledger: pd.DataFrame) -> list[Item]:
    order = {plan: place for place, plan in enumerate(dict.fromkeys(ledger["plan"]))}
    items, seen = [], set()
    for row in ledger.itertuples(index=False):
        if row.kind not in ("target", "baseline") or not isinstance(row.indicator, str) or row.value is None:
            continue
        unit = row.unit if isinstance(row.unit, str) else ""
        year = None if pd.isna(row.year) else int(row.year)
        value = Decimal(str(row.value))
        found = find_unit(unit)
        core, scope = core_of(row.indicator)
        # a number that a plan repeats is one target
        key = (row.plan, row.kind, core, scope, value, unit, year)
        if key in seen:
            continue
        seen.add(key)
        dimension = found.dimension if found else unit
        amount = convert(value, unit)
        items.append(
            Item(
                row.statement, row.plan, order[row.plan], row.kind, row.indicator, row.comparator, value, unit,
                row.measure, year, core, scope, dimension, amount,
            )
        )  # fmt: skip
    return items


def _groups(targets: list[Item], threshold: float) -> list[list[Item]]:
    """Groups of targets of one indicator; each target is in one group."""
    by_pair: dict[str, list[int]] = {}
    for place, item in enumerate(targets):
        for pair in pairs_of(item.core):
            by_pair.setdefault(pair, []).append(place)
    candidates = {
        (one, two) for places in by_pair.values() for at, one in enumerate(places) for two in places[at + 1 :]
    }
    scored = []
    for one, two in sorted(candidates):
        if comparable(targets[one], targets[two]):
            score = likeness(targets[one], targets[two])
            if score >= threshold or renamed(targets[one], targets[two]):
                same = targets[one].indicator != targets[two].indicator
                scored.append((same, -score, one, two))
    group_of = {place: {place} for place in range(len(targets))}
    for *_, one, two in sorted(scored):
        first, second = group_of[one], group_of[two]
        if first is second:
            continue
        if all(fits(targets[a], targets[b], threshold) for a in first for b in second):
            merged = first | second
            for place in merged:
                group_of[place] = merged
    unique = {min(members): members for members in group_of.values()}
    ordered = [[targets[place] for place in sorted(unique[start])] for start in sorted(unique)]
    return [sorted(group, key=lambda item: (item.year or 9999, item.order, item.statement)) for group in ordered]


def _rows(
    lineage: str, group: list[Item], baselines: list[Item], plans: list[str], threshold: float
) -> Iterable[tuple]:
    rows = []
    first_plan, last_plan = 0, len(plans) - 1
    if len({item.plan for item in group}) == 1:
        only = group[0]
        if only.order != first_plan:
            rows += [_single(lineage, "new", None, item) for item in group]
        if only.order != last_plan:
            rows += [_single(lineage, "dropped", item, None) for item in group]
    else:
        steps = zip(group, group[1:], strict=False)
        rows += [_link(lineage, _change(one, two), one, two) for one, two in steps if one.plan != two.plan]
    for item in group:
        for answer in baselines:
            if answer.order > item.order and alike(item, answer, threshold):
                change = "reached" if _met(item, answer) else "missed"
                rows.append(_link(lineage, change, item, answer))
    return rows


def _change(one: Item, two: Item) -> str:
    if one.scope != two.scope or score_of(one.core, two.core) < 1:
        return "redefined"
    if two.amount > one.amount:
        return "raised"
    if two.amount < one.amount:
        return "lowered"
    return "extended" if one.year is not None and two.year is not None and two.year > one.year else "kept"


def _met(target: Item, baseline: Item) -> bool:
    if target.comparator in ("le", "lt"):
        return baseline.amount <= target.amount
    return baseline.amount >= target.amount


def _link(lineage: str, change: str, one: Item, two: Item) -> tuple:
    same = one.unit == two.unit
    found = find_unit(one.unit)
    unit = one.unit if same or found is None else found.canonical
    difference = two.value - one.value if same else two.amount - one.amount
    years = two.year - one.year if one.year is not None and two.year is not None else 0
    pace = _plain((difference / years).quantize(PLACES)) if years > 0 else None
    score = likeness(one, two)
    return (
        lineage, change, *_side(one), *_side(two), unit or None, _plain(difference), pace, score,
        _reason(one, two, score),
    )  # fmt: skip


def _single(lineage: str, change: str, one: Item | None, two: Item | None) -> tuple:
    nothing = (None,) * 6
    side = one or two
    reason = "no later plan has it" if two is None else "no earlier plan has it"
    return (
        lineage, change, *(_side(one) if one else nothing), *(_side(two) if two else nothing), side.unit or None, None,
        None, None, reason,
    )  # fmt: skip


def _side(item: Item) -> tuple:
    return item.plan, item.statement, item.indicator, item.comparator, item.value, item.year


def _reason(one: Item, two: Item, score: float) -> str:
    if one.indicator == two.indicator:
        return "same wording"
    if renamed(one, two):
        return "the same place, value and unit: renamed"
    apart = sorted(one.scope ^ two.scope)
    if score == 1:
        return f"same but for {'、'.join(apart)}" if apart else "same but for words that add nothing"
    return f"alike wording ({score:.2f})" + (f", and {'、'.join(apart)}" if apart else "")


def _plain(value: Decimal) -> Decimal:
    """The value without trailing zeros and without an exponent."""
    text = format(value, "f")
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)
