"""The head of a table: what stands above its rows, in a caption, a line of units, and rows of column heads and their units."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from policylab.numbers import years_in
from policylab.numbers._units import scaled_unit
from policylab.targets._lexing import pattern
from policylab.targets._review_and_aims import Clock, Setting
from policylab.targets._table_cells import DUE, EMPTY, NATURE, is_value, is_year
from policylab.targets._table_columns import (
    Column,
    bracketed_unit,
    first_value,
    merged,
    naming,
    read_column,
    told_apart,
    without_unit,
)
from policylab.targets._tense import Tense

CAPTION_UNIT = re.compile(r"(?:计量)?单位 ?[:：] ?(?P<unit>[^\s,，;；、()（）。:：]{1,12})(?P<more>(?: ?[,，、;；] ?[^\s,，;；、()（）。:：]{1,8})*)")
UNIT_LINE = re.compile(rf"\s*[(（]?{CAPTION_UNIT.pattern}[)）]?\s*")
LONGEST_UNIT_LINE = 40
LONGEST_HEAD_CELL = 30
CAPTION_AIM = re.compile(r"目标|规划|预期|计划|预计|任务|分解|安排")
TASK = re.compile(r"任务|工程|事项|举措|措施|工作|内容|项目")
GROUP = re.compile(r"类|领域|方面|板块")
# where a head ends in a line that has lost its tabs, and perhaps its spaces: 指标2020年2025年 属性
FLAT_HEADS = re.compile(r"[\s|｜]+|(?<![比较0-9])(?=(?:19|20)[0-9]{2}(?![0-9]))|(?<=.)(?=年均|(?<!/)(?<!五年)累计|单位|属性)")


@dataclass(frozen=True, slots=True)
class TableHead:
    """What stands above the rows of a table: its columns, and what holds for all of them."""

    columns: tuple[Column, ...] = ()
    open: bool = False  # it was the line before, and a second row may belong to it
    by_year: bool = False  # each row is a year
    series: bool = False  # the columns are years that have been
    guessed: bool = False  # nothing but its years tells what a column looks at
    unit: str = ""  # of the caption or the line of units
    mixed: bool = False  # several units stand there, and which holds for a row is not known
    year: int | None = None  # of the caption
    aims: bool = False  # the caption speaks of aims
    of_row: str = ""  # the unit of the last row, which a part of it has too
    names: tuple[str, ...] = ()  # the cells of the line before, below which a row of units may stand

    def role(self, place: int) -> str:
        """The role of a column, or "" where nothing stands above it."""
        return self.columns[place].role if place < len(self.columns) else ""

    def values(self) -> list[Column]:
        return [column for column in self.columns if column.role == "value"]

    @property
    def alike(self) -> bool:
        """Whether two columns of one year say the same, so that nobody knows what the second one tells."""
        dated = [column for column in self.values() if column.year]
        return len(set(dated)) < len(dated)

    def before(self, year: int, clock: Clock, default: bool = False) -> bool:
        """Whether a year lies before what the document speaks of; `default` says it where only its last year tells."""
        begins = clock.period_start if clock.period_start is not None else clock.year
        if begins is not None:
            return year < begins
        if year < min((column.year for column in self.columns if column.year), default=year):
            return True
        return default and (clock.period_end is None or year < clock.period_end)

    def tense(self, column: Column | None, year: int | None, clock: Clock, *, first: bool) -> Tense:
        """Whether a column tells what was, and what says so; `first` says that it is the first of several."""
        if self.series:
            return Tense(True, "series")
        if column is None:
            return Tense(first, "order")
        if column.past is not None and (column.year is None or not column.past or any(other.past is False for other in self.columns)):
            return Tense(column.past, "column")
        if year is not None and clock.period_start is not None:
            return Tense(year < clock.period_start, "year")
        if column.year is None:
            return Tense(False, "default")
        if clock.year is not None and clock.period_end is None:
            return Tense(year < clock.year, "year")
        years = {other.year for other in self.columns if other.role == "value" and other.year}
        earliest = year == min(years) if len(years) > 1 else first
        past = (earliest or column.past is True) and (clock.period_end is None or year < clock.period_end)
        return Tense(past, "column" if column.past is True else "order")


def captioned(head: TableHead, text: str) -> TableHead:
    """What stands above the next table: a caption ends the one before it, and may give the year and the unit of its own.

    >>> head = captioned(TableHead(), "表1 2025年渔业目标(单位:亿元)")
    >>> head.year, head.aims, head.unit
    (2025, True, '亿元')
    """
    year, aims = head.year, head.aims
    named = years_in(text)
    if named or head.columns:
        year = named[-1].year if named else None
        aims = CAPTION_AIM.search(text) is not None
    found = CAPTION_UNIT.search(text)
    unit = (found and _shared_unit(found)) or ""
    return TableHead(unit=unit, mixed=found is not None and not unit, year=year, aims=aims)


def with_unit_line(head: TableHead, text: str) -> TableHead | None:
    """A head with the unit of a line that names nothing else (单位:亿元), or None where the line is none."""
    line = UNIT_LINE.fullmatch(text) if len(text) < LONGEST_UNIT_LINE else None
    unit = _shared_unit(line) if line else None
    return None if unit is None else replace(head, unit=unit, mixed=not unit)


def _shared_unit(named: re.Match[str]) -> str | None:
    """The unit above a table; of several (亿元、%) the one that is no rate, or "" where it is not known which; None if none."""
    units = [unit for unit in re.split(r"[,，、;；\s]+", named["unit"] + named["more"]) if scaled_unit(unit)]
    measured = [unit for unit in units if unit not in ("%", "％", "‰")]
    return None if not units else measured[0] if len(measured) == 1 else units[0] if len(units) == 1 else ""


def ended(head: TableHead) -> TableHead:
    """What stands above the next table where text ends the one at hand: nothing of its columns, unit and year."""
    if not head.columns and not head.unit and not head.mixed:
        return head
    return TableHead(year=None if head.columns else head.year, aims=head.aims)


def with_unit_row(cells: list[str], above: TableHead, setting: Setting, *, planned: bool = False) -> TableHead | None:
    """The head that a row of units is with the names above it, 规模 and 座 as 规模(座); None where the row is none.

    Where cells were lost and nobody knows below which names the others stood, no column has its unit.

    >>> head = with_unit_row(["单位", "座", "亿元"], TableHead(names=("项目", "规模", "投资")), Setting())
    >>> [(column.role, column.name, column.unit) for column in head.columns]
    [('label', '', ''), ('value', '规模', '座'), ('value', '投资', '亿元')]
    """
    names, units = above.names, [_unit_of(cell) for cell in cells]
    if len(cells) == len(names):  # what reaches over both rows stands in both
        units = ["" if cell.strip() and cell.strip() == name.strip() else unit for cell, name, unit in zip(cells, names, units)]
    if len(cells) == len(names) + 1 and not cells[0].strip():
        names = ("", *names)  # which lost their empty first cell
    if len(names) < 2 or len(cells) > len(names) or None in units or not any(units):
        return None
    measured = [place > 0 and bool(name.strip()) and read_column(name).role in ("value", "other") for place, name in enumerate(names)]
    led = not units[0] or len(cells) == len(names)  # nothing before its first cell was lost
    shifts = range(1) if led else range(1, len(names) - len(cells) + 1)
    placed = [shift for shift in shifts if all(measured[place + shift] for place, unit in enumerate(units) if unit)]
    if len(placed) > 1:
        return replace(above, names=(), mixed=True, columns=above.columns if above.open else ())
    if not placed:
        return None
    below = [""] * placed[0] + units + [""] * (len(names) - len(units) - placed[0])
    united = [f"{name}({unit})" if unit else name for name, unit in zip(names, below)]
    return read_head(united, replace(above, columns=(), names=(), open=False), setting, planned=planned)


def below_row_of_names(cells: Sequence[str], above: TableHead) -> TableHead | None:
    """The head that a row of indicators is above a row of their values in a year, where a table stands on its side; or None.

    >>> head = below_row_of_names(["2025年目标值", "12", ">85%"], TableHead(names=("主要指标", "渔港(座)", "良种覆盖率")))
    >>> [(column.role, column.name, column.unit) for column in head.columns]
    [('label', '', ''), ('value', '渔港', '座'), ('value', '良种覆盖率', '')]
    """
    names, begin = above.names, 0
    if len(cells) == len(names) and names and not names[0].strip() and not cells[0].strip():
        begin = 1  # a stroke before the first cell
    values = cells[begin + 1 :]
    if above.open or len(cells) != len(names) or not values or not all(is_value(cell) or EMPTY.fullmatch(cell) for cell in values):
        return None
    time, corner = read_column(cells[begin]), names[begin].strip()
    if time.role != "value" or not time.year or time.measure or corner and read_column(corner).role != "label":
        return None
    heads = [re.sub(r"\s+", "", name) for name in names[begin + 1 :]]
    columns = [Column("value", unit=bracketed_unit(head), name=without_unit(head)) for head in heads]
    if not all(column.name for column in columns):
        return None
    return replace(above, columns=(*[Column("")] * begin, Column("label"), *columns), names=(), open=False)


def named(head: TableHead, cells: list[str], above: TableHead) -> TableHead:
    """A head, or what stands above a row that is none, with the names in its row: below them units may stand."""
    if sum(bool(cell.strip()) for cell in cells) < 2 or not _are_words(cells):
        return head
    if above.open and cells[0].strip() and len(cells) != len(above.names):
        return head
    if above.open or head.open and _goes_on(above.names, cells):  # a second row, whose names are those of both
        cells = below_names(above.names, cells)
    return replace(head, names=tuple(cells))


def _goes_on(names: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a row goes on with the names above it: its first cell is empty, or says the same."""
    return bool(names) and cells[0].strip() in ("", names[0])


