"""A document's statements: paragraphs in their spans of time, notes that date them, tables, and what neighbours say."""

from types import SimpleNamespace

import pandas as pd
import pytest

import policylab
from policylab.targets._document import read_document, settled, trace
from policylab.targets._table_cells import Told


def records(*lines):
    """Sections and paragraphs of lines such as ``h1|一、总体要求`` or ``body|建成5个。``."""
    sections, paragraphs, at = [], [], 0
    for line in lines:
        role, _, text = line.partition("|")
        if role[0] == "h" and role[1:].isdigit():
            sections.append(SimpleNamespace(section=f"s{len(sections)}", level=int(role[1:])))
            role = "heading"
        section = sections[-1].section if sections else ""
        paragraphs.append(SimpleNamespace(text=text, section=section, role=role, start=at))
        at += len(text) + 1
    return sections, paragraphs


def read(*lines, start=None, end=None):
    """Indicator, value, kind, year and what gives it, of each statement."""
    found = read_document(*records(*lines), period_start=start, period_end=end)
    return [(one.indicator, f"{one.value:f}", one.kind, one.year, one.year_from) for one in (item.statement for item in found)]


@pytest.mark.parametrize(
    ("lines", "kinds"),
    [
        (("h1|一、2025年工作回顾", "body|新建学校3所。", "h1|二、2026年重点任务", "body|新建学校5所。"), [("baseline", 2025), ("target", 2026)]),
        (("h1|一、“十三五”发展成就", "body|建成公园3个。", "h1|二、“十四五”主要目标", "body|建成公园5个。"), [("baseline", 2020), ("target", 2025)]),
        (("title|某市2026年政府工作报告", "h1|一、过去一年", "body|粮食产量增长6%。", "h1|二、今年工作", "body|粮食产量增长5%。"), [("baseline", 2025), ("target", 2026)]),
        (("h1|一、现状", "h2|(一)发展基础", "body|建成公园3个。", "h1|二、目标", "body|到2030年,建成公园5个。"), [("baseline", None), ("target", 2030)]),
    ],
)  # fmt: skip
def test_a_heading_opens_a_span_of_time_for_what_stands_below_it(lines, kinds):
    assert [row[2:4] for row in read(*lines)] == kinds


def test_a_paragraph_that_is_a_section_opens_a_span_of_time_for_itself_alone():
    rows = read("body|一、“十四五”时期,渔业发展取得了显著成效。产量增长5%。", "body|二、加快建设。新建渔港5座。", start=2026, end=2030)
    assert [row[2:4] for row in rows] == [("baseline", 2025), ("target", 2030)]
    rows = read("body|(一)过去五年,建成渔港3座。", "body|(二)新建渔场4座以上。", start=2026, end=2030)
    assert [row[2:4] for row in rows] == [("baseline", 2025), ("target", 2030)]


def test_the_whole_year_is_ahead_in_the_plan_of_that_year():
    (row,) = read("h1|一、主要任务", "body|全年新建渔港5座。", start=2026, end=2026)
    assert row[2:4] == ("target", 2026)
    (row,) = read("body|全年新建渔港5座。", start=2026, end=2030)
    assert row[2] == "baseline"


def test_the_year_that_heads_the_first_paragraph_of_a_section_holds_for_the_next():
    rows = read("h1|一、总体要求", "body|到2027年,建成公园5个。", "body|建成水厂2座。", "h1|二、保障", "body|培训3000人。")
    assert [row[3:] for row in rows] == [(2027, "sentence"), (2027, "context"), (None, None)]


@pytest.mark.parametrize(
    ("lines", "years"),
    [
        (("body|建成水厂2座。", "agencies|(完成时限:2026年底前;责任单位:市水务局)"), [(2026, "context")]),
        (("body|建成水厂2座。到2028年,建成泵站3座。", "agencies|(完成时限:2026年底前)"), [(2026, "context"), (2028, "sentence")]),
        (("body|建成水厂2座。", "body|整治河道5公里。", "agencies|(完成时限:2026年底前)"), [(None, None), (2026, "context")]),
        (("body|建成水厂2座。", "agencies|(责任单位:市水务局)"), [(None, None)]),
    ],
)  # fmt: skip
def test_a_note_dates_the_line_that_it_closes(lines, years):
    assert [row[3:] for row in read("h1|一、主要任务", *lines)] == years


