"""Years, spans of years and plan periods, in all the ways in which they are written."""

import pytest

from policylab.numbers import years_in


def spans(text):
    return [(span.year, span.first, span.form) for span in years_in(text)]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2025年", 2025), ("2025 年", 2025), ("二〇二五年", 2025), ("二0二五年", 2025), ("二О二五年", 2025), ("二OO八年", 2008),
        ("2o25年", 2025), ("2O25年", 2025), ("二零三零年", 2030), ("一九九八年", 1998), ("民国114年", 2025), ("中华民国112年", 2023),
    ],
)  # fmt: skip
def test_a_year_in_all_forms(text, year):
    assert spans(text) == [(year, None, "year")]


@pytest.mark.parametrize("sign", ["-", "—", "——", "–", "~", "～", "〜", "−", "至", "到"])
def test_a_span_of_years(sign):
    assert spans(f"2021{sign}2025年") == [(2025, 2021, "span")]
    assert spans(f"2021年{sign}2025年") == [(2025, 2021, "span")]


@pytest.mark.parametrize(
    ("text", "year", "tail"),
    [
        ("“十四五”时期", 2025, "时期"), ("十五五期间", 2030, "期间"), ("“十三五”末", 2020, "末"), ("“十五”期间", 2005, "期间"),
        ("“九五”期末", 2000, "期末"), ("“十四五”规划", 2025, ""), ("“十四五”以来", 2025, ""),
    ],
)  # fmt: skip
def test_a_plan_period(text, year, tail):
    (span,) = years_in(text)
    assert (span.year, span.first, span.form, span.tail) == (year, year - 4, "period", tail)


def test_years_of_the_republic():
    assert spans("民國112至116年") == [(2027, 2023, "span")]
    assert spans("112至116年") == []


@pytest.mark.parametrize("text", ["《行动计划(2021—2025年)》", "五年规划", "百年目标", "12025年", "一五一十", "第十四个五年"])
def test_what_names_no_year(text):
    assert spans(text) == []
