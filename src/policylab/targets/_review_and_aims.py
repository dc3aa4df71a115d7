"""Review or aims: which part of a document tells of the past, of what stands, of aims or of tasks, and of which year (its span of time).

A heading (with or without a number), a line that stands alone, the first words of a paragraph, a caption or the head
of a table opens a span; it holds until the next one of the same or a higher level. A plain heading inherits.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import NamedTuple

from policylab.numbers import YearSpan, parse_number, years_in
from policylab.resources import load_toml
from policylab.targets._lexing import lexicon, pattern, word_set
from policylab.targets._named_years import named_years
from policylab.text._heading_numbers import read_marker

REVIEW, SITUATION, AIMS, TASKS = "review", "situation", "aims", "tasks"
BACK = frozenset({REVIEW, SITUATION})
OPENING_LEVEL = -1.0  # the level of what a report opens with
UNNUMBERED, BODY = 0.5, 0.9  # how much deeper than its section a line that stands alone or a first sentence is
# by the schemes of their numbers
NUMBER_LEVELS = {"part": 1, "chapter": 1, "division": 2, "han": 1, "han_bracket": 2, "arabic": 3, "arabic_bracket": 4, "dash": 5, "ordinal": 5}
ENDINGS = ("情况如下", "如下", "是什么", "有哪些", "是怎样的")
ASIDE_AT_END = re.compile(r"[((][^()()]{0,20}[))]$")
HEADING_JOINT = re.compile(r"[和与及]|以及|暨|、|,")
SENTENCE_MARK = re.compile(r"[。;!?]")
# what the words end with that make a heading one of a review, of aims or of tasks, and what a sentence begins with that opens a span
HEADED = frozenset("义事件作况度划则判制务动势图境就局展年征性想战据排措效施景望期板构析果标案求点状目盾础程策算系结绩署见议责足距路遇障难项顾题骤")
OPENS = frozenset(" \u3000过一两三四五六七八九十近最这去上本自在今未主全我到新下明来做围为实现2“(各同总与回展19经发具年预力争工奋国据元前截初")


@dataclass(frozen=True, slots=True)
class Clock:
    """What is known of a document's own time: the year in which it speaks, its period, whether it reports to an assembly, and of which part of its year."""

    year: int | None = None
    period_start: int | None = None
    period_end: int | None = None
    report: bool = False
    part: str = ""  # 上半年
    late: bool = False  # it speaks at the end of the year before: 今年 is that year

    @property
    def now(self) -> int | None:
        """The year that it calls 今年."""
        return self.year - 1 if self.late and self.year is not None else self.year

    def last(self) -> int | None:
        """The year that a review without a year of its own ends with."""
        if self.year is not None:
            return self.year if self.part else self.year - 1
        return self.period_start - 1 if self.period_start is not None else None

    @property
    def yearly(self) -> bool:
        """Whether it speaks once a year: of the year that has ended, and of the one that begins."""
        return self.own is not None

    @property
    def own(self) -> int | None:
        """The one year of which it speaks, if there is one."""
        return self.year if self.year is not None or self.period_start != self.period_end else self.period_start

    @property
    def given(self) -> bool:
        """Whether it is known of which one year it speaks, and it does not report on the year before."""
        return self.own is not None and self.own == self.period_end and not self.report

    def ahead(self, years: int) -> int | None:
        """The last of so many years to come: 今后五年 in a report of 2026 ends in 2030."""
        if self.period_start is not None and self.year is None:
            return self.period_start + years - 1
        if self.year is not None:
            return self.year + years - 1
        if self.period_end is None:
            return None
        # the period of a five-year plan ends in 5 or 0, and is itself what is to come
        return self.period_end if self.period_end % 5 == 0 else self.period_end + years - 1

    def before(self, year: int) -> bool:
        """Whether a year lies before what the document speaks of."""
        if self.period_start is not None:
            return year < self.period_start
        if self.year is not None:
            return year < self.year
        return self.period_end is not None and year <= self.period_end - (5 if self.period_end % 5 == 0 else 3)


