"""Heads of tables: what a cell of one says of its column, what a row of them is, and what stands above it."""

import pytest

import policylab
from policylab.targets import unread_cells
from policylab.targets._review_and_aims import Clock, Setting, Span
from policylab.targets._table_columns import Column, first_value, merged, read_column, year_of
from policylab.targets._table_heads import TableHead, captioned, ended, read_flat_head, read_head, with_unit_line

NOWHERE = Setting()


@pytest.mark.parametrize(
    ("head", "year", "measure", "unit", "past"),
    [
        ("2025年", 2025, "", "", None), ("2025年目标", 2025, "", "", False), ("2020年实际", 2020, "", "", True), ("2021年完成值", 2021, "", "", True),
        ("2025年计划", 2025, "", "", False), ("2025年计划数", 2025, "", "", False), ("2025年计划完成", 2025, "", "", None), ("2025年预计完成", 2025, "", "", None), ("年度计划", None, "", "", None),
        ("基期值", None, "", "", True), ("现状", None, "", "", True), ("目标值", None, "", "", False), ("“十四五”末", 2025, "", "", None), ("“十五五”期末", 2030, "", "", None),
        ("十四五目标", 2025, "", "", False), ("十三五完成", 2020, "", "", True), ("2023-2025年", 2025, "", "", None), ("万元", None, "", "万元", None), ("%", None, "", "%", None),
        ("年均增长(%)", None, "annual_growth", "%", None), ("年均/累计", None, "either", "", None), ("五年累计", None, "total", "", None), ("增速", None, "increase", "", None),
        ("降幅", None, "decrease", "", None), ("新增", None, "increase", "", None), ("2020", 2020, "", "", None), ("[累计]", None, "total", "", None), ("下降(%)", None, "decrease", "%", None), ("2021—2025年累计", 2025, "total", "", None),
    ],
)  # fmt: skip
def test_a_head_of_values_gives_year_measure_and_unit(head, year, measure, unit, past):
    column = read_column(head)
    assert (column.role, column.year, column.measure, column.unit, column.past, column.name) == ("value", year, measure, unit, past, "")


@pytest.mark.parametrize(
    ("head", "name", "year"),
    [
        ("完成率(%)", "完成率", None), ("2024年完成率(%)", "完成率", 2024), ("任务完成率", "任务完成率", None), ("目标完成程度(%)", "目标完成程度", None), ("完成年度目标(%)", "完成年度目标", None),
        ("完成全年任务的%", "完成全年任务", None), ("占年计划(%)", "占年计划", None), ("完成进度", "完成进度", None), ("占任务比例(%)", "占任务比例", None), ("规划达成率", "规划达成率", None),
    ],
)  # fmt: skip
def test_how_much_of_an_aim_has_been_reached_is_no_value_of_the_row(head, name, year):
    column = read_column(head)
    assert (column.role, column.name, column.year, column.unit, column.measure, column.past) == ("value", name, year, "%", "", True)


@pytest.mark.parametrize("head", ["2025年完成投资(万元)", "完成造林(万亩)", "占全市比重(%)", "占GDP比重(%)", "完成情况", "2023年完成值", "年度目标(%)", "计划完成时限", "完成增长(%)"])
def test_what_is_done_or_has_a_share_is_no_part_of_an_aim(head):
    assert "完成" not in read_column(head).name and "计划" not in read_column(head).name


