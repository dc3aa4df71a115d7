"""Survival of topics, the consensus, and the number of topics."""

import numpy as np
import pandas as pd
import pytest

from policylab.errors import PolicylabError
from policylab.topics import choose_n_topics, topic_stability
from policylab.topics._choose import recommend
from policylab.topics._runs import draw_left_out


@pytest.fixture(scope="module")
def result(corpus):
    """As in the notebook, with fewer seeds."""
    return topic_stability(corpus, n_topics=8, seeds=5, n_jobs=1)


def settings(segmenter):
    return {"segmenters": {"one": segmenter, "two": segmenter}, "min_terms": 1, "max_share": 0.9, "labels": ()}


def test_themes_that_are_there_survive_every_run(table, segmenter):
    found = topic_stability(table, n_topics=3, grid=[3], seeds=4, **settings(segmenter))
    assert found.topics["survival"].tolist() == [1, 1, 1]
    assert found.surviving == [1, 2, 3]
    assert found.chance < found.threshold


def test_a_topic_too_many_does_not_survive(table, segmenter):
    found = topic_stability(table, n_topics=4, grid=[3, 4], seeds=6, **settings(segmenter))
    assert found.topics["survival"].min() < 0.8
    assert (found.topics["survives"] == (found.topics["survival"] >= 0.8)).all()
    assert len(found.surviving) >= 2


def test_runs_are_all_combinations(result):
    runs = result.runs
    assert len(runs) == 5 * 3 * 2
    assert runs.groupby(["segmentation", "n_topics"]).size().tolist() == [5] * 6
    assert sorted(runs["n_topics"].unique()) == [7, 8, 9]
    # the medoid is not compared with itself
    assert runs["overlap"].isna().sum() == 1
    assert len(result.matches) == 8 * (len(runs) - 1)


def test_survival_is_the_share_of_runs_over_the_threshold(result):
    by_hand = (result.matches["overlap"] >= result.threshold).groupby(result.matches["topic"]).mean()
    assert result.topics["survival"].to_numpy() == pytest.approx(by_hand.to_numpy())
    weighted = result.relatives.assign(w=result.relatives["survival"] * result.relatives["runs"]).groupby("topic")
    assert (weighted["w"].sum() / weighted["runs"].sum()).to_numpy() == pytest.approx(by_hand.to_numpy())


def test_a_run_with_fewer_topics_leaves_one_without_a_partner(result):
    short = result.runs.loc[result.runs["n_topics"] == 7, "run"]
    lonely = result.matches[result.matches["run"].isin(short) & result.matches["partner"].isna()]
    assert len(lonely) == len(short)
    assert lonely["overlap"].eq(0).all() and lonely["terms"].isna().all() and not lonely["survives"].any()


def test_partners_are_one_to_one(result):
    paired = result.matches.dropna(subset=["partner"])
    assert not paired.duplicated(["run", "partner"]).any()


def test_the_consensus_covers_every_document(result):
    shares = result.model.document_topic_
    assert len(shares) == len(result.model.documents_)
    assert np.nansum(shares, axis=1)[~np.isnan(shares[:, 0])] == pytest.approx(1)


def test_topics_of_these_plans_survive_and_are_no_accident(result):
    # the first plan's cybersecurity is there whatever the run
    security = result.topics[result.topics["label"] == "网络安全"]
    assert security["survival"].item() >= 0.8
    assert len(result.surviving) >= 6
    assert result.chance < result.threshold / 2


def test_ranges_over_runs_hold_for_surviving_topics(result):
    table = result.prevalence
    assert (table["run_low"] <= table["run_high"]).all()
    assert table.groupby("plan")["share"].sum().to_numpy() == pytest.approx(1)


def test_agreement_is_the_share_of_runs_with_the_same_sign(result):
    pair = ("smart-city-2015", "smart-city-2021")
    change = result.change(pairs=[pair]).set_index("topic")
    wide = result.run_shares.pivot(index=["topic", "run"], columns="plan", values="share")
    for topic in (1, 8):
        difference = wide.loc[topic, pair[1]] - wide.loc[topic, pair[0]]
        same = (difference > 0) == (change.loc[topic, "difference"] > 0)
        assert change.loc[topic, "agreement"] == pytest.approx(same.mean())


@pytest.mark.parametrize("method", ["nmf", "lda"])
def test_two_jobs_give_the_same_bytes_as_one(table, segmenter, method):
    one, two = (
        topic_stability(table, n_topics=3, seeds=3, n_jobs=jobs, method=method, **settings(segmenter))
        for jobs in (1, 2)
    )
    assert one.model.components_.tobytes() == two.model.components_.tobytes()
    assert one.model.document_topic_.tobytes() == two.model.document_topic_.tobytes()
    for name in ("topics", "runs", "matches", "relatives", "prevalence"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name), check_exact=True)


def test_a_tenth_of_the_sections_of_each_plan_is_left_out(model):
    documents = model.documents_
    left = draw_left_out(documents, share=0.1, rng=np.random.default_rng(0))
    for plan, part in documents.groupby("plan"):
        gone = part.loc[left[part.index], "cluster"].nunique()
        assert gone == round(0.1 * part["cluster"].nunique()), plan
    # sections go as a whole
    assert not set(documents.loc[left, "cluster"]) & set(documents.loc[~left, "cluster"])
    assert not draw_left_out(documents, share=0, rng=np.random.default_rng(0)).any()


def test_the_true_number_of_topics_is_recommended(table, segmenter):
    found = choose_n_topics(table, grid=[2, 3], seeds=4, **settings(segmenter))
    assert found.n_topics == 3
    row = found.table.set_index("n_topics").loc[3]
    assert row["surviving"] == 3 and row["stability"] > 0.8
    assert len(found.runs) == 2 * 4 * 2
    assert "3 个主题的模型有 3 个主题在至少 80% 的运行中保留下来（3/3）" in found.reason("zh")
    assert "the one with 3 has 3 that survive" in found.reason("en")


def test_the_rule_of_the_recommendation():
    table = pd.DataFrame({"n_topics": [4, 8, 10, 16], "surviving": [4, 8, 9, 11], "npmi": [0.2, 0.3, 0.3, 0.5]})
    # within a tenth of the best share (1.0) are 4, 8 and 10 topics; 10 has the most surviving ones
    assert recommend(table) == 10
    assert recommend(table.assign(surviving=[4, 8, 8, 8])) == 8


def test_held_out_fit_grows_with_topics_that_are_there(table, segmenter):
    found = choose_n_topics(table, grid=[2, 3], seeds=3, **settings(segmenter)).table.set_index("n_topics")
    assert found.loc[3, "held_out"] > found.loc[2, "held_out"] > 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"seeds": 1}, "`seeds` must be an int of at least 2, got 1."),
        ({"grid": [5, 6]}, "`grid` must hold `n_topics`, which is 3; got [5, 6]."),
        ({"threshold": 1.5}, "`threshold` must be an overlap between 0 and 1, got 1.5."),
        ({"leave_out": 0.7}, "`leave_out` must be a share of at least 0 and below 0.5, got 0.7."),
    ],
)
def test_wrong_parameters(table, segmenter, change, message):
    with pytest.raises(PolicylabError) as error:
        topic_stability(table, **({"n_topics": 3, "seeds": 2} | settings(segmenter) | change))
    assert message in str(error.value)
