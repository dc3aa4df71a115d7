import numpy as np
import pandas as pd
import pytest

from policylab.errors import PolicylabError
from policylab.words import Segmenter, agreement, multiverse, segmenter_for, term_changes


def test_a_substring_trap_is_not_robust(make_plan):
    # 智慧 alone falls, but inside longer words it rises
    early = make_plan("early", [["汇聚智慧。"], ["智慧和平台。"], ["建设平台。"], ["管理平台。"], ["平台。"]], 2015)
    late = make_plan("late", [["智慧城市。"], ["智慧城市和智慧交通。"], ["智慧医疗。"], ["平台。"], ["平台。"]], 2021)
    table = multiverse([early, late], ["智慧", "平台"], pair=("early", "late"))
    trap = table[(table["term"] == "智慧") & (table["clusters"] == "coarse")].drop_duplicates("segmentation")
    trap = trap.set_index("segmentation")["log_ratio"]
    assert trap["dictionary"] < 0 < trap["raw string"]
    assert trap.index.tolist() == ["dictionary", "no dictionary", "no HMM", "raw string"]
    assert agreement(table).set_index("term")["robust"].to_dict() == {"智慧": False, "平台": True}


def test_each_of_several_pairs_is_tried_and_summed_up_by_itself(make_plan):
    few, many, some = [["平台。城市。城市。"]] * 12, [["平台。"]] * 12, [["平台。城市。"]] * 12
    plans = [make_plan("few", few, 2015), make_plan("many", many, 2015), make_plan("later", some, 2021)]
    pairs = [("few", "later"), ("many", "later")]
    table = multiverse(plans, ["平台", "城市"], pair=pairs)
    for earlier, later in pairs:
        own = table[table["earlier"].eq(earlier) & table["later"].eq(later)].reset_index(drop=True)
        alone, all_told = multiverse(plans, ["平台", "城市"], pair=(earlier, later)), ["p_adjusted", "found"]
        pd.testing.assert_frame_equal(own.drop(columns=["earlier", "later", *all_told]), alone.drop(columns=all_told))
        assert (own["p_adjusted"] >= alone["p_adjusted"]).all()
    # p is adjusted for the terms of all pairs, as it is in the table of changes
    first = table.drop_duplicates(["earlier", "later", "term"]).set_index(["earlier", "later", "term"])["p_adjusted"]
    changes = term_changes(plans, ["平台", "城市"], pairs=pairs).set_index(["earlier", "later", "term"])["p_adjusted"]
    pd.testing.assert_series_equal(first.sort_index(), changes.sort_index())
    summed = agreement(table).set_index(["earlier", "later", "term"])
    assert summed.index.tolist() == [(*pair, term) for pair in pairs for term in ("平台", "城市")]
    signs = np.sign(table[table["term"] == "平台"].groupby("earlier", sort=False)["log_ratio"].first())
    assert signs.tolist() == [1, -1] and summed.xs("平台", level="term")["same_sign"].tolist() == [1, 1]
    assert multiverse(plans, ["平台"], pair=list(pairs[0])).equals(multiverse(plans, ["平台"], pair=pairs[0]))
    assert agreement(multiverse(plans, ["平台"], pair=pairs[:1]))[["earlier", "later"]].values.tolist() == [["few", "later"]]


def test_every_combination_is_there_once(corpus):
    pytest.importorskip("rjieba")
    table = multiverse(corpus, ["云计算"], families="all")
    key = ["segmentation", "engine", "clusters", "family"]
    assert not table.duplicated(key).any()
    # 3 segmentations, 2 engines, 2 kinds of clusters, 7 families; and the raw string with 2 kinds of clusters
    assert len(table) == 3 * 2 * 2 * 7 + 2
    assert table["same_sign"].all()


def test_the_first_combination_is_that_of_the_other_tables(corpus):

    terms = ["5G", "云计算", "区块链"]
    first = multiverse(corpus, terms).drop_duplicates("term").set_index("term")
    table = term_changes(corpus, terms).set_index("term")
    for column in ("log_ratio", "low", "high"):
        assert first[column].tolist() == pytest.approx(table[column].tolist(), nan_ok=True)


def test_keyness_has_a_multiverse_too(corpus):
    table = multiverse(corpus, ["区块链", "电子商务"], target="smart-city-2021").drop_duplicates("term")
    assert np.sign(table["log_ratio"]).tolist() == [1, -1]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"families": "some"}, "`families` must be one of 'all', 'terms', got 'some'."),
        ({"target": "nothing"}, "There is no plan 'nothing'"),
        ({"pair": ("smart-city-2015", "x")}, "There is no plan 'x'"),
        ({"pair": [("smart-city-2015", "x")]}, "There is no plan 'x'"),
        ({"pair": [("smart-city-2015", "smart-city-2021"), 3]}, "`pair` must be a list of pairs of ids of plans"),
        ({"pair": []}, "`pair` must be a list of pairs of ids of plans"),
    ],
)
def test_bad_settings_are_named(corpus, settings, message):
    with pytest.raises(PolicylabError, match=message):
        multiverse(corpus, ["5G"], **settings)


def test_the_table_names_the_segmenter_of_its_first_combination(corpus):
    own = Segmenter(dictionary=["渔港监控"])
    assert multiverse(corpus, ["云计算"], segmenter=own).attrs["segmenter"] == own.fingerprint
    assert multiverse(corpus, ["云计算"]).attrs["segmenter"] == segmenter_for(corpus).fingerprint
