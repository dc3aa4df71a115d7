"""The scan: all quantities of a text that say how much of something there is, in one pass.

Numbers that say nothing of the kind are told apart here by their form and their neighbours: dates, ordinals,
numbering, document numbers, names in quotation marks, titles, fixed expressions, products, periods of time.
"""

from __future__ import annotations

import functools
import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from policylab.checks import check_str
from policylab.numbers._calendar import DATE, HAN_DATE
from policylab.numbers._numerals import folded, parse_number, shift
from policylab.numbers._quantities import (
    CHINESE,
    MINUS_SIGNS,
    RAISED,
    Quantity,
    in_myriads,
    is_han,
    quantity_at,
    shares_at,
)
from policylab.numbers._units import NO_UNIT, Unit, find_unit, scaled_unit
from policylab.numbers._vocabulary import pattern, vocabulary, word_set
from policylab.resources._word_patterns import HAN

LONGEST_QUOTED = 25  # a quotation of at most so many characters is a name or a slogan
CALLED = 40  # characters that what is called by a number may be away
LIST = 60  # characters that the unit of a list may be away
FIRST_REPUBLICAN = 80  # years in a range that no measure of time reaches
RUN = re.compile(rf"[{CHINESE}○]+")
LATIN_RUN = re.compile(r"[0-9A-Za-z.+\-/]*")
COLONS = re.compile(r"[0-9:.]*")
LATIN_WORD = re.compile(r"[A-Z]{3,}$")
ORDINAL = re.compile(rf"第 ?(?P<number>[0-9]+|[{CHINESE}]+)(?P<unit>[位名])?|首(?P<first>位)")
SERIAL = re.compile(rf"第 ?(?:[0-9] [0-9](?=[章节条款])|[0-9]+|[{CHINESE}]+)(?:[至到、和—~-]+第?(?:[0-9]+|[{CHINESE}]+))*")
LEADING_RANK = re.compile(rf"前 ?(?P<number>[0-9]+(?:\.[0-9]+)?|[{CHINESE}]+)(?:(?P<share>[%‰])|(?P<unit>[位名强])?(?![{CHINESE}0-9年月天日季个大]))")
NUMBERING = re.compile(r"\s*[(（]?[0-9]{1,3}(?:[.．、)）](?![0-9])|[.．](?=(?:19|20)[0-9]{2} ?年)|\s*$)")
LABELS = "图表栏件录章节条款项目页号版步第\n"  # what stands before a number that is no quantity ends in one of these
END = frozenset(",;。、!?:)）(（\n ”\"’/|")
JOIN = re.compile(r"[和及与、]|以上|以下|左右|的|以及")
JOINED = frozenset(["、", "和", "及", "与", "以及"])
NESTED = re.compile("[0-9][个条处座片]$")
NOUN_SIGN = re.compile(f"(?!的)[{HAN}]")  # what a noun behind a number may begin with
LISTED = re.compile(r"(?:、|和|及|与)(?=[0-9])")
LISTED_NOUN = re.compile(f"[{HAN}]{{1,8}}[、和与]")  # between 百家 and 千名 in 百家企业、千名职工
UNIT_ASIDE = r"[(（](?:单位[:：] ?)?(?P<unit>[^()（）]{1,12})[)）]"
NAMED_UNIT = re.compile(UNIT_ASIDE + r"(?P<between>[^0-9,;。、()（）\s]{0,12}|[由从][^,;。、()（）\s]{1,24})$")
LEADING_ON = frozenset({"至", "到", "-", "—", "——", "–", "~", "～"})  # from one bound to the other
ONWARD = re.compile("[增减降提缩压延升扩][^,;。0-9]{0,3}[至到为][0-9]")  # a change leads on
YEAR_OF = re.compile("(?:19|20)[0-9]{2} ?年[底末]?的$")
LED_FROM = re.compile("[由从](?:(?:[上去前]年|(?:19|20)[0-9]{2} ?年[底末]?)的?)?$")
ONWARD = re.compile(f"[{HAN}]{{0,6}}(?:[到至为]|降|升) ?(?:[0-9]|[{CHINESE}]*[万亿])")  # a ratio 由2.12|缩小到2.07
FULL_STOP = re.compile(rf"\.(?=[{HAN}])")  # a full stop that was folded: 达到0.45.按…
BROKEN = re.compile(r"/[0-9]| \.[0-9]|\. [0-9]")  # 10/7nm, and a number that OCR broke: 6 .5%
RAISED_RUN = re.compile(rf"[0-9]+(?:{RAISED}[0-9]+)+")
GROUP = re.compile("[0-9]{1,3}")  # digits before the comma of a number that is written in groups
COMMA_FOR_POINT = re.compile(r"[0-9]{1,3},[0-9]{1,2} ?[%‰]")  # 增长19,6%: misread, and either reading may be wrong
GENERATION = re.compile(f"[2-6]G(?=[{HAN}])")  # 3万|5G基站
SHORT = re.compile("[0-9.一二两三四五六七八九十百千]*[万亿][一二两三四五六七八九]年")  # 三亿|五年内
MILESTONE = re.compile("(?:这一|的)?(?:大关|台阶|关口|门槛)")  # 总量突破千亿|大关
PASSED = re.compile(f"(?<=[{HAN}、,(])(?<![超经通跨走度渡突越胜赛透掠不已年])过")
RANK = Unit("位", "位", "rank", "位", Fraction(1))


