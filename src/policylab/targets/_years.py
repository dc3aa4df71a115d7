"""Years: which year a statement is to hold for, and from which one a change is measured."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policylab.targets._numerals import parse_chinese

YEAR = re.compile(
    r"(?P<first>(?:19|20)[0-9]{2}) ?年?(?P<more>(?: ?(?:[-—–~～－―至到]|——) ?(?P<last>(?:19|20)?[0-9]{2}))) ?年"
    r"|(?P<year>(?:19|20)[0-9]{2}) ?年(?!度?[-—–~～－―至])|(?P<chinese>二[〇○零][一二三四五六七八九〇○零]{2})年"
    r"|“?十(?P<plan>[一二三四五六七])五”?(?:规划)?(?P<end>期?末|末期|期间|时期|(?=以来))"
)
BASE_AFTER = re.compile(
    r"(?:年?(?:底|末|初))?(?:的)?(?:相比|基础上|的基础上|水平(?:上)?|为基期|同期)"
    r"|(?:年?(?:底|末))?(?:增长|下降|提高|降低|减少|增加|翻|提升)"
)
BASE_BEFORE = re.compile(r"(?:比|较|与|同|以|在|自|超过|高于|相比于|相比|相对于)$")
BASE_WORD = re.compile(r"(?:比|较|与|同|自|相比于|相比|相对于)$")
SINCE = re.compile(r"(?:年?(?:底|末|初))?以来")
FROM = re.compile(r"(?:年?底|末|初|度)?(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?(?:起|开始)")
OTHER = re.compile(r"(?:年?底|末|初)?(?:之|以)?前[^,;。]{0,8}?的")
TIMES = re.compile(r"(?:水平)?的 ?[0-9.]+ ?倍|水平的 ?[0-9.]+ ?%")
AGAIN = re.compile(r"(?:恢复到|恢复至|相当于)$")
SHARE = re.compile(r"(?:同期|水平)?的 ?[0-9.]+ ?%")
AIM = re.compile(r"(?:(?<![高加降升长少大展缩增减])[到至]|力争|争取|确保|力争到|预计|预计到)$")
STATE = re.compile(r"(?:截至|截止|截止到|截至到|至今)$")
LEAD = re.compile(r"\s*(?:—{1,2}|[(（]?[一二三四五六七八九十0-9]{1,3}[)）.、．])?\s*(?:到|至|力争到|争取到|力争|力争用[^,]{1,6}时间,到)?\s*$")


@dataclass(frozen=True, slots=True)
class Year:
    """A year named in a text, and how: aim, base (of a change), state (as it was), since, from (从2023年起), other, period or plain."""

    start: int
    end: int
    year: int
    role: str


def years_in(text: str, start: int, end: int) -> list[Year]:
    """The years that a stretch of text names outside of titles, in order."""
    found = []
    for match in YEAR.finditer(text, start, end):
        opening = text.rfind("《", max(start, match.start() - 60), match.start())
        if opening >= 0 and text.find("》", opening, match.start()) < 0:
            continue
        found.append(Year(match.start(), match.end(), _value(match), _role(text, match)))
    return found


def _value(match: re.Match[str]) -> int:
    if match["first"]:
        last = match["last"]
        return int(last) if len(last) == 4 else int(match["first"][:2] + last)
    if match["year"]:
        return int(match["year"])
    if match["chinese"]:
        return int(parse_chinese(match["chinese"].replace("○", "〇")) or 0)
    return 1955 + 5 * (10 + "一二三四五六七".index(match["plan"]) + 1)


def _role(text: str, match: re.Match[str]) -> str:
    before = text[max(0, match.start() - 5) : match.start()]
    if match["plan"] and match["end"] in ("期间", "时期"):
        return "period"
    if SINCE.match(text, match.end()):
        return "since"
    if OTHER.match(text, match.end()):
        return "other"
    if TIMES.match(text, match.end()) or (AGAIN.search(before) and SHARE.match(text, match.end())):
        return "base"
    if before.endswith(("由", "从")) and text[match.end() : match.end() + 1] not in "起开":
        return "base"
    if BASE_WORD.search(before) or (BASE_BEFORE.search(before) and BASE_AFTER.match(text, match.end())):
        return "base"
    if re.match(r"(?:年?(?:底|末))?(?:的)?基础上|(?:年?(?:底|末))?相比", text[match.end() : match.end() + 8]):
        return "base"
    if FROM.match(text, match.end()):
        return "from"
    if STATE.search(before):
        return "state"
    if AIM.search(before):
        return "aim"
    return "plain"


def lead_year(text: str) -> Year | None:
    """The year that heads a paragraph and so holds for it: 到2025年,…; ——2021年…

    >>> lead_year("到2025年,光纤网络覆盖全市。").year, lead_year("2021年已建成。") is None
    (2025, True)
    """
    match = YEAR.search(text, 0, 40)
    if match is None or match["first"]:
        return None
    before = text[: match.start()]
    if LEAD.match(before) is None:
        return None
    aims = bool(AIM.search(before.rstrip())) or "—" in before
    role = _role(text, match)
    if not aims or role in ("base", "since", "state"):
        return None
    return Year(match.start(), match.end(), _value(match), role)
