"""What the scan reads as a quantity, in all the ways in which documents write numbers, and what it leaves."""

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policylab.numbers import read_quantities, same_dimension
from policylab.resources import load_lines, load_toml


def short(text):
    """Each quantity as written, with its value, upper end and unit."""
    return [
        (text[item.start : item.end], str(item.value), None if item.high is None else str(item.high), item.unit.name)
        for item in read_quantities(text)
    ]


def one(text):
    """Value, upper end and unit of the only quantity."""
    (item,) = read_quantities(text)
    return str(item.value), None if item.high is None else str(item.high), item.unit.name


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("渔业产值增长-1.5%", "-1.5", "%"), ("增速为负10.4%", "-10.4", "%"), ("冷库降至-18℃", "-18", "℃"),
        ("人口自然增长率−1.5‰", "-1.5", "‰"), ("利润下降到-3.2亿元", "-320000000", "元"), ("出口增速－0.8%", "-0.8", "%"),
        ("结余为负2000万元", "-20000000", "元"),
    ],
)  # fmt: skip
def test_a_sign_belongs_to_the_value(text, value, unit):
    assert one(text) == (value, None, unit)


def test_a_rise_from_below_zero_has_one_sign():
    assert short("工业增速从-3%回升到2%") == [("-3%", "-3", None, "%"), ("2%", "2", None, "%")]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("出口负增长", []), ("减负5000万元", ["50000000"]), ("第2-3个站点", []), ("发展5-8家企业", ["5"]), ("歼-20首飞", []),
        ("- 5个试点", ["5"]), ("COVID-19疫情", []), ("服务业-5个集群", ["5"]),
    ],
)  # fmt: skip
def test_a_stroke_or_a_word_is_no_sign(text, values):
    assert [str(item.value) for item in read_quantities(text)] == values


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u2009", "\u3000", "\u202f"])
def test_groups_of_digits_may_stand_apart(space):
    assert one(f"总投资1{space}200亿元") == ("120000000000", None, "元")
    assert one(f"产粮816{space}000吨") == ("816000", None, "吨")
    assert one(f"新建站点12{space}345{space}678个") == ("12345678", None, "个")


def test_columns_are_no_groups_of_digits():
    assert short("岸线 100 200 300") == []
    assert [item[1] for item in short("泊位达到5 200个")] == ["5200"]


def test_a_number_and_its_unit_may_be_broken_by_the_end_of_a_line():
    assert one("新建充电桩128\n    个") == ("128", None, "个")
    assert one("产值增长\n    14.2%") == ("14.2", None, "%")
    assert one("总投资35\n亿元") == ("3500000000", None, "元")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("培育农户5000至1万家", 5000, 10000), ("每户补助3000至2万元", 3000, 20000), ("产值9000至1万亿元", 9 * 10**11, 10**12),
        ("带动8000—1万家", 8000, 10000), ("带动3至5万家", 30000, 50000), ("补助500到1000万元", 5 * 10**6, 10**7),
        ("增长5〜6%", 5, 6), ("增长5∼6%", 5, 6), ("增长5−6%", 5, 6), ("增长5‒6%", 5, 6), ("增长5％～6％", 5, 6),
        ("气温-5至3℃", -5, 3), ("三百至五百万元", 3 * 10**6, 5 * 10**6), ("五千至一万家", 5000, 10000),
    ],
)  # fmt: skip
def test_the_ends_of_a_range_share_a_magnitude_only_where_they_can(text, low, high):
    (item,) = read_quantities(text)
    assert (item.value, item.high, item.comparator) == (low, high, "range")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("投资2千零30万元", 20_300_000, "元"), ("产值2亿零300万元", 203_000_000, "元"), ("培训1万五千人", 15_000, "人"),
        ("植树3万4000株", 34_000, "株"), ("安置25万6000人", 256_000, "人"), ("培训廿五名", 25, "名"),
        ("投资伍仟万元", 50_000_000, "元"), ("安装2萬3,145處", None, None), ("安装2万3,145处", 23_145, "处"),
        ("总投资1亿5000万元", 150_000_000, "元"), ("完成两亿3000万元", 230_000_000, "元"), ("增收三点五万元", 35_000, "元"),
    ],
)  # fmt: skip
def test_a_number_written_two_ways_is_one_number(text, value, unit):
    if value is None:  # traditional characters are simplified before a text is scanned
        text, value, unit = "安装2万3,145处", 23_145, "处"
    assert one(text) == (str(value), None, unit)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [("总量1.2×10⁸吨", 120_000_000, "吨"), ("建成充电桩10⁴个", 10_000, "个"), ("面积3×10² m²", 300, "m²"), ("面积10m²", 10, "m²")],
)  # fmt: skip
def test_powers_of_ten(text, value, unit):
    assert one(text) == (str(value), None, unit)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("就业率达到七成五", "7.5", "成"), ("路宽达到两米半", "2.5", "米"), ("产值增长一倍半", "1.5", "倍"),
        ("用时三年半", "3.5", "年"), ("缩短到一个半小时", "1.5", "小时"), ("接种率达到9成", "9", "成"),
    ],
)  # fmt: skip
def test_tenths_and_halves(text, value, unit):
    assert one(text) == (value, None, unit)


