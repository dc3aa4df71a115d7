"""A scholar's corrections: put in on every run, at the place that was read and at no other."""

from __future__ import annotations

import warnings
from decimal import Decimal

import pandas as pd
import pytest

import policylab
from policylab.corpus._reader_corrections import read_corrections
from policylab.errors import CatalogueError
from policylab.targets import audit_sheet, unfit_corrections

TEXT = "一、发展目标\n到2025年,建成5G基站7万个,关键工序数控化率超过60%。\n目前建有渔港八座,另有码头若干。\n"
CATALOGUE = """[[source]]
id = "a"
file = "a.txt"
role = "plan"
title = "甲市规划"
period_start = 2021
period_end = 2025
"""
HEAD = "plan,start,end,quote,indicator,what,field,value,who,when,why\n"


@pytest.fixture
def study(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "corpus.toml").write_text(CATALOGUE, "utf-8")
    return tmp_path


def place(quote: str) -> str:
    at = policylab.clean_text(TEXT).text.index(quote)
    return f"a,{at},{at + len(quote)},{quote}"


def write(study, *rows: str) -> policylab.Corpus:
    (study / "corrections.csv").write_text(HEAD + "".join(f"{row}\n" for row in rows), "utf-8")
    return policylab.load_corpus(study)


def ledger(corpus) -> list[list]:
    table = policylab.extract_targets(corpus)
    return table[["indicator", "value", "kind", "year", "corrected_by"]].astype(object).where(table.notna(), None).values.tolist()


def test_what_holds_the_plans_loses_no_correction(study):
    (study / "b.txt").write_text("一、目标\n到2030年,建成渔港8座。\n", "utf-8")
    more = '[[source]]\nid = "b"\nfile = "b.txt"\nrole = "plan"\ntitle = "乙市规划"\nperiod_start = 2026\nperiod_end = 2030\n'
    (study / "corpus.toml").write_text(f"{CATALOGUE}\n{more}", "utf-8")
    corpus = write(study, f"{place('7万个')},,change,value,80000,Li,,")
    known = ledger(corpus)
    assert [80000, "Li"] in [[row[1], row[4]] for row in known]
    assert ledger([corpus["a"], corpus["b"]]) == ledger(iter([corpus["a"], corpus["b"]])) == known
    assert ledger(corpus["a"]) + ledger(corpus["b"]) == known
    lost = write(study, "a,3,5,别的,,drop,,,Li,,")
    assert unfit_corrections(lost["a"]) == unfit_corrections([lost["b"], lost["a"]]) == unfit_corrections(lost)
    assert len(unfit_corrections(lost)) == 1 and unfit_corrections(lost["b"]) == []


def test_without_corrections_nobody_is_named(study):
    assert {row[4] for row in ledger(policylab.load_corpus(study))} == {None}


def test_a_field_is_changed_a_statement_dropped_and_one_added(study):
    corpus = write(
        study,
        f"{place('7万个')},,change,year,2024,Li,2026-01-05,the annex says so",
        f"{place('超过60%')},,drop,,,Li,,",
        f"{place('若干')},,add,indicator,码头,Wu,,",
        f"{place('若干')},,add,value,3,Wu,,",
        f"{place('若干')},,add,kind,baseline,Wu,,",
    )
    assert [row for row in ledger(corpus) if row[4]] == [
        ["5G基站", 70000, "target", 2024, "Li"], ["码头", 3, "baseline", None, "Wu"],
    ]  # fmt: skip
    assert "关键工序数控化率" not in [row[0] for row in ledger(corpus)]
    table = policylab.extract_targets(corpus)
    assert list(table.dtypes) == list(policylab.extract_targets(policylab.Corpus.from_texts({"a": TEXT})).dtypes)
    added = table[table["statement"] == "a/c0001"].iloc[0]
    assert corpus["a"].text[added.start : added.end] == "若干" and added.sentence == "目前建有渔港八座,另有码头若干。"
    assert table["start"].is_monotonic_increasing
    assert unfit_corrections(corpus) == []


@pytest.mark.parametrize(("written", "value"), [('"80,000"', 80000), ("八万", 80000), ("8万", 80000), ("1亿5000万", 150_000_000), ("7.5", "7.5"), ("+.5", "0.5")])
def test_a_value_may_be_written_as_plans_write_it(study, written, value):
    corpus = write(study, f"{place('7万个')},,change,value,{written},Li,,")
    assert [row[1] for row in ledger(corpus) if row[4]] == [Decimal(value)]


