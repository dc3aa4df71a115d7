"""Numbers that a rule sets are instruments, and an indicator names a thing or is missing."""


import pandas as pd
import pytest

import policylab
from policylab.targets._respectively import repaired


def read(text):
    ledger = policylab.extract_targets(text, period_end=2025)
    return [(row.kind, row.indicator, str(row.value), row.unit) for row in ledger.itertuples()]


@pytest.mark.parametrize(
    ("text", "indicator", "value", "unit"),
    [
        ("灵活就业人员个人缴费8%。", "灵活就业人员个人缴费", "8", "%"),
        ("居民门诊起付标准为300元。", "居民门诊起付标准", "300", "元"),
        ("自2024年1月1日起,住院最高支付限额调整为20万元。", "住院最高支付限额", "200000", "元"),
        ("失业保险金标准,按照上年度最低工资的40%确定。", "失业保险金标准", "40", "%"),
        ("长期居住的老矿工80元/月。", "长期居住的老矿工", "80", "元/月"),
        ("居住证有效期3年。", "居住证有效期", "3", "年"),
        ("伪造材料的,每条失信记录扣减20分。", "每条失信记录", "20", "分"),
        ("受理单位应当于受理之日起7日内办结。", "办结", "7", "日"),
        ("超过2000元至封顶线以下的部分由基金承担。", None, "2000", "元"),
        ("学校可在现行工资总额1.2倍控制线内分配。", "现行工资总额", "1.2", "倍"),
    ],
)
def test_what_a_rule_sets_is_an_instrument(text, indicator, value, unit):
    assert read(text)[0] == ("instrument", indicator, value, unit)


@pytest.mark.parametrize(
    "text",
    [
        "到2025年,职工医保住院支付比例提高到80%。",
        "居民大病保险报销比例稳定在60%以上。",
        "人均预期寿命达到80岁。",
        "劳动年龄人口平均受教育年限达到12年。",
        "粮食播种面积增加3%。",
    ],
)
def test_a_level_to_be_reached_stays_a_target(text):
    assert [kind for kind, *_ in read(text)] == ["target"]


def test_each_group_has_the_standard_of_its_own():
    text = "学生、不满60周岁和60周岁以上居民的缴费标准为100元、300元和200元。"
    assert read(text)[2:] == [
        ("instrument", "学生的缴费标准", "100", "元"),
        ("instrument", "不满60周岁居民的缴费标准", "300", "元"),
        ("instrument", "60周岁以上居民的缴费标准", "200", "元"),
    ]
    assert {row[:2] for row in read(text)[:2]} == {("instrument", "居民")}


def test_a_change_of_each_group_is_a_change():
    ledger = policylab.extract_targets("甲类和乙类企业的保证金标准,分别较上年降低50元和80元。", period_end=2025)
    rows = ledger[["indicator", "measure", "value"]].astype(str).values.tolist()
    assert rows == [
        ["甲类企业的保证金标准", "decrease", "50"],
        ["乙类企业的保证金标准", "decrease", "80"],
    ]


def test_levels_that_share_their_last_character_are_taken_apart():
    rows = read("报销比例在一、二、三级医院分别为80%、70%、60%。")
    assert [row[1] for row in rows] == ["一级医院报销比例", "二级医院报销比例", "三级医院报销比例"]


def test_a_count_inside_of_a_relative_clause_counts_its_own_noun():
    rows = read("打造2个兼具孵化与培训三大功能的服务平台。")
    assert ("structure", "功能", "3", None) in rows
    assert not any(row[1] and "功能的" in row[1] for row in rows)


@pytest.mark.parametrize("fragment", ["二", "相应", "具体标准", "探索以", "50元/月", "应当自受理之日起", "至封顶线以下的部分"])
def test_a_fragment_is_given_up(fragment):
    assert repaired(fragment) == ""


@pytest.mark.parametrize("indicator", ["光缆路由", "24小时书房", "原则", "5G基站", "绿色信贷许可", "学生人均用地", "三级医院"])
def test_an_indicator_is_left_as_it_is(indicator):
    assert repaired(indicator) == indicator


def test_a_service_around_the_clock_counts_and_a_name_does_not():
    assert read("政务大厅提供24小时服务,设24小时书房。") == [("target", "服务", "24", "小时")]
    assert read("24小时服务热线开通。") == []


def test_a_return_period_is_no_length_of_time():
    assert read("主城区防洪标准达到100年一遇。") == [("target", "主城区防洪标准", "100", "年一遇")]