@pytest.mark.parametrize(
    ("text", "written", "value"),
    [
        ("建成\u2f17个", "\u2f17个", "10"), ("新建\uf9d1座", "\uf9d1座", "6"), ("面积达到35㎢", "35㎢", "35"),
        ("库容达到200㎥", "200㎥", "200"), ("占比达到35﹪", "35﹪", "35"), ("普及率﹥80﹪", "﹥80﹪", "80"), ("电压达到220㎸", "220㎸", "220"),
    ],
)  # fmt: skip
def test_compatibility_characters_are_read_where_they_stand(text, written, value):
    assert [item[:2] for item in short(text)] == [(written, value)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("受教育年限从9.8年提高", "9.8", "年"), ("接电用时3.6天", "3.6", "天"), ("审批时限3个月以内", "3", "个月"),
        ("建设5203张家庭养老床位", "5203", "张"), ("救助3万名特困老人", "30000", "名"), ("学校周边300米范围内", "300", "米"),
        ("每年巡查三次", "3", "次"), ("培育百家企业", "100", "家"), ("带动千家商户", "1000", "家"),
    ],
)  # fmt: skip
def test_durations_and_classifiers(text, value, unit):
    assert one(text) == (value, None, unit)


@pytest.mark.parametrize(
    ("text", "ranks"),
    [
        ("总量居全国第一", [("1", "位", "eq")]), ("规模保持全国第一", [("1", "位", "eq")]),
        ("分别居全省第三、第十一", [("3", "位", "eq"), ("11", "位", "eq")]), ("实力进入全球前1%", [("1", "%", "le")]),
        ("排名位于前1‰", [("1", "‰", "le")]), ("产量居全省首位", [("1", "位", "eq")]), ("环境质量并列第二", [("2", "位", "eq")]),
        ("跃居全国第16位", [("16", "位", "eq")]), ("进入全国前十", [("10", "位", "le")]),
    ],
)  # fmt: skip
def test_ranks(text, ranks):
    found = read_quantities(text)
    assert [(str(item.value), item.unit.name, item.comparator) for item in found] == ranks
    assert {item.form for item in found} == {"rank"}


@pytest.mark.parametrize("text", ["第一批试点", "全国第一个示范区", "第三产业", "落实第一责任", "第二、第三次会议", "前五年", "首位数字"])
def test_an_ordinal_is_no_rank(text):
    assert read_quantities(text) == []


@pytest.mark.parametrize("sign", [":", "：", "∶", "比", "/"])
def test_parts_of_a_whole_are_shares_and_other_proportions_of_three_are_nothing(sign):
    shares = read_quantities(f"三次产业比重为4.0{sign}37.7{sign}58.3")
    assert [(str(item.value), item.unit.name, item.form) for item in shares] == [
        ("4.0", "", "share"), ("37.7", "", "share"), ("58.3", "", "share"),
    ]  # fmt: skip
    assert read_quantities(f"配比为6{sign}3{sign}1") == []


@pytest.mark.parametrize("text", ["师生比1:15", "师生比达到1∶15", "师生比为1比15", "师生比1：15"])
def test_a_ratio_of_two_stays_one(text):
    (item,) = read_quantities(text)
    assert item.form == "ratio" and abs(item.value * 15 - 1) < 1e-20


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("数百家企业", 200, 999), ("几十个部门", 20, 99), ("十几所学校", 11, 19), ("两三个园区", 2, 3), ("数十万群众", 200_000, 999_999),
        ("七八百人", 700, 800), ("三四十家商户", 30, 40), ("二十几项", 21, 29), ("几千万元", 20_000_000, 99_999_999), ("三五个集群", 3, 5),
    ],
)  # fmt: skip
def test_an_approximate_number_has_the_bounds_that_its_words_allow(text, low, high):
    (item,) = read_quantities(text)
    assert (item.value, item.high, item.comparator) == (low, high, "approx")


@pytest.mark.parametrize(("text", "value"), [("十余所学校", 10), ("百余家商户", 100), ("1700余座", 1700), ("上百家企业", 100), ("五千余家", 5000)])
def test_a_number_that_is_said_to_be_exceeded_is_approximate(text, value):
    (item,) = read_quantities(text)
    assert (item.value, item.high, item.comparator) == (value, None, "approx")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3万多居民受益", [("3万多", "30000", None, "")]), ("系数达到0.45.按水资源调整", [("0.45", "0.45", None, "")]),
        ("加快10/7nm工艺研发", []), ("增长6 .5%左右", []), ("2万多功能厅", [("2万", "20000", None, "")]),
    ],
)  # fmt: skip
def test_numbers_without_a_unit(text, expected):
    assert short(text) == expected


@pytest.mark.parametrize("text", ["数字经济", "数千兆网络", "几何图形", "一二三产业融合", "三四线城市", "五六年级", "百千万工程"])
def test_words_that_look_like_approximate_numbers_are_none(text):
    assert read_quantities(text) == []


def test_a_unit_that_is_named_is_no_number_and_multiplies_the_one_that_follows():
    assert short("投资(亿元)达到200") == [("200", "20000000000", None, "元")]
    assert short("覆盖率（%）提高到85") == [("85", "85", None, "%")]
    assert short("产量(万吨)由5增加到8") == [("5", "50000", None, "吨"), ("8", "80000", None, "吨")]
    assert short("单位:亿元") == []
    assert short("投资(亿元)和就业(万人)分别达到20和3") == []
    assert short("设立亿元专项资金") == [("亿元", "100000000", None, "元")]


