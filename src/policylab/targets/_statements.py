"""Statements: the steps of one paragraph, from its numbers (lex) over their heads (assign, or hand out) and kinds (judge) to its statements (build)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from policylab.numbers import Quantity, read_quantities
from policylab.resources._statement_words import GROWTH
from policylab.targets._assigned_heads import Place, Reading, assign, clause_of, place_of
from policylab.targets._coverage import read_coverage
from policylab.targets._doubt import aimed, bounds_alone, doubt_of, features, in_pieces
from policylab.targets._head_nouns import Head
from policylab.targets._lexing import REACH, Lexed, lex, pattern
from policylab.targets._named_years import start_year
from policylab.targets._respectively import Group, distributed, listed_years, repaired
from policylab.targets._review_and_aims import Clock, Setting
from policylab.targets._statement_kinds import Verdict, measure_of, verdict
from policylab.targets._statement_year import stated_year
from policylab.targets._tense import NOTHING, Said, Sentence, tense_at

UNKNOWN = Clock()  # where nothing tells when a document speaks


@dataclass(frozen=True, slots=True)
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


class Judged(NamedTuple):
    """What a number says: what it measures, of what kind it is and why, and for which year."""

    measure: str
    verdict: Verdict
    base_year: int | None
    year: int | None
    year_from: str | None
    modality: str | None
    start_year: int | None  # of the last change in its sentence that names the year it starts from


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

    >>> from policylab.targets._review_and_aims import Clock
    >>> for item in read_paragraph("到2025年,建成5G基站7万个,关键工序数控化率超过60%。", Setting(clock=Clock(period_end=2025))):
    ...     print(item.kind, item.indicator, item.comparator, item.value, item.unit, item.year)
    target 5G基站 eq 70000 个 2025
    target 关键工序数控化率 gt 60 % 2025
    """
    return [step.statement for step in read_steps(text, setting)[1] if step.statement is not None]


def read_steps(text: str, setting: Setting) -> tuple[Lexed | None, list[Step]]:
    """A paragraph as it was lexed, and its statements with what decided each; None and none where nothing in it counts."""
    quantities = read_quantities(text)
    if not quantities and not _of_a_whole(text):
        return None, []
    lexed = lex(text, quantities)
    return lexed, read_lexed(lexed, setting)


def read_lexed(lexed: Lexed, setting: Setting) -> list[Step]:
    """The statements of a paragraph with what decided each, in the order of their numbers."""
    steps: list[Step] = []
    sentence, said, read = None, NOTHING, set()  # which numbers have been read as members of a group
    for index in range(len(lexed.quantities)):
        if index in read:
            continue
        start = lexed.quantities[index].start
        if sentence is None or start >= sentence.end:
            sentence, said = Sentence(lexed, *lexed.sentence(start), setting), NOTHING
        at, group = place_of(sentence, index, said), distributed(sentence, index, said)
        found, said = read_one(at) if group is None else read_group(at, group)
        if steps and len(found) == 1 and _passes_step(lexed.text, steps[-1].statement, found[0].statement):
            steps[-1] = steps[-1]._replace(statement=replace(steps[-1].statement, year=None, year_from=None))
        steps += found
        read |= set(group.members) if group is not None else set()
    wholes = read_wholes(lexed, setting, steps) if _of_a_whole(lexed.text) else ()
    return sorted([*steps, *wholes], key=lambda step: step.span) if wholes else steps


def _of_a_whole(text: str) -> bool:
    """Whether a paragraph may say something of a whole: without these words it does not."""
    return "覆盖" in text or "所有" in text or "全部" in text


def _passes_step(text: str, last: Statement | None, here: Statement | None) -> bool:
    """突破8万亿元、9万亿元: only for the last step is it known when it was reached."""
    if last is None or here is None or text[last.end : here.start] not in ("、", "和"):
        return False
    if not (last.kind == here.kind == "baseline" and last.indicator == here.indicator and last.value < here.value):
        return False
    if last.comparator == "gt" and text.startswith("突破", last.start):
        return True
    return pattern("passes_steps").search(text, max(here.sentence[0], last.start - REACH), last.start) is not None


