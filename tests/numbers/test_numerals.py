from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policylab.errors import PolicylabError
from policylab.numbers import parse_number, write_number
from policylab.numbers._numerals import cell_number, parse_chinese, shift


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3.3万", "33000"), ("1万亿", "1000000000000"), ("10.78万", "107800"), ("1550亿", "155000000000"),
        ("99.999", "99.999"), ("2,300.5", "2300.5"), ("１７００", "1700"), ("1亿", "100000000"),
        ("三十四", "34"), ("一百零五", "105"), ("二十万亿", "20000000000000"), ("百亿", "10000000000"),
        ("十亿", "1000000000"), ("千", "1000"), ("两千三百万", "23000000"), ("一亿三千万", "130000000"),
        ("2万亿3000亿", "2300000000000"), ("三万亿五千亿", "3500000000000"), ("1万亿2000亿5万", "1200000050000"), ("1亿亿", "10000000000000000"),
        ("二〇三五", "2035"), ("一万五", "15000"), ("一万零五", "10005"), ("三点五", "3.5"), ("十七", "17"),
    ],
)  # fmt: skip
def test_a_numeral_is_its_exact_value(text, value):
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "数百", "几十", "三四", "万里", "5个", "1.2.3", "一二三产业", "第十四", ".", "2亿3000亿", "亿2亿", "万亿3亿", "2万亿30000亿"])
def test_what_is_no_single_number_is_none(text):
    assert parse_number(text) is None


def test_a_value_has_no_exponent():
    assert str(parse_number("7万")) == "70000"
    assert str(parse_number("0.55千")) == "550"


def test_a_number_of_400_digits_stays_exact():
    digits = "9" * 400
    assert parse_number(digits + "万") == Decimal(digits + "0000")


def chinese(number: int) -> str:
    """Write a number below 10^12 in Chinese, independently of the parser."""
    digits = "零一二三四五六七八九"

    def below_ten_thousand(value: int) -> str:
        text, zero = "", False
        for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit, value = divmod(value, power)
            if digit:
                text += ("零" if zero and text else "") + digits[digit] + name
                zero = False
            else:
                zero = True
        return text

    text, gap = "", False
    for power, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, number = divmod(number, power)
        if part:
            text += ("零" if text and (gap or part < 1000) else "") + below_ten_thousand(part) + name
            gap = False
        elif text:
            gap = True
    return text or "零"


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_every_number_that_is_written_out_is_read_back(number):
    assert parse_chinese(chinese(number)) == number


@given(st.decimals(min_value=0, max_value=10**6, places=3), st.integers(min_value=0, max_value=16))
def test_shifting_is_multiplying_by_a_power_of_ten(number, power):
    assert shift(str(number), power) == number * Decimal(10) ** power


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_none(text):
    value = parse_number(text)
    assert value is None or isinstance(value, Decimal)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2千零30万", 20_300_000), ("2亿零300万", 203_000_000), ("1万五千", 15_000), ("3万4000", 34_000), ("25万6000", 256_000),
        ("廿五", 25), ("伍仟万", 50_000_000), ("2萬3,145", 23_145), ("1亿5000万", 150_000_000), ("三点五万", 35_000), ("-1.5", "-1.5"),
        ("负三", -3), ("⼗", 10), ("10亿亿", 10**17), ("一百五", 150), ("3万5", 35_000), ("1亿5", 150_000_000), ("12万8", 128_000), ("2千3", 2_300), ("4百6", 460),
    ],
)  # fmt: skip
def test_a_numeral_written_two_ways(text, value):
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["百千", "一万零零五", "一千零零五", "百百", "亿万", "千百", "万万", "一千百", "十百", "一百十", "3万50", "1万亿5", "150万5", "2.3万5", "3万0", "12千5", "1,70", "三四", "--5"])
def test_an_ill_formed_numeral_is_no_number(text):
    assert parse_number(text) is None


@given(st.integers(min_value=0, max_value=10**16 - 1))
def test_what_is_written_is_read_back(number):
    assert parse_number(write_number(number)) == number


@pytest.mark.parametrize("value", [-1, 10**16, 1.5, True, "五"])
def test_only_whole_numbers_are_written(value):
    with pytest.raises(PolicylabError, match="whole number"):
        write_number(value)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1234", 1234), ("1,234", 1234), ("+5", 5), (".5", "0.5"), ("5.", 5), ("-3.5", "-3.5"), ("1000.0", 1000), ("1e+16", 10**16),
        ("5e-05", "0.00005"), ("五千", 5000), ("1亿5000万", 150_000_000), ("一万五", 15_000), ("3万5", 35_000), (" 7 ", 7),
    ],
)  # fmt: skip
def test_a_cell_is_a_numeral_or_what_a_program_writes(cell, value):
    assert cell_number(cell) == Decimal(value)


@pytest.mark.parametrize("cell", ["12,34", "1_000", "1,2,3", "1e3", "1E3", "NaN", "inf", "", "5家", "1.2.3", "+-5", "3万50"])
def test_an_ill_formed_cell_is_no_number(cell):
    assert cell_number(cell) is None
