"""The stages of tables, as `explain` shows them: the reader of the ledger tells them, whatever the form of the table."""

import pytest

import policylab
from policylab.errors import PolicylabError
from policylab.targets import explain

PLAN = {"period_start": 2026, "period_end": 2030}


def stages(text, **known):
    """What each stage of each number reads, in the order of the text."""
    found = []
    for row in explain(text, **(known or PLAN)).itertuples():
        if row.stage == "lex":
            found.append({"number": row.number})
        found[-1][row.stage] = row.reads
    return found


def shown(text, *names, **known):
    return [tuple(number.get(name) for name in ("number", *names)) for number in stages(text, **known)]


def test_a_number_of_a_row_has_its_stages_in_order():
    table = explain("指标\t单位\t2025年\t2030年\t属性\n1.渔港\t座\t3\t≥8\t约束性\n", **PLAN)
    assert table["number"].drop_duplicates().tolist() == ["3", "≥8"]
    last = table[table["number"].eq("≥8")]
    assert list(zip(last["stage"], last["reads"], strict=True)) == [
        ("lex", "8 (no unit), ge, arabic"), ("column", "value, 2030"), ("assign", "渔港 (1.渔港)"), ("unit", "座 (row)"), ("kind", "target (year)"),
        ("measure", "level"), ("year", "2030 (context, column)"), ("modality", "约束性"), ("doubt", "none"),
    ]  # fmt: skip
    assert "modality" not in table.loc[table["number"].eq("3"), "stage"].tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("指标\t2025年\t2030年\n渔港(座)\t3\t8\n", [("3", "value, 2025", "baseline (year)", "2025 (context, column)"), ("8", "value, 2030", "target (year)", "2030 (context, column)")]),
        ("指标\t现状\t目标\n渔港(座)\t3\t8\n", [("3", "value, past", "baseline (column)", "none (nothing gives one)"), ("8", "value, ahead", "target (column)", "2030 (period)")]),
        ("表1 2028年任务安排\n区县\t渔港(座)\n甲县\t8\n", [("8", "value, 渔港, 座", "target (caption)", "2028 (context, caption)")]),
        ("区县\t渔港数量(座)\t完成时限\n甲县\t8\t2027年底\n", [("8", "value, 渔港数量, 座", "target (default)", "2027 (sentence, term)")]),
        ("年份\t渔港(座)\n2024年\t3\n2028年\t8\n", [("3", "value, 渔港, 座", "baseline (row)", "2024 (context, row)"), ("8", "value, 渔港, 座", "target (row)", "2028 (context, row)")]),
        ("指标\t现状\n水质达标率(%)\t60(2024年)\n", [("60", "value, past", "baseline (column)", "2024 (context, cell)")]),
    ],
)  # fmt: skip
def test_what_gives_the_kind_and_the_year_of_a_number_in_a_table(text, expected):
    assert shown(text, "column", "kind", "year") == expected


@pytest.mark.parametrize(
    ("text", "assign", "unit"),
    [
        ("指标\t单位\t2030年\n渔港\t座\t8\n", "渔港 (渔港)", "座 (row)"), ("指标\t2030年\n1.渔港(座)*\t8\n", "渔港 (1.渔港(座)*)", "座 (row)"),
        ("表1 主要指标(单位:亿元)\n指标\t2025年\t2030年\n产值\t8\t-\n", "产值 (产值)", "元 (above the table)"), ("单位:万吨\n产品\t2025年\t2030年\n小麦\t\t8\n", "小麦 (小麦)", "吨 (above the table)"),
        ("项目\t投资(亿元)\n渔港\t8\n", "渔港投资 (渔港, column)", "元 (column)"), ("指标\t单位\t2030年\n渔港\t座\t8处\n", "渔港 (渔港)", "处 (cell)"),
        ("年份\t出口额(亿元)\n2030年\t8\n", "出口额 (column)", "元 (column)"), ("指标\t2025年\t2030年\n指数\t8\t\n", "指数 (指数)", "none (nothing gives one)"),
    ],
)  # fmt: skip
def test_which_cell_names_a_number_and_what_gives_its_unit(text, assign, unit):
    assert [row[1:] for row in shown(text, "assign", "unit")] == [(assign, unit)]


@pytest.mark.parametrize(
    ("head", "column", "measure", "unit"),
    [
        ("年均增长(%)", "value, annual_growth, %", "annual_growth", "% (column)"), ("2030年比2025年增长(%)", "value, 2030, increase, from 2025, %", "increase", "% (column)"),
        ("累计", "value, total", "increase", "座 (row)"), ("降幅", "value, decrease", "decrease", "% (column)"), ("年均/累计", "value, either", "level", "座 (row)"),
    ],
)  # fmt: skip
def test_columns_of_change(head, column, measure, unit):
    assert shown(f"指标\t单位\t{head}\t属性\n渔港\t座\t8\t预期性\n", "column", "measure", "unit", "modality") == [("8", column, measure, unit, "预期性")]


