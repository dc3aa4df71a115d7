"""Krippendorff's alpha, against published values."""

import math

import pytest

from policylab.stats import krippendorff_alpha


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
