import numpy as np
import pytest

from policylab.errors import PolicylabError
from policylab.words import declining_terms, emerging_terms, sensitivity, term_changes
from policylab.words._change import split_in_time


def test_rates_are_means_over_plans(make_plan):
    early = make_plan("early", [["平台。"], ["电商平台建设。"]], 2015)
    first = make_plan("first", [["区块链平台。"], ["管理。"]], 2021)
    second = make_plan("second", [["区块链。"], ["安全。"]], 2021)
    row = term_changes([early, first, second], ["区块链"], n_boot=0).iloc[0]
    # 1 of 3 words and 1 of 2 words on the later side; half an occurrence in 4 words stands for none
    assert row["per_10k"] == pytest.approx((1 / 3 + 1 / 2) / 2 * 1e4)
    assert row["earlier_per_10k"] == 0
    assert row["log_ratio"] == pytest.approx(np.log2((1 / 3 + 1 / 2) / 2 / (0.5 / 4)))
    assert row[["earlier_plans", "plans", "first_plan", "last_plan"]].tolist() == [0, 2, "first", "second"]


def test_emerging_and_declining_terms_share_no_word_and_are_ordered_by_the_conservative_bound(corpus):
    up, down = emerging_terms(corpus, n_boot=200, n=None), declining_terms(corpus, n_boot=200, n=None)
    assert not set(up["term"]) & set(down["term"])
    assert up["low"].dropna().is_monotonic_decreasing
    assert down["high"].dropna().is_monotonic_increasing
    assert {"应用场景", "城市治理", "5G"} <= set(up["term"].head(15))
    assert {"云计算", "电子商务"} <= set(down["term"].head(8))


def test_p_of_a_word_that_crowds_in_one_section_is_large(make_plan):
    spread = [["区块链平台建设。"] for _ in range(8)]
    crowded = [["电商。" * 8]] + [["平台建设。"] for _ in range(7)]
    plain = [["平台建设管理。"] for _ in range(8)]
    plans = [make_plan("early", plain, 2015), make_plan("late", spread + crowded, 2021)]
    table = term_changes(plans, ["区块链", "电商"], n_boot=0, adjust="none").set_index("term")
    assert table.loc["区块链", "count"] == table.loc["电商", "count"] == 8
    assert table.loc["区块链", "p_adjusted"] < 0.05 < table.loc["电商", "p_adjusted"]


def test_raw_counts_stand_beside(corpus):
    row = emerging_terms(corpus, n_boot=0, n=None).set_index("term").loc["场景"]
    # 应用场景 is a word of its own
    assert row["raw_count"] > row["count"]


def test_the_latest_start_parts_the_plans(corpus):
    earlier, later, year = split_in_time(list(corpus), None)
    assert (earlier, later, year) == ([0, 1], [2, 3], 2021)


def test_periods_that_do_not_part_are_named(corpus, make_plan):
    with pytest.raises(PolicylabError, match="No plan is earlier: the plans are smart-city-2015 from 2015, "):
        emerging_terms(corpus, since=2000)
    with pytest.raises(PolicylabError, match="The plan 'undated' has no period_start"):
        emerging_terms([make_plan("undated", [["平台。"]], None)])


def test_sensitivity_flags_a_substring_trap(make_plan):
    # 智慧 alone falls, but inside longer words it rises
    early = make_plan("early", [["汇聚智慧。"], ["智慧和平台。"], ["建设平台。"], ["管理平台。"], ["平台。"]], 2015)
    late = make_plan("late", [["智慧城市。"], ["智慧城市和智慧交通。"], ["智慧医疗。"], ["平台。"], ["平台。"]], 2021)
    table = sensitivity([early, late], ["智慧", "平台"])
    trap = table[table["term"] == "智慧"].set_index("segmentation")
    assert trap.loc["dictionary", "log_ratio"] < 0 < trap.loc["raw string", "log_ratio"]
    assert trap["sign_flips"].all() and not trap["robust"].any()
    assert table["segmentation"].unique().tolist() == ["dictionary", "no dictionary", "no HMM", "raw string"]


def test_sensitivity_of_keyness(corpus):
    table = sensitivity(corpus, ["区块链", "电子商务"], target="smart-city-2021").drop_duplicates("term")
    assert table["robust"].tolist() == [True, True]
    assert np.sign(table["log_ratio"]).tolist() == [1, -1]


@pytest.fixture
def unequal(make_plan):
    """An earlier plan of 3 words in 1 section, and a later one of 108 words in 12 sections, with 3 区块链 and 24 平台."""
    early = make_plan("early", [["管理安全服务。"]], 2015)
    rare = [["区块链平台平台建设管理安全服务应用系统资源。"] for _ in range(3)]
    plain = [["数据平台平台建设管理安全服务应用系统资源。"] for _ in range(9)]
    return [early, make_plan("late", rare + plain, 2021)]


def test_no_effect_is_stated_where_half_an_occurrence_turns_its_sign(unequal):
    # half an occurrence in 3 words would be 17 in 100; the later plan has 区块链 3 and 平台 22 times in 100
    table = term_changes(unequal, ["区块链", "平台", "管理", "电商"], n_boot=0).set_index("term")
    assert table.loc["区块链", ["earlier_count", "count"]].tolist() == [0, 3]
    assert np.isnan(table.loc["区块链", "log_ratio"])
    assert table.loc["平台", "log_ratio"] == pytest.approx(np.log2((24 / 108) / (0.5 / 3)))
    assert table.loc["管理", "log_ratio"] == pytest.approx(np.log2((12 / 108) / (1 / 3)))
    assert np.isnan(table.loc["电商", "log_ratio"])


def test_no_row_contradicts_its_counts(unequal):
    up = emerging_terms(unequal, min_count=1, n=None, n_boot=0)
    down = declining_terms(unequal, min_count=1, n=None, n_boot=0)
    assert "平台" in set(up["term"]) and "管理" in set(down["term"])
    assert "区块链" not in {*up["term"], *down["term"]}
    assert (up["per_10k"] > up["earlier_per_10k"]).all()
    assert (down["per_10k"] < down["earlier_per_10k"]).all()


def test_an_interval_is_missing_where_the_log_ratio_is(make_plan):
    early = make_plan("early", [["管理安全服务。"] for _ in range(6)], 2015)
    late = make_plan("late", [["区块链平台。" + "建设管理安全服务。" * 30] for _ in range(6)], 2021)
    [row] = term_changes([early, late], ["区块链"], n_boot=200).itertuples()
    assert row.count == 6 and row.earlier_count == 0
    assert np.isnan([row.log_ratio, row.low, row.high]).all()
