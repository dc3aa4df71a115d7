"""Identity and paths: which names are one, what is measured, and what the statements of a ledger become before they are linked."""

from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest

from policylab.corpus import PlanDates
from policylab.targets._indicator_identity import (
    Measured,
    adds_up,
    dimension_of,
    drawn_otherwise,
    less_is_better,
    measured_as,
    name_of,
    reckoned_by,
    reckoned_otherwise,
    wording_of,
)
from policylab.targets._series import drawn, order_of, plain, read_stated, series_id, series_names, series_units


@pytest.mark.parametrize(
    ("one", "other", "dimension"),
    [
        ("全市新增5G基站数量", "新增5G基站", "count:个"), ("公路总里程", "公路里程", "length"), ("到2025年森林覆盖率", "森林覆盖率", "ratio"), ("甲市常住人口", "常住人口", "people"),
        ("数字化车间、智能工厂", "智能工厂和数字化车间", "count:个"), ("“十四五”期间新增学位", "新增学位", "count:个"), ("年供水能力", "供水能力", "volume"), ("“双创”基地", "双创基地", "count:个"),
        ("粮食总产量", "粮食产量", "mass"), ("用水总量", "总用水量", "volume"), ("用水总量", "用水量", "volume"), ("能源消费总量", "能源消费量", "energy"), ("渔业总产值", "渔业产值", "money"), ("氨氮排放总量", "氨氮排放量", "mass"),
    ],
)  # fmt: skip
def test_what_adds_nothing_is_no_part_of_a_name(one, other, dimension):
    assert name_of(one, dimension, "甲市") == name_of(other, dimension, "甲市")


def test_what_only_sounds_like_a_total_is_another_thing():
    assert name_of("地区生产总值").core == "生产总值" and name_of("财政总收入") != name_of("财政收入") and name_of("总库容") != name_of("库容")


@pytest.mark.parametrize(
    ("indicator", "core", "scope", "members"),
    [
        ("农村居民人均可支配收入", "居民可支配收入", {"农村", "人均"}, set()), ("规模以上工业增加值", "工业增加值", {"规模以上"}, set()), ("累计建成充电桩", "充电桩", {"累计"}, set()),
        ("每万人发明专利拥有量", "发明专利拥有量", {"每万人"}, set()), ("物联网、云计算等信息产业产值", "信息产业产值", set(), {"物联网", "云计算"}),
    ],
)  # fmt: skip
def test_what_qualifies_or_lists_stands_beside_the_core(indicator, core, scope, members):
    name = name_of(indicator)
    assert (name.core, name.scope, name.members) == (core, scope, members)


@pytest.mark.parametrize(("indicator", "bare"), [("项目", True), ("投资", True), ("新增项目", True), ("企业", True), ("水利投资", False), ("5G基站", False), ("农村企业", False)])
def test_a_name_that_does_not_say_what_is_counted_is_bare(indicator, bare):
    assert name_of(indicator, "count:个").bare is bare


@pytest.mark.parametrize(
    ("measure", "dimension", "name", "base", "yearly", "measured"),
    [
        ("level", "ratio", "森林覆盖率", None, False, Measured("level", "ratio")), ("level", "count:", "新增5G基站", None, False, Measured("added", "count:")), ("increase", "count:", "5G基站", 2020, False, Measured("added", "count:", 2020)),
        ("increase", "count:", "新增5G基站", 2020, False, Measured("added", "count:")), ("decrease", "mass", "排放量", None, False, Measured("decrease", "mass")),
        # against the year before: the growth of that year, in a report of one year also where it is not named
        ("increase", "ratio", "产值", 2024, False, Measured("growth", "ratio")), ("increase", "ratio", "产值", None, True, Measured("growth", "ratio")), ("decrease", "ratio", "能耗", None, True, Measured("shrinkage", "ratio")),
        ("increase", "ratio", "产值", 2023, True, Measured("increase", "ratio", 2023)), ("decrease", "ratio", "能耗", 2020, False, Measured("decrease", "ratio", 2020)), ("annual_growth", "ratio", "产值", None, False, Measured("annual_growth", "ratio")),
    ],
)  # fmt: skip
def test_level_growth_and_what_comes_anew(measure, dimension, name, base, yearly, measured):
    assert measured_as(measure, dimension, name_of(name), base, yearly, 2025) == measured


