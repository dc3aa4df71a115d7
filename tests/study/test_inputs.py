"""What a result depends on: what must change its key, and what must not."""

from __future__ import annotations

import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from policylab.study import _inputs
from policylab.study._inputs import Inputs, differing
from policylab.study._notebooks import PACKAGE, Notebook, find_notebooks, find_study, packaged_notebooks, read_notebook
from policylab.study._parameters import FIGURES_VARIABLE

CATALOGUE = """\
[study]
title = "研究"
dictionary = "x/words.txt"
stopwords = "y/words.txt"

[[source]]
id = "a"
file = "raw/a.txt"
role = "plan"
title = "甲"
period_start = 2011
period_end = 2015

[[source]]
id = "b"
file = "raw/b.txt"
role = "plan"
title = "乙"
issued = 2021-01-02
"""


@pytest.fixture
def own(tmp_path, write_notebook) -> Path:
    folder = tmp_path / "study"
    for name, text in (("raw/a.txt", "甲"), ("raw/b.txt", "乙"), ("x/words.txt", "智慧城市"), ("y/words.txt", "的"),
                       ("themes.toml", "")):  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    (folder / "corpus.toml").write_text(CATALOGUE, "utf-8")
    write_notebook(folder / "notebooks", "01-a", "1", parameters="corpus_file = None\nthemes_file = None\ntop = 5")
    return folder


def read(folder: Path, **given: object) -> dict[str, str | None]:
    study = find_study(folder)
    (book,) = find_notebooks(study.notebooks)
    return Inputs.read(study, folder / "runs" / "latest", book, given).parts


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("period_start = 2011", "period_start = 2010", "source a of corpus.toml"),
        ("period_end = 2015", "period_end = 2025", "source a of corpus.toml"),
        ('role = "plan"\ntitle = "甲"', 'role = "reference"\ntitle = "甲"', "source a of corpus.toml"),
        ('title = "甲"', 'title = "丙"', "source a of corpus.toml"),
        ('title = "甲"', 'title = "甲"\nshort_title_zh = "丙"', "source a of corpus.toml"),
        ('title = "甲"', 'title = "甲"\nlayout = "paged"', "source a of corpus.toml"),
        ('title = "甲"', 'title = "甲"\nencoding = "gb18030"', "source a of corpus.toml"),
        ('title = "甲"', 'title = "甲"\nwitness_of = "b"', "source a of corpus.toml"),
        ("issued = 2021-01-02", "issued = 2021-01-03", "source b of corpus.toml"),
        ('title = "研究"', 'title = "别的"', "[study] of corpus.toml"),
    ],
)
def test_every_field_of_the_catalogue_counts(own, old, new, named):
    before = read(own)
    text = (own / "corpus.toml").read_text("utf-8")
    assert text.count(old) == 1
    (own / "corpus.toml").write_text(text.replace(old, new), "utf-8")
    assert differing(before, read(own)) == [named]


@pytest.mark.parametrize("name", ["raw/a.txt", "raw/b.txt", "x/words.txt", "y/words.txt"])
def test_every_file_of_the_catalogue_counts_by_its_whole_path(own, name):
    before = read(own)
    (own / name).write_text("别的", "utf-8")
    assert differing(before, read(own)) == [name]
    (own / name).unlink()
    assert name in differing(before, read(own)) or "corpus.toml" in differing(before, read(own))


def test_two_lists_of_one_name_that_change_places_are_another_input(own):
    before = read(own)
    (own / "x/words.txt").rename(own / "kept")
    (own / "y/words.txt").rename(own / "x/words.txt")
    (own / "kept").rename(own / "y/words.txt")
    assert differing(before, read(own)) == ["x/words.txt", "y/words.txt"]


def test_a_parameter_counts_and_so_does_the_file_that_it_names(own):
    themes = str(own / "themes.toml")
    assert differing(read(own), read(own, top=6)) == ["parameter top"]
    before = read(own, themes_file=themes)
    (own / "themes.toml").write_text("# other\n", "utf-8")
    assert differing(before, read(own, themes_file=themes)) == ["themes_file ../../../themes.toml"]


def test_cells_and_their_tags_count(own, write_notebook):
    before = read(own)
    path = own / "notebooks" / "01-a.ipynb"
    content = json.loads(path.read_text("utf-8"))
    content["cells"][-1]["metadata"]["tags"] = ["hide-input"]
    path.write_text(json.dumps(content), "utf-8")
    assert differing(before, read(own)) == ["the notebook's cells"]


