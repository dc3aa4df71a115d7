"""The working paper: it builds, types no result, follows the tables, and cites what it lists."""

import csv
import importlib.util
import io
import re
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAPERS = ROOT / "papers"
DERIVED = ROOT / "data" / "derived"

pytestmark = pytest.mark.skipif(not (PAPERS / "paper.typ").is_file(), reason="the paper is in a checkout only")


def source(name):
    """A file of the paper without its comments."""
    text = (PAPERS / name).read_text(encoding="utf-8")
    return re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE)


def strings(text):
    return re.findall(r'"([^"\n]*)"', text)


# ---- the manuscript, which needs neither Typst nor tables


def test_the_text_has_no_digit_of_its_own():
    text = source("paper.typ")
    text = re.sub(r"@[a-z]+\d{4}\b|<[a-z]+\d{4}>", "", text)  # citations
    text = re.sub(r"\bwidth: \d+%", "", text)  # of a figure on the page
    notebooks = {path.stem for path in (ROOT / "notebooks").glob("*.ipynb")}
    digit_bearing = {string for string in strings(text) if re.search(r"\d", string)}
    assert digit_bearing <= notebooks, "only the names of notebooks may have digits"
    text = re.sub(r'"[^"\n]*"', "", text)
    assert [line for line in text.splitlines() if re.search(r"\d", line)] == []


def test_the_captions_and_heads_of_tables_have_no_digit():
    text = source("tables.typ")
    cells = re.findall(r"(?<![\w)])\[([^\[\]]*)\]", text)
    assert "Log ratio and interval" in cells
    assert [cell for cell in cells if re.search(r"\d", re.sub(r"#h\([\d.]+em\)|\d[\d.]*pt", "", cell))] == []


def test_every_citation_is_in_the_bibliography_and_every_work_is_cited():
    text = source("paper.typ")
    listed = re.findall(r"^@\w+\{(\w+),", (PAPERS / "references.bib").read_text(encoding="utf-8"), flags=re.MULTILINE)
    cited = set(re.findall(r"@([a-z]+\d{4}|jieba|opencc)\b", text)) | set(re.findall(r"#cite\(<(\w+)>", text))
    assert len(listed) == len(set(listed))
    assert cited == set(listed)


def test_every_table_and_figure_is_spoken_of():
    text = source("paper.typ")
    labels = set(re.findall(r"<((?:tbl|fig)-\w+)>", text))
    assert labels
    assert labels == set(re.findall(r"@((?:tbl|fig)-\w+)", text))


# ---- the PDF


@pytest.fixture(scope="module")
def build():
    pytest.importorskip("typst", reason="Typst is not installed: pip install policylab[paper]")
    if not (DERIVED / "findings.csv").is_file():
        pytest.skip("there are no published tables in data/derived")
    spec = importlib.util.spec_from_file_location("build_paper", PAPERS / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.build


@pytest.fixture(scope="module")
def small_figures(tmp_path_factory):
    """An empty picture in place of each figure: the text is what is looked at."""
    folder = tmp_path_factory.mktemp("figures")
    for name in re.findall(r'#picture\(\s*"([\w-]+)"', source("paper.typ")):
        (folder / f"{name}.svg").write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"/>', encoding="utf-8"
        )
    return folder


@pytest.fixture(scope="module")
def published(build, small_figures):
    """The text of the paper from the published tables."""
    return text_of(build(data=DERIVED, figures=small_figures))[0]


@pytest.fixture
def tables(tmp_path):
    folder = tmp_path / "tables"
    folder.mkdir()
    for path in DERIVED.glob("*.csv"):
        shutil.copyfile(path, folder / path.name)
    return folder


def change(path, where, column, value):
    """Set a cell of the rows of which `where` is true; says how many they were."""
    reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    rows = list(reader)
    found = [row for row in rows if where(row)]
    for row in found:
        row[column] = value
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, reader.fieldnames, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="\n")
    return len(found)


def text_of(pdf):
    """The text of a PDF, without the white space that the lines break at."""
    import pypdfium2

    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]
    return re.sub(r"\s", "", "".join(pages)), len(pages)


