"""Quantities: a number with its sign, comparator, magnitude and unit, read at a place in a text."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from policylab.numbers._numerals import SPOKEN, STACKED, digits, parse_chinese, parse_number, power_of, shift, stacked
from policylab.numbers._units import NO_UNIT, Unit, find_unit, scaled, unit_at
from policylab.numbers._vocabulary import pattern, vocabulary, word_set
from policylab.resources import load_toml
from policylab.resources._word_patterns import HAN, HAN_SIGN, alternatives

CHINESE = "零〇一二两三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟"
SPACE = "[ \u00a0\u2009\u202f\u3000]"
GAP = rf"(?:{SPACE}{{0,2}}\n{SPACE}{{0,40}}|{SPACE}?)"  # a number and its unit may be broken by the end of a line
# between Arabic digits 一 is a dash that a scan misread: 2一3天
TO = r"(?:至|到|(?P<dash>[-—–~～〜∼−‒－―─])(?P=dash)?|(?<=[0-9])一(?=[0-9]))"
# older print raises the decimal point (7·4倍), and a scan puts spaces about it (7 · 4倍)
RAISED = rf"{SPACE}?[·•・‧∙⋅]{SPACE}?"
_D = "[一二两三四五六七八九壹贰叁肆伍陆柒捌玖]"
_MAGNITUDE = rf"{STACKED}|千(?![瓦米克卡赫伏兆帕焦吨])|百(?!分)|十(?=[余多万亿个家])"
NUMBER = re.compile(
    r"(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?"
    rf"|(?P<spaced>[0-9]{{1,3}}(?:{SPACE}[0-9]{{3}})+(?![0-9,])(?:\.[0-9]+)?)|[0-9]+(?:(?:\.|(?P<raised>{RAISED}))[0-9]+)?)"
    r"(?: ?(?P<some>[余多来])(?=[十百千万亿]))?"
    rf"(?:{GAP}(?P<magnitude>{_MAGNITUDE}))?"
    rf"|(?P<chinese>[{CHINESE}]{{1,40}}(?:(?:点|(?P<dot>[·•・‧∙⋅]))[零一二三四五六七八九]+[十百千万亿]*)?)"
    r"(?P<chinese_some>[余多来](?=[十百千万亿])[十百千万亿]+)?"
)
# 1.2×10⁸, 10⁴ and 10^4
EXPONENT = re.compile(r"(?P<times> ?[×xX*✕] ?10)?(?P<up>⁻?[⁰¹²³⁴-⁹]{1,2}|\^-?[0-9]{1,2}(?![0-9.]))" + rf"(?P<magnitude>{_MAGNITUDE})?")
RAISING = " ×xX*✕⁻⁰¹²³⁴⁵⁶⁷⁸⁹^"
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-", "^")
FIRST_GROUP = re.compile(r"[0-9]{1,3}(?=" + SPACE + ")")
MIXED = re.compile(rf"零?(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+(?![0-9])|[0-9]+(?:\.[0-9]+)?|{_D})?[十百千万亿]*(?:[余多来](?=[十百千万亿])[十百千万亿]+)?")  # the next piece of 2亿零300万, 1亿5000多万
UNSURE = re.compile("[余多来]")
FRACTION = re.compile(rf"(?P<below>[{CHINESE}]+|[0-9]+) ?分之 ?(?P<above>[{CHINESE}点]+|[0-9]+(?:\.[0-9]+)?)")
# the upper end of 百分之五到八, 百分之五至百分之八; without a whole of its own only where nothing is counted
UPPER_PART = re.compile(rf"(?:(?P<below>[{CHINESE}]+|[0-9]+) ?分之 ?)?(?P<above>[{CHINESE}点]+|[0-9]+(?:\.[0-9]+)?)(?(below)|(?=之间|左右|以[上下内]|[的,;。、!?:)\n]|$))")
SLASHED = re.compile(r"(?P<above>[0-9]{1,2}) ?/ ?(?P<below>[0-9]{1,3})(?![0-9/年月日.十百千万])")
PER_MANY = re.compile(r" ?/ ?(?:[0-9]+[十百千万]*|[十百千万]+)人?")
RATIO_BEFORE = re.compile(r"比|比例|差距|配|达到?|为|按|不[低高]于$|[到至在]$")
_DECIMAL = r"[0-9]+(?:\.[0-9]+)?"
DECIMAL = re.compile(_DECIMAL)
JOINING = re.compile(r"[0-9]++(?:\.[0-9]++)?+ ?[分/:：∶比]")  # a sign that may join a number to another one: 3/4, 1:15, 4分之1
CHINESE_RATIO = re.compile(f"(?P<above>[一二三四五六七八九十])比(?P<below>[一二三四五六七八九十]{{1,3}})(?![{HAN}])")
RATIO = re.compile(rf"(?P<above>{_DECIMAL}) ?[:：∶比] ?(?P<below>{_DECIMAL})(?![0-9:：∶])")
SHARE_PARTS = re.compile(rf"{_DECIMAL}(?: ?(?P<sign>[:：∶/比]) ?{_DECIMAL})(?: ?(?P=sign) ?{_DECIMAL})+")
SEPARATOR = re.compile(rf" ?{TO} ?(?=[-−－]?[0-9一二两三四五六七八九十百])")
BRACKET = re.compile(r" ?\([A-Za-z/]{1,10}\)")
INCLUDED = re.compile(r"\(不?含(?:本数)?\)")
NOTE = re.compile(r"\((?:[^()0-9]{0,12}下同|不?(?:含|包括)[^()0-9]{1,12})\)(?=[及或]?以[上下])")  # 1000万元(人民币,下同)|以上
OR_COUNTED = re.compile(r"\([间人家辆户台栋幢张所个座处条次套件名]\)")
WITHIN = re.compile(r" ?(?:之内|以内|内)(?!部|径|容|在|外|陆|地|涵|需|蒙|生|河|环|控|设|置|人)")
ENDS = frozenset(["", *",;。、”)\n"])  # what may stand behind 4.5%内
SOME = re.compile(r" ?(?:余|来(?<=[十百千万亿0]来)|多)")
HALF = re.compile(r"半(?![径岛球截成导数决自\n])")
AND_HALF = re.compile(r"个半(?P<unit>小时|月|百分点|工作日)")
VAGUE = re.compile(rf"(?P<tens>[数几]|[二三四五六七八九]?十几|(?:[二三四五六七八九]?十)?(?P<low>{_D})(?P<high>{_D}))(?P<magnitude>[十百千]?[万亿]*)")
STRONG = re.compile(r"[强弱](?=[,、。;)]|$)")
COMPOSED = re.compile(r"[^,;。]{1,16}组成")  # 由7名至11名委员组成
CUT, CUT_ENDS = re.compile(f"[{HAN}][0-9][0-9.,]*[十百千万亿]*$"), "0123456789.,十百千万亿"
CUT_UNIT = re.compile(rf"[{HAN}][0-9][0-9.,]*[万亿]*(?P<unit>[^0-9.,;。、:()\s]{{2,6}})$")  # 20平方 / 公里
MINUS_SIGNS = "-−－﹣负"
KILO = frozenset("瓦米克卡赫伏兆帕焦吨")  # units that have a 千 of their own
SHARES = {"百": "%", "千": "‰", "万": "‱"}
WIDEST = 1000  # how many times the lower end of a range its upper end may be


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text; `text[start:end]` is it with its comparator, sign, magnitude and unit.

    `number` is where the numeral (or its sign) begins, `stop` where its unit ends, before a comparator; `high` the upper end
    of a range or of an approximate number, `form` one of arabic, chinese, bare (a magnitude without a digit), fraction, ratio,
    share (one part of 4:38:58), vague (数百, 两三), word, rank; `power` the power of ten of its magnitude; `explicit` whether a
    comparator is written.
    """

    start: int
    end: int
    number: int
    stop: int
    value: Decimal
    high: Decimal | None
    unit: Unit  # false where the text has none
    comparator: str
    form: str
    power: int = 0
    explicit: bool = False

    @property
    def amount(self) -> tuple[Decimal, Decimal | None, str]:
        """Value and upper end in the canonical unit of the dimension, and that unit: equal for 1万亿元 and 10000亿元, 十分之三 and 30%."""
        if not self.unit and (self.form == "fraction" or self.form == "word" and 0 < self.value < 1):
            return self.value * 100, None if self.high is None else self.high * 100, "%"
        if not self.unit:
            return self.value, self.high, ""
        high = None if self.high is None else scaled(self.high, self.unit)
        return scaled(self.value, self.unit), high, self.unit.canonical


