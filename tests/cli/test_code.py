"""`policylab code`: sheets out, sheets in, and one sentence for each fault."""

from __future__ import annotations

import pandas as pd
import pytest

TEXT = "一、总体要求\n坚持陆海统筹发展。\n二、主要任务\n(一)渔港\n建设渔港监控平台。鼓励渔民上云记账。\n(二)航运\n在两个渔港开展无人船试点。"


@pytest.fixture
def study(tmp_path, monkeypatch):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw/port.txt").write_text(TEXT, "utf-8")
    (tmp_path / "corpus.toml").write_text(
        '[[source]]\nid = "port"\nfile = "raw/port.txt"\ntitle = "渔港计划"\nrole = "plan"\nperiod_end = 2025\n', "utf-8"
    )
    return tmp_path


def fill(path, codes, column="code"):
    frame = pd.read_excel(path, dtype=str, keep_default_na=False)
    frame[column] = [codes[text] for text in frame["sentence"]]
    frame.to_excel(path, index=False)


ONE = {"建设渔港监控平台。": "公共服务", "鼓励渔民上云记账。": "application", "在两个渔港开展无人船试点。": "pilot 试点示范"}


def test_the_way_of_a_sheet_out_and_back(cli, study):
    code, out, _ = cli("code", "instruments", "--share", "1", "--coder", "Li", "--coder", "Wang")
    assert code == 0 and "3 sentences of 1 plan; left out: 1 guidance." in out
    one, other = (study / f"coding/coding-instruments-{name}.xlsx" for name in ("Li", "Wang"))
    fill(one, ONE), fill(other, ONE | {"鼓励渔民上云记账。": "服务外包"})
    code, out, _ = cli("code", "instruments", "--read", one, other, "--out", "tables")
    assert code == 0 and "1 sentence is open" in out and "Wrote 6 tables to tables." in out
    settled = study / "tables/coding-instruments-adjudicated.xlsx"
    fill(settled, {"鼓励渔民上云记账。": "应用推广"}, "decision")
    code, out, _ = cli("code", "instruments", "--read", one, other, settled, "--out", "tables")
    assert code == 0 and "open" not in out
    coded = pd.read_csv(study / "tables/coded_sentences.csv")
    assert coded["code"].tolist() == ["service", "application", "pilot"] and coded["decided"].tolist() == ["agreed", "decided", "agreed"]
    assert coded.loc[1, "said"] == "Li: application; Wang: outsourcing"


def test_the_same_seed_gives_the_same_bytes_and_nothing_is_written_over(cli, study):
    for folder in ("a", "b"):
        assert cli("code", "instruments", "--out", folder, "--seed", "7")[0] == 0
    assert cli("code", "instruments", "--out", "c", "--seed", "8")[0] == 0
    read = lambda folder: (study / folder / "coding-instruments-A.xlsx").read_bytes()
    assert read("a") == read("b") != read("c")
    code, _, error = cli("code", "instruments", "--out", "a")
    assert code == 2 and "is there already, and may be filled in" in error


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda f: f.drop(columns="code"), "lacks the column code"),
        (lambda f: f.assign(code="人材"), "There is no code '人材'"),
        (lambda f: pd.concat([f.assign(code="pilot")] * 2), "twice, in rows 2 and 5"),
        (lambda f: f.assign(code="pilot", sentence="别的话。"), "is not that of the plan"),
        (lambda f: f, "Nothing is coded"),
    ],
)
def test_a_bad_sheet_is_one_sentence(cli, study, change, said):
    cli("code", "instruments", "--share", "1")
    path = study / "coding/coding-instruments-A.xlsx"
    change(pd.read_excel(path, dtype=str, keep_default_na=False)).to_excel(path, index=False)
    code, _, error = cli("code", "instruments", "--read", path)
    assert code == 2 and said in error and error.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("code", "instrument"), "There is no scheme 'instrument'. Did you mean 'instruments'?"),
        (("code", "none.toml"), "The scheme none.toml cannot be read"),
        (("code", "instruments", "--read"), "Name the sheets that came back, after --read."),
        (("code", "instruments", "a.xlsx"), "Sheets are for --read"),
        (("code", "instruments", "--read", "a.xlsx"), "There is no file a.xlsx."),
        (("code", "instruments", "--share", "0"), "`share` must be a number above 0"),
    ],
)
def test_what_is_asked_wrongly_is_one_sentence(cli, study, arguments, said):
    code, _, error = cli(*arguments)
    assert code == 2 and said in error and error.count("\n") == 1


def test_the_pmc_index_goes_the_same_way(cli, study):
    assert cli("code", "pmc")[0] == 0
    for name, value in (("A", "1"), ("B", "0")):
        path = study / f"coding/coding-pmc-{name}.xlsx"
        frame = pd.read_excel(path, dtype=str, keep_default_na=False).assign(value="0")
        frame.loc[frame["unit"].eq("port/X6-2"), ["value", "quote"]] = [value, "鼓励渔民上云"]
        frame.to_excel(path, index=False)
    code, out, _ = cli("code", "pmc", "--read", "coding/coding-pmc-A.xlsx", "coding/coding-pmc-B.xlsx", "--out", "tables")
    assert code == 0 and "Krippendorff's alpha of the judgements: 0.000." in out
    index = pd.read_csv(study / "tables/pmc_index.csv")
    assert index.loc[0, ["index", "low_disputed", "high_disputed"]].tolist() == [0.125, 0, 0.25]
    assert pd.read_csv(study / "tables/pmc_judgements.csv").query("value == 1")["start"].item() > 0
