"""Kill runs of the study at random moments: no file may be broken, and the run that goes on gives the same bytes.

Run with `python benchmarks/kill.py [--times N] [--seed N] [--out FOLDER]`. A first run is left alone: it says how long
one takes, and which bytes are right. Then runs into another folder are stopped, each at a moment drawn uniformly from
that time, and each goes on where the one before was stopped; once a run comes to its end, its bytes are compared and
the next begins anew with `--force` over what is there. Four ways to stop take turns:

runner       SIGKILL to the process group of the command; workers and kernels must notice by themselves
everything   SIGKILL to the command, its workers and their kernels at once, as when the machine goes down
kernel       SIGKILL to one kernel, as the system does for want of memory; the run itself comes to its end
interrupt    SIGINT, as Ctrl-C does

The next run starts at once, without waiting for what is left of the one before. Exit code 1 when anything is wrong.
"""

from __future__ import annotations

import argparse
import csv
import io
import itertools
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import openpyxl
import psutil
from PIL import Image

from policylab.study._files import LOCK_NAME, sha256_file
from policylab.study._places import RUN_FILE

WAYS = ("runner", "everything", "kernel", "interrupt")
PATIENCE = 15.0


def start(out: Path, only: list[str], *, force: bool) -> subprocess.Popen:
    """A run in a process group of its own."""
    command = [sys.executable, "-m", "policylab.cli", "run", "--out", str(out), *(["--force"] if force else [])]
    for name in only:
        command += ["--only", name]
    log = out.with_suffix(".log").open("a", encoding="utf-8")
    with log:
        return subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)


def stop(process: subprocess.Popen, way: str, draw: random.Random) -> bool:
    """Stop a run; False when there was nothing of that kind to stop."""
    children = psutil.Process(process.pid).children(recursive=True)
    if way == "interrupt":
        process.send_signal(signal.SIGINT)
        process.wait(timeout=PATIENCE)
        return True
    if way == "kernel":
        kernels = [child for child in children if "ipykernel_launcher" in " ".join(_command(child))]
        if not kernels:
            return False
        draw.choice(kernels).kill()
        process.wait()
        return True
    os.killpg(process.pid, signal.SIGKILL)
    if way == "everything":
        for child in children:
            _kill(child)
    process.wait()
    return True


