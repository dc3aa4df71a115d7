"""Groups: numbers that 分别 hands out to the heads before it: A、B分别达到10%、20%."""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

from policylab.numbers import Quantity
from policylab.targets._lexing import REACH, Lexed, lexicon, pattern
from policylab.targets._lists import SPLIT_HEADS, complete, of_each, of_levels, taken_apart
from policylab.targets._noun_phrases import clean_left, noun_behind, strip_tail
from policylab.targets._surroundings import PAIR
from policylab.targets._tense import Sentence
from policylab.targets._years import Year

REACHES = re.compile(r"(?:到|至|为|达)(?:(?:19|20)[0-9]{2}年(?:底|末)?的?)?(?:约|近)?$")
EACH_YEAR = re.compile(r"(?P<first>20[0-9]{2}) ?年?(?:[-—–~～至到]+)(?P<last>20[0-9]{2}) ?年(?:间|期间)?,?(?:(?:每年|各年|逐年|分别)[^,;。0-9]*)?$")
YEARS_ONLY = re.compile(r"到?(?:20[0-9]{2}年?(?:底|末)?(?:、|和|及|以及|[-—–~～至到]+)?)+,?(?:每年|各年|逐年)?")
TOGETHER = re.compile("(?:双双|均|都)[^,;。、0-9]{0,8}")  # 从第8位、第4位|双双跃居第1位
GROWN = re.compile(r"[,、](?:同比|比上年|较上年)?(?:增长|下降|提高|增加)")  # …分别达6.9万元、3.4万元,增长4.2%、5.3%
JOINED = frozenset(["、", "和", "及", "与", "以及", ",", "、和"])
SHARING = 16  # characters between 分别 and the first number
INDUSTRY = re.compile("第[一二三]产业")
RATIO = frozenset([":", "：", "∶", "/", "比"])
BETWEEN = 24  # characters between two groups: 分别由5和8提高到10和12


Group = tuple[list[str], list[int]]  # heads, and for each the number that belongs to it


class _Opening(NamedTuple):
    """The number that may open a group, in its sentence."""

    text: str
    quantities: list[Quantity]
    index: int
    sentence: Sentence
    floor: int  # where what may name the heads begins

    def clause(self, place: int) -> int:
        """Where the clause begins in which a place stands."""
        return max(self.sentence.lexed.clause(place), self.floor)

    def clause_before(self, place: int) -> str:
        """The clause before the one in which a place stands."""
        end = max(self.clause(place) - 1, self.floor)
        return self.text[self.clause(end) : end]

    def noun(self, end: int, start: int | None = None) -> str:
        """What is named before a place, in its clause or from `start` on."""
        return clean_left(strip_tail(self.text[self.clause(end) if start is None else start : end])[0].removesuffix("年均"))

    def members(self, joined: frozenset[str] = JOINED) -> list[int]:
        """The numbers that follow upon one another from this one on."""
        members = [self.index]
        for one, two in itertools.pairwise(self.quantities[self.index :]):
            gap = self.text[one.end : two.start]
            if gap.strip() not in joined or joined is JOINED and (gap == "," and one.unit.name != two.unit.name):
                break
            members.append(members[-1] + 1)
        return members


def distributed(text: str, quantities: list[Quantity], index: int, sentence: Sentence) -> Group | None:
    """The heads and the numbers that belong to them, or None where the number at `index` opens no group."""
    first, floor = quantities[index], max(0, quantities[index].start - REACH)
    told = len(sentence.heads) > 1 and sentence.previous == sentence.heads[-1]
    if told and TOGETHER.fullmatch(text, max(sentence.previous_end, 0), first.start):
        return sentence.heads, [index] * len(sentence.heads)
    place = text.rfind("分别", max(floor, first.start - SHARING), first.start)
    apart = place >= 0 and not any(mark in text[place : first.start] for mark in ",;。")
    listed = index + 1 < len(quantities) and text[first.end : quantities[index + 1].start] in JOINED
    if not apart and not listed and first.form != "share":
        return None
    opening = _Opening(text, quantities, index, sentence, floor)
    if first.form == "share":
        return _shared(opening)
    if not apart and (group := _starts(opening) or _owned(opening) or _paired(opening)):
        return group
    if group := _onward(opening):
        return group
    if not apart:
        return None
    members = opening.members()
    if len(members) == 1:
        return _one_for_all(opening, place)
    if named := _granted(sentence.lexed, place, first.start, quantities[members[-1]].end):
        return _given_to(opening, place, named, len(members)), members
    if named := _of_years(opening, place, members):
        return [named] * len(members), members
    known = len(sentence.heads) == len(members) and sentence.previous == sentence.heads[-1]
    if known and not text[max(sentence.previous_end, 0) : place].strip(" ,"):
        return sentence.heads, members  # 从4万元和2万元分别提高到5万元和3万元
    heads = _heads(opening, place, len(members))
    return (_with_measure(heads, text[place + 2 : first.start]), members) if heads else None


