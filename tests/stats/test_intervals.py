"""Intervals, against exact ones where occurrences are independent and against cases worked out by hand."""

import math

import numpy as np
import pytest
from scipy import sparse, stats

from policylab.errors import PolicylabError
from policylab.stats import (
    DESCRIPTIVE,
    Clusters,
    difference_interval,
    rate_interval,
    ratio_interval,
    ratio_p_value,
    wilson_interval,
)  # fmt: skip
from policylab.stats._intervals import chance_threshold


def ones(n_with: int, n: int, size: int = 100) -> Clusters:
    """A term once in each of the first of equal sections."""
    return Clusters(np.array([1] * n_with + [0] * (n - n_with)), np.full(n, size))


def test_one_by_one_in_many_clusters_the_interval_is_garwoods():
    # 12 occurrences in 400 sections: the exact Poisson limits are 6.2006 and 20.9616
    low, high = rate_interval(ones(12, 400))
    assert low[0] * 40_000 == pytest.approx(stats.chi2.ppf(0.025, 24) / 2, rel=0.02)
    assert high[0] * 40_000 == pytest.approx(stats.chi2.ppf(0.975, 26) / 2, rel=0.02)


def test_nothing_in_a_text_has_the_exact_poisson_limit():
    low, high = rate_interval(ones(0, 20))
    assert low[0] == 0
    assert high[0] == pytest.approx(-np.log(0.025) / 2000)


def test_nothing_says_less_where_the_term_comes_in_passages_elsewhere():
    passages = Clusters(np.array([6, 6] + [0] * 18), np.full(20, 100))
    _, high = rate_interval(ones(0, 20), elsewhere=passages)
    assert high[0] == pytest.approx(-np.log(0.025) * 6 / 2000, rel=0.02)


def test_against_nothing_the_ratio_has_the_exact_conditional_limit():
    # 31 in 62 000 words against 0 in 31 000: all 31 fall on one side if its share is at least 0.025 ** (1 / 31)
    share = 0.025 ** (1 / 31)
    low, high = ratio_interval(ones(31, 620), ones(0, 310))
    assert low[0] == pytest.approx(share / (1 - share) / 2, rel=0.02)
    assert np.isinf(high[0])
    low, high = ratio_interval(ones(0, 310), ones(31, 620))
    assert low[0] == 0
    assert high[0] == pytest.approx(2 * (1 - share) / share, rel=0.02)


def test_words_that_hang_together_say_less():
    spread, crowded = np.tile([3, 3], 10), np.tile([6, 0], 10)
    wide, narrow = (np.subtract(*rate_interval(Clusters(counts, np.full(20, 100)))[::-1]) for counts in (crowded, spread))
    assert wide[0] > 1.3 * narrow[0]


def test_one_section_of_half_the_text_leaves_few_effective_clusters():
    sizes = np.array([1000] + [100] * 10)
    clusters = Clusters(np.ones(11), sizes)
    assert clusters.effective == pytest.approx(2000**2 / (1000**2 + 10 * 100**2))
    assert clusters.note is None
    even = Clusters(np.ones(11), np.full(11, 2000 / 11))
    assert rate_interval(clusters)[1][0] > rate_interval(even)[1][0]


def test_below_ten_clusters_there_is_no_interval():
    few = ones(3, 9)
    assert few.note == DESCRIPTIVE
    assert np.isnan(rate_interval(few)).all()
    assert np.isnan(ratio_interval(few, ones(3, 30))).all()
    assert np.isnan(ratio_p_value(few, ones(3, 30))).all()
    assert np.isnan(difference_interval(ones(3, 30), few)).all()


def test_empty_clusters_are_no_clusters():
    assert Clusters(np.ones(12), np.array([100] * 9 + [0] * 3)).n == 9


@pytest.mark.parametrize(("a", "b"), [(4, 20), (20, 4), (0, 9), (9, 0), (6, 6), (1, 2)])
def test_p_and_interval_never_contradict_each_other(a, b):
    first, second = ones(a, 40), ones(b, 50, size=90)
    p = ratio_p_value(first, second)[0]
    for level in (0.5, 0.8, 0.95, 0.99):
        low, high = ratio_interval(first, second, level=level)
        assert (low[0] > 1 or high[0] < 1) == (p < 1 - level)


def test_sides_change_places():
    first, second = ones(5, 30), ones(12, 25)
    low, high = ratio_interval(first, second)
    turned_low, turned_high = ratio_interval(second, first)
    assert low[0] == pytest.approx(1 / turned_high[0])
    assert high[0] == pytest.approx(1 / turned_low[0])
    assert ratio_p_value(first, second)[0] == pytest.approx(ratio_p_value(second, first)[0])


def test_plans_that_count_the_same_have_the_mean_of_their_rates():
    short, long = Clusters(np.full(10, 1), np.full(10, 100)), Clusters(np.full(20, 1), np.full(20, 400))
    assert Clusters.join([short, long]).rate[0] == pytest.approx(30 / 9000)
    assert Clusters.join([short, long], equal=True).rate[0] == pytest.approx((1 / 100 + 1 / 400) / 2)


def test_a_share_near_one_is_seen_from_the_other_end():
    nearly = Clusters(np.array([100] * 19 + [40]), np.full(20, 100))
    low, high = rate_interval(nearly, share=True)
    rest_low, rest_high = rate_interval(Clusters(100 - nearly.counts, nearly.sizes), share=True)
    assert (low[0], high[0]) == pytest.approx((1 - rest_high[0], 1 - rest_low[0]))
    assert high[0] < 1


