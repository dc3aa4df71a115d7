"""Lists of heads, and the numbers that are handed out to them: what each head is called, and which number is whose."""

import pytest

import policylab
from policylab.numbers import read_quantities
from policylab.targets._head_nouns import Head
from policylab.targets._lexing import lex
from policylab.targets._respectively import complete, distributed, of_each, of_levels, several, taken_apart
from policylab.targets._tense import Said, Sentence


@pytest.mark.parametrize(
    ("parts", "heads"),
    [
        # a word as long as the others, and what stands behind it
        ("城镇|农村居民人均可支配收入", "城镇居民人均可支配收入|农村居民人均可支配收入"), ("炼铁|炼钢先进产能占比", "炼铁先进产能占比|炼钢先进产能占比"),
        ("交通|水利|能源领域投资额", "交通领域投资额|水利领域投资额|能源领域投资额"), ("甲|乙|丙县人口", "甲县人口|乙县人口|丙县人口"),
        ("现代家居|绿色食品|生物医药业产业规模", "现代家居产业规模|绿色食品产业规模|生物医药业产业规模"),
        # ... but no word is cut in two
        ("原煤|原油|天然气产量", "原煤产量|原油产量|天然气产量"), ("边民贸易|跨境人民币结算量", "边民贸易结算量|跨境人民币结算量"),
        ("科技推广|居民和修理服务业增加值", "科技推广增加值|居民和修理服务业增加值"), ("湖库水|浅海湾区水质优良比例", "湖库水水质优良比例|浅海湾区水质优良比例"),
        ("小学|初中适龄人口入学率", "小学适龄人口入学率|初中适龄人口入学率"), ("幼儿园|小学在校生数", "幼儿园在校生数|小学在校生数"),
        # the measure alone, for names of any length
        ("高端数控机床|风电|输变电装备产业产值", "高端数控机床产值|风电产值|输变电装备产业产值"), ("家具|有机化工原料|轨道交通行业增加值", "家具增加值|有机化工原料增加值|轨道交通行业增加值"),
        ("PM2.5|臭氧浓度", "PM2.5浓度|臭氧浓度"), ("二氧化硫|臭氧浓度", "二氧化硫浓度|臭氧浓度"), ("小麦|玉米播种面积", "小麦播种面积|玉米播种面积"),
        # what is found again in the last name
        ("汽车|新能源汽车产量", "汽车产量|新能源汽车产量"), ("专利|高价值发明专利拥有量", "专利拥有量|高价值发明专利拥有量"), ("国道|省道优良路率", "国道优良路率|省道优良路率"),
        ("旅客|货邮吞吐量", "旅客吞吐量|货邮吞吐量"), ("外币存|贷款余额", "外币存款余额|贷款余额"),
        # a qualifier of the first that holds for all
        ("主要农作物化肥|农药利用率", "主要农作物化肥利用率|主要农作物农药利用率"), ("万元GDP能耗|水耗", "万元GDP能耗|万元GDP水耗"),
        ("工业产值|利润", "工业产值|工业利润"), ("商品房销售面积|销售额", "商品房销售面积|商品房销售额"), ("专利申请量|授权量", "专利申请量|专利授权量"), ("信访受理数|办结数", "信访受理数|信访办结数"),
        ("土地出让面积|成交额", "土地出让面积|土地成交额"), ("债券发行数量|发行额", "债券发行数量|债券发行额"), ("单位生产总值能耗|二氧化碳排放", "单位生产总值能耗|单位生产总值二氧化碳排放"), ("化学需氧量|氨氮排放", "化学需氧量排放|氨氮排放"),
        # what has a name of its own stays as it is
        ("耕地保有量|森林覆盖率", "耕地保有量|森林覆盖率"), ("营业总收入|利润总额", "营业总收入|利润总额"), ("人均生产总值|居民收入", "人均生产总值|居民收入"), ("固定资产投资|销售额", "固定资产投资|销售额"), ("网上零售额|零售总额", "网上零售额|零售总额"),
    ],
)  # fmt: skip
def test_each_head_gets_what_it_shares(parts, heads):
    assert complete(parts.split("|")) == heads.split("|")