def _onward(opening: _Opening) -> Group | None:
    """…分别由5和8提高到10和12; …分别达6.9万元、3.4万元,增长4.2%、5.3%: numbers for the heads of the last group."""
    heads, gap = opening.sentence.heads, opening.text[max(opening.sentence.previous_end, 0) : opening.quantities[opening.index].start]
    led = len(gap) < BETWEEN and not any(mark in gap for mark in ",;。") and REACHES.search(gap)
    if len(heads) < 2 or not (led or GROWN.fullmatch(gap)):
        return None
    members = opening.members()
    return (heads, members) if len(members) == len(heads) else None


def _one_for_all(opening: _Opening, place: int) -> Group | None:
    """化学需氧量、二氧化硫排放分别减少8%, 城乡居民收入分别增长7%: one number that holds for each of the heads."""
    text, sentence, first = opening.text, opening.sentence, opening.quantities[opening.index]
    parts = _parts(opening.noun(place))
    parts = complete(taken_apart(parts[0]) if len(parts) == 1 else parts)
    if parts == [""] and text[sentence.previous_end : place].strip(" ,、") == "":
        parts = list(sentence.heads or sentence.recent[-2:])  # 甲和乙分别达到8元、9元,分别增长7%
    relative = first.unit.dimension in ("ratio", "multiple", "percentage_point", "doubling")
    if not relative or not 2 <= len(parts) <= 4:
        return None
    return _with_measure(parts, text[place + 2 : first.start]), [opening.index] * len(parts)


def _with_measure(heads: list[str], between: str) -> list[str]:
    """The measure that stands behind 分别 belongs to each head: 出口、投资分别占比达30%、20%."""
    if done := pattern("done_at_end").search(between.removesuffix("的")):
        return [head + done["set"] for head in heads]  # 分别完成年度计划的105%和98%
    noun = strip_tail(between)[0].strip(" ,")
    if len(noun) < 2 or lexicon().measured.length(noun) != len(noun):
        return heads
    return [head if head.endswith(noun) else head + noun for head in heads]


def _starts(opening: _Opening) -> Group | None:
    """城乡居民收入从4万元和2万元分别提高到…: the starting points of several changes."""
    text, quantities, end = opening.text, opening.quantities, opening.quantities[opening.index].start
    near = max(opening.floor, end - 14)
    led = text.find("由", near, end) >= 0 or text.find("从", near, end) >= 0
    pair = PAIR.search(text, near, end) if led else None
    members = opening.members() if pair else []
    if len(members) < 2 or not (text.startswith(("分别", "双双", "均", "都"), quantities[members[-1]].end) or _leads_on(opening, members)):
        return None
    parts = _parts(opening.noun(pair.start()))
    if len(parts) == 1 and len(members) == 2:
        parts = taken_apart(parts[0])
    return (complete(parts), members) if len(parts) == len(members) else None


def _leads_on(opening: _Opening, members: list[int]) -> bool:
    """Whether as many numbers follow that the starting points lead to: 从8%、4%|升至9%、6%."""
    following = members[-1] + 1
    if following == len(opening.quantities):
        return False
    gap = opening.text[opening.quantities[members[-1]].end : opening.quantities[following].start]
    led = len(gap) < BETWEEN and not any(mark in gap for mark in ",;。") and REACHES.search(gap)
    return bool(led) and len(opening._replace(index=following).members()) == len(members)


def _shared(opening: _Opening) -> Group:
    """三次产业比重为4:38:58: a head for each part of the whole; where the text names none, they have no heads."""
    place, sentence = opening.quantities[opening.index].start, opening.sentence
    members = [member for member in opening.members(RATIO) if opening.quantities[member].form == "share"]
    if len(sentence.heads) == len(members) and REACHES.search(opening.text[sentence.previous_end : place]):
        return sentence.heads, members
    noun = opening.noun(place)
    if (industries := pattern("three_industries").search(noun)) and len(members) == 3:
        return [f"第{which}产业{industries['measure'] or ''}比重" for which in "一二三"], members
    parts = _parts(pattern("proportion").sub("", noun))
    return ([part + "比重" for part in complete(parts)] if len(parts) == len(members) else [""] * len(members)), members


def _owned(opening: _Opening) -> Group | None:
    """甲、乙和丙的标准为8元、7元和6元: a number for each owner, though no 分别 says so."""
    place = opening.quantities[opening.index].start
    members = opening.members() if opening.text.endswith(("为", "达到"), opening.floor, place) else []
    if len(members) < 2 or len({opening.quantities[member].unit.name for member in members}) > 1:
        return None
    parts = _parts(opening.noun(place))
    owner, of, thing = parts[-1].rpartition("的")
    if len(parts) != len(members) or not of or not owner or not lexicon().measured.match(thing):
        return None
    return of_each(parts), members


