"""Lineage: the same indicator from plan to plan, how its target changed, and whether a baseline answers it."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from policylab.errors import PolicylabError, invalid
from policylab.resources import load_toml
from policylab.targets._units import find_unit

COLUMNS = (
    "lineage", "change", "from_plan", "from_statement", "from_indicator", "from_comparator", "from_value", "from_year",
    "to_plan", "to_statement", "to_indicator", "to_comparator", "to_value", "to_year", "unit", "difference", "pace",
    "score", "reason",
)  # fmt: skip
NEEDED = ("statement", "plan", "kind", "indicator", "comparator", "value", "unit", "measure", "year")
MARKS = re.compile(r"[“”\"'()（）的、和及与\s]")
PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class _Item:
    statement: str
    plan: str
    order: int
    kind: str
    indicator: str
    comparator: str
    value: Decimal
    unit: str
    measure: str
    year: int | None
    core: str
    scope: frozenset[str]
    dimension: str
    amount: Decimal


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
    measure must be the same. Groups grow from the best pair on, and take in a statement only if it is alike to all
    members that are there.

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


def indicator_score(first: str, second: str) -> float:
    """Likeness of two indicators without their qualifiers, 0 to 1.

    >>> indicator_score("新增5G基站", "5G基站数量"), round(indicator_score("互联网医院", "智慧教育示范区"), 2)
    (1.0, 0.0)
    """
    return _score(_core(first)[0], _core(second)[0])


@functools.cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = load_toml("lineage_words.toml")
    patterns = [sorted(data[name]["words"].split(), key=len, reverse=True) for name in ("scope", "empty")]
    return re.compile("|".join(patterns[0])), re.compile("|".join(patterns[1]))


@functools.cache
def _core(indicator: str) -> tuple[str, frozenset[str]]:
    scope, empty = _words()
    plain = empty.sub("", MARKS.sub("", indicator))
    found = frozenset(scope.findall(plain))
    core = scope.sub("", plain)
    return (core, found) if len(core) >= 2 else (plain or indicator, frozenset())


def _score(one: str, two: str) -> float:
    if one == two:
        return 1.0
    pairs_one, pairs_two = _pairs(one), _pairs(two)
    total = sum(pairs_one.values()) + sum(pairs_two.values())
    shared = sum((pairs_one & pairs_two).values())
    if not total or not shared:
        return 0.0
    ending = 0
    for left, right in zip(reversed(one), reversed(two), strict=False):
        if left != right:
            break
        ending += 1
    return round((2 * shared / total + ending / min(len(one), len(two))) / 2, 4)


@functools.cache
def _pairs(text: str) -> Counter:
    return Counter(text[place : place + 2] for place in range(len(text) - 1)) or Counter([text])


def _items(ledger: pd.DataFrame) -> list[_Item]:
    order = {plan: place for place, plan in enumerate(dict.fromkeys(ledger["plan"]))}
    items, seen = [], set()
    for row in ledger.itertuples(index=False):
        if row.kind not in ("target", "baseline") or not isinstance(row.indicator, str) or row.value is None:
            continue
        unit = row.unit if isinstance(row.unit, str) else ""
        year = None if pd.isna(row.year) else int(row.year)
        value = Decimal(str(row.value))
        found = find_unit(unit)
        core, scope = _core(row.indicator)
        # a number that a plan repeats is one target
        key = (row.plan, row.kind, core, scope, value, unit, year)
        if key in seen:
            continue
        seen.add(key)
        dimension = found.dimension if found else unit
        amount = value * found.factor if found else value
        items.append(
            _Item(
                row.statement, row.plan, order[row.plan], row.kind, row.indicator, row.comparator, value, unit,
                row.measure, year, core, scope, dimension, amount,
            )
        )  # fmt: skip
    return items


def _comparable(one: _Item, two: _Item) -> bool:
    if one.measure != two.measure:
        return False
    if one.dimension == two.dimension:
        return True
    counts = one.dimension.startswith("count:") and two.dimension.startswith("count:")
    return counts and "count:个" in (one.dimension, two.dimension)


def _groups(targets: list[_Item], threshold: float) -> list[list[_Item]]:
    """Groups of targets of one indicator; each target is in one group."""
    by_pair: dict[str, list[int]] = {}
    for place, item in enumerate(targets):
        for pair in _pairs(item.core):
            by_pair.setdefault(pair, []).append(place)
    candidates = {
        (one, two) for places in by_pair.values() for at, one in enumerate(places) for two in places[at + 1 :]
    }
    scored = []
    for one, two in sorted(candidates):
        if _comparable(targets[one], targets[two]):
            score = _score(targets[one].core, targets[two].core)
            if score >= threshold:
                scored.append((-score, one, two))
    group_of = {place: {place} for place in range(len(targets))}
    for _, one, two in sorted(scored):
        first, second = group_of[one], group_of[two]
        if first is second:
            continue
        if all(_alike(targets[a], targets[b], threshold) for a in first for b in second):
            merged = first | second
            for place in merged:
                group_of[place] = merged
    unique = {min(members): members for members in group_of.values()}
    ordered = [[targets[place] for place in sorted(unique[start])] for start in sorted(unique)]
    return [sorted(group, key=lambda item: (item.year or 9999, item.order, item.statement)) for group in ordered]


def _alike(one: _Item, two: _Item, threshold: float) -> bool:
    return _comparable(one, two) and _score(one.core, two.core) >= threshold


def _rows(
    lineage: str, group: list[_Item], baselines: list[_Item], plans: list[str], threshold: float
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
        rows += [_link(lineage, _change(one, two), one, two) for one, two in zip(group, group[1:], strict=False)]
    for item in group:
        for answer in baselines:
            if answer.order > item.order and _alike(item, answer, threshold):
                change = "reached" if _met(item, answer) else "missed"
                rows.append(_link(lineage, change, item, answer))
    return rows


def _change(one: _Item, two: _Item) -> str:
    if one.scope != two.scope or _score(one.core, two.core) < 1:
        return "redefined"
    if two.amount > one.amount:
        return "raised"
    if two.amount < one.amount:
        return "lowered"
    return "extended" if one.year is not None and two.year is not None and two.year > one.year else "kept"


def _met(target: _Item, baseline: _Item) -> bool:
    if target.comparator in ("le", "lt"):
        return baseline.amount <= target.amount
    return baseline.amount >= target.amount


def _link(lineage: str, change: str, one: _Item, two: _Item) -> tuple:
    same = one.unit == two.unit
    found = find_unit(one.unit)
    unit = one.unit if same or found is None else found.canonical
    difference = two.value - one.value if same else two.amount - one.amount
    years = two.year - one.year if one.year is not None and two.year is not None else 0
    pace = _plain((difference / years).quantize(PLACES)) if years > 0 else None
    score = _score(one.core, two.core)
    return (
        lineage, change, *_side(one), *_side(two), unit or None, _plain(difference), pace, score,
        _reason(one, two, score),
    )  # fmt: skip


def _single(lineage: str, change: str, one: _Item | None, two: _Item | None) -> tuple:
    nothing = (None,) * 6
    side = one or two
    reason = "no later plan has it" if two is None else "no earlier plan has it"
    return (
        lineage, change, *(_side(one) if one else nothing), *(_side(two) if two else nothing), side.unit or None, None,
        None, None, reason,
    )  # fmt: skip


def _side(item: _Item) -> tuple:
    return item.plan, item.statement, item.indicator, item.comparator, item.value, item.year


def _reason(one: _Item, two: _Item, score: float) -> str:
    if one.indicator == two.indicator:
        return "same wording"
    apart = sorted(one.scope ^ two.scope)
    if score == 1:
        return f"same but for {'、'.join(apart)}" if apart else "same but for words that add nothing"
    return f"alike wording ({score:.2f})" + (f", and {'、'.join(apart)}" if apart else "")


def _plain(value: Decimal) -> Decimal:
    """The value without trailing zeros and without an exponent."""
    text = format(value, "f")
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)
