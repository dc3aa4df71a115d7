"""Terms that emerge and terms that decline: all words, later plans against earlier ones."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy import sparse

from policylab.corpus import as_plans
from policylab.errors import PolicylabError, invalid
from policylab.stats import adjust_p
from policylab.words._bootstrap import check_bootstrap
from policylab.words._contrast import contrast, contrast_interval, make_side, score_p_value
from policylab.words._index import WordIndex, index_words
from policylab.words._segmenter import Segmenter
from policylab.words._terms import check_terms, count_strings, term_matrix


def emerging_terms(
    corpus,
    *,
    since: int | None = None,
    min_count: int = 10,
    n: int | None = 30,
    adjust: str = "bh",
    segmenter: Segmenter | None = None,
    n_boot: int = 1000,
    level: float = 0.95,
    random_state: int = 0,
) -> pd.DataFrame:
    """Find the words whose rate is higher in the later plans than in the earlier ones.

    Parameters
    ----------
    corpus : Corpus or list of Plan
    since : int or None
        Plans whose period starts in this year or after it are the later ones. None is the latest start of a period.
    min_count : int
        Least number of occurrences in all plans together.
    n : int or None
        Rows to keep; None is all.
    adjust : {"bh", "holm", "none"}
        How p is adjusted for the number of all terms that have `min_count`.
    segmenter : Segmenter or None
    n_boot : int
        Replicates of the bootstrap over sections; 0 leaves the intervals out.
    level : float
    random_state : int

    Returns
    -------
    DataFrame
        One row a term, by falling conservative effect (the bound of the interval nearest 0; without intervals, by
        the effect), then term: term, earlier_count, count (in the later plans), earlier_per_10k, per_10k, log_ratio,
        low, high, p_adjusted, earlier_plans and plans (number of plans with the term), first_plan, last_plan,
        earlier_raw_count, raw_count (of the bare string).

    Raises
    ------
    PolicylabError
        If a plan has no period, if all plans are on one side of `since`, or if a parameter is out of its range.

    Notes
    -----
    The rate of a side is the mean of its plans' rates, so that a long plan counts as much as a short one; where a side
    lacks the term, half an occurrence stands for it (Hardie 2014). Where half an occurrence, in a side of few words,
    is a higher rate than that of the other side, the log ratio and its interval are missing, and the term is in
    neither table: no effect can be stated. Intervals are BCa, from a bootstrap over the sections of each plan, and
    missing for all terms where a plan has fewer than 5 sections, as each plan has its part in them; p is that of a score test whose variance is summed over sections (Boos 1992), so that a word
    which crowds in one section is no evidence. A finding is about these plans' sections, not about all policy.

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> table = emerging_terms(corpus, n_boot=0, n=None)
    >>> bool((table["log_ratio"] > 0).all())
    True
    """
    return _changing(corpus, 1, since, min_count, n, adjust, segmenter, n_boot, level, random_state)


def declining_terms(
    corpus,
    *,
    since: int | None = None,
    min_count: int = 10,
    n: int | None = 30,
    adjust: str = "bh",
    segmenter: Segmenter | None = None,
    n_boot: int = 1000,
    level: float = 0.95,
    random_state: int = 0,
) -> pd.DataFrame:
    """Find the words whose rate is lower in the later plans than in the earlier ones.

    Parameters, columns, errors and method are those of `emerging_terms`; the order is by rising effect.

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> table = declining_terms(corpus, n_boot=0, n=None)
    >>> bool((table["log_ratio"] < 0).all())
    True
    """
    return _changing(corpus, -1, since, min_count, n, adjust, segmenter, n_boot, level, random_state)


def term_changes(
    corpus,
    terms: str | Iterable[str],
    *,
    since: int | None = None,
    adjust: str = "bh",
    segmenter: Segmenter | None = None,
    n_boot: int = 1000,
    level: float = 0.95,
    random_state: int = 0,
) -> pd.DataFrame:
    """Compare the rate of each of the analyst's terms in the later plans with that in the earlier ones.

    Parameters, columns, errors and method are those of `emerging_terms`; terms are counted as `keyword_trends` counts
    them, p is adjusted for the number of these terms, and rows are in the order asked. The log ratio is missing for a
    term that no plan has, and where half an occurrence in place of none turns the sign of the difference.

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> table = term_changes(corpus, ["区块链", "云计算"], n_boot=0)
    >>> (table["log_ratio"] > 0).tolist()
    [True, False]
    """
    check_bootstrap(n_boot, random_state, level)
    terms = check_terms(terms)
    earlier, later, _ = split_in_time(as_plans(corpus), since)
    words = index_words(corpus, segmenter=segmenter)
    counts = sparse.csr_array(words.by_section(term_matrix(words, terms)))
    bootstrap = {"n_boot": n_boot, "level": level, "random_state": random_state}
    frame = _compare(words, terms, counts, earlier, later, adjust, bootstrap)
    return frame.assign(**_raw(words, terms, earlier, later))


def split_in_time(plans: list, since: int | None) -> tuple[list[int], list[int], int]:
    """Numbers of the earlier and the later plans, and the year that parts them."""
    starts = []
    for plan in plans:
        if plan.period_start is None:
            raise PolicylabError(
                f"The plan {plan.id!r} has no period_start, so it is neither early nor late. Give it one in "
                "corpus.toml, or leave the plan out with `corpus.select`."
            )
        starts.append(plan.period_start)
    year = max(starts) if since is None else since
    if not isinstance(year, int) or isinstance(year, bool):
        raise invalid("since", since, "a year (int) or None")
    earlier = [number for number, start in enumerate(starts) if start < year]
    later = [number for number, start in enumerate(starts) if start >= year]
    if not earlier or not later:
        periods = ", ".join(f"{plan.id} from {plan.period_start}" for plan in plans)
        raise PolicylabError(
            f"No plan is {'earlier' if not earlier else 'later'}: the plans are {periods}, and the later ones start in "
            f"{year} or after. Give at least two plans, or another `since`."
        )
    return earlier, later, year


def _changing(corpus, sign, since, min_count, n, adjust, segmenter, n_boot, level, random_state) -> pd.DataFrame:
    check_bootstrap(n_boot, random_state, level)
    for name, value in (("min_count", min_count), ("n", n)):
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
            raise invalid(name, value, "an int of at least 1" + (" or None" if name == "n" else ""))
    earlier, later, _ = split_in_time(as_plans(corpus), since)
    words = index_words(corpus, segmenter=segmenter)
    totals = np.asarray(words.matrix.sum(axis=0)).ravel()
    chosen = np.flatnonzero(words.kept & (totals >= min_count))
    counts = sparse.csr_array(words.by_section(words.matrix)[:, chosen])
    bootstrap = {"n_boot": n_boot, "level": level, "random_state": random_state}
    frame = _compare(words, list(words.vocabulary[chosen]), counts, earlier, later, adjust, bootstrap)
    frame = frame[np.sign(frame["log_ratio"].round(9)) == sign]
    nearest = frame["low"] if sign > 0 else frame["high"]
    nearest = frame["log_ratio"] if nearest.isna().all() else nearest
    key = pd.DataFrame({"key": -sign * nearest.round(9), "term": frame["term"]})
    frame = frame.loc[key.sort_values(["key", "term"], kind="stable").index].head(n if n else len(frame))
    frame = frame.reset_index(drop=True)
    return frame.assign(**_raw(words, list(frame["term"]), earlier, later))


def _compare(words: WordIndex, terms: list[str], counts, earlier, later, adjust: str, bootstrap: dict) -> pd.DataFrame:
    """Later against earlier plans, from counts of shape (n_sections, n_terms)."""
    after, before = (make_side(words, counts, side, pooled=False) for side in (later, earlier))
    present = after.total + before.total > 0
    low, high = contrast_interval(after, before, **bootstrap)
    by_plan = np.array([counts[words.sections_of(plan)].sum(axis=0) for plan in range(len(words.plans))]) > 0
    plans = np.array(words.plans, dtype=object)
    return pd.DataFrame(
        {
            "term": pd.Series(terms, dtype="str"),
            "earlier_count": before.total,
            "count": after.total,
            "earlier_per_10k": np.where(before.total > 0, before.rate(), 0.0) * 1e4,
            "per_10k": np.where(after.total > 0, after.rate(), 0.0) * 1e4,
            "log_ratio": np.where(present, contrast(after, before), np.nan),
            "low": low,
            "high": high,
            "p_adjusted": adjust_p(score_p_value(after, before), adjust),
            "earlier_plans": by_plan[earlier].sum(axis=0),
            "plans": by_plan[later].sum(axis=0),
            "first_plan": np.where(present, plans[by_plan.argmax(axis=0)], None),
            "last_plan": np.where(present, plans[-1 - by_plan[::-1].argmax(axis=0)], None),
        }
    )


def _raw(words: WordIndex, terms: list[str], earlier: list[int], later: list[int]) -> dict[str, np.ndarray]:
    raw = words.by_plan(count_strings(words, terms))
    return {"earlier_raw_count": raw[earlier].sum(axis=0), "raw_count": raw[later].sum(axis=0)}
