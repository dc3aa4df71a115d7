"""Likeness: whether two statements of two plans are of one indicator."""

from __future__ import annotations

import functools
import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from policylab.resources import load_toml

MARKS = re.compile(r"[“”\"'()（）的、和及与\s]")
PLACE, SHARED = 4, 3  # what two names of one thing have in common at least: characters before, pairs behind
TWICE = 0.7  # how much less alike two indicators are whose wording and scope both differ
SHARES = re.compile(r"%|‰|$")


@dataclass(frozen=True, slots=True)
class Item:
    """A statement as the lineage compares it; `core` is its indicator without what `scope` has."""

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


def indicator_score(first: str, second: str) -> float:
    """Likeness of two indicators without their qualifiers, 0 to 1.

    >>> indicator_score("新增5G基站", "5G基站数量"), round(indicator_score("互联网医院", "智慧教育示范区"), 2)
    (1.0, 0.0)
    """
    return score_of(core_of(first)[0], core_of(second)[0])


@functools.cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = load_toml("lineage_words.toml")
    patterns = [sorted(data[name]["words"].split(), key=len, reverse=True) for name in ("scope", "empty")]
    return re.compile("|".join(patterns[0])), re.compile("|".join(patterns[1]))


@functools.cache
def core_of(indicator: str) -> tuple[str, frozenset[str]]:
    scope, empty = _words()
    plain = empty.sub("", MARKS.sub("", indicator))
    found = frozenset(scope.findall(plain))
    core = scope.sub("", plain)
    return (core, found) if len(core) >= 2 else (plain or indicator, frozenset())


def score_of(one: str, two: str) -> float:
    if one == two:
        return 1.0
    pairs_one, pairs_two = pairs_of(one), pairs_of(two)
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
def pairs_of(text: str) -> Counter:
    return Counter(text[place : place + 2] for place in range(len(text) - 1)) or Counter([text])


def comparable(one: Item, two: Item) -> bool:
    if one.measure != two.measure:
        return False
    if one.dimension == two.dimension:
        return True
    counts = one.dimension.startswith("count:") and two.dimension.startswith("count:")
    return counts and "count:个" in (one.dimension, two.dimension)


def likeness(one: Item, two: Item) -> float:
    score = score_of(one.core, two.core)
    return score if score == 1 or one.scope == two.scope else round(score * TWICE, 4)


def fits(one: Item, two: Item, threshold: float) -> bool:
    """Whether two targets may be of one lineage; of one plan only milestones: the same thing in another year."""
    if one.plan == two.plan:
        return one.core == two.core and one.scope == two.scope and one.unit == two.unit and one.year != two.year
    return alike(one, two, threshold) or renamed(one, two)


def renamed(one: Item, two: Item) -> bool:
    """Whether two plans say one number of one place and one kind of measure: a thing that has another name now."""
    if one.plan == two.plan or (one.value, one.unit, one.measure) != (two.value, two.unit, two.measure):
        return False
    if SHARES.match(one.unit):
        return False  # 100 % of one thing and of another
    front = back = 0
    for left, right in zip(one.indicator, two.indicator, strict=False):
        if left != right:
            break
        front += 1
    for left, right in zip(reversed(one.indicator), reversed(two.indicator), strict=False):
        if left != right:
            break
        back += 1
    shared = sum((pairs_of(one.indicator[front:]) & pairs_of(two.indicator[front:])).values())
    return front >= PLACE and back >= 2 and shared >= SHARED


def alike(one: Item, two: Item, threshold: float) -> bool:
    return comparable(one, two) and likeness(one, two) >= threshold