def test_the_paper_is_the_same_bytes_and_has_twelve_to_fifteen_pages(build):
    first = build(data=DERIVED)
    assert first.startswith(b"%PDF")
    assert first == build(data=DERIVED)
    assert b"CreationDate" not in first
    text, pages = text_of(first)
    assert 12 <= pages <= 15
    for words in ("Abstract", "摘要", "Whatisknown", "Sourcesandtheirdamage", "Methods", "Findings", "Discussion", "Limits", "References"):
        assert words in text
    assert "\ufffd" not in text
    # a value is printed with all of its digits: rounded, the plan's 99.999 per cent would be a whole
    assert ">99.999%" in text and "100.0%" not in text
    assert "5G基站5Gbasestations" in text  # indicators have their English beside what the plans have


def test_the_figures_of_the_paper_are_in_english(build, tmp_path, monkeypatch):
    from matplotlib.text import Text

    from policylab import plots

    told = []
    monkeypatch.setattr(plots, "save", lambda axes, path, formats: told.extend(axes.figure.findobj(Text)))
    build.__globals__["_draw"](DERIVED, tmp_path / "figures", names={"smart-city-2015": "First", "smart-city-2021": "Second"})
    said = {text.get_text() for text in told}
    assert {"Level 1", "Text before the first heading", "First → Second"} <= said
    assert any(text.startswith("← more in First\nmore in Second →") for text in said)
    # what is Chinese are the terms, each with its gloss behind it
    chinese = [text for text in said if re.search(r"[\u4e00-\u9fff]", text)]
    assert [text for text in chinese if not re.fullmatch(r"[\u4e00-\u9fff]+ [ -~]+", text)] == []


def test_only_fonts_with_chinese_characters_are_embedded(build, small_figures):
    import pypdfium2
    import pypdfium2.raw as pdfium

    document = pypdfium2.PdfDocument(build(data=DERIVED, figures=small_figures))
    texts = (item for page in document for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]))
    names = {item.get_font().get_base_name().partition("+")[2].removesuffix("-Identity-H") for item in texts}
    assert "NotoSansSC-Regular" in names
    assert all(name.startswith(("NotoSansSC", "LibertinusSerif", "DejaVuSansMono")) for name in names)
    assert not any("Bold" in name for name in names)


@pytest.mark.parametrize(
    ("table", "where", "column", "value", "shown"),
    [
        ("findings", lambda row: row["finding"] == "corpus-pinyin", "value", "98765", "98\u202f765"),
        ("findings", lambda row: row["finding"] == "synthesis-density", "value", "43.21", "factoris43.2"),
        ("findings", lambda row: row["finding"] == "words-change-5G", "verdict", "borderline", "borderline"),
        ("plans", lambda row: row["plan"] == "smart-city-2015", "characters", "76543", "76\u202f543"),
        ("term_changes", lambda row: row["term"] == "5G", "log_ratio", "7.6543", "7.65"),
        ("keyword_trends", lambda row: row["term"] == "5G", "per_10k", "654.32", "654.3"),
        ("theme_weights", lambda row: row["theme"] == "infrastructure", "even_per_10k", "4321.4", "4321"),
        ("topics", lambda row: row["topic"] == "1", "npmi", "0.9876", "0.99"),
        ("prevalence", lambda row: row["topic"] == "1", "share", "0.98765", "98.8"),
        ("target_specificity", lambda row: row["plan"] == "smart-city-2015", "targets_per_10k", "987.65", "987.7"),
        ("target_lineage", lambda row: row["to_indicator"] == "5G基站", "to_value", "98760", "9.876万个"),
        ("topics", lambda row: row["topic"] == "1", "agreement", "0.12345", "0.12"),
        ("placebo", lambda row: row["comparison"] == "matched pair", "terms", "8765", "oneof8765here"),
        ("target_lineage", lambda row: row["change"] == "raised", "reason", "for a ground", "foraground"),
        ("reuse_share", lambda row: row["other"] == "all", "shared", "54321", "54\u202f321"),
        ("reuse_share", lambda row: row["other"] == "all", "chance", "0.4321", "43.21"),
        ("repairs", lambda row: True, "raw_start", "54321", "54\u202f321"),
    ],
)  # fmt: skip
def test_a_changed_cell_changes_the_paper(build, small_figures, tables, published, table, where, column, value, shown):
    assert change(tables / f"{table}.csv", where, column, value) > 0
    after, _ = text_of(build(data=tables, figures=small_figures))
    shown = re.sub(r"\s", "", shown)
    assert published != after
    assert after.count(shown) > published.count(shown)


