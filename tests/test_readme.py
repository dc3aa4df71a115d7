"""The two READMEs: what they list is what is there, and they say the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policylab.study._datapackage import data_package
from policylab.study._notebooks import find_notebooks
from policylab.study._places import find_study

ROOT = Path(__file__).parents[1]
STUDY = find_study()
ENGLISH = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
BOOKS = [book.name for book in find_notebooks(STUDY.notebooks)]

in_both = pytest.mark.parametrize("readme", [ENGLISH, CHINESE], ids=["en", "zh"])


def table_after(readme: str, *headings: str) -> list[list[str]]:
    """The cells of the first table below a heading in either language, row by row, without its head."""
    heading = "|".join(map(re.escape, headings))
    below = re.split(rf"^#+ (?:{heading})$", readme, flags=re.MULTILINE)[1]
    lines = re.search(r"(?:^\|.*\n)+", below, re.MULTILINE)[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def code(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def notebooks(cell: str) -> list[str]:
    return BOOKS if cell in {"all six", "六份"} else code(cell)


def paper(name: str) -> str:
    return (ROOT / "papers" / name).read_text(encoding="utf-8")


@in_both
def test_every_published_figure_is_listed_with_the_notebook_that_draws_it(readme):
    rows = table_after(readme, "Figures", "图")
    listed = {code(figure)[0]: code(notebook) for figure, _, notebook, _ in rows}
    assert list(listed) == sorted(path.stem for path in STUDY.figures.glob("*.svg"))
    assert list(listed) == sorted(path.stem for path in STUDY.figures.glob("*.png"))
    # a notebook may know a figure that these plans have nothing to show in
    drawn = {name: [book.name] for book in find_notebooks(STUDY.notebooks) for name in book.figures if name in listed}
    assert listed == drawn


@in_both
def test_the_figures_of_the_paper_have_their_numbers(readme):
    rows = table_after(readme, "Figures", "图")
    numbers = {int(where.split()[1]): code(figure)[0] for figure, _, _, where in rows if where}
    pictures = re.findall(r'#picture\(\s*"([\w-]+)"', paper("paper.typ"))
    assert [numbers[number] for number in sorted(numbers)] == pictures


@in_both
def test_every_published_table_is_listed_with_the_notebook_that_writes_it(readme):
    listed: dict[str, list[str]] = {}
    for written_by, names in table_after(readme, "Tables", "表"):
        listed |= dict.fromkeys(code(names), notebooks(written_by))
    resources = [resource for resource in data_package(STUDY)["resources"] if resource.get("type") == "table"]
    assert listed == {resource["name"]: resource["notebooks"] for resource in resources}
    assert re.findall(r"All (\d+) tables equal|\| (\d+) (?:tables|张表)", readme) == [
        ("", str(len(listed))),
        (str(len(listed)), ""),
    ]


@in_both
def test_the_tables_of_the_paper_name_the_tables_that_they_are_made_from(readme):
    rows = table_after(readme, "Tables of the paper", "论文中的表")
    assert [int(number.split()[1]) for number, *_ in rows] == list(range(1, len(rows) + 1))
    assert len(rows) == len(re.findall(r"<tbl-\w+>$|^\) <tbl-\w+>", paper("paper.typ"), re.MULTILINE))
    read = set(re.findall(r'rows\("(\w+)"\)', paper("tables.typ") + paper("lib.typ")))
    writers = {resource["name"]: resource.get("notebooks") for resource in data_package(STUDY)["resources"]}
    for number, tables, made_by in rows:
        names = [name for name in code(tables) if "/" not in name]
        assert set(names) <= read, number
        owners = {book for name in names if name != "findings" for book in writers[name]}
        assert owners <= set(notebooks(made_by)), number


@in_both
def test_every_data_file_is_listed(readme):
    sources = {
        code(file)[0] for file, *_ in table_after(readme, "Data availability and provenance", "数据的可得性与来源")
    }
    assert sources == {path.name for path in (ROOT / "data" / "raw").iterdir()}
    patterns = [name for file, *_ in table_after(readme, "Data files", "数据文件") for name in code(file)]
    covered = {path for pattern in patterns for path in ROOT.glob(pattern)}
    there = {path for path in (ROOT / "data").rglob("*") if path.is_file() and not path.name.startswith(".")}
    assert {path.relative_to(ROOT).as_posix() for path in there - covered} == {"data/gold/README.md"}
    assert [pattern for pattern in patterns if not list(ROOT.glob(pattern))] == []


@in_both
def test_the_seeds_are_those_of_the_notebooks(readme):
    rows = table_after(readme, "Controlled randomness", "随机性的控制")
    listed = {code(name)[0]: dict(seed.split(" = ") for seed in code(seeds)) for name, seeds, _ in rows}
    seeds = {
        book.name: {
            name: str(book.defaults[name]) for name in ("random_state", "seeds", "grid_seeds") if name in book.defaults
        }
        for book in find_notebooks(STUDY.notebooks)
    }
    assert listed == {name: values for name, values in seeds.items() if values}
    for book in find_notebooks(STUDY.notebooks):
        if book.name in listed and "n_boot" in book.defaults:
            drawn = next(text for name, _, text in rows if code(name) == [book.name])
            assert f"{book.defaults['n_boot']:,}".replace(",", " ") in drawn


@in_both
def test_what_it_links_to_is_there(readme):
    links = [link for link in re.findall(r"\]\(([^)#]+)", readme) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
    headings = {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", readme, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", readme)) <= headings


def test_both_have_the_same_sections_commands_and_figures_of_merit():
    assert re.findall(r"^#+", ENGLISH, re.MULTILINE) == re.findall(r"^#+", CHINESE, re.MULTILINE)
    for fence in ("python", "bat"):
        blocks = [re.findall(rf"```{fence}\n(.*?)```", readme, re.DOTALL) for readme in (ENGLISH, CHINESE)]
        assert [without_comments(block) for block in blocks[0]] == [without_comments(block) for block in blocks[1]]
    shell = [
        without_comments("".join(re.findall(r"```sh\n(.*?)```", readme, re.DOTALL))) for readme in (ENGLISH, CHINESE)
    ]
    assert shell[0] == shell[1]
    scores = [table_after(readme, "How good is it?", "效果如何") for readme in (ENGLISH, CHINESE)]
    assert [row[1:] for row in scores[0]] == [row[1:] for row in scores[1]]


def without_comments(block: str) -> list[str]:
    return [re.sub(r"\s*#.*", "", line) for line in block.splitlines()]


def test_neither_has_an_empty_line_too_many():
    for readme in (ENGLISH, CHINESE):
        assert "\n\n\n" not in readme
        assert readme.endswith("\n") and not readme.endswith("\n\n")
