"""Runs with real kernels: what they write, what they run again, and how they end."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from policylab import study
from policylab.errors import CatalogueError, PolicylabError, SourceError

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.usefixtures("presented_here")


def files(folder: Path, *kinds: str) -> dict[str, bytes]:
    """The bytes of everything below some folders of a run."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for kind in kinds
        for path in sorted((folder / kind).rglob("*"))
        if path.is_file()
    }


RESULTS = ("notebooks", "html", "tables", "figures", "provenance")


@pytest.fixture(scope="module")
def own(tmp_path_factory, write_notebook, begin_cell) -> Path:
    """A small study of its own: one plan, and two notebooks of which the second reads the first's table.

    That one is by an older program, which gave its cells no ids.
    """
    folder = tmp_path_factory.mktemp("study")
    (folder / "raw").mkdir()
    (folder / "raw" / "a.txt").write_text("一、目标\n\n到2025年，建成5G基站7万个。\n", "utf-8")
    (folder / "corpus.toml").write_text(
        '[[source]]\nid = "a"\nfile = "raw/a.txt"\nrole = "plan"\ntitle = "甲"\nperiod_end = 2025\n', "utf-8"
    )
    write_notebook(
        folder / "notebooks",
        "02-numbers",
        begin_cell("02-numbers") + "\nimport pandas as pd",
        "run.table('numbers', pd.DataFrame({'plan': study.load(corpus_file).ids * top, 'n': range(top)}))",
        "import matplotlib.pyplot as plt\nfigure, axes = plt.subplots()\naxes.set_title('数')",
        "run.figure('numbers', axes)",
        "run.finding('n', claim_zh=f'共{top}行', claim_en=f'{top} rows', value=top)\nrun.findings()",
    )
    write_notebook(
        folder / "notebooks",
        "01-last",
        begin_cell("01-last"),
        "run.table('first', run.read('numbers').head(2))",
        "run.read('findings')",
    )
    without_ids(folder / "notebooks" / "01-last.ipynb")
    return folder


def without_ids(path: Path) -> None:
    content = json.loads(path.read_text("utf-8"))
    content["nbformat_minor"] = 4
    for cell in content["cells"]:
        del cell["id"]
    path.write_text(json.dumps(content), "utf-8")


@pytest.fixture(scope="module")
def done(own) -> tuple[study.RunReport, list[dict]]:
    events: list[dict] = []
    report = study.run_notebooks(corpus=own, out=own / "runs" / "latest", progress=events.append)
    return report, events


def statuses(report: study.RunReport) -> dict[str, str]:
    return {result.name: result.status for result in report.results}


def test_a_run_writes_notebooks_pages_tables_figures_and_findings(done):
    report, _ = done
    assert report.ok
    assert statuses(report) == {"01-last": "ok", "02-numbers": "ok"}
    out = report.out
    assert (out / "tables" / "numbers.csv").read_text("utf-8") == "plan,n\na,0\na,1\na,2\na,3\na,4\n"
    assert (out / "tables" / "first.csv").read_text("utf-8") == "plan,n\na,0\na,1\n"
    assert "n,02-numbers,共5行,5,,," in (out / "tables" / "findings.csv").read_text("utf-8")
    assert sorted(path.name for path in (out / "figures").iterdir()) == ["numbers.png", "numbers.svg"]
    assert sorted(path.name for path in (out / "notebooks").iterdir()) == ["01-last.ipynb", "02-numbers.ipynb"]


def test_the_one_that_reads_runs_after_the_one_that_writes(done):
    _, events = done
    order = [(event["event"], event["notebook"]) for event in events if event["event"] != "cell"]
    assert order == [("start", "02-numbers"), ("end", "02-numbers"), ("start", "01-last"), ("end", "01-last")]
    cells = [event["cell"] for event in events if event["event"] == "cell" and event["notebook"] == "01-last"]
    assert cells == [2, 3, 4, 5, 6]


def test_a_run_notebook_shows_its_parameters_and_no_time_or_place(done, own):
    notebook = nbformat.read(done[0].out / "notebooks" / "02-numbers.ipynb", as_version=4)
    nbformat.validate(notebook)
    injected = notebook.cells[2]
    assert injected.source == '# Parameters\ncorpus_file = "../../../corpus.toml"\nout = ".."\n'
    assert notebook.cells[3].outputs[0].data["text/plain"] == "top   5\nlang  'zh'"
    text = json.dumps(notebook)
    assert "papermill" not in text and "start_time" not in text and str(own) not in text


