"""Lists of heads: A、B分别达到10%、20%, and what their last member shares with the others."""

from __future__ import annotations

import functools
import re

from policylab.numbers import Quantity
from policylab.numbers._units import scaled_unit
from policylab.targets._head_nouns import Head, owner
from policylab.targets._lexing import lexicon, pattern, word_set

SPLIT_HEADS = re.compile(r"、|和(?<![共饱总缓温]和)(?![谐美平田])|与(?<!参与)|以及|及(?<!普及)(?![时格以])")

FRAGMENTS = "作起至以在一二三四五照扣由于对\n"  # what a fragment of a clause ends with
LONGEST_END = 12  # characters at the end of an indicator that may be a fragment of a clause
LONGEST_BARE = 16  # characters of a part that is given what the last one has
MOST_PARALLEL = 4  # characters of a part that the last one may run parallel to
ASCII_END = re.compile(r"[A-Z][A-Za-z0-9.]*$")
LEVELS = re.compile(
    r"(?P<measure>[^,;。、]*?)(?<!第)在?(?P<levels>[一二三四五六](?:、[一二三四五六])*(?:[、和及][一二三四五六]))级(?P<thing>[^,;。、和及]{2,})"
)
NUMERAL = re.compile("[一二三四五六]")
ORDINALS = re.compile(
    r"(?P<front>[^,;。第]*?)(?:第|(?=[一二三](?:、[一二三])*[、和及][一二三](?:次)?产业))(?P<numbers>[一二三四](?:、第?[一二三四])*[、和及]第?[一二三四])"
    r"(?P<thing>[^,;。、一二三四]{2,})"
)
MANY_SIGNS = "两二三3四4五5六6七7八8九9"  # two signs for each number from 2 on
MANY = re.compile(f"[{MANY_SIGNS}](?=[省市县区州盟旗乡镇村])")
AGE = re.compile(r"(?:不满|未满|年满)?[0-9]{1,3}周?岁(?:\(含\))?(?:及?以[上下])?")
NAMED_UNIT = re.compile(r"[(（](?:单位[:：] ?)?(?P<unit>[^()（）]{1,12})[)）]$")
ASCII = re.compile(r"[A-Z][A-Za-z0-9.]*")


def complete(parts: list[str]) -> list[str]:
    """Give each head what only one of them has: 城镇、农村居民人均收入 → 城镇居民人均收入, 工业产值和利润 → 工业利润.

    >>> complete(["炼铁", "炼钢先进产能占比"]), complete(["原煤", "天然气产量"]), complete(["汽车", "新能源汽车产量"])
    (['炼铁先进产能占比', '炼钢先进产能占比'], ['原煤产量', '天然气产量'], ['汽车产量', '新能源汽车产量'])
    """
    words = lexicon()
    if named := _of_many(parts) or _of_such(parts):
        return named
    if (whose := owner(parts[0])) and all(part in word_set("owned_measures") for part in parts[1:]):
        return [parts[0], *(whose + part for part in parts[1:])]
    if (done := pattern("owned_done").fullmatch(parts[0])) and all(pattern("done_alone").fullmatch(part) for part in parts[1:]):
        return [parts[0], *(done["owner"] + part for part in parts[1:])]  # 商品房销售面积和销售额
    if (rate := pattern("per_output").match(parts[0])) and not any(pattern("per_output").match(part) for part in parts[1:]):
        parts = [parts[0], *(rate.group() + part for part in parts[1:])]  # 单位生产总值能耗和二氧化碳排放
    last = parts[-1]
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
    if (of := pattern("per_head").match(parts[0])) and not any(pattern("per_head").match(part) for part in parts[1:]):
        return [completed[0], *(of.group() + part for part in [*completed[1:], last])]
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
    if measure and thing[:-measure].endswith(("产品", "商品", "品种", "装备")):
        thing = thing[-measure:]  # 锂电池、风机等绿色产品|产量
    return [part + thing for part in (*parts[:-1], listed)]


def _shared_end(last: str) -> tuple[int, str]:
    """The measure at the end of the last head that other heads may share, and where it begins; 0 where there is none."""
    linked = lexicon().linked.search(last)
    if linked is None or linked.start() < 2 or len(linked.group()) <= 2 and linked.group() not in word_set("shared"):
        return 0, ""
    return linked.start(), linked.group()


def _qualified(bare: list[str], last: str) -> tuple[str, str]:
    """The last head with the qualifier that the first has for all, and that qualifier: 主要农作物|化肥、农药利用率."""
    named, _ = _shared_end(last)
    size = len(bare[0]) - 2
    if named != 2 or len(bare) > 1 or not 4 <= size <= 6 or bare[0][-1] in ("物", last[1]):
        return last, ""
    return bare[0][:size] + last, bare[0][:size]


def _completed(part: str, bare: list[str], last: str, prefix: str, *, alone: bool) -> str:
    """One head with what it shares with the last, of those that have no measure (`bare`), each `alone` or together."""
    named, measure = _shared_end(last)
    if prefix:
        return part + measure
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
        return [f"{front}第{number}{thing}" for number in NUMERAL.findall(ordinals["numbers"])]
    found = LEVELS.fullmatch(name)
    if found is None:
        return []
    front = found["measure"]
    behind = lexicon().measured.length(front) > 0  # 支付比例在一、二级医院, but 国家一、二级保护动物
    named = ("", front) if behind else (front, "")
    return [f"{named[0]}{level}级{found['thing']}{named[1]}" for level in NUMERAL.findall(found["levels"])]


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
    if (")" in indicator or "）" in indicator) and (named := NAMED_UNIT.search(indicator)) and named["unit"] not in ("市", "区", "县", "旗") and scaled_unit(named["unit"]):
        indicator = indicator[: named.start()]  # 投资(亿元)
    end = pattern("fragment_end").search(indicator, max(0, len(indicator) - LONGEST_END)) if indicator[-1:] in FRAGMENTS else None
    shorter = indicator[: end.start()] if end else indicator
    if shorter != indicator and len(shorter) < 2:
        return ""
    return "" if pattern("fragment").fullmatch(shorter) else shorter
