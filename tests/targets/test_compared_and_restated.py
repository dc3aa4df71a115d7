"""Places ranked by the same indicator for the same year, and the numbers of a plan in a text that restates it."""

from decimal import Decimal

import pandas as pd
import pytest

import policylab
from policylab.errors import PolicylabError
from policylab.targets import compare_targets, restated_targets

PLANS = pd.DataFrame({"plan": list("abcd"), "issuer": [f"{place}省人民政府" for place in "甲乙丙"] + ["甲省发展改革委"]})


def ledger(*rows):
    """A ledger of rows (plan, indicator, value, unit), all targets for 2025 unless a fifth and sixth cell say otherwise."""
    rows = [(*row, *("target", 2025)[len(row) - 4 :]) for row in rows]
    table = pd.DataFrame(rows, columns=["plan", "indicator", "value", "unit", "kind", "year"])
    table["value"] = [Decimal(value) for value in table["value"]]
    table["year"] = pd.array(table["year"], dtype="Int64")
    return table.assign(statement=[f"{row.plan}/t{number}" for number, row in enumerate(table.itertuples(), 1)], comparator="eq", value_high=None, measure="level")


def compared(*rows, **options):
    table = compare_targets(ledger(*rows), PLANS, **options)
    return table[["series", "indicator", "rank", "of", "place", "value", "unit"]].astype(object).values.tolist()


def test_places_are_ranked_in_one_unit_and_equal_values_share_a_rank():
    rows = compared(("a", "粮食产量", "5000000", "吨"), ("b", "粮食总产量", "12000000000", "斤"), ("c", "粮食产量", "5000000", "吨"))
    assert rows == [
        ["C001", "粮食产量", 1, 3, "乙省", Decimal(6000000), "吨"], ["C001", "粮食产量", 2, 3, "丙省", Decimal(5000000), "吨"], ["C001", "粮食产量", 2, 3, "甲省", Decimal(5000000), "吨"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        [("a", "5G基站", "5", "个"), ("b", "5G基站", "7", "个", "target", 2030)],  # another year
        [("a", "5G基站", "5", "个"), ("b", "5G基站", "7", "个", "baseline")],  # no aim
        [("a", "5G基站", "5", "个"), ("b", "新增5G基站", "7", "个")],  # what comes anew
        [("a", "5G基站", "5", "个"), ("d", "5G基站", "7", "个")],  # two plans of one place that say otherwise
        [("a", "项目", "5", "个"), ("b", "项目", "7", "个")],  # a name that does not say what
        [("a", "5G基站", "5", "个"), ("b", "5G基站", "7", "%")],
    ],
)
def test_what_is_not_the_same_is_not_compared(rows):
    assert compared(*rows) == []


def test_two_plans_of_one_place_that_agree_are_one_place():
    assert [row[2:5] for row in compared(("a", "5G基站", "5", "个"), ("d", "5G基站", "5", "个"), ("b", "5G基站", "7", "个"))] == [[1, 2, "乙省"], [2, 2, "甲省"]]


def test_kinds_are_ranked_each_by_itself_and_a_year_may_be_chosen():
    rows = [("a", "5G基站", "5", "个"), ("b", "5G基站", "7", "个"), ("a", "5G基站", "3", "个", "baseline", 2020), ("b", "5G基站", "2", "个", "baseline", 2020)]
    assert [row[4] for row in compared(*rows)] == ["乙省", "甲省"]
    assert [row[4] for row in compared(*rows, kinds=("target", "baseline"))] == ["甲省", "乙省", "乙省", "甲省"]
    assert [row[4] for row in compared(*rows, kinds=("target", "baseline"), year=2020)] == ["甲省", "乙省"]


def test_without_issuers_no_place_is_known():
    assert compare_targets(ledger(("a", "5G基站", "5", "个"), ("b", "5G基站", "7", "个"))).empty


def restated(plan, other):
    table = restated_targets(ledger(*plan), ledger(*other))
    return table[["indicator", "found", "statement", "plan_indicator"]].values.tolist()


@pytest.mark.parametrize(
    ("plan", "other", "found"),
    [
        (("a", "互联网医院", "30", "家"), ("b", "互联网医院", "30", "家"), True), (("a", "互联网医院", "30", "家"), ("b", "互联网医院数量", "30", "家"), True), (("a", "新增互联网医院", "30", "家"), ("b", "互联网医院", "30", "家"), True),
        (("a", "新增工业互联网平台", "30", "家"), ("b", "工业互联网平台", "30", "家"), True),
        (("a", "互联网医院", "30", "家"), ("b", "互联网医院", "40", "家"), False), (("a", "互联网医院", "30", "家"), ("b", "互联网医院", "30", "个"), False), (("a", "互联网医院", "30", "家"), ("b", "海洋牧场", "30", "家"), False),
        (("a", "互联网医院", "30", "家", "coverage"), ("b", "互联网医院", "30", "家"), True), (("a", "互联网医院", "30", "家", "instrument"), ("b", "互联网医院", "30", "家"), False),
    ],
)  # fmt: skip
def test_a_restated_target_has_the_same_value_and_unit_and_an_alike_name(plan, other, found):
    assert restated([plan], [other]) == [[other[1], found, "a/t1" if found else None, plan[1] if found else None]]


def test_of_equal_numbers_the_one_most_alike_is_taken():
    plan = [("a", "智慧社区试点", "5", "个"), ("a", "数字乡村试点", "5", "个")]
    assert restated(plan, [("b", "数字乡村试点", "5", "个")]) == [["数字乡村试点", True, "a/t2", "数字乡村试点"]]
    assert restated(plan, [("b", "数字乡村试点", "5", "个", "baseline")]) == []


def test_a_table_of_another_kind_is_refused():
    with pytest.raises(PolicylabError, match=r"`restated`.*value_high"):
        restated_targets(ledger(("a", "甲", "5", "个")), pd.DataFrame({"indicator": ["甲"]}))


def test_every_target_that_the_official_interpretation_restates_is_in_the_ledger(corpus):
    told = policylab.extract_targets(corpus["gazette-2022-01/interpretation"].text, period_end=2025)
    table = restated_targets(policylab.extract_targets(corpus["smart-city-2021"]), told)
    assert {"5G基站", "示范应用场景", "智慧教育示范区", "数字乡村试点", "智慧社区试点", "互联网医院"} <= set(table["indicator"])
    assert table["found"].all(), table.loc[~table["found"], ["indicator", "value", "unit"]]
    assert (table["indicator"] == table["plan_indicator"]).all()
