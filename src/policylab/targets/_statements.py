"""Statements: the quantities of a paragraph with indicator, measure, kind, year and modality."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass
from decimal import Decimal

from policylab.targets._behind import noun_behind, strip_tail
from policylab.targets._coverage import read_coverage
from policylab.targets._heads import Head, clean_left, find_head
from policylab.targets._kinds import Judge, Setting, describes_noun, is_attribute
from policylab.targets._lexicon import pattern
from policylab.targets._lists import SPLIT_HEADS, complete, several
from policylab.targets._measures import measure_of
from policylab.targets._quantities import Quantity
from policylab.targets._scan import scan
from policylab.targets._sentences import Sentence, sentence_ends
from policylab.targets._years import Year

BOUNDARY = re.compile(r"[,;。!?:\n]")
REACHES = re.compile(r"(?:到|至|为|达)(?:(?:19|20)[0-9]{2}年(?:底|末)?的?)?(?:约|近)?$")


@dataclass(slots=True)
class Statement:
    """One numeric statement; offsets are those of the paragraph."""

    start: int
    end: int
    kind: str
    indicator: str
    comparator: str
    value: Decimal
    value_high: Decimal | None
    unit: str
    measure: str
    base_year: int | None
    year: int | None
    modality: str | None
    sentence: tuple[int, int]


def read_paragraph(text: str, setting: Setting) -> list[Statement]:
    """All statements of a paragraph, in the order of their numbers.

    >>> for item in read_paragraph("到2025年,建成5G基站7万个,关键工序数控化率超过60%。", Setting(period_end=2025)):
    ...     print(item.kind, item.indicator, item.comparator, item.value, item.unit, item.year)
    target 5G基站 eq 70000 个 2025
    target 关键工序数控化率 gt 60 % 2025
    """
    quantities = scan(text)
    statements: list[Statement] = []
    if quantities:
        reader = _Reader(text, setting, quantities)
        statements = reader.read()
    coverage = read_coverage(text)
    if coverage:
        reader = _Reader(text, setting, quantities)
        statements += [reader.universal(start, end, indicator) for start, end, indicator in coverage]
        statements.sort(key=lambda item: (item.start, item.end))
    return statements


class _Reader:
    """Reads the statements of one paragraph; keeps the sentence that it is in."""

    def __init__(self, text: str, setting: Setting, quantities: list[Quantity]) -> None:
        self.text = text
        self.setting = setting
        self.quantities = quantities
        self.bounds = [match.start() for match in BOUNDARY.finditer(text)]
        self.ends = sentence_ends(text)
        self.judge = Judge(text, setting, self.bounds)
        self.sentence = Sentence(text, 0, 0)
        self.place = 0  # which quantity is being read
        self.onward = False  # the number is where a change leads: 由60%提高到80%

    def read(self) -> list[Statement]:
        found: list[Statement] = []
        index = 0
        while index < len(self.quantities):
            self._enter(self.quantities[index].start)
            self.place = index
            group = self._distributed(index)
            if group:
                found += self._read_group(index, group)
                index += len(group[1])
            else:
                found += self._read_one(index)
                index += 1
        return found

    def universal(self, start: int, end: int, indicator: str) -> Statement:
        """A universal statement: 全覆盖, 所有…均."""
        self._enter(start)
        sentence = self.sentence
        kind = "coverage"
        reached = self.judge.looks_back(sentence, start)
        year = self._year(start, "baseline" if reached else "target", None)
        modality = sentence.modality(start)
        return Statement(
            start, end, kind, indicator, "eq", Decimal(100), None, "%", "level", None, year, modality,
            (sentence.start, sentence.end),
        )  # fmt: skip

    def _enter(self, place: int) -> None:
        if place < self.sentence.end and place >= self.sentence.start:
            return
        index = bisect.bisect_right(self.ends, place)
        start = self.ends[index - 1] if index else 0
        end = self.ends[index] if index < len(self.ends) else len(self.text)
        while start < end and self.text[start] in " \n\t":
            start += 1
        self.sentence = Sentence(self.text, start, end)
        self.judge.parameter = False

    def _clause(self, quantity: Quantity, index: int) -> tuple[int, int]:
        place = bisect.bisect_left(self.bounds, quantity.start)
        left = self.bounds[place - 1] + 1 if place else 0
        after = bisect.bisect_left(self.bounds, quantity.end)
        right = self.bounds[after] if after < len(self.bounds) else len(self.text)
        while index and self.quantities[index - 1].end > left and quantity.form != "rank":
            index -= 1
            if not describes_noun(self.text, self.quantities[index]) and not self._attribute(index, quantity):
                left = self.quantities[index].end
        left = max(left, self.sentence.start)
        opening = self.text.rfind("(", max(self.sentence.start, quantity.start - 60), quantity.start)
        if opening >= 0 and self.text.find(")", opening, quantity.start) < 0:
            left = max(left, opening + 1)
            closing = self.text.find(")", quantity.end, right)
            right = closing if closing >= 0 else right
        return left, right

    def _attribute(self, index: int, quantity: Quantity) -> bool:
        """Whether the number before belongs to the name of what this one measures; a count drops its attribute."""
        counts = quantity.unit is not None and quantity.unit.counts
        of = self.text.startswith("的", self.quantities[index].end)
        return is_attribute(self.text, self.quantities, index) and not (counts and of)

    def _read_one(self, index: int) -> list[Statement]:
        text, quantity, sentence = self.text, self.quantities[index], self.sentence
        left, right = self._clause(quantity, index)
        carried = sentence.previous if sentence.previous_end >= 0 else ""
        gap = text[max(sentence.previous_end, 0) : quantity.start]
        self.onward = False
        if sentence.base and REACHES.search(gap) and len(gap) < 24:
            head, self.onward = Head(carried, "carried", gap), True
        else:
            head = self._head(index, left, right, carried)
        if is_attribute(text, self.quantities, index):
            sentence.inner.append((quantity.start, quantity.end))
        if sentence.parameter and carried and pattern("recipient").search(head.indicator):
            head = Head(carried, "carried", head.verbs)
        counted = head.side == "right" and quantity.unit is not None and quantity.unit.counts
        if counted and text.startswith("突破", quantity.start):
            quantity.comparator = "eq"  # 突破50种材料: to master them
        if head.side == "right" and head.inner_end > quantity.end:
            sentence.inner.append((quantity.end, head.inner_end))
        alone = head.side in ("carried", "none") or pattern("level_name").search(head.indicator)
        if index + 1 < len(self.quantities) and alone:
            head = self._shared(index, head)
        indicators = several(quantity, head)
        found = [self._build(quantity, head, indicator, left) for indicator in indicators]
        sentence.previous, sentence.previous_end, sentence.base = indicators[-1], quantity.end, head.base
        sentence.recent += indicators
        return found

    def _head(self, index: int, left: int, right: int, carried: str) -> Head:
        text, quantity = self.text, self.quantities[index]
        inner = self.quantities[index + 1] if index + 1 < len(self.quantities) else None
        if inner is not None and inner.start == quantity.end:
            # 10个百万亩基地: the noun stands behind both numbers
            noun, end = noun_behind(text, inner.end, self._clause(inner, index + 1)[1])
            if noun is None and text[inner.end : inner.end + 2] in ("级和", "级、"):
                noun = self._later_noun(index + 2)
            if noun:
                return Head(noun, "right", "", False, end)
        return find_head(text, quantity, left, right, self.sentence.start, carried)

    def _later_noun(self, index: int) -> str | None:
        for place in range(index, min(index + 2, len(self.quantities))):
            noun, _ = noun_behind(self.text, self.quantities[place].end, self._clause(self.quantities[place], place)[1])
            if noun:
                return noun
        return None

    def _shared(self, index: int, head: Head) -> Head:
        """超百亿次、超千亿次高性能计算机: two numbers before one noun."""
        here, there = self.quantities[index], self.quantities[index + 1]
        gap = self.text[here.end : there.start]
        if gap not in ("、", "和", "及", "或") and gap[:-1] != head.indicator:
            return head
        left, right = self._clause(there, index + 1)
        shared = find_head(self.text, there, left, right, self.sentence.start, "")
        if shared.side != "right":
            return head
        if pattern("level_name").search(head.indicator):
            # 5个国家级、20个省级制造业创新中心
            _, level, thing = shared.indicator.partition("级")
            return Head(head.indicator + thing, "right", head.verbs) if level else head
        return shared

    def _distributed(self, index: int) -> tuple[list[str], list[int]] | None:
        """A、B分别达到10%、20%: the heads and the numbers that belong to them."""
        text, first = self.text, self.quantities[index]
        floor = max(0, first.start - 90)
        place = text.rfind("分别", max(floor, first.start - 16), first.start)
        if place < 0 or any(mark in text[place : first.start] for mark in ",;。"):
            return None
        members = [index]
        while members[-1] + 1 < len(self.quantities):
            here, there = self.quantities[members[-1]], self.quantities[members[-1] + 1]
            if text[here.end : there.start] not in ("、", "和", "及", "与", "以及", ",", "、和"):
                break
            members.append(members[-1] + 1)
        begin = max((text.rfind(mark, floor, place) for mark in ",;。:"), default=-1) + 1
        begin = max(begin, floor)
        noun = clean_left(strip_tail(text[begin:place])[0].removesuffix("年均"))
        if not noun and len(members) > 1:
            if len(self.sentence.heads) == len(members):
                return self.sentence.heads, members
            if len(self.sentence.recent) >= len(members):
                return self.sentence.recent[-len(members) :], members
        if not noun and begin > floor:
            earlier = max((text.rfind(mark, floor, begin - 1) for mark in ",;。:"), default=-1) + 1
            noun = clean_left(text[max(earlier, floor) : begin - 1])
        parts = [part for part in SPLIT_HEADS.split(noun) if part]
        if len(parts) > len(members) > 1:
            parts = [part for part in re.split("、", noun) if part]
        if len(members) > 1 and len(parts) == 1 and len(self._listed_years(place)) == len(members):
            return parts * len(members), members
        if len(members) < 2 or len(parts) != len(members):
            return None
        return complete(parts), members

    def _listed_years(self, place: int) -> list[Year]:
        """2025年、2030年、2035年…分别达到: a year for each number."""
        years = [year for year in self.sentence.years if year.end <= place and year.role in ("plain", "aim")]
        gaps = [self.text[one.end : two.start] for one, two in zip(years, years[1:], strict=False)]
        return years if gaps and all(gap in ("、", "和", "及", ",") for gap in gaps) else []

    def _read_group(self, index: int, group: tuple[list[str], list[int]]) -> list[Statement]:
        heads, members = group
        first = self.quantities[index]
        left, _ = self._clause(first, index)
        verbs = self.text[max(left, first.start - 16) : first.start]
        found = []
        years = self._listed_years(first.start)
        for place, (indicator, member) in enumerate(zip(heads, members, strict=True)):
            quantity, self.place = self.quantities[member], member
            head = Head(indicator, "left", verbs)
            measure = measure_of(self.text, first, head)
            statement = self._build(quantity, head, indicator, left)
            if measure in ("increase", "decrease", "annual_growth"):
                statement.measure = measure
                statement.base_year = self._base_year(quantity, measure)
            if len(years) == len(members) and len(set(heads)) == 1:
                statement.year = years[place].year
            found.append(statement)
        self.sentence.previous, self.sentence.previous_end = heads[-1], self.quantities[members[-1]].end
        self.sentence.heads, self.sentence.base = heads, False
        self.sentence.recent += heads
        return found

    def _build(self, quantity: Quantity, head: Head, indicator: str, left: int) -> Statement:
        sentence = self.sentence
        measure = measure_of(self.text, quantity, head)
        if head.side == "carried" and self.text[sentence.previous_end : quantity.start] in ("和", "、", "及", "与"):
            measure = sentence.measure  # 分别减少5%和8%
        sentence.measure = measure
        before = self.quantities[self.place - 1].end if self.place else -1
        kind = self.judge.kind(sentence, quantity, head, before, self.onward)
        sentence.parameter = self.judge.parameter
        base_year = self._base_year(quantity, measure)
        year = self._year(quantity.start, kind, head)
        modality = sentence.modality(quantity.start)
        return Statement(
            quantity.start, quantity.end, kind, indicator, quantity.comparator, quantity.value, quantity.high,
            quantity.unit_name, measure, base_year, year, modality, (sentence.start, sentence.end),
        )  # fmt: skip

    def _year(self, place: int, kind: str, head: Head | None) -> int | None:
        if head is not None and head.base:
            near = [year for year in self.sentence.years if year.end <= place + 1 and year.end > place - 8]
            return near[-1].year if near else None
        skipped = ("base", "since", "other") if kind in ("target", "coverage") else ("base", "since", "other", "period")
        named = [year for year in self.sentence.years if year.end <= place and year.role not in skipped]
        if named:
            return named[-1].year
        if kind in ("target", "coverage"):
            return self.setting.lead or self.setting.period_end
        return None

    def _base_year(self, quantity: Quantity, measure: str) -> int | None:
        return None if measure in ("level", "rank") else self.sentence.base_year(quantity.start)
