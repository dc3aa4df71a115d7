"""Tables of indicators: what their heads say of their columns, and rows with cells of all kinds."""

import random

import pytest

import policylab
from policylab.targets import unread_cells
from policylab.targets._review_and_aims import Clock, Setting, Span
from policylab.targets._table_cells import Cell
from policylab.targets._table_columns import read_column
from policylab.targets._table_heads import TableHead, read_head
from policylab.targets._table_rows import (
    NO_ROW,
    SAYS_NOTHING,
    placed,
    read_flat_row,
    read_line,
    read_row,
    split_cells,
)


def ledger_of(text, **period):
    return policylab.extract_targets(text, **(period or {"period_start": 2021, "period_end": 2025}))


def rows(text, **period):
    """Indicator, comparator, value, unit, measure, year and kind of each statement."""
    ledger = ledger_of(text, **period)
    return [
        (row.indicator, row.comparator, str(row.value), row.unit, row.measure, row.year, row.kind)
        for row in ledger.itertuples()
    ]


def values(text, **period):
    return [(name, value, unit) for name, _, value, unit, *_ in rows(text, **period)]


@pytest.mark.parametrize(
    ("head", "base"),
    [
        ("2030年比2025年增长(%)", 2025), ("2030年较2025年增长(%)", 2025), ("2030年增长(%)", None), ("比2025年增长(%)", 2025), ("与2025年相比增长(%)", 2025), ("较上年增长(%)", None),
    ],
)  # fmt: skip
def test_a_change_has_the_year_and_the_kind_of_the_column_that_it_leads_to(head, base):
    ledger = policylab.extract_targets(f"指标\t单位\t2025年\t2030年\t{head}\n粮食产量\t万吨\t500\t550\t10\n", period_end=2030)
    assert ledger["year"].tolist() == [2025, 2030, 2030] and ledger["kind"].tolist() == ["baseline", "target", "target"]
    assert ledger["measure"].tolist() == ["level", "level", "increase"] and ledger["base_year"].astype(object).where(ledger["base_year"].notna(), None).tolist() == [None, None, base]


def test_a_change_beside_the_one_year_of_a_table_is_no_aim():
    ledger = policylab.extract_targets("指标\t2023年(万吨)\t较上年增长(%)\n粮食产量\t500\t10\n油料产量\t50\t8\n")
    assert ledger[["year", "kind"]].drop_duplicates().values.tolist() == [[2023, "baseline"]]


def test_a_column_of_another_measure_does_not_take_the_unit_of_the_row():
    head = "指标\t2020年\t2025年\t{}\n5G基站数(万个)\t3\t7\t18.5\n"
    for growth in ("年均增长(%)", "年均增速", "增幅", "年均增长（％）"):
        found = rows(head.format(growth))
        assert [row[2:4] for row in found] == [("30000", "个"), ("70000", "个"), ("18.5", "%")]
        assert found[2][4] == ("increase" if growth == "增幅" else "annual_growth")


def test_a_column_without_a_head_says_nothing():
    assert values("5G基站数(万个)\t3\t7\t18.5\n") == [("5G基站数", "30000", "个"), ("5G基站数", "70000", "个")]


@pytest.mark.parametrize(
    ("cell", "comparator", "value", "high"),
    [
        ("60.6*", "eq", "60.6", None), ("65①", "eq", "65", None), ("65-70", "range", "65", "70"), ("≥92", "ge", "92", None),
        ("＜5.5", "lt", "5.5", None), ("＞7、力争更高", "gt", "7", None), ("约30", "approx", "30", None), ("25左右", "approx", "25", None),
        ("-1.5", "eq", "-1.5", None), ("65%", "eq", "65", None), ("65(2019年)", "eq", "65", None), ("1,200.5", "eq", "1200.5", None),
    ],
)  # fmt: skip
def test_a_cell_with_a_bound_a_mark_or_a_remark(cell, comparator, value, high):
    ledger = ledger_of(f"指标\t单位\t2020年\t2025年\t属性\n水质达标率\t%\t60\t{cell}\t约束性\n")
    row = ledger.iloc[-1]
    assert (row["comparator"], str(row["value"]), row["value_high"] and str(row["value_high"])) == (comparator, value, high)
    assert (row["unit"], row["modality"], row["kind"]) == ("%", "约束性", "target")


@pytest.mark.parametrize("cell", ["完成国家下达任务", "—", "/", "高于全省平均", "持续改善", ""])
def test_a_cell_that_is_no_number_does_not_lose_the_row(cell):
    head = "指标\t单位\t2020年\t2022年\t2025年\t属性\n"
    assert values(head + f"减排量\t万吨\t12\t{cell}\t15\t约束性\n") == [("减排量", "120000", "吨"), ("减排量", "150000", "吨")]


