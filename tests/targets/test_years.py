"""Years of a sentence: in all forms, and what each is for."""

import pandas as pd
import pytest

import policylab
from policylab.targets._lexing import lex_years
from policylab.targets._named_years import roles


def years(text, now=None):
    return [(year.year, year.role) for year in roles(text, lex_years(text), now)]


@pytest.mark.parametrize("first", ["从2021年", "自2021年", "由2021年", "2021年", "2021"])
@pytest.mark.parametrize("sign", ["到", "至", "—", "-", "~"])
def test_a_stretch_of_years_holds_for_its_last(first, sign):
    assert years(f"{first}{sign}2023年,新建公园1000个。") == [(2023, "plain")]


@pytest.mark.parametrize("text", ["快于2023年2.1个百分点", "高于2023年3个百分点", "比2023年提高5个百分点", "较2023年增长4%", "低于2023年1.5个百分点"])
def test_a_year_that_is_compared_with_is_not_the_year(text):
    assert years(text) == [(2023, "base")]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("二〇二五年建成", 2025), ("二0二五年建成", 2025), ("二О二五年建成", 2025), ("二OO八年建成", 2008), ("2o25年建成", 2025),
        ("民国114年建成", 2025), ("民国112至116年新建", 2027), ("“十四五”末达到", 2025), ("“十五”期间新增", 2005),
        ("“九五”期间新增", 2000), ("二零三零年达到", 2030),
    ],
)  # fmt: skip
def test_years_in_all_forms(text, year):
    assert [item[0] for item in years(text)] == [year]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今年新建3所", [(2026, "plain")]), ("比去年增长5%", [(2025, "base")]), ("由上年的41座增加到46座", [(2025, "base")]),
        ("明年建成5所", [(2027, "plain")]), ("5年后达到80亿元", [(2031, "aim")]), ("三年后,建成5所", [(2029, "aim")]),
    ],
)  # fmt: skip
def test_relative_years_count_from_the_year_of_the_document(text, expected):
    assert years(text, 2026) == expected
    assert years(text) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "全年实现工业增加值812亿元,增长7.4%,居全国第九。", "全年接待游客300万人次,同比增长12%。",
        "财政收入完成45亿元,比上年增长6%。", "渔港由上年的41座增加到46座。", "2029年全县渔业产值63.5亿元(初步统计)。",
        "城镇新增就业3.2万人,位居全省第二。",
    ],
)  # fmt: skip
def test_a_sentence_that_gives_account_is_no_promise(sentence):
    ledger = policylab.extract_targets(sentence, period_end=2030)
    assert set(ledger["kind"]) == {"baseline"}


@pytest.mark.parametrize(
    "sentence",
    [
        "打造精品线路10条,游客同比增长12%。", "力争全年接待游客300万人次,同比增长12%。", "渔港由41座增加到46座。",
        "全年财政收入增长6%以上。", "力争财政收入居全省第二。", "2029年渔业产值达到63.5亿元。",
    ],
)  # fmt: skip
def test_a_sentence_that_promises_is_no_account(sentence):
    ledger = policylab.extract_targets(sentence, period_end=2030)
    assert "baseline" not in set(ledger.loc[~ledger["value"].eq(41), "kind"])


def test_a_baseline_of_a_named_period_holds_for_its_last_year():
    ledger = policylab.extract_targets("“十二五”期间,化学需氧量、氨氮排放总量分别累计下降8.2%、11.5%。", period_end=2025)
    assert ledger[["kind", "year", "year_from"]].values.tolist() == [["baseline", 2015, "sentence"]] * 2


@pytest.mark.parametrize(
    "passage",
    [
        "乡村道路建成通车。新建养老院3所,投用床位200张。", "成功举办渔业展会。引进企业12家。", "供水工程投入使用,惠及1.2万人。",
        "老旧小区改造基本完工。加装电梯40部。", "就业形势不断改善,新增就业6000人。", "创建工作顺利通过验收。新增绿地20公顷。",
    ],
)  # fmt: skip
def test_a_passage_without_its_heading_is_told_in_one_tense(passage):
    ledger = policylab.extract_targets(passage, period_end=2026)
    assert set(ledger["kind"]) == {"baseline"}
    assert set(ledger["year"].isna()) == {True}


