"""Documents in a stream: their order, what is kept of a stopped run, and the same tables as without batches."""

from __future__ import annotations

import json

import pandas as pd
import pyarrow.dataset
import pyarrow.parquet as pq
import pytest

import policylab
from policylab.batch import Document, read_documents, read_table, run_batch
from policylab.batch._results_folder import SCHEMAS
from policylab.corpus import _plan
from policylab.targets import _ledger


def whole(out, name: str, **options) -> pd.DataFrame:
    return pd.concat(read_table(out, name, **options), ignore_index=True)


def test_the_tables_are_those_of_the_library(corpus, tmp_path):
    run_batch(corpus, tmp_path, batch_documents=3)
    for name in ("sections", "paragraphs", "agencies", "repairs"):
        pd.testing.assert_frame_equal(whole(tmp_path, name), getattr(corpus, name), check_dtype=False)
    ledger = policylab.extract_targets(corpus)
    batch = whole(tmp_path, "targets")
    assert [str(value) for value in batch["value"]] == [f"{value.normalize():f}" for value in ledger["value"]]
    # a run knows no corrections by hand
    same = [column for column in ledger.columns if column not in ("value", "value_high", "corrected_by")]
    pd.testing.assert_frame_equal(batch[same], ledger[same], check_dtype=False)
    assert whole(tmp_path, "texts")["text"].tolist() == [plan.text for plan in corpus]


def test_the_columns_are_those_of_the_library():
    assert SCHEMAS["targets"].names == list(_ledger.COLUMNS)
    for name in ("sections", "paragraphs", "agencies", "repairs"):
        assert SCHEMAS[name].names == list(getattr(_plan, name.upper()))


def test_the_tokens_are_those_of_the_segmenter(corpus, tmp_path):
    run_batch([corpus["smart-city-2021"]], tmp_path, steps="words")
    body = corpus["smart-city-2021"].paragraphs.query("role == 'body'")
    segmenter = policylab.Segmenter(engine="rjieba")
    tokens = whole(tmp_path, "tokens")
    assert tokens["paragraph"].tolist() == body["paragraph"].tolist()
    assert tokens["tokens"].tolist() == [segmenter.tokens(text) for text in body["text"]]


def test_rows_are_in_the_order_of_the_input(texts, tmp_path):
    run_batch(reversed(texts), tmp_path, jobs=2, batch_documents=5, steps="clean")
    plans = whole(tmp_path, "plans")
    assert plans["plan"].tolist() == [document["id"] for document in reversed(texts)]
    assert plans["row"].tolist() == list(range(1, 25))
    assert [len(frame) for frame in read_table(tmp_path, "plans")] == [5, 5, 5, 5, 4]


def test_the_input_is_read_no_further_than_the_batch_that_is_worked_on(texts, tmp_path):
    read, seen = [], []

    def stream():
        for document in texts:
            read.append(document["id"])
            yield document

    def hear(event: dict) -> None:
        seen.append((event["documents"], len(read)))

    run_batch(stream(), tmp_path, batch_documents=4, progress=hear)
    # a batch ends when the first document of the next one is seen
    assert seen == [(4, 5), (8, 9), (12, 13), (16, 17), (20, 21), (24, 24)]


def test_a_large_document_has_a_batch_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setattr("policylab.batch._stream.BATCH_BYTES", 2000)
    texts = ["一、目标\n短。", "一、目标\n" + "很长的一段。\n" * 200, "短。", "短。"]
    report = run_batch(texts, tmp_path)
    assert [len(frame) for frame in read_table(tmp_path, "plans")] == [1, 1, 2]
    assert report.shards == 3


def test_a_stopped_run_goes_on_where_it_was(texts, tmp_path, digests):
    class Stop(Exception):
        pass

    def stop(event: dict) -> None:
        if event["documents"] == 12:
            raise Stop

    run_batch(texts, tmp_path / "whole", batch_documents=4)
    with pytest.raises(Stop):
        run_batch(texts, tmp_path / "stopped", batch_documents=4, progress=stop)
    assert len(list((tmp_path / "stopped" / "plans").iterdir())) == 3
    report = run_batch(texts, tmp_path / "stopped", batch_documents=4)
    assert (report.documents, report.resumed) == (24, 12)
    assert digests(tmp_path / "stopped") == digests(tmp_path / "whole")


