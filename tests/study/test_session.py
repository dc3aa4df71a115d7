"""What a notebook writes, states and reads."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import joblib
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from policylab import study
from policylab.errors import PolicylabError
from policylab.files import RUN_VARIABLE

TABLE = pd.DataFrame({"plan": ["甲", "乙"], "count": [1, 2]})


@pytest.fixture
def run(tmp_path):
    return study.begin("02-keywords", out=tmp_path / "run", lang="zh", parameters={"top": 5})


def test_a_table_is_written_and_given_back(run):
    assert run.table("counts", TABLE) is TABLE
    assert (run.out / "tables" / "counts.csv").read_bytes() == "plan,count\n甲,1\n乙,2\n".encode()


def test_without_out_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run = study.begin("02-keywords", lang="en")
    assert run.table("counts", TABLE) is TABLE
    run.finding("a", claim_zh="甲", claim_en="A", value=1)
    assert len(run.findings()) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_figure_is_the_same_bytes_each_time(run):
    figures = run.out / "figures"
    seen = []
    for _ in range(2):
        figure, axes = plt.subplots()
        axes.plot([2015, 2021], [1, 2])
        axes.set_title("区块链")
        run.figure("rates", axes)
        plt.close(figure)
        seen.append({path.name: path.read_bytes() for path in figures.iterdir()})
    assert sorted(seen[0]) == ["rates.png", "rates.svg"]
    assert seen[0] == seen[1]
    assert b"dc:date" not in seen[0]["rates.svg"]


def test_several_axes_are_one_figure(run):
    figure, axes = plt.subplots(1, 2)
    run.figure("both", axes)
    run.figure("list", list(axes))
    plt.close(figure)
    assert (run.out / "figures" / "both.svg").read_bytes() == (run.out / "figures" / "list.svg").read_bytes()


def test_what_is_no_figure_is_refused(run):
    first, second = plt.figure(), plt.figure()
    for figure in (3, [], [first, second]):
        with pytest.raises(PolicylabError, match="`figure` must be a matplotlib figure, or axes of one, got"):
            run.figure("rates", figure)
    plt.close("all")


def test_another_kind_of_file_is_whole_or_not_there(run):
    with run.file("network.gexf") as path:
        path.write_text("网", "utf-8")
    assert (run.out / "files" / "network.gexf").read_text("utf-8") == "网"
    with pytest.raises(ZeroDivisionError), run.file("half.txt") as path:
        path.write_text("half", "utf-8")
        raise ZeroDivisionError
    assert [path.name for path in (run.out / "files").iterdir()] == ["network.gexf"]
    with pytest.raises(PolicylabError, match="`name` must be"), run.file("../up.txt"):
        pass


def test_findings_are_rows_sorted_by_id_in_the_language_of_the_run(run):
    run.finding("rise-b", claim_zh="乙升", claim_en="B rises", value=0.25, low=0.1, high=0.4, verdict="supported")
    run.finding("rise-a", claim_zh="甲升", claim_en="A rises")
    frame = run.findings()
    assert list(frame.columns) == ["finding", "notebook", "claim", "value", "low", "high", "verdict"]
    assert frame["claim"].tolist() == ["甲升", "乙升"]
    assert (run.out / "tables" / "findings" / "02-keywords.csv").read_text("utf-8") == (
        "finding,notebook,claim,value,low,high,verdict\n"
        "rise-a,02-keywords,甲升,,,,\n"
        "rise-b,02-keywords,乙升,0.25,0.1,0.4,supported\n"
    )
    record = json.loads((run.out / "provenance" / "02-keywords.json").read_text("utf-8"))
    assert record["claims"] == {"rise-a": ["A rises", "甲升"], "rise-b": ["B rises", "乙升"]}


def test_a_finding_is_stated_once_and_its_value_is_a_number(run):
    run.finding("a", claim_zh="甲", claim_en="A")
    with pytest.raises(PolicylabError, match="The finding 'a' is stated twice in 02-keywords"):
        run.finding("a", claim_zh="甲", claim_en="A")
    with pytest.raises(PolicylabError, match="`value` must be a number or None"):
        run.finding("b", claim_zh="乙", claim_en="B", value={})


def test_another_notebook_reads_the_table_of_the_run_and_all_findings_but_its_own(run):
    run.table("counts", TABLE)
    run.finding("a", claim_zh="甲", claim_en="A", value=3)
    run.findings()
    other = study.begin("06-synthesis", out=run.out)
    pd.testing.assert_frame_equal(other.read("counts"), TABLE, check_dtype=False)
    other.finding("z", claim_zh="终", claim_en="Z")
    other.findings()
    assert other.read("findings")["finding"].tolist() == ["a"]


def test_what_was_written_and_read_is_on_record(run):
    run.table("counts", TABLE)
    run.read("counts")
    record = json.loads((run.out / "provenance" / "02-keywords.json").read_text("utf-8"))
    assert record["tables"] == record["read"]
    assert list(record["tables"]) == ["counts"]


def test_an_own_catalogue_means_its_own_published_tables(tmp_path):
    (tmp_path / "corpus.toml").write_text("", "utf-8")
    (tmp_path / "derived").mkdir()
    (tmp_path / "derived" / "counts.csv").write_text("n\n7\n", "utf-8")
    run = study.begin("06-synthesis", parameters={"corpus_file": str(tmp_path / "corpus.toml")})
    assert run.read("counts")["n"].tolist() == [7]
    with pytest.raises(PolicylabError, match="There is no table 'count'. Did you mean 'counts'.*`policylab run`"):
        run.read("count")


def test_bad_input_is_said_at_the_beginning(tmp_path):
    with pytest.raises(PolicylabError, match="`lang` must be one of 'en', 'zh', got 'fr'"):
        study.begin("01-corpus", lang="fr")
    (tmp_path / "file").write_text("")
    with pytest.raises(PolicylabError, match=r"The output folder .*below cannot be written \(Not a directory\)"):
        study.begin("01-corpus", out=tmp_path / "file" / "below")


@pytest.mark.parametrize("out", ["", "  ", 3])
def test_a_folder_must_be_named_or_none(out, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PolicylabError, match="`out` must be a folder, or None to write nothing, got"):
        study.begin("01-corpus", out=out)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["", "..", "../up", "a/b", "a\\b", "a\nb", None])
def test_a_notebook_has_the_name_of_a_file(name, tmp_path):
    with pytest.raises(PolicylabError, match="`notebook` must be the name of the notebook's file without its ending"):
        study.begin(name, out=tmp_path / "out")
    assert study.begin("02 我的 words", out=tmp_path / "out").out == tmp_path / "out"


def test_a_notebook_does_not_write_over_its_study(tmp_path):
    (tmp_path / "corpus.toml").write_text("", "utf-8")
    (tmp_path / "notebooks").mkdir()
    parameters = {"corpus_file": str(tmp_path / "corpus.toml")}
    for out in (tmp_path, tmp_path / "notebooks" / "..", tmp_path / "derived"):
        with pytest.raises(PolicylabError, match="holds the study itself, which a run would write over. Choose another"):
            study.begin("02-words", out=out, parameters=parameters)
    assert study.begin("02-words", out=tmp_path / "runs" / "mine", parameters=parameters).out.is_dir()


def test_files_that_belong_together_are_whole_on_record_and_the_same_each_time(run):
    seen = []
    for year in (2024, 2025):
        with run.folder("sheets") as folder:
            book = Workbook()
            book.active.append(["词", "区块链"])
            book.properties.created = datetime.datetime(year, 1, 1)
            book.save(folder / "words.xlsx")
            (folder / "key.json").write_text("{}", "utf-8")
        seen.append((run.out / "sheets" / "words.xlsx").read_bytes())
    assert seen[0] == seen[1]
    assert load_workbook(run.out / "sheets" / "words.xlsx").active["B1"].value == "区块链"
    record = json.loads((run.out / "provenance" / "02-keywords.json").read_text("utf-8"))
    assert list(record["folders"]) == ["sheets/key.json", "sheets/words.xlsx"]
    with pytest.raises(ZeroDivisionError), run.folder("half") as folder:
        (folder / "half.txt").write_text("half", "utf-8")
        raise ZeroDivisionError
    assert sorted(path.name for path in run.out.iterdir()) == ["provenance", "sheets"]
    with pytest.raises(PolicylabError, match="The folder 'tables' of a run has a use already"), run.folder("tables"):
        pass


@pytest.mark.parametrize(
    ("environment", "told"),
    [({}, False), ({"JPY_SESSION_NAME": "02.ipynb"}, True), ({"JPY_SESSION_NAME": "02.ipynb", RUN_VARIABLE: "x"}, False)],
)
def test_a_long_loop_tells_how_far_it_is_in_jupyterlab_and_nowhere_else(environment, told, monkeypatch, capsys):
    for name in ("JPY_SESSION_NAME", RUN_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with joblib.parallel_config(verbose=0):  # and afterwards as before
        study.begin("03-themes")
        joblib.Parallel(n_jobs=1)(joblib.delayed(len)("词") for _ in range(20))
    assert ("Done  20 out of  20" in capsys.readouterr().err) == told


def test_what_cannot_be_shown_is_said_in_the_language_of_the_run(capsys):
    for lang in ("zh", "en"):
        study.begin("02-keywords", lang=lang).say("没有词。", "No term.")
    assert capsys.readouterr().out == "没有词。\nNo term.\n"


def test_a_full_disk_is_named_and_what_was_there_stays(run, monkeypatch, full_disk):
    run.table("counts", TABLE)
    before = (run.out / "tables" / "counts.csv").read_bytes()
    monkeypatch.setattr(Path, "write_bytes", full_disk)
    with pytest.raises(PolicylabError, match="The disk of .*tables is full. What was finished stays, and nothing is there by half. Make room"):
        run.table("counts", TABLE.head(1))
    assert [path.name for path in (run.out / "tables").iterdir()] == ["counts.csv"]
    assert (run.out / "tables" / "counts.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("both for 2025: ≥ 30, then ≥ 50; the bound differs; plain, then 力争", "同为2025年：≥ 30，后为≥ 50；上下限的写法不同；先无此语，后称“力争”"),
        ("2015, then 2020, though later: = 5, then = 3; in a year 3, then 2", "2015年，后为2020年，期限虽晚：= 5，后为= 3；每年3，后为每年2"),
        ("by 2016, due in 2015: = 3 was set, ≥ 4 is told", "至2016年（应于2015年）：所定= 3，所报≥ 4"),
        ("户籍 stands in one only; in doubt: second opinion differs", "“户籍”只见于其一；存疑：与复核模型不一致"),
        ("There is no plan 'x'. There are none.", "没有名为 'x' 的规划。一个也没有。"),
        (None, None),
    ],
)  # fmt: skip
def test_what_the_library_says_is_told_in_the_language_of_the_run(said, told):
    assert study.begin("04-targets", lang="zh").told(said) == told
    assert study.begin("04-targets", lang="en").told(said) == said