def test_a_table_in_markdown():
    text = "| 指标 | 单位 | 2025年 | 2030年 | 属性 |\n|---|---|---|---|---|\n| 渔港 | 座 | 3 | 8 | 约束性 |\n"
    assert shown(text, "column", "assign", "unit", "modality") == [
        ("3", "value, 2025", "渔港 (渔港)", "座 (row)", None), ("8", "value, 2030", "渔港 (渔港)", "座 (row)", "约束性"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("19森林覆盖率 % 约束性 19.5 -", ("19.5", "no head", "森林覆盖率 (森林覆盖率%)", "% (row)", "约束性", "table head not understood")),
        ("5G基站数（万个）8 预期性", ("8", "no head", "5G基站数 (5G基站数(万个))", "个 (row)", "预期性", "table head not understood")),
        ("指标 2030年 属性\n19森林覆盖率 % 19.5 约束性", ("19.5", "value, 2030", "森林覆盖率 (19森林覆盖率%)", "% (row)", "约束性", "none")),
        ("渔港\t座\t8\t约束性", ("8", "no head", "渔港 (渔港)", "座 (row)", "约束性", "table head not understood")),
    ],
)  # fmt: skip
def test_a_flattened_row_and_one_without_a_head(text, expected):
    assert shown(text, "column", "assign", "unit", "modality", "doubt") == [expected]


def test_a_cell_of_text_is_read_as_a_sentence_of_its_row():
    first, second, third = stages("指标\t单位\t2025年\t2030年\t建设内容\n用水总量\t亿立方米\t30\t控制在33以内\t新建泵站5座\n")
    assert (first["number"], first["kind"]) == ("30", "baseline (year)")
    assert (second["number"], second["assign"], second["kind"], second["year"]) == ("33以内", "用水总量 (row)", "target (column)", "2030 (context)")
    assert "tense" not in second  # the column tells it
    assert (third["number"], third["assign"], third["kind"]) == ("5座", "新建泵站 (before)", "target (tense)")


def test_a_cell_that_is_not_read_is_shown():
    assert shown("指标\t单位\t2025年\t2030年\n码头\t座\t3\t4/5\n", "lex", "kind") == [
        ("3", "3 (no unit), eq, arabic", "baseline (year)"), ("4/5", "not read", None),
    ]  # fmt: skip


MIXED = """一、发展基础
2025年,渔业产值达到63.5亿元,渔港达到3座。
二、主要目标
到2030年,渔业产值由63.5亿元提高到80亿元。
表1 主要指标(单位:亿元)
指标\t2025年\t2030年\t年均增长(%)\t属性
产值\t63.5\t80\t4.7\t预期性
其中:冷链\t5\t9\t约10\t预期性
全面推进渔港建设,新建智慧渔场300个以上,行政村实现全覆盖。
指标 2025年 2030年 属性
1 海水养殖面积（万亩） 12.5 14 预期性
19森林覆盖率 % 19.5 - 约束性
| 项目 | 数量（个） | 投资（亿元） |
| --- | --- | --- |
| 渡口 | 8 | 3.5 |
序号\t任务\t责任单位
1\t新建图书馆4座，方便群众。\t市文化局
"""


@pytest.mark.parametrize("years", [PLAN, {}, {"period_end": 2030}])
def test_sentences_and_tables_in_one_text_are_read_as_the_ledger_reads_them(years):
    ledger = policylab.extract_targets(MIXED, **years)
    reads = explain(MIXED, **years).groupby("stage", sort=False)["reads"].agg(list)
    assert len(ledger) == 18
    for field in ("kind", "measure"):
        assert [said.split(" (")[0] for said in reads[field]] == ledger[field].tolist()
    assert [said.rpartition(" (")[0] for said in reads["assign"]] == ledger["indicator"].tolist()
    assert [said.split(" (")[0] for said in reads["year"]] == ledger["year"].astype(object).where(ledger["year"].notna(), "none").astype(str).tolist()
    assert [said.partition(";")[0] for said in reads["doubt"]] == ledger["doubt"].fillna("none").tolist()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("完成投资30亿元,同比增长6%。新建学校3所。", ["baseline (tense)", "baseline (tense)", "baseline (neighbours)"]),
        ("过去一年,新建学校3所。", ["baseline (tense)"]), ("今后五年,新建学校3所。", ["target (tense)"]), ("第五条 申请人应当提交3份材料。", ["instrument (article)"]),
    ],
)  # fmt: skip
def test_one_paragraph_is_read_as_the_ledger_reads_it(text, kinds):
    assert [number["kind"] for number in stages(text, year=2026)] == kinds
    assert policylab.extract_targets(text)["kind"].tolist() == [kind.split(" ")[0] for kind in kinds]


def test_a_heading_holds_for_a_table_below_it():
    text = "指标\t数量(座)\n渔港\t8\n"
    assert shown(text, "kind", "year", heading="2025年工作回顾", year=2026) == [("8", "baseline (heading)", "2025 (context, heading)")]
    assert shown(text, "kind", "year", heading="“十五五”时期主要目标", year=2026) == [("8", "target (default)", "2030 (context, heading)")]


@pytest.mark.parametrize(("name", "value"), [("year", "2026"), ("period_end", 25), ("period_start", 2021.5), ("heading", None), ("heading", 2025)])
def test_what_is_known_of_the_text_is_checked(name, value):
    with pytest.raises(PolicylabError, match=f"`{name}` must be a (year|str)"):
        explain("新建学校3所。", **{name: value})


@pytest.mark.parametrize("text", ["", "\n", "指标\t2030年\n", "\t\t", "表1 主要指标", "无数字。"])
def test_what_has_no_number_gives_an_empty_table(text):
    assert explain(text).columns.tolist() == ["number", "stage", "reads"] and explain(text).empty
