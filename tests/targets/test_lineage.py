"""Paths, revisions, answers and places: what may be said of a target, and what may not."""

import datetime
import random
from decimal import Decimal

import pandas as pd
import pytest

import policylab
from policylab.corpus import PlanDates
from policylab.errors import PolicylabError
from policylab.targets import compare_targets, target_lineage, target_series
from policylab.targets._lineage import COLUMNS
from policylab.targets._series import _smallest

CITY = "甲市人民政府"


def study(*texts, issuers=None, periods=None, days=True):
    """A ledger and a table of plans, from texts; two plans of one city, five years each, unless said otherwise."""
    periods = periods or [(2016 + 5 * n, 2020 + 5 * n) for n in range(len(texts))]
    tables, rows = [], []
    for n, (text, (start, end)) in enumerate(zip(texts, periods, strict=True)):
        tables.append(policylab.extract_targets(text, period_start=start, period_end=end, plan=f"p{n}"))
        issued = datetime.date(start, 3, 1 + n) if days else None
        rows.append((f"p{n}", (issuers or [CITY] * len(texts))[n], issued, start, end))
    plans = pd.DataFrame(rows, columns=["plan", "issuer", "issued", "period_start", "period_end"])
    return pd.concat(tables, ignore_index=True), plans


def rows(**columns):
    """A ledger written by hand: one row an indicator, with what is not given filled in."""
    n = len(columns["indicator"])
    given = {
        "plan": "p0", "kind": "target", "comparator": "eq", "value_high": None, "unit": "个", "measure": "level",
        "base_year": None, "year": 2025, "year_from": "sentence", "modality": None, "sentence": "", "start": list(range(n)),
    } | columns  # fmt: skip
    table = pd.DataFrame(given)
    table["statement"] = [f"{plan}/t{number:04d}" for number, plan in enumerate(table["plan"], start=1)]
    table["value"] = [Decimal(str(value)) for value in table["value"]]
    table["year"] = pd.array([None if pd.isna(year) else year for year in table["year"]], dtype="Int64")
    return table


def two(one, other, *, indicator="互联网医院", plans=None, **given):
    """Two statements of an earlier and a later plan of one city, as (value, columns) each."""
    columns = {"plan": ["p0", "p1"], "indicator": [indicator, indicator]}
    names = {"value", *given, *one, *other}
    for name in names:
        columns[name] = [one.get(name, given.get(name)), other.get(name, given.get(name))]
    dates = pd.DataFrame(
        {
            "plan": ["p0", "p1"],
            "issuer": CITY,
            "issued": ["2021-03-01", "2023-03-01"],
            "period_start": [2021, 2023],
            "period_end": [2025, 2027],
        }
    )
    return target_lineage(rows(**columns), dates if plans is None else plans)


@pytest.mark.parametrize(
    ("one", "other", "change"),
    [
        ({"value": 50}, {"value": 70}, "raised"),
        ({"value": 70}, {"value": 50}, "lowered"),
        ({"value": 50}, {"value": 50}, "kept"),
        # a plain number is a floor: at least 50, then at least 70
        ({"value": 50, "comparator": "ge"}, {"value": 70, "comparator": "eq"}, "raised"),
        ({"value": 50, "comparator": "ge"}, {"value": 50, "comparator": "eq"}, "kept"),
        ({"value": 70, "comparator": "eq"}, {"value": 50, "comparator": "ge"}, "lowered"),
        # a floor and a ceiling are two demands
        ({"value": 50, "comparator": "ge"}, {"value": 70, "comparator": "le"}, "redefined"),
        # about 50 and 51 are about the same; about 50 and 70 are not
        ({"value": 50, "comparator": "approx"}, {"value": 51, "comparator": "approx"}, "redefined"),
        ({"value": 50, "comparator": "approx"}, {"value": 70, "comparator": "ge"}, "raised"),
        # ranges: both ends must move the same way
        ({"value": 3, "value_high": 5, "comparator": "range"}, {"value": 4, "value_high": 6, "comparator": "range"}, "raised"),
        ({"value": 3, "value_high": 5, "comparator": "range"}, {"value": 2, "value_high": 6, "comparator": "range"}, "redefined"),
        # a number within a range is neither more nor less
        ({"value": 3, "value_high": 5, "comparator": "range"}, {"value": 4}, "redefined"),
        ({"value": 3, "value_high": 5, "comparator": "range"}, {"value": 6}, "raised"),
        ({"value": 2, "comparator": "ge"}, {"value": 3, "value_high": 5, "comparator": "range"}, "raised"),
        # the later plan's same level for a later year is postponed, a lower one lowered
        ({"value": 50, "year": 2025}, {"value": 50, "year": 2027}, "postponed"),
        ({"value": 50, "year": 2025}, {"value": 40, "year": 2027}, "lowered"),
        # a higher one is no change of will, as long as nobody knows the paces
        ({"value": 50, "year": 2025}, {"value": 70, "year": 2027}, "continued"),
        ({"value": 50, "year": None}, {"value": 70, "year": 2027}, None),
    ],
)  # fmt: skip
def test_a_revision_takes_the_bounds_into_account(one, other, change):
    table = two(
        {"comparator": "eq", "year": 2025, "value_high": None, **one},
        {"comparator": "eq", "year": 2025, "value_high": None, **other},
    )
    assert table["change"].tolist() == ([change] if change else [])
    assert set(table["question"]) <= {"revision"}


def test_a_lower_ceiling_says_that_it_asks_for_more():
    table = two(
        {"value": 5, "comparator": "le"}, {"value": 4, "comparator": "le"}, indicator="城镇登记失业率", unit="%"
    )
    assert table["change"].tolist() == ["lowered"]
    assert table["reason"].item().endswith("a ceiling, so this asks for more")
    # the same ceiling for a later year is kept, not postponed
    later = two(
        {"value": 5, "comparator": "le", "year": 2025},
        {"value": 5, "comparator": "le", "year": 2026},
        indicator="城镇登记失业率",
    )
    assert later["change"].tolist() == ["kept"]


def test_the_reason_says_how_firmly_it_is_meant():
    table = two({"value": 50, "modality": "力争"}, {"value": 50, "modality": "确保"})
    assert table["change"].tolist() == ["kept"]
    assert table["reason"].item() == "both for 2025: = 50, then = 50; 力争, then 确保"


@pytest.mark.parametrize(
    ("first", "second"), [("培育", "建成"), ("引进", "培育"), ("改造", "建成"), ("认定", "培育"), ("引进", "建成"), ("开工", "建成"), ("启动", "新建"), ("申报", "建成")]
)
def test_what_is_brought_about_otherwise_is_not_lowered(first, second):
    table = two(
        {"value": 4, "sentence": f"{first}智慧教育示范区4个。"}, {"value": 3, "sentence": f"{second}智慧教育示范区3个。"},
        indicator="智慧教育示范区",
    )  # fmt: skip
    assert table["change"].tolist() == ["redefined"]
    assert table["reason"].item() == f"{first}, then {second}: not the same is to be done"