def test_units_have_dimensions_and_some_dimensions_add_up():
    assert [dimension_of(unit)[:2] for unit in ("家", "平方公里", "亩", "%", "个百分点", "元/人", "没有")] == [
        ("count:", 1), ("area", 1000000), ("area", Fraction(2000, 3)), ("ratio", 1), ("percentage_point", 1), ("money/people", 1), ("没有", 1),
    ]  # fmt: skip
    assert [adds_up(dimension) for dimension in ("count:", "money", "people", "length", "ratio", "speed", "age")] == [True] * 4 + [False] * 3


@pytest.mark.parametrize(
    ("one", "other", "dimension", "apart"),
    [
        ("制造业企业设备联网率", "企业设备联网率", "ratio", "制造业"), ("规模以上工业企业研发强度", "工业企业研发强度", "ratio", None), ("农村污水处理率", "污水处理率", "ratio", None), ("甲区垃圾分类覆盖率", "垃圾分类覆盖率", "ratio", None),
        ("制造业数字化车间", "数字化车间", "count:个", None), ("全社会固定资产投资", "固定资产投资", "money", "全社会"), ("常住人口城镇化率", "户籍人口城镇化率", "ratio", None), ("森林覆盖率", "林木覆盖率", "ratio", None),
        *((f"{part}企业设备联网率", "企业设备联网率", "ratio", None) for part in ("农村", "中心城区", "甲县", "出口", "初中")),
    ],
)  # fmt: skip
def test_what_is_drawn_otherwise_and_what_is_another_thing(one, other, dimension, apart):
    said = drawn_otherwise(name_of(one, dimension), name_of(other, dimension), dimension)
    assert said == (apart and f"{apart} stands in one only") and said == drawn_otherwise(name_of(other, dimension), name_of(one, dimension), dimension)


def test_an_enumeration_that_differs_draws_a_thing_otherwise():
    one, other, third = (name_of(f"{listed}等新一代信息技术产业", "money") for listed in ("物联网、云计算", "人工智能、云计算", "大数据、区块链"))
    assert drawn_otherwise(one, other, "money") == "the enumeration differs" and drawn_otherwise(one, third, "money") is None


@pytest.mark.parametrize(
    ("sentence", "indicator", "figure", "basis"),
    [
        ("财政收入按可比口径增长7.5%。", "财政收入", "", ["可比口径"]), ("财政收入完成17亿元,按可比口径增长13%。", "财政收入", "13", ["可比口径"]), ("居民收入实际增长6%,生产总值实际增长7%。", "生产总值", "", []),
        ("财政收入增长7.5%。", "财政收入", "", []), ("财政收入增长7.5%。", "税收", "", []),
    ],
)  # fmt: skip
def test_how_a_number_is_reckoned(sentence, indicator, figure, basis):
    assert sorted(reckoned_by(sentence, indicator, figure)) == basis


def test_a_thing_reckoned_in_two_ways_is_no_other_thing():
    assert reckoned_otherwise(name_of("全社会固定资产投资"), name_of("固定资产投资"))
    assert not reckoned_otherwise(name_of("农村固定资产投资"), name_of("固定资产投资"))


@pytest.mark.parametrize(
    ("sentence", "indicator", "unit", "dimension", "verb", "stage", "describes", "part"),
    [
        ("到2025年,培育示范区4个。", "示范区", "个", "count:个", "培育", "grown", False, False), ("推进700万吨露天矿。", "露天矿", "吨", "mass", "推进", "begun", True, False),
        ("甲镇、乙镇建成大棚700亩。", "大棚", "亩", "area", "建成", "done", False, True), ("确保商场6万平方米主力店营业。", "商场主力店", "平方米", "area", None, None, True, False), ("大棚700亩。", "大棚", "亩", "area", None, None, False, False),
    ],
)  # fmt: skip
def test_how_a_thing_is_brought_about(sentence, indicator, unit, dimension, verb, stage, describes, part):
    said = wording_of(sentence, indicator, unit, dimension)
    assert (said.verb, said.stage, said.describes, said.part) == (verb, stage, describes, part)


@pytest.mark.parametrize(
    ("indicator", "measure", "less"), [("城镇调查失业率", "level", True), ("单位能耗", "level", True), ("单位能耗", "decrease", False), ("财政收入", "rank", True), ("森林覆盖率", "level", False), ("PM2.5浓度", "level", True)]
)
def test_of_some_less_is_better(indicator, measure, less):
    assert less_is_better(indicator, measure) is less


