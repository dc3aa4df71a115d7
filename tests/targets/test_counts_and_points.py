"""Two counts of one thing, words of time and growth, points of assessment sheets, distances and ranks."""

import pytest

import policylab


def read(text, **years):
    ledger = policylab.extract_targets(text, **years)
    return [(row.indicator, str(row.value), row.unit) for row in ledger.itertuples()]


def kinds(text, **years):
    return [(row.kind, row.indicator, str(row.value)) for row in policylab.extract_targets(text, **years).itertuples()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("改造道路13条15公里。", [("道路", "13", "条"), ("道路", "15", "公里")]),
        ("铺设供热管网3条9.5公里。", [("供热管网", "3", "条"), ("供热管网", "9.5", "公里")]),
        ("拆除违建56处1.2万平方米。", [("违建", "56", "处"), ("违建", "12000", "平方米")]),
        ("改造棚户区12片3200户。", [("棚户区", "12", "片"), ("棚户区", "3200", "户")]),
        ("完成3条9公里管网改造。", [("管网", "3", "条"), ("管网", "9", "公里")]),
        ("实施完成35个小区1200户改造。", [("小区", "35", "个"), ("小区", "1200", "户")]),
        ("今年稳定脱贫301户611人。", [("脱贫", "301", "户"), ("脱贫", "611", "人")]),
        ("整治老旧小区6个23栋980户。", [("老旧小区", "6", "个"), ("老旧小区", "23", "栋"), ("老旧小区", "980", "户")]),
        ("新建2个1000平方米文化广场。", [("文化广场", "2", "个"), ("文化广场", "1000", "平方米")]),
    ],
)  # fmt: skip
def test_two_counts_of_one_thing(text, expected):
    assert read(text) == expected


def test_a_size_of_each_describes_and_a_size_of_all_counts():
    assert [row[0] for row in kinds("新建2个1000平方米文化广场。")] == ["target", "instrument"]
    assert [row[0] for row in kinds("改造道路13条15公里。")] == ["target", "target"]


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("累积完成渔港投资12亿元。", ["渔港投资"]), ("五年累计新增渔船300艘。", ["新增渔船"]), ("五年新增渔船300艘。", ["新增渔船"]),
        ("开展渔业技能培训工作12次。", ["渔业技能培训"]), ("实施以智慧渔业等内容为重点的项目12个。", ["项目"]),
        ("发现问题45个,已整改42个。", ["问题", "问题"]), ("查处案件58起,已办结52起。", ["查处案件"] * 2),
        ("二、渔业产值达到80亿元。", ["渔业产值"]), ("(三)渔业发展 渔业产值达到80亿元。", ["渔业产值"]),
        ("三、强化渔业 建成冷库12座。", ["冷库"]), ("第三节 渔业 渔业产值达到80亿元。", ["渔业产值"]),
        ("一、二级医院支付比例达到80%。", ["一、二级医院支付比例"]), ("累计交换数据量达到3亿条。", ["累计交换数据量"]),
        ("对渔港码头进行改造投入资金800万元。", ["投入资金"]), ("对东港、西港进行改造,投入5000万元。", ["投入"]),
        ("抢抓减税等利好政策,达到3.2亿元。", [None]), ("对口帮扶资金达到3亿元。", ["对口帮扶资金"]),
        ("投资7亿元的客运站、3亿元的水厂开工建设。", ["客运站投资", "水厂投资"]),
    ],
)  # fmt: skip
def test_words_that_are_no_part_of_an_indicator(text, heads):
    assert [row[0] for row in read(text)] == heads


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("渔业产值达到80亿元,年均递增12.2%。", "渔业产值"), ("渔业总产值达到63.5亿元,五年翻一番,年均增长9.3%。", "渔业总产值"),
        ("财政收入完成9亿元,同比增长8%,年均递增12.2%。", "财政收入"), ("渔民收入达到3万元,逐年递增5%。", "渔民收入"),
        ("能耗总量为80万吨,年均递减3%。", "能耗总量"),
    ],
)  # fmt: skip
def test_a_verb_of_growth_alone_takes_the_subject_before(text, head):
    ledger = policylab.extract_targets(text)
    assert set(ledger["indicator"]) == {head}
    assert ledger["measure"].tolist()[-1] in ("annual_growth", "decrease")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("建立工作机制(5分)。", [("instrument", "工作机制", "5")]), ("完成年度任务得2分。", [("instrument", "年度任务", "2")]),
        ("未按期报送的扣0.5分。", [("instrument", "未按期报送", "0.5")]), ("每起扣3分,最高扣15分。", [("instrument", None, "3"), ("instrument", None, "15")]),
        ("加2分,最多加6分。", [("instrument", None, "2"), ("instrument", None, "6")]), ("按时公开得满分10分。", [("instrument", "按时公开", "10")]),
        ("群众满意度得分达到95分。", [("target", "群众满意度得分", "95")]), ("综合得分提高到82.5分。", [("target", "综合得分", "82.5")]),
    ],
)  # fmt: skip
def test_points_of_an_assessment_sheet_are_instruments(text, expected):
    assert kinds(text) == expected