def test_the_ledger_without_them_is_at_hand(study):
    corpus = write(study, f"{place('超过60%')},,drop,,,Li,,")
    assert "关键工序数控化率" in set(policylab.extract_targets(corpus, corrected=False)["indicator"])


def test_one_of_two_statements_that_share_their_number(study):
    (study / "a.txt").write_text("到2025年,关键工序数控化率和生产设备数字化率超过60%。\n", "utf-8")
    corpus = policylab.load_corpus(study)
    at = corpus["a"].text.index("超过60%")
    corpus = write(study, f"a,{at},{at + 5},超过60%,生产设备数字化率,change,modality,力争,Li,,")
    assert {row[0]: row[4] for row in ledger(corpus)} == {"关键工序数控化率": None, "生产设备数字化率": "Li"}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a,3,6,别的话,,drop,,,Li,,", "Row 2 of the corrections: '别的话' no longer stands at 3 in a."),
        ("b,3,6,别的话,,drop,,,Li,,", "Row 2 of the corrections: the study has no plan 'b'."),
        (f"{place('目前')},,drop,,,Li,,", "Row 2 of the corrections: no statement of the ledger has its number there."),
        (f"{place('若干')},,add,value,3,Li,,", "Row 2 of the corrections: an addition needs a row for kind."),
    ],
)
def test_what_no_longer_fits_is_applied_nowhere_and_told(study, cli, row, said):
    before = ledger(policylab.load_corpus(study))
    corpus = write(study, row)
    with pytest.warns(UserWarning) as told:
        assert ledger(corpus) == before
    assert [str(one.message) for one in told] == [said]
    code, out, _ = cli("check", "--corpus", study)
    assert code == 0 and said in out


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a,3,6,x,,mend,,,Li,,", "row 2: `what` must be one of change, drop, add, got 'mend'"),
        ("a,3,6,x,,change,colour,red,Li,,", "row 2: There is no field 'colour'"),
        ("a,3,6,x,,change,year,soon,Li,,", "row 2: `year` must be a year, got 'soon'"),
        ("a,3,6,x,,change,value,viele,Li,,", "row 2: `value` must be a number in digits, got 'viele'"),
        ('a,3,6,x,,change,value,"12,34",Li,,', "row 2: `value` must be a number in digits, got '12,34'"),
        ("a,3,6,x,,change,value,1_000,Li,,", "row 2: `value` must be a number in digits, got '1_000'"),
        ('a,3,6,x,,change,value_high,"1,2,3",Li,,', "row 2: `value_high` must be a number in digits, got '1,2,3'"),
        ("a,3,6,x,,change,value,1e3,Li,,", "row 2: `value` must be a number in digits, got '1e3'"),
        ("a,3,6,x,,change,value,nan,Li,,", "row 2: `value` must be a number in digits, got 'nan'"),
        ("a,3,6,x,,change,value,,Li,,", "row 2: `value` cannot be empty"),
        ("a,3,6,x,,change,kind,goal,Li,,", "row 2: `kind` must be one of target, baseline"),
        ("a,6,3,x,,drop,,,Li,,", "row 2: `start` and `end` must be offsets"),
        ("a,3,6,x,,drop,,,,,", "row 2: `who` is empty"),
        ("a,3,6,,,drop,,,Li,,", "row 2: `quote` is empty"),
        ("a,3,6,x,,drop,kind,target,Li,,", "row 2: a drop has no `field`"),
    ],
)
def test_a_row_that_says_what_cannot_be_is_refused(study, cli, row, said):
    with pytest.raises(CatalogueError) as error:
        write(study, row)
    assert said in str(error.value) and "\n" not in str(error.value)
    assert cli("check", "--corpus", study)[0] == 2


def test_a_workbook_of_corrections_is_read_as_well_but_not_both(study):
    rows = HEAD + f"{place('超过60%')},,drop,,,Li,,\n"
    (study / "corrections.csv").write_text(rows, "utf-8")
    pd.read_csv(study / "corrections.csv", dtype=str).to_excel(study / "corrections.xlsx", index=False)
    with pytest.raises(CatalogueError, match=r"has both corrections.csv and corrections.xlsx. Keep one of them."):
        policylab.extract_targets(policylab.load_corpus(study))
    (study / "corrections.csv").unlink()
    assert read_corrections(study / "corrections.xlsx")[0].what == "drop"
    assert "关键工序数控化率" not in [row[0] for row in ledger(policylab.load_corpus(study))]