NATIONAL = """专栏 主要指标
类别\t指标\t2020年\t2025年\t年均/累计\t属性
发展\t1.海洋生产总值增长（%）\t2.3\t—\t视情提出\t预期性
发展\t2.渔村自来水普及率（%）\t60.6*\t65\t—\t预期性
创新\t3.研发投入增长（%）\t—\t—\t＞7、力争强度高于以往\t预期性
创新\t4.每万人口发明专利拥有量（件）\t6.3\t12\t—\t预期性
民生\t5.登记失业率（%）\t5.2\t—\t＜5.5\t预期性
民生\t6.渔民平均受教育年限（年）\t10.8\t11.3\t—\t约束性
民生\t7.人均预期寿命（岁）\t77.3*\t—\t〔1〕\t预期性
生态\t8.单位产值能耗降低（%）\t—\t—\t〔13.5〕\t约束性
安全\t9.水产品综合生产能力（亿吨）\t—\t＞6.5\t—\t约束性
注：①〔〕内为5年累计数。②带*的为2019年数据。
"""


def test_the_form_of_a_national_plan_comes_out_whole():
    assert rows(NATIONAL) == [
        ("海洋生产总值增长", "eq", "2.3", "%", "increase", 2020, "baseline"),
        ("渔村自来水普及率", "eq", "60.6", "%", "level", 2020, "baseline"),
        ("渔村自来水普及率", "eq", "65", "%", "level", 2025, "target"),
        ("研发投入增长", "gt", "7", "%", "annual_growth", 2025, "target"),
        ("每万人口发明专利拥有量", "eq", "6.3", "件", "level", 2020, "baseline"),
        ("每万人口发明专利拥有量", "eq", "12", "件", "level", 2025, "target"),
        ("登记失业率", "eq", "5.2", "%", "level", 2020, "baseline"),
        ("登记失业率", "lt", "5.5", "%", "level", 2025, "target"),
        ("渔民平均受教育年限", "eq", "10.8", "年", "level", 2020, "baseline"),
        ("渔民平均受教育年限", "eq", "11.3", "年", "level", 2025, "target"),
        ("人均预期寿命", "eq", "77.3", "岁", "level", 2020, "baseline"),
        ("人均预期寿命", "eq", "1", "岁", "increase", 2025, "target"),
        ("单位产值能耗降低", "eq", "13.5", "%", "decrease", 2025, "target"),
        ("水产品综合生产能力", "gt", "650000000", "吨", "level", 2025, "target"),
    ]
    assert ledger_of(NATIONAL)["modality"].dropna().tolist() == ["预期性"] * 4 + ["约束性"] + ["预期性"] + ["约束性"] * 2


@pytest.mark.parametrize(
    "head",
    [
        "序号\t指标\t单位\t2020年\t2025年目标\t\t属性\n\t\t\t实际\t数值\t年均增长(%)\t\n",
        "序号\t指标\t单位\t2020年实际\t2025年目标数值\t2025年目标年均增长(%)\t属性\n",
        "序号\t指标\t单位\t2020\t2025\t年均增速\t属性\n",
    ],
)  # fmt: skip
def test_two_rows_of_a_head_are_one(head):
    assert rows(head + "1\t水产品产量\t万吨\t50\t60\t3.7\t预期性\n") == [
        ("水产品产量", "eq", "500000", "吨", "level", 2020, "baseline"),
        ("水产品产量", "eq", "600000", "吨", "level", 2025, "target"),
        ("水产品产量", "eq", "3.7", "%", "annual_growth", 2025, "target"),
    ]


def test_years_below_a_merged_head_belong_to_its_columns():
    text = "指标\t单位\t目标值\t属性\n2023年\t2025年\n渔港\t座\t5\t8\t约束性\n"
    assert [row[2:6] for row in rows(text)] == [("5", "座", "level", 2023), ("8", "座", "level", 2025)]


@pytest.mark.parametrize("line", ["单位：万吨", "（单位：万吨）", "计量单位:万吨"])
def test_a_unit_above_a_table_holds_for_its_numbers_but_not_for_its_rates(line):
    text = f"{line}\n指标\t2020年\t2025年\n水产品产量\t300\t320\n水质达标率\t30\t31\n"
    assert values(text)[:2] == [("水产品产量", "3000000", "吨"), ("水产品产量", "3200000", "吨")]
    assert [unit for _, _, unit in values(text)[2:]] == [None, None]


def test_a_unit_in_a_caption_holds_for_the_table_below_it():
    text = "表1 主要投资（单位：亿元）\n项目\t2023年\t2025年\n道路\t5\t6\n"
    assert values(text) == [("道路", "500000000", "元"), ("道路", "600000000", "元")]


def test_columns_with_units_of_their_own():
    text = "项目\t数量（个）\t投资（亿元）\n渔港\t5\t20\n渡口\t8\t3.5\n"
    assert values(text) == [
        ("渔港", "5", "个"), ("渔港投资", "2000000000", "元"), ("渡口", "8", "个"), ("渡口投资", "350000000", "元"),
    ]  # fmt: skip
    assert set(ledger_of(text)["kind"]) == {"target"}


def test_totals_are_no_rates():
    text = "指标\t2020年\t2025年\t[累计]\n新增绿地(公顷)\t—\t—\t[300]\n造林面积(万亩)\t-\t-\t120\n"
    assert [row[2:5] for row in rows(text)] == [("300", "公顷", "increase"), ("1200000", "亩", "increase")]


def test_a_flattened_table_is_aligned_by_the_order_of_its_columns():
    text = "指标 2020年 2025年 年均增长（%） 属性\n1 海水养殖面积（万亩） 12.5 14 2.3 预期性\n"
    assert [row[2:6] for row in rows(text)] == [
        ("125000", "亩", "level", 2020), ("140000", "亩", "level", 2025), ("2.3", "%", "annual_growth", 2025),
    ]  # fmt: skip


