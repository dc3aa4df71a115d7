"""Tables in the ledger: rows that repeat the text are records of their own, and what gives the year of a statement."""

import pandas as pd
import pytest

import policylab
from policylab.targets import target_specificity

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
