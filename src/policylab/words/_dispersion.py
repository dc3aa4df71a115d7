"""Dispersion: whether a term is spread over a plan as its words are, or sits in a few sections."""

from __future__ import annotations

import numpy as np


def deviation_of_proportions(counts: np.ndarray, tokens: np.ndarray) -> np.ndarray:
    """Gries' DP, normalized: 0 is spread as the words are, 1 is all in the smallest section.

    Parameters
    ----------
    counts : array, shape (n_sections, n_terms)
        Occurrences in each section.
    tokens : array, shape (n_sections,)
        Words of each section.

    Returns
    -------
    array, shape (n_terms,)
        Missing where a term does not occur, or where there are fewer than two sections.

    Notes
    -----
    DP is half the sum over sections of |share of the term - share of the words| (Gries 2008), divided by its largest
    value, 1 - the smallest share of words (Lijffijt and Gries 2012).

    Examples
    --------
    Two sections of 30 and 70 words; all 5 occurrences are in the first: DP is 0.7, its largest value 0.7.

    >>> import numpy as np
    >>> deviation_of_proportions(np.array([[5], [0]]), np.array([30, 70]))
    array([1.])
    """
    counts = np.asarray(counts, dtype=float)
    used = tokens > 0
    counts, tokens = counts[used], np.asarray(tokens, dtype=float)[used]
    if len(tokens) < 2:
        return np.full(counts.shape[1], np.nan)
    share = tokens / tokens.sum()
    totals = counts.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        observed = np.where(totals > 0, counts / totals, np.nan)
    return np.abs(observed - share[:, None]).sum(axis=0) / 2 / (1 - share.min())
