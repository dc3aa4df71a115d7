"""Shares of topics in plans, their intervals, and their differences."""

import numpy as np
import pandas as pd
import pytest

from policylab.errors import PolicylabError
from policylab.stats import difference_interval
from policylab.topics import TopicModel, prevalence_change, topic_prevalence
from policylab.topics._prevalence import group_documents

from .conftest import paragraphs


def test_a_share_counts_terms_not_sections():
    # 30 of 40 terms of one section, and none of 10 of the other, belong to topic 1
    documents = pd.DataFrame({"plan": "a", "cluster": ["a/1", "a/1", "a/2"], "terms": [20, 20, 10]})
    group, = group_documents(documents, np.array([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]]), by="plan", order=["a"])
    assert group.clusters.rate == pytest.approx([0.6, 0.4])
    assert (group.clusters.n, group.documents) == (2, 3)


def test_the_interval_of_many_sections_is_near_that_of_the_binomial(segmenter):
    # one theme a section and equally many terms in each: the share is a proportion of 100 sections
    table = paragraphs({"early": {"教育": 10, "医疗": 10}, "late": {"教育": 4, "安全": 16}})
    model = TopicModel(3, segmenter=segmenter, min_terms=1, max_share=0.9).fit(table)
    late = model.prevalence_[model.prevalence_["plan"] == "late"]
    row = late[late["share"].between(0.1, 0.4)].iloc[0]
    assert row["share"] == pytest.approx(0.2, abs=0.03)
    exact = 0.2 - 0.1267, 0.2918 - 0.2  # Clopper and Pearson (1934) for 20 of 100
    assert row["share"] - row["low"] == pytest.approx(exact[0], abs=0.025)
    assert row["high"] - row["share"] == pytest.approx(exact[1], abs=0.025)


def test_few_sections_are_described_only(segmenter):
    table = paragraphs({"early": {"教育": 1, "医疗": 0}, "late": {"教育": 1, "安全": 3}})
    model = TopicModel(2, segmenter=segmenter, min_terms=1, max_share=0.9).fit(table)
    early = model.prevalence_[model.prevalence_["plan"] == "early"]
    assert early["note"].tolist() == ["descriptive only"] * 2
    assert early[["low", "high"]].isna().all().all()
    assert model.prevalence_.loc[model.prevalence_["plan"] == "late", "note"].isna().all()
    change = prevalence_change(model)
    assert change["low"].isna().all() and change["movement"].isna().all()


def test_what_appeared_and_what_fell(segmenter):
    table = paragraphs({"early": {"教育": 4, "医疗": 4}, "late": {"教育": 1, "安全": 9}})
    model = TopicModel(3, segmenter=segmenter, min_terms=1, max_share=0.9, labels=()).fit(table)
    change = prevalence_change(model).merge(model.topics_[["topic", "top_terms"]])
    movement = {row.top_terms.split("、")[0]: row.movement for row in change.itertuples()}
    words = {"漏洞": "appeared", "防护": "appeared", "密码": "appeared", "患者": "vanished", "医院": "vanished",
             "教师": "fell", "校园": "fell", "学校": "fell", "备份": "appeared", "监测": "appeared", "课堂": "fell"}  # fmt: skip
    assert sorted(movement.values()) == ["appeared", "fell", "vanished"]
    assert all(words[term] == moved for term, moved in movement.items())


def test_joint_intervals_are_wider_than_single_ones(model):
    joint = prevalence_change(model, pairs=[("smart-city-2015", "smart-city-2021")])
    groups = {group.plan: group.clusters for group in model._groups("plan")}
    low, high = difference_interval(groups["smart-city-2021"], groups["smart-city-2015"], share=True)
    assert ((joint["high"] - joint["low"]).to_numpy() > high - low).all()


def test_differences_are_of_the_level_that_is_asked_for(model):
    sure, unsure = (prevalence_change(model, level=level) for level in (0.95, 0.8))
    assert unsure.attrs["level"] == topic_prevalence(model, level=0.8).attrs["level"] == 0.8
    assert ((unsure["high"] - unsure["low"]) < (sure["high"] - sure["low"])).all()


def test_pairs_are_consecutive_plans_unless_given(model, corpus):
    change = prevalence_change(model)
    assert list(dict.fromkeys(change["plan_from"])) == corpus.ids[:-1]
    assert (change["share_to"] - change["share_from"]).to_numpy() == pytest.approx(change["difference"].to_numpy())


def test_chapters_of_a_plan_sum_to_one(model):
    table = topic_prevalence(model, by="chapter")
    assert table.groupby("chapter")["share"].sum().to_numpy() == pytest.approx(1)
    assert (table["note"].isna() == (table["sections"] >= 10)).all()


def test_larger_clusters_are_fewer(model):
    fine, coarse = (topic_prevalence(model, cluster_level=level) for level in (3, 2))
    assert (coarse["sections"] <= fine["sections"]).all() and (coarse["sections"] < fine["sections"]).any()
    assert coarse["share"].to_numpy() == pytest.approx(fine["share"].to_numpy())


def test_the_level_and_the_sections_of_a_change_are_those_asked_for(model):
    for analysis in (topic_prevalence, prevalence_change):
        sure, unsure, coarse = (analysis(model, **asked) for asked in ({}, {"level": 0.8}, {"cluster_level": 2}))
        assert (unsure["high"] - unsure["low"]).sum() < (sure["high"] - sure["low"]).sum()
        assert not coarse["low"].equals(sure["low"])


def test_wrong_input(model, corpus):
    with pytest.raises(PolicylabError, match="There is no plan 'smart-city-2012'. Did you mean 'smart-city-2021'"):
        prevalence_change(model, pairs=[("smart-city-2012", "smart-city-2021")])
    with pytest.raises(PolicylabError, match="`pairs` must be "):
        prevalence_change(model, pairs=[("smart-city-2015", "smart-city-2021", "digital-economy-2019")])
    with pytest.raises(PolicylabError, match="`level` must be a number from 0.5 to below 1, such as 0.95, got 95"):
        topic_prevalence(model, level=95)
    with pytest.raises(PolicylabError, match="fitted on none of the plans of `corpus`"):
        topic_prevalence(model, by="title", corpus=corpus.from_texts({"a": "建成渔港。", "b": "建成市场。"}))
    single = TopicModel(4, min_plans=1).fit(corpus["smart-city-2021"])
    with pytest.raises(PolicylabError, match="A difference needs two plans"):
        prevalence_change(single)


def test_the_model_is_not_changed(model):
    before = model.prevalence_.copy()
    topic_prevalence(model, by="chapter")
    prevalence_change(model)
    pd.testing.assert_frame_equal(model.prevalence_, before)
