"""Sheets: who gets what, what the workbook offers, and the faults of what comes back."""

import io

import openpyxl
import pandas as pd
import pytest

from policylab.coding import adjudication_sheet, coding_sheets, read_sheets, scheme_guide, sheet_bytes
from policylab.errors import PolicylabError


def test_a_share_of_each_plan_goes_to_all_and_the_rest_to_one_each(sentences):
    sheets = coding_sheets(sentences, ["Li", "Wang", "Zhao"], share=0.25, random_state=3)
    units = {name: set(sheet["unit"]) for name, sheet in sheets.items()}
    common = set.intersection(*units.values())
    assert len(common) == 2 * 9 and sum(unit.startswith("old@") for unit in common) == 9  # 36 a plan
    assert set.union(*units.values()) == set(sentences["unit"])
    assert sum(len(one - common) for one in units.values()) == 72 - 18


def test_the_order_is_random_by_seed_and_each_coders_own(sentences):
    one, same, other = (coding_sheets(sentences, share=1.0, random_state=seed) for seed in (1, 1, 2))
    assert one["A"].equals(same["A"]) and not one["A"].equals(other["A"])
    assert one["A"]["unit"].tolist() != one["B"]["unit"].tolist()
    assert sorted(one["A"]["unit"]) == sorted(one["B"]["unit"]) == sorted(sentences["unit"])
    assert list(one["A"].columns) == ["unit", "section", "sentence", "code", "note"] and one["A"]["code"].eq("").all()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"coders": []}, "`coders` must be"), ({"coders": ["A", "A"]}, "`coders` must be different names"),
        ({"coders": ["a/b"]}, "names of letters, digits, spaces and hyphens"), ({"coders": [".."]}, "names of letters"),
        ({"coders": ["adjudicated"]}, "names other than 'adjudicated'"), ({"share": 0}, "`share` must be a number above 0"),
        ({"share": 1.5}, "`share` must be"), ({"share": True}, "`share` must be"),
    ],
)  # fmt: skip
def test_what_cannot_be_divided_is_said(sentences, given, said):
    with pytest.raises(PolicylabError, match=said):
        coding_sheets(sentences, **given)


def test_the_workbook_offers_the_codes_and_explains_them(sentences, scheme):
    sheet = coding_sheets(sentences)["A"]
    book = openpyxl.load_workbook(io.BytesIO(sheet_bytes(sheet, scheme_guide(scheme), [c.choice for c in scheme.codes], "code")))
    (rule,) = book["coding"].data_validations.dataValidation
    assert (rule.type, rule.formula1, str(rule.sqref)) == ("list", "=codes!$H$2:$H$20", f"D2:D{len(sheet) + 1}")
    assert [cell.value for cell in book["codes"]["H"][1:20]] == [code.choice for code in scheme.codes]
    assert book["coding"]["C2"].value == sheet.loc[0, "sentence"] and book["coding"]["D2"].value is None
    assert book["codes"]["A1"].value == "group" and "问题" in [cell.value for cell in book["codes"]["D"]]


def test_a_sentence_that_looks_like_a_formula_stays_text(scheme):
    sheet = pd.DataFrame({"unit": ["a@0"], "section": ["任务"], "sentence": ["=1+1 是个例子。"], "code": [""], "note": [""]})
    book = openpyxl.load_workbook(io.BytesIO(sheet_bytes(sheet, scheme_guide(scheme), ["talent"], "code")))
    assert (book["coding"]["C2"].value, book["coding"]["C2"].data_type) == ("=1+1 是个例子。", "s")


@pytest.mark.parametrize("name", ["A.csv", "A.xlsx", "coding-instruments-A.xlsx"])
def test_rows_may_come_back_in_any_order(sheet, sentences, scheme, codes, name):
    codings, decisions = read_sheets([sheet(name, lambda frame: frame.sample(frac=1, random_state=5))], scheme, sentences)
    assert len(codings) == 72 and set(codings["coder"]) == {"A"} and decisions.empty
    joined = codings.merge(sentences, on="unit")
    assert (joined["code"] == joined["sentence"].map(codes)).all()