@pytest.mark.parametrize(
    ("plans", "change"),
    [
        # both of one day; overlapping periods and no day; nothing at all
        ({"issued": ["2021-03-01", "2021-03-01"]}, "stated differently"),
        ({"period_start": [2021, 2021], "period_end": [2023, 2025]}, "stated differently"),
        ({"issued": ["2021-03-01", None], "period_start": [2021, 2023], "period_end": [2025, 2027]}, "stated differently"),
        ({}, "stated differently"),
        ({"issued": ["2021-03-01", "2023-03-01"]}, "raised"),
        ({"issued": ["2023-03-01", "2021-03-01"]}, "lowered"),
        ({"period_start": [2016, 2021], "period_end": [2020, 2025]}, "raised"),
        ({"after": [None, "p0"]}, "raised"),
    ],
)  # fmt: skip
def test_without_a_known_order_nothing_is_raised(plans, change):
    table = two({"value": 5}, {"value": 7}, plans=pd.DataFrame({"plan": ["p0", "p1"], "issuer": CITY, **plans}))
    assert table["change"].tolist() == [change]


def test_without_an_issuer_nothing_is_raised_either():
    dates = pd.DataFrame({"plan": ["p0", "p1"], "issued": ["2021-03-01", "2023-03-01"]})
    table = two({"value": 5}, {"value": 7}, plans=dates)
    assert table["change"].tolist() == ["stated differently"]
    assert table["reason"].item().endswith("who issued the plans is not known")
    assert two({"value": 5}, {"value": 5}, plans=dates)["change"].tolist() == ["stated alike"]


def test_a_ledger_may_bring_dates_and_issuers_itself():
    ledger, plans = study("到2025年,5G基站达到5万个。", "到2025年,5G基站达到7万个。")
    assert target_lineage(ledger)["change"].tolist() == ["stated differently"]
    assert target_lineage(ledger.merge(plans, on="plan"))["change"].tolist() == ["raised"]
    assert target_lineage(ledger, plans)["change"].tolist() == ["raised"]


# answers

GOAL = {"kind": "target", "year": 2025, "comparator": "eq"}
TOLD = {"kind": "baseline", "year": 2025, "comparator": "eq"}


@pytest.mark.parametrize(
    ("goal", "told", "change"),
    [
        ({"value": 30}, {"value": 30}, "reached"),
        ({"value": 30}, {"value": 29}, "missed"),
        ({"value": 30, "comparator": "gt"}, {"value": 31}, "reached"),
        ({"value": 30, "comparator": "gt"}, {"value": 30}, "cannot be said"),
        ({"value": 30, "comparator": "le"}, {"value": 29}, "reached"),
        ({"value": 30, "comparator": "le"}, {"value": 31}, "missed"),
        # 左右: within 5 %, or better
        ({"value": 100, "comparator": "approx"}, {"value": 96}, "reached"),
        ({"value": 100, "comparator": "approx"}, {"value": 150}, "reached"),
        ({"value": 100, "comparator": "approx"}, {"value": 90}, "missed"),
        ({"value": 3, "value_high": 5, "comparator": "range"}, {"value": 3}, "reached"),
        ({"value": 3, "value_high": 5, "comparator": "range"}, {"value": 2}, "missed"),
        # the baseline has a bound, too: over 25 may be 31
        ({"value": 30}, {"value": 31, "comparator": "gt"}, "reached"),
        ({"value": 30}, {"value": 25, "comparator": "gt"}, "cannot be said"),
        ({"value": 30}, {"value": 30, "comparator": "approx"}, "cannot be said"),
        ({"value": 30}, {"value": 20, "comparator": "approx"}, "missed"),
        # a later year answers a stock, an earlier one shows the way, none says nothing
        ({"value": 30}, {"value": 33, "year": 2027}, "reached"),
        ({"value": 30}, {"value": 15, "year": 2023}, "on the way"),
        ({"value": 30}, {"value": 15, "year": None}, "cannot be said"),
    ],
)  # fmt: skip
def test_an_answer_is_dated_and_holds_within_the_bounds(goal, told, change):
    table = two({"value_high": None, **GOAL, **goal}, {"value_high": None, **TOLD, **told})
    assert table[["question", "change"]].values.tolist() == [["answer", change]]


def test_the_first_plan_that_tells_of_a_year_answers():
    """A report of 2026 and one of 2027 both tell of 2025, the second with a number that was revised since."""
    ledger = rows(
        plan=["p0", "p1", "p2"], kind=["target", "baseline", "baseline"], indicator=["互联网医院"] * 3, value=[30, 31, 28]
    )  # fmt: skip
    plans = pd.DataFrame(
        {"plan": ["p2", "p1", "p0"], "issuer": CITY, "issued": ["2027-02-01", "2026-02-01", "2021-02-01"]}
    )
    assert target_lineage(ledger, plans)[["to_plan", "change"]].values.tolist() == [["p1", "reached"]]


def test_two_plans_of_unknown_order_that_tell_otherwise_answer_nothing():
    """Both of a later period than the target's plan, but not known to come one after the other: 31 and 28 of 30."""
    ledger = rows(
        plan=["p0", "p1", "p2"], kind=["target", "baseline", "baseline"], indicator=["互联网医院"] * 3, value=[30, 31, 28]
    )  # fmt: skip
    plans = pd.DataFrame(
        {"plan": ["p2", "p1", "p0"], "issuer": CITY, "period_start": [2027, 2026, 2021], "period_end": [2029, 2028, 2025]}
    )
    row = target_lineage(ledger, plans).iloc[0]
    assert row["change"] == "cannot be said" and row["reason"].endswith("tells otherwise")
    assert target_lineage(ledger.assign(value=[Decimal(n) for n in (30, 31, 32)]), plans)["change"].tolist() == ["reached"]


def test_on_the_way_says_how_far():
    table = two({**GOAL, "value": 30}, {**TOLD, "value": 15, "year": 2023})
    assert (table["share"].item(), table["reason"].item()) == (0.5, "in 2023, due in 2025")


@pytest.mark.parametrize(
    ("goal", "told", "change"),
    [
        ({"value": 30}, {"value": 40}, "reached"), ({"value": 30}, {"value": 30}, "reached"),
        ({"value": 30, "comparator": "ge"}, {"value": 31}, "reached"), ({"value": 30}, {"value": 29}, "on the way"),
        ({"value": 30, "comparator": "gt"}, {"value": 30}, "cannot be said"),({"value": 30}, {"value": 40, "year": 2020}, "cannot be said"),
        ({"value": 30, "comparator": "approx"}, {"value": 29.5}, "on the way"),
        ({"value": 30, "comparator": "approx"}, {"value": 33}, "reached"),
    ],
)  # fmt: skip
def test_what_stands_as_high_before_its_year_is_reached_early(goal, told, change):
    table = two({**GOAL, **goal}, {**TOLD, "year": 2023, **told})
    assert table["change"].tolist() == [change]
    assert table["reason"].item().startswith("early: ") == (change == "reached")


