"""Figures that are masked, and what is no figure."""

from decimal import Decimal

import pytest

from policylab.compare._figures import find_figures, han_number, same_figure
from policylab.compare._sentences import mask


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("到2025年,5G基站达到7万个", ["2025年", "7万个"]),
        ("建成三级平台,培育两个集群", ["三级", "两个"]),
        ("占比超过80%,达到1.2万亿元", ["80%", "1.2万亿元"]),
        ("“十四五”时期", ["“十四五”"]),
        ("打造一批“三个课堂”,统一平台", []),
        ("推进互联网协议第6版(IPv6)、千兆光网、4K和“12345”热线", []),
        ("贯彻党的十九大精神", []),
        ("确保本方案落实", ["本方案"]),
    ],
)
def test_figures_of_a_text(text, found):
    assert [figure.text for figure in find_figures(text)] == found


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("1万亿元", "10000亿元", True), ("50%", "五成", True), ("5个", "5家", False), ("3公里", "3000米", True),
     ("5万个", "7万个", False)],
)  # fmt: skip
def test_figures_are_compared_by_value_and_unit(one, other, same):
    assert same_figure(find_figures(one)[0], find_figures(other)[0]) is same


def test_chinese_numerals():
    assert [han_number(n) for n in ("十", "二十五", "三百", "一千二百", "十万")] == [10, 25, 300, 1200, 100000]
    assert han_number("百亿") == Decimal(10**10)


def test_sentences_that_differ_in_figures_only_mask_alike():
    assert mask("到2017年建成100个试点").letters == mask("到2020年建成300个试点").letters
    assert mask(",。") is None
