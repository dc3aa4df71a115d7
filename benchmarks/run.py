"""How long `policylab run` takes, beside papermill on as many empty notebooks and the same cells as plain scripts.

Run with `python benchmarks/run.py [--jobs N] [--only NOTEBOOK]`. All are timed on this machine, one after the other;
scripts and empty notebooks run as many at a time as the notebooks, and the scripts in the notebooks' order.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from pathlib import Path

import nbformat

from policylab import study
from policylab.study._execute import ONE_THREAD
from policylab.study._notebooks import find_notebooks, in_order


def scripts_seconds(folder: Path, only: list[str] | None, jobs: int) -> float:
    """The cells of each notebook as one script, with the notebook's tables and figures written."""
    books = in_order(find_notebooks(study.find_study().notebooks, only))
    (folder / "out").mkdir()
    for book, _ in books:
        cells = json.loads(book.path.read_text(encoding="utf-8"))["cells"]
        lines = ["import matplotlib", "matplotlib.use('Agg')", "from IPython.display import display"]
        for cell in cells:
            if cell["cell_type"] == "code":
                source = "".join(cell["source"])
                lines += [line for line in source.splitlines() if not line.startswith(("%", "!"))]
                if "parameters" in cell["metadata"].get("tags", []):
                    lines.append("out = '.'")
        (folder / f"{book.name}.py").write_text("\n".join(lines) + "\n", encoding="utf-8")
    environment = {**os.environ, **dict.fromkeys(ONE_THREAD, "1"), "PYTHONHASHSEED": "0"}

    def run(name: str) -> None:
        command = [sys.executable, str(folder / f"{name}.py")]
        subprocess.run(command, check=True, cwd=folder / "out", env=environment, stdout=subprocess.DEVNULL)

    start = time.perf_counter()
    waiting, running, done = list(books), {}, set()
    with ThreadPoolExecutor(jobs) as pool:
        while waiting or running:
            for book, before in list(waiting):
                if before <= done and len(running) < jobs:
                    running[pool.submit(run, book.name)] = book.name
                    waiting.remove((book, before))
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                future.result()
                done.add(running.pop(future))
    return time.perf_counter() - start


def empty_seconds(folder: Path, number: int, jobs: int) -> float:
    """The command `papermill` on notebooks without cells."""
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    nbformat.write(notebook, folder / "empty.ipynb")

    def run(index: int) -> None:
        command = [sys.executable, "-m", "papermill", "--no-progress-bar", "-k", "python3"]
        files = [str(folder / "empty.ipynb"), str(folder / f"empty-{index}.ipynb")]
        subprocess.run([*command, *files], check=True, capture_output=True)

    start = time.perf_counter()
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(run, range(number)))
    return time.perf_counter() - start


def run_seconds(folder: Path, only: list[str] | None, jobs: int, *, force: bool) -> tuple[float, study.RunReport]:
    start = time.perf_counter()
    report = study.run_notebooks(only, out=folder / "run", jobs=jobs, force=force)
    return time.perf_counter() - start, report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", action="append")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        full, report = run_seconds(folder, arguments.only, arguments.jobs, force=True)
        for result in report.results:
            print(f"  {result.name:<16} {result.status:<8} {result.seconds:6.1f} s  {result.message}")
        if not report.ok:
            raise SystemExit("A notebook failed; the times below it would compare nothing.")
        again, _ = run_seconds(folder, arguments.only, arguments.jobs, force=False)
        scripts = scripts_seconds(folder, arguments.only, arguments.jobs)
        empty = empty_seconds(folder, len(report.results), arguments.jobs)
    print(f"policylab run, all of it              {full:6.1f} s")
    print(f"policylab run, nothing changed        {again:6.1f} s")
    print(f"the same cells as plain scripts       {scripts:6.1f} s  (run is {full / scripts:.2f} times that)")
    print(f"papermill on as many empty notebooks  {empty:6.1f} s")


if __name__ == "__main__":
    main()