@functools.cache
def _other_forms() -> re.Pattern[str]:
    """Characters that are written for others; clean text has few, a string of any origin may."""
    return re.compile(f"[{''.join(map(chr, folded()))}]")


@functools.cache
def _first() -> re.Pattern[str]:
    """What a scan stops at: only characters that may begin a number, a name or a fixed expression.

    Each alternative begins with one plain character (not with a set), and what must stand before it comes behind it: so
    the search for the next one of these characters runs in C.
    """
    plain = set("0123456789二两三四五六七八九十百千万亿廿卅《“\"") | set(vocabulary().names) - set("一第双分")
    guarded = [
        f"一(?=[{CHINESE}半倍番]|[至到比][{CHINESE}])", "一(?=个半(?:小时|月)|成[二三四五六七八九]|[年倍米亩]半|[点·•・‧∙⋅][零一二三四五六七八九])", "一(?<=满一)(?=年|个月)", "一(?=(?:年|个月)及?以上)", "半数", "过半(?<!时间过半)(?<!任务过半)(?<!双过半)", "半(?<=[满于过到至足]半)(?=年|个?月|个?小时|天)", "半(?=(?:年|个?月|天)(?:以[上下内]|内))", "数(?=[十百千万亿])", "几(?=[十百千万亿])",
        *(f"{digit}(?=[拾佰仟万亿])" for digit in "壹贰叁肆伍陆柒捌玖"), "首位(?![数居])",
        "过(?=[百千万])", "一(?<=”[即指为是]一|\\([即指]一)(?=[个条项])", "翻番", "零增长", "分(?=[两二三四五六])",
        "零(?<=[至到为]零)(?=[,;。、)的]|$)", "零(?=点[零一二三四五六七八九])", f"第(?=[0-9 {HAN}])", "前(?<![目此之以日底末]前)(?=[0-9二三四五六七八九十])",
    ]  # fmt: skip
    return re.compile("|".join([*sorted(plain), *guarded]))


def read_quantities(text: str) -> list[Quantity]:
    """Quantities of a clean text, in order, without the numbers that count nothing (dates, names, ordinals, numbering).

    >>> from policylab.numbers import read_quantities
    >>> text = "“十四五”时期总投资1亿5000万元,5G基站3至5万个,覆盖三分之二的村,气温-18℃。"
    >>> [(text[item.start : item.end], item.value, item.high) for item in read_quantities(text)][:2]
    [('1亿5000万元', Decimal('150000000'), None), ('3至5万个', Decimal('30000'), Decimal('50000'))]
    >>> [text[item.start : item.end] for item in read_quantities(text)][2:]
    ['三分之二', '-18℃']
    """
    check_str("text", text)
    first, names = _first(), vocabulary().names
    if _other_forms().search(text):
        text = text.translate(folded())
    found: list[Quantity] = []
    position, closing = 0, -1
    while match := first.search(text, position):
        start = match.start()
        character = text[start]
        if character in "《“\"":
            position = _skip_name(text, start, closing)
            if position < 0:
                closing, position = -position, start + 1
            continue
        if (fixed := names.get(character)) and (name := fixed.match(text, start)) and name.end() > start:
            position = name.end()
            continue
        parts = shares_at(text, start) if character.isascii() and (not start or text[start - 1] not in "0123456789.") else None
        if parts is not None:
            found += parts[0]
            position = parts[1]
            continue
        quantity, position = _candidate(text, start, position)
        if quantity is not None:
            found = _joined(text, found, quantity)
    return _with_shared_bounds(text, found) if found else found