def test_points_need_no_indicator_and_are_in_no_doubt():
    assert policylab.extract_targets("每起扣3分,最高扣15分。")["doubt"].isna().all()


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("到2023年,渔船达到3万艘。到2025年,渔船达到5万艘。冷库达到8万个。", [2023, 2025, 2025]),
        ("到2023年,建成渔港3个。到2025年,建成渔港5个。建成冷库8个。", [2023, 2025, 2025]),
        ("到2025年,产值达到8亿元。产量达到3万吨。到2030年,产值达到12亿元。产量达到5万吨。", [2025, 2025, 2030, 2030]),
        ("渔业加快发展。到2027年,产值达到8亿元。产量达到3万吨。", [2027, 2027]),
        ("到2026年,出口额达到2亿元。到2028年,出口额达到3亿元。渔民收入达到5万元,冷库达到60座。", [2026, 2028, 2028, 2028]),
    ],
)  # fmt: skip
def test_a_sentence_without_a_year_takes_the_nearest_lead(text, years):
    assert policylab.extract_targets(text)["year"].tolist() == years


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("渔港500米范围内禁止建设。", ("渔港", "500", "le")), ("距离水源地300米内禁止养殖。", ("距离水源地", "300", "le")),
        ("学校周边200米范围内不得设置网吧。", ("学校周边", "200", "le")), ("河道两岸50米以内严禁倾倒垃圾。", ("河道两岸", "50", "le")),
        ("水源保护区1公里范围内禁止新建排污口。", ("水源保护区", "1", "le")),
    ],
)  # fmt: skip
def test_a_distance_within_which_something_is_forbidden(text, row):
    ledger = policylab.extract_targets(text)
    assert [(item.indicator, str(item.value), item.comparator) for item in ledger.itertuples()] == [row]
    assert ledger["kind"].tolist() == ["instrument"]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("每年巡查三次。", ("target", "巡查", "3")), ("每季度检查2次。", ("target", "检查", "2")),
        ("每月巡查河道1次。", ("target", "巡查河道", "1")), ("每年组织培训两次以上。", ("target", "培训", "2")),
        ("每年至少开展4次应急演练。", ("target", "应急演练", "4")), ("开展渔业检查三次。", ("target", "渔业检查", "3")),
    ],
)  # fmt: skip
def test_how_often_something_is_done_is_no_structure(text, row):
    assert kinds(text) == [row]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("增速由-5.2%转为3.1%。", "增速"), ("增速由7%回落到5%。", "增速"), ("工业增速由-5.2%转为3.1%。", "工业"),
        ("渔业产值增速从-3%转正为2.4%。", "渔业产值"), ("财政收入增幅由4%提高到6%。", "财政收入"),
    ],
)  # fmt: skip
def test_a_rate_of_growth_is_one_at_both_ends_of_its_change(text, head):
    ledger = policylab.extract_targets(text)
    assert ledger["indicator"].tolist() == [head, head]
    assert ledger["measure"].tolist() == ["increase", "increase"]


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("渔业产值排名第一、冷链能力排名第二。", ["渔业产值", "冷链能力"]), ("空气质量排名第3、水环境质量排名第5。", ["空气质量", "水环境质量"]),
        ("渔业产值位列全省第一、出口额位列全省第三。", ["渔业产值", "出口额"]), ("产值居全省第二,收入居全省第四。", ["产值", "收入"]),
        ("渔业产值位居全省第一、全国第五。", ["渔业产值", "渔业产值"]),
    ],
)  # fmt: skip
def test_each_rank_has_a_head_of_its_own(text, heads):
    assert [row[0] for row in read(text)] == heads


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("投资增速全省第一,农村居民人均可支配收入增速全省第二,城镇居民收入增幅全市第三。", ["投资增速", "农村居民人均可支配收入增速", "城镇居民收入增幅"]), ("居民存款余额居全省第三。", ["居民存款余额"]),
        ("列车正点率全国第二。", ["列车正点率"]), ("排放强度全省第九。", ["排放强度"]), ("经济总量和财政收入位置前移至第三位。", ["经济总量", "财政收入"]), ("粮食产量位次上升至第二位。", ["粮食产量"]),
        ("渔业产值和渔民收入居全省第二位。", ["渔业产值", "渔民收入"]), ("科技和教育投入居全省第二位。", ["科技和教育投入"]),
    ],
)  # fmt: skip
def test_what_is_ranked_may_name_residents_or_its_place(text, heads):
    ledger = policylab.extract_targets(text, period_end=2025)
    assert ledger["indicator"].tolist() == heads
    assert set(ledger["measure"]) == {"rank"}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("新建存栏50头以上的牛场6个、1000只以上的鸡场9个、200只以上的羊场3个。", [("存栏", "instrument"), ("牛场", "target"), ("鸡场", "instrument"), ("鸡场", "target"), ("羊场", "instrument"), ("羊场", "target")]),
        ("新建300立方米以上的沼气池4个、100立方米以上的蓄水池30个。", [("沼气池", "instrument"), ("沼气池", "target"), ("蓄水池", "instrument"), ("蓄水池", "target")]),
        ("建成500亩以上的茶园3个和100亩以上的果园20个。", [("茶园", "instrument"), ("茶园", "target"), ("果园", "instrument"), ("果园", "target")]),
        ("带动200户以上的合作社9家。", [("合作社", "instrument"), ("合作社", "target")]), ("建成1000个以上的充电桩,新增车位500个。", [("充电桩", "target"), ("新增车位", "target")]),
        ("新增100个以上的停车位。", [("新增停车位", "target")]),
    ],
)  # fmt: skip
def test_each_thing_that_is_counted_has_its_own_bound(text, rows):
    ledger = policylab.extract_targets(text, period_end=2025)
    assert [(row.indicator, row.kind) for row in ledger.itertuples()] == rows


