"""Universal statements without a numeral: 全覆盖, 所有…均, 全部…."""

from __future__ import annotations

import re

from policylab.numbers._calendar import opened
from policylab.numbers._units import unit_at
from policylab.resources._word_patterns import HAN
from policylab.targets._lexing import Lexed, pattern
from policylab.targets._noun_phrases import clean_left, noun_behind, strip_tail

COVERS_WHAT = 4  # characters before 覆盖 that say it of a whole: 城乡全|覆盖
UNIVERSAL_WORD = re.compile(r"所有|全部")
MANNER = re.compile(f"的?(?:全[{HAN}]{{2,3}}、)+$")
NEAR = 60  # characters that what is covered may be away
GENERATION = re.compile(r"[2-6]G(?![A-Za-z])")
CUT_NUMBER = re.compile(r"(?:[0-9]+[.,])*$")  # of which a mark was taken for that of an item
COUNTED = re.compile(
    r"(?<![A-Za-z0-9.])(?P<number>[0-9][0-9.,]*)(?![A-Za-z0-9.,])(?P<power>[十百千万亿]*)(?:(?:大类|[个家座条户名项处人件所种类大])(?:及?以上|及?以下)?)?"
)
LIST_PARTS = re.compile(r"、|和|及|与|以及")


def read_coverage(lexed: Lexed) -> list[tuple[int, int, str]]:
    """Spans and indicators of the universal statements of a paragraph; "" where a clause before has the indicator.

    >>> from policylab.targets._lexing import lex
    >>> read_coverage(lex("5G网络实现全覆盖,“一图全覆盖”除外。"))
    [(6, 9, '5G网络')]
    >>> read_coverage(lex("社区达到200个,2025年力争实现全覆盖。"))  # what it is said of stands with the number before
    [(18, 21, '')]
    >>> read_coverage(lex("光纤网络、移动网络实现城乡全覆盖。"))
    [(11, 16, '光纤网络'), (11, 16, '移动网络')]
    """
    text = lexed.text
    found: list[tuple[int, int, str]] = []
    first = text.find("覆盖")
    for match in pattern("coverage_full").finditer(text, max(0, first - COVERS_WHAT)) if first >= 0 else ():
        if _quoted(text, match.start()) or pattern("coverage_name").match(text, match.end()):
            continue
        found += [(match.start(), match.end(), name) for name in _covered(lexed, match.start(), match.end())]
    for match in UNIVERSAL_WORD.finditer(text) if "所有" in text or "全部" in text else ():
        if _quoted(text, match.start()) or pattern("coverage_not").match(text, match.start()):
            continue
        item = _universal(lexed, match)
        if item is not None and not any(start <= item[0] < end for start, end, _ in found):
            found.append(item)
    return sorted(found, key=lambda item: item[:2])


def _covered(lexed: Lexed, start: int, end: int) -> list[str]:
    """What 全覆盖 is said of: the noun before it, or behind it where it describes one."""
    text, left = lexed.text, lexed.clause(start, start - NEAR)
    said = text.rfind("覆盖、", left, start)
    left = said + 3 if said >= 0 else left
    before = pattern("coverage_verbs").sub("", MANNER.sub("", text[left:start]))
    if text[end : end + 1] == "的" or (text[end : end + 1] == "、" and pattern("coverage_build").search(before)):
        noun = _described(lexed, end)
        return [noun] if noun else []
    if before.endswith("、"):
        return []  # 统一领导、全面覆盖、权威高效的…: one of several qualities
    if done := list(pattern("coverage_done").finditer(before)):
        subject, thing = before[: done[-1].start()], before[done[-1].end() :]
        whole = len(thing) <= 4 and (pattern("place_end").search(thing) or thing.endswith(("街", "街道", "居", "组")))  # 服务站实现行政村全覆盖
        before = subject if whole else thing
    if watched := pattern("coverage_watch").match(text, end):
        return [clean_left(before) + watched.group()]
    noun = _with_number(clean_left(before), before)
    if not noun and pattern("coverage_adverbs").fullmatch(before):
        noun = clean_left(pattern("coverage_verbs").sub("", _clause_before(lexed, left)))
    if not noun and start > left:
        return [""]
    return _parts(noun) if noun else []


