"""Numerals: Arabic, Chinese and mixed ones become exact decimals, and whole numbers become Chinese numerals."""

from __future__ import annotations

import functools
import re
import unicodedata
from decimal import Decimal

from policylab.checks import check_int, check_str
from policylab.resources import load_toml

LONGEST_NUMERAL = 40  # characters of a Chinese numeral; longer runs are no numerals
_ARABIC = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-][0-9]{2,3})?")
_GROUPS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")


@functools.cache
def digits() -> dict[str, int]:
    """Chinese digits and their values."""
    return dict(load_toml("numerals.toml")["digits"])


def spelt(written: str) -> str:
    """Chinese digits, one by one, as Arabic ones; other characters as they are: 二〇3五 → 2035."""
    table = digits()
    return "".join(str(table.get(sign, sign)) for sign in written)


@functools.cache
def magnitudes() -> dict[str, int]:
    """Chinese magnitudes and their powers of ten."""
    return dict(load_toml("numerals.toml")["magnitudes"])


@functools.cache
def _written_for() -> dict[int, str]:
    """Characters that are written for others: full-width and compatibility forms, 廿 for 二十."""
    return str.maketrans(load_toml("numerals.toml")["written_for"])


@functools.cache
def folded() -> dict[int, str]:
    """Other forms of characters, one for one, so that every place of a text stays what it is: ⼗ for 十, 萬 for 万."""
    codes = [*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00), 0xFE64, 0xFE65, 0xFE6A, 0xFF05, 0xFF1C, 0xFF1E]
    plain = {code: form for code in codes if len(form := unicodedata.normalize("NFKC", chr(code))) == 1}
    return plain | str.maketrans(load_toml("numerals.toml")["traditional"])


def shift(number: str, power: int) -> Decimal:
    """Multiply a decimal in digits by a power of ten, exactly and whatever its length.

    >>> shift("3.3", 4), shift("27", 0), shift("0.55", 1)
    (Decimal('33000'), Decimal('27'), Decimal('5.5'))
    """
    whole, _, fraction = number.replace(",", "").partition(".")
    if len(fraction) <= power:
        return Decimal(whole + fraction + "0" * (power - len(fraction)))
    return Decimal(f"{whole}{fraction[:power]}.{fraction[power:]}")


def power_of(magnitude: str) -> int:
    """Power of ten of a run of magnitudes.

    >>> power_of("万亿"), power_of("百"), power_of("")
    (12, 2, 0)
    """
    return sum([magnitudes()[character] for character in magnitude]) if magnitude else 0


def parse_number(text: str) -> Decimal | None:
    """Value of a numeral in Arabic or Chinese digits, or both, with its magnitudes; None where it is no number.

    Parameters
    ----------
    text : str
        A numeral and nothing else, e.g. ``"3.3万"``, ``"1万亿"``, ``"１,700"``, ``"二〇三五"``, ``"2亿零300万"``,
        ``"-1.5"``.

    Returns
    -------
    Decimal or None
        The exact value; None where the text is no single, well-formed number (``"数百"``, ``"三四"``, ``"百千"``).

    Examples
    --------
    >>> from policylab.numbers import parse_number
    >>> parse_number("3.3万"), parse_number("1万亿"), parse_number("2,300.5")
    (Decimal('33000'), Decimal('1000000000000'), Decimal('2300.5'))
    >>> parse_number("三十四"), parse_number("一万五"), parse_number("1亿5000万")
    (Decimal('34'), Decimal('15000'), Decimal('150000000'))
    >>> parse_number("数百") is None, parse_number("亿万") is None
    (True, True)
    """
    check_str("text", text)
    text = text.strip().translate(_written_for())
    if text[:1] in ("-", "负"):
        value = parse_number(text[1:]) if text[1:2] not in ("", "-", "负") else None
        return None if value is None else -value
    head = text.rstrip("".join(magnitudes()))
    if head and _ARABIC.fullmatch(head):
        tail = text[len(head) :]
        return shift(head, power_of(tail)) if stacked(tail) else None
    return parse_chinese(_GROUPS.sub("", text))


