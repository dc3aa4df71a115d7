from decimal import Decimal

import pytest

import policylab
from policylab.targets._review_and_aims import AIMS, REVIEW, Clock, Setting, Span
from policylab.targets._statements import read_paragraph

PLAN = Setting(clock=Clock(period_start=2021, period_end=2025))


def read(text, setting=PLAN):
    return read_paragraph(text, setting)


def short(text, setting=PLAN):
    """Indicator, comparator, value and unit of each statement."""
    return [(item.indicator, item.comparator, str(item.value), item.unit) for item in read(text, setting)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("森林覆盖率达到24.1%。", [("森林覆盖率", "eq", "24.1", "%")]),
        ("建设300个数字化车间和智能工厂。", [("数字化车间和智能工厂", "eq", "300", "个")]),
        ("新建公共充电桩6000台以上。", [("新建公共充电桩", "ge", "6000", "台")]),
        ("推动5G基站建设7万个。", [("5G基站", "eq", "70000", "个")]),
        ("用水总量控制在320亿立方米以内。", [("用水总量", "le", "32000000000", "立方米")]),
        ("人均预期寿命达到80岁。", [("人均预期寿命", "eq", "80", "岁")]),
        ("孕产妇死亡率控制在12/10万以内。", [("孕产妇死亡率", "le", "12", "/10万")]),
        ("每万人口高价值发明专利拥有量达到12件。", [("每万人口高价值发明专利拥有量", "eq", "12", "件")]),
        ("PM2.5浓度下降到35微克/立方米。", [("PM2.5浓度", "eq", "35", "微克/立方米")]),
        ("PUE值降至1.3以下。", [("PUE值", "le", "1.3", "")]),
        ("带动就业30万人左右。", [("就业", "approx", "300000", "人")]),
        ("一半以上的社区达标。", [("社区", "ge", "0.5", "")]),
        ("师生比达到1:16。", [("师生比", "eq", "0.0625", "")]),
        ("培养1万名农民。", [("农民", "eq", "10000", "名")]),
        ("新增10万就业岗位。", [("就业岗位", "eq", "100000", "")]),
        ("设立百亿元专项资金。", [("专项资金", "eq", "10000000000", "元")]),
    ],
)  # fmt: skip
def test_one_number(text, expected):
    assert short(text) == expected


@pytest.mark.parametrize(
    ("text", "value", "high", "unit"),
    [
        ("培育3至5家企业。", 3, 5, "家"), ("引进20—30万人。", 200000, 300000, "人"), ("增速保持在5%—8%。", 5, 8, "%"),
        ("合格率达到85%~90%。", 85, 90, "%"), ("培育3个至5个园区。", 3, 5, "个"), ("建成三至五个基地。", 3, 5, "个"),
        ("产能达到10万—20万吨。", 100000, 200000, "吨"),
    ],
)  # fmt: skip
def test_a_range_is_one_record(text, value, high, unit):
    (item,) = read(text)
    assert (item.value, item.value_high, item.unit, item.comparator) == (value, high, unit, "range")


def test_three_quarters_have_an_end_and_a_third_has_none():
    assert [item.value for item in read("四分之三的村达标。")] == [Decimal("0.75")]
    (third,) = read("三分之一的村达标。")
    assert abs(third.value * 3 - 1) < Decimal("1e-20")


def test_members_of_a_list_get_their_own_numbers():
    assert short("城镇、农村居民人均可支配收入分别达到5万元和2.3万元。") == [
        ("城镇居民人均可支配收入", "eq", "50000", "元"), ("农村居民人均可支配收入", "eq", "23000", "元"),
    ]  # fmt: skip


def test_a_bound_at_the_end_of_a_list_holds_for_all():
    assert [item.comparator for item in read("甲率、乙率分别达到60%、80%以上。")] == ["ge", "ge"]
    assert [item.comparator for item in read("甲率、乙率分别达到95%和85%左右。")] == ["approx", "approx"]


def test_one_number_for_two_rates_is_two_records_and_a_sum_is_one():
    assert [name for name, *_ in short("关键工序数控化率和设备数字化率超过60%。")] == ["关键工序数控化率", "设备数字化率"]
    assert [name for name, *_ in short("数字化车间和智能工厂超过300个。")] == ["数字化车间和智能工厂"]


