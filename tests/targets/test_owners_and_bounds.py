"""Owners of measures, bounds that others meet, what stood then, rules by genre, what is given and to whom."""

import pandas as pd
import pytest

import policylab


def read(text, **years):
    return [(row.kind, row.indicator, str(row.value)) for row in policylab.extract_targets(text, **years).itertuples()]


def heads(text, **years):
    return [row[1] for row in read(text, **years)]


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("2022年粮食产量比2015年的120万吨增长5%。", ("120", 2015)), ("大豆产量900万吨,比2010年的750万吨增加150万吨。", ("750", 2010)),
        ("到2030年,渔业产值比2020年的40亿元翻一番。", ("40", 2020)), ("财政收入1240亿元,比2018年的1100亿元增加140亿元。", ("1100", 2018)),
        ("能耗比2015年的2.1吨标准煤下降18%。", ("2.1", 2015)), ("在校生12万人,比2019年底的10万人增长20%。", ("10", 2019)),
        ("产值13亿元,较2020年的9亿元增加4亿元。", ("9", 2020)), ("渔港9座,比“十三五”末的5座增加4座。", ("5", 2020)),
        ("渔港9座,较“十三五”期末的5座增加4座。", ("5", 2020)), ("税收8亿元,较2019年的7亿元增长14%。", ("7", 2019)),
    ],
)  # fmt: skip
def test_what_something_is_compared_with_stood_then(text, then):
    rows = policylab.extract_targets(text)
    row = next(row for row in rows.itertuples() if pd.notna(row.year) and row.year == then[1])
    assert row.kind == "baseline" and str(row.value).startswith(then[0]) and row.indicator == rows["indicator"].iloc[-1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全市规上企业达到120家,其中产值超亿元的有35家,超十亿元的4家。", ["全市规上企业", "产值", "全市规上企业", "产值", "全市规上企业"]),
        ("104种产品中,国内占比超过10%的有44种、超过20%的有23种。", ["产品", "国内占比", "产品", "国内占比", "产品"]),
        ("新增上市公司6家,市值超百亿元的达到2家。", ["新增上市公司", "市值", "新增上市公司"]),
        ("认定乡镇30个,税收超千万元的有8个。", ["乡镇", "税收", "乡镇"]), ("产值超亿元的有15家、超10亿元的3家。", ["产值", None, "产值", None]),
        ("新建长约11公里的10条河道。", ["新建长", "河道"]),
    ],
)  # fmt: skip
def test_a_bound_and_how_many_meet_it(text, expected):
    rows = read(text)
    assert [row[1] for row in rows] == expected
    bounds = [row[0] for row in rows if row[1] in ("产值", "国内占比", "市值", "税收")]
    assert set(bounds) <= {"instrument"}


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("按照服务数量给予一次性奖补,最高80万元。", "一次性奖补"), ("市级给予补助,最高不超过300万元。", "补助"),
        ("经评审后给予资金支持,单个项目不超过200万元。", "资金支持"), ("对研发中心给予奖励,每家最高50万元。", "奖励"),
        ("对符合条件的项目予以贴息,期限不超过3年。", "贴息期限"),
    ],
)  # fmt: skip
def test_the_bound_of_what_the_clause_before_gives(text, head):
    assert [row[:2] for row in read(text, period_end=2025)] == [("instrument", head)]


def test_a_bound_behind_nothing_that_is_given_is_a_target():
    assert read("为企业提供支持,新建园区不超过3个。", period_end=2025) == [("target", "新建园区", "3")]


@pytest.mark.parametrize(
    "text",
    [
        "对入选名单的企业奖励30万元。", "对首次突破5亿元的企业,分别给予50万元奖励。", "对获评示范的园区,给予100万元奖励。",
        "对获批的平台,给予一次性补助80万元。", "对跻身百强的企业,奖励200万元。",
    ],
)  # fmt: skip
def test_a_rule_for_those_who_have_done_something_is_a_rule(text):
    assert {row[0] for row in read(text, period_end=2025)} == {"instrument"}


RULES = "市场主体应当依法登记。申请人不得提供虚假材料。主管部门应当公开结果。当事人不得拒绝检查。经营者应当留存记录。"


