"""What the runner reads in a notebook before it runs."""

from __future__ import annotations

import nbformat
import papermill
import pytest

from policylab.errors import PolicylabError
from policylab.resources import load_toml
from policylab.study._execute import read_cells
from policylab.study._notebooks import find_notebooks, in_order, packaged_notebooks, read_notebook
from policylab.study._parameters import TypedText, check_values, given_parameters, literal

CELL = """# what a scholar may change
out = None  # folder
lang = "zh"  # language
top = 5  # rows
share = 0.25
terms = ["区块链", "5G"]  # words
deep: bool = False
"""


def test_defaults_are_those_that_papermill_reads(notebook):
    path = notebook("01-a", parameters=CELL)
    book = read_notebook(path)
    assert book.defaults == {
        "out": None, "lang": "zh", "top": 5, "share": 0.25, "terms": ["区块链", "5G"], "deep": False,
    }  # fmt: skip
    assert list(book.defaults) == list(papermill.inspect_notebook(path))


@pytest.mark.parametrize("path", sorted(packaged_notebooks().glob("*.ipynb")), ids=lambda path: path.stem)
def test_the_notebooks_of_the_study_declare_parameters_that_papermill_reads(path):
    defaults = read_notebook(path).defaults
    assert list(defaults) == list(papermill.inspect_notebook(path))
    assert {"out", "lang", "corpus_file"} <= defaults.keys()


@pytest.mark.parametrize("path", sorted(packaged_notebooks().glob("*.ipynb")), ids=lambda path: path.stem)
def test_every_parameter_of_the_study_is_declared_and_its_default_is_one_that_it_may_have(path):
    defaults = read_notebook(path).defaults
    assert [name for name in defaults if name not in load_toml("parameters.toml")] == []
    check_values(defaults)


@pytest.mark.parametrize("path", sorted(packaged_notebooks().glob("*.ipynb")), ids=lambda path: path.stem)
def test_cells_of_the_study_are_short_and_the_last_says_what_to_try(path):
    cells = nbformat.read(path, as_version=4).cells
    code = {number: cell.source.splitlines() for number, cell in enumerate(cells) if cell.cell_type == "code"}
    assert {number: len(lines) for number, lines in code.items() if number > 1 and len(lines) > 13} == {}
    assert cells[-1].source.startswith("## Try it\n") and cells[-1].metadata.zh.startswith("## 试一试\n")
    assert cells[-1].source.count("\n- ") == cells[-1].metadata.zh.count("\n- ") >= 2


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("min_length", -5, "`min_length` must be a whole number from 2 to 10000, got -5."),
        ("min_length", "1e3", "`min_length` must be a whole number"),
        ("min_length", True, "`min_length` must be a whole number"),
        ("leave_out", float("nan"), "`leave_out` must be a number from 0 to 0.9, got nan"),
        ("leave_out", float("inf"), "`leave_out` must be a number from 0 to 0.9, got inf"),
        ("terms", None, "`terms` must be a list of 1 to 1000 texts, none of them empty, got None"),
        ("terms", [{"a": 1}], "`terms` must be a list of 1 to 1000 texts"),
        ("terms", [], "`terms` must be a list of 1 to 1000 texts"),
        ("terms", ["5G", ""], "`terms` must be a list of 1 to 1000 texts"),
        ("terms", ["5\x00G"], "`terms` must be a list of 1 to 1000 texts"),
        ("pairs", [["a"]], '`pairs` must be a list of pairs like [["plan-2016", "plan-2021"]], or None, got [[\'a\']].'),
        ("pairs", ["ab"], "`pairs` must be a list of pairs"),
        ("focus", None, "`focus` must be a text of 1 to 1000 characters, got None"),
        ("method", ["nmf"], "`method` must be one of 'lda', 'nmf', got"),
        ("themes_file", "none.toml", "`themes_file` must be the path of a file that is there, or None, got 'none.toml'"),
        ("themes_file", "x" * 5000, "`themes_file` must be the path of a file"),
        ("random_state", 10**30, "`random_state` must be a whole number from 0 to 4294967295"),
    ],
)
def test_a_declared_parameter_has_a_type_and_a_range_wherever_it_comes_from(notebook, name, value, message):
    literal_of_it = repr(None if isinstance(value, float) else value)
    typed = "null" if value is None else literal_of_it
    books = [read_notebook(packaged_notebooks() / f"{stem}.ipynb") for stem in ("02-keywords", "03-themes", "05-continuity")]
    with pytest.raises(PolicylabError) as error:
        check_values({name: value})
    assert message in str(error.value)
    with pytest.raises(PolicylabError) as error:
        given_parameters(books, {name: value})
    assert message in str(error.value)
    if not isinstance(value, (float, str, bool)):
        with pytest.raises(PolicylabError):
            given_parameters(books, {name: TypedText(typed)})