def is_cut(line: str, following: str) -> bool:
    """Whether the end of a line cuts a number from its unit (新建128 / 个, 20平方 / 公里) or from its verb (增长 / 14.2%).

    >>> is_cut("新建充电桩128", "个,方便出行。"), is_cut("产值增长", "14.2%。"), is_cut("目录12", "总则"), is_cut("增长", "1.总则")
    (True, True, False, False)
    """
    if line[-1:] in CUT_ENDS and CUT.search(line):
        return unit_at(following.lstrip("十百千万亿"), 0) is not None
    if cut := CUT_UNIT.search(line[-20:]):
        part, whole = find_unit(cut["unit"]), unit_at(cut["unit"] + following[:6], 0)
        return whole is not None and whole[1] > len(cut["unit"]) and (part is None or part.dimension == whole[0].dimension)
    words = vocabulary()
    if following[:1].isascii() and following[:1].isdigit() and (
        words.changed.match(line) or words.attained.match(line)
    ):
        found = quantity_at(following, 0)
        return found is not None and bool(found.unit)
    return False


class _Numeral(NamedTuple):
    value: Decimal
    power: int
    end: int
    some: bool  # 余 or 多 stands behind it
    form: str
    digits: str | None  # of an Arabic one, before its magnitude
    magnitude: str


