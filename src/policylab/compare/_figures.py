"""Figures in running text: quantities, years, plan periods and names of plans, which are masked before aligning."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from policylab.resources import load_toml

# One sign stands for each figure, so that two sentences that differ only in their figures align as the same.
MASKS = {"quantity": "\ue000", "year": "\ue001", "period": "\ue002", "name": "\ue003"}
_MAGNITUDES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_YEAR = re.compile(r"(?<![\d.])(?:(?:19|20)\d{2}[—–~～至到-]{1,2})?(?:19|20)\d{2}年(?:底|末|初)?")
_PERIOD = re.compile(r"[“\"]?(?:[一二三四五六七八九]|十[一二三四五六七八九]?)五[”\"]?(?=规划|计划|时期|期间|以来|末|收官|开局|[”\"])")
_ARABIC = re.compile(r"(?<![A-Za-z\d.+\-])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?")
_HAN = re.compile(r"(?<![一二两三四五六七八九十百千万亿第“\"])([一二两三四五六七八九十百千万亿]+)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a text: its kind, span, and what it says (value in the canonical unit of its dimension)."""

    kind: str
    start: int
    end: int
    text: str
    value: tuple


def find_figures(text: str, names: Iterable[str] = ()) -> list[Figure]:
    """Figures of a text, in order, none overlapping.

    Parameters
    ----------
    text : str
    names : iterable of str
        Names of plans, with which a text speaks of itself.

    Examples
    --------
    >>> [(f.kind, f.text) for f in find_figures("到2023年,累计建成5G基站5万个以上,占比超过80%")]
    [('year', '2023年'), ('quantity', '5万个'), ('quantity', '80%')]
    """
    found = [_figure("name", text, m.start(), m.end()) for m in _name_pattern(tuple(names)).finditer(text)]
    found += [_figure("year", text, m.start(), m.end(), m[0].rstrip("底末初")) for m in _YEAR.finditer(text)]
    found += [_figure("period", text, m.start(), m.end(), m[0].strip("“”\"")) for m in _PERIOD.finditer(text)]
    found += _arabic(text) + _han(text)
    found.sort(key=lambda f: (f.start, -f.end))
    kept: list[Figure] = []
    for figure in found:
        if not kept or figure.start >= kept[-1].end:
            kept.append(figure)
    return kept


def same_figure(one: Figure, other: Figure) -> bool:
    """Whether two figures say the same: 1万亿元 and 10000亿元 do."""
    return one.kind == other.kind and (one.kind == "name" or one.value == other.value)


def _figure(kind: str, text: str, start: int, end: int, value: object = None) -> Figure:
    shown = text[start:end]
    return Figure(kind, start, end, shown, (kind, shown if value is None else value))


@functools.cache
def _name_pattern(names: tuple[str, ...]) -> re.Pattern:
    kinds = "|".join(load_toml("reuse.toml")["self_reference"]["kinds"])
    own = "|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n)) if name)
    return re.compile((f"《?(?:{own})》?|" if own else "") + f"本(?:{kinds})|《(?:{kinds})》")


def _arabic(text: str) -> list[Figure]:
    found = []
    for match in _ARABIC.finditer(text):
        value, end = Decimal(match[0].replace(",", "")), match.end()
        value, end = _magnified(text, value, end)
        unit, end = _unit(text, end, "arabic")
        if unit is None and _is_name(text, match.start(), end):
            continue
        found.append(Figure("quantity", match.start(), end, text[match.start() : end], _value(value, unit)))
    return found


def _magnified(text: str, value: Decimal, end: int) -> tuple[Decimal, int]:
    """The value with the magnitudes (万, 亿) and the vague 余 or 多 behind it."""
    while end < len(text) and (text[end] in _MAGNITUDES or text[end] in "余多" and text[end + 1 : end + 2] != "个数"):
        if text[end] in _MAGNITUDES:
            value *= _MAGNITUDES[text[end]]
        end += 1
    return value, end


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether a number without a unit is part of a name: 5G, 4K, “12345”热线, 1+3, 互联网协议第6版."""
    after = text[end : end + 1]
    return after == "+" or after.isalnum() or text[start - 1 : start] in {"“", '"'}


def _han(text: str) -> list[Figure]:
    found = []
    for match in _HAN.finditer(text):
        if match[1] == "一":  # 一批, 一个: an article, not a number
            continue
        unit, end = _unit(text, match.end(), "han")
        if unit is None or _is_set_phrase(match[1], unit[0]):
            continue
        value = han_number(match[1])
        if value is not None:
            found.append(Figure("quantity", match.start(), end, text[match.start() : end], _value(value, unit)))
    return found


def _is_set_phrase(numeral: str, unit: str) -> bool:
    """Whether a numeral and what follows make a name: 千兆 and 万兆 networks, the 十九大."""
    return unit == "Mbps" or unit == "大" and len(numeral) > 1 and numeral[0] in "十二"


def han_number(text: str) -> Decimal | None:
    """The value of a Chinese numeral; None if it is none.

    >>> han_number("三百二十"), han_number("两万"), han_number("百亿"), han_number("三五")
    (Decimal('320'), Decimal('20000'), Decimal('10000000000'), None)
    """
    total, section, digit = 0, 0, None
    for char in text:
        if char in _MAGNITUDES:
            magnitude = _MAGNITUDES[char]
            if magnitude >= 10**4:
                total = (total + section + (digit or 0) or 1) * magnitude
                section = 0
            else:
                section += (1 if digit is None else digit) * magnitude
            digit = None
        elif digit is None:
            digit = "零一二三四五六七八九".find(char.replace("两", "二"))
        else:
            return None
    return Decimal(total + section + (digit or 0))


def _value(value: Decimal, unit: tuple[str, Decimal] | None) -> tuple:
    if unit is None:
        return ("quantity", value.normalize(), "")
    return ("quantity", (value * unit[1]).normalize(), unit[0])


def _unit(text: str, at: int, numeral: str) -> tuple[tuple[str, Decimal] | None, int]:
    units, pattern = _units(numeral)
    match = pattern.match(text, at)
    return (units[match[0]], match.end()) if match else (None, at)


@functools.cache
def _units(numeral: str) -> tuple[dict[str, tuple[str, Decimal]], re.Pattern]:
    """Units as written, with the canonical unit and the factor, and the pattern of them (longest first)."""
    table = load_toml("units.toml")
    units = {}
    for dimension in table["dimension"].values():
        for unit, factor in dimension["units"].items():
            # one Latin letter behind a number is a name more often than a unit: 5G, 4K
            if len(unit) > 1 or not unit.isascii() or unit == "%":
                units[unit] = (dimension["canonical"], Decimal(factor))
    kinds = ("any", "arabic") if numeral == "arabic" else ("any",)
    for unit in " ".join(table["classifiers"][kind] for kind in kinds).split():
        units.setdefault(unit, (unit, Decimal(1)))
    ordered = sorted(units, key=lambda u: (-len(u), u))
    ends = {unit: "(?![A-Za-z])" if unit.isascii() and unit != "%" else "" for unit in ordered}
    return units, re.compile("|".join(re.escape(unit) + end for unit, end in ends.items()))