@pytest.mark.parametrize("value", ["2 + len('x')", "{[1]: 2}"])
def test_a_parameter_must_be_a_plain_literal(notebook, value):
    with pytest.raises(PolicylabError, match="01-a.ipynb gives 'top' a value that is no plain literal, in line 1"):
        read_notebook(notebook("01-a", parameters=f"top = {value}"))


def test_what_is_read_and_written_comes_from_the_calls_or_from_the_metadata(notebook):
    called = read_notebook(notebook("01-a", "%matplotlib inline\nrun.table('counts', run.read('plans'))"))
    assert (called.inputs, called.outputs) == ({"plans"}, {"counts"})
    declared = read_notebook(notebook("02-b", "run.table(name, frame)", policylab={"inputs": ["a"], "outputs": ["b"]}))
    assert (declared.inputs, declared.outputs) == ({"a"}, {"b"})


def test_a_notebook_waits_for_the_tables_and_findings_it_reads(notebook, tmp_path):
    notebook("01-synthesis", "run.read('counts')", "run.read('findings')", "run.findings()")
    notebook("02-counts", "run.table('counts', frame)")
    notebook("03-other", "run.finding('a', claim_zh='甲', claim_en='A')")
    ordered = [(book.name, before) for book, before in in_order(find_notebooks(tmp_path / "notebooks"))]
    assert ordered == [
        ("02-counts", frozenset()),
        ("03-other", frozenset()),
        ("01-synthesis", {"02-counts", "03-other"}),
    ]


def test_a_session_may_have_any_name(notebook, tmp_path):
    for reads, writes, session, begun in (("01-reads", "02-writes", "session", ""), ("03-reads", "04-writes", "s", "t = ")):
        begin = f"from policylab import study\n{session} = {begun}study.begin('x', out=out)"
        notebook(reads, begin, f"{session}.read('{session}')")
        notebook(writes, begin, f"{session}.table('{session}', frame)")
    order = in_order(find_notebooks(tmp_path / "notebooks"))
    assert {book.name: set(before) for book, before in order} == {
        "01-reads": {"02-writes"}, "02-writes": set(), "03-reads": {"04-writes"}, "04-writes": set(),
    }  # fmt: skip


def test_one_that_takes_long_is_begun_before_the_others_but_not_before_what_it_reads(notebook, tmp_path):
    long = {"policylab": {"long": True}}
    notebook("01-a", "run.table('x', 1)")
    notebook("02-b", "run.table('y', 2)")
    notebook("03-long", "run.table('z', 3)", **long)
    notebook("04-later", "run.read('y')", **long)
    assert [book.name for book, _ in in_order(find_notebooks(tmp_path / "notebooks"))] == ["03-long", "01-a", "02-b", "04-later"]


def test_notebooks_that_wait_for_one_another_are_named(notebook, tmp_path):
    notebook("01-a", "run.table('x', run.read('y'))")
    notebook("02-b", "run.table('y', run.read('x'))")
    with pytest.raises(PolicylabError, match="The notebooks 01-a, 02-b wait for one another's tables"):
        in_order(find_notebooks(tmp_path / "notebooks"))


def test_one_table_has_one_writer(notebook, tmp_path):
    notebook("01-a", "run.table('x', 1)")
    notebook("02-b", "run.table('x', 2)")
    with pytest.raises(PolicylabError, match="01-a and 02-b both write the table 'x'"):
        in_order(find_notebooks(tmp_path / "notebooks"))


def test_an_unknown_notebook_is_answered_with_the_nearest(notebook, tmp_path):
    notebook("04-targets")
    with pytest.raises(PolicylabError, match="There is no notebook '04-target'. Did you mean '04-targets'"):
        find_notebooks(tmp_path / "notebooks", ["04-target"])
    with pytest.raises(PolicylabError, match="There are no notebooks in"):
        find_notebooks(tmp_path)