@functools.cache
def word_numbers() -> tuple[re.Pattern[str], dict[str, dict[str, str]]]:
    """Quantities that are words (一半, 翻番, 零增长)."""
    words = load_toml("numerals.toml")["words"]
    return re.compile(alternatives(words)), words


def quantity_at(text: str, start: int, *, minus: bool = False) -> Quantity | None:
    """The quantity whose numeral begins at `start`, with `minus` behind a sign; None where none can be read exactly.

    >>> from policylab.numbers._quantities import quantity_at
    >>> found = quantity_at("不低于3至5万个", 3)
    >>> found.value, found.high, found.unit.name, found.comparator, found.start
    (Decimal('30000'), Decimal('50000'), '个', 'range', 0)
    """
    character = text[start]
    if minus:
        return _number(text, start, minus=True)
    if character in "一半过翻零倍" and not text.startswith("零点", start) and (word := word_numbers()[0].match(text, start)):
        return _word(text, start, word)
    if character == "半":
        half, end = _unit(text, start + 1)
        return None if half is None else _finish(text, start, end, Decimal("0.5"), None, half, "word")
    if character.isascii() and not JOINING.match(text, start):
        return _number(text, start)
    if fraction := FRACTION.match(text, start):
        return _fraction(text, start, fraction)
    if character.isascii():
        if (slashed := SLASHED.match(text, start)) and int(slashed["above"]) < int(slashed["below"]):
            value, high, end = Decimal(slashed["above"]) / Decimal(slashed["below"]), None, slashed.end()
            if (separator := SEPARATOR.match(text, end)) and (second := SLASHED.match(text, separator.end())):
                top = Decimal(second["above"]) / Decimal(second["below"]) if int(second["below"]) else value
                high, end = (top, second.end()) if value < top < 1 else (None, end)
            return _finish(text, start, end, value, high, None, "fraction")
        if ratio := RATIO.match(text, start):
            below = Decimal(ratio["below"])
            if below and RATIO_BEFORE.search(text, start - 12, start):
                return _finish(text, start, ratio.end(), Decimal(ratio["above"]) / below, None, None, "ratio")
            return None
        return _number(text, start)
    if ratio := CHINESE_RATIO.match(text, start):
        above, below = parse_chinese(ratio["above"]), parse_chinese(ratio["below"])
        if above and below:
            return _finish(text, start, ratio.end(), above / below, None, None, "ratio")
    return (vague := VAGUE.match(text, start)) and _vague(text, start, vague) or _number(text, start)


def shares_at(text: str, start: int) -> tuple[list[Quantity], int] | None:
    """The parts of a whole that begin at `start` (4.0:37.7:58.3), without a unit as the text has none, and their end.

    None if none do. Parts that do not add up to a hundred say nothing of this kind: their list is empty.

    >>> [str(part.value) for part in shares_at("4:38:58", 0)[0]], shares_at("6:3:1", 0)[0], shares_at("1:15", 0)
    (['4', '38', '58'], [], None)
    """
    parts = SHARE_PARTS.match(text, start) if JOINING.match(text, start) else None
    if parts is None:
        return None
    places = [number.span() for number in DECIMAL.finditer(text, start, parts.end())]
    values = [Decimal(text[first:last]) for first, last in places]
    if abs(sum(values) - 100) > Decimal("0.5"):
        return [], parts.end()
    return [
        Quantity(first, last, first, last, value, None, NO_UNIT, "eq", "share")
        for (first, last), value in zip(places, values, strict=True)
    ], parts.end()