def test_the_page_asks_nothing_of_the_network(done):
    page = (done[0].out / "html" / "02-numbers.html").read_text("utf-8")
    assert '--jp-ui-font-family: "policylab Han"' in page
    assert "共5行" in page
    assert re.findall(r"<(?:script|link|img)[^>]*(?:src|href)=[\"']?https?:", page) == []
    assert "<script src=" not in page


def test_where_the_run_comes_from_is_on_record(done):
    record = json.loads((done[0].out / "run.json").read_text("utf-8"))
    entry = record["notebooks"]["02-numbers"]
    assert entry["parameters"] == {"out": "..", "lang": "zh", "top": 5, "corpus_file": "../../../corpus.toml"}
    assert record["sources"]["a"]["file"] == "raw/a.txt"
    assert len(record["sources"]["a"]["sha256"]) == len(record["resources"]["units.toml"]) == 64
    assert {"python", "policylab", "pandas", "papermill"} <= record["versions"].keys()
    assert record["start"] <= record["end"]


def test_nothing_is_run_again_when_nothing_changed(done, own):
    before = files(done[0].out, *RESULTS)
    report = study.run_notebooks(corpus=own, out=done[0].out)
    assert statuses(report) == {"01-last": "unchanged", "02-numbers": "unchanged"}
    assert files(done[0].out, *RESULTS) == before


def test_another_run_elsewhere_one_at_a_time_gives_the_same_bytes_also_where_cells_have_no_ids(done, own):
    written = json.loads((own / "notebooks" / "01-last.ipynb").read_text("utf-8"))["cells"]
    assert [cell for cell in written if "id" in cell] == []
    report = study.run_notebooks(corpus=own, out=own / "runs" / "again", jobs=1)
    assert files(report.out, *RESULTS) == files(done[0].out, *RESULTS)


def test_only_what_changed_is_run_again_and_publishing_compares_with_it(done, own, tmp_path):
    folder = tmp_path / "study"
    shutil.copytree(own, folder)
    out = folder / "runs" / "latest"
    written = study.publish_run(out)
    assert [path.relative_to(folder).as_posix() for path in written] == [
        "CODEBOOK.md", "datapackage.json", "derived/findings.csv", "derived/first.csv", "derived/numbers.csv",
        "figures/numbers.png", "figures/numbers.svg", "notebooks/01-last.ipynb", "notebooks/02-numbers.ipynb",
    ]  # fmt: skip
    published = nbformat.read(folder / "notebooks" / "02-numbers.ipynb", as_version=4)
    assert [cell.get("execution_count") for cell in published.cells] == [None, 1, 2, 3, 4, 5, 6]
    assert study.publish_run(out) == []
    assert study.diff_runs(out).same

    # What no notebook writes any more goes with the next publication.
    stale = [folder / "derived" / "old.csv", folder / "figures" / "old.svg"]
    for path in stale:
        path.write_text("old\n", "utf-8")
    assert study.publish_run(out) == stale
    assert not any(path.exists() for path in stale)

    # A table was spoilt by hand: the notebook that wrote it runs again, and what reads it finds it as it was.
    (out / "tables" / "numbers.csv").write_text("spoilt", "utf-8")
    report = study.run_notebooks(corpus=folder, out=out)
    assert statuses(report) == {"01-last": "unchanged", "02-numbers": "ok"}
    assert report.results[0].tables == {"first": ("equal", "")}

    # One row instead of five: both run, and each table says what differs.
    report = study.run_notebooks(corpus=folder, out=out, parameters={"top": 1}, jobs=1)
    assert statuses(report) == {"01-last": "ok", "02-numbers": "ok"}
    assert report.results[0].tables == {"first": ("differs", "1 row removed")}
    assert report.results[1].tables == {
        "numbers": ("differs", "4 rows removed"),
        "findings": ("differs", "1 row changed in claim, value"),
    }
    difference = study.diff_runs(out)
    assert difference.findings[["finding", "change", "before", "after"]].values.tolist() == [["n", "value", "5", "1"]]
    with pytest.raises(PolicylabError, match="is not of the study as it is now: 01-last ran on another state of parameter top"):
        study.publish_run(out)


