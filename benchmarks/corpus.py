"""How long cleaning takes, whether its time grows with the length alone, and whether any text makes it raise.

Run with `python benchmarks/corpus.py [--fuzz N]`. Times are medians of five; the peer in the same run is OpenCC alone
on the same text, which cleaning cannot do without.
"""

from __future__ import annotations

import argparse
import random
import time

import policylab
from policylab.corpus import outline
from policylab.corpus._responsibility_notes import agencies
from policylab.text import clean_text
from policylab.text._repair import simplified

ALPHABET = "一二三四五六七八九十、。(（)）(:：;；市局委牵头配合责任单位由会同等負責數據規模化1234567890.%-—“”《》?!\n aA5G瘧ヂ\u3000"


def least(function, *arguments, times: int = 9) -> float:
    """Least seconds of some runs: what else the machine does can only add to them."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        function(*arguments)
        taken.append(time.perf_counter() - start)
    return min(taken)


def whole(raw: str) -> None:
    text = clean_text(raw).text
    sections, _ = outline(text)
    agencies(text, sections)


def fuzz(rounds: int, seed: int = 0) -> None:
    rng = random.Random(seed)
    for _ in range(rounds):
        raw = "".join(rng.choices(ALPHABET, k=rng.randint(0, 400)))
        if rng.random() < 0.1:
            raw = raw.replace("\n", "") * rng.randint(2, 50)
        whole(raw)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fuzz", type=int, default=2000, metavar="N", help="random texts to try (default 2000)")
    rounds = parser.parse_args().fuzz
    print(f"load_corpus()                    {least(policylab.load_corpus):.3f} s")
    for id in ("smart-city-2021", "new-infrastructure-2021"):
        raw = policylab.load_corpus()[id].raw
        once, ten = least(whole, raw), least(whole, raw * 10)
        alone = least(simplified, raw)
        print(f"{id:32} {once:.3f} s; ten times over {ten:.3f} s, {ten / once:.1f} times as long; OpenCC {1000 * alone:.1f} ms")
    start = time.perf_counter()
    fuzz(rounds)
    print(f"{rounds} random texts: none raised ({time.perf_counter() - start:.1f} s)")


if __name__ == "__main__":
    main()
