"""Krippendorff's alpha, against published values."""

import math

import numpy as np
import pytest

from policylab.errors import PolicylabError
from policylab.stats import Clusters, accuracy_interval, alpha_interval, krippendorff_alpha


def test_alpha_of_krippendorffs_own_example():
    # Krippendorff (2011), example C: four observers, twelve units, missing data; nominal alpha is 0.743
    observers = [
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    ]
    ratings = [[None if value == "." else value for value in line.split()] for line in observers]
    assert krippendorff_alpha(ratings) == pytest.approx(0.743, abs=0.0005)


def test_alpha_of_two_observers_by_hand():
    # 4 units, one disagreement: two coincidences of unlike values among 8; values a 5 times, b 3 times,
    # so 2 * 5 * 3 / 7 unlike ones are expected
    assert krippendorff_alpha([list("aaab"), list("aabb")]) == pytest.approx(1 - 2 / (30 / 7))


def test_full_agreement_is_one_and_one_value_is_unknown():
    assert krippendorff_alpha([[1, 2, 3], [1, 2, 3]]) == 1
    assert math.isnan(krippendorff_alpha([[1, 1], [1, 1]]))
    assert math.isnan(krippendorff_alpha([[1, 2], [None, None]]))


def test_the_influence_of_a_section_on_alpha_is_what_its_interval_is_made_of():
    """A little more of one section moves alpha as its disagreement, less alpha's share of what chance gives, says."""
    rng = np.random.default_rng(3)
    one = rng.integers(0, 3, 400)
    other = np.where(rng.random(400) < 0.8, one, rng.integers(0, 3, 400))
    sections = np.repeat(np.arange(40), 10)
    step = 50
    alpha = krippendorff_alpha([np.repeat(one, step), np.repeat(other, step)])
    for section in (0, 17, 39):
        rows = np.concatenate([np.repeat(np.arange(400), step), np.flatnonzero(sections == section)])
        moved = (krippendorff_alpha([one[rows], other[rows]]) - alpha) * step * 40
        values = np.concatenate([one, other])
        share = np.bincount(values) / len(values)
        chance = (1 - 2 * share + share @ share)[[one, other]].sum(axis=0)
        unlike = 2.0 * (one != other)
        own = sections == section
        influence = -(unlike[own].sum() - (1 - alpha) * chance[own].sum()) / (chance.sum() / 40)
        assert moved == pytest.approx(influence, abs=0.05)


def test_the_interval_of_alpha_has_the_level_asked_for():
    rng = np.random.default_rng(1)
    one = rng.integers(0, 3, 120)
    other = np.where(rng.random(120) < 0.8, one, rng.integers(0, 3, 120))
    (low, high), (near_low, near_high) = (
        alpha_interval([one, other], [place // 6 for place in range(120)], level=level)[:2] for level in (0.95, 0.8)
    )
    assert low < near_low < krippendorff_alpha([one, other]) < near_high < high


def test_the_interval_of_alpha_is_one_less_that_of_a_rate():
    """With values that are equally frequent, chance gives the same for each unit: alpha is one minus twice the unlike ones."""
    one = [0, 1] * 60
    other = [1 - value if place % 12 in (0, 7) else value for place, value in enumerate(one)]  # both values as often as before
    sections = [place // 6 for place in range(120)]
    low, high = alpha_interval([one, other], sections)
    unlike = np.bincount(sections, [a != b for a, b in zip(one, other, strict=True)])
    (least,), (most,) = accuracy_interval(Clusters(unlike, np.full(20, 3.0)))  # by chance half of the pairs are unlike
    assert (low, high) == pytest.approx((1 - (1 - least) * 239 / 240, 1 - (1 - most) * 239 / 240))


@pytest.mark.parametrize(("ratings", "message"), [([], "gave no values"), ([[1, 2], [1]], "gave 1, 2 values")])
def test_raters_that_do_not_go_together(ratings, message):
    for measure in (krippendorff_alpha, lambda given: alpha_interval(given, [1, 2])):
        with pytest.raises(PolicylabError, match=message):
            measure(ratings)


def test_nan_is_no_value():
    one, other = [math.nan, *"ababa"], ["a", *"ababa"]
    assert krippendorff_alpha([one, other]) == 1 == krippendorff_alpha([[None, *"ababa"], other])


@pytest.mark.parametrize(("unlike", "bounds"), [(0, (0.8, 1)), (40, (-1, -0.3))])
def test_full_agreement_says_little_of_few_units_and_the_interval_stays_inside(unlike, bounds):
    one = [0, 1] * 20
    other = [1 - value if place < unlike else value for place, value in enumerate(one)]
    low, high = alpha_interval([one, other], list(range(40)))
    assert bounds[0] <= low < high <= bounds[1]


def test_no_interval_without_ten_clusters_or_two_values():
    few = alpha_interval([[0, 1] * 9, [0, 1] * 9], [place // 2 for place in range(18)])
    alike = alpha_interval([[1] * 30, [1] * 30], list(range(30)))
    alone = alpha_interval([[1, 2] * 15, [None] * 30], list(range(30)))
    assert all(math.isnan(bound) for bound in (*few, *alike, *alone))