def test_a_threshold_in_a_relative_clause_is_an_instrument():
    counted, threshold = read("培育5个以上相关业务收入超过10亿元、具有较强竞争力的系统解决方案供应商。")
    assert (counted.kind, counted.indicator, counted.value) == ("target", "系统解决方案供应商", 5)
    assert (threshold.kind, threshold.indicator, threshold.value) == ("instrument", "相关业务收入", 10**9)


def test_a_change_has_its_direction_and_base_year():
    (fall,) = read("单位地区生产总值能耗比2020年下降13.5%。")
    assert (fall.measure, fall.base_year, fall.year, fall.indicator) == ("decrease", 2020, 2025, "单位地区生产总值能耗")
    (growth,) = read("研发经费投入年均增长7%以上。")
    assert (growth.measure, growth.comparator) == ("annual_growth", "ge")
    (double,) = read("到2035年,人均地区生产总值比2020年翻一番。")
    assert (double.measure, double.value, double.unit) == ("multiple", 1, "番")
    assert (double.base_year, double.year) == (2020, 2035)
    (points,) = read("直接融资占比提高5个百分点。")
    assert (points.measure, points.unit) == ("increase", "个百分点")
    (rank,) = read("综合实力居全国第8位。")
    assert (rank.measure, rank.value, rank.indicator) == ("rank", 8, "综合实力")


def test_from_and_to_are_a_baseline_and_a_target():
    first, second = read("自来水普及率由2020年的88%提高到2025年的93%。")
    assert (first.kind, first.value, first.year) == ("baseline", 88, 2020)
    assert (second.kind, second.value, second.year, second.measure) == ("target", 93, 2025, "level")
    assert first.indicator == second.indicator == "自来水普及率"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("截至2020年底,全省建成充电桩5万个。", "baseline"), ("目前已建成学校10所。", "baseline"),
        ("提升本市1700余个关键信息基础设施防护水平。", "baseline"), ("给予最高不超过50万元补助。", "instrument"),
        ("按照实际投资额的10%给予一次性奖励。", "instrument"), ("实施五大行动。", "structure"),
        ("组建基础、生活、社会三个工作组。", "structure"), ("市、区、街道三级联动。", "structure"),
        ("力争建成学校10所。", "target"), ("建成解析能力不低于3000路的系统。", "target"),
        ("支持电源使用效率小于1.3的绿色数据中心。", "instrument"),
    ],
)  # fmt: skip
def test_kinds(text, kind):
    assert [item.kind for item in read(text)] == [kind]


def test_a_section_that_looks_back_has_baselines_without_a_year():
    (item,) = read("接入9600家单位。", Setting(Span(REVIEW), Clock(period_start=2021, period_end=2025)))
    assert (item.kind, item.year) == ("baseline", None)


def test_the_year_comes_from_the_sentence_then_the_section_then_the_plan():
    assert [item.year for item in read("到2023年,建成学校10所。")] == [2023]
    assert [item.year for item in read("建成学校10所。", Setting(Span(AIMS, 2022), Clock(period_end=2025)))] == [2022]
    assert [item.year for item in read("建成学校10所。", Setting(clock=Clock(period_end=2025)))] == [2025]
    assert [item.year for item in read("建成学校10所。", Setting())] == [None]
    assert [item.year for item in read("2025年、2030年,森林面积分别达到5万亩和6万亩。")] == [2025, 2030]


def test_the_modality_is_the_word_before_the_number():
    assert [item.modality for item in read("力争产值突破5亿元。")] == ["力争"]
    assert [item.modality for item in read("产值突破5亿元。")] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "加快5G、4K、IPv6和C-V2X应用。", "落实“1+5+3”架构,推进两化融合。", "贯彻党的十九届五中全会精神。",
        "“十四五”时期是第一个五年。", "(国发〔2021〕4号)第3条规定。", "见图1、表2和附件3。", "拨打12345热线或12316。",
        "2021年12月28日印发。", "2021—2025年。", "推出国家4A级以上旅游景区。", "建设“15分钟生活圈”。",
        "引进一批项目,打造一个平台,统一标准。", "百年未有之大变局。", "三级甲等医院。",
        "《三年行动方案(2021—2023年)》。", "启动2.0版目录。", "二期工程。", "三农、三网融合、一带一路。", "第三方机构。",
        "1.推进智慧交通建设。", "推进100G无源光网络部署。", "C919大型客机。", "巩固“两不愁三保障”成果。",
    ],
)  # fmt: skip
def test_what_counts_nothing_is_no_statement(text):
    assert short(text) == []


