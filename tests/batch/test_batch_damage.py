"""What is found damaged in the folder of a run is named and made anew, whatever bit it is."""

from __future__ import annotations

import json
import random

import pandas as pd
import pytest

from policylab.batch import read_table, run_batch
from policylab.errors import PolicylabError


def flip(path, bit: int) -> None:
    content = bytearray(path.read_bytes())
    content[bit // 8 % len(content)] ^= 1 << bit % 8
    path.write_bytes(bytes(content))


@pytest.fixture(scope="module")
def run(texts, tmp_path_factory, digests):
    """A finished run, and the bytes of its files."""
    out = tmp_path_factory.mktemp("damage")
    run_batch(texts, out, batch_documents=8)
    return out, digests(out)


@pytest.mark.parametrize("name", ["targets", "texts", "plans", "counts", "tokens"])
def test_a_flipped_bit_of_a_table_is_found_named_and_mended(run, texts, digests, name):
    out, before = run
    path = out / name / "part-000001.parquet"
    flip(path, random.Random(name).randrange(8 * path.stat().st_size))
    with pytest.raises(PolicylabError, match=rf"{name}/part-000001.parquet is damaged: it is not the file that"):
        list(read_table(out, name))
    report = run_batch(texts, out, batch_documents=8)
    assert (report.damaged, report.resumed) == ([f"{name}/part-000001.parquet"], 16)
    assert digests(out) == before


@pytest.mark.parametrize(("number", "record"), [(0, False), (1, True), (2, False)])
def test_a_file_that_is_gone_is_found_named_and_made_anew(run, texts, digests, number, record):
    out, before = run
    (out / "targets" / f"part-00000{number}.parquet").unlink()
    if record:
        (out / "shards" / f"part-00000{number}.json").unlink()
    with pytest.raises(PolicylabError, match=rf"targets/part-00000{number}.parquet is damaged"):
        list(read_table(out, "targets"))
    run_batch(texts, out, batch_documents=8)
    assert digests(out) == before


@pytest.mark.parametrize("seed", range(12))
def test_a_flipped_bit_of_a_record_vouches_for_nothing(run, texts, digests, seed):
    out, before = run
    path = out / "shards" / "part-000002.json"
    flip(path, random.Random(seed).randrange(8 * path.stat().st_size))
    assert run_batch(texts, out, batch_documents=8).resumed == 16
    assert digests(out) == before


def test_a_damaged_shard_is_whole_again_though_fewer_steps_are_asked(run, texts, digests):
    out, before = run
    flip(out / "targets" / "part-000000.parquet", 4321)
    report = run_batch(texts, out, batch_documents=8, steps="words")
    assert report.damaged == ["targets/part-000000.parquet"]
    assert digests(out) == before


def test_a_fraction_without_end_is_rounded_and_loses_nothing(tmp_path):
    text = "一、目标\n全市三分之二以上的社区建成智慧安防系统，覆盖率达到12.5%。到2025年，建成基站7万个。"
    report = run_batch([("a", text)], tmp_path)
    assert report.failures == []
    values = [str(value) for frame in read_table(tmp_path, "targets") for value in frame["value"]]
    assert "70000" in values and "12.5" in values and "0.6666666667" in values
    assert sum(len(frame) for frame in read_table(tmp_path, "counts")) > 5


def test_a_step_that_fails_leaves_the_others(texts, tmp_path, monkeypatch):
    from policylab.targets import _ledger

    real = _ledger.target_rows

    def broken(plan):
        if plan.id == "plan-01":
            raise RuntimeError("no targets today")
        return real(plan)

    monkeypatch.setattr(_ledger, "target_rows", broken)
    report = run_batch(texts[:3], tmp_path)
    assert [(f.row, f.document, f.step) for f in report.failures] == [(2, "plan-01", "targets")]
    tables = {name: pd.concat(read_table(tmp_path, name)) for name in ("texts", "paragraphs", "targets", "counts")}
    assert {name: "plan-01" in set(table["plan"]) for name, table in tables.items()} == {
        "texts": True, "paragraphs": True, "targets": False, "counts": True,
    }  # fmt: skip


def test_a_number_beyond_all_measure_leaves_its_statement_out(tmp_path):
    text = "一、目标\n到2025年，建成基站" + "9" * 40 + "个，建成数据中心7个。"
    report = run_batch([("a", text)], tmp_path)
    assert [(f.step, f.reason[-70:]) for f in report.failures] == [
        ("targets", "r has more than 28 digits before the point. Look whether the source has it so."[-70:])
    ]
    [table] = read_table(tmp_path, "targets")
    assert [str(value) for value in table["value"]] == ["7"]


def test_many_documents_are_few_files(tmp_path):
    texts = [(f"{n:03d}", "一、目标\n建成基站。") for n in range(200)]
    run_batch(texts, tmp_path, steps="clean", batch_documents=5)
    sizes = [len(frame) for frame in read_table(tmp_path, "plans")]
    assert sizes[:10] == [5] * 10 and sizes[-2] > 15 and sum(sizes) == 200
    more = texts + [("new", "一、目标\n建成基站。")]
    assert run_batch(more, tmp_path, steps="clean", batch_documents=5).resumed >= 180


def test_a_table_is_one_dataset_for_others(run, tmp_path):
    out, _ = run
    whole = pd.read_parquet(out / "targets")
    assert len(whole) == json.loads((out / "batch.json").read_text())["tables"]["targets"]["rows"]
    assert whole["statement"].is_unique
