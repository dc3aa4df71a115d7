"""Groups: numbers that 分别 hands out to the heads before it: A、B分别达到10%、20%."""

from __future__ import annotations

import re

from policylab.numbers import Quantity
from policylab.targets._head_nouns import PAIR, clean_left
from policylab.targets._lexicon import lexicon, pattern
from policylab.targets._lexing import Lexed
from policylab.targets._lists import SPLIT_HEADS, complete, of_each, of_levels, taken_apart
from policylab.targets._noun_behind import REACH, noun_behind, strip_tail
from policylab.targets._tense import Sentence
from policylab.targets._years import Year

REACHES = re.compile(r"(?:到|至|为|达)(?:(?:19|20)[0-9]{2}年(?:底|末)?的?)?(?:约|近)?$")
EACH_YEAR = re.compile(r"(?P<first>20[0-9]{2}) ?年?(?:[-—–~～至到]+)(?P<last>20[0-9]{2}) ?年(?:间|期间)?,?(?:(?:每年|各年|逐年|分别)[^,;。0-9]*)?$")
YEARS_ONLY = re.compile(r"到?(?:20[0-9]{2}年?(?:底|末)?(?:、|和|及|以及|[-—–~～至到]+)?)+,?(?:每年|各年|逐年)?")
GROWN = re.compile(r"[,、](?:同比|比上年|较上年)?(?:增长|下降|提高|增加)")  # …分别达6.9万元、3.4万元,增长4.2%、5.3%
MARK = re.compile("[,;。!?:]")
JOINED = frozenset(["、", "和", "及", "与", "以及", ",", "、和"])
SHARING = 16  # characters between 分别 and the first number
INDUSTRY = re.compile("第[一二三]产业")
BETWEEN = 24  # characters between two groups: 分别由5和8提高到10和12


def distributed(
    text: str, quantities: list[Quantity], index: int, sentence: Sentence
) -> tuple[list[str], list[int]] | None:
    """The heads and the numbers that belong to them, or None where the number at `index` opens no group."""
    first = quantities[index]
    floor = max(0, first.start - REACH)
    if first.form == "share":
        return _shared(text, quantities, index, floor, sentence)
    place = text.rfind("分别", max(floor, first.start - SHARING), first.start)
    apart = place >= 0 and not any(mark in text[place : first.start] for mark in ",;。")
    if not apart and (starts := _starts(text, quantities, index, floor)):
        return starts
    if not apart and (owned := _owned(text, quantities, index, floor) or _paired(text, quantities, index, floor)):
        return owned
    gap = text[max(sentence.previous_end, 0) : first.start]
    onward = len(sentence.heads) > 1 and len(gap) < BETWEEN and REACHES.search(gap) is not None
    onward = onward and not any(mark in gap for mark in ",;。")
    if not apart and not onward and (len(sentence.heads) < 2 or not GROWN.fullmatch(gap)):
        return None
    members = _members(text, quantities, index)
    onward = onward or len(members) == len(sentence.heads) > 1 and GROWN.fullmatch(gap) is not None
    if onward and len(members) == len(sentence.heads):
        return sentence.heads, members
    if not apart:
        return None
    if len(members) == 1:
        return _one_for_all(text, place, floor, first, index, sentence)
    if named := _granted(sentence.lexed, place, first.start, quantities[members[-1]].end):
        return _given_to(text, place, floor, named, len(members)), members
    if named := _of_years(text, place, floor, sentence, [quantities[member] for member in members]):
        return [named] * len(members), members
    known = len(sentence.heads) == len(members) and sentence.previous == sentence.heads[-1]
    if known and not text[max(sentence.previous_end, 0) : place].strip(" ,"):
        return sentence.heads, members  # 从4万元和2万元分别提高到5万元和3万元
    heads = _heads(text, place, floor, sentence, len(members))
    return (_with_measure(heads, text[place + 2 : first.start]), members) if heads else None


def _one_for_all(
    text: str, place: int, floor: int, first: Quantity, index: int, sentence: Sentence
) -> tuple[list[str], list[int]] | None:
    """化学需氧量、二氧化硫排放分别减少8%, 城乡居民收入分别增长7%: one number that holds for each of the heads."""
    begin = max(_mark_before(text, floor, place) + 1, floor)
    parts = _parts(clean_left(strip_tail(text[begin:place])[0].removesuffix("年均")))
    if len(parts) == 1:
        parts = taken_apart(parts[0])
    if parts == [""] and text[sentence.previous_end : place].strip(" ,、") == "":
        parts = list(sentence.heads or sentence.recent[-2:])  # 甲和乙分别达到8元、9元,分别增长7%
    relative = first.unit is not None and first.unit.dimension in ("ratio", "multiple", "percentage_point", "doubling")
    if not relative or not 2 <= len(parts) <= 4:
        return None
    return _with_measure(complete(parts), text[place + 2 : first.start]), [index] * len(parts)


