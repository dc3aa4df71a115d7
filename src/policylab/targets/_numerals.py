"""Numerals: Arabic, Chinese and mixed ones become exact decimals."""

from __future__ import annotations

import functools
from decimal import Decimal

from policylab.resources import load_toml

LONGEST = 24  # characters of a Chinese numeral; longer runs are no numerals


@functools.cache
def digits() -> dict[str, int]:
    """Chinese digits and their values."""
    return dict(load_toml("numerals.toml")["digits"])


@functools.cache
def magnitudes() -> dict[str, int]:
    """Chinese magnitudes and their powers of ten."""
    return dict(load_toml("numerals.toml")["magnitudes"])


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
    table = magnitudes()
    return sum(table[character] for character in magnitude)


def parse_chinese(text: str) -> Decimal | None:
    """Value of a Chinese numeral, or None where it cannot be read as one number.

    >>> parse_chinese("二十万亿"), parse_chinese("百亿"), parse_chinese("二〇三五")
    (Decimal('20000000000000'), Decimal('10000000000'), Decimal('2035'))
    >>> parse_chinese("三点五"), parse_chinese("一万五"), parse_chinese("三四") is None
    (Decimal('3.5'), Decimal('15000'), True)
    """
    if not text or len(text) > LONGEST:
        return None
    whole, point, fraction = text.partition("点")
    if point:
        value = parse_chinese(whole)
        table = digits()
        if value is None or not fraction or any(character not in table for character in fraction):
            return None
        return Decimal(f"{value}.{''.join(str(table[character]) for character in fraction)}")
    table, powers = digits(), magnitudes()
    if all(character in table for character in whole):
        if len(whole) == 1 or len(whole) == 4 or "〇" in whole or "零" in whole:
            return Decimal("".join(str(table[character]) for character in whole))
        return None
    return _sum_up(whole, table, powers)


def _sum_up(text: str, table: dict[str, int], powers: dict[str, int]) -> Decimal | None:
    total = section = 0
    digit: int | None = None
    last_power = 0
    after_zero = False
    for character in text:
        if character in table:
            value = table[character]
            if value == 0:
                after_zero = True
                continue
            if digit is not None:
                return None
            digit = value
            continue
        power = powers[character]
        if power < 4:
            section += (1 if digit is None else digit) * 10**power
        else:
            amount = section + (digit or 0)
            if power == 8:
                total = (total + amount or 1) * 10**power
            else:
                total += (amount or 1) * 10**power
            section = 0
        digit, last_power, after_zero = None, power, False
    if digit is not None:
        # 一万五 is 15 000, 一万零五 is 10 005
        short = last_power >= 2 and not after_zero and len(text) >= 3
        section += digit * 10 ** (last_power - 1) if short else digit
    return Decimal(total + section)


def parse_number(text: str) -> Decimal | None:
    """Value of a numeral in Arabic or Chinese digits with its magnitude, or None.

    Parameters
    ----------
    text : str
        A numeral and nothing else, e.g. ``"3.3万"``, ``"1万亿"``, ``"１,700"``, ``"二〇三五"``.

    Returns
    -------
    Decimal or None
        The exact value; None where the text is no single number (``"数百"``, ``"三四"``).

    Examples
    --------
    >>> parse_number("3.3万"), parse_number("1万亿"), parse_number("2,300.5")
    (Decimal('33000'), Decimal('1000000000000'), Decimal('2300.5'))
    >>> parse_number("三十四"), parse_number("数百") is None
    (Decimal('34'), True)
    """
    text = text.strip().translate(FULL_WIDTH)
    head = text.rstrip("".join(magnitudes()))
    plain = head.replace(",", "")
    if plain and plain.isascii() and plain.replace(".", "", 1).isdigit() and plain[0] != "." and plain[-1] != ".":
        return shift(plain, power_of(text[len(head) :]))
    known = digits().keys() | magnitudes().keys() | {"点"}
    if text and all(character in known for character in text):
        return parse_chinese(text)
    return None


FULL_WIDTH = {0xFF10 + i: 0x30 + i for i in range(10)} | {0xFF0E: 0x2E, 0xFF0C: 0x2C}
