"""The numbers of headings and items: 第一章, 一、, (一), 1., ①, 一是, ——; in which scheme each is, and what it counts to."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import NamedTuple

from policylab.numbers import parse_number
from policylab.resources._word_patterns import HAN

NUMERALS = "〇零一二三四五六七八九十百"
_FORMAL = "壹贰叁肆伍陆柒捌玖拾"
_AS_USUAL = str.maketrans(_FORMAL, "一二三四五六七八九十")
_NUMERAL = f"[{NUMERALS}]{{1,5}}"
_OR_DIGITS = rf"(?:{_NUMERAL}|\d{{1,3}})"
# 第一部分别 (第一部 分别) and 第二部分析 are no parts
_LEGAL = {"part": "(?:编|篇|部分(?![别析]))", "chapter": "章", "division": "节", "article": "条"}
LEGAL = tuple(_LEGAL)  # these nest in this order, whichever comes first


def legal_mark(*schemes: str) -> str:
    """Pattern of a number of these schemes of `LEGAL`, such as 第一章, wherever it stands.

    >>> re.findall(legal_mark("part", "chapter"), "第一部分第二章第三条第四部分别第五部门")
    ['第一部分', '第二章']
    """
    return f"第{_OR_DIGITS}(?:{'|'.join(_LEGAL[scheme] for scheme in schemes)})"


# patterns of the other numbers that may stand amid a line: 一、 (一) 1.
HAN_MARK, HAN_BRACKET_MARK, ARABIC_MARK = f"{_NUMERAL}、", f"[(（]{_NUMERAL}[)）]", r"\d{1,2}[.．]"
# Weak schemes enumerate: no heading of a numbered scheme stands below them.
WEAK = frozenset({"dash", "ordinal", "lead"})
_MARKERS = re.compile("|".join(
    f"(?P<{scheme}>{pattern})"
    for scheme, pattern in (
        *((scheme, legal_mark(scheme)) for scheme in LEGAL),
        ("han", rf"{HAN_MARK}|{_NUMERAL}(?:[.．](?!\d)| (?=[{HAN}]))"),
        ("han_formal", rf"[{_FORMAL}]{{1,3}}、"),
        ("han_bracket", f"{HAN_BRACKET_MARK}[、.．]?"),
        ("arabic", rf"{ARABIC_MARK}(?!\d)|\d{{1,2}}、"),
        ("arabic_bracket", r"[(（]\d{1,2}[)）][、.．]?"),
        ("arabic_close", r"\d{1,2}[)）]"),
        ("circled", r"[①-⑳]"),
        ("roman", rf"(?:[Ⅰ-Ⅻ]{{1,3}}|[IVX]{{1,4}})[、.．](?=\s?[{HAN}“])"),
        ("letter", rf"[A-HJ-Z][、.．](?=\s?[{HAN}“])"),
        ("letter_bracket", rf"[(（][A-Za-z][)）](?=\s?[{HAN}“])"),
        ("dash", r"(?:[—―]{1,4}|-{2,4}|–{1,4})(?=[^\s—―–-])"),
        ("ordinal", r"[一二三四五六七八九十]{1,3}是(?=[^\s否,，。])"),
    )
))  # fmt: skip
_ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FIRST = frozenset(NUMERALS + _FORMAL + _ROMAN + _LETTERS + "0123456789第(（—―-–") | {chr(code) for code in range(ord("①"), ord("⑳") + 1)}
LETTERED = frozenset({"roman", "letter", "letter_bracket"})
_MISSED = 3  # by which a number may go on, as one before it may be lost
# A series inside a sentence (一、二、三级医院; 一、二级医院; 1、2号线) is no marker.
_SERIES = re.compile(rf"(?:{_NUMERAL}|\d{{1,2}})(?:[、,，和及至到级类次—-]|产业)")
_BLANK = re.compile(r"\s*")
_DIGIT_RUN, _NUMERAL_RUN = re.compile(r"\d+"), re.compile(f"[{NUMERALS}]+")


class Marker(NamedTuple):
    """A numbering mark: its scheme, the mark as written, its value, and where the text behind it begins.

    `loose` is a 第X条 that runs into its text without a space, or a letter; only its place in the series tells whether it
    is a marker or the start of a sentence about that article.
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
    match = _MARKERS.match(line) if line[:1] in _FIRST else None
    if match is None:
        return None
    scheme, end = match.lastgroup, match.end()
    if scheme in ("han", "arabic") and _SERIES.match(line, end):
        return None
    mark, follows = match.group(), line[end : end + 1]
    loose = mark[-1] == " " or scheme in LETTERED or scheme in LEGAL and bool(follows) and not follows.isspace() and follows not in "【[(（:："
    return Marker(scheme, mark.strip(), _value(mark), _BLANK.match(line, end).end() if follows.isspace() else end, loose)


def follows(value: int | None, last: int) -> bool:
    """Whether a number begins anew, or goes on from the last one of its kind, of which some may be lost.

    >>> [follows(value, 5) for value in (1, 6, 8, 9, 5, None)]
    [True, True, True, False, False, False]
    """
    return value is not None and (value == 1 or last < value <= last + _MISSED)


def _roman(mark: str) -> int | None:
    """Value of a Roman number, in letters or in one character."""
    letters = "".join(unicodedata.normalize("NFKC", sign) for sign in mark)
    values = [{"I": 1, "V": 5, "X": 10}.get(letter, 0) for letter in letters]
    return sum(-one if one < following else one for one, following in zip(values, [*values[1:], 0])) or None


@functools.lru_cache(maxsize=1024)
def _value(mark: str) -> int | None:
    """Value of the number in a mark; a mark without a number (——) has none."""
    if "①" <= mark[0] <= "⑳":
        return ord(mark[0]) - ord("①") + 1
    if mark[0] in _ROMAN or mark[0] in "IVX" and len(mark) > 2 or mark[0] == "I":
        return _roman(mark.rstrip("、.．"))
    letter = mark.strip("()（）、.．").upper()
    if len(letter) == 1 and letter in _LETTERS:
        return _LETTERS.index(letter) + 1
    digits = _DIGIT_RUN.search(mark)
    if digits:
        return int(digits.group())
    numerals = _NUMERAL_RUN.search(mark.translate(_AS_USUAL))
    value = parse_number(numerals.group()) if numerals else None
    return None if value is None else int(value)