def test_universal_statements_are_coverage_and_names_are_not():
    (item,) = read("5G网络实现全覆盖。")
    assert (item.kind, item.indicator, item.value, item.unit) == ("coverage", "5G网络", 100, "%")
    assert [name for name, *_ in short("光纤网络、移动网络实现城乡全覆盖。")] == ["光纤网络", "移动网络"]
    assert [item.kind for item in read("全部住宅用户实现光纤到户。")] == ["coverage"]
    assert [item.kind for item in read("政务服务事项100%上网。")] == ["target"]
    assert short("实施农产品网络销售全覆盖工程,打造“一图全覆盖”。") == []


def test_every_span_is_the_number_with_its_bound_and_unit():
    text = "培育5个以上企业,产值超过10亿元,带宽达到1000兆比特每秒(Mbps),能耗下降13.5%。"
    assert [text[item.start : item.end] for item in read(text)] == [
        "5个以上", "超过10亿元", "1000兆比特每秒(Mbps)", "13.5%",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("按照投资额的10%给予补助,单个项目最高不超过2000万元。", [("instrument", "补助", 10), ("instrument", "补助", 20000000)]),
        ("对超标排放的,处10万元以上100万元以下罚款。", [("instrument", "罚款", 100000)]),
        ("对1400余处不可移动文物实施巡查。", [("baseline", "不可移动文物", 1400)]),
        ("截至2022年底,建成书房80座;2023年,书房达到100座。", [("baseline", "书房", 80), ("target", "书房", 100)]),
        ("近五年累计新建学校320所。", [("baseline", "学校", 320)]),
        ("现有孵化器48家,在孵企业3200余家。", [("baseline", "孵化器", 48), ("baseline", "在孵企业", 3200)]),
        ("构建“1+5+3”(1条主线、5项任务、3大支撑)的总体架构。",
         [("structure", "主线", 1), ("structure", "任务", 5), ("structure", "支撑", 3)]),
    ],
)  # fmt: skip
def test_the_clause_tells_the_kind(text, expected):
    ledger = policylab.extract_targets(text, period_end=2025, period_start=2021)
    assert [(row.kind, row.indicator, int(row.value)) for row in ledger.itertuples()] == expected


