"""Time text reuse on larger corpora, and check its filter against exhaustive alignment.

    python benchmarks/compare.py            growth, 1 to 50 times the length of two of the plans
    python benchmarks/compare.py --check    the filter on all pairs of the four plans

The larger texts are copies of the plans in which half of the alphabet is shuffled, another way in each copy: each copy
keeps the passages that it has in common with the copy of the other plan, while of the n-grams that are frequent
everywhere many stay the same in all copies, as they do in a large corpus. n log n is what the time is held to.
"""

from __future__ import annotations

import dataclasses
import math
import sys
import time
from itertools import combinations

import numpy as np

import policylab
from policylab.compare._reuse import find_matches
from policylab.compare._sentences import sentences

FOLDS = (1, 5, 10, 25, 50)


def enlarged(plans: list, fold: int) -> list:
    """Sentences of plans, `fold` times, each time in another alphabet; sentences start where no other does."""
    letters = sorted({char for plan in plans for sentence in plan for char in sentence.letters})
    copies: list[list] = [[] for _ in plans]
    for copy in range(fold):
        rng = np.random.default_rng(copy)
        moved = [letters[i] for i in sorted(rng.permutation(len(letters))[: len(letters) // 2])] if copy else []
        table = str.maketrans(dict(zip(moved, rng.permutation(moved), strict=True))) if moved else {}
        for made, plan in zip(copies, plans, strict=True):
            shift = copy * 10**6
            made += [
                dataclasses.replace(s, letters=s.letters.translate(table), start=s.start + shift) for s in plan
            ]
    return copies


def growth() -> None:
    corpus = policylab.load_corpus()
    plans = [sentences(corpus[id]) for id in ("new-infrastructure-2021", "smart-city-2021")]
    first = None
    print(f"{'fold':>5} {'characters':>11} {'matches':>8} {'seconds':>8} {'× first':>8} {'n log n':>8}")
    for fold in FOLDS:
        ours, theirs = enlarged(plans, fold)
        size = sum(len(s.letters) for s in ours + theirs)
        start = time.perf_counter()
        found = find_matches(ours, theirs, min_length=12)
        took = time.perf_counter() - start
        first = first or (size, took)
        bound = size * math.log(size) / (first[0] * math.log(first[0]))
        print(f"{fold:>5} {size:>11} {len(found):>8} {took:>8.2f} {took / first[1]:>8.1f} {bound:>8.1f}", flush=True)


def check() -> None:
    corpus = policylab.load_corpus()
    names = [plan.title for plan in corpus]
    split = {plan.id: sentences(plan, names) for plan in corpus}
    total = lost = 0
    for one, other in combinations(split, 2):
        every, found = (
            {
                (match.ours.start, match.theirs.start, match.aligned)
                for match in find_matches(split[one], split[other], min_length=12, exhaustive=exhaustive)
            }
            for exhaustive in (True, False)
        )
        total, lost = total + len(every), lost + len(every - found)
        print(f"{one} > {other}: {len(every)} matches, {len(every - found)} lost by the filter", flush=True)
    print(f"{total} matches of 12 characters and more, {lost} lost ({100 * lost / total:.1f} %)")


if __name__ == "__main__":
    check() if "--check" in sys.argv else growth()
