"""Support measures: what is given, to whom, under which conditions and how much at most."""

import pandas as pd
import pytest

from policylab import extract_targets
from policylab.targets._named_years import named_years


def read(text, **years):
    return [(row.indicator, str(row.value), row.unit) for row in extract_targets(text, **years).itertuples()]


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("给予每家30万元一次性配套建设支持。", ["一次性配套建设支持"]),
        ("分别给予每家80万元、30万元、20万元一次性装修改造补助。", ["一次性装修改造补助"] * 3),
        ("一次性给予60元/亩(山地30元/亩)的补贴。", ["补贴", "山地"]),
        ("给予不超过20万元(含税)的奖励。", ["奖励"]),
        ("给予20万元用于企业技术改造补助。", ["企业技术改造补助"]),
        ("对企业予以奖励,同一企业年度奖励金额最高不超过200万元。", ["同一企业年度奖励金额"]),
        ("按登记费用的30%予以补贴,单个项目补贴总额不超过10万元。", ["补贴", "单个项目补贴总额"]),
        ("对企业给予一次性补助,每家企业最高不超过50万元。", ["一次性补助"]),
        ("每个企业租金补贴每年不超过5万元。", ["租金补贴"]),
        ("每家企业用电补贴最高20万元。", ["用电补贴"]),
        ("每建成一处站点奖励5万元。", ["奖励"]),
    ],
)  # fmt: skip
def test_what_is_given_is_named_behind_its_sums_and_a_bound_may_have_a_name_of_its_own(text, heads):
    assert [head for head, *_ in read(text, period_end=2025)] == heads


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("列支65万元用于全市秋播种子补贴;列支15万元作为工作经费。", ["全市秋播种子补贴", "工作经费"]),
        ("县财政每年拿出500万元用于人才奖励。", ["人才奖励"]),
        ("安排2000万元用于设备购置。", ["设备购置"]),
        ("安排专项资金200万元,其中100万元用于设备购置。", ["专项资金", "专项资金"]),
        ("投入资金2000万元用于农田建设。", ["投入资金"]),
        ("每年安排最高100万元经费支持服务中心建设。", ["经费"]),
        ("每年安排100万元经费支持。", ["经费支持"]),
    ],
)  # fmt: skip
def test_a_sum_behind_a_verb_alone_is_named_by_what_it_is_for(text, heads):
    assert [head for head, *_ in read(text, period_end=2025)] == heads


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("本办法所称青年人才,是指45周岁以下,具有本科学历的居民。", "青年人才"), ("本细则所称婴幼儿,是指3周岁以下的儿童。", "儿童"),
        ("本措施所支持的楼宇面积不低于3000平方米。", "楼宇面积"), ("本规定所称小微企业从业人员不超过300人。", "小微企业从业人员"), ("本市企业从业人员不超过300人。", "本市企业从业人员"),
    ],
)  # fmt: skip
def test_what_a_text_calls_something_is_no_part_of_the_name(text, head):
    assert [found for found, *_ in read(text, period_end=2025)] == [head]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("一次人数达到300人以上,游览5个收费景区,奖励150元/人。", ["instrument", "instrument", "instrument"]),
        ("年出栏5000头(猪舍4000平方米)以上的猪场(小区),每场补助25万元。", ["instrument", "instrument", "instrument"]),
        ("新建冷库50座以上,每座补助5万元。", ["target", "instrument"]),  # those that are built
        ("力争培育龙头企业20家以上,给予每家10万元奖励。", ["target", "instrument"]),
        ("建设农田10万亩以上,给予每亩1500元补助。", ["target", "instrument"]),
        ("培育企业100家以上,新增上市企业3家,推动企业做强。", ["target", "target"]),
        ("接待游客500万人次以上,举办活动20场;对旅行社给予5万元奖励。", ["target", "target", "instrument"]),
        ("每年获支持企业数量最多不超过10个。", ["instrument"]), ("同一企业获得同类资金最多不超过3年。", ["instrument"]), ("每年遴选项目不超过20个。", ["instrument"]),
        ("每年发生事故不超过20起。", ["target"]), ("每年遴选项目20个以上。", ["target"]),
    ],
)  # fmt: skip
def test_what_must_be_met_before_something_is_given_and_how_many_get_it_are_parameters(text, kinds):
    assert list(extract_targets(text, period_end=2025).kind) == kinds


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("对2018年1月1日后投入运营的楼宇给予奖励。", "other"), ("2017年6月以后新引进的企业。", "other"), ("2018年后新认定的企业。", "other"), ("2020年以后注册的企业。", "other"),
        ("2018年后,企业达到300家。", "plain"), ("2018年1月新引进企业3家。", "plain"),
    ],
)  # fmt: skip
def test_a_year_from_which_those_are_who_get_something_is_no_year_of_a_number(text, role):
    assert [year.role for year in named_years(text, 0, len(text))] == [role]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("对有效运转一年以上、社员数200户以上的合作社,每家补助8万元。", [("运转", "1", "年"), ("社员数", "200", "户"), ("补助", "80000", "元")]),
        ("连续就业满一年的青年,给予每人5000元补贴。", [("就业", "1", "年"), ("补贴", "5000", "元")]),
        ("在本市住宿2晚以上的团队,奖励每人30元。", [("本市住宿", "2", "晚"), ("奖励", "30", "元")]),
        ("建筑面积5000M2以上的楼宇,奖励10万元。", [("建筑面积", "5000", "M2"), ("奖励", "100000", "元")]),
        ("第一年给予50万元补助。", [("补助", "500000", "元")]), ("举办2场晚会。", [("晚会", "2", "场")]),
    ],
)  # fmt: skip
def test_terms_and_nights_that_must_be_met(text, rows):
    assert read(text, period_end=2025) == rows


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("对获省科学技术进步奖一、二、三等奖的单位分别给予50万元、30万元和20万元奖励。", [f"省科学技术进步奖{rank}等奖奖励" for rank in "一二三"]),
        ("对获得市长质量奖特、一等奖的企业分别奖励100万元、50万元。", ["市长质量奖特等奖奖励", "市长质量奖一等奖奖励"]),
        ("对大赛一等奖、二等奖项目分别奖励10万元、5万元。", None),
        ("对新认定的国家级、省级孵化器分别给予100万元、50万元补助。", ["国家级孵化器补助", "省级孵化器补助"]),
        ("年出栏生猪达2000头、5000头、10000头以上的养殖场,分别给予6万元、15万元、30万元的补贴。", ["年出栏生猪"] * 3 + ["补贴"] * 3),
        ("年接待游客超过10万人次、20万人次以上的景区,分别奖励5万元、10万元。", ["年接待游客"] * 2 + ["奖励"] * 2),
        ("培育50家、80家龙头企业。", ["龙头企业"] * 2),
        ("新建并存栏2000头以上的种猪场,每场补助100万元。", ["存栏", "补助"]),
        ("支持周期一般不超过3年。", ["支持周期"]), ("建设周期一般为2年。", ["建设周期"]),
    ],
)  # fmt: skip
def test_prizes_lists_of_bounds_and_terms(text, heads):
    assert heads is None or [head for head, *_ in read(text, period_end=2025)] == heads


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("培训时间一般不少于10天。", "instrument"), ("支持期限一般不超过3年。", "instrument"), ("公示期为5个工作日。", "instrument"), ("公示时间不少于7天。", "instrument"),
        ("一般公共预算收入增长8%。", "target"), ("培训时间达到10天。", "target"),
    ],
)  # fmt: skip
def test_what_is_so_in_general_is_a_rule(text, kind):
    assert list(extract_targets(text, period_end=2025).kind) == [kind]