def test_deaths_are_given_for_so_many_people():
    text = "指标\t单位\t2020年\t2025年\n孕产妇死亡率\t1/10万\t9.5\t9\n"
    assert values(text) == [("孕产妇死亡率", "9.5", "1/10万"), ("孕产妇死亡率", "9", "1/10万")]


def test_a_row_of_a_list_whose_cells_are_sentences_is_read_as_such():
    text = "名称\t目标\t完成时限\n渔港建设\t新建渔港5座\t2025年底\n渡口改造\t改造渡口8处\t2023年底\n"
    assert [value for _, value, _ in values(text)] == ["5", "8"]


def test_a_list_of_tasks_is_no_table_of_indicators():
    assert values("序号\t任务\t责任单位\n1\t新建图书馆4座，方便群众。\t市文化局\n") == [("新建图书馆", "4", "座")]


@pytest.mark.parametrize("text", ["\t" * 50, "指标\t2020年\n\t\n", "1\t2\t3\n4\t5\t6\n", "指标\t单位\n\n\t%\n", "单位：\n", "指标\t2020年\n（\t）\n"])
def test_any_table_is_read(text):
    assert isinstance(rows(text), list)


def test_rows_of_any_cells_are_read_within_their_line():
    cells = ["指标", "单位", "2020年", "2025", "年均增长(%)", "[累计]", "基期", "3", "60.6*", "65-70", "—", "", "≥5", "〔13.5〕", "基站(万个)", "1.",
             "约束性", "万吨", "单位：亿元", "1/10万", "−3", "数百", "4:38:58", "累计", "亿", "9" * 30]  # fmt: skip
    dice = random.Random(11)
    for _ in range(1500):
        setting = Setting(clock=Clock(None, dice.choice([None, 2021]), dice.choice([None, 2025])))
        head, sign = TableHead(), dice.choice(["\t", "\t", " ", " | "])
        for _ in range(4):
            line = sign.join(dice.choice(cells) for _ in range(dice.randrange(1, 7)))
            row, head = read_line(line, head, setting)
            for statement in row.statements:
                assert statement.sentence[0] <= statement.start < statement.end <= len(line), line


GROUPED = "类别\t指标\t2020年\t2025年\t年均/累计\t属性\n"


def test_rows_that_lost_their_empty_first_cell_stand_below_their_head():
    text = GROUPED + "水\t1.农村集中供水率(%)\t50*\t60\t—\t预期性\n\t2.渔港(座)\t3\t8\t—\t约束性\n\t3.水耗降低(%)\t—\t—\t[13.5]\t约束性\n"
    wanted = [("农村集中供水率", "50", "%"), ("农村集中供水率", "60", "%"), ("渔港", "3", "座"), ("渔港", "8", "座"), ("水耗降低", "13.5", "%")]
    assert values(text) == wanted
    assert [row[5:] for row in rows(text)] == [(2020, "baseline"), (2025, "target")] * 2 + [(2025, "target")]


@pytest.mark.parametrize(
    "head",
    [
        "指标\t单位\t2020年\t目标值\t\t属性\n\t\t\t2023年\t2025年\t\n", "指标\t单位\t2020年\t目标\t属性\n2023年\t2025年\n",
        "指标\t单位\t2020年\t目标值\t目标值\t属性\n指标\t单位\t2020年\t2023年\t2025年\t属性\n",
    ],
)  # fmt: skip
def test_years_of_a_second_head_belong_below_the_cells_without_one(head):
    found = rows(head + "5G基站数\t万个\t1.2\t4\t7\t预期性\n")
    assert [row[5:] for row in found] == [(2020, "baseline"), (2023, "target"), (2025, "target")]


def test_a_head_whose_first_column_has_a_name_of_its_own():
    assert values("单位:万吨\n产品\t2020年\t2025年\n小麦\t12\t20\n") == [("小麦", "120000", "吨"), ("小麦", "200000", "吨")]


@pytest.mark.parametrize("line", ["单位：亿元，%", "单位:亿元、%", "(单位:亿元;%)", "表1 经济指标（单位：亿元）", "表2 主要指标 单位：亿元，%"])
def test_the_unit_above_a_table_may_stand_beside_that_of_its_rates(line):
    found = values(line + "\n指标\t2020年\t2025年\t年均增长\n海洋产值\t12\t20\t10.8\n")
    assert found == [("海洋产值", "1200000000", "元"), ("海洋产值", "2000000000", "元"), ("海洋产值", "10.8", "%")]


def test_of_several_units_above_a_table_none_is_chosen():
    ledger = ledger_of("单位:万吨、万亩\n指标\t2020年\t2025年\n小麦\t12\t20\n")
    assert ledger["unit"].isna().all()
    assert set(ledger["doubt"]) == {"table head not understood"}


def test_a_unit_alone_heads_a_column():
    assert values("指标\t2020年\t2025年\t%\n海洋产值(亿元)\t12\t20\t66.7\n")[2] == ("海洋产值", "66.7", "%")