@pytest.mark.parametrize(
    "passage",
    [
        "力争建成养老院3所。投用床位200张。", "我们将引进企业12家。新建车间3座。", "到2026年,惠及1.2万人。加装电梯40部。",
        "确保新增就业6000人。建成学校3所。",
    ],
)  # fmt: skip
def test_a_passage_that_looks_ahead_stays_ahead(passage):
    assert set(policylab.extract_targets(passage, period_end=2026)["kind"]) == {"target"}


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("新建渔港12座,2024年底前完成。", 2024), ("新建渔港12座(2024年6月底前完成)。", 2024), ("新建渔港12座。(完成时限:2024年12月)", 2024),
        ("新建渔港12座,力争2024年底前建成投用。", 2024), ("新建渔港12座,2024年底前建成冷库3座。", 2026), ("新建渔港12座,2024年9月开工。", 2026),
    ],
)  # fmt: skip
def test_a_deadline_behind_the_number_is_its_year(text, year):
    assert policylab.extract_targets(text, period_end=2026)["year"].tolist()[0] == year


@pytest.mark.parametrize(
    "text",
    [
        "产值由2020年的80亿元提高到90亿元,占比由21%提高到25%。", "渔船从2020年的60艘增加到80艘,泊位从12个增加到15个。",
        "能耗由2020年的0.6吨降至0.5吨,水耗由30吨降至26吨。", "收入由2020年的3万元增加到4万元,支出由2万元增加到2.4万元。",
        "养殖面积由2020年的5万亩扩大到6万亩,单产由2吨提高到3吨。",
    ],
)  # fmt: skip
def test_a_second_change_starts_from_the_year_of_the_first(text):
    ledger = policylab.extract_targets(text, period_end=2025)
    assert ledger.loc[ledger["kind"].eq("baseline"), "year"].tolist() == [2020, 2020]


@pytest.mark.parametrize(
    "text",
    ["食品消费比重由“六五”期间的58%下降到55%。", "投资占比从“十三五”时期的12%提高到15%。", "渔获量由“十四五”时期的60万吨增加到70万吨。",
     "死亡率由“八五”期间的3%降到2%。", "普及率从“九五”时期的40%提高到52%。"],
)  # fmt: skip
def test_the_period_that_a_change_starts_from_is_not_its_year(text):
    assert policylab.extract_targets(text, period_end=2030)[["kind", "year"]].values.tolist()[1] == ["target", 2030]


@pytest.mark.parametrize(
    "title", ["某市2024年渔业发展工作要点", "2024年渔港建设实施方案", "某县2024年度渔业重点工作", "某区2024年数字渔业行动计划", "关于印发《某市2024年渔业工作计划》的通知"]
)
def test_a_plan_of_one_year_gives_its_year(title):
    assert policylab.extract_targets(f"{title}\n一、主要任务\n新建渔港12座。")["year"].tolist() == [2024]


NOTES = [
    ("新建学校20所。（牵头单位：市教育局；完成时限：2023年12月底前）", 2023), ("新建学校20所。（2024年6月底前完成，市教育局负责）", 2024),
    ("新建学校20所（市教育局，2023年）。", 2023), ("新建学校20所（完成时限：2023年底；责任单位：市教育局）。", 2023), ("新建学校20所。完成时限：2024年底前。", 2024),
    ("新建学校20所。（市教育局牵头，各区政府配合，2024年底前完成）", 2024), ("新建学校20所。牵头单位：市教育局。完成时限：2024年。", 2024),
    ("新建学校20所【责任单位：市教育局；时限：2024年10月】", 2024), ("新建学校20所。[市教育局，2023年12月底前]", 2023), ("新建学校20所；\n完成时限：2023年底", 2023),
    ("新建学校20所。\n（牵头单位：市教育局；完成时限：2022年底）", 2022), ("新建学校20所。（完成时限：2022年—2023年；责任单位：市教育局、市财政局、市发展改革委、市住建局）", 2023),
    ("新建学校20所。（责任单位：市教育局）", 2025), ("新建学校20所。（完成时限：长期坚持）", 2025), ("到2022年，新建学校20所。（完成时限：2024年底前）", 2022),
]  # fmt: skip


