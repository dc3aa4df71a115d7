"""index.html: what it shows, that nothing in a source can run, and that it works in a browser; a notebook's page: no link runs."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote

import nbformat
import pandas as pd
import pytest

import policylab
from policylab import study
from policylab.errors import PolicylabError
from policylab.resources import load_toml
from policylab.resources._translation import english
from policylab.stats import VERDICTS
from policylab.study._describe import read_codebook
from policylab.study._notebooks import find_study, packaged_notebooks, prose, read_notebook
from policylab.study._table_files import parse_table, table_text
from policylab.study._web_pages import (
    _QUESTION,
    _exporter,
    _headings,
    _paged_files,
    counted_verdicts,
    html_page,
    ledger_view,
    page_text,
    searchable_html,
    value_said,
    variants_said,
)

PLANT = "<script>document.title='ran'</script><img src=x onerror=\"document.title='ran'\">"
# 𠮷 is beyond the first 65 536 characters: JavaScript counts it as two
PLAN = f"""一、总体目标

(一)基础设施<b>网络</b>

到2025年,𠮷林路的5G基站达到7万个,光纤入户率达到95%以上。企业上云数量超过1万家{PLANT}。

(二)保障措施

每年安排资金3000万元。
"""
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> Path:
    """The folder of a run as two notebooks would leave it, of a study with a script in title, text and table."""
    folder = tmp_path_factory.mktemp("study")
    (folder / "raw").mkdir()
    (folder / "raw" / "a.txt").write_text(PLAN, "utf-8")
    (folder / "corpus.toml").write_text(
        '[study]\ntitle = "A & B"\ntitle_zh = "甲与乙"\n[[source]]\nid = "a"\nfile = "raw/a.txt"\nrole = "plan"\n'
        f"title = '''甲{PLANT}'''\nshort_title = 'Plan A'\nshort_title_zh = '甲规划'\nperiod_end = 2025\n",
        "utf-8",
    )
    out = folder / "runs" / "latest"
    for name in ("tables", "figures", "html", "notebooks"):
        (out / name).mkdir(parents=True)
    ledger = policylab.extract_targets(policylab.load_corpus(folder / "corpus.toml"))
    (out / "tables" / "targets.csv").write_text(table_text(ledger), "utf-8")
    (out / "tables" / "findings.csv").write_text(
        "finding,notebook,claim,value,low,high,verdict\n"
        f'targets-a,04-targets,"共4条{PLANT.replace(chr(34), chr(34) * 2)}",4,2,6,supported\n'
        "strange,04-targets,别的,,,,谜\n"
        "words-change-5G,04-targets,少了,-1,-2,-0.5,supported\n"
        "told-otherwise,04-targets,手改,,,,\n",
        "utf-8",
    )
    (out / "provenance").mkdir()
    claims = {"targets-a": [f"4 in all{PLANT}", f"共4条{PLANT}"], "told-otherwise": ["2 in all", "共2条"]}
    (out / "provenance" / "04-targets.json").write_text(json.dumps({"claims": claims}), "utf-8")
    (out / "tables" / "multiverse.csv").write_text("term,found\n5G,true\n5G,false\n5G,true\n4G,false\n", "utf-8")
    (out / "tables" / "target_specificity.csv").write_text("plan\na\n", "utf-8")
    for figure in ("target-specificity", "mine", "paths-a", "paths-b", "computed"):
        (out / "figures" / f"{figure}.svg").write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>', "utf-8"
        )
    (out / "figures" / "target-specificity.png").write_bytes(b"")
    markdown, code = nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell
    notebook = nbformat.v4.new_notebook(
        cells=[
            markdown("# 04 Targets\n\n**Which `numbers`\ndoes a plan commit to?**"),
            markdown(f"## How specific{PLANT}\n\ntext"),
            code('run.figure("target-specificity", axes)\nrun.figure("mine", axes)'),
            markdown("## The `paths`, one by one", metadata={"zh": "## 各条`路径`（A & B）"}),
            code('for name, side in (("paths-a", 1), ("paths-b", 2)):\n    run.figure(name, draw(side))'),
            code('run.figure("com" + "puted", axes)'),
        ]
    )
    nbformat.write(notebook, out / "notebooks" / "04-targets.ipynb")
    (out / "html" / "04-targets.html").write_text(html_page(notebook, "04-targets", "zh"), "utf-8")
    (out / "run.json").write_text("{}", "utf-8")
    (out / "tables.xlsx").write_bytes(b"")
    text = page_text(out, find_study(folder), ENTRIES)
    (out / "index.html").write_text(text, "utf-8")
    return out


ENTRIES = {
    "04-targets": {
        "status": "ok",
        "parameters": {"lang": "zh"},
        "files": dict.fromkeys(
            ["figures/computed.svg", "figures/mine.svg", "figures/paths-a.svg", "figures/paths-b.svg",
             "figures/target-specificity.svg", "figures/target-specificity.png", "html/04-targets.html",
             "notebooks/04-targets.ipynb", "tables/findings/04-targets.csv", "tables/target_specificity.csv",
             "tables/targets.csv"],
            "",
        ),
    },
    "05-other": {"status": "failed", "files": {}},
}  # fmt: skip


@pytest.fixture(scope="module")
def page(run) -> str:
    return (run / "index.html").read_text("utf-8")


def seen(page: str) -> str:
    """The text of a page, without what its script reads."""
    return html.unescape(re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL))


def test_a_finding_has_its_value_verdict_table_figure_and_notebook(page):
    row = page.partition('<tr id="finding-targets-a">')[2].partition("</tr>")[0]
    assert '<span class="t" lang="zh">共4条&lt;script' in row
    assert '<span class="t" lang="en">4 in all&lt;script' in row
    assert "<b>4</b> <small>" in row and "[2, 6]</small>" in row
    assert '<span class="t" lang="en">targets per 10 000 characters</span>' in row  # the value says what it is
    assert '<span class="t" lang="zh">得到支持</span><span class="t" lang="en">supported</span>' in row
    assert re.findall(r'href="([^"]+)"', row) == [
        "tables/target_specificity.csv", "#figure-target-specificity", "html/04-targets.html",
    ]  # fmt: skip
    # what the codebook does not know leads to its notebook, and its verdict stands as it is
    strange = page.partition('<tr id="finding-strange">')[2].partition("</tr>")[0]
    assert re.findall(r'href="([^"]+)"', strange) == ["html/04-targets.html"]
    assert '<span class="verdict">谜</span>' in strange
    # a claim that is not the one on record stands alone
    assert "<td>手改</td>" in page.partition('<tr id="finding-told-otherwise">')[2]


def test_a_finding_says_how_many_other_ways_to_make_it_agree(page):
    row = page.partition('<tr id="finding-words-change-5G">')[2].partition("</tr>")[0]
    assert '<a href="tables/multiverse.csv"><span class="t" lang="zh">其他做法：3种中2种得出同一结果</span>' in row
    assert "other ways to do it: 2 of 3 find the same" in row


def test_verdicts_are_counted_from_the_surest_on():
    rows = [{"verdict": name} for name in (*reversed(VERDICTS), "supported", "my own", "")]
    counted = counted_verdicts(rows, read_codebook())
    said = [english_name for (english_name, _), _ in counted]
    # what a study calls a verdict of its own stands behind what is only described, and no verdict is none
    assert said == [*VERDICTS[:3], "my own", *VERDICTS[3:]] and VERDICTS[2] == "descriptive only"
    assert said.index("depends on the coder") > said.index("borderline")
    assert counted[0] == (("supported", "得到支持"), 2)


def test_a_finding_on_one_of_several_pairs_has_the_rows_of_its_pair():
    basis = read_codebook().basis("words-change-5G-2")
    counted = [["5G", "a", "c", "1", "4"], ["4G", "a", "c", "2", "5"], ["5G", "b", "c", "3", "6"]]
    tables = {
        "term_changes": (["term", "earlier", "later", "earlier_count", "count"], counted),
        "multiverse": (["term", "found", "earlier", "later"], [["5G", "false", "a", "c"], ["5G", "true", "b", "c"], ["5G", "true", "b", "c"]]),
    }
    row = {"finding": "words-change-5G-2", "value": "1", "low": "", "high": ""}
    assert value_said(row, basis, tables)["n"][0] == "n = 3 + 6 occurrences"
    assert variants_said(row["finding"], basis, tables) == {"table": "multiverse", "agree": 2, "of": 2}
    assert variants_said("words-change-5G", basis, tables) is None  # of which pair it is nobody knows
    # where there is one pair it is not numbered, and a number is part of the term
    one = {"term_changes": (tables["term_changes"][0], [*counted[:2], ["5G-2", "a", "c", "7", "8"]])}
    assert value_said(row, basis, one)["n"][0] == "n = 7 + 8 occurrences"
    basis = read_codebook().basis("theme-change-3-2")
    changes = {"topic_changes": (["topic", "plan_from", "plan_to", "runs"], [["3", "a", "c", "90"], ["3", "b", "c", "80"]])}
    assert value_said(row | {"finding": "theme-change-3-2"}, basis, changes)["n"][0] == "n = 80 runs"


def test_a_notebook_has_its_title_question_figures_and_tables(page):
    assert "Which numbers does a plan commit to?" in page
    figure = page.partition('<figure id="figure-target-specificity">')[2].partition("</figure>")[0]
    assert 'href="figures/target-specificity.svg"' in figure and '<img src="figures/target-specificity.png"' in figure
    assert '<img src="figures/mine.svg"' in page  # where the run was to make no PNG
    caption = load_toml("page_notebooks.toml")["figure"]["target-specificity"]
    assert f'<span class="t" lang="zh">{caption["zh"]}</span><span class="t" lang="en">{caption["en"]}</span>' in figure
    # a figure of a reader's own bears the heading that it stands under
    assert "<figcaption>How specific&lt;script" in page.partition('<figure id="figure-mine">')[2]
    assert '<a href="notebooks/04-targets.ipynb">' in page
    failed = page.partition('id="nb-05-other"')[2].partition("</section>")[0]
    assert "did not come to its end" in failed


def test_prose_and_captions_of_the_notebooks_that_come_with_policylab_are_in_both_languages():
    books = {path: json.loads(path.read_text("utf-8")) for path in sorted(packaged_notebooks().glob("*.ipynb"))}
    for path, book in books.items():
        told = [[prose(cell, lang) for cell in book["cells"] if cell["cell_type"] == "markdown"] for lang in ("en", "zh")]
        for en, zh in zip(*told, strict=True):
            assert re.search("[\u4e00-\u9fff]", zh), (path.name, en)
            assert [len(mark) for mark in re.findall("^#+", en, re.M)] == [len(mark) for mark in re.findall("^#+", zh, re.M)]
        assert _QUESTION.search(told[0][0]) and _QUESTION.search(told[1][0]), path.name
        assert told[0][-1].startswith("## Try it"), path.name
    figures = {name for path in books for name in read_notebook(path).figures}
    assert figures == load_toml("page_notebooks.toml")["figure"].keys()


def test_titles_and_questions_are_in_both_languages_and_headings_in_that_of_the_run(tmp_path):
    cells = [
        {"cell_type": "markdown", "source": "# 04 Targets\n\n**Which?**", "metadata": {"zh": "# 04 目标\n\n**哪些？**"}},
        {"cell_type": "markdown", "source": "## Paths", "metadata": {"zh": "## 路径"}},
        {"cell_type": "code", "source": 'run.figure("mine", axes)', "metadata": {}},
    ]
    (tmp_path / "a.ipynb").write_text(json.dumps({"cells": cells}), "utf-8")
    assert _headings(tmp_path / "a.ipynb", "zh") == (("04 Targets", "04 目标"), ("Which?", "哪些？"), {"mine": "路径"})
    assert _headings(tmp_path / "a.ipynb", "en")[2] == {"mine": "Paths"}


def test_a_reader_of_the_other_language_is_told_which_language_the_figures_have(run, page):
    assert (
        '<p class="t note" lang="en">Figures and notebooks are in the language of this run, Chinese. For English ones: '
        "<code>policylab run -p lang en --out runs/en</code></p>"
    ) in page
    english = page_text(run, find_study(run.parents[1]), {"04-targets": {"status": "ok", "parameters": {"lang": "en"}}})
    assert '<p class="t note" lang="zh">' in english
    assert "policylab run -p lang zh --out runs/zh" in english


def test_a_notebook_that_read_what_has_changed_since_is_marked(run):
    entry = {"status": "ok", "files": {}, "outdated": ["numbers"]}
    text = page_text(run, find_study(run.parents[1]), {"04-targets": entry})
    assert '<span class="failed"><span class="t" lang="zh">已过时：所读表格此后有变</span>' in text


def test_every_link_leads_to_a_file_or_a_place_that_is_there(run, page):
    targets = set(re.findall(r'<(?:a|img)[^>]* (?:href|src)="([^"]+)"', page)) - {"html/05-other.html"}
    ids = set(re.findall(r'\bid="([^"]+)"', page))
    for target in targets - {"notebooks/05-other.ipynb"}:
        path, _, place = target.partition("#")
        assert (run / path).exists() if path else place in ids, target
    assert "tables.xlsx" in targets


def test_the_notebook_of_a_figure_is_opened_at_the_heading_that_it_stands_under(run, page):
    """Also of one that a loop draws; where the source does not show what it is called, at the notebook's beginning."""
    places = {}
    for figure, target in re.findall(r'<figure id="figure-([^"]+)">.*?href="(html/[^"]+)"', page):
        path, mark, place = html.unescape(target).partition("#")
        ids = re.findall(r'\bid="([^"]+)"', (run / path).read_text("utf-8"))
        assert not mark or place in map(html.unescape, ids), target
        places[figure] = unquote(place)
    assert places.keys() == {"target-specificity", "mine", "paths-a", "paths-b", "computed"}
    assert places["paths-a"] == places["paths-b"] == "各条路径（A-&-B）"
    assert places["computed"] == ""


