import openpyxl
import pandas as pd
import pytest

import policylab
from policylab.errors import PolicylabError, SourceError
from policylab.stats import wilson_interval as wilson
from policylab.targets import audit_sheet, score_audit

TEXT = "建成学校10所。医院达到5家。\n道路里程达到30公里。三大体系基本形成。"


@pytest.fixture
def sheet(tmp_path):
    ledger = policylab.extract_targets(TEXT, period_end=2025)
    return audit_sheet(ledger, {"text": TEXT}, tmp_path / "audit.xlsx", n=10)


def fill(path, *, right=True, statements=1):
    """Fill in a sheet as a reader would who reads every number as the extractor did, or the first one otherwise."""
    book = openpyxl.load_workbook(path)
    key = {row[0].value: [cell.value for cell in row] for row in book["key"].iter_rows(min_row=2)}
    for number, row in enumerate(book["records"].iter_rows(min_row=2)):
        _, value, unit, indicator, kind, year, *_ = key[row[0].value]
        answers = ["y", value if right or number else "99", unit, indicator, kind, year]
        for cell, answer in zip(row[3:], answers, strict=False):
            cell.value = answer
    for row in book["sentences"].iter_rows(min_row=2):
        row[3].value = statements
    book.save(path)


def test_the_reader_sees_the_marked_number_and_not_the_reading(sheet):
    book = openpyxl.load_workbook(sheet)
    rows = [[cell.value for cell in row] for row in book["records"].iter_rows(min_row=2)]
    assert rows[0][2] == "建成学校【10所】。"
    assert all(cell is None for row in rows for cell in row[3:])
    assert book["key"].sheet_state == "veryHidden"


def test_a_sheet_that_agrees_scores_one(sheet):
    fill(sheet)
    scores = score_audit(sheet).set_index("score")
    assert scores.loc["precision", "value"] == 1
    assert scores.loc["precision", ["low", "high"]].tolist() == pytest.approx(wilson(4, 4))
    assert scores.loc["recall", "value"] == 1


def test_a_disagreement_and_a_missed_statement_cost(sheet):
    fill(sheet, right=False, statements=2)
    scores = score_audit(sheet).set_index("score")
    assert scores.loc["precision", "value"] == 0.75
    assert scores.loc["recall", "value"] == 0.5


def test_the_same_seed_draws_the_same_sheet(tmp_path, corpus):
    ledger = policylab.extract_targets(corpus)
    texts = {plan.id: plan.text for plan in corpus}
    one, two = (
        pd.read_excel(audit_sheet(ledger, texts, tmp_path / f"{name}.xlsx", n=20, random_state=3), sheet_name=None)
        for name in "ab"
    )
    assert all(one[name].equals(two[name]) for name in one)
    assert set(one["records"]["plan"]) == set(texts)


def test_rows_in_doubt_are_drawn_more_often_and_weighted_back(tmp_path):
    lines = "".join(f"2025年{word}学校{number}所。\n" for number, word in enumerate(["建成"] * 30, start=1))
    ledger = policylab.extract_targets(lines, period_end=2025)
    ledger["doubt"] = ["kind by default"] * 6 + [None] * 24
    path = audit_sheet(ledger, {"text": lines}, tmp_path / "audit.xlsx", n=10)
    key = pd.read_excel(path, sheet_name="key", dtype=str).iloc[:10]
    assert key["stratum"].value_counts().to_dict() == {"in doubt": 5, "no doubt": 5}
    assert key.groupby("stratum")["weight"].first().astype(float).round(2).to_dict() == {"in doubt": 1.2, "no doubt": 4.8}
    # the reader agrees with all rows but those in doubt: 24 of 30, not 5 of 10
    book = openpyxl.load_workbook(path)
    known = {row[0].value: [cell.value for cell in row] for row in book["key"].iter_rows(min_row=2)}
    for row in book["records"].iter_rows(min_row=2):
        _, value, unit, indicator, kind, year, _, stratum, _ = known[row[0].value]
        answers = ["y", value if stratum == "no doubt" else "99", unit, indicator, kind, year]
        for cell, answer in zip(row[3:], answers, strict=True):
            cell.value = answer
    book.save(path)
    scores = score_audit(path).set_index("score")
    assert scores.loc["whole", "value"] == pytest.approx(0.8)
    assert scores.loc["whole, no doubt", "value"] == 1


def test_scores_before_and_after_corrections(tmp_path, cli):
    lines = "".join(f"2025年建成学校{number}所。\n" for number in range(11, 31)) + "另设码头若干。\n"
    (tmp_path / "a.txt").write_text(lines, "utf-8")
    (tmp_path / "corpus.toml").write_text(
        '[[source]]\nid = "a"\nfile = "a.txt"\nrole = "plan"\ntitle = "甲市规划"\nperiod_end = 2025\n', "utf-8"
    )
    corpus = policylab.load_corpus(tmp_path)
    ledger = policylab.extract_targets(corpus)
    path = audit_sheet(ledger, {"a": corpus["a"].text}, tmp_path / "audit.xlsx", n=10)  # each of 10 stands for 2 of 20
    fill(path, right=False)  # the first one read has another value
    assert "corrections" not in score_audit(path, corpus=corpus)
    first = openpyxl.load_workbook(path)["records"]["A2"].value
    row = ledger.set_index("statement").loc[first]
    (tmp_path / "corrections.csv").write_text(
        "plan,start,end,quote,what,field,value,who\n"
        f"a,{row.start},{row.end},{corpus['a'].text[row.start : row.end]},change,value,99,Li\n", "utf-8"
    )  # fmt: skip
    scores = score_audit(path, corpus=policylab.load_corpus(tmp_path)).set_index(["corrections", "score"])
    assert scores.loc[("before", "whole"), ["value", "n"]].tolist() == [0.9, 10]
    # one row of 20 was put right; the other one that it stands for is as wrong as it was
    assert scores.loc[("after", "whole"), ["value", "n"]].tolist() == [0.95, 10]
    assert scores.loc[("before", "recall"), "value"] == scores.loc[("after", "recall"), "value"]
    (tmp_path / "corrections.csv").write_text(
        "plan,start,end,quote,what,who\n" + f"a,{row.start},{row.end},{corpus['a'].text[row.start : row.end]},drop,Li\n", "utf-8"
    )
    scores = score_audit(path, corpus=policylab.load_corpus(tmp_path)).set_index(["corrections", "score"])
    assert scores.loc[("after", "whole"), "value"] == pytest.approx(18 / 19)
    code, out, _ = cli("audit", "--score", "--sheet", path, "--corpus", tmp_path, "--format", "csv")
    assert code == 0 and out.splitlines()[0] == "score,value,low,high,n,corrections" and ",after" in out