@pytest.mark.parametrize(("text", "year"), NOTES)
def test_a_note_gives_its_year_to_what_it_closes(text, year):
    ledger = policylab.extract_targets(f"某市意见\n一、任务\n新建医院3家。\n{text}\n新建公园8座。\n", period_start=2021, period_end=2025)
    assert ledger["year"].tolist() == [2025, year, 2025]
    assert policylab.extract_targets(f"某市意见\n一、任务\n{text}\n")["year"].isna().all() == (year == 2025)


@pytest.mark.parametrize("sum_", ["2001年到2010年的总和", "1978年到2010年投资的总和", "2001年至2010年10年的总和", "2001—2010年之和", "2001年到2010年各年投入的总和"])
@pytest.mark.parametrize("than", ["超过", "是", "相当于", "比"])
def test_the_years_that_something_is_the_sum_of_date_nothing(than, sum_):
    assert [role for _, role in years(f"五年累计投资300亿元,{than}{sum_};新增公路80公里。")] == ["other"]
    text = f"2026年政府工作报告\n一、2025年工作回顾\n累计投资300亿元,{than}{sum_};新增公路80公里。"
    assert policylab.extract_targets(text)["year"].tolist() == [2025, 2025]


@pytest.mark.parametrize("text", ["2001年到2010年的投资", "2021年至2025年总投资和", "2021—2025年消费总量"])
def test_a_stretch_of_years_without_a_sum_is_one_that_something_is_said_of(text):
    assert [role for _, role in years(f"{text}达到300亿元。")] == ["plain"]


@pytest.mark.parametrize("period", ["“十三五”时期", "“十五”期间", "“九五”时期", "“十四五”时期"])
def test_the_period_that_something_is_a_multiple_of_is_not_its_year(period):
    text = f"2031年政府工作报告\n一、2030年工作回顾\n渔港投资12亿元,是{period}的2.4倍;商品房销售面积是{period}的8倍以上。"
    ledger = policylab.extract_targets(text)
    assert ledger[["indicator", "year"]].values.tolist()[1:] == [["渔港投资", 2030], ["商品房销售面积", 2030]]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("与2020年相比,渔业产值由30亿元增加到42亿元,学校由5所增加到8所。", [2020, None, 2020, None]), ("与2020年相比,普及率由60%提高到80%。", [2020, None]),
        ("与2020年底相比,泊位从12个增加到15个;航线由2022年的3条增加到5条。", [2020, None, 2022, None]), ("渔业产值由30亿元增加到42亿元,比2020年增长40%。", [None, None, None]),
        ("产量比2020年增长5%,单产由2吨提高到3吨。", [None, None, None]), ("渔业产值由30亿元增加到42亿元。", [None, None]),
    ],
)  # fmt: skip
def test_a_change_starts_from_the_year_that_the_whole_sentence_compares_with(text, years):
    ledger = policylab.extract_targets(f"一、发展基础\n{text}", period_start=2026, period_end=2030)
    assert [None if year is pd.NA else year for year in ledger["year"].astype(object)] == years


@pytest.mark.parametrize("text", ["2008年招生5万人,较“十五”末的2004年增加2万人。", "2008年产值9亿元,比“十五”末的2004年增长2%。", "2008年床位900张,与“十五”期末的2004年相比增加2%。"])
def test_the_end_of_a_period_and_its_year_are_one_year(text):
    rows = policylab.extract_targets(text, period_start=2009, period_end=2020)
    assert rows[["year", "base_year"]].astype("Int64").values.tolist()[-1] == [2008, 2004]