def test_the_page_asks_nothing_of_the_network(page):
    assert re.findall(r"https?://(?!www\.w3\.org/)[^\s\"')]+", page) == []
    assert "default-src &#x27;none&#x27;" in page or "default-src 'none'" in page


def test_text_from_a_source_is_escaped_everywhere(page):
    assert "onerror" in page  # it is there, as text
    assert len(re.findall(r"<script\b", page)) == 2  # the data and the page's own script
    assert "<img src=x" not in page
    assert "<script>document" not in page
    assert "甲<script>document.title='ran'</script>" in seen(page)


def test_data_for_the_script_cannot_end_it(page):
    block = re.search(r'<script type="application/json" id="ledger-data">(.*?)</script>', page, re.DOTALL)[1]
    assert "<" not in block and "&" not in block
    assert "<script>document.title" in "".join(text for _, text, *_ in json.loads(block)["passages"])


def test_a_row_of_the_ledger_shows_the_number_as_written_and_as_read(page):
    rows = re.findall(r'<tr id="a/t\d+" class="statement".*?</tr>', page)
    english = r'<span class="t" lang="en">.*?</span>'
    cells = [
        [html.unescape(re.sub("<[^>]+>", "", cell)) for cell in re.findall("<td.*?</td>", re.sub(english, "", row))]
        for row in rows
    ]
    assert [(row[2], row[3], row[4], row[5]) for row in cells[:2]] == [
        ("𠮷林路的5G基站", "7万个", "70000 个", "2025"),
        ("光纤入户率", "95%以上", "≥ 95 %", "2025"),
    ]
    assert cells[2][2].startswith("<script>")  # the script became an indicator, as text
    assert cells[2][3:5] == ["超过1万家", "> 10000 家"]
    assert 'data-plan="a" data-kind="target" data-year="2025"' in rows[0]
    assert '<span class="t" lang="en">70000</span>' in rows[0]  # 个 says nothing that the English reader needs


