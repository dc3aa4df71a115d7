from decimal import Decimal
from fractions import Fraction

import pytest

import policylab
from policylab.numbers import convert, find_unit, read_quantities, same_dimension
from policylab.numbers._units import scaled_unit, unit_at
from policylab.resources import load_toml


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("个百分点以上", "个百分点"), ("千瓦时,", "千瓦时"), ("千瓦以上", "千瓦"), ("平方公里。", "平方公里"),
        ("吨标准煤以内", "吨标准煤"), ("人次", "人次"), ("人/平方公里", "人/平方公里"), ("件/万人", "件/万人"),
        ("微克/立方米", "微克/立方米"), ("克标准煤/千瓦时以下", "克标准煤/千瓦时"), ("元/人·月", "元/人·月"),
        ("个工作日内", "个工作日"), ("兆比特每秒(Mbps)", "兆比特每秒"), ("家具有竞争力的企业", "家"),
        ("个人工智能平台", "个"), ("Mbps以上", "Mbps"), ("标台以上", "标台"), ("标台/万人", "标台/万人"),
    ],
)  # fmt: skip
def test_the_longest_unit_is_found(text, written):
    _unit, end = unit_at(text, 0)
    assert text[:end] == written


@pytest.mark.parametrize(
    ("text", "canonical", "dimension"),
    [
        ("kW·h", "千瓦时", "energy"), ("kW.h以上", "千瓦时", "energy"), ("kW·h/t", "千瓦时/吨", "energy/mass"), ("g/(kW·h)", "吨/千瓦时", "mass/energy"),
        ("克/(千瓦·时),", "吨/千瓦时", "mass/energy"), ("gce/kWh", "吨标准煤/千瓦时", "coal_equivalent/energy"), ("mg/Nm³", "微克/立方米", "mass/volume"),
        ("mg/(m²·h)", "吨/平方米·天", "mass/area·time"), ("个pct", "个百分点", "percentage_point"),
    ],
)  # fmt: skip
def test_a_unit_of_several_is_read_as_a_whole(text, canonical, dimension):
    unit, end = unit_at(text, 0)
    assert (unit.canonical, unit.dimension, text[end:]) == (canonical, dimension, text[len(unit.written) :])


@pytest.mark.parametrize("text", ["kN·m", "m·K", "kW•h", "mg/(m²·K)", "t/pcs", "GW·d", "W/(m²·K)"])
def test_of_a_unit_that_cannot_be_read_as_a_whole_no_part_is_read(text):
    assert unit_at(text, 0) is None


@pytest.mark.parametrize("text", ["家庭农庄的", "个性化", "部门联动", "条件", "门户网站", "GDP", "Mbpsx", "位于", "所有企业"])
def test_a_unit_that_begins_another_word_is_none(text):
    assert unit_at(text, 0) is None


def test_the_ledger_writes_bandwidth_in_its_short_form():
    unit, _ = unit_at("兆比特每秒", 0)
    assert unit.name == "Mbps"


def test_units_are_compared_by_dimension():
    assert same_dimension("亩", "平方公里")
    assert same_dimension("Mbps", "Gbps")
    # μ is written as a Greek letter, as the sign micro, or as u
    assert all(same_dimension(name, "微克/立方米") for name in ("μg/m³", "µg/m³", "ug/m3", "µg/m3", "微克每立方米"))
    assert not same_dimension("%", "个百分点")
    assert not same_dimension("吨", "吨标准煤")
    assert same_dimension("没有的单位", "没有的单位")


def test_values_are_converted_exactly():
    assert convert(Decimal("1.5"), "Gbps") == 1500
    assert convert(Decimal(3), "万万") == 3
    assert convert(Decimal(2), "公里") == 2000


