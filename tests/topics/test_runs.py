"""Runs: matching against brute force, agreement on what was not seen, and shuffled words."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from policylab.topics._runs import (
    Fit,
    compare,
    document_overlap,
    draw_left_out,
    match_topics,
    shuffle_words,
    term_overlap,
    within_correlation,
)


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


def test_agreement_within_plans_is_a_partial_correlation():
    rng = np.random.default_rng(1)
    plan = np.repeat([0, 1, 2], 20)
    one, two = rng.random((60, 2)), rng.random((60, 3))
    # against regression on the plans: the correlation of the residuals
    dummies = np.eye(3)[plan]
    residual = lambda x: x - dummies @ np.linalg.lstsq(dummies, x, rcond=None)[0]
    expected = np.corrcoef(residual(one).T, residual(two).T)[:2, 2:]
    assert within_correlation(one, two, plan) == pytest.approx(expected)


def test_what_only_tells_plans_apart_agrees_by_nothing():
    # the same in every document of a plan: a signature of the plan, no theme
    shares, plan = np.array([[0.9], [0.9], [0.1], [0.1]]), np.array([0, 0, 1, 1])
    assert within_correlation(shares, shares, plan).tolist() == [[0.0]]


def test_partners_are_found_in_what_was_seen_and_judged_by_what_was_not():
    plan, left = np.zeros(8, int), np.array([False] * 4 + [True] * 4)
    top = np.arange(6).reshape(2, 3)
    seen = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], float)
    # on the documents left out, the run has topic 0 right, and says the opposite of topic 1
    unseen, read = np.array([[1, 0.2], [0, 0.4], [0.5, 0.6], [0, 0.8]]), np.array([[1, 0.8], [0, 0.6], [0.5, 0.4], [0, 0.2]])
    model, run = Fit(top, top, np.vstack([seen, unseen])), Fit(top, top, np.vstack([seen, read]))
    found = compare(model, run, left, plan, "one", np.full(8, 10))
    assert found.agreement == pytest.approx([1, -1])
    assert found.plan_shares[:, 0] == pytest.approx([(2 + 1.5) / 8, (2 + 2.0) / 8])


def test_a_topic_without_a_partner_agrees_by_nothing_and_has_no_share():
    plan, left = np.zeros(4, int), np.array([False, False, True, True])
    shares = np.array([[0.9, 0.1], [0.1, 0.9], [0.7, 0.3], [0.2, 0.8]])
    model, run = Fit(None, np.array([[1, 2], [3, 4]]), shares), Fit(None, np.array([[3, 4]]), shares[:, 1:])
    found = compare(model, run, left, plan, "one", np.ones(4, int))
    assert found.agreement == pytest.approx([0, 1])
    assert np.isnan(found.plan_shares[0]).all() and found.plan_shares[1, 0] == pytest.approx(2.1 / 4)


def test_shuffled_words_stay_in_their_plan_and_documents_keep_their_length():
    # 网 网 云 | 云 | - || 医 药 | 医
    counts = sparse.csr_matrix([[1, 2, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 1, 1], [0, 0, 1, 0]])
    before, plan = counts.toarray(), np.array([0, 0, 0, 1, 1])
    seen = [shuffle_words(counts, plan, np.random.default_rng(seed)).toarray() for seed in range(40)]
    for shuffled in seen:
        assert shuffled.sum(axis=1).tolist() == [3, 1, 0, 2, 1]
        assert shuffled[:3].sum(axis=0).tolist() == [2, 2, 0, 0] and shuffled[3:].sum(axis=0).tolist() == [0, 0, 2, 1]
    # two ways to part the first plan's words by what its second document gets, times two for the second plan's
    assert len({tuple(shuffled[[1, 4]].ravel()) for shuffled in seen}) == 2 * 2
    assert counts.toarray().tolist() == before.tolist()


def test_sections_are_left_out_as_a_whole_and_plan_by_plan():
    plan, section = np.repeat([0, 1, 2], [20, 10, 1]), np.concatenate([np.repeat(np.arange(10), 2), np.arange(10, 21)])
    left = draw_left_out(plan, section, share=0.3, rng=np.random.default_rng(0))
    assert [len(set(section[(plan == code) & left])) for code in range(3)] == [3, 3, 0]
    assert not set(section[left]) & set(section[~left])