def test_on_the_english_page_the_ledger_and_the_sources_are_english_with_the_original_beside():
    corpus = policylab.load_corpus()
    ledger = policylab.extract_targets(corpus)
    told = ledger["indicator"].dropna()
    assert (told.map(english) != told).mean() > 0.95  # the glossary of the study that comes with policylab
    units = ledger["unit"].dropna().map(english)
    assert not units.str.contains(r"[\u4e00-\u9fff]").any()
    header, rows = parse_table(table_text(ledger).encode())
    view = ledger_view(header, rows, corpus, read_codebook())
    row = next(row for row in view["rows"] if row["indicator"] == "车联网应用场景覆盖区域")
    assert row["value_said"] == ("> 600 km²", "> 600 平方公里")
    assert dict(view["choices"]["plan"])[row["plan"]][0] == "New infrastructure 2021–2023"


def test_a_ledger_of_other_texts_is_said_to_be_one(run, tmp_path):
    ledger = policylab.extract_targets(policylab.load_corpus(run.parents[1] / "corpus.toml"))
    ledger["end"] += 10_000
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "targets.csv").write_text(table_text(ledger), "utf-8")
    page = page_text(tmp_path, find_study(run.parents[1]), {})
    assert 'id="ledger"' not in page and "was not made from the texts as they are read now: run 04-targets again" in page