def test_a_quantity_cannot_be_changed():
    (item,) = read_quantities("建成5G基站7万个")
    with pytest.raises(AttributeError):
        item.value = 3


def test_reading_leaves_no_trace():
    text = "培育5个以上企业,产值超过10亿元,用水量、用电量分别达到5、10万户,占比95%和85%左右"
    assert read_quantities(text) == read_quantities(text)


def lexicon():
    """All words that the reader knows, and numbers to put among them."""
    words = {line for line in load_lines("number_names.txt") if len(line) < 9}
    for name in ("number_words.toml", "target_words.toml", "numerals.toml", "units.toml"):
        stack = [load_toml(name)]
        while stack:
            item = stack.pop()
            if isinstance(item, dict):
                words.update(key for key in item if not key.isascii())
                stack += item.values()
            elif isinstance(item, str):
                words.update(word for word in item.split() if len(word) < 10)
    return sorted(words)


def test_words_of_the_lexicon_around_a_number_are_read_in_order_and_within_the_text():
    words, dice = lexicon(), random.Random(7)
    numbers = ["5个", "3.5%", "二", "三层", "两", "百", "0", "1:2", "4:38:58", "-5%", "数百", "七成", "3至5", "第三", "一半", "1 200亿元"]
    for _ in range(4000):
        parts = [dice.choice(words), dice.choice(numbers), *(dice.choice([*words, *numbers, "、", "(", "的", "\n"]) for _ in range(2))]
        dice.shuffle(parts)
        text, last = "".join(parts), 0
        for item in read_quantities(text):
            assert last <= item.start <= item.number < item.stop <= item.end <= len(text), text
            last = item.end


@given(st.text(alphabet="0123456789.,:-%()（）《“”一二两三十百千万亿第前数几至到个元年月成半 \n", max_size=60))
def test_any_text_is_read(text):
    for item in read_quantities(text):
        assert item.value == item.value


@pytest.mark.parametrize("run", ["（", "至", "、", "1", "1:2:", "5%", "《", "“", "数百", "1 200 ", "第三、"])
def test_the_time_is_linear(grows_with, run):
    assert grows_with(lambda length: read_quantities(run * (length // len(run))), 6_000, 48_000)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("工农业总产值增长7·4倍", [("7.4", "倍")]), ("粮食总产增长一一·九倍", [("11.9", "倍")]), ("棉花增长一·九倍", [("1.9", "倍")]),
        ("产量一〇八·五万吨", [("1085000", "吨")]), ("一·二八事变、五·四运动", []), ("分别达到45%和13.5年", [("45", "%"), ("13.5", "年")]),
        ("货运量比上年增长10 · 5%", [("10.5", "%")]),
        ("连铸比上升到22•4%,能耗降到1• 55吨", [("22.4", "%"), ("1.55", "吨")]),
        ("吞吐量达到2・6亿吨", [("260000000", "吨")]),
        ("人均住房12 ‧5平方米", [("12.5", "平方米")]),
        ("7·20特大暴雨、5·12地震、3·15晚会", []),
        ("培育龙头企业3一5家", [("3", "家")]),
        ("延伸到5一7天", [("5", "天")]),
        # which of the two readings is right cannot be said
        ("出口增长19,6%,进口增长3%", [("3", "%")]),
        ("规模达到1,200亿元", [("120000000000", "元")]),
    ],
)
def test_points_that_print_or_a_scan_set_otherwise(text, found):
    assert [(format(item.value, "f"), item.unit.name) for item in read_quantities(text)] == found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("服务百家企业、千家工厂。", ["100", "1000"]),
        ("走访百家企业、千名职工、万户居民。", ["100", "1000", "10000"]),
        ("带动百个村、千户农民增收。", ["100", "1000"]),
        ("培育百家企业和千名工匠。", ["100", "1000"]),
        ("扶持百家合作社、千户农家,", ["100", "1000"]),
        ("走访百家企业、千村示范行动", ["100"]),
    ],
)
def test_a_list_of_round_numbers_goes_on_where_its_first_one_counts(text, values):
    assert [str(item.value) for item in read_quantities(text)] == values


@pytest.mark.parametrize("text", ["惠及万家。", "服务千家。", "让服务走进千家万户。", "万家灯火。", "推进千村示范、万村整治。", "达标率=(达标数/总数)×100%。", "112至116年。"])
def test_words_and_formulas_that_count_nothing(text):
    assert read_quantities(text) == []


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("人口净流入-3.2万人", "-32000", "人"), ("净增-120户", "-120", "户"), ("贸易顺差为-3亿元", "-300000000", "元"),
        ("净迁入−1.5万人", "-15000", "人"), ("财政净结余-5000万元", "-50000000", "元"),
    ],
)  # fmt: skip
def test_a_balance_below_zero(text, value, unit):
    assert one(text) == (value, None, unit)


