"""Speed of the words: all tables of notebook 02 on the four plans, the same many times over, and the two engines.

    python benchmarks/words.py [--times 50]

The larger corpus has each paragraph many times over with its clauses in another order, so that no two texts are the
same and nothing that was cut before is remembered.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass

import numpy as np
import pandas as pd

import policylab
from policylab import words

TERMS = ["智慧城市", "大数据", "物联网", "云计算", "5G", "人工智能", "区块链", "数字经济", "电子商务", "政务服务", "工业互联网"]


@dataclass
class LargerPlan:
    id: str
    text: str
    period_start: int
    paragraphs: pd.DataFrame
    sections: pd.DataFrame
    title: str = ""
    issuer: str | None = None
    issued: None = None
    period_end: int | None = None
    after: tuple = ()

    def page_of(self, place: int) -> None:
        """Repeated text has no pages."""


def larger(plan, times: int, generator: np.random.Generator) -> LargerPlan:
    """The plan `times` times over, each time with sections of its own."""
    paragraphs, sections = [], []
    for number in range(times):
        part, outline = plan.paragraphs.copy(), plan.sections.copy()
        part["section"] = part["section"] + f"#{number}"
        outline["section"] = outline["section"] + f"#{number}"
        outline["parent"] = outline["parent"].where(outline["parent"].isna(), outline["parent"] + f"#{number}")
        part["text"] = [shuffled(text, generator) for text in part["text"]]
        paragraphs.append(part)
        sections.append(outline)
    return LargerPlan(
        plan.id, plan.text, plan.period_start, pd.concat(paragraphs, ignore_index=True),
        pd.concat(sections, ignore_index=True),
    )  # fmt: skip


def shuffled(text: str, generator: np.random.Generator) -> str:
    clauses = text.split(",")
    return ",".join(clauses[place] for place in generator.permutation(len(clauses)))


def tables(corpus) -> None:
    """All tables of notebook 02, from counts made once."""
    counts = words.count_words(corpus)
    pair = (counts.plans[0], counts.plans[-1])
    words.token_counts(counts)
    words.keyword_trends(counts, TERMS)
    words.agreement(words.multiverse(counts, TERMS, pair=pair))
    for find in (words.term_changes, words.emerging_terms, words.declining_terms):
        find(counts, pairs=[pair])
    words.placebo_changes(counts)
    words.keyness(counts)
    words.concordance(counts, "区块链")
    words.collocates(counts, "区块链")
    words.theme_weights(counts)
    words.theme_weights(counts, by="chapter")
    words.theme_coverage(counts)
    carriers = words.theme_terms(counts)
    chosen = sorted(carriers.groupby("term")["count"].sum().nlargest(70).index)
    for plan in pair:
        words.cooccurrence_network(words.cooccurrence(counts, terms=chosen, plan=plan))
    words.suggest_terms(counts)


def timed(function, *args) -> float:
    start = time.process_time()
    function(*args)
    return time.process_time() - start


def engines(corpus, *, places: bool, repeats: int = 5) -> dict[str, float]:
    """Least CPU seconds of cutting every source, by engine, without what it remembers."""
    texts = [line for source in corpus.sources for line in source.text.splitlines()]
    least = {}
    for engine in ("jieba", "rjieba"):
        segmenter = words.Segmenter(engine=engine)
        segmenter.spans("智慧城市")

        def cut(segmenter=segmenter):
            segmenter.forget()
            for text in texts:
                segmenter.spans(text) if places else segmenter.tokens(text)

        least[engine] = min(timed(cut) for _ in range(repeats))
    return least


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=50)
    times = parser.parse_args().times
    corpus = policylab.load_corpus()
    plans = list(corpus)
    for plan in plans:
        plan.paragraphs, plan.sections  # noqa: B018  reading is no part of the words
    # first, while nothing else is in memory that Python's garbage collector would have to look through
    for places, what in ((False, "words"), (True, "words with their places")):
        least = engines(corpus, places=places)
        print(f"cutting into {what}: jieba {least['jieba']:.3f} s, rjieba {least['rjieba']:.3f} s, "
              f"{least['jieba'] / least['rjieba']:.1f} times as fast")  # fmt: skip
    words.segmenter_for(corpus).spans("智慧城市")
    once = timed(tables, plans)
    print(f"all tables, once: {once:.2f} s")
    generator = np.random.default_rng(0)
    many = [larger(plan, times, generator) for plan in plans]
    again = timed(tables, many)
    print(f"all tables, {times} times over: {again:.1f} s, {again / once:.1f} times as long")


if __name__ == "__main__":
    main()