def _with_measure(heads: list[str], between: str) -> list[str]:
    """The measure that stands behind 分别 belongs to each head: 出口、投资分别占比达30%、20%."""
    if done := pattern("done_at_end").search(between.removesuffix("的")):
        return [head + done.group() for head in heads]  # 分别完成年度计划的105%和98%
    noun = strip_tail(between)[0].strip(" ,")
    if len(noun) < 2 or lexicon().measured.length(noun, len(noun), 0) != len(noun):
        return heads
    return [head if head.endswith(noun) else head + noun for head in heads]


def _starts(
    text: str, quantities: list[Quantity], index: int, floor: int
) -> tuple[list[str], list[int]] | None:
    """城乡居民收入从4万元和2万元分别提高到…: the starting points of several changes."""
    near, end = max(floor, quantities[index].start - 14), quantities[index].start
    led = text.find("由", near, end) >= 0 or text.find("从", near, end) >= 0
    pair = PAIR.search(text, near, end) if led else None
    members = _members(text, quantities, index) if pair else []
    if pair is None or len(members) < 2 or not text.startswith("分别", quantities[members[-1]].end):
        return None
    begin = max(_mark_before(text, floor, pair.start()) + 1, floor)
    parts = _parts(clean_left(strip_tail(text[begin : pair.start()])[0]))
    if len(parts) == 1 and len(members) == 2:
        parts = taken_apart(parts[0])
    return (complete(parts), members) if len(parts) == len(members) else None


def _shared(
    text: str, quantities: list[Quantity], index: int, floor: int, sentence: Sentence
) -> tuple[list[str], list[int]]:
    """三次产业比重为4:38:58: a head for each part of the whole; where the text names none, they have no heads."""
    members = [index]
    while members[-1] + 1 < len(quantities) and quantities[members[-1] + 1].form == "share":
        here, there = quantities[members[-1]], quantities[members[-1] + 1]
        if text[here.end : there.start].strip() not in (":", "：", "∶", "/", "比"):
            break
        members.append(members[-1] + 1)
    if len(sentence.heads) == len(members) and REACHES.search(text[sentence.previous_end : quantities[index].start]):
        return sentence.heads, members
    begin = max(_mark_before(text, floor, quantities[index].start) + 1, floor)
    noun = clean_left(strip_tail(text[begin : quantities[index].start])[0])
    if (industries := pattern("three_industries").search(noun)) and len(members) == 3:
        return [f"第{place}产业{industries['measure'] or ''}比重" for place in "一二三"], members
    parts = _parts(pattern("proportion").sub("", noun))
    return ([part + "比重" for part in complete(parts)] if len(parts) == len(members) else [""] * len(members)), members


def _owned(text: str, quantities: list[Quantity], index: int, floor: int) -> tuple[list[str], list[int]] | None:
    """甲、乙和丙的标准为8元、7元和6元: a number for each owner, though no 分别 says so."""
    if not text.endswith(("为", "达到"), floor, quantities[index].start):
        return None
    members = _members(text, quantities, index)
    if len(members) < 2 or len({quantities[member].unit_name for member in members}) > 1:
        return None
    begin = max(_mark_before(text, floor, quantities[index].start) + 1, floor)
    parts = _parts(clean_left(strip_tail(text[begin : quantities[index].start])[0]))
    owner, of, thing = parts[-1].rpartition("的")
    if len(parts) != len(members) or not of or not owner or not lexicon().measured.match(thing, len(thing), 0):
        return None
    return of_each(parts), members


def _paired(text: str, quantities: list[Quantity], index: int, floor: int) -> tuple[list[str], list[int]] | None:
    """城乡居民收入增长5%、8%; 出口、进口增长5%、8%: a number for each, though no 分别 says so."""
    members = _members(text, quantities, index)
    if len(members) < 2 or len({(quantities[member].unit_name, quantities[member].form) for member in members}) > 1:
        return None
    begin = max(_mark_before(text, floor, quantities[index].start) + 1, floor)
    noun = clean_left(strip_tail(text[begin : quantities[index].start])[0])
    parts = _parts(noun)
    if len(parts) == 1:
        parts = taken_apart(noun) if "城乡" in noun else parts
    elif quantities[index].unit_name not in ("%", "个百分点", "倍") or min(map(len, parts)) < 2:
        return None
    return (complete(parts), members) if len(parts) == len(members) else None


def _parts(noun: str) -> list[str]:
    return [part for part in SPLIT_HEADS.split(noun) if part] or [""]


def listed_years(text: str, place: int, sentence: Sentence) -> list[Year]:
    """2025年、2030年、2035年…分别达到, 2022—2025年每年分别建设: a year for each number."""
    near = max(sentence.start, place - 40)
    if text.find("20", near, place) >= 0 and (each := EACH_YEAR.search(text, near, place)):
        return [Year(each.start(), each.end("last"), year, "plain") for year in range(int(each["first"]), int(each["last"]) + 1)]
    years = [year for year in sentence.years if year.end <= place and year.role in ("plain", "aim")]
    gaps = [text[one.end : two.start] for one, two in zip(years, years[1:], strict=False)]
    return years if gaps and all(gap in ("、", "和", "及", ",") for gap in gaps) else []