def _joined(text: str, found: list[Quantity], quantity: Quantity) -> list[Quantity]:
    """The quantities with one more, where it counts something; 10万元以上100万元以下, 两项或两项以上 and 3家(含3家)以上 are one."""
    named = quantity if quantity.unit is not NO_UNIT else _with_named_unit(text, _with_lent_unit(text, quantity))
    if named is None:
        return found
    if found and (whole := _bounded(text, found[-1], named) or _included(text, found[-1], named)):
        found[-1] = whole
        return found
    admitted = _admitted(text, named) or (named if found and _continues(text, named, found[-1]) else None)
    if admitted is not None:
        found.append(_apart(found[-1], admitted) if found else admitted)
    return found


def _skip_name(text: str, start: int, closing: int) -> int:
    """Where to go on after a title or a quotation; negative: it is long, and closes there."""
    opening = text[start]
    if start == closing:
        return start + 1
    if opening == "《":
        end = text.find("》", start, start + 100)
        return end + 1 if end > 0 else start + 1
    end = text.find("”" if opening == "“" else '"', start + 1, start + 200)
    if end < 0:
        return start + 1
    if end - start - 1 <= LONGEST_QUOTED and text[end - 1] not in "。;":
        return end + 1
    return -end if opening == '"' else start + 1


def _candidate(text: str, start: int, floor: int) -> tuple[Quantity | None, int]:
    """The number at a place, if there is one, and where to go on; `floor` is where the scan went on before."""
    character = text[start]
    if character in "第前首":
        return _rank(text, start)
    if character.isascii():
        return _arabic(text, start, floor)
    if date := HAN_DATE.match(text, start):
        return None, date.end()
    if character == "过" and text[start + 1] != "半":
        start += 1
    run = RUN.match(text, start)
    quantity = quantity_at(text, start)
    return quantity, max(quantity.end if quantity else 0, run.end() if run else start + 1)


def _arabic(text: str, start: int, floor: int) -> tuple[Quantity | None, int]:
    before = text[start - 1] if start else ""
    if date := DATE.match(text, start):
        if not before or before not in "0123456789.":
            return None, date.end()
    latin = before.isascii() and before.isalpha() if before else False
    if latin and not LATIN_WORD.search(text, start - 6, start):
        return None, LATIN_RUN.match(text, start).end()
    if (signed := _signed(text, start, floor)) is not None:
        return signed, signed.end
    if before and before in "+-〔[【#_/^" and (before not in "-/" or text[start - 2 : start - 1].isascii()):
        stored = quantity_at(text, start) if before == "/" and start - 1 == floor else None  # 200MW/400MWh
        if stored is None or stored.unit.dimension != "energy":
            return None, LATIN_RUN.match(text, start).end()
        return stored, stored.end
    if before == "." and not NOUN_SIGN.match(text, start - 2) or before == "点" and text[start - 2 : start - 1].isdigit():  # 12点5亿
        return None, LATIN_RUN.match(text, start).end()
    if start < 4 and NUMBERING.match(text) and not text[:start].strip(" (（"):
        return None, LATIN_RUN.match(text, start).end()
    if before in LABELS and pattern("label").search(text, start - 3, start):
        return None, LATIN_RUN.match(text, start).end()
    if "," in text[start + 1 : start + 4] and (comma := COMMA_FOR_POINT.match(text, start)):
        return None, comma.end()
    if text[start] == "0" and text[start + 1 : start + 2].isdigit():
        return None, LATIN_RUN.match(text, start).end()  # 0532-83868386
    quantity = quantity_at(text, start)
    if quantity is None:
        return None, (RAISED_RUN.match(text, start) or LATIN_RUN.match(text, start)).end()
    if before and before in "×*" and quantity.value == 100 and quantity.unit.name == "%":
        return None, quantity.end  # a formula: 达标率=(达标数/总数)×100%
    if before == "(" and text[quantity.end : quantity.end + 1] == ")" and not quantity.unit:
        return None, quantity.end
    quantity = _with_near_bound(text, quantity)
    if quantity.unit is NO_UNIT:
        after = text[quantity.end : quantity.end + 1]
        colon = after == ":" and text[quantity.end + 1 : quantity.end + 2].isdigit()
        if colon or (before == ":" and text[start - 2 : start - 1].isdigit()):
            return None, COLONS.match(text, quantity.end).end()
        name = quantity.power >= 4 and GENERATION.match(text, quantity.end)
        if after and not name and (after.isascii() and after.isalnum() or after in "+-号版" or BROKEN.match(text, quantity.end)):
            return None, LATIN_RUN.match(text, quantity.end).end()
        if latin and not quantity.explicit or not quantity.power and is_called(text, start):
            return None, quantity.end
    elif text[quantity.end : quantity.end + 1] == "+":
        return None, quantity.end
    return quantity, max(quantity.end, start + 1)


