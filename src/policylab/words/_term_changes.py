"""What changed in the words: an earlier plan against a later one of its kind, with the placebo beside it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from policylab import stats
from policylab.checks import check_int
from policylab.words._compared_plans import Comparison, comparisons
from policylab.words._counts import WordCounts, ranked, takes_counts
from policylab.words._placebo_changes import placebo_share
from policylab.words._rate_ratios import check_bounds
from policylab.words._segmenter import Segmenter


@takes_counts
def term_changes(
    corpus,
    terms: str | Iterable[str] | None = None,
    *,
    pairs: Iterable[tuple[str, str]] | None = None,
    pooled: bool = False,
    since: int | None = None,
    min_count: int | None = None,
    adjust: str = "bh",
    segmenter: Segmenter | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Compare the rates of terms in an earlier plan with those in a later plan of the same kind.

    Parameters
    ----------
    corpus : Corpus, list of Plan, or WordCounts
    terms : str, list of str, or None
        Counted as `keyword_trends` counts them. None is every word but stop words that has `min_count`.
    pairs : list of (earlier id, later id), or None
        None are the matched pairs: those that the catalogue names, or plans of the same subject and authority, one
        earlier (`policylab.corpus.matched_pairs`).
    pooled : bool, default False
        Whether all later plans together are compared with all earlier ones instead. Such halves hold plans of
        different kinds, so that a difference may be one of subjects as well as of times: it is not called a trend.
    since : int or None
        Only with `pooled`: plans issued in this year or after it are the later ones; where the day of issue is
        unknown, those whose period starts then. None parts off as few later plans as are known to come after all
        others (`policylab.corpus.plan_stages`).
    min_count : int or None
        Least number of occurrences on both sides together, for ``terms=None``. None is the least with which a term
        that stands all on one side could be told from chance (`policylab.stats.least_count`).
    adjust : {"bh", "holm", "none"}
        How p is adjusted for the number of all terms in all comparisons.
    segmenter : Segmenter or None
    level : float

    Returns
    -------
    DataFrame
        One row a term in a comparison, in the order asked, else by p and term: term, earlier and later (ids),
        comparison ("matched pair", "named pair", "pooled halves"), earlier_count, count, earlier_per_10k, per_10k,
        log_ratio, low, high (over the sections of the second level), low_fine, high_fine (over what stands under each
        heading directly), p (the larger of the two kinds of clusters), p_adjusted, placebo (how often a comparison
        that is not this one, of other plans or of other halves, has a difference as sure: with a bound as far from
        0), earlier_raw_count, raw_count (of the bare string), note ("descriptive only" where a side has fewer than
        10 clusters).

    Raises
    ------
    PolicylabError
        If there is no matched pair, and neither pairs nor halves are asked for, if halves are, and it is not known
        which plans are the earlier ones, if a pair has the later plan first, or if a parameter is out of its range.

    Notes
    -----
    Where a side lacks the term, half an occurrence stands for it in the log ratio (Hardie 2014), the bound on that
    side is missing, and the other one is the exact conditional limit (`policylab.stats.ratio_interval`). Where half an
    occurrence in a side of few words is a higher rate than that of the other side, no effect can be stated. A finding
    is about these plans' sections, not about all policy.

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> table = term_changes(corpus, ["区块链", "云计算"])
    >>> table[["term", "earlier", "later"]].values.tolist()[0]
    ['区块链', 'smart-city-2015', 'smart-city-2021']
    >>> (table["log_ratio"] > 0).tolist()
    [True, False]
    """
    level = check_bounds(level, min_count)
    words: WordCounts = corpus
    asked = comparisons(words, pairs, pooled, since)
    labels, counts = words.columns(terms)
    least = None if terms is not None else min_count or 0
    frames = [_compare(words, comparison, labels, counts, least, level) for comparison in asked]
    table = pd.concat(frames, ignore_index=True)
    table.insert(table.columns.get_loc("p") + 1, "p_adjusted", stats.adjust_p(table["p"].to_numpy(), adjust))
    if terms is None:
        table = ranked(table, "p", "term", rising=True).reset_index(drop=True)
    return _with_raw(table, words)