@pytest.mark.parametrize(
    ("head", "year", "base", "measure"),
    [
        ("2030年比2025年增长(%)", 2030, 2025, "increase"), ("比2020年下降(%)", None, 2020, "decrease"), ("与2025年相比增加", None, 2025, "increase"), ("2025年较2020年", 2025, 2020, "increase"),
        ("相比2022年底提高", None, 2022, "increase"), ("2025年", 2025, None, ""),
    ],
)  # fmt: skip
def test_the_year_that_is_compared_with_is_not_the_year_of_a_column(head, year, base, measure):
    column = read_column(head)
    assert (column.year, column.base, column.measure, column.name) == (year, base, measure, "")


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("属性", "nature"), ("指标性质", "nature"), ("计量单位", "unit"), ("序号", "number"), ("指标名称", "label"), ("主要指标", "label"), ("类别", "label"), ("备注", "note"), ("数据来源", "note"),
        ("完成时限", "due"), ("责任单位", "other"), ("建设内容", "other"), ("所在县", "other"), ("指标", "label"), ("项目", "label"), ("建设起止年限", "due"),
    ],
)  # fmt: skip
def test_a_head_without_a_measure_has_a_role(head, role):
    assert read_column(head) == Column(role)


@pytest.mark.parametrize(("head", "name"), [("投资(亿元)", "投资"), ("规模", "规模"), ("占比(%)", "占比"), ("面积(平方公里)", "面积"), ("货物出口增速(%)", "货物出口")])
def test_a_measure_of_its_own_names_a_column(head, name):
    assert read_column(head).name == name


def columns(*heads):
    return [read_column(head) if head else Column("") for head in heads]


@pytest.mark.parametrize(
    ("above", "below", "years"),
    [
        (("指标", "目标值", ""), ("", "2025年", "2030年"), [None, 2025, 2030]), (("指标", "单位", "2025年", "2030年"), ("", "", "", ""), [None, None, 2025, 2030]),
        (("指标", "单位", "目标值"), ("2025年", "2030年"), [None, None, 2025, 2030]),  # empty cells were left out
    ],
)  # fmt: skip
def test_a_head_of_two_rows_is_one(above, below, years):
    assert [column.year for column in merged(columns(*above), columns(*below))] == years


def test_where_values_begin_and_what_year_a_growth_has():
    assert first_value(columns("产品", "2020年", "2025年")) == 1
    assert first_value(columns("产品", "2020年", "负责单位", "2025年")) == 0
    head = columns("2020年", "2025年", "年均增长(%)")
    assert [year_of(head, place) for place in range(3)] == [2020, 2025, 2025]
    assert year_of(head[2:] + head[:2], 0) == 2025  # none before it: the latest


@pytest.mark.parametrize(
    ("above", "below", "row"),
    [
        (("指标", "2020年", "2025年"), ("完成时限", "单位"), "3\t8"), (("指标", "目标值", "", "属性"), ("完成时限", ""), "3\t8"),
        (("指标", "2025年"), ("完成时限",), "8"),
    ],
)  # fmt: skip
def test_a_second_row_without_values_changes_nothing(above, below, row):
    assert merged(columns(*above), columns(*below)) == columns(*above)
    text = "\t".join(above) + "\n" + "\t".join(below) + f"\n渔港(座)\t{row}\n"
    assert "渔港" in policylab.extract_targets(text)["indicator"].tolist()


@pytest.mark.parametrize("cells", [("总量控制在33以内", "比2025年下降5%"), ("控制在33以内", "增长5%以上"), ("2025年水平", "下降5%"), ("同比增长", "累计5年增长")])
def test_a_unit_below_its_head_begins_the_rows(cells):
    head = read_head(["指标", "单位", "2025年", "2030年"], TableHead(), NOWHERE)
    assert read_head(["用水总量", "亿立方米", *cells], head, NOWHERE) is None


def test_a_first_row_whose_values_are_all_text_is_read():
    found = policylab.extract_targets("指标\t单位\t2025年\t2030年\n用水总量\t亿立方米\t控制在33以内\t比2025年下降5%\n", period_start=2026, period_end=2030)
    assert [(row.indicator, str(row.value), row.unit, row.kind, row.year) for row in found.itertuples()] == [
        ("用水总量", "3300000000", "立方米", "baseline", 2025), ("用水总量", "5", "%", "target", 2030),
    ]  # fmt: skip


