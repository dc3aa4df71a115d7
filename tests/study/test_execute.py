"""What a kernel finds around it; kernels that are forks of one template: each is as if it had been started alone."""

import os
import subprocess
import sys

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
DRAWS = "import numpy\nprint('draw', numpy.random.rand())"


@pytest.fixture(scope="module")
def run(tmp_path_factory, write_notebook):
    """Five notebooks, one after the other: more than two a worker, so that they have a template."""
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
def test_a_template_ends_when_nobody_asks_any_more():
    code = "from policylab.study._execute import be_template; be_template()"
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    ended = subprocess.run([sys.executable, "-c", code], stdin=subprocess.DEVNULL, capture_output=True, text=True, env=environment, check=True)  # fmt: skip
    assert ended.stdout == "ready\n"


@pytest.mark.parametrize(("said", "code"), [("", 0), ('{"name": "01-a", "pa', 0), ('{"name": "01-a"}\n', 3)])
def test_a_worker_ends_with_its_runner_also_when_that_was_killed_while_it_gave_a_task(tmp_path, said, code):
    folder = tmp_path / "run" / "w0"
    folder.mkdir(parents=True)
    ended = subprocess.run(
        [sys.executable, "-m", "policylab.study._execute", str(folder)], input=said, text=True, capture_output=True, timeout=60
    )
    assert (ended.returncode, ended.stderr, (tmp_path / "run").exists()) == (code, "", False)


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