@pytest.mark.parametrize(("aside", "year"), [("(2008年统计数据)", 2008), ("(2008年)", 2008), ("(截至2008年底)", 2008), ("(2008年建成)", None), ("(含2008年新建)", None)])
def test_a_year_in_brackets_behind_a_number_is_its_own(aside, year):
    row = policylab.extract_targets(f"一、发展现状\n全县现有茶园4万亩{aside},合作社18家。", period_start=2009, period_end=2014).iloc[0]
    assert (None if str(row["year"]) == "<NA>" else int(row["year"])) == year


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2027年底前,新建渔港3座、改造码头20个。", [2027, 2027]), ("2027年6月底以前,建成渔港3座。", [2027]), ("2027年年底前,各县要建成2个渔港。", [2027]), ("整治海岸,2028年12月底前,修复湿地300亩。", [2028]),
        ("新建渔港3座,2027年底前,建成冷库2座。", [2030, 2027]), ("新建渔港3座,2027年底前,全部建成。", [2027]), ("新建渔港3座,2027年底前完成。", [2027]), ("新建渔港3座,2027年底前。", [2027]),
    ],
)  # fmt: skip
def test_a_term_that_leads_in_to_a_number_is_its_year_and_no_deadline_of_the_one_before(text, expected):
    assert policylab.extract_targets(text, period_start=2026, period_end=2030)["year"].tolist() == expected


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("2024年底,渔民达2.9万人。其中,船员0.5万人,技师0.1万人。", [("baseline", 2024)] * 3), ("截至2024年末,渔港共有12座。其中:中心渔港3座,一级渔港4座。", [("baseline", 2024)] * 3),
        ("到2028年,渔民达2.9万人。其中,船员0.5万人。", [("target", 2028)] * 2), ("2024年底,渔民达2.9万人。其中,2029年船员达到0.8万人。", [("baseline", 2024), ("target", 2029)]),
        ("新建渔港12座。其中,中心渔港3座。", [("target", 2030)] * 2), ("2024年底,渔民达2.9万人。新建渔港3座。", [("baseline", 2024), ("target", 2030)]),
    ],
)  # fmt: skip
def test_a_sentence_that_tells_of_a_part_has_the_year_of_the_one_before(text, rows):
    ledger = policylab.extract_targets(f"一、加快渔业发展\n{text}", period_start=2026, period_end=2030)
    assert [(row.kind, row.year) for row in ledger.itertuples()] == rows
    assert all(row.year_from == "context" for row in ledger.itertuples() if row.sentence.startswith("其中") and "2029" not in row.sentence and row.year != 2030)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("在确保2027年解决10万渔民饮水问题的基础上,完成70%的渔港改造。", [2027, 2030]), ("在2027年新建3座渔港的基础上,再新建5座。", [2027, 2030]), ("2028年,在扩建码头的基础上,新建3座渔港。", [2028]), ("到2028年,在巩固成果的基础上,渔港达到30座。", [2028]),
    ],
)  # fmt: skip
def test_a_year_of_what_is_built_on_is_that_of_its_clause(text, expected):
    assert policylab.extract_targets(text, period_start=2026, period_end=2030)["year"].tolist() == expected


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("渔业产值在2025年产值50亿元的基础上翻一番,达到100亿元。", [("渔业产值", "baseline", 2025, None), ("渔业产值", "target", 2030, 2025), ("渔业产值", "target", 2030, None)]),
        ("渔民收入在2025年3万元的基础上增长20%。", [("渔民收入", "baseline", 2025, None), ("渔民收入", "target", 2030, 2025)]),
        ("渔港泊位在现有300个的基础上,再增加50个。", [("渔港泊位", "baseline", None, None), ("渔港泊位", "target", 2030, None)]),
        ("渔船由30艘增加到50艘。", [("渔船", "baseline", None, None), ("渔船", "target", 2030, None)]),
        ("渔船在原有30艘的基础上增加到50艘。", [("渔船", "baseline", None, None), ("渔船", "target", 2030, None)]),
        ("单位能耗在2025年0.5吨标准煤的基础上下降15%。", [("单位能耗", "baseline", 2025, None), ("单位能耗", "target", 2030, 2025)]),
        ("海水养殖比重达到23%,在现在的14.1%的基础上实现翻一番。", [("海水养殖比重", "target", 2030, None), ("海水养殖比重", "baseline", None, None), ("海水养殖比重", "target", 2030, None)]),
        ("在2025年产值50亿元的基础上,渔业产值翻一番。", [("产值", "baseline", 2025, None), ("渔业产值", "target", 2030, 2025)]),
    ],
)  # fmt: skip
def test_what_stands_and_what_is_built_on_it_are_of_one_thing(text, rows):
    ledger = policylab.extract_targets(f"到2030年,{text}", period_start=2026, period_end=2030)
    years = lambda *values: tuple(None if pd.isna(value) else value for value in values)
    assert [(row.indicator, row.kind, *years(row.year, row.base_year)) for row in ledger.itertuples()] == rows


