"""Runs: fits on samples of the sections, and how well each agrees with the model of the whole text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy import sparse
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist

from policylab.topics._fit import fit_components, fit_runs, largest_triplets, load_documents, term_shares
from policylab.topics._model import N_TOP
from policylab.topics._topic_documents import Counts, Vocabulary, fit_weights, weigh

NEIGHBOURS = (-2, 0, 2)  # a model is compared with runs of so many topics more
ENOUGH = 30  # iterations of a run; more move the agreement of topics of plans and of shuffled texts alike


@dataclass(frozen=True)
class Procedure:
    """What is done to a text: to that of the plans, and in the same way to one whose words were shuffled."""

    grid: tuple[int, ...]  # numbers of topics of the models of the whole text
    leave_out: float  # share of the sections of each plan that a run does not see
    random_state: int
    plan: np.ndarray  # of each document, as a number
    section: np.ndarray  # with which each document is left out
    vocabulary: Vocabulary
    # the words of each segmentation, and how it cuts those of the first, shape (n_forms, n_own_forms), None for the
    # first itself: so all of them see the same shuffled text
    segmentations: Mapping[str, tuple[np.ndarray, sparse.csr_matrix | None]]
    method: str  # of the models, as the next two; runs start at random
    init: str
    max_iter: int

    @property
    def numbers(self) -> list[int]:
        """Numbers of topics of the runs."""
        return sorted({number + more for number in self.grid for more in NEIGHBOURS if number + more >= 2})


@dataclass(frozen=True)
class Fit:
    """Topics of one fit: components, the numbers of their top terms, and their shares of all documents."""

    components: np.ndarray
    top: np.ndarray
    shares: np.ndarray


@dataclass(frozen=True)
class Weighed:
    """A text cut in one way: the weights of the documents that have enough terms, as a fit takes them.

    ``kept`` marks these documents among all; ``codes`` are the terms as numbers that mean the same in every
    segmentation, in the order of the terms; ``n_terms`` is the number of terms of each document.
    """

    weights: sparse.csr_matrix
    kept: np.ndarray
    codes: np.ndarray
    n_terms: np.ndarray


@dataclass(frozen=True)
class Comparison:
    """A model of the whole text held against a run.

    ``agreement`` has shape (n_topics,), ``plan_shares`` (n_topics, n_plans): the share of each topic's partner in each
    plan, NaN for a topic without one.
    """

    n_topics: int
    segmentation: str
    run_topics: int
    agreement: np.ndarray
    plan_shares: np.ndarray


def model_text(counted: Mapping[str, Counts], procedure: Procedure) -> tuple[dict[str, Weighed], dict[int, Fit]]:
    """Weigh a whole text in each segmentation, and fit its models from their usual start.

    There is a model for each number of topics, in the first segmentation.
    """
    known = {term: i for i, term in enumerate(sorted({t for counts in counted.values() for t in counts.vocabulary}))}
    weighed = {}
    for name, counts in counted.items():
        weights = weigh(counts.used, fit_weights(procedure.method, counts.used))
        codes = np.array([known[term] for term in counts.vocabulary])
        weighed[name] = Weighed(weights, counts.kept, codes, counts.n_terms)
    first, settings = next(iter(weighed.values())), {"method": procedure.method}
    # the singular vectors of the largest model are those of all
    triplets = largest_triplets(first.weights, max(procedure.grid)) if procedure.method == "nmf" else None
    models = {}
    for number in procedure.grid:
        components = fit_components(first.weights, number, init=procedure.init, max_iter=procedure.max_iter,
                                    seed=procedure.random_state, triplets=triplets, **settings)
        shares = load_documents(first.weights, components, **settings)
        models[number] = _as_fit(first, components, shares)
    return weighed, models


def compare_runs(segmented: Mapping[str, Weighed], models: Mapping[int, Fit], procedure: Procedure, *, text_number: int,
                 repeats: Iterable[int]) -> list[Comparison]:
    """Make runs of each kind (segmentation, number of topics), and hold the models of the whole text against them.

    Every run leaves out a random share of the sections of each plan, and starts at random. What is drawn depends on
    the numbers of the text and of the repeat alone, so that nothing depends on who makes which run.
    """
    repeats, found = list(repeats), []
    for (order, (name, weighed)), number in product(enumerate(segmented.items()), procedure.numbers):
        chance = [np.random.default_rng([procedure.random_state, text_number, order, number, repeat])
                  for repeat in repeats]
        left = np.array([draw_left_out(procedure.plan, procedure.section, share=procedure.leave_out, rng=rng)
                         for rng in chance])
        components, shares = fit_runs(weighed.weights, ~left[:, weighed.kept], number, method=procedure.method,
                                      max_iter=min(procedure.max_iter, ENOUGH), chance=chance)
        for run, own in enumerate(zip(components, shares, strict=True)):
            fit = _as_fit(weighed, *own)
            found += [compare(models[model], fit, left[run], procedure.plan, name, weighed.n_terms)
                      for model in procedure.grid if number - model in NEIGHBOURS]
    return found


def _as_fit(weighed: Weighed, components: np.ndarray, shares: np.ndarray) -> Fit:
    everywhere = np.full((len(weighed.kept), len(components)), np.nan)
    # a document without any topic stays a document: it has no part in any of them
    everywhere[weighed.kept] = np.nan_to_num(shares)
    # of two terms that weigh the same, the first in the order of terms, which is the same in every segmentation
    n_terms = len(weighed.codes)
    weight = term_shares(components) - np.arange(n_terms) * (1e-11 / n_terms)
    top = np.argpartition(-weight, min(N_TOP, n_terms) - 1, axis=1)[:, :N_TOP]
    top = np.take_along_axis(top, np.argsort(-np.take_along_axis(weight, top, axis=1), axis=1), axis=1)
    return Fit(components, weighed.codes[top], everywhere)


def compare(model: Fit, run: Fit, left: np.ndarray, plan: np.ndarray, segmentation: str,
            n_terms: np.ndarray) -> Comparison:
    """Find the partner of each topic in what the run has seen, and how well the two agree on what it has not.

    Partners are found one to one, by their top terms and by the documents that the run has seen. The agreement of two
    partners is the correlation, within plans, of their shares of the documents that the run has not seen; 0 for a
    topic without a partner.
    """
    overlap = (term_overlap(model.top, run.top) + document_overlap(model.shares[~left], run.shares[~left])) / 2
    partner = match_topics(overlap)
    some = partner >= 0
    together = within_correlation(model.shares[left], run.shares[left], plan[left])
    agreement = np.where(some, together[np.arange(len(partner)), partner], 0.0)
    terms = np.where(np.isnan(run.shares[:, 0]), 0, n_terms)
    in_plan = np.arange(plan.max() + 1)[:, None] == plan
    by_plan = (in_plan * terms @ np.nan_to_num(run.shares)).T / np.maximum(in_plan @ terms, 1)
    plan_shares = np.where(some[:, None], by_plan[partner], np.nan)
    return Comparison(len(model.top), segmentation, len(run.top), np.round(agreement, 10), plan_shares)


def shuffle_words(counts: sparse.csr_matrix, plan: np.ndarray, rng: np.random.Generator) -> sparse.csr_matrix:
    """Deal out the words of each plan to its documents at random, as many to each; shape (n_documents, n_forms).

    What is left is how often each plan uses a word; that some words go together in a paragraph is gone.
    """
    cells = counts.tocoo()
    order = np.argsort(cells.row, kind="stable")
    rows, words = (np.repeat(part[order], cells.data[order]) for part in (cells.row, cells.col))
    for code in range(plan.max() + 1):
        own = np.flatnonzero(plan[rows] == code)
        words[own] = words[rng.permutation(own)]
    return sparse.coo_matrix((np.ones(len(words), np.int64), (rows, words)), shape=counts.shape).tocsr()


def compare_shuffled(counts: sparse.csr_matrix, procedure: Procedure, *, text_number: int,
                     repeats: int) -> list[Comparison]:
    """The whole procedure on a text whose words were shuffled within the plans; ``counts`` are those of the plans."""
    rng = np.random.default_rng([procedure.random_state, text_number])
    shuffled = shuffle_words(counts, procedure.plan, rng)
    counted = {name: procedure.vocabulary.select(shuffled if cut is None else shuffled @ cut, forms)
               for name, (forms, cut) in procedure.segmentations.items()}
    return compare_runs(*model_text(counted, procedure), procedure, text_number=text_number, repeats=range(repeats))


def draw_left_out(plan: np.ndarray, section: np.ndarray, *, share: float, rng: np.random.Generator) -> np.ndarray:
    """Mark the documents of a random share of the sections of each plan; shape (n_documents,)."""
    left = np.zeros(len(plan), bool)
    for code in range(plan.max() + 1):
        own = plan == code
        names = np.unique(section[own])
        number = min(max(round(share * len(names)), 1), len(names) - 1)
        left |= own & np.isin(section, rng.choice(names, size=number, replace=False))
    return left


def within_correlation(shares: np.ndarray, other: np.ndarray, plan: np.ndarray) -> np.ndarray:
    """Correlation of topics' shares of documents, when what each plan has of them on average is taken out.

    From shapes (n_documents, n_topics) and (n_documents, n_others) to (n_topics, n_others); documents that are NaN in
    either are left out, and it is 0 where a topic has the same share of every document of a plan.
    """
    both = ~(np.isnan(shares[:, 0]) | np.isnan(other[:, 0]))
    return _centred(shares[both], plan[both]).T @ _centred(other[both], plan[both])


def _centred(shares: np.ndarray, plan: np.ndarray) -> np.ndarray:
    """Shares less their mean in the plan, with columns of length 1 (or 0)."""
    in_plan = (np.unique(plan)[:, None] == plan).astype(float)
    means = in_plan @ shares / in_plan.sum(axis=1, keepdims=True)
    centred = shares - in_plan.T @ means
    length = np.sqrt((centred**2).sum(axis=0))
    return centred / np.where(length > 1e-9, length, np.inf)


def term_overlap(top: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Average Jaccard overlap of ranked top terms (Greene, O'Callaghan & Cunningham 2014), shape (n_topics, n_others).

    The mean over depths 1, 2, ..., n_top of the Jaccard index of the two lists cut at that depth, so that agreement
    at the head of a list counts for more than at its tail. Terms are numbers that mean the same in both, best first.
    """
    depth = top.shape[1]
    place = np.full((len(top), max(top.max(), other.max()) + 1), depth)
    place[np.arange(len(top))[:, None], top] = np.arange(depth)
    # the depth from which a term of one list is in both: the later of its two places
    later = np.maximum(place[:, other], np.arange(depth))
    cuts = np.arange(1, depth + 1)
    shared = (later[..., None] < cuts).sum(axis=2)
    return (shared / (2 * cuts - shared)).mean(axis=2)


def document_overlap(shares: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Weighted Jaccard overlap (Ružička) of topics as sets of documents, shape (n_topics, n_others).

    The sum over documents of the smaller of two shares, by that of the larger one; 1 if two topics have the same
    share of every document, 0 if they have no document in common. Documents that are NaN in either are left out.
    """
    both = ~(np.isnan(shares[:, 0]) | np.isnan(other[:, 0]))
    left, right = shares[both].T, other[both].T
    distance = cdist(left, right, "cityblock")
    mass = left.sum(axis=1)[:, None] + right.sum(axis=1)[None, :]
    # min + max is the sum of two numbers, max - min their distance
    return np.divide(mass - distance, mass + distance, out=np.zeros_like(mass), where=mass > 0)


def match_topics(overlap: np.ndarray) -> np.ndarray:
    """Pair topics one to one so that the sum of their overlaps is largest (Kuhn 1955; SciPy's solver).

    The partner of each topic, -1 for none (where the other model has fewer topics).
    """
    partner = np.full(len(overlap), -1)
    rows, columns = linear_sum_assignment(-np.round(overlap, 10))
    partner[rows] = columns
    return partner
