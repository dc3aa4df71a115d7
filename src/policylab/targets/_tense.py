"""Tense: the sentence at hand, where it stands and what its numbers have said so far; whether it tells of what has been reached or of what is to come, and what says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from policylab.numbers import Quantity
from policylab.targets._lexing import REACH, Lexed, lexicon, pattern
from policylab.targets._named_years import Year, roles
from policylab.targets._review_and_aims import AIMS, Clock, Setting, Span

NAMING = ("aim", "state", "plain", "period", "since")
ALL = re.compile(r"(?:年?底|末)?(?:的)?(?:(?:同期|水平|峰值|高峰)?相比|为基期|为基数|(?:[^,;。0-9]{0,14}[0-9][0-9.]*[十百千万亿]*[^,;。0-9]{1,6}?的?)?基础上)[,，]")  # 与2020年相比,…; 在2020年5亿元的基础上,…
OBJECTS = frozenset("对将把")  # what the object of a sentence begins with
MODALITY_REACH = 60  # characters before a number in which a modality counts


class Said(NamedTuple):
    """What the numbers of a sentence have said so far, and the next one may go on with: each gives a new one to the next."""

    previous: str = ""  # the indicator of the statement before
    previous_end: int = -1
    measure: str = "level"  # of the statement before
    base: bool = False  # the statement before is the starting point of a change
    start_year: int | None = None  # of the last change that names the year it starts from
    parameter: bool = False  # the statement before is an instrument
    threshold: str = ""  # what the last threshold was measured in: 年营业收入超50亿元企业
    threshold_in: str = ""  # ... the dimension of that
    threshold_measure: str = "level"  # ... and its measure
    counted: str = ""  # what was counted last: 企业120家,其中产值超亿元的35家
    recent: tuple[str, ...] = ()  # indicators
    heads: tuple[str, ...] = ()  # of the last 分别
    inner: tuple[tuple[int, int], ...] = ()  # relative clauses behind a number
    bounded: tuple[Quantity, ...] = ()  # numbers that have their bound from words before them: 至少建成1所


NOTHING = Said()


@dataclass(frozen=True)
class Sentence:
    """A sentence of a paragraph, and what its place tells of it."""

    lexed: Lexed
    start: int
    end: int
    setting: Setting = Setting()
    span: Span = field(init=False)  # the span of time in which it stands
    years: tuple[Year, ...] = field(init=False)  # that it names, or, where it begins with 其中, the sentence before

    def __post_init__(self) -> None:
        lexed, span = self.lexed, self.setting.at(self.start)
        first = lexed.sentence(self.start - 1)[0] if self.start and lexed.text.startswith("其中", self.start) else self.start
        years = roles(lexed.text, lexed.years_between(first, self.end), self.setting.clock.now, span.year if span.back else None)
        if years and lexed.has("grant", years[0].end, self.end):
            years = [replace(year, role="other") if year.role == "plain" and _of_receivers(lexed, year, self.end) else year for year in years]
        object.__setattr__(self, "span", span)
        object.__setattr__(self, "years", tuple(years))

    def says(self, name: str) -> bool:
        """Whether a pattern is found in the sentence."""
        return pattern(name).search(self.lexed.text, self.start, self.end) is not None

    def clause(self, place: int) -> int:
        """Where the clause begins that a place stands in, at most `REACH` characters before it."""
        return self.lexed.clause(place, max(self.start, place - REACH))

    def named_before(self, place: int, roles: tuple[str, ...]) -> Sequence[Year]:
        """The years before a place that stand in one of these roles."""
        return [year for year in self.holding(place) if year.end <= place and year.role in roles] if self.years else ()

    def holding(self, place: int) -> Sequence[Year]:
        """The years that hold at a place: among what is to come, one that is over and tells what a thing is from holds for its clause alone.

        加快去年85个签约项目落地,产值增长8%: the 85 are of last year, the growth is to come.
        """
        now, years, lexed = self.setting.clock.now, self.years, self.lexed
        if years and lexed.text.find("基础上", self.start, place) >= 0:  # 在2023年解决…的基础上,…
            ends = [lexed.clause_end(year.end) for year in years]
            years = tuple(year for year, end in zip(years, ends, strict=True) if year.role == "base" or end >= place or not lexed.text.endswith("基础上", year.end, end))
        if not years or now is None or not self.span.ahead:
            return years
        clause = self.clause(place)
        return [year for year in years if year.role != "plain" or year.year >= now or year.end > clause or year.start == self.clause(year.start)]

    def base_year(self, place: int, since: int = 0) -> int | None:
        """The year that a change at this place is measured from, named after `since` or for the whole sentence."""
        based = self.named_before(place, ("base",))
        named = [year for year in based if year.start >= since or ALL.match(self.lexed.text, year.end)]
        return named[-1].year if named else None

    def compared_year(self, place: int) -> int | None:
        """The year that all of a sentence is compared with: 与2020年相比,…."""
        return self.base_year(place, len(self.lexed.text))

    def modality(self, place: int) -> str | None:
        """The last word of modality before a place."""
        found = self.lexed.between("modality", max(self.start, place - MODALITY_REACH), place)
        return self.lexed.text[slice(*found[-1])] if found else None

    def planned(self, place: int) -> bool:
        """Whether words before a place turn to what is planned or intended."""
        return self.lexed.has("planned", self.start, place) or self.lexed.has("intends", self.start, place)

    @property
    def of_the_plan(self) -> bool:
        """Whether it tells of the period of the plan itself."""
        clock = self.setting.clock
        return clock.period_end is not None and any(year.role == "period" and year.year == clock.period_end for year in self.years)

    @cached_property
    def opens_ahead(self) -> bool:
        """Whether it opens with a time to come: 今后五年,…."""
        return pattern("opens_ahead").match(self.lexed.text, self.start) is not None

    @cached_property
    def told(self) -> int:
        """Where the words end with which it tells of the time before from its beginning, or 0."""
        found = pattern("told").match(self.lexed.text, self.start)
        return found.end() if found else 0

    @cached_property
    def so_far(self) -> int:
        """Where the words end with which it gives account of a part of a year: 今年上半年,…同比增长5%; or 0."""
        lexed, start, end = self.lexed, self.start, self.end
        found = pattern("so_far").match(lexed.text, start)
        return found.end() if found and pattern("so_far_told").search(lexed.text, found.end(), end) else 0

    @cached_property
    def fulfilled(self) -> bool:
        """Whether it tells, without a date, of what has been done: …,提前完成规划目标."""
        done = pattern("fulfilled").search(self.lexed.text, self.start, self.end)
        return done is not None and not self.lexed.has("planned", self.start, done.start())

    @cached_property
    def account(self) -> bool:
        """Whether it gives account without a date: 全年实现…, …同比…, 增长7.4%,居全国第九."""
        lexed, start, end = self.lexed, self.start, self.end
        if lexed.has("planned", start, end):
            return False
        if self.says("held_rank") or self.says("perfect") and not lexed.has("intends", start, end):
            return True
        if commands(lexed.text, start, end):
            return False  # 打造精品线路10条,…,游客同比增长1倍
        told, clock = pattern("account").search(lexed.text, start, end), self.setting.clock
        planned = clock.period_end is not None and clock.period_start == clock.period_end and not clock.report
        return told is not None and not (planned and told.group().startswith("全年"))  # in a plan of one year the whole year is ahead


def _of_receivers(lexed: Lexed, year: Year, end: int) -> bool:
    """Whether a year only tells who a rule is for, or what it reckons with: 对2014年入库的企业,给予奖励5万元."""
    if pattern("for_year").search(lexed.text, max(0, year.start - 6), year.start) is None:
        return pattern("year_given").match(lexed.text, year.end) is not None
    return lexed.has("grant", year.end, end)


class Tense(NamedTuple):
    """Past or not, and what says so: year, span, words, or default (nothing does)."""

    past: bool
    why: str


def commands(text: str, start: int, end: int) -> bool:
    """Whether a stretch of text opens with a verb that commands, and does not tell of a result: 打造, but not 建成."""
    command = lexicon().lead.match(text, start, end)
    return command is not None and pattern("reached").match(command.group()) is None


def tense_at(sentence: Sentence, place: int, *, onward: bool = False) -> Tense:
    """Whether a sentence tells at a place of the past, by its years, its span, its words, in this order.

    >>> from policylab.targets._lexing import lex
    >>> from policylab.targets._review_and_aims import REVIEW
    >>> tense_at(Sentence(lex("新建学校3所。"), 0, 7), 4)
    Tense(past=False, why='default')
    >>> tense_at(Sentence(lex("新建学校3所。"), 0, 7, Setting(Span(REVIEW, 2025))), 4)
    Tense(past=True, why='span')
    """
    ends = sentence.so_far and pattern("so_far_ends").search(sentence.lexed.text, sentence.so_far, place)
    if sentence.so_far and ends is None:
        return Tense(True, "words")
    if found := _by_year(sentence, place):
        return found
    if sentence.span.back and not ends and not _ahead(sentence, place):
        return Tense(True, "span")
    if found := _by_words(sentence, place, onward=onward):
        return found
    if sentence.span.tense:
        return Tense(False, "span")
    return Tense(False, "words" if sentence.planned(place) else "default")


def _by_year(sentence: Sentence, place: int) -> Tense | None:
    span, clock = sentence.span, sentence.setting.clock
    named = sentence.named_before(place, NAMING)
    if not named:
        since = sentence.named_before(place, ("from",))
        return Tense(True, "year") if since and clock.before(since[-1].year) else None
    last = named[-1]
    if last.role in ("state", "since"):
        return Tense(True, "year")
    past = clock.before(last.year) or (span.back and span.year is not None and last.year <= span.year)
    if last.role == "aim":
        stated = past and not sentence.planned(place) and not sentence.says("bounded")
        if past and (stated or clock.period_start is not None or clock.year is not None or span.back):
            return Tense(True, "year")
        return Tense(False, "year")
    if past:
        return Tense(True, "year")
    if last.role == "plain":
        if pattern("part_told").match(sentence.lexed.text, last.end) and not sentence.planned(place):
            return Tense(True, "year")
        now = clock.period_start if clock.year is None and (clock.yearly or span.tense == AIMS) else clock.year
        due = span.ahead and now is not None and last.year >= now  # 今年,…比去年提高, among tasks
        if not due and sentence.says("compared") and not sentence.planned(place):
            return Tense(True, "year")
        told_of = span.back and (span.year is None or last.year <= span.year)
        if told_of and clock.year is None and clock.period_start is None and not _ahead(sentence, place):
            return None
        if clock == Clock() and not span.tense:
            return None  # a year tells nothing where it is not known when the document speaks
        if not _past_word(sentence, place, last.end):
            return Tense(False, "year")
    return None


def _ahead(sentence: Sentence, place: int) -> bool:
    """Words that look ahead even in a review: 下一步将, 力争到; or a time to come that the sentence opens with: 今后五年,…."""
    cued = sentence.lexed.between("ahead", sentence.clause(place), place) if "ahead" in sentence.lexed.cues else []
    reached = cued and sentence.lexed.has("standing", max(cued[-1][1], place - 8), place)  # 计划新开工项目已开工51个
    return bool(cued and not reached) or sentence.opens_ahead


def _by_words(sentence: Sentence, place: int, *, onward: bool) -> Tense | None:
    lexed, named = sentence.lexed, sentence.named_before(place, NAMING)
    role = named[-1].role if named else ""
    told = sentence.told if (not named or role == "period") and len(sentence.holding(place)) == len(sentence.years) else 0
    if told and not lexed.has("planned", told, place):
        return Tense(True, "words")
    ahead = bool(sentence.span.tense)  # a span of aims or tasks: only what is said right here is past
    if not named and not ahead and sentence.fulfilled:
        return Tense(True, "words")
    if onward and (ahead or pattern("started").search(lexed.text, sentence.start, place) is None):
        return None
    if lexed.has("not_yet", place, place + 24):
        return Tense(True, "words")
    if pattern("done_behind").match(lexed.text, place) and not lexed.has("planned", sentence.clause(place), place):
        return Tense(True, "words")  # 12项指标已达到…
    # a year ahead begins anew: 截至2022年底,…;2023年,…
    floor = named[-1].end if role in ("plain", "aim") else sentence.start
    if pattern("done").search(lexed.text, max(floor, place - 12), place) or _past_word(sentence, place, floor, ahead=ahead):
        return Tense(True, "words")
    if not ahead and not named and sentence.account:
        return Tense(True, "words")
    return None


def _past_word(sentence: Sentence, place: int, floor: int, *, ahead: bool = False) -> bool:
    """Whether a word right here tells of the past; among aims and tasks (`ahead`) only one that tells of what stands."""
    lexed, near = sentence.lexed, max(floor, place - MODALITY_REACH)
    for start, end in lexed.between("standing", near, place) + ([] if ahead else lexed.between("past", near, place)):
        if lexed.has("planned", max(sentence.clause(start), floor), start) or lexed.has("planned", end, place):
            continue
        if lexed.text.startswith("期间", start) and sentence.of_the_plan:
            continue  # “十四五”期间累计新建3所, in the plan for it
        if lexed.text[start - 1 : start] in OBJECTS and "," in lexed.text[end:place]:
            continue  # 对已建成的文化站进行评估,达标率达到80%
        if not ahead or "," not in lexed.text[end:place] or lexed.has("by_now", start, end):
            return True  # not 鼓励现有宾馆改造,床位达到2.5万张
    return False
