"""Bad catalogues, bad documents, a full disk: the good documents are done, the bad ones named."""

from __future__ import annotations

import csv
import errno
import os
from pathlib import Path

import pandas as pd
import pytest

from policylab.batch import read_table, run_batch
from policylab.errors import CatalogueError, PolicylabError


def plans(out) -> list[str]:
    return [plan for frame in read_table(out, "plans") for plan in frame["plan"]]


def failures(out) -> list[dict]:
    with (out / "failures.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_missing_files_and_doubled_ids_are_named_and_the_others_done(catalogue, texts, tmp_path):
    documents = [*texts[:4], {**texts[5], "id": "plan-01"}]
    path = catalogue(documents, lost="plans/lost.txt", folder="plans")
    run_batch(path, tmp_path / "out", batch_documents=3)
    assert plans(tmp_path / "out") == ["plan-00", "plan-01", "plan-02", "plan-03"]
    assert failures(tmp_path / "out") == [
        {"row": "5", "document": "plan-01", "source": "plans/04.txt", "step": "catalogue",
         "reason": "The id is that of an earlier document, too. Each document needs an id of its own."},
        {"row": "6", "document": "lost", "source": "plans/lost.txt", "step": "read",
         "reason": "There is no file plans/lost.txt. Check the path."},
        {"row": "7", "document": "folder", "source": "plans", "step": "read",
         "reason": "plans is a folder. Name one file in it."},
    ]  # fmt: skip


def test_files_of_mixed_encodings_are_read_each_in_its_own(catalogue, texts, tmp_path):
    path = catalogue(encodings=("utf-8", "gb18030", "utf-16", "utf-8-sig"))
    report = run_batch(path, tmp_path / "mixed", steps="clean")
    assert report.failures == []
    run_batch(texts, tmp_path / "plain", steps="clean")
    mixed, plain = (pd.concat(read_table(tmp_path / name, "texts")) for name in ("mixed", "plain"))
    assert mixed["text"].tolist() == plain["text"].tolist()
    encodings = pd.concat(read_table(tmp_path / "mixed", "plans"))["encoding"]
    assert encodings.tolist()[:4] == ["utf-8", "gb18030", "utf-16-le", "utf-8"]


def test_a_table_of_mixed_encodings_is_read_row_by_row(texts, tmp_path):
    path = tmp_path / "texts.csv"
    rows = [f'{document["id"]},"{document["text"]}"\n' for document in texts[:3]]
    path.write_bytes(b"id,text\n" + rows[0].encode() + rows[1].encode("gb18030") + rows[2].encode())
    assert run_batch(path, tmp_path / "out").failures == []
    run_batch(texts[:3], tmp_path / "plain", steps="clean")
    read, plain = (pd.concat(read_table(tmp_path / name, "texts"))["text"].tolist() for name in ("out", "plain"))
    assert read == plain


def test_a_text_of_20_mb_is_named(texts, tmp_path):
    long = "加快建设智慧城市，" * (20_000_000 // 27)
    report = run_batch([texts[0], ("long", long), texts[1]], tmp_path)
    assert [(failure.document, failure.reason) for failure in report.failures] == [
        ("long", "It has 6666660 characters, more than the 3000000 of `max_characters` (--max-characters). Split it "
         "into its documents, or raise the bound.")
    ]  # fmt: skip
    assert plans(tmp_path) == ["plan-00", "plan-01"]


def test_a_long_line_without_breaks_is_worked_on(texts, tmp_path):
    report = run_batch([("long", "加快建设智慧城市，到2025年建成基站7万个，" * 20_000)], tmp_path)
    assert report.failures == []


@pytest.mark.parametrize(
    ("document", "step", "reason"),
    [
        (("a", ""), "read", "It holds no text."),
        (("a", "前\ud800后"), "read", "It is no text: the character at 1 is half of one."),
        ({"id": "a", "path": "scan.png"}, "read", "There is no file scan.png. Check the path."),
        ({"id": "a"}, "catalogue", "A document needs either a text or a path."),
        ({"id": "a", "text": "一", "period_end": "soon"}, "catalogue", "`period_end` must be a year (an int) from 1900 to 2200, or None, got"),
        ({"id": "a", "text": "一", "period_end": 10**12}, "catalogue", "`period_end` must be a year (an int) from 1900 to 2200, or None, got"),
        ({"id": 5, "text": "一"}, "catalogue", "`id` must be a str, got 5."),
        (None, "catalogue", "`document` must be a Document, a Plan, a str, a path, a pair (id, text)"),
        (("到" + "9" * 40, "到2025年，建成基站" + "9" * 40 + "个。"), "targets", "The statement "),
    ],
)
def test_a_bad_document_among_good_ones(texts, tmp_path, document, step, reason):
    report = run_batch([texts[0], document, texts[1]], tmp_path)
    [failure] = report.failures
    assert (failure.row, failure.step) == (2, step)
    assert failure.reason.startswith(reason)
    assert {"plan-00", "plan-01"} <= set(plans(tmp_path))


def test_an_error_that_nobody_foresaw_fails_one_document(texts, tmp_path, monkeypatch):
    from policylab.text import _cleaning

    real = _cleaning.clean_text

    def broken(text, **options):
        if "白河" in text:
            raise RuntimeError("something broke")
        return real(text, **options)

    monkeypatch.setattr(_cleaning, "clean_text", broken)
    report = run_batch(texts[:3], tmp_path)
    assert [(f.document, f.step, f.reason) for f in report.failures] == [
        ("plan-01", "clean", "RuntimeError: something broke")
    ]


def test_a_full_disk_leaves_whole_shards_and_the_run_goes_on_later(texts, tmp_path, digests, monkeypatch):
    run_batch(texts, tmp_path / "whole", batch_documents=4)
    written = []
    real = Path.write_bytes

    def full(path, content):
        written.append(path)
        if len(written) > 25:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return real(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    out = tmp_path / "full"
    with pytest.raises(PolicylabError, match="The disk of .*full/.* is full. What was finished stays, and nothing is there by half. Make room"):
        run_batch(texts, out, batch_documents=4)
    monkeypatch.undo()
    records = sorted(path.name for path in (out / "shards").iterdir())
    assert records == ["part-000000.json", "part-000001.json"]
    assert [path.name for path in out.rglob(".policylab-*")] == []
    report = run_batch(texts, out, batch_documents=4)
    assert report.resumed == 8
    assert digests(out) == digests(tmp_path / "whole")


def test_two_runs_do_not_write_into_one_folder(texts, tmp_path):
    def another(event: dict) -> None:
        with pytest.raises(PolicylabError, match="Another run is writing into"):
            run_batch(texts, tmp_path)

    run_batch(texts[:1], tmp_path, progress=another)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", "name,year\nx,2015\n", "has no column of paths or texts \\(it has: name, year\\)"),
        ("a.csv", "", "is empty. Its first line must name the columns"),
        ("a.csv", "id,path,text\n", "has columns of paths and of texts. Say which"),
        ("a.parquet", "no parquet", "is no Parquet file"),
        ("a.toml", "[[source]\n", "is not valid TOML"),
        ("a.toml", "[study]\n", "names no source"),
        ("a.xlsx", "", "must be a file .toml, .csv, .tsv or .parquet"),
    ],
)
def test_a_catalogue_that_is_none(tmp_path, name, content, reason):
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(CatalogueError, match=reason):
        run_batch(tmp_path / name, tmp_path / "out")


def test_a_catalogue_that_is_not_there(tmp_path):
    with pytest.raises(CatalogueError, match="There is no catalogue .*missing.csv"):
        run_batch(tmp_path / "missing.csv", tmp_path / "out")


def test_no_document_at_all(tmp_path):
    report = run_batch([], tmp_path)
    assert (report.documents, report.shards, failures(tmp_path)) == (0, 0, [])