@pytest.mark.parametrize(
    ("text", "indicator", "value", "unit"),
    [
        ("受理机关应当自收到申请之日起20个工作日内作出许可决定。", "许可决定", "20", "个工作日"),
        ("登记机关应当在3个工作日内予以答复。", "答复", "3", "个工作日"),
        ("经营者应当于事故发生后24小时内向海事机构报告。", "报告", "24", "小时"),
        ("持证人自住址变动之日起7日内,凭船员证到登记处办理变更手续。", "办理变更手续", "7", "日"),
        ("渔政机构须在立案之日起60日内完成调查。", "调查", "60", "日"),
    ],
)
def test_a_term_says_what_is_to_be_done_within_it(text, indicator, value, unit):
    assert read(text)[0] == ("instrument", indicator, value, unit)


@pytest.mark.parametrize(
    ("text", "indicator", "low", "high"),
    [
        ("处五千元以上三万元以下罚款。", "罚款", "5000", "30000"), ("可以并处一万元以上十万元以下的罚款。", "罚款", "10000", "100000"),
        ("并处违法所得3倍以上5倍以下的罚款。", "罚款", "3", "5"), ("处五日以上十五日以下拘留。", "拘留", "5", "15"),
        ("由渔政机构处2万元以上20万元以下罚款。", "罚款", "20000", "200000"),
    ],
)  # fmt: skip
def test_a_fine_is_one_range_and_names_itself(text, indicator, low, high):
    row = policylab.extract_targets(text).iloc[0]
    assert (row["kind"], row["indicator"], str(row["value"]), str(row["value_high"])) == ("instrument", indicator, low, high)


@pytest.mark.parametrize(
    "article",
    [
        "渔船应当每年检验两次。", "日志留存时间不少于六个月。", "检查应当由两名以上执法人员实施。", "养殖区面积为300公顷。",
        "经营者具有2年以上从业经历。",
    ],
)  # fmt: skip
def test_the_articles_of_a_law_set_rules(article):
    law = "渔港管理办法\n第一条 为了管理渔港,制定本办法。\n第二条 " + article
    assert {row.kind for row in policylab.extract_targets(law).itertuples()} == {"instrument"}
    plan = law + "\n渔港发展规划\n一、发展目标\n新建渔港20座。"
    assert policylab.extract_targets(plan, period_end=2030)["kind"].tolist()[-1] == "target"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("发放育儿补贴32亿元。", "target"), ("下达渔业补助资金5.6亿元。", "target"), ("安排渔民养老补贴1.2亿元。", "target"),
        ("兑现农机购置补贴3亿元。", "target"), ("给予最高2亿元补贴。", "instrument"), ("发放补贴每人每月200元。", "instrument"),
    ],
)  # fmt: skip
def test_a_sum_that_is_spent_as_a_whole_is_no_rate(text, kind):
    assert [row[0] for row in read(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    ["每削减1吨化学需氧量补助1500元。", "每新建1座渔港奖励20万元。", "按每减少1公顷养殖面积补偿800元。", "每引进1名专家给予5万元补助。", "每清理1吨垃圾补助300元。"],
)  # fmt: skip
def test_what_a_rate_is_given_for_is_no_target(text):
    assert {row[0] for row in read(text)} == {"instrument"}


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        ("对国家级渔港、省级渔港,分别给予奖励200万元、80万元。", ["国家级渔港奖励", "省级渔港奖励"]),
        ("对龙头企业、合作社,市级分别给予企业补助30万元和10万元。", ["龙头企业补助", "合作社补助"]),
        ("对大型港和小型港,分别给予补贴20万元和10万元。", ["大型港补贴", "小型港补贴"]),
        ("对评定为A级的企业,分别给予奖励20万元、10万元。", ["奖励", "奖励"]),
    ],
)  # fmt: skip
def test_each_of_a_list_is_given_its_own_sum(text, indicators):
    assert [row[1] for row in read(text)] == indicators


@pytest.mark.parametrize("unit", ["七大", "第一", "三项第一", "(5", "每"])
def test_long_runs_of_one_form_are_read_in_linear_time(grows_with, unit):
    assert grows_with(lambda times: policylab.extract_targets(unit * times), 400, 1600)