def _described(lexed: Lexed, end: int) -> str | None:
    """The noun that 全覆盖…的 describes."""
    text, stop = lexed.text, min(lexed.clause_end(end), end + NEAR)
    of = text.find("的", end, stop)
    if of < 0:
        return None
    last = of
    while (next_of := text.find("的", last + 1, min(stop, last + 14))) >= 0:
        last = next_of
    noun, _ = noun_behind(text, last + 1, stop)
    return noun


def _parts(noun: str) -> list[str]:
    parts = [part for part in LIST_PARTS.split(noun) if part]
    if len(parts) > 1 and all(len(part) > 3 and part[-2:] == parts[0][-2:] for part in parts):
        return parts
    return [noun]


def _universal(lexed: Lexed, match: re.Match[str]) -> tuple[int, int, str] | None:
    text, left = lexed.text, lexed.clause(match.start(), match.start() - NEAR)
    right = min(lexed.clause_end(match.end()), match.end() + NEAR)
    said = text.rfind("全部", left, match.start())
    if said >= 0 and (apart := text.find("、", said, match.start())) >= 0:
        left = apart + 1  # 贫困人口全部脱贫、贫困县全部摘帽
    before, after = text[left : match.start()], text[match.end() : right]
    if pattern("coverage_covers").search(before):
        noun = clean_left(pattern("coverage_covers").sub("", before))
        if not noun:
            noun = clean_left(_clause_before(lexed, left)).rpartition("等")[2]
        return (match.start(), match.end(), noun) if noun else None
    wide = found.group() if (found := pattern("whole_before").search(before)) else ""
    every = None if after.startswith(("均", "都", "全部")) else pattern("coverage_every").search(after, 2)
    if match.group() == "全部":
        whole = before.find("所有")
        if whole >= 0 and pattern("coverage_not").match(text, left + whole) is None:
            return None  # 所有乡镇全部…: said once
        noun = _with_number(clean_left(strip_tail(before)[0]), before)
        taken = before.endswith(("、", "和", "实现", "了", "的", "为", "向", "对", "给", "把", "于", "占", "比", "较", "过")) or pattern("coverage_object").search(before) or pattern("coverage_ruled").search(after)
        if len(noun) >= 2 and after and after[0] not in "的" and not taken:
            return match.start(), match.end(), _without_number(noun).removeprefix("除").rpartition("外")[2] or noun
    if every is not None:
        noun = pattern("attribute").sub("", after[: every.start()].strip("的"))
        if _without_number(noun) == noun:  # 所有1,000kV线路均…, but 所有5个县均… counts them
            return match.start(), match.end(), wide + noun
    if match.group() == "所有" and pattern("coverage_realize").search(before) and "的" in after:
        return match.start(), match.end(), wide + after.partition("的")[0]
    return None


def _with_number(noun: str, before: str) -> str:
    """What a number parts in the middle is whole again: 0.|4kV线路; but 1.|5G网络, which is the first of several."""
    if not noun[:1].isdigit() or GENERATION.match(noun) or not before.endswith(noun):
        return noun
    return CUT_NUMBER.search(before.removesuffix(noun)).group() + noun


def _without_number(noun: str) -> str:
    """186.5万农村贫困人口 → 农村贫困人口, but 4S店, 35千伏线路."""
    noun = pattern("attribute").sub("", noun)
    if any(character.isdigit() for character in noun) and len(noun.rpartition("的")[2]) >= 2:
        noun = noun.rpartition("的")[2]
    found = COUNTED.search(noun)
    if found is None or found.end() == len(noun):
        return noun
    measured = unit_at(noun, found.end("number")) or unit_at(noun, found.end("power"))  # 2千伏, 2万|亩
    return noun if measured is not None and not measured[0].counts else noun[found.end() :]


def _clause_before(lexed: Lexed, left: int) -> str:
    return lexed.opening(max(left - 1, 0), left - 1 - NEAR)


def _quoted(text: str, place: int) -> bool:
    floor = max(0, place - 40)
    if opened(text, "“”", floor, place) >= 0:
        return True
    return text.count('"', floor, place) % 2 == 1 and text.find('"', place, place + 40) >= 0