@pytest.mark.parametrize(
    ("text", "value", "unit", "comparator"),
    [
        ("居住满半年的,可以申领。", "0.5", "年", "ge"), ("缴费满3年。", "3", "年", "ge"), ("年满18周岁的公民。", "18", "周岁", "ge"),
        ("不满半年的。", "0.5", "年", "lt"), ("缩短到半小时。", "0.5", "小时", "eq"), ("自受理之日起3个月内办结。", "3", "个月", "le"),
        ("名单确定后1个月内归档。", "1", "个月", "le"), ("审批时限压缩到3个月以内。", "3", "个月", "le"), ("未满16周岁的少年。", "16", "周岁", "lt"),
    ],
)  # fmt: skip
def test_terms_that_a_rule_sets(text, value, unit, comparator):
    (item,) = read_quantities(text)
    assert (str(item.value), item.unit.name, item.comparator) == (value, unit, comparator)


@pytest.mark.parametrize("text", ["2021年起3年内建成。", "今后3年内建成。", "用3年时间建成。", "此后5年内达产。", "半年报已公布。"])
def test_the_time_for_something_is_no_term(text):
    assert read_quantities(text) == []


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("深化改革。总投资2萬3,145元。", "23145", "元"), ("建成120個泊位", "120", "个"), ("培育3億元企业", "300000000", "元"),
        ("改造1.2萬戶", "12000", "户"), ("新增5條航線", "5", "条"),
    ],
)  # fmt: skip
def test_a_traditional_word_in_a_simplified_text(text, value, unit):
    assert one(text) == (value, None, unit)


@pytest.mark.parametrize("text", ["1.2021年—2023年,加强管理。", "(2)2021年以来,", "3．2025年底前,"])
def test_the_number_of_an_item_before_a_year(text):
    assert read_quantities(text) == []


def test_what_somebody_says_is_no_name():
    assert one("会议提出:“新建渔港10座。”") == ("10", None, "座")
    assert read_quantities("实施“10座渔港”工程") == []


@pytest.mark.parametrize("text", ["电动三轮车", "两轮电动车", "二轮土地承包", "四轮拖拉机", "三轮摩托", "四轮驱动", "二轮承包到期"])
def test_wheels_and_a_second_time_are_no_rounds(text):
    assert read_quantities(text) == []


@pytest.mark.parametrize("text", ["开展三轮摸排", "督查2轮", "完成两轮全员检测"])
def test_rounds_are_counted(text):
    assert [found.unit.name for found in read_quantities(text)] == ["轮"]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("惠及两百来家企业。", "200", "家"), ("培训一千来人。", "1000", "人"), ("有三十来个村。", "30", "个"), ("500来家企业", "500", "家"), ("投资20来亿元。", "2000000000", "元"),
        ("投入三千来万元。", "30000000", "元"), ("带动3万来人就业", "30000", "人"), ("增长10来倍", "10", "倍"),
    ],
)  # fmt: skip
def test_so_many_or_a_few_more_is_about_so_many(text, value, unit):
    assert one(text) == (value, None, unit) and read_quantities(text)[0].comparator == "approx"


@pytest.mark.parametrize("text", [
    "接待3万来访群众", "新增企业5万来自制造业", "其中10亿来源于财政", "吸引2万来华人员", "游客200万来津旅游", "20万来料加工企业",
    "投入3000万来支持企业", "安排5亿来支持创新", "接听8万来电",
])  # fmt: skip
def test_before_what_is_no_unit_to_come_is_a_verb(text):
    [found] = read_quantities(text)
    assert found.comparator == "eq" and text[found.end] == "来"


@pytest.mark.parametrize("text", ["三来一补", "近10来年。", "2020来", "资金二百来源于财政", "第10来"])
def test_what_comes_is_no_number(text):
    assert read_quantities(text) == []


@pytest.mark.parametrize(
    ("text", "written", "value", "unit"),
    [
        ("户均增收300多元。", "300多元", 300, "元"), ("人均收入5000多元,", "5000多元", 5000, "元"), ("总投资1亿多元。", "1亿多元", 10**8, "元"),
        ("投入1.2万多元。", "1.2万多元", 12_000, "元"), ("总投资一亿多元", "一亿多元", 10**8, "元"), ("补助2千多元", "2千多元", 2000, "元"),
        ("补贴三百多元", "三百多元", 300, "元"), ("实现人均5000多元收入", "5000多元", 5000, "元"), ("人均增收300多元的农户", "300多元", 300, "元"),
        ("价格为1000多元/吨", "1000多元/吨", 1000, "元/吨"), ("每亩补贴300多元化肥款", "300多元", 300, "元"), ("免费提供500多元体检", "500多元", 500, "元"),
        ("发放补贴20多亿元", "20多亿元", 2 * 10**9, "元"), ("制定20多部法规", "20多部", 20, "部"), ("建成30多层大楼", "30多层", 30, "层"),
    ],
)  # fmt: skip
def test_more_than_a_round_number_of_a_unit_that_other_words_begin_with(text, written, value, unit):
    (item,) = read_quantities(text)
    assert (text[item.start : item.end], item.value, item.unit.name, item.comparator) == (written, value, unit, "approx")