def _with_near_bound(text: str, quantity: Quantity) -> Quantity:
    """A number with the bound before it, 产值过|5亿元, or with the unit of the number right behind it: 20万以上|30万元以下."""
    if quantity.unit.dimension == "money" and not quantity.explicit and PASSED.match(text, quantity.start - 1):
        return replace(quantity, start=quantity.start - 1, comparator="gt", explicit=True)
    if quantity.unit is not NO_UNIT or quantity.comparator != "ge" or not text[quantity.end : quantity.end + 1].isdigit():
        return quantity
    upper = quantity_at(text, quantity.end)
    return replace(quantity, unit=upper.unit) if upper and upper.comparator in ("le", "lt") else quantity


def is_called(text: str, start: int) -> bool:
    """Whether something is called by the number that begins at a place, if it has no unit: 咨询电话12345."""
    return pattern("called").search(text, max(0, start - CALLED), start) is not None


def names_something(text: str, start: int, end: int) -> bool:
    """Whether digits are the number of something, and say how much of nothing: 附件2, 第3批, 热线12345, 〔2025〕12号."""
    if text[start - 1 : start] == "第" or pattern("label").search(text, max(0, start - 3), start) or is_called(text, start):
        return True
    return pattern("calling").match(text, end) is not None


def _signed(text: str, start: int, floor: int) -> Quantity | None:
    """A number below zero: 增长-1.5%, 为负10.4%, -18℃; a stroke after a number, a word or a bullet is no sign."""
    if start == 0 or start - 1 < floor or text[start - 1] not in MINUS_SIGNS:
        return None
    sign, before = text[start - 1], text[start - 2 : start - 1] if start > 1 else ""
    if sign == "负":
        if before and before not in END and not pattern("below_zero").search(text, start - 4, start - 1):
            return None
    elif before and (before in CHINESE or before in "-−—–)]" or before.isascii() and before.isalnum()):
        return None
    quantity = quantity_at(text, start, minus=True)
    if quantity is None:
        return None
    unit = quantity.unit
    if unit.dimension in ("ratio", "percentage_point", "temperature"):
        return quantity
    net = pattern("net").search(text, start - 6, start - 1)
    told = sign == "负" or net or pattern("below_zero").search(text, start - 4, start - 1)
    counted = unit.counts and not net
    return quantity if told and not counted else None


def _rank(text: str, start: int) -> tuple[Quantity | None, int]:
    """A place in a ranking: 居全国第八, 前5%, 首位; an ordinal is none."""
    ordinal = LEADING_RANK if text[start] == "前" else ORDINAL
    match = ordinal.match(text, start)
    if match is None:
        return None, start + 1
    leading = ordinal is LEADING_RANK
    said = _ranks(text, start, "ranked")
    after = text[match.end() : match.end() + 1]
    share = match["share"] if leading else None
    first = not leading and match["first"]
    value = Decimal(1) if first else parse_number(match["number"])
    begin = start - 2 if text.endswith("并列", 0, start) else start
    unit = match["unit"] or share or first or ""
    free = unit or not after or after in END or after in "和及与" or text.startswith("的", match.end())
    if value == 1 and not leading and not (match["number"] or "").isascii() or first:
        said = _ranks(text, begin, "ranked_first")  # 放在首位, 第一责任人
    if value is None or not said or not free:
        other = None if leading or first else SERIAL.match(text, start)
        return None, max(match.end(), other.end() if other else 0)
    place = find_unit(share) if share else Unit(unit, unit, "rank", "位", Fraction(1)) if unit else RANK
    bound = "le" if leading else "eq"
    end = match.end()
    return Quantity(begin, end, begin, end, value, None, place, bound, "rank", 0, leading), end


def _ranks(text: str, start: int, words: str) -> bool:
    """Whether the words before an ordinal make it a rank: 居全国第三; in 分别居全省第三、第十一 the first one's do."""
    while text[start - 1 : start] in ("、", "和") and start:
        earlier = text.rfind("第", max(0, start - 7), start - 1)
        if earlier < 0 or not (SERIAL.fullmatch(text, earlier, start - 1) or ORDINAL.fullmatch(text, earlier, start - 1)):
            break
        start = earlier
    if pattern(words).search(text, start - 16, start) is not None:
        return True
    return pattern("ranked_from").match(text, start) is not None