def _number(text: str, start: int, *, minus: bool = False) -> Quantity | None:
    first = _numeral(text, start)
    if first is None:
        return None
    place = start - minus
    if not first.power and text.startswith("个半", first.end) and (half := AND_HALF.match(text, first.end)):
        unit = find_unit(half["unit"]) or find_unit("个" + half["unit"])
        return _finish(text, place, half.end(), first.value + Decimal("0.5"), None, unit, first.form)
    if minus:
        first = first._replace(value=-first.value, digits=None if first.digits is None else "-" + first.digits)
    found, end = _unit(text, first.end)
    if first.some:
        return _finish(text, place, end, first.value, None, found, first.form, first.power, approximate=True)
    if found is not None and (whole := _in_two_units(text, first.value, found, end)):
        value, found, end = whole
        first = first._replace(value=value, digits=None)
    value, high, power = first.value, None, first.power
    if separator := SEPARATOR.match(text, end):
        led = text.endswith(("由", "从"), 0, place) and COMPOSED.match(text, separator.end()) is None
        upper = None if led else _upper(text, separator.end(), first, found)
        if upper is not None and not (separator.group().strip() in ("至", "到") and _leads_on(text, place, found, upper[3])):
            value, high, found, end, power = upper
    if high is None and found is not None:
        value, end = _with_fraction(text, first, found, end)
    return _finish(text, place, end, value, high, found, first.form, power)


def _in_two_units(text: str, value: Decimal, unit: Unit, end: int) -> tuple[Decimal, Unit, int] | None:
    """A measure in two units, in the smaller one: 1小时30分 is 90分钟, 三年零六个月 42个月; and 1米8 as 1.8米."""
    if unit.dimension not in ("time", "length") or text[end : end + 1] not in _MORE:
        return None
    second = _numeral(text, end + text.startswith("零", end))
    if second is None or second.some:
        return None
    smaller, after = _unit(text, second.end)
    if unit.name in ("小时", "个小时") and text.startswith("分", second.end) and not text.startswith("分之", second.end):
        smaller, after = find_unit("分钟"), max(after, second.end + 1)
    many = unit.factor / smaller.factor if smaller is not None and smaller.dimension == unit.dimension else Fraction(0)
    if many.denominator == 1 and second.value < many:
        return value * many.numerator + second.value, smaller, after
    tenth = unit.name == "米" and second.digits is not None and len(second.digits) == 1 and _ends_spoken(text, second.end) and smaller is None
    return (value + second.value / 10, unit, second.end) if tenth and value == value.to_integral_value() else None


def _upper(
    text: str, start: int, first: _Numeral, found: Unit | None
) -> tuple[Decimal, Decimal, Unit | None, int, int] | None:
    """The range that the number behind 至 ends: lower end, upper end, unit, where it ends, power; None if it ends none."""
    negative = text[start] in "-−－"
    second = _numeral(text, start + negative)
    if second is None or second.some or (second.form == "chinese") != (first.form == "chinese"):
        return None
    other, after = _unit(text, second.end)
    if (other is None and found is not None) or (found and other and found.name != other.name):
        return None
    top = -second.value if negative else second.value
    value, power = first.value, first.power
    if found is None and second.magnitude and not set(first.magnitude) & set("万亿"):
        # 3至5万 shares its magnitude, 5000至1万 has its own, 9000至1万亿 shares 亿 alone
        for shared in (second.magnitude, second.magnitude[-1:] if second.magnitude[-1:] in "万亿" else ""):
            more = power_of(shared)
            lower = shift(first.digits, first.power + more) if first.digits else first.value.scaleb(more)
            if shared and lower < top:
                value, power = lower, first.power + more
                break
    if not value < top or (value > 0 and top > WIDEST * value and found is None):
        return None
    return value, top, other, after, power


def _leads_on(text: str, start: int, unit: Unit | None, end: int) -> bool:
    """Whether a number is a change, and the one behind 至, which ends at `end`, the level that it leads to: 增加10万吨至80万吨.

    Where the unit stands once (增加10万至80万吨), or in what no level is told (增长6%至8%), they are the ends of a range.
    """
    if unit is None or unit.dimension in word_set("no_level") or pattern("range_end").match(text, end):
        return False
    change = vocabulary().changed.match(text, start)
    return change is not None and not change["level"] and change["verb"][::-1] in word_set("led_on")


