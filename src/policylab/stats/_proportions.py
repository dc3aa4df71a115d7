"""Proportions of independent trials: their interval, and which side of a threshold they are on."""

from __future__ import annotations

import numpy as np
from scipy import special


def wilson_interval(hits: int, trials: int, *, level: float = 0.95) -> tuple[float, float]:
    """Score interval of a proportion of independent trials (Wilson 1927); NaN without trials.

    >>> low, high = wilson_interval(8, 10)
    >>> round(low, 3), round(high, 3)
    (0.49, 0.943)
    """
    if trials == 0:
        return float("nan"), float("nan")
    z = float(special.ndtri((1 + level) / 2))
    share = hits / trials
    centre = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z / (1 + z * z / trials) * np.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    return max(0.0, float(centre - half)), min(1.0, float(centre + half))


def against_threshold(hits: int, trials: int, threshold: float) -> str:
    """Say whether a share of random trials is above a threshold, below it, or too near to tell.

    Another seed gives another share. The verdict is ``"borderline"`` where the interval of the share (Wilson 1927),
    at the level 99.9 %, high enough that some twenty other seeds say the same, has the threshold in it.

    Returns
    -------
    str
        ``"above"``, ``"below"`` or ``"borderline"``.

    Examples
    --------
    >>> against_threshold(95, 100, 0.5), against_threshold(55, 100, 0.5)
    ('above', 'borderline')
    """
    low, high = wilson_interval(hits, trials, level=0.999)
    return "above" if low > threshold else "below" if high < threshold else "borderline"