def test_an_expected_goal_in_a_review_is_no_result():
    text = "一、2023年工作回顾\n实现增长6%。\n经济增长预期目标为5%左右,考虑了就业的需要。"
    assert list(extract_targets(text, period_start=2024, period_end=2024).kind) == ["baseline", "target"]


@pytest.mark.parametrize(
    ("heading", "text", "kind"),
    [
        ("(二)申报条件", "企业专利实施率平均不低于60%;", "instrument"), ("二、认定标准", "企业研发投入占比达到5%。", "instrument"), ("三、奖励标准", "一等奖50万元。", "instrument"), ("(三)支持对象和条件", "从业人员20人以上。", "instrument"),
        ("(四)条件要求", "拥有专利10件。", "instrument"), ("三、建设标准", "绿化率达到30%。", "target"), ("(一)提高补助标准", "特困人员标准提高到800元。", "target"), ("一、发展条件", "渔港达到50座。", "baseline"), ("三、重点任务", "从业人员20人以上。", "target"),
    ],
)  # fmt: skip
def test_below_a_heading_of_conditions_stand_conditions(heading, text, kind):
    plan = f"某区若干措施\n一、总体要求\n坚持创新。\n{heading}\n{text}\n"
    assert list(extract_targets(plan, period_start=2021, period_end=2025).kind) == [kind]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("团队游客达到1000人次即可申报奖励,同一家酒店奖励上限为10万元。", [("团队游客", "instrument"), ("同一家酒店奖励上限", "instrument")]),
        ("接待游客累计达到200人次的即可享受补贴。", [("接待游客", "instrument")]),
        ("同一企业获得多项专利奖的,按最高奖励扶持,总金额不超过200万元。", [("总金额", "instrument")]),
        ("综合业绩排序前5名的依次奖励3万元、2万元。", [("综合业绩", "instrument"), ("奖励", "instrument"), ("奖励", "instrument")]),
        ("对新评定的国家5A、4A级旅游景区,分别给予5万元、3万元奖励。", [("国家5A级旅游景区奖励", "instrument"), ("4A级旅游景区奖励", "instrument")]),
        ("开发主体聘请国家一级、二级企业的,表现突出,分别奖励10万元、8万元。", None),
    ],
)  # fmt: skip
def test_who_gets_how_much_at_most(text, rows):
    ledger = extract_targets(text, period_end=2025)
    assert rows is None or [(row.indicator, row.kind) for row in ledger.itertuples()] == rows


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("103个部门挂包117个行政村、3795名干部挂钩帮扶8253户贫困户。", ["部门", "行政村", "干部", "贫困户"]), ("8家企业亮相国际展会。", ["企业"]),
        ("支持4989户贫困群众发展到户产业,帮助1350户贫困群众销售农产品,300户农户种植药材。", ["贫困群众", "贫困群众", "农户"]), ("200名农民养殖户参加培训。", ["农民养殖户"]), ("建成农民种植大户示范点3个。", ["农民种植大户示范点"]),
        ("对全县6万户23万农村人口进行遍访。", ["农村人口", "农村人口"]),
        ("产品收入完成5亿元,综合排名全省第1。", ["产品收入", "产品收入"]),
    ],
)  # fmt: skip
def test_who_is_counted_does_what_stands_behind(text, heads):
    ledger = extract_targets(f"一、2017年工作回顾\n{text}", period_start=2018, period_end=2018)
    assert list(ledger.indicator) == heads and set(ledger.kind) == {"baseline"}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("改厕任务3万座,完成3.1万座。", ["target", "baseline"]), ("农田建设考核指标23万亩,实际完成28万亩,完成率124%。", ["target", "baseline", "baseline"]), ("造林计划5万亩,已完成5.2万亩。", ["target", "baseline"]),
        ("改厕3万座,完成投资2亿元。", ["baseline", "baseline"]),
    ],
)  # fmt: skip
def test_what_was_set_before_what_was_done_of_it(text, kinds):
    assert list(extract_targets(f"一、2022年工作总结\n{text}", period_start=2023, period_end=2023).kind) == kinds


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("给予贷款贴息率不超过2%、单个企业年度不超过1000万元的贴息支持。", [("贷款贴息率", "instrument"), ("贴息支持", "instrument")]),
        ("给予不超过5%费率、单个企业不超过800万元的租赁费用补贴。", [("费率", "instrument"), ("租赁费用补贴", "instrument")]),
        ("按最高不超过2%的利率贴息,单个企业每年贴息额最高不超过1000万元。", [("利率", "instrument"), ("单个企业每年贴息额", "instrument")]),
        ("单个企业原则上年度贴息金额最高不超过3000万元。", [("年度贴息金额", "instrument")]),
        ("最高支持比例为50%,每个项目最高支持限额5万元。", [("最高支持比例", "instrument"), ("每个项目最高支持限额", "instrument")]),
        ("最高支持限额为示范企业30万元、“双自主”企业15万元、中小企业10万元。", [("示范企业", "instrument"), ("“双自主”企业", "instrument"), ("中小企业", "instrument")]),
        ("近3年应主导创制不少于3项国际标准;或累计不少于10项国家标准。", [("国际标准", "instrument"), ("国家标准", "instrument")]),
        ("最近一个会计年度研发费用不低于100万元。", [("最近一个会计年度研发费用", "instrument")]),
        ("给予10万元落户支持,每年获支持企业数量不超过10个。", [("落户支持", "instrument"), ("每年获支持企业数量", "instrument")]),
        ("在京企业达到50家,在沪总部达到20家。", [("在京企业", "target"), ("在沪总部", "target")]),
    ],
)  # fmt: skip
def test_rates_and_limits_of_what_is_given(text, rows):
    assert [(row.indicator, row.kind) for row in extract_targets(text, period_end=2025).itertuples()] == rows


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("对2022年竣工的项目,按投资的20%给予补助。", [None]), ("对在2022年获得贷款的企业,给予2%贴息。", [None]), ("2022年,对企业给予20万元奖励。", [2022]), ("对企业给予补助,2022年每户20万元。", [2022]), ("单个企业原则上年度贴息金额不超过3000万元。", [None]),
    ],
)  # fmt: skip
def test_a_year_that_tells_who_a_rule_is_for_is_no_year_of_what_it_gives(text, years):
    found = extract_targets(text, period_start=2022, period_end=2025).year
    assert [None if year is pd.NA else year for year in found] == years