@pytest.mark.parametrize("declared", [3, {"inputs": 3}, [1]])
def test_a_notebook_that_declares_no_tables_as_it_must_is_named(notebook, declared):
    path = notebook("01-a", policylab=declared)
    with pytest.raises(PolicylabError, match="The notebook .*01-a.ipynb cannot be read: TypeError"):
        read_notebook(path)


def test_a_file_that_is_no_notebook_is_named(tmp_path):
    (tmp_path / "01-a.ipynb").write_text("{", "utf-8")
    with pytest.raises(PolicylabError, match=r"The notebook .*01-a.ipynb cannot be read: JSONDecodeError"):
        find_notebooks(tmp_path)


def test_a_parameter_goes_to_every_notebook_that_has_it(notebook, tmp_path):
    notebook("01-a", parameters="top = 5\nlang = 'zh'")
    notebook("02-b", parameters="lang = 'zh'")
    books = find_notebooks(tmp_path / "notebooks")
    given = given_parameters(books, {"lang": "en", "top": 2})
    assert given == {"01-a": {"lang": "en", "top": 2}, "02-b": {"lang": "en"}}


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("tpo", 3, "There is no parameter 'tpo' in 01-a. Did you mean 'top'"),
        ("colour", 3, "There is no parameter 'colour' in 01-a. Known: deep, lang, share, terms, top"),
        ("top", "ten", "`top` must be a whole number like 5, got 'ten'"),
        ("deep", 1, "`deep` must be true or false like False, got 1"),
        ("out", "x", "The parameter 'out' is set by the run itself: use --out"),
        ("corpus_file", "x", "use --corpus"),
        ("lang", "fr", "`lang` must be one of 'en', 'zh', got 'fr'"),
        ("share", float("inf"), "`share` must be a finite number, got inf"),
        ("top", None, "`top` must be a whole number like 5, got None"),
        ("terms", TypedText('["数据要素"'), "`terms` must be a list, got .* Write words between commas: `-p terms \"数据要素,"),
        ("terms", TypedText("数据要素, 区块链]"), "`terms` must be a list"),
        ("terms", TypedText("[碳达峰, '碳中和]"), "`terms` must be a list"),
    ],
)
def test_a_wrong_parameter_is_said_in_a_sentence(notebook, name, value, message):
    book = read_notebook(notebook("01-a", parameters=CELL))
    with pytest.raises(PolicylabError, match=message):
        given_parameters([book], {name: value})


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("top", "7", 7),
        ("share", "1", 1),
        ("code", "2015", "2015"),
        ("deep", "true", True),
        ("terms", "['碳']", ["碳"]),
        ("terms", "碳达峰,5G", ["碳达峰", "5G"]),
        ("terms", "2021", ["2021"]),
        ("terms", "[数据要素, 区块链]", ["数据要素", "区块链"]),
        ("terms", "[5G， 2021]", ["5G", "2021"]),
    ],
)
def test_typed_text_becomes_what_the_default_is(notebook, name, typed, value):
    book = read_notebook(notebook("01-a", parameters=f"{CELL}code = '1999'"))
    assert given_parameters([book], {name: TypedText(typed)})["01-a"][name] == value


def test_literals_of_the_command_line():
    assert [literal(text) for text in ("3", "0.5", "false", "null", "[1, 2]", "5G", "智慧", "{[1]: 2}")] == [
        3, 0.5, False, None, [1, 2], "5G", "智慧", "{[1]: 2}",
    ]  # fmt: skip


def test_parameters_are_put_in_behind_the_notebooks_own_and_in_place_of_those_of_an_earlier_run(notebook):
    path = notebook("01-a", "print(top)", parameters="top = 5")
    for top in (2, 3):
        cells = read_cells(path, {"top": top, "terms": ["5G"]}).cells
        assert [cell.source for cell in cells[1:]] == ["top = 5", f'# Parameters\ntop = {top}\nterms = ["5G"]\n', "print(top)"]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    own_alone = notebook("02-b", "1", parameters="")
    content = nbformat.read(own_alone, as_version=4)
    del content.cells[1].metadata["tags"]
    nbformat.write(content, own_alone)
    assert read_cells(own_alone, {"top": 2}).cells[0].source == "# Parameters\ntop = 2\n"
