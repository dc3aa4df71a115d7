"""How time and memory grow with the number of plans, on generated text with the lengths of real reports.

    python benchmarks/growth.py [--plans 4 20 100] [--only text_reuse stated]   time, memory and growth
    python benchmarks/growth.py --formulas                                    what counts as a formula, and what not
    python benchmarks/growth.py --plans 60 --study DIR                        a study for `policylab run`

The text is a panel that nobody wrote: reports of several places and years, 10 000 to 20 000 characters each, of words
drawn in the order in which words follow each other in the plans of Tianjin. A report carries on some sentences of the
year before in its place, with other figures and a few other words; some sentences stand in most reports of all
places, as formulas do. Towns, years and numbers are drawn by lot: it is for measuring time and memory, never data.

Growth is the exponent of time in the number of plans, from one line to the next. CPU seconds are those of a process of
its own for each number of plans, which a busy machine changes least.
"""

from __future__ import annotations

import argparse
import functools
import json
import math
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import policylab
from policylab import compare, study
from policylab.corpus import Corpus, Plan, clean_text

TOWNS = ("青石", "白河", "云岭", "南浦", "东陵", "西泽", "北屏", "金川", "玉山", "临江", "长渡", "安澜", "平原", "海宁子",
         "高台", "新墟", "古渡", "大营", "石桥", "双塔")  # fmt: skip
CARRIED, FORMULA, SHUFFLED = 0.12, 0.03, 0.1  # shares of sentences that are carried on and common, and of words changed


def make_panel(number: int, *, seed: int = 0) -> Corpus:
    """So many reports of up to twenty places, one a year; those of a smaller panel are no others."""
    words = _Words()
    rng = random.Random(f"{seed}/formulas")
    formulas = [words.sentence(rng) for _ in range(60)]
    plans, before = [], {}
    for index in range(number):
        town, year = TOWNS[index % len(TOWNS)], 2005 + index // len(TOWNS)
        rng = random.Random(f"{seed}/{index}")
        sentences, length, wanted = [], 0, rng.randint(10_000, 20_000)
        while length < wanted:
            drawn = rng.random()
            if drawn < FORMULA:
                sentence = rng.choice(formulas)
            elif drawn < FORMULA + CARRIED and town in before:
                sentence = words.changed(rng.choice(before[town]), rng)
            else:
                sentence = words.sentence(rng)
            sentences.append(sentence)
            length += len(sentence)
        before[town] = sentences
        lines = ["。".join(sentences[first : first + 5]) + "。" for first in range(0, len(sentences), 5)]
        for item in range(0, len(lines), 6):
            lines[item] = f"（{'一二三四五六七八九十'[item // 6 % 10]}）{sentences[item][:12]}\n{lines[item]}"
        text = f"{town}市政府工作报告\n一、主要任务\n" + "\n".join(lines)
        plan = Plan(clean_text(text), id=f"{town}-{year}", title=f"{town}市{year}年政府工作报告",
                    issuer=f"{town}市人民政府", period_start=year, period_end=year)  # fmt: skip
        plans.append(plan)
    return Corpus(plans)


def write_study(folder: Path, number: int) -> None:
    """The panel as a study of its own, made as a reader makes one: `policylab new`, and `policylab add` for each."""
    study.new_study(folder, lang="zh")
    for index, plan in enumerate(make_panel(number)):
        with tempfile.TemporaryDirectory() as name:
            source = Path(name, "report.txt")
            source.write_text(plan.text, encoding="utf-8")
            study.add_source(source, corpus=folder, id=f"report-{index + 1:03d}", title=plan.title, issuer=plan.issuer,
                             period=str(plan.period_start))  # fmt: skip


class _Words:
    """Words that follow each other as they do in the plans that come with policylab."""

    def __init__(self) -> None:
        segmenter = policylab.Segmenter(engine="rjieba")
        self._next: dict[str, list[str]] = defaultdict(list)
        for plan in policylab.load_corpus():
            for text in plan.paragraphs.loc[plan.paragraphs["role"] == "body", "text"]:
                words = segmenter.tokens(text)
                for one, other in zip(words, words[1:], strict=False):
                    self._next[one].append(other)
        self._all = sorted(self._next)

    def sentence(self, rng: random.Random) -> str:
        """A sentence of 15 to 80 characters; every fourth has a number."""
        wanted, words = rng.randint(15, 80), [rng.choice(self._all)]
        while sum(map(len, words)) < wanted:
            # one word in three is any word: the order of real texts repeats itself, in a panel far too often
            again = self._next[words[-1]] if rng.random() > 1 / 3 else self._all
            words.append(rng.choice(again or self._all))
            if rng.random() < 0.08:
                words.append("，")
        number = f"，建成{rng.choice(self._all)}{rng.randint(2, 900)}个" if rng.random() < 0.25 else ""
        return "".join(words) + number

    def changed(self, sentence: str, rng: random.Random) -> str:
        """The sentence a year later: some characters are other ones, and so are its numbers."""
        return "".join(
            str(rng.randint(1, 9)) if c in "123456789" else rng.choice("推进加快完善建设") if rng.random() < SHUFFLED / 4 else c
            for c in sentence
        )


