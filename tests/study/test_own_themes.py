"""A study's own themes: one file of them reaches every notebook that speaks of themes, and is refused before anything runs."""

from __future__ import annotations

import json

import pandas as pd
import pytest

import policylab
from policylab import coding, study
from policylab.resources import data_path

pytestmark = pytest.mark.usefixtures("presented_here")
THEMES = """\
[[theme]]
id = "data"
zh = "数据要素"
en = "Data as a factor"
terms = ["大數據", "数据资源", "数据共享"]

[[theme]]
id = "port"
zh = "海港"
en = "Sea ports"
terms = ["港口", "渔港"]
"""
PLANS = {"digital-economy-2019": "数字经济行动", "new-infrastructure-2021": "新型基础设施方案"}


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A study of two plans, of which two coders have coded every sentence, with a file of themes."""
    folder = study.new_study(tmp_path_factory.mktemp("own") / "study")
    packaged = policylab.load_corpus()
    for id, title in PLANS.items():
        plan = next(entry for entry in packaged.catalogue.entries if entry.id == id)
        study.add_source(data_path(plan.file), corpus=folder, id=id, title=title)
    (folder / "themes.toml").write_text(THEMES, "utf-8")
    (folder / "coding").mkdir()
    sheets = coding.coding_sheets(coding.directive_sentences(policylab.load_corpus(folder / "corpus.toml")), share=1)
    for coder, sheet in sheets.items():
        codes = ["service" if "平台" in sentence else "pilot" for sentence in sheet["sentence"]]
        sheet.assign(code=codes).to_csv(folder / "coding" / f"coding-instruments-{coder}.csv", index=False)
    return folder


@pytest.mark.parametrize(("lang", "names"), [("zh", ["数据要素", "海港"]), ("en", ["Data as a factor", "Sea ports"])])
def test_a_file_of_themes_reaches_all_that_speaks_of_themes(own, monkeypatch, lang, names):
    monkeypatch.chdir(own)
    given = {"themes_file": "themes.toml", "lang": lang, "n_topics": 3, "repeats": 2, "shuffles": 2}
    only, quick = ["03-themes", "07-instruments"], {"figure_formats": ["png"], "dpi": 30}
    if lang == "zh":
        only, given = [*only, "02-keywords"], given | {"terms": ["5G"]}  # which has nothing to do with the themes
    report = study.run_notebooks(only, parameters=given, corpus=own, out=own / "runs" / lang, **quick)
    assert report.ok, [result.message for result in report.results]
    table = lambda name: pd.read_csv(report.out / "tables" / f"{name}.csv")
    met = table("topic_themes")
    assert met["theme"].unique().tolist() == names
    # 大數據 is 大数据 in the texts, as all plans are in one script
    text = policylab.load_corpus(own).paragraphs.query("role == 'body'")["text"]
    assert met.groupby("theme")["paragraphs"].first()[names[0]] == text.str.contains("大数据|数据资源|数据共享").sum()
    assert table("theme_codes")["theme"].unique().tolist() == ["data", "port"]
    shown = json.loads((report.out / "notebooks" / "07-instruments.ipynb").read_text("utf-8"))
    assert any(names[0] in "".join(out.get("data", {}).get("text/plain", "")) for cell in shown["cells"] for out in cell.get("outputs", []))
    if lang == "zh":
        weights = table("theme_weights")
        assert weights[["theme_zh", "theme_en"]].drop_duplicates().to_numpy().tolist() == [["数据要素", "Data as a factor"], ["海港", "Sea ports"]]
        assert set(table("theme_terms")["theme"]) <= {"data", "port"} and table("theme_terms")["term"].isin(["大数据", "数据资源", "数据共享", "港口", "渔港"]).all()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "`themes_file` must be the path of a file that is there, or None, got 'mine.toml'."),
        ("", "`themes` has no theme. A theme of a TOML file is [[theme]]"),
        ('[[theme]]\nid = "data"\nzh = "数据"\n', "`themes`, theme 'data': it has no terms. Give it terms = [...]."),
        ('[[theme]]\nid = "data"\nterms = []\n', "`themes`, theme 'data': it has no terms. Give it terms = [...]."),
        ("[[theme]\n", "The file of themes mine.toml is not valid TOML: "),
        ('[[theme]]\nid = "a"\nzh = "数据"\nterms = ["数据"]\n[[theme]]\nid = "b"\nzh = "数据"\nterms = ["算力"]\n',
         "`themes` has the zh '数据' twice. Rename one of them."),
    ],
    ids=["missing", "empty", "without terms", "an empty list", "broken", "a name twice"],
)
@pytest.mark.parametrize("command", [("run", "-p", "themes_file", "mine.toml"), ("code", "instruments", "--read", "A.csv", "--themes", "mine.toml")])
def test_a_file_that_is_no_list_of_themes_ends_in_one_sentence_before_anything_runs(cli, own, monkeypatch, tmp_path, command, text, said):
    if text is not None:
        (tmp_path / "mine.toml").write_text(text, "utf-8")
    code, out, err = cli(*command, "--corpus", own / "corpus.toml")
    if command[0] == "code" and text is None:
        said = "The file of themes mine.toml cannot be read"
    assert (code, out) == (2, "") and said in err.splitlines()[-1] and err.count("policylab: ") == 1
    assert not (tmp_path / "runs").exists()


def test_the_tables_of_code_take_the_themes_of_a_file(cli, own, tmp_path):
    sheets = sorted((own / "coding").iterdir())
    code, _, err = cli("code", "instruments", "--read", *sheets, "--themes", own / "themes.toml", "--corpus", own, "--out", "tables")
    assert (code, err) == (0, "")
    assert pd.read_csv(tmp_path / "tables" / "theme_codes.csv")["theme"].unique().tolist() == ["data", "port"]
