"""Kinds and measures: which rule tells the kind of a number with its head, and what the number measures."""

import pytest

from policylab import extract_targets
from policylab.targets._head_nouns import Head
from policylab.targets._lexing import lex
from policylab.targets._review_and_aims import REVIEW, Setting, Span
from policylab.targets._statement_kinds import (
    bounds_thing,
    counts_again,
    describes_noun,
    is_attribute,
    measure_of,
    verdict,
)
from policylab.targets._tense import Sentence

LEFT, RIGHT = "left", "right"


def told(text, name, side=LEFT, verbs="", *, number=0, setting=None, **head):
    """The kind of a number, by its place in the text, and the rule that tells it."""
    lexed = lex(text)
    quantity = lexed.quantities[number]
    before = lexed.quantities[number - 1].end if number else -1
    found = verdict(Sentence(lexed, *lexed.sentence(quantity.start), setting or Setting()), quantity, Head(name, side, verbs, **head), before)
    return found.kind, found.rule


@pytest.mark.parametrize(
    ("rule", "kind", "cases"),
    [
        ("parameter", "instrument", [
            ("按合同额的10%给予补助。", "补助"), ("一次性奖励最高200万元。", "奖励"), ("对达标企业给予5万元补贴。", "补贴", RIGHT), ("贷款贴息不超过2%。", "贷款贴息"), ("企业所得税减按15%征收。", "企业所得税"),
            ("每人每月发放800元。", ""),
        ]),
        ("condition", "instrument", [
            ("年收入低于8000元的纳入救助。", "年收入"), ("面积超过100平方米的应当申报。", "面积"), ("对学历在3年以上的技工优先录用。", "学历"), ("得分低于60分的取消资格。", "得分"), ("产值超过2亿元的列入名录。", "产值"),
            ("年接待游客达2000人次的,一次性给予补助。", "年接待游客"), ("年销售收入首次突破3亿元的,按规定给予奖励。", "年销售收入"), ("种植面积在200亩以上,连续经营3年的,每亩补贴500元。", "种植面积"),
            ("设备投资300万元—800万元,补助设备款。", "设备投资"), ("投资8000万元以上,实行“一事一议”。", "投资"), ("合同期限已满2年的(可累计),由县财政发放津贴。", "合同期限"),
            ("引进团队5个的,可申请经费。", "团队"), ("首次上规且产值增速20%以上,区财政奖励企业。", "产值增速"), ("新招用人数达到职工总数25%,并签订合同的,可申请贷款。", "新招用人数"),
            ("资本充足率不低于8%监管要求。", "资本充足率"), ("杠杆率高于4%的监管标准。", "杠杆率"), ("备案率不低于90%的规定要求。", "备案率"),
            ("一次人数达到300人以上,游览5个以上景区,一次性奖励150元/人。", "一次人数"), ("组团人数达到16人,住宿酒店,奖励200元/人。", "组团人数"), ("基数为300万元至1000万元的楼宇,税收增长较快,按增量的25%给予奖励。", "基数"),
            ("新建并存栏600头以上母猪,以育种为主的猪场,每场一次性补助100万元。", "母猪"), ("年出栏商品猪5000头(猪舍4000平方米)以上的猪场(小区),每场补助25万元。", "年出栏商品猪"), ("营业收入突破5亿元,且依法纳税,给予企业20万元奖励。", "营业收入"),
        ]),
        ("distance", "instrument", [
            ("水源地1000米范围内禁止养殖。", "水源地"), ("学校周边200米内不得设立网吧。", "学校周边"), ("河道50米以内禁止建房。", "河道"), ("景区2公里范围内全面禁采。", "景区"), ("湖区1公里内禁捕。", "湖区"),
        ]),
        ("rule", "instrument", [
            ("个人缴费8%。", "个人缴费"), ("最低工资标准为2100元/月。", "最低工资标准"), ("按职工工资总额的2%提取。", ""), ("超过3000元至8000元的部分报销。", ""), ("起付标准为300元。", "起付标准"),
        ]),
        ("norm", "instrument", [
            ("单一客户贷款余额不得超过资本净额的10%。", "单一客户贷款余额"), ("学校用地不得小于20亩。", "学校用地"), ("出资比例不得低于30%。", "出资比例"), ("绿地面积不得少于5公顷。", "绿地面积"), ("化肥施用量不得高于30公斤。", "化肥施用量"),
        ]),
        ("points", "instrument", [("组织领导(10分)。", "组织领导"), ("每迟报一次扣2分。", ""), ("得3分。", ""), ("满分100分。", ""), ("15分:制度健全。", "")]),
        ("goal", "target", [
            ("去年400公里的目标尚未实现。", ""), ("上年未完成6.5%的年度目标。", ""), ("没能如期实现10万辆的目标。", ""), ("原定25亿元的投资任务去年未能完成。", ""), ("增长8%的要求没有达到。", ""),
        ]),
        ("structure", "structure", [
            ("构建三级诊疗体系。", "诊疗体系", RIGHT), ("推进六大工程。", "工程", RIGHT), ("围绕四个方面开展。", ""), ("本方案共部署32项任务。", "任务", RIGHT), ("两个市场、两种资源。", "市场", RIGHT),
            ("教育、医疗、养老等八个领域。", "领域", RIGHT), ("省、市、县三级联动。", ""), ("经济发展目标(13个)。", "经济发展目标"),
        ]),
        ("stock", "baseline", [
            ("辖区内320个小区实现物业管理。", "小区", RIGHT), ("全镇12个村通公交。", "村", RIGHT), ("对2100名村干部开展培训。", "村干部", RIGHT), ("所辖15个社区配备社工。", "社区", RIGHT), ("全省1.5万个行政村通邮。", "行政村", RIGHT),
        ]),
        ("reported", "baseline", [
            ("2021年以来,减税降费35亿元。", "减税降费"), ("截至2023年底,发放贷款贴息12亿元。", "贷款贴息"), ("“十四五”以来,兑现奖补资金8亿元。", "奖补资金"), ("2022年以来,减免房租6亿元。", "房租"),
            ("截至2024年6月,返还失业保险费2亿元。", "失业保险费"),
        ]),
        ("described", "instrument", [
            ("65岁以上老年人健康管理率达到70%。", "老年人", RIGHT), ("建设500千伏变电站2座。", "变电站", RIGHT), ("治理25度以上坡耕地3万亩。", "坡耕地", RIGHT), ("新建3万吨级泊位2个。", "泊位", RIGHT), ("消除56人以上大班额。", "大班额", RIGHT),
        ]),
    ],
)  # fmt: skip
def test_the_rule_that_tells_a_kind(rule, kind, cases):
    assert [told(*case) for case in cases] == [(kind, rule)] * len(cases)


