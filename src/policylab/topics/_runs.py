"""Runs: many fits of one model, on samples of the sections, with other seeds, numbers of topics and segmentations."""

from __future__ import annotations

from dataclasses import dataclass

import joblib
import numpy as np
import pandas as pd

from policylab.errors import invalid
from policylab.topics._documents import TooLittleText
from policylab.topics._fit import fit_components, load_documents, term_shares
from policylab.topics._matching import document_overlap, match_topics, term_overlap
from policylab.topics._quality import exclusivity, npmi, rank_terms
from policylab.topics._weights import Counts, weigh

N_TOP = 10


@dataclass(frozen=True)
class Setting:
    """What is varied in a run."""

    segmentation: str
    n_topics: int
    seed: int


@dataclass(frozen=True)
class Run:
    """One fit. ``shares`` has a row for every document of the corpus, NaN for those that the fit did not see."""

    setting: Setting
    components: np.ndarray
    shares: np.ndarray
    top: np.ndarray
    npmi: float
    exclusivity: float
    held_out: float


@dataclass(frozen=True)
class Task:
    """A run to be made."""

    setting: Setting
    left_out: np.ndarray


def draw_left_out(documents: pd.DataFrame, *, share: float, rng: np.random.Generator) -> np.ndarray:
    """Mark the documents of a random share of the sections of each plan; shape (n_documents,)."""
    chosen: list[str] = []
    for _, sections in documents.groupby("plan", sort=True)["cluster"]:
        names = sorted(set(sections))
        number = min(round(share * len(names)), len(names) - 1)
        if share > 0:
            number = max(number, min(1, len(names) - 1))
        chosen += list(rng.choice(names, size=number, replace=False))
    return documents["cluster"].isin(chosen).to_numpy()


def make_runs(counted: dict[str, Counts], idf: dict[str, np.ndarray | None], settings: list[Setting], *, fit: dict,
              leave_out: float, random_state: int, n_jobs: int | None) -> list[Run]:
    """Make all runs, in processes; their order and every byte are the same for any number of jobs.

    The documents must be the same in every segmentation; the vocabulary and the weights of a term are those of the
    whole corpus, so that runs differ in what they have learnt, not in what they count.
    """
    if not 0 <= leave_out < 0.5:
        raise invalid("leave_out", leave_out, "a share of at least 0 and below 0.5")
    documents = next(iter(counted.values())).documents.frame
    tasks = []
    for index, setting in enumerate(settings):
        rng = np.random.default_rng([random_state, index])
        tasks.append(Task(setting, draw_left_out(documents, share=leave_out, rng=rng)))
        seen = int((counted[setting.segmentation].kept & ~tasks[-1].left_out).sum())
        if seen < setting.n_topics:
            raise TooLittleText(
                f"A run with {setting.n_topics} topics sees only {seen} documents with enough terms, as sections are "
                "left out. Take fewer topics, lower `leave_out` or `min_terms`, or add plans."
            )
    codes = {term: i for i, term in enumerate(sorted({t for c in counted.values() for t in c.vocabulary}))}
    numbers = {name: np.array([codes[term] for term in c.vocabulary]) for name, c in counted.items()}
    # some dozens of fits to a process, so that sending the counts costs little
    size = max(1, -(-len(tasks) // (8 * joblib.effective_n_jobs(n_jobs))))
    by_segmentation: list[list[Task]] = []
    for name in counted:
        own = [task for task in tasks if task.setting.segmentation == name]
        by_segmentation += [own[i : i + size] for i in range(0, len(own), size)]
    done = joblib.Parallel(n_jobs=n_jobs)(
        joblib.delayed(_run_batch)(
            batch, counted[batch[0].setting.segmentation].counts, counted[batch[0].setting.segmentation].kept,
            counted[batch[0].setting.segmentation].vocabulary, idf[batch[0].setting.segmentation],
            numbers[batch[0].setting.segmentation], fit,
        )
        for batch in by_segmentation
    )
    found = {run.setting: run for batch in done for run in batch}
    return [found[setting] for setting in settings]


def _run_batch(batch, counts, kept, vocabulary, idf, numbers, fit) -> list[Run]:
    return [_run(task, counts, kept, vocabulary, idf, numbers, fit) for task in batch]


def _run(task: Task, counts, kept: np.ndarray, vocabulary: np.ndarray, idf, numbers: np.ndarray, fit: dict) -> Run:
    seen, unseen = kept & ~task.left_out, kept & task.left_out
    weights = weigh(counts[seen], idf)
    components = fit_components(weights, task.setting.n_topics, seed=task.setting.seed, **fit)
    shares = np.full((counts.shape[0], task.setting.n_topics), np.nan)
    shares[seen] = load_documents(weights, components, method=fit["method"])
    # a document without any topic stays a document: it has no part in any of them
    shares[seen] = np.nan_to_num(shares[seen])
    topic_term = term_shares(components)
    top = rank_terms(topic_term, vocabulary)[:, :N_TOP]
    return Run(
        task.setting, components, shares, numbers[top], float(npmi(top, counts[kept]).mean()),
        float(exclusivity(top, topic_term).mean()), _held_out(counts[unseen], idf, components, fit["method"]),
    )


def _held_out(counts, idf, components: np.ndarray, method: str) -> float:
    """How well the topics describe documents that the fit did not see.

    NMF: the explained share of their squared weight. LDA: log likelihood a term of every second term, when the topics
    of the document are read from the others (document completion: Wallach et al. 2009).
    """
    if counts.shape[0] == 0:
        return np.nan
    topic_term = term_shares(components)
    if method == "nmf":
        weights = weigh(counts, idf)
        shares = np.nan_to_num(load_documents(weights, components, method=method))
        shape = shares @ topic_term
        target = weights.toarray()
        # the shares give the mixture, the best length of each document is its projection
        scale = (shape * target).sum(axis=1) / np.maximum((shape * shape).sum(axis=1), 1e-12)
        return float(1 - ((target - scale[:, None] * shape) ** 2).sum() / (target**2).sum())
    read, told = counts.copy(), counts.copy()
    odd = np.arange(len(counts.data)) % 2
    read.data = (counts.data + odd) // 2
    told.data = counts.data - read.data
    shares = load_documents(read, components, method=method)
    expected = np.maximum(shares @ topic_term, 1e-12)
    return float(told.multiply(np.log(expected)).sum() / max(told.sum(), 1))


def compare_runs(run: Run, other: Run) -> tuple[np.ndarray, np.ndarray]:
    """Overlap of the topics of two runs (mean of term and document overlap), and the partner of each."""
    overlap = (term_overlap(run.top, other.top) + document_overlap(run.shares, other.shares)) / 2
    return overlap, match_topics(overlap)


def matched(overlap: np.ndarray, partner: np.ndarray) -> np.ndarray:
    """Overlap of each topic with its partner, 0 where it has none; shape (n_topics,)."""
    return np.where(partner >= 0, overlap[np.arange(len(partner)), partner], 0.0)


def find_medoid(runs: list[Run], candidates: list[int]) -> tuple[int, float]:
    """The candidate that is most like all other runs, and its mean overlap with them (Kaufman & Rousseeuw 1990)."""
    best, best_score = candidates[0], -1.0
    for index in candidates:
        scores = [
            matched(*compare_runs(runs[index], other)).mean() for i, other in enumerate(runs) if i != index
        ]
        score = round(float(np.mean(scores)), 10) if scores else 1.0
        if score > best_score:
            best, best_score = index, score
    return best, best_score
