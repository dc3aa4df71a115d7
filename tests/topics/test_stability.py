"""Survival of topics against shuffled text, and what is said of them."""

import joblib
import numpy as np
import pandas as pd
import pytest

from policylab.errors import PolicylabError
from policylab.topics import TooLittleText, topic_stability
from policylab.topics._runs import Comparison
from policylab.topics._stability import _judge, recommend
from policylab.words import count_words


def settings(segmenter, **more):
    return {"segmenters": {"one": segmenter, "two": segmenter}, "min_terms": 1, "max_share": 0.9, "labels": (),
            "repeats": 3, "shuffles": 3, "shuffle_repeats": 2} | more  # fmt: skip


@pytest.fixture
def themed():
    """Eight themes of twenty words each in two plans, and a hundred words that belong to none.

    They are no more frequent than the others: one frequent word is a topic that comes back in shuffled text, too.
    """
    rng = np.random.default_rng(0)
    return pd.DataFrame([
        {"plan": plan, "section": f"{plan}/{theme}.{i}", "text": " ".join([
            *rng.choice([f"{theme}{j}" for j in range(20)], 20), *rng.choice([f"常{j}" for j in range(100)], 40)])}
        for plan in ("early", "late") for theme in "教医网农港法水林" for i in range(10)
    ])  # fmt: skip


@pytest.fixture
def noise():
    """As many words dealt out at random: a text without themes."""
    rng = np.random.default_rng(5)
    words = [f"词{j}" for j in range(60)]
    return pd.DataFrame([
        {"plan": plan, "section": f"{plan}/{i}", "text": " ".join(rng.choice(words, 12))}
        for plan in ("early", "late") for i in range(45)
    ])


@pytest.fixture(scope="module")
def result(corpus):
    """As in the notebook, with fewer runs."""
    return topic_stability(corpus, n_topics=10, grid=[10], repeats=3, shuffles=3, shuffle_repeats=2)


def test_themes_that_are_there_survive(themed, segmenter):
    found = topic_stability(themed, n_topics=8, grid=[8], segmenters={"one": segmenter}, repeats=20, shuffles=5, shuffle_repeats=3,
                            min_terms=1, max_share=0.9, labels=())
    assert found.surviving == list(range(1, 9))
    assert (found.topics["agreement"] > 0.8).all() and found.threshold < 0.75
    starts = {terms[0] for terms in found.topics["top_terms"]}
    assert starts == set("教医网农港法水林")


def test_the_true_number_of_topics_is_recommended(themed, segmenter):
    found = topic_stability(themed, grid=[4, 8], segmenters={"one": segmenter}, repeats=20, shuffles=5, shuffle_repeats=3,
                            min_terms=1, max_share=0.9, labels=())
    assert found.numbers.set_index("n_topics")["recommended"].to_dict() == {4: False, 8: True}
    assert len(found.topics) == 8 and found.surviving == list(range(1, 9))


@pytest.mark.parametrize("seed", range(3))
def test_nothing_survives_where_nothing_is(noise, segmenter, seed):
    # with 19 shuffled texts, as by default: fewer let chance pass more often
    found = topic_stability(noise, grid=[4], segmenters={"one": segmenter}, repeats=4, shuffles=19, shuffle_repeats=2,
                            min_terms=1, max_share=0.9, labels=(), random_state=seed)
    assert found.surviving == [] and found.numbers["surviving"].eq(0).all()


def test_a_topic_that_only_tells_plans_apart_does_not_survive(segmenter):
    rng = np.random.default_rng(2)
    words = {"early": ["学校", "教师", "课堂", "学生", "校园"], "late": ["密码", "漏洞", "防护", "备份", "监测"]}
    table = pd.DataFrame([{"plan": plan, "section": f"{plan}/{i}", "text": " ".join(rng.choice(own, 4))}
                          for plan, own in words.items() for i in range(50)])  # fmt: skip
    found = topic_stability(table, n_topics=2, grid=[2], **settings(segmenter))
    assert found.surviving == []


