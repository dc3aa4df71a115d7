"""Tables in the ledger: rows that repeat the text are records of their own, and what gives the year of a statement."""

import pandas as pd
import pytest

import policylab
from policylab.targets import target_specificity, unread_cells
from policylab.targets._review_and_aims import Clock, Setting
from policylab.targets._table_cells import Told, read_cell, row_cells, unread

PLAN = """一、任务
建设实训基地20个,培训技术工人3万人次。
附件1
重点任务清单
序号\t任务\t责任单位
1\t建设实训基地20个,培训技术工人3万人次。\t市教委
2\t新建图书馆4座,方便群众。\t市文化局
"""


@pytest.fixture(scope="module")
def ledger():
    return policylab.extract_targets(PLAN, period_end=2025, plan="a")


def test_a_row_that_repeats_the_text_is_a_record_and_so_is_another_one(ledger):
    assert ledger[["indicator", "section"]].values.tolist() == [
        ["实训基地", "a/1"], ["技术工人", "a/1"], ["实训基地", "a/2"], ["技术工人", "a/2"], ["新建图书馆", "a/2"],
    ]  # fmt: skip


def test_the_number_of_a_row_is_no_part_of_its_sentence(ledger):
    assert ledger["sentence"].iloc[-1] == "新建图书馆4座,方便群众。"
    row = ledger.iloc[-1]
    assert PLAN[row["start"] : row["end"]] == "4座"


def test_a_table_with_another_value_or_year_is_kept():
    text = "一、任务\n到2023年,建设基地20个,促进就业。\n附件1\n清单\n1\t到2025年,建设基地20个,促进就业。\n2\t建设基地30个,促进就业。\n"
    ledger = policylab.extract_targets(text, period_end=2025)
    assert ledger[["value", "year"]].astype(str).values.tolist() == [["20", "2023"], ["20", "2025"], ["30", "2025"]]


def test_an_indicator_table_is_read_without_its_row_numbers():
    text = "一、目标\n如下,请落实。\n附件1\n主要指标\n序号\t指标\t单位\t2020年\t2025年\t属性\n1\t5G基站数\t个\t100\t300\t预期性\n"
    ledger = policylab.extract_targets(text, period_start=2021, period_end=2025)
    assert ledger[["indicator", "kind", "year", "year_from"]].astype(str).values.tolist() == [
        ["5G基站数", "baseline", "2020", "context"],
        ["5G基站数", "target", "2025", "context"],
    ]
    assert ledger["sentence"].str.startswith("5G基站数").all()


def test_what_gives_the_year_is_said():
    text = "一、目标\n到2023年,建成书屋20个。建成剧场3座。\n二、任务\n新建学校5所。现有医院9家。"
    ledger = policylab.extract_targets(text, period_end=2025)
    assert ledger["year"].dropna().tolist() == [2023, 2023, 2025]
    assert ledger["year_from"].tolist() == ["sentence", "context", "period", None]


def test_every_year_and_no_other_has_its_origin(corpus):
    table = policylab.extract_targets(corpus)
    assert (table["year"].isna() == table["year_from"].isna()).all()
    assert set(table["year_from"].dropna()) == {"sentence", "context", "period"}


def test_density_leaves_tables_out_of_both_sides(ledger):
    from policylab.corpus import outline

    paragraphs = pd.DataFrame(outline(PLAN, plan_id="a")[1])
    plans = pd.DataFrame({"plan": ["a"], "characters": [len(PLAN)]})
    row = target_specificity(ledger, plans, paragraphs=paragraphs).iloc[0]
    tables = sum(len(line) for line in PLAN.split("\n") if "\t" in line)
    assert row["targets"] == 2
    assert row["characters"] == len(PLAN) - tables
    assert row["targets_per_10k"] == pytest.approx(2 * 10_000 / (len(PLAN) - tables))
    assert target_specificity(ledger, plans).iloc[0]["targets"] == 3


def test_the_four_plans_have_no_tables_to_leave_out(corpus):
    table = policylab.extract_targets(corpus)
    pd.testing.assert_frame_equal(
        target_specificity(table, corpus.plans), target_specificity(table, corpus.plans, paragraphs=corpus.paragraphs)
    )


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("4\t5G基站\t7万个\t市通信管理局", [(2, "5G基站\t7万个")]), ("5G基站\t7万个", [(0, "5G基站\t7万个")]), ("(三)\t5G基站\t2025年\t7万个", [(4, "5G基站\t2025年\t7万个")]),
        ("3\t建成5G基站7万个,覆盖全市。\t市通信管理局", [(2, "建成5G基站7万个,覆盖全市。"), (18, "市通信管理局")]), ("1.2\t新建渔港5座\t市渔业局", [(4, "新建渔港5座"), (11, "市渔业局")]),
        ("责任单位\t市渔业局", [(0, "责任单位\t市渔业局")]), ("", [(0, "")]),
    ],
)  # fmt: skip
def test_a_row_is_read_whole_unless_its_cells_say_something_themselves(row, cells):
    assert [(cell.start, cell.text) for cell in row_cells(row)] == cells


def test_where_the_head_tells_the_name_of_a_row_each_cell_is_told_of_it():
    cells = row_cells("1\t渔港建设\t新建5座\t市渔业局", "渔港建设", 2027)
    assert [(cell.text, cell.name, cell.year) for cell in cells] == [("渔港建设", "", 2027), ("新建5座", "渔港建设", 2027), ("市渔业局", "渔港建设", 2027)]


SETTING = Setting(clock=Clock(period_start=2026, period_end=2030))