@pytest.mark.parametrize(
    ("text", "name", "side", "number", "head", "expected"),
    [
        ("森林覆盖率由40%提高到42%。", "森林覆盖率", LEFT, 0, {"base": True}, ("baseline", "start")), ("里程目标由300公里调整为280公里。", "里程", LEFT, 0, {"base": True, "verbs": "目标由"}, ("target", "revised")),
        ("将造林任务由50万亩调减为45万亩。", "造林", LEFT, 0, {"base": True, "verbs": "任务由"}, ("target", "revised")), ("自受理之日起20日内作出决定。", "作出决定", RIGHT, 0, {"rule": "term"}, ("instrument", "term")),
        ("每削减1吨补助1500元。", "补助", LEFT, 0, {}, ("instrument", "term")), ("每超标1项罚款5000元。", "罚款", LEFT, 1, {}, ("instrument", "term")),
        ("培育5个以上收入超过10亿元的供应商。", "收入", LEFT, 1, {"relative": True}, ("instrument", "inner")), ("建成解析能力不低于3000路的系统。", "解析能力", LEFT, 0, {"relative": True}, ("target", "inner")),
        ("首个产值突破百亿元的园区建成。", "产值", LEFT, 0, {"relative": True}, ("baseline", "inner")), ("年产值超亿元的企业达到45家。", "年产值", LEFT, 0, {"relative": True}, ("instrument", "inner")),
        ("建设10个百万亩基地。", "基地", RIGHT, 1, {}, ("instrument", "described")), ("安置96户177人。", "", LEFT, 1, {}, ("target", "tense")),
    ],
)  # fmt: skip
def test_a_kind_that_hangs_on_the_head_or_on_the_number_before(text, name, side, number, head, expected):
    assert told(text, name, side, head.pop("verbs", ""), number=number, **head) == expected


@pytest.mark.parametrize(
    ("text", "name", "side"),
    [
        ("报销比例提高到75%。", "报销比例", LEFT), ("人均预期寿命提高到80岁。", "人均预期寿命", LEFT), ("客户满意度达到95分。", "客户满意度", LEFT), ("到2027年,容积率不超过2.5。", "容积率", LEFT), ("发放消费券5亿元。", "消费券", LEFT),
        ("租赁补贴发放2万户。", "租赁补贴", LEFT), ("奖补资金增长10%。", "奖补资金", LEFT), ("建成两个市民广场。", "市民广场", RIGHT), ("新建三座水库。", "水库", RIGHT), ("改造全市120个老旧小区。", "老旧小区", RIGHT),
        ("全县86座水库除险加固。", "水库", RIGHT), ("全市40座桥梁改造。", "桥梁", RIGHT), ("全省90处遗址修复完成。", "遗址", RIGHT),  # a stock that is itself to be rebuilt
        ("培育示范社20家,对考核优秀的给予奖励。", "示范社", LEFT), ("培育规上企业100家,为新上规的提供补助。", "规上企业", LEFT), ("力争新增贷款50亿元以上,给予贴息。", "新增贷款", LEFT),  # what is aimed at beside a reward
        ("培育30家研发强的企业,给予支持。", "企业", RIGHT), ("建设泊位5个以上,补贴航线。", "泊位", LEFT),
    ],
)  # fmt: skip
def test_what_is_to_be_reached_or_built_is_a_target(text, name, side):
    assert told(text, name, side) == ("target", "tense")


def test_the_span_of_time_makes_a_target_a_baseline_and_an_article_makes_it_a_rule():
    assert told("建成渔港5座。", "渔港") == ("target", "tense")
    assert told("建成渔港5座。", "渔港", setting=Setting(Span(REVIEW, 2025))) == ("baseline", "tense")
    assert told("建成渔港5座。", "渔港", setting=Setting(rules=True)) == ("instrument", "article")
    assert told("到2030年,建成渔港5座。", "渔港", setting=Setting(rules=True)) == ("target", "tense")