def problems(out: Path) -> list[str]:
    """What is broken in a run's folder; the temporary files of a killed run are not its results."""
    found = []
    for path in sorted(out.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            try:
                check_whole(path)
            except FileNotFoundError:
                continue  # moved between the listing and the look
            except Exception as error:
                found.append(f"{path.relative_to(out)}: {type(error).__name__}: {error}")
    return found


def broken_promises(out: Path) -> list[str]:
    """Files that ``run.json`` says are done, and that are not as it says."""
    if not (out / RUN_FILE).is_file():
        return []
    entries = json.loads((out / RUN_FILE).read_text(encoding="utf-8"))["notebooks"]
    return [
        f"{path}: not as {RUN_FILE} says"
        for entry in entries.values()
        if entry["status"] == "ok"
        for path, digest in entry["files"].items()
        if sha256_file(out / path) != digest
    ]


def check_whole(path: Path) -> None:
    """Read a file to its end in the way that its kind asks for."""
    content = path.read_bytes()
    if not content:
        raise ValueError("empty")
    match path.suffix:
        case ".ipynb":
            nbformat.validate(nbformat.reads(content.decode("utf-8"), as_version=4))
        case ".json":
            json.loads(content)
        case ".csv":
            rows = list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
            if not content.endswith(b"\n") or len({len(row) for row in rows}) != 1:
                raise ValueError("ragged")
        case ".svg" | ".gexf":
            ElementTree.fromstring(content)
        case ".png":
            Image.open(io.BytesIO(content)).load()
        case ".html":
            HTMLParser().feed(content.decode("utf-8"))
            if not content.rstrip().endswith(b"</html>"):
                raise ValueError("cut off")
        case ".xlsx":
            if zipfile.ZipFile(io.BytesIO(content)).testzip() is not None:
                raise ValueError("damaged")
            openpyxl.load_workbook(io.BytesIO(content), read_only=True).close()
        case _:
            content.decode("utf-8")


def results(out: Path) -> dict[str, bytes]:
    """Everything that a run leaves, hidden files too, but for the lock and the times in ``run.json``."""
    found = {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name not in {LOCK_NAME, RUN_FILE}
    }
    record = json.loads((out / RUN_FILE).read_text(encoding="utf-8"))
    for entry in record["notebooks"].values():
        entry.pop("seconds")
    kept = {name: value for name, value in record.items() if name not in {"start", "end"}}
    return found | {RUN_FILE: json.dumps(kept).encode()}


def differences(expected: dict[str, bytes], out: Path) -> list[str]:
    """Files of a whole run that are not as those of the run that was left alone."""
    got = results(out)
    return [
        f"{name}: {'missing' if name not in got else 'too much' if name not in expected else 'other bytes'}"
        for name in sorted(expected.keys() | got.keys())
        if expected.get(name) != got.get(name)
    ]


def finish(out: Path, only: list[str], expected: dict[str, bytes]) -> tuple[float, list[str]]:
    """Let a run go on to its end and compare it."""
    begun = time.perf_counter()
    code = start(out, only, force=False).wait()
    wrong = [f"the run that went on ended with {code}"] if code else []
    return time.perf_counter() - begun, wrong + differences(expected, out)


def kill_runs(folder: Path, only: list[str], times: int, seed: int) -> int:
    """Kill runs, tell of each in a line, and give how many things were wrong."""
    draw = random.Random(seed)
    whole, out = folder / "whole", folder / "killed"
    out.mkdir()
    begun = time.perf_counter()
    if start(whole, only, force=False).wait():
        raise SystemExit(f"The run that was left alone failed: see {whole.with_suffix('.log')}.")
    duration = time.perf_counter() - begun
    expected = results(whole)
    print(f"undisturbed: {duration:.1f} s, {len(expected)} files", flush=True)
    print("kill  way         at s   of  done  files  broken  leftovers", flush=True)
    ways = itertools.cycle(WAYS)
    way, wrong, killed, force = next(ways), 0, 0, True
    while killed < times:
        moment = draw.uniform(0, duration)
        begun = time.perf_counter()
        process = start(out, only, force=force)
        try:
            code = process.wait(timeout=moment)
        except subprocess.TimeoutExpired:
            if not stop(process, way, draw):
                process.wait()
                force = False
                continue  # between two kernels; another moment
            killed += 1
            said = problems(out) + broken_promises(out)
            done = _done(out)
            files = [path for path in out.rglob("*") if path.is_file()]
            leftovers = sum(path.name.startswith(".") and path.name != LOCK_NAME for path in files)
            print(
                f"{killed:4}  {way:<10} {moment:5.1f}  {'anew' if force else 'on':<4}"
                f" {done:3}  {len(files):5}  {len(said):6}  {leftovers:9}",
                flush=True,
            )
            way, force = next(ways), False
        else:
            said = ([f"a run ended with {code}"] if code else []) + differences(expected, out)
            print(f"      came to its end: {'the same bytes' if not said else 'NOT the same'}", flush=True)
            if force:  # a whole run; a busy machine may have slowed the first one down
                duration = time.perf_counter() - begun
            force = True
        wrong += len(said)
        for line in said:
            print(f"      WRONG {line}", flush=True)
    seconds, said = finish(out, only, expected)
    print(f"went on for {seconds:.1f} s to the end: {'the same bytes' if not said else 'NOT the same'}")
    for line in said:
        print(f"      WRONG {line}")
    left = _processes_of(out)
    if left:
        said.append("processes left")
        print(f"      WRONG {len(left)} processes are left: {left}")
    return wrong + len(said)


def _done(out: Path) -> int:
    if not (out / RUN_FILE).is_file():
        return 0
    entries = json.loads((out / RUN_FILE).read_text(encoding="utf-8"))["notebooks"]
    return sum(entry["status"] == "ok" for entry in entries.values())


def _processes_of(out: Path) -> list[int]:
    """Workers and kernels that still work for a folder, after some patience."""
    deadline = time.monotonic() + PATIENCE
    while True:
        left = [process.pid for process in psutil.process_iter() if _works_in(process, out)]
        if not left or time.monotonic() > deadline:
            return left
        time.sleep(0.2)


def _works_in(process: psutil.Process, out: Path) -> bool:
    try:
        return out in Path(process.cwd()).parents or str(out) in process.cmdline()
    except (psutil.Error, OSError):
        return False


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def _kill(process: psutil.Process) -> None:
    try:
        process.kill()
    except psutil.NoSuchProcess:
        pass


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", action="append", default=[], help="a notebook; may be repeated")
    parser.add_argument("--out", type=Path, help="keep everything in this new folder")
    arguments = parser.parse_args()
    # a shell starts what runs in the background with Ctrl-C shut off, and the runs would inherit that
    signal.signal(signal.SIGINT, signal.default_int_handler)
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="kill-") as temporary:
        folder = arguments.out or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        wrong = kill_runs(folder.resolve(), arguments.only, arguments.times, arguments.seed)
    minutes = (time.perf_counter() - begun) / 60
    if wrong:
        raise SystemExit(f"{wrong} things are wrong after {arguments.times} kills, in {minutes:.1f} minutes.")
    print(f"{arguments.times} kills in {minutes:.1f} minutes: no broken file, and the same bytes each time.")


if __name__ == "__main__":
    main()
