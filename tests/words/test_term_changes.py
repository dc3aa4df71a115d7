
import numpy as np
import pytest

from policylab.errors import PolicylabError
from policylab.stats import least_count
from policylab.words import count_words, declining_terms, emerging_terms, keyword_trends, term_changes

PAIR = [("early", "late")]


def test_a_matched_pair_is_compared_by_its_own_counts(corpus):
    [row] = term_changes(corpus, ["云计算"]).itertuples()
    trends = keyword_trends(corpus, ["云计算"]).set_index("plan")
    assert (row.earlier, row.later, row.comparison) == ("smart-city-2015", "smart-city-2021", "matched pair")
    assert (row.earlier_count, row.count) == (23, 3)  # one of them in 云计算中心
    assert row.log_ratio == pytest.approx(np.log2(
        trends.loc["smart-city-2021", "per_10k"] / trends.loc["smart-city-2015", "per_10k"]
    ))  # fmt: skip
    assert row.low < row.log_ratio < row.high < 0
    assert row.p < 0.05 and row.placebo == 0


def test_pooled_halves_are_no_trend_unless_asked(make_plan):
    plans = [make_plan("a", [["平台。"]], 2015), make_plan("b", [["区块链。"]], 2021)]
    with pytest.raises(PolicylabError, match="No two of these plans are of one kind and one authority"):
        term_changes(plans, ["平台"])
    assert term_changes(plans, ["平台"], pooled=True)["comparison"].item() == "pooled halves"
    assert term_changes(plans, ["平台"], pairs=[("a", "b")])["comparison"].item() == "named pair"


def test_rates_of_halves_are_means_over_plans(make_plan):
    early = make_plan("early", [["平台。"], ["电商平台建设。"]], 2015)
    first = make_plan("first", [["区块链平台。"], ["管理。"]], 2021)
    second = make_plan("second", [["区块链。"], ["安全。"]], 2021)
    row = term_changes([early, first, second], ["区块链"], pooled=True).iloc[0]
    # 1 of 3 words and 1 of 2 words on the later side; half an occurrence in 4 words stands for none
    assert row["per_10k"] == pytest.approx((1 / 3 + 1 / 2) / 2 * 1e4)
    assert row["earlier_per_10k"] == 0
    assert row["log_ratio"] == pytest.approx(np.log2((1 / 3 + 1 / 2) / 2 / (0.5 / 4)))
    assert row[["earlier", "later"]].tolist() == ["early", "first; second"]


def test_emerging_and_declining_terms_share_no_word_and_are_ordered_by_the_bound_nearest_zero(corpus):
    counts = count_words(corpus)
    up, down = emerging_terms(counts, n=None), declining_terms(counts, n=None)
    for find, table in ((emerging_terms, up), (declining_terms, down)):
        held = find(counts, n=None, adjust="holm").set_index("term")["p_adjusted"]
        assert (held >= table.set_index("term")["p_adjusted"]).all()
    assert not set(up["term"]) & set(down["term"])
    assert up["low"].dropna().is_monotonic_decreasing
    assert down["high"].dropna().is_monotonic_increasing
    assert {"应用场景", "5G"} <= set(up["term"].head(15))
    assert "云计算" in set(down["term"].head(8))


def test_p_of_a_word_that_crowds_in_one_section_is_large(make_plan):
    spread = [["区块链平台建设。"] for _ in range(12)]
    crowded = [["电商。" * 12]] + [["平台建设。"] for _ in range(11)]
    plain = [["平台建设管理。"] for _ in range(12)]
    plans = [make_plan("early", plain, 2015), make_plan("late", spread + crowded, 2021)]
    table = term_changes(plans, ["区块链", "电商"], pairs=PAIR, adjust="none").set_index("term")
    assert table.loc["区块链", "count"] == table.loc["电商", "count"] == 12
    assert table.loc["区块链", "p"] < 0.05 < table.loc["电商", "p"]


def test_p_needs_both_kinds_of_clusters(corpus):
    table = term_changes(corpus, ["5G", "电子商务", "云计算", "政务服务"])
    zero = (table["low"].fillna(-9) < 0) & (table["high"].fillna(9) > 0)
    zero |= (table["low_fine"].fillna(-9) < 0) & (table["high_fine"].fillna(9) > 0)
    assert ((table["p"] >= 0.05) == zero).all()