def _with_fraction(text: str, first: _Numeral, unit: Unit, end: int) -> tuple[Decimal, int]:
    """The half or the tenths that stand behind a unit: 两米半, 一倍半, 七成五, 一个半小时."""
    value = first.value
    if unit.written == "成" and text[end : end + 1] in digits() and text[end + 1 : end + 2] not in ("成", "十", "百"):
        return value + Decimal(digits()[text[end]]) / 10, end + 1
    if not text.startswith("半", end):
        return value, end
    halved = unit.written in ("倍", "成") or not unit.counts and unit.dimension not in ("ratio", "rank", "percentage_point")
    if halved and value == value.to_integral_value() and (half := HALF.match(text, end)):
        return value + Decimal("0.5"), half.end()
    return value, end


def _numeral(text: str, start: int) -> _Numeral | None:
    match = NUMBER.match(text, start)
    if match is None:
        return None
    end, some = match.end(), bool(match["some"])
    if match["digits"]:
        written = match["digits"]
        raised = EXPONENT.match(text, match.end("digits")) if text[match.end("digits") : match.end("digits") + 1] in RAISING else None
        if raised and (raised["times"] or written == "10"):
            base = Decimal(written.replace(",", "") if raised["times"] else 1)
            value = base.scaleb(int(raised["up"].translate(_LOWERED)) + power_of(raised["magnitude"] or ""))
            return _Numeral(Decimal(format(value, "f")), 0, raised.end(), False, "arabic", None, "")
        if match["spaced"] and not _is_spaced(text, match):
            written = FIRST_GROUP.match(text, start).group()
            return _Numeral(Decimal(written), 0, start + len(written), False, "arabic", written, "")
        if match["raised"]:
            if not match["magnitude"] and not _is_measured(text, end):
                return None  # 7·20暴雨, 5·12地震: days
            written = written.replace(match["raised"], ".")
        plain = re.sub(SPACE, "", written) if match["spaced"] else written
        magnitude = match["magnitude"] or ""
        power, form = power_of(magnitude), "arabic"
        value = shift(plain, power)
        number: str | None = plain
        if magnitude and not some and text[end : end + 1] in _MORE and (mixed := _mixed(text, start, end)):
            value, power, end, some = mixed
    else:
        numeral, number = match["chinese"], None
        if match["dot"]:
            whole, _, fraction = numeral.partition(match["dot"])
            measured = _is_measured(text, end) and text[end] != "大"  # 一一·九倍; 五·四, 二·七大罢工 are days
            numeral, end = (f"{whole}·{fraction}", end) if measured else (whole, end - len(fraction) - 1)
        some, numeral = bool(match["chinese_some"]), numeral + (match["chinese_some"] or "")[1:]  # 一亿五千多万 is some 一亿五千万
        if len(numeral) > 1 and numeral[-1] == "千" and text[end : end + 1] in KILO:
            numeral, end = numeral[:-1], end - 1  # 千万千瓦, 一百多千瓦时: the last 千 belongs to the unit
        read = parse_chinese(numeral)
        if read is None:
            return None
        magnitude = numeral[len(numeral.rstrip("十百千万亿")) :]
        power, value, form = 0, read, "bare" if numeral[0] in "百千万亿" else "chinese"
        if not some and numeral[-1] in "万亿" and text[end : end + 1].isdigit() and (mixed := _mixed(text, start, end)):
            value, power, end, some = mixed
    more = SOME.match(text, end) if text[end : end + 1] in " 余多来" else None
    if more and not (more[0].endswith("多") and pattern("many_word").match(text, more.end() - 1)):
        follows = text[more.end() : more.end() + 1] not in ("", " ") and unit_at(text, more.end())
        # 3万多居民, but 3万来访群众: before what is no unit, 来 is a verb
        if follows or (power >= 4 and is_han(text, more.end()) and not more[0].endswith("来")):
            some, end = True, more.end()
    return _Numeral(value, power, end, some, form, number, magnitude)


_MORE = frozenset("0123456789零一二两三四五六七八九")


def _is_spaced(text: str, match: re.Match[str]) -> bool:
    """Whether 1 200 is one number: a magnitude or a unit stands behind it, and no other number before it."""
    if text[max(0, match.start() - 2) : match.start()].strip()[-1:].isdigit():
        return False
    return match["magnitude"] is not None or unit_at(text, _past_gap(text, match.end("digits"))) is not None


