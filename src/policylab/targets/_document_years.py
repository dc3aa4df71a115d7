"""The years of a document: in which year it speaks, and which years its plan is for, by its title, its opening and its headings."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from policylab.numbers import parse_number, years_in
from policylab.targets._lexing import pattern
from policylab.targets._review_and_aims import REVIEW, TASKS, Clock, heading_core, heading_tense, named_periods

YEARS_BRACKETED = re.compile(r"\s*[(（](?:19|20)[0-9]{2}[^()（）]{1,8}年[)）]\s*")
EDITION = re.compile(r"[^《》]*[(（](?P<year>20[0-9]{2})年版[)）]\s*")  # measures that are made anew each year
FIVE_YEARS = re.compile(r"第(?P<number>十?[一二三四五六七八九十])个五年(?:规划|计划)")
TITLED = "part_of_year", "report", "report_dated"  # what a title or the line of a session may say of a document's own year
SPOKEN = "各现过一二三四五六七八九十今(（"  # what a line begins with that is said to an assembly, or of a year
LATE = 10  # the month from which a session is told what is to be done in the next year
TITLE_LINES = 12  # lines among which the title stands


def clock_of(paragraphs: Sequence, period_start: int | None, period_end: int | None, year: int | None) -> Clock:
    """A document's own time: the years that are known of it, or else those that its title and headings tell."""
    stated = stated_period(paragraph.text for paragraph in paragraphs) if period_start is None else None
    period = stated if stated is not None and period_end in (None, stated[1]) else (period_start, period_end)
    clock = document_clock((paragraph.text for paragraph in paragraphs), *period)
    return clock if year is None else replace(clock, year=year)


def document_clock(lines: Iterable[str], period_start: int | None, period_end: int | None) -> Clock:
    """Find in which year a document speaks: its title, the line of its session, or the years of its headings.

    >>> document_clock(["2026年政府工作报告"], None, None).year
    2026
    >>> document_clock(["一、2025年工作回顾", "二、2026年工作安排"], None, None).year
    2026
    """
    named, past, coming, spoken, report, part, late = None, [], [], False, False, "", False
    assembled, speaks, addresses = False, pattern("spoken").match, pattern("assembled").match
    for number, line in enumerate(lines):
        if line[:1] in SPOKEN:
            spoken, assembled = spoken or speaks(line) is not None, assembled or addresses(line) is not None
        if len(line) > 80:
            continue
        if named is None and number < 12 and (told := next(filter(None, (pattern(name).search(line) for name in TITLED)), None)):
            of = told.groupdict()
            named, report = int(of.get("year") or of["of"]), of.get("year") is not None
            part = of["part"] if of.get("told") else ""
            late = int(of.get("month") or 0) >= LATE
            named += late
        elif number < TITLE_LINES and (told := pattern("report_dated").match(line)) and named in (int(told["year"]) - 1, int(told["year"])):
            late = named == int(told["year"]) and int(told["month"]) >= LATE
            named += late or named < int(told["year"])  # 2025年政府工作报告, given in December of 2025 or in 2026
        if "20" not in line or len(line) > 40:
            continue
        for found in (item for item in years_in(line) if item.form == "year"):
            core, _ = heading_core(line)
            tense = heading_tense(core)
            leads = tense == TASKS and core.startswith(line[found.start : found.end])
            (past if tense == REVIEW else coming if leads else []).append(found.year)
    if named is None and past:
        named = max(past) + 1
    elif named is None and coming and period_start is None:
        named = min(coming)
    elif named is None and spoken and period_start in (None, period_end):
        named = period_end  # a report's own year is the end of its period
    return Clock(named, period_start, period_end, named is not None and (report or assembled), part, late)


def stated_period(lines: Iterable[str]) -> tuple[int, int] | None:
    """The years that a plan's title gives it: (2026—2030年), “十五五”规划, 第十五个五年规划, (2026年版); None where it gives none.

    >>> stated_period(["某市渔业发展规划", "(2026—2030年)"]), stated_period(["某市“十五五”渔业规划"]), stated_period(["某市志"])
    ((2026, 2030), (2026, 2030), None)
    """
    for line in itertools.islice(lines, TITLE_LINES):
        if len(line) > 60 or line.endswith(("。", ";", ",", ":")):
            continue
        if numbered := FIVE_YEARS.search(line):
            last = 1955 + 5 * int(parse_number(numbered["number"]) or 0)
            return last - 4, last
        if edition := EDITION.fullmatch(line):
            return int(edition["year"]), int(edition["year"])
        found = named_periods(line)
        if found and (pattern("titled_with_years").search(line.split("》")[0]) or pattern("titled_plan").search(line) or YEARS_BRACKETED.fullmatch(line)):
            return found[0].first, found[0].year
    return None


def titled_plan(lines: Iterable[str]) -> bool:
    """Whether a title calls a document a plan, a scheme or an opinion."""
    return any(len(line) <= 60 and pattern("titled_plan").search(line) for line in itertools.islice(lines, TITLE_LINES))
