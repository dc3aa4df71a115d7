"""Agreement of raters beyond chance."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np

from policylab.errors import PolicylabError
from policylab.stats._intervals import MIN_CLUSTERS, check_level, draw_clusters


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
    unlike, counts, _ = _paired(ratings, None)
    return float(_alpha(unlike.sum(), counts.sum(axis=0)))


def alpha_interval(
    ratings: Sequence[Sequence[object]], clusters: Sequence[object], *, n_boot: int = 2000, random_state: int = 0,
    level: float = 0.95,
) -> tuple[float, float]:  # fmt: skip
    """Interval of Krippendorff's alpha: percentiles of samples of whole clusters (Efron 1979; Hayes and Krippendorff 2007).

    Units of one cluster, such as the sentences of a section, are easy or hard together, so that clusters are drawn.

    Parameters
    ----------
    ratings : sequence of sequences
        As `krippendorff_alpha` takes them.
    clusters : sequence
        The cluster of each unit.
    n_boot : int
        Samples.
    random_state : int
        Seed.
    level : float

    Returns
    -------
    (float, float)
        NaN with fewer than 10 clusters of units that two raters rated. A sample in which all values are the same says
        nothing and is left out; NaN, too, if more than one in ten is such.

    Examples
    --------
    >>> one, other = list("aabbc" * 8), list("aabbb" * 8)
    >>> low, high = alpha_interval([one, other], [place // 2 for place in range(40)])
    >>> bool(low < krippendorff_alpha([one, other]) < high)
    True
    """
    check_level(level)
    if len(clusters) != len(ratings[0]):
        raise PolicylabError(f"There are {len(clusters)} clusters for {len(ratings[0])} units. Give one for each unit.")
    unlike, counts, places = _paired(ratings, clusters)
    names, codes = np.unique(np.array(places, dtype=str), return_inverse=True)
    if len(names) < MIN_CLUSTERS:
        return float("nan"), float("nan")
    member = np.zeros((len(names), len(codes)))
    member[codes, np.arange(len(codes))] = 1
    draws = _draws(len(names), n_boot, random_state)
    values = _alpha(draws @ (member @ unlike), draws @ (member @ counts))
    if np.isnan(values).mean() > 0.1:
        return float("nan"), float("nan")
    low, high = np.nanquantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


@functools.lru_cache(maxsize=1)
def _draws(n_clusters: int, n_boot: int, random_state: int) -> np.ndarray:
    """The samples, which are the same for each of many codes of the same units."""
    return draw_clusters("alpha", n_clusters, n_boot=n_boot, random_state=random_state)


def _paired(ratings, clusters) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Of each unit with two ratings: its unlike pairs, how often it has each value, and its cluster."""
    values = sorted({value for rater in ratings for value in rater if value is not None}, key=str)
    number = {value: place for place, value in enumerate(values)}
    counts = np.zeros((len(ratings[0]), len(values)))
    for place, unit in enumerate(zip(*ratings, strict=True)):
        for value in unit:
            if value is not None:
                counts[place, number[value]] += 1
    paired = np.flatnonzero(counts.sum(axis=1) > 1)
    counts = counts[paired]
    given = counts.sum(axis=1)
    unlike = (given**2 - (counts**2).sum(axis=1)) / (given - 1)
    return unlike, counts, ["" if clusters is None else str(clusters[place]) for place in paired]


def _alpha(unlike, counts):
    """Alpha of sums over units: of unlike pairs, and of how often each value was given."""
    total, squares = counts.sum(axis=-1), (counts**2).sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(squares < total**2, 1 - unlike * (total - 1) / (total**2 - squares), np.nan)