class Span(NamedTuple):
    """A span of time; `place` is where the words that give its year stand in the document."""

    tense: str = ""
    year: int | None = None
    level: float = 0.0
    place: tuple[int, int] | None = None

    @property
    def back(self) -> bool:
        """Whether it tells of what has been or stands."""
        return self.tense in BACK

    @property
    def ahead(self) -> bool:
        """Whether it tells of aims or tasks."""
        return self.tense in (AIMS, TASKS)


NOWHERE = Span()


class Setting(NamedTuple):
    """What the place of a paragraph says about its statements: the span of time, and the document's own time."""

    span: Span = Span()
    clock: Clock = Clock()
    turns: tuple[tuple[int, Span], ...] = ()  # where a sentence of the paragraph opens another span
    rules: bool = False  # it is an article of a law, which sets rules

    def at(self, place: int) -> Span:
        """The span of time at a place of the paragraph."""
        span = self.span
        for start, turned in self.turns:
            if start > place:
                break
            span = turned
        return span


@functools.cache
def _patterns(table: str) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(text) for name, text in load_toml("target_times.toml")[table].items() if isinstance(text, str)}


def named_periods(title: str) -> list[YearSpan]:
    """The spans of years and the periods that a title names, also between its 《 》."""
    return [item for item in years_in(title.replace("《", "").replace("》", "")) if item.first is not None]


@functools.lru_cache(maxsize=1024)
def heading_core(line: str) -> tuple[str, float | None]:
    """A heading without its number and marks, and the level that its number has."""
    line = line.lstrip()
    marker = read_marker(line)
    level = NUMBER_LEVELS.get(marker.scheme) if marker else None
    text = (line if level is None else line[marker.end :]).rstrip(" \t\n\u3000。:;!,、?")
    text = text.removesuffix(next(filter(text.endswith, ENDINGS), "")).strip("*# \u3000【】[]")
    if text.endswith((")", ")")) and (aside := ASIDE_AT_END.search(text, max(0, len(text) - 22))):
        text = text[: aside.start()]
    return text, level


@functools.lru_cache(maxsize=1024)
def heading_span(line: str, clock: Clock) -> tuple[str, int | None] | None:
    """Tense and year of a heading that opens a span of time; None for a heading that opens none.

    One that names two spans (发展成就和主要目标) opens the first; the first words of a paragraph turn to the second.

    >>> heading_span("(一)2025年工作回顾", Clock(2026)), heading_span("加快产业升级", Clock(2026))
    (('review', 2025), None)
    """
    text, _ = heading_core(line)
    if not 2 <= len(text) <= load_toml("target_times.toml")["headings"]["longest"] or SENTENCE_MARK.search(text):
        return None
    tense = heading_tense(text)
    if not tense and "年" not in text and "五" not in text:
        return None
    for joint in HEADING_JOINT.finditer(text, 2, max(2, len(text) - 2)):
        first, second = heading_tense(text[: joint.start()]), tense
        if first in BACK and second not in BACK and second:
            tense, text = first, text[: joint.start()]
            break
    year = _heading_year(text, tense, clock)
    if tense in ("", TASKS) and year is not None and clock.year is not None:
        named = [item.year for item in years_in(text) if item.form == "year"]
        tense = REVIEW if named and max(named) < clock.year else tense  # 2025年主要工作 in a report of 2026
    if tense == TASKS and clock.part and clock.part in text and pattern("done_in_part").search(text):
        tense = REVIEW  # 上半年主要工作 in a report of that half
    if not tense:
        if pattern("past_years").search(text) and len(text) <= 16:
            tense = REVIEW
        elif pattern("next_years").search(text) and len(text) <= 16:
            tense = AIMS
        elif year is not None and clock.year is not None and year >= clock.year and pattern("year_headed").match(text):
            tense = TASKS  # 2026年:奋力开新局
        else:
            return None
        year = _heading_year(text, tense, clock)
    return tense, year


