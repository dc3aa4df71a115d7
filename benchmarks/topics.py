"""How stable, coherent and fast the topic models are, on the paragraphs of the study.

Run with `python benchmarks/topics.py [--topics K] [--seeds N] [--jobs N]`. Times are medians of single fits on one
thread. tomotopy's LDA is measured in the same run where the package is installed (`pip install tomotopy`); policylab
does not need it.

same start   mean best-match Jaccard of the top ten terms between ten seeds, on all paragraphs
survival     mean share of runs in which a topic of the medoid survives, when every run leaves out a tenth of the
             sections, and the number of topics and the segmentation vary
>= 0.8       how many of the medoid's topics survive in at least 0.8 of the runs
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import time

import numpy as np
from scipy import sparse

import policylab
from policylab.topics import TopicModel, default_segmentations, topic_stability
from policylab.topics._fit import fit_components, load_documents, term_shares
from policylab.topics._matching import match_topics
from policylab.topics._quality import npmi, rank_terms
from policylab.topics._runs import Run, Setting, compare_runs, draw_left_out, find_medoid, matched
from policylab.topics._weights import weigh

SAME_START_SEEDS = 10
MODELS = {
    "LDA, batch": {"method": "lda"},
    "NMF, random start": {"method": "nmf", "init": "random"},
    "NMF, nndsvda": {"method": "nmf", "init": "nndsvda"},
}


def jaccard(top: np.ndarray, other: np.ndarray) -> float:
    """Mean Jaccard of the top terms of topics that are matched."""
    overlap = np.array([[len(set(a) & set(b)) / len(set(a) | set(b)) for b in other] for a in top])
    return float(matched(overlap, match_topics(overlap)).mean())


def fit_tomotopy(counts: sparse.csr_matrix, n_topics: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """tomotopy's LDA with its own defaults and 1000 iterations on one worker: topics and shares."""
    import tomotopy

    model = tomotopy.LDAModel(k=n_topics, seed=seed)
    for row in range(counts.shape[0]):
        part = slice(counts.indptr[row], counts.indptr[row + 1])
        model.add_doc([str(i) for i, n in zip(counts.indices[part], counts.data[part], strict=True) for _ in range(n)])
    model.train(1000, workers=1)
    topics = np.zeros((n_topics, counts.shape[1]))
    columns = [int(term) for term in model.used_vocabs]
    for k in range(n_topics):
        topics[k, columns] = model.get_topic_word_dist(k)
    return topics, np.array([document.get_topic_dist() for document in model.docs])


def fit(name: str, counts, idf, n_topics: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Topics (rows sum to 1) and shares of the documents."""
    if name == "tomotopy LDA":
        return fit_tomotopy(counts, n_topics, seed)
    settings = MODELS[name]
    weights = weigh(counts, idf if settings["method"] == "nmf" else None)
    iterations = 400 if settings["method"] == "nmf" else 50
    components = fit_components(weights, n_topics, seed=seed, max_iter=iterations, **({"init": "nndsvda"} | settings))
    return term_shares(components), load_documents(weights, components, method=settings["method"])


def same_start(name: str, counted, idf, n_topics: int) -> tuple[float, float, float]:
    """Agreement between seeds on the same paragraphs, NPMI, and seconds a fit."""
    counts, tops, times = counted.counts[counted.kept], [], []
    for seed in range(SAME_START_SEEDS):
        start = time.perf_counter()
        topics, _ = fit(name, counts, idf, n_topics, seed)
        times.append(time.perf_counter() - start)
        tops.append(rank_terms(topics, counted.vocabulary)[:, :10])
    agreement = np.mean([jaccard(a, b) for a, b in itertools.combinations(tops, 2)])
    return float(agreement), float(np.mean([npmi(top, counts).mean() for top in tops])), statistics.median(times)


def tomotopy_survival(corpus, n_topics: int, seeds: int) -> np.ndarray:
    """Survival of the medoid's topics, by the same runs and rules as `topic_stability`."""
    counted = {name: TopicModel(n_topics, segmenter=segmenter)._count(corpus)
               for name, segmenter in default_segmentations().items()}
    codes = {term: i for i, term in enumerate(sorted({t for c in counted.values() for t in c.vocabulary}))}
    runs = []
    for index, (name, number, seed) in enumerate(
        itertools.product(counted, (n_topics - 1, n_topics, n_topics + 1), range(seeds))
    ):
        part = counted[name]
        left = draw_left_out(part.documents.frame, share=0.1, rng=np.random.default_rng([0, index]))
        seen = part.kept & ~left
        topics, found = fit_tomotopy(part.counts[seen], number, seed)
        shares = np.full((len(seen), number), np.nan)
        shares[seen] = found
        numbers = np.array([codes[term] for term in part.vocabulary])
        top = numbers[rank_terms(topics, part.vocabulary)[:, :10]]
        runs.append(Run(Setting(name, number, seed), topics, shares, top, np.nan, np.nan, np.nan))
    first = next(iter(counted))
    settings = [run.setting for run in runs]
    medoid, _ = find_medoid(
        runs, [i for i, s in enumerate(settings) if s.n_topics == n_topics and s.segmentation == first])
    scores = [matched(*compare_runs(runs[medoid], run)) for i, run in enumerate(runs) if i != medoid]
    return (np.array(scores) >= 0.4).mean(axis=0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--topics", type=int, nargs="*", default=[10, 8], metavar="K", help="default 10 8")
    parser.add_argument("--seeds", type=int, default=20, metavar="N", help="seeds of the survival runs (default 20)")
    parser.add_argument("--lda-seeds", type=int, default=5, metavar="N", help="the same for LDA, which is slow (5)")
    parser.add_argument("--jobs", type=int, default=2, metavar="N")
    options = parser.parse_args()
    try:
        import tomotopy
    except ImportError:
        tomotopy = None
        print("tomotopy is not installed: its LDA is left out.")
    corpus = policylab.load_corpus()
    names = [*MODELS, *(["tomotopy LDA"] if tomotopy else [])]
    print("model                  K same start   NPMI  s a fit  survival  >= 0.8  runs      s")
    for n_topics in options.topics:
        model = TopicModel(n_topics)
        counted = model._count(corpus)
        idf = model._idf(counted)
        for name in names:
            agreement, coherence, seconds = same_start(name, counted, idf, n_topics)
            start = time.perf_counter()
            seeds = options.lda_seeds if "LDA" in name else options.seeds
            if name == "tomotopy LDA":
                survival = tomotopy_survival(corpus, n_topics, seeds)
            else:
                found = topic_stability(corpus, n_topics=n_topics, seeds=seeds, n_jobs=options.jobs, **MODELS[name])
                survival = found.topics["survival"].to_numpy()
            print(
                f"{name:20} {n_topics:3} {agreement:10.2f} {coherence:6.3f} {seconds:8.3f} {survival.mean():9.2f} "
                f"{(survival >= 0.8).sum():3} of {n_topics:<2} {6 * seeds:4} {time.perf_counter() - start:6.1f}"
            )


if __name__ == "__main__":
    main()
