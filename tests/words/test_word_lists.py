"""Lists of words as text files and as spreadsheets: terms, themes, dictionaries, stop words."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest

import policylab
from policylab import words
from policylab.errors import CatalogueError, PolicylabError
from policylab.words._word_lists import read_dictionary, read_stopwords

CATALOGUE = '[study]\n{0}\n[[source]]\nid = "a"\nfile = "a.txt"\nrole = "plan"\ntitle = "甲市规划"\n'


def book(path: Path, rows: list[list], head: list[str] | None = None) -> Path:
    """A spreadsheet, XLSX or CSV by its ending, with or without a head."""
    table = pd.DataFrame(rows, columns=head)
    write = table.to_excel if path.suffix == ".xlsx" else table.to_csv
    write(path, index=False, header=head is not None)
    return path


@pytest.mark.parametrize("name", ["terms.xlsx", "terms.csv"])
@pytest.mark.parametrize("head", [["term"], ["词"], None])
def test_terms_of_a_spreadsheet_with_and_without_a_head(tmp_path, name, head):
    path = book(tmp_path / name, [["渔港"], ["5G"], [None], ["# 备注"], ["养殖网箱"]], head)
    assert words.read_terms(path) == ["渔港", "5G", "养殖网箱"]
    corpus = policylab.Corpus.from_texts({"a": "建设渔港。渔港用5G。"})
    for given in (path, str(path)):
        assert policylab.keyword_trends(corpus, given)["count"].tolist() == [2, 1, 0]


def test_terms_of_a_text_and_a_file_without_any(tmp_path):
    (tmp_path / "terms.txt").write_text("# 词表\n渔港\n\n5G\n", "utf-8")
    assert words.read_terms(tmp_path / "terms.txt") == ["渔港", "5G"]
    with pytest.raises(PolicylabError, match="There is no term in empty.csv. Write one a row"):
        words.read_terms(book(tmp_path / "empty.csv", [["# 无"]], ["term"]))
    with pytest.raises(PolicylabError, match="`terms` names .*none.xlsx.: There is no file"):
        policylab.keyword_trends(policylab.Corpus.from_texts({"a": "建设渔港。"}), tmp_path / "none.xlsx")


@pytest.mark.parametrize("name", ["themes.xlsx", "themes.csv"])
@pytest.mark.parametrize("head", [["theme", "zh", "term", "source"], ["主题", "中文", "词", "出处"]])
def test_themes_of_a_spreadsheet_are_those_of_a_toml_file(tmp_path, name, head):
    rows = [["sea", "海洋", "渔港", "省志"], [None, None, "养殖网箱", None], ["net", None, "5G", None], ["sea", None, "海水淡化", None]]
    path = book(tmp_path / name, rows, head)
    (tmp_path / "themes.toml").write_text(
        '[[theme]]\nid = "sea"\nzh = "海洋"\nsource = "省志"\nterms = ["渔港", "养殖网箱", "海水淡化"]\n[[theme]]\nid = "net"\nterms = ["5G"]\n', "utf-8"
    )
    assert words.read_themes(path) == words.read_themes(str(tmp_path / "themes.toml"))
    corpus = policylab.Corpus.from_texts({"a": "建设渔港。渔港用5G。"})
    assert words.theme_weights(corpus, themes=path)["count"].tolist() == [2, 1]


@pytest.mark.parametrize(
    ("rows", "head", "said"),
    [
        ([["sea", "渔港"]], ["theme", "what"], "lacks the column term; it has theme, what. A theme of a TOML file is"),
        ([["sea", "渔港"]], ["what", "term"], "lacks the column theme; it has what, term. A theme of a TOML file is"),
        ([[None, "渔港"]], ["theme", "term"], "theme 1: it has no id"),
        ([["sea", None]], ["theme", "term"], "`themes` has no theme. A theme of a TOML file is"),
        ([["sea", "渔港"], [None, "渔港"]], ["theme", "term"], "`terms` repeats '渔港'"),
    ],
)
def test_a_sheet_that_is_no_list_of_themes_says_the_form(tmp_path, rows, head, said):
    with pytest.raises(PolicylabError) as error:
        words.read_themes(book(tmp_path / "themes.xlsx", rows, head))
    assert said in str(error.value) and "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["words.xlsx", "words.csv"])
@pytest.mark.parametrize("head", [["word", "frequency", "tag"], ["词", "词频", "词性"], None])
def test_a_dictionary_of_a_spreadsheet_is_that_of_a_text(tmp_path, name, head):
    path = book(tmp_path / name, [["养殖网箱", "500", "n"], ["渔光互补", None, None], ["区塊鏈", "7", None]], head)
    (tmp_path / "words.txt").write_text("养殖网箱 500 n\n渔光互补\n区塊鏈 7\n", "utf-8")
    assert read_dictionary(path, extend=False) == read_dictionary(tmp_path / "words.txt", extend=False)
    assert len(read_dictionary(path, extend=False)) == 3


def test_a_broken_entry_of_a_sheet_is_named(tmp_path):
    with pytest.raises(PolicylabError, match="The dictionary words.xlsx, entry 2 is broken"):
        read_dictionary(book(tmp_path / "words.xlsx", [["渔港", "5"], ["码头", "viel!"]], ["word", "frequency"]))


@pytest.mark.parametrize("head", [["word"], ["停用词"], None])
def test_stop_words_of_a_spreadsheet(tmp_path, head):
    path = book(tmp_path / "stop.xlsx", [["我岛"], ["贵岛"]], head)
    assert read_stopwords(path, extend=False) == {"我岛", "贵岛"}
    assert read_stopwords(path) > {"我岛", "的"}


def test_a_catalogue_may_name_spreadsheets(tmp_path, cli):
    (tmp_path / "a.txt").write_text("一、任务\n本岛推广渔光互补。渔光互补好。\n", "utf-8")
    book(tmp_path / "words.xlsx", [["渔光互补"]])
    book(tmp_path / "stop.csv", [["推广"]], ["词"])
    (tmp_path / "corpus.toml").write_text(CATALOGUE.format('dictionary = "words.xlsx"\nstopwords = "stop.csv"'), "utf-8")
    counts = words.count_words(policylab.load_corpus(tmp_path))
    assert "渔光互补" in counts.vocabulary and "推广" in counts.segmenter.stopwords
    assert cli("check", "--corpus", tmp_path)[0] == 0
    (tmp_path / "words.xlsx").write_bytes(b"no workbook")
    with pytest.raises(CatalogueError, match=r"\[study\]: `dictionary` names words.xlsx. words.xlsx cannot be read as a table"):
        policylab.load_corpus(tmp_path)


def test_the_command_counts_the_terms_of_a_spreadsheet(tmp_path, cli):
    (tmp_path / "a.txt").write_text("一、任务\n建设渔港。渔港用5G。\n", "utf-8")
    (tmp_path / "corpus.toml").write_text(CATALOGUE.format('title = "甲"'), "utf-8")
    code, out, _ = cli("keywords", book(tmp_path / "terms.xlsx", [["渔港"], ["5G"]]), "码头", "--corpus", tmp_path, "--format", "csv")
    assert code == 0 and [(row["term"], row["count"]) for row in csv.DictReader(io.StringIO(out))] == [("渔港", "2"), ("5G", "1"), ("码头", "0")]


@pytest.mark.parametrize(
    ("content", "terms", "told"),
    [
        ("渔港\n5G\n", ["渔港", "5G"], ""), ("\ufeff# 词\r\n渔港\r\n\r\n5G\r\n", ["渔港", "5G"], ""), ("渔港", ["渔港"], ""),
        ("渔港\n渔港\n", [], "`terms` repeats '渔港'"), ("", [], "There is no term in terms.txt"), (None, [], "`terms` names the file 'terms.txt', which cannot be read"),
    ],
)  # fmt: skip
def test_the_command_counts_the_terms_of_a_text_file(tmp_path, cli, content, terms, told):
    (tmp_path / "a.txt").write_text("一、任务\n建设渔港。渔港用5G。\n", "utf-8")
    (tmp_path / "corpus.toml").write_text(CATALOGUE.format('title = "甲"'), "utf-8")
    if content is not None:
        (tmp_path / "terms.txt").write_bytes(content.encode())
    code, out, error = cli("keywords", "terms.txt", "--corpus", tmp_path, "--format", "csv")
    assert [row["term"] for row in csv.DictReader(io.StringIO(out))] == terms
    assert code == (2 if told else 0) and told in error