@pytest.mark.parametrize(
    ("indicator", "value", "told", "change"),
    [
        ("城镇调查失业率", 5.5, 5.2, "reached"), ("城镇调查失业率", 5.5, 5.6, "missed"),
        ("PM2.5平均浓度", 35, 33, "reached"), ("万元生产总值能耗", 0.5, 0.6, "missed"),
        ("污水处理率", 95, 94, "missed"),
    ],
)  # fmt: skip
def test_less_is_better_for_some(indicator, value, told, change):
    table = two({**GOAL, "value": value}, {**TOLD, "value": told}, indicator=indicator, unit="%")
    assert table["change"].tolist() == [change]


def test_another_place_never_answers():
    plans = pd.DataFrame(
        {"plan": ["p0", "p1"], "issuer": ["甲省人民政府", "乙省人民政府"], "issued": ["2021-03-01", "2023-03-01"]}
    )
    assert two({**GOAL, "value": 30}, {**TOLD, "value": 29}, plans=plans).empty
    assert two({"value": 30}, {"value": 29}, plans=plans).empty
    # nor does anyone whose place is unknown
    assert two({**GOAL, "value": 30}, {**TOLD, "value": 29}, plans=plans.assign(issuer=None)).empty


def test_two_agencies_of_one_city_speak_for_one_place():
    plans = pd.DataFrame(
        {
            "plan": ["p0", "p1"],
            "title": ["甲市卫生规划", "甲市数字经济规划"],
            "issuer": ["市卫生健康委", None],
            "issued": ["2021-03-01", "2026-03-01"],
        }
    )
    assert two({**GOAL, "value": 30}, {**TOLD, "value": 29}, plans=plans)["change"].tolist() == ["missed"]


def test_the_share_of_one_year_is_no_answer_to_another():
    """Growth, what comes anew, and sums of money are of their year alone."""
    for given in ({"unit": "%", "measure": "increase", "base_year": 2024}, {"unit": "元"}):
        given = {name: given.get(name) for name in ("unit", "measure", "base_year")}
        given["measure"] = given["measure"] or "level"
        assert two(
            {**GOAL, "value": 30, **given}, {**TOLD, "value": 33, **given, "year": 2026}, indicator="进出口总额"
        ).empty
    assert two({**GOAL, "value": 30}, {**TOLD, "value": 33, "year": 2026}, indicator="新增互联网医院").empty


def test_work_of_one_year_does_not_answer_a_plan_of_five():
    ledger, plans = study(
        "到2020年,新建农村公路500公里。", "2020年,新建农村公路120公里。", periods=[(2016, 2020), (2021, 2021)],
    )  # fmt: skip
    table = target_lineage(ledger, plans)
    assert table["change"].tolist() == ["cannot be said"]
    assert table["reason"].item().endswith("how many years the number covers is not told")


@pytest.mark.parametrize(("first", "second", "revision", "answer"), [
    ("500万亩", "33.3万公顷", "redefined", "cannot be said"), ("500万亩", "33万公顷", "lowered", "missed"), ("500万亩", "33.4万公顷", "redefined", "cannot be said"),
    ("150平方公里", "15000公顷", "kept", "reached"), ("500万亩", "499万亩", "lowered", "missed"), ("33.3万公顷", "500万亩", "redefined", "cannot be said"),
])  # fmt: skip
def test_what_two_units_round_is_neither_less_nor_more(first, second, revision, answer):
    texts = f"到2020年,粮食播种面积稳定在{first}。", f"到2020年,粮食播种面积稳定在{second}。", f"2020年,粮食播种面积达到{second}。"
    assert target_lineage(*study(*texts[:2], periods=[FIVE, LAST]))["change"].tolist() == [revision]
    assert target_lineage(*study(texts[0], texts[2], periods=[FIVE, AFTER]))["change"].tolist() == [answer]


FIVE, AFTER, LAST = (2016, 2020), (2021, 2025), (2020, 2020)  # a plan of five years, the next one, and a report of the last year
ANNUAL, NOT_TOLD = "one number is of a year, the other of several", "how many years the number covers is not told"


@pytest.mark.parametrize(
    ("goal", "later", "period", "change", "reason"),
    [
        # a sum of money, or what is produced, is that of a year unless more are named
        ("到2020年,固定资产投资达到3000亿元", "“十三五”时期,固定资产投资累计完成1.3万亿元", AFTER, "cannot be said", ANNUAL),
        ("“十三五”期间,招商引资到位资金达到1.5万亿元", "2020年,招商引资到位资金达到3500亿元", AFTER, "cannot be said", ANNUAL),
        ("到2020年,粮食产量达到500万吨", "五年来,粮食产量累计达到2600万吨", AFTER, "cannot be said", ANNUAL),
        ("到2020年,接待游客5000万人次", "2016—2020年,接待游客2亿人次", AFTER, "cannot be said", ANNUAL),
        ("“十三五”期间,固定资产投资达到1.5万亿元", "五年来,固定资产投资累计完成1.6万亿元", AFTER, "reached", "is told"),
        ("到2020年,固定资产投资达到3000亿元", "2020年,固定资产投资达到3500亿元", AFTER, "reached", "is told"),
        ("到2020年,地区生产总值达到1万亿元", "“十三五”时期,地区生产总值达到1.1万亿元", AFTER, "reached", "is told"),
        # the years hold for the clause that has them, or for what they lead in to
        ("到2020年,粮食产量达到500万吨", "截至2020年底,五年累计城镇新增就业62万人,粮食产量达到510万吨", AFTER, "reached", "is told"),
        ("到2020年,粮食产量达到500万吨", "五年来,城镇新增就业62万人,粮食产量达到2600万吨", AFTER, "cannot be said", ANNUAL),
        ("到2020年,粮食产量达到500万吨", "“十三五”时期,就业稳定,2020年农业增加值达到300亿元,粮食产量达到510万吨", AFTER, "reached", "is told"),
        # what comes anew, or is done, until a year
        ("到2020年,新增就业50万人", "2020年,城镇新增就业9万人", AFTER, "cannot be said", NOT_TOLD),
        ("到2020年,新增就业50万人", "五年来,城镇新增就业60万人", AFTER, "reached", "is told"),
        ("到2020年,新增就业50万人", "截至2020年底,新增就业60万人", AFTER, "reached", "is told"),
        ("到2020年,完成棚户区改造10万套", "2020年,完成棚户区改造2万套", AFTER, "cannot be said", NOT_TOLD),
        ("到2020年,单位生产总值能耗下降15%", "2020年,单位生产总值能耗下降3%", AFTER, "cannot be said", NOT_TOLD),
        ("到2020年,单位生产总值能耗比2015年下降15%", "2020年,单位生产总值能耗比2015年下降16%", AFTER, "reached", "is told"),
        # the pace of what may be of one year, or until then
        ("到2020年,新增就业50万人", "2025年,新增就业12万人", AFTER, "continued", "the paces are not known"),
        ("到2020年,新增就业50万人", "到2025年,新增就业60万人", AFTER, "raised", "in a year 100000, then 120000"),
        # what is summed is what its own clause says
        ("到2020年,固定资产投资达到3000亿元,累计培训农民工50万人次", "2020年,固定资产投资达到3500亿元", AFTER, "reached", "is told"),
        # the target of a plan of five years and that of a report of its last one
        ("到2020年,新增就业50万人", "2020年,新增就业10万人", LAST, "redefined", NOT_TOLD),
        ("到2020年,改造棚户区10万套", "2020年,改造棚户区2万套", LAST, "redefined", NOT_TOLD),
        ("到2020年,培训农民工50万人次", "2020年,培训农民工10万人次", LAST, "redefined", NOT_TOLD),
        ("“十三五”期间,固定资产投资达到1.5万亿元", "2020年,固定资产投资达到3500亿元", LAST, "redefined", ANNUAL),
        ("到2020年,固定资产投资达到3000亿元", "2020年,固定资产投资达到3500亿元", LAST, "raised", "both for 2020"),
    ],
)  # fmt: skip
def test_what_comes_together_over_time_is_compared_for_as_many_years(goal, later, period, change, reason):
    table = target_lineage(*study(f"{goal}。", f"{later}。", periods=[FIVE, period]))
    assert table["change"].tolist() == [change]
    assert reason in table["reason"].item()


