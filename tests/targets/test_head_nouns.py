"""Heads and kinds of work reports: which thing a number is of, in the ways in which they are written."""

import pytest

import policylab


def read(text, **years):
    ledger = policylab.extract_targets(text, **years)
    return [(row.indicator, str(row.value), row.unit) for row in ledger.itertuples() if row.kind != "coverage"]


def kinds(text, **years):
    return [(row.kind, str(row.value)) for row in policylab.extract_targets(text, **years).itertuples()]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("完成25公里供热管线改造。", "供热管线"), ("实施45个老旧小区综合整治。", "老旧小区"), ("推进8座热力站建设。", "热力站"),
        ("完成12公里雨水管网、泵站等工程。", "雨水管网"), ("120台燃煤锅炉拆改按期完工。", "燃煤锅炉"), ("25所义务教育学校维修改造。", "义务教育学校"),
        ("3条航线正式运营。", "航线"), ("22个项目顺利投产。", "项目"), ("完成6公里给排水管网等项目。", "给排水管网"),
    ],
)  # fmt: skip
def test_what_is_done_with_a_thing_is_no_part_of_its_name(text, head):
    assert [row[0] for row in read(text)] == [head]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("投资7亿元的客运站开工建设。", "客运站投资"), ("总投资12亿元的渔港项目主体完工。", "渔港项目总投资"),
        ("启动投资2亿元的智慧渔业项目。", "智慧渔业项目投资"), ("总长度58公里的城市道路建成通车。", "城市道路总长度"),
        ("确保投资3.4亿元的训练中心开工。", "训练中心投资"),
    ],
)  # fmt: skip
def test_the_size_of_one_thing_is_named_after_it(text, head):
    assert [row[0] for row in read(text)] == [head]


def test_the_investment_of_projects_that_were_counted_before():
    assert read("实施渔业项目11个,完成投资10亿元。") == [("渔业项目", "11", "个"), ("渔业项目投资", "1000000000", "元")]


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("化学需氧量、氨氮排放分别减少8%。", ["化学需氧量排放", "氨氮排放"]), ("出口、投资分别占比达30%、20%。", ["出口占比", "投资占比"]),
        ("第一、二、三产业增加值占比分别为13%、51%和36%。", ["第一产业增加值占比", "第二产业增加值占比", "第三产业增加值占比"]),
        ("三次产业比重为4.0∶37.7∶58.3。", ["第一产业比重", "第二产业比重", "第三产业比重"]),
        ("城乡居民人均可支配收入分别增长7.5%。", ["城镇居民人均可支配收入", "农村居民人均可支配收入"]),
        ("城镇和农村居民人均收入分别达5万元、2万元,分别增长7.8%。", ["城镇居民人均收入", "农村居民人均收入"] * 2),
        ("甲区失业率平均为5.1%,乙区失业率平均达到5%。", ["甲区失业率", "乙区失业率"]),
        ("城乡居民收入从2019年的4万元和2万元分别提高到5万元和3万元。", ["城镇居民收入", "农村居民收入"] * 2),
        ("单位国内生产总值能耗和二氧化碳排放分别降低13.5%、18%。", ["单位国内生产总值能耗", "单位国内生产总值二氧化碳排放"]),
        ("甲城、乙城财政收入突破百亿元。", ["甲城财政收入", "乙城财政收入"]),
        ("城镇新增就业和转移农业劳动力各达到4000万人。", ["城镇新增就业", "转移农业劳动力"]),
    ],
)  # fmt: skip
def test_numbers_that_are_handed_out(text, heads):
    assert [row[0] for row in read(text)] == heads


@pytest.mark.parametrize(
    "text",
    [
        "森林覆盖率达到45%,超过全省平均水平1.2个百分点。", "森林覆盖率达到45%,高于全省平均1.2个百分点。", "森林覆盖率45%,快于2023年1.2个百分点。",
        "森林覆盖率达到45%,较全省平均水平高出1.2个百分点。", "森林覆盖率达到45%,领先全省平均水平1.2个百分点。",
    ],
)  # fmt: skip
def test_what_is_compared_with_is_no_head(text):
    assert [row[0] for row in read(text)] == ["森林覆盖率", "森林覆盖率"]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("单位能耗近4年下降17%。", "单位能耗"), ("养老床位4年增长22%。", "养老床位"), ("社保补贴月人均提高221元。", "社保补贴"),
        ("财政收入按可比口径增长13%。", "财政收入"), ("财政收入连跨两个台阶。", "财政收入"), ("全年民生支出占财政支出的73%。", "民生支出占财政支出"),
        ("到期末渔港达到50座。", "渔港"), ("本届政府任期内渔港达到50座。", "渔港"), ("年内渔港达到50座。", "渔港"),
    ],
)  # fmt: skip
def test_words_of_time_and_reckoning_are_no_part_of_a_head(text, head):
    assert [row[0] for row in read(text)] == [head]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("淘汰20蒸吨以下燃煤锅炉30台。", ["instrument", "target"]), ("退耕25度以上坡耕地5万亩。", ["instrument", "target"]),
        ("整治10平方公里以下湖泊3个。", ["instrument", "target"]), ("改造35千伏以上变电站4座。", ["instrument", "target"]),
        ("清退300吨以下渔船12艘。", ["instrument", "target"]),
    ],
)  # fmt: skip
def test_a_bound_in_the_name_of_a_thing_is_an_instrument(text, expected):
    assert [kind for kind, _ in kinds(text, period_end=2030)] == expected


@pytest.mark.parametrize(
    "text",
    ["全年减免各类税费46亿元。", "首个经济总量突破3000亿元的县级市诞生。", "总投资超80亿元的基地加快建设。", "全年发放各类补贴3亿元。", "全年拨付救助资金5亿元。"],
)  # fmt: skip
def test_what_was_given_or_came_about_is_no_parameter(text):
    assert [kind for kind, _ in kinds(text, period_end=2026)] == ["baseline"]


@pytest.mark.parametrize(
    "text",
    ["支持甲县、乙县、丙县等12个县发展渔业。", "建设两个市民广场。", "打造十条特色街道。", "改造城西、城东等5条道路。", "新建甲村、乙村等3座水厂。"],
)  # fmt: skip
def test_places_that_are_counted_are_no_framework(text):
    assert [kind for kind, _ in kinds(text, period_end=2030)] == ["target"]


@pytest.mark.parametrize(
    "text", ["居全国第一。", "渔业规模保持全国第一。", "发放标准排全市首位。", "产量位居全省第二。", "出口连续五年居全国第三。"]
)
def test_a_rank_that_is_held_is_no_promise(text):
    ledger = policylab.extract_targets(text, period_end=2030)
    assert ledger[["kind", "measure"]].values.tolist() == [["baseline", "rank"]]


@pytest.mark.parametrize("text", ["对1400余处文物巡查。", "针对首年关税为零的2000种商品,加大开拓力度。", "针对300家企业开展诊断。"])
def test_a_stock_that_a_measure_works_on_stands_already(text):
    assert "target" not in [kind for kind, _ in kinds(text, period_end=2030)]