def test_a_year_holds_for_what_follows_only_from_the_head_of_a_section():
    later = "一、目标\n到2025年,学校达到5所。\n到2030年,医院达到6所。\n书房达到7座。\n"
    assert policylab.extract_targets(later, period_end=2025)["year"].tolist() == [2025, 2030, 2025]
    plain = "学校达到5所。\n到2030年,医院达到6所。\n书房达到7座。\n"
    assert policylab.extract_targets(plain, period_end=2025)["year"].tolist() == [2025, 2030, 2025]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # verbs and auxiliaries are no part of the indicator
        ("人均生产总值要达到10万元。", [("人均生产总值", "eq", "100000", "元")]),
        ("婴儿死亡率应小于6‰。", [("婴儿死亡率", "lt", "6", "‰")]),
        ("全市用电量预计达到60亿千瓦时。", [("全市用电量", "eq", "6000000000", "千瓦时")]),
        ("已累计开工改造老旧小区300个。", [("老旧小区", "eq", "300", "个")]),
        ("到2025年,技术合同成交额五年翻两番。", [("技术合同成交额", "eq", "2", "番")]),
        # what a number is the height of
        ("粮食总产量跨上700亿斤台阶。", [("粮食总产量", "eq", "70000000000", "斤")]),
        ("差距控制在2.2:1以内。", [("差距", "le", "2.2", "")]),
        ("黑臭水体比例降至零。", [("黑臭水体比例", "eq", "0", "")]),
        ("目前,在校生2.8亿。", [("在校生", "eq", "280000000", "")]),
        ("每个乡镇至少建成1所养老院。", [("养老院", "ge", "1", "所")]),
        ("覆盖率2022年达到85%。", [("覆盖率", "eq", "85", "%")]),
        ("改造率达90%,改造2万户。", [("改造率", "eq", "90", "%"), ("改造", "eq", "20000", "户")]),
        ("医院床位4万张,每千人口7张。", [("医院床位", "eq", "40000", "张"), ("每千人口医院床位", "eq", "7", "张")]),
        ("小学、中学师生比分别为1:17和1:12。", [
            ("小学师生比", "eq", "0.05882352941176470588235294118", ""),
            ("中学师生比", "eq", "0.08333333333333333333333333333", ""),
        ]),
        # bounds that belong to a name
        ("最大负荷1150万千瓦。", [("最大负荷", "eq", "11500000", "千瓦")]),
        ("最低养育标准提高到1800元。", [("最低养育标准", "eq", "1800", "元")]),
        # who and what is given
        (
            "给予设备投资额10%、最高300万元的补助。",
            [("补助", "eq", "10", "%"), ("补助", "le", "3000000", "元")],
        ),
        (
            "分别给予50万元、20万元的奖励。",
            [("奖励", "eq", "500000", "元"), ("奖励", "eq", "200000", "元")],
        ),
        ("设立总规模不低于50亿元的产业基金。", [("产业基金", "ge", "5000000000", "元")]),
        # what the members of a list share
        (
            "城乡居民人均可支配收入分别达到6万元和3万元。",
            [("城镇居民人均可支配收入", "eq", "60000", "元"), ("农村居民人均可支配收入", "eq", "30000", "元")],
        ),
        (
            "主要农作物化肥、农药利用率均达到43%。",
            [("主要农作物化肥利用率", "eq", "43", "%"), ("主要农作物农药利用率", "eq", "43", "%")],
        ),
        (
            "化学需氧量、氨氮排放总量分别下降8%和9%。",
            [("化学需氧量排放总量", "eq", "8", "%"), ("氨氮排放总量", "eq", "9", "%")],
        ),
        (
            "参保人数、领取待遇人数分别达到5、10万人。",
            [("参保人数", "eq", "50000", "人"), ("领取待遇人数", "eq", "100000", "人")],
        ),
        (
            "布局3个国家级、12个省级、30个市级研发机构。",
            [("国家级研发机构", "eq", "3", "个"), ("省级研发机构", "eq", "12", "个"), ("市级研发机构", "eq", "30", "个")],
        ),
        (
            "增加值占GDP比重达到28%,占全球比重稳定在30%。",
            [("增加值占GDP比重", "eq", "28", "%"), ("增加值占全球比重", "eq", "30", "%")],
        ),
        (
            "大型企业返还比例为30%,小微企业为60%。",
            [("大型企业返还比例", "eq", "30", "%"), ("小微企业返还比例", "eq", "60", "%")],
        ),
    ],
)  # fmt: skip
def test_the_indicator_is_the_thing_and_all_of_it(text, expected):
    assert short(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("建成了12万公里绿道。", [("baseline", None)]),
        ("毛入园率达到83%,提前完成规划目标。", [("baseline", None)]),
        ("占比每年增加1个百分点,预计将超额完成20%的目标。", [("target", 2025), ("target", 2025)]),
        ("从2022年起,每年新增智能工厂20家。", [("target", 2025)]),
        ("死亡率由2017年的7‰下降到2018年的6‰。", [("baseline", 2017), ("baseline", 2018)]),
        ("对营业收入5亿元以上、研发投入强度5%以上的企业给予支持。", [("instrument", None), ("instrument", None)]),
        ("超百亿元企业达到10家。", [("instrument", None), ("target", 2025)]),
        ("淘汰35蒸吨/小时以下燃煤锅炉58台。", [("instrument", None), ("target", 2025)]),
        ("部署6个方面19项重点任务。", [("structure", None), ("structure", None)]),
        ("发放租赁补贴2万户。", [("target", 2025)]),
        ("每新增1家平台奖励100万元。", [("instrument", None)]),
        ("培育千亿级企业2家。", [("instrument", None), ("target", 2025)]),
        ("贫困发生率由6%降为零。", [("baseline", None), ("target", 2025)]),
        ("资金分两次下达,用3—5年时间建成。", []),
        ("实现两个“倍增”。", []),
    ],
)
def test_kind_and_year_of_reports_rules_and_plans(text, expected):
    assert [(item.kind, item.year) for item in read(text)] == expected


def test_a_base_year_holds_for_its_clause_and_for_what_is_carried_on():
    text = "能耗比2020年下降14%,每年下降3%,事故起数下降20%。与2015年相比,浓度下降9%,比率提高6个百分点。"
    assert [(item.indicator, item.base_year) for item in read(text)] == [
        ("能耗", 2020), ("能耗", 2020), ("事故起数", None), ("浓度", 2015), ("比率", 2015),
    ]  # fmt: skip