@pytest.mark.parametrize(
    ("text", "name", "side", "measure"),
    [
        ("失业率降至5%以下。", "失业率", LEFT, "level"), ("新增20个园区。", "园区", RIGHT, "level"), ("风貌提升26万户。", "农房风貌", LEFT, "level"), ("增速高于全省1个百分点。", "增速", LEFT, "increase"),
        ("能力新增20万吨。", "能力", LEFT, "increase"), ("产量增长6%。", "产量", LEFT, "increase"), ("保持10%以上增长。", "产值", LEFT, "increase"), ("覆盖率提高3个百分点。", "覆盖率", LEFT, "increase"),
        ("实现零增长。", "化肥用量", LEFT, "increase"), ("能耗下降13.5%。", "能耗", LEFT, "decrease"), ("压减审批环节30%。", "审批环节", LEFT, "decrease"), ("贫困发生率降低2个百分点。", "贫困发生率", LEFT, "decrease"),
        ("收入年均增长8%。", "收入", LEFT, "annual_growth"), ("产值年均增速7%。", "产值年均增速", LEFT, "annual_growth"), ("产值翻一番。", "产值", LEFT, "multiple"), ("产值达到2020年的3倍。", "产值", LEFT, "multiple"),
        ("产量居全国第3位。", "产量", LEFT, "rank"), ("进入全国前10位。", "", LEFT, "rank"),
    ],
)  # fmt: skip
def test_what_a_number_measures(text, name, side, measure):
    (quantity,) = lex(text).quantities
    assert measure_of(text, quantity, Head(name, side, "")) == measure


@pytest.mark.parametrize(
    ("text", "describes"),
    [("20万吨级泊位", True), ("5岁以下儿童", True), ("220千伏线路", True), ("万亿级规模", False), ("20万吨,", False), ("5家企业", False), ("3年以上党龄", False)],
)
def test_a_size_describes_the_noun_behind_it(text, describes):
    assert describes_noun(text, lex(text).quantities[0]) is describes


@pytest.mark.parametrize(
    ("text", "bounds"),
    [("20蒸吨以下燃煤锅炉", True), ("25度以上坡耕地", True), ("300平方米以上商铺", True), ("100家以上企业", False), ("50%以上社区", False), ("500万元以上项目", False), ("20吨以上。", False)],
)
def test_a_physical_bound_belongs_to_the_name_of_a_thing(text, bounds):
    assert bounds_thing(text, lex(text).quantities[0]) is bounds


@pytest.mark.parametrize(("text", "again"), [("道路13条15公里。", True), ("3条9公里管网", True), ("安置96户177人。", True), ("2个1000平方米广场", False), ("3座20万吨级泊位", False)])
def test_a_size_right_behind_a_count_may_be_that_of_all_that_is_counted(text, again):
    assert counts_again(text, lex(text).quantities[1]) is again


@pytest.mark.parametrize(
    ("text", "attribute"),
    [("年收入20万元以上的行政村占比达到60%。", True), ("淘汰35蒸吨/小时以下燃煤锅炉58台。", True), ("带动1000人以上就业,新建3所学校。", False), ("建成10家以上企业和5个园区。", False), ("收入20万元,占比60%。", False)],
)
def test_a_bound_may_describe_what_the_next_number_counts(text, attribute):
    assert is_attribute(text, *lex(text).quantities[:2]) is attribute


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("推进20户以上自然村光网建设。", "instrument"), ("实现30户以上的自然村通硬化路。", "instrument"), ("完成50户以上居民点改造。", "instrument"), ("改造100户以上小区管网。", "instrument"), ("推动500人以上行政村通客车。", "instrument"),
        ("惠及2000户以上居民。", "target"), ("新增用户20户以上。", "target"), ("发展会员500人以上。", "target"),
    ],
)  # fmt: skip
def test_how_many_live_in_a_place_bounds_it(text, kind):
    assert extract_targets(text, period_end=2030)["kind"].tolist()[0] == kind


@pytest.mark.parametrize(
    "text",
    ["加快去年85个签约项目落地,渔业产值增长8%以上。", "推动去年引进的12家企业投产,渔业产值增长8%以上。", "续建去年开工的5个项目,渔业产值增长8%以上。", "抓好上年储备的20个项目,渔业产值增长8%以上。", "用好去年下达的3亿元资金,渔业产值增长8%以上。"],
)  # fmt: skip
@pytest.mark.parametrize("heading", ["二、今年重点任务", "二、2026年工作安排", "2026年:奋力开新局"])
def test_a_thing_of_last_year_among_tasks_does_not_date_what_is_to_be_done(heading, text):
    ledger = extract_targets(f"2026年政府工作报告\n{heading}\n{text}", period_start=2026, period_end=2026)
    assert ledger[["kind", "year"]].values.tolist()[-1] == ["target", 2026] and ledger["kind"].tolist()[0] == "baseline"


@pytest.mark.parametrize("text", ["去年全市新建学校3所,投资2亿元。", "去年,新建学校3所,投资2亿元。", "去年财政超收7亿元,其中县级超收2亿元。"])
def test_a_year_that_leads_the_sentence_holds_for_all_of_it(text):
    ledger = extract_targets(f"2026年政府工作报告\n二、今年重点任务\n{text}", period_start=2026, period_end=2026)
    assert ledger[["kind", "year"]].values.tolist() == [["baseline", 2025]] * 2


