"""Columns of tables: what each is by its head of one row or two, its role, year, measure and unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from policylab.numbers import years_in
from policylab.numbers._units import scaled_unit
from policylab.resources._word_patterns import HAN
from policylab.targets._lexing import pattern

UNIT_BRACKETED = re.compile(r"[(（【\[](?P<unit>[^()（）\[\]【】]{1,14})[)）】\]]")
UNIT_BEHIND = re.compile(f"(?P<last>[{HAN}])(?P<stroke>[/／])(?P<unit>[^/／()（）0-9]{{1,5}})$")
UNIT_DATED = re.compile(r"(?:19|20)[0-9]{2}年(?P<unit>(?![度底末初前])[^0-9()（）]{1,6})$")
POINTS = ("increase", "decrease")  # measures of a change that may be in points
ROLES = ("number", "unit", "nature", "content", "note", "due", "label", "other")  # of columns, asked in this order
YEAR = re.compile(r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?![0-9])")
PLAN = re.compile(f"(?<![{HAN}“])十[一二三四五六七八九]五(?=末|期|目标|规划|预期|完成|实际|$)")  # “十四五”, without its marks
OWN_NAME = re.compile(f"[{HAN}]{{2,}}")


@dataclass(frozen=True, slots=True)
class Column:
    """What the head says of a column: its role and, for values, year, measure, unit and whether it looks back."""

    role: str  # value, label, unit, nature, number, due (the term of a task), other
    year: int | None = None
    measure: str = ""  # increase, decrease, annual_growth, total (累计), either (年均/累计), or "" where the row tells
    unit: str = ""
    past: bool | None = None
    name: str = ""  # a measure of its own: 投资(亿元)
    rate: bool = False  # a growth rate, which is no number of the row's unit
    base: int | None = None  # the year that its change is measured from


@lru_cache(4096)
def read_column(head: str) -> Column:
    """What the head of a column says.

    >>> read_column("2025年目标").year, read_column("年均增长(%)").measure, read_column("属性").role
    (2025, 'annual_growth', 'nature')
    >>> read_column("2030年比2025年增长(%)").year, read_column("2030年比2025年增长(%)").base
    (2030, 2025)
    >>> read_column("“十四五”末").year, read_column("基期").past, read_column("投资(亿元)").unit
    (2025, True, '亿元')
    """
    text = PLAN.sub(r"“\g<0>”", with_brackets(re.sub(r"\s+", "", head)))
    base = pattern("column_base").search(text)
    text = pattern("column_base").sub("", text)
    dated = years_in(text)
    years = [span.year for span in dated] or [int(found["year"]) for found in YEAR.finditer(text)]
    unit = bracketed_unit(text) or (text if scaled_unit(text) and (len(text) > 1 or text in "%‰") else "")
    bare = without_unit(text)
    growth = {name for found in pattern("column_growing").finditer(bare) for name, word in found.groupdict().items() if word}
    growth = growth or ({"more"} if base else growth)  # 2030年较2025年
    if not growth and pattern("column_reached").search(f"{bare}{unit}"):
        return Column("value", years[-1] if years else None, "", unit or "%", True, pattern("column_year").sub("", bare).rstrip("的%"))
    if not years and not growth and not unit:
        for role in ROLES:
            if pattern(f"role_{role}").fullmatch(bare):
                return Column("other" if role == "content" else role)
    if years or growth or pattern("column_past").search(bare) or pattern("column_ahead").search(bare) or unit or pattern("column_measured").search(bare):
        past = True if pattern("column_past").search(bare) and not pattern("column_ahead").search(bare) else False if re.search("目标|规划|预期|计划(?!完成|执行)" if years else "目标|规划|预期", bare) else None
        rest = pattern("column_dated").sub("", bare)
        if growth:
            rest = pattern("column_growth").sub("", rest)  # 货物出口 of 货物出口增速
            own = rest if OWN_NAME.fullmatch(rest) else ""
        else:
            measured = len(rest) > 1 and pattern("column_measured").search(rest)
            own = "" if bare == unit else rest if measured else "" if years or rest != bare else bare
        rate = bool(growth & {"rise", "fall"}) or "annual" in growth and "total" not in growth
        return Column(
            "value", years[-1] if years else None, _growth_measure(growth), unit, past, own, rate, int(base["year"]) if base else None
        )  # fmt: skip
    return Column("other" if len(bare) > 1 else "label")


def naming(head: str, column: Column) -> Column:
    """A column of whose head no word tells the role as one of values, which the head names, and one of a year with what more its head says.

    >>> naming("扩招", Column("other")).name, naming("2025年渔港", Column("value", 2025)).name, naming("责任部门", Column("other")).role
    ('扩招', '渔港', 'other')
    """
    word = re.sub(r"\s+", "", head)
    if column.role == "value":
        rest = _beside_time(word) if column.year and not column.name and not column.measure else ""
        return replace(column, name=rest) if OWN_NAME.fullmatch(rest) else column
    told = column.role != "other" or any(pattern(f"role_{role}").fullmatch(word) for role in (*ROLES, "total"))
    return column if told else Column("value", name=word)


def _beside_time(head: str) -> str:
    """What a head says beside its unit and the time of its column."""
    return re.sub(r"\s", "", pattern("column_dated").sub("", without_unit(with_brackets(head))))


def told_apart(heads: Sequence[str], columns: Sequence[Column]) -> list[Column]:
    """Columns of one year that else say the same, each with what more its head says as its name: 渔港2025年, 渔船2025年.

    >>> [column.name for column in told_apart(["渔港2025年", "渔船2025年"], [Column("value", 2025)] * 2)]
    ['渔港', '渔船']
    """
    rest = list(map(_beside_time, heads))
    times = [(column.year, column.measure, column.past) for column in columns]
    return [
        replace(column, name=rest[place]) if column.year and not column.name and times.count(times[place]) > 1 and OWN_NAME.fullmatch(rest[place]) else column
        for place, column in enumerate(columns)
    ]


def _growth_measure(growth: set[str]) -> str:
    if {"annual", "total"} <= growth:
        return "either"
    if "fall" in growth and "rise" not in growth:
        return "decrease"
    if "annual" in growth:
        return "annual_growth"
    return "total" if "total" in growth else "increase" if growth else ""


def first_value(columns: list[Column]) -> int:
    """Where columns of values begin, two or more or one with its unit, with no other between them; or 0."""
    place = next((place for place, column in enumerate(columns) if column.role == "value"), 0)
    last = max((place for place, column in enumerate(columns) if column.role == "value"), default=0)
    between = [column for column in columns[place : last + 1] if column.role]  # an empty one belongs to the one before it
    apart = all(column.role == "value" and (column.year or column.measure or column.name) for column in between)
    return place if apart and (len(between) > 1 or between and between[0].unit) else 0


def year_of(columns: Sequence[Column | None], place: int) -> int | None:
    """The year of a column; a column of growth has that of the last dated one before it, or of the latest."""
    column = columns[place]
    if column is None or column.year or not column.measure:
        return None if column is None else column.year
    before = [other.year for other in columns[:place] if other is not None and other.year]
    years = [other.year for other in columns if other is not None and other.year]
    return before[-1] if before else max(years, default=None)


def merged(above: Sequence[Column], below: Sequence[Column]) -> list[Column]:
    """One head of two rows; a cell that is empty below stands for both rows."""
    if len(below) < len(above):
        # empty cells are left out: what stands below belongs to the columns of values, in order
        values = [column for column in below if column.role == "value"]
        if not values:
            return list(above)
        divided = [place for place, column in enumerate(above) if column.role == "value" and (column.year is None or not values[0].year)]
        place = divided[0] if divided else len(above)
        last = max(divided, default=place) + 1
        while last < len(above) and above[last].role == "":
            last += 1
        slots = above[place:last] if last - place == len(values) else above[place : place + 1] * len(values)
        return [*above[:place], *map(_joined, _filled(slots), values), *above[last:]]
    columns = []
    for place, column in enumerate(below):
        upper = above[place] if place < len(above) else Column("")
        if column.role == "value" and upper.role in ("value", ""):
            column = _joined(_filled(above[: place + 1])[-1] if upper.role == "" else upper, column)
        elif column.role != "value" and upper.role:
            column = upper
        columns.append(column)
    return columns


def _filled(columns: Sequence[Column]) -> list[Column]:
    """Columns of which the empty ones say what the one before says: a merged cell."""
    filled: list[Column] = []
    for column in columns:
        filled.append(filled[-1] if column.role == "" and filled and filled[-1].role == "value" else column)
    return filled


def _joined(above: Column, below: Column) -> Column:
    return replace(
        below, name=below.name or above.name, year=below.year or above.year, unit=below.unit or above.unit, measure=below.measure or above.measure,
        rate=below.rate or above.rate, past=below.past if below.past is not None else above.past,
    )  # fmt: skip


def without_unit(text: str, where: re.Pattern[str] = UNIT_BRACKETED) -> str:
    """A text without the units that stand in brackets, or where else a pattern has its group `unit`."""
    return where.sub(lambda found: "" if scaled_unit(found["unit"]) else found.group(), text)


def with_brackets(text: str) -> str:
    """A name whose unit stands behind a stroke, or behind a year, with it in brackets: 产量/万吨, 产量2025年万吨.

    产值/人 and 元/亩 are rates.
    """
    if (dated := UNIT_DATED.search(text)) and scaled_unit(dated["unit"]):
        return f"{text[: dated.start('unit')]}({dated['unit']})"
    found = UNIT_BEHIND.search(text)
    unit = scaled_unit(found["unit"]) if found else None
    rate = unit is not None and found["last"] != "年" and scaled_unit(found["last"])
    if unit is None or rate or not (unit[0] or unit[1] and unit[1].dimension in ("money", "ratio")):
        return text
    return f"{text[: found.start('stroke')]}({found['unit']})"


def bracketed_unit(text: str) -> str:
    """The last unit in brackets, or ""."""
    for found in reversed(list(UNIT_BRACKETED.finditer(text))):
        if scaled_unit(found["unit"]):
            return found["unit"].strip()
    return ""