HOSTILE = (
    "#panic(1)", "#import(\"x\")", "US$5亿与$7亿$", "*粗*", "_斜_", "`raw`", "@li2019", "<fig-map>", "<b>不闭合", "\\反斜\\",
    "= 非题目", "- 非列表", "+ 一", "/ 词: 义", "[括]", "{花}", "// 不是注释", "/* 也不是 */", "~", "\"双引\"",
)  # fmt: skip


def test_text_of_a_study_is_text_in_the_paper(build, small_figures, tables):
    """Nothing that a title, a term or an indicator says is taken for a command, a formula, a citation or a mark."""

    def hostile(name, where, column, texts=HOSTILE):
        path = tables / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            known = list(dict.fromkeys(row[column] for row in csv.DictReader(file) if where(row)))
        for value, said in zip(known, texts, strict=False):
            change(path, lambda row, value=value: where(row) and row[column] == value, column, said)
        return set(texts[: len(known)])

    def anything(row):
        return True

    terms = [row["term"] for row in csv.DictReader((tables / "term_changes.csv").read_text("utf-8").splitlines())]
    for term, said in zip(dict.fromkeys(terms), HOSTILE, strict=False):
        for name in ("term_changes", "keyword_trends", "agreement"):
            change(tables / f"{name}.csv", lambda row, term=term: row["term"] == term, "term", said)
        change(
            tables / "findings.csv", lambda row, term=term: row["finding"] == f"words-change-{term}", "finding",
            f"words-change-{said}",
        )  # fmt: skip
    titles = hostile("plans", anything, "title")
    shown = titles | hostile("target_lineage", lambda row: row["question"] == "revision", "to_indicator")
    committed = {
        row["indicator"] for row in csv.DictReader((tables / "stated.csv").read_text("utf-8").splitlines())
        if row["plan"] == "smart-city-2015" and row["status"] == "stated"
    }  # fmt: skip
    shown |= hostile("stated", lambda row: row["indicator"] in committed, "indicator")
    shown |= hostile("topics", anything, "label", HOSTILE[::-1]) | hostile("repairs", anything, "raw")
    text, pages = text_of(build(data=tables, figures=small_figures))
    assert shown == set(HOSTILE)
    assert pages >= 10
    assert [said for said in HOSTILE if re.sub(r"\s", "", said) not in text] == []


@pytest.mark.parametrize(
    ("count", "abstract", "chinese"),
    [
        ("0", "notargetwasraised", "提高的有0个"),
        ("1", "onetargetwasraised", "提高的有1个"),
        ("7", "seventargetswereraised", "提高的有7个"),
    ],
)
def test_a_sentence_is_grammatical_for_none_one_and_many(build, small_figures, tables, count, abstract, chinese):
    change(tables / "findings.csv", lambda row: row["finding"] == "lineage-raised", "value", count)
    text, _ = text_of(build(data=tables, figures=small_figures))
    assert chinese in text
    assert abstract in text


def test_what_the_renewal_states_again_is_counted(build, small_figures, tables):
    with (tables / "stated.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    first = next(row["indicator"] for row in rows if row["plan"] == "smart-city-2015" and row["status"] == "stated")
    before, _ = text_of(build(data=tables, figures=small_figures))

    def again(row):
        return row["plan"] == "smart-city-2021" and row["indicator"] == first

    assert change(tables / "stated.csv", again, "status", "stated") == 1
    after, _ = text_of(build(data=tables, figures=small_figures))
    assert "nonehasanumberinthesecond" in before and "notasinglenumericcommitment" in before
    assert "onehasanumberinthesecond" in after and "notasinglenumericcommitment" not in after


def test_a_verdict_that_the_paper_does_not_know_is_still_printed(build, small_figures, tables):
    change(tables / "findings.csv", lambda row: row["finding"] == "words-change-5G", "verdict", "quite another")
    text, _ = text_of(build(data=tables, figures=small_figures))
    assert "quiteanotherone(5G)" in text


def test_a_finding_that_is_gone_stops_the_paper(build, small_figures, tables):
    import typst

    assert change(tables / "findings.csv", lambda row: row["finding"] == "corpus-pinyin", "finding", "other") == 1
    with pytest.raises(typst.TypstError, match="no row corpus-pinyin"):
        build(data=tables, figures=small_figures)


def test_without_tables_the_paper_says_how_to_make_them(build, tmp_path):
    with pytest.raises(FileNotFoundError, match="Make them with `policylab run`"):
        build(data=tmp_path, figures=tmp_path)