def test_every_factor_of_the_table_is_a_positive_number():
    for name, dimension in load_toml("units.toml")["dimension"].items():
        assert find_unit(dimension["canonical"]) is not None, name
        for unit, factor in dimension["units"].items():
            assert Fraction(factor) > 0, unit
        canonical = dimension["canonical"]
        assert dimension["units"].get(canonical, "1") == "1"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("微克/立方米", "μg/m³"), ("元/平方米", "元/㎡"), ("立方米/秒", "m³/s"), ("千克/公顷", "kg/hm²"), ("人/平方公里", "人/km²"),
        ("件/万人", "件/千人"), ("吨标准煤/万元", "千克标煤/元"), ("元/月", "元/年"), ("米每秒", "公里/小时"), ("㎡", "公顷"),
    ],
)  # fmt: skip
def test_rates_are_composed_of_their_parts(one, other):
    assert same_dimension(one, other)


@pytest.mark.parametrize(("one", "other"), [("微克/立方米", "微克/平方米"), ("元/平方米", "人/平方米"), ("件/万人", "人/万人"), ("元/月", "元")])
def test_rates_of_other_things_are_not_comparable(one, other):
    assert not same_dimension(one, other)


def test_rates_are_converted_by_their_parts():
    assert convert(Decimal(35), "μg/m³") == convert(Decimal(35), "微克/立方米") == 35
    assert convert(Decimal(1), "毫克/立方米") == 1000
    assert convert(Decimal(5), "件/千人") == 50
    assert convert(Decimal(10), "米/秒") == 36
    assert convert(Decimal(6000), "元/年") == 500


def test_time_and_area_are_exact():
    assert convert(Decimal(36), "小时") == Decimal("1.5")
    assert convert(Decimal(15), "亩") == 10_000


@pytest.mark.parametrize(
    ("word", "power", "name"),
    [("万千瓦", 4, "千瓦"), ("万千瓦时", 4, "千瓦时"), ("百千瓦", 2, "千瓦"), ("千万元", 7, "元"), ("千瓦", 0, "千瓦"), ("万立方米/日", 4, "立方米/日"), ("亿", 8, None)],
)
def test_the_word_of_a_table_is_a_magnitude_and_the_longest_unit(word, power, name):
    found, unit = scaled_unit(word)
    assert (found, unit and unit.name) == (power, name)


def test_a_rate_is_one_in_any_words_for_its_parts():
    assert len({(unit.dimension, unit.factor) for unit in map(find_unit, ("人/平方千米", "人/平方公里", "人/km2", "人/km²"))}) == 1


@pytest.mark.parametrize("text", ["G/0个0", "5元/0人", "3件/00个", "0台/0天", "2吨/0万元", "7次/0年,8次/0月"])
def test_nothing_is_counted_by_none_of_a_thing(text):
    assert all("/" not in found.unit.name for found in policylab.numbers.read_quantities(text))
    policylab.extract_targets(text)


@pytest.mark.parametrize(("text", "name"), [("5元/10人", "元/10人"), ("3件/万人", "件/万人"), ("2台/1天", "台/1天")])
def test_so_many_by_so_many(text, name):
    assert policylab.numbers.read_quantities(text)[0].unit.name == name


@pytest.mark.parametrize(
    ("text", "unit", "canonical"),
    [
        ("新增算力规模5000P。", "P", "PFLOPS"), ("新增智能算力1.2万P,", "P", "PFLOPS"), ("算力总规模30E以上。", "E", "PFLOPS"), ("碳排放强度45kgCO2/m2。", "kgCO2/m2", None), ("碳排放量控制在500万tCO₂以内。", "tCO₂", "吨二氧化碳当量"),
        ("每度电碳排放不超过500gCO2/kWh。", "gCO2/kWh", None), ("减排10万吨CO₂当量。", "吨CO₂当量", "吨二氧化碳当量"),
    ],
)  # fmt: skip
def test_computing_and_carbon_have_their_units(text, unit, canonical):
    (found,) = read_quantities(text)
    assert found.unit.written == unit and (canonical is None or found.unit.canonical == canonical)


@pytest.mark.parametrize("text", ["建设5000P智算中心。", "推广5G应用。", "发展4K电视。"])
def test_a_letter_before_a_noun_is_part_of_a_name(text):
    assert read_quantities(text) == []