@pytest.mark.parametrize(
    ("text", "head", "year"),
    [
        ("通过5年的努力,畜牧业产值突破300亿元。", "畜牧业产值", 2012), ("用3年时间,新建学校20所。", "新建学校", 2010), ("用3—5年时间,建成公园12个。", "公园", 2012), ("力争用两年左右时间,城镇化率提高到50%。", "城镇化率", 2009),
        ("新建学校20所。", "新建学校", 2008), ("用3年时间,到2011年新建学校20所。", "新建学校", 2011), ("农民人均拥有1亩以上经济林。", "农民人均经济林", 2008), ("村民人均有1.5亩茶园。", "村民人均茶园", 2008),
    ],
)  # fmt: skip
def test_how_many_years_something_takes_gives_its_year(text, head, year):
    row = policylab.extract_targets(text, period_start=2008, period_end=2008).iloc[0]
    assert (row.indicator, row.kind, row.year) == (head, "target", year)


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("工业企业实现销售收入41亿元、利税3亿元。", ["工业企业销售收入", "工业企业利税"]), ("去冬今春共植树850万株。", ["植树"]), ("今冬明春计划修渠30公里。", ["修渠"]), ("全县去冬今春修渠30公里。", ["全县修渠"]),
    ],
)  # fmt: skip
def test_seasons_and_sales_are_no_part_of_the_next_name(text, heads):
    assert [row[0] for row in read(text)] == heads


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("财政收入2亿元,较上年增长26.4%,高于年初人代会12%的目标14.4个百分点,年均增长20%。", ["level", "increase", "level", "level", "annual_growth"]),
        ("税收8亿元,增长9%,超过年度计划6%的目标3个百分点。", ["level", "increase", "level", "level"]), ("产值26亿元,较2002年增长60%,年均增长12%。", ["level", "increase", "annual_growth"]),
    ],
)  # fmt: skip
def test_an_aim_that_is_passed_belongs_to_what_is_told(text, rows):
    ledger = policylab.extract_targets("2006年" + text, period_start=2007, period_end=2007)
    assert ledger["measure"].tolist() == rows
    assert ledger["indicator"].nunique() == 1
    annual = ledger["base_year"][ledger["measure"] == "annual_growth"]
    assert annual.isna().all() if "上年" in text else set(annual) <= {2002}


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("出口保持8%左右的增长幅度。", ["出口"]), ("渔业、林业、牧业等三大百亿级产业产值分别增长5%、6%、7%。", ["渔业产业产值", "林业产业产值", "牧业产业产值"]),
        ("核心产业、高端装备等两大千亿级产业增加值分别增长5%、6%。", ["核心产业增加值", "高端装备产业增加值"]), ("形成六大千亿产业,北斗导航、3D打印等产业增速均超过50%。", ["北斗导航产业", "3D打印产业"]),
        ("投资中,基本建设投资增长20%。", ["基本建设投资"]), ("专项资金500万元,以后每年按15%幅度增长。", ["专项资金"]), ("新建小区6个,示范带动全市新建450个。", ["新建小区"] * 2), ("产业优——高新技术企业达300家。", ["高新技术企业"]),
    ],
)  # fmt: skip
def test_what_is_told_of_names_nothing_else(text, heads):
    ledger = policylab.extract_targets(text)
    grown = ledger[ledger["measure"] == "increase"]
    assert (grown if len(grown) else ledger)["indicator"].tolist() == heads


