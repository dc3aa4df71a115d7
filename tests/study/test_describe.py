"""The Data Package and the codebook: what they say of tables, and that it holds for the published ones."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from policylab.errors import CatalogueError
from policylab.files import sha256_bytes, write_text
from policylab.stats import VERDICTS
from policylab.study._describe import Table, codebook_text, data_package, describe, read_codebook
from policylab.study._notebooks import Study, find_notebooks, find_study
from policylab.study._table_files import parse_table

PUBLISHED = find_study()
COLOURS = """\
[unit.metres]
about = ["metres", "米"]
[table.colours]
title = ["Colours", "颜色"]
row = ["a colour", "一种颜色"]
key = ["colour"]
columns = ["colour", "length", "seen"]
[table.colours.field.colour]
type = "string"
about = ["The colour.", "颜色。"]
values = {red = ["red", "红"], blue = ["blue", "蓝"]}
[table.colours.field.length]
type = "decimal"
unit = "metres"
minimum = 0
about = ["Its | length.", "长度。"]
missing = ["Not measured.", "未测。"]
[table.colours.field.seen]
type = "date"
about = ["When.", "何时。"]
"""

HINT = "src/policylab/resources/codebook.toml, or to a codebook.toml beside your corpus.toml"


def write_description(study: Study) -> list[Path]:
    """Write both where they differ from what is there; give those that were written."""
    written = []
    for path, text in describe(study).items():
        if not path.is_file() or path.read_bytes() != text.encode("utf-8"):
            write_text(path, text)
            written.append(path)
    return written


def problems(study: Study) -> list[str]:
    """What does not hold between the published tables, the codebook, the Data Package and CODEBOOK.md: sentences."""
    codebook = read_codebook(study.corpus.parent)
    contents = {path.stem: parse_table(path.read_bytes()) for path in sorted(study.derived.glob("*.csv"))}
    found = []
    for name, (header, rows) in contents.items():
        if name not in codebook.tables:
            found.append(
                f"The table {name!r} is not described. Add [table.{name}] with title, row, key and columns "
                f"({', '.join(header)}) to {HINT}."
            )
        else:
            found += _table_problems(codebook.tables[name], header, rows)
    for name in sorted(codebook.tables.keys() - contents.keys()):
        found.append(f"The codebook describes the table {name!r}, which is not published. Remove [table.{name}].")
    for path, text in describe(study).items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            found.append(f"{path.name} does not describe the published tables as they are. Run `policylab publish`.")
    return found


def _table_problems(table: Table, header: list[str], rows: list[list[str]]) -> Iterator[str]:
    described = [column.name for column in table.columns]
    for name in header:
        if name not in described:
            yield (
                f"The column {name!r} of the table {table.name!r} is not described. Add it to `columns` of "
                f"[table.{table.name}], and a [table.{table.name}.field.{name}] with type and about, to {HINT}."
            )
    for name in described:
        if name not in header:
            yield f"The codebook describes a column {name!r} that the table {table.name!r} does not have. Remove it."
    if set(header) == set(described) and header != described:
        yield f"The columns of {table.name!r} stand in another order: {', '.join(header)}. Order `columns` so."
    for column in table.columns:
        if column.about is None:
            yield f"The column {column.name!r} of {table.name!r} has no `about`. Add it to {HINT}."
        if column.name in header and column.type == "decimal":
            cells = [row[header.index(column.name)] for row in rows]
            wrong = next((cell for cell in cells if cell and not re.fullmatch(r"-?\d+(\.\d+)?", cell)), None)
            if wrong is not None:
                yield f"The column {column.name!r} of {table.name!r} has {wrong!r}, which is not a decimal in full."


def refused(study: Study) -> list[tuple[str, int | None, str | None]]:
    """What Frictionless, which reads the tables by their description, refuses: the kind of fault, its line and column."""
    from frictionless import Package

    package = Package.from_descriptor(data_package(study), basepath=str(study.corpus.parent))
    return sorted(map(tuple, package.validate().flatten(["type", "rowNumber", "fieldName"])), key=str)


@pytest.fixture
def own(tmp_path, monkeypatch) -> Study:
    """A study with a table of its own and a codebook for it, beside which policylab's own is as if empty."""
    monkeypatch.setattr("policylab.study._describe.load_toml", lambda name: {})
    (tmp_path / "derived").mkdir()
    (tmp_path / "corpus.toml").write_text(
        '[study]\ntitle = "Colours of <plans>"\n[[source]]\nid = "a"\nfile = "raw/a.txt"\nrole = "plan"\ntitle = "甲"\n'
    )
    (tmp_path / "codebook.toml").write_text(COLOURS, "utf-8")
    study = Study(tmp_path / "corpus.toml", tmp_path / "notebooks", tmp_path / "derived", tmp_path / "figures", True)
    write(study, "colour,length,seen\nred,1.50,2021-12-28\nblue,,2021-12-29\n")
    return study