@pytest.mark.parametrize(("issuer", "told", "change"), [
    (CITY, "全国5G基站达到70万个", None), (CITY, "全省5G基站达到20万个", None), (CITY, "全市5G基站达到4万个", "reached"), (CITY, "我市5G基站达到4万个", "reached"),
    ("浙江省人民政府", "全省5G基站达到20万个", "reached"), ("浙江省人民政府", "全国5G基站达到70万个", None), ("国务院", "全国5G基站达到70万个", "reached"),
    ("呼伦贝尔市海拉尔区人民政府", "全市5G基站达到4万个", None), ("呼伦贝尔市海拉尔区人民政府", "全区5G基站达到4万个", "reached"),
    ("广西壮族自治区人民政府", "全区5G基站达到4万个", "reached"),
])  # fmt: skip
def test_what_a_plan_tells_of_the_country_is_not_its_own(issuer, told, change):
    ledger, plans = study("到2020年,5G基站达到3万个。", f"2020年,{told}。", periods=[FIVE, AFTER], issuers=[issuer] * 2)
    assert target_lineage(ledger, plans)["change"].tolist() == ([change] if change else [])


def test_places_are_compared_for_as_many_years():
    texts = "到2020年,新增就业50万人。", "2020年,新增就业10万人。", "到2020年,新增就业60万人。"
    ledger, plans = study(*texts, issuers=["甲市政府", "乙市政府", "丙市政府"], periods=[FIVE, LAST, FIVE])
    assert compare_targets(ledger, plans)["place"].tolist() == ["丙市", "甲市"]


def test_places_are_not_compared_by_what_their_plans_tell_of_the_country():
    text = "2022年,全国研发投入强度达到2.5%,全省研发投入强度达到{}%。"
    ledger, plans = study(
        *(text.format(share) for share in (2, 3)), issuers=["浙江省人民政府", "广东省人民政府"], periods=[(2023, 2023)] * 2
    )
    table = compare_targets(ledger, plans, kinds=("baseline",))
    assert table[["rank", "place", "value"]].values.tolist() == [[1, "广东省", 3], [2, "浙江省", 2]]


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("森林覆盖率达到40%", "森林覆盖率目标由40%调整为38%", ["lowered"]), ("建成5G基站5000个", "5G基站建设目标由5000个提高到8000个", ["raised"]),
        ("公租房达到3万套", "公租房建设任务从3万套调减为2万套", ["lowered"]), ("湿地保护率达到50%", "湿地保护率目标值由50%上调到55%", ["raised"]),
        ("数字经济核心产业增加值达到1000亿元", "数字经济核心产业增加值目标由1000亿元下调至900亿元", ["lowered"]),
        ("数据中心机架达到6万架", "数据中心机架由6万架修订为8万架", ["raised"]),
        ("研发投入强度达到2.5%", "原定研发投入强度2.5%的目标,调整为2.3%", ["lowered"]),
        ("5G基站达到12000个", "5G基站由原定的1.2万个调整为1.6万个", ["raised"]), ("污水处理率达到85%", "污水处理率由原计划的85%提高到88%", ["raised"]),
    ],
)
def test_what_a_plan_replaces_is_revised_and_no_stock(old, new, changes):
    ledger, plans = study(f"到2025年,{old}。", f"到2025年,{new}。", periods=[(2021, 2025), (2023, 2027)])
    assert ledger["kind"].eq("target").all() and ledger["modality"].tolist() == [None, "原定", None]
    assert target_lineage(ledger, plans)["change"].tolist() == changes


# what is one indicator, and what is not


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("全市5G基站", "5G基站数量"), ("新增城镇就业", "城镇新增就业"), ("全年旅游接待人数", "旅游接待人数"),
        ("地区生产总值", "国内生产总值"), ("城镇登记失业率控制到", "城镇登记失业率"), ("高速公路通车里程", "高速公路通车总里程"),
        ("公共财政预算收入", "一般公共预算收入"), ("“十四五”期间新建中小学", "新建中小学"), ("智能工厂和数字化车间", "数字化车间和智能工厂"),
        ("车联网(智能网联汽车)应用场景覆盖面积", "车联网应用场景覆盖区域"), ("公路总里程", "公路里程"),
        ("规上工业企业", "规模以上工业企业"), ("城镇常住居民人均可支配收入", "城镇居民人均可支配收入"), ("城镇人均住房面积", "城镇居民人均住房面积"),
        ("农牧民人均纯收入", "农村牧区常住居民人均纯收入"), ("新增就业", "新增城镇就业"), ("下岗失业人员再就业", "再就业"), ("游客", "旅游接待人数"),
        ("全社会研究与开发经费占地区生产总值的比例", "R&D经费投入强度"), ("研发经费支出占GDP比重", "研发经费占地区生产总值比重"), ("农田灌溉水有效利用系数", "农业灌溉用水有效利用系数"),
        ("“十五”期间新增供水能力", "新增年供水能力"), ("“十一五”时期港口年吞吐量", "港口吞吐量"), ("耕地面积", "耕地保有量"), ("公路通车里程", "公路总里程"),
        ("货物进出口总额", "外贸进出口总额"), ("城镇参加基本养老保险人数", "城镇基本养老保险覆盖人数"), ("水冲式公共厕所", "水冲式公厕"), ("办理政协委员提案", "办复政协提案"),
        ("逐步使财政性教育经费占生产总值的比例", "财政性教育经费支出占生产总值比例"), ("农作物种植面积", "农作物播种面积"),
        ("机架总数", "机架数"), ("机架总数", "机架总数"), ("企业总数", "企业总数"), ("充电桩总数", "充电桩"), ("全市5G基站总数", "5G基站"),
        ("注册志愿者总数", "注册志愿者"),
    ],
)  # fmt: skip
def test_these_are_one_indicator(one, other):
    units = {"里程": "公里", "面积": "平方公里", "率": "%", "占": "%", "耕地": "公顷"}
    unit = next((unit for part, unit in units.items() if part in one), "个")
    ledger = rows(plan=["p0", "p1"], indicator=[one, other], value=[5, 7], unit=unit)
    assert target_series(ledger)["series"].nunique() == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("千亿级企业", "企业"), ("新增5G基站", "5G基站"), ("累计新增就业", "新增就业"), ("滨海新区解析能力", "其他区解析能力"),
        ("智慧教育示范学校", "智慧教育示范区"), ("农村居民人均可支配收入", "城镇居民人均可支配收入"), ("农村污水处理率", "污水处理率"),
        ("进出口总额", "出口总额"), ("规模以上工业增加值", "工业增加值"), ("人均图书馆藏书量", "图书馆藏书量"),
        ("跨境电子商务交易额", "电子商务交易额"), ("国家级高新技术企业", "省级高新技术企业"), ("投资", "投资"), ("重点项目", "重点项目"),
        ("上云企业", "工业企业"), ("常住人口城镇化率", "户籍人口城镇化率"), ("公路里程", "公路"), ("每万人口发明专利拥有量", "发明专利拥有量"), ("一期工程供水管网", "二期工程供水管网"),
        ("农村居民人均可支配收入", "农村居民人均纯收入"), ("农村新增就业", "城镇新增就业"), ("就业困难人员再就业", "新增就业"), ("入境游客", "游客"), ("高速公路里程", "公路里程"),
        ("货物进口总额", "货物进出口总额"), ("高标准耕地面积", "耕地面积"), ("供水能力", "新增供水能力"), ("第十五中学学生", "中学学生"), ("工业经济", "经济"), ("居民收入", "城乡居民收入"),
    ],
)  # fmt: skip
def test_these_are_not(one, other):
    ledger = rows(plan=["p0", "p1"], indicator=[one, other], value=[5, 7])
    assert target_lineage(ledger).empty
    assert target_series(ledger)["family"].nunique() == 2


