"""Rows of tables that were flattened into text: name, unit, values by year, and whether they bind.

A row is read where a line has a name, perhaps with its unit in brackets, then values and nothing else but signs, and
perhaps 约束性 or 预期性. The years come from the row of names above it, where there is one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from policylab.numbers import find_unit
from policylab.numbers._numerals import power_of, shift
from policylab.numbers._quantities import quantity_at
from policylab.targets._statement import Statement

LONGEST = 160  # characters of a row
NATURE = re.compile(r"[\[【(（〔]?(?P<word>约束性|预期性|约束|预期)[\]】)）〕]?\s*$")
NUMBERED = re.compile(r"\s*[(（]?[0-9]{1,2}(?:[)）.、．]?\s*(?=[\u4e00-\u9fff])|(?:[)）.、．]\s*|\s+)(?=[A-Z0-9]))")
UNIT = re.compile(r"[(（【\[](?P<unit>[^()（）\[\]【】]{1,14})[)）】\]]")
VALUE = (
    r"[\[【〔(]?(?:≥|≤|＞|＜|>|<|超过|达到|不低于|不超过|大于|小于|高于|低于|约|累计|年均)? ?[-+]?[0-9][0-9,]*(?:\.[0-9]+)?"
    r" ?(?:%|‰|[万亿]|个百分点)?(?:以上|以下|以内|左右|及以上)?[\]】〕)]?|—{1,2}|-{1,2}|/"
)
CELL = re.compile(VALUE)
ROW = re.compile(
    rf"^(?P<label>.*?[\u4e00-\u9fffA-Za-z)）%‰】\]])[\s|｜]*"
    rf"(?P<values>(?:{VALUE})(?:[\s|｜]+(?:{VALUE})|(?=[〔\[【])(?:{VALUE}))*)[\s|｜]*$"
)
NUMBER = re.compile(r"(?P<bound>≥|≤|＞|＜|>|<|超过|达到|不低于|不超过|大于|小于|高于|低于|约)? ?(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)")
YEAR = re.compile(r"(?P<year>20[0-9]{2}) ?年?|(?P<growth>年均|五年累计|累计|增速|[〔\[]累计)")
HEADER = re.compile(r"指标|单位|属性|序号|项目|类别|类型|名称")
CHANGE = re.compile(r"(?:(?P<fall>下降|降低|减少|降幅)|(?P<rise>增长|提高|增加|增速|增幅))率?$")
BOUNDS = {
    "≥": "ge", "≤": "le", ">": "gt", "<": "lt", "＞": "gt", "＜": "lt", "超过": "gt", "达到": "eq", "不低于": "ge",
    "不超过": "le", "大于": "gt", "小于": "lt", "高于": "gt", "低于": "lt", "约": "approx",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Column:
    year: int | None
    growth: bool


class TableReader:
    """Reads the rows of a table line by line; it remembers the years of the columns until the table ends."""

    def __init__(self, period_start: int | None, period_end: int | None) -> None:
        self.period_start = period_start
        self.period_end = period_end
        self.columns: list[_Column] = []

    def read(self, text: str) -> list[Statement] | None:
        """The statements of a row, or None where the line is no row of a table."""
        if len(text) > LONGEST or not text or text[-1] in "。;:,":
            self.columns = []
            return None
        if text[-1] not in "性束期】])〕）0123456789%‰上下右内—-/| \t" and not self._header(text):
            return None
        nature = NATURE.search(text)
        row = ROW.match(text[: nature.start()].rstrip(" |｜\t") if nature else text)
        if row is None:
            return [] if self._header(text) else None
        if HEADER.search(row["label"]) and YEAR.search(row["label"]):
            self._header(row["label"])
        unit, apart = _unit(row["label"])
        name = _name(row["label"])
        cells = list(CELL.finditer(row["values"]))
        values = [(place, cell) for place, cell in enumerate(cells) if any(sign.isdigit() for sign in cell.group())]
        # a name and one number is a row only where something else says so
        told = nature or apart or len(self.columns) == len(cells) > 1
        if len(name) < 2 or not values or not told:
            return None
        if "。" in name or "," in name:
            return None
        shift_by = row.start("values")
        return self._row(text, shift_by, values, len(cells), name, unit, nature["word"] if nature else None)

    def _header(self, text: str) -> bool:
        years = list(YEAR.finditer(text))
        if not any(year["year"] for year in years) or not HEADER.search(text) or len(text) > 60:
            return False
        if re.search(r"[,;。]|达到|提高", text):
            return False
        self.columns = [_Column(int(year["year"]) if year["year"] else None, bool(year["growth"])) for year in years]
        return True

    def _row(
        self, text: str, offset: int, values: list, cells: int, name: str, unit: str, nature: str | None
    ) -> list[Statement]:
        statements = []
        known = self.columns if len(self.columns) == cells else []
        for place, cell in values:
            statement = self._cell(text, offset + cell.start(), offset + cell.end(), name, unit)
            if statement is None:
                continue
            column = known[place] if known else _Column(None, False)
            last = place == values[-1][0]
            past = place == 0 and cells > 1 and not last
            if column.year is not None:
                past = self._is_past(column.year, past)
            statement.kind = "baseline" if past else "target"
            if column.year is not None:
                statement.year, statement.year_from = column.year, "context"
            elif not past and self.period_end is not None:
                statement.year, statement.year_from = self.period_end, "period"
            if column.growth and "年均" in text:
                statement.measure = "annual_growth"
            statement.modality = nature if not past else None
            numbered = NUMBERED.match(text)
            statement.sentence = (numbered.end() if numbered else 0, len(text.rstrip()))
            statements.append(statement)
        return statements

    def _is_past(self, year: int, otherwise: bool) -> bool:
        if self.period_start is not None:
            return year < self.period_start
        if self.period_end is not None:
            return year < self.period_end and otherwise
        return otherwise

    def _cell(self, text: str, start: int, end: int, name: str, unit: str) -> Statement | None:
        match = NUMBER.search(text, start, end)
        quantity = quantity_at(text[:end], match.start("number")) if match else None
        if quantity is None:
            return None
        comparator = BOUNDS.get(match["bound"] or "", quantity.comparator)
        value, own = quantity.value, quantity.unit_name
        if not own:
            bare = unit.lstrip("十百千万亿")
            if unit and not find_unit(unit):
                value = shift(format(value, "f"), power_of(unit[: len(unit) - len(bare)]))
            found = find_unit(unit) or find_unit(bare)
            own = found.name if found else bare
        change = CHANGE.search(name)
        measure = "level" if change is None else ("decrease" if change["fall"] else "increase")
        if "年均" in name and measure == "increase":
            measure = "annual_growth"
        begin = match.start("bound") if match["bound"] else match.start("number")
        return Statement(
            begin, quantity.end, "target", name, comparator, value, quantity.high, own, measure, None, None, None,
            (0, len(text)),
        )  # fmt: skip


def _unit(label: str) -> tuple[str, bool]:
    """The unit in the label of a row, in brackets or in a column of its own; and whether there is one."""
    for found in reversed(list(UNIT.finditer(label))):
        word = found["unit"].strip()
        if _known(word):
            return word, True
    parts = [part for part in re.split(r"[|｜\t\s]+", label) if part]
    if len(parts) > 1 and _known(parts[-1]):
        return parts[-1], True
    return "", False


def _known(word: str) -> bool:
    return bool(find_unit(word) or find_unit(word.lstrip("十百千万亿")))


def _name(label: str) -> str:
    if numbered := NUMBERED.match(label):
        label = label[numbered.end() :]
    label = UNIT.sub(lambda match: "" if _known(match["unit"].strip()) else match.group(), label)
    parts = [part for part in re.split(r"[|｜\t]|\s+", label.strip()) if part and not _known(part)]
    parts = [part for part in parts if not part.strip(".、").isdigit()]
    return parts[-1] if parts else ""
