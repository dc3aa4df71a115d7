"""Beside a number: the noun phrase behind it, the phrase before it without its verbs, and what a rule gives."""

import pytest

from policylab.targets._lexing import lex
from policylab.targets._noun_phrases import granted, noun_behind, strip_tail, unquoted


def behind(text):
    """The noun phrase at | up to the next mark."""
    start = text.index("|")
    text = text.replace("|", "")
    marks = [place for mark in ",;。" if (place := text.find(mark, start)) >= 0]
    return noun_behind(text, start, min(marks, default=len(text)))[0]


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("建设5个|示范区。", "示范区"), ("建设300个|数字化车间和智能工厂。", "数字化车间和智能工厂"), ("打造5条|“放心”消费街。", "“放心”消费街"), ("建成8个|的示范点。", "示范点"), ("发放2亿元|补贴资金。", "补贴资金"),
        # where the next thing begins
        ("新增2个|国家级园区,建成3所学校。", "国家级园区"), ("新建3所|学校、5家医院。", "学校"), ("改造20公里|道路以及15座桥梁。", "道路"), ("建成4个|万亿级产业以及绿色食品等10个千亿级产业。", "万亿级产业"),
        ("培训3万名|农民工并发放证书。", "农民工"), ("支持3家|企业制定了标准。", "企业"), ("覆盖80多个|国家和地区的500余个港口。", "国家和地区"), ("引进10家|企业并落户园区。", "企业"),
        ("壮大三大|支柱产业和新材料、光伏两大新兴产业。", "支柱产业"), ("培育4个|千亿级产业和食品、医药等10个百亿级产业。", "千亿级产业"), ("建设5个|产业园区和基地、3个中心。", "产业园区和基地"), ("建成3个|渔港和码头、10个泊位。", "渔港和码头"),
        # what it does, and what more there is of the sort
        ("5个|水厂等一批重点工程建成。", "水厂"), ("3家|企业集中签约。", "企业"), ("2支|债券成功发行。", "债券"), ("88个|城市启动居民医保试点。", "城市"), ("三级|物流网络日趋完善。", "物流网络"), ("两大|新兴产业等快速发展。", "新兴产业"),
        ("5亿元|债券成功发行。", "债券"), ("12项|指标提前一年达到规划目标。", "指标"), ("两级|财政予以补贴。", "财政"),
        ("5家|企业正在建设。", "企业"), ("3个|医疗中心投入运营。", "医疗中心"), ("36个|市县债务提前清零。", "市县债务"), ("12个|泊位正抓紧施工。", "泊位"),
        # ... but these are names
        ("新增3个|正规渠道。", "正规渠道"), ("10个|结对合作项目。", "结对合作项目"), ("17个|碳达峰行动。", "碳达峰行动"), ("查处8起|农村乱占耕地案件。", "农村乱占耕地案件"),
        ("给予50万元|科研启动经费。", "科研启动经费"), ("建设3个|集中供热站。", "集中供热站"), ("总结5个|成功案例。", "成功案例"), ("建成3个|项目启动区。", "项目启动区"),
        # what it is made into
        ("把20个|农家书屋改造为文化站。", "农家书屋"), ("将3座|旧厂房改建成创业园。", "旧厂房"), ("推动10个|传统市场提升为智慧市场。", "传统市场"), ("三个|重点。", "重点"),
        # what size it must have, without 的
        ("培育10家|产值超10亿元企业。", "企业"), ("打造3个|年交易额过百亿元专业市场。", "专业市场"), ("形成6个|年加工能力超过10万吨龙头企业。", "龙头企业"), ("引进20家|年产值亿元以上企业。", "企业"),
        ("建设2个|总投资50亿元以上项目。", "项目"), ("新建3座|库容达1000万立方米水库。", "水库"), ("建成5个|年出栏万头以上养殖场。", "养殖场"), ("新增4个|零售额过千亿元城市。", "城市"),
        # ... but of these it is told what they have come to
        ("5个|县区产值达到300亿元目标。", "县区产值"), ("2个|产业集群产值突破千亿元大关。", "产业集群产值"),
        # relative clauses
        ("培育3家|年收入超过10亿元的企业。", "企业"), ("培育3家|年收入超过10亿元、具有品牌影响力的企业。", "企业"), ("建设2个|具有国际影响力的消费中心。", "具有国际影响力的消费中心"),
        ("创建3个|以数字经济为主导的产业园。", "以数字经济为主导的产业园"), ("淘汰58台|20蒸吨以下的燃煤锅炉。", "20蒸吨以下的燃煤锅炉"),
    ],
)  # fmt: skip
def test_the_noun_behind_a_number(text, noun):
    assert behind(text) == noun


