import numpy as np
import pandas as pd
import pytest

from policylab import Corpus
from policylab.errors import PolicylabError
from policylab.stats import adjust_p, least_count, signed_g2
from policylab.words import count_words, keyness


@pytest.fixture
def two_plans(make_plan):
    early = make_plan("early", [["发展电子商务。", "电子商务平台。"], ["建设平台。"], ["加强管理。"], ["安全。"], ["平台。"]], 2015)
    late = make_plan("late", [["发展区块链。"], ["区块链平台。", "区块链。"], ["建设平台。"], ["管理。"], ["安全。"]], 2021)
    return [early, late]


def test_one_row_by_hand(two_plans):
    table = keyness(two_plans, target="late", min_count=1).set_index("term")
    row = table.loc["区块链"]
    assert row["count"] == 3 and row["reference_count"] == 0
    n_late, n_early = 9, 10
    assert row["per_10k"] == pytest.approx(3 / n_late * 1e4)
    assert row["log_ratio"] == pytest.approx(np.log2((3 / n_late) / (0.5 / n_early)))
    assert row["g2"] == pytest.approx(signed_g2(np.array([3]), np.array([0]), n_late, n_early)[0])
    assert table.loc["电子商务", "g2"] < 0
    assert table["reference"].unique().tolist() == ["others"]


def test_p_is_adjusted_for_all_terms_of_all_targets(corpus):
    table = keyness(corpus, terms=["区块链", "云计算", "5G", "项目"], adjust="holm")
    assert len(table) == 16
    assert table["p_adjusted"].to_numpy() == pytest.approx(adjust_p(table["p"].to_numpy(), "holm"))


def test_words_too_rare_to_be_a_finding_are_left_out(corpus):
    table = keyness(corpus, target="smart-city-2015")
    counts = count_words(corpus)
    share = counts.plan_tokens[0] / counts.plan_tokens.sum()
    assert (table["count"] + table["reference_count"]).min() == least_count(max(share, 1 - share))


@pytest.mark.parametrize("text", ["12345 67890", "第一章 总则\n第二章 任务", "。。。!!", "字", "加快发展。"])
def test_where_no_word_is_frequent_enough_there_is_no_row(text):
    table = keyness(Corpus.from_texts({"a": text, "b": "第一章 总体要求\n坚持以人民为中心的发展思想，全面推进数字化转型。"}), min_count=9)
    assert table.empty and "log_ratio" in table


def test_every_plan_is_a_target_where_none_is_named(corpus):
    table = keyness(corpus)
    assert list(dict.fromkeys(table["target"])) == corpus.ids
    key = table[["target", "g2", "term"]].assign(g2=-table["g2"].round(9), target=table["target"].map(corpus.ids.index))
    assert key.equals(key.sort_values(["target", "g2", "term"]).reset_index(drop=True))


def test_two_plans_mirror_each_other(two_plans):
    late = keyness(two_plans, target="late", reference="early", min_count=1).set_index("term").sort_index()
    early = keyness(two_plans, target="early", reference="late", min_count=1).set_index("term").sort_index()
    assert late["g2"].to_numpy() == pytest.approx(-early["g2"].to_numpy())
    assert late["log_ratio"].to_numpy() == pytest.approx(-early["log_ratio"].to_numpy())
    assert late["log_odds_z"].to_numpy() == pytest.approx(-early["log_odds_z"].to_numpy())


def test_a_bound_is_missing_where_the_ratio_has_none(corpus):
    table = keyness(corpus, target="smart-city-2021", terms=["数字孪生", "我市"]).set_index("term")
    assert np.isnan(table.loc["数字孪生", "high"]) and np.isfinite(table.loc["数字孪生", "low"])
    assert np.isnan(table.loc["我市", "low"]) and np.isfinite(table.loc["我市", "high"])


def test_intervals_hold_the_log_ratio_and_agree_with_p(corpus):
    table = keyness(corpus, target="smart-city-2021")
    for low, high in (("low", "high"), ("low_fine", "high_fine")):
        assert (table[low].fillna(-np.inf) <= table["log_ratio"]).all()
        assert (table["log_ratio"] <= table[high].fillna(np.inf)).all()
    apart = [(table[low].fillna(-1) > 0) | (table[high].fillna(1) < 0) for low, high in
             (("low", "high"), ("low_fine", "high_fine"))]  # fmt: skip
    assert ((table["p"] < 0.05) == (apart[0] & apart[1])).all()


def test_terms_may_be_named(corpus):
    table = keyness(corpus, target="smart-city-2021", terms=["区块链", "云计算", "量子纠缠"]).set_index("term")
    assert table.loc["区块链", "g2"] > 0 > table.loc["云计算", "g2"]
    assert table.loc["量子纠缠", "count"] == 0
    assert np.isnan(table.loc["量子纠缠", "log_ratio"]) and np.isnan(table.loc["量子纠缠", "log_odds_z"])


def test_prose_as_reference(corpus):
    if not corpus.references:
        pytest.skip("the corpus has no references")
    table = keyness(corpus, target="smart-city-2021", reference="prose")
    assert {"数字", "平台", "城市"} <= set(table["term"].head(12))


def test_few_sections_have_no_interval(make_plan):
    plans = [make_plan("a", [["发展区块链。"]]), make_plan("b", [["发展平台。"]])]
    table = keyness(plans, target="a", min_count=1)
    assert table["low"].isna().all() and table["high"].isna().all()


def test_a_plan_alone_has_nothing_to_be_compared_with(corpus):
    with pytest.raises(PolicylabError, match="The plan 'smart-city-2021' has nothing to be compared with."):
        keyness(corpus["smart-city-2021"])


def test_an_unknown_plan_names_the_nearest(corpus):
    with pytest.raises(PolicylabError, match="There is no plan 'smart-city-2012'. Did you mean 'smart-city-20"):
        keyness(corpus, target="smart-city-2012")
    with pytest.raises(PolicylabError, match="There is no plan 'nothing'"):
        keyness(corpus, target="smart-city-2021", reference="nothing")


def test_nothing_of_the_corpus_is_changed(corpus):
    before = corpus["smart-city-2015"].paragraphs.copy()
    keyness(corpus, target="smart-city-2015")
    pd.testing.assert_frame_equal(before, corpus["smart-city-2015"].paragraphs)


def test_a_plan_of_one_section_in_the_reference_leaves_the_intervals_of_the_others(make_plan):
    first = make_plan("first", [["区块链平台建设。"] for _ in range(12)])
    second = make_plan("second", [["电商平台管理。"] for _ in range(11)])
    small = make_plan("small", [["电商平台。"]])
    table = keyness([first, second, small], terms=["区块链", "电商", "平台"]).set_index(["target", "term"])
    assert np.isfinite(table.loc[("first", "平台"), ["low", "high"]].astype(float)).all()
    assert np.isfinite(table.loc[("second", "平台"), ["low", "high"]].astype(float)).all()
    assert table.loc[("small", "平台"), ["low", "high"]].isna().all()
    assert table.loc[("small", "平台"), "note"] == "descriptive only"
