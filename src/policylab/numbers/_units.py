"""Units and classifiers: found at a place in a text, compared and converted by their dimension."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from policylab.checks import check_kind
from policylab.numbers._numerals import power_of
from policylab.resources import load_toml
from policylab.resources._word_patterns import alternatives

LATIN = re.compile(r"[A-Za-z]")
GOES_ON = re.compile(r"[·•∙⋅][A-Za-z(]|/[A-Za-zμµ(]")  # kN·m, mg/(m²·h): what cannot be read as a whole is no unit


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written, its name in the ledger, its dimension, and how many canonical units it is."""

    written: str
    name: str
    dimension: str
    canonical: str
    factor: Fraction
    counts: bool = False  # what is counted, not measured: 个, 家, 人
    chinese: bool = True  # may follow a numeral in Chinese characters

    def __bool__(self) -> bool:
        return self is not NO_UNIT


NO_UNIT = Unit("", "", "", "", Fraction(1), chinese=False)  # of a number without one


@dataclass(frozen=True, slots=True)
class UnitTable:
    """All units by what is written."""

    units: dict[str, Unit]
    lengths: dict[str, list[int]]  # by the character that a unit begins with, the longest first
    blocked: dict[str, re.Pattern[str]]  # what may not follow a unit
    per: re.Pattern[str]  # what stands below the line of a rate
    same: dict[str, str]  # other words for units below the line
    written: dict[str, str]  # by the name in the ledger


@functools.cache
def unit_table() -> UnitTable:
    """The table of `units.toml`, read once."""
    data = load_toml("units.toml")
    written = data["written"]
    units: dict[str, Unit] = {}
    for kind in ("any", "arabic"):
        for word in data["classifiers"][kind].split():
            units[word] = Unit(word, written.get(word, word), f"count:{word}", word, Fraction(1), True, kind == "any")
    for name, dimension in data["dimension"].items():
        canonical = dimension["canonical"]
        counted = name in {"people", "person_times", "container", "rack"}
        for word, factor in dimension["units"].items():
            units[word] = Unit(word, written.get(word, word), name, canonical, Fraction(factor), counted)
    blocked = {word: re.compile(pattern) for word, pattern in data["not_before"].items()}
    other = alternatives(data["per"]["units"])
    per = re.compile(
        rf"(?:[/／](?:每|(?P<open>\())?|每(?=秒|小时|分钟)|(?P<each>每))(?P<many>(?:[1-9][0-9]*)?[十百千万亿]*)(?P<unit>{other})(?:[·•.每/／](?P<second>{other}))?(?(open)\))(?![A-Za-z0-9])"
        rf"(?(each)(?=$|[,;。、!?:)\s]|以[内上下]|左右|的|和|及))"
    )
    lengths: dict[str, set[int]] = {}
    for word in units:
        lengths.setdefault(word[0], set()).add(len(word))
    longest = {first: sorted(of, reverse=True) for first, of in lengths.items()}
    return UnitTable(units, longest, blocked, per, data["per"]["same"], {name: word for word, name in written.items()})


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
        if end < len(text) and text[end] in "/／每" and (rate := table.per.match(text, end)):
            if unit.dimension != "power" or _part(rate["unit"]).dimension != "energy":  # 50万千瓦/100万千瓦时 are two
                return _rate(unit, rate), rate.end()
        if end == len(text) or GOES_ON.match(text, end) is None:
            return unit, end
    return None


def _rate(above: Unit, below: re.Match[str]) -> Unit:
    """The unit of a rate, composed of what stands above and below its line."""
    written = above.written + below.group()
    many = Fraction(below["many"].rstrip("十百千万亿") or 1) * 10 ** power_of(below["many"].lstrip("0123456789"))
    dimension, canonical, factor = above.dimension, above.canonical, above.factor / many
    for sign, word in zip("/·", filter(None, (below["unit"], below["second"]))):
        part = _part(word)
        dimension, canonical = f"{dimension}{sign}{part.dimension}", f"{canonical}{sign}{part.canonical}"
        factor /= part.factor
    if best := _canonical_rates().get(dimension):
        canonical, factor = best[0], factor / best[1]
    return Unit(written, above.name + below.group(), dimension, canonical, factor)


def _part(word: str) -> Unit:
    """A unit below the line; what no table has counts something: 元/校."""
    table = unit_table()
    own = table.units.get(table.same.get(word, word))
    return own or Unit(word, word, f"count:{word}", word, Fraction(1), True)


