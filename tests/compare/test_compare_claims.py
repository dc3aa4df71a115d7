"""The claims of notebook 05: their verdicts at the edges, and their sentences in both languages."""

import pandas as pd
import pytest

from policylab.compare import agency_claims, reuse_claims, stated_claims, stated_wide
from policylab.errors import PolicylabError

NAMES = {"a": "甲", "b": "乙"}


def shares(**fields):
    row = {"plan": "b", "side": "taken_over", "other": "all", "share": 0.05, "low": 0.02, "high": 0.11, "chance": 0.001}
    return pd.DataFrame([{**row, **fields}])


def passages(*rows):
    return pd.DataFrame(rows, columns=["reuse", "earlier", "later", "formula", "direction", "kind"])


def changes(*rows):
    return pd.DataFrame(rows, columns=["reuse", "change"])


def claims(table, reuse=None, changed=None):
    reuse = passages() if reuse is None else reuse
    made = reuse_claims(table, reuse, changes() if changed is None else changed, names=NAMES)
    return {claim["finding"]: claim for claim in made}


@pytest.mark.parametrize(
    ("low", "chance", "verdict"),
    [
        (0.02, 0.019, "supported"),
        (0.02, 0.02, "not told from chance"),  # as much as chance gives is not more
        (0.02, 0.08, "not told from chance"),
        (0.02, float("nan"), "descriptive only"),  # nothing to hold it against
        (float("nan"), 0.001, "descriptive only"),  # no interval
    ],
)
def test_a_share_is_supported_where_its_lower_bound_is_above_chance(low, chance, verdict):
    claim = claims(shares(low=low, high=low + 0.09, chance=chance))["taken-over-b"]
    assert (claim["verdict"], claim["value"]) == (verdict, 0.05)
    assert (claim["low"] is None) == (low != low)


def test_a_share_says_its_interval_and_what_unrelated_text_gives():
    claim = claims(shares())["taken-over-b"]
    assert claim["claim_zh"] == (
        "《乙》有 5.0% 的文字沿用自以前的规划（不计套语，区间 2.0%—11.0%；同样长的无关文件给出 0.10%）。"
    )
    assert claim["claim_en"] == (
        "乙 took over 5.0 % of its text from earlier plans (without formulas, interval 2.0 % to 11.0 %; as much "
        "unrelated text gives 0.10 %)."
    )
    [named, *_] = reuse_claims(shares(), passages(), changes(), names={"b": ("Plan B", "乙")})
    assert named["claim_zh"] == claim["claim_zh"] and named["claim_en"].startswith("Plan B took over 5.0 %")


def test_passages_and_figures_are_counted_without_formulas_and_once():
    reuse = passages(
        ("r1", "a", "b", False, "dated", "verbatim"),
        ("r2", "a", "b", True, "dated", "verbatim"),
        ("r3", "a", "b", False, "dated", "reworded"),
        ("r4", "a", "b", False, "both", "verbatim"),
        ("r5", "b", "a", False, "both", "verbatim"),
    )
    changed = changes(("r1", "changed"), ("r3", "kept"), ("r3", "kept"), ("r4", "changed"), ("r5", "changed"))
    both = pd.concat([shares(plan="a", side="shared"), shares()])
    made = claims(both, reuse, changed)
    assert made["kinds-verbatim"]["claim_zh"] == "非套语的沿用段落共 2 处，其中 1 处字句未变（数字除外）。"
    assert made["figures-changed"]["claim_en"] == (
        "Of the figures in passages taken over, 1 changed, 0 were dropped, and 2 stayed."
    )
    assert made["kinds-shared"]["value"] == 1 and "1 figure differs" in made["kinds-shared"]["claim_en"]
    assert made["shared-a"]["claim_zh"].startswith("《甲》有 5.0% 的文字与另一规划相同而先后不明")


def test_what_cannot_be_answered_says_why():
    alone = claims(shares()[:0])
    assert alone["taken-over"]["claim_en"] == "What was taken over is not answered: there is one plan only."
    undated = claims(shares(side="shared"))
    assert undated["taken-over"]["claim_zh"] == "没有一份规划已知早于另一份，沿用了什么无从回答。"
    assert undated["taken-over"]["verdict"] == "not answered"
    carried = claims(pd.concat([shares(), shares(plan="a", side="carried_on")]))
    assert set(carried) == {"taken-over-b", "kinds-verbatim", "figures-changed"}


def test_indicators_of_one_plan_alone():
    table = pd.DataFrame(
        {"indicator": ["x", "x", "y", "y", "z", "z"], "plan": ["a", "b"] * 3, "written": ["1个", "2个", None, "3个", None, None],
         "status": ["stated", "stated", "named", "stated", "named", "not found"]}
    )  # fmt: skip
    [claim] = stated_claims(table, plans=["a", "b"])
    assert (claim["finding"], claim["value"], claim["verdict"]) == ("stated-once", 1, "descriptive only")
    assert stated_claims(table, plans=["a"])[0]["claim_zh"] == "只有一份规划，各规划共有的指标无从回答。"
    assert "no plan states a numeric target" in stated_claims(table[:0], plans=["a", "b"])[0]["claim_en"]
    wide = stated_wide(table, plans=["b", "a"], n=2)
    assert wide.reset_index().values.tolist() == [["x", "2个", "1个", 2], ["y", "3个", "named", 2]]


def test_agencies_that_are_named_as_often_are_all_said():
    rows = [("a", "市数据局", 2, 4, 0.5), ("a", "市财政局", 2, 4, 0.5), ("a", "市教委", 1, 4, 0.25), ("b", "市教委", 0, 3, 0)]
    tasks = pd.DataFrame(rows, columns=["plan", "agency", "tasks", "all_tasks", "share"])
    [claim] = agency_claims(tasks, names=NAMES)
    assert claim["claim_zh"] == "《甲》中，市数据局、市财政局各列入 2/4 项任务，为最多。"
    assert claim["claim_en"] == "In 甲, 市数据局 and 市财政局 are named for 2 of 4 tasks, each, the most."
    [named] = agency_claims(tasks, names={"a": ("Plan A", "甲")})
    assert named["claim_zh"] == claim["claim_zh"] and named["claim_en"].startswith("In Plan A, 市数据局")
    [nobody] = agency_claims(tasks[tasks["plan"] == "b"], names=NAMES)
    assert (nobody["finding"], nobody["verdict"]) == ("agency", "not answered")


def test_a_table_of_another_kind_is_refused():
    with pytest.raises(PolicylabError, match="`shares` lacks the column chance; it has "):
        claims(shares().drop(columns="chance"))
