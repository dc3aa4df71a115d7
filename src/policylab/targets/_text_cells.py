"""Cells that hold text: what a cell says of its row or on its own, read by the reader of sentences."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import NamedTuple

from policylab.numbers._calendar import DATE
from policylab.numbers._quantities import quantity_at
from policylab.numbers._units import scaled_unit
from policylab.targets._lexing import lexicon
from policylab.targets._statements import Statement, read_paragraph
from policylab.targets._tense import Setting

ROW_NUMBER = re.compile(r"\s*[(（]?(?:[0-9]{1,3}(?:\.[0-9]{1,2})*|[一二三四五六七八九十]{1,3})[)）.、．]?\s*\t\s*")
CELL = re.compile(r"[^\t]+")
PROSE = re.compile(r"[,，。;；、]")
TOLD = re.compile(r"[\u4e00-\u9fff]{2}[0-9]+[\u4e00-\u9fff]")  # 新建渔港5座
NAME = re.compile(r"[\u4e00-\u9fff]{2}")
SHORT = 12  # characters of a cell that is a name or a number and says nothing on its own
NUMBER = re.compile(r"(?<![A-Za-z0-9.])[0-9][0-9,]*(?:\.[0-9]+)?(?![A-Za-z0-9])")
IN_WORDS = re.compile(r"(?:^|(?<=[到至达为约过于在]))[零〇一二两三四五六七八九十百千万亿]+$")
RATIO = re.compile(r"[0-9]/[0-9.]+(?![0-9.]*[十百千万亿])")
AT_END = re.compile(r"[万亿]?(?:以上|以下|以内|左右)?(?:[,;。、)]|$)")
FROM = re.compile(r"[由从](?:目前|现在|当前)?的?$")  # where a change begins
ORDER = re.compile(r"[前第]$")
POINTS = ("increase", "decrease")
RATE_NAME = re.compile(r"(?:率|比重|占比|比例|程度)$")


class Found(NamedTuple):
    """A statement in its document; `offset` is where its paragraph begins."""

    section: str
    offset: int
    text: str
    statement: Statement


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
    cells = [(match.start(), match.group()) for match in CELL.finditer(text, start)]
    if name or any(len(cell) > SHORT and PROSE.search(cell) or TOLD.search(cell) for _, cell in cells):
        return [Told(place, cell, "" if name in cell else name, year=due, year_from="sentence") for place, cell in cells]
    counted = [(place, cell) for place, cell in cells if NUMBER.search(DATE.sub("", cell))]
    end = len(text)
    if counted and cells[0] not in counted:
        end = counted[-1][0] + len(counted[-1][1])
    return [Told(start, text[start:end], year=due, year_from="sentence")]


def read_cell(told: Told, setting: Setting) -> list[Statement]:
    """What a cell says, with offsets of the cell: of the thing that it names, or else of the name of its row.

    >>> said = Told(0, "控制在33以内", "用水总量", "亿立方米", "target", 2030, "context")
    >>> [(item.indicator, item.comparator, f"{item.value:f}", item.unit, item.year) for item in read_cell(said, Setting())]
    [('用水总量', 'le', '3300000000', '立方米', 2030)]
    """
    alone = read_paragraph(told.text, setting) if not told.kind or not RATIO.search(told.text) else []
    if not told.name or told.kind and RATIO.search(told.text) or alone and _names(alone[0].indicator):
        return [_dated(item, told) for item in alone]  # 45/50 is two numbers, or a fraction
    number = NUMBER.search(told.text)
    if not told.kind and not alone and (number is None or _names(told.text[: number.start()])):
        return []  # 咨询电话12345
    text, places = _with_unit(told)
    found = []
    for item in read_paragraph(text, setting._replace(turns=())):
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
            found.append(item)
            continue
        if told.kind:
            item = replace(item, kind=told.kind, modality=told.modality or item.modality, features=())
        found.append(_dated(item, told))
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
    return NAME.search(indicator) is not None and indicator[0] not in "由从比较到至" and (verb is None or len(verb.group()) < len(indicator))


def unread(told: Told, found: Collection[Statement]) -> bool:
    """Whether a cell holds a number that none of the statements found in it has."""
    dates = [match.span() for match in DATE.finditer(told.text)]
    taken = [(item.start, item.end) for item in found] + dates
    return any(not any(start <= match.start() < end for start, end in taken) for match in NUMBER.finditer(told.text))


def _with_unit(told: Told) -> tuple[str, list[int]]:
    """The cell behind the name of its row, with the row's unit behind each number without one; and each character's place."""
    text, places, last = told.name, [-1] * len(told.name), 0
    dates = [match.span() for match in DATE.finditer(told.text)]
    for match in [*NUMBER.finditer(told.text), *IN_WORDS.finditer(told.text)]:
        if match.start() < last or ORDER.search(told.text[: match.start()]) or any(start <= match.start() < end for start, end in dates):
            continue
        if not told.kind and AT_END.match(told.text, match.end()) is None:
            continue  # 12345热线
        quantity = quantity_at(told.text, match.start())
        if quantity is None or quantity.unit or quantity.form == "word" or not scaled_unit(told.unit):
            continue
        text += told.text[last : quantity.stop] + told.unit
        places += [*range(last, quantity.stop), *[quantity.stop - 1] * len(told.unit)]
        last = quantity.stop
    return text + told.text[last:], [*places, *range(last, len(told.text)), len(told.text)]