def test_a_source_has_its_english_title_from_the_glossary_or_its_short_one(run, page):
    text = page_text(run, find_study(), {})
    assert "Tianjin Smart City Plan for the 14th Five-Year Period <small lang=\"zh\">天津市智慧城市建设“十四五”规划</small>" in text
    assert '<span class="t" lang="en">Plan A <small lang="zh">甲&lt;script' in page


def test_a_row_says_why_it_is_in_doubt_and_who_corrected_it(run, tmp_path):
    ledger = policylab.extract_targets(policylab.load_corpus(run.parents[1] / "corpus.toml"))
    ledger["doubt"] = ["kind by default", "mine<b>", None, None]
    ledger["corrected_by"] = [None, None, f"王{PLANT}", None]
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "targets.csv").write_text(table_text(ledger), "utf-8")
    page = page_text(tmp_path, find_study(run.parents[1]), {})
    rows = re.findall(r'<tr id="a/t\d+" class="statement" [^>]*data-doubt="([^"]*)"[^>]*>.*?<td>([^\n]*)</td></tr>', page)
    assert [doubt for doubt, _ in rows] == ["kind by default", "mine&lt;b&gt;", "", ""]
    last = [row.rpartition("<td>")[2] for _, row in rows]
    assert last[2].startswith('<small><span class="t" lang="zh">更正：</span>') and "王&lt;script&gt;" in last[2]
    assert last[0] == last[1] == last[3] == ""
    choices = page.partition('<select id="doubt">')[2].partition("</select>")[0]  # the script takes the words from here
    assert re.findall('value="([^"]*)" data-zh="([^"]*)" data-en="([^"]*)"', choices)[1:3] == [
        ("kind by default", "种类为默认", "kind by default"), ("mine&lt;b&gt;", "mine&lt;b&gt;", "mine&lt;b&gt;"),
    ]  # fmt: skip
    assert re.findall('value="([^"]*)"', choices)[0::3] == ["", "-"]