def test_what_read_a_table_that_another_notebook_wrote_anew_is_out_of_date(done, own, tmp_path):
    folder = tmp_path / "study"
    shutil.copytree(own, folder)
    out = folder / "runs" / "latest"
    report = study.run_notebooks("02-numbers", corpus=folder, out=out, parameters={"top": 1})
    assert report.outdated == {"01-last": ["findings", "numbers"]}
    assert "已过时" in (out / "index.html").read_text("utf-8")
    report = study.run_notebooks("01-last", corpus=folder, out=out)
    assert (statuses(report), report.outdated) == ({"01-last": "ok"}, {})
    assert "已过时" not in (out / "index.html").read_text("utf-8")


def test_two_files_that_would_be_published_as_one_are_refused(tmp_path, write_notebook, begin_cell):
    folder = tmp_path / "study"
    (folder / "raw").mkdir(parents=True)
    (folder / "raw" / "a.txt").write_text("甲", "utf-8")
    (folder / "corpus.toml").write_text('[[source]]\nid = "a"\nfile = "raw/a.txt"\nrole = "plan"\ntitle = "甲"\n', "utf-8")
    write_notebook(
        folder / "notebooks",
        "01-a",
        begin_cell("01-a"),
        "import pandas as pd\nrun.table('n', pd.DataFrame({'n': [1]}))",
        "with run.file('n.csv') as path:\n    _ = path.write_text('n\\n2\\n')",
    )
    assert study.run_notebooks(corpus=folder, out=folder / "runs" / "latest").ok
    with pytest.raises(PolicylabError, match=r"two files that would be published as .*derived/n\.csv. Rename one of them\."):
        study.publish_run(folder / "runs" / "latest")
    assert not (folder / "derived").exists()


def test_a_refused_publication_makes_no_folder(done, own, tmp_path):
    folder = tmp_path / "study"
    shutil.copytree(own, folder)
    (folder / "runs" / "latest" / "tables" / "numbers.csv").write_text("spoilt", "utf-8")
    with pytest.raises(PolicylabError, match="was changed after the run"):
        study.publish_run(folder / "runs" / "latest")
    assert not (folder / "derived").exists()
    assert not (folder / "figures").exists()


@pytest.fixture(scope="module")
def failed(tmp_path_factory, write_notebook) -> tuple[study.RunReport, Path]:
    """Five notebooks, each of which ends badly in its own way."""
    folder = tmp_path_factory.mktemp("failing")
    plain = {"parameters": "out = None"}
    write_notebook(folder, "01-raises", "1", "# 为什么\nraise KeyError('5G')", "run.table('t', 1)", **plain)
    write_notebook(folder, "02-dies", "import os, signal\nos.kill(os.getpid(), signal.SIGTERM)", **plain)
    write_notebook(folder, "03-slow", "import time\ntime.sleep(60)", **plain)
    write_notebook(folder, "04-leaves", "import sys\nsys.exit(0)", "1", **plain)
    write_notebook(folder, "05-waits", "run.read('t')", **plain)
    out = folder / "out"
    return study.run_notebooks(notebooks=folder, out=out, timeout=2), out


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("01-raises", "failed in cell 4 (`raise KeyError('5G')`): KeyError: '5G'."),
        ("02-dies", "lost its kernel in cell 3 (`import os, signal`): the process died, perhaps for want of memory."),
        ("03-slow", "ran longer than 2 s in cell 3 (`import time`). Allow more with --timeout, or make it shorter."),
        ("04-leaves", "failed in cell 3 (`import sys`): SystemExit: 0."),
    ],
)
def test_each_way_to_fail_has_its_own_sentence_and_keeps_the_half_way_copy(failed, name, message):
    report, out = failed
    result = next(result for result in report.results if result.name == name)
    copy = out / "notebooks" / f"{name}.failed.ipynb"
    assert (result.status, result.message) == ("failed", f"{message} Its half-way copy is {copy}.")
    assert any(cell.get("execution_count") for cell in nbformat.read(copy, as_version=4).cells)
    assert not (out / "notebooks" / f"{name}.ipynb").exists()


def test_what_waits_for_a_failed_notebook_is_not_run(failed):
    report, out = failed
    assert not report.ok
    assert report.results[-1].message == "was not run, for it reads tables of 01-raises."
    assert list((out / "notebooks").glob("05*")) == []


