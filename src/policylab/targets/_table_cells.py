"""Cells of tables: whether one is a value and the statement that it makes, and what one says that holds text."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from policylab.numbers import Quantity, years_in
from policylab.numbers._calendar import DATE
from policylab.numbers._numerals import shift
from policylab.numbers._quantities import in_myriads, quantity_at
from policylab.numbers._scan import names_something
from policylab.numbers._units import scaled_unit
from policylab.resources._word_patterns import HAN, alternatives
from policylab.targets._lexing import Lexed, lexicon, pattern
from policylab.targets._review_and_aims import Setting
from policylab.targets._statements import Statement, Step, read_steps
from policylab.targets._table_columns import POINTS, YEAR, Column

HEAD_NOT_UNDERSTOOD = "table head not understood"  # a doubt
NATURE = re.compile(r"[\[【(（〔]?(?P<word>约束性|预期性|约束|预期|指导性)(?:指标)?[\]】)）〕]?")
INDEX = re.compile(r"\s*[(（]?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3}|[①-⑳])[)）.、．]?\s*")
NOTE_MARKS = r"[*＊#※†‡^①-⑳]{0,3}"
DUE = re.compile(
    r"(?:到|截至)?(?:20[0-9]{2}年?[-—–~～至到]{1,2}20[0-9]{2}年?|20[0-9]{2}年)(?:[底末]|[0-9]{1,2}月(?:[底末]|[0-9]{1,2}日)?)?(?:之?前)?(?:完成)?"
)
IN_WORDS = re.compile(r"[零〇一二两三四五六七八九十百千万亿]{1,10}(?:点[零一二三四五六七八九]+)?")
ROUNDED = Decimal("0.15")  # of a change, by which one that is worked out from rounded levels may differ
IN_POINTS = re.compile(r"[\[【〔(（] ?[\]】〕)）][^。;；]{0,30}百分点")
REMARK_NUMBER = re.compile(r"(?<![0-9])(?!(?:19|20)[0-9]{2}(?![0-9]))[0-9]")
EMPTY = re.compile(r"[-—–－/\\／*＊\s.…]*|\s*一\s*")  # a dash that was read as a character, too
_BOUNDS = {
    "≥": "ge", "≤": "le", ">": "gt", "<": "lt", "＞": "gt", "＜": "lt", "﹥": "gt", "﹤": "lt", ">=": "ge", "<=": "le",
    "超过": "gt", "达到": "eq", "不低于": "ge", "不少于": "ge", "不超过": "le", "不高于": "le", "大于": "gt", "小于": "lt",
    "高于": "gt", "低于": "lt", "约": "approx",
}  # fmt: skip
_BOUND = alternatives(_BOUNDS)
_CHANGE = r"(?:年均|累计|五年)*(?:增长|增加|提高|上升|下降|降低|减少)?"
CELL = re.compile(
    rf"(?P<open>[\[【〔(（]?) ?(?P<change>{_CHANGE}) ?(?P<bound>{_BOUND})? ?(?:(?P<minus>[-−－])(?=[0-9])|(?P<plus>[+＋])(?=[0-9]))?(?P<number>[0-9]|(?!一$){IN_WORDS.pattern}$)"
)
CELL_END = re.compile(rf"(?P<more> ?[+＋])?\.? ?{NOTE_MARKS} ?[\]】〕)）]?{NOTE_MARKS}\s*(?P<remark>[、,，;；(（。].*)?$")
VALUE = re.compile(
    rf"[\[【〔(（]?{_CHANGE} ?(?:{_BOUND}|累计|年均)? ?[-+]?[0-9][0-9,]*(?:\.[0-9]+)?(?:[-—~～至][0-9][0-9.,]*)?"
    rf" ?(?:%|‰|[万亿]|个百分点)?(?:以上|以下|以内|左右|及以上)?{NOTE_MARKS}[\]】〕)）]?|—{{1,2}}|-{{1,2}}|/"
)

# of cells that hold text
ROW_NUMBER = re.compile(r"\s*[(（]?(?:[0-9]{1,3}(?:\.[0-9]{1,2})*|[一二三四五六七八九十]{1,3}|[①-⑳])[)）.、．]?\s*\t\s*")
BETWEEN_TABS = re.compile(r"[^\t]+")
PROSE = re.compile(r"[,，。;；、]")
TOLD = re.compile(f"[{HAN}]{{2}}[0-9]+[{HAN}]")  # 新建渔港5座
TWO_SIGNS = re.compile(f"[{HAN}]{{2}}")
SHORT_CELL = 12  # characters of a cell that is a name or a number and says nothing on its own
CELL_NUMBER = re.compile(r"(?<![A-Za-z0-9.])[0-9][0-9,]*(?:\.[0-9]+)?(?![A-Za-z0-9])")
WORDS_ALONE = re.compile(r"(?:^|(?<=[到至达为约过于在]))[零〇一二两三四五六七八九十百千万亿]+$")
TWO_NUMBERS = re.compile(r"[0-9]/[0-9.]+(?![0-9.]*[十百千万亿])")
AT_END = re.compile(r"[万亿]?(?:以上|以下|以内|左右)?(?:[,;。、)]|$)")
FROM = re.compile(r"[由从](?:目前|现在|当前)?的?$")  # where a change begins
ORDER = re.compile(r"[前第]$")
RATE_NAME = re.compile(r"(?:率|比重|占比|比例|程度)$")


class Cell(NamedTuple):
    """A cell of a row: where it begins, what stands in it, and its column, where that is known."""

    start: int
    text: str
    column: Column | None = None


def in_points(statements: list[Statement], text: str) -> list[Statement]:
    """A row whose cumulative change of a share is in points where its levels differ by that change: 56 → 80 is [24]."""
    levels = [item.value for item in statements if item.measure == "level" and item.unit == "%"]
    if len(levels) != 2:
        return statements

    return [as_points(item, text) if abs(levels[1] - levels[0]) == item.value else item for item in statements]


def noted_in_points(note: str) -> bool:
    """Whether the note of a table says that its bracketed changes are in points: 〔〕为五年累计数,单位为百分点."""
    return IN_POINTS.search(note) is not None


def as_points(item: Statement, text: str) -> Statement:
    """A bracketed change of a share, in points."""
    bracketed = text[max(0, item.start - 1) : item.start] in ("[", "【", "〔", "(", "（")
    return replace(item, unit="个百分点") if bracketed and item.unit == "%" and item.measure in POINTS else item


def with_totals(statements: list[Statement], cells: list[Cell]) -> list[Statement]:
    """A row whose total below a head of growth is in the row's unit, or a rate, as its levels show; else it is doubtful."""
    levels = [item.value for item in statements if item.measure == "level"]
    if len(levels) != 2 or not levels[0]:
        return statements
    rates = [(start, text) for start, text, column in cells if column is not None and column.rate]
    return [_as_total(item, *levels, next((text[item.start - start :] for start, text in rates if start <= item.start < start + len(text)), "")) for item in statements]