def test_items_of_a_list_of_terms_are_instruments():
    text = "一、总体目标\n到2025年,培育企业100家。\n二、支持政策\n申报企业应具备以下条件:\n(一)从业人员20人以上;\n(二)研发投入占比达到5%。\n建设平台10个。\n对首次认定的企业,按以下标准给予奖励:\n1.国家级50万元;\n2.省级30万元。\n三、重点任务\n重点支持:\n1.建设园区3个。"
    rows = [("企业", "target"), ("从业人员", "instrument"), ("研发投入占比", "instrument"), ("建设平台", "target"), ("国家级", "instrument"), ("省级", "instrument"), ("园区", "target")]
    assert [(row.indicator, row.kind) for row in extract_targets(text, period_start=2021, period_end=2025).itertuples()] == rows


def test_a_list_of_terms_does_not_end_the_terms_of_its_section():
    text = "一、申报条件\n申报企业应具备以下条件:\n1.从业人员20人以上。\n获得专利5件。\n二、重点任务\n建设平台10个。"
    assert list(extract_targets(text, period_start=2021, period_end=2025).kind) == ["instrument", "instrument", "target"]


@pytest.mark.parametrize(
    "text",
    ["获得省著名商标的企业奖给10万元。", "认定为高新技术产品的,每项奖给3万元。", "5、专利奖:中国专利金奖100万元、专利优秀奖50万元。"],
)
def test_prizes_are_instruments(text):
    found = extract_targets(text, period_start=2010, period_end=2015)
    assert set(found.kind) == {"instrument"}
    assert found.year.isna().all()


