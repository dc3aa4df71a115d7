"""What chance leaves open where something is drawn: proportions, whole clusters drawn again, and verdicts on them."""

from __future__ import annotations

import zlib

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


def draw_clusters(name: str, n_clusters: int, *, n_boot: int, random_state: int) -> np.ndarray:
    """How often each of `n_boot` samples draws each cluster, with replacement; shape (n_boot, n_clusters).

    The stream of chance depends on the text's name, so that its samples stay the same when another text joins.

    >>> draw_clusters("a", 5, n_boot=3, random_state=0).sum(axis=1)
    array([5., 5., 5.])
    """
    generator = np.random.default_rng([random_state, zlib.crc32(name.encode())])
    return generator.multinomial(n_clusters, np.full(n_clusters, 1 / n_clusters), size=n_boot).astype(float)


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