def test_text_beside_values_is_read_as_text():
    found = values("项目\t建设内容\t总投资(亿元)\n甲渔港\t新建泊位5个,配套道路3公里\t3.2\n")
    assert found == [("新建泊位", "5", "个"), ("配套道路", "3", "公里"), ("甲渔港总投资", "320000000", "元")]


def test_a_cumulative_change_of_a_share_is_in_points_where_its_levels_show_it():
    head = "指标\t2015年\t2020年\t年均/累计\n"
    period = {"period_start": 2016, "period_end": 2020}
    assert [row[3] for row in rows(head + "光纤用户占比(%)\t56\t80\t〔24〕\n", **period)] == ["%", "%", "个百分点"]
    assert [row[3] for row in rows(head + "能耗降低(%)\t—\t—\t〔24〕\n", **period)] == ["%"]
    assert [row[3] for row in rows(head + "光纤用户占比(%)\t56\t80\t〔23〕\n", **period)] == ["%", "%", "%"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("4金融市场交易总额 万亿元 预期性 2800左右 -", [("金融市场交易总额", "2800000000000000", "元")]),
        ("13居民平均预期寿命 岁 预期性 >84 -", [("居民平均预期寿命", "84", "岁")]),
        ("5在沪总部数量 家 预期性 - [累计达到1000]", [("在沪总部数量", "1000", "家")]),
        ("7每万人口专利拥有量1 件 预期性 30左右 -", [("每万人口专利拥有量", "30", "件")]),
        ("19森林覆盖率 % 约束性 19.5 -", [("森林覆盖率", "19.5", "%")]),
        ("14能源消耗降低 % 约束性 - [确保完成国家要求]", []), ("11 % 预期性 45 -", []), ("6 % 预期性 4.5左右 -", []),
    ],
)  # fmt: skip
def test_a_flattened_row_whose_nature_stands_before_its_values(line, found):
    assert values(line + "\n") == found


def test_a_table_of_what_has_been_has_no_targets():
    caption = "表1 2019—2023年渔业出口\n(单位:亿美元,%)\n"
    years = caption + "年份\t出口额\t出口增速\n2022\t12.5\t-2.7\n2023\t14\t12\n"
    assert rows(years, period_end=None) == [
        ("出口额", "eq", "1250000000", "美元", "level", 2022, "baseline"), ("出口", "eq", "-2.7", "%", "increase", 2022, "baseline"),
        ("出口额", "eq", "1400000000", "美元", "level", 2023, "baseline"), ("出口", "eq", "12", "%", "increase", 2023, "baseline"),
    ]  # fmt: skip
    places = caption + "排名\t地区\t2023出口额\t2023增速\t2022出口额\t2022增速\n1\t甲县\t6.5\t2.9\t6.3\t-1\n"
    assert [(*row[:1], *row[2:4], *row[5:]) for row in rows(places, period_end=None)] == [
        ("甲县出口额", "650000000", "美元", 2023, "baseline"), ("甲县出口额", "2.9", "%", 2023, "baseline"),
        ("甲县出口额", "630000000", "美元", 2022, "baseline"), ("甲县出口额", "-1", "%", 2022, "baseline"),
    ]  # fmt: skip
    regions = "表2 2023年各县渔业\n(单位:亿元)\n县区\t总产值\t加工产值\n甲县\t12\t3.5\n"
    assert [(*row[:1], row[2], *row[5:]) for row in rows(regions, period_end=None)] == [
        ("甲县总产值", "1200000000", 2023, "baseline"), ("甲县加工产值", "350000000", 2023, "baseline")
    ]  # fmt: skip


def test_a_unit_above_does_not_make_a_row_of_numbers_whose_columns_nobody_names():
    assert rows("(单位:亿元)\n甲县\t12\t3.5\t7\n") == []


def test_a_head_that_lost_its_empty_first_cell_has_its_rows_below_it():
    assert values("\t指标\t单位\t2020年\t2025年\t\n\t渔港\t座\t3\t8\t\n") == [("渔港", "3", "座"), ("渔港", "8", "座")]


def test_a_table_that_is_drawn_with_strokes():
    table = "┌──┬──┬───┬───┐\n│指标│单位│2020年│2025年│\n├──┼──┼───┼───┤\n│渔港│座│3│≥8│\n├──┼──┼───┼───┤\n│渔船│艘│20│30│\n└──┴──┴───┴───┘\n"
    found = [("渔港", "3", "座"), ("渔港", "8", "座"), ("渔船", "20", "艘"), ("渔船", "30", "艘")]
    assert values(table) == values(table.replace("│", "┃")) == values(table.replace("│", "║").replace("├", "╠").replace("┌", "╔")) == found
    assert values("一、目标\n├建设渔港3座。") == [("渔港", "3", "座")]


@pytest.mark.parametrize("name", ["5岁以下儿童死亡率", "15岁以上人群吸烟率", "65周岁以上老年人签约率", "5级以上堤防达标率", "15分钟服务圈覆盖率"])
def test_a_name_that_begins_with_a_number_keeps_it(name):
    head = "指标\t2020年\t2025年\n"
    assert values(f"{head}{name}（%）\t7\t6\n") == values(f"序号\t{head}3\t{name}（%）\t7\t6\n") == [(name, "7", "%"), (name, "6", "%")]


