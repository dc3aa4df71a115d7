"""Tables whose cells stand one a line: which rows they make, and what is told where nobody knows."""

import pytest

import policylab
from policylab.targets import unread_cells

CELLS = ["指标", "2025年", "2030年", "渔港(座)", "3", "8", "冷库(万吨)", "1.5", "2", "良种覆盖率(%)", "90", "95%"]
FOUND = [
    ("渔港", "3", "座", 2025), ("渔港", "8", "座", 2030), ("冷库", "15000", "吨", 2025), ("冷库", "20000", "吨", 2030),
    ("良种覆盖率", "90", "%", 2025), ("良种覆盖率", "95", "%", 2030),
]  # fmt: skip


def told(text, **period):
    ledger = policylab.extract_targets(text, **{"period_start": 2026, "period_end": 2030} | period)
    return [(row.indicator, f"{row.value:f}", row.unit, row.year) for row in ledger.itertuples()], unread_cells(text)


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n  \n  ", "\r\n\r\n"])
def test_cells_of_one_line_each_are_rows_below_their_head(between):
    text = between.join(["某市渔业规划", "主要指标表", *CELLS, "各县要抓好落实。"])
    assert told(text) == (FOUND, [])


def test_what_is_read_stands_where_the_text_has_it():
    text = "\n".join(CELLS)
    ledger = policylab.extract_targets(text, period_start=2026, period_end=2030)
    assert [text[row.start : row.end] for row in ledger.itertuples()] == ["3", "8", "1.5", "2", "90", "95%"]


@pytest.mark.parametrize(
    "cells",
    [
        [*CELLS[:3], "一、设施建设", *CELLS[3:9], "二、种业", *CELLS[9:]], [*CELLS[:3], "设施", *CELLS[3:9], "种业", *CELLS[9:]],
        ["类别", *CELLS[:3], "设施", *CELLS[3:9], "种业", *CELLS[9:]],
    ],
)  # fmt: skip
def test_the_name_of_a_group_stands_between_rows(cells):
    assert told("\n".join(cells)) == (FOUND, [])


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        (["序号", "指标", "单位", "2025年", "2030年", "属性"], [["1", "渔港", "座", "3", "8", "约束性"], ["2", "渡口", "处", "5", "9", "预期性"], ["3", "渔船", "艘", "2000", "1900", "预期性"]]),
        (["指标", "单位", "2025年", "2030年", "责任单位"], [["渔港", "座", "3", "8", "渔业局"], ["渡口", "处", "5", "9", "交通局"], ["渔船", "艘", "2000", "1900", "渔业局"]]),
    ],
)  # fmt: skip
def test_each_cell_is_below_its_column(head, rows):
    found, unread = told("\n".join([*head, *sum(rows, [])]))
    assert found == [
        ("渔港", "3", "座", 2025), ("渔港", "8", "座", 2030), ("渡口", "5", "处", 2025), ("渡口", "9", "处", 2030), ("渔船", "2000", "艘", 2025), ("渔船", "1900", "艘", 2030),
    ] and unread == []  # fmt: skip


def test_a_name_above_years_stands_with_each_of_them():
    cells = ["序号", "地市", "渔港数量", "整治(座)", "2028年", "2029年", "2030年", "1", "东市", "8", "3", "4", "1", "2", "南市", "9", "2", "5", "2", "合计", "17", "5", "9", "3"]
    found, unread = told("\n".join(cells))
    assert [row[1] for row in found] == ["8", "3", "4", "1", "9", "2", "5", "2"] and [row[3] for row in found[1:4]] == [2028, 2029, 2030]
    assert "合计" in unread[0]


def test_a_unit_on_its_own_line_belongs_to_the_name_before_it():
    cells = ["序号", "项目名称", "总投资", "(万元)", "2027年投资", "(万元)", "1", "东港", "300", "40", "2", "西港", "500", "60"]
    assert told("\n".join(cells))[0] == [("东港总投资", "3000000", "元", 2030), ("东港投资", "400000", "元", 2027), ("西港总投资", "5000000", "元", 2030), ("西港投资", "600000", "元", 2027)]


