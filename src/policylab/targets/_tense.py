"""Tense: the sentence at hand and where it stands; whether it tells of what has been reached or of what is to come, and what says so."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from policylab.targets._lexicon import lexicon, pattern
from policylab.targets._noun_behind import REACH
from policylab.targets._time_spans import BACK, Clock, Span
from policylab.targets._years import Year, years_in

NAMING = ("aim", "state", "plain", "period", "since")
SENTENCE_END = re.compile(r"[。!?\n]")
CLAUSE = re.compile(r"[,;。!?:\n]")  # marks that part clauses
BLANK = re.compile(r"\s*")
ALL = re.compile(r"(?:年?底|末)?(?:的)?(?:相比|为基期|为基数|基础上)[,，]")  # 与2020年相比,…
LONGEST = 1000  # characters of a sentence; longer ones are cut
MODALITY_REACH = 60  # characters before a number in which a modality counts


@dataclass(slots=True)
class Sentence:
    """A sentence of a paragraph, and what was read in it so far."""

    text: str
    start: int
    end: int
    now: int | None = None  # the year in which the document speaks
    told: int | None = None  # the year that its part of the document tells of
    previous: str = ""  # the indicator of the statement before
    previous_end: int = -1
    measure: str = "level"  # of the statement before
    base: bool = False  # the statement before is the starting point of a change
    start_year: int | None = None  # of the last change that names the year it starts from
    parameter: bool = False  # the statement before is an instrument
    threshold: str = ""  # what the last threshold was measured in: 年营业收入超50亿元企业
    counted: str = ""  # what was counted last: 企业120家,其中产值超亿元的35家
    recent: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)  # of the last 分别
    inner: list[tuple[int, int]] = field(default_factory=list)  # relative clauses behind a number
    told_once: dict[Callable[[Sentence], bool], bool] = field(default_factory=dict)  # what rules that look at the whole sentence said
    bounds: list[int] | None = None  # where the marks stand that part clauses, of the whole paragraph or of itself
    years: list[Year] = field(init=False)  # that it names

    def __post_init__(self) -> None:
        self.years = years_in(self.text, self.start, self.end, self.now, self.told)

    def once(self, rule: Callable[[Sentence], bool]) -> bool:
        """What a rule says of the sentence, which is asked at most once."""
        if rule not in self.told_once:
            self.told_once[rule] = rule(self)
        return self.told_once[rule]

    def clause(self, place: int) -> int:
        """Where the clause begins that a place stands in, at most `REACH` characters before it."""
        if self.bounds is None:
            self.bounds = [mark.start() for mark in CLAUSE.finditer(self.text, self.start, self.end)]
        index = bisect.bisect_left(self.bounds, place)
        return max(self.bounds[index - 1] + 1 if index else 0, self.start, place - REACH)

    def named_before(self, place: int, roles: tuple[str, ...]) -> list[Year]:
        """The years before a place that stand in one of these roles."""
        years = self.years
        return [year for year in years if year.end <= place and year.role in roles] if years else years

    def base_year(self, place: int, since: int = 0) -> int | None:
        """The year that a change at this place is measured from, named after `since` or for the whole sentence."""
        based = self.named_before(place, ("base",))
        named = [year for year in based if year.start >= since or ALL.match(self.text, year.end)]
        return named[-1].year if named else None

    def modality(self, place: int) -> str | None:
        """The last word of modality before a place."""
        matches = lexicon().modality.findall(self.text, max(self.start, place - MODALITY_REACH), place)
        return matches[-1] if matches else None


def sentence_ends(text: str) -> list[int]:
    """Where the sentences of a paragraph end; very long ones are cut at a comma, or else anywhere.

    >>> sentence_ends("建成5个。新建3个。")
    [5, 10]
    """
    found = [mark.end() for mark in SENTENCE_END.finditer(text)]
    if text and found[-1:] != [len(text)]:
        found.append(len(text))
    if len(text) <= LONGEST:
        return found
    ends = [0]
    for end in found:
        while end - ends[-1] > LONGEST:
            cut = max(text.rfind(mark, ends[-1], ends[-1] + LONGEST) for mark in ";,")
            ends.append(cut + 1 if cut > ends[-1] else ends[-1] + LONGEST)
        if end > ends[-1]:
            ends.append(end)
    return ends[1:]


def sentence_starts(text: str) -> list[int]:
    """Where the sentences of a paragraph begin, without white space before them."""
    places = [0, *sentence_ends(text)[:-1]] if text else []
    return [BLANK.match(text, place).end() for place in places]


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


class Tense(NamedTuple):
    """Past or not, and what says so: year, span, words, or default (nothing does)."""

    past: bool
    why: str


def tense_at(text: str, sentence: Sentence, place: int, setting: Setting, *, onward: bool = False) -> Tense:
    """Whether a sentence tells at a place of the past, by its years, its span, its words, in this order.

    Parameters
    ----------
    onward : bool
        Whether the number is where a change leads: 由60%提高到80%.

    >>> from policylab.targets._time_spans import REVIEW
    >>> sentence = Sentence("新建学校3所。", 0, 7)
    >>> tense_at(sentence.text, sentence, 4, Setting())
    Tense(past=False, why='default')
    >>> tense_at(sentence.text, sentence, 4, Setting(Span(REVIEW, 2025)))
    Tense(past=True, why='span')
    """
    span, clock = setting.at(sentence.start), setting.clock
    found = (
        _by_year(text, sentence, place, span, clock)
        or _by_span(text, sentence, place, span)
        or _by_words(text, sentence, place, span, onward=onward)
    )
    if found is not None:
        return found
    if span.tense:
        return Tense(False, "span")
    return Tense(False, "words" if _planned(text, sentence, place) else "default")


def _by_year(text: str, sentence: Sentence, place: int, span: Span, clock: Clock) -> Tense | None:
    named = sentence.named_before(place, NAMING)
    if not named:
        since = sentence.named_before(place, ("from",))
        return Tense(True, "year") if since and clock.before(since[-1].year) else None
    last = named[-1]
    if last.role in ("state", "since"):
        return Tense(True, "year")
    past = clock.before(last.year) or (span.tense in BACK and span.year is not None and last.year <= span.year)
    if last.role == "aim":
        stated = past and not _planned(text, sentence, place) and pattern("bounded").search(text, sentence.start, sentence.end) is None
        if past and (stated or clock.period_start is not None or clock.year is not None or span.tense in BACK):
            return Tense(True, "year")
        return Tense(False, "year")
    if past:
        return Tense(True, "year")
    if last.role == "plain":
        due = span.ahead and clock.year is not None and last.year >= clock.year  # 今年,…比去年提高, among tasks
        if not due and pattern("compared").search(text, sentence.start, sentence.end) and not _planned(text, sentence, place):
            return Tense(True, "year")
        if span.tense in BACK and clock.year is None and clock.period_start is None and not _ahead(text, sentence, place):
            return None
        if not _past_word(text, sentence, place, last.end):
            return Tense(False, "year")
    return None


def _by_span(text: str, sentence: Sentence, place: int, span: Span) -> Tense | None:
    if span.tense not in BACK:
        return None
    return None if _ahead(text, sentence, place) else Tense(True, "span")


def _ahead(text: str, sentence: Sentence, place: int) -> bool:
    """Words that look ahead even in a review: 下一步将, 力争到."""
    return pattern("ahead").search(text, sentence.clause(place), place) is not None


def _by_words(text: str, sentence: Sentence, place: int, span: Span, *, onward: bool) -> Tense | None:
    named = sentence.named_before(place, NAMING)
    role = named[-1].role if named else ""
    told = pattern("told").match(text, sentence.start) if not named or role == "period" else None
    if told and not pattern("planned").search(text, told.end(), place):
        return Tense(True, "words")
    ahead = bool(span.tense)  # a span of aims or tasks: only what is said right here is past
    if not named and not ahead and sentence.once(_fulfilled):
        return Tense(True, "words")
    if onward and (ahead or pattern("started").search(text, sentence.start, place) is None):
        return None
    if pattern("not_yet").search(text, place, place + 24):
        return Tense(True, "words")
    # a year ahead begins anew: 截至2022年底,…;2023年,…
    floor = named[-1].end if role in ("plain", "aim") else sentence.start
    if pattern("done").search(text, max(floor, place - 12), place) or _past_word(text, sentence, place, floor, ahead=ahead):
        return Tense(True, "words")
    if not ahead and not named and sentence.once(_account):
        return Tense(True, "words")
    return None


def _past_word(text: str, sentence: Sentence, place: int, floor: int, *, ahead: bool = False) -> bool:
    words = lexicon().standing if ahead else lexicon().past
    for past in words.finditer(text, max(floor, place - MODALITY_REACH), place):
        if pattern("planned").search(text, max(sentence.clause(past.start()), floor), past.start()):
            continue
        between = text[past.end() : place]
        if ahead and "," in between and pattern("by_now").match(past.group()) is None:
            continue  # 鼓励现有宾馆改造,床位达到2.5万张
        if not pattern("planned").search(between):
            return True
    return False


def _account(sentence: Sentence) -> bool:
    """Whether a sentence without a date gives account: 全年实现…, …同比…, 增长7.4%,居全国第九."""
    stretch = sentence.text, sentence.start, sentence.end
    if pattern("planned").search(*stretch):
        return False
    if pattern("held_rank").search(*stretch) or pattern("perfect").search(*stretch) and pattern("intends").search(*stretch) is None:
        return True
    command = lexicon().lead.match(*stretch)
    if command is not None and pattern("reached").match(command.group()) is None:
        return False  # 打造精品线路10条,…,游客同比增长1倍
    return pattern("account").search(*stretch) is not None


def _fulfilled(sentence: Sentence) -> bool:
    """Whether a sentence without a date tells of what has been done: …,提前完成规划目标."""
    done = pattern("fulfilled").search(sentence.text, sentence.start, sentence.end)
    return done is not None and not pattern("planned").search(sentence.text, sentence.start, done.start())


def _planned(text: str, sentence: Sentence, place: int) -> bool:
    return pattern("planned").search(text, sentence.start, place) is not None or bool(pattern("intends").search(text, sentence.start, place))