def write(study: Study, text: str, name: str = "colours") -> None:
    (study.derived / f"{name}.csv").write_text(text, "utf-8", newline="\n")
    write_description(study)


def test_a_table_is_described_field_by_field(own):
    package = json.loads((own.derived.parent / "datapackage.json").read_text("utf-8"))
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert package["sources"] == [{"title": "甲", "path": "raw/a.txt"}]
    (resource,) = package["resources"]
    content = (own.derived / "colours.csv").read_bytes()
    assert resource["path"] == "derived/colours.csv"
    assert (resource["bytes"], resource["hash"]) == (len(content), f"sha256:{sha256_bytes(content)}")
    colour, length, seen = resource["schema"]["fields"]
    assert colour["constraints"] == {"required": True, "unique": True, "enum": ["red", "blue"]}
    assert colour["categories"][0] == {"value": "red", "label": "red", "label_zh": "红"}
    assert (length["type"], length["exact"], length["unit_zh"]) == ("number", True, "米")
    assert (length["constraints"], length["missing"]) == ({"minimum": 0}, "Not measured.")
    assert (seen["type"], seen["description_zh"]) == ("date", "何时。")
    assert resource["schema"]["primaryKey"] == ["colour"]
    assert problems(own) == []


def test_the_codebook_is_made_from_it_and_breaks_no_table(own):
    text = (own.derived.parent / "CODEBOOK.md").read_text("utf-8")
    assert "# Codebook · 变量说明: Colours of &lt;plans>" in text
    assert "| [`colours`](#colours) | a colour · 一种颜色 | 2 |  |" in text
    assert (
        "| `length` | number (exact), metres · 米 | Its \\| length. 长度。 Empty · 空: Not measured. 未测。 |" in text
    )


def test_a_cell_of_the_codebook_shows_code_as_it_is_and_text_without_html():
    fields = [{"name": "a", "type": "string", "description": "`<plan>/0` or `x|y`, not <b>."}]
    resource = {"name": "t", "type": "table", "path": "derived/t.csv", "rows": 1, "schema": {"fields": fields}}
    text = codebook_text({"title": "T", "resources": [resource]})
    assert "| `a` | string | `<plan>/0` or `x\\|y`, not &lt;b>. |" in text


def test_a_table_names_the_notebooks_that_write_it(own, write_notebook):
    write_notebook(own.notebooks, "01-first", "run.table('colours', frame)")
    write_notebook(own.notebooks, "02-second", "run.table('other', frame)")
    write_description(own)
    folder = own.derived.parent
    (resource,) = json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"]
    assert resource["notebooks"] == ["01-first"]
    assert "| a colour · 一种颜色 | 2 | `01-first` |" in (folder / "CODEBOOK.md").read_text("utf-8")
    write_notebook(own.notebooks, "01-first", "for name in ('colours', 'tastes'):\n    run.table(name, frames[name])")
    assert data_package(own)["resources"][0]["notebooks"] == ["01-first"]


def test_each_published_table_names_a_notebook():
    resources = data_package(PUBLISHED)["resources"]
    assert [r["name"] for r in resources if r.get("type") == "table" and not r.get("notebooks")] == []


def test_the_licence_of_an_own_study_is_what_its_codebook_says(own, monkeypatch):
    policylabs = {"package": {"licenses": [{"name": "MIT"}], "keywords": ["policylab's"]}}
    monkeypatch.setattr("policylab.study._describe.load_toml", lambda name: policylabs)
    assert not {"licenses", "keywords"} & data_package(own).keys()
    (own.corpus.parent / "codebook.toml").write_text('[package]\nlicenses = [{ name = "CC0-1.0" }]\n' + COLOURS, "utf-8")
    assert data_package(own)["licenses"] == [{"name": "CC0-1.0"}]
    assert "keywords" not in data_package(own)


def test_the_published_package_says_who_made_it_from_what_and_under_which_licence():
    package = data_package(PUBLISHED)
    assert [licence["name"] for licence in package["licenses"]] == ["MIT"]
    assert package["contributors"] == [{"title": "The policylab developers", "roles": ["creator"]}]
    assert len(package["sources"]) == 5
    for source in package["sources"]:
        content = (PUBLISHED.corpus.parent / source["path"]).read_bytes()
        assert source["hash"] == f"sha256:{sha256_bytes(content)}", source["path"]