@takes_counts
def emerging_terms(
    corpus, *, n: int | None = 30, pairs=None, pooled: bool = False, since: int | None = None,
    min_count: int | None = None, adjust: str = "bh", segmenter: Segmenter | None = None, level: float = 0.95,
) -> pd.DataFrame:  # fmt: skip
    """Find the words whose rate is higher in the later plan of a pair than in the earlier one.

    Parameters, errors, columns and method are those of `term_changes` without terms; `n` is how many rows to keep, by
    the bound of the interval nearest 0, then by the effect and the term; None is all.

    Examples
    --------
    >>> import policylab
    >>> table = emerging_terms(policylab.load_corpus(), n=None)
    >>> bool((table["log_ratio"] > 0).all())
    True
    """
    asked = dict(pairs=pairs, pooled=pooled, since=since, min_count=min_count, adjust=adjust, level=level)
    return _changing(1, n, corpus, **asked)


@takes_counts
def declining_terms(
    corpus, *, n: int | None = 30, pairs=None, pooled: bool = False, since: int | None = None,
    min_count: int | None = None, adjust: str = "bh", segmenter: Segmenter | None = None, level: float = 0.95,
) -> pd.DataFrame:  # fmt: skip
    """Find the words whose rate is lower in the later plan of a pair than in the earlier one; see `emerging_terms`.

    Examples
    --------
    >>> import policylab
    >>> table = declining_terms(policylab.load_corpus(), n=None)
    >>> bool((table["log_ratio"] < 0).all())
    True
    """
    asked = dict(pairs=pairs, pooled=pooled, since=since, min_count=min_count, adjust=adjust, level=level)
    return _changing(-1, n, corpus, **asked)


def _compare(
    words: WordCounts, comparison: Comparison, labels: list[str], counts, min_count: int | None, level: float
) -> pd.DataFrame:
    """One comparison, term by term. `min_count` None keeps all terms, 0 those that could be a finding."""
    chosen, before, after, effect = comparison.measure(words, counts, min_count, level)
    frame = {
        "term": pd.Series([labels[number] for number in chosen], dtype="str"),
        "earlier": "; ".join(comparison.earlier),
        "later": "; ".join(comparison.later),
        "comparison": comparison.kind,
        "earlier_count": before.total.astype(np.int64),
        "count": after.total.astype(np.int64),
        "earlier_per_10k": before.rate * 1e4,
        "per_10k": after.rate * 1e4,
        **effect,
        "placebo": placebo_share(words, comparison, counts[:, chosen], effect, level),
        "note": before.note or after.note,
    }
    return pd.DataFrame(frame)


def _with_raw(table: pd.DataFrame, words: WordCounts) -> pd.DataFrame:
    """The table with how often the bare strings stand on both sides, before its note."""
    place = {term: column for column, term in enumerate(dict.fromkeys(table["term"]))}
    raw, number = words.by_plan(words.find_strings(list(place))), {plan: row for row, plan in enumerate(words.plans)}
    for name, side in (("earlier_raw_count", "earlier"), ("raw_count", "later")):
        pairs = zip(table["term"], table[side], strict=True)
        counts = [raw[[number[plan] for plan in plans.split("; ")], place[term]].sum() for term, plans in pairs]
        table[name] = np.array(counts, dtype=np.int64)
    return table[[*table.columns.drop("note"), "note"]]


def _changing(sign: int, n: int | None, words: WordCounts, **settings: object) -> pd.DataFrame:
    check_int("n", n, 1, more=", or None")
    table = term_changes(words, **settings)
    table = table[np.sign(table["log_ratio"].round(9)) == sign]
    nearest = (table["low"] if sign > 0 else -table["high"]).round(9)
    key = table.assign(nearest=-nearest.fillna(-np.inf), effect=-table["log_ratio"].abs().round(9))
    order = key.sort_values(["nearest", "effect", "term"], kind="stable").index[:n]
    return table.loc[order].reset_index(drop=True)