def test_two_groups_in_a_row_share_their_heads():
    items = read("用水量、用电量分别由5亿立方米和8亿千瓦时增加到6亿立方米和9亿千瓦时。")
    assert [(item.indicator, item.kind) for item in items] == [
        ("用水量", "baseline"), ("用电量", "baseline"), ("用水量", "target"), ("用电量", "target"),
    ]  # fmt: skip


def test_a_bound_ahead_of_others_is_a_level_and_names_the_thing_only():
    (item,) = read("社会消费品零售总额增速高于全省平均水平1.5个百分点。")
    assert (item.indicator, item.measure) == ("社会消费品零售总额增速", "level")


def test_coverage_takes_up_what_the_number_before_was_about():
    items = read("到2023年示范社区达到200个,2025年力争实现全覆盖。")
    assert [(item.kind, item.indicator, item.year) for item in items] == [
        ("target", "示范社区", 2023), ("coverage", "示范社区", 2025),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三次产业比重为4.0∶37.7∶58.3。", [("第一产业比重", "4.0"), ("第二产业比重", "37.7"), ("第三产业比重", "58.3")]),
        ("三次产业结构调整为5:40:55。", [("第一产业比重", "5"), ("第二产业比重", "40"), ("第三产业比重", "55")]),
        ("三次产业增加值占比达到6：44：50。", [("第一产业增加值比重", "6"), ("第二产业增加值比重", "44"), ("第三产业增加值比重", "50")]),
        ("一、二、三产业比例为10/45/45。", [("第一产业比重", "10"), ("第二产业比重", "45"), ("第三产业比重", "45")]),
        ("财政、社会和个人投入之比为50:30:20。", [("财政投入比重", "50"), ("社会投入比重", "30"), ("个人投入比重", "20")]),
        ("投入之比为50:30:20。", []), ("学校、医院、公园配比为6:3:1。", []),
    ],
)  # fmt: skip
def test_the_parts_of_a_whole_have_their_heads_or_are_left_out(text, expected):
    assert [(item.indicator, str(item.value)) for item in read(text)] == expected
    assert {item.unit for item in read(text)} <= {""}  # the text writes none


def test_the_parts_of_a_whole_before_and_after_a_change_have_the_same_heads():
    items = read("三次产业结构由4.5:40.2:55.3优化为4:38:58。")
    assert [item.kind for item in items] == ["baseline"] * 3 + ["target"] * 3
    assert [item.indicator for item in items[:3]] == [item.indicator for item in items[3:]]


def test_a_unit_in_brackets_is_no_part_of_the_name():
    assert short("投资（亿元）达到200。") == [("投资", "eq", "20000000000", "元")]
    assert short("单位：亿元。") == []


