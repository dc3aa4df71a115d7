"""Draws of clusters, and verdicts that no seed decides."""

import numpy as np
import pytest

from policylab.stats import against_threshold, draw_clusters


def test_draws_of_a_text_do_not_depend_on_other_texts():
    alone = draw_clusters("a", 7, n_boot=5, random_state=1)
    draw_clusters("b", 3, n_boot=5, random_state=1)
    assert (alone == draw_clusters("a", 7, n_boot=5, random_state=1)).all()
    assert (alone.sum(axis=1) == 7).all()
    assert not (alone == draw_clusters("b", 7, n_boot=5, random_state=1)).all()


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