def test_a_table_is_read_by_its_head_and_says_what_it_holds_that_was_not_read():
    lines = "caption|表1 主要指标", "table|指标\t单位\t2020年\t2025年", "table|用水总量\t亿立方米\t30\t45/50", "table|森林覆盖率\t%\t40\t42"
    assert read(*lines, start=2021, end=2025) == [
        ("用水总量", "3000000000", "baseline", 2020, "context"), ("森林覆盖率", "40", "baseline", 2020, "context"), ("森林覆盖率", "42", "target", 2025, "context"),
    ]  # fmt: skip
    traced = trace(*records(*lines), period_start=2021, period_end=2025)
    assert [(item.how.shown(), item.statement) for item in traced if isinstance(item.how, Told)] == [("用水总量: 45/50", None)]


@pytest.mark.parametrize(("article", "part"), [("第五条", "第二章 受理"), ("第5条", "第二部分 受理")])
def test_articles_of_a_law_set_rules(article, part):
    rows = read(f"body|{article} 申请人应当在15日内提交材料。", f"heading|{part}", "body|建成渔港5座。", "title|某市渔业规划", "body|新建渔港5座。")
    assert [row[2] for row in rows] == ["instrument", "instrument", "target"]


def test_the_title_of_a_plan_gives_its_period():
    assert read("title|某市渔业发展规划", "title|(2026—2030年)", "body|新建渔港5座。") == [("新建渔港", "5", "target", 2030, "period")]


def test_statements_stand_in_the_order_of_the_text_each_with_its_paragraph():
    found = read_document(*records("body|建成渔港5座、学校3所。", "table|指标\t2025年", "table|粮食产量(吨)\t7"), period_start=2021, period_end=2025)
    assert [(item.offset, item.text[item.statement.start : item.statement.end]) for item in found] == [(0, "5座"), (0, "3所"), (22, "7")]


def guessed(*lines):
    return [(one.kind, one.doubt) for one in (item.statement for item in read_document(*records(*lines), period_start=None, period_end=None))]


@pytest.mark.parametrize(
    ("lines", "kinds"),
    [
        (("body|完成投资30亿元,同比增长6%。新建学校3所。", "body|引进企业20家。"), ["baseline"] * 4), (("body|力争完成投资30亿元。新建学校3所。", "body|引进企业20家。"), ["target"] * 3),
        (("body|新建学校3所。", "body|引进企业20家。"), ["target"] * 2), (("body|实现了大桥通车。", "body|完成投资30亿元,同比增长6%。", "body|新建学校3所以上。"), ["baseline", "baseline", "target"]),
    ],
)  # fmt: skip
def test_what_nothing_dates_is_told_in_the_tense_of_its_neighbours(lines, kinds):
    assert [kind for kind, _ in guessed(*lines)] == kinds


def test_a_kind_that_was_guessed_keeps_its_doubt():
    found = read_document(*records("body|完成投资30亿元,同比增长6%。新建学校3所。"), period_start=None, period_end=None)
    assert found[-1].statement.doubt == "kind by default" and settled(found) == found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026年政府工作报告\n各位代表 过去一年,新建学校3所。", [("baseline", "level", 3, 2025)]),
        ("指标\t单位\t2015年\t2020年\t备注\n渔港\t座\t3\t5\t2014年达到2座\n", [("baseline", "level", 3, 2015), ("target", "level", 5, 2020), ("baseline", "level", 2, 2014)]),
        ("指标\t单位\t2019年\t2020年\n渔港\t座\t3\t(-5)\n", [("baseline", "level", 3, 2019), ("target", "decrease", 5, 2020)]),
        ("某市渔业志\n在二十五期间,新建渔港3座。", [("target", "level", 3, None)]),
    ],
)  # fmt: skip
def test_forms_of_address_remarks_and_brackets_that_few_documents_have(text, told):
    ledger = policylab.extract_targets(text)
    years = [None if row.year is pd.NA else row.year for row in ledger.itertuples()]
    assert [(row.kind, row.measure, row.value, year) for row, year in zip(ledger.itertuples(), years, strict=True)] == told
