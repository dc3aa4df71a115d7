"""Catalogues: TOML, CSV and Parquet, with paths or texts, and the names of their columns."""

from __future__ import annotations

import csv

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import policylab
from policylab.batch import read_documents, read_table, run_batch
from policylab.errors import CatalogueError
from policylab.resources import data_path


def test_the_catalogue_of_the_study_gives_its_plans(corpus, tmp_path):
    documents = list(read_documents(data_path("corpus.toml")))
    assert sorted(document.id for document in documents) == sorted(corpus.ids)
    run_batch(data_path("corpus.toml"), tmp_path, steps="targets")
    [ledger] = read_table(tmp_path, "targets")
    assert len(ledger) == len(policylab.extract_targets(corpus))


def test_a_bad_source_of_a_toml_catalogue_does_not_stop_the_others(tmp_path):
    (tmp_path / "a.txt").write_text("一、目标\n建设智慧城市。", encoding="utf-8")
    entry = '[[source]]\nid = "{}"\nfile = "{}"\nrole = "plan"\ntitle = "计划"\n{}\n'
    catalogue = tmp_path / "corpus.toml"
    catalogue.write_text(
        entry.format("a", "a.txt", "") + entry.format("B b", "a.txt", "") + entry.format("a", "a.txt", "")
        + entry.format("c", "a.txt", f'sha256 = "{"0" * 64}"') + entry.format("d", "a.txt", "period_end = 21"),
        encoding="utf-8",
    )  # fmt: skip
    report = run_batch(catalogue, tmp_path / "out")
    assert [(failure.row, failure.document, failure.step) for failure in report.failures] == [
        (2, "B b", "catalogue"), (3, "a", "catalogue"), (4, "c", "read"), (5, "d", "catalogue"),
    ]  # fmt: skip
    assert report.failures[2].reason.startswith("The file has changed: its sha256 is ")


def test_a_parquet_catalogue_of_texts(texts, tmp_path, digests):
    pq.write_table(pa.Table.from_pylist(texts), tmp_path / "texts.parquet")
    run_batch(tmp_path / "texts.parquet", tmp_path / "a", batch_documents=7)
    run_batch(texts, tmp_path / "b", batch_documents=7)
    a, b = digests(tmp_path / "a"), digests(tmp_path / "b")
    assert a.pop("batch.json") != b.pop("batch.json")  # it names the catalogue
    assert a == b


def test_columns_by_any_name_and_years_as_spreadsheets_write_them(tmp_path):
    path = tmp_path / "list.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(
            [["编号", "正文", "period_end", "年份"], ["甲", "到2025年，建成基站7万个", "2025.0", "2021"],
             ["乙", "建设智慧城市", "", ""], ["丙", "建设", "soon", ""], ["丁", "", "", ""], ["戊"]]
        )  # fmt: skip
    rows = list(read_documents(path, group_column="年份"))
    assert [(row.id, row.period_end, row.group) for row in rows] == [("甲", 2025, "2021"), ("乙", None, None)]
    report = run_batch(path, tmp_path / "out")
    assert [(failure.document, failure.reason[:36]) for failure in report.failures] == [
        ("丙", "`period_end` must be a year, got 'so"), ("丁", "The row has no text."),
        (None, "The row has 1 cells, the header has "),
    ]  # fmt: skip


def test_a_column_that_is_not_there_names_the_nearest(tmp_path):
    (tmp_path / "a.csv").write_text("id,text\na,b\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match="There is no column 'texts'. Did you mean 'text'?"):
        list(read_documents(tmp_path / "a.csv", text_column="texts"))


def test_columns_are_those_that_are_named(tmp_path):
    (tmp_path / "甲.txt").write_text("建设智慧城市", encoding="utf-8")
    (tmp_path / "a.csv").write_text("id,number,path,kept,text\na,7,b.txt,甲.txt,推广5G\n", encoding="utf-8")
    [document] = read_documents(tmp_path / "a.csv", id_column="number", path_column="kept")
    assert (document.id, document.name) == ("7", "甲.txt")
    [document] = read_documents(tmp_path / "a.csv", id_column="number", text_column="kept")
    assert (document.id, document.text) == ("7", "甲.txt")


def test_a_table_without_ids_takes_its_paths(tmp_path):
    (tmp_path / "甲.txt").write_text("建设智慧城市", encoding="utf-8")
    (tmp_path / "a.csv").write_text("file\n甲.txt\n", encoding="utf-8")
    [document] = read_documents(tmp_path / "a.csv")
    assert (document.id, document.source) == ("甲.txt", "甲.txt")


def test_a_cell_longer_than_the_csv_module_takes_by_itself(tmp_path):
    (tmp_path / "a.csv").write_text("id,text\na," + "建设" * 100_000 + "\n", encoding="utf-8")
    before = csv.field_size_limit()
    [document] = read_documents(tmp_path / "a.csv")
    assert len(document.text) == 200_000
    assert csv.field_size_limit() == before