RECKONED = [
    ("固定资产投资", "全社会固定资产投资"), ("固定资产投资", "固定资产投资(不含农户)"), ("固定资产投资", "500万元以上固定资产投资"),
    ("一般公共预算收入", "一般公共预算收入按可比口径"), ("居民人均可支配收入", "居民人均可支配收入实际"), ("税收收入", "税收收入剔除减税因素后"),
]  # fmt: skip


@pytest.mark.parametrize(("plain", "reckoned"), RECKONED)
@pytest.mark.parametrize("turned", [False, True])
def test_what_is_reckoned_in_two_ways_is_not_compared(plain, reckoned, turned):
    first, second = (reckoned, plain) if turned else (plain, reckoned)
    ledger, plans = study(
        f"{first}增长9%。", f"2021年,{second}增长6%。2022年,{second}增长5%。", periods=[(2021, 2021), (2022, 2022)]
    )
    table = target_lineage(ledger, plans)
    assert {("revision", "redefined"), ("answer", "cannot be said")} == set(zip(table["question"], table["change"], strict=True))
    assert table["reason"].str.endswith("stands in one only").all()
    same, plans = study(
        f"{reckoned}增长9%。", f"2021年,{reckoned}增长6%。2022年,{reckoned}增长5%。", periods=[(2021, 2021), (2022, 2022)]
    )
    assert target_lineage(same, plans)["change"].tolist() == ["lowered", "missed"]


def test_output_at_constant_prices_is_what_output_is():
    ledger, plans = study("地区生产总值增长9%。", "2021年,地区生产总值实际增长6%,按可比价计算。", periods=[(2021, 2021), (2022, 2022)])
    assert target_lineage(ledger, plans)["change"].tolist() == ["missed"]


def test_a_rate_of_growth_is_growth_however_it_is_put():
    ledger, plans = study(
        "居民消费价格涨幅3%左右。地区生产总值增速达到7%。", "2021年,居民消费价格上涨2%,地区生产总值增长8%。", periods=[(2021, 2021), (2022, 2022)]
    )
    assert target_lineage(ledger, plans)["change"].tolist() == ["reached", "reached"]
    ledger, plans = study("经济增长速度预期为年均8%。", "地区生产总值年均增长7%。")
    assert target_lineage(ledger, plans)["change"].tolist() == ["lowered"]


@pytest.mark.parametrize(
    ("value", "sentence", "change"),
    [
        (700, "甲镇、乙镇建成蔬菜大棚700亩。", "cannot be said"), (700, "甲街道完成蔬菜大棚700亩。", "cannot be said"),
        (1200, "甲镇建成蔬菜大棚1200亩。", "reached"), (700, "全市建成蔬菜大棚700亩。", "missed"), (700, "建成蔬菜大棚700亩。", "missed"),
    ],
)  # fmt: skip
def test_a_part_of_the_place_does_not_miss_for_the_whole(value, sentence, change):
    goal = {"value": 1000, "kind": "target", "sentence": "建成蔬菜大棚1000亩。"}
    told = {"value": value, "kind": "baseline", "sentence": sentence}
    assert two(goal, told, indicator="蔬菜大棚", unit="亩")["change"].tolist() == [change]


def test_a_change_is_counted_from_where_a_plan_begins():
    """比2015年降低18% in the plan from 2016 on is what 降低15% is in the next; from another year it is not."""
    ledger, plans = study("单位生产总值能耗比2015年降低18%。", "单位生产总值能耗降低15%。")
    assert target_lineage(ledger, plans)["change"].tolist() == ["lowered"]
    assert target_series(ledger, plans)["base_year"].tolist() == [2015, pd.NA]
    ledger, plans = study("单位生产总值能耗比2010年降低18%。", "单位生产总值能耗降低15%。")
    assert target_lineage(ledger, plans).empty


def test_what_was_built_together_stands_but_what_was_given_out_does_not():
    """累计建成 by 2025 is a stock, as 建成 is; 累计发放 is another sum than what one year gives out."""
    ledger, plans = study(
        "到2025年,累计建成公共充电桩5万个。", "到2025年,建成公共充电桩7万个。", periods=[(2021, 2025), (2023, 2027)]
    )
    assert target_lineage(ledger, plans)["change"].tolist() == ["raised"]
    ledger, plans = study(
        "2021年,累计建成公共充电桩5万个。", "2021年,建成公共充电桩7万个。", periods=[(2021, 2021), (2022, 2022)]
    )
    assert target_lineage(ledger, plans).empty
    ledger, plans = study(
        "到2025年,累计发放创业贷款5亿元。", "到2025年,发放创业贷款7亿元。", periods=[(2021, 2025), (2023, 2027)]
    )
    assert target_lineage(ledger, plans).empty


def test_level_growth_and_addition_are_three_things():
    ledger = rows(
        plan=["p0", "p1", "p2"], indicator=["粮食产量"] * 3, value=[500, 3, 20], unit=["吨", "%", "吨"], measure=["level", "increase", "increase"],
    )  # fmt: skip
    assert target_lineage(ledger).empty
    assert target_series(ledger)["series"].nunique() == 3


