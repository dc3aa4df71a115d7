"""Quantities: a number with its comparator, magnitude and unit, read at a place in a text."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from decimal import Decimal

from policylab.resources import load_toml
from policylab.targets._lexicon import lexicon
from policylab.targets._numerals import parse_chinese, power_of, shift
from policylab.targets._units import Unit, find_unit, unit_at

CHINESE = "零〇一二两三四五六七八九十百千万亿"
NUMBER = re.compile(
    r"(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    r"(?: ?(?P<some>[余多])(?=[十百千万亿]))?"
    r"(?: ?(?P<magnitude>[十百千]?[万亿]+|千(?![瓦米克卡赫伏兆帕焦吨])|百(?!分)|十(?=[余多万亿个家])))?"
    rf"|(?P<chinese>[{CHINESE}]{{1,24}}(?:点[零一二三四五六七八九]+)?)(?P<chinese_some>[余多来](?=[十百千万亿])[十百千万亿]+)?"
)
FRACTION = re.compile(rf"(?P<below>[{CHINESE}]+|[0-9]+) ?分之 ?(?P<above>[{CHINESE}点]+|[0-9]+(?:\.[0-9]+)?)")
SLASHED = re.compile(r"(?P<above>[0-9]{1,2})/(?P<below>[0-9]{1,3})(?![0-9/年月日.十百千万])")
PER = re.compile(r"/(?:[0-9]+[十百千万]*|[十百千万]+)人?")
RATIO_BEFORE = re.compile(r"比|比例|差距|配|达到?|为|按|不[低高]于$|[到至在]$")
CHINESE_RATIO = re.compile(r"(?P<above>[一二三四五六七八九十])比(?P<below>[一二三四五六七八九十]{1,3})(?![一-龥])")
RATIO = re.compile(r"(?P<above>[0-9]+(?:\.[0-9]+)?) ?[:∶比] ?(?P<below>[0-9]+(?:\.[0-9]+)?)(?![0-9:])")
SEPARATOR = re.compile(r" ?(?:至|到|[-—–~～－―─]{1,2}) ?(?=[0-9一二两三四五六七八九十百])")
BRACKET = re.compile(r" ?\([A-Za-z/]{1,10}\)")
OR_COUNTED = re.compile(r"\([间人家辆户台栋幢张所个座处条次套件名]\)")
WITHIN = re.compile(r" ?(?:之内|以内|内)(?!部|容|在|外|陆|地|涵|需|蒙|生|河|环|控|设|置|人)")
SOME = re.compile(r" ?(?:余|多(?![元样方渠部层维领业主]))")
KILO = frozenset("瓦米克卡赫伏兆帕焦吨")  # units that have a 千 of their own
SHARES = {"百": ("%", 0), "千": ("‰", 0), "万": ("‱", 0)}


@dataclass(slots=True)
class Quantity:
    """A number in a text; `text[start:end]` is it with its comparator, magnitude and unit."""

    start: int
    end: int
    number: int  # where the numeral itself begins
    value: Decimal
    high: Decimal | None
    unit: Unit | None
    comparator: str
    form: str  # arabic, chinese, bare (a magnitude without a digit), fraction, ratio, word, rank
    power: int = 0
    explicit: bool = False  # a comparator is written

    @property
    def unit_name(self) -> str:
        """The unit as the ledger names it, empty where the text has none."""
        return self.unit.name if self.unit else ""


@functools.cache
def word_numbers() -> tuple[re.Pattern[str], dict[str, dict[str, str]]]:
    """Quantities that are words (一半, 翻番, 零增长)."""
    words = load_toml("numerals.toml")["words"]
    return re.compile("|".join(sorted(words, key=len, reverse=True))), words


def read_quantity(text: str, start: int) -> Quantity | None:
    """The quantity whose numeral begins at `start`, or None where no number can be read exactly."""
    character = text[start]
    if character in "一半过翻零倍" and (word := word_numbers()[0].match(text, start)):
        return _word(text, start, word)
    if fraction := FRACTION.match(text, start):
        return _fraction(text, start, fraction)
    if character.isascii():
        if (slashed := SLASHED.match(text, start)) and int(slashed["above"]) < int(slashed["below"]):
            value = Decimal(slashed["above"]) / Decimal(slashed["below"])
            return _finish(text, start, slashed.end(), value, None, None, "fraction")
        if ratio := RATIO.match(text, start):
            below = Decimal(ratio["below"])
            if below and RATIO_BEFORE.search(text, max(0, start - 12), start):
                return _finish(text, start, ratio.end(), Decimal(ratio["above"]) / below, None, None, "ratio")
            return None
    elif ratio := CHINESE_RATIO.match(text, start):
        above, below = parse_chinese(ratio["above"]), parse_chinese(ratio["below"])
        if above and below:
            return _finish(text, start, ratio.end(), above / below, None, None, "ratio")
    return _number(text, start)


def _number(text: str, start: int) -> Quantity | None:
    first = _numeral(text, start)
    if first is None:
        return None
    value, power, end, approximate, form, digits = first
    found, end = _unit(text, end)
    high = None
    if not approximate and (separator := SEPARATOR.match(text, end)) and not _from(text, start):
        second = _numeral(text, separator.end())
        if second is not None and not second[3] and (second[4] == "chinese") == (form == "chinese"):
            other, after = _unit(text, second[2])
            if other is not None or found is None:
                if form == "chinese" and found is None and value < 10 and text[second[2] - 1] in "万亿":
                    value = value.scaleb(power_of(text[second[2] - 1]))  # 三至四万
                if found is None and not power and second[1] and digits is not None:
                    value, power = shift(digits, second[1]), second[1]
                if second[0] > value and not (found and other and found.name != other.name):
                    high, found, end = second[0], other, after
    if high is None and approximate:
        return _finish(text, start, end, value, None, found, form, power, approximate=True)
    return _finish(text, start, end, value, high, found, form, power)


def _numeral(text: str, start: int) -> tuple[Decimal, int, int, bool, str, str | None] | None:
    match = NUMBER.match(text, start)
    if match is None:
        return None
    end = match.end()
    some = bool(match["some"])
    if match["digits"]:
        digits, power, form = match["digits"], power_of(match["magnitude"] or ""), "arabic"
        value = shift(digits, power)
        # 1亿5000万, 3万5千
        while power >= 3 and (more := NUMBER.match(text, end)) and more["digits"] and more["magnitude"]:
            low = power_of(more["magnitude"])
            if low >= power:
                break
            value, power, end = value + shift(more["digits"], low), low, more.end()
    else:
        numeral = match["chinese"]
        if len(numeral) > 1 and numeral[-1] == "千" and text[end : end + 1] in KILO:
            # 千万千瓦: the last 千 belongs to the unit
            numeral, end = numeral[:-1], end - 1
        read = parse_chinese(numeral)
        if read is None:
            return None
        digits, power, value = None, 0, read
        form = "bare" if numeral[0] in "百千万亿" else "chinese"
        if match["chinese_some"]:
            value, some = value * 10 ** power_of(match["chinese_some"][1:]), True
    if more := SOME.match(text, end):
        if text[more.end() : more.end() + 1] not in ("", " ") and unit_at(text, more.end()):
            some, end = True, more.end()
    return value, power, end, some, form, digits


def _unit(text: str, end: int) -> tuple[Unit | None, int]:
    place = end + 1 if text[end : end + 1] == " " else end
    found = unit_at(text, place)
    if found is None:
        # 12/10万: deaths per 100 000, with no unit of their own
        if text[end : end + 1] == "/" and (per := PER.match(text, end)) and per.group()[-1] not in "0123456789":
            return Unit(per.group(), per.group(), f"rate{per.group()}", per.group(), Decimal(1), False, True), per.end()
        return None, end
    unit, end = found
    if bracket := BRACKET.match(text, end):
        end = bracket.end()
        named = find_unit(text[bracket.start() :bracket.end()].strip(" ()"))
        unit = named or unit
    elif unit.counts and (other := OR_COUNTED.match(text, end)):
        written = unit.name + other.group()
        unit = Unit(written, written, unit.dimension, unit.canonical, unit.factor, True, unit.chinese)
        end = other.end()
    return unit, end


def _from(text: str, start: int) -> bool:
    return text[start - 1 : start] in ("由", "从") if start else False


def _word(text: str, start: int, match: re.Match[str]) -> Quantity:
    entry = word_numbers()[1][match.group()]
    unit = find_unit(entry["unit"])
    quantity = _finish(text, start, match.end(), Decimal(entry["value"]), None, unit, "word")
    if entry["comparator"] != "eq":
        quantity.comparator, quantity.explicit = entry["comparator"], True
    return quantity


def _fraction(text: str, start: int, match: re.Match[str]) -> Quantity | None:
    above, below = match["above"], match["below"]
    number = Decimal(above) if above[0].isascii() else parse_chinese(above)
    if number is None:
        return None
    if below in SHARES:
        unit = find_unit(SHARES[below][0])
        end, high = match.end(), None
        if separator := SEPARATOR.match(text, end):
            second = FRACTION.match(text, separator.end())
            if second and second["below"] == below:
                top = second["above"]
                high = Decimal(top) if top[0].isascii() else parse_chinese(top)
                end = second.end() if high is not None else end
        return _finish(text, start, end, number, high, unit, "arabic")
    divisor = Decimal(below) if below[0].isascii() else parse_chinese(below)
    if not divisor:
        return None
    return _finish(text, start, match.end(), number / divisor, None, None, "fraction")


def _finish(
    text: str,
    start: int,
    end: int,
    value: Decimal,
    high: Decimal | None,
    unit: Unit | None,
    form: str,
    power: int = 0,
    *,
    approximate: bool = False,
) -> Quantity:
    words = lexicon()
    before = after = ""
    begin = start
    if front := words.before.match(text, start, 0):
        word = front["word"][::-1]
        begin, before = start - front.end(), words.codes[word]
        if word.startswith("控制"):
            begin, before = start, "limit"
    graded = int(unit is not None and text.startswith("级以", end))  # 万吨级以上
    if back := words.after.match(text, end + graded):
        code = words.codes[back.group().strip()]
        if not (back.group().strip() in ("多", "余", "许", "起") and _other_word(text, back.end())):
            end, after = back.end(), code
    elif unit is not None and unit.dimension == "time" and (back := WITHIN.match(text, end)):
        end, after = back.end(), "le"
    if before == "limit":
        before = "" if after else "le"
    bound = before if before and before != "approx" else (after or before)
    if high is not None:
        bound = "range"
    elif approximate and (not bound or bound == "approx"):
        bound = "approx"
    return Quantity(begin, end, start, value, high, unit, bound or "eq", form, power, bool(bound))


def _other_word(text: str, end: int) -> bool:
    return end < len(text) and "\u4e00" <= text[end] <= "\u9fff"
