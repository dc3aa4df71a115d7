"""Corrections of p-values for how many were looked at."""

from __future__ import annotations

import numpy as np

from policylab.errors import choice

ADJUSTMENTS = ("holm", "bh", "none")


def adjust_p(p: np.ndarray, method: str = "holm") -> np.ndarray:
    """Adjust p-values for their number; a missing one stays missing and does not count.

    "holm" bounds the chance of any false finding (Holm 1979), "bh" the share of false findings (Benjamini and
    Hochberg 1995).

    >>> import numpy as np
    >>> adjust_p(np.array([0.01, 0.04, 0.03])).round(10)
    array([0.03, 0.06, 0.06])
    >>> adjust_p(np.array([0.01, 0.04, 0.03]), "bh").round(10)
    array([0.03, 0.04, 0.04])
    """
    if method not in ADJUSTMENTS:
        raise choice("adjust", method, ADJUSTMENTS)
    p = np.asarray(p, dtype=float)
    known = ~np.isnan(p)
    if not known.all():
        adjusted = p.copy()
        adjusted[known] = adjust_p(p[known], method)
        return adjusted
    if method == "none" or not len(p):
        return p
    order = np.argsort(p, kind="stable")
    ranks = np.arange(1, len(p) + 1)
    if method == "holm":
        stepped = np.maximum.accumulate(p[order] * (len(p) - ranks + 1))
    else:
        stepped = np.minimum.accumulate((p[order] * len(p) / ranks)[::-1])[::-1]
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(stepped, 1.0)
    return adjusted