def read_wholes(lexed: Lexed, setting: Setting, steps: Sequence[Step]) -> list[Step]:
    """What a paragraph says of a whole without a number, or of what a number before it counts: 全覆盖, 所有…均."""
    statements = [step.statement for step in steps if step.statement is not None]
    return [
        _whole(Sentence(lexed, *lexed.sentence(start), setting), start, end, indicator)
        for start, end, named in read_coverage(lexed)
        if (indicator := named or _subject(statements, start, lexed.text))
    ]


def _whole(sentence: Sentence, start: int, end: int, indicator: str) -> Step:
    told = Verdict("coverage", "whole", tense_at(sentence, start))
    year, year_from = stated_year(sentence, start, "baseline" if told.tense.past else "target")
    statement = Statement(
        start, end, told.kind, indicator, "eq", Decimal(100), None, "%", "level", None, year, sentence.modality(start),
        (sentence.start, sentence.end), year_from,
    )  # fmt: skip
    return Step(None, told, statement)


def _subject(statements: list[Statement], place: int, text: str) -> str:
    """What the last number before a place, in the same sentence, was about: …达到200个,2025年实现全覆盖."""
    before = [item for item in statements if item.end <= place and item.sentence[1] > place]
    if not before or "。" in text[before[-1].end : place]:
        return ""
    return max(before, key=lambda item: item.end).indicator.removesuffix("覆盖率").removesuffix("普及率")


def read_one(at: Place) -> tuple[list[Step], Said]:
    """The statements of one number, and what was said in its sentence after it."""
    reading, indicators, said = assign(at)
    judged = judge(at.sentence, said, reading)
    steps = [build(at.sentence, reading, judged, indicator) for indicator in indicators]
    return _for_each_year(at.sentence, steps), _said_after(said, reading, judged, indicators)


def _said_after(said: Said, reading: Reading, judged: Judged, indicators: list[str]) -> Said:
    """What was said in a sentence once a number is read in it."""
    head, quantity, previous = reading.head, reading.quantity, said.previous
    if said.parameter and previous and quantity.unit.dimension == "time" and indicators[-1].endswith(("期", "期限", "年限")):
        pass  # 给予贴息,贴息期不超过3年,最高500万元
    elif previous and indicators[-1].startswith(previous) and pattern("plan_done").fullmatch(indicators[-1], len(previous)):
        pass  # 税收12亿元,达到全年预算的101%,增长8%
    elif not indicators[-1].endswith(("台阶", "大关", "关口")):
        previous = indicators[-1]
    elif head.rule == "milestone" and len(head.rival) > 1:
        previous = head.rival  # 生产总值跨越3个千亿元台阶,达到1.5万亿元
    bounds = head.side == "left" and judged.verdict.kind == "instrument" and (quantity.unit.dimension in ("money", "us_dollar") or judged.verdict.rule == "condition")
    if bounds and not pattern("given_last").search(head.indicator):
        said = said._replace(threshold=head.indicator, threshold_in=quantity.unit.dimension, threshold_measure=judged.measure)
    counted = indicators[-1] if quantity.unit.counts and head.side != "none" else said.counted
    text, begin = reading.at.sentence.lexed.text, reading.at.sentence.start
    aside = text.rfind("(", begin, quantity.start) > text.rfind(")", begin, quantity.start)  # 学校3所(其中技校1所)、在校生5万人,分别占6%、7%
    recent = (*said.recent, *[name for name in indicators if not aside and said.recent[-1:] != (name,)])
    return Said(
        previous, quantity.end, judged.measure, head.base, judged.start_year, judged.verdict.parameter, said.threshold, said.threshold_in,
        said.threshold_measure, counted, recent, said.heads, said.inner, said.bounded,
    )  # fmt: skip