@pytest.mark.parametrize(
    ("text", "years"),
    [
        # a year of the plan that opens a paragraph holds for what follows in it
        ("2022年,新改扩建学校7所。教育经费占比力争达7%。", [2022, 2022]), ("2023年,加快电网建设。变电站容量达到500万千瓦。", [2023]), ("2024年,粮食产量稳定在20万吨。蔬菜产量达到8万吨。\n养老床位达到800张。", [2024, 2024, 2025]),
        ("2022年,新建学校7所。到2025年,新建学校30所。学位增加3万个。", [2022, 2025, 2025]), ("2023年,启动园区建设。入园企业达到30家,其中规上企业5家。", [2023, 2023]), ("2020年,粮食产量20万吨。蔬菜产量8万吨。", [2020, 2020]),
        # ... and so does the year of a state, for what stands
        ("二、发展现状\n截至2020年底,全县有水面3000亩。现有渔场12家,建成示范基地6个。年产量1700吨。", [2020] * 4), ("截止2019年末,全市有医院20家。现有床位5000张。", [2019, 2019]), ("截至2020年底,建成公路300公里。目前已通客车村80个。", [2020, 2020]),
        ("截至2020年底,有渔场12家。新建渔场3个以上。", [2020, 2025]), ("截止2019年末,全市有医院20家。2020年新建医院3家。共有床位5000张。", [2019, 2020, None]),
    ],
)  # fmt: skip
def test_a_year_that_opens_a_paragraph_holds_for_its_sentences(text, years):
    ledger = policylab.extract_targets(text, period_start=2021, period_end=2025)
    assert [None if pd.isna(year) else int(year) for year in ledger["year"]] == years


@pytest.mark.parametrize("compared", ["与2023年峰值相比", "与2023年的高峰相比", "与2023年相比", "与2023年同期相比", "与2023年水平相比"])
def test_what_all_of_a_sentence_is_compared_with(compared):
    ledger = policylab.extract_targets(f"{compared},2025年水泥产量减少70万吨。", period_start=2026, period_end=2030)
    assert ledger[["year", "base_year"]].values.tolist() == [[2025, 2023]]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        # a share of what was in another year
        ("到2025年,渔船能耗下降到2020年的85%。", 2025), ("到2030年,渔业碳排放降到2005年的35%。", 2030), ("到2025年,用煤量控制在2020年的95%以内。", 2025), ("2025年排放量降至2005年的三分之一。", 2025),
        ("渔船能耗为2020年的八成。", 2025), ("到2025年,捕捞量恢复到2019年的98%。", 2025), ("到2025年,渔民收入增长到2020年的150%。", 2025), ("到2024年,审批材料减少到2018年的一半。", 2024),
        # a rate has a share of its own in each year
        ("渔业覆盖率提高到2024年的24%。", 2024), ("失业率降到2024年的5.2%。", 2024), ("养殖产量占比提高至2024年的45%。", 2024), ("渔船能耗由2020年的80%降到2024年的75%。", 2024),
    ],
)  # fmt: skip
def test_a_share_of_another_year_is_not_of_that_year(text, year):
    last = policylab.extract_targets(text, period_start=2021, period_end=2025).iloc[-1]
    assert (last["kind"], last["year"]) == ("target", year)