def _admitted(text: str, quantity: Quantity) -> Quantity | None:
    """The quantity, with the words that belong to it, where it says how much of something there is; else None."""
    before = text[quantity.start - 1] if quantity.start else ""
    if before == "每" or text[quantity.number - 1 : quantity.number] == "每":
        return None
    if quantity.form in ("rank", "word", "fraction", "ratio"):
        return quantity
    if quantity.form == "bare" and _names_unit(text, quantity):
        return None
    if quantity.value == 1 and pattern("for_each").search(text, quantity.start - 4, quantity.start):
        return None
    unit = quantity.unit
    if unit is not NO_UNIT and not quantity.explicit and (quantity.form == "bare" or unit.dimension in ("people", "mass")) and _is_round(quantity.value):
        if unit.dimension in ("people", "mass") and pattern("denominator").match(text, quantity.end):
            return None  # 10万人口火灾死亡率
        if quantity.form == "bare" and pattern("programme").match(text, quantity.end):
            return None
    if quantity.form not in ("arabic", "vague"):
        chinese = _admitted_chinese(text, quantity, before)
        if chinese is None:
            return None
        quantity = chinese
    if unit is NO_UNIT:
        return quantity if _admits_bare(text, quantity) else None
    if unit.written == "级":
        return _admitted_level(text, quantity)
    return quantity if _admits_unit(text, quantity, unit) else None


def _admits_unit(text: str, quantity: Quantity, unit: Unit) -> bool:
    if unit.dimension in ("time", "length") and pattern("within_reach").match(text, quantity.end):
        return True
    if unit.dimension == "time":
        return _admits_time(text, quantity, unit)
    if unit.dimension == "length" and pattern("radius").match(text, quantity.end):
        return False
    if unit.dimension == "people" and quantity.form not in ("arabic", "vague") and not quantity.explicit:
        # 十万人口死亡率 has a denominator
        return quantity.value < 10_000 or unit.written == "名" or NOUN_SIGN.match(text, quantity.end) is None
    if unit.written in ("次", "届", "轮") and text.endswith("连续", 0, quantity.start):
        return False
    if unit.written in word_set("letter_units"):
        return _admits_letter(text, quantity)
    if unit.written in word_set("small_lengths"):
        # 达到, 降至, 不低于: something reaches this number
        led = quantity.explicit and quantity.start < quantity.number or text.endswith(tuple("到至达为在于由从"), 0, quantity.start)
        after = text[quantity.end : quantity.end + 1]
        return not after or after in END or led
    return True


def _names_unit(text: str, quantity: Quantity) -> bool:
    """Whether 亿元 says in what something is counted, not how much: 投资(亿元), 单位:亿元."""
    if text[quantity.start - 1 : quantity.start] in ("(", "（") and text[quantity.stop : quantity.stop + 1] in (")", "）"):
        return True
    sides = text[quantity.start - 1 : quantity.start], text[quantity.stop : quantity.stop + 1]
    if "\t" in sides and set(sides) <= {"", "\t"} and text[quantity.number] in "万亿":
        return True  # all that a cell of a table holds
    return pattern("unit_named").search(text, quantity.start - 6, quantity.start) is not None


def _is_round(value: Decimal) -> bool:
    """Whether a value is a power of ten from 1000 on."""
    return value >= 1000 and f"{value:f}".partition(".")[0].strip("0") == "1"  # int has a limit of digits


def _admits_letter(text: str, quantity: Quantity) -> bool:
    """带宽达到100G has a unit; 5G, 4K, 100G无源光网络 are names."""
    after = text[quantity.end : quantity.end + 1]
    if (after and after not in END) or quantity.form != "arabic":
        return False
    if quantity.unit.name == "G" and quantity.value <= 6:
        return False
    bound = quantity.explicit and quantity.start < quantity.number
    computing = quantity.unit.dimension == "computing" and text.find("算", max(0, quantity.start - 12), quantity.start) >= 0  # 新增算力规模5000P
    return bound or computing or bool(vocabulary().attained.match(text, quantity.start))


def _attained(text: str, quantity: Quantity) -> bool:
    words, place = vocabulary(), quantity.start
    if year := YEAR_OF.search(text, place - 10, place):
        place = year.start()  # 降至2020年底的0
    if quantity.explicit and place < quantity.number:
        return True
    return bool(words.attained.match(text, place) or words.changed.match(text, place))


