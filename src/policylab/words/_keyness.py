"""Keyness: which terms set a plan apart from others, by how much, and on what evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import sparse

from policylab.corpus import as_plans
from policylab.errors import PolicylabError, invalid, unknown
from policylab.stats import adjust_p, conservative_log_ratio, g2_p_value, log_odds_z, signed_g2
from policylab.words._bootstrap import check_bootstrap
from policylab.words._contrast import contrast, contrast_interval, make_side
from policylab.words._dispersion import deviation_of_proportions
from policylab.words._index import WordIndex, index_words
from policylab.words._segmenter import Segmenter, segmenter_for
from policylab.words._terms import check_terms, term_matrix

COLUMNS = [
    "term", "target", "reference", "count", "reference_count", "per_10k", "reference_per_10k", "g2", "p_adjusted",
    "log_ratio", "low", "high", "log_ratio_conservative", "log_odds_z", "dispersion",
]  # fmt: skip


def keyness(
    corpus,
    *,
    target: str | Iterable[str] | None = None,
    reference: str | Iterable | None = None,
    terms: Iterable[str] | None = None,
    min_count: int = 5,
    adjust: str = "holm",
    prior_tokens: float = 500.0,
    segmenter: Segmenter | None = None,
    n_boot: int = 1000,
    level: float = 0.95,
    random_state: int = 0,
) -> pd.DataFrame:
    """Compare each term's rate in a target plan with its rate in a reference.

    Parameters
    ----------
    corpus : Corpus or list of Plan
    target : str, list of str, or None
        Id of the target plan. Several are each compared in turn; None is every plan.
    reference : None, str, list of str, or list of Plan
        None is all other plans of the corpus; an id, or several, are these plans; "prose" is the corpus's references
        (`corpus.references`): what ordinary government prose looks like. Plans may also be given themselves.
    terms : list of str or None
        Terms to compare, counted as `keyword_trends` counts them. None is every word but stop words.
    min_count : int
        Least count on both sides together, for `terms=None`.
    adjust : {"holm", "bh", "none"}
        How p is adjusted for the number of terms (of one target).
    prior_tokens : float
        Size of the Dirichlet prior of `log_odds_z`, in words.
    segmenter : Segmenter or None
    n_boot : int
        Replicates of the bootstrap over sections; 0 leaves the intervals out.
    level : float
        Level of the intervals and of the conservative log ratio.
    random_state : int

    Returns
    -------
    DataFrame
        One row a term and target, by target, then falling g2, then term: term, target, reference ("others", "prose",
        or ids), count, reference_count, per_10k, reference_per_10k, g2 (signed: negative where the reference has the
        higher rate), p_adjusted (of g2), log_ratio, low, high (of log_ratio), log_ratio_conservative, log_odds_z,
        dispersion (in the target). Intervals are missing where the target, or the reference as a whole, has fewer
        than 5 sections, and a bound is missing on the side where the term does not occur. log_ratio, low and high are
        missing where half an occurrence in place of none turns the sign of the difference between the rates.

    Raises
    ------
    PolicylabError
        If a plan is unknown, if there is nothing to compare with, or if a parameter is out of its range.

    Notes
    -----
    G² (Dunning 1993) takes words as drawn one by one, which they are not, so that its p is too small for terms that
    crowd in a few sections: on simulated plans with equal rates, 7% to 35% of them are below 0.05. Read it with
    `dispersion` (Gries 2008) and with the interval of the log ratio (Hardie 2014), which comes from a bootstrap over
    sections (BCa). The conservative log ratio (Evert 2022) is the bound nearest 0 of an exact interval whose level
    holds for all terms together. A plan of fewer than 5 sections in the reference is drawn from together with the one
    that has the most (collapsed strata: Wolter 2007). `log_odds_z` (Monroe, Colaresi and Quinn 2008) has an informative Dirichlet prior:
    the rates of target and reference together, with the weight of `prior_tokens` words; ``table.attrs["prior"]``
    names it.

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> table = policylab.keyness(corpus, target="new-infrastructure-2021", n_boot=0)
    >>> "5G" in list(table["term"].head(10))
    True
    """
    check_bootstrap(n_boot, random_state, level)
    if not isinstance(min_count, int) or isinstance(min_count, bool) or min_count < 1:
        raise invalid("min_count", min_count, "an int of at least 1")
    if not isinstance(prior_tokens, (int, float)) or not prior_tokens > 0:
        raise invalid("prior_tokens", prior_tokens, "a number of words above 0")
    plans = as_plans(corpus)
    targets = _targets(target, [plan.id for plan in plans])
    others, name = _reference(corpus, reference, plans)
    extra = [plan for plan in others or [] if plan.id not in {known.id for known in plans}]
    words = index_words([*plans, *extra], segmenter=segmenter or segmenter_for(corpus))
    counts, labels = _counts(words, terms)
    number = {plan: n for n, plan in enumerate(words.plans)}

    frames = []
    for one in targets:
        rest = [plan.id for plan in (plans if others is None else others) if plan.id != one]
        if not rest:
            raise PolicylabError(
                f"The plan {one!r} has nothing to be compared with. Give a corpus of more than one plan, or "
                'reference="prose".'
            )
        sides = [make_side(words, counts, [number[one]], pooled=True)]
        sides.append(make_side(words, counts, [number[plan] for plan in rest], pooled=True))
        total = sides[0].total + sides[1].total
        chosen = np.flatnonzero(total >= (min_count if terms is None else 0))
        shown = name or ("others" if others is None else ", ".join(rest))
        frames.append(
            _compare(
                *(_narrow(side, chosen) for side in sides),
                labels=[labels[n] for n in chosen],
                prior_tokens=prior_tokens,
                adjust=adjust,
                bootstrap={"n_boot": n_boot, "level": level, "random_state": random_state},
            ).assign(target=one, reference=shown)
        )
    table = pd.concat(frames, ignore_index=True)[COLUMNS]
    table.attrs["prior"] = f"rates of target and reference together, {prior_tokens:g} words"
    return table


def _compare(first, second, *, labels, prior_tokens, adjust, bootstrap) -> pd.DataFrame:
    a, b, n_a, n_b = first.total, second.total, first.n_tokens, second.n_tokens
    g2 = signed_g2(a, b, n_a, n_b)
    low, high = contrast_interval(first, second, **bootstrap)
    # a term that neither side has (only asked-for terms can be that) has neither odds nor a ratio
    present = a + b > 0
    share = (a + b)[present] / (n_a + n_b)
    odds = np.full(len(a), np.nan)
    odds[present] = log_odds_z(
        a[present], b[present], n_a, n_b, prior=share * prior_tokens, prior_total=prior_tokens
    )
    frame = pd.DataFrame(
        {
            "term": labels,
            "count": a,
            "reference_count": b,
            "per_10k": a / n_a * 1e4,
            "reference_per_10k": b / n_b * 1e4,
            "g2": g2,
            "p_adjusted": adjust_p(g2_p_value(g2), adjust),
            "log_ratio": np.where(present, contrast(first, second), np.nan),
            "low": low,
            "high": high,
            "log_ratio_conservative": conservative_log_ratio(a, b, n_a, n_b, level=bootstrap["level"]),
            "log_odds_z": odds,
            "dispersion": deviation_of_proportions(first.counts[0].toarray(), first.tokens[0]),
        }
    )
    # equal values may differ in their last bits from machine to machine
    order = frame.assign(g2=-frame["g2"].round(9)).sort_values(["g2", "term"], kind="stable").index
    return frame.loc[order]


def _narrow(side, chosen: np.ndarray):
    return replace(side, counts=tuple(counts[:, chosen] for counts in side.counts))


def _counts(words: WordIndex, terms: Iterable[str] | None) -> tuple[sparse.csr_array, list[str]]:
    """Counts of shape (n_sections, n_terms), and the terms."""
    if terms is not None:
        terms = check_terms(terms)
        return sparse.csr_array(words.by_section(term_matrix(words, terms))), terms
    kept = np.flatnonzero(words.kept)
    return sparse.csr_array(words.by_section(words.matrix)[:, kept]), list(words.vocabulary[kept])


def _targets(target: str | Iterable[str] | None, known: list[str]) -> list[str]:
    chosen = known if target is None else [target] if isinstance(target, str) else list(target)
    for one in chosen:
        if one not in known:
            raise unknown("plan", one, known)
    return chosen


def _reference(corpus, reference, plans: list) -> tuple[list | None, str]:
    """The plans to compare with (None: all but the target), and their name in the table."""
    if reference is None:
        return None, ""
    if isinstance(reference, str) and reference == "prose":
        prose = list(getattr(corpus, "references", []))
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
    by_id = {plan.id: plan for plan in plans}
    chosen = []
    for one in reference:
        if isinstance(one, str) and one not in by_id:
            raise unknown("plan", one, by_id)
        chosen.append(by_id[one] if isinstance(one, str) else one)
    return chosen, ", ".join(plan.id for plan in chosen)