def _members(text: str, quantities: list[Quantity], index: int) -> list[int]:
    members = [index]
    while members[-1] + 1 < len(quantities):
        here, there = quantities[members[-1]], quantities[members[-1] + 1]
        gap = text[here.end : there.start]
        if gap not in JOINED or (gap == "," and here.unit_name != there.unit_name):
            break
        members.append(members[-1] + 1)
    return members


def _granted(lexed: Lexed, place: int, start: int, end: int) -> str:
    """分别给予50万元、20万元的奖励, 分别奖励50万元、100万元: what is given, whoever gets it."""
    verbs = lexed.between("grant", place, start)
    if not verbs:
        return ""
    if given := pattern("granted_of").match(lexed.text, end) or pattern("given_named").search(lexed.text, verbs[0][1], start):
        return given["grant"]
    return lexed.text[slice(*verbs[0])].removeprefix("给予")


def _given_to(text: str, place: int, floor: int, named: str, count: int) -> list[str]:
    """对数字化车间、智能工厂,分别给予一次性奖补50万元、100万元: what each is given, where a list says to whom."""
    end = _mark_before(text, floor, place)
    clause = text[max(_mark_before(text, floor, end) + 1, floor) : max(end, floor)].strip()
    owners = _parts(clause[1:]) if clause.startswith("对") else []
    if len(owners) != count or not all(1 < len(owner) <= 16 for owner in owners) or "的" in owners[-1]:
        return [named] * count
    return [owner + named for owner in owners]


def _heads(text: str, place: int, floor: int, sentence: Sentence, count: int) -> list[str] | None:
    begin = max(_mark_before(text, floor, place) + 1, floor)
    years = len(listed_years(text, place, sentence)) == count > 1
    if years and begin > max(floor, sentence.start) and YEARS_ONLY.fullmatch(text, begin, place):
        # 提高健康素养水平,2022年和2025年分别不低于23%和28%
        noun = clean_left(text[max(_mark_before(text, floor, begin - 1) + 1, floor) : begin - 1])
        return [noun] * count if noun else None
    opening = YEARS_ONLY.match(text, begin, place) if years else None
    noun = clean_left(strip_tail(text[opening.end() if opening else begin : place])[0].removesuffix("年均"))
    if not noun and count > 1:
        before = clean_left(text[max(_mark_before(text, floor, begin - 1) + 1, floor) : max(begin - 1, floor)])
        owners = _parts(before)
        if len(owners) == count and "的" in owners[-1] and lexicon().measured.match(before, len(before), 0):
            return of_each(owners)  # 甲和乙的标准,分别降低8元和7元
        if len(sentence.recent) >= count:
            return sentence.recent[-count:]
    if not noun and begin > floor:
        noun = clean_left(text[max(_mark_before(text, floor, begin - 1) + 1, floor) : begin - 1])
    if len(levels := of_levels(noun)) == count > 1:
        return levels
    parts = [part for part in SPLIT_HEADS.split(noun) if part]
    if len(parts) > count > 1:
        parts = [part for part in re.split(r"、|(?<![共饱总缓温])和(?!谐)|以及|及(?![时格])", noun) if part]
    if len(parts) > count > 1:
        parts = [part for part in noun.split("、") if part]
    if years and len(parts) == 1:
        return parts * count
    if len(parts) == 1 and len(sentence.heads) == count and all(map(INDUSTRY.match, sentence.heads)):
        return [INDUSTRY.match(head).group() + noun for head in sentence.heads]  # …,就业比重分别为3%、41%和56%
    if count == 2 and len(parts) == 1:
        parts = taken_apart(parts[0])
    return complete(parts) if len(parts) == count > 1 else None


def _of_years(text: str, place: int, floor: int, sentence: Sentence, members: list[Quantity]) -> str | None:
    """What years alone are given numbers of: 2022年、2023年分别建成公园3座、4座, 2022—2025年每年分别建设20个、30个、40个、50个示范村."""
    opening = text[max(_mark_before(text, floor, place) + 1, floor) : place]
    if len(members) < 2 or len(listed_years(text, place, sentence)) != len(members):
        return None
    if "每年" in text[max(floor, place - 4) : place] and YEARS_ONLY.fullmatch(opening) is None:
        opening = text[max(_mark_before(text, floor, place - len(opening) - 1) + 1, floor) : place]
    if YEARS_ONLY.fullmatch(opening.strip()) is None:
        return None
    noun = clean_left(strip_tail(text[place + 2 : members[0].start])[0])
    stop = MARK.search(text, members[-1].end, sentence.end)
    return noun or noun_behind(text, members[-1].end, stop.start() if stop else sentence.end)[0]


def _mark_before(text: str, floor: int, place: int) -> int:
    return max(text.rfind(mark, floor, max(place, 0)) for mark in ",;。:")