def _admitted_chinese(text: str, quantity: Quantity, before: str) -> Quantity | None:
    unit = quantity.unit
    milestone = quantity.form == "bare" and _is_milestone(text, quantity)
    if not unit.chinese and not milestone and (unit or quantity.form == "bare" or not in_myriads(text, quantity)):
        return None
    climbs = before == "上" and text.endswith(("跨上", "迈上", "登上", "站上", "跃上", "攀上"), 0, quantity.start)
    if quantity.form == "bare" and quantity.start == quantity.number and before.isascii() and before.isalnum():
        return None  # 3万5|亿元 is no number
    if before == "上" and quantity.form == "bare" and not climbs:
        # 上百家 says at least so many, not how many
        return replace(quantity, start=quantity.start - 1, comparator="approx", explicit=True)
    if before and before in "第数几之十卷上" and quantity.start == quantity.number and not climbs:
        return None
    if before == "、" and text[quantity.start - 2 : quantity.start - 1] in CHINESE and quantity.form == "chinese":
        return None
    if unit.dimension == "money" and quantity.value <= 10 and not quantity.explicit:
        return None  # 二元结构, 十元
    if quantity.value <= 10 and unit.counts and text[quantity.end : quantity.end + 1] == "“":
        closing = text.find("”", quantity.end, quantity.end + 9)
        if closing >= 0 and not NOUN_SIGN.match(text, closing + 1):
            return None  # 实现两个“倍增”
    spell = quantity.explicit and unit.name in ("年", "个月")  # 有效运转一年以上, 满一年
    if quantity.value == 1 and quantity.high is None and unit.name not in ("倍", "番", "%") and not spell:
        # “1”即一条主线, “1+5+3”(即一条主线
        return quantity if text[max(0, quantity.start - 2) : quantity.start - 1] in ("”", "(") and text[quantity.start - 1] in "即指为是" else None
    if before == "过" and quantity.form == "bare":
        quantity = replace(quantity, start=quantity.start - 1, comparator="gt", explicit=True)
    if unit.name == "年一遇":  # 防洪标准达到百年一遇, but not 百年一遇的洪水
        return quantity if _attained(text, quantity) else None
    if quantity.form == "bare" and quantity.value < 1_000_000:
        nested = unit.dimension in ("area", "length") and NESTED.search(text, quantity.start - 2, quantity.start)  # 10个|千亩湿地公园
        built = not quantity.explicit and (nested or vocabulary().gathered.match(text, quantity.start))
        built = built and NOUN_SIGN.match(text, quantity.end)  # 惠及万家 counts nothing
        named = pattern("programme").match(text, quantity.end)
        return quantity if quantity.explicit or text.startswith("级", quantity.end) or (built and not named) else None
    return quantity


def _is_milestone(text: str, quantity: Quantity) -> bool:
    """Whether something has come to a power of ten that has no unit: 总量突破千亿, 人口过百万."""
    if quantity.unit is not NO_UNIT or quantity.value < 1_000_000:
        return False
    after = text[quantity.end : quantity.end + 1]
    if after and after not in END and MILESTONE.match(text, quantity.end) is None:
        return False
    return _attained(text, quantity) or PASSED.match(text, quantity.start - 1) is not None


def _admits_bare(text: str, quantity: Quantity) -> bool:
    """A number without a unit: an index that reaches it, 总量突破千亿, or 新增10万就业岗位."""
    if quantity.form == "bare":
        return True
    after = text[quantity.end : quantity.end + 1]
    stopped = after == "." and not text[quantity.end + 1 : quantity.end + 2].isalnum()
    if not after or after in END or stopped or FULL_STOP.match(text, quantity.end) or JOIN.match(text, quantity.end):
        if after == "(" or after == "（":
            return False
        if after == "的":
            return quantity.explicit
        if after == "," and text[quantity.end + 1 : quantity.end + 2].isdigit() and GROUP.fullmatch(text, quantity.number, quantity.end):
            return False  # of 50,00 and 1,0000 nobody can tell, but 用户3000万,12345热线 are two
        if in_myriads(text, quantity) and quantity.start and NOUN_SIGN.match(text, quantity.start - 1):
            return True  # 在校生2.8亿, 培训人员一万五
        return _attained(text, quantity) or (quantity.explicit and quantity.comparator not in ("approx", "range"))
    if LED_FROM.search(text, quantity.start - 10, quantity.start) and ONWARD.match(text, quantity.end):
        return True
    return quantity.power >= 4 and (is_han(text, quantity.end) or GENERATION.match(text, quantity.end) is not None)