@pytest.mark.parametrize("when", ["上半年", "全年", "今年", "当年", "下半年", "去年"])
def test_growth_in_one_year_or_half_is_no_growth_a_year(when):
    assert extract_targets(f"渔业经济{when}增长5%。")["measure"].tolist() == ["increase"]
    assert extract_targets("渔业经济每年增长5%。渔业经济年均增长5%。")["measure"].tolist() == ["annual_growth"] * 2


@pytest.mark.parametrize(("verb", "measure"), [("增收", "increase"), ("增支", "increase"), ("减收", "decrease"), ("减支", "decrease"), ("同比增收", "increase")])
def test_what_comes_in_or_goes_out_more_or_less(verb, measure):
    ledger = extract_targets(f"渔业收入160亿元,增长9%,{verb}13亿元。")
    assert ledger[["indicator", "measure"]].values.tolist()[-1] == ["渔业收入", measure]


@pytest.mark.parametrize(
    "text",
    [
        "申报企业上年度营业收入不低于2000万元,研发投入占比不低于3%。", "须具备以下条件:上一年度销售收入不少于100万元,成员不少于30户。",
        "应符合下列条件:固定资产不低于500万元;职工不少于20人。", "上一年度接待游客不少于10万人次。", "上年度纳税不低于50万元。",
        "入围企业为2家的,采取议价采购的方式;入围企业只有1家的,采取谈判采购的方式。", "申报项目为1个的,由县级评审。", "评分为60分的,不予支持。",
        "按照年度用药总量的60%估算采购总量。", "基金按不低于采购金额的30%提前预付给医院。", "按照工程造价的90%核算。",
    ],
)  # fmt: skip
def test_what_applicants_must_meet_and_what_is_reckoned_by_rule_is_no_target(text):
    assert set(extract_targets(text, period_start=2021, period_end=2025)["kind"]) == {"instrument"}


@pytest.mark.parametrize(
    "text",
    [
        "到2025年,研发投入占比不低于3%,企业不少于30家。", "力争旅游收入比上年度增长不低于5%。", "建成示范企业2家,采取多种措施。",
        "具备条件的村达到30个。", "财政支出按8%增长,教育投入不少于3亿元。",
    ],
)  # fmt: skip
def test_bounds_that_nobody_applies_with_are_targets(text):
    assert set(extract_targets(text, period_start=2021, period_end=2025)["kind"]) == {"target"}


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("渔业产值三年平均增长8%。", "annual_growth"), ("游客人次5年平均增长12.5%。", "annual_growth"), ("渔业贷款以年均15%的速度增长。", "annual_growth"), ("渔民收入以每年8%的速度递增。", "annual_growth"), ("渔业产值保持年均10%以上增长。", "annual_growth"),
        ("出口额2020年增长5%。", "increase"), ("水产品出口以20%的幅度下降。", "decrease"),
        ("渔业产值比增6.5%。", "increase"), ("渔业产值、出口额分别比增3.2%。", "increase"), ("水产品产值同比增12%。", "increase"), ("渔业产值占比达到3%。", "level"),
        ("渔港排位由12位上升到5位。", "rank"), ("在全国的位次由15位升至9位。", "rank"), ("城市竞争力排名从36名前移到20名。", "rank"), ("病床位由51位增加到60位。", "level"),
    ],
)  # fmt: skip
def test_growth_over_some_years_is_growth_a_year_and_a_place_among_others_is_a_rank(text, measure):
    assert set(extract_targets(text, period_end=2025)["measure"]) == {measure}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("每家渔业企业每个季度不超过100万元。", ["instrument"]), ("单个渔港累计不超过80万元。", ["instrument"]), ("每年累计兑现金额不超过400万元。", ["instrument"]), ("每户渔民最高5000元。", ["instrument"]),
        ("给予一次性奖励,奖励标准一级为5万元,二级为10万元,三级为20万元。", ["instrument"] * 3), ("奖励标准A类为5万元,B类为10万元。", ["instrument"] * 2),
        ("到2025年,一级渔港达到5个,二级渔港达到10个。", ["target"] * 2), ("每个渔村集体收入达到100万元。", ["target"]), ("单个渔港投资超过3亿元。", ["target"]),
    ],
)  # fmt: skip
def test_a_bound_for_each_and_a_sum_for_each_grade_are_rules(text, kinds):
    assert extract_targets(text, period_end=2025)["kind"].tolist() == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        # a sum that names those that are counted
        ("引进亿元项目12个。", ["instrument", "target"]), ("打造千亿元产业集群2个。", ["instrument", "target"]), ("百亿元企业达到3家。", ["instrument", "target"]), ("签约十亿元项目3个。", ["instrument", "target"]),
        ("设立百亿元项目基金。", ["target"]), ("形成千亿元产业。", ["target"]), ("建成10亿元项目2个。", ["target"] * 2),
        # what is rebuilt is no stock that something is done with
        ("对7台燃煤锅炉实施脱硝改造。", ["target"]), ("对12座渔港开展升级改造。", ["target"]), ("对8条渔船进行修复。", ["target"]),
        ("对30名渔民开展培训。", ["baseline"]), ("对1400余处文物实施常态化巡查。", ["baseline"]),
    ],
)  # fmt: skip
def test_what_names_the_things_and_what_is_done_with_them(text, kinds):
    assert extract_targets(text, period_start=2026, period_end=2026)["kind"].tolist() == kinds


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("渔业增加值力争年均达到14%以上。", "annual_growth"), ("渔业产值年均保持在8%。", "annual_growth"), ("渔业产值年均不低于8%。", "annual_growth"),
        ("水质年均达标率达到80%。", "level"), ("渔业产值占比达到14%。", "level"),
    ],
)
def test_a_share_of_each_year_is_a_growth_unless_it_is_a_rate(text, measure):
    assert extract_targets(text, period_end=2025)["measure"].tolist() == [measure]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        # what a term of the rule means, in all of its list
        ("规模渔场指年出栏300头以上、棚舍达到800平方米以上的渔场。", ["instrument"] * 2), ("大型渔港是指泊位达到30个、年卸货达到5万吨的渔港。", ["instrument"] * 2), ("养殖村指鲤鱼、鲫鱼养殖量分别达到1万尾、2万尾。", ["instrument"] * 2),
        ("示范渔村主要指渔民人均收入达到3万元、渔业产值占比达到60%的村。", ["instrument"] * 2),
        # ... but no other word with 指, and no other clause
        ("深入贯彻重要指示精神,渔业产值达到8亿元。", ["target"]), ("渔业发展指数达到90。", ["target"]), ("主要指标:渔业产值达到8亿元。", ["target"]), ("渔港高度是指屋面到地坪的高度,新建渔港高度控制在20米。", ["target"]),
        # what each gets
        ("支持5个渔港建设,各扶持40万元。", ["target", "instrument"]), ("单个渔港项目最高支持80万元。", ["instrument"]), ("最高支持80家渔业企业。", ["target"]), ("重点扶持渔业企业80家。", ["target"]),
        ("对各镇新发展渔场,且每亩水面在600平方米以上,使用6年以上,对投资者每亩补助2500元。", ["instrument"] * 3),
    ],
)  # fmt: skip
def test_what_a_definition_asks_and_what_each_gets_is_a_rule(text, kinds):
    assert extract_targets(text, period_end=2025)["kind"].tolist() == kinds