def _is_measured(text: str, end: int) -> bool:
    """Whether a unit stands behind a number, or the rest of a range that has one."""
    if separator := SEPARATOR.match(text, end):
        upper = NUMBER.match(text, separator.end())
        return upper is not None and (upper["magnitude"] is not None or unit_at(text, _past_gap(text, upper.end())) is not None)
    return unit_at(text, _past_gap(text, end)) is not None


def _mixed(text: str, start: int, end: int) -> tuple[Decimal, int, int, bool] | None:
    """A number written in pieces, as 1亿5000万, 2亿零300万, 1万五千, 3万4000: value, last power, where it ends, and whether 多 stands in it."""
    stops, place = [], end
    while len(stops) < 6 and (piece := MIXED.match(text, place)) and piece.end() > place:
        place = piece.end()
        stops.append(place)
    for stop in reversed(stops):
        after, spelt = text[stop : stop + 1], text[start:stop].replace(" ", "").replace("\n", "").replace(",", "")
        written = UNSURE.sub("", spelt)
        if after == "年" and re.search(r"(?:19|20)[0-9]{2}$", written):
            continue
        last = written[-1]
        if last not in "十百千万亿" and (after in "." and text[stop + 1 : stop + 2].isdigit() or after.isascii() and after.isalnum()):
            continue
        alone = written[-2:-1] in ("万", "亿") and last not in "0123456789十百千万亿"
        if alone and (counted := unit_at(text, stop)) is not None and counted[0].counts:
            continue  # 跨越8万亿、9万亿三个台阶
        spoken = SPOKEN.fullmatch(written)
        if spoken and not _ends_spoken(text, stop):
            continue  # 3万5G基站, 3万5类
        if last == "千" and after in KILO or last == "百" and after == "分":
            continue
        value = parse_chinese(written)
        if value is not None:
            return value, power_of(spoken["magnitude"] if spoken else last if last in "十百千万亿" else ""), stop, written != spelt
    return None


def _ends_spoken(text: str, end: int) -> bool:
    """Whether the 5 of 3万5 ends a number: nothing stands behind it, or a bound, or what is counted so."""
    after = text[end : end + 1]
    if not after or after in ",;。!?:)）”\n\t " or vocabulary().after.match(text, end) or SOME.match(text, end):
        return True
    found = unit_at(text, end)
    return found is not None and after not in "百千万亿" and not {found[0].written, found[0].dimension} & word_set("named_by_number")


def _vague(text: str, start: int, match: re.Match[str]) -> Quantity | None:
    """An approximate number with the bounds that its words allow: 数百 is 200 to 999, 十几 11 to 19, 两三个 2 to 3."""
    magnitude, words = match["magnitude"], match["tens"]
    if not stacked(magnitude):
        return None
    scale, table = Decimal(10) ** power_of(magnitude), digits()
    if words in ("数", "几"):  # before a magnitude
        low, high = 2 * scale, 10 * scale - 1
    elif words.endswith("几"):
        tens = table.get(words[0], 1) * 10
        low, high = (tens + 1) * scale, (tens + 9) * scale
    else:
        one, two = table.get(match["low"], 0), table.get(match["high"], 0)
        follows = two == one + 1 and match["low"] + match["high"] != "一二" or match["low"] + match["high"] == "三五"
        tens = (table.get(words[0], 1) if words[0] != "十" else 1) * 10 if "十" in words else 0
        if not follows or text[match.end() : match.end() + 1] in CHINESE:
            return None
        low, high = (tens + one) * scale, (tens + two) * scale
    unit, end = _unit(text, match.end())
    many = len(magnitude) and magnitude[-1] in "万亿" and is_han(text, end)  # 数十万群众
    if unit is None and not many or unit is not None and (not magnitude and {unit.written, unit.name} & word_set("named_by_number")):
        return None
    return replace(_finish(text, start, end, low, None, unit, "vague", power_of(magnitude), approximate=True), high=high)


def _past_gap(text: str, end: int) -> int:
    """Where a unit begins behind a number: right there, after a space, or on the next line."""
    if text[end : end + 1] not in " \u00a0\u2009\u202f\u3000\n":
        return end
    return _GAP.match(text, end).end()


_GAP = re.compile(GAP)


