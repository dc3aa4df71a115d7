"""Groups: numbers that 分别 hands out to the heads before it (A、B分别达到10%、20%), and what the last of several heads shares with the others."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from policylab.numbers import Quantity
from policylab.numbers._scan import UNIT_ASIDE, handed_out
from policylab.numbers._units import scaled_unit
from policylab.resources._word_patterns import HAN
from policylab.targets._head_nouns import Head, of_place, owner, whole_of
from policylab.targets._lexing import REACH, lexicon, pattern, word_set
from policylab.targets._named_years import Year
from policylab.targets._noun_phrases import clean_left, noun_behind, strip_tail
from policylab.targets._tense import NOTHING, Said, Sentence

JOINS = frozenset(["、", "和", "及", "与", "以及", ",", "、和"])
SHARING = 16  # characters between 分别 and the first number
INDUSTRY = re.compile("第[一二三]产业")
RATIO_SIGNS = frozenset([":", "：", "∶", "/", "比"])
BETWEEN = 24  # characters between two groups: 分别由5和8提高到10和12
SPLIT_HEADS = re.compile(r"(?:、|和(?<![共饱总缓温]和)(?![谐美平田])|与(?<!参与)|以及|及(?<!普及)(?![时格以]))(?![^()]*\))")
FRAGMENTS = "作起至以在一二三四五照扣由于对\n"  # what a fragment of a clause ends with
LONGEST_END = 12  # characters at the end of an indicator that may be a fragment of a clause
LONGEST_BARE = 16  # characters of a part that is given what the last one has
MOST_PARALLEL = 4  # characters of a part that the last one may run parallel to
ASCII_END = re.compile(r"[A-Z][A-Za-z0-9.]*$")
SHARED_LEVELS = re.compile(
    r"(?P<measure>[^,;。、]*?)(?<!第)在?(?P<levels>[一二三四五六](?:、[一二三四五六])*(?:[、和及][一二三四五六]))级(?P<thing>[^,;。、和及]{2,})"
)
ONE_TO_SIX = re.compile("[一二三四五六]")
ORDINALS = re.compile(
    r"(?P<front>[^,;。第]*?)(?:第|(?=[一二三](?:、[一二三])*[、和及][一二三](?:次)?产业))(?P<numbers>[一二三四](?:、第?[一二三四])*[、和及]第?[一二三四])"
    r"(?P<thing>[^,;。、一二三四]{2,})"
)
SUCH_INDICATORS = re.compile("(?<=..)等(?:[一二三四五六七八九十]+[项个]|[0-9]+[项个])?(?:主要)?(?:经济|社会)*指标$")
SIZE_OF = re.compile("^[百千万亿]+元?级?(?=产业|企业)")
MANY_SIGNS = "两二三3四4五5六6七7八8九9"  # two signs for each number from 2 on
MANY = re.compile(f"[{MANY_SIGNS}](?=[省市县区州盟旗乡镇村])")
COUNTED_SUCH = re.compile("[0-9一二两三四五六七八九十]+[类个项种所家大](?=[\u4e00-\u9fff])")
AGE = re.compile(r"(?:不满|未满|年满)?[0-9]{1,3}周?岁(?:\(含\))?(?:及?以[上下])?")
UNIT_AT_END = re.compile(rf"{UNIT_ASIDE}$")
ASCII = re.compile(r"[A-Z][A-Za-z0-9.]*")
ACTS = re.compile(f"(?P<one>[{HAN}]{{2}})[、和](?P<other>[{HAN}]{{2}})(?P<thing>[{HAN}]{{2,8}})$")
GRADE = re.compile("国家(?:[一二三四五六]星级|[0-9]A级?)|(?:国家|国际|省|市|区|县|州|盟|自治区|部|世界|行业|正高|副高|[一二三四五六]星|[一二三四五]|[甲乙丙丁高中初低特])[级类等]|[A-Z]类|[A-Z0-9]A级?")
SUBJECT_ACTS = re.compile("[^,;。、]{2,10}(?:聘请|聘用|引进|购买|购置|委托|租用)")
PER_UNIT = re.compile("单位(?:产品|产值|面积|建筑面积|(?:运输|换算)周转量|增加值|能耗)")
PRIZE = re.compile("[一二三四](?P<rank>等奖)")
MOST_CLAUSES = 3  # before 分别, in one of which those may be listed who get something
LONGEST_RECIPIENT = 24  # characters
LONGEST_ASIDE = 40  # characters in brackets behind a number, up to another one

Named = tuple[Sequence[str], Sequence[int]]  # heads, and for each the number that belongs to it


class Group(NamedTuple):
    """Heads, for each the number that belongs to it, and the rule that hands these out."""

    heads: tuple[str, ...]
    members: tuple[int, ...]
    rule: str


class _Opening(NamedTuple):
    """The number that may open a group, in its sentence."""

    text: str
    quantities: Sequence[Quantity]
    index: int
    sentence: Sentence
    said: Said
    floor: int  # where what may name the heads begins
    apart: int  # where 分别 stands, -1 where it does not

    @property
    def first(self) -> Quantity:
        """The number itself."""
        return self.quantities[self.index]

    def clause(self, place: int) -> int:
        """Where the clause begins in which a place stands."""
        return self.sentence.lexed.clause(place, self.floor)

    def clause_before(self, place: int) -> str:
        """The clause before the one in which a place stands."""
        return self.sentence.lexed.opening(max(self.clause(place) - 1, self.floor), self.floor)

    def noun(self, end: int, start: int | None = None) -> str:
        """What is named before a place, in its clause or from `start` on."""
        return clean_left(strip_tail(self.text[self.clause(end) if start is None else start : end])[0].removesuffix("年均"))

    def members(self, joined: frozenset[str] = JOINS) -> list[int]:
        """The numbers that follow upon one another from this one on, without those in brackets behind them: 9%(其中城区12%)、8%."""
        members, one = [self.index], self.first
        for place in range(self.index + 1, len(self.quantities)):
            two = self.quantities[place]
            if two.start >= self.sentence.end:
                break
            gap = self.text[one.end : two.start]
            if gap.startswith("("):
                if ")" not in gap and len(gap) <= LONGEST_ASIDE:
                    continue
                gap = gap.partition(")")[2] or gap
            if gap.strip() not in joined or joined is JOINS and (gap == "," and one.unit.name != two.unit.name):
                break
            members.append(place)
            one = two
        return members


def distributed(sentence: Sentence, index: int, said: Said = NOTHING) -> Group | None:
    """The heads and the numbers that belong to them, by the first rule that finds them, or None where the number at `index` opens no group."""
    text, quantities = sentence.lexed.text, sentence.lexed.quantities
    first = quantities[index]
    apart = handed_out(text, first.start, SHARING)
    if apart >= 0 and text.rfind("(", apart, first.start) > text.rfind(")", apart, first.start):
        apart = -1  # 分别减少11%(其中渔港减少|12%)、33%
    listed = index + 1 < len(quantities) and text[first.end : quantities[index + 1].start] in JOINS
    told = len(said.heads) > 1 and said.previous == said.heads[-1]
    if apart < 0 and not listed and not told and first.form != "share":
        return None
    opening = _Opening(text, quantities, index, sentence, said, max(0, first.start - 2 * REACH), apart)
    rules = TOGETHER if told else ()
    if first.form == "share":
        rules += WHOLE
    elif apart >= 0:
        rules += HANDED_OUT if len(opening.members()) > 1 else ALONE
    elif listed:
        rules += LISTED
    for rule in rules:
        if (found := rule(opening)) is not None:
            heads, members = found
            return Group(tuple(heads), tuple(members), rule.__name__.strip("_").replace("_", " "))
    return None


def _both_together(opening: _Opening) -> Named | None:
    """小学、初中教师分别为1200人和800人,均增长3%: one number for the heads of the last group."""
    heads, since = opening.said.heads, max(opening.said.previous_end, 0)
    if not pattern("both_together").fullmatch(opening.text, since, opening.first.start):
        return None
    return heads, [opening.index] * len(heads)


def _onward(opening: _Opening) -> Named | None:
    """…分别由5和8提高到10和12; …分别达6.9万元、3.4万元,增长4.2%、5.3%: numbers for the heads of the last group."""
    heads, gap = opening.said.heads, opening.text[max(opening.said.previous_end, 0) : opening.first.start]
    if len(heads) < 2 or not (leads_on(gap) or pattern("both_grown").fullmatch(gap)):
        return None
    members = opening.members()
    return (heads, members) if len(members) == len(heads) else None


def _each_before(opening: _Opening) -> Named | None:
    """游客1000万人次,旅游收入100亿元,年均增长15%和18%: a growth for each of the two that were told before."""
    said, first = opening.said, opening.first
    grown = first.unit.dimension == "ratio" and pattern("both_grown").fullmatch(opening.text, max(said.previous_end, 0), first.start)
    members = opening.members() if grown and said.measure == "level" and len(said.recent) > 1 and not said.heads else []
    return (said.recent[-2:], members) if len(members) == 2 else None


def leads_on(gap: str) -> bool:
    """Whether what stands between two numbers, or groups of them, says that the first leads to the second: 提高到."""
    return len(gap) < BETWEEN and not any(mark in gap for mark in ",;。") and pattern("reaches_next").search(gap) is not None


def _one_for_all(opening: _Opening) -> Named | None:
    """化学需氧量、二氧化硫排放分别减少8%, 城乡居民收入分别增长7%: one number that holds for each of the heads."""
    text, said, first, place = opening.text, opening.said, opening.first, opening.apart
    parts = _parts(opening.noun(place))
    parts = complete(taken_apart(parts[0]) if len(parts) == 1 else parts)
    if parts == [""] and text[said.previous_end : place].strip(" ,、") == "":
        parts = list(said.heads or said.recent[-2:])  # 甲和乙分别达到8元、9元,分别增长7%
    relative = first.unit.dimension in ("ratio", "multiple", "percentage_point", "doubling")
    if not relative or not 2 <= len(parts) <= 4:
        return None
    return _with_measure(parts, text[place + 2 : first.start]), [opening.index] * len(parts)


def _with_measure(heads: Sequence[str], between: str) -> Sequence[str]:
    """What stands behind 分别 belongs to each head: 出口、投资分别占比达30%、20%; 小学、初中分别新增学位2万个、1万个."""
    if done := pattern("done_at_end").search(between.removesuffix("的")):
        return [head + done["set"] for head in heads]  # 分别完成年度计划的105%和98%
    words, noun = lexicon(), strip_tail(between)[0].strip(" ,")
    acts = words.verb.match(noun) or noun[:2] in word_set("new")
    noun = clean_left(noun) if acts else noun
    if len(noun) < 2 or not acts and words.measured.length(noun) != len(noun):
        return heads
    return [head if head.endswith(noun) else head + noun for head in heads]


def _starts(opening: _Opening) -> Named | None:
    """城乡居民收入从4万元和2万元分别提高到…: the starting points of several changes."""
    text, quantities, end = opening.text, opening.quantities, opening.first.start
    near = max(opening.floor, end - 14)
    led = text.find("由", near, end) >= 0 or text.find("从", near, end) >= 0
    pair = pattern("change_from").search(text, near, end) if led else None
    members = opening.members() if pair else []
    if len(members) < 2 or not (text.startswith(("分别", "双双", "均", "都"), quantities[members[-1]].end) or _leads_on(opening, members)):
        return None
    parts = _parts(opening.noun(pair.start()))
    if len(parts) == 1 and len(members) == 2:
        parts = taken_apart(parts[0])
    return (complete(parts), members) if len(parts) == len(members) else None


def _then(opening: _Opening) -> Named | None:
    """…分别控制在8万吨、1万吨以内,比2010年的9万吨、2万吨分别减少…: what the heads of the last group were then."""
    heads, members = opening.said.heads, opening.members()
    if len(heads) != len(members) or pattern("then").search(opening.text, opening.clause(opening.first.start), opening.first.start) is None:
        return None
    return (heads, members) if pattern("then_on").match(opening.text, opening.quantities[members[-1]].end) else None


def _leads_on(opening: _Opening, members: list[int]) -> bool:
    """Whether as many numbers follow that the starting points lead to: 从8%、4%|升至9%、6%."""
    following = members[-1] + 1
    if following == len(opening.quantities):
        return False
    gap = opening.text[opening.quantities[members[-1]].end : opening.quantities[following].start]
    return leads_on(gap) and len(opening._replace(index=following).members()) == len(members)


def _parts_of_whole(opening: _Opening) -> Named:
    """三次产业比重为4:38:58: a head for each part of the whole; where the text names none, they have no heads."""
    place, said = opening.first.start, opening.said
    members = [member for member in opening.members(RATIO_SIGNS) if opening.quantities[member].form == "share"]
    if len(said.heads) == len(members) and pattern("reaches_next").search(opening.text[said.previous_end : place]):
        return said.heads, members
    noun = opening.noun(place)
    if (industries := pattern("three_industries").search(noun)) and len(members) == 3:
        return [f"第{which}产业{industries['measure'] or ''}比重" for which in "一二三"], members
    parts = _parts(pattern("proportion").sub("", noun))
    return ([part + "比重" for part in complete(parts)] if len(parts) == len(members) else [""] * len(members)), members


def _owned(opening: _Opening) -> Named | None:
    """甲、乙和丙的标准为8元、7元和6元: a number for each owner, though no 分别 says so."""
    place = opening.first.start
    members = opening.members() if opening.text.endswith(("为", "达到"), opening.floor, place) else []
    if len(members) < 2 or len({opening.quantities[member].unit.name for member in members}) > 1:
        return None
    parts = _parts(opening.noun(place))
    owner, of, thing = parts[-1].rpartition("的")
    if len(parts) != len(members) or not of or not owner or not lexicon().measured.match(thing):
        return None
    return of_each(parts), members


def _paired(opening: _Opening) -> Named | None:
    """城乡居民收入增长5%、8%; 出口、进口增长5%、8%: a number for each, though no 分别 says so."""
    first, before = opening.first, opening.quantities[max(opening.index - 1, 0)]
    members = opening.members() if not opening.index or before.end <= opening.clause(first.start) else []
    if len(members) < 2 or len({(opening.quantities[member].unit.name, opening.quantities[member].form) for member in members}) > 1:
        return None
    noun = opening.noun(first.start)
    parts = _parts(noun)
    if len(parts) == 1:
        parts = taken_apart(noun) if "城乡" in noun else parts
    return (complete(parts), members) if len(parts) == len(members) and min(map(len, parts)) > 1 else None


def _parts(noun: str) -> list[str]:
    return [part for part in SPLIT_HEADS.split(noun.replace("城、乡", "城乡")) if part] or [""]


def listed_years(text: str, place: int, sentence: Sentence) -> list[Year]:
    """2025年、2030年、2035年…分别达到, 2022—2025年每年分别建设: a year for each number."""
    near = max(sentence.start, place - 40)
    if text.find("20", near, place) >= 0 and (each := pattern("each_year").search(text, near, place)):
        return [Year(each.start(), each.end("last"), year, "plain") for year in range(int(each["first"]), int(each["last"]) + 1)]
    years = [year for year in sentence.years if year.end <= place and year.role in ("plain", "aim")]
    gaps = [text[one.end : two.start] for one, two in itertools.pairwise(years)]
    return years if gaps and all(gap in ("、", "和", "及", ",") for gap in gaps) else []


def _given(opening: _Opening) -> Named | None:
    """对数字化车间、智能工厂,分别给予一次性奖补50万元、100万元: what each is given, where a list says to whom."""
    members = opening.members()
    named, count = _granted(opening, members[-1]), len(members)
    if not named:
        return None
    return [owner + named for owner in _recipients(opening, count)] or [named] * count, members


def _recipients(opening: _Opening, count: int) -> list[str]:
    """To whom each sum goes, where a list before 分别 names as many; else nothing.

    国家级、省级重点实验室 share what the last one names, 三星级、四星级的酒店 what stands behind 的.
    """
    text, end = opening.text, opening.apart
    begin = max(opening.floor, *(text.rfind(mark, opening.floor, end) + 1 for mark in ";。:"))
    for place, clause in enumerate(reversed(text[begin:end].split(",")[-MOST_CLAUSES:])):
        if place and SUBJECT_ACTS.match(clause):
            continue  # 开发主体聘请一级、二级物业企业,表现突出的,分别奖励…
        owners = _parts(clause.strip())
        owners = owners if len(owners) == count else [part for part in clause.strip().split("、") if part]
        if len(owners) != count or clause.startswith("按") or any(sign.isdigit() for sign in GRADE.sub("", "".join(owners))):
            continue
        first = pattern("recipient_opens").sub("", owners[0]).rpartition("的")[2]
        whose, _, thing = owners[-1].partition("的")
        whose = pattern("recipient_ends").sub("", whose)
        owners = [first, *owners[1:-1], whose]
        graded = [bool(GRADE.fullmatch(owner)) for owner in owners[:-1]]
        if all(graded) and (grade := GRADE.match(whose)):
            shared, level = whose[grade.end() :] or thing, "级" * grade.group().endswith("A级")
            owners = [GRADE.match(owner).group().removesuffix(level) + level + shared for owner in owners]
        if (prize := PRIZE.fullmatch(whose)) and all(owner[-1:] in "特一二三四" for owner in owners[:-1]):
            contest = owners[0][:-1].removeprefix("获")  # 获省科技进步奖一、二等奖
            owners = [contest + owner[-1] + prize["rank"] for owner in owners[:-1]] + [contest + whose]
        if all(graded) == any(graded) and all(1 < len(owner) <= LONGEST_RECIPIENT for owner in owners):
            return owners
    return []


def _granted(opening: _Opening, last: int) -> str:
    """分别给予50万元、20万元的奖励, 分别奖励50万元、100万元, 分别按80%和90%给予补助: what is given, whoever gets it."""
    text, start, end = opening.text, opening.first.start, opening.quantities[last].end
    verb = pattern("gives_each").search(text, opening.apart, start)
    if verb is None:
        by = pattern("reckoned_by").match(text, opening.apart + 2, start) and pattern("granted").match(text, end)
        return by["grant"] if by and pattern("given_last").search(by["grant"]) else ""
    if given := pattern("granted_of").match(text, end) or pattern("given_named").search(text, verb.end(), start):
        return given["grant"]
    return verb["grant"] or ""


def _as_before(opening: _Opening) -> Named | None:
    """从4万元和2万元分别提高到5万元和3万元: numbers for the heads of the last group, right behind it."""
    members, said = opening.members(), opening.said
    if len(said.heads) != len(members) or said.previous != said.heads[-1]:
        return None
    if said.recent and said.recent[-len(members) :] != said.heads:
        return None  # …、在校生分别占6%、7%;职校5所、在校生3万人,分别占8%、9%
    return None if opening.text[max(said.previous_end, 0) : opening.apart].strip(" ,") else (said.heads, members)


def _named_before(opening: _Opening) -> Named | None:
    """A、B分别达到10%、20%: the heads that stand before 分别."""
    members = opening.members()
    heads = _heads(opening, opening.apart, len(members))
    return (_with_measure(heads, opening.text[opening.apart + 2 : opening.first.start]), members) if heads else None


def _heads(opening: _Opening, place: int, count: int) -> Sequence[str] | None:
    """The heads before 分别 at `place`, as many as there are numbers behind it."""
    text, sentence, said, begin = opening.text, opening.sentence, opening.said, opening.clause(place)
    years = len(listed_years(text, place, sentence)) == count
    if years and begin > max(opening.floor, sentence.start) and pattern("years_only").fullmatch(text, begin, place):
        # 提高健康素养水平,2022年和2025年分别不低于23%和28%
        noun = clean_left(opening.clause_before(place))
        return [noun] * count if noun else None
    dated = pattern("years_only").match(text, begin, place) if years else None
    noun = pattern("included").sub("", opening.noun(place, dated.end() if dated else begin))
    if not noun:
        noun = clean_left(strip_tail(opening.clause_before(place))[0])
        owners = _parts(noun)
        if len(owners) == count and "的" in owners[-1] and lexicon().measured.match(noun):
            return of_each(owners)  # 甲和乙的标准,分别降低8元和7元
        if len(said.recent) >= count:
            return said.recent[-count:]
    if noun in word_set("totals") and len(said.recent) >= count:
        return [whole_of(name, noun) for name in said.recent[-count:]]  # 新增高速2公里、国道3公里,总里程分别达…
    if len(levels := of_levels(noun)) == count:
        return levels
    parts = _parts(noun)
    if len(parts) > count:
        parts = [part for part in re.split(r"、|(?<![共饱总缓温])和(?!谐)|以及|及(?![时格])", noun) if part]
    if len(parts) > count:
        parts = [part for part in noun.split("、") if part]
    if years and len(parts) == 1:
        return parts * count
    if len(parts) == 1 and len(said.heads) == count and all(map(INDUSTRY.match, said.heads)):
        return [INDUSTRY.match(head).group() + noun for head in said.heads]  # …,就业比重分别为3%、41%和56%
    if count == 2 and len(parts) == 1:
        parts = taken_apart(parts[0])
    if count == 2 and len(parts) == 1 and (acts := ACTS.search(strip_tail(text[begin:place])[0])) and acts["thing"] in parts[0] and (acts["one"] in word_set("new") or lexicon().verb.fullmatch(acts["one"])):
        parts = [acts["one"] + acts["thing"], acts["other"] + acts["thing"]]  # 开工、投产|项目
    if len(parts) != count:
        return None
    return _of_the_rate_before(opening, parts) or complete(parts)


def _of_the_rate_before(opening: _Opening, parts: list[str]) -> list[str]:
    """优良率提高5%,甲市、乙市分别提高6%、4%: places that are told the same of as the whole before; else nothing."""
    said, index = opening.said, opening.index
    gap = opening.text[max(said.previous_end, 0) : opening.apart]
    if not said.previous or gap[:1] not in (",", ";") or not all(pattern("place_told").fullmatch(part) for part in parts):
        return []
    if opening.quantities[index - 1].unit.name != opening.first.unit.name or any(mark in gap[1:] for mark in ",;。"):
        return []
    measured = lexicon().measured.match(said.previous) or opening.first.unit.counts
    return [of_place(part, said.previous) for part in parts] if measured else []


def _of_years(opening: _Opening) -> Named | None:
    """What years alone are given numbers of: 2022年、2023年分别建成公园3座、4座, 2022—2025年每年分别建设20个、30个、40个、50个示范村."""
    text, sentence, place, members = opening.text, opening.sentence, opening.apart, opening.members()
    if len(listed_years(text, place, sentence)) != len(members):
        return None
    dates = text[opening.clause(place) : place]
    if "每年" in text[max(opening.floor, place - 4) : place] and pattern("years_only").fullmatch(dates) is None:
        dates = text[opening.clause(opening.clause(place) - 1) : place]
    if pattern("years_only").fullmatch(dates.strip()) is None:
        return None
    end = opening.quantities[members[-1]].end
    noun = opening.noun(opening.first.start, place + 2)
    noun = noun or noun_behind(text, end, min(sentence.lexed.clause_end(end), sentence.end))[0]
    return ([noun] * len(members), members) if noun else None


# asked in this order: after a group, of the parts of a whole, of a list of numbers, where 分别 hands out several numbers, or one
TOGETHER = (_both_together,)
WHOLE = (_parts_of_whole,)
LISTED = (_then, _starts, _owned, _paired, _onward, _each_before)
HANDED_OUT = (_onward, _given, _of_years, _as_before, _named_before)
ALONE = (_one_for_all,)


def complete(parts: list[str]) -> list[str]:
    """Give each head what only one of them has: 城镇、农村居民人均收入 → 城镇居民人均收入, 工业产值和利润 → 工业利润.

    >>> complete(["炼铁", "炼钢先进产能占比"]), complete(["原煤", "天然气产量"]), complete(["汽车", "新能源汽车产量"])
    (['炼铁先进产能占比', '炼钢先进产能占比'], ['原煤产量', '天然气产量'], ['汽车产量', '新能源汽车产量'])
    """
    words = lexicon()
    if (new := parts[0][:2]) in word_set("new") and GRADE.fullmatch(parts[0], 2):
        first, *others = complete([parts[0][2:], *parts[1:]])
        return [new + first, *others]  # 新增国家级|、省级示范园
    if (of := pattern("per_head").match(parts[0])) and of.end() < len(parts[0]) and not any(pattern("per_head").match(part) for part in parts[1:]):
        return [of.group() + part for part in complete([parts[0][of.end() :], *parts[1:]])]  # 每千人口床位、|每千人口|医师
    if named := _of_many(parts) or _of_such(parts):
        return named
    if (whose := owner(parts[0])) and all(part in word_set("owned_measures") for part in parts[1:]):
        return [parts[0], *(whose + part for part in parts[1:])]
    if (done := pattern("owned_done").fullmatch(parts[0])) and all(pattern("done_alone").fullmatch(part) for part in parts[1:]):
        return [parts[0], *(done["owner"] + part for part in parts[1:])]  # 商品房销售面积和销售额
    front, share, whole = last.partition("占") if "占" in (last := parts[-1])[2:] else ("", "", "")
    if share and not any("占" in part for part in parts[:-1]) and words.measured.match(last):
        return [part + share + whole for part in complete([*parts[:-1], front])]  # 公路、铁路货运量|占全社会货运总量比重
    if (rate := pattern("per_output").match(parts[0])) and not any(pattern("per_output").match(part) for part in parts[1:]):
        parts = [parts[0], *(rate.group() + part for part in parts[1:])]  # 单位生产总值能耗和二氧化碳排放
    last = parts[-1]
    if (per := PER_UNIT.search(last, 2)) and not any("单位" in part for part in parts[:-1]):
        return [part + last[per.start() :] for part in parts[:-1]] + [last]  # 货车、船舶|单位运输周转量碳排放
    if last.endswith("排放") and not any(part.endswith(("排放", "排放量", "能耗", "耗")) for part in parts[:-1]):
        return [part + "排放" for part in parts[:-1]] + [last]
    bare = [part for part in parts[:-1] if not words.measured.match(part) or len(part) < 3]
    if not bare:
        return parts
    last, prefix = _qualified(bare, last)
    alone = len(bare) < len(parts) - 1  # some have a measure of their own
    completed = [
        _completed(part, bare, last, prefix, alone=alone) if part in bare and len(part) <= LONGEST_BARE else part for part in parts[:-1]
    ]
    return [*completed, last]


def _of_many(parts: list[str]) -> list[str]:
    """Heads of which the last says how many they are: 甲、乙、丙三县财政收入; else nothing."""
    found = MANY.search(parts[-1], 1)
    if found is None or MANY_SIGNS.index(found.group()) // 2 + 2 != len(parts):
        return []
    thing = parts[-1][found.end() :]
    return [part + thing for part in (*parts[:-1], parts[-1][: found.start()])]


def _of_such(parts: list[str]) -> list[str]:
    """Heads that 等 and a thing stand behind, 食品、石化、医药等产业增加值, unless each is a measure; else nothing."""
    measured = lexicon().measured
    listed, such, thing = parts[-1].partition("等")
    if not such or len(listed) < 2 or len(thing) < 2 or len(parts) < 2:
        return []
    if all(measured.match(part) for part in (*parts[:-1], listed)):
        return [*parts[:-1], listed]  # 营业收入、智算规模等主要指标
    measure = measured.length(thing)
    if counted := COUNTED_SUCH.match(thing):
        thing = thing.rpartition("的")[2] if "的" in thing else thing[counted.end() :]  # 小学、初中等2类学校的入学率
    elif measure and thing[:-measure].endswith(("产品", "商品", "品种", "装备")):
        thing = thing[-measure:]  # 锂电池、风机等绿色产品|产量
    elif measure and "污染物" in thing[:-measure]:
        thing = thing.partition("污染物")[2]  # 二氧化硫、氮氧化物等主要污染物|排放总量
    thing = SIZE_OF.sub("", thing)  # 四大|千亿级产业增加值
    return [part + (thing[2:] if part.endswith("产业") and thing.startswith("产业") else thing) for part in (*parts[:-1], listed)]


def _shared_end(last: str) -> tuple[int, str]:
    """The measure at the end of the last head that other heads may share, and where it begins; 0 where there is none."""
    linked = lexicon().linked.search(last)
    if linked is None:
        return 0, ""
    start = linked.start() + last.endswith("氧量", 0, linked.start() + 1)  # 化学需氧量|排放总量
    if (sign := ASCII_END.search(last, 0, start)) and sign.end() == start and sign.start() >= 2:
        start = sign.start()  # 甲地区、乙地区|PM2.5浓度
    end = last[start:]
    return (0, "") if start < 2 or len(end) <= 2 and end not in word_set("shared") else (start, end)


def _qualified(bare: list[str], last: str) -> tuple[str, str]:
    """The last head with the qualifier that the first has for all, and that qualifier: 主要农作物|化肥、农药利用率."""
    named, _ = _shared_end(last)
    size = len(bare[0]) - 2
    if named != 2 or len(bare) > 1 or not 4 <= size <= 6 or bare[0][-1] in ("物", last[1]) or bare[0].endswith("氧量"):
        return last, ""
    return bare[0][:size] + last, bare[0][:size]


def _completed(part: str, bare: list[str], last: str, prefix: str, *, alone: bool) -> str:
    """One head with what it shares with the last, of those that have no measure (`bare`), each `alone` or together."""
    if len(part) > MOST_PARALLEL - 1 and (whole := pattern("whole_at_start").match(part)) and len(part) - whole.end() >= 2:
        return whole.group() + _completed(part[whole.end() :], [name.removeprefix(whole.group()) for name in bare], last, prefix, alone=alone)
    named, measure = _shared_end(last)
    if prefix:
        return part + measure
    if (level := pattern("of_level").match(last)) and part in ("国家", "自治区", *"省市县区州"):
        return part + last[level.end() - 1 :]  # 国家、省|级园区
    for word, (one, other) in lexicon().pairs.items():
        if part.endswith(word[0]) and last.startswith(other) and not part.endswith(one):
            return part[:-1] + one + last[len(other) :]  # 本外币存|贷款余额
    tail = lexicon().measured.length(last)
    ascii_last = ASCII.match(last)
    if ascii_last and ASCII_END.search(part):
        return part + last[ascii_last.end() :]
    if last[2:] and len(last) - tail == 2 and lexicon().linked.fullmatch(last) and len(part) >= 2 and part not in word_set("rates_alone"):
        return part + last[2:]  # 旅客和货邮|吞吐量
    if (within := last.find(part[-2:], 1)) > 0 and len(part) > 1:
        return part + last[within + 2 :].lstrip("”")
    if same := _same_kind_end(part, last[:named] if named else last[:-2]):
        return part + last[same:]
    rest = last[len(part) : len(last) - tail]  # what stands behind a word as long as this one
    parallel = len({len(other) for other in bare}) == 1 and (len(rest) != 1 or rest in word_set("group_ends"))
    if parallel and len(part) <= min(MOST_PARALLEL, len(last) - tail) and (len(bare) > 1 and len(part) > 1 or part[0] == last[0]):
        return part + last[len(part) :].removeprefix("业" if rest.startswith("业产业") else "")  # 交通、水利、能源领域投资额
    if named and (part[-1] == last[named - 1] or len(measure) > 3 or any(abs(named - len(other)) <= 3 for other in ([part] if alone else bare))):
        return part + measure
    if not parallel or len(last) < len(part) + 2:
        return part
    if len(part) < MOST_PARALLEL:
        return part + last[min(len(part), len(last) - tail) :]  # 急难型、支出型临时救助标准
    return part + measure if len(part) == MOST_PARALLEL or len(bare) > 1 else part


def taken_apart(name: str) -> list[str]:
    """The two things that one word stands for: 城乡居民收入 → 城镇居民收入, 农村居民收入.

    >>> taken_apart("存贷款余额"), taken_apart("粮食产量")
    (['存款余额', '贷款余额'], ['粮食产量'])
    """
    for word, both in lexicon().pairs.items():
        if word in name:
            return [name.replace(word, one, 1) for one in both]
    return [name]


def of_levels(name: str) -> list[str]:
    """The levels that share their last character: 一、二、三级医院.

    >>> of_levels("支付比例在一、二级医院"), of_levels("三级医院")
    (['一级医院支付比例', '二级医院支付比例'], [])
    >>> of_levels("第一、二、三产业比重")
    ['第一产业比重', '第二产业比重', '第三产业比重']
    """
    if ordinals := ORDINALS.fullmatch(name):
        front, thing = ordinals["front"], ordinals["thing"]
        return [f"{front}第{number}{thing}" for number in ONE_TO_SIX.findall(ordinals["numbers"])]
    found = SHARED_LEVELS.fullmatch(name)
    if found is None:
        return []
    front = found["measure"]
    behind = lexicon().measured.length(front) > 0  # 支付比例在一、二级医院, but 国家一、二级保护动物
    named = ("", front) if behind else (front, "")
    return [f"{named[0]}{level}级{found['thing']}{named[1]}" for level in ONE_TO_SIX.findall(found["levels"])]


def of_each(parts: list[str]) -> list[str]:
    """Give each owner the thing that only the last one has: 甲、乙的标准; an age alone gets the group of people, too.

    >>> of_each(["学生", "不满60周岁", "60周岁以上居民的缴费标准"])
    ['学生的缴费标准', '不满60周岁居民的缴费标准', '60周岁以上居民的缴费标准']
    """
    whose, of, thing = parts[-1].rpartition("的")
    aged = AGE.match(whose)
    group = whose[aged.end() :] if aged else ""
    named = []
    for part in parts[:-1]:
        if AGE.fullmatch(part):
            part += group
        elif len(whose) > len(part) > 1 and whose[len(part) - 1] == part[-1]:
            part += whose[len(part) :]  # 甲类和乙类项目
        named.append(part + of + thing)
    return named + parts[-1:]


def _same_kind_end(part: str, last: str) -> int:
    """Where in `last`, of which its measure is cut off, the word ends that stands beside `part`, if both are places or people; else 0."""
    if part[-1] not in word_set("group_ends"):
        return 0
    places = range(max(2, len(part) - 2), min(len(last), len(part) + 2) + 1)
    near = sorted(places, key=lambda place: abs(place - len(part)))
    place = next((place for place in near if last[place - 1] in word_set("group_ends")), 0)
    while place and last[place : place + 1] in word_set("group_ends"):
        place += 1  # 国省道
    return place


def _of_places(parts: list[str]) -> list[str]:
    """Names of one length before one measure: 新余、萍乡财政收入; else nothing."""
    size = len(parts[0])
    if len(parts) < 2 or not 2 <= size <= 4 or any(len(part) != size for part in parts[:-1]):
        return []
    measure = parts[-1][size:]
    if lexicon().measured.length(parts[-1], len(parts[-1]), 0) > len(measure) or not lexicon().measured.match(measure):
        return []
    return [part + measure for part in parts[:-1]] + parts[-1:]


def several(quantity: Quantity, head: Head) -> list[str]:
    """One number that holds for two rates gives two records."""
    indicator = head.indicator
    if "指标" in indicator and (such := SUCH_INDICATORS.search(indicator)) and "、" in indicator[: such.start()]:
        return complete([part for part in SPLIT_HEADS.split(indicator[: such.start()]) if part])  # 产值、收入、投资等主要经济指标
    parts = [part for part in SPLIT_HEADS.split(indicator) if part] if head.side == "left" else []
    if not parts or parts == [indicator]:
        return [indicator]
    words = lexicon()
    dimension = quantity.unit.dimension
    relative = dimension in ("ratio", "multiple", "doubling", "percentage_point")
    name = words.measured if relative else words.rate
    if pattern("between").search(parts[-1]):
        return [indicator]  # A率与B率差距
    if quantity.form == "bare" and (same := _of_places(parts)):
        return same  # 甲县、乙县财政收入突破百亿元
    if relative and pattern("pollutants").fullmatch(indicator):
        measure = indicator[indicator.find("排放", 2) :] if "排放" in indicator[2:] else ""
        return [part if part.endswith(measure) else part + measure for part in parts]  # 化学需氧量、氨氮|排放量削减5%
    if quantity.form == "rank" and "、" in indicator and "和" not in indicator:
        parts = complete(parts)  # 科创板、北交所上市公司数量居全国第一
    if quantity.form == "rank" and ("和" in indicator) != ("、" in indicator):
        name = words.measured
    rates = all(name.match(part) and len(part) > 2 for part in parts)
    each = bool(pattern("each").search(head.verbs))
    if len(parts) > 1 and (rates or (each and all(len(part) > 1 for part in parts))):
        actions = not rates and any(pattern("adds").search(part) for part in parts)
        return parts if actions else complete(parts)  # 城镇新增就业和转移农业劳动力各4000万人
    return [indicator]


@functools.lru_cache(4096)
def repaired(indicator: str) -> str:
    """The indicator without the words of a rule around it, or "" where only a number, an adverb or a verb is left.

    >>> repaired("起付标准至"), repaired("单位可按现行缴费基数"), repaired("5G基站")
    ('起付标准', '现行缴费基数', '5G基站')
    >>> [repaired(fragment) for fragment in ("相应", "二", "50元/月", "探索以")]
    ['', '', '', '']
    """
    ruled = "可" in indicator or "应当" in indicator or "必须" in indicator or indicator[:1] == "自"
    opening = pattern("modal_rule").search(indicator) if ruled else None
    if opening and len(indicator) - opening.end() >= 3 and opening.group().count("“") == opening.group().count("”"):  # “立等可取”事项
        indicator = indicator[opening.end() :]
    if (")" in indicator or "）" in indicator) and (named := UNIT_AT_END.search(indicator)) and named["unit"] not in ("市", "区", "县", "旗") and scaled_unit(named["unit"]):
        indicator = indicator[: named.start()]  # 投资(亿元)
    end = pattern("fragment_end").search(indicator, max(0, len(indicator) - LONGEST_END)) if indicator[-1:] in FRAGMENTS else None
    shorter = indicator[: end.start()] if end else indicator
    if shorter != indicator and len(shorter) < 2:
        return ""
    return "" if pattern("fragment").fullmatch(shorter) else shorter
