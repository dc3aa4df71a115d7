"""Keyness: which terms set a plan apart from others, by how much, and on what evidence."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy import sparse

from policylab.errors import PolicylabError, invalid, unknown
from policylab.stats import (
    Clusters,
    adjust_p,
    check_level,
    least_count,
    log_odds_z,
    ratio_p_value,
    signed_g2,
)  # fmt: skip
from policylab.words._counts import check_terms, count_words, without_chance
from policylab.words._segmenter import Segmenter
from policylab.words._term_changes import contrast, log_limits
from policylab.words._trends import deviation_of_proportions

COLUMNS = [
    "term", "target", "reference", "count", "reference_count", "per_10k", "reference_per_10k", "g2", "log_ratio", "low",
    "high", "low_fine", "high_fine", "p", "p_adjusted", "log_odds_z", "dispersion", "note",
]  # fmt: skip


@without_chance
def keyness(
    corpus,
    *,
    target: str | Iterable[str] | None = None,
    reference: str | Iterable | None = None,
    terms: Iterable[str] | None = None,
    min_count: int | None = None,
    adjust: str = "bh",
    prior_tokens: float = 500.0,
    segmenter: Segmenter | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Compare each term's rate in a target plan with its rate in a reference.

    Parameters
    ----------
    corpus : Corpus, list of Plan, or WordCounts
    target : str, list of str, or None
        Id of the target plan. Several are each compared in turn; None is every plan.
    reference : None, str, list of str, or list of Plan
        None is all other plans of the corpus; an id, or several, are these plans; "prose" is the corpus's references
        (`corpus.references`): what ordinary government prose looks like. Plans may also be given themselves.
    terms : list of str or None
        Terms to compare, counted as `keyword_trends` counts them. None is every word but stop words.
    min_count : int or None
        Least count on both sides together, for `terms=None`. None is the least with which a term that stands all
        on one side could be told from chance (`policylab.stats.least_count`).
    adjust : {"bh", "holm", "none"}
        How p is adjusted for the number of all terms of all targets.
    prior_tokens : float
        Size of the Dirichlet prior of `log_odds_z`, in words.
    segmenter : Segmenter or None
    level : float

    Returns
    -------
    DataFrame
        One row a term and target, by target, then falling g2, then term: term, target, reference ("others", "prose",
        or ids), count, reference_count, per_10k, reference_per_10k, g2 (signed: negative where the reference has the
        higher rate), log_ratio, low, high (over the sections of the second level), low_fine, high_fine (over what
        stands under each heading directly), p (of equal rates, the larger of the two kinds of clusters), p_adjusted,
        log_odds_z, dispersion (in the target), note. Intervals are missing, and the note is "descriptive only", where
        a side has fewer than 10 clusters; a bound is missing on the side where the term does not occur. log_ratio and
        its bounds are missing where half an occurrence in place of none turns the sign of the difference.

    Raises
    ------
    PolicylabError
        If a plan is unknown, if there is nothing to compare with, or if a parameter is out of its range.

    Notes
    -----
    G² (Dunning 1993) takes words as drawn one by one, which they are not: it orders the table, as it does in other
    programs, and no p is made of it. The interval of the log ratio (Hardie 2014) and p are those of
    `policylab.stats.ratio_interval` and never contradict each other. `log_odds_z` (Monroe, Colaresi and Quinn 2008)
    has an informative Dirichlet prior: the rates of target and reference together, with the weight of `prior_tokens`
    words; ``table.attrs["prior"]`` names it. Plans of different kinds differ in their words because they differ in
    their subjects: keyness says what a plan is about, not what changed.

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> table = policylab.keyness(corpus, target="new-infrastructure-2021")
    >>> "5G" in list(table["term"].head(10))
    True
    """
    check_level(level)
    if min_count is not None and (not isinstance(min_count, int) or isinstance(min_count, bool) or min_count < 1):
        raise invalid("min_count", min_count, "an int of at least 1, or None for the least that could be a finding")
    if not isinstance(prior_tokens, (int, float)) or not prior_tokens > 0:
        raise invalid("prior_tokens", prior_tokens, "a number of words above 0")
    words = count_words(corpus, segmenter=segmenter)
    plans = list(words.plans)
    targets = _targets(target, plans)
    others, name = _reference(words, reference)
    extra = [plan for plan in others or [] if plan.id not in plans]
    if extra:
        words = count_words([*words.sources, *extra], segmenter=words.segmenter, cluster_level=words.cluster_level)
    if terms is None:
        kept = np.flatnonzero(words.kept)
        labels, counts = list(words.vocabulary[kept]), words.matrix[:, kept]
    else:
        labels = check_terms(terms)
        counts = words.find(labels)
    pools = [words.every_cluster(counts, fine=fine) for fine in (False, True)]
    frames = []
    for one in targets:
        rest = [plan for plan in (plans if others is None else [plan.id for plan in others]) if plan != one]
        if not rest:
            raise PolicylabError(
                f"The plan {one!r} has nothing to be compared with. Give a corpus of more than one plan, or "
                'reference="prose".'
            )
        shown = name or ("others" if others is None else ", ".join(rest))
        least = 0 if terms is not None else min_count
        parts = [_parted(pool, words.plans.index(one), [words.plans.index(plan) for plan in rest]) for pool in pools]
        frame = _compare(*parts, labels, least, prior_tokens, level)
        frames.append(frame.assign(target=one, reference=shown))
    table = pd.concat(frames, ignore_index=True)
    table["p_adjusted"] = adjust_p(table["p"].to_numpy(), adjust)
    table = table[COLUMNS]
    table.attrs["prior"] = f"rates of target and reference together, {prior_tokens:g} words"
    return table


