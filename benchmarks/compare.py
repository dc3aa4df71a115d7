"""Text reuse against exhaustive alignment, and against plainer ways to find it, on all pairs of the four plans.

    python benchmarks/compare.py [--panel 20 100]

Exhaustive alignment takes every pair of sentences that have twelve characters in common in any order; no match is
elsewhere. Beside what policylab does stand a plain index of n-grams with RapidFuzz's partial ratio, and MinHash with
locality-sensitive hashing (Broder, 1997), which finds near duplicates. A line says how many of the pairs of sentences
with a match each of them finds, how many others it names, and CPU seconds. `--panel` does the same on panels of so many
generated reports (`growth.py`), where exhaustive alignment would take days: there the others are held to policylab.
"""

from __future__ import annotations

import argparse
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import combinations

import numpy as np
from growth import make_panel
from rapidfuzz import fuzz

import policylab
from policylab.compare._grams import SIZE, GramIndex
from policylab.compare._masked_sentences import in_order, sentences
from policylab.compare._reuse import align_pairs

LENGTH, LEAST = 12, 90
PARTIAL, HASHES, BANDS = 75, 64, 32


def aligned(index: GramIndex, texts: list, pairs: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """Pairs of sentences that have a match."""
    chosen = np.array([(*pair, 3) for pair in pairs], dtype=np.int64).reshape(-1, 3)
    return {pairs[number] for number in align_pairs(texts, chosen, LENGTH)}


def every(index: GramIndex, texts: list) -> list[tuple[int, int]]:
    """All pairs of sentences of different plans that could have a match."""
    bags = [Counter(sentence.letters) for sentence in texts]
    return [
        (i, j)
        for i, j in combinations(range(len(texts)), 2)
        if index.plan_of[i] != index.plan_of[j] and (bags[i] & bags[j]).total() >= LENGTH
    ]


def policylab_way(index: GramIndex, texts: list) -> set[tuple[int, int]]:
    """The index, the bound, and alignment."""
    found = [index.candidates(plan, min_length=LENGTH, least=LEAST) for plan in range(len(index.first) - 1)]
    return aligned(index, texts, [tuple(pair) for pair in np.concatenate(found)[:, :2].tolist()])


def plain_index(index: GramIndex, texts: list) -> set[tuple[int, int]]:
    """Pairs that share three n-grams, and are alike by RapidFuzz's partial ratio."""
    found = [index.candidates(plan, min_length=LENGTH) for plan in range(len(index.first) - 1)]
    pairs = np.concatenate(found)[:, :2].tolist()
    return {(i, j) for i, j in pairs if fuzz.partial_ratio(texts[i].letters, texts[j].letters) >= PARTIAL}


def minhash(index: GramIndex, texts: list) -> set[tuple[int, int]]:
    """Pairs that fall into one bucket of any band of their MinHash."""
    rng = np.random.default_rng(0)
    factors, shifts = rng.integers(1, 2**31 - 1, (2, HASHES, 1), dtype=np.int64)
    buckets = defaultdict(list)
    for number, sentence in enumerate(texts):
        grams = {sentence.letters[i : i + SIZE] for i in range(len(sentence.letters) - SIZE + 1)}
        if grams:
            codes = np.array(sorted(zlib.crc32(gram.encode()) for gram in grams), dtype=np.int64)
            least = ((factors * codes + shifts) % (2**31 - 1)).min(axis=1).reshape(BANDS, -1)
            for band, values in enumerate(least.tolist()):
                buckets[band, *values].append(number)
    pairs = {pair for members in buckets.values() for pair in combinations(members, 2)}
    return {(i, j) for i, j in pairs if index.plan_of[i] != index.plan_of[j]}


WAYS: dict[str, Callable[[GramIndex, list], set]] = {
    "policylab": policylab_way,
    f"n-gram index, partial ratio ≥ {PARTIAL}": plain_index,
    f"MinHash, {HASHES} hashes in {BANDS} bands": minhash,
}


def compared(corpus, *, exhaustive: bool) -> None:
    """Print a line for each way."""
    plans = in_order(corpus)
    split = [sentences(plan, [plan.title for plan in plans]) for plan in plans]
    texts = [sentence for own in split for sentence in own]
    index = GramIndex([[s.letters for s in own] for own in split])
    truth = aligned(index, texts, every(index, texts)) if exhaustive else policylab_way(index, texts)
    by = "by exhaustive alignment" if exhaustive else "by policylab"
    print(f"{len(plans)} plans, {len(texts)} sentences: {len(truth)} pairs of sentences have a match {by}.")
    print("| way | found | others named | CPU seconds |\n|---|---|---|---|")
    for name, way in WAYS.items():
        begun = time.process_time()
        found = way(index, texts)
        seconds = time.process_time() - begun
        print(f"| {name} | {len(found & truth) / len(truth):.1%} | {len(found - truth)} | {seconds:.2f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--panel", type=int, nargs="*", default=[], metavar="PLANS")
    numbers = parser.parse_args().panel
    compared(policylab.load_corpus(), exhaustive=True)
    for number in numbers:
        compared(make_panel(number), exhaustive=False)


if __name__ == "__main__":
    main()