def test_what_does_not_matter_changes_nothing(own, tmp_path):
    before = read(own)
    text = (own / "corpus.toml").read_text("utf-8")
    entry = 'id = "b"\nfile = "raw/b.txt"'
    assert entry in text
    (own / "corpus.toml").write_text(
        "# a comment\n\n" + text.replace(entry, 'file   =   "raw/b.txt" # there\nid = \'b\'').replace("\n", "\r\n"), "utf-8"
    )
    for path in own.rglob("*"):
        os.utime(path, (0, 0))
    path = own / "notebooks" / "01-a.ipynb"
    content = json.loads(path.read_text("utf-8"))
    content["cells"][-1]["execution_count"] = 7
    path.write_text(json.dumps(content, indent=3), "utf-8")
    assert differing(before, read(own)) == []
    shutil.copytree(own, tmp_path / "elsewhere")
    assert differing(before, read(tmp_path / "elsewhere")) == []


def test_a_word_list_that_is_edited_in_one_session_of_python_is_seen(own, tmp_path, monkeypatch):
    package = tmp_path / "policylab"
    (package / "resources").mkdir(parents=True)
    (package / "resources" / "units.toml").write_text("a", "utf-8")
    monkeypatch.setattr(_inputs, "PACKAGE", package)
    before = read(own)
    (package / "resources" / "units.toml").write_text("b", "utf-8")
    assert differing(before, read(own)) == ["policylab's code"]


def test_what_only_readers_see_is_no_input_of_a_notebook(own, tmp_path, monkeypatch):
    package = tmp_path / "policylab"
    (package / "study" / "page").mkdir(parents=True)
    (package / "resources").mkdir()
    monkeypatch.setattr(_inputs, "PACKAGE", package)
    before = read(own)
    for name in ("study/page/page.css", "study/_comparison.py", "resources/page_notebooks.toml"):
        (package / name).write_text("x", "utf-8")
    assert differing(before, read(own)) == []
    # a finding's verdict in words, and a table to look through with the labels of its box
    for name in ("resources/codebook.toml", "resources/page_labels.toml", "study/page/searchable.js", "study/_web_pages.py"):
        (package / name).write_text("x", "utf-8")
        before, now = read(own), before
        assert differing(now, before) == ["policylab's code"]


def test_python_packages_and_font_are_in_the_key(own):
    parts = read(own)
    assert {"Python", "package numpy", "package jieba", "package policylab", "the font"} <= parts.keys()
    assert parts["package numpy"] == importlib.metadata.version("numpy")
    assert len(parts["the font"]) == 64


# No kernel, and what all notebooks need is imported and made ready once, on texts of no study: a fork for each of them runs
# the cells one after the other, with every file that is opened to be read.
CELLS = """
import json, os, sys
import matplotlib
matplotlib.use("agg")
import matplotlib.pyplot, scipy.stats, sklearn.decomposition
import policylab, policylab.coding, policylab.study
plans = policylab.Corpus.from_texts({"a": "一、目标\\n到2025年，建成5G基站7万个。", "b": "一、目标\\n建成5G基站9万个。"})
policylab.extract_targets(plans)
policylab.text_reuse(plans)
policylab.plots.keyword_trends(policylab.keyword_trends(plans, ["5G"]))
matplotlib.pyplot.close("all")
for package in (policylab, policylab.coding, policylab.compare, policylab.corpus, policylab.plots, policylab.study,
                policylab.targets, policylab.topics, policylab.words):
    for name in package.__all__:
        getattr(package, name)
opened = set()
def hear(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        path, mode, flags = arguments
        if not set(mode or "") & set("wax+") and not (flags or 0) & (os.O_WRONLY | os.O_RDWR):
            opened.add(os.path.realpath(os.fsdecode(path)))
for name, cells in json.load(sys.stdin).items():
    if os.fork():
        if os.wait()[1]:
            sys.exit(f"{name} failed")
        continue
    sys.addaudithook(hear)
    names = {"__name__": "__main__", "policylab": policylab, "plans": plans}
    for number, source in enumerate(cells):
        exec(compile(source, f"cell {number} of {name}", "exec"), names)
    print(json.dumps([name, sorted(path for path in opened if os.path.isfile(path))]), file=sys.__stderr__, flush=True)
    break
"""
# quicker, and no other files
FEWER = {"grid_from": 4, "grid_to": 4, "repeats": 2, "shuffles": 2, "n_jobs": 1, "terms": ["5G", "区块链"],
         "n_changes": 2, "n_agencies": 2, "n_indicators": 2}  # fmt: skip