def _as_total(item: Statement, before: Decimal, after: Decimal, cell: str) -> Statement:
    """A change in the unit of its row as the rate that its `cell` writes, where the levels differ by that; "" is no rate's."""
    written = quantity_at(cell, 0) if cell and item.measure in POINTS and item.unit not in ("%", "个百分点", "") else None
    change = abs(after - before)
    if written is None or abs(change - item.value) <= item.value * ROUNDED:
        return item
    if abs(change / before * 100 - written.value) <= max(written.value * ROUNDED, 1):
        return replace(item, value=written.value, unit="%")
    return replace(item, doubt=HEAD_NOT_UNDERSTOOD)


def fits(column: Column, cell: str) -> int:
    """How well a cell fits below a head."""
    if column.role == "nature":
        return 2 if NATURE.fullmatch(cell) else -1
    if column.role == "unit":
        return 1 if scaled_unit(cell) else -1
    if column.role == "number":
        return 1 if INDEX.fullmatch(cell) else -1
    if column.role not in ("value", "label"):
        return 0
    value = is_value(cell) or YEAR.fullmatch(cell) is not None
    return -int(value) if column.role == "label" else int(value or EMPTY.fullmatch(cell) is not None)


def is_value(cell: str) -> bool:
    """Whether a cell is a number, with its bound, its unit and marks of notes, and perhaps a remark behind it."""
    found = number_in(cell.strip())
    return found is not None and found.before["number"].isascii()