@pytest.mark.parametrize("text", ["学校数由目前近800所调整到700所,在校生达到1500人。", "床位从目前的3000张增加到5000张,护理人员达到800人。", "渔港由目前3座增加到8座,渔船达到90艘。"])
def test_where_a_change_starts_now_says_nothing_of_what_it_leads_to(text):
    assert extract_targets(text, period_start=2021, period_end=2025)["kind"].tolist() == ["baseline", "target", "target"]


@pytest.mark.parametrize("text", ["运营1年以上的(租期5年以上),按每张床位1000元给予补助。", "茶园改造:对面积100亩以上,每亩奖励500元。", "建设20所规模1000人以上的学校。"])
def test_bounds_of_those_who_get_something_and_of_what_is_counted_are_instruments(text):
    rows = extract_targets(text, period_start=2021, period_end=2025)
    assert set(rows.loc[rows["unit"].ne("所"), "kind"]) == {"instrument"}


@pytest.mark.parametrize("text", ["全县完成播种33万亩,占计划数的106%。其中:粮食播种11万亩,占计划数的107%;蔬菜播种5万亩,占计划数的100.4%。", "完成造林5万亩,占年度计划的80%。", "建成渔港3座,占任务数的30%。"])
def test_what_has_been_done_of_a_plan_is_a_result(text):
    assert set(extract_targets(text, period_start=2021, period_end=2025)["kind"]) == {"baseline"}


@pytest.mark.parametrize("text", ["计划造林5万亩,占全省任务的20%。", "按常住人口的5%配建。", "单体面积超过2万平方米的新建的渔港全面执行标准。"])
def test_what_is_planned_of_a_task_is_none(text):
    assert "baseline" not in set(extract_targets(text, period_start=2021, period_end=2025)["kind"])


@pytest.mark.parametrize("text", ["对评为五星级酒店的奖励100万元,四星级的50万元。", "财政按1:1比例配套。", "规划每5年修编1次。", "预案每两年演练1次。", "国家级的奖励50万元,省级的20万元。"])
def test_what_follows_of_a_rule_is_one(text):
    assert set(extract_targets(text, period_start=2021, period_end=2025)["kind"]) == {"instrument"}


@pytest.mark.parametrize("text", ["每年开展2次巡查。", "医护比提高到1:1.2。", "渔业产值50亿元,渔业的20亿元。"])
def test_what_only_looks_like_a_rule_is_a_target(text):
    assert set(extract_targets(text, period_start=2021, period_end=2025)["kind"]) == {"target"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("扶持15万有劳动能力的渔民脱贫。", "target"), ("资助3万困难学生。", "target"), ("扶持50万元。", "instrument"), ("每户扶持5000元。", "instrument"), ("完成58个渔业县摘帽任务。", "target"), ("部署10个重点任务。", "structure"), ("实施34个渔港建设专项。", "structure"),
        ("全省渔港亩均财政投入标准为3000元。", "instrument"), ("每年统筹建设资金8亿元。", "target"),
    ],
)  # fmt: skip
def test_whom_a_plan_supports_and_what_it_is_to_do_are_targets(text, kind):
    assert extract_targets(text, period_start=2026, period_end=2030)["kind"].tolist() == [kind]