def test_prizes_that_are_won_are_targets():
    assert list(extract_targets("获得金奖50个,奖学金达到200万元。", period_end=2015).kind) == ["target", "target"]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("补贴金额按装机规模分档:1兆瓦至5兆瓦(不含5兆瓦)补贴3万元;5兆瓦至10兆瓦补贴6万元;10兆瓦以上补贴9万元。", [("装机", 1), ("补贴", 30000), ("装机", 5), ("补贴", 60000), ("装机", 10), ("补贴", 90000)]),
        ("奖励标准按年销售额分档:500万元至1000万元奖励2万元;3000万元以上(含3000万元)奖励8万元。", [("年销售额", 5000000), ("奖励", 20000), ("年销售额", 30000000), ("奖励", 80000)]),
        ("按流转面积分三档:100亩至200亩(不含200亩,下同)奖励1万元,200亩以上奖励2万元。", [("流转面积", 100), ("奖励", 10000), ("流转面积", 200), ("奖励", 20000)]),
        ("对年纳税额100万元至200万元的企业奖励2万元,200万元至500万元的奖励5万元,500万元以上的奖励10万元。", [
            ("年纳税额", 1000000), ("企业奖励", 20000), ("年纳税额", 2000000), ("奖励", 50000), ("年纳税额", 5000000), ("奖励", 100000),
        ]),
        ("投资5亿元(含)以上的奖励50万元,10亿元(含)以上的奖励100万元。", [("投资", 500000000), ("奖励", 500000), ("投资", 1000000000), ("奖励", 1000000)]),
        ("年出口额1000万美元以上奖励10万元,3000万美元以上奖励20万元。", [("年出口额", 10000000), ("奖励", 100000), ("年出口额", 30000000), ("奖励", 200000)]),
        ("新增就业100人以上奖励2万元。", [("新增就业", 100), ("奖励", 20000)]), ("按存量每500万元奖励1万元。", [("奖励", 10000)]),
    ],
)  # fmt: skip
def test_the_steps_of_a_scale_are_bounds_of_what_it_is_measured_in(text, rows):
    ledger = extract_targets(text, period_end=2025)
    assert [(row.indicator, int(row.value)) for row in ledger.itertuples()] == rows
    assert set(ledger["kind"]) == {"instrument"}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("争取上级资金10亿元以上,补贴2万户农民。", [("上级资金", "target"), ("农民", "target")]), ("奖励先进个人20名,产值达到10亿元以上。", [("奖励先进个人", "target"), ("产值", "target")]),
        ("污染源(占80%的企业)达标率达85%。", [("企业", "target"), ("污染源达标率", "target")]),
    ],
)  # fmt: skip
def test_what_is_no_step_of_a_scale_stays(text, rows):
    assert [(row.indicator, row.kind) for row in extract_targets(text, period_end=2025).itertuples()] == rows