def _admits_time(text: str, quantity: Quantity, unit: Unit) -> bool:
    written = text[quantity.start : quantity.end]
    if quantity.value >= 10_000 and SHORT.match(text, quantity.number):
        return False
    if pattern("period_offered").match(text, quantity.end):
        return True
    if pattern("period_name").match(text, quantity.end):
        return False
    long = unit.name in ("年", "个月")
    if unit.name == "年" and quantity.high is not None and quantity.value >= FIRST_REPUBLICAN:
        return False  # 112至116年 are years of the Republic
    if pattern("period_done").match(text, quantity.end) and quantity.form == "arabic" and not long:
        return True
    if pattern("period_before").search(text, quantity.number - 3, quantity.number):
        return False
    if long and pattern("period_used").match(text, quantity.end):
        return False
    place = year.start() if (year := YEAR_OF.search(text, quantity.start - 10, quantity.start)) else quantity.start
    led = place > 0 and text[place - 1] in "从由"
    if vocabulary().timed.match(text, place - led) or led and ONWARD.match(text, quantity.end):
        return True  # 接电用时3.6天, 受教育年限从9.8年, 优良天数由2020年的290天, 平均住院日由8.2天|降至7.5天
    if unit.name == "年" and quantity.form == "arabic" and quantity.value % 1:
        return True  # 分别达到95%和13.5年
    if written.endswith("内") and unit.name in ("年", "个月", "周", "周年"):
        set_by_rule = pattern("term_from").search(text, quantity.start - 8, quantity.start)
        ruled = pattern("period_ruled").match(text, quantity.end)
        return quantity.start < quantity.number or bool(set_by_rule or ruled) or _attained(text, quantity)
    if pattern("period_granted").search(text, quantity.start - 8, quantity.start):
        return True
    return (quantity.explicit and quantity.form != "vague") or _attained(text, quantity)


def _admitted_level(text: str, quantity: Quantity) -> Quantity | None:
    """四级网络 and 市、区、街道三级联动 count levels; 三级医院 is a grade."""
    if quantity.form == "arabic" and quantity.value < 10:
        after = text[quantity.end : quantity.end + 1]
        return quantity if (not after or after in END) and _attained(text, quantity) else None  # 平均级别达到4级
    if quantity.form == "bare" or quantity.value >= 100:
        cut = quantity.end == quantity.stop  # 千亿级|企业, but 千亿级以上|企业
        return replace(quantity, end=quantity.end - cut, stop=quantity.stop - cut, unit=NO_UNIT)
    if pattern("linked_level").search(text, quantity.end, quantity.end + 9):
        return quantity
    listed = pattern("enumerated_level").search(text, quantity.start - 12, quantity.start)
    return quantity if listed else None


def _continues(text: str, quantity: Quantity, last: Quantity) -> bool:
    """Whether a number goes on with a list whose first one counts: 分别为36.2小时和1.8小时, 百家企业、千名职工."""
    gap = text[last.end : quantity.start]
    if not quantity.unit and not last.unit:
        return gap in JOINED and in_myriads(text, quantity) and in_myriads(text, last)  # 跨越7万亿、8万亿、9万亿大关
    if not quantity.unit or not last.unit:
        return False
    if quantity.form == last.form == "bare":
        named = NOUN_SIGN.match(text, quantity.end) and not pattern("programme").match(text, quantity.end)
        return bool(named and LISTED_NOUN.fullmatch(gap))
    if quantity.unit.dimension == last.unit.dimension == "time" and gap in ("至", "到"):
        return True  # 缩短5天至2天
    if quantity.unit.dimension != "time" or gap not in ("、", "和", "及", "与"):
        return False
    return last.unit.dimension == "time" or "分别" in text[max(0, last.start - 30) : last.start]  # 分别达到60%和15年


def _apart(first: Quantity, second: Quantity) -> Quantity:
    """The second of two numbers without a word that the first one has: 10%封顶5%."""
    if second.start >= first.end:
        return second
    bound = second.comparator if second.end > second.stop or second.high is not None else "eq"
    return replace(second, start=second.number, comparator=bound, explicit=bound != "eq")