def _unit(text: str, end: int) -> tuple[Unit | None, int]:
    found = unit_at(text, _past_gap(text, end))
    if found is None and text[end : end + 1] == "(" and (aside := INCLUDED.match(text, end)):
        found = unit_at(text, aside.end())  # 1000万-2000万(不含)美元
    if found is None and text[end : end + 1] == "(" and (inside := unit_at(text, end + 1)) and "/" in inside[0].written and text.startswith(")", inside[1]):
        return inside[0], inside[1] + 1  # 0.22(人/亿元)以下
    if found is None:
        # 12/10万: deaths per 100 000, with no unit of their own
        if text[end : end + 1] in ("/", " ") and (per := PER_MANY.match(text, end)) and per.group()[-1] not in "0123456789":
            rate = per.group().replace(" ", "")
            return Unit(rate, rate, f"rate{rate}", rate, Fraction(1)), per.end()
        return None, end
    unit, end = found
    if text[end : end + 1] in " (" and (bracket := BRACKET.match(text, end)):
        end = bracket.end()
        unit = find_unit(text[bracket.start() : bracket.end()].strip(" ()")) or unit
    elif unit.counts and (other := OR_COUNTED.match(text, end)):
        written = unit.name + other.group()
        unit = replace(unit, written=written, name=written)
        end = other.end()
    return unit, end


def _word(text: str, start: int, match: re.Match[str]) -> Quantity:
    entry = word_numbers()[1][match.group()]
    quantity = _finish(text, start, match.end(), Decimal(entry["value"]), None, find_unit(entry["unit"]), "word")
    if entry["comparator"] != "eq":
        return replace(quantity, comparator=entry["comparator"], explicit=True)
    return quantity


def _fraction(text: str, start: int, match: re.Match[str]) -> Quantity | None:
    number, below = parse_number(match["above"]), match["below"]
    if number is None:
        return None
    end, high = match.end(), None
    if separator := SEPARATOR.match(text, end):
        second = UPPER_PART.match(text, separator.end())
        if second and second["below"] in (below, None) and (top := parse_number(second["above"])) is not None and top > number:
            end, high = second.end(), top
    if below in SHARES:
        return _finish(text, start, end, number, high, find_unit(SHARES[below]), "arabic")
    divisor = parse_number(below)
    if not divisor:
        return None
    strong = STRONG.match(text, end)  # 四分之一强
    end, high = strong.end() if strong else end, None if high is None else high / divisor
    return _finish(text, start, end, number / divisor, high, None, "fraction", approximate=strong is not None)


def _finish(
    text: str, start: int, end: int, value: Decimal, high: Decimal | None, unit: Unit | None, form: str, power: int = 0,
    *, approximate: bool = False,
) -> Quantity:  # fmt: skip
    words = vocabulary()
    before = after = ""
    begin, stop = start, end
    if front := words.before.match(text, start):
        word = front["word"][::-1]
        begin, before = start - front.end(), words.codes[word]
    graded = int(unit is not None and text.startswith("级以", end))  # 万吨级以上
    aside = NOTE.match(text, end) if text[end : end + 1] == "(" else None
    if back := words.after.match(text, aside.end() if aside else end + graded):
        code = words.codes[back.group().strip()]
        if not (back.group().strip() in ("多", "余", "许", "起") and is_han(text, back.end())):
            end, after = back.end(), code
    elif unit is not None and unit.dimension in ("time", "length") and (back := WITHIN.match(text, end)):
        end, after = back.end(), "le"
    elif text.startswith("内", end) and unit is not None and unit.dimension == "ratio" and text[end + 1 : end + 2] in ENDS:
        end, after = end + 1, "le"  # 控制在4.5%内
    bound = before if before and before != "approx" else (after or before)
    if high is not None:
        bound = "range"
    elif approximate and (not bound or bound == "approx"):
        bound = "approx"
    return Quantity(begin, end, start, stop, value, high, unit or NO_UNIT, bound or "eq", form, power, bool(bound))


def is_han(text: str, place: int) -> bool:
    """Whether a Chinese character stands at a place."""
    return HAN_SIGN.match(text[place : place + 1]) is not None


def in_myriads(text: str, quantity: Quantity) -> bool:
    """Whether a number is written with 万 or 亿: 2.8亿, 1万五千, 一万五."""
    written = text[quantity.number : quantity.stop]
    return quantity.power >= 4 or "万" in written or "亿" in written