@functools.lru_cache(maxsize=1024)
def heading_tense(text: str) -> str:
    words = _patterns("headings")
    if text[-1:] not in HEADED:
        return ""
    for name in (REVIEW, SITUATION, AIMS):
        if found := words[name].search(text):
            claimed = found.start() > 0 and found.group().startswith("取得") and not found.group().startswith("取得的")
            if name in BACK and (claimed or words["claim"].search(text, 0, found.start()) is not None):
                return ""
            if name in BACK and (len(text) - len(found.group()) > 24 or "," in text):
                return ""
            if name == SITUATION and len(text) > 6 and "的" not in text and _commands(text):
                return ""  # 夯实数字经济新基础
            return name
    if found := words[TASKS].search(text):
        short = len(text) <= 12 or bool(years_in(text))
        return TASKS if short else ""
    return ""


def _heading_year(text: str, tense: str, clock: Clock) -> int | None:
    named = [year for year in named_years(text, 0, len(text)) if year.role not in ("since", "from", "base")]
    if named and named[-1].role != "period":
        return named[-1].year
    if periods := named or [found for found in years_in(text) if found.form == "period"]:
        last, period = clock.last(), periods[-1].year
        midway = tense in BACK and last is not None and period - 5 < last < period and (clock.part or clock.given)
        return last if midway else period  # “十三五”规划实施情况, in 2018
    if tense in BACK and pattern("past_years").search(text):
        return clock.last()
    if ahead := pattern("next_years").search(text):
        return _last_of(ahead, clock)
    if named := pattern("this_year").search(text):
        begins = named.group() == "新的一年"
        return clock.year if begins else clock.own if tense in BACK and not clock.late else clock.now
    if pattern("part").search(text):
        return (clock.own if clock.given else clock.last()) if tense in BACK else clock.year
    return None


def lead_span(text: str, clock: Clock, current: Span) -> tuple[str, int | None, tuple[int, int] | None, bool] | None:
    """Tense, year, place of the year, and whether it holds on, of a sentence whose first words open a span.

    >>> lead_span("过去一年,新建学校3所。", Clock(2026), Span())[:2]
    ('review', 2025)
    >>> lead_span("今后五年,渔业产值翻一番。", Clock(2026), Span())[:2]
    ('aims', 2030)
    """
    words = _patterns("leads")
    start = words["opening"].match(text).end() if text[:1] in "各同总与回展" else 0
    while start < len(text) and text[start] in " \u3000":
        start += 1
    if text[start : start + 1] not in OPENS:
        return None
    if (clock.given or clock.part) and (opened := _part_lead(text, start, clock)):
        return opened
    if found := words["review"].match(text, start):
        year = clock.last() if current.year is None or current.tense not in BACK else current.year
        return REVIEW, year, None, True
    if found := words["period"].match(text, start):
        year = next((item.year for item in named_years(text, start, found.end())), None)
        if year is None:
            return None
        ended = clock.before(year) if clock.year is None or clock.period_start is not None else year <= clock.year - 1
        facing = current.tense == SITUATION and clock.period_start is not None and not clock.before(year)  # 面临形势: “十五五”时期,…, in a plan for it
        inside = current.tense in BACK and (current.year is None or year <= current.year) and not facing
        ended = ended or (inside and words["intent"].match(text, found.end()) is None)
        place = (start, found.end())
        return (REVIEW, year, place, True) if ended else (AIMS, year, place, True)
    if found := words["aims"].match(text, start):
        return AIMS, _aim_year(text, start, found.end(), clock, current), (start, found.end()), True
    if found := words["tasks"].match(text, start):
        begun = found.group()[:2]
        year = clock.now if begun in ("今年", "本年") else clock.year if begun in ("新的", "做好") else current.year if current.tense in (AIMS, TASKS) else None
        return TASKS, year, (start, found.end()) if year else None, True
    return _year_lead(text, start, clock, current)


