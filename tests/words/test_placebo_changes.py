import numpy as np

from policylab.words import placebo_changes, term_changes

PAIR = [("early", "late")]


def test_a_placebo_is_how_often_another_pair_does_as_well(make_plan):
    plain, chain = [["平台建设管理。"] for _ in range(12)], [["区块链平台管理。"] for _ in range(12)]
    plans = [make_plan("early", plain, 2015), make_plan("late", chain, 2021), make_plan("other", chain, 2021)]
    # of the two other pairs, early and other differ as much, late and other do not
    assert term_changes(plans, ["区块链"], pairs=PAIR)["placebo"].item() == 0.5
    assert np.isnan(term_changes(plans[:2], ["区块链"], pairs=PAIR)["placebo"].item())


def test_placebo_comparisons_are_all_pairs_and_all_halves(corpus):
    table = placebo_changes(corpus)
    kinds = table["comparison"].value_counts().to_dict()
    assert kinds == {"matched pair": 1, "unrelated pair": 5, "pooled halves": 1, "placebo halves": 2}
    assert ((table["found"] <= table["terms"]) & (table["adjusted"] <= table["found"])).all()