def told(text, **column):
    """Indicator, comparator, value, unit, measure, kind and year of what a cell says."""
    found = read_cell(Told(0, text, **column), SETTING)
    return [(one.indicator, one.comparator, f"{one.value:f}", one.unit, one.measure, one.kind, one.year) for one in (said.statement for said in found)]


AIM = {"name": "用水总量", "unit": "亿立方米", "kind": "target", "year": 2030, "year_from": "context"}


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("控制在33以内", ("le", "3300000000", "立方米", "level")), ("不超过33", ("le", "3300000000", "立方米", "level")), ("约33", ("approx", "3300000000", "立方米", "level")), ("减少2", ("eq", "200000000", "立方米", "decrease")),
        ("比2025年下降5%", ("eq", "5", "%", "decrease")), ("33亿立方米左右", ("approx", "3300000000", "立方米", "level")), ("三十三", ("eq", "3300000000", "立方米", "level")),
    ],
)  # fmt: skip
def test_a_cell_below_a_year_is_told_of_its_row_in_the_unit_of_the_row(text, statement):
    assert told(text, **AIM) == [("用水总量", *statement, "target", 2030)]


@pytest.mark.parametrize("text", ["由30降至28", "由30减少到28", "从目前的30降到28", "由30压减至28", "从30下降至28"])
def test_where_a_change_begins_is_a_baseline(text):
    assert told(text, **AIM) == [("用水总量", "eq", "3000000000", "立方米", "level", "baseline", None), ("用水总量", "eq", "2800000000", "立方米", "level", "target", 2030)]


def test_a_rate_that_rises_by_a_bare_number_rises_by_points():
    assert told("提高5", name="入园率", unit="%", kind="target", year=2030)[0][2:5] == ("5", "个百分点", "increase")
    assert told("提高5%", name="入园率", unit="%", kind="target", year=2030)[0][3] == "%"


@pytest.mark.parametrize(
    ("text", "indicators"),
    [("新建60公里", ["道路"]), ("5G基站7万个", ["5G基站"]), ("新建渔港5座", ["新建渔港"]), ("5座", ["道路"]), ("咨询电话12345", []), ("市渔业局", []), ("2027年底前", [])],
)
def test_a_cell_of_a_task_is_told_of_what_it_names_or_of_its_row(text, indicators):
    assert [row[0] for row in told(text, name="道路", unit="公里", year=2027, year_from="sentence")] == indicators


def test_the_year_of_a_row_holds_unless_the_cell_names_one():
    assert [row[-1] for row in told("新建5座", name="渔港", year=2027, year_from="sentence")] == [2027]
    assert [row[-1] for row in told("到2029年,新建5座", name="渔港", year=2027, year_from="sentence")] == [2029]


@pytest.mark.parametrize(("text", "left"), [("45/50", True), ("控制在33以内", False), ("2027年底前", False), ("市渔业局", False), ("G7公路", False)])
def test_a_number_that_no_statement_has_was_not_read(text, left):
    cell = Told(0, text, **AIM)
    assert unread(cell, [said.statement for said in read_cell(cell, SETTING)]) is left


@pytest.mark.parametrize(
    ("cell", "value"),
    [("控制在3万5以内", "35000"), ("控制在1.2亿以内", "120000000"), ("控制在33以内", "330000"), ("由5降至3万", "30000"), ("不超过2万5千", "25000")],
)
def test_a_number_with_a_magnitude_has_the_unit_of_its_row_alone(cell, value):
    found = policylab.extract_targets(f"指标\t单位\t2030年\n用水总量\t万吨\t{cell}\n", period_end=2030)
    assert (f"{found['value'].iloc[-1]:f}", found["unit"].iloc[-1]) == (value, "吨")


@pytest.mark.parametrize(
    "cell",
    ["咨询电话12345", "12345热线", "邮编266000", "东政发〔2025〕12号", "账号6222021234567", "传真:0532-83868386", "见附件2", "第3批", "热线：12345、12348", "3期工程"],
)
def test_a_number_that_counts_nothing_is_no_value_of_its_row(cell):
    text = f"指标\t单位\t2025年\t2030年\n渔港\t座\t3\t{cell}\n"
    assert policylab.extract_targets(text, period_end=2030)["value"].astype(str).tolist() == ["3"]
    assert cell.replace("：", ":") in unread_cells(text)[0]


@pytest.mark.parametrize("name", ["咨询电话", "服务热线", "邮政编码", "传真号码", "开户账号"])
def test_a_row_of_numbers_that_count_nothing_has_no_values(name):
    text = f"指标\t单位\t2025年\t2030年\n{name}\t\t12345\t12345\n渔港\t座\t3\t5\n"
    assert policylab.extract_targets(text, period_end=2030)["indicator"].tolist() == ["渔港", "渔港"]
    assert name in unread_cells(text)[0]


@pytest.mark.parametrize(("name", "unit"), [("固定电话", "万户"), ("服务热线", "条"), ("手机", "万部"), ("赋码", "万个")])
def test_what_a_row_counts_of_them_has_values(name, unit):
    found = policylab.extract_targets(f"指标\t单位\t2025年\t2030年\n{name}\t{unit}\t3\t5\n", period_end=2030)
    assert found["indicator"].tolist() == [name, name] and found["unit"].tolist() == [unit.removeprefix("万")] * 2


@pytest.mark.parametrize("head", ["联系电话", "热线", "传真", "邮编", "证书编号"])
def test_a_column_of_numbers_that_count_nothing(head):
    text = f"事项\t责任单位\t投资(亿元)\t{head}\n渔港\t市渔业局\t3\t83868386\n"
    found = policylab.extract_targets(text, period_end=2030)
    assert found[["indicator", "unit"]].values.tolist() == [["渔港投资", "元"]]
