"""The table of speeds in docs/measured.md, from one run on this machine: real text, each figure with its command.

    python benchmarks/table.py [--run]   measure, write table.json beside this file, fill both pages
    python benchmarks/table.py --fill    fill both pages from table.json

With --run all notebooks are timed as well, which takes some minutes.

The text is that of the study: the four plans and the gazette in data/raw. CPU seconds are measured, which other work on
the machine changes least; of several runs the least. `python benchmarks/NAME.py` shows more of each.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import policylab

HERE = Path(__file__).parent
RESULT = HERE / "table.json"
PAGES = {"en": HERE.parent / "docs" / "measured.md", "zh": HERE.parent / "docs" / "measured-zh.md"}
BEGIN, END = "<!-- speeds: written by benchmarks/table.py -->", "<!-- end of speeds -->"
COPIES = 20  # of each source, as documents of a batch
HEADS = {
    "en": ("| what | characters a second | CPU seconds | measured by |", "Measured on {date} in one run: {machine}, Python "
           "{python}; real text, the four plans and the gazette in `data/raw` ({characters:,} characters)."),
    "zh": ("| 内容 | 每秒字符数 | CPU 秒 | 测量脚本 |", "{date} 一次运行测得：{machine}，Python {python}；所用为真实文本，"
           "即 `data/raw` 中的四份规划与公报（共 {characters:,} 字符）。"),
}  # fmt: skip


def least(function: Callable[[], object], times: int = 3) -> float:
    """Least CPU seconds of several runs, after one that loads dictionaries and patterns."""
    function()
    taken = []
    for _ in range(times):
        begun = time.process_time()
        function()
        taken.append(time.process_time() - begun)
    return min(taken)


def command_seconds(command: list[str]) -> float:
    """CPU seconds of a command and of all processes that it begins."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=HERE.parent)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(*, notebooks: bool) -> dict:
    """All figures, in one run."""
    from targets import policylab_speed
    from words import engines, tables

    from policylab import batch, compare

    corpus = policylab.load_corpus()
    raws = [source.raw for source in corpus.sources]
    characters, of_plans = sum(map(len, raws)), sum(len(plan.raw) for plan in corpus)
    rows = []

    def row(en: str, zh: str, seconds: float, number: int | None, script: str) -> None:
        rows.append({"en": en, "zh": zh, "seconds": seconds, "characters": number, "script": script})
        print(f"{en}: {seconds:.2f} s", flush=True)

    cleaning = least(lambda: [policylab.clean_text(raw) for raw in raws])
    row("cleaning", "清洗", cleaning, characters, "corpus.py")
    rate = policylab_speed([plan.raw for plan in corpus], 3)
    row("the ledger, from raw text", "指标台账（自原始文本起）", of_plans / rate, of_plans, "targets.py")
    for engine, seconds in engines(corpus, places=True, repeats=3).items():
        row(f"words, {engine}", f"分词（{engine}）", seconds, characters, "words.py")
    row("all tables of words", "全部词语表格", least(lambda: tables(list(corpus)), 1), of_plans, "words.py")
    row("text reuse, all pairs", "文本沿用（两两比较）", least(lambda: compare.text_reuse(corpus)), of_plans, "compare.py")
    documents = [(f"{i}-{copy}", raw) for copy in range(COPIES) for i, raw in enumerate(raws)]
    with tempfile.TemporaryDirectory() as folder:
        batch.run_batch(documents[:1], Path(folder, "first"))
        begun = time.process_time()
        batch.run_batch(documents, Path(folder, "all"))
        seconds = time.process_time() - begun
    row(f"`policylab batch`, all steps, {len(documents)} documents", f"`policylab batch` 全部步骤，{len(documents)} 份文档",
        seconds, COPIES * characters, "scale.py")  # fmt: skip
    if notebooks:
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "policylab.cli", "run", "--force", "--jobs", "1", "--out", folder]
            seconds = command_seconds(command)
        row("`policylab run`, all notebooks", "`policylab run`，全部笔记本", seconds, None, "run.py")
    return {"date": datetime.date.today().isoformat(), "machine": machine(), "python": platform.python_version(),
            "characters": characters, "rows": rows}  # fmt: skip


def machine() -> str:
    """The processor, as the system calls it, and what it runs."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        name = next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        name = platform.processor() or platform.machine()
    return f"{name} ({os.cpu_count()} CPU), {platform.system()}"


def block(found: dict, lang: str) -> str:
    """What stands between the two marks of a page."""
    head, said = HEADS[lang]
    lines = [said.format_map(found), "", head, "|---|---|---|---|"]
    for row in found["rows"]:
        rate = f"{_rounded(row['characters'] / row['seconds']):,}" if row["characters"] else ""
        lines.append(f"| {row[lang]} | {rate} | {row['seconds']:.2f} | `benchmarks/{row['script']}` |")
    return "\n".join([BEGIN, *lines, END])


def _rounded(rate: float) -> int:
    """To two figures, as more of them would not come out again."""
    return int(float(f"{rate:.2g}"))


def filled(page: str, found: dict, lang: str) -> str:
    """The page with the block of this run in the place of the one before."""
    before, rest = page.split(BEGIN)
    return before + block(found, lang) + rest.split(END)[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fill", action="store_true", help="measure nothing, and fill the pages from table.json")
    parser.add_argument("--run", action="store_true", help="time `policylab run`, too")
    options = parser.parse_args()
    if not options.fill:
        RESULT.write_text(json.dumps(measure(notebooks=options.run), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    found = json.loads(RESULT.read_text(encoding="utf-8"))
    for lang, path in PAGES.items():
        path.write_text(filled(path.read_text(encoding="utf-8"), found, lang), encoding="utf-8")


if __name__ == "__main__":
    main()