@pytest.mark.parametrize(
    "text",
    [
        "对2014年度首次入库的商贸企业,给予一次性奖励5万元,单个企业上限20万元。", "对2014年新认定的示范社奖励3万元,每社累计不超过10万元。", "按2014年度实际投入的30%给予补助,最多补助2年。",
        "凡2014年度获得绿色认证的产品,每个奖励2万元。", "2014年度首次入库的商贸企业,给予一次性奖励5万元。", "对2014年营业收入增长10%以上的企业,按增量的1%给予奖励,最高30万元。",
    ],
)  # fmt: skip
def test_a_year_that_is_over_may_only_tell_who_a_rule_is_for(text):
    ledger = extract_targets(text, period_start=2015, period_end=2015)
    assert set(ledger["kind"]) == {"instrument"}
    assert ledger["year"].isna().all()


@pytest.mark.parametrize(
    "text",
    ["2014年,全市发放奖励资金300万元。", "2014年对新增企业给予奖励5万元。", "对2014年认定的12家企业给予了奖励,共发放300万元。", "一、2014年工作回顾\n对2013年认定的企业给予奖励30万元。"],
)  # fmt: skip
def test_and_a_year_in_which_something_was_given_is_one(text):
    assert set(extract_targets(text, period_start=2015, period_end=2015)["kind"]) == {"baseline"}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("引进的项目应符合产业政策;固定资产投资不低于3亿元;亩均税收不低于20万元。", ["instrument"] * 2), ("申报企业应成立满2年,年营业收入不低于500万元,研发人员占比不低于10%。", ["instrument"] * 3),
        ("合作社应当取得营业执照,成员不少于20户,经营面积100亩以上。", ["instrument"] * 2), ("项目应为2018年及以后签约的项目;固定资产投资不低于5亿元。", ["instrument"]),
        ("申请人须具有本市户籍,连续缴纳社保不少于12个月。", ["instrument"]), ("到2025年,企业应具备创新能力,研发投入占比不低于3%。", ["target"]),
        ("重点企业应为行业标杆,力争产值不低于10亿元。", ["target"]), ("每个县最多只有三个乡镇可同时申报。", ["instrument"]), ("目前全县只有3家企业上市。", ["baseline"]),
        ("扶持金额最高达200万元。", ["instrument"]), ("扶持额度为投资额的20%。", ["instrument"]), ("落实扶持资金3亿元。", ["target"]),
    ],
)  # fmt: skip
def test_what_those_must_meet_who_ask_for_something_is_no_target(text, kinds):
    assert extract_targets(text, period_end=2025)["kind"].tolist() == kinds


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("按照贷款基准利率的40%给予贴息,单个项目贴息期不超过3年,最高500万元。", ["贴息", "单个项目贴息期", "贴息"]), ("给予租金补贴30%,补贴期限不超过2年,每年最高5万元。", ["租金补贴", "补贴期限", "租金补贴"]),
        ("按投资额的10%给予补助,每个项目最长不超过2年。", ["补助", "补助"]), ("在2016年、2017年已种植牡丹的按原办法执行,即面积100亩以上的,每亩补助100元。", ["面积", "补助"]),
    ],
)  # fmt: skip
def test_a_term_has_a_name_of_its_own_and_the_next_sum_is_of_what_is_given(text, heads):
    ledger = extract_targets(text, period_start=2018, period_end=2018)
    assert ledger["indicator"].tolist() == heads
    assert set(ledger["kind"]) == {"instrument"}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("落户园区的固定资产投资额达到1000万元以上(含1000万元),且投资强度不低于1500万元的项目。", [("落户园区的固定资产投资额", "instrument"), ("投资强度", "instrument")]), ("投资额达到200万元以上(含200万元)的项目。", [("投资额", "instrument")]),
        ("年产值达到500万元以上的企业。", [("年产值", "instrument")]), ("新增用地且税负在5%以上的加工项目,给予奖励。", [("税负", "instrument")]), ("此项奖励最高不超过5000万元。", [("奖励", "instrument")]), ("上述补助最高50万元。", [("补助", "instrument")]),
        ("对总投资5亿元或3000万美元及以上的项目,给予奖励10万元。", [("总投资", "instrument"), ("总投资", "instrument"), ("奖励", "instrument")]),
        ("对新获批的国家级、省级示范项目,分别给予最高不超过50万元、20万元奖励。", [("国家级示范项目奖励", "instrument"), ("省级示范项目奖励", "instrument")]),
        ("给予不超过300万元的配套补助,一次性给予最高不超过100万元。", [("配套补助", "instrument")] * 2), ("固定资产每到位100万元得1分。", [("固定资产每到位", "instrument")] * 2), ("获得国家级奖项3个加10分。", [("国家级奖项", "instrument")] * 2),
        ("新建学校3所,满意度提高2分。", [("新建学校", "target"), ("满意度", "target")]), ("培育产值达到1亿元以上的企业5家。", [("产值", "instrument"), ("企业", "target")]), ("产值达到1亿元以上。", [("产值", "target")]),
    ],
)  # fmt: skip
def test_what_a_thing_must_have_bounds_it(text, rows):
    assert [(row.indicator, row.kind) for row in extract_targets(text, period_end=2025).itertuples()] == rows


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("生产总值、工业总产值、固定资产投资等主要经济指标同比增长30%以上。", ["生产总值", "工业总产值", "固定资产投资"]), ("主要经济指标增长30%以上。", ["主要经济指标"]),
        ("水、大气等主要环境指标达标率100%。", ["水、大气等主要环境指标达标率"]),
    ],
)  # fmt: skip
def test_indicators_that_are_listed_each_have_the_number(text, heads):
    assert [row.indicator for row in extract_targets(text, period_end=2025).itertuples() if row.unit == "%"] == heads


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("条件要求\n1.主体需在本市注册。\n2.财务制度健全。\n3.体验店面积不少于100平方米,商品种类不少于1000种。", ["instrument"] * 2), ("条件要求\t注册资本不低于100万元。\n1.成员不少于3人。", ["instrument"] * 2),
        ("(1)申请补助的企业需满足以下条件:\n在本市注册,职工不多于100人。\n(2)申请补助的团队需满足以下条件:\n成员不少于3人。\n新建学校3所。", ["instrument", "instrument", "target"]),
        ("企业应符合以下条件:\n1.管理规范。\n其中,服务机构收入不低于5亿元。\n一、主要目标\n新建学校3所。", ["instrument", "target"]), ("二、申报条件\n注册资本不低于100万元。\n三、主要目标\n新建学校3所。", ["instrument", "target"]),
        ("申报条件\n注册资本不低于100万元。\n主要目标\n新建学校3所。", ["instrument", "target"]),
    ],
)  # fmt: skip
def test_terms_stand_below_a_label_and_below_the_items_of_a_list(text, kinds):
    assert extract_targets(text, period_start=2024, period_end=2024)["kind"].tolist() == kinds


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("服务机构近3年收入均不低于2亿元且近3年复合增长率不低于10%,研发投入占比不低于3%。", [("服务机构近3年收入", "instrument"), ("服务机构近3年收入", "instrument"), ("研发投入占比", "instrument")]),
        ("企业近三年专利实施率平均不低于60%。", [("企业近三年专利实施率", "instrument")]), ("产值年复合增长率达到10%以上。", [("产值", "target")]), ("收入不低于5亿元或近3年收入不低于2亿元。", [("收入", "target"), ("收入", "target")]),
        ("区级养老设施增加60万元运营经费。", [("运营经费", "target")]), ("财政收入增加5亿元。", [("财政收入", "target")]), ("近三年新增企业100家以上。", [("新增企业", "baseline")]),
        ("首次签订(2021年1月1日后)合同的,履约金额在300万元以上的,按履约金额的5%给予奖励。", [("履约金额", "instrument"), ("奖励", "instrument")]),
    ],
)  # fmt: skip
def test_what_was_met_for_years_is_required(text, rows):
    assert [(row.indicator, row.kind) for row in extract_targets(text, period_start=2024, period_end=2024).itertuples()] == rows


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("单个项目最高补助300万元。", "单个项目补助"), ("单户企业最高奖励50万元。", "单户企业奖励"), ("单个企业累计最高资助1000万元。", "单个企业资助"), ("单笔贷款最高贴息20万元。", "单笔贷款贴息"),
        ("最高奖励100万元。", "奖励"), ("单个平台给予最高200万元奖励。", "奖励"), ("按投资额最高补助20%。", "投资额"),
    ],
)  # fmt: skip
def test_what_one_of_them_is_given_at_most(text, name):
    (row,) = extract_targets(text, period_end=2025).itertuples()
    assert (row.indicator, row.kind, row.comparator) == (name, "instrument", "le")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        # who bears which share of the costs, and what is given for each more
        ("所需资金由省财政承担60%、市财政承担40%。", "instrument instrument"), ("省、市、县财政分别承担50%、30%、20%。", "instrument instrument instrument"), ("个人负担10%,单位负担20%。", "instrument instrument"), ("基金分担比例为70%。", "instrument"),
        ("每增加1人,增加扶持资金5万元。", "instrument"), ("每引进1名博士,给予补助20万元。", "instrument"), ("每新增1家企业,奖励5万元。", "instrument"), ("给予1:1配套奖励,每个企业最高100万元。", "instrument"),
        ("渔港吞吐量占比达到60%。", "target"), ("每增加1人,增加就业岗位5万个。", "target"), ("渔民承担国家项目30项。", "target"),
    ],
)  # fmt: skip
def test_shares_of_costs_and_what_is_given_for_each_more(text, kinds):
    assert " ".join(extract_targets(text, period_end=2025)["kind"]) == kinds


@pytest.mark.parametrize(
    "text",
    [
        "首次认定的给予20万元,复审通过的给予10万元。", "首次获奖的每项给予20万元。", "复审通过的一次性给予10万元。", "评为优秀的分别给予3万元。", "验收合格的再给予10万元。", "通过评审的予以20万元。",
    ],
)  # fmt: skip
def test_who_was_told_of_is_no_name_of_a_sum(text):
    assert extract_targets(text, period_end=2025)["indicator"].isna().all()