@pytest.mark.parametrize(
    "text",
    [
        "产品投资于债券的比例不低于80%。", "家庭金融净资产不低于300万元。", "公开募集的份额不超过总额的10%。", "作业时间不超过60分钟。",
        "专职人员不少于3人。",
    ],
)  # fmt: skip
def test_a_document_of_rules_sets_rules_without_articles(text):
    assert {row[0] for row in read("\n".join([RULES, text]))} == {"instrument"}
    assert "instrument" not in {row[0] for row in read("\n".join(["推进产业升级。", text.replace("不低于", "达到")]))} or "不" in text


@pytest.mark.parametrize(
    ("text", "value", "comparator"),
    [
        ("检修通道净宽不宜小于2.5米。", "2.5", "ge"), ("建筑间距不应小于30米。", "30", "ge"), ("占地面积不宜大于5公顷。", "5", "le"),
        ("绿地率不能低于35%。", "35", "ge"), ("停车位不宜少于200个。", "200", "ge"), ("噪声不应高于55分贝。", "55", "le"),
    ],
)  # fmt: skip
def test_a_bound_that_is_advised_keeps_its_direction(text, value, comparator):
    row = policylab.extract_targets(text).iloc[0]
    assert (str(row["value"]), row["comparator"], row["kind"]) == (value, comparator, "instrument")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("120家软件园区贡献了75%以上的软件收入。", ["软件园区"]), ("13家中国软件名城业务收入占比达到77%。", ["中国软件名城"]),
        ("25家上市公司研发投入占比达到6%。", ["上市公司"]), ("17个传统制造业增加值增长5%。", ["传统制造业"]),
        ("5家银行贷款余额突破100亿元。", ["银行"]), ("共制定43项行业标准。", ["行业标准"]), ("设立3家产业基金。", ["产业基金"]),
    ],
)  # fmt: skip
def test_an_owner_is_counted_not_its_measure(text, expected):
    assert heads(text)[:1] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("投资10亿元,完成年度计划的119%。", "投资年度计划"), ("税收3亿元,完成全年预算的98%。", "税收全年预算"),
        ("固定资产投资12亿元,完成年度任务的60%。", "固定资产投资年度任务"), ("新增就业5000人,完成目标任务的117%。", "新增就业目标任务"),
        ("粮食产量30万吨,达到年度计划的105%。", "粮食产量年度计划"),
        ("完成投资8.5亿元,为年度计划的106%。", "投资年度计划"), ("税收12亿元,达到全年预算的101.5%,增长8%。", "税收"),
        ("招商引资62亿元,完成全年任务的124%,同比增长9%。", "招商引资"),
    ],
)  # fmt: skip
def test_how_far_a_plan_is_fulfilled_is_said_of_its_subject(text, expected):
    assert heads(text)[-1] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("城镇居民收入8000元,农村居民收入3000元,分别增长7%和15%。", ["城镇居民收入", "农村居民收入"]),
        ("小麦和玉米产量分别增长3%和5%;渔业产值8亿元,牧业产值3亿元,分别增长7%和9%。", ["渔业产值", "牧业产值"]),
        ("第一、二、三产业增加值比重分别为3%、41%和56%,就业比重分别为20%、30%和50%。", ["第二产业就业比重", "第三产业就业比重"]),
        ("城镇和农村居民收入分别增长4%、5%,十方面实事全部完成。", ["农村居民收入", "实事"]),
        ("全省航空旅客和货邮吞吐量分别增长14%、4%。", ["全省航空旅客吞吐量", "货邮吞吐量"]),
    ],
)  # fmt: skip
def test_numbers_are_handed_out_to_what_was_named_last(text, expected):
    assert heads(text)[-3 if "十" in text else -2 :][:2] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("为全县养老护理员、社区工作者开展职业技能培训5万人次。", ["职业技能培训"]), ("面向重点群体开展就业培训3万人次。", ["就业培训"]),
        ("为残疾人适配辅助器具服务5000例。", ["辅助器具服务"]), ("向困难群众发放价格补贴1.2亿元。", ["价格补贴"]),
        ("为未成年人家庭提供指导服务1万次。", ["指导服务"]), ("对薄弱学校提供设备3000台。", ["设备"]),
    ],
)  # fmt: skip
def test_whom_something_is_done_for_is_no_part_of_its_name(text, expected):
    assert heads(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("高水平建成20家软件名园。", ["软件名园"]), ("安放挡车器1004个。", ["挡车器"]), ("颁发营业执照1239户。", ["营业执照"]),
        ("应用程序数量超过300万个。", ["应用程序数量"]), ("如果偏离度超过5%。", ["偏离度"]), ("没有违法所得或者违法所得不足1万元的。", ["违法所得"]),
        ("公共数据分为无条件开放、有条件开放和非开放三类。", ["公共数据"]), ("今年要抓好以下五个方面的工作:", ["工作"]),
        ("在和平共处五项原则基础上全面发展友好合作。", ["原则"]), ("60%以上的普通高中达到标准。", ["普通高中"]),
        ("收入9.2亿元、同口径增长3.1%。", ["收入", "收入"]), ("城镇提供1000Mbps以上接入服务能力。", ["接入服务能力"]),
        ("3家企业制定了行业标准。", ["企业"]), ("62个省级纵向支持组团实施帮扶。", ["省级纵向支持组团"]),
        ("和美乡村覆盖率达到73%。", ["和美乡村覆盖率"]), ("强化12所师范院校对薄弱县的帮扶。", ["师范院校"]),
    ],
)  # fmt: skip
def test_what_leads_in_and_what_follows_is_no_part_of_a_name(text, expected):
    assert heads(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("用于教育的支出比重为20%;用于住房的支出比重,由8%上升到10%。", "用于住房的支出比重"),
        ("水产品产量达到30万吨,海水养殖比重,从60%提高到65%。", "海水养殖比重"), ("收入达到3万元,城镇化率,由50%提高到55%。", "城镇化率"),
        ("贷款达到3亿元;不良贷款占比,从2%下降到1%。", "不良贷款占比"), ("产值达到8亿元,机械化率,从70%提高到75%。", "机械化率"),
    ],
)  # fmt: skip
def test_a_subject_before_the_comma_is_nearer_than_the_number_before(text, expected):
    assert heads(text)[-2:] == [expected] * 2


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("产值连续跨越7万亿元、8万亿元、9万亿元三个台阶。", ["7000000000000", "8000000000000", "9000000000000", "3"]),
        ("跨越8万亿、9万亿三个大关。", ["8000000000000", "9000000000000", "3"]), ("人口达到1万五千人。", ["15000"]),
        ("经济总量连上2千亿、3千亿两个台阶。", ["200000000000", "300000000000", "2"]), ("产值达到3万亿。", ["3000000000000"]),
    ],
)  # fmt: skip
def test_a_count_behind_a_magnitude_is_no_part_of_it(text, values):
    assert [row[2] for row in read(text)][: len(values)] == values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("户均增收300多元。", [("户均增收", "300", "元", "approx")]), ("项目总投资1亿多元。", [("项目总投资", "100000000", "元", "approx")]),
        ("人均收入达到5000多元。", [("人均收入", "5000", "元", "approx")]), ("培训人员一万五。", [("培训人员", "15000", None, "eq")]),
        ("投资三亿五,建成学校3所。", [("投资", "350000000", None, "eq"), ("学校", "3", "所", "eq")]),
        ("培训人员1万五,从业人员达到两万三。", [("培训人员", "15000", None, "eq"), ("从业人员", "23000", None, "eq")]),
    ],
)  # fmt: skip
def test_round_amounts_of_money_and_numerals_without_a_unit_have_their_owners(text, expected):
    table = policylab.extract_targets(text, period_end=2025)
    assert [(row.indicator, str(row.value), row.unit, row.comparator) for row in table.itertuples()] == expected


