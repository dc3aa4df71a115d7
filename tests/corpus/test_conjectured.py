"""Conjectured repairs show in every table that their text reaches.

The plan of 2021 is damaged as the tool damages pages, outside of the table of proven readings: in a target, in a
heading and in a note of agencies. The plan of 2023 took over the sentence of the target.
"""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import policylab
from policylab import compare, targets, words
from policylab.cli._run import report_lines
from policylab.corpus import Plan, check, check_lines, collate
from policylab.study import NotebookResult, RunReport
from policylab.study._codebook import read_codebook
from policylab.study._csv import parse_table, read_frame, table_text
from policylab.study._ledger_view import ledger_section
from policylab.study._report import _conjectured
from policylab.text import clean_text
from policylab.text._accident import MARKS, reenact
from policylab.text._repair import Repair
from policylab.topics import TopicModel

RIGHT = """某市數字經濟行動方案
一、總體目標
到2025年,建設高校、三十條應用場景和創新平臺。建成5G基站7萬個。
智慧教育平臺覆蓋率達到95%以上。
二、重點任務
(一)高校、企業協同
1.建設實驗室。推動數據要素市場發展,完善標準體系,培育創新主體。(責任單位:市教委、企業、高校、企業)
(二)智慧社區
建成智慧社區一百個。
"""
DAMAGED = reenact(RIGHT, {MARKS["!"]: (b"", " !")})
LATER = "一、目标\n到2027年,建设高校、四十条应用场景和创新平台。建成5G基站9万个,智慧社区二百个。\n"
CATALOGUE = """
[[source]]
id = "early"
file = "early.txt"
title = "某市数字经济行动方案"
role = "plan"
period_start = 2021
period_end = 2025
[[source]]
id = "late"
file = "late.txt"
title = "某市数字经济规划"
role = "plan"
period_start = 2023
period_end = 2027
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("study")
    (folder / "early.txt").write_text(DAMAGED, "utf-8")
    (folder / "late.txt").write_text(LATER, "utf-8")
    (folder / "corpus.toml").write_text(CATALOGUE, "utf-8")
    return folder


@pytest.fixture(scope="module")
def damaged(study):
    return policylab.load_corpus(study)


@pytest.fixture(scope="module")
def ledger(damaged):
    return policylab.extract_targets(damaged)


def marked(table: pd.DataFrame, column: str) -> list:
    """What stands in a column of the rows that are conjectured."""
    assert table["conjectured"].dtype == bool
    return table.loc[table["conjectured"], column].tolist()


def test_the_damage_is_read_by_conjecture_and_counted(damaged):
    plan = damaged["early"]
    assert plan.text == clean_text(RIGHT).text
    assert damaged.repairs[["plan", "origin", "reading"]].values.tolist() == [
        ["early", "conjecture", "校、三十條"], ["early", "conjecture", "校、企業"], ["early", "conjecture", "校、企業"],
    ]  # fmt: skip
    assert damaged.plans[["repairs", "conjectures"]].values.tolist() == [[3, 3], [0, 0]]
    line = check_lines(check(damaged))[0]
    assert ", 3 conjectured, " in line
    assert "'?!(4)畻l' is read as '校、三十條' by conjecture" in line


def test_each_character_says_whether_it_is_conjectured(damaged):
    plan = damaged["early"]
    conjectured = "".join(char for at, char in enumerate(plan.text) if plan.conjectured(at, at + 1))
    assert conjectured == "校、三十条" + "校、企业" * 2
    at = plan.text.index("校、三十条")
    assert not plan.conjectured(at - 1, at) and not plan.conjectured(at, at)
    assert plan.conjectured(at - 1, at + 1)
    assert not damaged["late"].conjectured(0, len(damaged["late"].text))


def test_paragraphs_titles_and_agencies(damaged):
    assert marked(damaged.paragraphs, "text") == [
        "到2025年,建设高校、三十条应用场景和创新平台。建成5G基站7万个。", "(一)高校、企业协同",
        "(责任单位:市教委、企业、高校、企业)",
    ]  # fmt: skip
    # the path of a section has the titles above it
    assert marked(damaged.sections, "path") == ["重点任务 / 高校、企业协同", "重点任务 / 高校、企业协同 / 建设实验室"]
    agencies = damaged.agencies
    assert agencies["agency"].tolist() == ["市教委", "企业", "高校", "企业"]
    assert agencies["conjectured"].tolist() == [False, False, True, True]


def test_a_number_that_is_conjectured_is_reported_with_the_mark(ledger):
    assert ledger[["indicator", "value", "conjectured"]].values.tolist() == [
        ["应用场景和创新平台", 30, True], ["5G基站", 70000, False], ["智慧教育平台覆盖率", 95, False],
        ["智慧社区", 100, False], ["应用场景和创新平台", 40, False], ["5G基站", 90000, False], ["智慧社区", 200, False],
    ]  # fmt: skip
    assert ledger["conjectured"].dtype == bool


def test_a_str_is_cleaned_and_marked_too():
    assert marked(policylab.extract_targets(DAMAGED), "value") == [30]
    assert marked(policylab.extract_targets(RIGHT), "value") == []


def conjecture_of(text: str, part: str) -> Plan:
    """A plan of which this part is a conjecture."""
    clean, at = clean_text(text), text.index(part)
    return Plan(replace(clean, repairs=(Repair(at, at + len(part), part, part, "conjecture"),)), id="a", title="甲")


def test_a_conjectured_year_marks_all_that_it_dates():
    text = "一、目标\n到2025年,主要目标如下:\n建成5G基站7万个。\n2023年建成3个平台。\n二、任务\n新建8个园区。"
    ledger = policylab.extract_targets(conjecture_of(text, "2025"))
    assert ledger[["indicator", "year"]].values.tolist() == [["5G基站", 2025], ["平台", 2023], ["园区", pd.NA]]
    assert marked(ledger, "indicator") == ["5G基站"]


def test_a_conjectured_head_of_a_table_marks_its_rows():
    text = "一、目标\n指标 单位 2020年 2025年\n5G基站 万个 3 7\n城镇化率 % 84 86\n"
    assert policylab.extract_targets(conjecture_of(text, "2020"))["conjectured"].tolist() == [True] * 4
    assert policylab.extract_targets(conjecture_of(text, "84"))["conjectured"].tolist() == [False, False, True, True]


def test_tables_without_rows_have_the_column():
    plan = Plan(clean_text("。"), id="a", title="甲")
    ledger = policylab.extract_targets(plan)
    for table in (plan.agencies, ledger, policylab.target_lineage(ledger)):
        assert len(table) == 0 and table["conjectured"].dtype == bool


def test_tables_made_from_the_ledger(damaged, ledger):
    lineage = policylab.target_lineage(ledger)
    assert marked(lineage, "from_value") == [30]
    assert lineage["to_value"].tolist()[0] == 40
    old = ledger.drop(columns="conjectured")  # a ledger that an earlier version wrote
    assert marked(policylab.target_lineage(old), "from_value") == []
    early, late = ledger[ledger["plan"] == "early"], ledger[ledger["plan"] == "late"]
    assert marked(targets.restated_targets(early, early), "value") == [30]
    assert marked(targets.restated_targets(late, late), "value") == []
    stated = compare.stated(ledger, damaged)
    assert stated.loc[stated["conjectured"], ["indicator", "plan"]].values.tolist() == [["应用场景和创新平台", "early"]]


def test_an_indicator_that_is_only_named_in_conjectured_words(damaged, ledger):
    late = ledger[ledger["plan"] == "late"].assign(indicator=["建设高校", "5G基站", "智慧社区"])
    stated = compare.stated(late, damaged).query("plan == 'early'").set_index("indicator")
    assert set(stated["status"]) == {"named"}
    assert stated["conjectured"].to_dict() == {"建设高校": True, "5G基站": False, "智慧社区": False}


def test_passages_taken_over_and_their_figures(damaged, ledger):
    reuse = policylab.text_reuse(damaged, min_length=10)
    assert marked(reuse, "earlier_text") == ["到2025年,建设高校、三十条应用场景和创新平台"]
    changes = compare.figure_changes(reuse, ledger)
    assert marked(changes, "figure_earlier") == ["2025年", "三十条"]
    row = reuse[reuse["conjectured"]].iloc[0]
    assert "Rests on a conjectured repair" in compare.changes_html(row, "en")
    assert "含推测的修复" not in compare.changes_html(row.drop("conjectured"), "zh")


def test_lines_of_a_concordance(damaged):
    table = policylab.concordance(damaged, "应用场景", window=3, whole_words=False)
    assert table[["plan", "left", "conjectured"]].values.tolist() == [["early", "三十条", True], ["late", "四十条", False]]
    view = words.show_concordance(table, lang="en")
    assert [line.endswith("[conjectured]") for line in repr(view).splitlines()] == [True, False]
    assert view._repr_html_().count(">conjectured</td>") == 1
    # the term itself is sound, and so is what the line shows
    assert marked(policylab.concordance(damaged, "场景", window=1, whole_words=False), "plan") == []


def test_an_example_of_a_new_word(damaged):
    table = policylab.suggest_terms(damaged, min_count=2, min_cohesion=0, min_entropy=0, n=None)
    near = table["example"].str.contains("校、|三十")
    assert near.any()
    assert table["conjectured"].tolist() == near.tolist()


def test_two_printings(damaged):
    other = clean_text(RIGHT).text.replace("场景和创新", "场景与创新").replace("智慧社区一", "智慧社区二")
    variants = collate(damaged["early"], other, context=4)
    assert marked(variants, "text") == []
    variants = collate(damaged["early"], other, context=8)
    assert variants[["text", "conjectured"]].values.tolist() == [["和", True], ["一", False]]
    turned = collate(other.replace("三十", "四十"), damaged["early"])
    assert turned.set_index("text")["conjectured"].to_dict() == {"四": True, "与": False, "二": False}


def test_examples_of_a_topic(damaged):
    model = TopicModel(2, min_documents=1, max_share=1.0, min_terms=1).fit(damaged)
    table = model.examples(n=9)
    assert set(marked(table, "text")) == {"到2025年,建设高校、三十条应用场景和创新平台。建成5G基站7万个。"}


def test_a_part_of_a_document_keeps_its_repairs(damaged):
    plan = damaged["early"]
    at = plan.text.index("二、重点任务")
    part = plan.part(at, len(plan.text), id="early/part", title="乙", role="reference")
    assert [row.raw for row in part.repairs.itertuples()] == ["?!(2)髽I"] * 2
    assert [part.text[row.start : row.end] for row in part.repairs.itertuples()] == ["校、企业"] * 2
    assert marked(part.paragraphs, "text") == ["(一)高校、企业协同", "(责任单位:市教委、企业、高校、企业)"]


def test_the_page_marks_the_row_in_both_languages(damaged, ledger):
    header, rows = parse_table(table_text(ledger).encode("utf-8"))
    page = ledger_section(header, rows, damaged, read_codebook())
    first, *others = page.partition("<tbody>")[2].partition("</tbody>")[0].strip().split("\n")
    words_of_it = '<span class="t" lang="zh">推测</span><span class="t" lang="en">conjectured</span>'
    assert f'三十条 <span class="conjectured">{words_of_it}</span>' in first
    assert not any("conjectured" in row for row in others)
    assert "check them against another copy" in page
    sound = [row for row in rows if row[-1] == "false"]
    assert "conjectured" not in ledger_section(header, sound, damaged, read_codebook())
    before = [row[:-1] for row in rows]  # a run of an earlier version
    assert "conjectured" not in ledger_section(header[:-1], before, damaged, read_codebook())


def test_a_run_says_which_tables_rest_on_conjectures(tmp_path, damaged, ledger):
    for name, table in (("targets", ledger), ("agencies", damaged.agencies), ("plans", damaged.plans)):
        (tmp_path / f"{name}.csv").write_text(table_text(table), "utf-8")
    (tmp_path / "sections.csv").write_text(table_text(damaged.sections.iloc[:2]), "utf-8")
    report = RunReport(tmp_path, [NotebookResult("a", "ok")], None, {}, [], _conjectured(tmp_path))
    assert report.conjectured == {"agencies": 2, "targets": 1}
    line = "Rows that rest on conjectured repairs: agencies 2, targets 1. `policylab check` says where the damage is."
    assert line in report_lines(report, tmp_path)
    # what is read back is the same
    again = read_frame((tmp_path / "targets.csv").read_bytes(), decimals=["value", "value_high"])
    assert again["conjectured"].tolist() == ledger["conjectured"].tolist()


def test_a_batch_marks_the_same_rows(study, damaged, ledger, tmp_path):
    pytest.importorskip("pyarrow")
    from policylab.batch import read_table, run_batch

    documents = [{"id": "early", "text": DAMAGED, "period_end": 2025}]
    run_batch(documents, tmp_path / "out", steps=["clean", "outline", "targets"])
    names = ("plans", "sections", "agencies", "targets")
    read = {name: next(iter(read_table(tmp_path / "out", name))) for name in names}
    assert read["plans"][["repairs", "conjectures"]].values.tolist() == [[3, 3]]
    plan = damaged["early"]
    for name, table in (("sections", plan.sections), ("agencies", plan.agencies)):
        assert read[name]["conjectured"].tolist() == table["conjectured"].tolist()
    assert marked(read["targets"], "indicator") == ["应用场景和创新平台"]


def test_nothing_in_the_plans_that_come_with_policylab_is_conjectured(corpus):
    assert corpus.plans["conjectures"].tolist() == [0, 0, 0, 0]
    for table in (corpus.sections, corpus.paragraphs, corpus.agencies, policylab.extract_targets(corpus)):
        assert len(table) and not table["conjectured"].any()


def test_a_mark_that_may_be_the_authors_is_said():
    clean = clean_text("这难道不是智慧城市吗?!我们认为是的。怎么办?;再说。")
    assert clean.repairs == ()
    assert clean.warnings == ("'?!' at 10, and 1 more is taken for the author's; damage can look like this",)
    assert clean_text("是吗?是的;好!").warnings == ()
