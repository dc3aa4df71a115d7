"""Rows of tables whose cells hold text: what a cell says on its own, and what of it the text says already."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from policylab.targets._statements import Statement

ROW_NUMBER = re.compile(r"\s*[(（]?(?:[0-9]{1,3}(?:\.[0-9]{1,2})*|[一二三四五六七八九十]{1,3})[)）.、．]?\s*\t\s*")
CELL = re.compile(r"[^\t]+")
PROSE = re.compile(r"[,，。;；、]")
TOLD = re.compile(r"[\u4e00-\u9fff]{2}[0-9]+[\u4e00-\u9fff]")  # 新建渔港5座
SHORT = 12  # characters of a cell that is a name or a number and says nothing on its own


@dataclass(frozen=True, slots=True)
class Found:
    """A statement in its document; `offset` is where its paragraph begins."""

    section: str
    offset: int
    text: str
    statement: Statement
    tabular: bool = False  # it stands in a row of a table


def row_cells(text: str) -> list[tuple[int, str]]:
    """The parts of a row that are read on their own, each with its offset, without the number of the row.

    Where a cell holds a sentence, or says what its number counts, each cell is; a row of names and numbers belongs
    together.

    >>> row_cells("3\\t建成5G基站7万个,覆盖全市。\\t市通信管理局")
    [(2, '建成5G基站7万个,覆盖全市。'), (18, '市通信管理局')]
    >>> row_cells("4\\t5G基站\\t7万个")
    [(2, '5G基站\\t7万个')]
    """
    numbered = ROW_NUMBER.match(text)
    start = numbered.end() if numbered else 0
    cells = [(match.start(), match.group()) for match in CELL.finditer(text, start)]
    if any(len(cell) > SHORT and PROSE.search(cell) or TOLD.search(cell) for _, cell in cells):
        return cells
    return [(start, text[start:])]


def without_repeats(found: Sequence[Found]) -> list[Found]:
    """What is found without the rows of tables that say again what the text says: the same value of the same thing."""
    said: dict[tuple, list[Statement]] = {}
    for item in found:
        if not item.tabular:
            said.setdefault(_number(item.statement), []).append(item.statement)
    return [
        item
        for item in found
        if not (item.tabular and any(_same(item.statement, one) for one in said.get(_number(item.statement), [])))
    ]


def _number(statement: Statement) -> tuple:
    return statement.value, statement.value_high, statement.unit


def _same(row: Statement, other: Statement) -> bool:
    """Whether a row means the same thing in the same year; a year that is only the period's last says nothing."""
    if row.year != other.year and row.year_from != "period":
        return False
    one, two = row.indicator, other.indicator
    return one == two or bool(one and two) and (one in two or two in one)
