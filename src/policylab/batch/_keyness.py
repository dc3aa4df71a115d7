"""Keyness of groups of documents, from the sums of a batch run."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from policylab.batch._sums import GroupSums, check_group, group_sums, together
from policylab.batch._trends import MIN_DOCUMENTS, check_level
from policylab.errors import PolicylabError, invalid
from policylab.stats import adjust_p, conservative_log_ratio, g2_p_value, log_odds_z, log_ratio, signed_g2

if TYPE_CHECKING:
    import pandas as pd


def keyness_from_sums(
    out: str | os.PathLike,
    *,
    target: str | None,
    reference: str | Iterable[str] | None = None,
    min_count: int = 5,
    adjust: str = "holm",
    prior_tokens: float = 500.0,
    level: float = 0.95,
) -> pd.DataFrame:
    """Compare each term's rate in a group of documents with its rate in others.

    Parameters
    ----------
    out : path
        The folder of a run with the step words. Its groups are those of the catalogue's group column.
    target : str or None
        A group; None is the documents that have none.
    reference : str, list of str, or None
        Groups; None is all others.
    min_count : int
        Least count on both sides together.
    adjust : {"holm", "bh", "none"}
        How p is adjusted for the number of terms.
    prior_tokens : float
        Size of the Dirichlet prior of `log_odds_z`, in words.
    level : float
        Level of the intervals and of the conservative log ratio.

    Returns
    -------
    DataFrame
        One row a term, by falling g2, then term: term, target, count, reference_count, per_10k, reference_per_10k,
        g2 (signed), p_adjusted, log_ratio, low, high (of log_ratio), log_ratio_conservative, log_odds_z, documents
        and reference_documents (that have the term). Intervals are missing where a side has fewer than 5 documents,
        and a bound is missing on the side where the term does not occur.

    Raises
    ------
    PolicylabError
        If a group is unknown, if there is nothing to compare with, or if a parameter is out of its range.

    Notes
    -----
    The measures are those of `policylab.keyness` (Dunning 1993; Hardie 2014; Evert 2022; Monroe, Colaresi and Quinn
    2008). The interval of the log ratio takes documents as clusters: it comes from the variances of both rates over
    documents, by linearization (Cochran 1977), where `policylab.keyness` resamples the sections of few plans.

    Examples
    --------
    >>> import tempfile
    >>> from policylab.batch import keyness_from_sums, run_batch
    >>> texts = [dict(text="建设智慧城市", group="2015"), dict(text="发展数字经济", group="2021")]
    >>> with tempfile.TemporaryDirectory() as out:
    ...     report = run_batch(texts, out, steps="words")
    ...     table = keyness_from_sums(out, target="2015", min_count=1)
    >>> table["term"].tolist()
    ['建设', '智慧城市', '发展', '数字经济']
    """
    import pandas as pd

    check_level(level)
    if isinstance(min_count, bool) or not isinstance(min_count, int) or min_count < 1:
        raise invalid("min_count", min_count, "an int of at least 1")
    if isinstance(prior_tokens, bool) or not isinstance(prior_tokens, int | float) or not prior_tokens > 0:
        raise invalid("prior_tokens", prior_tokens, "a number of words above 0")
    terms, groups = group_sums(out, None, min_count=min_count)
    check_group(target, groups)
    names = [reference] if isinstance(reference, str) else reference
    names = [name for name in groups if name != target] if names is None else list(names)
    for name in names:
        check_group(name, groups)
    if not names or target in names:
        raise PolicylabError(f"The group {target!r} has nothing to be compared with. Name another group.")
    first, second = groups[target], together([groups[name] for name in names])
    if not first.n_tokens or not second.n_tokens:
        raise PolicylabError("One of the sides has no word. Look at failures.csv.")
    chosen = np.flatnonzero(first.count + second.count >= min_count)
    a, b, n_a, n_b = first.count[chosen], second.count[chosen], first.n_tokens, second.n_tokens
    g2 = signed_g2(a, b, n_a, n_b)
    low, high = _ratio_interval(first, second, chosen, level)
    frame = pd.DataFrame(
        {
            "term": [terms[place] for place in chosen],
            "target": pd.Series([target] * len(chosen), dtype=object),
            "count": a,
            "reference_count": b,
            "per_10k": a / n_a * 1e4,
            "reference_per_10k": b / n_b * 1e4,
            "g2": g2,
            "p_adjusted": adjust_p(g2_p_value(g2), adjust),
            "log_ratio": log_ratio(a, b, n_a, n_b),
            "low": low,
            "high": high,
            "log_ratio_conservative": conservative_log_ratio(a, b, n_a, n_b, level=level),
            "log_odds_z": log_odds_z(
                a, b, n_a, n_b, prior=(a + b) / (n_a + n_b) * prior_tokens, prior_total=prior_tokens
            ),
            "documents": first.documents[chosen],
            "reference_documents": second.documents[chosen],
        }
    )
    # equal values may differ in their last bits from machine to machine
    order = frame.assign(g2=-frame["g2"].round(9)).sort_values(["g2", "term"], kind="stable").index
    return frame.loc[order].reset_index(drop=True)


def _ratio_interval(
    first: GroupSums, second: GroupSums, chosen: np.ndarray, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Bounds of the binary logarithm of the ratio of two rates."""
    low, high = np.full((2, len(chosen)), np.nan)
    if min(first.n_documents, second.n_documents) < MIN_DOCUMENTS:
        return low, high
    a, b = first.count[chosen], second.count[chosen]
    both = (a > 0) & (b > 0)
    rates = [side.count[chosen][both] / side.n_tokens for side in (first, second)]
    relative = sum(side.variance()[chosen][both] / rate**2 for side, rate in zip((first, second), rates, strict=True))
    degrees = min(first.n_documents, second.n_documents) - 1
    half = stats.t.ppf((1 + level) / 2, degrees) * np.sqrt(relative) / np.log(2)
    middle = np.log2(rates[0] / rates[1])
    low[both], high[both] = middle - half, middle + half
    return low, high