class Number(NamedTuple):
    """The number that a cell holds, between its bound, sign and bracket and its notes and remark."""

    before: re.Match[str]
    quantity: Quantity
    behind: re.Match[str]


def number_in(text: str, begin: int = 0, end: int | None = None) -> Number | None:
    """The number that a cell holds; None where it is none, or a date."""
    end = len(text) if end is None else end
    head = CELL.match(text, begin, end)
    if head is None or DUE.fullmatch(text, begin, end):
        return None
    quantity = quantity_at(text[:end], head.start("number"), minus=head["minus"] is not None)
    tail = quantity and CELL_END.match(text[:end], quantity.end)
    return Number(head, quantity, tail) if tail else None


def is_year(cell: str) -> bool:
    return YEAR.match(cell.strip()) is not None and (bool(years_in(cell)) or YEAR.fullmatch(cell.strip()) is not None)


def is_index(cells: list[Cell], place: int) -> bool:
    """Whether a cell is the number of the row: nothing but numbers or groups stands before a name."""
    if not INDEX.fullmatch(cells[place].text) or place > 1:
        return False
    behind = [cell.text.strip() for cell in cells[place + 1 : place + 2]]
    return bool(behind) and re.match(f"[{HAN}A-Za-z“《0-9]{{2}}", behind[0]) is not None and not is_value(behind[0])


def read_value(text: str, start: int, end: int, name: str, unit: str, column: Column | None) -> Statement | None:
    """The statement of a cell of values, or None where it holds no number."""
    begin, end = start + len(text[start:end]) - len(text[start:end].lstrip()), start + len(text[start:end].rstrip())
    number = number_in(text, begin, end)
    if number is None or column is None and not number.before["number"].isascii():
        return None
    head, quantity, tail = number
    if quantity.form == "fraction" and "/" in text[quantity.number : quantity.end] or REMARK_NUMBER.search(tail["remark"] or ""):
        return None
    comparator = _BOUNDS.get(head["bound"] or "", "ge" if tail["more"] else quantity.comparator)
    comparator = "range" if quantity.high is not None else comparator
    value, high, own = quantity.value, quantity.high, quantity.unit.name
    measure = _cell_measure(name, head, column)
    if not own:
        given, _ = given_unit(number, column, unit)
        found = scaled_unit(given)
        power, own = (found[0], found[1].name if found[1] else "") if found else (0, given)
        if power and not quantity.power and not in_myriads(text, quantity):
            value = shift(format(value, "f"), power)
            high = None if high is None else shift(format(high, "f"), power)
        if head["plus"] and own == "%" and RATE_NAME.search(name):
            own = "个百分点"
    if own == "%" and measure == "level" and column is not None and column.measure == "either" and (unit or "%") not in "%‰":
        measure = "annual_growth"  # 6.5 below 年均增长[累计], in a row of 亿元
    if head["open"] and head["minus"] and measure == "decrease":
        value = abs(value)
    place = head.start("bound") if head["bound"] else (head.start("minus") if head["minus"] else quantity.number)
    return Statement(
        place, quantity.end, "target", full_name(name, column), comparator, Decimal(value), high, own, measure,
        column.base if column is not None and measure != "level" else None, None, None,
        (0, len(text)),
    )  # fmt: skip


def given_unit(number: Number, column: Column | None, unit: str) -> tuple[str, str]:
    """The unit of a number, and what gives it: its cell, its column or what holds for the row; but for a total, a rate is in percent."""
    if number.quantity.unit.name:
        return number.quantity.unit.name, "cell"
    if column is not None and (column.rate and not number.before["open"] or column.unit and not column.rate):
        return column.unit or "%", "column"
    return unit, "row"