@pytest.mark.parametrize(("text", "kinds"), [("覆盖城区人口20万以上城市。", ["instrument"]), ("支持常住人口10万以上的县城3个。", ["instrument", "target"]), ("城区人口达到20万以上。", ["target"]), ("培训人口20万以上。", ["target"])])
def test_how_many_people_a_town_must_have_bounds_it(text, kinds):
    assert extract_targets(text, period_start=2026, period_end=2030)["kind"].tolist() == kinds


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("一产增加值年均增长4%,二产7%,三产8%以上。", ["annual_growth"] * 3), ("第一产业增长4%,第二产业7%、第三产业8%。", ["increase"] * 3), ("城镇居民收入增长6%,农村居民7%。", ["increase"] * 2), ("渔业增长6%,林业7%。", ["increase"] * 2),
        ("渔业产值增长5%,占比7%。", ["increase", "level"]), ("渔业产值增长5%,机械化率70%。", ["increase", "level"]), ("渔业产值增长5%,税收3亿元。", ["increase", "level"]), ("渔业占比5%,林业7%。", ["level"] * 2),
        ("生产总值增长6%以上、力争7%。", ["increase"] * 2), ("生产总值增速超过7%,力争达到8%。", ["increase"] * 2), ("收入年均增长6%、力争7%。", ["annual_growth"] * 2), ("城镇化率提高1个百分点,力争达到60%。", ["increase", "level"]), ("覆盖率达到6%,力争7%。", ["level"] * 2),
        ("提高2000户农户的收入。", ["level"]), ("加快12个重点项目建设进度。", ["level"]), ("改善15所学校办学条件。", ["level"]), ("产量提高2000吨。", ["increase"]), ("新增20个园区。", ["level"]), ("标准提高20元。", ["increase"]), ("专利提高200件。", ["increase"]),
        ("我县由99位提升至87位。", ["rank"] * 2), ("专家由5位增加到8位。", ["level"] * 2), ("百强县排名由84位上升到76位。", ["rank"] * 2),
    ],
)  # fmt: skip
def test_the_growth_of_one_branch_is_that_of_the_next(text, measures):
    assert extract_targets(text, period_start=2026, period_end=2030)["measure"].tolist() == measures


@pytest.mark.parametrize(("text", "kind"), [("“十五五”期间累计完成投资12亿元。", "target"), ("“十五五”期间累计新建渔港3座,是2025年的1.5倍。", "target"), ("“十四五”期间累计完成投资12亿元。", "baseline"), ("“十四五”期间,累计完成投资12亿元。", "baseline")])
def test_what_a_plan_sums_up_over_its_own_period_is_to_come(text, kind):
    assert set(extract_targets(text, period_start=2026, period_end=2030)["kind"]) == {kind}


@pytest.mark.parametrize(("text", "kind"), [("旅游收入比上年增长不低于15%。", "target"), ("渔业产值同比增长不低于8%。", "target"), ("能耗比上年下降不少于3%。", "target"), ("旅游收入比上年增长15%。", "baseline"), ("渔业产值同比增长8%。", "baseline")])
def test_a_bound_before_a_growth_is_no_result(text, kind):
    assert extract_targets(text, period_start=2021, period_end=2025)["kind"].tolist() == [kind]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("培育旅游收入百亿元县3个、亿元乡镇30个以上。", "instrument target instrument target"), ("打造千亿元产业链2条、百亿元园区5个。", "instrument target instrument target"), ("建成产值5亿元至10亿元园区2个。", "instrument target"),
        ("财政收入百亿元县域突破。", "target"), ("投入千亿元村级资金。", "target"),
        ("肉牛年出栏50头以上规模养殖比例达到33%。", "instrument target"), ("奶牛存栏100头以上规模养殖比重提高到60%。", "instrument target"), ("新建5所以上学校,入学率达到98%。", "target target"), ("培育10家以上企业,上云率达到80%。", "target target"),
        ("建设30个10万头以上养殖场。", "target instrument"), ("改造20个3层以上小区。", "target instrument"), ("贫困户96户177人。", "target target"), ("道路13条15公里。", "target target"),
        ("启动10项重点任务、34项主要举措。", "structure structure"), ("提出加大财政支持力度等20项工作任务。", "structure"), ("新建10个渔港、34个码头。", "target target"),
        ("在奖励5万元的基础上,再给予10万元补助。", "instrument instrument"), ("渔业用水总量下降至目前80%的水平。", "target"), ("办理时间缩短到目前的50%。", "target"), ("目前80%的渔船已经更新。", "baseline"),
    ],
)  # fmt: skip
def test_sizes_of_what_is_counted_and_bounds_of_what_a_share_is_told_of(text, kinds):
    assert " ".join(extract_targets(text, period_start=2026, period_end=2030)["kind"]) == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        # what is done with a thing that stands is to come
        ("二、重点任务\n2022年,对已建成的文化站进行评估,达标率达到80%。", "target"), ("二、重点任务\n2023年:对已签约项目逐一跟进,开工率达到90%以上。", "target"), ("2022年,将已关闭的矿山纳入治理,治理面积300亩。", "target"),
        ("2024年,把已有的农家书屋纳入改造,覆盖率达到60%。", "target"), ("二、重点任务\n2022年任务:一是完成分类;二是对已编制的规划进行评估,评估率达到50%;三是新编制规划144个。", "target target"),
        # ... but not of what stands, and what has been done with it
        ("2022年已建成文化站30个,达标率80%。", "baseline baseline"), ("对已建成的120个项目开展评估。", "baseline"), ("2022年,对已摘帽村继续帮扶,已完成投资3亿元。", "baseline"),
        # a size without 的
        ("培育10家产值超10亿元企业、5家产值超50亿元企业。", "target instrument target instrument"), ("新增4个零售额过千亿元城市。", "target instrument"), ("建设2个总投资50亿元以上项目。", "target instrument"), ("2个产业集群产值突破千亿元大关。", "target target"),
    ],
)  # fmt: skip
def test_a_word_of_the_past_before_an_object_is_told_of_the_object(text, kinds):
    assert " ".join(extract_targets(text, period_start=2021, period_end=2025)["kind"]) == kinds