def test_a_sentence_ends_behind_the_quotes_and_brackets_that_close_it():
    text = "“已有2个基地,计划建设5个基地。”会议要求新建3个学校。(力争培育企业8家。)完成项目10个!"
    said = [(item.indicator, text[slice(*item.sentence)]) for item in read_paragraph(text, Setting())]
    assert said == [
        ("基地", "“已有2个基地,计划建设5个基地。”"), ("基地", "“已有2个基地,计划建设5个基地。”"), ("学校", "会议要求新建3个学校。"),
        ("企业", "(力争培育企业8家。)"), ("项目", "完成项目10个!"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到2025年,小煤矿减少3家至20家。", [("小煤矿", "target", "3", "decrease"), ("小煤矿", "target", "20", "level")]),
        ("到2025年,渔港增加3座到8座以上。", [("渔港", "target", "3", "increase"), ("渔港", "target", "8", "level")]),
        ("到2025年,库容由70万立方米增加10万立方米至80万立方米。", [("库容", "baseline", "700000", "level"), ("库容", "target", "100000", "increase"), ("库容", "target", "800000", "level")]),
        ("到2025年,办理时限由7天压缩5天至2天。", [("办理时限", "baseline", "7", "level"), ("办理时限", "target", "5", "decrease"), ("办理时限", "target", "2", "level")]),
        ("到2025年,养殖面积扩大2万亩至15万亩,产量提高3万吨到20万吨。", [("养殖面积", "target", "20000", "increase"), ("养殖面积", "target", "150000", "level"), ("产量", "target", "30000", "increase"), ("产量", "target", "200000", "level")]),
        ("2025年,全市渔船减少100艘至500艘。", [("全市渔船", "target", "100", "decrease"), ("全市渔船", "target", "500", "level")]),
    ],
)  # fmt: skip
def test_a_change_and_the_level_that_it_leads_to_have_one_head(text, expected):
    assert [(item.indicator, item.kind, f"{item.value:f}", item.measure) for item in read(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # how often a flood comes
        ("防洪标准达到百年一遇。", [("防洪标准", "eq", "100", "年一遇")]), ("渔港防洪标准提高到二百年一遇。", [("渔港防洪标准", "eq", "200", "年一遇")]), ("抵御百年一遇的洪水。", []),
        # the highest of something is its name, the most that is given a bound
        ("电网最高负荷达到1500万千瓦。", [("电网最高负荷", "eq", "15000000", "千瓦")]), ("渔船最高航速达到20节。", [("渔船最高航速", "eq", "20", "节")]), ("日最高供水量120万立方米。", [("日最高供水量", "eq", "1200000", "立方米")]),
        ("历史最高水位33.5米。", [("历史最高水位", "eq", "33.5", "米")]), ("最高奖励100万元。", [("奖励", "le", "1000000", "元")]),
        ("保障航班起降30万架次。", [("航班起降", "eq", "300000", "架次")]), ("气温升降2℃。", [("气温升降", "eq", "2", "℃")]), ("充电枪5000把。", [("充电枪", "eq", "5000", "把")]),
    ],
)  # fmt: skip
def test_what_is_highest_and_what_comes_once_in_years(text, expected):
    assert short(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("病历平均级别达到4级。", [("病历平均级别", "eq", "4", "级")]), ("渔港数字化成熟度达到3级以上。", [("渔港数字化成熟度", "ge", "3", "级")]), ("公路安全等级提高到2级。", [("公路安全等级", "eq", "2", "级")]), ("建设5级渔港。", []), ("3级医院增加。", []),
        # ahead of another speed
        ("渔民收入增速高于全省农民收入增速1个百分点以上。", [("渔民收入增速", "ge", "1", "个百分点")]), ("渔业增加值增速高于GDP增速2个百分点。", [("渔业增加值增速", "eq", "2", "个百分点")]), ("渔业投资增速高于全部投资增速3个百分点。", [("渔业投资增速", "eq", "3", "个百分点")]),
        ("渔业收入增幅高于GDP增幅1.5个百分点。", [("渔业收入增幅", "eq", "1.5", "个百分点")]),
    ],
)  # fmt: skip
def test_a_level_that_is_reached_and_a_speed_that_is_ahead(text, expected):
    assert short(text) == expected
    assert {item.kind for item in read(text)} <= {"target"} and {item.measure for item in read(text)} <= {"level"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("空气优良天数由2020年的290天增加到2024年的318天。", [("空气优良天数", "290", "天", 2020), ("空气优良天数", "318", "天", 2024)]), ("渔民平均住院日由8.2天降至7.5天。", [("渔民平均住院日", "8.2", "天", None), ("渔民平均住院日", "7.5", "天", 2025)]),
        ("日照时数由2000小时增加到2100小时。", [("日照时数", "2000", "小时", None), ("日照时数", "2100", "小时", 2025)]), ("培训由渔业学校3年承担。", []),
        # what a head has is of what was told
        ("渔业产值达到4500亿元,人均超过1.3万美元。", [("渔业产值", "450000000000", "元", 2025), ("人均渔业产值", "13000", "美元", 2025)]),
        ("渔村景区46家,其中5A级2家、4A级15家。", [("渔村景区", "46", "家", 2025), ("5A级渔村景区", "2", "家", 2025), ("4A级渔村景区", "15", "家", 2025)]), ("全市A级渔村30家,其中5A级3家。", [("全市A级渔村", "30", "家", 2025), ("5A级渔村", "3", "家", 2025)]),
    ],
)  # fmt: skip
def test_spells_that_change_and_what_is_of_what_was_told(text, expected):
    assert [(item.indicator, str(item.value), item.unit, item.year) for item in read(text)] == expected


def test_speeds_that_change_have_no_base_year():
    found = read("渔业增加值增速由2021年的5.2%提升至2024年的8.8%,比2021年提高3.6个百分点。")
    assert [(item.measure, item.base_year, item.year) for item in found] == [("increase", None, 2021), ("increase", None, 2024), ("increase", 2021, 2024)]
