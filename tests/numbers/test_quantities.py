"""One quantity at a place: its numeral, its unit, its bounds, and where it cannot be read exactly."""

from decimal import Decimal

import pytest

from policylab.numbers import parse_number, read_quantities
from policylab.numbers._calendar import DATE, HAN_DATE
from policylab.numbers._quantities import is_cut, quantity_at, shares_at
from policylab.numbers._vocabulary import vocabulary
from policylab.resources._word_patterns import alternatives, listed, reversed_alternatives, starting


def read(text, start=0, **more):
    found = quantity_at(text, start, **more)
    return found and (text[found.start : found.end], str(found.value), None if found.high is None else str(found.high), found.unit.name, found.comparator)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("3.5万吨", "35000", "吨"), ("2.5万亿", "2500000000000", ""), ("1,200个", "1200", "个"), ("1 200个", "1200", "个"), ("百亿元", "10000000000", "元"), ("亿元", "100000000", "元"),
        # in pieces
        ("1亿5000万元", "150000000", "元"), ("2亿零300万", "203000000", ""), ("1万五千", "15000", ""), ("3万4000", "34000", ""), ("一万五", "15000", ""), ("十万八千", "108000", ""), ("四百零五", "405", ""),
        # halves, tenths, parts
        ("两米半", "2.5", "米"), ("一倍半", "1.5", "倍"), ("一个半小时", "1.5", "小时"), ("三成五", "3.5", "成"), ("六成半", "6.5", "成"), ("1小时30分", "90", "分钟"), ("2小时15分钟", "135", "分钟"), ("3年6个月", "42", "个月"), ("两年零三个月", "27", "个月"), ("2天12小时", "60", "小时"), ("3公里500米", "3500", "米"), ("1米8", "1.8", "米"), ("10^4吨", "10000", "吨"), ("1.2×10^8吨", "120000000", "吨"), ("零点五亿元", "50000000", "元"), ("零点零五毫克/升", "0.05", "毫克/升"), ("零点三", "0.3", ""), ("半年", "0.5", "年"), ("百分之五", "5", "%"), ("千分之三点五", "3.5", "‰"), ("3/4", "0.75", ""), ("翻番", "1", "番"),
        # units of rates
        ("12/10万", "12", "/10万"), ("200元/人·月", "200", "元/人·月"), ("5个百分点", "5", "个百分点"), ("0.5‰", "0.5", "‰"),
    ],
)  # fmt: skip
def test_a_number_is_written_in_many_ways(text, value, unit):
    assert read(text) == (text, value, None, unit, "eq")


@pytest.mark.parametrize(
    ("text", "value", "high", "unit", "comparator"),
    [
        ("3至5个", "3", "5", "个", "range"), ("3个至5个", "3", "5", "个", "range"), ("10万—20万吨", "100000", "200000", "吨", "range"), ("5%—8%", "5", "8", "%", "range"), ("百分之五到八", "5", "8", "%", "range"), ("百分之五至百分之八", "5", "8", "%", "range"), ("千分之三至五", "3", "5", "‰", "range"), ("十分之三至五", "0.3", "0.5", "", "range"), ("零点五至一个百分点", "0.5", "1", "个百分点", "range"),
        ("数百家", "200", "999", "家", "approx"), ("十几个", "11", "19", "个", "approx"), ("两三个", "2", "3", "个", "approx"), ("七八成", "7", "8", "成", "approx"),
        ("20余家", "20", None, "家", "approx"), ("20多个", "20", None, "个", "approx"), ("3个以上", "3", None, "个", "ge"), ("5%左右", "5", None, "%", "approx"), ("60周岁及以上", "60", None, "周岁", "ge"),
    ],
)  # fmt: skip
def test_a_number_may_have_two_ends_or_a_bound(text, value, high, unit, comparator):
    assert read(text) == (text, value, high, unit, comparator)


@pytest.mark.parametrize("text", ["百千", "亿万", "一二三", "不足", "-3.2%", "个"])
def test_what_begins_no_number_or_one_that_is_ill_formed(text):
    assert quantity_at(text, 0) is None


def test_a_sign_belongs_to_the_number_behind_it():
    assert read("-1.5%", 1, minus=True) == ("-1.5%", "-1.5", None, "%", "eq")


@pytest.mark.parametrize(
    ("text", "parts"),
    [("4.0:37.7:58.3", ["4.0", "37.7", "58.3"]), ("4:38:58", ["4", "38", "58"]), ("4∶38∶58", ["4", "38", "58"]), ("33.3:33.3:33.4", ["33.3", "33.3", "33.4"]), ("1:2:3", []), ("3:7", None), ("12:30", None)],
)
def test_parts_of_a_whole_come_to_a_hundred(text, parts):
    found = shares_at(text, 0)
    assert (found and [str(part.value) for part in found[0]]) == parts


@pytest.mark.parametrize(("numeral", "value"), [("3.5", "3.5"), ("一百二十", "120"), ("两千", "2000"), ("三点五", "3.5"), ("十", "10"), ("廿", "20"), ("百千", None)])
def test_a_numeral_alone(numeral, value):
    assert parse_number(numeral) == (value and Decimal(value))


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("总量控制在1.2×10⁸吨", "120000000", "吨"), ("存储容量达到10⁴TB", "10000", "TB"), ("浓度降至5×10⁻³毫克/升", "0.005", "毫克/升"), ("发电量3×10³亿千瓦时", "300000000000", "千瓦时"), ("新建绿地30m²", "30", "m²"),
    ],
)  # fmt: skip
def test_an_exponent_is_part_of_its_number(text, value, unit):
    [found] = read_quantities(text)
    assert (found.value, found.unit.name) == (Decimal(value), unit)
    assert text[found.start : found.end].endswith(unit)


