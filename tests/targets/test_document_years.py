"""The years of a document: in which it speaks, and which its plan is for."""

import pytest

from policylab.corpus import outline
from policylab.targets._document_years import clock_of, document_clock, stated_period, titled_plan


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        (["2026年政府工作报告"], 2026), (["政府工作报告", "——2026年1月20日在县第十七届人民代表大会第六次会议上"], 2026),
        # ... which a title may name after the year that it tells of
        (["2025年某县人民政府工作报告", "——2026年1月20日在县第十七届人民代表大会第六次会议上"], 2026), (["2025年政府工作报告", "(2026年1月8日在县第十七届人民代表大会第六次会议上)"], 2026),
        (["2026年政府工作报告", "——2026年1月20日在县第十七届人民代表大会第六次会议上"], 2026), (["2025年政府工作报告", "——2028年1月20日在县第十七届人民代表大会第六次会议上"], 2025),
        (["一、2025年工作回顾"], 2026), (["二、2026年工作安排"], 2026), (["某市“十五五”规划"], None),
    ],
)  # fmt: skip
def test_the_year_in_which_a_document_speaks(lines, year):
    assert document_clock(lines, None, None).year == year


@pytest.mark.parametrize(
    ("lines", "period"),
    [
        (["某市渔业发展规划", "(2026—2030年)"], (2026, 2030)), (["某市“十四五”渔业规划"], (2021, 2025)),
        (["某市第十五个五年规划纲要"], (2026, 2030)), (["某市渔业行动计划(2023—2025年)"], (2023, 2025)),
        (["某市志(1978—2005年)是一部书。"], None), (["渔业发展规划"], None), (["关于渔业发展的若干政策(2026年版)"], (2026, 2026)), (["关于渔业发展的若干政策", "(2026年版)"], (2026, 2026)), (["依据《渔业目录(2019年版)》"], None), ([""] * 12 + ["某市“十四五”渔业规划"], None),
    ],
)  # fmt: skip
def test_the_period_that_a_title_states(lines, period):
    assert stated_period(lines) == period


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ((None, None, None), (None, 2021, 2025)), ((2022, 2024, None), (None, 2022, 2024)), ((None, 2025, None), (None, 2021, 2025)),
        ((None, 2030, None), (None, None, 2030)), ((None, None, 2021), (2021, 2021, 2025)),
    ],
)  # fmt: skip
def test_what_is_given_goes_before_what_a_title_states(given, told):
    clock = clock_of(outline("某市“十四五”渔业规划\n一、总体要求\n建成渔港3座。")[1], *given)
    assert (clock.year, clock.period_start, clock.period_end) == told


def test_a_plan_is_known_by_its_title():
    assert [titled_plan([line]) for line in ("某市渔业发展规划", "关于渔业的实施意见", "2026年政府工作报告")] == [True, True, False]
