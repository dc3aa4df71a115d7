import numpy as np
import pytest
from scipy import optimize, stats

from policylab.errors import PolicylabError
from policylab.stats import (
    Clusters,
    adjust_p,
    against_threshold,
    log_odds_z,
    log_ratio,
    signed_g2,
)
from policylab.words._trends import deviation_of_proportions

COUNTS = [(10, 2, 1000, 1000), (3, 40, 5000, 12000), (7, 0, 900, 4100), (0, 5, 300, 300), (25, 25, 1000, 1000)]


@pytest.mark.parametrize(("a", "b", "n_a", "n_b"), COUNTS)
def test_g2_is_that_of_scipy(a, b, n_a, n_b):
    table = [[a, b], [n_a - a, n_b - b]]
    expected = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")
    [g2] = signed_g2(np.array([a]), np.array([b]), n_a, n_b)
    assert abs(g2) == pytest.approx(expected.statistic, abs=1e-9)
    assert (g2 >= 0) == (a / n_a >= b / n_b)


def test_log_ratio_worked_out_by_hand():
    # 30 in 10 000 against 5 in 20 000 is 12 times the rate; 4 against none stands as 4 against a half
    found = log_ratio(np.array([30, 4]), np.array([5, 0]), 10_000, 20_000)
    assert found == pytest.approx([np.log2(12), 4.0], abs=1e-12)


def test_log_ratio_is_missing_where_half_an_occurrence_turns_the_sign():
    # 4 in 8000 is 5 in 10 000; half an occurrence in 500 is 10 in 10 000, though the term is not there at all
    assert np.isnan(log_ratio(np.array([4]), np.array([0]), 8000, 500)).all()
    assert np.isnan(log_ratio(np.array([0]), np.array([4]), 500, 8000)).all()
    # half an occurrence in 1000 is 5 in 10 000 as well: no difference is left of the one that there is
    assert np.isnan(log_ratio(np.array([4]), np.array([0]), 8000, 1000)).all()
    # half an occurrence in 2000 is 2.5 in 10 000: the sign stays
    assert log_ratio(np.array([4]), np.array([0]), 8000, 2000) == pytest.approx([1.0], abs=1e-12)
    # neither side has the term
    assert np.isnan(log_ratio(np.array([0]), np.array([0]), 8000, 500)).all()


def test_log_odds_with_prior_worked_out_by_hand():
    # 20 of 1000 against 5 of 2000 words, prior of 500 words with rate 25/3000
    prior = 500 * 25 / 3000
    cells = [20 + prior, 1000 + 500 - 20 - prior, 5 + prior, 2000 + 500 - 5 - prior]
    difference = np.log(cells[0] / cells[1]) - np.log(cells[2] / cells[3])
    expected = difference / np.sqrt(sum(1 / cell for cell in cells))
    [found] = log_odds_z(
        np.array([20]), np.array([5]), 1000, 2000, prior=np.array([prior]), prior_total=500
    )
    assert found == pytest.approx(expected, abs=1e-12)


def test_a_stronger_prior_draws_the_score_to_zero():
    scores = [
        log_odds_z(np.array([20]), np.array([5]), 1000, 1000, prior=np.array([size / 80]), prior_total=size)[0]
        for size in (10, 1_000, 100_000)
    ]
    assert scores[0] > scores[1] > scores[2] > 0


def test_adjusted_p_values_are_those_of_scipy():
    p = np.array([0.001, 0.2, 0.03, 0.04, 0.012, 0.9, 0.03])
    assert adjust_p(p, "bh") == pytest.approx(stats.false_discovery_control(p), abs=1e-12)
    # Holm: multiply the smallest by 7, the next by 6, and so on, never falling, never above 1
    assert adjust_p(p, "holm") == pytest.approx([0.007, 0.4, 0.15, 0.15, 0.072, 0.9, 0.15], abs=1e-12)
    assert adjust_p(p, "none") == pytest.approx(p)
    with pytest.raises(PolicylabError, match="`adjust` must be one of 'bh', 'holm', 'none', got 'fdr'."):
        adjust_p(p, "fdr")


def test_dispersion_by_hand():
    tokens = np.array([100, 300, 600])
    counts = np.array([[1, 10, 0], [3, 0, 0], [6, 0, 0]])
    even, crowded, absent = deviation_of_proportions(Clusters(counts, tokens))
    assert even == pytest.approx(0)
    # all in the smallest section: DP = (0.9 + 0.3 + 0.6) / 2 = 0.9, divided by 1 - 0.1
    assert crowded == pytest.approx(1)
    assert np.isnan(absent)
    assert np.isnan(deviation_of_proportions(Clusters(np.array([[3]]), np.array([50])))).all()


def test_the_g2_of_equal_rates_is_zero_and_grows_with_the_gap():
    def g2(b):
        return signed_g2(np.array([20]), np.array([b]), 1000, 1000)[0]

    assert g2(20) == pytest.approx(0, abs=1e-9)
    root = optimize.brentq(lambda b: g2(b) - stats.chi2.ppf(0.95, 1), 1, 19)
    assert g2(root / 2) > stats.chi2.ppf(0.95, 1) > g2((root + 20) / 2)


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