def test_a_sheet_with_changed_cells_becomes_corrections(study, cli):
    corpus = policylab.load_corpus(study)
    table = policylab.extract_targets(corpus)
    sheet = table.astype(object).where(table.notna(), "").astype(str)
    sheet.loc[sheet["indicator"] == "5G基站", "year"] = "2023"
    with pd.ExcelWriter(study / "tables.xlsx") as book:
        sheet.to_excel(book, sheet_name="targets", index=False)
    code, out, error = cli("correct", study / "tables.xlsx", "--who", "Li", "--why", "annex 2", "--corpus", study)
    assert (code, error) == (0, "")
    assert "7万个 (5G基站): year becomes 2023" in out and "Wrote 1 correction" in out
    assert [row[3] for row in ledger(policylab.load_corpus(study)) if row[4] == "Li"] == [2023]
    assert "Wrote 0 corrections" in cli("correct", study / "tables.xlsx", "--who", "Li", "--why", "annex 2", "--corpus", study)[1]


def test_corrections_join_those_of_a_file_with_other_columns(study, cli):
    corpus = policylab.load_corpus(study)
    at = corpus["a"].text.index("一、发展目标")
    head = "table,who,plan,start,end,quote,what,field,value\n"
    (study / "corrections.csv").write_text("\ufeff" + head + f"sections,Wu,a,{at},{at + 6},一、发展目标,change,title,目标", "utf-8")
    sheet = policylab.extract_targets(corpus).astype(object)
    sheet = sheet.where(sheet.notna(), "").astype(str)
    sheet.loc[sheet["indicator"] == "5G基站", "unit"] = "座"
    with pd.ExcelWriter(study / "tables.xlsx") as book:
        sheet.to_excel(book, sheet_name="targets", index=False)
    for new in (1, 0):
        code, out, error = cli("correct", study / "tables.xlsx", "--who", "Li", "--corpus", study)
        assert (code, error) == (0, "") and f"Wrote {new} correction{'s' * (new != 1)}" in out
    assert (study / "corrections.csv").read_text("utf-8").startswith("\ufefftable,who,plan")
    corpus = policylab.load_corpus(study)
    assert corpus["a"].sections["title"].tolist()[-1] == "目标"
    assert ["Li"] == [row[4] for row in ledger(corpus) if row[4]] and "座" in set(policylab.extract_targets(corpus)["unit"])


def test_an_audit_sheet_becomes_corrections(study, cli):
    corpus = policylab.load_corpus(study)
    table = policylab.extract_targets(corpus)
    path = audit_sheet(table, {"a": corpus["a"].text}, study / "audit.xlsx", n=10)
    sheets = pd.read_excel(path, sheet_name=None, dtype=str, keep_default_na=False)
    records = sheets["records"]
    records.loc[0, ["is_statement"]] = "no"
    records.loc[1, ["is_statement", "value", "kind"]] = ["yes", "60", "instrument"]
    with pd.ExcelWriter(path) as book:
        for name, sheet in sheets.items():
            sheet.to_excel(book, sheet_name=name, index=False)
    assert cli("correct", path, "--who", "Wu", "--corpus", study)[0] == 0
    after = ledger(policylab.load_corpus(study))
    assert [row[:3] for row in after if row[4] == "Wu"] == [["关键工序数控化率", 60, "instrument"]]
    assert len(after) == len(table) - 1


def test_a_cell_that_cannot_be_is_refused_and_nothing_is_written(study, cli):
    table = policylab.extract_targets(policylab.load_corpus(study)).astype(str)
    table["kind"] = "goal"
    with pd.ExcelWriter(study / "tables.xlsx") as book:
        table.to_excel(book, sheet_name="targets", index=False)
    code, _, error = cli("correct", study / "tables.xlsx", "--who", "Li", "--corpus", study)
    assert code == 2 and "`kind` must be one of" in error
    assert not (study / "corrections.csv").exists()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        policylab.extract_targets(policylab.load_corpus(study))