def ledger(*rows):
    """A ledger of rows (plan, kind, indicator, value, unit, measure, year), each from its own sentence."""
    table = pd.DataFrame(rows, columns=["plan", "kind", "indicator", "value", "unit", "measure", "year"])
    table["value"] = [Decimal(value) for value in table["value"]]
    table["statement"] = [f"{plan}/t{number}" for number, plan in enumerate(table["plan"], start=1)]
    table["year"] = pd.array(table["year"], dtype="Int64")
    return table.assign(comparator="eq", year_from="sentence", sentence="")


def test_statements_of_a_ledger_are_joined_numbered_and_in_canonical_units():
    stated = read_stated(ledger(
        ("a", "target", "粮食产量", "5000000", "吨", "level", 2025), ("a", "target", "粮食总产量", "5000000", "吨", "level", 2025), ("b", "baseline", "粮食产量", "12000000000", "斤", "level", 2025),
        ("b", "target", "粮食产量", "7", "%", "increase", 2026), ("b", "structure", "工程", "5", "个", "level", None),
    ))  # fmt: skip
    assert [(item.plan.id, item.series, item.amount, item.statements) for item in stated] == [
        ("b", 1, 6000000, ("b/t3",)), ("a", 1, 5000000, ("a/t1", "a/t2")), ("b", 2, 7, ("b/t4",)),
    ]  # fmt: skip
    assert series_units(stated) == {1: ("吨", 1), 2: ("%", 1)} and series_names(stated) == {1: "粮食产量", 2: "粮食产量"}
    assert [item.ambiguous for item in stated] == [False, False, False]


def test_two_values_under_one_name_for_one_year_are_ambiguous():
    stated = read_stated(ledger(("a", "target", "远洋渔港", "5", "座", "level", 2025), ("a", "target", "远洋渔港", "7", "座", "level", 2025), ("a", "target", "自来水厂", "7", "座", "level", 2025)))
    assert [(item.indicator, item.ambiguous) for item in stated] == [("自来水厂", False), ("远洋渔港", True), ("远洋渔港", True)]


def test_units_of_one_size_keep_their_name_and_others_take_the_canonical_one():
    same = read_stated(ledger(("a", "target", "公路里程", "3", "公里", "level", 2025), ("b", "target", "公路里程", "4", "千米", "level", 2030)))
    assert list(series_units(same).values()) == [("公里", same[0].factor)]
    mixed = read_stated(ledger(("a", "target", "造林面积", "3", "亩", "level", 2025), ("b", "target", "造林面积", "4", "公顷", "level", 2030)))
    assert list(series_units(mixed).values()) == [("平方米", 1)] and [item.amount for item in mixed] == [2000, 40000]


def test_two_plans_of_one_place_draw_a_rate_otherwise_and_have_an_order():
    plans = pd.DataFrame({"plan": ["a", "b", "c"], "issuer": ["甲市人民政府", "甲市人民政府", "乙市人民政府"], "issued": ["2021-03-01", "2026-03-01", "2026-03-01"], "period_start": [2021, 2026, 2026], "period_end": [2025, 2030, 2030]})
    one, two, other = sorted(read_stated(ledger(
        ("a", "target", "制造业企业设备联网率", "40", "%", "level", 2025), ("b", "target", "企业设备联网率", "60", "%", "level", 2030), ("c", "target", "企业设备联网率", "50", "%", "level", 2030),
    ), plans), key=lambda item: item.plan.id)  # fmt: skip
    assert drawn(one, two) == "制造业 stands in one only" and one.family == two.family and one.series != two.series
    assert order_of(one, two) == -order_of(two, one) != 0 and order_of(one, other) is None
    assert order_of(*read_stated(ledger(("a", "target", "远洋渔港", "5", "座", "level", 2025), ("b", "target", "自来水厂", "5", "座", "level", 2025)))) == 0
    assert isinstance(one.plan, PlanDates) and one.place == "甲市"


def test_numbers_and_ids_are_written_plainly():
    assert [str(plain(value)) for value in (Fraction(1, 3), Fraction(1200), Fraction(5, 2), Fraction(10**20))] == ["0.3333333333", "1200", "2.5", "1" + "0" * 20]
    assert series_id(7) == "S007"
