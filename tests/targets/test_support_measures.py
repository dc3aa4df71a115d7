"""Support measures: what is given, to whom, under which conditions and how much at most."""

import pytest

from policylab import extract_targets
from policylab.targets._years import named_years


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