def test_the_verdict_is_the_gap_against_its_margin():
    def comparisons(*values):
        return [Comparison(2, "one", 2, np.array(value, float), np.zeros((2, 1))) for value in values]

    texts = [comparisons([0.9, 0.5], [0.8, 0.7]), comparisons([0.2, 0.4], [0.2, 0.6]), comparisons([0.3, 0.4], [0.3, 0.4])]
    judged = _judge(texts)
    # largest of the shuffled texts: .5 and .4, of standard deviation .0707; the largest of two is the quantile 2/3 of a
    # normal distribution, whose standard error is .0707 sqrt(2/9 / 2) / .3636
    error = 0.0707107 * (1 / 3) / 0.3635945
    assert judged.attrs["threshold"] == pytest.approx(0.5)
    mine = judged[judged["text"] == 0]
    assert mine["agreement"].tolist() == pytest.approx([0.85, 0.6])
    # the topics' standard errors are .0707 / sqrt(2) = .05 and .1414 / sqrt(2) = .1; the margin is two of both together
    assert mine["margin"].tolist() == pytest.approx([2 * np.hypot(0.05, error), 2 * np.hypot(0.1, error)], rel=1e-5)
    assert mine["verdict"].tolist() == ["survives", "borderline"]
    low = _judge([comparisons([0.1, 0.3], [0.1, 0.3]), *texts[1:]])
    assert low.loc[low["text"] == 0, "verdict"].tolist() == ["not told from chance"] * 2


def test_more_texts_are_shuffled_where_a_verdict_hangs_on_them(noise, segmenter):
    def shuffled(**settings):
        found = topic_stability(noise, grid=[4], segmenters={"one": segmenter}, shuffle_repeats=2, min_terms=1, max_share=0.9,
                                labels=(), **settings)
        return found, found.agreement.loc[found.agreement["text"] > 0, "text"].nunique()

    few, texts = shuffled(repeats=2, shuffles=3)
    # of two runs hardly anything is sure: 3, then four more, and four more
    assert "borderline" in set(few.topics["verdict"]) and texts == 11
    sure, texts = shuffled(repeats=4, shuffles=19, random_state=1)
    assert texts == 19 if "borderline" not in set(sure.topics["verdict"]) else texts == 59


def test_a_run_leaves_out_the_share_asked_for(noise, segmenter):
    few, many = (topic_stability(noise, n_topics=4, grid=[4], **settings(segmenter, leave_out=share)) for share in (0.1, 0.4))
    assert not few.agreement["agreement"].equals(many.agreement["agreement"])


def test_the_rule_of_the_recommendation():
    table = pd.DataFrame({"n_topics": [4, 8, 10, 12], "npmi": [0.10, 0.22, 0.26, 0.28], "npmi_error": [0.05, 0.01, 0.03, 0.02]})
    # 0.28 less 0.02, its own error and not that of the others: ten are as coherent as twelve, eight are not
    assert recommend(table) == 10
    assert recommend(table.assign(npmi_error=0.01)) == 12
    assert recommend(table.assign(npmi_error=0.2)) == 4
    assert recommend(table.assign(npmi=[0.3, 0.22, 0.26, 0.28])) == 4


def test_the_tables_fit_each_other(result):
    own = result.agreement[result.agreement["text"] == 0].set_index("topic")["agreement"]
    assert result.topics.set_index("topic")["agreement"].to_dict() == pytest.approx(own.to_dict())
    assert result.threshold == result.agreement.loc[result.agreement["text"] > 0, "agreement"].max()
    assert result.topics["survives"].equals(result.topics["verdict"] == "survives")
    # every segmentation and number of topics has as many runs as the other
    weighted = result.conditions.groupby("topic")["agreement"].mean()
    assert weighted.to_dict() == pytest.approx(own.to_dict())
    assert sorted(result.conditions["n_topics"].unique()) == [8, 10, 12]
    assert result.conditions["runs"].eq(3).all()
    assert result.numbers["surviving"].item() == len(result.surviving)


def test_ranges_over_runs_and_shares_of_plans(result):
    table = result.prevalence
    assert (table["run_low"] <= table["run_high"]).all()
    assert table.groupby("plan")["share"].sum().to_numpy() == pytest.approx(1)
    assert result.run_shares["run"].max() == 3 * 2 * 3


