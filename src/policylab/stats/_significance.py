"""Size and significance of differences between counts, without clusters: G2, log ratios, corrections, a share against a threshold."""

from __future__ import annotations

from numbers import Real

import numpy as np
from scipy import special

from policylab.checks import as_numbers, check_choice, check_kind
from policylab.errors import PolicylabError, invalid
from policylab.stats._intervals import check_level, wilson_interval

ADJUSTMENTS = ("holm", "bh", "none")


def signed_g2(a: np.ndarray, b: np.ndarray, n_a: float, n_b: float) -> np.ndarray:
    """Log-likelihood ratio of two rates, negative where the rate in `b` is the higher one (Dunning 1993).

    All four cells of the table count (the term and all other words, on both sides).

    >>> import numpy as np
    >>> signed_g2(np.array([10, 2]), np.array([2, 10]), 1000, 1000).round(6)
    array([ 5.854257, -5.854257])
    """
    a, b, n_a, n_b = _alike(a=a, b=b, n_a=n_a, n_b=n_b)
    pooled = (a + b) / (n_a + n_b)
    # xlogy and rel_entr give 0 for an empty cell, the limit of x log x
    g2 = 2 * (
        special.rel_entr(a, n_a * pooled)
        + special.rel_entr(b, n_b * pooled)
        + special.rel_entr(n_a - a, n_a * (1 - pooled))
        + special.rel_entr(n_b - b, n_b * (1 - pooled))
    )
    return np.where(a * n_b >= b * n_a, 1.0, -1.0) * np.maximum(g2, 0.0)


def log_ratio(a: np.ndarray, b: np.ndarray, n_a: float | np.ndarray, n_b: float | np.ndarray) -> np.ndarray:
    """Binary logarithm of the ratio of two rates; a count of 0 stands as 0.5 (Hardie 2014).

    Half an occurrence among few words can be a higher rate than several among many. Where it would turn the sign of
    the difference that was observed, or leave none, no effect can be stated, and the log ratio is missing.

    >>> import numpy as np
    >>> log_ratio(np.array([8, 4]), np.array([2, 0]), 1000, 1000)
    array([2., 3.])

    4 in 10 000 words against none in 100: half an occurrence in 100 would be the higher rate.

    >>> log_ratio(np.array([4]), np.array([0]), 10_000, 100)
    array([nan])
    """
    a, b, n_a, n_b = _alike(a=a, b=b, n_a=n_a, n_b=n_b)
    with np.errstate(divide="ignore", invalid="ignore"):  # a text without words has no rate
        ratio = np.log2(np.where(a > 0, a, 0.5) / n_a) - np.log2(np.where(b > 0, b, 0.5) / n_b)
    return np.where(contradicts(ratio, a > 0, b > 0), np.nan, ratio)


def contradicts(ratio: np.ndarray, in_first: np.ndarray, in_second: np.ndarray) -> np.ndarray:
    """Where a log ratio, with halves for zeros, has not the sign of the observed difference of the two rates.

    Only a half can turn the sign: a side that lacks the term has the lower rate. Where both lack it there is none.
    """
    ratio, in_first, in_second = _alike(ratio=ratio, in_first=in_first, in_second=in_second)
    # only the last bits keep the ratio of two equal rates from 0
    sign = np.sign(np.round(ratio, 9))
    return ((in_second == 0) & (sign <= 0)) | ((in_first == 0) & (sign >= 0))


def log_odds_z(
    a: np.ndarray, b: np.ndarray, n_a: float, n_b: float, *, prior: np.ndarray, prior_total: float
) -> np.ndarray:
    """z-score of the log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008).

    Of terms counted `a` and `b` times among `n_a` and `n_b` words; `prior` are pseudo-counts of the terms, all above 0,
    shape (n_terms,), and `prior_total` those of all words, the ones that are not among the terms too. The variance has
    all four terms, of the term and of all other words on both sides.
    """
    a, b, n_a, n_b, prior, prior_total = _alike(a=a, b=b, n_a=n_a, n_b=n_b, prior=prior, prior_total=prior_total)
    a, b = a + prior, b + prior
    rest_a, rest_b = n_a + prior_total - a, n_b + prior_total - b
    difference = np.log(a / rest_a) - np.log(b / rest_b)
    return difference / np.sqrt(1 / a + 1 / rest_a + 1 / b + 1 / rest_b)


def _alike(**given: object) -> list[np.ndarray]:
    """Counts of terms, and of words, as arrays of shapes that fit together."""
    arrays = [as_numbers(name, value) for name, value in given.items()]
    try:
        np.broadcast(*arrays)
    except ValueError:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in zip(given, arrays, strict=True))
        raise PolicylabError(f"The arrays must have one shape: {shapes}.") from None
    return arrays


def least_count(share: float, *, level: float = 0.95) -> int:
    """The least number of occurrences which, if all stood on the side with this share of the words, would tell from
    chance at a `level`.

    A term with fewer can be no finding, whatever the text says, and only makes the correction for many terms harder
    (Tarone 1990). If all of n stand on the side with the share s, the exact two-sided p of equal rates is 2 s ** n.

    >>> least_count(0.5), least_count(0.75)
    (6, 13)
    """
    level = check_level(level)
    check_kind("share", share, Real, "a number")
    return int(np.ceil(np.log((1 - level) / 2) / np.log(share))) if 0 < share < 1 else 1


def adjust_p(p: np.ndarray, method: str = "holm") -> np.ndarray:
    """Adjust p-values for their number; a missing one stays missing and does not count.

    The `method` "holm" bounds the chance of any false finding (Holm 1979), "bh" the share of false findings (Benjamini and
    Hochberg 1995); "none" changes nothing.

    >>> import numpy as np
    >>> adjust_p(np.array([0.01, 0.04, 0.03])).round(10)
    array([0.03, 0.06, 0.06])
    >>> adjust_p(np.array([0.01, 0.04, 0.03]), "bh").round(10)
    array([0.03, 0.04, 0.04])
    """
    check_choice("adjust", method, ADJUSTMENTS)
    adjusted = as_numbers("p", p).copy()
    if adjusted.ndim != 1:
        raise invalid("p", p, "an array of p-values")
    order = np.argsort(adjusted, kind="stable")[: (~np.isnan(adjusted)).sum()]  # missing ones come last
    rising, ranks = adjusted[order], np.arange(1, len(order) + 1)
    if method == "holm":
        rising = np.minimum(np.maximum.accumulate(rising * (len(order) - ranks + 1)), 1.0)
    elif method == "bh":
        rising = np.minimum(np.minimum.accumulate((rising * len(order) / ranks)[::-1])[::-1], 1.0)
    adjusted[order] = rising
    return adjusted


def against_threshold(hits: int, trials: int, threshold: float) -> str:
    """Whether a share of random trials is ``"above"`` a threshold, ``"below"`` it, or ``"borderline"``: too near to tell.

    Another seed gives another share. It is borderline where the interval of the share (Wilson 1927), at the level 99.9
    %, high enough that some twenty other seeds say the same, has the threshold in it.

    >>> against_threshold(95, 100, 0.5), against_threshold(55, 100, 0.5)
    ('above', 'borderline')
    """
    check_kind("threshold", threshold, Real, "a number")
    low, high = wilson_interval(hits, trials, level=0.999)
    return "above" if low > threshold else "below" if high < threshold else "borderline"
