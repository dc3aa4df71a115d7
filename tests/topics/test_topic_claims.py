"""What is said of topics, at the edges of its rules."""

import pandas as pd
import pytest

from policylab.errors import PolicylabError
from policylab.topics import (
    TopicStability,
    change_claims,
    change_verdict,
    no_pair_claims,
    number_reason,
    survival_claims,
    too_little_claims,
)

ROW = {"movement": "unclear", "both": False, "runs": 120, "same_sign": 120, "other_pairs": 5, "as_large": 0}


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({}, "open"),
        ({"movement": "rose", "both": True}, "supported"),
        # one of the two intervals holds 0
        ({"movement": "rose", "both": False}, "open"),
        ({"movement": None}, "descriptive only"),
        ({"movement": float("nan"), "both": True}, "descriptive only"),
        # two of five other pairs are fewer than half, three are not
        ({"movement": "fell", "both": True, "as_large": 2}, "supported"),
        ({"movement": "fell", "both": True, "as_large": 3}, "not told from chance"),
        ({"movement": "fell", "both": True, "other_pairs": 2, "as_large": 1}, "not told from chance"),
        # two plans have no other pair
        ({"movement": "fell", "both": True, "other_pairs": 0}, "supported"),
        # 119 of 120 runs are surely more than nine in ten, 60 surely fewer, 108 and 112 neither
        ({"same_sign": 119, "movement": "rose", "both": True}, "supported"),
        ({"same_sign": 108, "movement": "rose", "both": True}, "borderline"),
        ({"same_sign": 112, "movement": "rose", "both": True}, "borderline"),
        # where an interval has 0 in it, no number of runs makes another verdict
        ({"same_sign": 108}, "open"),
        ({"same_sign": 60, "movement": "rose", "both": True}, "open"),
    ],
)
def test_the_verdict_on_a_change(change, verdict):
    assert change_verdict(pd.Series(ROW | change)) == verdict


@pytest.fixture
def topics():
    return pd.DataFrame({
        "topic": [1, 2, 3], "label": ["教育", "医疗", "港口"], "label_en": ["Education", "Health", "Ports"],
        "agreement": [0.9, 0.72, 0.3], "margin": [0.05, 0.06, 0.1],
        "verdict": ["survives", "borderline", "not told from chance"], "survives": [True, False, False],
    })  # fmt: skip


@pytest.fixture
def stability(topics):
    agreement = pd.DataFrame({"text": [0, 1, 2], "n_topics": 3, "topic": 1, "agreement": [0.9, 0.7, 0.5], "error": 0.01})
    numbers = pd.DataFrame({"n_topics": [3, 5], "surviving": [1, 0], "borderline": [1, 2], "npmi": [0.25, 0.26],
                            "npmi_error": [0.03, 0.02], "recommended": [True, False]})
    model = type("Model", (), {"topics_": topics})()
    return TopicStability(model, numbers, agreement, None, None, None, 0.7)


def test_what_survives_is_named_and_what_does_not_is_no_finding(stability):
    first, near, far = survival_claims(stability)
    assert first["claim_en"] == (
        "Of 3 topics, 1 agrees on sections that a model has not seen by more than 0.70, above which at most one in twenty "
        "of 2 shuffled texts has a topic: Education."
    )
    assert (first["value"], first["verdict"]) == (1, "supported")
    assert near["finding"] == "themes-not-surviving-2" and near["verdict"] == "borderline"
    assert near["claim_zh"] == "“医疗”的一致程度为 0.72，与打乱词语的文本所达到的 0.70 相差在抽样误差之内，不作为发现。"
    assert far["claim_en"] == "“Ports” agrees by 0.30, and shuffled text reaches 0.70; it is no finding."
    assert far["verdict"] == "not told from chance"


def test_where_nothing_survives_nothing_is_supported(stability):
    stability.model.topics_["survives"] = False
    claim = survival_claims(stability)[0]
    assert (claim["value"], claim["verdict"]) == (0, "not supported")
    assert claim["claim_zh"].endswith("有主题超过的水平。")


def test_changes_are_told_of_topics_that_survive_only(topics):
    change = pd.DataFrame([
        ROW | {"topic": topic, "plan_from": "a", "plan_to": "b", "share_from": 0.1, "share_to": 0.25, "difference": 0.15,
               "low": 0.02, "high": 0.3, "movement": "rose", "both": topic == 1} for topic in (1, 2, 3)])
    claims = change_claims(change, topics, {"a": "前", "b": "后"})
    assert [claim["finding"] for claim in claims] == ["theme-change-1"]
    assert claims[0]["claim_zh"] == (
        "“教育”在《前》中占 10.0%，在《后》中占 25.0%：上升；120 次运行中 120 次方向相同，其余 5 对规划中有 0 对相差不小于此。"
    )
    assert (claims[0]["value"], claims[0]["low"], claims[0]["verdict"]) == (0.15, 0.02, "supported")
    both = change_claims(change, topics, {"a": ("Early", "前")})[0]
    assert "在《前》中占 10.0%，在《b》中" in both["claim_zh"] and "has 10.0% of Early and 25.0% of b" in both["claim_en"]
    weak = change_claims(change.assign(both=False), topics)[0]
    assert "of a and 25.0% of b: rose, but not for sure; 120 of 120 runs" in weak["claim_en"]
    assert weak["verdict"] == "open"
    several = change_claims(pd.concat([change, change.assign(plan_to="c")]), topics)
    assert [claim["finding"] for claim in several] == ["theme-change-1-1", "theme-change-1-2"]


def test_what_cannot_be_answered_says_so():
    assert too_little_claims(12)[0]["claim_zh"] == "规划有什么主题，无从回答：正文只有12段，不足以建立主题模型。"
    assert {claim["verdict"] for claim in too_little_claims(12) + no_pair_claims()} == {"not answered"}


def test_the_number_of_topics_has_a_reason(stability):
    assert number_reason(stability).startswith("推荐 3 个主题：平均连贯性（0.250）与最高者（5 个主题，0.260）相差不超过一个标准误（0.020）")
    assert "whose mean coherence (0.250) is within one standard error (0.020) of the best (0.260, with 5)" in number_reason(stability, "en")
    assert "1 of them survives and 1 is borderline" in number_reason(stability, "en")
    with pytest.raises(PolicylabError, match="`lang` must be one of 'en', 'zh', got 'fr'"):
        number_reason(stability, "fr")
