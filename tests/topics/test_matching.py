"""Matching of topics, against brute force."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policylab.topics._matching import document_overlap, match_topics, term_overlap


def brute_force(overlap):
    """The largest sum over all ways to pair."""
    rows, columns = overlap.shape
    if rows > columns:
        return brute_force(overlap.T)
    return max(sum(overlap[i, j] for i, j in enumerate(p)) for p in permutations(range(columns), rows))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 5), st.integers(1, 5), st.integers(0, 10**6))
def test_the_pairing_is_the_best_of_all(rows, columns, seed):
    overlap = np.random.default_rng(seed).random((rows, columns)).round(6)
    partner = match_topics(overlap)
    paired = partner[partner >= 0]
    assert len(set(paired)) == len(paired) == min(rows, columns)
    assert sum(overlap[i, j] for i, j in enumerate(partner) if j >= 0) == pytest.approx(brute_force(overlap))


def test_greedy_would_be_wrong():
    # taking 0.9 first leaves 0.1; the best pairs are 0.8 and 0.7
    assert match_topics(np.array([[0.9, 0.8], [0.7, 0.1]])).tolist() == [1, 0]


def test_term_overlap_is_the_mean_of_jaccard_over_depths():
    # depth 1: {1} and {2}: 0; depth 2: {1,2} both: 1; depth 3: {1,2,3} and {1,2,4}: 2/4
    assert term_overlap(np.array([[1, 2, 3]]), np.array([[2, 1, 4]]))[0, 0] == pytest.approx((0 + 1 + 0.5) / 3)


def sets_overlap(left, right):
    """Average Jaccard by sets."""
    cuts = range(1, len(left) + 1)
    return np.mean([len(set(left[:c]) & set(right[:c])) / len(set(left[:c]) | set(right[:c])) for c in cuts])


def test_term_overlap_agrees_with_sets():
    rng = np.random.default_rng(3)
    left = np.array([rng.permutation(15)[:10] for _ in range(4)])
    right = np.array([rng.permutation(15)[:10] for _ in range(6)])
    expected = [[sets_overlap(a, b) for b in right] for a in left]
    assert term_overlap(left, right) == pytest.approx(np.array(expected))


def test_document_overlap_is_smaller_by_larger_shares():
    left = np.array([[0.2, 0.8], [0.6, 0.4]])
    right = np.array([[0.5, 0.5], [0.3, 0.7]])
    # topics 0 and 0: min .2 + .3, max .5 + .6
    assert document_overlap(left, right)[0, 0] == pytest.approx(0.5 / 1.1)
    assert document_overlap(left, left).diagonal() == pytest.approx([1, 1])


def test_documents_that_one_run_did_not_see_do_not_count():
    left = np.array([[0.2, 0.8], [0.6, 0.4], [1.0, 0.0]])
    right = np.array([[0.5, 0.5], [0.3, 0.7], [np.nan, np.nan]])
    assert document_overlap(left, right)[0, 0] == pytest.approx(0.5 / 1.1)
