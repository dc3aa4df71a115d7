"""Units and classifiers: found at a place in a text, compared and converted by their dimension."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from decimal import Decimal

from policylab.resources import load_toml

LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written, its name in the ledger, its dimension, and how many canonical units it is."""

    written: str
    name: str
    dimension: str
    canonical: str
    factor: Decimal
    counts: bool
    chinese: bool


@dataclass(frozen=True, slots=True)
class UnitTable:
    """All units by what is written, with what may not follow them.

    `lengths` has, for each character that a unit begins with, how long such units are, the longest first.
    """

    units: dict[str, Unit]
    lengths: dict[str, list[int]]
    blocked: dict[str, re.Pattern[str]]
    per: re.Pattern[str]


@functools.cache
def unit_table() -> UnitTable:
    """The table of `units.toml`, read once."""
    data = load_toml("units.toml")
    written = data["written"]
    units: dict[str, Unit] = {}
    for kind in ("any", "arabic"):
        for word in data["classifiers"][kind].split():
            units[word] = Unit(word, written.get(word, word), f"count:{word}", word, Decimal(1), True, kind == "any")
    for name, dimension in data["dimension"].items():
        canonical = dimension["canonical"]
        counted = name in {"people", "person_times", "container", "rack"}
        for word, factor in dimension["units"].items():
            units[word] = Unit(word, written.get(word, word), name, canonical, Decimal(factor), counted, True)
    blocked = {word: re.compile(pattern) for word, pattern in data["not_before"].items()}
    words = sorted(data["per"]["units"].split(), key=len, reverse=True)
    other = "|".join(map(re.escape, words))
    per = re.compile(rf"[/／][每]?[十百千万亿]*(?:{other})(?:[·•.](?:{other}))?(?![A-Za-z])")
    lengths: dict[str, set[int]] = {}
    for word in units:
        lengths.setdefault(word[0], set()).add(len(word))
    return UnitTable(units, {first: sorted(of, reverse=True) for first, of in lengths.items()}, blocked, per)


def unit_at(text: str, start: int) -> tuple[Unit, int] | None:
    """The longest unit that begins at `start`, with the offset of its end; rates such as 件/万人 are one unit."""
    table = unit_table()
    units = table.units
    for length in table.lengths.get(text[start : start + 1], ()):
        # at the end of the text a slice is shorter, and is not looked up under a length that it has not
        unit = units.get(text[start : start + length]) if start + length <= len(text) else None
        if unit is None:
            continue
        end = start + length
        if unit.written[-1].isascii() and end < len(text) and LATIN.match(text, end) and unit.written[-1].isalpha():
            continue
        block = table.blocked.get(unit.written)
        if block is not None and block.match(text, end):
            continue
        if end < len(text) and text[end] in "/／" and (rate := table.per.match(text, end)):
            return _rate(unit, text[end : rate.end()]), rate.end()
        return unit, end
    return None


def _rate(unit: Unit, below: str) -> Unit:
    written = unit.written + below
    known = unit_table().units.get(written)
    if known is not None:
        return known
    name, canonical = unit.name + below, unit.canonical + below
    return Unit(written, name, f"{unit.dimension}{below}", canonical, unit.factor, False, True)


def find_unit(name: str) -> Unit | None:
    """The unit that a cell of the ledger names, or None.

    >>> find_unit("亩").dimension, find_unit("平方公里").dimension
    ('area', 'area')
    """
    if not name:
        return None
    for unit in (unit_table().units.get(name), unit_table().units.get(_written().get(name, name))):
        if unit is not None:
            return unit
    found = unit_at(name, 0)
    if found is not None and found[1] == len(name):
        return found[0]
    return None


@functools.cache
def _written() -> dict[str, str]:
    return {name: word for word, name in load_toml("units.toml")["written"].items()}


def same_dimension(first: str, second: str) -> bool:
    """Whether two units of the ledger can be compared; equal names always can.

    >>> same_dimension("平方公里", "亩"), same_dimension("%", "个百分点")
    (True, False)
    """
    if first == second:
        return True
    one, two = find_unit(first), find_unit(second)
    return one is not None and two is not None and one.dimension == two.dimension


def convert(value: Decimal, unit: str) -> Decimal:
    """The value in the canonical unit of the dimension; unchanged where the unit is unknown.

    >>> convert(Decimal(2), "平方公里")
    Decimal('2000000')
    """
    found = find_unit(unit)
    return value if found is None else value * found.factor
