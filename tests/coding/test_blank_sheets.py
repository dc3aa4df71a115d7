"""Sheets that stand in a study and that nobody has filled in: they are no sheets, and the notebook says so."""

import json

import pandas as pd
import pytest

import policylab
from policylab import coding, study
from policylab.errors import PolicylabError

pytestmark = pytest.mark.usefixtures("presented_here")
TEXT = "一、总体要求\n坚持陆海统筹发展。\n二、主要任务\n(一)渔港\n建设渔港监控平台。鼓励渔民上云记账。\n(二)航运\n在两个渔港开展无人船试点。"


@pytest.fixture
def own(tmp_path, cli):
    """A study of one plan, with the sheets of two coders as `policylab code` writes them."""
    folder = study.new_study(tmp_path / "study")
    (tmp_path / "port.txt").write_text(TEXT, "utf-8")
    study.add_source(tmp_path / "port.txt", corpus=folder, id="port", title="渔港计划", period="2021-2025")
    assert cli("code", "instruments", "--corpus", folder)[0] == cli("code", "pmc", "--corpus", folder)[0] == 0
    return folder


def fill(folder, name, **cells):
    """Write answers into a sheet, the first row of each column first."""
    path = folder / "coding" / name
    frame = pd.read_excel(path, dtype=str, keep_default_na=False)
    for column, answers in cells.items():
        frame[column] = [*answers, *[""] * (len(frame) - len(answers))]
    frame.to_excel(path, index=False)


@pytest.mark.parametrize(
    ("filled", "found", "blank"),
    [
        ({}, [], ["A", "B"]),
        ({"A": {"code": ["pilot"]}}, ["A"], ["B"]),
        ({"A": {"code": [" ", "\t"]}, "B": {"code": ["pilot"]}}, ["B"], ["A"]),
        ({"A": {"code": ["pilot"] * 2}, "B": {"code": ["pilot"] * 2}}, ["A", "B"], []),
        ({"B": {"note": ["看不清"]}}, ["B"], ["A"]),
    ],
    ids=["nothing", "one coder", "white space", "both", "a note alone"],
)
def test_a_sheet_in_which_nothing_is_filled_in_is_none(own, scheme, filled, found, blank):
    for coder, cells in filled.items():
        fill(own, f"coding-instruments-{coder}.xlsx", **cells)
    corpus = policylab.load_corpus(own)
    names = lambda paths: [path.stem.removeprefix("coding-instruments-") for path in paths]
    assert (names(coding.find_codings(corpus, scheme)), names(coding.blank_sheets(corpus, scheme))) == (found, blank)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"note": ["看不清"]}, "Nothing is coded in coding-instruments-A.xlsx. Fill in its column `code`."),
        ({"code": ["人材"]}, "coding-instruments-A.xlsx, unit port@"),
    ],
)
def test_what_is_half_filled_in_is_an_error_that_says_where(own, scheme, cells, said):
    fill(own, "coding-instruments-A.xlsx", **cells)
    with pytest.raises(PolicylabError) as error:
        coding.read_codings(policylab.load_corpus(own), scheme)
    assert said in str(error.value) and "\n" not in str(error.value)


def test_blank_sheets_of_the_pmc_index_are_none_and_one_with_a_quote_alone_is_an_error(own):
    corpus, pmc = policylab.load_corpus(own), coding.read_pmc_scheme()
    assert coding.find_codings(corpus, pmc) == [] and len(coding.blank_sheets(corpus, pmc)) == 2
    fill(own, "coding-pmc-A.xlsx", quote=["渔港"])
    assert [path.stem for path in coding.find_codings(corpus, pmc)] == ["coding-pmc-A"]
    with pytest.raises(PolicylabError, match=r"Nothing is judged in coding-pmc-A.xlsx. Fill in its column `value`\."):
        coding.read_judgements(coding.find_codings(corpus, pmc), pmc, corpus)


def said_by(report):
    cells = json.loads((report.out / "notebooks" / "07-instruments.ipynb").read_text("utf-8"))["cells"]
    return "".join("".join(out.get("text", "")) for cell in cells for out in cell.get("outputs", []))


def test_the_notebook_says_which_sheets_it_leaves_out_and_how_many_sentences_are_coded(own):
    report = study.run_notebooks(["07-instruments"], parameters={"lang": "en"}, corpus=own, out=own / "runs" / "blank")
    assert report.ok, [result.message for result in report.results]
    said = said_by(report)
    assert "coding-instruments-A.xlsx is not filled in, and counts as no sheet." in said and "coding-pmc-B.xlsx is not" in said
    assert "No filled-in sheet is there yet. Write them with `policylab code instruments`, and fill them in." in said
    assert not list((report.out / "tables").glob("code*.csv"))

    fill(own, "coding-instruments-A.xlsx", code=["pilot"])
    report = study.run_notebooks(["07-instruments"], parameters={"lang": "zh"}, corpus=own, out=own / "runs" / "half")
    assert report.ok, [result.message for result in report.results]
    said = said_by(report)
    assert "coding-instruments-B.xlsx 还没有填写，不计。" in said and "3句中编码了1句；下面各项只就这些句子而言。" in said
    assert pd.read_csv(report.out / "tables" / "coded_sentences.csv")["decided"].tolist() == ["single"]
