"""How firmly a target is meant, and how specific a plan is; a target that is said twice counts once."""

import pandas as pd
import pytest

import policylab
from policylab.errors import PolicylabError
from policylab.targets import target_commitment, target_counts, target_specificity


def commitment(text, **given):
    return target_commitment(policylab.extract_targets(text, period_end=2025, **given))


@pytest.mark.parametrize(
    ("text", "bound", "effort", "firmness"),
    [
        ("互联网医院达到30家以上。", "floor", None, 4),
        ("互联网医院不低于30家。", "floor", None, 4),
        ("城镇调查失业率控制在5.5%以内。", "ceiling", None, 4),
        ("互联网医院达到30家。", "point", None, 3),
        ("互联网医院达到30家左右。", "around", None, 2),
        ("建成互联网医院3至5家。", "range", None, 2),
        ("力争互联网医院达到30家以上。", "floor", "strive", 1),
        ("力争建成互联网医院30家。", "point", "strive", 1),
        ("争取建成互联网医院30家左右。", "around", "strive", 1),
        ("确保互联网医院达到30家。", "point", "ensure", 5),
        ("确保城镇调查失业率控制在5.5%以内。", "ceiling", "ensure", 5),
        # every word of the table is read, before the name as behind it
        ("务必建成高标准农田100万亩。", "point", "ensure", 5),
        ("高标准农田必须达到100万亩。", "point", "ensure", 5),
        ("有望建成互联网医院30家。", "point", "strive", 1),
        ("常住人口城镇化率努力达到65%。", "point", "strive", 1),
        ("居民收入力求增长7%。", "point", "strive", 1),
        ("努力实现居民收入增长7%以上。", "floor", "strive", 1),
        ("经过五年努力,互联网医院达到30家。", "point", None, 3),
    ],
)
def test_bound_and_effort_are_told_apart(text, bound, effort, firmness):
    row = commitment("到2025年," + text).iloc[0]
    assert (row["bound"], row["effort"], row["firmness"]) == (bound, effort, firmness)


@pytest.mark.parametrize(
    ("text", "status", "firmness"),
    [
        ("主要约束性指标:单位生产总值能耗下降13.5%。", "binding", 5),
        ("主要预期性指标:全员劳动生产率达到20万元/人。", "expected", 3),
        ("主要预期目标是:地区生产总值增长6%以上。", "expected", 4),
        ("全员劳动生产率达到20万元/人。", None, 3),
        ("地区生产总值预期增长6%左右。", "expected", 2),
        ("国内生产总值增长5%左右的预期目标。", "expected", 2),
        ("耕地保有量不低于100万亩(约束性指标)。", "binding", 5),
        ("人均预期寿命达到80岁。", None, 3),
    ],
)
def test_what_the_plan_calls_binding_is(text, status, firmness):
    row = commitment("到2025年," + text).iloc[0]
    assert (row["status"], row["firmness"]) == (status, firmness)


def test_what_is_called_binding_in_brackets_is_no_other():
    table = commitment("到2025年,耕地保有量不低于100万亩（约束性）,城镇化率达到65%（预期性）,森林覆盖率达到40%。")
    assert table["status"].tolist() == ["binding", "expected", None]
    assert commitment("到2025年,务必建成高标准农田100万亩,居民收入努力增长7%。")["indicator"].tolist() == ["高标准农田", "居民收入"]


def test_a_date_in_the_lead_counts_the_end_of_the_period_does_not():
    table = commitment("到2025年,主要目标是:\n建成互联网医院30家。")
    assert table["dated"].tolist() == [True]
    assert commitment("建成互联网医院30家。")["dated"].tolist() == [False]


def test_who_is_responsible_stands_in_the_note(corpus):
    plan = corpus.select(["new-infrastructure-2021"])
    table = target_commitment(policylab.extract_targets(plan), plan)
    said = table["responsible"].notna()
    assert (len(table), table["places"].sum()) == (35, 40)
    assert 0.9 < said.mean() < 1
    assert table.loc[said, "responsible"].str.contains("市").all()
    assert target_commitment(policylab.extract_targets(plan))["responsible"].isna().all()


def test_targets_are_counted_once_and_their_shares_are_of_targets(corpus):
    ledger = policylab.extract_targets(corpus)
    table = target_specificity(ledger, corpus.plans).set_index("plan")
    assert table["targets"].to_dict() == {
        "smart-city-2015": 17, "digital-economy-2019": 4, "new-infrastructure-2021": 35, "smart-city-2021": 20,
    }  # fmt: skip
    # 13 of 17, 4 of 4, 7 of 35 and 20 of 20 have a year in their sentence or in what leads in to it
    assert table["dated"].round(3).tolist() == [0.765, 1, 0.2, 1]
    assert table["binding"].eq(0).all() and table["firm"].le(table["bounded"]).all()


def test_a_plan_without_targets_has_no_shares():
    ledger = policylab.extract_targets("发展智慧农业。")
    table = target_specificity(ledger, pd.DataFrame({"plan": ["text"], "characters": [7]}))
    assert table["targets"].tolist() == [0] and table[["dated", "bounded", "binding", "firm"]].isna().all(axis=None)
    assert target_commitment(ledger).empty


def test_a_target_that_is_said_again_counts_where_it_is_said_first():
    text = "一、目标\n到2025年,建成互联网医院30家以上。\n二、任务\n全市互联网医院达到30家。新建公办幼儿园5所。"
    ledger = policylab.extract_targets(text, period_end=2025)
    sections = pd.DataFrame(
        {
            "section": list(dict.fromkeys(ledger["section"])),
            "plan": "text",
            "level": 1,
            "title": ["目标", "任务"],
            "parent": None,
        }
    )
    table = target_counts(ledger, sections)
    assert table[["title", "count", "mentions"]].values.tolist() == [["目标", 1, 1], ["任务", 1, 2]]


def test_a_table_of_another_kind_is_an_error():
    with pytest.raises(PolicylabError, match="policylab.extract_targets"):
        target_commitment(pd.DataFrame({"plan": []}))
