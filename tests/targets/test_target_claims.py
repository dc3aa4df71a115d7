"""What the tables of targets come to: the edges of each claim."""

import pandas as pd
import pytest

from policylab.targets import target_claims


def specificity(*targets):
    plans = [f"p{n}" for n in range(len(targets))]
    table = pd.DataFrame(
        {"plan": plans, "statements": 9, "targets": targets, "targets_per_10k": [float(n) for n in targets]}
    )
    return table.assign(
        dated=[0.5 if n else float("nan") for n in targets], bounded=[0.25 if n else float("nan") for n in targets]
    )


def links(*rows):
    return pd.DataFrame(rows, columns=["question", "change", "from_indicator"])


def claims(*targets, rows=(), **given):
    found = target_claims(specificity(*targets), links(*rows), **given)
    return {claim["finding"]: claim for claim in found}


@pytest.mark.parametrize(
    ("targets", "words"), [((3,), "one plan only"), ((0,), "no plan"), ((0, 0), "no plan"), ((0, 4), "one plan only")]
)
def test_without_two_plans_with_targets_nothing_is_said_of_revisions(targets, words):
    found = claims(*targets)
    assert found["lineage"]["verdict"] == "not answered" and words in found["lineage"]["claim_en"]
    assert "lineage-raised" not in found


def test_a_plan_without_targets_has_no_shares_in_its_sentence():
    found = claims(0, 4)
    assert found["targets-p0"]["claim_en"] == "p0: 0 numeric targets, 0.0 per 10 000 characters."
    assert found["targets-p1"]["claim_zh"].endswith("其中载明年份的占50%，有上下限的占25%。")
    named = claims(0, 4, names={"p0": ("Harbour plan", "渔港规划")})["targets-p0"]
    assert named["claim_zh"].startswith("渔港规划：0个") and named["claim_en"].startswith("Harbour plan: 0 numeric")


def test_revisions_are_counted_and_a_count_supports_nothing():
    found = claims(2, 3, rows=[("revision", "raised", "5G基站"), ("answer", "missed", "幼儿园")])
    assert (found["lineage-raised"]["value"], found["lineage-raised"]["verdict"]) == (1, "descriptive only")
    assert found["lineage-raised"]["claim_zh"] == "先后可知的规划之间，提高的目标有1个（5G基站）。"
    assert (found["lineage-lowered"]["value"], found["lineage-lowered"]["verdict"]) == (0, "descriptive only")
    assert "lineage-unordered" not in found
    assert found["lineage-answers"]["claim_en"] == "Of the targets that a later baseline speaks of: missed 1."


def test_plans_of_unknown_order_are_said_to_be_so():
    found = claims(2, 3, rows=[("revision", "stated alike", "甲"), ("revision", "stated differently", "乙")])
    assert (found["lineage-unordered"]["value"], found["lineage-unordered"]["verdict"]) == (2, "not answered")
    assert found["lineage"]["verdict"] == "not answered" and "lineage-raised" not in found


def test_answers_that_decide_nothing_support_nothing():
    assert claims(2, 3)["lineage-answers"]["verdict"] == "not answered"
    undecided = claims(2, 3, rows=[("answer", "cannot be said", "甲"), ("answer", "on the way", "乙")])[
        "lineage-answers"
    ]
    assert (undecided["verdict"], undecided["value"]) == ("descriptive only", 0)
    decided = claims(2, 3, rows=[("answer", "reached", "甲"), ("answer", "cannot be said", "乙")])["lineage-answers"]
    assert (decided["verdict"], decided["value"]) == ("descriptive only", 1)


def test_many_indicators_are_not_all_named():
    rows = [("revision", "kept", f"指标{n}") for n in range(9)]
    assert claims(2, 3, rows=rows)["lineage-kept"]["claim_zh"].endswith("指标7等）。")


@pytest.mark.parametrize(("found", "verdict"), [([True, True], "supported"), ([True, False], "open")])
def test_an_interpretation_supports_if_all_is_found(found, verdict):
    table = pd.DataFrame({"found": found})
    assert claims(2, 3, interpretation=table)["targets-interpretation"]["verdict"] == verdict
    assert "targets-interpretation" not in claims(2, 3, interpretation=pd.DataFrame())


def test_what_is_in_doubt_supports_nothing():
    table = links(("revision", "raised", "甲"), ("revision", "raised", "乙")).assign(
        doubt=["second opinion differs", None]
    )
    found = {claim["finding"]: claim for claim in target_claims(specificity(2, 3), table)}
    assert found["lineage-raised"]["claim_en"] == "Between plans of known order, targets raised: 1 (乙)."