TASKS: dict[str, Callable[[Corpus], object]] = {
    "text_reuse": compare.text_reuse,
    "text_reuse, one place": lambda corpus: compare.text_reuse(corpus, pairs=_of_one_place(corpus)),
    "chapter_map": compare.chapter_map,
    "chapter_map, one place": lambda corpus: compare.chapter_map(corpus, pairs=_of_one_place(corpus)),
    "extract_targets": policylab.extract_targets,
    "target_lineage": lambda corpus: policylab.target_lineage(_ledger(corpus), corpus),
    "stated": lambda corpus: compare.stated(_ledger(corpus), corpus),
    "keyness, one target": lambda corpus: policylab.keyness(corpus, target=corpus.ids[0]),
    "keyness, all targets": policylab.keyness,
    "keyword_trends": lambda corpus: policylab.keyword_trends(corpus, ["数字经济", "智慧城市"]),
}
_ledger = functools.cache(policylab.extract_targets)  # made before the clock starts, for what takes a ledger
FROM_LEDGER = ("target_lineage", "stated")


def _of_one_place(plans: Corpus) -> list[tuple[str, str]]:
    return [(a.id, b.id) for a in plans for b in plans if a.issuer == b.issuer and a.period_start < b.period_start]


def measure(task: str, number: int) -> dict:
    """Seconds and peak memory of one task, in this process."""
    corpus = make_panel(number)
    for plan in corpus:
        _ = plan.paragraphs
    if task in FROM_LEDGER:
        _ledger(corpus)
    begun = time.process_time()
    TASKS[task](corpus)
    seconds = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "peak": peak, "characters": sum(len(plan.text) for plan in corpus)}


def table(tasks: list[str], numbers: list[int]) -> None:
    """Print a line for each task and number of plans, each measured in a process of its own."""
    print("| task | plans | characters | CPU seconds | growth | peak MB |\n|---|---|---|---|---|---|")
    for task in tasks:
        before = None
        for number in numbers:
            command = [sys.executable, __file__, "--measure", task, str(number)]
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode:
                print(f"| {task} | {number} | failed: {done.stderr.strip().splitlines()[-1][:80]} | | | |", flush=True)
                break
            found = json.loads(done.stdout)
            growth = ""
            if before:
                growth = f"{math.log(found['seconds'] / before[1]) / math.log(number / before[0]):.2f}"
            before = number, found["seconds"]
            print(f"| {task} | {number} | {found['characters']} | {found['seconds']:.2f} | {growth} | {found['peak']:.0f} |",
                  flush=True)  # fmt: skip


def formulas(numbers: list[int]) -> None:
    """Print how many runs of eight characters are formulas, by the rule and by 'in every plan', and what follows."""
    from policylab.compare import _formulas

    print("| plans | in every plan: runs | passages that are no formula | in half: runs | passages that are no formula |")
    print("|---|---|---|---|---|")
    rule = _formulas.formula_numbers
    for number in numbers:
        corpus, cells = make_panel(number), []
        plans = list(corpus)
        for chosen in (lambda plans, authorities: (plans, 1), rule):
            _formulas.formula_numbers = chosen
            sentences = compare._masked_sentences.sentences
            index = _formulas.GramIndex([[s.letters for s in sentences(p)] for p in plans])
            known = _formulas.Formulas(index, [plan.issuer for plan in plans])
            reuse = compare.text_reuse(corpus)
            cells += [str(len(known._common)), str(int((~reuse["formula"]).sum()))]
        _formulas.formula_numbers = rule
        print(f"| {number} | " + " | ".join(cells) + " |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plans", type=int, nargs="+", default=[4, 20, 100])
    parser.add_argument("--only", nargs="+", choices=list(TASKS), default=list(TASKS))
    parser.add_argument("--formulas", action="store_true")
    parser.add_argument("--study", type=Path, metavar="DIR", help="write the panel as a study instead")
    parser.add_argument("--measure", nargs=2, metavar=("TASK", "PLANS"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure[0], int(options.measure[1]))))
    elif options.study:
        write_study(options.study, options.plans[0])
    elif options.formulas:
        formulas(options.plans)
    else:
        table(options.only, options.plans)


if __name__ == "__main__":
    main()