def test_only_the_shard_whose_document_changed_is_made_again(texts, catalogue, tmp_path):
    path = catalogue()
    run_batch(path, tmp_path / "out", batch_documents=4)
    before = {part: part.stat().st_mtime_ns for part in (tmp_path / "out" / "targets").iterdir()}
    (path.parent / "plans" / "05.txt").write_text("一、目标\n到2025年，建成基站9个。", encoding="utf-8")
    report = run_batch(path, tmp_path / "out", batch_documents=4)
    assert report.resumed == 20
    changed = [part.name for part, when in before.items() if part.stat().st_mtime_ns != when]
    assert changed == ["part-000001.parquet"]


def test_a_part_that_was_lost_is_made_again(texts, tmp_path, digests):
    run_batch(texts, tmp_path, batch_documents=4)
    before = digests(tmp_path)
    (tmp_path / "tokens" / "part-000002.parquet").unlink()
    (tmp_path / "texts" / "part-000004.parquet").write_bytes(b"half")
    assert run_batch(texts, tmp_path, batch_documents=4).resumed == 16
    assert digests(tmp_path) == before


def test_steps_may_come_one_run_after_the_other(texts, tmp_path, digests):
    run_batch(texts, tmp_path / "at-once", batch_documents=10)
    run_batch(texts, tmp_path / "later", batch_documents=10, steps="clean")
    assert not (tmp_path / "later" / "targets").exists()
    run_batch(texts, tmp_path / "later", batch_documents=10, steps=["targets", "words", "outline"])
    assert digests(tmp_path / "later") == digests(tmp_path / "at-once")


def test_what_a_longer_run_left_is_taken_out(texts, tmp_path):
    run_batch(texts, tmp_path, batch_documents=4)
    run_batch(texts[:8], tmp_path, batch_documents=4)
    assert len(whole(tmp_path, "plans")) == 8
    assert json.loads((tmp_path / "batch.json").read_text())["tables"]["plans"]["rows"] == 8


def test_provenance_names_the_engine_and_the_versions(texts, tmp_path):
    run_batch(texts[:2], tmp_path)
    about = json.loads((tmp_path / "batch.json").read_text(encoding="utf-8"))
    assert about["segmenter"].startswith("rjieba-0.2")
    assert about["made_with"]["policylab"] == policylab.__version__
    assert {"opencc", "pyarrow", "python", "code"} <= set(about["made_with"])


def test_documents_come_in_many_forms(tmp_path, corpus):
    path = tmp_path / "one.txt"
    path.write_text("一、目标", encoding="utf-8")
    given = ["一、目标", ("b", "一、目标"), {"id": "c", "text": "一、目标"}, path, Document("e", text="一、目标"),
             corpus["smart-city-2015"], 7]  # fmt: skip
    assert [document.id for document in read_documents(given)] == [
        "document-000001", "b", "c", "one", "e", "smart-city-2015",
    ]  # fmt: skip
    report = run_batch(given, tmp_path / "out")
    assert [(failure.row, failure.reason[:52]) for failure in report.failures] == [
        (7, "`document` must be a Document, a Plan, a str, a path")
    ]


def test_parquet_has_no_trace_of_when_or_where(texts, tmp_path):
    run_batch(texts[:1], tmp_path)
    schema = pq.read_schema(tmp_path / "targets" / "part-000000.parquet")
    assert schema.metadata is None
    assert str(schema.field("value").type) == "decimal128(38, 10)"


def test_an_unknown_step_or_table_says_what_there_is(texts, tmp_path):
    with pytest.raises(ValueError, match="`steps` must be one of 'clean', 'outline', 'targets', 'words', got 'topics'"):
        run_batch(texts, tmp_path, steps="clean,topics")
    run_batch(texts[:1], tmp_path, steps="clean")
    with pytest.raises(ValueError, match="There is no table 'target'. Did you mean 'targets'?"):
        next(read_table(tmp_path, "target"))
    with pytest.raises(ValueError, match="There is no table targets in .* --steps targets`"):
        next(read_table(tmp_path, "targets"))


def test_each_table_is_one_dataset_for_other_tools(corpus, tmp_path):
    run_batch([*corpus, ("empty", "")], tmp_path, batch_documents=2)
    for name, schema in SCHEMAS.items():
        dataset = pyarrow.dataset.dataset(tmp_path / name)
        assert dataset.schema.equals(schema)
        assert len(list((tmp_path / name).iterdir())) == len(dataset.files) == 3
        own, theirs = whole(tmp_path, name), pd.read_parquet(tmp_path / name)
        assert list(theirs.columns) == list(own.columns)
        assert len(theirs) == dataset.count_rows() == len(own)
        first = schema.names[0]
        assert theirs[first].tolist() == own[first].tolist()