def below_names(names: Sequence[str], cells: Sequence[str]) -> list[str]:
    """The cells of a second row, each behind the name above it; one stands above all the empty cells behind it.

    >>> below_names(["指标", "渔港", "", "渔船"], ["", "2025年", "2030年", "2025年", "2030年"])
    ['指标', '渔港2025年', '渔港2030年', '渔船2025年', '渔船2030年']
    """
    upper = [*names, *[""] * (len(cells) - len(names))]
    upper = itertools.accumulate(upper, lambda before, name: name if name.strip() else before)
    return ["".join(dict.fromkeys(pair)) for pair in itertools.zip_longest(upper, cells, fillvalue="")]


def _are_words(cells: list[str]) -> bool:
    """Whether the cells of a row are such as stand in a head: words and years, and none of them long."""
    if any(len(cell) > LONGEST_HEAD_CELL for cell in cells):
        return False
    return not any(is_value(cell) and not is_year(cell) or NATURE.fullmatch(cell.strip()) for cell in cells)


def _unit_of(cell: str) -> str | None:
    """The unit in a cell of a row of units, "" where it has none, None where it is no such cell."""
    word = re.sub(r"[\s()（）【】\[\]:：]", "", cell)
    if EMPTY.fullmatch(word) or pattern("role_unit").fullmatch(word):
        return ""
    return word if scaled_unit(word) else None


