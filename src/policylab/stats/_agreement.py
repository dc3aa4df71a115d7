"""Agreement of raters beyond chance."""

from __future__ import annotations

from collections.abc import Sequence


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