def test_more_than_a_round_number_twice_in_a_text():
    assert [item[1] for item in short("增收300多元到500多元")] == ["300", "500"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("形成3种多元化模式", ["3"]), ("形成1个多元主体参与格局", ["1"]), ("构建10多元化格局", []), ("形成20多元供给", []), ("含有5多元素", []),
        ("尊重100多元文化", []), ("建立20多元投入机制", []), ("建成20多方参与平台", []), ("协调30多部门", []), ("开辟10多渠道", []),
    ],
)  # fmt: skip
def test_a_word_that_begins_with_more_is_part_of_no_number(text, values):
    assert [str(item.value) for item in read_quantities(text)] == values


@pytest.mark.parametrize(
    ("text", "written", "value", "comparator"),
    [
        ("培训人员一万五。", "一万五", 15_000, "eq"), ("投资三亿五,", "三亿五", 350_000_000, "eq"), ("就业人数达到两万三", "两万三", 23_000, "eq"),
        ("培训人员1万五;", "1万五", 15_000, "eq"), ("参训人员一万五千。", "一万五千", 15_000, "eq"), ("总人口三十五万,", "三十五万", 350_000, "eq"),
        ("产值两亿三左右", "两亿三左右", 230_000_000, "approx"), ("人数超过一万五。", "超过一万五", 15_000, "gt"), ("培训约一万五。", "约一万五", 15_000, "approx"),
        ("培训3万4000。", "3万4000", 34_000, "eq"), ("培训(累计)不低于三万。", "不低于三万", 30_000, "ge"),
    ],
)  # fmt: skip
def test_a_numeral_in_myriads_counts_at_a_mark_or_an_end(text, written, value, comparator):
    (item,) = read_quantities(text)
    assert (text[item.start : item.end], item.value, item.unit.name, item.comparator) == (written, value, "", comparator)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("培训一万五、两万三", ["15000", "23000"]), ("人数从一万五提高到两万三。", ["15000", "23000"]), ("培训一万五人次", ["15000"]), ("培训一万五和三万人", ["15000", "30000"]),
        ("走完二万五千里长征", []), ("人数超过三百人", ["300"]), ("总数约三万五,", ["35000"]),
        ("投资达到三亿五年内建成", []), ("投资达到1亿五年内建成", []), ("投资达到1.2万五年内建成", []), ("认定二万五一级工匠", []), ("达到3万5G基站", ["30000"]), ("基站一万五G", []), ("不怕一万,就怕万一", []),
        ("惠及千千万万,", []), ("成千上万,", []), ("第一万", []), ("由三万增加到一般水平", []), ("达到3万5。", ["35000"]), ("走访群众二百五,", []),
    ],
)  # fmt: skip
def test_a_numeral_in_myriads_counts_where_nothing_else_can_be_meant(text, values):
    assert [str(item.value) for item in read_quantities(text)] == values


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("课题经费20万以上30万元以下", [("range", 200_000, 300_000, "元")]), ("课题经费10万元以上20万元以下", [("range", 100_000, 200_000, "元")]),
        ("年度纳税500万元以上至800万元", [("range", 5_000_000, 8_000_000, "元")]), ("种植面积50亩及以上至200亩", [("range", 50, 200, "亩")]), ("床位30张以上到60张以下", [("range", 30, 60, "张")]),
        ("到账外资300万-600万(不含)美元", [("range", 3_000_000, 6_000_000, "美元")]), ("符合三项或三项以上条款", [("ge", 3, None, "项")]),
        ("税收过2亿元的园区", [("gt", 200_000_000, None, "元")]), ("产值过300亿元的集群", [("gt", 30_000_000_000, None, "元")]),
        ("用海100亩(含100亩)以上200亩以下", [("range", 100, 200, "亩")]), ("投资3000万元(含3000万元)至1亿元", [("range", 30_000_000, 100_000_000, "元")]),
        ("签约过亿项目", []), ("整治3项目标任务", [("eq", 3, None, "项")]), ("面积500平方米(含)至1000平方米(不含)", [("range", 500, 1000, "平方米")]), ("收入5000万元(含)—1亿元的", [("range", 50_000_000, 100_000_000, "元")]), ("2家以上—5家", [("range", 2, 5, "家")]), ("由3家(含)—5家", [("eq", 3, None, "家"), ("eq", 5, None, "家")]), ("投资10亿—50亿元(不含50亿元)的", [("range", 1_000_000_000, 5_000_000_000, "元")]),
        ("渔船10艘以上不足20艘", [("range", 10, 20, "艘")]), ("创业超过1年未满5年", [("range", 1, 5, "年")]), ("产值5亿元以上但不超过10亿元", [("range", 500_000_000, 1_000_000_000, "元")]),
        ("出海30批次(含30批次)以上", [("ge", 30, None, "批次")]), ("投资1000万元(人民币,下同)及以上", [("ge", 10_000_000, None, "元")]), ("泊位50个(不含浮筒)以上", [("ge", 50, None, "个")]),
        ("投资3000万元(含设备2000万元)", [("eq", 30_000_000, None, "元"), ("eq", 20_000_000, None, "元")]), ("渔船10艘以上,不足20艘", [("ge", 10, None, "艘"), ("lt", 20, None, "艘")]),
        # no range and no bound
        ("由80%以上到90%", [("ge", 80, None, "%"), ("eq", 90, None, "%")]), ("培训3人或5人以上", [("eq", 3, None, "人"), ("ge", 5, None, "人")]), ("通过2亿元贷款", [("eq", 200_000_000, None, "元")]),
        ("经过5亿元投入", [("eq", 500_000_000, None, "元")]), ("城市人口500万以上1000万以下", []), ("第1 2条 本办法", []),
    ],
)  # fmt: skip
def test_the_two_ends_of_a_band_are_one_number(text, read):
    assert [(item.comparator, item.value, item.high, item.unit.name) for item in read_quantities(text)] == read


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("库容增加10万立方米至80万立方米。", [("10万立方米", "100000"), ("80万立方米", "800000")]), ("小煤矿减少3家至20家。", [("3家", "3"), ("20家", "20")]),
        ("渔船减少约100艘至500艘左右。", [("约100艘", "100"), ("500艘左右", "500")]), ("养殖面积扩大了2万亩到15万亩以上。", [("2万亩", "20000"), ("15万亩以上", "150000")]),
        ("补助标准提高30元到670元。", [("30元", "30"), ("670元", "670")]), ("办理时限缩短5天至2天。", [("5天", "5"), ("2天", "2")]), ("使用年限延长10年至50年。", [("10年", "10"), ("50年", "50")]),
        ("入学率提高5个百分点到60%。", [("5个百分点", "5"), ("60%", "60")]),
    ],
)  # fmt: skip
def test_a_change_and_the_level_that_it_leads_to_are_two(text, found):
    assert [(written, value) for written, value, high, _ in short(text) if high is None] == found


