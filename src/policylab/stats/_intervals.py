"""Intervals and margins: the only place where it is said how far a rate, a ratio, a share or a difference could be off.

The words of a section hang together, so that sections, not words, are what could have come out otherwise. Everything
here takes, for each cluster (a section, a document, a sentence), how often a thing was counted in it and how large it
is; the rate of the thing is the sum of the counts over the sum of the sizes. An F1 is such a rate, and one minus an alpha
is. Nothing is drawn by chance, so that no bound and no verdict depends on a seed.

The method is the gamma interval for weighted sums of counts (Fay and Feuer 1997), which is exact (Garwood 1936) where
occurrences are independent, with three changes for clusters:

- the variance is that of the clusters' residuals, each divided by one minus its share of the text (the jackknife
  estimate HC3: MacKinnon and White 1985), and no smaller than that of independent occurrences;
- it is widened by the square of Student's t over z, with the effective number of clusters (Kish 1965) less one degree
  of freedom: fourteen sections of which one is half the text are not fourteen;
- the upper limit allows for one cluster that was not seen, which has the thing as densely as those that have it.

Two rates are compared by the method of variance estimates recovery (MOVER: Zou and Donner 2008), on the logarithmic
scale for a ratio, and by the F interval of Fay (1999), which is the exact conditional one for independent occurrences,
where one of the two counts is 0. ``benchmarks/coverage.py`` measures what the intervals hold.

Without clusters are the interval of a share of random trials (`wilson_interval`), and the margin of what hangs on a seed
(`chance_threshold`, `difference_margin`), such as the agreement of a topic with those of its runs.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from numbers import Real

import numpy as np
from scipy import sparse, special

from policylab.checks import as_numbers, check_flag, check_kind, check_number
from policylab.errors import PolicylabError
from policylab.stats._claims import DESCRIPTIVE

# clusters below which no interval is made: a table then says DESCRIPTIVE
MIN_CLUSTERS = 10
# the p, corrected for all that was tried, below which something is told from chance
ALPHA = 0.05
# steps of the search for a p: to 3e-5 of z
_STEPS, _FARTHEST = 18, 8.0


def check_level(level: object) -> float:
    """The level of an interval as a float, if it is one.

    >>> check_level(0.95)
    0.95
    """
    check_number("level", level, 0.5, 1, closed="left", more=", such as 0.95")
    return float(level)


@dataclass(frozen=True, eq=False)
class Clusters:
    """Counts of some things in the clusters of a text, and the size of each cluster.

    Parameters
    ----------
    counts : array or sparse array of float, shape (n_clusters, n_things)
        Occurrences of each thing in each cluster; a vector is one thing. Shares of a size (the terms of a section that
        belong to a topic) need not be whole numbers.
    sizes : array of float, shape (n_clusters,)
        What the rate is of: words, characters, paragraphs. Empty clusters are left out.
    weights : array of float, shape (n_clusters,), optional
        What one occurrence in a cluster adds to the rate. By default one over the sum of the sizes.

    Examples
    --------
    Twelve sections of 100 words, a term twice in each of six: 12 in 1 200.

    >>> import numpy as np
    >>> clusters = Clusters(np.array([2] * 6 + [0] * 6), np.full(12, 100))
    >>> float(clusters.rate[0])
    0.01
    >>> round(clusters.effective)
    12
    """

    counts: np.ndarray
    sizes: np.ndarray
    weights: np.ndarray | None = None

    def __post_init__(self) -> None:
        counts, sizes = self.counts, as_numbers("sizes", self.sizes)
        if sparse.issparse(counts) and 0 in counts.shape:
            counts = counts.toarray()  # where nothing is kept, no largest number can be asked for
        counts = counts.astype(float) if sparse.issparse(counts) else as_numbers("counts", counts)
        counts = counts[:, None] if counts.ndim == 1 else counts
        if sizes.ndim != 1 or counts.ndim != 2 or counts.shape[0] != len(sizes):
            raise PolicylabError(
                f"Clusters need counts of shape (n_clusters, n_things) and as many sizes, got {counts.shape} and "
                f"{sizes.shape}."
            )
        if (counts < 0).sum() or (sizes < 0).any():
            raise PolicylabError("Counts and sizes of clusters are at least 0, and one is negative.")
        used = sizes > 0
        total = sizes[used].sum()
        weights = np.full(len(sizes), 1 / total if total else np.nan) if self.weights is None else as_numbers("weights", self.weights)
        if weights.shape != sizes.shape:
            raise PolicylabError(f"Clusters need as many weights as sizes, got {weights.shape} and {sizes.shape}.")
        self.__dict__.update(counts=counts[used], sizes=sizes[used], weights=weights[used])

    @classmethod
    def join(cls, parts: Sequence[Clusters], *, equal: bool = False) -> Clusters:
        """Clusters of several texts together.

        Parameters
        ----------
        parts : sequence of Clusters
            Of the same things.
        equal : bool, default False
            Whether each text counts the same, so that the rate is the mean of the texts' rates; else each counts by
            its size, so that the rate is that of the texts written as one.
        """
        counts, sizes = np.vstack([part.counts for part in parts]), np.concatenate([part.sizes for part in parts])
        if not equal:
            return cls(counts, sizes)
        return cls(counts, sizes, np.concatenate([part.weights / len(parts) for part in parts]))

    @classmethod
    def grouped(cls, has, groups) -> Clusters:
        """Clusters of the rows of a table or column that says of each which things it has, by the group of each row."""
        by_group = has.groupby(groups)
        return cls(by_group.sum().to_numpy(), by_group.size().to_numpy())

    def take(self, things: np.ndarray) -> Clusters:
        """The same clusters with these things only (numbers of columns)."""
        return Clusters(self.counts[:, things], self.sizes, self.weights)

    def of(self, texts: np.ndarray) -> Clusters:
        """These of the clusters only (bool or numbers of rows), as a text of their own."""
        return Clusters(self.counts[texts], self.sizes[texts])

    @property
    def n(self) -> int:
        """Number of clusters."""
        return len(self.sizes)

    @cached_property
    def effective(self) -> float:
        """Effective number of clusters: that of equal ones which would say as much (Kish 1965)."""
        return float(1 / ((self.weights * self.sizes) ** 2).sum()) if self.n else 0.0

    @property
    def note(self) -> str | None:
        """``"descriptive only"`` where there are too few clusters for an interval, else None."""
        return DESCRIPTIVE if self.n < MIN_CLUSTERS else None

    @cached_property
    def total(self) -> np.ndarray:
        """Occurrences of each thing."""
        return self.counts.sum(axis=0)

    @cached_property
    def rate(self) -> np.ndarray:
        """Rate of each thing."""
        return self.weights @ self.counts

    @cached_property
    def clusters_with(self) -> np.ndarray:
        """In how many clusters each thing is."""
        return (self.counts > 0).sum(axis=0)

    @cached_property
    def variance(self) -> np.ndarray:
        """Variance of each rate, from the clusters' residuals; at least that of independent occurrences."""
        left_out = np.maximum(1 - self.weights * self.sizes, 1e-3)
        if sparse.issparse(self.counts):  # the square multiplied out: what is not counted adds the last term only
            pull = (self.weights / left_out) ** 2
            own, with_size = pull @ self.counts.multiply(self.counts), (pull * self.sizes) @ self.counts
            between = own - 2 * self.rate * with_size + self.rate**2 * (pull @ self.sizes**2)
        else:
            residual = self.weights[:, None] * (self.counts - self.rate * self.sizes[:, None])
            between = ((residual / left_out[:, None]) ** 2).sum(axis=0)
        return np.maximum(between, (self.weights**2) @ self.counts)

    @cached_property
    def step(self) -> np.ndarray:
        """What one cluster that was not seen could add to each rate; one occurrence where nothing was seen."""
        present = self.counts > 0
        share = self.weights * self.sizes
        if sparse.issparse(self.counts):
            largest = self.counts.multiply(self.weights[:, None]).tocsc().max(axis=0).toarray().ravel()
        else:
            largest = (self.weights[:, None] * self.counts).max(axis=0, initial=0.0)
        with np.errstate(invalid="ignore", divide="ignore"):
            dense = np.where(self.clusters_with > 0, self.rate / (share @ present), 0.0)
        return np.maximum(np.maximum(largest, dense * self._typical), self.weights.max(initial=0.0))

    @property
    def _typical(self) -> float:
        """The share of the whole that a cluster has, as root mean square."""
        return np.sqrt(((self.weights * self.sizes) ** 2).mean()) if self.n else np.nan

    def _as_share(self) -> Clusters:
        """The same clusters; the one that was not seen could be the thing's as a whole.

        Its size is between a typical one (root mean square) and the largest: with the typical one an interval held
        92 % where a third of a topic stood in the largest section of a plan, and samples without it knew nothing of it.
        """
        largest = (self.weights * self.sizes).max(initial=0.0)
        return self._with(step=np.maximum(self.step, np.sqrt(self._typical * largest)))

    def _with(self, **known: object) -> Clusters:
        """The same clusters, with all that is known of them, of which some is known otherwise."""
        other = copy.copy(self)
        other.__dict__.update(known)
        return other

    def _limits_of(self, things: np.ndarray) -> Clusters:
        """The same clusters, with what the limits of the rates of these things only are made of."""
        parts = {name: getattr(self, name)[things] for name in ("rate", "variance", "step", "clusters_with")}
        return self._with(**parts, effective=self.effective)

    def borrow(self, other: Clusters) -> Clusters:
        """The same clusters; a thing that they lack is taken to crowd as it does in `other` where it could be seen."""
        if not self.n or not other.n:
            return self
        with np.errstate(invalid="ignore", divide="ignore"):
            together = other.variance / other.rate * (self.weights.mean() / other.weights.mean())
        step = np.where((self.total == 0) & (other.total > 0), np.maximum(self.step, together), self.step)
        return self._with(step=step)