@pytest.mark.parametrize(("lang", "doubt"), [("zh", "种类为默认"), ("en", "kind by default")])
def test_the_ledger_to_look_through_in_a_notebook(lang, doubt):
    corpus = policylab.Corpus.from_texts({"a": "到2025年，建成5G基站7万个。\n\n光纤入户率达到95%以上。"})
    ledger = policylab.extract_targets(corpus)
    ledger["doubt"] = ["kind by default", None]
    table = study.searchable_ledger(ledger, corpus, names={"a": "甲"}, lang=lang)
    name, unit = ("5G基站", "个") if lang == "zh" else ("5G base stations · 5G基站", "")
    assert table[["plan", "indicator", "value", "unit", "doubt"]].values.tolist() == [
        ["甲", name, "70000", unit, doubt], ["甲", "光纤入户率", "95", "%", ""],
    ]  # fmt: skip
    assert not {"page", "corrected_by"} & set(table.columns)  # no source has pages, and nobody corrected a row
    ledger["corrected_by"] = [None, "王"]
    assert study.searchable_ledger(ledger, corpus)["corrected_by"].tolist() == ["", "王"]
    with pytest.raises(PolicylabError, match="lang"):
        study.searchable_ledger(ledger, corpus, lang="fr")


def test_a_page_is_that_of_the_source(tmp_path):
    (tmp_path / "a.txt").write_text("一、目标\n\n到2025年，建成5G基站7万个。\f光纤入户率达到95%以上。\f企业上云数量超过1万家。\n", "utf-8")
    (tmp_path / "corpus.toml").write_text('[[source]]\nid = "a"\nfile = "a.txt"\nrole = "plan"\ntitle = "甲"\n', "utf-8")
    corpus = policylab.load_corpus(tmp_path / "corpus.toml")
    ledger = policylab.extract_targets(corpus)
    assert ledger["page"].tolist() == [1, 2, 3]
    assert policylab.concordance(corpus, "光纤", whole_words=False)["page"].tolist() == [2]
    assert study.searchable_ledger(ledger, corpus)["page"].tolist() == ["1", "2", "3"]
    data = ledger_view(*parse_table(table_text(ledger).encode()), corpus, read_codebook())["data"]
    assert [statement["page"] for statement in data["statements"]] == [1, 2, 3]