def cell_number(text: str) -> Decimal | None:
    """Value of a cell of a table: a numeral, or a number as a program writes it; None where it is neither.

    >>> cell_number("1亿5000万"), cell_number("+.5"), cell_number("5e-05"), cell_number("12,34"), cell_number("1e3")
    (Decimal('150000000'), Decimal('0.5'), Decimal('0.00005'), None, None)
    """
    text = text.strip()
    return Decimal(text) if _PLAIN.fullmatch(text) else parse_number(text)


def stacked(tail: str) -> bool:
    """Whether magnitudes may stand behind each other: 千万, 万亿, 亿亿, but not 亿万 or 百百."""
    return not tail or _MAGNITUDE.fullmatch(tail) is not None


# 3万5, as it is spoken: a digit behind a magnitude tells how many tenths of it there are more, as in 三万五
SPOKEN = re.compile("(?P<whole>[0-9]{1,2}(?=[万亿])|[1-9](?=[百千]))(?P<magnitude>[百千万亿])(?P<tenth>[1-9])")
STACKED = "[十百千]?(?:万?亿{1,2}|万)"  # magnitudes with 万 or 亿
_MAGNITUDE = re.compile(f"{STACKED}|[十百千]")


def parse_chinese(text: str) -> Decimal | None:
    """Value of a numeral with Chinese characters in it, or None where it cannot be read as one number.

    >>> parse_chinese("二十万亿"), parse_chinese("百亿"), parse_chinese("二〇三五")
    (Decimal('20000000000000'), Decimal('10000000000'), Decimal('2035'))
    >>> parse_chinese("三点五万"), parse_chinese("一万零五"), parse_chinese("1万五千"), parse_chinese("廿五")
    (Decimal('35000'), Decimal('10005'), Decimal('15000'), Decimal('25'))
    >>> parse_chinese("3万5"), parse_chinese("1亿5"), parse_chinese("2千3"), parse_chinese("1万亿5")
    (Decimal('35000'), Decimal('150000000'), Decimal('2300'), None)
    >>> parse_chinese("一一·九"), parse_chinese("七·四")
    (Decimal('11.9'), Decimal('7.4'))
    >>> [parse_chinese(text) for text in ("三四", "百千", "百百", "亿万", "万万")]
    [None, None, None, None, None]
    """
    text = text.translate(_written_for())
    if spoken := SPOKEN.fullmatch(text):
        return shift(f"{spoken['whole']}.{spoken['tenth']}", magnitudes()[spoken["magnitude"]])
    return _parsed(text) if 0 < len(text) <= LONGEST_NUMERAL else None


@functools.lru_cache(4096)
def _parsed(text: str) -> Decimal | None:
    if "点" in text or "·" in text:
        return _with_point(text)
    table = digits()
    if all(character in table for character in text):
        if len(text) == 1 or len(text) == 4 or table.keys() & set(text) & set("〇零"):
            return Decimal(spelt(text))
        return None
    tokens = _tokens(text)
    return None if tokens is None else _large(tokens, opening=True)


def _with_point(text: str) -> Decimal | None:
    whole, point, rest = text.partition("·" if "·" in text else "点")
    fraction = rest.rstrip("".join(magnitudes()))
    tail, table = rest[len(fraction) :], digits()
    value = parse_chinese(whole) if "点" not in rest else None
    if point == "·" and whole and all(character in table for character in whole):
        value = Decimal(spelt(whole))  # older print: 一一·九 is 11.9
    if value is None or not fraction or not stacked(tail) or any(character not in table for character in fraction):
        return None
    return shift(f"{value}.{spelt(fraction)}", power_of(tail))


# A token is a number (its digits, and whether they are Arabic) or a magnitude (None, its power); zero is a digit of 0.
_Token = tuple[str | None, int]
_PIECE = re.compile(r"(?P<arabic>[0-9]+(?:\.[0-9]+)?)|.", re.DOTALL)


