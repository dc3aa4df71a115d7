"""Coherence, exclusivity and FREX, against values worked out by hand."""

import numpy as np
import pytest
from scipy import sparse

from policylab.topics._quality import exclusivity, frex, npmi, rank_terms

# six documents, four terms
COUNTS = sparse.csr_matrix(np.array([
    [2, 1, 0, 0],
    [1, 1, 0, 0],
    [0, 3, 0, 1],
    [0, 0, 1, 1],
    [0, 0, 1, 0],
    [0, 0, 1, 0],
]))  # fmt: skip


def test_npmi_of_a_pair():
    # terms 0 and 1: p = 2/6 and 3/6, together in 2/6: ln((1/3) / (1/3 * 1/2)) / -ln(1/3)
    assert npmi(np.array([[0, 1]]), COUNTS)[0] == pytest.approx(np.log(2) / np.log(3))


def test_npmi_of_terms_that_never_meet_is_minus_one():
    assert npmi(np.array([[0, 2]]), COUNTS)[0] == -1


def test_npmi_of_terms_that_are_everywhere_is_one():
    assert npmi(np.array([[0, 1]]), sparse.csr_matrix(np.ones((3, 2))))[0] == 1


def test_npmi_is_the_mean_over_pairs():
    # (0,1) as above, (0,3) never meet, (1,3): p = 1/2 and 1/3, together 1/6, which is what chance gives: 0
    expected = (np.log(2) / np.log(3) - 1 + 0) / 3
    assert npmi(np.array([[0, 1, 3]]), COUNTS)[0] == pytest.approx(expected)


def test_exclusivity_is_the_topics_part_in_its_top_terms():
    topics = np.array([[0.6, 0.3, 0.1], [0.2, 0.1, 0.7]])
    # term 0: 0.6/0.8, term 1: 0.3/0.4; and term 2: 0.7/0.8, term 0: 0.2/0.8
    found = exclusivity(np.array([[0, 1], [2, 0]]), topics)
    assert found == pytest.approx([0.75, (0.875 + 0.25) / 2])


def test_exclusivity_of_equal_topics_is_one_over_their_number():
    assert exclusivity(np.array([[0, 1]] * 4), np.full((4, 2), 0.5)) == pytest.approx([0.25] * 4)


def test_frex_is_the_harmonic_mean_of_two_ranks():
    topics = np.array([[0.6, 0.3, 0.1], [0.2, 0.1, 0.7]])
    # topic 0: parts .75, .75, .125 have ranks 1, 1, 1/3; frequencies .6, .3, .1 have ranks 1, 2/3, 1/3
    assert frex(topics)[0] == pytest.approx([1, 2 / (1 + 3 / 2), 1 / 3])


def test_frex_with_all_weight_on_frequency_is_the_rank_of_frequency():
    topics = np.array([[0.6, 0.3, 0.1], [0.2, 0.1, 0.7]])
    assert frex(topics, weight=0)[0] == pytest.approx([1, 2 / 3, 1 / 3])


def test_ties_go_by_the_term():
    order = rank_terms(np.array([[0.5, 0.2, 0.5]]), np.array(["丙", "乙", "丁"], dtype=object))
    assert order.tolist() == [[2, 0, 1]]
