"""What the test of topics finds where nothing is, and which model has topics that it tells from chance.

    python benchmarks/topics.py [--nulls N] [--lda] [--jobs N]

Texts whose words were shuffled within the plans stand in the place of the plans: the share of them with a surviving topic
should be at most one in twenty. With ``--lda`` (slow) models are compared. What other seeds say is in `coverage.py
--verdicts`.
"""

from __future__ import annotations

import argparse
import statistics
import time

import numpy as np
import pandas as pd

import policylab
from policylab.topics import TopicModel, topic_stability
from policylab.topics._runs import shuffle_words

MODELS = {
    "NMF, nndsvda": {"method": "nmf", "init": "nndsvda"},
    "NMF, random start": {"method": "nmf", "init": "random"},
    "LDA, batch": {"method": "lda"},
}


class Joined:
    """A segmenter for texts whose words are parted by tabs: shuffled words need no second cut."""

    fingerprint = "tabs"

    def terms(self, text: str) -> list[str]:
        return text.split("\t")

    tokens = terms


def nulls(number: int, jobs: int) -> None:
    """Shuffled texts in the place of the plans."""
    model = TopicModel(4)
    counted = model._count(policylab.load_corpus())
    frame = counted.documents.frame
    terms = [counted.segmenter.terms(text) for text in frame["text"]]
    plan = pd.factorize(frame["plan"])[0]
    found = []
    for seed in range(number):
        words = shuffle_words(terms, plan, np.random.default_rng([99, seed]))
        table = frame[["plan", "section"]].assign(text=["\t".join(row) for row in words])
        result = topic_stability(table[table["text"] != ""], segmenters={"tabs": Joined()}, random_state=seed, n_jobs=jobs)
        found.append(int(result.numbers["surviving"].max()))
    print(f"shuffled texts in the place of the plans: {sum(n > 0 for n in found)} of {number} have a surviving topic")


def models(jobs: int) -> None:
    """NMF beside LDA: coherence, time, and what survives."""
    print("model | K | NPMI | seconds a fit | survive | borderline | threshold\n---|---|---|---|---|---|---")
    corpus = policylab.load_corpus()
    for name, settings in MODELS.items():
        times = []
        for seed in range(3):
            start = time.perf_counter()
            TopicModel(10, random_state=seed, labels=(), **settings).fit(corpus)
            times.append(time.perf_counter() - start)
        few = {"repeats": 4, "shuffles": 9, "shuffle_repeats": 2} if "LDA" in name else {}
        row = topic_stability(corpus, n_topics=10, grid=[10], n_jobs=jobs, **few, **settings).numbers.iloc[0]
        print(f"{name} | 10 | {row['npmi']:.3f} | {statistics.median(times):.2f} | {row['surviving']} | "
              f"{row['borderline']} | {row['control']:.2f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nulls", type=int, default=20, metavar="N")
    parser.add_argument("--lda", action="store_true")
    parser.add_argument("--jobs", type=int, default=2, metavar="N")
    options = parser.parse_args()
    if options.nulls:
        nulls(options.nulls, options.jobs)
    if options.lda:
        models(options.jobs)


if __name__ == "__main__":
    main()
