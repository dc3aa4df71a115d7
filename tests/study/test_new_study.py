"""A study of one's own, from an empty folder to a catalogue that loads."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

import policylab
from policylab import study
from policylab.errors import CatalogueError, PolicylabError, SourceError
from policylab.files import _prefix
from policylab.study import _new_study

PLAN = "某市智慧城市规划\n\n一、主要目标\n\n到2025年，建成5G基站7万个。\n"


@pytest.fixture
def own(tmp_path):
    return study.new_study(tmp_path / "我的 study")


@pytest.fixture
def plan_file(tmp_path):
    path = tmp_path / "某 plan.TXT"
    path.write_text(PLAN, "utf-8")
    return path


def test_a_new_study_has_its_places(own):
    assert sorted(path.name for path in own.iterdir()) == [".gitignore", "README.md", "corpus.toml", "notebooks", "raw"]
    assert study.find_study(own).own


def test_its_notebooks_are_without_outputs_and_read_its_catalogue(tmp_path, notebook, monkeypatch):
    path = notebook("01-a", "1 + 1")
    content = nbformat.read(path, as_version=4)
    content.cells[2].update(execution_count=1, outputs=[nbformat.v4.new_output("stream", text="2")])
    nbformat.write(content, path)
    monkeypatch.setattr(_new_study, "packaged_notebooks", lambda: path.parent)
    copy = nbformat.read(study.new_study(tmp_path / "my") / "notebooks" / "01-a.ipynb", as_version=4)
    assert copy.cells[2].outputs == []
    assert 'corpus_file = "../corpus.toml"  # catalogue' in copy.cells[1].source


def test_what_is_there_is_not_touched(own):
    with pytest.raises(PolicylabError, match="There is something in .*我的 study already"):
        study.new_study(own)


def test_a_source_is_taken_in_byte_for_byte_and_loads(own, plan_file):
    copy = study.add_source(
        plan_file, corpus=own, id="city-2021", title='某市“智慧" 规划', period="2021—2025年", issuer=None
    )
    assert copy == own / "raw" / "city-2021.txt"
    assert copy.read_bytes() == plan_file.read_bytes()
    plan = policylab.load_corpus(own / "corpus.toml")["city-2021"]
    assert (plan.title, plan.period_start, plan.period_end) == ('某市“智慧" 规划', 2021, 2025)
    assert hashlib.sha256(plan_file.read_bytes()).hexdigest() in (own / "corpus.toml").read_text("utf-8")
    assert (own / "corpus.toml").read_text("utf-8").startswith("# The catalogue of this study")


@pytest.mark.parametrize(
    ("id", "period", "message"),
    [
        ("a b", None, "the id 'a b' must be lower-case letters and digits"),
        ("../up", None, "the id '../up' must be"),
        ("a/b", None, "the id 'a/b' must be"),
        ("city", "2025-2021", "`period` must be a period that ends after it begins, got '2025-2021'"),
        ("city", "十四五", "`period` must be two years like '2021-2025', or one, got '十四五'"),
        ("city", "2021-2025-2030", "`period` must be two years like"),
        ("city", "", "`period` must be two years like"),
        ("city", "soon", "`period` must be two years like '2021-2025', or one, got 'soon'"),
    ],
)
def test_a_wrong_field_leaves_everything_as_it_was(own, plan_file, id, period, message):
    before = (own / "corpus.toml").read_bytes()
    with pytest.raises(PolicylabError, match=message):
        study.add_source(plan_file, corpus=own, id=id, title="甲", period=period)
    assert (own / "corpus.toml").read_bytes() == before
    assert list((own / "raw").iterdir()) == []


def test_a_plan_is_added_once(own, plan_file):
    study.add_source(plan_file, corpus=own, id="city-2021", title="甲")
    with pytest.raises(SourceError, match="already, as 'city-2021'"):
        study.add_source(plan_file, corpus=own, id="city-2022", title="甲")
    plan_file.write_text(PLAN + "二、附则\n", "utf-8")
    with pytest.raises(CatalogueError, match="There is a source 'city-2021' in .* already"):
        study.add_source(plan_file, corpus=own, id="city-2021", title="甲")


def test_a_file_that_is_no_source_leaves_nothing(own, tmp_path):
    (tmp_path / "noise.txt").write_bytes(bytes(range(256)) * 8)
    with pytest.raises(PolicylabError):
        study.add_source(tmp_path / "noise.txt", corpus=own, id="noise", title="甲")
    assert list((own / "raw").iterdir()) == []
    with pytest.raises(SourceError, match=r"cannot be read \(No such file or directory\)"):
        study.add_source(tmp_path / "none.txt", corpus=own, id="none", title="甲")


@pytest.mark.parametrize(("content", "message"), [
    ("建设智慧城市,完善基础设施。\n".encode() * 20 + b"\xff\xfe" + "推进数据共享。\n".encode() * 20, "is not valid utf-8 at byte"),
    ("建设智慧城市,完善基础设施。\n".encode() * 20 + "推".encode()[:2], "ends in the middle of a character"),
    (b"\x89PNG\r\n\x1a\n" + bytes(200), "is a picture"), (b"", "holds no text|is empty|no text"),
])  # fmt: skip
def test_a_damaged_file_is_refused_in_a_sentence(own, tmp_path, content, message):
    (tmp_path / "bad.txt").write_bytes(content)
    with pytest.raises(PolicylabError, match=message) as error:
        study.add_source(tmp_path / "bad.txt", corpus=own, id="bad", title="甲")
    assert "raw" not in str(error.value) and list((own / "raw").iterdir()) == []


def test_an_error_names_the_file_that_was_given(own, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    with pytest.raises(PolicylabError) as error:
        study.add_source(tmp_path / "empty.txt", corpus=own, id="p3", title="甲")
    assert str(tmp_path / "empty.txt") in str(error.value)
    assert "raw" not in str(error.value)


@pytest.mark.parametrize("period", ["2021-2025", "2021年至2025年", "2021—2025年", "2021年-2025年", "2021－2025", "2021−2025", "2021〜25", " 2021  –  2025 年"])
def test_a_period_as_titles_write_it(own, plan_file, period):
    study.add_source(plan_file, corpus=own, id="city-2021", title="甲", period=period)
    plan = policylab.load_corpus(own)["city-2021"]
    assert (plan.period_start, plan.period_end) == (2021, 2025)


def test_what_seems_to_be_in_twice_is_named(own, plan_file, tmp_path):
    (tmp_path / "gb.txt").write_text(PLAN, "gb18030")
    (tmp_path / "other.txt").write_text(PLAN + "\n二、保障措施\n", "utf-8")
    study.add_source(plan_file, corpus=own, id="a", title="甲")
    study.add_source(tmp_path / "gb.txt", corpus=own, id="b", title="乙")
    study.add_source(tmp_path / "other.txt", corpus=own, id="c", title="乙")
    corpus = policylab.load_corpus(own)
    assert study.doubled_sources(corpus, id="a") == [
        "'a' and 'b' have the same text: each counts as a source of its own."
    ]
    assert study.doubled_sources(corpus)[1].startswith("'b' and 'c' have the same title. If one is another printing")


def test_without_a_catalogue(tmp_path, plan_file):
    with pytest.raises(CatalogueError, match="There is no catalogue .*corpus.toml. Make a study with"):
        study.add_source(plan_file, corpus=tmp_path, id="a", title="甲")
    with pytest.raises(PolicylabError, match="There is no catalogue .*corpus.toml. Name a corpus.toml, or a folder that has one."):
        study.find_study(tmp_path)


def test_a_study_may_be_made_where_one_stands_and_through_a_folder_that_is_not_there(tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    study.new_study(".")
    assert sorted(path.name for path in Path().iterdir())[-2:] == ["notebooks", "raw"]
    assert study.new_study("none/../new one") == Path("new one")
    assert (tmp_path / "here" / "new one" / "corpus.toml").is_file()
    for empty in ("", " "):
        with pytest.raises(PolicylabError, match="`folder` must be the name of a folder to make"):
            study.new_study(empty)


@pytest.mark.parametrize("writes", range(2))
def test_a_full_disk_leaves_a_study_as_it_was(own, plan_file, monkeypatch, writes):
    before = (own / "corpus.toml").read_bytes()
    room = iter([True] * writes)

    def written(path, *content, write):
        if not next(room, False):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(path, *content)

    for name in ("write_bytes", "write_text"):
        write = getattr(Path, name)
        monkeypatch.setattr(Path, name, lambda path, *content, w=write, **_: written(path, *content, write=w))
    with pytest.raises(PolicylabError, match="The disk of .* is full. What was finished stays, and nothing is there by half. Make room"):
        study.add_source(plan_file, corpus=own, id="city-2021", title="甲")
    assert (own / "corpus.toml").read_bytes() == before
    assert list((own / "raw").iterdir()) == []
    assert [path.name for path in own.iterdir() if path.name.startswith(".policylab")] == []


def test_a_title_is_a_title(own, plan_file):
    with pytest.raises(PolicylabError, match="`title` must be the title as it stands in the source, got ' '"):
        study.add_source(plan_file, corpus=own, id="city-2021", title=" ")


def test_a_killed_add_goes_on_where_it_stopped(own, plan_file):
    (own / "raw" / "city-2021.txt").write_bytes(plan_file.read_bytes())
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = own / "raw" / f"{_prefix().rpartition(str(os.getpid()))[0]}{dead.pid}-x.txt"
    left.write_text("half", "utf-8")
    mine = own / "raw" / ".policylab-of-mine"
    mine.write_text("mine", "utf-8")
    study.add_source(plan_file, corpus=own, id="city-2021", title="甲")
    assert policylab.load_corpus(own).ids == ["city-2021"]
    assert sorted(path.name for path in (own / "raw").iterdir()) == [".policylab-of-mine", "city-2021.txt"]


def test_a_file_that_lies_in_raw_already_is_taken_and_a_mistake_does_not_take_it_away(own, plan_file):
    there = own / "raw" / "city-2021.txt"
    shutil.copyfile(plan_file, there)
    with pytest.raises(PolicylabError, match="`role` must be one of"):
        study.add_source(there, corpus=own, id="city-2021", title="甲", role="draft")
    assert there.read_bytes() == plan_file.read_bytes()
    assert study.add_source(there, corpus=own, id="city-2021", title="甲") == there
    there.write_text("别的", "utf-8")
    with pytest.raises(PolicylabError):
        study.add_source(plan_file, corpus=own, id="city-2021", title="甲")
    assert there.read_text("utf-8") == "别的"


@pytest.mark.parametrize(("lang", "title", "readme", "other"), [("zh", "# 00 开始", "# 我的研究", "en"), ("en", "# 00 Start", "# My study", "zh")])
def test_a_study_has_its_language(tmp_path, lang, title, readme, other):
    made = study.new_study(tmp_path / "study", lang=lang)
    book = json.loads((made / "notebooks" / "00-start.ipynb").read_text("utf-8"))
    first, parameters = book["cells"][:2]
    assert "".join(first["source"]).startswith(title) and set(first["metadata"]) == {other}
    assert f'lang = "{lang}"' in "".join(parameters["source"])
    for path in (made / "notebooks").glob("*.ipynb"):  # what a parameter is, too
        cells = json.loads(path.read_text("utf-8"))["cells"]
        [source] = ["".join(cell["source"]) for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
        comments = re.findall("  # (.+)", source)
        assert len(comments) == len(source.splitlines())
        assert all(bool(re.search("[\u4e00-\u9fff]", comment)) == (lang == "zh") for comment in comments), comments
    assert (made / "README.md").read_text("utf-8").startswith(readme)
    assert not (made / "README.zh.md").exists()
    with pytest.raises(PolicylabError, match="`lang` must be one of"):
        study.new_study(tmp_path / "other", lang="fr")


def test_a_killed_new_goes_on_where_it_stopped(tmp_path):
    whole = study.new_study(tmp_path / "whole")
    half = tmp_path / "half"
    (half / "raw").mkdir(parents=True)
    shutil.copytree(whole / "notebooks", half / "notebooks")
    study.new_study(half)
    read = lambda folder: {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert read(half) == read(whole)
    mine = tmp_path / "mine"
    (mine / "raw").mkdir(parents=True)
    (mine / "raw" / "plan.txt").write_text("我的", encoding="utf-8")
    with pytest.raises(PolicylabError, match="There is something in .*mine already"):
        study.new_study(mine)
    assert [path.name for path in mine.rglob("*")] == ["raw", "plan.txt"]


def test_what_a_killed_new_left_beside_goes_though_the_study_is_there(tmp_path):
    from policylab.files import _here

    left = tmp_path / f".policylab-{_here()}-{2**22 + 1}-x"
    left.mkdir()
    study.new_study(tmp_path / "mine")
    left.mkdir(exist_ok=True)
    with pytest.raises(PolicylabError, match="already"):
        study.new_study(tmp_path / "mine")
    assert not left.exists()