@pytest.mark.parametrize(
    "cells",
    [
        ["指标", "2025年", "2030年", "渔港", "3", "8", "9", "冷库", "1", "2", "4"],  # more cells than its head
        ["指标", "2025年", "2027年", "2030年", "渔港", "3", "8", "冷库", "1", "2"],  # fewer
        ["序号", "指标", "2025年", "2027年", "2030年", "1", "渔港", "3", "8", "2", "冷库", "1", "2", "3", "渡口", "5", "6"],  # as many with the number of the next row
        ["全市", "300", "400", "133.3", "市本级", "20", "30", "150"], ["东县", "12", "8", "南县", "7", "6"],  # no head
    ],
)  # fmt: skip
def test_numbers_whose_columns_nobody_knows_are_told_and_not_read(cells):
    found, unread = told("\n".join(cells))
    assert found == [] and "were not read: " in unread[0]


@pytest.mark.parametrize("text", ["目录\n一、总则\n1\n二、目标\n3\n三、任务\n5\n四、保障\n9\n", "联系人\n张某\n电话\n83868386\n邮编\n116000\n", "1\n建成渔港3座\n2\n新建冷库2座\n3\n整治渡口\n4\n"])
def test_single_numbers_between_lines_are_no_table(text):
    assert all("83868386" not in line and "116000" not in line and "9" not in line for line in unread_cells(text))


PIPED = "类别 |\n指标 |\n单位 |\n2025年 |\n2030年 |\n备注 |\n"


@pytest.mark.parametrize(
    "text",
    [
        PIPED + "设施 |\n渔港 |\n座 |\n3 |\n8 |\n|\n冷库 |\n冷库容量 |\n万吨 |\n1.5 |\n2 |\n新建 |\n",
        "|\n" + PIPED + "|\n设施 |\n渔港 |\n座 |\n3 |\n8 |\n新 |\n|\n冷库容量 |\n万吨 |\n1.5 |\n2 |\n新建 | |\n",
        "|\n渔业主要指标 | |||||\n" + PIPED.replace("备注 |", "备注 | |") + "设施 |\n渔港 |\n座 |\n3 |\n8 |\n新 | |\n设施 |\n冷库容量 |\n万吨 |\n1.5 |\n2 |\n新建 | |\n",
    ],
)  # fmt: skip
def test_cells_that_end_in_a_stroke_are_rows_of_one_width(text):
    found, unread = told(text)
    assert [row[1:] for row in found] == [("3", "座", 2025), ("8", "座", 2030), ("15000", "吨", 2025), ("20000", "吨", 2030)] and unread == []


def test_a_row_of_strokes_that_lost_cells_is_told():
    text = "地区 |\n2025年产量(万吨) |\n2027年产量(万吨) |\n2030年产量(万吨) |\n东县 |\n3 |\n| |\n西县 |\n4 |\n5 |\n6 |\n"
    found, unread = told(text)
    assert [row[1] for row in found] == ["40000", "50000", "60000"] and "东县" in unread[0]


def test_below_a_head_with_fewer_columns_than_its_rows_nothing_is_read():
    text = "地区 |\n投资(亿元) |\n渔船(艘) |\n| |\n合计 |\n30 |\n12 |\n40 |\n|\n东县 |\n10 |\n4 |\n20 |\n|\n"
    found, unread = told(text)
    assert found == [] and "10" in unread[0]


@pytest.mark.parametrize(
    "text",
    [
        "主要指标\t渔港(座)\t良种覆盖率\n2030年目标值\t8\t>95%\n属性\t预期性\t约束性\n", "| 主要指标 | 渔港(座) | 良种覆盖率 |\n|---|---|---|\n| 2030年目标值 | 8 | >95% |\n",
        "主 要 指 标 |\n渔港(座) | 良种覆盖率 |\n2030 年 目 标 值 |\n8 | >95% |\n主 要 指 标 |\n冷库(座) | 保险覆盖率 |\n2030 年 目 标 值 |\n—— | —— |\n", "指标\t渔港(座)\t良种覆盖率\n2025年\t3\t90%\n2030年\t8\t>95%\n",
    ],
)  # fmt: skip
def test_a_table_on_its_side_has_its_indicators_above_their_values(text):
    found, unread = told(text)
    assert [row for row in found if row[3] == 2030] == [("渔港", "8", "座", 2030), ("良种覆盖率", "95", "%", 2030)] and unread == []


@pytest.mark.parametrize("line", ["4沙镇1 0.75 1 2.1 3 4.95", "合计 3 2.25 42 88.2", "东县 12 8 3 | 4", "南县 1,200 3.5 7"])
def test_a_line_of_a_name_and_several_bare_numbers_is_told(line):
    assert told(line + "\n")[0] == [] and "were not read: 1" in unread_cells(line + "\n")[0]