def test_a_change_from_another_year_is_another_thing():
    one, other = {"value": 18, "base_year": 2020}, {"value": 20, "base_year": 2015}
    assert two(one, other, indicator="单位生产总值能耗", unit="%", measure="decrease").empty
    same = two(one, {**other, "base_year": 2020}, indicator="单位生产总值能耗", unit="%", measure="decrease")
    assert same["change"].tolist() == ["raised"]


def test_a_plan_that_states_part_and_whole_does_not_redefine():
    plans = pd.DataFrame({"plan": ["p0", "p1"], "issuer": CITY, "issued": ["2021-03-01", "2023-03-01"]})
    names = ["制造业企业设计工具普及率", "企业设计工具普及率"]
    one = rows(plan=["p0", "p1"], indicator=names, value=[70, 80], unit="%")
    assert target_lineage(one, plans)["change"].tolist() == ["redefined"]
    both = rows(plan=["p0", "p0", "p1"], indicator=[*names, names[1]], value=[70, 60, 80], unit="%")
    assert target_lineage(both, plans)[["from_indicator", "change"]].values.tolist() == [[names[1], "raised"]]


def test_a_name_with_two_values_for_one_year_tells_nothing():
    ledger, plans = rows(plan=["p0", "p0", "p1"], indicator=["供水管网"] * 3, value=[5, 9, 7], unit="公里"), None
    assert target_lineage(ledger, plans).empty
    # unless one of them is dated and the other has only the plan's last year
    told = ledger.assign(year_from=["sentence", "period", "sentence"])
    assert target_lineage(told)["from_value"].tolist() == [5]


def test_a_number_that_tells_how_big_a_thing_is_is_no_amount():
    table = two(
        {**GOAL, "value": 7000000, "sentence": "加快700万吨南部露天矿前期工作。"}, {**TOLD, "value": 5000000, "sentence": "500万吨南部露天矿完成核准。"},
        indicator="南部露天矿", unit="吨",
    )  # fmt: skip
    assert table.empty


# units


def test_values_of_a_series_are_in_one_unit():
    ledger = rows(plan=["p0", "p1"], indicator=["粮食产量"] * 2, value=[12850000, 73250000000], unit=["吨", "斤"])
    table = target_lineage(ledger)
    assert table[["from_value", "to_value", "unit", "difference"]].values.tolist() == [
        [Decimal(12850000), Decimal(36625000), "吨", Decimal(23775000)]
    ]
    series = target_series(ledger)
    assert set(series["unit"]) == {"吨"} and sorted(series["value"]) == [12850000, 36625000]


@pytest.mark.parametrize(
    ("one", "other"), [("吨", "吨标准煤"), ("元", "美元"), ("%", "个百分点"), ("公里", "平方公里"), ("个", "%")]
)
def test_what_cannot_be_converted_is_no_link(one, other):
    ledger = rows(plan=["p0", "p1"], indicator=["能源消费总量"] * 2, value=[5, 7], unit=[one, other])
    assert target_lineage(ledger).empty


def test_two_spellings_of_one_unit_keep_it():
    ledger = rows(
        plan=["p0", "p1"], indicator=["地铁运营里程", "地铁运营总里程"], value=[300, 350], unit=["公里", "千米"]
    )
    table = target_lineage(ledger)
    assert table[["from_value", "to_value", "unit"]].values.tolist() == [[300, 350, "公里"]]


def test_things_counted_by_ge_are_those_counted_by_jia():
    ledger = rows(plan=["p0", "p1"], indicator=["互联网医院"] * 2, value=[30, 40], unit=["个", "家"])
    assert len(target_lineage(ledger)) == 1


# paths and restatements


def test_a_path_is_no_change_of_will():
    """3.3万 (2021), 5万 (2023), 7万 (2025) through two plans and back: one series, and no rise that anybody decided."""
    ledger, plans = study(
        "到2023年,建成5G基站5万个以上。", "到2021年,5G基站达到3.3万个;到2025年,5G基站达到7万个。",
        periods=[(2021, 2023), (2021, 2025)], days=False,
    )  # fmt: skip
    series = target_series(ledger, plans)
    assert series["series"].nunique() == 1
    assert series[["year", "value"]].values.tolist() == [[2021, 33000], [2023, 50000], [2025, 70000]]
    assert target_lineage(ledger, plans)["change"].tolist() == ["stated differently"]


@pytest.mark.parametrize(
    ("text", "targets", "places"),
    [
        ("到2023年,互联网医院达到30家以上。全市互联网医院达到30家。", 1, 2),
        ("到2023年,甲港港区无人驾驶卡车达到50辆。推广无人驾驶卡车50辆以上。", 1, 2),
        ("到2023年,数字化车间超过300个。建成数字化车间300个。", 1, 2),
        ("到2023年,互联网医院达到30家。到2025年,互联网医院达到30家。", 2, 1),
        ("到2023年,示范学校达到100所。示范社区达到100个。", 2, 1),
        ("到2023年,污水处理率达到100%。垃圾处理率达到100%。", 2, 1),
    ],
)
def test_a_target_that_is_said_twice_is_one_with_two_places(text, targets, places):
    table = target_series(policylab.extract_targets(text, period_end=2023))
    assert (len(table), max(table["places"])) == (targets, places)
    assert table["statements"].str.split("; ").map(len).tolist() == table["places"].tolist()


def test_a_pace_is_what_a_plan_adds_in_a_year():
    """From 20 in 2020 to 50 in 2025 are 6 a year; from 50 in 2025 to 90 in 2030 are 8."""
    text = "{}年,互联网医院达到{}家。到{}年,互联网医院达到{}家。"
    ledger = rows(
        plan=["p0", "p0", "p1", "p1"], kind=["baseline", "target"] * 2, indicator=["互联网医院"] * 4, value=[20, 50, 50, 90],
        year=[2020, 2025, 2025, 2030], sentence=text,
    )  # fmt: skip
    plans = pd.DataFrame({"plan": ["p0", "p1"], "issuer": CITY, "issued": ["2021-03-01", "2026-03-01"]})
    table = target_lineage(ledger, plans)
    assert table[["question", "change"]].values.tolist() == [["revision", "faster"], ["answer", "reached"]]
    row = table.iloc[0]
    assert (row["basis"], row["from_pace"], row["to_pace"]) == ("pace", 6, 8)
    assert row["reason"] == "2025, then 2030: = 50, then = 90; in a year 6, then 8"


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("高新技术企业达到500家", "高新技术企业目标仍为500家", "kept"), ("森林覆盖率达到30%", "森林覆盖率目标保持30%不变", "kept"),
        ("粮食产量达到500万吨", "粮食产量目标值为510万吨", "raised"),
    ],
)  # fmt: skip
def test_that_a_number_is_an_aim_is_no_part_of_the_name(old, new, change):
    ledger, plans = study(f"到2025年,{old}。", f"到2025年,{new}。", periods=[(2021, 2025), (2023, 2027)])
    assert target_lineage(ledger, plans)["change"].tolist() == [change]
    assert policylab.extract_targets("新增减排目标3项。")["indicator"].item().endswith("目标")


