"""Agreement of raters beyond chance."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from policylab.checks import as_list, check_kind
from policylab.errors import PolicylabError
from policylab.stats._intervals import Clusters, check_level, error_limits

RATINGS = "the values of each rater, one for each unit"


def krippendorff_alpha(ratings: Sequence[Sequence[object]]) -> float:
    """Krippendorff's alpha for nominal data, with missing values (Krippendorff 2011).

    Parameters
    ----------
    ratings : sequence of sequences, one for each rater, of equal length
        The value that a rater gave to each unit; None or NaN where there is none.

    Returns
    -------
    float
        1 for full agreement, 0 for what chance gives; NaN if no unit has two ratings, or if all are the same value.

    Examples
    --------
    >>> round(krippendorff_alpha([["新", "旧", "旧", None], ["新", "旧", "新", "新"]]), 3)
    0.444
    """
    unlike, counts, _ = _paired(ratings, None)
    total, alike = counts.sum(), (counts.sum(axis=0) ** 2).sum()
    return float(1 - unlike.sum() * (total - 1) / (total**2 - alike)) if alike < total**2 else float("nan")


def alpha_interval(
    ratings: Sequence[Sequence[object]], clusters: Sequence[object], *, level: float = 0.95
) -> tuple[float, float]:
    """Interval of Krippendorff's alpha, over clusters of units.

    Alpha is one minus a rate: the disagreement that is found to that which chance would give. Each unit adds to both,
    to the second by the influence of its values on it (Hampel 1974), so that the interval is that of a rate of errors over
    clusters (`accuracy_interval`): units of one cluster, such as the sentences of a section, are easy or hard together,
    and one that was not seen may be hard. ``benchmarks/coverage.py`` measures what it holds. Samples of whole clusters
    (the percentile bootstrap of Hayes and Krippendorff 2007) held 85 to 95 % on the same codings.

    Parameters
    ----------
    ratings : sequence of sequences
        As `krippendorff_alpha` takes them.
    clusters : sequence
        The cluster of each unit.
    level : float

    Returns
    -------
    (float, float)
        NaN with fewer than 10 clusters of units that two raters rated, and where all values are the same.

    Examples
    --------
    >>> one, other = list("aabbc" * 8), list("aabbb" * 8)
    >>> low, high = alpha_interval([one, other], [place // 2 for place in range(40)], level=0.9)
    >>> bool(low < krippendorff_alpha([one, other]) < high)
    True
    """
    level = check_level(level)
    units, clusters = _number_of_units(ratings), as_list("clusters", clusters, "the cluster of each unit")
    if len(clusters) != units:
        raise PolicylabError(f"There are {len(clusters)} clusters for {units} units. Give one for each unit.")
    unlike, counts, places = _paired(ratings, clusters)
    given = counts.sum()
    share = counts.sum(axis=0) / max(given, 1)
    expected = counts @ (1 - 2 * share + share @ share)
    if not expected.sum() > 0:
        return float("nan"), float("nan")
    names, codes = np.unique(np.array(places, dtype=str), return_inverse=True)
    # halves: two raters who differ are one disagreement, and two values
    found, chance = (np.bincount(codes, values / 2, len(names)) for values in (unlike, expected))
    least, most = (float(bound[0]) * (given - 1) / given for bound in error_limits(Clusters(found, chance), level))
    worst = (given - 1) / expected.sum()  # every value unlike every other of its unit
    return 1 - min(most, worst) if most == most else most, 1 - least


def _number_of_units(ratings: Sequence[Sequence[object]]) -> int:
    ratings = as_list("ratings", ratings, RATINGS)
    for rater in ratings:
        check_kind("ratings", rater, Collection, RATINGS)
    lengths = sorted({len(rater) for rater in ratings})
    if len(lengths) != 1:
        raise PolicylabError(f"The raters gave {', '.join(map(str, lengths)) or 'no'} values. Give one for each unit, or None.")
    return lengths[0]


def _paired(ratings, clusters) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Of each unit with two ratings: its unlike pairs, how often it has each value, and its cluster."""
    units = _number_of_units(ratings)
    values = sorted({value for rater in ratings for value in rater if value is not None and value == value}, key=str)
    found = [[unit.count(value) for value in values] for unit in zip(*ratings, strict=True)]
    counts = np.array(found, dtype=float).reshape(units, len(values))
    paired = np.flatnonzero(counts.sum(axis=1) > 1)
    counts = counts[paired]
    given = counts.sum(axis=1)
    unlike = (given**2 - (counts**2).sum(axis=1)) / (given - 1)
    return unlike, counts, ["" if clusters is None else str(clusters[place]) for place in paired]