def test_describing_again_writes_nothing(own):
    assert write_description(own) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("colour,seen\nred,2021-12-28\n", "describes a column 'length' that the table 'colours' does not have"),
        ("colour,seen,length\nred,2021-12-28,1\n", "stand in another order: colour, seen, length"),
        ("colour,length,seen\nred,1e5,2021-12-28\n", "'length' of 'colours' has '1e5', which is not a decimal in full"),
        (
            "colour,length,seen,weight\nred,1,2021-12-28,3\n",
            "The column 'weight' of the table 'colours' is not described. Add it to `columns` of [table.colours], and "
            "a [table.colours.field.weight] with type and about, to",
        ),
    ],
)
def test_what_does_not_hold_is_said_in_a_sentence(own, text, sentence):
    write(own, text)
    found = problems(own)
    assert len(found) == 1
    assert sentence in found[0]


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        ("green,1,2021-12-28", [("constraint-error", 2, "colour")]),
        ("red,-1,2021-12-28", [("constraint-error", 2, "length")]),
        ("red,1,28.12.2021", [("type-error", 2, "seen")]),
        ("red,1,", [("constraint-error", 2, "seen")]),
        ("red,1,2021-12-28\nred,2,2021-12-28", [("primary-key", 3, None), ("unique-error", 3, "colour")]),
    ],
)
def test_another_program_finds_what_does_not_hold(own, rows, faults):
    write(own, f"colour,length,seen\n{rows}\n")
    assert refused(own) == faults


def test_a_key_has_what_only_some_studies_have_where_it_is_there():
    codebook = read_codebook()
    header = [column.name for column in codebook.tables["agreement"].columns]
    assert codebook.table("agreement", header, []).key == ("term",)
    several = codebook.table("agreement", ["earlier", "later", *header], [["a", "b", "5G", "14", "1", "1", "true"]])
    assert several.key == ("earlier", "later", "term")
    assert [(column.name, column.type) for column in several.columns[:2]] == [("earlier", "string"), ("later", "string")]
    # without a column that every study has nothing names a row
    assert codebook.table("agreement", ["earlier", "later", "found"], []).key == ()


def test_a_table_that_is_not_described_is_named_with_what_to_add(own):
    write(own, "year,rate,open\n2021,0.5,true\n", "rates")
    (sentence,) = problems(own)
    assert sentence == (
        "The table 'rates' is not described. Add [table.rates] with title, row, key and columns (year, rate, open) to "
        "src/policylab/resources/codebook.toml, or to a codebook.toml beside your corpus.toml."
    )
    # it is in the package all the same, with the types of its values
    package = json.loads((own.derived.parent / "datapackage.json").read_text("utf-8"))
    fields = package["resources"][1]["schema"]["fields"]
    assert [(field["name"], field["type"]) for field in fields] == [
        ("year", "integer"), ("rate", "number"), ("open", "boolean"),
    ]  # fmt: skip


def test_a_changed_table_no_longer_fits_its_description(own):
    (own.derived / "colours.csv").write_text("colour,length,seen\nred,2,2021-12-28\n", "utf-8", newline="\n")
    assert problems(own) == [
        "datapackage.json does not describe the published tables as they are. Run `policylab publish`.",
        "CODEBOOK.md does not describe the published tables as they are. Run `policylab publish`.",
    ]


def test_a_value_must_be_in_the_table_that_a_column_points_to(own):
    codebook = own.corpus.parent / "codebook.toml"
    codebook.write_text(
        COLOURS + '[table.things]\nkey = ["thing"]\ncolumns = ["thing", "colour"]\n'
        '[table.things.field.thing]\ntype = "string"\nabout = ["A thing.", "物。"]\n'
        '[table.things.field.colour]\ntype = "string"\nabout = ["Its colour.", "颜色。"]\nto = "colours.colour"\n',
        "utf-8",
    )
    write(own, "thing,colour\nsea,blue\ngrass,green\n", "things")
    assert refused(own) == [("foreign-key", 3, None)]
    package = json.loads((own.derived.parent / "datapackage.json").read_text("utf-8"))
    assert package["resources"][1]["schema"]["foreignKeys"] == [
        {"fields": ["colour"], "reference": {"resource": "colours", "fields": ["colour"]}}
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[table.x", "is not valid TOML: .*Mend that line"),
        ('[table.x]\ncolumns = ["a"]', r"says of the column 'a' of 'x' no type. Add to \[table.x.field.a\]"),
        ('[field.a]\ntype = "string"\nabout = "one"\n[table.x]\ncolumns = ["a"]', "where two texts belong"),
        ('[field.a]\ntype = "string"\nunit = "m"\n[table.x]\ncolumns = ["a"]', "no unit 'm'"),
        ('[package]\nlicence = "MIT"', r"The codebook's \[package\]: .*no property 'licence'.*licenses"),
        ('[package]\nlicenses = ["MIT"]', r"has \['MIT'\] as licenses. Write a list of tables, each with a name or a path"),
        ('[unit.m]\nx = 1', r"codebook\.toml has something in another form than it must have \(KeyError: 'about'\). Compare it with .*codebook\.toml, which has one of each kind\."),
        ("[question.q]\nx = 1", "in another form than it must have"),
        ("[[finding]]\nx = 1", r"in another form than it must have \(KeyError: 'series'\)"),
        ("unit = 3", "in another form than it must have"),
        ("[table]\nx = 3", "in another form than it must have"),
        ("[table.x]\nkey = 3", "in another form than it must have"),
        ('[field.a]\ntype = "string"\nunit = ["m"]\n[table.x]\ncolumns = ["a"]', "in another form than it must have"),
        ('[package]\ncontributors = "me"', r"has 'me' as contributors. .*: contributors = \[\{ title = \"…\" \}\]"),
    ],
)
def test_a_codebook_with_a_mistake_is_said(tmp_path, text, message):
    (tmp_path / "codebook.toml").write_text(text, "utf-8")
    with pytest.raises(CatalogueError, match=message):
        read_codebook(tmp_path)