def roles(head):
    return [column.role for column in head.columns]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("序号", "指标", "单位", "2020年", "2025年", "属性"), ["number", "label", "unit", "value", "value", "nature"]),
        (("产品", "2020年", "2025年"), ["label", "value", "value"]), (("排名", "国别", "出口额", "增速"), ["number", "label", "value", "value"]),
        (("领域", "主要任务", "目标", "完成时限"), ["label", "label", "value", "due"]), (("指标", "", "2025年"), ["label", "", "value"]),
        (("项目", "投资(亿元)"), ["label", "value"]), (("名称", "建设内容", "总投资(亿元)"), ["label", "other", "value"]),
    ],
)  # fmt: skip
def test_a_row_of_heads_gives_each_column_its_role(cells, expected):
    head = read_head(list(cells), TableHead(), NOWHERE)
    assert roles(head) == expected
    assert head.open  # a second row may follow


@pytest.mark.parametrize("cells", [("渔港", "座", "3", "8"), ("渔港", "约束性"), ("甲", "乙"), ("", ""), ("指标" * 20, "2025年"), ("名称", "地址", "电话")])
def test_a_row_of_anything_else_is_no_head(cells):
    assert read_head(list(cells), TableHead(), NOWHERE) is None


def test_a_head_is_not_changed_by_the_row_below_it():
    first = read_head(["指标", "单位", "目标值", "", "属性"], TableHead(), NOWHERE)
    second = read_head(["", "", "2025年", "2030年", ""], first, NOWHERE)
    assert [column.year for column in first.columns] == [None] * 5
    assert [column.year for column in second.columns] == [None, None, 2025, 2030, None]
    assert roles(second) == ["label", "unit", "value", "value", "nature"] and second.columns[2].past is False
    assert read_head(["渔港", "座", "", "", ""], second, NOWHERE) is None


@pytest.mark.parametrize(
    ("cells", "setting", "planned", "series", "guessed"),
    [
        (("指标", "2022年", "2023年"), NOWHERE, False, False, False),
        (("指标", "2023年", "2022年"), NOWHERE, False, True, False),  # the latest year first
        (("指标", "2022年", "2023年"), Setting(Span("review")), False, True, False),
        (("指标", "2021年", "2022年", "2023年"), NOWHERE, False, True, True), (("指标", "2021年", "2022年", "2023年"), NOWHERE, True, False, True),
        (("指标", "2021年", "2022年", "2023年"), Setting(Span("aims")), False, False, False),
        (("指标", "2020年", "2025年", "2030年"), NOWHERE, False, False, True),  # years that do not follow each other
        (("指标", "2021年", "2022年", "2023年"), Setting(clock=Clock(period_end=2025)), False, False, False),
        (("指标", "2021年", "2022年", "2023年", "属性"), NOWHERE, False, False, False),
    ],
)  # fmt: skip
def test_whether_columns_of_years_tell_of_what_has_been(cells, setting, planned, series, guessed):
    head = read_head(list(cells), TableHead(), setting, planned=planned)
    assert (head.series, head.guessed) == (series, guessed)


@pytest.mark.parametrize(
    ("caption", "year", "unit", "mixed", "aims"),
    [
        ("表1 2025年渔业目标(单位:亿元)", 2025, "亿元", False, True), ("表2 2019—2023年渔业出口", 2023, "", False, False), ("专栏1 主要指标", None, "", False, False),
        ("表3 投资 单位:亿元、%", None, "亿元", False, False), ("表4 产量(单位:万吨、万亩)", None, "", True, False), ("附表(计量单位:个)", None, "个", False, False),
    ],
)  # fmt: skip
def test_what_a_caption_says_of_the_table_below_it(caption, year, unit, mixed, aims):
    head = captioned(TableHead(), caption)
    assert (head.year, head.unit, head.mixed, head.aims, head.columns) == (year, unit, mixed, aims, ())


def test_a_caption_keeps_the_year_of_one_before_it_and_ends_a_table():
    dated = captioned(TableHead(), "2023年渔业生产情况")
    assert captioned(dated, "表1 主要产品").year == 2023
    below = read_head(["产品", "2022年", "2023年"], dated, NOWHERE)
    assert captioned(below, "表2 其他产品") == TableHead()