def full_name(name: str, column: Column | None) -> str:
    """The name of a row with the measure that a column has of its own, unless it has that already: 投资 below 投资(亿元)."""
    own = column.name if column is not None and column.name not in ("数量", "数值") else ""
    return name if name.endswith(own) else name + own


def _cell_measure(name: str, head: re.Match[str], column: Column | None) -> str:
    change = pattern("name_changes").search(name)
    of_name = "level" if change is None else ("decrease" if change["fall"] else "increase")
    annual = "年均" in name or "年均" in head["change"]
    if head["change"]:
        falls = re.search("下降|降低|减少", head["change"])
        return "decrease" if falls else "annual_growth" if annual else "increase"
    if head["plus"] and of_name == "level":
        return "increase"
    if head["open"] and head["minus"] and of_name == "level":
        return "decrease"
    if column is not None and column.measure:
        if head["open"]:
            return "decrease" if "decrease" in (of_name, column.measure) else "increase"
        if column.measure == "either":
            return "annual_growth" if of_name == "increase" else of_name
        if column.measure == "total":
            return "decrease" if of_name == "decrease" else "increase"
        return column.measure
    if head["open"]:
        return "decrease" if of_name == "decrease" else "increase"
    return "annual_growth" if annual and of_name == "increase" else of_name


class Told(NamedTuple):
    """A cell that holds text, with the name and the unit of its row, and what its column says of it, if it does."""

    start: int
    text: str
    name: str = ""
    unit: str = ""
    kind: str = ""
    year: int | None = None
    year_from: str | None = None
    modality: str | None = None
    doubt: str | None = None

    def shown(self) -> str:
        """The cell behind the name of its row: 用水总量: 45/50."""
        return (f"{self.name}: " if self.name else "") + " | ".join(self.text.split("\t")).strip()


class TextStep(NamedTuple):
    """What a cell or a paragraph says with offsets in it, and what decided that in the text in which it was read."""

    statement: Statement | None  # none of a number that is a part of a whole that the text does not name
    step: Step
    lexed: Lexed
    told: Told


def row_cells(text: str, name: str = "", due: int | None = None) -> list[Told]:
    """The parts of a row that are read on their own, each with its offset, without the number of the row.

    Where a cell holds a sentence, or says what its number counts, or the head of the table tells which cell is the
    `name` of the row, each cell is; a row of a name and numbers belongs together, without the names behind them.

    >>> [(cell.start, cell.text) for cell in row_cells("3\\t建成5G基站7万个,覆盖全市。\\t市通信管理局")]
    [(2, '建成5G基站7万个,覆盖全市。'), (18, '市通信管理局')]
    >>> [(cell.start, cell.text) for cell in row_cells("4\\t5G基站\\t7万个\\t市通信管理局")]
    [(2, '5G基站\\t7万个')]
    """
    numbered = ROW_NUMBER.match(text)
    start = numbered.end() if numbered else 0
    cells = [(match.start(), match.group()) for match in BETWEEN_TABS.finditer(text, start)]
    if name or any(len(cell) > SHORT_CELL and PROSE.search(cell) or TOLD.search(cell) for _, cell in cells):
        return [Told(place, cell, "" if name in cell else name, year=due, year_from="sentence") for place, cell in cells]
    counted = [(place, cell) for place, cell in cells if CELL_NUMBER.search(DATE.sub("", cell))]
    end = len(text)
    if counted and cells[0] not in counted:
        end = counted[-1][0] + len(counted[-1][1])
    return [Told(start, text[start:end], year=due, year_from="sentence")]