@pytest.mark.parametrize("text", ["建成7万个|,其中重点3项。", "12项|正在推进。", "3件|正抓紧办理。", "达到50%|以上。", "投入3亿元|用于改造学校。", "增加3所|和5所。", "新建3个|、改造5个。", "评选10名|左右优秀教师。", "补助5万元|每家奖励2万元。", "达到5%|。"])
def test_where_no_noun_begins_behind_a_number_there_is_none(text):
    assert behind(text) is None


@pytest.mark.parametrize(
    ("before", "noun", "verbs"),
    [
        ("森林覆盖率达到", "森林覆盖率", "达到"), ("生产总值年均增长", "生产总值", "年均增长"), ("失业率控制在", "失业率", "控制在"), ("总量保持在", "总量", "保持在"), ("项目全部", "项目", "全部"),
        ("居民收入较快增长,达到", "居民收入", "较快增长达到"), ("物价小幅", "物价", "小幅"), ("就业略有增加,达到", "就业", "略有增加达到"), ("产量稳中有升,达到", "产量", "稳中有升达到"), ("客运量历史性", "客运量", "历史性"),
        # what is compared with, how long, for how many
        ("粮食产量比上年增长", "粮食产量", "比上年增长"), ("用水量较2020年下降", "用水量", "较2020年下降"), ("补贴标准每人每月", "补贴标准", "每人每月"), ("近三年累计", "", "近三年累计"), ("公园面积人均", "公园面积", "人均"),
        ("产值按可比价格计算增长", "产值", "按可比价格计算增长"),
        # nothing to take off
        ("研发投入占生产总值比重", "研发投入占生产总值比重", ""), ("5G基站建设", "5G基站建设", ""), ("国有", "国有", ""),
    ],
)  # fmt: skip
def test_what_stands_before_a_number_is_a_noun_and_verbs(before, noun, verbs):
    assert strip_tail(before) == (noun, verbs)


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("按照核定投资额的10%给予补助。", "补助"), ("按每亩300元给予补偿。", "补偿"), ("给予企业5万元的奖励。", "奖励"), ("按合同额的3%进行奖补。", "奖补"), ("按投资额的30%,给予奖补。", "奖补"), ("建成5万个。", None),
        ("奖励对象5家。", None),
    ],
)  # fmt: skip
def test_what_a_number_is_the_measure_of(text, given):
    lexed = lex(text)
    (quantity,) = lexed.quantities
    assert granted(lexed, quantity.start, quantity.end, 0, lexed.clause_end(quantity.end)) == given


@pytest.mark.parametrize(("noun", "bare"), [("“双创”基地", "“双创”基地"), ("双创”基地", "双创基地"), ("“示范园”", "示范园"), ("平台(一期", "平台"), ("的公园的", "公园"), ("“三农”“双创”", "“三农”“双创”")])
def test_quotation_marks_without_their_other_half_go(noun, bare):
    assert unquoted(noun) == bare


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        # what the things are like belongs to their name as a whole
        ("打造5个|特色鲜明、带动作用明显的产业集群。", "特色鲜明、带动作用明显的产业集群"), ("扶持8家|科技引领作用突出、服务能力强的骨干企业。", "科技引领作用突出、服务能力强的骨干企业"), ("培育20家|创新能力强、市场占有率高的专精特新企业。", "创新能力强、市场占有率高的专精特新企业"),
        ("建设3个|引领示范作用显著的园区。", "引领示范作用显著的园区"), ("认定10家|管理规范、信誉良好的养老机构。", "管理规范、信誉良好的养老机构"),
        # ... but what the things have or become is no part of it
        ("3家|企业被评为信用好的单位。", "企业"), ("90%的|保护区有健全的机构。", "保护区"), ("30个|村达到环境优美的标准。", "村"), ("3个|县。", "县"),
        # what they do ends it
        ("300所|职业院校开设养老专业。", "职业院校"), ("开设5个|专业。", "专业"), ("500万元|专项资金支持人才引进。", "专项资金"), ("20项|资金支持政策。", "资金支持政策"), ("12个|项目支持中心。", "项目支持中心"),
    ],
)  # fmt: skip
def test_what_the_things_are_like_and_what_they_do(text, noun):
    assert behind(text) == noun