@pytest.mark.parametrize(("line", "unit"), [("单位:万吨", "万吨"), ("(单位:亿元,%)", "亿元"), ("单位:万吨、万亩", ""), ("单位:市水务局", None), ("渔港3座", None)])
def test_a_line_of_units(line, unit):
    head = with_unit_line(TableHead(), line)
    assert (head and head.unit) == unit
    assert head is None or head.mixed == (not unit)


def test_text_ends_a_table_with_all_that_its_head_said():
    head = read_head(["年份", "出口额", "增速"], captioned(TableHead(), "表1 2023年出口(单位:亿元)"), NOWHERE)
    assert head.by_year and head.unit == "亿元"
    assert ended(head) == TableHead()
    waiting = captioned(TableHead(), "表1 2023年出口")
    assert ended(waiting) == waiting


@pytest.mark.parametrize("line", ["指标 2020年 2025年 属性", "指标2020年2025年 属性", "主要指标 | 2020年 | 2025年", "指标 单位 2020年 2025年"])
def test_a_head_that_lost_its_tabs(line):
    assert [column.year for column in read_flat_head(line, TableHead()).columns] == [2020, 2025]


@pytest.mark.parametrize("line", ["主要指标2025年达到60%", "指标体系", "到2025年,指标全部完成", "渔港 3 8"])
def test_a_line_that_is_no_head(line):
    assert read_flat_head(line, TableHead()) is None


@pytest.mark.parametrize(
    ("before", "head"),
    [
        ("指标\t2020年\t2021年\t2022年\t2023年\n渔港(座)\t1\t2\t3\t4\n近年情况如上。\n", "指标 2025年 2030年\n"),
        ("指标\t2020年\t2021年\t2022年\t2023年\n渔港(座)\t1\t2\t3\t4\n", "指标 2025年 2030年\n"),
        ("指标\t2023年\t2022年\n渔港(座)\t4\t3\n", "指标2025年2030年 属性\n"),
        ("年份\t渔港(座)\n2022年\t3\n2023年\t4\n", "主要指标 2025年 2030年\n"),
        ("表1 2019—2023年渔港(单位:座)\n年份\t渔港\n2022年\t3\n2023年\t4\n以上为近年情况。\n", "指标 2025年 2030年\n"),
    ],
)  # fmt: skip
def test_a_flattened_table_does_not_take_its_tense_from_the_table_before_it(before, head):
    found = policylab.extract_targets(before + head + "1 海水养殖面积（万亩） 12.5 14\n2 海水养殖产量（万吨） 30 40\n")
    last = found.tail(4)
    assert last[["year", "kind"]].values.tolist() == [[2025, "baseline"], [2030, "target"]] * 2
    assert last["doubt"].isna().all()


def told(text, **period):
    """Indicator, value, unit and year of each statement, and what was not read."""
    ledger = policylab.extract_targets(text, **period)
    return [(row.indicator, f"{row.value:f}", row.unit, row.year) for row in ledger.itertuples()], unread_cells(text)


def of(line, *numbers, head="设施\t泊位\t投资"):
    return f"{head}\n{line}\n东湾码头\t" + "\t".join(numbers) + "\n"


@pytest.mark.parametrize(
    "line",
    ["\t个\t亿元", "单位\t个\t亿元", "计量单位\t（个）\t（亿元）", "单位：\t[个]\t【亿元】", "\t 个 \t 亿元 ", "个\t亿元", "（单位）\t个\t亿元"],
)
def test_a_row_of_units_belongs_to_the_names_above_it(line):
    assert told(of(line, "12", "3.5"), period_end=2030) == ([("东湾码头泊位", "12", "个", 2030), ("东湾码头投资", "350000000", "元", 2030)], [])