def test_the_least_count_could_just_be_a_finding(corpus):
    table = emerging_terms(corpus, n=None)
    counts = count_words(corpus)
    sizes = [counts.plan_tokens[counts.plans.index(plan)] for plan in ("smart-city-2015", "smart-city-2021")]
    share = max(sizes) / sum(sizes)
    least = least_count(share)
    assert (table["earlier_count"] + table["count"]).min() == least
    assert 2 * share**least <= 0.05 < 2 * share ** (least - 1)


def test_raw_counts_stand_beside(corpus):
    row = emerging_terms(corpus, n=None).set_index("term").loc["场景"]
    # 应用场景 is a word of its own
    assert row["raw_count"] > row["count"]


def test_halves_and_pairs_that_the_dates_do_not_part_are_named(corpus, make_plan):
    with pytest.raises(PolicylabError, match="No plan is earlier for `since=2000`: the plans are smart-city-2015 of 2015, "):
        emerging_terms(corpus, pooled=True, since=2000)
    with pytest.raises(PolicylabError, match="There are not two plans"):
        emerging_terms([make_plan("undated", [["平台。"]], None)], pooled=True)
    with pytest.raises(PolicylabError, match=r"The pair \(smart-city-2021, smart-city-2015\) has the later plan first"):
        term_changes(corpus, ["5G"], pairs=[("smart-city-2021", "smart-city-2015")])
    with pytest.raises(PolicylabError, match="`since` parts all plans into two halves"):
        emerging_terms(corpus, since=2020)
    with pytest.raises(PolicylabError, match="There is no plan 'smart-city-2012'"):
        term_changes(corpus, ["5G"], pairs=[("smart-city-2012", "smart-city-2021")])
    with pytest.raises(PolicylabError, match="`min_count` must be an int of at least 1, or None"):
        emerging_terms(corpus, min_count=0)


@pytest.fixture
def unequal(make_plan):
    """An earlier plan of 3 words in 1 section, and a later one of 108 words in 12 sections, with 3 区块链 and 24 平台."""
    early = make_plan("early", [["管理安全服务。"]], 2015)
    rare = [["区块链平台平台建设管理安全服务应用系统资源。"] for _ in range(3)]
    plain = [["数据平台平台建设管理安全服务应用系统资源。"] for _ in range(9)]
    return [early, make_plan("late", rare + plain, 2021)]


def test_no_effect_is_stated_where_half_an_occurrence_turns_its_sign(unequal):
    # half an occurrence in 3 words would be 17 in 100; the later plan has 区块链 3 and 平台 22 times in 100
    table = term_changes(unequal, ["区块链", "平台", "管理", "电商"], pairs=PAIR).set_index("term")
    assert table.loc["区块链", ["earlier_count", "count"]].tolist() == [0, 3]
    assert np.isnan(table.loc["区块链", "log_ratio"])
    assert table.loc["平台", "log_ratio"] == pytest.approx(np.log2((24 / 108) / (0.5 / 3)))
    assert table.loc["管理", "log_ratio"] == pytest.approx(np.log2((12 / 108) / (1 / 3)))
    assert np.isnan(table.loc["电商", "log_ratio"])
    assert table["note"].unique().tolist() == ["descriptive only"]
    assert table["low"].isna().all() and table["p"].isna().all()


def test_no_row_contradicts_its_counts(unequal):
    up, down = (find(unequal, pairs=PAIR, min_count=1, n=None) for find in (emerging_terms, declining_terms))
    assert "平台" in set(up["term"]) and "管理" in set(down["term"])
    assert "区块链" not in {*up["term"], *down["term"]}
    assert (up["per_10k"] > up["earlier_per_10k"]).all()
    assert (down["per_10k"] < down["earlier_per_10k"]).all()


def test_an_interval_is_missing_where_the_log_ratio_is(make_plan):
    early = make_plan("early", [["管理安全服务。"] for _ in range(12)], 2015)
    late = make_plan("late", [["区块链平台。" + "建设管理安全服务。" * 30] for _ in range(12)], 2021)
    [row] = term_changes([early, late], ["区块链"], pairs=PAIR).itertuples()
    assert row.count == 12 and row.earlier_count == 0
    assert np.isnan([row.log_ratio, row.low, row.high, row.low_fine, row.p]).all()