@pytest.mark.parametrize(
    ("parts", "heads"),
    [
        ("食品|石化|医药等产业增加值", "食品产业增加值|石化产业增加值|医药产业增加值"), ("锂电池|风机等绿色产品产量", "锂电池产量|风机产量"),
        ("营业收入|智算规模等主要指标", "营业收入|智算规模"), ("粮食产量|肉类产量等主要农产品产量", "粮食产量|肉类产量"), ("茶叶|药材等特色作物面积", "茶叶特色作物面积|药材特色作物面积"),
        ("甲|乙|丙三县财政收入", "甲县财政收入|乙县财政收入|丙县财政收入"), ("临河|安阳|马家山三市人口", "临河市人口|安阳市人口|马家山市人口"),
        ("南岸|北岸两区投资", "南岸区投资|北岸区投资"), ("甲|乙|丙|丁4镇垃圾分类率", "甲镇垃圾分类率|乙镇垃圾分类率|丙镇垃圾分类率|丁镇垃圾分类率"),
        ("东线|西线五县人口", "东线五县人口|西线五县人口"),  # not five of them: what there is in each
    ],
)  # fmt: skip
def test_a_thing_or_a_number_behind_all_heads_belongs_to_each(parts, heads):
    assert complete(parts.split("|")) == heads.split("|")


@pytest.mark.parametrize(
    ("name", "heads"),
    [
        ("支付比例在一、二级医院", ["一级医院支付比例", "二级医院支付比例"]), ("起付标准在一、二、三级医院", [f"{n}级医院起付标准" for n in "一二三"]),
        ("国家一、二级保护动物", ["国家一级保护动物", "国家二级保护动物"]), ("全市三、四级公路", ["全市三级公路", "全市四级公路"]), ("二、三级响应", ["二级响应", "三级响应"]),
        ("第一、二、三产业比重", [f"第{n}产业比重" for n in "一二三"]), ("第二、第三产业增加值", ["第二产业增加值", "第三产业增加值"]), ("三级医院", []), ("劣五类断面", []),
    ],
)  # fmt: skip
def test_levels_are_taken_apart(name, heads):
    assert of_levels(name) == heads


@pytest.mark.parametrize(
    ("name", "heads"),
    [
        ("城乡居民收入", ["城镇居民收入", "农村居民收入"]), ("存贷款余额", ["存款余额", "贷款余额"]), ("进出口额", ["进口额", "出口额"]),
        ("男女平均寿命", ["男性平均寿命", "女性平均寿命"]), ("工农业总产值", ["工业总产值", "农业总产值"]), ("粮食产量", ["粮食产量"]),
    ],
)  # fmt: skip
def test_one_word_for_two_things_is_taken_apart(name, heads):
    assert taken_apart(name) == heads


@pytest.mark.parametrize(
    ("parts", "heads"),
    [
        ("甲类|乙类项目的保证金", "甲类项目的保证金|乙类项目的保证金"), ("老人|儿童的补贴标准", "老人的补贴标准|儿童的补贴标准"), ("县级|市级医院的起付线", "县级医院的起付线|市级医院的起付线"),
        ("学生|不满60周岁|60周岁以上居民的缴费标准", "学生的缴费标准|不满60周岁居民的缴费标准|60周岁以上居民的缴费标准"), ("年满18周岁|60岁以上老人的补助", "年满18周岁老人的补助|60岁以上老人的补助"),
    ],
)  # fmt: skip
def test_each_owner_has_the_thing_of_the_last(parts, heads):
    assert of_each(parts.split("|")) == heads.split("|")


