"""The year that a statement holds for, and what gives it: its sentence, its span of time, the period of the plan."""

from __future__ import annotations

from collections.abc import Sequence

from policylab.numbers import parse_number
from policylab.targets._lexing import pattern
from policylab.targets._named_years import Year, deadline, named_years
from policylab.targets._review_and_aims import Clock, Span
from policylab.targets._tense import Sentence


def stated_year(sentence: Sentence, place: int, kind: str, end: int | None = None) -> tuple[int | None, str | None]:
    """The year that a statement is to hold for, and what gives it; one in brackets behind the number (`end`) is its own: 4万亩(2008年数据).

    The start of a change, a goal that a review tells of, and what a yearly report says without a heading get theirs in `judge`
    (`_statements.py`), as they hang on what was said before; a row of a table gets it from its column (`_table_rows.py`).
    """
    clock = sentence.setting.clock
    if end is not None and pattern("year_aside").match(sentence.lexed.text, end):
        return next(((year.year, "sentence") for year in sentence.years if year.start > end), (None, None))
    found = _of_sentence(sentence.holding(place), place, kind, sentence.span, clock)
    if kind == "instrument" and found[1] == "sentence" and _opens_rule(sentence, found[0]):
        return None, None  # 对2022年竣工的项目,按投资的20%给予补助
    if found[1] == "sentence" and not any(sentence.start <= year.start < place for year in sentence.years):
        found = (found[0], "context")  # …。其中,…: of the sentence before
    if found[1] != "sentence" and kind == "baseline" and sentence.so_far and sentence.span.place is None and (year := _told_before(sentence)):
        return year, "context"
    if found[0] is None and kind == "baseline" and (year := _state_before(sentence)):
        return year, "context"
    if found[1] != "sentence" and kind in ("target", "coverage") and (year := deadline(sentence.lexed.text, place, sentence.end)):
        return (year, "sentence") if not clock.before(year) else found
    if found[1] == "period" and (ahead := _within_years(sentence, place)):
        return ahead, "sentence"
    return found


def _of_sentence(years: Sequence[Year], place: int, kind: str, span: Span, clock: Clock) -> tuple[int | None, str | None]:
    """The year that a statement is to hold for, and what gives it: sentence, context (its span of time) or period.

    Of the years that the sentence names, one that something is compared with, or reckoned from, is never the year. A
    baseline takes no year that is to come from its span, a target none that is past.
    """
    targeted = kind in ("target", "coverage")
    # a period (“十四五”期间) dates targets, and of what has been reached what it has led to
    dates = targeted or kind == "baseline"
    undated = clock.year is None and clock.period_end is None
    named = [
        year
        for year in years
        if year.end <= place
        and year.role not in ("base", "since", "from", "other", "by")
        and (year.role != "period" or (dates and (targeted or undated or clock.before(year.year))))
    ]
    anew = [year for year in years if year.end <= place and year.role == "from"]
    if named and not (anew and anew[-1].start >= named[-1].end):  # 到2022年新建10所,2023年起每年新建5所
        return named[-1].year, "sentence"
    if targeted:
        if not span.back and span.year and not (anew and span.year < anew[-1].year):
            return span.year, "context"
        if clock.period_end:
            return clock.period_end, "period"
        return (clock.year, "context") if clock.year and span.ahead else (None, None)
    if kind == "baseline" and span.back and span.year:
        return span.year, "context"
    return None, None


def _within_years(sentence: Sentence, place: int) -> int | None:
    """The year in which so many years end that something is to take: 通过5年的努力,…."""
    text, clock = sentence.lexed.text, sentence.setting.clock
    if clock.period_start is None and clock.year is None or "年" not in text[sentence.start : place]:
        return None
    found = pattern("within_years").search(text, sentence.start, place)
    return clock.ahead(int(parse_number(found["years"]))) if found else None


def _opens_rule(sentence: Sentence, named: int | None) -> bool:
    """Whether a year only tells who a rule is for: 对2022年竣工的项目,…."""
    text = sentence.lexed.text
    return any(year.year == named and pattern("for_year").search(text, max(0, year.start - 6), year.start) for year in sentence.years)


def _told_before(sentence: Sentence) -> int | None:
    """The year of which a sentence tells a part: the document's own where it says 今年, or the one that its paragraph names before."""
    text, clock = sentence.lexed.text, sentence.setting.clock
    if text.find("今年", sentence.start, sentence.so_far) >= 0:
        return clock.own
    named = [year.year for year in named_years(text, 0, sentence.start) if year.role in ("plain", "state")]
    return named[-1] if named else clock.own if clock.given else None


def _state_before(sentence: Sentence) -> int | None:
    """The year of the state that its paragraph tells of before a sentence, and of no other since: 截至2023年底,….现有…."""
    text = sentence.lexed.text
    if not sentence.start or not any(text.find(word, 0, sentence.start) >= 0 for word in ("截至", "截止")):
        return None
    named = [year for year in named_years(text, 0, sentence.start) if year.role != "base"]
    return named[-1].year if named and named[-1].role == "state" else None