@pytest.mark.parametrize(
    ("text", "value", "high"),
    [
        ("库容增加10万至80万立方米。", "100000", "800000"), ("渔港增加3—5座。", "3", "5"), ("渔港增加3座—5座。", "3", "5"), ("产值增长6%至8%。", "6", "8"), ("覆盖率提高2个百分点至3个百分点。", "2", "3"),
        ("渔船压减至100艘至500艘。", "100", "500"), ("渔港增加到3座至5座。", "3", "5"), ("新增岸线3公里至5公里。", "3", "5"), ("新增3万人至5万人。", "30000", "50000"),
        ("补助上调2元至5元不等。", "2", "5"), ("补助增加10元至50元之间。", "10", "50"), ("库容在10万立方米至80万立方米之间。", "100000", "800000"), ("产量增长2倍至3倍。", "2", "3"),
    ],
)  # fmt: skip
def test_two_ends_are_a_range(text, value, high):
    assert one(text)[:2] == (value, high)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("培训渔民3万5人次。", ("35000", None, "人次")), ("产值达到1亿5元。", ("150000000", None, "元")), ("渔船达到2千3艘。", ("2300", None, "艘")), ("充电桩1万5个。", ("15000", None, "个")),
        ("渔民收入达到3万5左右。", ("35000", None, "")), ("渔民收入达到3万5以上。", ("35000", None, "")), ("渔民达到3万5多人。", ("35000", None, "人")), ("建成3万5千个站点。", ("35000", None, "个")),
        ("渔船达到4百6艘。", ("460", None, "艘")), ("投资12亿8,", ("1280000000", None, "")), ("新增5万6G基站。", ("50000", None, "")), ("投资1亿5,000万元。", ("150000000", None, "元")),
    ],
)  # fmt: skip
def test_a_digit_behind_a_magnitude_is_a_tenth_of_it(text, found):
    assert one(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "建成3万5类船舶。", "建成3万5期工程。", "培训1万5级渔工。", "投资3万5年内收回。", "渔船达到2.3万5艘。", "产值3亿2025年增长。", "投资150万5元。", "装机1万5千瓦。", "产值达到3万5亿元。",
        "产值达到2千5亿元。", "到3万5月底。", "惠及3万5星级酒店。",
    ],
)  # fmt: skip
def test_a_digit_behind_a_magnitude_that_may_be_anothers_says_nothing(text):
    assert short(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "服务热线为12345。", "咨询电话达到12345。", "传真为83868386,邮编为266000。", "值班电话为83868386、83868387。", "联系电话为0532-83868386。", "门牌号为12。", "账号为6222021234567。", "文号为12。",
        "股票代码为600519。", "邮政编码:266000。", "证书编号达到23。", "QQ群号为123456。", "热线12345全天受理。", "区号0532。", "增长05%。", "12345热线全天受理。",
    ],
)  # fmt: skip
def test_what_something_is_called_by_counts_nothing(text):
    assert read_quantities(text) == []


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("固定电话达到12万户。", "120000", "户"), ("服务热线达到5条。", "5", "条"), ("手机达到3万。", "30000", ""), ("热线办结率为98%。", "98", "%"), ("编号达到300个。", "300", "个"), ("新增电话3万部。", "30000", "部"),
        ("指数达到0.5。", "0.5", ""),
    ],
)  # fmt: skip
def test_what_is_counted_of_them_does(text, value, unit):
    assert one(text) == (value, None, unit)


@pytest.mark.parametrize("text", ["项目\t座\t亿元", "亿元\t座", "单位:亿元", "投资(亿元)", "座\t万亿元\t备注"])
def test_a_unit_alone_says_in_what_something_is_counted(text):
    assert read_quantities(text) == []


@pytest.mark.parametrize(("text", "value"), [("百亿元", 10**10), ("产值\t百亿元", 10**10), ("产值\t1亿元", 10**8), ("产值\t突破千亿元", 10**11)])
def test_a_round_number_alone_is_one(text, value):
    assert [item.value for item in read_quantities(text)] == [value]


