"""The READMEs, the pages for replicators, and docs that are in both languages: what they list is there, and both say the same."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

import pytest

from policylab.study._describe import data_package
from policylab.study._notebooks import find_notebooks, find_study

ROOT = Path(__file__).parents[1]
STUDY = find_study()
PAGES = {
    name: tuple((ROOT / f"{name}{lang}.md").read_text(encoding="utf-8") for lang in ("", chinese))
    for name, chinese in {
        "README": ".zh-CN", "REPLICATION": ".zh-CN", "docs/measured": "-zh", "docs/limits": "-zh", "docs/start": "-zh"
    }.items()
}  # fmt: skip
BOOKS = [book.name for book in find_notebooks(STUDY.notebooks) if book.name != "00-start"]  # which states no findings

in_both = pytest.mark.parametrize("page", PAGES["REPLICATION"], ids=["en", "zh"])
on_every_page = pytest.mark.parametrize(("name", "page"), [(name, page) for name, pair in PAGES.items() for page in pair])


def table_after(page: str, *headings: str) -> list[list[str]]:
    """The cells of the first table below a heading in either language, row by row, without its head."""
    heading = "|".join(map(re.escape, headings))
    below = re.split(rf"^#+ (?:{heading})$", page, flags=re.MULTILINE)[1]
    lines = re.search(r"(?:^\|.*\n)+", below, re.MULTILINE)[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def code(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def notebooks(cell: str) -> list[str]:
    return BOOKS if cell in {"all seven", "七份"} else code(cell)


def paper(name: str) -> str:
    return (ROOT / "papers" / name).read_text(encoding="utf-8")


@in_both
def test_every_published_figure_is_listed_with_the_notebook_that_draws_it(page):
    rows = table_after(page, "Figures", "图")
    listed = {code(figure)[0]: code(notebook) for figure, _, notebook, _ in rows}
    assert list(listed) == sorted(path.stem for path in STUDY.figures.glob("*.svg"))
    assert list(listed) == sorted(path.stem for path in STUDY.figures.glob("*.png"))
    # a notebook may know a figure that these plans have nothing to show in
    drawn = {name: [book.name] for book in find_notebooks(STUDY.notebooks) for name in book.figures if name in listed}
    assert listed == drawn


@in_both
def test_the_figures_of_the_paper_have_their_numbers(page):
    rows = table_after(page, "Figures", "图")
    numbers = {int(where.split()[1]): code(figure)[0] for figure, _, _, where in rows if where}
    pictures = re.findall(r'#picture\(\s*"([\w-]+)"', paper("paper.typ"))
    assert [numbers[number] for number in sorted(numbers)] == pictures


@in_both
def test_every_published_table_is_listed_with_the_notebook_that_writes_it(page):
    listed: dict[str, list[str]] = {}
    for written_by, names in table_after(page, "Tables", "表"):
        listed |= dict.fromkeys(code(names), notebooks(written_by))
    resources = [resource for resource in data_package(STUDY)["resources"] if resource.get("type") == "table"]
    assert listed == {resource["name"]: resource["notebooks"] for resource in resources}
    assert re.findall(r"All (\d+) tables equal|\| (\d+) (?:tables|张表)", page) == [
        ("", str(len(listed))),
        (str(len(listed)), ""),
    ]


@in_both
def test_the_tables_of_the_paper_name_the_tables_that_they_are_made_from(page):
    rows = table_after(page, "Tables of the paper", "论文中的表")
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
def test_every_data_file_is_listed(page):
    sources = {
        code(file)[0] for file, *_ in table_after(page, "Data availability and provenance", "数据的可得性与来源")
    }
    assert sources == {path.name for path in (ROOT / "data" / "raw").iterdir()}
    patterns = [name for file, *_ in table_after(page, "Data files", "数据文件") for name in code(file)]
    covered = {path for pattern in patterns for path in ROOT.glob(pattern)}
    there = {path for path in (ROOT / "data").rglob("*") if path.is_file() and not path.name.startswith(".")}
    assert {path.relative_to(ROOT).as_posix() for path in there - covered} == {"data/gold/README.md"}
    assert [pattern for pattern in patterns if not list(ROOT.glob(pattern))] == []


@in_both
def test_the_seeds_are_those_of_the_notebooks(page):
    rows = table_after(page, "Controlled randomness", "随机性的控制")
    listed = {code(name)[0]: dict(seed.split(" = ") for seed in code(seeds)) for name, seeds, _ in rows}
    seeds = {
        book.name: {
            name: str(book.defaults[name]) for name in ("random_state", "repeats", "shuffles") if name in book.defaults
        }
        for book in find_notebooks(STUDY.notebooks)
    }
    assert listed == {name: values for name, values in seeds.items() if values}
    for book in find_notebooks(STUDY.notebooks):
        if book.name in listed and "n_boot" in book.defaults:
            drawn = next(text for name, _, text in rows if code(name) == [book.name])
            assert f"{book.defaults['n_boot']:,}".replace(",", " ") in drawn


@on_every_page
def test_what_it_links_to_is_there(name, page):
    folder = (ROOT / name).parent
    links = [link for link in re.findall(r"\]\(([^)#]+)", page) if "://" not in link]
    assert links
    assert [link for link in links if not (folder / link).exists()] == []
    for name, heading in re.findall(r"\]\(([^)#]*)#([^)]+)\)", page):
        if "://" not in name:
            target = (folder / name).read_text(encoding="utf-8") if name else page
            assert heading in {
                re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
                for title in re.findall(r"^#+ (.+)$", target, re.MULTILINE)
            }


@pytest.mark.parametrize("pair", PAGES.values(), ids=PAGES)
def test_both_languages_have_the_same_sections_and_commands(pair):
    levels = [re.findall(r"^#+", page, re.MULTILINE) for page in pair]
    assert levels[0] == levels[1]
    for fence in ("python", "bat", "sh"):
        blocks = [without_comments("".join(re.findall(rf"```{fence}\n(.*?)```", page, re.DOTALL))) for page in pair]
        assert blocks[0] == blocks[1]


def test_both_languages_have_the_same_figures_of_merit():
    english, chinese = (table_after(page, "How good is it?", "效果如何") for page in PAGES["docs/measured"])
    assert [row[1:] for row in english] == [row[1:] for row in chinese]
    shown = {cell.split()[0] for row in english for cell in row[2:]}
    told = [re.findall(r"\b0\.\d{3}\b", page) for page in PAGES["README"]]
    assert told[0] == told[1] and set(told[0]) <= shown


def without_comments(block: str) -> list[str]:
    return [re.sub(r"\s*#.*", "", line) for line in block.splitlines()]


@on_every_page
def test_it_has_no_empty_line_too_many(name, page):
    assert "\n\n\n" not in page
    assert page.endswith("\n") and not page.endswith("\n\n")


@pytest.mark.parametrize(("lang", "page"), zip(("en", "zh"), PAGES["docs/measured"], strict=True))
def test_the_speeds_are_those_of_the_committed_run(lang, page):
    spec = importlib.util.spec_from_file_location("table", ROOT / "benchmarks" / "table.py")
    table = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(table)
    found = json.loads(table.RESULT.read_text(encoding="utf-8"))
    assert table.filled(page, found, lang) == page
    # the README has one of them, in round figures
    readme = PAGES["README"][lang == "zh"]
    told = int(re.search(r"some ([\d,]+) characters|约 ([\d,]+) 字符", readme)[lang == "zh" and 2 or 1].replace(",", ""))
    measured = next(row["characters"] / row["seconds"] for row in found["rows"] if row["script"] == "scale.py")
    assert told == pytest.approx(measured, rel=0.25)
    # two million characters in half a second, in the row of what took so long
    shown = table.block({**found, "rows": [{"en": "this", "zh": "此项", "seconds": 0.5, "characters": 1_040_000, "script": "x.py"}]}, lang)
    assert shown.splitlines()[-2] == f"| {'this' if lang == 'en' else '此项'} | 2,100,000 | 0.50 | `benchmarks/x.py` |"