def test_a_number_leads_to_its_page_in_the_pdf(tmp_path):
    paged = SimpleNamespace(id="a", pages=3, source="data/raw/规划 1.pdf")
    plans = [paged, SimpleNamespace(id="b", pages=3, source="b.txt"), SimpleNamespace(id="c", pages=None, source="c.pdf")]
    links = _paged_files(plans, tmp_path / "study", tmp_path / "study" / "runs" / "latest")
    assert links == {"a": "../../data/raw/%E8%A7%84%E5%88%92%201.pdf"}


def test_nothing_in_a_cell_is_markup_in_the_notebook():
    shown = searchable_html(pd.DataFrame({"sentence": [PLANT]}), lang="en")
    assert "onerror=&quot;" in shown and "<img" not in shown and shown.count("<script>") == 1
    with pytest.raises(PolicylabError, match="lang"):
        searchable_html(pd.DataFrame(), lang="fr")


def test_without_a_ledger_there_is_a_page_all_the_same(run, tmp_path):
    (tmp_path / "tables").mkdir()
    page = page_text(tmp_path, find_study(run.parents[1]), {})
    assert 'id="ledger"' not in page
    assert "甲与乙" in page


def test_the_page_is_in_the_language_of_the_run(run):
    entries = {"04-targets": {**ENTRIES["04-targets"], "parameters": {"lang": "en"}}}
    page = page_text(run, find_study(run.parents[1]), entries)
    assert '<html lang="en">' in page
    assert "<title>A &amp; B</title>" in page


def test_the_same_run_gives_the_same_page(run, page):
    assert page_text(run, find_study(run.parents[1]), ENTRIES) == page


def test_each_statement_of_the_four_plans_lies_in_its_sentence_and_leads_to_its_source(corpus):
    ledger = policylab.extract_targets(corpus)
    data = ledger_view(*parse_table(table_text(ledger).encode()), corpus, read_codebook())["data"]
    assert len(data["statements"]) == len(ledger)
    for shown, row in zip(data["statements"], ledger.itertuples(), strict=True):
        clean_start, clean, raw_at, raw = data["passages"][shown["passage"]]
        raw = clean if raw is None else raw
        first, last, start, end = shown["clean"]
        assert clean[first - clean_start : last - clean_start] == row.sentence
        assert first <= start < end <= last
        raw_first, raw_last, raw_start, raw_end = shown.get("raw", shown["clean"])
        assert raw_first <= raw_start < raw_end <= raw_last
        raw_number = policylab.clean_text(raw[raw_start - raw_at : raw_end - raw_at]).text
        digits = re.sub(r"\D", "", raw_number)
        assert digits == re.sub(r"\D", "", clean[start - clean_start : end - clean_start])


# ---------------------------------------------------------------- in a browser


