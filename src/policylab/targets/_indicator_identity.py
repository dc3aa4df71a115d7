"""Identity: whether two statements of a ledger are of one indicator, with its scope, measure and dimension."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from policylab.numbers import Unit, find_unit
from policylab.resources import load_toml
from policylab.resources._word_patterns import HAN, alternatives

QUOTES = re.compile(r"[“”\"'‘’《》<>\s·]")
BRACKET = re.compile(r"[(（]([^()（）]*)[)）]")
PERIOD_AHEAD = re.compile(
    r"^(?:到|至|截至)?(?:(?:20|19)\d\d年(?:底|末)?|十[一二三四五六七八九]五(?:时期|期间|期末|末)?"
    r"|[六七八九十]五(?:时期|期间|期末|末))(?:,|,)?"
)
# 年供水能力, 年旅客吞吐量: a capacity is one for a year
YEARLY = re.compile(r"(?<![0-9一二两三四五六七八九十每])年(?=[^年]{0,8}(?:能力|量|产能)$)")
ADDED_BEFORE = re.compile(r"(累计|新增|净增|每年|年均)[^,,;;。、0-9]{0,4}$")  # right before what is counted
LEVELS = "国省市县区州盟旗"
WHOLE = re.compile(f"[全我本](?:自治)?([{LEVELS}])")  # the plan's own place, or the one that it lies in
PART = re.compile(f"(?:[{HAN}]{{1,5}}?(?:镇|乡|街道|办事处|办|苏木|嘎查)[、和及]?)+(?:共|累计)?")  # 甲镇、乙街道
TAIL_OF = "·"  # no character of a name: it is taken out above
LIST_JOINT = re.compile(r"[、和与]|(?<!普)及|以及|并")
PER_HEAD = frozenset({"人均", "户均"})
ADDING = ("money", "us_dollar", "people", "person_times", "area", "length", "mass", "volume", "energy", "power")
RELATIVE = ("ratio", "percentage_point")
CONTAINED = 0.6  # share of a longer name that a shorter one within it has at least
LEAST_WITHIN = 5  # characters of a name that stands within another at least


@dataclass(frozen=True, slots=True)
class Name:
    """An indicator as it is compared: what is counted, without what qualifies it, is enumerated, or adds nothing."""

    core: str
    scope: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()

    @property
    def bare(self) -> bool:
        """Whether the name does not say what is counted."""
        words = _words()
        short = len(self.core) < (2 if self.scope else 3)
        return short or (self.core.partition(TAIL_OF)[0] in words.bare and self.scope <= words.idle)


class _Words:
    """The words of `lineage_words.toml`, compiled."""

    def __init__(self) -> None:
        data = load_toml("lineage_words.toml")
        scope, basis = data["scope"], data["basis"]
        verbs = [(word, kind) for kind, words in data["verbs"].items() for word in words.split()]
        self.scope = re.compile(alternatives(" ".join(scope.values())))
        self.flow, self.definition = frozenset(scope["flow"].split()), frozenset(scope["definition"].split())
        self.basis = {word: tuple(of.split()) for word, of in basis.items()}
        self.based = re.compile(alternatives(basis))
        self.reckoned = re.compile(f"(?<=.)(?:剔除|扣除|不含).*$|按?{alternatives(basis)}")
        # what does not say of a bare name what is counted
        self.idle = frozenset(" ".join(scope[name] for name in ("definition", "flow", "total", "per")).split())
        self.bare = frozenset(data["bare"]["words"].split())
        self.opening = re.compile(f"^(?:{alternatives(data['opening']['words'])})+")
        self.empty, self.apart, self.less, self.stock = (
            re.compile(alternatives(data[name]["words"])) for name in ("empty", "apart", "less", "stock")
        )
        self.ending = re.compile(f"(?:{alternatives(data['ending']['words'])})+$")
        self.tails = {name: re.compile(f"{alternatives(words)}$") for name, words in data["tail"].items()}
        self.same = tuple((_ended(names), names[0].strip("^$")) for names in data["same"]["names"])
        self.verbs = tuple(sorted(verbs, key=lambda pair: (-len(pair[0]), pair[0])))


def _ended(names: list[str]) -> re.Pattern[str]:
    """Any of several names, of which ^ and $ are the ends."""
    longest = [(name, re.escape(name.strip("^$"))) for name in sorted(names, key=len, reverse=True)]
    return re.compile("|".join("^" * name.startswith("^") + plain + "$" * name.endswith("$") for name, plain in longest))


@functools.cache
def _words() -> _Words:
    return _Words()


@functools.cache
def name_of(indicator: str, dimension: str = "", place: str = "", changes: bool = False) -> Name:
    """The name under which an indicator is compared.

    What its unit says is left out (覆盖面积 in 平方公里 says 面积 twice), unless the number says how it `changes` (投资额增长8%),
    and so is the `place` that the plan speaks for, by its name or as 全市; in the plan of a city 全省 stays.

    >>> name_of("全市新增5G基站数量", "count:个") == name_of("新增5G基站", "count:个")
    True
    >>> sorted(name_of("城镇新增就业", "people").scope), name_of("新增城镇就业", "people").core
    (['城镇', '新增'], '就业')
    >>> name_of("全省网络普及率", "ratio", "杭州市").core, name_of("全省网络普及率", "ratio", "浙江省").core
    ('全省网络普及率', '网络普及率')
    """
    words = _words()
    text = QUOTES.sub("", unicodedata.normalize("NFKC", indicator))
    inside = "".join(part for part in BRACKET.findall(text))
    text = BRACKET.sub("", text) or text.strip("()")
    text = PERIOD_AHEAD.sub("", text)
    if place and text.startswith(place) and len(text) > len(place) + 1:
        text = text[len(place) :]
    text = words.opening.sub("", text)
    whole = WHOLE.match(text)
    if whole and (place.endswith(whole[1]) or not place.endswith(tuple(LEVELS))):  # 全省, in the plan of a city, is another place
        text = words.opening.sub("", text[whole.end() :]) or text
    text = words.ending.sub("", text) or text
    for names, kept in words.same:
        text = names.sub(kept, text)
    scope = frozenset(words.scope.findall(text)) | frozenset(words.scope.findall(inside))
    scope |= _reckoned(text + inside, text)
    text = words.reckoned.sub("", text) or text
    text = YEARLY.sub("", text)
    core = words.empty.sub("", words.scope.sub("", text)).replace("的", "")
    core = words.opening.sub("", core) or core
    members: frozenset[str] = frozenset()
    if "等" in core.strip("等"):
        listed, core = core.rsplit("等", 1)
        members = frozenset(part for part in LIST_JOINT.split(listed) if part)
    kinds = ("money", "count", "area", "length") if changes else (dimension,)
    for kind in kinds:
        core = _without_tail(core, kind) or core
    parts = [part for part in LIST_JOINT.split(core) if part]
    if len(parts) > 1:
        core = "、".join(sorted(parts))
    return Name(core or text, scope, members)


def _reckoned(text: str, name: str) -> frozenset[str]:
    """The words of a text that say how the number of a name is reckoned."""
    said, basis = _words().based.findall(text), _words().basis
    return frozenset(word for word in said if not basis[word] or any(part in name for part in basis[word]))


def reckoned_by(sentence: str, indicator: str, figure: str = "") -> frozenset[str]:
    """How a number is reckoned, by the words around its indicator and right before its figure.

    >>> sorted(reckoned_by("一般公共预算收入按可比口径增长7.5%。", "一般公共预算收入"))
    ['可比口径']
    >>> sorted(reckoned_by("居民收入实际增长6%,地区生产总值实际增长7%。", "地区生产总值"))
    []
    >>> sorted(reckoned_by("公共预算收入完成17亿元,按可比口径增长13%。", "公共预算收入", "13"))
    ['可比口径']
    """
    at = sentence.find(indicator)
    if at < 0:
        return frozenset()
    if figure and (found := re.search(rf"[,,;;。、]([^,,;;。、0-9]{{2,16}}){re.escape(figure)}(?![0-9.])", sentence[at:])):
        return _reckoned(found[1], indicator)
    behind = re.match(r"[^,,;;。、0-9]{0,16}", sentence[at + len(indicator) :])
    before = re.search(r"(?:按|以)[^,,;;。、]{0,12},?$", sentence[:at])
    return _reckoned((before.group() if before else "") + "|" + (behind.group() if behind else ""), indicator)


def _without_tail(core: str, dimension: str) -> str:
    tails = _words().tails
    kind = "count" if dimension.startswith("count:") else "people" if dimension == "person_times" else dimension
    if kind not in tails:
        return core
    bare = tails[kind].sub("", core)
    if bare == core or not bare or (bare in _words().bare and core.endswith("总数")):
        return core  # 企业总数 says that all are counted
    if kind == "ratio":
        return bare + "率"
    return bare if len(bare) > 2 else f"{bare}{TAIL_OF}{kind}"  # 公路里程 says what is counted, 公路 does not


@dataclass(frozen=True, slots=True)
class Measured:
    """What of an indicator is measured: its level, what comes anew, or how it changes, in one dimension."""

    kind: str  # level, added, or a measure of the ledger
    dimension: str
    base: int | None = None


def measured_as(
    measure: str, dimension: str, name: Name, base_year: int | None, yearly: bool, year: int | None
) -> Measured:
    """Tell a level from what comes anew (新增) and from a change, and leave out what the year says already.

    A change against the year before, in a report of one year, is that year's growth or shrinkage. What is new may have a
    rate (新建住宅全装修比例, 新建数据中心PUE), which is a level: it does not come anew, year by year.
    """
    anew = adds_up(dimension) and bool(name.scope & _words().flow)
    if measure in ("increase", "decrease") and dimension not in RELATIVE:
        return Measured("added" if measure == "increase" else "decrease", dimension, None if anew else base_year)
    if measure == "level" and anew:
        return Measured("added", dimension)
    if measure in ("increase", "decrease"):
        last = base_year is None if year is None else base_year in (None, year - 1)
        if (yearly and last) or (base_year is not None and year == base_year + 1):
            return Measured("growth" if measure == "increase" else "shrinkage", dimension)
    return Measured(measure, dimension, base_year)


def dimension_of(unit: str) -> tuple[str, Fraction, Unit | None]:
    """The dimension of a unit of the ledger, and how many canonical units it is; things counted by 个 are one with 家."""
    found = find_unit(unit)
    if found is None:
        return unit, Fraction(1), None
    dimension = "count:" if found.dimension.startswith("count:") else found.dimension
    return dimension, found.factor, found


def adds_up(dimension: str) -> bool:
    """Whether parts of a thing measured in it make a whole: money, people and counts, but no rate or speed."""
    return dimension.startswith("count:") or dimension in ADDING


def drawn_otherwise(one: Name, two: Name, dimension: str, *, grows: bool = False) -> str | None:
    """In words, how the second name draws the same thing in another way; None where it is another thing.

    What adds up (money, counts, areas), and its growth, is another thing as soon as a qualifier stands in one name
    only: a part and its whole. A rate, a speed or what is meant for one head may be drawn narrower or wider.

    >>> one, two = name_of("制造业企业设计工具普及率", "ratio"), name_of("企业设计工具普及率", "ratio")
    >>> drawn_otherwise(one, two, "ratio")
    '制造业 stands in one only'
    >>> drawn_otherwise(name_of("农村污水处理率", "ratio"), name_of("污水处理率", "ratio"), "ratio") is None
    True
    """
    apart = one.scope ^ two.scope
    if reckoned_otherwise(one, two):
        return f"{'、'.join(sorted(apart))} stands in one only"
    if one.core == two.core and one.scope == two.scope:
        shared = one.members & two.members
        return "the enumeration differs" if len(shared) * 3 >= len(one.members | two.members) > 0 else None
    summed = adds_up(dimension) or grows
    if (summed and not one.scope & two.scope & PER_HEAD) or apart - _words().definition:
        return None
    if one.scope - two.scope and two.scope - one.scope:
        return None  # 常住人口 and 户籍人口: each says whom it means
    if one.core == two.core:
        return f"{'、'.join(sorted(apart))} stands in one only"
    longer, shorter = sorted((one.core, two.core), key=len, reverse=True)
    if len(shorter) < LEAST_WITHIN or len(shorter) < CONTAINED * len(longer) or longer[-2:] != shorter[-2:]:
        return None
    left = _left_over(longer, shorter)
    if left is None or _words().apart.search(left) or re.search(f"[{LEVELS}]", left):
        return None
    return f"{left} stands in one only"


def reckoned_otherwise(one: Name, two: Name) -> bool:
    """Whether two names are of one thing, whose number is reckoned in two ways: 全社会固定资产投资, 固定资产投资."""
    apart = one.scope ^ two.scope
    return (one.core, one.members) == (two.core, two.members) and bool(apart) and apart <= _words().basis.keys()


def _left_over(longer: str, shorter: str) -> str | None:
    """What the longer has beside the shorter, if that stands in it in order: at one place or cut in two."""
    place, left = len(shorter) - 1, []
    for char in reversed(longer):
        if place >= 0 and char == shorter[place]:
            place -= 1
        else:
            left.append(char)
    return "".join(reversed(left)) if place < 0 else None


def less_is_better(indicator: str, measure: str) -> bool:
    """Whether a target without a bound is a ceiling: an unemployment rate, but not a fall in it.

    >>> less_is_better("城镇调查失业率", "level"), less_is_better("单位生产总值能耗", "decrease")
    (True, False)
    """
    return measure != "decrease" and (measure == "rank" or _words().less.search(indicator) is not None)


def is_stock(indicator: str) -> bool:
    """Whether a name is of what there is, and not of what a year brings.

    >>> is_stock("贷款余额"), is_stock("固定资产投资")
    (True, False)
    """
    return _words().stock.search(indicator) is not None


@dataclass(frozen=True, slots=True)
class Wording:
    """How a statement says that a thing is brought about."""

    verb: str | None = None
    stage: str | None = None  # begun, grown, done, or another one of the table of verbs
    describes: bool = False  # 700万吨露天矿: the number belongs to the name of a thing
    part: bool = False  # 甲镇、乙镇建成…: it is told of a part of the place
    scope: frozenset[str] = frozenset()  # 累计发放…: what the verb says of the count


def _is_counted(dimension: str) -> bool:
    return dimension.startswith(("count:", "people", "person", "money"))


def _holds_number(sentence: str, indicator: str, unit: str) -> bool:
    """Whether the number stands within the name: 商场6万平方米主力店."""
    cuts = ((indicator[:at], indicator[at:]) for at in range(1, len(indicator) - 1))
    number = f"[^,,;;。、]{{1,12}}{re.escape(unit)}"
    return bool(unit) and any(re.search(re.escape(a) + number + re.escape(b), sentence) for a, b in cuts)


def wording_of(sentence: str, indicator: str, unit: str, dimension: str) -> Wording:
    """The verb that brings the thing about, its stage, and whether the number stands before it as its size.

    >>> wording_of("到2025年,培育智慧教育示范区4个。", "智慧教育示范区", "个", "count:个")
    Wording(verb='培育', stage='grown', describes=False, part=False, scope=frozenset())
    >>> wording_of("推进700万吨露天矿。", "露天矿", "吨", "mass")
    Wording(verb='推进', stage='begun', describes=True, part=False, scope=frozenset())
    >>> wording_of("甲镇、乙镇建成大棚700亩。", "大棚", "亩", "area").part
    True
    >>> wording_of("累计发放创业贷款35亿元。", "创业贷款", "元", "money").scope
    frozenset({'累计'})
    >>> wording_of("确保商场6万平方米主力店营业。", "商场主力店", "平方米", "area").describes
    True
    """
    at = sentence.find(indicator)
    if at < 0:
        return Wording(describes=_holds_number(sentence, indicator, unit) and not _is_counted(dimension))
    before = sentence[:at].removesuffix("的")
    # 三个出入口的景观: the number is of what stands before 的, and something else is done
    other = re.match("的[^,,;;。、]{2}", sentence[at + len(indicator) :]) is not None
    sized = bool(unit) and before.endswith(unit) and (other or not _is_counted(dimension))
    clause = max(sentence.rfind(mark, 0, at) for mark in ",,;;。::(（") + 1
    counted = ADDED_BEFORE.search(before)
    scope = frozenset({counted.group(1)}) if counted else frozenset()
    behind = re.match(r"[^,,;;。、0-9一二三四五六七八九十百千]{0,8}", sentence[at + len(indicator) :])
    window = sentence[clause:at] + "|" + (behind.group() if behind else "")
    found = [(window.rfind(word), word, stage) for word, stage in _words().verbs if word in window]
    if not found or (sized and other):
        return Wording(describes=sized, scope=scope)
    place, verb, stage = max(found, key=lambda item: (item[0] + len(item[1]), len(item[1])))
    return Wording(verb, stage, sized, PART.fullmatch(window[:place]) is not None, scope)