@pytest.mark.parametrize(
    ("text", "measures"),
    [("按年均11.3%的增速,总量突破8500亿元。", "annual_growth level"), ("以8%左右的增速增长。", "increase"), ("按照年均8%的增速测算,产值达到200亿元。", "annual_growth level"), ("财政投入的增幅达到8%。", "increase"), ("保持6.5%以上的增速。", "increase")],
)  # fmt: skip
def test_a_rate_of_growth_behind_its_number(text, measures):
    assert " ".join(extract_targets(text, period_start=2021, period_end=2025)["measure"]) == measures


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        # a bound with its note, and what is to be done with the things that it describes
        ("单机容量30万千瓦以上(含)的机组要加装脱硝设施。", "instrument"), ("20蒸吨(含)以上的燃煤锅炉要安装除尘器。", "instrument"), ("面积500平方米以上的公共建筑须安装监控。", "instrument"), ("100平方公里以上的流域应建立河长制。", "instrument"), ("对年产30万吨以下的煤矿要限期关闭。", "instrument"),
        ("在25度以上坡耕地和15—25度坡耕地实施退耕。", "instrument instrument"), ("治理“头顶库”(1公里内有居民的尾矿库)。", "instrument"), ("3公里内有学校的站点全部改造。", "instrument coverage"),
        # ... but a level that is held is none
        ("失业率维持在4%左右的低位。", "target"), ("增速保持在8%以上的区间。", "target"), ("排放量仍然处于2000万吨左右的高位。", "baseline"), ("气温升至15—25度。", "target"),
    ],
)  # fmt: skip
def test_bounds_of_things_with_which_something_is_to_be_done(text, kinds):
    assert " ".join(extract_targets(text, period_start=2021, period_end=2025)["kind"]) == kinds


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("到2020年,污水处理率达到95%。新建污水厂3座。", "baseline baseline"), ("第一章 污染防治形势\n到2020年,污水处理率提高到92%。7.2万个村庄实施整治,1.2亿农村人口直接受益。", "baseline baseline baseline"), ("二、发展基础\n到2020年,污水处理率达到95%。垃圾处理率提高到98%。", "baseline baseline"),
        ("到2020年,完成治理面积300亩。计划新建污水厂3座。", "baseline target"), ("到2025年,污水处理率达到95%。新建污水厂3座。", "target target"),
    ],
)  # fmt: skip
def test_a_year_before_the_plan_opens_what_has_been(text, told):
    assert " ".join(extract_targets(text, period_start=2021, period_end=2025)["kind"]) == told


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        # among what the plan meets with, what its own period will bring is to come
        ("二、面临形势\n“十四五”期间,人口在庞大的基数上还将增加4%,经济总量将增长40%以上。", "target target"), ("二、面临挑战\n“十四五”时期,老年人口将突破30万人。", "target"), ("二、发展形势\n用水需求仍将增长10%左右。", "target"), ("二、发展形势\n缺水量将达到3亿立方米。", "target"),
        ("一、发展现状\n“十三五”期间,用电量增长5%。", "baseline"), ("一、2020年工作回顾\n将低保标准提高到600元。", "baseline"), ("一、2020年工作回顾\n将补贴标准由300元提高到400元。", "baseline baseline"), ("二、面临形势\n全市有老年人口30万人。", "baseline"),
        # frameworks, and what several examples stand for
        ("着重落实三项环境管理制度。", "structure"), ("建立健全5项制度。", "target"), ("加强甲森林、乙森林等25个国家重点生态功能区的保护和管理。", "target"), ("明确产业、交通等8个重点。", "structure"), ("聚焦甲、乙等五大重点任务。", "structure"),
        ("将国土空间划分为四类主体功能区。", "structure"), ("对四类主体功能区制定分类管理的政策。", "structure"), ("将全省划分为三类区域。", "structure"), ("引进五类人才。", "target"), ("建设四个主体功能区。", "target"),
        ("将农用地划为三个类别。", "structure"), ("将全市分为四个等级。", "structure"), ("新建三个类型的馆藏。", "target"), ("提出26条重点任务和工作举措。", "structure"), ("提出8个方面26条重点任务。", "structure structure"), ("整治12条河道。", "target"), ("打造三条产业链。", "target"),
        # what is set aside in all, and what each gets
        ("安排中央资金补助总额120万元。", "target"), ("下达补助资金总额300万元。", "target"), ("拨付奖补资金60万元。", "target"), ("已下达补助资金300万元。", "baseline"), ("每个项目拨付补助资金60万元。", "instrument"), ("一次性拨付奖励资金10万元。", "instrument"), ("补助总额不超过200万元。", "instrument"),
    ],
)  # fmt: skip
def test_forecasts_among_what_a_plan_meets_with_and_frameworks(text, kinds):
    assert " ".join(extract_targets(text, period_start=2021, period_end=2025)["kind"]) == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        # how long somebody must have done something is a condition, in a plan, too
        ("向居住一年以上且办理登记的人员发放培训券。", "instrument"), ("为连续居住半年以上的流动人口提供服务。", "instrument"), ("在农业岗位工作满5年的人员可办理落户。", "instrument"), ("培训时间达到3天以上。", "target"),
        # an age or a distance in a name
        ("12岁儿童患龋率控制在25%以内。", "instrument target"), ("6岁儿童近视率下降到10%以下。", "instrument target"), ("人均预期寿命达到79岁。", "target"), ("城区500米公交站点覆盖率达到100%。", "instrument target"), ("5分钟到达率达到90%。", "target"), ("新建管网500米。", "target"),
        # how many must live where, for how long a contract must run, and for how long something is given
        ("将30户及以上集中连片村组纳入供水工程。", "instrument"), ("推进100人以上的集中居民点供水。", "instrument"), ("与本地企业签订3年以上服务协议的博士可落户。", "instrument"), ("签订1年以上工作或服务协议的人员可落户。", "instrument"), ("选派具有3年以上工作经历的技术人员。", "instrument"), ("引进100人以上的科研团队。", "target"),
        ("补贴期限视工作年限而定,最长为5年。", "instrument"), ("资助期限根据考核结果确定,最长3年。", "instrument"), ("建设期限为3年。", "target"),
        # for whom something is done, and what is changed
        ("为全州7万名妇女免费做筛查。", "target"), ("给全区5000名学生提供午餐。", "target"), ("对2000户家庭适老化改造。", "target"), ("对全市260家企业开展检查。", "baseline"), ("对500台改造设备进行验收。", "baseline"),
        # what several things have come to, each of them
        ("一、“十三五”成效\n形成了3个年产值超万亿元的支柱产业。", "baseline instrument"), ("一、“十三五”成效\n培育了5家年销售收入超10亿元的龙头企业。", "baseline instrument"), ("一、“十三五”成效\n产值超亿元的企业达到5家。", "instrument baseline"),
    ],
)  # fmt: skip
def test_conditions_and_bounds_in_names(text, kinds):
    assert " ".join(extract_targets(text, period_start=2021, period_end=2025)["kind"]) == kinds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("渔业产值年均增长目标为7%左右。", ("渔业产值", "annual_growth")), ("渔业增加值年均增长预期为6.5%。", ("渔业增加值", "annual_growth")),
        ("渔业产值增长目标为5%。", ("渔业产值", "increase")), ("渔业产值增长预期目标8%左右。", ("渔业产值", "increase")), ("渔业产值增长预期6%。", ("渔业产值", "increase")),
        ("渔业投资增长的目标为8%。", ("渔业投资", "increase")), ("渔业收入增长按5%安排。", ("渔业收入", "increase")), ("渔业产值增速目标为5%。", ("渔业产值增速", "increase")),
        ("渔船能耗下降目标控制在3%以内。", ("渔船能耗", "decrease")), ("渔船能耗降低目标为3%左右。", ("渔船能耗", "decrease")), ("渔船能耗降幅目标为3%。", ("渔船能耗降幅", "decrease")),
        ("确定2025年渔业产值增长目标为5.5%以上。", ("渔业产值", "increase")),
        # no change, or none that is aimed at
        ("渔业产量目标为1300亿斤。", ("渔业产量", "level")), ("失业率控制目标为5.5%以内。", ("失业率", "level")), ("新增就业目标为10万人。", ("新增就业", "level")),
        ("渔业税率减按15%执行。", ("渔业税率", "level")), ("完成年度增长目标的95%。", ("年度增长", "level")),
    ],
)  # fmt: skip
def test_a_change_that_is_aimed_at_is_one(text, expected):
    (row,) = extract_targets(text, period_start=2021, period_end=2025).itertuples()
    assert (row.indicator, row.measure) == expected


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("为企业减负降费450亿元以上,发放贷款贴息12.3亿元。", "baseline baseline"), ("为群众节约医药费2亿元以上,发放救助金1.2亿元。", "baseline baseline"), ("为渔民追回工资8000万元以上,给予法律援助2300人次。", "baseline baseline"),
        ("为3万户企业减负5亿元以上,发放稳岗补贴2亿元。", "baseline baseline baseline"), ("对营业收入5亿元以上的企业给予奖励50万元。", "instrument baseline"), ("对投资5000万元以上、带动就业100人以上的项目,给予补贴20万元。", "instrument instrument baseline"),
    ],
)  # fmt: skip
def test_what_was_saved_for_somebody_is_no_condition(text, kinds):
    ledger = extract_targets(f"2025年政府工作报告\n一、2024年工作回顾\n{text}")
    assert " ".join(ledger["kind"]) == kinds