@pytest.fixture(scope="module")
def browse(run, tmp_path_factory):
    """Open the page in Chromium from the file system; give the document that its script made."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this computer")
    profile = tmp_path_factory.mktemp("profile")

    def open_page(fragment: str = "", file: Path = run / "index.html") -> str:
        command = [
            CHROMIUM, "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking",
            "--enable-logging=stderr", "--v=0", f"--user-data-dir={profile}", "--virtual-time-budget=3000",
            "--dump-dom", f"{file.as_uri()}{fragment}",
        ]  # fmt: skip
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # which Chromium asks of root
        done = subprocess.run(command, capture_output=True, timeout=120, check=True)
        # a failing test shows the whole of what the browser said
        console = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if "CONSOLE" in line]
        assert console == []
        return done.stdout.decode("utf-8")

    return open_page


def shown_rows(dom: str) -> list[str]:
    """Ids of the rows of the ledger that are not hidden."""
    rows = re.findall(r'<tr id="([^"]+)" class="statement[^"]*"([^>]*)>', dom)
    return [name for name, rest in rows if "hidden" not in rest]


def test_it_opens_from_the_file_system_without_a_complaint(browse, run):
    dom = browse()
    assert shown_rows(dom) == ["a/t0001", "a/t0002", "a/t0003", "a/t0004"]
    assert "显示 4 条，共 4 条" in dom
    row = dom.partition('<tr id="a/t0001"')[2].partition("</tr>")[0]
    cells = [html.unescape(re.sub("<[^>]+>", "", cell)) for cell in re.findall("<td.*?</td>", row)]
    assert [cell.strip() for cell in cells] == [
        "▸", "甲规划Plan A", "𠮷林路的5G基站", "7万个", "70000 个70000", "2025", "目标target", "",
    ]  # fmt: skip
    assert "ran" not in re.findall(r"<title>(.*?)</title>", dom)
    assert re.findall("<title>(.*?)</title>", dom) == ["甲与乙"]


FOUND = {
    "#q=5g": ["a/t0001", "a/t0002"],  # whatever the case; the second by its sentence
    "#q=企业+上云": ["a/t0003"],
    "#q=保障措施": ["a/t0004"],  # by its section
    "#q=7万": ["a/t0001", "a/t0002"],
    "#kind=target&year=2025": ["a/t0001", "a/t0002", "a/t0003", "a/t0004"],
    "#year=-": [],
    "#plan=a": ["a/t0001", "a/t0002", "a/t0003", "a/t0004"],
    "#q=火星": [],
}


def test_search_and_filters_leave_the_rows_that_fit(browse, run, page):
    """One after the other in one browser, as links within the page lead to them; what was set before is taken back."""
    drive = """<script>
      const found = {}, none = "#q=&plan=&kind=&year=&doubt=";
      for (const fragment of FRAGMENTS) {
        for (const hash of [none, fragment]) {
          history.replaceState(null, "", hash);
          dispatchEvent(new Event("hashchange"));
        }
        found[fragment] = document.querySelector("#ledger").outerHTML;
      }
      document.body.append(Object.assign(document.createElement("pre"), {id: "found", textContent: JSON.stringify(found)}));
    </script>"""
    driven = run / "driven.html"
    text = re.sub("<meta http-equiv[^>]*>", "", page).replace("</body>", drive.replace("FRAGMENTS", json.dumps([*FOUND])) + "</body>")
    driven.write_text(text, "utf-8")
    told = re.search('<pre id="found">(.*?)</pre>', browse(file=driven), re.DOTALL)[1]
    found = json.loads(html.unescape(told))
    assert {fragment: shown_rows(ledger) for fragment, ledger in found.items()} == FOUND
    for fragment, rows in FOUND.items():
        assert f"显示 {len(rows)} 条，共 4 条" in found[fragment], fragment


def test_a_page_that_is_opened_with_a_search_shows_what_it_finds(browse):
    dom = browse("#q=企业+上云&kind=target")
    assert shown_rows(dom) == ["a/t0003"]
    assert "显示 1 条，共 4 条" in dom


def test_of_thousands_of_rows_the_first_are_shown_and_the_one_that_is_opened(browse, run, page):
    few = run / "few.html"
    few.write_text(re.sub("<meta http-equiv[^>]*>", "", page.replace("MOST = 1000", "MOST = 2")), "utf-8")
    dom = browse("#open=a/t0004", file=few)
    assert shown_rows(dom) == ["a/t0001", "a/t0002", "a/t0004"]
    assert "符合的有 4 条，显示前 2 条，共 4 条" in dom
    assert re.search('<button type="button" id="whole">', dom)


def test_an_open_row_marks_the_number_in_its_sentence_and_in_the_source(browse):
    dom = browse("#open=a/t0001")
    detail = dom.partition('<tr class="detail">')[2].partition("</tr>")[0]
    assert html.unescape(re.sub("<[^>]+>", "", detail.partition("</p>")[0])) == "总体目标 / 基础设施<b>网络</b>"
    assert re.findall(r"<mark[^>]*>(.*?)</mark>", detail) == ["7万个", "7万个"]
    sentences = re.findall(r'<span class="sentence">(.*?)</span>', detail)
    assert sentences == ["到2025年,𠮷林路的5G基站达到<mark>7万个</mark>,光纤入户率达到95%以上。"] * 2
    assert 'aria-expanded="true"' in dom


def test_the_ledger_of_a_notebook_is_searched_and_sorted_from_the_file_system(browse, tmp_path):
    table = pd.DataFrame({"indicator": ["医院", "学校", "学校"], "value": ["30", "4", "100"]})
    act = """<script>
      const box = document.querySelector(".searchable"), input = box.querySelector("input");
      box.querySelectorAll("th")[1].click();
      input.value = "学校";
      input.dispatchEvent(new Event("input"));
    </script>"""
    (tmp_path / "notebook.html").write_text(
        f"<!DOCTYPE html><meta charset='utf-8'><body>{searchable_html(table, lang='en')}{act}</body>", "utf-8"
    )
    dom = browse(file=tmp_path / "notebook.html")
    rows = re.findall(r"<tr( hidden=\"\")?><td>(.*?)</td><td>(.*?)</td></tr>", dom)
    assert [(bool(hidden), value) for hidden, _, value in rows] == [(False, "4"), (True, "30"), (False, "100")]
    assert "2 of 3 shown" in dom


def test_the_other_language_by_a_parameter(browse):
    dom = browse("#lang=en")
    assert '<html lang="en">' in dom
    assert "4 of 4 shown" in dom
    assert re.findall(r'<option value="target"[^>]*>(.*?)</option>', dom) == ["target"]


def test_a_script_of_a_source_would_not_run_even_unescaped(browse, run, page):
    """The page's policy lets no script run but its own: Chromium says so, and the title stays."""
    broken = run / "broken.html"
    broken.write_text(page.replace("<body>", "<body><script>document.title='ran'</script>"), "utf-8")
    with pytest.raises(AssertionError, match="Content Security Pol"):
        browse(file=broken)


