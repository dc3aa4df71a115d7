import numpy as np
import pytest
from scipy import stats

from policylab.words._bootstrap import bca_interval, ratio_influence, ratio_interval, section_weights

COUNTS = np.array([0, 3, 1, 7, 0, 2, 4, 1, 0, 5, 2, 2])
TOKENS = np.array([80, 150, 90, 260, 40, 120, 200, 75, 60, 310, 140, 110])


def test_the_interval_is_scipys_bca_but_for_the_widening():
    def rate(counts, tokens, axis=-1):
        return counts.sum(axis=axis) / tokens.sum(axis=axis)

    expected = stats.bootstrap(
        (COUNTS, TOKENS), rate, paired=True, vectorized=True, method="BCa", n_resamples=40_000, random_state=1
    ).confidence_interval
    weights = section_weights("a", len(COUNTS), n_boot=40_000, random_state=0)
    replicates = ((weights @ COUNTS) / (weights @ TOKENS))[:, None]
    influence = ratio_influence(COUNTS[:, None], TOKENS)
    # a great number of clusters leaves the level as it is
    low, high = bca_interval(
        np.array([rate(COUNTS, TOKENS)]), replicates, influence, n_clusters=10**9, level=0.95
    )
    assert low[0] == pytest.approx(expected.low, rel=0.02)
    assert high[0] == pytest.approx(expected.high, rel=0.02)
    wider = bca_interval(np.array([rate(COUNTS, TOKENS)]), replicates, influence, n_clusters=12, level=0.95)
    assert wider[0][0] < low[0] and wider[1][0] > high[0]


def test_replicates_draw_whole_sections():
    weights = section_weights("smart-city-2021", 12, n_boot=500, random_state=0)
    assert weights.shape == (500, 12)
    assert (weights.sum(axis=1) == 12).all()
    assert weights.mean() == pytest.approx(1)


def test_chance_depends_on_the_seed_and_on_the_plan_only():
    again = section_weights("a", 12, n_boot=100, random_state=0)
    assert (section_weights("a", 12, n_boot=100, random_state=0) == again).all()
    assert (section_weights("b", 12, n_boot=100, random_state=0) != again).any()
    assert (section_weights("a", 12, n_boot=100, random_state=1) != again).any()


def test_nothing_seen_has_the_exact_poisson_limit():
    counts = np.column_stack([COUNTS, np.zeros(len(COUNTS), dtype=int)])
    low, high = ratio_interval(counts, TOKENS, plan="a", n_boot=200, level=0.95, random_state=0)
    assert low[1] == 0
    # the mean under which nothing is seen in 2.5 of 100 texts
    assert stats.poisson.cdf(0, high[1] * TOKENS.sum()) == pytest.approx(0.025, abs=1e-9)
    assert 0 < low[0] < COUNTS.sum() / TOKENS.sum() < high[0]


def test_equal_sections_leave_no_doubt():
    counts, tokens = np.full((8, 1), 3), np.full(8, 100)
    low, high = ratio_interval(counts, tokens, plan="a", n_boot=200, level=0.95, random_state=0)
    assert low[0] == pytest.approx(0.03) and high[0] == pytest.approx(0.03)