def _part_lead(text: str, start: int, clock: Clock) -> tuple[str, int | None, tuple[int, int] | None, bool] | None:
    """上半年,全市…,增长5.4%; 下半年,…: a part of the one year of which a document speaks, told of or to come."""
    if text.startswith("下半年", start):
        return TASKS, clock.own, (start, start + 3), False
    found = pattern("so_far").match(text, start)
    told = found is not None and pattern("so_far_told").search(text, found.end(), text.find("。", found.end()) + 1 or len(text))
    return (REVIEW, clock.own, (start, found.end()), False) if told else None


def _last_of(ahead: re.Match[str], clock: Clock) -> int | None:
    """The last of the years to come that are named: 今后五年."""
    return clock.ahead(int(parse_number(ahead["next"]) or 0) if ahead["next"] else 5)


def _aim_year(text: str, start: int, end: int, clock: Clock, current: Span) -> int | None:
    named = [item.year for item in named_years(text, start, end)]
    if named:
        return named[-1]
    stretch = text[start:end]
    if ahead := pattern("next_years").search(stretch):
        return _last_of(ahead, clock)
    if "期末" in stretch or "任期" in stretch:
        return current.year if current.tense == AIMS and current.year else clock.period_end
    if "今年" in stretch:
        return clock.now
    return current.year if current.tense in (AIMS, TASKS) else None


def _year_lead(text: str, start: int, clock: Clock, current: Span):
    """2025年,全市…; 2026年,我们将…: a year that leads a sentence, which holds for its paragraph."""
    if text[start] not in "12一二民":
        return None
    found = next(iter(years_in(text, start, min(len(text), start + 30))), None)
    if found is None or found.start > start or found.form == "period" or text[found.end : found.end + 1] not in (",", "全", "我"):
        return None
    if found.form == "span":  # 2021—2025年,全市…
        return (AIMS, found.year, (start, found.end), False) if found.year == clock.period_end and not current.back else None
    year, words = found.year, _patterns("leads")
    place = (start, found.end)
    within = clock.period_end is not None and (clock.period_start or year) <= year <= clock.period_end and not current.back
    built = within and (text.startswith(tuple(word_set("new")), found.end + 1) or lexicon().lead.match(text, found.end + 1))  # 2008年,新建…
    if (built or words["intent"].match(text, found.end + 1)) and not clock.before(year):
        return TASKS, year, place, False
    if clock.before(year) or (current.tense in BACK and not (clock.year is not None and year >= clock.year)):
        return REVIEW, year, place, False
    return (current.tense, year, place, False) if within else None  # what follows is of that year, too, whatever it tells