def judge(sentence: Sentence, said: Said, reading: Reading) -> Judged:
    """What a number with its head says, after what was said before it."""
    lexed, quantity, head = sentence.lexed, reading.quantity, reading.head
    measure, began = _measure(lexed.text, said, reading), said.start_year
    before = lexed.quantities[reading.at.index - 1].end if reading.at.index else -1
    told = verdict(sentence, quantity, head, before, said=said, onward=reading.onward)
    if head.base and told.rule != "revised":
        began = start_year(sentence.years, quantity.start) or began or sentence.compared_year(quantity.start)
        year, year_from = began, "sentence" if began else None
    else:
        year, year_from = stated_year(sentence, quantity.start, told.kind, quantity.end)
    span, clock = sentence.span, sentence.setting.clock
    if told.rule == "goal" and year_from != "sentence" and span.back and span.year:
        year, year_from = span.year, "context"
    if told.kind == "baseline" and year is None and told.rule == "tense" and not span.ahead and clock.yearly:
        year, year_from = clock.last(), "context"  # a report that opens without a heading tells of the last year
    once = told.rule == "revised" or (told.kind == "target" and pattern("set_once").search(lexed.text, reading.left, quantity.start))
    modality = "原定" if once else sentence.modality(quantity.start)
    based = None if head.base or reading.onward else _base_year(sentence, quantity, measure, head)  # 增速由2021年的5%提高到8%: each a state
    if measure == "annual_growth" and year is not None and based == year - 1:
        based = None  # 较上年增长12%,年均增长11%
    return Judged(measure, told, based, year, year_from, modality, began)


def _measure(text: str, said: Said, reading: Reading) -> str:
    quantity, head = reading.quantity, reading.head
    measure = measure_of(text, quantity, head)
    if (head.side == "carried" or head.rule == "list") and text[said.previous_end : quantity.start] in ("和", "、", "及", "与"):
        return said.measure  # 分别减少5%和8%
    if measure == "level" and said.measure in GROWTH and quantity.unit.dimension == "ratio" and pattern("next_branch").fullmatch(text, said.previous_end, quantity.start):
        return said.measure  # 一产增长4%,二产7%
    if head.beside == "bounded before" and measure == "level":
        return said.threshold_measure  # 出口增长10%以上的,奖励5万元;20%以上的,奖励10万元
    if reading.onward and measure == "level" and said.measure in {*GROWTH, "rank"}:
        return said.measure  # 增速由7%回落到5%: what was a rate of growth is one at both ends, and so is a rank
    return measure


def _base_year(sentence: Sentence, quantity: Quantity, measure: str, head: Head | None = None) -> int | None:
    if measure in ("level", "rank"):
        return None
    since = 0
    if head is not None and head.side in ("left", "right"):
        # a base year holds for its clause, for what is carried on from it, and from the head of a sentence
        since = max(sentence.lexed.clause(quantity.start) - 1, 0)
        since = 0 if "其中" in sentence.lexed.text[since : quantity.start] else since
    return sentence.base_year(quantity.start, since)


def build(sentence: Sentence, reading: Reading, judged: Judged, indicator: str) -> Step:
    """The statement of a number for one of its indicators, with why a reader should look at it."""
    text, quantity, head, told = sentence.lexed.text, reading.quantity, reading.head, judged.verdict
    span, clock, year_from = sentence.span, sentence.setting.clock, judged.year_from
    name = repaired(pattern("points_end").sub("", indicator) if told.rule == "points" else indicator)
    guessed = told.tense.why == "default"
    aims = guessed and aimed(sentence, quantity)
    dated = guessed and clock != UNKNOWN and not bounds_alone(text, quantity)
    named = features(
        text, quantity, head, name, told, span, measure=judged.measure, year_from=year_from,
        several=indicator != head.indicator or not head.rule, ordinal=reading.at.index,
    )  # fmt: skip
    doubt = doubt_of(name, told, span, year_from, named, told=aims, dated=dated, pieces=in_pieces(text, quantity))
    if (doubt is None or doubt.startswith("second")) and told.kind == "target" and year_from in ("context", "period") and _dated_behind(sentence, reading):
        doubt = "year by default"
    statement = Statement(
        quantity.start, quantity.end, told.kind, name, quantity.comparator, quantity.value, quantity.high, quantity.unit.name,
        judged.measure, judged.base_year, judged.year, judged.modality, (sentence.start, sentence.end), year_from, doubt, named,
    )  # fmt: skip
    return Step(reading, told, statement)