def test_a_failed_notebook_is_run_again_and_its_half_way_copy_goes(failed, tmp_path, write_notebook):
    shutil.copytree(failed[1].parent, tmp_path / "nb")
    out = tmp_path / "nb" / "out"
    before = {path.name for path in (out / "notebooks").iterdir()}
    assert "01-raises.failed.ipynb" in before
    write_notebook(tmp_path / "nb", "01-raises", "1", parameters="out = None")
    assert study.run_notebooks("01-raises", notebooks=tmp_path / "nb", out=out).ok
    after = {path.name for path in (out / "notebooks").iterdir()}
    assert after == before - {"01-raises.failed.ipynb"} | {"01-raises.ipynb"}


def test_a_python_without_a_kernel_is_told_how_to_get_one(tmp_path, monkeypatch, write_notebook):
    for name in ("ipykernel", "ipykernel.kernelspec"):
        monkeypatch.setitem(sys.modules, name, None)
    book = write_notebook(tmp_path / "nb", "01-a", parameters="out = None")
    report = study.run_notebooks(notebooks=book.parent, out=tmp_path / "out")
    assert report.results[0].message == (
        'could not start, for this Python has no Jupyter kernel. Install it with `pip install "policylab[lab]"`.'
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_killed_run_leaves_no_process_and_no_half_of_a_file_and_the_next_goes_on(own, done, tmp_path):
    folder = tmp_path / "study"
    shutil.copytree(own, folder, ignore=shutil.ignore_patterns("runs"))
    out = folder / "runs" / "latest"
    code = f"from policylab import study; study.run_notebooks(corpus={str(folder)!r}, out={str(out)!r}, jobs=1)"
    process = subprocess.Popen([sys.executable, "-c", code])
    deadline = time.monotonic() + 60
    while not (out / "tables" / "numbers.csv").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    report = study.run_notebooks(corpus=folder, out=out, jobs=1)
    assert report.ok
    assert files(out, *RESULTS) == files(done[0].out, *RESULTS)
    assert [path for path in out.rglob(".*") if path.name != ".lock"] == []


@pytest.mark.skipif(os.name == "nt", reason="another lock there")
def test_two_runs_do_not_write_into_one_folder(tmp_path, write_notebook):
    import fcntl

    book = write_notebook(tmp_path / "nb", "01-a", parameters="out = None")
    out = tmp_path / "out"
    out.mkdir()
    with (out / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(PolicylabError, match="Another run is writing into .*out. Wait until it has ended"):
            study.run_notebooks(notebooks=book.parent, out=out)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"jobs": 0}, "`jobs` must be an int of at least 1, got 0"),
        ({"timeout": -1}, "`timeout` must be a number of seconds above 0, at most 10000000, got -1"),
        ({"only": "02-number"}, "There is no notebook '02-number'. Did you mean '02-numbers'"),
        ({"parameters": {"topp": 1}}, "There is no parameter 'topp' in any of 2 notebooks. Did you mean 'top'"),
        ({"corpus": "none.toml"}, "There is no catalogue none.toml"),
        ({"notebooks": "none"}, "There is no folder of notebooks none"),
    ],
)
def test_bad_input_is_said_before_any_work(own, tmp_path, arguments, message):
    with pytest.raises(PolicylabError, match=message):
        study.run_notebooks(**{"corpus": own, "out": tmp_path / "out", **arguments})
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_said_before_any_work(own, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(PolicylabError, match="The output folder .* cannot be written .*Choose another folder"):
        study.run_notebooks(corpus=own, out=tmp_path / "file" / "out")


def test_a_run_does_not_write_over_its_study_nor_over_a_run_of_another_form(own, tmp_path):
    for out in (own, own / "notebooks"):
        with pytest.raises(PolicylabError, match="holds the study itself, which a run would write over. Choose another"):
            study.run_notebooks(corpus=own, out=out)
    for everything in ("/", "~"):
        with pytest.raises(PolicylabError, match="holds everything else, among which a run's files would stand"):
            study.run_notebooks(corpus=own, out=Path(everything).expanduser())
    with pytest.raises(PolicylabError, match="`out` must be a folder, got ''"):
        study.run_notebooks(corpus=own, out="")
    (tmp_path / "run.json").write_text('{"format": 7, "policylab": "9.0"}', "utf-8")
    with pytest.raises(PolicylabError, match="holds a run of policylab 9.0, which keeps runs in another form. Move it"):
        study.run_notebooks(corpus=own, out=tmp_path)
    assert (tmp_path / "run.json").read_text("utf-8") == '{"format": 7, "policylab": "9.0"}'


def test_a_full_disk_ends_a_run_in_a_sentence(own, done, tmp_path, monkeypatch, full_disk):
    shutil.copytree(done[0].out, tmp_path / "out")
    monkeypatch.setattr(Path, "write_bytes", full_disk)
    with pytest.raises(PolicylabError, match="The disk of .*out is full. What was finished stays, and nothing is there by half. Make room"):
        study.run_notebooks(corpus=own, out=tmp_path / "out", force=True)
    assert files(tmp_path / "out", *RESULTS) == files(done[0].out, *RESULTS)


def test_publishing_onto_a_full_disk_changes_nothing(own, done, tmp_path, monkeypatch, full_disk):
    folder = tmp_path / "study"
    shutil.copytree(own, folder)
    (folder / "derived").mkdir()
    (folder / "derived" / "old.csv").write_text("n\n1\n", "utf-8")
    before = files(folder, "derived", "figures", "notebooks")
    write, room = Path.write_bytes, iter([True] * 3)
    monkeypatch.setattr(Path, "write_bytes", lambda path, content: write(path, content) if next(room, False) else full_disk())
    with pytest.raises(PolicylabError, match="The disk of .*study.* is full. What was finished stays, and nothing is there by half. Make room"):
        study.publish_run(folder / "runs" / "latest")
    assert files(folder, "derived", "figures", "notebooks") == before


def test_a_changed_or_missing_source_stops_the_run(own, tmp_path):
    folder = tmp_path / "study"
    shutil.copytree(own, folder, ignore=shutil.ignore_patterns("runs"))
    with (folder / "corpus.toml").open("a", encoding="utf-8") as file:
        file.write('sha256 = "00"\n')
    with pytest.raises(SourceError, match="The source 'a' has changed: .*a.txt has not the sha256"):
        study.run_notebooks(corpus=folder, out=tmp_path / "out")
    (folder / "raw" / "a.txt").unlink()
    with pytest.raises(SourceError, match="The source 'a' is missing: .*a.txt cannot be read"):
        study.run_notebooks(corpus=folder, out=tmp_path / "out")


def test_a_codebook_with_a_mistake_stops_the_run_before_any_work(own, tmp_path):
    folder = tmp_path / "study"
    shutil.copytree(own, folder, ignore=shutil.ignore_patterns("runs"))
    (folder / "codebook.toml").write_text("[unit.metres]\n", "utf-8")
    with pytest.raises(CatalogueError, match=r"codebook\.toml has something in another form than it must have"):
        study.run_notebooks(corpus=folder, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_notebook_that_cannot_be_told_the_catalogue_is_not_run_on_another(own, tmp_path, write_notebook):
    write_notebook(tmp_path / "nb", "01-a", parameters="out = None")
    with pytest.raises(PolicylabError, match="01-a cannot be run on another catalogue: .* Add the line"):
        study.run_notebooks(corpus=own, notebooks=tmp_path / "nb", out=tmp_path / "out")


@pytest.fixture(scope="module")
def watched(own, tmp_path_factory, write_notebook) -> tuple[Path, list[study.RunReport], list[dict[str, str]]]:
    """Three runs of notebooks that read files, of which some change between two runs, and one while its notebook runs.

    The study, what the runs came to, and the run notebooks as text after each.
    """
    folder = tmp_path_factory.mktemp("watched") / "study"
    shutil.copytree(own, folder, ignore=shutil.ignore_patterns("runs", "notebooks"))
    books, once = folder / "notebooks", folder / "once"
    always, begin = "out = None\ncorpus_file = None\n", "from policylab import study\nrun = study.begin('{}', out=out)"
    show = "print(open({}, encoding='utf-8').read())"
    write_notebook(books, "01-given", show.format("words_file"), parameters=always + "words_file = None")
    write_notebook(books, "02-own", show.format("own_file"), parameters=always + 'own_file = "words.txt"')
    write_notebook(
        books, "03-opens", begin.format("03-opens") + "\nimport pandas as pd, pathlib",
        f"run.table('mine', pd.read_csv({str(folder / 'mine.csv')!r}))\nplans = study.load(corpus_file).plans",
        parameters=always,
    )  # fmt: skip
    write_notebook(
        books, "04-changes", begin.format("04-changes") + "\nimport pathlib",
        f"once = pathlib.Path({str(once)!r})\n"
        "if not once.exists():\n    once.touch()\n    pathlib.Path(moved_file).write_text('氢', 'utf-8')",
        parameters=always + "moved_file = None",
    )  # fmt: skip
    for name, text in (("words.txt", "碳"), ("notebooks/words.txt", "氢"), ("moved.txt", "碳"), ("mine.csv", "n\n1\n")):
        (folder / name).write_text(text, "utf-8")
    reports, shown = [], []
    with contextlib.chdir(folder):
        for step in range(3):
            if step == 2:
                Path("words.txt").write_text("5G", "utf-8")
                Path("mine.csv").write_text("n\n2\n", "utf-8")
            given = {"words_file": "words.txt", "moved_file": "moved.txt"}
            reports.append(study.run_notebooks(corpus=".", parameters=given, jobs=1))
            shown.append({path.stem: path.read_text("utf-8") for path in Path("runs/latest/notebooks").glob("*.ipynb")})
    return folder, reports, shown


def test_a_file_that_a_parameter_names_is_found_from_where_one_stands_and_its_change_is_seen(watched, monkeypatch):
    folder, reports, shown = watched
    assert [statuses(report)["01-given"] for report in reports] == ["ok", "unchanged", "ok"]
    assert [("碳" in text["01-given"], "5G" in text["01-given"]) for text in shown] == [(True, False)] * 2 + [(False, True)]
    # its own default is beside the notebook
    assert [statuses(report)["02-own"] for report in reports] == ["ok", "unchanged", "unchanged"]
    assert all("氢" in text["02-own"] for text in shown)
    monkeypatch.chdir(folder)
    with pytest.raises(PolicylabError, match="`words_file` must be the path of a file that is there, or None, got 'none.txt'"):
        study.run_notebooks("01-given", corpus=".", parameters={"words_file": "none.txt"})


def test_a_file_that_changes_while_its_notebook_runs_gives_no_result_that_is_kept(watched):
    _, reports, _ = watched
    assert [statuses(report)["04-changes"] for report in reports] == ["changed", "ok", "unchanged"]
    assert [report.ok for report in reports] == [False, True, True]
    assert re.fullmatch(
        "is of neither state: moved_file .*moved.txt changed while it ran. Run it again.", reports[0].results[3].message
    )


def test_what_a_cell_opens_by_itself_is_watched_too(watched):
    folder, reports, _ = watched
    assert [statuses(report)["03-opens"] for report in reports] == ["ok", "unchanged", "ok"]
    entry = json.loads((folder / "runs" / "latest" / "run.json").read_text("utf-8"))["notebooks"]["03-opens"]
    assert list(entry["opened"]) == ["../../../mine.csv"]
    assert (folder / "runs" / "latest" / "tables" / "mine.csv").read_text("utf-8") == "n\n2\n"


def test_what_only_running_shows_is_run_again_in_its_order(tmp_path, write_notebook):
    plain = {"parameters": "out = None"}
    head = "import pandas as pd\nfrom policylab import study\nbox = [study.begin('{name}', out=out)]"
    last = "write, read = box[0].table, box[0].read\nwrite('copy', read('t'))"
    write_notebook(tmp_path / "nb", "01-reads", head.format(name="01-reads"), last, **plain)
    value = "write = box[0].table\nwrite('t', pd.DataFrame(dict(n=[{n}])))"
    for n, told in ((1, {"01-reads": "ok", "02-writes": "ok"}), (2, {"01-reads": "ok", "02-writes": "ok"})):
        write_notebook(tmp_path / "nb", "02-writes", head.format(name="02-writes"), value.format(n=n), **plain)
        report = study.run_notebooks(notebooks=tmp_path / "nb", out=tmp_path / "out", jobs=1)
        assert statuses(report) == told
        assert (tmp_path / "out" / "tables" / "copy.csv").read_text("utf-8") == f"n\n{n}\n"
    assert set(statuses(study.run_notebooks(notebooks=tmp_path / "nb", out=tmp_path / "out")).values()) == {"unchanged"}


@pytest.mark.parametrize("inside", ["raw", "raw/runs", "notebooks", "derived"])
def test_a_run_does_not_write_into_a_folder_of_the_study(tmp_path, write_notebook, inside):
    own = write_notebook(tmp_path / "notebooks", "01-a", parameters="corpus_file = None").parents[1]
    (own / "raw").mkdir()
    (own / "raw" / "a.txt").write_text("甲", "utf-8")
    (own / "corpus.toml").write_text('[[source]]\nid = "a"\nfile = "raw/a.txt"\nrole = "plan"\ntitle = "甲"\n', "utf-8")
    with pytest.raises(PolicylabError, match="holds the study itself"):
        study.run_notebooks(corpus=own, out=own / inside)


@pytest.mark.parametrize("mark", ["corpus.toml", ".git", "pyproject.toml", "data", "notebooks/01-x.ipynb", "notebooks", "tables/mine.csv", "index.html"])
def test_a_folder_that_looks_like_a_study_or_a_repository_is_not_written_into(tmp_path, write_notebook, mark):
    book = write_notebook(tmp_path / "nb", "01-a", parameters="out = None")
    out = tmp_path / "clone"
    (out / mark).parent.mkdir(parents=True)
    (out / mark).write_text("mine", "utf-8") if "." in mark[1:] else (out / mark).mkdir()
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    with pytest.raises(PolicylabError, match=rf"clone has {mark.partition('/')[0]}, as a study or a repository has"):
        study.run_notebooks(notebooks=book.parent, out=out)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def test_only_its_own_leftovers_are_removed(done, own, tmp_path):
    shutil.copytree(own, tmp_path / "study")
    out = tmp_path / "study" / "runs" / "latest"
    run = (out / ".lock").read_text("ascii")
    (out / "mine" / "deep").mkdir(parents=True)
    ours = [out / f".policylab-{run}-123-abc", out / "tables" / f".policylab-{run}-123-x.csv"]
    others = [out / ".mine.part", out / "tables" / ".policylab-0123456789ab-123-x.csv", out / "mine" / "deep" / ".x.part",
              out / "mine" / "deep" / f".policylab-{run}-1-x", out / "mine" / ".policylab-note"]  # fmt: skip
    for path in [*ours, *others]:
        path.write_text("x", "utf-8")
    assert set(statuses(study.run_notebooks(corpus=tmp_path / "study", out=out)).values()) == {"unchanged"}
    assert [path for path in ours if path.exists()] == []
    assert [path for path in others if not path.exists()] == []


@pytest.mark.parametrize("moved", [0, 1, 4])
def test_a_publication_that_was_killed_between_two_moves_is_finished_by_the_next_command(done, own, tmp_path, monkeypatch, moved):
    whole, half = tmp_path / "whole", tmp_path / "half"
    for folder in (whole, half):
        shutil.copytree(own, folder)
    study.publish_run(whole / "runs" / "latest")
    replace, count = os.replace, iter(range(10_000))

    def killed(source, target):
        if ".policylab-publish" in str(source) and ".policylab-publish" not in str(target) and next(count) >= moved:
            raise KeyboardInterrupt
        return replace(source, target)

    monkeypatch.setattr(os, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        study.publish_run(half / "runs" / "latest")
    monkeypatch.undo()
    study.run_notebooks(corpus=half, out=half / "runs" / "latest")
    kinds = ("derived", "figures", "notebooks")
    assert files(half, *kinds) == files(whole, *kinds)
    assert (half / "CODEBOOK.md").read_bytes() == (whole / "CODEBOOK.md").read_bytes()
    assert not (half / ".policylab-publish").exists()


def test_a_publication_that_was_killed_before_is_undone(done, own, tmp_path):
    folder = tmp_path / "study"
    shutil.copytree(own, folder)
    (folder / ".policylab-publish" / "new").mkdir(parents=True)
    (folder / ".policylab-publish" / "new" / "0").write_text("half", "utf-8")
    study.run_notebooks(corpus=folder, out=folder / "runs" / "latest")
    assert not (folder / ".policylab-publish").exists()
    assert not (folder / "derived").exists()


def test_a_journal_from_a_stranger_writes_nowhere_else(done, own, tmp_path):
    folder = tmp_path / "study"
    shutil.copytree(own, folder)
    stage = folder / ".policylab-publish"
    (stage / "new").mkdir(parents=True)
    (stage / "new" / "0").write_text("evil", "utf-8")
    digest = hashlib.sha256(b"evil").hexdigest()
    moves = [["0", "../evil.txt", digest], ["0", "corpus.toml", digest], ["0", "raw/a.txt", digest]]
    (stage / "journal.json").write_text(json.dumps({"moves": moves, "remove": ["corpus.toml", "../x"]}), "utf-8")
    before = (folder / "corpus.toml").read_bytes(), (folder / "raw" / "a.txt").read_bytes()
    study.run_notebooks(corpus=folder, out=folder / "runs" / "latest")
    assert ((folder / "corpus.toml").read_bytes(), (folder / "raw" / "a.txt").read_bytes()) == before
    assert not (tmp_path / "evil.txt").exists()


def test_papermill_with_a_parameter_that_a_notebook_does_not_have_is_refused_by_the_notebook(tmp_path, write_notebook):
    import papermill

    begin = "from policylab import study\nrun = study.begin('01-a', out=out, parameters=dict(min_length=min_length))"
    book = write_notebook(tmp_path, "01-a", begin, parameters="out = None\nlang = 'zh'\nmin_length = 100")
    run = {"kernel_name": "python3", "progress_bar": False}
    papermill.execute_notebook(book, tmp_path / "b.ipynb", parameters={"lang": "en", "min_length": 50}, **run)
    for given, message in (
        ({"min_lenth": 50}, "There is no parameter 'min_lenth' in 01-a. Did you mean 'min_length'?"),
        ({"min_length": -5}, "`min_length` must be a whole number from 2 to 10000, got -5."),
    ):
        with pytest.raises(papermill.PapermillExecutionError) as error:
            papermill.execute_notebook(book, tmp_path / "b.ipynb", parameters=given, **run)
        assert error.value.evalue == message


def test_papermill_is_refused_by_a_notebook_of_the_study_before_it_computes(tmp_path):
    import papermill

    book = ROOT / "notebooks" / "06-synthesis.ipynb"
    if not book.is_file():
        pytest.skip("the study's notebooks are in a checkout only")
    with pytest.raises(papermill.PapermillExecutionError) as error:
        papermill.execute_notebook(
            book, tmp_path / "b.ipynb", parameters={"n_bots": 5}, kernel_name="python3", progress_bar=False
        )
    assert "There is no parameter 'n_bots' in 06-synthesis" in error.value.evalue
    cells = json.loads((tmp_path / "b.ipynb").read_text("utf-8"))["cells"]
    assert sum(cell.get("execution_count") is not None for cell in cells) <= 4  # parameters, what was put in, and begin


def test_figures_are_drawn_and_written_as_the_run_is_told(tmp_path, write_notebook):
    begin = "from policylab import plots, study\nimport pandas as pd\nrun = study.begin('01-a', out=out)"
    draw = (
        "table = pd.DataFrame({'measure': ['m'], 'plan': ['a'], 'value': [1.0], 'low': [None], 'high': [None]})\n"
        "run.figure('mine', plots.plan_profiles(table))"
    )
    book = write_notebook(tmp_path / "nb", "01-a", begin, draw, parameters="out = None")
    arguments = {"notebooks": book.parent, "out": tmp_path / "out"}
    told = {"dpi": 300, "figure_formats": ["png", "tiff"], "width": "single"}  # each format has a test in tests/plots
    first = study.run_notebooks(**arguments, **told)
    assert first.results[0].status == "ok", first.results[0].message
    assert sorted(path.name for path in (tmp_path / "out" / "figures").iterdir()) == [
        "mine.png", "mine.svg", "mine.tiff",
    ]  # fmt: skip
    assert study.run_notebooks(**arguments, **told).results[0].status == "unchanged"
    assert study.run_notebooks(**arguments).results[0].status == "ok"  # drawn otherwise, so drawn again
    assert sorted(path.name for path in (tmp_path / "out" / "figures").iterdir()) == ["mine.png", "mine.svg"]


@pytest.mark.parametrize(
    ("told", "message"),
    [({"dpi": 1}, "`dpi` must be"), ({"figure_formats": ["bmp"]}, "`formats` must be"), ({"width": "A4"}, "`width` must be")],
)
def test_figures_that_cannot_be_written_stop_a_run_before_it_starts(told, message, tmp_path):
    with pytest.raises(PolicylabError, match=message):
        study.run_notebooks(out=tmp_path / "out", **told)
    assert not (tmp_path / "out").exists()