@pytest.mark.parametrize(("title", "kind"), [("2029年《政府工作报告》目标任务分解表", "target"), ("2029年政府工作报告重点工作分工", "target"), ("2029年区政府工作报告确定的主要任务责任分解方案", "target"), ("2029年政府工作报告", "baseline")])
def test_who_does_what_a_report_sets_is_no_report(title, kind):
    ledger = policylab.extract_targets(f"{title}\n产值增长5%。\n")
    assert ledger["kind"].tolist() == [kind]


@pytest.mark.parametrize("name", ["村庄规划管理覆盖率", "人均预期寿命", "规划区绿化面积"])
def test_words_within_a_name_tell_no_time(name):
    assert policylab.extract_targets(f"地区\t{name}(%)\n东县\t90\n", period_end=2030)["indicator"].tolist() == [f"东县{name}"]


@pytest.mark.parametrize("unit", ["单位:座\n", "单位:座 | ||\n", "(单位:座)\n"])
def test_a_whole_table_on_one_line_is_rows_of_one_width(unit):
    text = unit + " | 县(市、区) | 渔港 | 渡口 | 码头 |  | 合 计 | 15 | 10 | 30 |  | 一、东县 | 2 | 1.5 | 8 |  | 西县 | 4 |   | 22 | \n |  |  |  |\n"
    found, unread = told(text)
    assert [row[:3] for row in found] == [
        ("合计渔港", "15", "座"), ("合计渡口", "10", "座"), ("合计码头", "30", "座"), ("东县渔港", "2", "座"), ("东县渡口", "1.5", "座"), ("东县码头", "8", "座"),
        ("西县渔港", "4", "座"), ("西县码头", "22", "座"),
    ] and unread == []  # fmt: skip


def test_a_unit_above_places_is_that_of_their_columns():
    found, unread = told("附件 | ||\n2029年造林补充计划表 | ||\n单位:万亩 | ||\n单 位 | 封山育林 | 备注 |\n总 计 | 25.0 | |\n一、东市 | 2.5 | |\n南县 | 2.5 | |\n")
    assert found == [("总计封山育林", "250000", "亩", 2029), ("东市封山育林", "25000", "亩", 2029), ("南县封山育林", "25000", "亩", 2029)] and unread == []


def test_cells_behind_a_stroke_each_are_rows_of_one_width():
    text = "序号\n| 考评指标\n| 2028年目标\n| 2030年目标\n| 权重\n| 1\n| 渔港(座)\n| 10\n| 16\n| 5\n| 2\n| 渡口(处)\n|\n| 7\n| 3\n"
    assert told(text)[0] == [("渔港", "10", "座", 2028), ("渔港", "16", "座", 2030), ("渡口", "7", "处", 2030)]


@pytest.mark.parametrize("head", ["权重", "分值", "得分", "目标任务考核指标权重"])
def test_what_a_task_is_worth_in_points_is_no_value(head):
    assert told(f"序号\t指标\t{head}\t2030年目标\n1\t渔港(座)\t10\t16\n", period_end=2030)[0] == [("渔港", "16", "座", 2030)]


def test_single_numbers_with_strokes_are_told():
    text = "指标\n类别\n| 2026年完成情况\n| 2027年完成情况\n|\n渔港良种\n覆盖率\n| >1.7%\n| 2.06%\n| 2.07%\n|\n水质达标率\n| 100%\n| 99%\n|\n"
    found, unread = told(text)
    assert found == [] and "not read: 5" in unread[0]


@pytest.mark.parametrize(("label", "name"), [("一、东市", "东市"), ("十二、渔港", "渔港"), ("一、二产业增加值", "一、二产业增加值")])
def test_the_number_of_a_row_in_words_is_no_part_of_its_name(label, name):
    assert policylab.extract_targets(f"指标\t2025年\t2030年\n{label}\t3\t8\n", period_end=2030)["indicator"].tolist() == [name] * 2


def test_the_stroke_of_a_cell_is_no_name():
    text = "指标\n类别\n| 2026年完成情况\n|\n噪声平均\n值\n| <60分贝 (昼)\n|\n绿地\n覆盖\n| 达到40%\n|\n良种\n| 100%\n|\n"
    assert all("|" not in (row[0] or "") for row in told(text)[0])