@pytest.mark.parametrize("rule", ["", "|---|---|---|\n"])
@pytest.mark.parametrize("line", ["| | 个 | 亿元 |", "|单位|（个）|（亿元）|", "| — | 个 | 亿元 |"])
def test_a_row_of_units_in_markdown(rule, line):
    text = f"| 设施 | 泊位 | 投资 |\n{rule}{line}\n| 东湾码头 | 12 | 3.5 |\n| 西湾码头 | 8 | 2 |\n"
    assert [row[:3] for row in told(text)[0]] == [
        ("东湾码头泊位", "12", "个"), ("东湾码头投资", "350000000", "元"), ("西湾码头泊位", "8", "个"), ("西湾码头投资", "200000000", "元"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # only some columns have one
        ("| 设施 | 泊位数 | 投资 |\n| 单位 | — | 亿元 |\n| 东湾码头 | 12 | 3.5 |\n", [("东湾码头泊位数", "12", None), ("东湾码头投资", "350000000", "元")]),
        ("序号\t品种\t面积\t产量\t增速\t备注\n\t\t万亩\t万吨\t%\t\n1\t海参\t12\t3.5\t6\t新品种\n", [("海参面积", "120000", "亩"), ("海参产量", "35000", "吨"), ("海参产量", "6", "%")]),
        ("类别\t设施\t泊位\t投资\n\t\t个\t亿元\n港口\t东湾码头\t3\t5\n\t西湾码头\t4\t6\n", [("东湾码头泊位", "3", "个"), ("东湾码头投资", "500000000", "元"), ("西湾码头泊位", "4", "个"), ("西湾码头投资", "600000000", "元")]),
        # an empty corner
        ("说明。\n\t渔港\t渔船\n\t座\t艘\n东县\t3\t400\n", [("东县渔港", "3", "座"), ("东县渔船", "400", "艘")]),
        ("\t渔港\t渔船\n\t座\t艘\n东县\t3\t400\n", [("东县渔港", "3", "座"), ("东县渔船", "400", "艘")]),
        # cells that reach over both rows stand in both
        ("设施\t泊位\t投资\t备注\n设施\t个\t亿元\t备注\n东湾码头\t3\t5\t新建\n", [("东湾码头泊位", "3", "个"), ("东湾码头投资", "500000000", "元")]),
        ("县区\t渔港2025年座\t渔港2030年座\t产量2025年万吨\t产量2030年万吨\n东县\t3\t5\t4\t6\n", [("东县渔港", "3", "座"), ("东县渔港", "5", "座"), ("东县产量", "40000", "吨"), ("东县产量", "60000", "吨")]),
        # units of several words, and a unit that the table has for a single column
        ("设施\t泊位\t投资\n\t座/个\t亿元\n东湾码头\t3\t5\n", [("东湾码头泊位", "3", "座/个"), ("东湾码头投资", "500000000", "元")]),
    ],
)  # fmt: skip
def test_a_row_of_units_by_the_place_of_its_cells(text, found):
    assert [row[:3] for row in told(text)[0]] == found


@pytest.mark.parametrize(
    "text",
    [
        "指标\t2025年产值\t2030年产值\n\t亿元\t亿元\n东县\t3\t5\n", "指标\t2025年\t2030年\n\t产值\t产值\n\t亿元\t亿元\n东县\t3\t5\n",
        "年份\t东县产值\n单位\t亿元\n2025年\t3\n2030年\t5\n", "指标\t东县产值\n\t亿元\n2025年\t3\n2030年目标\t5\n",
        "| 指标 | 2025年 | 2030年 |\n|---|---|---|\n| | 产值(亿元) | 产值(亿元) |\n| 东县 | 3 | 5 |\n",
    ],
)  # fmt: skip
def test_units_below_years_and_rows_that_are_years(text):
    assert told(text)[0] == [("东县产值", "300000000", "元", 2025), ("东县产值", "500000000", "元", 2030)]


@pytest.mark.parametrize("text", ["县区\t乡镇\t渔港\t产值\n座\t亿元\n东县\t南镇\t3\t5\n", "县区\t渔港\t产值\n座\n东县\t3\t5\n", "设施\t单位\t投资\n甲局\t乙局\n东湾码头\t3\t5\n"])
def test_where_nobody_knows_below_which_name_a_unit_stands_nothing_is_read(text):
    found, unread = told(text)
    assert found == [] and "3 | 5" in unread[0]