@pytest.mark.parametrize(
    ("values", "change"),
    [
        ([60, 45, 44, 38], "slower"), ([60, 55, 54, 38], "faster"), ([60, 45, 45, 30], "same pace"),  # in a year 3, then 1.2 and so on
        ([30, 40, 42, 41], "continued"),  # up, then down
    ],
)  # fmt: skip
def test_what_falls_faster_has_the_larger_step_down(values, change):
    ledger = rows(
        plan=["p0", "p0", "p1", "p1"], kind=["baseline", "target"] * 2, indicator=["PM2.5年均浓度"] * 4, value=values,
        year=[2015, 2020, 2020, 2025], unit=["微克/立方米"] * 4,
    )  # fmt: skip
    plans = pd.DataFrame({"plan": ["p0", "p1"], "issuer": CITY, "issued": ["2016-03-01", "2021-03-01"]})
    links = target_lineage(ledger, plans)
    assert links.loc[links["question"].eq("revision"), "change"].tolist() == [change]


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("新建建筑中绿色建筑占比达到50%", "新建建筑中绿色建筑占比达到70%", "continued"), ("新建数据中心PUE不高于1.5", "新建数据中心PUE不高于1.3", "continued"),
        ("新增劳动力平均受教育年限达到13年", "新增劳动力平均受教育年限达到13.8年", "continued"), ("新增光伏装机容量50万千瓦", "新增光伏装机容量80万千瓦", "raised"),
        ("城镇新增就业50万人", "城镇新增就业45万人", "lowered"),
    ],
)  # fmt: skip
def test_a_rate_of_what_is_new_does_not_come_anew_each_year(old, new, change):
    ledger, plans = study(f"到2020年,{old}。", f"到2025年,{new}。", periods=[(2016, 2020), (2021, 2025)])
    assert target_lineage(ledger, plans)["change"].tolist() == [change]


def test_a_pace_from_a_bound_is_not_known():
    """From over 20 in 2020 to 50 in 2025 are less than 6 a year, and nobody knows how much less."""
    ledger = rows(
        plan=["p0", "p0", "p1", "p1"], kind=["baseline", "target"] * 2, indicator=["互联网医院"] * 4, value=[20, 50, 60, 90],
        year=[2020, 2025, 2024, 2030], comparator=["gt", "eq", "eq", "eq"],
    )  # fmt: skip
    plans = pd.DataFrame({"plan": ["p0", "p1"], "issuer": CITY, "issued": ["2021-03-01", "2025-03-01"]})
    row = target_lineage(ledger, plans).iloc[0]
    assert (row["change"], row["reason"]) == ("continued", "2025, then 2030: = 50, then = 90; the paces are not known")


def test_what_comes_anew_is_compared_by_year():
    """新增5000 in five years and 4000 in two: 1000 and 2000 a year."""
    plans = pd.DataFrame(
        {
            "plan": ["p0", "p1"],
            "issuer": CITY,
            "issued": ["2016-03-01", "2021-03-01"],
            "period_start": [2016, 2021],
            "period_end": [2020, 2022],
        }
    )
    table = two({"value": 5000, "year": 2020}, {"value": 4000, "year": 2022}, indicator="新增公共充电桩", plans=plans)
    assert table[["change", "from_pace", "to_pace"]].values.tolist() == [["raised", 1000, 2000]]


# what must not matter


def thirty_statements():
    texts = [
        "2015年,5G基站2万个,城镇新增就业3万人。到2020年,5G基站达到5万个,城镇登记失业率控制在4%以内,建成互联网医院30家。",
        "2020年,5G基站5.2万个,城镇登记失业率3.8%,互联网医院25家。到2025年,5G基站达到7万个,城镇登记失业率控制在4%以内,建成互联网医院30家。",
        "2025年,5G基站6.8万个。到2030年,5G基站达到9万个,建成互联网医院60家。",
    ]
    return study(*texts)


def verdicts(ledger, plans):
    table = target_lineage(ledger, plans)
    names = [
        "question",
        "change",
        "basis",
        "from_indicator",
        "from_value",
        "from_year",
        "to_indicator",
        "to_value",
        "to_year",
        "unit",
        "reason",
    ]
    return sorted(map(repr, table[names].astype(object).where(table[names].notna(), None).values.tolist()))


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_catalogue_and_ledger_changes_no_verdict(seed):
    ledger, plans = thirty_statements()
    expected = verdicts(ledger, plans)
    assert len(expected) >= 6
    shuffled = ledger.sample(frac=1, random_state=seed), plans.sample(frac=1, random_state=seed)
    assert verdicts(*shuffled) == expected


def test_names_that_hang_together_have_the_smallest_as_their_key():
    pairs = [(("c",), ("b",)), (("e",), ("e",)), (("d",), ("c",)), (("g",), ("f",)), (("b",), ("a",))]
    assert _smallest(pairs) == {(key,): ("a",) for key in "abcd"} | {("e",): ("e",), ("f",): ("f",), ("g",): ("f",)}
    assert _smallest([]) == {}


def test_bare_names_of_plans_with_one_text_are_counted_by_the_ids_of_the_plans():
    ledger, plans = study(*["面积达到5万平方米。"] * 9, periods=[(2016, 2020)] * 9, days=False)
    series = target_series(ledger, plans)
    assert series[["series", "plan"]].values.tolist() == [[f"S00{n + 1}", f"p{n}"] for n in range(9)]


@pytest.mark.parametrize("seed", range(5))
def test_other_ids_change_no_verdict(seed):
    ledger, plans = thirty_statements()
    names = [f"x{number}" for number in random.Random(seed).sample(range(100), 3)]
    new = dict(zip(plans["plan"], names, strict=True))
    renamed = ledger.assign(
        plan=ledger["plan"].map(new),
        statement=[new[s.split("/")[0]] + "/" + s.split("/")[1] for s in ledger["statement"]],
    )
    assert verdicts(renamed, plans.assign(plan=plans["plan"].map(new))) == verdicts(ledger, plans)


@pytest.mark.parametrize("day", ["2010-01-01", "2018-01-01", None])
def test_a_plan_of_another_issuer_changes_no_verdict(day):
    ledger, plans = thirty_statements()
    text = "2020年,5G基站9万个,互联网医院99家。到2020年,5G基站达到8万个,建成互联网医院10家。到2025年,城镇登记失业率控制在9%以内。"
    other = policylab.extract_targets(text, period_end=2025, plan="other")
    more = pd.DataFrame({"plan": ["other"], "issuer": ["乙市人民政府"], "issued": [day]})
    assert verdicts(pd.concat([ledger, other]), pd.concat([plans, more])) == verdicts(ledger, plans)