def test_the_seed_moves_neither_the_models_nor_their_number(corpus, result):
    settings = {"grid": [8, 10], "repeats": 2, "shuffles": 2, "shuffle_repeats": 2}
    one, other = (topic_stability(corpus, random_state=seed, **settings) for seed in (1, 2))
    kept = ["n_topics", "npmi", "npmi_error", "exclusivity", "recommended"]
    pd.testing.assert_frame_equal(one.numbers[kept], other.numbers[kept], check_exact=True)
    assert one.model.components_.tobytes() == other.model.components_.tobytes() == result.model.components_.tobytes()
    assert not one.agreement["agreement"].equals(other.agreement["agreement"])


def test_counts_of_words_serve_as_well_as_the_corpus(corpus, result):
    counted = topic_stability(count_words(corpus), n_topics=10, grid=[10], repeats=3, shuffles=3, shuffle_repeats=2)
    pd.testing.assert_frame_equal(counted.agreement, result.agreement, check_exact=True)


def test_a_change_has_its_checks(result, corpus):
    pair = ("smart-city-2015", "smart-city-2021")
    change = result.change(pairs=[pair]).set_index("topic")
    wide = result.run_shares.pivot(index=["topic", "run"], columns="plan", values="share")
    shares = result.model.prevalence_.pivot(index="topic", columns="plan", values="share")
    for topic in (1, 8):
        difference = wide.loc[topic, pair[1]] - wide.loc[topic, pair[0]]
        row = change.loc[topic]
        assert (row["runs"], row["same_sign"]) == (len(difference), (difference * row["difference"] > 0).sum())
        own = shares.loc[topic]
        others = [abs(own[a] - own[b]) for i, a in enumerate(corpus.ids) for b in corpus.ids[:i] if {a, b} != set(pair)]
        assert (row["other_pairs"], row["as_large"]) == (5, sum(x >= abs(row["difference"]) for x in others))
    assert not (change["both"] & change["movement"].eq("unclear")).any()


@pytest.mark.parametrize(("method", "jobs"), [("nmf", 2), ("lda", 2), ("nmf", None)])
def test_two_jobs_or_those_of_joblib_give_the_same_bytes_as_one(table, segmenter, method, jobs):
    few = {"repeats": 2, "shuffles": 2, "max_iter": 5, "segmenters": {"one": segmenter}}
    with joblib.parallel_config(n_jobs=2):
        one, two = (
            topic_stability(table, grid=[3], n_jobs=number, method=method, **settings(segmenter, **few))
            for number in (1, jobs)
        )
    assert one.model.components_.tobytes() == two.model.components_.tobytes()
    assert one.model.document_topic_.tobytes() == two.model.document_topic_.tobytes()
    for name in ("topics", "numbers", "agreement", "conditions", "prevalence", "run_shares"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name), check_exact=True)


def test_numbers_that_the_text_is_too_short_for_are_left_out(table, segmenter):
    found = topic_stability(table, grid=[3, 500], **settings(segmenter))
    assert found.numbers["n_topics"].tolist() == [3]
    with pytest.raises(TooLittleText, match="for at most 9 topics, and the test is of 10"):
        topic_stability(table, n_topics=10, **settings(segmenter))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"repeats": 1}, "`repeats` must be an int of at least 2, got 1."),
        ({"shuffles": 0}, "`shuffles` must be an int of at least 2, got 0."),
        ({"n_topics": 1}, "(those of `n_topics` among them), ints of at least 2, got [3, 1]."),
        ({"leave_out": 0.7}, "`leave_out` must be a share above 0 and below 0.5, got 0.7."),
        ({"segmenters": {}}, "The first of `segmenters` is the model's: give a dict with at least one, and leave out `segmenter`."),
        ({"segmenter": None}, "The first of `segmenters` is the model's: give a dict with at least one, and leave out `segmenter`."),
        ({"segmenters": {"one": "jieba"}}, "`segmenter` must be a policylab.words.Segmenter or None, got 'jieba'."),
    ],
)
def test_wrong_parameters(table, segmenter, change, message):
    with pytest.raises(PolicylabError) as error:
        topic_stability(table, **({"grid": [3]} | settings(segmenter) | change))
    assert message in str(error.value)