@pytest.mark.parametrize("text", ["指标\t单位\t2025年\t2030年\n渔港\t座\t\t\n渡口\t处\t3\t5\n", "指标\t单位\t2025年\t2030年\n渡口\t处\t3\t5\n"])
def test_a_unit_below_its_head_is_no_row_of_units(text):
    assert [row[:3] for row in told(text)[0]] == [("渡口", "3", "处"), ("渡口", "5", "处")]


@pytest.mark.parametrize(
    "head",
    [
        "县区\t渔船（艘）\t\t产量（万吨）\t\n\t2025年\t2030年\t2025年\t2030年", "县区\t渔船\t\t产量\t\n\t2025年（艘）\t2030年（艘）\t2025年（万吨）\t2030年（万吨）",
        "县区\t渔船\t渔船\t产量\t产量\n县区\t2025年（艘）\t2030年（艘）\t2025年（万吨）\t2030年（万吨）", "县区\t2025年渔船（艘）\t2030年渔船（艘）\t2025年产量（万吨）\t2030年产量（万吨）",
        "县区\t渔船\t\t产量\t\n\t2025年\t2030年\t2025年\t2030年\n\t艘\t艘\t万吨\t万吨",
    ],
)  # fmt: skip
def test_a_measure_above_years_names_their_columns(head):
    assert told(f"{head}\n东县\t400\t380\t5.5\t6\n", period_end=2030)[0] == [
        ("东县渔船", "400", "艘", 2025), ("东县渔船", "380", "艘", 2030), ("东县产量", "55000", "吨", 2025), ("东县产量", "60000", "吨", 2030),
    ]  # fmt: skip


def test_columns_that_say_the_same_are_doubtful():
    found = policylab.extract_targets("地区\t2025年\t2030年\t2025年\t2030年\n东县\t3\t5\t40\t38\n", period_end=2030)
    assert set(found["doubt"]) == {"table head not understood"}
    found = policylab.extract_targets("地区\t渔港2025年\t渔港2030年\t渔船2025年\t渔船2030年\n东县\t3\t5\t40\t38\n", period_end=2030)
    assert found["indicator"].tolist() == ["东县渔港"] * 2 + ["东县渔船"] * 2 and found["doubt"].isna().all()


@pytest.mark.parametrize(
    ("head", "unit", "name"),
    [
        ("面积/万亩", "万亩", "面积"), ("产值/亿元", "亿元", "产值"), ("占比/%", "%", "占比"), ("单价／元", "元", "单价"), ("2030年/万吨", "万吨", ""), ("2030年万吨", "万吨", ""), ("2030年度", "", ""), ("2030年末", "", ""), ("2030年产值", "", "产值"), ("产值/人", "", ""), ("收入(元/人)", "元/人", "收入"),
        ("单位面积产量（吨/公顷）", "吨/公顷", "单位面积产量"), ("产值/公顷", "", ""),
    ],
)  # fmt: skip
def test_a_unit_behind_a_stroke_is_that_of_its_column(head, unit, name):
    assert (read_column(head).unit, read_column(head).name) == (unit, name)


@pytest.mark.parametrize("places", ["省(市)", "县(区)", "各县(市、区)", "镇(街道)", "乡镇、街道", "地区", "考核单位", "单位", "建设单位", "区县名称"])
def test_below_the_name_of_places_every_column_counts_something(places):
    found, unread = told(f"{places}\t2025年渔船数(艘)\t更新泊位\t2030年渔港(座)\n东县\t40\t6\t3\n", period_end=2030)
    assert found == [("东县渔船数", "40", "艘", 2025), ("东县更新泊位", "6", None, 2030), ("东县渔港", "3", "座", 2030)] and unread == []


