"""Rows of tables that were flattened into text: name, unit, values by year, and whether they bind.

A row is read where a table is likely: a line whose fields stand apart by tabs, bars or several spaces, or a line
that ends in 约束性 or 预期性. The years come from the row of names above, where there is one.
"""

from __future__ import annotations

import re

from policylab.targets._lexicon import lexicon
from policylab.targets._numerals import shift
from policylab.targets._quantities import read_quantity
from policylab.targets._statements import Statement
from policylab.targets._units import find_unit

NATURE = re.compile(r"[\[【(（]?(?P<word>约束性|预期性|约束|预期)[\]】)）]?\s*$")
FIELDS = re.compile(r"\s*[|｜\t]\s*|\s{2,}| (?=[≥≤<>〔\[【]?[0-9—-])|(?<=[0-9%)）\]】]) (?=[^ ])|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
VALUE = re.compile(
    r"(?P<open>[\[【〔]?)(?P<bound>≥|≤|>|<|超过|达到|不低于|不超过|大于|小于|高于|低于|约)? ?(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)(?P<rest>[^0-9]{0,8})$"
)
NUMBERED = re.compile(r"\s*[(（]?[0-9]{1,2}[)）.、．]?\s*(?=[\u4e00-\u9fffA-Za-z])")
UNIT = re.compile(r"[(（](?P<unit>[^()（）]{1,14})[)）]")
YEAR = re.compile(r"(20[0-9]{2}) ?年?")
BOUNDS = {"≥": "ge", "≤": "le", ">": "gt", "<": "lt", "超过": "gt", "达到": "eq", "不低于": "ge", "不超过": "le", "大于": "gt", "小于": "lt", "高于": "gt", "低于": "lt", "约": "approx"}
GROWTH = re.compile(r"年均|增速|增长")


class TableReader:
    """Reads the rows of a table line by line; it remembers the years of the columns."""

    def __init__(self, period_start: int | None, period_end: int | None) -> None:
        self.period_start = period_start
        self.period_end = period_end
        self.years: list[int | None] = []
        self.growth: list[bool] = []

    def read(self, text: str) -> list[Statement] | None:
        """The statements of a row, or None where the line is no row of a table."""
        if len(text) > 120 or "。" in text or not _may_be_row(text):
            return None
        nature = NATURE.search(text)
        body = text[: nature.start()] if nature else text
        spans = _fields(body)
        if len(spans) >= 2 and self._header(body, spans):
            return []
        if len(spans) < 2:
            return None
        label_end, unit = _label(body, spans)
        values = [(start, end) for start, end in spans if start >= label_end and VALUE.match(body[start:end])]
        if not values or (len(values) < 2 and nature is None and len(spans) < 3):
            return None
        name = _name(body[:label_end])
        if len(name) < 2:
            return None
        return self._row(body, spans, values, name, unit, nature["word"] if nature else None)

    def _header(self, text: str, spans: list[tuple[int, int]]) -> bool:
        found = [(start, end) for start, end in spans if YEAR.fullmatch(text[start:end].rstrip("年目标值现状实际基期初末")) or YEAR.match(text[start:end])]
        if not found or not re.search(r"指标|单位|属性|年", text):
            return False
        if any(VALUE.match(text[start:end]) and not YEAR.match(text[start:end]) for start, end in spans):
            return False
        columns = [span for span in spans if span[0] >= found[0][0]]
        self.years = [int(match[1]) if (match := YEAR.match(text[start:end])) else None for start, end in columns]
        self.growth = [bool(GROWTH.search(text[start:end])) for start, end in columns]
        return True

    def _row(self, text: str, spans: list, values: list, name: str, unit: str, nature: str | None) -> list[Statement]:
        statements = []
        first = spans.index(values[0])
        for start, end in values:
            column = spans.index((start, end)) - first
            year = self.years[column] if column < len(self.years) else None
            growth = self.growth[column] if column < len(self.growth) else False
            statement = self._cell(text, start, end, name, unit)
            if statement is None:
                continue
            if not self.years:
                year = self.period_end if (start, end) == values[-1] or len(values) == 1 else None
            past = year is None and len(values) > 1 and (start, end) == values[0]
            if year is not None and self.period_end is not None:
                past = year < self.period_start if self.period_start is not None else year <= self.period_end - 5
            statement.kind = "baseline" if past else "target"
            statement.year = year if year is not None else (None if past else self.period_end)
            if growth:
                statement.measure, statement.unit = "annual_growth", statement.unit or "%"
            statement.modality = nature if not past else None
            statement.sentence = (0, len(text.rstrip()))
            statements.append(statement)
        return statements

    def _cell(self, text: str, start: int, end: int, name: str, unit: str) -> Statement | None:
        match = VALUE.match(text[start:end])
        number = start + match.start("number")
        quantity = read_quantity(text[:end], number)
        if quantity is None:
            return None
        own = quantity.unit_name or unit
        comparator = BOUNDS.get(match["bound"] or "", quantity.comparator)
        begin = start + (match.start("bound") if match["bound"] else match.start("number"))
        value, magnitude = quantity.value, _magnitude(unit)
        if not quantity.unit_name and magnitude:
            value = shift(format(value, "f"), magnitude)
            own = unit.lstrip("十百千万亿") if not find_unit(unit) else unit
        measure = "rank" if own in ("位", "名") and "排名" in name else "level"
        if match["open"] or "累计" in match["rest"]:
            measure = "level"
        return Statement(
            begin, quantity.end, "target", name, comparator, value, quantity.high, _name_of(own), measure, None, None,
            None, (0, len(text)),
        )  # fmt: skip


def _may_be_row(text: str) -> bool:
    if NATURE.search(text):
        return True
    return bool(re.search(r"[|｜\t]|\s{2,}| [≥≤]?[0-9]", text)) and not re.search(r"[,;!?]", text)


def _fields(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for gap in FIELDS.finditer(text):
        if gap.start() > start:
            spans.append((start, gap.start()))
        start = gap.end()
    if start < len(text) and text[start:].strip():
        spans.append((start, len(text.rstrip())))
    return [(start, end) for start, end in spans if text[start:end].strip()]


def _label(text: str, spans: list[tuple[int, int]]) -> tuple[int, str]:
    """Where the name of the row ends, and its unit."""
    last = 0
    for start, end in spans:
        if VALUE.match(text[start:end]) and not (start == 0 or NUMBERED.match(text[start:]) and not text[start:end].strip(".、").isdigit() is False):
            if last or start:
                break
        last = end
    label = text[:last]
    unit = ""
    for found in UNIT.finditer(label):
        word = found["unit"].strip()
        if find_unit(word) or find_unit(word.lstrip("十百千万亿")):
            unit = word
    if not unit:
        for start, end in reversed(spans):
            if end <= last and start and (find_unit(text[start:end]) or find_unit(text[start:end].lstrip("十百千万亿"))):
                unit = text[start:end]
                break
    return last, unit


def _name(label: str) -> str:
    label = NUMBERED.sub("", label, count=1)
    label = UNIT.sub(lambda match: "" if find_unit(match["unit"].lstrip("十百千万亿")) else match.group(), label)
    parts = [part for part in re.split(r"[|｜\t]|\s{2,}| ", label.strip()) if part]
    named = [part for part in parts if not find_unit(part.lstrip("十百千万亿")) and not part.rstrip(".、").isdigit()]
    return lexicon().lead.sub("", named[-1], count=1) if named and False else (named[-1] if named else "")


def _magnitude(unit: str) -> int:
    if not unit or find_unit(unit):
        return 0
    powers = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
    head = unit[: len(unit) - len(unit.lstrip("十百千万亿"))]
    return sum(powers[character] for character in head)


def _name_of(unit: str) -> str:
    found = find_unit(unit) or find_unit(unit.lstrip("十百千万亿"))
    return found.name if found else unit