def read_cell(told: Told, setting: Setting) -> list[TextStep]:
    """What a cell says, with offsets of the cell: of the thing that it names, or else of the name of its row.

    >>> said = Told(0, "控制在33以内", "用水总量", "亿立方米", "target", 2030, "context")
    >>> [(item.indicator, item.comparator, f"{item.value:f}", item.unit, item.year) for item, *_ in read_cell(said, Setting())]
    [('用水总量', 'le', '3300000000', '立方米', 2030)]
    """
    if told.kind and TWO_NUMBERS.search(told.text):
        return []  # 45/50 is two numbers, or a fraction
    lexed, alone = read_steps(told.text, setting)
    first = next((step.statement for step in alone if step.statement is not None), None)
    if not told.name or first is not None and _names(first.indicator):
        return [TextStep(step.statement and _dated(step.statement, told), step, lexed, told) for step in alone]
    number = CELL_NUMBER.search(told.text)
    if not told.kind and first is None and (number is None or _names(told.text[: number.start()])):
        return []  # 咨询电话12345
    text, places = _with_unit(told)
    found: list[TextStep] = []
    lexed, steps = read_steps(text, setting._replace(turns=()))
    for step in steps:
        item = step.statement
        if item is None:
            continue
        start, end = places[item.start], places[item.end - 1] + 1
        if end <= start or start < 0:
            continue
        same = not found or item.indicator in told.name or told.name in item.indicator
        points = told.kind and item.unit == "%" and item.measure in POINTS and "%" not in told.text and RATE_NAME.search(told.name)
        item = replace(
            item, start=start, end=end, sentence=(0, len(told.text)), unit="个百分点" if points else item.unit,
            indicator=told.name if same else item.indicator, doubt=told.doubt if same else item.doubt,
        )  # fmt: skip
        if told.kind and FROM.search(told.text[:start]):
            item = replace(item, kind="baseline", year=None, year_from=None, features=())
            found.append(TextStep(item, step, lexed, told))
            continue
        if told.kind:
            item = replace(item, kind=told.kind, modality=told.modality or item.modality, features=())
        found.append(TextStep(_dated(item, told), step, lexed, told))
    return found


def _dated(item: Statement, told: Told) -> Statement:
    """A statement with the year of its column or row, unless the cell names one."""
    dated = told.kind or told.year is not None and item.kind in ("target", "coverage")
    return replace(item, year=told.year, year_from=told.year_from) if dated and (item.year_from != "sentence" or not item.year) else item


def _names(indicator: str) -> bool:
    """Whether an indicator is more than a verb: not 新建 of 新建60公里, 从目前的4 of 从目前的4提高到7."""
    verb, front = lexicon().built.match(indicator), re.match("[^0-9]*", indicator).group()
    if front and lexicon().tail.length(front) == len(front):
        return False  # 降至28 of 由30降至28
    return TWO_SIGNS.search(indicator) is not None and indicator[0] not in "由从比较到至" and (verb is None or len(verb.group()) < len(indicator))


def unread(told: Told, found: Collection[Statement]) -> bool:
    """Whether a cell holds a number that none of the statements found in it has."""
    dates = [match.span() for match in DATE.finditer(told.text)]
    taken = [(item.start, item.end) for item in found] + dates
    return any(not any(start <= match.start() < end for start, end in taken) for match in CELL_NUMBER.finditer(told.text))


def _with_unit(told: Told) -> tuple[str, list[int]]:
    """The cell behind the name of its row, with the row's unit behind each number without one; and each character's place."""
    text, places, last = told.name, [-1] * len(told.name), 0
    dates = [match.span() for match in DATE.finditer(told.text)]
    for match in [*CELL_NUMBER.finditer(told.text), *WORDS_ALONE.finditer(told.text)]:
        if match.start() < last or ORDER.search(told.text[: match.start()]) or any(start <= match.start() < end for start, end in dates):
            continue
        if names_something(told.text, *match.span()) or not told.kind and AT_END.match(told.text, match.end()) is None:
            continue  # 12345热线
        quantity = quantity_at(told.text, match.start())
        if quantity is None or quantity.unit or quantity.form == "word" or not scaled_unit(told.unit):
            continue
        _, unit = scaled_unit(told.unit)
        given = told.unit if unit is None or not in_myriads(told.text, quantity) else unit.written  # 1.2亿, in 万吨
        text += told.text[last : quantity.stop] + given
        places += [*range(last, quantity.stop), *[quantity.stop - 1] * len(given)]
        last = quantity.stop
    return text + told.text[last:], [*places, *range(last, len(told.text)), len(told.text)]