@pytest.mark.parametrize(("text", "value"), [("获中国法治政府评估第七名。", 7), ("获全省考核第3名。", 3), ("荣获全国大赛第二名。", 2), ("获第三批试点。", None), ("获批第二产业园区。", None), ("捕获第三只。", None)])
def test_a_place_may_be_won(text, value):
    assert [(int(row.value), row.measure) for row in policylab.extract_targets(text).itertuples()] == ([(value, "rank")] if value else [])


@pytest.mark.parametrize(
    "text",
    ["计划到2012年,新建小区6个。全市饲养总量达到100万头,产值增长44.5%。", "政策规定,加强管理。预计到2012年,茶园面积达到5万亩。加工厂增加到20家。", "到2012年,新建小区6个。饲养总量达到100万头。"],
)
def test_a_year_that_opens_a_sentence_of_aims_holds_for_what_follows(text):
    assert set(policylab.extract_targets(text, period_start=2010, period_end=2010)["year"]) == {2012}


@pytest.mark.parametrize("text", ["“十三五”以来,全省有序推进任务。\n机制活——形成改革成果37项。", "“十三五”以来,我市加快发展。\n新建学校3所。", "十三五规划实施以来,全县加快发展。\n新建学校3所。"])
def test_since_a_period_began_something_has_been_done(text):
    assert set(policylab.extract_targets(text, period_start=2018, period_end=2018)["kind"]) == {"baseline"}