def test_a_run_writes_page_and_workbook_and_writes_them_again_only_when_they_would_differ(tmp_path, write_notebook):
    cell = "run.table('numbers', pd.DataFrame({'year': [2021], 'text': ['=1']}))"
    begin = "import pandas as pd\nfrom policylab import study\nrun = study.begin('01-a', out=out)"
    book = write_notebook(tmp_path / "nb", "01-a", begin, cell, parameters="out = None")
    arguments = {"notebooks": book.parent, "out": tmp_path / "out"}
    study.run_notebooks(**arguments)
    files = [tmp_path / "out" / name for name in ("index.html", "tables.xlsx")]
    first = [path.read_bytes() for path in files]
    assert "numbers.csv" in first[0].decode()
    inodes = [path.stat().st_mtime_ns for path in files]
    study.run_notebooks(**arguments)
    assert [path.stat().st_mtime_ns for path in files] == inodes
    files[0].write_text("spoilt", "utf-8")
    files[1].unlink()
    assert study.run_notebooks(**arguments).results[0].status == "unchanged"
    assert [path.read_bytes() for path in files] == first


@pytest.mark.parametrize(
    "text",
    [
        "[甲](javascript:alert(1))",
        "[甲]( JaVaScRiPt:alert(1) )",
        '<a href="java&#115;cript:alert(1)">甲</a>',
        "<a href='java\tscript:alert(1)'>甲</a>",
        "[甲](vbscript:x)",
        "[甲](data:text/html;base64,PHNjcmlwdD4=)",
    ],
)
def test_a_link_that_runs_a_script_leads_nowhere(text):
    output = nbformat.v4.new_output("display_data", {"text/markdown": text, "text/plain": ""})
    cells = [nbformat.v4.new_markdown_cell(text), nbformat.v4.new_code_cell("1", outputs=[output])]
    page = html_page(nbformat.v4.new_notebook(cells=cells), "01-a").replace("\t", "").lower()
    for address in ("javascript:alert", "java&#115;cript", "vbscript:x", "data:text/html"):
        assert f'href="{address}' not in page and f"href='{address}" not in page
    assert "甲" in page


def test_a_notebook_has_the_same_page_whatever_was_made_before_it():
    markdown, code = nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell
    one, other = (nbformat.v4.new_notebook(cells=[markdown(f"# {name}"), code("1 + 1")]) for name in ("甲", "乙"))
    other.metadata.language_info = {"name": "r", "pygments_lexer": "r"}
    _exporter.cache_clear()
    first = html_page(one, "one")
    html_page(other, "other")
    assert html_page(one, "one") == first


def test_other_links_stay_as_they_are():
    page = html_page(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("[甲](https://example.org/?a=1&b=2#c)")]), "01-a")
    assert 'href="https://example.org/?a=1&amp;b=2#c"' in page