def _tokens(text: str) -> list[_Token] | None:
    table, powers = digits(), magnitudes()
    tokens: list[_Token] = []
    for piece in _PIECE.finditer(text):
        word = piece.group()
        if piece["arabic"]:
            tokens.append((word, 1))
        elif word in table:
            tokens.append((str(table[word]), 0))
        elif word in powers:
            tokens.append((None, powers[word]))
        else:
            return None
    return tokens


def _large(tokens: list[_Token], *, opening: bool = False) -> Decimal | None:
    """Value of tokens: what stands before their largest magnitude times it, and the rest, which must be smaller."""
    power = max((power for number, power in tokens if number is None), default=0)
    if not power:
        return Decimal(tokens[0][0]) if len(tokens) == 1 else None
    place = next(i for i in range(len(tokens) - 1, -1, -1) if tokens[i] == (None, power))
    before, after = tokens[:place], tokens[place + 1 :]
    if not before:
        amount = Decimal(1) if opening else None  # 亿元, 十五: one; but no 零亿, no 亿万
    elif power < 4:
        amount = Decimal(before[0][0]) if len(before) == 1 and before[0][0] not in (None, "0") else None
    else:
        amount = _in_two(before) if power == 8 and (None, 8) in before[:-1] else _large(before, opening=opening)
    rest = _rest(after, power)
    if amount is None or rest is None or power == 4 and (None, 4) in before:
        return None
    if power == 8 and amount >= 10**4 and after and after[0] != ("0", 0) and (None, 4) not in after:
        return None  # 一万亿五千: of what nobody can tell
    return amount * 10**power + rest


def _in_two(tokens: list[_Token]) -> Decimal | None:
    """How many 亿 are written in two pieces: 2万亿|3000亿."""
    place = tokens.index((None, 8))
    first, second = _large(tokens[:place]), _large(tokens[place + 1 :])
    fits = first and second is not None and first % 10**4 == 0 and second < 10**4
    return first + second if fits else None


def _rest(tokens: list[_Token], power: int) -> Decimal | None:
    """What stands behind a magnitude: 五 in 一万五, 零五 in 一万零五, 5000万 in 1亿5000万, 4000 in 3万4000."""
    if not tokens:
        return Decimal(0)
    zero = tokens[0] == ("0", 0)
    tokens = tokens[zero:]
    if not tokens or tokens[0] == ("0", 0) or tokens[0][0] is None and tokens[0] != (None, 1):
        return None
    if len(tokens) == 1 and tokens[0][0] is not None:
        number, arabic = tokens[0]
        if not zero and arabic:
            return Decimal(number) if len(number) == power and "." not in number else None
        value = Decimal(number)
        return value if zero else value * 10 ** (power - 1)  # 一万五 is 15 000, 一万零五 is 10 005
    value = _large(tokens, opening=zero)
    if value is None or value >= 10**power:
        return None
    if power < 8 or zero or value >= 10**4:
        return value
    return value * 10**4 if len(tokens) == 2 and tokens[1] == (None, 3) else None  # 一亿五千 is 150 000 000; of 一亿五百 nobody can tell


def write_number(value: int) -> str:
    """A whole number below 10^16 in Chinese characters, as documents write it out.

    Parameters
    ----------
    value : int
        From 0 to 9 999 999 999 999 999.

    Raises
    ------
    PolicylabError
        If `value` is no whole number of this size.

    Examples
    --------
    >>> from policylab.numbers import write_number
    >>> [write_number(n) for n in (0, 10, 12, 103, 110, 2021, 15_000, 230_000_005)]
    ['零', '十', '十二', '一百零三', '一百一十', '二千零二十一', '一万五千', '二亿三千万零五']
    """
    check_int("value", value, 0, 10**16 - 1)
    text, zero = "", False
    for power in range(15, -1, -1):
        digit, group = value // 10**power % 10, value // 10**power % 10_000
        if digit:
            text += ("零" if zero and text else "") + "零一二三四五六七八九"[digit] + ("", "十", "百", "千")[power % 4]
        zero = not digit
        if power and power % 4 == 0 and (group or power == 8 and value >= 10**8):
            text, zero = text + ("亿" if power == 8 else "万"), False
    return text.removeprefix("一") if text.startswith("一十") else text or "零"