@pytest.mark.parametrize(
    ("name", "verbs", "number", "heads"),
    [
        ("工序数控化率和设备数字化率", "超过", "60%", ["工序数控化率", "设备数字化率"]), ("数字化车间和智能工厂", "超过", "300个", ["数字化车间和智能工厂"]),
        ("化学需氧量、氨氮排放量", "削减", "5%", ["化学需氧量排放量", "氨氮排放量"]), ("甲率与乙率差距", "缩小", "5%", ["甲率与乙率差距"]),
        ("甲县、乙县财政收入", "突破", "百亿元", ["甲县财政收入", "乙县财政收入"]), ("城镇新增就业和转移农业劳动力", "各", "4000万人", ["城镇新增就业", "转移农业劳动力"]),
        ("生产总值、财政收入", "双双", "2番", ["生产总值", "财政收入"]), ("小麦、玉米产量", "双双达到", "300万吨", ["小麦产量", "玉米产量"]), ("地级及以上城市水体", "均", "10%", ["地级及以上城市水体"]),
    ],
)  # fmt: skip
def test_one_number_holds_for_each_rate_and_for_a_sum_of_things(name, verbs, number, heads):
    (quantity,) = read_quantities(number)
    assert several(quantity, Head(name, "left", verbs)) == heads


def handed_out(text):
    """Which head the first number of a text, and those that go with it, belong to; None where it opens no group."""
    lexed = lex(text)
    group = distributed(Sentence(lexed, 0, len(text)), 0)
    return group and [(head, text[lexed.quantities[place].start : lexed.quantities[place].end]) for head, place in zip(group.heads, group.members, strict=True)]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("粮食、油料产量分别达到500万吨和30万吨。", [("粮食产量", "500万吨"), ("油料产量", "30万吨")]), ("城乡居民收入分别增长6%、7%。", [("城镇居民收入", "6%"), ("农村居民收入", "7%")]),
        ("化学需氧量、二氧化硫排放分别减少8%。", [("化学需氧量排放", "8%"), ("二氧化硫排放", "8%")]), ("出口、投资分别占比达30%、20%。", [("出口占比", "30%"), ("投资占比", "20%")]),
        ("2025年、2030年森林覆盖率分别达到40%、42%。", [("森林覆盖率", "40%"), ("森林覆盖率", "42%")]), ("2022年、2023年分别建成公园3座、4座。", [("公园", "3座"), ("公园", "4座")]),
        ("2023—2025年每年分别建设20个、30个、40个示范村。", [("示范村", "20个"), ("示范村", "30个"), ("示范村", "40个")]),
        ("提高健康素养水平,2022年和2025年分别不低于23%和28%。", [("健康素养水平", "不低于23%"), ("健康素养水平", "28%")]),
        ("对数字化车间、智能工厂,分别给予一次性奖补50万元、100万元。", [("数字化车间一次性奖补", "50万元"), ("智能工厂一次性奖补", "100万元")]),
        ("甲、乙、丙三县分别脱贫200户、300户、150户。", [("甲县", "200户"), ("乙县", "300户"), ("丙县", "150户")]),
        # who gets each sum is named before 分别, with what the last one names for all
        ("对新认定的国家级、省级和市级渔业基地,分别给予80万元、40万元、10万元奖励。", [("国家级渔业基地奖励", "80万元"), ("省级渔业基地奖励", "40万元"), ("市级渔业基地奖励", "10万元")]),
        ("对新评为四星级、五星级的饭店,一次性分别奖励30万元、60万元。", [("四星级饭店奖励", "30万元"), ("五星级饭店奖励", "60万元")]),
        ("新获国家级、省级示范港称号的,分别奖励50万元、20万元。", [("国家级示范港称号奖励", "50万元"), ("省级示范港称号奖励", "20万元")]),
        ("对牵头制定国际标准、国家标准的,当年分别给予100万元、30万元资助。", [("国际标准资助", "100万元"), ("国家标准资助", "30万元")]),
        ("向A类、B类人才分别发放90万元、60万元的购房补贴。", [("A类人才购房补贴", "90万元"), ("B类人才购房补贴", "60万元")]),
        ("对通过甲级、乙级资质认定的企业,分别奖励8万元、4万元。", [("甲级资质奖励", "8万元"), ("乙级资质奖励", "4万元")]),
        ("分别按投资额的5%和8%给予设备补助。", [("设备补助", "5%"), ("设备补助", "8%")]),
        ("对年产值达标的渔场,分别给予5万元、9万元奖励。", [("奖励", "5万元"), ("奖励", "9万元")]),
    ],
)  # fmt: skip
def test_apart_hands_out_numbers_in_order(text, pairs):
    assert handed_out(text) == pairs


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("城乡居民收入从4万元和2万元分别提高到5万元和3万元。", [("城镇居民收入", "4万元"), ("农村居民收入", "2万元")]), ("甲、乙和丙的标准为8元、7元和6元。", [("甲的标准", "8元"), ("乙的标准", "7元"), ("丙的标准", "6元")]),
        ("三次产业比重为4:38:58。", [("第一产业比重", "4"), ("第二产业比重", "38"), ("第三产业比重", "58")]), ("风电、光伏、水电占比为30:50:20。", [("风电比重", "30"), ("光伏比重", "50"), ("水电比重", "20")]),
    ],
)  # fmt: skip
def test_numbers_are_handed_out_without_that_word_where_the_form_says_so(text, pairs):
    assert handed_out(text) == pairs