def _paired(opening: _Opening) -> Group | None:
    """城乡居民收入增长5%、8%; 出口、进口增长5%、8%: a number for each, though no 分别 says so."""
    first, before = opening.quantities[opening.index], opening.quantities[max(opening.index - 1, 0)]
    members = opening.members() if not opening.index or before.end <= opening.clause(first.start) else []
    if len(members) < 2 or len({(opening.quantities[member].unit.name, opening.quantities[member].form) for member in members}) > 1:
        return None
    noun = opening.noun(first.start)
    parts = _parts(noun)
    if len(parts) == 1:
        parts = taken_apart(noun) if "城乡" in noun else parts
    elif first.unit.name not in ("%", "个百分点", "倍") or min(map(len, parts)) < 2:
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
    gaps = [text[one.end : two.start] for one, two in itertools.pairwise(years)]
    return years if gaps and all(gap in ("、", "和", "及", ",") for gap in gaps) else []


def _granted(lexed: Lexed, place: int, start: int, end: int) -> str:
    """分别给予50万元、20万元的奖励, 分别奖励50万元、100万元: what is given, whoever gets it."""
    verbs = lexed.between("grant", place, start)
    if not verbs:
        return ""
    if given := pattern("granted_of").match(lexed.text, end) or pattern("given_named").search(lexed.text, verbs[0][1], start):
        return given["grant"]
    return lexed.text[slice(*verbs[0])].removeprefix("给予")


def _given_to(opening: _Opening, place: int, named: str, count: int) -> list[str]:
    """对数字化车间、智能工厂,分别给予一次性奖补50万元、100万元: what each is given, where a list says to whom."""
    clause = opening.clause_before(place).strip()
    owners = _parts(clause[1:]) if clause.startswith("对") else []
    if len(owners) != count or not all(1 < len(owner) <= 16 for owner in owners) or "的" in owners[-1]:
        return [named] * count
    return [owner + named for owner in owners]


def _heads(opening: _Opening, place: int, count: int) -> list[str] | None:
    """The heads before 分别 at `place`, as many as there are numbers behind it."""
    text, sentence, begin = opening.text, opening.sentence, opening.clause(place)
    years = len(listed_years(text, place, sentence)) == count
    if years and begin > max(opening.floor, sentence.start) and YEARS_ONLY.fullmatch(text, begin, place):
        # 提高健康素养水平,2022年和2025年分别不低于23%和28%
        noun = clean_left(opening.clause_before(place))
        return [noun] * count if noun else None
    dated = YEARS_ONLY.match(text, begin, place) if years else None
    noun = opening.noun(place, dated.end() if dated else begin)
    if not noun:
        noun = clean_left(opening.clause_before(place))
        owners = _parts(noun)
        if len(owners) == count and "的" in owners[-1] and lexicon().measured.match(noun):
            return of_each(owners)  # 甲和乙的标准,分别降低8元和7元
        if len(sentence.recent) >= count:
            return sentence.recent[-count:]
    if len(levels := of_levels(noun)) == count:
        return levels
    parts = [part for part in SPLIT_HEADS.split(noun) if part]
    if len(parts) > count:
        parts = [part for part in re.split(r"、|(?<![共饱总缓温])和(?!谐)|以及|及(?![时格])", noun) if part]
    if len(parts) > count:
        parts = [part for part in noun.split("、") if part]
    if years and len(parts) == 1:
        return parts * count
    if len(parts) == 1 and len(sentence.heads) == count and all(map(INDUSTRY.match, sentence.heads)):
        return [INDUSTRY.match(head).group() + noun for head in sentence.heads]  # …,就业比重分别为3%、41%和56%
    if count == 2 and len(parts) == 1:
        parts = taken_apart(parts[0])
    return complete(parts) if len(parts) == count else None


def _of_years(opening: _Opening, place: int, members: list[int]) -> str | None:
    """What years alone are given numbers of: 2022年、2023年分别建成公园3座、4座, 2022—2025年每年分别建设20个、30个、40个、50个示范村."""
    text, sentence = opening.text, opening.sentence
    if len(listed_years(text, place, sentence)) != len(members):
        return None
    dates = text[opening.clause(place) : place]
    if "每年" in text[max(opening.floor, place - 4) : place] and YEARS_ONLY.fullmatch(dates) is None:
        dates = text[opening.clause(opening.clause(place) - 1) : place]
    if YEARS_ONLY.fullmatch(dates.strip()) is None:
        return None
    first, last = (opening.quantities[member] for member in (members[0], members[-1]))
    noun = opening.noun(first.start, place + 2)
    return noun or noun_behind(text, last.end, min(sentence.lexed.clause_end(last.end), sentence.end))[0]