@pytest.mark.parametrize("unit", ["1%、", "1个、"])
def test_a_list_without_an_end_is_read_in_linear_time(grows_with, unit):
    assert grows_with(lambda times: policylab.extract_targets(unit * times), 1000, 8000)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("可申请最高不超过20万元的渔船贷款。", [("渔船贷款", "200000")]), ("可申请不少于300万元、200万元、100万元港口发展资助。", [("港口发展资助", "3000000"), ("港口发展资助", "2000000"), ("港口发展资助", "1000000")]),
        ("按投资额给予8%—15%扶持,单个项目最高600万元。", [("扶持", "8"), ("扶持", "6000000")]), ("按设备额给予单个项目12%、最高90万元支持。", [("支持", "12"), ("支持", "900000")]),
        ("渔业类给予最高80万元、40万元团队发展资助。", [("团队发展资助", "800000"), ("团队发展资助", "400000")]), ("对入驻企业,可按每平方米不超过500元且总额不超过30万元的标准,给予租房补助。", [("租房补助", "500"), ("租房补助总额", "300000")]),
        ("最高补助不超过50万元。", [("补助", "500000")]), ("平均担保费率原则上不超过2%。", [("平均担保费率", "2")]), ("对贷款300万元以上的渔企收取的担保费率不超过3%。", [("贷款", "3000000"), ("担保费率", "3")]),
        ("担保金额500万元以上的再担保业务收费,原则上不高于承担责任的1%。", [("担保金额", "5000000"), ("再担保业务收费", "1")]),
    ],
)  # fmt: skip
def test_what_is_given_or_charged_is_named_behind_or_before_its_measure(text, rows):
    assert [(row[1], row[2]) for row in read(text)] == rows


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("县财政每年安排800万元专项奖励资金用于渔业。", "target"), ("设立2亿元规模的风险补偿资金。", "target"), ("每年安排不低于300万元补助经费。", "target"), ("设立30亿元渔业发展基金。", "target"), ("安排困难渔民补助资金500万元。", "target"),
        ("每个渔村安排20万元奖补资金。", "instrument"), ("给予50万元专项资金支持。", "instrument"), ("单个项目安排奖励资金不超过60万元。", "instrument"), ("对达标渔场安排奖励资金10万元。", "instrument"), ("对渔船给予3万元补助经费。", "instrument"),
        ("在生均补助水平达到9000元的基础上逐步提高。", "baseline"),
    ],
)  # fmt: skip
def test_a_fund_that_is_set_aside_is_a_target_and_a_rate_of_it_a_rule(text, kind):
    assert {row[0] for row in read(text)} == {kind}


@pytest.mark.parametrize(
    ("text", "thresholds", "given"),
    [
        # a list of thresholds before those who must meet them
        ("对年捕捞量突破1万吨、3万吨、5万吨的渔企,分别奖励10万元、30万元、50万元。", [("年捕捞量", "10000"), ("年捕捞量", "30000"), ("年捕捞量", "50000")], 3),
        ("对年营业额首次达到5000万元、1亿元的渔港,分别给予20万元、40万元补助。", [("年营业额", "50000000"), ("年营业额", "100000000")], 2),
        ("年产值首次超过2亿元、4亿元的渔业园区,分别奖励20万元、40万元。", [("年产值", "200000000"), ("年产值", "400000000")], 2),
        # ... and each with its award
        ("用海投资在2000万元—5000万元(不含5000万元)的,补助3万元;1亿元以上的,补助9万元。", [("用海投资", "20000000"), ("用海投资", "100000000")], 2),
        ("年出海天数200天以上的,奖励2万元;250天以上的,奖励3万元。", [("年出海天数", "200"), ("年出海天数", "250")], 2),
        ("渔船5艘以上的,奖励1万元;10艘以上的,奖励2万元。", [("渔船", "5"), ("渔船", "10")], 2),
        ("水产加工量增长10%以上的,奖励5万元;20%以上的,奖励10万元。", [("水产加工量", "10"), ("水产加工量", "20")], 2),
        ("海域投资额800万元(人民币,下同)及以上的项目,给予补助。", [("海域投资额", "8000000")], 0),
    ],
)  # fmt: skip
def test_each_threshold_of_a_scale_is_one_of_the_same_measure(text, thresholds, given):
    rows = read(text)
    assert [row[1:3] for row in rows if row[1] not in ("奖励", "补助")] == thresholds and len(rows) == len(thresholds) + given
    assert {row[0] for row in rows} == {"instrument"}


def test_a_threshold_goes_on_with_how_the_one_before_is_measured():
    ledger = policylab.extract_targets("加工量增长10%以上的,奖励5万元;20%以上的,奖励10万元。渔获3吨以上的,奖励1万元;6吨以上的,奖励2万元。")
    assert list(ledger.measure) == ["increase", "level", "increase", "level", *["level"] * 4]


