"""Statements: the quantities of a paragraph with indicator, measure, kind, year and modality."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from policylab.numbers import Quantity, read_quantities
from policylab.numbers._calendar import opened
from policylab.numbers._quantities import is_han
from policylab.targets._coverage import read_coverage
from policylab.targets._doubt import aimed, bounds_alone, doubt_of, features, in_pieces
from policylab.targets._head_nouns import Head, find_head
from policylab.targets._kinds import Verdict, describes_noun, is_attribute, measure_of, verdict
from policylab.targets._lexing import REACH, Lexed, lex, lexicon, pattern, word_set
from policylab.targets._noun_phrases import clean_left, noun_behind, thing_behind
from policylab.targets._respectively import Group, distributed, listed_years, repaired, several
from policylab.targets._surroundings import Around, read_around
from policylab.targets._tense import Sentence, tense_at
from policylab.targets._time_spans import Clock, Setting, stated_year
from policylab.targets._years import deadline, start_year

NAMING_UNITS = frozenset("大项类种")  # units of counts that names have: 七大水系
MOST_NAMED = 20
LONGEST_COUNTED_NAME = 30  # characters between such a count and the number of what it names
MOST_LEVELS = 4  # of 3个国家级、12个省级、30个市级研发机构 that may share their thing
OF_A_WHOLE = ("覆盖", "所有", "全部")  # without which a paragraph says nothing of a whole


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
    year_from: str | None = None  # sentence, context or period
    doubt: str | None = None  # why a reader should look first
    features: tuple[str, ...] = ()  # how it was read, for the second opinion


class Reading(NamedTuple):
    """One number with its head, before it is told what it says."""

    place: int  # which number of its paragraph it is
    quantity: Quantity
    head: Head
    left: int  # where its clause begins
    onward: bool = False  # it is where a change leads: 由60%提高到80%
    around: Around | None = None  # what stands around it, where its head was looked for there
    group: Group | None = None  # what hands it out, where it is one of several


class Step(NamedTuple):
    """What decided one statement."""

    reading: Reading | None  # none of a whole: 全覆盖
    verdict: Verdict | None
    statement: Statement | None  # none where a number is a part of a whole that the text does not name

    @property
    def span(self) -> tuple[int, int]:
        """Where the number, or what says that it is a whole, stands in the paragraph."""
        told = self.statement or self.reading.quantity
        return told.start, told.end


def read_paragraph(text: str, setting: Setting) -> list[Statement]:
    """All statements of a paragraph, in the order of their numbers.

    >>> from policylab.targets._time_spans import Clock, stated_year
    >>> for item in read_paragraph("到2025年,建成5G基站7万个,关键工序数控化率超过60%。", Setting(clock=Clock(period_end=2025))):
    ...     print(item.kind, item.indicator, item.comparator, item.value, item.unit, item.year)
    target 5G基站 eq 70000 个 2025
    target 关键工序数控化率 gt 60 % 2025
    """
    quantities = read_quantities(text)
    if not quantities and not _of_a_whole(text):
        return []
    return [step.statement for step in read_lexed(lex(text, quantities), setting) if step.statement is not None]


def read_lexed(lexed: Lexed, setting: Setting) -> list[Step]:
    """The statements of a paragraph with what decided each, in the order of their numbers."""
    reader = _Reader(lexed, setting)
    steps = reader.read()
    if not _of_a_whole(lexed.text):
        return steps
    statements = [step.statement for step in steps if step.statement is not None]
    covered = [
        reader.universal(start, end, name)
        for start, end, indicator in read_coverage(lexed)
        if (name := indicator or _subject(statements, start, lexed.text))
    ]
    return sorted(steps + covered, key=lambda step: step.span) if covered else steps


def _of_a_whole(text: str) -> bool:
    return any(word in text for word in OF_A_WHOLE)


def _is_sum(quantity: Quantity) -> bool:
    return quantity.unit.dimension == "money"


def _subject(statements: list[Statement], place: int, text: str) -> str:
    """What the last number before a place, in the same sentence, was about: …达到200个,2025年实现全覆盖."""
    before = [item for item in statements if item.end <= place and item.sentence[1] > place]
    if not before or "。" in text[before[-1].end : place]:
        return ""
    return max(before, key=lambda item: item.end).indicator.removesuffix("覆盖率").removesuffix("普及率")


class _Reader:
    """Reads the statements of one paragraph; keeps the sentence that it is in."""

    def __init__(self, lexed: Lexed, setting: Setting) -> None:
        self.lexed = lexed
        self.text = lexed.text
        self.setting = setting
        self.quantities = list(lexed.quantities)  # with the bounds that words before them say
        self.sentence = Sentence(lexed, 0, 0, setting)

    def read(self) -> list[Step]:
        found: list[Step] = []
        index = 0
        while index < len(self.quantities):
            self._enter(self.quantities[index].start)
            group = distributed(self.text, self.quantities, index, self.sentence)
            if group:
                found += self._read_group(index, group)
                index += len(set(group.members))
            else:
                found += self._read_one(index)
                index += 1
                if len(found) > 1:
                    self._step_passed(found)
        return found

    def universal(self, start: int, end: int, indicator: str) -> Step:
        """A universal statement: 全覆盖, 所有…均."""
        self._enter(start)
        sentence, told = self.sentence, Verdict("coverage", "whole", tense_at(self.sentence, start))
        year, year_from = self._year(start, "baseline" if told.tense.past else "target", None)
        statement = Statement(
            start, end, told.kind, indicator, "eq", Decimal(100), None, "%", "level", None, year, sentence.modality(start),
            (sentence.start, sentence.end), year_from,
        )  # fmt: skip
        return Step(None, told, statement)

    def _enter(self, place: int) -> None:
        if place < self.sentence.end and place >= self.sentence.start:
            return
        self.sentence = Sentence(self.lexed, *self.lexed.sentence(place), self.setting)

    def _clause(self, index: int) -> tuple[int, int]:
        quantity = self.quantities[index]
        left, right = self.lexed.clause(quantity.start), self.lexed.clause_end(quantity.end)
        if quantity.form == "rank" and index:
            last = self.quantities[index - 1]  # 产值排名第一、产量排名第二; 产值达到5亿元、居全省第三
            if last.form == "rank" or self.text[last.end : last.end + 1] == "、":
                left = max(left, last.end)
        left = max(left, quantity.start - REACH)
        while index and self.quantities[index - 1].end > left:
            index -= 1
            here = self.quantities[index]
            if quantity.form == "rank" and not self._counts_ranked(here):
                continue
            if not (describes_noun(self.text, here) or self._attribute(index, quantity) or self._in_name(here, quantity)):
                left = here.end
        left = max(left, self.sentence.start)
        opening = opened(self.text, "()", max(self.sentence.start, quantity.start - 60), quantity.start)
        if opening >= 0:
            left = max(left, opening + 1) if opening + 1 < quantity.start else left
            closing = self.text.find(")", quantity.end, right)
            right = closing if closing >= 0 else right
        return left, right

    def _attribute(self, index: int, quantity: Quantity) -> bool:
        """Whether the number before belongs to the name of what this one measures; a count drops its attribute."""
        counts = quantity.unit.counts
        here = self.quantities[index]
        of = self.text.startswith("的", here.end)
        sized = not here.unit.counts and here.unit.dimension not in ("age", "time")
        sized = sized and here.start == here.number and not self.text.endswith(("级以上", "级以下"), 0, here.end)
        return is_attribute(self.text, self.quantities, index) and not (counts and (of or sized))

    def _counts_ranked(self, here: Quantity) -> bool:
        """Whether a count before a rank is that of what is ranked: …等六项指标全部居全市第一."""
        if here.unit.written not in word_set("ranked_units"):
            return False
        order = pattern("whole_at_end").search(self.text, here.start - 4, here.start)  # 全国168个重点城市第9
        return order is None and is_han(self.text, here.end) and self.text[here.end] not in "的和及与位居列排"

    def _in_name(self, here: Quantity, there: Quantity) -> bool:
        """Whether a count belongs to the name of what the next number measures: 七大水系…的比例, 三项医疗保险参保率."""
        if here.form != "chinese" or here.unit.written not in NAMING_UNITS or here.value > MOST_NAMED:
            return False
        gap = self.text[here.end : there.start]
        if self.text[here.start - 1 : here.start] == "等":
            return False  # …等六项指标
        built = lexicon().built.match(self.text, here.start)
        return 3 <= len(gap) <= LONGEST_COUNTED_NAME and self.lexed.clause_end(here.end) >= there.start and "、" not in gap and not built

    def _read_one(self, index: int) -> list[Step]:
        text, quantity, sentence = self.text, self.quantities[index], self.sentence
        left, right = self._clause(index)
        carried = sentence.previous if sentence.previous_end >= 0 else ""
        gap = text[max(sentence.previous_end, 0) : quantity.start]
        onward, around = bool(sentence.base and pattern("reaches_next").search(gap) and len(gap) < 24), None
        if onward:
            head = Head(carried, "carried", gap)
        elif (met := self._met(index, left, right)) is not None:
            head = met
        elif carried and quantity.form == "rank" and sentence.measure == "rank" and pattern("next_order").fullmatch(gap):
            head = Head(carried, "carried", gap)
        else:
            head, around = self._head(index, left, right, carried)
            if around is not None:
                self.quantities[index] = quantity = around.quantity
        if is_attribute(text, self.quantities, index):
            sentence.inner.append((quantity.start, quantity.end))
        given = quantity.unit.dimension.partition("/")[0] in ("money", "ratio", "time")
        if sentence.parameter and carried and given and pattern("recipient").search(head.indicator):
            head = Head(carried, "carried", head.verbs)
        if head.side == "right" and sentence.threshold and describes_noun(text, quantity) and _is_sum(quantity):
            head = Head(sentence.threshold, "carried", head.verbs, inner_end=head.inner_end)
        counted = head.side == "right" and quantity.unit.counts
        if counted and text.startswith("突破", quantity.start):
            quantity = replace(quantity, comparator="eq")  # 突破50种材料: to master them
        if head.side == "right" and head.inner_end > quantity.end:
            sentence.inner.append((quantity.end, head.inner_end))
        if index + 1 < len(self.quantities) and self._may_share(quantity, head):
            head = self._shared(index, head)
        if head.side == "carried" and quantity.unit.counts:
            head = head._replace(indicator=head.indicator.removesuffix("率"))  # 改造率达90%,改造2万户
        indicators = self._listed_before(several(quantity, head), head, left)
        if head.side == "carried" and self._of_both(index, head, left):
            indicators = [name for name in sentence.recent[-2:] if name[-1:] == carried[-1:] or quantity.form == "rank"]
        reading = Reading(index, quantity, head, left, onward, around)
        found = [self._build(reading, indicator) for indicator in indicators]
        if head.side == "left" and _is_sum(quantity) and found[-1].verdict.kind == "instrument":
            sentence.threshold = head.indicator
        if quantity.unit.counts and head.side != "none":
            sentence.counted = indicators[-1]
        if carried and indicators[-1].startswith(carried) and pattern("plan_done").fullmatch(indicators[-1], len(carried)):
            pass  # 税收12亿元,达到全年预算的101%,增长8%
        elif not indicators[-1].endswith(("台阶", "大关", "关口")):
            sentence.previous = indicators[-1]
        elif head.rule == "milestone" and len(head.rival) > 1:
            sentence.previous = head.rival  # 生产总值跨越3个千亿元台阶,达到1.5万亿元
        sentence.previous_end, sentence.base = quantity.end, head.base
        sentence.recent += [name for name in indicators if sentence.recent[-1:] != [name]]
        return self._for_each_year(found)

    @staticmethod
    def _may_share(quantity: Quantity, head: Head) -> bool:
        """Whether a number may have its noun behind the next one."""
        aged = head.side == "left" and quantity.unit.dimension == "age"
        return aged or head.side in ("carried", "none") or "级" in head.indicator and pattern("level_name").search(head.indicator) is not None

    def _step_passed(self, found: list[Step]) -> None:
        """突破8万亿元、9万亿元: only for the last step is it known when it was reached."""
        last, here = found[-2].statement, found[-1].statement
        if last is None:
            return
        gap = self.text[last.end : here.start]
        stepped = gap in ("、", "和") and last.kind == here.kind == "baseline" and last.indicator == here.indicator and last.value < here.value
        if stepped and (pattern("passes_steps").search(self.text, max(here.sentence[0], last.start - REACH), last.start) or last.comparator == "gt" and self.text.startswith("突破", last.start)):
            last.year = last.year_from = None

    def _met(self, index: int, left: int, right: int) -> Head | None:
        """国内占比超过10%的有44种、超过20%的有23种: the measure that is bounded, and the thing that is counted."""
        text, sentence, quantity = self.text, self.sentence, self.quantities[index]
        counts = quantity.unit.counts
        before = self.quantities[index - 1].end if index else 0
        if counts and sentence.threshold and pattern("there_before").fullmatch(text, before, quantity.start):
            return Head(sentence.counted, "left", "") if text[quantity.end : quantity.end + 1] in ",、。;)和及" else None
        if quantity.comparator not in ("ge", "gt", "le", "lt") or pattern("there_are").match(text, quantity.end) is None:
            return None
        around = read_around(self.lexed, quantity, left, right, sentence.start, "")
        sentence.threshold = around.phrase or sentence.threshold
        return Head(sentence.threshold, "left", around.verbs, True) if sentence.threshold else None

    def _listed_before(self, indicators: list[str], head: Head, left: int) -> list[str]:
        """交通投资,水利设施投资,民间投资均增长12%: what the clauses before name, too."""
        floor, end = max(self.sentence.previous_end, self.sentence.start), left - 1
        while end > floor and self.text[end] == "," and head.side == "left" and pattern("each").search(head.verbs):
            begin = self.lexed.clause(end)
            name = clean_left(self.text[max(begin, floor) : end])
            if not 2 < len(name) <= MOST_NAMED or name[-2:] != indicators[0][-2:] or lexicon().verb.match(name):
                break
            indicators, end = [name, *indicators], begin - 1
        return indicators

    def _of_both(self, index: int, head: Head, left: int) -> bool:
        """化学需氧量排放量控制在…,二氧化硫排放量控制在…,均减少10%: a change of both."""
        quantity = self.quantities[index]
        both = self.text[left : quantity.start].lstrip(" ,").startswith(("均", "都"))
        recent = self.sentence.recent
        if not both or len(recent) < 2 or recent[-1] != head.indicator:
            return False
        if quantity.form == "rank" and index > 1:
            one, other = self.quantities[index - 2 : index]
            return self.text.startswith("、", one.end) and other.start > one.end  # 研发人员159万人、高技能人才843万人,均居全国首位
        return recent[-2][-1:] == recent[-1][-1:]

    def _head(self, index: int, left: int, right: int, carried: str) -> tuple[Head, Around | None]:
        text, quantity = self.text, self.quantities[index]
        inner = self.quantities[index + 1] if index + 1 < len(self.quantities) else None
        if inner is not None and inner.start == quantity.end:
            # 10个百万亩基地: the noun stands behind both numbers
            noun, end = noun_behind(text, inner.end, self._clause(index + 1)[1])
            if noun is None and text[inner.end : inner.end + 2] in ("级和", "级、"):
                noun = self._later_noun(index + 2)
            if noun:
                return Head(thing_behind(noun, quantity), "right", "", False, end), None
            right = quantity.end  # 改造道路13条15公里: the noun before counts for both
        elif inner is not None and inner.unit and not inner.unit.counts and inner.form != "rank":
            if text.startswith("的", inner.end) and pattern("beside_size").fullmatch(text, quantity.end, inner.start):
                noun, end = noun_behind(text, inner.end, self._clause(index + 1)[1])
                if noun:
                    return Head(thing_behind(noun, quantity), "right", "", False, end), None
        around = read_around(self.lexed, quantity, left, right, self.sentence.start, carried)
        return find_head(around), around

    def _later_noun(self, index: int) -> str | None:
        for place in range(index, min(index + 6, len(self.quantities))):
            if place + 1 < len(self.quantities) and self.quantities[place + 1].start == self.quantities[place].end:
                continue
            noun, _ = noun_behind(self.text, self.quantities[place].end, self._clause(place)[1])
            if noun and not noun.endswith("级"):
                return noun
        return None

    def _shared(self, index: int, head: Head, further: int = MOST_LEVELS) -> Head:
        """超百亿次、超千亿次高性能计算机: two numbers before one noun."""
        here, there = self.quantities[index], self.quantities[index + 1]
        gap = self.text[here.end : there.start]
        if gap not in ("、", "和", "及", "或", "/") and (gap[:-1] != head.indicator or not head.indicator):
            return head
        shared = find_head(read_around(self.lexed, there, *self._clause(index + 1), self.sentence.start, ""))
        if pattern("level_name").search(head.indicator) and pattern("level_name").search(shared.indicator):
            if further and index + 2 < len(self.quantities):
                return self._shared_level(index + 1, head, shared, further - 1)  # 3个国家级、12个省级、30个市级研发机构
        if shared.side != "right":
            return head
        if pattern("level_name").search(head.indicator):
            # 5个国家级、20个省级制造业创新中心
            _, level, thing = shared.indicator.partition("级")
            return Head(head.indicator + thing, "right", head.verbs) if level else head
        return shared

    def _shared_level(self, index: int, head: Head, there: Head, further: int) -> Head:
        _, level, thing = self._shared(index, there, further).indicator.partition("级")
        return Head(head.indicator + thing, "right", head.verbs) if level and thing else head

    def _read_group(self, index: int, group: Group) -> list[Step]:
        heads, members = list(group.heads), group.members
        first = self.quantities[index]
        left, _ = self._clause(index)
        if first.form == "share" and not heads[0]:  # parts of a whole that the text does not name
            return [Step(Reading(member, self.quantities[member], Head("", "none", ""), left, group=group), None, None) for member in members]
        verbs = self.text[max(left, first.start - 16) : first.start]
        found = []
        last = self.quantities[members[-1]]
        base = pattern("change_from").search(verbs) is not None and pattern("onward").match(self.text, last.end) is not None
        years = listed_years(self.text, first.start, self.sentence)
        for place, (indicator, member) in enumerate(zip(heads, members, strict=True)):
            quantity = self.quantities[member]
            head = Head(indicator, "left", verbs, base=base)
            measure = measure_of(self.text, first, head)
            step = self._build(Reading(member, quantity, head, left, group=group), indicator)
            statement = step.statement
            if measure in ("increase", "decrease", "annual_growth"):
                statement.measure = measure
                statement.base_year = self._base_year(quantity, measure)
            if len(years) == len(members) and len(set(heads)) == 1:
                statement.year, statement.year_from = years[place].year, "sentence"
            if base and found:
                statement.year, statement.year_from = found[0].statement.year, found[0].statement.year_from
            found.append(step)
        if done := pattern("done_at_end").search(verbs.removesuffix("的")):
            heads = [head.removesuffix(done["set"]) for head in heads]  # 分别完成年度计划的105%和98%,分别增长…
        self.sentence.previous, self.sentence.previous_end = heads[-1], self.quantities[members[-1]].end
        self.sentence.heads, self.sentence.base = heads, False
        self.sentence.recent += heads
        return found

    def _build(self, reading: Reading, indicator: str) -> Step:
        sentence, quantity, head = self.sentence, reading.quantity, reading.head
        measure = measure_of(self.text, quantity, head)
        if (head.side == "carried" or head.rule == "list") and self.text[sentence.previous_end : quantity.start] in ("和", "、", "及", "与"):
            measure = sentence.measure  # 分别减少5%和8%
        elif reading.onward and measure == "level" and sentence.measure in ("increase", "decrease", "annual_growth"):
            measure = sentence.measure  # 增速由7%回落到5%: what was a rate of growth is one at both ends
        sentence.measure = measure
        before = self.quantities[reading.place - 1].end if reading.place else -1
        told = verdict(sentence, quantity, head, before, onward=reading.onward)
        kind, sentence.parameter = told.kind, told.parameter
        base_year = self._base_year(quantity, measure, head)
        span = sentence.span
        year, year_from = self._year(quantity.start, kind, None if told.rule == "revised" else head)
        if told.rule == "goal" and year_from != "sentence" and span.back and span.year:
            year, year_from = span.year, "context"
        once = told.rule == "revised" or (kind == "target" and pattern("set_once").search(self.text, reading.left, quantity.start))
        modality = "原定" if once else sentence.modality(quantity.start)
        if kind == "baseline" and year is None and told.rule == "tense" and not span.ahead and self.setting.clock.yearly:
            year, year_from = self.setting.clock.last(), "context"  # a report that opens without a heading tells of the last year
        name = repaired(pattern("points_end").sub("", indicator) if told.rule == "points" else indicator)
        guessed = told.tense.why == "default"
        aims = guessed and aimed(sentence, quantity)
        dated = guessed and self.setting.clock != Clock() and not bounds_alone(self.text, quantity)
        named = features(
            self.text, quantity, head, name, told, span, measure=measure, year_from=year_from,
            several=indicator != head.indicator or not head.rule, ordinal=reading.place,
        )  # fmt: skip
        statement = Statement(
            quantity.start, quantity.end, kind, name, quantity.comparator, quantity.value, quantity.high,
            quantity.unit.name, measure, base_year, year, modality, (sentence.start, sentence.end),
            year_from,
            doubt_of(name, told, span, year_from, named, told=aims, dated=dated, pieces=in_pieces(self.text, quantity)),
            named,
        )  # fmt: skip
        if (statement.doubt is None or statement.doubt.startswith("second")) and kind == "target" and year_from in ("context", "period") and self._dated_behind(reading):
            statement.doubt = "year by default"
        return Step(reading, told, statement)

    def _year(self, place: int, kind: str, head: Head | None) -> tuple[int | None, str | None]:
        """The year that a statement is to hold for, and what gives it."""
        if head is not None and head.base:
            found = start_year(self.sentence.years, place)
            self.sentence.start_year = found[0] or self.sentence.start_year
            return found if found[0] else (self.sentence.start_year, "sentence" if self.sentence.start_year else None)
        sentence = self.sentence
        found = stated_year(sentence.years, place, kind, sentence.span, self.setting.clock)
        if found[1] != "sentence" and kind in ("target", "coverage") and (year := deadline(self.text, place, sentence.end)):
            return (year, "sentence") if not self.setting.clock.before(year) else found
        return found

    def _dated_behind(self, reading: Reading) -> bool:
        """Whether a year stands behind a number, before the next one, that may be its own: 新建2座,分别于2023年和2024年开馆."""
        quantity, after = reading.quantity, reading.place + 1
        following = self.quantities[after].start if after < len(self.quantities) else self.sentence.end
        apart = self.text.find(";", quantity.end, following)
        end = min(following, self.sentence.end, apart if apart >= 0 else following)
        last = following < self.sentence.end and end == following  # 新建20所,2024年新建医院3家: the year of the next one
        return not last and any(quantity.end <= year.start < end and year.role in ("plain", "aim") for year in self.sentence.years)

    def _for_each_year(self, found: list[Step]) -> list[Step]:
        """2022年和2023年各建设20个示范村: one number for each of the years."""
        place, _ = found[0].span
        if self.text.rfind("各", self.sentence.start, place) < 0:
            return found
        years = listed_years(self.text, place, self.sentence)
        each = pattern("of_each_year").match(self.text, years[-1].end) if len(years) > 1 else None
        if each is None or self.lexed.clause_end(each.end()) < place or not all(step.statement.year == years[-1].year for step in found):
            return found
        return [step._replace(statement=replace(step.statement, year=year.year)) for year in years for step in found]

    def _base_year(self, quantity: Quantity, measure: str, head: Head | None = None) -> int | None:
        if measure in ("level", "rank"):
            return None
        since = 0
        if head is not None and head.side in ("left", "right"):
            # a base year holds for its clause, for what is carried on from it, and from the head of a sentence
            since = max(self.lexed.clause(quantity.start) - 1, 0)
            since = 0 if "其中" in self.text[since : quantity.start] else since
        return self.sentence.base_year(quantity.start, since)