def test_what_was_added_counts_for_recall(tmp_path):
    text = "2025年建成学校11所。\n2025年建成医院若干,泵站3座。\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "corpus.toml").write_text('[[source]]\nid = "a"\nfile = "a.txt"\nrole = "plan"\ntitle = "甲市规划"\nperiod_end = 2025\n', "utf-8")
    corpus = policylab.load_corpus(tmp_path)
    path = audit_sheet(policylab.extract_targets(corpus), {"a": corpus["a"].text}, tmp_path / "audit.xlsx", n=10)
    fill(path, statements=2)
    at = text.index("若干")
    rows = "".join(f"a,{at},{at + 2},若干,add,{field},{value},Li\n" for field, value in (("value", 4), ("kind", "target")))
    (tmp_path / "corrections.csv").write_text("plan,start,end,quote,what,field,value,who\n" + rows, "utf-8")
    scores = score_audit(path, corpus=policylab.load_corpus(tmp_path)).set_index(["corrections", "score"])["value"]
    assert scores["before", "recall"] == 0.5 and scores["after", "recall"] == 0.75


def test_a_sentence_that_was_corrected_stays_one_sentence(tmp_path):
    text = "".join(f"2025年建成学校{number}所。\n" for number in range(11, 35))
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "corpus.toml").write_text('[[source]]\nid = "a"\nfile = "a.txt"\nrole = "plan"\ntitle = "甲市规划"\nperiod_end = 2025\n', "utf-8")
    corpus = policylab.load_corpus(tmp_path)
    ledger = policylab.extract_targets(corpus)
    path = audit_sheet(ledger, {"a": text}, tmp_path / "audit.xlsx", n=24)
    fill(path, statements=1)
    book = openpyxl.load_workbook(path)
    drawn = [row[2].value for row in book["sentences"].iter_rows(min_row=2)]
    assert len(drawn) == 12  # each stands for two
    dropped = ledger[ledger["sentence"].isin([sentence.strip() for sentence in drawn[:6]])]
    rows = "".join(f"a,{row.start},{row.end},{text[row.start : row.end]},drop,Li\n" for row in dropped.itertuples())
    (tmp_path / "corrections.csv").write_text("plan,start,end,quote,what,who\n" + rows, "utf-8")
    scores = score_audit(path, corpus=policylab.load_corpus(tmp_path)).set_index(["corrections", "score"])
    assert scores.loc[("before", "recall"), ["value", "n"]].tolist() == [1, 12]
    assert scores.loc[("after", "recall"), ["value", "n"]].tolist() == [0.75, 12]
    for row in list(book["sentences"].iter_rows(min_row=2))[6:]:
        row[3].value = None
    book.save(path)
    few = score_audit(path, corpus=policylab.load_corpus(tmp_path)).set_index(["corrections", "score"])
    assert few.loc[(slice(None), "recall"), "low"].isna().all()  # six sentences, before and after


@pytest.mark.parametrize(("answer", "read"), [("2", 2), ("1.0", 1), ("三", 3), ("0", 0), ("-50", None), ("two", None), ("1.5", None), ("inf", None), ("nan", None), ("1个", None), (True, None)])
def test_how_many_statements_a_sentence_has_is_a_whole_number(sheet, answer, read):
    book = openpyxl.load_workbook(sheet)
    cell = next(book["sentences"].iter_rows(min_row=2))[3]
    assert book["sentences"]["D1"].value == "statements"
    cell.value = answer
    book.save(sheet)
    if read is None:
        with pytest.raises(PolicylabError, match="Sentence s0001 of the audit sheet has .* statements. Give a whole number, or nothing"):
            score_audit(sheet)
    else:
        scores = score_audit(sheet).set_index("score")
        assert ("recall" in scores.index) is (read > 0) and (not read or scores.loc["recall", "n"] == read)


def test_an_empty_sheet_and_another_file_are_errors(sheet, tmp_path):
    with pytest.raises(PolicylabError, match="Nothing is filled in in audit.xlsx"):
        score_audit(sheet)
    other = tmp_path / "other.xlsx"
    pd.DataFrame({"a": [1]}).to_excel(other)
    with pytest.raises(SourceError, match="other.xlsx is no audit sheet"):
        score_audit(other)
    with pytest.raises(SourceError, match="There is no file"):
        score_audit(tmp_path / "none.xlsx")
    with pytest.raises(PolicylabError, match="`n` must be an int of at least 2"):
        audit_sheet(policylab.extract_targets(TEXT), {"text": TEXT}, tmp_path / "x.xlsx", n=1)