@pytest.mark.parametrize("name", ["5森林覆盖率", "5.森林覆盖率", "(5)森林覆盖率", "5 森林覆盖率"])
def test_the_number_of_a_row_is_no_part_of_its_name(name):
    assert values(f"指标\t2020年\t2025年\n{name}（%）\t7\t6\n") == [("森林覆盖率", "7", "%"), ("森林覆盖率", "6", "%")]


@pytest.mark.parametrize("real", ["实际", "完成值", "完成", "实绩"])
def test_beside_an_aim_what_was_reached_within_the_period_is_a_result(real):
    table = f"指标\t2025年目标\t2023年{real}\t2024年{real}\t完成率（%）\n森林覆盖率（%）\t49\t48\t48.5\t99\n"
    assert [(row[0], row[2], row[5], row[6]) for row in rows(table)][:3] == [
        ("森林覆盖率", "49", 2025, "target"), ("森林覆盖率", "48", 2023, "baseline"), ("森林覆盖率", "48.5", 2024, "baseline")
    ]  # fmt: skip
    assert [(row[0], row[2], row[6]) for row in rows(table)][3:] == [("森林覆盖率完成率", "99", "baseline")]


def test_of_years_alone_within_the_period_all_are_aims():
    kinds = [row[6] for row in rows("指标\t2020年\t2023年\t2025年\n森林覆盖率（%）\t47\t48\t49\n")]
    assert kinds == ["baseline", "target", "target"]


def test_what_is_done_of_a_task_does_not_take_its_name():
    table = "任务名称\t年度任务（套）\t累计完成（套）\t完成进度（%）\n旧房改造\t5200\t3100\t59.6\n"
    assert [(row[0], row[2], row[6]) for row in rows(table, period_start=2026, period_end=2026)][1:] == [("旧房改造", "3100", "baseline"), ("旧房改造完成进度", "59.6", "baseline")]


@pytest.mark.parametrize("head", ["指标  2025年目标  2030年目标", "类别  指标  2025年目标  2030年目标", "指标名称  2025年规划目标  2030年规划目标"])
def test_a_flattened_head_that_ends_with_an_aim_opens_no_span(head):
    found = rows(f"第二章 发展目标\n表1 主要指标\n{head}\n渔业产值（亿元）  120  150\n渔船（艘）  40  ≥60\n", period_start=2021, period_end=2030)
    assert [(row[0], row[5], row[6]) for row in found] == [("渔业产值", 2025, "target"), ("渔业产值", 2030, "target"), ("渔船", 2025, "target"), ("渔船", 2030, "target")]


def test_what_was_planned_for_the_year_before_is_no_result():
    table = "指标\t单位\t2025年计划\t2025年预计完成\t2026年目标\n渔业产值\t亿元\t5\t6\t7\n"
    assert [(row[2], row[5], row[6]) for row in rows(table, period_start=2026, period_end=2026)] == [
        ("500000000", 2025, "target"), ("600000000", 2025, "baseline"), ("700000000", 2026, "target")
    ]  # fmt: skip


def test_a_table_in_markdown_parts_of_a_whole_and_terms_of_rows():
    head = "| 指标 | 单位 | 2020年 | 2025年 |\n|---|---|---|---|\n"
    assert values(head + "| 渔港 | 座 | 3 | 8 |\n| 其中：一级渔港 | 座 | 1 | 2 |\n") == [
        ("渔港", "3", "座"), ("渔港", "8", "座"), ("一级渔港", "1", "座"), ("一级渔港", "2", "座")
    ]  # fmt: skip
    found = rows("区县\t任务数(户)\t完成时限\n甲县\t1200\t2023年底\n乙县\t800\t2024年底\n")
    assert [(row[0], row[2], row[5]) for row in found] == [("甲县任务数", "1200", 2023), ("乙县任务数", "800", 2024)]


NOWHERE = Setting()


def head_of(*cells, **held):
    """A head of one row, with what else stands above its rows."""
    return TableHead(tuple(read_column(cell) for cell in cells), **held)


def read(line, head, setting=NOWHERE):
    """Name, value, unit, kind, year, what gives it, nature and doubt of each statement of a row below a head."""
    row = read_row(line, split_cells(line), head, setting)
    return [
        (one.indicator, f"{one.value:f}", one.unit, one.kind, one.year, one.year_from, one.modality, one.doubt) for one in row.statements
    ]


def test_a_row_with_a_given_head_is_read_alone():
    head = head_of("序号", "指标", "单位", "2020年", "2025年目标", "属性")
    assert read("3\t渔港\t座\t3\t≥8\t约束性", head) == [
        ("渔港", "3", "座", "baseline", 2020, "context", None, None), ("渔港", "8", "座", "target", 2025, "context", "约束性", None),
    ]  # fmt: skip
    assert head == head_of("序号", "指标", "单位", "2020年", "2025年目标", "属性")