class Spans(NamedTuple):
    """The spans that are open at a paragraph of a document, from the outermost one; what the paragraph opens makes others."""

    clock: Clock
    open: tuple[Span, ...] = ()

    @classmethod
    def begin(cls, clock: Clock) -> Spans:
        """Those at the beginning: a report opens with its review, until something looks ahead."""
        return cls(clock, (Span(REVIEW, clock.last(), OPENING_LEVEL),) if clock.report else ())

    @property
    def current(self) -> Span:
        """The innermost span that says what time it is."""
        return self.open[-1] if self.open else NOWHERE

    def heading(self, text: str, level: float, start: int) -> Spans:
        """Those below a heading of a level of the outline."""
        if self._goes_on(text, level):
            return self
        outer = self._above(level)
        dated = self.clock.period_end is None and pattern("dated_plan").fullmatch(text)  # a second plan in the file
        if dated and (found := [item for item in years_in(text) if item.form != "year"]):
            return outer._replace(open=(*outer.open, Span("", found[-1].year, level)))
        found = heading_span(text, self.clock)
        if found is not None and outer._inside_review(text, found):
            return outer
        if found is not None:
            return outer._with(found[0], found[1], level, (start, start + len(text)))
        return outer._with(TASKS, None, level, None) if not outer.current.tense and _commands(text) else outer

    def title(self, text: str) -> Spans:
        """A title that names its years (行动计划(2021—2023年), 2024年工作要点) gives them to the plan, where nobody did."""
        if self.clock.period_end is not None or len(text) > 60:
            return self
        if (told := pattern("report").search(text)) and told["of"]:
            return self._replace(open=(Span("", int(told["of"]), 0.0),))
        found = named_periods(text) if pattern("titled_with_years").search(text) else []
        return self._replace(open=(Span("", found[-1].year, 0.0),)) if found else self

    def below_line(self, text: str, level: float, start: int) -> Spans | None:
        """Those below a line that stands alone and is a heading that the outline does not know; None where it is none."""
        if text.endswith("年)") and pattern("dated_plan").fullmatch(text):
            return self.title(text)
        if len(text) > 44 or text.rstrip()[-1:] in "。;,、":
            return None
        core, own = heading_core(text)
        if not core or (own is None and "," in core):
            return None
        found = heading_span(text, self.clock)
        if found is None or (own is not None and own >= 5):
            return None
        if own is None and found[0] in (AIMS, TASKS) and _commands(core) and not found[1]:
            return None  # 做好信访工作 is a sentence without its mark
        depth = level + UNNUMBERED if own is None else own
        if own is None:
            before = [span.level for span in self.open if span.level % 1 == UNNUMBERED]
            depth = before[0] if before and not (before[0] < level) else depth
            if before and level and before[0] < 1:
                depth = before[0]
        outer = self._above(depth)
        return outer if outer._inside_review(text, found) else outer._with(found[0], found[1], depth, (start, start + len(text)))

    def lead(self, sentence: str, level: float, start: int) -> tuple[Span | None, bool]:
        """The span that a sentence opens with its first words, or None; and whether it holds on."""
        found = lead_span(sentence, self.clock, self.current) if sentence[:1] in OPENS else None
        if found is None:
            return None, False
        tense, year, place, holds = found
        return Span(tense, year, level + BODY, place and (start + place[0], start + place[1])), holds

    def keep(self, span: Span) -> Spans:
        """Those with a span that holds for what follows, until the next one of its level or a higher one."""
        outer = [item for item in self.open if item.level < span.level and not (span.ahead and item.level == OPENING_LEVEL)]
        return self._replace(open=(*outer, span))

    def _above(self, level: float) -> Spans:
        return Spans(self.clock, tuple([span for span in self.open if span.level < level]))

    def _goes_on(self, text: str, level: float) -> bool:
        """Whether a heading without a number goes on with the review of a report, whose headings may all be of one level."""
        reviewed = self.current.back and any(span.tense == REVIEW and span.level >= level for span in self.open)
        if not reviewed or not self.clock.report or heading_core(text)[1] is not None:
            return False
        found = heading_span(text, self.clock)
        return found is None or self._inside_review(text, found)

    def _inside_review(self, text: str, found: tuple[str, int | None]) -> bool:
        """Whether a heading below that of a review only sounds like tasks: 一、工作回顾 … (三)完善体制机制."""
        reviewed = any(span.tense == REVIEW for span in self.open)
        return reviewed and found[0] in (AIMS, TASKS) and found[1] is None and not _patterns("headings")["turns"].search(text)

    def _with(self, tense: str, year: int | None, level: float, place: tuple[int, int] | None) -> Spans:
        outer = self.open
        if year is None and self.current.year is not None and tense == self.current.tense:
            year, place = self.current.year, self.current.place
        if year is None and tense in (AIMS, TASKS) and self.current.tense in ("", AIMS):
            year, place = self.current.year, self.current.place
        if tense in (AIMS, TASKS):
            outer = tuple(span for span in outer if span.level != OPENING_LEVEL)
        if year is None and tense == SITUATION and self.current.tense == REVIEW:
            year, place = self.current.year, self.current.place
        return self._replace(open=(*outer, Span(tense, year, level, place if year is not None else None)))


def _commands(title: str) -> bool:
    """Whether a heading begins with a verb: 加快产业升级."""
    text = heading_core(title)[0]
    found = lexicon().lead.match(text)
    return found is not None and len(text) - found.end() >= 2
