"""Agreement of raters, and the interval of a proportion."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.stats import norm


def krippendorff_alpha(ratings: Sequence[Sequence[object]]) -> float:
    """Krippendorff's alpha for nominal data, with missing values (Krippendorff 2011).

    Parameters
    ----------
    ratings : sequence of sequences, one for each rater, of equal length
        The value that a rater gave to each unit; None where there is none.

    Returns
    -------
    float
        1 for full agreement, 0 for what chance gives; NaN if no unit has two ratings, or if all are the same value.

    Examples
    --------
    >>> round(krippendorff_alpha([["新", "旧", "旧", None], ["新", "旧", "新", "新"]]), 3)
    0.444
    """
    units = [[value for value in unit if value is not None] for unit in zip(*ratings, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    total = sum(map(len, units))
    values = sorted({value for unit in units for value in unit}, key=str)
    if len(values) < 2:
        return float("nan")
    observed, sums = 0.0, dict.fromkeys(values, 0)
    for unit in units:
        counts = {value: unit.count(value) for value in set(unit)}
        for value, count in counts.items():
            sums[value] += count
        observed += (len(unit) ** 2 - sum(n * n for n in counts.values())) / (len(unit) - 1)
    expected = (total**2 - sum(n * n for n in sums.values())) / (total - 1)
    return 1 - observed / expected


def wilson_interval(hits: int, n: int, *, level: float = 0.95) -> tuple[float, float]:
    """Score interval of a proportion (Wilson 1927); NaN without observations.

    >>> low, high = wilson_interval(8, 10)
    >>> round(low, 3), round(high, 3)
    (0.49, 0.943)
    """
    if n == 0:
        return float("nan"), float("nan")
    z = float(norm.ppf((1 + level) / 2))
    share = hits / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return float(centre - half), float(centre + half)