@pytest.mark.parametrize(
    ("report", "year"),
    [
        ("2026年政府工作报告\n工作回顾\n建成渔港18座。", 2025), ("2024年政府工作报告\n新建学校12所,成效显著。", 2023),
        ("2025年政府工作报告\n主要成绩\n产值增长5.6%。", 2024), ("2022年政府工作报告\n发展成就\n荣获国家级称号3个。", 2021),
        ("2023年政府工作报告\n一、工作总结\n完成投资12亿元。", 2022),
    ],
)  # fmt: skip
def test_a_review_without_its_year_tells_of_the_year_before_the_report(report, year):
    rows = policylab.extract_targets(report)
    assert (rows["kind"].tolist(), rows["year"].tolist()) == (["baseline"], [year])


@pytest.mark.parametrize(
    "text",
    [
        "布局未来产业,新培育先导区13个。", "建设未来社区,建成示范点20个。", "打造未来工厂,新增智能车间8个。", "发展未来乡村,建成样板村12个。",
        "培育未来科技,新增企业30家。",
    ],
)  # fmt: skip
def test_the_future_in_a_name_is_no_promise(text):
    rows = policylab.extract_targets("一、2025年工作回顾\n" + text)
    assert set(rows["kind"]) == {"baseline"}


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("渔业产值占全省的四分之一强。", "approx"), ("市场份额达到三分之一弱。", "approx"), ("占总量的五分之二强,居首位。", "approx"),
        ("绿化面积占三分之二强;", "approx"), ("比重达到四分之三。", "eq"),
    ],
)  # fmt: skip
def test_a_fraction_with_a_little_more_is_approximate(text, comparator):
    assert policylab.extract_targets(text)["comparator"].iloc[0] == comparator


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("评审委员会由7名至11名委员组成。", ("7", "11")), ("理事会由五至九名理事组成。", ("5", "9")), ("工作组由3人至5人组成。", ("3", "5")),
        ("监事会由3名至7名监事组成。", ("3", "7")), ("仲裁庭由5到7名仲裁员组成。", ("5", "7")),
    ],
)  # fmt: skip
def test_a_body_of_so_many_to_so_many_has_a_range(text, bounds):
    rows = policylab.extract_targets(text)
    assert [(str(row.value), str(row.value_high)) for row in rows.itertuples()] == [bounds]