def _dated_behind(sentence: Sentence, reading: Reading) -> bool:
    """Whether a year stands behind a number, before the next one, that may be its own: 新建2座,分别于2023年和2024年开馆."""
    quantities, quantity, after = sentence.lexed.quantities, reading.quantity, reading.at.index + 1
    following = quantities[after].start if after < len(quantities) else sentence.end
    apart = sentence.lexed.text.find(";", quantity.end, following)
    end = min(following, sentence.end, apart if apart >= 0 else following)
    last = following < sentence.end and end == following  # 新建20所,2024年新建医院3家: the year of the next one
    return not last and any(quantity.end <= year.start < end and year.role in ("plain", "aim") for year in sentence.years)


def _for_each_year(sentence: Sentence, steps: list[Step]) -> list[Step]:
    """2022年和2023年各建设20个示范村: one number for each of the years."""
    lexed, place = sentence.lexed, steps[0].statement.start
    if lexed.text.rfind("各", sentence.start, place) < 0:
        return steps
    years = listed_years(lexed.text, place, sentence)
    each = pattern("of_each_year").match(lexed.text, years[-1].end) if len(years) > 1 else None
    if each is None or lexed.clause_end(each.end()) < place or not all(step.statement.year == years[-1].year for step in steps):
        return steps
    return [step._replace(statement=replace(step.statement, year=year.year)) for year in years for step in steps]


def read_group(at: Place, group: Group) -> tuple[list[Step], Said]:
    """The statements of the numbers of a group, and what was said in its sentence after them."""
    text, sentence, said, members = at.text, at.sentence, at.said, [at.quantities[member] for member in group.members]
    left, _ = clause_of(at, at.index)
    if at.quantity.form == "share" and not group.heads[0]:  # parts of a whole that the text does not name
        unnamed = Head("", "none", "")
        return [Step(Reading(at._replace(index=place, quantity=quantity), quantity, unnamed, left, group=group), None, None) for place, quantity in zip(group.members, members)], said
    verbs = text[max(left, at.quantity.start - 16) : at.quantity.start]
    base = group.rule == "then" or pattern("change_from").search(verbs) is not None and pattern("onward").match(text, members[-1].end) is not None
    years = listed_years(text, at.quantity.start, sentence)
    dated = len(years) == len(members) and len(set(group.heads)) == 1
    steps: list[Step] = []
    for place, (indicator, quantity) in enumerate(zip(group.heads, members, strict=True)):
        reading = Reading(at._replace(index=group.members[place], quantity=quantity), quantity, Head(indicator, "left", verbs, base=base), left, group=group)
        judged = judge(sentence, said, reading)
        said = said._replace(measure=judged.measure, parameter=judged.verdict.parameter, start_year=judged.start_year)
        measure = measure_of(text, at.quantity, reading.head)
        if measure in GROWTH:
            judged = judged._replace(measure=measure, base_year=_base_year(sentence, quantity, measure))
        if dated:
            judged = judged._replace(year=years[place].year, year_from="sentence")
        if base and steps:
            judged = judged._replace(year=steps[0].statement.year, year_from=steps[0].statement.year_from)
        steps.append(build(sentence, reading, judged, indicator))
    heads = group.heads
    if done := pattern("done_at_end").search(verbs.removesuffix("的")):
        heads = tuple(head.removesuffix(done["set"]) for head in heads)  # 分别完成年度计划的105%和98%,分别增长…
    return steps, said._replace(previous=heads[-1], previous_end=members[-1].end, heads=heads, base=False, recent=said.recent + heads)