def test_the_heads_of_a_group_hold_for_what_follows_it():
    text = "小学、初中教师分别为1200人和800人,分别增长3%、4%。"
    said = Said(previous="初中教师", previous_end=text.index(","), heads=("小学教师", "初中教师"))
    assert distributed(Sentence(lex(text), 0, len(text)), 2, said)[:2] == (("小学教师", "初中教师"), (2, 3))


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("渔业、林业产值从全国第8位、第4位双双跃居第1位。", [["渔业产值", "林业产值"], [0, 1], [2, 2]]), ("渔业、林业产值从全国第8位、第4位升至第2位、第1位。", [["渔业产值", "林业产值"], [0, 1], [2, 3]]),
        ("城乡居民收入从4万元和2万元双双提高到6万元。", [["城镇居民收入", "农村居民收入"], [0, 1], [2, 2]]), ("入园率、巩固率由90%、95%提高到98%、99%。", [["入园率", "巩固率"], [0, 1], [2, 3]]),
        ("入园率、巩固率从90%、95%都提高到98%。", [["入园率", "巩固率"], [0, 1], [2, 2]]), ("渔业、林业产量分别为5万吨、6万吨,均居全国第1位。", [["渔业产量", "林业产量"], [0, 1]]),
    ],
)  # fmt: skip
def test_starting_points_have_the_heads_of_what_they_lead_to(text, groups):
    lexed = lex(text)
    (heads, *members), index, said = groups, 0, Said()
    for numbers in members:
        assert distributed(Sentence(lexed, 0, len(text)), index, said)[:2] == (tuple(heads), tuple(numbers))
        index = max(numbers) + 1
        said = Said(previous=heads[-1], previous_end=lexed.quantities[index - 1].end, heads=tuple(heads))


