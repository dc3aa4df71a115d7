"""What the plans are beside each other, and what all answers come to, at the edges of each rule."""

import pandas as pd
import pytest

from policylab.errors import PolicylabError
from policylab.study import plan_measures, synthesis_claims, titled_measures

SHARES = ["plan", "side", "other", "share", "low", "high"]


def claims(densities=(5.0, 20.0), share=None, low=None, high=None):
    rows = [] if share is None else [("b", "taken_over", "all", share, low, high), ("b", "taken_over", "a", 0.9, 0.8, 1.0)]
    found = synthesis_claims(
        pd.DataFrame({"plan": list("abc")[: len(densities)], "targets_per_10k": densities}),
        pd.DataFrame(rows, columns=SHARES),
        names={"a": "甲规划", "b": "乙规划"},
    )
    return {claim["finding"]: claim for claim in found}


@pytest.mark.parametrize(
    ("densities", "zh", "verdict", "value"),
    [
        ((5.0,), "单位篇幅的数量目标无从比较：只有一份规划。", "not answered", None),
        ((5.0, None), "单位篇幅的数量目标无从比较：只有一份规划。", "not answered", None),
        ((0.0, 0.0), "单位篇幅的数量目标无从比较：没有一份规划提出数量目标。", "not answered", None),
        ((0.0, 7.25), "单位篇幅的数量目标，乙规划最多（每万字7.2个）；没有数量目标的规划：甲规划。", "descriptive only", None),
        ((12.0, 4.0, 6.0), "单位篇幅的数量目标，甲规划最多，乙规划最少，前者是后者的3.0倍。", "descriptive only", 3.0),
    ],
)
def test_the_density_of_targets(densities, zh, verdict, value):
    claim = claims(densities)["synthesis-density"]
    assert (claim["claim_zh"], claim["verdict"], claim.get("value")) == (zh, verdict, value)


def test_plans_have_their_names_in_both_languages():
    table = pd.DataFrame({"plan": ["a", "b"], "targets_per_10k": [0.0, 7.25]})
    named = synthesis_claims(table, pd.DataFrame(columns=SHARES), names={"a": ("Plan A", "甲规划"), "b": ("Plan B", "乙规划")})
    assert named[0]["claim_zh"] == "单位篇幅的数量目标，乙规划最多（每万字7.2个）；没有数量目标的规划：甲规划。"
    assert named[0]["claim_en"].startswith("Plan B has the most") and named[0]["claim_en"].endswith("without any: Plan A.")


@pytest.mark.parametrize(
    ("share", "low", "high", "en", "verdict"),
    [
        (None, None, None, "Text from earlier plans is not compared: no plan is known to be later than another.",
         "not answered"),
        (0.125, 0.05, 0.2, "The plan that takes over most from earlier plans (乙规划) has 12.5 % of its text from them.",
         "supported"),
        (0.125, 0.0, 0.2, "The plan that takes over most from earlier plans (乙规划) has 12.5 % of its text from them.",
         "open"),
        (0.125, None, None, "The plan that takes over most from earlier plans (乙规划) has 12.5 % of its text from them.",
         "descriptive only"),
        (0.0, 0.0, 0.0, "No text was found that a plan takes over from an earlier one.", "open"),
    ],
)  # fmt: skip
def test_what_was_taken_over(share, low, high, en, verdict):
    claim = claims(share=share, low=low, high=high)["synthesis-reuse"]
    assert (claim["claim_en"], claim["verdict"]) == (en, verdict)


@pytest.mark.parametrize(
    ("doubts", "zh", "verdict", "value"),
    [
        ([None, "no indicator", None, "kind by default", None, None, None, None],
         "台账的8条数值陈述中，2条（25.0%）存疑，应先核对。", "descriptive only", 0.25),
        ([None, None], "台账的2条数值陈述中，0条（0.0%）存疑，应先核对。", "descriptive only", 0.0),
        ([], "台账中没有数值陈述，无从说明存疑的比例。", "not answered", None),
    ],
)  # fmt: skip
def test_how_much_of_the_ledger_is_in_doubt(doubts, zh, verdict, value):
    found = synthesis_claims(
        pd.DataFrame({"plan": ["a"], "targets_per_10k": [5.0]}),
        pd.DataFrame(columns=SHARES), ledger=pd.DataFrame({"doubt": doubts}, dtype=object),
    )  # fmt: skip
    claim = found[-1]
    assert (claim["finding"], claim["claim_zh"], claim["verdict"], claim.get("value")) == ("synthesis-doubt", zh, verdict, value)


def test_the_measures_of_each_plan():
    measures = plan_measures(
        pd.DataFrame({"plan": ["a", "b"], "characters": [10_000, 25_500]}),
        pd.DataFrame({"plan": ["a", "a", "b"], "level": [1, 0, 1], "title": ["总则", "序", None]}),
        pd.DataFrame({"plan": ["a", "a", "a"], "canonical": ["市发改委", "市发改委", "各区"], "generic": [False, False, True]}),
        pd.DataFrame({"plan": ["a", "b"], "targets_per_10k": [3.0, None]}),
        pd.DataFrame([("b", "taken_over", "all", 0.5, 0.25, 0.75), ("b", "taken_over", "a", 1, 1, 1)], columns=SHARES),
    )
    values = {(row.measure, row.plan): row.value for row in measures.itertuples()}
    assert list(values) == [
        ("length", "a"), ("length", "b"), ("headings", "a"), ("headings", "b"), ("agencies", "a"), ("agencies", "b"),
        ("targets", "a"), ("targets", "b"), ("reused", "b"),
    ]  # fmt: skip
    assert (values["length", "b"], values["headings", "a"], values["headings", "b"]) == (25.5, 1, 0)
    assert values["agencies", "a"] == 1 and pd.isna(values["agencies", "b"])
    assert titled_measures(measures, lang="en")["measure"].iloc[0] == "Length (thousand characters)"


def test_a_table_without_its_columns_is_named():
    with pytest.raises(PolicylabError, match="specificity"):
        synthesis_claims(pd.DataFrame({"plan": []}), pd.DataFrame(columns=SHARES))
