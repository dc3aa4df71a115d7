"""The calendar: years, spans of years and plan periods named in a text, and dates, which count nothing."""

from __future__ import annotations

import re
from typing import NamedTuple

from policylab.checks import check_int, check_str
from policylab.numbers._numerals import parse_chinese, spelt
from policylab.resources._word_patterns import starting

PLAN_YEARS = range(1900, 2201)  # in which a plan may be issued, begin or end
# zeros, and other characters that are written for them: 二0二五, 二О二五, 2o25 (Latin, Greek and Cyrillic o, signs)
_ZEROS = "〇零○0OoОоΟο０◯"
_O = "".join(sign for sign in _ZEROS if sign not in "〇零○0")
_TO = r"(?:[-—–~～〜∼−‒－―至到]|——|--)"
_HAN_YEAR = f"[一二][{_ZEROS}一二三四五六七八九]{{3}}"
_ODD_YEAR = f"(?=[0-9]{{0,3}}[{_O}])[12][0-9{_O}]{{3}}"
YEAR_WRITTEN = f"(?:{_HAN_YEAR}|{_ODD_YEAR})"  # a year that is not in plain digits: 二〇二五, 2o25
_FULL = rf"(?:19|2[0{_O}])[0-9{_O}]{{2}}"

DATE = re.compile(
    rf"(?:19|20)[0-9]{{2}} ?(?:年? ?(?:{_TO}|[、/]|和) ?(?:(?:19|20)[0-9]{{2}}|[0-9]{{2}}))* ?年度?"
    r"(?: ?[0-9]{1,2} ?月(?: ?[0-9]{1,2} ?日)?)?"
    rf"|(?:19|20)[0-9]{{2}} ?{_TO} ?(?:19|20)[0-9]{{2}}(?![0-9.%])"
    r"|(?:19|20)[0-9]{2}[-./][0-9]{1,2}(?:[-./][0-9]{1,2})?(?![0-9%万亿])"
    rf"|{_ODD_YEAR}年"
    r"|[0-9]{1,2} ?月(?:份|底|初|末| ?[0-9]{1,2} ?(?:日|[-—至到~]))?(?!龄)"
    r"|[0-9]{1,2}(?:[-—–~～至到][0-9]{1,2})?[时点](?:[0-9]{1,2}分)?(?![0-9])(?!间)"
    r"|(?<![按到为比例、和])[0-9]{1,2}:[0-9]{2}(?![0-9:.])"
)
HAN_DATE = re.compile(
    rf"[一二][九{_ZEROS}][{_ZEROS}一二三四五六七八九]{{2}}年|[一二][九〇○零][〇○零一二三四五六七八九]{{2}}"
    r"|[一二三四五六七八九十]{1,3}月(?:份|底|初|末)?"
)
_YEAR = starting(
    "12一二十六七八九“\"",
    rf"(?<![0-9.])(?:(?P<first>{_FULL}) ?(?:年[度底末初起]?)? ?{_TO} ?(?P<last>(?:19|20)?[0-9]{{2}}) ?年"
    rf"|(?P<year>{_FULL}) ?年(?!度?{_TO} ?(?:19|20)?[0-9]{{2}} ?年))"
    rf"|(?P<han>{_HAN_YEAR})年"
    r"|(?<![一二三四五六七八九百千第])[“\"]?(?P<plan>十[一二三四五六七八九]?|[六七八九])五(?P<closed>[”\"]?)(?:规划|计划)?"
    r"(?P<tail>期?末|末期|期间|时期|(?=以来)|(?<=[”\"划])|(?=收官|开局))",
)
_BEFORE_SIGN, _BEHIND_SIGN = 16, 8  # characters that a year has at most before its first 年 or 五, and behind its last
_REPUBLIC = re.compile(r"(?:中[华華])?民[国國] ?(?P<first>[0-9]{2,3}) ?年?(?: ?[至到—–~-] ?(?P<last>[0-9]{2,3}))? ?年")


class YearSpan(NamedTuple):
    """A year, a span of years or a plan period named in a text.

    `year` is the year, or the last one of a span or period; `first` the first one of a span or period, else None;
    `form` is ``"year"``, ``"span"`` or ``"period"``; `tail` is what follows the name of a period (期间, 时期, 末; empty
    for “十四五” alone, “十四五”规划 and “十四五”以来).
    """

    start: int
    end: int
    year: int
    first: int | None = None
    form: str = "year"
    tail: str = ""


def check_year(name: str, value: object) -> None:
    """Check a parameter that takes the year in which a plan is issued, begins or ends.

    >>> check_year("period_end", 2025)
    """
    check_int(name, value, PLAN_YEARS[0], PLAN_YEARS[-1], what="a year (an int)", more=", or None")


def years_in(text: str, start: int = 0, end: int | None = None) -> list[YearSpan]:
    """Years, spans of years and plan periods that a text, from `start` to `end`, names outside of titles, in order.

    >>> from policylab.numbers import years_in
    >>> [(span.year, span.first, span.form) for span in years_in("“十四五”期间和2026—2030年,至二〇三五年")]
    [(2025, 2021, 'period'), (2030, 2026, 'span'), (2035, None, 'year')]
    >>> [span.year for span in years_in("二0二五年、2o26年、民國114年")]
    [2025, 2026, 2025]
    """
    check_str("text", text)
    check_int("start", start, 0, what="a place in the text (an int)")
    check_int("end", end, 0, what="a place in the text (an int)", more=", or None")
    return find_years(text, start, len(text) if end is None else end)


def find_years(text: str, start: int, end: int) -> list[YearSpan]:
    """The same, of a stretch of text that is known to be one."""
    first = min((place for sign in "年五" if (place := text.find(sign, start, end)) >= 0), default=-1)
    if first < 0:
        return []
    last = max(text.rfind("年", start, end), text.rfind("五", start, end))
    found = [_span(match) for match in _YEAR.finditer(text, max(start, first - _BEFORE_SIGN), min(end, last + _BEHIND_SIGN))]
    if "民国" in text or "民國" in text:
        taken = [(span.start, span.end) for span in found]
        for match in _REPUBLIC.finditer(text, start, end):
            if not any(match.start() < last and first < match.end() for first, last in taken):
                first, last = int(match["first"]) + 1911, match["last"]
                known = (first,) if last is None else (int(last) + 1911, first, "span")
                found.append(YearSpan(*match.span(), *known))
        found.sort(key=lambda span: span.start)
    if text.find("《", start, end) < 0:
        return found
    return [span for span in found if opened(text, "《》", max(start, span.start - 60), span.start) < 0]


def opened(text: str, pair: str, floor: int, place: int) -> int:
    """Where the bracket or quotation mark stands, from `floor` on, that is still open at a place; -1 where none is."""
    opening = text.rfind(pair[0], floor, place)
    return opening if opening >= 0 and text.find(pair[1], opening, place) < 0 else -1


def _span(match: re.Match[str]) -> YearSpan:
    place = match.span()
    if match["first"]:
        last = match["last"]
        first = _plain(match["first"])
        return YearSpan(*place, int(last) if len(last) == 4 else first // 100 * 100 + int(last), first, "span")
    if number := match["plan"]:  # 十四 → 2025
        year = 1955 + 5 * int(parse_chinese(number))
        return YearSpan(*place, year, year - 4, "period", match["tail"])
    return YearSpan(*place, _plain(match["year"] or match["han"]))


def _plain(written: str) -> int:
    """The value of a year written digit by digit, whatever its zeros are."""
    return int(spelt(re.sub(f"[{_ZEROS}]", "0", written)))