def test_a_change_from_one_count_to_another_is_no_range():
    assert [str(value) for value in policylab.extract_targets("企业由7家增加至11家。")["value"]] == ["7", "11"]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("决定须经三分之二以上的委员出席。", "委员"), ("会议应当有五分之四以上的代表到会。", "代表"),
        ("章程须经三分之二以上的会员同意。", "会员"), ("方案须经五分之三以上的业主表决。", "业主"),
        ("修改须经四分之三以上的理事赞成。", "理事"),
    ],
)  # fmt: skip
def test_who_is_to_agree_is_the_head_of_a_quorum(text, head):
    assert heads(text)[0] == head


@pytest.mark.parametrize("unit", ["产值超亿元的有3家,", "投资超亿元的项目,", "收入达5亿元的企业的", "占比超过10%的有4种、", "年产5万吨的"])
def test_clauses_within_clauses_end(unit):
    assert isinstance(len(policylab.extract_targets(unit * 1500)), int)


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("市级按首轮合同金额的30%,给予一次性奖补,单个企业最高300万元。", "一次性奖补"), ("按照设备投资额的15%,给予补助。", "补助"),
        ("按年度贷款利息的50%,予以贴息,最高100万元。", "贴息"), ("按实际租金的60%,给予房租补贴。", "房租补贴"),
        ("按增量的5%,给予奖励,最高50万元。", "奖励"),
        ("给予展位费50%补贴,每次最高2万元、每年最高10万元。", "补贴"), ("给予技能提升补贴1500元,每人每年最多3次。", "技能提升补贴"),
        ("每新增1艘渔船给予企业2000元补贴,每户企业最高不超过20万元。", "补贴"), ("给予每亩300元补贴,每项最高3万元。", "补贴"),
        ("三星级的给予50%补贴,二星级的给予30%。", "补贴"), ("大型渔船的给予5万元补贴,小型渔船的给予3万元。", "补贴"),
    ],
)  # fmt: skip
def test_what_is_given_may_stand_behind_a_comma(text, head):
    assert {row[:2] for row in read(text, period_end=2025)} == {("instrument", head)}


