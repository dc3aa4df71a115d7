"""A part of a year, and goals: what a report says of the months that are over, and of what was to be met."""

import pytest

from policylab import extract_targets
from policylab.targets._review_and_aims import REVIEW, TASKS, Clock, Span, heading_span, lead_span


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


@pytest.mark.parametrize(
    ("heading", "text", "kind"),
    [
        ("二、2016年重点工作", "确保完成城镇新增就业3万人的目标任务。", "target"), ("二、2016年重点工作", "全面完成单位能耗下降4%的任务。", "target"), ("二、2016年重点工作", "实现渔业产值50亿元的目标。", "target"),
        ("一、2015年工作回顾", "完成了新增就业3万人的目标任务。", "baseline"), ("一、2015年工作回顾", "顺利实现渔业产值增长8%的目标。", "baseline"),
        ("一、2015年工作回顾", "完成渔业产值50亿元的目标任务仍有一定难度。", "target"), ("一、2015年工作回顾", "实现渔民收入3万元的目标还有较大差距。", "target"), ("一、2015年工作回顾", "新增就业3万人的任务十分艰巨。", "target"),
        ("二、2016年重点工作", "扶持实现年收入5万元的目标农户。", "instrument"),
    ],
)  # fmt: skip
def test_what_is_told_of_a_goal_and_of_one_that_was_met(heading, text, kind):
    assert list(extract_targets(f"{heading}\n{text}", period_start=2016, period_end=2016).kind) == [kind]


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("渔业产值完成20亿元,同比增长13%,完成全年目标的52%;财政收入3亿元,完成年度计划的48%。", ["渔业产值", "渔业产值", "渔业产值全年目标", "财政收入", "财政收入年度计划"]),
        ("渔业能耗下降16%,完成“十二五”规划目标的80%。", ["渔业能耗", "渔业能耗“十二五”规划目标"]),
        ("主要指标均实现时间过半、任务过半。渔业产值20亿元。", ["渔业产值"]), ("实现时间任务双过半,渔业产值20亿元。", ["渔业产值"]), ("过半渔港完成改造,渔业产值20亿元。", ["渔港", "渔业产值"]),
    ],
)  # fmt: skip
def test_how_much_of_a_plan_is_met_and_what_only_says_that_half_the_time_is_over(text, heads):
    assert list(extract_targets(f"一、2015年工作回顾\n{text}", period_start=2016, period_end=2016).indicator) == heads


def test_a_notice_that_sets_aims_is_read_and_one_that_sets_none_opens_nothing():
    notice = "关于下达2013年渔港建设目标任务的通知\n各区人民政府:\n2013年是渔港建设的关键一年。根据省里部署,市人民政府确定全年新开工渔港23座,基本建成18座。现将目标任务分解方案印发给你们,请认真抓好落实。\n"
    ledger = extract_targets(notice + "渔港建设是民生工程。", period_start=2013, period_end=2013)
    assert [(row.indicator, row.kind, str(row.value), row.year) for row in ledger.itertuples()] == [("渔港", "target", "23", 2013), ("渔港", "target", "18", 2013)]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("元至6月,我市完成投资68585万元,同比增长44.7%。", 2004), ("元月至8月,全县实现税收3亿元,同比增长5%。", 2004), ("1-5月,全县完成投资3亿元,同比增长5%。", 2004),
        ("今年以来,成效显著。\n一、我市上半年项目建设基本特点\n技术改造投资3亿元。", 2004), ("一、上半年经济运行基本特点\n全县投资20亿元。", 2004),
        ("各位代表:\n现在,我代表县人民政府报告工作。\n1-11月,全县完成投资3亿元,同比增长5%。", 2003), ("全县完成投资3亿元,同比增长5%。", 2003),
    ],
)  # fmt: skip
def test_a_part_of_a_year_that_is_told_of_is_of_the_year_in_which_the_document_speaks(text, year):
    ledger = extract_targets(text, period_start=2004, period_end=2004)
    assert set(ledger["kind"]) == {"baseline"}
    assert set(ledger["year"]) == {year}


@pytest.mark.parametrize(
    ("heading", "years", "year"),
    [
        ("一、“十三五”规划实施情况", (2018, 2018), 2017), ("一、“十三五”规划实施情况", (2021, 2025), 2020), ("一、“十二五”规划实施情况", (2018, 2018), 2015), ("一、“十三五”时期发展成就", (2018, 2018), 2017),
        ("二、“十三五”时期发展目标", (2018, 2018), 2020),
    ],
)  # fmt: skip
def test_what_is_told_of_a_period_in_its_midst_is_not_of_its_end(heading, years, year):
    ledger = extract_targets(f"{heading}\n森林覆盖率达到42%。", period_start=years[0], period_end=years[1])
    assert ledger["year"].tolist() == [year]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("上半年,全市实现地区生产总值560.03亿元、增长5.4%;财政总收入131.1亿元,增长10%。税收20亿元。", ["baseline"] * 5), ("上半年地区生产总值实现248.24亿元,增长10.5%。投资完成260亿元。下半年,完成投资300亿元。", ["baseline"] * 3 + ["target"]),
        ("据悉,上半年全市生产总值1695亿元,增长7.4%。", ["baseline"] * 2), ("前三季度,全县实现税收8亿元,同比增长5%。四季度,力争实现税收3亿元。", ["baseline"] * 2 + ["target"]),
        ("预计1-6月份,实现税收8亿元,同比增长5%。", ["baseline"] * 2), ("预计上半年,投资完成5亿元,占年度计划的53%。", ["baseline"] * 2),
        ("截至9月底,38项重点工作中,已完成11项,26项正在推进。", ["baseline"] * 3), ("截至6月底,项目已开工30个,资金已拨付2亿元。", ["baseline"] * 2),
        ("上半年,新建学校3所,改造已列入计划的桥梁5座。", ["target"] * 2),
        ("上半年,完成规划编制,新建学校3所。下半年,新建学校5所。", ["target"] * 2), ("上半年完成投资30亿元,下半年完成50亿元。", ["target"] * 2), ("上半年,确保投资增长12.5%以上。", ["target"]),
    ],
)  # fmt: skip
def test_what_has_grown_in_a_part_of_the_year_opens_an_account_of_it(text, rows):
    ledger = extract_targets(text, period_start=2016, period_end=2016)
    assert ledger["kind"].tolist() == rows
    assert set(ledger["year"]) == {2016}