def test_names_of_codes_and_empty_cells_are_understood(sheet, sentences, scheme, codes):
    texts = list(codes)
    chinese = codes | {texts[0]: "公共服务", texts[1]: "", texts[2]: "pilot 试点示范"}
    codings, _ = read_sheets([sheet(codes=chinese)], scheme, sentences)
    assert len(codings) == 72 - 12 and set(codings["code"]) == {"service", "pilot", "funding", "regulation", "information"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda f: f.drop(columns="code"), "A.csv lacks the column code; it has unit, section, sentence, note"),
        (lambda f: f.drop(columns="unit"), "A.csv lacks the column unit"),
        (lambda f: f.drop(columns="sentence"), "A.csv lacks the column sentence"),
        (lambda f: f.assign(code=["talnet", *f["code"][1:]]), "There is no code 'talnet'. Did you mean 'talent'?"),
        (lambda f: pd.concat([f, f.iloc[[3]]]), "twice, in rows 5 and 74. Keep one of them."),
        (lambda f: f.assign(sentence=["改过的句子。", *f["sentence"][1:]]), "A.csv, row 2: the text of"),
        (lambda f: f.assign(unit=["old@1", *f["unit"][1:]]), "A.csv, row 2: this corpus has no unit 'old@1'"),
        (lambda f: f.assign(unit=["", *f["unit"][1:]]), "A.csv, row 2: this corpus has no unit ''"),
        (lambda f: f.assign(code=""), "Nothing is coded in A.csv"),
        (lambda f: f.rename(columns={"code": "decision"}), "There is no coder's sheet among the files"),
    ],
)
def test_each_fault_of_a_sheet_is_one_sentence(sheet, sentences, scheme, change, said):
    path = sheet(change=change)
    with pytest.raises(PolicylabError) as error:
        read_sheets([path], scheme, sentences)
    assert said in str(error.value) and "\n" not in str(error.value)


def test_two_sheets_of_one_coder_and_files_that_are_none_are_refused(sheet, sentences, scheme, tmp_path):
    (tmp_path / "bad.xlsx").write_bytes(b"PK no workbook")
    (tmp_path / "a.json").write_text("{}")
    for paths, said in (([sheet("A.csv"), sheet("A.xlsx")], "Two sheets are of the coder 'A'"),
                        ([tmp_path / "none.xlsx"], "There is no file .*none.xlsx"), ([tmp_path / "a.json"], "a.json is neither XLSX nor CSV"), ([tmp_path / "bad.xlsx"], "bad.xlsx cannot be read as a table")):  # fmt: skip
        with pytest.raises(PolicylabError, match=said):
            read_sheets(paths, scheme, sentences)


def test_white_space_that_a_spreadsheet_adds_is_no_change(sheet, sentences, scheme):
    codings, _ = read_sheets([sheet(change=lambda f: f.assign(sentence=" " + f["sentence"] + "\n", unit=f["unit"] + " "))], scheme, sentences)
    assert len(codings) == 72


def test_the_sheet_to_settle_has_the_differences_only_and_hides_whose_is_whose(sentences):
    units = sentences["unit"].head(40).tolist()
    rows = [(unit, coder, "service" if coder == "A" or number % 2 else "pilot") for number, unit in enumerate(units) for coder in "AB"]
    table = adjudication_sheet(pd.DataFrame(rows, columns=["unit", "coder", "code"]), sentences, random_state=1)
    assert sorted(table["unit"]) == sorted(units[::2]) and table["decision"].eq("").all()
    assert 0 < table["code_1"].eq("pilot").sum() < 20  # neither coder always stands first
    assert table["unit"].tolist() != sorted(table["unit"], key=units.index)