def rate_interval(
    clusters: Clusters, *, level: float = 0.95, share: bool = False, elsewhere: Clusters | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Interval of the rate of each thing.

    Parameters
    ----------
    clusters : Clusters
    level : float
        From 0.5 to below 1.
    share : bool, default False
        Whether the rate is a share of the whole, which cannot be above 1: above one half, the interval is that of the
        rest.
    elsewhere : Clusters, optional
        Clusters of other texts with the same things. Where this text lacks a thing, they say how it crowds: nothing
        found in twelve sections says less of a term that comes six at a time than of one that comes alone.

    Returns
    -------
    low, high : arrays, shape (n_things,)
        Missing (NaN) with fewer than 10 clusters. Where nothing was counted, 0 and the Poisson limit
        -ln((1 - level) / 2) / size, times what comes at a time `elsewhere`.

    Examples
    --------
    >>> import numpy as np
    >>> low, high = rate_interval(Clusters(np.array([2] * 6 + [0] * 6), np.full(12, 100)))
    >>> bool(low[0] < 0.01 < high[0])
    True
    """
    level = check_level(level)
    _check_clusters(clusters, *(() if elsewhere is None else (elsewhere,)))
    check_flag("share", share)
    return _rate_interval(clusters, elsewhere, share, level, 1)


def accuracy_interval(clusters: Clusters, *, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Interval of one minus the rate of each kind of error, such as an F1 or a recall, over documents or sentences.

    It is one minus that of a rate (Fay and Feuer 1997, with the changes for clusters of `rate_interval`), but that one
    cluster which was not seen, of a typical size, could be wrong in half: documents without an error say little of the
    next one. Without it the interval of an F1 of 0.99 over ten documents held 78 %; ``benchmarks/coverage.py`` measures
    what it holds.

    Parameters
    ----------
    clusters : Clusters
        Of each document or sentence, the errors of each kind (counts), and how much could be wrong (sizes).
    level : float
        From 0.5 to below 1.

    Returns
    -------
    low, high : arrays of float, shape (n_things,)
        Shares from 0 to 1; missing (NaN) with fewer than 10 clusters of which anything could be wrong.

    Raises
    ------
    PolicylabError
        If `level` is out of its range.

    Examples
    --------
    Twenty documents of ten numbers each, of which two have one wrong.

    >>> import numpy as np
    >>> low, high = accuracy_interval(Clusters(np.array([1, 1] + [0] * 18), np.full(20, 10)))
    >>> low.round(2), high.round(2)
    (array([0.9]), array([1.]))
    """
    low, high = error_limits(clusters, level)
    return 1 - np.minimum(high, 1.0), 1 - np.minimum(low, 1.0)


def error_limits(clusters: Clusters, level: float) -> tuple[np.ndarray, np.ndarray]:
    """What `accuracy_interval` is one minus of; the rate may be above 1, as that of found to expected disagreement may."""
    level = check_level(level)
    _check_clusters(clusters)
    return _rate_interval(clusters._with(step=np.maximum(clusters.step, clusters._typical / 2)), None, False, level, 1)


def ratio_interval(first: Clusters, second: Clusters, *, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Interval of the ratio of the first rate to the second, for each thing, of a `level`.

    Returns
    -------
    low, high : arrays, shape (n_things,)
        0 and infinity on the side that a count of 0 leaves open; missing where either side has fewer than 10 clusters
        or neither has the thing.

    Examples
    --------
    31 occurrences one by one against none in a text half as long: the ratio is at least 3.95, which is the exact
    conditional limit.

    >>> import numpy as np
    >>> many = Clusters(np.tile([1, 0], 31), np.full(62, 200))
    >>> none = Clusters(np.zeros(31), np.full(31, 200))
    >>> low, high = ratio_interval(many, none)
    >>> bool(low[0] > 1), bool(np.isinf(high[0]))
    (True, True)
    """
    level = check_level(level)
    first, second, missing = _compared(first, second)
    z = np.full(len(missing), special.ndtri((1 + level) / 2))
    with np.errstate(divide="ignore"):
        low, high = _lowest_ratio(first, second, z), 1 / _lowest_ratio(second, first, z)
    return np.where(missing, np.nan, low), np.where(missing, np.nan, high)


def ratio_p_value(first: Clusters, second: Clusters, *, below: float = 1.0) -> np.ndarray:
    """Two-sided p of equal rates: one minus the level at which the interval of the ratio just touches 1.

    Interval and p never contradict each other. Missing where `ratio_interval` is. Where only values `below` a limit are
    asked for, one that is not is 1: most need not be looked for then.

    Examples
    --------
    >>> import numpy as np
    >>> one = Clusters(np.tile([3, 1], 10), np.full(20, 200))
    >>> ratio_p_value(one, one)
    array([1.])
    """
    first, second, missing = _compared(first, second)
    check_number("below", below, 0, 1)
    up = first.rate >= second.rate
    p = np.ones(len(missing))
    for side, more, less in ((up, first, second), (~up, second, first)):
        number = np.flatnonzero(side & ~missing)
        if below < 1:
            z = np.full(len(number), special.ndtri(1 - below / 2) - 2 * _FARTHEST / 2**_STEPS)
            number = number[_lowest_ratio(more._limits_of(number), less._limits_of(number), z) > 1]
        more, less = more._limits_of(number), less._limits_of(number)
        near, far = np.zeros(len(number)), np.full(len(number), _FARTHEST)
        for _ in range(_STEPS):
            z = (near + far) / 2
            sure = _lowest_ratio(more, less, z) > 1
            near, far = np.where(sure, z, near), np.where(sure, far, z)
        p[number] = np.where(near > 0, 2 * special.ndtr(-near), 1.0)
    return np.where(missing, np.nan, p)


def _compared(first: Clusters, second: Clusters) -> tuple[Clusters, Clusters, np.ndarray]:
    """Both sides, each with how the things crowd that only the other one has, and of which things nothing can be told."""
    _check_clusters(first, second)
    missing = (first.total + second.total) == 0
    if min(first.n, second.n) < MIN_CLUSTERS:
        missing = np.ones_like(missing)
    return first.borrow(second), second.borrow(first), missing


def difference_interval(
    first: Clusters, second: Clusters, *, level: float = 0.95, share: bool = False, joint: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Interval of the first rate less the second, for each thing.

    Parameters
    ----------
    first, second : Clusters
    level : float
    share : bool, default False
        As in `rate_interval`.
    joint : bool, default False
        Whether the intervals of all things hold together with this level: each is then made at the level
        ``level ** (1 / n_things)`` (Šidák 1967), which suffices however the things depend on each other.

    Returns
    -------
    low, high : arrays, shape (n_things,)
        Missing where either side has fewer than 10 clusters.

    Examples
    --------
    >>> import numpy as np
    >>> one = Clusters(np.tile([3, 1], 10), np.full(20, 200))
    >>> low, high = difference_interval(one, one)
    >>> bool(low[0] < 0 < high[0])
    True
    """
    level = check_level(level)
    _check_clusters(first, second)
    check_flag("share", share)
    check_flag("joint", joint)
    n_things = max(1, first.counts.shape[1]) if joint else 1
    low, high = _rate_interval(first, second, share, level, n_things)
    other_low, other_high = _rate_interval(second, first, share, level, n_things)
    difference = first.rate - second.rate
    return (
        difference - np.hypot(first.rate - low, other_high - second.rate),
        difference + np.hypot(high - first.rate, second.rate - other_low),
    )


def wilson_interval(hits: int, trials: int, *, level: float = 0.95) -> tuple[float, float]:
    """Score interval of a proportion of independent trials (Wilson 1927), of a `level`; NaN without trials.

    >>> low, high = wilson_interval(8, 10)
    >>> round(low, 3), round(high, 3)
    (0.49, 0.943)
    """
    level = check_level(level)
    check_kind("hits", hits, Real, "a number")
    check_kind("trials", trials, Real, "a number")
    if trials == 0:
        return float("nan"), float("nan")
    z = float(special.ndtri((1 + level) / 2))
    share = hits / trials
    centre = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z / (1 + z * z / trials) * np.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    return max(0.0, float(centre - half)), min(1.0, float(centre + half))


def chance_threshold(largest: np.ndarray) -> tuple[float, float]:
    """What one text in twenty is above, from the largest statistics of texts without themes, and its standard error.

    With n such texts it is the k-th largest, k being the most for which k / (n + 1), the chance that another such text
    is above it, is at most `ALPHA`; the largest where there are fewer than 19. Its standard error is that of a quantile of
    a normal distribution.

    >>> threshold, error = chance_threshold(np.arange(39) / 100)
    >>> threshold, round(error, 3)
    (0.37, 0.039)
    """
    n = len(largest)
    rank = max(1, int(ALPHA * (n + 1) + 1e-9))
    above = rank / (n + 1)
    density = np.exp(-special.ndtri(above) ** 2 / 2) / np.sqrt(2 * np.pi)
    error = np.std(largest, ddof=1) * np.sqrt(above * (1 - above) / n) / density
    return float(np.sort(largest)[-rank]), float(error)


def difference_margin(error: np.ndarray, other_error: np.ndarray | float) -> np.ndarray:
    """How far chance could move the difference of two estimates: twice their standard errors, taken together.

    >>> float(difference_margin(0.03, 0.04))
    0.1
    """
    return 2 * np.hypot(error, other_error)


def _check_clusters(*given: object) -> None:
    for one in given:
        check_kind("clusters", one, Clusters, "`policylab.stats.Clusters`")


def _rate_interval(clusters, elsewhere, share: bool, level: float, n_things: int) -> tuple[np.ndarray, np.ndarray]:
    """`rate_interval`, made to hold for several things together; Student's t is that of the level for one of them."""
    if clusters.n < MIN_CLUSTERS:
        missing = np.full(clusters.counts.shape[1], np.nan)
        return missing, missing.copy()
    z = np.full(clusters.counts.shape[1], special.ndtri((1 + level ** (1 / n_things)) / 2))
    at = np.full_like(z, special.ndtri((1 + level) / 2))
    if not share:
        clusters = clusters if elsewhere is None else clusters.borrow(elsewhere)
        return _low(clusters, z, at), _high(clusters, z, at)
    share = clusters._as_share()
    rest = Clusters(np.maximum(clusters.sizes[:, None] - clusters.counts, 0), clusters.sizes, clusters.weights)
    rest, most = rest._as_share(), clusters.rate > 0.5
    low = np.where(most, np.maximum(1 - _high(rest, z, at), 0.0), _low(share, z, at))
    return low, np.where(most, 1 - _low(rest, z, at), np.minimum(_high(share, z, at), 1.0))


def _widened(clusters: Clusters, z: np.ndarray) -> np.ndarray:
    """Variance, widened as Student's t widens z with the effective number of clusters less one."""
    freedom = max(1.0, clusters.effective - 1)
    # the quantile of t is slow, and many things are looked at for one z
    values, place = np.unique(z, return_inverse=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        wider = np.where(values > 1e-6, -special.stdtrit(freedom, special.ndtr(-values)) / values, 1.0)
    return clusters.variance * np.maximum(wider[place], 1.0) ** 2


def _low(clusters: Clusters, z: np.ndarray, at: np.ndarray | None = None) -> np.ndarray:
    rate = clusters.rate
    with np.errstate(invalid="ignore", divide="ignore"):
        shape = rate**2 / _widened(clusters, z if at is None else at)
        return np.where(rate > 0, rate * special.gammaincinv(shape, special.ndtr(-z)) / shape, 0.0)


def _high(clusters: Clusters, z: np.ndarray, at: np.ndarray | None = None) -> np.ndarray:
    upper = clusters.rate + clusters.step
    with np.errstate(invalid="ignore", divide="ignore"):
        shape = upper**2 / (_widened(clusters, z if at is None else at) + clusters.step**2)
        return upper * special.gammaincinv(shape, 1 - special.ndtr(-z)) / shape


def _lowest_ratio(more: Clusters, less: Clusters, z: np.ndarray) -> np.ndarray:
    """Lower limit of the ratio of one rate to another; 0 where the first has nothing."""
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        spread = np.hypot(np.log(more.rate / _low(more, z)), np.log(_high(less, z) / less.rate))
        lowest = np.exp(np.log(more.rate) - np.log(less.rate) - spread)
        nothing = np.flatnonzero(less.rate == 0)
        if len(nothing):
            lowest[nothing] = _against_nothing(more._limits_of(nothing), less._limits_of(nothing), z[nothing])
    return np.where(more.rate > 0, lowest, 0.0)


def _against_nothing(seen: Clusters, lacking: Clusters, z: np.ndarray) -> np.ndarray:
    """Lower limit of the ratio of a rate to that of a text without the thing (Fay 1999).

    It is above 1 only where the clusters that have the thing would not all stand in the one text by chance (Fisher's
    exact test of the clusters): seven crowded sections of ten are seven things that happened, however often each of
    them has it.
    """
    shape, tail, have = seen.rate**2 / _widened(seen, z), special.ndtr(-z), seen.clusters_with
    limit = seen.rate / lacking.step * special.fdtri(2 * shape, 2.0, tail)
    ways, of_all = (special.gammaln(n + 1) - special.gammaln(n - have + 1) for n in (seen.n, seen.n + lacking.n))
    return np.where(tail < np.exp(ways - of_all), np.minimum(limit, 1.0), limit)