@pytest.mark.parametrize("text", ["新建学校5所、医院8所。", "分别由市县负责,新建学校5所、8所。", "5G基站达到7万个。", "甲、乙、丙产量分别达到5万吨、6万吨。"])
def test_where_heads_and_numbers_do_not_go_together_nothing_is_handed_out(text):
    assert handed_out(text) is None


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("甲类和乙类排放总量(含渔港)分别控制在8万吨、2万吨以内,比2015年的9万吨、3万吨分别减少11%(其中渔港减少12%)、33%。", [
            ("甲类排放总量", "80000", "target", 2020), ("乙类排放总量", "20000", "target", 2020), ("甲类排放总量", "90000", "baseline", 2015), ("乙类排放总量", "30000", "baseline", 2015),
            ("甲类排放总量", "11", "target", 2020), ("渔港", "12", "target", 2020), ("乙类排放总量", "33", "target", 2020),
        ]),
        ("海水、淡水产量分别达到60万吨、40万吨,比2015年的50万吨、30万吨分别增长20%、33%。", [
            ("海水产量", "600000", "target", 2020), ("淡水产量", "400000", "target", 2020), ("海水产量", "500000", "baseline", 2015), ("淡水产量", "300000", "baseline", 2015),
            ("海水产量", "20", "target", 2020), ("淡水产量", "33", "target", 2020),
        ]),
        ("城镇、农村居民收入分别达到5万元(其中港区6万元)、3万元。", [("城镇居民收入", "50000", "target", 2020), ("港区", "60000", "target", 2020), ("农村居民收入", "30000", "target", 2020)]),
        ("产量达到60万吨,比2015年的50万吨增长20%。", [("产量", "600000", "target", 2020), ("产量", "500000", "baseline", 2015), ("产量", "20", "target", 2020)]),
        ("二氧化硫、化学需氧量排放总量分别下降8%和9%。", [("二氧化硫排放总量", "8", "target", 2020), ("化学需氧量排放总量", "9", "target", 2020)]),
        ("海带种植、收获机械化率分别达到65%和55%。", [("海带种植机械化率", "65", "target", 2020), ("收获机械化率", "55", "target", 2020)]),
    ],
)  # fmt: skip
def test_what_several_things_were_and_how_each_has_changed(text, rows):
    ledger = policylab.extract_targets(f"到2020年,{text}", period_start=2016, period_end=2020)
    assert [(row.indicator, str(row.value), row.kind, row.year) for row in ledger.itertuples()] == rows


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("补助标准分别为海港600元、渔村400元。", "海港补助标准|渔村补助标准"), ("居民人均可支配收入分别为城镇3万元、渔村2万元。", "城镇居民人均可支配收入|渔村居民人均可支配收入"),
        ("奖励额度分别为国家级100万元、省级50万元、市级20万元。", "国家级奖励额度|省级奖励额度|市级奖励额度"), ("床位数分别为公立医院300张、民营医院200张。", "公立医院床位数|民营医院床位数"),
        ("渔业项目经费安排额度分别为捕捞类项目30万元、养殖类项目20万元。", "捕捞类项目|养殖类项目"), ("海水和淡水产量分别为30万吨、20万吨。", "海水产量|淡水产量"),
        # how many such there are belongs to no head
        ("小学、初中、高中等三类学校的入学率分别达到99%、98%、97%。", "小学入学率|初中入学率|高中入学率"), ("捕捞、养殖、加工等三大产业增加值分别增长8%、9%、10%。", "产业增加值|捕捞产业增加值|养殖产业增加值|加工产业增加值"),
        ("甲县、乙县等两个县的森林覆盖率分别达到50%、60%。", "县|甲县森林覆盖率|乙县森林覆盖率"), ("捕捞、养殖等产业增加值分别增长8%、9%。", "捕捞产业增加值|养殖产业增加值"),
    ],
)  # fmt: skip
def test_what_is_told_of_each_of_several_things_is_named_with_each(text, heads):
    assert list(policylab.extract_targets(text).indicator) == heads.split("|")


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("化肥产销量分别达到20万吨和19万吨。", "化肥产量|化肥销量"), ("新能源汽车产销量达到200万辆。", "新能源汽车产销量"),
        # what is done with things of one name
        ("确保开工、投产项目分别达19个、5个。", "开工项目|投产项目"), ("开工和竣工项目分别为12个和8个。", "开工项目|竣工项目"), ("新建、改造厂房分别达到20万平方米、10万平方米。", "新建厂房|改造厂房"), ("城镇、农村居民收入分别达到4万元、2万元。", "城镇居民收入|农村居民收入"),
        # a measure of each unit of output
        ("货车、船舶单位运输周转量碳排放分别下降4%、3%。", "货车单位运输周转量碳排放|船舶单位运输周转量碳排放"), ("钢铁、水泥单位产品能耗分别下降3%、5%。", "钢铁单位产品能耗|水泥单位产品能耗"), ("化学需氧量、氨氮排放分别下降4%、3%。", "化学需氧量排放|氨氮排放"),
        ("“十四五”、“十五五”期间分别新增装机容量4000万千瓦。", "新增装机容量"),
    ],
)  # fmt: skip
def test_deeds_and_measures_that_several_heads_share(text, heads):
    assert list(policylab.extract_targets(text, period_start=2021, period_end=2030).indicator) == heads.split("|")
