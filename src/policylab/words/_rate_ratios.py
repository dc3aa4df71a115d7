"""How far the rates of terms on two sides differ: log ratios, their bounds, and how sure they are."""

from __future__ import annotations

import numpy as np

from policylab import stats
from policylab.checks import check_int


def check_bounds(level: float, min_count: int | None) -> float:
    """Check what a term must have to be a finding; the level as a float."""
    check_int("min_count", min_count, 1, more=", or None for the least that could be a finding")
    return stats.check_level(level)


def contrast(first: stats.Clusters, second: stats.Clusters) -> np.ndarray:
    """log2 of the ratio of the two rates; half an occurrence for none; missing where the half turns the sign."""
    lengths = first.sizes.sum(), second.sizes.sum()
    return stats.log_ratio(first.rate * lengths[0], second.rate * lengths[1], *lengths)


def log_limits(first: stats.Clusters, second: stats.Clusters, level: float) -> tuple[np.ndarray, np.ndarray]:
    """log2 of the bounds of the ratio; a bound that a count of 0 leaves open is missing."""
    with np.errstate(divide="ignore"):
        limits = [np.log2(limit) for limit in stats.ratio_interval(first, second, level=level)]
    return tuple(np.where(np.isfinite(limit), limit, np.nan) for limit in limits)


def enough(total: np.ndarray, share: float, least: int | None, level: float) -> np.ndarray:
    """Numbers of the terms that occur so often on two sides, of which the first has this share of all words.

    `least` None is the least number that could be a finding.
    """
    return np.flatnonzero(total >= (least or stats.least_count(max(share, 1 - share), level=level)))


def effects(
    coarse: tuple[stats.Clusters, stats.Clusters], fine: tuple[stats.Clusters, stats.Clusters], level: float, *, below: float = 1.0
) -> dict[str, np.ndarray]:
    """log_ratio of the first side to the second, its bounds over both kinds of clusters, and the larger p (told where it
    is `below` a limit, else 1); missing where no effect is stated."""
    effect = contrast(*coarse)
    low, high = log_limits(*coarse, level)
    low_fine, high_fine = log_limits(*fine, level)
    found = {"low": low, "high": high, "low_fine": low_fine, "high_fine": high_fine}
    found["p"] = np.fmax(stats.ratio_p_value(*coarse, below=below), stats.ratio_p_value(*fine, below=below))
    return {"log_ratio": effect} | {name: np.where(np.isfinite(effect), values, np.nan) for name, values in found.items()}


def sureness(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """How far from 0 the nearer bound is, on the side of the effect; negative where the interval has 0 in it."""
    return np.fmax(np.where(np.isnan(low), -np.inf, low), np.where(np.isnan(high), -np.inf, -high))
