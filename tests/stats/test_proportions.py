"""Intervals of proportions, and verdicts that no seed decides."""

import math

import numpy as np
import pytest

from policylab.stats import against_threshold, wilson_interval


@pytest.mark.parametrize(
    ("hits", "trials", "verdict"),
    [(200, 200, "above"), (0, 200, "below"), (100, 200, "borderline"), (120, 200, "borderline"), (140, 200, "above"),
     (60, 200, "below"), (0, 0, "borderline")],
)  # fmt: skip
def test_a_share_near_the_threshold_is_borderline(hits, trials, verdict):
    assert against_threshold(hits, trials, 0.5) == verdict


def test_twenty_seeds_agree_where_the_verdict_is_not_borderline():
    for share in (0.3, 0.5, 0.6, 0.66, 0.75):
        verdicts = {
            against_threshold(int((np.random.default_rng(seed).random(300) < share).sum()), 300, 0.5) for seed in range(20)
        }
        assert not {"above", "below"} <= verdicts


def test_wilson_interval_of_nothing_and_of_all():
    assert wilson_interval(0, 10)[0] == pytest.approx(0, abs=1e-12)
    assert wilson_interval(10, 10)[1] == pytest.approx(1)
    assert all(math.isnan(bound) for bound in wilson_interval(0, 0))