def test_bands_that_hold_together_are_wider():
    rng = np.random.default_rng(0)
    parts = rng.dirichlet(np.ones(6), 30) * 100
    clusters = Clusters(parts, np.full(30, 100.0))
    alone = np.subtract(*difference_interval(clusters, clusters, share=True)[::-1])
    together = np.subtract(*difference_interval(clusters, clusters, share=True, joint=True)[::-1])
    assert (together > alone).all()


def test_the_interval_of_a_vector_is_that_of_one_column():
    counts = np.array([[1, 0], [2, 3]] * 8)
    sizes = np.full(16, 100)
    low, high = rate_interval(Clusters(counts, sizes))
    one_low, one_high = rate_interval(Clusters(counts[:, 1], sizes))
    assert (low[1], high[1]) == pytest.approx((one_low[0], one_high[0]))
    assert Clusters(counts, sizes).take(np.array([1])).rate[0] == pytest.approx(24 / 1600)


def test_intervals_hold_what_they_say():
    # rates that differ from section to section as much as their mean, in sections of very unequal length
    rng = np.random.default_rng(3)
    sizes = np.array([1200, 800, 600, 300, 200, 150, 120, 100, 90, 80, 70, 60, 50, 40])
    counts = rng.poisson(rng.gamma(1, 0.004, (14, 2000)) * sizes[:, None])
    low, high = rate_interval(Clusters(counts, sizes))
    assert ((low <= 0.004) & (0.004 <= high)).mean() >= 0.93
    other = rng.poisson(rng.gamma(1, 0.004, (14, 2000)) * sizes[:, None])
    assert (ratio_p_value(Clusters(counts, sizes), Clusters(other, sizes)) < 0.05).mean() <= 0.05


def test_bad_input_is_said():
    with pytest.raises(PolicylabError, match=r"Clusters need counts of shape \(n_clusters, n_things\)"):
        Clusters(np.ones(3), np.ones(4))
    with pytest.raises(PolicylabError, match="one is negative"):
        Clusters(np.array([1, -1]), np.ones(2))
    with pytest.raises(PolicylabError, match="`level` must be a number from 0.5"):
        rate_interval(ones(3, 30), level=95)


def test_sparse_counts_give_what_dense_ones_give():
    counts = np.array([[3, 0, 1], [0, 0, 2], [5, 0, 0]] * 5)
    sizes = np.array([100, 40, 250] * 5)
    dense, thin = Clusters(counts, sizes), Clusters(sparse.csr_array(counts), sizes)
    for name in ("total", "rate", "variance", "step", "clusters_with", "effective", "n"):
        np.testing.assert_allclose(getattr(thin, name), getattr(dense, name), rtol=1e-12)
    # 8 in 390, five times; of the last two clusters 5 in 290
    assert thin.total.tolist() == [40, 0, 15]
    assert thin.of(np.array([13, 14])).rate.tolist() == [5 / 290, 0, 2 / 290]
    other = Clusters(counts[:, [0, 2, 2]], sizes)
    np.testing.assert_allclose(ratio_p_value(other, thin), ratio_p_value(other, dense), rtol=1e-9)


def test_sections_that_all_stand_in_one_text_are_counted_as_sections():
    """Seven crowded sections of ten against none of ten: all seven on one side, of twenty, by chance 120 in 77 520."""
    sizes = np.full(10, 300.0)
    crowded, none = Clusters([30, 25, 31, 28, 30, 27, 33, 0, 0, 0], sizes), Clusters(np.zeros(10), sizes)
    assert ratio_p_value(crowded, none)[0] == pytest.approx(2 * 120 / 77_520, rel=1e-3)
    assert ratio_p_value(none, crowded)[0] == pytest.approx(2 * 120 / 77_520, rel=1e-3)
    low, _ = ratio_interval(crowded, none, level=1 - 2.1 * 120 / 77_520)
    assert low[0] > 1
    low, _ = ratio_interval(crowded, none, level=1 - 1.9 * 120 / 77_520)
    assert low[0] == 1


def test_words_that_come_alone_are_not_held_back_by_their_sections():
    # thirty-one words one by one in thirty-one of sixty-two sections: the sections say less than the words
    many, none = Clusters(np.tile([1, 0], 31), np.full(62, 200)), Clusters(np.zeros(31), np.full(31, 200))
    assert ratio_interval(many, none)[0][0] == pytest.approx(3.95, abs=0.01)


def test_wilson_interval_of_nothing_and_of_all():
    assert wilson_interval(0, 10)[0] == pytest.approx(0, abs=1e-12)
    assert wilson_interval(10, 10)[1] == pytest.approx(1)
    assert all(math.isnan(bound) for bound in wilson_interval(0, 0))
    with pytest.raises(PolicylabError, match="`level` must be a number from 0.5 to below 1, such as 0.95, got 95"):
        wilson_interval(1, 2, level=95)
    # by hand: z = 1.2816, half of 100
    assert wilson_interval(50, 100, level=0.8) == pytest.approx((0.4364, 0.5636), abs=1e-4)


def test_an_interval_of_wilson_interval():
    # Wilson's interval for 81 of 263, as in Newcombe (1998), table I
    assert wilson_interval(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)


@pytest.mark.parametrize(("texts", "threshold"), [(2, 1), (18, 17), (19, 18), (38, 37), (39, 37), (59, 56)])
def test_one_shuffled_text_in_twenty_may_be_above_the_threshold(texts, threshold):
    # of 39 texts two of forty, the plans' own among them, are one in twenty: the second largest
    largest = np.random.default_rng(0).permutation(texts).astype(float)
    assert chance_threshold(largest)[0] == threshold


def test_the_standard_error_of_the_threshold_is_that_of_simulations():
    rng = np.random.default_rng(0)
    found = np.array([chance_threshold(rng.normal(0.6, 0.04, 39)) for _ in range(2000)])
    assert found[:, 1].mean() == pytest.approx(found[:, 0].std(), rel=0.1)
