"""A part of a year: what a report says of the half or the months that are over."""

import pytest

from policylab import extract_targets
from policylab.targets._time_spans import REVIEW, TASKS, Clock, Span, heading_span, lead_span


@pytest.mark.parametrize(
    ("heading", "year"),
    [
        ("今年上半年工作回顾", 2016), ("一、今年以来工作总结", 2016), ("(一)今年前三季度工作情况", 2016), ("今年1-6月主要工作完成情况", 2016), ("今年一季度工作成效", 2016), ("2015年上半年工作回顾", 2015), ("去年工作回顾", 2015),
    ],
)  # fmt: skip
@pytest.mark.parametrize("clock", [Clock(2016), Clock(period_start=2016, period_end=2016)])
def test_a_review_of_a_part_of_a_year_tells_of_the_own_year_of_the_document(heading, year, clock):
    assert heading_span(heading, clock) == (REVIEW, year)


def test_the_first_words_of_a_review_of_this_year_open_no_tasks():
    assert [lead_span(f"今年上半年工作{end}", Clock(2016), Span()) for end in ("回顾", "总结", "情况")] == [None] * 3
    assert lead_span("今年工作要抓住重点。", Clock(2016), Span())[:2] == (TASKS, 2016)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("今年上半年,全区预计完成生产总值45亿元,完成年度计划的50%,同比增长12%。", [("baseline", 2016)] * 3),
        ("今年前三季度,实现生产总值820亿元,同比增长9%,预计全年增长9.5%。", [("baseline", 2016), ("baseline", 2016), ("target", 2016)]),
        ("今年1-6月,完成投资20亿元,占年度计划的48%。", [("baseline", 2016)] * 2),
        ("今年一季度,力争工业增加值增长8%。", [("target", 2016)]),
        ("今年上半年,要完成道路改造10公里。", [("target", 2016)]),
        ("11月,省里督查了我市2016年工作。截止9月底,能耗下降2.87%,完成全年任务的85%。", [("baseline", 2016)] * 2),
    ],
)  # fmt: skip
def test_an_account_of_a_part_of_this_year_is_no_forecast(text, told):
    assert [
        (row.kind, row.year) for row in extract_targets(text, period_start=2016, period_end=2016).itertuples()
    ] == told