def read_head(cells: list[str], above: TableHead, setting: Setting, *, planned: bool = False) -> TableHead | None:
    """The head that a row of cells is, alone or with the row above it; None where the row is no head.

    >>> head = read_head(["指标", "单位", "2020年", "2025年目标", "属性"], TableHead(), Setting())
    >>> [(column.role, column.year) for column in head.columns]
    [('label', None), ('unit', None), ('value', 2020), ('value', 2025), ('nature', None)]
    >>> read_head(["渔港", "座", "3", "8", "约束性"], head, Setting()) is None
    True
    """
    if not any(cell.strip() for cell in cells) or not _are_words(cells) or above.values() and _like_years(cells):
        return None
    columns = [read_column(cell) if cell.strip() else Column("") for cell in cells]
    if above.open and above.columns:
        if not _is_second_row(cells, columns, above):
            return None
        if len(cells) == len(above.names) and (cells[0].strip() == above.names[0] or not any(map(_says, columns))):
            # what reaches over both rows stands in both, or names alone stand below the columns of values
            return read_head(below_names(above.names, cells), replace(above, columns=(), names=(), open=False), setting, planned=planned)
        return replace(above, columns=tuple(merged(above.columns, columns)), names=())
    if _goes_on(above.names, cells) and any(map(_says, columns)):
        cells = below_names(above.names, cells)  # the names stand in a row of their own
        columns = [read_column(cell) if cell.strip() else Column("") for cell in cells]
    columns = _first_row(cells, told_apart(cells, columns), unit=bool(above.unit) or above.mixed)
    if not columns:
        return None
    series, guessed = _of_what_has_been(columns, above, setting, planned)
    by_year = pattern("rows_of_years").fullmatch(cells[0].strip()) is not None
    return replace(above, columns=tuple(columns), names=(), open=True, by_year=by_year, series=series, guessed=guessed)


def _like_years(cells: list[str]) -> bool:
    """Whether the numbers behind a name only look like years: 渔船, 艘, 2000, 1900."""
    named = cells[0].strip() and read_column(cells[0]).role in ("other", "value") and not is_year(cells[0])
    return bool(named) and not any("年" in cell for cell in cells) and any(map(is_year, cells))


def _says(column: Column) -> bool:
    """Whether what a column says makes its row the head of a table: a term, a year, a measure, a unit, 目标."""
    return column.role == "due" or column.role == "value" and bool(column.year or column.measure or column.unit or column.past is not None)


def _is_second_row(cells: list[str], columns: list[Column], above: TableHead) -> bool:
    """Whether cells belong to the head above them: 2020年 and 2025年 below a merged 目标值.

    A name below 指标, a unit below 单位 and a date below 完成时限 begin the rows.
    """
    names = [name.strip() for name in above.names]
    new = [cell.strip() not in names for cell in cells]
    if any(column.role == "other" and upper.role in ("label", "number") and here for column, upper, here in zip(columns, above.columns, new)):
        return False
    for cell, upper in zip(cells, above.columns):
        if upper.role == "due" and DUE.fullmatch(cell.strip()) or upper.role == "unit" and scaled_unit(cell.strip()):
            return False
    if any(map(_says, columns)):
        return True
    below = [(column, upper) for cell, column, upper, here in zip(cells, columns, above.columns, new) if cell.strip() and here]
    divided = len(cells) == len(above.columns) and all(upper.role in ("value", "") for _, upper in below)
    if cells[0].strip() and [cells[0].strip()] != names[:1]:
        return False
    return bool(below) and (divided or all(column.role == "value" for column, _ in below))


