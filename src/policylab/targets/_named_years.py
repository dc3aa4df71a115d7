"""Years: those that a sentence names, and how: as an aim, as it was, as what a change is measured from, as a deadline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policylab.numbers import YearSpan
from policylab.targets._lexing import REACH, lex_years, lexicon, pattern

MAY_LEAD = frozenset("第争计预规 \t\u3000—-(（0123456789一二三四五六七八九十到至力争“")
LAST_YEAR = frozenset(["去年", "上年"])
CLAUSE = re.compile("[^,;。、:]*$")
APART = re.compile(r";(?![^()]*\))")  # what follows is said apart
NOTES = "([【完办建时期"  # what a note begins with


@dataclass(frozen=True, slots=True)
class Year:
    """A year named in a text, and how: aim, base (of a change), state (as it was), since, from (从2023年起), by (…,2024年底前完成), other, period or plain."""

    start: int
    end: int
    year: int
    role: str


def named_years(text: str, start: int, end: int) -> list[Year]:
    """The years that a stretch of text names outside of titles, and how, in order.

    >>> [(year.year, year.role) for year in named_years("从2021年到2023年,新建1000个;比2020年增长5%。", 0, 30)]
    [(2023, 'plain'), (2020, 'base')]
    """
    return roles(text, lex_years(text, start, end))


def roles(text: str, spans: Iterable[YearSpan], now: int | None = None, told: int | None = None) -> list[Year]:
    """How a sentence names its years; 今年 and 去年 are years where it is known when it speaks (`now`).

    In what tells of a year (`told`, or one that is named before), 比上年 and 较去年 mean the year before that one.

    >>> text = "今年新建3所,由去年的5所增加到8所。"
    >>> [(year.year, year.role) for year in roles(text, lex_years(text), now=2026)], roles(text, lex_years(text))
    ([(2026, 'plain'), (2025, 'base')], [])
    >>> text = "学校比上年增加2所。"
    >>> [(year.year, year.role) for year in roles(text, lex_years(text), now=2026, told=2025)]
    [(2024, 'base')]
    """
    found: list[Year] = []
    for span in spans:
        if span.form == "relative" and now is None:
            continue
        role, year = _role(text, span), span.year
        if span.form == "relative":
            year += now
            if role == "base" and text[span.start : span.end] in LAST_YEAR:
                named = [item for item in found if item.role in ("plain", "state")]
                year = (named[-1].year if named else told or now) - 1
        if found and span.form == "year" and text[found[-1].end : span.start] == "的":
            role = found.pop().role  # 比“十五”末的|2004年
        found.append(Year(span.start, span.end, year, role))
    return found


def _role(text: str, span: YearSpan) -> str:
    if span.tail in ("期间", "时期") or span.form == "period" and not span.tail and not pattern("since").match(text, span.end):
        if text[span.start - 1 : span.start] in ("由", "从"):
            return "base"
        # a whole period that something is compared with is no year
        compared = pattern("base_word").search(text, span.start - 3, span.start) or pattern("times_of_year").match(text, span.end)
        return "other" if compared else "period"
    if span.form == "relative" and text.endswith("后", 0, span.end):
        return "aim"  # 三年后
    if span.form == "relative" and text.endswith("冬今春", 0, span.end):
        return "state"  # 去冬今春
    if pattern("sum_of_years").match(text, span.end):
        return "other"  # more than in all the years from 1978 to 2000
    if span.form == "span":
        return "plain"  # 从2021年到2023年: the whole stretch
    return _role_at(text, span.start, span.end)


def _role_at(text: str, start: int, end: int) -> str:
    before = text[max(0, start - 5) : start]
    if pattern("since").match(text, end):
        return "since"
    if pattern("other_year").match(text, end):
        return "other"
    if pattern("times_of_year").match(text, end) or pattern("share_of_year").match(text, end) and (pattern("again").search(before) or _is_share(text, start)):
        return "base"
    if before.endswith(("由", "从")) and text[end : end + 1] not in "起开":
        return "base"
    if pattern("base_word").search(before) or (pattern("base_before").search(before) and pattern("base_behind").match(text, end)):
        return "base"
    if pattern("based").match(text, end, end + 8) or (before.endswith("在") and pattern("based_amount").match(text, end)):
        return "base"
    if pattern("from_on").match(text, end):
        return "from"
    if "前" in text[end : end + 6] and pattern("deadline").match(text, start):
        return "by"
    if pattern("state_before").search(before):
        return "state"
    if pattern("aim_before").search(before):
        return "aim"
    return "plain"


def _is_share(text: str, place: int) -> bool:
    """Whether the share that stands behind a year is one of what was in it: 能耗降到2020年的85%, but not 覆盖率由2020年的75%提高到2025年的85%."""
    clause = CLAUSE.search(text, max(0, place - REACH), place)
    arrives = pattern("arrives").search(clause.group())
    thing = clause.group()[: arrives.start()] if arrives and not any(sign in clause.group() for sign in "由从") else ""
    return bool(thing) and lexicon().rate.match(thing) is None


def lead_year(text: str) -> Year | None:
    """The year that heads a paragraph and so holds for it: 到2025年,…; ——2021年…

    >>> lead_year("到2025年,光纤网络覆盖全市。").year, lead_year("2021年已建成。") is None
    (2025, True)
    """
    if text[:1] not in MAY_LEAD:
        return None
    span = next((found for found in lex_years(text, 0, min(40, len(text))) if found.form != "relative"), None)
    if span is None or span.form == "span":
        return None
    before = text[: span.start]
    if pattern("year_lead").match(before) is None:
        return None
    aims = bool(pattern("aim_before").search(before.rstrip())) or "—" in before
    role = _role(text, span)
    if not aims or role in ("base", "since", "state"):
        return None
    return Year(span.start, span.end, span.year, role)


def start_year(years: Sequence[Year], place: int) -> int | None:
    """The year of the start of a change, which stands right before its number: 由2025年的63.5亿元."""
    near = [year for year in years if place - 8 < year.end <= place + 1 and year.role != "aim"]  # 到2030年,由5家增加到8家
    return near[-1].year if near else None


def deadline(text: str, place: int, end: int) -> int | None:
    """The year by which what a sentence says is to be done, named behind it: 新建3所,2024年底前完成; (完成时限:2024年12月).

    >>> deadline("新建学校3所,2024年底前完成。", 4, 17), deadline("新建学校3所,2024年底前建成医院2家。", 4, 19)
    (2024, None)
    >>> deadline("新建学校3所,2024年建成投用。", 4, 17)
    2024
    """
    if follows := pattern("due_follows").match(text, end):
        end = text.find(")" if follows.group() == "(" else "。", end, end + 120) + 1 or (end if follows.group() == "(" else len(text))
    apart = APART.search(text, place, end)
    found = pattern("deadline").search(text, place, min(apart.start() if apart else end, place + 120)) if "年" in text[place:end] else None
    return _due(found)


def note_deadline(text: str, *, agencies: bool) -> int | None:
    """The year by which a note that stands on its own, perhaps with the agencies in charge, says that what it closes is due.

    >>> note_deadline("(牵头单位:市教育局;完成时限:2023年12月底前)", agencies=True), note_deadline("新建学校3所。", agencies=False)
    (2023, None)
    """
    return _due(pattern("deadline").search(text)) if "20" in text and (agencies or text[:1] in NOTES and pattern("due_note").fullmatch(text)) else None


def _due(found: re.Match[str] | None) -> int | None:
    return int(found["by"] or found["limit"] or found["note"] or found["done"]) if found else None
