"""The commands as a reader types them: what they print, and with which code they end."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import signal
import subprocess
import sys
import tomllib
from decimal import Decimal

import nbformat
import numpy as np
import pandas as pd
import pytest

import policylab
from policylab.cli._run import join_parameters
from policylab.cli._tables import Form, _text

pytestmark = pytest.mark.usefixtures("presented_here")


def notebook(folder, name, *cells):
    v4 = nbformat.v4
    folder.mkdir(exist_ok=True)
    parameters = v4.new_code_cell("top = 5\nout = None", metadata={"tags": ["parameters"]})
    nbformat.write(v4.new_notebook(cells=[parameters, *map(v4.new_code_cell, cells)]), folder / f"{name}.ipynb")


def test_version(cli):
    assert cli("--version") == (0, f"policylab {policylab.__version__}\n", "")


def test_help_names_every_command(cli):
    code, out, _ = cli("--help")
    assert code == 0
    for command in ("run", "keywords", "targets", "check", "evaluate", "diff", "publish", "new", "add"):
        assert f"\n  {command} " in out


def test_neither_the_library_nor_the_help_nor_the_runner_loads_what_is_heavy():
    heavy = {"pandas", "numpy", "jieba", "sklearn", "matplotlib", "seaborn", "papermill", "nbconvert"}
    code = (
        "import sys, policylab, policylab.study, policylab.study._runner, policylab.study._web_pages, policylab.cli._app; "
        f"print(sorted({heavy!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_keywords_as_csv_for_a_pipe(cli):
    code, out, err = cli("keywords", "区块链", "5G", "--format", "csv")
    assert (code, err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) == 8
    assert rows[0]["term"] == "区块链"
    assert rows[0]["plan"] == "smart-city-2015"


def test_a_catalogue_that_nests_too_deep_is_one_sentence_in_its_folder(cli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "corpus.toml").write_text("x = " + "[" * 9000)
    code, out, err = cli("check")
    assert (code, out) == (2, "") and "its brackets stand too deep in one another" in err and err.count("\n") == 1


@pytest.mark.parametrize("terms", [["区块链、5G"], ["區塊鏈，５Ｇ"], ["区块链,5G"], ["区块链；5G"]])
def test_terms_between_commas_of_any_kind(cli, terms):
    _, expected, _ = cli("keywords", "区块链", "5G", "--format", "csv")
    _, out, _ = cli("keywords", *terms, "--format", "csv")
    assert [line.split(",")[1:3] for line in out.splitlines()] == [line.split(",")[1:3] for line in expected.splitlines()]


def test_keywords_as_a_table_and_as_json_lines(cli):
    _, out, _ = cli("keywords", "区块链")
    assert out.split()[:4] == ["term", "plan", "count", "per_10k"]  # raw_count is the same
    assert out.splitlines()[-2:] == [
        "low and high: 95 % interval of per_10k, the rate per 10 000 words, over sections of the second level.",
        "Words counted: smart-city-2015 4718, digital-economy-2019 3623, new-infrastructure-2021 2823, smart-city-2021 11551.",
    ]
    _, out, _ = cli("keywords", "区块链", "数据资源")
    assert out.split()[:4] == ["term", "plan", "count", "raw_count"]
    assert out.splitlines()[-1] == "raw_count: places where the characters stand, also within longer words, which count leaves out."
    _, out, _ = cli("keyness", "--target", "smart-city-2015")
    assert out.splitlines()[-2].startswith("low and high: 95 % interval of log_ratio, the binary logarithm of the ratio of rates, over sections")
    assert out.splitlines()[-1].startswith("Words counted: smart-city-2015 4718, ")
    code, out, _ = cli("keywords", "区块链", "--lang", "zh")
    assert (code, out.splitlines()[-2]) == (0, "low、high：per_10k（每万词频次）的 95% 区间，以二级标题下的各节为单位。")
    _, out, _ = cli("keywords", "区块链", "--format", "jsonl")
    assert next(json.loads(line)["plan"] for line in out.splitlines()) == "smart-city-2015"


def test_check_says_of_each_source_what_was_read(cli):
    code, out, _ = cli("check")
    assert code == 0
    heads = [line.split()[0] for line in out.splitlines() if not line.startswith(" ")]
    assert heads[:2] == ["smart-city-2015", "digital-economy-2019"]
    assert "  changed   4 damaged runs put right, with proof" in out.splitlines()


def test_what_the_reader_of_a_file_warns_of_is_told(cli, tmp_path):
    lines = "".join(f"{n}.建设智慧城市，推进数字经济发展。\n" for n in range(30)).encode("gbk")
    (tmp_path / "plan.txt").write_bytes(lines[:200] + b"\xff" + lines[200:])
    code, _, err = cli("targets", "plan.txt")
    assert code == 2 and "--errors replace" in err
    code, _, err = cli("targets", "plan.txt", "--errors", "replace")
    assert code == 0 and "plan.txt: is not valid gb18030 at byte " in err


def test_targets_of_a_file_in_three_forms(cli, tmp_path):
    (tmp_path / "city.txt").write_bytes("一、目标\n\n建成5G基站7.5万个。\n".encode("gb18030"))
    _, out, _ = cli("targets", "city.txt", "--period-end", "2025", "--format", "jsonl")
    (row,) = map(json.loads, out.splitlines())
    assert (row["plan"], row["indicator"], row["value"], row["unit"], row["year"]) == ("city", "5G基站", 75000, "个", 2025)
    assert row["value_high"] is None
    _, out, _ = cli("targets", "city.txt", "--period-end", "2025", "--format", "csv")
    assert [row["value"] for row in csv.DictReader(io.StringIO(out))] == ["75000"]
    _, out, _ = cli("targets", "city.txt", "--period-end", "2025")
    assert out.split("\n")[3].split() == ["city", "target", "5G基站", "eq", "75000", "个", "level", "2025"]


def test_json_keeps_decimals_as_they_are_written():
    values = [Decimal("19.20"), Decimal("1E+12"), Decimal("0.12345678901234567891"), float("nan"), None, True, "5G"]
    written = _text(pd.DataFrame({"value": pd.Series(values, dtype=object), "n": np.arange(7)}), Form.jsonl)
    told = [19.2, 10**12, "0.12345678901234567891", None, None, True, "5G"]
    assert list(map(json.loads, written.splitlines())) == [{"value": value, "n": n} for n, value in enumerate(told)]


def test_evaluate_scores_a_corpus_against_annotated_statements(cli, tmp_path):
    (tmp_path / "a.txt").write_text("一、目标\n\n建成5G基站7万个。\n", "utf-8")
    (tmp_path / "corpus.toml").write_text(
        '[[source]]\nid = "a"\nfile = "a.txt"\nrole = "plan"\ntitle = "甲"\nperiod_end = 2025\n', "utf-8"
    )
    (tmp_path / "gold.csv").write_text(
        "plan,sentence,quote,indicator,value,value_high,unit,comparator,measure,base_year,year,kind\n"
        "a,建成5G基站7万个。,5G基站7万个,5G基站,70000,,个,eq,level,,2025,target\n",
        "utf-8",
    )
    code, out, err = cli("evaluate", "--gold", "gold.csv", "--format", "csv")
    assert (code, err) == (0, "")
    scores = {(row["scope"], row["score"]): row["f1"] for row in csv.DictReader(io.StringIO(out))}
    assert scores["all", "record"] == "1"
    at = policylab.load_corpus(tmp_path)["a"].text.index("7万个")
    row = f"a,{at},{at + 3},7万个,change,unit,座,Li\n"
    (tmp_path / "corrections.csv").write_text("plan,start,end,quote,what,field,value,who\n" + row, "utf-8")
    rows = list(csv.DictReader(io.StringIO(cli("evaluate", "--gold", "gold.csv", "--format", "csv")[1])))
    scores = {row["corrections"]: row["f1"] for row in rows if (row["scope"], row["score"]) == ("all", "record")}
    assert scores == {"before": "1", "after": "0"}
    code, _, err = cli("evaluate", "--gold", "none.csv")
    assert (code, err.count("\n")) == (2, 1)


def test_a_warning_is_one_sentence_without_the_code_it_came_from(tmp_path):
    command = [sys.executable, "-m", "policylab.cli", "--lang", "en", "keywords", "5G", "--by", "year"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert done.stderr == "policylab: The variable 'year' of new-infrastructure-2021, smart-city-2015 is not known: left out.\n"


def test_a_failed_notebook_ends_with_1_and_is_told_in_a_line(cli, tmp_path):
    notebook(tmp_path / "nb", "01-a", "raise ValueError('no')")
    code, out, err = cli("run", "--notebooks", "nb")
    assert code == 1
    copy = os.path.join("runs", "latest", "notebooks", "01-a.failed.ipynb")
    assert f"failed in cell 2 (`raise ValueError('no')`): ValueError: no. Its half-way copy is {copy}." in out
    assert "Traceback" not in out + err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["run", "--notebooks", "nb", "--only", "01-b"], "There is no notebook '01-b'. Did you mean '01-a'?"),
        (["run", "--notebooks", "nb", "-p", "tip", "3"], "There is no parameter 'tip' in 01-a. Did you mean 'top'?"),
        (["run", "--notebooks", "nb", "-p", "top"],
         "`-p` takes a name and a value, as in `-p lang en`, got 'top' alone."),
        (["run", "--notebooks", "nb", "--dpi", "5"], "`dpi` must be a number of dots an inch from 30 to 1200, or None, got 5.0."),
        (["run", "--notebooks", "nb", "--figure-formats", "png, bmp"],
         "`formats` must be one of 'eps', 'pdf', 'png', 'svg', 'tiff', got 'bmp'."),
        (["run", "--notebooks", "nb", "--width", "A4"], "`width` must be one of 'double', 'single', got 'A4'."),
        (["run", "--corpus", "no.toml"],
         "There is no catalogue no.toml. Name a corpus.toml, or a folder that has one."),
        (["keywords", ""], "`terms` has an empty term: number 1 is ''. Take it out."),
        (["diff"], f"The folder runs{os.sep}latest holds no run: it has no run.json. Make one with `policylab run`."),
        (["add", "a.txt", "--id", "a", "--title", "甲"],
         "There is no corpus.toml here. Make a study with `policylab new DIR`, and go into its folder."),
        (["run", "--notebooks", "nb", "--out", "nb"],
         "The folder {here}/nb holds the study itself, which a run would write over. Choose another folder for its "
         "results, such as runs/latest."),
        (["targets", "a.txt", "--plan", "x"], "Name files, or a plan of a corpus with --plan and --corpus; not both."),
        (["targets", "--period-end", "2025"],
         "--period-end is for files; the plans of a corpus have theirs in its corpus.toml."),
    ],
)  # fmt: skip
def test_bad_input_ends_with_2_and_one_sentence(cli, tmp_path, arguments, sentence):
    notebook(tmp_path / "nb", "01-a")
    assert cli(*arguments) == (2, "", f"policylab: {sentence}\n".replace("{here}/", f"{tmp_path}{os.sep}"))


@pytest.mark.parametrize("content", ["[[source]\n", "", '[[source]]\nid = "a"\n'])
def test_a_broken_catalogue_ends_with_2(cli, tmp_path, content):
    (tmp_path / "corpus.toml").write_text(content, "utf-8")
    for command in (["keywords", "5G"], ["check"], ["run"]):
        code, out, err = cli(*command)
        assert (code, out) == (2, "")
        assert err.startswith("policylab: ") and "corpus.toml" in err and err.count("\n") == 1


def test_a_file_is_checked_without_a_study_and_its_doubts_are_told_with_its_targets(cli, tmp_path):
    text = "某市规划\n一、目标\n到2025年，建成5G基站7万个，推广5G应用，打造智慧城市。\n表1 主要指标\n抓好落实。\n注：以上不含郊区。\n"
    (tmp_path / "plan.txt").write_text(text * 2, "utf-8")
    code, out, _ = cli("check", "plan.txt")
    assert code == 0
    assert out.splitlines()[0] == "plan (plan): 3 points to look at before it is used"
    assert "  left out  1 title, 2 captions, 2 notes: no analysis reads them" in out.splitlines()
    doubts = [line.removeprefix("  doubtful  ") for line in out.splitlines() if line.startswith("  doubtful")]
    assert doubts[0] == "1 heading out of order: 一、 目标"
    assert doubts[1].startswith("50% of the text says word for word what stands in it before")
    assert doubts[2] == "2 captions of tables have no table: '表1主要指标', '表1主要指标'"
    _, _, told = cli("targets", "plan.txt")
    assert all(f"plan.txt: {doubt}" in told for doubt in doubts)
    assert cli("check", "plan.txt", "--corpus", "study")[0] == 2


def test_check_already_refuses_what_a_run_would(cli, tmp_path):
    (tmp_path / "a.txt").write_text("一、目标\n\n建成5G基站7万个。\n", "utf-8")
    entry = '[[source]]\nid = "a"\nfile = "{file}"\nrole = "plan"\ntitle = "甲"\n'
    (tmp_path / "words.txt").write_text("智慧城市 很多 n\n", "utf-8")
    (tmp_path / "corpus.toml").write_text('[study]\ndictionary = "words.txt"\n' + entry.format(file="a.txt"), "utf-8")
    assert cli("check") == (
        2, "", "policylab: The dictionary words.txt, line 1 is broken: expected `word [frequency] [tag]`, such as "
        "`智慧城市`, `智慧城市 500` or `智慧城市 500 n`, got '智慧城市 很多 n'.\n"
    )  # fmt: skip
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "corpus.toml").write_text(entry.format(file="../a.txt"), "utf-8")
    code, out, err = cli("check", "--corpus", "study")
    assert (code, out, err.count("\n")) == (2, "", 1) and "out of the study's folder" in err
    assert cli("check", "--corpus", "study", "--allow-outside")[0] == 0


def test_a_study_that_lost_its_catalogue_is_not_taken_for_the_one_that_comes_with_policylab(cli, tmp_path):
    cli("new", "my-study")
    (tmp_path / "my-study" / "corpus.toml").unlink()
    os.chdir(tmp_path / "my-study")
    for command in (["run"], ["check"], ["keywords", "5G"], ["targets"]):
        code, out, err = cli(*command)
        assert (code, out) == (2, "")
        assert err == (
            "policylab: This folder has raw/ and notebooks/ as a study has them, but no corpus.toml. Put its catalogue "
            "back, or name another with --corpus.\n"
        )


def test_a_folder_without_a_name_is_none(cli, tmp_path):
    notebook(tmp_path / "nb", "01-a")
    code, out, err = cli("run", "--notebooks", "nb", "--out", "")
    assert (code, out) == (2, "")
    assert "`out` must be a folder, got ''." in err
    assert [path.name for path in tmp_path.iterdir()] == ["nb"]


def test_a_full_disk_is_a_sentence_where_no_command_foresees_it(cli, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(policylab, "keyword_trends", full, raising=False)
    assert cli("keywords", "5G") == (
        2, "", "policylab: The disk is full, and the file could not be written. Make room, or write elsewhere.\n"
    )  # fmt: skip


@pytest.mark.skipif(
    os.name == "nt" or signal.getsignal(signal.SIGINT) is signal.SIG_IGN, reason="another Ctrl-C there, or none"
)
def test_ctrl_c_ends_a_run_with_130(tmp_path):
    notebook(tmp_path / "nb", "01-a", "import time\ntime.sleep(60)")
    command = [sys.executable, "-m", "policylab.cli", "run", "--notebooks", "nb"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stderr.readline() == (
            "Study: the four plans of Tianjin that come with policylab (no corpus.toml here).\n"
        )
        assert process.stderr.readline() == "01-a: started\n"
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == (
            "policylab: Stopped. What was finished stays; the next run goes on from there.\n"
        )
    assert process.returncode == 130
    assert [path.name for path in (tmp_path / "runs" / "latest").rglob(".*")] == [".lock"]


def test_an_error_that_was_not_foreseen_is_a_sentence_too_and_shows_its_place_on_request(cli, monkeypatch):
    def broken(*_, **__):
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(policylab, "keyword_trends", broken, raising=False)
    code, _, err = cli("keywords", "5G")
    assert (code, err.count("\n")) == (1, 1)
    assert "An error that policylab did not foresee, ZeroDivisionError: by zero. Run `policylab --debug …`" in err
    _, _, err = cli("--debug", "keywords", "5G")
    assert "Traceback" in err


def test_a_study_of_ones_own_from_new_to_keywords(cli, tmp_path):
    (tmp_path / "规划.txt").write_text("一、目标\n\n到2025年，建成5G基站7万个，推广5G应用。\n", "utf-8")
    code, out, _ = cli("new", "my-study")
    assert (code, out.split(".")[0]) == (0, "Made my-study")
    study = tmp_path / "my-study"
    fields = ["--id", "city-2021", "--title", "规划", "--period", "2021-2025"]
    code, out, _ = cli("add", "规划.txt", *fields, "--corpus", study)
    assert code == 0
    assert out.splitlines() == [
        f"Added city-2021 as {study / 'raw' / 'city-2021.txt'}.",
        "Figures show the whole title where there is no short one: give --short-title and --short-title-zh, or add "
        f"short_title and short_title_zh to {study / 'corpus.toml'}.",
        "city-2021 (plan): nothing doubtful",
        "  read      sha256 ok, utf-8, simplified, 29 characters, 1 heading, 0 agencies, 100% of the text is",
        "            body",
        "  chapters  一、目标",
    ]
    os.chdir(study)
    _, out, _ = cli("keywords", "5G", "--format", "jsonl")
    assert [(row["plan"], row["count"]) for row in map(json.loads, out.splitlines())] == [("city-2021", 2)]


def test_what_is_said_of_a_source_stands_in_the_catalogue(cli, tmp_path):
    cli("new", "my-study")
    (tmp_path / "a.txt").write_bytes("一、目标\n建成渔港\n\n— 2 —\n\n三座。\n二、保障\n加强领导。".encode("gb18030"))
    said = {
        "short_title": "City", "short_title_zh": "城市", "issuer": "甲市人民政府", "document_number": "甲政发〔2021〕5号",
        "issued": "2021-03-01", "note": "a copy", "encoding": "gb18030", "revisions": "original", "layout": "paged",
    }  # fmt: skip
    options = [part for name, value in said.items() for part in ("--" + name.replace("_", "-"), value)]
    code, out, err = cli("add", "a.txt", "--id", "a", "--title", "甲", "--corpus", "my-study", *options)
    assert (code, err) == (0, "") and "short" not in out
    catalogue = tomllib.loads((tmp_path / "my-study" / "corpus.toml").read_text("utf-8"))
    [entry] = catalogue["source"]
    assert {name: str(entry[name]) for name in said} == said
    plan = policylab.load_corpus(tmp_path / "my-study")["a"]
    assert "建成渔港三座" in plan.text and plan.encoding == "gb18030"


def test_keyness_of_the_targets_that_are_named(cli):
    _, out, _ = cli("keyness", "--target", "smart-city-2015", "--target", "smart-city-2021", "--format", "csv")
    assert list(dict.fromkeys(row["target"] for row in csv.DictReader(io.StringIO(out)))) == ["smart-city-2015", "smart-city-2021"]


def test_a_plan_that_is_added_twice_in_two_encodings_is_pointed_out(cli, tmp_path):
    cli("new", "my-study")
    (tmp_path / "a.txt").write_text("一、目标\n\n建成5G基站7万个。\n", "utf-8")
    (tmp_path / "b.txt").write_text("一、目标\n\n建成5G基站7万个。\n", "gb18030")
    os.chdir(tmp_path / "my-study")
    cli("add", "../a.txt", "--id", "a", "--title", "甲")
    code, _, err = cli("add", "../b.txt", "--id", "b", "--title", "乙")
    assert (code, err) == (0, "Look again: 'a' and 'b' have the same text: each counts as a source of its own.\n")
    _, out, _ = cli("check")
    assert out.splitlines()[-1] == "'a' and 'b' have the same text: each counts as a source of its own."


def test_a_run_with_a_parameter_of_the_plans_of_policylab_is_not_published_from_elsewhere(cli, tmp_path):
    notebook(tmp_path / "nb", "01-a", "assert top == 2")
    code, out, err = cli("run", "--notebooks", "nb", "-p", "top", "2")
    assert code == 0
    assert out.splitlines()[0].split()[:2] == ["01-a", "ok"]
    assert err.startswith("Study: the four plans of Tianjin that come with policylab (no corpus.toml here).\n01-a: started\n")
    assert (tmp_path / "runs" / "latest" / "html" / "01-a.html").is_file()
    for command in (["publish", "--yes"], ["publish"]):
        code, out, err = cli(*command)
        assert (code, out) == (2, "")
        assert "is of the four plans that come with policylab, not of a study in this folder. Publish it from" in err
    (tmp_path / "corpus.toml").write_text("", "utf-8")
    assert "not of the one in this folder" in cli("publish", "--yes")[2]


def test_a_table_is_written_to_a_file(cli, tmp_path):
    _, shown, _ = cli("keywords", "5G", "--format", "csv")
    assert cli("keywords", "5G", "--out", "5g.csv") == (0, "Wrote 4 rows to 5g.csv.\n", "")
    assert (tmp_path / "5g.csv").read_bytes().decode("utf-8") == shown
    (tmp_path / "plan.txt").write_text("建成5G基站7万个。", "utf-8")
    cli("targets", "plan.txt", "--out", "new/ledger.jsonl")
    (row,) = map(json.loads, (tmp_path / "new" / "ledger.jsonl").read_text("utf-8").splitlines())
    assert row["value"] == 70000
    assert cli("keywords", "5G", "--out", ".")[2] == (
        "policylab: `--out` must be a file, and . is a folder. Name a file, such as ledger.csv.\n"
    )


@pytest.mark.parametrize(
    ("out", "sentence"),
    [
        ("taken/5g.csv", "The output folder taken cannot be written (File exists). Choose another folder."),
        ("taken/more/5g.csv", "The output folder taken{sep}more cannot be written (Not a directory). Choose another folder."),
        ("5g.xlsx", "`--out` writes CSV or JSON lines, and 5g.xlsx would be a workbook. Name it 5g.csv, which Excel opens."),
        ("5g.XLS", "`--out` writes CSV or JSON lines, and 5g.XLS would be a workbook. Name it 5g.csv, which Excel opens."),
        (".", "`--out` must be a file, and . is a folder. Name a file, such as ledger.csv."),
    ],
)  # fmt: skip
@pytest.mark.skipif(os.name == "nt", reason="Windows has other words for it")
def test_a_place_that_cannot_be_written_is_told_and_stays(cli, tmp_path, out, sentence):
    (tmp_path / "taken").write_text("", "utf-8")
    assert cli("keywords", "5G", "--out", out) == (2, "", f"policylab: {sentence}\n".replace("{sep}", os.sep))
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no pipes with names")
def test_a_pipe_is_written_to_and_stays_one(cli, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["head", "-1", tmp_path / "pipe"], stdout=subprocess.PIPE, text=True) as reader:
        assert cli("keywords", "5G", "--out", "pipe") == (0, "Wrote 4 rows to pipe.\n", "")
        assert reader.stdout.read().startswith("term,plan,count")
    assert (tmp_path / "pipe").is_fifo()


def test_a_reader_who_has_enough_ends_the_pipe_in_peace():
    command = [sys.executable, "-m", "policylab.cli", "keywords", *[f"词{n}" for n in range(20)], "--format", "csv"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


def test_pairs_of_parameters_are_joined_for_the_parser():
    typed = ["-p", "top", "5", "--parameter", "terms", "['a=b']", "-p", "lang=en", "-p", "last"]
    assert join_parameters(typed) == ["-p", "top=5", "--parameter", "terms=['a=b']", "-p", "lang=en", "-p", "last"]


def test_every_help_text_is_in_chinese_too(monkeypatch, capsys):
    import typer

    from policylab.cli._app import app, run_app
    from policylab.resources import load_toml

    told = load_toml("messages_zh.toml")["help"]

    def texts(command):
        yield (command.help or "").strip()
        yield from (parameter.help for parameter in command.params if getattr(parameter, "help", None))
        for below in getattr(command, "commands", {}).values():
            yield from texts(below)

    assert set(texts(typer.main.get_command(app))) - told.keys() == set()
    monkeypatch.setattr("sys.argv", ["policylab", "--lang", "zh", "new", "-h"])
    with pytest.raises(SystemExit):
        run_app()
    assert "建立自己的研究文件夹" in capsys.readouterr().out


def test_a_study_that_was_made_in_chinese_speaks_it(cli, tmp_path):
    cli("new", "mine", "--lang", "zh")
    cli("new", "other")
    (tmp_path / "a.txt").write_text("某市规划\n一、目标\n建成5G基站7万个。\n", "utf-8")
    for folder, opening, head in (("mine", "a（规划）：", "  读取"), ("other", "a (plan): ", "  read")):
        os.chdir(tmp_path / folder)
        code, out, _ = cli("add", "../a.txt", "--id", "a", "--title", "某市规划", "--period", "2021-2025")
        assert code == 0 and head in out
        _, out, _ = cli("check")
        assert out.startswith(opening) and head in out
        assert cli("check", "--lang", "en")[1].startswith("a (plan): ")
        assert cli("check", "--lang=zh")[1].startswith("a（规划）：")
        assert "1 title: no analysis reads them" in cli("check", "--lang", "en")[1]
