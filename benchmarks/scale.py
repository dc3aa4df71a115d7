"""Documents a second and peak memory of `policylab batch`, all steps, on corpora that anyone can make.

Run with `python benchmarks/scale.py [--numbers 1000 10000] [--jobs 1 2] [--characters 5000]`. Each run is a process of
its own; its peak memory is the largest sum over it and its workers of what each has for itself (Linux: PSS, so that
shared pages count once). The load of the machine before each run is shown, as a busy one measures nothing.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from make_corpus import make_plans, write_files, write_texts

SECONDS_BETWEEN_LOOKS = 0.25


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--numbers", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--characters", type=int, default=5000)
    parser.add_argument("--steps", default="clean,outline,targets,words")
    parser.add_argument("--texts", action="store_true", help="texts in one Parquet file, instead of files")
    options = parser.parse_args()
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