@functools.cache
def _canonical_rates() -> dict[str, tuple[str, Fraction]]:
    """The canonical unit of the dimension of a rate, and how many of the units of its parts it is."""
    table, rates = unit_table(), {}
    for name in load_toml("units.toml")["per"]["canonical"].split():
        above, below = table.units[name.partition("/")[0]], table.per.match(name, name.index("/"))
        many = Fraction(10 ** power_of(below["many"]))
        part = _part(below["unit"])
        rates[f"{above.dimension}/{part.dimension}"] = name, above.factor / many / part.factor
    return rates


def find_unit(name: str) -> Unit | None:
    """The unit that a cell of the ledger names, or None.

    Examples
    --------
    >>> from policylab.numbers import find_unit
    >>> find_unit("亩").dimension, find_unit("μg/m3").dimension, find_unit("没有")
    ('area', 'mass/volume', None)
    """
    check_kind("name", name, str | None, "the name of a unit, or None")
    table = unit_table()
    if not name:
        return None
    if unit := table.units.get(name) or table.units.get(table.written.get(name, name)):
        return unit
    found = unit_at(name, 0)
    return found[0] if found is not None and found[1] == len(name) else None


PER = re.compile(r"1?/(?:[0-9]+[十百千万]*|[十百千万]+)人?口?")


def scaled_unit(word: str) -> tuple[int, Unit | None] | None:
    """Power of ten and unit that the word of a table names: 亿元 is 元 a hundred million times, 亿 alone has no unit.

    >>> power, unit = scaled_unit("万公顷")
    >>> power, unit.name, scaled_unit("千瓦")[0], scaled_unit("亿"), scaled_unit("没有")
    (4, '公顷', 0, (8, None), None)
    """
    word = word.strip()
    if unit := find_unit(word):
        return 0, unit
    if PER.fullmatch(word):
        return 0, Unit(word, word, f"rate{word.removeprefix('1')}", word, Fraction(1))  # deaths, 1/10万
    bare = word.lstrip("十百千万亿")
    if word and not bare:
        return power_of(word), None
    cuts = range(1, len(word) - len(bare) + 1)  # 万|千瓦, not 万千|瓦
    return next(((power_of(word[:cut]), unit) for cut in cuts if (unit := find_unit(word[cut:]))), None)


def same_dimension(first: str, second: str) -> bool:
    """Whether two units of the ledger can be compared; equal names always can.

    Examples
    --------
    >>> from policylab.numbers import same_dimension
    >>> same_dimension("平方公里", "亩"), same_dimension("%", "个百分点"), same_dimension("微克/立方米", "μg/m³")
    (True, False, True)
    """
    for name, unit in (("first", first), ("second", second)):
        check_kind(name, unit, str | None, "the name of a unit, or None")
    if first == second:
        return True
    one, two = find_unit(first), find_unit(second)
    return one is not None and two is not None and one.dimension == two.dimension


def sort_of_unit(unit: str) -> str:
    """What a unit measures, where all things that are counted are one sort; of an unknown one its name.

    >>> [sort_of_unit(unit) for unit in ("亩", "家", "人次", "%", "")]
    ['area', 'count', 'count', 'ratio', '']
    """
    found = find_unit(unit)
    return unit if found is None else "count" if found.counts else found.dimension


def counted_alike(first: str, second: str) -> bool:
    """Whether two names of units may count one thing: they are one, or 个 is among them, which stands for any classifier of things.

    >>> counted_alike("个", "家"), counted_alike("台", "家"), counted_alike("个", "%"), counted_alike("个", "人次")
    (True, False, False, False)
    """
    units = find_unit(first), find_unit(second)
    if first == second or None in units:
        return first == second
    return all(unit.counts and not unit.name.endswith("次") for unit in units) and "个" in (unit.name for unit in units)


def convert(value: Decimal, unit: str) -> Decimal:
    """The value in the canonical unit of the dimension; unchanged where the unit, as the ledger names it, is unknown.

    >>> from decimal import Decimal
    >>> from policylab.numbers import convert
    >>> convert(Decimal(2), "平方公里"), convert(Decimal(36), "小时"), convert(Decimal(10), "米/秒")
    (Decimal('2000000'), Decimal('1.5'), Decimal('36'))
    """
    found = find_unit(unit)
    return value if found is None else scaled(value, found)


def scaled(value: Decimal, unit: Unit) -> Decimal:
    """The value in the canonical unit of a unit's dimension, exact where it has an end."""
    return value * unit.factor.numerator / unit.factor.denominator