@pytest.mark.parametrize(
    ("line", "following", "cut"),
    [
        ("新建128", "个社区", True), ("规模达到1.5", "亿元", True), ("面积达到20平方", "公里", True), ("提高2个百", "分点", True), ("消费3万吨标准", "煤", True), ("供水30亿立方", "米", True), ("增长", "14.2%", True), ("达到", "80%", True),
        ("一是", "建设", False), ("新建5个", "社区", False), ("包括", "3项", False), ("目录12", "总则", False), ("新建公园5个", "月季园3个", False), ("面积20平方", "总则", False), ("", "5个", False),
    ],
)  # fmt: skip
def test_where_the_end_of_a_line_cuts_a_number(line, following, cut):
    assert is_cut(line, following) is cut


@pytest.mark.parametrize(
    "text", ["2025年", "2025年12月31日", "2021—2025年", "2021-2025", "2025-03-01", "2025.3", "2025/3/1", "12月", "12月底", "8时", "8点30分", "3:30", "2o25年"]
)
def test_a_date_counts_nothing(text):
    assert DATE.fullmatch(text)


@pytest.mark.parametrize("text", ["5月龄", "2025个", "12:30:45", "3日"])
def test_what_is_no_date(text):
    assert not DATE.match(text)


def test_dates_in_chinese_digits():
    assert [bool(HAN_DATE.fullmatch(text)) for text in ("二〇二五年", "二零二五年", "三月份", "十二月底", "三年", "两月")] == [True, True, True, True, False, False]


def test_words_are_compiled_longest_first_and_forwards_or_backwards():
    # each character is looked at once: 到, then 达 or nothing
    assert alternatives("到 到达 达") == "(?:到(?:达|)|达)" and reversed_alternatives("有 达到", {"有": "国"}) == "(?:到达|有(?![国]))"
    assert starting("达到", "达到?|到").pattern == "(?=[到达])(?:达到?|到)"
    ends = listed("超过 过")
    assert (ends.length("产值超过", 4, 0), ends.length("产值超过", 4, 3), ends.length("产值", 2, 0), ends.length("超过", 0, 0)) == (2, 1, 0, 0)


def test_the_words_beside_a_number():
    words = vocabulary()
    assert words.before.match("产值不低于", 5, 0)["word"][::-1] == "不低于" and words.codes["不低于"] == "ge"
    assert words.changed.match("下降", 2, 0)["verb"][::-1] == "下降" and words.attained.length("产值达到", 4, 0) == 2 and words.timed.length("办理时限", 4, 0) == 2


@pytest.mark.parametrize(
    ("text", "ranks"),
    [
        ("产量从第8位升至第2位。", ["第8位", "第2位"]), ("产量由第8位上升到第2位。", ["第8位", "第2位"]), ("排名由第15名前移至第9名。", ["第15名", "第9名"]), ("实力由第12位大幅提升至第7位。", ["第12位", "第7位"]),
        ("甲、乙产量由第8位、第4位升至第2位、第1位。", ["第8位", "第4位", "第2位", "第1位"]), ("甲、乙产量从第8位、第4位双双跃居第1位。", ["第8位", "第4位", "第1位"]),
        ("产值由全省第11位上升至第7位。", ["第11位", "第7位"]), ("产量从全国第5位跃升至第2位。", ["第5位", "第2位"]), ("由全市县区第3位升至第1位。", ["第3位", "第1位"]), ("由全市第三方机构提升至第二批。", []),
        ("由第三方评估升级为第一批试点。", []), ("从第一产业向第二产业转移。", []), ("从第3章移至第5章。", []), ("由第一书记提名第二批人员。", []), ("由第2位专家提出。", []),
    ],
)  # fmt: skip
def test_an_ordinal_from_which_one_rises_is_a_rank(text, ranks):
    assert [text[item.start : item.end] for item in read_quantities(text)] == ranks


def test_a_number_without_a_unit_has_one_that_says_nothing():
    bare, counted = read_quantities("指数达到0.45,建成5座。")
    assert (bool(bare.unit), bare.unit.name, bare.unit.counts, bare.amount) == (False, "", False, (Decimal("0.45"), None, ""))
    assert bool(counted.unit) and counted.unit.name == "座"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("实施六大专项行动。", ["六大"]), ("抓好五大专题、三大专业市场。", ["五大", "三大"]), ("打造四大街区。", ["四大"]), ("聚焦三大关键领域。", ["三大"]), ("建设两大学科群。", ["两大"]),
        ("三大专毕业生。", []), ("五大学毕业生。", []), ("第三大街改造。", []), ("迈过两大关。", []), ("十万大山景区开放。", []), ("入选十大年度人物。", []), ("贯彻市委五届三次、四次全会精神。", []),
        ("市县两级财政,省市县三级联动。", ["两级", "三级"]), ("县乡两级污水处理厂。", ["两级"]), ("落实区街两级责任。", ["两级"]), ("全市二级医院。", []), ("创建市区三级医院。", []),
    ],
)  # fmt: skip
def test_large_parts_and_levels_are_counted_and_names_are_not(text, found):
    assert [text[item.start : item.end] for item in read_quantities(text)] == found


@pytest.mark.parametrize("held", ["稳居国内副省级以上城市首位", "位居全省同类开发区首位", "列西部地区省会城市第一", "居全国地级以上城市首位"])
def test_a_first_place_may_stand_far_behind_its_verb(held):
    assert [(item.value, item.form) for item in read_quantities(f"人均产值达15.8万元,{held}。")][1:] == [(1, "rank")]
