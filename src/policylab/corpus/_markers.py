"""Heading markers: the numbering schemes of Chinese official documents, read from the start of a line."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMERALS = "〇零一二三四五六七八九十百"
_HAN = f"[{_NUMERALS}]{{1,5}}"
_OR_DIGITS = rf"(?:{_HAN}|\d{{1,3}})"

# Weak schemes enumerate: no heading of a numbered scheme stands below them.
WEAK = frozenset({"dash", "ordinal", "lead"})

_PATTERNS = tuple(
    (scheme, re.compile(pattern))
    for scheme, pattern in (
        ("part", rf"第{_OR_DIGITS}(?:编|篇|部分)"),
        ("chapter", rf"第{_OR_DIGITS}章"),
        ("division", rf"第{_OR_DIGITS}节"),
        ("article", rf"第{_OR_DIGITS}条"),
        ("han", rf"{_HAN}(?:、|[.．](?!\d))"),
        ("han_bracket", rf"[(（]{_HAN}[)）][、.．]?"),
        ("arabic", r"\d{1,2}(?:[.．](?!\d)|、)"),
        ("arabic_bracket", r"[(（]\d{1,2}[)）][、.．]?"),
        ("arabic_close", r"\d{1,2}[)）]"),
        ("circled", r"[①-⑳]"),
        ("dash", r"(?:[—―]{1,4}|-{2,4}|–{1,4})(?=[^\s—―–-])"),
        ("ordinal", r"[一二三四五六七八九十]{1,3}是(?=[^\s否,，。])"),
    )
)
_FIRST = frozenset(_NUMERALS + "0123456789第(（—―-–") | {chr(code) for code in range(ord("①"), ord("⑳") + 1)}
# the schemes that a first character admits, as most of them can be told by it
_BEGIN = {
    "第": ("part", "chapter", "division", "article"), "(": ("han_bracket", "arabic_bracket"),
    **dict.fromkeys("0123456789", ("arabic", "arabic_close")), **dict.fromkeys(_NUMERALS, ("han", "ordinal")),
    **dict.fromkeys("—―-–", ("dash",)),
}  # fmt: skip
_BEGIN["（"] = _BEGIN["("]
_OF_FIRST = {
    first: tuple(pair for pair in _PATTERNS if pair[0] in _BEGIN.get(first, ("circled",))) for first in _FIRST
}
_LEGAL = frozenset({"part", "chapter", "division", "article"})
# A series inside a sentence (一、二、三级医院; 1、2号线) is no marker.
_SERIES = re.compile(rf"(?:{_HAN}|\d{{1,2}})[、,，和至到—-]")
_DIGIT_RUN, _NUMERAL_RUN = re.compile(r"\d+"), re.compile(f"[{_NUMERALS}]+")
_DIGITS = {numeral: value for value, numeral in enumerate("〇一二三四五六七八九")} | {"零": 0}


@dataclass(frozen=True, slots=True)
class Marker:
    """A numbering mark: its scheme, the mark as written, its value, and where the text behind it begins.

    `loose` is a 第X条 that runs into its text without a space; only its place in the series tells whether it is a
    marker or the start of a sentence about that article.
    """

    scheme: str
    number: str
    value: int | None
    end: int
    loose: bool = False


def read_marker(line: str) -> Marker | None:
    """Read the heading marker that a line begins with, if there is one.

    >>> read_marker("(十二)深化现代都市型农业发展").scheme
    'han_bracket'
    >>> read_marker("10. 推进智慧农业建设。").value
    10
    >>> read_marker("1.5倍调控线基础上") is None
    True
    """
    for scheme, pattern in _OF_FIRST.get(line[:1], ()):
        match = pattern.match(line)
        if match is None:
            continue
        end = match.end()
        if scheme in ("han", "arabic") and _SERIES.match(line, end):
            return None
        follows = line[end : end + 1]
        loose = scheme in _LEGAL and bool(follows) and not follows.isspace() and follows not in "【[(（:："
        while end < len(line) and line[end].isspace():
            end += 1
        return Marker(scheme, match.group(), _value(match.group()), end, loose)
    return None


def _value(mark: str) -> int | None:
    """Value of the number in a mark; a mark without a number (——) has none."""
    if "①" <= mark[0] <= "⑳":
        return ord(mark[0]) - ord("①") + 1
    digits = _DIGIT_RUN.search(mark)
    if digits:
        return int(digits.group())
    numerals = _NUMERAL_RUN.search(mark)
    return han_number(numerals.group()) if numerals else None


def han_number(numerals: str) -> int:
    """Value of a Chinese numeral below 1000.

    >>> [han_number(text) for text in ("十", "十二", "二十七", "一百零三", "二〇")]
    [10, 12, 27, 103, 20]
    """
    if not any(unit in numerals for unit in "十百"):
        return int("".join(str(_DIGITS[numeral]) for numeral in numerals))
    total, digit = 0, 0
    for numeral in numerals:
        if numeral in "十百":
            total += (digit or 1) * (10 if numeral == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[numeral]
    return total + digit
