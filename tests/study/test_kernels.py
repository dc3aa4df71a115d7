"""What a kernel finds around it, alone or as a fork of a template; how kernels end, and what a run leaves in the caller's process."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from policylab import study
from policylab.study._execute import _kept_beside

linux = pytest.mark.skipif(sys.platform != "linux", reason="kernels are started one by one there")

ALONE = """\
import os
import pandas
import policylab
assert not hasattr(policylab, "touched")
policylab.touched = True
print("started", os.getpid())
print("parent", os.getppid())"""
ENVIRONMENT = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
DRAWS = "import numpy\nprint('draw', numpy.random.rand())"


@pytest.fixture(scope="module")
def run(tmp_path_factory, write_notebook):
    """Five notebooks, one after the other: so many that their template imports what they need."""
    folder = tmp_path_factory.mktemp("kernels")
    books = folder / "notebooks"
    for name, cells in {
        "01-first": [ALONE, DRAWS],
        "02-dies": ["import os; os._exit(7)"],
        "03-hangs": ["import time\nwhile True: time.sleep(1)"],
        "04-draws": ["import pandas\nassert pandas.options.display.max_columns == 20", "import sys\nassert 'sklearn.decomposition' in sys.modules", ALONE, DRAWS],
        "05-plots": [ALONE, "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"],
    }.items():
        write_notebook(books, name, *cells)
    report = study.run_notebooks(notebooks=books, out=folder / "out", jobs=1, timeout=5)
    return {result.name: result for result in report.results}, folder / "out"


def said(run, name: str) -> dict[str, str]:
    """What a notebook printed, by its first word."""
    text = (run[1] / "notebooks" / f"{name}.ipynb").read_text("utf-8")
    lines = [line.strip().strip('",').removesuffix("\\n") for line in text.splitlines()]
    return dict(line.split() for line in lines if line.startswith(("started ", "parent ", "draw ")))


@linux
def test_no_kernel_sees_what_another_did(run):
    results, _ = run
    assert {name: result.status for name, result in results.items()} == {
        "01-first": "ok", "02-dies": "failed", "03-hangs": "failed", "04-draws": "ok", "05-plots": "ok",
    }  # fmt: skip
    first, later = said(run, "01-first"), said(run, "04-draws")
    assert first["parent"] == later["parent"] and first["started"] != later["started"]
    assert first["draw"] != later["draw"]


@linux
def test_a_kernel_that_dies_or_hangs_is_told_as_any_other(run):
    results, _ = run
    assert "lost its kernel" in results["02-dies"].message
    assert "ran longer than 5 s" in results["03-hangs"].message


@linux
def test_a_figure_is_shown_as_in_any_other_kernel(run):
    assert '"image/png"' in (run[1] / "notebooks" / "05-plots.ipynb").read_text("utf-8")


@linux
@pytest.mark.parametrize(("said", "everything"), [("", True), ("", False), ('{"arguments": ["-f', False)])
def test_a_template_ends_with_its_runner_also_when_that_was_killed_while_it_gave_a_task(tmp_path, said, everything):
    ended = subprocess.run(_template(tmp_path / "run", everything=everything), input=said, text=True, capture_output=True, timeout=60, env=ENVIRONMENT)  # fmt: skip
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "ready\n", "")
    assert not (tmp_path / "run").exists()


def _template(folder: Path, *, everything: bool = False) -> list[str]:
    folder.mkdir()
    code = f"from policylab.study._execute import be_template; be_template({str(folder)!r}, everything={everything})"
    return [sys.executable, "-c", code]


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _wait_until(told) -> bool:
    deadline = time.monotonic() + 30
    while not told() and time.monotonic() < deadline:
        time.sleep(0.05)
    return told()


# Elsewhere than on Linux there can be no forks: kernels are started one by one.
ELSEWHERE = """\
import sys
if any("be_template" in word for word in sys.orig_argv):
    sys.platform = "elsewhere"
