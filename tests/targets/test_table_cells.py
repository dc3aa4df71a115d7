"""Cells of tables: whether one is a value, and the statement that it makes below its column."""

import pytest

from policylab.targets._statements import Statement
from policylab.targets._table_cells import Cell, fits, in_points, is_index, is_value, is_year, read_value, with_totals
from policylab.targets._table_columns import read_column


@pytest.mark.parametrize(
    "cell",
    [
        "42.5", "≥90%", "[24]", "〔3.5〕", "7.2左右", ">95", "1,200", "3-5", "12年", "约100", "85%以上", "45*", "(-18)", "+5", "-1.5", "5.3①", "66.1、含农村", "1.2亿", "0.5‰", "12/10万",
        "96.7(2019年)", "≤100㎡", "99.99%+", "低于5%", "年均6", "累计20",
    ],
)  # fmt: skip
def test_a_value_may_have_bounds_brackets_notes_and_a_remark(cell):
    assert is_value(cell)


@pytest.mark.parametrize("cell", ["—", "/", "2025年", "2025年底前", "2024年6月底前完成", "三级", "基本达到", "无", "一", "√", "1∶3", "", "建成5座", "市发展改革委"])
def test_dates_words_and_dashes_are_no_values(cell):
    assert not is_value(cell)


def test_the_number_of_a_row_stands_before_a_name():
    assert is_index([Cell(0, "1"), Cell(2, "森林覆盖率"), Cell(8, "42")], 0) and is_index([Cell(0, "生态"), Cell(3, "(二)"), Cell(7, "森林覆盖率")], 1)
    assert not is_index([Cell(0, "42"), Cell(3, "45")], 0) and not is_index([Cell(0, "甲"), Cell(2, "乙"), Cell(4, "3"), Cell(6, "丙类")], 2)
    assert is_year("2025年") and is_year("2025年底") and not is_year("25")


@pytest.mark.parametrize(
    ("head", "cell", "fit"),
    [
        ("属性", "约束性", 2), ("属性", "42", -1), ("单位", "万吨", 1), ("单位", "42", -1), ("序号", "3", 1), ("序号", "甲", -1), ("2025年", "42", 1), ("2025年", "—", 1), ("2025年", "甲", 0),
        ("指标", "42", -1), ("指标", "甲", 0), ("责任单位", "42", 0),
    ],
)  # fmt: skip
def test_how_well_a_cell_fits_below_a_head(head, cell, fit):
    assert fits(read_column(head), cell) == fit


def cell(text, name, unit, head):
    """Indicator, comparator, value, upper end, unit, measure and base year of a cell."""
    one = read_value(text, 0, len(text), name, unit, read_column(head) if head else None)
    return one and (one.indicator, one.comparator, format(one.value, "f"), one.value_high, one.unit, one.measure, one.base_year)