@pytest.mark.parametrize(
    ("head", "setting", "expected"),
    [
        (head_of("指标", "目标"), Setting(clock=Clock(period_end=2025)), ("target", 2025, "period")),
        (head_of("指标", "目标"), Setting(Span("aims", 2030)), ("target", 2030, "context")),
        (head_of("指标", "完成值"), Setting(Span("review", 2024)), ("baseline", None, None)),  # a word of the head says what it was, not when
        (head_of("指标", "数量"), Setting(Span("review", 2024)), ("baseline", 2024, "context")),
        (head_of("指标", "数量", year=2023), Setting(), ("baseline", 2023, "context")),  # of the caption
        (head_of("指标", "数量", year=2023, aims=True), Setting(), ("target", 2023, "context")),
        (head_of("指标", "2024年"), Setting(clock=Clock(year=2026)), ("baseline", 2024, "context")),
        (head_of("指标", "2024年"), Setting(clock=Clock(period_start=2021, period_end=2025)), ("target", 2024, "context")),
        (head_of("指标", "2024年", series=True), Setting(), ("baseline", 2024, "context")),
    ],
)  # fmt: skip
def test_what_gives_the_kind_and_the_year_of_a_cell(head, setting, expected):
    ((_, _, _, *told),) = [row[:6] for row in read("渔港(座)\t8", head, setting)]
    assert tuple(told) == expected


@pytest.mark.parametrize(("cell", "year"), [("60.6(2019年)", 2019), ("60.6(2019年底)", 2019), ("60.6(2019年数据)", 2019), ("60.6", 2020), ("60.6*", 2020)])
def test_a_remark_dates_a_value_that_has_been(cell, year):
    assert [row[3:6] for row in read(f"自来水普及率\t{cell}\t65", head_of("指标", "2020年", "2025年"))] == [
        ("baseline", year, "context"), ("target", 2025, "context")
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["基期值", "现状", "完成值", "实际"])
def test_what_a_remark_dates_has_something_that_gives_its_year(name):
    ledger = policylab.extract_targets(f"指标\t单位\t{name}\t2025年目标\n水质达标率\t%\t60(2019年)\t65\n", period_start=2021, period_end=2025)
    assert ledger[["kind", "year", "year_from"]].values.tolist() == [["baseline", 2019, "context"], ["target", 2025, "context"]]


def test_a_row_without_a_head_is_doubtful():
    assert read("渔港\t座\t3\t8\t约束性", TableHead()) == [
        ("渔港", "3", "座", "baseline", None, None, None, "table head not understood"), ("渔港", "8", "座", "target", None, None, "约束性", "table head not understood"),
    ]  # fmt: skip


def test_cells_of_text_are_told_with_what_holds_for_them():
    head = head_of("指标", "单位", "建设内容", "2025年", "完成时限")
    line = "用水总量\t亿立方米\t新建泵站5座\t控制在33以内\t2024年底"
    row = read_row(line, split_cells(line), head, Setting())
    assert (row.statements, row.name, row.due) == ([], "用水总量", 2024)
    assert [(told.text, told.name, told.unit, told.kind, told.year, told.year_from) for told in row.told] == [
        ("控制在33以内", "用水总量", "亿立方米", "target", 2025, "context"), ("新建泵站5座", "用水总量", "亿立方米", "", 2024, "sentence"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "texts"),
    [("渔港\t座\t3\t8", ["", "渔港", "座", "3", "8"]), ("\t渔港\t座\t3\t8", ["", "渔港", "座", "3", "8"]), ("\t\t渔港\t座\t3\t8", ["", "渔港", "座", "3", "8"])],
)
def test_cells_are_placed_below_the_columns_that_they_fit(line, texts):
    head = head_of("类别", "指标", "单位", "2020年", "2025年")
    assert [cell.text for cell in placed(split_cells(line), head)] == texts


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("渔港（座） 3 8", [("渔港", "3", 2020), ("渔港", "8", 2025)]), ("1 渔港 座 3 8", [("渔港", "3", 2020), ("渔港", "8", 2025)]),
        ("渔港 3 8 预期性", [("渔港", "3", 2020), ("渔港", "8", 2025)]), ("渔港 座 8 约束性", [("渔港", "8", None)]),
    ],
)  # fmt: skip
def test_a_flattened_row_with_a_given_head(line, found):
    head = head_of("2020年", "2025年")
    row, after = read_flat_row(line, head, Setting())
    assert [(one.indicator, f"{one.value:f}", one.year) for one in row.statements] == found
    assert after is head


def test_what_a_line_leaves_for_the_next_one():
    setting, head = Setting(), TableHead()
    lines = [
        ("单位:亿元", SAYS_NOTHING, TableHead(unit="亿元")), ("产品\t2024年\t2025年", SAYS_NOTHING, None), ("一、渔业", NO_ROW, None),
        ("注:2025年为预计数。", SAYS_NOTHING, None), ("全市渔业平稳发展。", NO_ROW, TableHead()),
    ]  # fmt: skip
    for line, row, after in lines:
        found, head = read_line(line, head, setting)
        assert found == row
        assert head == after if after is not None else [column.year for column in head.columns] == [None, 2024, 2025]
    assert read_head(["产品", "2024年", "2025年"], head, setting).unit == ""


def test_a_cell_is_a_small_thing_that_knows_its_place():
    assert split_cells("渔港\t\t8") == [Cell(0, "渔港"), Cell(3, ""), Cell(4, "8")]
    assert split_cells("\t") == [Cell(0, "")]


def years_of(text):
    return [(row.indicator, f"{row.value:f}", row.unit, row.year, row.doubt) for row in policylab.extract_targets(text, period_end=2030).itertuples()]