"""


@linux
@pytest.mark.parametrize("system", ["linux", "elsewhere"])
@pytest.mark.parametrize("sent", ["SIGKILL", "SIGTERM", "SIGHUP", "SIGINT"])
def test_kernels_and_what_their_cells_started_end_with_the_runner_however_it_ends(tmp_path, write_notebook, sent, system):
    started = tmp_path / "started"
    cell = f"import os, subprocess, time\nchild = subprocess.Popen(['sleep', '600'])\nopen({str(started)!r}, 'w').write(f'{{os.getpid()}} {{child.pid}} {{os.getppid()}}.')\ntime.sleep(600)"  # fmt: skip
    write_notebook(tmp_path / "nb", "01-a", cell, parameters="out = None")
    (tmp_path / "tmp").mkdir()
    (tmp_path / "sitecustomize.py").write_text(ELSEWHERE if system == "elsewhere" else "", "utf-8")
    code = f"from policylab import study; study.run_notebooks(notebooks={str(tmp_path / 'nb')!r}, out={str(tmp_path / 'out')!r})"
    defaults = "signal.signal(signal.SIGHUP, signal.SIG_DFL); "  # under nohup it is ignored, by what is started there as well
    runner = subprocess.Popen(
        [sys.executable, "-c", f"import signal; signal.signal(signal.SIGINT, signal.default_int_handler); {defaults}{code}"],
        env={**os.environ, "TMPDIR": str(tmp_path / "tmp"), "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])},
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert _wait_until(lambda: started.exists() and started.read_text().endswith("."))
    kernel, child, parent = (int(pid) for pid in started.read_text().rstrip(".").split())
    pids = [kernel, child] if system == "elsewhere" else [kernel, child, parent]
    assert (parent == runner.pid) == (system == "elsewhere")
    assert all(_runs(pid) for pid in pids)
    runner.send_signal(getattr(signal, sent))
    assert runner.wait() == -getattr(signal, sent)
    assert _wait_until(lambda: not any(_runs(pid) for pid in pids))
    assert _wait_until(lambda: not list((tmp_path / "tmp").iterdir()))
    assert not list((tmp_path / "out").rglob("*.failed.ipynb"))  # stopped, not failed


def test_a_run_leaves_nothing_behind_in_the_process_that_called_it_also_within_an_event_loop(tmp_path, write_notebook, capfd):
    write_notebook(tmp_path / "nb", "01-a", "1 / 0", parameters="out = None")
    def state():
        return dict(os.environ), os.getcwd(), threading.enumerate(), sys.modules.get("rfc3987_syntax")

    before = state()

    async def session():
        return study.run_notebooks(notebooks=tmp_path / "nb", out=tmp_path / "out")

    assert "ZeroDivisionError" in asyncio.run(session()).results[0].message
    assert state() == before
    assert capfd.readouterr() == ("", "")


def test_matplotlib_keeps_its_fonts_where_something_can_be_kept(tmp_path, monkeypatch):
    """Its own folder may be one that cannot be written, which it would say in the notebook, with a name made up anew."""
    (tmp_path / "cache").mkdir()
    monkeypatch.setenv("POLICYLAB_CACHE", str(tmp_path / "cache"))
    assert _kept_beside(tmp_path / "w0") == tmp_path / "cache" / "matplotlib"
    (tmp_path / "file").touch()
    monkeypatch.setenv("POLICYLAB_CACHE", str(tmp_path / "file"))
    assert _kept_beside(tmp_path / "w0") == tmp_path / "w0" / "matplotlib"
    monkeypatch.delenv("POLICYLAB_CACHE")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr("pathlib.Path.home", _nobody)
    assert _kept_beside(tmp_path / "w0") == tmp_path / "w0" / "matplotlib"


def _nobody():
    raise RuntimeError("Could not determine home directory.")


@linux
@pytest.mark.parametrize(("limits", "told"), [((100, 4096), 0), ((100, 100), 1)])
def test_a_run_sees_to_it_that_it_may_have_enough_files_open_or_does_not_begin(tmp_path, write_notebook, limits, told):
    write_notebook(tmp_path / "nb", "01-a", "1", parameters="out = None")
    write_notebook(tmp_path / "nb", "02-b", "1", parameters="out = None")
    code = f"import resource; resource.setrlimit(resource.RLIMIT_NOFILE, {limits}); from policylab import study; study.run_notebooks(notebooks={str(tmp_path / 'nb')!r}, out={str(tmp_path / 'out')!r}, jobs=9)"  # fmt: skip
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert ended.returncode == told
    assert ("may have only 100 files open. Let it have 128" in ended.stderr) == bool(told)