COARSE = '{"formats": ["png"], "dpi": 30}'
SHOWN = """
from policylab.study import begin, searchable_ledger, show_searchable, word_table
run = begin("05-shown")
run.finding("a", claim_zh="甲", claim_en="A", verdict="supported")
run.show_claims()
show_searchable(searchable_ledger(policylab.extract_targets(plans), plans))
word_table(policylab.extract_targets(plans)[["plan", "value"]])
"""


# of each kind one: what reads the plans, other notebooks' tables, the coders' sheets; a run watches what any notebook opens
PACKAGED = [packaged_notebooks() / f"{name}.ipynb" for name in ("00-start", "06-synthesis", "07-instruments")]


def quick(book: Notebook) -> dict[str, object]:
    return {name: value for name, value in FEWER.items() if name in book.defaults}


@pytest.fixture(scope="module")
def opened_by() -> dict[str, list[str]]:
    """The files that each notebook of the study opens."""
    given = {}
    for path in PACKAGED:
        book = read_notebook(path)
        given[path.stem] = [source for kind, source, _ in book.cells if kind == "code"]
        given[path.stem].insert(1, "\n".join(f"{name} = {value!r}" for name, value in quick(book).items()))
    given["05-shown"] = [SHOWN]
    done = subprocess.run(
        [sys.executable, "-c", CELLS], input=json.dumps(given), capture_output=True, text=True, check=False,
        env={**os.environ, "MPLBACKEND": "agg", "JOBLIB_MULTIPROCESSING": "0", FIGURES_VARIABLE: COARSE}, cwd=PACKAGED[0].parent,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(json.loads(line) for line in done.stderr.splitlines() if line.startswith('["0'))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("path", PACKAGED, ids=lambda path: path.stem)
def test_whatever_a_notebook_opens_is_in_its_key(path, tmp_path, opened_by):
    study, book = find_study(), read_notebook(path)
    out, values = tmp_path / "out", quick(book)
    opened = [Path(name) for name in opened_by[path.stem]]
    inputs = Inputs.read(study, out, book, values)
    keyed = {os.path.realpath(out / "notebooks" / name) for name in inputs.files} | {os.path.realpath(study.corpus)}
    tables = os.path.realpath(study.derived) + os.sep  # read through the session, which keeps the hash of each
    places = (sys.prefix, sys.base_prefix, PACKAGE, "/proc", "/sys", "/etc", "/usr/share")
    machinery = tuple(os.path.realpath(place) + os.sep for place in places)
    strange = [
        name for name in map(str, opened)
        if name not in keyed and not name.startswith((tables, *machinery)) and "/." not in name and "site-packages" not in name
    ]  # fmt: skip
    assert strange == []
    assert any(str(name).startswith(str(study.corpus.parent)) for name in opened)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_what_only_readers_see_is_opened_by_no_notebook(opened_by):
    opened = {path for paths in opened_by.values() for path in paths if Path(path).is_relative_to(PACKAGE)}
    names = {Path(path).relative_to(PACKAGE).as_posix() for path in opened}
    assert {"resources/codebook.toml", "resources/page_labels.toml", "study/page/searchable.js"} <= names
    assert [name for name in sorted(names) if name.startswith(_inputs._FOR_READERS)] == []


def test_sheets_of_coders_are_an_input_of_a_notebook_that_has_a_scheme(own, write_notebook):
    (own / "coding").mkdir()
    (own / "coding/coding-instruments-A.csv").write_text("unit,sentence,code\n", "utf-8")
    assert not any("coding" in name for name in read(own))
    write_notebook(own / "notebooks", "01-a", "1", parameters='corpus_file = None\nscheme = "instruments"')
    there = read(own)
    (own / "coding/coding-instruments-A.csv").write_text("unit,sentence,code\na@0,甲,talent\n", "utf-8")
    assert differing(there, read(own)) == ["coding/coding-instruments-A.csv"]


def test_corrections_that_come_change_or_go_are_another_input(own):
    before = read(own)
    (own / "corrections.csv").write_text("plan,start,end,quote,indicator,what,field,value,who,when,why\n", "utf-8")
    there = read(own)
    assert {"corrections.csv", "[study] of corpus.toml"} == set(differing(before, there))
    with (own / "corrections.csv").open("a", encoding="utf-8") as file:
        file.write("a,0,1,甲,,wrong,,,me,2026-01-01,\n")
    assert differing(there, read(own)) == ["corrections.csv"]


def test_accepted_repairs_and_variables_of_the_catalogue_count(own):
    before = read(own)
    text = (own / "corpus.toml").read_text("utf-8")
    (own / "corpus.toml").write_text(text + 'variables = { province = "津" }\n', "utf-8")
    assert differing(before, read(own)) == ["source b of corpus.toml"]