def test_every_text_of_the_codebook_is_in_both_languages():
    codebook = read_codebook()
    for table in codebook.tables.values():
        assert table.title and table.row and table.key, table.name
        for column in table.columns:
            assert column.about, f"{table.name}.{column.name}"
            for en, zh in filter(None, [column.about, column.missing, table.title, table.row, *column.values.values()]):
                assert en and zh
                assert re.search(r"[\u4e00-\u9fff]", zh), f"{table.name}.{column.name}: {zh}"


def test_the_codebook_and_the_methods_tell_every_verdict_there_is():
    assert set(read_codebook().values("findings", "verdict")) == set(VERDICTS)
    methods = (Path(__file__).parents[2] / "docs" / "methods.md").read_text("utf-8").partition("## Verdicts")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `([^`]+)` \|", methods, re.MULTILINE)) == set(VERDICTS)


def test_columns_point_to_tables_and_columns_that_are_described():
    codebook = read_codebook()
    for table in codebook.tables.values():
        for column in table.columns:
            if column.to:
                other, _, name = column.to.partition(".")
                assert name in {known.name for known in codebook.tables[other].columns}, f"{table.name}.{column.name}"


def test_every_table_that_a_notebook_writes_is_described():
    codebook = read_codebook()
    lost = [
        f"{book.name} writes the table {name!r}: add [table.{name}] with title, row, key and columns to codebook.toml."
        for book in find_notebooks(PUBLISHED.notebooks)
        for name in sorted(book.outputs - codebook.tables.keys())
    ]
    assert lost == []


@pytest.mark.skipif(not any(PUBLISHED.derived.glob("*.csv")), reason="nothing is published yet")
def test_the_published_tables_are_as_described():
    assert problems(PUBLISHED) == []
    for path, text in describe(PUBLISHED).items():
        assert path.read_text("utf-8") == text


def test_another_program_finds_the_published_package_valid():
    """Types, bounds, values, keys, and rows that others point to."""
    assert refused(PUBLISHED) == [] and len(data_package(PUBLISHED)["resources"]) > 40


def test_a_text_inherits_no_bounds_of_numbers(own):
    codebook = own.corpus.parent / "codebook.toml"
    codebook.write_text(COLOURS + '[field.seen]\ntype = "integer"\nminimum = 0\n', "utf-8")
    length, seen = read_codebook(own.corpus.parent).tables["colours"].columns[1:]
    assert (length.bounds, seen.bounds) == ({"minimum": 0}, {})


@pytest.mark.skipif(not any(PUBLISHED.derived.glob("findings.csv")), reason="nothing is published yet")
def test_every_published_finding_names_the_table_that_it_rests_on():
    from policylab.study._table_files import parse_table

    codebook = read_codebook()
    tables = {path.stem for path in PUBLISHED.derived.glob("*.csv")}
    figures = {path.stem for path in PUBLISHED.figures.glob("*.svg")}
    _, rows = parse_table((PUBLISHED.derived / "findings.csv").read_bytes())
    for finding, *_ in rows:
        basis = codebook.basis(finding)
        assert basis.get("table") in tables, f"Add a [[finding]] with the series of {finding!r} to codebook.toml."
        assert basis.get("figure") in {None, *figures}, f"{finding}: there is no figure {basis.get('figure')!r}."