RAGGED = "指标\t单位\t2025年\t2030年\n"


@pytest.mark.parametrize(
    ("head", "row", "found"),
    [
        (RAGGED, "渔港\t座\t3\t5\tx", [("3", "座", 2025), ("5", "座", 2030)]), (RAGGED, "渔港\t3\t5", [("3", None, 2025), ("5", None, 2030)]),
        (RAGGED, "1\t渔港\t座\t3\t5", [("3", "座", 2025), ("5", "座", 2030)]), ("序号\t" + RAGGED, "1\t渔港\t3\t5", [("3", None, 2025), ("5", None, 2030)]),
        ("序号\t" + RAGGED, "渔港\t座\t3\t5", [("3", "座", 2025), ("5", "座", 2030)]),
        ("指标\t单位\t2025年\t2030年\t属性\n", "渔港\t3\t5\t约束性", [("3", None, 2025), ("5", None, 2030)]),
        ("指标\t单位\t2025年\t2030年\t属性\n", "渔港\t座\t—\t5\t港口\t约束性", [("5", "座", 2030)]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("sign", ["\t", "|"])
def test_a_row_with_a_cell_too_many_or_too_few_is_read_where_its_values_are_as_many_as_their_columns(head, row, found, sign):
    text = head + row + "\n"
    if sign == "|":
        text = "".join(f"|{line}|\n" for line in text.replace("\t", "|").splitlines())
    assert [row[1:4] for row in years_of(text)] == found
    assert unread_cells(text) == []


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (RAGGED, "渔港\t座\t3\t5\t7"), (RAGGED, "渔港\t3\t5\t7"), (RAGGED, "渔港\t座\t5\t约束性"), (RAGGED, "渔港\t3"), ("项目\t泊位(座)\t投资(亿元)\n", "渔港\t3\t5\t7"),
        ("指标\t单位\t2025年\t2030年\t属性\n", "渔港\t座\t5\t约束性"), ("指标\t单位\t2020年\t2025年\t2030年\t属性\n", "渔港\t座\t5\t8\t约束性"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("sign", ["\t", "|"])
def test_a_row_of_which_nobody_knows_the_columns_is_told_as_unread(head, row, sign):
    text = head + row + "\n"
    if sign == "|":
        text = "".join(f"|{line}|\n" for line in text.replace("\t", "|").splitlines())
    assert years_of(text) == []
    assert unread_cells(text) == ["text: Cells of tables whose numbers were not read: 1. Look them up: " + row.replace("\t", " | ")]


def test_a_row_that_ends_early_is_doubtful_and_in_markdown_unread():
    assert years_of(RAGGED + "渔港\t座\t3\n") == [("渔港", "3", "座", 2025, "table head not understood")]
    text = "|指标|单位|2025年|2030年|\n|---|---|---|---|\n|渔港|座|3|\n"
    assert years_of(text) == [] and "渔港 | 座 | 3" in unread_cells(text)[0]
    assert years_of(text.replace("|3|", "|3||")) == [("渔港", "3", "座", 2025, None)]  # its last cell is empty


def test_a_number_is_no_name_of_a_row():
    text = "项目\t泊位\t投资\n渔港\t座\t亿元\n泊位\t3\t5\n"
    assert years_of(text) == [] and unread_cells(text)


@pytest.mark.parametrize(
    "note", ["注:〔〕表示五年累计数,单位为百分点。", "注：[ ]内为五年累计提高的百分点数。", "注:①【】内数字为累计数(百分点)。", "说明：带〔〕的为累计增加，单位：百分点。", "备注:()为五年累计提高百分点"]
)
def test_a_note_tells_that_bracketed_changes_are_in_points(note):
    sign = note[note.index("]") - 2 if "]" in note else max(note.find(mark) for mark in "〔【(")]
    pair = {"〔": "〔〕", "【": "【】", "(": "()"}.get(sign, "[]")
    rows = f"渔港覆盖率(%)\t80\t—\t{pair[0]}30{pair[1]}\n年产量(万吨)\t5\t8\t{pair[0]}3{pair[1]}\n"
    found = years_of(f"指标\t2025年\t2030年\t年均/累计\n{rows}{note}\n")
    assert [row[2] for row in found] == ["%", "个百分点", "吨", "吨", "吨"]


@pytest.mark.parametrize("note", ["注:〔〕内为五年累计数。", "注:指标单位为百分点。", "注:产量为预计数。", "〔〕为累计。", "后文说到百分点。"])
def test_a_note_of_anything_else_leaves_them(note):
    found = years_of(f"指标\t2025年\t2030年\t年均/累计\n渔港覆盖率(%)\t80\t—\t〔30〕\n{note}\n")
    assert [row[2] for row in found] == ["%", "%"]


@pytest.mark.parametrize("line", ["6%预期性4.5左右-", "8 % 预期性 >60 -", "11 % 约束性 45 -", "3 / 预期性 7 8"])
def test_the_values_of_a_flattened_row_whose_name_stands_elsewhere_are_told_as_unread(line):
    assert years_of(line + "\n") == [] and unread_cells(line + "\n")


@pytest.mark.parametrize("line", ["14能耗降低%约束性- [确保完成国家要求]", "12约束性-", "5耕地保有量(公顷)约束性 市域"])
def test_a_flattened_row_without_values_is_not(line):
    assert years_of(line + "\n") == [] and unread_cells(line + "\n") == []


@pytest.mark.parametrize("line", ["(镇)、村选址 监测站点可用附近代表4", "(个)渔港改造 见附近码头5", "（人）员配置 不少于岗位3"])
def test_what_stands_in_brackets_at_the_head_of_a_line_is_no_unit_of_a_row(line):
    assert years_of(line + "\n") == []


@pytest.mark.parametrize("line", ["渔港（座） 3 8", "渔港 (座) 3 8", "渔港（座）* 3 8", "渔港（座）② 3 8", "1 沿海渔港数量（座） 3 8"])
def test_a_unit_in_brackets_stands_behind_the_name_of_a_flattened_row(line):
    assert [row[1:3] for row in years_of(line + "\n")] == [("3", "座"), ("8", "座")]


@pytest.mark.parametrize(
    "rows",
    [
        "渔船\t万艘\t0.4\t0.35\n其中：钢质\t\t0.2\t0.25\n", "渔船（万艘）\t\t0.4\t0.35\n其中:钢质\t\t0.2\t0.25\n", "渔船\t万艘\t0.4\t0.35\n#钢质\t\t0.2\t0.25\n",
        "渔船\t万艘\t0.4\t0.35\n——木质\t\t0.1\t0.1\n——钢质\t\t0.2\t0.25\n", "渔船\t万艘\t0.4\t0.35\n其中 钢质\t\t0.2\t0.25\n",
    ],
)
def test_a_part_of_a_row_has_its_unit(rows):
    found = years_of(RAGGED + rows)
    assert [row[:3] for row in found[-2:]] == [("钢质", "2000", "艘"), ("钢质", "2500", "艘")]


def test_a_row_that_is_no_part_has_not():
    assert [row[2] for row in years_of(RAGGED + "渔船\t万艘\t0.4\t0.35\n钢质渔船\t\t0.2\t0.25\n")] == ["艘", "艘", None, None]
    assert [row[2] for row in years_of(RAGGED + "渔船\t万艘\t0.4\t0.35\n其中：渔港\t座\t2\t3\n")] == ["艘", "艘", "座", "座"]


@pytest.mark.parametrize("line", ["合计\t620\t1060", "年均增长\t3%\t5%", "五年累计\t3200\t560", "平均\t310\t530", "备注\t1\t2"])
def test_what_is_no_year_among_rows_of_years_is_told_as_unread(line):
    text = f"年份\t产量（万吨）\t产值（亿元）\n2025年\t300\t500\n“十五五”末\t320\t560\n{line}\n"
    assert [row[3] for row in years_of(text)] == [2025, 2025, 2030, 2030]
    assert line.replace("\t", " | ") in unread_cells(text)[0]


@pytest.mark.parametrize("line", ["渔港\t3座\t5座", "1\t渔港\t3座\t5座", "| 渔港 | 3座 | 5座 |", "渔港\t3座\t5座\t市渔业局"])
def test_numbers_with_units_of_their_own_make_a_row(line):
    assert [(row[0], row[2], row[4]) for row in years_of(line + "\n")] == [("渔港", "座", "table head not understood")] * 2


def test_a_third_column_without_a_head_is_told_as_unread():
    text = "5G基站数(万个)\t3\t7\t18.5\n"
    assert [row[1] for row in years_of(text)] == ["30000", "70000"]
    assert unread_cells(text) == ["text: Cells of tables whose numbers were not read: 1. Look them up: 5G基站数: 18.5"]


@pytest.mark.parametrize("line", ["渔港\t3座\t5亿元", "1\t渔港\t3座\t5亿元", "渔港\t3座\t5亿元\t市渔业局", "东湾渔港\t12个\t3.5公里"])
def test_numbers_of_several_measures_without_a_head_are_no_changes_of_one(line):
    found = years_of(line + "\n")
    assert len(found) == 2 and {row[0].rpartition("东湾")[2] for row in found} == {"渔港"}
    assert policylab.extract_targets(line + "\n", period_end=2030)["kind"].tolist() == ["target"] * 2


@pytest.mark.parametrize("row", ["渔船\t艘\t2000\t1900", "渔船(艘)\t\t2000\t1900", "渔船\t艘\t1999\t2010", "1.渔船\t艘\t2000\t1900", "#渔船\t艘\t2050\t2060"])
def test_numbers_that_look_like_years_are_values_below_a_head(row):
    found = [row[0] for row in rows(f"指标\t单位\t2025年\t2030年\n渡口\t处\t5\t9\n{row}\n")]
    assert found == ["渡口", "渡口", "渔船", "渔船"]


@pytest.mark.parametrize("head", ["指标\t单位\t2028\t2030", "序号\t项目\t2028\t2030", "渔业指标\t单位\t2028年\t2030年", "产品\t单位\t2028年\t2030年"])
def test_another_head_below_a_table_is_one(head):
    found = rows(f"指标\t单位\t2025年\t2027年\n渡口\t处\t5\t9\n{head}\n1.渔船\t艘\t20\t19\n")
    assert [row[5] for row in found] == [2025, 2027, 2028, 2030]
