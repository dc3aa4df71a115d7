"""Cells of tables: whether a cell is a value, a date or the number of its row, and the statement that it makes."""

from __future__ import annotations

import re
from decimal import Decimal

from policylab.numbers import years_in
from policylab.numbers._numerals import shift
from policylab.numbers._quantities import quantity_at
from policylab.numbers._units import scaled_unit
from policylab.targets._statements import Statement
from policylab.targets._table_heads import YEAR, Column
from policylab.targets._text_cells import RATE_NAME

NATURE = re.compile(r"[\[【(（〔]?(?P<word>约束性|预期性|约束|预期|指导性)(?:指标)?[\]】)）〕]?")
INDEX = re.compile(r"\s*[(（]?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3}|[①-⑳])[)）.、．]?\s*")
MARKS = r"[*＊#※†‡^①-⑳]{0,3}"
DUE = re.compile(
    r"(?:到|截至)?(?:20[0-9]{2}年?[-—–~～至到]{1,2}20[0-9]{2}年?|20[0-9]{2}年)(?:[底末]|[0-9]{1,2}月(?:[底末]|[0-9]{1,2}日)?)?(?:之?前)?(?:完成)?"
)
IN_WORDS = re.compile(r"[零〇一二两三四五六七八九十百千万亿]{1,10}(?:点[零一二三四五六七八九]+)?")
ROUNDED = Decimal("0.15")  # of a change, by which one that is worked out from rounded levels may differ
REMARK_NUMBER = re.compile(r"(?<![0-9])(?!(?:19|20)[0-9]{2}(?![0-9]))[0-9]")
EMPTY = re.compile(r"[-—–－/\\／*＊\s.…]*")
_BOUNDS = {
    "≥": "ge", "≤": "le", ">": "gt", "<": "lt", "＞": "gt", "＜": "lt", "﹥": "gt", "﹤": "lt", ">=": "ge", "<=": "le",
    "超过": "gt", "达到": "eq", "不低于": "ge", "不少于": "ge", "不超过": "le", "不高于": "le", "大于": "gt", "小于": "lt",
    "高于": "gt", "低于": "lt", "约": "approx",
}  # fmt: skip
_BOUND = "|".join(map(re.escape, sorted(_BOUNDS, key=len, reverse=True)))
_CHANGE = r"(?:年均|累计|五年)*(?:增长|增加|提高|上升|下降|降低|减少)?"
CELL = re.compile(
    rf"(?P<open>[\[【〔(（]?) ?(?P<change>{_CHANGE}) ?(?P<bound>{_BOUND})? ?(?:(?P<minus>[-−－])(?=[0-9])|(?P<plus>[+＋])(?=[0-9]))?(?P<number>[0-9]|{IN_WORDS.pattern}$)"
)
TAIL = re.compile(rf"(?P<more> ?[+＋])?\.? ?{MARKS} ?[\]】〕)）]?{MARKS}\s*(?P<remark>[、,，;；(（。].*)?$")
VALUE = re.compile(
    rf"[\[【〔(（]?{_CHANGE} ?(?:{_BOUND}|累计|年均)? ?[-+]?[0-9][0-9,]*(?:\.[0-9]+)?(?:[-—~～至][0-9][0-9.,]*)?"
    rf" ?(?:%|‰|[万亿]|个百分点)?(?:以上|以下|以内|左右|及以上)?{MARKS}[\]】〕)）]?|—{{1,2}}|-{{1,2}}|/"
)
CHANGE = re.compile(r"(?:(?P<fall>下降|降低|减少|降幅|减排|压减|削减|减量)|(?P<rise>增长|提高|增加|增速|增幅))[率量]?$")


def mark_points(statements: list[Statement], text: str) -> None:
    """A cumulative change of a share is in points where the difference of its levels is that change: 56 → 80 is [24]."""
    levels = [item.value for item in statements if item.measure == "level" and item.unit == "%"]
    if len(levels) != 2:
        return
    for item in statements:
        bracketed = text[max(0, item.start - 1) : item.start] in ("[", "【", "〔", "(", "（")
        if bracketed and item.unit == "%" and item.measure in ("increase", "decrease") and abs(levels[1] - levels[0]) == item.value:
            item.unit = "个百分点"