def _bounded(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    """One range of 10万元以上100万元以下, 10家以上不足20家, or 10万元(含)—100万元; the bound alone of 两项或两项以上."""
    if first.unit.name != second.unit.name or second.high is not None:
        return None
    gap = text[first.end : second.start]
    if second.start < second.number and (gap not in ("", "但", "且") or first.comparator not in ("ge", "gt")):
        return None
    if gap == "或" and first.value == second.value and not first.explicit and second.comparator == "ge":
        return replace(second, start=first.start, number=first.number)
    bare = gap.removeprefix("(含)").removeprefix("(不含)")
    noted = bare in LEADING_ON and (bare != gap or text.endswith(")", 0, first.end))
    to = bare in LEADING_ON and second.comparator == "eq" and text[first.start - 1 : first.start] not in ("由", "从")
    bounded = first.comparator == "ge" or noted or second.start < second.number
    if not bounded or first.high is not None or second.value <= first.value or not (to or bare in ("", "但", "且", "至", "到")):
        return None
    if not to and second.comparator not in ("le", "lt"):
        return None
    return replace(first, high=second.value, end=second.end, stop=second.stop, comparator="range")


def _included(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    """The first of two numbers where the second says whether it is included: 1亿元—3亿元(不含3亿元), 3家(含3家)以上."""
    again = second.value == (first.value if first.high is None else first.high) and second.unit.name == first.unit.name
    if not again or text[first.end : second.start] not in ("(含", "(不含") or not text.startswith((")", ",下同)"), second.end):
        return None
    closing = text.find(")", second.end) + 1
    bound = vocabulary().after.match(text, closing)
    if bound is None or first.explicit:
        return replace(first, end=closing)
    return replace(first, end=bound.end(), comparator=vocabulary().codes[bound.group().strip()], explicit=True)


def handed_out(text: str, place: int, reach: int = LIST) -> int:
    """Where 分别 (or 分居, 分列 before a rank) stands before a place, in its clause and at most so many characters away; -1 where it does not."""
    begin = max(0, place - reach)
    said = text.rfind("分别", begin, place)
    if said < 0 and (ranked := max(text.rfind("分居", begin, place), text.rfind("分列", begin, place))) >= 0:
        said = ranked if text.startswith(("全", "第"), ranked + 2) else -1
    return said if said >= 0 and not any(mark in text[said:place] for mark in ",;。") else -1


def _with_lent_unit(text: str, quantity: Quantity) -> Quantity:
    """A number of a list with the unit that only its last number has: 分别达到5、10万户."""
    if quantity.form != "arabic" or handed_out(text, quantity.start) < 0:
        return quantity
    end, last = quantity.end, None
    while end - quantity.end < LIST and (mark := LISTED.match(text, end)):
        last = quantity_at(text, mark.end())
        if last is None or last.unit:
            break
        end = last.end
    if last is None or not last.unit:
        return quantity
    if not quantity.power and last.power and quantity.value < last.value.scaleb(1 - last.power):
        value = shift(format(quantity.value, "f"), last.power)
        return replace(quantity, unit=last.unit, value=value, power=last.power)
    return replace(quantity, unit=last.unit)


def _with_named_unit(text: str, quantity: Quantity) -> Quantity | None:
    """A number whose unit stands behind the name of what it measures: 投资(亿元)达到200; None where it may be another's."""
    if quantity.form != "arabic" or quantity.unit:
        return quantity
    named = NAMED_UNIT.search(text, quantity.start - 40, quantity.start)
    found = scaled_unit(named["unit"]) if named else None
    if found is None or quantity.power and found[0]:
        return quantity
    if "分别" in named["between"]:
        return None
    scaled = [None if value is None else shift(format(value, "f"), found[0]) for value in (quantity.value, quantity.high)]
    return replace(quantity, value=scaled[0], high=scaled[1], unit=found[1] or NO_UNIT, power=quantity.power or found[0])


def _with_shared_bounds(text: str, found: list[Quantity]) -> list[Quantity]:
    """Numbers of a list of which one alone has the bound: 95%和85%左右, 不低于95%和85%."""
    if len(found) < 2:
        return found
    shared, given = list(found), -1
    for index in range(len(shared) - 2, -1, -1):
        first, second = shared[index], shared[index + 1]
        gap = text[first.end : second.start]
        if gap not in JOINED and gap != ",":
            continue
        if first.unit.name == "个" and second.unit.dimension == "percentage_point":
            first = shared[index] = replace(first, unit=second.unit)  # 提高1.5个和2个百分点
        together = handed_out(text, first.start) >= 0 or (gap != "," and first.unit.name == second.unit.name)
        names = second.form == "bare" and NOUN_SIGN.match(text, second.end)  # 产值达到3500亿元、百亿元以上产业链达到15条
        bound = second.explicit and second.start == second.number or given == index + 1
        if together and bound and not first.explicit and not names:
            shared[index], given = replace(first, comparator=second.comparator), index
    lent = False
    for index in range(len(shared) - 1):
        first, second = shared[index], shared[index + 1]
        leads = text[first.end : second.start] in JOINED and (first.start < first.number or lent)
        lent = False
        if leads and not second.explicit and first.unit.name == second.unit.name:
            if first.comparator not in ("approx", "range"):
                shared[index + 1] = replace(second, comparator=first.comparator)
                lent = True
    return shared
