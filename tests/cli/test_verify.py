"""`policylab verify` on the tables that people send."""

from __future__ import annotations

import json

import pandas as pd
import pytest

import policylab

ROWS = [
    {"指标": "5G基站", "数值": "7", "单位": "万个", "plan": "smart-city-2021"},
    {"指标": "5G基站", "数值": "9", "单位": "万个", "plan": "smart-city-2021"},
    {"指标": "极地考察站", "数值": "41734", "单位": "个", "plan": "smart-city-2021"},
]
COLUMNS = ("--column", "指标=indicator", "--column", "数值=value", "--column", "单位=unit")


@pytest.mark.parametrize("name", ["a.csv", "a.gbk.csv", "a.xlsx", "a.jsonl", "a.json"])
def test_a_table_in_each_form_gets_its_verdicts(cli, tmp_path, name):
    path, frame = tmp_path / name, pd.DataFrame(ROWS)
    if name.endswith(".xlsx"):
        frame.to_excel(path, index=False)
    elif name.endswith(".jsonl"):
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS), "utf-8")
    elif name.endswith(".json"):
        path.write_text(f"```json\n{json.dumps(ROWS, ensure_ascii=False, indent=1)}\n```\n", "utf-8")
    else:
        path.write_bytes(frame.to_csv(index=False).encode("gb18030" if "gbk" in name else "utf-8-sig"))
    code, out, _ = cli("verify", path, *COLUMNS, "--unlisted", tmp_path / "lacking.csv")
    assert code == 0
    verdicts = [line for line in out.splitlines() if "smart-city-2021" in line]
    assert ["found" in verdicts[0], "value differs" in verdicts[1], "not in the text" in verdicts[2]] == [True] * 3
    assert "3 rows: found 1, value differs 1, not in the text 1, precision 0.333" in out
    lacking = pd.read_csv(tmp_path / "lacking.csv")
    assert "smart-city-2021" in set(lacking["plan"]) and not lacking["indicator"].eq("5G基站").all()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("none.csv",), "There is no file none.csv."),
        (("a.csv",), "The table lacks the columns indicator, value; it has 指标, 数值"),
        (("a.csv", "--column", "指标"), "`--column` takes NAME=FIELD, such as 指标=indicator, got '指标'."),
        (("b.xlsx",), "cannot be read as a table"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(cli, tmp_path, arguments, said):
    (tmp_path / "a.csv").write_text("指标,数值\n5G基站,7\n", "utf-8")
    (tmp_path / "b.xlsx").write_bytes(b"PK no workbook")
    code, _, error = cli("verify", *arguments)
    assert code == 2 and said in error and error.count("\n") == 1


def test_what_is_decided_in_the_sheet_of_disputes_becomes_corrections(cli, tmp_path):
    import openpyxl

    (tmp_path / "a.txt").write_text("一、目标\n到2025年，建成5G基站7万个，培育企业100家，设立资金10亿元。", "utf-8")
    (tmp_path / "corpus.toml").write_text('[[source]]\nid = "a"\nfile = "a.txt"\nrole = "plan"\ntitle = "甲"\nperiod_start = 2021\nperiod_end = 2025\n', "utf-8")
    table, sheet = tmp_path / "t.csv", tmp_path / "d.xlsx"
    table.write_text("indicator,value,unit,kind\n5G基站,9万,个,目标\n企业,100,家,现状\n", "utf-8")
    code, out, _ = cli("verify", table, "--sheet", sheet, "--corpus", tmp_path)
    assert code == 0 and "kappa of kinds 0.000" in out
    book = openpyxl.load_workbook(sheet)
    head, *rows = book["targets"].values
    assert [row[:2] for row in rows] == [("9万个", "value differs"), ("100家", "year or kind differs"), (None, "not in the table")]
    for row, (field, value) in enumerate([("value", "90000"), ("kind", "baseline"), ("is_statement", "否")], start=2):
        book["targets"].cell(row, head.index(field) + 1).value = value
    book.save(sheet)
    code, _, err = cli("verify", table, "--sheet", sheet, "--corpus", tmp_path)
    assert code == 2 and "is there already" in err
    assert cli("correct", sheet, "--who", "Li", "--corpus", tmp_path)[0] == 0
    corrected = policylab.extract_targets(policylab.load_corpus(tmp_path))
    assert corrected[["indicator", "value", "kind"]].astype(str).values.tolist() == [["5G基站", "90000", "target"], ["企业", "100", "baseline"]]