def test_twenty_plans_of_one_year_reach_and_raise_nothing():
    text = "{0}年,地区生产总值{1}亿元,互联网医院{2}家。{3}年,地区生产总值增长{4}%左右,互联网医院达到{5}家,城镇新增就业{6}万人。"
    texts = [text.format(2022, 900 + n, 20 + n, 2023, 5 + n % 3, 30 + n % 4, 50 + n) for n in range(20)]
    periods, issuers = [(2023, 2023)] * 20, [f"{name}省人民政府" for name in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"]
    for given in ({"issuers": issuers}, {"issuers": issuers, "days": False}, {"issuers": [None] * 20}):
        ledger, plans = study(*texts, periods=periods, **given)
        assert set(target_lineage(ledger, plans)["change"]) <= {"stated differently", "stated alike"}
    assert target_lineage(*study(*texts, periods=periods, issuers=issuers)).empty
    assert set(target_lineage(ledger)["change"]) <= {"stated differently", "stated alike"}


@pytest.mark.parametrize("day", [None, "2023-03-01"])
def test_twenty_plans_of_one_city_and_one_year_answer_nothing(day):
    """What is told of a year in one of them may have been known when another set its target for that year."""
    goal, told = "到2022年,互联网医院达到{}家。", "2022年,全市互联网医院已达{}家,比上年增加2家。"
    texts = [(goal if n % 2 else told).format(20 + n) for n in range(20)]
    ledger, plans = study(*texts, periods=[(2022, 2025)] * 20)
    table = target_lineage(ledger, plans.assign(issued=day))
    assert {"cannot be said"} <= set(table["change"]) <= {"cannot be said", "stated differently", "stated alike"}


# tables and errors


def test_what_rests_on_a_disputed_row_is_not_decided_and_other_doubts_are_carried_on():
    table = two({"value": 5, "doubt": "kind by default"}, {"value": 7, "doubt": None})
    assert table[["change", "doubt"]].values.tolist() == [["raised", "kind by default"]]
    table = two({"value": 5, "doubt": "second opinion differs"}, {"value": 7, "doubt": None})
    assert table[["change", "doubt"]].values.tolist() == [["cannot be said", "second opinion differs"]]
    assert table["reason"].item() == "both for 2025: = 5, then = 7; in doubt: second opinion differs"
    table = two({**GOAL, "value": 5, "doubt": None}, {**TOLD, "value": 7, "doubt": "second opinion differs"})
    assert table["change"].tolist() == ["cannot be said"]
    said_twice = rows(indicator=["互联网医院"] * 2, value=[30, 30], doubt=["kind by default", None])
    assert target_series(said_twice)[["places", "doubt"]].values.tolist() == [[2, None]]


def test_an_empty_ledger_is_an_empty_table():
    empty = policylab.extract_targets("")
    assert list(target_lineage(empty).columns) == list(COLUMNS)
    assert target_series(empty).empty and compare_targets(empty).empty


def test_plans_without_period_year_or_dates_are_no_error():
    ledger = policylab.extract_targets("建成学校10所。新增床位500张。", plan="a")
    more = policylab.extract_targets("建成学校20所。", plan="b")
    both = pd.concat([ledger, more])
    for plans in (
        None,
        pd.DataFrame({"plan": ["a"]}),
        pd.DataFrame({"plan": ["a", "b"], "period_start": [None, 2021]}),
    ):
        assert target_series(both, plans)["year"].isna().all()
        assert set(target_lineage(both, plans)["change"]) <= {"stated differently"}


def test_a_table_of_another_kind_is_an_error():
    with pytest.raises(PolicylabError, match="`ledger` lacks the columns kind, indicator"):
        target_lineage(pd.DataFrame({"statement": [], "plan": []}))
    with pytest.raises(PolicylabError, match="a Corpus, a list of plans, or a table of plans"):
        target_lineage(policylab.extract_targets(""), 5)


def test_the_study_says_what_can_be_said(corpus):
    ledger = policylab.extract_targets(corpus)
    table = target_lineage(ledger, corpus)
    pairs = set(zip(table["from_plan"], table["to_plan"], table["change"], strict=True))
    assert ("digital-economy-2019", "new-infrastructure-2021", "raised") in pairs
    unknown = table[
        table["from_plan"].isin(["new-infrastructure-2021", "smart-city-2021"])
        & table["to_plan"].isin(["new-infrastructure-2021", "smart-city-2021"])
    ]
    assert len(unknown) and set(unknown["change"]) <= {"stated differently", "stated alike"}
    assert target_series(ledger, corpus)["places"].gt(1).sum() == 5


def test_dates_may_come_as_plans():
    ledger, _ = study("到2025年,5G基站达到5万个。", "到2025年,5G基站达到7万个。")
    plans = [
        PlanDates("p0", issuer=CITY, issued=datetime.date(2021, 1, 1)), PlanDates("p1", issuer=CITY, issued=datetime.date(2023, 1, 1)),
    ]  # fmt: skip
    assert target_lineage(ledger, plans)["change"].tolist() == ["raised"]


def reports(texts):
    """Yearly reports of one city, of the years in their ids, each issued in February."""
    return policylab.Corpus.from_texts(
        texts,
        variables={
            id: {"issuer": "某市人民政府", "issued": f"20{id[1:]}-02-05", "period_start": int("20" + id[1:]), "period_end": int("20" + id[1:])}
            for id in texts
        },
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "change"),
    [
        ("地区生产总值达到296亿元。", "地区生产总值达到309亿元。", "slower"),  # 22 in a year, then 21
        ("地区生产总值达到290亿元。", "地区生产总值达到320亿元。", "faster"),
        ("地区生产总值达到296亿元。", "地区生产总值达到310亿元。", "same pace"),
        ("地区生产总值增长8%。", "地区生产总值增长7.5%。", "lowered"),
        ("城镇新增就业5300人。", "城镇新增就业5700人。", "raised"),
    ],
)
def test_a_level_of_a_later_year_is_compared_by_its_pace_and_called_so(first, second, change):
    told = {"r15": "一、2014年工作回顾\n地区生产总值完成274亿元。\n二、2015年工作安排\n", "r16": "一、2015年工作回顾\n地区生产总值完成288亿元。\n二、2016年工作安排\n"}
    corpus = reports({"r15": told["r15"] + first, "r16": told["r16"] + second})
    links = policylab.target_lineage(policylab.extract_targets(corpus), corpus)
    assert links.loc[links["question"].eq("revision"), "change"].tolist() == [change]


def test_growth_that_is_reckoned_otherwise_answers_nothing():
    corpus = reports(
        {"r16": "二、2016年工作安排\n公共财政预算收入增长5%。", "r17": "一、2016年工作回顾\n公共财政预算收入完成17亿元,按可比口径增长13%。"}
    )
    links = policylab.target_lineage(policylab.extract_targets(corpus), corpus)
    assert links.loc[links["question"].eq("answer"), "change"].tolist() == ["cannot be said"]


@pytest.mark.parametrize(
    ("ledger", "plans", "said"),
    [
        (None, None, "`ledger` must be a DataFrame, got None. Make it with `policylab.extract_targets`."),
        (policylab.Corpus.from_texts({"a": "甲"}), None, "`ledger` must be a DataFrame, got <Corpus of 1 plan: a>."),
        (policylab.extract_targets("建成渔港8座。", plan="b"), policylab.Corpus.from_texts({"a": "甲"}), "There is no plan 'b'."),
    ],
)
def test_a_ledger_that_is_none_or_of_another_corpus_is_refused(ledger, plans, said):
    with pytest.raises(PolicylabError) as error:
        target_lineage(ledger, plans)
    assert said in str(error.value)