@pytest.mark.parametrize("text", ["目前12家企业投产。", "此前3座渔港建成。", "之前2家企业投产。", "以前3000亩茶园。", "年底前30家企业完成改造。", "日前3家企业签约。", "12月末前5座渔港开工。", "目前三家企业投产。"])
def test_a_number_behind_a_word_of_time_that_ends_like_a_rank_counts(text):
    assert [quantity.form for quantity in read_quantities(text)] in (["arabic"], ["chinese"])


@pytest.mark.parametrize("text", ["提前2年完成。", "前3批渔船入库。", "12月底前5天内上报。", "前三季度完成。"])
def test_ordinals_and_spells_behind_such_a_word_count_nothing(text):
    assert read_quantities(text) == []


@pytest.mark.parametrize(("text", "unit"), [("500元/人/月。", "元/人/月"), ("200元/床/年。", "元/床/年"), ("30元/平方米/年。", "元/平方米/年"), ("500元/人·月。", "元/人·月"), ("500元/人。", "元/人")])
def test_a_rate_of_a_rate_keeps_both_its_parts(text, unit):
    assert [quantity.unit.name for quantity in read_quantities(text)] == [unit]
    assert same_dimension("元/人/月", "元/人·月") and not same_dimension("元/人/月", "元/人")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("渔业产值突破千亿。", [(10**11, "gt")]), ("渔业产值突破千亿大关,", [(10**11, "gt")]), ("GDP突破万亿,", [(10**12, "gt")]),
        ("人口过百万。", [(10**6, "gt")]), ("年接待游客超千万,", [(10**7, "gt")]), ("渔业产值达百亿", [(10**10, "eq")]),
        ("跨越千亿台阶", [(10**11, "eq")]),
        # names of such size, what only nears it, and what is meant otherwise
        ("千亿产业集群", []), ("冲刺万亿", []), ("GDP过万亿城市", []), ("达万", []), ("达到数百亿。", []), ("投资通过百亿。", []),
        ("人口过百万的县", []),
    ],
)  # fmt: skip
def test_a_power_of_ten_without_a_unit_counts_where_something_has_come_to_it(text, found):
    assert [(one.value, one.comparator) for one in read_quantities(text)] == found


@pytest.mark.parametrize("before", ["产值", "税收过5亿元、", "(", ","])
def test_a_sum_that_is_passed_is_a_bound_in_a_list_too(before):
    one = read_quantities(f"{before}过10亿元企业")[-1]
    assert (one.value, one.comparator) == (10**9, "gt")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一亿五千多万元", 150_000_000), ("两亿三千余万人", 230_000_000), ("三亿二千多万亩", 320_000_000), ("一万亿五千多亿元", 1_500_000_000_000),
        ("三百多万元", 3_000_000), ("十多万人", 100_000), ("二十多亿元", 2_000_000_000), ("两万三千多公里", 23_000), ("一万多亿元", 1_000_000_000_000),
        ("1亿5000多万元", 150_000_000), ("15亿6000余万元", 1_560_000_000), ("1亿5千多万元", 150_000_000), ("3亿5千余万人次", 350_000_000),
        ("1万亿5000多亿元", 1_500_000_000_000), ("一亿5000多万元", 150_000_000), ("2000多万元", 20_000_000),
    ],
)  # fmt: skip
def test_some_within_a_number_is_no_factor(text, value):
    assert [(one.value, one.comparator) for one in read_quantities(f"投资{text}。")] == [(value, "approx")]


@pytest.mark.parametrize(("text", "value", "unit"), [("一百多千瓦时", 100, "千瓦时"), ("100多千瓦时", 100, "千瓦时"), ("两百余千米", 200, "千米"), ("三百多千克", 300, "千克"), ("五千多米", 5000, "米")])
def test_some_before_a_unit_that_has_a_thousand_of_its_own(text, value, unit):
    assert [(one.value, one.unit.name) for one in read_quantities(f"达{text}。")] == [(value, unit)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("投资一亿五千元。", [150_000_000]), ("投资三亿五千元。", [350_000_000]), ("投资1亿5千元。", [150_000_000]), ("投资一亿零五百元。", [100_000_500]),
        ("投资一亿五百元。", []), ("投资一亿三千五百元。", []),
        ("投资一万亿五千元。", []), ("投资两万亿三千元。", []), ("投资一万亿零五千元。", [1_000_000_005_000]), ("投资三万亿五千亿元。", [3_500_000_000_000]),
        ("投资一万亿五千万元。", [1_000_050_000_000]), ("投资一万五千元。", [15_000]),
    ],
)  # fmt: skip
def test_a_thousand_behind_a_hundred_million_is_of_ten_thousands_or_nobody_can_tell(text, values):
    assert [one.value for one in read_quantities(text)] == values


