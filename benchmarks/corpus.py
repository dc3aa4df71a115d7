"""How long cleaning takes, and whether its time grows with the length alone.

Run with `python benchmarks/corpus.py`. Times are the least of nine runs; the peer in the same run is OpenCC alone on the
same text, which cleaning cannot do without. Whether any text makes it raise is asked by `benchmarks/attack.py`.
"""

from __future__ import annotations

import time

import policylab
from policylab.corpus import outline
from policylab.corpus._responsibility_notes import agencies
from policylab.text import clean_text
from policylab.text._characters import simplified


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


def main() -> None:
    print(f"load_corpus()                    {least(policylab.load_corpus):.3f} s")
    for id in ("smart-city-2021", "new-infrastructure-2021"):
        raw = policylab.load_corpus()[id].raw
        once, ten = least(whole, raw), least(whole, raw * 10)
        alone = least(simplified, raw)
        print(f"{id:32} {once:.3f} s; ten times over {ten:.3f} s, {ten / once:.1f} times as long; OpenCC {1000 * alone:.1f} ms")


if __name__ == "__main__":
    main()