def settle_totals(statements: list[Statement], cells: list[tuple[int, str, Column | None]]) -> None:
    """A total below a head of growth is in the row's unit, or a rate, as the levels beside it show; else it is doubtful."""
    rates = [(start, start + len(cell)) for start, cell, column in cells if column is not None and column.rate]
    levels = [item.value for item in statements if item.measure == "level"]
    for item in statements:
        if item.measure not in ("increase", "decrease") or item.unit in ("%", "个百分点", "") or len(levels) != 2:
            continue
        if not levels[0] or not any(start <= item.start < end for start, end in rates):
            continue
        change = abs(levels[1] - levels[0])
        cell = next(cell[item.start - start :] for start, cell, _ in cells if start <= item.start < start + len(cell))
        written = quantity_at(cell, 0)
        if written is not None and abs(change - item.value) > item.value * ROUNDED:
            rate = abs(change / levels[0] * 100 - written.value) <= max(written.value * ROUNDED, 1)
            item.value, item.unit = (written.value, "%") if rate else (item.value, item.unit)
            item.doubt = item.doubt if rate else "table head not understood"


def fits(column: Column, cell: str) -> int:
    """How well a cell fits below a head."""
    value = is_value(cell) or YEAR.fullmatch(cell) is not None
    if column.role == "nature":
        return 2 if NATURE.fullmatch(cell) else -1
    if column.role == "unit":
        return 1 if scaled_unit(cell) else -1
    if column.role == "number":
        return 1 if INDEX.fullmatch(cell) else -1
    if column.role == "value":
        return int(value or EMPTY.fullmatch(cell) is not None)
    return -int(value) if column.role == "label" else 0


def is_value(cell: str) -> bool:
    """Whether a cell is a number, with its bound, its unit and marks of notes, and perhaps a remark behind it."""
    head = CELL.match(cell.strip())
    if head is None or not head["number"].isascii() or DUE.fullmatch(cell.strip()):
        return False
    quantity = quantity_at(cell.strip(), head.start("number"), minus=head["minus"] is not None)
    return quantity is not None and TAIL.match(cell.strip(), quantity.end) is not None


def is_year(cell: str) -> bool:
    return YEAR.match(cell.strip()) is not None and (bool(years_in(cell)) or YEAR.fullmatch(cell.strip()) is not None)


def is_index(cells: list[tuple[int, str]], place: int) -> bool:
    """Whether a cell is the number of the row: nothing but numbers or groups stands before a name."""
    if not INDEX.fullmatch(cells[place][1]) or place > 1:
        return False
    behind = [cell.strip() for _, cell in cells[place + 1 : place + 2]]
    return bool(behind) and re.match(r"[\u4e00-\u9fffA-Za-z“《0-9]{2}", behind[0]) is not None and not is_value(behind[0])


def read_cell(text: str, start: int, end: int, name: str, unit: str, column: Column | None) -> Statement | None:
    """The statement of one cell, or None where it holds no number."""
    begin, end = start + len(text[start:end]) - len(text[start:end].lstrip()), start + len(text[start:end].rstrip())
    head = CELL.match(text, begin, end)
    if head is None or column is None and not head["number"].isascii() or DUE.fullmatch(text, begin, end):
        return None
    quantity = quantity_at(text[:end], head.start("number"), minus=head["minus"] is not None)
    tail = quantity and TAIL.match(text[:end], quantity.end)
    if not tail or quantity.form == "fraction" and "/" in text[quantity.number : quantity.end] or REMARK_NUMBER.search(tail["remark"] or ""):
        return None
    comparator = _BOUNDS.get(head["bound"] or "", "ge" if tail["more"] else quantity.comparator)
    comparator = "range" if quantity.high is not None else comparator
    value, high, own = quantity.value, quantity.high, quantity.unit_name
    measure = _cell_measure(name, head, column)
    if not own:
        given = ("" if column is None or column.rate and head["open"] else column.unit) or ("%" if column is not None and column.rate and not head["open"] else unit)
        found = scaled_unit(given)
        power, own = (found[0], found[1].name if found[1] else "") if found else (0, given)
        if power and not quantity.power:
            value = shift(format(value, "f"), power)
            high = None if high is None else shift(format(high, "f"), power)
        if head["plus"] and own == "%" and RATE_NAME.search(name):
            own = "个百分点"
    if head["open"] and head["minus"] and measure == "decrease":
        value = abs(value)
    place = head.start("bound") if head["bound"] else (head.start("minus") if head["minus"] else quantity.number)
    return Statement(
        place, quantity.end, "target", full_name(name, column), comparator, Decimal(value), high, own, measure,
        column.base if column is not None and measure != "level" else None, None, None,
        (0, len(text)),
    )  # fmt: skip


def full_name(name: str, column: Column | None) -> str:
    """The name of a row with the measure that a column has of its own, unless it has that already: 投资 below 投资(亿元)."""
    own = column.name if column is not None and not re.search(r"数量|数值", column.name) else ""
    return name if name.endswith(own) else name + own


def _cell_measure(name: str, head: re.Match[str], column: Column | None) -> str:
    change = CHANGE.search(name)
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