def _first_row(cells: list[str], columns: list[Column], *, unit: bool) -> list[Column]:
    """The columns of a head of one row, whose names and measures its cells tell together; none where it is no head.

    Where a `unit` stands above the table, columns of places need say no more.
    """
    columns = list(columns)
    begin = next((place for place, column in enumerate(columns) if column.role == "value"), 0)
    tasks = [place for place in range(begin) if columns[place].role == "other" and TASK.search(cells[place])]
    measured = first_value(columns)
    placed = _name_places(cells, columns)
    labels = [cell for column, cell in zip(columns, cells) if column.role == "label"]
    if labels and not tasks and begin and columns[begin - 1].role == "other" and not pattern("role_other").fullmatch(cells[begin - 1]):
        tasks = [begin - 1]  # 类别, 码头, 2025年
    if tasks and all(map(GROUP.search, labels)):
        columns[tasks[-1]] = Column("label")  # 任务, 目标, 完成时限
    named = any(column.role in ("label", "number", "unit", "nature") for column in columns) or any(map(pattern("table_head").search, cells))
    said = any(map(_says, columns)) or placed > 0 and (unit or measured == placed)
    if (place := first_value(columns)) and not any(column.role == "label" for column in columns):
        # 产品, 2020年, 2025年; 排名, 国别, 出口额, 增速; 产品, 单位, 2020年
        before = [number for number in range(place) if columns[number].role not in ("unit", "nature", "number")]
        named, columns[before[-1] if before else place - 1], said = True, Column("label"), True
    if not named or not said and not any(column.role == "nature" for column in columns):
        return []
    for place, column in enumerate(columns[1:], 1):
        if column.measure and not column.name and column.past is None and columns[place - 1].name and column.year == columns[place - 1].year:
            columns[place] = replace(column, name=columns[place - 1].name)  # 出口额, 增速
    return columns


def _name_places(cells: list[str], columns: list[Column]) -> int:
    """Where the columns begin of a head that names places, or those who have a task, and nothing else: what else it says names values.

    0 where the head does not.
    """
    first = next((place for place, column in enumerate(columns) if column.role != "number" and cells[place].strip()), 0)
    if any(column.role == "label" and cell.strip() and place != first for place, (column, cell) in enumerate(zip(columns, cells))):
        return 0
    if pattern("role_place").fullmatch(re.sub(r"\s+", "", cells[first])) is None:
        return 0
    columns[first] = Column("label")
    for place in range(first + 1, len(columns)):
        columns[place] = naming(cells[place], columns[place])
    return first + 1


def _of_what_has_been(columns: list[Column], above: TableHead, setting: Setting, planned: bool) -> tuple[bool, bool]:
    """Whether columns of years tell of what has been, where neither the period nor a word in the head does; and whether that is a guess."""
    clock, span = setting.clock, setting.span
    years = [column.year for column in columns if column.year]
    aims = any(column.role == "nature" or column.past is False and column.year for column in columns)
    if aims or any(year is not None for year in (clock.period_start, clock.period_end, clock.year)):
        return False, False
    captioned_back = above.year is not None and not above.aims and bool(years) and max(years) <= above.year
    if years != sorted(years) or captioned_back or span.back:
        return True, False
    guessed = len(set(years)) > 2 and not (span.ahead or above.aims)
    planned = planned or any(column.past is False for column in columns)
    return guessed and not planned and all(year + 1 in years for year in set(years) - {max(years)}), guessed


def read_flat_head(text: str, above: TableHead) -> TableHead | None:
    """The head that a line without tabs is (指标 2020年 2025年 属性), or None; only its columns of values are known.

    >>> [column.year for column in read_flat_head("指标2020年2025年 属性", TableHead()).columns]
    [2020, 2025]
    """
    if not pattern("table_head").search(text) or len(text) > 60 or re.search(r"[,;。]|达到|提高", text):
        return None
    columns = [read_column(token) for token in FLAT_HEADS.split(text.strip()) if token]
    values = [column for column in columns if column.role == "value" and (column.year or column.measure or column.past is not None)]
    if not any(column.year for column in values):
        return None
    return TableHead(tuple(values), unit=above.unit, mixed=above.mixed, year=above.year, aims=above.aims)