def _parted(pool: tuple[Clusters, np.ndarray], target: int, rest: list[int]) -> tuple[Clusters, Clusters]:
    """The clusters of a plan, and those of others; numbers of plans."""
    clusters, plan_of = pool
    first, second = clusters.of(plan_of == target), clusters.of(np.isin(plan_of, rest))
    return Clusters(first.counts.toarray(), first.sizes) if sparse.issparse(first.counts) else first, second


def _compare(coarse, fine, labels, least, prior_tokens, level) -> pd.DataFrame:
    first, second = coarse
    if least != 0:
        share = first.sizes.sum() / (first.sizes.sum() + second.sizes.sum())
        chosen = np.flatnonzero(first.total + second.total >= (least or least_count(max(share, 1 - share), level=level)))
        labels = [labels[number] for number in chosen]
        first, second, *fine = (side.take(chosen) for side in (first, second, *fine))
    a, b, n_a, n_b = first.total, second.total, first.sizes.sum(), second.sizes.sum()
    g2 = signed_g2(a, b, n_a, n_b)
    effect = contrast(first, second)
    low, high = log_limits(first, second, level)
    low_fine, high_fine = log_limits(*fine, level)
    # a term that neither side has (only asked-for terms can be that) has neither odds nor a ratio
    present, stated = a + b > 0, np.isfinite(effect)
    share = (a + b)[present] / (n_a + n_b)
    odds = np.full(len(a), np.nan)
    odds[present] = log_odds_z(
        a[present], b[present], n_a, n_b, prior=share * prior_tokens, prior_total=prior_tokens
    )
    frame = pd.DataFrame(
        {
            "term": pd.Series(labels, dtype="str"),
            "count": a.astype(np.int64),
            "reference_count": b.astype(np.int64),
            "per_10k": a / n_a * 1e4,
            "reference_per_10k": b / n_b * 1e4,
            "g2": g2,
            "log_ratio": effect,
            "low": np.where(stated, low, np.nan),
            "high": np.where(stated, high, np.nan),
            "low_fine": np.where(stated, low_fine, np.nan),
            "high_fine": np.where(stated, high_fine, np.nan),
            "p": np.where(stated, np.fmax(ratio_p_value(first, second), ratio_p_value(*fine)), np.nan),
            "log_odds_z": odds,
            "dispersion": deviation_of_proportions(fine[0].counts, fine[0].sizes),
            "note": first.note or second.note,
        }
    )
    # equal values may differ in their last bits from machine to machine
    order = frame.assign(g2=-frame["g2"].round(9)).sort_values(["g2", "term"], kind="stable").index
    return frame.loc[order]


def _targets(target: str | Iterable[str] | None, known: list[str]) -> list[str]:
    chosen = known if target is None else [target] if isinstance(target, str) else list(target)
    if not chosen:
        raise invalid("target", target, "the id of a plan, several, or None for every plan")
    for one in chosen:
        if one not in known:
            raise unknown("plan", one, known)
    return chosen


def _reference(words, reference) -> tuple[list | None, str]:
    """The plans to compare with (None: all but the target), and their name in the table."""
    if reference is None:
        return None, ""
    if isinstance(reference, str) and reference == "prose":
        prose = list(words.references)
        if not prose:
            raise PolicylabError(
                'The corpus has no references, which reference="prose" needs. Name one in its corpus.toml, with '
                'role = "reference".'
            )
        return prose, "prose"
    if isinstance(reference, str):
        reference = [reference]
    if hasattr(reference, "text") and hasattr(reference, "paragraphs"):
        reference = [reference]
    by_id = {plan.id: plan for plan in words.sources}
    chosen = []
    for one in reference:
        if isinstance(one, str) and one not in by_id:
            raise unknown("plan", one, by_id)
        chosen.append(by_id[one] if isinstance(one, str) else one)
    return chosen, ", ".join(plan.id for plan in chosen)