@pytest.mark.parametrize(
    ("text", "name", "unit", "head", "read"),
    [
        # units: of the cell, of the column, of the row; magnitudes are multiplied out
        ("42.5", "森林覆盖率", "%", "2025年", ("森林覆盖率", "eq", "42.5", None, "%", "level", None)), ("1200", "用水总量", "亿立方米", "2030年", ("用水总量", "eq", "120000000000", None, "立方米", "level", None)),
        ("1.2亿", "游客", "人次", "2025年", ("游客", "eq", "120000000", None, "人次", "level", None)), ("8000", "项目", "个", "投资(亿元)", ("项目投资", "eq", "800000000000", None, "元", "level", None)),
        ("8000", "交通投资", "", "投资(亿元)", ("交通投资", "eq", "800000000000", None, "元", "level", None)), ("一万", "用户", "户", "2025年", ("用户", "eq", "10000", None, "户", "level", None)),
        # a number with a magnitude of its own is not multiplied by that of its row
        ("3万5", "渔港", "万座", "2025年", ("渔港", "eq", "35000", None, "座", "level", None)), ("3万4000", "渔港", "万座", "2025年", ("渔港", "eq", "34000", None, "座", "level", None)),
        ("一万五", "渔港", "万座", "2025年", ("渔港", "eq", "15000", None, "座", "level", None)), ("2千3", "产量", "万吨", "2025年", ("产量", "eq", "2300", None, "吨", "level", None)),
        ("12/10万", "孕产妇死亡率", "", "2025年", ("孕产妇死亡率", "eq", "12", None, "/10万", "level", None)), ("20个", "基地", "座", "2025年", ("基地", "eq", "20", None, "个", "level", None)),
        # of a head for growth of each year and totals, a number without brackets is a rate, but not in a row of shares
        ("6.5", "生产总值", "亿元", "年均增长[累计]", ("生产总值", "eq", "6.5", None, "%", "annual_growth", None)), ("2.8%", "肉类产量", "万吨", "年均增速(累计)", ("肉类产量", "eq", "2.8", None, "%", "annual_growth", None)),
        ("[2.75]", "高标准农田", "亿亩", "年均增长[累计]", ("高标准农田", "eq", "275000000", None, "亩", "increase", None)), ("<5.5", "失业率", "%", "年均增长[累计]", ("失业率", "lt", "5.5", None, "%", "level", None)),
        ("3万头", "出栏", "万头", "年均增长[累计]", ("出栏", "eq", "30000", None, "头", "level", None)), ("1.2", "渔港", "万座", "年均/累计", ("渔港", "eq", "12000", None, "座", "level", None)),
        # bounds
        ("≥90%", "达标率", "", "2025年", ("达标率", "ge", "90", None, "%", "level", None)), ("低于5%", "失业率", "", "2025年", ("失业率", "lt", "5", None, "%", "level", None)),
        ("3-5", "新学校", "所", "2025年", ("新学校", "range", "3", 5, "所", "level", None)), ("99.99%+", "可靠率", "", "2025年", ("可靠率", "ge", "99.99", None, "%", "level", None)),
        ("5%以上", "投入", "", "2025年", ("投入", "ge", "5", None, "%", "level", None)), ("7左右", "失业率", "%", "2025年", ("失业率", "approx", "7", None, "%", "level", None)),
        # measures: [ ] is cumulative, a head of growth makes rates, the name may say that a thing falls
        ("[24]", "森林覆盖率", "%", "2025年", ("森林覆盖率", "eq", "24", None, "%", "increase", None)), ("(-18)", "能耗降低", "%", "累计", ("能耗降低", "eq", "18", None, "%", "decrease", None)),
        ("6", "生产总值", "亿元", "年均增长(%)", ("生产总值", "eq", "6", None, "%", "annual_growth", None)), ("6.5", "能耗下降", "%", "年均/累计", ("能耗下降", "eq", "6.5", None, "%", "decrease", None)),
        ("6.5", "生产总值增长", "%", "年均/累计", ("生产总值增长", "eq", "6.5", None, "%", "annual_growth", None)), ("[5000]", "补充耕地", "万亩", "五年累计", ("补充耕地", "eq", "50000000", None, "亩", "increase", None)),
        ("下降18", "能耗", "%", "五年累计", ("能耗", "eq", "18", None, "%", "decrease", None)), ("+5", "覆盖率", "%", "2030年", ("覆盖率", "eq", "5", None, "个百分点", "increase", None)),
        ("-1.5", "人口增长率", "‰", "2030年", ("人口增长率", "eq", "-1.5", None, "‰", "increase", None)), ("10", "产量", "吨", "比2020年增长(%)", ("产量", "eq", "10", None, "%", "increase", 2020)),
        # no number, or two
        ("2025年底前", "甲", "", "2025年", None), ("45/50", "甲", "", "2025年", None), ("投资3亿元", "基地", "", "2025年", None), ("1:3", "师生比", "", "2025年", None), ("三", "基地", "个", None, None),
    ],
)  # fmt: skip
def test_the_statement_of_a_cell(text, name, unit, head, read):
    assert cell(text, name, unit, head) == read


def row(text, name, unit, heads):
    """The statements of a row of cells, and the cells with their columns."""
    cells, start = [], 0
    for value, head in zip(text.split("\t"), heads, strict=True):
        cells.append(Cell(start, value, read_column(head)))
        start += len(value) + 1
    return [read_value(text, start, start + len(value), name, unit, column) for start, value, column in cells], cells


def values(statements: list[Statement]):
    return [(format(one.value, "f"), one.unit, one.doubt) for one in statements]


@pytest.mark.parametrize(
    ("text", "unit"),
    [("56\t80\t[24]", "个百分点"), ("80\t56\t(24)", "个百分点"), ("56\t80\t[42.9]", "%"), ("56\t80\t24", "%"), ("56\t80.5\t〔24.5〕", "个百分点")],
)
def test_a_change_that_is_the_difference_of_two_shares_is_in_points(text, unit):
    statements, _ = row(text, "入学率", "%", ("2020年", "2025年", "累计"))
    assert [one.unit for one in in_points(statements, text)] == ["%", "%", unit]


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("200\t250\t[50]", ("50", "公里", None)),  # what the levels differ by
        ("200\t250\t[25]", ("25", "%", None)),  # what the level grows by, in percent
        ("200\t250\t[7]", ("7", "公里", "table head not understood")),  # neither
    ],
)
def test_a_total_below_growth_is_in_the_unit_that_the_levels_show(text, total):
    statements, cells = row(text, "里程", "公里", ("2020年", "2025年", "增长"))
    assert values(with_totals(statements, cells)) == [("200", "公里", None), ("250", "公里", None), total]