@pytest.mark.parametrize(
    "text",
    ["据2020年摸排,现存易涝区域341处。", "据初步统计,有合作社120家。", "据普查,古树有3000株。", "据监测,候鸟达到5万只。", "据不完全统计,参与群众3万人。"],
)
def test_what_was_counted_is_told_of_the_past(text):
    assert {row[0] for row in read(text)} == {"baseline"}


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("出口增速达10.8%,高出货物出口增速4.9个百分点。", "出口"), ("城镇化率为65%,高出全国平均水平2个百分点。", "城镇化率"),
        ("收入增长8%,快于全省0.5个百分点。", "收入"), ("投资完成95亿元,超年度计划8个百分点。", "投资"), ("失业率为4%,低于控制目标1个百分点。", "失业率"),
    ],
)  # fmt: skip
def test_what_something_is_ahead_of_is_no_head(text, head):
    assert set(heads(text)) == {head}


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("拟在本市居住半年以上的,应当申报。", "居住"), ("在同一单位连续工作满10年的职工,可以申请。", "工作"), ("依法正常缴纳社会保险费满3年。", "缴纳社会保险费"),
        ("取得证书后从业五年以上的,可以报名。", "从业"), ("在基层一线累计服务不少于2年。", "服务"), ("申请人应当合法稳定居住1年以上。", "居住"),
    ],
)  # fmt: skip
def test_what_is_done_for_so_long_is_the_head(text, head):
    assert heads(text)[0] == head


@pytest.mark.parametrize(
    ("text", "read"),
    [
        # each count of a list has its size, and the thing stands behind the last
        ("培育3家产值超百亿元、10家产值超10亿元企业。", "target 企业 3, instrument 产值 10000000000, target 企业 10, instrument 产值 1000000000"),
        ("培育1家产值超千亿元、3家产值超百亿元、10家产值超50亿元龙头企业。", "target 龙头企业 1, instrument 产值 100000000000, target 龙头企业 3, instrument 产值 10000000000, target 龙头企业 10, instrument 产值 5000000000"),
        ("引进10家年销售额超亿元、20家年销售额超千万元电商企业。", "target 电商企业 10, instrument 年销售额 100000000, target 电商企业 20, instrument 年销售额 10000000"),
        ("形成2个主营业务收入过百亿元、5个主营业务收入过50亿元产业园区。", "target 产业园区 2, instrument 主营业务收入 10000000000, target 产业园区 5, instrument 主营业务收入 5000000000"),
        ("建成2个万头、8个千头生猪养殖场。", "target 生猪养殖场 2, target 千头生猪养殖场 8"), ("打造3个十万亩、5个万亩茶叶基地。", "target 茶叶基地 3, instrument 万亩茶叶基地 100000, target 茶叶基地 5, instrument 茶叶基地 10000"),
        ("建设10个百万亩基地。", "target 基地 10, instrument 基地 1000000"),
        # ... but of these it is told what they come to
        ("5个县产值超百亿元、10个县产值超50亿元。", "target 县 5, target 县产值 10000000000, target 县 10, target 县产值 5000000000"), ("规模以上工业企业500家、增加值30亿元。", "target 规模以上工业企业 500, target 规模以上工业增加值 3000000000"),
        ("规模以上工业企业达到500家,产值达到800亿元。", "target 规模以上工业企业 500, target 规模以上工业产值 80000000000"),
    ],
)  # fmt: skip
def test_each_count_of_a_list_has_its_size(text, read):
    rows = policylab.extract_targets(text, period_start=2021, period_end=2025)
    assert ", ".join(f"{row.kind} {row.indicator} {row.value:f}" for row in rows.itertuples()) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        # 不超 and 不低 bound what they stand before, and are no part of its name
        ("补助金额最高不超5万元。", "补助金额 le"), ("单个项目补助不超10万元。", "单个项目补助 le"), ("用水总量不超12亿立方米。", "用水总量 le"), ("审批时间最长不超5个工作日。", "审批时间 le"), ("失业率未超5%。", "失业率 le"), ("贷款期限不逾3年。", "贷款期限 le"),
        ("合格率不低95%。", "合格率 ge"), ("用水总量超12亿立方米。", "用水总量 gt"), ("整治不超标排放企业30家。", "不超标排放企业 eq"), ("不超载货车占比达到98%。", "不超载货车占比 eq"),
    ],
)  # fmt: skip
def test_what_is_not_to_be_passed_bounds(text, read):
    (row,) = policylab.extract_targets(text, period_start=2021, period_end=2025).itertuples()
    assert f"{row.indicator} {row.comparator}" == read