@pytest.mark.parametrize(
    ("text", "kind", "indicator"),
    [
        ("按渔港投资额的4‰进行现金奖励。", "instrument", "现金奖励"), ("按缴纳税款的40%,由镇财政奖励给投资人。", "instrument", "奖励"),
        ("按设备额的6%由区财政予以补助。", "instrument", "补助"), ("渔业奖金总额不超过50万元。", "instrument", "渔业奖金总额"), ("一次性奖励牵头单位20万元。", "instrument", "一次性奖励"),
        ("市财政从渔业发展基金中安排500万元。", "target", "渔业发展基金"), ("用海面积占比只要不低于30%,即可备案。", "target", "用海面积占比"),
        ("各渔港应将海水达标率提升至95%以上。", "target", "海水达标率"), ("渔企可对单船贷款金额不超过80万元的渔民减息。", "instrument", "单船贷款金额"),
        # a rule in principle, unless it is what is aimed at
        ("每个渔港泊位原则上不少于20个。", "instrument", "每个渔港泊位"), ("用海强度原则上不得低于60万元/亩。", "instrument", "用海强度"), ("到2025年,每个渔港泊位原则上不少于20个。", "target", "每个渔港泊位"),
        ("对新设立的泊位面积达到900平方米以上的渔港,优先受理。", "instrument", "泊位面积"), ("渔村市2023年计划完成造礁任务96亩。", "target", "造礁任务"), ("港区政府设立总规模5000万元的渔业风险基金。", "target", "渔业风险基金"),
        ("对渔企给予最高80万元补助的扶持政策。", "instrument", "补助"),
        # how a place is laid out
        ("构建以中心渔港为核、4个渔镇为翼的格局。", "structure", "渔镇"), ("以6个渔村为节点。", "structure", "渔村"), ("建设4个渔镇为渔民服务。", "target", "渔镇为渔民服务"),
    ],
)  # fmt: skip
def test_what_a_rule_is_of_and_what_is_none(text, kind, indicator):
    assert [row[:2] for row in read(text)] == [(kind, indicator)]


@pytest.mark.parametrize(
    ("text", "comparator", "indicator"),
    [
        ("海带产量约占全国总量的40%。", "approx", "海带产量占全国总量"), ("海带产量占全国总量的40%。", "eq", "海带产量占全国总量"), ("海带产量占全国总量的40%以上。", "ge", "海带产量占全国总量"),
        ("约占全省渔业产值的五分之一。", "approx", "占全省渔业产值"), ("近占全省渔业产值的三成。", "approx", "占全省渔业产值"),
    ],
)  # fmt: skip
def test_a_share_may_be_about_so_much(text, comparator, indicator):
    ledger = policylab.extract_targets(text)
    assert [(row.comparator, row.indicator) for row in ledger.itertuples()] == [(comparator, indicator)]


def test_a_distance_within_which_things_are_counted_is_no_target():
    assert [row[0] for row in read("计划新建灯塔9座,其中海堤5公里内2座。")] == ["target", "instrument", "target"]
    assert [row[0] for row in read("海堤长度控制在5公里以内。")] == ["target"]


@pytest.mark.parametrize(
    ("text", "kind", "indicator", "value", "year"),
    [
        ("培育12个千亿级以上鱼市。", "instrument", "鱼市", "100000000000", None), ("培育千亿级以上鱼市12个。", "target", "千亿级以上鱼市", "12", 2025),
        ("落户4家市值百亿以上企业。", "target", "企业", "4", 2025), ("渔业投入达到5亿元,仅占渔业产值的2%。", "baseline", "渔业投入占渔业产值", "2", None),
        ("覆盖率达到90%,其中主城区达到100%。", "target", "主城区覆盖率", "100", 2025), ("海产外销24个省份、规模居全国前列。", "baseline", "省份", "24", None),
        ("对年营业收入1,000万元以上的企业奖励50万元。", "instrument", "奖励", "500000", None),
        ("对2022年退役的渔民,每人每年减免6000元。", "instrument", "每人每年减免", "6000", None), ("市财政按投资的20%予以配套。", "instrument", "配套", "20", None),
    ],
)  # fmt: skip
def test_sizes_shares_and_rules_that_few_documents_have(text, kind, indicator, value, year):
    ledger = policylab.extract_targets(text, period_end=2025)
    found = [(row.kind, row.indicator, str(row.value), None if row.year is pd.NA else row.year) for row in ledger.itertuples()]
    assert (kind, indicator, value, year) in found


def test_a_growth_a_year_has_no_base_of_the_year_before():
    (row,) = policylab.extract_targets("2025年产值比2024年年均增长5%。", period_end=2025).itertuples()
    assert (row.measure, row.base_year is pd.NA) == ("annual_growth", True)


def test_this_year_and_a_season_have_a_year_where_the_document_tells_its_own():
    ledger = policylab.extract_targets("2025年,新建学校3所。今年上半年,完成投资5亿元,同比增长5%。")
    assert ledger["year"].tolist() == [2025, pd.NA, pd.NA]
    (row,) = policylab.extract_targets("2026年政府工作报告\n去冬今春植树3万亩。").itertuples()
    assert (row.kind, row.year) == ("baseline", 2026)
