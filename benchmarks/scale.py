"""Documents a second and peak memory of `policylab batch`, all steps, on corpora that anyone can make.

Run with `python benchmarks/scale.py [--numbers 1000 10000] [--jobs 1 2] [--characters 5000]`. Each run is a process of
its own; its peak memory is the largest sum over it and its workers of what each has for itself (Linux: PSS, so that
shared pages count once). The load of the machine before each run is shown, as a busy one measures nothing.

With `--profile N` it shows instead what each step takes of the time of one process, on N documents: in CPU seconds,
which other work on the machine changes little, without what is loaded once.
"""

from __future__ import annotations

import argparse
import functools
import importlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from make_corpus import make_plans, write_files, write_texts

SECONDS_BETWEEN_LOOKS = 0.25
# which function, or method of a class, does a step; what is within another step is counted there alone
STEPS = {
    "read": [("policylab.batch._catalogues", "Document.digest"), ("policylab.batch._work", "_read")],
    "clean": [("policylab.batch._work", "clean_text")],
    "outline": [
        ("policylab.corpus._outline", "outline"), ("policylab.corpus._plan", "section_rows"),
        ("policylab.corpus._plan", "paragraph_rows"),
    ],
    "agencies": [("policylab.corpus._plan", "agency_rows")],
    "targets": [("policylab.targets._ledger", "target_rows")],
    "words": [("policylab.words", "Segmenter.tokens")],
    "counts": [("policylab.batch._results_folder", "count_terms")],
    "to Parquet": [("policylab.batch._results_folder", "ShardWriter.flush"), ("policylab.batch._results_folder", "ShardWriter.parts")],
    "writing": [("policylab.batch._results_folder", "Shards.write")],
}  # fmt: skip
# one of each thing, so that dictionaries and patterns are there before the time is taken
FIRST = "一、發展目標\n到2025年,建成5G基站7万个,關鍵工序數控化率超過60%。（責任單位：市工業和信息化局）"


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(one for child in children for one in family(int(child)))]


def memory(pid: int) -> int:
    """Bytes that a process and its descendants hold; 0 where the system does not tell."""
    total = 0
    for one in family(pid):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total


def measure(catalogue: Path, out: Path, jobs: int, steps: str) -> tuple[float, int]:
    """Seconds and peak bytes of one run into an empty folder."""
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "policylab.cli", "batch", str(catalogue), str(out), "--jobs", str(jobs)]
    begun = time.perf_counter()
    process = subprocess.Popen([*command, "--steps", steps], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        peak = max(peak, memory(process.pid))
        time.sleep(SECONDS_BETWEEN_LOOKS)
    seconds = time.perf_counter() - begun
    if process.returncode:
        raise SystemExit(f"The run failed (code {process.returncode}); its time would tell nothing.")
    return seconds, peak


class StepTimes:
    """CPU seconds of each step, without those of the steps within it."""

    def __init__(self) -> None:
        self.seconds = dict.fromkeys(STEPS, 0.0)
        self._inner: list[float] = []

    def watch(self) -> None:
        """Take the time of every function of `STEPS` from now on."""
        for step, places in STEPS.items():
            for module, name in places:
                owner = importlib.import_module(module)
                *outer, name = name.split(".")
                owner = functools.reduce(getattr, outer, owner)
                setattr(owner, name, self._timed(getattr(owner, name), step))

    def _timed(self, function, step: str):
        @functools.wraps(function)
        def timed(*args, **options):
            begun = time.process_time()
            self._inner.append(0.0)
            try:
                return function(*args, **options)
            finally:
                took = time.process_time() - begun
                self.seconds[step] += took - self._inner.pop()
                if self._inner:
                    self._inner[-1] += took

        return timed


def profile(number: int, characters: int, steps: str) -> None:
    """Print what each step takes of the time of one process."""
    from policylab.batch import run_batch

    times = StepTimes()
    with tempfile.TemporaryDirectory() as name:
        catalogue = write_files(Path(name, "plans"), make_plans(number, characters=characters))
        run_batch([FIRST], Path(name, "first"))
        times.watch()
        begun = time.process_time()
        run_batch(catalogue, Path(name, "out"), steps=steps)
        whole = time.process_time() - begun
    times.seconds["all else"] = whole - sum(times.seconds.values())
    for step, seconds in sorted(times.seconds.items(), key=lambda item: -item[1]):
        print(f"{step:12} {seconds:7.2f} s {1e3 * seconds / number:6.2f} ms a document {seconds / whole:4.0%}")
    print(f"{'together':12} {whole:7.2f} s {1e3 * whole / number:6.2f} ms a document")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--numbers", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--characters", type=int, default=5000)
    parser.add_argument("--steps", default="clean,outline,targets,words")
    parser.add_argument("--texts", action="store_true", help="texts in one Parquet file, instead of files")
    parser.add_argument("--profile", type=int, metavar="N", help="show the time of each step, on N documents")
    options = parser.parse_args()
    if options.profile:
        profile(options.profile, options.characters, options.steps)
        return
    first: dict[int, tuple[int, float, int]] = {}
    with tempfile.TemporaryDirectory() as name:
        for number in options.numbers:
            folder = Path(name, str(number))
            plans = make_plans(number, characters=options.characters)
            catalogue = (write_texts if options.texts else write_files)(folder, plans)
            one = None
            for jobs in options.jobs:
                load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
                seconds, peak = measure(catalogue, Path(name, "out"), jobs, options.steps)
                said = f"{number:7} documents, {jobs} jobs: {seconds:7.1f} s, {number / seconds:6.1f} documents/s, "
                said += f"peak {peak / 1e6:6.0f} MB, load before {load:.1f}"
                if jobs in first:
                    before, its_seconds, its_peak = first[jobs]
                    linear = seconds / its_seconds / (number / before)
                    said += f"; against {before}: time {linear:.2f} of linear, memory {peak / its_peak:.2f}"
                first.setdefault(jobs, (number, seconds, peak))
                if one is not None:
                    said += f"; {one / seconds:.2f} times as fast as {options.jobs[0]} jobs"
                one = one or seconds
                print(said, flush=True)
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
