"""`policylab batch` as a reader types it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from policylab.batch import run_batch


def test_a_run_says_what_was_done_and_goes_on_later(cli, catalogue, tmp_path):
    path = catalogue()
    code, out, err = cli("batch", path, "out", "--steps", "clean,words", "--batch-documents", 10)
    assert code == 0
    assert out.startswith("24 of 24 documents done, in 3 shards, ")
    assert out.endswith(" documents a second.\nLook at out.\n")
    assert err.splitlines()[-1].startswith("24 of 24 documents, ")
    assert sorted(path.name for path in (tmp_path / "out").iterdir() if path.is_dir()) == [
        "counts", "plans", "repairs", "shards", "texts", "tokens",
    ]  # fmt: skip
    again = ("batch", path, "out", "--steps", "clean,words", "--batch-documents", 10)
    assert cli(*again)[:2] == (0, "24 of 24 documents done, 24 of them before, in 3 shards.\nLook at out.\n")
    (tmp_path / "out" / "texts" / "part-000001.parquet").write_bytes(b"half")
    assert "Damaged, and made anew: texts/part-000001.parquet\n" in cli(*again)[1]


def test_failed_documents_are_shown_and_end_with_code_1(cli, catalogue, texts):
    path = catalogue(texts[:2], **{f"lost-{n}": f"plans/lost-{n}.txt" for n in range(7)})
    code, out, _ = cli("batch", path, "out")
    assert code == 1
    lines = out.splitlines()
    assert lines[0].startswith("2 of 9 documents done, in 1 shards, ")
    assert lines[1] == "Failed: lost-0 (read): There is no file plans/lost-0.txt. Check the path."
    assert lines[6] == f"And 2 more. All that failed: out{os.sep}failures.csv."


def test_two_jobs_and_columns_by_name(cli, texts, tmp_path, digests):
    rows = "".join(f'{d["id"]},"{d["text"]}",{d["group"]},{d["period_end"]}\n' for d in texts)
    (tmp_path / "a.csv").write_text("nr,inhalt,jahr,period_end\n" + rows, encoding="utf-8")
    named = ("--id-column", "nr", "--text-column", "inhalt", "--group-column", "jahr")
    code, _, _ = cli("batch", "a.csv", "out", "--jobs", 2, "--batch-documents", 10, *named)
    assert code == 0
    run_batch(texts, tmp_path / "expected", batch_documents=10)
    made, expected = digests(tmp_path / "out"), digests(tmp_path / "expected")
    assert made.pop("batch.json") and expected.pop("batch.json")
    assert made == expected
    assert json.loads((tmp_path / "out" / "batch.json").read_text())["catalogue"] == "a.csv"


def test_the_engine_the_paths_and_the_longest_text_are_those_asked_for(cli, tmp_path):
    for name, text in (("甲", "建设港口"), ("乙", "建设港口" * 20)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "a.csv").write_text("id,path,kept\na,no.txt,甲.txt\nb,no.txt,乙.txt\n", encoding="utf-8")
    code, out, _ = cli("batch", "a.csv", "out", "--path-column", "kept", "--engine", "jieba", "--max-characters", 50)
    assert code == 1 and out.splitlines()[0].startswith("1 of 2 documents done")
    assert "Failed: b (read): It has 80 characters, more than the 50 of `max_characters`" in out
    assert json.loads((tmp_path / "out" / "batch.json").read_text())["segmenter"].startswith("jieba-")


def test_bad_input_is_one_sentence(cli, tmp_path):
    assert cli("batch", "no.csv", "out") == (2, "", "policylab: There is no catalogue no.csv. Check the path.\n")
    (tmp_path / "a.csv").write_text("text\n建设\n", encoding="utf-8")
    code, _, err = cli("batch", "a.csv", "out", "--steps", "topics")
    assert (code, err.count("\n")) == (2, 1)
    assert "`steps` must be one of" in err


def test_no_scheduler_at_the_address(cli, tmp_path):
    pytest.importorskip("dask.distributed", reason="the extra `cluster` is not installed")
    (tmp_path / "a.csv").write_text("text\n建设\n", encoding="utf-8")
    code, _, err = cli("batch", "a.csv", "out", "--dask", "not an address")
    assert code == 2
    assert err.startswith("policylab: There is no Dask scheduler at not an address. Start one with `dask scheduler`")


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_option_dask_sends_the_batches_to_a_scheduler(cli, catalogue, tmp_path, digests):
    distributed = pytest.importorskip("dask.distributed", reason="the extra `cluster` is not installed")
    path = catalogue()
    run_batch(path, tmp_path / "here", batch_documents=10)
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, dashboard_address=None, silence_logs=50, host="127.0.0.1"
    ) as cluster:
        code, _, _ = cli("batch", path, "out", "--batch-documents", 10, "--dask", cluster.scheduler_address)
    assert code == 0
    assert digests(tmp_path / "out") == digests(tmp_path / "here")


def test_policylab_imports_no_dask(tmp_path):
    code = (
        "import sys; from policylab.batch import run_batch; "
        f"run_batch(['建设智慧城市'], {str(tmp_path / 'out')!r}); "
        "print([name for name in sys.modules if name.split('.')[0] in ('dask', 'distributed')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