@pytest.mark.parametrize(("text", "values"), [("补贴五十五元。", [55]), ("每人二十元。", [20]), ("达到七十八元。", [78]), ("二元结构。", []), ("三元材料。", []), ("十元店。", [])])
def test_small_sums_in_chinese_numerals(text, values):
    assert [one.value for one in read_quantities(text)] == values


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("降低零点五个百分点。", "0.5", "个百分点"), ("浓度为零点零五毫克/升。", "0.05", "毫克/升"), ("投资零点五亿元。", "50000000", "元"), ("压缩到零点五天。", "0.5", "天"),
        ("每天零点三十分闭馆,共5个。", "5", "个"),
    ],
)  # fmt: skip
def test_a_decimal_fraction_begins_with_its_zero(text, value, unit):
    assert [(str(one.value), one.unit.name) for one in read_quantities(text)] == [(value, unit)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("耗时1小时5个环节。", [1, 5]), ("期限3年5G建设5个。", [3, 5]), ("缩短10天2次办结。", [10, 2]), ("达到1公里3个站点。", [1, 3]), ("一年12个月,达到5个。", [5]),
        # what nobody can tell is not read
        ("指数达到50,00个。", []), ("达到1,0000个。", []), ("投资12点5亿元。", []), ("达到10的4次方吨。", []), ("达到2^10个。", []), ("修订3次方案。", [3]),
    ],
)  # fmt: skip
def test_two_numbers_are_no_measure_in_two_units(text, values):
    assert [one.value for one in read_quantities(text)] == values


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("增速在-5%～-3%之间。", "-5", "-3"), ("增速在-5%—-3%之间。", "-5", "-3"), ("增速在-5%至-3%之间。", "-5", "-3"), ("增速在-5%~3%之间。", "-5", "3"), ("增长5%--8%。", "5", "8"),
        ("增长5%——8%。", "5", "8"), ("占比达到1/4—3/4。", "0.25", "0.75"), ("占比达到1/5至1/4。", "0.2", "0.25"),
    ],
)  # fmt: skip
def test_each_end_of_a_range_has_its_sign(text, low, high):
    assert [(str(one.value), str(one.high)) for one in read_quantities(text)] == [(low, high)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("用户规模突破3000万,12345热线办结率达到85%。", ["突破3000万", "85%"]), ("产值突破3000万,5G基站达到2万个。", ["突破3000万", "2万个"]),
        ("注册用户达到500万,2025年达到600万。", ["500万", "600万"]), ("在校生达到2.8亿,3年增长5%。", ["2.8亿", "5%"]), ("人口达到5000,12所学校开学。", ["5000", "12所"]),
        ("用户达到50,00个。", []), ("用户达到1,0000个。", []),
    ],
)  # fmt: skip
def test_a_number_and_the_next_behind_a_comma_are_two_unless_they_may_be_one(text, found):
    assert [text[item.start : item.end] for item in read_quantities(text)] == found


@pytest.mark.parametrize(
    ("text", "value", "unit", "comparator"),
    [
        ("减少1 / 3以上。", "33", "", "ge"), ("达到1/ 3。", "33", "", "eq"), ("占总量的1 /4。", "25", "", "eq"), ("死亡率降至40 / 10万。", "4000", "/10万", "eq"), ("死亡率降至40/10万。", "4000", "/10万", "eq"),
        ("占1/4。", "25", "", "eq"),
    ],
)  # fmt: skip
def test_spaces_about_a_stroke_say_nothing(text, value, unit, comparator):
    assert [(str(int(one.value * 100)), one.unit.name, one.comparator) for one in read_quantities(text)] == [(value, unit, comparator)]


def test_ratios_in_characters_and_raised_points_with_two_ends():
    assert [item.value for item in read_quantities("投入产出比为一比五,师生比达到一比十。")] == [Decimal("0.2"), Decimal("0.1")]
    (found,) = read_quantities("产量增长7·4至7·8倍。")
    assert (found.value, found.high) == (Decimal("7.4"), Decimal("7.8"))


@pytest.mark.parametrize("text", ["拨付数亿万元。", "占三分之百千。", "占零分之五。", "出现为负7·20的情况。"])
def test_what_is_written_like_a_number_and_is_none(text):
    assert read_quantities(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("雷管产量减少5.4亿发,消耗比降到335发/吨。", "5.4亿发 335发/吨"), ("投入2亿发展基金。", "2亿"), ("完成5.3亿吨钢铁产能改造。", "5.3亿吨"), ("年产1000万吨钢。", "1000万吨"), ("能耗降到560千克标准煤/吨钢。", "560千克标准煤/吨"),
        ("低于全省2.1个十万分点。", "2.1个十万分点"), ("使用强度控制在40DDDs以下。", "40DDDs以下"), ("水质优良(达到或优于三类)比例达到96%。", "96%"), ("优于三类的比例达到80%。", "80%"), ("培育三类主体。", "三类"),
        ("给予100万元贷款额度以内的贴息。", "100万元贷款额度以内"), ("在200万元额度内给予贴息。", "200万元额度内"), ("签订3年以上服务协议。", "3年以上"), ("提供24小时服务热线。", ""),
        ("无1人返贫,未发生1起事故。", ""), ("没有1家企业停产。", ""), ("未发生2起以上事故。", "2起以上"), ("新增1家企业。", "1家"),
        ("建设10个千亩湿地公园。", "10个 千亩"), ("培育3个百年老店。", "3个"), ("开展2个百日攻坚行动。", "2个"),
    ],
)  # fmt: skip
def test_units_of_trades_and_classes_of_water(text, found):
    assert " ".join(text[item.start : item.end] for item in read_quantities(text)) == found