@pytest.mark.parametrize(
    "head",
    [
        "地区\t渔船(艘)\t\t投资(万元)\n\t本年任务\t其中:更新\t本年任务", "地区\t渔船(艘)\t渔船(艘)\t投资(万元)\n地区\t本年任务\t其中:更新\t本年任务",
        "地区\t渔船(艘)本年任务\t渔船(艘)其中:更新\t投资(万元)本年任务",
    ],
)  # fmt: skip
def test_names_below_columns_of_values_go_on_with_theirs(head):
    found, unread = told(f"{head}\n东县\t40\t6\t300\n", period_end=2030)
    assert found == [("东县渔船本年任务", "40", "艘", 2030), ("东县渔船其中:更新", "6", "艘", 2030), ("东县投资本年任务", "3000000", "元", 2030)] and unread == []


@pytest.mark.parametrize(("head", "cell"), [("合计", "12"), ("小计", "12"), ("联系电话", "83868386"), ("责任部门", "2"), ("邮编", "116000"), ("备注", "12")])
def test_beside_the_values_of_places_what_counts_nothing_or_is_their_sum_is_no_value(head, cell):
    found, _ = told(f"县区\t2026年\t2027年\t{head}\n东县\t4\t8\t{cell}\n", period_end=2027)
    assert [row[:2] for row in found] == [("东县", "4"), ("东县", "8")]


@pytest.mark.parametrize("line", ["合计\t\t9\t300", "合计\t合计\t9\t300", "\t合计\t9\t300", "合计\t\t9\t300\t"])
def test_what_stands_for_all_rows_may_stand_below_their_numbers(line):
    found, unread = told(f"序号\t县区\t渔船(艘)\t投资(万元)\n1\t东县\t4\t100\n{line}\n", period_end=2030)
    assert [row[:2] for row in found[2:]] == [("合计渔船", "9"), ("合计投资", "3000000")] and unread == []


@pytest.mark.parametrize("part", ["总量", "比重", "规模", "增速", "占比(%)"])
def test_what_is_measured_of_a_thing_has_its_name_from_the_cell_before_it(part):
    found, _ = told(f"类别\t指标\t2025年\t2030年\n渔业投资\t{part}\t40\t60\n", period_end=2030)
    assert [row[0] for row in found] == [f"渔业投资{part.removesuffix('(%)')}"] * 2
    alike, _ = told(f"指标\t指标\t2025年\t2030年\n{part}\t{part}\t40\t60\n", period_end=2030)
    assert [row[0] for row in alike] == [part.removesuffix("(%)")] * 2


@pytest.mark.parametrize("name", ["渔业产值", "泊位总量", "渔船数量", "冷库规模"])
def test_a_whole_name_stands_without_the_group_before_it(name):
    found, _ = told(f"类别\t指标\t2025年\t2030年\n渔业投资\t{name}\t40\t60\n", period_end=2030)
    assert [row[0] for row in found] == [name] * 2


@pytest.mark.parametrize("head", ["指标要求", "任务要求", "目标要求", "年度目标"])
def test_what_is_required_of_an_indicator_is_its_value(head):
    found, unread = told(f"序号\t任务名称\t{head}\t牵头部门\t目标类型\n1\t渔业产值\t增长5.5%(市下达)\t渔业局\tA类\n2\t冷库\t新建3座\t商务局\tB类\n", period_end=2030)
    assert found == [("渔业产值", "5.5", "%", 2030), ("冷库", "3", "座", 2030)] and unread == []


@pytest.mark.parametrize("head", ["产品\t单位\t2025年\t2030年", "品种\t计量单位\t2025年\t2030年", "序号\t产品\t单位\t2025年\t2030年"])
def test_the_name_of_a_row_stands_before_its_unit(head):
    row = "1\t对虾\t万吨\t3\t5" if head.startswith("序号") else "对虾\t万吨\t3\t5"
    assert told(f"{head}\n{row}\n", period_end=2030)[0] == [("对虾", "30000", "吨", 2025), ("对虾", "50000", "吨", 2030)]
